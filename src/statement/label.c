/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences of a statement -> which criteria each one speaks to. Here is the life of a labeller and the run over one
 * statement; what a sentence looks like is in label-features.c, what that weighs is data. The surprise: the words of a
 * labeller point into its own copy of the rule data, so the bundle may go.
 */
#include "statement/label-impl.h"

#include <math.h>
#include <stdio.h>

#define ROOM "statement"
#define MAX_DATA_BYTES ((size_t)256 << 20)
#define MAX_RUN_BYTES ((size_t)1 << 30)
#define MAX_SENTENCE_ARENA ((size_t)64 << 20)

struct cdr_labeller *
cdr_labeller_free(struct cdr_labeller *labeller)
{
	if (!labeller)
		return NULL;
	labeller->phrases = cdr_map_free(labeller->phrases);
	labeller->starts = cdr_map_free(labeller->starts);
	labeller->patterns = cdr_map_free(labeller->patterns);
	labeller->concepts = cdr_map_free(labeller->concepts);
	labeller->rows = cdr_map_free(labeller->rows);
	labeller->arena = cdr_arena_free(labeller->arena);
	cdr_free(labeller);
	return NULL;
}

static struct cdr_labeller *
labeller_new(void)
{
	cdr_owned(cdr_labeller) labeller = cdr_alloc(sizeof(*labeller));
	if (!labeller)
		return NULL;
	labeller->arena = cdr_arena_new(MAX_DATA_BYTES);
	labeller->phrases = cdr_map_new(LABEL_MAX_ROWS);
	labeller->starts = cdr_map_new(LABEL_MAX_ROWS);
	labeller->patterns = cdr_map_new(LABEL_MAX_ROWS);
	labeller->concepts = cdr_map_new(LABEL_MAX_ROWS);
	labeller->rows = cdr_map_new(LABEL_MAX_ROWS);
	if (!labeller->arena || !labeller->phrases || !labeller->starts || !labeller->patterns || !labeller->concepts ||
	    !labeller->rows)
		return NULL;
	return cdr_steal(&labeller);
}

/* The files of the labeller, copied into its own memory. */
static enum cdr_status
copy_files(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_bundle *ret, struct cdr_error *err)
{
	struct cdr_bundle_file *files = cdr_arena_alloc(arena, (rulesets->n_files + 1) * sizeof(files[0]));
	size_t n = 0;
	for (size_t i = 0; files && i < rulesets->n_files; i++) {
		const struct cdr_bundle_file *from = &rulesets->files[i];
		if (!cdr_str_starts_with(from->path, CDR_STR("statement/sentences/")) ||
		    !cdr_str_ends_with(from->path, CDR_STR(".tsv")))
			continue;
		files[n].path = cdr_str_copy(arena, from->path);
		files[n].text = cdr_str_copy(arena, from->text);
		if (!files[n].path.p || (from->text.p && !files[n].text.p))
			return cdr_fail_memory(err, ROOM);
		n++;
	}
	if (!files)
		return cdr_fail_memory(err, ROOM);
	ret->files = files;
	ret->n_files = n;
	return CDR_OK;
}

enum cdr_status
cdr_labeller_files(const char *data_dir, struct cdr_bundle *ret, struct cdr_error *err)
{
	static const char *const suffixes[] = { ".tsv", NULL };
	char path[4096];
	int n = snprintf(path, sizeof(path), "%s/rulesets", data_dir);
	if (n < 0 || (size_t)n >= sizeof(path))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the path of the data folder is too long");
	return cdr_bundle_read(path, suffixes, ret, err);
}

enum cdr_status
cdr_labeller_load(const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_labeller **ret,
                  struct cdr_error *err)
{
	struct cdr_bundle own = { 0 };
	cdr_owned(cdr_labeller) labeller = labeller_new();
	if (!labeller)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(copy_files(rulesets, labeller->arena, &own, err));
	CDR_TRY(label_read(labeller, &own, law, err));
	*ret = cdr_steal(&labeller);
	return CDR_OK;
}

size_t
cdr_labeller_count(const struct cdr_labeller *labeller)
{
	return labeller->n_labels;
}

struct cdr_str
cdr_labeller_name(const struct cdr_labeller *labeller, size_t i)
{
	return i < labeller->n_labels ? labeller->names[i] : (struct cdr_str){ 0 };
}

static enum cdr_status
label_all(struct label_state *state, const struct cdr_str *sentences, size_t n, struct cdr_arena *room,
          struct cdr_label *ret, struct cdr_error *err)
{
	size_t count = state->labeller->n_labels;
	double *sums = cdr_arena_alloc(room, (n * count + 1) * sizeof(sums[0]));
	if (!sums)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++)
		CDR_TRY(label_sums(state, sentences[i], i, n, sums + i * count, err));
	if (!label_in_context(state->labeller, room, sums, n))
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n * count; i++) {
		ret[i].score = (float)(1 / (1 + exp(-sums[i])));
		ret[i].holds = sums[i] > 0;
	}
	return CDR_OK;
}

enum cdr_status
cdr_labeller_run(const struct cdr_labeller *labeller, const struct cdr_str *sentences, size_t n, struct cdr_label *ret,
                 struct cdr_error *err)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(MAX_SENTENCE_ARENA);
	cdr_owned(cdr_arena) room = cdr_arena_new(MAX_RUN_BYTES);
	struct label_state *state = room ? cdr_arena_alloc(room, sizeof(*state)) : NULL;
	if (!state || !arena)
		return cdr_fail_memory(err, ROOM);
	state->labeller = labeller;
	state->arena = arena;
	state->found = cdr_arena_alloc(room, cdr_map_count(labeller->concepts) + 1);
	state->stamps = cdr_arena_alloc(room, (cdr_map_count(labeller->rows) + 1) * sizeof(state->stamps[0]));
	if (!state->found || !state->stamps)
		return cdr_fail_memory(err, ROOM);
	return label_all(state, sentences, n, room, ret, err);
}
