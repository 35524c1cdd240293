/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <stdio.h>

/*
 * lint-evidence: sentences of a statement against the facts of the store. Which sentences can be compared, and with which facts,
 * is data: rulesets/statement/lint/records.yaml. A sentence that the facts contradict is pointed out with them and what they
 * rest on; one that they say nothing about is "unsupported". The surprise: a number in a sentence is only ever too high. A
 * statement may say less than was done.
 */

#define RECORDS "statement/lint/records.yaml"
#define MAX_CHECKS 100
#define MAX_ARENA_BYTES ((size_t)512 << 20)

static const struct cdr_decl_key records_keys[] = { { "checks", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key check_keys[] = {
	{ "id", CDR_DECL_TEXT, true },          { "words", CDR_DECL_TEXT_LIST, true },
	{ "match", CDR_DECL_ANY_LIST, true },   { "contradicted", CDR_DECL_ANY_MAP, false },
	{ "number", CDR_DECL_ANY_MAP, false },  { "says", CDR_DECL_TEXT, true },
	{ "unknown", CDR_DECL_TEXT, true },     { "rests_on", CDR_DECL_TEXT_LIST, true },
	{ "examples", CDR_DECL_ANY_MAP, true },
};
static const struct cdr_decl_key number_keys[] = {
	{ "of", CDR_DECL_TEXT, true },
	{ "out_of", CDR_DECL_TEXT, false },
	{ "tolerance", CDR_DECL_NUMBER, false },
};

struct check {
	struct cdr_str id, says, unknown;
	struct cdr_lint_words words;
	struct cdr_lint_rules match;
	const struct cdr_condition *contradicted;
	const struct cdr_decl_node *number;
	struct cdr_str *rests_on;
	size_t n_rests_on;
};
struct cdr_lint_evidence {
	struct cdr_arena *arena;
	struct cdr_json *organisation, *warnings, *charts;
	struct cdr_map *evidence, *covered;
	struct cdr_fact_set set;
	struct cdr_collect collect;
	struct check *checks;
	size_t n_checks;
};

struct cdr_lint_evidence *
cdr_lint_evidence_free(struct cdr_lint_evidence *evidence)
{
	if (!evidence)
		return NULL;
	for (size_t i = 0; i < evidence->n_checks; i++)
		cdr_lint_rules_done(&evidence->checks[i].match);
	cdr_fact_set_done(&evidence->set);
	(void)cdr_json_free(evidence->organisation);
	(void)cdr_json_free(evidence->warnings);
	(void)cdr_json_free(evidence->charts);
	(void)cdr_map_free(evidence->evidence);
	(void)cdr_map_free(evidence->covered);
	(void)cdr_arena_free(evidence->arena);
	cdr_free(evidence);
	return NULL;
}

static void
evidence_freep(struct cdr_lint_evidence **evidence)
{
	*evidence = cdr_lint_evidence_free(*evidence);
}

/* ------------------------------------------------------------------------------------------------------------- checks */

static enum cdr_status
check_fact(const struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node,
           struct cdr_str name, struct cdr_error *err)
{
	if (cdr_symbol_find(&lint->law->symbols, name))
		return CDR_OK;
	return cdr_decl_fail(decl, node, err, "there is no fact “%.*s”", CDR_STR_ARG(name));
}

static enum cdr_status
check_text(const struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node,
           struct cdr_str text, struct cdr_error *err)
{
	struct cdr_str name;
	if (!cdr_compose_is_sound(text))
		return cdr_decl_fail(decl, node, err, "a bracket or brace is nested, empty or not closed");
	while (cdr_compose_next(&text, &name))
		CDR_TRY(check_fact(lint, decl, node, name, err));
	return CDR_OK;
}

static enum cdr_status
read_check(struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node, struct check *check,
           struct cdr_error *err)
{
	struct cdr_arena *arena = lint->evidence->arena;
	CDR_TRY(cdr_decl_check(decl, node, check_keys, CDR_LEN(check_keys), err));
	check->id = cdr_decl_text(node, "id");
	check->says = cdr_decl_text(node, "says");
	check->unknown = cdr_decl_text(node, "unknown");
	CDR_TRY(cdr_lint_words_read(lint->vocabulary, decl, node, &check->words, err));
	CDR_TRY(cdr_lint_rules_read(&lint->common, decl, node, "match", arena, &check->match, err));
	CDR_TRY(check_text(lint, decl, node, check->says, err));
	if (cdr_decl_get(node, "contradicted"))
		CDR_TRY(cdr_condition_compile(lint->law->holder, decl, cdr_decl_get(node, "contradicted"),
		                              &check->contradicted, err));
	check->number = cdr_decl_get(node, "number");
	if (check->number) {
		CDR_TRY(cdr_decl_check(decl, check->number, number_keys, CDR_LEN(number_keys), err));
		CDR_TRY(check_fact(lint, decl, check->number, cdr_decl_text(check->number, "of"), err));
		if (cdr_decl_get(check->number, "out_of"))
			CDR_TRY(check_fact(lint, decl, check->number, cdr_decl_text(check->number, "out_of"), err));
	}
	if (!check->number == !check->contradicted)
		return cdr_decl_fail(decl, node, err, "either “contradicted” or “number” is wanted");
	size_t n = cdr_decl_count(node, "rests_on");
	check->rests_on = cdr_arena_alloc(arena, (n + 1) * sizeof(*check->rests_on));
	if (!check->rests_on)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < n; i++) {
		check->rests_on[check->n_rests_on++] = cdr_decl_item(node, "rests_on", i);
		CDR_TRY(check_fact(lint, decl, node, check->rests_on[i], err));
	}
	return CDR_OK;
}

static enum cdr_status
load_checks(struct cdr_lint *lint, struct cdr_error *err)
{
	const struct cdr_decl *decl = NULL;
	struct cdr_lint_evidence *evidence = lint->evidence;
	CDR_TRY(cdr_lint_open(lint, lint->rulesets, CDR_STR(RECORDS), &decl, err));
	CDR_TRY(cdr_decl_check(decl, decl->root, records_keys, CDR_LEN(records_keys), err));
	const struct cdr_decl_node *list = cdr_decl_get(decl->root, "checks");
	if (list->n > MAX_CHECKS)
		return cdr_decl_fail(decl, list, err, "more than %d checks", MAX_CHECKS);
	evidence->checks = cdr_arena_alloc(evidence->arena, (list->n + 1) * sizeof(*evidence->checks));
	if (!evidence->checks)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < list->n; i++)
		CDR_TRY(read_check(lint, decl, list->items[i], &evidence->checks[evidence->n_checks++], err));
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- facts */

static enum cdr_status
read_organisation(struct cdr_lint_evidence *evidence, struct cdr_error *err)
{
	struct cdr_collect *collect = &evidence->collect;
	struct cdr_str text = { NULL, 0 };
	int64_t version = 0;
	enum cdr_status status = cdr_store_org_get(collect->store, collect->org, evidence->arena, &text, &version, err);
	if (status == CDR_ENOTFOUND)
		return cdr_fail(err, CDR_EREFUSED, CDR_LINT_ROOM, NULL,
		                "the organisation “%.*s” has not been set; run `candor org set FILE.yaml` first",
		                CDR_STR_ARG(collect->org));
	CDR_TRY(status);
	CDR_TRY(cdr_json_parse(text, "organisation", &evidence->organisation, err));
	collect->organisation = evidence->organisation;
	collect->organisation_file = cdr_json_get_str(evidence->organisation, "file");
	if (!collect->organisation_file.n)
		collect->organisation_file = CDR_STR("organisation");
	collect->organisation_sha256 = cdr_json_get_str(evidence->organisation, "sha256");
	return CDR_OK;
}

static enum cdr_status
gather(struct cdr_lint *lint, struct cdr_store *store, struct cdr_str org, struct cdr_str year, struct cdr_error *err)
{
	struct cdr_lint_evidence *evidence = lint->evidence;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_fact_set_init(&evidence->set, lint->law, evidence->arena, err));
	evidence->evidence = cdr_map_new(SIZE_MAX);
	evidence->covered = cdr_map_new(CDR_STATEMENT_MAX_PARTIES);
	evidence->warnings = cdr_json_array();
	evidence->charts = cdr_json_array();
	year = cdr_str_copy(evidence->arena, year);
	org = cdr_str_copy(evidence->arena, org);
	if (!evidence->evidence || !evidence->covered || !evidence->warnings || !evidence->charts || !year.p || !org.p)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	evidence->collect = (struct cdr_collect){ .store = store,
		                                  .org = org,
		                                  .set = &evidence->set,
		                                  .year = { .label = year },
		                                  .evidence = evidence->evidence,
		                                  .covered = evidence->covered,
		                                  .warnings = evidence->warnings,
		                                  .charts = evidence->charts };
	/* One view of the store; nothing is written, so it is rolled back at the end. */
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(read_organisation(evidence, err));
	return cdr_facts_collect(&evidence->collect, err);
}

enum cdr_status
cdr_lint_use_records(struct cdr_lint *lint, struct cdr_store *store, struct cdr_str org, struct cdr_str year,
                     struct cdr_error *err)
{
	__attribute__((cleanup(evidence_freep))) struct cdr_lint_evidence *evidence = cdr_alloc(sizeof(*evidence));
	if (!evidence)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	evidence->arena = cdr_arena_new(MAX_ARENA_BYTES);
	if (!evidence->arena)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	lint->evidence = cdr_lint_evidence_free(lint->evidence);
	lint->evidence = cdr_steal(&evidence);
	CDR_TRY(load_checks(lint, err));
	return gather(lint, store, org, year, err);
}

/* --------------------------------------------------------------------------------------------------------- comparing */

static const struct cdr_value *
known(const struct cdr_fact_set *set, struct cdr_str name)
{
	const struct cdr_value *value = cdr_fact_set_find(set, name, NULL);
	return value && value->known ? value : NULL;
}

/* The number a sentence says: "1,200" is 1200. */
static bool
said_number(struct cdr_str text, double *ret)
{
	char digits[32];
	size_t n = 0;
	for (size_t i = 0; i < text.n && n + 1 < sizeof(digits); i++) {
		if (text.p[i] != ',' && text.p[i] != ' ')
			digits[n++] = text.p[i];
	}
	return cdr_str_to_double((struct cdr_str){ digits, n }, ret);
}

static enum cdr_truth
too_high(const struct cdr_lint_evidence *evidence, const struct check *check, struct cdr_str said)
{
	const struct cdr_value *of = known(&evidence->set, cdr_decl_text(check->number, "of"));
	double most, number, tolerance = cdr_decl_number(check->number, "tolerance", 0);
	if (!of || !said_number(said, &number))
		return CDR_UNKNOWN;
	most = of->number;
	if (cdr_decl_get(check->number, "out_of")) {
		const struct cdr_value *out_of = known(&evidence->set, cdr_decl_text(check->number, "out_of"));
		if (!out_of || out_of->number <= 0)
			return CDR_UNKNOWN;
		most = 100 * of->number / out_of->number;
	}
	return number > most + tolerance ? CDR_TRUE : CDR_FALSE;
}

static enum cdr_status
add_remark(const struct cdr_lint *lint, const struct check *check, const struct cdr_lint_text *text, size_t i,
           enum cdr_truth truth, struct cdr_json *remarks, struct cdr_error *err)
{
	const struct cdr_lint_evidence *evidence = lint->evidence;
	struct cdr_str message = check->unknown;
	struct cdr_refs refs = { 0 };
	bool complete = true;
	if (truth == CDR_TRUE)
		CDR_TRY(cdr_compose(&evidence->set, check->says, &message, &complete, err));
	CDR_TRY(cdr_refs_join(&evidence->set, check->rests_on, check->n_rests_on, &refs, err));
	struct cdr_json *remark = cdr_lint_remark_json(
		check->id, truth == CDR_TRUE ? CDR_STR("contradiction") : CDR_STR("unsupported"),
		truth == CDR_TRUE ? CDR_STR("high") : CDR_STR("low"), message, (struct cdr_str){ NULL, 0 });
	cdr_json_set(remark, "quote", cdr_lint_quote_json(text, i));
	cdr_json_set(remark, "rests_on", cdr_refs_to_json(refs));
	cdr_json_push(remarks, remark);
	return CDR_OK;
}

static enum cdr_status
compare(const struct cdr_lint *lint, const struct check *check, const struct cdr_lint_text *text, size_t i,
        struct cdr_json *remarks, struct cdr_error *err)
{
	const struct cdr_lint_evidence *evidence = lint->evidence;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { 0 };
	bool found = false, turned = false;
	enum cdr_truth truth = CDR_UNKNOWN;
	if (!cdr_lint_words_stand_in(&check->words, &text->items[i]))
		return CDR_OK;
	for (size_t k = 0; k < check->match.n && !found; k++)
		CDR_TRY(cdr_lint_rule_holds(&check->match.items[k], text, i, &found, groups, err));
	if (found)
		CDR_TRY(cdr_lint_is_under(&lint->common, true, text->items[i].plain, groups[0], &turned, err));
	if (found && !turned)
		CDR_TRY(cdr_lint_is_under(&lint->common, false, text->items[i].plain, groups[0], &turned, err));
	if (!found || turned)
		return CDR_OK;
	if (check->number)
		truth = too_high(evidence, check, groups[1]);
	else
		CDR_TRY(cdr_condition_eval(check->contradicted, evidence->set.view, evidence->arena, &truth, NULL,
		                           err));
	return truth == CDR_FALSE ? CDR_OK : add_remark(lint, check, text, i, truth, remarks, err);
}

enum cdr_status
cdr_lint_evidence_make(const struct cdr_lint *lint, const struct cdr_lint_text *text, struct cdr_json *remarks,
                       struct cdr_error *err)
{
	for (size_t c = 0; lint->evidence && c < lint->evidence->n_checks; c++) {
		for (size_t i = 0; i < text->n; i++) {
			if (text->items[i].kind != CDR_LINT_HEADING && text->items[i].kind != CDR_LINT_NAVIGATION)
				CDR_TRY(compare(lint, &lint->evidence->checks[c], text, i, remarks, err));
		}
	}
	return CDR_OK;
}
