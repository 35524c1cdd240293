/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading and building JSON over jansson; json-write.c puts it into text. `struct cdr_json` is a json_t under another
 * name and is never defined. The surprise: a value that lost something is marked with one reference more than the one
 * it has by right. Values are never shared in this interface, so the count is free for it, and a mark must not need
 * the memory whose shortage it reports. cdr_json_free takes the marks off again.
 */

#include "candor/base.h"

#include <jansson.h>
#include <stdio.h>

#include "base/json-impl.h"

static json_t *
json_of(const struct cdr_json *value)
{
	return (json_t *)value;
}

static struct cdr_json *
of_json(json_t *value)
{
	return (struct cdr_json *)value;
}

/* true, false and null are constants of jansson whose count means nothing. */
static bool
is_constant(const json_t *value)
{
	return json_is_boolean(value) || json_is_null(value);
}

bool
cdr_json_is_marked(const json_t *value)
{
	return !is_constant(value) && value->refcount > 1;
}

static void
mark(json_t *value)
{
	if (!is_constant(value) && !cdr_json_is_marked(value))
		(void)json_incref(value);
}

static void
unmark_all(json_t *value)
{
	const char *key;
	json_t *child;
	size_t i;
	if (cdr_json_is_marked(value))
		json_decref(value);
	if (json_is_array(value))
		json_array_foreach(value, i, child) unmark_all(child);
	if (json_is_object(value))
		json_object_foreach(value, key, child) unmark_all(child);
}

struct cdr_json *
cdr_json_free(struct cdr_json *root)
{
	if (!root)
		return NULL;
	unmark_all(json_of(root));
	json_decref(json_of(root));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------------- parsing */

/* Finds where nesting first passes the limit, in characters; jansson's own limit is far higher and says no place. */
static bool
is_too_deep(struct cdr_str text, int *ret_line, int *ret_column)
{
	int depth = 0, line = 1, column = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (((unsigned char)c & 0xC0) != 0x80)
			column++;
		if (c == '\n') {
			line++;
			column = 0;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (quoted && c == '\\') {
			i++;
			column++;
		} else if (!quoted && (c == '[' || c == '{') && ++depth > CDR_JSON_MAX_DEPTH) {
			*ret_line = line;
			*ret_column = column;
			return true;
		} else if (!quoted && (c == ']' || c == '}')) {
			depth--;
		}
	}
	return false;
}

static enum cdr_status
fail_at(enum cdr_status code, const char *name, int line, int column, const char *text, struct cdr_error *err)
{
	char where[CDR_ERROR_WHERE_MAX];
	(void)snprintf(where, sizeof(where), "%.*s:%d:%d", CDR_ERROR_WHERE_MAX - 32, name, line, column);
	return cdr_fail(err, code, BASE_ROOM, where, "not valid JSON: %s", text);
}

enum cdr_status
cdr_json_parse(struct cdr_str text, const char *name, struct cdr_json **ret, struct cdr_error *err)
{
	if (text.n > CDR_JSON_MAX_BYTES)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, name, "larger than the %zu bytes allowed; split it",
		                CDR_JSON_MAX_BYTES);
	struct cdr_str mark_of_order = CDR_STR("\xEF\xBB\xBF");
	if (cdr_str_starts_with(text, mark_of_order))
		text = (struct cdr_str){ text.p + mark_of_order.n, text.n - mark_of_order.n };
	int line, column;
	if (is_too_deep(text, &line, &column))
		return fail_at(CDR_EINPUT, name, line, column, "nested too deeply", err);
	json_error_t problem;
	json_t *root = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
	if (root) {
		*ret = of_json(root);
		return CDR_OK;
	}
	if (json_error_code(&problem) == json_error_out_of_memory)
		return cdr_fail_memory(err, BASE_ROOM);
	return fail_at(CDR_EINPUT, name, problem.line, problem.column, problem.text, err);
}

/* --------------------------------------------------------------------------------------------------------- building */

struct cdr_json *
cdr_json_object(void)
{
	return of_json(json_object());
}

struct cdr_json *
cdr_json_array(void)
{
	return of_json(json_array());
}

/* The common end of all setters. The value keeps its count, and with it a mark of its own, on its way in. */
static void
settle(json_t *container, json_t *value, int failed)
{
	if (failed) {
		mark(container);
		(void)cdr_json_free(of_json(value));
	} else {
		json_decref(value);
	}
}

static bool
lost_something(json_t *value)
{
	const char *key;
	json_t *child;
	size_t i;
	bool lost = cdr_json_is_marked(value);
	if (json_is_array(value))
		json_array_foreach(value, i, child) lost = lost || lost_something(child);
	if (json_is_object(value))
		json_object_foreach(value, key, child) lost = lost || lost_something(child);
	return lost;
}

/* jansson's own copy leaves out what there was no memory for; it is compared for that reason. */
struct cdr_json *
cdr_json_copy(const struct cdr_json *value)
{
	if (!value || lost_something(json_of(value)))
		return NULL;
	json_t *copy = json_deep_copy(json_of(value));
	if (copy && json_equal(copy, json_of(value)))
		return of_json(copy);
	json_decref(copy);
	return NULL;
}

void
cdr_json_set(struct cdr_json *object, const char *key, struct cdr_json *take_value)
{
	if (!object) {
		(void)cdr_json_free(take_value);
		return;
	}
	json_t *replaced = json_object_get(json_of(object), key);
	if (replaced)
		unmark_all(replaced);
	settle(json_of(object), json_of(take_value), json_object_set(json_of(object), key, json_of(take_value)));
}

void
cdr_json_push(struct cdr_json *array, struct cdr_json *take_value)
{
	if (!array)
		(void)cdr_json_free(take_value);
	else
		settle(json_of(array), json_of(take_value), json_array_append(json_of(array), json_of(take_value)));
}

static struct cdr_json *
new_string(struct cdr_str value)
{
	return of_json(value.p ? json_stringn(value.p, value.n) : json_null());
}

void
cdr_json_set_str(struct cdr_json *object, const char *key, struct cdr_str value)
{
	cdr_json_set(object, key, new_string(value));
}

void
cdr_json_set_text(struct cdr_json *object, const char *key, const char *value)
{
	cdr_json_set_str(object, key, cdr_str_from(value));
}

void
cdr_json_set_int(struct cdr_json *object, const char *key, int64_t value)
{
	cdr_json_set(object, key, of_json(json_integer(value)));
}

void
cdr_json_set_real(struct cdr_json *object, const char *key, double value)
{
	cdr_json_set(object, key, of_json(json_real(value)));
}

void
cdr_json_set_bool(struct cdr_json *object, const char *key, bool value)
{
	cdr_json_set(object, key, of_json(json_boolean(value)));
}

void
cdr_json_set_date(struct cdr_json *object, const char *key, struct cdr_date value)
{
	char text[CDR_DATE_TEXT_MAX];
	cdr_date_text(value, text);
	cdr_json_set_text(object, key, value.ymd != 0 ? text : NULL);
}

void
cdr_json_push_str(struct cdr_json *array, struct cdr_str value)
{
	cdr_json_push(array, new_string(value));
}

/* ---------------------------------------------------------------------------------------------------------- reading */

enum cdr_json_type
cdr_json_type(const struct cdr_json *value)
{
	if (!value)
		return CDR_JSON_NULL;
	switch (json_typeof(json_of(value))) {
	case JSON_OBJECT:
		return CDR_JSON_OBJECT;
	case JSON_ARRAY:
		return CDR_JSON_ARRAY;
	case JSON_STRING:
		return CDR_JSON_STRING;
	case JSON_INTEGER:
		return CDR_JSON_INT;
	case JSON_REAL:
		return CDR_JSON_REAL;
	case JSON_TRUE:
	case JSON_FALSE:
		return CDR_JSON_BOOL;
	case JSON_NULL:
		break;
	}
	return CDR_JSON_NULL;
}

const struct cdr_json *
cdr_json_get(const struct cdr_json *object, const char *key)
{
	return of_json(json_object_get(json_of(object), key));
}

struct cdr_str
cdr_json_get_str(const struct cdr_json *object, const char *key)
{
	return cdr_json_string(cdr_json_get(object, key));
}

int64_t
cdr_json_get_int(const struct cdr_json *object, const char *key, int64_t fallback)
{
	return cdr_json_int(cdr_json_get(object, key), fallback);
}

double
cdr_json_get_real(const struct cdr_json *object, const char *key, double fallback)
{
	return cdr_json_real(cdr_json_get(object, key), fallback);
}

bool
cdr_json_get_bool(const struct cdr_json *object, const char *key, bool fallback)
{
	return cdr_json_bool(cdr_json_get(object, key), fallback);
}

struct cdr_date
cdr_json_get_date(const struct cdr_json *object, const char *key)
{
	struct cdr_date date = { 0 };
	(void)cdr_date_parse(cdr_json_get_str(object, key), &date);
	return date;
}

size_t
cdr_json_count(const struct cdr_json *array_or_object)
{
	const json_t *value = json_of(array_or_object);
	return json_is_array(value) ? json_array_size(value) : json_object_size(value);
}

const struct cdr_json *
cdr_json_at(const struct cdr_json *array, size_t i)
{
	return of_json(json_array_get(json_of(array), i));
}

const struct cdr_json *
cdr_json_member(const struct cdr_json *object, size_t i, struct cdr_str *ret_key)
{
	json_t *json = json_of(object);
	void *iterator = json_object_iter(json);
	for (; iterator && i > 0; i--)
		iterator = json_object_iter_next(json, iterator);
	if (!iterator)
		return NULL;
	if (ret_key)
		*ret_key = (struct cdr_str){ json_object_iter_key(iterator), json_object_iter_key_len(iterator) };
	return of_json(json_object_iter_value(iterator));
}

struct cdr_str
cdr_json_string(const struct cdr_json *value)
{
	const json_t *json = json_of(value);
	return (struct cdr_str){ json_string_value(json), json_string_length(json) };
}

int64_t
cdr_json_int(const struct cdr_json *value, int64_t fallback)
{
	return json_is_integer(json_of(value)) ? json_integer_value(json_of(value)) : fallback;
}

double
cdr_json_real(const struct cdr_json *value, double fallback)
{
	return json_is_number(json_of(value)) ? json_number_value(json_of(value)) : fallback;
}

bool
cdr_json_bool(const struct cdr_json *value, bool fallback)
{
	return json_is_boolean(json_of(value)) ? json_is_true(json_of(value)) : fallback;
}
