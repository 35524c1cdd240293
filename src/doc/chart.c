/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc-impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * chart: where the bars, lines and words of a chart stand. What they look like in a form is its renderer's business, which
 * gives a pen. The surprise: widths of text are estimated, since no font is known here; labels are cut rather than let run
 * into the bars, and nothing is lost by it because every renderer writes all figures beside the picture.
 */

#define TOP 8.0
#define BAR_STEP 24.0
#define BAR_HEIGHT 14.0
#define LABEL_END 180.0 /* labels of bars end here, bars begin a little later */
#define BAR_START 188.0
#define FIGURE_WIDTH 72.0 /* kept free behind the longest bar */
#define LABEL_LETTERS 26
#define PLOT_LEFT 64.0
#define PLOT_RIGHT 616.0
#define PLOT_HEIGHT 180.0
#define PLOT_TOP 24.0
#define LINE_HEIGHT 240.0
#define MARK 6.0 /* side of the mark at a point */
#define LETTER_WIDTH 6.5
#define TICKS_WANTED 5
#define MAX_VALUE 1e15

/* What the axis of values covers. */
struct range {
	double low, high, step;
};

/* Whether a value has a place in the picture. The ceiling keeps the arithmetic of the axis exact. */
static bool
has_place(double value)
{
	return isfinite(value) && fabs(value) < MAX_VALUE;
}

double
cdr_doc_chart_height(const struct cdr_doc_chart *chart)
{
	if (chart->n_points == 0)
		return 0;
	return chart->kind == CDR_DOC_CHART_BARS ? TOP * 2 + BAR_STEP * (double)chart->n_points : LINE_HEIGHT;
}

const char *
cdr_doc_chart_figure(double value, char out[CDR_DOC_FIGURE_MAX])
{
	if (!isfinite(value)) {
		snprintf(out, CDR_DOC_FIGURE_MAX, "–");
		return out;
	}
	if (fabs(value) >= MAX_VALUE) {
		snprintf(out, CDR_DOC_FIGURE_MAX, "%.3g", value);
		return out;
	}
	snprintf(out, CDR_DOC_FIGURE_MAX, "%.2f", value);
	size_t n = strlen(out);
	while (n && out[n - 1] == '0')
		out[--n] = '\0';
	if (n && out[n - 1] == '.')
		out[--n] = '\0';
	if (strcmp(out, "-0") == 0)
		snprintf(out, CDR_DOC_FIGURE_MAX, "0");
	return out;
}

/* The least of 1, 2, 5, 10, 20, … that parts the span into few steps. */
static double
step_of(double span)
{
	double unit = 1;
	while (unit * TICKS_WANTED < span)
		unit *= 10;
	while (unit > 1e-9 && unit / 10 * TICKS_WANTED >= span)
		unit /= 10;
	/* Now `unit` is enough, a tenth of it is not. */
	if (unit / 5 * TICKS_WANTED >= span)
		return unit / 5;
	return unit / 2 * TICKS_WANTED >= span ? unit / 2 : unit;
}

/* Always with zero in it: a bar that does not begin at zero misleads. */
static struct range
range_of(const struct cdr_doc_chart *chart)
{
	double low = 0, high = 0;
	for (size_t i = 0; i < chart->n_points; i++) {
		double value = chart->points[i].value;
		if (!has_place(value))
			continue;
		low = value < low ? value : low;
		high = value > high ? value : high;
	}
	if (high <= low)
		high = low + 1;
	double step = step_of(high - low);
	return (struct range){ floor(low / step) * step, ceil(high / step) * step, step };
}

/* Puts a label down, cut where it is longer than fits. */
static void
label(const struct chart_pen *pen, double x, double y, enum chart_anchor anchor, struct cdr_str text,
      size_t max_letters)
{
	char out[4 * LABEL_LETTERS + 8];
	size_t n = 0, letters = 0;
	while (n < text.n && letters < max_letters) {
		n++;
		while (n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
			n++;
		letters++;
	}
	if (n == text.n) {
		pen->text(pen->context, x, y, anchor, text);
		return;
	}
	snprintf(out, sizeof(out), "%.*s…", (int)n, text.p);
	pen->text(pen->context, x, y, anchor, cdr_str_from(out));
}

static void
bars(const struct cdr_doc_chart *chart, const struct chart_pen *pen)
{
	struct range range = range_of(chart);
	double end = CDR_DOC_CHART_WIDTH - FIGURE_WIDTH, scale = (end - BAR_START) / (range.high - range.low);
	double zero = BAR_START - range.low * scale, bottom = cdr_doc_chart_height(chart) - TOP;
	char figure[CDR_DOC_FIGURE_MAX];
	for (size_t i = 0; i < chart->n_points; i++) {
		double y = TOP + BAR_STEP * (double)i + (BAR_STEP - BAR_HEIGHT) / 2, value = chart->points[i].value;
		double base = y + BAR_HEIGHT - 3, length = has_place(value) ? value * scale : 0;
		label(pen, LABEL_END, base, CHART_ANCHOR_END, chart->points[i].label, LABEL_LETTERS);
		if (has_place(value) && length != 0)
			pen->rectangle(pen->context, length < 0 ? zero + length : zero, y, fabs(length), BAR_HEIGHT);
		pen->text(pen->context, (length > 0 ? zero + length : zero) + 6, base, CHART_ANCHOR_START,
		          cdr_str_from(cdr_doc_chart_figure(value, figure)));
	}
	pen->line(pen->context, zero, TOP, zero, bottom, CHART_STROKE_AXIS);
}

static double
x_of(const struct cdr_doc_chart *chart, size_t i)
{
	double room = (PLOT_RIGHT - PLOT_LEFT) / (double)chart->n_points;
	return PLOT_LEFT + room * ((double)i + 0.5);
}

static double
y_of(const struct range *range, double value)
{
	return PLOT_TOP + PLOT_HEIGHT * (range->high - value) / (range->high - range->low);
}

static void
grid(const struct range *range, const struct chart_pen *pen)
{
	char figure[CDR_DOC_FIGURE_MAX];
	int n = (int)((range->high - range->low) / range->step + 0.5);
	for (int i = 0; i <= n; i++) {
		double value = range->low + range->step * i, y = y_of(range, value);
		bool is_zero = fabs(value) < range->step / 2;
		pen->line(pen->context, PLOT_LEFT, y, PLOT_RIGHT, y, is_zero ? CHART_STROKE_AXIS : CHART_STROKE_GRID);
		pen->text(pen->context, PLOT_LEFT - 8, y + 4, CHART_ANCHOR_END,
		          cdr_str_from(cdr_doc_chart_figure(value, figure)));
	}
}

/* The line is broken where a value is not known: joining its neighbours would claim what lies between. */
static void
line(const struct cdr_doc_chart *chart, const struct chart_pen *pen)
{
	struct range range = range_of(chart);
	char figure[CDR_DOC_FIGURE_MAX];
	double room = (PLOT_RIGHT - PLOT_LEFT) / (double)chart->n_points;
	size_t every = (size_t)(8 * LETTER_WIDTH / room) + 1, letters = (size_t)(room * (double)every / LETTER_WIDTH);
	letters = letters > LABEL_LETTERS ? LABEL_LETTERS : letters;
	grid(&range, pen);
	for (size_t i = 0; i < chart->n_points; i++) {
		double value = chart->points[i].value, x = x_of(chart, i);
		if (i % every == 0)
			label(pen, x, PLOT_TOP + PLOT_HEIGHT + 20, CHART_ANCHOR_MIDDLE, chart->points[i].label,
			      letters);
		if (!has_place(value))
			continue;
		double y = y_of(&range, value), before = i ? chart->points[i - 1].value : NAN;
		if (has_place(before))
			pen->line(pen->context, x_of(chart, i - 1), y_of(&range, before), x, y, CHART_STROKE_SERIES);
		pen->rectangle(pen->context, x - MARK / 2, y - MARK / 2, MARK, MARK);
		if (i % every == 0)
			pen->text(pen->context, x, y - 8, CHART_ANCHOR_MIDDLE,
			          cdr_str_from(cdr_doc_chart_figure(value, figure)));
	}
}

void
cdr_doc_chart_draw(const struct cdr_doc_chart *chart, const struct chart_pen *pen)
{
	if (chart->n_points == 0)
		return;
	if (chart->kind == CDR_DOC_CHART_BARS)
		bars(chart, pen);
	else
		line(chart, pen);
}
