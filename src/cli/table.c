/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables for people: columns as wide as their cells, and where the terminal is narrower the widest columns give way
 * first. Width is counted in code points, with East Asian wide ones as two; good enough for names, and a cut cell always
 * shows "…". Written to a pipe, nothing is cut.
 */
#include "cli/cli-impl.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TABLE_MAX_CELLS 4000000
#define MIN_COLUMN_WIDTH 6

/* Decodes one code point of valid UTF-8 and gives its width in columns. */
static size_t
step(struct cdr_str text, size_t at, size_t *ret_width)
{
	unsigned char first = (unsigned char)text.p[at];
	size_t n = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	uint32_t code = first < 0x80 ? first : first & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n && at + i < text.n; i++)
		code = code << 6 | ((unsigned char)text.p[at + i] & 0x3F);
	bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
	            (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
	            (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60);
	*ret_width = wide ? 2 : 1;
	return at + n;
}

static size_t
width_of(struct cdr_str text)
{
	size_t width = 0, one;
	for (size_t at = 0; at < text.n;) {
		at = step(text, at, &one);
		width += one;
	}
	return width;
}

/* C0, DEL, and C1 (two bytes in UTF-8). */
static bool
is_control(struct cdr_str text, size_t at)
{
	unsigned char first = (unsigned char)text.p[at];
	unsigned char second = at + 1 < text.n ? (unsigned char)text.p[at + 1] : 0;
	return first < 0x20 || first == 0x7F || (first == 0xC2 && second >= 0x80 && second <= 0x9F);
}

/* Writes a cell in exactly `width` columns (the last column is not padded). Control characters become blanks: a name
 * must not be able to move the cursor. */
static void
add_cell(struct cdr_buf *out, struct cdr_str text, size_t width, bool last)
{
	size_t full = width_of(text), used = 0, one;
	size_t room = full > width ? width - 1 : width;
	for (size_t at = 0; at < text.n;) {
		size_t next = step(text, at, &one);
		if (used + one > room)
			break;
		if (is_control(text, at))
			cdr_buf_putc(out, ' ');
		else
			cdr_buf_add(out, text.p + at, next - at);
		used += one;
		at = next;
	}
	if (full > width) {
		cdr_buf_puts(out, "…");
		used++;
	}
	for (; !last && used < width + 2; used++)
		cdr_buf_putc(out, ' ');
}

enum cdr_status
cli_table_init(struct cli_table *table, struct cdr_arena *arena, const char *const *headers, size_t n,
               struct cdr_error *err)
{
	struct cdr_str cells[CLI_TABLE_MAX_COLUMNS];
	cdr_require(n > 0 && n <= CLI_TABLE_MAX_COLUMNS);
	*table = (struct cli_table){ arena, n, CDR_VEC_INIT(struct cdr_str, TABLE_MAX_CELLS) };
	for (size_t i = 0; i < n; i++)
		cells[i] = cdr_str_from(headers[i]);
	return cli_table_row(table, cells, err);
}

void
cli_table_done(struct cli_table *table)
{
	cdr_vec_done(&table->cells);
}

enum cdr_status
cli_table_row(struct cli_table *table, const struct cdr_str *cells, struct cdr_error *err)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		struct cdr_str *cell = cdr_vec_push(&table->cells);
		if (!cell)
			return cdr_fail_memory(err, ROOM);
		*cell = cells[i].p ? cdr_str_copy(table->arena, cells[i]) : CDR_STR("");
		if (!cell->p)
			return cdr_fail_memory(err, ROOM);
	}
	return CDR_OK;
}

static size_t
terminal_width(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO))
		return SIZE_MAX;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
		return size.ws_col;
	return 80;
}

/* Takes one column at a time off the widest until the whole fits. The first column is an id that people copy: it stays
 * whole. */
static void
fit(size_t *widths, size_t n, size_t limit)
{
	for (;;) {
		size_t total = 0, widest = n > 1 ? 1 : 0;
		for (size_t i = 0; i < n; i++) {
			total += widths[i] + 2;
			widest = i > 0 && widths[i] > widths[widest] ? i : widest;
		}
		if (total <= limit || widths[widest] <= MIN_COLUMN_WIDTH)
			return;
		widths[widest]--;
	}
}

enum cdr_status
cli_table_print(const struct cli_table *table, struct cdr_error *err)
{
	size_t widths[CLI_TABLE_MAX_COLUMNS] = { 0 };
	for (size_t i = 0; i < table->cells.n; i++) {
		size_t width = width_of(*CDR_VEC_AT(&table->cells, struct cdr_str, i));
		size_t column = i % table->n_columns;
		widths[column] = width > widths[column] ? width : widths[column];
	}
	fit(widths, table->n_columns, terminal_width());
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < table->cells.n; i++) {
		size_t column = i % table->n_columns;
		bool last = column + 1 == table->n_columns;
		add_cell(&out, *CDR_VEC_AT(&table->cells, struct cdr_str, i), widths[column], last);
		if (last)
			cdr_buf_putc(&out, '\n');
	}
	CDR_TRY(cdr_buf_check(&out, ROOM, err));
	return cli_print(cdr_buf_str(&out), err);
}
