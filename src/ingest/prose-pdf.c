/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pdftotext says of a PDF -> blocks, in the order in which it has them, which is that of reading. Words are put back into
 * lines and lines into paragraphs; larger type and short lines by themselves are headings. The surprise: what stands at the
 * top or foot of most pages is left out, for it would break sentences that go on over the page; and a paragraph that ends
 * without a stop is gone on with on the next page when that begins with a small letter.
 */
#include "ingest/prose-impl.h"

#include <ctype.h>
#include <string.h>

#include "ingest/pdf-impl.h"

#define MARGIN 0.09F     /* of the page's height, top and bottom, where running heads stand */
#define LARGER 1.14F     /* times the height of most text: a heading */
#define GAP 0.75F        /* times the height of a line: white between paragraphs */
#define SAME_LINE 0.55F  /* of a word's height: its middle may be off the line's by so much */
#define WIDE_GAP 3.0F    /* times the height: white between columns */
#define HEIGHT_STEPS 400 /* of a quarter point */
#define MAX_HEADING_WORDS 25
#define MIN_RUNNING_PAGES 3

struct line {
	struct cdr_str text;
	float left, right, top, bottom, page_height;
	uint32_t page;
	bool running;
};
struct reading {
	struct cdr_pdf pdf;
	struct cdr_vec lines; /* of struct line */
	struct cdr_map *seen; /* what stands in margins, its digits put alike -> size_t *: on how many pages */
	float body;           /* height of most text */
	struct cdr_prose_writer writer;
};

static void
reading_done(struct reading *reading)
{
	cdr_vec_done(&reading->pdf.words);
	cdr_vec_done(&reading->pdf.pages);
	cdr_vec_done(&reading->pdf.notes);
	cdr_vec_done(&reading->lines);
	reading->seen = cdr_map_free(reading->seen);
	reading->pdf.arena = cdr_arena_free(reading->pdf.arena);
	cdr_prose_writer_done(&reading->writer);
}

/* ----------------------------------------------------------------------------------------------------------- lines */

static bool
goes_on(const struct line *line, const struct cdr_pdf_word *word)
{
	float height = line->bottom - line->top, middle = (word->top + word->bottom) / 2;
	float off = middle - (line->top + line->bottom) / 2;
	off = off < 0 ? -off : off;
	return off < SAME_LINE * height && word->left > line->left && word->left - line->right < WIDE_GAP * height;
}

static enum cdr_status
end_line(struct reading *reading, struct line *line, struct cdr_buf *text, struct cdr_error *err)
{
	CDR_TRY(cdr_buf_check(text, CDR_INGEST_ROOM, err));
	if (text->n == 0)
		return CDR_OK;
	line->text = cdr_str_copy(reading->pdf.arena, cdr_buf_str(text));
	struct line *slot = line->text.p ? cdr_vec_push(&reading->lines) : NULL;
	if (!slot)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*slot = *line;
	cdr_buf_clear(text);
	return CDR_OK;
}

static enum cdr_status
make_lines(struct reading *reading, uint32_t number, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = { .max = CDR_INGEST_MAX_PROSE_BYTES };
	const struct cdr_pdf_page *page = CDR_PDF_PAGE(&reading->pdf, number);
	struct line line = { .page = number + 1, .page_height = page->height };
	for (size_t i = page->first_word; i < page->first_word + page->n_words; i++) {
		const struct cdr_pdf_word *word = CDR_VEC_AT(&reading->pdf.words, struct cdr_pdf_word, i);
		if (text.n > 0 && !goes_on(&line, word))
			CDR_TRY(end_line(reading, &line, &text, err));
		if (text.n == 0) {
			line.left = word->left;
			line.top = word->top;
			line.bottom = word->bottom;
		} else {
			cdr_buf_putc(&text, ' ');
		}
		line.right = word->right;
		line.bottom = word->bottom > line.bottom ? word->bottom : line.bottom;
		cdr_buf_add_str(&text, word->text);
	}
	return end_line(reading, &line, &text, err);
}

/* The height of most characters. */
static void
find_body(struct reading *reading)
{
	size_t n_characters[HEIGHT_STEPS] = { 0 }, best = 0;
	for (size_t i = 0; i < reading->lines.n; i++) {
		const struct line *line = CDR_VEC_AT(&reading->lines, struct line, i);
		float steps = (line->bottom - line->top) * 4;
		size_t step = steps < HEIGHT_STEPS - 1 ? (size_t)steps : HEIGHT_STEPS - 1;
		n_characters[step] += line->text.n;
		if (n_characters[step] > n_characters[best])
			best = step;
	}
	reading->body = (float)(best + 1) / 4;
}

/* --------------------------------------------------------------------------------------------------- running heads */

static bool
in_margin(const struct line *line)
{
	return line->bottom < MARGIN * line->page_height || line->top > (1 - MARGIN) * line->page_height;
}

/* "Page 3 of 12" and "Page 4 of 12" are alike. */
static struct cdr_str
put_alike(struct reading *reading, struct cdr_str text)
{
	char *out = cdr_arena_alloc(reading->pdf.arena, text.n + 1);
	size_t n = 0;
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	for (size_t i = 0; i < text.n; i++) {
		bool digit = isdigit((unsigned char)text.p[i]);
		if (!digit || n == 0 || out[n - 1] != '#')
			out[n++] = digit ? '#' : text.p[i];
	}
	return (struct cdr_str){ out, n };
}

static enum cdr_status
count_margin(struct reading *reading, struct line *line, struct cdr_error *err)
{
	struct cdr_str key = put_alike(reading, line->text);
	size_t *n = key.p ? cdr_map_get(reading->seen, key) : NULL;
	if (!n) {
		n = key.p ? cdr_arena_alloc(reading->pdf.arena, sizeof(*n)) : NULL;
		if (!n || cdr_map_put(reading->seen, key, n) != CDR_OK)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
	}
	++*n;
	return CDR_OK;
}

static enum cdr_status
find_running(struct reading *reading, struct cdr_error *err)
{
	size_t n_pages = reading->pdf.pages.n;
	for (size_t i = 0; i < reading->lines.n; i++) {
		struct line *line = CDR_VEC_AT(&reading->lines, struct line, i);
		if (in_margin(line))
			CDR_TRY(count_margin(reading, line, err));
	}
	for (size_t i = 0; i < reading->lines.n; i++) {
		struct line *line = CDR_VEC_AT(&reading->lines, struct line, i);
		if (!in_margin(line))
			continue;
		struct cdr_str key = put_alike(reading, line->text);
		const size_t *n = key.p ? cdr_map_get(reading->seen, key) : NULL;
		line->running = (n && *n >= MIN_RUNNING_PAGES && *n * 2 >= n_pages) || cdr_str_equal(key, CDR_STR("#"));
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- blocks */

static size_t
count_words(struct cdr_str text)
{
	size_t n = text.n > 0;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == ' ';
	return n;
}

static bool
is_larger(const struct reading *reading, const struct line *line)
{
	return line->bottom - line->top > LARGER * reading->body && count_words(line->text) <= MAX_HEADING_WORDS;
}

static bool
ends_sentence(struct cdr_str text)
{
	text = cdr_str_trim(text);
	return text.n == 0 || strchr(".!?:;", text.p[text.n - 1]) != NULL;
}

/* Whether a line is of another block than the one before it. */
static bool
is_new_block(const struct line *before, const struct line *line)
{
	float height = before->bottom - before->top, difference = line->bottom - line->top - height;
	difference = difference < 0 ? -difference : difference;
	if (cdr_prose_bullet(line->text) > 0 || difference > (LARGER - 1) * height)
		return true;
	bool small = islower((unsigned char)*line->text.p);
	if (line->page != before->page || line->top < before->top)
		return !small || ends_sentence(before->text); /* goes on over the page, or in the next column */
	return line->top - before->bottom > GAP * height && (!small || ends_sentence(before->text));
}

static bool
stands_alone(const struct line *before, const struct line *line, const struct line *after)
{
	return (!before || is_new_block(before, line)) && (!after || is_new_block(line, after));
}

static enum cdr_status
add_block(struct reading *reading, const struct line *before, const struct line *line, const struct line *after,
          struct cdr_error *err)
{
	size_t bullet = cdr_prose_bullet(line->text);
	enum cdr_prose_kind kind = CDR_PROSE_PARAGRAPH;
	int level = 0;
	bool title = bullet == 0 || isdigit((unsigned char)*line->text.p);
	float ratio = (line->bottom - line->top) / (reading->body > 0 ? reading->body : 1);
	if (is_larger(reading, line) && title) {
		kind = CDR_PROSE_HEADING;
		level = ratio > 1.8F ? 1 : ratio > 1.4F ? 2 : 3;
	} else if (title && stands_alone(before, line, after) && cdr_prose_is_title(line->text)) {
		kind = CDR_PROSE_HEADING;
		level = 4;
	} else if (bullet > 0) {
		kind = CDR_PROSE_ITEM;
	}
	CDR_TRY(cdr_prose_begin(&reading->writer, kind, level, err));
	reading->writer.page = line->page;
	struct cdr_str text = line->text;
	if (kind == CDR_PROSE_ITEM)
		text = (struct cdr_str){ text.p + bullet, text.n - bullet };
	cdr_prose_line(&reading->writer, text);
	return CDR_OK;
}

static const struct line *
next_line(const struct reading *reading, size_t from)
{
	for (size_t i = from; i < reading->lines.n; i++) {
		const struct line *line = CDR_VEC_AT(&reading->lines, struct line, i);
		if (!line->running)
			return line;
	}
	return NULL;
}

static enum cdr_status
make_blocks(struct reading *reading, struct cdr_error *err)
{
	const struct line *before = NULL;
	for (size_t i = 0; i < reading->lines.n; i++) {
		const struct line *line = CDR_VEC_AT(&reading->lines, struct line, i);
		if (line->running)
			continue;
		/* A title over two lines stays one. */
		bool title =
			before && is_larger(reading, before) && is_larger(reading, line) && line->page == before->page;
		if (before && !(title ? line->top - before->bottom > GAP * (before->bottom - before->top)
		                      : is_new_block(before, line)))
			cdr_prose_line(&reading->writer, line->text);
		else
			CDR_TRY(add_block(reading, before, line, next_line(reading, i + 1), err));
		before = line;
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ file */

static enum cdr_status
read_pages(struct reading *reading, struct cdr_str tsv, struct cdr_error *err)
{
	struct cdr_error failure = { 0 };
	enum cdr_status status = cdr_pdf_parse(&reading->pdf, tsv, &failure);
	if (status == CDR_EINPUT && reading->pdf.pages.n > 0 && reading->pdf.words.n == 0)
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, reading->pdf.name,
			"the PDF has no text: its pages are pictures, as of a scanner. Ask for the statement as "
			"text, or have the text of the pages recognised (OCR) and check it by eye");
	if (status != CDR_OK && err)
		*err = failure;
	CDR_TRY(status);
	for (uint32_t i = 0; i < reading->pdf.pages.n; i++)
		CDR_TRY(make_lines(reading, i, err));
	find_body(reading);
	CDR_TRY(find_running(reading, err));
	return make_blocks(reading, err);
}

enum cdr_status
cdr_prose_read_pdf_text(const char *name, struct cdr_str tsv, struct cdr_table *table, struct cdr_error *err)
{
	__attribute__((cleanup(reading_done))) struct reading reading = {
		.pdf = { .name = name,
		         .table = table,
		         .arena = cdr_arena_new(CDR_PDF_MAX_ARENA_BYTES),
		         .words = CDR_VEC_INIT(struct cdr_pdf_word, CDR_INGEST_MAX_PDF_WORDS),
		         .pages = CDR_VEC_INIT(struct cdr_pdf_page, CDR_INGEST_MAX_PDF_PAGES),
		         .notes = CDR_VEC_INIT(struct cdr_str, CDR_PDF_MAX_NOTES) },
		.lines = CDR_VEC_INIT(struct line, CDR_INGEST_MAX_PDF_WORDS),
		.seen = cdr_map_new(CDR_INGEST_MAX_PDF_WORDS),
		.writer = { .text = CDR_BUF_INIT },
	};
	if (!reading.pdf.arena || !reading.seen)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	CDR_TRY(cdr_prose_writer_init(&reading.writer, table, err));
	CDR_TRY(read_pages(&reading, tsv, err));
	if (reading.pdf.notes.n > 0) {
		void *notes = NULL;
		CDR_TRY(cdr_ingest_alloc(table, reading.pdf.notes.n * sizeof(struct cdr_str), &notes, err));
		table->notes = memcpy(notes, reading.pdf.notes.items, reading.pdf.notes.n * sizeof(struct cdr_str));
		table->n_notes = reading.pdf.notes.n;
	}
	return cdr_prose_finish(&reading.writer, err);
}

enum cdr_status
cdr_prose_read_pdf(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	const struct cdr_pdf_text *text = NULL;
	__attribute__((cleanup(cdr_pdf_text_done))) struct cdr_pdf_text own = CDR_PDF_TEXT_INIT;
	CDR_TRY(cdr_pdf_text_of(source, &own, &text, err));
	return cdr_prose_read_pdf_text(source->name, (struct cdr_str){ text->map.p, text->map.n }, table, err);
}
