/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor match: a line filter. Queries come on standard input, as NDJSON (read and answered line by line) or as CSV with
 * a header; one NDJSON result goes out for each query, in order. With a list file no store is needed.
 */
#include "cli/names.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_TOP 5
#define LINE_ARENA_BYTES ((size_t)64 << 20)

/* What is matched against: entries by number, with an index over them. */
struct target {
	struct cli *cli;
	struct cdr_arena *arena;
	struct cdr_match_index *index;
	struct cdr_vec ids, names; /* struct cdr_str, by number */
	size_t n_nameless;         /* left out: there is nothing to compare */
	bool stale;                /* a registry's copy too old to say "clear" */
};

static void
target_done(struct target *target)
{
	(void)cdr_match_index_free(target->index);
	(void)cdr_arena_free(target->arena);
	cdr_vec_done(&target->ids);
	cdr_vec_done(&target->names);
}

static enum cdr_status
add_name(struct target *target, const struct cli_name *name, struct cdr_error *err)
{
	uint32_t number = (uint32_t)target->ids.n;
	if (name->subject.name.n == 0) {
		target->n_nameless++;
		return CDR_OK;
	}
	if (number >= CDR_MATCH_MAX_ENTRIES)
		return cdr_fail(err, CDR_ELIMIT, ROOM, NULL, "more than %d names to match against",
		                CDR_MATCH_MAX_ENTRIES);
	struct cdr_str *id = cdr_vec_push(&target->ids), *text = cdr_vec_push(&target->names);
	if (!id || !text)
		return cdr_fail_memory(err, ROOM);
	*id = name->id.n ? cdr_str_copy(target->arena, name->id) : cdr_str_format(target->arena, "%u", number + 1);
	*text = cdr_str_copy(target->arena, name->subject.name);
	if (!id->p || !text->p)
		return cdr_fail_memory(err, ROOM);
	return cdr_match_index_add(target->index, number, &name->subject, err);
}

/* ---------------------------------------------------------------------------------------------------------- targets */

static enum cdr_status
add_entry(void *context, const struct cdr_entry *entry, struct cdr_error *err)
{
	struct cli_name name = { entry->id,
		                 { entry->name, entry->aliases, entry->n_aliases, entry->country, entry->identifiers,
		                   entry->n_identifiers } };
	if (cdr_str_equal(entry->party_type, CDR_STR("goods")))
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
	CDR_TRY(cdr_store_snapshot_current(cli->store, id, (struct cdr_date){ 0 }, target->arena, &snapshot, err));
	target->stale =
		cdr_registry_is_stale(cdr_screen_setup_registry(cli->setup, id), snapshot.as_of, cdr_date_today());
	if (target->stale)
		cli_say(cli, "the copy of %.*s is of %s and stale: where nothing matches, the verdict is not_checked",
		        CDR_STR_ARG(id), cdr_date_text(snapshot.as_of, as_of));
	return cdr_store_entry_each(cli->store, snapshot.id, add_entry, target, err);
}

/* One line of NDJSON at a time; `fn` gets each object. */
typedef enum cdr_status (*object_fn)(void *context, const struct cdr_json *object, const char *place,
                                     struct cdr_error *err);

static enum cdr_status
each_object(struct cdr_str text, const char *file, object_fn fn, void *context, struct cdr_error *err)
{
	struct cdr_str line;
	for (size_t number = 1; cdr_str_split(&text, '\n', &line); number++) {
		char place[CDR_ERROR_WHERE_MAX];
		cdr_owned(cdr_json) object = NULL;
		if (cdr_str_trim(line).n == 0)
			continue;
		(void)snprintf(place, sizeof(place), "%s:%zu", file, number);
		CDR_TRY(cdr_json_parse(line, place, &object, err));
		CDR_TRY(fn(context, object, place, err));
	}
	return CDR_OK;
}

static enum cdr_status
add_object(void *context, const struct cdr_json *object, const char *place, struct cdr_error *err)
{
	struct target *target = context;
	struct cli_name name;
	CDR_TRY(cli_name_from_json(target->cli, object, place, target->arena, &name, err));
	return add_name(target, &name, err);
}

static enum cdr_status
load_table(struct target *target, struct cdr_str bytes, const char *file, struct cdr_error *err)
{
	struct cdr_ingest_options options = { 0 };
	struct cli_name_columns columns;
	cdr_owned(cdr_table) table = NULL;
	CDR_TRY(cdr_ingest_read(bytes, file, &options, &table, err));
	CDR_TRY(cli_name_columns(table, &columns, err));
	for (size_t i = 1; i < table->sheets[0].n_rows; i++) {
		struct cli_name name;
		CDR_TRY(cli_name_from_row(target->cli, &table->sheets[0].rows[i], &columns, target->arena, &name, err));
		CDR_TRY(add_name(target, &name, err));
	}
	return CDR_OK;
}

static bool
is_ndjson(struct cdr_str text)
{
	text = cdr_str_trim(text);
	return text.n > 0 && text.p[0] == '{';
}

static enum cdr_status
load_target(struct target *target, struct cdr_error *err)
{
	struct cli *cli = target->cli;
	const char *against = cli_option(cli, "against");
	if (!against)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--against says what to match against: a registry's id or a list file");
	target->arena = cdr_arena_new((size_t)2 << 30);
	if (!target->arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_match_index_new(cli->setup->match, cli->setup->normaliser, &target->index, err));
	if (!cdr_file_exists(against) || cdr_screen_setup_registry(cli->setup, cdr_str_from(against))) {
		if (!cdr_screen_setup_registry(cli->setup, cdr_str_from(against)))
			return cdr_fail(err, CDR_EIO, ROOM, against,
			                "is neither a file nor a registry; `candor registry list` names those");
		CDR_TRY(load_registry(target, cdr_str_from(against), err));
		return cdr_match_index_finish(target->index, err);
	}
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	CDR_TRY(cdr_file_read(against, &bytes, err));
	CDR_TRY(is_ndjson(cdr_buf_str(&bytes))
	                ? each_object(cdr_buf_str(&bytes), cdr_file_name(against), add_object, target, err)
	                : load_table(target, cdr_buf_str(&bytes), cdr_file_name(against), err));
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
	cdr_json_set_str(json, "id", *CDR_VEC_AT(&target->ids, struct cdr_str, hit->number));
	cdr_json_set_str(json, "name", *CDR_VEC_AT(&target->names, struct cdr_str, hit->number));
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
	struct cdr_match_hit *hits = NULL;
	size_t n_hits = 0;
	struct target *target = asking->target;
	if (target->ids.n)
		CDR_TRY(cdr_match_query(target->index, &name->subject, asking->top, asking->least, asking->arena, &hits,
		                        &n_hits, err));
	/* An empty name asks nothing, and an empty list answers nothing. */
	bool asked = target->ids.n > 0 && (cdr_str_trim(name->subject.name).n > 0 || name->subject.n_identifiers > 0);
	enum cdr_verdict silence = asked && !target->stale ? CDR_VERDICT_CLEAR : CDR_VERDICT_NOT_CHECKED;
	enum cdr_verdict verdict = n_hits && hits[0].verdict > CDR_VERDICT_CLEAR ? hits[0].verdict : silence;
	cdr_owned(cdr_json) result = cdr_json_object();
	struct cdr_json *results = cdr_json_array();
	for (size_t i = 0; i < n_hits; i++) {
		if (hits[i].score >= asking->threshold)
			cdr_json_push(results, hit_json(target, &hits[i]));
	}
	if (name->id.n)
		cdr_json_set_str(result, "id", name->id);
	cdr_json_set_str(result, "name", name->subject.name);
	cdr_json_set_text(result, "verdict", cdr_verdict_word(verdict));
	cdr_json_set(result, "results", results);
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

static void
free_line(char **line)
{
	free(*line); /* from getline, so not through cdr_free */
}

/* Reads, answers and flushes line by line, so that the filter can be talked to through a pipe. */
static enum cdr_status
ask_ndjson(struct asking *asking, struct cdr_error *err)
{
	__attribute__((cleanup(free_line))) char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	for (size_t number = 1; (n = getline(&line, &capacity, stdin)) > 0; number++) {
		CDR_TRY(ask_line(asking, (struct cdr_str){ line, (size_t)n }, number, err));
		/* Checked here: the stream forgets what it could not write, so that a later flush would succeed. */
		if (fflush(stdout) != 0)
			return cdr_fail(err, CDR_EIO, ROOM, NULL, "standard output could not be written");
	}
	return CDR_OK;
}

static enum cdr_status
ask_table(struct asking *asking, struct cdr_error *err)
{
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	struct cli_name_columns columns;
	cdr_owned(cdr_table) table = NULL;
	char chunk[65536];
	size_t n;
	while ((n = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
		cdr_buf_add(&bytes, chunk, n);
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
	int first;
	do {
		first = getc(stdin);
	} while (first == ' ' || first == '\n' || first == '\r');
	if (first == EOF)
		return CDR_OK;
	(void)ungetc(first, stdin);
	return first == '{' ? ask_ndjson(asking, err) : ask_table(asking, err);
}

enum cdr_status
cli_match(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_load_setup(cli, err));
	__attribute__((cleanup(
		target_done))) struct target target = { .cli = cli,
		                                        .ids = CDR_VEC_INIT(struct cdr_str, CDR_MATCH_MAX_ENTRIES),
		                                        .names = CDR_VEC_INIT(struct cdr_str, CDR_MATCH_MAX_ENTRIES) };
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
	if (target.n_nameless)
		cli_say(cli, "%zu rows of %s have no name and are left out", target.n_nameless,
		        cli_option(cli, "against"));
	struct asking asking = { &target, arena, (size_t)top, threshold, possible < threshold ? possible : threshold };
	CDR_TRY(ask(&asking, err));
	if (ferror(stdin))
		return cdr_fail(err, CDR_EIO, ROOM, NULL, "standard input could not be read to its end");
	return CDR_OK;
}
