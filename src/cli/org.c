/* SPDX-License-Identifier: Apache-2.0 */
/* candor org: the reporting organisation. */
#include "cli/cli-impl.h"

#include <string.h>

#include "candor/import.h"

static enum cdr_status
org_set(struct cli *cli, struct cdr_error *err)
{
	const char *path = cli->arguments[1];
	cdr_auto(cdr_buf) yaml = { .max = CDR_BUNDLE_MAX_BYTES };
	struct cdr_str id = { 0 };
	int64_t version = 0;
	CDR_TRY(cdr_file_read(path, &yaml, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_import_organisation(cli->store, cli->setup->normaliser, cdr_buf_str(&yaml), cdr_file_name(path),
	                                cli_actor(cli), cli->arena, &id, &version, err));
	if (version == 0)
		cli_say(cli, "%.*s: nothing has changed", CDR_STR_ARG(id));
	else
		cli_say(cli, "%.*s: kept as version %lld", CDR_STR_ARG(id), (long long)version);
	return CDR_OK;
}

static enum cdr_status
org_show(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str org = { 0 }, text = { 0 };
	struct cdr_json *json = NULL;
	int64_t version;
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_store_org_get(cli->store, org, cli->arena, &text, &version, err));
	CDR_TRY(cdr_json_parse(text, "organisation", &json, err));
	return cli_print_json(json, err);
}

enum cdr_status
cli_org_verb(struct cli *cli, struct cdr_error *err)
{
	bool set = strcmp(cli->arguments[0], "set") == 0;
	if ((!set && strcmp(cli->arguments[0], "show") != 0) || cli->n_arguments != (set ? 2 : 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor org %s", cli->verb->arguments);
	CDR_TRY(cli_open_store(cli, false, err));
	return set ? org_set(cli, err) : org_show(cli, err);
}
