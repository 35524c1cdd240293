/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

/* Tokens with the first letter of their kind: Stem, Number, Legal form, Generic, X for noise, Activity, place (P), person
 * (H), structure (B), Quality; behind it '=' and the meaning where that is another, '*' aside, '(' in brackets, '~' of
 * another name. "gulfview/S co/G=company ltd/L". */
static void
expect(void **state, const char *name, const char *tokens)
{
	struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(name), t->arena, &key, &err), CDR_OK);
	for (size_t i = 0; i < key.n_tokens; i++) {
		const struct cdr_token *token = &key.tokens[i];
		cdr_buf_printf(&told, "%s%.*s/%c", i ? " " : "", CDR_STR_ARG(token->text), "SNLGXAPHBQ"[token->kind]);
		if (!cdr_str_equal(token->text, token->meaning))
			cdr_buf_printf(&told, "=%.*s", CDR_STR_ARG(token->meaning));
		cdr_buf_printf(&told, "%s%s%s", token->flags & CDR_TOKEN_ASIDE ? "*" : "",
		               token->flags & CDR_TOKEN_BRACKET ? "(" : "", token->flags & CDR_TOKEN_OTHER ? "~" : "");
	}
	if (!cdr_str_equal(cdr_buf_str(&told), cdr_str_from(tokens)) && (told.n || *tokens))
		fail_msg("\"%s\" gives \"%.*s\"", name, (int)told.n, told.p ? told.p : "");
}

static struct cdr_name_key
key_of(void **state, struct cdr_str name)
{
	struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_normalise_name(t->normaliser, name, t->arena, &key, &err), CDR_OK);
	return key;
}

static void
name_legal_forms_of_many_countries_are_recognised(void **state)
{
	static const char *const names[][2] = {
		{ "Gulfview Pvt. Ltd.", "gulfview/S pvtltd/L=ltd" },
		{ "Gulfview Private Limited", "gulfview/S privatelimited/L=ltd" },
		{ "Gulfview Co., Ltd.", "gulfview/S coltd/L=ltd" },
		{ "Gulfview CO.LTD", "gulfview/S coltd/L=ltd" },
		{ "Gulfview Sdn. Bhd.", "gulfview/S sdnbhd/L=ltd" },
		{ "Gulfview GmbH", "gulfview/S gmbh/L=ltd" },
		{ "Gulfview GmbH & Co. KG", "gulfview/S gmbhcokg/L=partnership" },
		{ "Gulfview S.A. de C.V.", "gulfview/S sadecv/L=plc" },
		{ "Gulfview SA de CV", "gulfview/S sadecv/L=plc" },
		{ "Gulfview S.A.C.", "gulfview/S sac/L=plc" },
		{ "Gulfview d.o.o.", "gulfview/S doo/L=ltd" },
		{ "Gulfview Sp. z o.o.", "gulfview/S spzoo/L=ltd" },
		{ "Gulfview A/S", "gulfview/S as/L=plc" },
		{ "Gulfview L.L.C.", "gulfview/S llc/L=ltd" },
		{ "PT Gulfview Tbk", "pt/L=ltd gulfview/S tbk/L=plc" },
		{ "ООО Гулфвью", "ооо/L=ltd гулфвью/S" },
		{ "Công ty TNHH Gulfview", "congtytnhh/L=ltd gulfview/S" },
		{ "บริษัท กัลฟ์ จำกัด", "บริษัท/L=ltd กัลฟ์/S จํากัด/L=ltd" },
		{ "Gulfview SpA Italia", "gulfview/S spa/L=plc italia/P=italy*" },
	};
	for (size_t i = 0; i < CDR_LEN(names); i++)
		expect(state, names[i][0], names[i][1]);
}

static void
name_legal_form_is_told_by_its_lexeme(void **state)
{
	struct tables *t = *state;
	struct cdr_name_key key = key_of(state, S("Gulfview GmbH"));
	struct cdr_legal_form form = cdr_legal_form(t->normaliser, key.tokens[1].lexeme);
	assert_str(form.class, "ltd");
	assert_true(cdr_str_find(form.countries, S("DE")) >= 0);
	assert_false(form.english);
	key = key_of(state, S("Gulfview Limited"));
	assert_true(cdr_legal_form(t->normaliser, key.tokens[1].lexeme).english);
	assert_str(cdr_legal_form(t->normaliser, 0).class, "other");
	assert_str(cdr_legal_form(t->normaliser, UINT32_MAX).class, "other");
}

static void
name_short_forms_are_believed_only_at_the_edge(void **state)
{
	expect(state, "Spa Hotels Ltd", "spa/S hotels/A=hotel ltd/L");
	expect(state, "Spa Bangkok Ltd", "spa/S bangkok/P ltd/L");
	expect(state, "Hotels SpA", "hotels/A=hotel spa/L=plc");
	expect(state, "A S Gulfview", "as/S gulfview/S");
	expect(state, "AS Gulfview", "as/S gulfview/S");
	expect(state, "Gulfview AG in Liquidation", "gulfview/S ag/L=plc inliquidation/X*");
}

static void
name_of_forms_alone_keeps_a_stem(void **state)
{
	expect(state, "A.T.E. International Ltd", "ate/S international/G ltd/L");
	expect(state, "The Limited", "the/X limited/S");
	expect(state, "International Group Ltd", "international/G group/G ltd/L");
	expect(state, "Limited", "limited/S");
	expect(state, "Ltd Plc", "ltd/S plc/L");
}

static void
name_numbers_compare_in_every_spelling(void **state)
{
	static const char *const twos[] = { "Gulfview No. 2",  "Gulfview Two",   "Gulfview II",   "Gulfview 002",
		                            "Gulfview 2nd",    "Gulfview zwei",  "Gulfview deux", "岚禾第二",
		                            "Gulfview Second", "Gulfview Unit 2" };
	for (size_t i = 0; i < CDR_LEN(twos); i++) {
		struct cdr_name_key key = key_of(state, cdr_str_from(twos[i]));
		const struct cdr_token *last = &key.tokens[key.n_tokens - 1];
		if (last->kind != CDR_TOKEN_NUMBER || last->number != 2)
			fail_msg("%s", twos[i]);
	}
	expect(state, "Fund I LP", "fund/B i/N=1 lp/L=partnership");
	expect(state, "Fund V", "fund/B v/N=5");
	expect(state, "Victor V Traders", "victor/H v/S traders/A=trading");
	expect(state, "III Traders", "iii/S traders/A=trading");
	expect(state, "12345678901234567890", "12345678901234567890/S");
}

static void
name_words_keep_their_text_and_tell_their_meaning(void **state)
{
	expect(state, "Gulfview Intl Mfg Grp", "gulfview/S intl/G=international mfg/A=manufacturing grp/G=group");
	expect(state, "Gulfview Co", "gulfview/S co/G=company other/L");
	expect(state, "Gulfview Garments", "gulfview/S garments/A=garment");
	expect(state, "Royal Gulfview Bangladesh Fund", "royal/Q gulfview/S bangladesh/P fund/B other/L");
	expect(state, "Juan Gulfview", "juan/H=john gulfview/S");
	expect(state, "Гулфвью Экспорт", "гулфвью/S экспорт/A=export");
	expect(state, "شركة الزهيران للتجارة", "شركه/G=company زهيران/S للتجاره/A=trading");
}

static void
name_unspaced_runs_are_cut_at_known_words(void **state)
{
	expect(state, "株式会社東京製作", "株式会社/L=plc 东京/P=tokyo 制作/A=manufacturing");
	expect(state, "岚禾第四纺织厂", "岚禾/S 第四/N 纺织/A=textile 厂/A=factory");
	expect(state, "岚禾", "岚禾/S");
}

static void
name_dotted_initials_are_one_word(void **state)
{
	expect(state, "J.P. Gulfview", "jp/S gulfview/S");
	expect(state, "A.Gulfview", "a/S gulfview/S");
	expect(state, "A Gulfview", "a/X gulfview/S");
	expect(state, "U.S.A. Traders", "usa/P traders/A=trading");
}

static void
name_asides_and_other_names_are_marked(void **state)
{
	expect(state, "Gulfview GmbH (Dhaka)", "gulfview/S gmbh/L=ltd dhaka/P*(");
	expect(state, "Gulfview (Dhaka) GmbH", "gulfview/S dhaka/P( gmbh/L=ltd");
	expect(state, "Gulfview Ltd, c/o Heronbay", "gulfview/S ltd/L careof/X* heronbay/S*");
	expect(state, "Gulfview, c/o Heronbay", "gulfview/S careof/X* heronbay/S*");
	expect(state, "Gulfview (formerly Heronbay Ltd)", "gulfview/S formerly/X(~ heronbay/S(~ ltd/L(~");
	expect(state, "Gulfview (formerly Heronbay) Traders", "gulfview/S formerly/X(~ heronbay/S(~ traders/A=trading");
	expect(state, "Gulfview t/a Heronbay", "gulfview/S ta/X~ heronbay/S~");
	expect(state, "Formerly Heronbay", "formerly/X heronbay/S");
}

static void
name_key_knows_its_forms_of_text(void **state)
{
	struct cdr_name_key key = key_of(state, S("The Quil-View Recruitment Co., Ltd., Dhaka (formerly Heron)"));
	assert_str(key.original, "The Quil-View Recruitment Co., Ltd., Dhaka (formerly Heron)");
	assert_str(key.folded, "the quil view recruitment co ltd dhaka formerly heron");
	key = key_of(state, S("Ромашка"));
	assert_str(key.folded, "ромашка");
	key = key_of(state, S("東京製作所"));
	assert_str(key.folded, "東京製作所");
}

static void
name_knows_words_from_forms_and_noise(void **state)
{
	struct tables *t = *state;
	assert_true(cdr_is_known_word(t->normaliser, S("garments")));
	assert_true(cdr_is_known_word(t->normaliser, S("royal")));
	assert_false(cdr_is_known_word(t->normaliser, S("ltd")));
	assert_false(cdr_is_known_word(t->normaliser, S("and")));
	assert_false(cdr_is_known_word(t->normaliser, S("gulfview")));
}

static void
name_of_symbols_has_no_tokens(void **state)
{
	expect(state, "", "");
	expect(state, " -- *** ", "");
	expect(state, "()(),;", "");
	assert_int_equal(key_of(state, S("..")).n_tokens, 0);
}

static void
name_of_any_length_stays_within_its_limits(void **state)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (int i = 0; i < 5000; i++)
		cdr_buf_printf(&text, "w%d ", i);
	assert_int_equal(key_of(state, cdr_buf_str(&text)).n_tokens, CDR_NAME_MAX_TOKENS);
	cdr_buf_clear(&text);
	for (int i = 0; i < 3000; i++)
		cdr_buf_puts(&text, "(嵐");
	struct cdr_name_key key = key_of(state, cdr_buf_str(&text));
	assert_in_range(key.n_tokens, CDR_NAME_MAX_TOKENS / 2, CDR_NAME_MAX_TOKENS);
	assert_true(key.folded.n <= CDR_NAME_MAX_BYTES);
	cdr_buf_clear(&text);
	for (int i = 0; i < 3000; i++)
		cdr_buf_puts(&text, "嵐");
	key = key_of(state, cdr_buf_str(&text));
	assert_int_equal(key.n_tokens, 1);
	assert_true(key.tokens[0].text.n <= CDR_NAME_MAX_BYTES);
}

static void
name_words_of_meaning_stand_apart_or_together(void **state)
{
	expect(state, "Gulfview Hong Kong", "gulfview/S hongkong/P");
	expect(state, "Gulfview Hongkong", "gulfview/S hongkong/P");
	expect(state, "Gulfview Real Estate", "gulfview/S realestate/A");
	expect(state, "Gulfview Softdrinks", "gulfview/S softdrinks/A=beverage");
	expect(state, "Gulfview Ho Tel", "gulfview/S ho/S tel/S");
}

static void
name_short_form_is_believed_before_a_comma_or_a_unit(void **state)
{
	expect(state, "Gulfview S.A., Heronbay Office", "gulfview/S sa/L=plc heronbay/S* office/G*");
	expect(state, "Gulfview S.A. Heronbay", "gulfview/S sa/S heronbay/S");
	expect(state, "Gulfview B.V. Unit 12", "gulfview/S bv/L=ltd unit/S* 12/N");
}

static void
name_number_of_a_part_is_never_aside(void **state)
{
	expect(state, "Gulfview Ltd (Unit-2)", "gulfview/S ltd/L unit/S*( 2/N(");
	expect(state, "Gulfview Ltd No. 2 Factory", "gulfview/S ltd/L no/X* 2/N factory/A*");
	expect(state, "Gulfview Ltd, Heronbay 2", "gulfview/S ltd/L heronbay/S* 2/N*");
}

static void
name_address_behind_a_comma_stands_aside(void **state)
{
	expect(state, "Gulfview Traders, Plot 7, Heronbay", "gulfview/S traders/A=trading plot/S* 7/N* heronbay/S*");
	expect(state, "Gulfview Traders (Street 5)", "gulfview/S traders/A=trading street/S*( 5/N*(");
	expect(state, "Gulfview Traders, 11 Heronbay", "gulfview/S traders/A=trading 11/N* heronbay/S*");
	expect(state, "Gulfview Street Traders", "gulfview/S street/S traders/A=trading");
}

static void
name_form_typed_onto_the_last_word_is_taken_off(void **state)
{
	expect(state, "GulfviewPLC", "gulfview/S plc/L");
	expect(state, "Heronbay GulfviewLimited", "heronbay/S gulfview/S limited/L=ltd");
	expect(state, "Zinc", "zinc/S");
	expect(state, "Gulfviewplc Heronbay", "gulfviewplc/S heronbay/S");
}

static void
name_article_may_be_an_initial_or_the_last_word(void **state)
{
	expect(state, "A. Gulfview", "a/S gulfview/S");
	expect(state, "Heronbay E. Gulfview", "heronbay/S e/S gulfview/S");
	expect(state, "Gulfview-Les", "gulfview/S les/S");
	expect(state, "Gulfview, The", "gulfview/S the/X");
	expect(state, "Les Gulfview", "les/X gulfview/S");
}

static void
name_year_of_a_former_name_is_no_word_of_it(void **state)
{
	expect(state, "Gulfview (until 2019 Heronbay Ltd)", "gulfview/S until/X(~ 2019/X(~ heronbay/S(~ ltd/L(~");
	expect(state, "Gulfview (formerly 3 Heronbay)", "gulfview/S formerly/X(~ 3/N(~ heronbay/S(~");
}

static void
name_arabic_letter_goes_before_a_known_word_only(void **state)
{
	expect(state, "الزهيران لتجارة", "زهيران/S تجاره/A=trading");
	expect(state, "لزهيران", "لزهيران/S");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(name_legal_forms_of_many_countries_are_recognised),
		cmocka_unit_test(name_legal_form_is_told_by_its_lexeme),
		cmocka_unit_test(name_short_forms_are_believed_only_at_the_edge),
		cmocka_unit_test(name_of_forms_alone_keeps_a_stem),
		cmocka_unit_test(name_numbers_compare_in_every_spelling),
		cmocka_unit_test(name_words_keep_their_text_and_tell_their_meaning),
		cmocka_unit_test(name_unspaced_runs_are_cut_at_known_words),
		cmocka_unit_test(name_dotted_initials_are_one_word),
		cmocka_unit_test(name_asides_and_other_names_are_marked),
		cmocka_unit_test(name_key_knows_its_forms_of_text),
		cmocka_unit_test(name_knows_words_from_forms_and_noise),
		cmocka_unit_test(name_of_symbols_has_no_tokens),
		cmocka_unit_test(name_of_any_length_stays_within_its_limits),
		cmocka_unit_test(name_words_of_meaning_stand_apart_or_together),
		cmocka_unit_test(name_short_form_is_believed_before_a_comma_or_a_unit),
		cmocka_unit_test(name_number_of_a_part_is_never_aside),
		cmocka_unit_test(name_address_behind_a_comma_stands_aside),
		cmocka_unit_test(name_form_typed_onto_the_last_word_is_taken_off),
		cmocka_unit_test(name_article_may_be_an_initial_or_the_last_word),
		cmocka_unit_test(name_year_of_a_former_name_is_no_word_of_it),
		cmocka_unit_test(name_arabic_letter_goes_before_a_known_word_only),
	};
	return cmocka_run_group_tests_name("name", tests, load_tables, drop_tables);
}
