/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "web.h"

static void
transfer_header_is_found_without_case(void **state)
{
	struct cdr_str headers = CDR_STR("HTTP/1.1 200 OK\r\nETag:  \"a\" \r\nX-ETagged: no\r\nLocation:/x\r\n\r\n");
	(void)state;
	assert_true(cdr_str_equal(fetch_header(headers, "etag"), CDR_STR("\"a\"")));
	assert_true(cdr_str_equal(fetch_header(headers, "location"), CDR_STR("/x")));
	assert_null(fetch_header(headers, "tag").p);
	assert_null(fetch_header(headers, "last-modified").p);
}

static void
transfer_of_a_file_brings_what_was_said_of_it(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	assert_int_equal(web_get(*state, &policy, "/tagged", NULL, NULL, &reply), CDR_OK);
	assert_body(reply, "a list");
	assert_false(reply->not_modified);
	assert_true(cdr_str_equal(reply->etag, CDR_STR("\"one\"")));
	assert_true(cdr_str_equal(reply->last_modified, CDR_STR("Mon, 05 Jan 2026 10:00:00 GMT")));
	assert_true(cdr_str_equal(reply->content_type, CDR_STR("text/plain")));
	assert_true(cdr_str_starts_with(reply->headers, CDR_STR("HTTP/1.1 200")));
	assert_int_equal(reply->fetched_at.n, 20);
	assert_int_equal(reply->n_tries, 1);
}

static void
transfer_of_what_is_at_hand_brings_nothing(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	cdr_owned(cdr_fetch_reply) by_day = NULL;
	cdr_owned(cdr_fetch_reply) other = NULL;
	assert_int_equal(web_get(*state, &policy, "/tagged", "\"one\"", NULL, &reply), CDR_OK);
	assert_true(reply->not_modified);
	assert_int_equal(reply->bytes.n, 0);
	assert_int_equal(web_get(*state, &policy, "/tagged", NULL, "Mon, 05 Jan 2026 10:00:00 GMT", &by_day), CDR_OK);
	assert_true(by_day->not_modified);
	assert_int_equal(web_get(*state, &policy, "/tagged", "\"two\"", NULL, &other), CDR_OK);
	assert_false(other->not_modified);
}

static void
transfer_names_the_program_and_whom_to_write_to(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	policy.contact = CDR_STR("list-team@example.org");
	assert_int_equal(web_get(*state, &policy, "/agent", NULL, NULL, &reply), CDR_OK);
	assert_body(reply, "Candor/" CDR_VERSION " (list-team@example.org)");
}

static void
transfer_is_refused_where_the_address_is_inside(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	policy.allow_addresses = (struct cdr_str){ NULL, 0 };
	assert_fails(*state, &policy, "/tagged-alone", CDR_EREFUSED, "127.0.0.1 is loopback");
	assert_int_equal(web_count(*state, "/tagged-alone"), 0);
}

static void
transfer_unpacks_what_is_compressed_on_the_way(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	cdr_auto(cdr_buf) expected = CDR_BUF_INIT;
	web_long(&expected);
	assert_int_equal(web_get(*state, &policy, "/gzip", NULL, NULL, &reply), CDR_OK);
	assert_true(cdr_str_equal(web_body(reply), cdr_buf_str(&expected)));
}

static void
transfer_ends_at_the_ceiling_of_size(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	assert_fails(*state, &policy, "/endless", CDR_ELIMIT, "larger than the 8388608 bytes");
	assert_fails(*state, &policy, "/bomb", CDR_ELIMIT, "larger than the 8388608 bytes");
	assert_fails(*state, &policy, "/huge", CDR_ELIMIT, "larger than the 8388608 bytes");
	assert_int_equal(web_count(*state, "/endless"), 1);
}

static void
transfer_ends_at_the_ceilings_of_time(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	policy.max_tries = 1;
	policy.total_ms = 700;
	assert_fails(*state, &policy, "/drip", CDR_EIO, "/drip");
	policy.total_ms = 60000;
	policy.stall_ms = 1000;
	int64_t start = cdr_time_monotonic_ms();
	assert_fails(*state, &policy, "/drip", CDR_EIO, "/drip");
	assert_true(cdr_time_monotonic_ms() - start < 30000);
}

static bool
never(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)context, (void)label, (void)done, (void)total;
	return false;
}

static void
transfer_stops_when_asked_to(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	policy.progress.tell = never;
	assert_fails(*state, &policy, "/endless", CDR_ECANCELLED, "stopped");
}

/* A certificate nobody has vouched for, and the same one trusted. */
static void
transfer_over_tls_needs_a_certificate_that_is_trusted(void **state)
{
	struct cdr_fetch_policy policy = web_policy();
	struct web web = { 0 };
	char certificate[] = "/tmp/cdr-fetch-XXXXXX";
	cdr_owned(cdr_fetch_reply) reply = NULL;
	(void)state;
	int fd = mkstemp(certificate);
	assert_true(fd >= 0);
	(void)close(fd);
	web_run_with(&web, "/nowhere", certificate);
	assert_fails(&web, &policy, "/tagged", CDR_EREFUSED, "its certificate is not accepted");
	policy.ca_file = cdr_str_from(certificate);
	assert_int_equal(web_get(&web, &policy, "/tagged", NULL, NULL, &reply), CDR_OK);
	assert_body(reply, "a list");
	assert_fails(&web, &policy, "/to-plain", CDR_EREFUSED, "only https");
	web_end(&web);
	(void)unlink(certificate);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transfer_header_is_found_without_case),
		cmocka_unit_test(transfer_of_a_file_brings_what_was_said_of_it),
		cmocka_unit_test(transfer_of_what_is_at_hand_brings_nothing),
		cmocka_unit_test(transfer_names_the_program_and_whom_to_write_to),
		cmocka_unit_test(transfer_is_refused_where_the_address_is_inside),
		cmocka_unit_test(transfer_unpacks_what_is_compressed_on_the_way),
		cmocka_unit_test(transfer_ends_at_the_ceiling_of_size),
		cmocka_unit_test(transfer_ends_at_the_ceilings_of_time),
		cmocka_unit_test(transfer_stops_when_asked_to),
		cmocka_unit_test(transfer_over_tls_needs_a_certificate_that_is_trusted),
	};
	return cmocka_run_group_tests(tests, web_start, web_stop);
}
