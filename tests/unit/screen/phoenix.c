/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define LOST "Marrowfield Crewing Services Inc"
#define OTHER "Quayside Placement Corporation"
#define MILL_ROAD "14 Mill Road, Ermita, Manila"

static struct cdr_entry
at(struct cdr_entry entry, const char *address)
{
	entry.address = cdr_str_from(address);
	return entry;
}

static struct cdr_entry
with_number(struct desk *desk, struct cdr_entry entry, const char *scheme, const char *number)
{
	entry.identifiers = cdr_arena_alloc(desk->arena, sizeof(*entry.identifiers));
	assert_non_null(entry.identifiers);
	entry.identifiers[0] = (struct cdr_identifier){ cdr_str_from(scheme), cdr_str_from(number), CDR_STR("PH") };
	entry.n_identifiers = 1;
	return entry;
}

static struct cdr_entry
lost(struct desk *desk, const char *name, const char *on)
{
	return entry_with(desk, name, name, "PH", standing(CDR_LICENCE_REVOKED, "Cancelled", on, NULL));
}

static struct cdr_entry
valid(struct desk *desk, const char *name, const char *from)
{
	return entry_with(desk, name, name, "PH", standing(CDR_LICENCE_VALID, "Valid License", from, NULL));
}

static void
put(struct desk *desk, const struct cdr_entry *entries, size_t n)
{
	(void)put_copy(desk, REGISTER, "2026-06-10", entries, n);
}

/* Links of an entry of the register, by its key. */
static size_t
links_of(struct desk *desk, const char *key, struct cdr_listing **ret)
{
	const struct cdr_entry *entry = NULL;
	size_t n = 0;
	if (!desk->lists)
		load_lists(desk);
	assert_ok(cdr_screen_links(desk->store, desk->lists, CDR_STR(REGISTER), cdr_str_from(key), desk->arena, &entry,
	                           ret, &n, err));
	assert_text(entry->key, key);
	return n;
}

static size_t
links_of_two(struct desk *desk, struct cdr_entry one, struct cdr_entry other)
{
	struct cdr_entry entries[] = { one, other };
	struct cdr_listing *linked = NULL;
	put(desk, entries, 2);
	return links_of(desk, OTHER, &linked);
}

static void
phoenix_is_linked_by_an_address(void **state)
{
	struct cdr_listing *linked = NULL;
	struct cdr_entry entries[] = { at(lost(DESK, LOST, "2025-03-01"), MILL_ROAD),
		                       at(valid(DESK, OTHER, "2025-09-01"), "No. 14, Mill Rd., Ermita, Manila") };
	put(DESK, entries, 2);
	assert_int_equal(links_of(DESK, OTHER, &linked), 1);
	assert_text(linked[0].entry_name, LOST);
	assert_verdict(linked[0].verdict, POSSIBLE);
	assert_licence(linked[0].status, REVOKED);
	assert_text(linked[0].reasons[0].code, "link.address");
	assert_holds(linked[0].reasons[0].text, "as 2 firms do");
	assert_holds(linked[0].note, "known since 2025-09-01");
	double sum = 0;
	for (size_t i = 0; i < linked[0].n_reasons; i++)
		sum += linked[0].reasons[i].contribution;
	assert_true(sum > linked[0].score - 0.001 && sum < linked[0].score + 0.001);
	/* The one that was lost began before: the link goes one way. */
	assert_int_equal(links_of(DESK, LOST, &linked), 0);
}

static void
phoenix_is_not_linked_by_a_town(void **state)
{
	assert_int_equal(links_of_two(DESK, at(lost(DESK, LOST, "2025-03-01"), "Ermita, Manila"),
	                              at(valid(DESK, OTHER, "2025-09-01"), "Ermita, Manila")),
	                 0);
}

static void
phoenix_is_not_linked_by_a_country(void **state)
{
	assert_int_equal(links_of_two(DESK, at(lost(DESK, LOST, "2025-03-01"), "Philippines"),
	                              at(valid(DESK, OTHER, "2025-09-01"), "Philippines")),
	                 0);
}

static void
phoenix_is_not_linked_by_a_street_of_that_name_in_another_town(void **state)
{
	assert_int_equal(links_of_two(DESK, at(lost(DESK, LOST, "2025-03-01"), "14 Mill Road, Davao"),
	                              at(valid(DESK, OTHER, "2025-09-01"), "14 Mill Road, Cebu")),
	                 0);
}

static void
phoenix_is_not_linked_by_an_address_that_many_give(void **state)
{
	static const char *const names[] = { "Amber Lane Agency", "Birch Hill Agency", "Cobalt Bay Agency",
		                             "Dune Point Agency" };
	struct cdr_listing *linked = NULL;
	struct cdr_entry entries[6] = { at(lost(DESK, LOST, "2025-03-01"), MILL_ROAD),
		                        at(valid(DESK, OTHER, "2025-09-01"), MILL_ROAD) };
	for (size_t i = 0; i < CDR_LEN(names); i++)
		entries[2 + i] = at(valid(DESK, names[i], "2025-09-01"), MILL_ROAD);
	put(DESK, entries, 4);
	assert_int_equal(links_of(DESK, OTHER, &linked), 1); /* four give it */
	DESK->lists = NULL;
	(void)put_copy(DESK, REGISTER, "2026-06-11", entries, 6);
	assert_int_equal(links_of(DESK, OTHER, &linked), 0);
}

static void
phoenix_is_linked_by_a_number_of_the_firm(void **state)
{
	assert_int_equal(
		links_of_two(DESK, with_number(DESK, lost(DESK, LOST, "2025-03-01"), "company_number", "CS-200411"),
	                     with_number(DESK, valid(DESK, OTHER, "2025-09-01"), "company_number", "cs 200411")),
		1);
}

static void
phoenix_is_not_linked_by_the_number_of_the_licence_itself(void **state)
{
	assert_int_equal(links_of_two(DESK, with_number(DESK, lost(DESK, LOST, "2025-03-01"), "licence:ph", "77"),
	                              with_number(DESK, valid(DESK, OTHER, "2025-09-01"), "licence:ph", "77")),
	                 0);
}

static void
phoenix_is_linked_by_nearly_a_name_and_not_by_a_word(void **state)
{
	struct cdr_listing *linked = NULL;
	struct cdr_entry entries[] = { lost(DESK, LOST, "2025-03-01"),
		                       valid(DESK, "Marrowfield Crewing Corporation", "2025-09-01"),
		                       valid(DESK, "Tallow Crewing Services Inc", "2025-09-01") };
	put(DESK, entries, 3);
	assert_int_equal(links_of(DESK, "Marrowfield Crewing Corporation", &linked), 1);
	assert_text(linked[0].reasons[0].code, "link.name");
	assert_int_equal(links_of(DESK, "Tallow Crewing Services Inc", &linked), 0);
}

static void
phoenix_began_after_the_other_was_lost(void **state)
{
	assert_int_equal(links_of_two(DESK, at(lost(DESK, LOST, "2025-03-01"), MILL_ROAD),
	                              at(valid(DESK, OTHER, "2025-02-28"), MILL_ROAD)),
	                 0);
}

/* A renewal dates the licence anew; an earlier copy still shows that it was there. */
static void
phoenix_is_no_licence_that_an_earlier_copy_shows(void **state)
{
	struct cdr_entry before = at(valid(DESK, OTHER, "2020-01-01"), MILL_ROAD);
	(void)put_copy(DESK, REGISTER, "2024-06-10", &before, 1);
	assert_int_equal(links_of_two(DESK, at(lost(DESK, LOST, "2025-03-01"), MILL_ROAD),
	                              at(valid(DESK, OTHER, "2025-09-01"), MILL_ROAD)),
	                 0);
}

static void
phoenix_of_unknown_days_is_linked_and_says_so(void **state)
{
	struct cdr_listing *linked = NULL;
	struct cdr_entry entries[] = { at(lost(DESK, LOST, NULL), MILL_ROAD), at(valid(DESK, OTHER, NULL), MILL_ROAD) };
	put(DESK, entries, 2);
	assert_int_equal(links_of(DESK, OTHER, &linked), 1);
	assert_holds(linked[0].note, "lost on a day nobody says");
}

static void
phoenix_is_not_raised_from_a_suspension_that_ended(void **state)
{
	struct cdr_entry_status statuses[] = { standing(CDR_LICENCE_SUSPENDED, "Suspended", "2024-01-01", "2024-03-01"),
		                               standing(CDR_LICENCE_VALID, "Valid License", "2024-03-02", NULL) };
	struct cdr_entry entry = at(lost(DESK, LOST, "2025-03-01"), MILL_ROAD);
	entry.statuses = statuses;
	entry.n_statuses = 2;
	assert_int_equal(links_of_two(DESK, entry, at(valid(DESK, OTHER, "2025-09-01"), MILL_ROAD)), 0);
}

static void
phoenix_may_come_from_a_list_of_revocations(void **state)
{
	struct cdr_listing *linked = NULL;
	struct cdr_entry gone = at(listed(DESK, "x", LOST, "PH"), MILL_ROAD);
	struct cdr_entry here = at(valid(DESK, OTHER, "2025-09-01"), MILL_ROAD);
	gone.listed_on = day("2025-01-10");
	(void)put_copy(DESK, REVOKED_LIST, "2026-06-01", &gone, 1);
	put(DESK, &here, 1);
	assert_int_equal(links_of(DESK, OTHER, &linked), 1);
	assert_text(linked[0].registry_id, REVOKED_LIST);
}

static void
phoenix_is_asked_of_licences_that_permit(void **state)
{
	struct cdr_entry entries[] = { at(lost(DESK, LOST, "2025-03-01"), MILL_ROAD),
		                       at(valid(DESK, OTHER, "2025-09-01"), MILL_ROAD) };
	struct agency_question question = { CDR_STR(OTHER),    CDR_STR("PH"), { NULL, 0 },
		                            day("2026-01-01"), day(TODAY),    NULL };
	put(DESK, entries, 2);
	load_lists(DESK);
	cdr_auto(agency_answer) answer = { 0 };
	assert_ok(agency_ask(DESK->store, DESK->lists, &question, DESK->arena, &answer, err));
	assert_int_equal(answer.linked.items.n, 1);
	question.name = CDR_STR(LOST);
	cdr_auto(agency_answer) other = { 0 };
	assert_ok(agency_ask(DESK->store, DESK->lists, &question, DESK->arena, &other, err));
	assert_int_equal(other.linked.items.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(phoenix_is_linked_by_an_address),
		desk_test(phoenix_is_not_linked_by_a_town),
		desk_test(phoenix_is_not_linked_by_a_country),
		desk_test(phoenix_is_not_linked_by_a_street_of_that_name_in_another_town),
		desk_test(phoenix_is_not_linked_by_an_address_that_many_give),
		desk_test(phoenix_is_linked_by_a_number_of_the_firm),
		desk_test(phoenix_is_not_linked_by_the_number_of_the_licence_itself),
		desk_test(phoenix_is_linked_by_nearly_a_name_and_not_by_a_word),
		desk_test(phoenix_began_after_the_other_was_lost),
		desk_test(phoenix_is_no_licence_that_an_earlier_copy_shows),
		desk_test(phoenix_of_unknown_days_is_linked_and_says_so),
		desk_test(phoenix_is_not_raised_from_a_suspension_that_ended),
		desk_test(phoenix_may_come_from_a_list_of_revocations),
		desk_test(phoenix_is_asked_of_licences_that_permit),
	};
	return cmocka_run_group_tests_name("screen/phoenix", tests, NULL, NULL);
}
