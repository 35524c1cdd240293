/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PDF: its bytes to pdftotext, what that says to tables. The parts are in pdf-*.c. Where a reader is shut in it can start
 * no program, so its maker has the text made before (cdr_pdf_convert) and the reader finds it in its source; a plain read
 * does both. The surprise: a damaged PDF is read by pdftotext as far as it goes, without failing, so a file cut short is
 * refused here and its complaints are told with the table.
 */
#include "ingest/pdf-impl.h"

#include "ingest/apart-impl.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEAD_BYTES                                                                                                     \
	1024 /* readers take a PDF whose mark is within so many bytes, or whose end is: ISO 32000-1, annex H */
#define TAIL_BYTES 1024
#define MAX_COMPLAINT_BYTES 4096
#define SHOWN_COMPLAINT_BYTES 160
#define TEXT_OF(n) #n
#define TEXT(n) TEXT_OF(n)

static const struct cdr_str mark = { "%PDF-", 5 }, end_mark = { "%%EOF", 5 };

bool
cdr_pdf_is(struct cdr_str bytes)
{
	size_t n = bytes.n < HEAD_BYTES ? bytes.n : HEAD_BYTES;
	while (n > 0 && (*bytes.p == '\0' || *bytes.p == ' ' || (*bytes.p >= '\t' && *bytes.p <= '\r') ||
	                 (unsigned char)*bytes.p >= 0x80)) {
		bytes = (struct cdr_str){ bytes.p + 1, bytes.n - 1 };
		n--;
	}
	return n > 0 && cdr_str_starts_with(bytes, mark);
}

static enum cdr_status
check_end(const struct cdr_ingest_source *source, struct cdr_error *err)
{
	struct cdr_str tail = source->bytes;
	if (tail.n > TAIL_BYTES)
		tail = (struct cdr_str){ tail.p + tail.n - TAIL_BYTES, TAIL_BYTES };
	if (cdr_str_find(tail, end_mark) >= 0)
		return CDR_OK;
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
	                "the PDF is cut short: its end is missing; fetch it again");
}

/* A file without a name that holds the PDF, to be read from its beginning. */
static enum cdr_status
write_down(struct cdr_str bytes, int *ret_fd, struct cdr_error *err)
{
	int fd = -1;
	CDR_TRY(cdr_file_open_unnamed(&fd, err));
	enum cdr_status status = cdr_file_write_fd(fd, bytes, err);
	if (status == CDR_OK && lseek(fd, 0, SEEK_SET) != 0)
		status = cdr_fail(err, CDR_EIO, CDR_INGEST_ROOM, NULL, "a file without a name cannot be read again");
	if (status == CDR_OK)
		*ret_fd = fd;
	else
		(void)close(fd);
	return status;
}

static enum cdr_status
run_pdftotext(const struct cdr_ingest_source *source, int in, int out, struct cdr_buf *said, struct cdr_error *err)
{
	static const char *const arguments[] = { "pdftotext", "-tsv", "-enc",
		                                 "UTF-8",     "-l",   TEXT(CDR_INGEST_LAST_PDF_PAGE),
		                                 "-",         "-",    NULL };
	static const char *const readable[] = { "/usr/share/poppler", NULL };
	static const struct cdr_ingest_program program = { "/usr/bin/pdftotext", arguments, readable,
		                                           "the package poppler-utils" };
	struct cdr_error failure = { 0 };
	enum cdr_status status = cdr_convert_hear(&program, in, out, source->name, said, &failure);
	if (status == CDR_EINPUT && strstr(failure.message, "assword"))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "the PDF is locked with a password; save it without one, or ask for the list as CSV or "
		                ".xlsx");
	if (status != CDR_OK && err)
		*err = failure;
	return status;
}

void
cdr_pdf_text_done(struct cdr_pdf_text *text)
{
	cdr_file_map_done(&text->map);
	if (text->fd >= 0)
		(void)close(text->fd);
	cdr_buf_done(&text->said);
	*text = (struct cdr_pdf_text)CDR_PDF_TEXT_INIT;
}

enum cdr_status
cdr_pdf_convert(const struct cdr_ingest_source *source, struct cdr_pdf_text *ret, struct cdr_error *err)
{
	int in = -1;
	ret->said.max = MAX_COMPLAINT_BYTES;
	CDR_TRY(check_end(source, err));
	CDR_TRY(cdr_file_open_unnamed(&ret->fd, err));
	CDR_TRY(write_down(source->bytes, &in, err));
	enum cdr_status status = run_pdftotext(source, in, ret->fd, &ret->said, err);
	(void)close(in);
	CDR_TRY(status);
	if (lseek(ret->fd, 0, SEEK_END) <= 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "pdftotext found nothing in the PDF; save it again from the program it comes from");
	return cdr_file_map_descriptor(ret->fd, &ret->map, err);
}

/* ----------------------------------------------------------------------------------------------------------- reading */

enum cdr_status
cdr_pdf_note(struct cdr_pdf *pdf, struct cdr_error *err, const char *format, ...)
{
	char text[CDR_ERROR_WHERE_MAX * 2];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0 || pdf->notes.n >= CDR_PDF_MAX_NOTES)
		return CDR_OK;
	struct cdr_str note = { text, strlen(text) };
	note.n = cdr_str_cut(note, note.n);
	struct cdr_str *slot = cdr_vec_push(&pdf->notes);
	return slot ? cdr_ingest_copy(pdf->table, note, slot, err) : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

/* What pdftotext complains of in a file that it did read: some of it may be missing. */
static enum cdr_status
tell_complaint(struct cdr_pdf *pdf, struct cdr_str said, struct cdr_error *err)
{
	struct cdr_str line = { "", 0 };
	while (line.n == 0 && cdr_str_split(&said, '\n', &line))
		line = cdr_str_trim(line);
	if (line.n == 0)
		return CDR_OK;
	line.n = cdr_str_cut(line, SHOWN_COMPLAINT_BYTES);
	return cdr_pdf_note(pdf, err, "the PDF is damaged, something may be missing; pdftotext says: %.*s",
	                    CDR_STR_ARG(cdr_str_is_utf8(line) ? line : CDR_STR("(no text)")));
}

static enum cdr_status
add_sheet(struct cdr_pdf *pdf, const struct cdr_pdf_group *group, struct cdr_vec *sheets, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_ingest_builder_done))) struct cdr_ingest_builder builder = { 0 };
	bool is_table = false;
	CDR_TRY(cdr_ingest_builder_init(&builder, pdf->table, err));
	CDR_TRY(cdr_pdf_add_rows(pdf, group, &builder, &is_table, err));
	if (!is_table)
		return CDR_OK;
	struct cdr_sheet *sheet = sheets->n < CDR_INGEST_MAX_SHEETS ? cdr_vec_push(sheets) : NULL;
	if (!sheet && sheets->n >= CDR_INGEST_MAX_SHEETS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, pdf->name, "more than %d tables",
		                CDR_INGEST_MAX_SHEETS);
	if (!sheet)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	return cdr_ingest_builder_finish(&builder, sheet, err);
}

/* "table 1" …, unless there is one only. */
static enum cdr_status
name_sheets(struct cdr_pdf *pdf, struct cdr_vec *sheets, struct cdr_error *err)
{
	for (size_t i = 0; sheets->n > 1 && i < sheets->n; i++) {
		char name[32];
		(void)snprintf(name, sizeof(name), "table %zu", i + 1);
		CDR_TRY(cdr_ingest_copy(pdf->table, cdr_str_from(name), &CDR_VEC_AT(sheets, struct cdr_sheet, i)->name,
		                        err));
	}
	return CDR_OK;
}

static enum cdr_status
keep(struct cdr_table *table, const struct cdr_vec *items, void *ret, struct cdr_error *err)
{
	void *kept = NULL;
	CDR_TRY(cdr_ingest_alloc(table, (items->n + 1) * items->item_size, &kept, err));
	if (items->n > 0)
		memcpy(kept, items->items, items->n * items->item_size);
	memcpy(ret, &kept, sizeof(kept));
	return CDR_OK;
}

static enum cdr_status
add_tables(struct cdr_pdf *pdf, struct cdr_vec *sheets, struct cdr_error *err)
{
	struct cdr_pdf_group group = { 0 };
	for (uint32_t page = 0; page < pdf->pages.n; page = group.end_page) {
		CDR_TRY(cdr_pdf_find_columns(pdf, page, &group, err));
		if (group.columns.n > 1)
			CDR_TRY(add_sheet(pdf, &group, sheets, err));
	}
	if (sheets->n == 0)
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, pdf->name,
			"no table was found in the PDF: its text does not stand in columns as a list's does; ask "
			"for the list as CSV or .xlsx");
	CDR_TRY(name_sheets(pdf, sheets, err));
	CDR_TRY(keep(pdf->table, sheets, &pdf->table->sheets, err));
	pdf->table->n_sheets = sheets->n;
	CDR_TRY(keep(pdf->table, &pdf->notes, &pdf->table->notes, err));
	pdf->table->n_notes = pdf->notes.n;
	return CDR_OK;
}

enum cdr_status
cdr_pdf_read_text(const char *name, struct cdr_str tsv, struct cdr_str said, struct cdr_table *table,
                  struct cdr_error *err)
{
	struct cdr_vec sheets = CDR_VEC_INIT(struct cdr_sheet, CDR_INGEST_MAX_SHEETS);
	struct cdr_pdf pdf = {
		.name = name,
		.table = table,
		.arena = cdr_arena_new(CDR_PDF_MAX_ARENA_BYTES),
		.words = CDR_VEC_INIT(struct cdr_pdf_word, CDR_INGEST_MAX_PDF_WORDS),
		.lines = CDR_VEC_INIT(struct cdr_pdf_line, CDR_INGEST_MAX_PDF_WORDS),
		.pages = CDR_VEC_INIT(struct cdr_pdf_page, CDR_INGEST_MAX_PDF_PAGES),
		.notes = CDR_VEC_INIT(struct cdr_str, CDR_PDF_MAX_NOTES),
	};
	enum cdr_status status = pdf.arena ? CDR_OK : cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (status == CDR_OK)
		status = tell_complaint(&pdf, said, err);
	if (status == CDR_OK)
		status = cdr_pdf_parse(&pdf, tsv, err);
	if (status == CDR_OK)
		status = cdr_pdf_find_lines(&pdf, err);
	if (status == CDR_OK)
		status = add_tables(&pdf, &sheets, err);
	cdr_vec_done(&sheets);
	cdr_vec_done(&pdf.notes);
	cdr_vec_done(&pdf.pages);
	cdr_vec_done(&pdf.lines);
	cdr_vec_done(&pdf.words);
	(void)cdr_arena_free(pdf.arena);
	return status;
}

/* "table 2" or "#2"; one table alone has no name, and is the first all the same. */
static enum cdr_status
choose_table(struct cdr_table *table, struct cdr_str wanted, struct cdr_error *err)
{
	static const struct cdr_str word = { "table ", 6 };
	struct cdr_str number = wanted;
	int64_t position = 0;
	if (number.n > word.n && cdr_str_equal_nocase((struct cdr_str){ number.p, word.n }, word))
		number = (struct cdr_str){ number.p + word.n, number.n - word.n };
	else if (cdr_str_starts_with(number, CDR_STR("#")))
		number = (struct cdr_str){ number.p + 1, number.n - 1 };
	else
		number.n = 0;
	if (cdr_str_to_i64(number, &position) && position >= 1 && (uint64_t)position <= table->n_sheets) {
		table->sheets += position - 1;
		table->n_sheets = 1;
		return CDR_OK;
	}
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, table->file.p,
	                "the PDF has no such table; it has \"table 1\" to \"table %zu\"", table->n_sheets);
}

enum cdr_status
cdr_pdf_text_of(const struct cdr_ingest_source *source, struct cdr_pdf_text *own, const struct cdr_pdf_text **ret,
                struct cdr_error *err)
{
	if (source->pdf_text) {
		*ret = source->pdf_text;
		return CDR_OK;
	}
	if (source->spare)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "a PDF within an archive is not read; unpack it first");
	CDR_TRY(cdr_pdf_convert(source, own, err));
	*ret = own;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_pdf(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	const struct cdr_pdf_text *text = NULL;
	__attribute__((cleanup(cdr_pdf_text_done))) struct cdr_pdf_text own = CDR_PDF_TEXT_INIT;
	CDR_TRY(cdr_pdf_text_of(source, &own, &text, err));
	CDR_TRY(cdr_pdf_read_text(source->name, (struct cdr_str){ text->map.p, text->map.n }, cdr_buf_str(&text->said),
	                          table, err));
	return source->options->sheet.n > 0 ? choose_table(table, source->options->sheet, err) : CDR_OK;
}
