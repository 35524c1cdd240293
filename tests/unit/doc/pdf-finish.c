/* SPDX-License-Identifier: Apache-2.0 */
#include "pdf-test.h"

/* The words of a figure stand in the file as UTF-16, high byte first. */
static void
utf16(const char *ascii, struct cdr_buf *out)
{
	cdr_buf_puts(out, "/S /Figure\n   /Alt <FEFF");
	for (; *ascii; ascii++)
		cdr_buf_printf(out, "%04X", (unsigned)*ascii);
	cdr_buf_puts(out, ">");
}

static void
pdf_finish_tells_what_figures_show_and_what_headers_are_of(void **state)
{
	(void)state;
	struct cdr_doc_point point = { CDR_STR("x"), 1 };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("First picture"), no_text, &point, 1 };
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) first = CDR_BUF_INIT;
	cdr_auto(cdr_buf) second = CDR_BUF_INIT;
	(void)cdr_doc_chart(doc, NULL, &chart);
	render(doc, &pdf);
	utf16("Suppliers by place (firms)", &first);
	utf16("First picture", &second);
	ptrdiff_t at = cdr_str_find(cdr_buf_str(&pdf), cdr_buf_str(&first));
	assert_true(at > 0);
	assert_true(cdr_str_find(cdr_buf_str(&pdf), cdr_buf_str(&second)) > at);
	assert_true(cdr_str_find(cdr_buf_str(&pdf), CDR_STR("/S /TH\n   /A << /O /Table /Scope /Column >>")) > 0);
}

/* The table of objects, which readers mend in silence when it is wrong. */
static void
pdf_finish_places_of_objects_are_right(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_buf_puts(&pdf, "before");
	render(doc, &pdf);
	struct cdr_str file = { pdf.p + 6, pdf.n - 6 };
	assert_true(cdr_str_starts_with(file, CDR_STR("%PDF-1.")));
	const char *said = strstr(file.p + file.n - 40, "startxref\n");
	assert_non_null(said);
	const char *table = file.p + strtoul(said + 10, NULL, 10);
	assert_memory_equal(table, "xref\n0 ", 7);
	unsigned long n = strtoul(table + 7, NULL, 10);
	const char *entry = strchr(table + 7, '\n') + 1;
	assert_true(n > 50);
	for (unsigned long i = 1; i < n; i++) {
		char begin[32];
		(void)snprintf(begin, sizeof(begin), "%lu 0 obj\n", i);
		const char *object = file.p + strtoul(entry + 20 * i, NULL, 10);
		assert_memory_equal(object, begin, strlen(begin));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_finish_tells_what_figures_show_and_what_headers_are_of),
		cmocka_unit_test(pdf_finish_places_of_objects_are_right),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
