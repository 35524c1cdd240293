/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* cmocka needs these four first, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "candor/http.h"
#include "http/http-impl.h"

static inline void
assert_text(struct cdr_str actual, const char *expected)
{
	if (!cdr_str_equal(actual, cdr_str_from(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", CDR_STR_ARG(actual), expected);
}

/* Fails unless `text` says `part`. */
static inline void
assert_says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" does not say \"%s\"", text, part);
}
