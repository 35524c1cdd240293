/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A screening from its pins to its last subject, and its repetition. Subjects are taken in the order of their ids, parties
 * before engagements, in chunks; a chunk's results, the cursor and the digest are one transaction, so a screening that
 * was killed goes on behind its last chunk.
 *
 * Digest: d(0) = ruleset digest; d(n) = SHA-256 over d(n-1) and the canonical JSON line of subject n (subject, verdict,
 * SHA-256 of its gaps, findings). Equal digests mean byte-identical results. A digest says nothing of rows that somebody changed
 * afterwards; so a repetition also compares what it finds with what is kept, subject by subject.
 */
#include "candor/screen.h"

#include <stdio.h>
#include <string.h>

#include "candor/evidence.h"
#include "screen/screen-impl.h"

#define CHUNK_ARENA_MAX_BYTES ((size_t)512 << 20)
#define KEPT_MAX ((size_t)1 << 26) /* subjects and findings of one screening */

/* What the store holds of a finished screening, for its repetition. Ids of parties, engagements and findings begin with
 * different letters, so they share a map. */
struct kept {
	struct cdr_str mark; /* the result, as mark_subject and mark_finding write it */
	bool met;            /* the repetition came to it as well */
};
struct kept_results {
	struct cdr_arena *arena;
	struct cdr_map *by_id; /* struct kept */
	size_t n_met;
	bool differs;
};

/* Parties or engagements; neither at the end. */
struct chunk {
	struct cdr_arena *arena;
	struct cdr_vec parties, engagements;
};

struct run {
	struct cdr_store *store;
	const struct cdr_screen_lists *lists;
	const struct cdr_screen_options *options;
	struct cdr_screening screening;
	bool keep;              /* false: a repetition, whose results are only hashed and compared */
	cdr_preview_fn preview; /* who is told findings instead; or NULL */
	void *preview_context;
	struct kept_results *kept; /* with what; NULL when there is nothing to compare with */
	char digest[CDR_SHA256_TEXT_MAX];
	char cursor[CDR_SHA256_TEXT_MAX];
	char created_at[CDR_TIME_TEXT_MAX], finished_at[CDR_TIME_TEXT_MAX];
	struct chunk chunks[2]; /* one being done, the other read already, so that its names can be compared */
	char read_to[CDR_SHA256_TEXT_MAX]; /* the cursor of reading */
	struct cdr_arena *arena;           /* of the chunk being done */
	struct ahead ahead;
	struct asking *asking;
	struct awareness *awareness;
	struct related *related;
};

static void
run_done(struct run *run)
{
	(void)asking_free(run->asking);
	(void)awareness_free(run->awareness);
	ahead_done(&run->ahead);
	(void)related_free(run->related);
	for (size_t i = 0; i < CDR_LEN(run->chunks); i++) {
		(void)cdr_arena_free(run->chunks[i].arena);
		cdr_vec_done(&run->chunks[i].parties);
		cdr_vec_done(&run->chunks[i].engagements);
	}
}

/* -------------------------------------------------------------------------------------------------- one subject's end */

/* Puts the subject's canonical line behind the digest. */
static enum cdr_status
extend_digest(struct run *run, struct cdr_str subject_id, const struct subject_result *result, struct cdr_error *err)
{
	cdr_owned(cdr_json) line = cdr_json_object();
	struct cdr_json *findings = cdr_json_array();
	for (size_t i = 0; i < result->findings.n; i++)
		cdr_json_push(findings, cdr_finding_to_json(CDR_VEC_AT(&result->findings, struct cdr_finding, i)));
	cdr_json_set_str(line, "subject", subject_id);
	cdr_json_set_text(line, "verdict", cdr_verdict_word(result->verdict));
	cdr_json_set_text(line, "gaps", result->gaps->sha256);
	cdr_json_set(line, "findings", findings);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, run->digest);
	CDR_TRY(cdr_json_write(line, false, &text, err));
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&text), run->digest);
	return CDR_OK;
}

static void
count(struct cdr_screening *screening, const struct subject_result *result)
{
	screening->n_done++;
	screening->n_findings += (int64_t)result->findings.n;
	screening->n_not_checked += result->verdict == CDR_VERDICT_NOT_CHECKED ? 1 : 0;
	screening->n_clear += result->verdict == CDR_VERDICT_CLEAR ? 1 : 0;
	screening->n_possible += result->verdict == CDR_VERDICT_POSSIBLE ? 1 : 0;
	screening->n_match += result->verdict == CDR_VERDICT_MATCH ? 1 : 0;
}

static enum cdr_status
keep_result(struct run *run, struct cdr_str subject_id, const struct subject_result *result, struct cdr_error *err)
{
	struct cdr_screened_subject row = { subject_id, result->verdict, result->gaps->json,
		                            cdr_str_from(result->gaps->sha256) };
	CDR_TRY(cdr_store_screened_add(run->store, run->screening.id, &row, err));
	for (size_t i = 0; i < result->findings.n; i++)
		CDR_TRY(cdr_store_finding_add(run->store, run->screening.org, run->screening.id,
		                              CDR_VEC_AT(&result->findings, struct cdr_finding, i), err));
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------- compared with what is kept */

static void
kept_results_done(struct kept_results *kept)
{
	kept->by_id = cdr_map_free(kept->by_id);
	kept->arena = cdr_arena_free(kept->arena);
}

static struct cdr_str
mark_subject(struct cdr_arena *arena, enum cdr_verdict verdict, const char *gaps_sha256)
{
	return cdr_str_format(arena, "%s %s", cdr_verdict_word(verdict), gaps_sha256);
}

static struct cdr_str
mark_finding(struct cdr_arena *arena, const struct cdr_finding *finding)
{
	return cdr_str_format(arena, "%s %s %.*s", cdr_verdict_word(finding->verdict),
	                      cdr_severity_word(finding->severity), CDR_STR_ARG(finding->material));
}

static enum cdr_status
remember(struct kept_results *kept, struct cdr_str id, struct cdr_str mark, struct cdr_error *err)
{
	struct cdr_str key = cdr_str_copy(kept->arena, id);
	struct kept *item = cdr_arena_alloc(kept->arena, sizeof(*item));
	if (!key.p || !mark.p || !item)
		return cdr_fail_memory(err, ROOM);
	*item = (struct kept){ .mark = mark };
	return cdr_map_put(kept->by_id, key, item) == CDR_OK ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
remember_subject(void *context, const struct cdr_screened_subject *subject, struct cdr_error *err)
{
	struct kept_results *kept = context;
	char hex[CDR_SHA256_TEXT_MAX];
	return remember(kept, subject->subject_id,
	                mark_subject(kept->arena, subject->verdict, cdr_crypt_sha256(subject->gaps_json, hex)), err);
}

static enum cdr_status
remember_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct kept_results *kept = context;
	return remember(kept, row->finding->id, mark_finding(kept->arena, row->finding), err);
}

static enum cdr_status
read_kept(struct cdr_store *store, const struct cdr_screening *screening, struct kept_results *kept,
          struct cdr_error *err)
{
	struct cdr_finding_filter filter = { .screening_id = screening->id, .state = -1 };
	kept->arena = cdr_arena_new(SCREEN_ARENA_MAX_BYTES);
	kept->by_id = cdr_map_new(KEPT_MAX);
	if (!kept->arena || !kept->by_id)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_store_screened_each(store, screening->id, remember_subject, kept, err));
	return cdr_store_finding_each(store, screening->org, &filter, remember_finding, kept, err);
}

static void
meet(struct kept_results *kept, struct cdr_str id, struct cdr_str mark)
{
	struct kept *item = cdr_map_get(kept->by_id, id);
	if (!item || !cdr_str_equal(item->mark, mark)) {
		kept->differs = true;
		return;
	}
	kept->n_met += item->met ? 0 : 1;
	item->met = true;
}

static enum cdr_status
compare_result(struct run *run, struct cdr_str subject_id, const struct subject_result *result, struct cdr_error *err)
{
	struct cdr_str mark = mark_subject(run->arena, result->verdict, result->gaps->sha256);
	if (!mark.p)
		return cdr_fail_memory(err, ROOM);
	meet(run->kept, subject_id, mark);
	for (size_t i = 0; i < result->findings.n; i++) {
		const struct cdr_finding *finding = CDR_VEC_AT(&result->findings, struct cdr_finding, i);
		if (!(mark = mark_finding(run->arena, finding)).p)
			return cdr_fail_memory(err, ROOM);
		meet(run->kept, finding->id, mark);
	}
	return CDR_OK;
}

/* None was another, none was missing, none is left over. */
static bool
is_as_kept(const struct kept_results *kept)
{
	return !kept->differs && kept->n_met == cdr_map_count(kept->by_id);
}

static enum cdr_status
end_subject(struct run *run, struct cdr_str subject_id, const struct subject_result *result, struct cdr_error *err)
{
	if (run->keep)
		CDR_TRY(keep_result(run, subject_id, result, err));
	if (run->kept)
		CDR_TRY(compare_result(run, subject_id, result, err));
	for (size_t i = 0; run->preview && i < result->findings.n; i++)
		CDR_TRY(run->preview(run->preview_context, CDR_VEC_AT(&result->findings, struct cdr_finding, i), err));
	CDR_TRY(extend_digest(run, subject_id, result, err));
	count(&run->screening, result);
	(void)snprintf(run->cursor, sizeof(run->cursor), "%.*s", CDR_STR_ARG(subject_id));
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- chunks */

static enum cdr_status
collect_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct chunk *chunk = context;
	struct cdr_party *copy = cdr_vec_push(&chunk->parties);
	return copy && cdr_party_copy(chunk->arena, party, copy) ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
collect_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct chunk *chunk = context;
	struct cdr_engagement *copy = cdr_vec_push(&chunk->engagements);
	return copy && cdr_engagement_copy(chunk->arena, engagement, copy) ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static struct screener
screener_of(const struct run *run)
{
	return (struct screener){ .store = run->store,
		                  .lists = run->lists,
		                  .ahead = &run->ahead,
		                  .today = run->screening.as_of,
		                  .asking = run->asking,
		                  .related = run->related,
		                  .awareness = run->awareness };
}

static enum cdr_status
do_party(struct run *run, const struct cdr_party *party, struct cdr_error *err)
{
	cdr_auto(subject_result) result = { 0 };
	ahead_take(&run->ahead);
	struct screener by = screener_of(run);
	CDR_TRY(screen_party(&by, party, run->arena, &result, err));
	return end_subject(run, party->id, &result, err);
}

static enum cdr_status
do_engagement(struct run *run, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	cdr_auto(subject_result) result = { 0 };
	struct cdr_party supplier = { 0 };
	struct cdr_error none = { 0 };
	bool known = false;
	if (engagement->supplier_id.n) {
		enum cdr_status status = cdr_store_party_get(run->store, run->screening.org, run->screening.pin_import,
		                                             engagement->supplier_id, run->arena, &supplier, &none);
		if (status != CDR_OK && status != CDR_ENOTFOUND) {
			if (err)
				*err = none;
			return status;
		}
		known = status == CDR_OK;
	}
	ahead_take(&run->ahead);
	struct screener by = screener_of(run);
	CDR_TRY(screen_engagement(&by, known ? &supplier : NULL, engagement, run->arena, &result, err));
	return end_subject(run, engagement->id, &result, err);
}

/* Reads the next chunk of parties, or, when those are through, of engagements. What is read is pinned by the import, so
 * it does not matter when. */
static enum cdr_status
read_chunk(struct run *run, struct chunk *chunk, struct cdr_error *err)
{
	const struct cdr_screening *screening = &run->screening;
	struct cdr_str cursor = cdr_str_from(run->read_to), none = { NULL, 0 }, last = cursor;
	bool in_engagements = cdr_str_starts_with(cursor, CDR_STR("e-"));
	cdr_arena_reset(chunk->arena);
	chunk->parties.n = chunk->engagements.n = 0;
	if (!in_engagements)
		CDR_TRY(cdr_store_party_each(run->store, screening->org, screening->pin_import,
		                             cursor.n ? cursor : none, CDR_SCREEN_CHUNK, collect_party, chunk, err));
	if (chunk->parties.n == 0)
		CDR_TRY(cdr_store_engagement_each(run->store, screening->org, screening->pin_import,
		                                  in_engagements ? cursor : none, CDR_SCREEN_CHUNK, collect_engagement,
		                                  chunk, err));
	if (chunk->parties.n)
		last = CDR_VEC_AT(&chunk->parties, struct cdr_party, chunk->parties.n - 1)->id;
	else if (chunk->engagements.n)
		last = CDR_VEC_AT(&chunk->engagements, struct cdr_engagement, chunk->engagements.n - 1)->id;
	if (last.p != run->read_to)
		(void)snprintf(run->read_to, sizeof(run->read_to), "%.*s", CDR_STR_ARG(last));
	return CDR_OK;
}

/* All of the chunk or nothing, for answers are taken one for each subject. */
static enum cdr_status
foresee_chunk(struct run *run, const struct chunk *chunk, struct cdr_error *err)
{
	struct cdr_date today = run->screening.as_of;
	for (size_t i = 0; i < chunk->parties.n; i++)
		CDR_TRY(foresee_party(run->lists, CDR_VEC_AT(&chunk->parties, struct cdr_party, i), chunk->arena,
		                      &run->ahead, err));
	for (size_t i = 0; i < chunk->engagements.n; i++)
		CDR_TRY(foresee_engagement(run->lists, CDR_VEC_AT(&chunk->engagements, struct cdr_engagement, i), today,
		                           chunk->arena, &run->ahead, err));
	return CDR_OK;
}

static enum cdr_status
next_chunk(struct run *run, struct chunk *chunk, struct cdr_error *err)
{
	CDR_TRY(read_chunk(run, chunk, err));
	return ahead_is_on(&run->ahead) ? foresee_chunk(run, chunk, err) : CDR_OK;
}

/* Somebody else may be at the same screening: their cursor would be another one. */
static enum cdr_status
check_alone(struct run *run, const char *cursor_before, struct cdr_error *err)
{
	struct cdr_screening stored = { 0 };
	CDR_TRY(cdr_store_screening_get(run->store, run->screening.org, run->screening.id, run->arena, &stored, err));
	if (stored.state == CDR_SCREENING_RUNNING && cdr_str_equal(stored.cursor, cdr_str_from(cursor_before)))
		return CDR_OK;
	return cdr_fail(err, CDR_EBUSY, ROOM, NULL,
	                "another process is working on screening %lld; wait for it to end and ask for its result",
	                (long long)run->screening.id);
}

static enum cdr_status
do_subjects(struct run *run, const struct chunk *chunk, struct cdr_error *err)
{
	run->arena = chunk->arena;
	for (size_t i = 0; i < chunk->parties.n; i++)
		CDR_TRY(do_party(run, CDR_VEC_AT(&chunk->parties, struct cdr_party, i), err));
	for (size_t i = 0; i < chunk->engagements.n; i++)
		CDR_TRY(do_engagement(run, CDR_VEC_AT(&chunk->engagements, struct cdr_engagement, i), err));
	return CDR_OK;
}

static void
write_back(struct run *run)
{
	run->screening.cursor = cdr_str_from(run->cursor);
	run->screening.digest = cdr_str_from(run->digest);
}

static enum cdr_status
do_chunk(struct run *run, const struct chunk *chunk, struct cdr_error *err)
{
	if (!run->keep)
		return do_subjects(run, chunk, err);
	char before[sizeof(run->cursor)];
	memcpy(before, run->cursor, sizeof(before));
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(cdr_store_transaction_begin(run->store, &transaction, err));
	run->arena = chunk->arena;
	CDR_TRY(check_alone(run, before, err));
	CDR_TRY(do_subjects(run, chunk, err));
	write_back(run);
	CDR_TRY(cdr_store_screening_update(run->store, &run->screening, err));
	return cdr_store_transaction_commit(&transaction, err);
}

static enum cdr_status
do_all(struct run *run, struct cdr_error *err)
{
	struct chunk *chunk = &run->chunks[0], *next = &run->chunks[1];
	int64_t n_left = run->screening.n_subjects - run->screening.n_done;
	memcpy(run->read_to, run->cursor, sizeof(run->read_to));
	CDR_TRY(asking_new(run->lists->setup->rulebook, &run->asking, err));
	CDR_TRY(awareness_load(run->store, &run->screening, &run->awareness, err));
	CDR_TRY(ahead_init(&run->ahead, run->lists, run->options->jobs, n_left > 0 ? (size_t)n_left : 0, err));
	CDR_TRY(next_chunk(run, chunk, err));
	/* While names of the first chunk are compared. */
	CDR_TRY(related_load(run->store, run->lists->setup, run->screening.org, run->screening.pin_import,
	                     &run->related, err));
	for (;;) {
		if (!cdr_progress_tell(&run->options->progress, run->keep ? "screening" : "repeating",
		                       (uint64_t)run->screening.n_done, (uint64_t)run->screening.n_subjects))
			return cdr_fail(err, CDR_ECANCELLED, ROOM, NULL,
			                "stopped after %lld of %lld; the next run goes on from there",
			                (long long)run->screening.n_done, (long long)run->screening.n_subjects);
		if (chunk->parties.n == 0 && chunk->engagements.n == 0)
			return CDR_OK;
		CDR_TRY(next_chunk(run, next, err));
		CDR_TRY(do_chunk(run, chunk, err));
		struct chunk *done = chunk;
		chunk = next;
		next = done;
	}
}

/* ----------------------------------------------------------------------------------------------------- begin and end */

static enum cdr_status
run_init(struct run *run, struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_LEN(run->chunks); i++) {
		struct chunk *chunk = &run->chunks[i];
		if (!(chunk->arena = cdr_arena_new(CHUNK_ARENA_MAX_BYTES)))
			return cdr_fail_memory(err, ROOM);
		chunk->parties = (struct cdr_vec)CDR_VEC_INIT(struct cdr_party, CDR_SCREEN_CHUNK);
		chunk->engagements = (struct cdr_vec)CDR_VEC_INIT(struct cdr_engagement, CDR_SCREEN_CHUNK);
	}
	return CDR_OK;
}

static enum cdr_status
begin_new(struct run *run, const struct cdr_screen_setup *setup, struct cdr_error *err)
{
	struct cdr_screening *screening = &run->screening;
	struct cdr_screen_pins pins = cdr_screen_lists_pins(run->lists);
	int64_t n_parties = 0, n_engagements = 0;
	screening->org = run->options->org;
	screening->created_at = cdr_str_from(cdr_time_now(run->created_at));
	screening->as_of = run->options->as_of.ymd ? run->options->as_of : cdr_date_today();
	screening->pin_snapshots_json = pins.snapshots_json;
	screening->pin_through = pins.through;
	screening->ruleset_sha256 = cdr_str_from(setup->rulesets_sha256);
	(void)snprintf(run->digest, sizeof(run->digest), "%s", setup->rulesets_sha256);
	write_back(run);

	cdr_auto(cdr_buf) bundle = CDR_BUF_INIT;
	CDR_TRY(cdr_bundle_save(&setup->rulesets, &bundle, err));
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(cdr_store_transaction_begin(run->store, &transaction, err));
	CDR_TRY(cdr_store_import_latest(run->store, screening->org, &screening->pin_import, err));
	CDR_TRY(cdr_store_awareness_pin(run->store, screening, err));
	CDR_TRY(cdr_store_party_count(run->store, screening->org, screening->pin_import, &n_parties, &n_engagements,
	                              err));
	screening->n_subjects = n_parties + n_engagements;
	CDR_TRY(cdr_store_ruleset_put(run->store, screening->ruleset_sha256, cdr_buf_str(&bundle), err));
	CDR_TRY(cdr_store_screening_add(run->store, screening, err));
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_date(detail, "as_of", screening->as_of);
	cdr_json_set_int(detail, "parties_as_of_import", screening->pin_import);
	cdr_json_set_str(detail, "snapshots", screening->pin_snapshots_json);
	cdr_json_set_str(detail, "ruleset_sha256", screening->ruleset_sha256);
	/* Which rules won: the site's, or, when something is wrong with those, the ones shipped. */
	if (run->lists->setup->site.p)
		cdr_json_set_str(detail, "site", run->lists->setup->site);
	if (run->lists->setup->site_problem.p)
		cdr_json_set_str(detail, "site_problem", run->lists->setup->site_problem);
	char subject[64];
	(void)snprintf(subject, sizeof(subject), "screening %lld", (long long)screening->id);
	CDR_TRY(cdr_evidence_append(run->store, run->options->actor, "screening started", cdr_str_from(subject), detail,
	                            NULL, err));
	return cdr_store_transaction_commit(&transaction, err);
}

static enum cdr_status
finish(struct run *run, struct cdr_error *err)
{
	char subject[64];
	struct cdr_screening *screening = &run->screening;
	screening->state = CDR_SCREENING_DONE;
	screening->finished_at = cdr_str_from(cdr_time_now(run->finished_at));
	write_back(run);
	struct cdr_json *detail = cdr_screening_to_json(screening);
	(void)snprintf(subject, sizeof(subject), "screening %lld", (long long)screening->id);
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	enum cdr_status status = cdr_store_transaction_begin(run->store, &transaction, err);
	if (status != CDR_OK) {
		(void)cdr_json_free(detail);
		return status;
	}
	CDR_TRY(cdr_evidence_append(run->store, run->options->actor, "screened", cdr_str_from(subject), detail, NULL,
	                            err));
	CDR_TRY(cdr_store_screening_update(run->store, screening, err));
	return cdr_store_transaction_commit(&transaction, err);
}

/* The organisation's latest screening when it was cut off and is the one asked for. */
static enum cdr_status
find_unfinished(struct cdr_store *store, const struct cdr_screen_options *options, struct cdr_arena *arena,
                struct cdr_screening *ret, bool *ret_found, struct cdr_error *err)
{
	struct cdr_error none = { 0 };
	*ret_found = false;
	enum cdr_status status = cdr_store_screening_get(store, options->org, 0, arena, ret, &none);
	if (status == CDR_ENOTFOUND)
		return CDR_OK;
	if (status != CDR_OK) {
		if (err)
			*err = none;
		return status;
	}
	*ret_found = ret->state == CDR_SCREENING_RUNNING &&
	             (options->as_of.ymd == 0 || options->as_of.ymd == ret->as_of.ymd);
	return CDR_OK;
}

/* Texts of the result must outlive the run. */
static enum cdr_status
hand_over(const struct run *run, struct cdr_arena *arena, struct cdr_screening *ret, struct cdr_error *err)
{
	struct cdr_screening copy = run->screening;
	struct cdr_str *const texts[] = { &copy.org,
		                          copy.created_at.p ? &copy.created_at : NULL,
		                          &copy.cursor,
		                          &copy.digest,
		                          &copy.pin_snapshots_json,
		                          &copy.ruleset_sha256 };
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		if (texts[i] && texts[i]->p && !(*texts[i] = cdr_str_copy(arena, *texts[i])).p)
			return cdr_fail_memory(err, ROOM);
	}
	*ret = copy;
	return CDR_OK;
}

enum cdr_status
cdr_screen_run(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screen_options *options,
               struct cdr_arena *arena, struct cdr_screening *ret, bool *ret_resumed, struct cdr_error *err)
{
	cdr_auto(run) run = { .store = store, .options = options, .keep = true };
	cdr_owned(cdr_screen_setup) own = NULL;
	cdr_owned(cdr_screen_lists) lists = NULL;
	struct cdr_screening unfinished = { 0 };
	bool resumed = false;
	CDR_TRY(run_init(&run, err));
	CDR_TRY(find_unfinished(store, options, arena, &unfinished, &resumed, err));
	if (resumed) {
		struct cdr_screen_pins pins = { unfinished.pin_snapshots_json, unfinished.pin_through };
		CDR_TRY(setup_of_screening(store, setup, &unfinished, &own, err));
		CDR_TRY(cdr_screen_lists_load(store, own ? own : setup, &pins, &lists, err));
		run.screening = unfinished;
		(void)snprintf(run.digest, sizeof(run.digest), "%.*s", CDR_STR_ARG(unfinished.digest));
		(void)snprintf(run.cursor, sizeof(run.cursor), "%.*s", CDR_STR_ARG(unfinished.cursor));
	} else {
		CDR_TRY(cdr_screen_lists_load(store, setup, NULL, &lists, err));
	}
	run.lists = lists;
	if (!resumed)
		CDR_TRY(begin_new(&run, setup, err));
	CDR_TRY(do_all(&run, err));
	CDR_TRY(finish(&run, err));
	*ret_resumed = resumed;
	/* Read back, so that the caller holds what the store holds. */
	return cdr_store_screening_get(store, options->org, run.screening.id, arena, ret, err);
}

enum cdr_status
cdr_screen_repeat(struct cdr_store *store, const struct cdr_screen_setup *setup, int64_t screening_id,
                  const struct cdr_screen_options *options, struct cdr_arena *arena, bool *ret_identical,
                  struct cdr_screening *ret, struct cdr_error *err)
{
	cdr_auto(kept_results) kept = { 0 };
	cdr_auto(run) run = { .store = store, .options = options, .keep = false, .kept = &kept };
	cdr_owned(cdr_screen_setup) own = NULL;
	cdr_owned(cdr_screen_lists) lists = NULL;
	struct cdr_screening first = { 0 };
	CDR_TRY(run_init(&run, err));
	CDR_TRY(cdr_store_screening_get(store, options->org, screening_id, arena, &first, err));
	if (first.state != CDR_SCREENING_DONE)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "screening %lld is not finished; run `candor screen` to finish it, then repeat it",
		                (long long)screening_id);
	struct cdr_screen_pins pins = { first.pin_snapshots_json, first.pin_through };
	CDR_TRY(setup_of_screening(store, setup, &first, &own, err));
	CDR_TRY(cdr_screen_lists_load(store, own ? own : setup, &pins, &lists, err));
	run.lists = lists;
	run.screening = (struct cdr_screening){ .id = first.id,
		                                .org = first.org,
		                                .as_of = first.as_of,
		                                .pin_import = first.pin_import,
		                                .pin_through = first.pin_through,
		                                .pin_screening = first.pin_screening,
		                                .pin_dispositions = first.pin_dispositions,
		                                .pin_snapshots_json = first.pin_snapshots_json,
		                                .ruleset_sha256 = first.ruleset_sha256,
		                                .created_at = first.created_at,
		                                .n_subjects = first.n_subjects };
	(void)snprintf(run.digest, sizeof(run.digest), "%.*s", CDR_STR_ARG(first.ruleset_sha256));
	CDR_TRY(read_kept(store, &first, &kept, err));
	CDR_TRY(do_all(&run, err));
	write_back(&run);
	run.screening.state = CDR_SCREENING_DONE;
	bool identical = cdr_str_equal(first.digest, run.screening.digest) && is_as_kept(&kept);
	char subject[64];
	(void)snprintf(subject, sizeof(subject), "screening %lld", (long long)screening_id);
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_bool(detail, "identical", identical);
	cdr_json_set_str(detail, "digest", run.screening.digest);
	CDR_TRY(cdr_evidence_append(store, options->actor, "screening repeated", cdr_str_from(subject), detail, NULL,
	                            err));
	*ret_identical = identical;
	return hand_over(&run, arena, ret, err);
}

enum cdr_status
cdr_screen_preview(struct cdr_store *store, const struct cdr_screen_setup *setup,
                   const struct cdr_screen_options *options, cdr_preview_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(run)
		run = { .store = store, .options = options, .keep = false, .preview = fn, .preview_context = context };
	cdr_owned(cdr_screen_lists) lists = NULL;
	int64_t n_parties = 0, n_engagements = 0;
	CDR_TRY(run_init(&run, err));
	CDR_TRY(cdr_screen_lists_load(store, setup, NULL, &lists, err));
	run.lists = lists;
	struct cdr_screening *screening = &run.screening;
	screening->org = options->org;
	screening->as_of = options->as_of.ymd ? options->as_of : cdr_date_today();
	screening->pin_through = cdr_screen_lists_pins(lists).through;
	CDR_TRY(cdr_store_import_latest(store, options->org, &screening->pin_import, err));
	CDR_TRY(cdr_store_awareness_pin(store, screening, err));
	CDR_TRY(cdr_store_party_count(store, options->org, screening->pin_import, &n_parties, &n_engagements, err));
	screening->n_subjects = n_parties + n_engagements;
	return do_all(&run, err);
}

struct cdr_json *
cdr_screening_to_json(const struct cdr_screening *screening)
{
	struct cdr_json *json = cdr_json_object();
	struct cdr_json *snapshots = NULL;
	if (cdr_json_parse(screening->pin_snapshots_json, "pins", &snapshots, NULL) != CDR_OK)
		snapshots = NULL;
	cdr_json_set_int(json, "id", screening->id);
	cdr_json_set_text(json, "state", screening->state == CDR_SCREENING_DONE ? "done" : "running");
	cdr_json_set_str(json, "created_at", screening->created_at);
	cdr_json_set_str(json, "finished_at", screening->finished_at);
	cdr_json_set_date(json, "as_of", screening->as_of);
	cdr_json_set_int(json, "parties_as_of_import", screening->pin_import);
	cdr_json_set(json, "snapshots", snapshots ? snapshots : cdr_json_object());
	cdr_json_set_str(json, "ruleset_sha256", screening->ruleset_sha256);
	cdr_json_set_str(json, "digest", screening->digest);
	cdr_json_set_int(json, "subjects", screening->n_subjects);
	cdr_json_set_int(json, "done", screening->n_done);
	cdr_json_set_int(json, "clear", screening->n_clear);
	cdr_json_set_int(json, "possible", screening->n_possible);
	cdr_json_set_int(json, "match", screening->n_match);
	cdr_json_set_int(json, "not_checked", screening->n_not_checked);
	cdr_json_set_int(json, "findings", screening->n_findings);
	return json;
}
