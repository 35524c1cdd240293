/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of a table, out of the way: written one after the other, then looked at in any order. Few rows stay in memory;
 * more go to a file without a name, which is mapped once the last row is in, so that a table of a million rows takes no
 * more memory than one of a thousand. Converted text goes the same way. What surprises: a record is checked when it is
 * written and not when it is read; only those that another process wrote are checked once, all of them, before anybody
 * reads one. The layout below is that of this machine.
 *
 *	record = head, n_cells × cell_head, text, filled with zeros to a multiple of 4
 */
#include "ingest/ingest-impl.h"

#include <string.h>
#include <unistd.h>

#define IN_MEMORY_BYTES ((size_t)4 << 20)
#define WRITE_BYTES ((size_t)256 << 10)
#define KIND_BITS 3
#define ALIGNMENT 4

struct record_head {
	uint32_t row, line, n_cells;
};
struct cdr_cell_head {
	uint32_t at;     /* in the record's text */
	uint32_t n_kind; /* bytes << KIND_BITS | kind */
};

void
cdr_spool_done(struct cdr_spool *spool)
{
	cdr_buf_done(&spool->pending);
	cdr_file_map_done(&spool->map);
	if (spool->on_disk)
		(void)close(spool->fd);
	*spool = (struct cdr_spool){ .fd = -1 };
}

static enum cdr_status
write_out(struct cdr_spool *spool, struct cdr_error *err)
{
	if (spool->fd < 0)
		CDR_TRY(cdr_file_open_unnamed(&spool->fd, err));
	spool->on_disk = true;
	CDR_TRY(cdr_file_write_fd(spool->fd, cdr_buf_str(&spool->pending), err));
	cdr_buf_clear(&spool->pending);
	return CDR_OK;
}

enum cdr_status
cdr_spool_write(struct cdr_spool *spool, struct cdr_str bytes, struct cdr_error *err)
{
	cdr_buf_add_str(&spool->pending, bytes);
	CDR_TRY(cdr_buf_check(&spool->pending, CDR_INGEST_ROOM, err));
	spool->n_bytes += bytes.n;
	if (spool->pending.n >= (spool->on_disk ? WRITE_BYTES : IN_MEMORY_BYTES))
		CDR_TRY(write_out(spool, err));
	return CDR_OK;
}

enum cdr_status
cdr_spool_add(struct cdr_spool *spool, const struct cdr_cell *cells, uint32_t n_cells, uint32_t row, uint32_t line,
              struct cdr_error *err)
{
	const struct record_head head = { row, line, n_cells };
	static const char zeros[ALIGNMENT];
	uint32_t at = 0;
	size_t before = spool->pending.n;
	cdr_buf_add(&spool->pending, (const char *)&head, sizeof(head));
	for (uint32_t i = 0; i < n_cells; i++) {
		const struct cdr_cell_head cell = { at,
			                            (uint32_t)cells[i].text.n << KIND_BITS | (uint32_t)cells[i].kind };
		cdr_buf_add(&spool->pending, (const char *)&cell, sizeof(cell));
		at += (uint32_t)cells[i].text.n;
	}
	for (uint32_t i = 0; i < n_cells; i++)
		cdr_buf_add_str(&spool->pending, cells[i].text);
	cdr_buf_add(&spool->pending, zeros, (ALIGNMENT - at % ALIGNMENT) % ALIGNMENT);
	CDR_TRY(cdr_buf_check(&spool->pending, CDR_INGEST_ROOM, err));
	spool->n_bytes += spool->pending.n - before;
	if (spool->pending.n >= (spool->on_disk ? WRITE_BYTES : IN_MEMORY_BYTES))
		CDR_TRY(write_out(spool, err));
	return CDR_OK;
}

enum cdr_status
cdr_spool_close(struct cdr_spool *spool, struct cdr_error *err)
{
	if (spool->on_disk) {
		CDR_TRY(write_out(spool, err));
		CDR_TRY(cdr_file_map_descriptor(spool->fd, &spool->map, err));
		cdr_buf_done(&spool->pending);
		spool->p = spool->map.p;
	} else {
		spool->p = spool->pending.n ? spool->pending.p : "";
	}
	return CDR_OK;
}

static bool
is_inside_character(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

bool
cdr_spool_check(const struct cdr_spool *spool, uint64_t place, struct cdr_row *ret)
{
	struct record_head head;
	uint64_t at = 0, n_bytes = spool->n_bytes;
	if (place % ALIGNMENT || place > n_bytes || n_bytes - place < sizeof(head))
		return false;
	memcpy(&head, spool->p + place, sizeof(head));
	place += sizeof(head);
	if (head.n_cells > CDR_INGEST_MAX_COLUMNS ||
	    (n_bytes - place) / sizeof(struct cdr_cell_head) < (uint64_t)head.n_cells)
		return false;
	const struct cdr_row row = { .heads = spool->p + place,
		                     .text = spool->p + place + head.n_cells * sizeof(struct cdr_cell_head),
		                     .n_cells = head.n_cells,
		                     .row = head.row,
		                     .line = head.line };
	uint64_t n_text = n_bytes - place - head.n_cells * sizeof(struct cdr_cell_head);
	for (uint32_t i = 0; i < head.n_cells; i++) {
		struct cdr_cell_head cell;
		memcpy(&cell, (const char *)row.heads + i * sizeof(cell), sizeof(cell));
		uint32_t n = cell.n_kind >> KIND_BITS, kind = cell.n_kind & ((1U << KIND_BITS) - 1);
		if (cell.at != at || n > n_text - at || n > CDR_INGEST_MAX_CELL_BYTES || kind > CDR_CELL_ERROR ||
		    (kind == CDR_CELL_EMPTY && n > 0) || (n > 0 && is_inside_character(row.text[at])))
			return false;
		at += n;
	}
	*ret = row;
	return cdr_str_is_utf8((struct cdr_str){ row.text, at });
}

void
cdr_table_forget(const struct cdr_table *table)
{
	if (table->spool)
		cdr_file_map_forget(&table->spool->map);
}

struct cdr_row
cdr_sheet_row(const struct cdr_sheet *sheet, size_t i)
{
	cdr_require(i < sheet->n_rows);
	const char *record = sheet->spool->p + sheet->places[i];
	struct record_head head;
	memcpy(&head, record, sizeof(head));
	const char *heads = record + sizeof(head);
	return (struct cdr_row){
		.heads = heads,
		.text = heads + head.n_cells * sizeof(struct cdr_cell_head),
		.n_cells = head.n_cells,
		.row = head.row,
		.line = head.line,
	};
}

struct cdr_cell
cdr_row_cell(const struct cdr_row *row, uint32_t column)
{
	struct cdr_cell_head head;
	if (column >= row->n_cells)
		return (struct cdr_cell){ { "", 0 }, CDR_CELL_EMPTY };
	memcpy(&head, (const char *)row->heads + column * sizeof(head), sizeof(head));
	return (struct cdr_cell){ { row->text + head.at, head.n_kind >> KIND_BITS },
		                  (enum cdr_cell_kind)(head.n_kind & ((1U << KIND_BITS) - 1)) };
}
