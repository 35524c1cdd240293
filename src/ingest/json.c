/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON records -> rows. The document is parsed by base; here is only the way from a record to cells: dotted paths, arrays
 * of scalars joined by '|', anything deeper as compact JSON text. One record a line is known by
 * the name, or by a first line that is a whole object with another behind it. Surprise: a key may itself contain dots, so
 * at each step the whole of what is left of a path is tried as one key before it is split.
 */
#include "ingest/ingest-impl.h"

#include <stdio.h>
#include <string.h>

#define KEY_MAX_BYTES 255
#define FORGET_EVERY 4096 /* lines */

struct json_reader {
	const struct cdr_ingest_source *source;
	struct cdr_ingest_builder *builder;
	const struct cdr_ingest_text *text;
	bool by_line;
	struct cdr_ingest_auto *columns; /* NULL where the call names the columns */
	struct cdr_buf value;            /* the text of one cell */
	struct cdr_buf path;             /* of the leaf being looked at */
};

static const struct cdr_json *
get_member(const struct cdr_json *object, struct cdr_str key)
{
	char text[KEY_MAX_BYTES + 1];
	if (key.n > KEY_MAX_BYTES)
		return NULL;
	if (key.n > 0)
		memcpy(text, key.p, key.n);
	text[key.n] = '\0';
	return cdr_json_get(object, text);
}

static const struct cdr_json *
follow_path(const struct cdr_json *value, struct cdr_str path)
{
	while (value && path.n > 0) {
		if (cdr_json_type(value) != CDR_JSON_OBJECT)
			return NULL;
		const struct cdr_json *whole = get_member(value, path);
		if (whole)
			return whole;
		const char *dot = memchr(path.p, '.', path.n);
		if (!dot)
			return NULL;
		size_t n = (size_t)(dot - path.p);
		value = get_member(value, (struct cdr_str){ path.p, n });
		path = (struct cdr_str){ dot + 1, path.n - n - 1 };
	}
	return value;
}

/* ----------------------------------------------------------------------------------------------------------- cells */

static bool
is_scalar(const struct cdr_json *value)
{
	enum cdr_json_type type = cdr_json_type(value);
	return type != CDR_JSON_OBJECT && type != CDR_JSON_ARRAY;
}

static bool
is_list_of_scalars(const struct cdr_json *value)
{
	if (cdr_json_type(value) != CDR_JSON_ARRAY)
		return false;
	for (size_t i = 0; i < cdr_json_count(value); i++) {
		if (!is_scalar(cdr_json_at(value, i)))
			return false;
	}
	return true;
}

static enum cdr_cell_kind
add_scalar(struct cdr_buf *out, const struct cdr_json *value)
{
	char number[CDR_INGEST_NUMBER_TEXT_MAX];
	switch (cdr_json_type(value)) {
	case CDR_JSON_BOOL:
		cdr_buf_puts(out, cdr_json_bool(value, false) ? "true" : "false");
		return CDR_CELL_BOOLEAN;
	case CDR_JSON_INT:
		cdr_buf_printf(out, "%lld", (long long)cdr_json_int(value, 0));
		return CDR_CELL_NUMBER;
	case CDR_JSON_REAL:
		cdr_buf_puts(out, cdr_ingest_number_text(cdr_json_real(value, 0), number));
		return CDR_CELL_NUMBER;
	case CDR_JSON_STRING:
		cdr_buf_add_str(out, cdr_json_string(value));
		return CDR_CELL_TEXT;
	default:
		return CDR_CELL_EMPTY;
	}
}

/* Leaves the cell's text in reader->value. */
static enum cdr_status
make_value(struct json_reader *reader, const struct cdr_json *value, enum cdr_cell_kind *ret_kind,
           struct cdr_error *err)
{
	cdr_buf_clear(&reader->value);
	*ret_kind = CDR_CELL_TEXT;
	if (is_scalar(value)) {
		*ret_kind = add_scalar(&reader->value, value);
	} else if (is_list_of_scalars(value)) {
		for (size_t i = 0; i < cdr_json_count(value); i++) {
			if (cdr_json_type(cdr_json_at(value, i)) == CDR_JSON_NULL)
				continue;
			if (reader->value.n > 0)
				cdr_buf_putc(&reader->value, '|');
			(void)add_scalar(&reader->value, cdr_json_at(value, i));
		}
	} else {
		CDR_TRY(cdr_json_write(value, false, &reader->value, err));
	}
	return cdr_buf_check(&reader->value, CDR_INGEST_ROOM, err);
}

static enum cdr_status
read_named_columns(struct json_reader *reader, const struct cdr_json *record, struct cdr_error *err)
{
	const struct cdr_ingest_options *options = reader->source->options;
	for (size_t i = 0; i < options->n_columns; i++) {
		const struct cdr_json *value = follow_path(record, options->columns[i].path);
		if (!value)
			continue;
		enum cdr_cell_kind kind = CDR_CELL_EMPTY;
		struct cdr_str text = { NULL, 0 };
		CDR_TRY(make_value(reader, value, &kind, err));
		if (reader->value.n > 0)
			CDR_TRY(cdr_ingest_builder_copy(reader->builder, cdr_buf_str(&reader->value), &text, err));
		CDR_TRY(cdr_ingest_builder_set(reader->builder, (uint32_t)i, kind, text, err));
	}
	return CDR_OK;
}

/* Depth is bounded by the parser (CDR_JSON_MAX_DEPTH). */
static enum cdr_status
read_leaves(struct json_reader *reader, const struct cdr_json *object, struct cdr_error *err)
{
	size_t n_path = reader->path.n;
	for (size_t i = 0; i < cdr_json_count(object); i++) {
		struct cdr_str key = { NULL, 0 };
		const struct cdr_json *value = cdr_json_member(object, i, &key);
		if (n_path > 0)
			cdr_buf_putc(&reader->path, '.');
		cdr_buf_add_str(&reader->path, key);
		CDR_TRY(cdr_buf_check(&reader->path, CDR_INGEST_ROOM, err));
		if (cdr_json_type(value) == CDR_JSON_OBJECT) {
			CDR_TRY(read_leaves(reader, value, err));
		} else {
			enum cdr_cell_kind kind = CDR_CELL_EMPTY;
			CDR_TRY(make_value(reader, value, &kind, err));
			CDR_TRY(cdr_ingest_auto_add(reader->columns, cdr_buf_str(&reader->path), kind,
			                            cdr_buf_str(&reader->value), err));
		}
		reader->path.n = n_path;
	}
	return CDR_OK;
}

static enum cdr_status
read_record(struct json_reader *reader, const struct cdr_json *record, uint32_t line, struct cdr_error *err)
{
	uint32_t row = reader->builder->row + 1;
	CDR_TRY(cdr_ingest_builder_begin_row(reader->builder, row, line, err));
	if (cdr_json_type(record) != CDR_JSON_OBJECT) {
		char place[CDR_ERROR_WHERE_MAX];
		const struct cdr_row at = { .row = row, .line = line };
		(void)cdr_cell_place(reader->builder->table, &reader->builder->sheet, &at, UINT32_MAX, place,
		                     sizeof(place));
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
		                "record %u is not an object with named members", row - 1);
	}
	if (reader->columns) {
		CDR_TRY(read_leaves(reader, record, err));
		CDR_TRY(cdr_ingest_auto_flush(reader->columns, err));
	} else {
		CDR_TRY(read_named_columns(reader, record, err));
	}
	return cdr_ingest_builder_end_row(reader->builder, err);
}

/* --------------------------------------------------------------------------------------------------------- records */

static bool
is_list_of_objects(const struct cdr_json *value)
{
	return cdr_json_type(value) == CDR_JSON_ARRAY && cdr_json_count(value) > 0 &&
	       cdr_json_type(cdr_json_at(value, 0)) == CDR_JSON_OBJECT;
}

/* Where nobody said where the records are: the root, or the one member of it that is a list of objects. */
static const struct cdr_json *
find_records(const struct cdr_json *root)
{
	if (cdr_json_type(root) == CDR_JSON_ARRAY)
		return root;
	const struct cdr_json *found = NULL;
	for (size_t i = 0; i < cdr_json_count(root); i++) {
		const struct cdr_json *value = cdr_json_member(root, i, NULL);
		if (!is_list_of_objects(value))
			continue;
		if (found)
			return NULL;
		found = value;
	}
	return found;
}

static enum cdr_status
check_tree(const struct json_reader *reader, struct cdr_str text, const char *place, struct cdr_error *err)
{
	if (text.n <= CDR_INGEST_MAX_TREE_BYTES)
		return CDR_OK;
	return cdr_fail(
		err, CDR_ELIMIT, CDR_INGEST_ROOM, place, "the %s has %zu MiB; at most %zu MiB of JSON are read at once",
		place == reader->source->name ? "document" : "record", text.n >> 20, CDR_INGEST_MAX_TREE_BYTES >> 20);
}

static enum cdr_status
read_document(struct json_reader *reader, struct cdr_str text, struct cdr_error *err)
{
	struct cdr_str path = reader->source->options->records;
	cdr_owned(cdr_json) root = NULL;
	CDR_TRY(check_tree(reader, text, reader->source->name, err));
	CDR_TRY(cdr_json_parse(text, reader->source->name, &root, err));
	const struct cdr_json *records = path.p ? follow_path(root, path) : find_records(root);
	if (!path.p && !records)
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, reader->source->name,
			"the document is not a list and holds no single list of records; say where the records are");
	if (!records || cdr_json_type(records) != CDR_JSON_ARRAY)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, reader->source->name,
		                "there is no list of records at \"%.*s\"%s", CDR_STR_ARG(path),
		                path.n == 0 ? " (the root of the document)" : "");
	for (size_t i = 0; i < cdr_json_count(records); i++)
		CDR_TRY(read_record(reader, cdr_json_at(records, i), 0, err));
	return CDR_OK;
}

static enum cdr_status
read_lines(struct json_reader *reader, struct cdr_str text, struct cdr_error *err)
{
	struct cdr_str piece = { NULL, 0 };
	for (uint32_t line = 1; cdr_str_split(&text, '\n', &piece); line++) {
		if (cdr_str_trim(piece).n == 0)
			continue;
		char place[CDR_ERROR_WHERE_MAX];
		cdr_owned(cdr_json) record = NULL;
		CDR_TRY(check_tree(reader, piece, cdr_ingest_line_place(reader->source->name, line, place), err));
		enum cdr_status status = cdr_json_parse(piece, reader->source->name, &record, err);
		/* The parser saw one line only; say which it was. */
		if (status != CDR_OK && err)
			(void)cdr_ingest_line_place(reader->source->name, line, err->where);
		CDR_TRY(status);
		CDR_TRY(read_record(reader, record, line, err));
		if (line % FORGET_EVERY == 0)
			cdr_ingest_text_forget(reader->text, reader->source);
	}
	return CDR_OK;
}

/* A first line that is a whole object, and a next one that begins another: no document is written so. */
static bool
has_records_by_line(struct cdr_str text, const char *name)
{
	struct cdr_str first = { NULL, 0 };
	cdr_owned(cdr_json) record = NULL;
	text = cdr_str_trim(text);
	if (!cdr_str_split(&text, '\n', &first) || first.n > CDR_INGEST_MAX_TREE_BYTES ||
	    !cdr_str_starts_with(cdr_str_trim(text), CDR_STR("{")))
		return false;
	return cdr_json_parse(first, name, &record, NULL) == CDR_OK && cdr_json_type(record) == CDR_JSON_OBJECT;
}

static enum cdr_status
read_rows(struct json_reader *reader, struct cdr_str text, struct cdr_error *err)
{
	bool by_line = reader->by_line || has_records_by_line(text, reader->source->name);
	return by_line ? read_lines(reader, text, err) : read_document(reader, text, err);
}

static enum cdr_status
read_automatic(struct json_reader *reader, struct cdr_str text, struct cdr_error *err)
{
	cdr_auto(cdr_ingest_auto) columns = { 0 };
	CDR_TRY(cdr_ingest_auto_init(&columns, reader->builder, err));
	reader->columns = &columns;
	CDR_TRY(read_rows(reader, text, err));
	return cdr_ingest_auto_finish(&columns, err);
}

static void
json_reader_done(struct json_reader *reader)
{
	cdr_buf_done(&reader->value);
	cdr_buf_done(&reader->path);
}

static enum cdr_status
read_json(const struct cdr_ingest_source *source, struct cdr_table *table, bool by_line, struct cdr_error *err)
{
	const struct cdr_ingest_options *options = source->options;
	cdr_auto(cdr_ingest_text) text = CDR_INGEST_TEXT_INIT;
	table->format = CDR_INGEST_JSON;
	CDR_TRY(cdr_ingest_decode(source, table, &text, err));
	cdr_auto(cdr_ingest_builder) builder = { 0 };
	CDR_TRY(cdr_ingest_builder_init(&builder, table, err));
	cdr_auto(json_reader) reader = { .source = source,
		                         .builder = &builder,
		                         .text = &text,
		                         .by_line = by_line,
		                         .value = CDR_BUF_INIT,
		                         .path = CDR_BUF_INIT };
	builder.row = 1; /* the names' */
	if (options->n_columns > 0) {
		CDR_TRY(cdr_ingest_builder_names(&builder, options->columns, options->n_columns, err));
		CDR_TRY(read_rows(&reader, text.text, err));
	} else {
		CDR_TRY(read_automatic(&reader, text.text, err));
	}
	return cdr_ingest_builder_finish_only(&builder, err);
}

enum cdr_status
cdr_ingest_json(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	return read_json(source, table, false, err);
}

enum cdr_status
cdr_ingest_ndjson(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	return read_json(source, table, true, err);
}
