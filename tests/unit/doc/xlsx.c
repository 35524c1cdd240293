/* SPDX-License-Identifier: Apache-2.0 */
#include "doc-test.h"

#include <stdlib.h>
#include <zlib.h>

static const struct cdr_form_column columns[] = { { "id", 10, false }, { "answer", 20, true } };
static const struct cdr_str yes_no[] = { { "yes", 3 }, { "no", 2 } };

/* A number of an archive, little end first. */
static size_t
number(const char *p, size_t n)
{
	size_t value = 0;
	while (n--)
		value = value << 8 | (unsigned char)p[n];
	return value;
}

/* A member of a workbook as text, found by walking the archive's local headers; the caller frees it. */
static char *
member(const struct cdr_buf *book, const char *name)
{
	const char *at = book->p, *end = book->p + book->n;
	while (end - at > 30 && number(at, 4) == 0x04034b50) {
		size_t n_packed = number(at + 18, 4), n = number(at + 22, 4), n_name = number(at + 26, 2);
		const char *bytes = at + 30 + n_name + number(at + 28, 2);
		assert_true(bytes + n_packed <= end);
		if (n_name != strlen(name) || memcmp(at + 30, name, n_name) != 0) {
			at = bytes + n_packed;
			continue;
		}
		char *text = calloc(1, n + 1);
		assert_non_null(text);
		z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes,
			            .avail_in = (uInt)n_packed,
			            .next_out = (Bytef *)text,
			            .avail_out = (uInt)n };
		assert_int_equal(inflateInit2(&stream, -MAX_WBITS), Z_OK);
		assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
		(void)inflateEnd(&stream);
		return text;
	}
	fail_msg("the workbook has no %s", name);
	return NULL;
}

static void
assert_member(const struct cdr_buf *book, const char *name, const char *part, bool there)
{
	char *text = member(book, name);
	if ((strstr(text, part) != NULL) != there)
		fail_msg("\"%s\" %s in %s: %s", part, there ? "is not" : "is", name, text);
	free(text);
}

static void
render(const struct cdr_form_cell *cells, size_t n_rows, struct cdr_buf *out)
{
	const struct cdr_form form = { "Questions", columns, 2, cells, n_rows };
	assert_int_equal(cdr_doc_render_xlsx(&form, 1, out, NULL), CDR_OK);
}

static void
xlsx_writes_every_cell_as_text(void **state)
{
	(void)state;
	const struct cdr_form_cell cells[] = { { .text = CDR_STR("=HYPERLINK(\"http://x.example\")") },
		                               { .text = CDR_STR("00123") } };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(cells, 1, &out);
	assert_member(&out, "xl/worksheets/sheet1.xml", "<f>", false);
	assert_member(&out, "xl/worksheets/sheet1.xml", "t=\"s\"", true);
	assert_member(&out, "xl/sharedStrings.xml", "=HYPERLINK(", true);
	assert_member(&out, "xl/sharedStrings.xml", "00123", true);
}

static void
xlsx_freezes_the_header_locks_and_offers_lists(void **state)
{
	(void)state;
	const struct cdr_form_cell cells[] = { { .text = CDR_STR("p-1") }, { .choices = yes_no, .n_choices = 2 } };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(cells, 1, &out);
	assert_member(&out, "xl/worksheets/sheet1.xml", "<pane ySplit=\"1\"", true);
	assert_member(&out, "xl/worksheets/sheet1.xml", "<sheetProtection sheet=\"1\"", true);
	assert_member(&out, "xl/worksheets/sheet1.xml", "<formula1>\"yes,no\"</formula1>", true);
	assert_member(&out, "xl/styles.xml", "<protection locked=\"0\"/>", true);
}

static void
xlsx_of_the_same_content_is_the_same_file(void **state)
{
	(void)state;
	const struct cdr_form_cell cells[] = { { .text = CDR_STR("a") }, { .text = CDR_STR("b") } };
	cdr_auto(cdr_buf) one = CDR_BUF_INIT, other = CDR_BUF_INIT;
	render(cells, 1, &one);
	render(cells, 1, &other);
	assert_int_equal(one.n, other.n);
	assert_memory_equal(one.p, other.p, one.n);
}

static void
xlsx_cuts_what_no_cell_holds_and_leaves_long_lists_out(void **state)
{
	(void)state;
	static char longest[50000];
	memset(longest, 'x', sizeof(longest));
	const struct cdr_str choices[] = { { longest, 200 }, { longest, 100 } };
	const struct cdr_form_cell cells[] = { { .text = { longest, sizeof(longest) } },
		                               { .choices = choices, .n_choices = 2 } };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(cells, 1, &out);
	assert_member(&out, "xl/sharedStrings.xml", "xxx…</t>", true);
	assert_member(&out, "xl/worksheets/sheet1.xml", "dataValidation", false);
}

static void
xlsx_may_have_no_rows(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(NULL, 0, &out);
	assert_member(&out, "xl/sharedStrings.xml", "answer", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_writes_every_cell_as_text),
		cmocka_unit_test(xlsx_freezes_the_header_locks_and_offers_lists),
		cmocka_unit_test(xlsx_of_the_same_content_is_the_same_file),
		cmocka_unit_test(xlsx_cuts_what_no_cell_holds_and_leaves_long_lists_out),
		cmocka_unit_test(xlsx_may_have_no_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
