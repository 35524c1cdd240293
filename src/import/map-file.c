/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An explicit mapping (--map): which columns of the file hold what, which row is the header, what to assume where a
 * cell is empty. Checked against the canonical columns here; that the headers it names exist is found out in mapping.c,
 * when the file is there. Format: rulesets/import/README.md.
 */
#include "candor/import.h"

#include "candor/base.h"
#include "import/import-impl.h"

static const char *const order_words[] = { "day_first", "month_first", NULL };

static const struct cdr_decl_key map_keys[] = {
	{ "columns", CDR_DECL_ANY_MAP, false },     { "defaults", CDR_DECL_ANY_MAP, false },
	{ "header_row", CDR_DECL_INTEGER, false },  { "date_order", CDR_DECL_TEXT, false },
	{ "list_separator", CDR_DECL_TEXT, false }, { "decimal_mark", CDR_DECL_TEXT, false },
};

void
cdr_import_map_done(struct cdr_import_map *map)
{
	cdr_decl_done(&map->decl);
}

/* Keys of `node` must be canonical columns; decl then names the nearest one for a slip. */
static enum cdr_status
check_names(const struct cdr_import_map *map, const struct cdr_decl_node *node, enum cdr_decl_type type,
            const struct cdr_import_columns *columns, struct cdr_error *err)
{
	struct cdr_decl_key keys[CDR_IMPORT_MAX_DEFINITIONS];
	if (!node)
		return CDR_OK;
	for (size_t i = 0; i < columns->n; i++)
		keys[i] = (struct cdr_decl_key){ columns->definitions[i].name.p, type, false };
	return cdr_decl_check(&map->decl, node, keys, columns->n, err);
}

/* Several headers make sense only for a column that can be joined from parts. */
static enum cdr_status
check_parts(const struct cdr_import_map *map, const struct cdr_import_columns *columns, struct cdr_error *err)
{
	for (size_t i = 0; map->columns && i < map->columns->n; i++) {
		const struct cdr_decl_pair *pair = &map->columns->pairs[i];
		const struct cdr_import_definition *definition = cdr_map_get(columns->by_name, pair->key);
		if (pair->value->kind == CDR_DECL_LIST && pair->value->n != 1 && !definition->joined)
			return cdr_decl_fail(
				&map->decl, pair->value, err,
				"\"%.*s\" is read from one column; only address can be joined from several",
				CDR_STR_ARG(pair->key));
	}
	return CDR_OK;
}

static enum cdr_status
read_settings(struct cdr_import_map *map, struct cdr_error *err)
{
	const struct cdr_decl_node *root = map->decl.root;
	map->header_row = cdr_decl_integer(root, "header_row", 0);
	if (map->header_row < 0 || (map->header_row == 0 && cdr_decl_get(root, "header_row")))
		return cdr_decl_fail(&map->decl, cdr_decl_get(root, "header_row"), err,
		                     "rows are counted from 1, as a spreadsheet shows them");
	if (cdr_decl_get(root, "date_order")) {
		int order = 0;
		CDR_TRY(cdr_decl_word(&map->decl, root, "date_order", order_words, &order, err));
		map->date_order = order == 0 ? CDR_DATE_ORDER_DAY_FIRST : CDR_DATE_ORDER_MONTH_FIRST;
	}
	struct cdr_str mark = cdr_decl_text(root, "decimal_mark");
	if (mark.p && !cdr_str_equal(mark, CDR_STR(".")) && !cdr_str_equal(mark, CDR_STR(",")))
		return cdr_decl_fail(&map->decl, cdr_decl_get(root, "decimal_mark"), err,
		                     "the decimal mark is \".\" or \",\"");
	map->decimal_mark = '\0';
	if (mark.p)
		map->decimal_mark = mark.p[0];
	struct cdr_str separator = cdr_decl_text(root, "list_separator");
	if (separator.p && (separator.n != 1 || (unsigned char)separator.p[0] >= 0x80))
		return cdr_decl_fail(&map->decl, cdr_decl_get(root, "list_separator"), err,
		                     "the list separator is a single ASCII character, for example \"|\"");
	map->list_separator = '\0';
	if (separator.p)
		map->list_separator = separator.p[0];
	return CDR_OK;
}

enum cdr_status
cdr_import_map_load(struct cdr_str yaml, const char *name, const struct cdr_import_columns *columns,
                    struct cdr_import_map *ret, struct cdr_error *err)
{
	cdr_auto(cdr_import_map) map = { .given = true, .how = "map" };
	CDR_TRY(cdr_decl_parse(yaml, name ? name : "mapping", &map.decl, err));
	CDR_TRY(cdr_decl_check(&map.decl, map.decl.root, map_keys, CDR_LEN(map_keys), err));
	map.columns = cdr_decl_get(map.decl.root, "columns");
	map.defaults = cdr_decl_get(map.decl.root, "defaults");
	CDR_TRY(check_names(&map, map.columns, CDR_DECL_TEXT_LIST, columns, err));
	CDR_TRY(check_names(&map, map.defaults, CDR_DECL_TEXT, columns, err));
	CDR_TRY(check_parts(&map, columns, err));
	CDR_TRY(read_settings(&map, err));
	(void)cdr_crypt_sha256(yaml, map.revision);
	*ret = map;
	map.decl = (struct cdr_decl){ 0 };
	return CDR_OK;
}

bool
cdr_import_same_header(struct cdr_str wanted, struct cdr_str header, struct cdr_arena *arena)
{
	if (cdr_str_equal(cdr_str_trim(wanted), header))
		return true;
	struct cdr_str a = cdr_import_squash(wanted, arena), b = cdr_import_squash(header, arena);
	return a.n && cdr_str_equal(a, b);
}

const struct cdr_import_definition *
cdr_import_map_header(const struct cdr_import_map *map, const struct cdr_import_columns *columns, struct cdr_str header,
                      struct cdr_arena *arena)
{
	for (size_t i = 0; map->columns && i < map->columns->n; i++) {
		const struct cdr_decl_pair *pair = &map->columns->pairs[i];
		const struct cdr_decl_node *value = pair->value;
		size_t n = value->kind == CDR_DECL_LIST ? value->n : 1;
		for (size_t k = 0; k < n; k++) {
			struct cdr_str wanted = value->kind == CDR_DECL_LIST ? value->items[k]->text : value->text;
			if (cdr_import_same_header(wanted, header, arena))
				return cdr_map_get(columns->by_name, pair->key);
		}
	}
	return NULL;
}
