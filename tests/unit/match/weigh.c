/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

/* For each term a pair of names that has it and one that has not. */
static const struct {
	enum cdr_match_term term;
	const char *with[2], *without[2];
} cases[] = {
	{ CDR_TERM_IDENTITY, { "Gulfview", "Gulfview" }, { "Gulfview", "Heronbay" } },
	{ CDR_TERM_IDENTITY_MORE, { "Gulfview Heronbay", "Gulfview Heronbay" }, { "Gulfview", "Gulfview" } },
	{ CDR_TERM_MEANING, { "Gulfview Textiles", "Gulfview Textile" }, { "Gulfview", "Gulfview" } },
	{ CDR_TERM_COMPLETE, { "Gulfview Traders", "Traders Gulfview" }, { "Gulfview Heronbay", "Gulfview" } },
	{ CDR_TERM_SAME_TEXT, { "Gulf-View Ltd.", "GULF VIEW LTD" }, { "Gulfview Ltd", "Gulfview Inc" } },
	{ CDR_TERM_SAME_LETTERS, { "Quill View Ltd", "Quillview" }, { "Quillview", "Quillviews" } },
	{ CDR_TERM_NUMBERS_AGREE, { "Quillon 2", "Quillon Two" }, { "Quillon 2", "Quillon" } },
	{ CDR_TERM_SPELLING, { "Quilllon", "Quillon" }, { "Quallon", "Quillon" } },
	{ CDR_TERM_OTHER_LETTERS, { "Quallon", "Quillon" }, { "Quilllon", "Quillon" } },
	{ CDR_TERM_OTHER_WORD, { "Quillon Mining", "Quillon Dining" }, { "Quilllon", "Quillon" } },
	{ CDR_TERM_SOUND, { "Muradullah", "Mouradoulla" }, { "Muradullah", "Muradullah" } },
	{ CDR_TERM_ONLY_SOUND, { "Quilllon", "Quillon" }, { "Gulfview Quilllon", "Gulfview Quillon" } },
	{ CDR_TERM_INITIALS, { "CNO", "Coastal Numbat Oilskin" }, { "CNO", "CNO" } },
	{ CDR_TERM_SHORTENED, { "Quillonb", "Quillonberg" }, { "Quillonberg", "Quillonberg" } },
	{ CDR_TERM_SCRIPT, { "Ромашкинский", "Romashkinskiy" }, { "Romashkinskiy", "Romashkinskiy" } },
	{ CDR_TERM_ORDER, { "Gulfview Heronbay", "Heronbay Gulfview" }, { "Gulfview Heronbay", "Gulfview Heronbay" } },
	{ CDR_TERM_OTHER_IDENTITY, { "Gulfview", "Heronbay" }, { "Gulfview Heronbay", "Gulfview" } },
	{ CDR_TERM_OTHER_GENERIC, { "Quillon Langlo", "Quillon Group" }, { "Quillon Group", "Quillon" } },
	{ CDR_TERM_OTHER_ACTIVITY, { "Quillon Exports", "Quillon Imports" }, { "Quillon Exports", "Quillon" } },
	{ CDR_TERM_OTHER_PLACE, { "Quillon Dhaka", "Quillon Vietnam" }, { "Quillon Dhaka", "Quillon" } },
	{ CDR_TERM_OTHER_BODY, { "Quillon Union", "Quillon Fund" }, { "Quillon Union", "Quillon" } },
	{ CDR_TERM_OTHER_PERSON, { "Maria Quennard", "Yusuf Quennard" }, { "Maria Quennard", "Quennard" } },
	{ CDR_TERM_OTHER_MIXED, { "Quillon Textile", "Quillon Vietnam" }, { "Quillon Textile", "Quillon" } },
	{ CDR_TERM_OTHER_SCRIPT, { "岚禾", "Quennard" }, { "Gulfview", "Quennard" } },
	{ CDR_TERM_OTHER_ALPHABET, { "Ромашка", "Quennard" }, { "Gulfview", "Quennard" } },
	{ CDR_TERM_OTHER_NUMBER, { "Quillon 2", "Quillon 3" }, { "Quillon 2", "Quillon" } },
	{ CDR_TERM_NO_IDENTITY, { "Gulfview Traders", "Heronbay Traders" }, { "Gulfview", "Gulfview" } },
	{ CDR_TERM_LESS_IDENTITY, { "Gulfview Heronbay", "Gulfview" }, { "Gulfview Heronbay", "Gulfview Marrowby" } },
	{ CDR_TERM_LESS_ACTIVITY, { "Quillon Exports", "Quillon" }, { "Quillon Exports", "Quillon Export" } },
	{ CDR_TERM_LESS_PLACE, { "Quillon Vietnam", "Quillon" }, { "Quillon Vietnam", "Quillon Vietnam" } },
	{ CDR_TERM_LESS_BODY, { "Quillon Union", "Quillon" }, { "Quillon Union", "Quillon Union" } },
	{ CDR_TERM_LESS_PERSON, { "Maria Quennard", "Quennard" }, { "Maria Quennard", "Maria Quennard" } },
	{ CDR_TERM_LESS_GENERIC, { "Quillon Group", "Quillon" }, { "Quillon Group", "Quillon Group" } },
	{ CDR_TERM_LESS_NUMBER, { "Quillon 2", "Quillon" }, { "Quillon 2", "Quillon 3" } },
	{ CDR_TERM_LESS_ASIDE,
	  { "Quillon Ltd, Marrowby Road", "Quillon Ltd" },
	  { "Quillon Marrowby Ltd", "Quillon Ltd" } },
	{ CDR_TERM_FORM_OTHER, { "Quillon GmbH", "Quillon e.V." }, { "Quillon GmbH", "Quillon Ltd" } },
	{ CDR_TERM_FORM_FOREIGN, { "Quillon GmbH", "Quillon Ltda" }, { "Quillon GmbH", "Quillon Ltd" } },
	{ CDR_TERM_NEAR, { "Quillon Marowbys", "Quillon Mxrowyba" }, { "Gulfview", "Heronbay" } },
};

static float
term_of(const struct tables *t, const char *const names[2], enum cdr_match_term term)
{
	struct meeting there, back;
	meet(t, names[0], names[1], &there);
	meet(t, names[1], names[0], &back);
	if (fabsf(there.evidence.terms[term] - back.evidence.terms[term]) > 1e-5F)
		fail_msg("%s | %s: %s is not the same from both sides", names[0], names[1], cdr_match_term_names[term]);
	return there.evidence.terms[term];
}

static void
weigh_each_term_is_found_where_it_is_and_not_elsewhere(void **state)
{
	bool seen[CDR_TERM_COUNT] = { [CDR_TERM_BASE] = true };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		const char *name = cdr_match_term_names[cases[i].term];
		seen[cases[i].term] = true;
		if (term_of(*state, cases[i].with, cases[i].term) <= 0)
			fail_msg("%s | %s: no %s", cases[i].with[0], cases[i].with[1], name);
		if (term_of(*state, cases[i].without, cases[i].term) != 0)
			fail_msg("%s | %s: %s", cases[i].without[0], cases[i].without[1], name);
	}
	for (size_t i = 0; i < CDR_TERM_COUNTRY_AGREE; i++)
		if (!seen[i])
			fail_msg("no case for %s", cdr_match_term_names[i]);
}

static void
weigh_terms_are_never_negative(void **state)
{
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct meeting m;
		meet(*state, cases[i].with[0], cases[i].without[1], &m);
		for (size_t k = 0; k < CDR_TERM_COUNT; k++)
			assert_true(m.evidence.terms[k] >= 0);
	}
}

static void
weigh_a_slot_is_contradicted_or_omitted_not_both(void **state)
{
	const char *const names[2] = { "Quillon Marrowby Thistleton", "Quillon Dunmarrow" };
	float other = term_of(*state, names, CDR_TERM_OTHER_IDENTITY),
	      less = term_of(*state, names, CDR_TERM_LESS_IDENTITY);
	struct meeting m;
	meet(*state, names[0], names[1], &m);
	float left = m.left.tokens[1].weight + m.left.tokens[2].weight, right = m.right.tokens[1].weight;
	assert_true(fabsf(2 * other + less - left - right) < 1e-4F);
	assert_true(fabsf(other - right) < 1e-4F);
}

static void
weigh_name_without_words_is_nothing(void **state)
{
	struct meeting m;
	meet(*state, "...", "Gulfview", &m);
	assert_true(m.evidence.nothing);
	meet(*state, "Heronbay", "Gulfview", &m);
	assert_false(m.evidence.nothing);
}

static void
weigh_nearness_is_of_letters_not_bytes(void **state)
{
	const char *const far_apart[2] = { "සූර්යඪාල", "மலைநீலம்" };
	assert_true(term_of(*state, far_apart, CDR_TERM_NEAR) == 0);
}

static void
weigh_company_contradicts_nothing(void **state)
{
	const char *const company[2] = { "Quillon Langlo", "Quillon Company" };
	const char *const both[2] = { "Quillon Group", "Quillon Ventures" };
	assert_true(term_of(*state, company, CDR_TERM_OTHER_GENERIC) == 0);
	assert_true(term_of(*state, both, CDR_TERM_OTHER_GENERIC) == 0.5F);
}

static void
weigh_forms_of_neighbours_are_nearly_foreign(void **state)
{
	const char *const neighbours[2] = { "Quillon GmbH", "Quillon SARL" };
	const char *const far[2] = { "Quillon GmbH", "Quillon Ltda" };
	const char *const english[2] = { "Quillon GmbH", "Quillon Ltd" };
	const char *const greek[2] = { "Ζαρκαλής Α.Ε.", "Zarkalis S.A." };
	float near = term_of(*state, neighbours, CDR_TERM_FORM_FOREIGN);
	assert_true(near > 0 && near < 1);
	assert_true(term_of(*state, far, CDR_TERM_FORM_FOREIGN) == 1);
	assert_true(term_of(*state, english, CDR_TERM_FORM_FOREIGN) == 0);
	assert_true(term_of(*state, greek, CDR_TERM_FORM_FOREIGN) == 0);
}

static void
weigh_inc_and_plc_are_forms_of_their_own(void **state)
{
	const char *const plc[2] = { "Quillon Ltd", "Quillon PLC" }, *const inc[2] = { "Quillon LLC", "Quillon Inc" };
	const char *const japan[2] = { "Quillon KK", "Quillon Ltd" };
	assert_true(term_of(*state, plc, CDR_TERM_FORM_OTHER) == 1);
	assert_true(term_of(*state, inc, CDR_TERM_FORM_OTHER) == 1);
	assert_true(term_of(*state, japan, CDR_TERM_FORM_OTHER) == 0);
}

static void
weigh_common_words_contradict_too_and_activities_left_out_add_up_to_two(void **state)
{
	const char *const common[2] = { "Quillon Search", "Quillon Talent" };
	const char *const objects[2] = { "Quillon Textile Printing Leather Shipping", "Quillon" };
	const char *const one[2] = { "Quillon Textile", "Quillon" };
	struct meeting m;
	meet(*state, common[0], common[1], &m);
	assert_true(m.left.tokens[1].weight < 0.5F && m.right.tokens[1].weight < 0.5F);
	assert_true(fabsf(term_of(*state, common, CDR_TERM_OTHER_IDENTITY) - 0.5F) < 1e-5F);
	assert_true(term_of(*state, objects, CDR_TERM_LESS_ACTIVITY) <= 0.8F + 1e-5F);
	assert_true(term_of(*state, objects, CDR_TERM_LESS_ACTIVITY) > term_of(*state, one, CDR_TERM_LESS_ACTIVITY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weigh_each_term_is_found_where_it_is_and_not_elsewhere),
		cmocka_unit_test(weigh_terms_are_never_negative),
		cmocka_unit_test(weigh_a_slot_is_contradicted_or_omitted_not_both),
		cmocka_unit_test(weigh_name_without_words_is_nothing),
		cmocka_unit_test(weigh_company_contradicts_nothing),
		cmocka_unit_test(weigh_forms_of_neighbours_are_nearly_foreign),
		cmocka_unit_test(weigh_inc_and_plc_are_forms_of_their_own),
		cmocka_unit_test(weigh_common_words_contradict_too_and_activities_left_out_add_up_to_two),
		cmocka_unit_test(weigh_nearness_is_of_letters_not_bytes),
	};
	return cmocka_run_group_tests_name("weigh", tests, load_tables, drop_tables);
}
