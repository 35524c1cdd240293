/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include "store/store-impl.h"

struct picked {
	struct cdr_str kind, country;
	struct store_skim skim;
};

static bool
pick(const struct scratch *scratch, struct cdr_str json, struct picked *picked)
{
	struct store_skim_slot slots[] = { { CDR_STR("kind"), &picked->kind },
		                           { CDR_STR("country"), &picked->country } };
	*picked = (struct picked){ 0 };
	picked->skim = (struct store_skim){ .slots = slots, .n_slots = 2, .named_key = CDR_STR("attributes") };
	return store_skim(&picked->skim, json, scratch->arena);
}

static void
skim_picks_texts_and_passes_over_the_rest(void **state)
{
	struct scratch *scratch = *state;
	struct picked picked;
	assert_true(pick(
		scratch,
		CDR_STR("{\"name\":\"a {\\\"b\\\"} ]\",\"n\":[1,{\"kind\":\"no\"},[true,null]],\"kind\":\"supplier\","
	                "\"attributes\":{\"tier\":\"1\",\"note\":\"a\\\\b\\n\\\"c\\\"\"},\"x\":-1.5,\"country\":"
	                "\"BD\"}"),
		&picked));
	assert_text(picked.kind, "supplier");
	assert_text(picked.country, "BD");
	assert_int_equal(picked.skim.n_named, 2);
	assert_text(picked.skim.named[0].value, "1");
	assert_text(picked.skim.named[1].value, "a\\b\n\"c\"");
	assert_true(pick(scratch, CDR_STR("{}"), &picked));
	assert_null(picked.kind.p);
}

/* What it does not know it leaves to the reader of whole records. */
static void
skim_declines_what_is_not_as_expected(void **state)
{
	struct scratch *scratch = *state;
	static const char *const texts[] = { "",
		                             "[]",
		                             "{\"kind\":1}",
		                             "{\"kind\":\"\\u0041\"}",
		                             "{\"kind\": \"a\"}",
		                             "{\"attributes\":{\"a\":[\"b\",\"c\"]}}",
		                             "{\"attributes\":[]}",
		                             "{\"kind\":\"a\"} ",
		                             "{\"kind\":\"a\",}",
		                             "{\"kind\":\"a\\\"}" };
	struct picked picked;
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		if (pick(scratch, cdr_str_from(texts[i]), &picked))
			fail_msg("“%s” was read", texts[i]);
}

/* Cut off anywhere, and in memory of just that length, so that a byte too far is seen. */
static void
skim_never_reads_past_the_end(void **state)
{
	struct scratch *scratch = *state;
	static const char whole[] = "{\"kind\":\"a\\n\",\"x\":{\"y\":[1,\"\\\\\"]},\"attributes\":{\"b\":\"c\"}}";
	struct picked picked;
	for (size_t n = 1; n < sizeof(whole) - 1; n++) {
		char *cut = malloc(n);
		assert_non_null(cut);
		memcpy(cut, whole, n);
		assert_false(pick(scratch, (struct cdr_str){ cut, n }, &picked));
		free(cut);
	}
	assert_true(pick(scratch, cdr_str_from(whole), &picked));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(skim_picks_texts_and_passes_over_the_rest),
		scratch_test(skim_declines_what_is_not_as_expected),
		scratch_test(skim_never_reads_past_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
