/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* doc-impl: what the renderers share. Notes are numbered once, in the order in which they stand, and both renderers use
 * the numbers as targets; so an anchor, which is the caller's text, never appears in markup. */

#include "candor/base.h"
#include "candor/doc.h"

#define CDR_DOC_MAX_BYTES ((size_t)256 << 20)
#define CDR_DOC_MAX_NOTES 100000
#define CDR_DOC_MAX_DEPTH 16 /* nesting of blocks; deeper trees are a defect of whoever built them */
#define CDR_DOC_HEADING_MAX 4

struct cdr_doc_note_number {
	int number;
	bool referred; /* a back link is made to the first reference only */
};
struct cdr_doc_notes {
	struct cdr_arena *arena;
	struct cdr_map *by_anchor;
};
void
cdr_doc_notes_done(struct cdr_doc_notes *notes);
/* Numbers every NOTE of the document. EINTERNAL when two have one anchor, or when a span refers to none: a broken
 * reference would present a claim as supported that is not. Also refuses a document whose building had failed. */
enum cdr_status CDR_MUST_CHECK
cdr_doc_notes_number(const struct cdr_doc *doc, struct cdr_doc_notes *ret, struct cdr_error *err);
/* The number of an anchor; never NULL after cdr_doc_notes_number. */
struct cdr_doc_note_number *
cdr_doc_notes_find(const struct cdr_doc_notes *notes, struct cdr_str anchor);

/* An address all renderers can write without a further escaping rule. */
bool
cdr_doc_is_address(struct cdr_str url);
/* Length in bytes of the character at p[0] when it must not reach a reader as it is: a control character other than tab
 * and line feed, or an explicit bidirectional override that could reorder the text around it. 0 for all others. */
size_t
cdr_doc_unprintable(const char *p, size_t n);
#define CDR_DOC_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD, shown in its place: nothing is dropped silently */

/* A chart as drawing: rectangles, lines and text in units of a picture CDR_DOC_CHART_WIDTH wide, y growing downwards, so that
 * every renderer with a pen draws the same. All slots are required. Text is 12 units high on its base line at y, cut to
 * where it fits; the whole of it stands in the table of figures. */
#define CDR_DOC_CHART_WIDTH 640
#define CDR_DOC_CHART_TEXT_HEIGHT 12
#define CDR_DOC_CHART_INK 0x0B4A8F  /* bars and the line, RGB */
#define CDR_DOC_CHART_AXIS 0x595959 /* axes */
#define CDR_DOC_CHART_GRID 0xC8C8C8
#define CDR_DOC_CHART_TEXT 0x1B1B1B
enum chart_stroke {
	CHART_STROKE_AXIS,
	CHART_STROKE_GRID,
	CHART_STROKE_SERIES /* twice as thick */
};
enum chart_anchor {
	CHART_ANCHOR_START, /* text begins at x */
	CHART_ANCHOR_MIDDLE,
	CHART_ANCHOR_END
};
struct chart_pen {
	void *context;
	void (*rectangle)(void *context, double x, double y, double width, double height); /* filled, INK */
	void (*line)(void *context, double x1, double y1, double x2, double y2, enum chart_stroke stroke);
	void (*text)(void *context, double x, double y, enum chart_anchor anchor, struct cdr_str text);
};
/* Height of the picture, in the same units; 0 when there is nothing to draw (no points): then show the figures only. */
double
cdr_doc_chart_height(const struct cdr_doc_chart *chart);
void
cdr_doc_chart_draw(const struct cdr_doc_chart *chart, const struct chart_pen *pen);
/* A figure as text: "12", "12.5", "–" for one not known. */
#define CDR_DOC_FIGURE_MAX 40
const char *
cdr_doc_chart_figure(double value, char out[CDR_DOC_FIGURE_MAX]);
