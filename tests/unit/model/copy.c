/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "samples.h"

/* Reads a record into an arena of its own, copies it into another, empties the first, and compares what is left. */
#define ASSERT_COPY_STANDS_ALONE(type, record)                                                                         \
	do {                                                                                                           \
		struct cdr_##type original_ = record, read_ = { 0 }, copy_ = { 0 };                                    \
		cdr_owned(cdr_arena) keep_ = cdr_arena_new(SAMPLE_ARENA_BYTES);                                        \
		cdr_owned(cdr_arena) drop_ = cdr_arena_new(SAMPLE_ARENA_BYTES);                                        \
		cdr_auto(cdr_buf) expected_ = CDR_BUF_INIT;                                                            \
		cdr_owned(cdr_json) json_ = cdr_##type##_to_json(&original_);                                          \
		assert_int_equal(cdr_##type##_from_json(json_, drop_, &read_, NULL), CDR_OK);                          \
		assert_true(cdr_##type##_copy(keep_, &read_, &copy_));                                                 \
		drop_ = cdr_arena_free(drop_); /* the sanitizer sees whoever still looks in here */                    \
		write_json(cdr_##type##_to_json(&original_), &expected_);                                              \
		assert_json(cdr_##type##_to_json(&copy_), expected_.p);                                                \
	} while (0)

static void
copy_stands_alone(void **state)
{
	(void)state;
	ASSERT_COPY_STANDS_ALONE(party, sample_party());
	ASSERT_COPY_STANDS_ALONE(engagement, sample_engagement());
	ASSERT_COPY_STANDS_ALONE(record, sample_record());
	ASSERT_COPY_STANDS_ALONE(entry, sample_entry());
	ASSERT_COPY_STANDS_ALONE(finding, sample_finding());
}

static void
copy_into_a_full_arena_is_refused_and_leaves_the_target_alone(void **state)
{
	struct cdr_entry entry = sample_entry();
	(void)state;
	for (size_t room = 8; room < 4096; room += 8) {
		struct cdr_entry copy = { .version = 77 };
		cdr_owned(cdr_arena) arena = cdr_arena_new(room);
		if (cdr_entry_copy(arena, &entry, &copy))
			return;
		assert_int_equal(copy.version, 77);
	}
	fail_msg("an entry ought to fit into 4 kB");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copy_stands_alone),
		cmocka_unit_test(copy_into_a_full_arena_is_refused_and_leaves_the_target_alone),
	};
	return cmocka_run_group_tests_name("model/copy", tests, NULL, NULL);
}
