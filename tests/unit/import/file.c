/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include <signal.h>
#include <sys/wait.h>

#include "../base/failing-memory.h"

static const char three[] = "ID,Supplier Name,Country\n"
			    "S-1,Tallbrook Mills,India\n"
			    "S-2,Gorse Hill Looms,Kenya\n"
			    "S-3,Penny Lane Knits,Portugal\n";

static void
file_is_recorded_with_its_counts_and_evidence(void **state)
{
	struct desk *desk = DESK;
	struct cdr_evidence_row row = { 0 };
	struct cdr_import_record kept = { 0 };
	struct cdr_evidence_report chain = { 0 };
	char hash[CDR_SHA256_TEXT_MAX];
	desk_suppliers(desk, three);
	const struct cdr_import_record *record = &desk->report->record;
	assert_int_equal(record->id, 1);
	assert_false(desk->report->already_imported);
	assert_status(CDR_OK, cdr_store_import_get(desk->store, ORG, 1, desk->arena, &kept, &desk->error),
	              &desk->error);
	assert_text(kept.kind, "suppliers");
	assert_text(kept.file, "list.csv");
	assert_text(kept.sha256, cdr_crypt_sha256(cdr_str_from(three), hash));
	assert_int_equal(kept.n_read, 3);
	assert_int_equal(kept.n_created, 3);
	assert_int_equal(kept.size, sizeof(three) - 1);
	assert_holds(kept.mapping_json, "\"canonical\":\"name\",\"header\":\"Supplier Name\"");
	assert_int_equal(count_evidence(desk, &row), 1);
	assert_text(row.act, "imported");
	assert_text(row.subject, "import 1");
	assert_text(row.actor, "tester");
	assert_holds(row.detail_json, hash);
	assert_holds(row.detail_json, "\"accepted\":3");
	assert_holds(row.detail_json, "\"mapping_revision\":\"");
	assert_status(CDR_OK, cdr_evidence_verify(desk->store, (struct cdr_str){ NULL, 0 }, &chain, &desk->error),
	              &desk->error);
	assert_true(chain.sound);
}

static void
file_imported_again_changes_nothing_and_says_so(void **state)
{
	struct desk *desk = DESK;
	int64_t latest = 0;
	desk_suppliers(desk, three);
	desk_suppliers(desk, three);
	assert_true(desk->report->already_imported);
	assert_int_equal(desk->report->record.id, 0);
	assert_counts(desk, 3, 0, 0);
	assert_int_equal(desk->report->record.n_unchanged, 3);
	assert_int_equal(the_party(desk, "Tallbrook Mills").version, 1);
	assert_int_equal(count_evidence(desk, NULL), 1);
	assert_status(CDR_OK, cdr_store_import_latest(desk->store, ORG, &latest, &desk->error), &desk->error);
	assert_int_equal(latest, 1);
}

static void
file_read_by_a_guess_says_so(void **state)
{
	static const char latin[] = "Supplier Name,Country\nFa\xe7onnerie Exemple,France\n";
	struct desk *desk = DESK;
	struct cdr_import_options given = { .encoding = CDR_STR("windows-1252") };
	desk_suppliers(desk, latin);
	assert_warned(desk, "read as windows-1252", "--encoding");
	assert_status(CDR_OK, desk_import_with(desk, latin, "list.csv", given), &desk->error);
	assert_int_equal(desk->report->n_warnings, 0);
	desk_suppliers(desk, three);
	for (size_t i = 0; i < desk->report->n_warnings; i++)
		assert_true(cdr_str_find(desk->report->warnings[i], CDR_STR("windows-1252")) < 0);
}

static void
file_that_lacks_earlier_records_says_that_they_stay(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, three);
	assert_int_equal(desk->report->n_warnings, 0);
	desk_suppliers(desk, "ID,Supplier Name,Country\nS-1,Tallbrook Mills,Kenya\nS-4,Fen Edge Dyers,India\n");
	assert_warned(desk, "2 suppliers from earlier imports are not in this file; they stay", "screened");
	desk_suppliers(desk, "ID,Supplier Name,Country\nS-1,Tallbrook Mills,India\nS-2,Gorse Hill Looms,Kenya\n"
	                     "S-3,Penny Lane Knits,Portugal\nS-4,,India\n");
	assert_warned(desk, "1 supplier from earlier imports is not in this file or only in a rejected row",
	              "it stays");
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, "Supplier ID,Agency name\nS-1,Amihan Example Crewing\n");
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, "Supplier ID,Agency name\nS-2,Amihan Example Crewing\n");
	assert_warned(desk, "1 engagement from earlier imports is not in this file; it stays", "screened");
}

static void
file_put_back_after_a_change_takes_effect(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, three);
	desk_suppliers(desk, "ID,Supplier Name,Country\nS-1,Tallbrook Mills,Nepal\n");
	desk_suppliers(desk, three);
	assert_false(desk->report->already_imported);
	assert_int_equal(desk->report->record.n_changed, 1);
	assert_text(the_party(desk, "Tallbrook Mills").country, "IN");
	assert_int_equal(the_party(desk, "Tallbrook Mills").version, 3);
}

static void
file_changed_makes_versions_of_what_changed_only(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, three);
	desk_suppliers(desk, "ID,Supplier Name,Country\n"
	                     "S-3,Penny Lane Knits,Portugal\n"
	                     "S-2,Gorse Hill Looms Ltd,Kenya\n"
	                     "S-4,Low Moor Dyers,Poland\n");
	const struct cdr_import_record *record = &desk->report->record;
	assert_int_equal(record->id, 2);
	assert_int_equal(record->n_created, 1);
	assert_int_equal(record->n_changed, 1);
	assert_int_equal(record->n_unchanged, 1);
	assert_int_equal(the_party(desk, "Gorse Hill Looms Ltd").version, 2);
	assert_int_equal(the_party(desk, "Penny Lane Knits").version, 1);
	assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 1); /* not in the file is not gone */
}

static void
file_same_bytes_with_another_mapping_is_another_import(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, three);
	assert_status(CDR_OK, desk_suppliers_mapped(desk, three, "columns: {name: Supplier Name}\n"), &desk->error);
	assert_false(desk->report->already_imported);
	assert_int_equal(desk->report->record.id, 2);
	assert_int_equal(desk->report->record.n_unchanged, 3);
}

static void
file_dry_run_reports_everything_and_keeps_nothing(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .dry_run = true };
	int64_t latest = -1;
	assert_status(CDR_OK,
	              desk_import_with(desk, "ID,Supplier Name,Tier\nS-1,Tallbrook Mills,1\nS-2,Gorse Hill,x\n",
	                               "list.csv", options),
	              &desk->error);
	assert_counts(desk, 1, 1, 1);
	assert_int_equal(desk->report->record.id, 0);
	assert_int_equal(desk->report->n_rejects, 1);
	assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 0);
	assert_int_equal(count_evidence(desk, NULL), 0);
	assert_status(CDR_OK, cdr_store_import_latest(desk->store, ORG, &latest, &desk->error), &desk->error);
	assert_int_equal(latest, 0);
}

static bool
stop_later(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)label;
	(void)total;
	return ++*(int *)context < 3 || done < 512;
}

static void
file_stopped_half_way_keeps_nothing(void **state)
{
	struct desk *desk = DESK;
	int calls = 0;
	struct cdr_import_options options = { .progress = { stop_later, &calls } };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "Supplier Name,Country\n");
	for (int i = 0; i < 2000; i++)
		cdr_buf_printf(&text, "Mill %d,India\n", i);
	assert_status(CDR_ECANCELLED, desk_import_with(desk, text.p, "list.csv", options), &desk->error);
	assert_true(calls >= 3);
	assert_int_equal(count_parties(desk, "Mill 0", NULL), 0);
	assert_int_equal(count_evidence(desk, NULL), 0);
	/* And the store goes on. */
	desk_suppliers(desk, three);
	assert_counts(desk, 3, 0, 3);
}

static bool
die_later(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)context;
	(void)label;
	(void)total;
	if (done >= 1024)
		(void)raise(SIGKILL);
	return true;
}

static void
file_killed_half_way_keeps_nothing(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .progress = { die_later, NULL } };
	int outcome = 0;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "Supplier Name,Country\n");
	for (int i = 0; i < 2000; i++)
		cdr_buf_printf(&text, "Mill %d,India\n", i);
	/* The child opens the store itself: a connection does not survive a fork. */
	desk->store = cdr_store_free(desk->store);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (cdr_store_open(desk->path, false, &desk->store, NULL) == CDR_OK)
			(void)desk_import_with(desk, text.p, "list.csv", options);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &outcome, 0), child);
	assert_true(WIFSIGNALED(outcome) && WTERMSIG(outcome) == SIGKILL);
	assert_status(CDR_OK, cdr_store_open(desk->path, false, &desk->store, &desk->error), &desk->error);
	assert_int_equal(count_parties(desk, "Mill 0", NULL), 0);
	assert_int_equal(count_evidence(desk, NULL), 0);
	desk_suppliers(desk, three);
	assert_counts(desk, 3, 0, 3);
	assert_int_equal(desk->report->record.id, 1);
}

static enum cdr_status
count_reject(void *context, const struct cdr_reject *reject, struct cdr_error *err)
{
	(void)err;
	assert_true(reject->reason.n > 0);
	++*(int *)context;
	return CDR_OK;
}

static void
file_rejects_are_kept_with_the_import(void **state)
{
	struct desk *desk = DESK;
	int n = 0;
	desk_suppliers(desk, "Supplier Name,Tier\nTallbrook Mills,1\n,2\nGorse Hill,x\nTotal,9\n");
	assert_counts(desk, 1, 3, 1);
	assert_status(CDR_OK, cdr_store_reject_each(desk->store, 1, count_reject, &n, &desk->error), &desk->error);
	assert_int_equal(n, 3);
}

static void
file_of_semicolons_and_tabs_reads_alike(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "ID,Supplier Name,Country\nS-1,Tallbrook Mills,India\n");
	desk_suppliers(desk, "ID;Supplier Name;Country\r\nS-1;Tallbrook Mills;India\r\n");
	assert_int_equal(desk->report->record.n_unchanged, 1);
	desk_suppliers(desk, "\357\273\277ID\tSupplier Name\tCountry\nS-1\tTallbrook Mills\tIndia");
	assert_int_equal(desk->report->record.n_unchanged, 1);
}

static void
file_of_json_reads_like_a_table(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { 0 };
	assert_status(CDR_OK,
	              desk_import_with(desk,
	                               "[{\"supplier_name\":\"Tallbrook Mills\",\"country\":\"India\",\"workers\":40},"
	                               "{\"supplier_name\":\"\",\"country\":\"Kenya\",\"workers\":3}]",
	                               "list.json", options),
	              &desk->error);
	assert_counts(desk, 1, 1, 1);
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(cdr_party_get(&party, "workers_total"), "40");
}

static void
file_that_cannot_be_read_leaves_the_report_alone(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { 0 };
	assert_status(CDR_EINPUT, desk_import_with(desk, "", "list.csv", options), &desk->error);
	assert_null(desk->report);
	assert_true(desk->error.message[0] != '\0');
}

static void
file_survives_every_lack_of_memory(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .map_yaml = CDR_STR("defaults: {tier: 1}\n"), .map_name = "map.yaml" };
	static const char text[] = "Supplier Name,Address,Products,Colour\n"
				   "Tallbrook Mills,\"Surat, India\",yarn|rope,red\n"
				   "Tallbrook Mills,\"Surat, India\",cloth,red\n,,,\n,x,y,z\n";
	enum cdr_status status = CDR_ENOMEM;
	long n = 0;
	/* Every place at first, then in longer strides: each is an import of its own. */
	for (; status != CDR_OK; n += n < 300 ? 1 : 7) {
		fail_memory_after(n);
		status = desk_import_with(desk, text, "list.csv", options);
		bool refused = memory_restore();
		if (!refused)
			break;
		assert_null(desk->report);
		assert_true(status == CDR_ENOMEM || status == CDR_EINTERNAL);
		assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 0);
	}
	assert_status(CDR_OK, status, &desk->error);
	assert_true(n > 300);
	assert_counts(desk, 2, 1, 2);
}

static void
file_counts_always_add_up(void **state)
{
	struct desk *desk = DESK;
	static const char *const cells[] = {
		"Tallbrook Mills", "", "n/a", "Total", "Supplier Name", "=1+1", "\"a\nb\""
	};
	static const char *const tiers[] = { "1", "x", "", "Tier", "1.0", "-" };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "Supplier Name,Tier,Note\n");
	int n = 0;
	for (size_t i = 0; i < CDR_LEN(cells); i++) {
		for (size_t k = 0; k < CDR_LEN(tiers); k++, n++)
			cdr_buf_printf(&text, "%s,%s,%s\n", cells[i], tiers[k], n % 2 ? "note" : "Note");
	}
	desk_suppliers(desk, text.p);
	const struct cdr_import_record *record = &desk->report->record;
	assert_int_equal(record->n_read, n);
	assert_int_equal(record->n_read, record->n_accepted + record->n_rejected);
	assert_true(record->n_accepted >= record->n_created + record->n_changed + record->n_unchanged);
	assert_true(record->n_rejected > 0 && record->n_created > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(file_is_recorded_with_its_counts_and_evidence),
		desk_test(file_imported_again_changes_nothing_and_says_so),
		desk_test(file_read_by_a_guess_says_so),
		desk_test(file_that_lacks_earlier_records_says_that_they_stay),
		desk_test(file_put_back_after_a_change_takes_effect),
		desk_test(file_changed_makes_versions_of_what_changed_only),
		desk_test(file_same_bytes_with_another_mapping_is_another_import),
		desk_test(file_dry_run_reports_everything_and_keeps_nothing),
		desk_test(file_stopped_half_way_keeps_nothing),
		desk_test(file_killed_half_way_keeps_nothing),
		desk_test(file_rejects_are_kept_with_the_import),
		desk_test(file_of_semicolons_and_tabs_reads_alike),
		desk_test(file_of_json_reads_like_a_table),
		desk_test(file_that_cannot_be_read_leaves_the_report_alone),
		desk_test(file_survives_every_lack_of_memory),
		desk_test(file_counts_always_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
