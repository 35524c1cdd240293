/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const enum cdr_status ALL[] = { CDR_OK,  CDR_EUSAGE, CDR_EINPUT, CDR_ELIMIT, CDR_ENOTFOUND, CDR_EREFUSED,
	                               CDR_EIO, CDR_ESTORE, CDR_EBUSY,  CDR_ENOMEM, CDR_EINTERNAL, CDR_ECANCELLED };

static void
error_fail_fills_all_fields_and_returns_the_code(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_fail(&err, CDR_EINPUT, "ingest", "a.csv:3:1", "no %s in %d", "date", 7), CDR_EINPUT);
	assert_int_equal(err.code, CDR_EINPUT);
	assert_string_equal(err.room, "ingest");
	assert_string_equal(err.where, "a.csv:3:1");
	assert_string_equal(err.message, "no date in 7");
}

static void
error_fail_takes_null_for_error_and_for_place(void **state)
{
	(void)state;
	struct cdr_error err = { .where = "old" };
	assert_int_equal(cdr_fail(NULL, CDR_EIO, "x", NULL, "y"), CDR_EIO);
	assert_int_equal(cdr_fail(&err, CDR_EIO, "x", NULL, "y"), CDR_EIO);
	assert_string_equal(err.where, "");
	cdr_error_add(NULL, NULL, "more");
	cdr_error_prefix(NULL, "less");
}

static void
error_fail_may_be_given_its_own_text(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	(void)cdr_fail(&err, CDR_EIO, "base", "place", "inner");
	(void)cdr_fail(&err, CDR_EINPUT, "ingest", err.where, "outer (%s)", err.message);
	assert_string_equal(err.where, "place");
	assert_string_equal(err.message, "outer (inner)");
}

/* "ä" is two bytes: whatever the parity, the cut must not leave half of one. */
static void
error_long_text_is_cut_between_characters(void **state)
{
	(void)state;
	char text[2 * CDR_ERROR_MESSAGE_MAX + 1];
	for (size_t i = 0; i < CDR_ERROR_MESSAGE_MAX; i++)
		memcpy(text + 2 * i, "ä", 2);
	text[2 * CDR_ERROR_MESSAGE_MAX] = '\0';
	for (int odd = 0; odd <= 1; odd++) {
		struct cdr_error err = { 0 };
		(void)cdr_fail(&err, CDR_EINPUT, "x", text + (odd ? 2 : 0), "%s%s", odd ? "x" : "", text);
		assert_true(cdr_str_is_utf8(cdr_str_from(err.message)));
		assert_true(cdr_str_is_utf8(cdr_str_from(err.where)));
		assert_true(strlen(err.message) >= CDR_ERROR_MESSAGE_MAX - 4);
		assert_in_range(strlen(err.where), CDR_ERROR_WHERE_MAX - 2, CDR_ERROR_WHERE_MAX - 1);
		cdr_error_prefix(&err, "%s", odd ? "12" : "1");
		assert_true(cdr_str_is_utf8(cdr_str_from(err.message)));
		assert_memory_equal(err.message, odd ? "12: " : "1: ", odd ? 4 : 3);
	}
}

static void
error_add_puts_each_problem_on_its_line(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	(void)cdr_fail(&err, CDR_EINPUT, "decl", "a.yaml:1:1", "first");
	cdr_error_add(&err, "a.yaml:2:1", "second %d", 2);
	cdr_error_add(&err, NULL, "third");
	cdr_error_add(&err, "", "fourth");
	assert_string_equal(err.message, "first\na.yaml:2:1: second 2\nthird\nfourth");
	assert_string_equal(err.where, "a.yaml:1:1");
}

static void
error_add_says_once_that_there_is_more(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	(void)cdr_fail(&err, CDR_EINPUT, "decl", NULL, "first");
	for (int i = 0; i < 200; i++)
		cdr_error_add(&err, "file.yaml:10:4", "a problem of some length, number %d", i);
	struct cdr_str message = cdr_str_from(err.message);
	assert_true(
		cdr_str_starts_with(message, CDR_STR("first\nfile.yaml:10:4: a problem of some length, number 0\n")));
	assert_true(cdr_str_ends_with(message, CDR_STR("\n… and more")));
	ptrdiff_t at = cdr_str_find(message, CDR_STR("… and more"));
	assert_int_equal(at, message.n - strlen("… and more"));
}

/* A message that fills everything must still end in the note that it is not all. */
static void
error_add_to_a_full_message_cuts_for_the_note(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	(void)cdr_fail(&err, CDR_EINPUT, "decl", NULL, "%0*d", CDR_ERROR_MESSAGE_MAX - 1, 0);
	cdr_error_add(&err, NULL, "x");
	assert_int_equal(strlen(err.message), CDR_ERROR_MESSAGE_MAX - 1);
	assert_true(cdr_str_ends_with(cdr_str_from(err.message), CDR_STR("0\n… and more")));
}

static void
error_prefix_goes_before_the_message(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	(void)cdr_fail(&err, CDR_ESTORE, "store", NULL, "disk is full");
	cdr_error_prefix(&err, "saving %s", "snapshot");
	assert_string_equal(err.message, "saving snapshot: disk is full");
	assert_int_equal(err.code, CDR_ESTORE);
}

static void
error_every_status_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < CDR_LEN(ALL); i++) {
		assert_string_not_equal(cdr_status_name(ALL[i]), "unknown");
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(cdr_status_name(ALL[i]), cdr_status_name(ALL[k]));
	}
	assert_string_equal(cdr_status_name((enum cdr_status) - 99), "unknown");
}

static enum cdr_status
pass_up(enum cdr_status status, bool *ret_went_on)
{
	CDR_TRY(status);
	*ret_went_on = true;
	return CDR_OK;
}

static void
error_try_passes_failures_up_and_goes_on_otherwise(void **state)
{
	(void)state;
	bool went_on = false;
	assert_int_equal(pass_up(CDR_EBUSY, &went_on), CDR_EBUSY);
	assert_false(went_on);
	assert_int_equal(pass_up(CDR_OK, &went_on), CDR_OK);
	assert_true(went_on);
}

/* In a child, because it ends the process; its words go to a pipe. */
static void
error_a_broken_invariant_aborts_and_names_its_place(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		(void)dup2(ends[1], STDERR_FILENO);
		(void)signal(SIGABRT, SIG_DFL);
		cdr_require(state == NULL && 1 + 1 == 3);
		_exit(0);
	}
	(void)close(ends[1]);
	char text[512] = "";
	assert_true(read(ends[0], text, sizeof(text) - 1) > 0);
	(void)close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_non_null(strstr(text, "1 + 1 == 3"));
	assert_non_null(strstr(text, "error.c:"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_fail_fills_all_fields_and_returns_the_code),
		cmocka_unit_test(error_fail_takes_null_for_error_and_for_place),
		cmocka_unit_test(error_fail_may_be_given_its_own_text),
		cmocka_unit_test(error_long_text_is_cut_between_characters),
		cmocka_unit_test(error_add_puts_each_problem_on_its_line),
		cmocka_unit_test(error_add_says_once_that_there_is_more),
		cmocka_unit_test(error_add_to_a_full_message_cuts_for_the_note),
		cmocka_unit_test(error_prefix_goes_before_the_message),
		cmocka_unit_test(error_every_status_has_a_name_of_its_own),
		cmocka_unit_test(error_a_broken_invariant_aborts_and_names_its_place),
		cmocka_unit_test(error_try_passes_failures_up_and_goes_on_otherwise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
