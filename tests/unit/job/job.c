/* SPDX-License-Identifier: Apache-2.0 */
#include "../store/scratch.h"

#include "candor/job.h"

static void
job_is_queued_with_its_payload(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_job_row job = { 0 };
	struct cdr_json *payload = cdr_json_object();
	int64_t id = 0;
	cdr_json_set_int(payload, "n", 1);
	assert_ok(cdr_job_add(scratch->store, ORG, CDR_STR("ann"), "import", payload, &id, err));
	assert_ok(cdr_store_job_get(scratch->store, ORG, id, scratch->arena, &job, err));
	assert_text(job.kind, "import");
	assert_text(job.state, "queued");
	assert_text(job.payload_json, "{\"n\":1}");
	assert_text(job.actor, "ann");
	assert_int_equal(job.attempts, 0);
}

static void
job_as_json_holds_result_and_error_as_values(void **state)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_job_row job = { .id = 4,
		                   .org = ORG,
		                   .kind = CDR_STR("import"),
		                   .state = CDR_STR("failed"),
		                   .error_json = CDR_STR("{\"code\":\"input\"}"),
		                   .created_at = CDR_STR("c"),
		                   .updated_at = CDR_STR("u"),
		                   .attempts = 1,
		                   .done = 2,
		                   .total = 3 };
	(void)state;
	cdr_owned(cdr_json) json = cdr_job_to_json(&job);
	assert_ok(cdr_json_write(json, false, &out, err));
	assert_string_equal(out.p, "{\"id\":4,\"org\":\"acme\",\"kind\":\"import\",\"state\":\"failed\","
	                           "\"created_at\":\"c\",\"updated_at\":\"u\",\"actor\":null,\"attempts\":1,"
	                           "\"done\":2,\"total\":3,\"error\":{\"code\":\"input\"}}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(job_is_queued_with_its_payload),
		cmocka_unit_test(job_as_json_holds_result_and_error_as_values),
	};
	return cmocka_run_group_tests_name("job/job", tests, NULL, NULL);
}
