/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#define DAY(y, m, d) ((struct cdr_date){ (y)*10000 + (m)*100 + (d) })
#define NO_DAY ((struct cdr_date){ 0 })

/* One status in a sighting, or none. */
struct seen {
	struct cdr_date as_of;
	struct cdr_entry_status statuses[3];
	size_t n;
	bool absent;
};

static struct cdr_status_answer
ask(const struct seen *seen, size_t n, struct cdr_date day, char note[256])
{
	struct cdr_entry entries[4] = { 0 };
	struct cdr_sighting sightings[4] = { 0 };
	struct cdr_status_answer answer = { 0 };
	struct cdr_error err = { 0 };
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	for (size_t i = 0; i < n; i++) {
		entries[i].statuses = (struct cdr_entry_status *)seen[i].statuses;
		entries[i].n_statuses = seen[i].n;
		sightings[i] = (struct cdr_sighting){ seen[i].as_of, seen[i].absent ? NULL : &entries[i] };
	}
	assert_int_equal(cdr_registry_status_on(sightings, n, day, arena, &answer, &err), CDR_OK);
	assert_true(answer.note.n > 0);
	(void)snprintf(note, 256, "%.*s", CDR_STR_ARG(answer.note));
	answer.note = (struct cdr_str){ NULL, 0 };
	return answer;
}

static void
expect(const struct seen *seen, size_t n, struct cdr_date day, enum cdr_licence status, struct cdr_date as_of)
{
	char note[256];
	struct cdr_status_answer answer = ask(seen, n, day, note);
	if (answer.status != status || answer.as_of.ymd != as_of.ymd)
		fail_msg("on %d: %s by the copy of %d (%s), not %s by %d", day.ymd, cdr_licence_word(answer.status),
		         answer.as_of.ymd, note, cdr_licence_word(status), as_of.ymd);
}

#define VALID(from, to)                                                                                                \
	{                                                                                                              \
		CDR_LICENCE_VALID, { "Valid", 5 }, from, to                                                            \
	}
#define CANCELLED(from)                                                                                                \
	{                                                                                                              \
		CDR_LICENCE_REVOKED, { "Cancelled", 9 }, from,                                                         \
		{                                                                                                      \
			0                                                                                              \
		}                                                                                                      \
	}
#define SUSPENDED(from, to)                                                                                            \
	{                                                                                                              \
		CDR_LICENCE_SUSPENDED, { "Suspended", 9 }, from, to                                                    \
	}

static const struct seen valid_2021 = { { 20210115 }, { VALID({ 20200301 }, { 20231231 }) }, 1, false };
static const struct seen cancelled_only = { { 20260714 }, { CANCELLED({ 20220209 }) }, 1, false };

static void
status_of_an_interval_holds_from_its_first_to_its_last_day(void **state)
{
	(void)state;
	expect(&valid_2021, 1, DAY(2020, 3, 1), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(&valid_2021, 1, DAY(2021, 1, 15), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(&valid_2021, 1, DAY(2023, 12, 31), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(&valid_2021, 1, DAY(2020, 2, 29), CDR_LICENCE_UNKNOWN, valid_2021.as_of);
	expect(&valid_2021, 1, DAY(2024, 1, 1), CDR_LICENCE_EXPIRED, valid_2021.as_of);
	char note[256];
	struct cdr_status_answer answer = ask(&valid_2021, 1, DAY(2024, 1, 1), note);
	assert_int_equal(answer.from.ymd, 20240101);
	assert_text(answer.word, "Valid");
	assert_holds(note, "ran out on 2023-12-31");
}

static void
status_that_began_later_says_nothing_of_earlier_days(void **state)
{
	(void)state;
	char note[256];
	expect(&cancelled_only, 1, DAY(2022, 2, 9), CDR_LICENCE_REVOKED, cancelled_only.as_of);
	expect(&cancelled_only, 1, DAY(2022, 2, 8), CDR_LICENCE_UNKNOWN, cancelled_only.as_of);
	struct cdr_status_answer answer = ask(&cancelled_only, 1, DAY(2019, 6, 1), note);
	assert_int_equal(answer.status, CDR_LICENCE_UNKNOWN);
	assert_text(answer.word, "Cancelled");
	assert_holds(note, "began on 2022-02-09");
	assert_holds(note, "says nothing of the days before");
}

static void
status_before_a_revocation_comes_from_an_earlier_sighting(void **state)
{
	(void)state;
	struct seen both[] = { valid_2021, cancelled_only };
	expect(both, 2, DAY(2021, 6, 1), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(both, 2, DAY(2022, 2, 8), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(both, 2, DAY(2020, 1, 1), CDR_LICENCE_UNKNOWN, valid_2021.as_of);
	/* the later copy dates a change before the day asked, so the earlier promise to 2023 is not believed */
	expect(both, 2, DAY(2022, 2, 9), CDR_LICENCE_REVOKED, cancelled_only.as_of);
	expect(both, 2, DAY(2023, 6, 1), CDR_LICENCE_REVOKED, cancelled_only.as_of);
	expect(both, 2, DAY(2027, 1, 1), CDR_LICENCE_REVOKED, cancelled_only.as_of);
}

static void
status_announced_for_later_leaves_the_earlier_sighting_in_force(void **state)
{
	(void)state;
	struct seen seen[] = {
		valid_2021,
		{ { 20220101 }, { CANCELLED({ 20220601 }) }, 1, false },
	};
	expect(seen, 2, DAY(2022, 3, 1), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(seen, 2, DAY(2022, 6, 1), CDR_LICENCE_REVOKED, seen[1].as_of);
}

static void
status_expires_though_the_word_says_valid(void **state)
{
	(void)state;
	struct seen seen = { { 20260714 }, { VALID({ 20230518 }, { 20260601 }) }, 1, false };
	expect(&seen, 1, DAY(2026, 7, 14), CDR_LICENCE_EXPIRED, seen.as_of);
	/* an expiry before the start: a renewal entered half. It never covers a day and is over after its end. */
	struct seen odd = { { 20260714 }, { VALID({ 20260101 }, { 20250101 }) }, 1, false };
	expect(&odd, 1, DAY(2026, 7, 1), CDR_LICENCE_EXPIRED, odd.as_of);
	expect(&odd, 1, DAY(2024, 7, 1), CDR_LICENCE_UNKNOWN, odd.as_of);
}

static void
status_of_several_intervals_is_the_one_that_began_last(void **state)
{
	(void)state;
	struct seen seen = { { 20230101 },
		             { VALID({ 20200101 }, { 20221231 }), SUSPENDED({ 20210301 }, { 20210630 }),
		               CANCELLED({ 20240101 }) },
		             3,
		             false };
	expect(&seen, 1, DAY(2021, 2, 28), CDR_LICENCE_VALID, seen.as_of);
	expect(&seen, 1, DAY(2021, 3, 1), CDR_LICENCE_SUSPENDED, seen.as_of);
	expect(&seen, 1, DAY(2021, 6, 30), CDR_LICENCE_SUSPENDED, seen.as_of);
	expect(&seen, 1, DAY(2021, 7, 1), CDR_LICENCE_VALID, seen.as_of);
	expect(&seen, 1, DAY(2023, 6, 1), CDR_LICENCE_EXPIRED, seen.as_of);
	expect(&seen, 1, DAY(2024, 1, 1), CDR_LICENCE_REVOKED, seen.as_of);
	struct seen twins = { { 20230101 }, { VALID({ 20200101 }, { 0 }), CANCELLED({ 20200101 }) }, 2, false };
	expect(&twins, 1, DAY(2020, 1, 1), CDR_LICENCE_REVOKED, twins.as_of);
}

static void
status_after_a_suspension_ended_is_not_made_up(void **state)
{
	(void)state;
	struct seen seen = { { 20230101 }, { SUSPENDED({ 20210301 }, { 20210630 }) }, 1, false };
	char note[256];
	assert_int_equal(ask(&seen, 1, DAY(2021, 7, 1), note).status, CDR_LICENCE_UNKNOWN);
	assert_holds(note, "ended on 2021-06-30");
}

static void
status_without_a_start_holds_from_its_sighting_on(void **state)
{
	(void)state;
	struct seen expiring = { { 20230401 }, { VALID({ 0 }, { 20240331 }) }, 1, false };
	struct seen listed = { { 20230401 }, { VALID({ 0 }, { 0 }) }, 1, false };
	struct seen inactive = {
		{ 20230401 }, { { CDR_LICENCE_CEASED, { "Inactive", 8 }, NO_DAY, NO_DAY } }, 1, false
	};
	expect(&expiring, 1, DAY(2023, 3, 31), CDR_LICENCE_UNKNOWN, expiring.as_of);
	expect(&expiring, 1, DAY(2023, 4, 1), CDR_LICENCE_VALID, expiring.as_of);
	expect(&expiring, 1, DAY(2024, 3, 31), CDR_LICENCE_VALID, expiring.as_of);
	expect(&expiring, 1, DAY(2024, 4, 1), CDR_LICENCE_EXPIRED, expiring.as_of);
	expect(&listed, 1, DAY(2023, 3, 31), CDR_LICENCE_UNKNOWN, listed.as_of);
	expect(&listed, 1, DAY(2023, 4, 1), CDR_LICENCE_VALID, listed.as_of);
	expect(&inactive, 1, DAY(2023, 3, 31), CDR_LICENCE_UNKNOWN, inactive.as_of);
	expect(&inactive, 1, DAY(2023, 4, 2), CDR_LICENCE_CEASED, inactive.as_of);
}

static void
status_known_by_its_year_holds_on_the_day_it_was_seen(void **state)
{
	(void)state;
	struct seen seen = { { 20211228 }, { VALID({ 0 }, { 0 }), VALID({ 20211231 }, { 0 }) }, 2, false };
	expect(&seen, 1, DAY(2021, 12, 28), CDR_LICENCE_VALID, seen.as_of);
	expect(&seen, 1, DAY(2021, 12, 27), CDR_LICENCE_UNKNOWN, seen.as_of);
	struct seen older = { { 20211228 }, { VALID({ 0 }, { 0 }), VALID({ 20171231 }, { 0 }) }, 2, false };
	expect(&older, 1, DAY(2018, 1, 1), CDR_LICENCE_VALID, older.as_of);
	expect(&older, 1, DAY(2017, 12, 30), CDR_LICENCE_UNKNOWN, older.as_of);
}

static void
status_renewed_in_a_later_copy_was_not_expired(void **state)
{
	(void)state;
	struct seen seen[] = {
		{ { 20240101 }, { VALID({ 20200101 }, { 20240630 }) }, 1, false },
		{ { 20250101 }, { VALID({ 20200101 }, { 20280630 }) }, 1, false },
	};
	expect(seen, 1, DAY(2024, 9, 1), CDR_LICENCE_EXPIRED, seen[0].as_of);
	expect(seen, 2, DAY(2024, 9, 1), CDR_LICENCE_VALID, seen[1].as_of);
	expect(seen, 2, DAY(2024, 6, 30), CDR_LICENCE_VALID, seen[0].as_of);
}

static void
status_is_absent_where_a_copy_did_not_show_the_entry(void **state)
{
	(void)state;
	struct seen seen[] = {
		valid_2021,
		{ { 20220101 }, { { 0 } }, 0, true },
		{ { 20230101 }, { VALID({ 20220701 }, { 20250101 }) }, 1, false },
	};
	char note[256];
	expect(seen, 2, DAY(2021, 12, 31), CDR_LICENCE_VALID, valid_2021.as_of);
	expect(seen, 2, DAY(2022, 1, 1), CDR_LICENCE_ABSENT, seen[1].as_of);
	(void)ask(seen, 2, DAY(2022, 1, 1), note);
	assert_holds(note, "2022-01-01 does not show it");
	expect(seen, 3, DAY(2022, 6, 30), CDR_LICENCE_ABSENT, seen[1].as_of);
	expect(seen, 3, DAY(2022, 7, 1), CDR_LICENCE_VALID, seen[2].as_of);
}

static void
status_of_an_unknown_word_is_unknown(void **state)
{
	(void)state;
	struct seen seen = { { 20230101 }, { { CDR_LICENCE_UNKNOWN, { "Odd", 3 }, { 0 }, { 0 } } }, 1, false };
	struct seen none = { { 20230101 }, { { 0 } }, 0, false };
	char note[256];
	assert_text(ask(&seen, 1, DAY(2023, 1, 1), note).word, "Odd");
	expect(&seen, 1, DAY(2023, 1, 1), CDR_LICENCE_UNKNOWN, seen.as_of);
	expect(&none, 1, DAY(2023, 1, 1), CDR_LICENCE_UNKNOWN, none.as_of);
	(void)ask(&none, 1, DAY(2023, 1, 1), note);
	assert_holds(note, "prints no status");
}

static void
status_between_two_times_on_a_list_is_not_made_up(void **state)
{
	(void)state;
	struct seen seen = { { 20260401 },
		             { { CDR_LICENCE_BANNED, { "Listed", 6 }, { 20211005 }, { 20220519 } },
		               { CDR_LICENCE_BANNED, { "Listed", 6 }, { 20220916 }, { 0 } } },
		             2,
		             false };
	char note[256];
	expect(&seen, 1, DAY(2021, 10, 4), CDR_LICENCE_UNKNOWN, seen.as_of);
	expect(&seen, 1, DAY(2021, 10, 5), CDR_LICENCE_BANNED, seen.as_of);
	expect(&seen, 1, DAY(2022, 5, 19), CDR_LICENCE_BANNED, seen.as_of);
	expect(&seen, 1, DAY(2022, 5, 20), CDR_LICENCE_UNKNOWN, seen.as_of);
	(void)ask(&seen, 1, DAY(2022, 5, 20), note);
	assert_holds(note, "ended on 2022-05-19 and began again on 2022-09-16");
	expect(&seen, 1, DAY(2022, 9, 16), CDR_LICENCE_BANNED, seen.as_of);
	expect(&seen, 1, DAY(2030, 1, 1), CDR_LICENCE_BANNED, seen.as_of);
}

static void
status_needs_a_day_and_a_sighting(void **state)
{
	(void)state;
	struct cdr_sighting sighting = { { 20230101 }, NULL };
	struct cdr_status_answer answer = { .status = CDR_LICENCE_BANNED };
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	assert_int_equal(cdr_registry_status_on(&sighting, 0, DAY(2023, 1, 1), arena, &answer, NULL), CDR_EUSAGE);
	assert_int_equal(cdr_registry_status_on(&sighting, 1, NO_DAY, arena, &answer, NULL), CDR_EUSAGE);
	assert_int_equal(answer.status, CDR_LICENCE_BANNED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_of_an_interval_holds_from_its_first_to_its_last_day),
		cmocka_unit_test(status_that_began_later_says_nothing_of_earlier_days),
		cmocka_unit_test(status_before_a_revocation_comes_from_an_earlier_sighting),
		cmocka_unit_test(status_announced_for_later_leaves_the_earlier_sighting_in_force),
		cmocka_unit_test(status_expires_though_the_word_says_valid),
		cmocka_unit_test(status_of_several_intervals_is_the_one_that_began_last),
		cmocka_unit_test(status_after_a_suspension_ended_is_not_made_up),
		cmocka_unit_test(status_without_a_start_holds_from_its_sighting_on),
		cmocka_unit_test(status_known_by_its_year_holds_on_the_day_it_was_seen),
		cmocka_unit_test(status_renewed_in_a_later_copy_was_not_expired),
		cmocka_unit_test(status_is_absent_where_a_copy_did_not_show_the_entry),
		cmocka_unit_test(status_of_an_unknown_word_is_unknown),
		cmocka_unit_test(status_between_two_times_on_a_list_is_not_made_up),
		cmocka_unit_test(status_needs_a_day_and_a_sighting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
