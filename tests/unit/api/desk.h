/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * What the tests of this room share: an empty store in a folder of its own, the project's own rule data, a token, and
 * requests made by hand that go through the route table as they would from the network. All names are invented.
 */

#include <ftw.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "api/api-impl.h"
#include "candor/auth.h"
#include "candor/crypt.h"
#include "candor/evidence.h"
#include "candor/import.h"
#include "candor/ingest.h"
#undef ROOM /* each room has one of its own */
#include "http/http-impl.h"

#define ORG CDR_STR("acme")
#define REVOKED_LIST "ke-nea-deregistered" /* fresh for a year */

struct desk {
	char folder[64], path[96], token[CDR_AUTH_TOKEN_MAX + 16];
	struct cdr_store *store;
	struct cdr_screen_setup *setup;
	struct cdr_api *api;
	struct cdr_arena *arena;
	int n_copies; /* makes each copy's digest another one */
};
#define DESK (*(struct desk **)state)

#define assert_ok(call)                                                                                                \
	do {                                                                                                           \
		struct cdr_error ok_err_ = { 0 }, *err = &ok_err_;                                                     \
		enum cdr_status ok_status_ = (call);                                                                   \
		if (ok_status_ != CDR_OK)                                                                              \
			fail_msg("%s: [%s] %s", cdr_status_name(ok_status_), ok_err_.where, ok_err_.message);          \
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

/* ------------------------------------------------------------------------------------------------- set up, tear down */

static inline int
desk_remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)facts, (void)kind, (void)where;
	return remove(path);
}

static inline int
desk_clear(void **state)
{
	struct desk *desk = DESK;
	(void)cdr_api_free(desk->api);
	(void)cdr_screen_setup_free(desk->setup);
	(void)cdr_store_free(desk->store);
	(void)cdr_arena_free(desk->arena);
	(void)nftw(desk->folder, desk_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(desk);
	return 0;
}

static inline void
desk_token(struct desk *desk, struct cdr_str org)
{
	char token[CDR_AUTH_TOKEN_MAX];
	assert_ok(cdr_auth_token_new(desk->store, org, CDR_STR("tester"), token, err));
	(void)snprintf(desk->token, sizeof(desk->token), "Bearer %s", token);
}

static inline int
desk_set(void **state)
{
	struct desk *desk = calloc(1, sizeof(*desk));
	assert_non_null(desk);
	*state = desk;
	(void)snprintf(desk->folder, sizeof(desk->folder), "/tmp/cdr-api-XXXXXX");
	assert_non_null(mkdtemp(desk->folder));
	(void)snprintf(desk->path, sizeof(desk->path), "%s/candor.db", desk->folder);
	desk->arena = cdr_arena_new((size_t)256 << 20);
	assert_non_null(desk->arena);
	assert_ok(cdr_crypt_start(err));
	assert_ok(cdr_ingest_start(err));
	assert_ok(cdr_store_open(desk->path, true, &desk->store, err));
	assert_ok(cdr_screen_setup_load(CDR_SOURCE_ROOT, &desk->setup, err));
	assert_ok(cdr_api_new(desk->path, desk->setup, &desk->api, err));
	desk_token(desk, ORG);
	return 0;
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, desk_set, desk_clear)

/* --------------------------------------------------------------------------------------------------------- requests */

/* A request; what is not given is empty. */
struct ask {
	const char *method, *path, *body, *key, *file;
	const char *fields;        /* "as=suppliers&limit=2", no escapes */
	const char *authorization; /* NULL: the desk's token; "" none */
};
struct answer {
	int status;
	struct cdr_str body, location; /* in the desk's arena */
	struct cdr_json *json;         /* NULL when the body is none */
	const char *content_type;
	char note[CDR_HTTP_NOTE_MAX];
};

static inline void
answer_done(struct answer *answer)
{
	(void)cdr_json_free(answer->json);
}
#define answered __attribute__((cleanup(answer_done))) struct answer

static inline struct cdr_map *
fields_of(struct cdr_arena *arena, const char *text)
{
	struct cdr_map *map = cdr_map_new(CDR_HTTP_MAX_FIELDS);
	struct cdr_str rest = cdr_str_from(text), piece, name;
	while (cdr_str_split(&rest, '&', &piece)) {
		struct cdr_str *value = cdr_arena_alloc(arena, sizeof(*value));
		assert_true(cdr_str_split(&piece, '=', &name));
		*value = cdr_str_copy(arena, piece);
		assert_int_equal(cdr_map_put(map, name, value), CDR_OK);
	}
	return map;
}

/* Goes the way of a request from the network: router, declared parameters, handler. Safe on several threads. */
static inline struct answer
ask_with(struct cdr_api *api, struct cdr_arena *keep, const char *token, const struct ask *ask)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)256 << 20);
	cdr_owned(cdr_map) fields = fields_of(arena, ask->fields);
	struct cdr_http_request request = {
		.method = cdr_str_from(ask->method),
		.path = cdr_str_from(ask->path),
		.authorization = cdr_str_from(ask->authorization ? ask->authorization : token),
		.idempotency_key = cdr_str_from(ask->key),
		.content_type = CDR_STR("application/json"),
		.body = cdr_str_from(ask->body),
		.file_name = cdr_str_from(ask->file),
		.arena = arena,
		.fields = fields,
	};
	struct cdr_http_response response = { .body = CDR_BUF_INIT };
	const struct cdr_http_route *route =
		router_find(cdr_api_routes(), request.method, request.path, request.parameters);
	if (!route)
		fail_msg("no route for %s %s", ask->method, ask->path);
	assert_int_equal(router_check(route, &request, &err), 0);
	route->handle(api, &request, &response);
	struct answer answer = { .status = response.status,
		                 .body = cdr_str_copy(keep, cdr_buf_str(&response.body)),
		                 .location = cdr_str_copy(keep, response.location),
		                 .content_type = response.content_type };
	memcpy(answer.note, response.note, sizeof(answer.note));
	if (cdr_json_parse(answer.body, "answer", &answer.json, NULL) != CDR_OK)
		answer.json = NULL; /* a page */
	cdr_buf_done(&response.body);
	return answer;
}

static inline struct answer
ask(struct desk *desk, struct ask ask)
{
	return ask_with(desk->api, desk->arena, desk->token, &ask);
}

/* ------------------------------------------------------------------------------------------------------ what is there */

/* Keeps a copy of the list of revoked agencies that holds one firm; `as_of` NULL: of today. */
static inline void
put_copy(struct desk *desk, const char *as_of, const char *name)
{
	struct cdr_snapshot_change change = { 0 };
	struct cdr_date day = cdr_date_today();
	bool known = true;
	if (as_of)
		assert_true(cdr_date_parse(cdr_str_from(as_of), &day));
	struct cdr_entry entry = { .key = cdr_str_from(name),
		                   .name = cdr_str_from(name),
		                   .original_name = cdr_str_from(name),
		                   .country = CDR_STR("KE"),
		                   .party_type = CDR_STR("organisation"),
		                   .origin = { .file = CDR_STR("copy.csv"), .row = 2 } };
	struct cdr_snapshot snapshot = { .registry_id = CDR_STR(REVOKED_LIST),
		                         .as_of = day,
		                         .file = CDR_STR("copy.csv"),
		                         .sha256 = cdr_str_format(desk->arena, "copy %d", desk->n_copies++),
		                         .n_rows = 1 };
	assert_ok(cdr_store_snapshot_put(desk->store, &snapshot, &entry, 1, &change, &known, err));
	assert_false(known);
}

/* Runs all queued jobs. */
static inline void
run_jobs(struct desk *desk)
{
	size_t n = 0;
	const struct cdr_job_handler *handlers = cdr_api_job_handlers(desk->api, &n);
	for (bool ran = true; ran;)
		assert_ok(cdr_job_run_one(desk->store, handlers, n, NULL, &ran, err));
}

static inline enum cdr_status
count_one(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	(void)row, (void)err;
	(*(int64_t *)context)++;
	return CDR_OK;
}

static inline int64_t
count_evidence(struct desk *desk)
{
	int64_t n = 0;
	assert_ok(cdr_store_evidence_each(desk->store, 1, count_one, &n, err));
	return n;
}

/* The first job in the queue, looked up past the API. */
static inline struct cdr_job_row
job_of(struct desk *desk, int64_t id)
{
	struct cdr_job_row job = { 0 };
	assert_ok(cdr_store_job_get(desk->store, ORG, id, desk->arena, &job, err));
	return job;
}
