/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <string.h>

#include "fetch/fetch-impl.h"

static const char *
refusal(const char *text)
{
	uint8_t bytes[16];
	if (inet_pton(AF_INET, text, bytes) == 1)
		return cdr_fetch_address_refusal(bytes, 4);
	assert_int_equal(inet_pton(AF_INET6, text, bytes), 1);
	return cdr_fetch_address_refusal(bytes, 16);
}

static void
address_of_the_public_internet_is_let_through(void **state)
{
	static const char *const open[] = {
		"1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
		"126.255.255.255", "128.0.0.0",       "168.63.129.15",   "169.253.255.255", "169.255.0.0",
		"172.15.255.255",  "172.32.0.0",      "192.0.1.0",       "192.167.255.255", "192.169.0.0",
		"198.17.255.255",  "198.20.0.0",      "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::8a",
		"::ffff:8.8.8.8",  "64:ff9b::8.8.8.8"
	};
	(void)state;
	for (size_t i = 0; i < CDR_LEN(open); i++) {
		if (refusal(open[i]))
			fail_msg("%s: %s", open[i], refusal(open[i]));
	}
}

static void
address_inside_is_refused_to_both_ends_of_its_block(void **state)
{
	static const char *const shut[] = {
		"0.0.0.0",
		"0.255.255.255",
		"10.0.0.0",
		"10.255.255.255",
		"100.64.0.0",
		"100.127.255.255",
		"127.0.0.1",
		"127.255.255.255",
		"168.63.129.16",
		"169.254.0.0",
		"169.254.169.254",
		"169.254.255.255",
		"172.16.0.0",
		"172.31.255.255",
		"192.0.0.0",
		"192.0.0.255",
		"192.0.2.1",
		"192.88.99.1",
		"192.168.0.0",
		"192.168.255.255",
		"198.18.0.0",
		"198.19.255.255",
		"198.51.100.7",
		"203.0.113.255",
		"224.0.0.0",
		"239.255.255.255",
		"240.0.0.0",
		"255.255.255.255",
		"::",
		"::1",
		"::2",
		"fc00::1",
		"fd00:ec2::254",
		"fe80::1",
		"febf::1",
		"fec0::1",
		"ff02::1",
		"2001:db8::1",
		"2001::1",
		"2002:7f00:1::",
		"100::1",
		"3fff::1",
		"4000::1",
		"64:ff9b:1::1",
	};
	(void)state;
	for (size_t i = 0; i < CDR_LEN(shut); i++) {
		if (!refusal(shut[i]))
			fail_msg("%s is let through", shut[i]);
	}
}

static void
address_is_refused_with_what_it_is(void **state)
{
	(void)state;
	assert_string_equal(refusal("169.254.169.254"), "a cloud's metadata");
	assert_string_equal(refusal("169.254.1.1"), "link-local");
	assert_string_equal(refusal("::1"), "loopback");
	assert_string_equal(refusal("fd12::1"), "private");
	assert_string_equal(cdr_fetch_address_refusal((const uint8_t *)"", 0), "of an unknown kind");
}

static void
address_of_ipv4_in_ipv6_is_judged_as_ipv4(void **state)
{
	(void)state;
	assert_string_equal(refusal("::ffff:127.0.0.1"), "loopback");
	assert_string_equal(refusal("::ffff:10.1.2.3"), "private");
	assert_string_equal(refusal("::ffff:169.254.169.254"), "a cloud's metadata");
	assert_string_equal(refusal("64:ff9b::192.168.1.1"), "private");
}

static bool
held(const struct fetch_blocks *blocks, const char *text)
{
	uint8_t bytes[16];
	if (inet_pton(AF_INET, text, bytes) == 1)
		return fetch_blocks_hold(blocks, bytes, 4);
	assert_int_equal(inet_pton(AF_INET6, text, bytes), 1);
	return fetch_blocks_hold(blocks, bytes, 16);
}

static void
address_in_an_allowed_block_is_known(void **state)
{
	struct fetch_blocks blocks = { .n = 0 };
	struct cdr_error err = { 0 };
	(void)state;
	assert_int_equal(
		fetch_blocks_read(CDR_STR(" 10.1.0.0/16,fd00:1::/32  192.168.7.9 10.64.0.0/10"), &blocks, &err),
		CDR_OK);
	assert_int_equal(blocks.n, 4);
	assert_true(held(&blocks, "10.1.255.255"));
	assert_false(held(&blocks, "10.2.0.0"));
	assert_true(held(&blocks, "10.127.0.1"));
	assert_false(held(&blocks, "10.128.0.1"));
	assert_true(held(&blocks, "fd00:1::7"));
	assert_false(held(&blocks, "fd00:2::7"));
	assert_true(held(&blocks, "192.168.7.9"));
	assert_false(held(&blocks, "192.168.7.8"));
	assert_true(held(&blocks, "::ffff:10.1.2.3"));
	assert_int_equal(fetch_blocks_read((struct cdr_str){ NULL, 0 }, &blocks, &err), CDR_OK);
	assert_false(held(&blocks, "10.1.255.255"));
}

static void
address_block_that_is_none_is_named(void **state)
{
	static const char *const bad[] = { "10.0.0.0/33",
		                           "10.0.0.0/",
		                           "10.0.0/8",
		                           "fd00::/129",
		                           "localhost",
		                           "10.0.0.1/-1",
		                           "11111111111111111111111111111111111111111111111111111111111111111/8" };
	struct fetch_blocks blocks = { .n = 7 };
	(void)state;
	for (size_t i = 0; i < CDR_LEN(bad); i++) {
		struct cdr_error err = { 0 };
		assert_int_equal(fetch_blocks_read(cdr_str_from(bad[i]), &blocks, &err), CDR_EINPUT);
		assert_non_null(strstr(err.message, bad[i]));
	}
	assert_int_equal(blocks.n, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address_of_the_public_internet_is_let_through),
		cmocka_unit_test(address_inside_is_refused_to_both_ends_of_its_block),
		cmocka_unit_test(address_is_refused_with_what_it_is),
		cmocka_unit_test(address_of_ipv4_in_ipv6_is_judged_as_ipv4),
		cmocka_unit_test(address_in_an_allowed_block_is_known),
		cmocka_unit_test(address_block_that_is_none_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
