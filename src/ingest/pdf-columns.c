/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The columns of a table, from where its words do not stand: a strip that stays white down all pages parts two columns. On
 * which pages one table stands is decided here too; its rows are not. The surprise: of the first lines that have columns
 * each is tried as the header, and the one that yields most columns is it; its words keep a column apart that has nothing
 * else in it, and what stands above it (a name and a date, say) closes no strip.
 */
#include "ingest/pdf-impl.h"

#include <math.h>
#include <string.h>

#define BINS_PER_POINT 2
#define N_BINS 8192
#define MAX_HEADERS 5      /* lines tried as the header */
#define STRAY_PART 50      /* of so many lines one may reach into a strip */
#define NARROW_GAP 0.12F   /* of the height of a line: no column is nearer to the next */
#define LEAST_ALIGNED 12   /* lines that must begin at one place for a narrow strip to part columns */
#define MOST_CROSSING 0.3F /* of a page's lines; of more, it has another table */

/* How many lines have words at each place. */
struct coverage {
	uint32_t bins[N_BINS];
	uint32_t n_lines;
	double heights;
	uint32_t headers[MAX_HEADERS]; /* lines */
	uint32_t n_headers;
};

static bool
is_in_columns(const struct cdr_pdf_line *line)
{
	return line->use == CDR_PDF_BODY && line->n_segments > 1;
}

static uint32_t
bin_of(float at, bool upwards)
{
	float bin = upwards ? ceilf(at * BINS_PER_POINT) : floorf(at * BINS_PER_POINT);
	return bin < 0 ? 0 : bin >= N_BINS ? N_BINS - 1 : (uint32_t)bin;
}

static void
cover(const struct cdr_pdf *pdf, const struct cdr_pdf_line *line, uint32_t bins[N_BINS], uint32_t by)
{
	uint32_t done = 0; /* words may overlap */
	for (uint32_t i = 0; i < line->n_words; i++) {
		const struct cdr_pdf_word *word = CDR_PDF_WORD(pdf, line->first_word + i);
		uint32_t bin = bin_of(word->left, false), end = bin_of(word->right, true);
		for (bin = bin > done ? bin : done; bin < end; bin++)
			bins[bin] += by;
		done = end > done ? end : done;
	}
}

static void
add_line(const struct cdr_pdf *pdf, uint32_t at, struct coverage *coverage)
{
	const struct cdr_pdf_line *line = CDR_PDF_LINE(pdf, at);
	cover(pdf, line, coverage->bins, 1);
	coverage->heights += line->height;
	coverage->n_lines++;
	if (coverage->n_headers < MAX_HEADERS)
		coverage->headers[coverage->n_headers++] = at;
}

/* The strips wider than `least` in which at most `n_stray` lines have a word. */
static void
find_strips(const uint32_t bins[N_BINS], uint32_t n_stray, float least, struct cdr_pdf_columns *ret)
{
	uint32_t end = 0; /* of the words so far */
	ret->n = 0;
	for (uint32_t i = 0; i < N_BINS; i++) {
		if (bins[i] <= n_stray)
			continue;
		bool first = ret->n == 0;
		if ((first || (float)(i - end) / BINS_PER_POINT > least) && ret->n < CDR_PDF_MAX_COLUMNS) {
			if (!first)
				ret->right[ret->n - 1] = (float)end / BINS_PER_POINT;
			ret->left[ret->n++] = (float)i / BINS_PER_POINT;
		}
		end = i + 1;
	}
	if (ret->n > 0)
		ret->right[ret->n - 1] = (float)end / BINS_PER_POINT;
}

/* The columns there are when the line `k` of the first ones is the header. */
static void
try_header(const struct cdr_pdf *pdf, const struct coverage *coverage, uint32_t k, float least, uint32_t *bins,
           struct cdr_pdf_columns *ret)
{
	memcpy(bins, coverage->bins, sizeof(coverage->bins));
	for (uint32_t i = 0; i < k; i++)
		cover(pdf, CDR_PDF_LINE(pdf, coverage->headers[i]), bins, UINT32_MAX); /* takes one away */
	cover(pdf, CDR_PDF_LINE(pdf, coverage->headers[k]), bins, 1U << 30);
	find_strips(bins, (coverage->n_lines - k) / STRAY_PART, least, ret);
}

static void
find_best(const struct cdr_pdf *pdf, const struct coverage *coverage, float gap, uint32_t *bins,
          struct cdr_pdf_columns *ret, uint32_t *ret_header)
{
	struct cdr_pdf_columns tried;
	float least = gap * (float)(coverage->heights / (coverage->n_lines ? coverage->n_lines : 1));
	ret->n = 0;
	for (uint32_t k = 0; k < coverage->n_headers; k++) {
		try_header(pdf, coverage, k, least, bins, &tried);
		if (tried.n > ret->n) {
			*ret = tried;
			*ret_header = coverage->headers[k];
		}
	}
}

/* ---------------------------------------------------------------------------------------------------- narrow strips */

/* Words on both sides of a strip: whether the one behind it begins where the strip ends. */
static bool
look_at(const struct cdr_pdf *pdf, const struct cdr_pdf_line *line, float from, float to, bool *ret_aligned,
        bool *ret_wide)
{
	bool before = false;
	float end = 0;
	for (uint32_t i = 0; i < line->n_words; i++) {
		const struct cdr_pdf_word *word = CDR_PDF_WORD(pdf, line->first_word + i);
		if (word->left >= to - 1) {
			*ret_aligned = word->left <= to + 1;
			*ret_wide = word->left - end > CDR_PDF_WIDE_GAP * line->height;
			return before;
		}
		before = word->right <= from + 1 && to - word->right < line->height * 40;
		end = word->right;
	}
	return false;
}

/* Blanks that happen to stand below each other are narrow too, as where all names begin with the same word; but then the
 * words behind them do not all begin at one place, or no cell ends well before it, or no word of the header begins there. */
static bool
parts_columns(const struct cdr_pdf *pdf, const struct cdr_pdf_group *group, uint32_t header, float from, float to)
{
	uint32_t n = 0, n_aligned = 0, n_wide = 0;
	bool aligned = false, wide = false;
	for (uint32_t p = group->first_page; p < group->end_page; p++) {
		const struct cdr_pdf_page *page = CDR_PDF_PAGE(pdf, p);
		for (uint32_t i = 0; i < page->n_lines; i++) {
			const struct cdr_pdf_line *line = CDR_PDF_LINE(pdf, page->first_line + i);
			if (!is_in_columns(line) || !look_at(pdf, line, from, to, &aligned, &wide))
				continue;
			n++;
			n_aligned += aligned;
			n_wide += wide;
		}
	}
	if (n < LEAST_ALIGNED || n_aligned * 10 < n * 9 || n_wide * 10 < n * 3)
		return false;
	return look_at(pdf, CDR_PDF_LINE(pdf, header), from, to, &aligned, &wide) && aligned;
}

static void
add_narrow(const struct cdr_pdf *pdf, const struct coverage *coverage, uint32_t *bins, struct cdr_pdf_group *group)
{
	struct cdr_pdf_columns narrow, kept = { 0 };
	const struct cdr_pdf_columns *wide = &group->columns;
	uint32_t header = 0, at = 1;
	find_best(pdf, coverage, NARROW_GAP, bins, &narrow, &header);
	for (uint32_t i = 0; i < narrow.n; i++) {
		while (at < wide->n && wide->left[at] < narrow.left[i] - 1)
			at++;
		bool is_wide = i == 0 || (at < wide->n && fabsf(wide->left[at] - narrow.left[i]) <= 1);
		if (is_wide || parts_columns(pdf, group, header, narrow.right[i - 1], narrow.left[i])) {
			kept.left[kept.n] = narrow.left[i];
			kept.right[kept.n++] = narrow.right[i];
		} else {
			kept.right[kept.n - 1] = narrow.right[i];
		}
	}
	if (kept.n > wide->n)
		group->columns = kept;
}

/* ------------------------------------------------------------------------------------------------------------- lines */

static uint32_t
column_at(const struct cdr_pdf_columns *columns, float left)
{
	uint32_t i = 0;
	while (i + 1 < columns->n && columns->left[i + 1] <= left + 1)
		i++;
	return i;
}

uint32_t
cdr_pdf_split(const struct cdr_pdf *pdf, const struct cdr_pdf_columns *columns, const struct cdr_pdf_line *line,
              struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS])
{
	uint32_t at = 0, n_filled = 0;
	const struct cdr_pdf_word *before = NULL;
	memset(spans, 0, columns->n * sizeof(*spans));
	for (uint32_t i = 0; i < line->n_words; i++) {
		const struct cdr_pdf_word *word = CDR_PDF_WORD(pdf, line->first_word + i);
		uint32_t next = column_at(columns, word->left);
		/* What runs over the end of its column stays in it. */
		bool goes_on = before && word->left - before->right <= CDR_PDF_WIDE_GAP * line->height &&
		               before->right > columns->right[at] + 1;
		if (next > at && !goes_on)
			at = next;
		struct cdr_pdf_span *span = &spans[at];
		if (span->n_words++ == 0) {
			*span = (struct cdr_pdf_span){ line->first_word + i, 1, word->left, word->right };
			n_filled++;
		}
		span->right = fmaxf(span->right, word->right);
		before = word;
	}
	return n_filled;
}

/* Whether the words from `first` to `end`, which have no wide gap between them, stand on both sides of a strip and no two of
 * them part there. */
static bool
reaches_over(const struct cdr_pdf_columns *columns, const struct cdr_pdf_word *words, uint32_t first, uint32_t end)
{
	for (uint32_t c = 1; c < columns->n; c++) {
		float from = columns->right[c - 1], to = columns->left[c];
		bool parted = words[first].left >= from || words[end - 1].right <= to + 1;
		for (uint32_t i = first; i + 1 < end && !parted; i++)
			parted = words[i].right <= from + 1 && words[i + 1].left >= to - 1;
		if (!parted)
			return true;
	}
	return false;
}

bool
cdr_pdf_crosses(const struct cdr_pdf *pdf, const struct cdr_pdf_columns *columns, const struct cdr_pdf_line *line)
{
	const struct cdr_pdf_word *words = CDR_PDF_WORD(pdf, line->first_word);
	uint32_t first = 0;
	for (uint32_t i = 1; i <= line->n_words; i++) {
		if (i < line->n_words && words[i].left - words[i - 1].right <= CDR_PDF_WIDE_GAP * line->height)
			continue;
		if (reaches_over(columns, words, first, i))
			return true;
		first = i;
	}
	return false;
}

/* ------------------------------------------------------------------------------------------------------------- pages */

/* Whether a page's lines fit between the strips of the table so far, or are too few to say. */
static bool
fits(const struct cdr_pdf *pdf, const struct cdr_pdf_columns *columns, const struct cdr_pdf_page *page)
{
	uint32_t n = 0, n_crossing = 0;
	for (uint32_t i = 0; i < page->n_lines; i++) {
		const struct cdr_pdf_line *line = CDR_PDF_LINE(pdf, page->first_line + i);
		if (!is_in_columns(line))
			continue;
		n++;
		n_crossing += cdr_pdf_crosses(pdf, columns, line);
	}
	return n < 3 || columns->n < 2 || (float)n_crossing <= MOST_CROSSING * (float)n;
}

/* Lines that reach over the strips of the pages before do not close them. */
static void
add_page(const struct cdr_pdf *pdf, const struct cdr_pdf_page *page, const struct cdr_pdf_columns *columns,
         struct coverage *coverage)
{
	bool known = coverage->n_lines >= STRAY_PART && columns->n > 1;
	for (uint32_t i = 0; i < page->n_lines; i++) {
		const struct cdr_pdf_line *line = CDR_PDF_LINE(pdf, page->first_line + i);
		if (is_in_columns(line) && !(known && cdr_pdf_crosses(pdf, columns, line)))
			add_line(pdf, page->first_line + i, coverage);
	}
}

enum cdr_status
cdr_pdf_find_columns(const struct cdr_pdf *pdf, uint32_t from_page, struct cdr_pdf_group *ret, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_freep))) struct coverage *coverage = cdr_alloc(sizeof(*coverage));
	__attribute__((cleanup(cdr_freep))) uint32_t *bins = cdr_alloc(N_BINS * sizeof(*bins));
	uint32_t header = 0, page = from_page;
	if (!coverage || !bins)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*ret = (struct cdr_pdf_group){ .first_page = from_page };
	for (; page < pdf->pages.n; page++) {
		if (coverage->n_lines > 0 && !fits(pdf, &ret->columns, CDR_PDF_PAGE(pdf, page)))
			break;
		add_page(pdf, CDR_PDF_PAGE(pdf, page), &ret->columns, coverage);
		if (coverage->n_lines == 0)
			ret->first_page = page + 1;
		find_best(pdf, coverage, CDR_PDF_WIDE_GAP, bins, &ret->columns, &header);
	}
	ret->end_page = page;
	if (coverage->n_lines > 0)
		add_narrow(pdf, coverage, bins, ret);
	return CDR_OK;
}
