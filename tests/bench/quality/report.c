/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The figures of a report over scored pairs: how well scores order them, what the thresholds let through, and whether a
 * score means what it says. Reading and scoring are match-quality.c's. A kind whose pairs all have one label is measured
 * against all pairs of the other label, else it would have no area.
 */
#include "quality.h"

#include <stdio.h>
#include <stdlib.h>

#define N_BINS 10
#define PRECISION_ASKED 0.95
#define MAX_KINDS 1000

struct sample {
	double score;
	size_t at; /* place in the file: orders equal scores without looking at the label */
	bool same;
};
struct figures {
	size_t n_same, n_different; /* of the kind itself */
	double area, average_precision, recall_asked;
	/* Of the kind's own pairs; [0] at the possible threshold, [1] at the match threshold. */
	double recall[2], false_alarm[2];
};

static int
best_first(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;
	int by_score = (a->score < b->score) - (a->score > b->score);
	return by_score ? by_score : (a->at > b->at) - (a->at < b->at);
}

static bool
is_of(const struct pair *pair, struct cdr_str kind)
{
	return !kind.p || cdr_str_equal(pair->kind, kind);
}

/* Counts the kind's own pairs and the shares of them at or above each threshold. */
static void
count_own(const struct cdr_vec *pairs, struct cdr_str kind, const double thresholds[2], struct figures *ret)
{
	size_t above[2][2] = { { 0 } };
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = CDR_VEC_AT(pairs, struct pair, i);
		if (!is_of(pair, kind))
			continue;
		*(pair->same ? &ret->n_same : &ret->n_different) += 1;
		for (size_t k = 0; k < 2; k++)
			above[pair->same][k] += pair->score >= thresholds[k];
	}
	for (size_t k = 0; k < 2; k++) {
		ret->recall[k] = ret->n_same ? (double)above[1][k] / (double)ret->n_same : 0;
		ret->false_alarm[k] = ret->n_different ? (double)above[0][k] / (double)ret->n_different : 0;
	}
}

/* The kind's pairs, and all of a label that the kind lacks, best first. */
static size_t
gather(const struct cdr_vec *pairs, struct cdr_str kind, const struct figures *own, struct sample *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = CDR_VEC_AT(pairs, struct pair, i);
		bool lacking = pair->same ? !own->n_same : !own->n_different;
		if (is_of(pair, kind) || lacking)
			ret[n++] = (struct sample){ pair->score, i, pair->same };
	}
	qsort(ret, n, sizeof *ret, best_first);
	return n;
}

/* Area under the ROC curve (ties half), average precision (a run of equal scores is one step) and the highest recall at
 * the precision asked, in one walk down the ordered samples. */
static void
measure_order(const struct sample *samples, size_t n, struct figures *ret)
{
	double all_same = 0, same = 0, different = 0, area = 0, average = 0, recall = 0;
	for (size_t i = 0; i < n; i++)
		all_same += samples[i].same;
	for (size_t i = 0, end = 0; i < n; i = end) {
		double run_same = 0, run_different = 0;
		for (end = i; end < n && samples[end].score == samples[i].score; end++)
			*(samples[end].same ? &run_same : &run_different) += 1;
		area += run_different * (same + run_same / 2);
		same += run_same;
		different += run_different;
		double precision = same / (same + different);
		average += run_same * precision;
		if (precision >= PRECISION_ASKED)
			recall = same;
	}
	ret->area = all_same > 0 && different > 0 ? area / (all_same * different) : 0;
	ret->average_precision = all_same > 0 ? average / all_same : 0;
	ret->recall_asked = all_same > 0 ? recall / all_same : 0;
}

/* Expected calibration error: how far the mean score of a tenth of the pairs is from the share of it that is the same. */
static double
calibration_error(const struct sample *samples, size_t n)
{
	double error = 0;
	for (size_t bin = 0; bin < N_BINS; bin++) {
		double score = 0, same = 0;
		for (size_t i = bin * n / N_BINS; i < (bin + 1) * n / N_BINS; i++) {
			score += samples[i].score;
			same += samples[i].same;
		}
		error += score > same ? score - same : same - score;
	}
	return n ? error / (double)n : 0;
}

static struct figures
measure(const struct cdr_vec *pairs, struct cdr_str kind, const double thresholds[2], struct sample *room)
{
	struct figures figures = { 0 };
	count_own(pairs, kind, thresholds, &figures);
	measure_order(room, gather(pairs, kind, &figures, room), &figures);
	return figures;
}

/* A share, or a blank where the kind has no pair it could be a share of. */
static void
print_share(double share, bool has)
{
	if (has)
		printf(" %6.3f", share);
	else
		printf(" %6s", "-");
}

static void
print_row(struct cdr_str kind, const struct figures *figures)
{
	printf("%-26.*s %5zu %5zu %6.3f %6.3f %6.3f", CDR_STR_ARG(kind.p ? kind : CDR_STR("(all)")), figures->n_same,
	       figures->n_different, figures->area, figures->average_precision, figures->recall_asked);
	for (int at = 1; at >= 0; at--) {
		print_share(figures->recall[at], figures->n_same > 0);
		print_share(figures->false_alarm[at], figures->n_different > 0);
	}
	putchar('\n');
}

static struct cdr_json *
row_json(struct cdr_str kind, const struct figures *figures)
{
	struct cdr_json *row = cdr_json_object();
	if (kind.p)
		cdr_json_set_str(row, "family", kind);
	cdr_json_set_int(row, "n_match", (int64_t)figures->n_same);
	cdr_json_set_int(row, "n_different", (int64_t)figures->n_different);
	cdr_json_set_real(row, "auc", figures->area);
	cdr_json_set_real(row, "average_precision", figures->average_precision);
	cdr_json_set_real(row, "recall_at_precision_095", figures->recall_asked);
	if (figures->n_same) {
		cdr_json_set_real(row, "recall_match", figures->recall[1]);
		cdr_json_set_real(row, "recall_possible", figures->recall[0]);
	}
	if (figures->n_different) {
		cdr_json_set_real(row, "false_alarm_match", figures->false_alarm[1]);
		cdr_json_set_real(row, "false_alarm_possible", figures->false_alarm[0]);
	}
	return row;
}

/* The kinds in the order of the file, each once. */
static enum cdr_status
list_kinds(const struct cdr_vec *pairs, struct cdr_vec *ret_kinds, struct cdr_error *err)
{
	for (size_t i = 0; i < pairs->n; i++) {
		struct cdr_str kind = CDR_VEC_AT(pairs, struct pair, i)->kind;
		bool seen = !kind.n;
		for (size_t k = 0; k < ret_kinds->n && !seen; k++)
			seen = cdr_str_equal(*CDR_VEC_AT(ret_kinds, struct cdr_str, k), kind);
		struct cdr_str *slot = seen ? NULL : cdr_vec_push(ret_kinds);
		if (!seen && !slot)
			return cdr_fail(err, CDR_ELIMIT, "bench", NULL, "more than %d kinds, or memory is short",
			                MAX_KINDS);
		if (slot)
			*slot = kind;
	}
	return CDR_OK;
}

static void
print_table(const struct cdr_vec *pairs, const struct cdr_vec *kinds, const double thresholds[2], struct sample *room)
{
	struct cdr_str all = { NULL, 0 };
	struct figures figures = measure(pairs, all, thresholds, room);
	printf("%zu pairs; calibration error %.3f; thresholds: match %.3f, possible %.3f\n", pairs->n,
	       calibration_error(room, pairs->n), thresholds[1], thresholds[0]);
	printf("%-26s %5s %5s %6s %6s %6s %6s %6s %6s %6s\n", "family", "same", "diff", "AUC", "AP", "R@.95", "R mat",
	       "F mat", "R pos", "F pos");
	print_row(all, &figures);
	for (size_t i = 0; i < kinds->n; i++) {
		struct cdr_str kind = *CDR_VEC_AT(kinds, struct cdr_str, i);
		figures = measure(pairs, kind, thresholds, room);
		print_row(kind, &figures);
	}
}

static enum cdr_status
print_json(const struct cdr_vec *pairs, const struct cdr_vec *kinds, const double thresholds[2], struct sample *room,
           struct cdr_error *err)
{
	struct cdr_str all = { NULL, 0 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct figures figures = measure(pairs, all, thresholds, room);
	cdr_owned(cdr_json) report = row_json(all, &figures);
	cdr_json_set_real(report, "calibration_error", calibration_error(room, pairs->n));
	cdr_json_set_real(report, "threshold_match", thresholds[1]);
	cdr_json_set_real(report, "threshold_possible", thresholds[0]);
	struct cdr_json *families = cdr_json_array();
	for (size_t i = 0; i < kinds->n; i++) {
		struct cdr_str kind = *CDR_VEC_AT(kinds, struct cdr_str, i);
		figures = measure(pairs, kind, thresholds, room);
		cdr_json_push(families, row_json(kind, &figures));
	}
	cdr_json_set(report, "families", families);
	CDR_TRY(cdr_json_write(report, true, &out, err));
	printf("%.*s\n", CDR_STR_ARG(cdr_buf_str(&out)));
	return CDR_OK;
}

enum cdr_status
report_print(const struct cdr_vec *pairs, double possible, double match, bool json, struct cdr_error *err)
{
	const double thresholds[2] = { possible, match };
	struct cdr_vec kinds = CDR_VEC_INIT(struct cdr_str, MAX_KINDS);
	struct sample *room = cdr_alloc((pairs->n + 1) * sizeof *room);
	enum cdr_status status = room ? list_kinds(pairs, &kinds, err) : cdr_fail_memory(err, "bench");
	if (status == CDR_OK && json)
		status = print_json(pairs, &kinds, thresholds, room, err);
	else if (status == CDR_OK)
		print_table(pairs, &kinds, thresholds, room);
	cdr_free(room);
	cdr_vec_done(&kinds);
	return status;
}
