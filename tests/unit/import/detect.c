/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static const struct cdr_import_question *
find_question(const struct desk *desk, const char *header)
{
	for (size_t i = 0; i < desk->report->n_questions; i++) {
		if (cdr_str_equal(desk->report->questions[i].header, cdr_str_from(header)))
			return &desk->report->questions[i];
	}
	return NULL;
}

/* A file of six suppliers with one more column under a header that says nothing. */
static void
import_column(struct desk *desk, enum cdr_import_kind kind, const char *header, const char *const values[6])
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_printf(&text, "%s;%s\n",
	               kind == CDR_IMPORT_SUPPLIERS ? "Supplier ID;Supplier name" : "Supplier ID;Agency name", header);
	for (int i = 0; i < 6; i++)
		cdr_buf_printf(&text, "S-%d;Example Works %c Ltd;%s\n", i, 'A' + i, values[i]);
	desk_import(desk, kind, text.p);
}

static void
detect_content_under_an_unknown_header_is_asked_about(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		enum cdr_import_kind kind;
		const char *canonical, *values[6];
	} rows[] = {
		{ CDR_IMPORT_SUPPLIERS, "country", { "VN", "PT", "Germany", "China", "GBR", "Türkiye" } },
		{ CDR_IMPORT_SUPPLIERS,
		  "lei",
		  { "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12",
		    "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12" } },
		{ CDR_IMPORT_SUPPLIERS, "workers_migrant_pct", { "5%", "7.5 %", "100%", "0%", "12,5%", "33 %" } },
		{ CDR_IMPORT_SUPPLIERS, "currency", { "USD", "EUR", "GBP", "VND", "CNY", "TRY" } },
		{ CDR_IMPORT_SUPPLIERS,
		  "lat",
		  { "10.82302", "41.15794", "52.52000", "-6.20876", "41.00824", "23.12911" } },
		{ CDR_IMPORT_SUPPLIERS,
		  "licence_number",
		  { "123-LB-010203-R", "124-LB-010203-R", "RL-1234", "999-SB-12345", "16C8003", "ABCD0001" } },
		{ CDR_IMPORT_SUPPLIERS,
		  "products",
		  { "6109.10", "6109.10.00", "6203.42", "6404.11", "4202.92", "6110.20" } },
		{ CDR_IMPORT_ENGAGEMENTS,
		  "recruited_on",
		  { "2026-01-02", "2026-02-03", "5 March 2026", "2026-04-05", "2026-05-06", "2026-06-07" } },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		import_column(desk, rows[i].kind, "Xyzzy", rows[i].values);
		const struct cdr_import_question *question = find_question(desk, "Xyzzy");
		if (!question)
			fail_msg("nothing is asked about %s", rows[i].canonical);
		assert_text(question->candidates[0].canonical, rows[i].canonical);
		assert_true(question->candidates[0].confidence >= 50 && question->candidates[0].confidence < 100);
		assert_null(question->current.p);
		assert_int_equal(question->index, 2);
		assert_null(find_column(desk, rows[i].canonical));
		assert_holds(question->answer, rows[i].canonical);
	}
}

static void
detect_personal_data_is_left_alone(void **state)
{
	struct desk *desk = DESK;
	static const char *const mails[6] = { "a@example.org", "b@example.org", "c@example.org",
		                              "d@example.org", "e@example.org", "f@example.org" };
	static const char *const phones[6] = { "+44 20 7946 0001", "+44 20 7946 0002", "+44 20 7946 0003",
		                               "020 7946 0004",    "(020) 7946 0005",  "+84 28 0000 0006" };
	import_column(desk, CDR_IMPORT_SUPPLIERS, "Xyzzy", mails);
	assert_int_equal(desk->report->n_questions, 0);
	import_column(desk, CDR_IMPORT_SUPPLIERS, "Xyzzy", phones);
	assert_int_equal(desk->report->n_questions, 0);
}

static void
detect_a_column_of_telephones_is_never_the_name(void **state)
{
	struct desk *desk = DESK;
	const struct cdr_import_options options = { .kind = CDR_IMPORT_SUPPLIERS };
	assert_status(CDR_EINPUT,
	              desk_import_with(desk,
	                               "Supplier ID,Supplier,Country\n1,+44 20 7946 0001,GB\n2,+44 20 7946 0002,GB\n"
	                               "3,+44 20 7946 0003,GB\n4,+44 20 7946 0004,GB\n5,+44 20 7946 0005,GB\n",
	                               "list.csv", options),
	              &desk->error);
	assert_error(desk, NULL, "no column holds name");
}

static void
detect_few_or_mixed_values_prove_nothing(void **state)
{
	struct desk *desk = DESK;
	static const char *const mixed[6] = { "VN", "PT", "Somewhere nice", "China", "Elsewhere again", "" };
	static const char *const few[6] = { "VN", "PT", "CN", "DE", "", "" };
	import_column(desk, CDR_IMPORT_SUPPLIERS, "Xyzzy", mixed);
	assert_int_equal(desk->report->n_questions, 0);
	import_column(desk, CDR_IMPORT_SUPPLIERS, "Xyzzy", few);
	assert_int_equal(desk->report->n_questions, 0);
}

static void
detect_mistakes_in_the_data_are_named_with_their_place(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *yaml, *where, *message;
	} rows[] = {
		{ "detectors:\n  - {name: x, columns: {country: 120}}\n", "import/detectors.yaml:2:34", "1 to 100" },
		{ "detectors:\n  - {name: x}\n", "import/detectors.yaml:2:5", "has columns, or a pattern and never" },
		{ "detectors:\n  - {name: x, pattern: '(', never: true}\n", NULL, "" },
		{ "detectors:\n  - {name: x, colums: {country: 80}}\n", "import/detectors.yaml:2:15", "columns" },
	};
	cdr_owned(cdr_import_columns) columns = NULL;
	assert_status(CDR_OK, cdr_import_columns_load(&desk->rulesets, CDR_IMPORT_SUPPLIERS, &columns, &desk->error),
	              &desk->error);
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_bundle_file file = { CDR_STR("import/detectors.yaml"), cdr_str_from(rows[i].yaml) };
		const struct cdr_bundle bundle = { NULL, &file, 1 };
		struct cdr_import_detectors detectors = { 0 };
		desk->error = (struct cdr_error){ 0 };
		assert_status(CDR_EINPUT, cdr_import_detectors_load(&bundle, columns, &detectors, &desk->error),
		              &desk->error);
		assert_error(desk, rows[i].where, rows[i].message);
		assert_int_equal(detectors.n, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(detect_content_under_an_unknown_header_is_asked_about),
		desk_test(detect_personal_data_is_left_alone),
		desk_test(detect_a_column_of_telephones_is_never_the_name),
		desk_test(detect_few_or_mixed_values_prove_nothing),
		desk_test(detect_mistakes_in_the_data_are_named_with_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
