/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static enum cdr_status
tell(void *context, const struct cdr_statement_record *record, struct cdr_error *err)
{
	char text[64];
	(void)err;
	snprintf(text, sizeof(text), "%.*s:%.*s", CDR_STR_ARG(record->year), CDR_STR_ARG(record->draft_json));
	collect(context, cdr_str_from(text));
	return CDR_OK;
}

static void
keep(struct scratch *scratch, struct cdr_str org, const char *law, const char *year, const char *draft)
{
	struct cdr_statement_record record = {
		.org = org, .law = cdr_str_from(law), .year = cdr_str_from(year), .draft_json = cdr_str_from(draft)
	};
	assert_ok(cdr_store_statement_add(scratch->store, &record, err));
}

static void
statement_year_tells_the_latest_of_each_year_under_that_law(void **state)
{
	struct scratch *scratch = *state;
	struct collected out = { 0 };
	keep(scratch, ORG, "zz-law-1", "2026", "c");
	keep(scratch, ORG, "zz-law-1", "2025", "a");
	keep(scratch, ORG, "zz-law-1", "2025", "b");
	keep(scratch, ORG, "zz-law-2", "2025", "x");
	keep(scratch, CDR_STR("other"), "zz-law-1", "2025", "y");
	assert_ok(cdr_store_statement_year_each(scratch->store, ORG, CDR_STR("zz-law-1"), tell, &out, err));
	assert_string_equal(out.text, "2025:b 2026:c");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(statement_year_tells_the_latest_of_each_year_under_that_law),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
