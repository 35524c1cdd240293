/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

/* Sets a count and a whole and asks for the share. */
static const char *
share(struct gathered *gathered, int count, int whole, const char **ret_extent)
{
	static char extent[16], text[64];
	struct cdr_refs refs = cdr_collect_organisation_ref(&gathered->collect, NULL, NULL);
	struct cdr_fact_set *set = &gathered->set;
	cdr_fact_set_text(set, "goals.extent", (struct cdr_str){ NULL, 0 }, refs);
	cdr_fact_set_text(set, "goals.share", (struct cdr_str){ NULL, 0 }, refs);
	cdr_fact_set_number(set, "goals.reached", count, refs);
	cdr_fact_set_number(set, "goals.set_before", whole, refs);
	cdr_fact_set_share(set, "goals.reached", "goals.set_before", "goals.extent", "goals.share");
	snprintf(extent, sizeof(extent), "%.*s", CDR_STR_ARG(fact(gathered, "goals.extent")->text));
	snprintf(text, sizeof(text), "%.*s", CDR_STR_ARG(fact(gathered, "goals.share")->text));
	*ret_extent = extent;
	return text;
}

static void
fact_set_says_all_only_of_all(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		int count, whole;
		const char *extent, *share;
	} rows[] = {
		{ 12, 12, "all", "all 12" },
		{ 11, 12, "some", "11 of 12 (91 per cent)" },
		{ 1999, 2000, "some", "1,999 of 2,000 (99 per cent)" },
		{ 1, 2000, "some", "1 of 2,000 (less than 1 per cent)" },
		{ 0, 12, "none", "none of 12" },
		{ 0, 0, "", "" },
		{ 13, 12, "", "" }, /* one of the two is wrong: nothing is said */
	};
	set_organisation(fixture, HEAD, NULL);
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		const char *extent;
		assert_string_equal(share(&gathered, rows[i].count, rows[i].whole, &extent), rows[i].share);
		assert_string_equal(extent, rows[i].extent);
	}
}

/* Of whom nobody knows whether the law is about them may be one it is about: then "all" would be too much. */
static void
fact_set_says_some_where_the_whole_is_not_certain(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" }, { "S-2", "VN", "supplier", NULL, "" } };
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	GATHERED gathered;
	gather(fixture, CALIFORNIA, "2026", &gathered);
	assert_number(&gathered, "parties.covered", 1);
	assert_number(&gathered, "parties.uncertain", 1);
	assert_number(&gathered, "parties.mapped", 1);
	assert_words(&gathered, "parties.mapped_extent", "some");
}

/* Everything at once: whatever is known rests on something, and everything it rests on has a name. */
static void
fact_set_knows_nothing_that_rests_on_nothing(void **state)
{
	struct fixture *fixture = *state;
	static const char *const laws[] = { UK, CALIFORNIA };
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" }, { "S-2", "VN", "supplier", "2", "" } };
	static const struct row audits[] = { { "S-1", { "audited_on", "2025-05-01", "independent", "true" } } };
	static const struct row surveys[] = { { "S-1", { "held_on", "2025-05-01", "respondents", "30" } } };
	size_t n_known = 0;
	set_organisation(
		fixture, HEAD,
		"\"employees\":40,\"goals\":[{\"goal\":\"a\",\"set_on\":\"2024-05-01\"}],\"audits\":[],"
		"\"training\":[{\"audience\":\"a\",\"topic\":\"b\",\"held_on\":\"2025-06-01\",\"people\":30}]");
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	import_engagements(fixture);
	import_records(fixture, CDR_RECORD_AUDITS, audits, 1);
	import_records(fixture, CDR_RECORD_SURVEYS, surveys, 1);
	import_records(fixture, CDR_RECORD_ALLEGATIONS, NULL, 0);
	int64_t screening = screen(fixture, suppliers, CDR_LEN(suppliers), "2026-02-01T00:00:00Z");
	add_finding(fixture, screening, &suppliers[0], 1, CDR_SEVERITY_LOW);
	for (size_t k = 0; k < CDR_LEN(laws); k++) {
		GATHERED gathered;
		gather(fixture, laws[k], "2026", &gathered);
		for (size_t i = 0; i < gathered.law->symbols.n; i++) {
			const struct cdr_value *value = &gathered.set.values[i];
			n_known += value->known;
			if (value->known && !value->refs.n)
				fail_msg("%s rests on nothing", gathered.law->symbols.rows[i].name);
			for (size_t r = 0; r < value->refs.n; r++)
				if (!value->refs.items[r].kind || !value->refs.items[r].ref.n)
					fail_msg("%s rests on something without a name",
					         gathered.law->symbols.rows[i].name);
		}
	}
	assert_true(n_known > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fact_set_says_all_only_of_all, setup, teardown),
		cmocka_unit_test_setup_teardown(fact_set_says_some_where_the_whole_is_not_certain, setup, teardown),
		cmocka_unit_test_setup_teardown(fact_set_knows_nothing_that_rests_on_nothing, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
