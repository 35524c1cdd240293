/* SPDX-License-Identifier: Apache-2.0 */
/* candor findings, show, decide: what was found, why, and what people decided about it. */
#include "cli/cli-impl.h"

/* ------------------------------------------------------------------------------------------------------------ list */

struct listing_context {
	struct cli *cli;
	struct cli_table *table;
	struct cdr_json *array;
	int fail_on;
	size_t n;
};

static enum cdr_status
add_row(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct listing_context *listing = context;
	const struct cdr_finding *finding = row->finding;
	listing->n++;
	bool settled = row->state == CDR_FINDING_DISMISSED || row->state == CDR_FINDING_REMEDIATED;
	if (listing->fail_on >= 0 && !settled && (int)finding->severity >= listing->fail_on)
		listing->cli->found = true;
	if (listing->array) {
		cdr_json_push(listing->array, cdr_finding_row_to_json(row));
		return CDR_OK;
	}
	struct cdr_str cells[] = { finding->id,
		                   cdr_str_from(cdr_severity_word(finding->severity)),
		                   cdr_str_from(cdr_verdict_word(finding->verdict)),
		                   cdr_str_from(cdr_finding_state_word(row->state)),
		                   finding->rule_id,
		                   finding->party_name,
		                   finding->agency_name.n ? finding->agency_name : CDR_STR("-"),
		                   finding->title };
	return cli_table_row(listing->table, cells, err);
}

static enum cdr_status
word_option(const struct cli *cli, const char *name, int (*from)(struct cdr_str), int *ret, struct cdr_error *err)
{
	struct cdr_str word = cli_option_str(cli, name);
	int value = word.p ? from(word) : -1;
	if (word.p && value < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--%s does not know \"%.*s\"; see `candor help findings`",
		                name, CDR_STR_ARG(word));
	*ret = value;
	return CDR_OK;
}

/* "No findings" must not be read where nothing was looked at. */
static enum cdr_status
require_screening(struct cli *cli, struct cdr_str org, int64_t *screening, struct cdr_error *err)
{
	struct cdr_screening latest = { 0 };
	bool chosen = *screening != 0;
	CDR_TRY(cdr_store_screening_get(cli->store, org, 0, cli->arena, &latest, err));
	CDR_TRY(cdr_store_finding_screening(cli->store, org, *screening, screening, err));
	if (!*screening)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "screening %lld is not finished (%lld of %lld) and there is none before it; `candor "
		                "screen` carries it on",
		                (long long)latest.id, (long long)latest.n_done, (long long)latest.n_subjects);
	if (!chosen && latest.state != CDR_SCREENING_DONE)
		cli_say(cli, "note: screening %lld is not finished (%lld of %lld); what follows is of %lld",
		        (long long)latest.id, (long long)latest.n_done, (long long)latest.n_subjects,
		        (long long)*screening);
	return CDR_OK;
}

enum cdr_status
cli_findings(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = {
		"ID", "SEVERITY", "VERDICT", "STATE", "RULE", "PARTY", "AGENCY", "TITLE"
	};
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) array = cli_json(cli) ? cdr_json_array() : NULL;
	struct listing_context context = { cli, &table, array, -1, 0 };
	struct cdr_finding_filter filter = { .state = -1 };
	struct cdr_str org = { 0 };
	int severity = -1;
	CDR_TRY(word_option(cli, "min-severity", cdr_severity_from, &severity, err));
	CDR_TRY(word_option(cli, "state", cdr_finding_state_from, &filter.state, err));
	CDR_TRY(word_option(cli, "fail-on", cdr_severity_from, &context.fail_on, err));
	CDR_TRY(cli_option_int(cli, "screening", 1, INT64_MAX, &filter.screening_id, err));
	filter.min_severity = severity < 0 ? CDR_SEVERITY_INFO : (enum cdr_severity)severity;
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(require_screening(cli, org, &filter.screening_id, err));
	CDR_TRY(cdr_store_finding_each(cli->store, org, &filter, add_row, &context, err));
	if (array)
		return cli_print_json(cdr_steal(&array), err);
	CDR_TRY(cli_table_print(&table, err));
	cli_say(cli, "%zu finding%s", context.n, context.n == 1 ? "" : "s");
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ show */

static enum cdr_status
print_listings(struct cli *cli, const struct cdr_finding *finding, struct cdr_error *err)
{
	char as_of[CDR_DATE_TEXT_MAX];
	for (size_t i = 0; i < finding->n_listings; i++) {
		const struct cdr_listing *listing = &finding->listings[i];
		struct cdr_str place = cdr_origin_text(cli->arena, &listing->origin);
		CDR_TRY(cli_print(
			cdr_str_format(cli->arena, "\n%s, score %.2f: \"%.*s\" in %.*s (%.*s), copy of %s%s, %.*s\n",
		                       cdr_verdict_word(listing->verdict), listing->score,
		                       CDR_STR_ARG(listing->entry_name), CDR_STR_ARG(listing->registry_id),
		                       CDR_STR_ARG(listing->entry_id), cdr_date_text(listing->snapshot_as_of, as_of),
		                       listing->stale ? ", stale" : "", CDR_STR_ARG(place)),
			err));
		if (listing->status_word.n)
			CDR_TRY(cli_print(cdr_str_format(cli->arena, "    shown as \"%.*s\": %s\n",
			                                 CDR_STR_ARG(listing->status_word),
			                                 cdr_licence_word(listing->status)),
			                  err));
		if (listing->note.n)
			CDR_TRY(cli_print(cdr_str_format(cli->arena, "    %.*s\n", CDR_STR_ARG(listing->note)), err));
		for (size_t k = 0; k < listing->n_reasons; k++)
			CDR_TRY(cli_print(cdr_str_format(cli->arena, "    %+.2f  %.*s\n",
			                                 listing->reasons[k].contribution,
			                                 CDR_STR_ARG(listing->reasons[k].text)),
			                  err));
	}
	return CDR_OK;
}

static enum cdr_status
print_facts(struct cli *cli, const struct cdr_finding *finding, struct cdr_error *err)
{
	CDR_TRY(cli_print(CDR_STR("\nfacts the rule looked at:\n"), err));
	for (size_t i = 0; i < finding->n_facts; i++)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "    %.*s = %.*s\n", CDR_STR_ARG(finding->facts[i].name),
		                                 finding->facts[i].value.n ? (int)finding->facts[i].value.n : 9,
		                                 finding->facts[i].value.n ? finding->facts[i].value.p : "not known"),
		                  err));
	CDR_TRY(cli_print(CDR_STR("\nrests on:\n"), err));
	for (size_t i = 0; i < finding->n_origins; i++) {
		struct cdr_str place = cdr_origin_text(cli->arena, &finding->origins[i]);
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "    %.*s\n", CDR_STR_ARG(place)), err));
	}
	return CDR_OK;
}

static enum cdr_status
print_finding(struct cli *cli, const struct cdr_finding_row *row, struct cdr_error *err)
{
	const struct cdr_finding *finding = row->finding;
	CDR_TRY(cli_print(
		cdr_str_format(
			cli->arena,
			"%.*s  %s  %s  %s\n%.*s\n\n%.*s\n\nwhat to do: %.*s\nrule %.*s revision %lld, after %.*s\n",
			CDR_STR_ARG(finding->id), cdr_severity_word(finding->severity),
			cdr_verdict_word(finding->verdict), cdr_finding_state_word(row->state),
			CDR_STR_ARG(finding->title), CDR_STR_ARG(finding->message), CDR_STR_ARG(finding->remedy),
			CDR_STR_ARG(finding->rule_id), (long long)finding->rule_revision, CDR_STR_ARG(finding->source)),
		err));
	CDR_TRY(print_listings(cli, finding, err));
	CDR_TRY(print_facts(cli, finding, err));
	CDR_TRY(cli_print(cdr_str_format(cli->arena, "\nfirst seen %.*s\n", CDR_STR_ARG(row->first_seen_at)), err));
	if (row->decided_at.n)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "decided %.*s by %.*s: %.*s\n",
		                                 CDR_STR_ARG(row->decided_at), CDR_STR_ARG(row->decided_by),
		                                 CDR_STR_ARG(row->reason)),
		                  err));
	if (row->changed.n)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "reopened: %.*s\n", CDR_STR_ARG(row->changed)), err));
	return CDR_OK;
}

enum cdr_status
cli_show(struct cli *cli, struct cdr_error *err)
{
	struct cdr_finding finding = { 0 };
	struct cdr_finding_row row = { 0 };
	struct cdr_str org = { 0 };
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_store_finding_get(cli->store, org, cdr_str_from(cli->arguments[0]), cli->arena, &finding, &row,
	                              err));
	row.finding = &finding;
	return cli_json(cli) ? cli_print_json(cdr_finding_row_to_json(&row), err) : print_finding(cli, &row, err);
}

/* ---------------------------------------------------------------------------------------------------------- decide */

enum cdr_status
cli_decide(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str org = { 0 }, reason = cli_option_str(cli, "reason"), id = cdr_str_from(cli->arguments[0]);
	int state = cdr_disposition_from(cdr_str_from(cli->arguments[1]));
	if (state < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "a decision is confirm, dismiss, escalate or remediate, not \"%s\"", cli->arguments[1]);
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_screen_decide(cli->store, org, id, (enum cdr_finding_state)state, reason, cli_actor(cli), err));
	cli_say(cli, "%.*s is now %s", CDR_STR_ARG(id), cdr_finding_state_word((enum cdr_finding_state)state));
	return CDR_OK;
}
