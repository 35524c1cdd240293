/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static struct api_call
call_of(struct desk *desk)
{
	return (struct api_call){ .api = desk->api, .store = desk->store, .arena = desk->arena };
}

static void
lists_are_shared_while_no_newer_copy_is_there(void **state)
{
	struct api_call call = call_of(DESK);
	struct shared_lists *first = NULL, *second = NULL;
	put_copy(DESK, NULL, "Golden Reef Manning");
	assert_ok(api_lists_acquire(&call, &first, err));
	assert_ok(api_lists_acquire(&call, &second, err));
	assert_ptr_equal(first, second);
	api_lists_release(DESK->api, first);
	api_lists_release(DESK->api, second);
	assert_ok(api_lists_acquire(&call, &second, err));
	assert_ptr_equal(first, second);
	api_lists_release(DESK->api, second);
}

static void
lists_of_a_newer_copy_replace_the_old_which_their_users_keep(void **state)
{
	struct api_call call = call_of(DESK);
	struct shared_lists *old = NULL, *fresh = NULL;
	put_copy(DESK, "2026-01-01", "Golden Reef Manning");
	assert_ok(api_lists_acquire(&call, &old, err));
	int64_t through = cdr_screen_lists_pins(api_lists_of(old)).through;
	put_copy(DESK, NULL, "Jade Kite Crewing");
	assert_ok(api_lists_acquire(&call, &fresh, err));
	assert_ptr_not_equal(old, fresh);
	assert_true(cdr_screen_lists_pins(api_lists_of(fresh)).through > through);
	assert_int_equal(cdr_screen_lists_pins(api_lists_of(old)).through, through);
	api_lists_release(DESK->api, old);
	api_lists_release(DESK->api, fresh);
}

static void
lists_an_older_copy_that_arrives_late_counts_as_news(void **state)
{
	struct api_call call = call_of(DESK);
	struct shared_lists *first = NULL, *second = NULL;
	put_copy(DESK, NULL, "Golden Reef Manning");
	assert_ok(api_lists_acquire(&call, &first, err));
	put_copy(DESK, "2020-01-01", "Jade Kite Crewing");
	assert_ok(api_lists_acquire(&call, &second, err));
	assert_ptr_not_equal(first, second);
	api_lists_release(DESK->api, first);
	api_lists_release(DESK->api, second);
}

#define N_THREADS 6
#define N_CHECKS 12

struct checking {
	struct desk *desk;
	struct cdr_arena *arena;
	int n_answered, n_match;
};

static void *
check_again_and_again(void *context)
{
	struct checking *checking = context;
	struct ask asks = { "POST", "/v1/checks", .body = "{\"name\":\"Golden Reef Manning\"}" };
	for (int i = 0; i < N_CHECKS; i++) {
		answered answer = ask_with(checking->desk->api, checking->arena, checking->desk->token, &asks);
		checking->n_answered += answer.status == 200;
		checking->n_match += cdr_str_equal(cdr_json_get_str(answer.json, "verdict"), CDR_STR("match"));
	}
	return NULL;
}

/* New copies arrive while checks are running: every check is answered, from one whole set of lists. */
static void
lists_are_replaced_under_the_feet_of_threads(void **state)
{
	struct checking checking[N_THREADS] = { 0 };
	pthread_t threads[N_THREADS];
	put_copy(DESK, NULL, "Golden Reef Manning");
	for (size_t i = 0; i < N_THREADS; i++) {
		checking[i] = (struct checking){ .desk = DESK, .arena = cdr_arena_new((size_t)16 << 20) };
		assert_int_equal(pthread_create(&threads[i], NULL, check_again_and_again, &checking[i]), 0);
	}
	for (int i = 0; i < 5; i++)
		put_copy(DESK, NULL, "Golden Reef Manning");
	for (size_t i = 0; i < N_THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(checking[i].n_answered, N_CHECKS);
		assert_int_equal(checking[i].n_match, N_CHECKS);
		(void)cdr_arena_free(checking[i].arena);
	}
	assert_int_equal(count_evidence(DESK), N_THREADS * N_CHECKS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(lists_are_shared_while_no_newer_copy_is_there),
		desk_test(lists_of_a_newer_copy_replace_the_old_which_their_users_keep),
		desk_test(lists_an_older_copy_that_arrives_late_counts_as_news),
		desk_test(lists_are_replaced_under_the_feet_of_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
