/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define LISTED "Glasswort Rubber Works"

static void
put_listed_supplier(struct desk *desk)
{
	struct cdr_entry banned = listed(desk, "b", LISTED, "XB");
	banned.listed_on = day("2026-05-01");
	(void)put_copy(desk, BAN_LIST, "2026-06-01", &banned, 1);
	put_party(desk, party_of("S1", LISTED, "XB"));
}

static struct cdr_screening
screen_on(struct desk *desk, const char *on)
{
	struct cdr_screen_options options = { .org = CDR_STR("acme"), .actor = CDR_STR("tester"), .as_of = day(on) };
	struct cdr_screening screening = { 0 };
	bool resumed = false;
	assert_ok(cdr_screen_run(desk->store, desk->setup, &options, desk->arena, &screening, &resumed, err));
	return screening;
}

/* The facts of the supplier on a day, by what was shown and done so far. */
static struct cdr_facts *
facts_on(struct desk *desk, const char *on)
{
	struct cdr_screening now = { .org = CDR_STR("acme") };
	struct cdr_party party = { 0 };
	struct listings none = { CDR_VEC_INIT(struct cdr_listing, 1) };
	struct cdr_facts *facts = no_facts();
	cdr_owned(awareness) awareness = NULL;
	assert_ok(cdr_store_awareness_pin(desk->store, &now, err));
	assert_ok(awareness_load(desk->store, &now, &awareness, err));
	assert_ok(cdr_store_party_get(desk->store, now.org, 1 << 30, CDR_STR("S1"), desk->arena, &party, err));
	(void)awareness_facts(awareness, party.id, &none, day(on), facts);
	/* The rule's id is the awareness's own. */
	struct cdr_str about = cdr_facts_text(facts, CDR_STR("awareness.about"), desk->arena);
	cdr_facts_set_text(facts, "awareness.about", about.p ? cdr_str_copy(desk->arena, about) : about);
	return facts;
}

struct deciding {
	struct desk *desk;
	struct cdr_str ids[32];
	size_t n;
};

static enum cdr_status
note_id(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct deciding *deciding = context;
	(void)err;
	assert_true(deciding->n < CDR_LEN(deciding->ids));
	deciding->ids[deciding->n++] = cdr_str_copy(deciding->desk->arena, row->finding->id);
	return CDR_OK;
}

static void
decide_all(struct desk *desk, enum cdr_finding_state state)
{
	struct deciding deciding = { .desk = desk };
	struct cdr_finding_filter filter = { .min_severity = CDR_SEVERITY_HIGH, .state = -1 };
	assert_ok(cdr_store_finding_each(desk->store, CDR_STR("acme"), &filter, note_id, &deciding, err));
	for (size_t i = 0; i < deciding.n; i++)
		assert_ok(cdr_screen_decide(desk->store, CDR_STR("acme"), deciding.ids[i], state, CDR_STR("so it is"),
		                            CDR_STR("tester"), err));
}

static void
awareness_of_what_was_never_shown_is_none(void **state)
{
	put_listed_supplier(DESK);
	cdr_owned(cdr_facts) facts = facts_on(DESK, "2026-06-15");
	assert_string_equal(value(DESK, facts, "awareness.open"), "0");
	assert_null(value(DESK, facts, "awareness.days_since_shown"));
}

/* The clock runs from the first screening that showed it, whatever screenings came after. */
static void
awareness_counts_from_the_day_first_shown(void **state)
{
	put_listed_supplier(DESK);
	(void)screen_on(DESK, "2026-06-01");
	(void)screen_on(DESK, "2026-06-10");
	cdr_owned(cdr_facts) facts = facts_on(DESK, "2026-06-15");
	assert_string_equal(value(DESK, facts, "awareness.days_since_shown"), "14");
	assert_string_equal(value(DESK, facts, "awareness.about"), "LST-201");
	assert_null(value(DESK, facts, "awareness.days_since_act"));
}

static void
awareness_ends_with_what_is_dismissed_or_remedied(void **state)
{
	put_listed_supplier(DESK);
	(void)screen_on(DESK, "2026-06-01");
	decide_all(DESK, CDR_FINDING_CONFIRMED);
	cdr_owned(cdr_facts) confirmed = facts_on(DESK, "2026-06-15");
	assert_non_null(value(DESK, confirmed, "awareness.days_since_acknowledged"));
	assert_string_not_equal(value(DESK, confirmed, "awareness.open"), "0");
	decide_all(DESK, CDR_FINDING_REMEDIATED);
	cdr_owned(cdr_facts) remedied = facts_on(DESK, "2026-06-15");
	assert_string_equal(value(DESK, remedied, "awareness.open"), "0");
	assert_non_null(value(DESK, remedied, "awareness.days_since_act"));
}

/* A repetition must know no more than the screening did. */
static void
awareness_is_pinned_with_the_screening(void **state)
{
	put_listed_supplier(DESK);
	(void)screen_on(DESK, "2026-06-01");
	struct cdr_screening second = screen_on(DESK, "2026-07-15");
	decide_all(DESK, CDR_FINDING_DISMISSED);
	(void)screen_on(DESK, "2026-08-15");
	struct cdr_screen_options options = { .org = CDR_STR("acme"), .actor = CDR_STR("tester") };
	struct cdr_screening again = { 0 };
	bool identical = false;
	assert_ok(
		cdr_screen_repeat(DESK->store, DESK->setup, second.id, &options, DESK->arena, &identical, &again, err));
	assert_true(identical);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(awareness_of_what_was_never_shown_is_none),
		desk_test(awareness_counts_from_the_day_first_shown),
		desk_test(awareness_ends_with_what_is_dismissed_or_remedied),
		desk_test(awareness_is_pinned_with_the_screening),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
