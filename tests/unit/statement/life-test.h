/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the tests of a statement's life share: drafting through the desk, editing, taking steps, and what they say when they
 * are refused. The organisation's year is over; days are counted from today, as the program does. */

#include "statement-test.h"

#include "statement/life-impl.h"

/* A draft of this law is signed without more ado: a policy, an audit, no training. */
#define MEMBERS                                                                                                        \
	"\"employees\":40,\"policies\":[{\"title\":\"Supplier Code\",\"adopted_on\":\"2023-05-02\",\"line\":7}],"      \
	"\"audits\":[{\"supplier_id\":\"S-1\",\"audited_on\":\"2025-10-21\",\"line\":9}],\"training\":[]"

static inline struct cdr_statement_desk
desk_of(struct fixture *fixture)
{
	return (struct cdr_statement_desk){ fixture->store, &fixture->rulesets, CDR_STR("ashlow"), CDR_STR("ana"),
		                            fixture->arena };
}

static inline int64_t
redraft(struct fixture *fixture, const char *law_id, const char *year, struct cdr_statement_options options)
{
	cdr_owned(cdr_law) law = load_law(fixture, law_id);
	struct cdr_statement_desk desk = desk_of(fixture);
	struct cdr_error err = { 0 };
	struct cdr_str json = { NULL, 0 };
	int64_t id = 0;
	if (cdr_statement_redraft(&desk, law, cdr_str_from(year), &options, &json, &id, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	assert_true(json.n > 0);
	return id;
}

static inline int64_t
new_draft(struct fixture *fixture)
{
	set_organisation(fixture, HEAD, MEMBERS);
	return redraft(fixture, UK, "2026", (struct cdr_statement_options){ 0 });
}

static inline struct cdr_json *
current(struct fixture *fixture, int64_t id)
{
	struct cdr_str text = { NULL, 0 };
	struct cdr_json *json = NULL;
	struct cdr_error err = { 0 };
	if (cdr_statement_current(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &text, &err) != CDR_OK)
		fail_msg("%s", err.message);
	assert_int_equal(cdr_json_parse(text, "statement", &json, NULL), CDR_OK);
	return json;
}

static inline const char *
status_of(struct fixture *fixture, int64_t id)
{
	cdr_owned(cdr_json) json = current(fixture, id);
	return cdr_str_copy(fixture->arena, cdr_json_get_str(json, "status")).p;
}

static inline const struct cdr_json *
claim_at(const struct cdr_json *json, const char *key)
{
	return cdr_statement_claim_find(json, cdr_str_from(key));
}

/* Makes one edit that must succeed; its flags' rules, joined. */
static inline const char *
edit(struct fixture *fixture, int64_t id, struct cdr_statement_edit one)
{
	struct cdr_statement_desk desk = desk_of(fixture);
	cdr_owned(cdr_json) summary = NULL;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	if (cdr_statement_edit(&desk, id, &one, 1, &summary, &err) != CDR_OK)
		fail_msg("%s", err.message);
	const struct cdr_json *made = cdr_json_at(cdr_json_get(summary, "edits"), 0);
	const struct cdr_json *flags = cdr_json_get(made, "flags");
	for (size_t i = 0; i < cdr_json_count(flags); i++)
		cdr_buf_printf(&text, "%s%.*s", i ? " " : "",
		               CDR_STR_ARG(cdr_json_get_str(cdr_json_at(flags, i), "rule")));
	return text.n ? cdr_str_copy(fixture->arena, cdr_buf_str(&text)).p : "";
}

#define EDIT(fixture, id, ...) edit(fixture, id, (struct cdr_statement_edit){ __VA_ARGS__ })

static inline void
refuse_edit(struct fixture *fixture, int64_t id, enum cdr_status status, const char *says,
            struct cdr_statement_edit one)
{
	struct cdr_statement_desk desk = desk_of(fixture);
	struct cdr_json *summary = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_statement_edit(&desk, id, &one, 1, &summary, &err), status);
	assert_null(summary);
	if (!strstr(err.message, says))
		fail_msg("“%s” does not say “%s”", err.message, says);
}

static inline struct cdr_json *
take(struct fixture *fixture, int64_t id, struct cdr_statement_step step)
{
	struct cdr_statement_desk desk = desk_of(fixture);
	struct cdr_json *told = NULL;
	struct cdr_error err = { 0 };
	if (cdr_statement_take_step(&desk, id, &step, &told, &err) != CDR_OK)
		fail_msg("%s", err.message);
	return told;
}

static inline void
step(struct fixture *fixture, int64_t id, struct cdr_statement_step one)
{
	cdr_owned(cdr_json) told = take(fixture, id, one);
	assert_non_null(told);
}

static inline void
refuse_step(struct fixture *fixture, int64_t id, enum cdr_status status, const char *says,
            struct cdr_statement_step one)
{
	struct cdr_statement_desk desk = desk_of(fixture);
	struct cdr_json *told = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_statement_take_step(&desk, id, &one, &told, &err), status);
	assert_null(told);
	if (!strstr(err.message, says))
		fail_msg("“%s” does not say “%s”", err.message, says);
}

static inline struct cdr_date
today(int32_t days_ago)
{
	return cdr_date_add_days(cdr_date_today(), -days_ago);
}

#define REVIEW ((struct cdr_statement_step){ .kind = CDR_STEP_REVIEW })
#define APPROVE                                                                                                        \
	((struct cdr_statement_step){ .kind = CDR_STEP_APPROVE,                                                        \
	                              .on = today(0),                                                                  \
	                              .body = CDR_STR("Board of Directors"),                                           \
	                              .minute = CDR_STR("B/2026/14") })
#define SIGN                                                                                                           \
	((struct cdr_statement_step){                                                                                  \
		.kind = CDR_STEP_SIGN, .on = today(0), .name = CDR_STR("A. Person"), .role = CDR_STR("Director") })
#define PUBLISH                                                                                                        \
	((struct cdr_statement_step){                                                                                  \
		.kind = CDR_STEP_PUBLISH, .on = today(0), .url = CDR_STR("https://ashlow.example/statement") })
