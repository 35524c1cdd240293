/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "candor/rules.h"

/*
 * claims: criteria and facts -> claims, each with what it rests on, and gaps, each with the question that would close
 * it. A sentence whose condition is true, whose facts are all known and which rests on something becomes a claim. One
 * whose condition cannot be answered becomes its `gap`. The surprise: a sentence that would rest on nothing is never
 * an error of the user's and never said; it falls to the criterion's gap.
 */

struct saying {
	struct cdr_collect *collect;
	struct cdr_claims *claims;
	const struct cdr_criterion *criterion;
	size_t sentence;      /* its number in the criterion, from 1 */
	struct cdr_str entry; /* of the list it is repeated over; {NULL,0} when it is said once */
};

void
cdr_claims_done(struct cdr_claims *claims)
{
	claims->criteria = cdr_json_free(claims->criteria);
	claims->claims = cdr_json_free(claims->claims);
	claims->gaps = cdr_json_free(claims->gaps);
}

/* ------------------------------------------------------------------------------------------------------------- refs */

struct cdr_json *
cdr_refs_to_json(struct cdr_refs refs)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; array && i < refs.n; i++) {
		const struct cdr_ref *ref = &refs.items[i];
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_text(object, "kind", ref->kind);
		cdr_json_set_str(object, "ref", ref->ref);
		if (ref->file.n)
			cdr_json_set_str(object, "file", ref->file);
		if (ref->as_of.ymd)
			cdr_json_set_date(object, "as_of", ref->as_of);
		if (ref->sha256.n)
			cdr_json_set_str(object, "sha256", ref->sha256);
		if (ref->count)
			cdr_json_set_int(object, "count", ref->count);
		if (ref->evidence)
			cdr_json_set_int(object, "evidence", ref->evidence);
		cdr_json_push(array, object);
	}
	return array;
}

static enum cdr_status
join_one(struct cdr_map *seen, struct cdr_arena *arena, const struct cdr_ref *ref, struct cdr_ref *items, size_t *n,
         struct cdr_error *err)
{
	struct cdr_str key = cdr_str_format(arena, "%s %.*s", ref->kind, CDR_STR_ARG(ref->ref));
	if (!key.p)
		return cdr_fail_memory(err, "statement");
	if (cdr_map_get(seen, key))
		return CDR_OK;
	items[*n] = *ref;
	enum cdr_status status = cdr_map_put(seen, key, &items[(*n)++]);
	return status == CDR_OK ? CDR_OK
	                        : cdr_fail(err, status, "statement", NULL, "a claim rests on too many records");
}

enum cdr_status
cdr_refs_join(const struct cdr_fact_set *set, const struct cdr_str *names, size_t n, struct cdr_refs *ret,
              struct cdr_error *err)
{
	size_t n_most = 0, n_joined = 0;
	for (size_t i = 0; i < n; i++) {
		const struct cdr_value *value = cdr_fact_set_find(set, names[i], NULL);
		n_most += value && value->known ? value->refs.n : 0;
	}
	struct cdr_ref *items = cdr_arena_alloc(set->arena, (n_most + 1) * sizeof(*items));
	cdr_owned(cdr_map) seen = cdr_map_new(n_most + 1);
	if (!items || !seen)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < n; i++) {
		const struct cdr_value *value = cdr_fact_set_find(set, names[i], NULL);
		for (size_t k = 0; value && value->known && k < value->refs.n; k++)
			CDR_TRY(join_one(seen, set->arena, &value->refs.items[k], items, &n_joined, err));
	}
	*ret = (struct cdr_refs){ items, n_joined };
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------- claims and gaps */

static struct cdr_json *
numbered(const char *letter, size_t number, struct cdr_str criterion, struct cdr_str text)
{
	char id[32];
	snprintf(id, sizeof(id), "%s%zu", letter, number);
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_text(object, "id", id);
	cdr_json_set_str(object, "criterion", criterion);
	cdr_json_set_str(object, "text", text);
	return object;
}

enum cdr_status
cdr_claims_add(struct cdr_claims *claims, const struct cdr_claim *said, struct cdr_error *err)
{
	if (said->refs.n == 0)
		return cdr_fail(err, CDR_EINTERNAL, "statement", NULL,
		                "a sentence for the criterion “%.*s” rests on nothing and cannot be said: “%.*s”",
		                CDR_STR_ARG(said->criterion), CDR_STR_ARG(said->text));
	struct cdr_json *claim = numbered("c", ++claims->n_claims, said->criterion, said->text);
	cdr_json_set_str(claim, "key", said->key);
	cdr_json_set_str(claim, "strength", said->strength);
	if (cdr_json_count(said->numbers))
		cdr_json_set(claim, "numbers", cdr_json_copy(said->numbers));
	cdr_json_set(claim, "rests_on", cdr_refs_to_json(said->refs));
	cdr_json_push(claims->claims, claim);
	return CDR_OK;
}

/* One question is asked once per criterion, however many sentences want it. */
enum cdr_status
cdr_claims_gap(struct cdr_claims *claims, struct cdr_str criterion, struct cdr_str text, struct cdr_error *err)
{
	(void)err;
	for (size_t i = 0; i < cdr_json_count(claims->gaps); i++) {
		const struct cdr_json *gap = cdr_json_at(claims->gaps, i);
		if (cdr_str_equal(cdr_json_get_str(gap, "criterion"), criterion) &&
		    cdr_str_equal(cdr_json_get_str(gap, "text"), text))
			return CDR_OK;
	}
	cdr_json_push(claims->gaps, numbered("g", ++claims->n_gaps, criterion, text));
	return CDR_OK;
}

static enum cdr_status
ask(const struct saying *saying, struct cdr_str question, struct cdr_error *err)
{
	struct cdr_str text;
	bool complete;
	if (!question.n)
		return CDR_OK;
	CDR_TRY(cdr_compose(saying->collect->set, question, &text, &complete, err));
	return cdr_claims_gap(saying->claims, saying->criterion->id, text, err);
}

/* The facts a sentence rests on: those its author named and every one it states. */
static enum cdr_status
facts_of_sentence(const struct cdr_fact_set *set, const struct cdr_sentence *sentence, struct cdr_str **ret,
                  size_t *ret_n, struct cdr_error *err)
{
	size_t n = sentence->n_rests_on, n_braces = 0;
	for (size_t i = 0; i < sentence->text.n; i++)
		n_braces += sentence->text.p[i] == '{';
	struct cdr_str *names = cdr_arena_alloc(set->arena, (n + n_braces) * sizeof(*names));
	if (!names)
		return cdr_fail_memory(err, "statement");
	memcpy(names, sentence->rests_on, n * sizeof(*names));
	struct cdr_str rest = sentence->text;
	while (n < sentence->n_rests_on + n_braces && cdr_compose_next(&rest, &names[n]))
		n++;
	*ret = names;
	*ret_n = n;
	return CDR_OK;
}

/* The numbers among them, by name: what a number in a person's edit is held against. */
static struct cdr_json *
numbers_of(const struct cdr_fact_set *set, const struct cdr_str *names, size_t n)
{
	struct cdr_json *object = cdr_json_object();
	for (size_t i = 0; i < n; i++) {
		const struct cdr_symbol *symbol = NULL;
		const struct cdr_value *value = cdr_fact_set_find(set, names[i], &symbol);
		if (!value || !value->known || symbol->type != CDR_FACT_NUMBER)
			continue;
		if (value->number == (double)(int64_t)value->number)
			cdr_json_set_int(object, symbol->name, (int64_t)value->number);
		else
			cdr_json_set_real(object, symbol->name, value->number);
	}
	return object;
}

static enum cdr_status
strength_of(const struct cdr_fact_set *set, const struct cdr_sentence *sentence, struct cdr_str *ret,
            struct cdr_error *err)
{
	bool complete;
	struct cdr_str strength;
	CDR_TRY(cdr_compose(set, sentence->strength, &strength, &complete, err));
	*ret = complete ? strength : CDR_STR("not_known");
	return CDR_OK;
}

/* A text in small letters, digits and hyphens, at most so long: a name for keys. Empty where it has none of them. */
static struct cdr_str
slug_of(struct cdr_arena *arena, struct cdr_str text)
{
	char slug[CDR_STATEMENT_ENTRY_NAME_MAX];
	size_t n = 0;
	for (size_t i = 0; i < text.n && n < sizeof(slug); i++) {
		char c = text.p[i];
		c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			slug[n++] = c;
		else if (n && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n && slug[n - 1] == '-')
		n--;
	return cdr_str_copy(arena, (struct cdr_str){ slug, n });
}

/* A sentence's name where its law gives it none: its first words, without facts and what may be left out, or else the
 * first fact's. So it stays when sentences are put before it, and goes when it becomes another; a number would pass an edit on to its neighbour. */
static struct cdr_str
first_words(struct cdr_arena *arena, struct cdr_str text)
{
	char words[CDR_STATEMENT_ENTRY_NAME_MAX];
	size_t n = 0, depth = 0;
	for (size_t i = 0; i < text.n && n < sizeof(words); i++) {
		depth -= (text.p[i] == '}' || text.p[i] == ']') && depth;
		depth += text.p[i] == '{' || text.p[i] == '[';
		words[n++] = depth || text.p[i] == '}' || text.p[i] == ']' ? ' ' : text.p[i];
		if (n > 1 && words[n - 1] == ' ' && words[n - 2] == ' ')
			n--;
	}
	struct cdr_str slug = slug_of(arena, (struct cdr_str){ words, n }), rest = text, fact;
	return slug.p && slug.n == 0 && cdr_compose_next(&rest, &fact) ? slug_of(arena, fact) : slug;
}

/* Those that begin alike are counted. */
static struct cdr_str
name_of_sentence(struct cdr_arena *arena, const struct cdr_criterion *criterion, size_t number)
{
	const struct cdr_sentence *sentence = &criterion->sentences[number - 1];
	if (sentence->id.n)
		return sentence->id;
	struct cdr_str name = first_words(arena, sentence->text);
	size_t n_alike = 1;
	for (size_t i = 0; name.p && i + 1 < number; i++) {
		struct cdr_str id = criterion->sentences[i].id;
		n_alike += cdr_str_equal(id.n ? id : first_words(arena, criterion->sentences[i].text), name);
	}
	return name.p && (n_alike > 1 || !name.n) ? cdr_str_format(arena, "%.*s.%zu", CDR_STR_ARG(name), n_alike)
	                                          : name;
}

/* "<criterion>/<sentence>[/<entry>]": what a person's edit of the sentence hangs on from one draft to the next. */
static struct cdr_str
key_of(const struct saying *saying)
{
	struct cdr_arena *arena = saying->collect->set->arena;
	struct cdr_str criterion = saying->criterion->id, entry = saying->entry;
	struct cdr_str name = name_of_sentence(arena, saying->criterion, saying->sentence);
	if (!name.p)
		return name;
	if (!entry.p)
		return cdr_str_format(arena, "%.*s/%.*s", CDR_STR_ARG(criterion), CDR_STR_ARG(name));
	return cdr_str_format(arena, "%.*s/%.*s/%.*s", CDR_STR_ARG(criterion), CDR_STR_ARG(name), CDR_STR_ARG(entry));
}

/* Says a sentence whose condition holds; its gap is asked instead when a fact it states is not known. */
static enum cdr_status
state(const struct saying *saying, const struct cdr_sentence *sentence, struct cdr_error *err)
{
	const struct cdr_fact_set *set = saying->collect->set;
	cdr_owned(cdr_json) numbers = NULL;
	struct cdr_claim claim = { .criterion = saying->criterion->id };
	struct cdr_str *names = NULL;
	size_t n = 0;
	bool complete = false;
	CDR_TRY(cdr_compose(set, sentence->text, &claim.text, &complete, err));
	CDR_TRY(facts_of_sentence(set, sentence, &names, &n, err));
	CDR_TRY(cdr_refs_join(set, names, n, &claim.refs, err));
	if (!complete)
		return ask(saying, sentence->gap, err);
	if (claim.refs.n == 0)
		return ask(saying, sentence->gap.n ? sentence->gap : saying->criterion->gap, err);
	CDR_TRY(strength_of(set, sentence, &claim.strength, err));
	claim.key = key_of(saying);
	claim.numbers = numbers = numbers_of(set, names, n);
	if (!claim.key.p || !numbers)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_claims_add(saying->claims, &claim, err));
	return ask(saying, sentence->ask, err);
}

static enum cdr_status
say(const struct saying *saying, const struct cdr_sentence *sentence, struct cdr_error *err)
{
	const struct cdr_fact_set *set = saying->collect->set;
	enum cdr_truth truth = CDR_TRUE;
	if (sentence->when)
		CDR_TRY(cdr_condition_eval(sentence->when, set->view, set->arena, &truth, NULL, err));
	if (truth == CDR_FALSE)
		return CDR_OK;
	return truth == CDR_TRUE ? state(saying, sentence, err) : ask(saying, sentence->gap, err);
}

/* What an entry is called, in small letters, digits and hyphens: its id, else the first text it has. Empty when that
 * has none of them, as a title in another script. */
static struct cdr_str
entry_name(struct cdr_arena *arena, const struct cdr_statement_list *list, const struct cdr_json *entry)
{
	struct cdr_str name = cdr_json_get_str(entry, "id");
	for (size_t i = 0; !name.n && i < list->n_fields; i++)
		if (list->fields[i].kind == CDR_FIELD_TEXT)
			name = cdr_json_get_str(entry, list->fields[i].key);
	return slug_of(arena, name);
}

/* Names the entries of a list so that each name occurs once: one that is taken, or empty, gets the entry's place. */
static enum cdr_status
name_entry(struct cdr_map *taken, const struct saying *saying, const struct cdr_statement_list *list,
           const struct cdr_json *entry, struct cdr_str *ret, struct cdr_error *err)
{
	static const char present = 0;
	struct cdr_arena *arena = saying->collect->set->arena;
	struct cdr_str name = entry_name(arena, list, entry);
	size_t number = cdr_map_count(taken) + 1;
	if (name.p && (!name.n || cdr_map_get(taken, name)))
		name = cdr_str_format(arena, "%.*s.%zu", CDR_STR_ARG(name), number);
	if (!name.p || cdr_map_put(taken, name, (void *)&present) != CDR_OK)
		return cdr_fail_memory(err, "statement");
	*ret = name;
	return CDR_OK;
}

/* Says a sentence once per entry of its list, with that entry's facts in the set; the set is as before afterwards. */
static enum cdr_status
say_each(const struct saying *whole, const struct cdr_sentence *sentence, struct cdr_error *err)
{
	struct saying one = *whole, *saying = &one;
	struct cdr_collect *collect = saying->collect;
	struct cdr_fact_set *set = collect->set;
	const struct cdr_json *entries = cdr_json_get(collect->organisation, sentence->each->name);
	size_t bytes = set->law->symbols.n * sizeof(*set->values);
	struct cdr_value *before = cdr_arena_alloc(set->arena, bytes);
	cdr_owned(cdr_map) taken = cdr_map_new(CDR_STATEMENT_MAX_ITEMS);
	if (!before || !taken)
		return cdr_fail_memory(err, "statement");
	memcpy(before, set->values, bytes);
	enum cdr_status status = CDR_OK;
	for (size_t i = 0; i < cdr_json_count(entries) && status == CDR_OK; i++) {
		cdr_collect_entry(collect, sentence->each, cdr_json_at(entries, i));
		status = name_entry(taken, saying, sentence->each, cdr_json_at(entries, i), &one.entry, err);
		if (status == CDR_OK)
			status = cdr_fact_set_show(set, err);
		if (status == CDR_OK)
			status = say(saying, sentence, err);
		memcpy(set->values, before, bytes);
	}
	CDR_TRY(status);
	return cdr_fact_set_show(set, err);
}

/* Ids of claims or gaps from the i-th on. */
static struct cdr_json *
ids_from(const struct cdr_json *all, size_t first)
{
	struct cdr_json *ids = cdr_json_array();
	for (size_t i = first; i < cdr_json_count(all); i++)
		cdr_json_push_str(ids, cdr_json_get_str(cdr_json_at(all, i), "id"));
	return ids;
}

static enum cdr_status
answer(struct saying *saying, struct cdr_error *err)
{
	const struct cdr_criterion *criterion = saying->criterion;
	struct cdr_claims *claims = saying->claims;
	size_t first_claim = claims->n_claims, first_gap = claims->n_gaps;
	for (size_t i = 0; i < criterion->n_sentences; i++) {
		const struct cdr_sentence *sentence = &criterion->sentences[i];
		saying->sentence = i + 1;
		CDR_TRY(sentence->each ? say_each(saying, sentence, err) : say(saying, sentence, err));
	}
	if (claims->n_claims == first_claim)
		CDR_TRY(ask(saying, criterion->gap, err));
	bool said = claims->n_claims > first_claim, asked = claims->n_gaps > first_gap;
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "id", criterion->id);
	cdr_json_set_str(object, "title", criterion->title);
	cdr_json_set_str(object, "kind", criterion->kind);
	if (criterion->level)
		cdr_json_set_int(object, "level", criterion->level);
	if (criterion->part_of.n)
		cdr_json_set_str(object, "part_of", criterion->part_of);
	cdr_json_set_str(object, "source", criterion->source);
	cdr_json_set_text(object, "answered", !said ? "no" : asked ? "partly" : "yes");
	cdr_json_set(object, "claims", ids_from(claims->claims, first_claim));
	cdr_json_set(object, "gaps", ids_from(claims->gaps, first_gap));
	cdr_json_push(claims->criteria, object);
	return CDR_OK;
}

/* What concerns the draft as a whole: the year is not the file's, the law not in force. */
static enum cdr_status
ask_of_draft(struct cdr_collect *collect, struct cdr_claims *claims, struct cdr_error *err)
{
	static const struct cdr_criterion whole = { .id = { "draft", 5 } };
	const struct cdr_law *law = collect->set->law;
	struct saying saying = { .collect = collect, .claims = claims, .criterion = &whole };
	if (!collect->year.from.ymd)
		CDR_TRY(ask(&saying, cdr_words_label(&law->words, "year_not_covered"), err));
	if (!cdr_in_force(law->from, law->to, collect->year.asked_on))
		CDR_TRY(ask(&saying, cdr_words_label(&law->words, "not_in_force"), err));
	return CDR_OK;
}

enum cdr_status
cdr_claims_make(struct cdr_collect *collect, struct cdr_claims *ret, struct cdr_error *err)
{
	const struct cdr_law *law = collect->set->law;
	cdr_auto(cdr_claims) claims = { cdr_json_array(), cdr_json_array(), cdr_json_array(), 0, 0 };
	if (!claims.criteria || !claims.claims || !claims.gaps)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(ask_of_draft(collect, &claims, err));
	for (size_t i = 0; i < law->n_criteria; i++) {
		const struct cdr_criterion *criterion = cdr_law_criterion(law, collect->order, i);
		struct saying saying = { .collect = collect, .claims = &claims, .criterion = criterion };
		if (cdr_in_force(criterion->from, criterion->to, collect->year.asked_on))
			CDR_TRY(answer(&saying, err));
	}
	*ret = claims;
	claims = (struct cdr_claims){ 0 };
	return CDR_OK;
}
