/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The open questions of the latest finished screening: from each gap to the facts it lacks, from those to the columns they
 * come from (fact-source.c), and of these the ones the row at hand has no value in. One question a row and column, whatever
 * the number of rules waiting. What no column answers is listed apart, so that nothing that is missing gets lost. The
 * surprise: a question that an engagement raises about its supplier stands with the supplier, once for all engagements.
 */
#include "candor/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/screen-impl.h"

#define MAX_WAITING ((size_t)1 << 24)

struct question_work {
	struct cdr_question question;
	const char *about; /* of the column, or else of the fact that is made of it alone; may be empty */
	struct text_list rules, texts;
};
struct item_work {
	struct cdr_open_item item;
	struct text_list rules;
	size_t last_subject; /* number of the last one counted */
};

struct inquiry {
	struct cdr_store *store;
	const struct outcome *outcome;
	struct cdr_str org;
	struct cdr_arena *arena;
	struct cdr_arena *scratch; /* emptied before every subject */
	size_t n_subjects;
	struct cdr_facts *facts; /* of the subject at hand, for the names in questions */
	struct question_columns party_columns, engagement_columns;
	const struct cdr_party *only; /* or NULL: all */
	struct cdr_map *questions;    /* "subject column" -> struct question_work */
	struct cdr_map *items;        /* what is missing -> struct item_work */
	struct cdr_map *waiting;      /* party id -> struct waiting, the first of them */
};

/* A rule about a party that lacks something of its engagements' rows: asked when those are looked at. */
struct waiting {
	const struct cdr_rule *rule;
	struct cdr_str missing;
	struct fact_source source;
	bool asked; /* of one engagement at least */
	struct waiting *next;
};

/* The row whose gaps are looked at. */
struct asked {
	struct cdr_str subject_id;
	const struct cdr_party *party; /* itself, or the engagement's supplier; NULL: nobody knows it */
	const struct cdr_engagement *engagement;
	struct cdr_gap gap;
	const struct cdr_rule *rule;
	struct cdr_str missing; /* the fact at hand */
};

/* ---------------------------------------------------------------------------------------------------------- what lacks */

static bool
party_has(const struct cdr_party *party, const char *column)
{
	char differs[128];
	if (strcmp(column, "products") == 0)
		return party->n_products > 0;
	/* Rows that were merged and contradict each other: an answer would be one more opinion. */
	(void)snprintf(differs, sizeof(differs), "differs:%s", column);
	return cdr_party_get(party, column).n > 0 || cdr_party_get(party, differs).n > 0;
}

static bool
engagement_has(const struct cdr_engagement *engagement, const char *column)
{
	if (strcmp(column, "recruited_on") == 0)
		return engagement->recruited_on.ymd != 0;
	if (strcmp(column, "ended_on") == 0)
		return engagement->ended_on.ymd != 0;
	return cdr_engagement_get(engagement, column).n > 0;
}

/* -------------------------------------------------------------------------------------------------------- collecting */

/* What a column means in words: by its own description, else by that of the fact of the same name. */
static const char *
about_of(const struct question_column *column, struct cdr_str fact)
{
	const struct cdr_symbol *symbol = cdr_symbol_find(cdr_screen_symbols(), fact);
	if (column->about.n)
		return column->about.p;
	return symbol && cdr_str_ends_with(fact, column->name) ? symbol->about : "";
}

static enum cdr_status
new_question(struct inquiry *inquiry, const struct asked *asked, bool of_party, const struct question_column *column,
             size_t order, struct question_work **ret, struct cdr_error *err)
{
	struct question_work *work = cdr_arena_alloc(inquiry->arena, sizeof(*work));
	if (!work)
		return cdr_fail_memory(err, ROOM);
	struct cdr_question *question = &work->question;
	*work = (struct question_work){ .about = about_of(column, asked->missing) };
	question->column = column->name;
	question->expected = column->expected;
	question->choices = column->choices;
	question->n_choices = column->n_choices;
	question->ours = fact_source_is_ours(column->name);
	question->order = order;
	question->subject_id = cdr_str_copy(inquiry->arena, of_party ? asked->party->id : asked->engagement->id);
	if (asked->party) {
		question->supplier_id = cdr_str_copy(inquiry->arena, asked->party->id);
		question->supplier_name = cdr_str_copy(inquiry->arena, asked->party->name);
	} else {
		question->supplier_name = cdr_str_copy(inquiry->arena, asked->engagement->supplier_id);
	}
	if (!of_party) {
		question->agency_name = cdr_str_copy(inquiry->arena, asked->engagement->agency_name);
		question->recruited_on = asked->engagement->recruited_on;
	}
	if (!question->subject_id.p)
		return cdr_fail_memory(err, ROOM);
	*ret = work;
	return CDR_OK;
}

/* One more rule that waits for a column of a row. *ret_asked: there is such a column, and it is empty there. */
static enum cdr_status
ask_column(struct inquiry *inquiry, const struct asked *asked, bool of_party, const char *name, bool *ret_asked,
           struct cdr_error *err)
{
	const struct question_columns *columns = of_party ? &inquiry->party_columns : &inquiry->engagement_columns;
	const struct question_column *column = question_column_find(columns, cdr_str_from(name));
	*ret_asked = column && !(of_party ? party_has(asked->party, name) : engagement_has(asked->engagement, name));
	if (!*ret_asked)
		return CDR_OK;
	struct cdr_str id = of_party ? asked->party->id : asked->engagement->id, text = { NULL, 0 };
	struct cdr_str key = cdr_str_format(inquiry->arena, "%.*s %s", CDR_STR_ARG(id), name);
	if (!key.p)
		return cdr_fail_memory(err, ROOM);
	struct question_work *work = cdr_map_get(inquiry->questions, key);
	if (!work) {
		CDR_TRY(new_question(inquiry, asked, of_party, column, (size_t)(column - columns->items), &work, err));
		if (cdr_map_put(inquiry->questions, key, work) != CDR_OK)
			return cdr_fail(
				err, CDR_ELIMIT, ROOM, NULL,
				"there are more than %d open questions; ask for one supplier at a time (--party)",
				CDR_QUESTIONNAIRE_MAX);
	}
	CDR_TRY(cdr_rules_fill(asked->rule->question, inquiry->facts, inquiry->scratch, &text, err));
	if (!text_list_add(inquiry->arena, &work->rules, asked->rule->id) ||
	    !text_list_add(inquiry->arena, &work->texts, text))
		return cdr_fail_memory(err, ROOM);
	return CDR_OK;
}

static enum cdr_status
ask_columns(struct inquiry *inquiry, const struct asked *asked, const struct fact_source *source, bool *ret_asked,
            struct cdr_error *err)
{
	bool of_party = source->kind == FACT_FROM_PARTY || source->kind == FACT_FROM_SUPPLIER;
	bool of_engagement = source->kind == FACT_FROM_ENGAGEMENT;
	if ((of_party && !asked->party) || (of_engagement && !asked->engagement) || (!of_party && !of_engagement))
		return CDR_OK;
	for (size_t i = 0; i < FACT_SOURCE_MAX_COLUMNS; i++) {
		bool one = false;
		if (source->columns[i])
			CDR_TRY(ask_column(inquiry, asked, of_party, source->columns[i], &one, err));
		*ret_asked = *ret_asked || one;
	}
	return CDR_OK;
}

/* What somebody here can do about something no column says. */
static struct cdr_str
advice_of(const struct inquiry *inquiry, struct cdr_str missing, bool is_fact, const struct fact_source *source)
{
	if (!is_fact && cdr_rulebook_find(inquiry->outcome->setup->rulebook, missing))
		return CDR_STR("settled with that rule's own questions");
	if (!is_fact && cdr_str_starts_with(missing, CDR_STR("tables/")))
		return CDR_STR("that table of the rule data has no answer here; add the row it lacks, with its source");
	if (!is_fact && cdr_str_starts_with(missing, CDR_STR("engagements")))
		return CDR_STR("no engagements were imported: candor import FILE --as engagements");
	if (!is_fact)
		return CDR_STR("no such records were imported: candor import FILE --as KIND, in the same word");
	switch (source->kind) {
	case FACT_FROM_LISTS:
		return CDR_STR("load or bring up to date a register or list that speaks of it: candor registry update");
	case FACT_FROM_RECORDS:
		return CDR_STR("import what is on record: candor import FILE --as audits, surveys, allegations …");
	case FACT_FROM_PARTY:
	case FACT_FROM_SUPPLIER:
		return CDR_STR(
			"the row says something else, or its supplier is in no list; look at the rows and lists");
	case FACT_FROM_ENGAGEMENT:
		return CDR_STR("the row has the columns; a register, a list or an exchange rate is lacking");
	case FACT_FROM_OTHERS:
		break;
	}
	return CDR_STR("follows from other rows and earlier screenings");
}

static enum cdr_status
add_item(struct inquiry *inquiry, const struct asked *asked, struct cdr_str missing, bool is_fact,
         const struct fact_source *source, struct cdr_error *err)
{
	struct item_work *work = cdr_map_get(inquiry->items, missing);
	if (!work) {
		const struct cdr_symbol *symbol = cdr_symbol_find(cdr_screen_symbols(), missing);
		if (!(work = cdr_arena_alloc(inquiry->arena, sizeof(*work))))
			return cdr_fail_memory(err, ROOM);
		*work = (struct item_work){ .item = { .missing = cdr_str_copy(inquiry->arena, missing),
			                              .about = cdr_str_from(symbol ? symbol->about : ""),
			                              .advice = advice_of(inquiry, missing, is_fact, source) } };
		if (!work->item.missing.p || cdr_map_put(inquiry->items, work->item.missing, work) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	if (work->last_subject != inquiry->n_subjects) {
		work->item.n_subjects++;
		work->last_subject = inquiry->n_subjects;
	}
	return text_list_add(inquiry->arena, &work->rules, asked->rule->id) ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
wait_for_engagements(struct inquiry *inquiry, const struct asked *asked, const struct fact_source *source,
                     struct cdr_error *err)
{
	struct waiting *first = cdr_map_get(inquiry->waiting, asked->subject_id);
	struct waiting *one = cdr_arena_alloc(inquiry->arena, sizeof(*one));
	struct cdr_str id = cdr_str_copy(inquiry->arena, asked->subject_id);
	if (!one || !id.p)
		return cdr_fail_memory(err, ROOM);
	*one = (struct waiting){ .rule = asked->rule,
		                 .missing = cdr_str_copy(inquiry->arena, asked->missing),
		                 .source = *source,
		                 .next = first };
	if (!one->missing.p || cdr_map_put(inquiry->waiting, id, one) != CDR_OK)
		return cdr_fail_memory(err, ROOM);
	return CDR_OK;
}

/* The engagement's part in what waits at its supplier. */
static enum cdr_status
ask_waiting(struct inquiry *inquiry, struct asked *asked, struct cdr_error *err)
{
	if (!asked->party)
		return CDR_OK;
	for (struct waiting *one = cdr_map_get(inquiry->waiting, asked->party->id); one; one = one->next) {
		bool found = false;
		asked->rule = one->rule;
		asked->missing = one->missing;
		CDR_TRY(ask_columns(inquiry, asked, &one->source, &found, err));
		one->asked = one->asked || found;
	}
	return CDR_OK;
}

/* What no engagement's row lacks is lacking elsewhere. */
static enum cdr_status
settle_waiting(struct inquiry *inquiry, struct cdr_error *err)
{
	for (size_t i = 0; i < cdr_map_count(inquiry->waiting); i++) {
		struct asked asked = { 0 };
		struct waiting *one = cdr_map_at(inquiry->waiting, i, &asked.subject_id);
		inquiry->n_subjects++;
		for (; one; one = one->next) {
			asked.rule = one->rule;
			if (!one->asked)
				CDR_TRY(add_item(inquiry, &asked, one->missing, true, &one->source, err));
		}
	}
	return CDR_OK;
}

static enum cdr_status
ask_gap(struct inquiry *inquiry, struct asked *asked, struct cdr_error *err)
{
	for (size_t i = 0; i < asked->gap.n_missing; i++) {
		struct cdr_str missing = asked->gap.missing[i];
		struct fact_source source = { 0 };
		bool is_fact = fact_source_find(missing, &source), found = false;
		asked->missing = missing;
		if (is_fact && source.kind == FACT_FROM_ENGAGEMENT && !asked->engagement) {
			CDR_TRY(wait_for_engagements(inquiry, asked, &source, err));
			continue;
		}
		if (is_fact)
			CDR_TRY(ask_columns(inquiry, asked, &source, &found, err));
		if (!found)
			CDR_TRY(add_item(inquiry, asked, missing, is_fact, &source, err));
	}
	return CDR_OK;
}

/* All gaps of one subject; inquiry->facts are its facts. */
static enum cdr_status
ask_subject(struct inquiry *inquiry, struct asked *asked, struct cdr_error *err)
{
	const struct cdr_screening *screening = &inquiry->outcome->screening;
	struct cdr_screened_subject subject = { 0 };
	struct cdr_gap *gaps = NULL;
	size_t n = 0;
	bool found = false;
	CDR_TRY(cdr_store_screened_get(inquiry->store, screening->id, asked->subject_id, inquiry->scratch, &subject,
	                               &found, err));
	if (!found)
		return CDR_OK;
	CDR_TRY(outcome_gaps(subject.gaps_json, inquiry->scratch, &gaps, &n, err));
	for (size_t i = 0; i < n; i++) {
		asked->gap = gaps[i];
		asked->rule = cdr_rulebook_find(inquiry->outcome->setup->rulebook, gaps[i].rule_id);
		if (!asked->rule)
			return cdr_fail(
				err, CDR_ESTORE, ROOM, NULL,
				"the store speaks of a rule %.*s that the rule data of its screening does not hold; "
				"screen again",
				CDR_STR_ARG(gaps[i].rule_id));
		CDR_TRY(ask_gap(inquiry, asked, err));
	}
	return CDR_OK;
}

static void
begin_subject(struct inquiry *inquiry)
{
	cdr_facts_clear(inquiry->facts);
	inquiry->n_subjects++;
}

static enum cdr_status
ask_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct inquiry *inquiry = context;
	struct asked asked = { .subject_id = party->id, .party = party };
	if (inquiry->only && !cdr_str_equal(inquiry->only->id, party->id))
		return CDR_OK;
	cdr_arena_reset(inquiry->scratch);
	begin_subject(inquiry);
	facts_of_party(inquiry->facts, party, inquiry->outcome->screening.as_of, inquiry->scratch);
	return ask_subject(inquiry, &asked, err);
}

static enum cdr_status
ask_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct inquiry *inquiry = context;
	struct cdr_party supplier = { 0 };
	struct cdr_error why = { 0 };
	if (inquiry->only && !outcome_is_supplier(inquiry->only, engagement->supplier_id))
		return CDR_OK;
	cdr_arena_reset(inquiry->scratch);
	enum cdr_status status =
		cdr_store_party_get(inquiry->store, inquiry->org, inquiry->outcome->screening.pin_import,
	                            engagement->supplier_id, inquiry->scratch, &supplier, &why);
	if (status != CDR_OK && status != CDR_ENOTFOUND) {
		if (err)
			*err = why;
		return status;
	}
	struct asked asked = { .subject_id = engagement->id,
		               .party = status == CDR_OK ? &supplier : NULL,
		               .engagement = engagement };
	begin_subject(inquiry);
	facts_of_engagement(inquiry->facts, engagement, asked.party, inquiry->outcome->screening.as_of,
	                    inquiry->scratch);
	CDR_TRY(ask_subject(inquiry, &asked, err));
	return ask_waiting(inquiry, &asked, err);
}

/* ---------------------------------------------------------------------------------------------------- handing over */

/* What the column means, then the questions of the rules. */
static enum cdr_status
settle_question(struct inquiry *inquiry, struct question_work *work, struct cdr_question *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(text_list_sorted(&work->rules, inquiry->arena, &work->question.rules, &work->question.n_rules, err));
	if (work->about[0])
		cdr_buf_printf(&text, "%s%s", work->about,
		               cdr_str_ends_with(cdr_str_from(work->about), CDR_STR(".")) ? "" : ".");
	for (const struct text_node *node = work->texts.first; node; node = node->next)
		cdr_buf_printf(&text, "%s%.*s", text.n ? " " : "", CDR_STR_ARG(node->text));
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	work->question.question = cdr_str_copy(inquiry->arena, cdr_buf_str(&text));
	if (!work->question.question.p)
		return cdr_fail_memory(err, ROOM);
	*ret = work->question;
	return CDR_OK;
}

/* By supplier; what is about the supplier itself before its engagements; these by day; columns as in their file. */
static int
by_supplier(const void *a, const void *b)
{
	const struct cdr_question *left = a, *right = b;
	bool left_party = !left->agency_name.n && cdr_str_equal(left->subject_id, left->supplier_id);
	bool right_party = !right->agency_name.n && cdr_str_equal(right->subject_id, right->supplier_id);
	int order = cdr_str_compare(left->supplier_name, right->supplier_name);
	if (!order)
		order = cdr_str_compare(left->supplier_id, right->supplier_id);
	if (!order)
		order = (int)right_party - (int)left_party;
	if (!order)
		order = (left->recruited_on.ymd > right->recruited_on.ymd) -
		        (left->recruited_on.ymd < right->recruited_on.ymd);
	if (!order)
		order = cdr_str_compare(left->subject_id, right->subject_id);
	return order ? order : (left->order > right->order) - (left->order < right->order);
}

static int
by_missing(const void *a, const void *b)
{
	return cdr_str_compare(((const struct cdr_open_item *)a)->missing, ((const struct cdr_open_item *)b)->missing);
}

static enum cdr_status
settle(struct inquiry *inquiry, struct cdr_questionnaire *ret, struct cdr_error *err)
{
	size_t n_questions = cdr_map_count(inquiry->questions), n_items = cdr_map_count(inquiry->items);
	struct cdr_questionnaire made = { .screening_id = inquiry->outcome->screening.id,
		                          .as_of = inquiry->outcome->screening.as_of };
	made.questions = cdr_arena_alloc(inquiry->arena, (n_questions + 1) * sizeof(*made.questions));
	made.items = cdr_arena_alloc(inquiry->arena, (n_items + 1) * sizeof(*made.items));
	if (!made.questions || !made.items)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n_questions; i++)
		CDR_TRY(settle_question(inquiry, cdr_map_at(inquiry->questions, i, NULL),
		                        &made.questions[made.n_questions++], err));
	for (size_t i = 0; i < n_items; i++) {
		struct item_work *work = cdr_map_at(inquiry->items, i, NULL);
		CDR_TRY(text_list_sorted(&work->rules, inquiry->arena, &work->item.rules, &work->item.n_rules, err));
		made.items[made.n_items++] = work->item;
	}
	qsort(made.questions, made.n_questions, sizeof(*made.questions), by_supplier);
	qsort(made.items, made.n_items, sizeof(*made.items), by_missing);
	*ret = made;
	return CDR_OK;
}

static void
inquiry_done(struct inquiry *inquiry)
{
	inquiry->facts = cdr_facts_free(inquiry->facts);
	inquiry->scratch = cdr_arena_free(inquiry->scratch);
	inquiry->questions = cdr_map_free(inquiry->questions);
	inquiry->items = cdr_map_free(inquiry->items);
	inquiry->waiting = cdr_map_free(inquiry->waiting);
}

enum cdr_status
cdr_screen_questionnaire(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org,
                         struct cdr_str party_id, struct cdr_arena *arena, struct cdr_questionnaire *ret,
                         struct cdr_error *err)
{
	cdr_auto(outcome) outcome = { 0 };
	cdr_auto(cdr_store_transaction) moment = { NULL };
	struct cdr_party only = { 0 };
	struct cdr_str none = { NULL, 0 };
	CDR_TRY(cdr_store_transaction_read(store, &moment, err));
	CDR_TRY(outcome_load(store, setup, org, arena, &outcome, err));
	int64_t pin = outcome.screening.pin_import;
	cdr_auto(inquiry) inquiry = { .store = store,
		                      .outcome = &outcome,
		                      .org = org,
		                      .arena = arena,
		                      .scratch = cdr_arena_new(SCREEN_ARENA_MAX_BYTES),
		                      .questions = cdr_map_new(CDR_QUESTIONNAIRE_MAX),
		                      .items = cdr_map_new(CDR_QUESTIONNAIRE_MAX),
		                      .waiting = cdr_map_new(MAX_WAITING) };
	if (!inquiry.questions || !inquiry.items || !inquiry.waiting || !inquiry.scratch)
		return cdr_fail_memory(err, ROOM);
	if (party_id.n) {
		CDR_TRY(cdr_store_party_get(store, org, pin, party_id, arena, &only, err));
		inquiry.only = &only;
	}
	CDR_TRY(cdr_facts_new(cdr_screen_symbols(), &inquiry.facts, err));
	CDR_TRY(question_columns_load(&outcome.setup->rulesets, "suppliers", arena, &inquiry.party_columns, err));
	CDR_TRY(question_columns_load(&outcome.setup->rulesets, "engagements", arena, &inquiry.engagement_columns,
	                              err));
	CDR_TRY(cdr_store_party_each(store, org, pin, none, 0, ask_party, &inquiry, err));
	CDR_TRY(cdr_store_engagement_each(store, org, pin, none, 0, ask_engagement, &inquiry, err));
	CDR_TRY(settle_waiting(&inquiry, err));
	return settle(&inquiry, ret, err);
}
