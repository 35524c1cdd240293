/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define MAP "columns: {name: Wer, country: Wo}\n"

static void
shape_of(struct desk *desk, const char *text, char ret[CDR_SHA256_TEXT_MAX])
{
	const struct cdr_ingest_options options = { 0 };
	cdr_owned(cdr_table) table = NULL;
	assert_status(CDR_OK, cdr_ingest_read_apart(cdr_str_from(text), "list.csv", &options, &table, &desk->error),
	              &desk->error);
	const struct cdr_row row = cdr_sheet_row(&table->sheets[0], 0);
	assert_status(CDR_OK, cdr_import_shape(&row, ret, &desk->error), &desk->error);
}

static void
saved_shape_knows_no_order_and_no_spelling(void **state)
{
	struct desk *desk = DESK;
	char one[CDR_SHA256_TEXT_MAX], other[CDR_SHA256_TEXT_MAX];
	shape_of(desk, "Wer,Wo ist,Was\na,b,c\n", one);
	shape_of(desk, "was,WER,wo_ist\na,b,c\n", other);
	assert_string_equal(one, other);
	shape_of(desk, "was,WER,wo\na,b,c\n", other);
	assert_string_not_equal(one, other);
}

static void
saved_mapping_is_used_for_the_next_file_of_the_shape(void **state)
{
	struct desk *desk = DESK;
	const struct cdr_import_options options = { .kind = CDR_IMPORT_SUPPLIERS };
	assert_status(CDR_OK, desk_suppliers_mapped(desk, "Wer,Wo\nExample Mill Ltd,VN\n", MAP), &desk->error);
	assert_null(desk->report->saved_map.p);
	assert_status(CDR_OK,
	              desk_import_with(desk, "List of March\n\nwo,WER\nPT,Sample Works Lda\n", "next.csv", options),
	              &desk->error);
	assert_text(desk->report->saved_map, "map.yaml");
	assert_int_equal(desk->report->saved_at.n, 20);
	assert_column(desk, "country", "wo", "saved");
	assert_warned(desk, "read by the mapping \"map.yaml\"", "--forget-map");
	assert_text(the_party(desk, "Sample Works Lda").country, "PT");
}

static void
saved_mapping_is_of_its_kind_and_organisation(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .kind = CDR_IMPORT_ENGAGEMENTS };
	struct cdr_import_report *report = NULL;
	assert_status(CDR_OK, desk_suppliers_mapped(desk, "Wer,Wo\nExample Mill Ltd,VN\n", MAP), &desk->error);
	assert_status(CDR_EINPUT, desk_import_with(desk, "Wer,Wo\nSample Works Ltd,VN\n", "next.csv", options),
	              &desk->error);
	options = (struct cdr_import_options){ .org = CDR_STR("other"), .actor = CDR_STR("tester") };
	assert_status(CDR_EINPUT,
	              cdr_import_file(desk->store, desk->normaliser, &desk->rulesets,
	                              CDR_STR("Wer,Wo\nSample Works Ltd,VN\n"), "next.csv", &options, &report,
	                              &desk->error),
	              &desk->error);
}

static void
saved_mapping_can_be_forgotten_and_replaced(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .kind = CDR_IMPORT_SUPPLIERS };
	const char *text = "Name,Ort\nExample Mill Ltd,VN\n";
	assert_status(CDR_OK, desk_suppliers_mapped(desk, text, "columns: {country: Ort}\n"), &desk->error);
	assert_status(CDR_OK, desk_suppliers_mapped(desk, text, "columns: {region: Ort}\n"), &desk->error);
	assert_status(CDR_OK, desk_import_with(desk, text, "next.csv", options), &desk->error);
	assert_column(desk, "region", "Ort", "saved");
	options.forget_map = true;
	options.dry_run = true;
	assert_status(CDR_OK, desk_import_with(desk, text, "next.csv", options), &desk->error);
	assert_column(desk, "city", "Ort", "synonym");
	options.dry_run = false;
	assert_status(CDR_OK, desk_import_with(desk, text, "next.csv", options), &desk->error);
	assert_warned(desk, "is forgotten", "these headers");
	options.forget_map = false;
	assert_status(CDR_OK, desk_import_with(desk, text, "next.csv", options), &desk->error);
	assert_null(desk->report->saved_map.p);
	assert_column(desk, "city", "Ort", "synonym");
}

static void
saved_dry_runs_save_nothing(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = {
		.kind = CDR_IMPORT_SUPPLIERS, .map_yaml = CDR_STR(MAP), .map_name = "map.yaml", .dry_run = true
	};
	assert_status(CDR_OK, desk_import_with(desk, "Wer,Wo\nExample Mill Ltd,VN\n", "list.csv", options),
	              &desk->error);
	options = (struct cdr_import_options){ .kind = CDR_IMPORT_SUPPLIERS };
	assert_status(CDR_EINPUT, desk_import_with(desk, "Wer,Wo\nExample Mill Ltd,VN\n", "list.csv", options),
	              &desk->error);
}

static void
saved_mapping_that_no_longer_fits_is_told_and_left_aside(void **state)
{
	struct desk *desk = DESK;
	char shape[CDR_SHA256_TEXT_MAX];
	const struct cdr_import_options options = { .kind = CDR_IMPORT_SUPPLIERS };
	const struct cdr_saved_mapping old = { CDR_STR("old.yaml"), CDR_STR("columns: {shoe_size: Ort}\n"),
		                               CDR_STR("2026-01-02T03:04:05Z") };
	shape_of(desk, "Name,Ort\nx,y\n", shape);
	assert_status(
		CDR_OK,
		cdr_store_mapping_put(desk->store, ORG, CDR_STR("suppliers"), cdr_str_from(shape), &old, &desk->error),
		&desk->error);
	assert_status(CDR_OK, desk_import_with(desk, "Name,Ort\nExample Mill Ltd,Leeds\n", "list.csv", options),
	              &desk->error);
	assert_null(desk->report->saved_map.p);
	assert_warned(desk, "is left aside", "shoe_size");
	assert_text(the_party(desk, "Example Mill Ltd").city, "Leeds");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(saved_shape_knows_no_order_and_no_spelling),
		desk_test(saved_mapping_is_used_for_the_next_file_of_the_shape),
		desk_test(saved_mapping_is_of_its_kind_and_organisation),
		desk_test(saved_mapping_can_be_forgotten_and_replaced),
		desk_test(saved_dry_runs_save_nothing),
		desk_test(saved_mapping_that_no_longer_fits_is_told_and_left_aside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
