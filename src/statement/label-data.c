/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of rulesets/statement/sentences -> a labeller. Tab-separated text, a record a line, "#" begins a comment:
 *   phrases.tsv    phrase, what is put for it
 *   concepts.tsv   concept, pattern
 *   labels.tsv     label, what its sum begins with, laws it serves ("au-msa-2018,uk-msa-2015")
 *   weights-*.tsv  feature, a weight for each label
 *   context.tsv    what the second pass looks at, a weight for each label
 * The first two are written by hand, the others by the training script. The surprise: what a class stands for hides the
 * words themselves when they differ from country to country; which those are is in `hard`, in the script and here alike.
 */
#include "statement/label-impl.h"

#include <stdio.h>

#define ROOM "statement"
#define FOLDER "statement/sentences/"
#define MAX_CELLS (LABEL_MAX_LABELS + 2)

struct record {
	struct cdr_str cells[MAX_CELLS];
	size_t n;
	char where[CDR_ERROR_WHERE_MAX];
};
/* Takes over one record of a file. */
typedef enum cdr_status (*record_fn)(struct cdr_labeller *labeller, const struct record *record, struct cdr_error *err);

static enum cdr_status
read_file(struct cdr_labeller *labeller, const struct cdr_bundle_file *file, record_fn take, struct cdr_error *err)
{
	struct cdr_str rest = file->text, line = { 0 };
	struct record record;
	for (size_t number = 1; cdr_str_split(&rest, '\n', &line); number++) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		(void)snprintf(record.where, sizeof(record.where), "%.*s:%zu", CDR_STR_ARG(file->path), number);
		record.n = 0;
		while (record.n < MAX_CELLS && cdr_str_split(&line, '\t', &record.cells[record.n]))
			record.n++;
		CDR_TRY(take(labeller, &record, err));
	}
	return CDR_OK;
}

static enum cdr_status
need_cells(const struct record *record, size_t n, const char *what, struct cdr_error *err)
{
	if (record->n != n)
		return cdr_fail(err, CDR_EINPUT, ROOM, record->where,
		                "%zu cells between tabs where there should be %zu: %s", record->n, n, what);
	for (size_t i = 0; i < n; i++)
		if (record->cells[i].n == 0)
			return cdr_fail(err, CDR_EINPUT, ROOM, record->where, "cell %zu is empty: %s", i + 1, what);
	return CDR_OK;
}

static enum cdr_status
put_new(struct cdr_map *map, struct cdr_str key, void *value, const char *where, struct cdr_error *err)
{
	if (cdr_map_get(map, key))
		return cdr_fail(err, CDR_EINPUT, ROOM, where, "\"%.*s\" stands here for the second time; take one away",
		                CDR_STR_ARG(key));
	enum cdr_status status = cdr_map_put(map, key, value);
	if (status == CDR_ELIMIT)
		return cdr_fail(err, CDR_ELIMIT, ROOM, where, "there are more than %d records", LABEL_MAX_ROWS);
	return status == CDR_OK ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static bool
is_hard(struct cdr_str name)
{
	static const char *const hard[] = { "<act>", "<stmt>",  "<ms>", "<country>", "<place>",
		                            "<nat>", "<month>", "<co>", "<fin>",     "<entity>" };
	for (size_t i = 0; i < CDR_LEN(hard); i++)
		if (cdr_str_equal(name, cdr_str_from(hard[i])))
			return true;
	return false;
}

static enum cdr_status
take_phrase(struct cdr_labeller *labeller, const struct record *record, struct cdr_error *err)
{
	CDR_TRY(need_cells(record, 2, "phrase, what is put for it", err));
	struct cdr_str rest = record->cells[0], first = { 0 }, word = { 0 };
	size_t n = 1;
	(void)cdr_str_split(&rest, ' ', &first);
	while (cdr_str_split(&rest, ' ', &word))
		n++;
	if (n > LABEL_MAX_PHRASE || record->cells[0].n > LABEL_MAX_KEY / 2)
		return cdr_fail(err, CDR_EINPUT, ROOM, record->where, "a phrase has at most %d words and %d bytes",
		                LABEL_MAX_PHRASE, LABEL_MAX_KEY / 2);
	struct label_phrase *phrase = cdr_arena_alloc(labeller->arena, sizeof(*phrase));
	size_t *longest = cdr_map_get(labeller->starts, first);
	if (!longest) {
		longest = cdr_arena_alloc(labeller->arena, sizeof(*longest));
		if (!longest || cdr_map_put(labeller->starts, first, longest) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	if (!phrase)
		return cdr_fail_memory(err, ROOM);
	*longest = n > *longest ? n : *longest;
	phrase->name = record->cells[1];
	phrase->hard = is_hard(phrase->name);
	return put_new(labeller->phrases, record->cells[0], phrase, record->where, err);
}

static enum cdr_status
take_concept(struct cdr_labeller *labeller, const struct record *record, struct cdr_error *err)
{
	CDR_TRY(need_cells(record, 2, "concept, pattern", err));
	return label_pattern_add(labeller, record->cells[0], record->cells[1], record->where, err);
}

static enum cdr_status
number_of(struct cdr_str text, const char *where, double *ret, struct cdr_error *err)
{
	if (!cdr_str_to_double(text, ret))
		return cdr_fail(err, CDR_EINPUT, ROOM, where, "\"%.*s\" is not a number like -1.25", CDR_STR_ARG(text));
	return CDR_OK;
}

static enum cdr_status
take_label(struct cdr_labeller *labeller, const struct record *record, struct cdr_error *err)
{
	CDR_TRY(need_cells(record, 3, "label, what its sum begins with, laws", err));
	if (labeller->n_labels == LABEL_MAX_LABELS)
		return cdr_fail(err, CDR_ELIMIT, ROOM, record->where, "there are more than %d labels",
		                LABEL_MAX_LABELS);
	CDR_TRY(number_of(record->cells[1], record->where, &labeller->bias[labeller->n_labels], err));
	labeller->names[labeller->n_labels++] = record->cells[0];
	return CDR_OK;
}

static enum cdr_status
take_weights(struct cdr_labeller *labeller, const struct record *record, struct cdr_error *err)
{
	CDR_TRY(need_cells(record, labeller->n_labels + 1, "feature, a weight for each label of labels.tsv", err));
	double *weights = cdr_arena_alloc(labeller->arena, labeller->n_labels * sizeof(weights[0]));
	struct label_row *row = cdr_arena_alloc(labeller->arena, sizeof(*row));
	if (!weights || !row)
		return cdr_fail_memory(err, ROOM);
	for (size_t j = 0; j < labeller->n_labels; j++)
		CDR_TRY(number_of(record->cells[j + 1], record->where, &weights[j], err));
	row->index = cdr_map_count(labeller->rows);
	row->weights = weights;
	return put_new(labeller->rows, record->cells[0], row, record->where, err);
}

/* The name that the next record of context.tsv has to have. */
static bool
is_expected(const struct cdr_labeller *labeller, struct cdr_str name)
{
	static const char *const names[] = { "bias", "sum", "share", "before", "after", "earlier", "later" };
	static const struct cdr_str with = { "with ", 5 };
	if (labeller->n_context < CDR_LEN(names))
		return cdr_str_equal(name, cdr_str_from(names[labeller->n_context]));
	size_t label = labeller->n_context - CDR_LEN(names);
	if (label >= labeller->n_labels || !cdr_str_starts_with(name, with))
		return false;
	return cdr_str_equal((struct cdr_str){ name.p + with.n, name.n - with.n }, labeller->names[label]);
}

static enum cdr_status
take_context(struct cdr_labeller *labeller, const struct record *record, struct cdr_error *err)
{
	CDR_TRY(need_cells(record, labeller->n_labels + 1, "what is looked at, a weight for each label of labels.tsv",
	                   err));
	if (!is_expected(labeller, record->cells[0]))
		return cdr_fail(
			err, CDR_EINPUT, ROOM, record->where,
			"\"%.*s\" does not belong here; in their order: bias, sum, share, before, after, earlier, "
			"later, and \"with\" each label of labels.tsv",
			CDR_STR_ARG(record->cells[0]));
	for (size_t j = 0; j < labeller->n_labels; j++)
		CDR_TRY(number_of(record->cells[j + 1], record->where, &labeller->context[labeller->n_context][j],
		                  err));
	labeller->n_context++;
	return CDR_OK;
}

static const struct cdr_bundle_file *
find(const struct cdr_bundle *rulesets, const char *name, struct cdr_error *err)
{
	char path[128];
	(void)snprintf(path, sizeof(path), FOLDER "%s", name);
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, cdr_str_from(path));
	if (!file)
		(void)cdr_fail(err, CDR_ENOTFOUND, ROOM, path, "this file of the sentence labeller is missing");
	return file;
}

/* Whether the law stands in the third cell of any label; the others are named in the error. */
static enum cdr_status
check_law(const struct cdr_bundle_file *labels, struct cdr_str law, struct cdr_error *err)
{
	struct cdr_str rest = labels->text, line = { 0 }, laws = { 0 }, one = { 0 }, last = { 0 };
	while (cdr_str_split(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < 3 && cdr_str_split(&line, '\t', &laws); i++)
			last = laws;
		for (struct cdr_str left = laws; cdr_str_split(&left, ',', &one);)
			if (cdr_str_equal(one, law))
				return CDR_OK;
	}
	return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
	                "sentences cannot be labelled for the law \"%.*s\", only for %.*s", CDR_STR_ARG(law),
	                CDR_STR_ARG(last));
}

enum cdr_status
label_read(struct cdr_labeller *labeller, const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_error *err)
{
	const struct cdr_bundle_file *labels = find(rulesets, "labels.tsv", err);
	const struct cdr_bundle_file *phrases = labels ? find(rulesets, "phrases.tsv", err) : NULL;
	const struct cdr_bundle_file *concepts = phrases ? find(rulesets, "concepts.tsv", err) : NULL;
	const struct cdr_bundle_file *context = concepts ? find(rulesets, "context.tsv", err) : NULL;
	if (!context)
		return CDR_ENOTFOUND;
	CDR_TRY(check_law(labels, law, err));
	CDR_TRY(read_file(labeller, labels, take_label, err));
	CDR_TRY(read_file(labeller, context, take_context, err));
	if (labeller->n_context != 1 + LABEL_SELF + labeller->n_labels)
		return cdr_fail(err, CDR_EINPUT, ROOM, FOLDER "context.tsv", "%zu records where there should be %zu",
		                labeller->n_context, 1 + LABEL_SELF + labeller->n_labels);
	CDR_TRY(read_file(labeller, phrases, take_phrase, err));
	CDR_TRY(read_file(labeller, concepts, take_concept, err));
	for (size_t i = 0; i < rulesets->n_files; i++)
		if (cdr_str_starts_with(rulesets->files[i].path, CDR_STR(FOLDER "weights-")) &&
		    cdr_str_ends_with(rulesets->files[i].path, CDR_STR(".tsv")))
			CDR_TRY(read_file(labeller, &rulesets->files[i], take_weights, err));
	if (cdr_map_count(labeller->rows) == 0)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, FOLDER "weights-1.tsv", "there are no weights");
	return CDR_OK;
}
