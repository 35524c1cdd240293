/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A condition in words, for `candor rules explain` and the documentation. Indentation shows what belongs together; the
 * wording of an operator is its row in rules_operators.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "rules/rules-impl.h"

#define EXPLAIN_SCRATCH_BYTES ((size_t)4 << 20)

struct explaining {
	struct cdr_buf *out;
	struct cdr_arena *scratch;
	const struct cdr_symbols *symbols;
};

static void
indent(struct explaining *explaining, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		cdr_buf_puts(explaining->out, "  ");
	cdr_buf_puts(explaining->out, "- ");
}

static void
say_lookup(struct explaining *explaining, const struct rules_lookup *lookup)
{
	cdr_buf_printf(explaining->out, "\"%.*s\" in %.*s where ", CDR_STR_ARG(lookup->table->columns[lookup->column]),
	               CDR_STR_ARG(lookup->table->path));
	for (size_t i = 0; i < lookup->n_where; i++)
		cdr_buf_printf(explaining->out, "%s%.*s is %s", i ? " and " : "",
		               CDR_STR_ARG(lookup->table->columns[lookup->columns[i]]),
		               explaining->symbols->rows[lookup->facts[i]].name);
	cdr_buf_puts(explaining->out, lookup->absent_is_false ? " (no such row: false)" : " (no such row: unknown)");
}

static void
say_operand(struct explaining *explaining, const struct rules_operand *operand)
{
	if (operand->kind == RULES_FACT)
		cdr_buf_puts(explaining->out, explaining->symbols->rows[operand->fact].name);
	else if (operand->kind == RULES_LOOKUP)
		say_lookup(explaining, operand->lookup);
	else
		cdr_buf_add_str(explaining->out, rules_value_text(&operand->literal, explaining->scratch));
}

/* One line, without what a count asks of its records. */
static void
say_line(struct explaining *explaining, const struct cdr_condition *condition)
{
	const struct rules_operator_row *row = &rules_operators[condition->relation];
	if (rules_is_measure(condition->left.kind))
		rules_measure_say(&condition->left, explaining->symbols, explaining->out);
	else
		say_operand(explaining, &condition->left);
	if (row->right == RULES_RIGHT_TRUTH) {
		cdr_buf_puts(explaining->out, condition->right.literal.boolean ? " is known" : " is not known");
	} else if (row->right == RULES_RIGHT_PATTERN) {
		cdr_buf_printf(explaining->out, " matches /%.*s/", CDR_STR_ARG(condition->right.literal.text));
	} else {
		cdr_buf_printf(explaining->out, " %s ", row->phrase);
		say_operand(explaining, &condition->right);
		if (condition->right.limit.n)
			cdr_buf_printf(explaining->out, " (limit %.*s)", CDR_STR_ARG(condition->right.limit));
	}
}

void
rules_comparison_say(const struct cdr_condition *condition, struct cdr_arena *scratch, struct cdr_buf *out)
{
	struct explaining explaining = { out, scratch, condition->holder->symbols };
	say_line(&explaining, condition);
}

static void
say(struct explaining *explaining, const struct cdr_condition *condition, unsigned depth)
{
	static const char *const headings[] = {
		[RULES_ALL] = "all of:\n", [RULES_ANY] = "any of:\n", [RULES_NOT] = "not:\n"
	};
	indent(explaining, depth);
	if (condition->kind == RULES_COMPARE) {
		say_line(explaining, condition);
		cdr_buf_puts(explaining->out, condition->left.where ? ", of those with\n" : "\n");
		if (condition->left.where)
			say(explaining, condition->left.where, depth + 1);
		return;
	}
	cdr_buf_puts(explaining->out, headings[condition->kind]);
	for (size_t i = 0; i < condition->n; i++)
		say(explaining, condition->children[i], depth + 1);
}

enum cdr_status
cdr_rule_explain(const struct cdr_rule *rule, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_owned(cdr_arena) scratch = cdr_arena_new(EXPLAIN_SCRATCH_BYTES);
	if (!scratch)
		return cdr_fail_memory(err, RULES_ROOM);
	struct explaining explaining = { out, scratch, rule->condition->holder->symbols };
	say(&explaining, rule->condition, 0);
	return cdr_buf_check(out, RULES_ROOM, err);
}
