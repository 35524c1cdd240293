/* SPDX-License-Identifier: Apache-2.0 */
/* candor screen, candor check: the two ways of asking. */
#include "cli/cli-impl.h"

#include "candor/screen.h"

/* ---------------------------------------------------------------------------------------------------------- screen */

struct worst_finding {
	enum cdr_severity at_least;
	bool found;
};

/* What somebody dismissed or remedied no longer stops a pipeline; everything else does. */
static enum cdr_status
note_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	(void)err;
	struct worst_finding *worst = context;
	bool settled = row->state == CDR_FINDING_DISMISSED || row->state == CDR_FINDING_REMEDIATED;
	worst->found = worst->found || (!settled && row->finding->severity >= worst->at_least);
	return CDR_OK;
}

/* --fail-on, read before any work is done; -1 when it was not given. */
static enum cdr_status
read_fail_on(const struct cli *cli, int *ret, struct cdr_error *err)
{
	struct cdr_str word = cli_option_str(cli, "fail-on");
	*ret = word.p ? cdr_severity_from(word) : -1;
	if (word.p && *ret < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--fail-on wants info, low, medium, high or critical, not \"%.*s\"", CDR_STR_ARG(word));
	return CDR_OK;
}

static enum cdr_status
apply_fail_on(struct cli *cli, struct cdr_str org, int64_t screening_id, int severity, struct cdr_error *err)
{
	if (severity < 0)
		return CDR_OK;
	struct worst_finding worst = { (enum cdr_severity)severity, false };
	struct cdr_finding_filter filter = { .screening_id = screening_id,
		                             .min_severity = (enum cdr_severity)severity,
		                             .state = -1 };
	CDR_TRY(cdr_store_finding_each(cli->store, org, &filter, note_finding, &worst, err));
	cli->found = worst.found;
	return CDR_OK;
}

static struct cdr_str
screening_text(struct cli *cli, const struct cdr_screening *screening)
{
	char as_of[CDR_DATE_TEXT_MAX];
	return cdr_str_format(cli->arena,
	                      "screening %lld as of %s: %lld subjects: %lld clear, %lld possible, %lld match, "
	                      "%lld not checked; %lld findings\n",
	                      (long long)screening->id, cdr_date_text(screening->as_of, as_of),
	                      (long long)screening->n_done, (long long)screening->n_clear,
	                      (long long)screening->n_possible, (long long)screening->n_match,
	                      (long long)screening->n_not_checked, (long long)screening->n_findings);
}

static enum cdr_status
repeat(struct cli *cli, int64_t id, const struct cdr_screen_options *options, struct cdr_error *err)
{
	struct cdr_screening screening = { 0 };
	bool identical = false;
	CDR_TRY(cdr_screen_repeat(cli->store, cli->setup, id, options, cli->arena, &identical, &screening, err));
	if (cli_json(cli)) {
		struct cdr_json *json = cdr_screening_to_json(&screening);
		cdr_json_set_bool(json, "identical", identical);
		CDR_TRY(cli_print_json(json, err));
	} else {
		CDR_TRY(cli_print(screening_text(cli, &screening), err));
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "repeated: %s (digest %.*s)\n",
		                                 identical ? "identical" : "DIFFERENT", CDR_STR_ARG(screening.digest)),
		                  err));
	}
	if (identical)
		return CDR_OK;
	return cdr_fail(err, CDR_EINTERNAL, ROOM, NULL,
	                "screening %lld did not come out the same; its stored inputs or this program have changed",
	                (long long)id);
}

enum cdr_status
cli_screen(struct cli *cli, struct cdr_error *err)
{
	struct cdr_screen_options options = { .actor = cli_actor(cli), .progress = cli->progress };
	struct cdr_screening screening = { 0 };
	int64_t repeat_id = 0, jobs = 0;
	bool resumed = false;
	int fail_on = -1;
	CDR_TRY(read_fail_on(cli, &fail_on, err));
	CDR_TRY(cli_option_date(cli, "as-of", &options.as_of, err));
	CDR_TRY(cli_option_int(cli, "repeat", 1, INT64_MAX, &repeat_id, err));
	CDR_TRY(cli_option_int(cli, "jobs", 1, CDR_SCREEN_MAX_JOBS, &jobs, err));
	options.jobs = (size_t)jobs;
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cli_org(cli, &options.org, err));
	if (repeat_id)
		return repeat(cli, repeat_id, &options, err);
	CDR_TRY(cdr_screen_run(cli->store, cli->setup, &options, cli->arena, &screening, &resumed, err));
	if (resumed)
		cli_say(cli, "carried on an unfinished screening with the lists and rules it began with");
	CDR_TRY(cli_json(cli) ? cli_print_json(cdr_screening_to_json(&screening), err)
	                      : cli_print(screening_text(cli, &screening), err));
	return apply_fail_on(cli, options.org, screening.id, fail_on, err);
}

/* ----------------------------------------------------------------------------------------------------------- check */

static enum cdr_status
print_listing(struct cli *cli, const struct cdr_listing *listing, struct cdr_error *err)
{
	char as_of[CDR_DATE_TEXT_MAX];
	struct cdr_str place = cdr_origin_text(cli->arena, &listing->origin);
	bool licence = listing->registry_kind == CDR_REGISTRY_LICENCE_REGISTER ||
	               listing->registry_kind == CDR_REGISTRY_REVOCATION_LIST;
	struct cdr_str line = cdr_str_format(
		cli->arena, "  %-8s %.2f  %.*s: \"%.*s\"%s%s%s%.*s%s (copy of %s%s, %.*s)\n",
		cdr_verdict_word(listing->verdict), listing->score, CDR_STR_ARG(listing->registry_id),
		CDR_STR_ARG(listing->entry_name), licence ? ": " : "", licence ? cdr_licence_word(listing->status) : "",
		listing->status_word.n ? " \"" : "", CDR_STR_ARG(listing->status_word),
		listing->status_word.n ? "\"" : "", cdr_date_text(listing->snapshot_as_of, as_of),
		listing->stale ? ", stale" : "", CDR_STR_ARG(place));
	CDR_TRY(cli_print(line, err));
	if (listing->note.n)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "           %.*s\n", CDR_STR_ARG(listing->note)), err));
	for (size_t i = 0; i < listing->n_reasons; i++)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "           %+.2f %.*s\n",
		                                 listing->reasons[i].contribution,
		                                 CDR_STR_ARG(listing->reasons[i].text)),
		                  err));
	return CDR_OK;
}

static enum cdr_status
print_answer(struct cli *cli, const struct cdr_check_question *question, const struct cdr_check_answer *answer,
             struct cdr_error *err)
{
	if (cli_json(cli))
		return cli_print_json(cdr_check_answer_to_json(question, answer), err);
	CDR_TRY(cli_print(cdr_str_format(cli->arena, "%.*s\n", CDR_STR_ARG(answer->summary)), err));
	for (size_t i = 0; i < answer->n_listings; i++)
		CDR_TRY(print_listing(cli, &answer->listings[i], err));
	if (answer->n_linked)
		CDR_TRY(cli_print(CDR_STR("lost licences linked with its own; find out what connects them:\n"), err));
	for (size_t i = 0; i < answer->n_linked; i++)
		CDR_TRY(print_listing(cli, &answer->linked[i], err));
	return CDR_OK;
}

static enum cdr_status
read_country(struct cli *cli, struct cdr_str *ret, struct cdr_error *err)
{
	char code[3];
	struct cdr_str text = cli_option_str(cli, "country");
	if (!text.p)
		return CDR_OK;
	if (!cdr_normalise_country(cli->setup->normaliser, text, code))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--country: \"%.*s\" is no country this program knows",
		                CDR_STR_ARG(text));
	*ret = cdr_str_copy(cli->arena, cdr_str_from(code));
	return ret->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

enum cdr_status
cli_check(struct cli *cli, struct cdr_error *err)
{
	struct cdr_check_question question = { .name = cdr_str_from(cli->arguments[0]),
		                               .licence_number = cli_option_str(cli, "licence") };
	struct cdr_check_answer answer = { 0 };
	cdr_owned(cdr_screen_lists) lists = NULL;
	struct cdr_str fail_on = cli_option_str(cli, "fail-on");
	int level = fail_on.p ? cdr_verdict_from(fail_on) : -1;
	if (fail_on.p && level != CDR_VERDICT_POSSIBLE && level != CDR_VERDICT_MATCH)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--fail-on wants possible or match here");
	CDR_TRY(cli_option_date(cli, "on", &question.on, err));
	if (!question.on.ymd) /* said here, so that the answer and the evidence name the same day */
		question.on = cdr_date_today();
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(read_country(cli, &question.country, err));
	CDR_TRY(cdr_screen_lists_load(cli->store, cli->setup, NULL, &lists, err));
	CDR_TRY(cdr_screen_check(cli->store, cli->setup, lists, &question, cli_actor(cli), cli->arena, &answer, err));
	CDR_TRY(print_answer(cli, &question, &answer, err));
	cli->found = level >= 0 && (int)answer.verdict >= level;
	return CDR_OK;
}
