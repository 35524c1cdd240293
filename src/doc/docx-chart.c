/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/docx-impl.h"

#include <math.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * docx-chart: a chart as a DrawingML part, which Word draws itself. Its points stand in it as literal values, without the
 * workbook Word would make for editing them. The surprise: the axis of a bar chart is turned over, because Word begins at
 * the bottom and people at the top.
 */

#define CATEGORY_AXIS 111
#define VALUE_AXIS 222

static void
points(const struct cdr_doc_chart *chart, struct cdr_buf *out)
{
	cdr_buf_printf(out, "<c:cat><c:strLit><c:ptCount val=\"%zu\"/>", chart->n_points);
	for (size_t i = 0; i < chart->n_points; i++) {
		cdr_buf_printf(out, "<c:pt idx=\"%zu\"><c:v>", i);
		docx_escape(out, chart->points[i].label);
		cdr_buf_puts(out, "</c:v></c:pt>");
	}
	cdr_buf_printf(
		out, "</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>",
		chart->n_points);
	for (size_t i = 0; i < chart->n_points; i++) {
		if (isfinite(chart->points[i].value))
			cdr_buf_printf(out, "<c:pt idx=\"%zu\"><c:v>%.15g</c:v></c:pt>", i, chart->points[i].value);
	}
	cdr_buf_puts(out, "</c:numLit></c:val>");
}

static void
series(const struct cdr_doc_chart *chart, bool bars, struct cdr_buf *out)
{
	cdr_buf_puts(out, "<c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:tx><c:v>");
	docx_escape(out, chart->unit.n ? chart->unit : chart->title);
	cdr_buf_puts(out, "</c:v></c:tx><c:spPr>");
	cdr_buf_printf(
		out,
		bars ? "<a:solidFill><a:srgbClr val=\"%06X\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>"
		     : "<a:ln w=\"28575\"><a:solidFill><a:srgbClr val=\"%06X\"/></a:solidFill></a:ln></c:spPr>",
		CDR_DOC_CHART_INK);
	cdr_buf_puts(
		out,
		"<c:dLbls><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName "
		"val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>");
	points(chart, out);
	cdr_buf_puts(out, bars ? "</c:ser>" : "<c:smooth val=\"0\"/></c:ser>");
}

static void
axes(bool bars, struct cdr_buf *out)
{
	cdr_buf_printf(
		out,
		"<c:catAx><c:axId val=\"%d\"/><c:scaling><c:orientation val=\"%s\"/></c:scaling><c:delete val=\"0\"/>"
		"<c:axPos val=\"%s\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos "
		"val=\"low\"/><c:crossAx val=\"%d\"/></c:catAx>",
		CATEGORY_AXIS, bars ? "maxMin" : "minMax", bars ? "l" : "b", VALUE_AXIS);
	cdr_buf_printf(
		out,
		"<c:valAx><c:axId val=\"%d\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete "
		"val=\"%d\"/>"
		"<c:axPos val=\"%s\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos "
		"val=\"nextTo\"/><c:crossAx val=\"%d\"/></c:valAx>",
		VALUE_AXIS, bars ? 1 : 0, bars ? "b" : "l", CATEGORY_AXIS);
}

void
docx_chart(const struct cdr_doc_chart *chart, struct cdr_buf *out)
{
	bool bars = chart->kind == CDR_DOC_CHART_BARS;
	cdr_buf_puts(out,
	             DOCX_XML "<c:chartSpace xmlns:c=\"" DOCX_DRAWING "chart\" xmlns:a=\"" DOCX_DRAWING
	                      "main\"><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea>"
	                      "<c:layout/>");
	cdr_buf_puts(
		out,
		bars ? "<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>"
		     : "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>");
	series(chart, bars, out);
	cdr_buf_puts(out, bars ? "<c:gapWidth val=\"60\"/>" : "<c:marker val=\"1\"/>");
	cdr_buf_printf(out, "<c:axId val=\"%d\"/><c:axId val=\"%d\"/>%s", CATEGORY_AXIS, VALUE_AXIS,
	               bars ? "</c:barChart>" : "</c:lineChart>");
	axes(bars, out);
	cdr_buf_puts(out,
	             "</c:plotArea><c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart></c:chartSpace>\n");
}
