/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the latest finished screening left in the store, for those who read findings and gaps again: the risk profile and
 * the questionnaire. Nothing is judged here. The surprise: rules are read from the rule data the screening ran with, which
 * the present one may have left behind; a gap names a rule of that day.
 */
#include "candor/screen.h"

#include "screen/screen-impl.h"

void
outcome_done(struct outcome *outcome)
{
	outcome->own = cdr_screen_setup_free(outcome->own);
}

enum cdr_status
outcome_load(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org, struct cdr_arena *arena,
             struct outcome *ret, struct cdr_error *err)
{
	cdr_auto(outcome) outcome = { .setup = setup };
	int64_t latest = 0;
	CDR_TRY(cdr_store_finding_screening(store, org, 0, &latest, err));
	if (!latest)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "organisation \"%.*s\" has no finished screening: run `candor screen`",
		                CDR_STR_ARG(org));
	CDR_TRY(cdr_store_screening_get(store, org, latest, arena, &outcome.screening, err));
	CDR_TRY(setup_of_screening(store, setup, &outcome.screening, &outcome.own, err));
	if (outcome.own)
		outcome.setup = outcome.own;
	*ret = outcome;
	outcome.own = NULL;
	return CDR_OK;
}

static enum cdr_status
read_gap(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_gap *ret, struct cdr_error *err)
{
	const struct cdr_json *missing = cdr_json_get(json, "missing");
	size_t n = missing ? cdr_json_count(missing) : 0;
	struct cdr_gap gap = { .rule_id = cdr_str_copy(arena, cdr_json_get_str(json, "rule_id")), .n_missing = n };
	gap.missing = cdr_arena_alloc(arena, (n + 1) * sizeof(*gap.missing));
	if (!gap.missing)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++) {
		gap.missing[i] = cdr_str_copy(arena, cdr_json_string(cdr_json_at(missing, i)));
		if (!gap.missing[i].p)
			return cdr_fail_memory(err, ROOM);
	}
	if (!gap.rule_id.n)
		return cdr_fail(err, CDR_ESTORE, ROOM, NULL, "a gap in the store names no rule; the store is damaged");
	*ret = gap;
	return CDR_OK;
}

enum cdr_status
outcome_gaps(struct cdr_str gaps_json, struct cdr_arena *arena, struct cdr_gap **ret, size_t *ret_n,
             struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	if (gaps_json.n)
		CDR_TRY(cdr_json_parse(gaps_json, "gaps", &json, err));
	size_t n = json ? cdr_json_count(json) : 0;
	struct cdr_gap *gaps = cdr_arena_alloc(arena, (n + 1) * sizeof(*gaps));
	if (!gaps)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++)
		CDR_TRY(read_gap(cdr_json_at(json, i), arena, &gaps[i], err));
	*ret = gaps;
	*ret_n = n;
	return CDR_OK;
}

bool
outcome_in_force(const struct cdr_rule *rule, struct cdr_date day)
{
	return (rule->in_force_from.ymd == 0 || rule->in_force_from.ymd <= day.ymd) &&
	       (rule->in_force_to.ymd == 0 || day.ymd <= rule->in_force_to.ymd);
}

bool
outcome_is_supplier(const struct cdr_party *party, struct cdr_str named)
{
	if (cdr_str_equal(party->key, named) || cdr_str_equal(party->id, named))
		return true;
	for (size_t i = 0; i < party->n_merged; i++) {
		if (cdr_str_equal(party->merged[i].key, named) || cdr_str_equal(party->merged[i].id, named))
			return true;
	}
	return false;
}
