/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

static const char *
class_of(void **state, const char *word)
{
	struct tables *t = *state;
	const struct cdr_lexeme *form = cdr_misspelt_form(&t->normaliser->lexicon, cdr_str_from(word));
	return form ? form->text.p : NULL;
}

static void
misspelt_forms_are_known_with_one_slip(void **state)
{
	assert_string_equal(class_of(state, "limted"), "ltd");
	assert_string_equal(class_of(state, "limiited"), "ltd");
	assert_string_equal(class_of(state, "limitde"), "ltd");
	assert_string_equal(class_of(state, "limixed"), "ltd");
	assert_string_equal(class_of(state, "incorporatd"), "inc");
	assert_string_equal(class_of(state, "corporattion"), "inc");
	assert_string_equal(class_of(state, "aktiengesellschft"), "plc");
}

static void
misspelt_forms_are_not_known_with_more(void **state)
{
	assert_null(class_of(state, "limtd"));
	assert_null(class_of(state, "kimited"));
	assert_null(class_of(state, "limxxed"));
	assert_null(class_of(state, "foundations"));
	assert_null(class_of(state, "recruitment"));
	assert_null(class_of(state, "l"));
}

static void
misspelt_form_counts_behind_a_word_of_identity(void **state)
{
	struct tables *t = *state;
	static const struct {
		const char *name;
		size_t n_tokens;
		enum cdr_token_kind last;
	} cases[] = {
		{ "Quillon Limted", 2, CDR_TOKEN_LEGAL_FORM },
		{ "Quillon Pvt Limted", 3, CDR_TOKEN_LEGAL_FORM },
		{ "Limted", 1, CDR_TOKEN_STEM },
		{ "The Limted", 2, CDR_TOKEN_STEM },
		{ "Limted Quillon", 2, CDR_TOKEN_STEM },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_name_key key;
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(cases[i].name), t->arena, &key, &err),
		                 CDR_OK);
		assert_int_equal(key.n_tokens, cases[i].n_tokens);
		assert_int_equal(key.tokens[key.n_tokens - 1].kind, cases[i].last);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(misspelt_forms_are_known_with_one_slip),
		cmocka_unit_test(misspelt_forms_are_not_known_with_more),
		cmocka_unit_test(misspelt_form_counts_behind_a_word_of_identity),
	};
	return cmocka_run_group_tests_name("misspelt", tests, load_tables, drop_tables);
}
