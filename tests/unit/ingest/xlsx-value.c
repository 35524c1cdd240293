/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/xlsx-impl.h"

static void
xlsx_value_format_codes_tell_dates(void **state)
{
	(void)state;
	const struct {
		struct cdr_str code;
		enum cdr_xlsx_style_kind kind;
	} cases[] = {
		{ CDR_STR("yyyy\\-mm\\-dd"), CDR_XLSX_DATE },
		{ CDR_STR("[$-409]d\\-mmm\\-yy;@"), CDR_XLSX_DATE },
		{ CDR_STR("h:mm AM/PM"), CDR_XLSX_DATE },
		{ CDR_STR("General"), CDR_XLSX_PLAIN },
		{ CDR_STR("#,##0.00;[Red]-#,##0.00"), CDR_XLSX_PLAIN },
		{ CDR_STR("0\" days\""), CDR_XLSX_PLAIN },
		{ CDR_STR("0\\d"), CDR_XLSX_PLAIN },
		{ CDR_STR("0_m"), CDR_XLSX_PLAIN },
		{ CDR_STR("[h]:mm:ss"), CDR_XLSX_PLAIN },
		{ CDR_STR("0;\"due \"dd"), CDR_XLSX_PLAIN },
		{ CDR_STR("0.00"), CDR_XLSX_PLAIN },
		{ CDR_STR("0"), CDR_XLSX_PLAIN },
		{ CDR_STR("00000"), CDR_XLSX_PADDED },
		{ CDR_STR("\"unclosed d"), CDR_XLSX_PLAIN },
		{ CDR_STR("[unclosed d"), CDR_XLSX_PLAIN },
		{ CDR_STR("\\"), CDR_XLSX_PLAIN },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++)
		assert_int_equal(cdr_xlsx_style_of_code(cases[i].code).kind, cases[i].kind);
	assert_int_equal(cdr_xlsx_style_of_builtin(14).kind, CDR_XLSX_DATE);
	assert_int_equal(cdr_xlsx_style_of_builtin(22).kind, CDR_XLSX_DATE);
	assert_int_equal(cdr_xlsx_style_of_builtin(23).kind, CDR_XLSX_PLAIN);
	assert_int_equal(cdr_xlsx_style_of_builtin(45).kind, CDR_XLSX_DATE);
	assert_int_equal(cdr_xlsx_style_of_builtin(46).kind, CDR_XLSX_PLAIN);
	assert_int_equal(cdr_xlsx_style_of_builtin(2).kind, CDR_XLSX_PLAIN);
}

static void
xlsx_value_serials_are_days(void **state)
{
	(void)state;
	static const struct {
		const char *stored;
		bool date_1904;
		const char *text;
		enum cdr_cell_kind kind;
	} cases[] = {
		{ "1", false, "1900-01-01", CDR_CELL_DATE },
		{ "59", false, "1900-02-28", CDR_CELL_DATE },
		{ "60", false, "60", CDR_CELL_NUMBER }, /* 29 February 1900 never was */
		{ "61", false, "1900-03-01", CDR_CELL_DATE },
		{ "45292", false, "2024-01-01", CDR_CELL_DATE },
		{ "45292.0", false, "2024-01-01", CDR_CELL_DATE },
		{ "45292.75", false, "2024-01-01T18:00:00", CDR_CELL_DATE },
		{ "45292.999999999", false, "2024-01-02", CDR_CELL_DATE },
		{ "43830", true, "2024-01-01", CDR_CELL_DATE },
		{ "0", true, "1904-01-01", CDR_CELL_DATE },
		{ "0.5", false, "12:00:00", CDR_CELL_TEXT },
		{ "0", false, "0", CDR_CELL_NUMBER },
		{ "-3", false, "-3", CDR_CELL_NUMBER },
		{ "1e300", false, "1e300", CDR_CELL_NUMBER },
		{ "20240101", false, "20240101", CDR_CELL_NUMBER },
	};
	const struct cdr_xlsx_style date = { .kind = CDR_XLSX_DATE };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char out[CDR_XLSX_VALUE_MAX];
		enum cdr_cell_kind kind = CDR_CELL_EMPTY;
		struct cdr_str text =
			cdr_xlsx_number(cdr_str_from(cases[i].stored), date, cases[i].date_1904, out, &kind);
		assert_true(cdr_str_equal(text, cdr_str_from(cases[i].text)));
		assert_int_equal(kind, cases[i].kind);
	}
}

static void
xlsx_value_numbers_stay_as_typed(void **state)
{
	(void)state;
	static const struct {
		const char *stored;
		uint8_t n_digits;
		const char *text;
		enum cdr_cell_kind kind;
	} cases[] = {
		{ "97220", 0, "97220", CDR_CELL_NUMBER },
		{ "111.0", 0, "111.0", CDR_CELL_NUMBER },
		{ "12.50", 0, "12.50", CDR_CELL_NUMBER },
		{ "0.10000000000000001", 0, "0.1", CDR_CELL_NUMBER },
		{ "0.30000000000000004", 0, "0.30000000000000004", CDR_CELL_NUMBER },
		{ "1234567890123456", 0, "1234567890123456", CDR_CELL_NUMBER },
		{ "30", 4, "0030", CDR_CELL_NUMBER },
		{ "12345", 4, "12345", CDR_CELL_NUMBER },
		{ "1.5", 4, "1.5", CDR_CELL_NUMBER },
		{ "0x10", 0, "0x10", CDR_CELL_TEXT },
		{ "12 Mill Road", 0, "12 Mill Road", CDR_CELL_TEXT },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char out[CDR_XLSX_VALUE_MAX];
		enum cdr_cell_kind kind = CDR_CELL_EMPTY;
		const struct cdr_xlsx_style style = { cases[i].n_digits ? CDR_XLSX_PADDED : CDR_XLSX_PLAIN,
			                              cases[i].n_digits };
		struct cdr_str text = cdr_xlsx_number(cdr_str_from(cases[i].stored), style, false, out, &kind);
		assert_true(cdr_str_equal(text, cdr_str_from(cases[i].text)));
		assert_int_equal(kind, cases[i].kind);
	}
}

static void
xlsx_value_escapes_are_resolved(void **state)
{
	(void)state;
	const struct {
		struct cdr_str escaped, plain;
	} cases[] = {
		{ CDR_STR("a_x000D_\nb\r\nc"), CDR_STR("a\nb\nc") },
		{ CDR_STR("_x005F_x000D_"), CDR_STR("_x000D_") },
		{ CDR_STR("_x20AC_ _x00e9_"), CDR_STR("\xE2\x82\xAC \xC3\xA9") },
		{ CDR_STR("_x0000_ _xD800_ _x12G4_ _x123"), CDR_STR("_x0000_ _xD800_ _x12G4_ _x123") },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char text[64];
		memcpy(text, cases[i].escaped.p, cases[i].escaped.n);
		size_t n = cdr_xlsx_unescape(text, cases[i].escaped.n);
		assert_true(cdr_str_equal((struct cdr_str){ text, n }, cases[i].plain));
	}
}

static void
xlsx_value_references_are_letters_and_digits(void **state)
{
	(void)state;
	uint32_t column = 0, row = 0;
	assert_true(cdr_xlsx_reference(CDR_STR("BC17"), &column, &row));
	assert_int_equal(column, 54);
	assert_int_equal(row, 17);
	const struct cdr_str bad[] = { CDR_STR("17"),    CDR_STR("B17x"),        CDR_STR("ABCDE1"),
		                       CDR_STR("$B$17"), CDR_STR("B9999999999"), CDR_STR("") };
	for (size_t i = 0; i < CDR_LEN(bad); i++)
		assert_false(cdr_xlsx_reference(bad[i], &column, &row));
}

static void
xlsx_value_iso_dates_lose_midnight(void **state)
{
	(void)state;
	assert_str(cdr_xlsx_iso_date(CDR_STR("2024-03-01T00:00:00.000Z")), "2024-03-01");
	assert_str(cdr_xlsx_iso_date(CDR_STR("2024-03-01T07:30:00")), "2024-03-01T07:30:00");
	assert_str(cdr_xlsx_iso_date(CDR_STR("2024-03-01")), "2024-03-01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_value_format_codes_tell_dates),
		cmocka_unit_test(xlsx_value_serials_are_days),
		cmocka_unit_test(xlsx_value_numbers_stay_as_typed),
		cmocka_unit_test(xlsx_value_escapes_are_resolved),
		cmocka_unit_test(xlsx_value_references_are_letters_and_digits),
		cmocka_unit_test(xlsx_value_iso_dates_lose_midnight),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
