/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists that calls share, because loading them takes far longer than asking them. A call takes the current ones while
 * no newer snapshot is there; else one thread loads fresh ones and the others wait for it. The last user of lists that
 * were replaced frees them.
 */
#include "candor/api.h"

#include "api/api-impl.h"

/* Lists loaded once; `users` and `retired` are guarded by the lock of the struct cdr_api. */
struct shared_lists {
	struct cdr_screen_lists *lists;
	int64_t through; /* newest snapshot when they were loaded */
	int users;
	bool retired; /* newer ones took their place: the last user frees them */
};

void
api_lists_free(struct shared_lists *shared)
{
	if (!shared)
		return;
	(void)cdr_screen_lists_free(shared->lists);
	cdr_free(shared);
}

const struct cdr_screen_lists *
api_lists_of(const struct shared_lists *shared)
{
	return shared->lists;
}

static enum cdr_status
newest(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	int64_t *through = context;
	*through = snapshot->id > *through ? snapshot->id : *through;
	return CDR_OK;
}

/* Takes the current lists when they hold snapshot `through`. Newer ones will do: they are what a call that began a moment
 * later would get. */
static struct shared_lists *
take_current(struct cdr_api *api, int64_t through)
{
	(void)pthread_mutex_lock(&api->lock);
	struct shared_lists *shared = api->current;
	if (shared && shared->through >= through)
		shared->users++;
	else
		shared = NULL;
	(void)pthread_mutex_unlock(&api->lock);
	return shared;
}

static void
replace_current(struct cdr_api *api, struct shared_lists *fresh)
{
	(void)pthread_mutex_lock(&api->lock);
	struct shared_lists *old = api->current;
	api->current = fresh;
	fresh->users = 1;
	bool free_old = old && old->users == 0;
	if (old)
		old->retired = true;
	(void)pthread_mutex_unlock(&api->lock);
	if (free_old)
		api_lists_free(old);
}

/* Under api->loading: whoever waited for it finds the work done. */
static enum cdr_status
load(struct api_call *call, int64_t through, struct shared_lists **ret, struct cdr_error *err)
{
	*ret = take_current(call->api, through);
	if (*ret)
		return CDR_OK;
	struct shared_lists *fresh = cdr_alloc(sizeof(*fresh));
	if (!fresh)
		return cdr_fail_memory(err, ROOM);
	enum cdr_status status = cdr_screen_lists_load(call->store, call->api->setup, NULL, &fresh->lists, err);
	if (status != CDR_OK) {
		cdr_free(fresh);
		return status;
	}
	fresh->through = through;
	replace_current(call->api, fresh);
	*ret = fresh;
	return CDR_OK;
}

enum cdr_status
api_lists_acquire(struct api_call *call, struct shared_lists **ret, struct cdr_error *err)
{
	int64_t through = 0;
	cdr_auto(cdr_store_transaction) moment = { 0 };
	/* One moment for the number and the lists: a snapshot that arrives between would be missed for good. */
	CDR_TRY(cdr_store_transaction_read(call->store, &moment, err));
	CDR_TRY(cdr_store_snapshot_each(call->store, (struct cdr_str){ NULL, 0 }, newest, &through, err));
	*ret = take_current(call->api, through);
	if (!*ret) {
		(void)pthread_mutex_lock(&call->api->loading);
		enum cdr_status status = load(call, through, ret, err);
		(void)pthread_mutex_unlock(&call->api->loading);
		CDR_TRY(status);
	}
	enum cdr_status ended = cdr_store_transaction_commit(&moment, err);
	if (ended != CDR_OK)
		api_lists_release(call->api, *ret);
	return ended;
}

void
api_lists_release(struct cdr_api *api, struct shared_lists *shared)
{
	(void)pthread_mutex_lock(&api->lock);
	bool last = --shared->users == 0 && shared->retired;
	(void)pthread_mutex_unlock(&api->lock);
	if (last)
		api_lists_free(shared);
}
