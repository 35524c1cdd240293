/* SPDX-License-Identifier: Apache-2.0 */
/* match-quality terms: what the matcher finds in each pair, as CSV for fit.py, of the reading that scores best. */
#include "quality.h"

#include <stdio.h>

#include "match/match-impl.h"

static double
score_of(const struct cdr_match_config *config, const struct cdr_match_evidence *e)
{
	struct cdr_match_beside beside = { .country = CDR_AGREE_NOTHING };
	struct cdr_match_score score;
	cdr_match_score(config, e, &beside, &score);
	return (double)score.total / CDR_MATCH_UNIT;
}

static void
best_reading(const struct cdr_match_config *config, const struct cdr_name_key *left, const struct cdr_name_key *right,
             struct cdr_match_evidence *ret)
{
	double best = -1;
	for (size_t i = 0; i < cdr_match_readings(left); i++) {
		for (size_t j = 0; j < cdr_match_readings(right); j++) {
			struct cdr_match_name l, r;
			struct cdr_match_evidence e;
			cdr_match_prepare(config, NULL, left, i, &l);
			cdr_match_prepare(config, NULL, right, j, &r);
			(void)cdr_match_align_ordered(config, &l, &r, &e);
			double score = score_of(config, &e);
			if (score > best) {
				best = score;
				*ret = e;
			}
		}
	}
}

enum cdr_status
terms_print(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser, const struct cdr_vec *pairs,
            struct cdr_arena *arena, struct cdr_error *err)
{
	printf("same,half,kind");
	for (size_t t = 0; t < CDR_TERM_COUNTRY_AGREE; t++)
		printf(",%s", cdr_match_term_names[t]);
	printf("\n");
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = CDR_VEC_AT(pairs, struct pair, i);
		struct cdr_name_key left, right;
		struct cdr_match_evidence e = { .n_pairs = 0 };
		CDR_TRY(cdr_normalise_name(normaliser, pair->left, arena, &left, err));
		CDR_TRY(cdr_normalise_name(normaliser, pair->right, arena, &right, err));
		best_reading(config, &left, &right, &e);
		e.terms[CDR_TERM_BASE] = !e.nothing;
		printf("%d,%.*s,%.*s", pair->same, CDR_STR_ARG(pair->half), CDR_STR_ARG(pair->kind));
		for (size_t t = 0; t < CDR_TERM_COUNTRY_AGREE; t++)
			printf(",%.6g", (double)e.terms[t]);
		printf("\n");
	}
	return CDR_OK;
}
