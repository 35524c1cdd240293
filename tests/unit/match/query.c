/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/match.h"

#include "support.h"

#include "../base/failing-memory.h"

static const char *const names[] = {
	"Gulfview Recruitment Company Ltd",
	"Gulfview Recruiters",
	"Gulfview Shipping",
	"Heron Bay Garments",
	"Heron Garments",
	"Factory 1",
	"Factory 2",
	"Sunrise Exports",
	"Sunrise Imports",
	"Ромашка ООО",
	"Gulfview Recruitment Company Ltd",
	"Falcon Group",
};

static void
query_finds_a_misspelt_name(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_hit *hits = NULL;
	assert_true(ask(t, index, NAMED("Gulfview Recrutment Co"), &hits) >= 2);
	assert_int_equal(hits[0].verdict, CDR_VERDICT_MATCH);
	assert_true(hits[0].number == 0 || hits[0].number == 1 || hits[0].number == 10);
	assert_true(ask(t, index, NAMED("Romashka"), &hits) == 1);
	assert_int_equal(hits[0].number, 9);
}

static void
query_ties_are_in_order_of_number(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_hit *hits = NULL;
	assert_true(ask(t, index, NAMED("Gulfview Recruitment Company Ltd"), &hits) >= 2);
	assert_int_equal(hits[0].number, 0);
	assert_int_equal(hits[1].number, 10);
	assert_true(hits[0].score == hits[1].score);
}

static void
query_does_not_depend_on_the_order_of_adding(void **state)
{
	const struct tables *t = *state;
	size_t order[CDR_LEN(names)];
	for (size_t i = 0; i < CDR_LEN(names); i++)
		order[i] = (i * 7 + 5) % CDR_LEN(names);
	cdr_owned(cdr_match_index) forth = index_of(t, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_match_index) mixed = index_of(t, names, order, CDR_LEN(names));
	static const char *const queries[] = { "Gulfview Recrutment", "Heron Garment", "Factory", "Sunrise",
		                               "Gulf View",           "Group" };
	for (size_t i = 0; i < CDR_LEN(queries); i++) {
		struct cdr_match_hit *a = NULL, *b = NULL;
		size_t n = 0, m = 0;
		struct cdr_match_subject subject = NAMED(queries[i]);
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_match_query(forth, &subject, 100, 0, t->arena, &a, &n, &err), CDR_OK);
		assert_int_equal(cdr_match_query(mixed, &subject, 100, 0, t->arena, &b, &m, &err), CDR_OK);
		assert_int_equal(n, m);
		assert_true(n > 0);
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(a[k].number, b[k].number);
			assert_true(a[k].score == b[k].score);
			assert_true(cdr_str_equal(a[k].matched_name, b[k].matched_name));
		}
	}
}

/* Three letters wrong in one word: nothing the usual ways find. */
static void
query_finds_the_nearest_where_nothing_is_near(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_subject subject = NAMED("Xulfviex Recruiterx");
	struct cdr_match_hit *hits = NULL;
	struct cdr_error err = { 0 };
	size_t n = 0;
	assert_int_equal(cdr_match_query(index, &subject, 5, 0, t->arena, &hits, &n, &err), CDR_OK);
	assert_true(n > 0);
	assert_int_equal(hits[0].number, 1);
	assert_int_not_equal(hits[0].verdict, CDR_VERDICT_MATCH);
}

static void
query_score_is_that_of_comparing_directly(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_hit *hits = NULL, direct;
	struct cdr_match_subject subject = NAMED("Heron Garments Ltd"), entry = NAMED(names[4]);
	struct cdr_error err = { 0 };
	assert_true(ask(t, index, subject, &hits) > 0);
	assert_int_equal(hits[0].number, 4);
	assert_int_equal(cdr_match_compare(t->config, t->normaliser, index, &subject, &entry, t->arena, &direct, &err),
	                 CDR_OK);
	assert_true(hits[0].score == direct.score);
	assert_int_equal(hits[0].n_reasons, direct.n_reasons);
}

/* Two entries, one with the asked name (30), one with the asked number (70). */
static void
ask_by_number(const struct tables *t, struct cdr_str scheme, struct cdr_match_hit **ret)
{
	struct cdr_match_index *made = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made, &err), CDR_OK);
	cdr_owned(cdr_match_index) index = made;
	const struct cdr_identifier listed = { scheme, S("RL-0042"), { NULL, 0 } };
	const struct cdr_identifier asked = { scheme, S("rl 0042"), { NULL, 0 } };
	struct cdr_match_subject entry = { .name = S("Heron Bay"), .identifiers = &listed, .n_identifiers = 1 };
	struct cdr_match_subject other = NAMED("Gulfview Recruitment");
	assert_int_equal(cdr_match_index_add(index, 70, &entry, &err), CDR_OK);
	assert_int_equal(cdr_match_index_add(index, 30, &other, &err), CDR_OK);
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	struct cdr_match_subject subject = { .name = S("Gulfview Recruitment"),
		                             .identifiers = &asked,
		                             .n_identifiers = 1 };
	assert_int_equal(ask(t, index, subject, ret), 2);
}

/* Every pair of these particulars, through the index and without it. */
static void
query_scores_particulars_as_comparing_does(void **state)
{
	const struct tables *t = *state;
	static const char *const addresses[] = { "Plot 12, Heron Road, Tejgaon, Dhaka 1208",
		                                 "12 Heron Rd, Tejgaon Dhaka-1208",
		                                 "House 4, Tidewater Lane, Chattogram",
		                                 "Bangladesh",
		                                 "...",
		                                 "岚禾市苍鹭路18号" };
	static const char *const sectors[] = { "Knit garments", "Shrimp",          "",
		                               "Textiles",      "General trading", "Garments, fishing" };
	struct cdr_match_subject subjects[CDR_LEN(addresses)];
	struct cdr_str texts[2][CDR_LEN(addresses)];
	struct cdr_match_index *made = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made, &err), CDR_OK);
	cdr_owned(cdr_match_index) index = made;
	for (size_t i = 0; i < CDR_LEN(subjects); i++) {
		texts[0][i] = cdr_str_from(addresses[i]);
		texts[1][i] = cdr_str_from(sectors[i]);
		subjects[i] = NAMED(i % 2 ? "Gulfview Garments Ltd" : "Gulfview Garment Company");
		subjects[i].country = i % 3 ? S("BD") : (struct cdr_str){ NULL, 0 };
		subjects[i].addresses = &texts[0][i];
		subjects[i].sectors = &texts[1][i];
		subjects[i].n_addresses = subjects[i].n_sectors = 1;
		assert_int_equal(cdr_match_index_add(index, (uint32_t)i, &subjects[i], &err), CDR_OK);
	}
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	for (size_t i = 0; i < CDR_LEN(subjects); i++) {
		struct cdr_match_hit *hits = NULL;
		size_t n = ask(t, index, subjects[i], &hits);
		assert_int_equal(n, CDR_LEN(subjects));
		for (size_t k = 0; k < n; k++) {
			struct cdr_match_hit direct;
			assert_int_equal(cdr_match_compare(t->config, t->normaliser, index, &subjects[i],
			                                   &subjects[hits[k].number], t->arena, &direct, &err),
			                 CDR_OK);
			assert_true(hits[k].score == direct.score);
			assert_int_equal(hits[k].n_reasons, direct.n_reasons);
			for (size_t r = 0; r < direct.n_reasons; r++)
				assert_true(cdr_str_equal(hits[k].reasons[r].text, direct.reasons[r].text) &&
				            hits[k].reasons[r].contribution == direct.reasons[r].contribution);
		}
	}
}

static void
query_namesakes_are_told_apart_by_address(void **state)
{
	const struct tables *t = *state;
	const struct cdr_str dhaka = S("Plot 12, Heron Road, Dhaka 1212"),
			     chattogram = S("7 Tidewater Lane, Chattogram 4000");
	const struct cdr_str *places[] = { &chattogram, &dhaka };
	struct cdr_match_index *made = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made, &err), CDR_OK);
	cdr_owned(cdr_match_index) index = made;
	for (uint32_t i = 0; i < 2; i++) {
		struct cdr_match_subject entry = NAMED("Gulfview Garments Ltd");
		entry.country = S("BD");
		entry.addresses = places[i];
		entry.n_addresses = 1;
		assert_int_equal(cdr_match_index_add(index, i, &entry, &err), CDR_OK);
	}
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	struct cdr_match_subject asked = NAMED("Gulfview Garments");
	struct cdr_match_hit *hits = NULL;
	asked.country = S("BD");
	assert_int_equal(ask(t, index, asked, &hits), 2);
	assert_true(hits[0].number == 0 && hits[0].score == hits[1].score);
	asked.addresses = &dhaka;
	asked.n_addresses = 1;
	assert_int_equal(ask(t, index, asked, &hits), 2);
	assert_true(hits[0].number == 1 && hits[0].score > hits[1].score);
	assert_true(find_reason(&hits[0], "address")->contribution > 0);
	assert_true(find_reason(&hits[1], "address")->contribution < 0);
}

static void
query_finds_by_identifier_whatever_the_name(void **state)
{
	struct cdr_match_hit *hits = NULL;
	ask_by_number(*state, S("company_number"), &hits);
	assert_int_equal(hits[0].number, 70);
	assert_int_equal(hits[0].verdict, CDR_VERDICT_MATCH);
	assert_int_equal(hits[1].number, 30);
}

static void
query_shows_a_licence_under_another_name_behind_the_name(void **state)
{
	struct cdr_match_hit *hits = NULL;
	ask_by_number(*state, S("licence:xx-rl"), &hits);
	assert_int_equal(hits[0].number, 30);
	assert_int_equal(hits[1].number, 70);
	assert_int_equal(hits[1].verdict, CDR_VERDICT_POSSIBLE);
}

static void
query_finds_by_alias_and_says_which(void **state)
{
	const struct tables *t = *state;
	struct cdr_match_index *made = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made, &err), CDR_OK);
	cdr_owned(cdr_match_index) index = made;
	const struct cdr_str aliases[] = { S("Falcon Bay Traders"), S("Gulfview Recruitment") };
	struct cdr_match_subject entry = { .name = S("Heron Point"), .aliases = aliases, .n_aliases = 2 };
	assert_int_equal(cdr_match_index_add(index, 5, &entry, &err), CDR_OK);
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	struct cdr_match_hit *hits = NULL;
	assert_int_equal(ask(t, index, NAMED("Gulfview Recruitment Ltd"), &hits), 1);
	assert_true(cdr_str_equal(hits[0].matched_name, S("Gulfview Recruitment")));
}

static void
query_gives_no_more_than_asked_for(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_hit *hits = NULL;
	struct cdr_match_subject subject = NAMED("Gulfview");
	struct cdr_error err = { 0 };
	size_t n = 0;
	assert_int_equal(cdr_match_query(index, &subject, 1, 0, t->arena, &hits, &n, &err), CDR_OK);
	assert_int_equal(n, 1);
	assert_int_equal(cdr_match_query(index, &subject, CDR_MATCH_MAX_TOP + 1, 0, t->arena, &hits, &n, &err),
	                 CDR_ELIMIT);
}

static void
query_of_an_empty_name_or_index_finds_nothing(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_match_index) empty = index_of(t, names, NULL, 0);
	struct cdr_match_hit *hits = NULL;
	assert_int_equal(ask(t, index, NAMED(""), &hits), 0);
	assert_int_equal(ask(t, index, (struct cdr_match_subject){ .name = { NULL, 0 } }, &hits), 0);
	assert_int_equal(ask(t, empty, NAMED("Gulfview"), &hits), 0);
}

static void
query_takes_no_memory_once_it_runs(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_matcher) matcher = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_matcher_new(index, &matcher, &err), CDR_OK);
	const struct cdr_match_hit *hits = NULL;
	size_t n = 0;
	struct cdr_match_subject subject = NAMED("warming up");
	assert_int_equal(cdr_matcher_query(matcher, &subject, 5, 0, &hits, &n, &err), CDR_OK);
	fail_memory_after(0);
	static char text[20000];
	for (size_t i = 0; i < 500; i++) {
		memset(text, 'a', sizeof(text) - 1);
		for (size_t k = 7; k < sizeof(text) - 1; k += 8)
			text[k] = ' ';
		subject = i % 50 == 49 ? NAMED(text) : NAMED(names[i % 9]); /* ASCII */
		enum cdr_status status = cdr_matcher_query(matcher, &subject, 5, 0, &hits, &n, &err);
		if (status != CDR_OK) {
			(void)memory_restore();
			fail_msg("query %zu wanted memory", i);
		}
	}
	assert_false(memory_restore());
}

static void
query_by_matcher_gives_what_one_query_does(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_matcher) matcher = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_matcher_new(index, &matcher, &err), CDR_OK);
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		struct cdr_match_subject subject = NAMED(names[i]);
		const struct cdr_match_hit *hits = NULL;
		struct cdr_match_hit *once = NULL, told;
		size_t n = 0, m = 0;
		assert_int_equal(cdr_match_query(index, &subject, 5, 0, t->arena, &once, &m, &err), CDR_OK);
		assert_int_equal(cdr_matcher_query(matcher, &subject, 5, 0, &hits, &n, &err), CDR_OK);
		assert_int_equal(n, m);
		assert_int_equal(cdr_matcher_explain(matcher, n, t->arena, &told, &err), CDR_EINTERNAL);
		for (size_t k = 0; k < n; k++) {
			assert_int_equal(hits[k].number, once[k].number);
			assert_null(hits[k].reasons);
			assert_int_equal(cdr_matcher_explain(matcher, k, t->arena, &told, &err), CDR_OK);
			assert_int_equal(told.n_reasons, once[k].n_reasons);
			assert_true(told.score == once[k].score);
		}
	}
}

static size_t
index_names(const struct cdr_match_index *index)
{
	struct cdr_match_index_facts facts;
	cdr_match_index_facts(index, &facts);
	return facts.n_names;
}

static void
query_finds_what_comparing_everything_finds(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_matcher) matcher = NULL;
	struct cdr_error err = { 0 };
	double possible = cdr_match_threshold(t->config, CDR_VERDICT_POSSIBLE);
	assert_int_equal(cdr_matcher_new(index, &matcher, &err), CDR_OK);
	static const char *const queries[] = { "Gulfview Recrutment Co", "Heronbay Garments", "Sun Rise Exports",
		                               "Falcon Group Ltd", "Gulfview Recruitment" };
	for (size_t i = 0; i < CDR_LEN(queries); i++) {
		struct cdr_match_subject subject = NAMED(queries[i]);
		const struct cdr_match_hit *hits = NULL;
		uint32_t numbers[CDR_LEN(names)];
		size_t n = 0, n_all = 0;
		assert_int_equal(
			cdr_matcher_query_exhaustive(matcher, &subject, CDR_LEN(names), possible, &hits, &n_all, &err),
			CDR_OK);
		for (size_t k = 0; k < n_all; k++)
			numbers[k] = hits[k].number;
		assert_int_equal(cdr_matcher_stats(matcher).scored, index_names(index));
		assert_int_equal(cdr_matcher_query(matcher, &subject, CDR_LEN(names), possible, &hits, &n, &err),
		                 CDR_OK);
		assert_int_equal(n, n_all);
		assert_true(n > 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(hits[k].number, numbers[k]);
	}
}

static void
query_failing_for_want_of_memory_leaves_nothing_behind(void **state)
{
	const struct tables *t = *state;
	bool refused = true;
	for (long after = 0; refused; after++) {
		struct cdr_match_index *index = NULL;
		struct cdr_match_subject subject = NAMED("Gulfview Recruitment Ltd");
		fail_memory_after(after);
		enum cdr_status status = cdr_match_index_new(t->config, t->normaliser, &index, NULL);
		if (status == CDR_OK)
			status = cdr_match_index_add(index, 1, &subject, NULL);
		if (status == CDR_OK)
			status = cdr_match_index_finish(index, NULL);
		refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		(void)cdr_match_index_free(index);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(query_finds_a_misspelt_name),
		cmocka_unit_test(query_ties_are_in_order_of_number),
		cmocka_unit_test(query_does_not_depend_on_the_order_of_adding),
		cmocka_unit_test(query_finds_the_nearest_where_nothing_is_near),
		cmocka_unit_test(query_score_is_that_of_comparing_directly),
		cmocka_unit_test(query_scores_particulars_as_comparing_does),
		cmocka_unit_test(query_namesakes_are_told_apart_by_address),
		cmocka_unit_test(query_finds_by_identifier_whatever_the_name),
		cmocka_unit_test(query_shows_a_licence_under_another_name_behind_the_name),
		cmocka_unit_test(query_finds_by_alias_and_says_which),
		cmocka_unit_test(query_gives_no_more_than_asked_for),
		cmocka_unit_test(query_of_an_empty_name_or_index_finds_nothing),
		cmocka_unit_test(query_takes_no_memory_once_it_runs),
		cmocka_unit_test(query_by_matcher_gives_what_one_query_does),
		cmocka_unit_test(query_finds_what_comparing_everything_finds),
		cmocka_unit_test(query_failing_for_want_of_memory_leaves_nothing_behind),
	};
	return cmocka_run_group_tests_name("query", tests, load_tables, drop_tables);
}
