/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of base share among themselves and nobody else needs. */

#include <stddef.h>
#include <stdint.h>

#include "candor/base.h"

#define BASE_ROOM "base"

/* A zero-filled piece of the arena with a chosen alignment (a power of two, at most that of max_align_t); text needs
 * none, which saves eight bytes per imported cell on average. NULL as for cdr_arena_alloc. */
void *
cdr_arena_take(struct cdr_arena *arena, size_t n_bytes, size_t alignment);

/* Makes room for `n` more bytes and a NUL and returns where they go; NULL with buf->failed set when that is refused.
 * The caller writes there and adds what it wrote to buf->n. */
char *
cdr_buf_reserve(struct cdr_buf *buf, size_t n);

/* Puts the NUL back after a caller of cdr_buf_reserve changed buf->n. */
void
cdr_buf_terminate(struct cdr_buf *buf);

/* Length in bytes of the well-formed UTF-8 character that starts at `p` with `n` bytes to go; 0 when there is none. */
size_t
cdr_utf8_length(const unsigned char *p, size_t n);

/* SipHash-2-4 (Aumasson and Bernstein, 2012) with a 64-bit result. */
uint64_t
cdr_siphash(const uint64_t key[2], const void *bytes, size_t n);

/* EIO: "cannot <verb> <path>: <reason of errnum>". */
enum cdr_status
cdr_fail_errno(struct cdr_error *err, int errnum, const char *verb, const char *path);
