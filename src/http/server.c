/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listener: libmicrohttpd with a pool of threads. A request's body is collected up to the limit before its handler
 * runs; multipart forms are taken apart so that a handler sees one file and named fields. TLS belongs to a proxy in front.
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

#define REQUEST_ARENA_BYTES ((size_t)256 << 20)
#define FORM_BUFFER_BYTES 65536
#define FORM_MAX_FIELDS 64

struct cdr_http_server {
	struct cdr_http_options options;
	struct MHD_Daemon *daemon;
	uint16_t port;
	int socket; /* a Unix socket of ours, or -1 */
};

/* One request while its body arrives. */
struct exchange {
	struct cdr_arena *arena;
	struct cdr_buf body;
	struct MHD_PostProcessor *form; /* multipart only */
	struct cdr_map *fields;         /* name -> struct cdr_buf */
	struct cdr_str file_name;
	bool too_large;
	int64_t started_ms;
};

static void
exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	if (exchange->form)
		(void)MHD_destroy_post_processor(exchange->form);
	for (size_t i = 0; exchange->fields && i < cdr_map_count(exchange->fields); i++)
		cdr_buf_done(cdr_map_at(exchange->fields, i, NULL));
	(void)cdr_map_free(exchange->fields);
	cdr_buf_done(&exchange->body);
	(void)cdr_arena_free(exchange->arena);
	cdr_free(exchange);
}

/* ------------------------------------------------------------------------------------------------------------ body */

/* One piece of a form: the part with a file name is the body, others are fields. */
static enum MHD_Result
take_form_piece(void *context, enum MHD_ValueKind kind, const char *key, const char *file_name,
                const char *content_type, const char *encoding, const char *data, uint64_t offset, size_t size)
{
	(void)kind, (void)content_type, (void)encoding, (void)offset;
	struct exchange *exchange = context;
	if (file_name) {
		if (!exchange->file_name.p)
			exchange->file_name = cdr_str_copy(exchange->arena, cdr_str_from(cdr_file_name(file_name)));
		cdr_buf_add(&exchange->body, data, size);
		return exchange->body.failed ? MHD_NO : MHD_YES;
	}
	struct cdr_str name = cdr_str_from(key);
	struct cdr_buf *field = cdr_map_get(exchange->fields, name);
	if (!field) {
		name = cdr_str_copy(exchange->arena, name);
		field = cdr_arena_alloc(exchange->arena, sizeof(*field));
		if (!name.p || !field || cdr_map_put(exchange->fields, name, field) != CDR_OK)
			return MHD_NO;
		field->max = FORM_BUFFER_BYTES;
	}
	cdr_buf_add(field, data, size);
	return field->failed ? MHD_NO : MHD_YES;
}

static struct exchange *
exchange_new(struct MHD_Connection *connection)
{
	struct exchange *exchange = cdr_alloc(sizeof(*exchange));
	if (!exchange)
		return NULL;
	exchange->body.max = CDR_HTTP_MAX_BODY_BYTES;
	exchange->started_ms = cdr_time_monotonic_ms();
	exchange->arena = cdr_arena_new(REQUEST_ARENA_BYTES);
	exchange->fields = cdr_map_new(FORM_MAX_FIELDS);
	if (!exchange->arena || !exchange->fields) {
		exchange_free(exchange);
		return NULL;
	}
	struct cdr_str type =
		cdr_str_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE));
	if (cdr_str_starts_with(type, CDR_STR("multipart/form-data")))
		exchange->form = MHD_create_post_processor(connection, FORM_BUFFER_BYTES, take_form_piece, exchange);
	return exchange;
}

/* A body that grows too large is read to its end but not kept, so that the client gets an answer and not a reset. */
static void
take_body(struct exchange *exchange, const char *data, size_t n)
{
	if (exchange->too_large)
		return;
	if (exchange->form)
		exchange->too_large = MHD_post_process(exchange->form, data, n) != MHD_YES;
	else
		cdr_buf_add(&exchange->body, data, n);
	exchange->too_large = exchange->too_large || exchange->body.failed;
}

/* --------------------------------------------------------------------------------------------------------- answers */

static struct cdr_str
header(struct MHD_Connection *connection, const char *name)
{
	return cdr_str_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static enum MHD_Result
send_response(struct MHD_Connection *connection, const struct cdr_http_response *response)
{
	struct MHD_Response *out =
		MHD_create_response_from_buffer(response->body.n, response->body.p, MHD_RESPMEM_MUST_COPY);
	if (!out)
		return MHD_NO;
	(void)MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, response->content_type);
	(void)MHD_add_response_header(out, "X-Content-Type-Options", "nosniff");
	(void)MHD_add_response_header(out, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	(void)MHD_add_response_header(out, "Content-Security-Policy",
	                              "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
	if (response->status == 401)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
	if (response->location.n)
		(void)MHD_add_response_header(out, MHD_HTTP_HEADER_LOCATION, response->location.p);
	enum MHD_Result result = MHD_queue_response(connection, (unsigned)response->status, out);
	MHD_destroy_response(out);
	return result;
}

static void
dispatch(const struct cdr_http_server *server, struct cdr_http_request *request, struct cdr_http_response *response)
{
	bool path_known = false;
	struct cdr_error error = { 0 };
	const struct cdr_http_route *route =
		router_find(server->options.routes, request->method, request->path, request->parameters, &path_known);
	if (route) {
		route->handle(server->options.context, request, response);
		return;
	}
	(void)cdr_fail(&error, path_known ? CDR_EUSAGE : CDR_ENOTFOUND, ROOM, NULL,
	               path_known ? "%.*s does not take %.*s" : "there is nothing at %.*s", CDR_STR_ARG(request->path),
	               CDR_STR_ARG(request->method));
	cdr_http_problem(response, path_known ? 405 : 404, &error);
}

static void
log_request(const struct cdr_http_server *server, const struct exchange *exchange, const char *method, const char *path,
            int status)
{
	char line[512];
	if (!server->options.log)
		return;
	(void)snprintf(line, sizeof(line), "%s %s %d %lldms", method, path, status,
	               (long long)(cdr_time_monotonic_ms() - exchange->started_ms));
	server->options.log(server->options.context, line);
}

static enum MHD_Result
answer(const struct cdr_http_server *server, struct MHD_Connection *connection, struct exchange *exchange,
       const char *method, const char *path)
{
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	struct cdr_http_response response = { .status = 500, .content_type = "application/json", .body = body };
	struct cdr_http_request request = {
		.method = cdr_str_from(method),
		.path = cdr_str_from(path),
		.authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
		.content_type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
		.idempotency_key = header(connection, "Idempotency-Key"),
		.body = cdr_buf_str(&exchange->body),
		.file_name = exchange->file_name,
		.arena = exchange->arena,
		.connection = connection,
		.fields = exchange->fields,
	};
	if (exchange->too_large) {
		struct cdr_error error = { 0 };
		(void)cdr_fail(&error, CDR_ELIMIT, ROOM, NULL,
		               "the body is larger than %zu MiB; send the file in parts",
		               CDR_HTTP_MAX_BODY_BYTES >> 20);
		cdr_http_problem(&response, 413, &error);
	} else {
		dispatch(server, &request, &response);
	}
	enum MHD_Result result = send_response(connection, &response);
	log_request(server, exchange, method, path, response.status);
	body = response.body;
	return result;
}

/* libmicrohttpd calls this once when the head is there, once for each piece of the body, and once at its end. */
static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
           const char *data, size_t *n_data, void **state)
{
	(void)version;
	if (!*state) {
		*state = exchange_new(connection);
		return *state ? MHD_YES : MHD_NO;
	}
	if (*n_data) {
		take_body(*state, data, *n_data);
		*n_data = 0;
		return MHD_YES;
	}
	return answer(context, connection, *state, method, path);
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
	struct cdr_str value =
		cdr_str_from(MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name));
	if (value.p)
		return value;
	const struct cdr_buf *field = cdr_map_get(request->fields, cdr_str_from(name));
	return field ? cdr_buf_str(field) : (struct cdr_str){ NULL, 0 };
}

/* -------------------------------------------------------------------------------------------------- start and stop */

static enum cdr_status
fail_errno(struct cdr_error *err, const char *what, const char *address)
{
	return cdr_fail(err, CDR_EIO, ROOM, NULL, "%s %s: %s; choose another address, or end what uses it", what,
	                address, strerrordesc_np(errno));
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
	struct stat found;
	if (lstat(path, &found) == 0 && S_ISSOCK(found.st_mode))
		(void)unlink(path); /* left behind by an earlier run */
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, SOMAXCONN) < 0) {
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

enum cdr_status
cdr_http_server_start(const struct cdr_http_options *options, struct cdr_http_server **ret, struct cdr_error *err)
{
	int fd = -1;
	if (options->unix_socket)
		CDR_TRY(listen_unix(options->unix_socket, &fd, err));
	else
		CDR_TRY(listen_tcp(options->address, options->port, &fd, err));
	struct cdr_http_server *server = cdr_alloc(sizeof(*server));
	if (!server) {
		(void)close(fd);
		return cdr_fail_memory(err, ROOM);
	}
	server->options = *options;
	server->socket = fd;
	server->port = options->unix_socket ? 0 : port_of(fd);
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC;
	server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, fd,
	                                  MHD_OPTION_THREAD_POOL_SIZE, options->threads > 1 ? options->threads : 2,
	                                  MHD_OPTION_CONNECTION_LIMIT, (unsigned)CDR_HTTP_MAX_CONNECTIONS,
	                                  MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CDR_HTTP_TIMEOUT_SECONDS,
	                                  MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_END);
	if (!server->daemon) {
		(void)close(fd);
		cdr_free(server);
		return cdr_fail(err, CDR_EIO, ROOM, NULL, "the HTTP server could not be started");
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
	/* Stop accepting first; requests in flight get their answers. */
	MHD_socket listener = MHD_quiesce_daemon(server->daemon);
	int64_t until = cdr_time_monotonic_ms() + grace_ms;
	for (;;) {
		const union MHD_DaemonInfo *info =
			MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
		if (!info || info->num_connections == 0 || cdr_time_monotonic_ms() >= until)
			break;
		(void)nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	}
	MHD_stop_daemon(server->daemon);
	if (listener != MHD_INVALID_SOCKET)
		(void)close(listener);
	if (server->options.unix_socket)
		(void)unlink(server->options.unix_socket);
	cdr_free(server);
	return NULL;
}
