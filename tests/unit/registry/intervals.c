/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#include "registry/registry-impl.h"

#define LISTED                                                                                                         \
	HEAD "format: {type: csv, separator: ';', date_order: day_first}\n"                                            \
	     "fields: {name: N, status: {value: x}, intervals: {columns: On, split: ['\\s+e\\s+'],\n"                  \
	     "  match: '^(\\d\\S*)(?:\\s+a\\s+(\\d\\S*))?$'}}\n"                                                       \
	     "identity: [N]\nstatuses: [{word: x, status: banned, from: intervals}]\n"

/* "2021-10-05/2022-05-19 2022-09-16/" for the periods of one cell, "?" for one that cannot be read. */
static void
check_periods(const char *cell, const char *wanted)
{
	char text[2048];
	(void)snprintf(text, sizeof(text), "N;On\nA;%s\n", cell);
	cdr_owned(cdr_registry) registry = load_registry(LISTED);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry, text, "list.csv");
	cdr_auto(cdr_buf) got = CDR_BUF_INIT;
	size_t n_unreadable = 0;
	assert_int_equal(copy->n_entries, 1);
	for (size_t i = 0; i < copy->entries[0].n_statuses; i++) {
		char from[CDR_DATE_TEXT_MAX], to[CDR_DATE_TEXT_MAX];
		const struct cdr_entry_status *status = &copy->entries[0].statuses[i];
		bool unknown = status->status == CDR_LICENCE_UNKNOWN;
		n_unreadable += unknown;
		cdr_buf_printf(&got, "%s%s%s%s", i ? " " : "", unknown ? "?" : cdr_date_text(status->from, from),
		               unknown ? "" : "/", cdr_date_text(status->to, to));
	}
	cdr_buf_putc(&got, '\0');
	assert_string_equal(got.p, wanted);
	assert_int_equal(copy->n_problems, n_unreadable);
	for (size_t i = 0; i < copy->n_problems; i++) {
		assert_int_equal(copy->problems[i].origin.row, 2);
		assert_false(copy->problems[i].rejected);
	}
}

static void
intervals_are_read_in_the_order_of_their_days(void **state)
{
	(void)state;
	check_periods("05/10/2021 a 19/05/2022 e 16/09/2022", "2021-10-05/2022-05-19 2022-09-16/");
	check_periods("16/09/2022 e 05/10/2021 a 19/05/2022", "2021-10-05/2022-05-19 2022-09-16/");
	check_periods(" 05/04/2023 ", "2023-04-05/");
	check_periods("05/04/2023 a 05/04/2023", "2023-04-05/2023-04-05");
	check_periods("01/02/2019 a 03/04/2019 e 05/06/2020 a 07/08/2020 e 09/10/2021",
	              "2019-02-01/2019-04-03 2020-06-05/2020-08-07 2021-10-09/");
}

static void
intervals_that_cannot_be_read_are_unknown(void **state)
{
	(void)state;
	check_periods("05/10/2021 a 19/05/2022 e por liminar", "? 2021-10-05/2022-05-19");
	check_periods("05/10/2021 ate 19/05/2022", "?");
	check_periods("05/10/2021 a 44/05/2022 e 16/09/2022", "? 2022-09-16/");
	check_periods("05/10/2021 a 04/10/2021", "?"); /* ends before it begins */
	check_periods("31/02/2021", "?");
}

static void
intervals_beyond_the_limit_reject_the_row(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "N;On\nA;01/01/2001");
	for (int i = 0; i < REGISTRY_MAX_PERIODS; i++)
		cdr_buf_puts(&text, " e 01/01/2001");
	cdr_buf_puts(&text, "\nB;01/01/2001\n");
	cdr_buf_putc(&text, '\0');
	cdr_owned(cdr_registry) registry = load_registry(LISTED);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry, text.p, "list.csv");
	assert_int_equal(copy->n_rejected, 1);
	assert_int_equal(copy->n_entries, 1);
	assert_text(copy->problems[0].text, "more than 64 times in one cell");
}

static void
intervals_of_a_length_end_on_their_last_day(void **state)
{
	(void)state;
	static const struct {
		const char *term;
		int from, to; /* 0: no length of time */
	} table[] = {
		{ "10 years", 20200303, 20300302 },
		{ "10 Years", 20200101, 20291231 },
		{ "1 year", 20200229, 20210228 },
		{ "18 months", 20200131, 20210730 },
		{ "1 month", 20210131, 20210228 },
		{ "1 year and 6 months", 20200715, 20220114 },
		{ "2-year", 20200715, 20220714 },
		{ "2 weeks, 1 day", 20201231, 20210114 },
		{ "90 days", 20210101, 20210331 },
		{ "ten years", 20210101, 0 },
		{ "10", 20210101, 0 },
		{ "years", 20210101, 0 },
		{ "0 days", 20210101, 0 },
		{ "-5 years", 20210101, 20251231 }, /* a dash before a number is not a minus here */
		{ "999 years", 20210101, 0 },
		{ "99999999 days", 20210101, 0 },
		{ "5 years from the order", 20210101, 0 },
		{ "", 20210101, 0 },
		{ "5 years", 0, 0 },
	};
	for (size_t i = 0; i < CDR_LEN(table); i++) {
		struct cdr_date to = { 7 };
		bool read = registry_term_end(cdr_str_from(table[i].term), (struct cdr_date){ table[i].from }, &to);
		assert_int_equal(read, table[i].to != 0);
		if (read)
			assert_int_equal(to.ymd, table[i].to);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_are_read_in_the_order_of_their_days),
		cmocka_unit_test(intervals_that_cannot_be_read_are_unknown),
		cmocka_unit_test(intervals_beyond_the_limit_reject_the_row),
		cmocka_unit_test(intervals_of_a_length_end_on_their_last_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
