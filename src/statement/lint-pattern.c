/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <string.h>

/*
 * lint-pattern: patterns of the lint's data files, and whether a sentence is of their form. A pattern may name pieces that
 * many use ("{{board}}"), which stand in rulesets/statement/lint/common.yaml. Letter case never matters. The surprise: a
 * pattern that takes too many steps on a sentence is an error and no "not found", because silence would read as a gap of the
 * statement.
 */

#define COMMON "statement/lint/common.yaml"
#define MAX_NESTED_NAMES 4
#define REACH_BYTES 70 /* how far before something "do not" and "will" are looked for */

static const struct cdr_decl_key common_keys[] = {
	{ "names", CDR_DECL_ANY_MAP, true },      { "denial", CDR_DECL_TEXT, true },
	{ "future", CDR_DECL_TEXT, true },        { "clause_break", CDR_DECL_TEXT, true },
	{ "year", CDR_DECL_TEXT, true },          { "denial_inside", CDR_DECL_TEXT, true },
	{ "future_inside", CDR_DECL_TEXT, true }, { "relative", CDR_DECL_TEXT, true },
	{ "question", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key rule_keys[] = {
	{ "match", CDR_DECL_TEXT, true },  { "with", CDR_DECL_TEXT, false },    { "without", CDR_DECL_TEXT, false },
	{ "under", CDR_DECL_TEXT, false }, { "last", CDR_DECL_INTEGER, false },
};

static struct cdr_str
after(struct cdr_str s, size_t n)
{
	return (struct cdr_str){ s.p + n, s.n - n };
}

/* --------------------------------------------------------------------------------------------------------- compiling */

/* Adds `text` to `out`, each "{{name}}" replaced by what it stands for, in a group of its own. */
static enum cdr_status
expand(const struct cdr_lint_common *common, const struct cdr_decl *decl, const struct cdr_decl_node *node,
       struct cdr_str text, int depth, struct cdr_buf *out, struct cdr_error *err)
{
	const struct cdr_decl_node *names = cdr_decl_get(common->decl.root, "names");
	while (text.n > 0) {
		ptrdiff_t open = cdr_str_find(text, CDR_STR("{{"));
		cdr_buf_add(out, text.p, open < 0 ? text.n : (size_t)open);
		if (open < 0)
			break;
		text = after(text, (size_t)open + 2);
		ptrdiff_t close = cdr_str_find(text, CDR_STR("}}"));
		struct cdr_str name = { text.p, close < 0 ? text.n : (size_t)close }, value = { NULL, 0 };
		for (size_t i = 0; names && i < names->n; i++) {
			if (cdr_str_equal(names->pairs[i].key, name))
				value = names->pairs[i].value->text;
		}
		if (close < 0 || !value.p || depth > MAX_NESTED_NAMES)
			return cdr_decl_fail(decl, node, err, "“{{%.*s}}” is no name of common.yaml",
			                     CDR_STR_ARG(name));
		cdr_buf_puts(out, "(?:");
		CDR_TRY(expand(common, decl, node, value, depth + 1, out, err));
		cdr_buf_putc(out, ')');
		text = after(text, (size_t)close + 2);
	}
	return CDR_OK;
}

static enum cdr_status
compile(const struct cdr_lint_common *common, const struct cdr_decl *decl, const struct cdr_decl_node *node,
        struct cdr_regex **ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) pattern = { .max = CDR_LINT_MAX_PATTERN_BYTES };
	struct cdr_error problem = { 0 };
	if (node->kind != CDR_DECL_SCALAR || node->text.n == 0)
		return cdr_decl_fail(decl, node, err, "a pattern is wanted here");
	CDR_TRY(expand(common, decl, node, node->text, 0, &pattern, err));
	if (cdr_buf_check(&pattern, CDR_LINT_ROOM, &problem) == CDR_OK &&
	    cdr_regex_compile(cdr_buf_str(&pattern), true, ret, &problem) == CDR_OK)
		return CDR_OK;
	return cdr_decl_fail(decl, node, err, "%s %s", problem.where, problem.message);
}

enum cdr_status
cdr_lint_pattern_read(const struct cdr_lint_common *common, const struct cdr_decl *decl,
                      const struct cdr_decl_node *map, const char *key, struct cdr_regex **ret, struct cdr_error *err)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	return node ? compile(common, decl, node, ret, err) : CDR_OK;
}

void
cdr_lint_common_done(struct cdr_lint_common *common)
{
	common->denial = cdr_regex_free(common->denial);
	common->future = cdr_regex_free(common->future);
	common->clause_break = cdr_regex_free(common->clause_break);
	common->year = cdr_regex_free(common->year);
	common->denial_inside = cdr_regex_free(common->denial_inside);
	common->future_inside = cdr_regex_free(common->future_inside);
	common->relative = cdr_regex_free(common->relative);
	common->question = cdr_regex_free(common->question);
	cdr_decl_done(&common->decl);
}

enum cdr_status
cdr_lint_common_load(const struct cdr_bundle *rulesets, struct cdr_lint_common *ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(COMMON));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_LINT_ROOM, NULL, "the rule data lack %s", COMMON);
	CDR_TRY(cdr_decl_parse(file->text, COMMON, &ret->decl, err));
	const struct cdr_decl_node *root = ret->decl.root;
	CDR_TRY(cdr_decl_check(&ret->decl, root, common_keys, CDR_LEN(common_keys), err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "denial", &ret->denial, err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "future", &ret->future, err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "denial_inside", &ret->denial_inside, err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "future_inside", &ret->future_inside, err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "question", &ret->question, err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "relative", &ret->relative, err));
	CDR_TRY(cdr_lint_pattern_read(ret, &ret->decl, root, "clause_break", &ret->clause_break, err));
	return cdr_lint_pattern_read(ret, &ret->decl, root, "year", &ret->year, err);
}

/* ------------------------------------------------------------------------------------------------------------- rules */

void
cdr_lint_rules_done(struct cdr_lint_rules *rules)
{
	for (size_t i = 0; i < rules->n; i++) {
		(void)cdr_regex_free(rules->items[i].match);
		(void)cdr_regex_free(rules->items[i].with);
		(void)cdr_regex_free(rules->items[i].without);
		(void)cdr_regex_free(rules->items[i].under);
	}
	rules->n = 0;
}

static enum cdr_status
read_rule(const struct cdr_lint_common *common, const struct cdr_decl *decl, const struct cdr_decl_node *node,
          struct cdr_lint_rule *rule, struct cdr_error *err)
{
	if (node->kind == CDR_DECL_SCALAR)
		return compile(common, decl, node, &rule->match, err);
	CDR_TRY(cdr_decl_check(decl, node, rule_keys, CDR_LEN(rule_keys), err));
	rule->last = cdr_decl_integer(node, "last", 0);
	CDR_TRY(cdr_lint_pattern_read(common, decl, node, "match", &rule->match, err));
	CDR_TRY(cdr_lint_pattern_read(common, decl, node, "with", &rule->with, err));
	CDR_TRY(cdr_lint_pattern_read(common, decl, node, "without", &rule->without, err));
	return cdr_lint_pattern_read(common, decl, node, "under", &rule->under, err);
}

enum cdr_status
cdr_lint_rules_read(const struct cdr_lint_common *common, const struct cdr_decl *decl, const struct cdr_decl_node *map,
                    const char *key, struct cdr_arena *arena, struct cdr_lint_rules *ret, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(map, key);
	if (!list)
		return CDR_OK;
	if (list->kind != CDR_DECL_LIST || list->n > CDR_LINT_MAX_RULES)
		return cdr_decl_fail(decl, list, err, "“%s” wants a list of at most %d patterns", key,
		                     CDR_LINT_MAX_RULES);
	ret->items = cdr_arena_alloc(arena, (list->n + 1) * sizeof(*ret->items));
	if (!ret->items)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (; ret->n < list->n; ret->n++) {
		struct cdr_lint_rule *rule = &ret->items[ret->n];
		enum cdr_status status = read_rule(common, decl, list->items[ret->n], rule, err);
		if (status != CDR_OK) {
			ret->n++; /* so that what was compiled of it is freed */
			return status;
		}
	}
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- matching */

static enum cdr_status
find(const struct cdr_regex *regex, struct cdr_str subject, bool *ret, struct cdr_str groups[CDR_REGEX_MAX_GROUPS],
     struct cdr_error *err)
{
	struct cdr_error problem = { 0 };
	enum cdr_status status = cdr_regex_find(regex, subject, 0, ret, groups, &problem);
	if (status == CDR_OK)
		return CDR_OK;
	return cdr_fail(err, status, CDR_LINT_ROOM, NULL, "the sentence “%.*s…”: %s", (int)cdr_str_cut(subject, 120),
	                subject.p, problem.message);
}

enum cdr_status
cdr_lint_rule_holds(const struct cdr_lint_rule *rule, const struct cdr_lint_text *text, size_t i, bool *ret,
                    struct cdr_str ret_groups[CDR_REGEX_MAX_GROUPS], struct cdr_error *err)
{
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { 0 };
	const struct cdr_lint_sentence *sentence = &text->items[i];
	bool found = false;
	*ret = false;
	if (rule->last > 0 && i + (size_t)rule->last < text->n)
		return CDR_OK;
	if (rule->under) {
		CDR_TRY(find(rule->under, sentence->section, &found, NULL, err));
		if (!found)
			return CDR_OK;
	}
	CDR_TRY(find(rule->match, sentence->plain, &found, groups, err));
	if (!found)
		return CDR_OK;
	if (rule->with) {
		CDR_TRY(find(rule->with, sentence->plain, &found, NULL, err));
		if (!found)
			return CDR_OK;
	}
	if (rule->without) {
		CDR_TRY(find(rule->without, sentence->plain, &found, NULL, err));
		if (found)
			return CDR_OK;
	}
	*ret = true;
	if (ret_groups)
		memcpy(ret_groups, groups, sizeof(groups));
	return CDR_OK;
}

/* In `before`, and then nothing that begins another clause up to its end. */
static enum cdr_status
stands_before(const struct cdr_lint_common *common, const struct cdr_regex *words, struct cdr_str before,
              size_t n_before, bool *ret, struct cdr_error *err)
{
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { 0 };
	bool found = true, broken = false;
	for (size_t from = 0; found && !*ret;) {
		CDR_TRY(cdr_regex_find(words, before, from, &found, groups, err));
		if (!found)
			break;
		size_t next = (size_t)(groups[0].p - before.p) + groups[0].n;
		struct cdr_str between = { before.p + next, next < n_before ? n_before - next : 0 };
		CDR_TRY(find(common->clause_break, between, &broken, NULL, err));
		*ret = !broken;
		from = next > from ? next : from + 1;
		while (from < before.n && ((unsigned char)before.p[from] & 0xC0) == 0x80)
			from++;
	}
	return CDR_OK;
}

enum cdr_status
cdr_lint_is_under(const struct cdr_lint_common *common, bool denied, struct cdr_str plain, struct cdr_str at, bool *ret,
                  struct cdr_error *err)
{
	size_t end = (size_t)(at.p - plain.p), start = end > REACH_BYTES ? end - REACH_BYTES : 0;
	while (start > 0 && ((unsigned char)plain.p[start] & 0xC0) == 0x80)
		start--;
	/* With the first word of what was found: "will" may be its own. */
	size_t stop = end;
	while (stop < plain.n && stop < end + at.n && plain.p[stop] != ' ')
		stop++;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { 0 };
	bool found = false, broken = false;
	*ret = false;
	CDR_TRY(stands_before(common, denied ? common->denial : common->future,
	                      (struct cdr_str){ plain.p + start, stop - start }, end - start, ret, err));
	if (*ret)
		return CDR_OK;
	CDR_TRY(find(denied ? common->denial_inside : common->future_inside, at, &found, groups, err));
	if (found)
		CDR_TRY(find(common->relative, (struct cdr_str){ at.p, (size_t)(groups[0].p - at.p) }, &broken, NULL,
		             err));
	*ret = found && !broken;
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------------- words */

static unsigned
key_of(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

/* The number of a word, which is put in unless it is there. */
static bool
number_of(struct cdr_lint_vocabulary *vocabulary, struct cdr_str word, uint16_t *ret)
{
	for (size_t i = 0; i < vocabulary->n; i++) {
		if (cdr_str_equal(vocabulary->items[i], word)) {
			*ret = (uint16_t)i;
			return true;
		}
	}
	if (vocabulary->n >= CDR_LINT_MAX_VOCABULARY)
		return false;
	size_t number = vocabulary->n++;
	vocabulary->items[number] = word;
	vocabulary->next[number] = vocabulary->first[key_of(word.p)];
	vocabulary->first[key_of(word.p)] = (uint16_t)(number + 1);
	*ret = (uint16_t)number;
	return true;
}

enum cdr_status
cdr_lint_words_read(struct cdr_lint_vocabulary *vocabulary, const struct cdr_decl *decl,
                    const struct cdr_decl_node *map, struct cdr_lint_words *ret, struct cdr_error *err)
{
	size_t n = cdr_decl_count(map, "words");
	const struct cdr_decl_node *node = cdr_decl_get(map, "words");
	if (n > CDR_LINT_MAX_WORDS)
		return cdr_decl_fail(decl, node, err, "“words” has more than %d", CDR_LINT_MAX_WORDS);
	ret->items = cdr_arena_alloc(vocabulary->arena, (n + 1) * sizeof(*ret->items));
	ret->numbers = cdr_arena_alloc(vocabulary->arena, (n + 1) * sizeof(*ret->numbers));
	if (!ret->items || !ret->numbers)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < n; i++) {
		ret->items[i] = cdr_decl_item(map, "words", i);
		if (ret->items[i].n < 2)
			return cdr_decl_fail(decl, node, err, "“%.*s” is too short to be looked for",
			                     CDR_STR_ARG(ret->items[i]));
		if (!number_of(vocabulary, ret->items[i], &ret->numbers[i]))
			return cdr_decl_fail(decl, node, err, "more than %d different words", CDR_LINT_MAX_VOCABULARY);
		ret->n++;
	}
	return CDR_OK;
}

bool
cdr_lint_words_stand_in(const struct cdr_lint_words *words, const struct cdr_lint_sentence *sentence)
{
	for (size_t i = 0; i < words->n; i++) {
		size_t number = words->numbers[i];
		if (sentence->words ? (sentence->words[number / 64] >> (number % 64) & 1) != 0
		                    : memmem(sentence->folded.p, sentence->folded.n, words->items[i].p,
		                             words->items[i].n) != NULL)
			return true;
	}
	return words->n == 0;
}

enum cdr_status
cdr_lint_look_up(const struct cdr_lint_common *common, const struct cdr_lint_vocabulary *vocabulary,
                 struct cdr_lint_text *text, struct cdr_error *err)
{
	size_t n_places = vocabulary->n / 64 + 1;
	for (size_t i = 0; i < text->n; i++) {
		struct cdr_lint_sentence *sentence = &text->items[i];
		const struct cdr_str folded = sentence->folded;
		uint64_t *words = cdr_arena_alloc(text->arena, n_places * sizeof(*words));
		if (!words)
			return cdr_fail_memory(err, CDR_LINT_ROOM);
		for (size_t at = 0; at + 1 < folded.n; at++) {
			for (size_t k = vocabulary->first[key_of(folded.p + at)]; k > 0; k = vocabulary->next[k - 1]) {
				struct cdr_str word = vocabulary->items[k - 1];
				if (word.n <= folded.n - at && memcmp(folded.p + at, word.p, word.n) == 0)
					words[(k - 1) / 64] |= (uint64_t)1 << ((k - 1) % 64);
			}
		}
		sentence->words = words;
		CDR_TRY(find(common->question, sentence->plain, &sentence->question, NULL, err));
	}
	return CDR_OK;
}
