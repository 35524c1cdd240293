/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static int64_t
put(struct scratch *scratch, int32_t as_of, const char *sha256, const struct cdr_entry *entries, size_t n)
{
	struct cdr_snapshot snapshot = { .registry_id = CDR_STR("list"),
		                         .as_of = { as_of },
		                         .sha256 = cdr_str_from(sha256) };
	struct cdr_snapshot_change change = { 0 };
	bool known = false;
	assert_ok(cdr_store_snapshot_put(scratch->store, &snapshot, entries, n, &change, &known, err));
	return snapshot.id;
}

static enum cdr_status
note_change(void *context, const struct cdr_entry *before, const struct cdr_entry *now, struct cdr_error *err)
{
	(void)err;
	const struct cdr_entry *entry = now ? now : before;
	collect(context, cdr_str_from(!before ? "+" : !now ? "-" : "~"));
	collect(context, entry->key);
	if (before && now) {
		collect(context, before->name);
		collect(context, now->name);
	}
	return CDR_OK;
}

static void
assert_changes(struct scratch *scratch, int64_t from, int64_t to, const char *expected)
{
	struct collected collected = { "", 0 };
	assert_ok(cdr_store_entry_change_each(scratch->store, from, to, note_change, &collected, err));
	assert_string_equal(collected.text, expected);
}

#define ENTRY(key_, name_)                                                                                             \
	{                                                                                                              \
		.key = CDR_STR(key_), .name = CDR_STR(name_)                                                           \
	}

static void
snapshot_change_tells_what_came_went_and_differs(void **state)
{
	struct scratch *scratch = *state;
	const struct cdr_entry old[] = { ENTRY("b", "Bee"), ENTRY("c", "Sea"), ENTRY("d", "Dee"), ENTRY("z", "Zed") };
	const struct cdr_entry new[] = { ENTRY("zz", "Last"), ENTRY("d", "Dee"), ENTRY("c", "See"), ENTRY("a", "Ay") };
	int64_t from = put(scratch, 20260101, "aa", old, CDR_LEN(old));
	int64_t to = put(scratch, 20260201, "bb", new, CDR_LEN(new));
	assert_changes(scratch, from, to, "+ a - b ~ c Sea See - z + zz");
	assert_changes(scratch, to, from, "- a + b ~ c See Sea + z - zz");
	assert_changes(scratch, from, from, "");
}

static void
snapshot_change_of_a_row_that_stands_twice_is_one(void **state)
{
	struct scratch *scratch = *state;
	const struct cdr_entry old[] = { ENTRY("a", "One") };
	const struct cdr_entry new[] = { ENTRY("a", "Two"), ENTRY("a", "One") };
	const struct cdr_entry same[] = { ENTRY("a", "One"), ENTRY("a", "Two") };
	int64_t from = put(scratch, 20260101, "aa", old, CDR_LEN(old));
	int64_t to = put(scratch, 20260201, "bb", new, CDR_LEN(new));
	int64_t turned = put(scratch, 20260301, "cc", same, CDR_LEN(same));
	assert_changes(scratch, from, to, "~ a One Two");
	assert_changes(scratch, to, from, "~ a Two One");
	assert_changes(scratch, to, turned, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(snapshot_change_tells_what_came_went_and_differs),
		scratch_test(snapshot_change_of_a_row_that_stands_twice_is_one),
	};
	return cmocka_run_group_tests_name("store/snapshot-change", tests, NULL, NULL);
}
