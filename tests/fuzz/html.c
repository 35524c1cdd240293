/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a web page: what is read is text, each table no wider than it says, its rows in order; and what can be read
 * whole can be read table by table.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "table.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_error err = { 0 };
	struct cdr_str bytes = { (const char *)data, size };
	struct cdr_ingest_options options = { .format = CDR_INGEST_HTML };
	cdr_owned(cdr_table) table = NULL;
	cdr_owned(cdr_table) last = NULL;
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	if (cdr_ingest_read(bytes, "input.html", &options, &table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		return 0;
	}
	for (size_t i = 0; i < table->n_sheets; i++)
		check_sheet(&table->sheets[i]);
	options.sheet = table->sheets[table->n_sheets - 1].name;
	if (cdr_ingest_read(bytes, "input.html", &options, &last, &err) != CDR_OK || last->n_sheets != 1)
		abort();
	return 0;
}
