/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "../fetch/web.h"

/* The pages under a path of the server, put together. */
static enum cdr_status
get_pages(struct web *web, const char *path, const struct cdr_import_pages *like, struct cdr_buf *out)
{
	char url[128];
	const struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch) fetch = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
	cdr_owned(cdr_fetch_reply) first = NULL;
	struct cdr_import_pages pages = *like;
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", web->port, path);
	pages.request.url = cdr_str_from(url);
	if (!pages.records.p)
		pages.records = CDR_STR("data.rows");
	web->error = (struct cdr_error){ 0 };
	assert_int_equal(cdr_fetch_new(&policy, &fetch, &web->error), CDR_OK);
	enum cdr_status status = cdr_import_pages_get(fetch, &pages, arena, out, &first, &web->error);
	assert_true((status == CDR_OK) == (first != NULL));
	return status;
}

static void
assert_five(const struct cdr_buf *out)
{
	cdr_owned(cdr_json) root = NULL;
	assert_int_equal(cdr_json_parse(cdr_buf_str(out), "pages", &root, NULL), CDR_OK);
	const struct cdr_json *rows = cdr_json_get(cdr_json_get(root, "data"), "rows");
	assert_int_equal(cdr_json_count(rows), 5);
	for (size_t i = 0; i < 5; i++) {
		char name[64];
		(void)snprintf(name, sizeof(name), "EXAMPLE [%zu] \"HARBOUR\" LTD", i + 1);
		assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(rows, i), "name"), cdr_str_from(name)));
	}
	assert_int_equal(cdr_json_get_int(cdr_json_get(root, "meta"), "total", 0), 5);
	/* As it came, to the last digit. */
	assert_true(cdr_str_find(cdr_buf_str(out), CDR_STR("14.5995124")) > 0);
}

static void
comes_whole(struct web *web, const char *path, const struct cdr_import_pages *like)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	if (get_pages(web, path, like, &out) != CDR_OK)
		fail_msg("%s: %s", path, web->error.message);
	assert_five(&out);
}

static void
pages_are_put_behind_each_other(void **state)
{
	const struct cdr_import_pages by_number = { .first = 1, .step = 1 };
	const struct cdr_import_pages by_last = { .first = 1, .step = 1, .last = CDR_STR("last") };
	const struct cdr_import_pages by_offset = { .first = 0, .step = 2 };
	const struct cdr_import_pages by_link = { .first = 1, .step = 1, .next = CDR_STR("next") };
	const struct cdr_import_pages posted = { .request = { .body = CDR_STR("{\"page\": {page}}"),
		                                              .body_type = CDR_STR("application/json") },
		                                 .first = 1,
		                                 .step = 1 };
	comes_whole(*state, "/numbered?page={page}", &by_number);
	assert_int_equal(web_count(*state, "/numbered"), 4); /* the empty one ends it */
	comes_whole(*state, "/numbered?page={page}", &by_last);
	assert_int_equal(web_count(*state, "/numbered"), 7);
	comes_whole(*state, "/offset?from={page}", &by_offset);
	comes_whole(*state, "/linked", &by_link);
	assert_int_equal(web_count(*state, "/linked"), 3);
	comes_whole(*state, "/posted", &posted);
}

static void
refused(struct web *web, const char *path, const struct cdr_import_pages *like, enum cdr_status code, const char *words)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	enum cdr_status status = get_pages(web, path, like, &out);
	if (status != code || !strstr(web->error.message, words))
		fail_msg("%s: %d, %s", path, status, web->error.message);
}

static void
pages_that_cannot_be_the_list_are_refused(void **state)
{
	const struct cdr_import_pages by_number = { .first = 1, .step = 1 };
	const struct cdr_import_pages by_link = { .first = 1, .step = 1, .next = CDR_STR("next") };
	const struct cdr_import_pages elsewhere = { .records = CDR_STR("data.list"), .first = 1, .step = 1 };
	const struct cdr_import_pages no_link = { .first = 1, .step = 1, .next = CDR_STR("meta") };
	const struct cdr_import_pages no_last = { .first = 1, .step = 1, .last = CDR_STR("meta.note") };
	refused(*state, "/unheeding?page={page}", &by_number, CDR_EINPUT,
	        "page 2: it says what the page before it said");
	refused(*state, "/linked-away", &by_link, CDR_EREFUSED, "leads to another host");
	refused(*state, "/broken-page?page={page}", &by_number, CDR_EINPUT, "page 2");
	refused(*state, "/numbered?page={page}", &elsewhere, CDR_EINPUT, "there is no list at \"data.list\"");
	refused(*state, "/numbered?page={page}", &no_last, CDR_EINPUT, "does not say which page is the last");
	refused(*state, "/linked", &no_link, CDR_EINPUT, "\"meta\" is no link");
	refused(*state, "/gone?page={page}", &by_number, CDR_EIO, "404");
}

/* A list by itself, in odd but proper writing. */
static void
pages_are_found_in_any_writing(void **state)
{
	struct web *web = *state;
	struct web files;
	char folder[] = "/tmp/cdr-pages-XXXXXX", path[64];
	(void)web;
	assert_non_null(mkdtemp(folder));
	static const char *const texts[] = {
		"[]",
		" [ ] ",
		"\xEF\xBB\xBF[1,[2,\"]\"],{\"a\":\"\\\"]\"}]",
		"{\"a\\\"b\":{\"rows\":[9]},\"x\":[[],{}],\"data\" : { \"q\":true, \"rows\"\n:\n[ 1 , 2 ] } , "
		"\"z\":null}",
	};
	static const char *const joined[] = {
		"[]",
		" [] ",
		"\xEF\xBB\xBF[1,[2,\"]\"],{\"a\":\"\\\"]\"}]",
		"{\"a\\\"b\":{\"rows\":[9]},\"x\":[[],{}],\"data\" : { \"q\":true, \"rows\"\n:\n[1 , 2] } , "
		"\"z\":null}",
	};
	web_run(&files, folder);
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		const struct cdr_import_pages pages = { .records = i < 3 ? CDR_STR("") : CDR_STR("data.rows"),
			                                .next = CDR_STR("z") };
		(void)snprintf(path, sizeof(path), "%s/p.json", folder);
		assert_int_equal(cdr_file_write_atomic(path, cdr_str_from(texts[i]), NULL), CDR_OK);
		if (get_pages(&files, "/file/p.json", &pages, &out) != CDR_OK)
			fail_msg("%s", files.error.message);
		assert_string_equal(out.p, joined[i]);
	}
	web_end(&files);
	(void)unlink(path);
	(void)rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_put_behind_each_other),
		cmocka_unit_test(pages_that_cannot_be_the_list_are_refused),
		cmocka_unit_test(pages_are_found_in_any_writing),
	};
	return cmocka_run_group_tests(tests, web_start, web_stop);
}
