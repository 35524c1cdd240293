/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor match: a line filter. Queries come on standard input, as NDJSON (read and answered line by line) or as CSV with
 * a header; one NDJSON result goes out for each query, in order. With a list or index file no store is needed. What
 * surprises: answers are held back while further queries are at hand, and are all out before the next is waited for.
 */
#include "cli/entries.h"

#include <string.h>
#include <unistd.h>

#include "cli/lines.h"

#define DEFAULT_TOP 5
#define LINE_ARENA_BYTES ((size_t)64 << 20)
#define BEGINNING_BYTES 16

/* What is matched against: an index of entries with their ids. */
struct target {
	struct cli *cli;
	struct cdr_match_index *index;
	struct cdr_matcher *matcher;
	uint32_t n;
	bool stale; /* a registry's copy too old to say "clear" */
};

static void
target_done(struct target *target)
{
	(void)cdr_matcher_free(target->matcher);
	(void)cdr_match_index_free(target->index);
}

static enum cdr_status
add_name(void *context, const struct cli_name *name, struct cdr_error *err)
{
	struct target *target = context;
	if (target->n >= CDR_MATCH_MAX_ENTRIES)
		return cdr_fail(err, CDR_ELIMIT, ROOM, NULL, "more than %d names to match against",
		                CDR_MATCH_MAX_ENTRIES);
	return cdr_match_index_add(target->index, target->n++, &name->subject, err);
}

/* ---------------------------------------------------------------------------------------------------------- targets */

static enum cdr_status
add_entry(void *context, const struct cdr_entry *entry, struct cdr_error *err)
{
	struct cli_name name = { entry->id,
		                 { entry->name, entry->aliases, entry->n_aliases, entry->country, entry->identifiers,
		                   entry->n_identifiers, entry->id } };
	if (cdr_str_equal(entry->party_type, CDR_STR("goods")) || !entry->name.n)
		return CDR_OK;
	return add_name(context, &name, err);
}

static enum cdr_status
load_registry(struct target *target, struct cdr_str id, struct cdr_error *err)
{
	struct cdr_snapshot snapshot = { 0 };
	struct cli *cli = target->cli;
	CDR_TRY(cli_open_store(cli, false, err));
	char as_of[CDR_DATE_TEXT_MAX];
	CDR_TRY(cdr_store_snapshot_current(cli->store, id, (struct cdr_date){ 0 }, cli->arena, &snapshot, err));
	target->stale =
		cdr_registry_is_stale(cdr_screen_setup_registry(cli->setup, id), snapshot.as_of, cdr_date_today());
	if (target->stale)
		cli_say(cli, "the copy of %.*s is of %s and stale: where nothing matches, the verdict is not_checked",
		        CDR_STR_ARG(id), cdr_date_text(snapshot.as_of, as_of));
	return cdr_store_entry_each(cli->store, snapshot.id, add_entry, target, err);
}

static enum cdr_status
load_list(struct target *target, const char *path, struct cdr_error *err)
{
	struct cli_entries_count count = { 0 };
	CDR_TRY(cli_entries_read(target->cli, path, add_name, target, &count, err));
	if (count.n_nameless)
		cli_say(target->cli, "%zu rows of %s have no name and are left out", count.n_nameless, path);
	if (count.n_other)
		cli_say(target->cli, "%zu entities of %s are no organisations and are left out", count.n_other, path);
	return CDR_OK;
}

/* Whether the file is meant to be an index: by its beginning, whatever it is called. */
static enum cdr_status
is_index(const char *path, bool *ret, struct cdr_error *err)
{
	int fd = -1;
	char beginning[BEGINNING_BYTES];
	CDR_TRY(cdr_file_open_read(path, &fd, err));
	ssize_t n = read(fd, beginning, sizeof(beginning));
	(void)close(fd);
	*ret = cdr_match_index_is_file((struct cdr_str){ beginning, n > 0 ? (size_t)n : 0 }) ||
	       cdr_str_ends_with(cdr_str_from(path), CDR_STR(".cdx"));
	return CDR_OK;
}

static enum cdr_status
load_target(struct target *target, struct cdr_error *err)
{
	struct cli *cli = target->cli;
	const char *against = cli_option(cli, "against");
	bool index = false;
	if (!against)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--against says what to match against: a registry's id, an index or a list file");
	bool registry = cdr_screen_setup_registry(cli->setup, cdr_str_from(against)) != NULL;
	if (!registry && !cdr_file_exists(against))
		return cdr_fail(err, CDR_EIO, ROOM, against,
		                "is neither a file nor a registry; `candor registry list` names those");
	if (!registry)
		CDR_TRY(is_index(against, &index, err));
	if (index)
		return cdr_match_index_open(against, cli->setup->match, cli->setup->normaliser, &target->index, err);
	CDR_TRY(cdr_match_index_new(cli->setup->match, cli->setup->normaliser, &target->index, err));
	CDR_TRY(registry ? load_registry(target, cdr_str_from(against), err) : load_list(target, against, err));
	return cdr_match_index_finish(target->index, err);
}

/* ---------------------------------------------------------------------------------------------------------- queries */

struct asking {
	struct target *target;
	struct cdr_arena *arena; /* reset after each query */
	size_t top;
	double threshold, least; /* shown from; asked for from, at most the score of "possible" */
};

static struct cdr_json *
hit_json(const struct target *target, const struct cdr_match_hit *hit)
{
	struct cdr_json *json = cdr_json_object(), *reasons = cdr_json_array();
	struct cdr_str id = { NULL, 0 }, name = { NULL, 0 };
	(void)cdr_match_index_entry(target->index, hit->number, &id, &name);
	cdr_json_set_str(json, "id", id);
	cdr_json_set_str(json, "name", name);
	cdr_json_set_str(json, "matched_name", hit->matched_name);
	cdr_json_set_real(json, "score", hit->score);
	cdr_json_set_text(json, "verdict", cdr_verdict_word(hit->verdict));
	for (size_t i = 0; i < hit->n_reasons; i++) {
		struct cdr_json *reason = cdr_json_object();
		cdr_json_set_str(reason, "code", hit->reasons[i].code);
		cdr_json_set_str(reason, "text", hit->reasons[i].text);
		cdr_json_set_real(reason, "contribution", hit->reasons[i].contribution);
		cdr_json_push(reasons, reason);
	}
	cdr_json_set(json, "reasons", reasons);
	return json;
}

/* The verdict does not hang on --threshold, which only says what is shown: a possible match that is not shown is no
 * "clear" for that. */
static enum cdr_status
answer(struct asking *asking, const struct cli_name *name, struct cdr_error *err)
{
	const struct cdr_match_hit *hits = NULL;
	size_t n_hits = 0;
	struct target *target = asking->target;
	CDR_TRY(cdr_matcher_query(target->matcher, &name->subject, asking->top, asking->least, &hits, &n_hits, err));
	/* An empty name asks nothing, and an empty list answers nothing. */
	bool asked = cdr_match_index_count(target->index) > 0 &&
	             (cdr_str_trim(name->subject.name).n > 0 || name->subject.n_identifiers > 0);
	enum cdr_verdict silence = asked && !target->stale ? CDR_VERDICT_CLEAR : CDR_VERDICT_NOT_CHECKED;
	enum cdr_verdict verdict = n_hits && hits[0].verdict > CDR_VERDICT_CLEAR ? hits[0].verdict : silence;
	cdr_owned(cdr_json) result = cdr_json_object();
	cdr_owned(cdr_json) results = cdr_json_array();
	for (size_t i = 0; i < n_hits && hits[i].score >= asking->threshold; i++) {
		struct cdr_match_hit hit;
		CDR_TRY(cdr_matcher_explain(target->matcher, i, asking->arena, &hit, err));
		cdr_json_push(results, hit_json(target, &hit));
	}
	if (name->id.n)
		cdr_json_set_str(result, "id", name->id);
	cdr_json_set_str(result, "name", name->subject.name);
	cdr_json_set_text(result, "verdict", cdr_verdict_word(verdict));
	cdr_json_set(result, "results", cdr_steal(&results));
	CDR_TRY(cli_print_line_json(cdr_steal(&result), err));
	cdr_arena_reset(asking->arena);
	return CDR_OK;
}

static enum cdr_status
ask_line(struct asking *asking, struct cdr_str line, size_t number, struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	struct cli_name name;
	cdr_owned(cdr_json) object = NULL;
	if (cdr_str_trim(line).n == 0)
		return CDR_OK;
	(void)snprintf(place, sizeof(place), "standard input:%zu", number);
	CDR_TRY(cdr_json_parse(line, place, &object, err));
	CDR_TRY(cli_name_from_json(asking->target->cli, object, place, asking->arena, &name, err));
	return answer(asking, &name, err);
}

/* The stream forgets what it could not write, so that a later flush would succeed: checked at each. */
static enum cdr_status
flush(struct cdr_error *err)
{
	if (fflush(stdout) != 0)
		return cdr_fail(err, CDR_EIO, ROOM, NULL, "standard output could not be written");
	return CDR_OK;
}

static enum cdr_status
ask_ndjson(struct asking *asking, struct cli_lines *lines, struct cdr_error *err)
{
	for (;;) {
		struct cdr_str line;
		bool found = false;
		CDR_TRY(cli_lines_next(lines, &line, &found, err));
		if (!found)
			return flush(err);
		CDR_TRY(ask_line(asking, line, lines->number, err));
	}
}

static enum cdr_status
ask_table(struct asking *asking, struct cli_lines *lines, struct cdr_error *err)
{
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	struct cli_name_columns columns;
	cdr_owned(cdr_table) table = NULL;
	for (bool found = true; found;) {
		struct cdr_str line = { NULL, 0 };
		CDR_TRY(cli_lines_next(lines, &line, &found, err));
		if (found)
			cdr_buf_add_str(&bytes, line);
	}
	CDR_TRY(cdr_buf_check(&bytes, ROOM, err));
	CDR_TRY(cdr_ingest_read(cdr_buf_str(&bytes), "standard input", &options, &table, err));
	CDR_TRY(cli_name_columns(table, &columns, err));
	for (size_t i = 1; i < table->sheets[0].n_rows; i++) {
		struct cli_name name;
		CDR_TRY(cli_name_from_row(asking->target->cli, &table->sheets[0].rows[i], &columns, asking->arena,
		                          &name, err));
		CDR_TRY(answer(asking, &name, err));
	}
	return CDR_OK;
}

static enum cdr_status
ask(struct asking *asking, struct cdr_error *err)
{
	__attribute__((cleanup(cli_lines_done))) struct cli_lines lines =
		CLI_LINES_INIT(STDIN_FILENO, "standard input");
	struct cdr_str beginning, line;
	bool found = false;
	lines.before_reading = flush;
	do {
		CDR_TRY(cli_lines_peek(&lines, &beginning, err));
		if (!beginning.n)
			return CDR_OK;
		if (cdr_str_trim(beginning).n)
			break;
		CDR_TRY(cli_lines_next(&lines, &line, &found, err)); /* blank lines before the first */
	} while (found);
	bool ndjson = cdr_str_starts_with(cdr_str_trim(beginning), CDR_STR("{"));
	return ndjson ? ask_ndjson(asking, &lines, err) : ask_table(asking, &lines, err);
}

enum cdr_status
cli_match(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_load_setup(cli, err));
	__attribute__((cleanup(target_done))) struct target target = { .cli = cli };
	struct cdr_str given = cli_option_str(cli, "threshold");
	int64_t top = DEFAULT_TOP;
	double possible = cdr_match_threshold(cli->setup->match, CDR_VERDICT_POSSIBLE), threshold = possible;
	CDR_TRY(cli_option_int(cli, "top", 1, CDR_MATCH_MAX_TOP, &top, err));
	if (given.p && (!cdr_str_to_double(given, &threshold) || threshold < 0 || threshold > 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--threshold wants a number from 0 to 1");
	CDR_TRY(load_target(&target, err));
	cdr_owned(cdr_arena) arena = cdr_arena_new(LINE_ARENA_BYTES);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_matcher_new(target.index, &target.matcher, err));
	struct asking asking = { &target, arena, (size_t)top, threshold, possible < threshold ? possible : threshold };
	return ask(&asking, err);
}
