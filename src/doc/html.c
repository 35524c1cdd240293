/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <string.h>

#include "candor/base.h"
#include "doc/doc-impl.h"

/*
 * html: a document tree as one self-contained page: no script, no address that is fetched, one small style
 * sheet that also serves print. Every text passes through `escape`; nothing else writes what came from a caller. The
 * surprise: ids are note and figure numbers, not anchors, so there is no attribute a caller's text could break out of,
 * apart from `lang` and what the head says of the page, which are escaped like the rest.
 */

static const char style_sheet[] =
	"html{font:1.0625rem/1.55 Georgia,\"Times New Roman\",serif;color:#1b1b1b;background:#fff}\n"
	"body{max-width:46rem;margin:0 auto;padding:1rem 1.25rem 4rem}\n"
	"h1,h2,h3,h4,th,figcaption,.banner,.blank{font-family:\"Helvetica Neue\",Arial,sans-serif}\n"
	"h1{font-size:1.9rem;line-height:1.2}\n"
	"h2{font-size:1.3rem;margin-top:2.2rem;border-bottom:1px solid #767676}\n"
	"h3{font-size:1.1rem}\n"
	"a{color:#0b4a8f}\n"
	"sup{line-height:0}\n"
	".banner{border:3px solid #8a1c1c;color:#8a1c1c;padding:.6rem 1rem;font-weight:bold}\n"
	".gap{border-left:.4rem solid #b35900;background:#fff4e5;padding:.5rem .9rem}\n"
	".blank .line{letter-spacing:0;white-space:nowrap}\n"
	"table{border-collapse:collapse;width:100%}\n"
	"caption{text-align:left;font-style:italic}\n"
	"th,td{border:1px solid #767676;padding:.35rem .6rem;text-align:left;vertical-align:top}\n"
	"th{background:#f0f0f0}\n"
	"figure{margin:1.2rem 0}\n"
	"figcaption{font-weight:bold;margin-bottom:.4rem}\n"
	"svg{width:100%;height:auto}\n"
	"svg text{font:12px \"Helvetica Neue\",Arial,sans-serif}\n"
	".figures{font-size:.92rem;width:auto}\n"
	".figures td{text-align:right}\n"
	".page-break{border:0;border-top:1px solid #767676;margin:3rem 0 2rem}\n"
	".skip{position:absolute;left:-100rem;background:#fff;padding:.5rem .9rem}\n"
	".skip:focus{left:.5rem;top:.5rem}\n"
	":focus-visible{outline:3px solid #b35900;outline-offset:2px}\n"
	".notes{font-size:.92rem;overflow-wrap:anywhere}\n"
	":target{background:#fff8c4}\n"
	"@media print{html{font-size:11pt}body{max-width:none;padding:0}a{color:inherit;text-decoration:none}\n"
	"h1,h2,h3,h4{break-after:avoid}tr,.gap,.blank,.notes li{break-inside:avoid}\n"
	"thead{display:table-header-group}figure{break-inside:avoid}p,li{orphans:3;widows:3}\n"
	".page-break{break-after:page;border:0;margin:0}.skip{display:none}\n"
	".back{display:none}.gap,.banner,th{print-color-adjust:exact}}\n";

#define CELL_RUN 24 /* as a digest or an address would have */

struct page {
	struct cdr_buf *out;
	const struct cdr_doc_notes *notes;
	int n_figures;
	bool in_table;
};

/* `run`: bytes a word may have before a line may end in it, which only needs saying where it would burst a table; 0: never. */
static void
escape_in(struct cdr_buf *out, struct cdr_str text, size_t run)
{
	size_t n_word = 0;
	for (size_t i = 0; i < text.n;) {
		bool is_start = ((unsigned char)text.p[i] & 0xC0) != 0x80;
		n_word = text.p[i] == ' ' || text.p[i] == '\n' ? 0 : n_word + 1;
		if (run && n_word > run && is_start) {
			cdr_buf_puts(out, "<wbr>");
			n_word = 1;
		}
		size_t bad = cdr_doc_unprintable(text.p + i, text.n - i);
		if (bad) {
			cdr_buf_puts(out, CDR_DOC_REPLACEMENT);
			i += bad;
			continue;
		}
		char c = text.p[i++];
		if (c == '&')
			cdr_buf_puts(out, "&amp;");
		else if (c == '<')
			cdr_buf_puts(out, "&lt;");
		else if (c == '>')
			cdr_buf_puts(out, "&gt;");
		else if (c == '"')
			cdr_buf_puts(out, "&quot;");
		else if (c == '\'')
			cdr_buf_puts(out, "&#39;");
		else
			cdr_buf_putc(out, c);
	}
}

static void
escape(struct cdr_buf *out, struct cdr_str text)
{
	escape_in(out, text, 0);
}

/* The text of a span, and what its kind puts round it. */
static void
span_text(struct page *page, const struct cdr_doc_span *span)
{
	if (span->link.n) {
		cdr_buf_puts(page->out, "<a rel=\"noopener noreferrer\" href=\"");
		escape(page->out, span->link);
		cdr_buf_puts(page->out, "\">");
	}
	cdr_buf_puts(page->out, span->strong ? "<strong>" : "");
	escape_in(page->out, span->text, page->in_table ? CELL_RUN : 0);
	cdr_buf_puts(page->out, span->strong ? "</strong>" : "");
	cdr_buf_puts(page->out, span->link.n ? "</a>" : "");
}

static void
spans(struct page *page, const struct cdr_doc_node *node)
{
	for (size_t i = 0; i < node->n_spans; i++) {
		const struct cdr_doc_span *span = &node->spans[i];
		span_text(page, span);
		if (!span->note.n)
			continue;
		struct cdr_doc_note_number *note = cdr_doc_notes_find(page->notes, span->note);
		cdr_buf_puts(page->out, "<sup><a role=\"doc-noteref\"");
		if (!note->referred)
			cdr_buf_printf(page->out, " id=\"ref-%d\"", note->number);
		note->referred = true;
		cdr_buf_printf(page->out, " href=\"#note-%d\">[%d]</a></sup>", note->number, note->number);
	}
}

static void
children(struct page *page, const struct cdr_doc_node *parent);

/* <tag class="…">text and children</tag>; `class_name` may be NULL. */
static void
element(struct page *page, const struct cdr_doc_node *node, const char *tag, const char *class_name)
{
	cdr_buf_printf(page->out, "<%s", tag);
	if (class_name)
		cdr_buf_printf(page->out, " class=\"%s\"", class_name);
	cdr_buf_putc(page->out, '>');
	spans(page, node);
	if (node->first_child)
		cdr_buf_putc(page->out, '\n');
	children(page, node);
	cdr_buf_printf(page->out, "</%s>\n", tag);
}

static void
heading(struct page *page, const struct cdr_doc_node *node)
{
	static const char *const tags[CDR_DOC_HEADING_MAX] = { "h1", "h2", "h3", "h4" };
	int level = node->level < 1 ? 1 : node->level > CDR_DOC_HEADING_MAX ? CDR_DOC_HEADING_MAX : node->level;
	element(page, node, tags[level - 1], NULL);
}

static void
table_row(struct page *page, const struct cdr_doc_node *row, const char *open_cell, const char *close_cell)
{
	cdr_buf_puts(page->out, "<tr>");
	for (const struct cdr_doc_node *cell = row->first_child; cell; cell = cell->next) {
		cdr_buf_puts(page->out, open_cell);
		spans(page, cell);
		children(page, cell);
		cdr_buf_puts(page->out, close_cell);
	}
	cdr_buf_puts(page->out, "</tr>\n");
}

static void
table(struct page *page, const struct cdr_doc_node *node)
{
	cdr_buf_puts(page->out, "<table>\n");
	if (node->n_spans)
		element(page, &(struct cdr_doc_node){ .spans = node->spans, .n_spans = node->n_spans }, "caption",
		        NULL);
	const struct cdr_doc_node *row = node->first_child;
	bool was_in_table = page->in_table;
	page->in_table = true;
	if (row) {
		cdr_buf_puts(page->out, "<thead>\n");
		table_row(page, row, "<th scope=\"col\">", "</th>");
		cdr_buf_puts(page->out, "</thead>\n<tbody>\n");
		for (row = row->next; row; row = row->next)
			table_row(page, row, "<td>", "</td>");
		cdr_buf_puts(page->out, "</tbody>\n");
	}
	cdr_buf_puts(page->out, "</table>\n");
	page->in_table = was_in_table;
}

static void
note(struct page *page, const struct cdr_doc_node *node)
{
	const struct cdr_doc_note_number *number = cdr_doc_notes_find(page->notes, node->anchor);
	cdr_buf_printf(page->out, "<li id=\"note-%d\">", number->number);
	spans(page, node);
	if (number->referred)
		cdr_buf_printf(page->out, " <a class=\"back\" role=\"doc-backlink\" href=\"#ref-%d\">↩ [%d]</a>",
		               number->number, number->number);
	if (node->first_child)
		cdr_buf_putc(page->out, '\n');
	children(page, node);
	cdr_buf_puts(page->out, "</li>\n");
}

static void
notes(struct page *page, const struct cdr_doc_node *node)
{
	cdr_buf_puts(page->out, "<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"notes\">\n");
	cdr_buf_puts(page->out, "<h2 id=\"notes\">");
	spans(page, node);
	cdr_buf_puts(page->out, "</h2>\n<ol>\n");
	children(page, node);
	cdr_buf_puts(page->out, "</ol>\n</section>\n");
}

static void
blank(struct page *page, const struct cdr_doc_node *node)
{
	cdr_buf_puts(page->out, "<p class=\"blank\">");
	spans(page, node);
	cdr_buf_puts(page->out, ": <span class=\"line\">____________________</span></p>\n");
}

/* ----------------------------------------------------------------------------------------------------------- charts */

static void
svg_rectangle(void *context, double x, double y, double width, double height)
{
	cdr_buf_printf(context, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#%06x\"/>\n", x, y,
	               width, height, CDR_DOC_CHART_INK);
}

static void
svg_line(void *context, double x1, double y1, double x2, double y2, enum chart_stroke stroke)
{
	static const unsigned colours[] = { CDR_DOC_CHART_AXIS, CDR_DOC_CHART_GRID, CDR_DOC_CHART_INK };
	cdr_buf_printf(context,
	               "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#%06x\" stroke-width=\"%d\"/>\n",
	               x1, y1, x2, y2, colours[stroke], stroke == CHART_STROKE_SERIES ? 2 : 1);
}

static void
svg_text(void *context, double x, double y, enum chart_anchor anchor, struct cdr_str text)
{
	static const char *const anchors[] = { "start", "middle", "end" };
	cdr_buf_printf(context, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#%06x\">", x, y, anchors[anchor],
	               CDR_DOC_CHART_TEXT);
	escape(context, text);
	cdr_buf_puts(context, "</text>\n");
}

static void
picture(struct page *page, const struct cdr_doc_chart *chart)
{
	double height = cdr_doc_chart_height(chart);
	struct chart_pen pen = { page->out, svg_rectangle, svg_line, svg_text };
	if (height <= 0)
		return;
	cdr_buf_printf(page->out, "<svg role=\"img\" aria-labelledby=\"figure-%d\" viewBox=\"0 0 %d %.0f\">\n",
	               page->n_figures, CDR_DOC_CHART_WIDTH, height);
	cdr_doc_chart_draw(chart, &pen);
	cdr_buf_puts(page->out, "</svg>\n");
}

/* The picture, and all its figures as a table: for readers who do not see it, and for what a cut label left out. */
static void
figure(struct page *page, const struct cdr_doc_chart *chart)
{
	char text[CDR_DOC_FIGURE_MAX];
	cdr_buf_printf(page->out, "<figure>\n<figcaption id=\"figure-%d\">", ++page->n_figures);
	escape(page->out, chart->title);
	if (chart->unit.n) {
		cdr_buf_puts(page->out, " (");
		escape(page->out, chart->unit);
		cdr_buf_putc(page->out, ')');
	}
	cdr_buf_puts(page->out, "</figcaption>\n");
	picture(page, chart);
	cdr_buf_printf(page->out, "<table class=\"figures\" aria-labelledby=\"figure-%d\">\n<tbody>\n",
	               page->n_figures);
	for (size_t i = 0; i < chart->n_points; i++) {
		cdr_buf_puts(page->out, "<tr><th scope=\"row\">");
		escape(page->out, chart->points[i].label);
		cdr_buf_printf(page->out, "</th><td>%s</td></tr>\n",
		               cdr_doc_chart_figure(chart->points[i].value, text));
	}
	cdr_buf_puts(page->out, "</tbody>\n</table>\n</figure>\n");
}

static void
block(struct page *page, const struct cdr_doc_node *node)
{
	switch (node->kind) {
	case CDR_DOC_HEADING:
		heading(page, node);
		break;
	case CDR_DOC_PARAGRAPH:
		element(page, node, "p", NULL);
		break;
	case CDR_DOC_LIST:
		element(page, node, "ul", NULL);
		break;
	case CDR_DOC_ITEM:
		element(page, node, "li", NULL);
		break;
	case CDR_DOC_TABLE:
		table(page, node);
		break;
	case CDR_DOC_BANNER:
		element(page, node, "p", "banner");
		break;
	case CDR_DOC_GAP:
		element(page, node, "p", "gap");
		break;
	case CDR_DOC_BLANK:
		blank(page, node);
		break;
	case CDR_DOC_NOTES:
		notes(page, node);
		break;
	case CDR_DOC_NOTE:
		note(page, node);
		break;
	case CDR_DOC_CHART:
		figure(page, node->chart);
		break;
	case CDR_DOC_PAGE_BREAK:
		cdr_buf_puts(page->out, "<hr class=\"page-break\">\n");
		break;
	case CDR_DOC_TABLE_ROW:
	case CDR_DOC_TABLE_CELL:
		break; /* written by their table */
	}
}

static void
children(struct page *page, const struct cdr_doc_node *parent)
{
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next)
		block(page, node);
}

static void
meta(struct cdr_buf *out, const char *name, struct cdr_str content)
{
	if (!content.n)
		return;
	cdr_buf_printf(out, "<meta name=\"%s\" content=\"", name);
	escape(out, content);
	cdr_buf_puts(out, "\">\n");
}

enum cdr_status
cdr_doc_render_html(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_auto(cdr_doc_notes) numbers = { 0 };
	CDR_TRY(cdr_doc_notes_number(doc, &numbers, err));
	struct page page = { out, &numbers, 0, false };
	cdr_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	escape(out, doc->language);
	cdr_buf_puts(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
	                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	escape(out, doc->title);
	cdr_buf_puts(out, "</title>\n");
	meta(out, "author", doc->author);
	meta(out, "description", doc->subject);
	cdr_buf_puts(out, "<style>\n");
	cdr_buf_puts(out, style_sheet);
	cdr_buf_puts(out, "</style>\n</head>\n<body>\n");
	if (doc->skip.n) {
		cdr_buf_puts(out, "<a class=\"skip\" href=\"#content\">");
		escape(out, doc->skip);
		cdr_buf_puts(out, "</a>\n");
	}
	cdr_buf_puts(out, "<main id=\"content\">\n");
	children(&page, &doc->root);
	cdr_buf_puts(out, "</main>\n</body>\n</html>\n");
	return cdr_buf_check(out, "doc", err);
}

enum cdr_status
cdr_doc_link_html(struct cdr_str text, struct cdr_str url, struct cdr_buf *out, struct cdr_error *err)
{
	if (!cdr_doc_is_address(url))
		return cdr_fail(err, CDR_EINPUT, "doc", NULL,
		                "“%.*s” is no address a page can safely lead to: it must begin with https:// and hold "
		                "no blanks, "
		                "quotes or angle brackets",
		                CDR_STR_ARG(url));
	if (!text.n)
		return cdr_fail(err, CDR_EINPUT, "doc", NULL, "a link needs words");
	cdr_buf_puts(out, "<a href=\"");
	escape(out, url);
	cdr_buf_puts(out, "\">");
	escape(out, text);
	cdr_buf_puts(out, "</a>\n");
	return cdr_buf_check(out, "doc", err);
}
