/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of a web page -> sheets "table 1", "table 2" … in the order in which they begin; one inside another is a sheet of
 * its own, and its text no part of the cell around it. libxml2's HTML parser reports tags as it meets them and repairs
 * what is missing; no tree is built, nothing is fetched, entities are its own fixed list. Surprise: it repairs the end of a
 * page cut short, too, which would turn half a list into a whole one; so a mark is put behind the page, and a table still
 * open there, or a mark that never comes out, is a refusal.
 */
#include "ingest/html-impl.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#define END_MARK " the page ends here "
static const char end_mark[] = "<!--" END_MARK "-->";

struct page {
	const struct cdr_ingest_source *source;
	struct cdr_table *table; /* NULL while the tables are only measured */
	struct cdr_ingest_text text;
	size_t n_given;        /* bytes of text and mark the parser has had */
	struct cdr_vec open;   /* of struct cdr_html_table *, the innermost last */
	struct cdr_vec widths; /* of uint32_t, by number of the table */
	size_t n_tables, n_filled;
	uint32_t silent; /* elements open whose text nobody sees */
	bool ended;
	htmlParserCtxtPtr parser;
	enum cdr_status status; /* what stopped the reading; later events are passed over */
	struct cdr_error error;
};

static struct cdr_html_table *
innermost(const struct page *page)
{
	return page->open.n ? *CDR_VEC_AT(&page->open, struct cdr_html_table *, page->open.n - 1) : NULL;
}

static void
close_tables(struct page *page)
{
	for (struct cdr_html_table *html; (html = innermost(page)) != NULL; page->open.n--) {
		cdr_html_table_done(html);
		cdr_free(html);
	}
}

static void
page_done(struct page *page)
{
	close_tables(page);
	cdr_vec_done(&page->open);
	cdr_vec_done(&page->widths);
	cdr_ingest_text_done(&page->text);
	htmlFreeParserCtxt(page->parser);
}

/* ---------------------------------------------------------------------------------------------------------- tables */

static enum cdr_status
begin_table(struct page *page, struct cdr_error *err)
{
	struct cdr_html_table *outer = innermost(page);
	uint32_t *width =
		page->table ? CDR_VEC_AT(&page->widths, uint32_t, page->n_tables) : cdr_vec_push(&page->widths);
	if (page->n_tables >= CDR_INGEST_MAX_SHEETS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, page->source->name,
		                "the page has more than %d tables; save the list alone", CDR_INGEST_MAX_SHEETS);
	if (page->open.n >= CDR_HTML_MAX_NESTED_TABLES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, page->source->name,
		                "table %zu is nested in more than %d others; save the list alone", page->n_tables + 1,
		                CDR_HTML_MAX_NESTED_TABLES);
	if (outer)
		cdr_html_table_break(outer, false);
	struct cdr_html_table **open = width ? cdr_vec_push(&page->open) : NULL;
	if (!open)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*open = cdr_alloc(sizeof(**open));
	if (!*open) {
		page->open.n--;
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	}
	**open = (struct cdr_html_table){ .table = page->table,
		                          .file = page->source->name,
		                          .number = ++page->n_tables,
		                          .width = *width,
		                          .n_filled = &page->n_filled };
	return cdr_html_table_init(*open, err);
}

static enum cdr_status
end_table(struct page *page, struct cdr_error *err)
{
	struct cdr_html_table *html = innermost(page);
	CDR_TRY(cdr_html_table_end_group(html, err));
	if (page->table)
		CDR_TRY(cdr_ingest_builder_finish(&html->builder, &page->table->sheets[html->number - 1], err));
	else
		*CDR_VEC_AT(&page->widths, uint32_t, html->number - 1) = html->width;
	cdr_html_table_done(html);
	cdr_free(html);
	page->open.n--;
	if (innermost(page))
		cdr_html_table_break(innermost(page), false);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- events */

static bool
is_among(const char *name, const char *const *words)
{
	while (*words && strcasecmp(name, *words) != 0)
		words++;
	return *words != NULL;
}

static bool
is_silent(const char *name)
{
	static const char *const words[] = { "script", "style", "template", NULL };
	return is_among(name, words);
}

static bool
is_group(const char *name)
{
	static const char *const words[] = { "thead", "tbody", "tfoot", NULL };
	return is_among(name, words);
}

/* Elements that begin on a line of their own. */
static bool
is_block(const char *name)
{
	static const char *const words[] = { "p",  "div", "li",         "ul",      "ol",      "dl", "dt",
		                             "dd", "hr",  "pre",        "h1",      "h2",      "h3", "h4",
		                             "h5", "h6",  "blockquote", "address", "section", NULL };
	return is_among(name, words);
}

static bool
is_cell(const char *name)
{
	return strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0;
}

/* A span as browsers take it: what is no number is 1, leading digits count. */
static uint32_t
span_of(const xmlChar **attributes, const char *name, uint32_t min, uint32_t max)
{
	for (; attributes && *attributes; attributes += 2) {
		const char *digits = (const char *)attributes[1];
		uint32_t n = 0;
		if (strcasecmp((const char *)attributes[0], name) != 0 || !digits)
			continue;
		digits += strspn(digits, " \t\r\n\f+");
		if (*digits < '0' || *digits > '9')
			return 1;
		for (; *digits >= '0' && *digits <= '9' && n <= max; digits++)
			n = n * 10 + (uint32_t)(*digits - '0');
		return n > max ? max : n < min ? 1 : n;
	}
	return 1;
}

static enum cdr_status
take_start(struct page *page, const char *name, const xmlChar **attributes, struct cdr_error *err)
{
	struct cdr_html_table *html = innermost(page);
	if (page->parser->nameNr > CDR_HTML_MAX_DEPTH)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, page->source->name,
		                "elements are nested more than %d deep after table %zu row %u; save the list alone",
		                CDR_HTML_MAX_DEPTH, page->n_tables, html ? html->row : 0);
	if (is_silent(name))
		page->silent++;
	else if (page->silent == 0 && strcasecmp(name, "table") == 0)
		return begin_table(page, err);
	if (!html || page->silent > 0)
		return CDR_OK;
	if (is_group(name))
		return cdr_html_table_end_group(html, err);
	if (strcasecmp(name, "tr") == 0)
		return cdr_html_table_begin_row(html, err);
	if (is_cell(name))
		return cdr_html_table_begin_cell(html, span_of(attributes, "rowspan", 0, CDR_HTML_MAX_ROWSPAN),
		                                 span_of(attributes, "colspan", 1, CDR_HTML_MAX_COLSPAN), err);
	if (strcasecmp(name, "br") == 0 || is_block(name))
		cdr_html_table_break(html, strcasecmp(name, "br") == 0);
	return CDR_OK;
}

static enum cdr_status
take_end(struct page *page, const char *name, struct cdr_error *err)
{
	struct cdr_html_table *html = innermost(page);
	if (is_silent(name))
		page->silent -= page->silent > 0;
	if (!html || page->silent > 0)
		return CDR_OK;
	if (strcasecmp(name, "table") == 0)
		return end_table(page, err);
	if (is_group(name))
		return cdr_html_table_end_group(html, err);
	if (strcasecmp(name, "tr") == 0)
		return cdr_html_table_end_row(html, err);
	if (is_cell(name))
		return cdr_html_table_end_cell(html, err);
	if (is_block(name))
		cdr_html_table_break(html, false);
	return CDR_OK;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct page *page = context;
	if (page->status == CDR_OK && !page->ended)
		page->status = take_start(page, (const char *)name, attributes, &page->error);
}

static void
on_end(void *context, const xmlChar *name)
{
	struct page *page = context;
	if (page->status == CDR_OK && !page->ended)
		page->status = take_end(page, (const char *)name, &page->error);
}

static void
on_text(void *context, const xmlChar *text, int n)
{
	struct page *page = context;
	struct cdr_html_table *html = innermost(page);
	if (html && page->silent == 0 && n > 0)
		cdr_html_table_add_text(html, (struct cdr_str){ (const char *)text, (size_t)n });
}

/* What is open when the mark comes was never closed: by the standard </table> may not be left out. */
static void
on_comment(void *context, const xmlChar *text)
{
	struct page *page = context;
	struct cdr_html_table *html = innermost(page);
	if (page->status != CDR_OK || strcmp((const char *)text, END_MARK) != 0)
		return;
	page->ended = true;
	if (!html)
		return;
	char place[CDR_ERROR_WHERE_MAX];
	(void)snprintf(place, sizeof(place), "%s table %zu row %u", page->source->name, html->number, html->row);
	page->status = cdr_fail(&page->error, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                        "the page ends within this table: it is cut short; fetch or save it again");
}

static void
ignore_error(void *context, xmlErrorPtr error)
{
	(void)context;
	(void)error;
}

/* ---------------------------------------------------------------------------------------------------------- parser */

static int
give_bytes(void *context, char *out, int n_bytes)
{
	struct page *page = context;
	size_t n = 0, n_text = page->text.text.n, n_all = n_text + sizeof(end_mark) - 1;
	while (page->status == CDR_OK && (int)n < n_bytes && page->n_given < n_all) {
		bool in_text = page->n_given < n_text;
		const char *p = in_text ? page->text.text.p + page->n_given : end_mark + (page->n_given - n_text);
		size_t n_here = in_text ? n_text - page->n_given : n_all - page->n_given;
		n_here = n_here < (size_t)n_bytes - n ? n_here : (size_t)n_bytes - n;
		memcpy(out + n, p, n_here);
		n += n_here;
		page->n_given += n_here;
	}
	return (int)n;
}

static int
keep(void *context)
{
	(void)context;
	return 0;
}

static enum cdr_status
walk(struct page *page, struct cdr_error *err)
{
	page->n_given = 0;
	page->n_tables = 0;
	page->silent = 0;
	page->ended = false;
	page->parser = htmlNewParserCtxt();
	if (!page->parser)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*page->parser->sax = (xmlSAXHandler){ .startElement = on_start,
		                              .endElement = on_end,
		                              .characters = on_text,
		                              .ignorableWhitespace = on_text,
		                              .cdataBlock = on_text,
		                              .comment = on_comment,
		                              .serror = ignore_error,
		                              .initialized = XML_SAX2_MAGIC };
	page->parser->userData = page;
	htmlDocPtr none = htmlCtxtReadIO(page->parser, give_bytes, keep, page, NULL, "UTF-8",
	                                 HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
	                                         HTML_PARSE_NOWARNING | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
	xmlFreeDoc(none);
	bool short_of_memory = page->parser->errNo == XML_ERR_NO_MEMORY;
	htmlFreeParserCtxt(page->parser);
	page->parser = NULL;
	if (page->status != CDR_OK && err)
		*err = page->error;
	CDR_TRY(page->status);
	if (short_of_memory)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (!page->ended)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, page->source->name,
		                "the page ends within a tag, a comment or a script after table %zu: it is cut short or "
		                "damaged; fetch or save it again",
		                page->n_tables);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ page */

static enum cdr_status
choose_table(struct cdr_table *table, struct cdr_str wanted, struct cdr_error *err)
{
	int64_t position = 0;
	struct cdr_str digits = { wanted.p + 1, wanted.n - 1 };
	if (wanted.p[0] != '#' || !cdr_str_to_i64(digits, &position))
		position = 0;
	for (size_t i = 0; i < table->n_sheets; i++) {
		if (!cdr_str_equal_nocase(table->sheets[i].name, wanted) && position != (int64_t)i + 1)
			continue;
		table->sheets += i;
		table->n_sheets = 1;
		return CDR_OK;
	}
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, table->file.p,
	                "the page has no such table; choose one that it has: \"table 1\" to \"table %zu\"",
	                table->n_sheets);
}

enum cdr_status
cdr_ingest_html(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	size_t n_rows = 0;
	void *sheets = NULL;
	cdr_auto(page) page = {
		.source = source,
		.text = CDR_INGEST_TEXT_INIT,
		.open = CDR_VEC_INIT(struct cdr_html_table *, CDR_HTML_MAX_NESTED_TABLES),
		.widths = CDR_VEC_INIT(uint32_t, CDR_INGEST_MAX_SHEETS + 1),
	};
	CDR_TRY(cdr_html_decode(source, table, &page.text, err));
	CDR_TRY(walk(&page, err));
	if (page.n_tables == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is an HTML page without a table; the download probably failed, or its list is "
		                "loaded by a script: get it again, or save the list as CSV");
	CDR_TRY(cdr_ingest_alloc(table, page.n_tables * sizeof(struct cdr_sheet), &sheets, err));
	memset(sheets, 0, page.n_tables * sizeof(struct cdr_sheet));
	table->sheets = sheets;
	page.table = table;
	CDR_TRY(walk(&page, err));
	table->n_sheets = page.n_tables;
	for (size_t i = 0; i < table->n_sheets; i++)
		n_rows += table->sheets[i].n_rows;
	if (n_rows == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "the tables of this HTML page are empty; its list is probably loaded by a script: save "
		                "it as CSV or .xlsx");
	return source->options->sheet.n > 0 ? choose_table(table, source->options->sheet, err) : CDR_OK;
}
