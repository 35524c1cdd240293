/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compound file ([MS-CFB]): the small file system in one file in which .xls workbooks lie. One stream of it is found by
 * name and given as bytes; what the stream means is not known here. Surprise: streams shorter than a cutoff lie in pieces of
 * 64 bytes inside another stream, that of the root; and a document put into a cell brings streams of the same names, so only
 * what lies directly under the root counts.
 *
 *	header = signature(8) … +30 u16 log2 of a sector's bytes, +32 u16 log2 of a mini sector's, +44 u32 number of FAT
 *	sectors, +48 directory, +56 cutoff, +60 mini FAT, +64 sectors of it, +68 further FAT list, +72 sectors of it,
 *	+76 the first 109 FAT sectors
 *	entry  = name UTF-16LE(64), +64 u16 its bytes with the NUL, +66 type, +68 left, +72 right, +76 child, +116 first
 *	sector, +120 size
 */
#include "ingest/xls-impl.h"

#include <string.h>

#define HEADER_BYTES 512
#define ENTRY_BYTES 128
#define HEADER_FAT_SECTORS 109
#define NAME_UNITS 31
#define LAST_SECTOR 0xFFFFFFFAU /* from here on numbers have meanings of their own */
#define MAX_DIRECTORY_BYTES ((size_t)8 << 20)
#define TYPE_STREAM 2
#define TYPE_ROOT 5

static const char signature[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* Where pieces of a chain are: sectors of the file, or mini sectors of the root's stream. */
struct chain {
	struct cdr_str bytes;
	size_t piece_bytes, first; /* piece 0 begins here */
	struct cdr_buf next;       /* u32 each: the piece that follows */
};
struct entry {
	char name[NAME_UNITS + 1]; /* what is not ASCII as '?' */
	unsigned type;
	uint32_t left, right, child, start;
	size_t size;
};
struct cfb {
	const char *name;
	struct chain sectors, minis;
	struct cdr_buf root, directory;
	uint32_t cutoff;
};

static void
cfb_done(struct cfb *cfb)
{
	cdr_buf_done(&cfb->sectors.next);
	cdr_buf_done(&cfb->minis.next);
	cdr_buf_done(&cfb->root);
	cdr_buf_done(&cfb->directory);
}

static enum cdr_status
damaged(const struct cfb *cfb, const char *what, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, cfb->name,
	                "the workbook is damaged: %s; save it again from the program it comes from", what);
}

/* ---------------------------------------------------------------------------------------------------------- chains */

/* A piece, the file's last one perhaps shorter; false when it lies outside. */
static bool
piece_at(const struct chain *chain, uint32_t i, struct cdr_str *ret)
{
	size_t at = chain->first + (size_t)i * chain->piece_bytes;
	if (i >= LAST_SECTOR || at >= chain->bytes.n)
		return false;
	size_t left = chain->bytes.n - at;
	*ret = (struct cdr_str){ chain->bytes.p + at, left < chain->piece_bytes ? left : chain->piece_bytes };
	return true;
}

static uint32_t
next_of(const struct chain *chain, uint32_t i)
{
	return (size_t)i * 4 + 4 <= chain->next.n ? cdr_xls_u32(chain->next.p + (size_t)i * 4) : UINT32_MAX;
}

/* The first `size` bytes of a chain, or all of it when `size` is SIZE_MAX. */
static enum cdr_status
gather(const struct cfb *cfb, const struct chain *chain, uint32_t i, size_t size, struct cdr_buf *out,
       struct cdr_error *err)
{
	struct cdr_str piece;
	size_t n_pieces = 0, most = chain->bytes.n / chain->piece_bytes + 1;
	while (out->n < size && !out->failed && (size != SIZE_MAX || i < LAST_SECTOR)) {
		if (!piece_at(chain, i, &piece))
			return damaged(cfb, "a part of it is missing, as when a download broke off", err);
		if (++n_pieces > most)
			return damaged(cfb, "its parts follow each other in a circle", err);
		cdr_buf_add(out, piece.p, piece.n < size - out->n ? piece.n : size - out->n);
		i = next_of(chain, i);
	}
	return cdr_buf_check(out, CDR_INGEST_ROOM, err);
}

/* Whether its pieces lie one behind the other, as most programs write them; then nothing has to be copied. */
static bool
lies_in_one(const struct chain *chain, uint32_t first, size_t size)
{
	size_t n = (size + chain->piece_bytes - 1) / chain->piece_bytes;
	if (first >= LAST_SECTOR || chain->first + (size_t)first * chain->piece_bytes > chain->bytes.n ||
	    size > chain->bytes.n - chain->first - (size_t)first * chain->piece_bytes)
		return false;
	for (size_t i = 0; i + 1 < n; i++) {
		if (next_of(chain, first + (uint32_t)i) != first + (uint32_t)i + 1)
			return false;
	}
	return true;
}

/* ----------------------------------------------------------------------------------------------------------- header */

static enum cdr_status
add_fat_sector(struct cfb *cfb, uint32_t i, struct cdr_error *err)
{
	struct cdr_str piece;
	struct chain *sectors = &cfb->sectors;
	if (!piece_at(sectors, i, &piece) || piece.n < sectors->piece_bytes)
		return damaged(cfb, "its table of parts is missing", err);
	cdr_buf_add_str(&sectors->next, piece);
	return cdr_buf_check(&sectors->next, CDR_INGEST_ROOM, err);
}

/* Which sector follows which: 109 sectors of it are named in the header, more in sectors that end with their follower. */
static enum cdr_status
read_fat(struct cfb *cfb, const char *header, struct cdr_error *err)
{
	size_t n = cdr_xls_u32(header + 44), per = cfb->sectors.piece_bytes / 4 - 1;
	struct cdr_str list = { header + 76, (size_t)HEADER_FAT_SECTORS * 4 };
	uint32_t further = cdr_xls_u32(header + 68);
	if (n > cfb->sectors.bytes.n / cfb->sectors.piece_bytes)
		return damaged(cfb, "its table of parts is larger than the file", err);
	for (size_t i = 0, k = 0; i < n; i++, k++) {
		if (k == list.n / 4) {
			if (!piece_at(&cfb->sectors, further, &list) || list.n < cfb->sectors.piece_bytes)
				return damaged(cfb, "its table of parts is missing", err);
			further = cdr_xls_u32(list.p + per * 4);
			list.n = per * 4;
			k = 0;
		}
		CDR_TRY(add_fat_sector(cfb, cdr_xls_u32(list.p + k * 4), err));
	}
	return CDR_OK;
}

static enum cdr_status
read_header(struct cfb *cfb, struct cdr_str bytes, struct cdr_error *err)
{
	if (!cdr_xls_is_compound(bytes) || bytes.n < HEADER_BYTES)
		return damaged(cfb, "it ends within its first 512 bytes", err);
	unsigned shift = cdr_xls_u16(bytes.p + 30), mini_shift = cdr_xls_u16(bytes.p + 32);
	if ((shift != 9 && shift != 12) || mini_shift != 6)
		return damaged(cfb, "its parts have a size that no program writes", err);
	cfb->cutoff = cdr_xls_u32(bytes.p + 56);
	cfb->sectors.bytes = bytes;
	cfb->sectors.first = cfb->sectors.piece_bytes = (size_t)1 << shift;
	cfb->minis.piece_bytes = (size_t)1 << mini_shift;
	cfb->sectors.next.max = cfb->minis.next.max = bytes.n;
	cfb->root.max = bytes.n;
	cfb->directory.max = MAX_DIRECTORY_BYTES;
	CDR_TRY(read_fat(cfb, bytes.p, err));
	return gather(cfb, &cfb->sectors, cdr_xls_u32(bytes.p + 48), SIZE_MAX, &cfb->directory, err);
}

/* -------------------------------------------------------------------------------------------------------- directory */

static bool
entry_at(const struct cfb *cfb, uint32_t i, struct entry *ret)
{
	if ((size_t)i >= cfb->directory.n / ENTRY_BYTES)
		return false;
	const char *p = cfb->directory.p + (size_t)i * ENTRY_BYTES;
	unsigned n_units = cdr_xls_u16(p + 64) / 2;
	*ret = (struct entry){ .type = (unsigned char)p[66],
		               .left = cdr_xls_u32(p + 68),
		               .right = cdr_xls_u32(p + 72),
		               .child = cdr_xls_u32(p + 76),
		               .start = cdr_xls_u32(p + 116),
		               .size = cdr_xls_u32(p + 120) };
	for (unsigned k = 0; k + 1 < n_units && k < NAME_UNITS; k++) {
		unsigned unit = cdr_xls_u16(p + (size_t)k * 2);
		ret->name[k] = unit >= 0x20 && unit < 0x7F ? (char)unit : '?';
	}
	return true;
}

/* Looks at what lies directly under the root: a tree of siblings, walked with a list of those still to be seen. */
static enum cdr_status
find(const struct cfb *cfb, const char *name, struct entry *ret, bool *ret_found, struct cdr_error *err)
{
	struct entry entry;
	size_t n_entries = cfb->directory.n / ENTRY_BYTES, n_seen = 0;
	__attribute__((cleanup(cdr_vec_done))) struct cdr_vec waiting = CDR_VEC_INIT(uint32_t, 2 * n_entries + 2);
	if (!entry_at(cfb, 0, &entry) || entry.type != TYPE_ROOT)
		return damaged(cfb, "its directory is missing", err);
	uint32_t i = entry.child;
	for (;;) {
		if (entry_at(cfb, i, &entry) && n_seen++ <= n_entries) {
			if (entry.type == TYPE_STREAM &&
			    cdr_str_equal_nocase(cdr_str_from(entry.name), cdr_str_from(name))) {
				*ret = entry;
				*ret_found = true;
				return CDR_OK;
			}
			uint32_t *more = cdr_vec_push(&waiting);
			if (!more)
				return cdr_fail_memory(err, CDR_INGEST_ROOM);
			*more = entry.right;
			i = entry.left;
		} else if (waiting.n > 0) {
			i = *CDR_VEC_AT(&waiting, uint32_t, --waiting.n);
		} else {
			return CDR_OK;
		}
	}
}

/* What else comes in such a file, told by a stream that only it has. */
static enum cdr_status
refuse_other(const struct cfb *cfb, struct cdr_error *err)
{
	static const struct {
		const char *stream, *what;
	} others[] = {
		{ "EncryptedPackage", "the workbook is protected by a password; save it without one" },
		{ "WordDocument", "this is a Word document; save its list as .xlsx or CSV" },
		{ "PowerPoint Document", "this is a presentation; save its list as .xlsx or CSV" },
	};
	struct entry entry;
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		bool found = false;
		CDR_TRY(find(cfb, others[i].stream, &entry, &found, err));
		if (found)
			return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, cfb->name, "%s", others[i].what);
	}
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, cfb->name,
	                "there is no workbook in this file; save its list as .xlsx or CSV");
}

static enum cdr_status
read_minis(struct cfb *cfb, const char *header, struct cdr_error *err)
{
	struct entry root;
	if (!entry_at(cfb, 0, &root))
		return damaged(cfb, "its directory is missing", err);
	CDR_TRY(gather(cfb, &cfb->sectors, root.start, root.size, &cfb->root, err));
	CDR_TRY(gather(cfb, &cfb->sectors, cdr_xls_u32(header + 60), SIZE_MAX, &cfb->minis.next, err));
	cfb->minis.bytes = cdr_buf_str(&cfb->root);
	return CDR_OK;
}

bool
cdr_xls_is_compound(struct cdr_str bytes)
{
	return cdr_str_starts_with(bytes, (struct cdr_str){ signature, sizeof(signature) - 1 });
}

enum cdr_status
cdr_xls_workbook(struct cdr_str bytes, const char *name, struct cdr_buf *copy, struct cdr_str *ret,
                 struct cdr_error *err)
{
	__attribute__((cleanup(cfb_done))) struct cfb cfb = { .name = name };
	struct entry entry = { 0 };
	bool found = false;
	CDR_TRY(read_header(&cfb, bytes, err));
	CDR_TRY(find(&cfb, "Workbook", &entry, &found, err));
	if (!found)
		CDR_TRY(find(&cfb, "Book", &entry, &found, err));
	if (!found)
		return refuse_other(&cfb, err);
	copy->max = bytes.n;
	if (entry.size < cfb.cutoff) {
		CDR_TRY(read_minis(&cfb, bytes.p, err));
		CDR_TRY(gather(&cfb, &cfb.minis, entry.start, entry.size, copy, err));
	} else if (lies_in_one(&cfb.sectors, entry.start, entry.size)) {
		*ret = (struct cdr_str){ bytes.p + cfb.sectors.first + (size_t)entry.start * cfb.sectors.piece_bytes,
			                 entry.size };
		return CDR_OK;
	} else {
		CDR_TRY(gather(&cfb, &cfb.sectors, entry.start, entry.size, copy, err));
	}
	*ret = cdr_buf_str(copy);
	return CDR_OK;
}
