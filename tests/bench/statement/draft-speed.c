/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft-speed [N [FILE]]: how long a draft takes over a store of N parties (100,000), N/4 engagements, N/20 audits, a finished
 * screening of all of them and N/2 findings of the size the shipped rules make, a tenth of them decided. Everything is invented
 * from a fixed seed. Prints JSON; memory is the peak of making the drafts. FILE is kept and used again when it is there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "candor/base.h"
#include "candor/evidence.h"
#include "candor/model.h"
#include "candor/statement.h"
#include "candor/store.h"

#define RUNS 3
#define ORG CDR_STR("example-retail")
#define TRY(call)                                                                                                      \
	do {                                                                                                           \
		struct cdr_error try_error = { 0 };                                                                    \
		struct cdr_error *err = &try_error;                                                                    \
		if ((call) != CDR_OK) {                                                                                \
			fprintf(stderr, "%s: %s %s\n", #call, try_error.where, try_error.message);                     \
			exit(1);                                                                                       \
		}                                                                                                      \
	} while (0)

static const char *const organisation =
	"{\"file\":\"organisation.yaml\",\"sha256\":\"aa\",\"name\":\"Harrowgate Home "
	"plc\",\"legal_form\":\"body_corporate\","
	"\"financial_year\":{\"start\":\"2025-04-01\",\"end\":\"2026-03-31\"},\"employees\":1240,"
	"\"turnover\":{\"minor\":8450000000,\"currency\":\"GBP\",\"includes_subsidiaries\":true},\"business_in_uk\":"
	"true,"
	"\"activities\":\"Sells garden furniture.\",\"training\":[{\"audience\":\"procurement\",\"topic\":\"forced "
	"labour\","
	"\"held_on\":\"2025-06-18\",\"people\":14,\"people_in_scope\":22,\"line\":9}]}";

struct bench {
	struct cdr_store *store;
	struct cdr_arena *arena;
	uint64_t seed;
	long n;
	char (*parties)[24];
};

static uint32_t
below(struct bench *bench, uint32_t n)
{
	bench->seed = bench->seed * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(bench->seed >> 33) % n;
}

static int64_t
now_us(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct cdr_str
pick(struct bench *bench, const char *const *items, size_t n)
{
	return cdr_str_from(items[below(bench, (uint32_t)n)]);
}

static const char *const countries[] = { "BD", "VN", "IN", "CN", "TR", "PL", "GB", "NP", "MY", "TH", "RO", "PT" };
static const char *const sectors[] = { "garments", "furniture", "food", "construction", "cleaning", "electronics" };
static const char *const tiers[] = { "1", "1", "1", "2", "3" };

/* An import of a kind with the rows that `fill` keeps. */
static void
import(struct bench *bench, const char *kind, void (*fill)(struct bench *bench, int64_t import_id))
{
	struct cdr_import_record record = { .org = ORG,
		                            .kind = cdr_str_from(kind),
		                            .file = CDR_STR("invented.csv"),
		                            .sha256 = CDR_STR("5a5a"),
		                            .mapping_json = CDR_STR("{}"),
		                            .n_accepted = bench->n };
	TRY(cdr_store_begin(bench->store, err));
	TRY(cdr_store_import_begin(bench->store, &record, err));
	fill(bench, record.id);
	TRY(cdr_store_import_finish(bench->store, &record, err));
	TRY(cdr_store_commit(bench->store, err));
}

static void
fill_parties(struct bench *bench, int64_t import_id)
{
	for (long i = 0; i < bench->n; i++) {
		char key[24], name[48];
		enum cdr_put_result result;
		snprintf(key, sizeof(key), "S-%06ld", i);
		snprintf(name, sizeof(name), "Invented Works %ld Ltd", i);
		struct cdr_attribute attributes[] = { { CDR_STR("forced_labour_clause"), CDR_STR("true") },
			                              { CDR_STR("last_review_on"), CDR_STR("2025-10-01") },
			                              { CDR_STR("tier"), pick(bench, tiers, CDR_LEN(tiers)) },
			                              { CDR_STR("workers_total"), CDR_STR("240") } };
		struct cdr_party party = { .key = cdr_str_from(key),
			                   .name = cdr_str_from(name),
			                   .kind = CDR_STR("supplier"),
			                   .country = pick(bench, countries, CDR_LEN(countries)),
			                   .city = CDR_STR("Exampleton"),
			                   .address = CDR_STR("12 Invented Road"),
			                   .sector = pick(bench, sectors, CDR_LEN(sectors)),
			                   .attributes = attributes,
			                   .n_attributes = CDR_LEN(attributes),
			                   .origin = { .file = CDR_STR("invented.csv"), .row = (uint32_t)i + 2 } };
		TRY(cdr_store_party_put(bench->store, ORG, import_id, &party, &result, err));
		snprintf(bench->parties[i], sizeof(bench->parties[i]), "%.*s", CDR_STR_ARG(party.id));
	}
}

static void
fill_engagements(struct bench *bench, int64_t import_id)
{
	for (long i = 0; i < bench->n / 4; i++) {
		char key[24], agency[48];
		enum cdr_put_result result;
		snprintf(key, sizeof(key), "E-%06ld", i);
		snprintf(agency, sizeof(agency), "Invented Recruiting %u", below(bench, 400));
		struct cdr_attribute attributes[] = { { CDR_STR("fee_amount"), CDR_STR("500") },
			                              { CDR_STR("fee_paid_by"),
			                                below(bench, 3) ? CDR_STR("employer") : CDR_STR("worker") },
			                              { CDR_STR("workers"), CDR_STR("12") } };
		struct cdr_engagement engagement = { .key = cdr_str_from(key),
			                             .supplier_id = CDR_STR("S-000001"),
			                             .agency_name = cdr_str_from(agency),
			                             .agency_country = CDR_STR("NP"),
			                             .recruited_on = cdr_date_make(2025, 6, 1),
			                             .attributes = attributes,
			                             .n_attributes = CDR_LEN(attributes) };
		TRY(cdr_store_engagement_put(bench->store, ORG, import_id, &engagement, &result, err));
	}
}

static void
fill_audits(struct bench *bench, int64_t import_id)
{
	for (long i = 0; i < bench->n / 20; i++) {
		char key[24], supplier[24];
		enum cdr_put_result result;
		snprintf(key, sizeof(key), "A-%06ld", i);
		snprintf(supplier, sizeof(supplier), "S-%06u", below(bench, (uint32_t)bench->n));
		struct cdr_attribute attributes[] = { { CDR_STR("announced"), CDR_STR("true") },
			                              { CDR_STR("audited_on"), CDR_STR("2025-09-01") },
			                              { CDR_STR("auditor"), CDR_STR("Wren Assurance") },
			                              { CDR_STR("independent"), CDR_STR("true") } };
		struct cdr_record record = { .kind = CDR_RECORD_AUDITS,
			                     .key = cdr_str_from(key),
			                     .subject_key = cdr_str_from(supplier),
			                     .attributes = attributes,
			                     .n_attributes = CDR_LEN(attributes),
			                     .origin = { .file = CDR_STR("audits.csv"), .row = (uint32_t)i + 2 } };
		TRY(cdr_store_record_put(bench->store, ORG, import_id, &record, &result, err));
	}
}

static int64_t
take_copy(struct bench *bench, const char *registry, enum cdr_registry_kind kind)
{
	struct cdr_entry entry = { .registry_id = cdr_str_from(registry),
		                   .key = CDR_STR("k"),
		                   .name = CDR_STR("Nobody") };
	struct cdr_snapshot copy = { .registry_id = cdr_str_from(registry),
		                     .registry_title = cdr_str_from(registry),
		                     .registry_kind = kind,
		                     .as_of = cdr_date_make(2026, 1, 15),
		                     .taken_at = CDR_STR("2026-01-16T00:00:00Z"),
		                     .file = CDR_STR("list.csv"),
		                     .sha256 = CDR_STR("7c7c"),
		                     .definition_sha256 = CDR_STR("8d8d"),
		                     .n_entries = 1 };
	struct cdr_snapshot_change change;
	bool known;
	TRY(cdr_store_begin(bench->store, err));
	TRY(cdr_store_snapshot_put(bench->store, &copy, &entry, 1, &change, &known, err));
	TRY(cdr_store_commit(bench->store, err));
	return copy.id;
}

/* A text of the length that the shipped rules' messages, remedies and proofs have. */
static struct cdr_str
long_text(struct bench *bench, size_t n)
{
	char *text = cdr_arena_alloc(bench->arena, n + 1);
	for (size_t i = 0; text && i < n; i++)
		text[i] = i % 7 ? 'a' : ' ';
	return (struct cdr_str){ text, text ? n : 0 };
}

static void
keep_findings(struct bench *bench, int64_t screening)
{
	static const char *const rules[] = { "LIC-101", "FEE-408", "CTX-101", "STR-801", "EVD-104", "HRS-701" };
	struct cdr_str message = long_text(bench, 240), remedy = long_text(bench, 320),
		       proof_text = long_text(bench, 600);
	struct cdr_str proof = cdr_str_format(bench->arena, "{\"proof\":\"%.*s\"}", CDR_STR_ARG(proof_text));
	struct cdr_attribute facts[] = { { CDR_STR("party.tier"), CDR_STR("3") },
		                         { CDR_STR("party.country"), CDR_STR("BD") } };
	for (long i = 0; i < bench->n / 2; i++) {
		char id[32], fingerprint[65];
		snprintf(id, sizeof(id), "f-%016ld", i);
		snprintf(fingerprint, sizeof(fingerprint), "%064ld", i);
		struct cdr_finding finding = { .id = cdr_str_from(id),
			                       .fingerprint = cdr_str_from(fingerprint),
			                       .material = CDR_STR("aa"),
			                       .party_id = cdr_str_from(bench->parties[2 * i]),
			                       .party_name = CDR_STR("Invented Works Ltd"),
			                       .rule_id = pick(bench, rules, CDR_LEN(rules)),
			                       .verdict = CDR_VERDICT_MATCH,
			                       .severity = (enum cdr_severity)below(bench, CDR_SEVERITY_COUNT),
			                       .title = CDR_STR("A title of a rule"),
			                       .message = message,
			                       .remedy = remedy,
			                       .source = CDR_STR("A citation of a source"),
			                       .facts = facts,
			                       .n_facts = CDR_LEN(facts),
			                       .proof = proof };
		TRY(cdr_store_finding_add(bench->store, ORG, screening, &finding, err));
		if (i % 10 == 0)
			TRY(cdr_store_disposition_add(bench->store, ORG, finding.id,
			                              i % 20 ? CDR_FINDING_DISMISSED : CDR_FINDING_REMEDIATED,
			                              CDR_STR("invented"), CDR_STR("bench"), err));
	}
}

static enum cdr_status
keep_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct cdr_vec *ids = context;
	char(*id)[24] = cdr_vec_push(ids);
	if (!id)
		return cdr_fail_memory(err, "bench");
	snprintf(*id, sizeof(*id), "%.*s", CDR_STR_ARG(engagement->id));
	return CDR_OK;
}

static void
screen(struct bench *bench)
{
	static const char gaps[] = "[{\"rule_id\":\"STR-801\",\"missing\":[\"party.last_review\"]},"
				   "{\"rule_id\":\"EVD-104\",\"missing\":[\"audits.count\"]}]";
	char pins[128];
	cdr_auto(cdr_vec) ids = CDR_VEC_INIT(char[24], 1000000);
	snprintf(pins, sizeof(pins), "{\"zz-list\":%lld,\"zz-register\":%lld}",
	         (long long)take_copy(bench, "zz-list", CDR_REGISTRY_SANCTIONS),
	         (long long)take_copy(bench, "zz-register", CDR_REGISTRY_LICENCE_REGISTER));
	TRY(cdr_store_ruleset_put(bench->store, CDR_STR("9e9e"), CDR_STR("[]"), err));
	TRY(cdr_store_engagement_each(bench->store, ORG, 3, (struct cdr_str){ NULL, 0 }, 0, keep_engagement, &ids,
	                              err));
	struct cdr_screening screening = { .org = ORG,
		                           .created_at = CDR_STR("2026-02-01T00:00:00Z"),
		                           .finished_at = CDR_STR("2026-02-01T01:00:00Z"),
		                           .as_of = cdr_date_make(2026, 2, 1),
		                           .pin_import = 3,
		                           .pin_snapshots_json = cdr_str_from(pins),
		                           .ruleset_sha256 = CDR_STR("9e9e"),
		                           .digest = CDR_STR("d1d1"),
		                           .state = CDR_SCREENING_DONE };
	TRY(cdr_store_begin(bench->store, err));
	TRY(cdr_store_screening_add(bench->store, &screening, err));
	for (long i = 0; i < bench->n + (long)ids.n; i++) {
		const char *id = i < bench->n ? bench->parties[i] : ((char(*)[24])ids.items)[i - bench->n];
		struct cdr_screened_subject subject = {
			cdr_str_from(id), CDR_VERDICT_CLEAR, CDR_STR(gaps), { NULL, 0 }
		};
		TRY(cdr_store_screened_add(bench->store, screening.id, &subject, err));
	}
	keep_findings(bench, screening.id);
	TRY(cdr_store_screening_update(bench->store, &screening, err));
	TRY(cdr_store_commit(bench->store, err));
}

static void
fill(struct bench *bench)
{
	int64_t version;
	TRY(cdr_store_org_put(bench->store, ORG, cdr_str_from(organisation), &version, err));
	import(bench, "suppliers", fill_parties);
	import(bench, "engagements", fill_engagements);
	import(bench, "audits", fill_audits);
	screen(bench);
}

static void
measure(struct bench *bench)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct rusage usage = { 0 };
	struct cdr_bundle rulesets = { 0 };
	struct cdr_law *law = NULL;
	TRY(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &rulesets, err));
	int64_t start = now_us();
	TRY(cdr_law_load(&rulesets, CDR_STR("uk-msa-2015"), &law, err));
	printf("{\"parties\": %ld, \"law_ms\": %" PRId64 ", \"draft_ms\": [", bench->n, (now_us() - start) / 1000);
	size_t bytes = 0;
	for (int run = 0; run < RUNS; run++) {
		struct cdr_arena *arena = cdr_arena_new((size_t)1 << 30);
		struct cdr_str json = { NULL, 0 };
		int64_t id = 0;
		start = now_us();
		TRY(cdr_statement_draft(bench->store, law, ORG, CDR_STR("2026"), CDR_STR("bench"), arena, &json, &id,
		                        err));
		printf("%s%" PRId64, run ? ", " : "", (now_us() - start) / 1000);
		bytes = json.n;
		cdr_arena_free(arena);
	}
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("], \"draft_bytes\": %zu, \"peak_kib\": %ld}\n", bytes, usage.ru_maxrss);
	cdr_law_free(law);
	cdr_bundle_done(&rulesets);
}

int
main(int argc, char **argv)
{
	int64_t n = 100000;
	char path[64];
	if (argc > 1 && (!cdr_str_to_i64(cdr_str_from(argv[1]), &n) || n < 20 || n > 1000000)) {
		fprintf(stderr, "usage: draft-speed [N [FILE]], N from 20 to 1000000\n");
		return 2;
	}
	snprintf(path, sizeof(path), "/tmp/candor-draft-speed-%ld.db", (long)getpid());
	const char *file = argc > 2 ? argv[2] : path;
	struct bench bench = { .seed = 6, .n = (long)n, .arena = cdr_arena_new((size_t)1 << 20) };
	bench.parties = cdr_alloc((size_t)n * sizeof(*bench.parties));
	if (!bench.arena || !bench.parties)
		return 1;
	bool kept = access(file, F_OK) == 0;
	TRY(cdr_store_open(file, true, &bench.store, err));
	if (!kept)
		fill(&bench);
	measure(&bench);
	cdr_store_free(bench.store);
	cdr_free(bench.parties);
	cdr_arena_free(bench.arena);
	if (argc <= 2)
		unlink(file);
	return 0;
}
