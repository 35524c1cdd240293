/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
header_below_a_preamble_is_found(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier list 2025\n"
	                     "Prepared by purchasing,,\n"
	                     "\n"
	                     "Supplier Name,Country,Address\n"
	                     "Tallbrook Mills,India,\"7 Canal Road, Surat\"\n");
	assert_counts(desk, 1, 0, 1);
	assert_warned(desk, "row 4 is the header", "\"Supplier list 2025\"");
	assert_int_equal(the_party(desk, "Tallbrook Mills").origin.row, 5);
}

static void
header_with_most_known_cells_wins(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,,\n"
	                     "Supplier,Country,City\n"
	                     "Tallbrook Mills,IN,Surat\n");
	assert_counts(desk, 1, 0, 1);
	assert_text(the_party(desk, "Tallbrook Mills").city, "Surat");
}

static void
header_missing_is_an_error_that_shows_the_first_row(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { 0 };
	assert_status(CDR_EINPUT, desk_import_with(desk, "Colour,Size\nred,3\n", "list.csv", options), &desk->error);
	assert_error(desk, "list.csv", "\"Colour\", \"Size\"");
	assert_error(desk, "list.csv", "columns: {name:");
	options.kind = CDR_IMPORT_ENGAGEMENTS;
	assert_status(CDR_EINPUT, desk_import_with(desk, "Supplier ID,Date\nS-1,2024-01-02\n", "list.csv", options),
	              &desk->error);
	assert_error(desk, "list.csv", "supplier_id and agency_name or agency_licence_number");
	assert_null(desk->report);
}

static void
header_is_looked_for_in_thirty_rows_only(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { 0 };
	char text[2000] = "";
	size_t n = 0;
	for (int i = 0; i < CDR_IMPORT_HEADER_ROWS; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "note %d,x\n", i);
	(void)snprintf(text + n, sizeof(text) - n, "Supplier Name,Country\nTallbrook Mills,IN\n");
	assert_status(CDR_EINPUT, desk_import_with(desk, text, "list.csv", options), &desk->error);
	/* One row less above it, and it is found. */
	assert_status(CDR_OK, desk_import_with(desk, strchr(text, '\n') + 1, "list.csv", options), &desk->error);
}

static void
header_row_of_a_mapping_is_taken(void **state)
{
	struct desk *desk = DESK;
	static const char text[] = "Name,Country\nLegal title,Where\nTallbrook Mills,IN\n";
	assert_status(
		CDR_OK,
		desk_suppliers_mapped(desk, text, "header_row: 2\ncolumns: {name: Legal title, country: Where}\n"),
		&desk->error);
	assert_counts(desk, 1, 0, 1);
	assert_status(CDR_EINPUT, desk_suppliers_mapped(desk, text, "header_row: 9\n"), &desk->error);
	assert_error(desk, "map.yaml:1:13", "no row 9");
	assert_status(CDR_EINPUT, desk_suppliers_mapped(desk, text, "header_row: 2\n"), &desk->error);
	assert_error(desk, NULL, "no column holds name; its columns are \"Legal title\", \"Where\"");
}

static void
header_alone_is_a_file_without_rows(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country\n");
	assert_counts(desk, 0, 0, 0);
	assert_int_equal(desk->report->record.n_read, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(header_below_a_preamble_is_found),
		desk_test(header_with_most_known_cells_wins),
		desk_test(header_missing_is_an_error_that_shows_the_first_row),
		desk_test(header_is_looked_for_in_thirty_rows_only),
		desk_test(header_row_of_a_mapping_is_taken),
		desk_test(header_alone_is_a_file_without_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
