/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/life-impl.h"

#include "candor/base.h"
#include "candor/evidence.h"

/*
 * carry: a draft made anew keeps what people wrote. Edits of the latest draft of the same law and year are taken over by
 * the keys of the claims and held against the sentences as they are drafted now; texts of an earlier year's statement are
 * carried over where the new draft has none, and marked. The surprise: a confirmation is taken over only when the sentence
 * beneath and the flags are the same; otherwise a person looks again.
 */

#define ROOM "statement"

struct carrying {
	const struct cdr_statement_desk *desk;
	struct cdr_overclaim *overclaim;
	struct cdr_statement_state from, to;
	struct cdr_json *origin; /* {statement year} of what is carried over */
	int64_t evidence;        /* one record for all that is taken over */
	size_t next_own;
};

static void
carrying_done(struct carrying *carrying)
{
	carrying->overclaim = cdr_overclaim_free(carrying->overclaim);
	cdr_statement_state_done(&carrying->from);
	cdr_statement_state_done(&carrying->to);
	carrying->origin = cdr_json_free(carrying->origin);
}

static enum cdr_status
record(struct carrying *carrying, const char *how, struct cdr_error *err)
{
	const struct cdr_statement_desk *desk = carrying->desk;
	struct cdr_str subject = cdr_str_format(desk->arena, "statement %lld", (long long)carrying->to.record.id);
	if (!subject.p)
		return cdr_fail_memory(err, ROOM);
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_str(detail, "org", carrying->to.record.org);
	cdr_json_set_str(detail, "law", carrying->to.record.law);
	cdr_json_set_str(detail, "year", carrying->to.record.year);
	cdr_json_set_text(detail, "edit", how);
	cdr_json_set_int(detail, "from", carrying->from.record.id);
	return cdr_evidence_append(desk->store, desk->actor, "edited", subject, detail, &carrying->evidence, err);
}

static enum cdr_status
keep(struct carrying *carrying, struct cdr_str key, const char *word, const struct cdr_json *data,
     struct cdr_error *err)
{
	struct cdr_statement_act act = {
		.act = cdr_str_from(word), .key = key, .actor = carrying->desk->actor, .evidence = carrying->evidence
	};
	return cdr_statement_act_keep(carrying->desk->store, &carrying->to, &act, data, "edited", err);
}

/* ------------------------------------------------------------------------------------------------------ taking over */

static bool
same_json(const struct cdr_json *a, const struct cdr_json *b)
{
	cdr_auto(cdr_buf) one = CDR_BUF_INIT;
	cdr_auto(cdr_buf) other = CDR_BUF_INIT;
	if (!a || !b)
		return cdr_json_count(a) == 0 && cdr_json_count(b) == 0;
	return cdr_json_write(a, false, &one, NULL) == CDR_OK && cdr_json_write(b, false, &other, NULL) == CDR_OK &&
	       cdr_str_equal(cdr_buf_str(&one), cdr_buf_str(&other));
}

static void
copy_text(struct cdr_json *to, const struct cdr_json *from, const char *key)
{
	if (cdr_json_get(from, key))
		cdr_json_set_str(to, key, cdr_json_get_str(from, key));
}

/* The act's data for the new draft: as it was, with what is drafted beneath it now and the flags that follow. */
static enum cdr_status
data_anew(struct carrying *carrying, const struct cdr_fold *fold, const struct cdr_json *claim, struct cdr_json **ret,
          struct cdr_error *err)
{
	cdr_owned(cdr_json) data = cdr_json_object();
	cdr_owned(cdr_json) flags = NULL;
	struct cdr_str before = cdr_json_get_str(fold->data, "text_drafted"), now = cdr_json_get_str(claim, "text");
	copy_text(data, fold->data, "text");
	copy_text(data, fold->data, "criterion");
	if (claim)
		cdr_json_set_str(data, "text_drafted", now);
	else
		copy_text(data, fold->data, "text_drafted");
	copy_text(data, fold->data, "reason");
	bool own = cdr_str_equal(fold->act->act, CDR_STR(CDR_ACT_ADD));
	if (cdr_str_equal(fold->act->act, CDR_STR(CDR_ACT_REMOVE))) {
		if (claim)
			CDR_TRY(cdr_overclaim_check_removal(carrying->overclaim, claim, &flags, err));
	} else if (claim || own) {
		CDR_TRY(cdr_edit_flags(carrying->overclaim, &carrying->to, claim, cdr_json_get_str(fold->data, "text"),
		                       &flags, err));
	}
	if (claim && before.p && !cdr_str_equal(before, now)) {
		cdr_json_set_str(data, "text_drafted_before", before);
		cdr_overclaim_add_beneath(carrying->overclaim, flags, now);
	}
	if (cdr_json_count(flags))
		cdr_json_set(data, "flags", cdr_steal(&flags));
	if (cdr_json_get(fold->data, "warnings"))
		cdr_json_set(data, "warnings", cdr_json_copy(cdr_json_get(fold->data, "warnings")));
	if (cdr_json_get(fold->data, "copied_from"))
		cdr_json_set(data, "copied_from", cdr_json_copy(cdr_json_get(fold->data, "copied_from")));
	cdr_json_set_int(data, "taken_from", carrying->from.record.id);
	if (!data)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&data);
	return CDR_OK;
}

static enum cdr_status
take_over_one(struct carrying *carrying, const struct cdr_fold *fold, struct cdr_error *err)
{
	const struct cdr_json *claim = cdr_statement_claim_find(carrying->to.draft, fold->key);
	cdr_owned(cdr_json) data = NULL;
	if (fold->copied_data && claim)
		CDR_TRY(keep(carrying, fold->key, CDR_ACT_COPIED, fold->copied_data, err));
	if (!fold->act)
		return CDR_OK;
	bool is_text = cdr_str_equal(fold->act->act, CDR_STR(CDR_ACT_TEXT));
	if (is_text && claim && cdr_str_equal(cdr_json_get_str(claim, "text"), cdr_json_get_str(fold->data, "text")))
		return CDR_OK; /* what was edited is now drafted so */
	CDR_TRY(data_anew(carrying, fold, claim, &data, err));
	struct cdr_str word = fold->act->act; /* in the arena, with a NUL after it */
	CDR_TRY(keep(carrying, fold->key, word.p, data, err));
	if (fold->confirm && same_json(cdr_json_get(data, "flags"), cdr_json_get(fold->data, "flags")) &&
	    !cdr_json_get(data, "text_drafted_before"))
		CDR_TRY(keep(carrying, fold->key, CDR_ACT_CONFIRM, fold->confirm_data, err));
	return CDR_OK;
}

static enum cdr_status
take_over(struct carrying *carrying, struct cdr_error *err)
{
	size_t n = cdr_map_count(carrying->from.folds);
	if (n == 0)
		return CDR_OK;
	CDR_TRY(record(carrying, "taken over", err));
	for (size_t i = 0; i < n; i++)
		CDR_TRY(take_over_one(carrying, cdr_map_at(carrying->from.folds, i, NULL), err));
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------- carrying over */

static const struct cdr_json *
claim_with_text(const struct cdr_json *content, struct cdr_str text)
{
	const struct cdr_json *claims = cdr_json_get(content, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(claims, i), "text"), text))
			return cdr_json_at(claims, i);
	return NULL;
}

static bool
has_criterion(const struct cdr_json *content, struct cdr_str id)
{
	const struct cdr_json *criteria = cdr_json_get(content, "criteria");
	for (size_t i = 0; i < cdr_json_count(criteria); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(criteria, i), "id"), id))
			return true;
	return false;
}

static enum cdr_status
mark_copied(struct carrying *carrying, const struct cdr_json *claim, struct cdr_error *err)
{
	cdr_owned(cdr_json) data = cdr_json_object();
	cdr_json_set(data, "copied_from", cdr_json_copy(carrying->origin));
	return keep(carrying, cdr_json_get_str(claim, "key"), CDR_ACT_COPIED, data, err);
}

/* A text that people wrote last time and the new draft has no sentence for: one of its own now, marked. Where the law no
 * longer has the criterion it is listed among the edits that were lost. */
static enum cdr_status
bring(struct carrying *carrying, const struct cdr_json *claim, struct cdr_error *err)
{
	struct cdr_arena *arena = carrying->desk->arena;
	struct cdr_str criterion = cdr_json_get_str(claim, "criterion"), text = cdr_json_get_str(claim, "text");
	struct cdr_str was = cdr_json_get_str(cdr_json_get(claim, "edited"), "reason"), key = { NULL, 0 };
	bool fits = has_criterion(carrying->to.content, criterion);
	cdr_owned(cdr_json) flags = NULL;
	cdr_owned(cdr_json) data = cdr_json_object();
	do {
		key = cdr_str_format(arena, "%.*s/own/%zu", CDR_STR_ARG(criterion), carrying->next_own++);
		if (!key.p)
			return cdr_fail_memory(err, ROOM);
	} while (cdr_map_get(carrying->to.folds, key));
	struct cdr_str reason = cdr_str_format(arena, "carried over from statement %lld of %.*s: %.*s",
	                                       (long long)carrying->from.record.id,
	                                       CDR_STR_ARG(carrying->from.record.year), CDR_STR_ARG(was));
	CDR_TRY(cdr_edit_flags(carrying->overclaim, &carrying->to, NULL, text, &flags, err));
	cdr_json_set_str(data, "text", text);
	cdr_json_set_str(data, "criterion", criterion);
	cdr_json_set_str(data, "reason", reason);
	cdr_json_set(data, "flags", cdr_steal(&flags));
	cdr_json_set(data, "copied_from", cdr_json_copy(carrying->origin));
	return keep(carrying, key, fits ? CDR_ACT_ADD : CDR_ACT_TEXT, data, err);
}

static enum cdr_status
carry_over(struct carrying *carrying, struct cdr_error *err)
{
	const struct cdr_json *claims = cdr_json_get(carrying->from.content, "claims");
	carrying->origin = cdr_json_object();
	cdr_json_set_int(carrying->origin, "statement", carrying->from.record.id);
	cdr_json_set_str(carrying->origin, "year", carrying->from.record.year);
	CDR_TRY(record(carrying, "carried over", err));
	carrying->next_own = carrying->to.n_acts + 1;
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		const struct cdr_json *same = claim_with_text(carrying->to.content, cdr_json_get_str(claim, "text"));
		struct cdr_str key = cdr_json_get_str(claim, "key");
		if (same)
			CDR_TRY(mark_copied(carrying, same, err));
		else if (cdr_json_get(claim, "edited") && !cdr_statement_claim_find(carrying->to.draft, key))
			CDR_TRY(bring(carrying, claim, err));
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- drafting */

static enum cdr_status
note_first(void *context, const struct cdr_statement_record *found, struct cdr_error *err)
{
	int64_t *first = context;
	(void)err;
	if (!*first)
		*first = found->id;
	return CDR_OK;
}

typedef enum cdr_status (*carry_fn)(struct carrying *carrying, struct cdr_error *err);

/* Most drafts were never touched; then there is nothing to read. */
static enum cdr_status
was_touched(const struct cdr_statement_desk *desk, int64_t id, bool *ret, struct cdr_error *err)
{
	struct cdr_statement_act *acts = NULL;
	size_t n = 0;
	CDR_TRY(cdr_store_statement_acts(desk->store, id, desk->arena, &acts, &n, err));
	*ret = n > 0;
	return CDR_OK;
}

static enum cdr_status
carry(const struct cdr_statement_desk *desk, int64_t from, int64_t to, carry_fn fn, struct cdr_error *err)
{
	__attribute__((cleanup(carrying_done))) struct carrying carrying = { .desk = desk };
	CDR_TRY(cdr_overclaim_load(desk->rulesets, &carrying.overclaim, err));
	CDR_TRY(cdr_statement_state_load(desk->store, desk->org, from, desk->arena, &carrying.from, err));
	CDR_TRY(cdr_statement_state_load(desk->store, desk->org, to, desk->arena, &carrying.to, err));
	return fn(&carrying, err);
}

/* Only a statement of the same law and of another year: within the year edits are taken over by themselves. */
static enum cdr_status
check_carry_over(const struct cdr_statement_desk *desk, const struct cdr_law *law, struct cdr_str year, int64_t id,
                 struct cdr_error *err)
{
	struct cdr_statement_record found = { 0 };
	CDR_TRY(cdr_store_statement_get(desk->store, desk->org, id, desk->arena, &found, err));
	if (!cdr_str_equal(found.law, cdr_law_id(law)))
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "statement %lld is one under %.*s: its texts answer other questions than those of %.*s",
		                (long long)id, CDR_STR_ARG(found.law), CDR_STR_ARG(cdr_law_id(law)));
	if (cdr_str_compare(found.year, year) >= 0)
		return cdr_fail(
			err, CDR_EREFUSED, ROOM, NULL,
			"statement %lld is about %.*s: texts are carried over from an earlier year, and within a "
			"year edits are kept by themselves",
			(long long)id, CDR_STR_ARG(found.year));
	return CDR_OK;
}

enum cdr_status
cdr_statement_redraft(const struct cdr_statement_desk *desk, const struct cdr_law *law, struct cdr_str year,
                      const struct cdr_statement_options *options, struct cdr_str *ret_json, int64_t *ret_id,
                      struct cdr_error *err)
{
	int64_t before = 0, id = 0;
	bool touched = false;
	struct cdr_str json = { NULL, 0 };
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(desk->store, &transaction, err));
	if (options->carry_over)
		CDR_TRY(check_carry_over(desk, law, year, options->carry_over, err));
	if (!options->fresh)
		CDR_TRY(cdr_store_statement_each(desk->store, desk->org, cdr_law_id(law), year, note_first, &before,
		                                 err));
	struct cdr_draft_options asked = {
		.org = desk->org, .year = year, .actor = desk->actor, .order = options->order
	};
	CDR_TRY(cdr_statement_draft_with(desk->store, law, &asked, desk->arena, &json, &id, err));
	if (before)
		CDR_TRY(was_touched(desk, before, &touched, err));
	if (touched)
		CDR_TRY(carry(desk, before, id, take_over, err));
	if (options->carry_over)
		CDR_TRY(carry(desk, options->carry_over, id, carry_over, err));
	CDR_TRY(cdr_statement_current(desk->store, desk->org, id, desk->arena, &json, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret_json = json;
	*ret_id = id;
	return CDR_OK;
}
