/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the statement tests share: the real rule data, a store in a file that is removed, an organisation that is built
 * from lines, and drafting from it. All names are invented. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "candor/evidence.h"
#include "candor/statement.h"
#include "statement/statement-impl.h"

#define UK "uk-msa-2015"
#define CALIFORNIA "us-ca-tsca-2010"

/* The year 2026: 1 April 2025 to 31 March 2026. */
#define HEAD                                                                                                           \
	"\"file\":\"org.yaml\",\"sha256\":\"aa11bb22cc33dd44ee55\",\"name\":\"Ashlow Candle Works Ltd\","              \
	"\"legal_form\":\"body_corporate\",\"financial_year\":{\"start\":\"2025-04-01\",\"end\":\"2026-03-31\"}"

struct fixture {
	struct cdr_bundle rulesets;
	struct cdr_arena *arena;
	struct cdr_store *store;
	char path[64];
};

static inline int
setup(void **state)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct fixture *fixture = cdr_alloc(sizeof(*fixture));
	struct cdr_error err = { 0 };
	assert_non_null(fixture);
	if (cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &fixture->rulesets, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	fixture->arena = cdr_arena_new((size_t)256 << 20);
	snprintf(fixture->path, sizeof(fixture->path), "/tmp/candor-statement-%ld.db", (long)getpid());
	unlink(fixture->path);
	if (cdr_store_open(fixture->path, true, &fixture->store, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	*state = fixture;
	return 0;
}

static inline int
teardown(void **state)
{
	struct fixture *fixture = *state;
	char other[80];
	cdr_store_free(fixture->store);
	cdr_bundle_done(&fixture->rulesets);
	cdr_arena_free(fixture->arena);
	unlink(fixture->path);
	snprintf(other, sizeof(other), "%s-wal", fixture->path);
	unlink(other);
	snprintf(other, sizeof(other), "%s-shm", fixture->path);
	unlink(other);
	cdr_free(fixture);
	return 0;
}

static inline struct cdr_law *
load_law(struct fixture *fixture, const char *id)
{
	struct cdr_law *law = NULL;
	struct cdr_error err = { 0 };
	if (cdr_law_load(&fixture->rulesets, cdr_str_from(id), &law, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return law;
}

/* Keeps an organisation made of members ("\"employees\":3"), NULL for the bare one. */
static inline void
set_organisation(struct fixture *fixture, const char *head, const char *members)
{
	int64_t version;
	struct cdr_error err = { 0 };
	struct cdr_str json = members ? cdr_str_format(fixture->arena, "{%s,%s}", head, members)
	                              : cdr_str_format(fixture->arena, "{%s}", head);
	if (cdr_store_org_put(fixture->store, CDR_STR("ashlow"), json, &version, &err) != CDR_OK)
		fail_msg("%s", err.message);
}

static inline struct cdr_str
draft_text(struct fixture *fixture, const char *law_id, const char *year)
{
	cdr_owned(cdr_law) law = load_law(fixture, law_id);
	struct cdr_error err = { 0 };
	struct cdr_str json = { NULL, 0 };
	int64_t id = 0;
	if (cdr_statement_draft(fixture->store, law, CDR_STR("ashlow"), cdr_str_from(year), CDR_STR("tester"),
	                        fixture->arena, &json, &id, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	assert_true(id > 0);
	return json;
}

static inline struct cdr_json *
draft(struct fixture *fixture, const char *law_id, const char *year)
{
	struct cdr_json *json = NULL;
	assert_int_equal(cdr_json_parse(draft_text(fixture, law_id, year), "draft", &json, NULL), CDR_OK);
	return json;
}

/* All facts of an organisation and a year, to be asked by name. */
struct gathered {
	struct cdr_law *law;
	struct cdr_fact_set set;
	struct cdr_map *evidence, *covered;
	struct cdr_json *warnings, *charts, *organisation;
	struct cdr_collect collect;
};

static inline void
gathered_done(struct gathered *gathered)
{
	cdr_fact_set_done(&gathered->set);
	cdr_map_free(gathered->evidence);
	cdr_map_free(gathered->covered);
	cdr_json_free(gathered->warnings);
	cdr_json_free(gathered->charts);
	cdr_json_free(gathered->organisation);
	cdr_law_free(gathered->law);
}
#define GATHERED __attribute__((cleanup(gathered_done))) struct gathered

static inline void
gather(struct fixture *fixture, const char *law_id, const char *year, struct gathered *ret)
{
	struct cdr_error err = { 0 };
	struct cdr_str text = { NULL, 0 };
	int64_t version;
	*ret = (struct gathered){ .law = load_law(fixture, law_id),
		                  .evidence = cdr_map_new(SIZE_MAX),
		                  .covered = cdr_map_new(SIZE_MAX),
		                  .warnings = cdr_json_array(),
		                  .charts = cdr_json_array() };
	assert_int_equal(cdr_fact_set_init(&ret->set, ret->law, fixture->arena, &err), CDR_OK);
	assert_int_equal(cdr_store_org_get(fixture->store, CDR_STR("ashlow"), fixture->arena, &text, &version, &err),
	                 CDR_OK);
	assert_int_equal(cdr_json_parse(text, "organisation", &ret->organisation, &err), CDR_OK);
	ret->collect = (struct cdr_collect){ .store = fixture->store,
		                             .org = CDR_STR("ashlow"),
		                             .set = &ret->set,
		                             .organisation = ret->organisation,
		                             .organisation_file = cdr_json_get_str(ret->organisation, "file"),
		                             .organisation_sha256 = cdr_json_get_str(ret->organisation, "sha256"),
		                             .year = { .label = cdr_str_from(year) },
		                             .evidence = ret->evidence,
		                             .covered = ret->covered,
		                             .warnings = ret->warnings,
		                             .charts = ret->charts };
	if (cdr_facts_collect(&ret->collect, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
}

static inline const struct cdr_value *
fact(const struct gathered *gathered, const char *name)
{
	const struct cdr_value *value = cdr_fact_set_find(&gathered->set, cdr_str_from(name), NULL);
	if (!value)
		fail_msg("there is no fact %s", name);
	return value;
}

static inline void
assert_number(const struct gathered *gathered, const char *name, int expected)
{
	const struct cdr_value *value = fact(gathered, name);
	if (!value->known || (int)value->number != expected)
		fail_msg("%s is %s %g, not %d", name, value->known ? "known," : "not known,", value->number, expected);
	if (!value->refs.n)
		fail_msg("%s rests on nothing", name);
}

/* The text of a fact; of a number, how it is written where the number itself is not shown. */
static inline void
assert_words(const struct gathered *gathered, const char *name, const char *expected)
{
	const struct cdr_value *value = fact(gathered, name);
	if (!value->known || !cdr_str_equal(value->text, cdr_str_from(expected)))
		fail_msg("%s is “%.*s”, not “%s”", name, CDR_STR_ARG(value->text), expected);
	if (!value->refs.n)
		fail_msg("%s rests on nothing", name);
}

static inline void
assert_unknown(const struct gathered *gathered, const char *name)
{
	if (fact(gathered, name)->known)
		fail_msg("%s is known", name);
}

/* The first item of a list ("claims", "gaps") with that criterion and a piece of text; NULL when there is none. */
static inline const struct cdr_json *
find_said(const struct cdr_json *json, const char *list, const char *criterion, const char *piece)
{
	const struct cdr_json *all = cdr_json_get(json, list);
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		if (cdr_str_equal(cdr_json_get_str(item, "criterion"), cdr_str_from(criterion)) &&
		    cdr_str_find(cdr_json_get_str(item, "text"), cdr_str_from(piece)) >= 0)
			return item;
	}
	return NULL;
}

static inline void
assert_said(const struct cdr_json *json, const char *criterion, const char *piece)
{
	if (!find_said(json, "claims", criterion, piece))
		fail_msg("%s does not say “%s”", criterion, piece);
}

static inline void
assert_not_said(const struct cdr_json *json, const char *criterion, const char *piece)
{
	if (find_said(json, "claims", criterion, piece))
		fail_msg("%s says “%s”", criterion, piece);
}

static inline void
assert_asked(const struct cdr_json *json, const char *criterion, const char *piece)
{
	if (!find_said(json, "gaps", criterion, piece))
		fail_msg("%s does not ask “%s”", criterion, piece);
}

static inline size_t
count_of(const struct cdr_json *json, const char *list, const char *criterion)
{
	const struct cdr_json *all = cdr_json_get(json, list);
	size_t n = 0;
	for (size_t i = 0; i < cdr_json_count(all); i++)
		n += cdr_str_equal(cdr_json_get_str(cdr_json_at(all, i), "criterion"), cdr_str_from(criterion));
	return n;
}

static inline const char *
scope_of(struct fixture *fixture, const char *law, const char *year)
{
	cdr_owned(cdr_json) json = draft(fixture, law, year);
	struct cdr_str answer = cdr_str_copy(fixture->arena, cdr_json_get_str(cdr_json_get(json, "scope"), "answer"));
	return answer.p;
}
