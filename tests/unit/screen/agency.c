/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define AGENCY "Marrowfield Crewing Services Inc"

/* The question as screenings ask it, on TODAY. */
static void
ask_as(struct desk *desk, const char *name, const char *country, const char *number, const char *on,
       struct agency_answer *ret)
{
	struct agency_question question = { cdr_str_from(name), cdr_str_from(country), cdr_str_from(number), day(on),
		                            day(TODAY) };
	if (!desk->lists)
		load_lists(desk);
	assert_ok(agency_ask(desk->store, desk->lists, &question, desk->arena, ret, err));
}

static void
ask_on(struct desk *desk, const char *on, struct agency_answer *ret)
{
	ask_as(desk, AGENCY, "PH", NULL, on, ret);
}

static const struct cdr_listing *
listing_at(const struct agency_answer *answer, size_t i)
{
	assert_true(i < answer->listings.items.n);
	return CDR_VEC_AT(&answer->listings.items, struct cdr_listing, i);
}

static void
put_standing(struct desk *desk, const char *as_of, struct cdr_entry_status status)
{
	struct cdr_entry entry = entry_with(desk, "marrowfield", AGENCY, "PH", status);
	(void)put_copy(desk, REGISTER, as_of, &entry, 1);
}

static void
agency_status_on_the_recruitment_day_is_read_from_one_copy(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_VALID, "Valid License", "2023-03-01", "2027-02-28"));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2024-05-02", &answer);
	assert_licence(answer.status_on, VALID);
	assert_licence(answer.status_today, VALID);
	assert_verdict(answer.match, MATCH);
	assert_int_equal(answer.n_candidates, 1);
	assert_true(answer.register_loaded);
	assert_false(answer.register_stale);
	assert_text(answer.register_id, REGISTER);
	assert_text(listing_at(&answer, 0)->status_word, "Valid License");
}

static void
agency_status_that_changed_is_read_from_the_copy_of_the_day(void **state)
{
	put_standing(DESK, "2026-01-10", standing(CDR_LICENCE_VALID, "Valid License", "2023-03-01", "2027-02-28"));
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_REVOKED, "Cancelled", "2026-04-01", NULL));
	cdr_auto(agency_answer) before = { 0 }, after = { 0 };
	ask_on(DESK, "2026-01-15", &before);
	assert_licence(before.status_on, VALID);
	assert_licence(before.status_today, REVOKED);
	ask_on(DESK, "2026-04-02", &after);
	assert_licence(after.status_on, REVOKED);
}

static void
agency_known_only_as_cancelled_is_unknown_before_its_day(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_REVOKED, "Cancelled", "2026-04-01", NULL));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-03-31", &answer);
	assert_licence(answer.status_on, UNKNOWN);
	assert_licence(answer.status_today, REVOKED);
	assert_holds(listing_at(&answer, 0)->note, "2026-04-01");
}

static void
agency_past_its_expiry_is_expired_whatever_the_word(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", "2024-12-31"));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2025-01-01", &answer);
	assert_licence(answer.status_on, EXPIRED);
	assert_licence(answer.status_today, EXPIRED);
	assert_text(listing_at(&answer, 0)->status_word, "Valid License");
}

static void
agency_permitted_in_a_stale_copy_is_unknown_and_says_so(void **state)
{
	put_standing(DESK, "2026-01-10", standing(CDR_LICENCE_VALID, "Valid License", "2023-03-01", "2027-02-28"));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-03-01", &answer);
	assert_licence(answer.status_on, UNKNOWN);
	assert_licence(answer.status_today, UNKNOWN);
	assert_true(answer.register_stale);
	assert_holds(listing_at(&answer, 0)->note, "stale");
	assert_holds(listing_at(&answer, 0)->note, "2026-01-10");
	assert_true(listing_at(&answer, 0)->stale);
}

static void
agency_permission_is_believed_for_as_long_as_the_definition_says(void **state)
{
	put_standing(DESK, "2026-01-10", standing(CDR_LICENCE_VALID, "Valid License", "2023-03-01", "2027-02-28"));
	cdr_auto(agency_answer) last = { 0 }, over = { 0 };
	ask_on(DESK, "2026-01-24", &last);
	assert_licence(last.status_on, VALID);
	ask_on(DESK, "2026-01-25", &over);
	assert_licence(over.status_on, UNKNOWN);
}

static void
agency_revoked_in_a_stale_copy_stays_revoked(void **state)
{
	put_standing(DESK, "2025-01-10", standing(CDR_LICENCE_REVOKED, "Cancelled", "2024-12-01", NULL));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-03-01", &answer);
	assert_licence(answer.status_on, REVOKED);
	assert_licence(answer.status_today, REVOKED);
	assert_true(answer.register_stale);
}

static void
agency_missing_from_a_complete_register_is_absent(void **state)
{
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "HK",
	                                    standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-06-01", &other, 1);
	cdr_auto(agency_answer) answer = { 0 };
	ask_as(DESK, AGENCY, "HK", NULL, "2026-06-03", &answer);
	assert_licence(answer.status_on, ABSENT);
	assert_licence(answer.status_today, ABSENT);
	assert_verdict(answer.match, CLEAR);
	assert_true(answer.register_complete);
	assert_false(answer.number_missing); /* that register prints none */
	assert_int_equal(answer.listings.items.n, 0);
}

static void
agency_missing_from_a_stale_complete_register_is_unknown(void **state)
{
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "HK",
	                                    standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-01-01", &other, 1);
	cdr_auto(agency_answer) answer = { 0 };
	ask_as(DESK, AGENCY, "HK", NULL, "2026-06-03", &answer);
	assert_licence(answer.status_on, UNKNOWN);
	assert_licence(answer.status_today, UNKNOWN);
	assert_true(answer.register_stale);
}

static void
agency_missing_from_a_partial_register_is_unknown(void **state)
{
	struct cdr_entry other = numbered(DESK, "0030", "Tamarind Overseas", "0030");
	(void)put_copy(DESK, NUMBERED_REGISTER, "2026-06-10", &other, 1);
	cdr_auto(agency_answer) answer = { 0 };
	ask_as(DESK, AGENCY, "BD", NULL, "2026-06-11", &answer);
	assert_licence(answer.status_on, UNKNOWN);
	assert_licence(answer.status_today, UNKNOWN);
	assert_verdict(answer.match, CLEAR);
	assert_true(answer.register_loaded);
	assert_false(answer.register_complete);
}

static void
agency_missing_from_a_part_of_a_complete_register_is_unknown(void **state)
{
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "HK",
	                                    standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	cdr_auto(agency_answer) part = { 0 }, whole = { 0 };
	(void)put_part(DESK, COMPLETE_REGISTER, "2026-06-01", &other, 1, 50);
	ask_as(DESK, AGENCY, "HK", NULL, "2026-06-03", &part);
	assert_licence(part.status_on, UNKNOWN);
	assert_licence(part.status_today, UNKNOWN);
	assert_false(part.register_complete);
	(void)put_part(DESK, COMPLETE_REGISTER, "2026-06-02", &other, 1, 1);
	load_lists(DESK);
	ask_as(DESK, AGENCY, "HK", NULL, "2026-06-03", &whole);
	assert_licence(whole.status_on, ABSENT);
	assert_true(whole.register_complete);
}

static void
agency_not_shown_by_a_part_of_the_register_keeps_its_status(void **state)
{
	struct cdr_entry entry =
		entry_with(DESK, "m", AGENCY, "HK", standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "HK",
	                                    standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	struct cdr_entry both[] = { entry, other };
	(void)put_part(DESK, COMPLETE_REGISTER, "2026-05-01", &other, 1, 50);
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-06-01", both, 2);
	cdr_auto(agency_answer) answer = { 0 };
	ask_as(DESK, AGENCY, "HK", NULL, "2026-05-20", &answer);
	assert_licence(answer.status_on, UNKNOWN); /* not absent: the copy of May held too little to say so */
	assert_licence(answer.status_today, VALID);
}

static void
agency_that_left_a_complete_register_is_absent_from_then_on(void **state)
{
	struct cdr_entry entry =
		entry_with(DESK, "m", AGENCY, "HK", standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "HK",
	                                    standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	struct cdr_entry both[] = { entry, other };
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-04-01", both, 2);
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-06-01", &other, 1);
	cdr_auto(agency_answer) answer = { 0 };
	ask_as(DESK, AGENCY, "HK", NULL, "2026-06-03", &answer);
	assert_licence(answer.status_on, ABSENT);
	assert_licence(answer.status_today, ABSENT);
}

/* Two rows of one name: nobody but a person may choose. */
static void
put_namesakes(struct desk *desk, struct cdr_entry_status first, struct cdr_entry_status second)
{
	struct cdr_entry rows[] = { entry_with(desk, "one", AGENCY, "PH", first),
		                    entry_with(desk, "two", AGENCY, "PH", second) };
	(void)put_copy(desk, REGISTER, "2026-06-10", rows, 2);
}

static void
agency_that_two_rows_fit_is_possible_with_both_shown(void **state)
{
	put_namesakes(
		DESK, standing(CDR_LICENCE_EXPIRED, "Expired", "2019-05-01", NULL),
		standing(CDR_LICENCE_VALID_CONDITIONAL, "Valid License - Provisional", "2024-01-01", "2028-01-01"));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2025-05-02", &answer);
	assert_verdict(answer.match, POSSIBLE);
	assert_int_equal(answer.n_candidates, 2);
	assert_licence(answer.status_on, UNKNOWN);
	assert_licence(answer.status_today, UNKNOWN);
	assert_int_equal(answer.listings.items.n, 2);
	assert_verdict(listing_at(&answer, 0)->verdict, POSSIBLE);
	assert_verdict(listing_at(&answer, 1)->verdict, POSSIBLE);
	assert_licence(listing_at(&answer, 0)->status, EXPIRED);
	assert_licence(listing_at(&answer, 1)->status, VALID_CONDITIONAL);
}

static void
agency_that_two_agreeing_rows_fit_has_their_status(void **state)
{
	put_namesakes(DESK, standing(CDR_LICENCE_REVOKED, "Cancelled", "2019-05-01", NULL),
	              standing(CDR_LICENCE_REVOKED, "Delisted", "2020-01-01", NULL));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2025-05-02", &answer);
	assert_verdict(answer.match, POSSIBLE);
	assert_int_equal(answer.n_candidates, 2);
	assert_licence(answer.status_on, REVOKED);
	assert_licence(answer.status_today, REVOKED);
}

static void
agency_with_a_licence_number_is_one_of_two_namesakes(void **state)
{
	struct cdr_entry rows[] = { numbered(DESK, "0030", "Tamarind Overseas", "0030"),
		                    numbered(DESK, "0417", "Tamarind Overseas", "0417") };
	(void)put_copy(DESK, NUMBERED_REGISTER, "2026-06-01", rows, 2);
	cdr_auto(agency_answer) without = { 0 }, with = { 0 };
	ask_as(DESK, "Tamarind Overseas", "BD", NULL, "2026-06-03", &without);
	assert_verdict(without.match, POSSIBLE);
	assert_int_equal(without.n_candidates, 2);
	assert_true(without.number_missing);
	ask_as(DESK, "Tamarind Overseas", "BD", "RL-417", "2026-06-03", &with);
	assert_verdict(with.match, MATCH);
	assert_false(with.number_missing);
	assert_int_equal(with.n_candidates, 1);
	assert_holds(listing_at(&with, 0)->entry_id, "/0417@");
	assert_licence(with.status_on, VALID);
}

static void
agency_is_sought_in_the_register_of_its_own_country_only(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_VALID, "Valid License", "2023-03-01", "2027-02-28"));
	cdr_auto(agency_answer) elsewhere = { 0 };
	ask_as(DESK, AGENCY, "NP", NULL, "2026-06-11", &elsewhere);
	assert_false(elsewhere.register_loaded);
	assert_licence(elsewhere.status_on, UNKNOWN);
	assert_verdict(elsewhere.match, NOT_CHECKED);
}

static void
agency_of_no_stated_country_is_possible_at_most(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_REVOKED, "Cancelled", "2023-03-01", NULL));
	cdr_auto(agency_answer) known = { 0 }, unknown = { 0 };
	ask_as(DESK, AGENCY, NULL, NULL, "2026-06-11", &known);
	assert_verdict(known.match, POSSIBLE);
	assert_licence(known.status_on, REVOKED);
	assert_verdict(listing_at(&known, 0)->verdict, POSSIBLE);
	/* Missing from a register means nothing for an agency that may be of another country. */
	ask_as(DESK, "Entirely Unheard Of", NULL, NULL, "2026-06-11", &unknown);
	assert_false(unknown.register_loaded);
	assert_licence(unknown.status_on, UNKNOWN);
	assert_verdict(unknown.match, NOT_CHECKED);
}

static void
agency_gone_from_the_newest_copy_is_still_found_for_earlier_days(void **state)
{
	struct cdr_entry other = listed(DESK, "other", "Nobody Else Placement", "PH");
	put_standing(DESK, "2026-01-10", standing(CDR_LICENCE_BANNED, "Forever Banned", "2025-01-01", NULL));
	(void)put_copy(DESK, REGISTER, "2026-06-10", &other, 1);
	cdr_auto(agency_answer) then = { 0 };
	ask_on(DESK, "2026-01-12", &then);
	assert_licence(then.status_on, BANNED);
	assert_int_equal(then.listings.items.n, 1);
}

static void
agency_that_two_copies_contradict_each_other_about_is_unknown(void **state)
{
	struct cdr_entry other = listed(DESK, "other", "Nobody Else Placement", "HK");
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-03-10", &other, 1);
	struct cdr_entry later =
		entry_with(DESK, "k", AGENCY, "HK", standing(CDR_LICENCE_VALID, "Valid", "2024-01-01", "2027-01-01"));
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-06-10", &later, 1);
	cdr_auto(agency_answer) answer = { 0 };
	ask_as(DESK, AGENCY, "HK", NULL, "2026-03-10", &answer);
	assert_licence(answer.status_on, UNKNOWN);
	assert_holds(listing_at(&answer, 0)->note, "contradict");
}

static void
agency_status_without_a_recruitment_day_is_todays(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_SUSPENDED, "Suspended", "2026-05-01", NULL));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, NULL, &answer);
	assert_licence(answer.status_on, UNKNOWN);
	assert_licence(answer.status_today, SUSPENDED);
	assert_licence(listing_at(&answer, 0)->status, SUSPENDED);
}

/* ------------------------------------------------------------------------------------------------- revocation lists */

static void
put_deregistered(struct desk *desk, const char *name, const char *country)
{
	struct cdr_entry entry =
		entry_with(desk, "d", name, country, standing(CDR_LICENCE_REVOKED, "deregistered", "2025-10-07", NULL));
	(void)put_copy(desk, REVOKED_LIST, "2026-01-01", &entry, 1);
}

static void
agency_without_a_register_is_answered_by_a_revocation_list(void **state)
{
	put_deregistered(DESK, "Baobab Lane Manpower Agency", "KE");
	cdr_auto(agency_answer) after = { 0 }, before = { 0 };
	ask_as(DESK, "Baobab Lane Manpower Agency", "KE", NULL, "2026-02-01", &after);
	assert_false(after.register_loaded);
	assert_licence(after.status_on, REVOKED);
	assert_licence(after.status_today, REVOKED);
	assert_verdict(after.match, NOT_CHECKED);
	ask_as(DESK, "Baobab Lane Manpower Agency", "KE", NULL, "2025-10-06", &before);
	assert_licence(before.status_on, UNKNOWN);
	assert_licence(before.status_today, REVOKED);
}

static void
agency_in_its_register_is_not_overruled_by_a_revocation_list(void **state)
{
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_VALID, "Valid License", "2023-03-01", "2027-02-28"));
	put_deregistered(DESK, AGENCY, "PH");
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-02-01", &answer);
	assert_licence(answer.status_on, VALID);
	assert_licence(answer.status_today, VALID);
	assert_int_equal(answer.listings.items.n, 2); /* and yet it is shown */
	assert_int_equal(listing_at(&answer, 0)->registry_kind, CDR_REGISTRY_LICENCE_REGISTER);
	assert_int_equal(listing_at(&answer, 1)->registry_kind, CDR_REGISTRY_REVOCATION_LIST);
}

static void
agency_that_its_register_does_not_show_is_answered_by_a_revocation_list(void **state)
{
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "PH",
	                                    standing(CDR_LICENCE_VALID, "Valid License", NULL, NULL));
	(void)put_copy(DESK, REGISTER, "2026-06-10", &other, 1);
	put_deregistered(DESK, AGENCY, "PH");
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-02-01", &answer);
	assert_licence(answer.status_on, REVOKED);
	assert_licence(answer.status_today, REVOKED);
}

/* ----------------------------------------------------------------------------------------------- several registers */

/* The project's data with a second register of the same country and one for two countries; copies are then put under
 * those ids. */
static void
add_registers(struct desk *desk)
{
	static const char second[] =
		"id: zz-second\ntitle: A second register\npublisher: An office\n"
		"jurisdiction: [PH, SG]\nkind: licence_register\n"
		"source: {url: 'https://example.org/', terms: none, cadence: monthly}\n"
		"layout_confidence: seen\nabsence: nothing\nfreshness_days: 400\n"
		"format: {type: csv}\nfields: {name: name, status: {value: Listed}}\nidentity: [name]\n"
		"statuses: [{word: Listed, status: valid}]\n";
	struct cdr_bundle bundle = { .arena = cdr_arena_new((size_t)64 << 20) };
	const struct cdr_bundle *old = &desk->setup->rulesets;
	assert_non_null(bundle.arena);
	bundle.files = cdr_arena_alloc(bundle.arena, (old->n_files + 1) * sizeof(bundle.files[0]));
	assert_non_null(bundle.files);
	struct cdr_bundle_file added = { CDR_STR("registries/zz-second/registry.yaml"),
		                         { second, sizeof(second) - 1 } };
	bool placed = false;
	for (size_t i = 0; i < old->n_files; i++) {
		if (!placed && cdr_str_compare(added.path, old->files[i].path) < 0) {
			bundle.files[bundle.n_files++] = added;
			placed = true;
		}
		bundle.files[bundle.n_files++] =
			(struct cdr_bundle_file){ cdr_str_copy(bundle.arena, old->files[i].path),
			                          cdr_str_copy(bundle.arena, old->files[i].text) };
	}
	assert_true(placed);
	struct cdr_screen_setup *setup = NULL;
	assert_ok(setup_from_bundle(&bundle, &setup, err));
	(void)cdr_screen_setup_free(desk->setup);
	desk->setup = setup;
}

static void
put_second(struct desk *desk, const char *name, const char *country, struct cdr_entry_status status)
{
	struct cdr_entry entry = entry_with(desk, "second", name, country, status);
	(void)put_copy(desk, "zz-second", "2026-06-01", &entry, 1);
}

static void
agency_of_any_country_of_a_register_is_sought_there(void **state)
{
	add_registers(DESK);
	put_second(DESK, AGENCY, "SG", standing(CDR_LICENCE_SUSPENDED, "Held", "2026-01-01", NULL));
	cdr_auto(agency_answer) second = { 0 }, first = { 0 };
	ask_as(DESK, AGENCY, "SG", NULL, "2026-02-01", &second);
	assert_true(second.register_loaded);
	assert_licence(second.status_on, SUSPENDED);
	ask_as(DESK, AGENCY, "PH", NULL, "2026-02-01", &first);
	assert_true(first.register_loaded);
}

static void
agency_unknown_to_a_second_register_keeps_the_status_of_the_first(void **state)
{
	add_registers(DESK);
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_REVOKED, "Cancelled", "2026-04-01", NULL));
	put_second(DESK, "Quince Harbour Employment", "PH", standing(CDR_LICENCE_VALID, "Listed", NULL, NULL));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-05-01", &answer);
	assert_licence(answer.status_on, REVOKED);
	assert_licence(answer.status_today, REVOKED);
	assert_verdict(answer.match, MATCH);
	assert_int_equal(answer.n_candidates, 1);
	assert_text(answer.register_id, REGISTER);
}

static void
agency_forbidden_by_one_register_is_not_cleared_by_another(void **state)
{
	add_registers(DESK);
	put_standing(DESK, "2026-06-10", standing(CDR_LICENCE_REVOKED, "Cancelled", "2026-04-01", NULL));
	put_second(DESK, AGENCY, "PH", standing(CDR_LICENCE_VALID, "Listed", "2020-01-01", NULL));
	cdr_auto(agency_answer) answer = { 0 };
	ask_on(DESK, "2026-05-01", &answer);
	assert_licence(answer.status_on, REVOKED);
	assert_licence(answer.status_today, REVOKED);
	assert_int_equal(answer.listings.items.n, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(agency_status_on_the_recruitment_day_is_read_from_one_copy),
		desk_test(agency_status_that_changed_is_read_from_the_copy_of_the_day),
		desk_test(agency_known_only_as_cancelled_is_unknown_before_its_day),
		desk_test(agency_past_its_expiry_is_expired_whatever_the_word),
		desk_test(agency_permitted_in_a_stale_copy_is_unknown_and_says_so),
		desk_test(agency_permission_is_believed_for_as_long_as_the_definition_says),
		desk_test(agency_revoked_in_a_stale_copy_stays_revoked),
		desk_test(agency_missing_from_a_complete_register_is_absent),
		desk_test(agency_missing_from_a_stale_complete_register_is_unknown),
		desk_test(agency_missing_from_a_partial_register_is_unknown),
		desk_test(agency_missing_from_a_part_of_a_complete_register_is_unknown),
		desk_test(agency_not_shown_by_a_part_of_the_register_keeps_its_status),
		desk_test(agency_that_left_a_complete_register_is_absent_from_then_on),
		desk_test(agency_that_two_rows_fit_is_possible_with_both_shown),
		desk_test(agency_that_two_agreeing_rows_fit_has_their_status),
		desk_test(agency_with_a_licence_number_is_one_of_two_namesakes),
		desk_test(agency_is_sought_in_the_register_of_its_own_country_only),
		desk_test(agency_of_no_stated_country_is_possible_at_most),
		desk_test(agency_gone_from_the_newest_copy_is_still_found_for_earlier_days),
		desk_test(agency_that_two_copies_contradict_each_other_about_is_unknown),
		desk_test(agency_status_without_a_recruitment_day_is_todays),
		desk_test(agency_without_a_register_is_answered_by_a_revocation_list),
		desk_test(agency_in_its_register_is_not_overruled_by_a_revocation_list),
		desk_test(agency_that_its_register_does_not_show_is_answered_by_a_revocation_list),
		desk_test(agency_of_any_country_of_a_register_is_sought_there),
		desk_test(agency_unknown_to_a_second_register_keeps_the_status_of_the_first),
		desk_test(agency_forbidden_by_one_register_is_not_cleared_by_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
