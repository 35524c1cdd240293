/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/scheme.h"

#include "check-support.h"

static void
check_europe_holds_and_no_neighbour_does(void **state)
{
	(void)state;
	static const struct number numbers[] = {
		{ "at_uid", "U99900125", 0 },        { "be_kbo", "0999000129", 0 },   { "bg_eik", "999000120", 0 },
		{ "ch_uid", "CHE999000120", 0 },     { "cy_vat", "99900012C", 0 },    { "cz_ico", "99900122", 0 },
		{ "de_vat", "999000121", 0 },        { "dk_cvr", "99900121", 0 },     { "ee_kmkr", "999000124", 0 },
		{ "ee_reg", "99900128", 0 },         { "es_nif", "B99900128", 0 },    { "es_nif", "Q9990012H", 0 },
		{ "es_nif", "99900012H", 0 },        { "es_nif", "X9990012P", 0 },    { "fi_ytunnus", "99900120", 0 },
		{ "fr_siren", "999000128", 0 },      { "gb_vat", "999001240", 0 },    { "gb_vat", "999001295", 0 },
		{ "gr_afm", "999000123", 0 },        { "hr_oib", "99900012300", 0 },  { "hu_tax", "99900126", 0 },
		{ "ie_vat", "9990012L", 0 },         { "ie_vat", "9990012UA", 1 },    { "it_piva", "99900012305", 0 },
		{ "lt_pvm", "999000113", 0 },        { "lu_tva", "99900165", 0 },     { "lv_reg", "99900012309", 0 },
		{ "mt_vat", "99900122", 0 },         { "nl_btw", "999000123B01", 3 }, { "no_orgnr", "999000126", 0 },
		{ "pl_nip", "9990001232", 0 },       { "pl_regon", "999000124", 0 },  { "pt_nif", "999000128", 0 },
		{ "ro_cui", "9990001232", 0 },       { "se_orgnr", "9990001233", 0 }, { "se_vat", "999000123301", 2 },
		{ "si_ddv", "99900122", 0 },         { "sk_dph", "9990001230", 0 },   { "sk_ico", "99900122", 0 },
		{ "fr_siret", "99900012800010", 0 }, { "fr_vat", "29999000128", 9 },  { "bg_eik", "9990001200015", 0 },
		{ "nl_btw", "999000124B58", 0 },
	};
	expect_check_digits(numbers, CDR_LEN(numbers));
}

/* INSEE lets the establishments of La Poste sum to a multiple of five. */
static void
check_europe_knows_the_exception_of_sirene(void **state)
{
	(void)state;
	assert_true(cdr_check_fr_siret(S("35600000000006")));
	assert_false(cdr_check_fr_siret(S("35600000000007")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_europe_holds_and_no_neighbour_does),
		cmocka_unit_test(check_europe_knows_the_exception_of_sirene),
	};
	return cmocka_run_group_tests_name("check-europe", tests, NULL, NULL);
}
