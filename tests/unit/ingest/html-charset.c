/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/html-impl.h"

static void
html_charset_is_the_one_declared(void **state)
{
	(void)state;
	static const struct {
		const char *page, *name;
	} cases[] = {
		{ "<html><head><meta charset=\"windows-1251\">", "windows-1251" },
		{ "<META http-equiv=Content-Type content=\"text/html; charset=koi8-r\">", "koi8-r" },
		{ "<meta charset = 'Shift_JIS'/>", "windows-31j" },
		{ "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><html>", "ISO-8859-2" },
		{ "<!-- <meta charset=big5> --><meta charset=gbk>", "GB18030" },
		{ "<meta name=viewport><meta charset=latin1>", "windows-1252" },
		{ "<meta charset=utf-16>", "UTF-8" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_str name = cdr_html_charset(cdr_str_from(cases[i].page));
		if (!cdr_str_equal(name, cdr_str_from(cases[i].name)))
			fail_msg("%s: %.*s", cases[i].page, CDR_STR_ARG(name));
	}
}

static void
html_charset_may_be_missing(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"<meta",
		"<meta charset>",
		"<meta charset=\"",
		"<meta charset=>",
		"<!-- <meta charset=big5>",
		"<p>charset=big5</p>",
		"<meta charset=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>",
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++)
		assert_int_equal(cdr_html_charset(cdr_str_from(cases[i])).n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_charset_is_the_one_declared),
		cmocka_unit_test(html_charset_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
