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
json_lists_in_lists_are_rows(void **state)
{
	(void)state;
	const struct cdr_str text = CDR_STR("{\"items\": [\n"
	                                    "{\"name\": \"Alba\", \"sites\": [{\"city\": \"A\", \"lines\": [1, 2]},\n"
	                                    " {\"city\": \"B\"}], \"country\": \"X\"},\n"
	                                    "{\"name\": \"Berg\", \"sites\": []},\n"
	                                    "{\"name\": \"Cove\"},\n"
	                                    "{\"name\": \"Dale\", \"sites\": {\"city\": \"D\"}}]}");
	struct cdr_ingest_options options = { .records = CDR_STR("items[].sites[]") };
	cdr_owned(cdr_table) found = read_table(text, "list.json", &options);
	static const char *const rows[][4] = {
		{ "name", "sites.city", "sites.lines", "country" },
		{ "Alba", "A", "1|2", "X" },
		{ "Alba", "B", "", "X" },
		{ "Berg", "", "", "" },
		{ "Cove", "", "", "" },
		{ "Dale", "D", "", "" },
	};
	assert_int_equal(found->sheets[0].n_rows, CDR_LEN(rows));
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		for (uint32_t column = 0; column < 4; column++)
			assert_true(cdr_str_equal(cell_at(found, 0, i, column).text, cdr_str_from(rows[i][column])));
	}
	assert_int_equal(cdr_sheet_row(&found->sheets[0], 2).row, 3);
	const struct cdr_ingest_column columns[] = { { CDR_STR("n"), CDR_STR("name") },
		                                     { CDR_STR("c"), CDR_STR("sites.city") },
		                                     { CDR_STR("l"), CDR_STR("sites.lines") } };
	options = (struct cdr_ingest_options){ .records = CDR_STR("items[].sites[].lines"),
		                               .columns = columns,
		                               .n_columns = 3 };
	cdr_owned(cdr_table) named = read_table(text, "list.json", &options);
	assert_int_equal(named->sheets[0].n_rows, 7);
	assert_cell(named, 1, 2, CDR_CELL_NUMBER, "1");
	assert_text(named, 2, 1, "A");
	assert_cell(named, 2, 2, CDR_CELL_NUMBER, "2");
	assert_text(named, 3, 1, "B");
	assert_empty(named, 3, 2);
}

static void
json_lists_in_lines_and_in_roots_are_rows(void **state)
{
	(void)state;
	struct cdr_ingest_options options = { .records = CDR_STR("[].s") };
	cdr_owned(cdr_table) lines =
		read_table(CDR_STR("{\"a\": 1, \"s\": [\"x\", \"y\"]}\n{\"a\": 2}\n"), "list.ndjson", &options);
	assert_int_equal(lines->sheets[0].n_rows, 4);
	assert_text(lines, 2, 1, "y");
	assert_cell(lines, 3, 0, CDR_CELL_NUMBER, "2");
	options.records = CDR_STR("[][]");
	cdr_owned(cdr_table) root =
		read_table(CDR_STR("[[{\"a\": 1}], [{\"a\": 2}, {\"a\": 3}]]"), "list.json", &options);
	assert_int_equal(root->sheets[0].n_rows, 4);
	assert_cell(root, 3, 0, CDR_CELL_NUMBER, "3");
}

/* Larger than what is held as a tree; a record of that size is not. */
static void
json_documents_may_be_large_and_records_not(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	const struct cdr_ingest_column column = { CDR_STR("a"), CDR_STR("a") };
	struct cdr_ingest_options options = { .records = CDR_STR("rows"), .columns = &column, .n_columns = 1 };
	cdr_buf_puts(&text, "{\"blank\": \"");
	size_t start = text.n;
	for (size_t i = 0; i < CDR_INGEST_MAX_TREE_BYTES + 1; i += 64)
		cdr_buf_puts(&text, "................................................................");
	cdr_buf_puts(&text, "\", \"rows\": [{\"a\": 1}]}");
	cdr_owned(cdr_table) table = read_table(cdr_buf_str(&text), "list.json", &options);
	assert_cell(table, 1, 0, CDR_CELL_NUMBER, "1");
	const struct cdr_str opening = CDR_STR("[{\"x\":\"");
	memset(text.p, ' ', start);
	memcpy(text.p + start - opening.n, opening.p, opening.n);
	options.records = CDR_STR("");
	text.n -= strlen(", \"rows\": [{\"a\": 1}]}");
	cdr_buf_puts(&text, "}]");
	read_refused(cdr_buf_str(&text), "list.json", &options, CDR_ELIMIT, "list.json:1", "the record has 64 MiB");
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
	read_refused(CDR_STR("{\"rows\": [{\"a\": 1},\n  {\"a\": 1, \"a\": 2}]}"), "list.json", NULL, CDR_EINPUT,
	             "list.json:2:3", "duplicate");
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
		cmocka_unit_test(json_lists_in_lists_are_rows),
		cmocka_unit_test(json_lists_in_lines_and_in_roots_are_rows),
		cmocka_unit_test(json_documents_may_be_large_and_records_not),
		cmocka_unit_test(json_malformed_text_is_placed),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
