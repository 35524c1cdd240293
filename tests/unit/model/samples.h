/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Records with every member set; all names invented. */

#include "candor/model.h"

static struct cdr_str sample_aliases[] = { { "Quillon Garments", 16 }, { "QG", 2 } };
static struct cdr_identifier sample_identifiers[] = {
	{ { "company_number", 14 }, { "QX-001", 6 }, { "PT", 2 } },
	{ { "licence:nowhere", 15 }, { "LIC/9", 5 }, { NULL, 0 } },
};
static struct cdr_str sample_products[] = { { "cotton shirts", 13 } };
static struct cdr_attribute sample_attributes[] = {
	{ { "file:Note", 9 }, { "first", 5 } },
	{ { "file:Note", 9 }, { "second", 6 } },
	{ { "spend", 5 }, { "120000", 6 } },
	{ { "tier", 4 }, { "", 0 } },
};
static struct cdr_entry_status sample_statuses[] = {
	{ CDR_LICENCE_VALID, { "in force", 8 }, { 20200101 }, { 20221231 } },
	{ CDR_LICENCE_UNKNOWN, { "see file", 8 }, { 0 }, { 0 } },
};
static struct cdr_reason sample_reasons[] = {
	{ { "name.tokens", 11 }, { "names: 2 of 2 words agree", 25 }, 0.875 },
	{ { "country", 7 }, { "countries differ", 16 }, -0.25 },
};
static struct cdr_listing sample_listings[] = { {
	.registry_id = { "xx-ministry-agencies", 20 },
	.registry_kind = CDR_REGISTRY_REVOCATION_LIST,
	.snapshot_id = 7,
	.snapshot_as_of = { 20250301 },
	.stale = true,
	.entry_id = { "xx-ministry-agencies/LIC-9@2", 28 },
	.entry_name = { "Quillon Manpower", 16 },
	.origin = { .file = { "list.csv", 8 }, .row = 12, .line = 14 },
	.verdict = CDR_VERDICT_POSSIBLE,
	.score = 0.625,
	.reasons = sample_reasons,
	.n_reasons = 2,
	.status = CDR_LICENCE_REVOKED,
	.status_word = { "cancelled", 9 },
	.listed_on = { 20240630 },
	.programme = { "forced labour", 13 },
	.note = { "cancelled since 2024-06-30", 26 },
} };
static struct cdr_origin sample_origins[] = {
	{ .file = { "suppliers.xlsx", 14 }, .sheet = { "Sheet1", 6 }, .row = 3 }
};

static struct cdr_party_row sample_merged[] = { {
	.id = { "p-8899aabbccddeeff", 18 },
	.key = { "S-9", 3 },
	.name = { "QG Lda", 6 },
	.version = 1,
	.origin = { .file = { "more.csv", 8 }, .row = 7 },
} };

static inline struct cdr_party
sample_party(void)
{
	return (struct cdr_party){
		.id = CDR_STR("p-0011223344556677"),
		.key = CDR_STR("S-1"),
		.version = 3,
		.name = CDR_STR("Quillon Garments Lda"),
		.name_local = CDR_STR("Quillon \xC3\xA0 Lda"),
		.kind = CDR_STR("supplier"),
		.country = CDR_STR("PT"),
		.address = CDR_STR("1 Invented Road"),
		.city = CDR_STR("Nowhere"),
		.region = CDR_STR("North"),
		.postcode = CDR_STR("0000-001"),
		.sector = CDR_STR("apparel"),
		.aliases = sample_aliases,
		.n_aliases = 2,
		.identifiers = sample_identifiers,
		.n_identifiers = 2,
		.products = sample_products,
		.n_products = 1,
		.attributes = sample_attributes,
		.n_attributes = 4,
		.origin = { .file = CDR_STR("suppliers.csv"), .row = 2, .line = 2 },
		.merged = sample_merged,
		.n_merged = 1,
	};
}

static inline struct cdr_engagement
sample_engagement(void)
{
	return (struct cdr_engagement){
		.id = CDR_STR("e-0011223344556677"),
		.key = CDR_STR("E-1"),
		.version = 1,
		.supplier_id = CDR_STR("S-1"),
		.agency_name = CDR_STR("Quillon Manpower"),
		.agency_country = CDR_STR("NP"),
		.agency_licence_number = CDR_STR("LIC/9"),
		.recruited_on = { 20240115 },
		.ended_on = { 20241231 },
		.attributes = &sample_attributes[2],
		.n_attributes = 1,
		.origin = { .file = CDR_STR("engagements.csv"), .row = 2, .line = 2 },
	};
}

static inline struct cdr_record
sample_record(void)
{
	return (struct cdr_record){
		.id = CDR_STR("r-0011223344556677"),
		.kind = CDR_RECORD_SURVEYS,
		.key = CDR_STR("Q-1"),
		.version = 2,
		.subject_key = CDR_STR("S-1"),
		.attributes = &sample_attributes[2],
		.n_attributes = 1,
		.origin = { .file = CDR_STR("surveys.csv"), .row = 2, .line = 2 },
	};
}

static inline struct cdr_entry
sample_entry(void)
{
	return (struct cdr_entry){
		.id = CDR_STR("xx-ministry-agencies/LIC-9@2"),
		.registry_id = CDR_STR("xx-ministry-agencies"),
		.key = CDR_STR("LIC-9"),
		.version = 2,
		.name = CDR_STR("Quillon Manpower"),
		.name_local = CDR_STR("Quillon M."),
		.original_name = CDR_STR("QUILLON MANPOWER (P) LTD"),
		.aliases = sample_aliases,
		.n_aliases = 2,
		.party_type = CDR_STR("organisation"),
		.country = CDR_STR("NP"),
		.address = CDR_STR("2 Invented Road"),
		.identifiers = sample_identifiers,
		.n_identifiers = 2,
		.statuses = sample_statuses,
		.n_statuses = 2,
		.listed_on = { 20240630 },
		.good = CDR_STR("bricks"),
		.programme = CDR_STR("forced labour"),
		.attributes = sample_attributes,
		.n_attributes = 4,
		.origin = { .file = CDR_STR("list.csv"), .row = 12, .line = 14 },
	};
}

static inline struct cdr_finding
sample_finding(void)
{
	return (struct cdr_finding){
		.id = CDR_STR("f-0011223344556677"),
		.fingerprint = CDR_STR("0011223344556677aa"),
		.material = CDR_STR("ffee"),
		.party_id = CDR_STR("p-0011223344556677"),
		.party_name = CDR_STR("Quillon Garments Lda"),
		.engagement_id = CDR_STR("e-0011223344556677"),
		.agency_name = CDR_STR("Quillon Manpower"),
		.rule_id = CDR_STR("licence.revoked"),
		.rule_revision = 4,
		.verdict = CDR_VERDICT_MATCH,
		.severity = CDR_SEVERITY_HIGH,
		.title = CDR_STR("Agency without licence"),
		.message = CDR_STR("The licence was cancelled."),
		.remedy = CDR_STR("Investigate."),
		.source = CDR_STR("ILO C181 art. 3"),
		.listings = sample_listings,
		.n_listings = 1,
		.facts = &sample_attributes[2],
		.n_facts = 2,
		.origins = sample_origins,
		.n_origins = 1,
	};
}
