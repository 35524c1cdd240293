/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define HEADER "Supplier ID,Supplier name,Country,Address,LEI,Parent ID\n"

/* The proposals of the organisation, freed by the caller. */
static struct cdr_duplicates *
look(struct desk *desk, double threshold, size_t limit)
{
	cdr_owned(cdr_match_config) match = NULL;
	struct cdr_duplicates *found = NULL;
	struct cdr_duplicates_options options = { .org = ORG, .threshold = threshold, .limit = limit };
	assert_status(CDR_OK, cdr_match_config_load(&desk->rulesets, desk->normaliser, &match, &desk->error),
	              &desk->error);
	assert_status(CDR_OK,
	              cdr_import_duplicates(desk->store, match, desk->normaliser, &options, &found, &desk->error),
	              &desk->error);
	return found;
}

static void
duplicates_are_proposed_across_files_best_first_with_reasons(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving Co Ltd,IN,12 Loom Street Surat,,\n"
	                            "2,Pellbrook Fisheries,TH,,,\n");
	desk_suppliers(DESK, HEADER "3,MARROWFIELD WEAVING COMPANY LIMITED,IN,12 Loom St. Surat,,\n"
	                            "4,Pellbrook Fisheries,MY,,,\n5,Candlewick Pottery,PT,,,\n");
	cdr_owned(cdr_duplicates) found = look(DESK, 0, 0);
	assert_int_equal(found->n_parties, 5);
	assert_int_equal(found->n, 2);
	assert_int_equal(found->items[0].verdict, CDR_VERDICT_MATCH);
	assert_int_equal(found->items[0].one->name.n + found->items[0].other->name.n, 26 + 35);
	assert_int_equal(found->items[1].verdict, CDR_VERDICT_POSSIBLE);
	for (size_t i = 0; i < found->n; i++) {
		double sum = 0;
		assert_true(found->items[i].n_reasons > 1);
		for (size_t k = 0; k < found->items[i].n_reasons; k++)
			sum += found->items[i].reasons[k].contribution;
		assert_true(sum > found->items[i].score - 0.001 && sum < found->items[i].score + 0.001);
	}
}

static void
duplicates_of_other_names_are_found_by_their_number(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving,IN,,5493001KJTIIGC8Y1R12,\n"
	                            "2,Surat Loom Works,IN,,5493001KJTIIGC8Y1R12,\n3,Tallow Mill,IN,,,\n");
	cdr_owned(cdr_duplicates) found = look(DESK, 0, 0);
	assert_int_equal(found->n, 1);
	assert_int_equal(found->items[0].verdict, CDR_VERDICT_MATCH);
}

static void
duplicates_are_not_near_names(void **state)
{
	desk_suppliers(DESK,
	               HEADER "1,Marrowfield Weaving,IN,,,\n2,Marrowfield Shipping,IN,,,\n3,Pellbrook Fisheries,TH,,,\n"
	                      "4,Pellmore Fisheries,TH,,,\n");
	cdr_owned(cdr_duplicates) found = look(DESK, 0.47, 0);
	assert_int_equal(found->n_found, 0);
}

/* One firm's sites are no duplicates unless a number says so; an address written otherwise is no other address. */
static void
duplicates_at_other_addresses_are_counted_apart(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving,IN,\"12 Loom Street, Surat\",,\n"
	                            "2,Marrowfield Weaving,IN,\"88 Harbour Road, Chennai\",,\n"
	                            "3,Marrowfield Weaving Ltd,IN,\"No. 12, Loom St., Surat\",,\n"
	                            "4,Tallow Mill,IN,\"4 Hill Street, Pune\",5493001KJTIIGC8Y1R12,\n"
	                            "5,Tallow Mill,IN,\"77 Dock Road, Mumbai\",5493001KJTIIGC8Y1R12,\n");
	cdr_owned(cdr_duplicates) found = look(DESK, 0, 0);
	assert_int_equal(found->n, 2);
	assert_int_equal(found->n_elsewhere, 2);
	for (size_t i = 0; i < found->n; i++) {
		assert_true(!cdr_str_equal(found->items[i].one->key, CDR_STR("2")));
		assert_true(!cdr_str_equal(found->items[i].other->key, CDR_STR("2")));
	}
}

static void
duplicates_that_the_list_calls_parent_and_child_are_counted_apart(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving Ltd,IN,,,\n2,Marrowfield Weaving,IN,,,1\n");
	cdr_owned(cdr_duplicates) found = look(DESK, 0, 0);
	assert_int_equal(found->n_found, 0);
	assert_int_equal(found->n_related, 1);
}

static void
duplicates_beyond_the_limit_are_counted_and_not_told(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving Ltd,IN,,,\n2,Marrowfield Weaving,IN,,,\n"
	                            "3,Marrowfield Weaving Co,IN,,,\n");
	cdr_owned(cdr_duplicates) all = look(DESK, 0, 0);
	cdr_owned(cdr_duplicates) one = look(DESK, 0, 1);
	cdr_owned(cdr_duplicates) none = look(DESK, 0, SIZE_MAX);
	assert_int_equal(all->n, 3);
	assert_int_equal(one->n, 1);
	assert_int_equal(one->n_found, 3);
	assert_true(one->items[0].score >= all->items[2].score);
	assert_int_equal(none->n, 0);
	assert_int_equal(none->n_found, 3);
}

static void
duplicates_of_a_crowd_are_cut_and_said_to_be(void **state)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, HEADER);
	for (int i = 0; i < CDR_DUPLICATES_MAX_EACH + 5; i++)
		cdr_buf_printf(&text, "%d,Marrowfield Weaving,IN,,,\n", i);
	cdr_buf_putc(&text, '\0');
	desk_suppliers(DESK, text.p);
	cdr_owned(cdr_duplicates) found = look(DESK, 0, SIZE_MAX);
	assert_int_equal(found->n_cut, CDR_DUPLICATES_MAX_EACH + 5);
	assert_true(found->n_found >= CDR_DUPLICATES_MAX_EACH * (CDR_DUPLICATES_MAX_EACH + 5) / 2);
}

static void
duplicates_are_counted_for_the_report_of_what_was_kept(void **state)
{
	cdr_owned(cdr_match_config) match = NULL;
	const struct cdr_progress nobody = { NULL, NULL };
	static const char text[] = HEADER "1,Marrowfield Weaving Ltd,IN,,,\n2,Marrowfield Weaving,IN,,,\n";
	assert_status(CDR_OK, cdr_match_config_load(&DESK->rulesets, DESK->normaliser, &match, &DESK->error),
	              &DESK->error);
	for (int again = 0; again < 2; again++) {
		desk_suppliers(DESK, text);
		assert_status(CDR_OK,
		              cdr_import_report_duplicates(DESK->report, DESK->store, match, DESK->normaliser, &nobody,
		                                           &DESK->error),
		              &DESK->error);
		assert_int_equal(DESK->report->duplicates_looked_for, again == 0);
		assert_int_equal(DESK->report->n_duplicates, again == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(duplicates_are_proposed_across_files_best_first_with_reasons),
		desk_test(duplicates_of_other_names_are_found_by_their_number),
		desk_test(duplicates_are_not_near_names),
		desk_test(duplicates_at_other_addresses_are_counted_apart),
		desk_test(duplicates_that_the_list_calls_parent_and_child_are_counted_apart),
		desk_test(duplicates_beyond_the_limit_are_counted_and_not_told),
		desk_test(duplicates_of_a_crowd_are_cut_and_said_to_be),
		desk_test(duplicates_are_counted_for_the_report_of_what_was_kept),
	};
	return cmocka_run_group_tests_name("import/duplicates", tests, NULL, NULL);
}
