/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include "candor/base.h"
#include "candor/evidence.h"
#include "candor/store.h"
#include "statement/statement-impl.h"

/*
 * draft: gathers facts, makes scope, claims and gaps, and stores the draft together with its record of evidence in one
 * transaction. The draft is one JSON object, format "candor-statement-draft/2":
 *
 *   format, status ("unsigned draft"), created_at, language
 *   law {id title law jurisdiction order sources [{title url}]}      order: of the criteria, where the law has several
 *   organisation {id name legal_form version file sha256}      year {label covered start end}
 *   scope {answer text source facts missing rests_on}
 *   criteria [{id title kind level part_of source answered claims gaps}]     level, part_of: where it has them
 *   answers [{criterion law provision}]     of a statement made under several laws at once
 *   claims [{id criterion text key strength numbers {fact: number} rests_on [{kind ref file as_of sha256 evidence}]}]
 *   gaps [{id criterion text}]
 *   blanks [{kind label source}]  to be filled in by people: kind "approval", "signature"
 *   charts [{id criterion title kind unit points [{label value}] rests_on}]     warnings [{kind text place}]
 *   figures {fact: number}        what the next year's draft is compared with
 *   duties [{text source}]        deadlines [{id kind date text source}]; no date when the year is not covered
 *   labels {…}: the law's language for the document's own headings
 *
 * A claim's key, "<criterion>/<sentence>[/<entry>]", stays the same from one draft of a law to the next; what people
 * changed hangs on it. Format /1 had none.
 *
 * The surprise: nothing here can fill a blank. An approval or signature is not a fact this room knows.
 */

/* Everything one draft needs, freed together. */
struct drafting {
	struct cdr_json *organisation;
	struct cdr_fact_set set;
	struct cdr_map *evidence, *covered;
	struct cdr_json *warnings, *charts;
	struct cdr_claims claims;
	struct cdr_collect collect;
	int64_t version; /* of the organisation's facts */
};

static void
drafting_done(struct drafting *drafting)
{
	drafting->organisation = cdr_json_free(drafting->organisation);
	cdr_fact_set_done(&drafting->set);
	drafting->evidence = cdr_map_free(drafting->evidence);
	drafting->covered = cdr_map_free(drafting->covered);
	drafting->warnings = cdr_json_free(drafting->warnings);
	drafting->charts = cdr_json_free(drafting->charts);
	cdr_claims_done(&drafting->claims);
}

static enum cdr_status
check_year(struct cdr_str year, struct cdr_error *err)
{
	int64_t number = 0;
	if (year.n == 4 && cdr_str_to_i64(year, &number) && number >= 1800 && number <= 2999)
		return CDR_OK;
	return cdr_fail(err, CDR_EUSAGE, "statement", NULL,
	                "“%.*s” is not a year: give the four digits of the year in which the financial year ends",
	                CDR_STR_ARG(year));
}

static enum cdr_status
read_organisation(struct drafting *drafting, struct cdr_error *err)
{
	struct cdr_collect *collect = &drafting->collect;
	struct cdr_str text = { NULL, 0 };
	enum cdr_status status =
		cdr_store_org_get(collect->store, collect->org, drafting->set.arena, &text, &drafting->version, err);
	if (status == CDR_ENOTFOUND)
		return cdr_fail(err, CDR_EREFUSED, "statement", NULL,
		                "the organisation “%.*s” has not been set; run `candor org set FILE.yaml` first",
		                CDR_STR_ARG(collect->org));
	CDR_TRY(status);
	CDR_TRY(cdr_json_parse(text, "organisation", &drafting->organisation, err));
	collect->organisation = drafting->organisation;
	collect->organisation_file = cdr_json_get_str(drafting->organisation, "file");
	if (!collect->organisation_file.n)
		collect->organisation_file = CDR_STR("organisation");
	collect->organisation_sha256 = cdr_json_get_str(drafting->organisation, "sha256");
	return CDR_OK;
}

static struct cdr_json *
texts_to_json(const struct cdr_duty *items, size_t n, const char *text_key, const char *source_key)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < n; i++) {
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_str(object, text_key, items[i].text);
		if (items[i].source.n)
			cdr_json_set_str(object, source_key, items[i].source);
		cdr_json_push(array, object);
	}
	return array;
}

static struct cdr_json *
law_to_json(const struct cdr_law *law, const struct cdr_order *order)
{
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "id", law->id);
	cdr_json_set_str(object, "title", law->title);
	cdr_json_set_str(object, "law", law->law);
	cdr_json_set_str(object, "jurisdiction", law->jurisdiction);
	if (order)
		cdr_json_set_str(object, "order", order->id);
	cdr_json_set(object, "sources", texts_to_json(law->sources, law->n_sources, "title", "url"));
	return object;
}

static struct cdr_json *
organisation_to_json(const struct drafting *drafting)
{
	const struct cdr_collect *collect = &drafting->collect;
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "id", collect->org);
	cdr_json_set_str(object, "name", cdr_json_get_str(collect->organisation, "name"));
	cdr_json_set_str(object, "legal_form", cdr_json_get_str(collect->organisation, "legal_form"));
	cdr_json_set_int(object, "version", drafting->version);
	cdr_json_set_str(object, "file", collect->organisation_file);
	cdr_json_set_str(object, "sha256", collect->organisation_sha256);
	return object;
}

static struct cdr_json *
year_to_json(const struct cdr_year *year)
{
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "label", year->label);
	cdr_json_set_bool(object, "covered", year->from.ymd != 0);
	if (year->from.ymd) {
		cdr_json_set_date(object, "start", year->from);
		cdr_json_set_date(object, "end", year->to);
	}
	return object;
}

static void
push_blank(struct cdr_json *blanks, const char *kind, struct cdr_str label, struct cdr_str source)
{
	if (!label.n)
		return;
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_text(object, "kind", kind);
	cdr_json_set_str(object, "label", label);
	cdr_json_set_str(object, "source", source);
	cdr_json_push(blanks, object);
}

/* Blanks of the roles the law names for this legal form. When the form is not known, or the law names nobody for
 * it, all roles are shown and the question is put: leaving the blanks out would hide that somebody must sign. */
static enum cdr_status
make_blanks(struct drafting *drafting, struct cdr_json **ret, struct cdr_error *err)
{
	const struct cdr_law *law = drafting->set.law;
	struct cdr_str legal_form = cdr_json_get_str(drafting->organisation, "legal_form");
	cdr_owned(cdr_json) blanks = cdr_json_array();
	struct cdr_date on = drafting->collect.year.asked_on;
	bool fits = cdr_law_sign_off(law, legal_form, on) != NULL;
	for (size_t i = 0; i < law->n_sign_offs; i++) {
		const struct cdr_sign_off *row = &law->sign_offs[i];
		if (!cdr_in_force(row->from, row->to, on) ||
		    (fits && row->legal_forms.n && !cdr_texts_have(&row->legal_forms, legal_form)))
			continue;
		push_blank(blanks, "approval", row->approval, row->source);
		push_blank(blanks, "signature", row->signature, row->source);
	}
	if (law->n_sign_offs && !fits)
		CDR_TRY(cdr_claims_gap(&drafting->claims, CDR_STR("sign_off"),
		                       cdr_words_label(&law->words, "legal_form_unknown"), err));
	if (!blanks)
		return cdr_fail_memory(err, "statement");
	*ret = cdr_steal(&blanks);
	return CDR_OK;
}

static enum cdr_status
labels_to_json(const struct drafting *drafting, struct cdr_json **ret, struct cdr_error *err)
{
	const struct cdr_decl_node *labels = cdr_words_labels(&drafting->set.law->words);
	cdr_owned(cdr_json) object = cdr_json_object();
	for (size_t i = 0; i < labels->n; i++) {
		struct cdr_str key = cdr_str_copy(drafting->set.arena, labels->pairs[i].key);
		if (!key.p)
			return cdr_fail_memory(err, "statement");
		cdr_json_set_str(object, key.p, labels->pairs[i].value->text);
	}
	if (!object)
		return cdr_fail_memory(err, "statement");
	*ret = cdr_steal(&object);
	return CDR_OK;
}

/* Puts the draft's parts in their order. What the claims hold is handed over. */
static enum cdr_status
assemble(struct drafting *drafting, const char *created_at, struct cdr_json **ret, struct cdr_error *err)
{
	const struct cdr_law *law = drafting->set.law;
	cdr_owned(cdr_json) scope = NULL;
	cdr_owned(cdr_json) blanks = NULL;
	cdr_owned(cdr_json) labels = NULL;
	cdr_owned(cdr_json) deadlines = NULL;
	cdr_owned(cdr_json) answers = NULL;
	cdr_owned(cdr_json) draft = cdr_json_object();
	CDR_TRY(cdr_scope_make(&drafting->collect, &scope, err));
	CDR_TRY(make_blanks(drafting, &blanks, err));
	CDR_TRY(labels_to_json(drafting, &labels, err));
	CDR_TRY(cdr_deadlines_to_json(law, &drafting->collect.year, &deadlines, err));
	CDR_TRY(cdr_answers_to_json(law, drafting->collect.year.asked_on, &answers, err));
	cdr_json_set_text(draft, "format", CDR_STATEMENT_FORMAT);
	cdr_json_set_text(draft, "status", "unsigned draft");
	cdr_json_set_text(draft, "created_at", created_at);
	cdr_json_set_str(draft, "language", law->language);
	cdr_json_set(draft, "law", law_to_json(law, drafting->collect.order));
	cdr_json_set(draft, "organisation", organisation_to_json(drafting));
	cdr_json_set(draft, "year", year_to_json(&drafting->collect.year));
	cdr_json_set(draft, "scope", cdr_steal(&scope));
	cdr_json_set(draft, "criteria", cdr_steal(&drafting->claims.criteria));
	cdr_json_set(draft, "claims", cdr_steal(&drafting->claims.claims));
	cdr_json_set(draft, "gaps", cdr_steal(&drafting->claims.gaps));
	cdr_json_set(draft, "blanks", cdr_steal(&blanks));
	cdr_json_set(draft, "duties", texts_to_json(law->duties, law->n_duties, "text", "source"));
	cdr_json_set(draft, "deadlines", cdr_steal(&deadlines));
	cdr_json_set(draft, "charts", cdr_steal(&drafting->charts));
	cdr_json_set(draft, "warnings", cdr_steal(&drafting->warnings));
	cdr_json_set(draft, "answers", cdr_steal(&answers));
	cdr_json_set(draft, "figures", cdr_figures_to_json(&drafting->set));
	cdr_json_set(draft, "labels", cdr_steal(&labels));
	if (!draft)
		return cdr_fail_memory(err, "statement");
	*ret = cdr_steal(&draft);
	return CDR_OK;
}

/* The draft and its record, inside the caller's transaction. */
static enum cdr_status
keep(const struct drafting *drafting, struct cdr_statement_record *record, struct cdr_str actor, struct cdr_str scope,
     struct cdr_error *err)
{
	struct cdr_store *store = drafting->collect.store;
	CDR_TRY(cdr_store_statement_add(store, record, err));
	struct cdr_str subject = cdr_str_format(drafting->set.arena, "statement %lld", (long long)record->id);
	if (!subject.p)
		return cdr_fail_memory(err, "statement");
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_str(detail, "org", record->org);
	cdr_json_set_str(detail, "law", record->law);
	cdr_json_set_str(detail, "year", record->year);
	cdr_json_set_int(detail, "organisation_version", drafting->version);
	cdr_json_set_int(detail, "screening", drafting->collect.screening_id);
	cdr_json_set_str(detail, "in_scope", scope);
	cdr_json_set_int(detail, "claims", (int64_t)drafting->claims.n_claims);
	cdr_json_set_int(detail, "gaps", (int64_t)drafting->claims.n_gaps);
	return cdr_evidence_append(store, actor, "drafted", subject, detail, NULL, err);
}

/* One transaction from the first fact to the record: the draft speaks of the store at one moment, and keeps it or
 * not. */
static enum cdr_status
make(struct drafting *drafting, struct cdr_str actor, struct cdr_str *ret_json, int64_t *ret_id, struct cdr_error *err)
{
	struct cdr_collect *collect = &drafting->collect;
	char now[CDR_TIME_TEXT_MAX];
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(collect->store, &transaction, err));
	CDR_TRY(read_organisation(drafting, err));
	CDR_TRY(cdr_facts_collect(collect, err));
	CDR_TRY(cdr_privacy_organisation(collect, err));
	CDR_TRY(cdr_claims_make(collect, &drafting->claims, err));
	cdr_owned(cdr_json) draft = NULL;
	CDR_TRY(assemble(drafting, cdr_time_now(now), &draft, err));
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cdr_json_write(draft, false, &text, err));
	struct cdr_str copy = cdr_str_copy(drafting->set.arena, cdr_buf_str(&text));
	if (!copy.p)
		return cdr_fail_memory(err, "statement");
	struct cdr_statement_record record = { .org = collect->org,
		                               .law = drafting->set.law->id,
		                               .year = collect->year.label,
		                               .created_at = cdr_str_from(now),
		                               .draft_json = copy };
	CDR_TRY(keep(drafting, &record, actor, cdr_json_get_str(cdr_json_get(draft, "scope"), "answer"), err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret_json = copy;
	*ret_id = record.id;
	return CDR_OK;
}

enum cdr_status
cdr_statement_draft_with(struct cdr_store *store, const struct cdr_law *law, const struct cdr_draft_options *options,
                         struct cdr_arena *arena, struct cdr_str *ret_json, int64_t *ret_id, struct cdr_error *err)
{
	const struct cdr_order *order = NULL;
	CDR_TRY(check_year(options->year, err));
	CDR_TRY(cdr_law_order(law, options->order, &order, err));
	__attribute__((cleanup(drafting_done))) struct drafting drafting = { 0 };
	CDR_TRY(cdr_fact_set_init(&drafting.set, law, arena, err));
	drafting.evidence = cdr_map_new(SIZE_MAX);
	drafting.covered = cdr_map_new(CDR_STATEMENT_MAX_PARTIES);
	drafting.warnings = cdr_json_array();
	drafting.charts = cdr_json_array();
	if (!drafting.evidence || !drafting.covered || !drafting.warnings || !drafting.charts)
		return cdr_fail_memory(err, "statement");
	drafting.collect = (struct cdr_collect){ .store = store,
		                                 .org = options->org,
		                                 .set = &drafting.set,
		                                 .year = { .label = options->year },
		                                 .evidence = drafting.evidence,
		                                 .covered = drafting.covered,
		                                 .warnings = drafting.warnings,
		                                 .charts = drafting.charts,
		                                 .order = order };
	return make(&drafting, options->actor, ret_json, ret_id, err);
}

enum cdr_status
cdr_statement_draft(struct cdr_store *store, const struct cdr_law *law, struct cdr_str org, struct cdr_str year,
                    struct cdr_str actor, struct cdr_arena *arena, struct cdr_str *ret_json, int64_t *ret_id,
                    struct cdr_error *err)
{
	struct cdr_draft_options options = { .org = org, .year = year, .actor = actor };
	return cdr_statement_draft_with(store, law, &options, arena, ret_json, ret_id, err);
}
