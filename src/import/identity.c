/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which record a row is. A supplier goes by, in this order: the file's own id; an identifier that names it anywhere
 * (OS ID, LEI, company number with country); else a readable key made from its folded name, country and folded address.
 * The surprise: an identifier that several different suppliers of a file share (one company, several sites) does not
 * stand alone, the name and address join it; which ones those are is found out by a look over the sheet beforehand, so
 * that the keys do not depend on the order of the rows.
 */
#include "candor/import.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define SLUG_MAX_BYTES 48
#define DIGEST_DIGITS 16 /* of a SHA-256: two of a million suppliers agree by chance once in some 10^7 files */

/* Identifiers that may stand for a supplier, the most particular first. */
static const struct strong {
	const char *column;
	bool national; /* means something only together with a country */
} strong[] = { { "os_id", false }, { "lei", false }, { "company_number", true } };

struct cdr_import_shared {
	char first[CDR_SHA256_TEXT_MAX]; /* digest of the name and address that had it first */
	bool several;
};

void
cdr_import_identity_done(struct cdr_import_identity *identity)
{
	identity->keys = cdr_map_free(identity->keys);
	identity->contents = cdr_map_free(identity->contents);
	identity->shared = cdr_map_free(identity->shared);
	identity->subjects = cdr_map_free(identity->subjects);
	identity->arena = cdr_arena_free(identity->arena);
}

enum cdr_status
cdr_import_identity_start(struct cdr_import_identity *identity, struct cdr_error *err)
{
	identity->arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	identity->keys = cdr_map_new(CDR_INGEST_MAX_ROWS);
	identity->contents = cdr_map_new(CDR_INGEST_MAX_ROWS);
	identity->shared = cdr_map_new(CDR_INGEST_MAX_ROWS * CDR_LEN(strong));
	identity->subjects = cdr_map_new(CDR_INGEST_MAX_ROWS);
	bool whole = identity->arena && identity->keys && identity->contents && identity->shared && identity->subjects;
	return whole ? CDR_OK : cdr_fail_memory(err, CDR_IMPORT_ROOM);
}

/* Keeps a key for the life of the import and puts a value under it. */
static enum cdr_status
put(struct cdr_import_identity *identity, struct cdr_map *map, struct cdr_str key, void *value, struct cdr_error *err)
{
	struct cdr_str kept = cdr_str_copy(identity->arena, key);
	if (!kept.p || !value || cdr_map_put(map, kept, value) != CDR_OK)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------ shared identifiers */

/* Text of a canonical column in a raw row; {NULL,0} when the sheet has no such column. */
static struct cdr_str
raw_text(const struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row,
         const char *column)
{
	uint32_t index;
	if (!cdr_import_plan_slot(plan, cdr_import_columns_find(job->columns, column), &index))
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_trim(cdr_row_cell(row, index).text);
}

/* An identifier as it stands in the file, with what makes it one: "lei|…". In scratch. */
static struct cdr_str
raw_identifier(const struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row,
               const struct strong *kind)
{
	struct cdr_str value = raw_text(job, plan, row, kind->column);
	if (!value.n)
		return (struct cdr_str){ NULL, 0 };
	struct cdr_str country = kind->national ? raw_text(job, plan, row, "country") : CDR_STR("");
	return cdr_str_format(job->scratch, "%s|%.*s|%.*s", kind->column, CDR_STR_ARG(country), CDR_STR_ARG(value));
}

/* Digest of name and all address columns as typed. */
static bool
raw_holder(const struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row,
           char ret[CDR_SHA256_TEXT_MAX])
{
	const struct cdr_import_definition *address = cdr_import_columns_find(job->columns, "address");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_add_str(&text, raw_text(job, plan, row, "name"));
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		if (address && plan->slots[c].definition == address) {
			cdr_buf_putc(&text, '\x1f');
			cdr_buf_add_str(&text, cdr_str_trim(cdr_row_cell(row, c).text));
		}
	}
	(void)cdr_crypt_sha256(cdr_buf_str(&text), ret);
	return !text.failed;
}

static enum cdr_status
scan_row(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row,
         struct cdr_error *err)
{
	char holder[CDR_SHA256_TEXT_MAX] = "";
	for (size_t i = 0; i < CDR_LEN(strong); i++) {
		struct cdr_str identifier = raw_identifier(job, plan, row, &strong[i]);
		if (!identifier.n)
			continue;
		if (!*holder && !raw_holder(job, plan, row, holder))
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
		struct cdr_import_shared *known = cdr_map_get(job->identity.shared, identifier);
		if (known) {
			known->several |= strcmp(known->first, holder) != 0;
			continue;
		}
		known = cdr_arena_alloc(job->identity.arena, sizeof(*known));
		CDR_TRY(put(&job->identity, job->identity.shared, identifier, known, err));
		memcpy(known->first, holder, sizeof(holder));
	}
	return CDR_OK;
}

enum cdr_status
cdr_import_identity_scan(struct cdr_import_job *job, const struct cdr_import_plan *plan, struct cdr_error *err)
{
	for (size_t i = plan->header_index + 1; i < plan->sheet->n_rows; i++) {
		const struct cdr_row row = cdr_sheet_row(plan->sheet, i);
		cdr_arena_reset(job->scratch);
		CDR_TRY(scan_row(job, plan, &row, err));
		if (i % CDR_IMPORT_FORGET_ROWS == 0)
			cdr_table_forget(job->table);
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- keys */

/* "acme-trading-ltd": letters and digits of any script, the rest hyphens; for people to recognise a key by. */
static struct cdr_str
slug(struct cdr_str text, struct cdr_arena *arena)
{
	struct cdr_str words = cdr_normalise_words(text, arena);
	size_t n = cdr_str_cut(words, SLUG_MAX_BYTES);
	char *out = cdr_arena_alloc(arena, n + 1);
	for (size_t i = 0; out && i < n; i++)
		out[i] = words.p[i] == ' ' ? '-' : words.p[i];
	while (out && n && out[n - 1] == '-')
		n--;
	return (struct cdr_str){ out, n };
}

/* First digits of the SHA-256 over the folded parts. */
static struct cdr_str
folded_digest(struct cdr_import_job *job, const struct cdr_str *parts, size_t n)
{
	char hash[CDR_SHA256_TEXT_MAX];
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t i = 0; i < n; i++) {
		cdr_buf_add_str(&text, cdr_normalise_words(parts[i], job->scratch));
		cdr_buf_putc(&text, '\x1f');
	}
	(void)cdr_crypt_sha256(cdr_buf_str(&text), hash);
	return text.failed ? (struct cdr_str){ NULL, 0 }
	                   : cdr_str_copy(job->scratch, (struct cdr_str){ hash, DIGEST_DIGITS });
}

/* Without ordinal and degree signs: the "º" of "Nº" is left out, misread ("N¬∫") or written "°" from file to file. */
static struct cdr_str
without_ordinals(struct cdr_str text, struct cdr_arena *arena)
{
	static const char *const signs[] = { "º", "ª", "°" };
	char *out = cdr_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; out && i < text.n;) {
		bool sign = false;
		for (size_t k = 0; k < CDR_LEN(signs) && i + 1 < text.n; k++)
			sign = sign || memcmp(text.p + i, signs[k], 2) == 0;
		if (!sign)
			out[n++] = text.p[i];
		i += sign ? 2 : 1;
	}
	return (struct cdr_str){ out, n };
}

/* The digest of what tells two sites of one firm apart. */
static struct cdr_str
site_digest(struct cdr_import_job *job, const struct cdr_import_row *row)
{
	const struct cdr_str parts[] = { cdr_import_row_get(job, row, "name"), cdr_import_row_get(job, row, "country"),
		                         without_ordinals(cdr_import_row_get(job, row, "address"), job->scratch),
		                         cdr_import_row_get(job, row, "city") };
	return folded_digest(job, parts, CDR_LEN(parts));
}

/* "lei:…", "company_number:GB:…", with the site's digest behind it where several suppliers share it; {NULL,0} when the
 * row has no such identifier. */
static enum cdr_status
strong_key(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_import_row *row,
           const struct strong *kind, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_str value = cdr_import_row_get(job, row, kind->column);
	struct cdr_str country = cdr_import_row_get(job, row, "country");
	if (!value.n || (kind->national && !country.n))
		return CDR_OK;
	const struct cdr_import_definition *definition = cdr_import_columns_find(job->columns, kind->column);
	struct cdr_str compared = cdr_normalise_identifier(definition->scheme, value, job->scratch);
	struct cdr_str key =
		cdr_str_format(job->scratch, "%s:%.*s%s%.*s", kind->column, kind->national ? (int)country.n : 0,
	                       country.n ? country.p : "", kind->national ? ":" : "", CDR_STR_ARG(compared));
	struct cdr_str raw = raw_identifier(job, plan, row->row, kind);
	const struct cdr_import_shared *shared = raw.n ? cdr_map_get(job->identity.shared, raw) : NULL;
	if (key.p && shared && shared->several) {
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_SHARED, &row->origin, cdr_str_from(kind->column), err));
		struct cdr_str digest = site_digest(job, row);
		key = digest.p ? cdr_str_format(job->scratch, "%.*s/%.*s", CDR_STR_ARG(key), CDR_STR_ARG(digest))
		               : digest;
	}
	if (!key.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*ret = key;
	return CDR_OK;
}

enum cdr_status
cdr_import_identity_party(struct cdr_import_job *job, const struct cdr_import_plan *plan,
                          const struct cdr_import_row *row, struct cdr_str *ret, bool *ret_explicit,
                          struct cdr_error *err)
{
	struct cdr_str key = cdr_import_row_get(job, row, "id");
	uint32_t index;
	*ret_explicit = key.n > 0;
	if (key.n) {
		*ret = key;
		return CDR_OK;
	}
	if (cdr_import_plan_slot(plan, cdr_import_columns_find(job->columns, "id"), &index))
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_NO_ID, &row->origin, key, err));
	for (size_t i = 0; i < CDR_LEN(strong) && !key.n; i++)
		CDR_TRY(strong_key(job, plan, row, &strong[i], &key, err));
	if (!key.n) {
		struct cdr_str name = slug(cdr_import_row_get(job, row, "name"), job->scratch);
		struct cdr_str country = cdr_import_row_get(job, row, "country"), digest = site_digest(job, row);
		key = cdr_str_format(job->scratch, "%.*s%s%.*s-%.*s", CDR_STR_ARG(name), country.n ? "-" : "",
		                     CDR_STR_ARG(country), CDR_STR_ARG(digest));
		if (!name.p || !digest.p || !key.p)
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	}
	*ret = key;
	return CDR_OK;
}

enum cdr_status
cdr_import_identity_engagement(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str *ret,
                               bool *ret_explicit, struct cdr_error *err)
{
	struct cdr_str key = cdr_import_row_get(job, row, "engagement_id");
	*ret_explicit = key.n > 0;
	if (!key.n) {
		struct cdr_str supplier = cdr_import_row_get(job, row, "supplier_id");
		struct cdr_str agency = cdr_import_row_get(job, row, "agency_name");
		struct cdr_str day = cdr_import_row_get(job, row, "recruited_on");
		agency = agency.n ? agency : cdr_import_row_get(job, row, "agency_licence_number");
		const struct cdr_str parts[] = { supplier, agency, day };
		struct cdr_str digest = folded_digest(job, parts, CDR_LEN(parts));
		struct cdr_str readable = slug(agency, job->scratch);
		day = day.n ? day : CDR_STR("undated");
		key = cdr_str_format(job->scratch, "%.*s/%.*s/%.*s/%.*s", CDR_STR_ARG(supplier), CDR_STR_ARG(readable),
		                     CDR_STR_ARG(day), CDR_STR_ARG(digest));
		if (!digest.p || !readable.p || !key.p)
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	}
	*ret = key;
	return CDR_OK;
}

enum cdr_status
cdr_import_identity_derived(struct cdr_import_job *job, const struct cdr_str *parts, size_t n, struct cdr_str *ret,
                            struct cdr_error *err)
{
	struct cdr_str key = CDR_STR(""), digest = folded_digest(job, parts, n);
	for (size_t i = 0; i < n && key.p; i++) {
		struct cdr_str readable = slug(parts[i], job->scratch);
		if (readable.n)
			key = cdr_str_format(job->scratch, "%.*s%.*s/", CDR_STR_ARG(key), CDR_STR_ARG(readable));
		else if (!readable.p)
			key = readable;
	}
	if (key.p)
		key = cdr_str_format(job->scratch, "%.*s%.*s", CDR_STR_ARG(key), CDR_STR_ARG(digest));
	if (!digest.p || !key.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*ret = key;
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- claims */

/* Notes who holds a key, and under which content. */
static enum cdr_status
note(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key, struct cdr_str fingerprint,
     struct cdr_error *err)
{
	struct cdr_import_sighting *sighting = cdr_arena_alloc(job->identity.arena, sizeof(*sighting));
	if (!sighting)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*sighting = (struct cdr_import_sighting){ row->origin.row, row->origin.line, 1, row->origin.sheet };
	if (key.p)
		CDR_TRY(put(&job->identity, job->identity.keys, key, sighting, err));
	return put(&job->identity, job->identity.contents, fingerprint, sighting, err);
}

enum cdr_status
cdr_import_identity_claim(struct cdr_import_job *job, const struct cdr_import_row *row, bool explicit,
                          struct cdr_str *key, enum cdr_import_claim *ret, struct cdr_import_sighting *ret_first,
                          struct cdr_error *err)
{
	struct cdr_import_sighting *holder = cdr_map_get(job->identity.keys, *key);
	/* 32 digits of the content are plenty inside one key. */
	struct cdr_str fingerprint = cdr_str_format(job->scratch, "%.32s|%.*s", row->content.p, CDR_STR_ARG(*key));
	if (!fingerprint.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	if (!holder) {
		*ret = CDR_IMPORT_CLAIM_NEW;
		return note(job, row, *key, fingerprint, err);
	}
	const struct cdr_import_sighting *same = cdr_map_get(job->identity.contents, fingerprint);
	*ret_first = same ? *same : *holder;
	*ret = same ? CDR_IMPORT_CLAIM_REPEAT : explicit ? CDR_IMPORT_CLAIM_CLASH : CDR_IMPORT_CLAIM_VARIANT;
	if (*ret != CDR_IMPORT_CLAIM_VARIANT)
		return CDR_OK;
	holder->times++;
	*key = cdr_str_format(job->scratch, "%.*s~%u", CDR_STR_ARG(*key), (unsigned)holder->times);
	if (!key->p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	return note(job, row, (struct cdr_str){ NULL, 0 }, fingerprint, err);
}
