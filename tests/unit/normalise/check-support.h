/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Invented numbers with right check digits, and what must be wrong about them. */

#include "candor/normalise.h"

#include "support.h"

struct number {
	const char *scheme, *value;
	size_t check_at; /* where a check digit stands, from the end: 0 is the last character */
};

/* Right as it is; wrong with another digit in the check digit's place, one up or down. */
static inline void
expect_check_digits(const struct number *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cdr_str scheme = cdr_str_from(numbers[i].scheme), none = { NULL, 0 };
		char value[64];
		size_t length = strlen(numbers[i].value), at = length - 1 - numbers[i].check_at;
		memcpy(value, numbers[i].value, length + 1);
		if (cdr_identifier_check(scheme, none, (struct cdr_str){ value, length }) != CDR_IDENTIFIER_VALID)
			fail_msg("%s %s is not valid", numbers[i].scheme, value);
		for (int by = -1; by <= 1; by += 2) {
			char c = (char)(numbers[i].value[at] + by);
			value[at] = c;
			if ((c < '0' || c > '9') && (c < 'A' || c > 'Z'))
				continue;
			if (cdr_identifier_check(scheme, none, (struct cdr_str){ value, length }) !=
			    CDR_IDENTIFIER_INVALID)
				fail_msg("%s %s is not refused", numbers[i].scheme, value);
		}
	}
}
