/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/xls-impl.h"
#include "reading.h"

#include "biff.h"

/* A string of the records given, of which the first is it and the others continue it. */
static bool
read_records(const struct cdr_str *records, size_t n, size_t n_length_bytes, struct cdr_buf *out)
{
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	struct cdr_xls_text text;
	for (size_t i = 0; i < n; i++)
		biff_record(&stream, i == 0 ? 0x204 : 0x3C, records[i]);
	biff_record(&stream, 0x0A, CDR_STR(""));
	assert_true(cdr_xls_text_begin(&text, cdr_buf_str(&stream), 0, 0));
	return cdr_xls_text_read(&text, n_length_bytes, out);
}

#define BYTES(literal)                                                                                                 \
	{                                                                                                              \
		literal, sizeof(literal) - 1                                                                           \
	}

static void
xls_record_strings_come_in_two_widths(void **state)
{
	(void)state;
	static const struct {
		struct cdr_str records[3];
		size_t n, n_length_bytes;
		const char *text;
	} cases[] = {
		{ { BYTES("\x05\0\0Harbo") }, 1, 2, "Harbo" },
		{ { BYTES("\x03\0\xC9t\xE9") }, 1, 1, "\u00C9t\u00E9" },
		{ { BYTES("\x02\0\x01\x70\x6D\x32\x6D") }, 1, 2, "\u6D70\u6D32" },
		{ { BYTES("\x02\0\x01\x3D\xD8\x00\xDE") }, 1, 2, "\U0001F600" },
		{ { BYTES("\x02\0\x01\x3D\xD8\x41\x00") }, 1, 2, "\uFFFDA" },
		{ { BYTES("\x01\0\x01\x00\xDE") }, 1, 2, "\uFFFD" },
		{ { BYTES("\x01\0\x01\x3D\xD8") }, 1, 2, "\uFFFD" },
		{ { BYTES("\x02\0\0\0A") }, 1, 2, "\uFFFDA" },
		{ { BYTES("\x04\0\0a\r\nb") }, 1, 2, "a\nb" },
		{ { BYTES("\0\0\0") }, 1, 2, "" },
		/* the rest in the next record, which says its own width */
		{ { BYTES("\x04\0\0ab"), BYTES("\x01\x70\x6D\x32\x6D") }, 2, 2, "ab\u6D70\u6D32" },
		{ { BYTES("\x04\0\x01\x70\x6D"), BYTES("\0ab"), BYTES("\0c") }, 3, 2, "\u6D70abc" },
		{ { BYTES("\x02\0\0"), BYTES("\0ab") }, 2, 2, "ab" },
		/* runs and phonetic data are passed, also where they go on elsewhere */
		{ { BYTES("\x01\0\x08\x01\0Axxxx") }, 1, 2, "A" },
		{ { BYTES("\x01\0\x0C\x01\0\x03\0\0\0Axx"), BYTES("xxyyy") }, 2, 2, "A" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		if (!read_records(cases[i].records, cases[i].n, cases[i].n_length_bytes, &out))
			fail_msg("case %zu is refused", i);
		assert_true(cdr_str_equal(cdr_buf_str(&out), cdr_str_from(cases[i].text)) || cases[i].text[0] == '\0');
		assert_int_equal(out.n, strlen(cases[i].text));
	}
}

static void
xls_record_strings_cut_short_are_refused(void **state)
{
	(void)state;
	static const struct cdr_str cases[] = {
		BYTES(""),
		BYTES("\x01"),
		BYTES("\x01\0"),
		BYTES("\x01\0\0"),
		BYTES("\x03\0\0ab"),
		BYTES("\x01\0\x01\x70"),
		BYTES("\x01\0\x08"),
		BYTES("\x01\0\x08\x01\0Axx"),
		BYTES("\x01\0\x04\x01\0"),
		BYTES("\x01\0\x04\xFF\xFF\xFF\xFF\x41"),
		BYTES("\xFF\xFF\0a"),
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		if (read_records(&cases[i], 1, 2, &out))
			fail_msg("case %zu is read", i);
	}
}

static void
xls_record_one_that_does_not_fit_ends_the_stream(void **state)
{
	(void)state;
	struct cdr_xls_record record = { 0 };
	size_t at = 0;
	const struct cdr_str stream = BYTES("\x0A\0\x02\0xy\x3C\0\xFF\0z");
	assert_true(cdr_xls_record_next(stream, &at, &record));
	assert_int_equal(record.type, 0x0A);
	assert_str(record.data, "xy");
	assert_int_equal(at, 6);
	assert_false(cdr_xls_record_next(stream, &at, &record));
	assert_int_equal(at, 6);
	at = 1000;
	assert_false(cdr_xls_record_next(stream, &at, &record));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xls_record_strings_come_in_two_widths),
		cmocka_unit_test(xls_record_strings_cut_short_are_refused),
		cmocka_unit_test(xls_record_one_that_does_not_fit_ends_the_stream),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
