/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

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
	struct cdr_tally countries, kinds, tiers, sectors;
	int64_t listed, covered, uncertain, outside, tier_unstated, beyond_direct, mapped;
	int64_t bound, unbound; /* by a clause on forced labour */
};
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

/* Tells those who have something on record about the party, by whatever name, that this is it. */
static enum cdr_status
tell_subject(struct cdr_collect *collect, struct cdr_str name, const struct cdr_party *party, enum cdr_truth covered,
             struct cdr_error *err)
{
	struct cdr_subject *subject = name.n ? cdr_map_get(collect->subjects, name) : NULL;
	if (!subject)
		return CDR_OK;
	subject->covered = covered;
	subject->party_id = cdr_str_copy(collect->set->arena, party->id);
	return subject->party_id.p ? CDR_OK : cdr_fail_memory(err, "statement");
}

static enum cdr_status
tell_subjects(struct cdr_collect *collect, const struct cdr_party *party, enum cdr_truth covered, struct cdr_error *err)
{
	if (cdr_map_count(collect->subjects) == 0)
		return CDR_OK;
	CDR_TRY(tell_subject(collect, party->key, party, covered, err));
	CDR_TRY(tell_subject(collect, party->id, party, covered, err));
	for (size_t i = 0; i < party->n_merged; i++) {
		CDR_TRY(tell_subject(collect, party->merged[i].key, party, covered, err));
		CDR_TRY(tell_subject(collect, party->merged[i].id, party, covered, err));
	}
	return CDR_OK;
}

static void
count_covered(struct counting *counting, const struct cdr_party *party, int64_t tier)
{
	struct cdr_str clause = cdr_party_get(party, "forced_labour_clause");
	counting->covered++;
	counting->tier_unstated += tier == 0;
	counting->beyond_direct += tier > 1;
	counting->mapped += tier > 0 && party->country.n > 0;
	counting->bound += cdr_str_equal(clause, CDR_STR("true"));
	counting->unbound += cdr_str_equal(clause, CDR_STR("false"));
	cdr_tally_add(&counting->countries, party->country);
	cdr_tally_add(&counting->kinds, party->kind);
	cdr_tally_add(&counting->sectors, party->sector);
	cdr_tally_add(&counting->tiers, tier ? cdr_party_get(party, "tier") : CDR_STR(""));
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
	CDR_TRY(tell_subjects(counting->collect, party, covered, err));
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
	count_covered(counting, party, tier);
	return CDR_OK;
}

struct cdr_str
cdr_name_country(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str code)
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
name_sector(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str sector)
{
	return sector.n ? cdr_words_term(words, arena, sector) : CDR_STR("sector not stated");
}

static struct cdr_str
name_tier(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str tier)
{
	(void)words;
	return tier.n ? cdr_str_format(arena, "tier %.*s", CDR_STR_ARG(tier)) : CDR_STR("tier not stated");
}

/* Different words that were stated, and how many parties stated none. */
static void
set_stated(struct cdr_fact_set *set, const struct cdr_tally *tally, const char *count_fact, const char *unstated_fact,
           struct cdr_refs refs)
{
	const int64_t *unstated = cdr_map_get(tally->counts, CDR_STR(""));
	cdr_fact_set_number(set, count_fact, (double)(cdr_map_count(tally->counts) - (unstated ? 1 : 0)), refs);
	cdr_fact_set_number(set, unstated_fact, unstated ? (double)*unstated : 0, refs);
}

/* Lists without the column say nothing of clauses. */
static void
set_clauses(const struct counting *counting, struct cdr_refs refs)
{
	struct cdr_fact_set *set = counting->collect->set;
	int64_t unstated = counting->covered - counting->bound - counting->unbound;
	if (unstated == counting->covered)
		return;
	cdr_fact_set_number(set, "clauses.parties", (double)counting->bound, refs);
	cdr_fact_set_number(set, "clauses.without", (double)counting->unbound, refs);
	cdr_fact_set_number(set, "clauses.parties_unstated", (double)unstated, refs);
	cdr_fact_set_share(set, "clauses.parties", "parties.covered", "clauses.extent", "clauses.share");
}

static void
set_party_facts(struct counting *counting, struct cdr_refs refs)
{
	struct cdr_fact_set *set = counting->collect->set;
	const struct cdr_words *words = &set->law->words;
	cdr_fact_set_number(set, "parties.listed", (double)counting->listed, refs);
	cdr_fact_set_number(set, "parties.covered", (double)counting->covered, refs);
	cdr_fact_set_number(set, "parties.uncertain", (double)counting->uncertain, refs);
	cdr_fact_set_number(set, "parties.outside", (double)counting->outside, refs);
	cdr_fact_set_number(set, "parties.tier_unstated", (double)counting->tier_unstated, refs);
	cdr_fact_set_number(set, "parties.beyond_direct", (double)counting->beyond_direct, refs);
	cdr_fact_set_number(set, "parties.mapped", (double)counting->mapped, refs);
	set_stated(set, &counting->countries, "parties.country_count", "parties.country_unstated", refs);
	set_stated(set, &counting->sectors, "parties.sector_count", "parties.sector_unstated", refs);
	cdr_fact_set_text(set, "parties.sectors", cdr_tally_text(&counting->sectors, words, name_sector), refs);
	cdr_fact_set_text(set, "parties.countries", cdr_tally_text(&counting->countries, words, cdr_name_country),
	                  refs);
	cdr_fact_set_text(set, "parties.kinds", cdr_tally_text(&counting->kinds, words, name_kind), refs);
	cdr_fact_set_text(set, "parties.tiers", cdr_tally_text(&counting->tiers, words, name_tier), refs);
	cdr_fact_set_share(set, "parties.mapped", "parties.covered", "parties.mapped_extent", "parties.mapped_share");
	set_clauses(counting, refs);
	const struct cdr_chart chart = { "parties-countries",
		                         "bars",
		                         "chart_countries",
		                         "unit_parties",
		                         { "parties.countries", "parties.covered" },
		                         refs };
	cdr_chart_tally(counting->collect, &chart, &counting->countries, cdr_name_country);
}

static enum cdr_status
count_parties(struct counting *counting, struct cdr_error *err)
{
	struct cdr_collect *collect = counting->collect;
	struct cdr_arena *arena = collect->set->arena;
	if (!cdr_tally_init(&counting->countries, arena, CDR_STATEMENT_MAX_PARTIES) ||
	    !cdr_tally_init(&counting->sectors, arena, CDR_STATEMENT_MAX_PARTIES) ||
	    !cdr_tally_init(&counting->kinds, arena, CDR_STATEMENT_MAX_PARTIES) ||
	    !cdr_tally_init(&counting->tiers, arena, CDR_STATEMENT_MAX_PARTIES))
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_store_party_tally(collect->store, collect->org, collect->as_of_import, count_party, counting, err));
	if (counting->countries.failed || counting->kinds.failed || counting->tiers.failed || counting->sectors.failed)
		return cdr_fail_memory(err, "statement");
	struct cdr_refs refs;
	CDR_TRY(cdr_collect_imports(collect, CDR_STR("suppliers"), &refs, err));
	if (refs.n)
		set_party_facts(counting, refs);
	return CDR_OK;
}

static enum cdr_status
count_engagements(struct cdr_collect *collect, struct cdr_error *err)
{
	cdr_auto(cdr_recruiting) recruiting = { 0 };
	if (!cdr_recruiting_init(&recruiting, collect))
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_store_engagement_tally(collect->store, collect->org, collect->as_of_import, cdr_recruiting_count,
	                                   &recruiting, err));
	return cdr_recruiting_set(&recruiting, err);
}

enum cdr_status
cdr_facts_parties(struct cdr_collect *collect, struct cdr_error *err)
{
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
	cdr_tally_done(&counting.sectors);
	cdr_tally_done(&counting.tiers);
	CDR_TRY(status);
	return count_engagements(collect, err);
}
