/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor match: a line filter. Queries come on standard input, as NDJSON (read and answered line by line) or as CSV with
 * a header; one NDJSON result goes out for each query, in order. With a list or index file no store is needed. What
 * surprises: answers are held back while further queries are at hand, and are all out before the next is waited for. And
 * where many are at hand, workers compare them; a query that no worker answers is answered here, with the same outcome.
 */
#include "cli/entries.h"

#include <string.h>
#include <unistd.h>

#include "cli/lines.h"

#define DEFAULT_TOP 5
#define LINE_ARENA_BYTES ((size_t)64 << 20)
#define BEGINNING_BYTES 16
#define MAX_JOBS 256
#define WORTHWHILE 256 /* queries without a pause between, unless somebody says how many jobs */
#define WINDOW 2048    /* queries with workers at once */
#define WINDOW_BYTES ((size_t)8 << 20)

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
	struct cdr_str sector = cdr_entry_get(entry, "sector");
	struct cli_name name = { entry->id,
		                 { .name = entry->name,
		                   .aliases = entry->aliases,
		                   .n_aliases = entry->n_aliases,
		                   .country = entry->country,
		                   .identifiers = entry->identifiers,
		                   .n_identifiers = entry->n_identifiers,
		                   .id = entry->id,
		                   .addresses = &entry->address,
		                   .n_addresses = entry->address.n > 0,
		                   .sectors = &sector,
		                   .n_sectors = sector.n > 0 } };
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
	double threshold, least;       /* shown from; asked for from, at most the score of "possible" */
	const struct cdr_table *table; /* the queries, when they came as a table */
	struct cli_name_columns columns;
	size_t jobs, n_asked;        /* jobs 0: not said */
	struct cdr_workers *workers; /* once there are any */
	struct cdr_buf requests;     /* those pending, as they were put: struct request, then the line */
	size_t first_request;
	bool failed; /* at some query: those after it are not answered */
};

/* One query: its number in the input, and the line itself where there is no table. */
struct request {
	size_t number, n_line;
};

static void
asking_done(struct asking *asking)
{
	(void)cdr_workers_free(asking->workers);
	(void)cdr_arena_free(asking->arena);
	cdr_buf_done(&asking->requests);
}

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

/* Appends a line of NDJSON. The verdict does not hang on --threshold, which only says what is shown: a possible match
 * that is not shown is no "clear" for that. */
static enum cdr_status
answer(const struct asking *asking, const struct cli_name *name, struct cdr_buf *out, struct cdr_error *err)
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
	if (!result || !results)
		return cdr_fail_memory(err, ROOM);
	if (name->id.n)
		cdr_json_set_str(result, "id", name->id);
	cdr_json_set_str(result, "name", name->subject.name);
	cdr_json_set_text(result, "verdict", cdr_verdict_word(verdict));
	cdr_json_set(result, "results", cdr_steal(&results));
	CDR_TRY(cdr_json_write(result, false, out, err));
	cdr_buf_putc(out, '\n');
	return cdr_buf_check(out, ROOM, err);
}

static enum cdr_status
answer_line(const struct asking *asking, struct cdr_str line, size_t number, struct cdr_buf *out, struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	struct cli_name name;
	cdr_owned(cdr_json) object = NULL;
	(void)snprintf(place, sizeof(place), "standard input:%zu", number);
	CDR_TRY(cdr_json_parse(line, place, &object, err));
	CDR_TRY(cli_name_from_json(asking->target->cli, object, place, asking->arena, &name, err));
	return answer(asking, &name, out, err);
}

static enum cdr_status
answer_row(const struct asking *asking, size_t number, struct cdr_buf *out, struct cdr_error *err)
{
	struct cli_name name;
	const struct cdr_row row = cdr_sheet_row(&asking->table->sheets[0], number);
	CDR_TRY(cli_name_from_row(asking->target->cli, &row, &asking->columns, asking->arena, &name, err));
	return answer(asking, &name, out, err);
}

static enum cdr_status
answer_request(const struct asking *asking, struct cdr_str request, struct cdr_buf *out, struct cdr_error *err)
{
	struct request head;
	memcpy(&head, request.p, sizeof(head));
	struct cdr_str line = { request.p + sizeof(head), head.n_line };
	cdr_arena_reset(asking->arena);
	return asking->table ? answer_row(asking, head.number, out, err)
	                     : answer_line(asking, line, head.number, out, err);
}

static enum cdr_status
work(void *context, struct cdr_str request, struct cdr_buf *reply)
{
	return answer_request(context, request, reply, NULL);
}

/* -------------------------------------------------------------------------------------------------- asking, in order */

/* The stream forgets what it could not write, so that a later flush would succeed: checked at each. */
static enum cdr_status
flush(struct cdr_error *err)
{
	if (fflush(stdout) != 0)
		return cdr_fail(err, CDR_EIO, ROOM, NULL, "standard output could not be written");
	return CDR_OK;
}

/* Prints the answer to the oldest request pending. */
static enum cdr_status
take_answer(struct asking *asking, struct cdr_error *err)
{
	struct request head;
	bool answered = false;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	const char *at = asking->requests.p + asking->first_request;
	memcpy(&head, at, sizeof(head));
	struct cdr_str request = { at, sizeof(head) + head.n_line };
	cdr_workers_get(asking->workers, &text, &answered);
	if (!answered) {
		cdr_buf_done(&text);
		text.max = CDR_BUF_MAX_DEFAULT;
		asking->failed = true;
		CDR_TRY(answer_request(asking, request, &text, err));
		asking->failed = false;
	}
	asking->first_request += request.n;
	if (asking->first_request == asking->requests.n) {
		cdr_buf_clear(&asking->requests);
		asking->first_request = 0;
	}
	return cli_print(cdr_buf_str(&text), err);
}

static enum cdr_status
take_answers(struct asking *asking, size_t n_left, struct cdr_error *err)
{
	while (!asking->failed && asking->workers && cdr_workers_pending(asking->workers) > n_left)
		CDR_TRY(take_answer(asking, err));
	return CDR_OK;
}

/* Workers are worth it for many queries only, and wanted where somebody says so. What is in the stream is written before,
 * though a worker never would. */
static enum cdr_status
start_workers(struct asking *asking, struct cdr_error *err)
{
	size_t n = asking->jobs ? asking->jobs : cdr_processors();
	if (asking->workers || n < 2 || (asking->jobs == 0 && asking->n_asked < WORTHWHILE))
		return CDR_OK;
	CDR_TRY(flush(err));
	return cdr_workers_new(n < MAX_JOBS ? n : MAX_JOBS, work, asking, &asking->workers, err);
}

static enum cdr_status
ask_here(struct asking *asking, struct cdr_str request, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(answer_request(asking, request, &text, err));
	return cli_print(cdr_buf_str(&text), err);
}

/* One query, to a worker or at once. Lines too long for a worker's window are answered when all before them are. */
static enum cdr_status
ask_one(struct asking *asking, size_t number, struct cdr_str line, struct cdr_error *err)
{
	struct request head = { number, line.n };
	CDR_TRY(start_workers(asking, err));
	asking->n_asked++;
	bool shared = asking->workers && cdr_workers_alive(asking->workers) > 0 && line.n < WINDOW_BYTES;
	CDR_TRY(take_answers(asking, shared && asking->requests.n < WINDOW_BYTES ? WINDOW : 0, err));
	size_t at = asking->requests.n;
	cdr_buf_add(&asking->requests, &head, sizeof(head));
	cdr_buf_add_str(&asking->requests, line);
	CDR_TRY(cdr_buf_check(&asking->requests, ROOM, err));
	struct cdr_str request = { asking->requests.p + at, asking->requests.n - at };
	if (shared)
		return cdr_workers_put(asking->workers, request, err);
	enum cdr_status status = ask_here(asking, request, err);
	cdr_buf_clear(&asking->requests);
	return status;
}

/* Whoever talks to this program through a pipe sends the next query when it has the answer. */
static enum cdr_status
before_reading(void *context, bool waits, struct cdr_error *err)
{
	struct asking *asking = context;
	if (!waits)
		return CDR_OK;
	asking->n_asked = 0;
	CDR_TRY(take_answers(asking, 0, err));
	return flush(err);
}

static enum cdr_status
ask_ndjson(struct asking *asking, struct cli_lines *lines, struct cdr_error *err)
{
	for (;;) {
		struct cdr_str line;
		bool found = false;
		CDR_TRY(cli_lines_next(lines, &line, &found, err));
		if (!found)
			return CDR_OK;
		if (cdr_str_trim(line).n)
			CDR_TRY(ask_one(asking, lines->number, line, err));
	}
}

static enum cdr_status
ask_table(struct asking *asking, struct cli_lines *lines, struct cdr_error *err)
{
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	cdr_owned(cdr_table) table = NULL;
	for (bool found = true; found;) {
		struct cdr_str line = { NULL, 0 };
		CDR_TRY(cli_lines_next(lines, &line, &found, err));
		if (found)
			cdr_buf_add_str(&bytes, line);
	}
	CDR_TRY(cdr_buf_check(&bytes, ROOM, err));
	CDR_TRY(cdr_ingest_read(cdr_buf_str(&bytes), "standard input", &options, &table, err));
	CDR_TRY(cli_name_columns(table, &asking->columns, err));
	asking->table = table;
	enum cdr_status status = CDR_OK;
	for (size_t i = 1; status == CDR_OK && i < table->sheets[0].n_rows; i++)
		status = ask_one(asking, i, (struct cdr_str){ NULL, 0 }, err);
	struct cdr_error other = { 0 };
	enum cdr_status rest = take_answers(asking, 0, status == CDR_OK ? err : &other);
	asking->table = NULL;
	return status == CDR_OK ? rest : status;
}

static enum cdr_status
ask_all(struct asking *asking, struct cdr_error *err)
{
	__attribute__((cleanup(cli_lines_done))) struct cli_lines lines =
		CLI_LINES_INIT(STDIN_FILENO, "standard input");
	struct cdr_str beginning, line;
	bool found = false;
	lines.before_reading = before_reading;
	lines.context = asking;
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

/* Queries before one that cannot be read, or before the end of reading, are answered. */
static enum cdr_status
ask(struct asking *asking, struct cdr_error *err)
{
	enum cdr_status status = ask_all(asking, err);
	struct cdr_error other = { 0 };
	enum cdr_status rest = take_answers(asking, 0, &other);
	if (rest == CDR_OK)
		rest = flush(&other);
	if (status != CDR_OK || rest == CDR_OK)
		return status;
	if (err)
		*err = other;
	return rest;
}

enum cdr_status
cli_match(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_load_setup(cli, err));
	__attribute__((cleanup(target_done))) struct target target = { .cli = cli };
	struct cdr_str given = cli_option_str(cli, "threshold");
	int64_t top = DEFAULT_TOP, jobs = 0;
	double possible = cdr_match_threshold(cli->setup->match, CDR_VERDICT_POSSIBLE), threshold = possible;
	CDR_TRY(cli_option_int(cli, "top", 1, CDR_MATCH_MAX_TOP, &top, err));
	if (given.p && (!cdr_str_to_double(given, &threshold) || threshold < 0 || threshold > 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--threshold wants a number from 0 to 1");
	CDR_TRY(cli_option_int(cli, "jobs", 1, MAX_JOBS, &jobs, err));
	CDR_TRY(load_target(&target, err));
	CDR_TRY(cdr_matcher_new(target.index, &target.matcher, err));
	__attribute__((cleanup(asking_done))) struct asking asking = {
		.target = &target,
		.arena = cdr_arena_new(LINE_ARENA_BYTES),
		.top = (size_t)top,
		.threshold = threshold,
		.least = possible < threshold ? possible : threshold,
		.jobs = (size_t)jobs,
		.requests = CDR_BUF_INIT,
	};
	return asking.arena ? ask(&asking, err) : cdr_fail_memory(err, ROOM);
}
