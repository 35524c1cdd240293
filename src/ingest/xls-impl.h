/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the files of the .xls reader: the compound file around it (cfb.c), its records and texts (xls-record.c), and
 * what they say (xls.c). Sheets, styles, strings and merged ranges are those of the .xlsx reader.
 */

#include "ingest/xlsx-impl.h"

static inline unsigned
cdr_xls_u16(const char *p)
{
	return (unsigned)(unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}
static inline uint32_t
cdr_xls_u32(const char *p)
{
	return cdr_xls_u16(p) | (uint32_t)cdr_xls_u16(p + 2) << 16;
}

/* ------------------------------------------------------------------------------------------------------- cfb.c */

bool
cdr_xls_is_compound(struct cdr_str bytes);
/* The records of the workbook within a compound file: a piece of `bytes`, or gathered in `copy`. EINPUT when it is damaged,
 * or when something else lies in it: an encrypted workbook, a Word document. */
enum cdr_status CDR_MUST_CHECK
cdr_xls_workbook(struct cdr_str bytes, const char *name, struct cdr_buf *copy, struct cdr_str *ret,
                 struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ xls-record.c */

struct cdr_xls_record {
	unsigned type;
	struct cdr_str data;
};
/* The record at `*at`, which moves behind it; false at the end, and where one does not fit into what is left. */
bool
cdr_xls_record_next(struct cdr_str stream, size_t *at, struct cdr_xls_record *ret);

/* Reads within a record and those that continue it. */
struct cdr_xls_text {
	struct cdr_str stream, rest; /* rest: of the record being read */
	size_t next;                 /* the record after it */
	unsigned high;               /* first half of a surrogate pair */
};
/* Begins `skip` bytes into the record at `at`; false when it is shorter. */
bool
cdr_xls_text_begin(struct cdr_xls_text *text, struct cdr_str stream, size_t at, size_t skip);
/* `n` bytes that do not reach into another record, or NULL. */
const char *
cdr_xls_text_take(struct cdr_xls_text *text, size_t n);
/* The bytes of a string as Excel 95 writes them: a length in one or two bytes, and no more. False when it is damaged. */
bool
cdr_xls_text_bytes(struct cdr_xls_text *text, size_t n_length_bytes, struct cdr_str *ret);
/* A string whose length is told in one or two bytes, as UTF-8, line breaks as LF, into `out` which is cleared first; false
 * when it is damaged. A lone half of a surrogate pair and a NUL become U+FFFD. */
bool
cdr_xls_text_read(struct cdr_xls_text *text, size_t n_length_bytes, struct cdr_buf *out);
