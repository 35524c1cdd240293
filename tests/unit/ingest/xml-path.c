/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/unit.h"

#include "ingest/xml-impl.h"

static void
xml_path_ways_down_stream(void **state)
{
	(void)state;
	static const char *const streamed[] = { "/a",       "/a/b",  "//a",        "/a//b",      "/*/*",
		                                "//*",      "//p:a", "/p:*/b",     "//a | /b/c", "//a|//b",
		                                "/a-b/c.d", "/*",    " //a | //b " };
	static const char *const not [] = { "",        "a",       "a/b",        "/",         "//",       "/a/",
		                            "/a[1]",   "//a[@x]", "/a/@b",      "/a/..",     "/a/.",     "(//a)",
		                            "//a | b", "//a |",   "| //a",      "/a/text()", "//a/b[2]", "/child::a",
		                            "/a /b",   "///a",    "//a || //b", "/a:/b",     "/:a",      "count(//a)",
		                            "/1a",     "//a[",    "/a/b/c()",   "/a:b:c" };
	for (size_t i = 0; i < CDR_LEN(streamed); i++) {
		if (!cdr_xml_streams(cdr_str_from(streamed[i])))
			fail_msg("%s does not stream", streamed[i]);
	}
	for (size_t i = 0; i < CDR_LEN(not ); i++) {
		if (cdr_xml_streams(cdr_str_from(not [i])))
			fail_msg("%s streams", not [i]);
	}
}

static void
xml_path_columns_stay_inside_or_climb(void **state)
{
	(void)state;
	static const char *const inside[] = {
		"a",
		"a/b",
		".",
		"./a",
		".//a | @b",
		"@a",
		"a[@x = '/b']/c",
		"a[1]/@b",
		"(a | b)[not(c = 'Low')]/d",
		"count(a) > 1",
		"local-name()",
		"local-name(a | b)",
		"a[last()]",
		"\"..\"",
		"child::a/descendant::b",
		"self::a/@p:b",
		"normalize-space(a)",
		"*",
		"*[2]",
		"../@day",
		"../../@p:day",
		"/list/@day",
		" /p:list/@day ",
		"string-length(a) * 2",
	};
	static const char *const climbs[] = {
		"..",
		"../a",
		"../../Name",
		"a/..",
		"a/../b",
		"/a",
		"/list/a/@b",
		"/list/@*",
		"//a",
		"a | //b",
		"a[/b]",
		"count(//a)",
		"count(preceding-sibling::*)",
		"following::a",
		"ancestor::a/@b",
		"parent::a",
		"namespace::*",
		"ancestor-or-self :: a",
		"id('x')",
		"lang('en')",
		"$x",
		"a = /b",
		"a and/b",
		"a div/b",
		"2*/b",
		"a /b",
		"'unclosed",
		"-/a",
		"../@day | ../b",
		"/*/@day",
	};
	for (size_t i = 0; i < CDR_LEN(inside); i++) {
		if (!cdr_xml_stays_inside(cdr_str_from(inside[i])))
			fail_msg("%s is said to climb", inside[i]);
	}
	for (size_t i = 0; i < CDR_LEN(climbs); i++) {
		if (cdr_xml_stays_inside(cdr_str_from(climbs[i])))
			fail_msg("%s is said to stay inside", climbs[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_path_ways_down_stream),
		cmocka_unit_test(xml_path_columns_stay_inside_or_climb),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
