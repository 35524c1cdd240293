/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A real server on a free port with routes that tell what they were given, and a client that writes raw bytes. */

#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define REPLY_MAX 65536

struct desk {
	struct cdr_http_server *server;
	atomic_int waiting; /* requests inside /slow and /meet */
	pthread_mutex_t lock;
	char log[8192]; /* guarded by lock */
};

static inline void
sleep_ms(long ms)
{
	(void)nanosleep(&(struct timespec){ ms / 1000, (ms % 1000) * 1000000L }, NULL);
}

/* Answers with everything it was given. */
static inline void
desk_echo(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)context;
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "method", request->method);
	cdr_json_set_str(json, "id", request->parameters[0]);
	cdr_json_set_str(json, "as", cdr_http_query(request, "as"));
	cdr_json_set_str(json, "file", request->file_name);
	cdr_json_set_str(json, "key", request->idempotency_key);
	cdr_json_set_int(json, "size", (int64_t)request->body.n);
	cdr_json_set_str(json, "body", request->body.n < 100 ? request->body : CDR_STR(""));
	response->location = CDR_STR("/there");
	cdr_http_json(response, 201, json);
}

static inline void
desk_slow(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)request;
	struct desk *desk = context;
	(void)atomic_fetch_add(&desk->waiting, 1);
	sleep_ms(300);
	cdr_http_json(response, 200, cdr_json_object());
}

/* Answers only when two are here at once, or after three seconds with 409. */
static inline void
desk_meet(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)request;
	struct desk *desk = context;
	(void)atomic_fetch_add(&desk->waiting, 1);
	for (int i = 0; i < 300 && atomic_load(&desk->waiting) < 2; i++)
		sleep_ms(10);
	cdr_http_json(response, atomic_load(&desk->waiting) >= 2 ? 200 : 409, cdr_json_object());
}

static inline void
desk_broken(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)context, (void)request;
	struct cdr_error error = { 0 };
	(void)cdr_fail(&error, CDR_ESTORE, "test", NULL, "the disk\nis gone");
	cdr_http_problem(response, 500, &error);
}

static const struct cdr_http_route desk_routes[] = {
	{ "GET", "/echo/{id}", desk_echo, "echo", .fields = "as" },
	{ "POST", "/echo/{id}", desk_echo, "echo", .fields = "as note", .body = "*" },
	{ "POST", "/json", desk_echo, "echo", .body = "application/json" },
	{ "GET", "/slow", desk_slow, "slow" },
	{ "GET", "/meet", desk_meet, "meet" },
	{ "GET", "/broken", desk_broken, "broken" },
	{ NULL, NULL, NULL, NULL },
};

static inline void
desk_log(void *context, const char *line)
{
	struct desk *desk = context;
	(void)pthread_mutex_lock(&desk->lock);
	size_t n = strlen(desk->log);
	(void)snprintf(desk->log + n, sizeof(desk->log) - n, "%s\n", line);
	(void)pthread_mutex_unlock(&desk->lock);
}

static inline int
desk_setup(void **state)
{
	struct cdr_error err = { 0 };
	struct desk *desk = calloc(1, sizeof(*desk));
	if (!desk || pthread_mutex_init(&desk->lock, NULL) != 0)
		return -1;
	struct cdr_http_options options = {
		.address = "127.0.0.1", .threads = 4, .routes = desk_routes, .context = desk, .log = desk_log
	};
	*state = desk;
	return cdr_http_server_start(&options, &desk->server, &err) == CDR_OK ? 0 : -1;
}

static inline int
desk_teardown(void **state)
{
	struct desk *desk = *state;
	desk->server = cdr_http_server_stop(desk->server, 2000);
	(void)pthread_mutex_destroy(&desk->lock);
	free(desk);
	return 0;
}

#define desk_test(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

static inline int
client_connect(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons(port),
		                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_not_equal(fd, -1);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){ .tv_sec = 10 }, sizeof(struct timeval));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static inline void
client_send(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		assert_true(sent > 0);
		p += sent;
		n -= (size_t)sent;
	}
}

/* Reads to the end of the connection (requests here say "Connection: close") and gives the status; 0: no answer. */
static inline int
client_receive(int fd, char reply[REPLY_MAX])
{
	size_t n = 0;
	ssize_t got;
	while (n < REPLY_MAX - 1 && (got = recv(fd, reply + n, REPLY_MAX - 1 - n, 0)) > 0)
		n += (size_t)got;
	reply[n] = '\0';
	(void)close(fd);
	return n > 12 ? (int)strtol(reply + 9, NULL, 10) : 0;
}

/* One request; `head` is all of it up to the blank line but for Host and Connection. */
static inline int
client_ask(const struct desk *desk, const char *head, const char *body, char reply[REPLY_MAX])
{
	int fd = client_connect(cdr_http_server_port(desk->server));
	assert_int_not_equal(fd, -1);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_printf(&text, "%s\r\nHost: x\r\nConnection: close\r\n", head);
	if (body)
		cdr_buf_printf(&text, "Content-Length: %zu\r\n", strlen(body));
	cdr_buf_printf(&text, "\r\n%s", body ? body : "");
	client_send(fd, text.p, text.n);
	return client_receive(fd, reply);
}
