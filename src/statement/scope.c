/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/rules.h"

/*
 * scope: is the organisation one the law speaks to? The law's condition over the organisation's facts answers yes, no
 * or "cannot tell", and in the last case every missing fact is named with the question that would settle it.
 * Thresholds and their operators are in the law file. The surprise: an amount in a currency other than the law's is
 * missing too, and the note says so, because converting it would need a rate and a day nobody has chosen.
 */

static const struct cdr_law_fact *
find_law_fact(const struct cdr_law *law, struct cdr_str name)
{
	for (size_t i = 0; i < law->n_facts; i++)
		if (cdr_str_equal(law->facts[i].name, name))
			return &law->facts[i];
	return NULL;
}

static struct cdr_json *
missing_to_json(const struct cdr_fact_set *set, struct cdr_str name)
{
	const struct cdr_law *law = set->law;
	const struct cdr_law_fact *fact = find_law_fact(law, name);
	const struct cdr_symbol *symbol = cdr_symbol_find(&law->symbols, name);
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "fact", name);
	if (fact)
		cdr_json_set_str(object, "question", fact->question);
	else if (symbol)
		cdr_json_set_text(object, "question", symbol->about);
	if (!fact || fact->type != CDR_LAW_FACT_MONEY)
		return object;
	struct cdr_str text_name = cdr_str_format(set->arena, "%.*s_text", CDR_STR_ARG(name));
	const struct cdr_value *stated = cdr_fact_set_find(set, text_name, NULL);
	if (stated && stated->known)
		cdr_json_set_str(object, "note",
		                 cdr_str_format(set->arena, "%.*s: %.*s (%.*s)", CDR_STR_ARG(stated->text),
		                                CDR_STR_ARG(cdr_words_label(&law->words, "other_currency")),
		                                CDR_STR_ARG(fact->currency)));
	return object;
}

/* The facts looked at, an amount as people write it. */
static struct cdr_json *
facts_to_json(const struct cdr_fact_set *set, const struct cdr_trace *trace)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < trace->n_facts; i++) {
		struct cdr_str name = trace->facts[i].name;
		struct cdr_str text_name = cdr_str_format(set->arena, "%.*s_text", CDR_STR_ARG(name));
		const struct cdr_value *text = cdr_fact_set_find(set, text_name, NULL);
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_str(object, "fact", name);
		cdr_json_set_str(object, "value", text && text->known ? text->text : trace->facts[i].value);
		cdr_json_push(array, object);
	}
	return array;
}

static enum cdr_status
refs_of_trace(const struct cdr_fact_set *set, const struct cdr_trace *trace, struct cdr_refs *ret,
              struct cdr_error *err)
{
	struct cdr_str *names = cdr_arena_alloc(set->arena, (trace->n_facts + 1) * sizeof(*names));
	if (!names)
		return cdr_fail_memory(err, "statement");
	names[0] = CDR_STR("organisation.name");
	for (size_t i = 0; i < trace->n_facts; i++)
		names[i + 1] = trace->facts[i].name;
	return cdr_refs_join(set, names, trace->n_facts + 1, ret, err);
}

/* Appends each reason that is true of this organisation, and what is said of one that cannot be told; no other. */
static enum cdr_status
add_reasons(const struct cdr_fact_set *set, const struct cdr_scope_reasons *reasons, struct cdr_str *text,
            struct cdr_error *err)
{
	for (size_t i = 0; i < reasons->n; i++) {
		enum cdr_truth truth = CDR_UNKNOWN;
		bool complete;
		struct cdr_str reason;
		CDR_TRY(cdr_condition_eval(reasons->items[i].when, set->view, set->arena, &truth, NULL, err));
		struct cdr_str template = truth == CDR_TRUE      ? reasons->items[i].text
		                          : truth == CDR_UNKNOWN ? reasons->items[i].unknown
		                                                 : (struct cdr_str){ NULL, 0 };
		if (!template.n)
			continue;
		CDR_TRY(cdr_compose(set, template, &reason, &complete, err));
		*text = cdr_str_format(set->arena, "%.*s %.*s", CDR_STR_ARG(*text), CDR_STR_ARG(reason));
		if (!text->p)
			return cdr_fail_memory(err, "statement");
	}
	return CDR_OK;
}

static enum cdr_status
text_of(const struct cdr_fact_set *set, const struct cdr_scope *scope, enum cdr_truth answer, struct cdr_str *ret,
        struct cdr_error *err)
{
	static const struct cdr_scope_reasons none = { NULL, 0 };
	const struct cdr_law *law = set->law;
	bool complete;
	struct cdr_str text;
	struct cdr_str template = !scope                ? cdr_words_label(&law->words, "not_in_force")
	                          : answer == CDR_TRUE  ? scope->in
	                          : answer == CDR_FALSE ? scope->out
	                                                : scope->unknown;
	const struct cdr_scope_reasons *reasons = !scope                ? &none
	                                          : answer == CDR_TRUE  ? &scope->in_reasons
	                                          : answer == CDR_FALSE ? &scope->out_reasons
	                                                                : &none;
	CDR_TRY(cdr_compose(set, template, &text, &complete, err));
	CDR_TRY(add_reasons(set, reasons, &text, err));
	*ret = text;
	return CDR_OK;
}

/* No block that holds on the day is no answer: the law of another day is not asked instead. */
static enum cdr_status
ask(const struct cdr_collect *collect, enum cdr_truth *ret, struct cdr_trace *trace, struct cdr_error *err)
{
	const struct cdr_fact_set *set = collect->set;
	const struct cdr_scope *scope = cdr_law_scope(set->law, collect->year.asked_on);
	*ret = CDR_UNKNOWN;
	return scope ? cdr_condition_eval(scope->condition, set->view, set->arena, ret, trace, err) : CDR_OK;
}

enum cdr_status
cdr_scope_set(struct cdr_collect *collect, struct cdr_error *err)
{
	static const char *const answers[] = { "cannot_tell", "no", "yes" };
	enum cdr_truth truth;
	struct cdr_trace trace = { 0 };
	struct cdr_refs refs;
	CDR_TRY(ask(collect, &truth, &trace, err));
	CDR_TRY(refs_of_trace(collect->set, &trace, &refs, err));
	cdr_fact_set_text(collect->set, "scope.answer", cdr_str_from(answers[truth]), refs);
	return cdr_fact_set_show(collect->set, err);
}

enum cdr_status
cdr_scope_make(struct cdr_collect *collect, struct cdr_json **ret, struct cdr_error *err)
{
	static const char *const answers[] = { "cannot tell", "no", "yes" };
	const struct cdr_fact_set *set = collect->set;
	const struct cdr_scope *block = cdr_law_scope(set->law, collect->year.asked_on);
	enum cdr_truth truth;
	struct cdr_trace trace = { 0 };
	CDR_TRY(ask(collect, &truth, &trace, err));
	struct cdr_str text;
	struct cdr_refs refs;
	CDR_TRY(text_of(set, block, truth, &text, err));
	CDR_TRY(refs_of_trace(set, &trace, &refs, err));
	cdr_owned(cdr_json) scope = cdr_json_object();
	struct cdr_json *missing = cdr_json_array();
	cdr_json_set_text(scope, "answer", answers[truth]);
	cdr_json_set_str(scope, "text", text);
	cdr_json_set_str(scope, "source", block ? block->source : set->law->law);
	cdr_json_set(scope, "facts", facts_to_json(set, &trace));
	for (size_t i = 0; truth == CDR_UNKNOWN && i < trace.n_missing; i++)
		cdr_json_push(missing, missing_to_json(set, trace.missing[i]));
	cdr_json_set(scope, "missing", missing);
	cdr_json_set(scope, "rests_on", cdr_refs_to_json(refs));
	if (!scope)
		return cdr_fail_memory(err, "statement");
	*ret = cdr_steal(&scope);
	return CDR_OK;
}
