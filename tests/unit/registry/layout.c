/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#include "../ingest/workbook.h"

#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW2(a, b) "<row>" CELL(a) CELL(b) "</row>"
#define ROW3(a, b, c) "<row>" CELL(a) CELL(b) CELL(c) "</row>"
#define BOOK                                                                                                           \
	HEAD "format: {type: xlsx}\nfields: {name: Name, address: Town, status: {value: x}}\n"                         \
	     "identity: [Name]\nstatuses: [{word: x, status: banned}]\n"

static const char three_sheets[] = "<workbook " SPREADSHEET_NS " xmlns:r=\"" OFFICE_TYPE "\"><sheets>"
				   "<sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/>"
				   "<sheet name=\"Two\" sheetId=\"2\" r:id=\"r2\"/>"
				   "<sheet name=\"Three\" sheetId=\"3\" r:id=\"r3\"/></sheets></workbook>";
static const char three_rels[] = PACKAGE_RELS(RELATION("r1", "worksheet", "worksheets/sheet1.xml") RELATION(
	"r2", "worksheet", "worksheets/sheet2.xml") RELATION("r3", "worksheet", "worksheets/sheet3.xml"));

/* A copy read from a workbook of three sheets, or the error of reading it. */
static struct cdr_registry_copy *
read_sheets(const char *yaml, const char *one, const char *two, const char *three, struct cdr_error *err)
{
	const struct part parts[] = {
		{ "_rels/.rels", cdr_str_from(workbook_root_rels) },
		{ "xl/workbook.xml", cdr_str_from(three_sheets) },
		{ "xl/_rels/workbook.xml.rels", cdr_str_from(three_rels) },
		{ "xl/worksheets/sheet1.xml", cdr_str_from(one) },
		{ "xl/worksheets/sheet2.xml", cdr_str_from(two) },
		{ "xl/worksheets/sheet3.xml", cdr_str_from(three) },
	};
	cdr_owned(cdr_registry) registry = load_registry(yaml);
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	struct cdr_registry_copy *copy = NULL;
	struct cdr_str bytes = pack_parts(parts, CDR_LEN(parts), false);
	const char *name = "list.xlsx";
	enum cdr_status status = cdr_registry_read(registry, normaliser, &bytes, &name, 1, &copy, err);
	free((void *)(uintptr_t)bytes.p);
	assert_int_equal(status == CDR_OK, copy != NULL);
	return copy;
}

static void
layout_takes_every_table_that_has_the_columns(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_registry_copy) copy =
		read_sheets(BOOK, SHEET(ROW2("About", "This list")),
	                    SHEET(ROW2("A list", "") ROW2("Name", "Town") ROW2("A", "Rome") ROW2("B", "Oslo")),
	                    SHEET(ROW3("TOWN", "Remark", "name") ROW3("Bern", "x", "C")), &err);
	assert_non_null(copy);
	assert_int_equal(copy->n_rows, 3);
	assert_int_equal(copy->n_entries, 3);
	assert_int_equal(copy->n_problems, 0);
	assert_text(copy->entries[1].name, "B");
	assert_text(copy->entries[1].origin.sheet, "Two");
	assert_text(copy->entries[2].name, "C"); /* its columns stand elsewhere */
	assert_text(copy->entries[2].address, "Bern");
	assert_text(copy->entries[2].origin.sheet, "Three");
	assert_int_equal(copy->entries[2].origin.row, 2);
}

#define WIDE                                                                                                           \
	HEAD "format: {type: xlsx}\nfields: {name: Name, address: [Town, Street], status: {value: x}}\n"               \
	     "identity: [Name]\nstatuses: [{word: x, status: banned}]\n"

static void
layout_tells_of_a_table_that_lacks_a_column(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_registry_copy) copy =
		read_sheets(WIDE, SHEET(ROW3("Name", "Town", "Street") ROW3("A", "Rome", "Via X")),
	                    SHEET(ROW3("Name", "Town", "Road") ROW3("B", "Rome", "Via Y") ROW3("C", "Rome", "Via Z")),
	                    SHEET(ROW2("Contact", "Name") ROW2("Office", "Somebody")), &err);
	assert_non_null(copy);
	assert_int_equal(copy->n_entries, 1);
	assert_int_equal(copy->n_problems, 1);
	assert_text(copy->problems[0].text, "this table lacks the column \"Street\"; its 2 rows are not read");
	assert_text(copy->problems[0].origin.sheet, "Two");
	assert_false(copy->problems[0].rejected);
}

static void
layout_names_what_the_best_table_lacks(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	struct cdr_registry_copy *copy = read_sheets(WIDE, SHEET(ROW2("About", "This list")),
	                                             SHEET(ROW3("Name", "Town", "Road") ROW3("B", "Rome", "Via Y")),
	                                             SHEET(ROW2("x", "y")), &err);
	assert_null(copy);
	assert_holds(err.message, "these columns are missing: \"Street\";");
	assert_string_equal(err.where, "list.xlsx");
}

static void
layout_reads_one_sheet_where_one_is_named(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_registry_copy) copy = read_sheets(
		HEAD "format: {type: xlsx, sheet: Three}\nfields: {name: Name, address: Town, status: {value: x}}\n"
		     "identity: [Name]\nstatuses: [{word: x, status: banned}]\n",
		SHEET(ROW2("Name", "Town") ROW2("A", "Rome")), SHEET(ROW2("Name", "Town") ROW2("B", "Rome")),
		SHEET(ROW2("Name", "Town") ROW2("C", "Rome")), &err);
	assert_non_null(copy);
	assert_int_equal(copy->n_entries, 1);
	assert_text(copy->entries[0].name, "C");
}

static void
layout_without_a_header_counts_columns(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	const char *yaml = HEAD "format: {type: xlsx, header: false}\ncolumns: [Name, Town]\n"
				"fields: {name: Name, address: Town, status: {value: x}}\n"
				"identity: [Name]\nstatuses: [{word: x, status: banned}]\n";
	cdr_owned(cdr_registry_copy) copy =
		read_sheets(yaml, SHEET(ROW3("a", "b", "c")), SHEET(ROW2("A", "Rome")), SHEET(ROW2("B", "Oslo")), &err);
	assert_non_null(copy);
	assert_int_equal(copy->n_entries, 2);
	assert_text(copy->entries[0].name, "A");
	struct cdr_registry_copy *none =
		read_sheets(yaml, SHEET(ROW3("a", "b", "c")), SHEET(ROW3("a", "b", "c")), SHEET(""), &err);
	assert_null(none);
	assert_holds(err.message, "3 columns where the definition counts 2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layout_takes_every_table_that_has_the_columns),
		cmocka_unit_test(layout_tells_of_a_table_that_lacks_a_column),
		cmocka_unit_test(layout_names_what_the_best_table_lacks),
		cmocka_unit_test(layout_reads_one_sheet_where_one_is_named),
		cmocka_unit_test(layout_without_a_header_counts_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
