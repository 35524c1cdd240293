/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running text: any document -> blocks (headings, paragraphs, items, cells), in the order in which they are read. Which kind
 * of document it is is told here, and what its readers share; their parsing is in prose-*.c. The surprise: on its way the
 * text is a table of four columns, so that the process that reads strangers' files, and the doubt in what it gives back, are
 * those of every other format.
 */
#include "ingest/prose-impl.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ingest/xls-impl.h"
#include "ingest/xlsx-impl.h"

#define MAX_TITLE_BYTES 110
#define MAX_TITLE_WORDS 14
#define HEAD_BYTES 2048

/* --------------------------------------------------------------------------------------------------------- writing */

void
cdr_prose_writer_done(struct cdr_prose_writer *writer)
{
	cdr_ingest_builder_done(&writer->builder);
	cdr_buf_done(&writer->text);
}

enum cdr_status
cdr_prose_writer_init(struct cdr_prose_writer *writer, struct cdr_table *table, struct cdr_error *err)
{
	*writer = (struct cdr_prose_writer){ .text = CDR_BUF_INIT, .kind = CDR_PROSE_PARAGRAPH };
	writer->text.max = CDR_INGEST_MAX_PROSE_BYTES;
	return cdr_ingest_builder_init(&writer->builder, table, err);
}

static enum cdr_status
write_row(struct cdr_prose_writer *writer, struct cdr_str text, struct cdr_error *err)
{
	char number[2][16], letter[] = { CDR_PROSE_LETTERS[writer->kind], '\0' };
	struct cdr_ingest_builder *builder = &writer->builder;
	if (++writer->n_blocks > CDR_INGEST_MAX_PROSE_BLOCKS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, builder->table->file.p,
		                "the document has more than %d paragraphs; give the statement alone",
		                CDR_INGEST_MAX_PROSE_BLOCKS);
	CDR_TRY(cdr_ingest_builder_begin_row(builder, (uint32_t)writer->n_blocks, writer->line, err));
	(void)snprintf(number[0], sizeof(number[0]), "%d", writer->level);
	(void)snprintf(number[1], sizeof(number[1]), "%u", writer->page);
	CDR_TRY(cdr_ingest_builder_set(builder, 0, CDR_CELL_TEXT, cdr_str_from(letter), err));
	CDR_TRY(cdr_ingest_builder_set(builder, 1, CDR_CELL_NUMBER, cdr_str_from(number[0]), err));
	CDR_TRY(cdr_ingest_builder_set(builder, 2, CDR_CELL_NUMBER, cdr_str_from(number[1]), err));
	CDR_TRY(cdr_ingest_builder_set(builder, 3, CDR_CELL_TEXT, text, err));
	return cdr_ingest_builder_end_row(builder, err);
}

/* A paragraph without end is cut at blanks. */
static enum cdr_status
flush(struct cdr_prose_writer *writer, struct cdr_error *err)
{
	CDR_TRY(cdr_buf_check(&writer->text, CDR_INGEST_ROOM, err));
	struct cdr_str rest = cdr_str_trim(cdr_buf_str(&writer->text));
	writer->n_bytes += rest.n;
	if (writer->n_bytes > CDR_INGEST_MAX_PROSE_BYTES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, writer->builder.table->file.p,
		                "the document has more than %zu MiB of text; give the statement alone",
		                CDR_INGEST_MAX_PROSE_BYTES >> 20);
	if (writer->kind == CDR_PROSE_PARAGRAPH && writer->n_strong > 0 && writer->n_plain == 0 &&
	    cdr_prose_is_title(rest)) {
		writer->kind = CDR_PROSE_HEADING;
		writer->level = 4;
	}
	while (rest.n > 0) {
		struct cdr_str piece = { rest.p, cdr_str_cut(rest, CDR_PROSE_MAX_PIECE_BYTES) };
		while (piece.n < rest.n && piece.n > 1 && piece.p[piece.n - 1] != ' ')
			piece.n--;
		if (piece.n <= 1)
			piece.n = cdr_str_cut(rest, CDR_PROSE_MAX_PIECE_BYTES);
		rest = (struct cdr_str){ rest.p + piece.n, rest.n - piece.n };
		CDR_TRY(write_row(writer, cdr_str_trim(piece), err));
	}
	cdr_buf_clear(&writer->text);
	return CDR_OK;
}

enum cdr_status
cdr_prose_begin(struct cdr_prose_writer *writer, enum cdr_prose_kind kind, int level, struct cdr_error *err)
{
	CDR_TRY(flush(writer, err));
	writer->kind = kind;
	writer->level = level;
	writer->n_strong = writer->n_plain = 0;
	writer->space = false;
	return CDR_OK;
}

/* A blank of any kind, or a character that shows nothing; sets its length. */
static bool
is_blank(struct cdr_str rest, size_t *ret_n, bool *ret_nothing)
{
	static const struct cdr_str blanks[] = { { "\xC2\xA0", 2 },     { "\xE2\x80\x83", 3 }, { "\xE2\x80\x82", 3 },
		                                 { "\xE2\x80\x89", 3 }, { "\xE3\x80\x80", 3 }, { "\xE2\x80\xA8", 3 },
		                                 { "\xE2\x80\xAF", 3 }, { "\xE2\x80\x87", 3 } };
	static const struct cdr_str nothings[] = { { "\xC2\xAD", 2 },
		                                   { "\xE2\x80\x8B", 3 },
		                                   { "\xE2\x80\x8C", 3 },
		                                   { "\xEF\xBB\xBF", 3 },
		                                   { "\xE2\x81\xA0", 3 } };
	unsigned char c = (unsigned char)*rest.p;
	*ret_n = 1;
	*ret_nothing = false;
	if (c <= ' ' || c == 0x7F)
		return true;
	if (c < 0x80)
		return false;
	for (size_t i = 0; i < CDR_LEN(blanks); i++) {
		*ret_n = blanks[i].n;
		if (cdr_str_starts_with(rest, blanks[i]))
			return true;
	}
	for (size_t i = 0; i < CDR_LEN(nothings); i++) {
		*ret_n = nothings[i].n;
		if (cdr_str_starts_with(rest, nothings[i]))
			return *ret_nothing = true;
	}
	return false;
}

void
cdr_prose_text(struct cdr_prose_writer *writer, struct cdr_str text, bool strong)
{
	size_t n;
	bool nothing;
	while (text.n > 0) {
		if (is_blank(text, &n, &nothing)) {
			writer->space = writer->space || !nothing;
		} else {
			if (writer->space && writer->text.n > 0)
				cdr_buf_putc(&writer->text, ' ');
			writer->space = false;
			n = 1;
			cdr_buf_putc(&writer->text, *text.p);
			*(strong ? &writer->n_strong : &writer->n_plain) += 1;
		}
		text = (struct cdr_str){ text.p + n, text.n - n };
	}
}

/* First parts of words that keep their hyphen ("third-party"); what else is divided at the end of a line is one word. */
static bool
keeps_hyphen(struct cdr_str word)
{
	static const char *const firsts[] = {
		"third", "non",  "self",    "cross", "high",   "higher", "low",  "lower", "long",   "short",  "well",
		"co",    "anti", "on",      "off",   "year",   "multi",  "risk", "first", "second", "tier",   "full",
		"part",  "fast", "whistle", "board", "group",  "supply", "site", "in",    "day",    "follow", "zero",
		"open",  "hard", "human",   "ex",    "pre",    "post",   "sub",  "semi",  "one",    "two",    "three",
		"up",    "e",    "policy",  "fixed", "sector", "world",  "desk", "front", "worker", "case",   "state"
	};
	for (size_t i = 0; i < CDR_LEN(firsts); i++) {
		if (cdr_str_equal_nocase(word, cdr_str_from(firsts[i])))
			return true;
	}
	return false;
}

void
cdr_prose_line(struct cdr_prose_writer *writer, struct cdr_str line)
{
	struct cdr_buf *text = &writer->text;
	line = cdr_str_trim(line);
	if (line.n == 0)
		return;
	size_t n = text->n > 0 && text->p[text->n - 1] == '-' ? text->n - 1 : 0, from = n;
	while (from > 0 && isalpha((unsigned char)text->p[from - 1]))
		from--;
	if (n == 0 || from == n || !islower((unsigned char)*line.p)) {
		writer->space = true;
	} else if (!keeps_hyphen((struct cdr_str){ text->p + from, n - from })) {
		text->n--;
		text->p[text->n] = '\0';
	}
	cdr_prose_text(writer, line, false);
}

enum cdr_status
cdr_prose_finish(struct cdr_prose_writer *writer, struct cdr_error *err)
{
	CDR_TRY(flush(writer, err));
	if (writer->n_blocks == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, writer->builder.table->file.p,
		                "the document has no text; if it shows some, that is a picture or loaded by a script: "
		                "save it as PDF, DOCX or plain text");
	return cdr_ingest_builder_finish_only(&writer->builder, err);
}

/* ----------------------------------------------------------------------------------------------------------- looks */

static bool
is_upper_or_wide(unsigned char c)
{
	return isupper(c) || c >= 0x80;
}

bool
cdr_prose_is_title(struct cdr_str line)
{
	size_t n_words = 0, n_letters = 0, n_digits = 0;
	line = cdr_str_trim(line);
	if (line.n < 3 || line.n > MAX_TITLE_BYTES)
		return false;
	unsigned char first = (unsigned char)line.p[0], last = (unsigned char)line.p[line.n - 1];
	if (!is_upper_or_wide(first) && !isdigit(first))
		return false;
	if (strchr(".,;:!", last) && !isdigit(first))
		return false;
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		n_words += i == 0 || line.p[i - 1] == ' ';
		n_letters += isalpha(c) || c >= 0x80;
		n_digits += isdigit(c) != 0;
	}
	return n_words <= MAX_TITLE_WORDS && n_letters >= 3 && n_letters > n_digits;
}

static size_t
skip_blanks(struct cdr_str line, size_t at)
{
	while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
		at++;
	return at;
}

size_t
cdr_prose_bullet(struct cdr_str line)
{
	static const struct cdr_str marks[] = { { "\xE2\x80\xA2", 3 },
		                                { "\xE2\x96\xAA", 3 },
		                                { "\xE2\x97\x8F", 3 },
		                                { "\xE2\x97\x8B", 3 },
		                                { "\xE2\x80\x93", 3 },
		                                { "\xEF\x82\xB7", 3 },
		                                { "\xE2\x96\xA0", 3 },
		                                { "\xE2\x9E\xA2", 3 },
		                                { "\xE2\x9C\x93", 3 },
		                                { "\xEF\x82\xA7", 3 },
		                                { "\xC2\xB7", 2 },
		                                { "-", 1 },
		                                { "*", 1 },
		                                { "+", 1 },
		                                { "o", 1 } };
	size_t from = skip_blanks(line, 0), at = from;
	struct cdr_str rest = { line.p + from, line.n - from };
	for (size_t i = 0; i < CDR_LEN(marks); i++) {
		if (!cdr_str_starts_with(rest, marks[i]))
			continue;
		at = skip_blanks(line, from + marks[i].n);
		bool wide = marks[i].n > 1 && marks[i].p[0] != '\xE2';
		return at < line.n && (at > from + marks[i].n || wide || i == 0) ? at : 0;
	}
	bool open = rest.n > 0 && *rest.p == '(';
	at = from + open;
	size_t inside = at;
	while (at < line.n && at - inside < 4 && isalnum((unsigned char)line.p[at]))
		at++;
	bool number = at > inside && isdigit((unsigned char)line.p[inside]);
	bool letter =
		at == inside + 1 || (at > inside && at - inside <= 4 && strspn(line.p + inside, "ivx") >= at - inside);
	if (at >= line.n || (!number && !letter) ||
	    !(open ? line.p[at] == ')' : line.p[at] == ')' || (number && line.p[at] == '.')))
		return 0;
	size_t end = skip_blanks(line, at + 1);
	return end > at + 1 && end < line.n ? end : 0;
}

/* ------------------------------------------------------------------------------------------------------------ door */

static bool
has_suffix(const char *name, const char *suffix)
{
	struct cdr_str s = cdr_str_from(name), end = cdr_str_from(suffix);
	return s.n > end.n && cdr_str_equal_nocase((struct cdr_str){ s.p + s.n - end.n, end.n }, end);
}

static bool
looks_like_html(const struct cdr_ingest_source *source)
{
	static const char *const marks[] = { "<!doctype html", "<html", "<head", "<body", "<article", "<main" };
	struct cdr_str rest = source->bytes;
	rest.n = rest.n < HEAD_BYTES ? rest.n : HEAD_BYTES;
	for (; rest.n > 0; rest = (struct cdr_str){ rest.p + 1, rest.n - 1 }) {
		for (size_t i = 0; i < CDR_LEN(marks); i++) {
			struct cdr_str mark = cdr_str_from(marks[i]);
			if (rest.n >= mark.n && cdr_str_equal_nocase((struct cdr_str){ rest.p, mark.n }, mark))
				return true;
		}
	}
	return has_suffix(source->name, ".html") || has_suffix(source->name, ".htm") ||
	       has_suffix(source->name, ".xhtml");
}

static enum cdr_status
refuse(const struct cdr_ingest_source *source, struct cdr_error *err)
{
	const char *what = NULL;
	if (cdr_xls_is_compound(source->bytes))
		what = "a document of Word 97-2003 (.doc) or an encrypted one";
	else if (cdr_str_starts_with(source->bytes, CDR_STR("{\\rtf")))
		what = "an RTF document";
	else if (cdr_str_starts_with(source->bytes, CDR_STR("PK\x03\x04")))
		what = "a zip archive or a document of another program";
	else if (has_suffix(source->name, ".pdf"))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is not a PDF document, whatever its name says; fetch it again");
	else if (has_suffix(source->name, ".docx"))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is not a DOCX document, whatever its name says; fetch it again");
	if (!what)
		return CDR_OK;
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
	                "this is %s, which is not read; save it as DOCX, PDF, HTML or plain text", what);
}

/* Whether the bytes are a package whose main part is a word processor's. */
static bool
is_docx(const struct cdr_ingest_source *source)
{
	cdr_auto(cdr_zip) archive = { 0 };
	if (!cdr_str_starts_with(source->bytes, CDR_STR("PK\x03\x04")))
		return false;
	if (cdr_zip_open(&archive, source->bytes, source->name, NULL) != CDR_OK)
		return has_suffix(source->name, ".docx"); /* too damaged to say; its reader tells why */
	return cdr_zip_has(&archive, "word/document.xml");
}

enum cdr_status
cdr_ingest_prose(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	if (cdr_pdf_is(source->bytes))
		return cdr_prose_read_pdf(source, table, err);
	if (is_docx(source))
		return cdr_prose_read_docx(source, table, err);
	CDR_TRY(refuse(source, err));
	if (looks_like_html(source))
		return cdr_prose_read_html(source, table, err);
	bool markdown = has_suffix(source->name, ".md") || has_suffix(source->name, ".markdown");
	return cdr_prose_read_text(source, table, markdown, err);
}

/* ---------------------------------------------------------------------------------------------------------- result */

struct cdr_prose *
cdr_prose_free(struct cdr_prose *prose)
{
	if (prose) {
		(void)cdr_table_free(prose->table);
		cdr_free(prose);
	}
	return NULL;
}

static uint32_t
number_of(const struct cdr_row *row, uint32_t column)
{
	int64_t number = 0;
	bool fits = cdr_str_to_i64(cdr_row_cell(row, column).text, &number) && number >= 0 && number <= UINT32_MAX;
	return fits ? (uint32_t)number : 0;
}

/* The reader may have been taken over by what it read; a row that is no block is an error of the file. */
static bool
take_block(const struct cdr_row *row, struct cdr_prose_block *ret)
{
	struct cdr_str letter = cdr_row_cell(row, 0).text;
	const char *at = letter.n == 1 ? strchr(CDR_PROSE_LETTERS, *letter.p) : NULL;
	*ret = (struct cdr_prose_block){ .level = (int)(number_of(row, 1) % 10),
		                         .page = number_of(row, 2),
		                         .line = row->line,
		                         .text = cdr_row_cell(row, 3).text };
	if (!at || ret->text.n == 0)
		return false;
	ret->kind = (enum cdr_prose_kind)(at - CDR_PROSE_LETTERS);
	return true;
}

enum cdr_status
cdr_prose_of_table(struct cdr_table *take_table, struct cdr_prose **ret, struct cdr_error *err)
{
	cdr_owned(cdr_table) table = take_table;
	cdr_owned(cdr_prose) prose = cdr_alloc(sizeof(*prose));
	const struct cdr_sheet *sheet = table->n_sheets == 1 ? &table->sheets[0] : NULL;
	size_t n = sheet ? sheet->n_rows : 0;
	if (!prose)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	prose->blocks = cdr_arena_alloc(table->arena, (n + 1) * sizeof(*prose->blocks));
	prose->table = cdr_steal(&table);
	if (!prose->blocks)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		if (!take_block(&row, &prose->blocks[prose->n]))
			return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, prose->table->file.p,
			                "what the reader of the document gave back does not fit together; whoever sent "
			                "the file should be asked about it");
		prose->n++;
	}
	*ret = cdr_steal(&prose);
	return CDR_OK;
}

enum cdr_status
cdr_prose_read(struct cdr_str bytes, const char *name, struct cdr_prose **ret, struct cdr_error *err)
{
	const struct cdr_ingest_options options = { .format = CDR_INGEST_PROSE };
	struct cdr_table *table = NULL;
	CDR_TRY(cdr_ingest_read_apart(bytes, name, &options, &table, err));
	return cdr_prose_of_table(table, ret, err);
}
