/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What every test of this room needs: the project's own weights and tables, and short ways to ask. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "candor/match.h"

#define S(literal) CDR_STR(literal)
#define NAMED(text) ((struct cdr_match_subject){ .name = cdr_str_from(text) })

struct tables {
	struct cdr_bundle bundle;
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *config;
	struct cdr_arena *arena;
};

static inline int
load_tables(void **state)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct tables *tables = cdr_alloc(sizeof(*tables));
	struct cdr_error err = { 0 };
	assert_non_null(tables);
	if (cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &tables->bundle, &err) != CDR_OK ||
	    cdr_normaliser_load(&tables->bundle, &tables->normaliser, &err) != CDR_OK ||
	    cdr_match_config_load(&tables->bundle, tables->normaliser, &tables->config, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	tables->arena = cdr_arena_new((size_t)64 << 20);
	assert_non_null(tables->arena);
	*state = tables;
	return 0;
}

static inline int
drop_tables(void **state)
{
	struct tables *tables = *state;
	if (!tables)
		return 0;
	cdr_arena_free(tables->arena);
	cdr_match_config_free(tables->config);
	cdr_normaliser_free(tables->normaliser);
	cdr_bundle_done(&tables->bundle);
	cdr_free(tables);
	return 0;
}

static inline struct cdr_match_hit
compare(const struct tables *t, struct cdr_match_subject left, struct cdr_match_subject right)
{
	struct cdr_match_hit hit;
	struct cdr_error err = { 0 };
	if (cdr_match_compare(t->config, t->normaliser, NULL, &left, &right, t->arena, &hit, &err) != CDR_OK)
		fail_msg("%s", err.message);
	return hit;
}

static inline enum cdr_verdict
verdict(const struct tables *t, const char *left, const char *right)
{
	return compare(t, NAMED(left), NAMED(right)).verdict;
}

static inline const struct cdr_reason *
find_reason(const struct cdr_match_hit *hit, const char *code)
{
	for (size_t i = 0; i < hit->n_reasons; i++)
		if (cdr_str_equal(hit->reasons[i].code, cdr_str_from(code)))
			return &hit->reasons[i];
	return NULL;
}

/* An index of invented names under the numbers 0, 1, …, or of those numbers in another order. */
static inline struct cdr_match_index *
index_of(const struct tables *t, const char *const *names, const size_t *order, size_t n)
{
	struct cdr_match_index *index = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &index, &err), CDR_OK);
	for (size_t i = 0; i < n; i++) {
		size_t number = order ? order[i] : i;
		struct cdr_match_subject subject = NAMED(names[number]);
		assert_int_equal(cdr_match_index_add(index, (uint32_t)number, &subject, &err), CDR_OK);
	}
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	return index;
}

static inline size_t
ask(const struct tables *t, const struct cdr_match_index *index, struct cdr_match_subject subject,
    struct cdr_match_hit **ret)
{
	size_t n = 0;
	struct cdr_error err = { 0 };
	if (cdr_match_query(index, &subject, 10, cdr_match_threshold(t->config, CDR_VERDICT_POSSIBLE), t->arena, ret,
	                    &n, &err) != CDR_OK)
		fail_msg("%s", err.message);
	return n;
}
