/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the tests of rules share: a small symbol table, bundles from literals, one-line evaluation. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "candor/rules.h"

static const char *const colour_words[] = { "red", "green", "dark_blue", NULL };

static const struct cdr_symbol test_rows[] = {
	{ "a.flag", CDR_FACT_BOOLEAN, NULL, "party engagement", "a truth" },
	{ "a.other", CDR_FACT_BOOLEAN, NULL, "party engagement", "another truth" },
	{ "a.hours", CDR_FACT_NUMBER, NULL, "engagement", "a number" },
	{ "a.limit", CDR_FACT_NUMBER, NULL, "engagement", "another number" },
	{ "a.day", CDR_FACT_DATE, NULL, "party engagement", "a date" },
	{ "a.text", CDR_FACT_TEXT, NULL, "party engagement", "a text" },
	{ "a.second", CDR_FACT_TEXT, NULL, "party engagement", "another text" },
	{ "a.colour", CDR_FACT_WORD, colour_words, "party engagement", "a word" },
	{ "a.list", CDR_FACT_TEXT_LIST, NULL, "party engagement", "texts" },
	{ "a.more", CDR_FACT_TEXT_LIST, NULL, "party engagement", "more texts" },
	{ "a.until", CDR_FACT_DATE, NULL, "engagement", "another date" },
	{ "a.origin", CDR_FACT_TEXT, NULL, "party engagement", "where", CDR_GUARD_ORIGIN },
	{ "a.women", CDR_FACT_NUMBER, NULL, "engagement", "a share", CDR_GUARD_SEX },
	{ "a.abroad", CDR_FACT_BOOLEAN, NULL, "engagement", "a border", CDR_GUARD_BORDER },
	{ "a.free", CDR_FACT_BOOLEAN, NULL, "engagement", "free to go", CDR_GUARD_RESTRAINT },
	{ "visit.days", CDR_FACT_NUMBER, NULL, "visits", "of one visit" },
	{ "visit.announced", CDR_FACT_BOOLEAN, NULL, "visits", "of one visit" },
};
static const struct cdr_collection test_collections[] = { { "visits", "engagement", "several of them" } };
static const struct cdr_symbols test_symbols = { test_rows, CDR_LEN(test_rows), test_collections,
	                                         CDR_LEN(test_collections) };

static inline struct cdr_bundle
test_bundle(struct cdr_bundle_file *files, size_t n)
{
	return (struct cdr_bundle){ NULL, files, n };
}

/* A condition compiled and asked once. */
struct test_answer {
	struct cdr_arena *arena;
	enum cdr_status status;
	enum cdr_truth truth;
	struct cdr_trace trace;
	struct cdr_error error;
};

/* `facts` and `condition` are YAML; `bundle` may be NULL. The caller frees answer.arena. */
static inline struct test_answer
test_ask(const char *condition_yaml, const char *facts_yaml, const struct cdr_bundle *bundle)
{
	static const struct cdr_bundle empty = { NULL, NULL, 0 };
	struct test_answer answer = { .arena = cdr_arena_new((size_t)1 << 20) };
	assert_non_null(answer.arena);
	cdr_auto(cdr_decl) condition_decl = { 0 };
	cdr_auto(cdr_decl) facts_decl = { 0 };
	struct cdr_error *err = &answer.error;
	assert_int_equal(cdr_decl_parse(cdr_str_from(condition_yaml), "c.yaml", &condition_decl, err), CDR_OK);
	assert_int_equal(cdr_decl_parse(cdr_str_from(facts_yaml), "f.yaml", &facts_decl, err), CDR_OK);
	cdr_owned(cdr_condition_holder) holder = NULL;
	assert_int_equal(cdr_condition_holder_new(&test_symbols, bundle ? bundle : &empty, &holder, err), CDR_OK);
	const struct cdr_condition *condition = NULL;
	answer.status = cdr_condition_compile(holder, &condition_decl, condition_decl.root, &condition, err);
	if (answer.status != CDR_OK)
		return answer;
	cdr_owned(cdr_facts) facts = NULL;
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, err), CDR_OK);
	answer.status = cdr_facts_read(facts, &facts_decl, facts_decl.root, answer.arena, err);
	assert_int_equal(answer.status, CDR_OK);
	answer.status = cdr_condition_eval(condition, facts, answer.arena, &answer.truth, &answer.trace, err);
	/* Without a trace the answer is found by a shorter way; it must be the same. */
	enum cdr_truth again = CDR_UNKNOWN;
	assert_int_equal(cdr_condition_eval(condition, facts, answer.arena, &again, NULL, err), CDR_OK);
	assert_int_equal(again, answer.truth);
	/* What the answer shows must not die with what it was made from: copy the texts that facts and tables own. */
	for (size_t i = 0; i < answer.trace.n_missing; i++)
		answer.trace.missing[i] = cdr_str_copy(answer.arena, answer.trace.missing[i]);
	for (size_t i = 0; i < answer.trace.n_facts; i++) {
		answer.trace.facts[i].name = cdr_str_copy(answer.arena, answer.trace.facts[i].name);
		answer.trace.facts[i].value = cdr_str_copy(answer.arena, answer.trace.facts[i].value);
	}
	return answer;
}

/* The missing facts, "a, b". */
static inline const char *
test_missing(const struct test_answer *answer, char out[512])
{
	size_t used = 0;
	out[0] = '\0';
	for (size_t i = 0; i < answer->trace.n_missing; i++)
		used += (size_t)snprintf(out + used, 512 - used, "%s%.*s", i ? ", " : "",
		                         CDR_STR_ARG(answer->trace.missing[i]));
	return out;
}

static inline void
test_expect(const char *condition, const char *facts, enum cdr_truth expected)
{
	struct test_answer answer = test_ask(condition, facts, NULL);
	if (answer.status != CDR_OK)
		print_error("%s: %s\n", answer.error.where, answer.error.message);
	assert_int_equal(answer.status, CDR_OK);
	if (answer.truth != expected)
		print_error("%s with %s is %s\n", condition, facts, cdr_truth_word(answer.truth));
	assert_int_equal(answer.truth, expected);
	(void)cdr_arena_free(answer.arena);
}

/* The condition must be refused, at `where`, with a message that says `part`. */
static inline void
test_refused(const char *condition, const char *where, const char *part, const struct cdr_bundle *bundle)
{
	struct test_answer answer = test_ask(condition, "{}", bundle);
	assert_int_equal(answer.status, CDR_EINPUT);
	if (!strstr(answer.error.message, part) || strcmp(answer.error.where, where) != 0)
		print_error("%s: %s\n", answer.error.where, answer.error.message);
	assert_string_equal(answer.error.where, where);
	assert_non_null(strstr(answer.error.message, part));
	(void)cdr_arena_free(answer.arena);
}
