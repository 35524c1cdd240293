/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* A party that supplies another; `parent` "" is a blank in the column, NULL no column. */
static void
put(struct desk *desk, const char *key, const char *name, const char *parent)
{
	struct cdr_party party = party_of(key, name, "XB");
	struct cdr_attribute attribute = { CDR_STR("parent_id"), cdr_str_from(parent) };
	if (parent && !*parent)
		attribute = (struct cdr_attribute){ CDR_STR("blank:parent_id"), CDR_STR("true") };
	party.attributes = &attribute;
	party.n_attributes = parent ? 1 : 0;
	put_party(desk, party);
}

/* Loads the lists and the chains, and gives the facts of a party by its key. */
struct asked {
	struct related *related;
	struct cdr_facts *facts;
	struct listings found;
};

static void
asked_done(struct asked *asked)
{
	(void)cdr_facts_free(asked->facts);
	(void)related_free(asked->related);
	listings_done(&asked->found);
}

static void
ask(struct desk *desk, const char *key, struct asked *asked)
{
	struct cdr_party party = { 0 };
	struct screener by;
	if (!desk->lists)
		load_lists(desk);
	if (!asked->related)
		assert_ok(related_load(desk->store, desk->setup, ORG, desk->import, &asked->related, err));
	by = *by_desk(desk, day(TODAY));
	asked->facts = cdr_facts_free(asked->facts);
	asked->facts = no_facts();
	asked->found.items.n = 0;
	if (!asked->found.items.item_size)
		asked->found = (struct listings){ CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	assert_ok(cdr_store_party_get(desk->store, ORG, desk->import, cdr_str_from(key), desk->arena, &party, err));
	if (related_graph(asked->related))
		assert_ok(graph_facts(related_graph(asked->related), &by, &party, asked->facts, desk->arena,
		                      &asked->found, err));
}

#define told(name_) value(DESK, asked.facts, "graph." name_)

static void
put_chain(struct desk *desk)
{
	put(desk, "A", "Alder Mill", "");
	put(desk, "B", "Birch Trading", "A");
	put(desk, "C", "Cedar Yarn", "B");
	put(desk, "D", "Dogwood Gins", "B");
}

static void
graph_of_a_chain_knows_depth_way_and_those_below(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put_chain(DESK);
	ask(DESK, "C", &asked);
	assert_string_equal(told("depth"), "3");
	assert_string_equal(told("path"), "Alder Mill → Birch Trading → Cedar Yarn");
	assert_string_equal(told("circular"), "no");
	assert_string_equal(told("below"), "0");
	ask(DESK, "A", &asked);
	assert_string_equal(told("depth"), "1");
	assert_string_equal(told("below"), "3");
	assert_string_equal(told("levels_below"), "2");
	assert_string_equal(told("unreviewed_below"), "3");
}

static void
graph_without_parents_knows_nothing(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put(DESK, "A", "Alder Mill", NULL);
	put(DESK, "B", "Birch Trading", "");
	ask(DESK, "A", &asked);
	assert_null(told("depth"));
	assert_null(told("below"));
	assert_null(told("circular"));
}

static void
graph_that_names_nobody_known_leaves_the_depth_open(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put_chain(DESK);
	put(DESK, "E", "Elder Weavers", "nobody");
	put(DESK, "F", "Fir Dyers", "E");
	ask(DESK, "F", &asked);
	assert_null(told("depth"));
	assert_null(told("path"));
	assert_null(told("circular"));
	assert_null(told("listed_above"));
}

static void
graph_in_a_circle_is_told_and_ends(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put(DESK, "A", "Alder Mill", "C");
	put(DESK, "B", "Birch Trading", "A");
	put(DESK, "C", "Cedar Yarn", "B");
	put(DESK, "D", "Dogwood Gins", "C");
	put(DESK, "E", "Elder Weavers", "E");
	ask(DESK, "A", &asked);
	assert_string_equal(told("circular"), "yes");
	assert_null(told("depth"));
	assert_string_equal(told("below"), "3");
	ask(DESK, "D", &asked);
	assert_string_equal(told("circular"), "yes");
	ask(DESK, "E", &asked);
	assert_string_equal(told("circular"), "yes");
	assert_string_equal(told("below"), "0");
}

static void
put_ban(struct desk *desk, const char *name)
{
	struct cdr_entry ban = listed(desk, "b", name, "XB");
	(void)put_copy(desk, BAN_LIST, "2026-06-01", &ban, 1);
}

static void
graph_shows_what_is_listed_below_and_above(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put_chain(DESK);
	put_ban(DESK, "Birch Trading");
	ask(DESK, "A", &asked);
	assert_string_equal(told("listed_below"), "match");
	assert_string_equal(told("listed_below_name"), "Birch Trading");
	assert_string_equal(told("listed_above"), "clear");
	assert_int_equal(asked.found.items.n, 1);
	assert_holds(CDR_VEC_AT(&asked.found.items, struct cdr_listing, 0)->note, "about Birch Trading");
	ask(DESK, "C", &asked);
	assert_string_equal(told("listed_above"), "match");
	assert_string_equal(told("listed_above_name"), "Birch Trading");
	/* Nobody below was asked. */
	assert_null(told("listed_below"));
}

static void
graph_names_the_way_to_who_is_listed(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put_chain(DESK);
	put_ban(DESK, "Dogwood Gins");
	ask(DESK, "A", &asked);
	assert_string_equal(told("listed_below_name"), "Dogwood Gins (by way of Birch Trading)");
	ask(DESK, "B", &asked);
	assert_string_equal(told("listed_below_name"), "Dogwood Gins");
	assert_string_equal(told("listed_above"), "clear");
}

static void
graph_is_clear_below_only_against_a_fresh_list(void **state)
{
	cdr_auto(asked) asked = { 0 };
	put_chain(DESK);
	ask(DESK, "A", &asked);
	assert_null(told("listed_below"));
	assert_null(told("goods_listed_below"));
}

static void
graph_of_merged_parties_is_one(void **state)
{
	cdr_auto(asked) asked = { 0 };
	struct cdr_merge merge = { 0 };
	put(DESK, "A", "Alder Mill", "");
	put(DESK, "B", "Birch Trading", "");
	put(DESK, "B2", "Birch Trading Co", "A");
	put(DESK, "C", "Cedar Yarn", "B2");
	assert_ok(cdr_store_merge_add(DESK->store, ORG, CDR_STR("B"), CDR_STR("B2"), CDR_STR("the same"), ACTOR,
	                              DESK->arena, &merge, err));
	assert_ok(cdr_store_import_latest(DESK->store, ORG, &DESK->import, err));
	ask(DESK, "A", &asked);
	assert_string_equal(told("below"), "2");
	ask(DESK, "C", &asked);
	assert_string_equal(told("depth"), "3");
	assert_string_equal(told("path"), "Alder Mill → Birch Trading → Cedar Yarn");
}

static void
graph_too_deep_to_follow_leaves_numbers_unknown(void **state)
{
	cdr_auto(asked) asked = { 0 };
	for (int i = 0; i < 80; i++) {
		char key[16], parent[16];
		(void)snprintf(key, sizeof(key), "K%02d", i);
		(void)snprintf(parent, sizeof(parent), "K%02d", i - 1);
		put(DESK, cdr_str_format(DESK->arena, "%s", key).p, cdr_str_format(DESK->arena, "Link %d", i).p,
		    i ? cdr_str_format(DESK->arena, "%s", parent).p : "");
	}
	ask(DESK, "K00", &asked);
	assert_null(told("below"));
	ask(DESK, "K79", &asked);
	assert_null(told("depth"));
	assert_string_equal(told("below"), "0");
	ask(DESK, "K40", &asked);
	assert_string_equal(told("depth"), "41");
	assert_string_equal(told("below"), "39");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(graph_of_a_chain_knows_depth_way_and_those_below),
		desk_test(graph_without_parents_knows_nothing),
		desk_test(graph_that_names_nobody_known_leaves_the_depth_open),
		desk_test(graph_in_a_circle_is_told_and_ends),
		desk_test(graph_shows_what_is_listed_below_and_above),
		desk_test(graph_names_the_way_to_who_is_listed),
		desk_test(graph_is_clear_below_only_against_a_fresh_list),
		desk_test(graph_of_merged_parties_is_one),
		desk_test(graph_too_deep_to_follow_leaves_numbers_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
