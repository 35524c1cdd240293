/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SipHash-2-4, written from J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (INDOCRYPT 2012);
 * the test checks it against the vector in the paper's appendix A. It keeps strangers from choosing keys that collide;
 * it is not a digest of anything that is kept.
 */

#include "candor/base.h"

#include <string.h>

#include "base/base-impl.h"

struct state {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t
rotate(uint64_t word, int bits)
{
	return (word << bits) | (word >> (64 - bits));
}

static inline void
sip_round(struct state *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v1;
	s->v0 += s->v3;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 = rotate(s->v2, 32);
}

static inline void
compress(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	sip_round(s);
	s->v0 ^= word;
}

/* Up to eight bytes as a little-endian number. */
static inline uint64_t
load(const unsigned char *p, size_t n)
{
	uint64_t word = 0;
	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)p[i] << (8 * i);
	return word;
}

uint64_t
cdr_siphash(const uint64_t key[2], const void *bytes, size_t n)
{
	struct state s = { key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
		           key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573) };
	const unsigned char *p = bytes;
	size_t n_whole = n & ~(size_t)7;
	for (size_t i = 0; i < n_whole; i += 8)
		compress(&s, load(p + i, 8));
	compress(&s, (uint64_t)n << 56 | (n > n_whole ? load(p + n_whole, n - n_whole) : 0));
	s.v2 ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
