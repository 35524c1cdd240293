/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
statement_is_kept_as_drafted(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_statement_record read = { 0 }, record = {
		.org = ORG, .law = CDR_STR("xx-law"), .year = CDR_STR("2025"), .draft_json = CDR_STR("{\"claims\":[]}")
	};
	assert_ok(cdr_store_statement_add(scratch->store, &record, err));
	assert_ok(cdr_store_statement_get(scratch->store, ORG, record.id, scratch->arena, &read, err));
	assert_int_equal(read.id, record.id);
	assert_text(read.org, "acme");
	assert_text(read.law, "xx-law");
	assert_text(read.year, "2025");
	assert_text(read.draft_json, "{\"claims\":[]}");
	assert_int_equal(read.created_at.n, 20);
	assert_fails(CDR_ENOTFOUND, "no statement 9",
	             cdr_store_statement_get(scratch->store, ORG, 9, scratch->arena, &read, err));
	assert_fails(CDR_ENOTFOUND, "\"other\" has no statement 1",
	             cdr_store_statement_get(scratch->store, CDR_STR("other"), 1, scratch->arena, &read, err));
}

static enum cdr_status
note_draft(void *context, const struct cdr_statement_record *record, struct cdr_error *err)
{
	(void)err;
	collect(context, record->law);
	collect(context, record->year);
	return CDR_OK;
}

static void
statement_drafts_are_listed_latest_first(void **state)
{
	struct scratch *scratch = *state;
	static const char *const rows[][3] = {
		{ "acme", "a", "2025" }, { "acme", "b", "2025" }, { "acme", "a", "2026" }, { "other", "a", "2025" }
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_statement_record record = { .org = cdr_str_from(rows[i][0]),
			                               .law = cdr_str_from(rows[i][1]),
			                               .year = cdr_str_from(rows[i][2]),
			                               .draft_json = CDR_STR("{}") };
		assert_ok(cdr_store_statement_add(scratch->store, &record, err));
	}
	struct cdr_str none = { NULL, 0 };
	struct collected all = { 0 }, of_law = { 0 }, of_year = { 0 };
	assert_ok(cdr_store_statement_each(scratch->store, ORG, none, none, note_draft, &all, err));
	assert_string_equal(all.text, "a 2026 b 2025 a 2025");
	assert_ok(cdr_store_statement_each(scratch->store, ORG, CDR_STR("a"), none, note_draft, &of_law, err));
	assert_string_equal(of_law.text, "a 2026 a 2025");
	assert_ok(cdr_store_statement_each(scratch->store, ORG, CDR_STR("a"), CDR_STR("2025"), note_draft, &of_year,
	                                   err));
	assert_string_equal(of_year.text, "a 2025");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(statement_is_kept_as_drafted),
		                            scratch_test(statement_drafts_are_listed_latest_first) };
	return cmocka_run_group_tests_name("store/statement", tests, NULL, NULL);
}
