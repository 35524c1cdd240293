/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A store with four parties, two engagements, one list and, on demand, a finished screening with three findings: of parties with
 * one list by name, beside a register of licences and a list of goods. */

#include "statement-test.h"

#define TRY(call)                                                                                                      \
	do {                                                                                                           \
		struct cdr_error err = { 0 };                                                                          \
		enum cdr_status try_status = (call);                                                                   \
		if (try_status != CDR_OK)                                                                              \
			fail_msg("%s: %d %s", #call, try_status, err.message);                                         \
	} while (0)

struct supplier {
	const char *key, *country, *kind, *tier;
	char id[32];
};

static inline void
put_supplier(struct fixture *fixture, int64_t import_id, struct supplier *supplier)
{
	struct cdr_attribute tier = { CDR_STR("tier"), cdr_str_from(supplier->tier) };
	struct cdr_party party = { .key = cdr_str_from(supplier->key),
		                   .name = cdr_str_from(supplier->key),
		                   .country = cdr_str_from(supplier->country),
		                   .kind = cdr_str_from(supplier->kind),
		                   .attributes = &tier,
		                   .n_attributes = supplier->tier ? 1 : 0 };
	enum cdr_put_result result;
	TRY(cdr_store_party_put(fixture->store, CDR_STR("ashlow"), import_id, &party, &result, &err));
	snprintf(supplier->id, sizeof(supplier->id), "%.*s", CDR_STR_ARG(party.id));
}

/* suppliers.csv as import 1; keeps the ids in `suppliers`. */
static inline void
import_suppliers(struct fixture *fixture, struct supplier *suppliers, size_t n)
{
	struct cdr_import_record record = { .org = CDR_STR("ashlow"),
		                            .kind = CDR_STR("suppliers"),
		                            .file = CDR_STR("suppliers.csv"),
		                            .sha256 = CDR_STR("5a5a"),
		                            .created_at = CDR_STR("2026-01-02T03:04:05Z"),
		                            .mapping_json = CDR_STR("{}") };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_import_begin(fixture->store, &record, &err));
	for (size_t i = 0; i < n; i++)
		put_supplier(fixture, record.id, &suppliers[i]);
	TRY(cdr_store_import_finish(fixture->store, &record, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}

static inline void
import_engagements(struct fixture *fixture)
{
	struct cdr_import_record record = { .org = CDR_STR("ashlow"),
		                            .kind = CDR_STR("engagements"),
		                            .file = CDR_STR("engagements.csv"),
		                            .sha256 = CDR_STR("6b6b"),
		                            .created_at = CDR_STR("2026-01-02T03:04:05Z"),
		                            .mapping_json = CDR_STR("{}") };
	struct cdr_engagement engagements[] = {
		{ .key = CDR_STR("e1"),
		  .supplier_id = CDR_STR("S-1"),
		  .agency_name = CDR_STR("Bright Path"),
		  .agency_country = CDR_STR("NP"),
		  .agency_licence_number = CDR_STR("17/063") },
		{ .key = CDR_STR("e2"),
		  .supplier_id = CDR_STR("S-1"),
		  .agency_name = CDR_STR("Bright Path"),
		  .agency_country = CDR_STR("NP") },
	};
	enum cdr_put_result result;
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_import_begin(fixture->store, &record, &err));
	for (size_t i = 0; i < CDR_LEN(engagements); i++)
		TRY(cdr_store_engagement_put(fixture->store, CDR_STR("ashlow"), record.id, &engagements[i], &result,
		                             &err));
	TRY(cdr_store_import_finish(fixture->store, &record, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}

static inline int64_t
put_snapshot(struct fixture *fixture, const char *registry, const char *title, enum cdr_registry_kind kind)
{
	struct cdr_entry entry = { .registry_id = cdr_str_from(registry),
		                   .key = CDR_STR("k"),
		                   .name = CDR_STR("Nobody Known") };
	struct cdr_snapshot snapshot = { .registry_id = cdr_str_from(registry),
		                         .registry_title = cdr_str_from(title),
		                         .registry_kind = kind,
		                         .freshness_days = kind == CDR_REGISTRY_LICENCE_REGISTER ? 7 : 30,
		                         .as_of = cdr_date_make(2026, 1, 15),
		                         .taken_at = CDR_STR("2026-01-16T00:00:00Z"),
		                         .file = CDR_STR("list.csv"),
		                         .sha256 = CDR_STR("7c7c"),
		                         .definition_sha256 = CDR_STR("8d8d"),
		                         .n_rows = 1,
		                         .n_entries = 1 };
	struct cdr_snapshot_change change;
	bool known;
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_snapshot_put(fixture->store, &snapshot, &entry, 1, &change, &known, &err));
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_int(detail, "snapshot", snapshot.id);
	TRY(cdr_evidence_append(fixture->store, CDR_STR("tester"), "snapshot taken", snapshot.registry_id, detail, NULL,
	                        &err));
	TRY(cdr_store_commit(fixture->store, &err));
	return snapshot.id;
}

/* A screening of all suppliers but the last, which it could not check; DONE only when `finished_at` is given. */
static inline int64_t
screen(struct fixture *fixture, const struct supplier *suppliers, size_t n, const char *finished_at)
{
	char pins[128];
	TRY(cdr_store_ruleset_put(fixture->store, CDR_STR("9e9e"), CDR_STR("[]"), &err));
	int64_t list = put_snapshot(fixture, "zz-test-list", "List of tests", CDR_REGISTRY_SANCTIONS);
	int64_t licences = put_snapshot(fixture, "zz-test-register", "Tested agencies", CDR_REGISTRY_LICENCE_REGISTER);
	int64_t goods = put_snapshot(fixture, "zz-test-goods", "Goods of tests", CDR_REGISTRY_GOODS_RISK);
	snprintf(pins, sizeof(pins), "{\"zz-test-goods\":%lld,\"zz-test-list\":%lld,\"zz-test-register\":%lld}",
	         (long long)goods, (long long)list, (long long)licences);
	struct cdr_screening screening = { .org = CDR_STR("ashlow"),
		                           .created_at = CDR_STR("2026-02-01T00:00:00Z"),
		                           .finished_at = cdr_str_from(finished_at),
		                           .as_of = cdr_date_make(2026, 2, 1),
		                           .pin_import = 1,
		                           .pin_snapshots_json = cdr_str_from(pins),
		                           .pin_through = 3,
		                           .ruleset_sha256 = CDR_STR("9e9e"),
		                           .digest = finished_at ? CDR_STR("d1d1") : (struct cdr_str){ NULL, 0 } };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_screening_add(fixture->store, &screening, &err));
	for (size_t i = 0; i < n; i++) {
		struct cdr_screened_subject subject = { cdr_str_from(suppliers[i].id),
			                                i + 1 < n ? CDR_VERDICT_CLEAR : CDR_VERDICT_NOT_CHECKED,
			                                CDR_STR("[]") };
		TRY(cdr_store_screened_add(fixture->store, screening.id, &subject, &err));
	}
	screening.state = finished_at ? CDR_SCREENING_DONE : CDR_SCREENING_RUNNING;
	TRY(cdr_store_screening_update(fixture->store, &screening, &err));
	TRY(cdr_store_commit(fixture->store, &err));
	return screening.id;
}

static inline void
add_finding(struct fixture *fixture, int64_t screening_id, const struct supplier *supplier, int number,
            enum cdr_severity severity)
{
	char id[32], fingerprint[65];
	snprintf(id, sizeof(id), "f-%016d", number);
	snprintf(fingerprint, sizeof(fingerprint), "%016d%048d", number, number);
	struct cdr_finding finding = { .id = cdr_str_from(id),
		                       .fingerprint = cdr_str_from(fingerprint),
		                       .material = CDR_STR("aa"),
		                       .party_id = cdr_str_from(supplier->id),
		                       .party_name = cdr_str_from(supplier->key),
		                       .rule_id = CDR_STR("T001"),
		                       .rule_revision = 1,
		                       .verdict = CDR_VERDICT_POSSIBLE,
		                       .severity = severity,
		                       .title = CDR_STR("t"),
		                       .message = CDR_STR("m"),
		                       .remedy = CDR_STR("r"),
		                       .source = CDR_STR("s") };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_finding_add(fixture->store, CDR_STR("ashlow"), screening_id, &finding, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}
