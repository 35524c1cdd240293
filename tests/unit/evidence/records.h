/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Chains to append to and to tamper with. */

#include "../store/scratch.h"

#include "candor/evidence.h"

static inline int64_t
append_one(struct cdr_store *store, int n)
{
	int64_t number = 0;
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_int(detail, "n", n);
	assert_ok(cdr_evidence_append(store, CDR_STR("ann"), "imported", CDR_STR("import 3"), detail, &number, err));
	return number;
}

static inline struct cdr_evidence_report
verify(const struct scratch *scratch, struct cdr_str expected_head)
{
	struct cdr_evidence_report report;
	memset(&report, 0xA5, sizeof(report));
	assert_ok(cdr_evidence_verify(scratch->store, expected_head, &report, err));
	return report;
}
