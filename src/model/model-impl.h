/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared inside model: word lists, and the table that describes a record's members once for both directions of the JSON
 * codec, so that what is written and what is read cannot drift apart.
 */

#include "candor/model.h"

/* The words of one enum, in the order of its values. */
struct model_words {
	const char *const *words;
	int n;
};
extern const struct model_words model_verdict_words;
extern const struct model_words model_severity_words;
extern const struct model_words model_licence_words;
extern const struct model_words model_registry_kind_words;
extern const struct model_words model_record_kind_words;

/* How a member is kept in C, and with it how it is written in JSON. */
enum model_kind {
	MODEL_TEXT,   /* struct cdr_str: string */
	MODEL_JSON,   /* struct cdr_str that holds JSON: the value itself */
	MODEL_DATE,   /* struct cdr_date: "YYYY-MM-DD" */
	MODEL_INT,    /* int64_t: integer */
	MODEL_UINT32, /* uint32_t: integer */
	MODEL_REAL,   /* double: number */
	MODEL_BOOL,   /* bool: boolean */
	MODEL_WORD,   /* an enum: its word */
	/* From here on: members that are a list or an object. */
	MODEL_TEXTS,      /* struct cdr_str * and a count: array of strings */
	MODEL_ATTRIBUTES, /* struct cdr_attribute * and a count: object, see codec.c */
	MODEL_RECORD,     /* an embedded record: object, left out when it is empty */
	MODEL_RECORDS     /* a record * and a count: array of objects */
};

struct model_record;
struct model_field {
	const char *name;
	enum model_kind kind;
	bool always; /* written even when zero: where "0", "false" or the first word is itself a statement */
	size_t offset, count_offset;
	const struct model_words *words;   /* WORD */
	const struct model_record *record; /* RECORD, RECORDS */
};
struct model_record {
	const char *name; /* for messages */
	size_t size;
	const struct model_field *fields;
	size_t n_fields;
};

/* Record to a JSON object; NULL when memory is short. */
struct cdr_json *
model_encode(const struct model_record *description, const void *record);
/* JSON object to a record; text goes to the arena. EINPUT naming the member that is missing its shape or is unknown;
 * *ret_record is untouched then. */
enum cdr_status CDR_MUST_CHECK
model_decode(const struct model_record *description, const struct cdr_json *json, struct cdr_arena *arena,
             void *ret_record, struct cdr_error *err);
/* Replaces every text and list of a record by a copy in the arena; false when memory is short. */
bool
model_deepen(const struct model_record *description, struct cdr_arena *arena, void *record);
