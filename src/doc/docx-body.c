/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "candor/base.h"
#include "candor/doc.h"
#include "doc/doc-impl.h"
#include "doc/docx-impl.h"

/*
 * docx-body: the blocks of a document -> the parts of a package that hold text. Notes become endnotes, which Word numbers by
 * itself in the order in which they are first referred to; so notes are numbered anew here in that order, and a second
 * reference to a note is a field that points at the first. The surprise: a note nobody refers to cannot be an endnote; it is
 * written as a paragraph where it stands, so that nothing is lost.
 */

#define TABLE_WIDTH 9000 /* in twentieths of a point, to be shared among columns */
#define CELL_PADDING 4   /* as letters */
#define WEIGHT_MIN 10
#define WEIGHT_MAX 48
#define MAX_COLUMNS 63

/* What blocks are being written into. */
struct flow {
	struct docx *docx;
	struct docx_part *part;
	int list_depth;
	bool in_note, in_cell;
	bool break_page; /* before the next paragraph */
	bool is_first;   /* in its note: the note's mark stands before its text */
};

static void
block(struct flow *flow, const struct cdr_doc_node *node);

static void
children(struct flow *flow, const struct cdr_doc_node *parent)
{
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next)
		block(flow, node);
}

/* ------------------------------------------------------------------------------------------------------ paragraphs */

static int
relation(struct docx_part *part, const char *type, struct cdr_str target, bool external)
{
	cdr_buf_printf(&part->rels, "<Relationship Id=\"r%d\" Type=\"%s/%s\" Target=\"", ++part->n_rels, DOCX_RELATION,
	               type);
	docx_escape(&part->rels, target);
	cdr_buf_puts(&part->rels, external ? "\" TargetMode=\"External\"/>\n" : "\"/>\n");
	return part->n_rels;
}

/* The first reference is the note itself; later ones are fields that show its number. Within a note there are only figures,
 * because a note cannot hold another. */
static void
reference(struct flow *flow, const struct cdr_doc_note_number *note)
{
	struct cdr_buf *out = &flow->part->out;
	struct docx *docx = flow->docx;
	if (flow->in_note) {
		cdr_buf_printf(out, "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>%d</w:t></w:r>",
		               note->number);
	} else if (note->number > docx->n_notes) {
		docx->n_notes = note->number;
		cdr_buf_printf(out,
		               "<w:bookmarkStart w:id=\"%d\" w:name=\"_note%d\"/><w:r><w:rPr><w:rStyle "
		               "w:val=\"EndnoteReference\"/></w:rPr><w:endnoteReference w:id=\"%d\"/></w:r>"
		               "<w:bookmarkEnd w:id=\"%d\"/>",
		               docx->n_bookmarks, note->number, note->number, docx->n_bookmarks);
		docx->n_bookmarks++;
	} else {
		cdr_buf_printf(out,
		               "<w:fldSimple w:instr=\" NOTEREF _note%d \\f \\h \"><w:r><w:rPr><w:rStyle "
		               "w:val=\"EndnoteReference\"/></w:rPr><w:t>%d</w:t></w:r></w:fldSimple>",
		               note->number, note->number);
	}
}

static void
spans(struct flow *flow, const struct cdr_doc_node *node)
{
	struct cdr_buf *out = &flow->part->out;
	for (size_t i = 0; i < node->n_spans; i++) {
		const struct cdr_doc_span *span = &node->spans[i];
		unsigned look = (span->strong ? DOCX_STRONG : 0U) | (span->link.n ? DOCX_LINK : 0U);
		if (span->link.n)
			cdr_buf_printf(out, "<w:hyperlink r:id=\"r%d\">",
			               relation(flow->part, "hyperlink", span->link, true));
		docx_runs(out, span->text, look);
		cdr_buf_puts(out, span->link.n ? "</w:hyperlink>" : "");
		if (span->note.n)
			reference(flow, cdr_doc_notes_find(flow->docx->notes, span->note));
	}
}

static bool
begins_from_right(const struct flow *flow, const struct cdr_doc_node *node)
{
	for (size_t i = 0; i < node->n_spans; i++) {
		int direction = docx_direction(node->spans[i].text);
		if (direction)
			return direction > 0;
	}
	return flow->docx->from_right;
}

/* Opens a paragraph: its style, and what else it has of properties, in the order the format asks for. */
static void
open_paragraph(struct flow *flow, const struct cdr_doc_node *node, const char *style)
{
	struct cdr_buf *out = &flow->part->out;
	cdr_buf_puts(out, "<w:p><w:pPr>");
	if (style)
		cdr_buf_printf(out, "<w:pStyle w:val=\"%s\"/>", style);
	if (flow->break_page)
		cdr_buf_puts(out, "<w:pageBreakBefore/>");
	flow->break_page = false;
	if (flow->list_depth > 1) /* the first level is that of the style */
		cdr_buf_printf(out, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"1\"/></w:numPr>",
		               flow->list_depth > 9 ? 8 : flow->list_depth - 1);
	if (begins_from_right(flow, node))
		cdr_buf_puts(out, "<w:bidi/>");
	cdr_buf_puts(out, "</w:pPr>");
	if (flow->is_first)
		cdr_buf_puts(out, "<w:r><w:rPr><w:rStyle w:val=\"EndnoteReference\"/></w:rPr><w:endnoteRef/></w:r>"
		                  "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
	flow->is_first = false;
}

static void
paragraph(struct flow *flow, const struct cdr_doc_node *node, const char *style)
{
	open_paragraph(flow, node, style);
	spans(flow, node);
	cdr_buf_puts(&flow->part->out, "</w:p>\n");
}

static const char *
body_style(const struct flow *flow)
{
	return flow->in_note ? "EndnoteText" : flow->in_cell ? "TableText" : NULL;
}

/* A paragraph of its own for the children, so that text after a list inside a block is text again. */
static void
paragraph_and_children(struct flow *flow, const struct cdr_doc_node *node, const char *style)
{
	if (node->n_spans || !node->first_child)
		paragraph(flow, node, style);
	children(flow, node);
}

static void
heading(struct flow *flow, const struct cdr_doc_node *node)
{
	static const char *const styles[] = { "Title", "Heading1", "Heading2", "Heading3", "Heading4" };
	int level = node->level < 1 ? 1 : node->level > CDR_DOC_HEADING_MAX ? CDR_DOC_HEADING_MAX : node->level;
	paragraph_and_children(flow, node, styles[flow->docx->has_title ? level - 1 : level]);
}

static void
item(struct flow *flow, const struct cdr_doc_node *node)
{
	flow->list_depth++;
	paragraph(flow, node, flow->in_note ? "EndnoteBullet" : "ListBullet");
	children(flow, node);
	flow->list_depth--;
}

/* ------------------------------------------------------------------------------------------------- gaps and blanks */

static void
comment(struct flow *flow, const struct cdr_doc_node *node)
{
	struct cdr_buf *out = &flow->docx->comments;
	struct cdr_str author = flow->docx->doc->author;
	cdr_buf_printf(out, "<w:comment w:id=\"%d\" w:author=\"", flow->docx->n_comments++);
	docx_escape(out, author.n ? author : flow->docx->doc->title);
	cdr_buf_puts(out, "\"><w:p><w:pPr><w:pStyle w:val=\"CommentText\"/></w:pPr><w:r><w:rPr><w:rStyle "
	                  "w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>");
	for (size_t i = 0; i < node->n_spans; i++)
		docx_runs(out, node->spans[i].text, DOCX_PLAIN);
	cdr_buf_puts(out, "</w:p></w:comment>\n");
}

/* Visible text, and a comment in the margin; a note cannot hold a comment. */
static void
gap(struct flow *flow, const struct cdr_doc_node *node)
{
	struct cdr_buf *out = &flow->part->out;
	int id = flow->docx->n_comments;
	open_paragraph(flow, node, "Gap");
	if (!flow->in_note)
		cdr_buf_printf(out, "<w:commentRangeStart w:id=\"%d\"/>", id);
	spans(flow, node);
	if (!flow->in_note) {
		cdr_buf_printf(
			out,
			"<w:commentRangeEnd w:id=\"%d\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>"
			"<w:commentReference w:id=\"%d\"/></w:r>",
			id, id);
		comment(flow, node);
	}
	cdr_buf_puts(out, "</w:p>\n");
	children(flow, node);
}

static void
blank(struct flow *flow, const struct cdr_doc_node *node)
{
	open_paragraph(flow, node, "Blank");
	spans(flow, node);
	cdr_buf_puts(&flow->part->out, "<w:r><w:t xml:space=\"preserve\">: </w:t></w:r><w:r><w:tab/></w:r></w:p>\n");
	children(flow, node);
}

static void
banner(struct flow *flow, const struct cdr_doc_node *node)
{
	struct flow above = { .docx = flow->docx, .part = &flow->docx->header, .in_note = true };
	paragraph(&above, node, "Header");
	paragraph_and_children(flow, node, "Banner");
}

/* ---------------------------------------------------------------------------------------------------------- tables */

static size_t
letters_of(const struct cdr_doc_node *cell)
{
	size_t n = 0;
	for (size_t i = 0; i < cell->n_spans; i++) {
		for (size_t k = 0; k < cell->spans[i].text.n; k++)
			n += ((unsigned char)cell->spans[i].text.p[k] & 0xC0) != 0x80;
	}
	for (const struct cdr_doc_node *child = cell->first_child; child; child = child->next) {
		size_t below = letters_of(child);
		n = below > n ? below : n;
	}
	return n;
}

/* Widths by the longest text of each column, within bounds: a column of words gets room, none is squeezed out. */
static size_t
weigh_columns(const struct cdr_doc_node *table, size_t weights[MAX_COLUMNS])
{
	size_t n_columns = 0;
	for (const struct cdr_doc_node *row = table->first_child; row; row = row->next) {
		size_t i = 0;
		for (const struct cdr_doc_node *cell = row->first_child; cell && i < MAX_COLUMNS;
		     cell = cell->next, i++) {
			size_t n = letters_of(cell) + CELL_PADDING;
			n = n < WEIGHT_MIN ? WEIGHT_MIN : n > WEIGHT_MAX ? WEIGHT_MAX : n;
			weights[i] = n > weights[i] ? n : weights[i];
		}
		n_columns = i > n_columns ? i : n_columns;
	}
	return n_columns;
}

static void
table_cell(struct flow *flow, const struct cdr_doc_node *cell, int width)
{
	struct cdr_buf *out = &flow->part->out;
	cdr_buf_printf(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", width);
	if (cell->n_spans || !cell->first_child)
		paragraph(flow, cell, "TableText");
	children(flow, cell);
	/* A cell must end with a paragraph. */
	if (cell->last_child && cell->last_child->kind == CDR_DOC_TABLE)
		cdr_buf_puts(out, "<w:p/>");
	cdr_buf_puts(out, "</w:tc>");
}

static void
table_rows(struct flow *flow, const struct cdr_doc_node *table, const int *widths, size_t n_columns)
{
	static const struct cdr_doc_node nothing = { .kind = CDR_DOC_TABLE_CELL };
	struct cdr_buf *out = &flow->part->out;
	for (const struct cdr_doc_node *row = table->first_child; row; row = row->next) {
		const struct cdr_doc_node *cell = row->first_child;
		cdr_buf_puts(out, "<w:tr><w:trPr><w:cantSplit/>");
		cdr_buf_puts(out, row == table->first_child ? "<w:tblHeader/></w:trPr>" : "</w:trPr>");
		for (size_t i = 0; i < n_columns; i++, cell = cell ? cell->next : NULL)
			table_cell(flow, cell ? cell : &nothing, widths[i]);
		cdr_buf_puts(out, "</w:tr>\n");
	}
}

static void
open_table(struct flow *flow, const int *widths, size_t n_columns)
{
	struct cdr_buf *out = &flow->part->out;
	if (flow->break_page)
		cdr_buf_puts(out, "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>");
	flow->break_page = false;
	cdr_buf_puts(out, "<w:tbl><w:tblPr><w:tblStyle w:val=\"CandorTable\"/>");
	cdr_buf_puts(out, flow->docx->from_right ? "<w:bidiVisual/>" : "");
	cdr_buf_puts(out,
	             "<w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" "
	             "w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" "
	             "w:noVBand=\"1\"/></w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < n_columns; i++)
		cdr_buf_printf(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
	cdr_buf_puts(out, "</w:tblGrid>\n");
}

static void
table(struct flow *flow, const struct cdr_doc_node *node)
{
	size_t weights[MAX_COLUMNS] = { 0 }, sum = 0;
	int widths[MAX_COLUMNS] = { 0 };
	size_t n_columns = weigh_columns(node, weights);
	bool was_in_cell = flow->in_cell;
	int list_depth = flow->list_depth;
	flow->list_depth = 0;
	if (node->n_spans)
		paragraph(flow, node, "Caption");
	for (size_t i = 0; i < n_columns; i++)
		sum += weights[i];
	for (size_t i = 0; i < n_columns; i++)
		widths[i] = (int)(TABLE_WIDTH * weights[i] / sum);
	flow->in_cell = true;
	if (n_columns) {
		open_table(flow, widths, n_columns);
		table_rows(flow, node, widths, n_columns);
		/* Two tables with nothing between them would become one. */
		cdr_buf_puts(&flow->part->out, "</w:tbl>\n<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>\n");
	}
	flow->in_cell = was_in_cell;
	flow->list_depth = list_depth;
}

/* ---------------------------------------------------------------------------------------------------------- charts */

#define EMU_A_POINT 12700
#define CHART_WIDTH_POINTS 450

/* A chart Word draws itself, in the text. */
static void
drawing(struct flow *flow, const struct cdr_doc_chart *chart)
{
	struct cdr_buf *out = &flow->part->out;
	char target[32];
	const struct cdr_doc_chart **slot = cdr_vec_push(&flow->docx->charts);
	if (!slot) {
		out->failed = true;
		return;
	}
	*slot = chart;
	int number = (int)flow->docx->charts.n;
	int height = (int)(cdr_doc_chart_height(chart) * CHART_WIDTH_POINTS / CDR_DOC_CHART_WIDTH) + 40;
	(void)snprintf(target, sizeof(target), "charts/chart%d.xml", number);
	int id = relation(flow->part, "chart", cdr_str_from(target), false);
	cdr_buf_printf(
		out,
		"<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%d\" "
		"cy=\"%d\"/><wp:docPr id=\"%d\" name=\"Chart %d\" descr=\"",
		CHART_WIDTH_POINTS * EMU_A_POINT, height * EMU_A_POINT, number, number);
	docx_escape(out, chart->title);
	cdr_buf_printf(out,
	               "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"" DOCX_DRAWING "chart\"><c:chart "
	               "r:id=\"r%d\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>\n",
	               id);
}

/* The figures, built as a table of the document and written like any other. */
static void
figures(struct flow *flow, const struct cdr_doc_chart *chart)
{
	struct cdr_buf *out = &flow->part->out;
	const int widths[] = { 4500, 2250 };
	char text[CDR_DOC_FIGURE_MAX];
	open_table(flow, widths, CDR_LEN(widths));
	for (size_t i = 0; i <= chart->n_points; i++) {
		struct cdr_str left = i ? chart->points[i - 1].label : chart->title;
		struct cdr_str right =
			i ? cdr_str_from(cdr_doc_chart_figure(chart->points[i - 1].value, text)) : chart->unit;
		struct cdr_doc_span cells[] = { { .text = left }, { .text = right } };
		cdr_buf_puts(out, "<w:tr><w:trPr><w:cantSplit/>");
		cdr_buf_puts(out, i ? "</w:trPr>" : "<w:tblHeader/></w:trPr>");
		for (size_t k = 0; k < CDR_LEN(cells); k++) {
			struct cdr_doc_node cell = { .kind = CDR_DOC_TABLE_CELL, .spans = &cells[k], .n_spans = 1 };
			table_cell(flow, &cell, widths[k]);
		}
		cdr_buf_puts(out, "</w:tr>\n");
	}
	cdr_buf_puts(out, "</w:tbl>\n<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>\n");
}

static void
chart(struct flow *flow, const struct cdr_doc_chart *given)
{
	struct cdr_doc_span words[] = {
		{ .text = given->title }, { .text = CDR_STR(" (") }, { .text = given->unit }, { .text = CDR_STR(")") }
	};
	struct cdr_doc_node caption = { .spans = words, .n_spans = given->unit.n ? CDR_LEN(words) : 1 };
	paragraph(flow, &caption, "Caption");
	if (!flow->in_note && !flow->in_cell && given->n_points)
		drawing(flow, given);
	figures(flow, given);
}

/* ----------------------------------------------------------------------------------------------------------- notes */

static void
note(struct flow *flow, const struct cdr_doc_node *node)
{
	const struct cdr_doc_note_number *number = cdr_doc_notes_find(flow->docx->notes, node->anchor);
	if (!number->referred) {
		paragraph_and_children(flow, node, body_style(flow));
		return;
	}
	struct flow inner = { .docx = flow->docx, .part = &flow->docx->endnotes, .in_note = true, .is_first = true };
	cdr_buf_printf(&inner.part->out, "<w:endnote w:id=\"%d\">", number->number);
	paragraph(&inner, node, "EndnoteText");
	children(&inner, node);
	cdr_buf_puts(&inner.part->out, "</w:endnote>\n");
}

static void
notes(struct flow *flow, const struct cdr_doc_node *node)
{
	paragraph(flow, node, flow->docx->has_title ? "Heading1" : "Heading2");
	children(flow, node);
}

/* Numbers by first reference; what only another note refers to, and what nobody does, comes after. */
static void
number_referred(const struct cdr_doc_node *parent, const struct cdr_doc_notes *numbers, int *n)
{
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next) {
		if (node->kind == CDR_DOC_NOTE)
			continue;
		for (size_t i = 0; i < node->n_spans; i++) {
			struct cdr_doc_note_number *found =
				node->spans[i].note.n ? cdr_doc_notes_find(numbers, node->spans[i].note) : NULL;
			if (found && !found->referred) {
				found->referred = true;
				found->number = ++*n;
			}
		}
		number_referred(node, numbers, n);
	}
}

static void
number_rest(const struct cdr_doc_notes *numbers, int *n)
{
	for (size_t i = 0; i < cdr_map_count(numbers->by_anchor); i++) {
		struct cdr_doc_note_number *number = cdr_map_at(numbers->by_anchor, i, NULL);
		if (!number->referred)
			number->number = ++*n;
	}
}

static void
block(struct flow *flow, const struct cdr_doc_node *node)
{
	switch (node->kind) {
	case CDR_DOC_HEADING:
		heading(flow, node);
		break;
	case CDR_DOC_PARAGRAPH:
		paragraph_and_children(flow, node, body_style(flow));
		break;
	case CDR_DOC_LIST:
		children(flow, node);
		break;
	case CDR_DOC_ITEM:
		item(flow, node);
		break;
	case CDR_DOC_TABLE:
		table(flow, node);
		break;
	case CDR_DOC_BANNER:
		banner(flow, node);
		break;
	case CDR_DOC_GAP:
		gap(flow, node);
		break;
	case CDR_DOC_BLANK:
		blank(flow, node);
		break;
	case CDR_DOC_NOTES:
		notes(flow, node);
		break;
	case CDR_DOC_NOTE:
		note(flow, node);
		break;
	case CDR_DOC_CHART:
		chart(flow, node->chart);
		break;
	case CDR_DOC_PAGE_BREAK:
		flow->break_page = true;
		break;
	case CDR_DOC_TABLE_ROW:
	case CDR_DOC_TABLE_CELL:
		break; /* written by their table */
	}
}

static bool
title_comes_first(const struct cdr_doc *doc)
{
	int n_first_level = 0;
	for (const struct cdr_doc_node *node = doc->root.first_child; node; node = node->next)
		n_first_level += node->kind == CDR_DOC_HEADING && node->level <= 1;
	const struct cdr_doc_node *first = doc->root.first_child;
	return n_first_level == 1 && first && first->kind == CDR_DOC_HEADING && first->level <= 1;
}

enum cdr_status
docx_body(struct docx *docx, struct cdr_error *err)
{
	int n = 0;
	number_referred(&docx->doc->root, docx->notes, &n);
	number_rest(docx->notes, &n);
	docx->has_title = title_comes_first(docx->doc);
	struct flow flow = { .docx = docx, .part = &docx->document };
	children(&flow, &docx->doc->root);
	CDR_TRY(cdr_buf_check(&docx->document.rels, "doc", err));
	return cdr_buf_check(&docx->document.out, "doc", err);
}
