/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table on its way from the process that read a file to the one that wants it: the rows in a file both have open, the
 * rest told. The maker believes nothing: whoever took over the reader writes what he likes, so every row is looked at
 * before anybody else looks. The surprise: the places of the rows stand in that file too and stay there, mapped.
 *
 *	file  = records (spool.c), filled with zeros to a multiple of 8, then of each sheet n_rows × u64 place
 *	table = u64 bytes of records, u32 format, u32 separator, text encoding, u32 n_notes, texts, u32 n_sheets, sheets
 *	sheet = text name, u32 hidden, u64 n_rows, u64 where its places begin
 *	text  = u32 bytes, bytes
 */
#include "ingest/apart-impl.h"

#include <limits.h>
#include <string.h>

#define MAX_ENCODING_BYTES 256
#define MAX_NOTES 64
#define MAX_NOTE_BYTES 1024
#define FORGET_ROWS 4096

/* ----------------------------------------------------------------------------------------------------- in the reader */

static void
add_u32(struct cdr_buf *out, uint32_t value)
{
	cdr_buf_add(out, &value, sizeof(value));
}

static void
add_u64(struct cdr_buf *out, uint64_t value)
{
	cdr_buf_add(out, &value, sizeof(value));
}

static void
add_text(struct cdr_buf *out, struct cdr_str text)
{
	add_u32(out, (uint32_t)text.n);
	cdr_buf_add_str(out, text);
}

enum cdr_status
cdr_apart_tell_table(const struct cdr_table *table, int fd, struct cdr_buf *out, struct cdr_error *err)
{
	static const char zeros[sizeof(uint64_t)];
	const struct cdr_spool *spool = table->spool;
	uint64_t n_bytes = spool ? spool->n_bytes : 0;
	/* Few rows are still in memory. */
	if (spool && !spool->on_disk)
		CDR_TRY(cdr_file_write_fd(fd, (struct cdr_str){ spool->p, spool->n_bytes }, err));
	size_t n_zeros = (sizeof(zeros) - n_bytes % sizeof(zeros)) % sizeof(zeros);
	CDR_TRY(cdr_file_write_fd(fd, (struct cdr_str){ zeros, n_zeros }, err));
	uint64_t at = n_bytes + n_zeros;
	add_u64(out, n_bytes);
	add_u32(out, table->format);
	add_u32(out, (unsigned char)table->separator);
	add_text(out, table->encoding);
	add_u32(out, (uint32_t)table->n_notes);
	for (size_t i = 0; i < table->n_notes; i++)
		add_text(out, table->notes[i]);
	add_u32(out, (uint32_t)table->n_sheets);
	for (size_t i = 0; i < table->n_sheets; i++) {
		const struct cdr_sheet *sheet = &table->sheets[i];
		struct cdr_str places = { (const char *)sheet->places, sheet->n_rows * sizeof(*sheet->places) };
		if (places.n > 0)
			CDR_TRY(cdr_file_write_fd(fd, places, err));
		add_text(out, sheet->name);
		add_u32(out, sheet->hidden);
		add_u64(out, sheet->n_rows);
		add_u64(out, at);
		at += places.n;
	}
	return cdr_buf_check(out, CDR_INGEST_ROOM, err);
}

/* ------------------------------------------------------------------------------------------------------ in the maker */

/* Reads what was told; once something is amiss all else is too. */
struct telling {
	struct cdr_str rest;
	bool bad;
};

static struct cdr_str
take(struct telling *telling, size_t n)
{
	telling->bad = telling->bad || telling->rest.n < n;
	if (telling->bad)
		return (struct cdr_str){ "", 0 };
	struct cdr_str taken = { telling->rest.p, n };
	telling->rest = (struct cdr_str){ telling->rest.p + n, telling->rest.n - n };
	return taken;
}

static uint32_t
take_u32(struct telling *telling, uint32_t max)
{
	uint32_t value = 0;
	struct cdr_str bytes = take(telling, sizeof(value));
	if (bytes.n == sizeof(value))
		memcpy(&value, bytes.p, sizeof(value));
	telling->bad = telling->bad || value > max;
	return telling->bad ? 0 : value;
}

static uint64_t
take_u64(struct telling *telling, uint64_t max)
{
	uint64_t value = 0;
	struct cdr_str bytes = take(telling, sizeof(value));
	if (bytes.n == sizeof(value))
		memcpy(&value, bytes.p, sizeof(value));
	telling->bad = telling->bad || value > max;
	return telling->bad ? 0 : value;
}

static struct cdr_str
take_text(struct telling *telling, uint32_t max)
{
	struct cdr_str text = take(telling, take_u32(telling, max));
	telling->bad = telling->bad || !cdr_str_is_utf8(text);
	return text;
}

static enum cdr_status
fail_doubt(const struct cdr_table *table, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, table->file.p,
	                "what the reader of the file gave back does not fit together, and nothing of it was taken in; "
	                "whoever sent the file should be asked about it");
}

static enum cdr_status
new_table(int take_fd, struct cdr_table **ret, struct cdr_error *err)
{
	struct cdr_spool spool = { .pending = CDR_BUF_INIT, .fd = take_fd, .on_disk = true };
	struct cdr_table *table = cdr_alloc(sizeof(*table));
	struct cdr_arena *arena = table ? cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES) : NULL;
	struct cdr_spool *kept = arena ? cdr_arena_alloc(arena, sizeof(*kept)) : NULL;
	if (!kept) {
		cdr_spool_done(&spool);
		(void)cdr_arena_free(arena);
		cdr_free(table);
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	}
	*kept = spool;
	table->arena = arena;
	table->spool = kept;
	*ret = table;
	return CDR_OK;
}

/* Rows rise, and each is one that a builder could have made. */
static bool
are_rows_sound(struct cdr_table *table, struct cdr_sheet *sheet)
{
	uint32_t before = 0;
	for (size_t i = 0; i < sheet->n_rows; i++) {
		struct cdr_row row;
		if (!cdr_spool_check(table->spool, sheet->places[i], &row) || row.row <= before ||
		    row.row > CDR_INGEST_MAX_ROWS)
			return false;
		before = row.row;
		if (row.n_cells > sheet->n_columns)
			sheet->n_columns = row.n_cells;
		if (i % FORGET_ROWS == FORGET_ROWS - 1)
			cdr_table_forget(table);
	}
	return true;
}

static enum cdr_status
take_sheet(struct telling *telling, struct cdr_table *table, struct cdr_sheet *sheet, struct cdr_error *err)
{
	struct cdr_spool *spool = table->spool;
	CDR_TRY(cdr_ingest_copy(table, take_text(telling, CDR_APART_MESSAGE_MAX_BYTES), &sheet->name, err));
	sheet->hidden = take_u32(telling, 1) == 1;
	sheet->n_rows = take_u64(telling, CDR_INGEST_MAX_ROWS);
	uint64_t at = take_u64(telling, spool->map.n);
	if (telling->bad || at % sizeof(uint64_t) || (spool->map.n - at) / sizeof(uint64_t) < sheet->n_rows)
		return fail_doubt(table, err);
	sheet->spool = spool;
	sheet->places = (const uint64_t *)(const void *)(spool->p + at);
	return are_rows_sound(table, sheet) ? CDR_OK : fail_doubt(table, err);
}

static enum cdr_status
take_notes(struct telling *telling, struct cdr_table *table, struct cdr_error *err)
{
	void *notes = NULL;
	uint32_t n_notes = take_u32(telling, MAX_NOTES);
	CDR_TRY(cdr_ingest_alloc(table, (n_notes + 1) * sizeof(struct cdr_str), &notes, err));
	table->notes = notes;
	for (uint32_t i = 0; i < n_notes; i++)
		CDR_TRY(cdr_ingest_copy(table, take_text(telling, MAX_NOTE_BYTES), &table->notes[i], err));
	table->n_notes = n_notes;
	return CDR_OK;
}

static enum cdr_status
take_sheets(struct telling *telling, struct cdr_table *table, struct cdr_error *err)
{
	void *sheets = NULL;
	uint32_t n_sheets = take_u32(telling, CDR_INGEST_MAX_SHEETS);
	CDR_TRY(cdr_ingest_alloc(table, (n_sheets + 1) * sizeof(struct cdr_sheet), &sheets, err));
	table->sheets = memset(sheets, 0, (n_sheets + 1) * sizeof(struct cdr_sheet));
	for (uint32_t i = 0; i < n_sheets; i++)
		CDR_TRY(take_sheet(telling, table, &table->sheets[i], err));
	table->n_sheets = n_sheets;
	cdr_table_forget(table);
	return telling->bad || telling->rest.n > 0 ? fail_doubt(table, err) : CDR_OK;
}

enum cdr_status
cdr_apart_take_table(struct cdr_str told, const char *name, int take_fd, struct cdr_table **ret, struct cdr_error *err)
{
	struct telling telling = { told, false };
	cdr_owned(cdr_table) table = NULL;
	CDR_TRY(new_table(take_fd, &table, err));
	CDR_TRY(cdr_ingest_copy(table, cdr_str_from(name), &table->file, err));
	CDR_TRY(cdr_file_map_descriptor(take_fd, &table->spool->map, err));
	table->spool->p = table->spool->map.p;
	table->spool->n_bytes = take_u64(&telling, table->spool->map.n);
	uint32_t format = take_u32(&telling, UINT32_MAX);
	telling.bad = telling.bad || !cdr_ingest_is_format(format);
	table->format = (enum cdr_ingest_format)format;
	table->separator = (char)take_u32(&telling, SCHAR_MAX);
	CDR_TRY(cdr_ingest_copy(table, take_text(&telling, MAX_ENCODING_BYTES), &table->encoding, err));
	CDR_TRY(take_notes(&telling, table, err));
	CDR_TRY(take_sheets(&telling, table, err));
	*ret = cdr_steal(&table);
	return CDR_OK;
}
