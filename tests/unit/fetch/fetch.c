/* SPDX-License-Identifier: Apache-2.0 */
#include "web.h"

static void
fetch_follows_a_redirect(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	struct web *web = *state;
	cdr_owned(cdr_fetch_reply) reply = NULL;
	char url[64];
	assert_int_equal(web_get(web, &policy, "/hop", NULL, NULL, &reply), CDR_OK);
	assert_body(reply, "a list");
	assert_int_equal(reply->n_redirects, 1);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/tagged", web->port);
	assert_true(cdr_str_equal(reply->url, cdr_str_from(url)));
}

static void
fetch_judges_each_redirect(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	assert_fails(*state, &policy, "/loop", CDR_EREFUSED, "more than 8 redirects");
	assert_int_equal(web_count(*state, "/loop"), 9);
	assert_fails(*state, &policy, "/to-private", CDR_EREFUSED, "10.255.255.1 is private");
	assert_fails(*state, &policy, "/to-file", CDR_EREFUSED, "file:///etc/passwd: only https");
	assert_fails(*state, &policy, "/to-password", CDR_EREFUSED, "password");
}

static void
fetch_tries_again_what_may_pass(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	assert_int_equal(web_get(*state, &policy, "/busy-once", NULL, NULL, &reply), CDR_OK);
	assert_body(reply, "a list");
	assert_int_equal(reply->n_tries, 2);
	assert_fails(*state, &policy, "/busy", CDR_EIO, "tried 3 times");
	assert_int_equal(web_count(*state, "/busy"), 3);
	assert_fails(*state, &policy, "/truncated", CDR_EIO, "tried 3 times");
}

static void
fetch_does_not_ask_again_for_what_stays(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	assert_fails(*state, &policy, "/gone", CDR_EIO, "answers 404");
	assert_int_equal(web_count(*state, "/gone"), 1);
	assert_fails(*state, &policy, "/patience", CDR_EIO, "86400 s of patience");
	assert_int_equal(web_count(*state, "/patience"), 1);
	assert_fails(*state, &policy, "/empty", CDR_EIO, "empty");
}

static void
fetch_carries_a_broken_download_on(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	cdr_auto(cdr_buf) expected = CDR_BUF_INIT;
	web_long(&expected);
	assert_int_equal(web_get(*state, &policy, "/broken-once", NULL, NULL, &reply), CDR_OK);
	assert_true(cdr_str_equal(web_body(reply), cdr_buf_str(&expected)));
	assert_int_equal(reply->n_tries, 2);
}

static void
fetch_starts_anew_where_it_cannot_carry_on(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) changed = NULL;
	cdr_owned(cdr_fetch_reply) part = NULL;
	cdr_auto(cdr_buf) expected = CDR_BUF_INIT;
	web_long(&expected);
	assert_int_equal(web_get(*state, &policy, "/changed-meanwhile", NULL, NULL, &changed), CDR_OK);
	assert_body(changed, "another list");
	assert_int_equal(web_get(*state, &policy, "/wrong-part", NULL, NULL, &part), CDR_OK);
	assert_true(cdr_str_equal(web_body(part), cdr_buf_str(&expected)));
	assert_int_equal(part->n_tries, 3);
	cdr_owned(cdr_fetch_reply) little = NULL;
	assert_int_equal(web_get(*state, &policy, "/part-of-part", NULL, NULL, &little), CDR_OK);
	assert_true(cdr_str_equal(web_body(little), cdr_buf_str(&expected)));
	assert_fails(*state, &policy, "/emptied-meanwhile", CDR_EIO, "empty");
}

static void
fetch_waits_longer_each_time_up_to_its_ceiling(void **state)
{
	struct cdr_fetch_policy policy = { .back_off_ms = 1000, .max_wait_ms = 5000 };
	(void)state;
	assert_int_equal(fetch_wait_ms(&policy, 1, 0), 500);
	assert_int_equal(fetch_wait_ms(&policy, 1, 500), 1000);
	assert_int_equal(fetch_wait_ms(&policy, 2, 0), 1000);
	assert_int_equal(fetch_wait_ms(&policy, 3, 0), 2000);
	assert_int_equal(fetch_wait_ms(&policy, 60, 0), 2500);
	for (uint32_t random = 0; random < 10000; random += 7)
		assert_in_range(fetch_wait_ms(&policy, 60, random), 2500, 5000);
	policy.back_off_ms = 0;
	assert_int_equal(fetch_wait_ms(&policy, 3, 12345), 0);
}

static void
fetch_keeps_its_distance_between_requests(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	struct web *web = *state;
	cdr_owned(cdr_fetch) fetch = NULL;
	cdr_owned(cdr_fetch_reply) first = NULL;
	cdr_owned(cdr_fetch_reply) second = NULL;
	char url[64];
	policy.interval_ms = 300;
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/tagged", web->port);
	struct cdr_fetch_request request = { .url = cdr_str_from(url) };
	assert_int_equal(cdr_fetch_new(&policy, &fetch, &web->error), CDR_OK);
	assert_int_equal(cdr_fetch_get(fetch, &request, &first, &web->error), CDR_OK);
	int64_t start = cdr_time_monotonic_ms();
	assert_int_equal(cdr_fetch_get(fetch, &request, &second, &web->error), CDR_OK);
	assert_true(cdr_time_monotonic_ms() - start >= 250);
}

static void
fetch_keeps_the_distance_that_a_request_wants(void **state)
{
	struct web *web = *state;
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch) fetch = NULL;
	cdr_owned(cdr_fetch_reply) first = NULL;
	cdr_owned(cdr_fetch_reply) second = NULL;
	char url[64];
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/tagged", web->port);
	struct cdr_fetch_request request = { .url = cdr_str_from(url), .interval_ms = 300 };
	assert_int_equal(cdr_fetch_new(&policy, &fetch, &web->error), CDR_OK);
	assert_int_equal(cdr_fetch_get(fetch, &request, &first, &web->error), CDR_OK);
	int64_t start = cdr_time_monotonic_ms();
	assert_int_equal(cdr_fetch_get(fetch, &request, &second, &web->error), CDR_OK);
	assert_true(cdr_time_monotonic_ms() - start >= 250);
}

static void
fetch_posts_and_does_not_post_elsewhere(void **state)
{
	struct web *web = *state;
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch) fetch = NULL;
	cdr_owned(cdr_fetch_reply) reply = NULL;
	cdr_owned(cdr_fetch_reply) none = NULL;
	cdr_owned(cdr_json) said = NULL;
	char url[128];
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/echo", web->port);
	struct cdr_fetch_request request = { .url = cdr_str_from(url),
		                             .body = CDR_STR("{\"page\":1}"),
		                             .body_type = CDR_STR("application/json") };
	assert_int_equal(cdr_fetch_new(&policy, &fetch, &web->error), CDR_OK);
	assert_int_equal(cdr_fetch_get(fetch, &request, &reply, &web->error), CDR_OK);
	assert_int_equal(cdr_json_parse(web_body(reply), "echo", &said, NULL), CDR_OK);
	assert_true(cdr_str_equal(cdr_json_get_str(said, "method"), CDR_STR("POST")));
	assert_true(cdr_str_equal(cdr_json_get_str(said, "body"), request.body));
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_get(said, "headers"), "content-type"), request.body_type));
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/to?status=307&url=/echo", web->port);
	request.url = cdr_str_from(url);
	assert_int_equal(cdr_fetch_get(fetch, &request, &none, &web->error), CDR_EREFUSED);
	assert_non_null(strstr(web->error.message, "redirects what is posted to /echo"));
}

static void
fetch_of_a_policy_that_is_wrong_is_refused(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	struct cdr_error err = { 0 };
	cdr_owned(cdr_fetch) fetch = NULL;
	(void)state;
	policy.allow_addresses = CDR_STR("10.0.0.0/8 home");
	assert_int_equal(cdr_fetch_new(&policy, &fetch, &err), CDR_EINPUT);
	assert_null(fetch);
	assert_non_null(strstr(err.message, "\"home\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fetch_follows_a_redirect),
		cmocka_unit_test(fetch_judges_each_redirect),
		cmocka_unit_test(fetch_tries_again_what_may_pass),
		cmocka_unit_test(fetch_does_not_ask_again_for_what_stays),
		cmocka_unit_test(fetch_carries_a_broken_download_on),
		cmocka_unit_test(fetch_starts_anew_where_it_cannot_carry_on),
		cmocka_unit_test(fetch_waits_longer_each_time_up_to_its_ceiling),
		cmocka_unit_test(fetch_keeps_its_distance_between_requests),
		cmocka_unit_test(fetch_keeps_the_distance_that_a_request_wants),
		cmocka_unit_test(fetch_posts_and_does_not_post_elsewhere),
		cmocka_unit_test(fetch_of_a_policy_that_is_wrong_is_refused),
	};
	return cmocka_run_group_tests(tests, web_start, web_stop);
}
