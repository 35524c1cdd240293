/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/model.h"
#include "candor/rules.h"
#include "candor/store.h"

/*
 * facts-parties: counts over the imported suppliers and engagements as of the latest import. Which parties a law is
 * about is the law's condition (`covers`) over a party's facts; without one it is all of them. The surprise: that
 * condition has three answers, and parties it cannot place are counted apart and said, never added to either side.
 */

struct counting {
	struct cdr_collect *collect;
	struct cdr_facts *facts; /* one party's, for `covers` */
	struct cdr_arena *scratch;
	struct cdr_tally countries, kinds, tiers;
	int64_t listed, covered, uncertain, outside, tier_unstated, beyond_direct;
};
struct agencies {
	struct cdr_tally names, countries;
	int64_t count, without_number;
};
struct imports {
	struct cdr_collect *collect;
	struct cdr_str kind;
	struct cdr_vec *refs;
};

static enum cdr_status
note_import(void *context, const struct cdr_import_record *record, struct cdr_error *err)
{
	struct imports *imports = context;
	struct cdr_arena *arena = imports->collect->set->arena;
	if (!cdr_str_equal(record->kind, imports->kind) || record->id > imports->collect->as_of_import)
		return CDR_OK;
	struct cdr_ref *ref = cdr_vec_push(imports->refs);
	struct cdr_str id = cdr_str_format(arena, "%lld", (long long)record->id);
	if (!ref || !id.p)
		return cdr_fail_memory(err, "statement");
	*ref = (struct cdr_ref){ .kind = "import",
		                 .ref = id,
		                 .file = cdr_str_copy(arena, record->file),
		                 .sha256 = cdr_str_copy(arena, record->sha256),
		                 .evidence = cdr_collect_evidence(imports->collect, "import", id) };
	return CDR_OK;
}

/* Every import of a kind: a count over the current parties rests on all files that made them. */
static enum cdr_status
refs_of_imports(struct cdr_collect *collect, struct cdr_str kind, struct cdr_refs *ret, struct cdr_error *err)
{
	cdr_auto(cdr_vec) found = CDR_VEC_INIT(struct cdr_ref, CDR_STATEMENT_MAX_ITEMS);
	struct imports imports = { collect, kind, &found };
	CDR_TRY(cdr_store_import_each(collect->store, collect->org, note_import, &imports, err));
	struct cdr_ref *items = cdr_arena_alloc(collect->set->arena, (found.n + 1) * sizeof(*items));
	if (!items)
		return cdr_fail_memory(err, "statement");
	if (found.n)
		memcpy(items, found.items, found.n * sizeof(*items));
	*ret = (struct cdr_refs){ items, found.n };
	return CDR_OK;
}

/* Remembers the answer for the counts of a screening. */
static enum cdr_status
note_party(struct cdr_collect *collect, struct cdr_str party_id, enum cdr_truth covered, struct cdr_error *err)
{
	enum cdr_truth *value = cdr_arena_alloc(collect->set->arena, sizeof(*value));
	struct cdr_str id = cdr_str_copy(collect->set->arena, party_id);
	if (!value || !id.p)
		return cdr_fail_memory(err, "statement");
	*value = covered;
	enum cdr_status status = cdr_map_put(collect->covered, id, value);
	if (status != CDR_OK)
		return cdr_fail(err, status, "statement", NULL, "a draft cannot be made of more than %d parties",
		                CDR_STATEMENT_MAX_PARTIES);
	return CDR_OK;
}

/* Whether the law is about this party. */
static enum cdr_status
covers(struct counting *counting, const struct cdr_party *party, int64_t tier, enum cdr_truth *ret,
       struct cdr_error *err)
{
	const struct cdr_condition *condition = counting->collect->set->law->covers;
	if (!condition) {
		*ret = CDR_TRUE;
		return CDR_OK;
	}
	cdr_facts_clear(counting->facts);
	cdr_facts_set_text(counting->facts, "party.kind", party->kind);
	cdr_facts_set_text(counting->facts, "party.country", party->country);
	cdr_facts_set_text(counting->facts, "party.sector", party->sector);
	if (tier > 0)
		cdr_facts_set_number(counting->facts, "party.tier", (double)tier);
	cdr_arena_reset(counting->scratch);
	return cdr_condition_eval(condition, counting->facts, counting->scratch, ret, NULL, err);
}

static enum cdr_status
count_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct counting *counting = context;
	int64_t tier = 0;
	if (!cdr_str_to_i64(cdr_party_get(party, "tier"), &tier) || tier < 1)
		tier = 0;
	enum cdr_truth covered = CDR_UNKNOWN;
	CDR_TRY(covers(counting, party, tier, &covered, err));
	counting->listed++;
	counting->uncertain += covered == CDR_UNKNOWN;
	counting->outside += covered == CDR_FALSE;
	if (covered != CDR_FALSE)
		CDR_TRY(note_party(counting->collect, party->id, covered, err));
	/* A screening from before a merge speaks of the party that was merged; what it found is about this one. */
	for (size_t i = 0; i < party->n_merged && covered != CDR_FALSE; i++) {
		char id[CDR_STATEMENT_MERGED_ID_MAX];
		CDR_TRY(note_party(counting->collect, cdr_str_from(cdr_merged_id(party->merged[i].id, id)), covered,
		                   err));
	}
	if (covered != CDR_TRUE)
		return CDR_OK;
	counting->covered++;
	counting->tier_unstated += tier == 0;
	counting->beyond_direct += tier > 1;
	cdr_tally_add(&counting->countries, party->country);
	cdr_tally_add(&counting->kinds, party->kind);
	cdr_tally_add(&counting->tiers, tier ? cdr_party_get(party, "tier") : CDR_STR(""));
	return CDR_OK;
}

static struct cdr_str
name_country(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str code)
{
	(void)arena;
	return code.n ? cdr_words_country(words, code) : CDR_STR("country not stated");
}

static struct cdr_str
name_kind(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str kind)
{
	return kind.n ? cdr_words_term(words, arena, kind) : CDR_STR("kind not stated");
}

static struct cdr_str
name_tier(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str tier)
{
	(void)words;
	return tier.n ? cdr_str_format(arena, "tier %.*s", CDR_STR_ARG(tier)) : CDR_STR("tier not stated");
}

static void
set_party_facts(struct counting *counting, struct cdr_refs refs)
{
	struct cdr_fact_set *set = counting->collect->set;
	const struct cdr_words *words = &set->law->words;
	size_t n_countries = cdr_map_count(counting->countries.counts);
	if (cdr_map_get(counting->countries.counts, CDR_STR("")))
		n_countries--;
	cdr_fact_set_number(set, "parties.listed", (double)counting->listed, refs);
	cdr_fact_set_number(set, "parties.covered", (double)counting->covered, refs);
	cdr_fact_set_number(set, "parties.uncertain", (double)counting->uncertain, refs);
	cdr_fact_set_number(set, "parties.outside", (double)counting->outside, refs);
	cdr_fact_set_number(set, "parties.tier_unstated", (double)counting->tier_unstated, refs);
	cdr_fact_set_number(set, "parties.beyond_direct", (double)counting->beyond_direct, refs);
	cdr_fact_set_number(set, "parties.country_count", (double)n_countries, refs);
	cdr_fact_set_text(set, "parties.countries", cdr_tally_text(&counting->countries, words, name_country), refs);
	cdr_fact_set_text(set, "parties.kinds", cdr_tally_text(&counting->kinds, words, name_kind), refs);
	cdr_fact_set_text(set, "parties.tiers", cdr_tally_text(&counting->tiers, words, name_tier), refs);
}

static enum cdr_status
count_parties(struct counting *counting, struct cdr_error *err)
{
	struct cdr_collect *collect = counting->collect;
	struct cdr_arena *arena = collect->set->arena;
	if (!cdr_tally_init(&counting->countries, arena, CDR_STATEMENT_MAX_PARTIES) ||
	    !cdr_tally_init(&counting->kinds, arena, CDR_STATEMENT_MAX_PARTIES) ||
	    !cdr_tally_init(&counting->tiers, arena, CDR_STATEMENT_MAX_PARTIES))
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_store_party_each(collect->store, collect->org, collect->as_of_import, (struct cdr_str){ NULL, 0 },
	                             0, count_party, counting, err));
	if (counting->countries.failed || counting->kinds.failed || counting->tiers.failed)
		return cdr_fail_memory(err, "statement");
	struct cdr_refs refs;
	CDR_TRY(refs_of_imports(collect, CDR_STR("suppliers"), &refs, err));
	if (refs.n)
		set_party_facts(counting, refs);
	return CDR_OK;
}

static enum cdr_status
count_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct agencies *agencies = context;
	(void)err;
	agencies->count++;
	agencies->without_number += engagement->agency_licence_number.n == 0;
	cdr_tally_add(&agencies->countries, engagement->agency_country);
	if (engagement->agency_name.n)
		cdr_tally_add(&agencies->names, engagement->agency_name);
	return CDR_OK;
}

static enum cdr_status
count_engagements(struct cdr_collect *collect, struct agencies *agencies, struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	if (!cdr_tally_init(&agencies->names, set->arena, CDR_STATEMENT_MAX_PARTIES) ||
	    !cdr_tally_init(&agencies->countries, set->arena, CDR_STATEMENT_MAX_PARTIES))
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_store_engagement_each(collect->store, collect->org, collect->as_of_import,
	                                  (struct cdr_str){ NULL, 0 }, 0, count_engagement, agencies, err));
	if (agencies->names.failed || agencies->countries.failed)
		return cdr_fail_memory(err, "statement");
	struct cdr_refs refs;
	CDR_TRY(refs_of_imports(collect, CDR_STR("engagements"), &refs, err));
	if (refs.n == 0)
		return CDR_OK;
	cdr_fact_set_number(set, "engagements.count", (double)agencies->count, refs);
	cdr_fact_set_number(set, "engagements.agencies", (double)cdr_map_count(agencies->names.counts), refs);
	cdr_fact_set_number(set, "engagements.without_licence_number", (double)agencies->without_number, refs);
	cdr_fact_set_text(set, "engagements.countries",
	                  cdr_tally_text(&agencies->countries, &set->law->words, name_country), refs);
	return CDR_OK;
}

enum cdr_status
cdr_facts_parties(struct cdr_collect *collect, struct cdr_error *err)
{
	CDR_TRY(cdr_store_import_latest(collect->store, collect->org, &collect->as_of_import, err));
	if (collect->as_of_import == 0)
		return CDR_OK;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) scratch = cdr_arena_new(CDR_STATEMENT_MAX_BYTES);
	if (!scratch)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_facts_new(cdr_statement_party_symbols(), &facts, err));
	struct counting counting = { .collect = collect, .facts = facts, .scratch = scratch };
	enum cdr_status status = count_parties(&counting, err);
	cdr_tally_done(&counting.countries);
	cdr_tally_done(&counting.kinds);
	cdr_tally_done(&counting.tiers);
	CDR_TRY(status);
	struct agencies agencies = { 0 };
	status = count_engagements(collect, &agencies, err);
	cdr_tally_done(&agencies.names);
	cdr_tally_done(&agencies.countries);
	return status;
}
