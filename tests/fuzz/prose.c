/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as running text. The first line of an input says what it is ("html", "md", "txt", "docx", "pdf"), of the last two
 * the rest is the package's document.xml and what pdftotext says; what comes out is blocks of text, and as many as were
 * read.
 */
#include "../unit/ingest/package.h"

#include <stdint.h>

#include "ingest/prose-impl.h"
#include "table.h"

static void
look_at(struct cdr_table *take_table)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_prose) prose = NULL;
	if (cdr_prose_of_table(take_table, &prose, &err) != CDR_OK)
		abort();
	check_sheet(&prose->table->sheets[0]);
	for (size_t i = 0; i < prose->n; i++) {
		struct cdr_str text = prose->blocks[i].text;
		if (text.n == 0 || cdr_str_trim(text).n != text.n || memchr(text.p, '\n', text.n))
			abort();
	}
}

static void
read_bytes(struct cdr_str bytes, const char *name)
{
	const struct cdr_ingest_options options = { .format = CDR_INGEST_PROSE };
	struct cdr_error err = { 0 };
	struct cdr_table *table = NULL;
	if (cdr_ingest_read(bytes, name, &options, &table, &err) == CDR_OK)
		look_at(table);
	else if (!err.message[0])
		abort();
}

static void
read_tsv(struct cdr_str tsv)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = cdr_alloc(sizeof(*table));
	if (!table)
		return;
	*table = (struct cdr_table){ .arena = cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES), .file = CDR_STR("s.pdf") };
	if (cdr_prose_read_pdf_text("s.pdf", tsv, table, &err) == CDR_OK &&
	    cdr_spool_close(table->spool, &err) == CDR_OK)
		look_at(cdr_steal(&table));
	else if (!err.message[0])
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str rest = { (const char *)data, size }, kind = { NULL, 0 };
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	(void)cdr_str_split(&rest, '\n', &kind);
	if (cdr_pdf_is(rest) || !rest.p)
		return 0; /* would start another program */
	if (cdr_str_equal(kind, CDR_STR("docx"))) {
		struct cdr_str packed = pack_package(rest);
		if (packed.p)
			read_bytes(packed, "s.docx");
		free((void *)(uintptr_t)packed.p);
	} else if (cdr_str_equal(kind, CDR_STR("pdf"))) {
		read_tsv(rest);
	} else if (cdr_str_equal(kind, CDR_STR("html"))) {
		read_bytes(rest, "s.html");
	} else {
		read_bytes(rest, cdr_str_equal(kind, CDR_STR("md")) ? "s.md" : "s.txt");
	}
	return 0;
}
