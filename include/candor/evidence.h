/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * evidence: the append-only, hash-chained record of every act: who, when, what, on which bytes, under which revisions.
 * Record n carries SHA-256 over its own fields and the hash of record n-1, so that a changed, removed, inserted or
 * reordered record breaks the chain; the last number and hash are also kept apart, so that a shortened chain shows.
 * Thread rule: as the store given.
 */

#include "candor/base.h"
#include "candor/store.h"

#define CDR_EVIDENCE_HASH_MAX 65 /* 64 hexadecimal digits and NUL */
#define CDR_EVIDENCE_GENESIS "0000000000000000000000000000000000000000000000000000000000000000"

/* Appends a record inside the caller's transaction, so that an act and its record stand or fall together. `act` is one
 * of the documented words ("imported", "screened", …); `subject` names what was acted on ("import 3"); take_detail is
 * the act's facts, owned from entry. ret_number may be NULL. */
enum cdr_status CDR_MUST_CHECK
cdr_evidence_append(struct cdr_store *store, struct cdr_str actor, const char *act, struct cdr_str subject,
                    struct cdr_json *take_detail, int64_t *ret_number, struct cdr_error *err);

/* What a walk over the chain found. */
struct cdr_evidence_report {
	int64_t n_records;
	char head[CDR_EVIDENCE_HASH_MAX];
	bool sound;
	int64_t first_bad; /* number of the first record that does not fit; 0 when sound or when it cannot be told */
	char problem[256]; /* one sentence; empty when sound */
};
/* Walks the whole chain. Returns OK also when the chain is broken: `sound` tells. `expected_head` (may be {NULL,0}) is
 * a head hash written down earlier: it must occur in the chain. */
enum cdr_status CDR_MUST_CHECK
cdr_evidence_verify(struct cdr_store *store, struct cdr_str expected_head, struct cdr_evidence_report *ret,
                    struct cdr_error *err);
/* Record to JSON for show and the API; NULL when memory is short. */
struct cdr_json *
cdr_evidence_to_json(const struct cdr_evidence_row *row);
/* The hash a row ought to have, given the hash before it; specified in src/evidence/chain.c. */
enum cdr_status CDR_MUST_CHECK
cdr_evidence_hash(const struct cdr_evidence_row *row, char out[CDR_EVIDENCE_HASH_MAX], struct cdr_error *err);
