/* SPDX-License-Identifier: Apache-2.0 */
/* A person's decision about a finding: kept together with its record of evidence, or not at all. */
#include "candor/screen.h"

#include "candor/evidence.h"
#include "screen/screen-impl.h"

enum cdr_status
cdr_screen_decide(struct cdr_store *store, struct cdr_str org, struct cdr_str finding_id, enum cdr_finding_state state,
                  struct cdr_str reason, struct cdr_str actor, struct cdr_error *err)
{
	if (cdr_str_trim(reason).n == 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "a decision needs a reason that others can follow; give one with --reason");
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	struct cdr_finding finding = { 0 };
	struct cdr_finding_row row = { 0 };
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(cdr_store_finding_get(store, org, finding_id, arena, &finding, &row, err));
	CDR_TRY(cdr_store_disposition_add(store, org, finding.id, state, reason, actor, err));
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_text(detail, "from", cdr_finding_state_word(row.state));
	cdr_json_set_text(detail, "to", cdr_finding_state_word(state));
	cdr_json_set_str(detail, "reason", reason);
	cdr_json_set_str(detail, "fingerprint", finding.fingerprint);
	cdr_json_set_str(detail, "material", finding.material);
	struct cdr_str subject = cdr_str_format(arena, "finding %.*s", CDR_STR_ARG(finding.id));
	CDR_TRY(cdr_evidence_append(store, actor, "decided", subject, detail, NULL, err));
	return cdr_store_transaction_commit(&transaction, err);
}
