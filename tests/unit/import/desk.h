/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * What the tests of this room share: a desk with an empty store, the project's own rule data and a normaliser; a file in
 * one call; and look-ups in what came of it. All names in the fixtures are invented.
 */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "candor/crypt.h"
#include "candor/evidence.h"
#include "candor/import.h"
#include "import/import-impl.h"

struct desk {
	char folder[64], path[96];
	struct cdr_bundle rulesets;
	struct cdr_normaliser *normaliser;
	struct cdr_store *store;
	struct cdr_arena *arena;
	struct cdr_error error;
	struct cdr_import_report *report; /* of the last file */
};
#define ORG CDR_STR("acme")
#define DESK (*(struct desk **)state)

static inline void
assert_status(enum cdr_status wanted, enum cdr_status got, const struct cdr_error *error)
{
	if (wanted != got)
		fail_msg("%s, not %s: [%s] %s", cdr_status_name(got), cdr_status_name(wanted), error->where,
		         error->message);
}

static inline void
assert_text(struct cdr_str got, const char *wanted)
{
	if (!cdr_str_equal(got, cdr_str_from(wanted)))
		fail_msg("\"%.*s\", not \"%s\"", CDR_STR_ARG(got), wanted);
}

static inline void
assert_holds(struct cdr_str text, const char *part)
{
	if (cdr_str_find(text, cdr_str_from(part)) < 0)
		fail_msg("\"%.*s\" does not hold \"%s\"", CDR_STR_ARG(text), part);
}

static inline void
assert_error(const struct desk *desk, const char *where, const char *part)
{
	if (where)
		assert_string_equal(desk->error.where, where);
	assert_holds(cdr_str_from(desk->error.message), part);
}

static inline int
desk_set(void **state)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct desk *desk = calloc(1, sizeof(*desk));
	assert_non_null(desk);
	*state = desk;
	(void)snprintf(desk->folder, sizeof(desk->folder), "/tmp/cdr-import-XXXXXX");
	assert_non_null(mkdtemp(desk->folder));
	(void)snprintf(desk->path, sizeof(desk->path), "%s/candor.db", desk->folder);
	desk->arena = cdr_arena_new((size_t)64 << 20);
	assert_non_null(desk->arena);
	assert_status(CDR_OK, cdr_crypt_start(&desk->error), &desk->error);
	assert_status(CDR_OK, cdr_ingest_start(&desk->error), &desk->error);
	assert_status(CDR_OK, cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &desk->rulesets, &desk->error),
	              &desk->error);
	assert_status(CDR_OK, cdr_normaliser_load(&desk->rulesets, &desk->normaliser, &desk->error), &desk->error);
	assert_status(CDR_OK, cdr_store_open(desk->path, true, &desk->store, &desk->error), &desk->error);
	return 0;
}

static inline int
desk_clear(void **state)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };
	struct desk *desk = *state;
	desk->report = cdr_import_report_free(desk->report);
	desk->store = cdr_store_free(desk->store);
	desk->normaliser = cdr_normaliser_free(desk->normaliser);
	cdr_bundle_done(&desk->rulesets);
	desk->arena = cdr_arena_free(desk->arena);
	for (size_t i = 0; i < CDR_LEN(suffixes); i++) {
		char path[112];
		(void)snprintf(path, sizeof(path), "%s%s", desk->path, suffixes[i]);
		(void)unlink(path);
	}
	(void)rmdir(desk->folder);
	free(desk);
	return 0;
}

/* What a header means, or NULL. */
static inline const struct cdr_import_synonym *
desk_synonym(struct desk *desk, const struct cdr_import_columns *columns, struct cdr_str header)
{
	const struct cdr_import_synonym *synonym = NULL;
	assert_status(CDR_OK, cdr_import_columns_header(columns, header, desk->arena, &synonym, &desk->error),
	              &desk->error);
	return synonym;
}

/* Imports a text; the report of an earlier one is dropped. */
static inline enum cdr_status
desk_import_with(struct desk *desk, const char *text, const char *name, struct cdr_import_options options)
{
	options.org = ORG;
	options.actor = CDR_STR("tester");
	desk->report = cdr_import_report_free(desk->report);
	desk->error = (struct cdr_error){ 0 };
	return cdr_import_file(desk->store, desk->normaliser, &desk->rulesets, cdr_str_from(text), name, &options,
	                       &desk->report, &desk->error);
}

static inline void
desk_import(struct desk *desk, enum cdr_import_kind kind, const char *text)
{
	struct cdr_import_options options = { .kind = kind };
	assert_status(CDR_OK, desk_import_with(desk, text, "list.csv", options), &desk->error);
	const struct cdr_import_record *record = &desk->report->record;
	assert_int_equal(record->n_read, record->n_accepted + record->n_rejected);
	assert_int_equal(record->n_rejected, desk->report->n_rejects);
}

static inline void
desk_suppliers(struct desk *desk, const char *text)
{
	desk_import(desk, CDR_IMPORT_SUPPLIERS, text);
}

static inline enum cdr_status
desk_suppliers_mapped(struct desk *desk, const char *text, const char *map)
{
	struct cdr_import_options options = { .map_yaml = cdr_str_from(map), .map_name = "map.yaml" };
	return desk_import_with(desk, text, "list.csv", options);
}

static inline void
assert_counts(const struct desk *desk, int64_t accepted, int64_t rejected, int64_t created)
{
	assert_int_equal(desk->report->record.n_accepted, accepted);
	assert_int_equal(desk->report->record.n_rejected, rejected);
	assert_int_equal(desk->report->record.n_created, created);
}

static inline void
assert_reject(const struct desk *desk, size_t i, const char *place, const char *reason)
{
	assert_true(i < desk->report->n_rejects);
	assert_text(desk->report->rejects[i].place, place);
	assert_holds(desk->report->rejects[i].reason, reason);
}

/* Whether some warning holds both parts. */
static inline void
assert_warned(const struct desk *desk, const char *part, const char *other)
{
	for (size_t i = 0; i < desk->report->n_warnings; i++) {
		struct cdr_str warning = desk->report->warnings[i];
		if (cdr_str_find(warning, cdr_str_from(part)) >= 0 && cdr_str_find(warning, cdr_str_from(other)) >= 0)
			return;
	}
	fail_msg("no warning holds \"%s\" and \"%s\"", part, other);
}

static inline const struct cdr_import_column *
find_column(const struct desk *desk, const char *canonical)
{
	for (size_t i = 0; i < desk->report->n_columns; i++) {
		if (cdr_str_equal(desk->report->columns[i].canonical, cdr_str_from(canonical)))
			return &desk->report->columns[i];
	}
	return NULL;
}

static inline void
assert_column(const struct desk *desk, const char *canonical, const char *header, const char *how)
{
	const struct cdr_import_column *column = find_column(desk, canonical);
	if (!column)
		fail_msg("no column holds %s", canonical);
	assert_text(column->header, header);
	assert_text(column->how, how);
}

/* The only party of that name; it lives in the desk's arena. */
struct party_search {
	struct desk *desk;
	const char *name;
	struct cdr_party found;
	int n;
};
static inline enum cdr_status
search_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct party_search *search = context;
	(void)err;
	if (cdr_str_equal(party->name, cdr_str_from(search->name))) {
		search->n++;
		assert_true(cdr_party_copy(search->desk->arena, party, &search->found));
	}
	return CDR_OK;
}
static inline int
count_parties(struct desk *desk, const char *name, struct cdr_party *ret)
{
	struct party_search search = { .desk = desk, .name = name };
	assert_status(CDR_OK,
	              cdr_store_party_each(desk->store, ORG, INT64_MAX, (struct cdr_str){ NULL, 0 }, 0, search_party,
	                                   &search, &desk->error),
	              &desk->error);
	if (ret)
		*ret = search.found;
	return search.n;
}
static inline struct cdr_party
the_party(struct desk *desk, const char *name)
{
	struct cdr_party party = { 0 };
	assert_int_equal(count_parties(desk, name, &party), 1);
	return party;
}

/* Engagements whose key begins so; NULL: all. */
struct engagement_search {
	struct desk *desk;
	const char *begins;
	struct cdr_engagement found;
	int n;
};
static inline enum cdr_status
search_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct engagement_search *search = context;
	(void)err;
	if (search->begins && !cdr_str_starts_with(engagement->key, cdr_str_from(search->begins)))
		return CDR_OK;
	search->n++;
	assert_true(cdr_engagement_copy(search->desk->arena, engagement, &search->found));
	return CDR_OK;
}
static inline int
count_engagements_of(struct desk *desk, const char *begins, struct cdr_engagement *ret)
{
	struct engagement_search search = { .desk = desk, .begins = begins };
	assert_status(CDR_OK,
	              cdr_store_engagement_each(desk->store, ORG, INT64_MAX, (struct cdr_str){ NULL, 0 }, 0,
	                                        search_engagement, &search, &desk->error),
	              &desk->error);
	if (ret)
		*ret = search.found;
	return search.n;
}

static inline int
count_engagements(struct desk *desk, struct cdr_engagement *ret)
{
	return count_engagements_of(desk, NULL, ret);
}

/* Number of evidence records, and the last one. */
static inline int64_t
count_evidence(struct desk *desk, struct cdr_evidence_row *ret)
{
	struct cdr_evidence_row row = { 0 };
	assert_status(CDR_OK, cdr_store_evidence_head(desk->store, desk->arena, &row, &desk->error), &desk->error);
	if (ret)
		*ret = row;
	return row.number;
}

#define desk_test(function) cmocka_unit_test_setup_teardown(function, desk_set, desk_clear)
