/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look-up compiled: `{lookup: tables/x.csv, where: {column: fact}, column: answer, absent: …}` becomes an index from
 * the values of the `where` columns to rows, with the answering column already typed. Reading the CSV is table.c's,
 * asking the index is eval.c's. The surprise: a key is lower-cased, so "PH" and "ph" are one, as in every comparison.
 */
#include "candor/rules.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

/* One compilation, so that its steps need not take six parameters each. */
struct lookup_draft {
	struct cdr_condition_holder *holder;
	const struct rules_reading *reading;
	const struct cdr_decl_node *node;
	struct rules_lookup *lookup;
};

struct cdr_str
rules_lookup_key(const struct cdr_str *parts, size_t n, struct cdr_arena *arena)
{
	size_t total = 1;
	for (size_t i = 0; i < n; i++)
		total += parts[i].n + 1;
	char *key = cdr_arena_alloc(arena, total);
	size_t used = 0;
	for (size_t i = 0; key && i < n; i++) {
		for (size_t k = 0; k < parts[i].n; k++) {
			char c = parts[i].p[k];
			key[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		}
		key[used++] = '\x1f';
	}
	return (struct cdr_str){ key, key ? used : 0 };
}

/* The table of that path, read on first use. */
static const struct rules_table *
table_of(struct cdr_condition_holder *holder, const struct rules_reading *reading, const struct cdr_decl_node *node)
{
	const struct cdr_decl_node *named = cdr_decl_get(node, "lookup");
	if (!named || named->kind != CDR_DECL_SCALAR) {
		rules_problem(reading->problems, reading->decl, node, "lookup: the path of a table is expected");
		return NULL;
	}
	struct rules_table *table = cdr_map_get(holder->tables, named->text);
	if (table)
		return table;
	const struct cdr_bundle_file *file = cdr_bundle_find(holder->rulesets, named->text);
	if (!file) {
		rules_problem(reading->problems, reading->decl, named, "there is no table \"%.*s\" in the rule data",
		              (int)cdr_str_cut(named->text, 120), named->text.p);
		return NULL;
	}
	struct cdr_error error = { 0 };
	table = cdr_arena_alloc(holder->arena, sizeof(*table));
	enum cdr_status status = table ? rules_table_read(file, holder->arena, table, &error) : CDR_ENOMEM;
	if (status == CDR_OK)
		status = cdr_map_put(holder->tables, table->path, table);
	rules_problem_join(reading->problems, status, &error);
	return status == CDR_OK ? table : NULL;
}

static ptrdiff_t
column_named(const struct lookup_draft *draft, const struct cdr_decl_node *at, struct cdr_str name)
{
	const struct rules_table *table = draft->lookup->table;
	ptrdiff_t column = rules_table_column(table, name);
	if (column < 0)
		rules_problem(draft->reading->problems, draft->reading->decl, at, "%.*s has no column \"%.*s\"",
		              CDR_STR_ARG(table->path), (int)cdr_str_cut(name, 80), name.p);
	return column;
}

static bool
compile_where(struct lookup_draft *draft)
{
	const struct rules_reading *reading = draft->reading;
	const struct cdr_decl_node *where = cdr_decl_get(draft->node, "where");
	if (!where || where->kind != CDR_DECL_MAP || where->n == 0 || where->n > RULES_MAX_WHERE) {
		rules_problem(reading->problems, reading->decl, where ? where : draft->node,
		              "where: one to four lines of column: fact are expected");
		return false;
	}
	struct rules_lookup *lookup = draft->lookup;
	bool good = true;
	unsigned n_lists = 0;
	for (size_t i = 0; i < where->n; i++) {
		const struct cdr_decl_pair *pair = &where->pairs[i];
		struct cdr_decl_node at = { .line = pair->line, .column = pair->column };
		ptrdiff_t column = column_named(draft, &at, pair->key);
		struct cdr_str name = pair->value->kind == CDR_DECL_SCALAR ? pair->value->text : CDR_STR("");
		const struct cdr_symbol *symbol = rules_symbol_named(reading, pair->value, name);
		good = good && symbol && column >= 0;
		if (!symbol || column < 0)
			continue;
		n_lists += symbol->type == CDR_FACT_TEXT_LIST;
		lookup->columns[lookup->n_where] = (size_t)column;
		lookup->facts[lookup->n_where++] = (size_t)(symbol - reading->symbols->rows);
	}
	if (n_lists > 1)
		rules_problem(reading->problems, reading->decl, where, "where: only one fact may be a list");
	return good && n_lists <= 1;
}

static bool
compile_absent(struct lookup_draft *draft)
{
	static const char *const words[] = { "unknown", "false", NULL };
	int index = 0;
	struct cdr_error error = { 0 };
	if (cdr_decl_get(draft->node, "absent")) {
		enum cdr_status status =
			cdr_decl_word(draft->reading->decl, draft->node, "absent", words, &index, &error);
		rules_problem_join(draft->reading->problems, status, &error);
		if (status != CDR_OK)
			return false;
	}
	draft->lookup->absent_is_false = index == 1;
	return true;
}

static bool
type_cell(struct cdr_str cell, struct rules_value *value)
{
	value->text = cell;
	value->known = cell.n > 0;
	if (!value->known)
		return true;
	if (value->type == CDR_FACT_NUMBER)
		return cdr_str_to_double(cell, &value->number);
	if (value->type == CDR_FACT_DATE)
		return cell.n == 10 && cdr_date_parse(cell, &value->date);
	if (value->type != CDR_FACT_BOOLEAN)
		return true;
	value->boolean = cdr_str_equal(cell, CDR_STR("true"));
	return value->boolean || cdr_str_equal(cell, CDR_STR("false"));
}

static bool
compile_cells(struct lookup_draft *draft, enum cdr_fact_type type)
{
	struct rules_lookup *lookup = draft->lookup;
	const struct rules_table *table = lookup->table;
	const struct cdr_decl_node *named = cdr_decl_get(draft->node, "column");
	if (!named || named->kind != CDR_DECL_SCALAR) {
		rules_problem(draft->reading->problems, draft->reading->decl, draft->node,
		              "column: the column that answers is expected");
		return false;
	}
	ptrdiff_t column = column_named(draft, named, named->text);
	lookup->cells = cdr_arena_alloc(draft->holder->arena, table->n_rows * sizeof(*lookup->cells) + 1);
	if (!lookup->cells)
		rules_problem_memory(draft->reading->problems);
	if (!lookup->cells || column < 0)
		return false;
	lookup->column = (size_t)column;
	for (size_t row = 0; row < table->n_rows; row++) {
		lookup->cells[row].type = type == CDR_FACT_WORD || type == CDR_FACT_TEXT_LIST ? CDR_FACT_TEXT : type;
		struct cdr_str cell = table->cells[row * table->n_columns + lookup->column];
		if (type_cell(cell, &lookup->cells[row]))
			continue;
		rules_problem(draft->reading->problems, draft->reading->decl, named, "%.*s line %u: \"%.*s\" is not %s",
		              CDR_STR_ARG(table->path), table->lines[row], (int)cdr_str_cut(cell, 80), cell.p,
		              rules_type_phrase(type));
		return false;
	}
	return true;
}

static bool
index_row(struct lookup_draft *draft, size_t row)
{
	struct rules_lookup *lookup = draft->lookup;
	struct cdr_str parts[RULES_MAX_WHERE];
	for (size_t i = 0; i < lookup->n_where; i++)
		parts[i] = lookup->table->cells[row * lookup->table->n_columns + lookup->columns[i]];
	struct cdr_str key = rules_lookup_key(parts, lookup->n_where, draft->holder->arena);
	if (!key.p)
		return false;
	struct rules_lookup_row *first = cdr_map_get(lookup->index, key);
	if (!first)
		return cdr_map_put(lookup->index, key, &lookup->rows[row]) == CDR_OK;
	lookup->rows[row].next = first->next;
	first->next = &lookup->rows[row];
	return true;
}

static bool
compile_index(struct lookup_draft *draft)
{
	struct rules_lookup *lookup = draft->lookup;
	size_t n_rows = lookup->table->n_rows;
	struct cdr_map **slot = cdr_vec_push(&draft->holder->indexes);
	lookup->rows = cdr_arena_alloc(draft->holder->arena, n_rows * sizeof(*lookup->rows) + 1);
	bool good = slot && lookup->rows;
	if (slot)
		*slot = lookup->index = cdr_map_new(n_rows + 1);
	good = good && lookup->index;
	for (size_t row = 0; good && row < n_rows; row++)
		good = index_row(draft, row);
	if (!good)
		rules_problem_memory(draft->reading->problems);
	return good;
}

struct rules_lookup *
rules_lookup_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
                     const struct cdr_decl_node *node, enum cdr_fact_type type)
{
	struct rules_lookup *lookup = cdr_arena_alloc(holder->arena, sizeof(*lookup));
	size_t *numbers = cdr_arena_alloc(holder->arena, 2 * (size_t)RULES_MAX_WHERE * sizeof(*numbers));
	if (!lookup || !numbers) {
		rules_problem_memory(reading->problems);
		return NULL;
	}
	lookup->columns = numbers;
	lookup->facts = numbers + RULES_MAX_WHERE;
	lookup->table = table_of(holder, reading, node);
	if (!lookup->table)
		return NULL;
	lookup->missing = rules_name_number(holder, lookup->table->path, reading->problems);
	if (!lookup->table->edition.n)
		rules_problem(reading->problems, reading->decl, cdr_decl_get(node, "lookup"),
		              "%.*s does not say its edition: begin it with a line like \"# edition: 2024\"",
		              CDR_STR_ARG(lookup->table->path));
	struct lookup_draft draft = { holder, reading, node, lookup };
	/* No short cut: each step names its own problems. */
	bool where = compile_where(&draft), absent = compile_absent(&draft), cells = compile_cells(&draft, type);
	return where && absent && cells && compile_index(&draft) ? lookup : NULL;
}
