/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <string.h>

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

/* "{count} of {whole}" with the words put in. */
static struct cdr_str
fill(struct cdr_fact_set *set, const char *label, const struct cdr_str (*pairs)[2], size_t n_pairs)
{
	struct cdr_str rest = cdr_words_label(&set->law->words, label);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	while (rest.n) {
		size_t taken = 1;
		bool put = false;
		for (size_t i = 0; i < n_pairs && !put; i++) {
			put = cdr_str_starts_with(rest, pairs[i][0]);
			if (put) {
				cdr_buf_add_str(&out, pairs[i][1]);
				taken = pairs[i][0].n;
			}
		}
		if (!put)
			cdr_buf_putc(&out, rest.p[0]);
		rest = (struct cdr_str){ rest.p + taken, rest.n - taken };
	}
	struct cdr_str text = out.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(set->arena, cdr_buf_str(&out));
	if (!text.p)
		set->failed = true;
	return text;
}

struct cdr_str
cdr_fact_set_words(struct cdr_fact_set *set, const char *label, int64_t number)
{
	const struct cdr_str pairs[][2] = {
		{ CDR_STR("{n}"), cdr_words_number(&set->law->words, set->arena, number) },
	};
	return fill(set, label, pairs, CDR_LEN(pairs));
}

void
cdr_fact_set_people(struct cdr_fact_set *set, const char *name, int64_t people, int64_t whole, struct cdr_refs refs)
{
	int64_t others = whole - people;
	struct cdr_value *value = slot(set, name, is_number);
	*value = (struct cdr_value){ .known = true, .number = (double)people, .refs = refs };
	if (people > 0 && people < CDR_STATEMENT_SMALL_CELL)
		value->text = cdr_fact_set_words(set, "fewer_than", CDR_STATEMENT_SMALL_CELL);
	else if (people > 0 && others > 0 && others < CDR_STATEMENT_SMALL_CELL)
		value->text = cdr_fact_set_words(set, "at_least", whole - CDR_STATEMENT_SMALL_CELL + 1);
}

void
cdr_fact_set_withheld(struct cdr_fact_set *set, const char *name)
{
	slot(set, name, is_number)->text = cdr_fact_set_words(set, "at_least", CDR_STATEMENT_SMALL_CELL);
}

/* The share in words. Per cent are rounded down: 99.6 is not 100, and what is there is not nothing. */
static struct cdr_str
share_text(struct cdr_fact_set *set, const struct cdr_value *count, const struct cdr_value *whole)
{
	const struct cdr_words *words = &set->law->words;
	int64_t percent = (int64_t)(100.0 * count->number / whole->number);
	struct cdr_str shown =
		count->text.p ? count->text : cdr_words_number(words, set->arena, (int64_t)count->number);
	struct cdr_str of = whole->text.p ? whole->text : cdr_words_number(words, set->arena, (int64_t)whole->number);
	const struct cdr_str pairs[][2] = {
		{ CDR_STR("{count}"), shown },
		{ CDR_STR("{whole}"), of },
		{ CDR_STR("{percent}"), cdr_words_number(words, set->arena, percent) },
	};
	const char *label = count->number <= 0               ? "share_none"
	                    : count->number == whole->number ? "share_all"
	                    : count->text.p || whole->text.p ? "share_hidden"
	                    : percent < 1                    ? "share_trace"
	                                                     : "share_some";
	return fill(set, label, pairs, CDR_LEN(pairs));
}

void
cdr_fact_set_share(struct cdr_fact_set *set, const char *count_fact, const char *whole_fact, const char *extent_fact,
                   const char *share_fact)
{
	const struct cdr_value *count = cdr_fact_set_find(set, cdr_str_from(count_fact), NULL);
	const struct cdr_value *whole = cdr_fact_set_find(set, cdr_str_from(whole_fact), NULL);
	if (!count->known || !whole->known || whole->number <= 0 || count->number > whole->number)
		return;
	const struct cdr_str names[] = { cdr_str_from(count_fact), cdr_str_from(whole_fact) };
	struct cdr_refs refs = { NULL, 0 };
	if (cdr_refs_join(set, names, CDR_LEN(names), &refs, NULL) != CDR_OK) {
		set->failed = true;
		return;
	}
	/* Of a whole that is not known for certain there is no "all". */
	bool certain = !cdr_str_equal(names[1], CDR_STR("parties.covered")) ||
	               cdr_fact_set_count(set, "parties.uncertain") <= 0;
	struct cdr_str extent = count->number <= 0                          ? CDR_STR("none")
	                        : certain && count->number == whole->number ? CDR_STR("all")
	                                                                    : CDR_STR("some");
	cdr_fact_set_text(set, extent_fact, extent, refs);
	cdr_fact_set_text(set, share_fact, share_text(set, count, whole), refs);
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
