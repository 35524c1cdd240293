/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One rule file -> one rule: its keys, its checks. The keys are documented in rulesets/README.md. Finding the files and
 * keeping the rules is rulebook.c's, running their cases cases.c's. The surprise: a rule's text is borrowed from the tree
 * of its file, which lives in the rule's entry as long as the rulebook.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

static const struct cdr_decl_key rule_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "revision", CDR_DECL_INTEGER, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_ANY_MAP, true },
	{ "rationale", CDR_DECL_TEXT, true },
	{ "applies_to", CDR_DECL_TEXT, true },
	{ "in_force", CDR_DECL_ANY_MAP, false },
	{ "severity", CDR_DECL_TEXT, true },
	{ "when", CDR_DECL_ANY_MAP, true },
	{ "message", CDR_DECL_TEXT, true },
	{ "remedy", CDR_DECL_TEXT, true },
	{ "question", CDR_DECL_TEXT, true },
	{ "statement_criteria", CDR_DECL_TEXT_LIST, false },
	{ "indicators", CDR_DECL_TEXT_LIST, false },
	{ "protects", CDR_DECL_TEXT_LIST, false },
	{ "limits", CDR_DECL_ANY_MAP, false },
	{ "cases", CDR_DECL_ANY_MAP, true },
};
static const struct cdr_decl_key source_keys[] = {
	{ "citation", CDR_DECL_TEXT, true },
	{ "url", CDR_DECL_TEXT, false },
	{ "page", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key limit_keys[] = {
	{ "value", CDR_DECL_NUMBER, true },
	{ "about", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key force_keys[] = {
	{ "from", CDR_DECL_DATE, false },
	{ "to", CDR_DECL_DATE, false },
};
static const struct cdr_decl_key case_keys[] = {
	{ "fires", CDR_DECL_ANY, true },
	{ "near_miss", CDR_DECL_ANY, true },
	{ "unknown", CDR_DECL_ANY, false },
};

const struct rules_case_kind rules_case_kinds[RULES_CASE_KINDS] = {
	{ "fires", CDR_TRUE },
	{ "near_miss", CDR_FALSE },
	{ "unknown", CDR_UNKNOWN },
};

/* Checks a map that may be missing; true when it is there and good. */
static bool
check_map(const struct rules_reading *reading, const struct cdr_decl_node *map, const struct cdr_decl_key *keys,
          size_t n_keys)
{
	if (!map || map->kind != CDR_DECL_MAP)
		return false;
	struct cdr_error error = { 0 };
	enum cdr_status status = cdr_decl_check(reading->decl, map, keys, n_keys, &error);
	rules_problem_join(reading->problems, status, &error);
	return status == CDR_OK;
}

static void
read_source(const struct rules_reading *reading, const struct cdr_decl_node *root, struct cdr_rule *rule)
{
	const struct cdr_decl_node *source = cdr_decl_get(root, "source");
	if (!check_map(reading, source, source_keys, CDR_LEN(source_keys)))
		return;
	struct cdr_str citation = cdr_decl_text(source, "citation"), page = cdr_decl_text(source, "page");
	rule->source_url = cdr_decl_text(source, "url");
	rule->source = citation;
	if (page.n)
		rule->source = cdr_str_format(reading->arena, "%.*s, %.*s", CDR_STR_ARG(citation), CDR_STR_ARG(page));
	if (!rule->source.p)
		rules_problem_memory(reading->problems);
	if (rule->source_url.n && !cdr_str_starts_with(rule->source_url, CDR_STR("https://")))
		rules_problem(reading->problems, reading->decl, cdr_decl_get(source, "url"),
		              "url: an address beginning with https:// is expected");
}

static void
read_force(const struct rules_reading *reading, const struct cdr_decl_node *root, struct cdr_rule *rule)
{
	const struct cdr_decl_node *force = cdr_decl_get(root, "in_force");
	if (!check_map(reading, force, force_keys, CDR_LEN(force_keys)))
		return;
	rule->in_force_from = cdr_decl_date(force, "from");
	rule->in_force_to = cdr_decl_date(force, "to");
	if (rule->in_force_to.ymd && rule->in_force_to.ymd < rule->in_force_from.ymd)
		rules_problem(reading->problems, reading->decl, force, "in_force: \"to\" lies before \"from\"");
}

static void
read_words(const struct rules_reading *reading, const struct cdr_decl_node *root, struct cdr_rule *rule)
{
	const char *severities[CDR_SEVERITY_COUNT + 1] = { NULL };
	static const char *const subjects[] = { "party", "engagement", NULL };
	for (int i = 0; i < CDR_SEVERITY_COUNT; i++)
		severities[i] = cdr_severity_word((enum cdr_severity)i);
	struct cdr_error error = { 0 };
	int index = 0;
	/* A missing or ill-shaped value was named by the check of the keys. */
	if (cdr_decl_text(root, "severity").p) {
		enum cdr_status status = cdr_decl_word(reading->decl, root, "severity", severities, &index, &error);
		rules_problem_join(reading->problems, status, &error);
		rule->severity = (enum cdr_severity)index;
	}
	if (cdr_decl_text(root, "applies_to").p) {
		index = 0;
		enum cdr_status status = cdr_decl_word(reading->decl, root, "applies_to", subjects, &index, &error);
		rules_problem_join(reading->problems, status, &error);
		rule->applies_to = cdr_str_from(subjects[index]);
	}
}

static void
read_texts(const struct rules_reading *reading, const struct cdr_decl_node *root, struct cdr_rule *rule)
{
	static const char *const templates[] = { "message", "remedy", "question" };
	rule->title = cdr_decl_text(root, "title");
	rule->rationale = cdr_decl_text(root, "rationale");
	rule->message = cdr_decl_text(root, "message");
	rule->remedy = cdr_decl_text(root, "remedy");
	rule->question = cdr_decl_text(root, "question");
	for (size_t i = 0; i < CDR_LEN(templates); i++) {
		const struct cdr_decl_node *node = cdr_decl_get(root, templates[i]);
		if (node && node->kind == CDR_DECL_SCALAR)
			rules_template_check(reading, node);
	}
	rule->revision = cdr_decl_integer(root, "revision", 0);
	const struct cdr_decl_node *revision = cdr_decl_get(root, "revision");
	if (revision && rule->revision < 1)
		rules_problem(reading->problems, reading->decl, revision, "revision: 1, 2, 3 … is expected");
}

/* A list of texts of the rule, borrowed from its file. */
static size_t
read_list(const struct rules_reading *reading, const struct cdr_decl_node *root, const char *key, struct cdr_str **ret)
{
	size_t n = cdr_decl_count(root, key);
	*ret = cdr_arena_alloc(reading->arena, n * sizeof(struct cdr_str) + 1);
	if (!*ret) {
		rules_problem_memory(reading->problems);
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = cdr_decl_item(root, key, i);
	return n;
}

static void
read_lists(const struct rules_reading *reading, const struct cdr_decl_node *root, struct cdr_rule *rule)
{
	rule->n_statement_criteria = read_list(reading, root, "statement_criteria", &rule->statement_criteria);
	rule->n_indicators = read_list(reading, root, "indicators", &rule->indicators);
	rule->n_protects = read_list(reading, root, "protects", &rule->protects);
	for (size_t i = 0; i < rule->n_statement_criteria; i++) {
		struct cdr_str criterion = rule->statement_criteria[i];
		if (cdr_str_find(criterion, CDR_STR("/")) <= 0)
			rules_problem(reading->problems, reading->decl, cdr_decl_get(root, "statement_criteria"),
			              "statement_criteria: law/criterion is expected, not \"%.*s\"",
			              (int)cdr_str_cut(criterion, 80), criterion.p ? criterion.p : "");
	}
}

static void
read_limits(const struct rules_reading *reading, const struct cdr_decl_node *root, struct cdr_rule *rule)
{
	const struct cdr_decl_node *limits = cdr_decl_get(root, "limits");
	if (!limits || limits->kind != CDR_DECL_MAP)
		return;
	rule->limits = cdr_arena_alloc(reading->arena, limits->n * sizeof(*rule->limits) + 1);
	if (!rule->limits) {
		rules_problem_memory(reading->problems);
		return;
	}
	for (size_t i = 0; i < limits->n; i++) {
		const struct cdr_decl_node *node = limits->pairs[i].value;
		if (node->kind != CDR_DECL_MAP) {
			rules_problem(reading->problems, reading->decl, node,
			              "a limit is written {value: 60, about: what it limits}");
			continue;
		}
		if (!check_map(reading, node, limit_keys, CDR_LEN(limit_keys)))
			continue;
		double value = cdr_decl_number(node, "value", 0);
		rule->limits[rule->n_limits++] = (struct cdr_limit){ .name = limits->pairs[i].key,
			                                             .about = cdr_decl_text(node, "about"),
			                                             .source = cdr_decl_text(node, "source"),
			                                             .value = value,
			                                             .shipped = value };
	}
}

static void
read_cases(const struct rules_reading *reading, const struct cdr_decl_node *root, struct rules_entry *entry)
{
	const struct cdr_decl_node *cases = cdr_decl_get(root, "cases");
	if (!check_map(reading, cases, case_keys, CDR_LEN(case_keys)))
		return;
	entry->cases = cases;
	for (size_t i = 0; i < CDR_LEN(rules_case_kinds); i++) {
		const struct cdr_decl_node *node = cdr_decl_get(cases, rules_case_kinds[i].key);
		size_t n = node && node->kind == CDR_DECL_LIST ? node->n : (size_t)(node != NULL);
		for (size_t k = 0; k < n; k++)
			rules_case_read(reading, node->kind == CDR_DECL_LIST ? node->items[k] : node, NULL);
		if (node && n == 0)
			rules_problem(reading->problems, reading->decl, node, "\"%s\" holds no case",
			              rules_case_kinds[i].key);
	}
}

/* The topic of the folder a rule stands in; NULL when that is none. */
static const struct cdr_topic *
topic_of(const struct rules_context *context, struct cdr_str path)
{
	for (size_t i = 0; i < context->rulebook->n_topics; i++) {
		const struct cdr_topic *topic = &context->rulebook->topics[i];
		struct cdr_str rest = path, piece;
		if (cdr_str_split(&rest, '/', &piece) && cdr_str_split(&rest, '/', &piece) &&
		    cdr_str_equal(piece, topic->folder))
			return topic;
	}
	return NULL;
}

static void
check_topic(const struct rules_context *context, const struct rules_reading *reading, struct cdr_rule *rule)
{
	const struct cdr_decl_node *root = reading->decl->root;
	const struct cdr_topic *topic = topic_of(context, rule->path);
	if (rule->id.p && context->topics)
		rules_topic_check(reading, context->topics, rule->path, cdr_decl_get(root, "id"));
	if (!topic)
		return;
	rule->topic = topic->folder;
	if (rule->severity > topic->max_severity)
		rules_problem(reading->problems, reading->decl, cdr_decl_get(root, "severity"),
		              "rules of \"%.*s\" are at most %s: background is never a verdict alone",
		              CDR_STR_ARG(topic->folder), cdr_severity_word(topic->max_severity));
	for (size_t i = 0; i < rule->n_protects; i++) {
		bool found = false;
		for (size_t k = 0; k < context->rulebook->n_topics; k++)
			found = found || cdr_str_equal(context->rulebook->topics[k].folder, rule->protects[i]);
		if (!found)
			rules_problem(reading->problems, reading->decl, cdr_decl_get(root, "protects"),
			              "protects: there is no topic \"%.*s\"; risk/topics.yaml lists them",
			              CDR_STR_ARG(rule->protects[i]));
	}
}

void
rules_rule_read(const struct rules_context *context, struct rules_reading *reading, struct rules_entry *entry)
{
	const struct cdr_decl_node *root = reading->decl->root;
	struct cdr_rule *rule = &entry->rule;
	rule->path = reading->decl->name;
	(void)check_map(reading, root, rule_keys, CDR_LEN(rule_keys));
	if (root->kind != CDR_DECL_MAP) {
		rules_problem(reading->problems, reading->decl, root, "a rule is a map: id: …, title: …");
		return;
	}
	rule->id = cdr_decl_text(root, "id");
	read_words(reading, root, rule);
	rule->shipped_severity = rule->severity;
	reading->subject = rule->applies_to;
	read_source(reading, root, rule);
	read_force(reading, root, rule);
	read_texts(reading, root, rule);
	read_lists(reading, root, rule);
	read_limits(reading, root, rule);
	check_topic(context, reading, rule);
	if (context->overrides_reading)
		rules_override_apply(context->overrides_reading, context->overrides, rule);
	read_cases(reading, root, entry);
	const struct cdr_decl_node *when = cdr_decl_get(root, "when");
	reading->rule = rule;
	reading->rules_named = &context->rulebook->named;
	if (when && when->kind == CDR_DECL_MAP)
		rule->condition = rules_compile(context->rulebook->holder, reading, when);
}
