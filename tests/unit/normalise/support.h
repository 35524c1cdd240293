/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What every test of this room needs: the project's own tables, and bundles made by hand. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "candor/normalise.h"

#define S(literal) CDR_STR(literal)
#define assert_str(actual, expected)                                                                                   \
	do {                                                                                                           \
		struct cdr_str actual_ = (actual);                                                                     \
		assert_int_equal(actual_.n, strlen(expected));                                                         \
		assert_memory_equal(actual_.p, expected, strlen(expected));                                            \
	} while (0)

struct tables {
	struct cdr_bundle bundle;
	struct cdr_normaliser *normaliser;
	struct cdr_arena *arena;
};

static inline int
load_tables(void **state)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct tables *tables = cdr_alloc(sizeof(*tables));
	struct cdr_error err = { 0 };
	assert_non_null(tables);
	if (cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &tables->bundle, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	if (cdr_normaliser_load(&tables->bundle, &tables->normaliser, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	tables->arena = cdr_arena_new((size_t)16 << 20);
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
	cdr_normaliser_free(tables->normaliser);
	cdr_bundle_done(&tables->bundle);
	cdr_free(tables);
	return 0;
}
