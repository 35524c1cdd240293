/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An OpenDocument spreadsheet. Input that begins with "PK" is taken as the archive itself, anything else as its
 * content.xml; where it has no root of its own it is put into one that knows the namespaces.
 */
#include "../unit/ingest/document.h"

#include <stdint.h>

#include "table.h"

static void
read_as(struct cdr_str bytes, struct cdr_str sheet)
{
	struct cdr_ingest_options options = { .format = CDR_INGEST_ODS, .sheet = sheet };
	read_and_check(bytes, "input.ods", &options);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str bytes = { (const char *)data, size };
	cdr_auto(cdr_buf) content = CDR_BUF_INIT;
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	if (size == 0 || cdr_str_starts_with(bytes, CDR_STR("PK"))) {
		read_as(bytes, (struct cdr_str){ NULL, 0 });
		return 0;
	}
	bool whole = cdr_str_starts_with(bytes, CDR_STR("<office:")) || cdr_str_starts_with(bytes, CDR_STR("<?xml"));
	cdr_buf_puts(&content, whole ? "" : "<office:document-content " DOCUMENT_NS "><office:spreadsheet>");
	cdr_buf_add_str(&content, bytes);
	cdr_buf_puts(&content, whole ? "" : "</office:spreadsheet></office:document-content>");
	struct cdr_str packed = pack_document(cdr_buf_str(&content));
	if (!packed.p)
		return 0;
	read_as(packed, (struct cdr_str){ NULL, 0 });
	read_as(packed, CDR_STR("#1"));
	free((void *)(uintptr_t)packed.p);
	return 0;
}
