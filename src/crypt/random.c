/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names nobody can guess: identifiers of stored things and secrets of tokens. The surprise: the name is cut to the room
 * there is, but never in the middle of a byte's two digits unless the prefix alone fills it.
 */

#include "candor/crypt.h"

#include <sodium.h>
#include <string.h>

#define RANDOM_BYTES_MAX ((size_t)32)

void
cdr_crypt_random_name(const char *prefix, size_t n_bytes, char *out, size_t out_size)
{
	cdr_require(n_bytes <= RANDOM_BYTES_MAX);
	if (out_size == 0)
		return;
	size_t n_prefix = strnlen(prefix, out_size - 1);
	memcpy(out, prefix, n_prefix);
	size_t room = (out_size - n_prefix - 1) / 2;
	size_t n = n_bytes < room ? n_bytes : room;
	unsigned char bytes[RANDOM_BYTES_MAX];
	randombytes_buf(bytes, n);
	(void)sodium_bin2hex(out + n_prefix, 2 * n + 1, bytes, n);
	sodium_memzero(bytes, sizeof(bytes));
}
