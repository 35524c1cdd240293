/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A web server of tests/support/web.py for the tests of a file, and getting from it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fetch/fetch-impl.h"

struct web {
	pid_t pid;
	int to, from, port;
	bool tls;
	struct cdr_error error;
};

/* Serves the files of a folder; over TLS when there is a place for the certificate. */
static inline void
web_run_with(struct web *web, const char *folder, const char *certificate)
{
	int in[2], out[2];
	char line[16] = "";
	int64_t port = 0;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	web->pid = fork();
	if (web->pid == 0) {
		(void)dup2(in[0], STDIN_FILENO);
		(void)dup2(out[1], STDOUT_FILENO);
		(void)close(in[1]);
		(void)close(out[0]);
		(void)execl("/usr/bin/python3", "python3", "-B", CDR_SOURCE_ROOT "/tests/support/web.py", folder,
		            certificate, (char *)NULL);
		_exit(127);
	}
	(void)close(in[0]);
	(void)close(out[1]);
	web->to = in[1];
	web->from = out[0];
	ssize_t n = read(web->from, line, sizeof(line) - 1);
	assert_true(n > 1);
	assert_true(cdr_str_to_i64(cdr_str_trim(cdr_str_from(line)), &port));
	web->port = (int)port;
	web->tls = certificate != NULL;
}

static inline void
web_run(struct web *web, const char *folder)
{
	web_run_with(web, folder, NULL);
}

static inline void
web_end(struct web *web)
{
	(void)close(web->to);
	(void)close(web->from);
	(void)waitpid(web->pid, NULL, 0);
}

static inline int
web_start(void **state)
{
	static struct web web;
	web_run(&web, CDR_SOURCE_ROOT "/tests/support");
	*state = &web;
	return 0;
}

static inline int
web_stop(void **state)
{
	web_end(*state);
	return 0;
}

/* Impatient, and allowed to reach the server. */
static inline struct cdr_fetch_policy
web_policy(void)
{
	struct cdr_fetch_policy policy = cdr_fetch_policy_default();
	policy.allow_addresses = CDR_STR("127.0.0.0/8");
	policy.max_bytes = 8 << 20;
	policy.back_off_ms = policy.interval_ms = 1;
	policy.max_tries = 3;
	return policy;
}

static inline enum cdr_status
web_get(struct web *web, const struct cdr_fetch_policy *policy, const char *path, const char *etag,
        const char *last_modified, struct cdr_fetch_reply **ret)
{
	char url[256];
	cdr_owned(cdr_fetch) fetch = NULL;
	(void)snprintf(url, sizeof(url), "%s://127.0.0.1:%d%s", web->tls ? "https" : "http", web->port, path);
	struct cdr_fetch_request request = { cdr_str_from(url), cdr_str_from(etag), cdr_str_from(last_modified) };
	web->error = (struct cdr_error){ 0 };
	assert_int_equal(cdr_fetch_new(policy, &fetch, &web->error), CDR_OK);
	return cdr_fetch_get(fetch, &request, ret, &web->error);
}

static inline struct cdr_str
web_body(const struct cdr_fetch_reply *reply)
{
	return (struct cdr_str){ reply->bytes.p, reply->bytes.n };
}

static inline void
assert_body(const struct cdr_fetch_reply *reply, const char *expected)
{
	if (!cdr_str_equal(web_body(reply), cdr_str_from(expected)))
		fail_msg("\"%.*s\" instead of \"%s\"", CDR_STR_ARG(web_body(reply)), expected);
}

/* How often the server was asked for a path. */
static inline int64_t
web_count(struct web *web, const char *path)
{
	struct cdr_fetch_policy policy = web_policy();
	cdr_owned(cdr_fetch_reply) reply = NULL;
	char count[128];
	int64_t n = -1;
	(void)snprintf(count, sizeof(count), "/count%s", path);
	assert_int_equal(web_get(web, &policy, count, NULL, NULL, &reply), CDR_OK);
	assert_true(cdr_str_to_i64(web_body(reply), &n));
	return n;
}

/* The bytes of the server's long file. */
static inline void
web_long(struct cdr_buf *out)
{
	for (int i = 0; i < 20000; i++)
		cdr_buf_printf(out, "row %06d\n", i);
}
static inline void
assert_fails(void *state, const struct cdr_fetch_policy *policy, const char *path, enum cdr_status code,
             const char *text)
{
	struct web *web = state;
	cdr_owned(cdr_fetch_reply) reply = NULL;
	enum cdr_status status = web_get(web, policy, path, NULL, NULL, &reply);
	if (status != code || !strstr(web->error.message, text))
		fail_msg("%s: %d, %s", path, status, web->error.message);
	assert_null(reply);
}
