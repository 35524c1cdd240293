/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "candor/base.h"

/* Bytes that are no UTF-8, read as characters of two bytes each from 0x80 on, so that an engine that turns single bytes
 * meets all scripts and not one input in a thousand. */
static inline struct cdr_str
as_text(const uint8_t *data, size_t size, struct cdr_arena *arena)
{
	struct cdr_str given = { (const char *)data, size };
	char *out = cdr_str_is_utf8(given) ? NULL : cdr_arena_alloc(arena, 3 * size + 1);
	size_t n = 0;
	if (!out)
		return given;
	for (size_t i = 0; i < size; i++) {
		unsigned c = data[i] < 0x80 || i + 1 == size ? data[i] & 0x7FU : (data[i] & 0x7FU) << 8 | data[i + 1];
		i += data[i] >= 0x80;
		if (c >= 0x0800) {
			out[n++] = (char)(0xE0 | c >> 12);
			out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
			out[n++] = (char)(0x80 | (c & 0x3F));
		} else if (c >= 0x80) {
			out[n++] = (char)(0xC0 | c >> 6);
			out[n++] = (char)(0x80 | (c & 0x3F));
		} else {
			out[n++] = (char)c;
		}
	}
	return (struct cdr_str){ out, n };
}
