/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"

#include <sys/stat.h>

static void
server_answers_get_and_post(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, "GET /echo/7?as=x HTTP/1.1", NULL, reply), 201);
	assert_says(reply, "\"method\":\"GET\"");
	assert_says(reply, "\"id\":\"7\"");
	assert_says(reply, "Location: /there");
	assert_says(reply, "Content-Type: application/json");
	assert_says(reply, "X-Content-Type-Options: nosniff");
	assert_says(reply, "Cache-Control: no-store");
	assert_int_equal(client_ask(*state, "POST /echo/7 HTTP/1.1\r\nIdempotency-Key: k-1", "hello", reply), 201);
	assert_says(reply, "\"body\":\"hello\"");
	assert_says(reply, "\"key\":\"k-1\"");
	assert_int_equal(client_ask(*state, "POST /echo/7 HTTP/1.1", "", reply), 201);
	assert_says(reply, "\"size\":0");
}

static void
server_answers_head_without_a_body(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, "HEAD /echo/7 HTTP/1.1", NULL, reply), 201);
	assert_string_equal(strstr(reply, "\r\n\r\n"), "\r\n\r\n");
	assert_null(strstr(reply, "Content-Length: 0"));
}

static void
server_tells_unknown_paths_from_unknown_methods(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, "GET /nothing HTTP/1.1", NULL, reply), 404);
	assert_says(reply, "application/problem+json");
	assert_null(strstr(reply, "Allow:"));
	assert_int_equal(client_ask(*state, "DELETE /echo/1 HTTP/1.1", NULL, reply), 405);
	assert_says(reply, "Allow: GET, HEAD, POST");
}

static void
server_refuses_what_a_route_does_not_take(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, "GET /echo/1?a=1 HTTP/1.1", NULL, reply), 400);
	assert_int_equal(client_ask(*state, "POST /json HTTP/1.1\r\nContent-Type: text/plain", "{}", reply), 415);
	assert_int_equal(client_ask(*state, "POST /json HTTP/1.1\r\nContent-Type: application/json", "{}", reply), 201);
}

static void
server_logs_no_secrets_and_no_line_feeds(void **state)
{
	struct desk *desk = *state;
	char reply[REPLY_MAX];
	assert_int_equal(
		client_ask(desk, "GET /echo/1?as=hush HTTP/1.1\r\nAuthorization: Bearer cdr_hush", NULL, reply), 201);
	assert_int_equal(client_ask(desk, "GET /echo/a%0Ab HTTP/1.1", NULL, reply), 400);
	assert_int_equal(client_ask(desk, "GET /broken HTTP/1.1", NULL, reply), 500);
	assert_null(strstr(reply, "disk"));
	(void)pthread_mutex_lock(&desk->lock);
	assert_null(strstr(desk->log, "hush"));
	assert_says(desk->log, "GET /echo/1 201 ");
	assert_says(desk->log, "GET /echo/a?b 400 ");
	assert_says(desk->log, "GET /broken 500 ");
	assert_says(desk->log, ": the disk?is gone\n");
	(void)pthread_mutex_unlock(&desk->lock);
}

struct asking {
	const struct desk *desk;
	const char *head;
	int status;
	char reply[REPLY_MAX];
};

static void *
ask_in_thread(void *context)
{
	struct asking *asking = context;
	asking->status = client_ask(asking->desk, asking->head, NULL, asking->reply);
	return NULL;
}

static void
server_answers_two_at_once(void **state)
{
	struct asking askings[2] = { { .desk = *state, .head = "GET /meet HTTP/1.1" },
		                     { .desk = *state, .head = "GET /meet HTTP/1.1" } };
	pthread_t threads[2];
	struct desk *desk = *state;
	assert_int_equal(pthread_create(&threads[0], NULL, ask_in_thread, &askings[0]), 0);
	while (atomic_load(&desk->waiting) == 0)
		sleep_ms(1);
	assert_int_equal(pthread_create(&threads[1], NULL, ask_in_thread, &askings[1]), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(askings[i].status, 200);
	}
}

static void
server_lets_a_running_request_finish(void **state)
{
	struct desk *desk = *state;
	struct asking asking = { .desk = desk, .head = "GET /slow HTTP/1.1" };
	uint16_t port = cdr_http_server_port(desk->server);
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, ask_in_thread, &asking), 0);
	while (atomic_load(&desk->waiting) == 0)
		sleep_ms(1);
	desk->server = cdr_http_server_stop(desk->server, 5000);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(asking.status, 200);
	assert_says(asking.reply, "Connection: close");
	assert_int_equal(client_connect(port), -1);
}

static void
server_stops_at_once_beside_idle_connections(void **state)
{
	struct desk *desk = *state;
	char reply[REPLY_MAX];
	int idle = client_connect(cdr_http_server_port(desk->server));
	static const char request[] = "GET /echo/1 HTTP/1.1\r\nHost: x\r\n\r\n";
	client_send(idle, request, sizeof(request) - 1);
	assert_true(recv(idle, reply, sizeof(reply), 0) > 0);
	int64_t started = cdr_time_monotonic_ms();
	desk->server = cdr_http_server_stop(desk->server, 8000);
	assert_in_range(cdr_time_monotonic_ms() - started, 0, 4000);
	assert_int_equal(recv(idle, reply, sizeof(reply), 0), 0);
	(void)close(idle);
	assert_null(cdr_http_server_stop(NULL, 0));
}

/* Options of a server of its own, beside the desk's. */
static struct cdr_http_options
options_of(struct desk *desk)
{
	return (struct cdr_http_options){
		.address = "127.0.0.1", .threads = 1, .routes = desk_routes, .context = desk
	};
}

static void
server_says_when_an_address_cannot_be_had(void **state)
{
	struct desk *desk = *state;
	struct cdr_http_server *server = NULL;
	struct cdr_error err = { 0 };
	struct cdr_http_options options = options_of(desk);
	options.port = cdr_http_server_port(desk->server);
	assert_int_equal(cdr_http_server_start(&options, &server, &err), CDR_EIO);
	assert_says(err.message, "in use");
	options.address = "localhost";
	assert_int_equal(cdr_http_server_start(&options, &server, &err), CDR_EUSAGE);
	options = options_of(desk);
	options.threads = 0;
	assert_int_equal(cdr_http_server_start(&options, &server, &err), CDR_EUSAGE);
	options.threads = CDR_HTTP_MAX_THREADS + 1;
	assert_int_equal(cdr_http_server_start(&options, &server, &err), CDR_EUSAGE);
	assert_null(server);
}

static int
ask_unix(const char *path, char reply[REPLY_MAX])
{
	static const char request[] = "GET /echo/9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	memcpy(address.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		(void)close(fd);
		return -1;
	}
	client_send(fd, request, sizeof(request) - 1);
	return client_receive(fd, reply);
}

/* Leaves a socket behind as a server that was killed does. */
static void
leave_dead_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	memcpy(address.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	(void)close(fd);
}

static void
server_listens_on_a_unix_socket(void **state)
{
	char directory[] = "/tmp/candor-http-XXXXXX", path[64], reply[REPLY_MAX];
	struct cdr_http_server *server = NULL, *second = NULL;
	struct cdr_error err = { 0 };
	struct stat facts;
	struct cdr_http_options options = options_of(*state);
	assert_non_null(mkdtemp(directory));
	(void)snprintf(path, sizeof(path), "%s/s", directory);
	options.unix_socket = path;
	leave_dead_socket(path);
	assert_int_equal(cdr_http_server_start(&options, &server, &err), CDR_OK);
	assert_int_equal(stat(path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0660);
	assert_int_equal(ask_unix(path, reply), 201);
	assert_says(reply, "\"id\":\"9\"");
	/* A socket that answers is somebody's. */
	assert_int_equal(cdr_http_server_start(&options, &second, &err), CDR_EIO);
	assert_null(second);
	assert_int_equal(ask_unix(path, reply), 201);
	assert_null(cdr_http_server_stop(server, 1000));
	assert_int_equal(ask_unix(path, reply), -1);
	assert_int_not_equal(stat(path, &facts), 0);
	(void)rmdir(directory);
}

static void
server_refuses_a_long_socket_path(void **state)
{
	char path[256];
	struct cdr_http_server *server = NULL;
	struct cdr_error err = { 0 };
	struct cdr_http_options options = options_of(*state);
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	options.unix_socket = path;
	assert_int_equal(cdr_http_server_start(&options, &server, &err), CDR_EUSAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(server_answers_get_and_post),
		desk_test(server_answers_head_without_a_body),
		desk_test(server_tells_unknown_paths_from_unknown_methods),
		desk_test(server_refuses_what_a_route_does_not_take),
		desk_test(server_logs_no_secrets_and_no_line_feeds),
		desk_test(server_answers_two_at_once),
		desk_test(server_lets_a_running_request_finish),
		desk_test(server_stops_at_once_beside_idle_connections),
		desk_test(server_says_when_an_address_cannot_be_had),
		desk_test(server_listens_on_a_unix_socket),
		desk_test(server_refuses_a_long_socket_path),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
