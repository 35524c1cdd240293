/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workbook. Input that begins with "PK" is taken as the archive itself; anything else is readable text that is packed
 * into one first: the sheet, then after lines "====" the shared strings, the styles and the workbook, each of which may
 * be left out. So the corpus can be read and the fuzzer need not discover deflate and checksums.
 */
#include "../unit/ingest/workbook.h"

#include <stdint.h>

#include "table.h"

static void
read_as(struct cdr_str bytes, struct cdr_str sheet)
{
	struct cdr_ingest_options options = { .format = CDR_INGEST_XLSX, .sheet = sheet };
	read_and_check(bytes, "input.xlsx", &options);
}

/* Cuts the next part off; {NULL,0} when there is none or it is empty. */
static struct cdr_str
next_part(struct cdr_str *rest)
{
	const struct cdr_str mark = CDR_STR("\n====\n");
	ptrdiff_t at = rest->n > 0 ? cdr_str_find(*rest, mark) : -1;
	struct cdr_str part = { rest->p, at >= 0 ? (size_t)at : rest->n };
	size_t n_taken = at >= 0 ? part.n + mark.n : rest->n;
	*rest = (struct cdr_str){ rest->p + n_taken, rest->n - n_taken };
	return part.n > 0 ? part : (struct cdr_str){ NULL, 0 };
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str bytes = { (const char *)data, size };
	const struct cdr_str any = { NULL, 0 };
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	if (size == 0 || cdr_str_starts_with(bytes, CDR_STR("PK"))) {
		read_as(bytes, any);
		return 0;
	}
	struct cdr_str sheet = next_part(&bytes), strings = next_part(&bytes), styles = next_part(&bytes);
	if (!sheet.p)
		sheet = CDR_STR(SHEET(""));
	struct cdr_str packed = pack_workbook(sheet, strings, styles, next_part(&bytes));
	if (!packed.p)
		return 0;
	read_as(packed, any);
	read_as(packed, CDR_STR("#1"));
	free((void *)(uintptr_t)packed.p);
	return 0;
}
