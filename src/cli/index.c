/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor index: names to match against as one file, which every process maps and none has to read. `build` makes it from
 * lists, `update` makes it anew taking over what has not changed, `stat` says what is in it and reads all of it against its
 * checksums. What surprises: the file holds no settings;
 * it is refused when the rules names are read by have changed since, for it would answer by two measures.
 */
#include "cli/entries.h"

#include <inttypes.h>
#include <string.h>

struct build {
	struct cli *cli;
	struct cdr_match_index *index;
	uint32_t n;
};

static enum cdr_status
add_entry(void *context, const struct cli_name *name, struct cdr_error *err)
{
	struct build *build = context;
	if (build->n % 8192 == 0 && !cdr_progress_tell(&build->cli->progress, "reading names", build->n, 0))
		return cdr_fail(err, CDR_ECANCELLED, ROOM, NULL, "stopped");
	return cdr_match_index_add(build->index, build->n++, &name->subject, err);
}

/* Reads all lists into the index, finishes it and writes it. */
static enum cdr_status
make(struct cli *cli, struct cdr_match_index *index, const char *output, struct cdr_error *err)
{
	struct cli_entries_count count = { 0 };
	struct build building = { cli, index, 0 };
	for (int i = 1; i < cli->n_arguments; i++)
		CDR_TRY(cli_entries_read(cli, cli->arguments[i], add_entry, &building, &count, err));
	CDR_TRY(cdr_match_index_finish(index, err));
	CDR_TRY(cdr_match_index_write(index, output, err));
	if (count.n_nameless)
		cli_say(cli, "%zu rows have no name and are left out", count.n_nameless);
	if (count.n_other)
		cli_say(cli, "%zu entities are no organisations and are left out", count.n_other);
	return CDR_OK;
}

/* The same members whether it was built or updated; of a built one nothing is known of changes. */
static enum cdr_status
tell(const struct cli *cli, const struct cdr_match_index *index, const char *output,
     const struct cdr_match_index_changes *changes, struct cdr_error *err)
{
	struct cdr_match_index_facts facts;
	cdr_match_index_facts(index, &facts);
	if (cli_json(cli)) {
		struct cdr_json *json = cdr_json_object();
		cdr_json_set_text(json, "file", output);
		cdr_json_set_int(json, "entries", (int64_t)facts.n_entries);
		cdr_json_set_int(json, "names", (int64_t)facts.n_names);
		cdr_json_set_int(json, "bytes", (int64_t)facts.n_bytes);
		if (changes) {
			cdr_json_set_int(json, "added", (int64_t)changes->added);
			cdr_json_set_int(json, "removed", (int64_t)changes->removed);
			cdr_json_set_int(json, "changed", (int64_t)changes->changed);
			cdr_json_set_int(json, "same", (int64_t)changes->same);
		}
		return cli_print_json(json, err);
	}
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_buf_printf(&out, "%s: %zu entries, %zu names, %zu bytes\n", output, facts.n_entries, facts.n_names,
	               facts.n_bytes);
	if (changes)
		cdr_buf_printf(&out, "%zu added, %zu removed, %zu changed, %zu the same\n", changes->added,
		               changes->removed, changes->changed, changes->same);
	CDR_TRY(cdr_buf_check(&out, ROOM, err));
	return cli_print(cdr_buf_str(&out), err);
}

static enum cdr_status
build(struct cli *cli, struct cdr_error *err)
{
	const char *output = cli_option(cli, "output");
	cdr_owned(cdr_match_index) index = NULL;
	if (cli->n_arguments < 2 || !output)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor index build FILE… --output FILE.cdx");
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_match_index_new(cli->setup->match, cli->setup->normaliser, &index, err));
	CDR_TRY(make(cli, index, output, err));
	return tell(cli, index, output, NULL, err);
}

/* The old file is read whole first: what is damaged in it must not be taken over. */
static enum cdr_status
update(struct cli *cli, struct cdr_error *err)
{
	const char *output = cli_option(cli, "output");
	cdr_owned(cdr_match_index) old = NULL;
	cdr_owned(cdr_match_index) index = NULL;
	if (cli->n_arguments < 2 || !output)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor index update FILE… --output FILE.cdx");
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_match_index_open(output, cli->setup->match, cli->setup->normaliser, &old, err));
	CDR_TRY(cdr_match_index_verify(old, cdr_file_name(output), err));
	CDR_TRY(cdr_match_index_renew(old, &index, err));
	CDR_TRY(make(cli, index, output, err));
	struct cdr_match_index_changes changes = cdr_match_index_changes(index);
	return tell(cli, index, output, &changes, err);
}

/* ------------------------------------------------------------------------------------------------------------- stat */

static struct cdr_json *
facts_json(const char *path, const struct cdr_match_index_facts *facts)
{
	char digest[32];
	struct cdr_json *json = cdr_json_object(), *sections = cdr_json_object();
	(void)snprintf(digest, sizeof(digest), "%016" PRIx64, facts->rules);
	cdr_json_set_text(json, "file", path);
	cdr_json_set_int(json, "version", facts->version);
	cdr_json_set_text(json, "rules", digest);
	cdr_json_set_int(json, "bytes", (int64_t)facts->n_bytes);
	cdr_json_set_int(json, "entries", (int64_t)facts->n_entries);
	cdr_json_set_int(json, "names", (int64_t)facts->n_names);
	cdr_json_set_int(json, "identifiers", (int64_t)facts->n_identifiers);
	cdr_json_set_int(json, "words", (int64_t)facts->n_words);
	cdr_json_set_int(json, "words_above_cap", (int64_t)facts->n_capped_words);
	cdr_json_set_int(json, "keys_above_cap", (int64_t)facts->n_capped_keys);
	for (size_t i = 0; i < facts->n_sections; i++)
		cdr_json_set_int(sections, facts->sections[i].name, (int64_t)facts->sections[i].n_bytes);
	cdr_json_set(json, "sections", sections);
	return json;
}

static enum cdr_status
stat_index(struct cli *cli, struct cdr_error *err)
{
	cdr_owned(cdr_match_index) index = NULL;
	struct cdr_match_index_facts facts;
	if (cli->n_arguments != 2)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor index stat FILE.cdx");
	const char *path = cli->arguments[1];
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_match_index_open(path, cli->setup->match, cli->setup->normaliser, &index, err));
	CDR_TRY(cdr_match_index_verify(index, cdr_file_name(path), err));
	cdr_match_index_facts(index, &facts);
	if (cli_json(cli))
		return cli_print_json(facts_json(path, &facts), err);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_buf_printf(&out, "%s: whole; version %u, rules %016" PRIx64 "\n", path, facts.version, facts.rules);
	cdr_buf_printf(&out, "%zu entries, %zu names, %zu identifiers, %zu words\n", facts.n_entries, facts.n_names,
	               facts.n_identifiers, facts.n_words);
	cdr_buf_printf(&out, "%zu bytes, %zu a name\n", facts.n_bytes,
	               facts.n_names ? facts.n_bytes / facts.n_names : facts.n_bytes);
	cdr_buf_printf(&out, "above the cap: %zu words, %zu keys\n", facts.n_capped_words, facts.n_capped_keys);
	for (size_t i = 0; i < facts.n_sections; i++)
		cdr_buf_printf(&out, "  %-16s %12zu bytes\n", facts.sections[i].name, facts.sections[i].n_bytes);
	CDR_TRY(cdr_buf_check(&out, ROOM, err));
	return cli_print(cdr_buf_str(&out), err);
}

enum cdr_status
cli_index(struct cli *cli, struct cdr_error *err)
{
	if (strcmp(cli->arguments[0], "build") == 0)
		return build(cli, err);
	if (strcmp(cli->arguments[0], "update") == 0)
		return update(cli, err);
	if (strcmp(cli->arguments[0], "stat") == 0)
		return stat_index(cli, err);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "candor index: \"%s\" is none of build, update, stat",
	                cli->arguments[0]);
}
