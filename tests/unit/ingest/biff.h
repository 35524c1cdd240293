/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Workbooks of Excel 97 to 2003 made on the spot, record by record, for the unit tests and the fuzzer: nothing binary has to
 * be kept. pack_biff puts the records of a workbook together, pack_compound the file around them.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "candor/base.h"

#define BIFF_SHEETS 8
#define BIFF_SECTOR 512
#define BIFF_MINI 64
#define BIFF_CUTOFF 4096
#define BIFF_END 0xFFFFFFFEU
#define BIFF_FREE 0xFFFFFFFFU
#define BIFF_FAT 0xFFFFFFFDU

static inline void
biff_int(struct cdr_buf *out, uint64_t n, size_t n_bytes)
{
	for (size_t i = 0; i < n_bytes; i++)
		cdr_buf_putc(out, (char)(n >> (8 * i) & 0xFF));
}

static inline void
biff_record(struct cdr_buf *out, unsigned type, struct cdr_str data)
{
	biff_int(out, type, 2);
	biff_int(out, data.n, 2);
	cdr_buf_add_str(out, data);
}

/* The beginning of a workbook (5) or of a sheet (16). */
static inline void
biff_begin(struct cdr_buf *out, unsigned version, unsigned kind)
{
	biff_int(out, 0x809, 2);
	biff_int(out, 16, 2);
	biff_int(out, version, 2);
	biff_int(out, kind, 2);
	biff_int(out, 0, 8);
	biff_int(out, 0, 4);
}

static inline void
biff_end(struct cdr_buf *out)
{
	biff_record(out, 0x0A, CDR_STR(""));
}

/* What a cell begins with; `n` more bytes follow. */
static inline void
biff_cell(struct cdr_buf *out, unsigned type, unsigned row, unsigned column, unsigned style, size_t n)
{
	biff_int(out, type, 2);
	biff_int(out, 6 + n, 2);
	biff_int(out, row, 2);
	biff_int(out, column, 2);
	biff_int(out, style, 2);
}

static inline void
biff_text(struct cdr_buf *out, unsigned row, unsigned column, const char *ascii)
{
	biff_cell(out, 0x204, row, column, 0, 3 + strlen(ascii));
	biff_int(out, strlen(ascii), 2);
	biff_int(out, 0, 1);
	cdr_buf_puts(out, ascii);
}

static inline void
biff_shared(struct cdr_buf *out, unsigned row, unsigned column, unsigned i)
{
	biff_cell(out, 0xFD, row, column, 0, 4);
	biff_int(out, i, 4);
}

static inline void
biff_double(struct cdr_buf *out, double value)
{
	uint64_t bits = 0;
	memcpy(&bits, &value, sizeof(bits));
	biff_int(out, bits, 8);
}

static inline void
biff_number(struct cdr_buf *out, unsigned row, unsigned column, unsigned style, double value)
{
	biff_cell(out, 0x203, row, column, style, 8);
	biff_double(out, value);
}

static inline void
biff_rk(struct cdr_buf *out, unsigned row, unsigned column, unsigned style, uint32_t rk)
{
	biff_cell(out, 0x27E, row, column, style, 4);
	biff_int(out, rk, 4);
}

/* A formula and the value it gave, told in eight bytes; its tokens are left out. */
static inline void
biff_formula(struct cdr_buf *out, unsigned row, unsigned column, const char value[8])
{
	biff_cell(out, 0x06, row, column, 0, 16);
	cdr_buf_add(out, value, 8);
	biff_int(out, 0, 8);
}

/* A cell format that names a number format. */
static inline void
biff_style(struct cdr_buf *out, unsigned format)
{
	biff_int(out, 0xE0, 2);
	biff_int(out, 20, 2);
	biff_int(out, 0, 2);
	biff_int(out, format, 2);
	biff_int(out, 0, 8);
	biff_int(out, 0, 8);
}

static inline void
biff_format(struct cdr_buf *out, unsigned id, const char *code)
{
	biff_int(out, 0x41E, 2);
	biff_int(out, 5 + strlen(code), 2);
	biff_int(out, id, 2);
	biff_int(out, strlen(code), 2);
	biff_int(out, 0, 1);
	cdr_buf_puts(out, code);
}

struct biff_sheet {
	const char *name;
	unsigned state; /* 0 shown, 1 hidden, 2 very hidden */
	unsigned type;  /* 0 a worksheet, 2 a chart */
	struct cdr_str records;
};

/* Globals, then each sheet with its beginning and end. */
static inline void
pack_biff_of(unsigned version, struct cdr_buf *out, struct cdr_str globals, const struct biff_sheet *sheets, size_t n)
{
	size_t at[BIFF_SHEETS], n_flags = version == 0x0600; /* a byte before the characters */
	biff_begin(out, version, 5);
	cdr_buf_add_str(out, globals);
	for (size_t i = 0; i < n; i++) {
		biff_int(out, 0x85, 2);
		biff_int(out, 7 + n_flags + strlen(sheets[i].name), 2);
		at[i] = out->n;
		biff_int(out, 0, 4);
		biff_int(out, sheets[i].state, 1);
		biff_int(out, sheets[i].type, 1);
		biff_int(out, strlen(sheets[i].name), 1);
		biff_int(out, 0, n_flags);
		cdr_buf_puts(out, sheets[i].name);
	}
	biff_end(out);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < 4; k++)
			out->p[at[i] + k] = (char)(out->n >> (8 * k) & 0xFF);
		biff_begin(out, version, 16);
		cdr_buf_add_str(out, sheets[i].records);
		biff_end(out);
	}
}

static inline void
pack_biff(struct cdr_buf *out, struct cdr_str globals, const struct biff_sheet *sheets, size_t n)
{
	pack_biff_of(0x0600, out, globals, sheets, n);
}

static inline void
biff_entry(struct cdr_buf *out, const char *name, unsigned type, uint32_t left, uint32_t child, uint32_t start,
           size_t size)
{
	for (size_t i = 0; i < 32; i++)
		biff_int(out, i < strlen(name) ? (unsigned char)name[i] : 0, 2);
	biff_int(out, (strlen(name) + 1) * 2, 2);
	biff_int(out, type, 2);
	biff_int(out, left, 4);
	biff_int(out, BIFF_FREE, 4);
	biff_int(out, child, 4);
	for (int i = 0; i < 4; i++)
		biff_int(out, 0, 8);
	biff_int(out, 0, 4);
	biff_int(out, start, 4);
	biff_int(out, size, 8);
}

struct compound {
	const char *stream;  /* its name; NULL: "Workbook" */
	const char *storage; /* a folder that holds the stream, instead of the root */
	bool backwards;      /* its sectors lie in reverse */
};

/* Sector 0 is the directory, 1 the mini FAT, then the stream, then the FAT. A stream below the cutoff becomes mini sectors. */
static inline void
pack_compound(struct cdr_buf *out, struct cdr_str stream, const struct compound *as)
{
	size_t n = (stream.n + BIFF_SECTOR - 1) / BIFF_SECTOR, n_fat = (n + 2) / (BIFF_SECTOR / 4 - 1) + 1;
	bool mini = stream.n < BIFF_CUTOFF;
	const char *name = as && as->stream ? as->stream : "Workbook";
	uint32_t first = as && as->backwards ? (uint32_t)n + 1 : 2;
	cdr_buf_add(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	biff_int(out, 0, 8);
	biff_int(out, 0, 8);
	biff_int(out, 0x3E, 2);
	biff_int(out, 3, 2);
	biff_int(out, 0xFFFE, 2);
	biff_int(out, 9, 2);
	biff_int(out, 6, 2);
	biff_int(out, 0, 8);
	biff_int(out, 0, 2);
	biff_int(out, n_fat, 4);
	biff_int(out, 0, 8);
	biff_int(out, BIFF_CUTOFF, 4);
	biff_int(out, 1, 4);
	biff_int(out, 1, 4);
	biff_int(out, BIFF_END, 4);
	biff_int(out, 0, 4);
	for (size_t i = 0; i < 109; i++)
		biff_int(out, i < n_fat ? n + 2 + i : BIFF_FREE, 4);

	biff_entry(out, "Root Entry", 5, BIFF_FREE, 1, mini ? first : BIFF_END, mini ? n * BIFF_SECTOR : 0);
	biff_entry(out, as && as->storage ? as->storage : name, as && as->storage ? 1 : 2, 3,
	           as && as->storage ? 2 : BIFF_FREE, mini ? 0 : first, stream.n);
	biff_entry(out, name, 2, BIFF_FREE, BIFF_FREE, mini ? 0 : first, stream.n);
	biff_entry(out, "SummaryInformation", 2, BIFF_FREE, BIFF_FREE, BIFF_END, 0);
	for (size_t i = 0; i < BIFF_SECTOR / 4; i++)
		biff_int(out, (i + 1) * BIFF_MINI < stream.n ? i + 1 : BIFF_END, 4);
	for (size_t i = 0; i < n; i++) {
		size_t from = (as && as->backwards ? n - 1 - i : i) * BIFF_SECTOR;
		size_t here = stream.n - from < BIFF_SECTOR ? stream.n - from : BIFF_SECTOR;
		cdr_buf_add(out, stream.p + from, here);
		for (size_t k = here; k < BIFF_SECTOR; k++)
			cdr_buf_putc(out, '\0');
	}
	biff_int(out, BIFF_END, 4);
	biff_int(out, BIFF_END, 4);
	for (size_t i = 2; i < n_fat * BIFF_SECTOR / 4; i++) {
		size_t last = as && as->backwards ? 2 : n + 1, next = as && as->backwards ? i - 1 : i + 1;
		biff_int(out, i >= n + 2 ? (i < n + 2 + n_fat ? BIFF_FAT : BIFF_FREE) : i == last ? BIFF_END : next, 4);
	}
}
