/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parties that may be one and the same: each is asked against an index of all, as a screening asks lists, and the pairs
 * are told best first with their reasons. Nothing is merged here (merge.c). What surprises: nothing is kept either; the
 * same parties and rules give the same proposals, so they are found anew whenever somebody wants to see them.
 */
#include "candor/import.h"

#include <stdlib.h>
#include <string.h>

#include "import/import-impl.h"

#define ARENA_BYTES ((size_t)3 << 30)
#define SCRATCH_BYTES ((size_t)64 << 20)
#define PROGRESS_PARTIES 256
#define ONE_PLACE 0.5 /* agreement of addresses from which they may be one */

/* Two parties by their numbers, one < other. */
struct pair {
	uint32_t one, other;
	double score;
};

struct search {
	struct cdr_store *store;
	const struct cdr_match_config *match;
	const struct cdr_normaliser *normaliser;
	const struct cdr_duplicates_options *options;
	struct cdr_duplicates *found;
	struct cdr_arena *scratch; /* of one question */
	struct cdr_vec parties;    /* struct cdr_party */
	struct cdr_vec pairs;      /* struct pair */
	struct cdr_match_index *index;
	struct cdr_map *distinct; /* "one other", ids of rows, one < other */
};

static void
search_done(struct search *search)
{
	(void)cdr_duplicates_free(search->found);
	(void)cdr_arena_free(search->scratch);
	cdr_vec_done(&search->parties);
	cdr_vec_done(&search->pairs);
	(void)cdr_match_index_free(search->index);
	(void)cdr_map_free(search->distinct);
}

struct cdr_duplicates *
cdr_duplicates_free(struct cdr_duplicates *duplicates)
{
	if (duplicates) {
		(void)cdr_arena_free(duplicates->arena);
		cdr_free(duplicates);
	}
	return NULL;
}

static const struct cdr_party *
party_at(const struct search *search, size_t i)
{
	return CDR_VEC_AT(&search->parties, struct cdr_party, i);
}

/* ---------------------------------------------------------------------------------------------------------- reading */

static enum cdr_status
add_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct search *search = context;
	struct cdr_party *copy = cdr_vec_push(&search->parties);
	if (!copy)
		return cdr_fail(err, CDR_ELIMIT, CDR_IMPORT_ROOM, NULL,
		                "more than %d parties cannot be compared with each other", CDR_MATCH_MAX_ENTRIES);
	return cdr_party_copy(search->found->arena, party, copy) ? CDR_OK : cdr_fail_memory(err, CDR_IMPORT_ROOM);
}

/* What a pair of rows goes by, whichever way it is said; in arena. */
static struct cdr_str
key_of_rows(struct cdr_arena *arena, struct cdr_str a, struct cdr_str b)
{
	bool in_order = a.n == b.n && memcmp(a.p, b.p, a.n) < 0;
	struct cdr_str first = in_order ? a : b, second = in_order ? b : a;
	return cdr_str_format(arena, "%.*s %.*s", CDR_STR_ARG(first), CDR_STR_ARG(second));
}

static enum cdr_status
add_distinction(void *context, const struct cdr_distinction *distinction, struct cdr_error *err)
{
	struct search *search = context;
	struct cdr_str key = key_of_rows(search->found->arena, distinction->one_id, distinction->other_id);
	bool kept = key.p && cdr_map_put(search->distinct, key, search) == CDR_OK;
	return kept ? CDR_OK : cdr_fail_memory(err, CDR_IMPORT_ROOM);
}

/* All of one moment. */
static enum cdr_status
read_all(struct search *search, struct cdr_error *err)
{
	struct cdr_str org = search->options->org;
	int64_t latest = 0;
	cdr_auto(cdr_store_transaction) moment = { NULL };
	CDR_TRY(cdr_store_transaction_read(search->store, &moment, err));
	CDR_TRY(cdr_store_import_latest(search->store, org, &latest, err));
	CDR_TRY(cdr_store_party_each(search->store, org, latest, (struct cdr_str){ NULL, 0 }, 0, add_party, search,
	                             err));
	CDR_TRY(cdr_store_distinction_each(search->store, org, add_distinction, search, err));
	search->found->n_parties = search->parties.n;
	return cdr_store_transaction_commit(&moment, err);
}

/* --------------------------------------------------------------------------------------------------------- comparing */

static enum cdr_status
build_index(struct search *search, struct cdr_error *err)
{
	CDR_TRY(cdr_match_index_new(search->match, search->normaliser, &search->index, err));
	for (size_t i = 0; i < search->parties.n; i++) {
		struct cdr_match_subject subject;
		cdr_arena_reset(search->scratch);
		CDR_TRY(cdr_match_subject_of_party(party_at(search, i), search->scratch, &subject, err));
		CDR_TRY(cdr_match_index_add(search->index, (uint32_t)i, &subject, err));
	}
	return cdr_match_index_finish(search->index, err);
}

static enum cdr_status
add_pair(struct search *search, uint32_t a, uint32_t b, double score, struct cdr_error *err)
{
	struct pair *pair = cdr_vec_push(&search->pairs);
	if (!pair)
		return cdr_fail(err, CDR_ELIMIT, CDR_IMPORT_ROOM, NULL,
		                "more than %d pairs of parties look alike; ask for a higher score with --threshold",
		                CDR_DUPLICATES_MAX_PAIRS / 2);
	*pair = (struct pair){ a < b ? a : b, a < b ? b : a, score };
	return CDR_OK;
}

static enum cdr_status
ask(struct search *search, struct cdr_matcher *matcher, uint32_t number, double threshold, struct cdr_error *err)
{
	struct cdr_match_subject subject;
	const struct cdr_match_hit *hits = NULL;
	size_t n = 0, n_others = 0;
	cdr_arena_reset(search->scratch);
	CDR_TRY(cdr_match_subject_of_party(party_at(search, number), search->scratch, &subject, err));
	/* One for the party itself, one to see that there are more. */
	CDR_TRY(cdr_matcher_query(matcher, &subject, CDR_DUPLICATES_MAX_EACH + 2, threshold, &hits, &n, err));
	for (size_t i = 0; i < n; i++) {
		if (hits[i].number == number)
			continue;
		if (++n_others > CDR_DUPLICATES_MAX_EACH)
			break;
		CDR_TRY(add_pair(search, number, hits[i].number, hits[i].score, err));
	}
	search->found->n_cut += n_others > CDR_DUPLICATES_MAX_EACH;
	return CDR_OK;
}

static double
least_score(const struct search *search)
{
	return search->options->threshold > 0 ? search->options->threshold
	                                      : cdr_match_threshold(search->match, CDR_VERDICT_POSSIBLE);
}

static enum cdr_status
ask_all(struct search *search, struct cdr_error *err)
{
	cdr_owned(cdr_matcher) matcher = NULL;
	CDR_TRY(cdr_matcher_new(search->index, &matcher, err));
	for (size_t i = 0; i < search->parties.n; i++) {
		if (i % PROGRESS_PARTIES == 0 &&
		    !cdr_progress_tell(&search->options->progress, "comparing", i, search->parties.n))
			return cdr_fail(err, CDR_ECANCELLED, CDR_IMPORT_ROOM, NULL, "stopped on request");
		CDR_TRY(ask(search, matcher, (uint32_t)i, least_score(search), err));
	}
	(void)cdr_progress_tell(&search->options->progress, "comparing", search->parties.n, search->parties.n);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- sifting */

static int
compare_numbers(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;
	if (a->one != b->one)
		return a->one < b->one ? -1 : 1;
	return (a->other > b->other) - (a->other < b->other);
}

static int
compare_scores(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;
	if (a->score > b->score || a->score < b->score)
		return a->score > b->score ? -1 : 1;
	return compare_numbers(left, right);
}

static struct cdr_str
row_id(const struct cdr_party *party, size_t i)
{
	return i == 0 ? party->id : party->merged[i - 1].id;
}

/* Whether somebody said of any row of the one and any of the other that they are two. */
static enum cdr_status
is_distinct(struct search *search, const struct cdr_party *one, const struct cdr_party *other, bool *ret,
            struct cdr_error *err)
{
	*ret = false;
	for (size_t i = 0; i <= one->n_merged && cdr_map_count(search->distinct); i++) {
		for (size_t k = 0; k <= other->n_merged; k++) {
			cdr_arena_reset(search->scratch);
			struct cdr_str key = key_of_rows(search->scratch, row_id(one, i), row_id(other, k));
			if (!key.p)
				return cdr_fail_memory(err, CDR_IMPORT_ROOM);
			*ret = *ret || cdr_map_get(search->distinct, key);
		}
	}
	return CDR_OK;
}

static bool
share_identifier(const struct cdr_party *one, const struct cdr_party *other, struct cdr_arena *arena)
{
	for (size_t i = 0; i < one->n_identifiers; i++) {
		const struct cdr_identifier *a = &one->identifiers[i];
		struct cdr_str value = cdr_normalise_identifier(a->scheme, a->value, arena);
		for (size_t k = 0; k < other->n_identifiers && value.n; k++) {
			const struct cdr_identifier *b = &other->identifiers[k];
			if (cdr_str_equal(a->scheme, b->scheme) &&
			    cdr_str_equal(value, cdr_normalise_identifier(b->scheme, b->value, arena)))
				return true;
		}
	}
	return false;
}

/* Best agreement of the addresses of both; CDR_ADDRESS_UNKNOWN where one has none. */
static enum cdr_status
agreement_of(struct search *search, const struct cdr_match_subject *one, const struct cdr_match_subject *other,
             double *ret, struct cdr_error *err)
{
	struct cdr_arena *arena = search->scratch;
	*ret = CDR_ADDRESS_UNKNOWN;
	for (size_t i = 0; i < one->n_addresses; i++) {
		struct cdr_address_key left;
		CDR_TRY(cdr_normalise_address(search->normaliser, one->addresses[i], one->country, arena, &left, err));
		for (size_t k = 0; k < other->n_addresses; k++) {
			struct cdr_address_key right;
			struct cdr_address_parts parts;
			CDR_TRY(cdr_normalise_address(search->normaliser, other->addresses[k], other->country, arena,
			                              &right, err));
			double agreement = cdr_address_agreement(&left, &right, &parts);
			*ret = agreement > *ret ? agreement : *ret;
		}
	}
	return CDR_OK;
}

/* One firm's sites are parties of their own; where both say where they are and it is not one place, and no number says
 * otherwise, they are most likely two of those. */
static enum cdr_status
is_elsewhere(struct search *search, const struct cdr_party *one, const struct cdr_party *other, bool *ret,
             struct cdr_error *err)
{
	struct cdr_match_subject left, right;
	double agreement = CDR_ADDRESS_UNKNOWN;
	cdr_arena_reset(search->scratch);
	CDR_TRY(cdr_match_subject_of_party(one, search->scratch, &left, err));
	CDR_TRY(cdr_match_subject_of_party(other, search->scratch, &right, err));
	CDR_TRY(agreement_of(search, &left, &right, &agreement, err));
	*ret = agreement >= 0 && agreement < ONE_PLACE && !share_identifier(one, other, search->scratch);
	return CDR_OK;
}

static bool
is_parent(const struct cdr_party *parent, const struct cdr_party *child)
{
	struct cdr_str named = cdr_party_get(child, "parent_id");
	return named.n && (cdr_str_equal(named, parent->key) || cdr_str_equal(named, parent->id));
}

/* Each pair once, without those somebody has answered, best first. */
static enum cdr_status
sift(struct search *search, struct cdr_error *err)
{
	struct pair *pairs = search->pairs.items;
	size_t n = search->pairs.n, n_kept = 0;
	struct pair last = { UINT32_MAX, UINT32_MAX, 0 };
	if (n)
		qsort(pairs, n, sizeof(*pairs), compare_numbers);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_party *one = party_at(search, pairs[i].one), *other = party_at(search, pairs[i].other);
		bool distinct = false;
		if (compare_numbers(&pairs[i], &last) == 0)
			continue; /* each of the two found the other */
		last = pairs[i];
		CDR_TRY(is_distinct(search, one, other, &distinct, err));
		bool related = is_parent(one, other) || is_parent(other, one), elsewhere = false;
		if (!distinct && !related && !search->options->elsewhere)
			CDR_TRY(is_elsewhere(search, one, other, &elsewhere, err));
		search->found->n_distinct += distinct;
		search->found->n_related += !distinct && related;
		search->found->n_elsewhere += elsewhere;
		if (!distinct && !related && !elsewhere)
			pairs[n_kept++] = pairs[i];
	}
	search->pairs.n = n_kept;
	search->found->n_found = n_kept;
	if (n_kept)
		qsort(pairs, n_kept, sizeof(*pairs), compare_scores);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- telling */

static enum cdr_status
keep_party(struct search *search, uint32_t number, const struct cdr_party **ret, struct cdr_error *err)
{
	struct cdr_party *copy = cdr_arena_alloc(search->found->arena, sizeof(*copy));
	if (!copy)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*copy = *party_at(search, number); /* its texts are in the arena already */
	*ret = copy;
	return CDR_OK;
}

static enum cdr_status
tell(struct search *search, const struct pair *pair, struct cdr_duplicate *ret, struct cdr_error *err)
{
	struct cdr_match_subject one, other;
	struct cdr_match_hit hit = { 0 };
	CDR_TRY(keep_party(search, pair->one, &ret->one, err));
	CDR_TRY(keep_party(search, pair->other, &ret->other, err));
	CDR_TRY(cdr_match_subject_of_party(ret->one, search->found->arena, &one, err));
	CDR_TRY(cdr_match_subject_of_party(ret->other, search->found->arena, &other, err));
	CDR_TRY(cdr_match_compare(search->match, search->normaliser, search->index, &one, &other, search->found->arena,
	                          &hit, err));
	ret->score = hit.score;
	ret->verdict = hit.verdict;
	ret->reasons = hit.reasons;
	ret->n_reasons = hit.n_reasons;
	return CDR_OK;
}

static enum cdr_status
tell_all(struct search *search, struct cdr_error *err)
{
	struct cdr_duplicates *found = search->found;
	size_t limit = search->options->limit, n = found->n_found;
	if (limit == SIZE_MAX)
		n = 0;
	else if (limit && limit < n)
		n = limit;
	found->items = cdr_arena_alloc(found->arena, (n + 1) * sizeof(*found->items));
	if (!found->items)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < n; i++) {
		memset(&found->items[i], 0, sizeof(found->items[i]));
		CDR_TRY(tell(search, CDR_VEC_AT(&search->pairs, struct pair, i), &found->items[i], err));
	}
	found->n = n;
	return CDR_OK;
}

enum cdr_status
cdr_import_duplicates(struct cdr_store *store, const struct cdr_match_config *match,
                      const struct cdr_normaliser *normaliser, const struct cdr_duplicates_options *options,
                      struct cdr_duplicates **ret, struct cdr_error *err)
{
	cdr_auto(search) search = {
		.store = store,
		.match = match,
		.normaliser = normaliser,
		.options = options,
		.found = cdr_alloc(sizeof(*search.found)),
		.scratch = cdr_arena_new(SCRATCH_BYTES),
		.parties = CDR_VEC_INIT(struct cdr_party, CDR_MATCH_MAX_ENTRIES),
		.pairs = CDR_VEC_INIT(struct pair, CDR_DUPLICATES_MAX_PAIRS),
		.distinct = cdr_map_new(CDR_DUPLICATES_MAX_PAIRS),
	};
	if (!search.found || !search.scratch || !search.distinct || !(search.found->arena = cdr_arena_new(ARENA_BYTES)))
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(read_all(&search, err));
	CDR_TRY(build_index(&search, err));
	CDR_TRY(ask_all(&search, err));
	CDR_TRY(sift(&search, err));
	CDR_TRY(tell_all(&search, err));
	*ret = cdr_steal(&search.found);
	return CDR_OK;
}

enum cdr_status
cdr_import_report_duplicates(struct cdr_import_report *report, struct cdr_store *store,
                             const struct cdr_match_config *match, const struct cdr_normaliser *normaliser,
                             const struct cdr_progress *progress, struct cdr_error *err)
{
	const struct cdr_import_record *record = &report->record;
	bool suppliers = cdr_str_equal(record->kind, cdr_str_from(cdr_import_kind_word(CDR_IMPORT_SUPPLIERS)));
	int64_t parties = 0, engagements = 0;
	/* Counting a million parties takes a while, too. */
	if (!suppliers || !record->id || record->n_created + record->n_changed == 0 ||
	    record->n_created > CDR_DUPLICATES_AT_IMPORT)
		return CDR_OK;
	CDR_TRY(cdr_store_party_count(store, record->org, record->id, &parties, &engagements, err));
	if (parties > CDR_DUPLICATES_AT_IMPORT)
		return CDR_OK;
	struct cdr_duplicates_options options = { .org = record->org, .limit = SIZE_MAX, .progress = *progress };
	cdr_owned(cdr_duplicates) found = NULL;
	struct cdr_error none = { 0 };
	enum cdr_status status = cdr_import_duplicates(store, match, normaliser, &options, &found, &none);
	if (status == CDR_ELIMIT || status == CDR_ECANCELLED)
		return CDR_OK; /* the import itself is done and kept */
	if (status != CDR_OK) {
		if (err)
			*err = none;
		return status;
	}
	report->duplicates_looked_for = true;
	report->n_duplicates = found->n_found;
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------------- JSON */

struct cdr_json *
cdr_duplicates_to_json(const struct cdr_duplicates *duplicates)
{
	struct cdr_json *json = cdr_json_object(), *items = cdr_json_array();
	for (size_t i = 0; i < duplicates->n; i++) {
		const struct cdr_duplicate *item = &duplicates->items[i];
		struct cdr_json *pair = cdr_json_object(), *reasons = cdr_json_array();
		cdr_json_set_real(pair, "score", item->score);
		cdr_json_set_text(pair, "verdict", cdr_verdict_word(item->verdict));
		cdr_json_set(pair, "one", cdr_party_to_json(item->one));
		cdr_json_set(pair, "other", cdr_party_to_json(item->other));
		for (size_t k = 0; k < item->n_reasons; k++) {
			struct cdr_json *reason = cdr_json_object();
			cdr_json_set_str(reason, "code", item->reasons[k].code);
			cdr_json_set_str(reason, "text", item->reasons[k].text);
			cdr_json_set_real(reason, "contribution", item->reasons[k].contribution);
			cdr_json_push(reasons, reason);
		}
		cdr_json_set(pair, "reasons", reasons);
		cdr_json_push(items, pair);
	}
	cdr_json_set_int(json, "parties", (int64_t)duplicates->n_parties);
	cdr_json_set_int(json, "found", (int64_t)duplicates->n_found);
	cdr_json_set_int(json, "said_distinct", (int64_t)duplicates->n_distinct);
	cdr_json_set_int(json, "said_related", (int64_t)duplicates->n_related);
	cdr_json_set_int(json, "at_other_addresses", (int64_t)duplicates->n_elsewhere);
	cdr_json_set_int(json, "parties_cut", (int64_t)duplicates->n_cut);
	cdr_json_set(json, "items", items);
	return json;
}
