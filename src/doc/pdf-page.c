/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf-impl.h"

#include <stdio.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * pdf-page: pages with their header and footer, the room that is left on them, and the strokes of which all drawing consists.
 * What stands on them is set by pdf-flow.c, pdf-table.c and pdf-chart.c. The surprise: headers and footers, like all fills and
 * rules, belong to no structure element, so that a reader who listens hears the document and not its pages.
 */

#define MARGIN_SIDE 62.0
#define MARGIN_TOP 74.0
#define MARGIN_BOTTOM 66.0
#define HEADER_BASE 44.0
#define HEADER_RULE 51.0
#define FOOTER_BASE 36.0 /* from the bottom */
#define FURNITURE_SIZE 8.0
#define FURNITURE_GAP 18.0
#define PAGE_NUMBER_WIDTH 120.0
#define PAGE_NUMBER_MAX 32

void
pdf_colour(struct pdf *pdf, unsigned colour)
{
	if (pdf->draws)
		cairo_set_source_rgb(pdf->cairo, (double)(colour >> 16 & 0xFF) / 255,
		                     (double)(colour >> 8 & 0xFF) / 255, (double)(colour & 0xFF) / 255);
}

void
pdf_fill(struct pdf *pdf, double x, double y, double width, double height, unsigned colour)
{
	if (!pdf->draws)
		return;
	pdf_colour(pdf, colour);
	cairo_rectangle(pdf->cairo, x, y, width, height);
	cairo_fill(pdf->cairo);
}

void
pdf_rule(struct pdf *pdf, double x1, double y1, double x2, double y2, double thickness, unsigned colour)
{
	if (!pdf->draws)
		return;
	pdf_colour(pdf, colour);
	cairo_set_line_width(pdf->cairo, thickness);
	cairo_move_to(pdf->cairo, x1, y1);
	cairo_line_to(pdf->cairo, x2, y2);
	cairo_stroke(pdf->cairo);
}

void
pdf_tag(struct pdf *pdf, const char *name, const char *attributes)
{
	if (pdf->draws && !pdf->untagged)
		cairo_tag_begin(pdf->cairo, name, attributes);
}

void
pdf_tag_end(struct pdf *pdf, const char *name)
{
	if (pdf->draws && !pdf->untagged)
		cairo_tag_end(pdf->cairo, name);
}

/* The title from the second page on, the mark on every page: a page that is taken out of a draft still says what it is. */
static void
furniture(struct pdf *pdf)
{
	struct pdf_style faint = { .sans = true, .size = FURNITURE_SIZE, .colour = PDF_FAINT_INK };
	struct pdf_style mark = { .sans = true, .bold = true, .size = FURNITURE_SIZE, .colour = PDF_MARK_INK };
	double right = pdf->paper_width - MARGIN_SIDE, width = right - MARGIN_SIDE;
	char number[PAGE_NUMBER_MAX];
	(void)snprintf(number, sizeof(number), "%d / %d", pdf->page, pdf->n_pages);
	double taken = pdf_text_line(pdf, &mark, pdf->mark, pdf->page > 1 ? width / 2 : width, CHART_ANCHOR_END, right,
	                             HEADER_BASE);
	if (pdf->page > 1) {
		(void)pdf_text_line(pdf, &faint, pdf->title, width - taken - FURNITURE_GAP, CHART_ANCHOR_START,
		                    MARGIN_SIDE, HEADER_BASE);
		pdf_rule(pdf, MARGIN_SIDE, HEADER_RULE, right, HEADER_RULE, 0.5, PDF_RULE_INK);
	}
	(void)pdf_text_line(pdf, &faint, cdr_str_from(number), PAGE_NUMBER_WIDTH, CHART_ANCHOR_END, right,
	                    pdf->paper_height - FOOTER_BASE);
}

void
pdf_page_begin(struct pdf *pdf)
{
	if (pdf->page == 0) {
		pdf->left = MARGIN_SIDE;
		pdf->right = pdf->paper_width - MARGIN_SIDE;
	}
	if (pdf->page == PDF_MAX_PAGES)
		pdf->too_long = true;
	pdf->page++;
	pdf->y = MARGIN_TOP;
	furniture(pdf);
}

void
pdf_page_end(struct pdf *pdf)
{
	if (pdf->draws)
		cairo_show_page(pdf->cairo);
}

bool
pdf_page_is_fresh(const struct pdf *pdf)
{
	return pdf->y <= MARGIN_TOP;
}

void
pdf_page_break(struct pdf *pdf)
{
	if (pdf_page_is_fresh(pdf))
		return;
	pdf_page_end(pdf);
	pdf_page_begin(pdf);
}

double
pdf_page_whole(const struct pdf *pdf)
{
	return pdf->paper_height - MARGIN_TOP - MARGIN_BOTTOM;
}

double
pdf_page_room(const struct pdf *pdf)
{
	return pdf->paper_height - MARGIN_BOTTOM - pdf->y;
}

void
pdf_page_need(struct pdf *pdf, double height)
{
	if (pdf_page_room(pdf) < height)
		pdf_page_break(pdf);
}

void
pdf_page_space(struct pdf *pdf, double height)
{
	if (!pdf_page_is_fresh(pdf))
		pdf->y += height;
}
