/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hash of one link of the chain, and a link as JSON. Appending is in append.c, checking in verify.c.
 *
 * The hash of a record is SHA-256 (FIPS 180-4), in lower-case hexadecimal, over these bytes:
 *
 *   "candor evidence 1\n"
 *   then for each of number (decimal), at, actor, act, subject, detail_json, previous, in this order:
 *     <length in bytes, decimal> ":" <the bytes> "\n"     or     "-\n" when there is no value
 *
 * Every field is preceded by its length, so no two different records have the same bytes, whatever stands in them; and
 * "no value" differs from "empty". `previous` is the hash of the record before, for the first one 64 zeros. Anybody can
 * recompute the chain from an export with a few lines of script; changing these bytes in any way needs a new first line.
 */
#include "candor/evidence.h"

#include <inttypes.h>
#include <stdio.h>

#include "candor/crypt.h"

#define ROOM "evidence"

_Static_assert(CDR_EVIDENCE_HASH_MAX == CDR_SHA256_TEXT_MAX, "the chain uses SHA-256");

static void
add_field(struct cdr_buf *bytes, struct cdr_str field)
{
	if (!field.p) {
		cdr_buf_puts(bytes, "-\n");
		return;
	}
	cdr_buf_printf(bytes, "%zu:", field.n);
	cdr_buf_add_str(bytes, field);
	cdr_buf_putc(bytes, '\n');
}

enum cdr_status
cdr_evidence_hash(const struct cdr_evidence_row *row, char out[CDR_EVIDENCE_HASH_MAX], struct cdr_error *err)
{
	const struct cdr_str fields[] = {
		row->at, row->actor, row->act, row->subject, row->detail_json, row->previous
	};
	char number[24];
	cdr_auto(cdr_buf) bytes = CDR_BUF_INIT;
	snprintf(number, sizeof(number), "%" PRId64, row->number);
	cdr_buf_puts(&bytes, "candor evidence 1\n");
	add_field(&bytes, cdr_str_from(number));
	for (size_t i = 0; i < CDR_LEN(fields); i++)
		add_field(&bytes, fields[i]);
	CDR_TRY(cdr_buf_check(&bytes, ROOM, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&bytes), out);
	return CDR_OK;
}

struct cdr_json *
cdr_evidence_to_json(const struct cdr_evidence_row *row)
{
	cdr_owned(cdr_json) json = cdr_json_object();
	struct cdr_json *detail = NULL;
	if (!json)
		return NULL;
	cdr_json_set_int(json, "number", row->number);
	cdr_json_set_str(json, "at", row->at);
	cdr_json_set_str(json, "actor", row->actor);
	cdr_json_set_str(json, "act", row->act);
	cdr_json_set_str(json, "subject", row->subject);
	if (row->detail_json.n == 0)
		cdr_json_set_str(json, "detail", (struct cdr_str){ NULL, 0 });
	else if (cdr_json_parse(row->detail_json, "detail", &detail, NULL) == CDR_OK)
		cdr_json_set(json, "detail", detail);
	else /* somebody changed it: show what stands there, verifying will tell */
		cdr_json_set_str(json, "detail", row->detail_json);
	cdr_json_set_str(json, "previous", row->previous);
	cdr_json_set_str(json, "hash", row->hash);
	return cdr_steal(&json);
}
