/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

#define HEAD "# a remark\nconcept,kind,words\n"
#define NUMERALS "words,value\nzwei|deux,2\n"

struct lexicon {
	struct cdr_arena *arena;
	struct cdr_lexicon lexicon;
	struct cdr_error err;
};

static enum cdr_status
load(struct lexicon *l, const char *concepts, const char *numerals)
{
	struct cdr_bundle_file files[] = {
		{ S("match/concepts.csv"), cdr_str_from(concepts) },
		{ S("match/legal-forms-iso20275.csv"), S("form,class,place,words,jurisdictions,codes\n") },
		{ S("match/legal-forms.yaml"), S("classes:\n  - class: ltd\n    forms: [limited]\n") },
		{ S("match/numerals.csv"), cdr_str_from(numerals) },
		{ S("match/places.csv"), S("concept,kind,words\nchandpur,place,chandpur|চাঁদপুর\n") },
		{ S("match/words.yaml"), S("noise: [and]\nother_name: [formerly]\naside: [attn]\nintroduces: "
		                           "[fund]\nparts: [unit]\naddress: [plot]\nnumbers: "
		                           "[]\nroman: []\n") },
	};
	struct cdr_bundle bundle = { .files = files, .n_files = CDR_LEN(files) };
	*l = (struct lexicon){ .arena = cdr_arena_new(65536) };
	return cdr_lexicon_load(&bundle, l->arena, &l->lexicon, &l->err);
}

static void
drop(struct lexicon *l)
{
	cdr_lexicon_done(&l->lexicon);
	cdr_arena_free(l->arena);
}

static void
concept_table_words_of_one_meaning_get_one_text(void **state)
{
	(void)state;
	struct lexicon l;
	assert_int_equal(load(&l, HEAD "garment,activity,garment|Garments|швейная|制衣\nsilver,quality,silver|argent\n",
	                      NUMERALS),
	                 CDR_OK);
	static const char *const words[] = { "garment", "garments", "швейная", "制衣" };
	for (size_t i = 0; i < CDR_LEN(words); i++) {
		const struct cdr_lexeme *lexeme = cdr_lexicon_find(&l.lexicon, cdr_str_from(words[i]));
		assert_non_null(lexeme);
		assert_str(lexeme->text, "garment");
		assert_int_equal(lexeme->kind, CDR_TOKEN_ACTIVITY);
	}
	assert_int_equal(cdr_lexicon_find(&l.lexicon, S("argent"))->kind, CDR_TOKEN_QUALITY);
	assert_null(cdr_lexicon_find(&l.lexicon, S("garm")));
	drop(&l);
}

static void
concept_table_knows_each_kind(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		enum cdr_token_kind kind;
	} kinds[] = {
		{ HEAD "xqa,activity,xqa\n", CDR_TOKEN_ACTIVITY }, { HEAD "xqa,place,xqa\n", CDR_TOKEN_PLACE },
		{ HEAD "xqa,generic,xqa\n", CDR_TOKEN_GENERIC },   { HEAD "xqa,person,xqa\n", CDR_TOKEN_PERSON },
		{ HEAD "xqa,quality,xqa\n", CDR_TOKEN_QUALITY },   { HEAD "xqa,structure,xqa\n", CDR_TOKEN_STRUCTURE },
	};
	for (size_t i = 0; i < CDR_LEN(kinds); i++) {
		struct lexicon l;
		assert_int_equal(load(&l, kinds[i].line, NUMERALS), CDR_OK);
		assert_int_equal(cdr_lexicon_find(&l.lexicon, S("xqa"))->kind, kinds[i].kind);
		drop(&l);
	}
}

static void
concept_table_leaves_what_is_known_already(void **state)
{
	(void)state;
	struct lexicon l;
	assert_int_equal(load(&l, HEAD "border,quality,border|limited|and\n", NUMERALS), CDR_OK);
	assert_int_equal(cdr_lexicon_find(&l.lexicon, S("limited"))->kind, CDR_TOKEN_LEGAL_FORM);
	assert_int_equal(cdr_lexicon_find(&l.lexicon, S("and"))->kind, CDR_TOKEN_NOISE);
	drop(&l);
}

static void
concept_table_reads_numerals(void **state)
{
	(void)state;
	struct lexicon l;
	assert_int_equal(load(&l, HEAD, NUMERALS), CDR_OK);
	const struct cdr_lexeme *two = cdr_lexicon_find(&l.lexicon, S("deux"));
	assert_int_equal(two->kind, CDR_TOKEN_NUMBER);
	assert_int_equal(two->number, 2);
	assert_str(two->text, "2");
	drop(&l);
}

static void
concept_table_names_the_line_of_bad_data(void **state)
{
	(void)state;
	static const char *const bad[][3] = {
		{ "concept,words\n", NUMERALS, "match/concepts.csv:1" },
		{ HEAD "xqa,colour,xqa\n", NUMERALS, "match/concepts.csv:3" },
		{ HEAD "xqa,place,xqa\n,place,xqb\n", NUMERALS, "match/concepts.csv:4" },
		{ HEAD "xqa,place,xqa|--\n", NUMERALS, "match/concepts.csv:3" },
		{ HEAD, "words,value\nzwei,two\n", "match/numerals.csv:2" },
	};
	for (size_t i = 0; i < CDR_LEN(bad); i++) {
		struct lexicon l;
		assert_int_equal(load(&l, bad[i][0], bad[i][1]), CDR_EINPUT);
		assert_string_equal(l.err.where, bad[i][2]);
		drop(&l);
	}
}

static void
concept_table_reads_places_and_counts_words(void **state)
{
	(void)state;
	struct lexicon l;
	assert_int_equal(load(&l, HEAD "shipyard,activity,shipyard|ship yard\n", NUMERALS), CDR_OK);
	const struct cdr_lexeme *place = cdr_lexicon_find(&l.lexicon, S("চাঁদপুর"));
	assert_true(place == NULL || place->kind == CDR_TOKEN_PLACE);
	place = cdr_lexicon_find(&l.lexicon, S("chandpur"));
	assert_non_null(place);
	assert_int_equal(place->kind, CDR_TOKEN_PLACE);
	const struct cdr_lexeme *yard = cdr_lexicon_find(&l.lexicon, S("shipyard"));
	assert_int_equal(yard->word_counts, 1 << 1 | 1 << 2);
	drop(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(concept_table_words_of_one_meaning_get_one_text),
		cmocka_unit_test(concept_table_knows_each_kind),
		cmocka_unit_test(concept_table_leaves_what_is_known_already),
		cmocka_unit_test(concept_table_reads_numerals),
		cmocka_unit_test(concept_table_names_the_line_of_bad_data),
		cmocka_unit_test(concept_table_reads_places_and_counts_words),
	};
	return cmocka_run_group_tests_name("concept-table", tests, NULL, NULL);
}
