/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/scheme.h"

#include "support.h"

struct given {
	const char *word, *country, *words, *scheme, *text;
};

static void
expect_resolved(const struct given *given, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cdr_scheme_reading reading;
		cdr_scheme_resolve(cdr_str_from(given[i].word), cdr_str_from(given[i].country),
		                   cdr_str_from(given[i].words), &reading);
		if (!given[i].scheme) {
			if (reading.scheme)
				fail_msg("%s %s %s is %s", given[i].word, given[i].country, given[i].words,
				         reading.scheme->name);
			continue;
		}
		if (!reading.scheme || strcmp(reading.scheme->name, given[i].scheme) != 0)
			fail_msg("%s %s %s is %s", given[i].word, given[i].country, given[i].words,
			         reading.scheme ? reading.scheme->name : "nothing");
		assert_str(((struct cdr_str){ reading.text, reading.n }), given[i].text);
	}
}

static void
scheme_is_made_out_from_word_country_and_value(void **state)
{
	(void)state;
	static const struct given given[] = {
		{ "company_number", "GB", "04999912", "gb_company", "04999912" },
		{ "company_number", "gb", "4999912", "gb_company", "04999912" },
		{ "company_number", "GB", "sc 1234", "gb_company", "SC001234" },
		{ "company_number", "GB", "ip12345r", "gb_company", "IP12345R" },
		{ "tax_id", "GB", "gb 999 0012 40", "gb_vat", "999001240" },
		{ "tax_id", "IN", "99aaacx9999z1z3", "in_gstin", "99AAACX9999Z1Z3" },
		{ "tax_id", "IN", "aaacx9999z", "in_pan", "AAACX9999Z" },
		{ "company_number", "IN", "u99999dl2020ptc999999", "in_cin", "U99999DL2020PTC999999" },
		{ "registration number", "RU", "1099900012343", "ru_ogrn", "1099900012343" },
		{ "Registration No.", "RU", "9990001238", "ru_inn", "9990001238" },
		{ "vat", "", "el 999000123", "gr_afm", "999000123" },
		{ "vat", "FR", "be 0999 000 129", "be_kbo", "0999000129" },
		{ "company_number", "HK", "1234567", "hk_company", "1234567" },
		{ "company_number", "HK", "99900123 000 01 26 5", "hk_br", "9990012300001265" },
		{ "company_number", "SG", "201999999k", "sg_uen", "201999999K" },
		{ "company_number", "SG", "t99pq9999x", "sg_uen", "T99PQ9999X" },
		{ "company_number", "SG", "53999999x", "sg_uen", "53999999X" },
		{ "company_number", "ZA", "2019 999999 07", "za_reg", "201999999907" },
		{ "company_number", "AT", "fn 1234 a", "at_fn", "001234A" },
		{ "company_number", "NL", "kvk 1234567", "nl_kvk", "01234567" },
		{ "company_number", "PL", "12345", "pl_krs", "0000012345" },
		{ "tax_id", "US", "12 3456789", "us_ein", "123456789" },
		{ "tax_id", "MX", "abc 010203 xy1", "mx_rfc", "ABC010203XY1" },
		{ "nit", "CO", "999000123", "co_nit", "999000123" },
		{ "Legal Entity Identifier", "", "999900invented000184", "lei", "999900INVENTED000184" },
		{ "inn", "", "9990001238", "ru_inn", "9990001238" },
	};
	expect_resolved(given, CDR_LEN(given));
}

static void
scheme_nobody_can_make_out_stays_the_word(void **state)
{
	(void)state;
	static const struct given given[] = {
		{ "company_number", "", "04999912", NULL, NULL }, { "company_number", "AE", "123456", NULL, NULL },
		{ "tax_id", "GB", "1234567890", NULL, NULL },     { "licence:xx-rl", "GB", "04999912", NULL, NULL },
		{ "membership", "GB", "04999912", NULL, NULL },   { "inn", "KG", "12345678901234", NULL, NULL },
		{ "company_number", "GB", "sc", NULL, NULL },
	};
	expect_resolved(given, CDR_LEN(given));
}

static void
scheme_of_german_registers_needs_the_court(void **state)
{
	(void)state;
	static const struct {
		const char *words, *text;
		enum cdr_identifier_check check;
	} given[] = {
		{ "amtsgericht musterstadt hrb 1234 b", "HRB1234BMUSTERSTADT", CDR_IDENTIFIER_UNCHECKED },
		{ "hrb 1234 b musterstadt", "HRB1234BMUSTERSTADT", CDR_IDENTIFIER_UNCHECKED },
		{ "musterstadt hrb1234", "HRB1234MUSTERSTADT", CDR_IDENTIFIER_UNCHECKED },
		{ "hrb 1234", "HRB1234", CDR_IDENTIFIER_INVALID },
	};
	for (size_t i = 0; i < CDR_LEN(given); i++) {
		struct cdr_scheme_reading reading;
		cdr_scheme_resolve(S("company_number"), S("DE"), cdr_str_from(given[i].words), &reading);
		assert_non_null(reading.scheme);
		assert_str(((struct cdr_str){ reading.text, reading.n }), given[i].text);
		assert_int_equal(reading.check, given[i].check);
	}
}

/* Every row can be met, and what it says of firms leads to a row. */
static void
scheme_table_is_sound(void **state)
{
	(void)state;
	const struct cdr_scheme *scheme;
	size_t n = 0;
	for (; (scheme = cdr_scheme_at(n)) != NULL; n++) {
		assert_ptr_equal(cdr_scheme_find(cdr_str_from(scheme->name)), scheme);
		assert_true(strlen(scheme->country) == 0 || strlen(scheme->country) == 2);
		assert_true(strlen(scheme->title) > 0);
		if (scheme->firm)
			assert_non_null(cdr_scheme_find(cdr_str_from(scheme->firm)));
		struct cdr_str rest = cdr_str_from(scheme->shape), shape;
		while (rest.n && cdr_str_split(&rest, '|', &shape))
			assert_true(shape.n > 0 && shape.n < CDR_SCHEME_MAX_BYTES &&
			            scheme->from + scheme->n <= shape.n);
	}
	assert_true(n > 60);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scheme_is_made_out_from_word_country_and_value),
		cmocka_unit_test(scheme_nobody_can_make_out_stays_the_word),
		cmocka_unit_test(scheme_of_german_registers_needs_the_court),
		cmocka_unit_test(scheme_table_is_sound),
	};
	return cmocka_run_group_tests_name("scheme", tests, NULL, NULL);
}
