/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a definition that says where values stand: columns, fields, attributes, identifiers and what identifies an
 * entry. Column names become numbers here, so that reading a row is indexing only. The one surprise: a source with a
 * header need not list its columns; mentioning one in a field declares it, and it must then be in the file.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

/* Names of the slots; the order is that of enum registry_slot. */
static const char *const slot_words[] = {
	"name",       "name_local", "aliases",   "country", "address",   "licence_number", "status",     "status_date",
	"valid_from", "valid_to",   "listed_on", "term",    "programme", "good",           "party_type",
};
_Static_assert(CDR_LEN(slot_words) == REGISTRY_SLOT_COUNT, "a word per slot");

/* The slots, then the two that hold several. A joined part may only add what an entry can have more of. */
static const struct cdr_decl_key field_keys[] = {
	{ "name", CDR_DECL_ANY, false },           { "name_local", CDR_DECL_ANY, false },
	{ "aliases", CDR_DECL_ANY, false },        { "country", CDR_DECL_ANY, false },
	{ "address", CDR_DECL_ANY, false },        { "licence_number", CDR_DECL_ANY, false },
	{ "status", CDR_DECL_ANY, false },         { "status_date", CDR_DECL_ANY, false },
	{ "valid_from", CDR_DECL_ANY, false },     { "valid_to", CDR_DECL_ANY, false },
	{ "listed_on", CDR_DECL_ANY, false },      { "programme", CDR_DECL_ANY, false },
	{ "good", CDR_DECL_ANY, false },           { "party_type", CDR_DECL_ANY, false },
	{ "term", CDR_DECL_ANY, false },           { "intervals", CDR_DECL_ANY_MAP, false },
	{ "attributes", CDR_DECL_ANY_MAP, false }, { "identifiers", CDR_DECL_ANY_LIST, false },
};
static const struct cdr_decl_key joined_keys[] = {
	{ "aliases", CDR_DECL_ANY, false },
	{ "country", CDR_DECL_ANY, false },
	{ "address", CDR_DECL_ANY, false },
};
static const struct cdr_decl_key value_keys[] = {
	{ "columns", CDR_DECL_TEXT_LIST, false }, { "first_of", CDR_DECL_TEXT_LIST, false },
	{ "value", CDR_DECL_TEXT, false },        { "join", CDR_DECL_TEXT, false },
	{ "match", CDR_DECL_TEXT, false },        { "words", CDR_DECL_ANY_MAP, false },
	{ "else", CDR_DECL_TEXT, false },         { "year", CDR_DECL_BOOLEAN, false },
	{ "split", CDR_DECL_TEXT_LIST, false },   { "cases", CDR_DECL_ANY_LIST, false },
};
static const struct cdr_decl_key case_keys[] = {
	{ "match", CDR_DECL_TEXT, true },
	{ "value", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key interval_keys[] = {
	{ "columns", CDR_DECL_TEXT_LIST, true },
	{ "split", CDR_DECL_TEXT_LIST, false },
	{ "match", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key rows_keys[] = {
	{ "only", CDR_DECL_ANY, false },
	{ "same", CDR_DECL_TEXT, false },
	{ "main", CDR_DECL_ANY_MAP, false },
};
static const struct cdr_decl_key rows_match_keys[] = {
	{ "column", CDR_DECL_TEXT, true },
	{ "match", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key identifier_keys[] = {
	{ "scheme", CDR_DECL_TEXT, true },
	{ "column", CDR_DECL_TEXT, true },
	{ "match", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key column_keys[] = {
	{ "name", CDR_DECL_TEXT, true },
	{ "path", CDR_DECL_TEXT, false },
	{ "optional", CDR_DECL_BOOLEAN, false },
};
static const struct cdr_decl_key identity_keys[] = { { "field", CDR_DECL_TEXT, true } };

static struct registry_column *
add_column(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node)
{
	if (part->n_columns == REGISTRY_MAX_COLUMNS) {
		registry_complain(loader, node, "more than %d columns", REGISTRY_MAX_COLUMNS);
		return NULL;
	}
	return &part->columns[part->n_columns++];
}

void
registry_load_columns(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part)
{
	part->declared = true;
	for (size_t i = 0; i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		struct registry_column *column = add_column(loader, part, item);
		if (!column)
			return;
		if (item->kind == CDR_DECL_SCALAR) {
			column->name = item->text;
		} else if (registry_check(loader, item, column_keys, CDR_LEN(column_keys))) {
			column->name = cdr_decl_text(item, "name");
			column->path = cdr_decl_text(item, "path");
			column->optional = cdr_decl_boolean(item, "optional", false);
		}
	}
}

static bool
is_dropped(const struct registry_loader *loader, struct cdr_str name)
{
	size_t n = loader->dropped ? cdr_decl_count(loader->dropped, "drop") : 0;
	for (size_t i = 0; i < n; i++) {
		if (cdr_str_equal_nocase(cdr_decl_item(loader->dropped, "drop", i), name))
			return true;
	}
	return false;
}

int32_t
registry_column_of(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node,
                   struct cdr_str name)
{
	if (is_dropped(loader, name)) {
		registry_complain(loader, node, "the column \"%.*s\" is never kept (privacy: drop)", CDR_STR_ARG(name));
		return -1;
	}
	for (size_t i = 0; i < part->n_columns; i++) {
		if (cdr_str_equal(part->columns[i].name, name))
			return (int32_t)i;
	}
	if (part->declared) {
		registry_complain(loader, node, "\"%.*s\" is not among the columns listed", CDR_STR_ARG(name));
		return -1;
	}
	struct registry_column *column = add_column(loader, part, node);
	if (!column)
		return -1;
	column->name = name;
	return (int32_t)(part->n_columns - 1);
}

static void
add_field_column(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node,
                 struct registry_field *field)
{
	if (field->n_columns == REGISTRY_MAX_FIELD_COLUMNS) {
		registry_complain(loader, node, "more than %d columns in one field", REGISTRY_MAX_FIELD_COLUMNS);
		return;
	}
	if (node->kind != CDR_DECL_SCALAR) {
		registry_complain(loader, node, "the name of a column is expected here");
		return;
	}
	int32_t column = registry_column_of(loader, part, node, node->text);
	if (column >= 0)
		field->columns[field->n_columns++] = (uint32_t)column;
}

/* `node` is one column name or a list of them. */
static void
add_field_columns(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node,
                  struct registry_field *field)
{
	if (node->kind != CDR_DECL_LIST) {
		add_field_column(loader, part, node, field);
		return;
	}
	for (size_t i = 0; i < node->n; i++)
		add_field_column(loader, part, node->items[i], field);
}

static void
load_words(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_field *field)
{
	field->words = node->n ? registry_memory(loader, node->n, sizeof(*field->words)) : NULL;
	for (size_t i = 0; field->words && i < node->n; i++) {
		struct registry_word *word = &field->words[field->n_words++];
		word->from = cdr_normalise_words(node->pairs[i].key, loader->private->arena);
		word->to = node->pairs[i].value->text;
		if (node->pairs[i].value->kind != CDR_DECL_SCALAR)
			registry_complain(loader, node->pairs[i].value, "words: one text for each word");
	}
}

static void
load_cases(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_field *field)
{
	field->cases = node->n ? registry_memory(loader, node->n, sizeof(*field->cases)) : NULL;
	for (size_t i = 0; field->cases && i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		if (!registry_check(loader, item, case_keys, CDR_LEN(case_keys)))
			continue;
		struct registry_case *one = &field->cases[field->n_cases++];
		one->match = registry_pattern(loader, cdr_decl_get(item, "match"), cdr_decl_text(item, "match"));
		one->value = cdr_decl_text(item, "value");
	}
}

static void
load_value(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node,
           struct registry_field *field)
{
	if (!registry_check(loader, node, value_keys, CDR_LEN(value_keys)))
		return;
	const struct cdr_decl_node *columns = cdr_decl_get(node, "columns");
	const struct cdr_decl_node *first_of = cdr_decl_get(node, "first_of");
	field->fixed = cdr_decl_text(node, "value");
	if ((columns != NULL) + (first_of != NULL) + (field->fixed.p != NULL) != 1) {
		registry_complain(loader, node, "exactly one of columns, first_of and value is needed");
		return;
	}
	field->first_of = first_of != NULL;
	if (columns || first_of)
		add_field_columns(loader, part, columns ? columns : first_of, field);
	if (cdr_decl_get(node, "join"))
		field->join = cdr_decl_text(node, "join");
	field->otherwise = cdr_decl_text(node, "else");
	field->year = cdr_decl_boolean(node, "year", false);
	if (cdr_decl_get(node, "match"))
		field->match = registry_pattern(loader, cdr_decl_get(node, "match"), cdr_decl_text(node, "match"));
	field->split = registry_patterns(loader, node, "split", &field->n_split);
	if (cdr_decl_get(node, "cases"))
		load_cases(loader, cdr_decl_get(node, "cases"), field);
	if (cdr_decl_get(node, "words"))
		load_words(loader, cdr_decl_get(node, "words"), field);
}

static void
load_field(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node,
           struct registry_field *field)
{
	field->set = true;
	field->join = CDR_STR(", ");
	if (node->kind == CDR_DECL_MAP)
		load_value(loader, part, node, field);
	else
		add_field_columns(loader, part, node, field);
}

static void
load_attributes(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part)
{
	struct cdr_registry_private *private = loader->private;
	private->attributes = node->n ? registry_memory(loader, node->n, sizeof(*private->attributes)) : NULL;
	for (size_t i = 0; private->attributes && i < node->n; i++) {
		struct registry_attribute *attribute = &private->attributes[private->n_attributes++];
		attribute->name = node->pairs[i].key;
		load_field(loader, part, node->pairs[i].value, &attribute->field);
	}
}

static void
load_identifiers(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part)
{
	struct cdr_registry_private *private = loader->private;
	private->identifiers = node->n ? registry_memory(loader, node->n, sizeof(*private->identifiers)) : NULL;
	for (size_t i = 0; private->identifiers && i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		if (!registry_check(loader, item, identifier_keys, CDR_LEN(identifier_keys)))
			continue;
		struct registry_identifier *identifier = &private->identifiers[private->n_identifiers++];
		identifier->scheme = cdr_decl_text(item, "scheme");
		identifier->field.set = true;
		add_field_column(loader, part, cdr_decl_get(item, "column"), &identifier->field);
		const struct cdr_decl_node *match = cdr_decl_get(item, "match");
		if (match)
			identifier->field.match = registry_pattern(loader, match, match->text);
	}
}

static void
load_intervals(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part)
{
	struct registry_intervals *intervals = &loader->private->intervals;
	if (!registry_check(loader, node, interval_keys, CDR_LEN(interval_keys)))
		return;
	intervals->field.set = true;
	intervals->field.join = CDR_STR(", ");
	add_field_columns(loader, part, cdr_decl_get(node, "columns"), &intervals->field);
	intervals->split = registry_patterns(loader, node, "split", &intervals->n_split);
	if (cdr_decl_get(node, "match"))
		intervals->match = registry_pattern(loader, cdr_decl_get(node, "match"), cdr_decl_text(node, "match"));
}

void
registry_load_fields(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part,
                     bool joined)
{
	bool good = joined ? registry_check(loader, node, joined_keys, CDR_LEN(joined_keys))
	                   : registry_check(loader, node, field_keys, CDR_LEN(field_keys));
	if (!good)
		return;
	for (size_t slot = 0; slot < REGISTRY_SLOT_COUNT; slot++) {
		const struct cdr_decl_node *field = cdr_decl_get(node, slot_words[slot]);
		if (field)
			load_field(loader, part, field, &part->fields[slot]);
		bool several = slot == REGISTRY_ALIASES || slot == REGISTRY_COUNTRY;
		if (part->fields[slot].n_split && !several)
			registry_complain(loader, cdr_decl_get(field, "split"),
			                  "split: %s has one value; aliases, country and attributes can have several",
			                  slot_words[slot]);
	}
	if (cdr_decl_get(node, "intervals"))
		load_intervals(loader, cdr_decl_get(node, "intervals"), part);
	if (cdr_decl_get(node, "attributes"))
		load_attributes(loader, cdr_decl_get(node, "attributes"), part);
	if (cdr_decl_get(node, "identifiers"))
		load_identifiers(loader, cdr_decl_get(node, "identifiers"), part);
}

/* `{column, match}` -> the column and its pattern. */
static void
load_row_match(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_row_match *ret)
{
	ret->column = -1;
	if (!node || !registry_check(loader, node, rows_match_keys, CDR_LEN(rows_match_keys)))
		return;
	const struct cdr_decl_node *column = cdr_decl_get(node, "column");
	ret->column = registry_column_of(loader, &loader->private->parts[0], column, column->text);
	ret->match = registry_pattern(loader, cdr_decl_get(node, "match"), cdr_decl_text(node, "match"));
}

/* One condition or a list of them. */
static void
load_only(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_rows *rows)
{
	bool list = node->kind == CDR_DECL_LIST;
	size_t n = list ? node->n : 1;
	if (n > REGISTRY_MAX_ONLY) {
		registry_complain(loader, node, "only: at most %d conditions", REGISTRY_MAX_ONLY);
		return;
	}
	for (size_t i = 0; i < n; i++)
		load_row_match(loader, list ? node->items[i] : node, &rows->only[rows->n_only++]);
}

void
registry_load_rows(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_rows *rows = &loader->private->rows;
	rows->main.column = -1;
	if (!node || !registry_check(loader, node, rows_keys, CDR_LEN(rows_keys)))
		return;
	if (cdr_decl_get(node, "only"))
		load_only(loader, cdr_decl_get(node, "only"), rows);
	load_row_match(loader, cdr_decl_get(node, "main"), &rows->main);
	const struct cdr_decl_node *same = cdr_decl_get(node, "same");
	rows->same = same != NULL;
	if (!same && cdr_decl_get(node, "main"))
		registry_complain(loader, cdr_decl_get(node, "main"), "main: only among rows that are the same entry");
	if (same && loader->registry->n_parts > 1)
		registry_complain(loader, same, "same: with parts, each part has its key");
	else if (same)
		loader->private->parts[0].key =
			registry_column_of(loader, &loader->private->parts[0], same, same->text);
}

void
registry_load_identity(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct cdr_registry_private *private = loader->private;
	if (node->n < 1 || node->n > CDR_LEN(private->identity)) {
		registry_complain(loader, node, "identity: 1 to %zu columns", CDR_LEN(private->identity));
		return;
	}
	for (size_t i = 0; i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		int32_t column = REGISTRY_IDENTITY_NAME;
		if (item->kind == CDR_DECL_SCALAR) {
			column = registry_column_of(loader, &private->parts[0], item, item->text);
		} else if (registry_check(loader, item, identity_keys, CDR_LEN(identity_keys))) {
			struct cdr_str field = cdr_decl_text(item, "field");
			if (cdr_str_equal(field, CDR_STR("country")))
				column = REGISTRY_IDENTITY_COUNTRY;
			else if (!cdr_str_equal(field, CDR_STR("name")))
				registry_complain(loader, item,
				                  "the fields that identify are name and country; else name a column");
		}
		private->identity[private->n_identity++].column = column;
	}
}
