/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML -> typed conditions. Everything a condition can do is a row of rules_operators plus all, any and not; what it
 * means is eval.c's. The surprise: compilation goes on after a problem, so that one load names all of them; a NULL means
 * "already reported".
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

#define HOLDER_MAX_BYTES ((size_t)256 << 20)

#define T(type) (1u << CDR_FACT_##type)
#define SCALARS (T(TEXT) | T(WORD) | T(NUMBER) | T(DATE) | T(BOOLEAN))

const struct rules_operator_row rules_operators[RULES_OPERATOR_COUNT] = {
	[RULES_IS] = { "is", "is", SCALARS, RULES_RIGHT_ONE },
	[RULES_IS_NOT] = { "is_not", "is not", SCALARS, RULES_RIGHT_ONE },
	[RULES_IN] = { "in", "is one of", SCALARS & ~T(BOOLEAN), RULES_RIGHT_MANY },
	[RULES_NOT_IN] = { "not_in", "is none of", SCALARS & ~T(BOOLEAN), RULES_RIGHT_MANY },
	[RULES_ABOVE] = { "above", "is above", T(NUMBER), RULES_RIGHT_ONE },
	[RULES_AT_LEAST] = { "at_least", "is at least", T(NUMBER), RULES_RIGHT_ONE },
	[RULES_BELOW] = { "below", "is below", T(NUMBER), RULES_RIGHT_ONE },
	[RULES_AT_MOST] = { "at_most", "is at most", T(NUMBER), RULES_RIGHT_ONE },
	[RULES_BEFORE] = { "before", "is before", T(DATE), RULES_RIGHT_ONE },
	[RULES_AFTER] = { "after", "is after", T(DATE), RULES_RIGHT_ONE },
	[RULES_ON_OR_BEFORE] = { "on_or_before", "is on or before", T(DATE), RULES_RIGHT_ONE },
	[RULES_ON_OR_AFTER] = { "on_or_after", "is on or after", T(DATE), RULES_RIGHT_ONE },
	[RULES_CONTAINS] = { "contains", "includes", T(TEXT_LIST), RULES_RIGHT_ONE },
	[RULES_CONTAINS_ANY] = { "contains_any", "includes any of", T(TEXT_LIST), RULES_RIGHT_MANY },
	[RULES_CONTAINS_NONE] = { "contains_none", "includes none of", T(TEXT_LIST), RULES_RIGHT_MANY },
	[RULES_MATCHES] = { "matches", "matches", T(TEXT) | T(WORD) | T(TEXT_LIST), RULES_RIGHT_PATTERN },
	[RULES_KNOWN] = { "known", "is known", SCALARS | T(TEXT_LIST), RULES_RIGHT_TRUTH },
	[RULES_BETWEEN] = { "between", "lies between", T(NUMBER) | T(DATE), RULES_RIGHT_RANGE },
};

/* One compilation: who owns the result and how it is read. */
struct compilation {
	struct cdr_condition_holder *holder;
	const struct rules_reading *reading;
};

#define complain(compilation, node, ...)                                                                               \
	rules_problem((compilation)->reading->problems, (compilation)->reading->decl, (node), __VA_ARGS__)

static const struct cdr_condition *
compile(struct compilation *compilation, const struct cdr_decl_node *node, unsigned depth);

static struct cdr_condition *
new_condition(struct compilation *compilation, enum rules_condition_kind kind)
{
	struct cdr_condition *condition = cdr_arena_alloc(compilation->holder->arena, sizeof(*condition));
	if (!condition) {
		rules_problem_memory(compilation->reading->problems);
		return NULL;
	}
	condition->kind = kind;
	condition->holder = compilation->holder;
	return condition;
}

/* ------------------------------------------------------------------------------------------------------------ right */

/* A literal of the type the left side has; for text lists and their operators, a text. */
static bool
compile_literal(struct compilation *compilation, const struct cdr_symbol *left, const struct cdr_decl_node *node,
                struct rules_value *ret)
{
	struct cdr_symbol wanted = *left;
	if (wanted.type == CDR_FACT_TEXT_LIST)
		wanted.type = CDR_FACT_TEXT;
	if (node->kind != CDR_DECL_SCALAR) {
		complain(compilation, node, "%s is compared with %s here", left->name, rules_type_phrase(wanted.type));
		return false;
	}
	if (!rules_value_read(compilation->reading, &wanted, node, ret))
		return false;
	if (!ret->known)
		complain(compilation, node, "there is nothing to compare %s with: ask \"known: false\" instead",
		         left->name);
	return ret->known;
}

static bool
compile_literals(struct compilation *compilation, const struct cdr_symbol *left, const struct cdr_decl_node *node,
                 struct rules_operand *ret)
{
	if (node->kind != CDR_DECL_LIST || node->n == 0) {
		complain(compilation, node, "a list of values is expected here: [one, two]");
		return false;
	}
	struct rules_value *list = cdr_arena_alloc(compilation->holder->arena, node->n * sizeof(*list));
	if (!list) {
		rules_problem_memory(compilation->reading->problems);
		return false;
	}
	bool good = true;
	for (size_t i = 0; i < node->n; i++)
		good = compile_literal(compilation, left, node->items[i], &list[i]) && good;
	ret->literal = (struct rules_value){ .type = left->type, .known = true, .list = list, .n = node->n };
	return good;
}

/* True when values of the two types can be compared one with another. */
static bool
comparable(enum cdr_fact_type left, enum cdr_fact_type right)
{
	bool left_text = left == CDR_FACT_TEXT || left == CDR_FACT_WORD || left == CDR_FACT_TEXT_LIST;
	bool right_text = right == CDR_FACT_TEXT || right == CDR_FACT_WORD;
	return left_text ? right_text : left == right;
}

/* Two values of which the first is not above the second. */
static bool
compile_range(struct compilation *compilation, const struct cdr_symbol *left, const struct cdr_decl_node *node,
              struct rules_operand *ret)
{
	if (node->kind != CDR_DECL_LIST || node->n != 2) {
		complain(compilation, node, "between: a lower and an upper end are expected: [1, 5]");
		return false;
	}
	if (!compile_literals(compilation, left, node, ret))
		return false;
	const struct rules_value *ends = ret->literal.list;
	bool ordered =
		left->type == CDR_FACT_DATE ? ends[0].date.ymd <= ends[1].date.ymd : ends[0].number <= ends[1].number;
	if (!ordered)
		complain(compilation, node, "between: the lower end stands above the upper one, so nothing lies there");
	return ordered;
}

/* A number that the rule names, so that a site can set another. */
static bool
compile_limit(struct compilation *compilation, const struct cdr_symbol *left, const struct cdr_decl_node *node,
              struct rules_operand *ret)
{
	const struct cdr_rule *rule = compilation->reading->rule;
	struct cdr_str name = cdr_decl_text(node, "limit");
	struct cdr_decl_guess guess = { .word = name };
	if (node->n != 1 || !name.p || left->type != CDR_FACT_NUMBER) {
		complain(compilation, node, "{limit: name} is a number and stands alone");
		return false;
	}
	for (size_t i = 0; rule && i < rule->n_limits; i++) {
		cdr_decl_guess(&guess, rule->limits[i].name.p);
		if (!cdr_str_equal(rule->limits[i].name, name))
			continue;
		ret->limit = rule->limits[i].name;
		ret->literal =
			(struct rules_value){ .type = CDR_FACT_NUMBER, .known = true, .number = rule->limits[i].value };
		return true;
	}
	complain(compilation, node, "this rule has no limit \"%.*s\"%s%s%s", (int)cdr_str_cut(name, 80), name.p,
	         guess.nearest ? ": did you mean \"" : ": name it under \"limits\"", guess.nearest ? guess.nearest : "",
	         guess.nearest ? "\"?" : "");
	return false;
}

static bool
compile_right_fact(struct compilation *compilation, const struct cdr_symbol *left, enum rules_right shape,
                   const struct cdr_decl_node *node, struct rules_operand *ret)
{
	const struct cdr_decl_node *named = cdr_decl_get(node, "fact");
	struct cdr_str name = cdr_decl_text(node, "fact");
	if (!named || node->n != 1 || !name.p) {
		complain(compilation, node, "only {fact: name}, {limit: name} or {lookup: …} can stand here");
		return false;
	}
	const struct cdr_symbol *symbol = rules_symbol_named(compilation->reading, named, name);
	if (!symbol)
		return false;
	bool fits = shape == RULES_RIGHT_MANY
	                    ? symbol->type == CDR_FACT_TEXT_LIST && comparable(left->type, CDR_FACT_TEXT)
	                    : comparable(left->type, symbol->type);
	if (!fits) {
		complain(compilation, named, "%s is %s and cannot be compared with %s, which is %s", left->name,
		         rules_type_phrase(left->type), symbol->name, rules_type_phrase(symbol->type));
		return false;
	}
	ret->kind = RULES_FACT;
	ret->fact = (size_t)(symbol - compilation->reading->symbols->rows);
	return true;
}

static const struct cdr_decl_key lookup_keys[] = {
	{ "lookup", CDR_DECL_TEXT, true },
	{ "where", CDR_DECL_ANY_MAP, true },
	{ "column", CDR_DECL_TEXT, true },
	{ "absent", CDR_DECL_TEXT, false },
};

static bool
compile_right_lookup(struct compilation *compilation, const struct cdr_symbol *left, const struct cdr_decl_node *node,
                     struct rules_operand *ret)
{
	struct cdr_error error = { 0 };
	enum cdr_status status =
		cdr_decl_check(compilation->reading->decl, node, lookup_keys, CDR_LEN(lookup_keys), &error);
	rules_problem_join(compilation->reading->problems, status, &error);
	if (status != CDR_OK)
		return false;
	ret->kind = RULES_LOOKUP;
	ret->lookup = rules_lookup_compile(compilation->holder, compilation->reading, node, left->type);
	return ret->lookup != NULL;
}

/* Texts on which a pattern that backtracks without end shows it: one character over and over, then one that does not fit.
 * The pattern's own letters are the likeliest to. */
static bool
is_costly(struct compilation *compilation, const struct cdr_regex *regex, struct cdr_str pattern)
{
	enum { PROBE_BYTES = 256, MAX_LETTERS = 12 };
	static const char signs[] = "-_/.:,;()!";
	char *probe = cdr_arena_alloc(compilation->reading->arena, PROBE_BYTES);
	if (!probe) {
		rules_problem_memory(compilation->reading->problems);
		return false;
	}
	for (size_t i = 0, tried = 0; i <= pattern.n && tried < MAX_LETTERS; i++) {
		char letter = i < pattern.n ? pattern.p[i] : ' ';
		bool found = false, letter_or_digit = (letter >= 'a' && letter <= 'z') ||
		                                      (letter >= 'A' && letter <= 'Z') ||
		                                      (letter >= '0' && letter <= '9') || letter == ' ';
		if (!letter_or_digit || (i > 0 && i < pattern.n && memchr(pattern.p, letter, i)))
			continue;
		tried++;
		memset(probe, letter, PROBE_BYTES);
		/* A sign that must be there is, so that its absence does not end the search at once. */
		memcpy(probe + PROBE_BYTES - sizeof(signs) + 1, signs, sizeof(signs) - 1);
		if (cdr_regex_find(regex, (struct cdr_str){ probe, PROBE_BYTES }, 0, &found, NULL, NULL) != CDR_OK)
			return true;
	}
	return false;
}

static bool
compile_pattern(struct compilation *compilation, const struct cdr_decl_node *node, struct cdr_condition *condition)
{
	if (node->kind != CDR_DECL_SCALAR || node->text.n == 0) {
		complain(compilation, node, "matches: a regular expression in quotes is expected");
		return false;
	}
	struct cdr_error error = { 0 };
	struct cdr_regex **slot = cdr_vec_push(&compilation->holder->regexes);
	if (!slot) {
		rules_problem_memory(compilation->reading->problems);
		return false;
	}
	enum cdr_status status = cdr_regex_compile(node->text, true, slot, &error);
	if (status == CDR_ENOMEM)
		rules_problem_memory(compilation->reading->problems);
	else if (status != CDR_OK)
		complain(compilation, node, "not a regular expression: %s (%s)", error.message, error.where);
	else if (is_costly(compilation, *slot, node->text))
		complain(compilation, node,
		         "this pattern costs too much on some texts: a repetition of what is repeated "
		         "already, like (a+)+, tries every way; write it without");
	condition->regex = *slot;
	condition->right.literal.text = cdr_str_copy(compilation->holder->arena, node->text);
	return status == CDR_OK;
}

static bool
compile_right(struct compilation *compilation, const struct cdr_symbol *left, const struct cdr_decl_node *node,
              struct cdr_condition *condition)
{
	static const struct cdr_symbol truth = { .name = "known", .type = CDR_FACT_BOOLEAN };
	enum rules_right shape = rules_operators[condition->relation].right;
	if (shape == RULES_RIGHT_PATTERN)
		return compile_pattern(compilation, node, condition);
	if (shape == RULES_RIGHT_TRUTH)
		return compile_literal(compilation, &truth, node, &condition->right.literal);
	if (node->kind == CDR_DECL_MAP && cdr_decl_get(node, "lookup") && condition->left.kind != RULES_LOOKUP &&
	    shape == RULES_RIGHT_ONE)
		return compile_right_lookup(compilation, left, node, &condition->right);
	if (shape == RULES_RIGHT_RANGE)
		return compile_range(compilation, left, node, &condition->right);
	if (node->kind == CDR_DECL_MAP && cdr_decl_get(node, "limit") && shape == RULES_RIGHT_ONE)
		return compile_limit(compilation, left, node, &condition->right);
	if (node->kind == CDR_DECL_MAP)
		return compile_right_fact(compilation, left, shape, node, &condition->right);
	if (shape == RULES_RIGHT_MANY)
		return compile_literals(compilation, left, node, &condition->right);
	return compile_literal(compilation, left, node, &condition->right.literal);
}

/* ------------------------------------------------------------------------------------------------------ comparisons */

/* The one operator among the keys of a comparison; a problem when there is none, or a second. */
static const struct cdr_decl_pair *
operator_of(struct compilation *compilation, const struct cdr_decl_node *node, enum rules_operator *ret)
{
	const struct cdr_decl_pair *found = NULL;
	for (size_t i = 0; i < node->n; i++) {
		for (int op = 0; op < RULES_OPERATOR_COUNT; op++) {
			if (!cdr_str_equal(node->pairs[i].key, cdr_str_from(rules_operators[op].name)))
				continue;
			if (found) {
				complain(compilation, node,
				         "one comparison holds one operator: write two under \"all\"");
				return NULL;
			}
			found = &node->pairs[i];
			*ret = (enum rules_operator)op;
		}
	}
	if (!found)
		complain(compilation, node, "a comparison needs an operator: is, in, at_least, before, contains, …");
	return found;
}

/* What stands left of a comparison's operator. */
enum left_kind { LEFT_FACT, LEFT_LOOKUP, LEFT_MEASURE };

static enum left_kind
left_kind(const struct cdr_decl_node *node)
{
	if (cdr_decl_get(node, "lookup"))
		return LEFT_LOOKUP;
	return cdr_decl_get(node, "fact") ? LEFT_FACT : LEFT_MEASURE;
}

/* Complains of keys a comparison cannot have. */
static bool
check_keys(struct compilation *compilation, const struct cdr_decl_node *node)
{
	struct cdr_decl_key keys[RULES_OPERATOR_COUNT + CDR_LEN(lookup_keys) + 2];
	size_t n = 0;
	for (; n < RULES_OPERATOR_COUNT; n++)
		keys[n] = (struct cdr_decl_key){ rules_operators[n].name, CDR_DECL_ANY, false };
	if (left_kind(node) == LEFT_LOOKUP) {
		memcpy(&keys[n], lookup_keys, sizeof(lookup_keys));
		n += CDR_LEN(lookup_keys);
	} else if (left_kind(node) == LEFT_MEASURE) {
		keys[n++] = (struct cdr_decl_key){ rules_measure_key(node), CDR_DECL_ANY, true };
		keys[n++] = (struct cdr_decl_key){ "where", CDR_DECL_ANY_MAP, false };
	} else {
		keys[n++] = (struct cdr_decl_key){ "fact", CDR_DECL_TEXT, true };
	}
	struct cdr_error error = { 0 };
	enum cdr_status status = cdr_decl_check(compilation->reading->decl, node, keys, n, &error);
	rules_problem_join(compilation->reading->problems, status, &error);
	return status == CDR_OK;
}

/* The type a look-up's answers must have on the left of an operator; a fact opposite decides for is and is_not. */
static enum cdr_fact_type
lookup_type(struct compilation *compilation, enum rules_operator relation, const struct cdr_decl_node *right)
{
	unsigned left = rules_operators[relation].left;
	if (left == T(NUMBER))
		return CDR_FACT_NUMBER;
	if (left == T(DATE))
		return CDR_FACT_DATE;
	const struct cdr_symbol *symbol = right->kind == CDR_DECL_MAP ? cdr_symbol_find(compilation->reading->symbols,
	                                                                                cdr_decl_text(right, "fact"))
	                                                              : NULL;
	return symbol && symbol->type != CDR_FACT_TEXT_LIST && symbol->type != CDR_FACT_WORD ? symbol->type
	                                                                                     : CDR_FACT_TEXT;
}

static bool
compile_left_lookup(struct compilation *compilation, const struct cdr_decl_node *node,
                    const struct cdr_decl_node *right, struct cdr_condition *condition, struct cdr_symbol *ret)
{
	ret->name = "the looked-up value";
	ret->type = lookup_type(compilation, condition->relation, right);
	condition->left.kind = RULES_LOOKUP;
	condition->left.lookup = rules_lookup_compile(compilation->holder, compilation->reading, node, ret->type);
	return condition->left.lookup != NULL;
}

static bool
compile_left_fact(struct compilation *compilation, const struct cdr_decl_node *node, struct cdr_condition *condition,
                  struct cdr_symbol *ret)
{
	const struct cdr_symbol *symbol =
		rules_symbol_named(compilation->reading, cdr_decl_get(node, "fact"), cdr_decl_text(node, "fact"));
	if (!symbol)
		return false;
	*ret = *symbol;
	condition->left.kind = RULES_FACT;
	condition->left.fact = (size_t)(symbol - compilation->reading->symbols->rows);
	return true;
}

/* What one can ask of a fact of that type, for the message. */
static struct cdr_str
operators_for(struct compilation *compilation, enum cdr_fact_type type)
{
	struct cdr_str list = CDR_STR("");
	for (int op = 0; op < RULES_OPERATOR_COUNT; op++) {
		if (rules_operators[op].left & (1u << type))
			list = cdr_str_format(compilation->holder->arena, "%.*s%s%s", CDR_STR_ARG(list),
			                      list.n ? ", " : "", rules_operators[op].name);
	}
	return list;
}

/* A number made of several facts, records or rules. */
static bool
compile_left_measure(struct compilation *compilation, const struct cdr_decl_node *node, struct cdr_condition *condition,
                     struct cdr_symbol *ret)
{
	static const unsigned fit = 1u << RULES_IS | 1u << RULES_IS_NOT | 1u << RULES_ABOVE | 1u << RULES_AT_LEAST |
	                            1u << RULES_BELOW | 1u << RULES_AT_MOST | 1u << RULES_BETWEEN;
	ret->name = rules_measure_key(node);
	ret->type = CDR_FACT_NUMBER;
	if (!(fit & 1u << condition->relation)) {
		complain(compilation, node, "\"%s\" is compared with is, above, at_least, below, at_most or between",
		         ret->name);
		return false;
	}
	return rules_measure_compile(compilation->holder, compilation->reading, node, &condition->left);
}

/* {rule: ID} alone asks whether that rule holds. */
static const struct cdr_condition *
compile_one_rule(struct compilation *compilation, const struct cdr_decl_node *node)
{
	struct cdr_condition *condition = new_condition(compilation, RULES_COMPARE);
	if (!condition || !rules_measure_compile(compilation->holder, compilation->reading, node, &condition->left))
		return NULL;
	condition->relation = RULES_AT_LEAST;
	condition->right.literal = (struct rules_value){ .type = CDR_FACT_NUMBER, .known = true, .number = 1 };
	return condition;
}

static bool
compile_left(struct compilation *compilation, const struct cdr_decl_node *node, const struct cdr_decl_node *right,
             struct cdr_condition *condition, struct cdr_symbol *ret)
{
	switch (left_kind(node)) {
	case LEFT_LOOKUP:
		return compile_left_lookup(compilation, node, right, condition, ret);
	case LEFT_MEASURE:
		return compile_left_measure(compilation, node, condition, ret);
	default:
		return compile_left_fact(compilation, node, condition, ret);
	}
}

static const struct cdr_condition *
compile_comparison(struct compilation *compilation, const struct cdr_decl_node *node)
{
	if (node->n == 1 && cdr_decl_get(node, "rule"))
		return compile_one_rule(compilation, node);
	struct cdr_condition *condition = new_condition(compilation, RULES_COMPARE);
	if (!condition || !check_keys(compilation, node))
		return NULL;
	const struct cdr_decl_pair *pair = operator_of(compilation, node, &condition->relation);
	if (!pair)
		return NULL;
	struct cdr_symbol left = { 0 };
	if (!compile_left(compilation, node, pair->value, condition, &left))
		return NULL;
	if (!(rules_operators[condition->relation].left & (1u << left.type))) {
		struct cdr_decl_node at = { .line = pair->line, .column = pair->column };
		complain(compilation, &at, "%s is %s, which \"%s\" cannot be asked of: use %.*s", left.name,
		         rules_type_phrase(left.type), rules_operators[condition->relation].name,
		         CDR_STR_ARG(operators_for(compilation, left.type)));
		return NULL;
	}
	return compile_right(compilation, &left, pair->value, condition) ? condition : NULL;
}

/* ------------------------------------------------------------------------------------------------------- structure */

static const struct cdr_condition *
compile_group(struct compilation *compilation, const struct cdr_decl_node *list, enum rules_condition_kind kind,
              unsigned depth)
{
	struct cdr_condition *group = new_condition(compilation, kind);
	if (!group)
		return NULL;
	if (list->kind != CDR_DECL_LIST || list->n == 0) {
		complain(compilation, list, "\"%s\" needs a list of conditions", kind == RULES_ALL ? "all" : "any");
		return NULL;
	}
	group->children = cdr_arena_alloc(compilation->holder->arena, list->n * sizeof(struct cdr_condition *));
	if (!group->children) {
		rules_problem_memory(compilation->reading->problems);
		return NULL;
	}
	bool good = true;
	for (; group->n < list->n; group->n++) {
		group->children[group->n] = compile(compilation, list->items[group->n], depth + 1);
		good = good && group->children[group->n];
	}
	return good ? group : NULL;
}

static const struct cdr_condition *
compile_not(struct compilation *compilation, const struct cdr_decl_node *inner, unsigned depth)
{
	struct cdr_condition *negation = new_condition(compilation, RULES_NOT);
	if (!negation)
		return NULL;
	negation->children = cdr_arena_alloc(compilation->holder->arena, sizeof(struct cdr_condition *));
	if (!negation->children) {
		rules_problem_memory(compilation->reading->problems);
		return NULL;
	}
	negation->n = 1;
	negation->children[0] = compile(compilation, inner, depth + 1);
	return negation->children[0] ? negation : NULL;
}

static const struct cdr_condition *
compile(struct compilation *compilation, const struct cdr_decl_node *node, unsigned depth)
{
	static const struct cdr_decl_key group_keys[] = {
		{ "all", CDR_DECL_ANY_LIST, false },     { "any", CDR_DECL_ANY_LIST, false },
		{ "not", CDR_DECL_ANY_MAP, false },      { "fact", CDR_DECL_ANY, false },
		{ "lookup", CDR_DECL_ANY, false },       { "count", CDR_DECL_ANY, false },
		{ "share", CDR_DECL_ANY, false },        { "percent", CDR_DECL_ANY, false },
		{ "days_between", CDR_DECL_ANY, false }, { "rules", CDR_DECL_ANY, false },
		{ "rule", CDR_DECL_ANY, false },
	};
	if (depth > CDR_RULES_MAX_CONDITION_DEPTH) {
		complain(compilation, node, "conditions are nested deeper than %d levels",
		         CDR_RULES_MAX_CONDITION_DEPTH);
		return NULL;
	}
	if (cdr_decl_get(node, "fact") || cdr_decl_get(node, "lookup") || rules_measure_key(node))
		return compile_comparison(compilation, node);
	struct cdr_error error = { 0 };
	enum cdr_status status =
		cdr_decl_check(compilation->reading->decl, node, group_keys, CDR_LEN(group_keys), &error);
	rules_problem_join(compilation->reading->problems, status, &error);
	if (status != CDR_OK)
		return NULL;
	const struct cdr_decl_node *all = cdr_decl_get(node, "all"), *any = cdr_decl_get(node, "any");
	const struct cdr_decl_node *negated = cdr_decl_get(node, "not");
	if (node->n != 1 || (!all && !any && !negated)) {
		complain(compilation, node,
		         "a condition is one of all, any, not, fact, lookup, count, share, percent, "
		         "days_between, rule or rules");
		return NULL;
	}
	if (negated)
		return compile_not(compilation, negated, depth);
	return compile_group(compilation, all ? all : any, all ? RULES_ALL : RULES_ANY, depth);
}

const struct cdr_condition *
rules_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
              const struct cdr_decl_node *node)
{
	struct compilation compilation = { holder, reading };
	return compile(&compilation, node, 1);
}

uint16_t
rules_name_number(struct cdr_condition_holder *holder, struct cdr_str name, struct rules_problems *problems)
{
	for (size_t i = 0; i < holder->names.n; i++) {
		if (cdr_str_equal(*CDR_VEC_AT(&holder->names, struct cdr_str, i), name))
			return (uint16_t)(RULES_NAME | i);
	}
	struct cdr_str copy = cdr_str_copy(holder->arena, name), *slot = cdr_vec_push(&holder->names);
	if (!slot || !copy.p) {
		rules_problem_memory(problems);
		return UINT16_MAX;
	}
	*slot = copy;
	return (uint16_t)(RULES_NAME | (holder->names.n - 1));
}

enum cdr_status
cdr_condition_compile(struct cdr_condition_holder *holder, const struct cdr_decl *decl,
                      const struct cdr_decl_node *node, const struct cdr_condition **ret, struct cdr_error *err)
{
	struct rules_problems problems = { err, CDR_OK };
	struct rules_reading reading = {
		.symbols = holder->symbols, .decl = decl, .arena = holder->arena, .problems = &problems
	};
	const struct cdr_condition *condition = rules_compile(holder, &reading, node);
	if (condition)
		*ret = condition;
	return problems.status;
}

struct cdr_condition_holder *
cdr_condition_holder_free(struct cdr_condition_holder *holder)
{
	if (!holder)
		return NULL;
	for (size_t i = 0; i < holder->regexes.n; i++)
		(void)cdr_regex_free(*CDR_VEC_AT(&holder->regexes, struct cdr_regex *, i));
	for (size_t i = 0; i < holder->indexes.n; i++)
		(void)cdr_map_free(*CDR_VEC_AT(&holder->indexes, struct cdr_map *, i));
	cdr_vec_done(&holder->regexes);
	cdr_vec_done(&holder->indexes);
	cdr_vec_done(&holder->names);
	cdr_vec_done(&holder->counts);
	(void)cdr_map_free(holder->tables);
	(void)cdr_arena_free(holder->arena);
	cdr_free(holder);
	return NULL;
}

enum cdr_status
cdr_condition_holder_new(const struct cdr_symbols *symbols, const struct cdr_bundle *rulesets,
                         struct cdr_condition_holder **ret, struct cdr_error *err)
{
	cdr_owned(cdr_condition_holder) holder = cdr_alloc(sizeof(*holder));
	if (!holder)
		return cdr_fail_memory(err, RULES_ROOM);
	holder->regexes = (struct cdr_vec)CDR_VEC_INIT(struct cdr_regex *, 100000);
	holder->indexes = (struct cdr_vec)CDR_VEC_INIT(struct cdr_map *, 100000);
	holder->counts = (struct cdr_vec)CDR_VEC_INIT(const struct rules_operand *, 100000);
	holder->names = (struct cdr_vec)CDR_VEC_INIT(struct cdr_str, RULES_NAME);
	holder->symbols = symbols;
	holder->rulesets = rulesets;
	holder->arena = cdr_arena_new(HOLDER_MAX_BYTES);
	holder->tables = cdr_map_new(CDR_BUNDLE_MAX_FILES);
	if (!holder->arena || !holder->tables)
		return cdr_fail_memory(err, RULES_ROOM);
	*ret = cdr_steal(&holder);
	return CDR_OK;
}
