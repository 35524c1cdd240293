/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static struct cdr_table *
read_entities(struct cdr_str text, const struct cdr_ingest_column *columns, size_t n_columns)
{
	const struct cdr_ingest_options options = { .format = CDR_INGEST_FTM,
		                                    .columns = columns,
		                                    .n_columns = n_columns };
	return read_table(text, "entities.ftm.json", &options);
}

static struct cdr_str
note_of(const struct cdr_table *table)
{
	assert_int_equal(table->n_notes, 1);
	return table->notes[0];
}

static const struct cdr_ingest_column some[] = {
	{ { "id", 2 }, { "id", 2 } },         { { "names", 5 }, { "properties.name", 15 } },
	{ { "all", 3 }, { "addresses", 9 } }, { { "sets", 4 }, { "datasets", 8 } },
	{ { "target", 6 }, { "target", 6 } },
};

static void
ftm_parties_are_rows_and_others_are_counted(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_entities(
		CDR_STR("{\"id\": \"a\", \"schema\": \"Company\", \"properties\": {\"name\": [\"Mill\", "
	                "\"\\u0416\\\"\"]}, "
	                "\"datasets\": [\"x\", \"y\"], \"target\": true}\n"
	                "{\"id\": \"s\", \"schema\": \"Sanction\", \"properties\": {\"entity\": [\"a\"]}}\r\n"
	                "\n"
	                "{\"id\": \"t\", \"schema\": \"Sanction\", \"properties\": {}}\n"
	                "{\"id\": \"o\", \"schema\": \"Ownership\"}\n"
	                "{\"id\": \"n\", \"properties\": {\"name\": [\"Nobody\"]}}\n"
	                "{\"properties\": {\"name\": []}, \"schema\": \"Per\\u0073on\", \"id\": \"b\", \"target\": "
	                "false}"),
		some, CDR_LEN(some));
	assert_int_equal(table->format, CDR_INGEST_JSON);
	assert_int_equal(table->sheets[0].n_rows, 3);
	assert_text(table, 0, 1, "names");
	assert_text(table, 1, 0, "a");
	assert_text(table, 1, 1, "Mill|\xD0\x96\"");
	assert_text(table, 1, 3, "x|y");
	assert_cell(table, 1, 4, CDR_CELL_BOOLEAN, "true");
	assert_text(table, 2, 0, "b");
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).row, 3);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).line, 7);
	assert_str(note_of(table),
	           "4 entities are no parties and are left out: Sanction 2, Ownership 1, (no schema) 1");
}

static void
ftm_addresses_are_found_wherever_they_stand(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_entities(
		CDR_STR("{\"id\":\"d1\",\"schema\":\"Address\",\"properties\":{\"full\":[\"1 Road, "
	                "Alba\"],\"city\":[\"Alba\"]}}\n"
	                "{\"id\":\"a\",\"schema\":\"Company\",\"properties\":{\"address\":[\"1 Road, Alba\",\"Own\"],"
	                "\"addressEntity\":[\"d1\",\"d2\",\"gone\"]}}\n"
	                "{\"schema\":\"Address\",\"properties\":{\"country\":[\"xx\"],\"city\":[\"B\\u00e9rg\"],"
	                "\"street\":"
	                "[\"2 Lane\"]},\"id\":\"d2\"}\n"
	                "{\"id\":\"b\",\"schema\":\"Vessel\",\"properties\":{\"addressEntity\":[{\"id\":\"d3\","
	                "\"schema\":"
	                "\"Address\",\"properties\":{\"full\":[\"3 Quay\"]}}, \"d1\"],\"name\":[\"Star\"]}}\n"
	                "{\"id\":\"c\",\"schema\":\"Company\",\"caption\":\"\\\"Address\\\"\",\"properties\":{}}\n"),
		some, CDR_LEN(some));
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_text(table, 1, 2, "1 Road, Alba|Own|2 Lane, B\xC3\xA9rg, xx");
	assert_text(table, 2, 2, "3 Quay|1 Road, Alba");
	assert_empty(table, 3, 2);
	assert_str(note_of(table), "2 entities are no parties and are left out: Address 2; 1 addresses that are "
	                           "referred to are not in the file");
}

static void
ftm_unnamed_columns_are_those_of_a_party(void **state)
{
	(void)state;
	const struct cdr_str text = CDR_STR(
		"{\"id\":\"a\",\"caption\":\"Mill\",\"schema\":\"LegalEntity\",\"properties\":{\"name\":[\"Mill\"],"
		"\"country\":[\"xx\"],\"topics\":[\"debarment\"],\"leiCode\":[\"L\"],\"address\":[\"Alba\"]},"
		"\"first_seen\":\"2024-01-01\",\"last_seen\":\"2026-01-01\"}\n");
	/* Known by what it is, whatever it is called. */
	cdr_owned(cdr_table) table = read_table(text, "entities.ftm.json", NULL);
	cdr_owned(cdr_table) named = read_table(text, "list.ndjson", NULL);
	static const char *const wanted[][2] = { { "id", "a" },
		                                 { "schema", "LegalEntity" },
		                                 { "caption", "Mill" },
		                                 { "name", "Mill" },
		                                 { "country", "xx" },
		                                 { "topics", "debarment" },
		                                 { "leiCode", "L" },
		                                 { "addresses", "Alba" },
		                                 { "first_seen", "2024-01-01" },
		                                 { "last_seen", "2026-01-01" } };
	for (size_t i = 0; i < CDR_LEN(wanted); i++) {
		uint32_t column = 0;
		while (!cdr_str_equal(cell_at(table, 0, 0, column).text, cdr_str_from(wanted[i][0])))
			assert_true(++column < table->sheets[0].n_columns);
		assert_true(cdr_str_equal(cell_at(table, 0, 1, column).text, cdr_str_from(wanted[i][1])));
	}
	assert_int_equal(named->sheets[0].n_columns, table->sheets[0].n_columns);
	assert_int_equal(table->n_notes, 0);
	cdr_owned(cdr_table) other = read_table(CDR_STR("{\"schema\":1,\"properties\":{}}\n"), "list.ndjson", NULL);
	assert_text(other, 0, 0, "schema");
	assert_int_equal(other->sheets[0].n_columns, 1);
}

static void
ftm_nested_entities_go_by_their_caption(void **state)
{
	(void)state;
	const struct cdr_ingest_column columns[] = { { CDR_STR("o"), CDR_STR("properties.parent") },
		                                     { CDR_STR("a"), CDR_STR("properties.addressEntity") },
		                                     { CDR_STR("again"), CDR_STR("properties.parent") },
		                                     { CDR_STR("n"), CDR_STR("properties.number") },
		                                     { CDR_STR("all"), CDR_STR("addresses") } };
	cdr_owned(cdr_table) table = read_entities(
		CDR_STR("{\"schema\":\"Company\",\"properties\":{\"parent\":[{\"id\":\"p\",\"caption\":\"Hold\"},"
	                "{\"id\":\"q\"},\"r\",null],\"addressEntity\":[\"d\",{\"id\":\"e\",\"properties\":{\"full\":"
	                "\"Quay\"}}],\"number\":-2.5,\"unread\":{\"x\":[1,{\"y\":null}]}}}"),
		columns, CDR_LEN(columns));
	assert_text(table, 1, 0, "Hold|q|r");
	assert_text(table, 1, 1, "d|e");
	assert_text(table, 1, 2, "Hold|q|r");
	assert_cell(table, 1, 3, CDR_CELL_NUMBER, "-2.5");
	assert_text(table, 1, 4, "Quay");
}

/* Broken files, and the place that is named. */
static const struct {
	const char *text, *where, *words;
} broken[] = {
	{ "{\"id\":\"a\",\"schema\":\"Company\"", "e.json:1:29", "ends too early" },
	{ "{\"id\":\"a\",\"schema\":\"Company\"}\n{\"id\":\"b\",", "e.json:2:11", "ends too early" },
	{ "{\"schema\":\"Company\",\"properties\":{\"name\":[\"Mi", "e.json:1:46", "ends within a text" },
	{ "{\"schema\":\"Company\",\"properties\":{\"name\":[\"Mill\"]}", "e.json:1:51", "ends too early" },
	{ "{\"schema\":\"Company\",\"properties\":[]}", "e.json:1:34", "an object is expected" },
	{ "{\"schema\":\"Company\",\"properties\":[\"name\":[]}}", "e.json:1:34", "an object is expected" },
	{ "{\"schema\":\"Company\",\"properties\":7}", "e.json:1:34", "an object is expected" },
	{ "{\"schema\":7}", "e.json:1:11", "a text in quotation marks" },
	{ "{\"schema\":\"Company\",\"schema\":\"Sanction\"}", "e.json:1:30", "stands twice" },
	{ "{\"schema\":\"Company\",\"id\":\"a\",\"id\":\"b\"}", "e.json:1:35", "stands twice" },
	{ "{\"schema\":\"Company\",\"properties\":{},\"properties\":{}}", "e.json:1:50", "stands twice" },
	{ "{\"schema\":\"Company\",\"properties\":{\"name\":[],\"name\":[]}}", "e.json:1:52", "stands twice" },
	{ "[{\"schema\":\"Company\"}]", "e.json:1:1", "each line is one entity" },
	{ "{\"schema\":\"Company\"}\n7\n", "e.json:2:1", "each line is one entity" },
	{ "{\"schema\":\"Company\"}\nCompany,Mill\n", "e.json:2:1", "each line is one entity" },
	{ "{\"schema\":\"Company\"} {\"schema\":\"Company\"}", "e.json:1:22", "behind the end" },
	{ "{\"schema\":\"Company\"},\n{\"schema\":\"Company\"}", "e.json:1:21", "behind the end" },
	{ "{\n\"schema\":\"Company\"\n}", "e.json:1:2", "ends too early" },
	{ "{\"schema\":\"Company\",\"properties\":{\"name\":[\"a\" \"b\"]}}", "e.json:1:47",
	  "a comma or the end of the list" },
	{ "{\"schema\":\"Company\",\"properties\":{\"name\":[\"\\uD800\"]}}", "e.json:1:44", "\\u is not followed" },
	{ "{\"schema\":\"Company\",\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]",
	  "e.json:1:88", "nested too deeply" },
	{ "{\"schema\":\"Address\",\"id\":\"d\",\"properties\":{\"full\":[\"x\"", "e.json:1:55", "ends too early" },
	{ "{\"schema\":\"Company\",\"properties\":{\"addressEntity\":[{\"properties\":{\"full\":[tru]}}]}}",
	  "e.json:1:75", "a value is expected" },
	{ "{\"schema\":\"Company\",\"properties\":{\"name\":[\"caf\xE9 caf\xC3\xA9 \xC3\xA9 \xC3\xA9\"]}}", "e.json:1",
	  "does not belong to UTF-8" },
	{ "<html><body>Too many requests</body></html>", "e.json", "HTML page" },
	{ " \n\n{\"schema\":\"Company\",}", "e.json:3:21", "a text in quotation marks" },
};

static void
ftm_broken_files_are_refused_with_their_place(void **state)
{
	(void)state;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_FTM };
	for (size_t i = 0; i < CDR_LEN(broken); i++)
		read_refused(cdr_str_from(broken[i].text), "e.json", &options, CDR_EINPUT, broken[i].where,
		             broken[i].words);
}

static void
ftm_columns_are_members_properties_and_addresses(void **state)
{
	(void)state;
	const struct cdr_ingest_column wrong[] = { { CDR_STR("x"), CDR_STR("properties.a.b") },
		                                   { CDR_STR("x"), CDR_STR("name.first") },
		                                   { CDR_STR("x"), CDR_STR("properties.") } };
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		const struct cdr_ingest_options options = { .format = CDR_INGEST_FTM,
			                                    .columns = &wrong[i],
			                                    .n_columns = 1 };
		read_refused(CDR_STR("{\"schema\":\"Company\"}"), "e.json", &options, CDR_EINPUT, "e.json",
		             "is in no entity");
	}
}

static void
ftm_cells_are_capped_like_all_others(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "{\"schema\":\"Company\",\"properties\":{\"name\":[\"x\"");
	for (size_t i = 0; i < CDR_INGEST_MAX_CELL_BYTES / 8 + 1; i++)
		cdr_buf_puts(&text, ",\"1234567\"");
	cdr_buf_puts(&text, "]}}");
	const struct cdr_ingest_options options = { .format = CDR_INGEST_FTM };
	read_refused(cdr_buf_str(&text), "e.json", &options, CDR_ELIMIT, "e.json row 2 (line 1), column D",
	             "more than the 65536 bytes");
}

static void
ftm_many_schemas_are_counted_together(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (int i = 0; i < 300; i++)
		cdr_buf_printf(&text, "{\"id\":\"%d\",\"schema\":\"SomethingOfKind%d\"}\n", i, i % 100);
	cdr_buf_puts(&text, "{\"id\":\"a\",\"schema\":\"Airplane\"}\n");
	cdr_owned(cdr_table) table = read_entities(cdr_buf_str(&text), some, CDR_LEN(some));
	assert_int_equal(table->sheets[0].n_rows, 2);
	assert_true(cdr_str_starts_with(note_of(table), CDR_STR("300 entities are no parties and are left out: "
	                                                        "SomethingOfKind0 3, SomethingOfKind1 3,")));
	assert_true(cdr_str_find(note_of(table), CDR_STR(", of other schemas ")) > 0);
	assert_true(note_of(table).n < 1000);
}

static void
ftm_what_is_left_out_is_told_by_a_reader_apart_too(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_FTM };
	assert_int_equal(cdr_ingest_read_apart(CDR_STR("{\"id\":\"s\",\"schema\":\"Sanction\"}\n"), "e.json", &options,
	                                       &table, &err),
	                 CDR_OK);
	assert_str(note_of(table), "1 entities are no parties and are left out: Sanction 1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ftm_parties_are_rows_and_others_are_counted),
		cmocka_unit_test(ftm_addresses_are_found_wherever_they_stand),
		cmocka_unit_test(ftm_unnamed_columns_are_those_of_a_party),
		cmocka_unit_test(ftm_nested_entities_go_by_their_caption),
		cmocka_unit_test(ftm_broken_files_are_refused_with_their_place),
		cmocka_unit_test(ftm_columns_are_members_properties_and_addresses),
		cmocka_unit_test(ftm_cells_are_capped_like_all_others),
		cmocka_unit_test(ftm_many_schemas_are_counted_together),
		cmocka_unit_test(ftm_what_is_left_out_is_told_by_a_reader_apart_too),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
