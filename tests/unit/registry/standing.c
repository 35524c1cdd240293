/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#define HEADER "Name,Status,Since,Until\n"

static struct cdr_registry_copy *
read_rows(const char *text)
{
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	return read_copy(registry, text, "list.csv");
}

static void
standing_takes_dates_from_where_the_word_says(void **state)
{
	(void)state;
	cdr_owned(cdr_registry_copy) copy = read_rows(HEADER "A,VALID,2020-01-02,2022-03-04\n"
	                                                     "B,Expired,2020-01-02,2020-03-04\n"
	                                                     "C,expired,2020-01-02,1901-01-01\n"
	                                                     "D,Cancelled,02/01/2020,\n"
	                                                     "E,Cancelled,,\n");
	static const struct {
		enum cdr_licence status;
		int from, to;
	} wanted[] = {
		{ CDR_LICENCE_VALID, 20200102, 20220304 },
		{ CDR_LICENCE_EXPIRED, 20200305, 0 },
		{ CDR_LICENCE_EXPIRED, 20200102, 0 },
		{ CDR_LICENCE_REVOKED, 20200102, 0 },
		{ CDR_LICENCE_REVOKED, 0, 0 },
	};
	assert_int_equal(copy->n_entries, CDR_LEN(wanted));
	assert_int_equal(copy->n_problems, 0);
	for (size_t i = 0; i < copy->n_entries; i++) {
		assert_int_equal(copy->entries[i].n_statuses, 1);
		assert_int_equal(copy->entries[i].statuses[0].status, wanted[i].status);
		assert_int_equal(copy->entries[i].statuses[0].from.ymd, wanted[i].from);
		assert_int_equal(copy->entries[i].statuses[0].to.ymd, wanted[i].to);
	}
	assert_text(copy->entries[0].statuses[0].word, "VALID");
}

static void
standing_of_an_unknown_word_is_unknown_and_told(void **state)
{
	(void)state;
	cdr_owned(cdr_registry_copy) copy = read_rows(HEADER "A,Valid,2020-01-02,2022-03-04\n"
	                                                     "B,Valid-ish,2020-01-02,2022-03-04\n"
	                                                     "C,,2020-01-02,2022-03-04\n");
	assert_int_equal(copy->n_entries, 3);
	assert_int_equal(copy->n_rejected, 0);
	assert_int_equal(copy->n_problems, 2);
	assert_int_equal(copy->entries[1].statuses[0].status, CDR_LICENCE_UNKNOWN);
	assert_text(copy->entries[1].statuses[0].word, "Valid-ish");
	assert_int_equal(copy->problems[0].origin.row, 3);
	assert_false(copy->problems[0].rejected);
	assert_true(cdr_str_find(copy->problems[0].text, CDR_STR("\"Valid-ish\"")) >= 0);
	assert_int_equal(copy->entries[2].statuses[0].status, CDR_LICENCE_UNKNOWN);
	assert_int_equal(copy->problems[1].origin.row, 4);
}

static void
standing_is_unknown_when_an_expiry_cannot_be_read(void **state)
{
	(void)state;
	cdr_owned(cdr_registry_copy) copy = read_rows(HEADER "A,Valid,2020-01-02,2022-33-04\n");
	assert_int_equal(copy->entries[0].statuses[0].status, CDR_LICENCE_UNKNOWN);
	assert_int_equal(copy->n_problems, 2);
}

static void
standing_since_a_year_is_kept_twice(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(
		HEAD "format: {type: csv}\n"
		     "fields: {name: Name, status: {value: Valid}, valid_from: {columns: Since, year: true}}\n"
		     "identity: [Name]\nstatuses: [{word: Valid, status: valid, from: valid_from}]\n");
	cdr_owned(cdr_registry_copy) copy = read_copy(registry, "Name,Since\nA,2017\nB,2017-05-06\n", "list.csv");
	assert_int_equal(copy->entries[0].n_statuses, 2);
	assert_int_equal(copy->entries[0].statuses[0].from.ymd, 0);
	assert_int_equal(copy->entries[0].statuses[1].from.ymd, 20171231);
	assert_int_equal(copy->entries[1].n_statuses, 1);
	assert_int_equal(copy->entries[1].statuses[0].from.ymd, 20170506);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standing_takes_dates_from_where_the_word_says),
		cmocka_unit_test(standing_of_an_unknown_word_is_unknown_and_told),
		cmocka_unit_test(standing_is_unknown_when_an_expiry_cannot_be_read),
		cmocka_unit_test(standing_since_a_year_is_kept_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
