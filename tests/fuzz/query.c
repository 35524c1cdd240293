/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name put to an index of the invented names of the quality bench, which stands from the first input on, so that many
 * more names are tried than where each makes an index of its own. Whatever the bytes: no crash, no more work than is
 * allowed, answers in order, and none that scores above what comparing the two says.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "candor/match.h"
#include "text.h"

#define TOP 5
#define EVERY 20 /* of the bench's names; with all of them a query takes fifteen times as long */

struct world {
	struct cdr_bundle rules, names;
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *config;
	struct cdr_match_index *index;
	struct cdr_matcher *matcher;
};

/* The first column of each line, as it is written there. */
static void
add_names(const struct cdr_bundle *bundle, struct cdr_match_index *index)
{
	uint32_t number = 0;
	for (size_t i = 0; i < bundle->n_files; i++) {
		struct cdr_str rest = bundle->files[i].text, line, name;
		while (cdr_str_split(&rest, '\n', &line)) {
			(void)cdr_str_split(&line, ',', &name);
			struct cdr_match_subject subject = { .name = name };
			if (number++ % EVERY == 0)
				cdr_require(cdr_match_index_add(index, number, &subject, NULL) == CDR_OK);
		}
	}
	cdr_require(number > 1000);
}

static void
load(struct world *world)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	cdr_require(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &world->rules, NULL) == CDR_OK);
	cdr_require(cdr_bundle_read(CDR_SOURCE_ROOT "/tests/bench/quality/pairs", suffixes, &world->names, NULL) ==
	            CDR_OK);
	cdr_require(cdr_normaliser_load(&world->rules, &world->normaliser, NULL) == CDR_OK);
	cdr_require(cdr_match_config_load(&world->rules, world->normaliser, &world->config, NULL) == CDR_OK);
	cdr_require(cdr_match_index_new(world->config, world->normaliser, &world->index, NULL) == CDR_OK);
	add_names(&world->names, world->index);
	cdr_require(cdr_match_index_finish(world->index, NULL) == CDR_OK);
	cdr_require(cdr_matcher_new(world->index, &world->matcher, NULL) == CDR_OK);
}

/* The best answer: told as a sum, and compared with what asked for it, one way and the other. */
static void
check_best(const struct world *world, const struct cdr_match_subject *asked, struct cdr_arena *arena)
{
	struct cdr_match_hit best;
	double sum = 0, there, back;
	cdr_require(cdr_matcher_explain(world->matcher, 0, arena, &best, NULL) == CDR_OK);
	for (size_t i = 0; i < best.n_reasons; i++)
		sum += best.reasons[i].contribution;
	cdr_require(fabs(sum - best.score) < 1e-6);
	struct cdr_match_subject met = { .name = best.matched_name };
	cdr_require(cdr_match_compare_score(world->config, world->normaliser, world->index, asked, &met, arena, &there,
	                                    NULL) == CDR_OK);
	cdr_require(cdr_match_compare_score(world->config, world->normaliser, world->index, &met, asked, arena, &back,
	                                    NULL) == CDR_OK);
	cdr_require(there == back && best.score <= there);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	if (!world.matcher)
		load(&world);
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)4 << 20);
	struct cdr_match_subject asked = { .name = as_text(data, size, arena) };
	const struct cdr_match_hit *hits = NULL;
	size_t n = 0;
	if (!cdr_str_is_utf8(asked.name))
		return 0;
	cdr_require(cdr_matcher_query(world.matcher, &asked, TOP, 0, &hits, &n, NULL) == CDR_OK);
	struct cdr_match_query_stats stats = cdr_matcher_stats(world.matcher);
	cdr_require(n <= TOP && n <= stats.scored && stats.scored <= stats.candidates);
	for (size_t i = 0; i < n; i++) {
		cdr_require(hits[i].score >= 0 && hits[i].score < 1);
		cdr_require(i == 0 || hits[i - 1].score >= hits[i].score);
	}
	if (n > 0)
		check_best(&world, &asked, arena);
	return 0;
}
