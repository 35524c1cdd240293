/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

/* "gulfview/S company/G ltd/L": tokens with the first letter of their kind (S N L G X). */
static void
expect(void **state, const char *name, const char *tokens)
{
	struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(name), t->arena, &key, &err), CDR_OK);
	for (size_t i = 0; i < key.n_tokens; i++)
		cdr_buf_printf(&told, "%s%.*s/%c", i ? " " : "", CDR_STR_ARG(key.tokens[i].text),
		               "SNLGX"[key.tokens[i].kind]);
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
		{ "Gulfview Pvt. Ltd.", "gulfview/S ltd/L" },
		{ "Gulfview Private Limited", "gulfview/S ltd/L" },
		{ "Gulfview Co., Ltd.", "gulfview/S ltd/L" },
		{ "Gulfview CO.LTD", "gulfview/S ltd/L" },
		{ "Gulfview Sdn. Bhd.", "gulfview/S ltd/L" },
		{ "Gulfview GmbH", "gulfview/S ltd/L" },
		{ "Gulfview GmbH & Co. KG", "gulfview/S partnership/L" },
		{ "Gulfview S.A. de C.V.", "gulfview/S plc/L" },
		{ "Gulfview SA de CV", "gulfview/S plc/L" },
		{ "Gulfview S.A.C.", "gulfview/S plc/L" },
		{ "Gulfview d.o.o.", "gulfview/S ltd/L" },
		{ "Gulfview Sp. z o.o.", "gulfview/S ltd/L" },
		{ "Gulfview A/S", "gulfview/S plc/L" },
		{ "Gulfview L.L.C.", "gulfview/S ltd/L" },
		{ "PT Gulfview Tbk", "plc/L gulfview/S plc/L" },
		{ "ООО Гулфвью", "ltd/L gulfvyu/S" },
		{ "Công ty TNHH Gulfview", "ltd/L gulfview/S" },
		{ "株式会社東京製作", "plc/L 东京/S 京制/S 制作/S" },
		{ "บริษัท กัลฟ์ จำกัด", "ltd/L กัลฟ์/S ltd/L" },
		{ "مؤسسة الخليج ذ.م.م", "موسسه/S الخليج/S ltd/L" },
	};
	for (size_t i = 0; i < CDR_LEN(names); i++)
		expect(state, names[i][0], names[i][1]);
}

static void
name_short_forms_are_believed_only_at_the_edge(void **state)
{
	expect(state, "Spa Hotels Ltd", "spa/S hotels/S ltd/L");
	expect(state, "Hotels SpA", "hotels/S plc/L");
	expect(state, "A S Gulfview", "as/S gulfview/S");
	expect(state, "AS Gulfview", "as/S gulfview/S");
	expect(state, "Gulfview AG in Liquidation", "gulfview/S plc/L inliquidation/X");
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
	expect(state, "Factory No. 2", "factory/S no/X 2/N");
	expect(state, "Factory Two", "factory/S 2/N");
	expect(state, "Factory II", "factory/S 2/N");
	expect(state, "Factory 002", "factory/S 2/N");
	expect(state, "2nd Factory", "2/N factory/S");
	expect(state, "Fund I LP", "fund/S 1/N partnership/L");
	expect(state, "Fund V", "fund/S 5/N");
	expect(state, "Victor V Traders", "victor/S v/S traders/S");
	expect(state, "III Traders", "iii/S traders/S");
	expect(state, "12345678901234567890", "12345678901234567890/S");
}

static void
name_abbreviations_are_written_out(void **state)
{
	expect(state, "Gulfview Intl Mfg Grp", "gulfview/S international/G manufacturing/S group/G");
	expect(state, "Gulfview Co", "gulfview/S company/G other/L");
	expect(state, "Gulfview Garments", "gulfview/S garment/S");
}

static void
name_dotted_initials_are_one_word(void **state)
{
	expect(state, "J.P. Gulfview", "jp/S gulfview/S");
	expect(state, "A.Gulfview", "a/X gulfview/S");
	expect(state, "U.S.A. Traders", "usa/S traders/S");
}

static void
name_key_knows_its_forms_of_text(void **state)
{
	struct cdr_name_key key = key_of(state, S("The Gulf-View Recruitment Co., Ltd."));
	assert_str(key.original, "The Gulf-View Recruitment Co., Ltd.");
	assert_str(key.folded, "the gulf view recruitment co ltd");
	assert_str(key.joined, "gulfviewrecruitment");
	assert_false(key.romanised);
	key = key_of(state, S("Ромашка"));
	assert_str(key.folded, "ромашка");
	assert_str(key.joined, "romashka");
	assert_true(key.romanised);
	key = key_of(state, S("東京製作所"));
	assert_str(key.joined, "东京制作所");
}

static void
name_of_symbols_has_no_tokens(void **state)
{
	expect(state, "", "");
	expect(state, " -- *** ", "");
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
		cdr_buf_puts(&text, "東");
	struct cdr_name_key key = key_of(state, cdr_buf_str(&text));
	assert_int_equal(key.n_tokens, CDR_NAME_MAX_TOKENS);
	assert_true(key.folded.n <= CDR_NAME_MAX_BYTES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(name_legal_forms_of_many_countries_are_recognised),
		cmocka_unit_test(name_short_forms_are_believed_only_at_the_edge),
		cmocka_unit_test(name_of_forms_alone_keeps_a_stem),
		cmocka_unit_test(name_numbers_compare_in_every_spelling),
		cmocka_unit_test(name_abbreviations_are_written_out),
		cmocka_unit_test(name_dotted_initials_are_one_word),
		cmocka_unit_test(name_key_knows_its_forms_of_text),
		cmocka_unit_test(name_of_symbols_has_no_tokens),
		cmocka_unit_test(name_of_any_length_stays_within_its_limits),
	};
	return cmocka_run_group_tests_name("name", tests, load_tables, drop_tables);
}
