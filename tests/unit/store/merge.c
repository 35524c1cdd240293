/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include "../base/failing-memory.h"

static void
put(struct cdr_store *store, const char *key)
{
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	struct cdr_party party = { .key = cdr_str_from(key),
		                   .name = cdr_str_from(key),
		                   .origin = { .file = CDR_STR("s.csv"), .row = 2 } };
	assert_ok(cdr_store_party_put(store, ORG, make_import(store), &party, &result, err));
}

static void
put_all(struct cdr_store *store, const char *keys)
{
	for (; *keys; keys++)
		put(store, (char[]){ *keys, '\0' });
}

static int64_t
merge(struct scratch *scratch, const char *kept, const char *merged)
{
	struct cdr_merge ret = { 0 };
	assert_ok(cdr_store_merge_add(scratch->store, ORG, cdr_str_from(kept), cdr_str_from(merged),
	                              CDR_STR("same address"), CDR_STR("ida"), scratch->arena, &ret, err));
	return ret.id;
}

static void
unmerge(struct scratch *scratch, int64_t id)
{
	struct cdr_merge ret = { 0 };
	assert_ok(cdr_store_merge_undo(scratch->store, ORG, id, CDR_STR("a slip"), CDR_STR("per"), scratch->arena, &ret,
	                               err));
}

static int64_t
latest(struct cdr_store *store)
{
	int64_t import = 0;
	assert_ok(cdr_store_import_latest(store, ORG, &import, err));
	return import;
}

/* Each party as "key" or "key(merged keys)". */
static enum cdr_status
tell(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct collected *out = context;
	char text[256];
	int n = snprintf(text, sizeof(text), "%.*s", CDR_STR_ARG(party->key));
	for (size_t i = 0; i < party->n_merged; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "+%.*s", CDR_STR_ARG(party->merged[i].key));
	(void)err;
	collect(out, cdr_str_from(text));
	return CDR_OK;
}

static void
assert_parties(struct scratch *scratch, int64_t import, const char *expected)
{
	struct collected got = { 0 };
	int64_t parties = 0, engagements = 0;
	assert_ok(cdr_store_party_each(scratch->store, ORG, import, (struct cdr_str){ NULL, 0 }, 0, tell, &got, err));
	assert_string_equal(got.text, expected);
	assert_ok(cdr_store_party_count(scratch->store, ORG, import, &parties, &engagements, err));
	assert_int_equal(parties, (int64_t)got.n);
}

static void
assert_speaks(struct scratch *scratch, int64_t import, const char *key, const char *speaker)
{
	struct cdr_party party = { 0 };
	assert_ok(cdr_store_party_get(scratch->store, ORG, import, cdr_str_from(key), scratch->arena, &party, err));
	assert_text(party.key, speaker);
}

static void
merge_makes_one_of_two_and_undoing_it_two_again(void **state)
{
	struct scratch *scratch = *state;
	put_all(scratch->store, "ABC");
	int64_t before = latest(scratch->store);
	struct collected was = { 0 }, is = { 0 };
	assert_ok(cdr_store_party_each(scratch->store, ORG, before, (struct cdr_str){ NULL, 0 }, 0, tell, &was, err));
	int64_t id = merge(scratch, "A", "B");
	int64_t between = latest(scratch->store);
	assert_true(between > before);
	assert_speaks(scratch, between, "B", "A");
	assert_speaks(scratch, between, "C", "C");
	unmerge(scratch, id);
	int64_t after = latest(scratch->store);
	assert_ok(cdr_store_party_each(scratch->store, ORG, after, (struct cdr_str){ NULL, 0 }, 0, tell, &is, err));
	assert_string_equal(is.text, was.text);
	assert_speaks(scratch, after, "B", "B");
	/* What was true at a number stays true of it. */
	assert_speaks(scratch, between, "B", "A");
	assert_speaks(scratch, before, "B", "B");
}

static void
merge_of_what_was_merged_goes_to_who_speaks_for_it(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_merge none = { 0 };
	put_all(scratch->store, "ABCD");
	int64_t first = merge(scratch, "A", "B");
	int64_t second = merge(scratch, "C", "B"); /* B speaks by A, so A joins C */
	assert_speaks(scratch, latest(scratch->store), "B", "C");
	assert_speaks(scratch, latest(scratch->store), "A", "C");
	assert_fails(CDR_EREFUSED, "one party already",
	             cdr_store_merge_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("C"), CDR_STR("x"), CDR_STR("y"),
	                                 scratch->arena, &none, err));
	/* Undone in any order; what is left holds. */
	unmerge(scratch, first);
	assert_speaks(scratch, latest(scratch->store), "B", "B");
	assert_speaks(scratch, latest(scratch->store), "A", "C");
	unmerge(scratch, second);
	assert_speaks(scratch, latest(scratch->store), "A", "A");
	/* And the other way round this time. */
	(void)merge(scratch, "B", "A");
	assert_speaks(scratch, latest(scratch->store), "A", "B");
}

static void
merge_hides_the_merged_party_and_counts_one_less(void **state)
{
	struct scratch *scratch = *state;
	struct collected all = { 0 };
	put_all(scratch->store, "ABCD");
	int64_t before = latest(scratch->store);
	assert_ok(cdr_store_party_each(scratch->store, ORG, before, (struct cdr_str){ NULL, 0 }, 0, tell, &all, err));
	(void)merge(scratch, "A", "B");
	(void)merge(scratch, "A", "C");
	(void)merge(scratch, "A", "D");
	struct cdr_party party = { 0 };
	assert_ok(cdr_store_party_get(scratch->store, ORG, latest(scratch->store), CDR_STR("D"), scratch->arena, &party,
	                              err));
	assert_int_equal(party.n_merged, 3);
	for (size_t i = 1; i < party.n_merged; i++)
		assert_true(memcmp(party.merged[i - 1].id.p, party.merged[i].id.p, 18) < 0);
	assert_int_equal(party.merged[0].origin.row, 2);
	char expected[64];
	(void)snprintf(expected, sizeof(expected), "A+%.*s+%.*s+%.*s", CDR_STR_ARG(party.merged[0].key),
	               CDR_STR_ARG(party.merged[1].key), CDR_STR_ARG(party.merged[2].key));
	assert_parties(scratch, latest(scratch->store), expected);
	assert_parties(scratch, before, all.text);
}

static enum cdr_status
tell_merge(void *context, const struct cdr_merge *merge, struct cdr_error *err)
{
	char text[128];
	(void)err;
	(void)snprintf(text, sizeof(text), "%.*s<%.*s:%.*s/%.*s:%.*s/%.*s", CDR_STR_ARG(merge->kept_key),
	               CDR_STR_ARG(merge->merged_key), CDR_STR_ARG(merge->reason), CDR_STR_ARG(merge->actor),
	               CDR_STR_ARG(merge->undone_reason), CDR_STR_ARG(merge->undone_by));
	collect(context, cdr_str_from(text));
	return CDR_OK;
}

static void
merge_is_kept_with_who_and_why_also_when_undone(void **state)
{
	struct scratch *scratch = *state;
	struct collected got = { 0 };
	struct cdr_merge none = { 0 };
	put_all(scratch->store, "AB");
	int64_t id = merge(scratch, "A", "B");
	unmerge(scratch, id);
	assert_ok(cdr_store_merge_each(scratch->store, ORG, tell_merge, &got, err));
	assert_string_equal(got.text, "A<B:same address/ida:a slip/per");
	assert_fails(
		CDR_EREFUSED, "undone",
		cdr_store_merge_undo(scratch->store, ORG, id, CDR_STR("x"), CDR_STR("y"), scratch->arena, &none, err));
	assert_fails(
		CDR_ENOTFOUND, "no merge 99",
		cdr_store_merge_undo(scratch->store, ORG, 99, CDR_STR("x"), CDR_STR("y"), scratch->arena, &none, err));
	assert_fails(CDR_ENOTFOUND, "no merge",
	             cdr_store_merge_undo(scratch->store, CDR_STR("other"), id, CDR_STR("x"), CDR_STR("y"),
	                                  scratch->arena, &none, err));
	assert_fails(CDR_ENOTFOUND, "no party",
	             cdr_store_merge_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("Z"), CDR_STR("x"), CDR_STR("y"),
	                                 scratch->arena, &none, err));
}

static enum cdr_status
tell_distinction(void *context, const struct cdr_distinction *distinction, struct cdr_error *err)
{
	(void)err;
	collect(context, distinction->reason);
	return CDR_OK;
}

static void
merge_distinctions_are_kept_once_whichever_way_they_are_said(void **state)
{
	struct scratch *scratch = *state;
	struct collected got = { 0 };
	put_all(scratch->store, "AB");
	assert_ok(cdr_store_distinction_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("B"), CDR_STR("one"),
	                                    CDR_STR("ida"), err));
	assert_ok(cdr_store_distinction_add(scratch->store, ORG, CDR_STR("B"), CDR_STR("A"), CDR_STR("two"),
	                                    CDR_STR("ida"), err));
	assert_ok(cdr_store_distinction_each(scratch->store, ORG, tell_distinction, &got, err));
	assert_string_equal(got.text, "two");
	assert_fails(CDR_EUSAGE, "same row",
	             cdr_store_distinction_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("A"), CDR_STR("x"),
	                                       CDR_STR("y"), err));
	(void)merge(scratch, "A", "B");
	assert_fails(CDR_EREFUSED, "undo that first",
	             cdr_store_distinction_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("B"), CDR_STR("x"),
	                                       CDR_STR("y"), err));
}

static void
merge_survives_memory_that_runs_out(void **state)
{
	struct scratch *scratch = *state;
	put_all(scratch->store, "AB");
	int64_t before = latest(scratch->store);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct cdr_merge ret = { 0 };
		struct cdr_error err = { 0 };
		fail_memory_after(n);
		enum cdr_status status =
			cdr_store_merge_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("B"), CDR_STR("why"),
		                            CDR_STR("ida"), scratch->arena, &ret, &err);
		failed = memory_restore();
		assert_int_equal(status, failed ? CDR_ENOMEM : CDR_OK);
		if (failed)
			assert_int_equal(latest(scratch->store), before);
		assert_true(n < 500);
	}
	assert_speaks(scratch, latest(scratch->store), "B", "A");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(merge_makes_one_of_two_and_undoing_it_two_again),
		scratch_test(merge_of_what_was_merged_goes_to_who_speaks_for_it),
		scratch_test(merge_hides_the_merged_party_and_counts_one_less),
		scratch_test(merge_is_kept_with_who_and_why_also_when_undone),
		scratch_test(merge_distinctions_are_kept_once_whichever_way_they_are_said),
		scratch_test(merge_survives_memory_that_runs_out),
	};
	return cmocka_run_group_tests_name("store/merge", tests, NULL, NULL);
}
