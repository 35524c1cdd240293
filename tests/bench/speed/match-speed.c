/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures the index: building, opening, size, queries a second, how long the slowest take, what candidates miss of
 * comparing everything, memory over many queries, updating, and the reverse question. ../README.md says how to run it. A
 * tool for people, not a test: it fails only on unreadable input.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "candor/match.h"
#include "invent.h"

#define MAX_NAME 512
#define TOP 5
#define MAX_TIMES 4000000
#define MAX_PAIRS 20000

struct bench {
	struct cdr_arena *arena;
	struct cdr_bundle bundle;
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *config;
	struct cdr_match_index *index;
	struct cdr_vec names, others; /* struct cdr_str */
	size_t n_invented, n_sample, n_repeat, n_queries;
	const char *file;
	double threshold;
};

static double
now(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Of this thread alone, for what is compared: other programs run too. */
static double
own_time(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
resident_mb(void)
{
	char text[128] = "";
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;
	if (file) {
		char *end = fgets(text, sizeof(text), file) ? strchr(text, ' ') : NULL;
		pages = end ? strtol(end, NULL, 10) : 0;
		(void)fclose(file);
	}
	return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static void
check(enum cdr_status status, const struct cdr_error *err)
{
	if (status == CDR_OK)
		return;
	fprintf(stderr, "match-speed: %s %s\n", err->where, err->message);
	exit(1);
}

/* ------------------------------------------------------------------------------------------------------------- input */

static void
add_text(struct bench *b, struct cdr_vec *to, struct cdr_str text)
{
	struct cdr_str *slot = text.n > 1 ? cdr_vec_push(to) : NULL;
	if (slot)
		*slot = cdr_str_copy(b->arena, text);
}

/* Column `wanted` (from 1) of every record of a CSV file; what is not UTF-8 is left out. */
static void
read_column(struct bench *b, const char *path, size_t wanted, struct cdr_vec *to)
{
	cdr_auto(cdr_buf) file = { .max = (size_t)1 << 30 };
	struct cdr_error err = { 0 };
	check(cdr_file_read(path, &file, &err), &err);
	char cell[MAX_NAME];
	size_t column = 1, n = 0;
	bool quoted = false;
	for (size_t i = 0; i < file.n; i++) {
		char c = file.p[i];
		if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == ',' || c == '\n')) {
			if (column == wanted && cdr_str_is_utf8((struct cdr_str){ cell, n }))
				add_text(b, to, (struct cdr_str){ cell, n });
			column = c == '\n' ? 1 : column + 1;
			n = 0;
		} else if (column == wanted && n < sizeof(cell) && c != '\r') {
			cell[n++] = c;
		}
	}
}

/* FILE:COLUMN */
static void
read_argument(struct bench *b, const char *argument, struct cdr_vec *to)
{
	char path[4096];
	(void)snprintf(path, sizeof(path), "%s", argument);
	char *colon = strrchr(path, ':');
	size_t column = colon ? strtoul(colon + 1, NULL, 10) : 1;
	if (colon)
		*colon = '\0';
	read_column(b, path, column, to);
}

static void
load(struct bench *b)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct cdr_error err = { 0 };
	double begun = own_time();
	check(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &b->bundle, &err), &err);
	check(cdr_normaliser_load(&b->bundle, &b->normaliser, &err), &err);
	check(cdr_match_config_load(&b->bundle, b->normaliser, &b->config, &err), &err);
	b->threshold = cdr_match_threshold(b->config, CDR_VERDICT_POSSIBLE);
	printf("start: %.1f ms of reading rulesets\n", (own_time() - begun) * 1e3);
}

/* ------------------------------------------------------------------------------------------------------------- index */

static void
build(struct bench *b)
{
	struct cdr_error err = { 0 };
	struct dice dice = { 20261121 };
	double begun = now();
	check(cdr_match_index_new(b->config, b->normaliser, &b->index, &err), &err);
	for (size_t i = 0; i < b->names.n; i++) {
		struct cdr_match_subject subject = { .name = *CDR_VEC_AT(&b->names, struct cdr_str, i) };
		check(cdr_match_index_add(b->index, (uint32_t)i, &subject, &err), &err);
	}
	for (size_t i = 0; i < b->n_invented; i++) {
		char text[MAX_NAME], id[32];
		struct cdr_match_subject subject = { .name = { text, invent_name(&dice, text, sizeof(text)) } };
		subject.id = (struct cdr_str){ id, (size_t)snprintf(id, sizeof(id), "P-%zu", i) };
		check(cdr_match_index_add(b->index, (uint32_t)(b->names.n + i), &subject, &err), &err);
		if (i % (b->n_invented / 100000 + 1) == 0)
			add_text(b, &b->others, subject.name); /* queries, later */
	}
	double added = now();
	check(cdr_match_index_finish(b->index, &err), &err);
	struct cdr_match_index_facts facts;
	cdr_match_index_facts(b->index, &facts);
	printf("build: %.2f s (reading names %.2f s), %zu names, %zu words, %zu bytes a name; %zu words and %zu keys "
	       "above the cap; peak %.0f MB\n",
	       now() - begun, added - begun, facts.n_names, facts.n_words,
	       facts.n_names ? facts.n_bytes / facts.n_names : 0, facts.n_capped_words, facts.n_capped_keys,
	       resident_mb());
	for (size_t i = 0; i < facts.n_sections; i++)
		if (facts.sections[i].n_bytes * 100 > facts.n_bytes)
			printf("  %s %.1f", facts.sections[i].name,
			       (double)facts.sections[i].n_bytes / (double)facts.n_names);
	printf("\n");
}

/* Writes, frees, opens: what follows runs on the file as it is mapped. */
static void
reopen(struct bench *b)
{
	struct cdr_error err = { 0 };
	double begun = now();
	check(cdr_match_index_write(b->index, b->file, &err), &err);
	double written = now();
	(void)cdr_match_index_free(b->index);
	b->index = NULL;
	(void)malloc_trim(0);
	double again = now();
	check(cdr_match_index_open(b->file, b->config, b->normaliser, &b->index, &err), &err);
	double opened = now();
	check(cdr_match_index_verify(b->index, "index", &err), &err);
	printf("write: %.2f s; open: %.3f ms; verify: %.0f ms\n", written - begun, (opened - again) * 1e3,
	       (now() - opened) * 1e3);
}

/* ----------------------------------------------------------------------------------------------------------- queries */

static int
time_order(const void *left, const void *right)
{
	float a = *(const float *)left, b = *(const float *)right;
	return (a > b) - (a < b);
}

static double
percentile(const float *times, size_t n, double share)
{
	size_t at = (size_t)(share * (double)n);
	return n ? (double)times[at < n ? at : n - 1] * 1e6 : 0;
}

static void
time_queries(struct bench *b, struct cdr_matcher *matcher, const char *title, const struct cdr_vec *queries,
             enum damage kind)
{
	struct cdr_error err = { 0 };
	struct dice dice = { 7 };
	struct cdr_match_query_stats stats, sum = { 0 };
	size_t n = queries->n < MAX_TIMES ? queries->n : MAX_TIMES, found = 0;
	n = n < b->n_queries ? n : b->n_queries;
	float *times = calloc(n + 1, sizeof(*times));
	char text[MAX_NAME + 32];
	for (size_t i = 0; times && i < n; i++) {
		struct cdr_match_subject subject = { .name = { text, 0 } };
		const struct cdr_match_hit *hits = NULL;
		size_t n_hits = 0;
		subject.name.n = damage_name(&dice, kind, *CDR_VEC_AT(queries, struct cdr_str, i * (queries->n / n)),
		                             text, sizeof(text));
		double begun = own_time();
		check(cdr_matcher_query(matcher, &subject, TOP, b->threshold, &hits, &n_hits, &err), &err);
		times[i] = (float)(own_time() - begun);
		stats = cdr_matcher_stats(matcher);
		sum.visited += stats.visited;
		sum.candidates += stats.candidates;
		sum.scored += stats.scored;
		sum.capped_keys += stats.capped_keys;
		found += n_hits > 0;
	}
	double whole = 0;
	for (size_t i = 0; times && i < n; i++)
		whole += (double)times[i];
	if (times && n) {
		qsort(times, n, sizeof(*times), time_order);
		printf("%s, %s: %zu queries, %.0f a second; p50 %.1f, p99 %.1f, p99.99 %.1f, most %.1f us; each %.0f "
		       "visited, %.1f looked at, %.1f scored, %.2f keys capped; %.1f %% with hits\n",
		       title, damage_title(kind), n, (double)n / whole, percentile(times, n, 0.5),
		       percentile(times, n, 0.99), percentile(times, n, 0.9999), percentile(times, n, 1),
		       (double)sum.visited / (double)n, (double)sum.candidates / (double)n,
		       (double)sum.scored / (double)n, (double)sum.capped_keys / (double)n,
		       100.0 * (double)found / (double)n);
	}
	free(times);
}

/* What comparing everything finds, and how much of it candidates do. */
static void
measure_recall(struct bench *b, struct cdr_matcher *matcher, const char *title, const struct cdr_vec *queries,
               enum damage kind)
{
	struct cdr_error err = { 0 };
	struct dice dice = { 11 };
	struct cdr_match_hit all[CDR_MATCH_MAX_TOP];
	size_t n_all = 0, n_found = 0, n_first = 0, n_first_found = 0, told = 0;
	bool tell = getenv("MATCH_SPEED_TELL") != NULL;
	size_t n = queries->n < b->n_sample ? queries->n : b->n_sample;
	for (size_t i = 0; i < n; i++) {
		char text[MAX_NAME + 32];
		const struct cdr_match_hit *hits = NULL;
		size_t n_hits = 0, n_every = 0;
		struct cdr_match_subject subject = { .name = { text, 0 } };
		struct cdr_str name = *CDR_VEC_AT(queries, struct cdr_str, i * (queries->n / n));
		subject.name.n = damage_name(&dice, kind, name, text, sizeof(text));
		check(cdr_matcher_query_exhaustive(matcher, &subject, 20, b->threshold, &hits, &n_every, &err), &err);
		memcpy(all, hits, n_every * sizeof(*all));
		check(cdr_matcher_query(matcher, &subject, 20, b->threshold, &hits, &n_hits, &err), &err);
		for (size_t k = 0; k < n_every; k++) {
			bool there = false;
			for (size_t h = 0; h < n_hits; h++)
				there = there || hits[h].number == all[k].number;
			n_found += there;
			if (!there && tell && told++ < 40)
				printf("  missed: %.*s | %.*s | %.3f\n", CDR_STR_ARG(subject.name),
				       CDR_STR_ARG(all[k].matched_name), all[k].score);
		}
		n_all += n_every;
		n_first += n_every > 0;
		n_first_found += n_every > 0 && n_hits > 0 && hits[0].number == all[0].number;
	}
	printf("%s, %s: recall %.4f of %zu hits; first hit the same %.4f of %zu queries\n", title, damage_title(kind),
	       n_all ? (double)n_found / (double)n_all : 1.0, n_all,
	       n_first ? (double)n_first_found / (double)n_first : 1.0, n_first);
}

static void
compare(struct bench *b, const struct cdr_match_subject *left, const struct cdr_match_subject *right,
        struct cdr_arena *arena, bool told, struct cdr_match_hit *ret)
{
	struct cdr_error err = { 0 };
	if (told)
		check(cdr_match_compare(b->config, b->normaliser, NULL, left, right, arena, ret, &err), &err);
	else
		check(cdr_match_compare_score(b->config, b->normaliser, NULL, left, right, arena, &ret->score, &err),
		      &err);
	cdr_arena_reset(arena);
}

/* Pairs that are one firm, written otherwise, and pairs that are two, in turn. */
static void
time_compare(struct bench *b, const struct cdr_vec *names, bool told)
{
	struct dice dice = { 19 };
	struct cdr_str others[MAX_PAIRS];
	struct cdr_match_hit hit = { .score = 0 };
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	size_t n = names->n > 1 && arena ? names->n : 0;
	n = n < MAX_PAIRS ? n : MAX_PAIRS;
	n = n < b->n_queries ? n : b->n_queries;
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		char text[MAX_NAME + 32];
		struct cdr_str other = *CDR_VEC_AT(names, struct cdr_str, (i + i % 2) % n);
		size_t length = damage_name(&dice, (enum damage)(i / 2 % DAMAGE_KINDS), other, text, sizeof(text));
		others[i] = cdr_str_copy(b->arena, (struct cdr_str){ text, length });
	}
	double begun = own_time();
	for (size_t i = 0; i < n; i++) {
		struct cdr_match_subject left = { .name = *CDR_VEC_AT(names, struct cdr_str, i) };
		struct cdr_match_subject right = { .name = others[i] };
		compare(b, &left, &right, arena, told, &hit);
		sum += hit.score;
	}
	if (n)
		printf("compare%s: %zu pairs, %.2f us a pair; mean score %.3f\n", told ? ", with reasons" : "", n,
		       (own_time() - begun) / (double)n * 1e6, sum / (double)n);
}

static void
time_adversarial(struct bench *b, struct cdr_matcher *matcher)
{
	static const struct {
		const char *title, *piece;
		size_t n;
	} cases[] = { { "nothing", "", 1 },
		      { "one letter", "a", 1 },
		      { "10 KB of one letter", "a", 10240 },
		      { "10 KB of words", "Quorvel Ltd & Sons ", 540 },
		      { "filling words", "The International Trading Company Group Ltd ", 1 },
		      { "64 times a common word", "trading ", 64 },
		      { "64 times a word", "ben ", 64 } };
	struct cdr_error err = { 0 };
	double most = 0;
	for (size_t i = 0; i <= CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		struct dice dice = { i };
		char name[MAX_NAME];
		for (size_t k = 0; i < CDR_LEN(cases) && k < cases[i].n; k++)
			cdr_buf_puts(&text, cases[i].piece);
		for (size_t k = 0; i == CDR_LEN(cases) && k < 60; k++)
			cdr_buf_add(&text, name, invent_name(&dice, name, sizeof(name)));
		struct cdr_match_subject subject = { .name = cdr_buf_str(&text) };
		const struct cdr_match_hit *hits = NULL;
		size_t n = 0;
		double least = 1;
		for (size_t k = 0; k < 20; k++) {
			double begun = own_time(), taken;
			check(cdr_matcher_query(matcher, &subject, TOP, b->threshold, &hits, &n, &err), &err);
			taken = own_time() - begun;
			least = taken < least ? taken : least;
		}
		printf("  %s: %.1f us\n", i < CDR_LEN(cases) ? cases[i].title : "many invented names in one",
		       least * 1e6);
		most = least > most ? least : most;
	}
	printf("adversarial: most %.1f us\n", most * 1e6);
}

static void
time_memory(struct bench *b, struct cdr_matcher *matcher, const struct cdr_vec *queries)
{
	struct cdr_error err = { 0 };
	struct dice dice = { 13 };
	double before = resident_mb(), begun = now();
	size_t heap = mallinfo2().uordblks;
	char text[MAX_NAME + 32];
	for (size_t i = 0; i < b->n_repeat && queries->n; i++) {
		struct cdr_match_subject subject = { .name = { text, 0 } };
		const struct cdr_match_hit *hits = NULL;
		size_t n_hits = 0;
		subject.name.n = damage_name(&dice, (enum damage)(i % DAMAGE_KINDS),
		                             *CDR_VEC_AT(queries, struct cdr_str, i % queries->n), text, sizeof(text));
		check(cdr_matcher_query(matcher, &subject, TOP, b->threshold, &hits, &n_hits, &err), &err);
		if (i == 10000) {
			before = resident_mb();
			heap = mallinfo2().uordblks;
		}
	}
	printf("memory: %zu queries, %.1f MB after ten thousand, %.1f MB after all; heap %+lld bytes; %.0f a second\n",
	       b->n_repeat, before, resident_mb(), (long long)mallinfo2().uordblks - (long long)heap,
	       (double)b->n_repeat / (now() - begun));
}

/* A thousand entries out and in again. */
static void
time_update(struct bench *b)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_match_index) updated = NULL;
	uint32_t removed[1000];
	struct dice dice = { 17 };
	size_t n = cdr_match_index_count(b->index);
	for (size_t i = 0; i < CDR_LEN(removed); i++)
		removed[i] = dice_below(&dice, (uint32_t)n);
	double begun = now();
	check(cdr_match_index_update(b->index, removed, CDR_LEN(removed), &updated, &err), &err);
	for (size_t i = 0; i < CDR_LEN(removed); i++) {
		char text[MAX_NAME];
		struct cdr_match_subject subject = { .name = { text, invent_name(&dice, text, sizeof(text)) } };
		check(cdr_match_index_add(updated, (uint32_t)(n + i), &subject, &err), &err);
	}
	check(cdr_match_index_finish(updated, &err), &err);
	printf("update: a thousand entries exchanged in %.2f s\n", now() - begun);
}

/* A list changed: which of our parties are concerned? The index is over the parties then. */
static void
time_reverse(struct bench *b, struct cdr_matcher *matcher)
{
	struct cdr_error err = { 0 };
	struct dice dice = { 20261121 };
	size_t n_hits = 0, concerned = 0;
	const struct cdr_match_hit *hits = NULL;
	char text[MAX_NAME], damaged[MAX_NAME + 32];
	double begun = now();
	for (size_t i = 0; i < 1000; i++) {
		struct cdr_match_subject subject = { .name = { damaged, 0 } };
		size_t n = invent_name(&dice, text, sizeof(text));
		subject.name.n = damage_name(&dice, (enum damage)(i % DAMAGE_KINDS), (struct cdr_str){ text, n },
		                             damaged, sizeof(damaged));
		check(cdr_matcher_query(matcher, &subject, CDR_MATCH_MAX_TOP, b->threshold, &hits, &n_hits, &err),
		      &err);
		concerned += n_hits;
	}
	printf("reverse: a thousand changed entries concern %zu of %zu parties; %.3f s\n", concerned,
	       cdr_match_index_count(b->index), now() - begun);
}

static void
measure(struct bench *b)
{
	cdr_owned(cdr_matcher) matcher = NULL;
	struct cdr_error err = { 0 };
	check(cdr_matcher_new(b->index, &matcher, &err), &err);
	const struct cdr_vec *own = b->names.n ? &b->names : &b->others;
	for (int kind = 0; kind < DAMAGE_KINDS; kind++)
		time_queries(b, matcher, "indexed names", own, (enum damage)kind);
	if (b->names.n)
		time_queries(b, matcher, "other names", &b->others, DAMAGE_NONE);
	time_adversarial(b, matcher);
	time_compare(b, own, false);
	time_compare(b, own, true);
	for (int kind = 0; b->n_sample && kind < DAMAGE_KINDS; kind++)
		measure_recall(b, matcher, "indexed names", own, (enum damage)kind);
	if (b->n_sample && b->names.n)
		measure_recall(b, matcher, "other names", &b->others, DAMAGE_NONE);
	if (b->n_repeat)
		time_memory(b, matcher, own);
	if (b->n_invented) {
		time_reverse(b, matcher);
		time_update(b);
	}
}

int
main(int argc, char **argv)
{
	struct bench b = { .names = CDR_VEC_INIT(struct cdr_str, 4000000),
		           .others = CDR_VEC_INIT(struct cdr_str, 4000000),
		           .n_queries = SIZE_MAX,
		           .file = "match-speed.cdx" };
	b.arena = cdr_arena_new((size_t)4 << 30);
	load(&b);
	for (int i = 1; i + 1 < argc; i += 2) {
		const char *value = argv[i + 1];
		if (strcmp(argv[i], "--list") == 0)
			read_argument(&b, value, &b.names);
		else if (strcmp(argv[i], "--others") == 0)
			read_argument(&b, value, &b.others);
		else if (strcmp(argv[i], "--invented") == 0)
			b.n_invented = strtoul(value, NULL, 10);
		else if (strcmp(argv[i], "--sample") == 0)
			b.n_sample = strtoul(value, NULL, 10);
		else if (strcmp(argv[i], "--queries") == 0)
			b.n_queries = strtoul(value, NULL, 10);
		else if (strcmp(argv[i], "--repeat") == 0)
			b.n_repeat = strtoul(value, NULL, 10);
		else if (strcmp(argv[i], "--threshold") == 0)
			(void)cdr_str_to_double(cdr_str_from(value), &b.threshold);
		else if (strcmp(argv[i], "--file") == 0)
			b.file = value;
	}
	build(&b);
	reopen(&b);
	measure(&b);
	(void)cdr_match_index_free(b.index);
	(void)cdr_match_config_free(b.config);
	(void)cdr_normaliser_free(b.normaliser);
	cdr_bundle_done(&b.bundle);
	cdr_vec_done(&b.names);
	cdr_vec_done(&b.others);
	(void)cdr_arena_free(b.arena);
	return 0;
}
