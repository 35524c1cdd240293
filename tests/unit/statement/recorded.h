/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Records about parties, kept as an import of their kind. All names are invented. */

#include "screened.h"

/* One row: the party it names (NULL: none) and up to eight columns as pairs of name and value, sorted by name. */
struct row {
	const char *subject;
	const char *columns[16];
};

static inline void
put_record(struct fixture *fixture, int64_t import_id, enum cdr_record_kind kind, size_t number, const struct row *row)
{
	char key[32];
	struct cdr_attribute attributes[8];
	size_t n = 0;
	snprintf(key, sizeof(key), "row %zu", number);
	for (; n < CDR_LEN(attributes) && row->columns[2 * n]; n++)
		attributes[n] = (struct cdr_attribute){ cdr_str_from(row->columns[2 * n]),
			                                cdr_str_from(row->columns[2 * n + 1]) };
	struct cdr_record record = { .kind = kind,
		                     .key = cdr_str_from(key),
		                     .subject_key = cdr_str_from(row->subject),
		                     .attributes = attributes,
		                     .n_attributes = n,
		                     .origin = { .file = CDR_STR("records.csv"), .row = (uint32_t)number + 2 } };
	enum cdr_put_result result;
	TRY(cdr_store_record_put(fixture->store, CDR_STR("ashlow"), import_id, &record, &result, &err));
}

static inline void
import_records(struct fixture *fixture, enum cdr_record_kind kind, const struct row *rows, size_t n)
{
	struct cdr_import_record record = { .org = CDR_STR("ashlow"),
		                            .kind = cdr_str_from(cdr_record_kind_word(kind)),
		                            .file = CDR_STR("records.csv"),
		                            .sha256 = CDR_STR("4c4c"),
		                            .created_at = CDR_STR("2026-01-02T03:04:05Z"),
		                            .mapping_json = CDR_STR("{}"),
		                            .n_read = (int64_t)n,
		                            .n_accepted = (int64_t)n };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_import_begin(fixture->store, &record, &err));
	for (size_t i = 0; i < n; i++)
		put_record(fixture, record.id, kind, i, &rows[i]);
	TRY(cdr_store_import_finish(fixture->store, &record, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}
