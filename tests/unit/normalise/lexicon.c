/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

#define WORDS                                                                                                          \
	"noise: [and]\nother_name: [formerly]\naside: [careof]\nintroduces: [fund, quill]\nparts: [fund]\naddress: "   \
	"[plot]\n"                                                                                                     \
	"numbers:\n  - {word: one, "                                                                                   \
	"value: 1}\nroman:\n  - {word: ii, value: 2}\n"
#define CONCEPTS "concept,kind,words\nfund,structure,fund|funds\n"
#define NUMERALS "words,value\nzwei|dos,2\n"
#define TABLE "form,class,place,words,jurisdictions,codes\n"
#define FORMS "classes:\n  - class: ltd\n    place: any\n    forms: [limited, s a r l]\n"

static enum cdr_status
load(struct cdr_str forms, struct cdr_str words, struct cdr_arena *arena, struct cdr_lexicon *ret,
     struct cdr_error *err)
{
	struct cdr_bundle_file files[] = { { S("match/concepts.csv"), S(CONCEPTS) },
		                           { S("match/legal-forms-iso20275.csv"), S(TABLE) },
		                           { S("match/legal-forms.yaml"), forms },
		                           { S("match/numerals.csv"), S(NUMERALS) },
		                           { S("match/places.csv"), S("concept,kind,words\n") },
		                           { S("match/words.yaml"), words } };
	struct cdr_bundle bundle = { .files = files, .n_files = words.p ? CDR_LEN(files) : CDR_LEN(files) - 1 };
	return cdr_lexicon_load(&bundle, arena, ret, err);
}

static const struct cdr_lexeme *
find(const struct cdr_lexicon *lexicon, const char *key)
{
	struct cdr_word word = { .text = cdr_str_from(key) };
	return cdr_lexicon_spelt(lexicon, cdr_key_hash(CDR_KEY_START, word.text), &word, 1);
}

static void
lexicon_finds_keys_without_blanks_and_dots(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(65536);
	cdr_auto(cdr_lexicon) lexicon = { .keys = { .mask = 0 } };
	struct cdr_error err = { 0 };
	assert_int_equal(load(S(FORMS), S(WORDS), arena, &lexicon, &err), CDR_OK);
	const struct cdr_lexeme *form = find(&lexicon, "sarl");
	assert_non_null(form);
	assert_int_equal(form->kind, CDR_TOKEN_LEGAL_FORM);
	assert_int_equal(form->n_words, 4);
	assert_str(form->text, "ltd");
	assert_null(find(&lexicon, "sar"));
	assert_null(find(&lexicon, "sarlx"));
	assert_int_equal(find(&lexicon, "ii")->number, 2);
	assert_true(find(&lexicon, "ii")->roman);
}

static void
lexicon_marks_what_words_open_and_introduce(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(65536);
	cdr_auto(cdr_lexicon) lexicon = { .keys = { .mask = 0 } };
	struct cdr_error err = { 0 };
	assert_int_equal(load(S(FORMS), S(WORDS), arena, &lexicon, &err), CDR_OK);
	assert_int_equal(find(&lexicon, "formerly")->opens, CDR_TOKEN_OTHER);
	assert_int_equal(find(&lexicon, "careof")->opens, CDR_TOKEN_ASIDE);
	assert_int_equal(find(&lexicon, "and")->opens, 0);
	assert_int_equal(find(&lexicon, "and")->kind, CDR_TOKEN_NOISE);
	assert_true(find(&lexicon, "fund")->introduces);
	assert_int_equal(find(&lexicon, "fund")->kind, CDR_TOKEN_STRUCTURE);
	assert_true(find(&lexicon, "quill")->introduces);
	assert_int_equal(find(&lexicon, "quill")->kind, CDR_TOKEN_STEM);
	assert_false(find(&lexicon, "funds")->introduces);
	assert_true(find(&lexicon, "fund")->part);
	assert_false(find(&lexicon, "quill")->part);
}

static void
lexicon_finds_whole_keys_only(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(65536);
	cdr_auto(cdr_lexicon) lexicon = { .keys = { .mask = 0 } };
	struct cdr_error err = { 0 };
	assert_int_equal(load(S(FORMS), S(WORDS), arena, &lexicon, &err), CDR_OK);
	assert_non_null(cdr_lexicon_find(&lexicon, S("s.a. r l")));
	assert_ptr_equal(cdr_lexicon_find(&lexicon, S("s.a. r l")), find(&lexicon, "sarl"));
	assert_null(cdr_lexicon_find(&lexicon, S("lim")));
	assert_null(cdr_lexicon_find(&lexicon, S("")));
}

static void
expect_failure(struct cdr_str forms, struct cdr_str words, enum cdr_status status, const char *where)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(65536);
	cdr_auto(cdr_lexicon) lexicon = { .keys = { .mask = 0 } };
	struct cdr_error err = { 0 };
	assert_int_equal(load(forms, words, arena, &lexicon, &err), status);
	assert_string_equal(err.where, where);
}

static void
lexicon_names_the_line_of_bad_data(void **state)
{
	(void)state;
	expect_failure(S("classes:\n  - class: ltd\n    forms: [limited]\n  - class: plc\n    forms: [Limited.]\n"),
	               S(WORDS), CDR_EINPUT, "match/legal-forms.yaml:4:5");
	expect_failure(S("classes:\n  - class: ltd\n    place: middle\n    forms: [limited]\n"), S(WORDS), CDR_EINPUT,
	               "match/legal-forms.yaml:3:12");
	expect_failure(S("classes:\n  - class: ltd\n    forms: [\"()\"]\n"), S(WORDS), CDR_EINPUT,
	               "match/legal-forms.yaml:2:5");
	expect_failure(S(FORMS), (struct cdr_str){ NULL, 0 }, CDR_ENOTFOUND, "match/words.yaml");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lexicon_finds_keys_without_blanks_and_dots),
		cmocka_unit_test(lexicon_marks_what_words_open_and_introduce),
		cmocka_unit_test(lexicon_finds_whole_keys_only),
		cmocka_unit_test(lexicon_names_the_line_of_bad_data),
	};
	return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
