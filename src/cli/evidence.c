/* SPDX-License-Identifier: Apache-2.0 */
/* candor evidence: the record of acts, and whether it is whole. */
#include "cli/cli-impl.h"

#include <string.h>

#include "candor/evidence.h"

struct showing {
	struct cli *cli;
	struct cli_table *table;
	struct cdr_json *array;
};

static enum cdr_status
add_record(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct showing *showing = context;
	if (showing->array) {
		cdr_json_push(showing->array, cdr_evidence_to_json(row));
		return CDR_OK;
	}
	struct cdr_str cells[] = { cdr_str_format(showing->cli->arena, "%lld", (long long)row->number),
		                   row->at,
		                   row->actor,
		                   row->act,
		                   row->subject,
		                   { row->hash.p, row->hash.n < 16 ? row->hash.n : 16 } };
	return cli_table_row(showing->table, cells, err);
}

static enum cdr_status
show(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "NO", "AT", "WHO", "ACT", "SUBJECT", "HASH" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) array = cli_json(cli) ? cdr_json_array() : NULL;
	struct showing showing = { cli, &table, array };
	int64_t from = 1;
	CDR_TRY(cli_option_int(cli, "from", 1, INT64_MAX, &from, err));
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	CDR_TRY(cdr_store_evidence_each(cli->store, from, add_record, &showing, err));
	return array ? cli_print_json(cdr_steal(&array), err) : cli_table_print(&table, err);
}

/* A hash that was cut or mistyped is a slip of whoever asks and must not pass for a broken chain. *ret in small letters,
 * as hashes are kept; {NULL,0} when none was given. */
static enum cdr_status
expected_head(struct cli *cli, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_str given = cli_option_str(cli, "expect");
	*ret = given;
	if (!given.p)
		return CDR_OK;
	char *copy = cdr_arena_alloc(cli->arena, CDR_EVIDENCE_HASH_MAX);
	if (!copy)
		return cdr_fail_memory(err, ROOM);
	bool whole = given.n == CDR_EVIDENCE_HASH_MAX - 1;
	for (size_t i = 0; whole && i < given.n; i++) {
		bool upper = given.p[i] >= 'A' && given.p[i] <= 'F';
		copy[i] = upper ? (char)(given.p[i] - 'A' + 'a') : given.p[i];
		whole = (copy[i] >= '0' && copy[i] <= '9') || (copy[i] >= 'a' && copy[i] <= 'f');
	}
	if (!whole)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--expect wants a head hash in full: 64 hexadecimal digits");
	*ret = (struct cdr_str){ copy, given.n };
	return CDR_OK;
}

/* The library calls an empty chain sound, as a store it has just opened is; one that `candor init` made never is. */
static void
refuse_empty(struct cdr_evidence_report *report)
{
	if (!report->sound || report->n_records > 0)
		return;
	report->sound = false;
	(void)snprintf(report->problem, sizeof(report->problem),
	               "there are no records; making a store writes the first one, so all of them were removed");
}

static enum cdr_status
verify(struct cli *cli, struct cdr_error *err)
{
	struct cdr_evidence_report report = { 0 };
	struct cdr_str expected;
	CDR_TRY(expected_head(cli, &expected, err));
	CDR_TRY(cdr_evidence_verify(cli->store, expected, &report, err));
	refuse_empty(&report);
	if (cli_json(cli)) {
		struct cdr_json *json = cdr_json_object();
		cdr_json_set_bool(json, "sound", report.sound);
		cdr_json_set_int(json, "records", report.n_records);
		cdr_json_set_text(json, "head", report.head);
		if (!report.sound) {
			cdr_json_set_int(json, "first_bad", report.first_bad);
			cdr_json_set_text(json, "problem", report.problem);
		}
		CDR_TRY(cli_print_json(json, err));
	} else if (report.sound) {
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "sound: %lld records, head %s\n",
		                                 (long long)report.n_records, report.head),
		                  err));
	}
	if (report.sound)
		return CDR_OK;
	return cdr_fail(err, CDR_EINPUT, ROOM, NULL, "the evidence is broken: %s", report.problem);
}

enum cdr_status
cli_evidence(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_open_store(cli, false, err));
	if (strcmp(cli->arguments[0], "show") == 0)
		return show(cli, err);
	if (strcmp(cli->arguments[0], "verify") == 0)
		return verify(cli, err);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor evidence %s", cli->verb->arguments);
}
