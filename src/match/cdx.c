/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of an index as it is read: header, table, sections, and every number in it doubted. The format is described
 * in index-impl.h; build.c writes it. What surprises: opening does not read the sections, which would take longer than
 * the first queries; a damaged file may therefore answer wrongly, but whatever stands in it no reading leaves it.
 */
#include "match/index-impl.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	size_t item;
} parts[CDR_CDX_SECTIONS] = {
	[CDX_ENTRIES] = { "entries", sizeof(struct cdr_cdx_entry) },
	[CDX_NAMES] = { "names", sizeof(struct cdr_cdx_name) },
	[CDX_IDENTIFIERS] = { "identifiers", sizeof(struct cdr_cdx_identifier) },
	[CDX_WORDS] = { "words", sizeof(struct cdr_cdx_word) },
	[CDX_TOKENS] = { "tokens", sizeof(uint32_t) },
	[CDX_POSTINGS] = { "postings", 1 },
	[CDX_TEXTS] = { "texts", 1 },
	[CDX_SLOTS] = { "slots", sizeof(uint32_t) },
	[CDX_WORD_DIRECTORY] = { "word_directory", sizeof(uint32_t) },
	[CDX_WORD_TARGETS] = { "word_targets", sizeof(uint32_t) },
	[CDX_NAME_DIRECTORY] = { "name_directory", sizeof(uint32_t) },
	[CDX_NAME_TARGETS] = { "name_targets", sizeof(uint32_t) },
	[CDX_ENTRY_DIRECTORY] = { "entry_directory", sizeof(uint32_t) },
	[CDX_ENTRY_TARGETS] = { "entry_targets", sizeof(uint32_t) },
	[CDX_STATED] = { "stated", sizeof(struct cdr_cdx_stated) },
	[CDX_STATED_BYTES] = { "stated_bytes", 1 },
};
_Static_assert(sizeof(struct cdr_cdx_header) == 128, "the header has no gaps");
_Static_assert(sizeof(struct cdr_cdx_name) == 24 && sizeof(struct cdr_cdx_word) == 40 &&
                       sizeof(struct cdr_cdx_entry) == 20 && sizeof(struct cdr_cdx_identifier) == 16 &&
                       sizeof(struct cdr_cdx_stated) == 8,
               "items have no gaps");

const char *
cdr_cdx_section_name(enum cdr_cdx_part part)
{
	return parts[part].name;
}

/* Four lanes, so that it reads as fast as memory gives. No defence against intent: whoever can write the file can write
 * the sum. */
uint64_t
cdr_cdx_checksum(const void *bytes, size_t n)
{
	uint64_t lanes[4] = { n, 1, 2, 3 };
	const unsigned char *p = bytes;
	size_t i = 0;
	for (; i + 32 <= n; i += 32) {
		for (size_t k = 0; k < 4; k++) {
			uint64_t word;
			memcpy(&word, p + i + 8 * k, 8);
			lanes[k] = (lanes[k] ^ word) * UINT64_C(0x9E3779B97F4A7C15);
			lanes[k] ^= lanes[k] >> 32;
		}
	}
	for (; i < n; i++)
		lanes[i % 4] = (lanes[i % 4] ^ p[i]) * UINT64_C(0x9E3779B97F4A7C15);
	return cdr_match_hash((struct cdr_str){ (const char *)lanes, sizeof(lanes) }, 0);
}

static uint64_t
head_checksum(const struct cdr_cdx_header *header, const struct cdr_cdx_section *table)
{
	struct cdr_cdx_header copy = *header;
	copy.table_checksum = 0;
	return cdr_cdx_checksum(&copy, sizeof(copy)) ^ cdr_cdx_checksum(table, CDR_CDX_SECTIONS * sizeof(*table)) * 3;
}

void
cdr_cdx_seal(void *image)
{
	struct cdr_cdx_header *header = image;
	struct cdr_cdx_section *table = (void *)(header + 1);
	for (size_t i = 0; i < CDR_CDX_SECTIONS; i++)
		table[i].checksum = cdr_cdx_checksum((const char *)image + table[i].offset, (size_t)table[i].n_bytes);
	header->table_checksum = head_checksum(header, table);
}

/* ---------------------------------------------------------------------------------------------------------- opening */

static enum cdr_status
refuse(const char *where, struct cdr_error *err, const char *what)
{
	return cdr_fail(err, CDR_EINPUT, CDR_MATCH_ROOM, where, "%s; make it anew with `candor index build`", what);
}

static enum cdr_status
check_header(const struct cdr_cdx *cdx, uint64_t rules, const char *where, struct cdr_error *err)
{
	const struct cdr_cdx_header *header = cdx->header;
	if (cdx->n_bytes < sizeof(header->magic) || memcmp(cdx->image, CDR_CDX_MAGIC, sizeof(header->magic)) != 0)
		return cdr_fail(err, CDR_EINPUT, CDR_MATCH_ROOM, where,
		                "this is no index file; `candor index build` makes one");
	if (cdx->n_bytes < sizeof(*header) + CDR_CDX_SECTIONS * sizeof(struct cdr_cdx_section))
		return refuse(where, err, "the index file is cut short");
	if (header->endian != CDR_CDX_ENDIAN)
		return refuse(where, err, "the index file was made on a machine of the other byte order");
	if (header->version != CDR_CDX_VERSION || header->n_sections != CDR_CDX_SECTIONS)
		return refuse(where, err, "the index file is of another version of the format");
	if (header->table_checksum != head_checksum(header, cdx->table))
		return refuse(where, err, "the index file is damaged at its beginning");
	if (header->n_bytes != cdx->n_bytes)
		return refuse(where, err,
		              header->n_bytes > cdx->n_bytes ? "the index file is cut short"
		                                             : "the index file has something behind its end");
	if (header->rules != rules)
		return refuse(where, err, "the index file was made by other rules for reading names");
	return CDR_OK;
}

static enum cdr_status
check_table(const struct cdr_cdx *cdx, const char *where, struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_CDX_SECTIONS; i++) {
		const struct cdr_cdx_section *section = &cdx->table[i];
		if (section->offset % CDR_CDX_ALIGN || section->offset > cdx->n_bytes ||
		    section->n_bytes > cdx->n_bytes - section->offset || section->n_bytes % parts[i].item ||
		    section->n_bytes / parts[i].item > UINT32_MAX)
			return refuse(where, err, "the index file's table of sections is damaged");
	}
	return CDR_OK;
}

static const void *
start(const struct cdr_cdx *cdx, enum cdr_cdx_part part, size_t *ret_n)
{
	*ret_n = (size_t)cdx->table[part].n_bytes / parts[part].item;
	return cdx->image + cdx->table[part].offset;
}

/* Both sections of a table of keys have to fit each other. */
static bool
find_keys(const struct cdr_cdx *cdx, enum cdr_cdx_part first, uint32_t bits, struct cdr_cdx_keys *ret)
{
	size_t n_directory, n_targets;
	*ret = (struct cdr_cdx_keys){ .bits = bits };
	ret->directory = start(cdx, first, &n_directory);
	ret->targets = start(cdx, first + 1, &n_targets);
	ret->n = (uint32_t)n_targets;
	return bits <= 24 && n_directory == ((size_t)1 << bits) + 1;
}

enum cdr_status
cdr_cdx_read(const void *image, size_t n_bytes, uint64_t rules, const char *where, struct cdr_cdx *ret,
             struct cdr_error *err)
{
	struct cdr_cdx cdx = { .image = image, .n_bytes = n_bytes, .header = image };
	cdx.table = (const void *)(cdx.header + 1);
	CDR_TRY(check_header(&cdx, rules, where, err));
	CDR_TRY(check_table(&cdx, where, err));
	cdx.entries = start(&cdx, CDX_ENTRIES, &cdx.n_entries);
	cdx.names = start(&cdx, CDX_NAMES, &cdx.n_names);
	cdx.identifiers = start(&cdx, CDX_IDENTIFIERS, &cdx.n_identifiers);
	cdx.words = start(&cdx, CDX_WORDS, &cdx.n_words);
	cdx.tokens = start(&cdx, CDX_TOKENS, &cdx.n_tokens);
	cdx.postings = start(&cdx, CDX_POSTINGS, &cdx.n_posting_bytes);
	cdx.texts = start(&cdx, CDX_TEXTS, &cdx.n_text_bytes);
	cdx.slots = start(&cdx, CDX_SLOTS, &cdx.n_slots);
	cdx.stated = start(&cdx, CDX_STATED, &cdx.n_stated);
	cdx.stated_bytes = start(&cdx, CDX_STATED_BYTES, &cdx.n_stated_bytes);
	const uint32_t *bits = cdx.header->key_bits;
	bool sound = find_keys(&cdx, CDX_WORD_DIRECTORY, bits[0], &cdx.word_keys) &&
	             find_keys(&cdx, CDX_NAME_DIRECTORY, bits[1], &cdx.name_keys) &&
	             find_keys(&cdx, CDX_ENTRY_DIRECTORY, bits[2], &cdx.entry_keys);
	if (!sound || !cdx.n_words || !cdx.n_slots || (cdx.n_slots & (cdx.n_slots - 1)) || !cdx.n_text_bytes)
		return refuse(where, err, "the index file's table of sections is damaged");
	*ret = cdx;
	return CDR_OK;
}

enum cdr_status
cdr_cdx_verify(const struct cdr_cdx *cdx, const char *where, struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_CDX_SECTIONS; i++) {
		const struct cdr_cdx_section *section = &cdx->table[i];
		char what[80];
		if (cdr_cdx_checksum(cdx->image + section->offset, (size_t)section->n_bytes) == section->checksum)
			continue;
		(void)snprintf(what, sizeof(what), "the index file is damaged in its section \"%s\"", parts[i].name);
		return refuse(where, err, what);
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* A length in LEB128 and as many bytes, at a place in a section. */
static struct cdr_str
counted_bytes(const char *bytes, size_t n_bytes, size_t place)
{
	size_t n = 0;
	for (unsigned shift = 0; shift < 35 && place < n_bytes; shift += 7) {
		unsigned char byte = (unsigned char)bytes[place++];
		n |= (size_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return n <= n_bytes - place ? (struct cdr_str){ bytes + place, n } : CDR_STR("");
	}
	return CDR_STR("");
}

struct cdr_str
cdr_cdx_text(const struct cdr_cdx *cdx, uint32_t at)
{
	return counted_bytes(cdx->texts, cdx->n_text_bytes, at);
}

struct cdr_str
cdr_cdx_stated_of(const struct cdr_cdx *cdx, uint32_t entry)
{
	size_t low = 0, high = cdx->n_stated;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (cdx->stated[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == cdx->n_stated || cdx->stated[low].entry != entry)
		return CDR_STR("");
	return counted_bytes(cdx->stated_bytes, cdx->n_stated_bytes, cdx->stated[low].at);
}

const struct cdr_cdx_entry *
cdr_cdx_entry(const struct cdr_cdx *cdx, uint32_t entry)
{
	static const struct cdr_cdx_entry none;
	return entry < cdx->n_entries ? &cdx->entries[entry] : &none;
}

const uint32_t *
cdr_cdx_tokens(const struct cdr_cdx *cdx, const struct cdr_cdx_name *name, size_t *ret_n, size_t *ret_n_forms)
{
	size_t n = name->n_tokens, n_forms = name->n_forms;
	bool sound = n <= CDR_NAME_MAX_TOKENS && n_forms <= CDR_MATCH_MAX_FORMS && name->tokens <= cdx->n_tokens &&
	             n + n_forms <= cdx->n_tokens - name->tokens;
	*ret_n = sound ? n : 0;
	*ret_n_forms = sound ? n_forms : 0;
	return cdx->tokens + (sound ? name->tokens : 0);
}

/* From an item's first to the next item's first, as far as there are that many. */
static size_t
run(size_t from, size_t to, size_t most, uint32_t *ret_first)
{
	if (to > most)
		to = most;
	*ret_first = from < to ? (uint32_t)from : 0;
	return from < to ? to - from : 0;
}

size_t
cdr_cdx_names_of(const struct cdr_cdx *cdx, uint32_t entry, uint32_t *ret_first)
{
	if (entry >= cdx->n_entries)
		return 0;
	bool last = (size_t)entry + 1 == cdx->n_entries;
	return run(cdx->entries[entry].first_name, last ? cdx->n_names : cdx->entries[entry + 1].first_name,
	           cdx->n_names, ret_first);
}

size_t
cdr_cdx_identifiers_of(const struct cdr_cdx *cdx, uint32_t entry, uint32_t *ret_first)
{
	if (entry >= cdx->n_entries)
		return 0;
	bool last = (size_t)entry + 1 == cdx->n_entries;
	return run(cdx->entries[entry].first_identifier,
	           last ? cdx->n_identifiers : cdx->entries[entry + 1].first_identifier, cdx->n_identifiers, ret_first);
}

struct cdr_match_identifier
cdr_match_stored_identifier(const struct cdr_cdx *cdx, uint32_t at)
{
	static const struct cdr_cdx_identifier none;
	const struct cdr_cdx_identifier *stored = at < cdx->n_identifiers ? &cdx->identifiers[at] : &none;
	return (struct cdr_match_identifier){ .scheme = cdr_cdx_text(cdx, stored->scheme),
		                              .value = cdr_cdx_text(cdx, stored->value),
		                              .country = cdr_cdx_text(cdx, stored->country),
		                              .printed = cdr_cdx_text(cdx, stored->printed) };
}
