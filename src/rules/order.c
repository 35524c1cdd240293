/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules that count other rules are answered after those. Here ids become numbers and an order is found, or the way by
 * which a rule leads back to itself is told.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "rules/rules-impl.h"

enum mark { NEW = 0, OPEN, DONE };

struct ordering {
	struct cdr_rulebook *rulebook;
	struct rules_problems *problems;
	uint8_t *marks;
	struct cdr_vec path; /* size_t: the rules on the way to the one at hand */
	size_t n;
};

static struct rules_entry *
entry_at(const struct cdr_rulebook *rulebook, size_t i)
{
	return CDR_VEC_AT(&rulebook->entries, struct rules_entry, i);
}

static struct rules_named *
named_at(const struct cdr_rulebook *rulebook, size_t i)
{
	return *CDR_VEC_AT(&rulebook->named, struct rules_named *, i);
}

/* Number of a rule, or SIZE_MAX. */
static size_t
number_of(const struct cdr_rulebook *rulebook, struct cdr_str id)
{
	const struct cdr_rule *rule = cdr_rulebook_find(rulebook, id);
	if (!rule)
		return SIZE_MAX;
	return (size_t)((const struct rules_entry *)(const void *)rule - entry_at(rulebook, 0));
}

static void
resolve(const struct ordering *ordering, struct rules_named *named)
{
	const struct rules_entry *owner = entry_at(ordering->rulebook, number_of(ordering->rulebook, named->owner));
	for (size_t i = 0; i < named->n; i++) {
		const struct cdr_decl_node *node =
			named->node->kind == CDR_DECL_LIST ? named->node->items[i] : named->node;
		named->numbers[i] = number_of(ordering->rulebook, named->ids[i]);
		if (named->numbers[i] == SIZE_MAX) {
			rules_problem(ordering->problems, &owner->decl, node, "there is no rule \"%.*s\"",
			              (int)cdr_str_cut(named->ids[i], 80), named->ids[i].p);
			continue;
		}
		const struct cdr_rule *other = &entry_at(ordering->rulebook, named->numbers[i])->rule;
		if (!cdr_str_equal(other->applies_to, owner->rule.applies_to))
			rules_problem(ordering->problems, &owner->decl, node,
			              "%.*s is about each %.*s, this rule about each %.*s", CDR_STR_ARG(other->id),
			              CDR_STR_ARG(other->applies_to), CDR_STR_ARG(owner->rule.applies_to));
	}
}

static void
tell_circle(const struct ordering *ordering, size_t back_to)
{
	cdr_auto(cdr_buf) way = CDR_BUF_INIT;
	const struct rules_entry *entry = entry_at(ordering->rulebook, back_to);
	bool inside = false;
	for (size_t i = 0; i < ordering->path.n; i++) {
		size_t number = *CDR_VEC_AT(&ordering->path, size_t, i);
		inside = inside || number == back_to;
		if (inside)
			cdr_buf_printf(&way, "%.*s → ", CDR_STR_ARG(entry_at(ordering->rulebook, number)->rule.id));
	}
	rules_problem(ordering->problems, &entry->decl, cdr_decl_get(entry->decl.root, "when"),
	              "the rule leads back to itself: %s%.*s", way.p ? way.p : "", CDR_STR_ARG(entry->rule.id));
}

/* Depth first. Recursion is as deep as rules stand on rules, which is refused beyond the depth of conditions. */
static void
visit(struct ordering *ordering, size_t number)
{
	struct cdr_rulebook *rulebook = ordering->rulebook;
	if (ordering->marks[number] == DONE)
		return;
	if (ordering->marks[number] == OPEN || ordering->path.n >= CDR_RULES_MAX_CONDITION_DEPTH) {
		tell_circle(ordering, number);
		return;
	}
	size_t *slot = cdr_vec_push(&ordering->path);
	if (!slot) {
		rules_problem_memory(ordering->problems);
		return;
	}
	*slot = number;
	ordering->marks[number] = OPEN;
	for (size_t i = 0; i < rulebook->named.n; i++) {
		const struct rules_named *named = named_at(rulebook, i);
		if (!cdr_str_equal(named->owner, entry_at(rulebook, number)->rule.id))
			continue;
		for (size_t k = 0; k < named->n; k++)
			visit(ordering, named->numbers[k]);
	}
	ordering->path.n--;
	ordering->marks[number] = DONE;
	rulebook->order[ordering->n++] = number;
}

void
rules_order(struct cdr_rulebook *rulebook, struct rules_problems *problems)
{
	size_t n = rulebook->entries.n;
	struct ordering ordering = { .rulebook = rulebook, .problems = problems };
	ordering.path = (struct cdr_vec)CDR_VEC_INIT(size_t, CDR_RULES_MAX_CONDITION_DEPTH);
	ordering.marks = cdr_arena_alloc(rulebook->arena, n + 1);
	rulebook->order = cdr_arena_alloc(rulebook->arena, n * sizeof(size_t) + 1);
	if (!ordering.marks || !rulebook->order) {
		rules_problem_memory(problems);
		return;
	}
	for (size_t i = 0; i < rulebook->named.n; i++)
		resolve(&ordering, named_at(rulebook, i));
	for (size_t i = 0; i < n && problems->status == CDR_OK; i++)
		visit(&ordering, i);
	cdr_vec_done(&ordering.path);
}
