/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Two names met word by word, for tests of what is found before it is weighed. */

#include "match/match-impl.h"

#include "support.h"

#define NO_WAY (-1)

struct meeting {
	struct cdr_match_name left, right;
	struct cdr_match_evidence evidence;
};

static inline void
prepare(const struct tables *t, const char *name, size_t reading, struct cdr_match_name *ret)
{
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(name), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, NULL, &key, reading, ret);
}

static inline void
meet(const struct tables *t, const char *left, const char *right, struct meeting *ret)
{
	prepare(t, left, 0, &ret->left);
	prepare(t, right, 0, &ret->right);
	cdr_match_align(t->config, &ret->left, &ret->right, &ret->evidence);
}

/* How the i-th word of the left name met; NO_WAY when it met nothing. */
static inline int
way_of(const struct meeting *m, size_t i)
{
	for (size_t k = 0; k < m->evidence.n_pairs; k++) {
		const struct cdr_match_pair *pair = &m->evidence.pairs[k];
		if (i >= pair->left && i < (size_t)pair->left + pair->n_left)
			return pair->way;
	}
	return NO_WAY;
}

struct expected_way {
	const char *left, *right;
	int way; /* of the first word of the left name */
};

static inline void
expect_ways(const struct tables *t, const struct expected_way *expected, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct meeting there, back;
		meet(t, expected[i].left, expected[i].right, &there);
		meet(t, expected[i].right, expected[i].left, &back);
		if (way_of(&there, 0) != expected[i].way)
			fail_msg("%s | %s: way %d", expected[i].left, expected[i].right, way_of(&there, 0));
		if (there.evidence.n_pairs != back.evidence.n_pairs)
			fail_msg("%s | %s: not the same from both sides", expected[i].left, expected[i].right);
	}
}
