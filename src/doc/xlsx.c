/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "candor/base.h"
#include "doc/doc-impl.h"

/*
 * xlsx: a form as a workbook to be filled in: header frozen, columns that are not to be changed greyed and locked, lists to
 * choose from in the others. Every cell is written as text, so that nothing in it is ever a formula. The surprise: the
 * library writes to a path only, so it is given that of a file without a name, which is then read back; whoever calls this
 * writes it where it belongs, whole or not at all.
 */

#define MAX_TEXT_BYTES 32000 /* a cell holds 32,767 characters */
#define MAX_LIST_BYTES 250   /* of a list to choose from, in all */
#define MAX_LISTS 20000      /* spreadsheets take so many without complaint; what may be answered stands in words too */
#define LIST_MARGIN 2        /* the end of a list, in its array */
#define MAX_LIST_ITEMS 64

struct book {
	lxw_workbook *workbook;
	lxw_format *header, *fixed, *open;
	struct cdr_arena *arena;
	size_t n_lists;
	struct cdr_error *err;
};

static enum cdr_status
check(const struct book *book, lxw_error code, const char *what)
{
	if (code == LXW_NO_ERROR)
		return CDR_OK;
	if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
		return cdr_fail_memory(book->err, "doc");
	return cdr_fail(book->err, CDR_EIO, "doc", NULL, "the workbook could not be made (%s: %s)", what,
	                lxw_strerror(code));
}

/* A copy that the library may take for its own kind of text. */
static char *
as_text(struct book *book, struct cdr_str text)
{
	char *copy = cdr_arena_alloc(book->arena, text.n + 1);
	if (copy && text.n)
		memcpy(copy, text.p, text.n);
	return copy;
}

/* Text that ends in a NUL, without what no cell may hold; cut with a mark where a cell cannot hold it. */
static char *
cell_text(struct book *book, struct cdr_str text)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_str whole = text;
	text.n = cdr_str_cut(text, MAX_TEXT_BYTES);
	for (size_t i = 0; i < text.n;) {
		size_t bad = cdr_doc_unprintable(text.p + i, text.n - i);
		if (bad)
			cdr_buf_puts(&out, CDR_DOC_REPLACEMENT);
		else
			cdr_buf_putc(&out, text.p[i]);
		i += bad ? bad : 1;
	}
	if (text.n < whole.n)
		cdr_buf_puts(&out, "…");
	return out.failed ? NULL : as_text(book, cdr_buf_str(&out));
}

/* A list to choose from, where it is short enough for one; anything else may still be typed, and is checked on import. */
static enum cdr_status
offer(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const struct cdr_form_cell *cell)
{
	char *list[MAX_LIST_ITEMS + LIST_MARGIN] = { NULL };
	char title[] = "Not in the list", message[] = "Please choose from the list.";
	size_t n_bytes = 0;
	if (cell->n_choices == 0 || cell->n_choices > MAX_LIST_ITEMS || book->n_lists == MAX_LISTS)
		return CDR_OK;
	for (size_t i = 0; i < cell->n_choices; i++) {
		n_bytes += cell->choices[i].n + 1;
		if (!(list[i] = cell_text(book, cell->choices[i])))
			return cdr_fail_memory(book->err, "doc");
	}
	if (n_bytes > MAX_LIST_BYTES)
		return CDR_OK;
	book->n_lists++;
	lxw_data_validation validation = { .validate = LXW_VALIDATION_TYPE_LIST,
		                           .value_list = list,
		                           .ignore_blank = LXW_VALIDATION_ON,
		                           .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
		                           .error_title = title,
		                           .error_message = message };
	return check(book, worksheet_data_validation_cell(sheet, row, column, &validation), "list");
}

static enum cdr_status
write_row(struct book *book, lxw_worksheet *sheet, const struct cdr_form *from, size_t r)
{
	for (size_t c = 0; c < from->n_columns; c++) {
		const struct cdr_form_cell *cell = &from->cells[r * from->n_columns + c];
		lxw_row_t row = (lxw_row_t)(r + 1);
		lxw_col_t column = (lxw_col_t)c;
		lxw_format *format = from->columns[c].open ? book->open : book->fixed;
		const char *text = cell_text(book, cell->text);
		if (!text)
			return cdr_fail_memory(book->err, "doc");
		CDR_TRY(check(book,
		              cell->text.n ? worksheet_write_string(sheet, row, column, text, format)
		                           : worksheet_write_blank(sheet, row, column, format),
		              "cell"));
		CDR_TRY(offer(book, sheet, row, column, cell));
	}
	return CDR_OK;
}

static enum cdr_status
write_sheet(struct book *book, const struct cdr_form *from)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, from->name);
	lxw_protection may = {
		.format_columns = LXW_TRUE, .format_rows = LXW_TRUE, .sort = LXW_TRUE, .autofilter = LXW_TRUE
	};
	if (!sheet)
		return cdr_fail_memory(book->err, "doc");
	for (size_t c = 0; c < from->n_columns; c++) {
		lxw_col_t column = (lxw_col_t)c;
		CDR_TRY(check(book, worksheet_set_column(sheet, column, column, from->columns[c].width, NULL),
		              "column"));
		CDR_TRY(check(book, worksheet_write_string(sheet, 0, column, from->columns[c].header, book->header),
		              "header"));
	}
	for (size_t r = 0; r < from->n_rows; r++)
		CDR_TRY(write_row(book, sheet, from, r));
	worksheet_freeze_panes(sheet, 1, 0);
	if (from->n_rows)
		CDR_TRY(check(
			book,
			worksheet_autofilter(sheet, 0, 0, (lxw_row_t)from->n_rows, (lxw_col_t)(from->n_columns - 1)),
			"filter"));
	/* Without a password: it keeps from slips, not from people. */
	worksheet_protect(sheet, NULL, &may);
	worksheet_set_landscape(sheet);
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_repeat_rows(sheet, 0, 0);
	return CDR_OK;
}

static enum cdr_status
make_formats(struct book *book)
{
	lxw_format **const formats[] = { &book->header, &book->fixed, &book->open };
	for (size_t i = 0; i < CDR_LEN(formats); i++) {
		if (!(*formats[i] = workbook_add_format(book->workbook)))
			return cdr_fail_memory(book->err, "doc");
		format_set_text_wrap(*formats[i]);
		format_set_align(*formats[i], LXW_ALIGN_VERTICAL_TOP);
		format_set_border(*formats[i], LXW_BORDER_THIN);
		format_set_border_color(*formats[i], 0xC0C0C0);
		/* Text, so that a spreadsheet leaves what is typed as it was typed. */
		format_set_num_format_index(*formats[i], 49);
	}
	format_set_bold(book->header);
	format_set_bg_color(book->header, 0xD9E2EC);
	format_set_bg_color(book->fixed, 0xF2F2F2);
	format_set_unlocked(book->open);
	return CDR_OK;
}

static enum cdr_status
fill(struct book *book, const struct cdr_form *sheets, size_t n)
{
	lxw_doc_properties properties = { .created = 315532800 }; /* 1980: the same content is the same file */
	CDR_TRY(make_formats(book));
	CDR_TRY(check(book, workbook_set_properties(book->workbook, &properties), "properties"));
	for (size_t i = 0; i < n; i++)
		CDR_TRY(write_sheet(book, &sheets[i]));
	return CDR_OK;
}

static enum cdr_status
read_back(int fd, struct cdr_buf *out, struct cdr_error *err)
{
	char piece[65536];
	off_t at = 0;
	for (;;) {
		ssize_t n = pread(fd, piece, sizeof(piece), at);
		if (n < 0)
			return cdr_fail(err, CDR_EIO, "doc", NULL, "the workbook could not be read back from its file");
		if (n == 0)
			return cdr_buf_check(out, "doc", err);
		cdr_buf_add(out, piece, (size_t)n);
		at += n;
	}
}

static enum cdr_status
check_size(const struct cdr_form *sheets, size_t n, struct cdr_error *err)
{
	for (size_t i = 0; i < n; i++) {
		cdr_require(sheets[i].n_columns > 0 && sheets[i].n_columns < LXW_COL_MAX);
		if (sheets[i].n_rows >= LXW_ROW_MAX)
			return cdr_fail(err, CDR_ELIMIT, "doc", NULL, "a sheet of a workbook holds at most %d rows",
			                LXW_ROW_MAX - 1);
	}
	return CDR_OK;
}

enum cdr_status
cdr_doc_render_xlsx(const struct cdr_form *sheets, size_t n_sheets, struct cdr_buf *out, struct cdr_error *err)
{
	char path[64];
	int fd = -1;
	cdr_owned(cdr_arena) arena = cdr_arena_new(CDR_DOC_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, "doc");
	CDR_TRY(check_size(sheets, n_sheets, err));
	CDR_TRY(cdr_file_open_unnamed(&fd, err));
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct book book = { .workbook = workbook_new(path), .arena = arena, .err = err };
	enum cdr_status status = book.workbook ? fill(&book, sheets, n_sheets) : cdr_fail_memory(err, "doc");
	/* Closing frees the workbook, whether or not it was filled. */
	lxw_error closed = book.workbook ? workbook_close(book.workbook) : LXW_NO_ERROR;
	if (status == CDR_OK)
		status = check(&book, closed, "writing");
	if (status == CDR_OK)
		status = read_back(fd, out, err);
	(void)close(fd);
	return status;
}
