/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"

#define FORM(parts) "POST /echo/1 HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=zz", parts "--zz--\r\n"
#define FIELD(name, value) "--zz\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, value)                                                                                         \
	"--zz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" name "\"\r\n\r\n" value "\r\n"

static void
exchange_takes_a_form_apart(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, FORM(FIELD("as", "suppliers") FILE_PART("dir/s.csv", "a,b")), reply), 201);
	assert_says(reply, "\"as\":\"suppliers\"");
	assert_says(reply, "\"file\":\"s.csv\"");
	assert_says(reply, "\"body\":\"a,b\"");
}

static void
exchange_refuses_what_would_run_together(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, FORM(FILE_PART("a.csv", "1") FILE_PART("b.csv", "2")), reply), 400);
	assert_says(reply, "more than one file");
	assert_int_equal(client_ask(*state, FORM(FILE_PART("a.csv", "1") FILE_PART("a.csv", "2")), reply), 400);
	assert_int_equal(client_ask(*state, FORM(FIELD("as", "1") FIELD("as", "2")), reply), 400);
	assert_says(reply, "twice");
	assert_int_equal(client_ask(*state, "GET /echo/1?as=1&as=2 HTTP/1.1", NULL, reply), 400);
	assert_says(reply, "twice");
	assert_int_equal(client_ask(*state,
	                            "POST /echo/1?as=1 HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=zz",
	                            FIELD("as", "2") "--zz--\r\n", reply),
	                 400);
}

static void
exchange_refuses_forms_that_cannot_be_read(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, "POST /echo/1 HTTP/1.1\r\nContent-Type: multipart/form-data",
	                            FIELD("as", "1") "--zz--\r\n", reply),
	                 400);
	assert_says(reply, "boundary");
	assert_int_equal(client_ask(*state, "POST /echo/1 HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=zz",
	                            "--zz\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\nsupp", reply),
	                 400);
	assert_says(reply, "too early");
}

static void
exchange_refuses_a_large_field(void **state)
{
	char reply[REPLY_MAX];
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_buf_puts(&body, "--zz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n");
	for (size_t i = 0; i <= CDR_HTTP_MAX_FIELD_BYTES; i++)
		cdr_buf_putc(&body, 'x');
	cdr_buf_puts(&body, "\r\n--zz--\r\n");
	assert_int_equal(client_ask(*state, "POST /echo/1 HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=zz",
	                            body.p, reply),
	                 413);
}

static void
exchange_refuses_many_parameters(void **state)
{
	char reply[REPLY_MAX];
	cdr_auto(cdr_buf) head = CDR_BUF_INIT;
	cdr_buf_puts(&head, "GET /echo/1?a=1");
	for (int i = 0; i < CDR_HTTP_MAX_FIELDS; i++)
		cdr_buf_printf(&head, "&b%d=1", i);
	cdr_buf_puts(&head, " HTTP/1.1");
	assert_int_equal(client_ask(*state, head.p, NULL, reply), 413);
}

static void
exchange_text_is_utf8_without_nul(void **state)
{
	static const char *const wrong[] = { "/echo/%00x",    "/echo/1?as=%00", "/echo/%ff", "/echo/1?as=%ff",
		                             "/echo/1?%ff=1", "/echo/a%0Ab",    "/echo/%1b" };
	char head[128], reply[REPLY_MAX];
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		(void)snprintf(head, sizeof(head), "GET %s HTTP/1.1", wrong[i]);
		assert_int_equal(client_ask(*state, head, NULL, reply), 400);
		assert_says(reply, "application/problem+json");
	}
	assert_int_equal(client_ask(*state, "GET /echo/caf%C3%A9?as=%E2%82%AC+x HTTP/1.1", NULL, reply), 201);
	assert_says(reply, "\"id\":\"caf\xC3\xA9\"");
	assert_says(reply, "\"as\":\"\xE2\x82\xAC x\"");
}

static void
exchange_refuses_a_long_address(void **state)
{
	char reply[REPLY_MAX];
	cdr_auto(cdr_buf) head = CDR_BUF_INIT;
	cdr_buf_puts(&head, "GET /echo/");
	for (int i = 0; i < CDR_HTTP_MAX_URI_BYTES; i++)
		cdr_buf_putc(&head, 'x');
	cdr_buf_puts(&head, " HTTP/1.1");
	assert_int_equal(client_ask(*state, head.p, NULL, reply), 414);
}

static void
exchange_refuses_coded_bodies(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(client_ask(*state, "POST /echo/1 HTTP/1.1\r\nContent-Encoding: gzip", "x", reply), 415);
	assert_int_equal(client_ask(*state, "POST /echo/1 HTTP/1.1\r\nContent-Encoding: identity", "x", reply), 201);
}

/* Sends `n_bytes` of body after a head that announces them; the status of the answer. */
static int
send_large(const struct desk *desk, size_t n_bytes, const char *more, char reply[REPLY_MAX])
{
	static const char block[65536] = { 'x' };
	char head[256];
	int fd = client_connect(cdr_http_server_port(desk->server));
	(void)snprintf(head, sizeof(head),
	               "POST /echo/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n",
	               n_bytes, more);
	client_send(fd, head, strlen(head));
	for (size_t sent = 0; !*more && sent < n_bytes; sent += sizeof(block))
		client_send(fd, block, n_bytes - sent < sizeof(block) ? n_bytes - sent : sizeof(block));
	return client_receive(fd, reply);
}

static void
exchange_reads_a_large_body_on_and_refuses_it(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(send_large(*state, CDR_HTTP_MAX_BODY_BYTES, "", reply), 201);
	assert_int_equal(send_large(*state, CDR_HTTP_MAX_BODY_BYTES + 1, "", reply), 413);
	assert_says(reply, "64 MiB");
}

static void
exchange_tells_a_client_that_asks_first(void **state)
{
	char reply[REPLY_MAX];
	assert_int_equal(send_large(*state, CDR_HTTP_MAX_BODY_BYTES + 1, "Expect: 100-continue\r\n", reply), 413);
	assert_null(strstr(reply, "100 Continue"));
}

static void
exchange_gives_back_what_it_counted(void **state)
{
	(void)state;
	struct gauge gauge = { 0 };
	struct exchange *exchange = exchange_new(&gauge, "/x");
	assert_int_equal(atomic_load(&gauge.running), 1);
	assert_true(exchange_take(exchange, "abc", 3));
	assert_int_equal(atomic_load(&gauge.held), 3);
	assert_text(cdr_buf_str(&exchange->body), "abc");
	exchange_free(exchange);
	assert_int_equal(atomic_load(&gauge.running), 0);
	assert_int_equal(atomic_load(&gauge.held), 0);
	exchange_free(NULL);
}

static void
exchange_all_requests_together_have_a_ceiling(void **state)
{
	(void)state;
	struct gauge gauge = { 0 };
	atomic_store(&gauge.held, CDR_HTTP_MAX_HELD_BYTES - 2);
	struct exchange *exchange = exchange_new(&gauge, "/x");
	assert_true(exchange_take(exchange, "abc", 3));
	assert_int_equal(exchange->refusal_status, 503);
	assert_int_equal(exchange->body.n, 0);
	assert_int_equal(atomic_load(&gauge.held), CDR_HTTP_MAX_HELD_BYTES - 2);
	exchange_free(exchange);
}

static void
exchange_a_client_that_goes_on_and_on_is_cut_off(void **state)
{
	(void)state;
	static const char block[1 << 20];
	struct gauge gauge = { 0 };
	size_t sent = 0;
	struct exchange *exchange = exchange_new(&gauge, "/x");
	while (sent < 4 * CDR_HTTP_MAX_BODY_BYTES && exchange_take(exchange, block, sizeof(block)))
		sent += sizeof(block);
	assert_int_equal(sent, 2 * CDR_HTTP_MAX_BODY_BYTES);
	assert_int_equal(exchange->refusal_status, 413);
	assert_int_equal(atomic_load(&gauge.held), 0);
	exchange_free(exchange);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(exchange_takes_a_form_apart),
		desk_test(exchange_refuses_what_would_run_together),
		desk_test(exchange_refuses_forms_that_cannot_be_read),
		desk_test(exchange_refuses_a_large_field),
		desk_test(exchange_refuses_many_parameters),
		desk_test(exchange_text_is_utf8_without_nul),
		desk_test(exchange_refuses_a_long_address),
		desk_test(exchange_refuses_coded_bodies),
		desk_test(exchange_reads_a_large_body_on_and_refuses_it),
		desk_test(exchange_tells_a_client_that_asks_first),
		cmocka_unit_test(exchange_gives_back_what_it_counted),
		cmocka_unit_test(exchange_all_requests_together_have_a_ceiling),
		cmocka_unit_test(exchange_a_client_that_goes_on_and_on_is_cut_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
