/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON records -> rows: dotted paths, arrays of scalars joined by '|', anything deeper as compact JSON text. Records are
 * found in the text (json-records.c) and parsed by base one by one, so a long file takes no more memory than a short one.
 * One record a line is known by the name, or by a first line that is a whole object with another behind it. Surprise: a
 * list whose elements are rows of their own is never seen as a list: wherever a record is looked at, the element whose
 * turn it is stands in its place, which is how the fields around it repeat.
 */
#include "ingest/json-impl.h"

#include <stdio.h>
#include <string.h>

#define KEY_MAX_BYTES 255
#define FORGET_EVERY 4096 /* lines */

/* The elements whose turn it is, of the lists within the record. */
struct json_turns {
	const struct cdr_json *lists[CDR_JSON_MAX_LISTS], *elements[CDR_JSON_MAX_LISTS];
	size_t n;
};

struct json_reader {
	const struct cdr_ingest_source *source;
	struct cdr_ingest_builder *builder;
	const struct cdr_ingest_text *text;
	bool by_line;
	struct cdr_json_lists lists;
	struct json_turns turns;
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

/* What stands in a list's place while it is read element by element. */
static const struct cdr_json *
in_turn(const struct json_turns *turns, const struct cdr_json *value)
{
	for (size_t i = 0; i < turns->n; i++) {
		if (value && value == turns->lists[i])
			value = turns->elements[i];
	}
	return value;
}

/* A key may contain dots: all of what is left is tried as one before it is split. */
static const struct cdr_json *
follow_path(const struct json_turns *turns, const struct cdr_json *value, struct cdr_str path)
{
	value = in_turn(turns, value);
	while (value && path.n > 0) {
		if (cdr_json_type(value) != CDR_JSON_OBJECT)
			return NULL;
		const struct cdr_json *whole = get_member(value, path);
		if (whole)
			return in_turn(turns, whole);
		const char *dot = memchr(path.p, '.', path.n);
		if (!dot)
			return NULL;
		size_t n = (size_t)(dot - path.p);
		value = in_turn(turns, get_member(value, (struct cdr_str){ path.p, n }));
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
		const struct cdr_json *value = follow_path(&reader->turns, record, options->columns[i].path);
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
		const struct cdr_json *value = in_turn(&reader->turns, cdr_json_member(object, i, &key));
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
read_row(struct json_reader *reader, const struct cdr_json *record, uint32_t line, struct cdr_error *err)
{
	uint32_t row = reader->builder->row + 1;
	CDR_TRY(cdr_ingest_builder_begin_row(reader->builder, row, line, err));
	record = in_turn(&reader->turns, record);
	if (cdr_json_type(record) != CDR_JSON_OBJECT) {
		char place[CDR_ERROR_WHERE_MAX];
		const struct cdr_row at = { .row = row, .line = line };
		(void)cdr_cell_place(reader->builder->table, &reader->builder->sheet, &at, UINT32_MAX, place,
		                     sizeof(place));
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, place,
			"record %u is not an object with named members; save the list with a name for each value",
			row - 1);
	}
	if (reader->columns) {
		CDR_TRY(read_leaves(reader, record, err));
		CDR_TRY(cdr_ingest_auto_flush(reader->columns, err));
	} else {
		CDR_TRY(read_named_columns(reader, record, err));
	}
	return cdr_ingest_builder_end_row(reader->builder, err);
}

/* A row for each element of the lists within the record, from the given one on, which lies in `within`; one without
 * elements still makes a row of what stands around it. As deep as there are lists. */
static enum cdr_status
read_lists(struct json_reader *reader, const struct cdr_json *record, const struct cdr_json *within, size_t list,
           uint32_t line, struct cdr_error *err)
{
	struct json_turns *turns = &reader->turns;
	if (list == reader->lists.n)
		return read_row(reader, record, line, err);
	const struct cdr_json *value = within ? follow_path(turns, within, reader->lists.paths[list]) : NULL;
	bool listed = cdr_json_type(value) == CDR_JSON_ARRAY;
	size_t n = listed ? cdr_json_count(value) : 0;
	if (n == 0)
		return read_lists(reader, record, listed ? NULL : value, list + 1, line, err);
	size_t turn = turns->n++;
	turns->lists[turn] = value;
	for (size_t i = 0; i < n; i++) {
		turns->elements[turn] = cdr_json_at(value, i);
		CDR_TRY(read_lists(reader, record, turns->elements[turn], list + 1, line, err));
	}
	turns->n--;
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- records */

/* One record's own text, which begins at `line` of the file and `at` of the whole text. */
static enum cdr_status
read_record(struct json_reader *reader, struct cdr_str text, struct cdr_str whole, uint32_t line, struct cdr_error *err)
{
	const char *name = reader->source->name;
	char place[CDR_ERROR_WHERE_MAX];
	cdr_owned(cdr_json) record = NULL;
	if (text.n > CDR_INGEST_MAX_TREE_BYTES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, cdr_ingest_line_place(name, line, place),
		                "the record has %zu MiB; at most %zu MiB of JSON are read at once", text.n >> 20,
		                CDR_INGEST_MAX_TREE_BYTES >> 20);
	enum cdr_status status = cdr_json_parse(text, name, &record, err);
	/* The parser saw one record only; say where in the file it was. */
	if (status == CDR_EINPUT && err && reader->by_line)
		(void)cdr_ingest_line_place(name, line, err->where);
	else if (status == CDR_EINPUT && err)
		(void)cdr_scan_place(whole, (size_t)(text.p - whole.p), name, 1, err->where);
	if (status == CDR_EINPUT && err)
		cdr_error_prefix(err, "the file is damaged, get it again");
	CDR_TRY(status);
	reader->turns.n = 0;
	/* Rows of a document have no line of their own: they are told by their number. */
	return read_lists(reader, record, record, 1, reader->by_line ? line : 0, err);
}

static uint32_t
count_lines(struct cdr_str text, size_t from, size_t to)
{
	uint32_t n = 0;
	const char *p = text.p + from, *end = text.p + to;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

static void
forget(void *context)
{
	const struct json_reader *reader = context;
	cdr_ingest_text_forget(reader->text, reader->source);
}

static enum cdr_status
read_document(struct json_reader *reader, struct cdr_str text, struct cdr_error *err)
{
	struct cdr_scan scan = { .text = text, .passed = forget, .context = reader };
	struct cdr_str element;
	size_t counted = 0;
	uint32_t line = 1;
	CDR_TRY(cdr_json_find_list(&scan, reader->lists.paths[0], reader->source->name, err));
	(void)cdr_scan_enter(&scan, '[');
	while (cdr_scan_element(&scan) && cdr_scan_value(&scan, &element)) {
		size_t at = (size_t)(element.p - text.p);
		line += count_lines(text, counted, at);
		counted = at;
		CDR_TRY(read_record(reader, element, text, line, err));
	}
	return scan.problem ? cdr_scan_fail(&scan, reader->source->name, 1, err) : CDR_OK;
}

static enum cdr_status
read_lines(struct json_reader *reader, struct cdr_str text, struct cdr_error *err)
{
	struct cdr_str rest = text, piece = { NULL, 0 };
	for (uint32_t line = 1; cdr_str_split(&rest, '\n', &piece); line++) {
		if (cdr_str_trim(piece).n > 0)
			CDR_TRY(read_record(reader, piece, text, line, err));
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
	CDR_TRY(cdr_json_split_lists(reader->source->options->records, reader->source->name, &reader->lists, err));
	reader->by_line = reader->by_line || has_records_by_line(text, reader->source->name);
	return reader->by_line ? read_lines(reader, text, err) : read_document(reader, text, err);
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
