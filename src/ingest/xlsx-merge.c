/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Merged ranges of one sheet. A merged range reads as if its one value stood in every cell of it, across and down, because
 * that is what it means to the person who merged a country's name over ten suppliers; it is clipped to the columns in use
 * and never makes a row out of a blank one. What surprises: ranges are listed behind the rows they cover, so that a sheet
 * in which the word "mergeCell" occurs is walked twice, the first time for the ranges and the columns in use alone.
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_MERGES (1 << 20)
#define MAX_MERGED_CELLS ((size_t)10000000) /* looked at in all, so that overlapping ranges cannot cost hours */
#define CHUNK_BYTES 16384

static const char mark[] = "mergeCell";

struct merge {
	uint32_t first_column, first_row, last_column, last_row;
	struct cdr_cell value; /* once its first row was met */
	size_t order;
};

void
cdr_xlsx_merges_done(struct cdr_xlsx_merges *merges)
{
	cdr_vec_done(&merges->ranges);
	cdr_vec_done(&merges->open);
	merges->values = cdr_arena_free(merges->values);
}

/* Whether the member's bytes hold the mark at all: far cheaper than parsing it once more for nothing. */
static enum cdr_status
has_mark(struct cdr_xlsx_book *book, const char *name, bool *ret, struct cdr_error *err)
{
	cdr_auto(cdr_zip_member) member = { 0 };
	char chunk[CHUNK_BYTES];
	size_t kept = 0;
	int n = 0;
	CDR_TRY(cdr_zip_member_open(&member, &book->archive, name, err));
	while ((n = cdr_zip_member_read(&member, chunk + kept, (int)(sizeof(chunk) - kept))) > 0) {
		size_t all = kept + (size_t)n;
		if (memmem(chunk, all, mark, sizeof(mark) - 1)) {
			*ret = true;
			return CDR_OK;
		}
		kept = all < sizeof(mark) - 1 ? all : sizeof(mark) - 2;
		memmove(chunk, chunk + all - kept, kept);
	}
	/* UTF-16 hides the mark; no program writes it, but then the walk decides. */
	*ret = n < 0;
	return CDR_OK;
}

static enum cdr_status
fail_merge(const struct cdr_xlsx_merges *merges, enum cdr_status code, struct cdr_error *err, const char *what)
{
	char place[CDR_ERROR_WHERE_MAX];
	(void)snprintf(place, sizeof(place), "%s %.*s", merges->file, CDR_STR_ARG(merges->sheet));
	return cdr_fail(err, code, CDR_INGEST_ROOM, place, "%s; save the list again without merged ranges", what);
}

enum cdr_status
cdr_xlsx_merges_add(struct cdr_xlsx_merges *merges, uint32_t first_column, uint32_t first_row, uint32_t last_column,
                    uint32_t last_row, struct cdr_error *err)
{
	struct merge *merge = cdr_vec_push(&merges->ranges);
	if (!merge && merges->ranges.n >= MAX_MERGES)
		return fail_merge(merges, CDR_ELIMIT, err, "the sheet has more than 1048576 merged ranges");
	if (!merge)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*merge = (struct merge){ .first_column = first_column,
		                 .first_row = first_row,
		                 .last_column = last_column,
		                 .last_row = last_row,
		                 .order = merges->ranges.n };
	return CDR_OK;
}

static enum cdr_status
read_merge(struct cdr_xlsx_merges *merges, struct cdr_str rest, struct cdr_error *err)
{
	struct cdr_str first, last;
	struct merge range = { 0 };
	if (!cdr_str_split(&rest, ':', &first) || !cdr_str_split(&rest, ':', &last))
		return CDR_OK; /* a range of one cell */
	if (!cdr_xlsx_reference(first, &range.first_column, &range.first_row) ||
	    !cdr_xlsx_reference(last, &range.last_column, &range.last_row))
		return fail_merge(merges, CDR_EINPUT, err, "the workbook is damaged: a merged range is malformed");
	return cdr_xlsx_merges_add(merges, range.first_column, range.first_row, range.last_column, range.last_row, err);
}

/* What the first walk knows of a cell: where it is, and whether it holds anything. */
struct walk {
	struct cdr_xlsx_xml xml;
	uint32_t column; /* of the cell last begun; UINT32_MAX before a row's first */
	bool in_value;
};

static void
walk_done(struct walk *walk)
{
	cdr_xlsx_xml_done(&walk->xml);
}

static enum cdr_status
take_node(struct cdr_xlsx_merges *merges, struct walk *walk, struct cdr_error *err)
{
	struct cdr_xlsx_xml *xml = &walk->xml;
	uint32_t row = 0;
	if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "row")) {
		walk->column = UINT32_MAX;
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "c")) {
		struct cdr_str reference = cdr_xlsx_xml_attribute(xml, "r");
		walk->column++;
		if (reference.p)
			(void)cdr_xlsx_reference(reference, &walk->column, &row); /* the second walk complains */
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "v") || cdr_xlsx_xml_is(xml, CDR_XLSX_START, "t")) {
		walk->in_value = true;
	} else if (xml->event == CDR_XLSX_END) {
		walk->in_value = false;
	} else if (xml->event == CDR_XLSX_TEXT && walk->in_value && walk->column != UINT32_MAX) {
		merges->width = walk->column >= merges->width ? walk->column + 1 : merges->width;
	} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, mark)) {
		CDR_TRY(read_merge(merges, cdr_xlsx_xml_attribute(xml, "ref"), err));
	}
	return CDR_OK;
}

static int
by_first_row(const void *left, const void *right)
{
	const struct merge *a = left, *b = right;
	if (a->first_row != b->first_row)
		return a->first_row < b->first_row ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

enum cdr_status
cdr_xlsx_merges_init(struct cdr_xlsx_merges *merges, struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet,
                     struct cdr_error *err)
{
	*merges = (struct cdr_xlsx_merges){
		.file = book->source->name,
		.sheet = sheet->name,
		.ranges = CDR_VEC_INIT(struct merge, MAX_MERGES),
		.open = CDR_VEC_INIT(struct merge *, MAX_MERGES),
		.values = cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES),
	};
	return merges->values ? CDR_OK : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

void
cdr_xlsx_merges_sort(struct cdr_xlsx_merges *merges)
{
	if (merges->ranges.n > 1)
		qsort(merges->ranges.items, merges->ranges.n, sizeof(struct merge), by_first_row);
}

enum cdr_status
cdr_xlsx_merges_read(struct cdr_xlsx_merges *merges, struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet,
                     struct cdr_error *err)
{
	bool marked = false;
	CDR_TRY(cdr_xlsx_merges_init(merges, book, sheet, err));
	CDR_TRY(has_mark(book, sheet->member, &marked, err));
	if (!marked)
		return CDR_OK;
	cdr_auto(walk) walk = { .column = UINT32_MAX };
	CDR_TRY(cdr_xlsx_xml_open(&walk.xml, &book->archive, sheet->member, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&walk.xml, err));
		CDR_TRY(take_node(merges, &walk, err));
	} while (walk.xml.event != CDR_XLSX_END_OF_FILE);
	cdr_xlsx_merges_sort(merges);
	return CDR_OK;
}

/* The value of a range whose first row this is, kept for the rows below; ranges of rows that never came are passed. */
static enum cdr_status
open_ranges(struct cdr_xlsx_merges *merges, const struct cdr_ingest_builder *builder, struct cdr_error *err)
{
	for (; merges->next < merges->ranges.n; merges->next++) {
		struct merge *merge = CDR_VEC_AT(&merges->ranges, struct merge, merges->next);
		if (merge->first_row > builder->row)
			break;
		bool covers = merge->first_row == builder->row && merge->first_column < builder->n_cells &&
		              merge->first_column < merges->width && merge->last_column >= merge->first_column;
		if (!covers || builder->cells[merge->first_column].kind == CDR_CELL_EMPTY)
			continue;
		merge->value = builder->cells[merge->first_column];
		merge->value.text = cdr_str_copy(merges->values, merge->value.text);
		struct merge **open = cdr_vec_push(&merges->open);
		if (!open || !merge->value.text.p)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
		*open = merge;
	}
	return CDR_OK;
}

enum cdr_status
cdr_xlsx_merges_fill(struct cdr_xlsx_merges *merges, struct cdr_ingest_builder *builder, struct cdr_error *err)
{
	size_t n_open = 0;
	if (builder->n_cells == 0 || cdr_ingest_builder_is_blank(builder))
		return CDR_OK;
	CDR_TRY(open_ranges(merges, builder, err));
	for (size_t i = 0; i < merges->open.n; i++) {
		struct merge *merge = *CDR_VEC_AT(&merges->open, struct merge *, i);
		uint32_t end = merge->last_column < merges->width ? merge->last_column + 1 : merges->width;
		if (merge->last_row < builder->row)
			continue;
		*CDR_VEC_AT(&merges->open, struct merge *, n_open++) = merge;
		merges->n_looked_at += end;
		if (merges->n_looked_at > MAX_MERGED_CELLS)
			return fail_merge(merges, CDR_ELIMIT, err,
			                  "the sheet's merged ranges cover more than 10000000 cells");
		for (uint32_t column = merge->first_column; column < end; column++) {
			bool empty = column >= builder->n_cells || builder->cells[column].kind == CDR_CELL_EMPTY;
			if (empty)
				CDR_TRY(cdr_ingest_builder_set(builder, column, merge->value.kind, merge->value.text,
				                               err));
		}
	}
	merges->open.n = n_open;
	return CDR_OK;
}
