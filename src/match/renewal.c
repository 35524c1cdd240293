/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An older index by the ids of its entries, for whoever makes a new one of nearly the same list. Says of each subject
 * whether it stands there word for word; what is taken over then is build.c's. What surprises: names are compared as they
 * were written, so one that reads the same but is written otherwise counts as changed; and of entries under one id each is
 * found once.
 */
#include "match/index-impl.h"

#define SCRATCH_BYTES ((size_t)64 << 20)

/* Entries that have one id are a chain; those already found have left it. */
struct cdr_match_renewal {
	const struct cdr_match_index *old;
	struct cdr_arena *arena, *scratch;
	struct cdr_map *ids; /* id -> struct id */
	uint32_t *next;      /* of an entry, in the chain of its id, plus one; 0: none */
	struct cdr_match_index_changes changes;
};
struct id {
	uint32_t first; /* plus one */
};

struct cdr_match_renewal *
cdr_match_renewal_free(struct cdr_match_renewal *renewal)
{
	if (!renewal)
		return NULL;
	cdr_map_free(renewal->ids);
	cdr_arena_free(renewal->arena);
	cdr_arena_free(renewal->scratch);
	cdr_free(renewal->next);
	cdr_free(renewal);
	return NULL;
}

static enum cdr_status
add_id(struct cdr_match_renewal *renewal, uint32_t entry, struct cdr_error *err)
{
	struct cdr_str text = cdr_cdx_text(&renewal->old->cdx, renewal->old->cdx.entries[entry].id);
	struct id *id = cdr_map_get(renewal->ids, text);
	if (!id) {
		id = cdr_arena_alloc(renewal->arena, sizeof(*id));
		if (!id || cdr_map_put(renewal->ids, text, id) != CDR_OK)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		*id = (struct id){ 0 };
	}
	renewal->next[entry] = id->first;
	id->first = entry + 1;
	return CDR_OK;
}

enum cdr_status
cdr_match_renewal_new(const struct cdr_match_index *old, struct cdr_match_renewal **ret, struct cdr_error *err)
{
	size_t n = old->cdx.n_entries;
	cdr_owned(cdr_match_renewal) renewal = cdr_alloc(sizeof(*renewal));
	if (!renewal)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*renewal = (struct cdr_match_renewal){ .old = old,
		                               .arena = cdr_arena_new((n + 1) * 4 * sizeof(struct id) + SCRATCH_BYTES),
		                               .scratch = cdr_arena_new(SCRATCH_BYTES),
		                               .ids = cdr_map_new(CDR_MATCH_MAX_ENTRIES),
		                               .next = cdr_alloc((n + 1) * sizeof(*renewal->next)),
		                               .changes = { .removed = n } };
	if (!renewal->arena || !renewal->scratch || !renewal->ids || !renewal->next)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = n; i-- > 0;) /* so that a chain begins with its lowest number */
		CDR_TRY(add_id(renewal, (uint32_t)i, err));
	*ret = cdr_steal(&renewal);
	return CDR_OK;
}

const struct cdr_match_index *
cdr_match_renewal_old(const struct cdr_match_renewal *renewal)
{
	return renewal->old;
}

struct cdr_match_index_changes
cdr_match_renewal_changes(const struct cdr_match_renewal *renewal)
{
	return renewal->changes;
}

/* A name that is read in two ways stands there twice. */
static bool
has_names(const struct cdr_cdx *cdx, uint32_t entry, const struct cdr_match_subject *subject)
{
	uint32_t first = 0;
	size_t n = cdr_cdx_names_of(cdx, entry, &first), at = 0;
	for (size_t i = 0; i < subject->n_aliases + 1; i++) {
		const struct cdr_str text = i ? subject->aliases[i - 1] : subject->name;
		if (at == n)
			return false;
		const struct cdr_cdx_name *stored = cdr_cdx_name(cdx, first + (uint32_t)at);
		at += stored->flags & CDR_MATCH_READING ? 2 : 1;
		if (!cdr_str_equal(cdr_cdx_text(cdx, stored->text), text))
			return false;
	}
	return at == n;
}

/* Country and identifiers. */
static bool
has_particulars(const struct cdr_cdx *cdx, uint32_t entry, const struct cdr_match_particulars *particulars)
{
	const struct cdr_cdx_entry *stored = cdr_cdx_entry(cdx, entry);
	struct cdr_str country = { stored->country, stored->country[0] ? sizeof(stored->country) : 0 };
	struct cdr_str given = particulars->country;
	uint32_t first = 0;
	size_t n = cdr_cdx_identifiers_of(cdx, entry, &first);
	if (given.n != sizeof(stored->country))
		given.n = 0;
	if (!cdr_str_equal(given, country) || n != particulars->n_identifiers)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct cdr_match_identifier old = cdr_match_stored_identifier(cdx, first + (uint32_t)i);
		const struct cdr_match_identifier *now = &particulars->identifiers[i];
		if (!cdr_str_equal(old.scheme, now->scheme) || !cdr_str_equal(old.value, now->value) ||
		    !cdr_str_equal(old.country, now->country) || !cdr_str_equal(old.printed, now->printed))
			return false;
	}
	return true;
}

/* Is it the entry, word for word? */
static enum cdr_status
is_same(struct cdr_match_renewal *renewal, uint32_t entry, const struct cdr_match_subject *subject, bool *ret,
        struct cdr_error *err)
{
	const struct cdr_cdx *cdx = &renewal->old->cdx;
	const struct cdr_match_config *config = renewal->old->config;
	struct cdr_match_subject known = *subject;
	struct cdr_match_particulars particulars;
	bool same = has_names(cdx, entry, subject);
	known.n_addresses = known.n_sectors = 0;
	if (same) {
		cdr_arena_reset(renewal->scratch);
		CDR_TRY(cdr_match_particulars(config, &known, renewal->scratch, &particulars, err));
		same = has_particulars(cdx, entry, &particulars);
	}
	if (same)
		CDR_TRY(cdr_match_states(config, subject, cdr_cdx_stated_of(cdx, entry), renewal->scratch, &same, err));
	*ret = same;
	return CDR_OK;
}

enum cdr_status
cdr_match_renewal_find(struct cdr_match_renewal *renewal, const struct cdr_match_subject *subject, uint32_t *ret,
                       struct cdr_error *err)
{
	struct cdr_match_index_changes *changes = &renewal->changes;
	struct id *id = cdr_map_get(renewal->ids, subject->id.p ? subject->id : CDR_STR(""));
	bool same = false;
	if (!id || !id->first) {
		changes->added++;
		*ret = UINT32_MAX;
		return CDR_OK;
	}
	uint32_t *link = &id->first;
	for (uint32_t *at = link; *at && !same; at = &renewal->next[*at - 1]) {
		CDR_TRY(is_same(renewal, *at - 1, subject, &same, err));
		link = same ? at : link;
	}
	uint32_t found = *link - 1;
	*link = renewal->next[found];
	changes->removed--;
	changes->same += same;
	changes->changed += !same;
	*ret = same ? found : UINT32_MAX;
	return CDR_OK;
}
