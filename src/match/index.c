/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index: names taken apart into numbered words, how often each word occurs and where it stands. Further keys
 * are made in keys.c; no querying (candidates.c, query.c). What surprises: misspellings are keyed per distinct word,
 * not per name, which keeps them few; word numbers follow the order of adding, so nothing that decides a result may
 * look at them.
 */
#include "match/match-impl.h"

#include <math.h>

#define MAX_TEXT_BYTES ((size_t)4 << 30)
#define MAX_SCRATCH_BYTES ((size_t)64 << 20)
#define MAX_WORDS 16000000
#define MAX_KEYS 400000000
#define SHORT_WORD_BYTES 2
#define LEAST_NAMES 1000.0 /* in a smaller index a word seen twice is not yet common */

/* ---------------------------------------------------------------------------------------------------- stored names */

void
cdr_match_unpack(const struct cdr_match_index *index, uint32_t name, struct cdr_match_name *ret)
{
	const struct cdr_match_stored *stored = CDR_VEC_AT(&index->names, struct cdr_match_stored, name);
	ret->n_tokens = stored->n_tokens;
	ret->n_forms = stored->n_forms;
	ret->original = stored->original;
	ret->folded_hash = stored->folded_hash;
	ret->joined_hash = stored->joined_hash;
	ret->flags = stored->flags;
	for (size_t i = 0; i < stored->n_tokens; i++) {
		const struct cdr_match_word *word =
			index->by_id[*CDR_VEC_AT(&index->tokens, uint32_t, stored->first_token + i)];
		ret->tokens[i] = (struct cdr_match_token){ .text = word->text,
			                                   .meaning = word->meaning,
			                                   .number = word->number,
			                                   .id = word->id,
			                                   .weight = word->weight,
			                                   .kind = word->kind };
		ret->tokens[i].flags = word->flags | *CDR_VEC_AT(&index->token_flags, uint8_t, stored->first_token + i);
		cdr_match_token_finish(&ret->tokens[i]);
	}
	for (size_t i = 0; i < stored->n_forms; i++)
		ret->forms[i] = *CDR_VEC_AT(&index->forms, uint32_t, stored->first_form + i);
}

/* ----------------------------------------------------------------------------------------------------------- adding */

struct cdr_match_index *
cdr_match_index_free(struct cdr_match_index *index)
{
	if (!index)
		return NULL;
	cdr_map_free(index->words);
	cdr_free(index->by_id);
	cdr_free(index->postings);
	cdr_vec_done(&index->tokens);
	cdr_vec_done(&index->token_flags);
	cdr_vec_done(&index->forms);
	cdr_vec_done(&index->names);
	cdr_vec_done(&index->entries);
	cdr_vec_done(&index->identifiers);
	cdr_match_keys_done(&index->typo_keys);
	cdr_match_keys_done(&index->name_keys);
	cdr_match_keys_done(&index->identifier_keys);
	cdr_arena_free(index->scratch);
	cdr_arena_free(index->arena);
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
	*index = (struct cdr_match_index){
		.config = config,
		.normaliser = normaliser,
		.arena = cdr_arena_new(MAX_TEXT_BYTES),
		.scratch = cdr_arena_new(MAX_SCRATCH_BYTES),
		.words = cdr_map_new(MAX_WORDS),
		.tokens = CDR_VEC_INIT(uint32_t, MAX_KEYS),
		.token_flags = CDR_VEC_INIT(uint8_t, MAX_KEYS),
		.forms = CDR_VEC_INIT(uint32_t, MAX_KEYS),
		.names = CDR_VEC_INIT(struct cdr_match_stored, MAX_WORDS),
		.entries = CDR_VEC_INIT(struct cdr_match_entry, CDR_MATCH_MAX_ENTRIES),
		.identifiers = CDR_VEC_INIT(struct cdr_match_identifier, MAX_KEYS),
		.typo_keys.items = CDR_VEC_INIT(struct cdr_match_key, MAX_KEYS),
		.name_keys.items = CDR_VEC_INIT(struct cdr_match_key, MAX_KEYS),
		.identifier_keys.items = CDR_VEC_INIT(struct cdr_match_key, MAX_KEYS),
	};
	if (!index->arena || !index->scratch || !index->words)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*ret = cdr_steal(&index);
	return CDR_OK;
}

/* Numbers a word, counting the name it stands in. */
static enum cdr_status
intern(struct cdr_match_index *index, const struct cdr_match_token *token, uint32_t *ret, struct cdr_error *err)
{
	struct cdr_match_word *word = cdr_map_get(index->words, token->text);
	if (!word) {
		word = cdr_arena_alloc(index->arena, sizeof(*word));
		struct cdr_str text = cdr_str_copy(index->arena, token->text);
		struct cdr_str meaning = cdr_str_copy(index->arena, token->meaning);
		if (!word || !text.p || !meaning.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		*word = (struct cdr_match_word){ .text = text,
			                         .meaning = meaning,
			                         .number = token->number,
			                         .id = (uint32_t)cdr_map_count(index->words) + 1,
			                         .kind = token->kind };
		if (cdr_map_put(index->words, text, word) != CDR_OK)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
	}
	word->frequency++;
	*ret = word->id;
	return CDR_OK;
}

static enum cdr_status
add_name_keys(struct cdr_match_index *index, uint32_t number, const struct cdr_name_key *key,
              const struct cdr_match_name *name, struct cdr_error *err)
{
	CDR_TRY(cdr_match_keys_add(&index->name_keys, name->folded_hash, number, err));
	if (key->joined.n)
		CDR_TRY(cdr_match_keys_add(&index->name_keys, cdr_match_hash(key->joined, CDR_SEED_JOINED), number,
		                           err));
	for (size_t i = 0; i + 1 < name->n_tokens; i++) {
		uint64_t hash = cdr_match_joined_hash(name->tokens[i].text, name->tokens[i + 1].text);
		if (hash)
			CDR_TRY(cdr_match_keys_add(&index->name_keys, hash, number, err));
	}
	return CDR_OK;
}

static enum cdr_status
store_reading(struct cdr_match_index *index, uint32_t entry, struct cdr_str original, const struct cdr_name_key *key,
              size_t reading, struct cdr_error *err)
{
	const uint8_t places = CDR_TOKEN_ASIDE | CDR_TOKEN_BRACKET;
	struct cdr_match_name name;
	cdr_match_prepare(index->config, NULL, key, reading, &name);
	struct cdr_match_stored stored = { .entry = entry,
		                           .first_token = (uint32_t)index->tokens.n,
		                           .first_form = (uint32_t)index->forms.n,
		                           .n_tokens = (uint8_t)name.n_tokens,
		                           .n_forms = (uint8_t)name.n_forms,
		                           .flags = name.flags,
		                           .folded_hash = name.folded_hash,
		                           .joined_hash = name.joined_hash,
		                           .original = original };
	for (size_t i = 0; i < name.n_tokens; i++) {
		uint32_t *slot = cdr_vec_push(&index->tokens);
		uint8_t *flags = cdr_vec_push(&index->token_flags);
		if (!slot || !flags)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		*flags = name.tokens[i].flags & places;
		CDR_TRY(intern(index, &name.tokens[i], slot, err));
	}
	for (size_t i = 0; i < name.n_forms; i++) {
		uint32_t *slot = cdr_vec_push(&index->forms);
		if (!slot)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		*slot = name.forms[i];
	}
	struct cdr_match_stored *slot = cdr_vec_push(&index->names);
	if (!slot)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*slot = stored;
	return add_name_keys(index, (uint32_t)(index->names.n - 1), key, &name, err);
}

/* Stores every reading of a name; `ret_n` counts them up. */
static enum cdr_status
add_name(struct cdr_match_index *index, uint32_t entry, struct cdr_str text, uint32_t *ret_n, struct cdr_error *err)
{
	struct cdr_name_key key;
	CDR_TRY(cdr_normalise_name(index->normaliser, text, index->scratch, &key, err));
	struct cdr_str original = cdr_str_copy(index->arena, text.p ? text : CDR_STR(""));
	if (!original.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < cdr_match_readings(&key); i++) {
		CDR_TRY(store_reading(index, entry, original, &key, i, err));
		++*ret_n;
	}
	return CDR_OK;
}

static enum cdr_status
add_identifiers(struct cdr_match_index *index, uint32_t entry, const struct cdr_match_subject *subject,
                struct cdr_error *err)
{
	struct cdr_match_particulars particulars;
	CDR_TRY(cdr_match_particulars(subject, index->scratch, &particulars, err));
	for (size_t i = 0; i < particulars.n_identifiers; i++) {
		const struct cdr_match_identifier *from = &particulars.identifiers[i];
		struct cdr_match_identifier *slot = cdr_vec_push(&index->identifiers);
		if (!slot)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		slot->scheme = cdr_str_copy(index->arena, from->scheme);
		slot->value = cdr_str_copy(index->arena, from->value);
		slot->country = cdr_str_copy(index->arena, from->country);
		slot->printed = cdr_str_copy(index->arena, from->printed);
		if (!slot->scheme.p || !slot->value.p || !slot->printed.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		CDR_TRY(cdr_match_keys_add(&index->identifier_keys,
		                           cdr_match_identifier_hash(from->scheme, from->value), entry, err));
	}
	CDR_VEC_AT(&index->entries, struct cdr_match_entry, entry)->n_identifiers = (uint32_t)particulars.n_identifiers;
	return CDR_OK;
}

enum cdr_status
cdr_match_index_add(struct cdr_match_index *index, uint32_t number, const struct cdr_match_subject *subject,
                    struct cdr_error *err)
{
	if (index->finished)
		return cdr_fail(err, CDR_EINTERNAL, CDR_MATCH_ROOM, NULL, "an entry was added to a finished index");
	if (index->entries.n == CDR_MATCH_MAX_ENTRIES)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL,
		                "more than %d entries in one index; screen against fewer registries at a time",
		                CDR_MATCH_MAX_ENTRIES);
	struct cdr_match_entry *entry = cdr_vec_push(&index->entries);
	if (!entry)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	uint32_t at = (uint32_t)(index->entries.n - 1);
	*entry = (struct cdr_match_entry){ .number = number,
		                           .first_identifier = (uint32_t)index->identifiers.n,
		                           .first_name = (uint32_t)index->names.n,
		                           .country = cdr_str_copy(index->arena, subject->country) };
	if (subject->country.p && !entry->country.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	uint32_t n_names = 0;
	cdr_arena_reset(index->scratch);
	CDR_TRY(add_name(index, at, subject->name, &n_names, err));
	for (size_t i = 0; i < subject->n_aliases; i++) {
		cdr_arena_reset(index->scratch);
		CDR_TRY(add_name(index, at, subject->aliases[i], &n_names, err));
	}
	CDR_VEC_AT(&index->entries, struct cdr_match_entry, at)->n_names = n_names;
	return add_identifiers(index, at, subject, err);
}

/* -------------------------------------------------------------------------------------------------------- finishing */

/* Weights from frequencies; postings laid out word after word. */
static enum cdr_status
weigh_words(struct cdr_match_index *index, struct cdr_error *err)
{
	size_t n_words = cdr_map_count(index->words), start = 0;
	index->by_id = cdr_alloc((n_words + 1) * sizeof(struct cdr_match_word *));
	index->postings = cdr_alloc((index->tokens.n + 1) * sizeof(*index->postings));
	if (!index->by_id || !index->postings)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < n_words; i++) {
		struct cdr_str text;
		struct cdr_match_word *word = cdr_map_at(index->words, i, &text);
		word->weight = cdr_match_word_weight(index->config, word->meaning, (enum cdr_token_kind)word->kind,
		                                     word->frequency, index->names.n, &word->flags);
		word->postings = (uint32_t)start;
		start += word->frequency;
		index->by_id[word->id] = word;
	}
	return CDR_OK;
}

static void
write_postings(struct cdr_match_index *index)
{
	size_t n_words = cdr_map_count(index->words);
	for (size_t i = 1; i <= n_words; i++)
		index->by_id[i]->frequency = 0;
	for (size_t k = 0; k < index->names.n; k++) {
		struct cdr_match_stored *name = CDR_VEC_AT(&index->names, struct cdr_match_stored, k);
		for (size_t i = 0; i < name->n_tokens; i++) {
			struct cdr_match_word *word =
				index->by_id[*CDR_VEC_AT(&index->tokens, uint32_t, name->first_token + i)];
			index->postings[word->postings + word->frequency++] = (uint32_t)k;
			name->weight += word->weight;
		}
	}
}

struct typo_adder {
	struct cdr_match_index *index;
	uint32_t word;
	struct cdr_error *err;
};

static enum cdr_status
add_typo_hash(void *context, uint64_t hash)
{
	struct typo_adder *adder = context;
	return cdr_match_keys_add(&adder->index->typo_keys, hash, adder->word, adder->err);
}

enum cdr_status
cdr_match_index_finish(struct cdr_match_index *index, struct cdr_error *err)
{
	if (index->finished)
		return CDR_OK;
	CDR_TRY(weigh_words(index, err));
	write_postings(index);
	for (size_t id = 1; id <= cdr_map_count(index->words); id++) {
		struct typo_adder adder = { index, (uint32_t)id, err };
		if (index->by_id[id]->kind == CDR_TOKEN_STEM)
			CDR_TRY(cdr_match_typo_hashes(index->by_id[id]->text, add_typo_hash, &adder));
	}
	CDR_TRY(cdr_match_keys_close(&index->typo_keys, err));
	CDR_TRY(cdr_match_keys_close(&index->name_keys, err));
	CDR_TRY(cdr_match_keys_close(&index->identifier_keys, err));
	index->finished = true;
	return CDR_OK;
}

size_t
cdr_match_index_count(const struct cdr_match_index *index)
{
	return index->entries.n;
}
