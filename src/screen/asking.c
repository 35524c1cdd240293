/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all subjects of a screening are asked with: the rule book, one set of facts used again and again, and the gaps met
 * before. The rows of one list lack the same columns, so most subjects share their gaps with many others: each set of them
 * is told once.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

#define GAP_SETS_MAX 10000 /* distinct ones remembered; then all are forgotten and told anew */
#define GAP_BYTES_MAX ((size_t)1 << 30)

struct asking *
asking_free(struct asking *asking)
{
	if (!asking)
		return NULL;
	(void)cdr_map_free(asking->gap_sets);
	(void)cdr_arena_free(asking->arena);
	(void)cdr_facts_free(asking->facts);
	(void)cdr_rule_run_free(asking->run);
	cdr_free(asking);
	return NULL;
}

enum cdr_status
asking_new(const struct cdr_rulebook *rulebook, struct asking **ret, struct cdr_error *err)
{
	cdr_owned(asking) asking = cdr_alloc(sizeof(*asking));
	if (!asking)
		return cdr_fail_memory(err, ROOM);
	asking->rulebook = rulebook;
	CDR_TRY(cdr_rule_run_new(rulebook, &asking->run, err));
	CDR_TRY(cdr_facts_new(cdr_screen_symbols(), &asking->facts, err));
	asking->gap_sets = cdr_map_new(GAP_SETS_MAX + 1);
	asking->arena = cdr_arena_new(GAP_BYTES_MAX);
	if (!asking->gap_sets || !asking->arena)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&asking);
	return CDR_OK;
}

struct cdr_facts *
asking_facts(struct asking *asking)
{
	cdr_facts_clear(asking->facts);
	return asking->facts;
}

/* The gaps of the last answer, as records. */
static enum cdr_status
list_gaps(struct asking *asking, const struct cdr_facts *facts, struct gap_set *set, struct cdr_error *err)
{
	size_t n_rules = cdr_rulebook_count(asking->rulebook), n = 0;
	for (size_t i = 0; i < n_rules; i++)
		n += cdr_rule_run_asked(asking->run, i) && cdr_rule_run_truth(asking->run, i) == CDR_UNKNOWN;
	set->items = cdr_arena_alloc(asking->arena, n * sizeof(*set->items) + 1);
	if (!set->items)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n_rules; i++) {
		struct cdr_trace trace = { 0 };
		if (!cdr_rule_run_asked(asking->run, i) || cdr_rule_run_truth(asking->run, i) != CDR_UNKNOWN)
			continue;
		CDR_TRY(cdr_rule_run_trace(asking->run, i, facts, asking->arena, &trace, err));
		set->items[set->n++] =
			(struct cdr_gap){ cdr_rulebook_at(asking->rulebook, i)->id, trace.missing, trace.n_missing };
	}
	return CDR_OK;
}

static enum cdr_status
write_gaps(struct asking *asking, struct gap_set *set, struct cdr_error *err)
{
	cdr_owned(cdr_json) array = cdr_json_array();
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t i = 0; array && i < set->n; i++)
		cdr_json_push(array, cdr_gap_to_json(&set->items[i]));
	if (!array)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_json_write(array, false, &text, err));
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	set->json = cdr_str_copy(asking->arena, cdr_buf_str(&text));
	(void)cdr_crypt_sha256(cdr_buf_str(&text), set->sha256);
	return set->json.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
forget_gaps(struct asking *asking, struct cdr_error *err)
{
	asking->gap_sets = cdr_map_free(asking->gap_sets);
	asking->gap_sets = cdr_map_new(GAP_SETS_MAX + 1);
	cdr_arena_reset(asking->arena);
	return asking->gap_sets ? CDR_OK : cdr_fail_memory(err, ROOM);
}

enum cdr_status
asking_gaps(struct asking *asking, const struct cdr_facts *facts, const struct gap_set **ret, struct cdr_error *err)
{
	struct cdr_str pattern = cdr_rule_run_pattern(asking->run);
	if (!pattern.n)
		pattern = CDR_STR("");
	struct gap_set *set = cdr_map_get(asking->gap_sets, pattern);
	if (!set) {
		if (cdr_map_count(asking->gap_sets) >= GAP_SETS_MAX)
			CDR_TRY(forget_gaps(asking, err));
		struct cdr_str key = cdr_str_copy(asking->arena, pattern);
		set = cdr_arena_alloc(asking->arena, sizeof(*set));
		if (!key.p || !set)
			return cdr_fail_memory(err, ROOM);
		CDR_TRY(list_gaps(asking, facts, set, err));
		CDR_TRY(write_gaps(asking, set, err));
		if (cdr_map_put(asking->gap_sets, key, set) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	*ret = set;
	return CDR_OK;
}
