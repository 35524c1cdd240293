/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#define HEADER "Name,Status,Since,Until\n"

static void
copy_rows_and_their_outcome_add_up(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry,
	                                              HEADER "A,Valid,2020-01-02,2022-03-04\n"
	                                                     ",Valid,2020-01-02,2022-03-04\n"
	                                                     "B, unquoted,Valid,2020-01-02,2022-03-04\n"
	                                                     "C,Valid,2020-01-02,2022-03-04\n",
	                                              "list.csv");
	assert_int_equal(copy->n_rows, 4);
	assert_int_equal(copy->n_entries, 2);
	assert_int_equal(copy->n_rejected, 2);
	assert_int_equal(copy->n_problems, 2);
	assert_true(copy->problems[0].rejected && copy->problems[1].rejected);
	assert_int_equal(copy->problems[0].origin.row, 3);
	assert_true(cdr_str_find(copy->problems[0].text, CDR_STR("no name")) >= 0);
	assert_true(cdr_str_find(copy->problems[1].text, CDR_STR("5 cells in a list of 4 columns")) >= 0);
	assert_int_equal(copy->entries[1].origin.row, 5);
	assert_text(copy->entries[1].origin.file, "list.csv");
}

static void
copy_finds_its_header_below_a_preamble(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	cdr_owned(cdr_registry_copy) copy = read_copy(
		registry, "List of agencies,,,\n,,,\nUNTIL,name,Since,STATUS\n2022-03-04,A,2020-01-02,Valid\n",
		"list.csv");
	assert_int_equal(copy->n_rows, 1);
	assert_text(copy->entries[0].name, "A");
	assert_int_equal(copy->entries[0].statuses[0].to.ymd, 20220304);
}

static void
copy_names_the_columns_that_are_missing(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	refuse_copy(registry, "Name,Status,From\nA,Valid,2020-01-02\n", CDR_EINPUT, &err);
	assert_string_equal(err.where, "list.csv");
	assert_holds(err.message, "\"Since\", \"Until\"");
}

static void
copy_refuses_a_page_for_a_table(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	refuse_copy(registry, "<!DOCTYPE html>\n<html><body>Service unavailable</body></html>\n", CDR_EINPUT, &err);
	assert_holds(err.message, "HTML");
}

static void
copy_refuses_the_wrong_number_of_files(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	struct cdr_registry_copy *copy = NULL;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	assert_int_equal(cdr_registry_read(registry, NULL, NULL, NULL, 2, &copy, &err), CDR_EINPUT);
	assert_holds(err.message, "comes in 1 files, 2 given");
}

static void
copy_counts_columns_where_there_is_no_header(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry = load_registry(
		HEAD "format: {type: csv, header: false, null_values: [\"-0-\"]}\ncolumns: [id, name, where]\n"
		     "fields: {name: name, address: where, status: {value: x}}\n"
		     "identity: [id]\nstatuses: [{word: x, status: valid}]\n");
	cdr_owned(cdr_registry_copy) copy = read_copy(registry, "1,A,-0- \n2,B,Here\n3,C\n", "list.csv");
	assert_int_equal(copy->n_entries, 2);
	assert_int_equal(copy->n_rejected, 1);
	assert_null(copy->entries[0].address.p);
	assert_text(copy->entries[1].address, "Here");
	refuse_copy(registry, "1,A\n2,B\n", CDR_EINPUT, &err);
	assert_holds(err.message, "2 columns where the definition counts 3");
}

static void
copy_takes_its_day_from_a_column_or_the_file_name(void **state)
{
	(void)state;
	static const struct {
		const char *as_of, *file;
		int day;
	} table[] = {
		{ "as_of: {column: Day}\n", "list.csv", 20240501 },
		{ "as_of: {file_name: '(\\d{4}-\\d{2}(?:-\\d{2})?)'}\n", "zz_2021-12-28.csv", 20211228 },
		{ "as_of: {file_name: '(\\d{4}-\\d{2}(?:-\\d{2})?)'}\n", "zz_2024-02.csv", 20240229 },
		{ "as_of: {file_name: '(\\d{4}-\\d{2}(?:-\\d{2})?)'}\n", "zz_2023-12.csv", 20231231 },
		{ "as_of: {file_name: '(\\d{4}-\\d{2}(?:-\\d{2})?)'}\n", "zz.csv", 0 },
		{ "", "zz_2021-12-28.csv", 0 },
	};
	for (size_t i = 0; i < CDR_LEN(table); i++) {
		char yaml[2048];
		(void)snprintf(yaml, sizeof(yaml), "%s%s%s", HEAD, CSV_BODY, table[i].as_of);
		cdr_owned(cdr_registry) registry = load_registry(yaml);
		cdr_owned(cdr_registry_copy) copy =
			read_copy(registry,
		                  "Name,Status,Since,Until,Day\nA,Valid,2020-01-02,,2024-05-03T05:00:00.250Z\n"
		                  "B,Valid,2020-01-02,,2024-05-01\n",
		                  table[i].file);
		assert_int_equal(copy->as_of.ymd, table[i].day);
	}
}

static void
copy_refuses_a_path_that_leads_nowhere(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: json, records: data}\n"
	                           "columns: [name, {name: place, path: address.town}, {name: more, optional: true}]\n"
	                           "fields: {name: name, address: place, status: {value: x}}\n"
	                           "identity: [name]\nstatuses: [{word: x, status: valid}]\n");
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, "{\"data\": [{\"name\": \"A\", \"address\": {\"town\": \"T\"}}]}", "list.json");
	assert_text(copy->entries[0].address, "T");
	refuse_copy(registry, "{\"data\": [{\"name\": \"A\", \"address\": \"T\"}]}", CDR_EINPUT, &err);
	assert_holds(err.message, "\"place\"");
}

static void
copy_knows_whether_it_is_the_whole_source(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t n_whole;
		bool whole;
	} rows[] = {
		{ "{\"meta\": {\"total\": 2}, \"data\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}", 2, true },
		{ "{\"meta\": {\"total\": 3}, \"data\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}", 3, false },
		{ "{\"meta\": {}, \"data\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}", -1, false },
		{ "{\"data\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}", -1, false },
	};
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "whole: {count: meta.total}\n"
	                           "format: {type: json, records: data}\nfields: {name: name, status: {value: x}}\n"
	                           "identity: [name]\nstatuses: [{word: x, status: valid}]\n");
	registry->absence = CDR_ABSENCE_NOT_LICENSED;
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		cdr_owned(cdr_registry_copy) copy = read_copy(registry, rows[i].text, "list.json");
		struct cdr_snapshot snapshot = { .n_rows = copy->n_rows, .n_whole = copy->n_whole };
		assert_int_equal(copy->n_whole, rows[i].n_whole);
		assert_int_equal(cdr_registry_is_whole(&snapshot), rows[i].whole);
		assert_int_equal(cdr_registry_absence_counts(registry, &snapshot), rows[i].whole);
	}
	cdr_owned(cdr_registry) plain = load_registry(HEAD CSV_BODY);
	cdr_owned(cdr_registry_copy) copy = read_copy(plain, HEADER "A,Valid,2020-01-02,2022-03-04\n", "list.csv");
	struct cdr_snapshot snapshot = { .n_rows = 1, .n_whole = copy->n_whole };
	assert_true(cdr_registry_is_whole(&snapshot));
	assert_false(cdr_registry_absence_counts(plain, &snapshot));
}

static void
copy_leaves_out_rows_that_are_not_of_the_list(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: ftm}\ncolumns: [schema, {name: target, optional: true}, {name: "
	                           "title, path: properties.name}]\n"
	                           "rows: {only: [{column: schema, match: '^(?:Company|Person)$'}, {column: target, "
	                           "match: '^(?:true|)$'}]}\n"
	                           "fields: {name: title, status: {value: x}}\n"
	                           "identity: [title]\nstatuses: [{word: x, status: banned}]\n");
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry,
	                  "{\"schema\": \"Company\", \"properties\": {\"name\": [\"A\"]}}\n"
	                  "{\"schema\": \"Company\", \"target\": false, \"properties\": {\"name\": [\"X\"]}}\n"
	                  "{\"schema\": \"Address\", \"properties\": {\"full\": [\"Somewhere\"]}}\n"
	                  "{\"schema\": \"Person\", \"properties\": {}}\n"
	                  "{\"properties\": {\"name\": [\"B\"]}}\n",
	                  "list.ndjson");
	assert_int_equal(copy->n_entries, 1);
	assert_int_equal(copy->n_rows, 2);
	assert_int_equal(copy->n_rejected, 1);
	assert_int_equal(copy->n_problems, 3);
	assert_true(copy->problems[0].rejected);
	assert_false(copy->problems[1].rejected);
	assert_true(cdr_str_find(copy->problems[1].text,
	                         CDR_STR("2 entities are no parties and are left out: Address 1, (no schema) 1")) >= 0);
	assert_int_equal(copy->problems[1].origin.row, 0);
	assert_true(cdr_str_find(copy->problems[2].text, CDR_STR("1 rows are left out")) >= 0);
}

static void
copy_steps_over_a_header_that_is_repeated(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, HEADER "A,Valid,2020-01-02,2022-03-04\n" HEADER "B,Valid,2020-01-02,2022-03-04\n",
	                  "list.csv");
	assert_int_equal(copy->n_rows, 2);
	assert_int_equal(copy->n_entries, 2);
	assert_int_equal(copy->n_problems, 0);
	assert_int_equal(copy->entries[1].origin.row, 4);
}

#define TEXT_BODY                                                                                                      \
	"fields: {name: name, licence_number: licence, status: {value: valid}}\nidentity: [name]\n"                    \
	"statuses: [{word: valid, status: valid}]\nlicence_scheme: {name: zz-list, pattern: '^([A-Z0-9-]+)$'}\n"

static void
copy_reads_lines_of_text_by_their_pattern(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: text, row: '^\\d+\\. (?<name>.+?) \\((?<licence>[A-Z0-9-]+)\\)$', "
	                           "skip: ['^Licensed agencies', '^Page \\d+$']}\n" TEXT_BODY);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry,
	                                              "Licensed agencies as at 1 May 2026\n\n"
	                                              "1. EXAMPLE HARBOUR MANPOWER (AB-12)\r\n"
	                                              "2. SAMPLE QUAY (GROUP) LTD (AB-13)\n"
	                                              "3. EXAMPLE REEF CREWING (AB-14) suspended\n"
	                                              "Page 1\n"
	                                              "EXAMPLE DUNE SERVICES\n"
	                                              "5. SAMPLE MEADOW RECRUITERS (AB-15)",
	                                              "list.txt");
	assert_int_equal(copy->n_rows, 5);
	assert_int_equal(copy->n_entries, 3);
	assert_int_equal(copy->n_rejected, 2);
	assert_int_equal(copy->n_problems, 2);
	assert_text(copy->entries[1].name, "SAMPLE QUAY (GROUP) LTD");
	assert_int_equal(copy->entries[1].origin.line, 4);
	assert_true(copy->problems[0].rejected && copy->problems[1].rejected);
	assert_int_equal(copy->problems[0].origin.line, 5);
	assert_true(cdr_str_find(copy->problems[0].text, CDR_STR("(AB-14) suspended\": a line of another form")) >= 0);
	assert_int_equal(copy->problems[1].origin.line, 7);
	assert_true(cdr_str_find(copy->problems[1].text, CDR_STR("EXAMPLE DUNE SERVICES")) >= 0);
}

static void
copy_refuses_text_of_another_form_altogether(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: text, row: '^(?<name>.+) \\((?<licence>\\d+)\\)$'}\n" TEXT_BODY);
	refuse_copy(registry, "EXAMPLE DUNE SERVICES\nSAMPLE REEF\n", CDR_EINPUT, &err);
	assert_holds(err.message, "none of its lines is of the form");
	refuse_copy(registry, "<!DOCTYPE html>\n<html><body>Service unavailable</body></html>\n", CDR_EINPUT, &err);
	assert_holds(err.message, "HTML");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copy_rows_and_their_outcome_add_up),
		cmocka_unit_test(copy_finds_its_header_below_a_preamble),
		cmocka_unit_test(copy_names_the_columns_that_are_missing),
		cmocka_unit_test(copy_refuses_a_page_for_a_table),
		cmocka_unit_test(copy_reads_lines_of_text_by_their_pattern),
		cmocka_unit_test(copy_refuses_text_of_another_form_altogether),
		cmocka_unit_test(copy_refuses_the_wrong_number_of_files),
		cmocka_unit_test(copy_counts_columns_where_there_is_no_header),
		cmocka_unit_test(copy_takes_its_day_from_a_column_or_the_file_name),
		cmocka_unit_test(copy_refuses_a_path_that_leads_nowhere),
		cmocka_unit_test(copy_knows_whether_it_is_the_whole_source),
		cmocka_unit_test(copy_leaves_out_rows_that_are_not_of_the_list),
		cmocka_unit_test(copy_steps_over_a_header_that_is_repeated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
