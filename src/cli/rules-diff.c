/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor rules diff OLD NEW: which findings another rule book would add, take away or weigh otherwise, before it is put in
 * place. Both are run over the organisation's data and the current copies of lists as they are now; nothing is kept.
 */
#include "cli/cli-impl.h"

#include <string.h>

#include "candor/rules.h"

#define FINDINGS_MAX ((size_t)1 << 22)

/* A finding of either. */
struct side {
	struct cdr_str rule, party, agency, title;
	int64_t revision;
	enum cdr_severity severity;
	bool met; /* the other has it too */
};
struct diff {
	struct cli *cli;
	struct cdr_map *old; /* fingerprint -> struct side */
	struct cli_table *table;
	struct cdr_json *array;
	size_t n_added, n_removed, n_changed, n_same;
};

static enum cdr_status
tell(struct diff *diff, const char *change, const struct side *side, const struct side *before, struct cdr_error *err)
{
	const char *severity = cdr_severity_word(side->severity);
	struct cdr_str weight =
		before ? cdr_str_format(diff->cli->arena, "%s → %s", cdr_severity_word(before->severity), severity)
		       : cdr_str_from(severity);
	struct cdr_str cells[] = {
		cdr_str_from(change), weight, side->rule, side->party, side->agency.n ? side->agency : CDR_STR("-"),
		side->title
	};
	if (!diff->array)
		return cli_table_row(diff->table, cells, err);
	struct cdr_json *item = cdr_json_object();
	cdr_json_set_text(item, "change", change);
	cdr_json_set_text(item, "severity", severity);
	if (before)
		cdr_json_set_text(item, "severity_before", cdr_severity_word(before->severity));
	cdr_json_set_str(item, "rule_id", side->rule);
	cdr_json_set_int(item, "rule_revision", side->revision);
	cdr_json_set_str(item, "party_name", side->party);
	cdr_json_set_str(item, "agency_name", side->agency);
	cdr_json_set_str(item, "title", side->title);
	cdr_json_push(diff->array, item);
	return CDR_OK;
}

static bool
copy_side(struct cdr_arena *arena, const struct cdr_finding *finding, struct side *ret)
{
	struct cdr_str agency = { NULL, 0 };
	if (finding->agency_name.n)
		agency = cdr_str_copy(arena, finding->agency_name);
	*ret = (struct side){ .rule = cdr_str_copy(arena, finding->rule_id),
		              .party = cdr_str_copy(arena, finding->party_name.p ? finding->party_name : CDR_STR("")),
		              .agency = agency,
		              .title = cdr_str_copy(arena, finding->title),
		              .revision = finding->rule_revision,
		              .severity = finding->severity };
	return ret->rule.p && ret->party.p && ret->title.p;
}

static enum cdr_status
remember(void *context, const struct cdr_finding *finding, struct cdr_error *err)
{
	struct diff *diff = context;
	struct side *side = cdr_arena_alloc(diff->cli->arena, sizeof(*side));
	struct cdr_str key = cdr_str_copy(diff->cli->arena, finding->fingerprint);
	if (!side || !key.p || !copy_side(diff->cli->arena, finding, side) ||
	    cdr_map_put(diff->old, key, side) != CDR_OK)
		return cdr_fail_memory(err, ROOM);
	return CDR_OK;
}

static enum cdr_status
compare(void *context, const struct cdr_finding *finding, struct cdr_error *err)
{
	struct diff *diff = context;
	struct side *before = cdr_map_get(diff->old, finding->fingerprint), now = { 0 };
	if (before)
		before->met = true;
	if (before && before->severity == finding->severity) {
		diff->n_same++;
		return CDR_OK;
	}
	if (!copy_side(diff->cli->arena, finding, &now))
		return cdr_fail_memory(err, ROOM);
	*(before ? &diff->n_changed : &diff->n_added) += 1;
	return tell(diff, before ? "changed" : "added", &now, before, err);
}

static enum cdr_status
tell_removed(struct diff *diff, struct cdr_error *err)
{
	for (size_t i = 0; i < cdr_map_count(diff->old); i++) {
		const struct side *side = cdr_map_at(diff->old, i, NULL);
		if (side->met)
			continue;
		diff->n_removed++;
		CDR_TRY(tell(diff, "removed", side, NULL, err));
	}
	return CDR_OK;
}

/* "live": the rules in force here; else a folder that holds rulesets/ and registries/. */
static enum cdr_status
load(struct cli *cli, const char *name, struct cdr_screen_setup **ret_own, const struct cdr_screen_setup **ret,
     struct cdr_error *err)
{
	if (strcmp(name, "live") == 0) {
		*ret = cli->setup;
		return CDR_OK;
	}
	if (!cdr_file_is_directory(name))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "\"%s\" is no folder; name one that holds rulesets/ and registries/, or \"live\"",
		                name);
	CDR_TRY(cdr_screen_setup_load(name, ret_own, err));
	*ret = *ret_own;
	return CDR_OK;
}

enum cdr_status
cli_rules_diff(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "CHANGE", "SEVERITY", "RULE", "PARTY", "AGENCY", "TITLE" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_screen_setup) own_old = NULL;
	cdr_owned(cdr_screen_setup) own_new = NULL;
	cdr_owned(cdr_json) array = cli_json(cli) ? cdr_json_array() : NULL;
	cdr_owned(cdr_map) old_findings = cdr_map_new(FINDINGS_MAX);
	const struct cdr_screen_setup *old = NULL, *new = NULL;
	struct cdr_screen_options options = { .actor = cli_actor(cli), .progress = cli->progress };
	if (cli->n_arguments != 3)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor rules diff OLD NEW");
	if (!old_findings)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cli_option_date(cli, "as-of", &options.as_of, err));
	CDR_TRY(load(cli, cli->arguments[1], &own_old, &old, err));
	CDR_TRY(load(cli, cli->arguments[2], &own_new, &new, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &options.org, err));
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	struct diff diff = { .cli = cli, .old = old_findings, .table = &table, .array = array };
	CDR_TRY(cdr_screen_preview(cli->store, old, &options, remember, &diff, err));
	CDR_TRY(cdr_screen_preview(cli->store, new, &options, compare, &diff, err));
	CDR_TRY(tell_removed(&diff, err));
	cli->found = diff.n_added + diff.n_removed + diff.n_changed > 0 && cli_option(cli, "fail-on-change");
	if (array)
		CDR_TRY(cli_print_json(cdr_steal(&array), err));
	else
		CDR_TRY(cli_table_print(&table, err));
	cli_say(cli, "%zu added, %zu removed, %zu of another severity, %zu the same; nothing was kept", diff.n_added,
	        diff.n_removed, diff.n_changed, diff.n_same);
	return CDR_OK;
}
