/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as FollowTheMoney entities, with the columns of a party and with named ones. Whatever is taken for a file of
 * entities must be JSON to the parser of trees too, line by line, but for names that stand twice.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "candor/ingest.h"

static void
check_lines(struct cdr_str bytes)
{
	struct cdr_str line;
	while (cdr_str_split(&bytes, '\n', &line)) {
		struct cdr_error err = { 0 };
		cdr_owned(cdr_json) entity = NULL;
		if (cdr_str_trim(line).n > 0 && cdr_json_parse(line, "line", &entity, &err) == CDR_EINPUT &&
		    !strstr(err.message, "duplicate") && !strstr(err.message, "too big") &&
		    !strstr(err.message, "real number"))
			abort();
	}
}

static void
read_as(struct cdr_str bytes, const struct cdr_ingest_options *options)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	if (cdr_ingest_read(bytes, "entities.ftm.json", options, &table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		return;
	}
	if (table->n_notes > 0 && !cdr_str_is_utf8(table->notes[0]))
		abort();
	for (size_t i = 0; i < table->sheets[0].n_rows; i++) {
		const struct cdr_row row = cdr_sheet_row(&table->sheets[0], i);
		for (uint32_t column = 0; column < row.n_cells; column++) {
			if (!cdr_str_is_utf8(cdr_row_cell(&row, column).text))
				abort();
		}
	}
	if (cdr_str_equal(table->encoding, CDR_STR("UTF-8")))
		check_lines(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct cdr_str bytes = { (const char *)data, size };
	const struct cdr_ingest_column columns[] = {
		{ CDR_STR("id"), CDR_STR("id") },
		{ CDR_STR("name"), CDR_STR("properties.name") },
		{ CDR_STR("address"), CDR_STR("properties.addressEntity") },
	};
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	struct cdr_ingest_options options = { .format = CDR_INGEST_FTM };
	read_as(bytes, &options);
	options.columns = columns;
	options.n_columns = CDR_LEN(columns);
	read_as(bytes, &options);
	return 0;
}
