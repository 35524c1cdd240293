/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FollowTheMoney entities -> rows: one row for each that stands for somebody, as a row of other lists does; what only
 * describes those (sanctions, passports, owners, addresses …) is counted by its schema and told with the table. Read off
 * the text without a tree, which is what makes it fast. Surprise: the file is gone through twice, first for the places of
 * its Address entities, because a party may name its address before the line it stands on; they are read there again when
 * they are asked for, so that what is held of each is sixteen bytes.
 *
 *	file       = entity, line end, entity …   each a JSON object
 *	entity     = {"id", "schema", "caption", "datasets": […], "first_seen", …, "properties": {NAME: [value …] …}}
 *	value      = text; the id of another entity; or, in nested exports, that entity itself
 *	https://followthemoney.tech/docs/ and https://www.opensanctions.org/docs/bulk/json/; both unverified here
 */
#include "ingest/json-impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORGET_EVERY 4096      /* lines */
#define MAX_ADDRESSES 4000000  /* of which a place is held, 16 bytes each */
#define MAX_TALLIES 64         /* schemas that are counted by name */
#define MAX_TALLY_BYTES 60     /* of a schema's name that are kept */
#define MAX_NOTE_BYTES 800     /* of what is told of entities left out, before the end of it */
#define MAX_TEST_BYTES 1000000 /* of a first line that is tried */

static const struct cdr_str properties_name = { "properties", 10 }, addresses_name = { "addresses", 9 };

/* The schemas of those that can act or be owned: legal entities and what they run. */
static const struct cdr_str party_schemas[] = {
	{ "LegalEntity", 11 }, { "Company", 7 }, { "Organization", 12 }, { "PublicBody", 10 },
	{ "Person", 6 },       { "Vessel", 6 },  { "Airplane", 8 },
};

/* What a row has where the call names no columns. */
#define PROPERTY(name)                                                                                                 \
	{                                                                                                              \
		{ name, sizeof(name) - 1 },                                                                            \
		{                                                                                                      \
			"properties." name, sizeof("properties." name) - 1                                             \
		}                                                                                                      \
	}
#define MEMBER(name)                                                                                                   \
	{                                                                                                              \
		{ name, sizeof(name) - 1 },                                                                            \
		{                                                                                                      \
			name, sizeof(name) - 1                                                                         \
		}                                                                                                      \
	}
static const struct cdr_ingest_column default_columns[] = {
	MEMBER("id"),
	MEMBER("schema"),
	MEMBER("caption"),
	PROPERTY("name"),
	PROPERTY("alias"),
	PROPERTY("weakAlias"),
	PROPERTY("previousName"),
	PROPERTY("country"),
	PROPERTY("jurisdiction"),
	PROPERTY("topics"),
	PROPERTY("program"),
	PROPERTY("registrationNumber"),
	PROPERTY("taxNumber"),
	PROPERTY("vatCode"),
	PROPERTY("leiCode"),
	PROPERTY("idNumber"),
	PROPERTY("innCode"),
	PROPERTY("ogrnCode"),
	PROPERTY("uscCode"),
	PROPERTY("uniqueEntityId"),
	PROPERTY("dunsCode"),
	PROPERTY("imoNumber"),
	PROPERTY("flag"),
	PROPERTY("sector"),
	PROPERTY("website"),
	MEMBER("addresses"),
	MEMBER("datasets"),
	MEMBER("first_seen"),
	MEMBER("last_seen"),
	MEMBER("target"),
};

enum from { FROM_MEMBER, FROM_PROPERTY, FROM_ADDRESSES };
struct ftm_column {
	enum from from;
	struct cdr_str key;
	uint32_t first; /* the column with the same key that comes first; its own number where it does itself */
	bool seen;      /* in this entity */
	enum cdr_cell_kind kind;
	struct cdr_str only;   /* a single value that lies in the file as it is */
	struct cdr_buf joined; /* else: all of them, with '|' between */
};
struct ftm_address {
	uint64_t hash, at; /* of its id; of its line */
};
struct ftm_tally {
	struct cdr_str schema;
	uint64_t n;
};
struct ftm_reader {
	const struct cdr_ingest_source *source;
	const struct cdr_ingest_text *text;
	struct cdr_ingest_builder builder;
	struct ftm_column *columns;
	size_t n_columns;
	struct ftm_column *addresses; /* NULL: not asked for */
	struct cdr_vec places;        /* of struct ftm_address, sorted */
	struct cdr_scan scan;         /* over the line */
	struct cdr_scan_text schema;
	bool has_schema, has_properties, memory_short;
	struct cdr_buf name, address;
	struct ftm_tally tallies[MAX_TALLIES];
	size_t n_tallies;
	uint64_t n_left_out, n_other, n_missing;
};

static void
ftm_reader_done(struct ftm_reader *reader)
{
	for (size_t i = 0; i < reader->n_columns; i++)
		cdr_buf_done(&reader->columns[i].joined);
	cdr_free(reader->columns);
	cdr_vec_done(&reader->places);
	cdr_buf_done(&reader->name);
	cdr_buf_done(&reader->address);
	cdr_ingest_builder_done(&reader->builder);
}

static bool
is_text(struct ftm_reader *reader, const struct cdr_scan_text *text, struct cdr_str wanted)
{
	if (!text->escaped)
		return cdr_str_equal(text->raw, wanted);
	cdr_buf_clear(&reader->name);
	cdr_scan_add_text(text, &reader->name);
	reader->memory_short = reader->memory_short || reader->name.failed;
	return cdr_str_equal(cdr_buf_str(&reader->name), wanted);
}

/* ---------------------------------------------------------------------------------------------------------- columns */

static enum cdr_status
load_column(struct ftm_reader *reader, struct cdr_str path, struct cdr_error *err)
{
	struct ftm_column *column = &reader->columns[reader->n_columns];
	size_t n_prefix = properties_name.n + 1;
	*column = (struct ftm_column){ .from = FROM_MEMBER, .key = path, .first = (uint32_t)reader->n_columns };
	column->joined.max = CDR_INGEST_MAX_CELL_BYTES + 1;
	if (cdr_str_equal(path, addresses_name)) {
		column->from = FROM_ADDRESSES;
	} else if (path.n > n_prefix && cdr_str_starts_with(path, properties_name) &&
	           path.p[properties_name.n] == '.') {
		column->from = FROM_PROPERTY;
		column->key = (struct cdr_str){ path.p + n_prefix, path.n - n_prefix };
	}
	if (column->key.n == 0 || memchr(column->key.p, '.', column->key.n))
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, reader->source->name,
			"\"%.*s\" is in no entity: columns are its members (id, schema …), properties.NAME, and "
			"addresses",
			CDR_STR_ARG(path));
	for (uint32_t i = 0; i < reader->n_columns; i++) {
		const struct ftm_column *before = &reader->columns[i];
		if (before->from == column->from && cdr_str_equal(before->key, column->key)) {
			column->first = before->first;
			break;
		}
	}
	if (column->from == FROM_ADDRESSES)
		reader->addresses = &reader->columns[column->first];
	reader->n_columns++;
	return CDR_OK;
}

static enum cdr_status
load_columns(struct ftm_reader *reader, struct cdr_error *err)
{
	const struct cdr_ingest_options *options = reader->source->options;
	const struct cdr_ingest_column *columns = options->n_columns > 0 ? options->columns : default_columns;
	size_t n = options->n_columns > 0 ? options->n_columns : CDR_LEN(default_columns);
	reader->columns = cdr_alloc(n * sizeof(*reader->columns));
	if (!reader->columns)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	for (size_t i = 0; i < n; i++)
		CDR_TRY(load_column(reader, columns[i].path, err));
	return cdr_ingest_builder_names(&reader->builder, columns, n, err);
}

static struct ftm_column *
find_column(struct ftm_reader *reader, enum from from, const struct cdr_scan_text *name)
{
	for (size_t i = 0; i < reader->n_columns; i++) {
		struct ftm_column *column = &reader->columns[i];
		if (column->from == from && column->first == i && is_text(reader, name, column->key))
			return column;
	}
	return NULL;
}

static void
start_joining(struct ftm_column *column)
{
	if (column->only.p)
		cdr_buf_add_str(&column->joined, column->only);
	column->only = (struct cdr_str){ NULL, 0 };
	if (column->joined.n > 0)
		cdr_buf_putc(&column->joined, '|');
}

static void
add_value(struct ftm_column *column, const struct cdr_scan_text *text, enum cdr_cell_kind kind)
{
	if (!column || text->raw.n == 0)
		return;
	bool first = !column->only.p && column->joined.n == 0;
	column->kind = first ? kind : CDR_CELL_TEXT;
	if (first && !text->escaped) {
		column->only = text->raw;
		return;
	}
	start_joining(column);
	cdr_scan_add_text(text, &column->joined);
}

/* --------------------------------------------------------------------------------------------------------- addresses */

static uint64_t
hash_of(struct cdr_str id)
{
	uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a; what it finds is compared */
	for (size_t i = 0; i < id.n; i++)
		hash = (hash ^ (unsigned char)id.p[i]) * UINT64_C(1099511628211);
	return hash;
}

static int
compare_places(const void *a, const void *b)
{
	const struct ftm_address *left = a, *right = b;
	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	return left->at < right->at ? -1 : left->at > right->at;
}

/* The first text of a property, which is a list of them; the rest is stepped over. */
static bool
read_first(struct cdr_scan *scan, struct cdr_scan_text *ret)
{
	struct cdr_str value;
	bool taken = false;
	if (cdr_scan_peek(scan) == '"')
		return cdr_scan_text(scan, ret);
	if (cdr_scan_peek(scan) != '[')
		return cdr_scan_value(scan, &value);
	(void)cdr_scan_enter(scan, '[');
	while (cdr_scan_element(scan)) {
		bool wanted = !taken && cdr_scan_peek(scan) == '"';
		if (!(wanted ? cdr_scan_text(scan, ret) : cdr_scan_value(scan, &value)))
			return false;
		taken = taken || wanted;
	}
	return !scan->problem;
}

/* All of an address: as one text, or else its parts in the order of an envelope. */
static const struct cdr_str address_parts[] = {
	{ "full", 4 }, { "postOfficeBox", 13 }, { "street", 6 }, { "street2", 7 }, { "postalCode", 10 },
	{ "city", 4 }, { "region", 6 },         { "state", 5 },  { "country", 7 },
};

static bool
read_address_parts(struct ftm_reader *reader, struct cdr_scan *scan)
{
	struct cdr_scan_text parts[CDR_LEN(address_parts)] = { 0 }, name;
	struct cdr_str value;
	if (!cdr_scan_enter(scan, '{'))
		return false;
	while (cdr_scan_member(scan, &name)) {
		size_t part = 0;
		while (part < CDR_LEN(parts) && !is_text(reader, &name, address_parts[part]))
			part++;
		if (!(part < CDR_LEN(parts) ? read_first(scan, &parts[part]) : cdr_scan_value(scan, &value)))
			return false;
	}
	cdr_buf_clear(&reader->address);
	for (size_t i = 0; i < CDR_LEN(parts); i++) {
		if (parts[i].raw.n == 0)
			continue;
		if (reader->address.n > 0)
			cdr_buf_puts(&reader->address, ", ");
		cdr_scan_add_text(&parts[i], &reader->address);
		if (i == 0)
			break;
	}
	return !scan->problem;
}

/* Reads an Address entity into reader->address, and its id. */
static bool
read_address(struct ftm_reader *reader, struct cdr_scan *scan, struct cdr_scan_text *ret_id)
{
	struct cdr_scan_text name;
	struct cdr_str value;
	cdr_buf_clear(&reader->address);
	if (!cdr_scan_enter(scan, '{'))
		return false;
	while (cdr_scan_member(scan, &name)) {
		bool sound;
		char c = cdr_scan_peek(scan);
		if (c == '{' && is_text(reader, &name, properties_name))
			sound = read_address_parts(reader, scan);
		else if (c == '"' && is_text(reader, &name, CDR_STR("id")))
			sound = cdr_scan_text(scan, ret_id);
		else
			sound = cdr_scan_value(scan, &value);
		if (!sound)
			return false;
	}
	return !scan->problem;
}

/* Two entries may tell of one address in the same words. */
static bool
has_value(const struct ftm_column *column, struct cdr_str value)
{
	struct cdr_str rest = column->only.p ? column->only : cdr_buf_str(&column->joined), piece;
	while (cdr_str_split(&rest, '|', &piece)) {
		if (cdr_str_equal(piece, value))
			return true;
	}
	return false;
}

static void
add_address(struct ftm_reader *reader)
{
	struct cdr_str text = cdr_buf_str(&reader->address);
	reader->memory_short = reader->memory_short || reader->address.failed;
	if (text.n == 0 || has_value(reader->addresses, text))
		return;
	start_joining(reader->addresses);
	cdr_buf_add_str(&reader->addresses->joined, text);
	reader->addresses->kind = CDR_CELL_TEXT;
}

/* An address that stands on a line of its own, wherever that is. */
static void
add_address_of(struct ftm_reader *reader, const struct cdr_scan_text *id)
{
	const struct ftm_address wanted = { .hash = hash_of(id->raw) };
	size_t low = 0, high = reader->places.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (CDR_VEC_AT(&reader->places, struct ftm_address, middle)->hash < wanted.hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < reader->places.n; low++) {
		const struct ftm_address *place = CDR_VEC_AT(&reader->places, struct ftm_address, low);
		struct cdr_scan scan = { .text = reader->text->text, .at = place->at };
		struct cdr_scan_text found = { 0 };
		if (place->hash != wanted.hash)
			break;
		if (read_address(reader, &scan, &found) && cdr_str_equal(found.raw, id->raw)) {
			add_address(reader);
			return;
		}
	}
	reader->n_missing++;
}

static enum cdr_status
note_address(struct ftm_reader *reader, struct cdr_str line, size_t at, struct cdr_error *err)
{
	struct cdr_scan scan = { .text = line };
	struct cdr_scan_text name, id = { 0 }, schema = { 0 };
	struct cdr_str value;
	if (!cdr_scan_enter(&scan, '{'))
		return CDR_OK;
	while (cdr_scan_member(&scan, &name)) {
		bool text = cdr_scan_peek(&scan) == '"', sound;
		if (text && is_text(reader, &name, CDR_STR("id")))
			sound = cdr_scan_text(&scan, &id);
		else if (text && is_text(reader, &name, CDR_STR("schema")))
			sound = cdr_scan_text(&scan, &schema);
		else
			sound = cdr_scan_value(&scan, &value);
		if (!sound)
			return CDR_OK; /* told when the line is read */
	}
	if (id.raw.n == 0 || !is_text(reader, &schema, CDR_STR("Address")))
		return CDR_OK;
	struct ftm_address *place = cdr_vec_push(&reader->places);
	if (!place && reader->places.n >= MAX_ADDRESSES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, reader->source->name,
		                "more than %d addresses; split the file", MAX_ADDRESSES);
	if (!place)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*place = (struct ftm_address){ hash_of(id.raw), at };
	return CDR_OK;
}

/* Looks at the lines that have the word only. */
static enum cdr_status
find_addresses(struct ftm_reader *reader, struct cdr_error *err)
{
	struct cdr_str text = reader->text->text;
	const char *mark = "\"Address\"", *p = text.p, *end = text.p + text.n;
	for (size_t n = 1; p < end; n++) {
		const char *found = memmem(p, (size_t)(end - p), mark, strlen(mark));
		if (!found)
			break;
		const char *before = memrchr(p, '\n', (size_t)(found - p));
		const char *start = before ? before + 1 : p, *line_end = memchr(found, '\n', (size_t)(end - found));
		line_end = line_end ? line_end : end;
		CDR_TRY(note_address(reader, (struct cdr_str){ start, (size_t)(line_end - start) },
		                     (size_t)(start - text.p), err));
		p = line_end;
		if (n % FORGET_EVERY == 0)
			cdr_ingest_text_forget(reader->text, reader->source);
	}
	if (reader->places.n > 0)
		qsort(reader->places.items, reader->places.n, sizeof(struct ftm_address), compare_places);
	return reader->memory_short ? cdr_fail_memory(err, CDR_INGEST_ROOM) : CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- entities */

/* Of an entity within another: what it is called. */
static bool
read_nested(struct ftm_reader *reader, struct ftm_column *column)
{
	struct cdr_scan *scan = &reader->scan;
	struct cdr_scan_text name, id = { 0 }, caption = { 0 };
	struct cdr_str value;
	if (!cdr_scan_enter(scan, '{'))
		return false;
	while (cdr_scan_member(scan, &name)) {
		bool text = cdr_scan_peek(scan) == '"', sound;
		if (text && is_text(reader, &name, CDR_STR("caption")))
			sound = cdr_scan_text(scan, &caption);
		else if (text && is_text(reader, &name, CDR_STR("id")))
			sound = cdr_scan_text(scan, &id);
		else
			sound = cdr_scan_value(scan, &value);
		if (!sound)
			return false;
	}
	add_value(column, caption.raw.n > 0 ? &caption : &id, CDR_CELL_TEXT);
	return !scan->problem;
}

/* One value, into either or both columns. */
static bool
read_value(struct ftm_reader *reader, struct ftm_column *column, struct ftm_column *other)
{
	struct cdr_scan *scan = &reader->scan;
	struct cdr_scan_text text = { 0 };
	char c = cdr_scan_peek(scan);
	if (c == '{')
		return read_nested(reader, column);
	if (c == '"' ? !cdr_scan_text(scan, &text) : !cdr_scan_value(scan, &text.raw))
		return false;
	if (c == '"' || c == 't' || c == 'f' || c == '-' || (c >= '0' && c <= '9')) {
		enum cdr_cell_kind kind = c == '"'               ? CDR_CELL_TEXT
		                          : c == 't' || c == 'f' ? CDR_CELL_BOOLEAN
		                                                 : CDR_CELL_NUMBER;
		add_value(column, &text, kind);
		add_value(other, &text, kind);
	}
	return true;
}

static bool
fail_twice(struct ftm_reader *reader)
{
	if (!reader->scan.problem)
		reader->scan.problem = "the name stands twice in one object, so it is not clear which is meant";
	return false;
}

static bool
read_values(struct ftm_reader *reader, struct ftm_column *column, struct ftm_column *other)
{
	struct cdr_scan *scan = &reader->scan;
	if (column && column->seen)
		return fail_twice(reader);
	if (column)
		column->seen = true;
	if (cdr_scan_peek(scan) != '[')
		return read_value(reader, column, other);
	(void)cdr_scan_enter(scan, '[');
	while (cdr_scan_element(scan)) {
		if (!read_value(reader, column, other))
			return false;
	}
	return !scan->problem;
}

/* Addresses by their ids, or as they are. */
static bool
read_references(struct ftm_reader *reader, struct ftm_column *column)
{
	struct cdr_scan *scan = &reader->scan;
	struct cdr_scan_text text = { 0 };
	bool listed = cdr_scan_peek(scan) == '[', sound = true;
	if (listed)
		(void)cdr_scan_enter(scan, '[');
	while (sound && (!listed || cdr_scan_element(scan))) {
		char c = cdr_scan_peek(scan);
		if (c == '{') {
			sound = read_address(reader, scan, &text);
			if (sound)
				add_address(reader);
		} else if (c == '"') {
			sound = cdr_scan_text(scan, &text);
			if (sound)
				add_address_of(reader, &text);
		} else {
			sound = cdr_scan_value(scan, &text.raw);
		}
		add_value(column, &text, CDR_CELL_TEXT);
		if (!listed)
			break;
	}
	return sound && !scan->problem;
}

static bool
read_properties(struct ftm_reader *reader)
{
	struct cdr_scan *scan = &reader->scan;
	struct cdr_scan_text name;
	struct cdr_str value;
	if (reader->has_properties)
		return fail_twice(reader);
	reader->has_properties = true;
	if (!cdr_scan_enter(scan, '{'))
		return false;
	while (cdr_scan_member(scan, &name)) {
		struct ftm_column *column = find_column(reader, FROM_PROPERTY, &name), *addresses = NULL;
		bool sound;
		if (reader->addresses && is_text(reader, &name, CDR_STR("address")))
			addresses = reader->addresses;
		if (reader->addresses && is_text(reader, &name, CDR_STR("addressEntity")))
			sound = read_references(reader, column);
		else if (column || addresses)
			sound = read_values(reader, column, addresses);
		else
			sound = cdr_scan_value(scan, &value);
		if (!sound)
			return false;
	}
	return !scan->problem;
}

static bool
read_schema(struct ftm_reader *reader)
{
	struct cdr_scan *scan = &reader->scan;
	struct ftm_column *column =
		find_column(reader, FROM_MEMBER, &(struct cdr_scan_text){ .raw = CDR_STR("schema") });
	if (reader->has_schema)
		return fail_twice(reader);
	if (!cdr_scan_text(scan, &reader->schema))
		return false;
	reader->has_schema = true;
	add_value(column, &reader->schema, CDR_CELL_TEXT);
	return true;
}

static bool
read_members(struct ftm_reader *reader)
{
	struct cdr_scan *scan = &reader->scan;
	struct cdr_scan_text name;
	struct cdr_str value;
	while (cdr_scan_member(scan, &name)) {
		struct ftm_column *column;
		bool sound;
		if (is_text(reader, &name, properties_name))
			sound = read_properties(reader);
		else if (is_text(reader, &name, CDR_STR("schema")))
			sound = read_schema(reader);
		else if ((column = find_column(reader, FROM_MEMBER, &name)) != NULL)
			sound = read_values(reader, column, NULL);
		else
			sound = cdr_scan_value(scan, &value);
		if (!sound)
			return false;
	}
	return cdr_scan_end(scan);
}

/* ------------------------------------------------------------------------------------------------------------- rows */

static bool
is_party(struct ftm_reader *reader)
{
	for (size_t i = 0; i < CDR_LEN(party_schemas) && reader->has_schema; i++) {
		if (is_text(reader, &reader->schema, party_schemas[i]))
			return true;
	}
	return false;
}

static enum cdr_status
leave_out(struct ftm_reader *reader, struct cdr_error *err)
{
	struct cdr_str schema = reader->has_schema ? reader->schema.raw : CDR_STR("(no schema)");
	schema.n = cdr_str_cut(schema, MAX_TALLY_BYTES);
	reader->n_left_out++;
	for (size_t i = 0; i < reader->n_tallies; i++) {
		if (cdr_str_equal(reader->tallies[i].schema, schema)) {
			reader->tallies[i].n++;
			return CDR_OK;
		}
	}
	if (reader->n_tallies == MAX_TALLIES) {
		reader->n_other++;
		return CDR_OK;
	}
	struct ftm_tally *tally = &reader->tallies[reader->n_tallies++];
	tally->n = 1;
	return cdr_ingest_copy(reader->builder.table, schema, &tally->schema, err);
}

static enum cdr_status
fail_cell(const struct ftm_reader *reader, uint32_t column, struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	const struct cdr_row row = { .row = reader->builder.row, .line = reader->builder.line };
	if (!reader->columns[column].joined.over_max)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	(void)cdr_cell_place(reader->builder.table, &reader->builder.sheet, &row, column, place, sizeof(place));
	return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, place, "the cell holds more than the %d bytes that are read",
	                CDR_INGEST_MAX_CELL_BYTES);
}

static enum cdr_status
write_row(struct ftm_reader *reader, uint32_t line, struct cdr_error *err)
{
	CDR_TRY(cdr_ingest_builder_begin_row(&reader->builder, reader->builder.row + 1, line, err));
	for (uint32_t i = 0; i < reader->n_columns; i++) {
		const struct ftm_column *column = &reader->columns[reader->columns[i].first];
		if (column->joined.failed)
			return fail_cell(reader, i, err);
		struct cdr_str text = column->only.p ? column->only : cdr_buf_str(&column->joined);
		CDR_TRY(cdr_ingest_builder_set(&reader->builder, i, column->kind, text, err));
	}
	return cdr_ingest_builder_end_row(&reader->builder, err);
}

static enum cdr_status
read_entity(struct ftm_reader *reader, struct cdr_str text, uint32_t line, struct cdr_error *err)
{
	reader->scan = (struct cdr_scan){ .text = text };
	reader->has_schema = reader->has_properties = false;
	for (size_t i = 0; i < reader->n_columns; i++) {
		struct ftm_column *column = &reader->columns[i];
		column->seen = false;
		column->only = (struct cdr_str){ NULL, 0 };
		column->kind = CDR_CELL_EMPTY;
		cdr_buf_clear(&column->joined);
	}
	if (cdr_scan_peek(&reader->scan) != '{')
		reader->scan.problem = "each line is one entity, an object";
	if (reader->scan.problem || !cdr_scan_enter(&reader->scan, '{') || !read_members(reader))
		return cdr_scan_fail(&reader->scan, reader->source->name, line, err);
	if (reader->memory_short)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	return is_party(reader) ? write_row(reader, line, err) : leave_out(reader, err);
}

static enum cdr_status
read_entities(struct ftm_reader *reader, struct cdr_error *err)
{
	struct cdr_str rest = reader->text->text, line = { NULL, 0 };
	for (uint32_t n = 1; cdr_str_split(&rest, '\n', &line); n++) {
		if (cdr_str_trim(line).n > 0)
			CDR_TRY(read_entity(reader, line, n, err));
		if (n % FORGET_EVERY == 0)
			cdr_ingest_text_forget(reader->text, reader->source);
	}
	return CDR_OK;
}

static enum cdr_status
tell_left_out(const struct ftm_reader *reader, struct cdr_table *table, struct cdr_error *err)
{
	cdr_auto(cdr_buf) note = CDR_BUF_INIT;
	uint64_t n_other = reader->n_other;
	if (reader->n_left_out > 0)
		cdr_buf_printf(&note, "%llu entities are no parties and are left out:",
		               (unsigned long long)reader->n_left_out);
	for (size_t i = 0; i < reader->n_tallies; i++) {
		const struct ftm_tally *tally = &reader->tallies[i];
		if (note.n > MAX_NOTE_BYTES)
			n_other += tally->n;
		else
			cdr_buf_printf(&note, "%s %.*s %llu", i > 0 ? "," : "", CDR_STR_ARG(tally->schema),
			               (unsigned long long)tally->n);
	}
	if (n_other > 0)
		cdr_buf_printf(&note, ", of other schemas %llu", (unsigned long long)n_other);
	if (reader->n_missing > 0)
		cdr_buf_printf(&note, "%s%llu addresses that are referred to are not in the file",
		               note.n > 0 ? "; " : "", (unsigned long long)reader->n_missing);
	CDR_TRY(cdr_buf_check(&note, CDR_INGEST_ROOM, err));
	if (note.n == 0)
		return CDR_OK;
	void *notes = NULL;
	CDR_TRY(cdr_ingest_alloc(table, sizeof(struct cdr_str), &notes, err));
	table->notes = notes;
	CDR_TRY(cdr_ingest_copy(table, cdr_buf_str(&note), &table->notes[0], err));
	table->n_notes = 1;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_ftm(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	cdr_auto(cdr_ingest_text) text = CDR_INGEST_TEXT_INIT;
	cdr_auto(ftm_reader) reader = { .source = source,
		                        .text = &text,
		                        .places = CDR_VEC_INIT(struct ftm_address, MAX_ADDRESSES),
		                        .name = CDR_BUF_INIT,
		                        .address = CDR_BUF_INIT };
	table->format = CDR_INGEST_JSON;
	CDR_TRY(cdr_ingest_decode(source, table, &text, err));
	CDR_TRY(cdr_ingest_builder_init(&reader.builder, table, err));
	CDR_TRY(load_columns(&reader, err));
	if (reader.addresses)
		CDR_TRY(find_addresses(&reader, err));
	CDR_TRY(read_entities(&reader, err));
	CDR_TRY(tell_left_out(&reader, table, err));
	return cdr_ingest_builder_finish_only(&reader.builder, err);
}

bool
cdr_ingest_is_ftm(const struct cdr_ingest_source *source)
{
	struct cdr_scan scan = { .text = source->bytes };
	struct cdr_scan_text name;
	struct cdr_str value;
	bool schema = false, properties = false;
	if (scan.text.n > MAX_TEST_BYTES)
		scan.text.n = MAX_TEST_BYTES;
	if (cdr_str_starts_with(scan.text, CDR_STR("\xEF\xBB\xBF")))
		scan.at = 3;
	if (cdr_scan_peek(&scan) != '{' || !cdr_scan_enter(&scan, '{'))
		return false;
	while (cdr_scan_member(&scan, &name)) {
		char c = cdr_scan_peek(&scan);
		schema = schema || (c == '"' && cdr_str_equal(name.raw, CDR_STR("schema")));
		properties = properties || (c == '{' && cdr_str_equal(name.raw, properties_name));
		if (!cdr_scan_value(&scan, &value))
			return false;
	}
	return schema && properties && !scan.problem;
}
