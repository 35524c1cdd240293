/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>

#define HEAD "# a remark\nform,class,place,words,jurisdictions,codes\n"
#define TABLE "match/legal-forms-iso20275.csv"
#define ASKED_SHARE 99.0

/* ---------------------------------------------------------------------------------------------------------- the file */

static enum cdr_status
load(const char *table, struct cdr_normaliser **ret, struct cdr_error *err)
{
	cdr_auto(cdr_bundle) tables = { 0 };
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	assert_int_equal(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &tables, err), CDR_OK);
	for (size_t i = 0; i < tables.n_files; i++)
		if (cdr_str_equal(tables.files[i].path, S(TABLE)))
			tables.files[i].text = cdr_str_from(table);
	return cdr_normaliser_load(&tables, ret, err);
}

/* "gulfview/S company/G ltd/L": tokens with a letter for their kind, as in the tests of name; of legal forms and numbers what
 * they mean. */
static void
expect(const struct cdr_normaliser *normaliser, const char *name, const char *tokens)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(65536);
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	assert_int_equal(cdr_normalise_name(normaliser, cdr_str_from(name), arena, &key, &err), CDR_OK);
	for (size_t i = 0; i < key.n_tokens; i++) {
		const struct cdr_token *token = &key.tokens[i];
		bool meant = token->kind == CDR_TOKEN_LEGAL_FORM || token->kind == CDR_TOKEN_NUMBER;
		cdr_buf_printf(&told, "%s%.*s/%c", i ? " " : "", CDR_STR_ARG(meant ? token->meaning : token->text),
		               "SNLGXAPHBQ"[token->kind]);
	}
	if (!cdr_str_equal(cdr_buf_str(&told), cdr_str_from(tokens)))
		fail_msg("\"%s\" gives \"%.*s\"", name, (int)told.n, told.p ? told.p : "");
}

static void
form_table_says_place_and_whether_words_stay(void **state)
{
	(void)state;
	cdr_owned(cdr_normaliser) normaliser = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(load(HEAD "xqa,plc,tail,drop,XX,AAAA\nxqend form,ltd,end,drop,XX,BBBB\n"
	                           "xqedge form,ltd,edges,drop,XX,CCCC\nxqsave bank,other,tail,keep,XX,DDDD\n"
	                           "limited,plc,any,drop,XX,EEEE\ncompany,other,tail,keep,XX,FFFF\n",
	                      &normaliser, &err),
	                 CDR_OK);
	expect(normaliser, "Quillon XQA", "quillon/S plc/L");
	expect(normaliser, "Quillon XQA Ltd", "quillon/S xqa/S ltd/L");
	expect(normaliser, "XQA Quillon", "xqa/S quillon/S");
	expect(normaliser, "Quillon Xqend Form Ltd", "quillon/S ltd/L ltd/L");
	expect(normaliser, "Xqend Form Quillon", "xqendform/S quillon/S");
	expect(normaliser, "Xqedge Form Quillon", "ltd/L quillon/S");
	expect(normaliser, "Quillon Xqedge Form Marrowby", "quillon/S xqedgeform/S marrowby/S");
	expect(normaliser, "Quillon Xqsave Bank", "quillon/S xqsave/S bank/A other/L");
	expect(normaliser, "Quillon Xqsave Bank Ltd", "quillon/S xqsave/S bank/A ltd/L");
	expect(normaliser, "Xqsave Bank", "xqsave/S bank/A");
	expect(normaliser, "Quillon Limited", "quillon/S ltd/L");
	expect(normaliser, "Quillon Company", "quillon/S company/G other/L");
	expect(normaliser, "International Company", "international/G company/G");
}

static void
form_table_names_the_line_of_bad_data(void **state)
{
	(void)state;
	static const char *const bad[][2] = {
		{ "form,class\n", TABLE ":1" },
		{ HEAD "xqa,plc\n", TABLE ":3" },
		{ HEAD "xqa,plc,tail,drop,XX,AAAA\nxqb,plc,middle,drop,XX,AAAA\n", TABLE ":4" },
		{ HEAD "xqa,plc,tail,lose,XX,AAAA\n", TABLE ":3" },
		{ HEAD ",plc,tail,drop,XX,AAAA\n", TABLE ":3" },
		{ HEAD "xqa,,tail,drop,XX,AAAA\n", TABLE ":3" },
	};
	for (size_t i = 0; i < CDR_LEN(bad); i++) {
		struct cdr_normaliser *normaliser = NULL;
		struct cdr_error err = { 0 };
		assert_int_equal(load(bad[i][0], &normaliser, &err), CDR_EINPUT);
		assert_string_equal(err.where, bad[i][1]);
		assert_null(normaliser);
	}
}

/* --------------------------------------------------------------------------------------------------------- the names */

static void
form_table_knows_forms_of_many_countries(void **state)
{
	struct tables *t = *state;
	static const char *const names[][2] = {
		{ "Quillon Marrowby Gesellschaft mit beschränkter Haftung", "quillon/S marrowby/S ltd/L" },
		{ "Quillon Marrowby Ges.m.b.H.", "quillon/S marrowby/S ltd/L" },
		{ "Quillon Marrowby S.E.N.C.R.L.", "quillon/S marrowby/S partnership/L" },
		{ "Quillon Marrowby spółka z ograniczoną odpowiedzialnością", "quillon/S marrowby/S ltd/L" },
		{ "Quillon Marrowby Uždaroji akcinė bendrovė", "quillon/S marrowby/S ltd/L" },
		{ "Quillon Marrowby Družstvo", "quillon/S marrowby/S coop/L" },
		{ "Quillon Marrowby Kommanditbolag", "quillon/S marrowby/S partnership/L" },
		{ "Quillon Marrowby Közkereseti társaság", "quillon/S marrowby/S partnership/L" },
		{ "Таварыства з абмежаванай адказнасцю Квілон", "ltd/L квілон/S" },
		{ "UAB Quillon", "ltd/L quillon/S" },
		{ "SIA Quillon", "ltd/L quillon/S" },
		{ "PT Quillon", "ltd/L quillon/S" },
		{ "CV Quillon", "partnership/L quillon/S" },
		{ "ТОВ Квілон", "ltd/L квілон/S" },
		{ "有限会社東京製作", "ltd/L 东京/P 制作/A" },
		{ "Quillon Marrowby 私人股份有限公司", "quillon/S marrowby/S plc/L" },
		{ "Quillon Marrowby Savings Bank", "quillon/S marrowby/S savingsbank/A other/L" },
		{ "Quillon Marrowby Commercial Bank", "quillon/S marrowby/S commercial/A bank/A other/L" },
		{ "Quillon Fund II", "quillon/S fund/B 2/N" },
	};
	for (size_t i = 0; i < CDR_LEN(names); i++)
		expect(t->normaliser, names[i][0], names[i][1]);
}

static void
form_table_never_takes_the_only_word_of_identity(void **state)
{
	struct tables *t = *state;
	expect(t->normaliser, "SAS International Limited", "sas/S international/G ltd/L");
	expect(t->normaliser, "A.T.E. International Ltd", "ate/S international/G ltd/L");
	expect(t->normaliser, "International SAS Limited", "international/G sas/S ltd/L");
	expect(t->normaliser, "The Savings Bank", "the/X savingsbank/A");
	expect(t->normaliser, "The Bank", "the/X bank/A");
	expect(t->normaliser, "SCP Marrowby Ltd", "scp/S marrowby/S ltd/L");
	expect(t->normaliser, "Marrowby PA Services", "marrowby/S pa/S services/A");
}

/* ---------------------------------------------------------------------------------------------- the publisher's list */

/* The next field of a CSV record in `field` (its buffer is used again); false at the end of the record. */
static bool
next_field(struct cdr_str text, size_t *at, struct cdr_buf *field)
{
	bool quoted = *at < text.n && text.p[*at] == '"';
	cdr_buf_clear(field);
	*at += quoted;
	for (; *at < text.n; (*at)++) {
		char c = text.p[*at];
		if (quoted && c == '"') {
			if (*at + 1 < text.n && text.p[*at + 1] == '"')
				(*at)++;
			else {
				quoted = false;
				continue;
			}
		} else if (!quoted && (c == ',' || c == '\n')) {
			(*at)++;
			return c == ',';
		}
		if (c != '\r')
			cdr_buf_putc(field, c);
	}
	return false;
}

struct coverage {
	const struct cdr_normaliser *normaliser;
	struct cdr_arena *arena;
	size_t asked, behind, either;
	size_t stems; /* words left besides the stem where recognised */
};

static bool
is_recognised(struct coverage *c, struct cdr_str first, struct cdr_str second)
{
	struct cdr_str name = cdr_str_format(c->arena, "%.*s %.*s", CDR_STR_ARG(first), CDR_STR_ARG(second));
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_normalise_name(c->normaliser, name, c->arena, &key, &err), CDR_OK);
	bool form = false, stem = false;
	for (size_t i = 0; i < key.n_tokens; i++) {
		form = form || key.tokens[i].kind == CDR_TOKEN_LEGAL_FORM;
		stem = stem ||
		       (i && cdr_str_equal(key.tokens[i - 1].text, S("quillon")) &&
		        cdr_str_equal(key.tokens[i].text, S("marrowby")) && key.tokens[i].kind == CDR_TOKEN_STEM);
	}
	c->stems += form && stem && key.n_tokens > 3;
	return form && stem;
}

static void
ask(struct coverage *c, struct cdr_str form, struct cdr_str code)
{
	form = cdr_str_trim(form);
	if (!form.n)
		return;
	cdr_arena_reset(c->arena);
	bool behind = is_recognised(c, S("Quillon Marrowby"), form);
	bool either = behind || is_recognised(c, form, S("Quillon Marrowby"));
	c->asked++;
	c->behind += behind;
	c->either += either;
	if (!either && getenv("CANDOR_TEST_TELL"))
		print_message("missed: %.*s %.*s\n", CDR_STR_ARG(code), CDR_STR_ARG(form));
}

static enum cdr_status
read_list(struct cdr_buf *ret)
{
	const char *data = getenv("CANDOR_TEST_DATA");
	char path[4096];
	struct cdr_error err = { 0 };
	(void)snprintf(path, sizeof(path), "%s/reference/iso20275_elf_codes.csv", data ? data : "");
	return data ? cdr_file_read(path, ret, &err) : CDR_ENOTFOUND;
}

static void
form_table_covers_the_published_list(void **state)
{
	struct tables *t = *state;
	cdr_auto(cdr_buf) list = CDR_BUF_INIT;
	if (read_list(&list) != CDR_OK)
		skip();
	struct coverage c = { .normaliser = t->normaliser, .arena = t->arena };
	size_t at = 0;
	while (at < list.n) {
		struct cdr_buf fields[16] = { 0 };
		size_t n = 0;
		for (size_t i = 0; i < CDR_LEN(fields); i++)
			fields[i] = (struct cdr_buf)CDR_BUF_INIT;
		bool more = true;
		while (more && n < CDR_LEN(fields))
			more = next_field(cdr_buf_str(&list), &at, &fields[n++]);
		if (n > 12 && cdr_str_equal(cdr_buf_str(&fields[12]), S("ACTV"))) {
			struct cdr_str code = cdr_buf_str(&fields[0]), part;
			ask(&c, cdr_buf_str(&fields[5]), code);
			ask(&c, cdr_buf_str(&fields[8]), code);
			for (size_t i = 9; i <= 10; i++)
				for (struct cdr_str rest = cdr_buf_str(&fields[i]); cdr_str_split(&rest, ';', &part);)
					ask(&c, part, code);
		}
		for (size_t i = 0; i < CDR_LEN(fields); i++)
			cdr_buf_done(&fields[i]);
	}
	double share = c.asked ? 100.0 * (double)c.either / (double)c.asked : 0;
	print_message(
		"%zu spellings of active codes: %zu recognised behind the stem, %zu (%.2f %%) behind or before; %zu "
		"keep words\n",
		c.asked, c.behind, c.either, share, c.stems);
	assert_true(c.asked > 5000);
	assert_true(share >= ASKED_SHARE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_table_says_place_and_whether_words_stay),
		cmocka_unit_test(form_table_names_the_line_of_bad_data),
		cmocka_unit_test(form_table_knows_forms_of_many_countries),
		cmocka_unit_test(form_table_never_takes_the_only_word_of_identity),
		cmocka_unit_test(form_table_covers_the_published_list),
	};
	return cmocka_run_group_tests_name("form-table", tests, load_tables, drop_tables);
}
