/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of every enum, as they stand in files, in JSON and on screen, and the way back. Nothing here judges, with one
 * exception that is a property of the words themselves: which licence statuses permit recruiting. What surprises: an
 * enum value outside its list gets the first word, which for every list is the one that claims least.
 */
#include "candor/model.h"

#include "model/model-impl.h"

static const char *const verdict_words[] = { "not_checked", "clear", "possible", "match" };
static const char *const severity_words[] = { "info", "low", "medium", "high", "critical" };
static const char *const licence_words[] = {
	"unknown",         "valid",   "valid_conditional", "pending", "expired", "suspended",
	"suspended_admin", "revoked", "revoked_immediate", "refused", "banned",  "surrendered",
	"ceased",          "absent",
};
static const char *const registry_kind_words[] = { "licence_register", "revocation_list", "debarment", "import_ban",
	                                           "sanctions",        "goods_risk",      "avoid_list" };
static const char *const record_kind_words[] = { "audits", "certificates", "training", "surveys", "allegations" };
static const char *const state_words[] = { "open", "confirmed", "dismissed", "escalated", "remediated", "reopened" };
/* Verbs of a disposition, each at the state it leads to; the two states nobody decides have none. */
static const char *const disposition_verbs[] = { NULL, "confirm", "dismiss", "escalate", "remediate", NULL };

_Static_assert(CDR_LEN(verdict_words) == CDR_VERDICT_COUNT, "a word per verdict");
_Static_assert(CDR_LEN(severity_words) == CDR_SEVERITY_COUNT, "a word per severity");
_Static_assert(CDR_LEN(licence_words) == CDR_LICENCE_COUNT, "a word per licence status");
_Static_assert(CDR_LEN(registry_kind_words) == CDR_REGISTRY_KIND_COUNT, "a word per registry kind");
_Static_assert(CDR_LEN(record_kind_words) == CDR_RECORD_KIND_COUNT, "a word per kind of record");
_Static_assert(CDR_LEN(state_words) == CDR_FINDING_STATE_COUNT, "a word per state");
_Static_assert(CDR_LEN(disposition_verbs) == CDR_FINDING_STATE_COUNT, "a verb or NULL per state");

const struct model_words model_verdict_words = { verdict_words, CDR_VERDICT_COUNT };
const struct model_words model_severity_words = { severity_words, CDR_SEVERITY_COUNT };
const struct model_words model_licence_words = { licence_words, CDR_LICENCE_COUNT };
const struct model_words model_registry_kind_words = { registry_kind_words, CDR_REGISTRY_KIND_COUNT };
const struct model_words model_record_kind_words = { record_kind_words, CDR_RECORD_KIND_COUNT };

static const char *
word_at(const char *const *words, int n, int value)
{
	return words[value >= 0 && value < n ? value : 0];
}

static int
value_of(const char *const *words, int n, struct cdr_str word)
{
	if (!word.p)
		return -1;
	for (int i = 0; i < n; i++) {
		if (words[i] && cdr_str_equal(cdr_str_from(words[i]), word))
			return i;
	}
	return -1;
}

const char *
cdr_verdict_word(enum cdr_verdict verdict)
{
	return word_at(verdict_words, CDR_VERDICT_COUNT, (int)verdict);
}

int
cdr_verdict_from(struct cdr_str word)
{
	return value_of(verdict_words, CDR_VERDICT_COUNT, word);
}

const char *
cdr_severity_word(enum cdr_severity severity)
{
	return word_at(severity_words, CDR_SEVERITY_COUNT, (int)severity);
}

int
cdr_severity_from(struct cdr_str word)
{
	return value_of(severity_words, CDR_SEVERITY_COUNT, word);
}

const char *
cdr_licence_word(enum cdr_licence status)
{
	return word_at(licence_words, CDR_LICENCE_COUNT, (int)status);
}

int
cdr_licence_from(struct cdr_str word)
{
	return value_of(licence_words, CDR_LICENCE_COUNT, word);
}

bool
cdr_licence_permits(enum cdr_licence status)
{
	return status == CDR_LICENCE_VALID || status == CDR_LICENCE_VALID_CONDITIONAL;
}

const char *
cdr_registry_kind_word(enum cdr_registry_kind kind)
{
	return word_at(registry_kind_words, CDR_REGISTRY_KIND_COUNT, (int)kind);
}

int
cdr_registry_kind_from(struct cdr_str word)
{
	return value_of(registry_kind_words, CDR_REGISTRY_KIND_COUNT, word);
}

const char *
cdr_record_kind_word(enum cdr_record_kind kind)
{
	return word_at(record_kind_words, CDR_RECORD_KIND_COUNT, (int)kind);
}

int
cdr_record_kind_from(struct cdr_str word)
{
	return value_of(record_kind_words, CDR_RECORD_KIND_COUNT, word);
}

const char *
cdr_finding_state_word(enum cdr_finding_state state)
{
	return word_at(state_words, CDR_FINDING_STATE_COUNT, (int)state);
}

int
cdr_finding_state_from(struct cdr_str word)
{
	return value_of(state_words, CDR_FINDING_STATE_COUNT, word);
}

int
cdr_disposition_from(struct cdr_str verb)
{
	return value_of(disposition_verbs, CDR_FINDING_STATE_COUNT, verb);
}
