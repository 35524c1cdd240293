/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static struct cdr_evidence_row
row_of(int64_t number, const char *hash)
{
	return (struct cdr_evidence_row){ .number = number,
		                          .at = CDR_STR("2025-01-02T03:04:05Z"),
		                          .act = CDR_STR("imported"),
		                          .previous = CDR_STR("p"),
		                          .hash = cdr_str_from(hash) };
}

static void
evidence_is_empty_at_first(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_evidence_row head = { .number = 7 };
	struct cdr_str hash = CDR_STR("x");
	int64_t number = 7;
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &head, err));
	assert_int_equal(head.number, 0);
	assert_null(head.hash.p);
	assert_ok(cdr_store_evidence_mark(scratch->store, scratch->arena, &number, &hash, err));
	assert_int_equal(number, 0);
	assert_null(hash.p);
}

static enum cdr_status
see_row(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	(void)err;
	assert_null(row->actor.p);
	assert_text(row->act, "imported");
	collect(context, row->hash);
	return CDR_OK;
}

static void
evidence_head_and_mark_follow_what_is_appended(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_evidence_row head = { 0 }, first = row_of(1, "h1"), second = row_of(2, "h2");
	struct collected all = { 0 }, later = { 0 };
	struct cdr_str hash = { NULL, 0 };
	int64_t number = 0;
	assert_ok(cdr_store_evidence_append(scratch->store, &first, err));
	assert_ok(cdr_store_evidence_append(scratch->store, &second, err));
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &head, err));
	assert_int_equal(head.number, 2);
	assert_text(head.hash, "h2");
	assert_text(head.previous, "p");
	assert_ok(cdr_store_evidence_mark(scratch->store, scratch->arena, &number, &hash, err));
	assert_int_equal(number, 2);
	assert_text(hash, "h2");
	assert_ok(cdr_store_evidence_each(scratch->store, 1, see_row, &all, err));
	assert_string_equal(all.text, "h1 h2");
	assert_ok(cdr_store_evidence_each(scratch->store, 2, see_row, &later, err));
	assert_string_equal(later.text, "h2");
}

static void
evidence_number_cannot_be_given_twice(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_evidence_row first = row_of(1, "h1"), again = row_of(1, "other");
	struct cdr_str hash = { NULL, 0 };
	int64_t number = 0;
	assert_ok(cdr_store_evidence_append(scratch->store, &first, err));
	assert_fails(CDR_ESTORE, "UNIQUE", cdr_store_evidence_append(scratch->store, &again, err));
	assert_ok(cdr_store_evidence_mark(scratch->store, scratch->arena, &number, &hash, err));
	assert_text(hash, "h1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(evidence_is_empty_at_first),
		scratch_test(evidence_head_and_mark_follow_what_is_appended),
		scratch_test(evidence_number_cannot_be_given_twice),
	};
	return cmocka_run_group_tests_name("store/evidence", tests, NULL, NULL);
}
