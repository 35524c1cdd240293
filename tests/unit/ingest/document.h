/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* OpenDocument spreadsheets made on the spot from readable XML, for the unit tests and the fuzzer. */

#include "workbook.h"

#define OPEN_DOCUMENT "urn:oasis:names:tc:opendocument:xmlns:"
#define DOCUMENT_NS                                                                                                    \
	"xmlns:office=\"" OPEN_DOCUMENT "office:1.0\" xmlns:table=\"" OPEN_DOCUMENT                                    \
	"table:1.0\" xmlns:text=\"" OPEN_DOCUMENT "text:1.0\" xmlns:style=\"" OPEN_DOCUMENT "style:1.0\""
#define DOCUMENT(tables)                                                                                               \
	"<office:document-content " DOCUMENT_NS "><office:body><office:spreadsheet>" tables                            \
	"</office:spreadsheet></office:body></office:document-content>"
#define TABLE(name, rows) "<table:table table:name=\"" name "\">" rows "</table:table>"
#define CELL(text) "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"
#define CELL_REPEATED(n, text)                                                                                         \
	"<table:table-cell table:number-columns-repeated=\"" n "\"><text:p>" text "</text:p></table:table-cell>"
#define CELL_SPANNED(across, down, text)                                                                               \
	"<table:table-cell table:number-columns-spanned=\"" across "\" table:number-rows-spanned=\"" down              \
	"\"><text:p>" text "</text:p></table:table-cell>"

/* Freed with free(). */
static inline struct cdr_str
pack_document(struct cdr_str content)
{
	const struct part parts[] = {
		{ "mimetype", CDR_STR("application/vnd.oasis.opendocument.spreadsheet") },
		{ "content.xml", content },
	};
	return pack_parts(parts, CDR_LEN(parts), false);
}
