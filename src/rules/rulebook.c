/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All rules of a bundle: found under risk/, read one by one, sorted by id. What a rule file holds is rule.c's. The
 * surprise: one bad rule refuses the whole book, with every problem of every file named. A screening that silently ran
 * without a rule would report "nothing found".
 */
#include "candor/rules.h"

#include <stdlib.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

#define RULEBOOK_MAX_BYTES ((size_t)64 << 20)
#define TOPICS_PATH "risk/topics.yaml"
#define OVERRIDES_PATH "risk/overrides.yaml"

static bool
is_rule_file(struct cdr_str path)
{
	/* These are about rules, and none. */
	static const char *const others[] = { TOPICS_PATH, OVERRIDES_PATH, "risk/profile.yaml" };
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		if (cdr_str_equal(path, cdr_str_from(others[i])))
			return false;
	}
	return cdr_str_starts_with(path, CDR_STR("risk/")) && cdr_str_ends_with(path, CDR_STR(".yaml"));
}

/* Parses a file of the bundle; false and a problem when it is no YAML. */
static bool
parse(const struct cdr_bundle_file *file, struct rules_problems *problems, struct cdr_decl *ret)
{
	struct cdr_error error = { 0 };
	/* A bundle's paths are not NUL-terminated. */
	char name[512];
	size_t n = cdr_str_cut(file->path, sizeof(name) - 1);
	for (size_t i = 0; i < n; i++)
		name[i] = file->path.p[i];
	name[n] = '\0';
	enum cdr_status status = cdr_decl_parse(file->text, name, ret, &error);
	rules_problem_join(problems, status, &error);
	return status == CDR_OK;
}

static void
load_rule(const struct rules_context *context, const struct cdr_bundle_file *file, struct rules_problems *problems)
{
	struct cdr_rulebook *rulebook = context->rulebook;
	struct cdr_decl decl = { 0 };
	if (!parse(file, problems, &decl))
		return;
	struct rules_entry *entry = cdr_vec_push(&rulebook->entries);
	if (!entry) {
		cdr_decl_done(&decl);
		rules_problem_memory(problems);
		return;
	}
	entry->decl = decl;
	struct rules_reading reading = {
		.symbols = rulebook->symbols, .decl = &entry->decl, .arena = rulebook->arena, .problems = problems
	};
	rules_rule_read(context, &reading, entry);
}

static int
by_id(const void *a, const void *b)
{
	const struct rules_entry *left = a, *right = b;
	int order = cdr_str_compare(left->rule.id, right->rule.id);
	return order ? order : cdr_str_compare(left->rule.path, right->rule.path);
}

static void
check_unique(const struct cdr_rulebook *rulebook, struct rules_problems *problems)
{
	for (size_t i = 1; i < rulebook->entries.n; i++) {
		const struct rules_entry *first = CDR_VEC_AT(&rulebook->entries, struct rules_entry, i - 1);
		const struct rules_entry *second = first + 1;
		if (first->rule.id.p && cdr_str_equal(first->rule.id, second->rule.id))
			rules_problem(problems, &second->decl, cdr_decl_get(second->decl.root, "id"),
			              "the id %.*s is taken by %.*s", CDR_STR_ARG(second->rule.id),
			              CDR_STR_ARG(first->rule.path));
	}
}

struct cdr_rulebook *
cdr_rulebook_free(struct cdr_rulebook *rulebook)
{
	if (!rulebook)
		return NULL;
	for (size_t i = 0; i < rulebook->entries.n; i++)
		cdr_decl_done(&CDR_VEC_AT(&rulebook->entries, struct rules_entry, i)->decl);
	cdr_vec_done(&rulebook->entries);
	cdr_vec_done(&rulebook->named);
	cdr_decl_done(&rulebook->topics_decl);
	cdr_decl_done(&rulebook->overrides_decl);
	(void)cdr_condition_holder_free(rulebook->holder);
	(void)cdr_arena_free(rulebook->arena);
	cdr_free(rulebook);
	return NULL;
}

static enum cdr_status
new_rulebook(const struct cdr_bundle *rulesets, const struct cdr_symbols *symbols, struct cdr_rulebook **ret,
             struct cdr_error *err)
{
	cdr_owned(cdr_rulebook) rulebook = cdr_alloc(sizeof(*rulebook));
	if (!rulebook)
		return cdr_fail_memory(err, RULES_ROOM);
	rulebook->symbols = symbols;
	rulebook->entries = (struct cdr_vec)CDR_VEC_INIT(struct rules_entry, CDR_RULES_MAX);
	rulebook->named = (struct cdr_vec)CDR_VEC_INIT(struct rules_named *, 4 * (size_t)CDR_RULES_MAX);
	rulebook->arena = cdr_arena_new(RULEBOOK_MAX_BYTES);
	if (!rulebook->arena)
		return cdr_fail_memory(err, RULES_ROOM);
	CDR_TRY(cdr_condition_holder_new(symbols, rulesets, &rulebook->holder, err));
	*ret = cdr_steal(&rulebook);
	return CDR_OK;
}

static const struct cdr_decl_node *
load_topics(const struct cdr_bundle *rulesets, struct cdr_rulebook *rulebook, struct rules_problems *problems)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(TOPICS_PATH));
	if (!file) {
		struct cdr_error error = { 0 };
		enum cdr_status status =
			cdr_fail(&error, CDR_EINPUT, RULES_ROOM, TOPICS_PATH,
		                 "this file is missing: it says which rule ids belong in which folder");
		rules_problem_join(problems, status, &error);
		return NULL;
	}
	if (!parse(file, problems, &rulebook->topics_decl))
		return NULL;
	struct rules_reading reading = { .symbols = rulebook->symbols,
		                         .decl = &rulebook->topics_decl,
		                         .arena = rulebook->arena,
		                         .problems = problems };
	return rules_topics(&reading, rulebook);
}

static enum cdr_status
load_rules(const struct cdr_bundle *rulesets, const struct rules_context *context, struct rules_problems *problems,
           struct cdr_error *err)
{
	struct cdr_vec *entries = &context->rulebook->entries;
	size_t n_files = 0;
	for (size_t i = 0; i < rulesets->n_files; i++) {
		if (!is_rule_file(rulesets->files[i].path))
			continue;
		if (++n_files > CDR_RULES_MAX)
			return cdr_fail(err, CDR_ELIMIT, RULES_ROOM, "risk/", "more than %d rules", CDR_RULES_MAX);
		load_rule(context, &rulesets->files[i], problems);
	}
	if (entries->n > 1)
		qsort(entries->items, entries->n, sizeof(struct rules_entry), by_id);
	return CDR_OK;
}

enum cdr_status
cdr_rulebook_load(const struct cdr_bundle *rulesets, const struct cdr_symbols *symbols, struct cdr_rulebook **ret,
                  struct cdr_error *err)
{
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_auto(cdr_vec) overrides = CDR_VEC_INIT(struct rules_override, CDR_RULES_MAX);
	CDR_TRY(new_rulebook(rulesets, symbols, &rulebook, err));
	struct rules_problems problems = { err, CDR_OK };
	struct rules_context context = { .rulebook = rulebook, .overrides = &overrides };
	struct rules_reading reading = {
		.symbols = symbols, .decl = &rulebook->overrides_decl, .arena = rulebook->arena, .problems = &problems
	};
	context.topics = load_topics(rulesets, rulebook, &problems);
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(OVERRIDES_PATH));
	if (file && parse(file, &problems, &rulebook->overrides_decl)) {
		rules_overrides_read(&reading, &overrides);
		context.overrides_reading = &reading;
	}
	CDR_TRY(load_rules(rulesets, &context, &problems, err));
	check_unique(rulebook, &problems);
	if (context.overrides_reading)
		rules_overrides_check(&reading, &overrides);
	/* A rule that could not be read has no condition to put in order. */
	if (problems.status == CDR_OK)
		rules_order(rulebook, &problems);
	CDR_TRY(problems.status);
	*ret = cdr_steal(&rulebook);
	return CDR_OK;
}

size_t
cdr_rulebook_topic_count(const struct cdr_rulebook *rulebook)
{
	return rulebook->n_topics;
}

const struct cdr_topic *
cdr_rulebook_topic_at(const struct cdr_rulebook *rulebook, size_t i)
{
	return &rulebook->topics[i];
}

size_t
cdr_rulebook_count(const struct cdr_rulebook *rulebook)
{
	return rulebook->entries.n;
}

const struct cdr_rule *
cdr_rulebook_at(const struct cdr_rulebook *rulebook, size_t i)
{
	return &CDR_VEC_AT(&rulebook->entries, struct rules_entry, i)->rule;
}

const struct cdr_rule *
cdr_rulebook_find(const struct cdr_rulebook *rulebook, struct cdr_str id)
{
	struct rules_entry wanted = { .rule.id = id };
	size_t low = 0, high = rulebook->entries.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct cdr_rule *rule = cdr_rulebook_at(rulebook, middle);
		int order = cdr_str_compare(wanted.rule.id, rule->id);
		if (order == 0)
			return rule;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
