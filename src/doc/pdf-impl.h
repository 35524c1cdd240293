/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* pdf-impl: what the files of the PDF renderer share. All lengths are points (1/72 inch), y grows downwards, colours are RGB.
 * A document is set twice by the same code: the first pass counts the pages and learns which notes have a place, the second
 * draws; so nothing may be decided by whether it draws. */

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "candor/base.h"
#include "candor/doc.h"
#include "doc/doc-impl.h"

#define PDF_MAX_PAGES 10000
#define PDF_LANGUAGE_MAX 35

#define PDF_INK 0x1B1B1B
#define PDF_HEAD_INK 0x14304F /* headings */
#define PDF_LINK_INK 0x0B4A8F
#define PDF_FAINT_INK 0x595959 /* header and footer of a page */
#define PDF_RULE_INK 0x9AA5B1
#define PDF_MARK_INK 0x8A1C1C /* the banner */
#define PDF_MARK_FILL 0xFBF1F1
#define PDF_GAP_INK 0xB35900
#define PDF_GAP_FILL 0xFFF4E5
#define PDF_HEADER_FILL 0xE9EEF4 /* of a table */

enum pdf_align {
	PDF_ALIGN_START, /* where its script begins: Arabic at the right */
	PDF_ALIGN_LEFT,
	PDF_ALIGN_RIGHT
};
/* How a block is set. */
struct pdf_style {
	bool sans, bold;
	bool left_to_right; /* as a whole, whatever script it begins with */
	double size;
	unsigned colour;
	enum pdf_align align;
};
/* What is behind a block: a fill, and a bar at its left or a line all round. */
struct pdf_box {
	unsigned fill, ink;
	bool bar;
};
/* A paragraph, set to a width and broken into lines; drawn line by line, each line once, in their order. */
struct pdf_text {
	struct cdr_buf content;
	struct cdr_vec pieces; /* struct pdf_piece */
	struct cdr_vec lines;  /* struct pdf_line */
	PangoLayout *layout;
	PangoLayoutIter *iter; /* at the next line to be drawn */
	struct pdf_style style;
	size_t next;     /* that line's number */
	size_t unbroken; /* characters since the last place where a line may end */
	double width;
	bool right_to_left;
};
struct pdf_line {
	double top, bottom; /* from the top of the paragraph */
	double ascent;      /* from its top to its base line */
	double base;        /* its base line as the library has it */
};

struct pdf_note {
	bool placed;     /* it stands on some page */
	bool referred;   /* so does a reference to it */
	bool was_marked; /* a reference was met in this pass */
};

struct pdf {
	const struct cdr_doc *doc;
	struct cdr_doc_notes numbers;
	struct pdf_note *notes; /* by number, from 1 */
	struct cdr_arena *arena;
	PangoFontMap *font_map;
	PangoContext *context;
	struct cdr_vec
		kept; /* PangoLayout *: what the first pass set, for the second, which sets the same in the same order */
	size_t n_kept_bytes, n_taken;
	struct cdr_vec figures; /* struct cdr_str: what each drawn figure shows, in words */
	cairo_surface_t *surface;
	cairo_t *cairo;
	struct cdr_str title, mark; /* as printable text; mark: the beginnings of all banners */
	double paper_width, paper_height;
	double left, right, y; /* where the next block stands */
	double scale;          /* of the type: notes are smaller */
	const struct pdf_box *box;
	int page, n_pages;
	int outline[CDR_DOC_HEADING_MAX + 1]; /* the bookmark open at each level */
	bool draws;                           /* the second pass */
	bool untagged; /* what is drawn was tagged before, such as the header of a table on its next page */
	bool failed;   /* memory ran short */
	bool too_long; /* more pages than PDF_MAX_PAGES; nothing is set from then on */
};

/* pdf-text.c */
void
pdf_text_done(struct pdf_text *text);
/* Appends text without what must not be printed; white space becomes one blank. */
void
pdf_text_add(struct pdf *pdf, struct pdf_text *text, struct cdr_str added);
/* Appends the spans of a block with their links and note marks. */
void
pdf_text_spans(struct pdf *pdf, struct pdf_text *text, const struct cdr_doc_node *node);
void
pdf_text_strong(struct pdf *pdf, struct pdf_text *text, struct cdr_str added);
/* Text that keeps its own direction to itself, beside others of which it is no part. */
void
pdf_text_apart(struct pdf *pdf, struct pdf_text *text, struct cdr_str added);
/* Begins a new line within the paragraph, unless it is empty so far. */
void
pdf_text_break(struct pdf *pdf, struct pdf_text *text);
/* Breaks what was added into lines; at least one, however little room there is. */
void
pdf_text_set(struct pdf *pdf, struct pdf_text *text, const struct pdf_style *style, double width);
bool
pdf_text_is_over(const struct pdf_text *text); /* no line is left to draw */
/* Height of the next `n` lines (fewer when there are fewer). */
double
pdf_text_height(const struct pdf_text *text, size_t n);
/* How many of the next lines are no higher than `room`, together. */
size_t
pdf_text_fitting(const struct pdf_text *text, double room);
/* Draws the next `n` lines, the first with its top left at (x, y), and goes past them. */
void
pdf_text_draw(struct pdf *pdf, struct pdf_text *text, size_t n, double x, double y);
/* Width of the last line; and how far its base line is above the bottom of the paragraph. */
double
pdf_text_end(const struct pdf_text *text, double *ret_above);
/* One line, cut with a mark where it is too wide; `anchor` says where x is. y: base line. Returns how wide it is. */
double
pdf_text_line(struct pdf *pdf, const struct pdf_style *style, struct cdr_str content, double width,
              enum chart_anchor anchor, double x, double y);

/* pdf-page.c */
void
pdf_page_begin(struct pdf *pdf);
void
pdf_page_end(struct pdf *pdf);
void
pdf_page_break(struct pdf *pdf); /* end and begin; does nothing on a page that is still empty */
bool
pdf_page_is_fresh(const struct pdf *pdf);
double
pdf_page_room(const struct pdf *pdf); /* left on this page */
double
pdf_page_whole(const struct pdf *pdf); /* on an empty page */
/* A new page unless there is so much room on this one. */
void
pdf_page_need(struct pdf *pdf, double height);
/* Empty room between blocks; none at the top of a page. */
void
pdf_page_space(struct pdf *pdf, double height);
void
pdf_fill(struct pdf *pdf, double x, double y, double width, double height, unsigned colour);
void
pdf_rule(struct pdf *pdf, double x1, double y1, double x2, double y2, double thickness, unsigned colour);
void
pdf_colour(struct pdf *pdf, unsigned colour);
/* Structure elements; nothing in the first pass. `attributes` may be NULL. */
void
pdf_tag(struct pdf *pdf, const char *name, const char *attributes);
void
pdf_tag_end(struct pdf *pdf, const char *name);

/* pdf-flow.c: blocks one below the other */
struct pdf_flow {
	struct pdf_style style;
	const char *tag;      /* element of the text; left open, for what belongs into it */
	struct cdr_str label; /* stands before the first line, in an element of its own: a bullet, a number */
	double indent;        /* of the text, when it has a label */
	const char *label_link, *label_dest; /* names of destinations, or NULL */
	int bookmark;                        /* level of the bookmark that leads here; 0: none */
	double keep;                         /* so much room must follow on the same page */
};
/* Draws the text from the present place on, over as many pages as it takes. */
void
pdf_flow(struct pdf *pdf, struct pdf_text *text, const struct pdf_flow *flow);
void
pdf_blocks(struct pdf *pdf, const struct cdr_doc_node *parent);

/* pdf-table.c */
void
pdf_table(struct pdf *pdf, const struct cdr_doc_node *node);

/* pdf-chart.c */
double
pdf_chart_height(const struct pdf *pdf, const struct cdr_doc_chart *chart); /* wanted on one page */
void
pdf_chart(struct pdf *pdf, const struct cdr_doc_chart *chart);

/* pdf-finish.c: appends the file with what the library cannot write. */
void
pdf_finish(struct pdf *pdf, struct cdr_str bytes, struct cdr_buf *out);
