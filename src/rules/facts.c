/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Typed values and the set of them that describes one subject. Which facts exist is the caller's symbol table; what they
 * mean is not known here. The surprise: a word outside its symbol's list does not fail but leaves the fact unknown,
 * because such words come out of users' files and a guess would turn into a verdict.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

const char *
rules_type_phrase(enum cdr_fact_type type)
{
	static const char *const phrases[] = { "a text", "a word",        "a number",
		                               "a date", "true or false", "a list of texts" };
	return phrases[type];
}

static bool
is_text(enum cdr_fact_type type)
{
	return type == CDR_FACT_TEXT || type == CDR_FACT_WORD;
}

bool
rules_value_equal(const struct rules_value *a, const struct rules_value *b)
{
	if (is_text(a->type) && is_text(b->type))
		return cdr_str_equal_nocase(a->text, b->text);
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case CDR_FACT_NUMBER:
		/* Not ==: a number is what a file says in decimal, and 0.1 + 0.2 is 0.3 there. */
		return a->number - b->number < 1e-9 && b->number - a->number < 1e-9;
	case CDR_FACT_DATE:
		return a->date.ymd == b->date.ymd;
	case CDR_FACT_BOOLEAN:
		return a->boolean == b->boolean;
	default:
		return false;
	}
}

struct rules_value
rules_value_at(const struct rules_value *list, size_t i)
{
	if (list->list)
		return list->list[i];
	return (struct rules_value){ .type = CDR_FACT_TEXT, .known = true, .text = list->items[i] };
}

static struct cdr_str
list_text(const struct rules_value *value, struct cdr_arena *arena)
{
	size_t total = 1;
	for (size_t i = 0; i < value->n; i++) {
		struct rules_value item = rules_value_at(value, i);
		total += rules_value_text(&item, arena).n + 2;
	}
	char *out = cdr_arena_alloc(arena, total);
	size_t used = 0;
	for (size_t i = 0; out && i < value->n; i++) {
		struct rules_value item = rules_value_at(value, i);
		struct cdr_str text = rules_value_text(&item, arena);
		if (i > 0) {
			memcpy(out + used, ", ", 2);
			used += 2;
		}
		if (text.n)
			memcpy(out + used, text.p, text.n);
		used += text.n;
	}
	return (struct cdr_str){ out, out ? used : 0 };
}

struct cdr_str
rules_value_text(const struct rules_value *value, struct cdr_arena *arena)
{
	char date[CDR_DATE_TEXT_MAX];
	if (!value->known)
		return (struct cdr_str){ NULL, 0 };
	if (value->list || value->type == CDR_FACT_TEXT_LIST)
		return list_text(value, arena);
	switch (value->type) {
	case CDR_FACT_NUMBER:
		return cdr_str_format(arena, "%.12g", value->number);
	case CDR_FACT_DATE:
		return cdr_str_copy(arena, cdr_str_from(cdr_date_text(value->date, date)));
	case CDR_FACT_BOOLEAN:
		return value->boolean ? CDR_STR("yes") : CDR_STR("no");
	default:
		return value->text;
	}
}

struct cdr_facts *
cdr_facts_free(struct cdr_facts *facts)
{
	if (facts) {
		(void)cdr_facts_free(facts->inner);
		(void)cdr_map_free(facts->by_name);
		cdr_free(facts->related);
		cdr_free(facts->values);
		cdr_free(facts);
	}
	return NULL;
}

/* A set, without one for records. */
static enum cdr_status
new_set(const struct cdr_symbols *symbols, struct cdr_facts **ret, struct cdr_error *err)
{
	cdr_owned(cdr_facts) facts = cdr_alloc(sizeof(*facts));
	if (!facts)
		return cdr_fail_memory(err, RULES_ROOM);
	facts->symbols = symbols;
	facts->values = cdr_alloc((symbols->n + 1) * sizeof(*facts->values));
	facts->related = cdr_alloc((symbols->n_collections + 1) * sizeof(*facts->related));
	facts->by_name = cdr_map_new(symbols->n + 1);
	if (!facts->values || !facts->related || !facts->by_name)
		return cdr_fail_memory(err, RULES_ROOM);
	for (size_t i = 0; i < symbols->n; i++) {
		facts->values[i].type = symbols->rows[i].type;
		if (cdr_map_put(facts->by_name, cdr_str_from(symbols->rows[i].name), &facts->values[i]) != CDR_OK)
			return cdr_fail_memory(err, RULES_ROOM);
	}
	*ret = cdr_steal(&facts);
	return CDR_OK;
}

enum cdr_status
cdr_facts_new(const struct cdr_symbols *symbols, struct cdr_facts **ret, struct cdr_error *err)
{
	cdr_owned(cdr_facts) facts = NULL;
	CDR_TRY(new_set(symbols, &facts, err));
	if (symbols->n_collections)
		CDR_TRY(new_set(symbols, &facts->inner, err));
	*ret = cdr_steal(&facts);
	return CDR_OK;
}

void
cdr_facts_clear(struct cdr_facts *facts)
{
	for (size_t i = 0; i < facts->symbols->n; i++)
		facts->values[i] = (struct rules_value){ .type = facts->symbols->rows[i].type };
	for (size_t i = 0; i < facts->symbols->n_collections; i++)
		facts->related[i] = (struct rules_related){ 0 };
}

ptrdiff_t
rules_collection(const struct cdr_symbols *symbols, struct cdr_str name)
{
	for (size_t i = 0; i < symbols->n_collections; i++) {
		if (cdr_str_equal(cdr_str_from(symbols->collections[i].name), name))
			return (ptrdiff_t)i;
	}
	return -1;
}

void
cdr_facts_set_related(struct cdr_facts *facts, const char *collection, size_t n, cdr_related_fn fill, void *context)
{
	ptrdiff_t number = rules_collection(facts->symbols, cdr_str_from(collection));
	cdr_require(number >= 0);
	facts->related[number] = (struct rules_related){ true, n, fill, context };
}

enum cdr_status
rules_related_fill(const struct cdr_facts *facts, size_t collection, size_t i, struct cdr_facts **ret,
                   struct cdr_error *err)
{
	const struct rules_related *related = &facts->related[collection];
	cdr_facts_clear(facts->inner);
	CDR_TRY(related->fill(related->context, i, facts->inner, err));
	*ret = facts->inner;
	return CDR_OK;
}

/* The row of a symbol by its name. Callers name facts by literals, so where a name lies tells its row nearly always; what it
 * says is compared all the same. */
static struct rules_value *
find_slot(struct cdr_facts *facts, const char *name)
{
	uint16_t *recent = &facts->recent[((uintptr_t)name >> 2) % RULES_RECENT];
	if (strcmp(facts->symbols->rows[*recent].name, name) == 0)
		return &facts->values[*recent];
	struct rules_value *slot = cdr_map_get(facts->by_name, cdr_str_from(name));
	cdr_require(slot != NULL);
	*recent = (uint16_t)(slot - facts->values);
	return slot;
}

/* The slot of a fact the caller promised to exist; emptied, so that setting "nothing" makes it unknown. */
static struct rules_value *
slot_of(struct cdr_facts *facts, const char *name)
{
	struct rules_value *slot = find_slot(facts, name);
	*slot = (struct rules_value){ .type = slot->type };
	return slot;
}

/* The symbol's own spelling of a word, or {NULL,0}. */
static struct cdr_str
canonical_word(const struct cdr_symbol *symbol, struct cdr_str word)
{
	for (size_t i = 0; symbol->words && symbol->words[i]; i++) {
		struct cdr_str allowed = cdr_str_from(symbol->words[i]);
		if (cdr_str_equal_nocase(allowed, word))
			return allowed;
	}
	return (struct cdr_str){ NULL, 0 };
}

void
cdr_facts_set_text(struct cdr_facts *facts, const char *name, struct cdr_str value)
{
	struct rules_value *slot = slot_of(facts, name);
	cdr_require(is_text(slot->type));
	if (slot->type == CDR_FACT_WORD && value.p)
		value = canonical_word(&facts->symbols->rows[slot - facts->values], value);
	slot->text = value;
	slot->known = value.p != NULL;
}

void
cdr_facts_set_number(struct cdr_facts *facts, const char *name, double value)
{
	struct rules_value *slot = slot_of(facts, name);
	cdr_require(slot->type == CDR_FACT_NUMBER);
	slot->number = value;
	slot->known = true;
}

void
cdr_facts_set_date(struct cdr_facts *facts, const char *name, struct cdr_date value)
{
	struct rules_value *slot = slot_of(facts, name);
	cdr_require(slot->type == CDR_FACT_DATE);
	slot->date = value;
	slot->known = value.ymd != 0;
}

void
cdr_facts_set_boolean(struct cdr_facts *facts, const char *name, bool value)
{
	struct rules_value *slot = slot_of(facts, name);
	cdr_require(slot->type == CDR_FACT_BOOLEAN);
	slot->boolean = value;
	slot->known = true;
}

void
cdr_facts_set_list(struct cdr_facts *facts, const char *name, const struct cdr_str *items, size_t n)
{
	struct rules_value *slot = slot_of(facts, name);
	cdr_require(slot->type == CDR_FACT_TEXT_LIST);
	slot->items = items;
	slot->n = items ? n : 0;
	slot->known = items != NULL;
}

struct cdr_str
cdr_facts_text(const struct cdr_facts *facts, struct cdr_str name, struct cdr_arena *arena)
{
	const struct rules_value *slot = cdr_map_get(facts->by_name, name);
	return slot ? rules_value_text(slot, arena) : (struct cdr_str){ NULL, 0 };
}

/* ------------------------------------------------------------------------------------------------- values from YAML */

static bool
read_word(const struct rules_reading *reading, const struct cdr_symbol *symbol, const struct cdr_decl_node *node,
          struct rules_value *value)
{
	value->text = canonical_word(symbol, node->text);
	if (value->text.p)
		return true;
	struct cdr_decl_guess guess = { .word = node->text };
	for (size_t i = 0; symbol->words && symbol->words[i]; i++)
		cdr_decl_guess(&guess, symbol->words[i]);
	rules_problem(reading->problems, reading->decl, node, "\"%.*s\" is no word of %s%s%s%s",
	              (int)cdr_str_cut(node->text, 80), node->text.p, symbol->name,
	              guess.nearest ? ": did you mean \"" : "", guess.nearest ? guess.nearest : "",
	              guess.nearest ? "\"?" : "");
	return false;
}

static bool
read_truth(const struct cdr_decl_node *node, bool *ret)
{
	bool yes = !node->quoted && cdr_str_equal(node->text, CDR_STR("true"));
	if (!yes && (node->quoted || !cdr_str_equal(node->text, CDR_STR("false"))))
		return false;
	*ret = yes;
	return true;
}

static bool
read_scalar(const struct rules_reading *reading, const struct cdr_symbol *symbol, const struct cdr_decl_node *node,
            struct rules_value *value)
{
	bool good = true;
	switch (symbol->type) {
	case CDR_FACT_WORD:
		return read_word(reading, symbol, node, value);
	case CDR_FACT_NUMBER:
		good = !node->quoted && cdr_str_to_double(node->text, &value->number);
		break;
	case CDR_FACT_DATE:
		good = node->text.n == 10 && cdr_date_parse(node->text, &value->date);
		break;
	case CDR_FACT_BOOLEAN:
		good = read_truth(node, &value->boolean);
		break;
	default:
		value->text = cdr_str_copy(reading->arena, node->text);
		if (!value->text.p)
			rules_problem_memory(reading->problems);
		return value->text.p != NULL;
	}
	if (!good)
		rules_problem(reading->problems, reading->decl, node, "%s is %s%s, but \"%.*s\" is not", symbol->name,
		              rules_type_phrase(symbol->type), symbol->type == CDR_FACT_DATE ? " (YYYY-MM-DD)" : "",
		              (int)cdr_str_cut(node->text, 80), node->text.p);
	return good;
}

static bool
read_texts(const struct rules_reading *reading, const struct cdr_symbol *symbol, const struct cdr_decl_node *node,
           struct rules_value *value)
{
	size_t n = node->kind == CDR_DECL_LIST ? node->n : 1;
	struct cdr_str *items = cdr_arena_alloc(reading->arena, n * sizeof(*items) + 1);
	for (size_t i = 0; items && i < n; i++) {
		const struct cdr_decl_node *item = node->kind == CDR_DECL_LIST ? node->items[i] : node;
		if (item->kind != CDR_DECL_SCALAR) {
			rules_problem(reading->problems, reading->decl, item, "%s is a list of texts", symbol->name);
			return false;
		}
		items[i] = cdr_str_copy(reading->arena, item->text);
		if (!items[i].p)
			items = NULL;
	}
	if (!items)
		rules_problem_memory(reading->problems);
	value->items = items;
	value->n = n;
	return items != NULL;
}

static bool
is_null(const struct cdr_decl_node *node)
{
	return node->kind == CDR_DECL_SCALAR && !node->quoted &&
	       (node->text.n == 0 || cdr_str_equal(node->text, CDR_STR("~")) ||
	        cdr_str_equal(node->text, CDR_STR("null")));
}

bool
rules_value_read(const struct rules_reading *reading, const struct cdr_symbol *symbol, const struct cdr_decl_node *node,
                 struct rules_value *ret)
{
	struct rules_value value = { .type = symbol->type };
	if (is_null(node)) {
		*ret = value;
		return true;
	}
	value.known = true;
	if (symbol->type == CDR_FACT_TEXT_LIST && node->kind != CDR_DECL_MAP) {
		if (!read_texts(reading, symbol, node, &value))
			return false;
	} else if (node->kind != CDR_DECL_SCALAR) {
		rules_problem(reading->problems, reading->decl, node, "%s is %s", symbol->name,
		              rules_type_phrase(symbol->type));
		return false;
	} else if (!read_scalar(reading, symbol, node, &value)) {
		return false;
	}
	*ret = value;
	return true;
}

void
rules_fact_read(const struct rules_reading *reading, const struct cdr_decl_pair *pair, struct rules_value *values)
{
	struct cdr_decl_node at = { .line = pair->line, .column = pair->column };
	const struct cdr_symbol *symbol = rules_symbol_named(reading, &at, pair->key);
	struct rules_value value;
	if (symbol && rules_value_read(reading, symbol, pair->value, &value) && values)
		values[symbol - reading->symbols->rows] = value;
}

void
rules_facts_read(const struct rules_reading *reading, const struct cdr_decl_node *map, struct rules_value *values)
{
	if (map->kind != CDR_DECL_MAP) {
		rules_problem(reading->problems, reading->decl, map, "facts are written as a map: fact.name: value");
		return;
	}
	for (size_t i = 0; i < map->n; i++)
		rules_fact_read(reading, &map->pairs[i], values);
}

enum cdr_status
cdr_facts_read(struct cdr_facts *facts, const struct cdr_decl *decl, const struct cdr_decl_node *map,
               struct cdr_arena *arena, struct cdr_error *err)
{
	struct rules_problems problems = { err, CDR_OK };
	struct rules_reading reading = {
		.symbols = facts->symbols, .decl = decl, .arena = arena, .problems = &problems
	};
	rules_facts_read(&reading, map, facts->values);
	return problems.status;
}
