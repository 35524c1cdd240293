/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door of the room: starts libxml2 safely, finds the format and hands the bytes to its reader. One row of the table
 * at the end is one format. Nothing is parsed here. Surprise: libxml2's loader of external entities is one pointer for
 * the whole process, so cdr_ingest_start() replaces it for everyone: nothing in this program may read a file or an
 * address because a document says so.
 */
#include "ingest/ingest-impl.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>

struct format {
	enum cdr_ingest_format format;
	cdr_ingest_read_fn read;
};
static const struct format formats[] = {
	{ CDR_INGEST_CSV, cdr_ingest_csv },   { CDR_INGEST_XLSX, cdr_ingest_xlsx },
	{ CDR_INGEST_JSON, cdr_ingest_json }, { CDR_INGEST_XML, cdr_ingest_xml },
	{ CDR_INGEST_HTML, cdr_ingest_html }, { CDR_INGEST_NDJSON, cdr_ingest_ndjson },
	{ CDR_INGEST_ODS, cdr_ingest_ods },   { CDR_INGEST_XLS, cdr_ingest_xls },
	{ CDR_INGEST_TEXT, cdr_ingest_list }, { CDR_INGEST_FTM, cdr_ingest_ftm },
	{ CDR_INGEST_PDF, cdr_ingest_pdf },   { CDR_INGEST_PROSE, cdr_ingest_prose },
};

/* External entities are the classic way to make a parser disclose files; no table has a use for one. */
static xmlParserInputPtr
refuse_entity(const char *url, const char *id, xmlParserCtxtPtr context)
{
	(void)url;
	(void)id;
	(void)context;
	return NULL;
}

/* Some complaints of libxml2 bypass the handlers of their own context and would be printed. */
static void
say_nothing(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

enum cdr_status
cdr_ingest_start(struct cdr_error *err)
{
	if (xmlHasFeature(XML_WITH_XPATH) == 0 || xmlHasFeature(XML_WITH_READER) == 0 ||
	    xmlHasFeature(XML_WITH_HTML) == 0)
		return cdr_fail(err, CDR_EINTERNAL, CDR_INGEST_ROOM, NULL,
		                "libxml2 was built without XPath, reader or HTML");
	xmlInitParser();
	xmlSetExternalEntityLoader(refuse_entity);
	(void)xmlThrDefSetGenericErrorFunc(NULL, say_nothing); /* threads to come */
	xmlSetGenericErrorFunc(NULL, say_nothing);             /* this one */
	return CDR_OK;
}

static enum cdr_status
new_table(const struct cdr_ingest_source *source, enum cdr_ingest_format format, struct cdr_table **ret,
          struct cdr_error *err)
{
	cdr_owned(cdr_table) table = cdr_alloc(sizeof(*table));
	if (!table)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	table->arena = cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES);
	if (!table->arena)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	table->format = format;
	table->encoding = CDR_STR("UTF-8");
	CDR_TRY(cdr_ingest_copy(table, cdr_str_from(source->name), &table->file, err));
	*ret = cdr_steal(&table);
	return CDR_OK;
}

void
cdr_ingest_source_init(struct cdr_ingest_source *source, struct cdr_str bytes, const char *name,
                       const struct cdr_ingest_options *options)
{
	static const struct cdr_ingest_options defaults;
	*source = (struct cdr_ingest_source){
		.bytes = bytes,
		.name = name && *name ? cdr_file_name(name) : "input",
		.options = options ? options : &defaults,
	};
}

enum cdr_status
cdr_ingest_source_check(const struct cdr_ingest_source *source, struct cdr_error *err)
{
	if (source->bytes.n == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "the file is empty; get it again from whoever sent it");
	if (source->bytes.n > CDR_INGEST_MAX_FILE_BYTES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, source->name,
		                "the file has %zu MiB; at most %zu MiB are read; split it", source->bytes.n >> 20,
		                CDR_INGEST_MAX_FILE_BYTES >> 20);
	return CDR_OK;
}

bool
cdr_ingest_is_format(uint32_t format)
{
	for (size_t i = 0; i < CDR_LEN(formats); i++) {
		if (formats[i].format == (enum cdr_ingest_format)format)
			return true;
	}
	return false;
}

static enum cdr_status
read_unpacked(const struct cdr_ingest_source *source, struct cdr_table **ret, struct cdr_error *err)
{
	enum cdr_ingest_format found = CDR_INGEST_AUTO;
	cdr_owned(cdr_table) table = NULL;
	CDR_TRY(cdr_ingest_sniff(source, source->options->format, &found, err));
	CDR_TRY(new_table(source, found, &table, err));
	if (source->spare) {
		CDR_TRY(cdr_ingest_need_spool(table, err));
		table->spool->fd = source->spare->fds[CDR_INGEST_SPARE_ROWS];
	}
	for (size_t i = 0; i < CDR_LEN(formats); i++) {
		if (formats[i].format == found) {
			CDR_TRY(formats[i].read(source, table, err));
			if (table->spool)
				CDR_TRY(cdr_spool_close(table->spool, err));
			*ret = cdr_steal(&table);
			return CDR_OK;
		}
	}
	return cdr_fail(err, CDR_EUSAGE, CDR_INGEST_ROOM, source->name, "no such format: %d", (int)found);
}

enum cdr_status
cdr_ingest_read_source(const struct cdr_ingest_source *source, struct cdr_table **ret, struct cdr_error *err)
{
	cdr_auto(cdr_ingest_unpacked) unpacked = { .bytes = CDR_SPOOL_INIT };
	CDR_TRY(cdr_ingest_source_check(source, err));
	CDR_TRY(cdr_ingest_unpack(source, &unpacked, err));
	if (unpacked.source.bytes.n == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "the file packed in it is empty; get it again from whoever sent it");
	return read_unpacked(&unpacked.source, ret, err);
}

enum cdr_status
cdr_ingest_read(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options,
                struct cdr_table **ret, struct cdr_error *err)
{
	struct cdr_ingest_source source;
	cdr_ingest_source_init(&source, bytes, name, options);
	return cdr_ingest_read_source(&source, ret, err);
}
