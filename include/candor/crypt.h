/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * crypt: hashes, random names and secrets; the only room that includes libsodium. cdr_crypt_start() once per process,
 * before threads; everything else may then be called from any thread.
 */

#include "candor/base.h"

#define CDR_SHA256_BYTES 32
#define CDR_SHA256_TEXT_MAX 65 /* 64 hexadecimal digits and NUL */

/* Readies libsodium; EINTERNAL when the system has no randomness. Safe to call again. */
enum cdr_status CDR_MUST_CHECK
cdr_crypt_start(struct cdr_error *err);

/* SHA-256 (FIPS 180-4) of `bytes` as lower-case hexadecimal; returns `out`. */
const char *
cdr_crypt_sha256(struct cdr_str bytes, char out[CDR_SHA256_TEXT_MAX]);

/* The same of a file mapped into memory, whose pages are given back as it goes; `map` may be NULL. */
const char *
cdr_crypt_sha256_mapped(struct cdr_str bytes, const struct cdr_file_map *map, char out[CDR_SHA256_TEXT_MAX]);

/* `prefix` followed by n_bytes (≤ 32) of randomness in lower-case hexadecimal, cut to fit `out_size`. */
void
cdr_crypt_random_name(const char *prefix, size_t n_bytes, char *out, size_t out_size);

/* Equality in time that depends only on the lengths; for digests of secrets. */
bool
cdr_crypt_equal(struct cdr_str a, struct cdr_str b);
