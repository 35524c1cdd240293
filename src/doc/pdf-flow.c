/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf-impl.h"

#include <stdio.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * pdf-flow: blocks one below the other, from page to page: headings, paragraphs, lists, gaps, blanks, notes, the banner.
 * Tables are in pdf-table.c, charts in pdf-chart.c. The surprise: a page break inside a paragraph leaves its element open;
 * the elements of its text (pdf-text.c) are those that end with the page.
 */

#define BODY_SIZE 10.0
#define NOTES_SCALE 0.86
#define LABEL_WIDTH 16.0
#define NOTE_LABEL_WIDTH 30.0
#define LABEL_GAP 5.0
#define BOX_PADDING 8.0
#define BOX_BAR 4.0
#define BLANK_LINE_MIN 150.0
#define BLANK_ROOM 12.0
#define HEADING_KEEP 52.0
#define NOTE_KEEP 16.0
#define TABLE_KEEP 110.0
#define DESTINATION_MAX 32
#define TITLE_MAX_BYTES 2000

struct heading {
	const char *tag;
	double size, before, after;
	bool rule;
};
static const struct heading headings[CDR_DOC_HEADING_MAX] = {
	{ "H1", 21, 0, 12, false },
	{ "H2", 14, 22, 8, true },
	{ "H3", 11.5, 16, 5, false },
	{ "H4", 10, 12, 4, false },
};
static const struct pdf_box gap_box = { PDF_GAP_FILL, PDF_GAP_INK, true };
static const struct pdf_box banner_box = { PDF_MARK_FILL, PDF_MARK_INK, false };

static struct pdf_style
body(const struct pdf *pdf)
{
	return (struct pdf_style){ .size = BODY_SIZE * pdf->scale, .colour = PDF_INK };
}

/* What lies behind the lines about to be drawn, `height` high with its padding. */
static void
draw_box(struct pdf *pdf, double height, bool right_to_left)
{
	double width = pdf->right - pdf->left;
	pdf_fill(pdf, pdf->left, pdf->y, width, height, pdf->box->fill);
	if (pdf->box->bar) {
		pdf_fill(pdf, right_to_left ? pdf->right - BOX_BAR : pdf->left, pdf->y, BOX_BAR, height, pdf->box->ink);
	} else if (pdf->draws) {
		pdf_colour(pdf, pdf->box->ink);
		cairo_set_line_width(pdf->cairo, 1.5);
		cairo_rectangle(pdf->cairo, pdf->left + 0.75, pdf->y + 0.75, width - 1.5, height - 1.5);
		cairo_stroke(pdf->cairo);
	}
}

/* How many lines go on this page; 0: none, begin a new one. Neither a first nor a last line is left alone. */
static size_t
lines_here(const struct pdf *pdf, const struct pdf_text *text, double padding, double keep)
{
	size_t left = text->lines.n - text->next, n = pdf_text_fitting(text, pdf_page_room(pdf) - padding);
	bool fresh = pdf_page_is_fresh(pdf);
	if (n >= left) {
		bool has_company = pdf_text_height(text, left) + padding + keep <= pdf_page_room(pdf);
		return fresh || has_company ? left : 0;
	}
	if (left - n == 1 && n > 2)
		n--;
	if (n < 2 && !fresh)
		return 0;
	return n ? n : 1;
}

/* A bookmark below the last one of a higher level. */
static void
bookmark(struct pdf *pdf, const struct pdf_text *text, int level)
{
	char place[64], title[TITLE_MAX_BYTES + 1];
	int parent = CAIRO_PDF_OUTLINE_ROOT;
	struct cdr_str whole = cdr_buf_str(&text->content);
	if (!pdf->draws || !cdr_str_trim(whole).n)
		return;
	for (int above = 1; above < level; above++)
		parent = pdf->outline[above] ? pdf->outline[above] : parent;
	(void)snprintf(place, sizeof(place), "page=%d pos=[%d %d]", pdf->page, (int)pdf->left, (int)pdf->y - 4);
	(void)snprintf(title, sizeof(title), "%.*s", (int)cdr_str_cut(whole, TITLE_MAX_BYTES), whole.p);
	pdf->outline[level] = cairo_pdf_surface_add_outline(pdf->surface, parent, title, place,
	                                                    level < 3 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
	for (int below = level + 1; below <= CDR_DOC_HEADING_MAX; below++)
		pdf->outline[below] = 0;
}

static void
draw_label(struct pdf *pdf, const struct pdf_flow *flow, double x, double width, bool right_to_left)
{
	char attributes[DESTINATION_MAX + 64];
	struct pdf_style style = flow->style;
	cdr_auto(pdf_text) label = { 0 };
	style.align = right_to_left ? PDF_ALIGN_LEFT : PDF_ALIGN_RIGHT;
	pdf_text_add(pdf, &label, flow->label);
	pdf_text_set(pdf, &label, &style, width);
	if (flow->label_dest) {
		(void)snprintf(attributes, sizeof(attributes), "name='%s' x=%d y=%d", flow->label_dest, (int)x,
		               (int)(pdf->y - style.size));
		pdf_tag(pdf, CAIRO_TAG_DEST, attributes);
		pdf_tag_end(pdf, CAIRO_TAG_DEST);
	}
	pdf_tag(pdf, "Lbl", NULL);
	if (flow->label_link) {
		(void)snprintf(attributes, sizeof(attributes), "dest='%s'", flow->label_link);
		pdf_tag(pdf, CAIRO_TAG_LINK, attributes);
	}
	pdf_text_draw(pdf, &label, 1, x, pdf->y);
	if (flow->label_link)
		pdf_tag_end(pdf, CAIRO_TAG_LINK);
	pdf_tag_end(pdf, "Lbl");
}

/* The edges of the text of a block, within its box and beside its label. */
static void
text_edges(const struct pdf *pdf, const struct pdf_flow *flow, bool right_to_left, double *ret_left, double *ret_width)
{
	double padding = pdf->box ? BOX_PADDING + BOX_BAR : 0;
	*ret_left = pdf->left + padding + (right_to_left ? 0 : flow->indent);
	*ret_width = pdf->right - pdf->left - 2 * padding - flow->indent;
}

void
pdf_flow(struct pdf *pdf, struct pdf_text *text, const struct pdf_flow *flow)
{
	double x = 0, width = 0, padding = pdf->box ? BOX_PADDING : 0;
	bool is_first = true;
	text_edges(pdf, flow, false, &x, &width);
	pdf_text_set(pdf, text, &flow->style, width);
	text_edges(pdf, flow, text->right_to_left, &x, &width);
	while (!pdf_text_is_over(text) && !pdf->too_long && !pdf->failed) {
		size_t n = lines_here(pdf, text, 2 * padding, flow->keep);
		if (n == 0) {
			pdf_page_break(pdf);
			continue;
		}
		double height = pdf_text_height(text, n) + 2 * padding;
		if (pdf->box)
			draw_box(pdf, height, text->right_to_left);
		pdf->y += padding;
		if (is_first && flow->bookmark)
			bookmark(pdf, text, flow->bookmark);
		if (is_first && flow->label.n)
			draw_label(pdf, flow, text->right_to_left ? x + width + LABEL_GAP : pdf->left,
			           flow->indent - LABEL_GAP, text->right_to_left);
		if (is_first && flow->tag)
			pdf_tag(pdf, flow->tag, NULL);
		is_first = false;
		pdf_text_draw(pdf, text, n, x, pdf->y);
		pdf->y += height - padding;
	}
	if (is_first && flow->tag)
		pdf_tag(pdf, flow->tag, NULL);
}

static void
block(struct pdf *pdf, const struct cdr_doc_node *node);

/* ------------------------------------------------------------------------------------------------------ kinds of block */

/* Room a heading wants below it on the same page, so that it never stands apart from what it is about. */
static double
room_below(const struct pdf *pdf, const struct cdr_doc_node *next)
{
	if (!next || next->kind == CDR_DOC_PAGE_BREAK)
		return 0;
	if (next->kind == CDR_DOC_CHART)
		return pdf_chart_height(pdf, next->chart);
	if (next->kind == CDR_DOC_HEADING)
		return HEADING_KEEP + room_below(pdf, next->next);
	return next->kind == CDR_DOC_TABLE ? TABLE_KEEP : HEADING_KEEP;
}

static void
heading(struct pdf *pdf, const struct cdr_doc_node *node, int level)
{
	const struct heading *kind = &headings[level - 1];
	struct pdf_flow flow = { .style = { .sans = true, .bold = true, .size = kind->size, .colour = PDF_HEAD_INK },
		                 .tag = kind->tag,
		                 .bookmark = level,
		                 .keep = room_below(pdf, node->first_child ? node->first_child : node->next) };
	cdr_auto(pdf_text) text = { 0 };
	pdf_text_spans(pdf, &text, node);
	pdf_page_space(pdf, kind->before);
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, kind->tag);
	if (kind->rule)
		pdf_rule(pdf, pdf->left, pdf->y + 2, pdf->right, pdf->y + 2, 0.75, PDF_RULE_INK);
	pdf->y += kind->after;
	pdf_blocks(pdf, node);
}

static void
paragraph(struct pdf *pdf, const struct cdr_doc_node *node)
{
	struct pdf_flow flow = { .style = body(pdf), .tag = "P" };
	cdr_auto(pdf_text) text = { 0 };
	pdf_text_spans(pdf, &text, node);
	if (text.content.n) {
		pdf_flow(pdf, &text, &flow);
		pdf_tag_end(pdf, "P");
		pdf_page_space(pdf, 6 * pdf->scale);
	}
	pdf_blocks(pdf, node);
}

/* A gap, or the banner: what must not be overlooked. */
static void
boxed(struct pdf *pdf, const struct cdr_doc_node *node, const struct pdf_box *box, bool is_banner)
{
	const struct pdf_box *outer = pdf->box;
	struct pdf_flow flow = { .style = body(pdf), .tag = "P" };
	cdr_auto(pdf_text) text = { 0 };
	if (is_banner)
		flow.style = (struct pdf_style){ .sans = true, .bold = true, .size = 11, .colour = PDF_MARK_INK };
	pdf_text_spans(pdf, &text, node);
	pdf_page_space(pdf, 3);
	pdf->box = box;
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, "P");
	pdf_blocks(pdf, node);
	pdf->box = outer;
	pdf_page_space(pdf, is_banner ? 12 : 7);
}

/* The label, and a line behind it to write on; below it where the label leaves too little room. */
static void
blank(struct pdf *pdf, const struct cdr_doc_node *node)
{
	struct pdf_flow flow = { .style = body(pdf), .tag = "P", .keep = 2 * BODY_SIZE };
	cdr_auto(pdf_text) text = { 0 };
	double above = 0;
	flow.style.sans = true;
	pdf_text_spans(pdf, &text, node);
	pdf_text_add(pdf, &text, CDR_STR(":"));
	pdf_page_space(pdf, BLANK_ROOM);
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, "P");
	double end = pdf_text_end(&text, &above) + LABEL_GAP, width = pdf->right - pdf->left;
	double y = pdf->y - above + 1.5;
	if (width - end < BLANK_LINE_MIN) {
		end = 0;
		pdf->y += BODY_SIZE * 2;
		y = pdf->y;
	}
	if (text.right_to_left)
		pdf_rule(pdf, pdf->left, y, pdf->right - end, y, 0.6, PDF_INK);
	else
		pdf_rule(pdf, pdf->left + end, y, pdf->right, y, 0.6, PDF_INK);
	pdf_page_space(pdf, 4);
	pdf_blocks(pdf, node);
}

/* What stands below the text of an item or a note, as far in as that text. */
static void
indented(struct pdf *pdf, const struct cdr_doc_node *node, double indent, bool right_to_left)
{
	double left = pdf->left, right = pdf->right;
	if (right - left > 4 * indent) {
		pdf->left += right_to_left ? 0 : indent;
		pdf->right -= right_to_left ? indent : 0;
	}
	pdf_blocks(pdf, node);
	pdf->left = left;
	pdf->right = right;
}

static void
item(struct pdf *pdf, const struct cdr_doc_node *node)
{
	struct pdf_flow flow = { .style = body(pdf), .tag = "LBody", .label = CDR_STR("•"), .indent = LABEL_WIDTH };
	cdr_auto(pdf_text) text = { 0 };
	pdf_text_spans(pdf, &text, node);
	pdf_tag(pdf, "LI", NULL);
	pdf_flow(pdf, &text, &flow);
	pdf_page_space(pdf, 2 * pdf->scale);
	indented(pdf, node, LABEL_WIDTH, text.right_to_left);
	pdf_tag_end(pdf, "LBody");
	pdf_tag_end(pdf, "LI");
}

static void
list(struct pdf *pdf, const struct cdr_doc_node *node)
{
	pdf_tag(pdf, "L", NULL);
	pdf_blocks(pdf, node);
	pdf_tag_end(pdf, "L");
	pdf_page_space(pdf, 4 * pdf->scale);
}

/* Its number leads back to the first reference, and is where references lead. */
static void
note(struct pdf *pdf, const struct cdr_doc_node *node)
{
	int number = cdr_doc_notes_find(&pdf->numbers, node->anchor)->number;
	char label[DESTINATION_MAX], here[DESTINATION_MAX], back[DESTINATION_MAX];
	(void)snprintf(label, sizeof(label), "[%d]", number);
	(void)snprintf(here, sizeof(here), "note-%d", number);
	(void)snprintf(back, sizeof(back), "ref-%d", number);
	struct pdf_flow flow = { .style = body(pdf),
		                 .tag = "P",
		                 .label = cdr_str_from(label),
		                 .indent = NOTE_LABEL_WIDTH,
		                 .label_dest = here,
		                 .keep = node->first_child ? NOTE_KEEP : 0,
		                 .label_link = pdf->notes[number].referred ? back : NULL };
	cdr_auto(pdf_text) text = { 0 };
	pdf->notes[number].placed = true;
	pdf_text_spans(pdf, &text, node);
	pdf_tag(pdf, "Note", NULL);
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, "P");
	indented(pdf, node, NOTE_LABEL_WIDTH, text.right_to_left);
	pdf_tag_end(pdf, "Note");
	pdf_page_space(pdf, 2);
}

static void
notes(struct pdf *pdf, const struct cdr_doc_node *node)
{
	double scale = pdf->scale;
	if (node->n_spans)
		heading(pdf, &(struct cdr_doc_node){ .spans = node->spans, .n_spans = node->n_spans }, 2);
	pdf->scale = scale * NOTES_SCALE;
	pdf_blocks(pdf, node);
	pdf->scale = scale;
}

static void
block(struct pdf *pdf, const struct cdr_doc_node *node)
{
	switch (node->kind) {
	case CDR_DOC_HEADING:
		heading(pdf, node,
		        node->level < 1                     ? 1
		        : node->level > CDR_DOC_HEADING_MAX ? CDR_DOC_HEADING_MAX
		                                            : node->level);
		break;
	case CDR_DOC_PARAGRAPH:
		paragraph(pdf, node);
		break;
	case CDR_DOC_LIST:
		list(pdf, node);
		break;
	case CDR_DOC_ITEM:
		item(pdf, node);
		break;
	case CDR_DOC_TABLE:
		pdf_table(pdf, node);
		break;
	case CDR_DOC_BANNER:
		boxed(pdf, node, &banner_box, true);
		break;
	case CDR_DOC_GAP:
		boxed(pdf, node, &gap_box, false);
		break;
	case CDR_DOC_BLANK:
		blank(pdf, node);
		break;
	case CDR_DOC_NOTES:
		notes(pdf, node);
		break;
	case CDR_DOC_NOTE:
		note(pdf, node);
		break;
	case CDR_DOC_CHART:
		pdf_chart(pdf, node->chart);
		break;
	case CDR_DOC_PAGE_BREAK:
		pdf_page_break(pdf);
		break;
	case CDR_DOC_TABLE_ROW:
	case CDR_DOC_TABLE_CELL:
		break; /* set by their table */
	}
}

void
pdf_blocks(struct pdf *pdf, const struct cdr_doc_node *parent)
{
	for (const struct cdr_doc_node *node = parent->first_child; node && !pdf->too_long && !pdf->failed;
	     node = node->next)
		block(pdf, node);
}
