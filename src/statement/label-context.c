/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second pass: each sentence once more, in the light of what the first pass said of its neighbours and of its other
 * labels. A list of suppliers goes on from sentence to sentence, a signature stands in several lines; one sentence alone
 * does not show it. Here is what is looked at; what it weighs is in context.tsv. The surprise: before the first and
 * after the last sentence stands nothing, which is not the same as a sentence without labels, and weighs 0.
 */
#include "statement/label-impl.h"

#include <math.h>

#define FARTHEST 6.0
#define FADES 0.7

/* What one statement looks like after the first pass; a row of n_labels for each sentence. */
struct view {
	const double *sums, *shares, *earlier, *later;
	size_t n, n_labels;
};

static double
clipped(double sum)
{
	return sum < -FARTHEST ? -FARTHEST : sum > FARTHEST ? FARTHEST : sum;
}

/* One step of what fades from sentence to sentence. */
static void
fade(const double *before, const double *shares, double *ret, size_t n_labels)
{
	for (size_t j = 0; j < n_labels; j++)
		ret[j] = FADES * before[j] + (1 - FADES) * shares[j];
}

static double
share_of(const struct view *view, size_t i, size_t j)
{
	return i < view->n ? view->shares[i * view->n_labels + j] : 0; /* i - 1 of the first is no sentence either */
}

static double
second_sum(const struct cdr_labeller *labeller, const struct view *view, size_t i, size_t j)
{
	size_t at = i * view->n_labels + j;
	const double seen[LABEL_SELF] = { view->sums[at],           share_of(view, i, j), share_of(view, i - 1, j),
		                          share_of(view, i + 1, j), view->earlier[at],    view->later[at] };
	double sum = labeller->context[0][j];
	for (size_t k = 0; k < LABEL_SELF; k++)
		sum += labeller->context[1 + k][j] * seen[k];
	for (size_t k = 0; k < view->n_labels; k++)
		sum += labeller->context[1 + LABEL_SELF + k][j] * share_of(view, i, k);
	return sum;
}

bool
label_in_context(const struct cdr_labeller *labeller, struct cdr_arena *arena, double *sums, size_t n)
{
	size_t labels = labeller->n_labels, cells = n * labels;
	double *shares = cdr_arena_alloc(arena, (cells + 1) * sizeof(double));
	double *earlier = cdr_arena_alloc(arena, (cells + 1) * sizeof(double));
	double *later = cdr_arena_alloc(arena, (cells + 1) * sizeof(double));
	double *first = cdr_arena_alloc(arena, (cells + 1) * sizeof(double));
	if (!shares || !earlier || !later || !first)
		return false;
	for (size_t i = 0; i < cells; i++) {
		first[i] = clipped(sums[i]);
		shares[i] = 1 / (1 + exp(-first[i]));
	}
	for (size_t i = 1; i < n; i++) {
		size_t back = n - i;
		fade(earlier + (i - 1) * labels, shares + (i - 1) * labels, earlier + i * labels, labels);
		fade(later + back * labels, shares + back * labels, later + (back - 1) * labels, labels);
	}
	struct view view = { first, shares, earlier, later, n, labels };
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < labels; j++)
			sums[i * labels + j] = second_sum(labeller, &view, i, j);
	return true;
}
