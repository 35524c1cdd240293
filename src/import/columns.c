/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulesets/import/<kind>.yaml -> the canonical columns of a kind of file: what they are called in several languages, of
 * what type they are, which must be there. Not here: which column of a given file is which (mapping.c). The surprise:
 * headers are compared without blanks and punctuation, so "CompanyNumber", "company_number" and "Company number:" are
 * one, but "%" and "#" are spelt out first, because "% migrants" is not "migrants".
 */
#include "candor/import.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define PATH_MAX_BYTES 96 /* a longer name is cut, and then names no file */

static const char *const kind_words[CDR_IMPORT_KIND_COUNT] = { "suppliers",    "engagements", "audits",
	                                                       "certificates", "training",    "surveys",
	                                                       "allegations",  "answers" };

static const char *const type_words[CDR_IMPORT_TYPE_COUNT + 1] = {
	"text",    "key",   "name",     "country", "countries", "date",       "number", "whole", "percent",
	"boolean", "money", "currency", "list",    "word",      "identifier", "code",   "codes", NULL,
};

const char *
cdr_import_kind_word(enum cdr_import_kind kind)
{
	return (unsigned)kind < CDR_IMPORT_KIND_COUNT ? kind_words[kind] : "";
}

int
cdr_import_kind_from(struct cdr_str word)
{
	for (int i = 0; i < CDR_IMPORT_KIND_COUNT; i++) {
		if (cdr_str_equal(word, cdr_str_from(kind_words[i])))
			return i;
	}
	return -1;
}

struct cdr_str
cdr_import_squash(struct cdr_str text, struct cdr_arena *arena)
{
	static const struct cdr_str percent = { " percent ", 9 }, number = { " number ", 8 };
	struct cdr_str out = { NULL, 0 };
	char *spelt = cdr_arena_alloc(arena, text.n * percent.n + 1);
	if (!spelt)
		return out;
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		const struct cdr_str *word = text.p[i] == '%' ? &percent : text.p[i] == '#' ? &number : NULL;
		if (word) {
			memcpy(spelt + n, word->p, word->n);
			n += word->n;
		} else {
			spelt[n++] = text.p[i];
		}
	}
	struct cdr_str folded = cdr_normalise_words((struct cdr_str){ spelt, n }, arena);
	char *squashed = folded.p ? cdr_arena_alloc(arena, folded.n + 1) : NULL;
	if (!squashed)
		return out;
	for (size_t i = 0; i < folded.n; i++) {
		if (folded.p[i] != ' ')
			squashed[out.n++] = folded.p[i];
	}
	out.p = squashed;
	return out;
}

/* --------------------------------------------------------------------------------------------------------- loading */

struct loader {
	struct cdr_import_columns *columns;
	const struct cdr_decl *decl; /* that is being read, for messages */
	struct cdr_error *err;
};

/* Squashed form of a scalar in the data file; one that vanishes could never be met and is a mistake. */
static enum cdr_status
squash_node(struct loader *loader, const struct cdr_decl_node *node, struct cdr_str *ret)
{
	if (node->kind != CDR_DECL_SCALAR)
		return cdr_decl_fail(loader->decl, node, loader->err, "a word is expected here");
	*ret = cdr_import_squash(node->text, loader->columns->arena);
	if (!ret->p)
		return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	if (ret->n == 0)
		return cdr_decl_fail(loader->decl, node, loader->err, "\"%.*s\" has no letters or digits to compare by",
		                     CDR_STR_ARG(node->text));
	return CDR_OK;
}

/* One header -> column. The same header in two columns would make the mapping depend on their order: refused. */
static enum cdr_status
add_header(struct loader *loader, const struct cdr_import_definition *definition, struct cdr_map *into,
           const struct cdr_decl_node *node, size_t rank)
{
	struct cdr_str squashed = { NULL, 0 };
	CDR_TRY(squash_node(loader, node, &squashed));
	const struct cdr_import_synonym *known = cdr_map_get(into, squashed);
	if (known && known->definition != definition)
		return cdr_decl_fail(loader->decl, node, loader->err, "\"%.*s\" is already a header of %.*s",
		                     CDR_STR_ARG(node->text), CDR_STR_ARG(known->definition->name));
	if (known)
		return CDR_OK;
	struct cdr_import_synonym *synonym = cdr_arena_alloc(loader->columns->arena, sizeof(*synonym));
	if (!synonym)
		return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	*synonym = (struct cdr_import_synonym){ definition, rank };
	return cdr_map_put(into, squashed, synonym);
}

/* Headers by language: {en: [a, b], es: [c]}. Rank is the place within the language, so that the first ones listed are
 * the surest in each. */
static enum cdr_status
add_headers(struct loader *loader, const struct cdr_import_definition *definition, struct cdr_map *into,
            const struct cdr_decl_node *languages)
{
	for (size_t i = 0; languages && i < languages->n; i++) {
		const struct cdr_decl_node *list = languages->pairs[i].value;
		if (list->kind != CDR_DECL_LIST)
			return cdr_decl_fail(loader->decl, list, loader->err, "a list of headers is expected");
		for (size_t k = 0; k < list->n; k++)
			CDR_TRY(add_header(loader, definition, into, list->items[k], k + 1));
	}
	return CDR_OK;
}

static struct cdr_str
word_key(struct cdr_arena *arena, struct cdr_str column, struct cdr_str squashed)
{
	return cdr_str_format(arena, "%.*s=%.*s", CDR_STR_ARG(column), CDR_STR_ARG(squashed));
}

static enum cdr_status
add_word(struct loader *loader, const struct cdr_import_definition *definition, const struct cdr_decl_node *node,
         const struct cdr_str *word)
{
	struct cdr_str squashed = { NULL, 0 };
	CDR_TRY(squash_node(loader, node, &squashed));
	struct cdr_str key = word_key(loader->columns->arena, definition->name, squashed);
	struct cdr_str *copy = cdr_arena_alloc(loader->columns->arena, sizeof(*copy));
	if (!key.p || !copy)
		return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	*copy = *word;
	const struct cdr_str *known = cdr_map_get(loader->columns->words, key);
	if (known && !cdr_str_equal(*known, *word))
		return cdr_decl_fail(loader->decl, node, loader->err, "\"%.*s\" already stands for \"%.*s\"",
		                     CDR_STR_ARG(node->text), CDR_STR_ARG(*known));
	return cdr_map_put(loader->columns->words, key, copy);
}

/* The words an enumeration may hold: {worker: [employee, candidate], employer: []}. */
static enum cdr_status
add_words(struct loader *loader, struct cdr_import_definition *definition, const struct cdr_decl_node *words)
{
	struct cdr_import_columns *columns = loader->columns;
	for (size_t i = 0; words && i < words->n; i++) {
		const struct cdr_decl_pair *pair = &words->pairs[i];
		struct cdr_decl_node self = { .kind = CDR_DECL_SCALAR, .text = pair->key };
		CDR_TRY(add_word(loader, definition, &self, &pair->key));
		if (pair->value->kind != CDR_DECL_LIST)
			return cdr_decl_fail(loader->decl, pair->value, loader->err, "a list of words is expected");
		for (size_t k = 0; k < pair->value->n; k++)
			CDR_TRY(add_word(loader, definition, pair->value->items[k], &pair->key));
		definition->allowed = cdr_str_format(columns->arena, "%.*s%s%.*s", CDR_STR_ARG(definition->allowed),
		                                     i ? ", " : "", CDR_STR_ARG(pair->key));
		if (!definition->allowed.p)
			return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	}
	return CDR_OK;
}

/* The codes of a table: {A: 10, B: 7} is A1 to A10 and B1 to B7. */
static enum cdr_status
add_codes(struct loader *loader, struct cdr_import_definition *definition, const struct cdr_decl_node *node)
{
	const struct cdr_decl_node *codes = cdr_decl_get(node, "codes");
	bool wanted = definition->type == CDR_IMPORT_CODE || definition->type == CDR_IMPORT_CODES;
	if (wanted != (codes != NULL))
		return cdr_decl_fail(loader->decl, node, loader->err,
		                     "codes belong to every column of codes and to no other");
	for (size_t i = 0; codes && i < codes->n; i++) {
		const struct cdr_decl_pair *pair = &codes->pairs[i];
		int64_t n = 0;
		if (pair->key.n != 1 || pair->key.p[0] < 'A' || pair->key.p[0] > 'Z' ||
		    !cdr_str_to_i64(pair->value->text, &n) || n < 1)
			return cdr_decl_fail(loader->decl, pair->value, loader->err,
			                     "codes are capital letters, each with the last number it has");
		definition->allowed =
			cdr_str_format(loader->columns->arena, "%.*s%s%c1 to %c%lld", CDR_STR_ARG(definition->allowed),
		                       i ? ", " : "", pair->key.p[0], pair->key.p[0], (long long)n);
		if (!definition->allowed.p)
			return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	}
	definition->codes = codes;
	return CDR_OK;
}

static const struct cdr_decl_key column_keys[] = {
	{ "name", CDR_DECL_TEXT, true },        { "type", CDR_DECL_TEXT, true },
	{ "about", CDR_DECL_TEXT, false },      { "scheme", CDR_DECL_TEXT, false },
	{ "joined", CDR_DECL_BOOLEAN, false },  { "currency", CDR_DECL_TEXT, false },
	{ "lenient", CDR_DECL_BOOLEAN, false }, { "blank_counts", CDR_DECL_BOOLEAN, false },
	{ "words", CDR_DECL_ANY_MAP, false },   { "headers", CDR_DECL_ANY_MAP, false },
	{ "weak", CDR_DECL_ANY_MAP, false },    { "suppressed", CDR_DECL_BOOLEAN, false },
	{ "quiet", CDR_DECL_BOOLEAN, false },   { "codes", CDR_DECL_ANY_MAP, false },
};

static enum cdr_status
load_column(struct loader *loader, const struct cdr_decl_node *node, size_t index)
{
	struct cdr_import_columns *columns = loader->columns;
	struct cdr_import_definition *definition = &columns->definitions[index];
	int type = 0;
	CDR_TRY(cdr_decl_check(loader->decl, node, column_keys, CDR_LEN(column_keys), loader->err));
	CDR_TRY(cdr_decl_word(loader->decl, node, "type", type_words, &type, loader->err));
	*definition = (struct cdr_import_definition){
		.name = cdr_str_copy(columns->arena, cdr_decl_text(node, "name")),
		.index = index,
		.type = (enum cdr_import_type)type,
		.joined = cdr_decl_boolean(node, "joined", false),
		.lenient = cdr_decl_boolean(node, "lenient", false),
		.blank_counts = cdr_decl_boolean(node, "blank_counts", false),
		.suppressed = cdr_decl_boolean(node, "suppressed", false),
		.quiet = cdr_decl_boolean(node, "quiet", false),
		.scheme = cdr_decl_text(node, "scheme"),
		.currency = cdr_decl_text(node, "currency"),
	};
	if (!definition->name.p)
		return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	if ((type == CDR_IMPORT_IDENTIFIER) != (definition->scheme.p != NULL))
		return cdr_decl_fail(loader->decl, node, loader->err,
		                     "a scheme belongs to every identifier column and to no other");
	bool words = cdr_decl_get(node, "words") != NULL;
	if (words != (type == CDR_IMPORT_WORD) && type != CDR_IMPORT_BOOLEAN)
		return cdr_decl_fail(loader->decl, node, loader->err,
		                     "words belong to every word column, may belong to a boolean one, and to no other");
	if (cdr_map_get(columns->by_name, definition->name))
		return cdr_decl_fail(loader->decl, node, loader->err, "column \"%.*s\" is defined twice",
		                     CDR_STR_ARG(definition->name));
	if (definition->suppressed && (type != CDR_IMPORT_WHOLE || definition->lenient))
		return cdr_decl_fail(loader->decl, node, loader->err,
		                     "what is suppressed is a column of whole numbers that is not lenient");
	if (definition->quiet && !definition->lenient)
		return cdr_decl_fail(loader->decl, node, loader->err, "what is quiet is lenient too");
	columns->suppresses |= definition->suppressed;
	CDR_TRY(cdr_map_put(columns->by_name, definition->name, definition));
	CDR_TRY(add_codes(loader, definition, node));
	CDR_TRY(add_words(loader, definition, cdr_decl_get(node, "words")));
	/* After the others: a canonical name that is listed among them takes its place there. */
	CDR_TRY(add_headers(loader, definition, columns->by_header, cdr_decl_get(node, "headers")));
	CDR_TRY(add_header(loader, definition, columns->by_header, cdr_decl_get(node, "name"), 0));
	return add_headers(loader, definition, columns->by_weak, cdr_decl_get(node, "weak"));
}

static enum cdr_status
load_columns(struct loader *loader, const struct cdr_decl_node *list)
{
	struct cdr_import_columns *columns = loader->columns;
	if (list->n > CDR_IMPORT_MAX_DEFINITIONS)
		return cdr_decl_fail(loader->decl, list, loader->err, "at most %d columns are allowed",
		                     CDR_IMPORT_MAX_DEFINITIONS);
	columns->definitions = cdr_arena_alloc(columns->arena, (list->n + 1) * sizeof(*columns->definitions));
	if (!columns->definitions)
		return cdr_fail_memory(loader->err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(load_column(loader, list->items[i], i));
		columns->n++;
	}
	for (size_t i = 0; i < list->n; i++) {
		struct cdr_str currency = columns->definitions[i].currency;
		if (currency.p && !cdr_map_get(columns->by_name, currency))
			return cdr_decl_fail(loader->decl, cdr_decl_get(list->items[i], "currency"), loader->err,
			                     "there is no column \"%.*s\"", CDR_STR_ARG(currency));
	}
	return CDR_OK;
}

/* required: a list of groups; of each group one column must be there and filled. */
static enum cdr_status
load_required(struct loader *loader, const struct cdr_decl_node *list)
{
	struct cdr_import_columns *columns = loader->columns;
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_decl_node *group = list->items[i];
		struct cdr_import_group *slot = &columns->required[i];
		if (i >= CDR_IMPORT_MAX_REQUIRED || group->kind != CDR_DECL_LIST || group->n == 0 ||
		    group->n > CDR_LEN(slot->any))
			return cdr_decl_fail(loader->decl, group, loader->err,
			                     "required is a list of at most %d groups of 1 to %zu columns",
			                     CDR_IMPORT_MAX_REQUIRED, CDR_LEN(slot->any));
		for (size_t k = 0; k < group->n; k++) {
			slot->any[k] = cdr_map_get(columns->by_name, group->items[k]->text);
			if (!slot->any[k])
				return cdr_decl_fail(loader->decl, group->items[k], loader->err,
				                     "there is no such column");
			slot->n++;
		}
		columns->n_required++;
	}
	return CDR_OK;
}

/* A plain list of words into a set. */
static enum cdr_status
load_set(struct loader *loader, const struct cdr_decl_node *list, struct cdr_map *set)
{
	for (size_t i = 0; list && i < list->n; i++) {
		struct cdr_str squashed = { NULL, 0 };
		CDR_TRY(squash_node(loader, list->items[i], &squashed));
		CDR_TRY(cdr_map_put(set, squashed, list->items[i]));
	}
	return CDR_OK;
}

/* Signs of currencies: {"€": [EUR], "$": [USD, CAD]}; as written, since folding would drop them. */
static enum cdr_status
load_signs(struct loader *loader, const struct cdr_decl_node *signs)
{
	struct cdr_import_columns *columns = loader->columns;
	for (size_t i = 0; signs && i < signs->n; i++) {
		struct cdr_decl_node *codes = signs->pairs[i].value;
		if (codes->kind != CDR_DECL_LIST || codes->n == 0)
			return cdr_decl_fail(loader->decl, codes, loader->err, "a list of currency codes is expected");
		for (size_t k = 0; k < codes->n; k++) {
			if (codes->items[k]->text.n != 3 || cdr_import_currency_digits(codes->items[k]->text) < 0)
				return cdr_decl_fail(loader->decl, codes->items[k], loader->err,
				                     "this is not a currency code of ISO 4217");
		}
		CDR_TRY(cdr_map_put(columns->currency_signs, signs->pairs[i].key, codes));
	}
	return CDR_OK;
}

/* Yes and no are words of a column nobody names "", so that one map serves. */
static enum cdr_status
load_truths(struct loader *loader, const struct cdr_decl_node *root)
{
	static const struct cdr_str truths[] = { { "true", 4 }, { "false", 5 } };
	static const char *const keys[] = { "yes", "no" };
	const struct cdr_import_definition nameless = { .name = CDR_STR("") };
	for (size_t t = 0; t < CDR_LEN(keys); t++) {
		const struct cdr_decl_node *list = cdr_decl_get(root, keys[t]);
		for (size_t i = 0; list && i < list->n; i++)
			CDR_TRY(add_word(loader, &nameless, list->items[i], &truths[t]));
	}
	return CDR_OK;
}

#define N_COLUMN_KEYS 4 /* the first ones, of a file that has columns; the others are words */
static const struct cdr_decl_key root_keys[] = {
	{ "required", CDR_DECL_ANY_LIST, true },      { "columns", CDR_DECL_ANY_LIST, true },
	{ "record", CDR_DECL_ANY_MAP, false },        { "words_of", CDR_DECL_ANY_LIST, false },
	{ "left_out", CDR_DECL_ANY_LIST, false },     { "blank", CDR_DECL_ANY_LIST, false },
	{ "yes", CDR_DECL_ANY_LIST, false },          { "no", CDR_DECL_ANY_LIST, false },
	{ "footers", CDR_DECL_ANY_LIST, false },      { "footer_starts", CDR_DECL_ANY_LIST, false },
	{ "header_marks", CDR_DECL_ANY_LIST, false }, { "currency_signs", CDR_DECL_ANY_MAP, false },
};
/* Without these, of its own or of another file, cells would be misread without a word. */
static const char *const needed_lists[] = { "blank", "yes", "no", "footers" };

/* The words that are not of one column. */
static enum cdr_status
load_lists(struct loader *loader, const struct cdr_decl_node *root)
{
	struct cdr_import_columns *columns = loader->columns;
	CDR_TRY(load_set(loader, cdr_decl_get(root, "blank"), columns->blanks));
	CDR_TRY(load_set(loader, cdr_decl_get(root, "footers"), columns->footers));
	CDR_TRY(load_set(loader, cdr_decl_get(root, "footer_starts"), columns->footer_starts));
	CDR_TRY(load_set(loader, cdr_decl_get(root, "header_marks"), columns->header_marks));
	CDR_TRY(load_set(loader, cdr_decl_get(root, "left_out"), columns->left_out));
	CDR_TRY(load_signs(loader, cdr_decl_get(root, "currency_signs")));
	return load_truths(loader, root);
}

/* Whether a list is there, in the file itself or in one whose words it shares. */
static bool
has_list(const struct cdr_import_columns *columns, const char *name)
{
	bool found = cdr_decl_get(columns->decl.root, name) != NULL;
	for (size_t i = 0; i < columns->n_shared; i++)
		found = found || cdr_decl_get(columns->shared[i].root, name) != NULL;
	return found;
}

static enum cdr_status
load_all(struct loader *loader)
{
	struct cdr_import_columns *columns = loader->columns;
	const struct cdr_decl_node *root = columns->decl.root;
	loader->decl = &columns->decl;
	CDR_TRY(cdr_decl_check(loader->decl, root, root_keys, CDR_LEN(root_keys), loader->err));
	for (size_t i = 0; i < CDR_LEN(needed_lists); i++) {
		if (!has_list(columns, needed_lists[i]))
			return cdr_decl_fail(loader->decl, root, loader->err, "the list \"%s\" is missing",
			                     needed_lists[i]);
	}
	CDR_TRY(load_columns(loader, cdr_decl_get(root, "columns")));
	CDR_TRY(load_required(loader, cdr_decl_get(root, "required")));
	CDR_TRY(load_lists(loader, root));
	if (cdr_decl_get(root, "record"))
		CDR_TRY(cdr_import_rules_load(columns, cdr_decl_get(root, "record"), loader->err));
	for (size_t i = 0; i < columns->n_shared; i++) {
		loader->decl = &columns->shared[i];
		CDR_TRY(load_lists(loader, columns->shared[i].root));
	}
	return CDR_OK;
}

struct cdr_import_columns *
cdr_import_columns_free(struct cdr_import_columns *columns)
{
	if (!columns)
		return NULL;
	(void)cdr_map_free(columns->by_name);
	(void)cdr_map_free(columns->by_header);
	(void)cdr_map_free(columns->by_weak);
	(void)cdr_map_free(columns->words);
	(void)cdr_map_free(columns->blanks);
	(void)cdr_map_free(columns->footers);
	(void)cdr_map_free(columns->footer_starts);
	(void)cdr_map_free(columns->header_marks);
	(void)cdr_map_free(columns->left_out);
	(void)cdr_map_free(columns->currency_signs);
	cdr_decl_done(&columns->decl);
	for (size_t i = 0; i < columns->n_shared; i++)
		cdr_decl_done(&columns->shared[i]);
	(void)cdr_arena_free(columns->arena);
	cdr_free(columns);
	return NULL;
}

static struct cdr_import_columns *
columns_new(void)
{
	cdr_owned(cdr_import_columns) columns = cdr_alloc(sizeof(*columns));
	if (!columns)
		return NULL;
	columns->arena = cdr_arena_new(CDR_BUNDLE_MAX_BYTES);
	columns->by_name = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->by_header = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->by_weak = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->words = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->blanks = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->footers = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->footer_starts = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->header_marks = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->left_out = cdr_map_new(CDR_DECL_MAX_NODES);
	columns->currency_signs = cdr_map_new(CDR_DECL_MAX_NODES);
	bool whole = columns->arena && columns->by_name && columns->by_header && columns->by_weak && columns->words &&
	             columns->blanks && columns->footers && columns->footer_starts && columns->header_marks &&
	             columns->currency_signs && columns->left_out;
	return whole ? cdr_steal(&columns) : NULL;
}

static const struct cdr_bundle_file *
find_file(const struct cdr_bundle *rulesets, struct cdr_str kind, char path[PATH_MAX_BYTES])
{
	(void)snprintf(path, PATH_MAX_BYTES, "import/%.*s.yaml", CDR_STR_ARG(kind));
	return cdr_bundle_find(rulesets, cdr_str_from(path));
}

/* One file whose words hold here too; the revision is then of both. A file of nothing but words is checked here, any other
 * where it is read for its own kind. */
static enum cdr_status
load_shared(struct cdr_import_columns *columns, const struct cdr_bundle *rulesets, const struct cdr_decl_node *named,
            const char *own_path, struct cdr_error *err)
{
	char path[PATH_MAX_BYTES], both[2 * CDR_SHA256_TEXT_MAX];
	const struct cdr_bundle_file *file = find_file(rulesets, named->text, path);
	if (!file || strcmp(path, own_path) == 0)
		return cdr_decl_fail(&columns->decl, named, err, "there is no other file %s", path);
	struct cdr_decl *decl = &columns->shared[columns->n_shared];
	CDR_TRY(cdr_decl_parse(file->text, path, decl, err));
	columns->n_shared++;
	if (!cdr_decl_get(decl->root, "columns"))
		CDR_TRY(cdr_decl_check(decl, decl->root, root_keys + N_COLUMN_KEYS, CDR_LEN(root_keys) - N_COLUMN_KEYS,
		                       err));
	(void)snprintf(both, sizeof(both), "%s", columns->revision);
	(void)cdr_crypt_sha256(file->text, both + strlen(both));
	(void)cdr_crypt_sha256(cdr_str_from(both), columns->revision);
	return CDR_OK;
}

static enum cdr_status
load_all_shared(struct cdr_import_columns *columns, const struct cdr_bundle *rulesets, const char *own_path,
                struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(columns->decl.root, "words_of");
	for (size_t i = 0; list && i < list->n; i++) {
		if (i == CDR_IMPORT_MAX_SHARED)
			return cdr_decl_fail(&columns->decl, list, err, "at most %d files are allowed",
			                     CDR_IMPORT_MAX_SHARED);
		CDR_TRY(load_shared(columns, rulesets, list->items[i], own_path, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_import_columns_load(const struct cdr_bundle *rulesets, enum cdr_import_kind kind, struct cdr_import_columns **ret,
                        struct cdr_error *err)
{
	char path[PATH_MAX_BYTES];
	const struct cdr_bundle_file *file = find_file(rulesets, cdr_str_from(cdr_import_kind_word(kind)), path);
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_IMPORT_ROOM, NULL,
		                "the rule data has no %s, which says what the columns of such a file mean", path);
	cdr_owned(cdr_import_columns) columns = columns_new();
	if (!columns)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_decl_parse(file->text, path, &columns->decl, err));
	(void)cdr_crypt_sha256(file->text, columns->revision);
	CDR_TRY(load_all_shared(columns, rulesets, path, err));
	struct loader loader = { .columns = columns, .err = err };
	enum cdr_status status = load_all(&loader);
	if (status == CDR_ENOMEM && err && err->code == CDR_OK)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(status);
	*ret = cdr_steal(&columns);
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- look-ups */

const struct cdr_import_definition *
cdr_import_columns_find(const struct cdr_import_columns *columns, const char *name)
{
	return cdr_map_get(columns->by_name, cdr_str_from(name));
}
