/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static struct cdr_str
weights(const struct tables *t)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(&t->bundle, S("match/weights.yaml"));
	assert_non_null(file);
	return file->text;
}

/* The project's own file with one piece of text replaced. */
static enum cdr_status
load_changed(const struct tables *t, const char *from, const char *to, struct cdr_error *err)
{
	struct cdr_str text = weights(t);
	ptrdiff_t at = cdr_str_find(text, cdr_str_from(from));
	assert_true(at >= 0);
	size_t end = (size_t)at + strlen(from);
	cdr_auto(cdr_buf) changed = CDR_BUF_INIT;
	cdr_buf_add(&changed, text.p, (size_t)at);
	cdr_buf_puts(&changed, to);
	cdr_buf_add(&changed, text.p + end, text.n - end);
	struct cdr_bundle_file files[] = { { S("match/weights.yaml"), cdr_buf_str(&changed) },
		                           { S("match/word-frequency.csv"), S("word,per_million\ntrading,4000\n") },
		                           { S("match/sectors.csv"), S("sector,activities\n") } };
	struct cdr_bundle bundle = { .files = files, .n_files = CDR_LEN(files) };
	cdr_owned(cdr_match_config) config = NULL;
	enum cdr_status status = cdr_match_config_load(&bundle, t->normaliser, &config, err);
	assert_true((status == CDR_OK) == (config != NULL));
	return status;
}

static void
config_thresholds_are_in_order(void **state)
{
	const struct tables *t = *state;
	double possible = cdr_match_threshold(t->config, CDR_VERDICT_POSSIBLE);
	double match = cdr_match_threshold(t->config, CDR_VERDICT_MATCH);
	assert_true(0 < possible && possible < match && match < 1);
	assert_int_equal(cdr_match_verdict(t->config, match), CDR_VERDICT_MATCH);
	assert_int_equal(cdr_match_verdict(t->config, possible), CDR_VERDICT_POSSIBLE);
	assert_int_equal(cdr_match_verdict(t->config, possible - 0.0001), CDR_VERDICT_CLEAR);
}

static void
config_refuses_numbers_out_of_range(void **state)
{
	struct cdr_error err = { 0 };
	assert_int_equal(load_changed(*state, "\nceiling: ", "\nceiling: -", &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "ceiling"));
	assert_non_null(strstr(err.where, "match/weights.yaml:"));
	assert_int_equal(load_changed(*state, "\npossible: ", "\npossible: 0.999 # ", &err), CDR_EINPUT);
	assert_int_equal(load_changed(*state, "  identity: ", "  identity: 99 # ", &err), CDR_EINPUT);
	assert_int_equal(load_changed(*state, "licence_borrowed: ", "licence_borrowed: 0 # ", &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "licence_borrowed"));
	assert_int_equal(load_changed(*state, "  address_agree: ", "  address_agree: -1 # ", &err), CDR_EINPUT);
	assert_int_equal(load_changed(*state, "  address_other: ", "  address_other: 1 # ", &err), CDR_EINPUT);
}

/* Log-odds of match and possible, 0.47 and 0.2, lie 1.266 apart. */
static void
config_sector_moves_nothing_from_clear_to_match(void **state)
{
	struct cdr_error err = { 0 };
	assert_int_equal(load_changed(*state, "  sector_agree: ", "  sector_agree: 1.26 # ", &err), CDR_OK);
	assert_int_equal(load_changed(*state, "  sector_agree: ", "  sector_agree: 1.27 # ", &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "sector_agree"));
	assert_int_equal(load_changed(*state, "  sector_other: ", "  sector_other: -1.26 # ", &err), CDR_OK);
	assert_int_equal(load_changed(*state, "  sector_other: ", "  sector_other: -1.27 # ", &err), CDR_EINPUT);
}

static void
config_refuses_missing_and_unknown_keys(void **state)
{
	struct cdr_error err = { 0 };
	assert_int_equal(load_changed(*state, "\n  less_place: ", "\n  # less_place: ", &err), CDR_EINPUT);
	assert_int_equal(load_changed(*state, "\n  less_place: ", "\n  less_plaice: ", &err), CDR_EINPUT);
	assert_int_equal(load_changed(*state, "\n  less_place: ", "\n  less_place: -1 # ", &err), CDR_OK);
}

static void
config_file_must_be_there(void **state)
{
	(void)state;
	struct cdr_bundle empty = { .n_files = 0 };
	struct cdr_match_config *config = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_config_load(&empty, NULL, &config, &err), CDR_ENOTFOUND);
	assert_null(config);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(config_thresholds_are_in_order),
		cmocka_unit_test(config_refuses_numbers_out_of_range),
		cmocka_unit_test(config_sector_moves_nothing_from_clear_to_match),
		cmocka_unit_test(config_refuses_missing_and_unknown_keys),
		cmocka_unit_test(config_file_must_be_there),
	};
	return cmocka_run_group_tests_name("config", tests, load_tables, drop_tables);
}
