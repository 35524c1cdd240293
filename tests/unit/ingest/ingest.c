/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "../base/failing-memory.h"
#include "workbook.h"

static void
ingest_empty_and_oversized_files_are_refused(void **state)
{
	(void)state;
	read_refused(CDR_STR(""), "folder/list.csv", NULL, CDR_EINPUT, "list.csv", "empty");
	/* Refused by its size alone: the bytes are never looked at. */
	read_refused((struct cdr_str){ "x", CDR_INGEST_MAX_FILE_BYTES + 1 }, "list.csv", NULL, CDR_ELIMIT, "list.csv",
	             "256 MiB");
	read_refused((struct cdr_str){ "{\"a\":[]}", CDR_INGEST_MAX_TREE_BYTES + 1 }, "list.json",
	             &(struct cdr_ingest_options){ .format = CDR_INGEST_JSON + 70 }, CDR_EUSAGE, "list.json",
	             "no such format");
}

static void
ingest_file_is_shown_without_its_folders(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(CDR_STR("a,b\n"), "some/where/list.csv", NULL);
	assert_str(table->file, "list.csv");
	cdr_owned(cdr_table) unnamed = read_table(CDR_STR("a,b\n"), NULL, NULL);
	assert_str(unnamed->file, "input");
}

/* Every allocation of ours fails once; each time the outcome is ENOMEM and nothing leaks. */
static void
survives_short_memory(struct cdr_str bytes, const char *name)
{
	struct cdr_error err = { 0 };
	enum cdr_status status = CDR_ENOMEM;
	long n = 0;
	for (; status != CDR_OK; n++) {
		struct cdr_table *table = NULL;
		fail_memory_after(n);
		status = cdr_ingest_read(bytes, name, NULL, &table, &err);
		bool refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		(void)cdr_table_free(table);
	}
	assert_true(n > 5);
}

static void
ingest_short_memory_is_reported(void **state)
{
	(void)state;
	survives_short_memory(CDR_STR("name,city\ncaf\xE9,Alba\n"), "list.csv");
	survives_short_memory(CDR_STR("[{\"a\":1,\"b\":[\"x\",\"y\"]}]"), "list.json");
	survives_short_memory(CDR_STR("<l><r><a>1</a><a>2</a></r></l>"), "list.xml");
	survives_short_memory(CDR_STR("<html><table><tr><td rowspan=2 colspan=2>x<td>y<tr><td>z<table><tr><td>n</table>"
	                              "</table></html>"),
	                      "list.html");
	const struct cdr_str nothing = { NULL, 0 };
	struct cdr_str packed =
		pack_workbook(CDR_STR("<worksheet><sheetData><row><c "
	                              "t=\"s\"><v>0</v></c><c><v>1</v></c></row><row><c/><c><v>1</v></c></row>"
	                              "</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells></worksheet>"),
	                      CDR_STR("<sst><si><t>x</t></si></sst>"), nothing, nothing);
	survives_short_memory(packed, "list.xlsx");
	free((void *)(uintptr_t)packed.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ingest_empty_and_oversized_files_are_refused),
		cmocka_unit_test(ingest_file_is_shown_without_its_folders),
		cmocka_unit_test(ingest_short_memory_is_reported),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
