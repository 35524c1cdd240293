/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/address-impl.h"

#include "support.h"

static enum cdr_status
load(const char *text, struct cdr_arena *arena, struct cdr_map **ret, struct cdr_error *err)
{
	struct cdr_bundle_file files[] = { { S("match/address-words.csv"), cdr_str_from(text) } };
	const struct cdr_bundle bundle = { .files = files, .n_files = 1 };
	return cdr_address_words_load(&bundle, arena, ret, err);
}

static void
address_words_are_read_with_their_endings(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	cdr_owned(cdr_map) words = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(load("word,class,text\nrd,way,road\ngata,ending,\nii,numeral,2\n", arena, &words, &err),
	                 CDR_OK);
	assert_int_equal(cdr_address_word(words, S("rd"))->class, CDR_ADDRESS_WAY);
	assert_int_equal(cdr_address_word(words, S("herongata"))->class, CDR_ADDRESS_ENDING);
	assert_str(cdr_address_word(words, S("herongata"))->text, "gata");
	assert_str(cdr_address_word(words, S("ii"))->text, "2");
	assert_null(cdr_address_word(words, S("hegata"))); /* too little before the ending */
	assert_null(cdr_address_word(words, S("herongatan")));
}

static void
address_words_refuse_what_they_cannot_mean(void **state)
{
	(void)state;
	static const struct {
		const char *text, *where;
	} bad[] = {
		{ "word,class\nrd,way\n", "match/address-words.csv:1" },
		{ "word,class,text\nrd,way,road\nrd,way,road\n", "match/address-words.csv:3" },
		{ "word,class,text\nrd,path,road\n", "match/address-words.csv:2" },
		{ "word,class,text\nrd\n", "match/address-words.csv:2" },
		{ "word,class,text\n\nrd,way,a,b\n", "match/address-words.csv:3" },
		{ "word,class,text\nii,numeral,\n", "match/address-words.csv:2" },
	};
	for (size_t i = 0; i < CDR_LEN(bad); i++) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
		struct cdr_map *words = NULL;
		struct cdr_error err = { 0 };
		assert_int_equal(load(bad[i].text, arena, &words, &err), CDR_EINPUT);
		assert_string_equal(err.where, bad[i].where);
		assert_null(words);
	}
}

static void
address_words_know_postcodes(void **state)
{
	(void)state;
	assert_true(cdr_address_is_postcode(S("518000"), "CN"));
	assert_false(cdr_address_is_postcode(S("51800"), "CN"));
	assert_true(cdr_address_is_postcode(S("sw1a1aa"), "GB"));
	assert_false(cdr_address_is_postcode(S("518000"), "GB"));
	assert_false(cdr_address_is_postcode(S("000000"), "CN"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address_words_are_read_with_their_endings),
		cmocka_unit_test(address_words_refuse_what_they_cannot_mean),
		cmocka_unit_test(address_words_know_postcodes),
	};
	return cmocka_run_group_tests_name("address-words", tests, NULL, NULL);
}
