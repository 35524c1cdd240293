/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of entries to match against, read in pieces so that a million names need little memory. What surprises: of a CSV
 * file every piece is read as a table of its own, with the file's header in front; so quoting, encodings and separators
 * are those of every other table. Formats that cannot be cut (workbooks, XML, JSON arrays) are read whole.
 *
 * FollowTheMoney: one entity a line, {"id", "schema", "properties": {"name": [...], ...}}
 * (https://followthemoney.tech/explorer/). Organisations and the like are taken, persons, vessels and relations are not.
 */
#include "cli/entries.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/lines.h"

#define PIECE_BYTES ((size_t)1 << 20)
#define ARENA_BYTES ((size_t)512 << 20)
#define MAX_FTM_NAMES 200
#define MAX_FTM_IDENTIFIERS 64

struct reader {
	struct cli *cli;
	const char *file; /* name for messages */
	struct cdr_arena *arena;
	struct cli_lines lines;
	cli_entry_fn fn;
	void *context;
	struct cli_entries_count *count;
};

static void
reader_done(struct reader *reader)
{
	cli_lines_done(&reader->lines);
	(void)cdr_arena_free(reader->arena);
	if (reader->lines.fd >= 0)
		(void)close(reader->lines.fd);
}

static enum cdr_status
tell(struct reader *r, struct cli_name *name, struct cdr_error *err)
{
	char number[32];
	if (name->subject.name.n == 0) {
		r->count->n_nameless++;
		return CDR_OK;
	}
	r->count->n++;
	if (!name->id.n) {
		int n = snprintf(number, sizeof(number), "%zu", r->count->n);
		name->id = (struct cdr_str){ number, (size_t)n };
	}
	name->subject.id = name->id;
	return r->fn(r->context, name, err);
}

/* ----------------------------------------------------------------------------------------------------------- tables */

static enum cdr_status
tell_table(struct reader *r, struct cdr_str bytes, const struct cdr_ingest_options *options, char *ret_separator,
           struct cdr_error *err)
{
	struct cli_name_columns columns;
	cdr_owned(cdr_table) table = NULL;
	CDR_TRY(cdr_ingest_read(bytes, r->file, options, &table, err));
	CDR_TRY(cli_name_columns(table, &columns, err));
	*ret_separator = table->separator;
	for (size_t i = 1; i < table->sheets[0].n_rows; i++) {
		struct cli_name name;
		const struct cdr_row row = cdr_sheet_row(&table->sheets[0], i);
		cdr_arena_reset(r->arena);
		CDR_TRY(cli_name_from_row(r->cli, &row, &columns, r->arena, &name, err));
		CDR_TRY(tell(r, &name, err));
	}
	return CDR_OK;
}

/* Adds lines to the piece until it is large enough and no quoted cell is open. */
static enum cdr_status
fill_piece(struct reader *r, struct cdr_buf *piece, size_t least, bool *ret_more, struct cdr_error *err)
{
	bool quoted = false, found = true;
	while (quoted || piece->n < least) {
		struct cdr_str line;
		CDR_TRY(cli_lines_next(&r->lines, &line, &found, err));
		if (!found)
			break;
		for (size_t i = 0; i < line.n; i++)
			quoted ^= line.p[i] == '"';
		cdr_buf_add_str(piece, line);
		CDR_TRY(cdr_buf_check(piece, ROOM, err));
	}
	*ret_more = found;
	return CDR_OK;
}

static enum cdr_status
read_csv(struct reader *r, struct cdr_error *err)
{
	cdr_auto(cdr_buf) piece = { .max = CDR_INGEST_MAX_FILE_BYTES };
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	bool more = true;
	CDR_TRY(fill_piece(r, &piece, 1, &more, err));
	if (more && cdr_str_starts_with(cdr_buf_str(&piece), CDR_STR("sep=")))
		CDR_TRY(fill_piece(r, &piece, piece.n + 1, &more, err));
	size_t header = piece.n;
	bool first = true;
	while (more) {
		size_t line = r->lines.number + 1;
		piece.n = header;
		CDR_TRY(fill_piece(r, &piece, PIECE_BYTES, &more, err));
		if (piece.n == header && !first)
			break;
		enum cdr_status status = tell_table(r, cdr_buf_str(&piece), &options, &options.separator, err);
		if (status != CDR_OK && !first && err)
			cdr_error_prefix(err, "in the rows from line %zu on", line);
		CDR_TRY(status);
		first = false;
	}
	if (first)
		CDR_TRY(tell_table(r, cdr_buf_str(&piece), &options, &options.separator, err));
	return CDR_OK;
}

static enum cdr_status
read_whole(struct reader *r, const char *path, struct cdr_error *err)
{
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	struct cdr_ingest_options options = { 0 };
	char separator = 0;
	CDR_TRY(cdr_file_read(path, &bytes, err));
	return tell_table(r, cdr_buf_str(&bytes), &options, &separator, err);
}

/* -------------------------------------------------------------------------------------------------- FollowTheMoney */

static bool
is_organisation(struct cdr_str schema)
{
	static const char *const schemas[] = { "LegalEntity", "Organization", "Company", "PublicBody" };
	for (size_t i = 0; i < CDR_LEN(schemas); i++)
		if (cdr_str_equal(schema, cdr_str_from(schemas[i])))
			return true;
	return false;
}

static struct cdr_str
first_value(const struct cdr_json *properties, const char *name)
{
	return cdr_json_string(cdr_json_at(cdr_json_get(properties, name), 0));
}

static enum cdr_status
ftm_names(const struct cdr_json *properties, struct cdr_arena *arena, struct cli_name *name, struct cdr_error *err)
{
	static const char *const keys[] = { "name", "alias", "weakAlias", "previousName" };
	struct cdr_str *aliases = cdr_arena_alloc(arena, MAX_FTM_NAMES * sizeof(*aliases));
	if (!aliases)
		return cdr_fail_memory(err, ROOM);
	for (size_t k = 0; k < CDR_LEN(keys); k++) {
		const struct cdr_json *values = cdr_json_get(properties, keys[k]);
		for (size_t i = 0; i < cdr_json_count(values); i++) {
			struct cdr_str value = cdr_json_string(cdr_json_at(values, i));
			if (!value.n || name->subject.n_aliases == MAX_FTM_NAMES)
				continue;
			if (!name->subject.name.n)
				name->subject.name = value;
			else
				aliases[name->subject.n_aliases++] = value;
		}
	}
	name->subject.aliases = aliases;
	return CDR_OK;
}

/* All values of a property. */
static enum cdr_status
ftm_texts(const struct cdr_json *properties, const char *key, struct cdr_arena *arena, const struct cdr_str **ret,
          size_t *ret_n, struct cdr_error *err)
{
	const struct cdr_json *values = cdr_json_get(properties, key);
	size_t n = cdr_json_count(values);
	struct cdr_str *texts = cdr_arena_alloc(arena, (n + 1) * sizeof(*texts));
	if (!texts)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++)
		texts[i] = cdr_json_string(cdr_json_at(values, i));
	*ret = texts;
	*ret_n = n;
	return CDR_OK;
}

static enum cdr_status
ftm_identifiers(const struct cdr_json *properties, struct cdr_arena *arena, struct cli_name *name,
                struct cdr_error *err)
{
	static const struct {
		const char *key, *scheme;
	} keys[] = { { "registrationNumber", "company_number" },
		     { "leiCode", "lei" },
		     { "taxNumber", "tax_id" },
		     { "vatCode", "tax_id" },
		     { "innCode", "tax_id" },
		     { "ogrnCode", "company_number" },
		     { "uscCode", "company_number" },
		     { "dunsCode", "duns" },
		     { "imoNumber", "imo" } };
	struct cdr_identifier *identifiers = cdr_arena_alloc(arena, MAX_FTM_IDENTIFIERS * sizeof(*identifiers));
	if (!identifiers)
		return cdr_fail_memory(err, ROOM);
	for (size_t k = 0; k < CDR_LEN(keys); k++) {
		const struct cdr_json *values = cdr_json_get(properties, keys[k].key);
		for (size_t i = 0; i < cdr_json_count(values); i++) {
			struct cdr_str value = cdr_json_string(cdr_json_at(values, i));
			if (value.n && name->subject.n_identifiers < MAX_FTM_IDENTIFIERS)
				identifiers[name->subject.n_identifiers++] =
					(struct cdr_identifier){ cdr_str_from(keys[k].scheme), value,
					                         name->subject.country };
		}
	}
	name->subject.identifiers = identifiers;
	return CDR_OK;
}

static enum cdr_status
tell_ftm(struct reader *r, const struct cdr_json *entity, struct cdr_error *err)
{
	struct cli_name name = { .id = cdr_json_get_str(entity, "id") };
	const struct cdr_json *properties = cdr_json_get(entity, "properties");
	if (!is_organisation(cdr_json_get_str(entity, "schema"))) {
		r->count->n_other++;
		return CDR_OK;
	}
	struct cdr_str country = first_value(properties, "country");
	if (!country.n)
		country = first_value(properties, "jurisdiction");
	char code[3];
	if (country.n && cdr_normalise_country(r->cli->setup->normaliser, country, code))
		name.subject.country = cdr_str_copy(r->arena, cdr_str_from(code));
	CDR_TRY(ftm_names(properties, r->arena, &name, err));
	CDR_TRY(ftm_identifiers(properties, r->arena, &name, err));
	struct cdr_match_subject *subject = &name.subject;
	CDR_TRY(ftm_texts(properties, "address", r->arena, &subject->addresses, &subject->n_addresses, err));
	CDR_TRY(ftm_texts(properties, "sector", r->arena, &subject->sectors, &subject->n_sectors, err));
	return tell(r, &name, err);
}

static enum cdr_status
read_ndjson(struct reader *r, struct cdr_error *err)
{
	for (;;) {
		char place[CDR_ERROR_WHERE_MAX];
		struct cdr_str line;
		bool found = false;
		cdr_owned(cdr_json) object = NULL;
		CDR_TRY(cli_lines_next(&r->lines, &line, &found, err));
		if (!found)
			return CDR_OK;
		if (cdr_str_trim(line).n == 0)
			continue;
		(void)snprintf(place, sizeof(place), "%s:%zu", r->file, r->lines.number);
		CDR_TRY(cdr_json_parse(line, place, &object, err));
		cdr_arena_reset(r->arena);
		if (cdr_json_get(object, "schema") && cdr_json_get(object, "properties")) {
			CDR_TRY(tell_ftm(r, object, err));
			continue;
		}
		struct cli_name name;
		CDR_TRY(cli_name_from_json(r->cli, object, place, r->arena, &name, err));
		CDR_TRY(tell(r, &name, err));
	}
}

/* ------------------------------------------------------------------------------------------------------------- kinds */

/* Lines of text without marks of another format: no workbook, XML, JSON array or UTF-16. */
static bool
is_plain_text(struct cdr_str beginning)
{
	struct cdr_str text = cdr_str_trim(beginning);
	return !memchr(beginning.p, '\0', beginning.n) && !cdr_str_starts_with(text, CDR_STR("PK")) &&
	       !cdr_str_starts_with(text, CDR_STR("<")) && !cdr_str_starts_with(text, CDR_STR("[")) &&
	       !cdr_str_starts_with(beginning, CDR_STR("\xFF\xFE")) &&
	       !cdr_str_starts_with(beginning, CDR_STR("\xFE\xFF"));
}

enum cdr_status
cli_entries_read(struct cli *cli, const char *path, cli_entry_fn fn, void *context, struct cli_entries_count *count,
                 struct cdr_error *err)
{
	__attribute__((cleanup(reader_done))) struct reader r = { .cli = cli,
		                                                  .file = cdr_file_name(path),
		                                                  .arena = cdr_arena_new(ARENA_BYTES),
		                                                  .lines = CLI_LINES_INIT(-1, path),
		                                                  .fn = fn,
		                                                  .context = context,
		                                                  .count = count };
	if (!r.arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_file_open_read(path, &r.lines.fd, err));
	struct cdr_str beginning;
	CDR_TRY(cli_lines_peek(&r.lines, &beginning, err));
	if (cdr_str_starts_with(cdr_str_trim(beginning), CDR_STR("{")))
		return read_ndjson(&r, err);
	return is_plain_text(beginning) ? read_csv(&r, err) : read_whole(&r, path, err);
}
