/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session, and getting one URL with it: the redirects, the tries and the waits between them. How a single request is
 * made is transfer.c. The surprise: a download that broke off is carried on from where it stood, but only when the server
 * named the version of the file and sent it uncompressed; otherwise it starts anew.
 */
#include "fetch/fetch-impl.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define SESSION_MAX_BYTES ((size_t)64 << 10)
#define REPLY_MAX_BYTES ((size_t)4 << 20)
#define WAIT_STEP_MS 100

struct cdr_fetch_policy
cdr_fetch_policy_default(void)
{
	return (struct cdr_fetch_policy){ .max_bytes = CDR_FETCH_MAX_BYTES,
		                          .connect_ms = 30000,
		                          .total_ms = 600000,
		                          .stall_ms = 60000,
		                          .max_tries = 4,
		                          .back_off_ms = 2000,
		                          .max_wait_ms = 60000,
		                          .interval_ms = 1000 };
}

/* ---------------------------------------------------------------------------------------------------------- session */

struct cdr_fetch *
cdr_fetch_free(struct cdr_fetch *fetch)
{
	if (fetch) {
		if (fetch->curl)
			curl_easy_cleanup(fetch->curl);
		if (fetch->started)
			curl_global_cleanup();
		(void)cdr_arena_free(fetch->arena);
		cdr_free(fetch);
	}
	return NULL;
}

enum cdr_status
cdr_fetch_new(const struct cdr_fetch_policy *policy, struct cdr_fetch **ret, struct cdr_error *err)
{
	cdr_owned(cdr_fetch) fetch = cdr_alloc(sizeof(*fetch));
	if (!fetch)
		return cdr_fail_memory(err, FETCH_ROOM);
	fetch->policy = *policy;
	CDR_TRY(fetch_blocks_read(policy->allow_addresses, &fetch->allowed, err));
	fetch->arena = cdr_arena_new(SESSION_MAX_BYTES);
	if (!fetch->arena)
		return cdr_fail_memory(err, FETCH_ROOM);
	fetch->agent = cdr_str_format(fetch->arena, "Candor/" CDR_VERSION "%s%.*s%s", policy->contact.n ? " (" : "",
	                              CDR_STR_ARG(policy->contact), policy->contact.n ? ")" : "")
	                       .p;
	fetch->ca_file = policy->ca_file.p ? cdr_str_copy(fetch->arena, policy->ca_file).p : NULL;
	fetch->credentials = policy->credentials.p ? cdr_str_copy(fetch->arena, policy->credentials).p : NULL;
	if (!fetch->agent || (policy->ca_file.p && !fetch->ca_file) || (policy->credentials.p && !fetch->credentials))
		return cdr_fail_memory(err, FETCH_ROOM);
	fetch->started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	fetch->curl = fetch->started ? curl_easy_init() : NULL;
	if (!fetch->curl)
		return cdr_fail(err, CDR_EIO, FETCH_ROOM, NULL, "the library for transfers does not start");
	*ret = cdr_steal(&fetch);
	return CDR_OK;
}

struct cdr_fetch_reply *
cdr_fetch_reply_free(struct cdr_fetch_reply *reply)
{
	if (reply) {
		cdr_file_map_done(&reply->bytes);
		(void)cdr_arena_free(reply->arena);
		cdr_free(reply);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------------ waits */

int
fetch_wait_ms(const struct cdr_fetch_policy *policy, int n_tries, uint32_t random)
{
	int64_t wait = policy->back_off_ms;
	for (int i = 1; i < n_tries && wait < policy->max_wait_ms; i++)
		wait *= 2;
	if (wait > policy->max_wait_ms)
		wait = policy->max_wait_ms;
	/* Half of it is random: machines that failed together do not come back together. */
	return (int)(wait / 2 + (wait > 1 ? (int64_t)(random % (uint32_t)(wait - wait / 2 + 1)) : 0));
}

static enum cdr_status
wait_for(struct cdr_fetch *fetch, int64_t wait_ms, struct cdr_error *err)
{
	int64_t until = cdr_time_monotonic_ms() + wait_ms;
	for (int64_t left = wait_ms; left > 0; left = until - cdr_time_monotonic_ms()) {
		int64_t step = left < WAIT_STEP_MS ? left : WAIT_STEP_MS;
		struct timespec pause = { 0, (long)step * 1000000L };
		if (!cdr_progress_tell(&fetch->policy.progress, "waiting", 0, 0))
			return cdr_fail(err, CDR_ECANCELLED, FETCH_ROOM, NULL, "stopped while waiting");
		(void)nanosleep(&pause, NULL);
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- getting */

/* One URL on its way, over redirects and tries. */
struct getting {
	struct cdr_fetch *fetch;
	const struct cdr_fetch_request *request;
	struct cdr_fetch_reply *reply;
	struct fetch_stage stage;
	const char *first_url; /* as asked for */
	const char *url;       /* of the request to be made */
	struct fetch_secret secret;
	const char *part_url;     /* what is staged came from here */
	struct cdr_str range_tag; /* and is of this version */
	int64_t retry_after_ms;   /* the server asks for it; 0: it does not */
	bool http;
	int n_redirects;
	struct cdr_error *err;
};

static void
getting_done(struct getting *getting)
{
	fetch_secret_done(&getting->secret);
	if (getting->stage.fd > STDERR_FILENO)
		(void)close(getting->stage.fd);
}

/* By what the file may be carried on: a strong entity tag, else the day it was changed. */
static struct cdr_str
version_of(struct cdr_str headers)
{
	struct cdr_str tag = fetch_header(headers, "etag"), encoding = fetch_header(headers, "content-encoding");
	if (encoding.n > 0 && !cdr_str_equal_nocase(encoding, CDR_STR("identity")))
		return (struct cdr_str){ NULL, 0 };
	if (tag.n > 0 && !cdr_str_starts_with(tag, CDR_STR("W/")))
		return tag;
	return fetch_header(headers, "last-modified");
}

/* After a try that broke off: what is there is kept when the next may carry it on. */
static void
note_part(struct getting *getting, const struct fetch_transfer *transfer)
{
	struct cdr_str headers = cdr_buf_str(&transfer->headers);
	int64_t seconds = 0;
	bool part = getting->stage.n > 0 && !getting->request->body.p && !getting->stage.whole_again &&
	            transfer->status / 100 == 2;
	if (transfer->status / 100 == 2 || getting->stage.whole_again) {
		struct cdr_str version = part ? version_of(headers) : (struct cdr_str){ NULL, 0 };
		getting->range_tag =
			version.n ? cdr_str_copy(getting->reply->arena, version) : (struct cdr_str){ NULL, 0 };
		getting->part_url = getting->url;
	}
	if (cdr_str_to_i64(fetch_header(headers, "retry-after"), &seconds) && seconds > 0)
		getting->retry_after_ms = seconds > INT32_MAX ? INT32_MAX : seconds * 1000;
}

static enum cdr_status
keep_texts(struct getting *getting, const struct fetch_transfer *transfer)
{
	struct cdr_fetch_reply *reply = getting->reply;
	struct cdr_str headers = cdr_str_copy(reply->arena, cdr_buf_str(&transfer->headers));
	char now[CDR_TIME_TEXT_MAX];
	reply->url = cdr_str_copy(reply->arena, cdr_str_from(transfer->url));
	reply->fetched_at = cdr_str_copy(reply->arena, cdr_str_from(cdr_time_now(now)));
	reply->headers = headers;
	if (!reply->url.p || !reply->fetched_at.p || !headers.p)
		return cdr_fail_memory(getting->err, FETCH_ROOM);
	reply->etag = fetch_header(headers, "etag");
	reply->last_modified = fetch_header(headers, "last-modified");
	reply->content_type = fetch_header(headers, "content-type");
	return CDR_OK;
}

static enum cdr_status
follow(struct getting *getting, const struct fetch_transfer *transfer)
{
	struct cdr_str location = fetch_header(cdr_buf_str(&transfer->headers), "location");
	struct cdr_str copy = cdr_str_copy(getting->reply->arena, location);
	if (!copy.p)
		return cdr_fail_memory(getting->err, FETCH_ROOM);
	if (getting->request->body.p)
		return cdr_fail(getting->err, CDR_EREFUSED, FETCH_ROOM, NULL,
		                "%.*s redirects what is posted to %.200s, where it is not sent",
		                CDR_STR_ARG(getting->request->url), copy.p);
	if (++getting->n_redirects > CDR_FETCH_MAX_REDIRECTS)
		return cdr_fail(getting->err, CDR_EREFUSED, FETCH_ROOM, NULL,
		                "%.*s: more than %d redirects, the last one to %.200s",
		                CDR_STR_ARG(getting->request->url), CDR_FETCH_MAX_REDIRECTS, copy.p);
	enum cdr_status status = fetch_url_resolve(getting->url, copy.p, getting->http, getting->reply->arena,
	                                           &getting->url, getting->err);
	if (status == CDR_EREFUSED)
		cdr_error_prefix(getting->err, "%.*s redirects where it is not followed",
		                 CDR_STR_ARG(getting->request->url));
	return status;
}

static enum cdr_status
keep_interval(struct cdr_fetch *fetch, int wanted_ms, struct cdr_error *err)
{
	int64_t now = cdr_time_monotonic_ms();
	int interval_ms = wanted_ms > fetch->policy.interval_ms ? wanted_ms : fetch->policy.interval_ms;
	int64_t due = fetch->last_request_ms ? fetch->last_request_ms + interval_ms : now;
	if (due > now)
		CDR_TRY(wait_for(fetch, due - now, err));
	fetch->last_request_ms = cdr_time_monotonic_ms();
	return CDR_OK;
}

/* One request; *ret_next when another one has to follow (a redirect), *ret_again when this one may be tried again. */
static enum cdr_status
ask(struct getting *getting, bool *ret_next, bool *ret_again)
{
	bool here = getting->part_url && strcmp(getting->part_url, getting->url) == 0;
	cdr_auto(fetch_transfer) transfer = {
		.fetch = getting->fetch,
		.url = getting->url,
		.request = getting->request,
		.secret = &getting->secret,
		.at_home = fetch_url_same_origin(getting->first_url, getting->url),
		.etag = getting->request->etag,
		.last_modified = getting->request->last_modified,
		.range_tag = here && getting->stage.n > 0 ? getting->range_tag : (struct cdr_str){ NULL, 0 },
		.stage = &getting->stage,
	};
	struct cdr_error problem = { 0 };
	enum fetch_outcome outcome = fetch_transfer_run(&transfer, &problem);
	if (outcome == FETCH_REDIRECTED) {
		*ret_next = true;
		return follow(getting, &transfer);
	}
	if (outcome == FETCH_FAILED || outcome == FETCH_AGAIN) {
		*ret_again = outcome == FETCH_AGAIN;
		note_part(getting, &transfer);
		if (getting->err)
			*getting->err = problem;
		return problem.code;
	}
	getting->reply->not_modified = outcome == FETCH_SAME;
	return keep_texts(getting, &transfer);
}

/* A try: from the URL asked for, over its redirects, to the file. */
static enum cdr_status
try_once(struct getting *getting, bool *ret_again)
{
	bool next = true;
	*ret_again = false;
	getting->n_redirects = 0;
	getting->retry_after_ms = 0;
	CDR_TRY(keep_interval(getting->fetch, getting->request->interval_ms, getting->err));
	struct cdr_str first = cdr_str_copy(getting->reply->arena, getting->request->url);
	if (!first.p)
		return cdr_fail_memory(getting->err, FETCH_ROOM);
	getting->http = cdr_str_starts_with(first, CDR_STR("http://"));
	CDR_TRY(fetch_url_resolve(NULL, first.p, getting->http, getting->reply->arena, &getting->url, getting->err));
	getting->first_url = getting->url;
	if (getting->http && getting->request->credential.scheme != CDR_FETCH_NO_CREDENTIAL)
		return cdr_fail(getting->err, CDR_EREFUSED, FETCH_ROOM, NULL,
		                "%s: a credential is sent over https only", first.p);
	while (next) {
		next = false;
		CDR_TRY(ask(getting, &next, ret_again));
	}
	return CDR_OK;
}

static enum cdr_status
wait_before_next(struct getting *getting)
{
	const struct cdr_fetch_policy *policy = &getting->fetch->policy;
	uint32_t random = 0;
	if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		random = 0;
	int64_t wait = fetch_wait_ms(policy, getting->reply->n_tries, random);
	return wait_for(getting->fetch, wait > getting->retry_after_ms ? wait : getting->retry_after_ms, getting->err);
}

static enum cdr_status
try_until_done(struct getting *getting)
{
	const struct cdr_fetch_policy *policy = &getting->fetch->policy;
	for (;;) {
		bool again = false;
		getting->reply->n_tries++;
		enum cdr_status status = try_once(getting, &again);
		if (status == CDR_OK || !again)
			return status;
		if (getting->reply->n_tries >= policy->max_tries) {
			if (getting->reply->n_tries > 1)
				cdr_error_prefix(getting->err, "tried %d times", getting->reply->n_tries);
			return status;
		}
		if (getting->retry_after_ms > policy->max_wait_ms) {
			cdr_error_prefix(getting->err, "the server asks for %lld s of patience",
			                 (long long)(getting->retry_after_ms / 1000));
			return status;
		}
		CDR_TRY(wait_before_next(getting));
	}
}

static struct cdr_fetch_reply *
reply_new(void)
{
	cdr_owned(cdr_fetch_reply) reply = cdr_alloc(sizeof(*reply));
	if (reply)
		reply->arena = cdr_arena_new(REPLY_MAX_BYTES);
	return reply && reply->arena ? cdr_steal(&reply) : NULL;
}

enum cdr_status
cdr_fetch_get(struct cdr_fetch *fetch, const struct cdr_fetch_request *request, struct cdr_fetch_reply **ret,
              struct cdr_error *err)
{
	struct cdr_error own = { 0 };
	cdr_owned(cdr_fetch_reply) reply = reply_new();
	__attribute__((cleanup(getting_done))) struct getting getting = {
		.fetch = fetch, .request = request, .reply = reply, .stage = { .fd = -1 }, .err = err ? err : &own
	};
	if (!reply)
		return cdr_fail_memory(err, FETCH_ROOM);
	if (request->credential.scheme != CDR_FETCH_NO_CREDENTIAL)
		CDR_TRY(fetch_secret_read(fetch, &request->credential, &getting.secret, err));
	CDR_TRY(cdr_file_open_unnamed(&getting.stage.fd, err));
	CDR_TRY(try_until_done(&getting));
	reply->n_redirects = getting.n_redirects;
	if (!reply->not_modified && getting.stage.n == 0)
		return cdr_fail(err, CDR_EIO, FETCH_ROOM, NULL, "%.*s: the reply is empty", CDR_STR_ARG(reply->url));
	if (!reply->not_modified)
		CDR_TRY(cdr_file_map_descriptor(getting.stage.fd, &reply->bytes, err));
	*ret = cdr_steal(&reply);
	return CDR_OK;
}
