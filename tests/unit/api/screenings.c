/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define SUPPLIERS "id,name,country\nS-1,Golden Reef Manning,Kenya\nS-2,Tallbrook Mills,India\n"

static struct answer
check(struct desk *desk, const char *body)
{
	return ask(desk, (struct ask){ "POST", "/v1/checks", .body = body });
}

static void
screenings_check_one(void **state)
{
	char today[CDR_DATE_TEXT_MAX];
	put_copy(DESK, NULL, "Golden Reef Manning");
	answered answer = check(DESK, "{\"name\":\"Golden Reef Manning\",\"country\":\"Kenya\"}");
	assert_int_equal(answer.status, 200);
	assert_text(cdr_json_get_str(answer.json, "verdict"), "match");
	assert_int_equal(cdr_json_count(cdr_json_get(answer.json, "listings")), 1);
	const struct cdr_json *question = cdr_json_get(answer.json, "question");
	assert_text(cdr_json_get_str(question, "country"), "KE");
	assert_text(cdr_json_get_str(question, "on"), cdr_date_text(cdr_date_today(), today));
	assert_int_equal(count_evidence(DESK), 1);
}

struct last_record {
	struct cdr_arena *arena;
	struct cdr_str detail;
};

static enum cdr_status
keep_detail(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	(void)err;
	struct last_record *last = context;
	last->detail = cdr_str_copy(last->arena, row->detail_json);
	return CDR_OK;
}

static void
screenings_the_evidence_of_a_check_holds_its_answer(void **state)
{
	struct last_record last = { DESK->arena, { NULL, 0 } };
	put_copy(DESK, NULL, "Golden Reef Manning");
	answered answer = check(DESK, "{\"name\":\"Golden Reef Manning\"}");
	assert_ok(cdr_store_evidence_each(DESK->store, 1, keep_detail, &last, err));
	cdr_owned(cdr_json) detail = NULL;
	assert_ok(cdr_json_parse(last.detail, "detail", &detail, err));
	for (size_t i = 0; i < cdr_json_count(answer.json); i++) {
		struct cdr_str key;
		cdr_auto(cdr_buf) told = CDR_BUF_INIT, kept = CDR_BUF_INIT;
		assert_ok(cdr_json_write(cdr_json_member(answer.json, i, &key), false, &told, err));
		cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
		assert_ok(cdr_json_write(cdr_json_get(detail, cdr_str_copy(arena, key).p), false, &kept, err));
		assert_string_equal(told.p, kept.p);
	}
}

static void
screenings_check_many_in_order(void **state)
{
	put_copy(DESK, NULL, "Golden Reef Manning");
	answered answer = check(
		DESK,
		"[{\"name\":\"Jade Kite Crewing\"},{\"name\":\"Golden Reef Manning\"},{\"licence_number\":\"7\"}]");
	assert_int_equal(answer.status, 200);
	assert_int_equal(cdr_json_count(answer.json), 3);
	assert_text(cdr_json_get_str(cdr_json_at(answer.json, 0), "verdict"), "clear");
	assert_text(cdr_json_get_str(cdr_json_at(answer.json, 1), "verdict"), "match");
	assert_int_equal(count_evidence(DESK), 3);
	answered none = check(DESK, "[]");
	assert_int_equal(none.status, 200);
	assert_int_equal(cdr_json_count(none.json), 0);
}

static void
screenings_check_all_or_none(void **state)
{
	answered answer = check(DESK, "[{\"name\":\"Jade Kite\"},{\"name\":\"Jade Kite\",\"country\":\"Atlantis\"}]");
	assert_int_equal(answer.status, 422);
	assert_text(cdr_json_get_str(answer.json, "where"), "body item 2 country");
	assert_holds(cdr_json_get_str(answer.json, "detail"), "Atlantis");
	assert_int_equal(count_evidence(DESK), 0);
}

static void
screenings_checks_have_a_limit(void **state)
{
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_buf_putc(&body, '[');
	for (int i = 0; i <= API_MAX_CHECKS; i++)
		cdr_buf_printf(&body, "%s{\"name\":\"x\"}", i ? "," : "");
	cdr_buf_putc(&body, ']');
	answered answer = check(DESK, body.p);
	assert_int_equal(answer.status, 413);
	assert_holds(cdr_json_get_str(answer.json, "detail"), "1000");
	assert_int_equal(count_evidence(DESK), 0);
}

static void
screenings_refuse_questions_that_would_be_misread(void **state)
{
	static const struct {
		const char *body, *where;
	} cases[] = {
		{ "{}", "body" },
		{ "{\"name\":\" \"}", "body" },
		{ "5", "body:1:1" },
		{ "[5]", "body item 1" },
		{ "{\"name\":\"x\",\"licence\":\"7\"}", "body" },
		{ "{\"name\":\"x\",\"licence_number\":7}", "body licence_number" },
		{ "{\"name\":\"x\",\"country\":5}", "body country" },
		{ "{\"name\":\"x\",\"on\":20260101}", "body on" },
		{ "{\"name\":\"x\",\"on\":\"2026-13-01\"}", "body on" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered answer = check(DESK, cases[i].body);
		assert_int_equal(answer.status, 422);
		assert_text(cdr_json_get_str(answer.json, "where"), cases[i].where);
	}
	assert_int_equal(count_evidence(DESK), 0);
}

static void
screenings_nothing_to_check_against_is_not_clear(void **state)
{
	answered answer = check(DESK, "{\"name\":\"Golden Reef Manning\"}");
	assert_text(cdr_json_get_str(answer.json, "verdict"), "not_checked");
	put_copy(DESK, "2001-01-01", "Somebody Else Crewing");
	answered stale = check(DESK, "{\"name\":\"Golden Reef Manning\"}");
	assert_text(cdr_json_get_str(stale.json, "verdict"), "not_checked");
}

static void
screenings_become_a_job_and_then_findings(void **state)
{
	put_copy(DESK, NULL, "Golden Reef Manning");
	answered import = ask(DESK, (struct ask){ "POST", "/v1/imports", .body = SUPPLIERS, .fields = "as=suppliers" });
	assert_int_equal(import.status, 202);
	answered queued = ask(DESK, (struct ask){ "POST", "/v1/screenings" });
	assert_int_equal(queued.status, 202);
	assert_text(queued.location, "/v1/jobs/2");
	run_jobs(DESK);
	answered job = ask(DESK, (struct ask){ "GET", "/v1/jobs/2" });
	assert_text(cdr_json_get_str(job.json, "state"), "done");
	int64_t id = cdr_json_get_int(cdr_json_get(job.json, "result"), "id", 0);
	char path[64];
	(void)snprintf(path, sizeof(path), "/v1/screenings/%lld", (long long)id);
	answered screening = ask(DESK, (struct ask){ "GET", path });
	assert_int_equal(screening.status, 200);
	assert_true(cdr_json_get_str(screening.json, "digest").n == 64);
	desk_token(DESK, CDR_STR("other"));
	answered other = ask(DESK, (struct ask){ "GET", path });
	assert_int_equal(other.status, 404);
}

static void
screenings_take_a_day_and_nothing_else(void **state)
{
	static const struct {
		const char *body;
		int status;
	} cases[] = { { "{\"as_of\":\"2026-01-31\"}", 202 },
		      { "{\"as_of\":null}", 202 },
		      { "{\"as_of\":\"2026-02-31\"}", 422 },
		      { "{\"as_of\":20260131}", 422 },
		      { "{\"asof\":\"2026-01-31\"}", 422 },
		      { "[]", 422 },
		      { "{", 422 } };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered answer = ask(DESK, (struct ask){ "POST", "/v1/screenings", .body = cases[i].body });
		assert_int_equal(answer.status, cases[i].status);
	}
	assert_holds(job_of(DESK, 1).payload_json, "2026-01-31");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(screenings_check_one),
		desk_test(screenings_the_evidence_of_a_check_holds_its_answer),
		desk_test(screenings_check_many_in_order),
		desk_test(screenings_check_all_or_none),
		desk_test(screenings_checks_have_a_limit),
		desk_test(screenings_refuse_questions_that_would_be_misread),
		desk_test(screenings_nothing_to_check_against_is_not_clear),
		desk_test(screenings_become_a_job_and_then_findings),
		desk_test(screenings_take_a_day_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
