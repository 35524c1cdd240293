/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checking the chain: one pass over all records, one record in memory at a time. What surprises: the pass goes on after
 * the first record that does not fit, because only the rest tells what happened: when the record that ought to have
 * followed turns up further on, records were reordered; when it does not, it was removed.
 */
#include "candor/evidence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ROOM "evidence"

/* How the first bad record does not fit. */
enum misfit {
	MISFIT_NONE = 0,
	MISFIT_GAP,        /* the number was skipped */
	MISFIT_CONTENT,    /* it follows the record before, but its own hash does not fit its fields */
	MISFIT_FOREIGN,    /* neither its hash nor its `previous` fits: something else stands in its place */
	MISFIT_RENUMBERED, /* it fits a later number: those before it were taken out and the numbers closed up */
	MISFIT_REWRITTEN   /* it is sound in itself, but was written after another record than the one before it */
};

enum { RENUMBERED_MAX = 1000, MARK_MAX_BYTES = 1 << 16 };

struct walk {
	char expected_previous[CDR_EVIDENCE_HASH_MAX]; /* of the next record; stands still once something is wrong */
	struct cdr_str expected_head;
	bool head_seen;
	int64_t last_number, n_records;
	char last_hash[CDR_EVIDENCE_HASH_MAX];
	enum misfit misfit;
	int64_t bad_number, moved_to;
};

static void
remember_hash(char out[CDR_EVIDENCE_HASH_MAX], struct cdr_str hash)
{
	snprintf(out, CDR_EVIDENCE_HASH_MAX, "%.*s", CDR_STR_ARG(hash));
}

/* True when the record's hash was made for a number a little further on. */
static enum cdr_status
was_renumbered(const struct cdr_evidence_row *row, bool *ret, struct cdr_error *err)
{
	struct cdr_evidence_row candidate = *row;
	char hash[CDR_EVIDENCE_HASH_MAX];
	for (int i = 0; i < RENUMBERED_MAX; i++) {
		candidate.number++;
		CDR_TRY(cdr_evidence_hash(&candidate, hash, err));
		if (cdr_str_equal(row->hash, cdr_str_from(hash))) {
			*ret = true;
			return CDR_OK;
		}
	}
	*ret = false;
	return CDR_OK;
}

static enum cdr_status
judge(const struct walk *walk, const struct cdr_evidence_row *row, enum misfit *ret, struct cdr_error *err)
{
	char hash[CDR_EVIDENCE_HASH_MAX];
	CDR_TRY(cdr_evidence_hash(row, hash, err));
	bool sound = cdr_str_equal(row->hash, cdr_str_from(hash));
	bool follows = cdr_str_equal(row->previous, cdr_str_from(walk->expected_previous));
	bool renumbered = false;
	if (!sound && !follows)
		CDR_TRY(was_renumbered(row, &renumbered, err));
	if (row->number > walk->last_number + 1)
		*ret = MISFIT_GAP;
	else if (sound)
		*ret = follows ? MISFIT_NONE : MISFIT_REWRITTEN;
	else if (follows)
		*ret = MISFIT_CONTENT;
	else
		*ret = renumbered ? MISFIT_RENUMBERED : MISFIT_FOREIGN;
	return CDR_OK;
}

static enum cdr_status
visit(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct walk *walk = context;
	if (walk->misfit == MISFIT_NONE) {
		CDR_TRY(judge(walk, row, &walk->misfit, err));
		if (walk->misfit == MISFIT_NONE)
			remember_hash(walk->expected_previous, row->hash);
		else
			walk->bad_number = walk->last_number + 1;
	}
	bool would_follow = cdr_str_equal(row->previous, cdr_str_from(walk->expected_previous));
	if (walk->misfit != MISFIT_NONE && would_follow && row->number != walk->bad_number)
		walk->moved_to = row->number;
	walk->head_seen = walk->head_seen || cdr_str_equal(row->hash, walk->expected_head);
	walk->last_number = row->number;
	walk->n_records++;
	remember_hash(walk->last_hash, row->hash);
	return CDR_OK;
}

static void
report_bad(struct cdr_evidence_report *report, int64_t number, const char *format, ...) CDR_PRINTF(3, 4);

static void
report_bad(struct cdr_evidence_report *report, int64_t number, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(report->problem, sizeof(report->problem), format, args);
	va_end(args);
	report->sound = false;
	report->first_bad = number;
}

/* Says in a sentence what the walk came across. */
static void
explain_misfit(const struct walk *walk, struct cdr_evidence_report *report)
{
	int64_t bad = walk->bad_number;
	if (walk->moved_to != 0 && walk->misfit != MISFIT_CONTENT)
		report_bad(report, bad, "records were reordered: what was record %" PRId64 " stands at number %" PRId64,
		           bad, walk->moved_to);
	else if (walk->misfit == MISFIT_GAP)
		report_bad(report, bad, "record %" PRId64 " was removed", bad);
	else if (walk->misfit == MISFIT_RENUMBERED)
		report_bad(report, bad, "record %" PRId64 " was removed, and those after it given new numbers", bad);
	else if (walk->misfit == MISFIT_CONTENT)
		report_bad(report, bad, "record %" PRId64 " was changed after it was written", bad);
	else if (walk->misfit == MISFIT_FOREIGN)
		report_bad(report, bad, "record %" PRId64 " was changed or replaced after it was written", bad);
	else
		report_bad(report, bad,
		           "record %" PRId64 " was written after another record than the one now before it: that one "
		           "was changed or replaced, and its hash recomputed",
		           bad);
}

/* Compares the end of the chain with what was written down apart from it. */
static void
explain_end(const struct walk *walk, int64_t mark_number, struct cdr_str mark_hash, struct cdr_evidence_report *report)
{
	if (mark_number > walk->last_number)
		report_bad(report, walk->last_number + 1,
		           "the chain was shortened: records %" PRId64 " to %" PRId64 " were removed from its end",
		           walk->last_number + 1, mark_number);
	else if (mark_number < walk->last_number)
		report_bad(report, mark_number + 1,
		           "records from %" PRId64 " on were added by something other than Candor", mark_number + 1);
	else if (mark_number != 0 && !cdr_str_equal(mark_hash, cdr_str_from(walk->last_hash)))
		report_bad(report, mark_number, "the last record, %" PRId64 ", was replaced", mark_number);
	else if (walk->expected_head.n != 0 && !walk->head_seen)
		report_bad(report, 0,
		           "the head written down earlier, %.*s, does not occur: the chain was shortened or rewritten",
		           CDR_STR_ARG(walk->expected_head));
}

enum cdr_status
cdr_evidence_verify(struct cdr_store *store, struct cdr_str expected_head, struct cdr_evidence_report *ret,
                    struct cdr_error *err)
{
	struct walk walk = { .expected_previous = CDR_EVIDENCE_GENESIS, .expected_head = expected_head };
	struct cdr_str mark_hash = { NULL, 0 };
	int64_t mark_number = 0;
	cdr_owned(cdr_arena) arena = cdr_arena_new(MARK_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_read(store, &transaction, err)); /* rows and mark of the same moment */
	CDR_TRY(cdr_store_evidence_each(store, INT64_MIN, visit, &walk, err));
	CDR_TRY(cdr_store_evidence_mark(store, arena, &mark_number, &mark_hash, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	struct cdr_evidence_report report = { .n_records = walk.n_records, .sound = true };
	remember_hash(report.head, cdr_str_from(walk.last_hash));
	if (walk.misfit != MISFIT_NONE)
		explain_misfit(&walk, &report);
	else
		explain_end(&walk, mark_number, mark_hash, &report);
	*ret = report;
	return CDR_OK;
}
