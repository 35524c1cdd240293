/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Look-up tables: CSV files of the rule data, read strictly. Finding rows in them is lookup.c's. The surprise: this is
 * not the reader for users' files (that one guesses and forgives); here a table is ours, so anything odd is an error
 * with its line.
 *
 * Format: UTF-8; a header line of unique, non-empty names; comma between fields; a field may stand in double quotes,
 * with "" for a quote inside; every line has as many fields as the header; empty lines are skipped; lines that begin
 * with # before the header are comments, where a table says its source and, as "# edition: …", its edition. Blanks at both ends of a field do not count.
 */
#include "candor/rules.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "rules/rules-impl.h"

#define TABLE_MAX_COLUMNS 64

/* A walk over the text: where it is and on which line. */
struct walk {
	struct cdr_str path, text;
	size_t at;
	uint32_t line;
	struct cdr_arena *arena;
	struct cdr_error *err;
};

static enum cdr_status
fail_line(const struct walk *walk, uint32_t line, const char *message)
{
	char where[CDR_ERROR_WHERE_MAX];
	(void)snprintf(where, sizeof(where), "%.*s:%u", CDR_STR_ARG(walk->path), line);
	return cdr_fail(walk->err, CDR_EINPUT, RULES_ROOM, where, "%s", message);
}

static bool
at_end(const struct walk *walk)
{
	return walk->at >= walk->text.n;
}

static char
peek(const struct walk *walk)
{
	return at_end(walk) ? '\n' : walk->text.p[walk->at];
}

/* Position of the quote that closes the field opened at walk->at, or the end of the text. */
static size_t
closing_quote(const struct walk *walk)
{
	const char *p = walk->text.p;
	size_t i = walk->at + 1;
	while (i < walk->text.n && (p[i] != '"' || (i + 1 < walk->text.n && p[i + 1] == '"')))
		i += p[i] == '"' ? 2 : 1;
	return i;
}

static enum cdr_status
quoted_field(struct walk *walk, struct cdr_str *ret)
{
	size_t end = closing_quote(walk);
	if (end >= walk->text.n)
		return fail_line(walk, walk->line, "a quote is opened here and never closed");
	char *out = cdr_arena_alloc(walk->arena, end - walk->at + 1);
	if (!out)
		return cdr_fail_memory(walk->err, RULES_ROOM);
	size_t n = 0;
	for (size_t i = walk->at + 1; i < end; i++) {
		char c = walk->text.p[i];
		i += c == '"'; /* the second of a doubled quote */
		walk->line += c == '\n';
		out[n++] = c;
	}
	walk->at = end + 1;
	*ret = (struct cdr_str){ out, n };
	return CDR_OK;
}

static enum cdr_status
plain_field(struct walk *walk, struct cdr_str *ret)
{
	size_t start = walk->at;
	while (peek(walk) != ',' && peek(walk) != '\n') {
		if (peek(walk) == '"')
			return fail_line(walk, walk->line, "a quote inside a field: put the whole field in quotes");
		walk->at++;
	}
	struct cdr_str slice = cdr_str_trim((struct cdr_str){ walk->text.p + start, walk->at - start });
	struct cdr_str copy = cdr_str_copy(walk->arena, slice);
	if (!copy.p)
		return cdr_fail_memory(walk->err, RULES_ROOM);
	*ret = copy;
	return CDR_OK;
}

/* One line of fields into `fields`; *ret_n is their number, 0 for an empty line. */
static enum cdr_status
read_line(struct walk *walk, struct cdr_str fields[TABLE_MAX_COLUMNS], size_t *ret_n)
{
	size_t n = 0;
	bool more = true;
	while (more) {
		if (n == TABLE_MAX_COLUMNS)
			return fail_line(walk, walk->line, "more than 64 columns");
		CDR_TRY(peek(walk) == '"' ? quoted_field(walk, &fields[n]) : plain_field(walk, &fields[n]));
		n++;
		while (peek(walk) == ' ' || peek(walk) == '\r')
			walk->at++;
		if (peek(walk) != ',' && peek(walk) != '\n')
			return fail_line(walk, walk->line,
			                 "a comma or the end of the line must follow a closing quote");
		more = peek(walk) == ',';
		walk->at++;
	}
	*ret_n = n == 1 && fields[0].n == 0 ? 0 : n;
	return CDR_OK;
}

/* Comments, of which one may tell the edition: "# edition: 2024". */
static void
skip_comments(struct walk *walk, struct cdr_str *edition)
{
	static const struct cdr_str mark = { "# edition:", 10 };
	while (!at_end(walk) && (peek(walk) == '#' || peek(walk) == '\n' || peek(walk) == '\r')) {
		size_t start = walk->at;
		while (peek(walk) != '\n')
			walk->at++;
		struct cdr_str line = { walk->text.p + start, walk->at - start };
		if (cdr_str_starts_with(line, mark))
			*edition = cdr_str_trim((struct cdr_str){ line.p + mark.n, line.n - mark.n });
		walk->at++;
		walk->line++;
	}
}

static enum cdr_status
read_header(struct walk *walk, struct rules_table *table)
{
	struct cdr_str fields[TABLE_MAX_COLUMNS];
	skip_comments(walk, &table->edition);
	uint32_t line = walk->line;
	CDR_TRY(read_line(walk, fields, &table->n_columns));
	walk->line++;
	if (table->n_columns == 0)
		return fail_line(walk, line, "a table begins with a line of column names");
	for (size_t i = 0; i < table->n_columns; i++) {
		if (fields[i].n == 0)
			return fail_line(walk, line, "a column has no name");
		for (size_t k = 0; k < i; k++) {
			if (cdr_str_equal(fields[i], fields[k]))
				return fail_line(walk, line, "two columns have the same name");
		}
	}
	table->columns = cdr_arena_alloc(walk->arena, table->n_columns * sizeof(*fields));
	if (!table->columns)
		return cdr_fail_memory(walk->err, RULES_ROOM);
	memcpy(table->columns, fields, table->n_columns * sizeof(*fields));
	return CDR_OK;
}

static enum cdr_status
read_rows(struct walk *walk, struct rules_table *table, struct cdr_vec *cells, struct cdr_vec *lines)
{
	struct cdr_str fields[TABLE_MAX_COLUMNS];
	while (!at_end(walk)) {
		uint32_t line = walk->line;
		size_t n = 0;
		CDR_TRY(read_line(walk, fields, &n));
		walk->line++;
		if (n == 0)
			continue;
		if (n != table->n_columns)
			return fail_line(walk, line, "this line has another number of fields than the header");
		if (lines->n == CDR_RULES_MAX_TABLE_ROWS)
			return fail_line(walk, line, "more than 100,000 rows");
		uint32_t *slot = cdr_vec_push(lines);
		for (size_t i = 0; slot && i < n; i++) {
			struct cdr_str *cell = cdr_vec_push(cells);
			if (!cell)
				return cdr_fail_memory(walk->err, RULES_ROOM);
			*cell = fields[i];
		}
		if (!slot)
			return cdr_fail_memory(walk->err, RULES_ROOM);
		*slot = line;
	}
	return CDR_OK;
}

/* Copy of a vector's items in the arena. */
static void *
keep(const struct cdr_vec *vec, struct cdr_arena *arena)
{
	void *copy = cdr_arena_alloc(arena, vec->n * vec->item_size + 1);
	if (copy && vec->n)
		memcpy(copy, vec->items, vec->n * vec->item_size);
	return copy;
}

enum cdr_status
rules_table_read(const struct cdr_bundle_file *file, struct cdr_arena *arena, struct rules_table *ret,
                 struct cdr_error *err)
{
	struct cdr_str text = file->text;
	if (cdr_str_starts_with(text, CDR_STR("\xEF\xBB\xBF")))
		text = (struct cdr_str){ text.p + 3, text.n - 3 };
	struct walk walk = { file->path, text, 0, 1, arena, err };
	struct rules_table table = { .path = file->path };
	cdr_auto(cdr_vec) cells = CDR_VEC_INIT(struct cdr_str, (size_t)CDR_RULES_MAX_TABLE_ROWS * TABLE_MAX_COLUMNS);
	cdr_auto(cdr_vec) lines = CDR_VEC_INIT(uint32_t, CDR_RULES_MAX_TABLE_ROWS);
	CDR_TRY(read_header(&walk, &table));
	CDR_TRY(read_rows(&walk, &table, &cells, &lines));
	table.n_rows = lines.n;
	table.cells = keep(&cells, arena);
	table.lines = keep(&lines, arena);
	if (!table.cells || !table.lines)
		return cdr_fail_memory(err, RULES_ROOM);
	*ret = table;
	return CDR_OK;
}

ptrdiff_t
rules_table_column(const struct rules_table *table, struct cdr_str name)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		if (cdr_str_equal(table->columns[i], name))
			return (ptrdiff_t)i;
	}
	return -1;
}
