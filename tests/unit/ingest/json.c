/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static const char agencies_text[] = "{\"meta\":{\"total\":2},\"data\":["
				    "{\"name\":\"Alba Crew\",\"n\":12,\"share\":12.5,\"valid\":true,\"end\":null,"
				    "\"address\":{\"city\":\"Alba\",\"zip.code\":\"01\"},\"kinds\":[\"land\",\"sea\","
				    "null,3],\"people\":[{\"id\":1}]},"
				    "{\"name\":\"Berg Crew\",\"extra\":\"x\"}]}";
static const struct cdr_str agencies = { agencies_text, sizeof(agencies_text) - 1 };

static void
json_columns_are_dotted_paths(void **state)
{
	(void)state;
	const struct cdr_ingest_column columns[] = {
		{ CDR_STR("Name"), CDR_STR("name") },
		{ CDR_STR("City"), CDR_STR("address.city") },
		{ CDR_STR("Zip"), CDR_STR("address.zip.code") },
		{ CDR_STR("Kinds"), CDR_STR("kinds") },
		{ CDR_STR("People"), CDR_STR("people") },
		{ CDR_STR("None"), CDR_STR("name.city.x") },
		{ CDR_STR("Address"), CDR_STR("address") },
	};
	struct cdr_ingest_options options = { .records = CDR_STR("data"), .columns = columns, .n_columns = 7 };
	cdr_owned(cdr_table) table = read_table(agencies, "list.json", &options);
	assert_int_equal(table->sheets[0].n_rows, 3);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).row, 3);
	assert_text(table, 0, 1, "City");
	assert_text(table, 1, 0, "Alba Crew");
	assert_text(table, 1, 1, "Alba");
	assert_text(table, 1, 2, "01");
	assert_text(table, 1, 3, "land|sea|3");
	assert_text(table, 1, 4, "[{\"id\":1}]");
	assert_empty(table, 1, 5);
	assert_text(table, 1, 6, "{\"city\":\"Alba\",\"zip.code\":\"01\"}");
	assert_text(table, 2, 0, "Berg Crew");
	assert_empty(table, 2, 1);
}

static void
json_unnamed_columns_are_the_leaves(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(agencies, "list.json", NULL);
	static const char *const names[] = {
		"name", "n", "share", "valid", "end", "address.city", "address.zip.code", "kinds", "people", "extra"
	};
	assert_int_equal(table->sheets[0].n_columns, CDR_LEN(names));
	for (uint32_t i = 0; i < CDR_LEN(names); i++)
		assert_true(cdr_str_equal(cell_at(table, 0, 0, i).text, cdr_str_from(names[i])));
	assert_cell(table, 1, 1, CDR_CELL_NUMBER, "12");
	assert_cell(table, 1, 2, CDR_CELL_NUMBER, "12.5");
	assert_cell(table, 1, 3, CDR_CELL_BOOLEAN, "true");
	assert_empty(table, 1, 4);
	assert_text(table, 2, 9, "x");
	assert_empty(table, 2, 8);
}

static void
json_records_must_be_where_they_are_said_to_be(void **state)
{
	(void)state;
	struct cdr_ingest_options options = { .records = CDR_STR("rows") };
	read_refused(agencies, "list.json", &options, CDR_EINPUT, "list.json", "no list of records at \"rows\"");
	options.records = CDR_STR("");
	read_refused(agencies, "list.json", &options, CDR_EINPUT, "list.json", "the root of the document");
	read_refused(CDR_STR("{\"a\":[{\"x\":1}],\"b\":[{\"x\":1}]}"), "list.json", NULL, CDR_EINPUT, "list.json",
	             "say where the records are");
	read_refused(CDR_STR("[{\"x\":1},7]"), "list.json", NULL, CDR_EINPUT, "list.json row 3",
	             "record 2 is not an object");
	cdr_owned(cdr_table) none = read_table(CDR_STR("{\"rows\":[]}"), "list.json",
	                                       &(struct cdr_ingest_options){ .records = CDR_STR("rows") });
	assert_int_equal(none->sheets[0].n_rows, 0);
}

static void
json_lines_are_records(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("{\"name\":\"Mill A\"}\r\n\n{\"name\":\"Mill B\",\"n\":2}\n"), "list.ndjson", NULL);
	assert_int_equal(table->sheets[0].n_rows, 3);
	assert_text(table, 2, 0, "Mill B");
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).line, 3);
	read_refused(CDR_STR("{\"name\":\"Mill A\"}\n{\"name\":}\n"), "list.ndjson", NULL, CDR_EINPUT, "list.ndjson:2",
	             "");
}

static void
json_lines_are_known_by_content_too(void **state)
{
	(void)state;
	const struct cdr_str lines = CDR_STR("{\"name\":\"Mill A\"}\n\n{\"name\":\"Mill B\"}\n");
	struct cdr_ingest_options options = { .format = CDR_INGEST_JSON };
	cdr_owned(cdr_table) by_content = read_table(lines, "list.json", &options);
	assert_int_equal(by_content->format, CDR_INGEST_JSON);
	assert_text(by_content, 2, 0, "Mill B");
	options.format = CDR_INGEST_NDJSON;
	cdr_owned(cdr_table) one = read_table(CDR_STR("{\"name\":\"Mill A\"}"), "list", &options);
	assert_text(one, 1, 0, "Mill A");
	assert_int_equal(one->format, CDR_INGEST_JSON);
	cdr_owned(cdr_table) document = read_table(CDR_STR("{\"rows\":[{\"a\":1},\n{\"a\":2}]}"), "list.json", NULL);
	assert_int_equal(document->sheets[0].n_rows, 3);
	read_refused(CDR_STR("{\"a\":1}\n{\"a\":2}\n[3]\n"), "list.json", NULL, CDR_EINPUT, "list.json row 4 (line 3)",
	             "not an object");
	read_refused(CDR_STR("{\"a\":1}\n{\"a\":2"), "list.json", NULL, CDR_EINPUT, "list.json:2", "");
}

static void
json_malformed_text_is_placed(void **state)
{
	(void)state;
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read(CDR_STR("[{\"a\":1},\n{\"a\":]"), "list.json", NULL, &table, &err),
	                 CDR_EINPUT);
	assert_memory_equal(err.where, "list.json:2:", 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_columns_are_dotted_paths),
		cmocka_unit_test(json_unnamed_columns_are_the_leaves),
		cmocka_unit_test(json_records_must_be_where_they_are_said_to_be),
		cmocka_unit_test(json_lines_are_records),
		cmocka_unit_test(json_lines_are_known_by_content_too),
		cmocka_unit_test(json_malformed_text_is_placed),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
