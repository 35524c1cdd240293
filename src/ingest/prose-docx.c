/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word processor's package (Office Open XML, ISO/IEC 29500-1) -> blocks. Of styles only what makes a paragraph a heading is
 * looked at; footnotes, headers and comments are not read. Text that was struck out in review is left out, text that was
 * put in is read. The surprise: the words of a text box are written down twice, for newer and older programs, and are read
 * once.
 */
#include "ingest/prose-impl.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "ingest/xlsx-impl.h"

#define MAX_STYLES 10000
#define DOCUMENT "word/document.xml"
#define STYLES "word/styles.xml"

struct style {
	struct cdr_str id;
	int level; /* of a heading; 0: none */
};
struct document {
	struct cdr_zip archive;
	struct cdr_prose_writer writer;
	struct cdr_table *table;
	struct cdr_vec styles; /* of struct style */
	int n_cells, n_silent;
	bool strong, started; /* of the run; the paragraph's block is open */
	enum cdr_prose_kind kind;
	int level;
};

static void
document_done(struct document *document)
{
	cdr_zip_done(&document->archive);
	cdr_prose_writer_done(&document->writer);
	cdr_vec_done(&document->styles);
}

/* "heading 2" and "Heading2" are of level 2, whatever the program calls them in its own language: the name is English. */
static int
heading_level(struct cdr_str name)
{
	static const struct cdr_str word = { "heading", 7 };
	if (cdr_str_equal_nocase(name, CDR_STR("title")))
		return 1;
	if (cdr_str_equal_nocase(name, CDR_STR("subtitle")))
		return 2;
	if (name.n <= word.n || !cdr_str_equal_nocase((struct cdr_str){ name.p, word.n }, word))
		return 0;
	char last = name.p[name.n - 1];
	return last >= '1' && last <= '6' ? last - '0' : 0;
}

/* Levels are counted from 0 in the file, and 9 is body text. */
static int
outline_level(struct cdr_str value)
{
	return value.n == 1 && *value.p >= '0' && *value.p <= '5' ? *value.p - '0' + 1 : 0;
}

static enum cdr_status
begin_style(struct document *document, struct cdr_xlsx_xml *xml, struct cdr_error *err)
{
	struct cdr_str id = cdr_xlsx_xml_attribute(xml, "styleId");
	if (document->styles.n >= MAX_STYLES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, document->archive.name,
		                "the document has more than %d styles; save it as PDF or plain text", MAX_STYLES);
	struct style *style = cdr_vec_push(&document->styles);
	if (!style)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	style->level = heading_level(id);
	return cdr_ingest_copy(document->table, id, &style->id, err);
}

static enum cdr_status
read_styles(struct document *document, struct cdr_error *err)
{
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	if (!cdr_zip_has(&document->archive, STYLES))
		return CDR_OK;
	CDR_TRY(cdr_xlsx_xml_open(&xml, &document->archive, STYLES, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&xml, err));
		struct style *last =
			document->styles.n ? CDR_VEC_AT(&document->styles, struct style, document->styles.n - 1) : NULL;
		if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "style")) {
			CDR_TRY(begin_style(document, &xml, err));
		} else if (last && last->level == 0 && cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "name")) {
			last->level = heading_level(cdr_xlsx_xml_attribute(&xml, "val"));
		} else if (last && last->level == 0 && cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "outlineLvl")) {
			last->level = outline_level(cdr_xlsx_xml_attribute(&xml, "val"));
		}
	} while (xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

static int
level_of_style(const struct document *document, struct cdr_str id)
{
	for (size_t i = 0; i < document->styles.n; i++) {
		const struct style *style = CDR_VEC_AT(&document->styles, struct style, i);
		if (cdr_str_equal(style->id, id))
			return style->level;
	}
	return heading_level(id);
}

/* Elements whose text nobody sees, or sees elsewhere. */
static bool
is_silent(const struct cdr_xlsx_xml *xml, enum cdr_xlsx_event event)
{
	static const char *const names[] = { "Fallback", "delText", "instrText", "del", "moveFrom" };
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		if (cdr_xlsx_xml_is(xml, event, names[i]))
			return true;
	}
	return false;
}

/* A block is begun with the first text, when all is known of its paragraph. */
static enum cdr_status
add_text(struct document *document, struct cdr_str text, struct cdr_error *err)
{
	if (!document->started)
		CDR_TRY(cdr_prose_begin(&document->writer, document->kind, document->level, err));
	document->started = true;
	cdr_prose_text(&document->writer, text, document->strong);
	return CDR_OK;
}

static void
look_at_property(struct document *document, struct cdr_xlsx_xml *xml)
{
	struct cdr_str value = { NULL, 0 };
	int level = 0;
	if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "pStyle"))
		level = level_of_style(document, cdr_xlsx_xml_attribute(xml, "val"));
	else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "outlineLvl"))
		level = outline_level(cdr_xlsx_xml_attribute(xml, "val"));
	if (level > 0) {
		document->kind = CDR_PROSE_HEADING;
		document->level = level;
	}
	if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "numPr") && document->kind == CDR_PROSE_PARAGRAPH)
		document->kind = CDR_PROSE_ITEM;
	if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "b")) {
		value = cdr_xlsx_xml_attribute(xml, "val");
		document->strong = !cdr_str_equal(value, CDR_STR("0")) && !cdr_str_equal(value, CDR_STR("false"));
	}
}

static enum cdr_status
take_start(struct document *document, struct cdr_xlsx_xml *xml, struct cdr_error *err)
{
	if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "p")) {
		document->started = false;
		document->level = 0;
		document->kind = document->n_cells > 0 ? CDR_PROSE_CELL : CDR_PROSE_PARAGRAPH;
		document->writer.line++;
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "tc")) {
		document->n_cells++;
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "r")) {
		document->strong = false;
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "tab") ||
	           cdr_xlsx_xml_is(xml, CDR_XLSX_START, "noBreakHyphen")) {
		bool hyphen = cdr_xlsx_xml_is(xml, CDR_XLSX_START, "noBreakHyphen");
		cdr_prose_text(&document->writer, hyphen ? CDR_STR("-") : CDR_STR(" "), document->strong);
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "br") || cdr_xlsx_xml_is(xml, CDR_XLSX_START, "cr")) {
		document->started = false;
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "t")) {
		cdr_auto(cdr_buf) text = { .max = CDR_INGEST_MAX_PROSE_BYTES };
		CDR_TRY(cdr_xlsx_xml_gather(xml, false, &text, err));
		return add_text(document, cdr_buf_str(&text), err);
	} else {
		look_at_property(document, xml);
	}
	return CDR_OK;
}

static enum cdr_status
read_body(struct document *document, struct cdr_error *err)
{
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	CDR_TRY(cdr_xlsx_xml_open(&xml, &document->archive, DOCUMENT, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&xml, err));
		if (is_silent(&xml, CDR_XLSX_START))
			document->n_silent++;
		else if (is_silent(&xml, CDR_XLSX_END))
			document->n_silent -= document->n_silent > 0;
		else if (document->n_silent == 0 && xml.event == CDR_XLSX_START)
			CDR_TRY(take_start(document, &xml, err));
		else if (cdr_xlsx_xml_is(&xml, CDR_XLSX_END, "tc"))
			document->n_cells -= document->n_cells > 0;
		else if (cdr_xlsx_xml_is(&xml, CDR_XLSX_END, "p"))
			document->started = false;
	} while (xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

enum cdr_status
cdr_prose_read_docx(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	__attribute__((cleanup(document_done))) struct document document = {
		.table = table,
		.styles = CDR_VEC_INIT(struct style, MAX_STYLES),
	};
	CDR_TRY(cdr_zip_open(&document.archive, source->bytes, source->name, err));
	CDR_TRY(cdr_prose_writer_init(&document.writer, table, err));
	document.archive.what = "document";
	CDR_TRY(read_styles(&document, err));
	CDR_TRY(read_body(&document, err));
	return cdr_prose_finish(&document.writer, err);
}
