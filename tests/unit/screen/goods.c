/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* Puts three goods of country IN and one of BR into the list, as of that day. */
static void
put_goods(struct desk *desk, const char *as_of)
{
	struct cdr_entry rows[] = { good_of(desk, "Garments", "IN", "child_labor forced_labor"),
		                    good_of(desk, "Thread/Yarn", "IN", "forced_child_labor"),
		                    good_of(desk, "Embellished Textiles", "IN", "child_labor"),
		                    good_of(desk, "Brazil Nuts/Chestnuts", "BR", "child_labor") };
	(void)put_copy(desk, GOODS_LIST, as_of, rows, 4);
	load_lists(desk);
}

static void
ask_goods(struct desk *desk, const char *product, const char *country, struct goods_answer *ret)
{
	struct cdr_str products[] = { cdr_str_from(product) };
	struct cdr_party party = party_of("S1", "Alder Mill", country);
	if (product) {
		party.products = products;
		party.n_products = 1;
	}
	assert_ok(goods_ask(desk->lists, &party, day(TODAY), desk->arena, ret, err));
}

static const struct cdr_listing *
first_listing(const struct goods_answer *answer)
{
	assert_true(answer->listings.items.n > 0);
	return CDR_VEC_AT(&answer->listings.items, struct cdr_listing, 0);
}

static void
goods_of_that_name_and_country_are_a_match(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) answer = { 0 };
	ask_goods(DESK, "Cotton garment", "IN", &answer);
	assert_verdict(answer.forced, MATCH);
	assert_verdict(answer.child, MATCH);
	assert_text(answer.good, "Garments");
	assert_holds(answer.edition, "2026-01-01");
	assert_int_equal(answer.listings.items.n, 1);
	assert_text(first_listing(&answer)->entry_name, "Garments");
	assert_text(first_listing(&answer)->note, "listed for forced labour and child labour");
	assert_holds(first_listing(&answer)->reasons[0].text, "Cotton garment");
}

static void
goods_differ_in_nothing_by_their_number(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) one = { 0 }, many = { 0 };
	ask_goods(DESK, "GARMENT", "IN", &one);
	assert_verdict(one.forced, MATCH);
	ask_goods(DESK, "brazil nut and chestnut", "BR", &many);
	assert_verdict(many.child, MATCH);
}

static void
goods_are_met_by_their_trade_words(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) answer = { 0 };
	ask_goods(DESK, "Men's shirts", "IN", &answer);
	assert_verdict(answer.forced, MATCH);
	assert_text(answer.good, "Garments");
}

static void
goods_that_share_their_head_word_only_are_possible(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) head = { 0 }, other = { 0 };
	ask_goods(DESK, "home textiles", "IN", &head);
	assert_verdict(head.child, POSSIBLE);
	assert_verdict(head.forced, CLEAR);
	assert_verdict(first_listing(&head)->verdict, POSSIBLE);
	ask_goods(DESK, "embellished glass", "IN", &other);
	assert_verdict(other.child, CLEAR);
	assert_int_equal(other.listings.items.n, 0);
}

static void
goods_of_another_country_are_clear(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) other = { 0 }, unlisted = { 0 };
	ask_goods(DESK, "Garments", "BR", &other);
	assert_verdict(other.forced, CLEAR);
	assert_verdict(other.child, CLEAR);
	ask_goods(DESK, "Garments", "IS", &unlisted);
	assert_verdict(unlisted.forced, CLEAR);
}

static void
goods_come_from_where_the_list_says_they_do(void **state)
{
	put_goods(DESK, "2026-01-01");
	struct cdr_str products[] = { CDR_STR("garments") };
	struct cdr_attribute origins[] = { { CDR_STR("product_origins"), CDR_STR("IS | IN") } };
	struct cdr_party party = party_of("S1", "Alder Mill", "BR");
	party.products = products;
	party.attributes = origins;
	party.n_products = party.n_attributes = 1;
	cdr_auto(goods_answer) answer = { 0 };
	assert_ok(goods_ask(DESK->lists, &party, day(TODAY), DESK->arena, &answer, err));
	assert_verdict(answer.forced, MATCH);
}

static void
goods_that_are_not_said_are_not_checked(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) products = { 0 }, country = { 0 };
	ask_goods(DESK, NULL, "IN", &products);
	assert_verdict(products.forced, NOT_CHECKED);
	assert_verdict(products.child, NOT_CHECKED);
	ask_goods(DESK, "garments", NULL, &country);
	assert_verdict(country.forced, NOT_CHECKED);
}

static void
goods_without_a_list_are_not_checked(void **state)
{
	load_lists(DESK);
	cdr_auto(goods_answer) answer = { 0 };
	ask_goods(DESK, "garments", "IN", &answer);
	assert_verdict(answer.forced, NOT_CHECKED);
	assert_verdict(answer.child, NOT_CHECKED);
	assert_null(answer.edition.p);
}

static void
goods_that_a_stale_list_does_not_name_are_not_checked(void **state)
{
	put_goods(DESK, "2020-01-01");
	cdr_auto(goods_answer) silence = { 0 }, named = { 0 };
	ask_goods(DESK, "glass beads", "IN", &silence);
	assert_verdict(silence.forced, NOT_CHECKED);
	assert_verdict(silence.child, NOT_CHECKED);
	ask_goods(DESK, "garments", "IN", &named);
	assert_verdict(named.forced, MATCH);
	assert_true(first_listing(&named)->stale);
}

static void
goods_listed_for_child_labour_alone_are_named(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) answer = { 0 };
	ask_goods(DESK, "embellished textiles", "IN", &answer);
	assert_verdict(answer.child, MATCH);
	assert_verdict(answer.forced, CLEAR);
	assert_text(answer.good, "Embellished Textiles");
	assert_text(first_listing(&answer)->note, "listed for child labour");
}

static void
goods_made_by_forced_child_labour_are_both(void **state)
{
	put_goods(DESK, "2026-01-01");
	cdr_auto(goods_answer) answer = { 0 };
	ask_goods(DESK, "thread, yarn", "IN", &answer);
	assert_verdict(answer.forced, MATCH);
	assert_verdict(answer.child, MATCH);
}

static void
goods_that_many_products_name_are_shown_once(void **state)
{
	put_goods(DESK, "2026-01-01");
	static struct cdr_str products[LISTINGS_MAX + 100];
	for (size_t i = 0; i < CDR_LEN(products); i++)
		products[i] = i % 2 ? CDR_STR("cotton garments") : CDR_STR("woollen garments");
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	party.products = products;
	party.n_products = CDR_LEN(products);
	cdr_auto(goods_answer) answer = { 0 };
	assert_ok(goods_ask(DESK->lists, &party, day(TODAY), DESK->arena, &answer, err));
	assert_verdict(answer.forced, MATCH);
	assert_int_equal(answer.listings.items.n, 1);
}

static void
goods_are_shown_with_the_product_that_meets_them_best(void **state)
{
	put_goods(DESK, "2026-01-01");
	struct cdr_str products[] = { CDR_STR("home textiles"), CDR_STR("embellished textiles") };
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	party.products = products;
	party.n_products = 2;
	cdr_auto(goods_answer) answer = { 0 };
	assert_ok(goods_ask(DESK->lists, &party, day(TODAY), DESK->arena, &answer, err));
	assert_verdict(answer.child, MATCH);
	assert_int_equal(answer.listings.items.n, 1);
	assert_verdict(first_listing(&answer)->verdict, MATCH);
	assert_holds(first_listing(&answer)->reasons[0].text, "embellished textiles");
}

static void
goods_beyond_what_is_shown_are_told_of(void **state)
{
	static struct cdr_entry rows[LISTINGS_MAX + 3];
	for (size_t i = 0; i < CDR_LEN(rows); i++)
		rows[i] = good_of(DESK, cdr_str_format(DESK->arena, "kind%zu garments", i).p, "IN", "child_labor");
	(void)put_copy(DESK, GOODS_LIST, "2026-01-01", rows, CDR_LEN(rows));
	load_lists(DESK);
	cdr_auto(goods_answer) answer = { 0 };
	ask_goods(DESK, "garments", "IN", &answer);
	assert_verdict(answer.child, POSSIBLE);
	assert_int_equal(answer.listings.items.n, LISTINGS_MAX);
	assert_holds(CDR_VEC_AT(&answer.listings.items, struct cdr_listing, LISTINGS_MAX - 1)->note, "not shown");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(goods_of_that_name_and_country_are_a_match),
		desk_test(goods_differ_in_nothing_by_their_number),
		desk_test(goods_are_met_by_their_trade_words),
		desk_test(goods_that_share_their_head_word_only_are_possible),
		desk_test(goods_of_another_country_are_clear),
		desk_test(goods_come_from_where_the_list_says_they_do),
		desk_test(goods_that_are_not_said_are_not_checked),
		desk_test(goods_without_a_list_are_not_checked),
		desk_test(goods_that_a_stale_list_does_not_name_are_not_checked),
		desk_test(goods_listed_for_child_labour_alone_are_named),
		desk_test(goods_made_by_forced_child_labour_are_both),
		desk_test(goods_that_many_products_name_are_shown_once),
		desk_test(goods_are_shown_with_the_product_that_meets_them_best),
		desk_test(goods_beyond_what_is_shown_are_told_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
