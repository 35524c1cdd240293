/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <string.h>

#include "candor/base.h"
#include "doc/doc-impl.h"

/*
 * markdown: a document tree as GitHub-flavoured Markdown with footnotes. A caller's text is put on one line and every
 * character that could begin markup is escaped by a backslash, which CommonMark allows before any ASCII punctuation.
 * The surprise: text also becomes markup by where it stands ("1." or "-" at the beginning of a line), so the escaper
 * knows whether it is at a line's start. Bare e-mail addresses some readers turn into links whatever one writes.
 */

struct text {
	struct cdr_buf *out;
	const struct cdr_doc_notes *notes;
	int indent; /* spaces before a line of a list or note */
	int items;  /* list items around what is written */
	bool line_start;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Characters that are markup wherever they stand. */
static bool
is_markup(char c)
{
	return c != '\0' && strchr("\\`*_{}[]<>#|~&!$@^", c) != NULL;
}

/* A colon that begins "://" or could close or open an emoji short code; a dot after "www". */
static bool
is_link_mark(struct cdr_str s, size_t i)
{
	if (s.p[i] == ':')
		return i + 1 < s.n && (s.p[i + 1] == '/' || is_word(s.p[i + 1]));
	return s.p[i] == '.' && i >= 3 && strncasecmp(s.p + i - 3, "www", 3) == 0;
}

static void
escape(struct text *text, struct cdr_str s)
{
	bool leading_number = text->line_start && s.n && is_digit(s.p[0]);
	for (size_t i = 0; i < s.n;) {
		size_t bad = cdr_doc_unprintable(s.p + i, s.n - i);
		if (bad) {
			cdr_buf_puts(text->out, CDR_DOC_REPLACEMENT);
			text->line_start = false;
			i += bad;
			continue;
		}
		char c = s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i];
		bool at_start = text->line_start && (c == '-' || c == '+' || c == '=');
		bool ends_number = leading_number && (c == '.' || c == ')');
		if (at_start || ends_number || is_markup(c) || is_link_mark(s, i))
			cdr_buf_putc(text->out, '\\');
		if (!(text->line_start && c == ' ')) { /* leading blanks could make a code block */
			cdr_buf_putc(text->out, c);
			text->line_start = false;
		}
		leading_number = leading_number && is_digit(c);
		i++;
	}
}

static void
spans(struct text *text, const struct cdr_doc_node *node)
{
	for (size_t i = 0; i < node->n_spans; i++) {
		const struct cdr_doc_span *span = &node->spans[i];
		if (span->link.n || span->strong) {
			cdr_buf_puts(text->out, span->link.n ? "[" : "**");
			text->line_start = false;
		}
		escape(text, span->text);
		if (span->strong)
			cdr_buf_puts(text->out, "**");
		/* Angle brackets: the address may then hold parentheses; tree.c lets none through that could close it. */
		if (span->link.n)
			cdr_buf_printf(text->out, "](<%.*s>)", CDR_STR_ARG(span->link));
		if (span->note.n)
			cdr_buf_printf(text->out, "[^%d]", cdr_doc_notes_find(text->notes, span->note)->number);
	}
}

/* Begins a line with the block's own mark ("## ", "- "). A mark of ours never makes the rest less of a line start. */
static void
line(struct text *text, const char *mark)
{
	for (int i = 0; i < text->indent; i++)
		cdr_buf_putc(text->out, ' ');
	cdr_buf_puts(text->out, mark);
	text->line_start = true;
}

static void
block(struct text *text, const struct cdr_doc_node *node);

static void
children(struct text *text, const struct cdr_doc_node *parent)
{
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next)
		block(text, node);
}

static void
heading(struct text *text, const struct cdr_doc_node *node)
{
	static const char *const marks[CDR_DOC_HEADING_MAX] = { "# ", "## ", "### ", "#### " };
	int level = node->level < 1 ? 1 : node->level > CDR_DOC_HEADING_MAX ? CDR_DOC_HEADING_MAX : node->level;
	line(text, marks[level - 1]);
	spans(text, node);
	cdr_buf_puts(text->out, "\n\n");
}

static void
paragraph(struct text *text, const struct cdr_doc_node *node, const char *mark, const char *end)
{
	line(text, mark);
	spans(text, node);
	cdr_buf_puts(text->out, end);
	children(text, node);
}

static void
item(struct text *text, const struct cdr_doc_node *node)
{
	line(text, "- ");
	spans(text, node);
	cdr_buf_putc(text->out, '\n');
	text->indent += 2;
	text->items++;
	children(text, node);
	text->items--;
	text->indent -= 2;
}

/* A cell holds one line; blocks inside a cell are not a thing Markdown has, so only its spans are written. */
static void
table_row(struct text *text, const struct cdr_doc_node *row)
{
	line(text, "|");
	for (const struct cdr_doc_node *cell = row->first_child; cell; cell = cell->next) {
		cdr_buf_putc(text->out, ' ');
		spans(text, cell);
		cdr_buf_puts(text->out, " |");
	}
	cdr_buf_putc(text->out, '\n');
}

static void
table(struct text *text, const struct cdr_doc_node *node)
{
	if (node->n_spans)
		paragraph(text, &(struct cdr_doc_node){ .spans = node->spans, .n_spans = node->n_spans }, "", "\n\n");
	const struct cdr_doc_node *row = node->first_child;
	if (!row)
		return;
	table_row(text, row);
	line(text, "|");
	for (const struct cdr_doc_node *cell = row->first_child; cell; cell = cell->next)
		cdr_buf_puts(text->out, " --- |");
	cdr_buf_putc(text->out, '\n');
	for (row = row->next; row; row = row->next)
		table_row(text, row);
	cdr_buf_putc(text->out, '\n');
}

/* The figures of a chart as a table; a picture is not a thing Markdown has. */
static void
chart(struct text *text, const struct cdr_doc_chart *given)
{
	char figure[CDR_DOC_FIGURE_MAX];
	line(text, "| ");
	escape(text, given->title);
	cdr_buf_puts(text->out, " | ");
	escape(text, given->unit);
	cdr_buf_puts(text->out, " |\n");
	line(text, "| --- | ---: |\n");
	for (size_t i = 0; i < given->n_points; i++) {
		line(text, "| ");
		escape(text, given->points[i].label);
		cdr_buf_printf(text->out, " | %s |\n", cdr_doc_chart_figure(given->points[i].value, figure));
	}
	cdr_buf_putc(text->out, '\n');
}

static void
note(struct text *text, const struct cdr_doc_node *node)
{
	cdr_buf_printf(text->out, "[^%d]: ", cdr_doc_notes_find(text->notes, node->anchor)->number);
	text->line_start = true;
	spans(text, node);
	cdr_buf_putc(text->out, '\n');
	text->indent += 4;
	if (node->first_child)
		cdr_buf_putc(text->out, '\n');
	children(text, node);
	text->indent -= 4;
	cdr_buf_putc(text->out, '\n');
}

static void
block(struct text *text, const struct cdr_doc_node *node)
{
	switch (node->kind) {
	case CDR_DOC_HEADING:
		heading(text, node);
		break;
	case CDR_DOC_PARAGRAPH:
		paragraph(text, node, "", "\n\n");
		break;
	case CDR_DOC_LIST:
		children(text, node);
		if (text->items == 0) /* a blank line inside a list would tear it apart */
			cdr_buf_putc(text->out, '\n');
		break;
	case CDR_DOC_ITEM:
		item(text, node);
		break;
	case CDR_DOC_TABLE:
		table(text, node);
		break;
	case CDR_DOC_BANNER:
		paragraph(text, node, "> **", "**\n\n");
		break;
	case CDR_DOC_GAP:
		paragraph(text, node, "> ⚠ ", "\n\n");
		break;
	case CDR_DOC_BLANK:
		paragraph(text, node, "", ": \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n\n");
		break;
	case CDR_DOC_NOTES:
		line(text, "## ");
		spans(text, node);
		cdr_buf_puts(text->out, "\n\n");
		children(text, node);
		break;
	case CDR_DOC_NOTE:
		note(text, node);
		break;
	case CDR_DOC_CHART:
		chart(text, node->chart);
		break;
	case CDR_DOC_PAGE_BREAK:
		line(text, "---\n\n");
		break;
	case CDR_DOC_TABLE_ROW:
	case CDR_DOC_TABLE_CELL:
		break; /* written by their table */
	}
}

enum cdr_status
cdr_doc_render_markdown(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_auto(cdr_doc_notes) numbers = { 0 };
	CDR_TRY(cdr_doc_notes_number(doc, &numbers, err));
	struct text text = { .out = out, .notes = &numbers };
	children(&text, &doc->root);
	return cdr_buf_check(out, "doc", err);
}
