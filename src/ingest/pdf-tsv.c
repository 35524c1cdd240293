/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `pdftotext -tsv` says of a PDF -> pages and words with their boxes. What words make a table is not known here. The
 * surprise: the text comes from a program that a stranger's file may have taken over, so each line is doubted; and a page's
 * own line tells its size only, its first two lengths are left over from the word before.
 *
 *	text = head, lines of 12 fields with tabs between them, each with a line feed
 *	line = level, page, paragraph, block, line, word, left, top, width, height, confidence, text
 *	level 1 begins a page, 5 is a word; 2 to 4 are how pdftotext groups them, which changes with its version
 */
#include "ingest/pdf-impl.h"

#include <math.h>

#define MAX_LENGTH 100000.0 /* points; the largest page that PDF 1.7 can have is 14,400 units (ISO 32000-1, annex C) */
#define LEAST_HEIGHT 1.0F
#define N_NUMBERS 11

static const char head[] =
	"level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext";

enum field { LEVEL, PAGE, LEFT = 6, TOP, WIDTH, HEIGHT };

static enum cdr_status
fail_doubt(const struct cdr_pdf *pdf, size_t n_line, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, pdf->name,
	                "what pdftotext made of the file cannot be understood (its line %zu); save the PDF again from "
	                "the program it comes from, or export the list as CSV or .xlsx",
	                n_line);
}

/* Eleven numbers, then text to the end of the line. */
static bool
read_fields(struct cdr_str line, double numbers[N_NUMBERS], struct cdr_str *ret_text)
{
	struct cdr_str rest = line, field = { NULL, 0 };
	for (size_t i = 0; i < N_NUMBERS; i++) {
		if (!cdr_str_split(&rest, '\t', &field) || !cdr_str_to_double(field, &numbers[i]) ||
		    !(fabs(numbers[i]) <= MAX_LENGTH))
			return false;
	}
	*ret_text = rest;
	return rest.p != NULL;
}

static enum cdr_status
add_page(struct cdr_pdf *pdf, const double numbers[N_NUMBERS], bool *ret_sound, struct cdr_error *err)
{
	*ret_sound = numbers[PAGE] == (double)(pdf->pages.n + 1) && numbers[WIDTH] > 0 && numbers[HEIGHT] > 0;
	if (!*ret_sound)
		return CDR_OK;
	if (pdf->pages.n >= CDR_INGEST_MAX_PDF_PAGES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, pdf->name,
		                "the PDF has more than %d pages; split it, or ask for the list as CSV or .xlsx",
		                CDR_INGEST_MAX_PDF_PAGES);
	struct cdr_pdf_page *page = cdr_vec_push(&pdf->pages);
	if (!page)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	page->first_word = (uint32_t)pdf->words.n;
	page->width = (float)numbers[WIDTH];
	page->height = (float)numbers[HEIGHT];
	return CDR_OK;
}

static enum cdr_status
add_word(struct cdr_pdf *pdf, const double numbers[N_NUMBERS], struct cdr_str text, bool *ret_sound,
         struct cdr_error *err)
{
	*ret_sound = pdf->pages.n > 0 && numbers[PAGE] == (double)pdf->pages.n && numbers[WIDTH] >= 0 &&
	             numbers[HEIGHT] >= 0 && cdr_str_is_utf8(text);
	text = cdr_str_trim(text);
	if (!*ret_sound || text.n == 0)
		return CDR_OK;
	if (pdf->words.n >= CDR_INGEST_MAX_PDF_WORDS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, pdf->name,
		                "the PDF has more than %d words; split it, or ask for the list as CSV or .xlsx",
		                CDR_INGEST_MAX_PDF_WORDS);
	struct cdr_pdf_word *word = cdr_vec_push(&pdf->words);
	if (!word)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	float height = (float)numbers[HEIGHT];
	*word = (struct cdr_pdf_word){
		.left = (float)numbers[LEFT],
		.right = (float)(numbers[LEFT] + numbers[WIDTH]),
		.top = (float)numbers[TOP],
		.bottom = (float)numbers[TOP] + (height > LEAST_HEIGHT ? height : LEAST_HEIGHT),
		.text = text,
	};
	CDR_PDF_PAGE(pdf, pdf->pages.n - 1)->n_words++;
	return CDR_OK;
}

static enum cdr_status
add_line(struct cdr_pdf *pdf, struct cdr_str line, bool *ret_sound, struct cdr_error *err)
{
	double numbers[N_NUMBERS];
	struct cdr_str text = { NULL, 0 };
	*ret_sound = read_fields(line, numbers, &text) && numbers[LEVEL] >= 1 && numbers[LEVEL] <= 5;
	if (!*ret_sound)
		return CDR_OK;
	if (numbers[LEVEL] == 1)
		return add_page(pdf, numbers, ret_sound, err);
	return numbers[LEVEL] == 5 ? add_word(pdf, numbers, text, ret_sound, err) : CDR_OK;
}

/* Pages that may be pictures are told of one by one, as long as they are few. */
static enum cdr_status
tell_blank_pages(struct cdr_pdf *pdf, struct cdr_error *err)
{
	cdr_auto(cdr_buf) numbers = { .max = CDR_ERROR_WHERE_MAX };
	size_t n = 0;
	for (size_t i = 0; i < pdf->pages.n; i++) {
		if (CDR_PDF_PAGE(pdf, i)->n_words == 0 && n++ < 10)
			cdr_buf_printf(&numbers, "%s%zu", n > 1 ? ", " : "", i + 1);
	}
	CDR_TRY(cdr_buf_check(&numbers, CDR_INGEST_ROOM, err));
	if (n == 0)
		return CDR_OK;
	return cdr_pdf_note(pdf, err, "%s %.*s%s no text; if %s picture%s, what stands there was not read",
	                    n == 1 ? "page" : "pages", CDR_STR_ARG(cdr_buf_str(&numbers)),
	                    n == 1   ? " has"
	                    : n > 10 ? " and more have"
	                             : " have",
	                    n == 1 ? "it is a" : "they are", n == 1 ? "" : "s");
}

enum cdr_status
cdr_pdf_parse(struct cdr_pdf *pdf, struct cdr_str tsv, struct cdr_error *err)
{
	struct cdr_str line = { NULL, 0 };
	size_t n_line = 1;
	if (!cdr_str_split(&tsv, '\n', &line) || !cdr_str_equal(line, CDR_STR(head)))
		return fail_doubt(pdf, n_line, err);
	if (!cdr_str_ends_with(tsv, CDR_STR("\n")))
		return fail_doubt(pdf, n_line, err);
	tsv.n--;
	while (cdr_str_split(&tsv, '\n', &line)) {
		bool sound = false;
		n_line++;
		CDR_TRY(add_line(pdf, line, &sound, err));
		if (!sound)
			return fail_doubt(pdf, n_line, err);
	}
	if (pdf->pages.n == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, pdf->name, "the PDF has no pages; fetch it again");
	if (pdf->words.n == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, pdf->name,
		                "the PDF has no text: its pages are pictures, as of a scanner. Ask for the list as CSV "
		                "or .xlsx, or have the text of the pages recognised (OCR) and check it by eye");
	return tell_blank_pages(pdf, err);
}
