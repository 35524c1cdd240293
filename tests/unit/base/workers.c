/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "failing-memory.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Answers a number with its square; "die" kills the worker, "fail" fails, "fd N" says whether a descriptor is
 * open, "long N" is answered with N bytes. */
static enum cdr_status
square(void *context, struct cdr_str request, struct cdr_buf *reply)
{
	int64_t number = 0;
	if (cdr_str_equal(request, CDR_STR("die")))
		(void)raise(SIGKILL);
	if (cdr_str_equal(request, CDR_STR("fail")))
		return CDR_EINPUT;
	if (cdr_str_starts_with(request, CDR_STR("fd "))) {
		struct cdr_str digits = { request.p + 3, request.n - 3 };
		assert_true(cdr_str_to_i64(digits, &number));
		cdr_buf_puts(reply, fcntl((int)number, F_GETFD) < 0 ? "closed" : "open");
		return CDR_OK;
	}
	if (cdr_str_starts_with(request, CDR_STR("long "))) {
		struct cdr_str digits = { request.p + 5, request.n - 5 };
		for (int64_t n = cdr_str_to_i64(digits, &number) ? number : 0; n > 0; n--)
			cdr_buf_putc(reply, 'x');
		return CDR_OK;
	}
	if (!cdr_str_to_i64(request, &number))
		return CDR_EINPUT;
	cdr_buf_printf(reply, "%s %lld", (const char *)context, (long long)(number * number));
	return CDR_OK;
}

static char word[] = "square"; /* the context */

static struct cdr_workers *
workers_of(size_t n)
{
	struct cdr_workers *workers = NULL;
	assert_int_equal(cdr_workers_new(n, square, word, &workers, NULL), CDR_OK);
	return workers;
}

static void
put(struct cdr_workers *workers, const char *text)
{
	assert_int_equal(cdr_workers_put(workers, cdr_str_from(text), NULL), CDR_OK);
}

static void
put_number(struct cdr_workers *workers, int number)
{
	char text[16];
	(void)snprintf(text, sizeof(text), "%d", number);
	put(workers, text);
}

static bool
get(struct cdr_workers *workers, struct cdr_buf *reply)
{
	bool answered = false;
	cdr_workers_get(workers, reply, &answered);
	return answered;
}

static void
assert_square(struct cdr_workers *workers, int number)
{
	char expected[32];
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	(void)snprintf(expected, sizeof(expected), "square %d", number * number);
	assert_true(get(workers, &reply));
	assert_string_equal(reply.p, expected);
}

static void
workers_answer_in_the_order_asked(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 5; n += 2) {
		cdr_owned(cdr_workers) workers = workers_of(n);
		assert_int_equal(cdr_workers_alive(workers), n);
		for (int i = 0; i < 1000; i++)
			put_number(workers, i);
		for (int i = 0; i < 9000; i++) { /* round the ring more than twice */
			put_number(workers, 1000 + i);
			assert_square(workers, i);
		}
		for (int i = 9000; i < 10000; i++)
			assert_square(workers, i);
		assert_int_equal(cdr_workers_pending(workers), 0);
		put_number(workers, 5); /* alone, after a pause */
		assert_square(workers, 5);
	}
}

static void
workers_none_answer_nothing(void **state)
{
	(void)state;
	cdr_owned(cdr_workers) workers = workers_of(0);
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	for (int i = 0; i < 3; i++)
		put_number(workers, i);
	for (int i = 0; i < 3; i++)
		assert_false(get(workers, &reply));
	assert_int_equal(cdr_workers_pending(workers), 0);
}

static void
workers_failures_are_unanswered(void **state)
{
	(void)state;
	cdr_owned(cdr_workers) workers = workers_of(2);
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	put(workers, "2");
	put(workers, "fail");
	put(workers, "");
	put(workers, "3");
	assert_square(workers, 2);
	assert_false(get(workers, &reply));
	assert_false(get(workers, &reply));
	assert_square(workers, 3);
	assert_int_equal(cdr_workers_alive(workers), 2);
}

/* What is under way with a worker that dies is lost, all else is answered; with the last worker goes everything. */
static void
workers_that_die_lose_nothing_but_their_own(void **state)
{
	(void)state;
	cdr_owned(cdr_workers) workers = workers_of(2);
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	size_t n_lost = 0;
	put(workers, "die");
	for (int i = 0; i < 500; i++)
		put_number(workers, i);
	assert_false(get(workers, &reply));
	for (int i = 0; i < 500; i++) {
		bool answered = get(workers, &reply);
		n_lost += answered ? 0 : 1;
		if (answered)
			assert_int_equal(strncmp(reply.p, "square ", 7), 0);
	}
	assert_int_equal(cdr_workers_alive(workers), 1);
	assert_true(n_lost < 16);
	put(workers, "die");
	for (int i = 0; i < 100; i++)
		put_number(workers, i);
	for (int i = 0; i < 101; i++)
		assert_false(get(workers, &reply) && i == 0);
	assert_int_equal(cdr_workers_alive(workers), 0);
	put(workers, "4");
	assert_false(get(workers, &reply));
}

static void
workers_take_long_messages(void **state)
{
	(void)state;
	cdr_owned(cdr_workers) workers = workers_of(2);
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	cdr_auto(cdr_buf) request = CDR_BUF_INIT;
	for (int i = 0; i < 3000000; i++)
		cdr_buf_putc(&request, 'y'); /* more than sockets hold */
	for (int i = 0; i < 40; i++) {
		put(workers, "long 1000000");
		assert_int_equal(cdr_workers_put(workers, cdr_buf_str(&request), NULL), CDR_OK);
	}
	for (int i = 0; i < 40; i++) {
		assert_true(get(workers, &reply));
		assert_int_equal(reply.n, 1000000);
		assert_false(get(workers, &reply));
	}
	assert_int_equal(cdr_workers_alive(workers), 2);
}

static void
workers_hold_no_descriptors(void **state)
{
	(void)state;
	int open_before = open("/dev/null", O_RDONLY);
	char text[16];
	cdr_owned(cdr_workers) workers = workers_of(3);
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	(void)snprintf(text, sizeof(text), "fd %d", open_before);
	for (int i = 0; i < 30; i++)
		put(workers, text);
	for (int i = 0; i < 30; i++) {
		assert_true(get(workers, &reply));
		assert_string_equal(reply.p, "closed");
	}
	(void)close(open_before);
}

static void
workers_end_with_their_pool(void **state)
{
	(void)state;
	struct cdr_workers *workers = workers_of(3);
	for (int i = 0; i < 200; i++)
		put(workers, "long 100000");
	assert_null(cdr_workers_free(workers));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}

/* A maker that is killed takes its workers along: they see the end of the socket. */
static void
workers_end_with_their_maker(void **state)
{
	(void)state;
	int ends[2];
	char byte;
	assert_int_equal(pipe(ends), 0);
	pid_t maker = fork();
	if (maker == 0) {
		(void)close(ends[0]);
		(void)dup2(ends[1], STDERR_FILENO); /* stays open in workers */
		(void)close(ends[1]);
		struct cdr_workers *workers = NULL;
		if (cdr_workers_new(2, square, word, &workers, NULL) != CDR_OK)
			_exit(1);
		(void)write(STDERR_FILENO, "r", 1);
		(void)pause();
		_exit(0);
	}
	(void)close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	(void)kill(maker, SIGKILL);
	assert_int_equal(waitpid(maker, NULL, 0), maker);
	assert_int_equal(read(ends[0], &byte, 1), 0); /* waits until nobody holds the other end */
	(void)close(ends[0]);
}

static void *
wait_for_byte(void *fd)
{
	char byte;
	(void)read(*(int *)fd, &byte, 1);
	return NULL;
}

static void
workers_are_not_forked_beside_threads(void **state)
{
	(void)state;
	int ends[2];
	pthread_t thread;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pthread_create(&thread, NULL, wait_for_byte, &ends[0]), 0);
	cdr_owned(cdr_workers) workers = workers_of(2);
	assert_int_equal(cdr_workers_alive(workers), 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(pthread_join(thread, NULL), 0);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

static void
workers_have_limits(void **state)
{
	(void)state;
	struct cdr_workers *none = NULL;
	assert_int_equal(cdr_workers_new(CDR_WORKERS_MAX + 1, square, word, &none, NULL), CDR_ELIMIT);
	assert_null(none);
	cdr_owned(cdr_workers) workers = workers_of(0);
	for (int i = 0; i < CDR_WORKERS_MAX_PENDING; i++)
		put_number(workers, i);
	assert_int_equal(cdr_workers_put(workers, CDR_STR("1"), NULL), CDR_ELIMIT);
	assert_true(cdr_processors() >= 1);
}

static void
workers_survive_exhausted_memory(void **state)
{
	(void)state;
	bool refused = true;
	for (size_t n = 0; refused; n++) {
		struct cdr_workers *workers = NULL;
		cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
		fail_memory_after(n);
		enum cdr_status status = cdr_workers_new(1, square, word, &workers, NULL);
		if (status == CDR_OK && cdr_workers_put(workers, CDR_STR("3"), NULL) == CDR_OK)
			(void)get(workers, &reply);
		refused = memory_restore();
		if (!refused) /* unless it happened in the worker */
			assert_true(status == CDR_OK);
		(void)cdr_workers_free(workers);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workers_answer_in_the_order_asked),
		cmocka_unit_test(workers_none_answer_nothing),
		cmocka_unit_test(workers_failures_are_unanswered),
		cmocka_unit_test(workers_that_die_lose_nothing_but_their_own),
		cmocka_unit_test(workers_take_long_messages),
		cmocka_unit_test(workers_hold_no_descriptors),
		cmocka_unit_test(workers_end_with_their_pool),
		cmocka_unit_test(workers_end_with_their_maker),
		cmocka_unit_test(workers_are_not_forked_beside_threads),
		cmocka_unit_test(workers_have_limits),
		cmocka_unit_test(workers_survive_exhausted_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
