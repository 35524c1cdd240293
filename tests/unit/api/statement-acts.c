/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define LAW "uk-msa-2015"

/* The organisation of the demonstration, its token, and a draft for it. */
static void
make_draft(struct desk *desk)
{
	cdr_auto(cdr_buf) yaml = CDR_BUF_INIT;
	struct cdr_str id = { NULL, 0 };
	int64_t version = 0;
	assert_ok(cdr_file_read(CDR_SOURCE_ROOT "/src/demo.d/organisation.yaml", &yaml, err));
	assert_ok(cdr_import_organisation(desk->store, desk->setup->normaliser, cdr_buf_str(&yaml), "o.yaml",
	                                  CDR_STR("tester"), desk->arena, &id, &version, err));
	desk_token(desk, id);
	answered draft =
		ask(desk, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"" LAW "\",\"year\":2026}" });
	assert_int_equal(draft.status, 201);
}

/* Posts below the first statement. */
static struct answer
post(struct desk *desk, const char *what, const char *body)
{
	struct cdr_str path = cdr_str_format(desk->arena, "/v1/statements/1/%s", what);
	return ask(desk, (struct ask){ "POST", path.p, .body = body });
}

/* A body with today in it. */
static const char *
today(struct desk *desk, const char *members)
{
	char day[CDR_DATE_TEXT_MAX];
	return cdr_str_format(desk->arena, "{\"on\":\"%s\",%s}", cdr_date_text(cdr_date_today(), day), members).p;
}

static void
statement_acts_take_a_draft_to_its_publication(void **state)
{
	make_draft(DESK);
	answered early = post(DESK, "approvals", today(DESK, "\"body\":\"board\",\"minute\":\"B/1\""));
	assert_int_equal(early.status, 409);
	assert_holds(cdr_json_get_str(early.json, "detail"), "reviews this text first");
	answered review = post(DESK, "reviews", "{\"note\":\"read by legal\"}");
	assert_int_equal(review.status, 201);
	assert_text(cdr_json_get_str(review.json, "status"), "reviewed");
	answered approval = post(DESK, "approvals", today(DESK, "\"body\":\"board\",\"minute\":\"B/1\""));
	assert_int_equal(approval.status, 201);
	answered signature = post(DESK, "signatures", today(DESK, "\"name\":\"A. Person\",\"role\":\"director\""));
	assert_int_equal(signature.status, 201);
	assert_int_equal(cdr_json_get_str(signature.json, "hash").n, 64);
	answered publication = post(DESK, "publications", today(DESK, "\"url\":\"https://a.example/s\""));
	assert_int_equal(publication.status, 201);
	answered json = ask(DESK, (struct ask){ "GET", "/v1/statements/1" });
	assert_text(cdr_json_get_str(json.json, "status"), "published");
	assert_int_equal(cdr_json_count(cdr_json_get(json.json, "steps")), 4);
	answered history = ask(DESK, (struct ask){ "GET", "/v1/statements/1/history" });
	assert_int_equal(cdr_json_count(cdr_json_get(history.json, "items")), 5);
	answered list = ask(DESK, (struct ask){ "GET", "/v1/statements", .fields = "law=" LAW });
	const struct cdr_json *items = cdr_json_get(list.json, "items");
	assert_int_equal(cdr_json_count(items), 1);
	assert_text(cdr_json_get_str(cdr_json_at(items, 0), "status"), "published");
	answered alone = post(DESK, "supersessions", "{\"with\":1}");
	assert_int_equal(alone.status, 400);
}

static void
statement_acts_edit_sentences_and_flag_them(void **state)
{
	make_draft(DESK);
	answered one =
		post(DESK, "edits",
	             "{\"claim\":\"due-diligence/during-the-year-carried-out-at-of-which-record\",\"text\":\"All 40 "
	             "suppliers were audited.\",\"reason\":\"x\"}");
	assert_int_equal(one.status, 201);
	assert_int_equal(cdr_json_get_int(one.json, "open_flags", 0), 1);
	answered both = post(DESK, "edits",
	                     "[{\"claim\":\"due-diligence/"
	                     "during-the-year-carried-out-at-of-which-record\",\"confirm\":\"the register\"},"
	                     "{\"criterion\":\"risk\",\"text\":\"Wicks.\",\"reason\":\"y\"}]");
	assert_int_equal(both.status, 201);
	assert_int_equal(cdr_json_get_int(both.json, "open_flags", 0), 1);
	answered again =
		ask(DESK, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"" LAW "\",\"year\":2026}" });
	assert_int_equal(again.status, 201);
	answered diff = ask(DESK, (struct ask){ "GET", "/v1/statements/2/diff", .fields = "from=1" });
	assert_int_equal(diff.status, 200);
	assert_int_equal(cdr_json_count(cdr_json_get(diff.json, "removed")), 0);
	answered fresh = ask(DESK, (struct ask){ "POST", "/v1/statements",
	                                         .body = "{\"law\":\"" LAW "\",\"year\":2026,\"fresh\":true}" });
	assert_int_equal(fresh.status, 201);
	answered bare = ask(DESK, (struct ask){ "GET", "/v1/statements/3/diff", .fields = "from=1" });
	assert_int_equal(cdr_json_count(cdr_json_get(bare.json, "removed")), 1);
	assert_int_equal(cdr_json_count(cdr_json_get(bare.json, "changed")), 1);
}

static void
statement_acts_name_what_is_wrong(void **state)
{
	static const struct {
		const char *path, *body;
		int status;
		const char *says;
	} cases[] = {
		{ "edits", "[]", 422, "1 to 1000" },
		{ "edits", "{\"claim\":\"a/1\",\"texts\":\"x\"}", 422, "nobody reads" },
		{ "edits", "[{\"claim\":\"a/1\",\"remove\":\"yes\"}]", 422, "true or false" },
		{ "edits", "{\"claim\":\"a/1\",\"text\":\"x\",\"reason\":\"y\"}", 404, "no claim" },
		{ "approvals", "{\"on\":\"yesterday\"}", 422, "YYYY-MM-DD" },
		{ "signatures", "{\"attested\":1}", 422, "true or false" },
		{ "supersessions", "{\"with\":\"two\"}", 422, "number of the later" },
		{ "reviews", "{\"by\":\"me\"}", 422, "nobody reads" },
	};
	make_draft(DESK);
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered answer = post(DESK, cases[i].path, cases[i].body);
		assert_int_equal(answer.status, cases[i].status);
		assert_holds(cdr_json_get_str(answer.json, "detail"), cases[i].says);
	}
	answered nowhere = ask(DESK, (struct ask){ "GET", "/v1/statements/1/diff" });
	assert_int_equal(nowhere.status, 400);
	answered wrong = ask(DESK, (struct ask){ "POST", "/v1/statements",
	                                         .body = "{\"law\":\"" LAW "\",\"year\":2026,\"carry_over\":\"x\"}" });
	assert_int_equal(wrong.status, 422);
	desk_token(DESK, CDR_STR("other"));
	answered other = post(DESK, "reviews", "{}");
	assert_int_equal(other.status, 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(statement_acts_take_a_draft_to_its_publication),
		desk_test(statement_acts_edit_sentences_and_flag_them),
		desk_test(statement_acts_name_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
