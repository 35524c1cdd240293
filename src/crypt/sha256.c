/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 (FIPS 180-4) of bytes at hand, as text. Larger things are mapped or read by their owner; there is no
 * streaming form because nobody hashes what they do not hold.
 */

#include "candor/crypt.h"

#include <sodium.h>

#define PIECE_BYTES ((size_t)8 << 20)

_Static_assert(CDR_SHA256_BYTES == crypto_hash_sha256_BYTES, "a digest is 32 bytes");
_Static_assert(CDR_SHA256_TEXT_MAX == 2 * CDR_SHA256_BYTES + 1, "two digits a byte and NUL");

const char *
cdr_crypt_sha256_mapped(struct cdr_str bytes, const struct cdr_file_map *map, char out[CDR_SHA256_TEXT_MAX])
{
	crypto_hash_sha256_state state;
	unsigned char digest[CDR_SHA256_BYTES];
	(void)crypto_hash_sha256_init(&state);
	for (size_t at = 0; at < bytes.n; at += PIECE_BYTES) {
		size_t n = bytes.n - at < PIECE_BYTES ? bytes.n - at : PIECE_BYTES;
		(void)crypto_hash_sha256_update(&state, (const unsigned char *)bytes.p + at, n);
		if (map)
			cdr_file_map_forget(map);
	}
	(void)crypto_hash_sha256_final(&state, digest);
	return sodium_bin2hex(out, CDR_SHA256_TEXT_MAX, digest, sizeof(digest));
}

const char *
cdr_crypt_sha256(struct cdr_str bytes, char out[CDR_SHA256_TEXT_MAX])
{
	unsigned char digest[CDR_SHA256_BYTES];
	const char *p = bytes.p ? bytes.p : "";
	/* the return value is a formality of libsodium's interface: hashing memory cannot fail */
	(void)crypto_hash_sha256(digest, (const unsigned char *)p, bytes.n);
	return sodium_bin2hex(out, CDR_SHA256_TEXT_MAX, digest, sizeof(digest));
}
