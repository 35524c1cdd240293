/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

/* ASCII text as UTF-16, low byte first or last, with a mark or without; returns the number of bytes. */
static size_t
widen(const char *text, bool little, bool mark, char *out)
{
	size_t n = 0;
	if (mark) {
		out[n++] = little ? '\xFF' : '\xFE';
		out[n++] = little ? '\xFE' : '\xFF';
	}
	for (; *text; text++) {
		out[n++] = little ? *text : '\0';
		out[n++] = little ? '\0' : *text;
	}
	return n;
}

static void
charset_marks_are_taken_off(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(CDR_STR("\xEF\xBB\xBFname,city\nA\xC3\xA7"
	                                                "a\xC3\xAD,Alba\n"),
	                                        "list.csv", NULL);
	assert_text(table, 0, 0, "name");
	assert_text(table, 1, 0,
	            "A\xC3\xA7"
	            "a\xC3\xAD");
	assert_str(table->encoding, "UTF-8 with BOM");
}

static void
charset_utf16_is_found_with_and_without_mark(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		char bytes[128];
		size_t n = widen("name,city\r\nMill A,Alba\r\n", i & 1, i & 2, bytes);
		cdr_owned(cdr_table) table = read_table((struct cdr_str){ bytes, n }, "list.csv", NULL);
		assert_text(table, 1, 1, "Alba");
		assert_true(cdr_str_equal(table->encoding, i & 1 ? CDR_STR("UTF-16LE") : CDR_STR("UTF-16BE")));
	}
}

static void
charset_mark_alone_is_a_table_without_rows(void **state)
{
	(void)state;
	cdr_owned(cdr_table) utf16 = read_table(CDR_STR("\xFF\xFE"), "list.csv", NULL);
	assert_int_equal(utf16->sheets[0].n_rows, 0);
	cdr_owned(cdr_table) utf8 = read_table(CDR_STR("\xEF\xBB\xBF"), "list.csv", NULL);
	assert_int_equal(utf8->sheets[0].n_rows, 0);
}

static void
charset_neither_utf8_nor_utf16_is_windows_1252(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(CDR_STR("name,price\nCaf\xE9 \x96 Bar,\x80 5\n"), "list.csv", NULL);
	assert_text(table, 1, 0, "Caf\xC3\xA9 \xE2\x80\x93 Bar");
	assert_text(table, 1, 1, "\xE2\x82\xAC 5");
	assert_str(table->encoding, "windows-1252");
}

static void
charset_broken_utf8_is_not_taken_for_windows_1252(void **state)
{
	(void)state;
	read_refused(CDR_STR("name\nSm\xC3\xB8rg\n\xC3\x85lt\nR\xC3\xB8\nLast\xC3\n"), "list.csv", NULL, CDR_EINPUT,
	             "list.csv:5", "byte 0xC3 does not belong to UTF-8 text");
	read_refused(CDR_STR("\xEF\xBB\xBFname\nCaf\xE9\n"), "list.csv", NULL, CDR_EINPUT, "list.csv:2", "byte 0xE9");
}

static void
charset_byte_windows_1252_lacks_is_refused(void **state)
{
	(void)state;
	read_refused(CDR_STR("name\n\x90\xE0\xA1\xFB\n"), "list.csv", NULL, CDR_EINPUT, "list.csv:2", "byte 0x90");
}

static void
charset_asked_for_is_used(void **state)
{
	(void)state;
	struct cdr_ingest_options options = { .encoding = CDR_STR("Shift_JIS") };
	cdr_owned(cdr_table) table = read_table(CDR_STR("name,city\n\x93\x8C\x8B\x9E,1\n"), "list.csv", &options);
	assert_text(table, 1, 0, "\xE6\x9D\xB1\xE4\xBA\xAC");
	assert_str(table->encoding, "Shift_JIS");
	read_refused(CDR_STR("name\nok\n\x93\n"), "list.csv", &options, CDR_EINPUT, "list.csv:3", "not Shift_JIS text");

	options.encoding = CDR_STR("klingon-8");
	read_refused(CDR_STR("name\n"), "list.csv", &options, CDR_EINPUT, "list.csv", "GB18030");

	options.encoding = CDR_STR("UTF-8");
	cdr_owned(cdr_table) marked = read_table(CDR_STR("\xEF\xBB\xBFname\nx\n"), "list.csv", &options);
	assert_text(marked, 0, 0, "name");
}

static void
charset_nul_is_refused_with_its_line(void **state)
{
	(void)state;
	read_refused(CDR_STR("name,city,country\r\nMill A,Alba,XA\r\nMill\0B,Berg,XB\r\n"), "list.csv", NULL,
	             CDR_EINPUT, "list.csv:3", "NUL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(charset_marks_are_taken_off),
		cmocka_unit_test(charset_utf16_is_found_with_and_without_mark),
		cmocka_unit_test(charset_mark_alone_is_a_table_without_rows),
		cmocka_unit_test(charset_neither_utf8_nor_utf16_is_windows_1252),
		cmocka_unit_test(charset_broken_utf8_is_not_taken_for_windows_1252),
		cmocka_unit_test(charset_byte_windows_1252_lacks_is_refused),
		cmocka_unit_test(charset_asked_for_is_used),
		cmocka_unit_test(charset_nul_is_refused_with_its_line),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
