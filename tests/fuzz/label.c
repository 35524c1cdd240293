/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of the sentence labeller and a statement, parted by lines of "====": concepts, context, labels, phrases,
 * weights, sentences. Whatever they hold: the files are refused with a place, or every sentence gets a score from 0 to 1, and the
 * same again when asked again.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "candor/statement.h"

#define MAX_SENTENCES 64
#define FOLDER "statement/sentences/"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next part, and what comes behind its line of "====". */
static struct cdr_str
part(struct cdr_str *rest)
{
	static const struct cdr_str line = { "====\n", 5 };
	ptrdiff_t at = cdr_str_find(*rest, line);
	struct cdr_str found = { rest->p, at < 0 ? rest->n : (size_t)at };
	size_t used = at < 0 ? rest->n : found.n + line.n;
	*rest = (struct cdr_str){ rest->p + used, rest->n - used };
	return found;
}

static size_t
lines(struct cdr_str text, struct cdr_str ret[MAX_SENTENCES])
{
	size_t n = 0;
	while (n < MAX_SENTENCES && cdr_str_split(&text, '\n', &ret[n]))
		n++;
	return n;
}

static void
run(const struct cdr_labeller *labeller, struct cdr_str text)
{
	struct cdr_str sentences[MAX_SENTENCES];
	size_t n = lines(text, sentences), count = cdr_labeller_count(labeller);
	struct cdr_label *labels = cdr_alloc((2 * n + 1) * count * sizeof(labels[0]));
	struct cdr_error error = { 0 };
	cdr_require(labels && count > 0);
	cdr_require(cdr_labeller_run(labeller, sentences, n, labels, &error) == CDR_OK);
	cdr_require(cdr_labeller_run(labeller, sentences, n, labels + n * count, &error) == CDR_OK);
	for (size_t i = 0; i < n * count; i++) {
		cdr_require(labels[i].score >= 0 && labels[i].score <= 1);
		cdr_require(labels[i].holds ? labels[i].score >= 0.5F : labels[i].score <= 0.5F);
		cdr_require(labels[i].score == labels[n * count + i].score);
	}
	cdr_free(labels);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str rest = { (const char *)data, size };
	struct cdr_bundle_file files[] = { { CDR_STR(FOLDER "concepts.tsv"), { 0 } },
		                           { CDR_STR(FOLDER "context.tsv"), { 0 } },
		                           { CDR_STR(FOLDER "labels.tsv"), { 0 } },
		                           { CDR_STR(FOLDER "phrases.tsv"), { 0 } },
		                           { CDR_STR(FOLDER "weights-1.tsv"), { 0 } } };
	struct cdr_bundle bundle = { NULL, files, CDR_LEN(files) };
	cdr_owned(cdr_labeller) labeller = NULL;
	struct cdr_error error = { 0 };
	if (!cdr_str_is_utf8(rest)) /* the door of rule data lets nothing else in */
		return 0;
	for (size_t i = 0; i < CDR_LEN(files); i++)
		files[i].text = part(&rest);
	enum cdr_status status = cdr_labeller_load(&bundle, CDR_STR("au-x"), &labeller, &error);
	if (status != CDR_OK) {
		cdr_require(error.code == status && error.message[0] && !labeller);
		cdr_require(status == CDR_ENOTFOUND || status == CDR_ENOMEM ||
		            strncmp(error.where, FOLDER, strlen(FOLDER)) == 0);
		return 0;
	}
	run(labeller, rest);
	return 0;
}
