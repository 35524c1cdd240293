/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which addresses a fetch may connect to. A definition or a redirect names hosts of strangers; without this guard it could
 * have the machine read from its own network. The blocks are those of the special-purpose address registries (RFC 6890 and
 * its successors). The surprise: of IPv6 only 2000::/3 is public, so all else is refused without being listed, and IPv4 in
 * IPv6 clothes (mapped, translated) is looked at as IPv4.
 */
#include "fetch/fetch-impl.h"

#include <arpa/inet.h>
#include <string.h>

struct range {
	uint8_t bytes[4];
	uint8_t bits;
	const char *what;
};

/* Specific blocks stand before those that hold them. */
static const struct range ranges_v4[] = {
	{ { 0, 0, 0, 0 }, 8, "this network" },
	{ { 10, 0, 0, 0 }, 8, "private" },
	{ { 100, 64, 0, 0 }, 10, "shared by a provider's customers" },
	{ { 127, 0, 0, 0 }, 8, "loopback" },
	{ { 168, 63, 129, 16 }, 32, "a cloud's metadata" },
	{ { 169, 254, 169, 254 }, 32, "a cloud's metadata" },
	{ { 169, 254, 0, 0 }, 16, "link-local" },
	{ { 172, 16, 0, 0 }, 12, "private" },
	{ { 192, 0, 0, 0 }, 24, "reserved" },
	{ { 192, 0, 2, 0 }, 24, "for documentation" },
	{ { 192, 88, 99, 0 }, 24, "a relay" },
	{ { 192, 168, 0, 0 }, 16, "private" },
	{ { 198, 18, 0, 0 }, 15, "for benchmarks" },
	{ { 198, 51, 100, 0 }, 24, "for documentation" },
	{ { 203, 0, 113, 0 }, 24, "for documentation" },
	{ { 224, 0, 0, 0 }, 4, "multicast" },
	{ { 240, 0, 0, 0 }, 4, "reserved" },
};

struct range_v6 {
	uint8_t bytes[16];
	uint8_t bits;
	const char *what;
};
static const struct range_v6 ranges_v6[] = {
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, "for documentation" },
	{ { 0x20, 0x01 }, 23, "reserved" },
	{ { 0x20, 0x02 }, 16, "a relay" },
	{ { 0x3f, 0xff }, 20, "for documentation" },
	{ { 0x20 }, 3, NULL },
	{ { [15] = 1 }, 128, "loopback" },
	{ { 0xfc }, 7, "private" },
	{ { 0xfe, 0x80 }, 10, "link-local" },
	{ { 0xfe, 0xc0 }, 10, "private" },
	{ { 0xff }, 8, "multicast" },
};
/* IPv4 stands in the last four bytes of these: mapped (RFC 4291) and translated (RFC 6052). */
static const struct fetch_block carriers[] = {
	{ { [10] = 0xff, [11] = 0xff }, 16, 96 },
	{ { 0x00, 0x64, 0xff, 0x9b }, 16, 96 },
};

static bool
shares_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;
	if (memcmp(a, b, whole) != 0)
		return false;
	return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

static const char *
refusal_v4(const uint8_t *address)
{
	for (size_t i = 0; i < CDR_LEN(ranges_v4); i++) {
		if (shares_bits(address, ranges_v4[i].bytes, ranges_v4[i].bits))
			return ranges_v4[i].what;
	}
	return NULL;
}

/* Where the IPv4 address inside stands; NULL when there is none. */
static const uint8_t *
carried_v4(const uint8_t *address)
{
	for (size_t i = 0; i < CDR_LEN(carriers); i++) {
		if (shares_bits(address, carriers[i].bytes, carriers[i].bits))
			return address + 12;
	}
	return NULL;
}

const char *
cdr_fetch_address_refusal(const uint8_t *address, size_t n)
{
	if (n == 4)
		return refusal_v4(address);
	if (n != 16)
		return "of an unknown kind";
	const uint8_t *inside = carried_v4(address);
	if (inside)
		return refusal_v4(inside);
	for (size_t i = 0; i < CDR_LEN(ranges_v6); i++) {
		if (shares_bits(address, ranges_v6[i].bytes, ranges_v6[i].bits))
			return ranges_v6[i].what;
	}
	return "reserved";
}

/* ----------------------------------------------------------------------------------------------------------- blocks */

static bool
read_block(struct cdr_str piece, struct fetch_block *ret)
{
	char text[FETCH_ADDRESS_TEXT_MAX];
	ptrdiff_t slash = cdr_str_find(piece, CDR_STR("/"));
	size_t n = slash < 0 ? piece.n : (size_t)slash;
	struct fetch_block block = { 0 };
	int64_t bits = 0;
	if (n >= sizeof(text))
		return false;
	memcpy(text, piece.p, n);
	text[n] = '\0';
	if (inet_pton(AF_INET, text, block.bytes) == 1)
		block.n = 4;
	else if (inet_pton(AF_INET6, text, block.bytes) == 1)
		block.n = 16;
	else
		return false;
	bits = (int64_t)block.n * 8;
	if (slash >= 0 && (!cdr_str_to_i64((struct cdr_str){ piece.p + n + 1, piece.n - n - 1 }, &bits) || bits < 0 ||
	                   bits > (int64_t)block.n * 8))
		return false;
	block.bits = (unsigned)bits;
	*ret = block;
	return true;
}

static bool
is_between(char c)
{
	return c == ' ' || c == ',' || c == '\t' || c == '\n';
}

enum cdr_status
fetch_blocks_read(struct cdr_str text, struct fetch_blocks *ret, struct cdr_error *err)
{
	struct fetch_blocks blocks = { .n = 0 };
	for (size_t i = 0; i < text.n;) {
		size_t end = i;
		while (end < text.n && !is_between(text.p[end]))
			end++;
		struct cdr_str piece = { text.p + i, end - i };
		i = end + 1;
		if (piece.n == 0)
			continue;
		if (blocks.n == CDR_FETCH_MAX_ALLOWED)
			return cdr_fail(err, CDR_ELIMIT, FETCH_ROOM, NULL, "more than %d blocks of addresses allowed",
			                CDR_FETCH_MAX_ALLOWED);
		if (!read_block(piece, &blocks.blocks[blocks.n]))
			return cdr_fail(err, CDR_EINPUT, FETCH_ROOM, NULL,
			                "\"%.*s\" is not a block of addresses; write 10.1.0.0/16 or fd00::/8",
			                CDR_STR_ARG(piece));
		blocks.n++;
	}
	*ret = blocks;
	return CDR_OK;
}

bool
fetch_blocks_hold(const struct fetch_blocks *blocks, const uint8_t *address, size_t n)
{
	const uint8_t *inside = n == 16 ? carried_v4(address) : NULL;
	for (size_t i = 0; i < blocks->n; i++) {
		const struct fetch_block *block = &blocks->blocks[i];
		if (block->n == n && shares_bits(address, block->bytes, block->bits))
			return true;
		if (inside && block->n == 4 && shares_bits(inside, block->bytes, block->bits))
			return true;
	}
	return false;
}
