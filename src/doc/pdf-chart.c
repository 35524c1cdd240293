/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf-impl.h"

#include "candor/base.h"
#include "candor/doc.h"

/*
 * pdf-chart: the drawing of chart.c with ink, its title above it and all its figures as text below. The surprise: a chart of
 * more bars than a page is high is drawn in slices, each by drawing the whole and leaving out what lies outside.
 */

#define CHART_TEXT 7.6
#define TITLE_SIZE 9.5
#define TITLE_ROOM 40.0 /* of the title, and the first lines of the figures */

struct slice {
	struct pdf *pdf;
	double from, to; /* of the drawing, in its units */
	double scale, left, top;
};

static bool
is_inside(const struct slice *slice, double y)
{
	return y >= slice->from && y <= slice->to;
}

static double
within(const struct slice *slice, double y)
{
	y = y < slice->from ? slice->from : y > slice->to ? slice->to : y;
	return slice->top + (y - slice->from) * slice->scale;
}

static void
pen_rectangle(void *context, double x, double y, double width, double height)
{
	const struct slice *slice = context;
	if (is_inside(slice, y))
		pdf_fill(slice->pdf, slice->left + x * slice->scale, within(slice, y), width * slice->scale,
		         height * slice->scale, CDR_DOC_CHART_INK);
}

static void
pen_line(void *context, double x1, double y1, double x2, double y2, enum chart_stroke stroke)
{
	static const unsigned colours[] = { CDR_DOC_CHART_AXIS, CDR_DOC_CHART_GRID, CDR_DOC_CHART_INK };
	const struct slice *slice = context;
	pdf_rule(slice->pdf, slice->left + x1 * slice->scale, within(slice, y1), slice->left + x2 * slice->scale,
	         within(slice, y2), stroke == CHART_STROKE_SERIES ? 1.5 : 0.6, colours[stroke]);
}

static void
pen_text(void *context, double x, double y, enum chart_anchor anchor, struct cdr_str text)
{
	const struct slice *slice = context;
	struct pdf_style style = { .sans = true, .size = CHART_TEXT, .colour = CDR_DOC_CHART_TEXT };
	cdr_auto(pdf_text) plain = { 0 };
	if (!is_inside(slice, y))
		return;
	pdf_text_add(slice->pdf, &plain, text);
	(void)pdf_text_line(slice->pdf, &style, cdr_buf_str(&plain.content), CDR_DOC_CHART_WIDTH * slice->scale, anchor,
	                    slice->left + x * slice->scale, within(slice, y));
}

/* Room a further bar takes; 0 for charts whose height does not depend on how many points they have. */
static double
step_of(const struct cdr_doc_chart *chart)
{
	struct cdr_doc_chart one = *chart, two = *chart;
	one.n_points = 1;
	two.n_points = 2;
	return cdr_doc_chart_height(&two) - cdr_doc_chart_height(&one);
}

static void
title_text(struct pdf *pdf, struct pdf_text *text, const struct cdr_doc_chart *chart)
{
	pdf_text_add(pdf, text, chart->title);
	if (!chart->unit.n)
		return;
	pdf_text_add(pdf, text, CDR_STR(" ("));
	pdf_text_add(pdf, text, chart->unit);
	pdf_text_add(pdf, text, CDR_STR(")"));
}

/* Begins a figure and keeps its words for pdf_finish. */
static void
begin_figure(struct pdf *pdf, const struct cdr_doc_chart *chart)
{
	cdr_auto(pdf_text) words = { 0 };
	pdf_tag(pdf, "Figure", NULL);
	if (!pdf->draws)
		return;
	title_text(pdf, &words, chart);
	struct cdr_str *kept = cdr_vec_push(&pdf->figures);
	if (kept)
		*kept = cdr_str_copy(pdf->arena, cdr_buf_str(&words.content));
	pdf->failed = pdf->failed || !kept;
}

static void
draw(struct pdf *pdf, const struct cdr_doc_chart *chart)
{
	double height = cdr_doc_chart_height(chart), step = step_of(chart);
	struct slice slice = { .pdf = pdf, .left = pdf->left };
	struct chart_pen pen = { &slice, pen_rectangle, pen_line, pen_text };
	slice.scale = (pdf->right - pdf->left) / CDR_DOC_CHART_WIDTH;
	double edge = step > 0 ? (height - step * (double)chart->n_points) / 2 : 0;
	while (slice.from < height && !pdf->too_long) {
		double room = pdf_page_room(pdf) / slice.scale;
		slice.to = height;
		if (step > 0 && height - slice.from > room) {
			double bars = (double)(int)((room - edge) / step);
			slice.to = slice.from + (slice.from > 0 ? 0 : edge) + step * (bars < 1 ? 1 : bars);
		}
		slice.top = pdf->y;
		begin_figure(pdf, chart);
		cdr_doc_chart_draw(chart, &pen);
		pdf_tag_end(pdf, "Figure");
		pdf->y += (slice.to - slice.from) * slice.scale;
		slice.from = slice.to;
		if (slice.from < height)
			pdf_page_break(pdf);
	}
}

static void
title(struct pdf *pdf, const struct cdr_doc_chart *chart)
{
	struct pdf_flow flow = { .style = { .sans = true, .bold = true, .size = TITLE_SIZE, .colour = PDF_HEAD_INK },
		                 .tag = "P" };
	cdr_auto(pdf_text) text = { 0 };
	title_text(pdf, &text, chart);
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, "P");
	pdf_page_space(pdf, 3);
}

/* "Amber: 12 · Birch: 8": with the labels the picture may have cut, for those who do not see it. */
static void
figures(struct pdf *pdf, const struct cdr_doc_chart *chart)
{
	struct pdf_flow flow = {
		.style = { .sans = true, .left_to_right = true, .size = CHART_TEXT, .colour = PDF_FAINT_INK },
		.tag = "P"
	};
	char figure[CDR_DOC_FIGURE_MAX];
	cdr_auto(pdf_text) text = { 0 };
	for (size_t i = 0; i < chart->n_points; i++) {
		pdf_text_add(pdf, &text, i ? CDR_STR(" · ") : CDR_STR(""));
		pdf_text_apart(pdf, &text, chart->points[i].label);
		pdf_text_add(pdf, &text, CDR_STR(": "));
		pdf_text_add(pdf, &text, cdr_str_from(cdr_doc_chart_figure(chart->points[i].value, figure)));
	}
	if (chart->n_points == 0)
		return;
	pdf_page_space(pdf, 3);
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, "P");
}

double
pdf_chart_height(const struct pdf *pdf, const struct cdr_doc_chart *chart)
{
	double height = cdr_doc_chart_height(chart) * (pdf->right - pdf->left) / CDR_DOC_CHART_WIDTH + TITLE_ROOM;
	return height < pdf_page_whole(pdf) * 0.75 ? height : pdf_page_whole(pdf) / 2;
}

void
pdf_chart(struct pdf *pdf, const struct cdr_doc_chart *chart)
{
	const struct pdf_box *box = pdf->box;
	pdf->box = NULL;
	pdf_page_space(pdf, TITLE_SIZE);
	pdf_page_need(pdf, pdf_chart_height(pdf, chart));
	title(pdf, chart);
	draw(pdf, chart);
	figures(pdf, chart);
	pdf_page_space(pdf, TITLE_SIZE);
	pdf->box = box;
}
