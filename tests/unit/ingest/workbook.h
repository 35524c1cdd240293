/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Workbooks made on the spot from readable XML, for the unit tests and the fuzzer: nothing binary has to be kept.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "candor/base.h"

#define WORKBOOK_MAX_PARTS 16

struct part {
	const char *name;
	struct cdr_str content;
};

/* Packs the parts; the result is freed with free(). {NULL,0} when libzip refuses. */
static inline struct cdr_str
pack_parts(const struct part *parts, size_t n_parts, bool compress)
{
	struct cdr_str none = { NULL, 0 };
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, &error);
	if (!archive)
		return none;
	zip_source_keep(archive);
	zip_t *zip = zip_open_from_source(archive, ZIP_TRUNCATE, &error);
	for (size_t i = 0; zip && i < n_parts; i++) {
		zip_source_t *content = zip_source_buffer(zip, parts[i].content.p, parts[i].content.n, 0);
		zip_int64_t index = zip_file_add(zip, parts[i].name, content, ZIP_FL_ENC_UTF_8);
		if (index >= 0)
			(void)zip_set_file_compression(zip, (zip_uint64_t)index,
			                               compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 1);
	}
	struct cdr_str packed = none;
	zip_stat_t stat;
	if (zip && zip_close(zip) == 0 && zip_source_open(archive) == 0) {
		char *bytes = NULL;
		if (zip_source_stat(archive, &stat) == 0 && (bytes = malloc(stat.size + 1)) != NULL)
			packed = (struct cdr_str){ bytes, (size_t)zip_source_read(archive, bytes, stat.size) };
		(void)zip_source_close(archive);
	}
	zip_source_free(archive);
	zip_error_fini(&error);
	return packed;
}

#define SPREADSHEET_NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE_RELS(relations)                                                                                        \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" relations             \
	"</Relationships>"
#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"" OFFICE_TYPE type "\" Target=\"" target "\"/>"
#define SHEET(rows) "<worksheet " SPREADSHEET_NS "><sheetData>" rows "</sheetData></worksheet>"

static const char workbook_root_rels[] = PACKAGE_RELS(RELATION("r1", "officeDocument", "xl/workbook.xml"));
static const char workbook_rels[] = PACKAGE_RELS(RELATION("r1", "worksheet", "worksheets/sheet1.xml") RELATION(
	"r2", "styles", "styles.xml") RELATION("r3", "sharedStrings", "sharedStrings.xml"));
static const char workbook_xml[] = "<workbook " SPREADSHEET_NS " xmlns:r=\"" OFFICE_TYPE "\"><sheets>"
				   "<sheet name=\"Sites\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

/* A workbook of one sheet, "Sites"; NULL strings or styles are replaced by empty ones, a NULL book by the plain one. */
static inline struct cdr_str
pack_workbook(struct cdr_str sheet, struct cdr_str strings, struct cdr_str styles, struct cdr_str book)
{
	const struct part parts[] = {
		{ "_rels/.rels", cdr_str_from(workbook_root_rels) },
		{ "xl/workbook.xml", book.p ? book : cdr_str_from(workbook_xml) },
		{ "xl/_rels/workbook.xml.rels", cdr_str_from(workbook_rels) },
		{ "xl/worksheets/sheet1.xml", sheet },
		{ "xl/sharedStrings.xml", strings.p ? strings : cdr_str_from("<sst " SPREADSHEET_NS "/>") },
		{ "xl/styles.xml", styles.p ? styles : cdr_str_from("<styleSheet " SPREADSHEET_NS "/>") },
	};
	return pack_parts(parts, CDR_LEN(parts), false);
}
