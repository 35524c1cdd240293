/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "../fetch/web.h"

#define HEAD                                                                                                           \
	"id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: debarment\n"                      \
	"layout_confidence: assumed\nabsence: nothing\nfreshness_days: 30\nformat: {type: csv}\n"
#define ONE_FILE                                                                                                       \
	HEAD "fields: {name: Name}\nidentity: [Name]\n"                                                                \
	     "source: {url: \"https://example.org/\", terms: none, cadence: daily, files: "                            \
	     "\"http://127.0.0.1:%d%s\"}\n"
#define TWO_FILES                                                                                                      \
	HEAD "fields: {name: Name}\nidentity: [Number]\n"                                                              \
	     "source: {url: \"https://example.org/\", terms: none, cadence: daily,\n"                                  \
	     "  files: [\"http://127.0.0.1:%d/file/firms.csv\", \"http://127.0.0.1:%d/file/other.csv?all=1\"]}\n"      \
	     "parts:\n  - {name: firms.csv, match: \"firms\", columns: [Number, Name], key: Number}\n"                 \
	     "  - {name: other.csv, match: \"other\", columns: [Number, Alias], key: Number, fields: {aliases: "       \
	     "Alias}}\n"

/* A publisher, and what came of the last update from it. */
struct publisher {
	struct web web;
	struct desk *desk;
	struct cdr_import_snapshot_report *report;
	bool unchanged;
};

static void
publisher_done(struct publisher *publisher)
{
	publisher->report = cdr_import_snapshot_report_free(publisher->report);
	web_end(&publisher->web);
	static const char *const files[] = { "list.csv", "firms.csv", "other.csv" };
	for (size_t i = 0; i < CDR_LEN(files); i++) {
		char path[128];
		(void)snprintf(path, sizeof(path), "%s/%s", publisher->desk->folder, files[i]);
		(void)unlink(path);
	}
}

static void
publish(struct publisher *publisher, const char *name, const char *text)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/%s", publisher->desk->folder, name);
	assert_int_equal(cdr_file_write_atomic(path, cdr_str_from(text), NULL), CDR_OK);
}

static enum cdr_status
update(struct publisher *publisher, const char *yaml, int32_t as_of)
{
	struct desk *desk = publisher->desk;
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_registry) registry = NULL;
	cdr_owned(cdr_fetch) fetch = NULL;
	struct cdr_import_snapshot_options options = { .actor = CDR_STR("tester"), .as_of = { as_of } };
	publisher->report = cdr_import_snapshot_report_free(publisher->report);
	desk->error = (struct cdr_error){ 0 };
	assert_status(CDR_OK, cdr_registry_load(cdr_str_from(yaml), "registry.yaml", &registry, &desk->error),
	              &desk->error);
	assert_status(CDR_OK, cdr_fetch_new(&policy, &fetch, &desk->error), &desk->error);
	struct cdr_import_source source = { registry, cdr_str_from(yaml), NULL, NULL, 0 };
	return cdr_import_update(desk->store, desk->normaliser, &source, fetch, &options, &publisher->unchanged,
	                         &publisher->report, &desk->error);
}

static enum cdr_status
count_one(void *context, const struct cdr_snapshot *copy, struct cdr_str reason, struct cdr_error *err)
{
	(void)copy, (void)reason, (void)err;
	++*(int *)context;
	return CDR_OK;
}

static int
count_quarantined(struct desk *desk)
{
	int n = 0;
	assert_status(CDR_OK,
	              cdr_store_quarantine_each(desk->store, CDR_STR("zz-test-list"), count_one, &n, &desk->error),
	              &desk->error);
	return n;
}

static void
update_of_what_is_unchanged_is_a_copy_of_the_day(void **state)
{
	__attribute__((cleanup(publisher_done))) struct publisher publisher = { .desk = DESK };
	char yaml[2048];
	web_run(&publisher.web, publisher.desk->folder);
	(void)snprintf(yaml, sizeof(yaml), ONE_FILE, publisher.web.port, "/file/list.csv");
	publish(&publisher, "list.csv", "Name\nA Hands\nB Hands\n");
	assert_status(CDR_OK, update(&publisher, yaml, 20260501), &publisher.desk->error);
	assert_false(publisher.unchanged);
	assert_int_equal(publisher.report->change.added, 2);
	assert_status(CDR_OK, update(&publisher, yaml, 20260502), &publisher.desk->error);
	assert_true(publisher.unchanged);
	assert_int_equal(publisher.report->change.unchanged, 2);
	assert_int_equal(publisher.report->snapshot.as_of.ymd, 20260502);
	publish(&publisher, "list.csv", "Name\nA Hands\nB Hands\nC Hands\n");
	assert_status(CDR_OK, update(&publisher, yaml, 20260503), &publisher.desk->error);
	assert_false(publisher.unchanged);
	assert_int_equal(publisher.report->change.added, 1);
}

static void
update_joins_a_new_file_with_one_that_is_unchanged(void **state)
{
	__attribute__((cleanup(publisher_done))) struct publisher publisher = { .desk = DESK };
	char yaml[2048];
	web_run(&publisher.web, publisher.desk->folder);
	(void)snprintf(yaml, sizeof(yaml), TWO_FILES, publisher.web.port, publisher.web.port);
	publish(&publisher, "firms.csv", "Number,Name\n1,A Hands\n");
	publish(&publisher, "other.csv", "Number,Alias\n1,Hands of A\n");
	assert_status(CDR_OK, update(&publisher, yaml, 20260501), &publisher.desk->error);
	publish(&publisher, "firms.csv", "Number,Name\n1,A Hands\n2,B Hands\n");
	assert_status(CDR_OK, update(&publisher, yaml, 20260502), &publisher.desk->error);
	assert_false(publisher.unchanged);
	assert_text(publisher.report->snapshot.file, "firms.csv, other.csv");
	assert_int_equal(publisher.report->change.added, 1);
	assert_int_equal(publisher.report->change.unchanged, 1);
}

static void
update_that_cannot_be_read_is_quarantined(void **state)
{
	__attribute__((cleanup(publisher_done))) struct publisher publisher = { .desk = DESK };
	struct desk *desk = DESK;
	struct cdr_evidence_row row = { 0 };
	char yaml[2048];
	web_run(&publisher.web, desk->folder);
	(void)snprintf(yaml, sizeof(yaml), ONE_FILE, publisher.web.port, "/page");
	assert_status(CDR_EINPUT, update(&publisher, yaml, 20260501), &desk->error);
	assert_null(publisher.report);
	assert_int_equal(count_quarantined(desk), 1);
	assert_int_equal(count_evidence(desk, &row), 1);
	assert_text(row.act, "snapshot refused");
}

static void
update_that_fails_on_the_way_is_recorded(void **state)
{
	__attribute__((cleanup(publisher_done))) struct publisher publisher = { .desk = DESK };
	struct desk *desk = DESK;
	struct cdr_fetch_record last = { 0 };
	bool found = true;
	char yaml[2048], url[64];
	web_run(&publisher.web, desk->folder);
	(void)snprintf(yaml, sizeof(yaml), ONE_FILE, publisher.web.port, "/gone");
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/gone", publisher.web.port);
	assert_status(CDR_EIO, update(&publisher, yaml, 20260501), &desk->error);
	assert_error(desk, NULL, "answers 404");
	assert_int_equal(count_quarantined(desk), 0);
	assert_status(CDR_OK,
	              cdr_store_fetch_last(desk->store, CDR_STR("zz-test-list"), 0, cdr_str_from(url), desk->arena,
	                                   &last, &found, &desk->error),
	              &desk->error);
	assert_false(found);
}

static void
update_needs_a_definition_that_names_files(void **state)
{
	__attribute__((cleanup(publisher_done))) struct publisher publisher = { .desk = DESK };
	static const char yaml[] = HEAD "fields: {name: Name}\nidentity: [Name]\n"
					"source: {url: \"https://example.org/x\", terms: none, cadence: daily}\n";
	web_run(&publisher.web, publisher.desk->folder);
	assert_status(CDR_EUSAGE, update(&publisher, yaml, 20260501), &publisher.desk->error);
	assert_error(publisher.desk, NULL, "download https://example.org/x");
}

static enum cdr_status
reread(struct publisher *publisher, const char *yaml, int64_t snapshot)
{
	struct desk *desk = publisher->desk;
	cdr_owned(cdr_registry) registry = NULL;
	struct cdr_import_snapshot_options options = { .actor = CDR_STR("tester") };
	publisher->report = cdr_import_snapshot_report_free(publisher->report);
	desk->error = (struct cdr_error){ 0 };
	assert_status(CDR_OK, cdr_registry_load(cdr_str_from(yaml), "registry.yaml", &registry, &desk->error),
	              &desk->error);
	struct cdr_import_source source = { registry, cdr_str_from(yaml), NULL, NULL, 0 };
	return cdr_import_reread(desk->store, desk->normaliser, &source, snapshot, &options, &publisher->report,
	                         &desk->error);
}

static void
update_can_be_read_again_later(void **state)
{
	__attribute__((cleanup(publisher_done))) struct publisher publisher = { .desk = DESK };
	struct desk *desk = DESK;
	char yaml[2048], revised[2100];
	web_run(&publisher.web, desk->folder);
	(void)snprintf(yaml, sizeof(yaml), ONE_FILE, publisher.web.port, "/file/list.csv");
	(void)snprintf(revised, sizeof(revised), "%s# revised\n", yaml);
	publish(&publisher, "list.csv", "Name\nA Hands\nB Hands\n");
	assert_status(CDR_OK, update(&publisher, yaml, 20260501), &desk->error);
	int64_t id = publisher.report->snapshot.id;
	assert_status(CDR_OK, reread(&publisher, yaml, id), &desk->error);
	assert_true(publisher.report->already_known);
	assert_status(CDR_OK, reread(&publisher, revised, id), &desk->error);
	assert_false(publisher.report->already_known);
	assert_int_equal(publisher.report->snapshot.as_of.ymd, 20260501);
	assert_int_equal(publisher.report->snapshot.n_entries, 2);
	assert_status(CDR_ENOTFOUND, reread(&publisher, yaml, 99), &desk->error);
}

static bool
due(struct desk *desk, const struct cdr_registry *registry, const char *now)
{
	bool is = false;
	assert_status(CDR_OK, cdr_import_update_is_due(desk->store, registry, now, &is, &desk->error), &desk->error);
	return is;
}

static void
ask(struct desk *desk, const char *at, const char *outcome)
{
	struct cdr_fetch_record fetch = { .registry_id = CDR_STR("zz-test-list"),
		                          .fetched_at = cdr_str_from(at),
		                          .outcome = cdr_str_from(outcome) };
	assert_status(CDR_OK, cdr_store_fetch_add(desk->store, &fetch, &desk->error), &desk->error);
}

static void
update_is_due_when_its_time_has_come(void **state)
{
	struct desk *desk = DESK;
	struct cdr_registry registry = { .id = CDR_STR("zz-test-list"), .n_part_urls = 1, .fetch_every_hours = 24 };
	assert_true(due(desk, &registry, "2026-05-01T03:00:00Z"));
	ask(desk, "2026-05-01T03:00:00Z", "fetched");
	assert_false(due(desk, &registry, "2026-05-01T23:59:00Z"));
	assert_false(due(desk, &registry, "2026-05-02T02:44:00Z"));
	assert_true(due(desk, &registry, "2026-05-02T02:45:00Z"));
	assert_true(due(desk, &registry, "2026-04-01T03:00:00Z"));
	ask(desk, "2026-05-31T23:30:00Z", "failed");
	assert_false(due(desk, &registry, "2026-06-01T00:29:00Z"));
	assert_true(due(desk, &registry, "2026-06-01T00:30:00Z"));
	registry.n_part_urls = 0;
	assert_false(due(desk, &registry, "2026-06-09T00:00:00Z"));
}

static void
update_is_due_at_its_time_of_the_day(void **state)
{
	struct desk *desk = DESK;
	/* 18:30 UTC of the day before. */
	struct cdr_registry registry = { .id = CDR_STR("zz-test-list"),
		                         .n_part_urls = 1,
		                         .fetch_every_hours = 24,
		                         .fetching = { .scheduled = true,
		                                       .minute_of_day = 150,
		                                       .weekdays = 0x7F,
		                                       .zone = CDR_STR("Asia/Manila") } };
	assert_true(due(desk, &registry, "2026-05-01T03:00:00Z"));
	ask(desk, "2026-05-01T18:31:00Z", "fetched");
	assert_false(due(desk, &registry, "2026-05-02T18:29:00Z"));
	assert_true(due(desk, &registry, "2026-05-02T18:30:00Z"));
	assert_true(due(desk, &registry, "2026-04-01T03:00:00Z"));
	ask(desk, "2026-05-02T18:31:00Z", "failed");
	assert_false(due(desk, &registry, "2026-05-02T19:30:00Z"));
	assert_true(due(desk, &registry, "2026-05-02T19:31:00Z"));
	registry.n_part_urls = 0;
	assert_false(due(desk, &registry, "2026-06-09T00:00:00Z"));
}

static void
update_takes_a_list_in_pages(void **state)
{
	struct publisher publisher = { .desk = DESK };
	char yaml[1024];
	web_run(&publisher.web, publisher.desk->folder);
	(void)snprintf(yaml, sizeof(yaml),
	               "id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: debarment\n"
	               "layout_confidence: assumed\nabsence: nothing\nfreshness_days: 30\n"
	               "format: {type: json, records: data.rows}\nfields: {name: name}\nidentity: [name]\n"
	               "source: {url: \"https://example.org/\", terms: none, cadence: daily,\n"
	               "  files: \"http://127.0.0.1:%d/posted\", pages: {first: 1}, headers: {X-Site: candor},\n"
	               "  post: {body: '{\"page\": {page}}'}}\nwhole: {count: meta.total}\n",
	               publisher.web.port);
	assert_status(CDR_OK, update(&publisher, yaml, 20260501), &publisher.desk->error);
	assert_int_equal(publisher.report->copy->n_entries, 5);
	assert_int_equal(publisher.report->copy->n_whole, 5);
	assert_int_equal(publisher.report->change.added, 5);
	assert_status(CDR_OK, update(&publisher, yaml, 20260502), &publisher.desk->error);
	assert_int_equal(publisher.report->change.unchanged, 5);
	publisher_done(&publisher);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_set, desk_clear)
	const struct CMUnitTest tests[] = {
		TEST(update_of_what_is_unchanged_is_a_copy_of_the_day),
		TEST(update_joins_a_new_file_with_one_that_is_unchanged),
		TEST(update_that_cannot_be_read_is_quarantined),
		TEST(update_that_fails_on_the_way_is_recorded),
		TEST(update_needs_a_definition_that_names_files),
		TEST(update_can_be_read_again_later),
		TEST(update_is_due_when_its_time_has_come),
		TEST(update_is_due_at_its_time_of_the_day),
		TEST(update_takes_a_list_in_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
