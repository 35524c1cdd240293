/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#define AGENCY "Marrowfield Crewing Services Inc"

/* A small world: one supplier under an import ban, one without a clause, one of whom nothing is said; two engagements,
 * one through an agency that lost its licence since. */
static void
fill(struct desk *desk)
{
	static struct cdr_attribute no_clause[1];
	no_clause[0] = (struct cdr_attribute){ CDR_STR("forced_labour_clause"), CDR_STR("false") };
	struct cdr_entry banned = listed(desk, "b", "Glasswort Rubber Works", "XB");
	struct cdr_entry agency =
		entry_with(desk, "a", AGENCY, "PH", standing(CDR_LICENCE_REVOKED, "Cancelled", "2026-04-01", NULL));
	struct cdr_party without = party_of("S2", "Alder Mill", "IN");
	without.attributes = no_clause;
	without.n_attributes = 1;
	banned.listed_on = day("2026-05-01");
	(void)put_copy(desk, BAN_LIST, "2026-06-01", &banned, 1);
	(void)put_copy(desk, REGISTER, "2026-06-10", &agency, 1);
	put_party(desk, party_of("S1", "Glasswort Rubber Works", "XB"));
	put_party(desk, without);
	put_party(desk, party_of("S3", "Candlewick Pottery", "PT"));
	put_engagement(desk, engagement_of("E1", "S2", AGENCY, "PH", "2026-05-01"));
	put_engagement(desk, engagement_of("E2", "S9", "Quince Harbour Employment", "BD", "2026-05-01"));
}

/* More suppliers than one chunk holds. */
static void
fill_chunks(struct desk *desk)
{
	fill(desk);
	assert_ok(cdr_store_begin(desk->store, err));
	for (int i = 0; i < CDR_SCREEN_CHUNK + 20; i++)
		put_party(desk, party_of(cdr_str_format(desk->arena, "N%d", i).p,
		                         cdr_str_format(desk->arena, "Pottery number %d", i).p, "PT"));
	assert_ok(cdr_store_commit(desk->store, err));
}

static const struct cdr_screen_options options_today = { .org = { "acme", 4 },
	                                                 .actor = { "tester", 6 },
	                                                 .as_of = { 20260615 } };

static struct cdr_screening
run_today(struct desk *desk)
{
	struct cdr_screening screening = { 0 };
	bool resumed = true;
	assert_ok(cdr_screen_run(desk->store, desk->setup, &options_today, desk->arena, &screening, &resumed, err));
	assert_false(resumed);
	return screening;
}

/* Whether a repetition with that rule data comes out the same; its result must add up either way. */
static bool
repeats_with(struct desk *desk, const struct cdr_screen_setup *setup, const struct cdr_screening *first)
{
	bool identical = false;
	struct cdr_screening again = { 0 };
	assert_ok(
		cdr_screen_repeat(desk->store, setup, first->id, &options_today, desk->arena, &identical, &again, err));
	assert_int_equal(again.n_done, first->n_done);
	assert_int_equal(again.n_findings, first->n_findings);
	return identical && cdr_str_equal(again.digest, first->digest);
}

static bool
repeats(struct desk *desk, const struct cdr_screening *first)
{
	return repeats_with(desk, desk->setup, first);
}

struct tally {
	int64_t n, by_verdict[CDR_VERDICT_COUNT];
	char last[24];
};

static enum cdr_status
tally_subject(void *context, const struct cdr_screened_subject *subject, struct cdr_error *err)
{
	(void)err;
	struct tally *tally = context;
	tally->n++;
	tally->by_verdict[subject->verdict]++;
	return CDR_OK;
}

static enum cdr_status
tally_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	(void)row;
	(void)err;
	(*(int64_t *)context)++;
	return CDR_OK;
}

static void
run_counts_add_up_and_are_what_was_kept(void **state)
{
	fill(DESK);
	struct cdr_screening screening = run_today(DESK);
	assert_int_equal(screening.state, CDR_SCREENING_DONE);
	assert_int_equal(screening.n_subjects, 5);
	assert_int_equal(screening.n_done, 5);
	assert_int_equal(screening.n_match, 2);       /* the ban, the lost licence */
	assert_int_equal(screening.n_clear, 2);       /* against the list of bans */
	assert_int_equal(screening.n_not_checked, 1); /* an agency of a country without a register */
	assert_int_equal(screening.n_possible, 0);
	assert_int_equal(screening.digest.n, 64);
	struct tally tally = { 0 };
	int64_t n_findings = 0;
	struct cdr_finding_filter filter = { .screening_id = screening.id, .state = -1 };
	assert_ok(cdr_store_screened_each(DESK->store, screening.id, tally_subject, &tally, err));
	assert_ok(cdr_store_finding_each(DESK->store, ORG, &filter, tally_finding, &n_findings, err));
	assert_int_equal(tally.n, screening.n_done);
	assert_int_equal(tally.by_verdict[CDR_VERDICT_MATCH], screening.n_match);
	assert_int_equal(tally.by_verdict[CDR_VERDICT_CLEAR], screening.n_clear);
	assert_int_equal(tally.by_verdict[CDR_VERDICT_NOT_CHECKED], screening.n_not_checked);
	assert_true(n_findings > 0);
	assert_int_equal(n_findings, screening.n_findings);
}

static void
run_without_lists_checks_nothing(void **state)
{
	put_party(DESK, party_of("S1", "Glasswort Rubber Works", "XB"));
	put_engagement(DESK, engagement_of("E1", "S1", AGENCY, "PH", "2026-05-01"));
	struct cdr_screening screening = run_today(DESK);
	assert_int_equal(screening.n_not_checked, 2);
	assert_int_equal(screening.n_clear, 0);
	assert_text(screening.pin_snapshots_json, "{}");
}

static void
run_of_nobody_is_done_at_once(void **state)
{
	struct cdr_screening screening = run_today(DESK);
	assert_int_equal(screening.state, CDR_SCREENING_DONE);
	assert_int_equal(screening.n_subjects, 0);
	assert_text(screening.digest, DESK->setup->rulesets_sha256);
	assert_true(repeats(DESK, &screening));
}

static void
run_twice_gives_the_same_digest(void **state)
{
	fill(DESK);
	struct cdr_screening first = run_today(DESK), second = run_today(DESK);
	assert_true(second.id > first.id);
	assert_true(cdr_str_equal(first.digest, second.digest));
}

static void
run_leaves_evidence_of_its_beginning_and_end(void **state)
{
	fill(DESK);
	struct cdr_screening screening = run_today(DESK);
	struct evidence_count started = acts(DESK, "screening started"), screened = acts(DESK, "screened");
	assert_int_equal(started.n, 1);
	assert_int_equal(screened.n, 1);
	assert_non_null(strstr(started.detail, DESK->setup->rulesets_sha256));
	assert_non_null(strstr(started.detail, BAN_LIST "\\\":1"));
	assert_non_null(strstr(screened.detail, screening.digest.p));
	assert_true(repeats(DESK, &screening));
	struct evidence_count repeated = acts(DESK, "screening repeated");
	assert_int_equal(repeated.n, 1);
	assert_non_null(strstr(repeated.detail, "\"identical\":true"));
	struct cdr_evidence_report report = { 0 };
	assert_ok(cdr_evidence_verify(DESK->store, (struct cdr_str){ NULL, 0 }, &report, err));
	assert_true(report.sound);
}

/* ---------------------------------------------------------------------------------------------- cut off and carried on */

static bool
stop_at_second_call(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)label;
	(void)done;
	(void)total;
	return ++*(int *)context < 2;
}

static void
run_that_was_stopped_goes_on_to_the_same_digest(void **state)
{
	fill_chunks(DESK);
	struct cdr_screening whole = run_today(DESK), screening = { 0 };
	int calls = 0;
	bool resumed = false;
	struct cdr_screen_options stopping = options_today;
	stopping.progress = (struct cdr_progress){ stop_at_second_call, &calls };
	assert_fails(CDR_ECANCELLED, "512 of ",
	             cdr_screen_run(DESK->store, DESK->setup, &stopping, DESK->arena, &screening, &resumed, err));
	assert_ok(cdr_store_screening_get(DESK->store, ORG, 0, DESK->arena, &screening, err));
	assert_int_equal(screening.state, CDR_SCREENING_RUNNING);
	assert_int_equal(screening.n_done, CDR_SCREEN_CHUNK);
	/* What arrives meanwhile is not its business. */
	struct cdr_entry late = listed(DESK, "late", "Candlewick Pottery", "PT");
	(void)put_copy(DESK, BAN_LIST, "2026-06-12", &late, 1);
	assert_ok(cdr_screen_run(DESK->store, DESK->setup, &options_today, DESK->arena, &screening, &resumed, err));
	assert_true(resumed);
	assert_int_equal(screening.n_done, whole.n_done);
	assert_int_equal(screening.n_findings, whole.n_findings);
	assert_int_equal(screening.n_clear, whole.n_clear);
	assert_text(screening.digest, whole.digest.p);
	assert_true(repeats(DESK, &screening));
}

static void
run_that_is_not_finished_cannot_be_repeated(void **state)
{
	fill_chunks(DESK);
	int calls = 0;
	bool resumed = false, identical = false;
	struct cdr_screening screening = { 0 };
	struct cdr_screen_options stopping = options_today;
	stopping.progress = (struct cdr_progress){ stop_at_second_call, &calls };
	assert_fails(CDR_ECANCELLED, "goes on from there",
	             cdr_screen_run(DESK->store, DESK->setup, &stopping, DESK->arena, &screening, &resumed, err));
	assert_fails(CDR_EREFUSED, "not finished",
	             cdr_screen_repeat(DESK->store, DESK->setup, 1, &options_today, DESK->arena, &identical, &screening,
	                               err));
}

/* Another process: moves the cursor of the running screening behind our back. */
static bool
move_cursor(void *context, const char *label, uint64_t done, uint64_t total)
{
	struct desk *desk = context;
	cdr_owned(cdr_store) other = NULL;
	struct cdr_screening screening = { 0 };
	(void)label;
	(void)done;
	(void)total;
	assert_ok(cdr_store_open(desk->path, false, &other, err));
	assert_ok(cdr_store_screening_get(other, ORG, 0, desk->arena, &screening, err));
	screening.cursor = CDR_STR("p-0000000000000002");
	assert_ok(cdr_store_screening_update(other, &screening, err));
	return true;
}

static void
run_that_another_process_works_on_is_busy(void **state)
{
	fill(DESK);
	bool resumed = false;
	struct cdr_screening screening = { 0 };
	struct cdr_screen_options options = options_today;
	options.progress = (struct cdr_progress){ move_cursor, DESK };
	assert_fails(CDR_EBUSY, "another process",
	             cdr_screen_run(DESK->store, DESK->setup, &options, DESK->arena, &screening, &resumed, err));
	struct tally tally = { 0 };
	assert_ok(cdr_store_screened_each(DESK->store, 1, tally_subject, &tally, err));
	assert_int_equal(tally.n, 0); /* of its own chunk nothing was kept */
}

/* ------------------------------------------------------------------------------------------------------- repetitions */

static void
run_repeats_the_same_after_a_newer_copy(void **state)
{
	fill(DESK);
	struct cdr_screening first = run_today(DESK);
	struct cdr_entry rows[] = { listed(DESK, "n", "Candlewick Pottery", "PT"),
		                    entry_with(DESK, "a", AGENCY, "PH",
		                               standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", NULL)) };
	(void)put_copy(DESK, BAN_LIST, "2026-06-12", &rows[0], 1);
	(void)put_copy(DESK, REGISTER, "2026-06-12", &rows[1], 1);
	assert_true(repeats(DESK, &first));
	struct cdr_screening now = run_today(DESK);
	assert_false(cdr_str_equal(now.digest, first.digest)); /* and it would have made a difference */
}

static void
run_repeats_the_same_after_a_copy_of_an_earlier_day(void **state)
{
	fill(DESK);
	put_engagement(DESK, engagement_of("E3", "S1", AGENCY, "PH", "2026-02-01"));
	struct cdr_screening first = run_today(DESK);
	struct cdr_entry valid = entry_with(DESK, "a", AGENCY, "PH",
	                                    standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", "2027-01-01"));
	(void)put_copy(DESK, REGISTER, "2026-02-01", &valid, 1);
	assert_true(repeats(DESK, &first));
	struct cdr_screening now = run_today(DESK);
	assert_int_equal(now.n_done, first.n_done);
	assert_false(cdr_str_equal(now.digest, first.digest));
}

static void
run_repeats_the_same_after_parties_changed(void **state)
{
	fill(DESK);
	struct cdr_screening first = run_today(DESK);
	begin_import(DESK);
	put_party(DESK, party_of("S1", "Glasswort Rubber Works Renamed", "XC"));
	put_party(DESK, party_of("S4", "Glasswort Rubber Works", "XB"));
	put_engagement(DESK, engagement_of("E1", "S2", "Quince Harbour Employment", "BD", "2026-05-01"));
	assert_true(repeats(DESK, &first));
	struct cdr_screening now = run_today(DESK);
	assert_int_equal(now.n_subjects, first.n_subjects + 1);
}

static void
run_repeats_the_same_after_the_rule_data_changed(void **state)
{
	fill(DESK);
	struct cdr_screening first = run_today(DESK);
	const struct cdr_bundle *old = &DESK->setup->rulesets;
	cdr_auto(cdr_bundle) bundle = { .arena = cdr_arena_new((size_t)64 << 20) };
	cdr_owned(cdr_screen_setup) changed = NULL;
	assert_non_null(bundle.arena);
	assert_non_null(bundle.files = cdr_arena_alloc(bundle.arena, old->n_files * sizeof(bundle.files[0])));
	for (size_t i = 0; i < old->n_files; i++) {
		if (cdr_str_find(old->files[i].path, CDR_STR("lst-201")) >= 0 ||
		    cdr_str_find(old->files[i].path, CDR_STR("lst-210")) >= 0)
			continue; /* the rule about import bans is gone, and the one that speaks of it */
		bundle.files[bundle.n_files++] =
			(struct cdr_bundle_file){ cdr_str_copy(bundle.arena, old->files[i].path),
			                          cdr_str_copy(bundle.arena, old->files[i].text) };
	}
	assert_int_equal(bundle.n_files, old->n_files - 2);
	assert_ok(setup_from_bundle(&bundle, &changed, err));
	assert_true(repeats_with(DESK, changed, &first));
	struct cdr_screening now = { 0 };
	bool resumed = true;
	assert_ok(cdr_screen_run(DESK->store, changed, &options_today, DESK->arena, &now, &resumed, err));
	assert_int_equal(now.n_findings, first.n_findings - 1);
}

/* Somebody at the file itself, past the program. */
static void
tamper(struct desk *desk, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	assert_int_equal(sqlite3_open(desk->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	assert_true(sqlite3_changes(db) > 0);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
run_repeats_otherwise_when_what_is_kept_was_changed(void **state)
{
#define OF_LATEST " WHERE screening = (SELECT max(id) FROM screenings)"
	static const char *const changes[] = {
		"UPDATE screened_subjects SET verdict = 'clear'" OF_LATEST " AND verdict = 'match'",
		"UPDATE screened_subjects SET gap_set = NULL, gaps = '[]'" OF_LATEST,
		"DELETE FROM screened_subjects" OF_LATEST " AND verdict = 'match'",
		"INSERT INTO screened_subjects (screening, subject_id, verdict, gaps)"
		" SELECT max(id), 'p-ffffffffffffffff', 'clear', '[]' FROM screenings",
		"UPDATE screening_findings SET data = json_set(data, '$.verdict', 'possible')" OF_LATEST
		" AND data ->> '$.verdict' = 'match'",
		"UPDATE screening_findings SET data = json_set(data, '$.severity', 'low')" OF_LATEST
		" AND data ->> '$.severity' = 'critical'",
		"UPDATE screening_findings SET data = json_set(data, '$.material', 'none')" OF_LATEST,
		"DELETE FROM screening_findings" OF_LATEST
		" AND public_id = (SELECT min(public_id) FROM screening_findings)",
	};
	fill(DESK);
	for (size_t i = 0; i < CDR_LEN(changes); i++) {
		struct cdr_screening screening = run_today(DESK);
		assert_true(repeats(DESK, &screening));
		tamper(DESK, changes[i]);
		if (repeats(DESK, &screening))
			fail_msg("not noticed: %s", changes[i]);
	}
	assert_non_null(strstr(acts(DESK, "screening repeated").detail, "\"identical\":false"));
}

static void
run_as_of_another_day_is_another_screening(void **state)
{
	fill(DESK);
	struct cdr_screening first = run_today(DESK), later = { 0 };
	struct cdr_screen_options options = options_today;
	bool resumed = true;
	options.as_of = day("2026-09-15");
	assert_ok(cdr_screen_run(DESK->store, DESK->setup, &options, DESK->arena, &later, &resumed, err));
	assert_int_equal(later.n_match, 2); /* who is listed stays listed */
	assert_int_equal(later.n_clear, 0); /* but the list is too old to clear anybody */
	assert_int_equal(later.n_not_checked, 3);
	assert_false(cdr_str_equal(first.digest, later.digest));
}

static void
run_to_json_names_pins_and_counts(void **state)
{
	fill(DESK);
	struct cdr_screening screening = run_today(DESK);
	cdr_owned(cdr_json) json = cdr_screening_to_json(&screening);
	assert_text(cdr_json_get_str(json, "state"), "done");
	assert_text(cdr_json_get_str(json, "digest"), screening.digest.p);
	assert_int_equal(cdr_json_get_int(json, "subjects", -1), 5);
	assert_int_equal(cdr_json_get_int(cdr_json_get(json, "snapshots"), BAN_LIST, -1), 1);
	assert_int_equal(cdr_json_get_int(json, "match", -1), 2);
	assert_int_equal(cdr_json_get_date(json, "as_of").ymd, 20260615);
}

/* ---------------------------------------------------------------------------------------------------------- workers */

/* Three chunks, in which much meets: suppliers named like the banned one, engagements through like-named agencies. */
static void
fill_hits(struct desk *desk)
{
	fill(desk);
	assert_ok(cdr_store_begin(desk->store, err));
	for (int i = 0; i < CDR_SCREEN_CHUNK + 20; i++) {
		struct cdr_str key = cdr_str_format(desk->arena, "N%d", i);
		const char *name = i % 3 == 0   ? cdr_str_format(desk->arena, "Pottery %d", i).p
		                   : i % 3 == 1 ? "Glasswort Rubber Works"
		                                : "Glasswort Rubber Wroks Ltd";
		put_party(desk, party_of(key.p, name, i % 2 ? "XB" : "PT"));
	}
	for (int i = 0; i < 60; i++)
		put_engagement(desk, engagement_of(cdr_str_format(desk->arena, "N%d", i).p, "S2",
		                                   i % 2 ? AGENCY : "Marrowfeild Crewing Services", i % 3 ? "PH" : "",
		                                   i % 5 ? "2026-05-01" : NULL));
	assert_ok(cdr_store_commit(desk->store, err));
}

static struct cdr_screening
run_jobs(struct desk *desk, size_t jobs, const struct cdr_progress *progress)
{
	struct cdr_screening screening = { 0 };
	struct cdr_screen_options options = options_today;
	bool resumed = false;
	options.jobs = jobs;
	if (progress)
		options.progress = *progress;
	assert_ok(cdr_screen_run(desk->store, desk->setup, &options, desk->arena, &screening, &resumed, err));
	return screening;
}

/* The digest is over all that was found, reasons and places too; a repetition compares what is kept. */
static void
assert_same(struct desk *desk, const struct cdr_screening *first, const struct cdr_screening *second)
{
	assert_true(cdr_str_equal(first->digest, second->digest));
	assert_int_equal(first->n_findings, second->n_findings);
	assert_int_equal(first->n_match, second->n_match);
	assert_int_equal(first->n_possible, second->n_possible);
	assert_int_equal(first->n_clear, second->n_clear);
	assert_int_equal(first->n_not_checked, second->n_not_checked);
	assert_true(repeats(desk, second));
}

static void
run_with_workers_comes_out_the_same(void **state)
{
	fill_hits(DESK);
	struct cdr_screening alone = run_jobs(DESK, 1, NULL);
	assert_true(alone.n_match + alone.n_possible > 100 && alone.n_clear > 100 && alone.n_findings > 100);
	for (size_t jobs = 0; jobs < 5; jobs += 2) {
		struct cdr_screening shared = run_jobs(DESK, jobs, NULL);
		assert_same(DESK, &alone, &shared);
	}
	/* and the other way round */
	struct cdr_screen_options options = options_today;
	struct cdr_screening again = { 0 };
	bool identical = false;
	options.jobs = 3;
	assert_ok(
		cdr_screen_repeat(DESK->store, DESK->setup, alone.id, &options, DESK->arena, &identical, &again, err));
	assert_true(identical);
}

struct killing {
	int n_killed, n_calls;
	bool all;
};

/* Ends children of this process, as a shortage of memory would: one, or all, between the first and second chunk. */
static bool
kill_workers(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)label;
	(void)done;
	(void)total;
	struct killing *killing = context;
	char path[64];
	int pid = 0;
	if (killing->n_calls++ != 1)
		return true;
	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	FILE *children = fopen(path, "r");
	while (children && fscanf(children, "%d", &pid) == 1 && (killing->all || killing->n_killed == 0)) {
		assert_int_equal(kill(pid, SIGKILL), 0);
		killing->n_killed++;
	}
	if (children)
		(void)fclose(children);
	return true;
}

static void
run_survives_its_workers(void **state)
{
	fill_hits(DESK);
	struct cdr_screening alone = run_jobs(DESK, 1, NULL);
	for (int all = 0; all < 2; all++) {
		struct killing killing = { .all = all };
		struct cdr_progress progress = { kill_workers, &killing };
		struct cdr_screening bereft = run_jobs(DESK, 3, &progress);
		if (killing.n_killed == 0)
			skip(); /* a system that does not tell who its children are */
		assert_int_equal(killing.n_killed, all ? 3 : 1);
		assert_int_equal(bereft.n_done, alone.n_done);
		assert_same(DESK, &alone, &bereft);
	}
}

static bool
stop_at_second(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)label;
	(void)done;
	(void)total;
	return ++*(int *)context < 2;
}

static void
run_with_workers_goes_on_where_it_stopped(void **state)
{
	fill_hits(DESK);
	struct cdr_screening alone = run_jobs(DESK, 1, NULL), ended = { 0 };
	struct cdr_screen_options options = options_today;
	int n_calls = 0;
	bool resumed = false;
	options.jobs = 2;
	options.progress = (struct cdr_progress){ stop_at_second, &n_calls };
	struct cdr_error none = { 0 };
	assert_int_equal(cdr_screen_run(DESK->store, DESK->setup, &options, DESK->arena, &ended, &resumed, &none),
	                 CDR_ECANCELLED);
	options.progress = (struct cdr_progress){ 0 };
	assert_ok(cdr_screen_run(DESK->store, DESK->setup, &options, DESK->arena, &ended, &resumed, err));
	assert_true(resumed);
	assert_same(DESK, &alone, &ended);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(run_counts_add_up_and_are_what_was_kept),
		desk_test(run_without_lists_checks_nothing),
		desk_test(run_of_nobody_is_done_at_once),
		desk_test(run_twice_gives_the_same_digest),
		desk_test(run_leaves_evidence_of_its_beginning_and_end),
		desk_test(run_that_was_stopped_goes_on_to_the_same_digest),
		desk_test(run_that_is_not_finished_cannot_be_repeated),
		desk_test(run_that_another_process_works_on_is_busy),
		desk_test(run_repeats_the_same_after_a_newer_copy),
		desk_test(run_repeats_the_same_after_a_copy_of_an_earlier_day),
		desk_test(run_repeats_the_same_after_parties_changed),
		desk_test(run_repeats_the_same_after_the_rule_data_changed),
		desk_test(run_repeats_otherwise_when_what_is_kept_was_changed),
		desk_test(run_as_of_another_day_is_another_screening),
		desk_test(run_to_json_names_pins_and_counts),
		desk_test(run_with_workers_comes_out_the_same),
		desk_test(run_survives_its_workers),
		desk_test(run_with_workers_goes_on_where_it_stopped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
