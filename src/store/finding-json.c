/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A finding with what people decided about it, as JSON: the one form that the command line and the API show. The finding
 * itself is written by the model; this adds the members that only the store knows.
 */
#include "candor/store.h"

struct cdr_json *
cdr_finding_row_to_json(const struct cdr_finding_row *row)
{
	struct cdr_json *json = cdr_finding_to_json(row->finding);
	cdr_json_set_text(json, "state", cdr_finding_state_word(row->state));
	cdr_json_set_str(json, "first_seen_at", row->first_seen_at);
	cdr_json_set_int(json, "last_screening", row->last_screening);
	if (row->decided_at.n) {
		cdr_json_set_str(json, "decided_by", row->decided_by);
		cdr_json_set_str(json, "decided_at", row->decided_at);
		cdr_json_set_str(json, "reason", row->reason);
	}
	if (row->changed.n)
		cdr_json_set_str(json, "changed", row->changed);
	return json;
}
