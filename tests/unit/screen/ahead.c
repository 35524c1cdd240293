/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static struct cdr_match_subject
named(const char *name, const char *country)
{
	return (struct cdr_match_subject){ .name = cdr_str_from(name), .country = cdr_str_from(country) };
}

static void
fill(struct desk *desk)
{
	struct cdr_entry banned[] = { listed(desk, "a", "Glasswort Rubber Works", "XB"),
		                      listed(desk, "b", "Glasswort Rubber Exports", "XB"),
		                      listed(desk, "c", "Samphire Fisheries Ltd", "TH") };
	struct cdr_entry agencies[] = { numbered(desk, "n", "Quillwort Recruiting", "0030") };
	(void)put_copy(desk, BAN_LIST, "2026-06-01", banned, CDR_LEN(banned));
	(void)put_copy(desk, NUMBERED_REGISTER, "2026-06-01", agencies, CDR_LEN(agencies));
	load_lists(desk);
}

static const struct cdr_match_index *
register_index(const struct desk *desk)
{
	for (size_t i = 0; i < desk->lists->n_pinned; i++) {
		if (desk->lists->pinned[i].index)
			return desk->lists->pinned[i].index;
	}
	fail();
	return NULL;
}

static void
assert_same_hits(const struct cdr_match_hit *a, const struct cdr_match_hit *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(a[i].number, b[i].number);
		assert_memory_equal(&a[i].score, &b[i].score, sizeof(double));
		assert_int_equal(a[i].verdict, b[i].verdict);
		assert_true(cdr_str_equal(a[i].matched_name, b[i].matched_name));
		assert_int_equal(a[i].n_reasons, b[i].n_reasons);
		for (size_t k = 0; k < a[i].n_reasons; k++) {
			const struct cdr_reason *x = &a[i].reasons[k], *y = &b[i].reasons[k];
			assert_true(cdr_str_equal(x->code, y->code));
			assert_true(cdr_str_equal(x->text, y->text));
			assert_memory_equal(&x->contribution, &y->contribution, sizeof(double));
		}
	}
}

/* Taken from the workers, it is to the last bit what the index says here. */
static size_t
assert_as_asked(struct desk *desk, const struct ahead *ahead, const struct cdr_match_index *index,
                const struct cdr_match_subject *subject)
{
	struct cdr_match_hit *hits = NULL, *expected = NULL;
	size_t n_hits = 0, n_expected = 0;
	assert_true(ahead_find(ahead, index, subject, desk->arena, &hits, &n_hits));
	assert_ok(ask_index(desk->lists, index, subject, desk->arena, &expected, &n_expected, err));
	assert_int_equal(n_hits, n_expected);
	assert_same_hits(hits, expected, n_hits);
	return n_hits;
}

static void
ahead_answers_as_the_index_does(void **state)
{
	fill(DESK);
	struct cdr_str aliases[] = { CDR_STR("Nobody's Name"), CDR_STR("Samphire Fisheries") };
	struct cdr_identifier number = { CDR_STR("licence:bd-rl"), CDR_STR("0030"), CDR_STR("BD") };
	struct cdr_match_subject first = named("Glasswort Ruber Works", "XB"), second = named("Candlewick", ""),
				 third = named("Something Else", "BD");
	second.aliases = aliases;
	second.n_aliases = 2;
	third.identifiers = &number;
	third.n_identifiers = 1;
	__attribute__((cleanup(ahead_done))) struct ahead ahead = { 0 };
	assert_ok(ahead_init(&ahead, DESK->lists, 2, 3, err));
	assert_true(ahead_is_on(&ahead));
	const struct cdr_match_index *numbers = register_index(DESK), *listings = DESK->lists->lists_index;
	ahead_foresee(&ahead, listings, &first);
	assert_ok(ahead_put(&ahead, err));
	ahead_foresee(&ahead, listings, &second);
	assert_ok(ahead_put(&ahead, err));
	ahead_foresee(&ahead, numbers, &third);
	ahead_foresee(&ahead, listings, &third);
	assert_ok(ahead_put(&ahead, err));

	ahead_take(&ahead);
	assert_true(assert_as_asked(DESK, &ahead, listings, &first) >= 1);
	ahead_take(&ahead);
	assert_int_equal(assert_as_asked(DESK, &ahead, listings, &second), 1);
	ahead_take(&ahead);
	assert_int_equal(assert_as_asked(DESK, &ahead, numbers, &third), 1);
	assert_int_equal(assert_as_asked(DESK, &ahead, listings, &third), 0);
}

/* Another name, country, address, sector, index or turn is another question. */
static void
ahead_finds_only_what_was_asked(void **state)
{
	fill(DESK);
	struct cdr_match_hit *hits = NULL;
	size_t n = 0;
	const struct cdr_str address = CDR_STR("12 Heron Street"), other_address = CDR_STR("13 Heron Street");
	const struct cdr_str sector = CDR_STR("rubber");
	struct cdr_match_subject subject = named("Glasswort Rubber Works", "XB"), moved, silent;
	subject.addresses = &address;
	subject.sectors = &sector;
	subject.n_addresses = subject.n_sectors = 1;
	moved = silent = subject;
	moved.addresses = &other_address;
	silent.n_sectors = 0;
	const struct cdr_match_subject others[] = { named("Glasswort Rubber Work", "XB"),
		                                    named("Glasswort Rubber Works", "TH"), named("", ""), moved,
		                                    silent };
	__attribute__((cleanup(ahead_done))) struct ahead ahead = { 0 };
	assert_ok(ahead_init(&ahead, DESK->lists, 2, 1, err));
	ahead_foresee(&ahead, DESK->lists->lists_index, &subject);
	assert_ok(ahead_put(&ahead, err));
	assert_false(ahead_find(&ahead, DESK->lists->lists_index, &subject, DESK->arena, &hits, &n));
	ahead_take(&ahead);
	for (size_t i = 0; i < CDR_LEN(others); i++)
		assert_false(ahead_find(&ahead, DESK->lists->lists_index, &others[i], DESK->arena, &hits, &n));
	assert_false(ahead_find(&ahead, register_index(DESK), &subject, DESK->arena, &hits, &n));
	assert_false(ahead_find(NULL, DESK->lists->lists_index, &subject, DESK->arena, &hits, &n));
	assert_true(ahead_find(&ahead, DESK->lists->lists_index, &subject, DESK->arena, &hits, &n));
	ahead_take(&ahead); /* nothing is pending */
	assert_false(ahead_find(&ahead, DESK->lists->lists_index, &subject, DESK->arena, &hits, &n));
}

static void
ahead_forks_nothing_for_few_or_for_one(void **state)
{
	fill(DESK);
	for (size_t jobs = 0; jobs < 2; jobs++) {
		__attribute__((cleanup(ahead_done))) struct ahead ahead = { 0 };
		assert_ok(ahead_init(&ahead, DESK->lists, jobs, jobs ? 100000 : 100, err));
		assert_false(ahead_is_on(&ahead));
		ahead_take(&ahead);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(ahead_answers_as_the_index_does),
		desk_test(ahead_finds_only_what_was_asked),
		desk_test(ahead_forks_nothing_for_few_or_for_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
