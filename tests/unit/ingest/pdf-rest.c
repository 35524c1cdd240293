/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"

/* All lines equally far apart. */
static void
say_evenly(struct paper *paper, const char *const *rows, size_t n)
{
	paper_page(paper);
	paper_row(paper, 50, "Name|Town");
	for (size_t i = 0; i < n; i++)
		paper_row(paper, 60 + 10 * (double)i, rows[i]);
}

static void
pdf_rest_of_a_row_had_no_room(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"Lotus Example Company Limited|Block 7 of the Example Estate at Nowhere Road,",
		"|Hue",
		"Anchor Example|Dock 4",
		"Banyan Sample Manufacturing|Plot 12 of the Example Harbour, Long Nowhere",
		"(Northern Works)|Road, Vinh",
		"Cedar|Hall 9",
		"|Hall 10", /* would have had room: a site of its own */
		"Dune|Hall 11",
	};
	struct paper paper = { 0 };
	say_evenly(&paper, rows, CDR_LEN(rows));
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_row(table, 0, 1,
	           "page 1 row 2: Lotus Example Company Limited|Block 7 of the Example Estate at Nowhere Road, Hue");
	assert_row(table, 0, 2, "page 1 row 3: Anchor Example|Dock 4");
	assert_row(table, 0, 3,
	           "page 1 row 4: Banyan Sample Manufacturing (Northern Works)|Plot 12 of the Example Harbour, Long "
	           "Nowhere Road, Vinh");
	assert_row(table, 0, 4, "page 1 row 5: Cedar|Hall 9");
	assert_row(table, 0, 5, "page 1 row 6: |Hall 10");
	assert_row(table, 0, 6, "page 1 row 7: Dune|Hall 11");
}

static void
pdf_rest_that_may_be_a_row_is_one_and_told(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"Lotus Example Company Limited|Block 7 of the Example Estate at Nowhere 1",
		"Banyan Example Company Limited|Block 8 of the Example Estate at Nowhere 2",
		"Cedar|Hue",
		"Dune|Vinh",
	};
	struct paper paper = { 0 };
	say_evenly(&paper, rows, CDR_LEN(rows));
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 5);
	assert_row(table, 0, 2,
	           "page 1 row 3: Banyan Example Company Limited|Block 8 of the Example Estate at Nowhere 2");
	assert_true(is_told(table, "2 rows may be the rest of the one above, the first on page 1, row 3"));
}

/* A name that is broken in the same way elsewhere is known to be one. */
static void
pdf_rest_of_names_is_learned(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"Anchor Example Manufacturing|Dock 4",
		"Works Co., Ltd.",
		"Anchor Example Manufacturing|Block 12 of the Example Harbour, Long Nowhere",
		"Works Co., Ltd.|Road",
		"Short|Hue",
		"Works Co., Ltd.",
		"Elm|Vinh",
	};
	struct paper paper = { 0 };
	say_evenly(&paper, rows, CDR_LEN(rows));
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 5);
	assert_row(table, 0, 1, "page 1 row 2: Anchor Example Manufacturing Works Co., Ltd.|Dock 4");
	assert_row(table, 0, 2,
	           "page 1 row 3: Anchor Example Manufacturing Works Co., Ltd.|Block 12 of the Example Harbour, Long "
	           "Nowhere Road");
	assert_row(table, 0, 3, "page 1 row 4: Short Works Co., Ltd.|Hue");
}

static void
pdf_rest_may_be_on_the_next_page(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	for (int p = 0; p < 2; p++) {
		paper_page(&paper);
		paper_row(&paper, 50, "Name|Town");
		paper_row(&paper, 60, p ? "|Hue" : "Lotus Example Company Limited|Block 3");
		paper_row(&paper, 70, p ? "Dune|Vinh" : "Cedar|Plot 12 of the Example Harbour, Long Road,");
	}
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_row(table, 0, 2, "page 1 row 3: Cedar|Plot 12 of the Example Harbour, Long Road, Hue");
	assert_row(table, 0, 3, "page 2 row 2: Dune|Vinh");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_rest_of_a_row_had_no_room),
		cmocka_unit_test(pdf_rest_that_may_be_a_row_is_one_and_told),
		cmocka_unit_test(pdf_rest_of_names_is_learned),
		cmocka_unit_test(pdf_rest_may_be_on_the_next_page),
	};
	return cmocka_run_group_tests_name("ingest/pdf-rest", tests, start_ingest, NULL);
}
