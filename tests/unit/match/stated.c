/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static struct cdr_str
state_of(const struct tables *t, const char *country, const char *address, const char *sector)
{
	const struct cdr_str address_text = cdr_str_from(address), sector_text = cdr_str_from(sector);
	struct cdr_match_subject subject = { .country = cdr_str_from(country),
		                             .addresses = &address_text,
		                             .n_addresses = 1,
		                             .sectors = &sector_text,
		                             .n_sectors = 1 };
	struct cdr_str stated;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_state(t->config, &subject, t->arena, &stated, &err), CDR_OK);
	return stated;
}

static double
agreement(struct cdr_str left, struct cdr_str right)
{
	struct cdr_match_beside beside = { .country = CDR_AGREE_NOTHING };
	cdr_match_compare_stated(left, right, &beside);
	return beside.address;
}

static void
stated_is_empty_where_nothing_is_said(void **state)
{
	assert_int_equal(state_of(*state, NULL, NULL, NULL).n, 0);
	assert_int_equal(state_of(*state, "BD", "...", "manufacturer").n, 0);
	assert_int_equal(state_of(*state, "BD", "Bangladesh", "").n, 0); /* as the country says anyway */
	assert_true(state_of(*state, NULL, "Bangladesh", "").n > 0);
	assert_true(state_of(*state, "BD", "", "garments").n > 0);
}

/* What is read back compares as what was taken apart does. */
static void
stated_addresses_agree_as_their_keys_do(void **state)
{
	static const char *const addresses[] = {
		"Plot 12, Heron Road, Tejgaon Industrial Area, Dhaka 1208",
		"12 Heron Rd, Tejgaon I/A, Dhaka-1208",
		"No. 18, Marrowby South Rd, Shenzhen 518110",
		"18 Marrow by Southroad, Shenzen",
		"广东省深圳市苍鹭路18号",
		"Flat B, 3/F",
	};
	const struct tables *t = *state;
	for (size_t i = 0; i < CDR_LEN(addresses); i++) {
		for (size_t k = 0; k < CDR_LEN(addresses); k++) {
			struct cdr_address_key a, b;
			struct cdr_address_parts parts;
			const struct cdr_str none = { NULL, 0 };
			assert_int_equal(cdr_normalise_address(t->normaliser, cdr_str_from(addresses[i]), none,
			                                       t->arena, &a, NULL),
			                 CDR_OK);
			assert_int_equal(cdr_normalise_address(t->normaliser, cdr_str_from(addresses[k]), none,
			                                       t->arena, &b, NULL),
			                 CDR_OK);
			double known = cdr_address_agreement(&a, &b, &parts), expected = known < 0 ? 0 : 2 * known - 1;
			double found =
				agreement(state_of(t, NULL, addresses[i], NULL), state_of(t, NULL, addresses[k], NULL));
			if (found != expected)
				fail_msg("%s | %s: %g, %g", addresses[i], addresses[k], found, expected);
		}
	}
}

/* Cut anywhere, or with any byte another, it reads as something or as nothing. */
static void
stated_bytes_that_nobody_wrote_do_no_harm(void **state)
{
	struct cdr_str whole = state_of(*state, "BD", "Plot 12, Heron Road, Dhaka 1208", "garments");
	char bytes[512];
	assert_true(whole.n > 20 && whole.n < sizeof(bytes));
	for (size_t n = 0; n < whole.n; n++) {
		char *cut = cdr_alloc(n + 1);
		assert_non_null(cut);
		memcpy(cut, whole.p, n);
		assert_true(fabs(agreement(whole, (struct cdr_str){ cut, n })) <= 1);
		cdr_free(cut);
	}
	for (size_t i = 0; i < whole.n; i++) {
		for (unsigned value = 0; value < 256; value++) {
			memcpy(bytes, whole.p, whole.n);
			bytes[i] = (char)value;
			double there = agreement(whole, (struct cdr_str){ bytes, whole.n });
			assert_true(fabs(there) <= 1);
			assert_true(there == agreement((struct cdr_str){ bytes, whole.n }, whole));
		}
	}
}

static void
stated_takes_few_bytes(void **state)
{
	assert_true(state_of(*state, "BD", "Plot 12, Heron Road, Tejgaon Industrial Area, Dhaka 1208", NULL).n < 56);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stated_is_empty_where_nothing_is_said),
		cmocka_unit_test(stated_addresses_agree_as_their_keys_do),
		cmocka_unit_test(stated_bytes_that_nobody_wrote_do_no_harm),
		cmocka_unit_test(stated_takes_few_bytes),
	};
	return cmocka_run_group_tests_name("stated", tests, load_tables, drop_tables);
}
