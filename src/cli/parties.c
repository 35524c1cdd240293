/* SPDX-License-Identifier: Apache-2.0 */
/* candor parties: which may be one and the same, and people's word on it. What a merge means is told in candor/store.h. */
#include "cli/cli-impl.h"

#include <string.h>

#include "candor/import.h"

#define SHOWN_PAIRS 50

/* ------------------------------------------------------------------------------------------------------- duplicates */

static enum cdr_status
print_row(struct cli *cli, struct cdr_str id, struct cdr_str key, struct cdr_str name, struct cdr_str country,
          const struct cdr_origin *origin, struct cdr_error *err)
{
	struct cdr_str place = cdr_origin_text(cli->arena, origin);
	return cli_print(cdr_str_format(cli->arena, "  %.*s  \"%.*s\"%s%.*s, %.*s (key %.*s)\n", CDR_STR_ARG(id),
	                                CDR_STR_ARG(name), country.n ? ", " : "", CDR_STR_ARG(country),
	                                CDR_STR_ARG(place), CDR_STR_ARG(key)),
	                 err);
}

static enum cdr_status
print_side(struct cli *cli, const struct cdr_party *party, struct cdr_error *err)
{
	CDR_TRY(print_row(cli, party->id, party->key, party->name, party->country, &party->origin, err));
	for (size_t i = 0; i < party->n_merged; i++) {
		const struct cdr_party_row *row = &party->merged[i];
		CDR_TRY(print_row(cli, CDR_STR("  with"), row->key, row->name, (struct cdr_str){ NULL, 0 },
		                  &row->origin, err));
	}
	return CDR_OK;
}

static enum cdr_status
print_pair(struct cli *cli, const struct cdr_duplicate *pair, struct cdr_error *err)
{
	CDR_TRY(cli_print(cdr_str_format(cli->arena, "%s, score %.2f\n", cdr_verdict_word(pair->verdict), pair->score),
	                  err));
	CDR_TRY(print_side(cli, pair->one, err));
	CDR_TRY(print_side(cli, pair->other, err));
	for (size_t i = 0; i < pair->n_reasons; i++)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "    %+.2f  %.*s\n", pair->reasons[i].contribution,
		                                 CDR_STR_ARG(pair->reasons[i].text)),
		                  err));
	return CDR_OK;
}

/* What was left out, so that nobody takes the list for more than it is. */
static void
say_counts(struct cli *cli, const struct cdr_duplicates *found)
{
	cli_say(cli, "%zu pair%s of %zu parties may be one%s", found->n_found, found->n_found == 1 ? "" : "s",
	        found->n_parties, found->n < found->n_found ? "; --limit N shows more" : "");
	if (found->n_distinct)
		cli_say(cli, "  %zu more were said not to be", found->n_distinct);
	if (found->n_related)
		cli_say(cli, "  %zu more are parent and child by the list itself", found->n_related);
	if (found->n_elsewhere)
		cli_say(cli, "  %zu more are at different addresses, as sites of one firm are; --elsewhere shows them",
		        found->n_elsewhere);
	if (found->n_cut)
		cli_say(cli, "  %zu parties look like more than %d others; of these the best are proposed",
		        found->n_cut, CDR_DUPLICATES_MAX_EACH);
	if (found->n)
		cli_say(cli,
		        "candor parties merge A B --reason TEXT says that two are one, distinct that they are not");
}

static enum cdr_status
duplicates(struct cli *cli, struct cdr_str org, struct cdr_error *err)
{
	struct cdr_duplicates_options options = { .org = org,
		                                  .elsewhere = cli_option(cli, "elsewhere") != NULL,
		                                  .progress = cli->progress };
	struct cdr_str threshold = cli_option_str(cli, "threshold");
	int64_t limit = cli_json(cli) ? 0 : SHOWN_PAIRS;
	cdr_owned(cdr_duplicates) found = NULL;
	CDR_TRY(cli_option_int(cli, "limit", 1, CDR_DUPLICATES_MAX_PAIRS, &limit, err));
	options.limit = (size_t)limit;
	if (threshold.p &&
	    (!cdr_str_to_double(threshold, &options.threshold) || !(options.threshold > 0) || options.threshold > 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--threshold wants a score above 0 and up to 1");
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_import_duplicates(cli->store, cli->setup->match, cli->setup->normaliser, &options, &found, err));
	if (cli_json(cli))
		return cli_print_json(cdr_duplicates_to_json(found), err);
	for (size_t i = 0; i < found->n; i++)
		CDR_TRY(print_pair(cli, &found->items[i], err));
	say_counts(cli, found);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ merges */

struct merge_list {
	struct cli *cli;
	struct cli_table *table;
	struct cdr_json *array;
};

static enum cdr_status
add_merge(void *context, const struct cdr_merge *merge, struct cdr_error *err)
{
	struct merge_list *list = context;
	if (list->array) {
		cdr_json_push(list->array, cdr_merge_to_json(merge));
		return CDR_OK;
	}
	struct cdr_arena *arena = list->cli->arena;
	struct cdr_str cells[] = { cdr_str_format(arena, "%lld", (long long)merge->id),
		                   cdr_str_copy(arena, merge->kept_id),
		                   cdr_str_copy(arena, merge->merged_id),
		                   merge->to_import ? CDR_STR("undone") : CDR_STR("holds"),
		                   cdr_str_copy(arena, merge->actor),
		                   cdr_str_copy(arena, merge->created_at),
		                   cdr_str_copy(arena, merge->reason) };
	return cli_table_row(list->table, cells, err);
}

static enum cdr_status
merges(struct cli *cli, struct cdr_str org, struct cdr_error *err)
{
	static const char *const headers[] = { "ID", "KEPT", "MERGED", "STATE", "BY", "AT", "REASON" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) array = cli_json(cli) ? cdr_json_array() : NULL;
	struct merge_list list = { cli, &table, array };
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	CDR_TRY(cdr_store_merge_each(cli->store, org, add_merge, &list, err));
	return array ? cli_print_json(cdr_steal(&array), err) : cli_table_print(&table, err);
}

static enum cdr_status
tell_merge(struct cli *cli, const struct cdr_merge *merge, struct cdr_error *err)
{
	if (cli_json(cli))
		return cli_print_json(cdr_merge_to_json(merge), err);
	if (merge->to_import)
		cli_say(cli, "%.*s and %.*s are two again", CDR_STR_ARG(merge->kept_id), CDR_STR_ARG(merge->merged_id));
	else
		cli_say(cli, "%.*s now speaks for %.*s too; candor parties unmerge %lld undoes it",
		        CDR_STR_ARG(merge->kept_id), CDR_STR_ARG(merge->merged_id), (long long)merge->id);
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------------- acts */

static enum cdr_status
merge(struct cli *cli, const struct cdr_party_act *act, struct cdr_error *err)
{
	struct cdr_merge merge = { 0 };
	CDR_TRY(cdr_import_merge(cli->store, act, cdr_str_from(cli->arguments[1]), cdr_str_from(cli->arguments[2]),
	                         cli->arena, &merge, err));
	return tell_merge(cli, &merge, err);
}

static enum cdr_status
unmerge(struct cli *cli, const struct cdr_party_act *act, struct cdr_error *err)
{
	struct cdr_merge merge = { 0 };
	int64_t id = 0;
	if (!cdr_str_to_i64(cdr_str_from(cli->arguments[1]), &id))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "\"%s\" is not the number of a merge; candor parties merges tells them",
		                cli->arguments[1]);
	CDR_TRY(cdr_import_unmerge(cli->store, act, id, cli->arena, &merge, err));
	return tell_merge(cli, &merge, err);
}

static enum cdr_status
distinct(struct cli *cli, const struct cdr_party_act *act, struct cdr_error *err)
{
	CDR_TRY(cdr_import_distinct(cli->store, act, cdr_str_from(cli->arguments[1]), cdr_str_from(cli->arguments[2]),
	                            err));
	cli_say(cli, "%s and %s are not one; they will not be proposed again", cli->arguments[1], cli->arguments[2]);
	return CDR_OK;
}

static enum cdr_status
show(struct cli *cli, struct cdr_str org, struct cdr_error *err)
{
	struct cdr_party party = { 0 };
	int64_t latest = 0;
	CDR_TRY(cdr_store_import_latest(cli->store, org, &latest, err));
	CDR_TRY(cdr_store_party_get(cli->store, org, latest, cdr_str_from(cli->arguments[1]), cli->arena, &party, err));
	return cli_print_json(cdr_party_to_json(&party), err);
}

enum cdr_status
cli_parties(struct cli *cli, struct cdr_error *err)
{
	static const struct {
		const char *word;
		int n_arguments;
		enum cdr_status (*look)(struct cli *cli, struct cdr_str org, struct cdr_error *err);
		enum cdr_status (*act)(struct cli *cli, const struct cdr_party_act *act, struct cdr_error *err);
	} rows[] = {
		{ "duplicates", 1, duplicates, NULL },
		{ "merges", 1, merges, NULL },
		{ "show", 2, show, NULL },
		{ "profile", 2, cli_parties_profile, NULL },
		{ "merge", 3, NULL, merge },
		{ "unmerge", 2, NULL, unmerge },
		{ "distinct", 3, NULL, distinct },
	};
	struct cdr_party_act act = { .actor = cli_actor(cli), .reason = cli_option_str(cli, "reason") };
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		if (strcmp(cli->arguments[0], rows[i].word) != 0 || cli->n_arguments != rows[i].n_arguments)
			continue;
		CDR_TRY(cli_open_store(cli, false, err));
		CDR_TRY(cli_org(cli, &act.org, err));
		return rows[i].look ? rows[i].look(cli, act.org, err) : rows[i].act(cli, &act, err);
	}
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor parties %s", cli->verb->arguments);
}
