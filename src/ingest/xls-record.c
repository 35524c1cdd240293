/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of a workbook stream and the strings in them ([MS-XLS] 2.1.4, 2.5.293, 2.5.294). What a record means is in xls.c.
 * Surprise: a string that does not fit into its record goes on in the next one, which then says anew whether its characters
 * take one byte or two, in the middle of a word; one byte means the first 256 characters of Unicode, whatever code page the
 * workbook names.
 *
 *	record = u16 type, u16 bytes, data
 *	string = u8 or u16 characters, u8 flags (1: two bytes each, 4: phonetic data, 8: runs), [u16 runs], [u32 bytes of
 *	phonetic data], characters, runs of 4 bytes each, phonetic data
 */
#include "ingest/xls-impl.h"

#define TYPE_CONTINUE 0x3C
#define FLAG_WIDE 1
#define FLAG_PHONETIC 4
#define FLAG_RUNS 8
#define RUN_BYTES 4
#define REPLACEMENT 0xFFFD

bool
cdr_xls_record_next(struct cdr_str stream, size_t *at, struct cdr_xls_record *ret)
{
	if (*at > stream.n || stream.n - *at < 4)
		return false;
	const char *p = stream.p + *at;
	size_t n = cdr_xls_u16(p + 2);
	if (n > stream.n - *at - 4)
		return false;
	*ret = (struct cdr_xls_record){ cdr_xls_u16(p), { p + 4, n } };
	*at += 4 + n;
	return true;
}

bool
cdr_xls_text_begin(struct cdr_xls_text *text, struct cdr_str stream, size_t at, size_t skip)
{
	struct cdr_xls_record record;
	if (!cdr_xls_record_next(stream, &at, &record) || record.data.n < skip)
		return false;
	*text = (struct cdr_xls_text){ .stream = stream,
		                       .rest = { record.data.p + skip, record.data.n - skip },
		                       .next = at };
	return true;
}

/* Whether anything is left, in this record or one that continues it. */
static bool
goes_on(struct cdr_xls_text *text)
{
	struct cdr_xls_record record;
	while (text->rest.n == 0) {
		size_t at = text->next;
		if (!cdr_xls_record_next(text->stream, &at, &record) || record.type != TYPE_CONTINUE)
			return false;
		text->rest = record.data;
		text->next = at;
	}
	return true;
}

const char *
cdr_xls_text_take(struct cdr_xls_text *text, size_t n)
{
	if (!goes_on(text) || text->rest.n < n)
		return NULL;
	const char *p = text->rest.p;
	text->rest = (struct cdr_str){ p + n, text->rest.n - n };
	return p;
}

static bool
pass(struct cdr_xls_text *text, size_t n)
{
	while (n > 0) {
		if (!goes_on(text))
			return false;
		size_t here = text->rest.n < n ? text->rest.n : n;
		n -= here;
		(void)cdr_xls_text_take(text, here);
	}
	return true;
}

static void
put_character(struct cdr_buf *out, uint32_t c)
{
	char bytes[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0x00, 0xC0, 0xE0, 0xF0 };
	for (size_t i = n; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3F));
	bytes[0] = (char)(first[n] | c);
	if (c == '\n' && out->n > 0 && out->p[out->n - 1] == '\r')
		out->n--;
	cdr_buf_add(out, bytes, n);
}

static void
put_unit(struct cdr_xls_text *text, unsigned unit, struct cdr_buf *out)
{
	unsigned high = text->high;
	bool is_high = unit >= 0xD800 && unit < 0xDC00, is_low = unit >= 0xDC00 && unit < 0xE000;
	text->high = is_high ? unit : 0;
	if (high && is_low) {
		put_character(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
		return;
	}
	if (high)
		put_character(out, REPLACEMENT);
	if (!is_high)
		put_character(out, is_low || unit == 0 ? REPLACEMENT : unit);
}

static bool
read_characters(struct cdr_xls_text *text, size_t n, bool wide, struct cdr_buf *out)
{
	while (n > 0) {
		if (text->rest.n == 0) {
			const char *flags = cdr_xls_text_take(text, 1);
			if (!flags)
				return false;
			wide = *flags & FLAG_WIDE;
		}
		size_t width = wide ? 2 : 1, here = text->rest.n / width;
		here = here < n ? here : n;
		const char *p = here > 0 ? cdr_xls_text_take(text, here * width) : NULL;
		if (!p && text->rest.n > 0)
			return false; /* half a character */
		for (size_t i = 0; p && i < here; i++)
			put_unit(text, wide ? cdr_xls_u16(p + i * 2) : (unsigned char)p[i], out);
		n -= here;
	}
	if (text->high)
		put_character(out, REPLACEMENT);
	text->high = 0;
	return true;
}

bool
cdr_xls_text_read(struct cdr_xls_text *text, size_t n_length_bytes, struct cdr_buf *out)
{
	size_t n_runs = 0, n_phonetic = 0;
	cdr_buf_clear(out);
	const char *head = cdr_xls_text_take(text, n_length_bytes + 1);
	if (!head)
		return false;
	size_t n = n_length_bytes == 1 ? (unsigned char)head[0] : cdr_xls_u16(head);
	unsigned flags = (unsigned char)head[n_length_bytes];
	if (flags & FLAG_RUNS) {
		const char *p = cdr_xls_text_take(text, 2);
		if (!p)
			return false;
		n_runs = cdr_xls_u16(p);
	}
	if (flags & FLAG_PHONETIC) {
		const char *p = cdr_xls_text_take(text, 4);
		if (!p)
			return false;
		n_phonetic = cdr_xls_u32(p);
	}
	return read_characters(text, n, flags & FLAG_WIDE, out) && pass(text, n_runs * RUN_BYTES + n_phonetic);
}

bool
cdr_xls_text_bytes(struct cdr_xls_text *text, size_t n_length_bytes, struct cdr_str *ret)
{
	const char *head = cdr_xls_text_take(text, n_length_bytes);
	if (!head)
		return false;
	size_t n = n_length_bytes == 1 ? (unsigned char)head[0] : cdr_xls_u16(head);
	const char *p = n > 0 ? cdr_xls_text_take(text, n) : "";
	if (!p)
		return false;
	*ret = (struct cdr_str){ p, n };
	return true;
}
