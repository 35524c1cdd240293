/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static char
mark_of(const char *values)
{
	struct cdr_str list[16], rest = cdr_str_from(values);
	size_t n = 0;
	while (n < CDR_LEN(list) && cdr_str_split(&rest, '|', &list[n]))
		n++;
	return cdr_import_decimal_mark(list, n);
}

static void
figures_a_column_says_which_mark_parts_its_decimals(void **state)
{
	(void)state;
	assert_int_equal(mark_of("1.234,56|1.250"), ',');
	assert_int_equal(mark_of("1,234.56|1,250"), '.');
	assert_int_equal(mark_of("1.234.567|250"), ',');
	assert_int_equal(mark_of("12,5 %|1.250"), ',');
	assert_int_equal(mark_of("€ 0.5|1.250"), '.');
	assert_int_equal(mark_of("1.250|2.500|300"), '\0');
	assert_int_equal(mark_of("1,5|1.5"), '\0');
	assert_int_equal(mark_of("abc|12/03|"), '\0');
}

static void
figures_two_faced_numbers_are_settled_by_the_mark(void **state)
{
	struct desk *desk = DESK;
	assert_text(cdr_import_settle_number(CDR_STR("1.250"), ',', desk->arena), "1250");
	assert_text(cdr_import_settle_number(CDR_STR("1.250"), '.', desk->arena), "1.250");
	assert_text(cdr_import_settle_number(CDR_STR("-1,250"), '.', desk->arena), "-1250");
	assert_text(cdr_import_settle_number(CDR_STR("1,250"), ',', desk->arena), "1.250");
	assert_text(cdr_import_settle_number(CDR_STR("1.25"), ',', desk->arena), "1.25");
	assert_text(cdr_import_settle_number(CDR_STR("1.250"), '\0', desk->arena), "1.250");
	assert_true(cdr_import_is_two_faced(CDR_STR("12.500"), '.'));
	assert_false(cdr_import_is_two_faced(CDR_STR("12.500"), ','));
	assert_false(cdr_import_is_two_faced(CDR_STR("0.125"), '.'));
	assert_false(cdr_import_is_two_faced(CDR_STR("1.250.000"), '.'));
}

static void
figures_amounts_are_parted_from_their_currency(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *text, *number, *code;
		bool shared;
	} rows[] = {
		{ "1.234,56 €", "1.234,56", "EUR", false },
		{ "USD 1,200", "1,200", "USD", false },
		{ "€1200", "1200", "EUR", false },
		{ "US$ 1,200.00", "1,200.00", "USD", false },
		{ "$1,200 CAD", "1,200", "CAD", false },
		{ "$ 1200", "1200", NULL, true },
		{ "Rs. 500", "500", NULL, true },
		{ "CHF 1'200.–", "1'200", "CHF", false },
		{ "1.200,- kr", "1.200", NULL, false },
		{ "-5 GBP", "-5", "GBP", false },
		{ "1200", "1200", NULL, false },
		{ "R$ 10,50", "10,50", "BRL", false },
	};
	cdr_owned(cdr_import_columns) columns = NULL;
	assert_status(CDR_OK, cdr_import_columns_load(&desk->rulesets, CDR_IMPORT_SUPPLIERS, &columns, &desk->error),
	              &desk->error);
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_import_amount amount = { 0 };
		bool read = cdr_import_amount_read(columns, cdr_str_from(rows[i].text), &amount);
		if (strcmp(rows[i].text, "1.200,- kr") == 0) {
			assert_true(read);
			assert_true(amount.shared_sign);
			continue;
		}
		if (!read)
			fail_msg("%s is not read", rows[i].text);
		assert_text(amount.number, rows[i].number);
		assert_text(amount.code, rows[i].code ? rows[i].code : "");
		assert_int_equal(amount.shared_sign, rows[i].shared);
	}
	struct cdr_import_amount amount;
	assert_false(cdr_import_amount_read(columns, CDR_STR("EUR"), &amount));
	assert_false(cdr_import_amount_read(columns, CDR_STR("about 1200"), &amount));
	assert_false(cdr_import_amount_read(columns, CDR_STR("€ 5 USD"), &amount));
	assert_false(cdr_import_amount_read(columns, CDR_STR("(1,250)"), &amount));
}

static void
figures_what_is_no_value_is_told_by_its_looks(void **state)
{
	(void)state;
	assert_text(cdr_import_unwrap(CDR_STR("=\"00123\"")), "00123");
	assert_text(cdr_import_unwrap(CDR_STR("=\"\"")), "");
	assert_text(cdr_import_unwrap(CDR_STR("=\"a\"&\"b\"")), "=\"a\"&\"b\"");
	assert_text(cdr_import_unwrap(CDR_STR("=A1")), "=A1");
	assert_true(cdr_import_is_formula(CDR_STR("=HYPERLINK(\"x\")")));
	assert_true(cdr_import_is_formula(CDR_STR("@SUM(A1:A9)")));
	assert_true(cdr_import_is_formula(CDR_STR("+SUM(1)")));
	assert_false(cdr_import_is_formula(CDR_STR("@Home Ltd")));
	assert_false(cdr_import_is_formula(CDR_STR("+44 20 7946 0000")));
	assert_false(cdr_import_is_formula(CDR_STR("-5")));
	assert_true(cdr_import_is_phone(CDR_STR("+44 (20) 7946-0000")));
	assert_false(cdr_import_is_phone(CDR_STR("0404 Investments")));
	assert_false(cdr_import_is_phone(CDR_STR("247")));
	assert_true(cdr_import_is_mail(CDR_STR("office@example.org")));
	assert_false(cdr_import_is_mail(CDR_STR("Works @ Example.org")));
	assert_false(cdr_import_is_mail(CDR_STR("@Example.org")));
	assert_true(cdr_import_is_cut(CDR_STR("4.93E+12")));
	assert_true(cdr_import_is_cut(CDR_STR("1,23457E+11")));
	assert_false(cdr_import_is_cut(CDR_STR("4E+12")));
	assert_false(cdr_import_is_cut(CDR_STR("4.93E12A")));
}

static void
figures_ambiguous_cells_stay_and_are_told_with_their_place(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier ID,Supplier name,Country,Last review,Total workers,Spend\n"
	                     "S-1,Example Mill Ltd,GB,03/04/2026,1.250,EUR 5\n"
	                     "4.93E+12,Sample Works Ltd,GB,2026-01-02,20,$ 70\n");
	assert_counts(desk, 2, 0, 2);
	assert_warned(desk, "row 2 (list.csv D2, last_review_on: \"03/04/2026\")",
	              "date_order: day_first or month_first");
	assert_warned(desk, "list.csv E2, workers_total: \"1.250\"", "two ways");
	assert_warned(desk, "list.csv A3, id: \"4.93E+12\"", "format the column as text");
	assert_warned(desk, "row 3 (list.csv F3, spend: \"70\")", "several currencies");
	struct cdr_party mill = the_party(desk, "Example Mill Ltd");
	assert_text(cdr_party_get(&mill, "file:Last review"), "03/04/2026");
	assert_text(cdr_party_get(&mill, "last_review_on"), "");
	assert_text(cdr_party_get(&mill, "file:Total workers"), "1.250");
}

static void
figures_a_column_settles_its_own_cells(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier name;Country;Last review;Spend;Workers female\n"
	                     "Example Mill Ltd;GB;03/04/2026;1.250 €;1\n"
	                     "Sample Works Ltd;GB;25/04/2026;1.234,56 €;1\n");
	struct cdr_party mill = the_party(desk, "Example Mill Ltd");
	assert_text(cdr_party_get(&mill, "last_review_on"), "2026-04-03");
	assert_text(cdr_party_get(&mill, "spend"), "1250");
	assert_text(cdr_party_get(&mill, "currency"), "EUR");
	struct cdr_party works = the_party(desk, "Sample Works Ltd");
	assert_text(cdr_party_get(&works, "spend"), "1234.56");
}

static void
figures_a_mapping_says_the_mark(void **state)
{
	struct desk *desk = DESK;
	assert_status(CDR_OK,
	              desk_suppliers_mapped(desk, "Supplier name,Total workers\nExample Mill Ltd,1.250\n",
	                                    "decimal_mark: \",\"\ndefaults: {country: GB}\n"),
	              &desk->error);
	struct cdr_party mill = the_party(desk, "Example Mill Ltd");
	assert_text(cdr_party_get(&mill, "workers_total"), "1250");
	assert_status(CDR_EINPUT, desk_suppliers_mapped(desk, "Supplier name\nExample Mill Ltd\n", "decimal_mark: x\n"),
	              &desk->error);
	assert_error(desk, "map.yaml:1:15", "decimal mark");
}

static void
figures_formulas_stay_text_and_telephones_are_no_names(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier name,Country,Address,Notes\n"
	                     "\"=HYPERLINK(\"\"http://example.org\"\")\",GB,1 Sample Street,\n"
	                     "+44 20 7946 0000,GB,2 Sample Street,\n"
	                     "office@example.org,GB,3 Sample Street,\n"
	                     "Example Mill Ltd,GB,=A1&B1,=CMD()\n");
	assert_counts(desk, 2, 2, 2);
	assert_reject(desk, 0, "list.csv row 3, cell A3", "telephone number");
	assert_reject(desk, 1, "list.csv row 4, cell A4", "e-mail address");
	assert_warned(desk, "3 cells look like a formula", "list.csv A2");
	(void)the_party(desk, "=HYPERLINK(\"http://example.org\")");
	struct cdr_party mill = the_party(desk, "Example Mill Ltd");
	assert_text(mill.address, "=A1&B1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_a_column_says_which_mark_parts_its_decimals),
		desk_test(figures_two_faced_numbers_are_settled_by_the_mark),
		desk_test(figures_amounts_are_parted_from_their_currency),
		cmocka_unit_test(figures_what_is_no_value_is_told_by_its_looks),
		desk_test(figures_ambiguous_cells_stay_and_are_told_with_their_place),
		desk_test(figures_a_column_settles_its_own_cells),
		desk_test(figures_a_mapping_says_the_mark),
		desk_test(figures_formulas_stay_text_and_telephones_are_no_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
