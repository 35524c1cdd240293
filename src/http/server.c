/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listener: libmicrohttpd with a pool of threads, and the answers. Reading a request is in exchange.c, finding its
 * handler in router.c. TLS belongs to a proxy in front. What surprises: the log line is written here and holds the path,
 * never the query, a header or a body, since those hold names and tokens.
 */
#include "candor/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "http/http-impl.h"

#define LOG_LINE_MAX 1024
#define LOG_PATH_MAX 256

struct cdr_http_server {
	struct cdr_http_options options;
	struct MHD_Daemon *daemon;
	struct gauge gauge;
	uint16_t port;
};

/* --------------------------------------------------------------------------------------------------------- answers */

static struct cdr_str
header(struct MHD_Connection *connection, const char *name)
{
	return cdr_str_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* Headers that every answer carries, and those that its status wants. */
static void
add_headers(struct MHD_Response *out, const struct cdr_http_response *response, bool stopping)
{
	(void)MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE,
	                              response->content_type ? response->content_type : "application/json");
	(void)MHD_add_response_header(out, "X-Content-Type-Options", "nosniff");
	(void)MHD_add_response_header(out, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	(void)MHD_add_response_header(out, "Content-Security-Policy",
	                              "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
	if (response->status == 401)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
	if (response->status == 503)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_RETRY_AFTER, "1");
	if (response->allow.n)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_ALLOW, response->allow.p);
	if (response->location.n)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_LOCATION, response->location.p);
	if (stopping)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
}

/* Hands the body's memory over to libmicrohttpd, which frees it when it is sent. */
static enum MHD_Result
send_response(const struct cdr_http_server *server, struct MHD_Connection *connection,
              struct cdr_http_response *response)
{
	struct MHD_Response *out =
		MHD_create_response_from_buffer_with_free_callback(response->body.n, response->body.p, cdr_free);
	if (!out)
		return MHD_NO;
	response->body = (struct cdr_buf){ .max = response->body.max };
	add_headers(out, response, atomic_load(&server->gauge.stopping));
	enum MHD_Result result = MHD_queue_response(connection, (unsigned)response->status, out);
	MHD_destroy_response(out);
	return result;
}

/* No route: 405 with the methods there are, or 404. */
static void
refuse_route(const struct cdr_http_server *server, struct cdr_http_request *request, struct cdr_http_response *response)
{
	struct cdr_error error = { 0 };
	struct cdr_str methods = router_methods(server->options.routes, request->path, request->arena);
	if (methods.n)
		(void)cdr_fail(&error, CDR_EUSAGE, ROOM, NULL, "%.*s takes %.*s, not %.*s", CDR_STR_ARG(request->path),
		               CDR_STR_ARG(methods), CDR_STR_ARG(request->method));
	else
		(void)cdr_fail(&error, CDR_ENOTFOUND, ROOM, NULL, "there is nothing at %.*s",
		               CDR_STR_ARG(request->path));
	cdr_http_problem(response, methods.n ? 405 : 404, &error);
	response->allow = methods;
}

static void
dispatch(const struct cdr_http_server *server, struct cdr_http_request *request, struct cdr_http_response *response)
{
	struct cdr_error error = { 0 };
	const struct cdr_http_route *route =
		router_find(server->options.routes, request->method, request->path, request->parameters);
	if (!route) {
		refuse_route(server, request, response);
		return;
	}
	int status = router_check(route, request, &error);
	if (status)
		cdr_http_problem(response, status, &error);
	else
		route->handle(server->options.context, request, response);
}

/* A line feed in a path must not begin a log line of its own, nor an escape reach a terminal. */
static void
disarm(char *line)
{
	bool plain = cdr_str_is_utf8(cdr_str_from(line));
	for (char *p = line; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7F || (!plain && (unsigned char)*p >= 0x80))
			*p = '?';
	}
}

static void
log_request(const struct cdr_http_server *server, const struct exchange *exchange,
            const struct cdr_http_request *request, const struct cdr_http_response *response)
{
	char line[LOG_LINE_MAX];
	if (!server->options.log)
		return;
	(void)snprintf(line, sizeof(line), "%.*s %.*s %d %lldms%s%s", (int)cdr_str_cut(request->method, 16),
	               request->method.p, (int)cdr_str_cut(request->path, LOG_PATH_MAX), request->path.p,
	               response->status, (long long)(cdr_time_monotonic_ms() - exchange->started_ms),
	               response->note[0] ? ": " : "", response->note);
	disarm(line);
	server->options.log(server->options.context, line);
}

static enum MHD_Result
answer(const struct cdr_http_server *server, struct MHD_Connection *connection, struct exchange *exchange,
       const char *method, const char *path)
{
	struct cdr_http_response response = { .status = 500, .body = CDR_BUF_INIT };
	struct cdr_http_request request = {
		.method = cdr_str_from(method),
		.path = cdr_str_from(path),
		.authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
		.content_type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
		.idempotency_key = header(connection, "Idempotency-Key"),
		.body = cdr_buf_str(&exchange->body),
		.file_name = exchange->file_name,
		.arena = exchange->arena,
		.fields = exchange->fields,
	};
	if (exchange->refusal_status)
		cdr_http_problem(&response, exchange->refusal_status, &exchange->refusal);
	else
		dispatch(server, &request, &response);
	log_request(server, exchange, &request, &response);
	enum MHD_Result result = send_response(server, connection, &response);
	cdr_buf_done(&response.body);
	return result;
}

/* The request line was read: what is returned here is on_request's state from its first call on. */
static void *
on_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
	(void)connection;
	struct cdr_http_server *server = context;
	return exchange_new(&server->gauge, uri);
}

/* libmicrohttpd calls this once when the head is there, once for each piece of the body, and once at its end. */
static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
           const char *data, size_t *n_data, void **state)
{
	(void)version;
	struct exchange *exchange = *state;
	if (!exchange) /* memory was short */
		return MHD_NO;
	if (!exchange->begun)
		return exchange_begin(exchange, connection, cdr_str_from(path))
		               ? MHD_YES
		               : answer(context, connection, exchange, method, path);
	if (*n_data) {
		bool go_on = exchange_take(exchange, data, *n_data);
		*n_data = 0;
		return go_on ? MHD_YES : MHD_NO;
	}
	exchange_finish(exchange);
	return answer(context, connection, exchange, method, path);
}

static void
on_end(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
	(void)context, (void)connection, (void)why;
	exchange_free(*state);
	*state = NULL;
}

struct cdr_str
cdr_http_query(const struct cdr_http_request *request, const char *name)
{
	const struct cdr_str *value = request->fields ? cdr_map_get(request->fields, cdr_str_from(name)) : NULL;
	return value ? *value : (struct cdr_str){ NULL, 0 };
}

/* -------------------------------------------------------------------------------------------------- start and stop */

static enum cdr_status
fail_errno(struct cdr_error *err, const char *what, const char *address)
{
	return cdr_fail(err, CDR_EIO, ROOM, NULL, "%s %s: %s; choose another address, or end what uses it", what,
	                address, strerrordesc_np(errno));
}

/* Removes a socket that an earlier run left behind; one that still answers belongs to somebody, and bind will say so. */
static void
remove_dead_socket(const struct sockaddr_un *address)
{
	struct stat found;
	if (lstat(address->sun_path, &found) < 0 || !S_ISSOCK(found.st_mode))
		return;
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (probe < 0)
		return;
	if (connect(probe, (const struct sockaddr *)address, sizeof(*address)) < 0 && errno == ECONNREFUSED)
		(void)unlink(address->sun_path);
	(void)close(probe);
}

static enum cdr_status
listen_unix(const char *path, int *ret, struct cdr_error *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address.sun_path))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the path of the Unix socket is longer than %zu bytes",
		                sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return fail_errno(err, "cannot make a socket for", path);
	remove_dead_socket(&address);
	/* The mode follows the umask otherwise, and a proxy of the same group could not connect. */
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || chmod(path, 0660) < 0 ||
	    listen(fd, SOMAXCONN) < 0) {
		enum cdr_status status = fail_errno(err, "cannot listen on", path);
		(void)close(fd);
		return status;
	}
	*ret = fd;
	return CDR_OK;
}

static enum cdr_status
listen_tcp(const char *host, uint16_t port, int *ret, struct cdr_error *err)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	bool is_v4 = inet_pton(AF_INET, host, &v4.sin_addr) == 1;
	if (!is_v4 && inet_pton(AF_INET6, host, &v6.sin6_addr) != 1)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "\"%s\" is no IP address, such as 127.0.0.1 or ::1", host);
	char shown[80];
	(void)snprintf(shown, sizeof(shown), is_v4 ? "%s:%u" : "[%s]:%u", host, port);
	int fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
	if (fd < 0)
		return fail_errno(err, "cannot make a socket for", shown);
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	const struct sockaddr *address = is_v4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6;
	if (bind(fd, address, is_v4 ? sizeof(v4) : sizeof(v6)) < 0 || listen(fd, SOMAXCONN) < 0) {
		enum cdr_status status = fail_errno(err, "cannot listen on", shown);
		(void)close(fd);
		return status;
	}
	*ret = fd;
	return CDR_OK;
}

static uint16_t
port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t n = sizeof(address);
	if (getsockname(fd, (struct sockaddr *)&address, &n) != 0)
		return 0;
	if (address.ss_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)(const void *)&address)->sin_port);
	return address.ss_family == AF_INET6 ? ntohs(((const struct sockaddr_in6 *)(const void *)&address)->sin6_port)
	                                     : 0;
}

static enum cdr_status
start_daemon(struct cdr_http_server *server, int fd, struct cdr_error *err)
{
	/* A pool is of two or more; one thread is no pool. */
	unsigned pool = server->options.threads > 1 ? server->options.threads : 0;
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC;
	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, fd,
	                                  MHD_OPTION_THREAD_POOL_SIZE, pool, MHD_OPTION_CONNECTION_LIMIT,
	                                  (unsigned)CDR_HTTP_MAX_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
	                                  (unsigned)CDR_HTTP_TIMEOUT_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL,
	                                  MHD_OPTION_URI_LOG_CALLBACK, on_uri, server, MHD_OPTION_END);
	if (server->daemon)
		return CDR_OK;
	return cdr_fail(err, CDR_EIO, ROOM, NULL, "the HTTP server could not be started: %s",
	                strerrordesc_np(errno ? errno : ENOMEM));
}

enum cdr_status
cdr_http_server_start(const struct cdr_http_options *options, struct cdr_http_server **ret, struct cdr_error *err)
{
	int fd = -1;
	if (options->threads < 1 || options->threads > CDR_HTTP_MAX_THREADS)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "1 to %d threads, not %u", CDR_HTTP_MAX_THREADS,
		                options->threads);
	if (options->unix_socket)
		CDR_TRY(listen_unix(options->unix_socket, &fd, err));
	else
		CDR_TRY(listen_tcp(options->address, options->port, &fd, err));
	struct cdr_http_server *server = cdr_alloc(sizeof(*server));
	enum cdr_status status = server ? CDR_OK : cdr_fail_memory(err, ROOM);
	if (server) {
		server->options = *options;
		server->port = options->unix_socket ? 0 : port_of(fd);
		status = start_daemon(server, fd, err);
	}
	if (status != CDR_OK) {
		(void)close(fd);
		if (options->unix_socket)
			(void)unlink(options->unix_socket);
		cdr_free(server);
		return status;
	}
	*ret = server;
	return CDR_OK;
}

uint16_t
cdr_http_server_port(const struct cdr_http_server *server)
{
	return server->port;
}

struct cdr_http_server *
cdr_http_server_stop(struct cdr_http_server *server, int grace_ms)
{
	if (!server)
		return NULL;
	/* Idle connections are not waited for: what counts is requests that have begun. */
	atomic_store(&server->gauge.stopping, true);
	MHD_socket listener = MHD_quiesce_daemon(server->daemon);
	int64_t until = cdr_time_monotonic_ms() + grace_ms;
	while (atomic_load(&server->gauge.running) > 0 && cdr_time_monotonic_ms() < until)
		(void)nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	MHD_stop_daemon(server->daemon);
	if (listener != MHD_INVALID_SOCKET)
		(void)close(listener);
	if (server->options.unix_socket)
		(void)unlink(server->options.unix_socket);
	cdr_free(server);
	return NULL;
}
