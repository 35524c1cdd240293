/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

struct pair {
	const char *left, *right, *country;
	unsigned agreed, conflicting;
};

#define P CDR_ADDRESS_POSTCODE
#define N CDR_ADDRESS_NUMBER
#define W CDR_ADDRESS_STREET
#define C CDR_ADDRESS_CITY

static double
agreement(const struct tables *t, const struct pair *pair, bool turned, struct cdr_address_parts *parts)
{
	struct cdr_address_key keys[2];
	struct cdr_error err = { 0 };
	const char *texts[] = { pair->left, pair->right };
	for (size_t i = 0; i < 2; i++)
		if (cdr_normalise_address(t->normaliser, cdr_str_from(texts[i]), cdr_str_from(pair->country), t->arena,
		                          &keys[i], &err) != CDR_OK)
			fail_msg("%s", err.message);
	return cdr_address_agreement(&keys[turned], &keys[!turned], parts);
}

/* All of them, in both orders, between the two values. */
static void
expect(const struct tables *t, const struct pair *pairs, size_t n, double least, double most)
{
	for (size_t i = 0; i < n; i++) {
		struct cdr_address_parts parts, turned;
		double value = agreement(t, &pairs[i], false, &parts);
		assert_true(value == agreement(t, &pairs[i], true, &turned));
		assert_int_equal(parts.agreed, turned.agreed);
		assert_int_equal(parts.conflicting, turned.conflicting);
		if (value < least || value > most || parts.agreed != pairs[i].agreed ||
		    parts.conflicting != pairs[i].conflicting)
			fail_msg("%s | %s: %.3f, agreed %u, conflicting %u", pairs[i].left, pairs[i].right, value,
			         parts.agreed, parts.conflicting);
	}
}

static void
address_agree_one_place_written_in_two_ways(void **state)
{
	static const struct pair pairs[] = {
		{ "No. 18, Heronlake South Rd, Falconshan, Musterzhen", "Musterzhen, Heron Lake S. Road 18", "CN",
		  N | W | C, 0 },
		{ "12 Heron Lane, Gulfview LS1 4AB", "Unit 3, 12 Heron Ln., LS14AB Gulfview", "GB", P | N | W | C, 0 },
		{ "Reiherstr. 5, 53999 Musterstadt", "Musterstadt 53999, Reiherstraße 5", "DE", P | N | W | C, 0 },
		{ "Plot 23, Heron Industrial Estate, Gulfpur-1704", "23 Heron Indl. Estate, Gulfpurr 1704", "BD",
		  P | N | W | C, 0 },
		{ "Calle Garza No 3 Poligono A, Antigua Garza", "Calle Garza, Pol. A, Nº 3, Antiguo Garza", "SV",
		  N | W | C, 0 },
		{ "湾景区苍鹭南路18号3楼", "鹭东省隼州市湾景区苍鹭南路18号", "CN", N | W | C, 0 },
	};
	expect(*state, pairs, CDR_LEN(pairs), 0.8, 1);
}

static void
address_agree_other_places(void **state)
{
	static const struct pair pairs[] = {
		{ "18 Heron Road, Musterzhen", "77 Falcon Road, Gulfstadt", "CN", 0, N | W | C },
		{ "18 Heron Road, Musterzhen 518999", "77 Falcon Road, Gulfstadt 223999", "CN", 0, P | N | W | C },
		{ "18 Heron Road, Musterzhen, Viet Nam", "18 Heron Road, Musterzhen, China", "", 0,
		  CDR_ADDRESS_COUNTRY },
	};
	expect(*state, pairs, CDR_LEN(pairs), 0, 0.1);
}

static void
address_agree_little_evidence_says_little(void **state)
{
	static const struct pair pairs[] = {
		{ "Musterzhen", "Musterzhen, Gulfprovince", "CN", C, 0 },
		{ "No. 18, Heronlake South Rd, Musterzhen", "鹭东省苍鹭南路18号", "CN", N, 0 },
		{ "18 Heron Road, Musterzhen", "77 Heron Road, Musterzhen", "CN", W | C, N },
	};
	expect(*state, pairs, CDR_LEN(pairs), 0.55, 0.8);
}

static void
address_agree_is_unknown_without_a_common_part(void **state)
{
	static const struct pair pairs[] = {
		{ "", "18 Heron Road, Musterzhen", "CN", 0, 0 },
		{ "No. 18", "Musterzhen", "CN", 0, 0 },
		{ "Musterzhen", "隼州市", "CN", 0, 0 },
	};
	expect(*state, pairs, CDR_LEN(pairs), CDR_ADDRESS_UNKNOWN, CDR_ADDRESS_UNKNOWN);
}

/* A wrong digit behind the same delivery area says nothing; Hong Kong is written as a country and as a city. */
static void
address_agree_is_not_strict_where_people_are_not(void **state)
{
	static const struct pair pairs[] = {
		{ "18 Heron Road, Musterzhen 518106", "18 Heron Road, Musterzhen 518132", "CN", N | W | C, 0 },
		{ "18 Heron Road, Musterwan, Hong Kong", "18 Heron Road, Musterwan, China", "", N | W | C, 0 },
	};
	expect(*state, pairs, CDR_LEN(pairs), 0.9, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address_agree_one_place_written_in_two_ways),
		cmocka_unit_test(address_agree_other_places),
		cmocka_unit_test(address_agree_little_evidence_says_little),
		cmocka_unit_test(address_agree_is_unknown_without_a_common_part),
		cmocka_unit_test(address_agree_is_not_strict_where_people_are_not),
	};
	return cmocka_run_group_tests_name("address-agree", tests, load_tables, drop_tables);
}
