/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
fact_source_is_told_of_every_fact(void **state)
{
	(void)state;
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	for (size_t i = 0; i < symbols->n; i++) {
		struct fact_source source;
		if (!fact_source_find(cdr_str_from(symbols->rows[i].name), &source))
			fail_msg("nobody knows where %s comes from", symbols->rows[i].name);
	}
	struct fact_source source;
	assert_false(fact_source_find(CDR_STR("tables/x.csv"), &source));
	assert_false(fact_source_find(CDR_STR("audits"), &source));
	assert_false(fact_source_find(CDR_STR("FEE-401"), &source));
	assert_false(fact_source_find(CDR_STR("party.nothing_of_the_kind"), &source));
}

/* Columns that do not exist would be asked of nobody. */
static void
fact_source_names_columns_that_files_have(void **state)
{
	struct question_columns party = { 0 }, engagement = { 0 };
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	assert_ok(question_columns_load(&DESK->setup->rulesets, "suppliers", DESK->arena, &party, err));
	assert_ok(question_columns_load(&DESK->setup->rulesets, "engagements", DESK->arena, &engagement, err));
	for (size_t i = 0; i < symbols->n; i++) {
		struct fact_source source;
		assert_true(fact_source_find(cdr_str_from(symbols->rows[i].name), &source));
		const struct question_columns *columns = source.kind == FACT_FROM_ENGAGEMENT ? &engagement : &party;
		for (size_t c = 0; c < FACT_SOURCE_MAX_COLUMNS; c++) {
			if (source.columns[c] && !question_column_find(columns, cdr_str_from(source.columns[c])))
				fail_msg("%s comes from a column \"%s\" that files do not have", symbols->rows[i].name,
				         source.columns[c]);
		}
	}
}

/* A value that fits a fact of one column; {NULL,0}: several columns are needed. */
static struct cdr_str
value_for(const struct cdr_symbol *symbol)
{
	switch (symbol->type) {
	case CDR_FACT_BOOLEAN:
		return CDR_STR("true");
	case CDR_FACT_DATE:
		return CDR_STR("2026-01-01");
	case CDR_FACT_NUMBER:
		return CDR_STR("12");
	case CDR_FACT_WORD:
		return cdr_str_from(symbol->words[0]);
	case CDR_FACT_TEXT:
	case CDR_FACT_TEXT_LIST:
		break;
	}
	return CDR_STR("XA");
}

/* What stands in the column makes the fact known: the table here and the code that sets facts agree. */
static void
fact_source_of_one_column_makes_the_fact_known(void **state)
{
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	size_t n_seen = 0;
	for (size_t i = 0; i < symbols->n; i++) {
		struct fact_source source;
		struct cdr_str name = cdr_str_from(symbols->rows[i].name);
		assert_true(fact_source_find(name, &source));
		bool of_party = source.kind == FACT_FROM_PARTY && cdr_str_starts_with(name, CDR_STR("party."));
		if (!of_party || source.columns[1] || symbols->rows[i].name[0] != 'p')
			continue;
		cdr_owned(cdr_facts) facts = NULL;
		struct cdr_attribute attribute = { cdr_str_from(source.columns[0]), value_for(&symbols->rows[i]) };
		struct cdr_party party = party_of("S1", "Alder Mill", "PT");
		struct cdr_str product = CDR_STR("tiles");
		party.kind = CDR_STR("site");
		party.sector = party.region = CDR_STR("x");
		party.products = &product;
		party.n_products = 1;
		/* Days are counted from days, so their columns hold one. */
		if (cdr_str_ends_with(attribute.name, CDR_STR("_on")))
			attribute.value = CDR_STR("2026-01-01");
		party.attributes = &attribute;
		party.n_attributes = 1;
		assert_ok(cdr_facts_new(symbols, &facts, err));
		facts_of_party(facts, &party, day(TODAY), DESK->arena);
		if (!cdr_facts_text(facts, name, DESK->arena).p)
			fail_msg("%s stays unknown when column %s is filled in", symbols->rows[i].name,
			         source.columns[0]);
		n_seen++;
	}
	assert_true(n_seen > 30);
}

static void
fact_source_knows_what_only_we_can_tell(void **state)
{
	(void)state;
	assert_true(fact_source_is_ours(CDR_STR("responsible_person")));
	assert_true(fact_source_is_ours(CDR_STR("forced_labour_clause")));
	assert_false(fact_source_is_ours(CDR_STR("hours_per_day")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(fact_source_is_told_of_every_fact),
		desk_test(fact_source_names_columns_that_files_have),
		desk_test(fact_source_of_one_column_makes_the_fact_known),
		desk_test(fact_source_knows_what_only_we_can_tell),
	};
	return cmocka_run_group_tests_name("screen/fact-source", tests, NULL, NULL);
}
