/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What is made is read back by programs of others: pdftotext, pdfinfo, pdffonts, pdftohtml and pdftoppm of poppler. */

#include "doc-test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Runs `program arguments FILE rest` on the bytes and returns all it says; what it complains of, too. */
static inline void
ask(const struct cdr_buf *pdf, const char *program, const char *rest, struct cdr_buf *ret)
{
	char command[512], piece[65536];
	struct cdr_error err = { 0 };
	int fd = -1;
	size_t n;
	assert_int_equal(cdr_file_open_unnamed(&fd, &err), CDR_OK);
	assert_int_equal(cdr_file_write_fd(fd, cdr_buf_str(pdf), &err), CDR_OK);
	(void)snprintf(command, sizeof(command), "%s /proc/%d/fd/%d %s 2>&1", program, (int)getpid(), fd, rest);
	FILE *said = popen(command, "r");
	assert_non_null(said);
	while ((n = fread(piece, 1, sizeof(piece), said)) > 0)
		cdr_buf_add(ret, piece, n);
	assert_int_equal(pclose(said), 0);
	assert_int_equal(close(fd), 0);
	cdr_buf_puts(ret, "");
	assert_lacks(ret, "Syntax Error");
	assert_lacks(ret, "Syntax Warning");
	assert_lacks(ret, "Internal Error");
}

static inline void
render(const struct cdr_doc *doc, struct cdr_buf *out)
{
	struct cdr_error err = { 0 };
	if (cdr_doc_render_pdf(doc, out, &err) != CDR_OK)
		fail_msg("%s", err.message);
}

static inline void
text_of(const struct cdr_doc *doc, struct cdr_buf *ret)
{
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftotext", "-", ret);
}

static inline size_t
count(const struct cdr_buf *buf, const char *needle)
{
	size_t n = 0;
	for (const char *at = buf->p; at && (at = strstr(at, needle)); at += strlen(needle))
		n++;
	return n;
}

static inline struct cdr_doc_node *
add_row(struct cdr_doc *doc, struct cdr_doc_node *table, const char *a, const char *b)
{
	struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, cdr_str_from(a));
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, cdr_str_from(b));
	return row;
}

/* One of every kind of block, with different words. */
static inline struct cdr_doc *
whole_doc(void)
{
	struct cdr_doc *doc = new_doc("Amber statement");
	struct cdr_doc_point points[] = { { CDR_STR("Birchland"), 12 }, { CDR_STR("Cedarland"), 7.5 } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("Suppliers by place"), CDR_STR("firms"), points, 2 };
	cdr_doc_about(doc, CDR_STR("Amber plc"), CDR_STR("What was done"), no_text);
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, CDR_STR("Topmost"));
	cdr_doc_add(doc, NULL, CDR_DOC_BANNER, 0, CDR_STR("Unsigned draft"));
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, CDR_STR("Secondly"));
	struct cdr_doc_node *paragraph = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("Plainly said"));
	cdr_doc_strong(doc, paragraph, CDR_STR(" loudly"));
	cdr_doc_link(doc, paragraph, CDR_STR(" leading"), CDR_STR("https://lists.example/a(b)?c=1"));
	cdr_doc_add(doc, NULL, CDR_DOC_GAP, 0, CDR_STR("Missing thing"));
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 3, CDR_STR("Thirdly"));
	struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("Item alpha"));
	struct cdr_doc_node *item = cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("Item beta"));
	struct cdr_doc_node *inner = cdr_doc_add(doc, item, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, inner, CDR_DOC_ITEM, 0, CDR_STR("Inner gamma"));
	(void)cdr_doc_chart(doc, NULL, &chart);
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, CDR_STR("Tabled"));
	add_row(doc, table, "Headone", "Headtwo");
	add_row(doc, table, "Cellone", "1,234");
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 4, CDR_STR("Fourthly"));
	cdr_doc_add(doc, NULL, CDR_DOC_BLANK, 0, CDR_STR("Signed by"));
	cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	add_noted(doc, "Proven sentence.", "c1", "Rests on record 4");
	return doc;
}

/* `n` different words; the buffer is the caller's. */
static inline void
many_words(struct cdr_buf *out, int n)
{
	for (int i = 0; i < n; i++)
		cdr_buf_printf(out, "w%05d ", i);
}

static inline void
assert_words(const struct cdr_buf *text, int n)
{
	char word[16];
	const char *at = text->p;
	for (int i = 0; i < n; i++) {
		(void)snprintf(word, sizeof(word), "w%05d", i);
		at = strstr(at, word);
		if (!at)
			fail_msg("%s is missing or out of order", word);
	}
}
