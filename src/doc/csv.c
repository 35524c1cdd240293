/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <string.h>

#include "candor/base.h"
#include "doc/doc-impl.h"

/*
 * csv: a form as CSV (RFC 4180) in UTF-8, with the byte order mark without which spreadsheets take it for another
 * encoding. The surprise: text that a spreadsheet would run as a formula gets an apostrophe in front, since it may come from
 * strangers.
 */

/* Whether a spreadsheet may run the cell: it begins with a sign of a formula, also in its full-width form, or with a blank
 * that some spreadsheets drop before they look. */
static bool
may_run(struct cdr_str text)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };
	while (text.n && text.p[0] == ' ')
		text = (struct cdr_str){ text.p + 1, text.n - 1 };
	if (text.n == 0)
		return false;
	if (memchr("=+-@\t\r\n", text.p[0], 7))
		return true;
	for (size_t i = 0; i < CDR_LEN(wide); i++) {
		if (cdr_str_starts_with(text, cdr_str_from(wide[i])))
			return true;
	}
	return false;
}

/* Always in quotes where a spreadsheet of any country might part cells. */
static void
cell(struct cdr_buf *out, struct cdr_str text)
{
	bool quotes = false;
	for (size_t i = 0; i < text.n; i++)
		quotes = quotes || memchr(",;\t\"\r\n", text.p[i], 6) != NULL;
	cdr_buf_puts(out, quotes ? "\"" : "");
	cdr_buf_puts(out, may_run(text) ? "'" : "");
	for (size_t i = 0; i < text.n;) {
		bool is_line_end = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
		size_t bad = is_line_end ? 0 : cdr_doc_unprintable(text.p + i, text.n - i);
		if (bad) {
			cdr_buf_puts(out, CDR_DOC_REPLACEMENT);
			i += bad;
			continue;
		}
		cdr_buf_puts(out, text.p[i] == '"' ? "\"" : "");
		cdr_buf_putc(out, text.p[i++]);
	}
	cdr_buf_puts(out, quotes ? "\"" : "");
}

enum cdr_status
cdr_doc_render_csv(const struct cdr_form *sheet, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_buf_puts(out, "\xEF\xBB\xBF");
	for (size_t c = 0; c < sheet->n_columns; c++) {
		cdr_buf_puts(out, c ? "," : "");
		cell(out, cdr_str_from(sheet->columns[c].header));
	}
	cdr_buf_puts(out, "\r\n");
	for (size_t r = 0; r < sheet->n_rows; r++) {
		for (size_t c = 0; c < sheet->n_columns; c++) {
			cdr_buf_puts(out, c ? "," : "");
			cell(out, sheet->cells[r * sheet->n_columns + c].text);
		}
		cdr_buf_puts(out, "\r\n");
	}
	return cdr_buf_check(out, "doc", err);
}
