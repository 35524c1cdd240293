/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/scheme.h"

#include "check-support.h"

static void
check_digit_holds_and_no_neighbour_does(void **state)
{
	(void)state;
	static const struct number numbers[] = {
		{ "lei", "999900INVENTED000184", 0 }, { "imo", "9990002", 1 },
		{ "ar_cuit", "30999990122", 0 },      { "au_abn", "36999000123", 10 },
		{ "au_acn", "999000127", 0 },         { "br_cnpj", "99900012000130", 0 },
		{ "br_cnpj", "99900012000130", 1 },   { "br_cnpj", "99A0B012000146", 0 },
		{ "br_cpf", "99900012356", 0 },       { "br_cpf", "99900012356", 1 },
		{ "cl_rut", "999000126", 0 },         { "cn_uscc", "91990100MA999001XW", 0 },
		{ "co_nit", "9990001232", 0 },        { "il_hp", "999000128", 0 },
		{ "in_gstin", "99AAACX9999Z1Z3", 0 }, { "jp_corporate_number", "6999000123456", 12 },
		{ "kr_brn", "9990001238", 0 },        { "nz_nzbn", "9429990001230", 0 },
		{ "pe_ruc", "20999000127", 0 },       { "ru_inn", "9990001238", 0 },
		{ "ru_inn", "999000123480", 0 },      { "ru_inn", "999000123480", 1 },
		{ "ru_ogrn", "1099900012343", 0 },    { "ru_ogrn", "309990001234561", 0 },
		{ "th_tin", "0999000123455", 0 },     { "tr_vkn", "9990001231", 0 },
		{ "tw_ubn", "99900123", 0 },          { "ua_edrpou", "39900123", 0 },
		{ "ua_edrpou", "99900128", 0 },       { "vn_mst", "9990001237", 0 },
	};
	expect_check_digits(numbers, CDR_LEN(numbers));
}

/* A 7 in the seventh place counts two ways, and since 2023 five divides where ten did. */
static void
check_digit_of_taiwan_has_four_right_answers_behind_a_seven(void **state)
{
	(void)state;
	static const char right[] = "0156";
	for (char c = '0'; c <= '9'; c++) {
		char value[] = "9990017?";
		value[7] = c;
		assert_int_equal(cdr_check_tw_ubn(cdr_str_from(value)), strchr(right, c) != NULL);
	}
}

static void
check_digit_of_imo_is_a_ships_or_a_firms(void **state)
{
	(void)state;
	assert_true(cdr_check_imo(S("9990002")));
	assert_true(cdr_check_imo(S("9990003")));
	assert_false(cdr_check_imo(S("9990004")));
}

static void
check_digit_sums_read_weights_as_text(void **state)
{
	(void)state;
	assert_int_equal(cdr_check_sum("123", "1a2"), 1 + 20 + 6);
	assert_int_equal(cdr_check_number("00420", 4), 42);
	assert_true(cdr_check_luhn("79927398713", 11));
	assert_false(cdr_check_luhn("79927398710", 11));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_digit_holds_and_no_neighbour_does),
		cmocka_unit_test(check_digit_of_taiwan_has_four_right_answers_behind_a_seven),
		cmocka_unit_test(check_digit_of_imo_is_a_ships_or_a_firms),
		cmocka_unit_test(check_digit_sums_read_weights_as_text),
	};
	return cmocka_run_group_tests_name("check-digit", tests, NULL, NULL);
}
