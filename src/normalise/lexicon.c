/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lexicon: legal forms, noise words, markers and numerals, read from YAML into one table (key-table.c). No tokenising; the
 * tables of ISO 20275 and of word meanings are read in form-table.c and concept-table.c. What surprises: keys carry no
 * blanks, so that "s.a.", "S. A." and "SA" need one line in the data; the tokeniser decides which joins of words are
 * believed.
 *
 * match/legal-forms.yaml:  classes: list of {class, jurisdictions?, place?, english?, forms}
 * match/words.yaml:        noise, introduces, parts, address, other_name, aside: lists of words; numbers, roman: lists of {word, value}
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#include "candor/decl.h"

#define KEY_BYTES 640

void
cdr_lexicon_done(struct cdr_lexicon *lexicon)
{
	cdr_key_table_done(&lexicon->keys);
	cdr_vec_done(&lexicon->lexemes);
	cdr_vec_done(&lexicon->long_forms);
}

/* The key of a folded text of at most KEY_BYTES with its hash; in `room` where it has blanks or dots. */
static struct cdr_word
key_of(struct cdr_str folded, char room[KEY_BYTES], uint8_t *ret_words)
{
	struct cdr_word key = { .text = folded, .hash = CDR_KEY_START };
	size_t i = 0, n;
	*ret_words = 1;
	for (; i < folded.n && folded.p[i] != ' ' && folded.p[i] != '.'; i++)
		key.hash = cdr_key_hash_byte(key.hash, (unsigned char)folded.p[i]);
	if (i == folded.n)
		return key;
	memcpy(room, folded.p, n = i);
	for (; i < folded.n; i++) {
		*ret_words += folded.p[i] == ' ';
		if (folded.p[i] == ' ' || folded.p[i] == '.')
			continue;
		room[n++] = folded.p[i];
		key.hash = cdr_key_hash_byte(key.hash, (unsigned char)folded.p[i]);
	}
	key.text = (struct cdr_str){ room, n };
	return key;
}

struct cdr_lexeme *
cdr_lexicon_put(struct cdr_lexicon *lexicon, struct cdr_str folded, struct cdr_lexeme *fresh, bool *ret_new)
{
	char room[KEY_BYTES];
	if (folded.n > sizeof(room))
		return NULL;
	struct cdr_word key = key_of(folded, room, &fresh->n_words);
	uint32_t *number = cdr_key_table_slot(&lexicon->keys, key.hash, key.text);
	*ret_new = number && !*number;
	if (!number)
		return NULL;
	if (*number) {
		if (fresh->n_words > 1) /* known as one word, now also as several */
			cdr_key_table_note_fronts(&lexicon->keys, key.text, CDR_FRONT_OF_WORDS);
		return CDR_VEC_AT(&lexicon->lexemes, struct cdr_lexeme, *number - 1);
	}
	struct cdr_lexeme *lexeme = cdr_vec_push(&lexicon->lexemes);
	if (!lexeme)
		return NULL;
	*lexeme = *fresh;
	*number = (uint32_t)lexicon->lexemes.n;
	bool of_words = fresh->n_words > 1 || fresh->kind == CDR_TOKEN_LEGAL_FORM;
	cdr_key_table_note_fronts(&lexicon->keys, key.text, of_words ? CDR_FRONT_OF_WORDS : CDR_FRONT_OF_RUN);
	return lexeme;
}

struct cdr_lexeme *
cdr_lexicon_find(const struct cdr_lexicon *lexicon, struct cdr_str folded)
{
	char room[KEY_BYTES];
	uint8_t n_words;
	if (!folded.n || folded.n > sizeof(room))
		return NULL;
	struct cdr_word word = key_of(folded, room, &n_words);
	uint32_t number = cdr_key_table_find(&lexicon->keys, word.hash, &word, 1);
	return number ? CDR_VEC_AT(&lexicon->lexemes, struct cdr_lexeme, number - 1) : NULL;
}

struct reader {
	struct cdr_lexicon *lexicon;
	struct cdr_arena *arena;
	struct cdr_decl decl; /* borrowed */
	struct cdr_error *err;
};

/* Adds one word or run of words. `text` {NULL,0}: the key itself is the canonical text. */
static enum cdr_status
add(struct reader *r, const struct cdr_decl_node *node, struct cdr_str word, struct cdr_lexeme lexeme)
{
	char folded[128];
	struct cdr_str key;
	if (!cdr_fold_short(word, CDR_FOLD_LATIN, folded, sizeof(folded), &key) || !key.n)
		return cdr_decl_fail(&r->decl, node, r->err,
		                     "\"%.*s\" is not a word of 1 to %zu bytes; shorten or remove it",
		                     CDR_STR_ARG(word), sizeof(folded));
	bool fresh = false;
	struct cdr_lexeme *known = cdr_lexicon_put(r->lexicon, key, &lexeme, &fresh);
	if (!known)
		return cdr_fail_memory(r->err, CDR_NORMALISE_ROOM);
	if (!fresh)
		return cdr_decl_fail(&r->decl, node, r->err,
		                     "\"%.*s\" is already known (as \"%.*s\"); a word may stand in these tables once",
		                     CDR_STR_ARG(word), CDR_STR_ARG(known->text));
	size_t n = 0;
	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] != ' ' && key.p[i] != '.')
			folded[n++] = key.p[i];
	known->text = cdr_str_copy(r->arena, lexeme.text.p ? lexeme.text : (struct cdr_str){ folded, n });
	if (!known->text.p)
		return cdr_fail_memory(r->err, CDR_NORMALISE_ROOM);
	if (lexeme.kind == CDR_TOKEN_LEGAL_FORM && lexeme.n_words == 1 &&
	    !cdr_misspelt_remember(&r->lexicon->long_forms, r->arena, (struct cdr_str){ folded, n },
	                           (uint32_t)r->lexicon->lexemes.n - 1))
		return cdr_fail_memory(r->err, CDR_NORMALISE_ROOM);
	return CDR_OK;
}

static enum cdr_status
open_table(const struct cdr_bundle *rulesets, const char *path, struct cdr_decl *ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, cdr_str_from(path));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_NORMALISE_ROOM, path,
		                "the rulesets have no such file, and names cannot be compared without it; restore it");
	return cdr_decl_parse(file->text, path, ret, err);
}

static const struct cdr_decl_key forms_file_keys[] = { { "classes", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key class_keys[] = {
	{ "class", CDR_DECL_TEXT, true },      { "jurisdictions", CDR_DECL_TEXT_LIST, false },
	{ "place", CDR_DECL_TEXT, false },     { "english", CDR_DECL_BOOLEAN, false },
	{ "forms", CDR_DECL_TEXT_LIST, true },
};
static const char *const place_words[] = { "auto", "any", "end", "start", "edges", NULL };

/* The list of jurisdictions as one text. */
static enum cdr_status
join_countries(struct reader *r, const struct cdr_decl_node *node, struct cdr_str *ret)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t i = 0; i < cdr_decl_count(node, "jurisdictions"); i++) {
		cdr_buf_puts(&text, i ? " " : "");
		cdr_buf_add_str(&text, cdr_decl_item(node, "jurisdictions", i));
	}
	*ret = cdr_str_copy(r->arena, text.n ? cdr_buf_str(&text) : CDR_STR(""));
	return ret->p && !text.failed ? CDR_OK : cdr_fail_memory(r->err, CDR_NORMALISE_ROOM);
}

static enum cdr_status
read_class(struct reader *r, const struct cdr_decl_node *node)
{
	CDR_TRY(cdr_decl_check(&r->decl, node, class_keys, CDR_LEN(class_keys), r->err));
	int place = CDR_PLACE_AUTO;
	if (cdr_decl_text(node, "place").p)
		CDR_TRY(cdr_decl_word(&r->decl, node, "place", place_words, &place, r->err));
	struct cdr_lexeme lexeme = { .text = cdr_decl_text(node, "class"),
		                     .kind = CDR_TOKEN_LEGAL_FORM,
		                     .place = (enum cdr_form_place)place,
		                     .english = cdr_decl_boolean(node, "english", false) };
	CDR_TRY(join_countries(r, node, &lexeme.countries));
	for (size_t i = 0; i < cdr_decl_count(node, "forms"); i++)
		CDR_TRY(add(r, node, cdr_decl_item(node, "forms", i), lexeme));
	return CDR_OK;
}

static enum cdr_status
read_forms(struct reader *r)
{
	const struct cdr_decl_node *root = r->decl.root;
	CDR_TRY(cdr_decl_check(&r->decl, root, forms_file_keys, CDR_LEN(forms_file_keys), r->err));
	const struct cdr_decl_node *classes = cdr_decl_get(root, "classes");
	for (size_t i = 0; i < classes->n; i++)
		CDR_TRY(read_class(r, classes->items[i]));
	return CDR_OK;
}

static const struct cdr_decl_key words_file_keys[] = {
	{ "noise", CDR_DECL_TEXT_LIST, true },      { "introduces", CDR_DECL_TEXT_LIST, true },
	{ "parts", CDR_DECL_TEXT_LIST, true },      { "address", CDR_DECL_TEXT_LIST, true },
	{ "other_name", CDR_DECL_TEXT_LIST, true }, { "aside", CDR_DECL_TEXT_LIST, true },
	{ "numbers", CDR_DECL_ANY_LIST, true },     { "roman", CDR_DECL_ANY_LIST, true },
};
static const struct cdr_decl_key number_keys[] = { { "word", CDR_DECL_TEXT, true },
	                                           { "value", CDR_DECL_INTEGER, true } };
static enum cdr_status
read_noise(struct reader *r, const char *key, uint8_t opens)
{
	const struct cdr_decl_node *list = cdr_decl_get(r->decl.root, key);
	struct cdr_lexeme lexeme = { .kind = CDR_TOKEN_NOISE, .opens = opens };
	for (size_t i = 0; i < cdr_decl_count(r->decl.root, key); i++)
		CDR_TRY(add(r, list, cdr_decl_item(r->decl.root, key, i), lexeme));
	return CDR_OK;
}

static enum cdr_status
read_numbers(struct reader *r, const char *key, bool roman)
{
	const struct cdr_decl_node *list = cdr_decl_get(r->decl.root, key);
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_decl_node *node = list->items[i];
		CDR_TRY(cdr_decl_check(&r->decl, node, number_keys, CDR_LEN(number_keys), r->err));
		int64_t value = cdr_decl_integer(node, "value", 0);
		struct cdr_lexeme lexeme = { .kind = CDR_TOKEN_NUMBER, .number = value, .roman = roman };
		lexeme.text = cdr_str_format(r->arena, "%lld", (long long)value);
		if (!lexeme.text.p)
			return cdr_fail_memory(r->err, CDR_NORMALISE_ROOM);
		CDR_TRY(add(r, node, cdr_decl_text(node, "word"), lexeme));
	}
	return CDR_OK;
}

/* The lexeme of a word as the data writes it, or NULL. */
static struct cdr_lexeme *
find(const struct cdr_lexicon *lexicon, struct cdr_str word)
{
	char folded[128];
	struct cdr_str key;
	if (!cdr_fold_short(word, CDR_FOLD_LATIN, folded, sizeof(folded), &key) || !key.n)
		return NULL;
	return cdr_lexicon_find(lexicon, key);
}

/* Words with a role beside others ("fund i", "unit 2", "plot 7") keep the kind they have, or become stems. */
static enum cdr_status
read_roles(struct reader *r, const char *key, struct cdr_lexeme role)
{
	const struct cdr_decl_node *list = cdr_decl_get(r->decl.root, key);
	role.kind = CDR_TOKEN_STEM;
	for (size_t i = 0; i < cdr_decl_count(r->decl.root, key); i++) {
		struct cdr_str word = cdr_decl_item(r->decl.root, key, i);
		struct cdr_lexeme *known = find(r->lexicon, word);
		if (!known) {
			CDR_TRY(add(r, list, word, role));
			continue;
		}
		known->introduces |= role.introduces;
		known->part |= role.part;
		known->address |= role.address;
	}
	return CDR_OK;
}

static enum cdr_status
read_all_roles(struct reader *r)
{
	CDR_TRY(read_roles(r, "introduces", (struct cdr_lexeme){ .introduces = true }));
	CDR_TRY(read_roles(r, "address", (struct cdr_lexeme){ .address = true }));
	return read_roles(r, "parts", (struct cdr_lexeme){ .part = true });
}

static enum cdr_status
read_words(struct reader *r)
{
	CDR_TRY(cdr_decl_check(&r->decl, r->decl.root, words_file_keys, CDR_LEN(words_file_keys), r->err));
	CDR_TRY(read_noise(r, "noise", 0));
	CDR_TRY(read_noise(r, "other_name", CDR_TOKEN_OTHER));
	CDR_TRY(read_noise(r, "aside", CDR_TOKEN_ASIDE));
	CDR_TRY(read_numbers(r, "numbers", false));
	return read_numbers(r, "roman", true);
}

static enum cdr_status
read_table(struct cdr_lexicon *lexicon, struct cdr_arena *arena, const struct cdr_bundle *rulesets, const char *path,
           enum cdr_status (*read)(struct reader *), struct cdr_error *err)
{
	cdr_auto(cdr_decl) decl = { 0 };
	CDR_TRY(open_table(rulesets, path, &decl, err));
	struct reader r = { .lexicon = lexicon, .arena = arena, .decl = decl, .err = err };
	return read(&r);
}

enum cdr_status
cdr_lexicon_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_lexicon *ret,
                 struct cdr_error *err)
{
	struct cdr_lexicon fresh = {
		.lexemes = CDR_VEC_INIT(struct cdr_lexeme, CDR_LEXICON_MAX_LEXEMES),
	};
	*ret = fresh;
	cdr_misspelt_init(&ret->long_forms);
	if (!cdr_key_table_init(&ret->keys))
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	CDR_TRY(read_table(ret, arena, rulesets, "match/legal-forms.yaml", read_forms, err));
	CDR_TRY(read_table(ret, arena, rulesets, "match/words.yaml", read_words, err));
	CDR_TRY(cdr_lexicon_add_concepts(ret, rulesets, arena, err));
	CDR_TRY(read_table(ret, arena, rulesets, "match/words.yaml", read_all_roles, err));
	return cdr_lexicon_add_forms(ret, rulesets, arena, err);
}
