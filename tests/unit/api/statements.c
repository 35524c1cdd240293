/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define LAW "uk-msa-2015"

/* The organisation of the demonstration; its token. */
static void
set_organisation(struct desk *desk)
{
	cdr_auto(cdr_buf) yaml = CDR_BUF_INIT;
	struct cdr_str id = { NULL, 0 };
	int64_t version = 0;
	assert_ok(cdr_file_read(CDR_SOURCE_ROOT "/src/demo.d/organisation.yaml", &yaml, err));
	assert_ok(cdr_import_organisation(desk->store, desk->setup->normaliser, cdr_buf_str(&yaml), "o.yaml",
	                                  CDR_STR("tester"), desk->arena, &id, &version, err));
	desk_token(desk, id);
}

static void
statements_are_drafted_and_read_in_every_format(void **state)
{
	set_organisation(DESK);
	answered draft =
		ask(DESK, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"" LAW "\",\"year\":2026}" });
	assert_int_equal(draft.status, 201);
	assert_text(draft.location, "/v1/statements/1.json");
	assert_int_equal(cdr_json_get_int(draft.json, "id", 0), 1);
	answered json = ask(DESK, (struct ask){ "GET", "/v1/statements/1.json" });
	assert_int_equal(json.status, 200);
	assert_null(json.content_type ? strstr(json.content_type, "html") : NULL);
	cdr_auto(cdr_buf) told = CDR_BUF_INIT, kept = CDR_BUF_INIT;
	assert_ok(cdr_json_write(cdr_json_get(draft.json, "draft"), false, &told, err));
	assert_ok(cdr_json_write(json.json, false, &kept, err));
	assert_string_equal(told.p, kept.p);
	answered bare = ask(DESK, (struct ask){ "GET", "/v1/statements/1" });
	assert_true(cdr_str_equal(bare.body, json.body));
	answered html = ask(DESK, (struct ask){ "GET", "/v1/statements/1.html" });
	assert_int_equal(html.status, 200);
	assert_string_equal(html.content_type, "text/html; charset=utf-8");
	assert_holds(html.body, "<html");
	answered markdown = ask(DESK, (struct ask){ "GET", "/v1/statements/1.md" });
	assert_string_equal(markdown.content_type, "text/markdown; charset=utf-8");
	assert_true(cdr_str_find(markdown.body, CDR_STR("# ")) >= 0);
	answered pdf = ask(DESK, (struct ask){ "GET", "/v1/statements/1.pdf" });
	assert_int_equal(pdf.status, 200);
	assert_string_equal(pdf.content_type, "application/pdf");
	assert_true(cdr_str_starts_with(pdf.body, CDR_STR("%PDF-")));
	answered docx = ask(DESK, (struct ask){ "GET", "/v1/statements/1.docx" });
	assert_int_equal(docx.status, 200);
	assert_true(cdr_str_starts_with(docx.body, CDR_STR("PK")));
	answered other = ask(DESK, (struct ask){ "GET", "/v1/statements/1.odt" });
	assert_int_equal(other.status, 404);
}

static void
statements_a_year_is_the_same_however_it_is_written(void **state)
{
	set_organisation(DESK);
	answered number =
		ask(DESK, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"" LAW "\",\"year\":2026}" });
	answered text =
		ask(DESK, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"" LAW "\",\"year\":\"02026\"}" });
	assert_int_equal(text.status, 201);
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_get(number.json, "draft"), "year"),
	                          cdr_json_get_str(cdr_json_get(text.json, "draft"), "year")));
}

static void
statements_say_what_is_wrong_with_a_question(void **state)
{
	static const struct {
		const char *body, *where;
	} cases[] = { { "{\"law\":\"" LAW "\"}", "body year" },
		      { "{\"law\":\"" LAW "\",\"year\":1999}", "body year" },
		      { "{\"law\":\"" LAW "\",\"year\":\"soon\"}", "body year" },
		      { "{\"law\":\"" LAW "\",\"year\":2026.5}", "body year" },
		      { "{\"law\":\"zz-none\",\"year\":2026}", "body law" },
		      { "{\"year\":2026}", "body law" },
		      { "{\"law\":\"" LAW "\",\"year\":2026,\"lang\":\"en\"}", "body" } };
	set_organisation(DESK);
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered answer = ask(DESK, (struct ask){ "POST", "/v1/statements", .body = cases[i].body });
		assert_int_equal(answer.status, 422);
		assert_text(cdr_json_get_str(answer.json, "where"), cases[i].where);
	}
	answered law = ask(DESK, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"zz\",\"year\":2026}" });
	assert_holds(cdr_json_get_str(law.json, "detail"), LAW);
}

static void
statements_want_an_organisation_first(void **state)
{
	answered answer =
		ask(DESK, (struct ask){ "POST", "/v1/statements", .body = "{\"law\":\"" LAW "\",\"year\":2026}" });
	assert_int_equal(answer.status, 409);
}

static void
statements_are_of_one_organisation(void **state)
{
	set_organisation(DESK);
	answered draft = ask(DESK, (struct ask){ "POST", "/v1/statements",
	                                         .body = "{\"law\":\"" LAW "\",\"year\":2026}", .key = "k" });
	assert_int_equal(draft.status, 201);
	desk_token(DESK, CDR_STR("other"));
	answered other = ask(DESK, (struct ask){ "GET", "/v1/statements/1.html" });
	assert_int_equal(other.status, 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(statements_are_drafted_and_read_in_every_format),
		desk_test(statements_a_year_is_the_same_however_it_is_written),
		desk_test(statements_say_what_is_wrong_with_a_question),
		desk_test(statements_want_an_organisation_first),
		desk_test(statements_are_of_one_organisation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
