/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a site changes of the rules that are shipped: a limit, a severity, or that a rule is not asked, each with a reason
 * that others can read. Rules themselves are added and replaced as files; that is the business of whoever puts the bundle
 * together.
 *
 * Format of risk/overrides.yaml: `overrides:` and a list of {rule, reason, severity, limits: {name: number}, off: true};
 * a rule has one entry at most.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

static const struct cdr_decl_key file_keys[] = { { "overrides", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key override_keys[] = {
	{ "rule", CDR_DECL_TEXT, true },       { "reason", CDR_DECL_TEXT, true },  { "severity", CDR_DECL_TEXT, false },
	{ "limits", CDR_DECL_ANY_MAP, false }, { "off", CDR_DECL_BOOLEAN, false },
};

static bool
check(const struct rules_reading *reading, const struct cdr_decl_node *node, const struct cdr_decl_key *keys, size_t n)
{
	struct cdr_error error = { 0 };
	enum cdr_status status = cdr_decl_check(reading->decl, node, keys, n, &error);
	rules_problem_join(reading->problems, status, &error);
	return status == CDR_OK;
}

static void
read_one(const struct rules_reading *reading, const struct cdr_decl_node *node, struct cdr_vec *ret)
{
	struct cdr_str word = cdr_decl_text(node, "severity"), rule = cdr_decl_text(node, "rule");
	int severity = word.p ? cdr_severity_from(word) : -1;
	if (word.p && severity < 0)
		rules_problem(reading->problems, reading->decl, cdr_decl_get(node, "severity"),
		              "severity: info, low, medium, high or critical is expected, not \"%.*s\"",
		              (int)cdr_str_cut(word, 80), word.p);
	if (cdr_str_trim(cdr_decl_text(node, "reason")).n == 0)
		rules_problem(reading->problems, reading->decl, node,
		              "an override needs a reason that others can follow");
	for (size_t i = 0; i < ret->n; i++) {
		if (cdr_str_equal(CDR_VEC_AT(ret, struct rules_override, i)->rule, rule))
			rules_problem(reading->problems, reading->decl, node, "%.*s is overridden twice",
			              CDR_STR_ARG(rule));
	}
	struct rules_override *slot = cdr_vec_push(ret);
	if (!slot) {
		rules_problem_memory(reading->problems);
		return;
	}
	*slot = (struct rules_override){ .rule = rule,
		                         .reason = cdr_decl_text(node, "reason"),
		                         .severity = severity,
		                         .off = cdr_decl_boolean(node, "off", false),
		                         .node = node,
		                         .limits = cdr_decl_get(node, "limits") };
}

void
rules_overrides_read(const struct rules_reading *reading, struct cdr_vec *ret)
{
	const struct cdr_decl_node *root = reading->decl->root;
	if (!check(reading, root, file_keys, CDR_LEN(file_keys)))
		return;
	const struct cdr_decl_node *list = cdr_decl_get(root, "overrides");
	for (size_t i = 0; i < list->n; i++) {
		if (check(reading, list->items[i], override_keys, CDR_LEN(override_keys)))
			read_one(reading, list->items[i], ret);
	}
}

static void
apply_limit(const struct rules_reading *reading, const struct cdr_decl_pair *pair, struct cdr_rule *rule)
{
	struct cdr_decl_guess guess = { .word = pair->key };
	double value = 0;
	if (pair->value->kind != CDR_DECL_SCALAR || !cdr_str_to_double(pair->value->text, &value)) {
		rules_problem(reading->problems, reading->decl, pair->value, "a limit is a number");
		return;
	}
	for (size_t i = 0; i < rule->n_limits; i++) {
		cdr_decl_guess(&guess, rule->limits[i].name.p);
		if (!cdr_str_equal(rule->limits[i].name, pair->key))
			continue;
		rule->limits[i].value = value;
		return;
	}
	rules_problem(reading->problems, reading->decl, pair->value, "%.*s has no limit \"%.*s\"%s%s%s",
	              CDR_STR_ARG(rule->id), CDR_STR_ARG(pair->key), guess.nearest ? ": did you mean \"" : "",
	              guess.nearest ? guess.nearest : "", guess.nearest ? "\"?" : "");
}

void
rules_override_apply(const struct rules_reading *reading, struct cdr_vec *overrides, struct cdr_rule *rule)
{
	for (size_t i = 0; i < overrides->n; i++) {
		struct rules_override *override = CDR_VEC_AT(overrides, struct rules_override, i);
		if (!rule->id.p || !cdr_str_equal(override->rule, rule->id))
			continue;
		override->met = true;
		rule->override_reason = override->reason;
		rule->off = override->off;
		if (override->severity >= 0)
			rule->severity = (enum cdr_severity) override->severity;
		for (size_t k = 0; override->limits && k < override->limits->n; k++)
			apply_limit(reading, &override->limits->pairs[k], rule);
	}
}

void
rules_overrides_check(const struct rules_reading *reading, const struct cdr_vec *overrides)
{
	for (size_t i = 0; i < overrides->n; i++) {
		const struct rules_override *override = CDR_VEC_AT(overrides, struct rules_override, i);
		if (!override->met)
			rules_problem(reading->problems, reading->decl, cdr_decl_get(override->node, "rule"),
			              "there is no rule \"%.*s\"; `candor rules list` names them",
			              (int)cdr_str_cut(override->rule, 80), override->rule.p);
	}
}
