/* SPDX-License-Identifier: Apache-2.0 */
/* The labeller with files made up here, where every sum can be done by hand, and with the shipped ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "statement/label-impl.h"

#define FOLDER "statement/sentences/"

struct fixture {
	struct cdr_bundle_file files[5];
	struct cdr_bundle bundle;
	struct cdr_error err;
};

static int
setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){
		.files = { { CDR_STR(FOLDER "concepts.tsv"), CDR_STR("blessed\tapprov* .. <board>|council\n"
		                                                     "hd_means\tour suppliers\n") },
		           { CDR_STR(FOLDER "context.tsv"), CDR_STR("bias\t0\t0\nsum\t1\t1\nshare\t0\t0\n"
		                                                    "before\t0\t0\nafter\t0\t0\n"
		                                                    "earlier\t0\t0\nlater\t0\t0\n"
		                                                    "with approval\t0\t0\nwith supply\t0\t0\n") },
		           { CDR_STR(FOLDER "labels.tsv"), CDR_STR("approval\t-1\tau-x,uk-x\n"
		                                                   "supply\t-1\tau-x\n") },
		           { CDR_STR(FOLDER "phrases.tsv"), CDR_STR("board of directors\t<board>\n"
		                                                    "the board\t<board>\n"
		                                                    "bonded labour\t<ms>\n") },
		           { CDR_STR(FOLDER "weights-1.tsv"), CDR_STR("c:blessed\t30\t0\n"
		                                                      "h:hd_means\t0\t30\n"
		                                                      "u:tin\t0\t4\n"
		                                                      "b:tin <n>\t0\t4\n"
		                                                      "r:board\t-1\t0\n"
		                                                      "p:last1\t0\t-60\n") } },
	};
	fixture.bundle = (struct cdr_bundle){ NULL, fixture.files, CDR_LEN(fixture.files) };
	*state = &fixture;
	return 0;
}

static struct cdr_labeller *
load(struct fixture *fixture)
{
	struct cdr_labeller *labeller = NULL;
	if (cdr_labeller_load(&fixture->bundle, CDR_STR("au-x"), &labeller, &fixture->err) != CDR_OK)
		fail_msg("%s: %s", fixture->err.where, fixture->err.message);
	return labeller;
}

static void
run(const struct cdr_labeller *labeller, const char *const *sentences, size_t n, struct cdr_label *ret)
{
	struct cdr_str texts[8];
	struct cdr_error err = { 0 };
	assert_true(n <= CDR_LEN(texts));
	for (size_t i = 0; i < n; i++)
		texts[i] = cdr_str_from(sentences[i]);
	assert_int_equal(cdr_labeller_run(labeller, texts, n, ret, &err), CDR_OK);
}

static void
label_adds_up_what_is_there(void **state)
{
	static const char *const sentences[] = { "It was approved on Monday by the Board of Directors",
		                                 "We buy tin, 12 tonnes of it", "The end" };
	struct cdr_label labels[6];
	cdr_owned(cdr_labeller) labeller = load(*state);
	assert_int_equal(cdr_labeller_count(labeller), 2);
	assert_true(cdr_str_equal(cdr_labeller_name(labeller, 1), CDR_STR("supply")));
	assert_null(cdr_labeller_name(labeller, 2).p);
	run(labeller, sentences, 3, labels);
	/* -1 + 30 * 0.1 - 1 / sqrt(4) = 1.5: the concept, and the word "board" that the phrase hid */
	assert_true(labels[0].holds && labels[0].score > 0.8175F && labels[0].score < 0.8176F);
	assert_true(!labels[1].holds);
	/* -1 + (4 + 4) / sqrt(4) = 3: "tin", and "tin" before a number */
	assert_true(labels[3].holds && labels[3].score > 0.9525F && labels[3].score < 0.9527F);
	assert_true(!labels[4].holds && labels[5].score < 0.01F);
}

static void
label_reaches_from_a_heading_to_what_follows(void **state)
{
	static const char *const under[] = { "Our Suppliers", "They are many", "And far away", "The end" };
	static const char *const glued[] = { "They are many", "OUR SUPPLIERS They are many", "So be it", "The end" };
	struct cdr_label labels[8];
	cdr_owned(cdr_labeller) labeller = load(*state);
	run(labeller, under, 4, labels);
	assert_true(labels[1].holds && labels[3].holds && labels[5].holds && !labels[7].holds);
	run(labeller, glued, 4, labels);
	assert_true(!labels[1].holds && labels[3].holds && labels[5].holds);
}

/* By hand: the middle sentence says "supply" (share 1 / (1 + e^-3) = 0.952574), the others do not (share 0.268941). */
static void
label_looks_at_its_neighbours(void **state)
{
	static const char *const sentences[] = { "Much of it", "We buy tin, 12 tonnes of it", "And more", "The end" };
	struct fixture *fixture = *state;
	struct cdr_label labels[8];
	struct cdr_str before = fixture->files[1].text;
	fixture->files[1].text = CDR_STR("bias\t-0.5\t0\nsum\t0\t0\nshare\t0\t0\nbefore\t0\t1\nafter\t0\t0\n"
	                                 "earlier\t0\t0\nlater\t0\t10\nwith approval\t0\t0\nwith supply\t1\t0\n");
	cdr_owned(cdr_labeller) labeller = load(fixture);
	fixture->files[1].text = before;
	run(labeller, sentences, 4, labels);
	/* approval: -0.5 + 0.952574 where "supply" holds */
	assert_true(!labels[0].holds && labels[2].holds && !labels[4].holds);
	assert_true(labels[2].score > 0.6112F && labels[2].score < 0.6113F);
	/* supply, third: before 0.952574; later, one sentence on: 0.3 * 0.002473 (the last one is cut at -6) * 10 */
	assert_true(labels[5].score > 0.7230F && labels[5].score < 0.7233F);
	/* last: before 0.268941, nothing later */
	assert_true(labels[7].score > 0.5667F && labels[7].score < 0.5670F);
}

static void
label_takes_any_text(void **state)
{
	static const char *const sentences[] = { "", " ", "\xE2\x80\xA2", "\xC2\xA3", "____", "s", "'s", "\xE2" };
	char many[6000];
	struct cdr_str text = { many, sizeof(many) };
	struct cdr_label labels[16];
	struct cdr_error err = { 0 };
	cdr_owned(cdr_labeller) labeller = load(*state);
	run(labeller, sentences, 8, labels);
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = "tin "[i % 4]; /* more words than are looked at */
	assert_int_equal(cdr_labeller_run(labeller, &text, 1, labels, &err), CDR_OK);
	memset(many, 'x', sizeof(many));
	assert_int_equal(cdr_labeller_run(labeller, &text, 1, labels, &err), CDR_OK);
	assert_int_equal(cdr_labeller_run(labeller, NULL, 0, labels, &err), CDR_OK);
}

static void
refused(struct fixture *fixture, size_t file, const char *text, const char *where, const char *says)
{
	struct cdr_str before = fixture->files[file].text;
	struct cdr_labeller *labeller = NULL;
	struct cdr_error err = { 0 };
	fixture->files[file].text = cdr_str_from(text);
	assert_int_equal(cdr_labeller_load(&fixture->bundle, CDR_STR("au-x"), &labeller, &err), CDR_EINPUT);
	assert_null(labeller);
	assert_string_equal(err.where, where);
	if (!strstr(err.message, says))
		fail_msg("“%s” does not say “%s”", err.message, says);
	fixture->files[file].text = before;
}

static void
label_refuses_files_with_their_place(void **state)
{
	struct fixture *fixture = *state;
	refused(fixture, 0, "# head\nblessed\n", FOLDER "concepts.tsv:2", "1 cells");
	refused(fixture, 0, "blessed\t.. board\n", FOLDER "concepts.tsv:1", "begins with a word");
	refused(fixture, 0, "blessed\tap* board\n", FOLDER "concepts.tsv:1", "before its *");
	refused(fixture, 0, "blessed\ta  board\n", FOLDER "concepts.tsv:1", "empty");
	refused(fixture, 0, "blessed\ta .. b .. c .. d .. e\n", FOLDER "concepts.tsv:1", "gaps");
	refused(fixture, 2, "approval\tmuch\tau-x\n", FOLDER "labels.tsv:1", "\"much\" is not a number");
	refused(fixture, 3, "a b c d e f g h i j k l m\t<n>\n", FOLDER "phrases.tsv:1", "12 words");
	refused(fixture, 3, "a b\t<n>\na b\t<m>\n", FOLDER "phrases.tsv:2", "second time");
	refused(fixture, 1, "sum\t1\t1\n", FOLDER "context.tsv:1", "\"sum\" does not belong here");
	refused(fixture, 1, "bias\t1\t1\n", FOLDER "context.tsv", "1 records where there should be 9");
	refused(fixture, 4, "u:tin\t1\n", FOLDER "weights-1.tsv:1", "2 cells between tabs where there should be 3");
	refused(fixture, 4, "u:tin\t1\t2\nu:tin\t1\t2\n", FOLDER "weights-1.tsv:2", "second time");
}

static void
label_names_the_laws_it_serves(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_labeller *labeller = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_labeller_load(&fixture->bundle, CDR_STR("zz"), &labeller, &err), CDR_ENOTFOUND);
	assert_non_null(strstr(err.message, "au-x"));
	fixture->bundle.n_files = 4;
	assert_int_equal(cdr_labeller_load(&fixture->bundle, CDR_STR("au-x"), &labeller, &err), CDR_ENOTFOUND);
	assert_string_equal(err.where, FOLDER "weights-1.tsv");
	fixture->bundle.n_files = 1;
	assert_int_equal(cdr_labeller_load(&fixture->bundle, CDR_STR("au-x"), &labeller, &err), CDR_ENOTFOUND);
	assert_string_equal(err.where, FOLDER "labels.tsv");
	assert_null(labeller);
}

/* What nobody could mistake, by the shipped weights. */
static void
label_knows_plain_cases(void **state)
{
	static const char *const sentences[] = {
		"Modern Slavery Statement 2024",
		"Tarnbrook Foods plc is a public limited company registered in England and listed on the London Stock "
		"Exchange",
		"We buy fruit and vegetables from 340 suppliers in Spain, Kenya and Peru",
		"Seasonal migrant workers on farms are at high risk of forced labour and debt bondage",
		"All new suppliers must sign our Supplier Code of Conduct and complete a self-assessment questionnaire",
		"This statement was approved by the Board of Directors of Tarnbrook Foods plc on 12 June 2024",
		"J. Example, Chief Executive Officer, Tarnbrook Foods plc, 12 June 2024",
	};
	static const char *const expected[] = {
		"", "c2_structure", "c2_supply_chains", "c3_risk_description", "c4_mitigation", "approval", "signature"
	};
	struct cdr_label labels[7 * LABEL_MAX_LABELS];
	struct cdr_error err = { 0 };
	cdr_owned(cdr_labeller) labeller = NULL;
	cdr_auto(cdr_bundle) files = { 0 };
	(void)state;
	assert_int_equal(cdr_labeller_files(CDR_SOURCE_ROOT, &files, &err), CDR_OK);
	assert_int_equal(cdr_labeller_load(&files, CDR_STR("au-msa-2018"), &labeller, &err), CDR_OK);
	run(labeller, sentences, 7, labels);
	size_t n = cdr_labeller_count(labeller);
	for (size_t i = 0; i < 7; i++) {
		bool any = false;
		for (size_t j = 0; j < n; j++) {
			bool wanted = cdr_str_equal(cdr_labeller_name(labeller, j), cdr_str_from(expected[i]));
			any = any || labels[i * n + j].holds;
			if (wanted && !labels[i * n + j].holds)
				fail_msg("“%s” is not labelled %s", sentences[i], expected[i]);
		}
		if (!*expected[i] && any)
			fail_msg("“%s” is labelled", sentences[i]);
	}
}

static void
label_cuts_words_by_bytes(void **state)
{
	static const struct {
		const char *sentence, *words;
	} cases[] = {
		{ "The Company\xE2\x80\x99s 1,250 people (54%)", "the companys 1250 people 54 %" },
		{ "\xC2\xA3"
		  "12.5m \xE2\x82\xAC"
		  "3 US$4",
		  "$ 125m $ 3 us $ 4" },
		{ "re-use \xE2\x80\x93 caf\xC3\xA9? a@b.example", "re use caf\xC3\xA9 ? a @ b example" },
		{ "Signed: ____ Date: __", "signed ___ date" },
		{ "on 1. 2,", "on 1 2" },
	};
	(void)state;
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
		cdr_auto(cdr_buf) joined = CDR_BUF_INIT;
		struct label_tokens *tokens = cdr_arena_alloc(arena, sizeof(*tokens));
		assert_true(label_tokens(cdr_str_from(cases[i].sentence), arena, tokens));
		for (size_t k = 0; k < tokens->n; k++)
			cdr_buf_printf(&joined, "%s%.*s", k ? " " : "", CDR_STR_ARG(tokens->items[k]));
		assert_string_equal(joined.p, cases[i].words);
	}
}

static void
label_brings_forms_of_a_word_together(void **state)
{
	static const char *const cases[][2] = {
		{ "policies", "policy" }, { "assesses", "assess" },   { "assessed", "assess" },
		{ "stopped", "stop" },    { "sourcing", "sourc" },    { "source", "sourc" },
		{ "risks", "risk" },      { "recognised", "recogn" }, { "recognized", "recogn" },
		{ "bus", "bus" },         { "this", "this" },         { "<year>", "<year>" },
	};
	static const char *const classes[][2] = {
		{ "2024", "<year>" }, { "1850", "<n>" },  { "24th", "<n>" },
		{ "fy23", "<year>" }, { "s54", "<mix>" }, { "tea", "tea" },
	};
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
	(void)state;
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_str stem = label_stem(cdr_str_from(cases[i][0]), arena);
		if (!cdr_str_equal(stem, cdr_str_from(cases[i][1])))
			fail_msg("%s: %.*s", cases[i][0], CDR_STR_ARG(stem));
	}
	for (size_t i = 0; i < CDR_LEN(classes); i++)
		assert_true(cdr_str_equal(label_class(cdr_str_from(classes[i][0])), cdr_str_from(classes[i][1])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(label_adds_up_what_is_there, setup),
		cmocka_unit_test_setup(label_reaches_from_a_heading_to_what_follows, setup),
		cmocka_unit_test_setup(label_looks_at_its_neighbours, setup),
		cmocka_unit_test_setup(label_takes_any_text, setup),
		cmocka_unit_test_setup(label_refuses_files_with_their_place, setup),
		cmocka_unit_test_setup(label_names_the_laws_it_serves, setup),
		cmocka_unit_test(label_knows_plain_cases),
		cmocka_unit_test(label_cuts_words_by_bytes),
		cmocka_unit_test(label_brings_forms_of_a_word_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
