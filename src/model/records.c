/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records, member by member: one table each, in the order of the header, which is the order in JSON; and the look-up
 * of a canonical column in a party or an engagement. How a kind of member is written and read is in codec.c.
 */
#include "candor/model.h"

#include "model/model-impl.h"

/* One member, named in JSON as in C. Lists find their count under n_<name>. */
#define FIELD(record, member, kind)                                                                                    \
	{                                                                                                              \
#member, kind, false, offsetof(struct record, member), 0, NULL, NULL                                   \
	}
#define FIELD_ALWAYS(record, member, kind)                                                                             \
	{                                                                                                              \
#member, kind, true, offsetof(struct record, member), 0, NULL, NULL                                    \
	}
#define FIELD_WORD(record, member, words, always)                                                                      \
	{                                                                                                              \
#member, MODEL_WORD, always, offsetof(struct record, member), 0, &words, NULL                          \
	}
#define FIELD_LIST(record, member, kind, of)                                                                           \
	{                                                                                                              \
#member, kind, false, offsetof(struct record, member), offsetof(struct record, n_##member), NULL, of   \
	}
#define FIELD_RECORD(record, member, of)                                                                               \
	{                                                                                                              \
#member, MODEL_RECORD, false, offsetof(struct record, member), 0, NULL, of                             \
	}
#define RECORD(word, type, fields)                                                                                     \
	{                                                                                                              \
		word, sizeof(struct type), fields, CDR_LEN(fields)                                                     \
	}

static const struct model_field origin_fields[] = {
	FIELD(cdr_origin, file, MODEL_TEXT),
	FIELD(cdr_origin, sheet, MODEL_TEXT),
	FIELD(cdr_origin, row, MODEL_UINT32),
	FIELD(cdr_origin, line, MODEL_UINT32),
};
static const struct model_record origin_record = RECORD("origin", cdr_origin, origin_fields);

static const struct model_field identifier_fields[] = {
	FIELD(cdr_identifier, scheme, MODEL_TEXT),
	FIELD(cdr_identifier, value, MODEL_TEXT),
	FIELD(cdr_identifier, country, MODEL_TEXT),
};
static const struct model_record identifier_record = RECORD("identifier", cdr_identifier, identifier_fields);

static const struct model_field party_row_fields[] = {
	FIELD(cdr_party_row, id, MODEL_TEXT),
	FIELD(cdr_party_row, key, MODEL_TEXT),
	FIELD(cdr_party_row, name, MODEL_TEXT),
	FIELD(cdr_party_row, version, MODEL_INT),
	FIELD_RECORD(cdr_party_row, origin, &origin_record),
};
static const struct model_record party_row_record = RECORD("merged party", cdr_party_row, party_row_fields);

static const struct model_field party_fields[] = {
	FIELD(cdr_party, id, MODEL_TEXT),
	FIELD(cdr_party, key, MODEL_TEXT),
	FIELD(cdr_party, version, MODEL_INT),
	FIELD(cdr_party, name, MODEL_TEXT),
	FIELD(cdr_party, name_local, MODEL_TEXT),
	FIELD(cdr_party, kind, MODEL_TEXT),
	FIELD(cdr_party, country, MODEL_TEXT),
	FIELD(cdr_party, address, MODEL_TEXT),
	FIELD(cdr_party, city, MODEL_TEXT),
	FIELD(cdr_party, region, MODEL_TEXT),
	FIELD(cdr_party, postcode, MODEL_TEXT),
	FIELD(cdr_party, sector, MODEL_TEXT),
	FIELD_LIST(cdr_party, aliases, MODEL_TEXTS, NULL),
	FIELD_LIST(cdr_party, identifiers, MODEL_RECORDS, &identifier_record),
	FIELD_LIST(cdr_party, products, MODEL_TEXTS, NULL),
	FIELD_LIST(cdr_party, attributes, MODEL_ATTRIBUTES, NULL),
	FIELD_RECORD(cdr_party, origin, &origin_record),
	FIELD_LIST(cdr_party, merged, MODEL_RECORDS, &party_row_record),
};
static const struct model_record party_record = RECORD("party", cdr_party, party_fields);

static const struct model_field engagement_fields[] = {
	FIELD(cdr_engagement, id, MODEL_TEXT),
	FIELD(cdr_engagement, key, MODEL_TEXT),
	FIELD(cdr_engagement, version, MODEL_INT),
	FIELD(cdr_engagement, supplier_id, MODEL_TEXT),
	FIELD(cdr_engagement, agency_name, MODEL_TEXT),
	FIELD(cdr_engagement, agency_country, MODEL_TEXT),
	FIELD(cdr_engagement, agency_licence_number, MODEL_TEXT),
	FIELD(cdr_engagement, recruited_on, MODEL_DATE),
	FIELD(cdr_engagement, ended_on, MODEL_DATE),
	FIELD_LIST(cdr_engagement, attributes, MODEL_ATTRIBUTES, NULL),
	FIELD_RECORD(cdr_engagement, origin, &origin_record),
};
static const struct model_record engagement_record = RECORD("engagement", cdr_engagement, engagement_fields);

static const struct model_field record_fields[] = {
	FIELD(cdr_record, id, MODEL_TEXT),
	FIELD_WORD(cdr_record, kind, model_record_kind_words, true),
	FIELD(cdr_record, key, MODEL_TEXT),
	FIELD(cdr_record, version, MODEL_INT),
	FIELD(cdr_record, subject_key, MODEL_TEXT),
	FIELD_LIST(cdr_record, attributes, MODEL_ATTRIBUTES, NULL),
	FIELD_RECORD(cdr_record, origin, &origin_record),
};
static const struct model_record record_record = RECORD("record", cdr_record, record_fields);

static const struct model_field entry_status_fields[] = {
	FIELD_WORD(cdr_entry_status, status, model_licence_words, true),
	FIELD(cdr_entry_status, word, MODEL_TEXT),
	FIELD(cdr_entry_status, from, MODEL_DATE),
	FIELD(cdr_entry_status, to, MODEL_DATE),
};
static const struct model_record entry_status_record = RECORD("status", cdr_entry_status, entry_status_fields);

static const struct model_field entry_fields[] = {
	FIELD(cdr_entry, id, MODEL_TEXT),
	FIELD(cdr_entry, registry_id, MODEL_TEXT),
	FIELD(cdr_entry, key, MODEL_TEXT),
	FIELD(cdr_entry, version, MODEL_INT),
	FIELD(cdr_entry, name, MODEL_TEXT),
	FIELD(cdr_entry, name_local, MODEL_TEXT),
	FIELD(cdr_entry, original_name, MODEL_TEXT),
	FIELD_LIST(cdr_entry, aliases, MODEL_TEXTS, NULL),
	FIELD(cdr_entry, party_type, MODEL_TEXT),
	FIELD(cdr_entry, country, MODEL_TEXT),
	FIELD(cdr_entry, address, MODEL_TEXT),
	FIELD_LIST(cdr_entry, identifiers, MODEL_RECORDS, &identifier_record),
	FIELD_LIST(cdr_entry, statuses, MODEL_RECORDS, &entry_status_record),
	FIELD(cdr_entry, listed_on, MODEL_DATE),
	FIELD(cdr_entry, good, MODEL_TEXT),
	FIELD(cdr_entry, programme, MODEL_TEXT),
	FIELD_LIST(cdr_entry, attributes, MODEL_ATTRIBUTES, NULL),
	FIELD_RECORD(cdr_entry, origin, &origin_record),
};
static const struct model_record entry_record = RECORD("entry", cdr_entry, entry_fields);

static const struct model_field snapshot_fields[] = {
	FIELD(cdr_snapshot, id, MODEL_INT),
	FIELD(cdr_snapshot, registry_id, MODEL_TEXT),
	FIELD(cdr_snapshot, as_of, MODEL_DATE),
	FIELD(cdr_snapshot, taken_at, MODEL_TEXT),
	FIELD(cdr_snapshot, file, MODEL_TEXT),
	FIELD(cdr_snapshot, sha256, MODEL_TEXT),
	FIELD(cdr_snapshot, definition_sha256, MODEL_TEXT),
	FIELD(cdr_snapshot, registry_title, MODEL_TEXT),
	FIELD_WORD(cdr_snapshot, registry_kind, model_registry_kind_words, true),
	FIELD(cdr_snapshot, freshness_days, MODEL_INT),
	FIELD_ALWAYS(cdr_snapshot, n_rows, MODEL_INT),
	FIELD_ALWAYS(cdr_snapshot, n_entries, MODEL_INT),
	FIELD_ALWAYS(cdr_snapshot, n_rejected, MODEL_INT),
	FIELD(cdr_snapshot, n_whole, MODEL_INT),
};
static const struct model_record snapshot_record = RECORD("snapshot", cdr_snapshot, snapshot_fields);

static const struct model_field reason_fields[] = {
	FIELD(cdr_reason, code, MODEL_TEXT),
	FIELD(cdr_reason, text, MODEL_TEXT),
	FIELD_ALWAYS(cdr_reason, contribution, MODEL_REAL),
};
static const struct model_record reason_record = RECORD("reason", cdr_reason, reason_fields);

static const struct model_field listing_fields[] = {
	FIELD(cdr_listing, registry_id, MODEL_TEXT),
	FIELD_WORD(cdr_listing, registry_kind, model_registry_kind_words, true),
	FIELD(cdr_listing, snapshot_id, MODEL_INT),
	FIELD(cdr_listing, snapshot_as_of, MODEL_DATE),
	FIELD_ALWAYS(cdr_listing, stale, MODEL_BOOL),
	FIELD(cdr_listing, entry_id, MODEL_TEXT),
	FIELD(cdr_listing, entry_name, MODEL_TEXT),
	FIELD_RECORD(cdr_listing, origin, &origin_record),
	FIELD_WORD(cdr_listing, verdict, model_verdict_words, true),
	FIELD_ALWAYS(cdr_listing, score, MODEL_REAL),
	FIELD_LIST(cdr_listing, reasons, MODEL_RECORDS, &reason_record),
	FIELD_WORD(cdr_listing, status, model_licence_words, false),
	FIELD(cdr_listing, status_word, MODEL_TEXT),
	FIELD(cdr_listing, listed_on, MODEL_DATE),
	FIELD(cdr_listing, programme, MODEL_TEXT),
	FIELD(cdr_listing, note, MODEL_TEXT),
};
static const struct model_record listing_record = RECORD("listing", cdr_listing, listing_fields);

static const struct model_field finding_fields[] = {
	FIELD(cdr_finding, id, MODEL_TEXT),
	FIELD(cdr_finding, fingerprint, MODEL_TEXT),
	FIELD(cdr_finding, material, MODEL_TEXT),
	FIELD(cdr_finding, party_id, MODEL_TEXT),
	FIELD(cdr_finding, party_name, MODEL_TEXT),
	FIELD(cdr_finding, engagement_id, MODEL_TEXT),
	FIELD(cdr_finding, agency_name, MODEL_TEXT),
	FIELD(cdr_finding, rule_id, MODEL_TEXT),
	FIELD(cdr_finding, rule_revision, MODEL_INT),
	FIELD_WORD(cdr_finding, verdict, model_verdict_words, true),
	FIELD_WORD(cdr_finding, severity, model_severity_words, true),
	FIELD(cdr_finding, title, MODEL_TEXT),
	FIELD(cdr_finding, message, MODEL_TEXT),
	FIELD(cdr_finding, remedy, MODEL_TEXT),
	FIELD(cdr_finding, source, MODEL_TEXT),
	FIELD_LIST(cdr_finding, listings, MODEL_RECORDS, &listing_record),
	FIELD_LIST(cdr_finding, facts, MODEL_ATTRIBUTES, NULL),
	FIELD_LIST(cdr_finding, origins, MODEL_RECORDS, &origin_record),
	FIELD(cdr_finding, proof, MODEL_JSON),
};
static const struct model_record finding_record = RECORD("finding", cdr_finding, finding_fields);

static const struct model_field gap_fields[] = {
	FIELD(cdr_gap, rule_id, MODEL_TEXT),
	FIELD_LIST(cdr_gap, missing, MODEL_TEXTS, NULL),
};
static const struct model_record gap_record = RECORD("gap", cdr_gap, gap_fields);

/* ---------------------------------------------------------------------------------------------------------- columns */

static struct cdr_str
attribute_value(const struct cdr_attribute *attributes, size_t n, struct cdr_str name)
{
	for (size_t i = 0; i < n; i++) {
		if (cdr_str_equal(attributes[i].name, name))
			return attributes[i].value;
	}
	return (struct cdr_str){ NULL, 0 };
}

/* The slot of that name, when the record has one that holds a single text. `column` "id" is the file's own id: the key. */
static bool
text_slot(const struct model_record *description, const void *record, const char *column, struct cdr_str *ret)
{
	struct cdr_str name =
		cdr_str_equal(cdr_str_from(column), CDR_STR("id")) ? CDR_STR("key") : cdr_str_from(column);
	for (size_t i = 0; i < description->n_fields; i++) {
		const struct model_field *field = &description->fields[i];
		if (field->kind == MODEL_TEXT && cdr_str_equal(cdr_str_from(field->name), name)) {
			*ret = *(const struct cdr_str *)(const void *)((const char *)record + field->offset);
			return true;
		}
	}
	return false;
}

/* Identifier columns are named like their scheme, but for licences, whose scheme also names the register's numbering. */
static struct cdr_str
identifier_value(const struct cdr_party *party, struct cdr_str column)
{
	bool licence = cdr_str_equal(column, CDR_STR("licence_number"));
	for (size_t i = 0; i < party->n_identifiers; i++) {
		struct cdr_str scheme = party->identifiers[i].scheme;
		if (cdr_str_equal(scheme, column) || (licence && cdr_str_starts_with(scheme, CDR_STR("licence"))))
			return party->identifiers[i].value;
	}
	return (struct cdr_str){ NULL, 0 };
}

struct cdr_str
cdr_party_get(const struct cdr_party *party, const char *column)
{
	struct cdr_str value = { NULL, 0 };
	if (text_slot(&party_record, party, column, &value))
		return value;
	value = identifier_value(party, cdr_str_from(column));
	return value.p ? value : attribute_value(party->attributes, party->n_attributes, cdr_str_from(column));
}

struct cdr_str
cdr_engagement_get(const struct cdr_engagement *engagement, const char *column)
{
	struct cdr_str value = { NULL, 0 };
	if (text_slot(&engagement_record, engagement, column, &value))
		return value;
	return attribute_value(engagement->attributes, engagement->n_attributes, cdr_str_from(column));
}

struct cdr_str
cdr_record_get(const struct cdr_record *record, const char *column)
{
	struct cdr_str value = { NULL, 0 };
	if (text_slot(&record_record, record, column, &value))
		return value;
	return attribute_value(record->attributes, record->n_attributes, cdr_str_from(column));
}

struct cdr_str
cdr_entry_get(const struct cdr_entry *entry, const char *column)
{
	struct cdr_str value = { NULL, 0 };
	if (text_slot(&entry_record, entry, column, &value))
		return value;
	return attribute_value(entry->attributes, entry->n_attributes, cdr_str_from(column));
}

/* ---------------------------------------------------------------------------------------------------------- copies */

bool
cdr_party_copy(struct cdr_arena *arena, const struct cdr_party *party, struct cdr_party *ret)
{
	struct cdr_party copy = *party;
	if (!model_deepen(&party_record, arena, &copy))
		return false;
	*ret = copy;
	return true;
}

bool
cdr_engagement_copy(struct cdr_arena *arena, const struct cdr_engagement *engagement, struct cdr_engagement *ret)
{
	struct cdr_engagement copy = *engagement;
	if (!model_deepen(&engagement_record, arena, &copy))
		return false;
	*ret = copy;
	return true;
}

bool
cdr_record_copy(struct cdr_arena *arena, const struct cdr_record *record, struct cdr_record *ret)
{
	struct cdr_record copy = *record;
	if (!model_deepen(&record_record, arena, &copy))
		return false;
	*ret = copy;
	return true;
}

bool
cdr_entry_copy(struct cdr_arena *arena, const struct cdr_entry *entry, struct cdr_entry *ret)
{
	struct cdr_entry copy = *entry;
	if (!model_deepen(&entry_record, arena, &copy))
		return false;
	*ret = copy;
	return true;
}

bool
cdr_finding_copy(struct cdr_arena *arena, const struct cdr_finding *finding, struct cdr_finding *ret)
{
	struct cdr_finding copy = *finding;
	if (!model_deepen(&finding_record, arena, &copy))
		return false;
	*ret = copy;
	return true;
}

/* ------------------------------------------------------------------------------------------------------------- JSON */

struct cdr_json *
cdr_party_to_json(const struct cdr_party *party)
{
	return model_encode(&party_record, party);
}

enum cdr_status
cdr_party_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_party *ret, struct cdr_error *err)
{
	return model_decode(&party_record, json, arena, ret, err);
}

struct cdr_json *
cdr_engagement_to_json(const struct cdr_engagement *engagement)
{
	return model_encode(&engagement_record, engagement);
}

enum cdr_status
cdr_engagement_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_engagement *ret,
                         struct cdr_error *err)
{
	return model_decode(&engagement_record, json, arena, ret, err);
}

struct cdr_json *
cdr_record_to_json(const struct cdr_record *record)
{
	return model_encode(&record_record, record);
}

enum cdr_status
cdr_record_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_record *ret,
                     struct cdr_error *err)
{
	return model_decode(&record_record, json, arena, ret, err);
}

struct cdr_json *
cdr_entry_to_json(const struct cdr_entry *entry)
{
	return model_encode(&entry_record, entry);
}

enum cdr_status
cdr_entry_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_entry *ret, struct cdr_error *err)
{
	return model_decode(&entry_record, json, arena, ret, err);
}

struct cdr_json *
cdr_finding_to_json(const struct cdr_finding *finding)
{
	return model_encode(&finding_record, finding);
}

enum cdr_status
cdr_finding_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_finding *ret,
                      struct cdr_error *err)
{
	return model_decode(&finding_record, json, arena, ret, err);
}

struct cdr_json *
cdr_snapshot_to_json(const struct cdr_snapshot *snapshot)
{
	return model_encode(&snapshot_record, snapshot);
}

struct cdr_json *
cdr_listing_to_json(const struct cdr_listing *listing)
{
	return model_encode(&listing_record, listing);
}

struct cdr_json *
cdr_origin_to_json(const struct cdr_origin *origin)
{
	return model_encode(&origin_record, origin);
}

struct cdr_json *
cdr_gap_to_json(const struct cdr_gap *gap)
{
	return model_encode(&gap_record, gap);
}
