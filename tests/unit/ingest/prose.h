/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Running text in the tests of its readers: read in this process, shown a block a line ("h2 Policies"). */

#include "reading.h"

#include "ingest/prose-impl.h"

static inline struct cdr_prose *
read_prose(struct cdr_str bytes, const char *name)
{
	const struct cdr_ingest_options options = { .format = CDR_INGEST_PROSE };
	struct cdr_prose *prose = NULL;
	struct cdr_error err = { 0 };
	struct cdr_table *table = read_table(bytes, name, &options);
	if (cdr_prose_of_table(table, &prose, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return prose;
}

static inline void
assert_blocks(const struct cdr_prose *prose, const char *expected)
{
	cdr_auto(cdr_buf) shown = CDR_BUF_INIT;
	for (size_t i = 0; i < prose->n; i++) {
		const struct cdr_prose_block *block = &prose->blocks[i];
		cdr_buf_putc(&shown, CDR_PROSE_LETTERS[block->kind]);
		if (block->level)
			cdr_buf_printf(&shown, "%d", block->level);
		cdr_buf_printf(&shown, " %.*s\n", CDR_STR_ARG(block->text));
	}
	assert_string_equal(shown.p ? shown.p : "", expected);
}
