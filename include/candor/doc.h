/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * doc: a document tree (headings, paragraphs, lists, tables, notes) and its renderers. Text is escaped by the renderer,
 * always; nobody above writes markup. Thread rule: one document on one thread.
 */

#include "candor/base.h"

/* Kinds of block; which text a kind shows, and which children it takes, stands beside it. */
enum cdr_doc_kind {
	CDR_DOC_HEADING, /* level 1 … 4 */
	CDR_DOC_PARAGRAPH,
	CDR_DOC_LIST, /* children: ITEM */
	CDR_DOC_ITEM,
	CDR_DOC_TABLE,     /* children: TABLE_ROW; the first is the header */
	CDR_DOC_TABLE_ROW, /* children: TABLE_CELL */
	CDR_DOC_TABLE_CELL,
	CDR_DOC_BANNER,    /* a mark over the whole document, e.g. "unsigned draft" */
	CDR_DOC_GAP,       /* something missing, shown so that it cannot be overlooked */
	CDR_DOC_BLANK,     /* a line to fill in: its text is the label */
	CDR_DOC_NOTES,     /* children: NOTE */
	CDR_DOC_NOTE,      /* `anchor` is referred to by spans */
	CDR_DOC_CHART,     /* `chart`; made by cdr_doc_chart, no children */
	CDR_DOC_PAGE_BREAK /* what follows begins on a new page, where there are pages */
};
/* A chart: its figures are always shown as text, too. A value that is not finite is "not known": no bar, no point, and
 * a dash for its figure. */
enum cdr_doc_chart_kind {
	CDR_DOC_CHART_BARS, /* one bar a point, in their order */
	CDR_DOC_CHART_LINE  /* points joined from left to right, such as years */
};
struct cdr_doc_point {
	struct cdr_str label;
	double value;
};
struct cdr_doc_chart {
	enum cdr_doc_chart_kind kind;
	struct cdr_str title, unit; /* unit: what is counted ("suppliers"); may be {NULL,0} */
	const struct cdr_doc_point *points;
	size_t n_points;
};
#define CDR_DOC_CHART_MAX_POINTS 200
/* A run of text inside a block. `note` points at a NOTE's anchor ("c3"), `link` is the address the text leads to; either
 * may be {NULL,0}. */
struct cdr_doc_span {
	struct cdr_str text, note, link;
	bool strong;
};
struct cdr_doc_node {
	enum cdr_doc_kind kind;
	int level;
	struct cdr_str anchor;
	struct cdr_doc_span *spans;
	size_t n_spans, cap_spans;
	const struct cdr_doc_chart *chart; /* of a CHART; else NULL */
	struct cdr_doc_node *first_child, *last_child, *next;
};
/* Owns everything in it. */
struct cdr_doc {
	struct cdr_arena *arena;
	struct cdr_str title, language; /* language: BCP 47, e.g. "en-GB" */
	/* What a file says of itself, and the words of the link that leads past the top of a page; {NULL,0}: nothing. */
	struct cdr_str author, subject, skip;
	struct cdr_doc_node root;
	bool failed; /* memory ran short while building; renderers then fail */
};
struct cdr_doc *
cdr_doc_free(struct cdr_doc *doc);
CDR_DEFINE_FREEP(cdr_doc)
enum cdr_status CDR_MUST_CHECK
cdr_doc_new(struct cdr_str title, struct cdr_str language, struct cdr_doc **ret, struct cdr_error *err);
/* Adds a block under `parent` (NULL: the document) and returns it; text is copied. On exhausted memory sets `failed`
 * and returns a node that swallows additions. */
struct cdr_doc_node *
cdr_doc_add(struct cdr_doc *doc, struct cdr_doc_node *parent, enum cdr_doc_kind kind, int level, struct cdr_str text);
void
cdr_doc_span(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_str text, struct cdr_str note);
/* Adds text that leads to an address. Only addresses beginning with https:// become links, and only when they hold nothing
 * but printable ASCII without blanks, quotes and angle brackets; with any other the text stands by itself. */
void
cdr_doc_link(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_str text, struct cdr_str url);
/* Adds text that stands out, such as the label a paragraph begins with; not empty, no blanks at its ends. */
void
cdr_doc_strong(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_str text);
/* Adds a chart, which is copied. More than CDR_DOC_CHART_MAX_POINTS points are a defect of
 * the caller. */
struct cdr_doc_node *
cdr_doc_chart(struct cdr_doc *doc, struct cdr_doc_node *parent, const struct cdr_doc_chart *chart);
/* Sets who made the document and what it is about, and the words of the skip link; each is copied, {NULL,0} leaves it out. */
void
cdr_doc_about(struct cdr_doc *doc, struct cdr_str author, struct cdr_str subject, struct cdr_str skip);

/* Appends the document in that form to `out`. EINTERNAL when a span refers to no note, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_render_html(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_doc_render_markdown(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);
/* Appends a Word file (Office Open XML): real styles, tables and endnotes, gaps also as comments in the margin, banners on
 * every page. The same document is the same bytes. EINTERNAL when a span refers to no note, ELIMIT, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_render_docx(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);
/* Appends a tagged PDF with bookmarks: A4, or US letter for a document in en-US; same document and fonts, same bytes. Also
 * ELIMIT for more than 10,000 pages, and EIO on a machine without any font. On failure `out` may hold a part. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_render_pdf(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);

/* Appends a link of its own, to be put into a page somebody else makes: text and an address, both escaped. EINPUT when the
 * address is none that cdr_doc_link would make a link of, or the text is empty. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_link_html(struct cdr_str text, struct cdr_str url, struct cdr_buf *out, struct cdr_error *err);

/* A table for people to fill in with a spreadsheet. Columns that are `open` are to be filled in; all others are shown greyed
 * and locked. Cells stand row by row. Everything is borrowed. */
struct cdr_form_column {
	const char *header;
	int width; /* in characters */
	bool open;
};
struct cdr_form_cell {
	struct cdr_str text;
	const struct cdr_str *choices; /* offered in an open cell, where they are few enough */
	size_t n_choices;
};
struct cdr_form {
	const char *name;
	const struct cdr_form_column *columns;
	size_t n_columns;
	const struct cdr_form_cell *cells;
	size_t n_rows;
};
/* Appends CSV (RFC 4180, UTF-8 with its byte order mark); text that a spreadsheet would run gets an apostrophe. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_render_csv(const struct cdr_form *sheet, struct cdr_buf *out, struct cdr_error *err);
/* Appends a workbook (Office Open XML); every cell is text. ELIMIT for more rows than a sheet holds, EIO, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_render_xlsx(const struct cdr_form *sheets, size_t n_sheets, struct cdr_buf *out, struct cdr_error *err);
