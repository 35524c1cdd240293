/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON to text. Not jansson's own writer, because the bytes are hashed and compared: numbers must not show binary noise
 * (0.93 is 0.93) nor depend on the locale, and a value that lost something must not be written at all. The surprise: a
 * real keeps its point (1.0), so it is a real again when it is read back.
 */

#include "candor/base.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "base/json-impl.h"

/* Below and from here on a real is written with an exponent. In between a double is good for 15 decimal digits in
 * all. */
#define PLAIN_REAL_MIN 1e-3
#define PLAIN_REAL_MAX 1e15
#define DECIMALS_MAX 6
#define FULL_DECIMALS_BELOW 1e9

struct writer {
	struct cdr_buf *out;
	bool indented;
	struct cdr_error *err;
};

static void
write_string(struct cdr_buf *out, const char *p, size_t n)
{
	size_t run = 0; /* start of the bytes that need no escape */
	cdr_buf_putc(out, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		cdr_buf_add(out, p + run, i - run);
		run = i + 1;
		if (c == '"' || c == '\\')
			cdr_buf_printf(out, "\\%c", c);
		else if (c == '\n')
			cdr_buf_puts(out, "\\n");
		else if (c == '\t')
			cdr_buf_puts(out, "\\t");
		else if (c == '\r')
			cdr_buf_puts(out, "\\r");
		else
			cdr_buf_printf(out, "\\u%04x", c);
	}
	cdr_buf_add(out, p + run, n - run);
	cdr_buf_putc(out, '"');
}

/* A real is counted in units of its last decimal place, a whole number below 10^15, and loses its trailing zeros. Only
 * the exponent form needs the C library, whose decimal mark is a point because no program of ours sets a locale. */
static void
write_real(struct cdr_buf *out, double value)
{
	double size = value < 0 ? -value : value;
	if (size != 0 && (size < PLAIN_REAL_MIN || size >= PLAIN_REAL_MAX)) {
		cdr_buf_printf(out, size < 1 ? "%.5e" : "%.16e", value);
		return;
	}
	int n_decimals = DECIMALS_MAX;
	uint64_t units_per_one = 1000000;
	for (double limit = FULL_DECIMALS_BELOW; size >= limit; limit *= 10) {
		n_decimals--;
		units_per_one /= 10;
	}
	uint64_t units = (uint64_t)(size * (double)units_per_one + 0.5);
	uint64_t whole = units / units_per_one, part = units % units_per_one;
	for (; n_decimals > 1 && part % 10 == 0; n_decimals--)
		part /= 10;
	cdr_buf_printf(out, "%s%" PRIu64 ".%0*" PRIu64, value < 0 ? "-" : "", whole, n_decimals > 1 ? n_decimals : 1,
	               part);
}

static void
break_line(const struct writer *writer, int depth)
{
	if (writer->indented)
		cdr_buf_printf(writer->out, "\n%*s", 2 * depth, "");
}

static enum cdr_status
write_value(const struct writer *writer, json_t *value, int depth);

static enum cdr_status
write_array(const struct writer *writer, json_t *array, int depth)
{
	size_t i;
	json_t *child;
	cdr_buf_putc(writer->out, '[');
	json_array_foreach(array, i, child)
	{
		if (i > 0)
			cdr_buf_putc(writer->out, ',');
		break_line(writer, depth + 1);
		CDR_TRY(write_value(writer, child, depth + 1));
	}
	if (json_array_size(array) > 0)
		break_line(writer, depth);
	cdr_buf_putc(writer->out, ']');
	return CDR_OK;
}

static enum cdr_status
write_object(const struct writer *writer, json_t *object, int depth)
{
	cdr_buf_putc(writer->out, '{');
	void *first = json_object_iter(object);
	for (void *member = first; member; member = json_object_iter_next(object, member)) {
		if (member != first)
			cdr_buf_putc(writer->out, ',');
		break_line(writer, depth + 1);
		write_string(writer->out, json_object_iter_key(member), json_object_iter_key_len(member));
		cdr_buf_puts(writer->out, writer->indented ? ": " : ":");
		CDR_TRY(write_value(writer, json_object_iter_value(member), depth + 1));
	}
	if (first)
		break_line(writer, depth);
	cdr_buf_putc(writer->out, '}');
	return CDR_OK;
}

static enum cdr_status
write_value(const struct writer *writer, json_t *value, int depth)
{
	if (cdr_json_is_marked(value))
		return cdr_fail(writer->err, CDR_EINTERNAL, BASE_ROOM, NULL,
		                "a JSON value is incomplete: memory was short, or text in it was not UTF-8");
	if (depth >= CDR_JSON_MAX_DEPTH && (json_is_array(value) || json_is_object(value)))
		return cdr_fail(writer->err, CDR_EINTERNAL, BASE_ROOM, NULL, "a JSON value is nested more than %d deep",
		                CDR_JSON_MAX_DEPTH);
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return write_object(writer, value, depth);
	case JSON_ARRAY:
		return write_array(writer, value, depth);
	case JSON_STRING:
		write_string(writer->out, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		cdr_buf_printf(writer->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_REAL:
		write_real(writer->out, json_real_value(value));
		break;
	case JSON_TRUE:
		cdr_buf_puts(writer->out, "true");
		break;
	case JSON_FALSE:
		cdr_buf_puts(writer->out, "false");
		break;
	case JSON_NULL:
		cdr_buf_puts(writer->out, "null");
		break;
	}
	return CDR_OK;
}

enum cdr_status
cdr_json_write(const struct cdr_json *value, bool indented, struct cdr_buf *out, struct cdr_error *err)
{
	if (!value)
		return cdr_fail_memory(err, BASE_ROOM); /* its constructor had none */
	struct writer writer = { .out = out, .indented = indented, .err = err };
	size_t n_before = out->n;
	enum cdr_status status = write_value(&writer, (json_t *)value, 0);
	if (status == CDR_OK)
		return cdr_buf_check(out, BASE_ROOM, err);
	out->n = n_before;
	cdr_buf_terminate(out);
	return status;
}
