/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How two subjects compare, without an index: each name and reading of the one with each of the other, the best pair told.
 * What surprises: both orders of the subjects must pick the same pair among equals, so equals are told apart by text.
 */
#include "match/match-impl.h"

#define MAX_NAMES 64 /* the name and its aliases; more are compared by the first ones */

struct comparison {
	struct cdr_match_name left, right;
	struct cdr_match_evidence evidence;
	struct cdr_match_score score;
	bool swapped;
};
struct comparer {
	const struct cdr_match_config *config;
	const struct cdr_match_index *index;
	const struct cdr_match_beside *beside;
	struct comparison *best, *next;
	bool told; /* not the score alone is wanted */
	bool any;
};

static size_t
name_count(const struct cdr_match_subject *subject)
{
	return subject->n_aliases + 1 < MAX_NAMES ? subject->n_aliases + 1 : MAX_NAMES;
}

bool
cdr_match_align_ordered(const struct cdr_match_config *config, const struct cdr_match_name *left,
                        const struct cdr_match_name *right, struct cdr_match_evidence *ret)
{
	bool swapped = cdr_match_swapped(left, right);
	cdr_match_align(config, swapped ? right : left, swapped ? left : right, ret);
	return swapped;
}

static bool
is_preferred(const struct comparison *a, const struct comparison *b)
{
	if (a->score.total != b->score.total)
		return a->score.total > b->score.total;
	const struct cdr_match_name *a_first = a->swapped ? &a->right : &a->left;
	const struct cdr_match_name *b_first = b->swapped ? &b->right : &b->left;
	return cdr_str_compare(a_first->original, b_first->original) < 0;
}

static void
compare_keys(struct comparer *c, const struct cdr_name_key *left, const struct cdr_name_key *right)
{
	size_t n_left = cdr_match_readings(left), n_right = cdr_match_readings(right);
	for (size_t i = 0; i < n_left; i++) {
		for (size_t j = 0; j < n_right; j++) {
			cdr_match_prepare(c->config, c->index, left, i, &c->next->left);
			cdr_match_prepare(c->config, c->index, right, j, &c->next->right);
			c->next->swapped =
				cdr_match_align_ordered(c->config, &c->next->left, &c->next->right, &c->next->evidence);
			if (c->told)
				cdr_match_score(c->config, &c->next->evidence, c->beside, &c->next->score);
			else
				c->next->score.total = cdr_match_total(c->config, &c->next->evidence, c->beside);
			if (c->any && !is_preferred(c->next, c->best))
				continue;
			struct comparison *spare = c->best;
			c->best = c->next;
			c->next = spare;
			c->any = true;
		}
	}
}

static enum cdr_status
read_names(const struct cdr_normaliser *normaliser, const struct cdr_match_subject *subject, struct cdr_arena *arena,
           struct cdr_name_key **ret, struct cdr_error *err)
{
	size_t n = name_count(subject);
	struct cdr_name_key *keys = cdr_arena_alloc(arena, n * sizeof(*keys));
	if (!keys)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str name = i ? subject->aliases[i - 1] : subject->name;
		CDR_TRY(cdr_normalise_name(normaliser, name.p ? name : CDR_STR(""), arena, &keys[i], err));
	}
	*ret = keys;
	return CDR_OK;
}

/* The best pair of names of two subjects lies in c->best then. */
static enum cdr_status
compare_best(struct comparer *c, const struct cdr_normaliser *normaliser, const struct cdr_match_subject *left,
             const struct cdr_match_subject *right, struct cdr_arena *arena, struct cdr_match_beside *beside,
             struct cdr_error *err)
{
	struct cdr_match_particulars ours, theirs;
	struct cdr_name_key *left_keys = NULL, *right_keys = NULL;
	CDR_TRY(cdr_match_particulars(c->config, left, arena, &ours, err));
	CDR_TRY(cdr_match_particulars(c->config, right, arena, &theirs, err));
	cdr_match_beside(&ours, &theirs, beside);
	CDR_TRY(read_names(normaliser, left, arena, &left_keys, err));
	CDR_TRY(read_names(normaliser, right, arena, &right_keys, err));
	for (size_t i = 0; i < name_count(left); i++)
		for (size_t j = 0; j < name_count(right); j++)
			compare_keys(c, &left_keys[i], &right_keys[j]);
	return CDR_OK;
}

enum cdr_status
cdr_match_compare_score(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                        const struct cdr_match_index *index, const struct cdr_match_subject *left,
                        const struct cdr_match_subject *right, struct cdr_arena *arena, double *ret,
                        struct cdr_error *err)
{
	struct cdr_match_beside beside;
	struct comparison room[2];
	struct comparer c = { .config = config, .index = index, .beside = &beside, .best = &room[0], .next = &room[1] };
	CDR_TRY(compare_best(&c, normaliser, left, right, arena, &beside, err));
	*ret = (double)c.best->score.total / CDR_MATCH_UNIT;
	return CDR_OK;
}

enum cdr_status
cdr_match_compare(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                  const struct cdr_match_index *index, const struct cdr_match_subject *left,
                  const struct cdr_match_subject *right, struct cdr_arena *arena, struct cdr_match_hit *ret,
                  struct cdr_error *err)
{
	struct cdr_match_beside beside;
	struct comparison room[2];
	struct comparer c = {
		.config = config, .index = index, .beside = &beside, .best = &room[0], .next = &room[1], .told = true
	};
	CDR_TRY(compare_best(&c, normaliser, left, right, arena, &beside, err));
	struct cdr_match_hit hit = { .score = (double)c.best->score.total / CDR_MATCH_UNIT };
	hit.verdict = cdr_match_verdict(config, hit.score);
	hit.matched_name = cdr_str_copy(arena, c.best->right.original);
	if (!hit.matched_name.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	struct cdr_match_told told = { .config = config,
		                       .left = &c.best->left,
		                       .right = &c.best->right,
		                       .evidence = &c.best->evidence,
		                       .swapped = c.best->swapped,
		                       .beside = &beside,
		                       .score = &c.best->score };
	CDR_TRY(cdr_match_explain(normaliser, &told, arena, &hit, err));
	*ret = hit;
	return CDR_OK;
}
