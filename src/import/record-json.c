/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An import that was kept and a row that was not, as JSON: the same members in the report of an import that has just run
 * and for one that is looked up later.
 */
#include "candor/import.h"

struct cdr_json *
cdr_import_record_to_json(const struct cdr_import_record *record)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_int(json, "import", record->id);
	cdr_json_set_str(json, "kind", record->kind);
	cdr_json_set_str(json, "file", record->file);
	cdr_json_set_str(json, "sha256", record->sha256);
	cdr_json_set_int(json, "size", record->size);
	if (record->created_at.n)
		cdr_json_set_str(json, "created_at", record->created_at);
	cdr_json_set_int(json, "read", record->n_read);
	cdr_json_set_int(json, "accepted", record->n_accepted);
	cdr_json_set_int(json, "rejected", record->n_rejected);
	cdr_json_set_int(json, "created", record->n_created);
	cdr_json_set_int(json, "changed", record->n_changed);
	cdr_json_set_int(json, "unchanged", record->n_unchanged);
	cdr_json_set_int(json, "repeated",
	                 record->n_accepted - record->n_created - record->n_changed - record->n_unchanged);
	return json;
}

struct cdr_json *
cdr_import_reject_to_json(const struct cdr_reject *reject)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "place", reject->place);
	cdr_json_set_str(json, "column", reject->column);
	cdr_json_set_str(json, "reason", reject->reason);
	cdr_json_set(json, "origin", cdr_origin_to_json(&reject->origin));
	return json;
}
