/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static enum cdr_status
load(const struct tables *t, const char *text, struct cdr_match_sectors *ret, struct cdr_error *err)
{
	struct cdr_bundle_file file = { S("match/sectors.csv"), cdr_str_from(text) };
	struct cdr_bundle bundle = { .files = &file, .n_files = 1 };
	return cdr_match_sectors_load(&bundle, t->normaliser, t->arena, ret, err);
}

static uint64_t
sectors_of(const struct tables *t, const char *text)
{
	uint64_t sectors = 0;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_sectors_of(t->config, cdr_str_from(text), t->arena, &sectors, &err), CDR_OK);
	return sectors;
}

static void
sectors_are_read_with_their_activities(void **state)
{
	struct cdr_match_sectors sectors;
	struct cdr_error err = { 0 };
	assert_int_equal(load(*state, "# remark\nsector,activities\ncloth,garment|textile\nfields,cotton|textile\n",
	                      &sectors, &err),
	                 CDR_OK);
	assert_int_equal(sectors.n, 2);
	assert_int_equal(sectors.n_activities, 3);
	assert_true(cdr_str_equal(sectors.titles[1], S("fields")));
	assert_true(cdr_str_equal(sectors.activities[1].concept, S("textile")));
	assert_true(sectors.activities[0].sectors == 1 && sectors.activities[1].sectors == 3);
}

static void
sectors_refuse_what_is_no_activity(void **state)
{
	static const char *const texts[] = { "sector,activities\ncloth,garments\n",
		                             "sector,activities\ncloth,gulfview\n", "sector,activities\nplaces,china\n",
		                             "sector,activities\ncloth\n", "sector,words\n" };
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		struct cdr_match_sectors sectors;
		struct cdr_error err = { 0 };
		assert_int_equal(load(*state, texts[i], &sectors, &err), CDR_EINPUT);
		assert_non_null(strstr(err.where, "match/sectors.csv:"));
	}
	struct cdr_bundle empty = { .n_files = 0 };
	struct cdr_match_sectors sectors;
	const struct tables *t = *state;
	assert_int_equal(cdr_match_sectors_load(&empty, t->normaliser, t->arena, &sectors, NULL), CDR_ENOTFOUND);
}

static void
sectors_of_one_line_meet_across_languages(void **state)
{
	const uint64_t garments = sectors_of(*state, "Ready-made garments");
	assert_true(garments != 0);
	assert_true(sectors_of(*state, "Bekleidung") & garments);
	assert_true(sectors_of(*state, "服装") & garments);
	assert_true((sectors_of(*state, "Electronics") & garments) == 0);
	assert_true(sectors_of(*state, "Electronics") != 0);
}

/* How a firm works is not at what. */
static void
sectors_say_nothing_of_words_that_any_firm_has(void **state)
{
	static const char *const texts[] = { "",        "Manufacturing", "Import-export and trading",
		                             "Factory", "C14",           "Gulfview" };
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		if (sectors_of(*state, texts[i]))
			fail_msg("%s", texts[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sectors_are_read_with_their_activities),
		cmocka_unit_test(sectors_refuse_what_is_no_activity),
		cmocka_unit_test(sectors_of_one_line_meet_across_languages),
		cmocka_unit_test(sectors_say_nothing_of_words_that_any_firm_has),
	};
	return cmocka_run_group_tests_name("sectors", tests, load_tables, drop_tables);
}
