/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON codec: walks a record's table (records.c) in one direction or the other. It knows kinds of members, not
 * records. What surprises: attributes are one JSON object, name to value, because that is what people and scripts want
 * to read; values of equal names that stand side by side become an array under that name, so none is lost.
 *
 * Reading is strict, since the same form arrives from the store and from outside: a member of the wrong type, an unknown
 * word, an impossible date, a number out of range and an unknown member are all named and refused.
 */
#include "model/model-impl.h"

#include <string.h>

#define ROOM "model"

_Static_assert(sizeof(enum cdr_verdict) == sizeof(int) && sizeof(enum cdr_licence) == sizeof(int),
               "MODEL_WORD members are read as int");

/* ---------------------------------------------------------------------------------------------------------- writing */

static const void *
member(const void *record, size_t offset)
{
	return (const char *)record + offset;
}

static size_t
member_count(const struct model_field *field, const void *record)
{
	return *(const size_t *)member(record, field->count_offset);
}

static const void *
member_items(const struct model_field *field, const void *record)
{
	return *(const void *const *)member(record, field->offset);
}

static struct cdr_json *
encode_texts(const struct cdr_str *texts, size_t n)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; array && i < n; i++)
		cdr_json_push_str(array, texts[i]);
	return array;
}

/* Number of attributes from `first` on that share its name. */
static size_t
attribute_run(const struct cdr_attribute *attributes, size_t n, size_t first)
{
	size_t end = first + 1;
	while (end < n && cdr_str_equal(attributes[end].name, attributes[first].name))
		end++;
	return end - first;
}

static bool
encode_attribute_run(struct cdr_json *object, const char *key, const struct cdr_attribute *attributes, size_t n)
{
	if (n == 1) {
		cdr_json_set_str(object, key, attributes[0].value);
		return true;
	}
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; array && i < n; i++)
		cdr_json_push_str(array, attributes[i].value);
	if (!array)
		return false;
	cdr_json_set(object, key, array);
	return true;
}

static struct cdr_json *
encode_attributes(const struct cdr_attribute *attributes, size_t n)
{
	cdr_auto(cdr_buf) key = CDR_BUF_INIT;
	cdr_owned(cdr_json) object = cdr_json_object();
	for (size_t i = 0; object && i < n;) {
		size_t run = attribute_run(attributes, n, i);
		cdr_buf_clear(&key); /* setters want a NUL after the key, a slice has none */
		cdr_buf_add_str(&key, attributes[i].name);
		cdr_buf_putc(&key, '\0');
		if (key.failed || !encode_attribute_run(object, key.p, &attributes[i], run))
			return NULL;
		i += run;
	}
	return cdr_steal(&object);
}

static struct cdr_json *
encode_records(const struct model_record *description, const void *items, size_t n)
{
	cdr_owned(cdr_json) array = cdr_json_array();
	for (size_t i = 0; array && i < n; i++) {
		struct cdr_json *item = model_encode(description, member(items, i * description->size));
		if (!item)
			return NULL;
		cdr_json_push(array, item);
	}
	return cdr_steal(&array);
}

/* What is no JSON after all stays a text: it is shown, not lost. */
static void
encode_json(struct cdr_json *object, const struct model_field *field, struct cdr_str text)
{
	struct cdr_json *value = NULL;
	if (text.n == 0)
		return;
	if (cdr_json_parse(text, field->name, &value, NULL) == CDR_OK)
		cdr_json_set(object, field->name, value);
	else
		cdr_json_set_str(object, field->name, text);
}

/* Members that are one value. */
static void
encode_scalar(struct cdr_json *object, const struct model_field *field, const void *value)
{
	switch (field->kind) {
	case MODEL_TEXT:
		if (field->always || ((const struct cdr_str *)value)->n > 0)
			cdr_json_set_str(object, field->name, *(const struct cdr_str *)value);
		break;
	case MODEL_JSON:
		encode_json(object, field, *(const struct cdr_str *)value);
		break;
	case MODEL_DATE:
		if (((const struct cdr_date *)value)->ymd != 0)
			cdr_json_set_date(object, field->name, *(const struct cdr_date *)value);
		break;
	case MODEL_INT:
		if (field->always || *(const int64_t *)value != 0)
			cdr_json_set_int(object, field->name, *(const int64_t *)value);
		break;
	case MODEL_UINT32:
		if (field->always || *(const uint32_t *)value != 0)
			cdr_json_set_int(object, field->name, *(const uint32_t *)value);
		break;
	case MODEL_REAL:
		if (field->always || *(const double *)value != 0)
			cdr_json_set_real(object, field->name, *(const double *)value);
		break;
	case MODEL_BOOL:
		if (field->always || *(const bool *)value)
			cdr_json_set_bool(object, field->name, *(const bool *)value);
		break;
	case MODEL_WORD: {
		int word = *(const int *)value;
		if (field->always || word != 0)
			cdr_json_set_text(object, field->name,
			                  field->words->words[word > 0 && word < field->words->n ? word : 0]);
		break;
	}
	default:
		cdr_require(!"a kind that holds several values");
	}
}

/* Members that are an array or an object; left out when they hold nothing. False when memory is short. */
static bool
encode_aggregate(struct cdr_json *object, const struct model_field *field, const void *record)
{
	struct cdr_json *value = NULL;
	if (field->kind == MODEL_RECORD) {
		value = model_encode(field->record, member(record, field->offset));
		if (value && cdr_json_count(value) == 0 && !field->always) {
			(void)cdr_json_free(value);
			return true;
		}
	} else {
		size_t n = member_count(field, record);
		if (n == 0 && !field->always)
			return true;
		const void *items = member_items(field, record);
		if (field->kind == MODEL_TEXTS)
			value = encode_texts(items, n);
		else if (field->kind == MODEL_ATTRIBUTES)
			value = encode_attributes(items, n);
		else
			value = encode_records(field->record, items, n);
	}
	if (!value)
		return false;
	cdr_json_set(object, field->name, value);
	return true;
}

struct cdr_json *
model_encode(const struct model_record *description, const void *record)
{
	cdr_owned(cdr_json) object = cdr_json_object();
	if (!object)
		return NULL;
	for (size_t i = 0; i < description->n_fields; i++) {
		const struct model_field *field = &description->fields[i];
		if (field->kind < MODEL_TEXTS)
			encode_scalar(object, field, member(record, field->offset));
		else if (!encode_aggregate(object, field, record))
			return NULL;
	}
	return cdr_steal(&object);
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* What a reading needs all the way down. */
struct decoding {
	const struct model_record *description;
	const struct model_field *field;
	struct cdr_arena *arena;
	struct cdr_error *err;
};

static enum cdr_status
wrong_shape(const struct decoding *d, const char *expected)
{
	return cdr_fail(d->err, CDR_EINPUT, ROOM, NULL, "%s: member \"%s\" must be %s", d->description->name,
	                d->field->name, expected);
}

static enum cdr_status
decode_text(const struct decoding *d, const struct cdr_json *json, struct cdr_str *ret)
{
	if (cdr_json_type(json) == CDR_JSON_NULL) {
		*ret = (struct cdr_str){ NULL, 0 };
		return CDR_OK;
	}
	if (cdr_json_type(json) != CDR_JSON_STRING)
		return wrong_shape(d, "text");
	*ret = cdr_str_copy(d->arena, cdr_json_string(json));
	return ret->p ? CDR_OK : cdr_fail_memory(d->err, ROOM);
}

static enum cdr_status
decode_json(const struct decoding *d, const struct cdr_json *json, struct cdr_str *ret)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	if (cdr_json_type(json) != CDR_JSON_OBJECT && cdr_json_type(json) != CDR_JSON_ARRAY)
		return decode_text(d, json, ret);
	CDR_TRY(cdr_json_write(json, false, &text, d->err));
	CDR_TRY(cdr_buf_check(&text, ROOM, d->err));
	*ret = cdr_str_copy(d->arena, cdr_buf_str(&text));
	return ret->p ? CDR_OK : cdr_fail_memory(d->err, ROOM);
}

static enum cdr_status
decode_integer(const struct decoding *d, const struct cdr_json *json, void *ret)
{
	if (cdr_json_type(json) != CDR_JSON_INT)
		return wrong_shape(d, "a whole number");
	int64_t value = cdr_json_int(json, 0);
	if (d->field->kind == MODEL_INT) {
		*(int64_t *)ret = value;
		return CDR_OK;
	}
	if (value < 0 || value > UINT32_MAX)
		return wrong_shape(d, "a number between 0 and 4294967295");
	*(uint32_t *)ret = (uint32_t)value;
	return CDR_OK;
}

static enum cdr_status
decode_word(const struct decoding *d, const struct cdr_json *json, int *ret)
{
	struct cdr_str word = cdr_json_string(json);
	for (int i = 0; word.p && i < d->field->words->n; i++) {
		if (cdr_str_equal(cdr_str_from(d->field->words->words[i]), word)) {
			*ret = i;
			return CDR_OK;
		}
	}
	return wrong_shape(d, "one of the documented words");
}

static enum cdr_status
decode_scalar(const struct decoding *d, const struct cdr_json *json, void *ret)
{
	enum cdr_json_type type = cdr_json_type(json);
	switch (d->field->kind) {
	case MODEL_TEXT:
		return decode_text(d, json, ret);
	case MODEL_JSON:
		return decode_json(d, json, ret);
	case MODEL_DATE:
		return cdr_date_parse(cdr_json_string(json), ret) ? CDR_OK : wrong_shape(d, "a date (YYYY-MM-DD)");
	case MODEL_INT:
	case MODEL_UINT32:
		return decode_integer(d, json, ret);
	case MODEL_REAL:
		if (type != CDR_JSON_REAL && type != CDR_JSON_INT)
			return wrong_shape(d, "a number");
		*(double *)ret = cdr_json_real(json, 0);
		return CDR_OK;
	case MODEL_BOOL:
		if (type != CDR_JSON_BOOL)
			return wrong_shape(d, "true or false");
		*(bool *)ret = cdr_json_bool(json, false);
		return CDR_OK;
	case MODEL_WORD:
		return decode_word(d, json, ret);
	default:
		cdr_require(!"a kind that holds several values");
		return CDR_EINTERNAL;
	}
}

static enum cdr_status
decode_texts(const struct decoding *d, const struct cdr_json *json, struct cdr_str *items)
{
	for (size_t i = 0; i < cdr_json_count(json); i++)
		CDR_TRY(decode_text(d, cdr_json_at(json, i), &items[i]));
	return CDR_OK;
}

static enum cdr_status
decode_records(const struct decoding *d, const struct cdr_json *json, char *items)
{
	const struct model_record *description = d->field->record;
	for (size_t i = 0; i < cdr_json_count(json); i++)
		CDR_TRY(model_decode(description, cdr_json_at(json, i), d->arena, items + i * description->size,
		                     d->err));
	return CDR_OK;
}

/* An array of texts or records: allocates the items and stores pointer and count. */
static enum cdr_status
decode_array(const struct decoding *d, const struct cdr_json *json, void *record)
{
	if (cdr_json_type(json) != CDR_JSON_ARRAY)
		return wrong_shape(d, "a list");
	size_t n = cdr_json_count(json);
	if (n == 0)
		return CDR_OK;
	bool texts = d->field->kind == MODEL_TEXTS;
	char *items = cdr_arena_alloc(d->arena, n * (texts ? sizeof(struct cdr_str) : d->field->record->size));
	if (!items)
		return cdr_fail_memory(d->err, ROOM);
	CDR_TRY(texts ? decode_texts(d, json, (struct cdr_str *)(void *)items) : decode_records(d, json, items));
	memcpy((char *)record + d->field->offset, &items, sizeof(items));
	memcpy((char *)record + d->field->count_offset, &n, sizeof(n));
	return CDR_OK;
}

/* Attributes one JSON member stands for: an array holds several of that name. */
static size_t
attributes_in(const struct cdr_json *value)
{
	return cdr_json_type(value) == CDR_JSON_ARRAY ? cdr_json_count(value) : 1;
}

static enum cdr_status
decode_attribute(const struct decoding *d, struct cdr_str key, const struct cdr_json *value,
                 struct cdr_attribute *items)
{
	struct cdr_str name = cdr_str_copy(d->arena, key);
	if (!name.p)
		return cdr_fail_memory(d->err, ROOM);
	bool several = cdr_json_type(value) == CDR_JSON_ARRAY;
	for (size_t i = 0; i < attributes_in(value); i++) {
		items[i].name = name;
		CDR_TRY(decode_text(d, several ? cdr_json_at(value, i) : value, &items[i].value));
	}
	return CDR_OK;
}

static enum cdr_status
decode_attributes(const struct decoding *d, const struct cdr_json *json, void *record)
{
	if (cdr_json_type(json) != CDR_JSON_OBJECT)
		return wrong_shape(d, "an object of names and values");
	struct cdr_str key = { NULL, 0 };
	size_t n = 0;
	for (size_t i = 0; i < cdr_json_count(json); i++)
		n += attributes_in(cdr_json_member(json, i, &key));
	if (n == 0)
		return CDR_OK;
	struct cdr_attribute *items = cdr_arena_alloc(d->arena, n * sizeof(*items));
	if (!items)
		return cdr_fail_memory(d->err, ROOM);
	for (size_t i = 0, at = 0; i < cdr_json_count(json); i++) {
		const struct cdr_json *value = cdr_json_member(json, i, &key);
		CDR_TRY(decode_attribute(d, key, value, &items[at]));
		at += attributes_in(value);
	}
	memcpy((char *)record + d->field->offset, &items, sizeof(items));
	memcpy((char *)record + d->field->count_offset, &n, sizeof(n));
	return CDR_OK;
}

static enum cdr_status
decode_field(const struct decoding *d, const struct cdr_json *json, void *record)
{
	switch (d->field->kind) {
	case MODEL_TEXTS:
	case MODEL_RECORDS:
		return decode_array(d, json, record);
	case MODEL_ATTRIBUTES:
		return decode_attributes(d, json, record);
	case MODEL_RECORD:
		return model_decode(d->field->record, json, d->arena, (char *)record + d->field->offset, d->err);
	default:
		return decode_scalar(d, json, (char *)record + d->field->offset);
	}
}

/* Names the first member no field claims; there is one when fewer members were taken than there are. */
static enum cdr_status
unknown_member(const struct model_record *description, const struct cdr_json *json, struct cdr_error *err)
{
	struct cdr_str key = { NULL, 0 };
	for (size_t i = 0; i < cdr_json_count(json); i++) {
		bool known = false;
		(void)cdr_json_member(json, i, &key);
		for (size_t k = 0; k < description->n_fields && !known; k++)
			known = cdr_str_equal(key, cdr_str_from(description->fields[k].name));
		if (!known)
			break;
	}
	return cdr_fail(err, CDR_EINPUT, ROOM, NULL, "%s: unknown member \"%.*s\"; remove it", description->name,
	                CDR_STR_ARG(key));
}

enum cdr_status
model_decode(const struct model_record *description, const struct cdr_json *json, struct cdr_arena *arena,
             void *ret_record, struct cdr_error *err)
{
	if (cdr_json_type(json) != CDR_JSON_OBJECT)
		return cdr_fail(err, CDR_EINPUT, ROOM, NULL, "%s: must be a JSON object", description->name);
	void *record = cdr_arena_alloc(arena, description->size);
	if (!record)
		return cdr_fail_memory(err, ROOM);
	struct decoding d = { description, NULL, arena, err };
	size_t taken = 0;
	for (size_t i = 0; i < description->n_fields; i++) {
		d.field = &description->fields[i];
		const struct cdr_json *value = cdr_json_get(json, d.field->name);
		if (!value)
			continue;
		CDR_TRY(decode_field(&d, value, record));
		taken++;
	}
	if (taken < cdr_json_count(json))
		return unknown_member(description, json, err);
	memcpy(ret_record, record, description->size);
	return CDR_OK;
}
