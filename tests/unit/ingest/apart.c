/* SPDX-License-Identifier: Apache-2.0 */
/* The two ways of reading must give the same table and the same errors; what ends a reader must be said. */
#include "ingest/apart-impl.h"
#include "reading.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "workbook.h"

/* What a sanitized program answers when it gets no memory: NULL, as any other. */
const char *
__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static struct cdr_table *
read_apart(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options)
{
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	if (cdr_ingest_read_apart(bytes, name, options, &table, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return table;
}

static void
assert_same_rows(const struct cdr_sheet *one, const struct cdr_sheet *other)
{
	assert_int_equal(one->n_rows, other->n_rows);
	assert_int_equal(one->n_columns, other->n_columns);
	assert_int_equal(one->hidden, other->hidden);
	assert_true(cdr_str_equal(one->name, other->name));
	for (size_t i = 0; i < one->n_rows; i++) {
		const struct cdr_row a = cdr_sheet_row(one, i), b = cdr_sheet_row(other, i);
		assert_int_equal(a.row, b.row);
		assert_int_equal(a.line, b.line);
		assert_int_equal(a.n_cells, b.n_cells);
		for (uint32_t c = 0; c < a.n_cells; c++) {
			assert_true(cdr_str_equal(cdr_row_cell(&a, c).text, cdr_row_cell(&b, c).text));
			assert_int_equal(cdr_row_cell(&a, c).kind, cdr_row_cell(&b, c).kind);
		}
	}
}

static void
assert_read_alike(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options)
{
	cdr_owned(cdr_table) here = read_table(bytes, name, options);
	cdr_owned(cdr_table) apart = read_apart(bytes, name, options);
	assert_true(cdr_str_equal(here->file, apart->file));
	assert_true(cdr_str_equal(here->encoding, apart->encoding));
	assert_int_equal(here->format, apart->format);
	assert_int_equal(here->separator, apart->separator);
	assert_int_equal(here->n_sheets, apart->n_sheets);
	for (size_t i = 0; i < here->n_sheets; i++)
		assert_same_rows(&here->sheets[i], &apart->sheets[i]);
	cdr_table_forget(apart);
	if (here->n_sheets > 0)
		assert_same_rows(&here->sheets[0], &apart->sheets[0]);
}

static void
apart_tables_are_those_read_here(void **state)
{
	(void)state;
	const struct cdr_str nothing = { NULL, 0 };
	assert_read_alike(CDR_STR("name;city\n\nABC;Alba\n;\"Ciudad\nReal\"\n"), "lists/list.csv", NULL);
	assert_read_alike(CDR_STR("name,city\ncaf\xE9,Alba\n"), "list.csv", NULL);
	assert_read_alike(CDR_STR("\xFF\xFEn\0,\0m\0\n\0"), "list.csv", NULL);
	assert_read_alike(CDR_STR("a\tb\n"), "", &(struct cdr_ingest_options){ .separator = '\t' });
	assert_read_alike(CDR_STR("[{\"a\":1.50,\"b\":[\"x\",\"y\"]},{\"c\":true}]"), "list.json", NULL);
	assert_read_alike(CDR_STR("[]"), "list.json", NULL);
	assert_read_alike(CDR_STR("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><l><r><a>\xB1</a><a>2</a></r></l>"),
	                  "list.xml", NULL);
	assert_read_alike(CDR_STR("<meta charset=gbk><table><tr><th>name<tr><td>\xD6\xD0\xCE\xC4</table>"), "list.html",
	                  NULL);
	assert_read_alike(CDR_STR("name\n\x83\x65\x83\x58\x83\x67\n"), "list.csv",
	                  &(struct cdr_ingest_options){ .encoding = CDR_STR("Shift_JIS") });
	struct cdr_str packed =
		pack_workbook(CDR_STR("<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c><v>1</v></c></row>"
	                              "<row><c/><c><v>1</v></c></row></sheetData>"
	                              "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells></worksheet>"),
	                      CDR_STR("<sst><si><t>x</t></si></sst>"), nothing, nothing);
	assert_read_alike(packed, "list.xlsx", NULL);
	free((void *)(uintptr_t)packed.p);
}

/* So many rows, and so much text to convert, that both go to files. */
static void
apart_long_lists_come_in_files(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) list = CDR_BUF_INIT;
	for (int i = 0; i < 120000; i++)
		cdr_buf_printf(&list, "caf\xE9 %d,a street with a rather long name %d\n", i, i);
	assert_false(list.failed);
	cdr_owned(cdr_table) apart = read_apart(cdr_buf_str(&list), "list.csv", NULL);
	assert_int_equal(apart->sheets[0].n_rows, 120000);
	assert_text(apart, 119999, 0, "caf\xC3\xA9 119999");
	assert_str(apart->encoding, "windows-1252");
	assert_read_alike(cdr_buf_str(&list), "list.csv", NULL);
}

static void
assert_refused_alike(struct cdr_str bytes, const char *name)
{
	struct cdr_table *table = NULL;
	struct cdr_error here = { 0 }, apart = { 0 };
	assert_int_not_equal(cdr_ingest_read(bytes, name, NULL, &table, &here), CDR_OK);
	assert_int_equal(cdr_ingest_read_apart(bytes, name, NULL, &table, &apart), here.code);
	assert_null(table);
	assert_int_equal(apart.code, here.code);
	assert_string_equal(apart.where, here.where);
	assert_string_equal(apart.message, here.message);
}

static void
apart_errors_are_those_of_reading_here(void **state)
{
	(void)state;
	assert_refused_alike(CDR_STR(""), "list.csv");
	assert_refused_alike((struct cdr_str){ "x", CDR_INGEST_MAX_FILE_BYTES + 1 }, "list.csv");
	assert_refused_alike(CDR_STR("a,b\n\"c"), "list.csv");
	assert_refused_alike(CDR_STR("[{\"a\":1},\n{\"a\":]"), "list.json");
	assert_refused_alike(CDR_STR("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><l><r>&e;</r></l>"),
	                     "list.xml");
	assert_refused_alike(CDR_STR("PK\3\4 and then nothing of the kind"), "list.xlsx");
}

/* ------------------------------------------------------------------------------------------------- what ends readers */

static const struct cdr_apart usual = {
	.name = "list.csv",
	.sandbox = { .memory_bytes = (size_t)64 << 20, .file_bytes = (size_t)1 << 20, .cpu_seconds = 1 },
	.wall_ms = 20000
};

static void
assert_ends(const struct cdr_apart *apart, cdr_apart_fn fn, void *context, enum cdr_status code, const char *words)
{
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_apart_run(apart, fn, context, &told, &err), code);
	assert_string_equal(err.where, "list.csv");
	if (!strstr(err.message, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.message);
	/* Nothing of it is left. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static enum cdr_status
crash(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	(void)context, (void)out, (void)err;
	(void)signal(SIGSEGV, SIG_DFL);
	(void)raise(SIGSEGV);
	return CDR_OK;
}

static enum cdr_status
give_up(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	(void)context, (void)out, (void)err;
	_exit(0);
}

static enum cdr_status
lie_about_status(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	(void)err;
	memcpy(out->p, context, sizeof(int32_t));
	return CDR_OK;
}

static void
apart_crash_is_an_error_of_the_file(void **state)
{
	(void)state;
	assert_ends(&usual, crash, NULL, CDR_EINPUT, "made its reader crash (Segmentation fault)");
	assert_ends(&usual, give_up, NULL, CDR_EINPUT, "ended without a result");
	int32_t no_status = 7, no_text = CDR_EINPUT, far = -1000;
	assert_ends(&usual, lie_about_status, &no_status, CDR_EINPUT, "ended without a result");
	assert_ends(&usual, lie_about_status, &no_text, CDR_EINPUT, "ended without a result");
	assert_ends(&usual, lie_about_status, &far, CDR_EINPUT, "ended without a result");
}

static enum cdr_status
loop_for_ever(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	(void)context, (void)out, (void)err;
	for (volatile unsigned i = 0;; i++)
		;
	return CDR_OK;
}

static enum cdr_status
wait_for_ever(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	(void)out, (void)err;
	char byte;
	return read(*(int *)context, &byte, 1) < 0 ? CDR_EIO : CDR_OK;
}

static void
apart_endless_work_is_ended(void **state)
{
	(void)state;
	assert_ends(&usual, loop_for_ever, NULL, CDR_ELIMIT, "takes more than 1 seconds");
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct cdr_apart impatient = usual;
	impatient.wall_ms = 300;
	impatient.keep[impatient.n_keep++] = ends[0];
	assert_ends(&impatient, wait_for_ever, &ends[0], CDR_ELIMIT, "takes more than 0 seconds");
	(void)close(ends[0]);
	(void)close(ends[1]);
}

static enum cdr_status
take_memory(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	size_t n_bytes = (size_t)1 << 20;
	(void)out;
	for (size_t i = 0; i < *(size_t *)context; i++) {
		volatile char *p = cdr_alloc(n_bytes);
		if (!p)
			return cdr_fail_memory(err, "test");
		for (size_t at = 0; at < n_bytes; at += 4096)
			p[at] = 1;
	}
	return CDR_OK;
}

static void
apart_memory_has_an_end(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	size_t some = 16, many = 4096;
	assert_int_equal(cdr_apart_run(&usual, take_memory, &some, &told, &err), CDR_OK);
	assert_ends(&usual, take_memory, &many, CDR_ELIMIT, "more than 64 MiB of memory; split it");
}

static enum cdr_status
write_for_ever(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	static const char block[4096] = "x";
	(void)out, (void)err;
	while (write(*(int *)context, block, sizeof(block)) > 0)
		;
	return CDR_OK;
}

static enum cdr_status
talk_for_ever(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	static const char block[4096] = "x";
	(void)context;
	while (!out->failed)
		cdr_buf_add(out, block, sizeof(block));
	return cdr_buf_check(out, "test", err);
}

static void
apart_output_has_an_end(void **state)
{
	(void)state;
	struct cdr_apart apart = usual;
	struct cdr_error err = { 0 };
	int fd = -1;
	assert_int_equal(cdr_file_open_unnamed(&fd, &err), CDR_OK);
	apart.keep[apart.n_keep++] = fd;
	assert_ends(&apart, write_for_ever, &fd, CDR_ELIMIT,
	            "takes up more than the 1 MiB a file may have here; split it");
	assert_int_equal(lseek(fd, 0, SEEK_END), apart.sandbox.file_bytes);
	(void)close(fd);
	apart.sandbox.memory_bytes = (size_t)256 << 20;
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	assert_int_equal(cdr_apart_run(&apart, talk_for_ever, NULL, &told, &err), CDR_ELIMIT);
}

static enum cdr_status
use_descriptors(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	const int *fds = context;
	(void)err;
	for (size_t i = 0; i < 2; i++)
		cdr_buf_putc(out, write(fds[i], "x", 1) == 1 ? 'y' : 'n');
	return CDR_OK;
}

static void
apart_only_named_descriptors_are_open(void **state)
{
	(void)state;
	struct cdr_apart apart = usual;
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	int fds[2] = { -1, -1 };
	assert_int_equal(cdr_file_open_unnamed(&fds[0], &err), CDR_OK);
	assert_int_equal(cdr_file_open_unnamed(&fds[1], &err), CDR_OK);
	apart.keep[apart.n_keep++] = fds[1];
	assert_int_equal(cdr_apart_run(&apart, use_descriptors, fds, &told, &err), CDR_OK);
	assert_str(cdr_buf_str(&told), "ny");
	(void)close(fds[0]);
	(void)close(fds[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(apart_tables_are_those_read_here),
		cmocka_unit_test(apart_long_lists_come_in_files),
		cmocka_unit_test(apart_errors_are_those_of_reading_here),
		cmocka_unit_test(apart_crash_is_an_error_of_the_file),
		cmocka_unit_test(apart_endless_work_is_ended),
		cmocka_unit_test(apart_memory_has_an_end),
		cmocka_unit_test(apart_output_has_an_end),
		cmocka_unit_test(apart_only_named_descriptors_are_open),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
