/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules-speed [N]: how long loading rule books takes, and asking the shipped one about N parties and N engagements
 * (100,000). Facts are invented from a fixed seed: of each fact that rules may name about one half is known, as in a list
 * with half of the columns; every party counts over two engagements and an audit. Prints JSON; memory is the peak after a tenth of the subjects and at the end.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "candor/rules.h"
#include "candor/screen.h"

#define MANY_RULES 500

static const char *const suffixes[] = { ".yaml", ".csv", NULL };

/* Symbols of one kind of subject or record. */
enum { PARTY, ENGAGEMENT, ENGAGEMENTS, AUDITS, KINDS };
static const char *const kind_names[KINDS] = { "party", "engagement", "engagements", "audits" };
struct fact_list {
	const struct cdr_symbol *rows[512];
	size_t n;
};

struct bench {
	struct fact_list lists[KINDS];
	struct cdr_rule_run *run;
	struct cdr_facts *facts;
	struct cdr_arena *arena;
	const struct cdr_rulebook *rulebook;
	uint64_t seed;
	uint64_t n_true, n_unknown;
};

static uint64_t
next(struct bench *bench)
{
	bench->seed = bench->seed * 6364136223846793005ull + 1442695040888963407ull;
	return bench->seed >> 33;
}

static int64_t
now_us(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static long
peak_kib(void)
{
	struct rusage usage;
	return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

/* ------------------------------------------------------------------------------------------------------------ facts */

static void
set_fact(struct bench *bench, struct cdr_facts *facts, const struct cdr_symbol *symbol)
{
	static const struct cdr_str texts[] = { { "garments", 8 }, { "PH", 2 }, { "construction", 12 }, { "en", 2 } };
	uint64_t value = next(bench);
	size_t n_words = 0;
	switch (symbol->type) {
	case CDR_FACT_TEXT:
		cdr_facts_set_text(facts, symbol->name, texts[value % CDR_LEN(texts)]);
		return;
	case CDR_FACT_WORD:
		while (symbol->words[n_words])
			n_words++;
		cdr_facts_set_text(facts, symbol->name, cdr_str_from(symbol->words[value % n_words]));
		return;
	case CDR_FACT_NUMBER:
		cdr_facts_set_number(facts, symbol->name, (double)(value % 16));
		return;
	case CDR_FACT_DATE:
		cdr_facts_set_date(facts, symbol->name, (struct cdr_date){ 20260101 + (int32_t)(value % 28) });
		return;
	case CDR_FACT_BOOLEAN:
		cdr_facts_set_boolean(facts, symbol->name, value % 2 == 0);
		return;
	case CDR_FACT_TEXT_LIST:
		cdr_facts_set_list(facts, symbol->name, texts, 1 + value % CDR_LEN(texts));
		return;
	}
}

static bool
is_of(const struct cdr_symbol *symbol, const char *subject)
{
	struct cdr_str rest = cdr_str_from(symbol->subjects), one;
	while (cdr_str_split(&rest, ' ', &one)) {
		if (cdr_str_equal(one, cdr_str_from(subject)))
			return true;
	}
	return false;
}

static void
list_facts(struct bench *bench)
{
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	for (int kind = 0; kind < KINDS; kind++) {
		struct fact_list *list = &bench->lists[kind];
		for (size_t i = 0; i < symbols->n && list->n < CDR_LEN(list->rows); i++) {
			if (is_of(&symbols->rows[i], kind_names[kind]))
				list->rows[list->n++] = &symbols->rows[i];
		}
	}
}

static void
set_facts(struct bench *bench, struct cdr_facts *facts, int kind)
{
	const struct fact_list *list = &bench->lists[kind];
	for (size_t i = 0; i < list->n; i++) {
		if (next(bench) % 2 == 0)
			set_fact(bench, facts, list->rows[i]);
	}
}

static enum cdr_status
fill_engagement(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	(void)i;
	(void)err;
	set_facts(context, inner, ENGAGEMENTS);
	return CDR_OK;
}

static enum cdr_status
fill_audit(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	(void)i;
	(void)err;
	set_facts(context, inner, AUDITS);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- asking */

static enum cdr_status
ask(struct bench *bench, int kind, int64_t *asking_us, struct cdr_error *err)
{
	cdr_facts_clear(bench->facts);
	cdr_arena_reset(bench->arena);
	set_facts(bench, bench->facts, kind);
	if (kind == PARTY) {
		cdr_facts_set_related(bench->facts, "engagements", 2, fill_engagement, bench);
		cdr_facts_set_related(bench->facts, "audits", 1, fill_audit, bench);
	}
	int64_t began = now_us();
	CDR_TRY(cdr_rule_run_answer(bench->run, bench->facts, cdr_str_from(kind_names[kind]),
	                            (struct cdr_date){ 20260701 }, bench->arena, err));
	for (size_t i = 0; i < cdr_rulebook_count(bench->rulebook); i++) {
		if (!cdr_rule_run_asked(bench->run, i))
			continue;
		enum cdr_truth truth = cdr_rule_run_truth(bench->run, i);
		bench->n_true += truth == CDR_TRUE;
		bench->n_unknown += truth == CDR_UNKNOWN;
	}
	*asking_us += now_us() - began;
	return CDR_OK;
}

static enum cdr_status
ask_all(struct bench *bench, long n, struct cdr_error *err)
{
	int64_t asking_us[2] = { 0, 0 };
	long early_kib = 0;
	int64_t began = now_us();
	for (int kind = PARTY; kind <= ENGAGEMENT; kind++) {
		for (long i = 0; i < n; i++) {
			CDR_TRY(ask(bench, kind, &asking_us[kind], err));
			if (kind == PARTY && i == n / 10)
				early_kib = peak_kib();
		}
	}
	printf("\"parties\": %ld, \"engagements\": %ld, \"party_rules_s\": %.2f, \"engagement_rules_s\": %.2f, "
	       "\"with_facts_s\": %.2f, \"true\": %" PRIu64 ", \"unknown\": %" PRIu64
	       ", \"peak_kib_early\": %ld, \"peak_kib\": %ld",
	       n, n, (double)asking_us[0] / 1e6, (double)asking_us[1] / 1e6, (double)(now_us() - began) / 1e6,
	       bench->n_true, bench->n_unknown, early_kib, peak_kib());
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- loading */

/* A file of the bundle once more, under a topic whose prefix ends in `mark`. */
static bool
copy_rule(struct cdr_bundle *to, const struct cdr_bundle_file *file, char mark)
{
	char path[512], id[16] = "";
	struct cdr_str rest = file->path, folder, name;
	if (!cdr_str_split(&rest, '/', &folder) || !cdr_str_split(&rest, '/', &folder) ||
	    !cdr_str_split(&rest, '/', &name) || name.n < 8)
		return false;
	for (size_t i = 0; i < 7; i++)
		id[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 'a' + 'A') : name.p[i];
	(void)snprintf(path, sizeof(path), "risk/%.*s%c/%.3s%c%.*s", CDR_STR_ARG(folder), mark, name.p, mark,
	               (int)name.n - 3, name.p + 3);
	ptrdiff_t at = cdr_str_find(file->text, cdr_str_format(to->arena, "\nid: %s", id));
	if (at < 0)
		return false;
	struct cdr_str before = { file->text.p, (size_t)at },
		       after = { file->text.p + at + 12, file->text.n - (size_t)at - 12 };
	struct cdr_bundle_file *slot = &to->files[to->n_files];
	slot->path = cdr_str_copy(to->arena, cdr_str_from(path));
	slot->text = cdr_str_format(to->arena, "%.*s\nid: %.3s%c%s%.*s", CDR_STR_ARG(before), id, mark - 'a' + 'A',
	                            id + 3, CDR_STR_ARG(after));
	to->n_files += slot->path.p && slot->text.p;
	return slot->path.p && slot->text.p;
}

static bool
is_rule(const struct cdr_bundle_file *file)
{
	size_t slashes = 0;
	for (size_t i = 0; i < file->path.n; i++)
		slashes += file->path.p[i] == '/';
	return slashes == 2 && cdr_str_starts_with(file->path, CDR_STR("risk/")) &&
	       cdr_str_ends_with(file->path, CDR_STR(".yaml"));
}

/* The shipped topics, and each again with a letter behind. */
static struct cdr_str
more_topics(struct cdr_arena *arena, const struct cdr_rulebook *rulebook, const char *marks)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "topics:\n");
	for (size_t i = 0; i < cdr_rulebook_topic_count(rulebook); i++) {
		const struct cdr_topic *topic = cdr_rulebook_topic_at(rulebook, i);
		struct cdr_str prefix = { NULL, 0 };
		for (size_t k = 0; k < cdr_rulebook_count(rulebook) && !prefix.n; k++) {
			const struct cdr_rule *rule = cdr_rulebook_at(rulebook, k);
			if (cdr_str_equal(rule->topic, topic->folder))
				prefix = (struct cdr_str){ rule->id.p, 3 };
		}
		for (const char *mark = marks; prefix.n && *mark; mark++)
			cdr_buf_printf(&text, "  - {folder: %.*s%s, prefix: %.*s%s, from: 101, to: 999, title: More}\n",
			               CDR_STR_ARG(topic->folder), *mark == ' ' ? "" : (char[]){ *mark, '\0' },
			               CDR_STR_ARG(prefix),
			               *mark == ' ' ? "" : (char[]){ (char)(*mark - 'a' + 'A'), '\0' });
	}
	return cdr_str_copy(arena, cdr_buf_str(&text));
}

static int
by_path(const void *a, const void *b)
{
	return cdr_str_compare(((const struct cdr_bundle_file *)a)->path, ((const struct cdr_bundle_file *)b)->path);
}

/* MANY_RULES rules: those shipped, and as many of them again as it takes. */
static enum cdr_status
make_many(const struct cdr_bundle *shipped, const struct cdr_rulebook *rulebook, struct cdr_bundle *ret,
          struct cdr_error *err)
{
	size_t n_rules = cdr_rulebook_count(rulebook);
	ret->arena = cdr_arena_new((size_t)256 << 20);
	ret->files = ret->arena ? cdr_arena_alloc(ret->arena, (shipped->n_files + MANY_RULES) * sizeof(ret->files[0]))
	                        : NULL;
	if (!ret->files)
		return cdr_fail_memory(err, "bench");
	for (size_t i = 0; i < shipped->n_files; i++) {
		struct cdr_bundle_file *slot = &ret->files[ret->n_files++];
		*slot = shipped->files[i];
		if (cdr_str_equal(slot->path, CDR_STR("risk/topics.yaml")))
			slot->text = more_topics(ret->arena, rulebook, " bcd");
	}
	for (char mark = 'b'; mark <= 'd'; mark++) {
		for (size_t i = 0; i < shipped->n_files && n_rules < MANY_RULES; i++)
			n_rules += is_rule(&shipped->files[i]) && copy_rule(ret, &shipped->files[i], mark);
	}
	qsort(ret->files, ret->n_files, sizeof(ret->files[0]), by_path);
	return CDR_OK;
}

static enum cdr_status
time_loading(const struct cdr_bundle *bundle, const char *name, struct cdr_error *err)
{
	int64_t best_us = INT64_MAX;
	size_t n = 0;
	for (int i = 0; i < 5; i++) {
		cdr_owned(cdr_rulebook) rulebook = NULL;
		int64_t began = now_us();
		CDR_TRY(cdr_rulebook_load(bundle, cdr_screen_symbols(), &rulebook, err));
		int64_t us = now_us() - began;
		best_us = us < best_us ? us : best_us;
		n = cdr_rulebook_count(rulebook);
	}
	printf("\"%s\": {\"rules\": %zu, \"ms\": %.1f}, ", name, n, (double)best_us / 1e3);
	return CDR_OK;
}

static enum cdr_status
measure(long n, struct cdr_error *err)
{
	cdr_auto(cdr_bundle) shipped = { 0 };
	cdr_auto(cdr_bundle) many = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_owned(cdr_rule_run) run = NULL;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	if (!arena)
		return cdr_fail_memory(err, "bench");
	CDR_TRY(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &shipped, err));
	CDR_TRY(cdr_rulebook_load(&shipped, cdr_screen_symbols(), &rulebook, err));
	CDR_TRY(cdr_rule_run_new(rulebook, &run, err));
	CDR_TRY(cdr_facts_new(cdr_screen_symbols(), &facts, err));
	struct bench bench = { .run = run, .facts = facts, .arena = arena, .rulebook = rulebook, .seed = 5 };
	list_facts(&bench);
	printf("{");
	CDR_TRY(ask_all(&bench, n, err));
	printf(", ");
	CDR_TRY(make_many(&shipped, rulebook, &many, err));
	CDR_TRY(time_loading(&shipped, "load_shipped", err));
	CDR_TRY(time_loading(&many, "load_many", err));
	printf("\"n\": %ld}\n", n);
	return CDR_OK;
}

int
main(int argc, char **argv)
{
	struct cdr_error err = { 0 };
	int64_t n = 100000;
	if (argc > 2 || (argc == 2 && (!cdr_str_to_i64(cdr_str_from(argv[1]), &n) || n < 1))) {
		fprintf(stderr, "usage: rules-speed [N]\n");
		return 2;
	}
	if (measure((long)n, &err) != CDR_OK) {
		fprintf(stderr, "rules-speed: %s: %s\n", err.where, err.message);
		return 1;
	}
	return 0;
}
