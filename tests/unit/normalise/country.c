/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

static void
expect(const struct tables *t, const char *text, const char *alpha2)
{
	char ret[3] = "--";
	bool found = cdr_normalise_country(t->normaliser, cdr_str_from(text), ret);
	if (found != (alpha2 != NULL) || (found && strcmp(ret, alpha2) != 0))
		fail_msg("\"%s\" gives %s", text, ret);
}

static void
expect_address(const struct tables *t, const char *text, const char *alpha2)
{
	char ret[3] = "--";
	bool found = cdr_normalise_address_country(t->normaliser, cdr_str_from(text), ret);
	if (found != (alpha2 != NULL) || (found && strcmp(ret, alpha2) != 0))
		fail_msg("\"%s\" gives %s", text, ret);
}

static void
country_reads_codes_and_names_in_many_languages(void **state)
{
	const struct tables *t = *state;
	expect(t, "BD", "BD");
	expect(t, "bgd", "BD");
	expect(t, " Bangladesh ", "BD");
	expect(t, "Allemagne", "DE");
	expect(t, "Alemania", "DE");
	expect(t, "Deutschland", "DE");
	expect(t, "Paesi Bassi", "NL");
	expect(t, "中国", "CN");
	expect(t, "Türkiye", "TR");
	expect(t, "Hàn Quốc", "KR");
	expect(t, "Atlantis", NULL);
	expect(t, "", NULL);
}

static void
country_reads_usual_aliases(void **state)
{
	const struct tables *t = *state;
	static const char *const pairs[][2] = {
		{ "USA", "US" },
		{ "U.S.A.", "US" },
		{ "UK", "GB" },
		{ "England", "GB" },
		{ "Northern Ireland", "GB" },
		{ "Korea", "KR" },
		{ "North Korea", "KP" },
		{ "Viet Nam", "VN" },
		{ "Burma", "MM" },
		{ "Côte d’Ivoire", "CI" },
		{ "DRC", "CD" },
		{ "Taiwan", "TW" },
		{ "Macau", "MO" },
		{ "Hong Kong", "HK" },
		{ "UAE", "AE" },
		{ "KSA", "SA" },
		{ "Mainland China", "CN" },
		{ "The Philippines", "PH" },
		{ "Georgia", "GE" },
		{ "Viêt Nam", "VN" },
	};
	for (size_t i = 0; i < CDR_LEN(pairs); i++)
		expect(t, pairs[i][0], pairs[i][1]);
}

static void
country_refuses_what_only_looks_like_one(void **state)
{
	const struct tables *t = *state;
	expect(t, "New Jersey", NULL);
	expect(t, "New Mexico", NULL);
}

static void
country_is_read_off_the_end_of_an_address(void **state)
{
	const struct tables *t = *state;
	expect_address(t, "12 Invented Road, Dongguan, Guangdong, China", "CN");
	expect_address(t, "12 Invented Road, Dongguan, Guangdong, China.", "CN");
	expect_address(t, "Plot 9 Invented Zone, Suzhou China", "CN");
	expect_address(t, "Unit 4, Shenzhen, P.R. China 518000", "CN");
	expect_address(t, "9 Harbour View, Hong Kong, China", "HK");
	expect_address(t, "77 Invented-gil, Paju, Gyeonggi-Do, Korea", "KR");
	expect_address(t, "House 3, Dhaka 1212, Bangladesh", "BD");
	expect_address(t, "Invented Building, Seoul, Republic of Korea", "KR");
	expect_address(t, "Ulica 5, Łódź, Polska", "PL");
}

static void
country_is_not_guessed_from_streets_states_and_towns(void **state)
{
	const struct tables *t = *state;
	expect_address(t, "12 Rue de France", NULL);
	expect_address(t, "5 Peach Lane, Atlanta, Georgia", NULL);
	expect_address(t, "1 Lake Street, Gary, IN", NULL);
	expect_address(t, "8 River Street, Hoboken, New Jersey", NULL);
	expect_address(t, "No. 6 Invented Road, Economic Development Zone,", NULL);
	expect_address(t, "12345", NULL);
	expect_address(t, "", NULL);
	expect_address(t, "1 Frederick Street, Port of Spain", "TT");
}

static void
country_name_is_english_or_the_code_itself(void **state)
{
	const struct tables *t = *state;
	assert_str(cdr_country_name(t->normaliser, S("BD")), "Bangladesh");
	assert_str(cdr_country_name(t->normaliser, S("QQ")), "QQ");
}

static enum cdr_status
load_with(struct cdr_str table, struct cdr_error *err)
{
	struct cdr_bundle_file files[] = { { S("tables/country-names.csv"), table } };
	struct cdr_bundle bundle = { .files = files, .n_files = 1 };
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)4 << 20);
	struct cdr_countries countries = { NULL, NULL };
	enum cdr_status status = cdr_countries_load(&bundle, arena, &countries, err);
	cdr_countries_done(&countries);
	return status;
}

static void
country_table_errors_name_the_line(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	assert_int_equal(load_with(S("name,alpha2,in_address\nRuritania,RR,yes\n"), &err), CDR_EINPUT);
	assert_string_equal(err.where, "tables/country-names.csv:2");
	assert_int_equal(load_with(S("name,alpha2,in_address\nRuritania,DE,maybe\n"), &err), CDR_EINPUT);
	assert_int_equal(load_with(S("name,alpha2,in_address\nRuritania,DE\n"), &err), CDR_EINPUT);
	assert_int_equal(load_with(S("name;alpha2\n"), &err), CDR_EINPUT);
	assert_int_equal(load_with(S("name,alpha2,in_address\r\nRuritania,DE,yes\r\n"), &err), CDR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(country_reads_codes_and_names_in_many_languages),
		cmocka_unit_test(country_reads_usual_aliases),
		cmocka_unit_test(country_refuses_what_only_looks_like_one),
		cmocka_unit_test(country_is_read_off_the_end_of_an_address),
		cmocka_unit_test(country_is_not_guessed_from_streets_states_and_towns),
		cmocka_unit_test(country_name_is_english_or_the_code_itself),
		cmocka_unit_test(country_table_errors_name_the_line),
	};
	return cmocka_run_group_tests_name("country", tests, load_tables, drop_tables);
}
