/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A web page -> blocks. libxml2's HTML parser reports tags as it meets them and repairs what is missing; no tree is built,
 * nothing is fetched. What nobody reads (scripts, styles, forms' parts) is left out; what leads elsewhere (<nav>) is kept apart
 * as such, for a home page is asked about its links. The surprise: a line break ends a block, because signatures are written
 * so ("Jo Sample<br>Director").
 */
#include "ingest/prose-impl.h"

#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "ingest/html-impl.h"

struct page {
	const struct cdr_ingest_source *source;
	struct cdr_ingest_text text;
	struct cdr_prose_writer writer;
	htmlParserCtxtPtr parser;
	uint32_t silent, strong, nav; /* elements open whose text is unseen, in bold type, leads elsewhere */
	enum cdr_prose_kind kind;     /* of text that stands next, and its level */
	int level;
	enum cdr_status status; /* what stopped the reading; later events are passed over */
	struct cdr_error error;
};

static void
page_done(struct page *page)
{
	cdr_prose_writer_done(&page->writer);
	cdr_ingest_text_done(&page->text);
	htmlFreeParserCtxt(page->parser);
}

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
	static const char *const words[] = { "script", "style",  "template", "noscript", "svg", "select",
		                             "button", "iframe", "object",   "textarea", NULL };
	return is_among(name, words);
}

static bool
is_strong(const char *name)
{
	static const char *const words[] = { "b", "strong", NULL };
	return is_among(name, words);
}

static bool
is_block(const char *name)
{
	static const char *const words[] = { "p",       "div",        "li",      "ul",         "ol",     "dl",
		                             "dt",      "dd",         "hr",      "pre",        "title",  "h1",
		                             "h2",      "h3",         "h4",      "h5",         "h6",     "address",
		                             "section", "blockquote", "article", "aside",      "header", "footer",
		                             "main",    "table",      "tr",      "td",         "th",     "caption",
		                             "figure",  "form",       "nav",     "figcaption", "body",   "summary",
		                             "details", "br",         NULL };
	return is_among(name, words);
}

/* What the text of an element is; an element inside an item or a cell is a part of it. */
static void
set_kind(struct page *page, const char *name)
{
	bool digit = (*name == 'h' || *name == 'H') && name[1] >= '1' && name[1] <= '6' && name[2] == '\0';
	page->level = 0;
	if (page->nav > 0) {
		page->kind = CDR_PROSE_NAVIGATION;
	} else if (digit || strcasecmp(name, "title") == 0) {
		page->kind = CDR_PROSE_HEADING;
		page->level = digit ? name[1] - '0' : 1;
	} else if (strcasecmp(name, "li") == 0 || strcasecmp(name, "dd") == 0) {
		page->kind = CDR_PROSE_ITEM;
	} else if (strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0) {
		page->kind = CDR_PROSE_CELL;
	} else if (page->kind == CDR_PROSE_HEADING || page->kind == CDR_PROSE_NAVIGATION ||
	           strcasecmp(name, "ul") == 0 || strcasecmp(name, "table") == 0 || strcasecmp(name, "section") == 0) {
		page->kind = CDR_PROSE_PARAGRAPH;
	}
}

static enum cdr_status
begin(struct page *page, struct cdr_error *err)
{
	CDR_TRY(cdr_prose_begin(&page->writer, page->kind, page->level, err));
	int line = xmlSAX2GetLineNumber(page->parser);
	page->writer.line = line > 0 ? (uint32_t)line : 0;
	return CDR_OK;
}

static void
on_start(void *context, const xmlChar *tag, const xmlChar **attributes)
{
	struct page *page = context;
	const char *name = (const char *)tag;
	(void)attributes;
	if (page->status != CDR_OK)
		return;
	if (page->parser->nameNr > CDR_HTML_MAX_DEPTH) {
		page->status = cdr_fail(&page->error, CDR_ELIMIT, CDR_INGEST_ROOM, page->source->name,
		                        "elements are nested more than %d deep; save the page as plain text",
		                        CDR_HTML_MAX_DEPTH);
		return;
	}
	page->silent += is_silent(name);
	page->strong += is_strong(name);
	page->nav += strcasecmp(name, "nav") == 0;
	if (page->silent > 0 || !is_block(name))
		return;
	if (strcasecmp(name, "br") != 0)
		set_kind(page, name);
	page->status = begin(page, &page->error);
}

static void
on_end(void *context, const xmlChar *tag)
{
	struct page *page = context;
	const char *name = (const char *)tag;
	page->silent -= page->silent > 0 && is_silent(name);
	page->strong -= page->strong > 0 && is_strong(name);
	page->nav -= page->nav > 0 && strcasecmp(name, "nav") == 0;
	if (page->status != CDR_OK || page->silent > 0 || !is_block(name) || strcasecmp(name, "br") == 0)
		return;
	static const char *const closers[] = { "li", "dd", "td", "th", "nav", "title", "h1",
		                               "h2", "h3", "h4", "h5", "h6",  NULL };
	if (is_among(name, closers)) {
		page->kind = page->nav > 0 ? CDR_PROSE_NAVIGATION : CDR_PROSE_PARAGRAPH;
		page->level = 0;
	}
	page->status = begin(page, &page->error);
}

static void
on_text(void *context, const xmlChar *text, int n)
{
	struct page *page = context;
	if (page->status == CDR_OK && page->silent == 0 && n > 0)
		cdr_prose_text(&page->writer, (struct cdr_str){ (const char *)text, (size_t)n }, page->strong > 0);
}

static void
ignore_error(void *context, xmlErrorPtr error)
{
	(void)context;
	(void)error;
}

/* A page that is cut short within a tag or a script loses what stands after it; the parser reports no end then. */
static enum cdr_status
walk(struct page *page, struct cdr_error *err)
{
	page->parser = htmlNewParserCtxt();
	if (!page->parser)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*page->parser->sax = (xmlSAXHandler){ .startElement = on_start,
		                              .endElement = on_end,
		                              .characters = on_text,
		                              .ignorableWhitespace = on_text,
		                              .cdataBlock = on_text,
		                              .serror = ignore_error,
		                              .initialized = XML_SAX2_MAGIC };
	page->parser->userData = page;
	xmlFreeDoc(htmlCtxtReadMemory(page->parser, page->text.text.p, (int)page->text.text.n, NULL, "UTF-8",
	                              HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
	                                      HTML_PARSE_NOWARNING | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC));
	if (page->status != CDR_OK && err)
		*err = page->error;
	CDR_TRY(page->status);
	return page->parser->errNo == XML_ERR_NO_MEMORY ? cdr_fail_memory(err, CDR_INGEST_ROOM) : CDR_OK;
}

enum cdr_status
cdr_prose_read_html(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	cdr_auto(page) page = { .source = source, .text = CDR_INGEST_TEXT_INIT, .kind = CDR_PROSE_PARAGRAPH };
	CDR_TRY(cdr_html_decode(source, table, &page.text, err));
	CDR_TRY(cdr_prose_writer_init(&page.writer, table, err));
	CDR_TRY(walk(&page, err));
	return cdr_prose_finish(&page.writer, err);
}
