/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxml2's text reader over one member of the archive, cut down to four events. A member is never held whole: it is
 * unpacked as it is parsed. Options that would open files, load DTDs or lift libxml2's own limits are never given, and a
 * document with a DOCTYPE is refused at once. Surprise: an empty element gives a start and an end here, though libxml2
 * reports it once.
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>
#include <string.h>

#include <libxml/xmlreader.h>

void
cdr_xlsx_xml_done(struct cdr_xlsx_xml *xml)
{
	if (xml->reader)
		xmlFreeTextReader(xml->reader);
	xml->reader = NULL;
	cdr_zip_member_done(&xml->member);
}

static int
read_member(void *context, char *out, int n_bytes)
{
	return cdr_zip_member_read(context, out, n_bytes);
}

/* The reader does not own the member; cdr_xlsx_xml_done closes it. */
static int
keep_member(void *context)
{
	(void)context;
	return 0;
}

/* libxml2 would print; the first complaint is the cause, later ones are consequences. */
static void
note_error(void *context, xmlErrorPtr error)
{
	struct cdr_xlsx_xml *xml = context;
	if (xml->error_text[0] || error->level < XML_ERR_ERROR)
		return;
	(void)snprintf(xml->error_text, sizeof(xml->error_text), "%s", error->message ? error->message : "unreadable");
	xml->error_text[strcspn(xml->error_text, "\n")] = '\0';
	xml->error_line = error->line;
}

enum cdr_status
cdr_xlsx_xml_open(struct cdr_xlsx_xml *xml, struct cdr_zip *archive, const char *member, struct cdr_error *err)
{
	*xml = (struct cdr_xlsx_xml){ 0 };
	CDR_TRY(cdr_zip_member_open(&xml->member, archive, member, err));
	xml->reader =
		xmlReaderForIO(read_member, keep_member, &xml->member, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
	if (!xml->reader && xml->member.status != CDR_OK) {
		if (err)
			*err = xml->member.error;
		return xml->member.status;
	}
	if (!xml->reader)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	xmlTextReaderSetStructuredErrorHandler(xml->reader, note_error, xml);
	return CDR_OK;
}

static enum cdr_status
fail_xml(const struct cdr_xlsx_xml *xml, struct cdr_error *err)
{
	if (xml->member.status != CDR_OK) {
		if (err)
			*err = xml->member.error;
		return xml->member.status;
	}
	char place[CDR_ERROR_WHERE_MAX];
	(void)snprintf(place, sizeof(place), "%s member %s:%d", xml->member.archive->name, xml->member.name,
	               xml->error_line);
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the %s is damaged or incomplete: %s; save it again from the program it comes from",
	                xml->member.archive->what ? xml->member.archive->what : "workbook",
	                xml->error_text[0] ? xml->error_text : "not well-formed XML");
}

/* Sets the event for the node the reader stands on; false for nodes nobody asks for. */
static bool
take_node(struct cdr_xlsx_xml *xml, int type)
{
	switch (type) {
	case XML_READER_TYPE_ELEMENT:
		xml->event = CDR_XLSX_START;
		xml->owes_end = xmlTextReaderIsEmptyElement(xml->reader) == 1;
		return true;
	case XML_READER_TYPE_END_ELEMENT:
		xml->event = CDR_XLSX_END;
		return true;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		xml->event = CDR_XLSX_TEXT;
		return true;
	default:
		return false;
	}
}

enum cdr_status
cdr_xlsx_xml_next(struct cdr_xlsx_xml *xml, struct cdr_error *err)
{
	if (xml->owes_end) {
		xml->owes_end = false;
		xml->event = CDR_XLSX_END;
		return CDR_OK;
	}
	int outcome;
	while ((outcome = xmlTextReaderRead(xml->reader)) == 1) {
		int type = xmlTextReaderNodeType(xml->reader);
		if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
			char place[CDR_ERROR_WHERE_MAX];
			(void)snprintf(place, sizeof(place), "%s member %s", xml->member.archive->name,
			               xml->member.name);
			return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
			                "the document has a DOCTYPE, which no workbook needs; it is refused: save the "
			                "list again from a "
			                "spreadsheet program");
		}
		if (take_node(xml, type))
			return CDR_OK;
	}
	/* A read that fails at a node boundary may look like the end of the document; the member knows better. */
	if (outcome != 0 || xml->member.status != CDR_OK)
		return fail_xml(xml, err);
	xml->event = CDR_XLSX_END_OF_FILE;
	return CDR_OK;
}

bool
cdr_xlsx_xml_is(const struct cdr_xlsx_xml *xml, enum cdr_xlsx_event event, const char *name)
{
	if (xml->event != event || event == CDR_XLSX_END_OF_FILE)
		return false;
	const xmlChar *local = xmlTextReaderConstLocalName(xml->reader);
	return local && strcmp((const char *)local, name) == 0;
}

struct cdr_str
cdr_xlsx_xml_attribute(struct cdr_xlsx_xml *xml, const char *name)
{
	struct cdr_str value = { NULL, 0 };
	for (int at = xmlTextReaderMoveToFirstAttribute(xml->reader); at == 1;
	     at = xmlTextReaderMoveToNextAttribute(xml->reader)) {
		const xmlChar *local = xmlTextReaderConstLocalName(xml->reader);
		if (local && strcmp((const char *)local, name) == 0) {
			value = cdr_str_from((const char *)xmlTextReaderConstValue(xml->reader));
			break;
		}
	}
	(void)xmlTextReaderMoveToElement(xml->reader);
	return value;
}

struct cdr_str
cdr_xlsx_xml_text(const struct cdr_xlsx_xml *xml)
{
	return cdr_str_from((const char *)xmlTextReaderConstValue(xml->reader));
}

enum cdr_status
cdr_xlsx_xml_gather(struct cdr_xlsx_xml *xml, bool rich, struct cdr_buf *out, struct cdr_error *err)
{
	int depth = 1, text_depth = rich ? 0 : 1, skip_depth = 0;
	while (depth > 0) {
		CDR_TRY(cdr_xlsx_xml_next(xml, err));
		if (xml->event == CDR_XLSX_START) {
			depth++;
			if (rich && text_depth == 0 && cdr_xlsx_xml_is(xml, CDR_XLSX_START, "t"))
				text_depth = depth;
			if (rich && skip_depth == 0 && cdr_xlsx_xml_is(xml, CDR_XLSX_START, "rPh"))
				skip_depth = depth;
		} else if (xml->event == CDR_XLSX_END) {
			text_depth = text_depth == depth && rich ? 0 : text_depth;
			skip_depth = skip_depth == depth ? 0 : skip_depth;
			depth--;
		} else if (xml->event == CDR_XLSX_TEXT && text_depth == depth && skip_depth == 0) {
			cdr_buf_add_str(out, cdr_xlsx_xml_text(xml));
		} else if (xml->event == CDR_XLSX_END_OF_FILE) {
			return fail_xml(xml, err);
		}
	}
	return cdr_buf_check(out, CDR_INGEST_ROOM, err);
}
