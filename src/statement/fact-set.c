/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/rules.h"

/*
 * fact-set: values of a law's symbols together with what each rests on. The rules room's fact set (`view`) has values
 * only; this one is the truth and the view is refilled from it. The surprise: a value that is known but rests on
 * nothing is possible here; claims.c is where that is stopped.
 */

void
cdr_fact_set_done(struct cdr_fact_set *set)
{
	set->view = cdr_facts_free(set->view);
}

enum cdr_status
cdr_fact_set_init(struct cdr_fact_set *set, const struct cdr_law *law, struct cdr_arena *arena, struct cdr_error *err)
{
	struct cdr_value *values = cdr_arena_alloc(arena, law->symbols.n * sizeof(*values));
	if (!values)
		return cdr_fail_memory(err, "statement");
	struct cdr_facts *view = NULL;
	CDR_TRY(cdr_facts_new(&law->symbols, &view, err));
	*set = (struct cdr_fact_set){ .arena = arena, .law = law, .values = values, .view = view };
	return CDR_OK;
}

const struct cdr_value *
cdr_fact_set_find(const struct cdr_fact_set *set, struct cdr_str name, const struct cdr_symbol **ret_symbol)
{
	const struct cdr_symbol *symbol = cdr_symbol_find(&set->law->symbols, name);
	if (!symbol)
		return NULL;
	if (ret_symbol)
		*ret_symbol = symbol;
	return &set->values[symbol - set->law->symbols.rows];
}

/* The slot of a fact the code itself names: a name that is not there, or of another type, is a defect. */
static struct cdr_value *
slot(struct cdr_fact_set *set, const char *name, bool (*fits)(enum cdr_fact_type))
{
	const struct cdr_symbol *symbol = cdr_symbol_find(&set->law->symbols, cdr_str_from(name));
	cdr_require(symbol && fits(symbol->type));
	return &set->values[symbol - set->law->symbols.rows];
}

static bool
is_textual(enum cdr_fact_type type)
{
	return type == CDR_FACT_TEXT || type == CDR_FACT_WORD;
}

static bool
is_number(enum cdr_fact_type type)
{
	return type == CDR_FACT_NUMBER;
}

static bool
is_boolean(enum cdr_fact_type type)
{
	return type == CDR_FACT_BOOLEAN;
}

void
cdr_fact_set_text(struct cdr_fact_set *set, const char *name, struct cdr_str value, struct cdr_refs refs)
{
	*slot(set, name, is_textual) = (struct cdr_value){ .known = value.p != NULL, .text = value, .refs = refs };
}

void
cdr_fact_set_number(struct cdr_fact_set *set, const char *name, double value, struct cdr_refs refs)
{
	*slot(set, name, is_number) = (struct cdr_value){ .known = true, .number = value, .refs = refs };
}

void
cdr_fact_set_boolean(struct cdr_fact_set *set, const char *name, bool value, struct cdr_refs refs)
{
	*slot(set, name, is_boolean) = (struct cdr_value){
		.known = true, .boolean = value, .text = value ? CDR_STR("yes") : CDR_STR("no"), .refs = refs
	};
}

double
cdr_fact_set_count(const struct cdr_fact_set *set, const char *name)
{
	const struct cdr_value *value = cdr_fact_set_find(set, cdr_str_from(name), NULL);
	return value && value->known ? value->number : 0;
}

/* A word the symbol does not list is left unknown: it came from a file and is not this room's to judge. */
static bool
is_listed(const struct cdr_symbol *symbol, struct cdr_str word)
{
	for (const char *const *w = symbol->words; *w; w++)
		if (cdr_str_equal(word, cdr_str_from(*w)))
			return true;
	return false;
}

enum cdr_status
cdr_fact_set_show(struct cdr_fact_set *set, struct cdr_error *err)
{
	if (set->failed)
		return cdr_fail_memory(err, "statement");
	cdr_facts_clear(set->view);
	for (size_t i = 0; i < set->law->symbols.n; i++) {
		const struct cdr_symbol *symbol = &set->law->symbols.rows[i];
		const struct cdr_value *value = &set->values[i];
		if (!value->known)
			continue;
		if (symbol->type == CDR_FACT_NUMBER)
			cdr_facts_set_number(set->view, symbol->name, value->number);
		else if (symbol->type == CDR_FACT_BOOLEAN)
			cdr_facts_set_boolean(set->view, symbol->name, value->boolean);
		else if (symbol->type == CDR_FACT_TEXT || is_listed(symbol, value->text))
			cdr_facts_set_text(set->view, symbol->name, value->text);
	}
	return CDR_OK;
}
