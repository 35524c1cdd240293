/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An .xlsx workbook -> sheets: which of them are read and in what order. The work is in xlsx-book.c and xlsx-sheet.c.
 * Surprise: hidden sheets that nobody chose are still in the table, after the others, flagged and without rows, so that
 * whoever imports the file can say that they were not read.
 */
#include "ingest/xlsx-impl.h"

static const struct cdr_xlsx_sheet *
sheet_at(const struct cdr_xlsx_book *book, size_t i)
{
	return CDR_VEC_AT(&book->sheets, struct cdr_xlsx_sheet, i);
}

static enum cdr_status
fail_choice(const struct cdr_xlsx_book *book, const char *what, struct cdr_error *err)
{
	enum cdr_status status = cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, book->source->name, "%s; it has:", what);
	for (size_t i = 0; i < book->sheets.n; i++) {
		const struct cdr_xlsx_sheet *sheet = sheet_at(book, i);
		cdr_error_add(err, NULL, "#%zu \"%.*s\"%s", i + 1, CDR_STR_ARG(sheet->name),
		              sheet->hidden ? " (hidden)" : "");
	}
	return status;
}

/* By exact name, by name without case, then by position ("#2"), so that a sheet really named "#2" can be had. */
static enum cdr_status
find_sheet(const struct cdr_xlsx_book *book, struct cdr_str wanted, const struct cdr_xlsx_sheet **ret,
           struct cdr_error *err)
{
	const struct cdr_xlsx_sheet *found = NULL;
	int64_t position = 0;
	for (size_t i = book->sheets.n; i-- > 0;) {
		if (cdr_str_equal_nocase(sheet_at(book, i)->name, wanted))
			found = sheet_at(book, i);
	}
	for (size_t i = 0; i < book->sheets.n; i++) {
		if (cdr_str_equal(sheet_at(book, i)->name, wanted))
			found = sheet_at(book, i);
	}
	if (!found && wanted.n > 1 && wanted.p[0] == '#' &&
	    cdr_str_to_i64((struct cdr_str){ wanted.p + 1, wanted.n - 1 }, &position) && position >= 1 &&
	    (size_t)position <= book->sheets.n)
		found = sheet_at(book, (size_t)position - 1);
	if (!found)
		return fail_choice(book, "the workbook has no such sheet; choose one that it has", err);
	*ret = found;
	return CDR_OK;
}

enum cdr_status
cdr_xlsx_choose_sheet(const struct cdr_xlsx_book *book, struct cdr_str wanted, const struct cdr_xlsx_sheet **ret,
                      struct cdr_error *err)
{
	if (wanted.n > 0)
		return find_sheet(book, wanted, ret, err);
	for (size_t i = 0; i < book->sheets.n; i++) {
		if (!sheet_at(book, i)->hidden) {
			*ret = NULL;
			return CDR_OK;
		}
	}
	return fail_choice(book, "the workbook has no visible sheet; choose one by name", err);
}

static enum cdr_status
read_visible(struct cdr_xlsx_book *book, struct cdr_table *table, struct cdr_error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < book->sheets.n; i++) {
		if (!sheet_at(book, i)->hidden)
			CDR_TRY(cdr_xlsx_sheet_read(book, sheet_at(book, i), &table->sheets[n++], err));
	}
	for (size_t i = 0; i < book->sheets.n; i++) {
		if (sheet_at(book, i)->hidden)
			table->sheets[n++] = (struct cdr_sheet){ .name = sheet_at(book, i)->name, .hidden = true };
	}
	table->n_sheets = n;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_xlsx(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	cdr_auto(cdr_xlsx_book) book = { 0 };
	const struct cdr_xlsx_sheet *chosen = NULL;
	void *sheets = NULL;
	CDR_TRY(cdr_xlsx_book_open(&book, source, table, err));
	CDR_TRY(cdr_ingest_alloc(table, (book.sheets.n + 1) * sizeof(struct cdr_sheet), &sheets, err));
	table->sheets = sheets;
	CDR_TRY(cdr_xlsx_choose_sheet(&book, source->options->sheet, &chosen, err));
	if (!chosen)
		return read_visible(&book, table, err);
	table->n_sheets = 1;
	return cdr_xlsx_sheet_read(&book, chosen, table->sheets, err);
}
