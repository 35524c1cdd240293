/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define SUPPLIERS "id,name,country\nS-1,Tallbrook Mills,India\nS-2,,India\n"

static struct cdr_str
upload_of(struct desk *desk, int64_t job)
{
	struct cdr_job_row row = job_of(desk, job);
	cdr_owned(cdr_json) payload = NULL;
	assert_ok(cdr_json_parse(row.payload_json, "payload", &payload, err));
	return cdr_str_copy(desk->arena, cdr_json_get_str(payload, "upload"));
}

static enum cdr_status
read_upload(struct desk *desk, struct cdr_str upload)
{
	cdr_auto(cdr_buf) bytes = CDR_BUF_INIT;
	return cdr_store_upload_get(desk->store, upload, &bytes, NULL);
}

static void
imports_become_a_job_and_then_counts_and_rejects(void **state)
{
	answered queued = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS, .file = "s.csv",
	                                          .fields = "as=suppliers" });
	assert_int_equal(queued.status, 202);
	assert_text(cdr_json_get_str(queued.json, "state"), "queued");
	assert_text(queued.location, "/v1/jobs/1");
	run_jobs(DESK);
	answered job = ask(DESK, (struct ask){ "GET", "/v1/jobs/1" });
	assert_text(cdr_json_get_str(job.json, "state"), "done");
	assert_text(cdr_json_get_str(job.json, "actor"), "token:tester");
	assert_int_equal(cdr_json_get_int(cdr_json_get(job.json, "result"), "import", 0), 1);
	answered import = ask(DESK, (struct ask){ "GET", "/v1/imports/1" });
	assert_int_equal(import.status, 200);
	assert_text(cdr_json_get_str(import.json, "file"), "s.csv");
	assert_text(cdr_json_get_str(import.json, "kind"), "suppliers");
	assert_int_equal(cdr_json_get_int(import.json, "read", 0), 2);
	assert_int_equal(cdr_json_get_int(import.json, "accepted", 0), 1);
	assert_int_equal(cdr_json_get_int(import.json, "rejected", 0), 1);
	const struct cdr_json *reject = cdr_json_at(cdr_json_get(import.json, "rejects"), 0);
	assert_holds(cdr_json_get_str(reject, "place"), "row 3");
	assert_text(cdr_json_get_str(reject, "column"), "name");
	assert_int_equal(cdr_json_get_int(cdr_json_get(reject, "origin"), "row", 0), 3);
}

static void
imports_are_of_one_organisation(void **state)
{
	answered queued = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS, .fields = "as=suppliers" });
	assert_int_equal(queued.status, 202);
	run_jobs(DESK);
	desk_token(DESK, CDR_STR("other"));
	answered import = ask(DESK, (struct ask){ "GET", "/v1/imports/1" });
	assert_int_equal(import.status, 404);
	answered job = ask(DESK, (struct ask){ "GET", "/v1/jobs/1" });
	assert_int_equal(job.status, 404);
}

static void
imports_say_what_is_missing(void **state)
{
	answered kind = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS });
	assert_int_equal(kind.status, 400);
	assert_holds(kind.body, "suppliers, engagements, audits");
	answered word = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS, .fields = "as=supplier" });
	assert_int_equal(word.status, 400);
	answered empty = ask(DESK, (struct ask){ "POST", "/v1/imports", .fields = "as=suppliers" });
	assert_int_equal(empty.status, 422);
	assert_text(cdr_json_get_str(empty.json, "where"), "body");
}

static void
imports_keep_the_last_component_of_a_name(void **state)
{
	answered queued = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS,
	                                          .fields = "as=suppliers&file=../../etc/s.csv" });
	assert_int_equal(queued.status, 202);
	run_jobs(DESK);
	answered import = ask(DESK, (struct ask){ "GET", "/v1/imports/1" });
	assert_text(cdr_json_get_str(import.json, "file"), "s.csv");
}

static void
imports_drop_the_upload_when_the_job_has_ended(void **state)
{
	struct ask good = { "POST", "/v1/imports", .body = SUPPLIERS, .fields = "as=suppliers" };
	struct ask bad = { "POST", "/v1/imports", .body = "colour\nred\n", .fields = "as=suppliers" };
	answered first = ask(DESK, good), second = ask(DESK, bad);
	assert_int_equal(first.status, 202);
	assert_int_equal(second.status, 202);
	struct cdr_str uploads[] = { upload_of(DESK, 1), upload_of(DESK, 2) };
	assert_int_equal(read_upload(DESK, uploads[0]), CDR_OK);
	run_jobs(DESK);
	answered failed = ask(DESK, (struct ask){ "GET", "/v1/jobs/2" });
	assert_text(cdr_json_get_str(failed.json, "state"), "failed");
	assert_text(cdr_json_get_str(cdr_json_get(failed.json, "error"), "code"), "input");
	for (size_t i = 0; i < CDR_LEN(uploads); i++)
		assert_int_equal(read_upload(DESK, uploads[i]), CDR_ENOTFOUND);
}

static void
imports_of_the_same_bytes_do_not_take_them_from_each_other(void **state)
{
	struct ask asks = { "POST", "/v1/imports", .body = SUPPLIERS, .fields = "as=suppliers" };
	answered first = ask(DESK, asks), second = ask(DESK, asks);
	assert_int_equal(first.status, 202);
	assert_int_equal(second.status, 202);
	run_jobs(DESK);
	answered job = ask(DESK, (struct ask){ "GET", "/v1/jobs/2" });
	assert_text(cdr_json_get_str(job.json, "state"), "done");
	assert_true(cdr_json_get_bool(cdr_json_get(job.json, "result"), "already_imported", false));
}

static void
imports_keep_the_upload_of_a_job_that_was_stopped(void **state)
{
	const int stop = 1;
	bool ran = false;
	size_t n = 0;
	answered queued = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS, .fields = "as=suppliers" });
	assert_int_equal(queued.status, 202);
	struct cdr_str upload = upload_of(DESK, 1);
	const struct cdr_job_handler *handlers = cdr_api_job_handlers(DESK->api, &n);
	assert_ok(cdr_job_run_one(DESK->store, handlers, n, &stop, &ran, err));
	assert_text(job_of(DESK, 1).state, "queued");
	assert_int_equal(read_upload(DESK, upload), CDR_OK);
	run_jobs(DESK);
	assert_text(job_of(DESK, 1).state, "done");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(imports_become_a_job_and_then_counts_and_rejects),
		desk_test(imports_are_of_one_organisation),
		desk_test(imports_say_what_is_missing),
		desk_test(imports_keep_the_last_component_of_a_name),
		desk_test(imports_drop_the_upload_when_the_job_has_ended),
		desk_test(imports_of_the_same_bytes_do_not_take_them_from_each_other),
		desk_test(imports_keep_the_upload_of_a_job_that_was_stopped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
