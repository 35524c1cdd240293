/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fetch/fetch-impl.h"

static enum cdr_status
resolve(const char *base, const char *location, bool http, const char *expected)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	struct cdr_error err = { 0 };
	const char *url = NULL;
	enum cdr_status status = fetch_url_resolve(base, location, http, arena, &url, &err);
	if (status == CDR_OK)
		assert_string_equal(url, expected);
	else
		assert_null(url);
	return status;
}

static void
url_of_a_redirect_is_taken_from_where_it_stands(void **state)
{
	(void)state;
	assert_int_equal(resolve("https://a.example/x/y?z", "w.csv", false, "https://a.example/x/w.csv"), CDR_OK);
	assert_int_equal(resolve("https://a.example/x/y", "/w.csv#top", false, "https://a.example/w.csv"), CDR_OK);
	assert_int_equal(resolve("https://a.example/x", "//b.example/w", false, "https://b.example/w"), CDR_OK);
	assert_int_equal(resolve(NULL, "https://a.example/list?page=1", false, "https://a.example/list?page=1"),
	                 CDR_OK);
}

static void
url_of_plain_http_is_followed_only_where_it_was_given(void **state)
{
	(void)state;
	assert_int_equal(resolve("https://a.example/", "http://a.example/w", false, NULL), CDR_EREFUSED);
	assert_int_equal(resolve("http://a.example/", "http://a.example/w", true, "http://a.example/w"), CDR_OK);
	assert_int_equal(resolve("http://a.example/", "https://a.example/w", true, "https://a.example/w"), CDR_OK);
}

static void
url_of_another_protocol_or_with_a_password_is_refused(void **state)
{
	static const char *const bad[] = { "file:///etc/passwd",     "ftp://a.example/x",
		                           "gopher://a.example/1",   "dict://a.example/d:x",
		                           "https://ann@a.example/", "https://ann:pw@a.example/",
		                           "smb://a.example/share/x" };
	(void)state;
	for (size_t i = 0; i < CDR_LEN(bad); i++)
		assert_int_equal(resolve("http://a.example/", bad[i], true, NULL), CDR_EREFUSED);
}

static void
url_that_is_none_is_named(void **state)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	struct cdr_error err = { 0 };
	const char *url = NULL;
	(void)state;
	assert_int_equal(fetch_url_resolve(NULL, "a list", false, arena, &url, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "\"a list\""));
}

static void
url_that_is_endless_is_refused(void **state)
{
	char location[CDR_FETCH_MAX_URL_BYTES + 10];
	(void)state;
	memset(location, 'x', sizeof(location));
	location[0] = '/';
	location[sizeof(location) - 1] = '\0';
	assert_int_equal(resolve("https://a.example/", location, false, NULL), CDR_EREFUSED);
}

static void
url_origin_is_protocol_host_and_port(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "https://a.example/1", "https://a.example/2?x=1", true },
		{ "https://a.example/", "https://A.EXAMPLE:443/", true },
		{ "http://a.example/", "http://a.example:80/", true },
		{ "https://a.example/", "http://a.example/", false },
		{ "https://a.example/", "https://a.example:8443/", false },
		{ "https://a.example/", "https://b.a.example/", false },
		{ "https://a.example/", "https://a.example.evil.example/", false },
		{ "https://a.example/", "https://a.example@evil.example/", false },
		{ "https://127.0.0.1/", "https://127.0.0.1:444/", false },
		{ "https://a.example/", "not a URL", false },
	};
	(void)state;
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		if (fetch_url_same_origin(cases[i].a, cases[i].b) != cases[i].same ||
		    fetch_url_same_origin(cases[i].b, cases[i].a) != cases[i].same)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
	}
}

static void
url_of_a_further_page_is_of_the_same_host(void **state)
{
	static const struct {
		const char *location, *url;
	} good[] = {
		{ "/list?page=2", "https://a.example/list?page=2" },
		{ "?page=2", "https://a.example/api/rows?page=2" },
		{ "https://a.example/x", "https://a.example/x" },
	};
	static const char *const bad[] = { "https://b.example/",
		                           "//b.example/x",
		                           "http://a.example/x",
		                           "ftp://a.example/x",
		                           "https://ann:secret@a.example/x",
		                           "https://a.example:444/" };
	(void)state;
	for (size_t i = 0; i < CDR_LEN(good); i++) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
		struct cdr_str url = { NULL, 0 };
		assert_int_equal(cdr_fetch_follow(CDR_STR("https://a.example/api/rows?page=1"),
		                                  cdr_str_from(good[i].location), arena, &url, NULL),
		                 CDR_OK);
		assert_true(cdr_str_equal(url, cdr_str_from(good[i].url)));
	}
	for (size_t i = 0; i < CDR_LEN(bad); i++) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
		struct cdr_str url = { NULL, 0 };
		assert_int_equal(cdr_fetch_follow(CDR_STR("https://a.example/api/rows?page=1"), cdr_str_from(bad[i]),
		                                  arena, &url, NULL),
		                 CDR_EREFUSED);
		assert_null(url.p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(url_of_a_redirect_is_taken_from_where_it_stands),
		cmocka_unit_test(url_of_plain_http_is_followed_only_where_it_was_given),
		cmocka_unit_test(url_of_another_protocol_or_with_a_password_is_refused),
		cmocka_unit_test(url_that_is_none_is_named),
		cmocka_unit_test(url_that_is_endless_is_refused),
		cmocka_unit_test(url_origin_is_protocol_host_and_port),
		cmocka_unit_test(url_of_a_further_page_is_of_the_same_host),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
