/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text and Markdown -> blocks. Paragraphs end at blank lines, items begin at bullets. Markdown is read as far as a
 * published text uses it: headings, lists, quotes, tables, emphasis and links; what it marks is left out, never what it
 * says. The surprise: in plain text a heading is only a guess (short, by itself, without a stop), and a form feed is a new
 * page, as programs that turn PDF into text write it.
 */
#include "ingest/prose-impl.h"

#include <ctype.h>
#include <string.h>

#define INDENT_MAX 3 /* columns a Markdown mark may be moved in */

struct reading {
	struct cdr_prose_writer writer;
	bool markdown, open; /* a block is open that lines are added to */
	bool fenced;
	uint32_t line;
	size_t n_lines;            /* of the open block */
	struct cdr_str first_line; /* of the open block, to tell a heading by */
	struct cdr_buf plain;      /* a line without its marks */
};

static void
reading_done(struct reading *reading)
{
	cdr_prose_writer_done(&reading->writer);
	cdr_buf_done(&reading->plain);
}

static struct cdr_str
from(struct cdr_str s, size_t n)
{
	return (struct cdr_str){ s.p + n, s.n - n };
}

/* Ends the open block. In plain text one short line by itself is taken for a heading. */
static enum cdr_status
end_block(struct reading *reading, struct cdr_error *err)
{
	struct cdr_prose_writer *writer = &reading->writer;
	if (reading->open && !reading->markdown && reading->n_lines == 1 && writer->kind == CDR_PROSE_PARAGRAPH &&
	    cdr_prose_is_title(reading->first_line)) {
		writer->kind = CDR_PROSE_HEADING;
		writer->level = 3;
	}
	reading->open = false;
	reading->n_lines = 0;
	return cdr_prose_begin(writer, CDR_PROSE_PARAGRAPH, 0, err);
}

static enum cdr_status
begin_block(struct reading *reading, enum cdr_prose_kind kind, int level, struct cdr_error *err)
{
	CDR_TRY(end_block(reading, err));
	CDR_TRY(cdr_prose_begin(&reading->writer, kind, level, err));
	reading->writer.line = reading->line;
	reading->open = true;
	return CDR_OK;
}

/* "[text](address)" is its text, so is "![text](address)"; emphasis and code marks are left out. */
static struct cdr_str
without_marks(struct reading *reading, struct cdr_str line)
{
	cdr_buf_clear(&reading->plain);
	while (line.n > 0) {
		char c = *line.p;
		ptrdiff_t close = c == ']' && line.n > 1 && line.p[1] == '(' ? cdr_str_find(line, CDR_STR(")")) : -1;
		ptrdiff_t tag = c == '<' && line.n > 1 && (isalpha((unsigned char)line.p[1]) || strchr("/!", line.p[1]))
		                        ? cdr_str_find(line, CDR_STR(">"))
		                        : -1;
		if (c == '\\' && line.n > 1 && ispunct((unsigned char)line.p[1])) {
			cdr_buf_putc(&reading->plain, line.p[1]);
			line = from(line, 2);
		} else if (close > 0) {
			line = from(line, (size_t)close + 1);
		} else if (tag > 0) {
			cdr_buf_putc(&reading->plain, ' ');
			line = from(line, (size_t)tag + 1);
		} else {
			bool image = c == '!' && line.n > 1 && line.p[1] == '[';
			bool mark =
				c == '*' || c == '`' || c == '[' || image || cdr_str_starts_with(line, CDR_STR("__"));
			if (!mark)
				cdr_buf_putc(&reading->plain, c);
			line = from(line, mark && c == '_' ? 2 : 1);
		}
	}
	return cdr_buf_str(&reading->plain);
}

static enum cdr_status
add_line(struct reading *reading, struct cdr_str line, struct cdr_error *err)
{
	if (!reading->open)
		CDR_TRY(begin_block(reading, CDR_PROSE_PARAGRAPH, 0, err));
	if (reading->n_lines++ == 0)
		reading->first_line = line;
	bool strong = reading->markdown &&
	              (cdr_str_starts_with(line, CDR_STR("**")) || cdr_str_starts_with(line, CDR_STR("__"))) &&
	              (cdr_str_ends_with(line, CDR_STR("**")) || cdr_str_ends_with(line, CDR_STR("__")));
	struct cdr_str text = reading->markdown ? without_marks(reading, line) : line;
	if (strong && reading->n_lines == 1)
		cdr_prose_text(&reading->writer, text, true);
	else
		cdr_prose_line(&reading->writer, text);
	return CDR_OK;
}

/* Every piece between the bars is a cell; the line of dashes below the header is none. */
static enum cdr_status
add_table_line(struct reading *reading, struct cdr_str line, struct cdr_error *err)
{
	struct cdr_str rest = line, piece;
	size_t n = 0;
	while (n < line.n && strchr("|-: \t", line.p[n]))
		n++;
	if (n == line.n)
		return end_block(reading, err);
	while (cdr_str_split(&rest, '|', &piece)) {
		piece = cdr_str_trim(piece);
		if (piece.n == 0)
			continue;
		CDR_TRY(begin_block(reading, CDR_PROSE_CELL, 0, err));
		CDR_TRY(add_line(reading, piece, err));
	}
	return end_block(reading, err);
}

static bool
is_all(struct cdr_str line, char c)
{
	size_t n = 0;
	while (n < line.n && line.p[n] == c)
		n++;
	return line.n >= 3 && n == line.n;
}

/* A line of Markdown that is not simply a part of a paragraph; `*ret_done` when it was dealt with. */
static enum cdr_status
add_marked(struct reading *reading, struct cdr_str line, bool *ret_done, struct cdr_error *err)
{
	size_t level = 0;
	*ret_done = true;
	if (cdr_str_starts_with(line, CDR_STR("```")) || cdr_str_starts_with(line, CDR_STR("~~~"))) {
		reading->fenced = !reading->fenced;
		return end_block(reading, err);
	}
	while (level < line.n && line.p[level] == '#')
		level++;
	if (level >= 1 && level <= 6 && (level == line.n || line.p[level] == ' ')) {
		line = cdr_str_trim(from(line, level));
		while (line.n > 0 && line.p[line.n - 1] == '#')
			line.n--;
		CDR_TRY(begin_block(reading, CDR_PROSE_HEADING, (int)level, err));
		CDR_TRY(add_line(reading, cdr_str_trim(line), err));
		return end_block(reading, err);
	}
	if (reading->open && reading->n_lines == 1 && (is_all(line, '=') || is_all(line, '-'))) {
		reading->writer.kind = CDR_PROSE_HEADING;
		reading->writer.level = *line.p == '=' ? 1 : 2;
		return end_block(reading, err);
	}
	if (is_all(line, '-') || is_all(line, '*') || is_all(line, '_'))
		return end_block(reading, err);
	if (*line.p == '|')
		return add_table_line(reading, line, err);
	*ret_done = false;
	return CDR_OK;
}

static enum cdr_status
read_line(struct reading *reading, struct cdr_str line, struct cdr_error *err)
{
	struct cdr_str text = cdr_str_trim(line);
	bool done = false;
	if (text.n == 0)
		return end_block(reading, err);
	while (reading->markdown && *text.p == '>') {
		text = cdr_str_trim(from(text, 1));
		if (text.n == 0)
			return end_block(reading, err);
	}
	if (reading->markdown && (size_t)(text.p - line.p) <= INDENT_MAX)
		CDR_TRY(add_marked(reading, text, &done, err));
	if (done)
		return CDR_OK;
	size_t bullet = reading->fenced ? 0 : cdr_prose_bullet(text);
	/* "1. Introduction" in plain text is a heading, "1. we check suppliers" an item. */
	bool title = !reading->markdown && bullet > 0 && isdigit((unsigned char)*text.p) && !reading->open &&
	             cdr_prose_is_title(from(text, bullet));
	if (bullet > 0 && !title) {
		CDR_TRY(begin_block(reading, CDR_PROSE_ITEM, 0, err));
		text = from(text, bullet);
	}
	return add_line(reading, text, err);
}

static enum cdr_status
read_lines(struct reading *reading, struct cdr_str text, struct cdr_error *err)
{
	const char *p = text.p, *end = text.p + text.n;
	for (reading->line = 1; p < end; reading->line++) {
		const char *q = p;
		while (q < end && *q != '\n' && *q != '\r')
			q++;
		struct cdr_str line = { p, (size_t)(q - p) };
		while (line.n > 0 && *line.p == '\f') {
			if (reading->writer.page == 0)
				reading->writer.page = 1; /* what came before was page 1, which shows only now */
			CDR_TRY(end_block(reading, err));
			reading->writer.page++;
			line = from(line, 1);
		}
		CDR_TRY(read_line(reading, line, err));
		p = q + 1 < end && *q == '\r' && q[1] == '\n' ? q + 2 : q + 1;
	}
	return end_block(reading, err);
}

enum cdr_status
cdr_prose_read_text(const struct cdr_ingest_source *source, struct cdr_table *table, bool markdown,
                    struct cdr_error *err)
{
	cdr_auto(cdr_ingest_text) text = CDR_INGEST_TEXT_INIT;
	__attribute__((cleanup(reading_done))) struct reading reading = { .plain = CDR_BUF_INIT, .markdown = markdown };
	CDR_TRY(cdr_ingest_decode(source, table, &text, err));
	CDR_TRY(cdr_prose_writer_init(&reading.writer, table, err));
	if (memchr(text.text.p, '\f', text.text.n))
		reading.writer.page = 1;
	CDR_TRY(read_lines(&reading, text.text, err));
	CDR_TRY(cdr_buf_check(&reading.plain, CDR_INGEST_ROOM, err));
	return cdr_prose_finish(&reading.writer, err);
}
