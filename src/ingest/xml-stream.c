/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML records one by one: the document goes by, and of its tree there is only the record being read and the elements it
 * is in, with their attributes. What a record's cells are is worked out in xml.c as in any tree. The surprise: this hangs
 * in libxml2's own callbacks (and not in its text reader), because only there a DOCTYPE can be refused before what it
 * declares means anything; the tree is libxml2's, built by its functions and taken down by ours.
 */
#include "ingest/xml-impl.h"

#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/pattern.h>

#define FORGET_BYTES ((size_t)8 << 20)

struct xml_stream {
	struct cdr_xml_reader *reader;
	const struct cdr_ingest_text *text;
	size_t n_fed, kept; /* bytes given to the parser; where memory was last given back */
	xmlParserCtxtPtr parser;
	xmlPatternPtr pattern;
	xmlStreamCtxtPtr matcher;
	xmlNodePtr record; /* the outermost one that is open */
	size_t record_at, n_records, n_within;
	bool has_doctype;
	enum cdr_status status; /* of what is ours; the parser has been stopped when it is not OK */
	struct cdr_error *err;
};

static void
xml_stream_done(struct xml_stream *stream)
{
	if (stream->matcher)
		xmlFreeStreamCtxt(stream->matcher);
	if (stream->pattern)
		xmlFreePattern(stream->pattern);
	if (stream->parser)
		xmlFreeParserCtxt(stream->parser);
}

static void
stop(struct xml_stream *stream, enum cdr_status status)
{
	stream->status = status;
	xmlStopParser(stream->parser);
}

/* Whether the parser still builds: after its own failure it goes on calling, with nothing to show. */
static bool
goes_on(const struct xml_stream *stream)
{
	return stream->status == CDR_OK && stream->parser->disableSAX == 0 && stream->parser->node;
}

/* --------------------------------------------------------------------------------------------------------- expression */

static enum cdr_status
compile_records(struct xml_stream *stream, const char *expression, struct cdr_error *err)
{
	const xmlNs *root = xmlDocGetRootElement(stream->reader->document)->nsDef;
	size_t n = 0;
	for (const xmlNs *ns = root; ns; ns = ns->next)
		n++;
	__attribute__((cleanup(cdr_freep))) const xmlChar **names = cdr_alloc((2 * n + 2) * sizeof(*names));
	if (!names)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	n = 0;
	for (const xmlNs *ns = root; ns; ns = ns->next) {
		names[n++] = ns->href;
		names[n++] = ns->prefix ? ns->prefix : (const xmlChar *)CDR_XML_DEFAULT_PREFIX;
	}
	stream->pattern = xmlPatterncompile((const xmlChar *)expression, NULL, XML_PATTERN_XPATH, names);
	stream->matcher = stream->pattern ? xmlPatternGetStreamCtxt(stream->pattern) : NULL;
	if (!stream->matcher || xmlStreamPush(stream->matcher, NULL, NULL) < 0)
		return cdr_xml_fail_expression(stream->reader, cdr_str_from(expression), "cannot be understood", err);
	return CDR_OK;
}

/* The root is there: its namespaces are those of the expressions. */
static enum cdr_status
begin(struct xml_stream *stream)
{
	struct cdr_xml_reader *reader = stream->reader;
	struct cdr_str expression = { NULL, 0 };
	reader->document = stream->parser->myDoc;
	CDR_TRY(cdr_xml_open(reader, stream->err));
	CDR_TRY(cdr_ingest_copy(reader->builder.table, cdr_xml_records(reader), &expression,
	                        stream->err)); /* its NUL */
	return compile_records(stream, expression.p, stream->err);
}

/* ------------------------------------------------------------------------------------------------------------- tree */

static void
drop(xmlNodePtr node)
{
	/* The root stays: the document is not one without it. */
	if (node->parent && node->parent->type == XML_ELEMENT_NODE) {
		xmlUnlinkNode(node);
		xmlFreeNode(node);
	}
}

static xmlNodePtr
next_within(xmlNodePtr node, const xmlNode *top)
{
	if (node->type == XML_ELEMENT_NODE && node->children)
		return node->children;
	while (node != top && !node->next)
		node = node->parent;
	return node == top ? NULL : node->next;
}

/* A record may have others in it; they come in the order in which they begin. */
static enum cdr_status
read_marked(struct xml_stream *stream, xmlNodePtr top)
{
	if (stream->n_within == 0)
		return cdr_xml_read_record(stream->reader, top, stream->err);
	for (xmlNodePtr node = top; node; node = next_within(node, top)) {
		if (node->type == XML_ELEMENT_NODE && node->_private == stream)
			CDR_TRY(cdr_xml_read_record(stream->reader, node, stream->err));
	}
	return CDR_OK;
}

static void
check_size(struct xml_stream *stream)
{
	char place[CDR_ERROR_WHERE_MAX];
	if (!stream->record || stream->n_fed - stream->record_at <= CDR_INGEST_MAX_TREE_BYTES)
		return;
	long line = xmlGetLineNo(stream->record);
	stop(stream, cdr_fail(stream->err, CDR_ELIMIT, CDR_INGEST_ROOM,
	                      cdr_ingest_line_place(stream->reader->source->name, line > 0 ? (uint32_t)line : 0, place),
	                      "the record has more than %zu MiB; that is as much XML as is read at once",
	                      CDR_INGEST_MAX_TREE_BYTES >> 20));
}

/* -------------------------------------------------------------------------------------------------------- callbacks */

static void
mark_record(struct xml_stream *stream)
{
	stream->parser->node->_private = stream;
	stream->n_records++;
	if (stream->record) {
		stream->n_within++;
		return;
	}
	stream->record = stream->parser->node;
	stream->record_at = stream->n_fed;
	stream->n_within = 0;
}

static void
start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
              const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	xmlParserCtxtPtr parser = context;
	struct xml_stream *stream = parser->_private;
	xmlSAX2StartElementNs(context, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted,
	                      attributes);
	if (!goes_on(stream))
		return;
	if (!stream->matcher) {
		enum cdr_status status = begin(stream);
		if (status != CDR_OK) {
			stop(stream, status);
			return;
		}
	}
	int match = xmlStreamPush(stream->matcher, name, uri);
	if (match < 0)
		stop(stream, cdr_fail_memory(stream->err, CDR_INGEST_ROOM));
	else if (match == 1)
		mark_record(stream);
	check_size(stream);
}

static void
end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	xmlParserCtxtPtr parser = context;
	struct xml_stream *stream = parser->_private;
	xmlNodePtr node = parser->node;
	bool sound = goes_on(stream);
	xmlSAX2EndElementNs(context, name, prefix, uri);
	if (!sound)
		return;
	(void)xmlStreamPop(stream->matcher);
	if (stream->record && node != stream->record)
		return;
	if (node == stream->record) {
		enum cdr_status status = read_marked(stream, node);
		stream->record = NULL;
		if (status != CDR_OK) {
			stop(stream, status);
			return;
		}
	}
	drop(node);
}

/* Outside of records nothing but elements is kept. */
static void
add_characters(void *context, const xmlChar *text, int n)
{
	xmlParserCtxtPtr parser = context;
	struct xml_stream *stream = parser->_private;
	if (!stream->record)
		return;
	xmlSAX2Characters(context, text, n);
	check_size(stream);
}

static void
add_comment(void *context, const xmlChar *text)
{
	xmlParserCtxtPtr parser = context;
	if (((struct xml_stream *)parser->_private)->record)
		xmlSAX2Comment(context, text);
}

static void
add_instruction(void *context, const xmlChar *target, const xmlChar *text)
{
	xmlParserCtxtPtr parser = context;
	if (((struct xml_stream *)parser->_private)->record)
		xmlSAX2ProcessingInstruction(context, target, text);
}

static void
refuse_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	xmlParserCtxtPtr parser = context;
	struct xml_stream *stream = parser->_private;
	(void)name;
	(void)public_id;
	(void)system_id;
	stream->has_doctype = true;
	xmlStopParser(parser);
}

static int
feed(void *context, char *out, int n_bytes)
{
	struct xml_stream *stream = context;
	size_t n = stream->text->text.n - stream->n_fed;
	if (n > (size_t)n_bytes)
		n = (size_t)n_bytes;
	memcpy(out, stream->text->text.p + stream->n_fed, n);
	stream->n_fed += n;
	if (stream->n_fed - stream->kept >= FORGET_BYTES) {
		cdr_ingest_text_forget(stream->text, stream->reader->source);
		stream->kept = stream->n_fed;
	}
	return (int)n;
}

static int
keep_text(void *context)
{
	(void)context;
	return 0;
}

/* ---------------------------------------------------------------------------------------------------------- document */

enum cdr_status
cdr_xml_stream(struct cdr_xml_reader *reader, const struct cdr_ingest_text *text, const char *encoding,
               struct cdr_error *err)
{
	cdr_auto(xml_stream) stream = { .reader = reader, .text = text, .err = err, .parser = xmlNewParserCtxt() };
	if (!stream.parser)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	stream.parser->_private = &stream;
	stream.parser->sax->internalSubset = refuse_doctype;
	stream.parser->sax->startElementNs = start_element;
	stream.parser->sax->endElementNs = end_element;
	stream.parser->sax->characters = add_characters;
	stream.parser->sax->ignorableWhitespace = add_characters;
	stream.parser->sax->comment = add_comment;
	stream.parser->sax->processingInstruction = add_instruction;
	/* Before that the document is the parser's, which frees it when it fails. */
	reader->document = xmlCtxtReadIO(stream.parser, feed, keep_text, &stream, NULL, encoding, CDR_XML_OPTIONS);
	CDR_TRY(stream.status);
	if (!reader->document || stream.has_doctype || !stream.matcher)
		return cdr_xml_fail_parse(reader->source, stream.parser, stream.has_doctype, err);
	if (stream.n_records == 0)
		return cdr_xml_fail_expression(
			reader, cdr_xml_records(reader),
			"selects nothing: the document is of another layout, or empty; get it again", err);
	return CDR_OK;
}
