/* SPDX-License-Identifier: Apache-2.0 */
/* Reading names for match and compare. Aliases, addresses, sectors and identifiers are several in one cell, separated by "|";
 * an identifier is written scheme:value ("lei:…", "company_number:…"). */
#include "cli/names.h"

#include <string.h>

#define MAX_LIST 200

uint32_t
cli_find_column(const struct cdr_sheet *sheet, const char *header)
{
	if (sheet->n_rows == 0)
		return UINT32_MAX;
	const struct cdr_row names = cdr_sheet_row(sheet, 0);
	for (uint32_t i = 0; i < names.n_cells; i++) {
		if (cdr_str_equal_nocase(cdr_str_trim(cdr_row_cell(&names, i).text), cdr_str_from(header)))
			return i;
	}
	return UINT32_MAX;
}

enum cdr_status
cli_name_columns(const struct cdr_table *table, struct cli_name_columns *ret, struct cdr_error *err)
{
	static const char *const headers[NAME_COLUMNS] = { "id",      "name",           "aliases",
		                                           "country", "licence_number", "identifiers",
		                                           "address", "sector" };
	for (size_t i = 0; i < NAME_COLUMNS; i++)
		ret->at[i] = table->n_sheets ? cli_find_column(&table->sheets[0], headers[i]) : UINT32_MAX;
	if (ret->at[NAME_NAME] != UINT32_MAX)
		return CDR_OK;
	struct cdr_str where = cdr_str_format(table->arena, "%.*s", CDR_STR_ARG(table->file));
	return cdr_fail(err, CDR_EINPUT, ROOM, where.p,
	                "the first row names no column \"name\"; expected a header such as id,name,country");
}

static struct cdr_str
cell(const struct cdr_row *row, uint32_t column)
{
	return column == UINT32_MAX ? (struct cdr_str){ NULL, 0 } : cdr_str_trim(cdr_row_cell(row, column).text);
}

enum cdr_status
cli_split_list(struct cdr_str text, struct cdr_arena *arena, const struct cdr_str **ret, size_t *ret_n,
               struct cdr_error *err)
{
	struct cdr_str piece;
	if (!text.n)
		return CDR_OK;
	struct cdr_str *items = cdr_arena_alloc(arena, MAX_LIST * sizeof(*items));
	size_t n = 0;
	if (!items)
		return cdr_fail_memory(err, ROOM);
	while (cdr_str_split(&text, '|', &piece)) {
		if (n == MAX_LIST)
			return cdr_fail(err, CDR_ELIMIT, ROOM, NULL,
			                "a cell lists more than %d aliases, identifiers or the like", MAX_LIST);
		if (cdr_str_trim(piece).n)
			items[n++] = cdr_str_trim(piece);
	}
	*ret = items;
	*ret_n = n;
	return CDR_OK;
}

/* Licence number and identifiers to one list. */
static enum cdr_status
set_identifiers(struct cdr_str licence, struct cdr_str listed, struct cdr_arena *arena, struct cli_name *name,
                struct cdr_error *err)
{
	const struct cdr_str *items = NULL;
	size_t n_items = 0, n = 0;
	if (!licence.n && !listed.n)
		return CDR_OK;
	CDR_TRY(cli_split_list(listed, arena, &items, &n_items, err));
	struct cdr_identifier *identifiers = cdr_arena_alloc(arena, (n_items + 1) * sizeof(*identifiers));
	if (!identifiers)
		return cdr_fail_memory(err, ROOM);
	if (licence.n)
		identifiers[n++] = (struct cdr_identifier){ CDR_STR("licence"), licence, name->subject.country };
	for (size_t i = 0; i < n_items; i++) {
		struct cdr_str rest = items[i], scheme;
		if (!cdr_str_split(&rest, ':', &scheme) || !scheme.n || !rest.n)
			return cdr_fail(err, CDR_EINPUT, ROOM, NULL,
			                "\"%.*s\" is no identifier: write scheme:value, such as lei:…",
			                CDR_STR_ARG(items[i]));
		identifiers[n++] = (struct cdr_identifier){ scheme, rest, name->subject.country };
	}
	name->subject.identifiers = identifiers;
	name->subject.n_identifiers = n;
	return CDR_OK;
}

/* A country as typed to its code; one that is not recognised is left out, as if it had not been given. */
static enum cdr_status
set_country(const struct cli *cli, struct cdr_str text, struct cdr_arena *arena, struct cli_name *name,
            struct cdr_error *err)
{
	char code[3];
	if (!text.n || !cdr_normalise_country(cli->setup->normaliser, text, code))
		return CDR_OK;
	name->subject.country = cdr_str_copy(arena, cdr_str_from(code));
	return name->subject.country.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

enum cdr_status
cli_name_from_row(const struct cli *cli, const struct cdr_row *row, const struct cli_name_columns *columns,
                  struct cdr_arena *arena, struct cli_name *ret, struct cdr_error *err)
{
	struct cli_name name = { .id = cell(row, columns->at[NAME_ID]) };
	struct cdr_match_subject *subject = &name.subject;
	subject->name = cell(row, columns->at[NAME_NAME]);
	CDR_TRY(set_country(cli, cell(row, columns->at[NAME_COUNTRY]), arena, &name, err));
	CDR_TRY(cli_split_list(cell(row, columns->at[NAME_ALIASES]), arena, &subject->aliases, &subject->n_aliases,
	                       err));
	CDR_TRY(cli_split_list(cell(row, columns->at[NAME_ADDRESS]), arena, &subject->addresses, &subject->n_addresses,
	                       err));
	CDR_TRY(cli_split_list(cell(row, columns->at[NAME_SECTOR]), arena, &subject->sectors, &subject->n_sectors,
	                       err));
	CDR_TRY(set_identifiers(cell(row, columns->at[NAME_LICENCE]), cell(row, columns->at[NAME_IDENTIFIERS]), arena,
	                        &name, err));
	*ret = name;
	return CDR_OK;
}

/* A member that is a text or an array of texts. */
static enum cdr_status
texts_of(const struct cdr_json *object, const char *member, struct cdr_arena *arena, const struct cdr_str **ret,
         size_t *ret_n, struct cdr_error *err)
{
	const struct cdr_json *value = cdr_json_get(object, member);
	struct cdr_str alone = value ? cdr_json_string(value) : (struct cdr_str){ NULL, 0 };
	size_t n = value && !alone.p ? cdr_json_count(value) : 1, n_texts = 0;
	struct cdr_str *texts = cdr_arena_alloc(arena, (n + 1) * sizeof(*texts));
	if (!texts)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str text = alone.p || !value ? alone : cdr_json_string(cdr_json_at(value, i));
		if (text.n)
			texts[n_texts++] = text;
	}
	*ret = texts;
	*ret_n = n_texts;
	return CDR_OK;
}

enum cdr_status
cli_name_from_json(const struct cli *cli, const struct cdr_json *object, const char *place, struct cdr_arena *arena,
                   struct cli_name *ret, struct cdr_error *err)
{
	struct cli_name name = { .id = cdr_json_get_str(object, "id") };
	name.subject.name = cdr_json_get_str(object, "name");
	if (!name.subject.name.p)
		return cdr_fail(err, CDR_EINPUT, ROOM, place, "expected an object with a member \"name\"");
	struct cdr_match_subject *subject = &name.subject;
	CDR_TRY(texts_of(object, "aliases", arena, &subject->aliases, &subject->n_aliases, err));
	CDR_TRY(texts_of(object, "address", arena, &subject->addresses, &subject->n_addresses, err));
	CDR_TRY(texts_of(object, "sector", arena, &subject->sectors, &subject->n_sectors, err));
	CDR_TRY(set_country(cli, cdr_json_get_str(object, "country"), arena, &name, err));
	CDR_TRY(set_identifiers(cdr_json_get_str(object, "licence_number"), cdr_json_get_str(object, "identifiers"),
	                        arena, &name, err));
	*ret = name;
	return CDR_OK;
}
