/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

static void
expect(const char *scheme, const char *value, const char *normal)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	struct cdr_str got = cdr_normalise_identifier(cdr_str_from(scheme), cdr_str_from(value), arena);
	bool same = normal ? cdr_str_equal(got, cdr_str_from(normal)) : got.p == NULL;
	if (!same)
		fail_msg("%s \"%s\" gives \"%.*s\"", scheme, value, CDR_STR_ARG(got));
}

static void
identifier_lei_needs_its_check_digits(void **state)
{
	(void)state;
	assert_true(cdr_lei_is_valid(S("999900INVENTED000184")));
	assert_false(cdr_lei_is_valid(S("999900INVENTED000185")));
	assert_false(cdr_lei_is_valid(S("999900INVENTED00018")));
	assert_false(cdr_lei_is_valid(S("999900invented000184")));
	assert_false(cdr_lei_is_valid((struct cdr_str){ NULL, 0 }));
	expect("lei", " 9999 00invented000184 ", "999900INVENTED000184");
	expect("lei", "999900INVENTED000185", NULL);
}

static void
identifier_loses_marks_case_and_leading_zeros(void **state)
{
	(void)state;
	expect("company_number", "04830352", "4830352");
	expect("company_number", "4830352", "4830352");
	expect("company_number", "SC001234", "SC1234");
	expect("company_number", "sc 1234", "SC1234");
	expect("tax_id", "12-3456789", "123456789");
	expect("imo", "IMO 9000001", "9000001");
	expect("os_id", "XX2024001ABCDEF", "XX2024001ABCDEF");
	expect("company_number", "000", "0");
}

static void
identifier_licence_keeps_the_mark_between_numbers(void **state)
{
	(void)state;
	expect("licence:xx-rl", "RL-0123", "RL123");
	expect("licence:xx-rl", "rl 123", "RL123");
	expect("licence:xx-rl", "Licence No. RL/0123", "RL123");
	expect("licence:xx-rl", "1/23", "1-23");
	expect("licence:xx-rl", "12/3", "12-3");
	expect("licence:xx-rl", "0045-2019", "45-2019");
}

static void
identifier_of_nothing_is_nothing(void **state)
{
	(void)state;
	expect("tax_id", "", NULL);
	expect("tax_id", " -/. ", NULL);
	expect("lei", "n/a", NULL);
}

static void
identifier_too_long_is_nothing(void **state)
{
	(void)state;
	char text[600];
	memset(text, '7', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	expect("tax_id", text, NULL);
}

static void
identifier_goes_into_the_canonical_form_of_its_scheme(void **state)
{
	(void)state;
	expect("gb_company", "4999912", "04999912");
	expect("gb_company", "sc 1234", "SC001234");
	expect("ru_inn", "INN 9990001238", "9990001238");
	expect("br_cnpj", "99.900.012/0001-30", "99900012000130");
	expect("se_orgnr", "16 999000-1233", "9990001233");
	expect("cl_rut", "99.900.012-6", "999000126");
	expect("gb_company", "not a number", "NOTANUMBER");
}

static void
expect_key(const char *scheme, const char *country, const char *value, const char *key_scheme, const char *key_value)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	struct cdr_identifier_key key;
	struct cdr_error err = { 0 };
	assert_int_equal(
		cdr_identifier_key(cdr_str_from(scheme), cdr_str_from(country), cdr_str_from(value), arena, &key, &err),
		CDR_OK);
	assert_str(key.scheme, key_scheme);
	assert_str(key.value, key_value);
	if (key.check == CDR_IDENTIFIER_INVALID)
		fail_msg("%s %s is called invalid", scheme, value);
}

static void
identifier_of_a_branch_or_state_leads_to_the_firm(void **state)
{
	(void)state;
	expect_key("tax_id", "IN", "99AAACX9999Z1Z3", "in_pan", "AAACX9999Z");
	expect_key("tax_id", "IN", "AAACX9999Z", "in_pan", "AAACX9999Z");
	expect_key("cnpj", "", "99.900.012/0001-30", "br_cnpj", "99900012");
	expect_key("siren", "", "999 000 128", "fr_siren", "999000128");
	expect_key("siret", "", "999 000 128 00010", "fr_siren", "999000128");
	expect_key("vat", "", "FR29 999000128", "fr_siren", "999000128");
	expect_key("tax_id", "CO", "999000123-2", "co_nit", "999000123");
	expect_key("tax_id", "CO", "999000123", "co_nit", "999000123");
	expect_key("company_number", "SE", "999000-1233", "se_orgnr", "9990001233");
	expect_key("vat", "", "SE999000123301", "se_orgnr", "9990001233");
	expect_key("tax_id", "CN", "91990100MA999001XW", "cn_uscc", "91990100MA999001XW");
	expect_key("company_number", "AE", "No. 001234", "company_number", "1234");
}

static void
identifier_check_says_what_it_does_not_know(void **state)
{
	(void)state;
	static const struct {
		const char *scheme, *country, *value;
		enum cdr_identifier_check check;
	} given[] = {
		{ "lei", "", "999900INVENTED000184", CDR_IDENTIFIER_VALID },
		{ "lei", "", "999900INVENTED000185", CDR_IDENTIFIER_INVALID },
		{ "gb_company", "", "04999912", CDR_IDENTIFIER_UNCHECKED },
		{ "gb_company", "", "049999123", CDR_IDENTIFIER_INVALID },
		{ "company_number", "", "04999912", CDR_IDENTIFIER_UNCHECKED },
		{ "company_number", "FR", "999000128", CDR_IDENTIFIER_VALID },
		{ "company_number", "FR", "999000129", CDR_IDENTIFIER_INVALID },
		{ "duns", "", "99-900-0123", CDR_IDENTIFIER_UNCHECKED },
		{ "duns", "", "000000000", CDR_IDENTIFIER_INVALID },
		{ "os_id", "", "XX2024001ABCDEF", CDR_IDENTIFIER_UNCHECKED },
		{ "os_id", "", "XX2024001ABCDE", CDR_IDENTIFIER_INVALID },
		{ "co_nit", "", "999000123", CDR_IDENTIFIER_UNCHECKED },
		{ "licence:xx-rl", "", "1", CDR_IDENTIFIER_UNCHECKED },
		{ "lei", "", "", CDR_IDENTIFIER_UNCHECKED },
	};
	for (size_t i = 0; i < CDR_LEN(given); i++)
		if (cdr_identifier_check(cdr_str_from(given[i].scheme), cdr_str_from(given[i].country),
		                         cdr_str_from(given[i].value)) != given[i].check)
			fail_msg("%s %s %s", given[i].scheme, given[i].country, given[i].value);
}

static void
identifier_guess_needs_check_digits_and_length(void **state)
{
	(void)state;
	struct cdr_str found[8];
	assert_int_equal(cdr_identifier_guess(S("999900INVENTED000184"), found, 8), 1);
	assert_str(found[0], "lei");
	assert_int_equal(cdr_identifier_guess(S("91990100MA999001XW"), found, 8), 1);
	assert_str(found[0], "cn_uscc");
	assert_int_equal(cdr_identifier_guess(S("91990100MA999001XX"), found, 8), 0);
	assert_int_equal(cdr_identifier_guess(S("99900122"), found, 8), 0); /* right for four schemes, but short */
	assert_int_equal(cdr_identifier_guess(S("9990001232"), found, 1), 1);
	assert_true(cdr_identifier_guess(S("9990001232"), found, 8) > 1);
}

static void
identifier_has_a_title(void **state)
{
	(void)state;
	assert_str(cdr_identifier_title(S("gb_company")), "Companies House number");
	assert_str(cdr_identifier_title(S("membership")), "membership");
	assert_str(cdr_identifier_scheme(S("company_number"), S("GB"), S("1")), "gb_company");
	assert_str(cdr_identifier_scheme(S("company_number"), S("AE"), S("1")), "company_number");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identifier_lei_needs_its_check_digits),
		cmocka_unit_test(identifier_loses_marks_case_and_leading_zeros),
		cmocka_unit_test(identifier_licence_keeps_the_mark_between_numbers),
		cmocka_unit_test(identifier_of_nothing_is_nothing),
		cmocka_unit_test(identifier_too_long_is_nothing),
		cmocka_unit_test(identifier_goes_into_the_canonical_form_of_its_scheme),
		cmocka_unit_test(identifier_of_a_branch_or_state_leads_to_the_firm),
		cmocka_unit_test(identifier_check_says_what_it_does_not_know),
		cmocka_unit_test(identifier_guess_needs_check_digits_and_length),
		cmocka_unit_test(identifier_has_a_title),
	};
	return cmocka_run_group_tests_name("identifier", tests, NULL, NULL);
}
