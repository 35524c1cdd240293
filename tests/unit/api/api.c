/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
api_wants_a_token(void **state)
{
	static const char *const wrong[] = { "", "Bearer", "Basic YTpi", "Bearer cdr_00",
		                             "Bearer cdr_"
		                             "0000000000000000000000000000000000000000000000000000000000000000" };
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		answered answer = ask(DESK, (struct ask){ "GET", "/v1/findings", .authorization = wrong[i] });
		assert_int_equal(answer.status, 401);
		assert_string_equal(answer.content_type, "application/problem+json");
		assert_int_equal(cdr_str_find(answer.body, CDR_STR("000000")), -1);
	}
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/findings" });
	assert_int_equal(answer.status, 200);
}

static void
api_every_route_but_the_open_ones_wants_a_token(void **state)
{
	size_t n_open = 0;
	for (const struct cdr_http_route *route = cdr_api_routes(); route->method; route++) {
		n_open += route->open;
		answered answer = ask(DESK, (struct ask){ route->method, route->pattern, .authorization = "" });
		assert_int_equal(answer.status, route->open ? 200 : 401);
	}
	assert_int_equal(n_open, 3);
}

static void
api_a_store_that_is_gone_is_not_told_to_strangers(void **state)
{
	struct cdr_api *api = NULL;
	assert_ok(cdr_api_new("/nowhere/secret.db", DESK->setup, &api, err));
	struct ask asks = { "GET", "/v1/findings" };
	answered answer = ask_with(api, DESK->arena, DESK->token, &asks);
	assert_int_equal(answer.status, 503);
	assert_int_equal(cdr_str_find(answer.body, CDR_STR("secret")), -1);
	assert_holds(cdr_str_from(answer.note), "/nowhere/secret.db");
	assert_null(cdr_api_free(api));
	assert_null(cdr_api_free(NULL));
}

static void
api_a_key_runs_once_and_gives_the_same_answer(void **state)
{
	struct ask asks = { "POST", "/v1/screenings", .body = "{}", .key = "k-1" };
	answered first = ask(DESK, asks), second = ask(DESK, asks);
	assert_int_equal(first.status, 202);
	assert_text(first.location, "/v1/jobs/1");
	assert_int_equal(second.status, first.status);
	assert_true(cdr_str_equal(second.body, first.body));
	assert_true(cdr_str_equal(second.location, first.location));
	asks.key = "k-2";
	answered third = ask(DESK, asks);
	assert_text(third.location, "/v1/jobs/2");
	asks.key = NULL;
	answered fourth = ask(DESK, asks);
	assert_text(fourth.location, "/v1/jobs/3");
}

static void
api_a_key_belongs_to_one_request(void **state)
{
	struct ask asks = { "POST", "/v1/imports", .body = "name\nTallbrook Mills\n", .key = "k",
		            .fields = "as=suppliers" };
	answered first = ask(DESK, asks);
	assert_int_equal(first.status, 202);
	struct ask others[] = { asks, asks, asks };
	others[0].fields = "as=engagements";
	others[1].body = "name\nTallbrook Mill\n";
	others[2].file = "s.csv";
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		answered other = ask(DESK, others[i]);
		assert_int_equal(other.status, 409);
		assert_holds(other.body, "Idempotency-Key");
	}
}

static void
api_a_key_of_another_organisation_is_another_key(void **state)
{
	struct ask asks = { "POST", "/v1/screenings", .body = "{}", .key = "k" };
	answered first = ask(DESK, asks);
	desk_token(DESK, CDR_STR("other"));
	answered second = ask(DESK, asks);
	assert_int_equal(second.status, 202);
	assert_false(cdr_str_equal(first.body, second.body));
}

static void
api_a_call_that_failed_is_not_remembered(void **state)
{
	struct ask asks = { "POST", "/v1/checks", .body = "{\"name\":\"Jade Kite\",\"country\":\"XQ\"}", .key = "k" };
	answered first = ask(DESK, asks);
	assert_int_equal(first.status, 422);
	assert_int_equal(count_evidence(DESK), 0);
	asks.body = "{\"name\":\"Jade Kite\"}";
	answered second = ask(DESK, asks);
	assert_int_equal(second.status, 200);
	assert_int_equal(count_evidence(DESK), 1);
	answered third = ask(DESK, asks);
	assert_true(cdr_str_equal(third.body, second.body));
	assert_int_equal(count_evidence(DESK), 1);
}

static void
api_keys_are_short_and_printable(void **state)
{
	char key[API_MAX_KEY_BYTES + 2];
	struct ask asks = { "POST", "/v1/screenings", .body = "{}", .key = key };
	memset(key, 'k', sizeof(key) - 1);
	key[sizeof(key) - 1] = '\0';
	answered large = ask(DESK, asks);
	assert_int_equal(large.status, 400);
	key[API_MAX_KEY_BYTES] = '\0';
	answered largest = ask(DESK, asks);
	assert_int_equal(largest.status, 202);
	(void)snprintf(key, sizeof(key), "a b");
	answered blank = ask(DESK, asks);
	assert_int_equal(blank.status, 400);
	(void)snprintf(key, sizeof(key), "\xC3\xA9");
	answered accent = ask(DESK, asks);
	assert_int_equal(accent.status, 400);
}

struct racing {
	struct desk *desk;
	struct cdr_arena *arena;
	struct answer answer;
};

static void *
race(void *context)
{
	struct racing *racing = context;
	struct ask asks = { "POST", "/v1/screenings", .body = "{}", .key = "race" };
	racing->answer = ask_with(racing->desk->api, racing->arena, racing->desk->token, &asks);
	return NULL;
}

static void
api_of_two_that_race_with_a_key_one_runs(void **state)
{
	struct racing racing[4] = { 0 };
	pthread_t threads[CDR_LEN(racing)];
	for (size_t i = 0; i < CDR_LEN(racing); i++) {
		racing[i].desk = DESK;
		racing[i].arena = cdr_arena_new(1 << 20);
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racing[i]), 0);
	}
	for (size_t i = 0; i < CDR_LEN(racing); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(racing[i].answer.status, 202);
		assert_text(racing[i].answer.location, "/v1/jobs/1");
		answer_done(&racing[i].answer);
		(void)cdr_arena_free(racing[i].arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(api_wants_a_token),
		desk_test(api_every_route_but_the_open_ones_wants_a_token),
		desk_test(api_a_store_that_is_gone_is_not_told_to_strangers),
		desk_test(api_a_key_runs_once_and_gives_the_same_answer),
		desk_test(api_a_key_belongs_to_one_request),
		desk_test(api_a_key_of_another_organisation_is_another_key),
		desk_test(api_a_call_that_failed_is_not_remembered),
		desk_test(api_keys_are_short_and_printable),
		desk_test(api_of_two_that_race_with_a_key_one_runs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
