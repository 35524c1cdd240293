/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/life-impl.h"

#include <string.h>

#include "candor/base.h"
#include "statement/statement-impl.h"

/*
 * life: draft -> reviewed -> approved -> signed -> published -> superseded. Every step is given by a person and recorded
 * as given, with the text it is about; what a law asks of it (which body, which role, an attestation) is the law's row for
 * the legal form. The surprise: which steps there are depends on that row. Where the law asks for no approval, a reviewed
 * statement is signed; where it asks for no signature, an approved one is published.
 */

#define ROOM "statement"

struct stepping {
	const struct cdr_statement_desk *desk;
	const struct cdr_statement_step *step;
	struct cdr_statement_state state;
	struct cdr_law *law;
	const struct cdr_sign_off *sign_off; /* of the law, for the legal form; NULL: it names nobody for it */
	struct cdr_str legal_form;
	struct cdr_date year_end;
	struct cdr_json *data, *warnings;
};

static void
stepping_done(struct stepping *stepping)
{
	cdr_statement_state_done(&stepping->state);
	stepping->law = cdr_law_free(stepping->law);
	stepping->data = cdr_json_free(stepping->data);
	stepping->warnings = cdr_json_free(stepping->warnings);
}

static const struct cdr_statement_act *
step_taken(const struct stepping *stepping, const char *word)
{
	return cdr_statement_state_step(&stepping->state, word);
}

/* A member of what was recorded with a step. */
static struct cdr_str
recorded(const struct stepping *stepping, const char *word, const char *key)
{
	const struct cdr_statement_act *act = step_taken(stepping, word);
	cdr_owned(cdr_json) data = NULL;
	if (!act || cdr_json_parse(act->data_json, "step", &data, NULL) != CDR_OK)
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_copy(stepping->desk->arena, cdr_json_get_str(data, key));
}

static struct cdr_date
recorded_on(const struct stepping *stepping, const char *word)
{
	struct cdr_date date = { 0 };
	(void)cdr_date_parse(recorded(stepping, word, "on"), &date);
	return date;
}

static enum cdr_status
refuse_order(const struct stepping *stepping, const char *wanted, const char *advice, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EREFUSED, ROOM, NULL, "statement %lld cannot be %s: it is %s%s; %s",
	                (long long)stepping->state.record.id, wanted,
	                strcmp(cdr_statement_state_word(&stepping->state), "unsigned draft") == 0 ? "an " : "",
	                cdr_statement_state_word(&stepping->state), advice);
}

/* ------------------------------------------------------------------------------------------------------------ checks */

static enum cdr_status
need_sign_off(const struct stepping *stepping, struct cdr_error *err)
{
	if (stepping->sign_off || stepping->law->n_sign_offs == 0)
		return CDR_OK;
	if (!stepping->legal_form.n)
		return cdr_fail(
			err, CDR_EREFUSED, ROOM, NULL,
			"who approves and signs depends on the legal form, which is not known: set legal_form in "
			"the organisation file and draft again");
	return cdr_fail(
		err, CDR_EREFUSED, ROOM, NULL,
		"%.*s names nobody to approve or sign for the legal form “%.*s”: set the legal_form that fits in "
		"the organisation file and draft again",
		CDR_STR_ARG(stepping->law->id), CDR_STR_ARG(stepping->legal_form));
}

static enum cdr_status
need_text(const char *option, const char *what, struct cdr_str value, struct cdr_error *err)
{
	if (value.n)
		return CDR_OK;
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "%s is to be given (%s): it is recorded, never made up", what,
	                option);
}

/* The texts given with a step as they are recorded. */
static enum cdr_status
clean_step(struct cdr_arena *arena, const struct cdr_statement_step *given, struct cdr_statement_step *ret,
           struct cdr_error *err)
{
	*ret = *given;
	const struct {
		const char *what;
		struct cdr_str *text;
	} texts[] = { { "body", &ret->body }, { "minute", &ret->minute }, { "name", &ret->name },
		      { "role", &ret->role }, { "title", &ret->title },   { "address", &ret->url },
		      { "note", &ret->note } };
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		CDR_TRY(cdr_edit_clean(arena, texts[i].what, *texts[i].text, texts[i].text, err));
	return CDR_OK;
}

/* "The Board of Directors" as the laws' word for it, board_of_directors. */
static struct cdr_str
word_of(struct cdr_arena *arena, struct cdr_str text)
{
	text = cdr_str_trim(text);
	if (text.n > 4 && cdr_str_equal_nocase((struct cdr_str){ text.p, 4 }, CDR_STR("the ")))
		text = cdr_str_trim((struct cdr_str){ text.p + 4, text.n - 4 });
	char *word = cdr_arena_alloc(arena, text.n + 1);
	for (size_t i = 0; word && i < text.n; i++) {
		char c = text.p[i];
		word[i] = (char)(c == ' ' || c == '-' ? '_' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	return (struct cdr_str){ word, word ? text.n : 0 };
}

static enum cdr_status
need_one_of(const struct stepping *stepping, const struct cdr_texts *allowed, struct cdr_str given, const char *what,
            struct cdr_error *err)
{
	struct cdr_str word = word_of(stepping->desk->arena, given);
	if (!word.p)
		return cdr_fail_memory(err, ROOM);
	if (allowed->n == 0 || cdr_texts_have(allowed, word))
		return CDR_OK;
	cdr_auto(cdr_buf) list = { .max = CDR_ERROR_MESSAGE_MAX / 2 };
	for (size_t i = 0; i < allowed->n; i++)
		cdr_buf_printf(&list, "%s%.*s", i ? ", " : "", CDR_STR_ARG(allowed->items[i]));
	return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
	                "“%.*s” is no %s for the legal form “%.*s” under %.*s; these are: %.*s", CDR_STR_ARG(given),
	                what, CDR_STR_ARG(stepping->legal_form), CDR_STR_ARG(stepping->law->id),
	                CDR_STR_ARG(cdr_buf_str(&list)));
}

static enum cdr_status
need_day(const struct stepping *stepping, const char *done, struct cdr_error *err)
{
	char on[CDR_DATE_TEXT_MAX];
	struct cdr_date day = stepping->step->on;
	if (!day.ymd)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the day it was %s is to be given (--on YYYY-MM-DD)",
		                done);
	if (day.ymd > cdr_date_today().ymd)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "%s is in the future: what was not yet %s is not recorded", cdr_date_text(day, on),
		                done);
	return CDR_OK;
}

static enum cdr_status
need_year_over(const struct stepping *stepping, const char *done, struct cdr_error *err)
{
	char on[CDR_DATE_TEXT_MAX], end[CDR_DATE_TEXT_MAX];
	if (!stepping->year_end.ymd)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "the financial year the statement is about is not known, so nobody can have %s it: set "
		                "financial_year in the organisation file and draft again",
		                done);
	if (stepping->step->on.ymd < stepping->year_end.ymd)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "it cannot have been %s on %s: the financial year it is about ended on %s", done,
		                cdr_date_text(stepping->step->on, on), cdr_date_text(stepping->year_end, end));
	return CDR_OK;
}

static enum cdr_status
need_after(const struct stepping *stepping, const char *earlier, const char *done, struct cdr_error *err)
{
	char on[CDR_DATE_TEXT_MAX], before[CDR_DATE_TEXT_MAX];
	struct cdr_date other = recorded_on(stepping, earlier);
	if (!other.ymd || stepping->step->on.ymd >= other.ymd)
		return CDR_OK;
	return cdr_fail(err, CDR_EREFUSED, ROOM, NULL, "it cannot have been %s on %s: it was %s on %s", done,
	                cdr_date_text(stepping->step->on, on), earlier, cdr_date_text(other, before));
}

static enum cdr_status
need_no_flags(const struct stepping *stepping, struct cdr_error *err)
{
	cdr_auto(cdr_buf) list = { .max = CDR_ERROR_MESSAGE_MAX / 2 };
	size_t n = cdr_statement_open_flags(stepping->state.content, &list);
	if (n == 0)
		return CDR_OK;
	return cdr_fail(
		err, CDR_EREFUSED, ROOM, NULL,
		"%zu edit%s beyond the evidence, and nobody has said why the text stands (`candor statement edit "
		"%lld --claim KEY --confirm REASON`):\n%.*s",
		n, n == 1 ? " goes" : "s go", (long long)stepping->state.record.id,
		CDR_STR_ARG(cdr_str_trim(cdr_buf_str(&list))));
}

static void
warn(const struct stepping *stepping, struct cdr_str text)
{
	cdr_json_push_str(stepping->warnings, text);
}

/* A day before the text was last changed is recorded as given, and said: what was approved was then another text. */
static void
warn_if_before_text(const struct stepping *stepping, const char *done)
{
	const struct cdr_statement_state *state = &stepping->state;
	struct cdr_str changed = state->n_settled ? state->acts[state->n_settled - 1].at : state->record.created_at;
	struct cdr_date day = { 0 };
	if (!cdr_date_parse(changed, &day) || stepping->step->on.ymd >= day.ymd)
		return;
	cdr_json_set_str(stepping->data, "text_changed_on", (struct cdr_str){ changed.p, cdr_str_cut(changed, 10) });
	warn(stepping, cdr_str_format(stepping->desk->arena,
	                              "it is said to have been %s on a day before this text was last changed (%.10s)",
	                              done, changed.p));
}

static void
warn_of_gaps(const struct stepping *stepping)
{
	size_t n = cdr_json_count(cdr_json_get(stepping->state.content, "gaps"));
	size_t n_personal = cdr_json_count(cdr_json_get(stepping->state.content, "warnings"));
	cdr_json_set_int(stepping->data, "gaps", (int64_t)n);
	if (n)
		warn(stepping, cdr_str_format(stepping->desk->arena, "%zu question%s of the draft %s not answered", n,
		                              n == 1 ? "" : "s", n == 1 ? "is" : "are"));
	if (n_personal)
		warn(stepping,
		     cdr_str_format(stepping->desk->arena,
		                    "%zu warning%s about the text, such as personal data, should be looked at "
		                    "before it is published",
		                    n_personal, n_personal == 1 ? "" : "s"));
}

/* ------------------------------------------------------------------------------------------------------------- steps */

static enum cdr_status
review(struct stepping *stepping, struct cdr_error *err)
{
	if (step_taken(stepping, "approved") || step_taken(stepping, "signed") || step_taken(stepping, "published"))
		return refuse_order(stepping, "reviewed", "an edit takes it back to a draft", err);
	warn_of_gaps(stepping);
	return CDR_OK;
}

static enum cdr_status
approve(struct stepping *stepping, struct cdr_error *err)
{
	const struct cdr_statement_step *step = stepping->step;
	CDR_TRY(need_sign_off(stepping, err));
	if (!step_taken(stepping, "reviewed"))
		return refuse_order(stepping, "approved", "somebody reviews this text first", err);
	if (step_taken(stepping, "approved") || step_taken(stepping, "signed") || step_taken(stepping, "published"))
		return refuse_order(stepping, "approved", "an approval is recorded once", err);
	CDR_TRY(need_text("--body", "the body that approved", step->body, err));
	CDR_TRY(need_text("--minute", "where the approval is minuted", step->minute, err));
	CDR_TRY(need_day(stepping, "approved", err));
	CDR_TRY(need_year_over(stepping, "approved", err));
	if (stepping->sign_off)
		CDR_TRY(need_one_of(stepping, &stepping->sign_off->bodies, step->body, "body that approves", err));
	CDR_TRY(need_no_flags(stepping, err));
	cdr_json_set_date(stepping->data, "on", step->on);
	cdr_json_set_str(stepping->data, "body", step->body);
	cdr_json_set_str(stepping->data, "minute", step->minute);
	warn_if_before_text(stepping, "approved");
	warn_of_gaps(stepping);
	return CDR_OK;
}

static enum cdr_status
check_attestation(const struct stepping *stepping, struct cdr_error *err)
{
	struct cdr_str text = stepping->sign_off ? stepping->sign_off->attestation : (struct cdr_str){ NULL, 0 };
	if (!text.n)
		return CDR_OK;
	if (!stepping->step->attested)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "the law asks the signer to confirm: “%.*s” Record that it was confirmed with --attest",
		                CDR_STR_ARG(text));
	cdr_json_set_str(stepping->data, "attestation", text);
	return CDR_OK;
}

static enum cdr_status
sign(struct stepping *stepping, struct cdr_error *err)
{
	const struct cdr_statement_step *step = stepping->step;
	CDR_TRY(need_sign_off(stepping, err));
	bool asks_approval = stepping->sign_off && stepping->sign_off->approval.n;
	if (step_taken(stepping, "published"))
		return refuse_order(stepping, "signed", "signatures come before publication", err);
	if (asks_approval && !step_taken(stepping, "approved"))
		return refuse_order(stepping, "signed", "this text is approved first", err);
	if (!step_taken(stepping, "reviewed"))
		return refuse_order(stepping, "signed", "somebody reviews this text first", err);
	CDR_TRY(need_text("--name", "the name of the person who signed", step->name, err));
	CDR_TRY(need_text("--role", "the role in which it was signed", step->role, err));
	CDR_TRY(need_day(stepping, "signed", err));
	CDR_TRY(need_after(stepping, "approved", "signed", err));
	if (!asks_approval && stepping->sign_off && stepping->sign_off->roles.n)
		CDR_TRY(need_year_over(stepping, "signed", err));
	if (stepping->sign_off)
		CDR_TRY(need_one_of(stepping, &stepping->sign_off->roles, step->role, "role that signs", err));
	CDR_TRY(need_no_flags(stepping, err));
	cdr_json_set_date(stepping->data, "on", step->on);
	cdr_json_set_str(stepping->data, "name", step->name);
	cdr_json_set_str(stepping->data, "role", step->role);
	if (step->title.n)
		cdr_json_set_str(stepping->data, "title", step->title);
	CDR_TRY(check_attestation(stepping, err));
	warn_if_before_text(stepping, "signed");
	return CDR_OK;
}

/* An address that may stand in a link and in a list: https, printable, without blanks, quotes and angle brackets. */
static bool
is_address(struct cdr_str url)
{
	if (!cdr_str_starts_with(url, CDR_STR("https://")) || url.n < 12 || url.n > 2000)
		return false;
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= ' ' || url.p[i] > '~' || strchr("\"'<>\\`", url.p[i]))
			return false;
	return memchr(url.p + 8, '.', url.n - 8) != NULL && url.p[8] != '/' && url.p[8] != '.';
}

static enum cdr_status
publish(struct stepping *stepping, struct cdr_error *err)
{
	const struct cdr_statement_step *step = stepping->step;
	CDR_TRY(need_sign_off(stepping, err));
	const struct cdr_sign_off *row = stepping->sign_off;
	if (step_taken(stepping, "superseded"))
		return refuse_order(stepping, "published", "publish the later one", err);
	if (row && row->signature.n && !step_taken(stepping, "signed"))
		return refuse_order(stepping, "published", "this text is signed first", err);
	if (row && row->approval.n && !step_taken(stepping, "approved"))
		return refuse_order(stepping, "published", "this text is approved first", err);
	if (!step_taken(stepping, "reviewed"))
		return refuse_order(stepping, "published", "somebody reviews this text first", err);
	CDR_TRY(need_text("--url", "the address it was published at", step->url, err));
	if (!is_address(step->url))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "“%.*s” is no https:// address people can open",
		                CDR_STR_ARG(step->url));
	CDR_TRY(need_day(stepping, "published", err));
	CDR_TRY(need_after(stepping, "approved", "published", err));
	CDR_TRY(need_after(stepping, "signed", "published", err));
	CDR_TRY(need_no_flags(stepping, err));
	cdr_json_set_date(stepping->data, "on", step->on);
	cdr_json_set_str(stepping->data, "url", step->url);
	return CDR_OK;
}

static enum cdr_status
supersede(struct stepping *stepping, struct cdr_error *err)
{
	const struct cdr_statement_desk *desk = stepping->desk;
	cdr_auto(cdr_statement_state) later = { 0 };
	if (!step_taken(stepping, "published"))
		return refuse_order(stepping, "superseded", "only a published statement is", err);
	if (step_taken(stepping, "superseded"))
		return refuse_order(stepping, "superseded", "it was that already", err);
	if (stepping->step->by <= 0 || stepping->step->by == stepping->state.record.id)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the later statement is to be named (--with ID)");
	CDR_TRY(cdr_statement_state_load(desk->store, desk->org, stepping->step->by, desk->arena, &later, err));
	struct stepping other = { .desk = desk, .state = later };
	if (!cdr_statement_state_step(&later, "published"))
		return refuse_order(&other, "what supersedes another", "it is published first", err);
	if (!cdr_str_equal(later.record.law, stepping->state.record.law))
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL, "statement %lld is one under %.*s, not under %.*s",
		                (long long)stepping->step->by, CDR_STR_ARG(later.record.law),
		                CDR_STR_ARG(stepping->state.record.law));
	if (recorded_on(&other, "published").ymd < recorded_on(stepping, "published").ymd)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "statement %lld was published before statement %lld and cannot take its place",
		                (long long)stepping->step->by, (long long)stepping->state.record.id);
	cdr_json_set_int(stepping->data, "with", stepping->step->by);
	return CDR_OK;
}

static const struct {
	const char *word;
	enum cdr_status (*take)(struct stepping *stepping, struct cdr_error *err);
} kinds[] = {
	[CDR_STEP_REVIEW] = { "reviewed", review },
	[CDR_STEP_APPROVE] = { "approved", approve },
	[CDR_STEP_SIGN] = { "signed", sign },
	[CDR_STEP_PUBLISH] = { "published", publish },
	[CDR_STEP_SUPERSEDE] = { "superseded", supersede },
};

/* ------------------------------------------------------------------------------------------------------------ taking */

/* The legal form of the draft; an older draft does not hold it, so it is then the organisation's present one. */
static enum cdr_status
find_legal_form(struct stepping *stepping, struct cdr_error *err)
{
	const struct cdr_statement_desk *desk = stepping->desk;
	const struct cdr_json *organisation = cdr_json_get(stepping->state.draft, "organisation");
	cdr_owned(cdr_json) present = NULL;
	struct cdr_str text = { NULL, 0 };
	int64_t version = 0;
	if (!cdr_json_get(organisation, "legal_form")) {
		CDR_TRY(cdr_store_org_get(desk->store, desk->org, desk->arena, &text, &version, err));
		CDR_TRY(cdr_json_parse(text, "organisation", &present, err));
		organisation = present;
	}
	stepping->legal_form = cdr_str_copy(desk->arena, cdr_json_get_str(organisation, "legal_form"));
	return CDR_OK;
}

static enum cdr_status
prepare(struct stepping *stepping, int64_t id, struct cdr_error *err)
{
	const struct cdr_statement_desk *desk = stepping->desk;
	CDR_TRY(cdr_statement_state_load(desk->store, desk->org, id, desk->arena, &stepping->state, err));
	CDR_TRY(cdr_law_load(desk->rulesets, stepping->state.record.law, &stepping->law, err));
	CDR_TRY(find_legal_form(stepping, err));
	const struct cdr_json *year = cdr_json_get(stepping->state.draft, "year");
	stepping->year_end = cdr_json_get_date(year, "end");
	int64_t label = 0;
	(void)cdr_str_to_i64(cdr_json_get_str(year, "label"), &label);
	struct cdr_date day = stepping->year_end.ymd ? stepping->year_end : cdr_date_make((int)label, 12, 31);
	stepping->sign_off = cdr_law_sign_off(stepping->law, stepping->legal_form, day);
	stepping->data = cdr_json_object();
	stepping->warnings = cdr_json_array();
	return stepping->data && stepping->warnings ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
keep(struct stepping *stepping, const char *word, struct cdr_error *err)
{
	const struct cdr_statement_desk *desk = stepping->desk;
	char sha256[CDR_STATEMENT_DIGEST_MAX];
	if (stepping->step->note.n)
		cdr_json_set_str(stepping->data, "note", stepping->step->note);
	if (stepping->sign_off && stepping->step->kind != CDR_STEP_REVIEW &&
	    stepping->step->kind != CDR_STEP_SUPERSEDE) {
		cdr_json_set_str(stepping->data, "legal_form", stepping->legal_form);
		cdr_json_set_str(stepping->data, "source", stepping->sign_off->source);
	}
	CDR_TRY(cdr_store_statement_freeze(desk->store, stepping->state.text, sha256, err));
	struct cdr_statement_act act = { .act = cdr_str_from(word),
		                         .actor = desk->actor,
		                         .sha256 = cdr_str_from(sha256) };
	return cdr_statement_act_keep(desk->store, &stepping->state, &act, stepping->data, word, err);
}

/* The step as readers of the statement see it. */
static enum cdr_status
tell(const struct stepping *stepping, int64_t id, struct cdr_json **ret, struct cdr_error *err)
{
	const struct cdr_statement_desk *desk = stepping->desk;
	cdr_owned(cdr_json) current = NULL;
	struct cdr_str text = { NULL, 0 };
	CDR_TRY(cdr_statement_current(desk->store, desk->org, id, desk->arena, &text, err));
	CDR_TRY(cdr_json_parse(text, "statement", &current, err));
	const struct cdr_json *steps = cdr_json_get(current, "steps");
	cdr_owned(cdr_json) step = cdr_json_copy(cdr_json_at(steps, cdr_json_count(steps) - 1));
	cdr_json_set_int(step, "statement", id);
	cdr_json_set_str(step, "status", cdr_json_get_str(current, "status"));
	cdr_json_set(step, "warnings", cdr_json_copy(stepping->warnings));
	if (!step)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&step);
	return CDR_OK;
}

enum cdr_status
cdr_statement_take_step(const struct cdr_statement_desk *desk, int64_t id, const struct cdr_statement_step *step,
                        struct cdr_json **ret, struct cdr_error *err)
{
	struct cdr_statement_step cleaned;
	__attribute__((cleanup(stepping_done))) struct stepping stepping = { .desk = desk, .step = &cleaned };
	cdr_owned(cdr_json) told = NULL;
	CDR_TRY(clean_step(desk->arena, step, &cleaned, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(desk->store, &transaction, err));
	CDR_TRY(prepare(&stepping, id, err));
	CDR_TRY(kinds[step->kind].take(&stepping, err));
	CDR_TRY(keep(&stepping, kinds[step->kind].word, err));
	CDR_TRY(tell(&stepping, id, &told, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret = cdr_steal(&told);
	return CDR_OK;
}
