/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines: two names, and if there are more, two addresses and two sectors. Through normalising, comparing and a small index.
 * Whatever the bytes: no crash, scores from 0 to below 1, the same both ways, reasons that add up, an alias never takes away,
 * the order of addresses says nothing, the index finds the matches that comparing finds and scores them so, and made anew
 * from itself it is the same.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "candor/match.h"
#include "text.h"

struct world {
	struct cdr_bundle bundle;
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *config;
};

static void
load(struct world *world)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	cdr_require(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &world->bundle, NULL) == CDR_OK);
	cdr_require(cdr_normaliser_load(&world->bundle, &world->normaliser, NULL) == CDR_OK);
	cdr_require(cdr_match_config_load(&world->bundle, world->normaliser, &world->config, NULL) == CDR_OK);
}

static void
check(const struct cdr_match_hit *hit)
{
	double sum = 0;
	cdr_require(hit->score >= 0 && hit->score < 1);
	for (size_t i = 0; i < hit->n_reasons; i++) {
		cdr_require(hit->reasons[i].code.n > 0 && hit->reasons[i].text.n > 0);
		cdr_require(cdr_str_is_utf8(hit->reasons[i].text));
		sum += hit->reasons[i].contribution;
	}
	cdr_require(fabs(sum - hit->score) < 1e-6);
}

/* The same from both sides: score, verdict and what each reason gave. */
static void
check_mirrored(const struct cdr_match_hit *there, const struct cdr_match_hit *back)
{
	check(there);
	check(back);
	cdr_require(there->score == back->score && there->verdict == back->verdict);
	cdr_require(there->n_reasons == back->n_reasons);
	for (size_t i = 0; i < there->n_reasons; i++) {
		cdr_require(cdr_str_equal(there->reasons[i].code, back->reasons[i].code));
		cdr_require(there->reasons[i].contribution == back->reasons[i].contribution);
	}
}

static struct cdr_match_hit
compare(const struct world *world, const struct cdr_match_index *index, const struct cdr_match_subject *left,
        const struct cdr_match_subject *right, struct cdr_arena *arena)
{
	struct cdr_match_hit there, back;
	cdr_require(cdr_match_compare(world->config, world->normaliser, index, left, right, arena, &there, NULL) ==
	            CDR_OK);
	cdr_require(cdr_match_compare(world->config, world->normaliser, index, right, left, arena, &back, NULL) ==
	            CDR_OK);
	check_mirrored(&there, &back);
	return there;
}

/* What the index answers is never more than comparing says, and a name finds itself for what it is. Of other names it may
 * not have looked at every reading: how often that is so, tests/bench measures. */
static void
query(const struct cdr_match_index *index, const struct cdr_match_subject *asked, double itself, double other,
      struct cdr_arena *arena)
{
	struct cdr_match_hit *hits = NULL;
	size_t n = 0;
	bool found = false;
	cdr_require(cdr_match_query(index, asked, 10, 0, arena, &hits, &n, NULL) == CDR_OK);
	for (size_t i = 0; i < n; i++) {
		check(&hits[i]);
		double compared = hits[i].number == 1 ? itself : other;
		cdr_require(hits[i].score == compared || (hits[i].number != 1 && hits[i].score < compared));
		found = found || hits[i].number == 1;
	}
	cdr_require(found || itself == 0);
}

/* The same two entries once more: nothing has changed. */
static void
renew(const struct cdr_match_index *index, const struct cdr_match_subject *left, const struct cdr_match_subject *right)
{
	cdr_owned(cdr_match_index) again = NULL;
	struct cdr_match_index_facts old, new;
	cdr_require(cdr_match_index_renew(index, &again, NULL) == CDR_OK);
	cdr_require(cdr_match_index_add(again, 1, left, NULL) == CDR_OK);
	cdr_require(cdr_match_index_add(again, 2, right, NULL) == CDR_OK);
	cdr_require(cdr_match_index_finish(again, NULL) == CDR_OK);
	cdr_match_index_facts(index, &old);
	cdr_match_index_facts(again, &new);
	struct cdr_match_index_changes changes = cdr_match_index_changes(again);
	cdr_require(old.n_bytes == new.n_bytes &&old.n_words == new.n_words);
	cdr_require(changes.added == 0 && changes.removed == 0 && changes.same + changes.changed == 2);
}

#define MAX_LINES 6
static void
run(const struct world *world, const struct cdr_str lines[MAX_LINES])
{
	struct cdr_str left_name = lines[0], right_name = lines[1];
	const struct cdr_str turned[] = { lines[3], lines[2] };
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	cdr_owned(cdr_match_index) index = NULL;
	struct cdr_match_subject left = { .name = left_name, .id = CDR_STR("1") };
	struct cdr_match_subject right = { .name = right_name, .id = CDR_STR("2") };
	left.addresses = &lines[2];
	right.addresses = &lines[3];
	left.sectors = &lines[4];
	right.sectors = &lines[5];
	left.n_addresses = right.n_addresses = left.n_sectors = right.n_sectors = 1;
	struct cdr_match_subject both = right, moved = right, back = right;
	both.aliases = &left_name;
	both.n_aliases = 1;
	moved.addresses = &lines[2]; /* both addresses; then in the other order */
	back.addresses = turned;
	moved.n_addresses = back.n_addresses = 2;
	cdr_require(cdr_match_index_new(world->config, world->normaliser, &index, NULL) == CDR_OK);
	cdr_require(cdr_match_index_add(index, 1, &left, NULL) == CDR_OK);
	cdr_require(cdr_match_index_add(index, 2, &right, NULL) == CDR_OK);
	cdr_require(cdr_match_index_finish(index, NULL) == CDR_OK);
	double bare = compare(world, NULL, &left, &right, arena).score;
	cdr_require(compare(world, NULL, &left, &both, arena).score >= bare);
	double nearer = compare(world, NULL, &left, &moved, arena).score;
	cdr_require(nearer == compare(world, NULL, &left, &back, arena).score);
	double itself = compare(world, index, &left, &left, arena).score;
	double other = compare(world, index, &left, &right, arena).score;
	query(index, &left, itself, other, arena);
	renew(index, &left, &right);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	if (!world.config)
		load(&world);
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)4 << 20);
	struct cdr_str rest = as_text(data, size, arena), lines[MAX_LINES] = { { NULL, 0 } };
	if (!cdr_str_is_utf8(rest) || cdr_str_find(rest, CDR_STR("\n")) < 0)
		return 0;
	for (size_t i = 0; i < CDR_LEN(lines) && cdr_str_split(&rest, '\n', &lines[i]); i++)
		continue;
	run(&world, lines);
	return 0;
}
