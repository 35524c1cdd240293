/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The builder's second half: what was gathered is put into an order that does not depend on the order of adding, and
 * laid out as the image of index-impl.h. What surprises: everything is measured first and the image allocated once, for
 * growing it would need its size again and a half.
 */
#include "match/build-impl.h"

#include <stdlib.h>
#include <string.h>

#define MAX_IMAGE_BYTES ((size_t)16 << 30)

struct layout {
	struct cdr_match_builder *builder;
	const struct cdr_match_config *config;
	uint32_t *order;           /* entries by number */
	struct built_word **words; /* by text; the first is none */
	uint32_t *ids;             /* number a word came under -> its sorted one */
	uint32_t *starts;          /* of each word's postings in `postings`, one more than words */
	uint32_t *postings;
	size_t n_words, n_capped_words, n_capped_keys;
	struct cdr_match_key_list keys[3];
	struct cdr_cdx cdx; /* of the image being written */
	uint8_t *image;
	size_t n_bytes, n_text_bytes, n_posting_bytes, n_stated_bytes;
	size_t text_at;
};

static void
layout_done(struct layout *l)
{
	cdr_free(l->order);
	cdr_free(l->words);
	cdr_free(l->ids);
	cdr_free(l->starts);
	cdr_free(l->postings);
	cdr_free(l->image);
	for (size_t i = 0; i < CDR_LEN(l->keys); i++)
		cdr_vec_done(&l->keys[i].items);
}

static const struct built_entry *
entry_at(const struct layout *l, size_t i)
{
	return CDR_VEC_AT(&l->builder->entries, struct built_entry, l->order[i]);
}

/* ------------------------------------------------------------------------------------------------------------ order */

/* Entries under one number (nobody should have those) by what stands in them. */
static int
entry_order(const void *left, const void *right, void *context)
{
	const struct cdr_match_builder *builder = context;
	const struct built_entry *a = CDR_VEC_AT(&builder->entries, struct built_entry, *(const uint32_t *)left);
	const struct built_entry *b = CDR_VEC_AT(&builder->entries, struct built_entry, *(const uint32_t *)right);
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	int order = cdr_str_compare(a->id, b->id);
	for (uint32_t i = 0; !order && i < a->n_names && i < b->n_names; i++)
		order = cdr_str_compare(CDR_VEC_AT(&builder->names, struct built_name, a->first_name + i)->text,
		                        CDR_VEC_AT(&builder->names, struct built_name, b->first_name + i)->text);
	if (!order)
		order = memcmp(a->country, b->country, sizeof(a->country));
	if (!order)
		order = cdr_str_compare(a->stated, b->stated);
	return order ? order : (a->n_names > b->n_names) - (a->n_names < b->n_names);
}

static int
word_order(const void *left, const void *right)
{
	const struct built_word *a = *(struct built_word *const *)left, *b = *(struct built_word *const *)right;
	int order = cdr_str_compare(a->token.text, b->token.text);
	if (order)
		return order;
	if (a->token.kind != b->token.kind)
		return a->token.kind < b->token.kind ? -1 : 1;
	return cdr_str_compare(a->token.meaning, b->token.meaning);
}

static enum cdr_status
sort_all(struct layout *l, struct cdr_error *err)
{
	struct cdr_match_builder *builder = l->builder;
	size_t n = builder->entries.n;
	l->n_words = cdr_map_count(builder->words) + 1;
	l->order = cdr_alloc((n + 1) * sizeof(*l->order));
	l->words = cdr_alloc(l->n_words * sizeof(*l->words));
	l->ids = cdr_alloc(l->n_words * sizeof(*l->ids));
	if (!l->order || !l->words || !l->ids)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < n; i++)
		l->order[i] = (uint32_t)i;
	for (size_t i = 1; i < l->n_words; i++)
		l->words[i] = cdr_map_at(builder->words, i - 1, NULL);
	qsort_r(l->order, n, sizeof(*l->order), entry_order, builder);
	qsort(l->words + 1, l->n_words - 1, sizeof(struct built_word *), word_order);
	for (size_t i = 1; i < l->n_words; i++)
		l->ids[l->words[i]->id] = (uint32_t)i;
	return CDR_OK;
}

/* Weights, once all frequencies are known. */
static void
weigh_words(struct layout *l)
{
	for (size_t i = 1; i < l->n_words; i++) {
		struct cdr_match_token *token = &l->words[i]->token;
		uint32_t frequency = l->words[i]->frequency;
		token->weight = cdr_match_word_weight(l->config, token->meaning, (enum cdr_token_kind)token->kind,
		                                      frequency, l->builder->names.n, &token->flags);
		cdr_match_token_finish(token);
		l->n_capped_words += frequency > CDR_CDX_MOST_POSTINGS;
	}
}

/* --------------------------------------------------------------------------------------------------------- postings */

static size_t
leb_length(uint64_t value)
{
	size_t n = 1;
	while (value >>= 7)
		n++;
	return n;
}

static size_t
leb_write(uint8_t *out, uint64_t value)
{
	size_t n = 0;
	for (; value >= 0x80; value >>= 7)
		out[n++] = (uint8_t)(value | 0x80);
	out[n++] = (uint8_t)value;
	return n;
}

/* The numbers of the names of each word, from the names in their new order. */
static enum cdr_status
gather_postings(struct layout *l, struct cdr_error *err)
{
	struct cdr_match_builder *builder = l->builder;
	const uint32_t *tokens = builder->tokens.items;
	uint32_t number = 0;
	size_t total = 0;
	l->starts = cdr_alloc((l->n_words + 1) * sizeof(*l->starts));
	for (size_t i = 1; l->starts && i < l->n_words; i++) {
		l->starts[i] = (uint32_t)total;
		total += l->words[i]->frequency > CDR_CDX_MOST_POSTINGS ? 0 : l->words[i]->frequency;
	}
	l->postings = cdr_alloc((total + 1) * sizeof(*l->postings));
	if (!l->starts || !l->postings)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < builder->entries.n; i++) {
		const struct built_entry *entry = entry_at(l, i);
		for (uint32_t k = 0; k < entry->n_names; k++, number++) {
			const struct built_name *name =
				CDR_VEC_AT(&builder->names, struct built_name, entry->first_name + k);
			for (size_t t = 0; t < name->n_tokens; t++) {
				uint32_t id = l->ids[tokens[name->first_token + t] & CDR_CDX_ID_MASK];
				if (l->words[id]->frequency <= CDR_CDX_MOST_POSTINGS)
					l->postings[l->starts[id]++] = number;
			}
		}
	}
	return CDR_OK;
}

/* Length of a word's postings when written, or with `out` writes them. The starts point behind each list by now. */
static size_t
write_postings(const struct layout *l, size_t id, uint8_t *out)
{
	size_t n = 0, frequency = l->words[id]->frequency;
	uint32_t before = 0;
	if (frequency > CDR_CDX_MOST_POSTINGS)
		return 0;
	for (size_t i = l->starts[id] - frequency; i < l->starts[id]; i++) {
		uint32_t difference = l->postings[i] - before;
		before = l->postings[i];
		n += out ? leb_write(out + n, difference) : leb_length(difference);
	}
	return n;
}

/* ------------------------------------------------------------------------------------------------------------- keys */

static enum cdr_status
key_words(struct layout *l, struct cdr_error *err)
{
	uint64_t hashes[CDR_MATCH_MAX_VARIANTS + CDR_MATCH_MAX_GRAMS];
	for (size_t i = 1; i < l->n_words; i++) {
		const struct cdr_match_token *token = &l->words[i]->token;
		if (cdr_match_has_meaning(token))
			CDR_TRY(cdr_match_keys_add(&l->keys[0], cdr_match_meaning_hash(token->meaning), (uint32_t)i,
			                           err));
		/* A word that only fills is never looked for under other spellings, but found under them. */
		if (!cdr_match_may_be_misspelt(token) && token->kind != CDR_TOKEN_GENERIC)
			continue;
		uint64_t sound = l->words[i]->sound = cdr_match_sound_hash(token->text);
		if (sound)
			CDR_TRY(cdr_match_keys_add(&l->keys[0], sound, (uint32_t)i, err));
		size_t n = cdr_match_variants(token->text, UINT8_MAX, hashes);
		n += cdr_match_grams(token->text, hashes + n);
		for (size_t k = 0; k < n; k++)
			CDR_TRY(cdr_match_keys_add(&l->keys[0], hashes[k], (uint32_t)i, err));
	}
	return CDR_OK;
}

static void
unpack_built(const struct layout *l, const struct built_name *built, struct cdr_match_name *ret)
{
	const uint32_t *tokens = CDR_VEC_AT(&l->builder->tokens, uint32_t, built->first_token);
	ret->n_tokens = built->n_tokens;
	ret->folded_hash = (uint64_t)built->folded << 32;
	for (size_t i = 0; i < built->n_tokens; i++)
		ret->tokens[i] = l->words[l->ids[tokens[i] & CDR_CDX_ID_MASK]]->token;
}

static enum cdr_status
key_names(struct layout *l, struct cdr_error *err)
{
	struct cdr_match_builder *builder = l->builder;
	uint64_t hashes[CDR_MATCH_MAX_NAME_KEYS];
	uint32_t number = 0;
	for (size_t i = 0; i < builder->entries.n; i++) {
		const struct built_entry *entry = entry_at(l, i);
		for (uint32_t k = 0; k < entry->n_names; k++, number++) {
			unpack_built(l, CDR_VEC_AT(&builder->names, struct built_name, entry->first_name + k),
			             &builder->name);
			size_t n = cdr_match_name_keys(&builder->name, hashes);
			for (size_t h = 0; h < n; h++)
				CDR_TRY(cdr_match_keys_add(&l->keys[1], hashes[h], number, err));
		}
		for (uint32_t k = 0; k < entry->n_identifiers; k++) {
			const struct built_identifier *identifier =
				CDR_VEC_AT(&builder->identifiers, struct built_identifier, entry->first_identifier + k);
			uint64_t hash = cdr_match_identifier_hash(identifier->scheme->text, identifier->value);
			CDR_TRY(cdr_match_keys_add(&l->keys[2], hash, (uint32_t)i, err));
		}
	}
	return CDR_OK;
}

static enum cdr_status
make_keys(struct layout *l, struct cdr_error *err)
{
	CDR_TRY(key_words(l, err));
	CDR_TRY(key_names(l, err));
	for (size_t i = 0; i < CDR_LEN(l->keys); i++) {
		size_t n_capped = 0;
		CDR_TRY(cdr_match_keys_close(&l->keys[i], &n_capped, err));
		l->n_capped_keys += n_capped;
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- measure */

static size_t
text_length(struct cdr_str text)
{
	return text.n ? leb_length(text.n) + text.n : 0;
}

static size_t
measure_texts(const struct layout *l)
{
	const struct cdr_match_builder *builder = l->builder;
	size_t n = 1;
	for (size_t i = 0; i < cdr_map_count(builder->texts); i++)
		n += text_length(((struct built_text *)cdr_map_at(builder->texts, i, NULL))->text);
	for (size_t i = 0; i < builder->entries.n; i++)
		n += text_length(entry_at(l, i)->id);
	for (size_t i = 0; i < builder->names.n; i++)
		n += text_length(CDR_VEC_AT(&builder->names, struct built_name, i)->text);
	for (size_t i = 1; i < l->n_words; i++)
		n += text_length(l->words[i]->token.text);
	for (size_t i = 0; i < builder->identifiers.n; i++) {
		const struct built_identifier *identifier =
			CDR_VEC_AT(&builder->identifiers, struct built_identifier, i);
		n += text_length(identifier->value) + text_length(identifier->printed);
	}
	return n;
}

static enum cdr_status
make_image(struct layout *l, uint64_t rules, struct cdr_error *err)
{
	const struct cdr_match_builder *builder = l->builder;
	uint32_t bits[CDR_LEN(l->keys)];
	size_t n_slots = 4, sizes[CDR_CDX_SECTIONS];
	while (n_slots * 3 < l->n_words * 4)
		n_slots *= 2;
	for (size_t i = 1; i < l->n_words; i++)
		l->n_posting_bytes += write_postings(l, i, NULL);
	l->n_text_bytes = measure_texts(l);
	for (size_t i = 0; i < builder->entries.n; i++)
		l->n_stated_bytes += text_length(entry_at(l, i)->stated);
	sizes[CDX_ENTRIES] = builder->entries.n * sizeof(struct cdr_cdx_entry);
	sizes[CDX_NAMES] = builder->names.n * sizeof(struct cdr_cdx_name);
	sizes[CDX_IDENTIFIERS] = builder->identifiers.n * sizeof(struct cdr_cdx_identifier);
	sizes[CDX_WORDS] = l->n_words * sizeof(struct cdr_cdx_word);
	sizes[CDX_TOKENS] = builder->tokens.n * sizeof(uint32_t);
	sizes[CDX_POSTINGS] = l->n_posting_bytes;
	sizes[CDX_TEXTS] = l->n_text_bytes;
	sizes[CDX_SLOTS] = n_slots * sizeof(uint32_t);
	sizes[CDX_STATED] = builder->n_stated * sizeof(struct cdr_cdx_stated);
	sizes[CDX_STATED_BYTES] = l->n_stated_bytes;
	for (size_t i = 0; i < CDR_LEN(l->keys); i++) {
		size_t n = l->keys[i].items.n;
		bits[i] = cdr_match_keys_bits(n);
		sizes[CDX_WORD_DIRECTORY + 2 * i] = (((size_t)1 << bits[i]) + 1) * sizeof(uint32_t);
		sizes[CDX_WORD_TARGETS + 2 * i] = n * sizeof(uint32_t);
	}
	size_t total = sizeof(struct cdr_cdx_header) + CDR_CDX_SECTIONS * sizeof(struct cdr_cdx_section);
	struct cdr_cdx_section table[CDR_CDX_SECTIONS];
	for (size_t i = 0; i < CDR_CDX_SECTIONS; i++) {
		total = (total + CDR_CDX_ALIGN - 1) & ~(size_t)(CDR_CDX_ALIGN - 1);
		table[i] = (struct cdr_cdx_section){ .offset = total, .n_bytes = sizes[i] };
		total += sizes[i];
	}
	if (total > MAX_IMAGE_BYTES || l->n_text_bytes > UINT32_MAX || l->n_stated_bytes > UINT32_MAX)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL, "the index would be larger than %zu bytes",
		                MAX_IMAGE_BYTES);
	l->image = cdr_alloc(total);
	if (!l->image)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	struct cdr_cdx_header *header = (void *)l->image;
	*header = (struct cdr_cdx_header){ .version = CDR_CDX_VERSION,
		                           .endian = CDR_CDX_ENDIAN,
		                           .n_bytes = total,
		                           .rules = rules,
		                           .n_capped_words = (uint32_t)l->n_capped_words,
		                           .n_capped_keys = (uint32_t)l->n_capped_keys,
		                           .n_sections = CDR_CDX_SECTIONS,
		                           .key_bits = { bits[0], bits[1], bits[2] } };
	memcpy(header->magic, CDR_CDX_MAGIC, sizeof(header->magic));
	memcpy(header + 1, table, sizeof(table));
	l->n_bytes = total;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- fill */

static void *
section(const struct layout *l, enum cdr_cdx_part part)
{
	const struct cdr_cdx_section *table = (const void *)(l->image + sizeof(struct cdr_cdx_header));
	return l->image + table[part].offset;
}

static uint32_t
put_text(struct layout *l, struct cdr_str text)
{
	uint8_t *texts = section(l, CDX_TEXTS);
	if (!text.n)
		return 0;
	size_t at = l->text_at;
	l->text_at += leb_write(texts + at, text.n);
	memcpy(texts + l->text_at, text.p, text.n);
	l->text_at += text.n;
	return (uint32_t)at;
}

static uint32_t
put_shared(struct layout *l, struct built_text *text)
{
	if (!text->place)
		text->place = put_text(l, text->text);
	return text->place;
}

static void
fill_words(struct layout *l)
{
	struct cdr_cdx_word *words = section(l, CDX_WORDS);
	uint32_t *slots = section(l, CDX_SLOTS);
	uint8_t *postings = section(l, CDX_POSTINGS);
	const struct cdr_cdx_section *table = (const void *)(l->image + sizeof(struct cdr_cdx_header));
	size_t mask = (size_t)table[CDX_SLOTS].n_bytes / sizeof(*slots) - 1, posting_at = 0;
	words[0].postings = CDR_CDX_NO_POSTINGS;
	for (size_t i = 1; i < l->n_words; i++) {
		const struct cdr_match_token *token = &l->words[i]->token;
		bool capped = l->words[i]->frequency > CDR_CDX_MOST_POSTINGS;
		uint32_t text = put_text(l, token->text);
		struct built_text *meaning = l->words[i]->meaning;
		words[i] =
			(struct cdr_cdx_word){ .letters = token->letters,
			                       .number = token->kind == CDR_TOKEN_NUMBER ? token->number
			                                                                 : (int64_t)l->words[i]->sound,
			                       .text = text,
			                       .meaning = meaning ? put_shared(l, meaning) : text,
			                       .postings = capped ? CDR_CDX_NO_POSTINGS : (uint32_t)posting_at,
			                       .frequency = l->words[i]->frequency,
			                       .weight = token->weight,
			                       .kind = token->kind,
			                       .flags = token->flags,
			                       .n_characters = token->n_characters };
		posting_at += write_postings(l, i, postings + posting_at);
		uint64_t hash = cdr_match_word_hash(token->text);
		size_t slot = (size_t)hash & mask;
		while (slots[slot])
			slot = (slot + 1) & mask;
		slots[slot] = (uint32_t)i | (uint32_t)(hash >> 56) << CDR_CDX_ID_BITS;
	}
}

/* One name's record and words; returns how many tokens it has in the image. */
static size_t
fill_name(struct layout *l, const struct built_name *built, uint32_t entry, size_t first_token,
          struct cdr_cdx_name *ret)
{
	const uint32_t *from = CDR_VEC_AT(&l->builder->tokens, uint32_t, built->first_token);
	uint32_t *to = (uint32_t *)section(l, CDX_TOKENS) + first_token;
	size_t n = (size_t)built->n_tokens + built->n_forms;
	float weight = 0;
	uint8_t holds = 0;
	for (size_t i = 0; i < built->n_tokens; i++) {
		uint32_t id = l->ids[from[i] & CDR_CDX_ID_MASK];
		to[i] = (from[i] & ~CDR_CDX_ID_MASK) | id;
		struct cdr_match_token token = l->words[id]->token;
		token.flags |= (uint8_t)(from[i] >> CDR_CDX_ID_BITS);
		weight += cdr_match_is_counted(&token) ? token.weight : 0;
		holds |= cdr_match_holds(&token);
	}
	for (size_t i = built->n_tokens; i < n; i++)
		to[i] = from[i];
	float units = weight * CDR_CDX_WEIGHT_UNIT;
	*ret = (struct cdr_cdx_name){ .entry = entry,
		                      .text = put_text(l, built->text),
		                      .tokens = (uint32_t)first_token,
		                      .folded = built->folded,
		                      .flags = built->flags,
		                      .weight = (uint16_t)(units > UINT16_MAX ? (float)UINT16_MAX : units),
		                      .n_tokens = built->n_tokens,
		                      .n_forms = built->n_forms,
		                      .holds = holds };
	return n;
}

static void
fill_entries(struct layout *l)
{
	struct cdr_match_builder *builder = l->builder;
	struct cdr_cdx_entry *entries = section(l, CDX_ENTRIES);
	struct cdr_cdx_name *names = section(l, CDX_NAMES);
	struct cdr_cdx_identifier *identifiers = section(l, CDX_IDENTIFIERS);
	uint32_t n_names = 0, n_identifiers = 0;
	size_t n_tokens = 0;
	for (size_t i = 0; i < builder->entries.n; i++) {
		const struct built_entry *built = entry_at(l, i);
		entries[i] = (struct cdr_cdx_entry){ .number = built->number,
			                             .id = put_text(l, built->id),
			                             .first_name = n_names,
			                             .first_identifier = n_identifiers,
			                             .country = { built->country[0], built->country[1] } };
		for (uint32_t k = 0; k < built->n_names; k++)
			n_tokens += fill_name(l, CDR_VEC_AT(&builder->names, struct built_name, built->first_name + k),
			                      (uint32_t)i, n_tokens, &names[n_names++]);
		for (uint32_t k = 0; k < built->n_identifiers; k++) {
			const struct built_identifier *identifier =
				CDR_VEC_AT(&builder->identifiers, struct built_identifier, built->first_identifier + k);
			identifiers[n_identifiers++] =
				(struct cdr_cdx_identifier){ .scheme = put_shared(l, identifier->scheme),
				                             .value = put_text(l, identifier->value),
				                             .country = put_shared(l, identifier->country),
				                             .printed = put_text(l, identifier->printed) };
		}
	}
}

static void
fill_stated(struct layout *l)
{
	struct cdr_cdx_stated *stated = section(l, CDX_STATED);
	uint8_t *bytes = section(l, CDX_STATED_BYTES);
	size_t n = 0, at = 0;
	for (size_t i = 0; i < l->builder->entries.n; i++) {
		struct cdr_str text = entry_at(l, i)->stated;
		if (!text.n)
			continue;
		stated[n++] = (struct cdr_cdx_stated){ (uint32_t)i, (uint32_t)at };
		at += leb_write(bytes + at, text.n);
		memcpy(bytes + at, text.p, text.n);
		at += text.n;
	}
}

static void
fill(struct layout *l)
{
	const struct cdr_cdx_header *header = (const void *)l->image;
	l->text_at = 1; /* the empty text */
	fill_words(l);
	fill_entries(l);
	fill_stated(l);
	for (size_t i = 0; i < CDR_LEN(l->keys); i++)
		cdr_match_keys_write(&l->keys[i], header->key_bits[i], section(l, CDX_WORD_DIRECTORY + 2 * i),
		                     section(l, CDX_WORD_TARGETS + 2 * i));
	cdr_cdx_seal(l->image);
}

enum cdr_status
cdr_match_builder_finish(struct cdr_match_builder *builder, const struct cdr_match_config *config, uint64_t rules,
                         void **ret_image, size_t *ret_n, struct cdr_error *err)
{
	__attribute__((cleanup(layout_done))) struct layout layout = { .builder = builder, .config = config };
	CDR_TRY(sort_all(&layout, err));
	weigh_words(&layout);
	CDR_TRY(gather_postings(&layout, err));
	CDR_TRY(make_keys(&layout, err));
	CDR_TRY(make_image(&layout, rules, err));
	fill(&layout);
	*ret_image = cdr_steal(&layout.image);
	*ret_n = layout.n_bytes;
	return CDR_OK;
}
