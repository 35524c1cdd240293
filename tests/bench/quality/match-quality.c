/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures the matcher on labelled pairs and on damaged names; README.md says how. A tool for people, not a test: it
 * fails only on unreadable input. Its table reader is its own, because the match room may not know ingest. What a report
 * works out is in report.c.
 */
#include "quality.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candor/match.h"

#define MAX_COLUMNS 32
#define MAX_ROWS 1000000
#define ARENA_BYTES ((size_t)1 << 30)

struct row {
	struct cdr_str cells[MAX_COLUMNS];
	size_t n;
};
struct bench {
	struct cdr_arena *arena;
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *config;
	struct cdr_match_index *index;
};

/* ------------------------------------------------------------------------------------------------------------ tables */

/* One record, quotes as in RFC 4180; moves *rest behind it. */
static bool
next_row(struct cdr_arena *arena, struct cdr_str *rest, char separator, struct row *ret)
{
	if (!rest->n)
		return false;
	char *out = cdr_arena_alloc(arena, rest->n < 65536 ? rest->n + 1 : 65536);
	size_t i = 0, n = 0, start = 0;
	bool quoted = false;
	ret->n = 0;
	for (; out && i < rest->n && n < 65535; i++) {
		char c = rest->p[i];
		if (c == '"' && separator == ',') {
			bool doubled = quoted && i + 1 < rest->n && rest->p[i + 1] == '"';
			if (doubled)
				out[n++] = rest->p[++i];
			else
				quoted = !quoted;
		} else if (!quoted && (c == separator || c == '\n')) {
			if (ret->n < MAX_COLUMNS)
				ret->cells[ret->n++] = (struct cdr_str){ out + start, n - start };
			start = n;
			if (c == '\n')
				break;
		} else if (c != '\r') {
			out[n++] = c;
		}
	}
	if (i == rest->n && ret->n < MAX_COLUMNS)
		ret->cells[ret->n++] = (struct cdr_str){ out + start, n - start };
	i += i < rest->n;
	rest->p += i;
	rest->n -= i;
	return out != NULL;
}

static int
column(const struct row *header, const char *name)
{
	for (size_t i = 0; i < header->n; i++)
		if (cdr_str_equal_nocase(header->cells[i], cdr_str_from(name)))
			return (int)i;
	return -1;
}

static struct cdr_str
cell(const struct row *row, int at)
{
	return at >= 0 && (size_t)at < row->n ? row->cells[at] : (struct cdr_str){ NULL, 0 };
}

/* Opens a table: whole file, its separator and its header. */
static enum cdr_status
open_table(const char *path, struct cdr_arena *arena, struct cdr_str *ret_rest, char *ret_separator,
           struct row *ret_header, struct cdr_error *err)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	CDR_TRY(cdr_file_read(path, &buf, err));
	struct cdr_str text = cdr_str_copy(arena, cdr_buf_str(&buf));
	struct cdr_str line = text;
	ptrdiff_t end = cdr_str_find(text, CDR_STR("\n"));
	if (end >= 0)
		line.n = (size_t)end;
	*ret_separator = cdr_str_find(line, CDR_STR("\t")) >= 0 ? '\t' : ',';
	*ret_rest = text;
	if (!next_row(arena, ret_rest, *ret_separator, ret_header))
		return cdr_fail(err, CDR_EINPUT, "bench", path, "the file is empty");
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- pairs */

static enum cdr_status
read_pairs(struct bench *bench, const char *path, struct cdr_vec *pairs, struct cdr_error *err)
{
	struct cdr_str rest;
	struct row row;
	char separator;
	CDR_TRY(open_table(path, bench->arena, &rest, &separator, &row, err));
	int left = column(&row, "left"), right = column(&row, "right"), verdict = column(&row, "verdict");
	int kind = column(&row, "kind"), nature = column(&row, "nature"), family = column(&row, "family");
	int left_country = column(&row, "left_country"), right_country = column(&row, "right_country");
	int half = column(&row, "half");
	if (left < 0 || right < 0 || verdict < 0)
		return cdr_fail(err, CDR_EINPUT, "bench", path, "the header must name left, right and verdict");
	while (next_row(bench->arena, &rest, separator, &row)) {
		struct pair *pair = cdr_vec_push(pairs);
		if (!pair)
			return cdr_fail_memory(err, "bench");
		pair->left = cell(&row, left);
		pair->right = cell(&row, right);
		pair->same = cdr_str_equal(cell(&row, verdict), CDR_STR("match"));
		pair->kind = cell(&row, kind).n ? cell(&row, kind) : cell(&row, nature);
		pair->kind = pair->kind.n ? pair->kind : cell(&row, family);
		pair->left_country = cell(&row, left_country);
		pair->right_country = cell(&row, right_country);
		pair->half = cell(&row, half);
	}
	return CDR_OK;
}

/* One side of a pair as the matcher takes it. */
static struct cdr_match_subject
side(const struct pair *pair, bool right, bool with_country)
{
	struct cdr_str country = right ? pair->right_country : pair->left_country;
	return (struct cdr_match_subject){ .name = right ? pair->right : pair->left,
		                           .country = with_country && country.n == 2 ? country
		                                                                     : (struct cdr_str){ NULL, 0 } };
}

static enum cdr_status
score_pairs(struct bench *bench, struct cdr_vec *pairs, bool with_country, struct cdr_error *err)
{
	for (size_t i = 0; i < pairs->n; i++) {
		struct pair *pair = CDR_VEC_AT(pairs, struct pair, i);
		struct cdr_match_subject left = side(pair, false, with_country), right = side(pair, true, with_country);
		struct cdr_match_hit hit;
		CDR_TRY(cdr_match_compare(bench->config, bench->normaliser, NULL, &left, &right, bench->arena, &hit,
		                          err));
		pair->score = hit.score;
	}
	return CDR_OK;
}

/* Chance that a pair of the same scores above a different one, ties half: area under the ROC curve. Of the same, only
 * those of `kind` when it is given. */
static double
area(const struct cdr_vec *pairs, struct cdr_str kind)
{
	double above = 0, n = 0;
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *same = CDR_VEC_AT(pairs, struct pair, i);
		if (!same->same || (kind.p && !cdr_str_equal(same->kind, kind)))
			continue;
		for (size_t k = 0; k < pairs->n; k++) {
			const struct pair *other = CDR_VEC_AT(pairs, struct pair, k);
			if (other->same)
				continue;
			n++;
			above += same->score > other->score ? 1 : same->score == other->score ? 0.5 : 0;
		}
	}
	return n > 0 ? above / n : 0;
}

static void
print_kind(const struct bench *bench, const struct cdr_vec *pairs, struct cdr_str kind, bool same)
{
	size_t n = 0, n_match = 0, n_possible = 0;
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = CDR_VEC_AT(pairs, struct pair, i);
		if (pair->same != same || (kind.p && !cdr_str_equal(pair->kind, kind)))
			continue;
		n++;
		n_match += pair->score >= cdr_match_threshold(bench->config, CDR_VERDICT_MATCH);
		n_possible += pair->score >= cdr_match_threshold(bench->config, CDR_VERDICT_POSSIBLE);
	}
	if (!n)
		return;
	printf("%-9s %-32.*s %6zu  match %5.1f %%  possible or match %5.1f %%", same ? "same" : "different",
	       CDR_STR_ARG(kind.p ? kind : CDR_STR("(all)")), n, 100.0 * (double)n_match / (double)n,
	       100.0 * (double)n_possible / (double)n);
	if (same)
		printf("  AUC %.3f", area(pairs, kind));
	putchar('\n');
}

static enum cdr_status
run_pairs(struct bench *bench, const char *path, struct cdr_error *err)
{
	struct cdr_vec pairs = CDR_VEC_INIT(struct pair, MAX_ROWS);
	enum cdr_status status = read_pairs(bench, path, &pairs, err);
	if (status == CDR_OK)
		status = score_pairs(bench, &pairs, false, err);
	struct cdr_map *seen[2] = { cdr_map_new(1000), cdr_map_new(1000) };
	for (int same = 1; same >= 0 && status == CDR_OK && seen[same]; same--) {
		print_kind(bench, &pairs, (struct cdr_str){ NULL, 0 }, same);
		for (size_t i = 0; i < pairs.n; i++) {
			struct pair *pair = CDR_VEC_AT(&pairs, struct pair, i);
			if (pair->same != (same == 1) || !pair->kind.n || cdr_map_get(seen[same], pair->kind))
				continue;
			(void)!cdr_map_put(seen[same], pair->kind, pair);
			print_kind(bench, &pairs, pair->kind, same);
		}
	}
	cdr_map_free(seen[0]);
	cdr_map_free(seen[1]);
	cdr_vec_done(&pairs);
	return status;
}

/* ------------------------------------------------------------------------------------------------------------ report */

/* Drops the pairs of other halves, keeping the order. */
static void
keep_half(struct cdr_vec *pairs, struct cdr_str half)
{
	size_t n = 0;
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = CDR_VEC_AT(pairs, struct pair, i);
		if (cdr_str_equal(pair->half, half))
			*CDR_VEC_AT(pairs, struct pair, n++) = *pair;
	}
	pairs->n = n;
}

static enum cdr_status
run_report(struct bench *bench, const char *path, const struct report_options *options, struct cdr_error *err)
{
	struct cdr_vec pairs = CDR_VEC_INIT(struct pair, MAX_ROWS);
	enum cdr_status status = read_pairs(bench, path, &pairs, err);
	if (status == CDR_OK && options->half.p)
		keep_half(&pairs, options->half);
	if (status == CDR_OK && !pairs.n)
		status = cdr_fail(err, CDR_EINPUT, "bench", path, "no pair is of that half");
	if (status == CDR_OK)
		status = score_pairs(bench, &pairs, options->country, err);
	if (status == CDR_OK)
		status = report_print(&pairs, cdr_match_threshold(bench->config, CDR_VERDICT_POSSIBLE),
		                      cdr_match_threshold(bench->config, CDR_VERDICT_MATCH), options->json, err);
	cdr_vec_done(&pairs);
	return status;
}

static enum cdr_status
run_terms(struct bench *bench, const char *path, struct cdr_error *err)
{
	struct cdr_vec pairs = CDR_VEC_INIT(struct pair, MAX_ROWS);
	enum cdr_status status = read_pairs(bench, path, &pairs, err);
	if (status == CDR_OK)
		status = terms_print(bench->config, bench->normaliser, &pairs, bench->arena, err);
	cdr_vec_done(&pairs);
	return status;
}

/* `report FILE` and its options in any order after it; false when the call is another or wrong. */
static bool
is_report(int argc, char **argv, struct report_options *ret)
{
	if (argc < 3 || strcmp(argv[1], "report") != 0)
		return false;
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			ret->json = true;
		else if (strcmp(argv[i], "--country") == 0)
			ret->country = true;
		else if (strcmp(argv[i], "--half") == 0 && i + 1 < argc)
			ret->half = cdr_str_from(argv[++i]);
		else
			return false;
	}
	return !ret->half.p || cdr_str_equal(ret->half, CDR_STR("report")) || cdr_str_equal(ret->half, CDR_STR("tune"));
}

/* ------------------------------------------------------------------------------------------------------- most wrong */

static double
wrongness(const struct pair *pair)
{
	return pair->same ? 1 - pair->score : pair->score;
}

static int
wrong_order(const void *left, const void *right)
{
	double a = wrongness(left), b = wrongness(right);
	return (a < b) - (a > b);
}

static enum cdr_status
run_worst(struct bench *bench, const char *path, size_t n, struct cdr_error *err)
{
	struct cdr_vec pairs = CDR_VEC_INIT(struct pair, MAX_ROWS);
	enum cdr_status status = read_pairs(bench, path, &pairs, err);
	if (status == CDR_OK)
		status = score_pairs(bench, &pairs, false, err);
	if (status == CDR_OK && pairs.n)
		qsort(pairs.items, pairs.n, sizeof(struct pair), wrong_order);
	for (size_t i = 0; status == CDR_OK && i < pairs.n && i < n; i++) {
		const struct pair *pair = CDR_VEC_AT(&pairs, struct pair, i);
		printf("%.4f %-9s %-12.*s %.*s | %.*s\n", pair->score, pair->same ? "same" : "different",
		       CDR_STR_ARG(pair->kind), CDR_STR_ARG(pair->left), CDR_STR_ARG(pair->right));
	}
	cdr_vec_done(&pairs);
	return status;
}

/* -------------------------------------------------------------------------------------------------------- first hit */

static struct cdr_match_subject
named(const struct row *row, int name, int country)
{
	struct cdr_str code = cell(row, country);
	return (struct cdr_match_subject){ .name = cell(row, name),
		                           .country = code.n == 2 ? code : (struct cdr_str){ NULL, 0 } };
}

static int
name_column(const struct row *header)
{
	int name = column(header, "company_name");
	return name >= 0 ? name : column(header, "name");
}

static enum cdr_status
run_first(struct bench *bench, const char *clean, const char *damaged, struct cdr_error *err)
{
	struct cdr_str rest;
	struct row row;
	char separator;
	uint32_t n = 0, right = 0, among_ten = 0;
	CDR_TRY(open_table(clean, bench->arena, &rest, &separator, &row, err));
	int name = name_column(&row), country = column(&row, "country");
	while (next_row(bench->arena, &rest, separator, &row)) {
		struct cdr_match_subject subject = named(&row, name, country);
		CDR_TRY(cdr_match_index_add(bench->index, n++, &subject, err));
	}
	CDR_TRY(cdr_match_index_finish(bench->index, err));
	CDR_TRY(open_table(damaged, bench->arena, &rest, &separator, &row, err));
	name = name_column(&row);
	country = column(&row, "country");
	uint32_t asked = 0;
	for (; next_row(bench->arena, &rest, separator, &row); asked++) {
		struct cdr_match_subject subject = named(&row, name, country);
		struct cdr_match_hit *hits = NULL;
		size_t n_hits = 0;
		CDR_TRY(cdr_match_query(bench->index, &subject, 10, 0, bench->arena, &hits, &n_hits, err));
		right += n_hits && hits[0].number == asked;
		for (size_t i = 0; i < n_hits; i++)
			among_ten += hits[i].number == asked;
		if (!n_hits || hits[0].number != asked)
			printf("%.*s -> %.*s\n", CDR_STR_ARG(subject.name),
			       CDR_STR_ARG(n_hits ? hits[0].matched_name : CDR_STR("(nothing)")));
	}
	printf("%u names, %u asked: first %.1f %%, among ten %.1f %%\n", n, asked, 100.0 * right / asked,
	       100.0 * among_ten / asked);
	return CDR_OK;
}

static enum cdr_status
run(struct bench *bench, int argc, char **argv, struct cdr_error *err)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	const char *rulesets = getenv("CANDOR_RULESETS");
	cdr_auto(cdr_bundle) bundle = { 0 };
	CDR_TRY(cdr_bundle_read(rulesets ? rulesets : CDR_SOURCE_ROOT "/rulesets", suffixes, &bundle, err));
	CDR_TRY(cdr_normaliser_load(&bundle, &bench->normaliser, err));
	CDR_TRY(cdr_match_config_load(&bundle, bench->normaliser, &bench->config, err));
	CDR_TRY(cdr_match_index_new(bench->config, bench->normaliser, &bench->index, err));
	if (argc == 3 && strcmp(argv[1], "pairs") == 0)
		return run_pairs(bench, argv[2], err);
	struct report_options options = { 0 };
	if (is_report(argc, argv, &options))
		return run_report(bench, argv[2], &options, err);
	int64_t n = 0;
	if (argc == 3 && strcmp(argv[1], "terms") == 0)
		return run_terms(bench, argv[2], err);
	if (argc == 4 && strcmp(argv[1], "worst") == 0 && cdr_str_to_i64(cdr_str_from(argv[3]), &n) && n > 0)
		return run_worst(bench, argv[2], (size_t)n, err);
	if (argc == 4 && strcmp(argv[1], "top1") == 0)
		return run_first(bench, argv[2], argv[3], err);
	return cdr_fail(err, CDR_EUSAGE, "bench", NULL,
	                "usage: match-quality pairs FILE | report FILE [--half report|tune] [--country] [--json] | "
	                "worst FILE N | top1 CLEAN DAMAGED");
}

int
main(int argc, char **argv)
{
	struct bench bench = { .arena = cdr_arena_new(ARENA_BYTES) };
	struct cdr_error err = { 0 };
	enum cdr_status status = bench.arena ? run(&bench, argc, argv, &err) : cdr_fail_memory(&err, "bench");
	if (status != CDR_OK)
		(void)fprintf(stderr, "match-quality: %s%s%s\n", err.where, err.where[0] ? ": " : "", err.message);
	cdr_match_index_free(bench.index);
	cdr_match_config_free(bench.config);
	cdr_normaliser_free(bench.normaliser);
	cdr_arena_free(bench.arena);
	return status == CDR_OK ? 0 : 1;
}
