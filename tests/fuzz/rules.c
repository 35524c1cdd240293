/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule, a table and a site's overrides, as a site would write them, parted by lines of "====". Whatever they hold: they
 * are refused with a reason, or rules can be tested, checked, explained and asked. An answer is the same with and without
 * its trace, an open one names what is missing, and the proof comes to the same truth.
 */
#include <stddef.h>
#include <stdint.h>

#include "candor/rules.h"

static const char *const words[] = { "red", "green", NULL };
static const struct cdr_symbol rows[] = {
	{ "a.flag", CDR_FACT_BOOLEAN, NULL, "engagement", "a truth" },
	{ "a.hours", CDR_FACT_NUMBER, NULL, "engagement", "a number" },
	{ "a.limit", CDR_FACT_NUMBER, NULL, "engagement", "another" },
	{ "a.day", CDR_FACT_DATE, NULL, "engagement", "a date" },
	{ "a.until", CDR_FACT_DATE, NULL, "engagement", "another" },
	{ "a.text", CDR_FACT_TEXT, NULL, "engagement", "a text" },
	{ "a.colour", CDR_FACT_WORD, words, "engagement", "a word" },
	{ "a.list", CDR_FACT_TEXT_LIST, NULL, "engagement", "texts" },
	{ "a.origin", CDR_FACT_TEXT, NULL, "engagement", "where", CDR_GUARD_ORIGIN },
	{ "a.abroad", CDR_FACT_BOOLEAN, NULL, "engagement", "a border", CDR_GUARD_BORDER },
	{ "visit.days", CDR_FACT_NUMBER, NULL, "visits", "of one visit" },
	{ "visit.announced", CDR_FACT_BOOLEAN, NULL, "visits", "of one visit" },
};
static const struct cdr_collection collections[] = { { "visits", "engagement", "several of them" } };
static const struct cdr_symbols symbols = { rows, CDR_LEN(rows), collections, CDR_LEN(collections) };

static enum cdr_status
fill_visit(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	(void)context;
	(void)err;
	if (i != 1)
		cdr_facts_set_number(inner, "visit.days", (double)(10 * i));
	if (i != 2)
		cdr_facts_set_boolean(inner, "visit.announced", i == 0);
	return CDR_OK;
}

static void
set_facts(struct cdr_facts *facts, unsigned which)
{
	static const struct cdr_str items[] = { { "fish", 4 }, { "red", 3 } };
	cdr_facts_clear(facts);
	if (which & 1u) {
		cdr_facts_set_number(facts, "a.hours", 12);
		cdr_facts_set_date(facts, "a.day", (struct cdr_date){ 20260101 });
		cdr_facts_set_text(facts, "a.text", CDR_STR("XA"));
		cdr_facts_set_boolean(facts, "a.flag", true);
	}
	if (which & 2u) {
		cdr_facts_set_number(facts, "a.limit", 0);
		cdr_facts_set_date(facts, "a.until", (struct cdr_date){ 20260301 });
		cdr_facts_set_list(facts, "a.list", items, CDR_LEN(items));
		cdr_facts_set_text(facts, "a.colour", CDR_STR("red"));
		cdr_facts_set_text(facts, "a.origin", CDR_STR("XA"));
		cdr_facts_set_related(facts, "visits", 3, fill_visit, NULL);
	}
}

static void
ask(const struct cdr_rulebook *rulebook, struct cdr_rule_run *run, const struct cdr_facts *facts,
    struct cdr_arena *arena)
{
	struct cdr_error err = { 0 };
	cdr_require(cdr_rule_run_answer(run, facts, CDR_STR("engagement"), (struct cdr_date){ 20260601 }, arena,
	                                &err) == CDR_OK);
	for (size_t i = 0; i < cdr_rulebook_count(rulebook); i++) {
		struct cdr_trace trace = { 0 };
		cdr_owned(cdr_json) proof = NULL;
		if (!cdr_rule_run_asked(run, i))
			continue;
		enum cdr_truth truth = cdr_rule_run_truth(run, i);
		cdr_require(cdr_rule_run_trace(run, i, facts, arena, &trace, &err) == CDR_OK);
		cdr_require((truth == CDR_UNKNOWN) == (trace.n_missing > 0));
		cdr_require(cdr_rule_run_proof(run, i, facts, &proof, &err) == CDR_OK);
		cdr_require(cdr_str_equal(cdr_json_get_str(proof, "truth"), cdr_str_from(cdr_truth_word(truth))));
	}
}

static void
use(const struct cdr_rulebook *rulebook)
{
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_owned(cdr_rule_run) run = NULL;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	size_t n = 0, n_failed = 0;
	enum cdr_status status = cdr_rulebook_test(rulebook, &out, &n, &n_failed, &err);
	cdr_require(status == CDR_OK || status == CDR_EREFUSED || (status == CDR_EINPUT && err.message[0]));
	cdr_require(cdr_rulebook_check(rulebook, &out, &n, &err) == CDR_OK);
	for (size_t i = 0; i < cdr_rulebook_count(rulebook); i++)
		cdr_require(cdr_rule_explain(cdr_rulebook_at(rulebook, i), &out, &err) == CDR_OK);
	cdr_require(arena && cdr_rule_run_new(rulebook, &run, &err) == CDR_OK);
	cdr_require(cdr_facts_new(&symbols, &facts, &err) == CDR_OK);
	for (unsigned which = 0; which < 4; which++) {
		set_facts(facts, which);
		ask(rulebook, run, facts, arena);
	}
}

/* What stands before the next line of "====", and the rest. */
static struct cdr_str
cut(struct cdr_str *rest)
{
	ptrdiff_t at = cdr_str_find(*rest, CDR_STR("\n====\n"));
	struct cdr_str part = { rest->p, at < 0 ? rest->n : (size_t)at + 1 };
	size_t used = at < 0 ? rest->n : (size_t)at + 6;
	*rest = (struct cdr_str){ rest->p + used, rest->n - used };
	return part;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str rest = { size ? (const char *)data : "", size };
	struct cdr_str rule = cut(&rest), table = cut(&rest), overrides = cut(&rest);
	/* In the order a bundle has. */
	struct cdr_bundle_file files[] = {
		{ CDR_STR("risk/overrides.yaml"), overrides.n ? overrides : CDR_STR("overrides: []\n") },
		{ CDR_STR("risk/things/thg-101-a.yaml"), rule },
		{ CDR_STR("risk/topics.yaml"),
		  CDR_STR("topics: [{folder: things, prefix: THG, from: 101, to: 199, title: Things}]\n") },
		{ CDR_STR("tables/t.csv"), table },
	};
	struct cdr_bundle bundle = { NULL, files, CDR_LEN(files) };
	struct cdr_error err = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	enum cdr_status status = cdr_rulebook_load(&bundle, &symbols, &rulebook, &err);
	cdr_require(status == CDR_OK || ((status == CDR_EINPUT || status == CDR_ELIMIT) && err.message[0]));
	if (status == CDR_OK)
		use(rulebook);
	return 0;
}
