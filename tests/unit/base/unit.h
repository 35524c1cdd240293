/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* cmocka needs these four first, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "candor/base.h"

#define assert_str(slice, literal)                                                                                     \
	do {                                                                                                           \
		struct cdr_str slice_ = (slice);                                                                       \
		assert_int_equal(slice_.n, sizeof(literal) - 1);                                                       \
		assert_memory_equal(slice_.p, literal, sizeof(literal) - 1);                                           \
	} while (0)
