/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which line is the rest of the row above. What is measured of the whole table is in pdf-measure.c. The surprise: a PDF
 * does not say where a row ends. Where rows stand further apart than the lines within them, that decides. Where they do
 * not, a line is the rest of a cell only if its first word had no room in the line above, for otherwise it would stand
 * there; and where even that leaves both possible, it is a row of its own and told, because two firms in one row are one
 * firm lost.
 */
#include "ingest/pdf-rows-impl.h"

#define LEAST_LESSONS 8

static bool
ends_open(struct cdr_str word)
{
	return word.n > 0 && (word.p[word.n - 1] == ',' || word.p[word.n - 1] == ';' || word.p[word.n - 1] == '&' ||
	                      ((word.p[word.n - 1] == '-' || word.p[word.n - 1] == '/') && word.n > 1));
}

static bool
begins_amid(struct cdr_str word)
{
	return word.n > 0 && ((*word.p >= 'a' && *word.p <= 'z') || *word.p == ')' || *word.p == ',' ||
	                      *word.p == '&' || *word.p == '(');
}

/* The text itself says that it goes on. */
static bool
says_so(const struct cdr_pdf_rows *rows, const struct cdr_pdf_span *before, const struct cdr_pdf_span *after)
{
	return ends_open(cdr_pdf_word_text(rows, before->first_word + before->n_words - 1)) ||
	       begins_amid(cdr_pdf_word_text(rows, after->first_word));
}

static bool
is_same_text(const struct cdr_pdf_rows *rows, const struct cdr_pdf_span *a, const struct cdr_pdf_span *b)
{
	if (a->n_words != b->n_words)
		return false;
	for (uint32_t i = 0; i < a->n_words; i++) {
		if (!cdr_str_equal(cdr_pdf_word_text(rows, a->first_word + i),
		                   cdr_pdf_word_text(rows, b->first_word + i)))
			return false;
	}
	return true;
}

/* "first line\nsecond line" of a cell in the key column; without the first, of any cell with that second line. */
static struct cdr_str
pair_of(const struct cdr_pdf_rows *rows, const struct cdr_pdf_span *before, const struct cdr_pdf_span *after)
{
	struct cdr_pdf_line lines[2] = { { .first_word = before ? before->first_word : 0,
		                           .n_words = before ? before->n_words : 0 },
		                         { .first_word = after->first_word, .n_words = after->n_words } };
	struct cdr_str first = cdr_pdf_line_text(rows->pdf, &lines[0]);
	struct cdr_str second = cdr_pdf_line_text(rows->pdf, &lines[1]);
	return first.p && second.p
	               ? cdr_str_format(rows->pdf->arena, "%.*s\n%.*s", CDR_STR_ARG(first), CDR_STR_ARG(second))
	               : (struct cdr_str){ NULL, 0 };
}

static bool
is_known(struct cdr_pdf_rows *rows, const struct cdr_pdf_span *before, const struct cdr_pdf_span *after)
{
	struct cdr_str pair = pair_of(rows, before, after);
	rows->out_of_memory |= !pair.p;
	return pair.p && cdr_map_get(rows->pairs, pair);
}

/* Lines that lack something: what they are in most places, the rest of a cell or a row that lacks it. */
struct lessons {
	size_t n_key_only, n_key_only_rest; /* names over two lines, or rows with nothing but a name */
	size_t n_keyless, n_keyless_rest;   /* the same of what is behind the name */
};

static enum cdr_status
learn_pair(struct cdr_pdf_rows *rows, uint32_t before_at, uint32_t at, struct lessons *lessons, struct cdr_error *err)
{
	struct cdr_pdf_span before[CDR_PDF_MAX_COLUMNS], after[CDR_PDF_MAX_COLUMNS];
	(void)cdr_pdf_split_line(rows, before_at, before);
	uint32_t n = cdr_pdf_split_line(rows, at, after), key = rows->key;
	if (cdr_pdf_kind_of(rows, at) == CDR_PDF_ACROSS || cdr_pdf_kind_of(rows, before_at) == CDR_PDF_ACROSS)
		return CDR_OK;
	if (!after[key].n_words) {
		bool rest = true;
		for (uint32_t c = 0; c < rows->columns->n && rest; c++)
			rest = !after[c].n_words ||
			       (before[c].n_words && (says_so(rows, &before[c], &after[c]) ||
			                              !cdr_pdf_had_room(rows, c, &before[c], &after[c])));
		lessons->n_keyless++;
		lessons->n_keyless_rest += rest;
		return CDR_OK;
	}
	if (n > 1 || !before[key].n_words || cdr_pdf_kind_of(rows, before_at) != CDR_PDF_IN_ROW)
		return CDR_OK;
	lessons->n_key_only++;
	if (cdr_pdf_had_room(rows, key, &before[key], &after[key]))
		return CDR_OK;
	lessons->n_key_only_rest++;
	struct cdr_str pair = pair_of(rows, &before[key], &after[key]), tail = pair_of(rows, NULL, &after[key]);
	bool kept = pair.p && tail.p && cdr_map_put(rows->pairs, pair, rows) == CDR_OK &&
	            cdr_map_put(rows->pairs, tail, rows) == CDR_OK;
	return kept ? CDR_OK : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

/* If hardly any of the lines that lack something would have had room above, they are the rest of cells. The two lines of a
 * name are then one name wherever they stand. */
enum cdr_status
cdr_pdf_learn(struct cdr_pdf_rows *rows, struct cdr_error *err)
{
	struct lessons lessons = { 0 };
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++) {
		uint32_t from, end, next;
		cdr_pdf_core_of(rows, CDR_PDF_PAGE(rows->pdf, p), &from, &end);
		for (uint32_t i = from; i < end && (next = cdr_pdf_next_line(rows, i + 1, end)) < end; i = next)
			CDR_TRY(learn_pair(rows, i, next, &lessons, err));
	}
	rows->key_often = lessons.n_key_only_rest * 2 >= lessons.n_key_only;
	rows->key_only = lessons.n_key_only >= LEAST_LESSONS && lessons.n_key_only_rest * 10 >= lessons.n_key_only * 9;
	rows->keyless = lessons.n_keyless >= LEAST_LESSONS && lessons.n_keyless_rest * 10 >= lessons.n_keyless * 9;
	return CDR_OK;
}

/* What the columns of a line say about its being the rest of the row so far. */
struct verdict {
	bool room;    /* a word would have had room above, and no text says that it goes on */
	bool fresh;   /* something in a column that the row has nothing in */
	bool says_so; /* some text says that it goes on */
	bool wordy;   /* several words in some column, whose having no room says something */
	uint32_t n;   /* columns filled */
};

static struct verdict
judge(const struct cdr_pdf_rows *rows, const struct cdr_pdf_span *spans)
{
	struct verdict verdict = { 0 };
	for (uint32_t c = 0; c < rows->columns->n; c++) {
		const struct cdr_pdf_cell *cell = &rows->row.cells[c];
		if (!spans[c].n_words)
			continue;
		verdict.n++;
		if (!cell->last.n_words) {
			verdict.fresh = true;
			continue;
		}
		bool goes_on = cell->n_open > 0 || says_so(rows, &cell->last, &spans[c]);
		verdict.says_so |= goes_on;
		verdict.room |= !(goes_on && c != rows->key) && cdr_pdf_had_room(rows, c, &cell->last, &spans[c]);
		verdict.wordy |= cell->last.n_words + spans[c].n_words > 2;
	}
	return verdict;
}

/* No name begins like this. */
static bool
begins_within(struct cdr_str word)
{
	return *word.p == '&' || *word.p == ',' || *word.p == ')';
}

static bool
goes_on(struct cdr_pdf_rows *rows, const struct cdr_pdf_span *spans, bool *ret_unsure)
{
	const struct cdr_pdf_span *key = &spans[rows->key], *row_key = &rows->row.cells[rows->key].last;
	struct verdict verdict = judge(rows, spans);
	*ret_unsure = false;
	if (!key->n_words)
		return (verdict.room ? !verdict.fresh && (verdict.says_so || rows->keyless)
		                     : verdict.wordy || verdict.says_so);
	if (verdict.fresh || !row_key->n_words || is_same_text(rows, row_key, key))
		return false;
	struct cdr_str word = cdr_pdf_word_text(rows, key->first_word);
	if (begins_within(word) || (verdict.n == 1 && (*word.p == '(' || is_known(rows, NULL, key))))
		return true;
	*ret_unsure = verdict.wordy && (!verdict.room || (verdict.n == 1 && rows->key_often));
	if (verdict.room || !(verdict.says_so || (verdict.n == 1 && rows->key_only) || is_known(rows, row_key, key)))
		return false;
	*ret_unsure = false;
	return true;
}

/* Closer than rows stand to each other; but the first row may be as close to its header. */
static bool
is_tight(const struct cdr_pdf_rows *rows, uint32_t at, const struct cdr_pdf_span *spans)
{
	const struct cdr_pdf_row *row = &rows->row;
	if (cdr_pdf_white_above(rows, row->lines[row->n_lines - 1], at) > rows->tight)
		return false;
	const struct cdr_pdf_cell *key = &row->cells[rows->key];
	return !(row->lines[0] == rows->first_row && spans[rows->key].n_words && key->last.n_words &&
	         cdr_pdf_had_room(rows, rows->key, &key->last, &spans[rows->key]));
}

bool
cdr_pdf_is_rest(struct cdr_pdf_rows *rows, uint32_t page, uint32_t at, bool *ret_unsure)
{
	struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS];
	const struct cdr_pdf_row *row = &rows->row;
	*ret_unsure = false;
	if (row->n_lines == 0 || row->title || row->n_lines >= CDR_PDF_MAX_ROW_LINES ||
	    cdr_pdf_kind_of(rows, at) == CDR_PDF_ACROSS)
		return false;
	if (at > rows->first_row && at < rows->first_row + rows->pdf->n_header_lines)
		return true;
	(void)cdr_pdf_split_line(rows, at, spans);
	if (rows->tight >= 0 && row->page == page)
		return is_tight(rows, at, spans);
	if (row->page == page &&
	    cdr_pdf_white_above(rows, row->lines[row->n_lines - 1], at) > CDR_PDF_CLOSE_GAP * rows->height)
		return false;
	bool rest = goes_on(rows, spans, ret_unsure);
	/* Rows that stand apart are only parted by the end of a page where the rest has no key. */
	return rest && (rows->tight < 0 || !spans[rows->key].n_words);
}
