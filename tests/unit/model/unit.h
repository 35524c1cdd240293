/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* cmocka needs these four first, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "candor/model.h"

#define SAMPLE_ARENA_BYTES ((size_t)1 << 20)

static inline void
assert_text(struct cdr_str actual, const char *expected)
{
	assert_int_equal(actual.n, strlen(expected));
	assert_memory_equal(actual.p, expected, actual.n);
}

/* Writes a value as compact JSON into `out`, which the caller empties. Takes the value. */
static inline void
write_json(struct cdr_json *take_json, struct cdr_buf *out)
{
	cdr_owned(cdr_json) json = take_json;
	assert_non_null(json);
	assert_int_equal(cdr_json_write(json, false, out, NULL), CDR_OK);
}

static inline void
assert_json(struct cdr_json *take_json, const char *expected)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	write_json(take_json, &out);
	assert_string_equal(out.p, expected);
}

/* Parses text that must be JSON. */
static inline struct cdr_json *
parse_json(const char *text)
{
	struct cdr_json *json = NULL;
	assert_int_equal(cdr_json_parse(cdr_str_from(text), "test", &json, NULL), CDR_OK);
	return json;
}
