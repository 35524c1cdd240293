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

#define TERM_BODY                                                                                                      \
	"format: {type: csv, date_order: day_first}\n"                                                                 \
	"fields: {name: Name, status: {value: barred}, valid_from: From, valid_to: To, term: For}\n"                   \
	"identity: [Name]\nstatuses: [{word: barred, status: banned, from: valid_from, to: [valid_to-1, term]}]\n"

static void
standing_ends_with_the_first_end_the_row_has(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD TERM_BODY);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry,
	                                              "Name,From,To,For\n"
	                                              "A,2020-03-03,2022-04-01,10 years\n"
	                                              "B,2020-03-03,,10 years\n"
	                                              "C,2020-03-03,,\n"
	                                              "D,,,10 years\n"
	                                              "E,2020-03-03,,a while\n"
	                                              "F,2020-03-03,2022-44-01,\n",
	                                              "list.csv");
	static const int wanted[][2] = { { 20200303, 20220331 }, { 20200303, 20300302 }, { 20200303, 0 }, { 0, 0 },
		                         { 20200303, 0 },        { 20200303, 0 } };
	for (size_t i = 0; i < CDR_LEN(wanted); i++) {
		assert_int_equal(copy->entries[i].n_statuses, 1);
		assert_int_equal(copy->entries[i].statuses[0].status, CDR_LICENCE_BANNED);
		assert_int_equal(copy->entries[i].statuses[0].from.ymd, wanted[i][0]);
		assert_int_equal(copy->entries[i].statuses[0].to.ymd, wanted[i][1]);
	}
	assert_int_equal(copy->n_problems, 2);
	assert_int_equal(copy->problems[0].origin.row, 6);
	assert_true(cdr_str_find(copy->problems[0].text, CDR_STR("length of time")) >= 0);
	assert_int_equal(copy->problems[1].origin.row, 7);
}

static void
standing_holds_in_each_interval(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(
		HEAD "format: {type: csv, date_order: day_first}\n"
		     "fields: {name: Name, status: {value: listed}, intervals: {columns: On, split: [' and '], match: "
		     "'^(\\S+)(?: to (\\S+))?$'}}\n"
		     "identity: [Name]\nstatuses: [{word: listed, status: banned, from: intervals}]\n");
	cdr_owned(cdr_registry_copy) copy = read_copy(registry,
	                                              "Name,On\n"
	                                              "A,05/10/2021 to 19/05/2022 and 16/09/2022\n"
	                                              "B,16/09/2022 and by order of a court\n"
	                                              "C,\n",
	                                              "list.csv");
	const struct cdr_entry *a = &copy->entries[0], *b = &copy->entries[1], *c = &copy->entries[2];
	assert_int_equal(a->n_statuses, 2);
	assert_int_equal(a->statuses[0].from.ymd, 20211005);
	assert_int_equal(a->statuses[0].to.ymd, 20220519);
	assert_int_equal(a->statuses[1].from.ymd, 20220916);
	assert_int_equal(a->statuses[1].to.ymd, 0);
	assert_int_equal(a->statuses[1].status, CDR_LICENCE_BANNED);
	assert_text(a->statuses[1].word, "listed");
	assert_int_equal(b->n_statuses, 2);
	assert_int_equal(b->statuses[0].status, CDR_LICENCE_UNKNOWN);
	assert_text(b->statuses[0].word, "by order of a court");
	assert_int_equal(b->statuses[1].from.ymd, 20220916);
	assert_int_equal(c->n_statuses, 1); /* no dates: seen on this copy, no more */
	assert_int_equal(c->statuses[0].status, CDR_LICENCE_BANNED);
	assert_int_equal(c->statuses[0].from.ymd, 0);
	assert_int_equal(copy->n_problems, 1);
	assert_int_equal(copy->problems[0].origin.row, 3);
	assert_false(copy->problems[0].rejected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standing_takes_dates_from_where_the_word_says),
		cmocka_unit_test(standing_of_an_unknown_word_is_unknown_and_told),
		cmocka_unit_test(standing_is_unknown_when_an_expiry_cannot_be_read),
		cmocka_unit_test(standing_since_a_year_is_kept_twice),
		cmocka_unit_test(standing_ends_with_the_first_end_the_row_has),
		cmocka_unit_test(standing_holds_in_each_interval),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
