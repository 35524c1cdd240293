/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words -> the lines of each page, and which of the lines stand there for the page's sake: the header of the table once
 * more, the document's name, the page number. Columns and rows are not known here. The surprise: "the same text on most
 * pages" is not enough to leave a line out, for a list of numbers and statuses looks like that too; it must be at the edge
 * of its pages and nowhere else on them, digits aside.
 */
#include "ingest/pdf-impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_OVERLAP 0.5F /* of the lower of two boxes, for one line */
#define MOST_UNLIKE 2.5F   /* heights of words in one line */
#define EDGE_LINES 4       /* from the top and from the bottom of a page */
#define HEADER_DEPTH 12    /* lines from the top in which a header is looked for again */
#define MAX_HEADER_LINES 4
#define SAME_PLACE 4.0F /* points */
#define SHOWN_BYTES 80
#define MAX_LINE_BYTES 65536

/* ---------------------------------------------------------------------------------------------------------- lines */

static float
middle(const struct cdr_pdf_word *word)
{
	return (word->top + word->bottom) / 2;
}

static int
compare_floats(float a, float b)
{
	return (a > b) - (a < b);
}

/* Words keep the order in which they were written where nothing else tells; their text lies in that order. */
static int
by_height(const void *left, const void *right)
{
	const struct cdr_pdf_word *a = left, *b = right;
	int order = compare_floats(middle(a), middle(b));
	return order                              ? order
	       : compare_floats(a->left, b->left) ? compare_floats(a->left, b->left)
	                                          : (a->text.p > b->text.p) - (a->text.p < b->text.p);
}

static int
by_left(const void *left, const void *right)
{
	const struct cdr_pdf_word *a = left, *b = right;
	int order = compare_floats(a->left, b->left);
	return order ? order : (a->text.p > b->text.p) - (a->text.p < b->text.p);
}

/* Whether a word stands in the line that another one began. */
static bool
is_beside(const struct cdr_pdf_word *first, const struct cdr_pdf_word *word)
{
	float a = first->bottom - first->top, b = word->bottom - word->top;
	float least = a < b ? a : b, most = a < b ? b : a;
	float top = first->top > word->top ? first->top : word->top;
	float bottom = first->bottom < word->bottom ? first->bottom : word->bottom;
	return most <= MOST_UNLIKE * least && bottom - top >= LEAST_OVERLAP * least;
}

static void
measure(const struct cdr_pdf *pdf, struct cdr_pdf_line *line)
{
	const struct cdr_pdf_word *words = CDR_PDF_WORD(pdf, line->first_word);
	*line = (struct cdr_pdf_line){ .first_word = line->first_word,
		                       .n_words = line->n_words,
		                       .left = words[0].left,
		                       .right = words[0].right,
		                       .top = words[0].top,
		                       .bottom = words[0].bottom,
		                       .n_segments = 1 };
	float heights = 0, end = words[0].right;
	for (uint32_t i = 0; i < line->n_words; i++) {
		line->right = fmaxf(line->right, words[i].right);
		line->top = fminf(line->top, words[i].top);
		line->bottom = fmaxf(line->bottom, words[i].bottom);
		heights += words[i].bottom - words[i].top;
	}
	line->height = heights / (float)line->n_words;
	for (uint32_t i = 1; i < line->n_words; i++) {
		line->n_segments += words[i].left - end > CDR_PDF_WIDE_GAP * line->height;
		end = fmaxf(end, words[i].right);
	}
}

static enum cdr_status
add_line(struct cdr_pdf *pdf, struct cdr_pdf_page *page, uint32_t first_word, uint32_t n_words, struct cdr_error *err)
{
	struct cdr_pdf_line *line = cdr_vec_push(&pdf->lines);
	if (!line)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	qsort(CDR_PDF_WORD(pdf, first_word), n_words, sizeof(struct cdr_pdf_word), by_left);
	line->first_word = first_word;
	line->n_words = n_words;
	measure(pdf, line);
	page->n_lines++;
	return CDR_OK;
}

static int
by_top(const void *left, const void *right)
{
	const struct cdr_pdf_line *a = left, *b = right;
	int order = compare_floats(a->top + a->bottom, b->top + b->bottom);
	return order ? order : (a->first_word > b->first_word) - (a->first_word < b->first_word);
}

static enum cdr_status
find_page_lines(struct cdr_pdf *pdf, struct cdr_pdf_page *page, struct cdr_error *err)
{
	struct cdr_pdf_word *words = CDR_PDF_WORD(pdf, page->first_word);
	page->first_line = (uint32_t)pdf->lines.n;
	if (page->n_words == 0)
		return CDR_OK;
	qsort(words, page->n_words, sizeof(*words), by_height);
	uint32_t first = 0;
	for (uint32_t i = 1; i <= page->n_words; i++) {
		if (i < page->n_words && is_beside(&words[first], &words[i]))
			continue;
		CDR_TRY(add_line(pdf, page, page->first_word + first, i - first, err));
		first = i;
	}
	qsort(CDR_PDF_LINE(pdf, page->first_line), page->n_lines, sizeof(struct cdr_pdf_line), by_top);
	return CDR_OK;
}

/* Text that runs upwards has boxes that are high and narrow; its lines would be columns. */
static enum cdr_status
refuse_upright(const struct cdr_pdf *pdf, size_t n_page, struct cdr_error *err)
{
	const struct cdr_pdf_page *page = CDR_PDF_PAGE(pdf, n_page);
	uint32_t n_long = 0, n_upright = 0;
	for (uint32_t i = 0; i < page->n_words; i++) {
		const struct cdr_pdf_word *word = CDR_PDF_WORD(pdf, page->first_word + i);
		bool is_long = word->text.n >= 4;
		n_long += is_long;
		n_upright += is_long && word->bottom - word->top > 1.5F * (word->right - word->left);
	}
	if (n_upright < 3 || n_upright * 2 <= n_long)
		return CDR_OK;
	char place[CDR_ERROR_WHERE_MAX];
	(void)snprintf(place, sizeof(place), "%s page %zu", pdf->name, n_page + 1);
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the text runs upwards; turn the page in a PDF program and save the file again");
}

/* ------------------------------------------------------------------------------------------------------- repeated */

struct cdr_str
cdr_pdf_line_text(const struct cdr_pdf *pdf, const struct cdr_pdf_line *line)
{
	size_t n = 0;
	for (uint32_t i = 0; i < line->n_words; i++)
		n += CDR_PDF_WORD(pdf, line->first_word + i)->text.n + 1;
	char *out = cdr_arena_alloc(pdf->arena, n + 1);
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	n = 0;
	for (uint32_t i = 0; i < line->n_words; i++) {
		struct cdr_str text = CDR_PDF_WORD(pdf, line->first_word + i)->text;
		if (i > 0)
			out[n++] = ' ';
		memcpy(out + n, text.p, text.n);
		n += text.n;
	}
	return (struct cdr_str){ out, n };
}

/* The same with '#' for each run of digits, so that a page number counts for nothing. */
static struct cdr_str
fold(const struct cdr_pdf *pdf, const struct cdr_pdf_line *line)
{
	struct cdr_str text = cdr_pdf_line_text(pdf, line);
	char *out = (char *)(uintptr_t)text.p; /* ours */
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		bool digit = text.p[i] >= '0' && text.p[i] <= '9';
		if (!digit || n == 0 || out[n - 1] != '#')
			out[n++] = digit ? '#' : text.p[i];
	}
	return (struct cdr_str){ out, n };
}

/* A text at the edge of pages. */
struct repeated {
	float place;        /* from the top of the page, or negative from its bottom */
	uint32_t n_pages;   /* where it stands in this place */
	uint32_t last_page; /* of those */
	uint32_t n_lines;   /* wherever it stands */
	bool in_columns;
	uint32_t first; /* the first line with it */
};

static float
place_of(const struct cdr_pdf_page *page, const struct cdr_pdf_line *line, uint32_t i)
{
	return i < EDGE_LINES && i < page->n_lines / 2 + page->n_lines % 2 ? line->top
	                                                                   : line->bottom - page->height - 1;
}

static bool
is_edge(const struct cdr_pdf_page *page, uint32_t i)
{
	return i < EDGE_LINES || i + EDGE_LINES >= page->n_lines;
}

static enum cdr_status
gather_edges(struct cdr_pdf *pdf, struct cdr_map *map, struct cdr_error *err)
{
	for (uint32_t p = 0; p < pdf->pages.n; p++) {
		const struct cdr_pdf_page *page = CDR_PDF_PAGE(pdf, p);
		for (uint32_t i = 0; i < page->n_lines; i++) {
			const struct cdr_pdf_line *line = CDR_PDF_LINE(pdf, page->first_line + i);
			if (!is_edge(page, i))
				continue;
			struct cdr_str key = fold(pdf, line);
			struct repeated *seen = key.p ? cdr_map_get(map, key) : NULL;
			if (!seen) {
				seen = key.p ? cdr_arena_alloc(pdf->arena, sizeof(*seen)) : NULL;
				if (!seen || cdr_map_put(map, key, seen) != CDR_OK)
					return cdr_fail_memory(err, CDR_INGEST_ROOM);
				*seen = (struct repeated){ place_of(page, line, i), 1,         p, 0,
					                   line->n_segments > 1,    UINT32_MAX };
			} else if (seen->last_page != p && fabsf(seen->place - place_of(page, line, i)) <= SAME_PLACE) {
				seen->n_pages++;
				seen->last_page = p;
			}
		}
	}
	return CDR_OK;
}

static enum cdr_status
count_lines(struct cdr_pdf *pdf, const struct cdr_map *map, struct repeated **of_line, struct cdr_error *err)
{
	for (uint32_t i = 0; i < pdf->lines.n; i++) {
		struct cdr_str key = fold(pdf, CDR_PDF_LINE(pdf, i));
		if (!key.p)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
		of_line[i] = cdr_map_get(map, key);
		if (!of_line[i])
			continue;
		of_line[i]->n_lines++;
		if (of_line[i]->first == UINT32_MAX)
			of_line[i]->first = i;
	}
	return CDR_OK;
}

/* At the edge of a third of the pages and hardly anywhere else; of two pages at least, or three where it could be a row. */
static bool
is_repeated(const struct cdr_pdf *pdf, const struct repeated *seen)
{
	return seen && seen->n_pages >= (seen->in_columns ? 3 : 2) && seen->n_pages * 3 >= pdf->pages.n &&
	       seen->n_lines <= seen->n_pages + seen->n_pages / 5 + 1;
}

/* At the foot nothing is kept; at the head the first one is, which may be the title or the header. */
static void
mark_margins(struct cdr_pdf *pdf, struct repeated *const *of_line)
{
	for (uint32_t p = 0; p < pdf->pages.n; p++) {
		const struct cdr_pdf_page *page = CDR_PDF_PAGE(pdf, p);
		for (uint32_t i = 0; i < page->n_lines; i++) {
			uint32_t at = page->first_line + i;
			if (!is_edge(page, i) || !is_repeated(pdf, of_line[at]))
				continue;
			bool head = of_line[at]->place >= 0;
			if (head && of_line[at]->first == at)
				continue;
			CDR_PDF_LINE(pdf, at)->use = head ? CDR_PDF_REPEATED : CDR_PDF_MARGIN;
		}
	}
}

static bool
is_same_line(const struct cdr_pdf *pdf, const struct cdr_pdf_line *a, const struct cdr_pdf_line *b)
{
	if (a->n_words != b->n_words)
		return false;
	for (uint32_t i = 0; i < a->n_words; i++) {
		if (!cdr_str_equal(CDR_PDF_WORD(pdf, a->first_word + i)->text,
		                   CDR_PDF_WORD(pdf, b->first_word + i)->text))
			return false;
	}
	return true;
}

/* The first line that has columns: the header, if anything is. UINT32_MAX: there is none. */
static uint32_t
first_header(const struct cdr_pdf *pdf, uint32_t *ret_page)
{
	for (uint32_t p = 0; p < pdf->pages.n; p++) {
		const struct cdr_pdf_page *page = CDR_PDF_PAGE(pdf, p);
		for (uint32_t i = page->first_line; i < page->first_line + page->n_lines; i++) {
			if (CDR_PDF_LINE(pdf, i)->n_segments > 1 && CDR_PDF_LINE(pdf, i)->use == CDR_PDF_BODY) {
				*ret_page = p;
				return i;
			}
		}
	}
	return UINT32_MAX;
}

static uint32_t
same_run(const struct cdr_pdf *pdf, uint32_t header, uint32_t at, uint32_t end)
{
	uint32_t n = 0;
	while (n < MAX_HEADER_LINES && at + n < end && header + n < pdf->lines.n &&
	       is_same_line(pdf, CDR_PDF_LINE(pdf, header + n), CDR_PDF_LINE(pdf, at + n)))
		n++;
	return n;
}

/* Where a page has the header again; UINT32_MAX: nowhere. */
static uint32_t
find_header(const struct cdr_pdf *pdf, uint32_t header, const struct cdr_pdf_page *page)
{
	for (uint32_t i = 0; i < page->n_lines && i < HEADER_DEPTH; i++) {
		if (is_same_line(pdf, CDR_PDF_LINE(pdf, header), CDR_PDF_LINE(pdf, page->first_line + i)))
			return page->first_line + i;
	}
	return UINT32_MAX;
}

/* The header of a list is at the head of each of its pages, whatever stands above it. It has as many lines as are the same
 * on all of them. */
static void
mark_headers(struct cdr_pdf *pdf)
{
	uint32_t first_page = 0, header = first_header(pdf, &first_page), n_lines = MAX_HEADER_LINES, n_pages = 0;
	for (uint32_t p = first_page + 1; header != UINT32_MAX && p < pdf->pages.n; p++) {
		const struct cdr_pdf_page *page = CDR_PDF_PAGE(pdf, p);
		uint32_t at = find_header(pdf, header, page);
		uint32_t n = at == UINT32_MAX ? n_lines : same_run(pdf, header, at, page->first_line + page->n_lines);
		n_lines = n < n_lines ? n : n_lines;
		n_pages += at != UINT32_MAX;
	}
	pdf->n_header_lines = n_pages ? n_lines : 0;
	for (uint32_t p = first_page + 1; pdf->n_header_lines && p < pdf->pages.n; p++) {
		uint32_t at = find_header(pdf, header, CDR_PDF_PAGE(pdf, p));
		for (uint32_t i = 0; at != UINT32_MAX && i < pdf->n_header_lines; i++)
			CDR_PDF_LINE(pdf, at + i)->use = CDR_PDF_REPEATED;
	}
}

/* ----------------------------------------------------------------------------------------------------------- telling */

static enum cdr_status
tell(struct cdr_pdf *pdf, enum cdr_pdf_use use, const char *one, const char *many, struct cdr_error *err)
{
	const struct cdr_pdf_line *first = NULL;
	size_t n = 0;
	for (uint32_t i = 0; i < pdf->lines.n; i++) {
		const struct cdr_pdf_line *line = CDR_PDF_LINE(pdf, i);
		n += line->use == use;
		first = !first && line->use == use ? line : first;
	}
	if (!first)
		return CDR_OK;
	struct cdr_str text = cdr_pdf_line_text(pdf, first);
	if (!text.p)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	return cdr_pdf_note(pdf, err, "%zu line%s left out that %s: \"%.*s\"", n, n == 1 ? " is" : "s are",
	                    n == 1 ? one : many, (int)cdr_str_cut(text, SHOWN_BYTES), text.p);
}

enum cdr_status
cdr_pdf_find_lines(struct cdr_pdf *pdf, struct cdr_error *err)
{
	cdr_owned(cdr_map) map = cdr_map_new(CDR_INGEST_MAX_PDF_WORDS);
	if (!map)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	for (size_t i = 0; i < pdf->pages.n; i++) {
		CDR_TRY(refuse_upright(pdf, i, err));
		CDR_TRY(find_page_lines(pdf, CDR_PDF_PAGE(pdf, i), err));
	}
	if (pdf->pages.n > 1) {
		struct repeated **of_line = cdr_arena_alloc(pdf->arena, (pdf->lines.n + 1) * sizeof(struct repeated *));
		if (!of_line)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
		CDR_TRY(gather_edges(pdf, map, err));
		CDR_TRY(count_lines(pdf, map, of_line, err));
		mark_margins(pdf, of_line);
		mark_headers(pdf);
	}
	CDR_TRY(tell(pdf, CDR_PDF_REPEATED, "stands at the head of a page again", "stand at the head of pages again",
	             err));
	return tell(pdf, CDR_PDF_MARGIN, "stands at the foot of a page", "stand at the foot of pages", err);
}
