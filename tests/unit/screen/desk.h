/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * What the tests of this room share: an empty store in a folder of its own, the project's own rule data and definitions,
 * and short ways to put invented copies, parties and engagements into it. Copies stand under the ids of real
 * definitions, because what absence means and how fast a copy ages is said there; every name in them is invented.
 */

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "candor/crypt.h"
#include "candor/evidence.h"
#include "screen/screen-impl.h"

#define ORG CDR_STR("acme")
#define ACTOR CDR_STR("tester")
#define REGISTER "ph-dmw-agencies"           /* fresh for 14 days */
#define COMPLETE_REGISTER "hk-labd-agencies" /* absence means not licensed; fresh for 45 days */
#define NUMBERED_REGISTER "bd-bmet-agencies" /* absence means nothing; prints licence numbers; fresh for 60 days */
#define REVOKED_LIST "ke-nea-deregistered"   /* fresh for a year */
#define BAN_LIST "us-cbp-wro"                /* fresh for 30 days */
#define SANCTIONS_LIST "us-ofac-sdn"         /* fresh for 7 days */
#define AVOID_LIST "own-avoid-list"          /* fresh for a year; its silence clears nobody */
#define GOODS_LIST "us-dol-goods"            /* fresh for 900 days */
#define TODAY "2026-06-15"

struct desk {
	char folder[64], path[96];
	struct cdr_store *store;
	struct cdr_screen_setup *setup;
	struct cdr_screen_lists *lists;   /* the latest of those below */
	struct cdr_screen_lists *kept[8]; /* results speak of them, so all stay until the end */
	struct asking *asking;
	struct cdr_arena *arena;
	int n_copies; /* makes each copy's digest another one */
	int64_t import;
};
#define DESK (*(struct desk **)state)

/* A call that must succeed; its error is shown when it does not. */
#define assert_ok(call)                                                                                                \
	do {                                                                                                           \
		struct cdr_error ok_err_ = { 0 }, *err = &ok_err_;                                                     \
		enum cdr_status ok_status_ = (call);                                                                   \
		if (ok_status_ != CDR_OK)                                                                              \
			fail_msg("%s: [%s] %s", cdr_status_name(ok_status_), ok_err_.where, ok_err_.message);          \
	} while (0)

/* A call that must fail with this code and say this. */
#define assert_fails(code_, part_, call)                                                                               \
	do {                                                                                                           \
		struct cdr_error fails_err_ = { 0 }, *err = &fails_err_;                                               \
		assert_int_equal((call), (code_));                                                                     \
		if (!strstr(fails_err_.message, (part_)))                                                              \
			fail_msg("\"%s\" does not say \"%s\"", fails_err_.message, (part_));                           \
	} while (0)

static inline void
assert_text(struct cdr_str actual, const char *expected)
{
	if (!cdr_str_equal(actual, cdr_str_from(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", CDR_STR_ARG(actual), expected);
}

static inline void
assert_holds(struct cdr_str text, const char *part)
{
	if (cdr_str_find(text, cdr_str_from(part)) < 0)
		fail_msg("\"%.*s\" does not hold \"%s\"", CDR_STR_ARG(text), part);
}

#define assert_licence(actual, expected)                                                                               \
	assert_string_equal(cdr_licence_word(actual), cdr_licence_word(CDR_LICENCE_##expected))
#define assert_verdict(actual, expected)                                                                               \
	assert_string_equal(cdr_verdict_word(actual), cdr_verdict_word(CDR_VERDICT_##expected))

/* The day, or none for NULL. */
static inline struct cdr_date
day(const char *text)
{
	struct cdr_date date = { 0 };
	if (text)
		assert_true(cdr_date_parse(cdr_str_from(text), &date));
	return date;
}

/* ------------------------------------------------------------------------------------------------- set up, tear down */

static inline int
desk_remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)facts;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline int
desk_clear(void **state)
{
	struct desk *desk = DESK;
	(void)asking_free(desk->asking);
	for (size_t i = 0; i < CDR_LEN(desk->kept); i++)
		(void)cdr_screen_lists_free(desk->kept[i]);
	(void)cdr_screen_setup_free(desk->setup);
	(void)cdr_store_free(desk->store);
	(void)cdr_arena_free(desk->arena);
	(void)nftw(desk->folder, desk_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(desk);
	return 0;
}

static inline int
desk_set(void **state)
{
	struct desk *desk = calloc(1, sizeof(*desk));
	assert_non_null(desk);
	*state = desk;
	(void)snprintf(desk->folder, sizeof(desk->folder), "/tmp/cdr-screen-XXXXXX");
	assert_non_null(mkdtemp(desk->folder));
	(void)snprintf(desk->path, sizeof(desk->path), "%s/candor.db", desk->folder);
	desk->arena = cdr_arena_new((size_t)256 << 20);
	assert_non_null(desk->arena);
	assert_ok(cdr_crypt_start(err));
	assert_ok(cdr_store_open(desk->path, true, &desk->store, err));
	assert_ok(cdr_screen_setup_load(CDR_SOURCE_ROOT, &desk->setup, err));
	return 0;
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, desk_set, desk_clear)

/* ----------------------------------------------------------------------------------------------------------- copies */

static inline struct cdr_entry_status
standing(enum cdr_licence status, const char *word, const char *from, const char *to)
{
	return (struct cdr_entry_status){ status, cdr_str_from(word), day(from), day(to) };
}

/* An entry with at most one status; one of UNKNOWN without a word stands for none. */
static inline struct cdr_entry
entry_with(struct desk *desk, const char *key, const char *name, const char *country, struct cdr_entry_status status)
{
	struct cdr_entry entry = { .key = cdr_str_from(key),
		                   .name = cdr_str_from(name),
		                   .original_name = cdr_str_from(name),
		                   .country = cdr_str_from(country),
		                   .party_type = CDR_STR("organisation"),
		                   .origin = { .file = CDR_STR("copy.csv"), .row = 2 } };
	if (status.word.n) {
		entry.statuses = cdr_arena_alloc(desk->arena, sizeof(status));
		assert_non_null(entry.statuses);
		entry.statuses[0] = status;
		entry.n_statuses = 1;
	}
	return entry;
}

static inline struct cdr_entry
listed(struct desk *desk, const char *key, const char *name, const char *country)
{
	return entry_with(desk, key, name, country, (struct cdr_entry_status){ 0 });
}

static inline struct cdr_entry
numbered(struct desk *desk, const char *key, const char *name, const char *number)
{
	struct cdr_entry entry = entry_with(desk, key, name, "BD", standing(CDR_LICENCE_VALID, "Listed", NULL, NULL));
	entry.identifiers = cdr_arena_alloc(desk->arena, sizeof(*entry.identifiers));
	assert_non_null(entry.identifiers);
	entry.identifiers[0] = (struct cdr_identifier){ CDR_STR("licence:bd-rl"), cdr_str_from(number), CDR_STR("BD") };
	entry.n_identifiers = 1;
	return entry;
}

/* A good of a country; `grounds` are attribute names, separated by blanks, that the list answers with yes. */
static inline struct cdr_entry
good_of(struct desk *desk, const char *good, const char *country, const char *grounds)
{
	struct cdr_str rest = cdr_str_from(grounds), ground;
	struct cdr_entry entry = { .key = cdr_str_format(desk->arena, "%s|%s", good, country),
		                   .good = cdr_str_from(good),
		                   .country = cdr_str_from(country),
		                   .party_type = CDR_STR("goods"),
		                   .origin = { .file = CDR_STR("goods.xml"), .row = 2 } };
	entry.attributes = cdr_arena_alloc(desk->arena, 4 * sizeof(*entry.attributes));
	assert_non_null(entry.attributes);
	while (cdr_str_split(&rest, ' ', &ground))
		entry.attributes[entry.n_attributes++] = (struct cdr_attribute){ ground, CDR_STR("Yes") };
	return entry;
}

/* Keeps a copy of a registry that says it has `n_whole` rows in all (0: it never says); its id. */
static inline int64_t
put_part(struct desk *desk, const char *registry, const char *as_of, const struct cdr_entry *entries, size_t n,
         int64_t n_whole)
{
	struct cdr_snapshot_change change = { 0 };
	bool known = true;
	struct cdr_snapshot snapshot = { .registry_id = cdr_str_from(registry),
		                         .as_of = day(as_of),
		                         .file = CDR_STR("copy.csv"),
		                         .sha256 = cdr_str_format(desk->arena, "copy %d", desk->n_copies++),
		                         .n_rows = (int64_t)n,
		                         .n_whole = n_whole };
	assert_ok(cdr_store_snapshot_put(desk->store, &snapshot, entries, n, &change, &known, err));
	assert_false(known);
	return snapshot.id;
}

static inline int64_t
put_copy(struct desk *desk, const char *registry, const char *as_of, const struct cdr_entry *entries, size_t n)
{
	return put_part(desk, registry, as_of, entries, n, 0);
}

/* Pins what is current and loads it. */
static inline void
load_lists(struct desk *desk)
{
	size_t n = 0;
	while (n < CDR_LEN(desk->kept) && desk->kept[n])
		n++;
	assert_true(n < CDR_LEN(desk->kept));
	assert_ok(cdr_screen_lists_load(desk->store, desk->setup, NULL, &desk->kept[n], err));
	desk->lists = desk->kept[n];
	if (!desk->asking)
		assert_ok(asking_new(desk->setup->rulebook, &desk->asking, err));
}

/* ------------------------------------------------------------------------------------------- parties and engagements */

static inline void
begin_import(struct desk *desk)
{
	struct cdr_import_record record = { .org = ORG, .kind = CDR_STR("suppliers"), .file = CDR_STR("s.csv") };
	assert_ok(cdr_store_import_begin(desk->store, &record, err));
	desk->import = record.id;
}

static inline struct cdr_party
party_of(const char *key, const char *name, const char *country)
{
	return (struct cdr_party){ .id = CDR_STR("p-0000000000000001"),
		                   .key = cdr_str_from(key),
		                   .version = 1,
		                   .name = cdr_str_from(name),
		                   .country = cdr_str_from(country),
		                   .origin = { .file = CDR_STR("s.csv"), .row = 2 } };
}

static inline struct cdr_engagement
engagement_of(const char *key, const char *supplier, const char *agency, const char *country, const char *recruited_on)
{
	return (struct cdr_engagement){ .id = CDR_STR("e-0000000000000001"),
		                        .key = cdr_str_from(key),
		                        .version = 1,
		                        .supplier_id = cdr_str_from(supplier),
		                        .agency_name = cdr_str_from(agency),
		                        .agency_country = cdr_str_from(country),
		                        .recruited_on = day(recruited_on),
		                        .origin = { .file = CDR_STR("e.csv"), .row = 2 } };
}

static inline void
put_party(struct desk *desk, struct cdr_party party)
{
	enum cdr_put_result result;
	if (!desk->import)
		begin_import(desk);
	assert_ok(cdr_store_party_put(desk->store, ORG, desk->import, &party, &result, err));
}

static inline void
put_engagement(struct desk *desk, struct cdr_engagement engagement)
{
	enum cdr_put_result result;
	if (!desk->import)
		begin_import(desk);
	assert_ok(cdr_store_engagement_put(desk->store, ORG, desk->import, &engagement, &result, err));
}

/* What the desk's subjects are screened with on a day, for one call. */
#define by_desk(desk_, today_)                                                                                         \
	(&(struct screener){                                                                                           \
		.store = (desk_)->store, .lists = (desk_)->lists, .today = (today_), .asking = (desk_)->asking })

/* ----------------------------------------------------------------------------------------------------------- facts */

/* A fact's value as messages show it; NULL when it is not known. */
static inline const char *
value(struct desk *desk, const struct cdr_facts *facts, const char *name)
{
	return cdr_facts_text(facts, cdr_str_from(name), desk->arena).p;
}

static inline struct cdr_facts *
no_facts(void)
{
	struct cdr_facts *facts = NULL;
	assert_ok(cdr_facts_new(cdr_screen_symbols(), &facts, err));
	return facts;
}

#define ATTRIBUTE(name_, value_)                                                                                       \
	(struct cdr_attribute)                                                                                         \
	{                                                                                                              \
		CDR_STR(name_), CDR_STR(value_)                                                                        \
	}

/* -------------------------------------------------------------------------------------------------------- evidence */

struct evidence_count {
	const char *act;
	size_t n;
	char detail[4096]; /* of the last one */
};

static inline enum cdr_status
count_act(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	(void)err;
	struct evidence_count *count = context;
	if (!cdr_str_equal(row->act, cdr_str_from(count->act)))
		return CDR_OK;
	count->n++;
	(void)snprintf(count->detail, sizeof(count->detail), "%.*s", CDR_STR_ARG(row->detail_json));
	return CDR_OK;
}

/* How many records of an act there are. */
static inline struct evidence_count
acts(struct desk *desk, const char *act)
{
	struct evidence_count count = { .act = act };
	assert_ok(cdr_store_evidence_each(desk->store, 1, count_act, &count, err));
	return count;
}

/* ---------------------------------------------------------------------------------------------------------- results */

static inline const struct cdr_finding *
find_rule(const struct subject_result *result, const char *rule)
{
	for (size_t i = 0; i < result->findings.n; i++) {
		const struct cdr_finding *finding = CDR_VEC_AT(&result->findings, struct cdr_finding, i);
		if (cdr_str_equal(finding->rule_id, cdr_str_from(rule)))
			return finding;
	}
	return NULL;
}

static inline const struct cdr_gap *
find_gap(const struct subject_result *result, const char *rule)
{
	for (size_t i = 0; i < result->gaps->n; i++) {
		const struct cdr_gap *gap = &result->gaps->items[i];
		if (cdr_str_equal(gap->rule_id, cdr_str_from(rule)))
			return gap;
	}
	return NULL;
}
