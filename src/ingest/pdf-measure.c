/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all lines of a table say together: how wide its columns are, how much white there is between rows and within them,
 * and whether it is a table. The surprise: that a word would have had room in the line above is the best sign that it
 * begins something of its own, for whoever sets text in a column fills the line.
 */
#include "ingest/pdf-rows-impl.h"

#include <math.h>
#include <stdlib.h>

#define MAX_SPLITS 16    /* gaps tried as the one between rows */
#define SPLIT_PART 0.2F  /* of a line's height: gaps that differ by less are the same */
#define BLANK_PART 0.25F /* of a line's height */
#define LEAST_PROSE_PAIRS 5
#define LEAST_PROSE_WORDS 3

uint32_t
cdr_pdf_next_line(const struct cdr_pdf_rows *rows, uint32_t at, uint32_t end)
{
	while (at < end && cdr_pdf_line_at(rows, at)->use != CDR_PDF_BODY)
		at++;
	return at;
}

void
cdr_pdf_core_of(const struct cdr_pdf_rows *rows, const struct cdr_pdf_page *page, uint32_t *ret_from, uint32_t *ret_end)
{
	uint32_t end = page->first_line + page->n_lines;
	*ret_from = *ret_end = end;
	for (uint32_t i = page->first_line; i < end; i++) {
		if (cdr_pdf_line_at(rows, i)->use != CDR_PDF_BODY || cdr_pdf_kind_of(rows, i) != CDR_PDF_IN_ROW)
			continue;
		*ret_from = *ret_from == end ? i : *ret_from;
		*ret_end = i + 1;
	}
	while (*ret_end < end && cdr_pdf_line_at(rows, *ret_end)->use == CDR_PDF_BODY &&
	       cdr_pdf_kind_of(rows, *ret_end) == CDR_PDF_IN_CELL &&
	       cdr_pdf_white_above(rows, *ret_end - 1, *ret_end) <= CDR_PDF_CLOSE_GAP * rows->height)
		(*ret_end)++;
}

static void
measure_line(struct cdr_pdf_rows *rows, uint32_t at)
{
	struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS];
	const struct cdr_pdf_line *line = cdr_pdf_line_at(rows, at);
	uint32_t n = cdr_pdf_split_line(rows, at, spans);
	bool across = cdr_pdf_crosses(rows->pdf, rows->columns, line);
	rows->kinds[at - rows->first_line] = (uint8_t)(across  ? CDR_PDF_ACROSS
	                                               : n > 1 ? CDR_PDF_IN_ROW
	                                                       : CDR_PDF_IN_CELL);
	if (across || line->use != CDR_PDF_BODY || n < 2)
		return;
	rows->first_row = rows->first_row < at ? rows->first_row : at;
	rows->n_in_rows++;
	rows->height += line->height;
	for (uint32_t c = 0; c < rows->columns->n; c++)
		rows->n_filled[c] += spans[c].n_words > 0;
}

/* A column is as wide as what stands in it. */
static void
measure_widths(struct cdr_pdf_rows *rows)
{
	struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS];
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++) {
		uint32_t from, end;
		cdr_pdf_core_of(rows, CDR_PDF_PAGE(rows->pdf, p), &from, &end);
		for (uint32_t i = cdr_pdf_next_line(rows, from, end); i < end;
		     i = cdr_pdf_next_line(rows, i + 1, end)) {
			rows->n_core++;
			rows->n_core_across += cdr_pdf_kind_of(rows, i) == CDR_PDF_ACROSS;
			if (cdr_pdf_kind_of(rows, i) == CDR_PDF_ACROSS)
				continue;
			(void)cdr_pdf_split_line(rows, i, spans);
			for (uint32_t c = 0; c < rows->columns->n; c++)
				rows->width[c] = fmaxf(rows->width[c], spans[c].right - spans[c].left);
		}
	}
}

static int
compare_gaps(const void *a, const void *b)
{
	float left = *(const float *)a, right = *(const float *)b;
	return (left > right) - (left < right);
}

static enum cdr_status
gather_gaps(struct cdr_pdf_rows *rows, struct cdr_vec *gaps, struct cdr_error *err)
{
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++) {
		uint32_t from, end;
		cdr_pdf_core_of(rows, CDR_PDF_PAGE(rows->pdf, p), &from, &end);
		for (uint32_t i = from, next; i < end && (next = cdr_pdf_next_line(rows, i + 1, end)) < end; i = next) {
			float *gap = cdr_vec_push(gaps);
			if (!gap)
				return cdr_fail_memory(err, CDR_INGEST_ROOM);
			*gap = cdr_pdf_white_above(rows, i, next);
		}
	}
	if (gaps->n > 0)
		qsort(gaps->items, gaps->n, sizeof(float), compare_gaps);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- room */

bool
cdr_pdf_had_room(const struct cdr_pdf_rows *rows, uint32_t column, const struct cdr_pdf_span *before,
                 const struct cdr_pdf_span *after)
{
	const struct cdr_pdf_word *word = CDR_PDF_WORD(rows->pdf, after->first_word);
	float needed =
		before->right - before->left + BLANK_PART * (word->bottom - word->top) + word->right - word->left;
	return needed <= rows->width[column];
}

bool
cdr_pdf_may_go_on(const struct cdr_pdf_rows *rows, const struct cdr_pdf_span *before, const struct cdr_pdf_span *after)
{
	for (uint32_t c = 0; c < rows->columns->n; c++) {
		if (after[c].n_words && (!before[c].n_words || cdr_pdf_had_room(rows, c, &before[c], &after[c])))
			return false;
	}
	return true;
}

/* Lines one below the other. */
struct pairs {
	size_t n, n_going_on;
	size_t n_words[CDR_PDF_MAX_COLUMNS], n_filled[CDR_PDF_MAX_COLUMNS];
};

static void
count_pair(const struct cdr_pdf_rows *rows, uint32_t before_at, uint32_t at, struct pairs *pairs)
{
	struct cdr_pdf_span before[CDR_PDF_MAX_COLUMNS], after[CDR_PDF_MAX_COLUMNS];
	if (cdr_pdf_kind_of(rows, before_at) != CDR_PDF_IN_ROW || cdr_pdf_kind_of(rows, at) != CDR_PDF_IN_ROW)
		return;
	(void)cdr_pdf_split_line(rows, before_at, before);
	(void)cdr_pdf_split_line(rows, at, after);
	pairs->n++;
	pairs->n_going_on += cdr_pdf_may_go_on(rows, before, after);
	for (uint32_t c = 0; c < rows->columns->n; c++) {
		pairs->n_words[c] += after[c].n_words;
		pairs->n_filled[c] += after[c].n_words > 0;
	}
}

/* Text set in columns, as in a newspaper, looks like a table in which every row is the rest of the one above, and each
 * column of it has many words. */
static bool
is_prose(const struct cdr_pdf_rows *rows)
{
	struct pairs pairs = { 0 };
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++) {
		uint32_t from, end;
		cdr_pdf_core_of(rows, CDR_PDF_PAGE(rows->pdf, p), &from, &end);
		for (uint32_t i = from, next; i < end && (next = cdr_pdf_next_line(rows, i + 1, end)) < end; i = next)
			count_pair(rows, i, next, &pairs);
	}
	for (uint32_t c = 0; c < rows->columns->n; c++) {
		if (pairs.n_words[c] < pairs.n_filled[c] * LEAST_PROSE_WORDS)
			return false;
	}
	return pairs.n >= LEAST_PROSE_PAIRS && pairs.n_going_on * 10 >= pairs.n * 7;
}

/* ------------------------------------------------------------------------------------------------- gaps between rows */

/* Lines with no more white between them than `tight`. Returns how many, 0 at the page's end. */
static uint32_t
next_band(const struct cdr_pdf_rows *rows, float tight, uint32_t *at, uint32_t end,
          uint32_t lines[CDR_PDF_MAX_ROW_LINES])
{
	uint32_t n = 0, i = cdr_pdf_next_line(rows, *at, end);
	while (i < end && n < CDR_PDF_MAX_ROW_LINES &&
	       (n == 0 || cdr_pdf_white_above(rows, lines[n - 1], i) <= tight)) {
		lines[n++] = i;
		i = cdr_pdf_next_line(rows, i + 1, end);
	}
	*at = i;
	return n;
}

struct bands {
	uint32_t n, n_filled[CDR_PDF_MAX_COLUMNS]; /* bands, and those that have something in a column */
	uint32_t n_long, n_explained;
};

/* A band of several lines is one row if some column that nearly all rows have is filled once in it, or if each of its lines
 * could be the rest of the one before. */
static bool
is_one_row(const struct cdr_pdf_rows *rows, const struct bands *bands, const uint32_t *lines, uint32_t n)
{
	uint32_t n_filled[CDR_PDF_MAX_COLUMNS] = { 0 };
	struct cdr_pdf_span spans[2][CDR_PDF_MAX_COLUMNS];
	bool goes_on = true;
	for (uint32_t i = 0; i < n; i++) {
		(void)cdr_pdf_split_line(rows, lines[i], spans[i % 2]);
		for (uint32_t c = 0; c < rows->columns->n; c++)
			n_filled[c] += spans[i % 2][c].n_words > 0;
		goes_on = goes_on && (i == 0 || cdr_pdf_may_go_on(rows, spans[(i + 1) % 2], spans[i % 2]));
	}
	for (uint32_t c = 0; c < rows->columns->n; c++) {
		if (n_filled[c] == 1 && bands->n_filled[c] * 5 >= bands->n * 4)
			return true;
	}
	return goes_on;
}

static void
look_at_bands(const struct cdr_pdf_rows *rows, float tight, bool explain, struct bands *bands)
{
	struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS];
	uint32_t lines[CDR_PDF_MAX_ROW_LINES];
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++) {
		uint32_t at, end, n;
		cdr_pdf_core_of(rows, CDR_PDF_PAGE(rows->pdf, p), &at, &end);
		while ((n = next_band(rows, tight, &at, end, lines)) > 0) {
			bool filled[CDR_PDF_MAX_COLUMNS] = { false };
			if (explain) {
				bands->n_long += n > 1;
				bands->n_explained += n > 1 && is_one_row(rows, bands, lines, n);
				continue;
			}
			for (uint32_t i = 0; i < n; i++) {
				(void)cdr_pdf_split_line(rows, lines[i], spans);
				for (uint32_t c = 0; c < rows->columns->n; c++)
					filled[c] = filled[c] || spans[c].n_words;
			}
			bands->n++;
			for (uint32_t c = 0; c < rows->columns->n; c++)
				bands->n_filled[c] += filled[c];
		}
	}
}

/* Whether rows are what stands closer together than this. */
static bool
parts_rows(const struct cdr_pdf_rows *rows, float tight)
{
	struct bands bands = { 0 };
	look_at_bands(rows, tight, false, &bands);
	look_at_bands(rows, tight, true, &bands);
	return bands.n > 1 && bands.n_long > 0 && bands.n_explained * 5 >= bands.n_long * 4;
}

/* The widest gap that can be one within rows, if any. Tables in which all lines are equally far apart have none. */
static void
find_tight(struct cdr_pdf_rows *rows, const struct cdr_vec *gaps)
{
	const float *white = gaps->items;
	uint32_t n_tried = 0;
	rows->tight = -1;
	rows->usual = gaps->n ? white[gaps->n * 9 / 10 < gaps->n ? gaps->n * 9 / 10 : gaps->n - 1] : rows->height;
	for (size_t i = gaps->n; i > 1 && n_tried < MAX_SPLITS; i--) {
		float below = white[i - 2], above = white[i - 1];
		if (above - below < SPLIT_PART * rows->height || below > 1.5F * rows->height)
			continue;
		n_tried++;
		if (parts_rows(rows, (below + above) / 2)) {
			rows->tight = (below + above) / 2;
			return;
		}
	}
}

/* --------------------------------------------------------------------------------------------------------------- all */

static void
find_key(struct cdr_pdf_rows *rows)
{
	while (rows->key + 1 < rows->columns->n && rows->n_filled[rows->key] * 2 < rows->n_in_rows)
		rows->key++;
}

enum cdr_status
cdr_pdf_measure(struct cdr_pdf_rows *rows, bool *ret_is_table, struct cdr_error *err)
{
	uint32_t end = rows->first_line;
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++)
		end += CDR_PDF_PAGE(rows->pdf, p)->n_lines;
	rows->kinds = cdr_arena_alloc(rows->pdf->arena, end - rows->first_line + 1);
	if (!rows->kinds)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	for (uint32_t i = rows->first_line; i < end; i++)
		measure_line(rows, i);
	*ret_is_table = rows->n_in_rows > 1;
	if (!*ret_is_table)
		return CDR_OK;
	rows->height /= (float)rows->n_in_rows;
	measure_widths(rows);
	*ret_is_table = rows->n_core_across * 2 <= rows->n_core && !is_prose(rows);
	if (!*ret_is_table)
		return CDR_OK;
	find_key(rows);
	struct cdr_vec gaps = CDR_VEC_INIT(float, CDR_INGEST_MAX_PDF_WORDS);
	enum cdr_status status = gather_gaps(rows, &gaps, err);
	if (status == CDR_OK)
		find_tight(rows, &gaps);
	cdr_vec_done(&gaps);
	return status;
}
