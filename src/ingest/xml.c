/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML records -> rows, through XPath 1.0 over libxml2's tree: of the whole document here, of one record after the other
 * in xml-stream.c where the expressions allow it. Options that would fetch, load DTDs, replace entities or
 * lift libxml2's limits (depth 256, text 10 MB) are never given. Namespaces declared on the root can be used in
 * expressions by their prefixes, the unprefixed one as "default:". Surprise: a DOCTYPE stops the parser from inside its
 * own callback, before a single entity has been declared; looking at the tree afterwards would be too late.
 */
#include "ingest/xml-impl.h"

#include <stdio.h>
#include <string.h>

#include <libxml/xpathInternals.h>

#define DEFAULT_RECORDS "/*/*"
/* Steps of all evaluations over one file together, for as many bytes as are held as a tree; some seconds' worth. */
#define MAX_XPATH_STEPS 500000000UL

static void
cdr_xml_reader_done(struct cdr_xml_reader *reader)
{
	for (size_t i = 0; i < reader->n_compiled; i++)
		xmlXPathFreeCompExpr(reader->compiled[i]);
	cdr_free(reader->compiled);
	xmlXPathFreeObject(reader->records);
	xmlXPathFreeContext(reader->context);
	xmlFreeDoc(reader->document);
	cdr_ingest_auto_done(&reader->columns);
	cdr_ingest_builder_done(&reader->builder);
	cdr_buf_done(&reader->value);
	cdr_buf_done(&reader->path);
}

/* -------------------------------------------------------------------------------------------------------- document */

static void
parser_freep(xmlParserCtxtPtr *parser)
{
	xmlFreeParserCtxt(*parser);
}

static void
refuse_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	xmlParserCtxtPtr parser = context;
	(void)name;
	(void)public_id;
	(void)system_id;
	*(bool *)parser->_private = true;
	xmlStopParser(parser);
}

enum cdr_status
cdr_xml_fail_parse(const struct cdr_ingest_source *source, xmlParserCtxtPtr parser, bool has_doctype,
                   struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX], text[256];
	if (has_doctype)
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
			"the document has a DOCTYPE; it is refused because it could make the reader fetch or expand "
			"things. Remove it");
	xmlErrorPtr error = xmlCtxtGetLastError(parser);
	if (error && error->code == XML_ERR_NO_MEMORY)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	(void)snprintf(text, sizeof(text), "%s", error && error->message ? error->message : "not well-formed");
	text[strcspn(text, "\n")] = '\0';
	(void)snprintf(place, sizeof(place), "%s:%d:%d", source->name, error ? error->line : 1,
	               error ? error->int2 : 1);
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the XML cannot be read: %s; the file is damaged or was cut short, get it again", text);
}

static enum cdr_status
parse_document(struct cdr_xml_reader *reader, struct cdr_str text, const char *encoding, struct cdr_error *err)
{
	bool has_doctype = false;
	__attribute__((cleanup(parser_freep))) xmlParserCtxtPtr parser = xmlNewParserCtxt();
	if (!parser)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	parser->_private = &has_doctype;
	parser->sax->internalSubset = refuse_doctype;
	reader->document = xmlCtxtReadMemory(parser, text.p, (int)text.n, NULL, encoding, CDR_XML_OPTIONS);
	if (!reader->document || has_doctype || !xmlDocGetRootElement(reader->document))
		return cdr_xml_fail_parse(reader->source, parser, has_doctype, err);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- XPath */

/* Silence for libxml2, which would print; the failure is seen by what it returns. */
static void
ignore_error(void *context, xmlErrorPtr error)
{
	(void)context;
	(void)error;
}

static enum cdr_status
open_context(struct cdr_xml_reader *reader, struct cdr_error *err)
{
	reader->context = xmlXPathNewContext(reader->document);
	if (!reader->context)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	reader->context->error = ignore_error;
	reader->context->opLimit = MAX_XPATH_STEPS * (1 + reader->source->bytes.n / CDR_INGEST_MAX_TREE_BYTES);
	for (const xmlNs *ns = xmlDocGetRootElement(reader->document)->nsDef; ns; ns = ns->next) {
		const xmlChar *prefix = ns->prefix ? ns->prefix : (const xmlChar *)CDR_XML_DEFAULT_PREFIX;
		if (xmlXPathRegisterNs(reader->context, prefix, ns->href) != 0)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
	}
	return CDR_OK;
}

enum cdr_status
cdr_xml_fail_expression(const struct cdr_xml_reader *reader, struct cdr_str expression, const char *what,
                        struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, reader->source->name, "the XPath expression \"%.*s\" %s",
	                CDR_STR_ARG(expression), what);
}

static enum cdr_status
compile(struct cdr_xml_reader *reader, struct cdr_str expression, xmlXPathCompExprPtr *ret, struct cdr_error *err)
{
	struct cdr_str copy = { NULL, 0 };
	CDR_TRY(cdr_ingest_copy(reader->builder.table, expression, &copy, err)); /* for its NUL */
	*ret = xmlXPathCtxtCompile(reader->context, (const xmlChar *)copy.p);
	return *ret ? CDR_OK : cdr_xml_fail_expression(reader, expression, "cannot be understood", err);
}

static enum cdr_status
compile_columns(struct cdr_xml_reader *reader, struct cdr_error *err)
{
	const struct cdr_ingest_options *options = reader->source->options;
	reader->compiled = cdr_alloc(options->n_columns * sizeof(*reader->compiled));
	if (!reader->compiled)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	for (; reader->n_compiled < options->n_columns; reader->n_compiled++)
		CDR_TRY(compile(reader, options->columns[reader->n_compiled].path,
		                &reader->compiled[reader->n_compiled], err));
	return CDR_OK;
}

enum cdr_status
cdr_xml_open(struct cdr_xml_reader *reader, struct cdr_error *err)
{
	CDR_TRY(open_context(reader, err));
	return reader->source->options->n_columns > 0 ? compile_columns(reader, err) : CDR_OK;
}

struct cdr_str
cdr_xml_records(const struct cdr_xml_reader *reader)
{
	struct cdr_str records = reader->source->options->records;
	return records.n > 0 ? records : CDR_STR(DEFAULT_RECORDS);
}

static void
expression_freep(xmlXPathCompExprPtr *expression)
{
	xmlXPathFreeCompExpr(*expression);
}

static enum cdr_status
find_records(struct cdr_xml_reader *reader, struct cdr_error *err)
{
	struct cdr_str expression = cdr_xml_records(reader);
	__attribute__((cleanup(expression_freep))) xmlXPathCompExprPtr compiled = NULL;
	CDR_TRY(compile(reader, expression, &compiled, err));
	reader->records = xmlXPathCompiledEval(compiled, reader->context);
	if (!reader->records || reader->records->type != XPATH_NODESET)
		return cdr_xml_fail_expression(reader, expression, "does not select nodes", err);
	if (xmlXPathNodeSetIsEmpty(reader->records->nodesetval))
		return cdr_xml_fail_expression(
			reader, expression,
			"selects nothing: the document is of another layout, or empty; get it again", err);
	/* Numbers the elements, without which sorting walks the tree for each comparison. */
	(void)xmlXPathOrderDocElems(reader->document);
	xmlXPathNodeSetSort(reader->records->nodesetval);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- cells */

static enum cdr_status
add_content(struct cdr_xml_reader *reader, xmlNodePtr node, struct cdr_error *err)
{
	xmlChar *content = xmlXPathCastNodeToString(node);
	if (!content)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	cdr_buf_puts(&reader->value, (const char *)content);
	xmlFree(content);
	return CDR_OK;
}

static enum cdr_status
add_nodes(struct cdr_xml_reader *reader, const xmlNodeSet *nodes, struct cdr_error *err)
{
	for (int i = 0; nodes && i < nodes->nodeNr; i++) {
		if (i > 0)
			cdr_buf_putc(&reader->value, '|');
		CDR_TRY(add_content(reader, nodes->nodeTab[i], err));
	}
	return CDR_OK;
}

/* Leaves the text of an evaluated column in reader->value. */
static enum cdr_status
make_value(struct cdr_xml_reader *reader, xmlXPathObjectPtr result, enum cdr_cell_kind *ret_kind, struct cdr_error *err)
{
	cdr_buf_clear(&reader->value);
	*ret_kind = CDR_CELL_TEXT;
	if (result->type == XPATH_NODESET) {
		CDR_TRY(add_nodes(reader, result->nodesetval, err));
	} else {
		xmlChar *text = xmlXPathCastToString(result);
		if (!text)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
		cdr_buf_puts(&reader->value, (const char *)text);
		xmlFree(text);
		if (result->type == XPATH_BOOLEAN)
			*ret_kind = CDR_CELL_BOOLEAN;
		else if (result->type == XPATH_NUMBER)
			*ret_kind = CDR_CELL_NUMBER;
	}
	return cdr_buf_check(&reader->value, CDR_INGEST_ROOM, err);
}

static void
result_freep(xmlXPathObjectPtr *result)
{
	xmlXPathFreeObject(*result);
}

static enum cdr_status
read_column(struct cdr_xml_reader *reader, size_t i, struct cdr_error *err)
{
	enum cdr_cell_kind kind = CDR_CELL_EMPTY;
	struct cdr_str text = { NULL, 0 };
	__attribute__((cleanup(result_freep))) xmlXPathObjectPtr result =
		xmlXPathCompiledEval(reader->compiled[i], reader->context);
	if (!result)
		return cdr_xml_fail_expression(reader, reader->source->options->columns[i].path,
		                               "cannot be evaluated, or takes too long on this document", err);
	CDR_TRY(make_value(reader, result, &kind, err));
	if (reader->value.n > 0)
		CDR_TRY(cdr_ingest_builder_copy(&reader->builder, cdr_buf_str(&reader->value), &text, err));
	return cdr_ingest_builder_set(&reader->builder, (uint32_t)i, kind, text, err);
}

/* ---------------------------------------------------------------------------------------------------------- leaves */

static enum cdr_status
add_leaf(struct cdr_xml_reader *reader, xmlNodePtr node, struct cdr_error *err)
{
	cdr_buf_clear(&reader->value);
	CDR_TRY(add_content(reader, node, err));
	CDR_TRY(cdr_buf_check(&reader->value, CDR_INGEST_ROOM, err));
	struct cdr_str path = reader->path.n > 0 ? cdr_buf_str(&reader->path) : CDR_STR(".");
	return cdr_ingest_auto_add(&reader->columns, path, CDR_CELL_TEXT, cdr_buf_str(&reader->value), err);
}

/* Adds a step to the path and returns the path's length before it. */
static size_t
push_step(struct cdr_xml_reader *reader, const char *mark, const xmlChar *name)
{
	size_t n_before = reader->path.n;
	cdr_buf_puts(&reader->path, n_before > 0 ? "/" : "");
	cdr_buf_puts(&reader->path, mark);
	cdr_buf_puts(&reader->path, (const char *)name);
	return n_before;
}

/* Attributes and elements without elements in them are leaves. libxml2 bounds the depth. */
static enum cdr_status
read_leaves(struct cdr_xml_reader *reader, xmlNodePtr element, struct cdr_error *err)
{
	for (xmlAttrPtr attribute = element->properties; attribute; attribute = attribute->next) {
		size_t n_path = push_step(reader, "@", attribute->name);
		CDR_TRY(add_leaf(reader, (xmlNodePtr)attribute, err));
		reader->path.n = n_path;
	}
	if (!xmlFirstElementChild(element))
		return add_leaf(reader, element, err);
	for (xmlNodePtr child = xmlFirstElementChild(element); child; child = xmlNextElementSibling(child)) {
		size_t n_path = push_step(reader, "", child->name);
		CDR_TRY(read_leaves(reader, child, err));
		reader->path.n = n_path;
	}
	return CDR_OK;
}

enum cdr_status
cdr_xml_read_record(struct cdr_xml_reader *reader, xmlNodePtr node, struct cdr_error *err)
{
	long line = xmlGetLineNo(node);
	CDR_TRY(cdr_ingest_builder_begin_row(&reader->builder, reader->builder.row + 1, line > 0 ? (uint32_t)line : 0,
	                                     err));
	reader->context->node = node;
	for (size_t i = 0; i < reader->n_compiled; i++)
		CDR_TRY(read_column(reader, i, err));
	if (reader->n_compiled == 0) {
		if (node->type != XML_ELEMENT_NODE)
			return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, reader->source->name,
			                "the records are not elements; select elements, or name the columns");
		CDR_TRY(read_leaves(reader, node, err));
		CDR_TRY(cdr_ingest_auto_flush(&reader->columns, err));
	}
	return cdr_ingest_builder_end_row(&reader->builder, err);
}

static enum cdr_status
read_tree(struct cdr_xml_reader *reader, struct cdr_str text, const char *encoding, struct cdr_error *err)
{
	if (text.n > CDR_INGEST_MAX_TREE_BYTES)
		return cdr_fail(
			err, CDR_ELIMIT, CDR_INGEST_ROOM, reader->source->name,
			"the document has %zu MiB; at most %zu MiB of XML are read with these expressions. Those "
			"that go down from the root to the records, and look at nothing around them, have no such "
			"limit",
			text.n >> 20, CDR_INGEST_MAX_TREE_BYTES >> 20);
	CDR_TRY(parse_document(reader, text, encoding, err));
	CDR_TRY(cdr_xml_open(reader, err));
	CDR_TRY(find_records(reader, err));
	for (int i = 0; i < reader->records->nodesetval->nodeNr; i++)
		CDR_TRY(cdr_xml_read_record(reader, reader->records->nodesetval->nodeTab[i], err));
	return CDR_OK;
}

static bool
is_streamed(const struct cdr_xml_reader *reader)
{
	const struct cdr_ingest_options *options = reader->source->options;
	bool streamed = cdr_xml_streams(cdr_xml_records(reader));
	for (size_t i = 0; i < options->n_columns && streamed; i++)
		streamed = cdr_xml_stays_inside(options->columns[i].path);
	return streamed;
}

/* The document's own declaration of its encoding counts, unless the caller knows better. */
static enum cdr_status
read_records(struct cdr_xml_reader *reader, struct cdr_table *table, struct cdr_error *err)
{
	const struct cdr_ingest_source *source = reader->source;
	cdr_auto(cdr_ingest_text) text = CDR_INGEST_TEXT_INIT;
	bool given = source->options->encoding.n > 0;
	text.text = source->bytes;
	if (given)
		CDR_TRY(cdr_ingest_decode(source, table, &text, err));
	if (is_streamed(reader))
		CDR_TRY(cdr_xml_stream(reader, &text, given ? "UTF-8" : NULL, err));
	else
		CDR_TRY(read_tree(reader, text.text, given ? "UTF-8" : NULL, err));
	struct cdr_str declared = cdr_str_from((const char *)reader->document->encoding);
	return given || declared.n == 0 ? CDR_OK : cdr_ingest_copy(table, declared, &table->encoding, err);
}

enum cdr_status
cdr_ingest_xml(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	const struct cdr_ingest_options *options = source->options;
	cdr_auto(cdr_xml_reader) reader = { .source = source, .value = CDR_BUF_INIT, .path = CDR_BUF_INIT };
	CDR_TRY(cdr_ingest_builder_init(&reader.builder, table, err));
	if (options->n_columns > 0)
		CDR_TRY(cdr_ingest_builder_names(&reader.builder, options->columns, options->n_columns, err));
	else
		CDR_TRY(cdr_ingest_auto_init(&reader.columns, &reader.builder, err));
	reader.builder.row = 1; /* the names' */
	CDR_TRY(read_records(&reader, table, err));
	if (options->n_columns == 0)
		CDR_TRY(cdr_ingest_auto_finish(&reader.columns, err));
	return cdr_ingest_builder_finish_only(&reader.builder, err);
}
