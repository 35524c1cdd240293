/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the readers of XML: a document as a tree and its records as rows (xml.c), records one by one as they end
 * (xml-stream.c), and which expressions allow that (xml-path.c).
 */

#include "ingest/ingest-impl.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

struct cdr_xml_reader {
	const struct cdr_ingest_source *source;
	struct cdr_ingest_builder builder;
	struct cdr_ingest_auto columns; /* used where the call names none */
	xmlDocPtr document;
	xmlXPathContextPtr context;
	xmlXPathCompExprPtr *compiled; /* one per named column */
	size_t n_compiled;
	xmlXPathObjectPtr records; /* of a tree */
	struct cdr_buf value, path;
};

/* ------------------------------------------------------------------------------------------------------------ xml.c */

#define CDR_XML_DEFAULT_PREFIX "default" /* of the namespace that has none */
#define CDR_XML_OPTIONS                                                                                                \
	(XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT |           \
	 XML_PARSE_BIG_LINES)

/* The records' expression, or the one for the root's children. */
struct cdr_str
cdr_xml_records(const struct cdr_xml_reader *reader);
/* Makes the context of `reader->document`, whose root is there, and compiles the columns in it. */
enum cdr_status CDR_MUST_CHECK
cdr_xml_open(struct cdr_xml_reader *reader, struct cdr_error *err);
/* A record -> a row. */
enum cdr_status CDR_MUST_CHECK
cdr_xml_read_record(struct cdr_xml_reader *reader, xmlNodePtr node, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_xml_fail_parse(const struct cdr_ingest_source *source, xmlParserCtxtPtr parser, bool has_doctype,
                   struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_xml_fail_expression(const struct cdr_xml_reader *reader, struct cdr_str expression, const char *what,
                        struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------- xml-path.c */

/* Whether an expression for records tells from an element and those it is in whether it is one: steps down from the root
 * by name, "/list/entry", "//entry", and several of them with "|" between. */
bool
cdr_xml_streams(struct cdr_str records);
/* Whether an expression for a column looks at nothing but the record and what is in it, and attributes of the elements
 * around it ("../@date", "/list/@date"). */
bool
cdr_xml_stays_inside(struct cdr_str column);

/* ----------------------------------------------------------------------------------------------------- xml-stream.c */

/* Reads a document whose expressions allow it; memory is that of one record. */
enum cdr_status CDR_MUST_CHECK
cdr_xml_stream(struct cdr_xml_reader *reader, const struct cdr_ingest_text *text, const char *encoding,
               struct cdr_error *err);
