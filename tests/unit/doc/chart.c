/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "doc-test.h"
#include "doc/doc-impl.h"

/* A pen that keeps what it was told, one stroke a line. */
static void
rectangle(void *context, double x, double y, double width, double height)
{
	cdr_buf_printf(context, "rectangle %.1f %.1f %.1f %.1f\n", x, y, width, height);
	assert_true(x >= 0 && y >= 0 && width >= 0 && x + width <= CDR_DOC_CHART_WIDTH);
}

static void
line(void *context, double x1, double y1, double x2, double y2, enum chart_stroke stroke)
{
	cdr_buf_printf(context, "%s %.1f %.1f %.1f %.1f\n", stroke == CHART_STROKE_SERIES ? "series" : "line", x1, y1,
	               x2, y2);
	assert_true(isfinite(x1) && isfinite(y1) && isfinite(x2) && isfinite(y2));
}

static void
text(void *context, double x, double y, enum chart_anchor anchor, struct cdr_str given)
{
	assert_true(x >= 0 && x <= CDR_DOC_CHART_WIDTH && y >= 0);
	assert_true(cdr_str_is_utf8(given));
	cdr_buf_printf(context, "text %d %.*s\n", anchor, CDR_STR_ARG(given));
}

static void
draw(enum cdr_doc_chart_kind kind, const struct cdr_doc_point *points, size_t n, struct cdr_buf *out)
{
	struct cdr_doc_chart chart = { kind, CDR_STR("T"), CDR_STR("u"), points, n };
	struct chart_pen pen = { out, rectangle, line, text };
	cdr_doc_chart_draw(&chart, &pen);
}

static size_t
count(const struct cdr_buf *buf, const char *word)
{
	size_t n = 0;
	for (const char *p = buf->p; p && (p = strstr(p, word)); p++)
		n++;
	return n;
}

static void
chart_bars_are_as_long_as_their_values(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = { { CDR_STR("Aland"), 10 },
		                                { CDR_STR("Bland"), 5 },
		                                { CDR_STR("Cland"), 0 } };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	draw(CDR_DOC_CHART_BARS, points, CDR_LEN(points), &out);
	assert_contains(&out, "rectangle 188.0 13.0 380.0 14.0");
	assert_contains(&out, "rectangle 188.0 37.0 190.0 14.0");
	assert_int_equal(count(&out, "rectangle"), 2); /* none for zero */
	assert_contains(&out, "text 2 Aland\n");
	assert_contains(&out, "text 0 10\n");
	assert_contains(&out, "text 0 0\n");
}

static void
chart_bars_of_negative_values_grow_the_other_way(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = { { CDR_STR("a"), -10 }, { CDR_STR("b"), 10 } };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	draw(CDR_DOC_CHART_BARS, points, CDR_LEN(points), &out);
	assert_contains(&out, "rectangle 188.0 13.0 190.0 14.0");
	assert_contains(&out, "rectangle 378.0 37.0 190.0 14.0");
}

static void
chart_what_is_not_known_has_no_bar_and_breaks_the_line(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = {
		{ CDR_STR("2023"), 1 }, { CDR_STR("2024"), NAN }, { CDR_STR("2025"), 3 }, { CDR_STR("2026"), 4 }
	};
	cdr_auto(cdr_buf) bars = CDR_BUF_INIT;
	cdr_auto(cdr_buf) lines = CDR_BUF_INIT;
	draw(CDR_DOC_CHART_BARS, points, CDR_LEN(points), &bars);
	assert_int_equal(count(&bars, "rectangle"), 3);
	assert_contains(&bars, "text 0 –\n");
	draw(CDR_DOC_CHART_LINE, points, CDR_LEN(points), &lines);
	assert_int_equal(count(&lines, "series"), 1); /* from 2025 to 2026 only */
	assert_contains(&lines, "text 1 2024\n");
}

static void
chart_long_labels_are_cut_between_characters(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = { { CDR_STR("ÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜ"), 1 } };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	draw(CDR_DOC_CHART_BARS, points, 1, &out);
	assert_contains(&out, "ÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖÜÄÖ…\n");
}

static void
chart_of_nothing_draws_nothing(void **state)
{
	(void)state;
	struct cdr_doc_chart chart = { .kind = CDR_DOC_CHART_LINE };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	draw(CDR_DOC_CHART_LINE, NULL, 0, &out);
	assert_int_equal(out.n, 0);
	assert_true(cdr_doc_chart_height(&chart) == 0);
}

static void
chart_of_absurd_values_ends(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = {
		{ CDR_STR("a"), 1e308 }, { CDR_STR("b"), -1e308 }, { CDR_STR("c"), INFINITY }, { CDR_STR("d"), 1e-300 }
	};
	for (size_t n = 1; n <= CDR_LEN(points); n++) {
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		draw(CDR_DOC_CHART_LINE, points, n, &out);
		draw(CDR_DOC_CHART_BARS, points, n, &out);
		assert_true(out.n > 0);
	}
}

static void
chart_of_many_points_shows_labels_that_do_not_overlap(void **state)
{
	(void)state;
	struct cdr_doc_point points[CDR_DOC_CHART_MAX_POINTS];
	for (size_t i = 0; i < CDR_LEN(points); i++)
		points[i] = (struct cdr_doc_point){ CDR_STR("label"), (double)i };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	draw(CDR_DOC_CHART_LINE, points, CDR_LEN(points), &out);
	size_t n = count(&out, "text 1 label");
	assert_true(n >= 5 && n <= 12);
}

static void
chart_figures_are_short(void **state)
{
	(void)state;
	char out[CDR_DOC_FIGURE_MAX];
	assert_string_equal(cdr_doc_chart_figure(12, out), "12");
	assert_string_equal(cdr_doc_chart_figure(12.5, out), "12.5");
	assert_string_equal(cdr_doc_chart_figure(1200, out), "1200");
	assert_string_equal(cdr_doc_chart_figure(-0.001, out), "0");
	assert_string_equal(cdr_doc_chart_figure(33.333, out), "33.33");
	assert_string_equal(cdr_doc_chart_figure(2e20, out), "2e+20");
	assert_string_equal(cdr_doc_chart_figure(NAN, out), "–");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chart_bars_are_as_long_as_their_values),
		cmocka_unit_test(chart_bars_of_negative_values_grow_the_other_way),
		cmocka_unit_test(chart_what_is_not_known_has_no_bar_and_breaks_the_line),
		cmocka_unit_test(chart_long_labels_are_cut_between_characters),
		cmocka_unit_test(chart_of_nothing_draws_nothing),
		cmocka_unit_test(chart_of_absurd_values_ends),
		cmocka_unit_test(chart_of_many_points_shows_labels_that_do_not_overlap),
		cmocka_unit_test(chart_figures_are_short),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
