/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

#define SESSION(day, people, scope)                                                                                    \
	"{\"audience\":\"buyers\",\"topic\":\"forced labour\",\"held_on\":\"2025-06-" day "\",\"people\":" people      \
	",\"people_in_scope\":" scope ",\"line\":" day "}"

/* What a session's own sentence would show of its people. */
static struct cdr_str
shown(struct gathered *gathered, size_t session)
{
	const struct cdr_json *sessions = cdr_json_get(gathered->organisation, "training");
	cdr_collect_entry(&gathered->collect, cdr_statement_list_find(CDR_STR("training")),
	                  cdr_json_at(sessions, session));
	return fact(gathered, "session.people")->text;
}

static void
gather_sessions(struct fixture *fixture, const char *sessions, struct gathered *ret)
{
	char members[1024];
	snprintf(members, sizeof(members), "\"training\":[%s]", sessions);
	set_organisation(fixture, HEAD, members);
	gather(fixture, UK, "2026", ret);
}

static void
facts_training_adds_up_and_gives_its_share(void **state)
{
	GATHERED gathered;
	gather_sessions(*state, SESSION("10", "14", "22") "," SESSION("11", "8", "22"), &gathered);
	assert_number(&gathered, "training.in_year", 2);
	assert_number(&gathered, "training.people", 22);
	assert_number(&gathered, "training.people_in_scope", 44);
	assert_words(&gathered, "training.extent", "some");
	assert_words(&gathered, "training.share", "22 of 44 (50 per cent)");
	assert_words(&gathered, "training.topics", "forced labour (2)");
	assert_null(shown(&gathered, 0).p);
	assert_int_equal(cdr_json_count(gathered.warnings), 0);
}

static void
facts_training_does_not_show_fewer_than_five(void **state)
{
	GATHERED gathered;
	gather_sessions(*state, SESSION("10", "3", "22"), &gathered);
	assert_words(&gathered, "training.people", "fewer than 5");
	assert_words(&gathered, "training.share", "fewer than 5 of 22");
	assert_words(&gathered, "training.extent", "some");
	assert_true(cdr_str_equal(shown(&gathered, 0), CDR_STR("fewer than 5")));
	assert_int_equal(cdr_json_count(gathered.warnings), 1);
}

/* 20 of 22: two did not come, and they are fewer than five. */
static void
facts_training_does_not_tell_of_few_who_stayed_away(void **state)
{
	GATHERED gathered;
	gather_sessions(*state, SESSION("10", "20", "22"), &gathered);
	assert_words(&gathered, "training.people", "18 or more");
	assert_words(&gathered, "training.share", "18 or more of 22");
	assert_words(&gathered, "training.extent", "some");
	assert_true(cdr_str_equal(shown(&gathered, 0), CDR_STR("18 or more")));
}

/* 17 in all less 14 would be 3. */
static void
facts_training_keeps_a_second_session_back_where_the_total_would_tell(void **state)
{
	GATHERED gathered;
	gather_sessions(*state, SESSION("10", "3", "30") "," SESSION("11", "14", "30") "," SESSION("12", "9", "30"),
	                &gathered);
	assert_number(&gathered, "training.people", 26);
	assert_null(fact(&gathered, "training.people")->text.p);
	assert_true(cdr_str_equal(shown(&gathered, 0), CDR_STR("fewer than 5")));
	assert_null(shown(&gathered, 1).p);
	assert_true(cdr_str_equal(shown(&gathered, 2), CDR_STR("5 or more")));
	assert_int_equal(cdr_json_count(gathered.warnings), 2);
}

/* Two of four each: a total of eight would tell both, and no third session hides them. */
static void
facts_training_keeps_the_total_back_where_nothing_else_hides(void **state)
{
	GATHERED gathered;
	gather_sessions(*state, SESSION("10", "4", "30") "," SESSION("11", "4", "30"), &gathered);
	assert_words(&gathered, "training.people", "5 or more");
	assert_words(&gathered, "training.share", "5 or more of 60");
}

static void
facts_training_of_lists_and_file_is_one(void **state)
{
	struct fixture *fixture = *state;
	static const struct row rows[] = {
		{ NULL, { "audience", "buyers", "held_on", "2025-06-10", "people", "12", "topic", "forced labour" } },
		{ NULL, { "audience", "guards", "held_on", "2025-08-10", "people", "30", "topic", "rights" } },
	};
	import_records(fixture, CDR_RECORD_TRAINING, rows, CDR_LEN(rows));
	GATHERED gathered;
	gather_sessions(fixture, SESSION("10", "14", "22"), &gathered);
	assert_number(&gathered, "training.in_year", 2);
	assert_number(&gathered, "training.people", 42); /* of 12 and 14 the less */
	assert_unknown(&gathered, "training.people_in_scope");
	assert_unknown(&gathered, "training.share");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_training_adds_up_and_gives_its_share, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_training_does_not_show_fewer_than_five, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_training_does_not_tell_of_few_who_stayed_away, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_training_keeps_a_second_session_back_where_the_total_would_tell,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(facts_training_keeps_the_total_back_where_nothing_else_hides, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_training_of_lists_and_file_is_one, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
