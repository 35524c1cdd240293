/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * pdf-table: tables over as many pages as they take, with the header row on each. A row that fits on a page is not parted; one
 * that does not goes on on the next page, cell by cell. The surprises: column widths are estimated from the numbers of letters,
 * since setting every cell twice would cost as much as the rest of the document; a parted row is two rows to a reader who
 * listens; and a table of more columns than the paper has room for is set as a list, so that nothing runs off the page.
 */

#define CELL_SIZE 8.5
#define CELL_SIZE_MIN 6.5
#define PADDING_SIDE 5.0
#define PADDING_TOP 3.5
#define LETTER_WIDTH 0.58 /* of the size of the type, about what a text takes; the letters of one word may be wider */
#define WORD_WIDENING 1.12
#define NATURAL_LETTERS 56
#define WORD_LETTERS 24 /* a SHA-256 in three lines */
#define COLUMN_MIN 34.0
#define SPLIT_ROOM 60.0 /* less is not worth beginning a long row in */
#define HEADER_SHARE 3  /* a header higher than that part of a page is not repeated */

struct column {
	double x, width;
	double natural, least; /* what it asks for, what it needs */
	bool has_text, has_figures;
};
struct table {
	struct pdf *pdf;
	const struct cdr_doc_node *header;
	struct column *columns;
	struct pdf_text *cells; /* of the row being set */
	size_t n_columns;
	double size; /* of the type */
	double top;  /* where rows begin on this page */
	bool repeats;
};

/* ----------------------------------------------------------------------------------------------------- column widths */

/* Counts letters, those of the wide scripts of East Asia twice, and those of the longest word. */
static void
count_letters(struct cdr_str text, size_t *letters, size_t *word, size_t *longest)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c & 0xC0) == 0x80)
			continue;
		bool is_wide = c >= 0xE3 && c <= 0xED;
		*letters += is_wide ? 2 : 1;
		*word = c <= ' ' || is_wide ? 0 : *word + 1;
		*longest = *word > *longest ? *word : *longest;
	}
}

/* "1,234.5", "40 %", "–": what is read by comparing the ends. */
static bool
is_figure(struct cdr_str text)
{
	bool has_digit = false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] >= '0' && text.p[i] <= '9')
			has_digit = true;
		else if (!strchr(" .,%", text.p[i]) && !(i == 0 && text.p[i] == '-'))
			return false;
	}
	return has_digit;
}

static void
measure_cell(struct column *column, const struct cdr_doc_node *cell, bool is_header)
{
	size_t letters = 0, word = 0, longest = 0;
	double letter = CELL_SIZE * LETTER_WIDTH * (is_header ? 1.1 : 1);
	for (size_t i = 0; i < cell->n_spans; i++) {
		count_letters(cell->spans[i].text, &letters, &word, &longest);
		letters += cell->spans[i].note.n ? 2 : 0;
	}
	letters = letters < NATURAL_LETTERS ? letters : NATURAL_LETTERS;
	longest = longest < WORD_LETTERS ? longest : WORD_LETTERS;
	letters = cell->first_child ? NATURAL_LETTERS : letters;
	double natural = (double)letters * letter + 2 * PADDING_SIDE,
	       least = (double)longest * letter * WORD_WIDENING + 2 * PADDING_SIDE;
	column->natural = natural > column->natural ? natural : column->natural;
	column->least = least > column->least ? least : column->least;
	if (is_header)
		return;
	bool figure = cell->n_spans == 1 && !cell->first_child && is_figure(cell->spans[0].text);
	column->has_figures = column->has_figures || figure;
	column->has_text = column->has_text || (!figure && letters > 1);
}

/* Shares the room out: to each column what it asks for where there is enough, else what it needs and a part of the rest. */
static void
share_out(struct table *table, double room)
{
	double natural = 0, least = 0, x = table->pdf->left;
	for (size_t i = 0; i < table->n_columns; i++) {
		struct column *column = &table->columns[i];
		column->least = column->least < COLUMN_MIN ? COLUMN_MIN : column->least;
		column->natural = column->natural < column->least ? column->least : column->natural;
		natural += column->natural;
		least += column->least;
	}
	/* Smaller type rather than broken words. */
	table->size = least > room ? CELL_SIZE * room / least : CELL_SIZE;
	table->size = table->size < CELL_SIZE_MIN ? CELL_SIZE_MIN : table->size;
	for (size_t i = 0; i < table->n_columns; i++) {
		struct column *column = &table->columns[i];
		if (natural <= room)
			column->width = column->natural * room / natural;
		else if (least < room)
			column->width =
				column->least + (room - least) * (column->natural - column->least) / (natural - least);
		else
			column->width = column->least * room / least;
		column->x = x;
		x += column->width;
	}
}

static bool
measure(struct table *table, const struct cdr_doc_node *node)
{
	struct pdf *pdf = table->pdf;
	for (const struct cdr_doc_node *row = node->first_child; row; row = row->next) {
		size_t n = 0;
		for (const struct cdr_doc_node *cell = row->first_child; cell; cell = cell->next)
			n++;
		table->n_columns = n > table->n_columns ? n : table->n_columns;
	}
	table->columns = cdr_arena_alloc(pdf->arena, (table->n_columns + 1) * sizeof(*table->columns));
	table->cells = cdr_arena_alloc(pdf->arena, (table->n_columns + 1) * sizeof(*table->cells));
	if (!table->columns || !table->cells)
		return false;
	for (const struct cdr_doc_node *row = node->first_child; row; row = row->next) {
		struct column *column = table->columns;
		for (const struct cdr_doc_node *cell = row->first_child; cell; cell = cell->next)
			measure_cell(column++, cell, row == node->first_child);
	}
	share_out(table, pdf->right - pdf->left);
	return true;
}

/* -------------------------------------------------------------------------------------------------------------- rows */

/* All text below a cell: its blocks one below the other. */
static void
cell_text(struct pdf *pdf, struct pdf_text *text, const struct cdr_doc_node *node)
{
	pdf_text_spans(pdf, text, node);
	for (const struct cdr_doc_node *child = node->first_child; child; child = child->next) {
		pdf_text_break(pdf, text);
		if (child->kind == CDR_DOC_ITEM)
			pdf_text_add(pdf, text, CDR_STR("• "));
		cell_text(pdf, text, child);
	}
}

static void
set_row(struct table *table, const struct cdr_doc_node *row)
{
	const struct cdr_doc_node *cell = row->first_child;
	bool is_header = row == table->header;
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct column *column = &table->columns[i];
		struct pdf_text *text = &table->cells[i];
		struct pdf_style style = { .sans = true,
			                   .bold = is_header,
			                   .size = table->size,
			                   .colour = is_header ? PDF_HEAD_INK : PDF_INK,

			                   .align = column->has_figures && !column->has_text ? PDF_ALIGN_RIGHT
			                                                                     : PDF_ALIGN_LEFT };
		pdf_text_done(text);
		*text = (struct pdf_text){ 0 };
		if (cell)
			cell_text(table->pdf, text, cell);
		pdf_text_set(table->pdf, text, &style, column->width - 2 * PADDING_SIDE);
		cell = cell ? cell->next : NULL;
	}
}

/* What is left of the row, with its padding. */
static double
row_height(const struct table *table)
{
	double height = 0;
	for (size_t i = 0; i < table->n_columns; i++) {
		double cell = pdf_text_height(&table->cells[i], SIZE_MAX);
		height = cell > height ? cell : height;
	}
	return height + 2 * PADDING_TOP;
}

static bool
row_is_over(const struct table *table)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		if (!pdf_text_is_over(&table->cells[i]))
			return false;
	}
	return true;
}

/* Draws the lines that fit into `height`, of each cell at least one when `forced`. */
static void
draw_part(struct table *table, double height, bool is_header, bool forced)
{
	struct pdf *pdf = table->pdf;
	const char *tag = is_header ? "TH" : "TD";
	double right = pdf->right, y = pdf->y + PADDING_TOP;
	if (is_header)
		pdf_fill(pdf, pdf->left, pdf->y, right - pdf->left, height, PDF_HEADER_FILL);
	pdf_tag(pdf, "TR", NULL);
	for (size_t i = 0; i < table->n_columns; i++) {
		struct pdf_text *text = &table->cells[i];
		size_t n = pdf_text_fitting(text, height - 2 * PADDING_TOP + 0.01);
		pdf_tag(pdf, tag, NULL);
		pdf_text_draw(pdf, text, n || !forced ? n : 1, table->columns[i].x + PADDING_SIDE, y);
		pdf_tag_end(pdf, tag);
	}
	pdf_tag_end(pdf, "TR");
	pdf->y += height;
	pdf_rule(pdf, pdf->left, pdf->y, right, pdf->y, is_header ? 0.9 : 0.4, PDF_RULE_INK);
}

static void
next_page(struct table *table)
{
	struct pdf *pdf = table->pdf;
	pdf_page_break(pdf);
	table->top = pdf->y;
	if (!table->repeats)
		return;
	/* The cells of the row that is under way are kept; the header is set into others. */
	struct pdf_text *row = table->cells;
	table->cells = cdr_arena_alloc(pdf->arena, (table->n_columns + 1) * sizeof(*table->cells));
	if (!table->cells) {
		table->cells = row;
		pdf->failed = true;
		return;
	}
	pdf->untagged = true;
	set_row(table, table->header);
	draw_part(table, row_height(table), true, true);
	pdf->untagged = false;
	for (size_t i = 0; i < table->n_columns; i++)
		pdf_text_done(&table->cells[i]);
	table->cells = row;
	table->top = pdf->y;
}

/* The row that was set, on this page or over the next ones. */
static void
draw_row(struct table *table, bool is_header)
{
	struct pdf *pdf = table->pdf;
	bool begun = false;
	do {
		double height = row_height(table), room = pdf_page_room(pdf);
		bool fresh = pdf->y <= table->top;
		double whole = pdf_page_whole(pdf) - (table->repeats ? SPLIT_ROOM : 0);
		if (height <= room) {
			draw_part(table, height, is_header, false);
			break;
		}
		if (!fresh && !begun && (height <= whole || room < SPLIT_ROOM)) {
			next_page(table);
			continue;
		}
		draw_part(table, room, is_header, fresh);
		begun = true;
		next_page(table);
	} while (!row_is_over(table) && !pdf->too_long && !pdf->failed);
}

static void
draw_rows(struct table *table, const struct cdr_doc_node *node)
{
	struct pdf *pdf = table->pdf;
	table->header = node->first_child;
	set_row(table, table->header);
	double height = row_height(table);
	pdf_page_need(pdf, height + SPLIT_ROOM);
	table->top = pdf->y;
	draw_row(table, true);
	table->top = pdf->y;
	table->repeats = height < pdf_page_whole(pdf) / HEADER_SHARE;
	for (const struct cdr_doc_node *row = table->header->next; row && !pdf->too_long && !pdf->failed;
	     row = row->next) {
		set_row(table, row);
		draw_row(table, false);
	}
}

/* A table too wide for the paper: of each row its cells one below the other, each with the header of its column. */
static void
draw_as_list(struct table *table, const struct cdr_doc_node *node)
{
	struct pdf *pdf = table->pdf;
	struct pdf_flow flow = { .style = { .sans = true, .size = CELL_SIZE, .colour = PDF_INK }, .tag = "P" };
	for (const struct cdr_doc_node *row = node->first_child->next; row && !pdf->too_long; row = row->next) {
		const struct cdr_doc_node *head = node->first_child->first_child;
		for (const struct cdr_doc_node *cell = row->first_child; cell; cell = cell->next) {
			cdr_auto(pdf_text) text = { 0 };
			for (size_t i = 0; head && i < head->n_spans; i++)
				pdf_text_strong(pdf, &text, head->spans[i].text);
			pdf_text_add(pdf, &text, head ? CDR_STR(": ") : CDR_STR(""));
			cell_text(pdf, &text, cell);
			pdf_flow(pdf, &text, &flow);
			pdf_tag_end(pdf, "P");
			head = head ? head->next : NULL;
		}
		pdf_rule(pdf, pdf->left, pdf->y + 1, pdf->right, pdf->y + 1, 0.4, PDF_RULE_INK);
		pdf_page_space(pdf, 2 * PADDING_TOP);
	}
}

static void
caption(struct pdf *pdf, const struct cdr_doc_node *node)
{
	struct pdf_flow flow = {
		.style = { .sans = true, .bold = true, .size = CELL_SIZE + 0.5, .colour = PDF_HEAD_INK },
		.tag = "Caption",
		.keep = SPLIT_ROOM
	};
	cdr_auto(pdf_text) text = { 0 };
	pdf_text_spans(pdf, &text, node);
	pdf_flow(pdf, &text, &flow);
	pdf_tag_end(pdf, "Caption");
	pdf_page_space(pdf, PADDING_TOP);
}

void
pdf_table(struct pdf *pdf, const struct cdr_doc_node *node)
{
	const struct pdf_box *box = pdf->box;
	struct table table = { .pdf = pdf, .size = CELL_SIZE };
	if (!node->first_child && !node->n_spans)
		return;
	if (!measure(&table, node)) {
		pdf->failed = true;
		return;
	}
	bool is_wide = (double)table.n_columns * COLUMN_MIN > pdf->right - pdf->left && node->first_child->next;
	pdf->box = NULL;
	pdf_page_space(pdf, PADDING_TOP);
	pdf_tag(pdf, is_wide ? "Sect" : "Table", NULL);
	if (node->n_spans)
		caption(pdf, node);
	if (is_wide)
		draw_as_list(&table, node);
	else if (table.n_columns)
		draw_rows(&table, node);
	pdf_tag_end(pdf, is_wide ? "Sect" : "Table");
	for (size_t i = 0; i < table.n_columns; i++)
		pdf_text_done(&table.cells[i]);
	pdf_page_space(pdf, 3 * PADDING_TOP);
	pdf->box = box;
}
