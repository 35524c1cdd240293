/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules that are shipped, against the facts that are shipped: they load, their own cases hold, and they keep to what
 * a rule may say. The symbol table is included as source because the room that owns it links far more than it.
 */
#include "rules-test.h"

#include "../../../src/screen/symbols.c"

static const char *const suffixes[] = { ".yaml", ".csv", ".md", NULL };

/* The bundle outlives the rulebook made from it. */
struct shipped {
	struct cdr_bundle bundle;
	struct cdr_rulebook *rulebook;
};

static int
load_shipped(void **state)
{
	static struct shipped shipped;
	struct cdr_error error = { 0 };
	enum cdr_status status = cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &shipped.bundle, &error);
	if (status == CDR_OK)
		status = cdr_rulebook_load(&shipped.bundle, cdr_screen_symbols(), &shipped.rulebook, &error);
	if (status != CDR_OK)
		print_error("%s: %s\n", error.where, error.message);
	*state = &shipped;
	return status == CDR_OK ? 0 : -1;
}

static int
free_shipped(void **state)
{
	struct shipped *shipped = *state;
	shipped->rulebook = cdr_rulebook_free(shipped->rulebook);
	cdr_bundle_done(&shipped->bundle);
	return 0;
}

static void
rulesets_cases_of_every_rule_hold(void **state)
{
	const struct shipped *shipped = *state;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	struct cdr_error error = { 0 };
	size_t passed = 0, failed = 0;
	enum cdr_status status = cdr_rulebook_test(shipped->rulebook, &report, &passed, &failed, &error);
	if (status != CDR_OK)
		print_error("%s", report.n ? report.p : error.message);
	assert_int_equal(status, CDR_OK);
	assert_true(passed >= 2 * cdr_rulebook_count(shipped->rulebook));
	assert_true(cdr_rulebook_count(shipped->rulebook) >= 120);
}

/* What no rule may do: candor/rules.h lists it. */
static void
rulesets_keep_to_what_a_rule_may_do(void **state)
{
	const struct shipped *shipped = *state;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	struct cdr_error error = { 0 };
	size_t n = 0;
	assert_int_equal(cdr_rulebook_check(shipped->rulebook, &report, &n, &error), CDR_OK);
	if (n)
		print_error("%s", report.p);
	assert_int_equal(n, 0);
}

/* Codes of the vocabulary that rules point to exist in it. */
static void
rulesets_point_to_indicators_that_exist(void **state)
{
	const struct shipped *shipped = *state;
	const struct cdr_bundle_file *table = cdr_bundle_find(&shipped->bundle, CDR_STR("tables/indicators.csv"));
	size_t n_pointing = 0;
	assert_non_null(table);
	for (size_t i = 0; i < cdr_rulebook_count(shipped->rulebook); i++) {
		const struct cdr_rule *rule = cdr_rulebook_at(shipped->rulebook, i);
		n_pointing += rule->n_indicators > 0;
		for (size_t k = 0; k < rule->n_indicators; k++) {
			char row[16];
			(void)snprintf(row, sizeof(row), "\n%.*s,", CDR_STR_ARG(rule->indicators[k]));
			if (cdr_str_find(table->text, cdr_str_from(row)) < 0)
				fail_msg("%.*s: there is no indicator %.*s", CDR_STR_ARG(rule->id),
				         CDR_STR_ARG(rule->indicators[k]));
		}
	}
	assert_true(n_pointing >= 30);
}

/* True when the law's file in the bundle declares that criterion. */
static bool
criterion_exists(const struct cdr_bundle *bundle, struct cdr_str criterion)
{
	struct cdr_str rest = criterion, law;
	char path[160];
	assert_true(cdr_str_split(&rest, '/', &law));
	(void)snprintf(path, sizeof(path), "statement/%.*s/law.yaml", CDR_STR_ARG(law));
	const struct cdr_bundle_file *file = cdr_bundle_find(bundle, cdr_str_from(path));
	if (!file)
		return false;
	cdr_auto(cdr_decl) decl = { 0 };
	assert_int_equal(cdr_decl_parse(file->text, path, &decl, NULL), CDR_OK);
	const struct cdr_decl_node *list = cdr_decl_get(decl.root, "criteria");
	for (size_t i = 0; list && i < list->n; i++) {
		if (cdr_str_equal(cdr_decl_text(list->items[i], "id"), rest))
			return true;
	}
	return false;
}

static void
rulesets_name_criteria_that_exist(void **state)
{
	const struct shipped *shipped = *state;
	for (size_t i = 0; i < cdr_rulebook_count(shipped->rulebook); i++) {
		const struct cdr_rule *rule = cdr_rulebook_at(shipped->rulebook, i);
		for (size_t k = 0; k < rule->n_statement_criteria; k++) {
			if (!criterion_exists(&shipped->bundle, rule->statement_criteria[k]))
				print_error("%.*s: %.*s\n", CDR_STR_ARG(rule->id),
				            CDR_STR_ARG(rule->statement_criteria[k]));
			assert_true(criterion_exists(&shipped->bundle, rule->statement_criteria[k]));
		}
	}
}

static void
rulesets_readme_lists_every_fact_with_its_meaning(void **state)
{
	const struct shipped *shipped = *state;
	const struct cdr_bundle_file *readme = cdr_bundle_find(&shipped->bundle, CDR_STR("README.md"));
	static const char *const types[] = { "text", "word", "number", "date", "boolean", "list" };
	assert_non_null(readme);
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	for (size_t i = 0; i < symbols->n; i++) {
		char line[512], words[200] = "";
		const struct cdr_symbol *row = &symbols->rows[i];
		for (size_t k = 0; row->words && row->words[k]; k++)
			(void)snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s", k ? " " : ": ",
			               row->words[k]);
		(void)snprintf(line, sizeof(line), "| `%s` | %s%s | %s |\n", row->name, types[row->type], words,
		               row->about);
		if (cdr_str_find(readme->text, cdr_str_from(line)) < 0)
			print_error("rulesets/README.md lacks: %s", line);
		assert_true(cdr_str_find(readme->text, cdr_str_from(line)) >= 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rulesets_cases_of_every_rule_hold),
		cmocka_unit_test(rulesets_keep_to_what_a_rule_may_do),
		cmocka_unit_test(rulesets_point_to_indicators_that_exist),
		cmocka_unit_test(rulesets_name_criteria_that_exist),
		cmocka_unit_test(rulesets_readme_lists_every_fact_with_its_meaning),
	};
	return cmocka_run_group_tests(tests, load_shipped, free_shipped);
}
