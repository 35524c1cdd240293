/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include <stdio.h>

#include "support.h"

static void
ways_of(void **state, const struct cdr_match_index *index, const char *query, float least, struct cdr_match_finder *ret)
{
	const struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_match_name name;
	struct cdr_error err = { 0 };
	ret->index = index;
	ret->reach = cdr_match_reach_of(t->config);
	ret->least = least;
	ret->n_ways = ret->n_left_out = 0;
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(query), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, index, &key, 0, &name);
	cdr_match_want(&name, &ret->wanted);
	cdr_match_find_ways(ret, &name);
}

static bool
has_word(const struct cdr_match_finder *f, const struct cdr_match_way_in *ways, size_t n, const char *text)
{
	const struct cdr_cdx *cdx = &f->index->cdx;
	for (size_t i = 0; i < n; i++)
		if (ways[i].word &&
		    cdr_str_equal(cdr_cdx_text(cdx, cdr_cdx_word(cdx, ways[i].word)->text), cdr_str_from(text)))
			return true;
	return false;
}

static struct cdr_match_index *
index_of_many(const struct tables *t)
{
	struct cdr_match_index *index = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &index, &err), CDR_OK);
	for (uint32_t i = 0; i < 2000; i++) {
		char text[64];
		(void)snprintf(text, sizeof(text), "Zelko Quorvel%c%c Trading", 'a' + (int)(i % 26),
		               'a' + (int)(i / 26 % 26));
		struct cdr_match_subject subject = NAMED(i % 100 ? text : "Heronbay Trading");
		assert_int_equal(cdr_match_index_add(index, i, &subject, &err), CDR_OK);
	}
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	return index;
}

static float
log_odds(double score)
{
	return (float)log(score / (1 - score));
}

static void
ways_lead_by_words_that_suffice(void **state)
{
	static struct cdr_match_finder f;
	cdr_owned(cdr_match_index) index = index_of_many(*state);
	ways_of(state, index, "Heronbay Trading", log_odds(0.33), &f);
	assert_true(has_word(&f, f.ways, f.n_ways, "heronbay"));
	assert_false(has_word(&f, f.ways, f.n_ways, "trading"));
	assert_true(has_word(&f, f.left_out, f.n_left_out, "trading"));
}

static void
ways_lead_by_all_words_where_everybody_is_wanted(void **state)
{
	static struct cdr_match_finder f;
	cdr_owned(cdr_match_index) index = index_of_many(*state);
	ways_of(state, index, "Heronbay Trading", -INFINITY, &f);
	assert_true(has_word(&f, f.ways, f.n_ways, "heronbay"));
	assert_true(has_word(&f, f.ways, f.n_ways, "trading"));
	assert_int_equal(f.n_left_out, 0);
}

static void
ways_lead_by_kin_at_a_loss(void **state)
{
	static struct cdr_match_finder f;
	cdr_owned(cdr_match_index) index = index_of_many(*state);
	ways_of(state, index, "Heronbaj", log_odds(0.33), &f);
	assert_true(has_word(&f, f.ways, f.n_ways, "heronbay"));
	for (size_t i = 0; i < f.n_ways; i++)
		assert_true(!f.ways[i].word || f.ways[i].loss > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ways_lead_by_words_that_suffice),
		cmocka_unit_test(ways_lead_by_all_words_where_everybody_is_wanted),
		cmocka_unit_test(ways_lead_by_kin_at_a_loss),
	};
	return cmocka_run_group_tests_name("ways", tests, load_tables, drop_tables);
}
