/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "document.h"

static struct cdr_table *
read_document(struct cdr_str content, const struct cdr_ingest_options *options)
{
	struct cdr_str packed = pack_document(content);
	assert_non_null(packed.p);
	struct cdr_table *table = read_table(packed, "list.ods", options);
	free((void *)(uintptr_t)packed.p);
	return table;
}

static void
document_refused(const char *content, enum cdr_status code, const char *where, const char *words)
{
	struct cdr_str packed = pack_document(cdr_str_from(content));
	assert_non_null(packed.p);
	read_refused(packed, "list.ods", NULL, code, where, words);
	free((void *)(uintptr_t)packed.p);
}

static void
ods_values_are_those_of_their_types(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_document(
		CDR_STR(DOCUMENT(TABLE(
			"Sites",
			"<table:table-row>"
			"<table:table-cell office:value-type=\"string\"><text:p>Harbour<text:s text:c=\"2\"/>Mill\n "
			"<text:span>Ltd</text:span></text:p><text:p>Quay</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"float\" office:value=\"0.10000000000000001\">"
			"<text:p>0.1</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"float\" "
			"office:value=\"30\"><text:p>0030</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"percentage\" "
			"office:value=\"0.25\"><text:p>25%</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"currency\" "
			"office:value=\"12.5\"><text:p>$12.50</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"date\" "
			"office:date-value=\"2024-03-01T00:00:00\"><text:p>1 Mar</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"time\" "
			"office:time-value=\"PT09H30M00S\"><text:p>9:30</text:p></table:table-cell>"
			"<table:table-cell office:value-type=\"boolean\" "
			"office:boolean-value=\"true\"><text:p>WAHR</text:p></table:table-cell>"
			"<table:table-cell table:formula=\"of:=NA()\" "
			"office:value-type=\"string\"><text:p>#N/A</text:p></table:table-cell>"
			"<table:table-cell table:formula=\"of:=1+1\" office:value-type=\"float\" "
			"office:value=\"2\"><text:p>2</text:p></table:table-cell>"
			"<table:table-cell><office:annotation><text:p>note</text:p></office:annotation></"
			"table:table-cell>"
			"</table:table-row>"))),
		NULL);
	assert_int_equal(table->format, CDR_INGEST_ODS);
	assert_str(table->sheets[0].name, "Sites");
	assert_text(table, 0, 0, "Harbour  Mill Ltd\nQuay");
	assert_cell(table, 0, 1, CDR_CELL_NUMBER, "0.1");
	assert_cell(table, 0, 2, CDR_CELL_NUMBER, "0030");
	assert_cell(table, 0, 3, CDR_CELL_NUMBER, "0.25");
	assert_cell(table, 0, 4, CDR_CELL_NUMBER, "12.5");
	assert_cell(table, 0, 5, CDR_CELL_DATE, "2024-03-01");
	assert_text(table, 0, 6, "09:30:00");
	assert_cell(table, 0, 7, CDR_CELL_BOOLEAN, "true");
	assert_cell(table, 0, 8, CDR_CELL_ERROR, "#N/A");
	assert_cell(table, 0, 9, CDR_CELL_NUMBER, "2");
	assert_empty(table, 0, 10);
}

static void
ods_repeats_are_written_out_and_blank_ones_counted(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_document(
		CDR_STR(DOCUMENT(TABLE(
			"A b",
			"<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>"
			"<table:table-row table:number-rows-repeated=\"2\">"
			"<table:table-cell table:number-columns-repeated=\"2\"/>" CELL_REPEATED(
				"2",
				"x") "<table:table-cell table:number-columns-repeated=\"16380\"/></table:table-row>"
				     "<table:table-row>" CELL(
					     "end") "</table:table-row>"
						    "<table:table-row "
						    "table:number-rows-repeated=\"1048570\"><table:table-cell "
						    "table:number-columns-repeated=\"16384\"/></table:table-row>"))),
		NULL);
	const struct cdr_sheet *sheet = &table->sheets[0];
	char place[128];
	assert_int_equal(sheet->n_rows, 3);
	assert_int_equal(sheet->n_columns, 4);
	assert_text(table, 1, 3, "x");
	const struct cdr_row row = cdr_sheet_row(sheet, 2);
	assert_int_equal(row.row, 6);
	assert_string_equal(cdr_cell_place(table, sheet, &row, 0, place, sizeof(place)), "list.ods 'A b'!A6");
}

static void
ods_merged_ranges_are_filled_across_and_down(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_document(
		CDR_STR(DOCUMENT(TABLE(
			"S",
			"<table:table-row>" CELL_SPANNED(
				"1000", "1",
				"Title") "</table:table-row>"
					 "<table:table-row>" CELL_SPANNED("1", "2", "Alba") CELL(
						 "Mill") "</table:table-row><table:table-row><table:covered-table-cell/"
							 ">" CELL("Dyer") "</table:table-row>"))),
		NULL);
	assert_int_equal(table->sheets[0].n_columns, 2);
	assert_text(table, 0, 1, "Title");
	assert_text(table, 2, 0, "Alba");
	assert_text(table, 2, 1, "Dyer");
}

static const char two_sheets[] =
	"<office:document-content " DOCUMENT_NS "><office:automatic-styles><style:style style:name=\"ta2\" "
	"style:family=\"table\"><style:table-properties "
	"table:display=\"false\"/></style:style></office:automatic-styles>"
	"<office:body><office:spreadsheet><table:table table:name=\"Old\" "
	"table:style-name=\"ta2\"><table:table-row>" CELL("gone") "</table:table-row></table:table>" TABLE(
		"Now",
		"<table:table-row>" CELL(
			"here") "</table:table-row>") "</office:spreadsheet></office:body></office:document-content>";

static void
ods_hidden_sheets_are_listed_and_can_be_chosen(void **state)
{
	(void)state;
	cdr_owned(cdr_table) shown = read_document(cdr_str_from(two_sheets), NULL);
	assert_int_equal(shown->n_sheets, 2);
	assert_text(shown, 0, 0, "here");
	assert_true(shown->sheets[1].hidden);
	assert_int_equal(shown->sheets[1].n_rows, 0);
	struct cdr_ingest_options options = { .sheet = CDR_STR("#1") };
	cdr_owned(cdr_table) chosen = read_document(cdr_str_from(two_sheets), &options);
	assert_int_equal(chosen->n_sheets, 1);
	assert_text(chosen, 0, 0, "gone");
}

static void
ods_damage_is_refused_at_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *content, *where, *words;
	} cases[] = {
		{ "", "list.ods member content.xml:1", "damaged" },
		{ "<office:document-content", "list.ods member content.xml:1", "damaged" },
		{ "<a xmlns='x'>\n<b>", "list.ods member content.xml:2", "damaged" },
		{ "<a/>", "list.ods", "no visible sheet" },
		{ "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "list.ods member content.xml", "DOCTYPE" },
		{ DOCUMENT(TABLE("S", "<table:table-row table:number-rows-repeated=\"-1\"/>")), "list.ods S!A0",
		  "nonsense" },
		{ DOCUMENT(TABLE("S", "<table:table-row>" CELL_REPEATED("x", "y") "</table:table-row>")),
		  "list.ods S!A1", "nonsense" },
		{ DOCUMENT(TABLE("S", "<table:table-row>" CELL_SPANNED("0", "1", "y") "</table:table-row>")),
		  "list.ods S!A1", "nonsense" },
		{ DOCUMENT(TABLE("S",
		                 "<table:table-row>" CELL_REPEATED("99999999999999999999", "y") "</table:table-row>")),
		  "list.ods S!A1", "nonsense" },
		{ "<a>\xFF\xFE</a>", "list.ods member content.xml:1", "damaged" },
		{ "{\"a\":1}", "list.ods member content.xml:1", "damaged" },
		{ "<a><b></a></b>", "list.ods member content.xml:1", "damaged" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++)
		document_refused(cases[i].content, CDR_EINPUT, cases[i].where, cases[i].words);
}

static void
ods_caps_are_named(void **state)
{
	(void)state;
	document_refused(DOCUMENT(TABLE("S", "<table:table-row>" CELL_REPEATED("2049", "y") "</table:table-row>")),
	                 CDR_ELIMIT, "list.ods S!A1", "2048 columns");
	document_refused(DOCUMENT(TABLE("S", "<table:table-row table:number-rows-repeated=\"1000002\">" CELL(
						     "y") "</table:table-row>")),
	                 CDR_ELIMIT, "list.ods S!B1000002", "repeat more than 1000000 times");
	document_refused(DOCUMENT(TABLE("S", "<table:table-row table:number-rows-repeated=\"2000000\"/>"
	                                     "<table:table-row>" CELL("y") "</table:table-row>")),
	                 CDR_ELIMIT, "list.ods S!2000001", "2000000 rows");
	cdr_auto(cdr_buf) big = CDR_BUF_INIT;
	cdr_buf_puts(&big,
	             "<x " DOCUMENT_NS "><table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>");
	for (int i = 0; i <= CDR_INGEST_MAX_CELL_BYTES; i++)
		cdr_buf_putc(&big, (char)('a' + i % 26));
	cdr_buf_puts(&big, "</text:p></table:table-cell></table:table-row></table:table></x>");
	document_refused(big.p, CDR_ELIMIT, "list.ods S!A1", "65536 bytes");
	cdr_auto(cdr_buf) deep = CDR_BUF_INIT;
	for (int i = 0; i < 300; i++)
		cdr_buf_puts(&deep, "<a>");
	document_refused(deep.p, CDR_EINPUT, "list.ods member content.xml:1", "depth");
	cdr_auto(cdr_buf) many = CDR_BUF_INIT;
	cdr_buf_puts(&many, "<x " DOCUMENT_NS ">");
	for (int i = 0; i < 257; i++)
		cdr_buf_puts(&many, "<table:table/>");
	cdr_buf_puts(&many, "</x>");
	document_refused(many.p, CDR_ELIMIT, "list.ods", "more than 256 sheets");
}

static void
ods_other_documents_and_passwords_are_named(void **state)
{
	(void)state;
	const struct part writer[] = { { "mimetype", CDR_STR("application/vnd.oasis.opendocument.text") },
		                       { "content.xml", CDR_STR("<a/>") } };
	const struct part locked[] = { { "content.xml", CDR_STR("\x01\x02noise") },
		                       { "META-INF/manifest.xml",
		                         CDR_STR("<m:manifest xmlns:m=\"urn:m\"><m:file-entry><m:encryption-data/>"
		                                 "</m:file-entry></m:manifest>") } };
	const struct part bare[] = { { "mimetype", CDR_STR("application/vnd.oasis.opendocument.spreadsheet") } };
	struct cdr_str packed = pack_parts(writer, CDR_LEN(writer), false);
	read_refused(packed, "list.ods", NULL, CDR_EINPUT, "list.ods", "no spreadsheet");
	free((void *)(uintptr_t)packed.p);
	packed = pack_parts(locked, CDR_LEN(locked), false);
	read_refused(packed, "list.ods", NULL, CDR_EINPUT, "list.ods", "protected by a password");
	read_refused((struct cdr_str){ packed.p, packed.n / 2 }, "list.ods",
	             &(struct cdr_ingest_options){ .format = CDR_INGEST_ODS }, CDR_EINPUT, "list.ods", "damaged");
	free((void *)(uintptr_t)packed.p);
	packed = pack_parts(bare, CDR_LEN(bare), false);
	read_refused(packed, "list.ods", &(struct cdr_ingest_options){ .format = CDR_INGEST_ODS }, CDR_EINPUT,
	             "list.ods member content.xml", "no such member");
	free((void *)(uintptr_t)packed.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ods_values_are_those_of_their_types),
		cmocka_unit_test(ods_repeats_are_written_out_and_blank_ones_counted),
		cmocka_unit_test(ods_merged_ranges_are_filled_across_and_down),
		cmocka_unit_test(ods_hidden_sheets_are_listed_and_can_be_chosen),
		cmocka_unit_test(ods_damage_is_refused_at_its_place),
		cmocka_unit_test(ods_caps_are_named),
		cmocka_unit_test(ods_other_documents_and_passwords_are_named),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
