/* SPDX-License-Identifier: Apache-2.0 */
/* candor parties profile: the risk profile of one party, topic by topic, as a table and in words. */
#include "cli/cli-impl.h"

static enum cdr_status
print_table(struct cli *cli, const struct cdr_profile *profile, struct cdr_error *err)
{
	static const char *const headers[] = { "TOPIC", "SEVERITY", "FINDINGS", "ANSWERED", "NOT ANSWERED" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	for (size_t i = 0; i < profile->n_topics; i++) {
		const struct cdr_profile_topic *topic = &profile->topics[i];
		struct cdr_str cells[] = { topic->title, cdr_str_from(cdr_profile_level_word(&topic->level)),
			                   cdr_str_format(cli->arena, "%zu", topic->n_findings),
			                   cdr_str_format(cli->arena, "%zu", topic->n_answered),
			                   cdr_str_format(cli->arena, "%zu", topic->n_unanswered) };
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_table_print(&table, err);
}

static enum cdr_status
print_findings(struct cli *cli, const struct cdr_profile_finding *findings, size_t n, struct cdr_error *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct cdr_profile_finding *finding = &findings[i];
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "    %.*s  %.*s  %s, %s  %.*s%s%.*s\n",
		                                 CDR_STR_ARG(finding->id), CDR_STR_ARG(finding->rule_id),
		                                 cdr_severity_word(finding->severity),
		                                 cdr_finding_state_word(finding->state), CDR_STR_ARG(finding->title),
		                                 finding->agency_name.n ? ": " : "", CDR_STR_ARG(finding->agency_name)),
		                  err));
	}
	return CDR_OK;
}

/* Only topics of which there is more to say than the table says. */
static enum cdr_status
print_topic(struct cli *cli, const struct cdr_profile_topic *topic, struct cdr_error *err)
{
	cdr_auto(cdr_buf) missing = CDR_BUF_INIT;
	if (topic->n_findings + topic->n_left_out + topic->n_missing == 0)
		return CDR_OK;
	CDR_TRY(cli_print(cdr_str_format(cli->arena, "\n%.*s: %s\n", CDR_STR_ARG(topic->title),
	                                 cdr_profile_level_word(&topic->level)),
	                  err));
	CDR_TRY(print_findings(cli, topic->findings, topic->n_findings, err));
	if (topic->n_protective) {
		CDR_TRY(cli_print(
			cdr_str_format(cli->arena, "  lowered from %s by\n", cdr_severity_word(topic->before)), err));
		CDR_TRY(print_findings(cli, topic->protective, topic->n_protective, err));
	}
	if (topic->n_left_out)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "  %zu more decided and not counted\n", topic->n_left_out),
		                  err));
	for (size_t i = 0; i < topic->n_missing; i++)
		cdr_buf_printf(&missing, "%s%.*s", i ? ", " : "  not known: ", CDR_STR_ARG(topic->missing[i]));
	cdr_buf_puts(&missing, topic->n_missing ? "\n" : "");
	CDR_TRY(cdr_buf_check(&missing, ROOM, err));
	return cli_print(cdr_buf_str(&missing), err);
}

enum cdr_status
cli_parties_profile(struct cli *cli, struct cdr_str org, struct cdr_error *err)
{
	struct cdr_profile profile = { 0 };
	char as_of[CDR_DATE_TEXT_MAX];
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_screen_profile(cli->store, cli->setup, org, cdr_str_from(cli->arguments[1]), cli->arena, &profile,
	                           err));
	if (cli_json(cli))
		return cli_print_json(cdr_profile_to_json(&profile), err);
	CDR_TRY(cli_print(cdr_str_format(cli->arena,
	                                 "%.*s (%.*s), screening %lld of %s, %zu engagement%s\noverall: %s: %.*s\n\n",
	                                 CDR_STR_ARG(profile.party_name), CDR_STR_ARG(profile.party_id),
	                                 (long long)profile.screening_id, cdr_date_text(profile.as_of, as_of),
	                                 profile.n_engagements, profile.n_engagements == 1 ? "" : "s",
	                                 cdr_profile_level_word(&profile.overall), CDR_STR_ARG(profile.why)),
	                  err));
	CDR_TRY(print_table(cli, &profile, err));
	for (size_t i = 0; i < profile.n_topics; i++)
		CDR_TRY(print_topic(cli, &profile.topics[i], err));
	return CDR_OK;
}
