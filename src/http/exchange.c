/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request while it arrives: its parameters, its body, a multipart form taken apart. Nothing is answered here. What is
 * wrong with a request is noted (the first thing only) and the rest of it is read but not kept, so that the client gets
 * an answer and not a reset; a client that goes on and on is cut off all the same.
 */
#include "candor/http.h"

#include <microhttpd.h>
#include <string.h>

#include "http/http-impl.h"

#define REQUEST_ARENA_BYTES ((size_t)256 << 20)
#define MAX_READ_BYTES (2 * CDR_HTTP_MAX_BODY_BYTES)

#define REFUSE(exchange, http_status, code, ...)                                                                       \
	do {                                                                                                           \
		if (!(exchange)->refusal_status) {                                                                     \
			(exchange)->refusal_status = (http_status);                                                    \
			(void)cdr_fail(&(exchange)->refusal, (code), ROOM, NULL, __VA_ARGS__);                         \
		}                                                                                                      \
	} while (0)

static void
refuse_memory(struct exchange *exchange)
{
	REFUSE(exchange, 503, CDR_ENOMEM, "memory is short");
}

void
exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	if (exchange->form)
		(void)MHD_destroy_post_processor(exchange->form);
	for (size_t i = 0; exchange->form_parts && i < cdr_map_count(exchange->form_parts); i++)
		cdr_buf_done(cdr_map_at(exchange->form_parts, i, NULL));
	(void)cdr_map_free(exchange->form_parts);
	(void)cdr_map_free(exchange->fields);
	cdr_buf_done(&exchange->body);
	(void)cdr_arena_free(exchange->arena);
	(void)atomic_fetch_sub(&exchange->gauge->held, exchange->n_held);
	(void)atomic_fetch_sub(&exchange->gauge->running, 1);
	cdr_free(exchange);
}

struct exchange *
exchange_new(struct gauge *gauge, const char *uri)
{
	struct exchange *exchange = cdr_alloc(sizeof(*exchange));
	if (!exchange)
		return NULL;
	(void)atomic_fetch_add(&gauge->running, 1);
	exchange->gauge = gauge;
	exchange->body.max = CDR_HTTP_MAX_BODY_BYTES;
	exchange->started_ms = cdr_time_monotonic_ms();
	exchange->arena = cdr_arena_new(REQUEST_ARENA_BYTES);
	exchange->fields = cdr_map_new(CDR_HTTP_MAX_FIELDS);
	exchange->form_parts = cdr_map_new(CDR_HTTP_MAX_FIELDS);
	if (!exchange->arena || !exchange->fields || !exchange->form_parts) {
		exchange_free(exchange);
		return NULL;
	}
	struct cdr_str target = cdr_str_from(uri);
	if (target.n > CDR_HTTP_MAX_URI_BYTES)
		REFUSE(exchange, 414, CDR_ELIMIT, "path and query are longer than %d bytes", CDR_HTTP_MAX_URI_BYTES);
	else if (cdr_str_find(target, CDR_STR("%00")) >= 0) /* would end our strings early */
		REFUSE(exchange, 400, CDR_EUSAGE, "the address holds a NUL character");
	return exchange;
}

/* ------------------------------------------------------------------------------------------------------- parameters */

/* Keeps a query parameter or form field under its name; one given twice is refused rather than half ignored. */
static void
put_field(struct exchange *exchange, struct cdr_str name, struct cdr_str value)
{
	if (!cdr_str_is_utf8(name) || !cdr_str_is_utf8(value)) {
		REFUSE(exchange, 400, CDR_EUSAGE, "a parameter is not UTF-8");
		return;
	}
	if (cdr_map_get(exchange->fields, name)) {
		REFUSE(exchange, 400, CDR_EUSAGE, "the parameter \"%.*s\" is given twice", CDR_STR_ARG(name));
		return;
	}
	struct cdr_str key = cdr_str_copy(exchange->arena, name),
		       *kept = cdr_arena_alloc(exchange->arena, sizeof(*kept));
	if (kept)
		*kept = cdr_str_copy(exchange->arena, value);
	enum cdr_status status = key.p && kept && kept->p ? cdr_map_put(exchange->fields, key, kept) : CDR_ENOMEM;
	if (status == CDR_ELIMIT)
		REFUSE(exchange, 413, CDR_ELIMIT, "more than %d parameters", CDR_HTTP_MAX_FIELDS);
	else if (status != CDR_OK)
		refuse_memory(exchange);
}

static enum MHD_Result
take_query(void *context, enum MHD_ValueKind kind, const char *key, size_t n_key, const char *value, size_t n_value)
{
	(void)kind;
	put_field(context, (struct cdr_str){ key, n_key }, (struct cdr_str){ value ? value : "", n_value });
	return MHD_YES;
}

static bool
has_control_characters(struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------------------------------------------------- form */

/* A piece of the file part. Two files in one form would run into each other. */
static void
take_file_piece(struct exchange *exchange, const char *file_name, struct cdr_str piece, uint64_t offset)
{
	struct cdr_str name = cdr_str_from(cdr_file_name(file_name));
	if (exchange->file_name.p &&
	    (!cdr_str_equal(exchange->file_name, name) || (offset == 0 && exchange->body.n > 0))) {
		REFUSE(exchange, 400, CDR_EUSAGE, "the form holds more than one file; send one a request");
		return;
	}
	if (!cdr_str_is_utf8(name) || has_control_characters(name)) {
		REFUSE(exchange, 400, CDR_EUSAGE, "the file's name is not UTF-8 text");
		return;
	}
	if (!exchange->file_name.p)
		exchange->file_name = cdr_str_copy(exchange->arena, name);
	if (!exchange->file_name.p)
		refuse_memory(exchange);
	cdr_buf_add(&exchange->body, piece.p, piece.n);
}

static struct cdr_buf *
form_part(struct exchange *exchange, struct cdr_str name)
{
	struct cdr_buf *part = cdr_map_get(exchange->form_parts, name);
	if (part)
		return part;
	name = cdr_str_copy(exchange->arena, name);
	part = cdr_arena_alloc(exchange->arena, sizeof(*part));
	if (!name.p || !part || cdr_map_put(exchange->form_parts, name, part) != CDR_OK)
		return NULL;
	part->max = CDR_HTTP_MAX_FIELD_BYTES;
	return part;
}

/* One piece of a form: the part with a file name is the body, others are fields. */
static enum MHD_Result
take_form_piece(void *context, enum MHD_ValueKind kind, const char *key, const char *file_name,
                const char *content_type, const char *encoding, const char *data, uint64_t offset, size_t size)
{
	(void)kind, (void)content_type, (void)encoding;
	struct exchange *exchange = context;
	if (exchange->refusal_status)
		return MHD_NO;
	if (file_name) {
		take_file_piece(exchange, file_name, (struct cdr_str){ data, size }, offset);
		return exchange->refusal_status ? MHD_NO : MHD_YES;
	}
	struct cdr_buf *part = form_part(exchange, cdr_str_from(key));
	if (!part) {
		REFUSE(exchange, 413, CDR_ELIMIT, "the form has more than %d fields", CDR_HTTP_MAX_FIELDS);
		return MHD_NO;
	}
	if (offset == 0 && part->n > 0)
		REFUSE(exchange, 400, CDR_EUSAGE, "a field of the form is given twice");
	cdr_buf_add(part, data, size);
	if (part->failed)
		REFUSE(exchange, 413, CDR_ELIMIT, "a field of the form is larger than %d bytes",
		       CDR_HTTP_MAX_FIELD_BYTES);
	return exchange->refusal_status ? MHD_NO : MHD_YES;
}

static void
begin_form(struct exchange *exchange, struct MHD_Connection *connection, struct cdr_str content_type)
{
	const struct cdr_str multipart = CDR_STR("multipart/form-data");
	struct cdr_str start = { content_type.p, content_type.n < multipart.n ? content_type.n : multipart.n };
	if (!cdr_str_equal_nocase(start, multipart))
		return;
	exchange->form = MHD_create_post_processor(connection, CDR_HTTP_MAX_FIELD_BYTES, take_form_piece, exchange);
	if (!exchange->form)
		REFUSE(exchange, 400, CDR_EUSAGE, "the form has no boundary; see RFC 7578");
}

/* ------------------------------------------------------------------------------------------------------------- steps */

static struct cdr_str
header(struct MHD_Connection *connection, const char *name)
{
	return cdr_str_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static void
refuse_large(struct exchange *exchange)
{
	REFUSE(exchange, 413, CDR_ELIMIT, "the body is larger than %zu MiB; send the file in parts",
	       CDR_HTTP_MAX_BODY_BYTES >> 20);
}

bool
exchange_begin(struct exchange *exchange, struct MHD_Connection *connection, struct cdr_str path)
{
	int64_t announced = 0;
	exchange->begun = true;
	if (!cdr_str_is_utf8(path) || has_control_characters(path))
		REFUSE(exchange, 400, CDR_EUSAGE, "the path is not UTF-8 text");
	(void)MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, take_query, exchange);
	struct cdr_str coding = header(connection, MHD_HTTP_HEADER_CONTENT_ENCODING);
	if (coding.n && !cdr_str_equal_nocase(coding, CDR_STR("identity")))
		REFUSE(exchange, 415, CDR_EUSAGE, "bodies are taken as they are, without Content-Encoding");
	begin_form(exchange, connection, header(connection, MHD_HTTP_HEADER_CONTENT_TYPE));
	if (cdr_str_to_i64(header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH), &announced) &&
	    announced > (int64_t)CDR_HTTP_MAX_BODY_BYTES && !exchange->form)
		refuse_large(exchange);
	/* A client that asks first is told at once; the others are sending already. */
	return !exchange->refusal_status || !header(connection, MHD_HTTP_HEADER_EXPECT).n;
}

/* Counts what is about to be kept; false when all requests together would hold too much. */
static bool
may_hold(struct exchange *exchange, size_t n)
{
	exchange->n_held += n;
	return atomic_fetch_add(&exchange->gauge->held, n) + n <= CDR_HTTP_MAX_HELD_BYTES;
}

/* Gives back the memory of a body that will not be used. */
static void
let_go(struct exchange *exchange)
{
	cdr_buf_done(&exchange->body);
	(void)atomic_fetch_sub(&exchange->gauge->held, exchange->n_held);
	exchange->n_held = 0;
}

bool
exchange_take(struct exchange *exchange, const char *data, size_t n)
{
	exchange->n_received += n;
	if (exchange->refusal_status)
		return exchange->n_received <= MAX_READ_BYTES;
	if (!may_hold(exchange, n))
		REFUSE(exchange, 503, CDR_EBUSY, "requests together hold more than %zu MiB",
		       CDR_HTTP_MAX_HELD_BYTES >> 20);
	else if (exchange->form && MHD_post_process(exchange->form, data, n) != MHD_YES && !exchange->body.failed)
		REFUSE(exchange, 400, CDR_EUSAGE, "the form cannot be read; see RFC 7578");
	else if (!exchange->form)
		cdr_buf_add(&exchange->body, data, n);
	if (exchange->body.over_max)
		refuse_large(exchange);
	else if (exchange->body.failed)
		refuse_memory(exchange);
	if (exchange->refusal_status)
		let_go(exchange);
	return true;
}

void
exchange_finish(struct exchange *exchange)
{
	struct cdr_str name;
	if (exchange->form && MHD_destroy_post_processor(exchange->form) != MHD_YES)
		REFUSE(exchange, 400, CDR_EUSAGE, "the form ends too early; see RFC 7578");
	exchange->form = NULL;
	for (size_t i = 0; i < cdr_map_count(exchange->form_parts) && !exchange->refusal_status; i++) {
		const struct cdr_buf *part = cdr_map_at(exchange->form_parts, i, &name);
		put_field(exchange, name, part->p ? cdr_buf_str(part) : CDR_STR(""));
	}
}
