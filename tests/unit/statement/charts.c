/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

static const struct cdr_json *
chart(const struct cdr_json *charts, const char *id)
{
	for (size_t i = 0; i < cdr_json_count(charts); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(charts, i), "id"), cdr_str_from(id)))
			return cdr_json_at(charts, i);
	return NULL;
}

static void
charts_show_the_ten_most_frequent_and_add_up_the_rest(void **state)
{
	struct fixture *fixture = *state;
	static const char *const countries[] = { "BD", "BD", "BD", "VN", "VN", "IN", "CN", "TR",
		                                 "PL", "PA", "GB", "US", "FR", "DE", "ES", "" };
	struct supplier suppliers[CDR_LEN(countries)];
	char keys[CDR_LEN(countries)][8];
	for (size_t i = 0; i < CDR_LEN(countries); i++) {
		snprintf(keys[i], sizeof(keys[i]), "S-%zu", i);
		suppliers[i] = (struct supplier){ keys[i], countries[i], "supplier", "1", "" };
	}
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *bars = chart(cdr_json_get(json, "charts"), "parties-countries");
	assert_non_null(bars);
	assert_true(cdr_str_equal(cdr_json_get_str(bars, "criterion"), CDR_STR("structure")));
	const struct cdr_json *points = cdr_json_get(bars, "points");
	int64_t sum = 0;
	for (size_t i = 0; i < cdr_json_count(points); i++)
		sum += cdr_json_get_int(cdr_json_at(points, i), "value", 0);
	assert_int_equal(cdr_json_count(points), 11);
	assert_int_equal(sum, CDR_LEN(countries)); /* nobody falls out */
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(points, 0), "label"), CDR_STR("Bangladesh")));
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(points, 10), "label"), CDR_STR("others")));
	assert_true(cdr_json_count(cdr_json_get(bars, "rests_on")) > 0);
}

static void
charts_of_findings_name_topics_and_keep_the_order_of_severities(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" }, { "S-2", "VN", "supplier", "1", "" } };
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	int64_t screening = screen(fixture, suppliers, CDR_LEN(suppliers), "2026-02-01T00:00:00Z");
	add_finding(fixture, screening, &suppliers[0], 1, CDR_SEVERITY_LOW);
	add_finding(fixture, screening, &suppliers[0], 2, CDR_SEVERITY_LOW);
	add_finding(fixture, screening, &suppliers[0], 3, CDR_SEVERITY_HIGH);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *severities =
		cdr_json_get(chart(cdr_json_get(json, "charts"), "findings-severities"), "points");
	assert_int_equal(cdr_json_count(severities), 2);
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(severities, 0), "label"), CDR_STR("high")));
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	assert_true(cdr_str_equal(cdr_topic_of(law, CDR_STR("FEE-408")), CDR_STR("What workers paid for the job")));
	assert_true(cdr_str_equal(cdr_topic_of(law, CDR_STR("ZZZ-1")), CDR_STR("ZZZ")));
}

static void
charts_are_left_out_where_there_is_nothing_to_show(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_int_equal(cdr_json_count(cdr_json_get(json, "charts")), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(charts_show_the_ten_most_frequent_and_add_up_the_rest, setup, teardown),
		cmocka_unit_test_setup_teardown(charts_of_findings_name_topics_and_keep_the_order_of_severities, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(charts_are_left_out_where_there_is_nothing_to_show, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
