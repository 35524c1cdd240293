/* SPDX-License-Identifier: Apache-2.0 */
/* candor init, candor token: making the store, and keys to it. */
#include "cli/cli-impl.h"

#include <string.h>

#include "candor/auth.h"
#include "candor/evidence.h"

enum cdr_status
cli_init(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_open_store(cli, true, err));
	struct cdr_evidence_row head = { 0 };
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(cdr_store_transaction_begin(cli->store, &transaction, err));
	CDR_TRY(cdr_store_evidence_head(cli->store, cli->arena, &head, err));
	if (head.number) {
		cli_say(cli, "%s is a store already; nothing was changed", cdr_store_path(cli->store));
		return CDR_OK;
	}
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_text(detail, "version", CDR_VERSION);
	CDR_TRY(cdr_evidence_append(cli->store, cli_actor(cli), "store made", CDR_STR("store"), detail, NULL, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	cli_say(cli, "made the store %s", cdr_store_path(cli->store));
	return CDR_OK;
}

enum cdr_status
cli_token(struct cli *cli, struct cdr_error *err)
{
	char token[CDR_AUTH_TOKEN_MAX];
	struct cdr_str org = { 0 }, name = cdr_str_from(cli->arguments[1]);
	if (strcmp(cli->arguments[0], "new") != 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor token new NAME");
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(cdr_store_transaction_begin(cli->store, &transaction, err));
	CDR_TRY(cdr_auth_token_new(cli->store, org, name, token, err));
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_str(detail, "organisation", org);
	CDR_TRY(cdr_evidence_append(cli->store, cli_actor(cli), "token made", name, detail, NULL, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	CDR_TRY(cli_print(cdr_str_from(token), err));
	return cli_print(CDR_STR("\n"), err);
}
