/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index as others see it: made by adding or opened from a file, asked for words and names, written, compared with
 * its checksums, made anew with some entries exchanged. The image itself is read in cdx.c and made in build.c and
 * image.c. What surprises: an index made by adding is queried in the very bytes that would be written, so what holds for
 * one holds for the other.
 */
#include "match/index-impl.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define SEVERAL_MEANINGS 4

struct cdr_match_index *
cdr_match_index_free(struct cdr_match_index *index)
{
	if (!index)
		return NULL;
	cdr_match_builder_free(index->builder);
	cdr_matcher_free(atomic_load(&index->spare));
	cdr_match_renewal_free(index->renewal);
	cdr_free(index->memory);
	cdr_file_map_done(&index->map);
	cdr_free(index);
	return NULL;
}

enum cdr_status
cdr_match_index_new(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                    struct cdr_match_index **ret, struct cdr_error *err)
{
	cdr_owned(cdr_match_index) index = cdr_alloc(sizeof(*index));
	if (!index)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	index->config = config;
	index->normaliser = normaliser;
	CDR_TRY(cdr_match_builder_new(&index->builder, err));
	*ret = cdr_steal(&index);
	return CDR_OK;
}

enum cdr_status
cdr_match_index_add(struct cdr_match_index *index, uint32_t number, const struct cdr_match_subject *subject,
                    struct cdr_error *err)
{
	if (!index->builder)
		return cdr_fail(err, CDR_EINTERNAL, CDR_MATCH_ROOM, NULL, "an entry was added to a finished index");
	uint32_t known = UINT32_MAX;
	if (index->renewal)
		CDR_TRY(cdr_match_renewal_find(index->renewal, subject, &known, err));
	if (known != UINT32_MAX)
		return cdr_match_builder_copy(index->builder, cdr_match_renewal_old(index->renewal), known, number,
		                              err);
	return cdr_match_builder_add(index->builder, index->config, index->normaliser, number, subject, err);
}

enum cdr_status
cdr_match_index_finish(struct cdr_match_index *index, struct cdr_error *err)
{
	size_t n = 0;
	if (!index->builder)
		return CDR_OK;
	uint64_t rules = index->config->digest;
	CDR_TRY(cdr_match_builder_finish(index->builder, index->config, rules, &index->memory, &n, err));
	index->builder = cdr_match_builder_free(index->builder);
	return cdr_cdx_read(index->memory, n, rules, NULL, &index->cdx, err);
}

size_t
cdr_match_index_count(const struct cdr_match_index *index)
{
	return index->builder ? cdr_match_builder_count(index->builder) : index->cdx.n_entries;
}

/* ------------------------------------------------------------------------------------------------------------ files */

static enum cdr_status
check_finished(const struct cdr_match_index *index, struct cdr_error *err)
{
	if (!index->builder)
		return CDR_OK;
	return cdr_fail(err, CDR_EINTERNAL, CDR_MATCH_ROOM, NULL, "an index was used before it was finished");
}

enum cdr_status
cdr_match_index_write(const struct cdr_match_index *index, const char *path, struct cdr_error *err)
{
	CDR_TRY(check_finished(index, err));
	return cdr_file_write_atomic(path, (struct cdr_str){ (const char *)index->cdx.image, index->cdx.n_bytes }, err);
}

enum cdr_status
cdr_match_index_open(const char *path, const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                     struct cdr_match_index **ret, struct cdr_error *err)
{
	cdr_owned(cdr_match_index) index = cdr_alloc(sizeof(*index));
	if (!index)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	index->config = config;
	index->normaliser = normaliser;
	CDR_TRY(cdr_file_map_open(path, &index->map, err));
	CDR_TRY(cdr_cdx_read(index->map.p, index->map.n, config->digest, cdr_file_name(path), &index->cdx, err));
	*ret = cdr_steal(&index);
	return CDR_OK;
}

enum cdr_status
cdr_match_index_verify(const struct cdr_match_index *index, const char *name, struct cdr_error *err)
{
	CDR_TRY(check_finished(index, err));
	return cdr_cdx_verify(&index->cdx, name, err);
}

bool
cdr_match_index_is_file(struct cdr_str beginning)
{
	return cdr_str_starts_with(beginning, CDR_STR(CDR_CDX_MAGIC));
}

void
cdr_match_index_facts(const struct cdr_match_index *index, struct cdr_match_index_facts *ret)
{
	const struct cdr_cdx *cdx = &index->cdx;
	*ret = (struct cdr_match_index_facts){ .n_bytes = cdx->n_bytes,
		                               .n_entries = cdx->n_entries,
		                               .n_names = cdx->n_names,
		                               .n_identifiers = cdx->n_identifiers,
		                               .n_words = cdx->n_words ? cdx->n_words - 1 : 0,
		                               .n_capped_words = cdx->header->n_capped_words,
		                               .n_capped_keys = cdx->header->n_capped_keys,
		                               .version = cdx->header->version,
		                               .rules = cdx->header->rules };
	for (size_t i = 0; i < CDR_CDX_SECTIONS && i < CDR_LEN(ret->sections); i++) {
		ret->sections[i].name = cdr_cdx_section_name((enum cdr_cdx_part)i);
		ret->sections[i].n_bytes = (size_t)cdx->table[i].n_bytes;
		ret->n_sections++;
	}
}

/* ---------------------------------------------------------------------------------------------------------- entries */

/* First entry whose number is not below, by halving. */
static uint32_t
find_entry(const struct cdr_cdx *cdx, uint32_t number)
{
	size_t low = 0, high = cdx->n_entries;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (cdx->entries[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

bool
cdr_match_index_entry(const struct cdr_match_index *index, uint32_t number, struct cdr_str *ret_id,
                      struct cdr_str *ret_name)
{
	const struct cdr_cdx *cdx = &index->cdx;
	uint32_t at = find_entry(cdx, number), first = 0;
	if (at >= cdx->n_entries || cdx->entries[at].number != number)
		return false;
	*ret_id = cdr_cdx_text(cdx, cdx->entries[at].id);
	*ret_name = cdr_cdx_names_of(cdx, at, &first) ? cdr_cdx_text(cdx, cdr_cdx_name(cdx, first)->text) : CDR_STR("");
	return true;
}

static int
number_order(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
	return (a > b) - (a < b);
}

enum cdr_status
cdr_match_index_update(const struct cdr_match_index *old, const uint32_t *removed, size_t n_removed,
                       struct cdr_match_index **ret, struct cdr_error *err)
{
	cdr_owned(cdr_match_index) index = NULL;
	CDR_TRY(check_finished(old, err));
	CDR_TRY(cdr_match_index_new(old->config, old->normaliser, &index, err));
	__attribute__((cleanup(cdr_freep))) uint32_t *sorted = cdr_alloc((n_removed + 1) * sizeof(*sorted));
	if (!sorted)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	if (n_removed) {
		memcpy(sorted, removed, n_removed * sizeof(*sorted));
		qsort(sorted, n_removed, sizeof(*sorted), number_order);
	}
	size_t next = 0;
	for (size_t i = 0; i < old->cdx.n_entries; i++) {
		uint32_t number = old->cdx.entries[i].number;
		while (next < n_removed && sorted[next] < number)
			next++;
		if (next == n_removed || sorted[next] != number)
			CDR_TRY(cdr_match_builder_copy(index->builder, old, (uint32_t)i, number, err));
	}
	*ret = cdr_steal(&index);
	return CDR_OK;
}

enum cdr_status
cdr_match_index_renew(const struct cdr_match_index *old, struct cdr_match_index **ret, struct cdr_error *err)
{
	cdr_owned(cdr_match_index) index = NULL;
	CDR_TRY(check_finished(old, err));
	CDR_TRY(cdr_match_index_new(old->config, old->normaliser, &index, err));
	CDR_TRY(cdr_match_renewal_new(old, &index->renewal, err));
	*ret = cdr_steal(&index);
	return CDR_OK;
}

struct cdr_match_index_changes
cdr_match_index_changes(const struct cdr_match_index *index)
{
	if (index->renewal)
		return cdr_match_renewal_changes(index->renewal);
	return (struct cdr_match_index_changes){ .added = cdr_match_index_count(index) };
}

/* ------------------------------------------------------------------------------------------------- words and names */

size_t
cdr_match_words_find(const struct cdr_match_index *index, struct cdr_str text, uint32_t *ret, size_t most)
{
	const struct cdr_cdx *cdx = &index->cdx;
	uint64_t hash = cdr_match_word_hash(text);
	size_t mask = cdx->n_slots - 1, at = (size_t)hash & mask, n = 0;
	for (size_t probes = 0; probes < cdx->n_slots && cdx->slots[at] && n < most; probes++, at = (at + 1) & mask) {
		uint32_t id = cdx->slots[at] & CDR_CDX_ID_MASK;
		if (cdx->slots[at] >> CDR_CDX_ID_BITS == hash >> 56 &&
		    cdr_str_equal(cdr_cdx_text(cdx, cdr_cdx_word(cdx, id)->text), text))
			ret[n++] = id;
	}
	return n;
}

uint32_t
cdr_match_word_find(const struct cdr_match_index *index, struct cdr_str text, struct cdr_str meaning, uint8_t kind)
{
	const struct cdr_cdx *cdx = &index->cdx;
	uint32_t ids[CDR_TOKEN_KINDS * SEVERAL_MEANINGS];
	size_t n = cdr_match_words_find(index, text, ids, CDR_LEN(ids));
	for (size_t i = 0; i < n; i++) {
		const struct cdr_cdx_word *word = cdr_cdx_word(cdx, ids[i]);
		if (word->kind == kind &&
		    (word->meaning == word->text ? cdr_str_equal(text, meaning)
		                                 : cdr_str_equal(cdr_cdx_text(cdx, word->meaning), meaning)))
			return ids[i];
	}
	return 0;
}

void
cdr_match_word_token(const struct cdr_match_index *index, uint32_t id, uint8_t flags, struct cdr_match_token *ret)
{
	const struct cdr_cdx_word *word = cdr_cdx_word(&index->cdx, id);
	bool sound = word->kind < CDR_TOKEN_KINDS && word->kind != CDR_TOKEN_LEGAL_FORM &&
	             word->kind != CDR_TOKEN_NOISE && word->weight >= 0 && word->weight <= 1;
	*ret = (struct cdr_match_token){ .text = cdr_cdx_text(&index->cdx, word->text),
		                         .number = word->kind == CDR_TOKEN_NUMBER ? word->number : 0,
		                         .letters = word->letters,
		                         .id = id,
		                         .weight = sound ? word->weight : 0,
		                         .kind = sound ? word->kind : CDR_TOKEN_STEM,
		                         .flags = word->flags | flags };
	ret->meaning = word->meaning == word->text ? ret->text : cdr_cdx_text(&index->cdx, word->meaning);
	ret->n_characters = word->n_characters < ret->text.n ? word->n_characters : (uint8_t)ret->text.n;
}

void
cdr_match_unpack(const struct cdr_match_index *index, uint32_t name, struct cdr_match_name *ret)
{
	const struct cdr_cdx_name *stored = cdr_cdx_name(&index->cdx, name);
	const uint32_t *tokens = cdr_cdx_tokens(&index->cdx, stored, &ret->n_tokens, &ret->n_forms);
	ret->original = cdr_cdx_text(&index->cdx, stored->text);
	ret->folded_hash = (uint64_t)stored->folded << 32;
	ret->flags = stored->flags;
	for (size_t i = 0; i < ret->n_tokens; i++)
		cdr_match_word_token(index, tokens[i] & CDR_CDX_ID_MASK,
		                     (uint8_t)(tokens[i] >> CDR_CDX_ID_BITS) & CDR_CDX_PLACE_FLAGS, &ret->tokens[i]);
	for (size_t i = 0; i < ret->n_forms; i++)
		ret->forms[i] = tokens[ret->n_tokens + i];
	ret->joined_hash = cdr_match_joined(ret);
}
