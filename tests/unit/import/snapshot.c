/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "../base/failing-memory.h"

static const char one_file[] =
	"id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: licence_register\n"
	"source: {url: \"https://example.org/\", terms: none, cadence: daily}\nlayout_confidence: assumed\n"
	"absence: nothing\nfreshness_days: 30\nmax_drop_pct: 10\n"
	"format: {type: csv}\nfields: {name: Name, status: Status}\nidentity: [Name]\n"
	"statuses:\n  - {word: Valid, status: valid}\n";
static const char two_files[] =
	"id: zz-two-files\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: debarment\n"
	"source: {url: \"https://example.org/\", terms: none, cadence: daily}\nlayout_confidence: assumed\n"
	"absence: nothing\nfreshness_days: 30\n"
	"format: {type: csv}\nfields: {name: Name}\nidentity: [Number]\n"
	"parts:\n  - {name: firms.csv, match: \"firms\", columns: [Number, Name], key: Number}\n"
	"  - {name: other-names.csv, match: \"other\", columns: [Number, Alias], key: Number, fields: {aliases: "
	"Alias}}\n";

#define ROWS_10                                                                                                        \
	"Name,Status\nA Hands,Valid\nB Hands,Valid\nC Hands,Valid\nD Hands,Valid\nE Hands,Valid\nF Hands,Valid\n"      \
	"G Hands,Valid\nH Hands,Valid\nI Hands,Valid\nJ Hands,Valid\n"
#define ROWS_8                                                                                                         \
	"Name,Status\nA Hands,Valid\nB Hands,Valid\nC Hands,Valid\nD Hands,Valid\nE Hands,Valid\nF Hands,Valid\n"      \
	"G Hands,Valid\nH Hands,Valid\n"

static enum cdr_status
take(struct desk *desk, const char *definition, const char *const *texts, const char *const *names, size_t n,
     struct cdr_import_snapshot_options options, struct cdr_import_snapshot_report **ret)
{
	struct cdr_str parts[4];
	cdr_owned(cdr_registry) registry = NULL;
	desk->error = (struct cdr_error){ 0 };
	assert_status(CDR_OK, cdr_registry_load(cdr_str_from(definition), "registry.yaml", &registry, &desk->error),
	              &desk->error);
	for (size_t i = 0; i < n; i++)
		parts[i] = cdr_str_from(texts[i]);
	options.actor = CDR_STR("tester");
	struct cdr_import_source source = { registry, cdr_str_from(definition), parts, names, n };
	return cdr_import_snapshot(desk->store, desk->normaliser, &source, &options, ret, &desk->error);
}

static enum cdr_status
take_one(struct desk *desk, const char *text, int32_t as_of, bool force, struct cdr_import_snapshot_report **ret)
{
	static const char *const name = "folder/list.csv";
	struct cdr_import_snapshot_options options = { .as_of = { as_of }, .force = force };
	*ret = cdr_import_snapshot_report_free(*ret);
	return take(desk, one_file, &text, &name, 1, options, ret);
}

static void
snapshot_is_kept_and_recorded(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	struct cdr_snapshot current = { 0 };
	struct cdr_evidence_row row = { 0 };
	char hash[CDR_SHA256_TEXT_MAX];
	assert_status(CDR_OK, take_one(desk, ROWS_10, 20240105, false, &report), &desk->error);
	assert_false(report->already_known);
	assert_int_equal(report->change.added, 10);
	assert_int_equal(report->copy->n_entries, 10);
	assert_text(report->snapshot.file, "list.csv");
	assert_status(CDR_OK,
	              cdr_store_snapshot_current(desk->store, CDR_STR("zz-test-list"), (struct cdr_date){ 0 },
	                                         desk->arena, &current, &desk->error),
	              &desk->error);
	assert_int_equal(current.id, report->snapshot.id);
	assert_int_equal(current.as_of.ymd, 20240105);
	assert_text(current.sha256, cdr_crypt_sha256(CDR_STR(ROWS_10), hash));
	assert_text(current.definition_sha256, cdr_crypt_sha256(CDR_STR(one_file), hash));
	assert_int_equal(count_evidence(desk, &row), 1);
	assert_text(row.act, "snapshot taken");
	assert_text(row.subject, "zz-test-list");
	assert_holds(row.detail_json, "\"as_of\":\"2024-01-05\"");
	assert_holds(row.detail_json, "\"added\":10");
	assert_holds(row.detail_json, cdr_crypt_sha256(CDR_STR(ROWS_10), hash));
}

static void
snapshot_known_already_changes_nothing(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	assert_status(CDR_OK, take_one(desk, ROWS_10, 20240105, false, &report), &desk->error);
	int64_t id = report->snapshot.id;
	assert_status(CDR_OK, take_one(desk, ROWS_10, 20240105, false, &report), &desk->error);
	assert_true(report->already_known);
	assert_int_equal(report->snapshot.id, id);
	assert_int_equal(count_evidence(desk, NULL), 1);
}

static void
snapshot_that_shrank_is_refused_and_the_refusal_recorded(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	struct cdr_snapshot current = { 0 };
	struct cdr_evidence_row row = { 0 };
	assert_status(CDR_OK, take_one(desk, ROWS_10, 20240105, false, &report), &desk->error);
	assert_status(CDR_EREFUSED, take_one(desk, ROWS_8, 20240112, false, &report), &desk->error);
	assert_null(report);
	assert_error(desk, NULL, "8 entries after 10");
	assert_status(CDR_OK,
	              cdr_store_snapshot_current(desk->store, CDR_STR("zz-test-list"), (struct cdr_date){ 0 },
	                                         desk->arena, &current, &desk->error),
	              &desk->error);
	assert_int_equal(current.as_of.ymd, 20240105);
	assert_int_equal(count_evidence(desk, &row), 2);
	assert_text(row.act, "snapshot refused");
	assert_holds(row.detail_json, "8 entries after 10");
	assert_holds(row.detail_json, "\"entries\":8");
	assert_true(cdr_str_find(row.detail_json, CDR_STR("\"snapshot\":")) < 0);
}

static void
snapshot_refused_can_be_forced_knowingly(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	struct cdr_evidence_row row = { 0 };
	assert_status(CDR_OK, take_one(desk, ROWS_10, 20240105, false, &report), &desk->error);
	assert_status(CDR_OK, take_one(desk, ROWS_8, 20240112, true, &report), &desk->error);
	assert_int_equal(report->change.removed, 2);
	assert_int_equal(report->change.unchanged, 8);
	assert_int_equal(count_evidence(desk, &row), 2);
	assert_text(row.act, "snapshot taken");
	assert_holds(row.detail_json, "\"forced\":true");
	assert_holds(row.detail_json, "8 entries after 10");
	/* Once taken it is known, and known is not refused. */
	assert_status(CDR_OK, take_one(desk, ROWS_8, 20240112, false, &report), &desk->error);
	assert_true(report->already_known);
}

static void
snapshot_of_an_earlier_day_is_guarded_by_what_came_before_it(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	assert_status(CDR_OK, take_one(desk, ROWS_10, 20240105, false, &report), &desk->error);
	assert_status(CDR_OK, take_one(desk, ROWS_8, 20230105, false, &report), &desk->error);
	assert_int_equal(report->change.added, 8);
}

static void
snapshot_without_a_day_speaks_for_today(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	struct cdr_date before = cdr_date_today();
	assert_status(CDR_OK, take_one(desk, ROWS_10, 0, false, &report), &desk->error);
	assert_true(report->snapshot.as_of.ymd >= before.ymd && report->snapshot.as_of.ymd <= cdr_date_today().ymd);
}

static void
snapshot_parts_may_come_in_any_order(void **state)
{
	struct desk *desk = DESK;
	static const char *const texts[] = { "Number,Alias\n1,Tallbrook\n", "Number,Name\n1,Tallbrook Mills\n" };
	static const char *const names[] = { "a/other.csv", "b/firms.csv" };
	static const char *const turned_texts[] = { "Number,Name\n1,Tallbrook Mills\n", "Number,Alias\n1,Tallbrook\n" };
	static const char *const turned_names[] = { "b/firms.csv", "a/other.csv" };
	struct cdr_import_snapshot_options options = { .as_of = { 20240105 } };
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	cdr_owned(cdr_import_snapshot_report) again = NULL;
	char first[CDR_SHA256_TEXT_MAX], second[CDR_SHA256_TEXT_MAX], whole[CDR_SHA256_TEXT_MAX];
	char both[2 * CDR_SHA256_TEXT_MAX];
	assert_status(CDR_OK, take(desk, two_files, texts, names, 2, options, &report), &desk->error);
	assert_text(report->snapshot.file, "firms.csv, other.csv");
	assert_int_equal(report->copy->n_entries, 1);
	assert_int_equal(report->copy->entries[0].n_aliases, 1);
	(void)snprintf(both, sizeof(both), "%s%s", cdr_crypt_sha256(cdr_str_from(texts[1]), first),
	               cdr_crypt_sha256(cdr_str_from(texts[0]), second));
	assert_text(report->snapshot.sha256, cdr_crypt_sha256(cdr_str_from(both), whole));
	assert_status(CDR_OK, take(desk, two_files, turned_texts, turned_names, 2, options, &again), &desk->error);
	assert_true(again->already_known);
}

static void
snapshot_parts_that_are_missing_are_named(void **state)
{
	struct desk *desk = DESK;
	static const char *const texts[] = { "Number,Name\n1,Tallbrook Mills\n", "Number,Alias\n1,Tallbrook\n" };
	static const char *const names[] = { "firms.csv", "else.csv" };
	struct cdr_import_snapshot_options options = { .as_of = { 20240105 } };
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	assert_status(CDR_EINPUT, take(desk, two_files, texts, names, 1, options, &report), &desk->error);
	assert_error(desk, NULL, "made of 2 files: firms.csv, other-names.csv; 1 given");
	assert_status(CDR_EINPUT, take(desk, two_files, texts, names, 2, options, &report), &desk->error);
	assert_error(desk, NULL, "other-names.csv");
	assert_int_equal(count_evidence(desk, NULL), 0);
}

static void
snapshot_survives_every_lack_of_memory(void **state)
{
	struct desk *desk = DESK;
	static const char *const text = "Name,Status\nA Hands,Valid\n", *const name = "list.csv";
	struct cdr_import_snapshot_options options = { .actor = CDR_STR("tester"), .as_of = { 20240105 } };
	struct cdr_str part = cdr_str_from(text);
	cdr_owned(cdr_registry) registry = NULL;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	assert_status(CDR_OK, cdr_registry_load(cdr_str_from(one_file), "registry.yaml", &registry, &desk->error),
	              &desk->error);
	enum cdr_status status = CDR_ENOMEM;
	long n = 0;
	for (; status != CDR_OK; n++) {
		fail_memory_after(n);
		struct cdr_import_source source = { registry, cdr_str_from(one_file), &part, &name, 1 };
		status = cdr_import_snapshot(desk->store, desk->normaliser, &source, &options, &report, &desk->error);
		if (!memory_restore())
			break;
		assert_true(status == CDR_ENOMEM || status == CDR_EINTERNAL);
		assert_null(report);
		assert_int_equal(count_evidence(desk, NULL), 0);
	}
	assert_status(CDR_OK, status, &desk->error);
	assert_int_equal(report->change.added, 1);
	assert_int_equal(count_evidence(desk, NULL), 1);
}

static void
snapshot_of_an_unreadable_file_keeps_nothing(void **state)
{
	struct desk *desk = DESK;
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	assert_status(CDR_EINPUT, take_one(desk, "Title,Status\nA,Valid\n", 20240105, false, &report), &desk->error);
	assert_error(desk, NULL, "Name");
	assert_int_equal(count_evidence(desk, NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(snapshot_is_kept_and_recorded),
		desk_test(snapshot_known_already_changes_nothing),
		desk_test(snapshot_that_shrank_is_refused_and_the_refusal_recorded),
		desk_test(snapshot_refused_can_be_forced_knowingly),
		desk_test(snapshot_of_an_earlier_day_is_guarded_by_what_came_before_it),
		desk_test(snapshot_without_a_day_speaks_for_today),
		desk_test(snapshot_parts_may_come_in_any_order),
		desk_test(snapshot_parts_that_are_missing_are_named),
		desk_test(snapshot_of_an_unreadable_file_keeps_nothing),
		desk_test(snapshot_survives_every_lack_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
