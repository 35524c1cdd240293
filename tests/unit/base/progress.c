/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

struct heard {
	const char *label;
	uint64_t done, total;
	bool answer;
};

static bool
listen(void *context, const char *label, uint64_t done, uint64_t total)
{
	struct heard *heard = context;
	heard->label = label;
	heard->done = done;
	heard->total = total;
	return heard->answer;
}

static void
progress_reaches_the_listener_and_brings_its_answer_back(void **state)
{
	(void)state;
	struct heard heard = { .answer = true };
	struct cdr_progress progress = { listen, &heard };
	assert_true(cdr_progress_tell(&progress, "rows", 3, 10));
	assert_string_equal(heard.label, "rows");
	assert_int_equal(heard.done, 3);
	assert_int_equal(heard.total, 10);
	heard.answer = false;
	assert_false(cdr_progress_tell(&progress, "rows", 4, 10));
}

static void
progress_without_listener_goes_on(void **state)
{
	(void)state;
	struct cdr_progress nobody = { 0 };
	assert_true(cdr_progress_tell(&nobody, "rows", 1, 2));
	assert_true(cdr_progress_tell(NULL, "rows", 1, 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(progress_reaches_the_listener_and_brings_its_answer_back),
		cmocka_unit_test(progress_without_listener_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
