/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* One value of a column of the project's data, as a converter reads it. */
static struct cdr_import_value
convert_kind(struct desk *desk, enum cdr_import_kind kind, const char *column, const char *text,
             enum cdr_cell_kind cell_kind)
{
	cdr_owned(cdr_import_columns) columns = NULL;
	struct cdr_import_value value = { 0 };
	struct cdr_cell cell = { cdr_str_from(text), cell_kind };
	assert_status(CDR_OK, cdr_import_columns_load(&desk->rulesets, kind, &columns, &desk->error), &desk->error);
	struct cdr_import_converter converter = { columns, desk->normaliser, CDR_DATE_ORDER_UNKNOWN, '\0',
		                                  desk->arena };
	const struct cdr_import_definition *definition = cdr_import_columns_find(columns, column);
	assert_non_null(definition);
	assert_status(CDR_OK, cdr_import_convert(&converter, definition, &cell, &value, &desk->error), &desk->error);
	/* The words of the columns end with them. */
	value.text = cdr_str_copy(desk->arena, value.text);
	return value;
}

static void
assert_value(struct desk *desk, const char *column, const char *text, const char *wanted)
{
	bool engagement = strncmp(column, "e:", 2) == 0;
	struct cdr_import_value value = convert_kind(desk, engagement ? CDR_IMPORT_ENGAGEMENTS : CDR_IMPORT_SUPPLIERS,
	                                             engagement ? column + 2 : column, text, CDR_CELL_TEXT);
	if (value.reason.p)
		fail_msg("%s \"%s\" was refused: %.*s", column, text, CDR_STR_ARG(value.reason));
	assert_text(value.text, wanted);
}

static void
assert_refused(struct desk *desk, const char *column, const char *text, const char *why)
{
	bool engagement = strncmp(column, "e:", 2) == 0;
	struct cdr_import_value value = convert_kind(desk, engagement ? CDR_IMPORT_ENGAGEMENTS : CDR_IMPORT_SUPPLIERS,
	                                             engagement ? column + 2 : column, text, CDR_CELL_TEXT);
	if (!value.reason.p)
		fail_msg("%s \"%s\" was taken as \"%.*s\"", column, text, CDR_STR_ARG(value.text));
	assert_holds(value.reason, why);
	assert_null(value.text.p);
}

static void
convert_numbers_become_canonical(void **state)
{
	struct desk *desk = DESK;
	assert_value(desk, "workers_total", "111.0", "111");
	assert_value(desk, "workers_total", "1,234", "1234");
	assert_value(desk, "workers_total", "0", "0");
	assert_value(desk, "lat", "-33.8570", "-33.857");
	assert_value(desk, "lat", "103.819", "103.819");
	assert_value(desk, "lat", "12,5", "12.5");
	assert_value(desk, "workers_migrant_pct", "12.50 %", "12.5");
	assert_value(desk, "workers_migrant_pct", "100", "100");
	assert_value(desk, "workers_migrant_pct", "0.0", "0");
}

static void
convert_number_cells_are_read_by_the_point_and_the_exponent(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *column, *text, *wanted;
	} rows[] = {
		{ "workers_total", "1250.0", "1250" },
		{ "workers_migrant_pct", "7.0E-2", "0.07" },
		{ "workers_total", "1.25E3", "1250" },
		{ "lat", "-1.25e-3", "-0.00125" },
		{ "lat", "7E-1", "0.7" },
		{ "lat", "0.5E1", "5" },
		{ "lat", "1.250", "1.25" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_import_value value =
			convert_kind(desk, CDR_IMPORT_SUPPLIERS, rows[i].column, rows[i].text, CDR_CELL_NUMBER);
		assert_text(value.text, rows[i].wanted);
	}
}

static void
convert_refusals_name_value_and_form(void **state)
{
	struct desk *desk = DESK;
	assert_refused(desk, "workers_total", "many", "workers_total: \"many\" is not a whole number");
	assert_refused(desk, "workers_total", "-3", "from 0 up");
	assert_refused(desk, "workers_total", "1.5", "not a whole number");
	assert_refused(desk, "workers_migrant_pct", "120", "outside 0 to 100");
	assert_refused(desk, "workers_migrant_pct", "-1", "outside 0 to 100");
	assert_refused(desk, "last_review_on", "yesterday", "write YYYY-MM-DD");
	assert_refused(desk, "last_review_on", "2024-02-30", "not a date");
	assert_refused(desk, "union_present", "perhaps", "neither yes nor no");
	assert_refused(desk, "e:documents_held_by", "the sheriff", "worker, employer, agency, other");
	assert_refused(desk, "currency", "pounds", "ISO 4217");
	assert_refused(desk, "e:fee_amount", "-20", "below zero");
	assert_refused(desk, "lei", "5493001KJTIIGC8Y1R13", "ISO 17442");
}

static void
convert_cells_with_two_readings_stay_as_written(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *column, *text;
		enum cdr_import_doubt doubt;
	} rows[] = {
		{ "workers_total", "1.250", CDR_IMPORT_DOUBT_AMBIGUOUS },
		{ "lat", "1,234", CDR_IMPORT_DOUBT_AMBIGUOUS },
		{ "last_review_on", "03/04/2024", CDR_IMPORT_DOUBT_AMBIGUOUS },
		{ "spend", "1.250", CDR_IMPORT_DOUBT_AMBIGUOUS },
		{ "spend", "=SUM(A1:A9)", CDR_IMPORT_DOUBT_FORMULA },
		{ "id", "=VLOOKUP(A1,B:C,2)", CDR_IMPORT_DOUBT_FORMULA },
		{ "company_number", "4.93E+12", CDR_IMPORT_DOUBT_CUT },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_import_value value =
			convert_kind(desk, CDR_IMPORT_SUPPLIERS, rows[i].column, rows[i].text, CDR_CELL_TEXT);
		assert_null(value.text.p);
		assert_null(value.reason.p);
		assert_text(value.unrecognised, rows[i].text);
		assert_int_equal(value.doubt, rows[i].doubt);
	}
	assert_value(desk, "id", "=\"00123\"", "00123");
}

static void
convert_long_values_are_cut_in_reasons(void **state)
{
	struct desk *desk = DESK;
	char text[300];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	struct cdr_import_value value = convert_kind(desk, CDR_IMPORT_SUPPLIERS, "workers_total", text, CDR_CELL_TEXT);
	assert_true(value.reason.n < 150);
	assert_holds(value.reason, "xx…\" is not");
}

static void
convert_words_and_truths_come_in_several_languages(void **state)
{
	struct desk *desk = DESK;
	assert_value(desk, "union_present", "Yes", "true");
	assert_value(desk, "union_present", "nein", "false");
	assert_value(desk, "union_present", "S\303\255", "true");
	assert_value(desk, "union_present", "1", "true");
	assert_value(desk, "union_present", "\345\220\246", "false");
	assert_value(desk, "e:fee_paid_by", "Candidate", "worker");
	assert_value(desk, "e:fee_paid_by", "EMPLOYER", "employer");
	assert_value(desk, "e:channel", "Private agency", "private");
	assert_value(desk, "grievance_channel", "Hotline", "true");
}

static void
convert_lenient_columns_hand_on_what_does_not_fit(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_value value =
		convert_kind(desk, CDR_IMPORT_SUPPLIERS, "grievance_channel", "under discussion", CDR_CELL_TEXT);
	assert_null(value.reason.p);
	assert_null(value.text.p);
	assert_text(value.unrecognised, "under discussion");
}

static void
convert_money_may_carry_its_currency(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_value value =
		convert_kind(desk, CDR_IMPORT_ENGAGEMENTS, "fee_amount", "USD 1,250.50", CDR_CELL_TEXT);
	assert_text(value.text, "1250.5");
	assert_text(value.currency, "USD");
	value = convert_kind(desk, CDR_IMPORT_ENGAGEMENTS, "fee_amount", "300 KWD", CDR_CELL_TEXT);
	assert_text(value.text, "300");
	assert_text(value.currency, "KWD");
	assert_value(desk, "e:fee_amount", "1,250", "1250");
	assert_value(desk, "e:fee_currency", "eur", "EUR");
}

static void
convert_dates_are_read_where_they_have_one_reading(void **state)
{
	struct desk *desk = DESK;
	assert_value(desk, "last_review_on", "2024-02-29", "2024-02-29");
	assert_value(desk, "last_review_on", "31/12/2024", "2024-12-31");
	assert_value(desk, "last_review_on", "5 March 2024", "2024-03-05");
	struct cdr_import_value value =
		convert_kind(desk, CDR_IMPORT_SUPPLIERS, "last_review_on", "2024-03-05", CDR_CELL_DATE);
	assert_text(value.text, "2024-03-05");
}

static void
convert_countries_become_codes_or_are_handed_on(void **state)
{
	struct desk *desk = DESK;
	assert_value(desk, "country", "Viet Nam", "VN");
	assert_value(desk, "country", "DEU", "DE");
	assert_value(desk, "country", "NA", "NA"); /* Namibia, not "not available" */
	struct cdr_import_value value = convert_kind(desk, CDR_IMPORT_SUPPLIERS, "country", "Ruritania", CDR_CELL_TEXT);
	assert_null(value.reason.p);
	assert_null(value.text.p);
	assert_text(value.unrecognised, "Ruritania");
	assert_value(desk, "product_origins", "Vietnam; China|Ruritania", "VN|CN|Ruritania");
}

static void
convert_lists_are_split_and_trimmed(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_value value =
		convert_kind(desk, CDR_IMPORT_SUPPLIERS, "products", "shirts, cotton | hats;;gloves ", CDR_CELL_TEXT);
	assert_int_equal(value.n_items, 3);
	assert_text(value.items[0], "shirts, cotton");
	assert_text(value.items[2], "gloves");
	assert_text(value.text, "shirts, cotton|hats|gloves");
}

static void
convert_words_for_not_known_are_no_values(void **state)
{
	struct desk *desk = DESK;
	static const char *const cells[][2] = {
		{ "name", "N/A" },
		{ "company_number", "n/a" },
		{ "workers_total", "unknown" },
		{ "country", "tbc" },
		{ "last_review_on", "-" },
		{ "lei", "#N/A" },
		{ "products", "none" },
		{ "id", "?" },
	};
	for (size_t i = 0; i < CDR_LEN(cells); i++) {
		struct cdr_import_value value =
			convert_kind(desk, CDR_IMPORT_SUPPLIERS, cells[i][0], cells[i][1], CDR_CELL_TEXT);
		assert_true(value.said_blank);
		assert_null(value.text.p);
		assert_null(value.reason.p);
		assert_null(value.unrecognised.p);
	}
	assert_value(desk, "city", "N/A", "N/A"); /* free text stays as written */
}

static void
convert_spreadsheet_errors_are_refused(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_value value = convert_kind(desk, CDR_IMPORT_SUPPLIERS, "city", "#REF!", CDR_CELL_ERROR);
	assert_holds(value.reason, "spreadsheet error");
}

static void
convert_formula_like_text_stays_text(void **state)
{
	struct desk *desk = DESK;
	assert_value(desk, "name", "=HYPERLINK(\"http://x\")", "=HYPERLINK(\"http://x\")");
}

static void
convert_identifiers_keep_how_they_are_printed(void **state)
{
	struct desk *desk = DESK;
	assert_value(desk, "company_number", "0483 0352", "0483 0352");
	assert_value(desk, "lei", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12");
}

static void
convert_names_have_a_longest_length(void **state)
{
	struct desk *desk = DESK;
	char name[CDR_NAME_MAX_BYTES + 2];
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_refused(desk, "name", name, "too long for a name");
	name[CDR_NAME_MAX_BYTES] = '\0';
	assert_value(desk, "name", name, name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(convert_numbers_become_canonical),
		desk_test(convert_number_cells_are_read_by_the_point_and_the_exponent),
		desk_test(convert_refusals_name_value_and_form),
		desk_test(convert_cells_with_two_readings_stay_as_written),
		desk_test(convert_long_values_are_cut_in_reasons),
		desk_test(convert_words_and_truths_come_in_several_languages),
		desk_test(convert_lenient_columns_hand_on_what_does_not_fit),
		desk_test(convert_money_may_carry_its_currency),
		desk_test(convert_dates_are_read_where_they_have_one_reading),
		desk_test(convert_countries_become_codes_or_are_handed_on),
		desk_test(convert_lists_are_split_and_trimmed),
		desk_test(convert_words_for_not_known_are_no_values),
		desk_test(convert_spreadsheet_errors_are_refused),
		desk_test(convert_formula_like_text_stays_text),
		desk_test(convert_identifiers_keep_how_they_are_printed),
		desk_test(convert_names_have_a_longest_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
