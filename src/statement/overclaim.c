/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/life-impl.h"

#include <math.h>

#include "candor/base.h"
#include "candor/decl.h"

/*
 * overclaim: where a person's text goes beyond what the sentence drafted in its place carries. The rules are data,
 * rulesets/statement/overclaim.yaml: patterns that a text may not say anew, patterns it may not lose, numbers and shares
 * that must follow from the facts. The surprise: nothing here refuses a text. It is flagged, and a flag is settled by a
 * person who says why the text stands; a text in a language the rules cannot read is flagged for that.
 *
 *   language   the one its patterns read, "en"; a draft in another is flagged `unchecked`
 *   added, beneath, unchecked, removed     {reason source} of the flags that need no pattern; `removed` is for sentences of
 *                                          these `strengths` or with facts beginning so
 *   numbers, shares  {pattern reason source}; a number must be a fact or be drafted, a share one fact in another
 *   rules      [{id kind pattern reason source fires quiet}]: kind `says`, what is found must be drafted too, but for
 *              strengths listed as `unless`; kind `keeps`, what was drafted must still be found, for these `strengths`
 *   examples   of numbers, shares and added; as those of the rules: {strength drafted text numbers [rule]}
 */

#define ROOM "statement"
#define PATH "statement/overclaim.yaml"
#define MAX_RULES 200
#define MAX_FOUND 20     /* flags of one rule about one text */
#define NEAR_ENOUGH 0.51 /* a share of 42.86 % may be written as 43 % */

enum rule_kind { RULE_SAYS, RULE_KEEPS };
struct rule {
	enum rule_kind kind;
	const struct cdr_decl_node *node;
	struct cdr_regex *regex;
};
struct cdr_overclaim {
	struct cdr_decl decl;
	struct rule *rules;
	size_t n_rules;
	struct cdr_regex *numbers, *shares;
};

static const struct cdr_decl_key keys[] = {
	{ "language", CDR_DECL_TEXT, true },     { "added", CDR_DECL_ANY_MAP, true },
	{ "beneath", CDR_DECL_ANY_MAP, true },   { "unchecked", CDR_DECL_ANY_MAP, true },
	{ "removed", CDR_DECL_ANY_MAP, true },   { "numbers", CDR_DECL_ANY_MAP, true },
	{ "shares", CDR_DECL_ANY_MAP, true },    { "rules", CDR_DECL_ANY_LIST, true },
	{ "examples", CDR_DECL_ANY_MAP, false },
};
static const struct cdr_decl_key reason_keys[] = {
	{ "reason", CDR_DECL_TEXT, true },      { "source", CDR_DECL_TEXT, true },
	{ "pattern", CDR_DECL_TEXT, false },    { "strengths", CDR_DECL_TEXT_LIST, false },
	{ "facts", CDR_DECL_TEXT_LIST, false },
};
static const struct cdr_decl_key rule_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },
	{ "pattern", CDR_DECL_TEXT, true },
	{ "unless", CDR_DECL_TEXT_LIST, false },
	{ "strengths", CDR_DECL_TEXT_LIST, false },
	{ "reason", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
	{ "fires", CDR_DECL_ANY_LIST, true },
	{ "quiet", CDR_DECL_ANY_LIST, true },
};
static const struct cdr_decl_key example_keys[] = {
	{ "rule", CDR_DECL_TEXT, false }, { "strength", CDR_DECL_TEXT, true },    { "drafted", CDR_DECL_TEXT, false },
	{ "text", CDR_DECL_TEXT, true },  { "numbers", CDR_DECL_ANY_MAP, false },
};

/* ---------------------------------------------------------------------------------------------------------- loading */

struct cdr_overclaim *
cdr_overclaim_free(struct cdr_overclaim *overclaim)
{
	if (!overclaim)
		return NULL;
	for (size_t i = 0; i < overclaim->n_rules; i++)
		(void)cdr_regex_free(overclaim->rules[i].regex);
	cdr_free(overclaim->rules);
	(void)cdr_regex_free(overclaim->numbers);
	(void)cdr_regex_free(overclaim->shares);
	cdr_decl_done(&overclaim->decl);
	cdr_free(overclaim);
	return NULL;
}

static enum cdr_status
compile(const struct cdr_overclaim *overclaim, const struct cdr_decl_node *node, struct cdr_regex **ret,
        struct cdr_error *err)
{
	struct cdr_error problem = { 0 };
	const struct cdr_decl_node *pattern = cdr_decl_get(node, "pattern");
	if (!pattern)
		return cdr_decl_fail(&overclaim->decl, node, err, "“pattern” is missing");
	if (cdr_regex_compile(pattern->text, true, ret, &problem) != CDR_OK)
		return cdr_decl_fail(&overclaim->decl, pattern, err, "%s: %s", problem.where, problem.message);
	return CDR_OK;
}

static enum cdr_status
check_examples(const struct cdr_overclaim *overclaim, const struct cdr_decl_node *list, struct cdr_error *err)
{
	for (size_t i = 0; list && i < list->n; i++)
		CDR_TRY(cdr_decl_check(&overclaim->decl, list->items[i], example_keys, CDR_LEN(example_keys), err));
	return CDR_OK;
}

static enum cdr_status
read_rule(struct cdr_overclaim *overclaim, const struct cdr_decl_node *node, struct rule *ret, struct cdr_error *err)
{
	static const char *const kinds[] = { "says", "keeps", NULL };
	int kind = 0;
	CDR_TRY(cdr_decl_check(&overclaim->decl, node, rule_keys, CDR_LEN(rule_keys), err));
	CDR_TRY(cdr_decl_word(&overclaim->decl, node, "kind", kinds, &kind, err));
	CDR_TRY(check_examples(overclaim, cdr_decl_get(node, "fires"), err));
	CDR_TRY(check_examples(overclaim, cdr_decl_get(node, "quiet"), err));
	ret->kind = (enum rule_kind)kind;
	ret->node = node;
	return compile(overclaim, node, &ret->regex, err);
}

static enum cdr_status
read_rules(struct cdr_overclaim *overclaim, struct cdr_error *err)
{
	static const char *const reasons[] = { "added", "beneath", "unchecked", "removed", "numbers", "shares" };
	const struct cdr_decl *decl = &overclaim->decl;
	CDR_TRY(cdr_decl_check(decl, decl->root, keys, CDR_LEN(keys), err));
	for (size_t i = 0; i < CDR_LEN(reasons); i++)
		CDR_TRY(cdr_decl_check(decl, cdr_decl_get(decl->root, reasons[i]), reason_keys, CDR_LEN(reason_keys),
		                       err));
	CDR_TRY(compile(overclaim, cdr_decl_get(decl->root, "numbers"), &overclaim->numbers, err));
	CDR_TRY(compile(overclaim, cdr_decl_get(decl->root, "shares"), &overclaim->shares, err));
	const struct cdr_decl_node *list = cdr_decl_get(decl->root, "rules");
	if (list->n > MAX_RULES)
		return cdr_decl_fail(decl, list, err, "there are at most %d rules", MAX_RULES);
	overclaim->rules = cdr_alloc((list->n + 1) * sizeof(*overclaim->rules));
	if (!overclaim->rules)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < list->n; i++) {
		overclaim->n_rules = i + 1;
		CDR_TRY(read_rule(overclaim, list->items[i], &overclaim->rules[i], err));
	}
	const struct cdr_decl_node *examples = cdr_decl_get(decl->root, "examples");
	CDR_TRY(check_examples(overclaim, cdr_decl_get(examples, "fires"), err));
	return check_examples(overclaim, cdr_decl_get(examples, "quiet"), err);
}

enum cdr_status
cdr_overclaim_load(const struct cdr_bundle *rulesets, struct cdr_overclaim **ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(PATH));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, PATH, "the rules about edits are not among the rule data");
	cdr_owned(cdr_overclaim) overclaim = cdr_alloc(sizeof(*overclaim));
	if (!overclaim)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_decl_parse(file->text, PATH, &overclaim->decl, err));
	CDR_TRY(read_rules(overclaim, err));
	*ret = cdr_steal(&overclaim);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ flags */

static void
push_flag(struct cdr_json *flags, struct cdr_str rule, struct cdr_str found, const struct cdr_decl_node *node)
{
	struct cdr_json *flag = cdr_json_object();
	cdr_json_set_str(flag, "rule", rule);
	if (found.p)
		cdr_json_set_str(flag, "found", found);
	cdr_json_set_str(flag, "reason", cdr_decl_text(node, "reason"));
	cdr_json_set_str(flag, "source", cdr_decl_text(node, "source"));
	cdr_json_push(flags, flag);
}

static void
push_plain(const struct cdr_overclaim *overclaim, struct cdr_json *flags, const char *rule, struct cdr_str found)
{
	push_flag(flags, cdr_str_from(rule), found, cdr_decl_get(overclaim->decl.root, rule));
}

static bool
lists(const struct cdr_decl_node *node, const char *key, struct cdr_str word)
{
	size_t n = cdr_decl_count(node, key);
	for (size_t i = 0; i < n; i++)
		if (cdr_str_equal(cdr_decl_item(node, key, i), word))
			return true;
	return false;
}

/* ASCII case does not matter: a word moves to the front of a sentence and back. */
static bool
holds(struct cdr_str text, struct cdr_str piece)
{
	for (size_t i = 0; i + piece.n <= text.n; i++)
		if (cdr_str_equal_nocase((struct cdr_str){ text.p + i, piece.n }, piece))
			return true;
	return piece.n == 0;
}

static enum cdr_status
check_says(const struct rule *rule, const struct cdr_overclaim_question *question, struct cdr_json *flags,
           struct cdr_error *err)
{
	size_t at = 0, n = 0;
	bool found = true;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	if (lists(rule->node, "unless", question->strength))
		return CDR_OK;
	while (n < MAX_FOUND) {
		CDR_TRY(cdr_regex_find(rule->regex, question->text, at, &found, groups, err));
		if (!found || groups[0].n == 0)
			return CDR_OK;
		at = (size_t)(groups[0].p - question->text.p) + groups[0].n;
		if (holds(question->drafted, groups[0]))
			continue;
		push_flag(flags, cdr_decl_text(rule->node, "id"), groups[0], rule->node);
		n++;
	}
	return CDR_OK;
}

static enum cdr_status
check_keeps(const struct rule *rule, const struct cdr_overclaim_question *question, struct cdr_json *flags,
            struct cdr_error *err)
{
	bool before = false, now = false;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	if (!question->drafted.p ||
	    (cdr_decl_count(rule->node, "strengths") && !lists(rule->node, "strengths", question->strength)))
		return CDR_OK;
	CDR_TRY(cdr_regex_find(rule->regex, question->text, 0, &now, NULL, err));
	CDR_TRY(cdr_regex_find(rule->regex, question->drafted, 0, &before, groups, err));
	if (before && !now)
		push_flag(flags, cdr_decl_text(rule->node, "id"), groups[0], rule->node);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- numbers */

/* "1,250,000.50" as a number. A point or comma before exactly three digits at the end may group them or not; commas group
 * here, points do not, as in the texts that the laws' sentences write. */
static bool
read_number(struct cdr_str text, double *ret)
{
	char digits[64];
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ',')
			continue;
		if (n == sizeof(digits))
			return false;
		digits[n++] = text.p[i];
	}
	return cdr_str_to_double((struct cdr_str){ digits, n }, ret);
}

static enum cdr_status
has_number(const struct cdr_overclaim *overclaim, struct cdr_str text, double number, bool *ret, struct cdr_error *err)
{
	size_t at = 0;
	bool found = text.n > 0;
	double other;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	while (found) {
		CDR_TRY(cdr_regex_find(overclaim->numbers, text, at, &found, groups, err));
		if (!found || groups[0].n == 0)
			break;
		at = (size_t)(groups[0].p - text.p) + groups[0].n;
		if (read_number(groups[0], &other) && other == number) {
			*ret = true;
			return CDR_OK;
		}
	}
	*ret = false;
	return CDR_OK;
}

static bool
is_fact(const struct cdr_json *numbers, double number)
{
	for (size_t i = 0; i < cdr_json_count(numbers); i++)
		if (cdr_json_real(cdr_json_member(numbers, i, NULL), -1) == number)
			return true;
	return false;
}

/* Whether one of the facts is that share of another. */
static bool
is_share(const struct cdr_json *numbers, double share)
{
	for (size_t i = 0; i < cdr_json_count(numbers); i++)
		for (size_t k = 0; k < cdr_json_count(numbers); k++) {
			double part = cdr_json_real(cdr_json_member(numbers, i, NULL), -1);
			double whole = cdr_json_real(cdr_json_member(numbers, k, NULL), 0);
			if (i != k && whole > 0 && part >= 0 && fabs(100 * part / whole - share) < NEAR_ENOUGH)
				return true;
		}
	return false;
}

static enum cdr_status
check_number(const struct cdr_overclaim *overclaim, const struct cdr_overclaim_question *question, struct cdr_str found,
             struct cdr_json *flags, struct cdr_error *err)
{
	double number = 0;
	bool known = false, share = false;
	struct cdr_str rest = { found.p, (size_t)(question->text.p + question->text.n - found.p) };
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	CDR_TRY(cdr_regex_find(overclaim->shares, rest, 0, &share, groups, err));
	share = share && groups[0].p == found.p;
	if (read_number(found, &number)) {
		known = share ? is_share(question->numbers, number) : is_fact(question->numbers, number);
		if (!known)
			CDR_TRY(has_number(overclaim, question->drafted, number, &known, err));
		if (!known)
			CDR_TRY(has_number(overclaim, question->known, number, &known, err));
	}
	if (!known)
		push_plain(overclaim, flags, share ? "shares" : "numbers", share ? groups[0] : found);
	return CDR_OK;
}

static enum cdr_status
check_numbers(const struct cdr_overclaim *overclaim, const struct cdr_overclaim_question *question,
              struct cdr_json *flags, struct cdr_error *err)
{
	size_t at = 0;
	bool found = true;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	while (cdr_json_count(flags) < MAX_FOUND) {
		CDR_TRY(cdr_regex_find(overclaim->numbers, question->text, at, &found, groups, err));
		if (!found || groups[0].n == 0)
			return CDR_OK;
		at = (size_t)(groups[0].p - question->text.p) + groups[0].n;
		CDR_TRY(check_number(overclaim, question, groups[0], flags, err));
	}
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- checking */

static bool
reads_language(const struct cdr_overclaim *overclaim, struct cdr_str language)
{
	struct cdr_str own = cdr_decl_text(overclaim->decl.root, "language");
	return cdr_str_starts_with(language, own) && (language.n == own.n || language.p[own.n] == '-');
}

enum cdr_status
cdr_overclaim_check(const struct cdr_overclaim *overclaim, const struct cdr_overclaim_question *question,
                    struct cdr_json **ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) flags = cdr_json_array();
	CDR_TRY(check_numbers(overclaim, question, flags, err));
	if (!question->drafted.p)
		push_plain(overclaim, flags, "added", (struct cdr_str){ NULL, 0 });
	bool read = reads_language(overclaim, question->language);
	for (size_t i = 0; read && i < overclaim->n_rules; i++) {
		const struct rule *rule = &overclaim->rules[i];
		CDR_TRY(rule->kind == RULE_SAYS ? check_says(rule, question, flags, err)
		                                : check_keeps(rule, question, flags, err));
	}
	if (!read)
		push_plain(overclaim, flags, "unchecked", question->language);
	if (!flags)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&flags);
	return CDR_OK;
}

enum cdr_status
cdr_overclaim_check_removal(const struct cdr_overclaim *overclaim, const struct cdr_json *claim, struct cdr_json **ret,
                            struct cdr_error *err)
{
	const struct cdr_decl_node *node = cdr_decl_get(overclaim->decl.root, "removed");
	const struct cdr_json *numbers = cdr_json_get(claim, "numbers");
	cdr_owned(cdr_json) flags = cdr_json_array();
	struct cdr_str strength = cdr_json_get_str(claim, "strength"), fact = { NULL, 0 };
	bool weighs = lists(node, "strengths", strength);
	for (size_t i = 0; i < cdr_json_count(numbers) && !weighs; i++) {
		(void)cdr_json_member(numbers, i, &fact);
		for (size_t k = 0; k < cdr_decl_count(node, "facts") && !weighs; k++)
			weighs = cdr_str_starts_with(fact, cdr_decl_item(node, "facts", k));
	}
	if (weighs)
		push_plain(overclaim, flags, "removed", (struct cdr_str){ NULL, 0 });
	if (!flags)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&flags);
	return CDR_OK;
}

void
cdr_overclaim_add_beneath(const struct cdr_overclaim *overclaim, struct cdr_json *flags, struct cdr_str drafted)
{
	push_plain(overclaim, flags, "beneath", drafted);
}

/* --------------------------------------------------------------------------------------------------------- examples */

static struct cdr_json *
example_numbers(const struct cdr_decl_node *example)
{
	const struct cdr_decl_node *node = cdr_decl_get(example, "numbers");
	struct cdr_json *object = node ? cdr_json_object() : NULL;
	for (size_t i = 0; node && i < node->n; i++) {
		char name[64];
		double number = 0;
		struct cdr_str key = node->pairs[i].key;
		if (key.n >= sizeof(name) || !cdr_str_to_double(node->pairs[i].value->text, &number))
			continue;
		for (size_t k = 0; k <= key.n; k++)
			name[k] = k < key.n ? key.p[k] : '\0';
		cdr_json_set_real(object, name, number);
	}
	return object;
}

/* Tries a list of examples of a rule ({NULL,0}: each names its own) and writes down those that are wrong. */
static enum cdr_status
try_list(const struct cdr_overclaim *overclaim, const struct cdr_decl_node *list, struct cdr_str rule, bool fires,
         struct cdr_buf *wrong, size_t *tried, struct cdr_error *err)
{
	for (size_t i = 0; list && i < list->n; i++) {
		const struct cdr_decl_node *node = list->items[i];
		struct cdr_str wanted = rule.p ? rule : cdr_decl_text(node, "rule");
		cdr_owned(cdr_json) numbers = example_numbers(node);
		cdr_owned(cdr_json) flags = NULL;
		struct cdr_overclaim_question question = { .text = cdr_decl_text(node, "text"),
			                                   .drafted = cdr_decl_text(node, "drafted"),
			                                   .strength = cdr_decl_text(node, "strength"),
			                                   .language = cdr_decl_text(overclaim->decl.root, "language"),
			                                   .numbers = numbers };
		bool fired = false;
		CDR_TRY(cdr_overclaim_check(overclaim, &question, &flags, err));
		for (size_t k = 0; k < cdr_json_count(flags); k++)
			fired = fired || cdr_str_equal(cdr_json_get_str(cdr_json_at(flags, k), "rule"), wanted);
		if (fired != fires)
			cdr_buf_printf(wrong, "%u: %.*s %s\n", node->line, CDR_STR_ARG(wanted),
			               fires ? "does not fire" : "fires");
		(*tried)++;
	}
	return CDR_OK;
}

enum cdr_status
cdr_overclaim_try_examples(const struct cdr_overclaim *overclaim, struct cdr_buf *ret_wrong, size_t *ret_tried,
                           struct cdr_error *err)
{
	const struct cdr_decl_node *general = cdr_decl_get(overclaim->decl.root, "examples");
	const struct cdr_str none = { NULL, 0 };
	for (size_t i = 0; i < overclaim->n_rules; i++) {
		const struct cdr_decl_node *node = overclaim->rules[i].node;
		struct cdr_str id = cdr_decl_text(node, "id");
		CDR_TRY(try_list(overclaim, cdr_decl_get(node, "fires"), id, true, ret_wrong, ret_tried, err));
		CDR_TRY(try_list(overclaim, cdr_decl_get(node, "quiet"), id, false, ret_wrong, ret_tried, err));
	}
	CDR_TRY(try_list(overclaim, cdr_decl_get(general, "fires"), none, true, ret_wrong, ret_tried, err));
	return try_list(overclaim, cdr_decl_get(general, "quiet"), none, false, ret_wrong, ret_tried, err);
}
