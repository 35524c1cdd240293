/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The builder's gathering half: entries, names, words and identifiers as they are added, words numbered as they come.
 * image.c lays them out. What surprises: nothing is keyed here; every key follows from a name's words, so a name taken
 * over from another image needs no reading again.
 */
#include "match/build-impl.h"

#include <string.h>

#define MAX_TEXT_BYTES ((size_t)4 << 30)
#define MAX_SCRATCH_BYTES ((size_t)64 << 20)
#define MAX_ITEMS CDR_MATCH_MAX_TARGET
#define WORD_KEY_BYTES (4 * CDR_NAME_MAX_BYTES)

struct cdr_match_builder *
cdr_match_builder_free(struct cdr_match_builder *builder)
{
	if (!builder)
		return NULL;
	cdr_vec_done(&builder->entries);
	cdr_vec_done(&builder->names);
	cdr_vec_done(&builder->tokens);
	cdr_vec_done(&builder->identifiers);
	cdr_map_free(builder->words);
	cdr_map_free(builder->texts);
	cdr_arena_free(builder->scratch);
	cdr_arena_free(builder->arena);
	cdr_free(builder);
	return NULL;
}

enum cdr_status
cdr_match_builder_new(struct cdr_match_builder **ret, struct cdr_error *err)
{
	cdr_owned(cdr_match_builder) builder = cdr_alloc(sizeof(*builder));
	if (!builder)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*builder = (struct cdr_match_builder){
		.arena = cdr_arena_new(MAX_TEXT_BYTES),
		.scratch = cdr_arena_new(MAX_SCRATCH_BYTES),
		.words = cdr_map_new(MAX_ITEMS),
		.texts = cdr_map_new(MAX_ITEMS),
		.entries = CDR_VEC_INIT(struct built_entry, CDR_MATCH_MAX_ENTRIES),
		.names = CDR_VEC_INIT(struct built_name, MAX_ITEMS),
		.tokens = CDR_VEC_INIT(uint32_t, UINT32_MAX),
		.identifiers = CDR_VEC_INIT(struct built_identifier, MAX_ITEMS),
	};
	if (!builder->arena || !builder->scratch || !builder->words || !builder->texts)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*ret = cdr_steal(&builder);
	return CDR_OK;
}

size_t
cdr_match_builder_count(const struct cdr_match_builder *builder)
{
	return builder->entries.n;
}

/* Texts that many entries share (kinds of legal form, schemes of identifiers): kept once. */
static enum cdr_status
share(struct cdr_match_builder *builder, struct cdr_str text, struct built_text **ret, struct cdr_error *err)
{
	struct built_text *known = cdr_map_get(builder->texts, text);
	if (!known) {
		known = cdr_arena_alloc(builder->arena, sizeof(*known));
		struct cdr_str copy = cdr_str_copy(builder->arena, text);
		if (!known || !copy.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		known->text = copy;
		if (cdr_map_put(builder->texts, copy, known) != CDR_OK)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
	}
	*ret = known;
	return CDR_OK;
}

/* What tells words apart, as one text: kind, text and, where it is another, meaning. */
static struct cdr_str
word_key(const struct cdr_match_token *token, char out[WORD_KEY_BYTES])
{
	size_t n = 0;
	bool same = cdr_str_equal(token->text, token->meaning);
	const struct cdr_str pieces[] = { token->text, same ? CDR_STR("") : token->meaning };
	out[n++] = (char)('A' + token->kind);
	for (size_t i = 0; i < CDR_LEN(pieces); i++) {
		size_t length = pieces[i].n < WORD_KEY_BYTES / 2 - 2 ? pieces[i].n : WORD_KEY_BYTES / 2 - 2;
		if (length)
			memcpy(out + n, pieces[i].p, length);
		n += length;
		out[n++] = '\x1F'; /* no word has a control character */
	}
	return (struct cdr_str){ out, n };
}

static enum cdr_status
make_word(struct cdr_match_builder *builder, const struct cdr_match_token *token, struct cdr_str key,
          struct built_word **ret, struct cdr_error *err)
{
	struct cdr_str copy = cdr_str_copy(builder->arena, key);
	struct cdr_str text = cdr_str_copy(builder->arena, token->text);
	struct built_word *word = cdr_arena_alloc(builder->arena, sizeof(*word));
	if (!word || !copy.p || !text.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	word->token = *token;
	word->token.text = word->token.meaning = text;
	word->token.flags = 0;
	word->id = (uint32_t)cdr_map_count(builder->words) + 1;
	if (cdr_match_has_meaning(token)) {
		struct built_text *meaning = NULL;
		CDR_TRY(share(builder, token->meaning, &meaning, err));
		word->meaning = meaning;
		word->token.meaning = meaning->text;
	}
	if (word->id > CDR_CDX_ID_MASK)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL, "more than %u words in one index",
		                CDR_CDX_ID_MASK);
	if (cdr_map_put(builder->words, copy, word) != CDR_OK)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*ret = word;
	return CDR_OK;
}

/* The number a word came under, counting the name it stands in. */
static enum cdr_status
intern(struct cdr_match_builder *builder, const struct cdr_match_token *token, uint32_t *ret, struct cdr_error *err)
{
	char bytes[WORD_KEY_BYTES];
	struct cdr_str key = word_key(token, bytes);
	struct built_word *word = cdr_map_get(builder->words, key);
	if (!word)
		CDR_TRY(make_word(builder, token, key, &word, err));
	word->frequency++;
	*ret = word->id;
	return CDR_OK;
}

static enum cdr_status
push_token(struct cdr_match_builder *builder, uint32_t value, struct cdr_error *err)
{
	uint32_t *slot = cdr_vec_push(&builder->tokens);
	if (!slot)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*slot = value;
	return CDR_OK;
}

static enum cdr_status
push_name(struct cdr_match_builder *builder, const struct cdr_match_name *name, struct cdr_error *err)
{
	struct built_name built = { .text = cdr_str_copy(builder->arena,
		                                         name->original.p ? name->original : CDR_STR("")),
		                    .first_token = (uint32_t)builder->tokens.n,
		                    .folded = (uint32_t)(name->folded_hash >> 32),
		                    .flags = name->flags,
		                    .n_tokens = (uint8_t)name->n_tokens,
		                    .n_forms = (uint8_t)name->n_forms };
	for (size_t i = 0; i < name->n_tokens; i++) {
		uint32_t id = 0;
		CDR_TRY(intern(builder, &name->tokens[i], &id, err));
		uint32_t flags = name->tokens[i].flags & CDR_CDX_PLACE_FLAGS;
		CDR_TRY(push_token(builder, id | flags << CDR_CDX_ID_BITS, err));
	}
	for (size_t i = 0; i < name->n_forms; i++)
		CDR_TRY(push_token(builder, name->forms[i], err));
	struct built_name *slot = cdr_vec_push(&builder->names);
	if (builder->names.n == MAX_ITEMS && !slot)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL, "more than %u names in one index", MAX_ITEMS);
	if (!slot || !built.text.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*slot = built;
	return CDR_OK;
}

static enum cdr_status
push_entry(struct cdr_match_builder *builder, uint32_t number, struct cdr_str id, struct cdr_str country,
           struct built_entry **ret, struct cdr_error *err)
{
	if (builder->entries.n == CDR_MATCH_MAX_ENTRIES)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL,
		                "more than %d entries in one index; screen against fewer registries at a time",
		                CDR_MATCH_MAX_ENTRIES);
	struct built_entry *entry = cdr_vec_push(&builder->entries);
	struct cdr_str copy = cdr_str_copy(builder->arena, id);
	if (!entry || (id.p && !copy.p))
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*entry = (struct built_entry){ .number = number,
		                       .id = copy,
		                       .first_name = (uint32_t)builder->names.n,
		                       .first_identifier = (uint32_t)builder->identifiers.n };
	if (country.n == sizeof(entry->country))
		memcpy(entry->country, country.p, country.n);
	*ret = entry;
	return CDR_OK;
}

static enum cdr_status
keep_stated(struct cdr_match_builder *builder, struct cdr_str stated, struct built_entry *entry, struct cdr_error *err)
{
	entry->stated = stated.n ? cdr_str_copy(builder->arena, stated) : (struct cdr_str){ NULL, 0 };
	builder->n_stated += stated.n > 0;
	return entry->stated.p || !stated.n ? CDR_OK : cdr_fail_memory(err, CDR_MATCH_ROOM);
}

static enum cdr_status
push_identifier(struct cdr_match_builder *builder, const struct cdr_match_identifier *identifier, struct cdr_error *err)
{
	struct built_identifier built = { .value = cdr_str_copy(builder->arena, identifier->value),
		                          .printed = cdr_str_copy(builder->arena, identifier->printed) };
	CDR_TRY(share(builder, identifier->scheme, &built.scheme, err));
	CDR_TRY(share(builder, identifier->country.p ? identifier->country : CDR_STR(""), &built.country, err));
	struct built_identifier *slot = cdr_vec_push(&builder->identifiers);
	if (!slot || !built.value.p || (identifier->printed.p && !built.printed.p))
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*slot = built;
	return CDR_OK;
}

static enum cdr_status
read_name(struct cdr_match_builder *builder, const struct cdr_match_config *config,
          const struct cdr_normaliser *normaliser, struct cdr_str text, struct cdr_error *err)
{
	struct cdr_name_key key;
	cdr_arena_reset(builder->scratch);
	CDR_TRY(cdr_normalise_name(normaliser, text.p ? text : CDR_STR(""), builder->scratch, &key, err));
	for (size_t i = 0; i < cdr_match_readings(&key); i++) {
		cdr_match_prepare(config, NULL, &key, i, &builder->name);
		CDR_TRY(push_name(builder, &builder->name, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_match_builder_add(struct cdr_match_builder *builder, const struct cdr_match_config *config,
                      const struct cdr_normaliser *normaliser, uint32_t number, const struct cdr_match_subject *subject,
                      struct cdr_error *err)
{
	struct built_entry *entry = NULL;
	struct cdr_match_particulars particulars;
	CDR_TRY(push_entry(builder, number, subject->id, subject->country, &entry, err));
	CDR_TRY(read_name(builder, config, normaliser, subject->name, err));
	for (size_t i = 0; i < subject->n_aliases; i++)
		CDR_TRY(read_name(builder, config, normaliser, subject->aliases[i], err));
	cdr_arena_reset(builder->scratch);
	CDR_TRY(cdr_match_particulars(config, subject, builder->scratch, &particulars, err));
	CDR_TRY(keep_stated(builder, particulars.stated, entry, err));
	for (size_t i = 0; i < particulars.n_identifiers; i++)
		CDR_TRY(push_identifier(builder, &particulars.identifiers[i], err));
	entry->n_names = (uint32_t)builder->names.n - entry->first_name;
	entry->n_identifiers = (uint32_t)builder->identifiers.n - entry->first_identifier;
	return CDR_OK;
}

enum cdr_status
cdr_match_builder_copy(struct cdr_match_builder *builder, const struct cdr_match_index *from, uint32_t entry,
                       uint32_t number, struct cdr_error *err)
{
	const struct cdr_cdx *cdx = &from->cdx;
	const struct cdr_cdx_entry *stored = cdr_cdx_entry(cdx, entry);
	struct built_entry *built = NULL;
	struct cdr_str country = { stored->country, stored->country[0] ? sizeof(stored->country) : 0 };
	uint32_t first = 0;
	CDR_TRY(push_entry(builder, number, cdr_cdx_text(cdx, stored->id), country, &built, err));
	CDR_TRY(keep_stated(builder, cdr_cdx_stated_of(cdx, entry), built, err));
	size_t n = cdr_cdx_names_of(cdx, entry, &first);
	for (size_t i = 0; i < n; i++) {
		cdr_match_unpack(from, first + (uint32_t)i, &builder->name);
		CDR_TRY(push_name(builder, &builder->name, err));
	}
	n = cdr_cdx_identifiers_of(cdx, entry, &first);
	for (size_t i = 0; i < n; i++) {
		struct cdr_match_identifier identifier = cdr_match_stored_identifier(cdx, first + (uint32_t)i);
		CDR_TRY(push_identifier(builder, &identifier, err));
	}
	built->n_names = (uint32_t)builder->names.n - built->first_name;
	built->n_identifiers = (uint32_t)builder->identifiers.n - built->first_identifier;
	return CDR_OK;
}
