/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refused rows: collected with their place, and written as CSV (RFC 4180) for people to mend the file by. The surprise:
 * a cell that a spreadsheet would take for a formula gets an apostrophe in front, because what is quoted here comes
 * from strangers and will be opened in a spreadsheet.
 */
#include "candor/import.h"

#include <inttypes.h>
#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define CELL_WORD ", cell "

/* The column's canonical name, else its header, else nothing. */
static struct cdr_str
column_name(const struct cdr_import_plan *plan, uint32_t column)
{
	if (column >= plan->n_slots)
		return CDR_STR("");
	const struct cdr_import_slot *slot = &plan->slots[column];
	return slot->definition ? slot->definition->name : slot->header;
}

enum cdr_status
cdr_import_reject(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_origin *origin,
                  uint32_t column, struct cdr_str reason, struct cdr_error *err)
{
	struct cdr_arena *arena = job->report->arena;
	char letters[8];
	struct cdr_reject reject = { .origin = *origin };
	reject.origin.file = job->report->record.file;
	reject.origin.sheet = cdr_str_copy(arena, origin->sheet);
	reject.column = cdr_str_copy(arena, column_name(plan, column));
	reject.reason = cdr_str_copy(arena, reason);
	reject.place = cdr_origin_text(arena, &reject.origin);
	if (reject.place.p && column != UINT32_MAX)
		reject.place = cdr_str_format(arena, "%.*s" CELL_WORD "%s%" PRIu32, CDR_STR_ARG(reject.place),
		                              cdr_column_letters(column, letters), origin->row);
	struct cdr_reject *slot = cdr_vec_push(&job->rejects);
	if (!slot || !reject.column.p || !reject.reason.p || !reject.place.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*slot = reject;
	return CDR_OK;
}

/* "B17" of a place, or nothing when the whole row is meant. The last blank stands before it, whatever the file's name. */
static struct cdr_str
cell_of(const struct cdr_reject *reject)
{
	struct cdr_str place = reject->place;
	size_t at = place.n;
	while (at > 0 && place.p[at - 1] != ' ')
		at--;
	struct cdr_str head = { place.p, at };
	return at && cdr_str_ends_with(head, CDR_STR(CELL_WORD)) ? (struct cdr_str){ place.p + at, place.n - at }
	                                                         : (struct cdr_str){ "", 0 };
}

/* Whether a spreadsheet may run the cell: it begins with a sign of a formula, also in its full-width form, or with a blank
 * that some spreadsheets drop before they look. */
static bool
may_run(struct cdr_str text)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };
	if (text.n == 0)
		return false;
	if (memchr("=+-@\t\r\n", text.p[0], 7) || (text.p[0] == ' ' && may_run(cdr_str_trim(text))))
		return true;
	for (size_t i = 0; i < CDR_LEN(wide); i++) {
		if (cdr_str_starts_with(text, cdr_str_from(wide[i])))
			return true;
	}
	return false;
}

/* A semicolon and a tab are quoted too: spreadsheets of other countries part cells by them. */
static void
write_cell(struct cdr_buf *out, struct cdr_str text)
{
	bool formula = may_run(text), quotes = false;
	for (size_t i = 0; i < text.n; i++)
		quotes |= memchr(",;\t\"\r\n", text.p[i], 6) != NULL;
	cdr_buf_puts(out, quotes ? "\"" : "");
	cdr_buf_puts(out, formula ? "'" : "");
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			cdr_buf_putc(out, '"');
		cdr_buf_putc(out, text.p[i]);
	}
	cdr_buf_puts(out, quotes ? "\"" : "");
}

static void
write_number(struct cdr_buf *out, uint32_t number)
{
	if (number)
		cdr_buf_printf(out, "%" PRIu32, number);
}

enum cdr_status
cdr_import_rejects_csv(const struct cdr_import_report *report, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_buf_puts(out, "file,sheet,row,line,column,cell,reason\r\n");
	for (size_t i = 0; i < report->n_rejects; i++) {
		const struct cdr_reject *reject = &report->rejects[i];
		write_cell(out, reject->origin.file);
		cdr_buf_putc(out, ',');
		write_cell(out, reject->origin.sheet);
		cdr_buf_putc(out, ',');
		write_number(out, reject->origin.row);
		cdr_buf_putc(out, ',');
		write_number(out, reject->origin.line);
		cdr_buf_putc(out, ',');
		write_cell(out, reject->column);
		cdr_buf_putc(out, ',');
		write_cell(out, cell_of(reject));
		cdr_buf_putc(out, ',');
		write_cell(out, reject->reason);
		cdr_buf_puts(out, "\r\n");
	}
	return cdr_buf_check(out, CDR_IMPORT_ROOM, err);
}
