/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes of whatever encoding -> UTF-8, through ICU. What a file says of itself counts in this order: the caller's word,
 * a byte-order mark, the zeros of UTF-16, being well-formed UTF-8, and only then Windows-1252. Surprise: a file that is
 * UTF-8 but for a few broken bytes is refused rather than read as Windows-1252, which would turn every accent in it into
 * two wrong letters without a word.
 */
#include "ingest/ingest-impl.h"

#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#define CHUNK_BYTES 32768
#define PIVOT_UNITS 4096
#define NAME_MAX_BYTES 60
#define ZERO_SAMPLE_BYTES 4096
#define WINDOW_BYTES ((size_t)8 << 20)

static const char example_names[] =
	"UTF-8, UTF-16LE, windows-1252, windows-1251, ISO-8859-15, GB18030, Big5, Shift_JIS";

struct guess {
	const char *converter; /* ICU's name; NULL: already UTF-8 */
	struct cdr_str shown;
	size_t n_mark; /* bytes of the byte-order mark */
};

static const struct {
	const char *mark;
	size_t n;
	struct guess guess;
} marks[] = {
	{ "\xEF\xBB\xBF", 3, { NULL, { "UTF-8 with BOM", 14 }, 3 } },
	{ "\xFF\xFE", 2, { "UTF-16LE", { "UTF-16LE", 8 }, 2 } },
	{ "\xFE\xFF", 2, { "UTF-16BE", { "UTF-16BE", 8 }, 2 } },
};

/* What a walk over bytes read as UTF-8 finds. */
struct utf8_count {
	size_t well_formed, malformed; /* sequences of more than one byte; bytes that begin none */
	size_t first_malformed;        /* its offset */
};

static void
count_in_window(struct cdr_str window, size_t before, struct utf8_count *count)
{
	const uint8_t *p = (const uint8_t *)window.p;
	int32_t i = 0, n = (int32_t)window.n;
	while (i < n) {
		if (p[i] < 0x80) {
			i++;
			continue;
		}
		int32_t start = i;
		UChar32 c;
		U8_NEXT(p, i, n, c);
		if (c >= 0) {
			count->well_formed++;
		} else if (count->malformed++ == 0) {
			count->first_malformed = before + (size_t)start;
		}
	}
}

static void
forget_source(const struct cdr_ingest_source *source)
{
	if (source->options->map)
		cdr_file_map_forget(source->options->map);
}

/* The next piece of the bytes from `at` on; it ends before the start of a character. */
static struct cdr_str
window_at(struct cdr_str bytes, size_t at)
{
	struct cdr_str window = { bytes.p + at, bytes.n - at };
	if (window.n > WINDOW_BYTES) {
		window.n = WINDOW_BYTES;
		while (window.n > WINDOW_BYTES - 4 && ((unsigned char)window.p[window.n] & 0xC0) == 0x80)
			window.n--;
	}
	return window;
}

static struct utf8_count
count_utf8(const struct cdr_ingest_source *source)
{
	struct utf8_count count = { 0 };
	for (size_t at = 0; at < source->bytes.n;) {
		struct cdr_str window = window_at(source->bytes, at);
		count_in_window(window, at, &count);
		at += window.n;
		forget_source(source);
	}
	return count;
}

/* CRLF, LF and CR each end a line. */
static uint32_t
line_of(struct cdr_str text, size_t offset)
{
	uint32_t line = 1;
	for (size_t i = 0; i < offset && i < text.n; i++) {
		if (text.p[i] == '\n' || (text.p[i] == '\r' && (i + 1 >= text.n || text.p[i + 1] != '\n')))
			line++;
	}
	return line;
}

static enum cdr_status
fail_at_byte(const struct cdr_ingest_source *source, size_t offset, const char *encoding, struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	(void)cdr_ingest_line_place(source->name, line_of(source->bytes, offset), place);
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "byte 0x%02X does not belong to %s text; the file is damaged, or its encoding has to be named "
	                "(for example %s)",
	                (unsigned)(unsigned char)source->bytes.p[offset], encoding, example_names);
}

/* UTF-16 without a mark: the high byte of most separators, digits and line ends is zero, always on the same side. */
static const char *
guess_utf16(struct cdr_str bytes)
{
	size_t n = bytes.n < ZERO_SAMPLE_BYTES ? bytes.n & ~(size_t)1 : ZERO_SAMPLE_BYTES;
	size_t zeros[2] = { 0, 0 };
	for (size_t i = 0; i < n; i++)
		zeros[i & 1] += bytes.p[i] == '\0';
	if (n < 4 || bytes.n % 2 != 0)
		return NULL;
	if (zeros[1] >= n / 16 + 1 && zeros[0] <= n / 128)
		return "UTF-16LE";
	if (zeros[0] >= n / 16 + 1 && zeros[1] <= n / 128)
		return "UTF-16BE";
	return NULL;
}

/* The five bytes Windows-1252 leaves undefined: text that holds one is in some other encoding. */
static bool
find_undefined_1252(struct cdr_str bytes, size_t *ret_offset)
{
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		if (c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D) {
			*ret_offset = i;
			return true;
		}
	}
	return false;
}

static enum cdr_status
guess_encoding(const struct cdr_ingest_source *source, struct guess *ret, struct cdr_error *err)
{
	struct cdr_str bytes = source->bytes;
	struct guess guess = { NULL, CDR_STR("UTF-8"), 0 };
	for (size_t i = 0; i < CDR_LEN(marks) && guess.n_mark == 0; i++) {
		if (cdr_str_starts_with(bytes, (struct cdr_str){ marks[i].mark, marks[i].n }))
			guess = marks[i].guess;
	}
	if (guess.n_mark == 0)
		guess.converter = guess_utf16(bytes);
	if (guess.converter) {
		guess.shown = cdr_str_from(guess.converter);
		*ret = guess;
		return CDR_OK;
	}
	struct utf8_count count = count_utf8(source);
	/* Windows-1252 text yields a well-formed sequence only by rare accident. */
	if (count.malformed > 0 && (guess.n_mark > 0 || count.well_formed > 2 * count.malformed))
		return fail_at_byte(source, count.first_malformed, "UTF-8", err);
	size_t undefined = 0;
	if (count.malformed > 0 && find_undefined_1252(bytes, &undefined))
		return fail_at_byte(source, undefined, "UTF-8 or windows-1252", err);
	if (count.malformed > 0)
		guess = (struct guess){ "windows-1252", CDR_STR("windows-1252"), 0 };
	*ret = guess;
	return CDR_OK;
}

static void
converter_freep(UConverter **converter)
{
	if (*converter)
		ucnv_close(*converter);
}

static enum cdr_status
open_converter(const struct cdr_ingest_source *source, struct cdr_str name, UConverter **ret, struct cdr_error *err)
{
	char text[NAME_MAX_BYTES + 1] = "";
	UErrorCode status = U_FILE_ACCESS_ERROR;
	UConverter *converter = NULL;
	/* ICU takes an empty name for "the platform's own", which is not what anybody asked for. */
	if (name.n > 0 && name.n <= NAME_MAX_BYTES) {
		memcpy(text, name.p, name.n);
		status = U_ZERO_ERROR;
		converter = ucnv_open(text, &status);
	}
	if (status == U_MEMORY_ALLOCATION_ERROR)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (U_FAILURE(status))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "no encoding is known as \"%.*s\"; there are, for example, %s", CDR_STR_ARG(name),
		                example_names);
	/* An error, not U+FFFD: a name with a hole in it would be compared as if it were whole. */
	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	*ret = converter;
	return CDR_OK;
}

/* Line ends seen so far in text that comes in pieces. */
struct line_count {
	uint32_t line;
	bool after_cr;
};

static void
count_lines(struct line_count *count, char c)
{
	count->line += c == '\r' || (c == '\n' && !count->after_cr);
	count->after_cr = c == '\r';
}

/* Runs the converter over the whole input; `*ret_status` is ICU's own outcome, `*ret_line` the line it came to. */
static enum cdr_status
convert(UConverter *from, struct cdr_str bytes, struct cdr_spool *out, UErrorCode *ret_status, uint32_t *ret_line,
        struct cdr_error *err)
{
	struct line_count lines = { .line = 1 };
	__attribute__((cleanup(converter_freep))) UConverter *utf8 = NULL;
	__attribute__((cleanup(cdr_freep))) char *chunk = cdr_alloc(CHUNK_BYTES);
	UErrorCode status = U_ZERO_ERROR;
	utf8 = ucnv_open("UTF-8", &status);
	if (!utf8 || !chunk)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	UChar pivot[PIVOT_UNITS];
	UChar *pivot_source = pivot, *pivot_target = pivot;
	const char *source = bytes.p;
	bool first = true;
	do {
		char *target = chunk;
		status = U_ZERO_ERROR;
		ucnv_convertEx(utf8, from, &target, chunk + CHUNK_BYTES, &source, bytes.p + bytes.n, pivot,
		               &pivot_source, &pivot_target, pivot + PIVOT_UNITS, first, true, &status);
		first = false;
		CDR_TRY(cdr_spool_write(out, (struct cdr_str){ chunk, (size_t)(target - chunk) }, err));
		for (const char *p = chunk; p < target; p++)
			count_lines(&lines, *p);
	} while (status == U_BUFFER_OVERFLOW_ERROR);
	/* What was understood before a failure may still wait in the pivot; its line ends count for the place. */
	for (; U_FAILURE(status) && pivot_source < pivot_target; pivot_source++)
		count_lines(&lines, *pivot_source == '\n' || *pivot_source == '\r' ? (char)*pivot_source : '.');
	*ret_status = status;
	*ret_line = lines.line;
	return CDR_OK;
}

static enum cdr_status
decode_with(const struct cdr_ingest_source *source, const struct guess *guess, struct cdr_str name,
            struct cdr_spool *out, struct cdr_error *err)
{
	__attribute__((cleanup(converter_freep))) UConverter *from = NULL;
	CDR_TRY(open_converter(source, name, &from, err));
	struct cdr_str bytes = { source->bytes.p + guess->n_mark, source->bytes.n - guess->n_mark };
	UErrorCode status = U_ZERO_ERROR;
	uint32_t line = 0;
	CDR_TRY(convert(from, bytes, out, &status, &line, err));
	if (U_FAILURE(status)) {
		char place[CDR_ERROR_WHERE_MAX];
		(void)cdr_ingest_line_place(source->name, line, place);
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
		                "the bytes after this place are not %.*s text; the file is damaged or its encoding is "
		                "another (for example %s)",
		                CDR_STR_ARG(name), example_names);
	}
	return CDR_OK;
}

/* Text has no NUL; where there is one the file is binary, or UTF-16 cut at an odd byte. */
static enum cdr_status
check_nul(const struct cdr_ingest_source *source, const struct cdr_ingest_text *text, struct cdr_error *err)
{
	const char *nul = NULL;
	for (size_t at = 0; at < text->text.n && !nul;) {
		struct cdr_str window = window_at(text->text, at);
		nul = memchr(window.p, '\0', window.n);
		at += window.n;
		cdr_ingest_text_forget(text, source);
	}
	if (!nul)
		return CDR_OK;
	char place[CDR_ERROR_WHERE_MAX];
	(void)cdr_ingest_line_place(source->name, line_of(text->text, (size_t)(nul - text->text.p)), place);
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the line holds a NUL byte: this is not text, or its encoding is another and has to be named");
}

static struct cdr_str
without_mark(struct cdr_str text)
{
	if (cdr_str_starts_with(text, CDR_STR("\xEF\xBB\xBF")))
		return (struct cdr_str){ text.p + 3, text.n - 3 };
	return text;
}

enum cdr_status
cdr_ingest_decode(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_ingest_text *ret,
                  struct cdr_error *err)
{
	struct cdr_str asked = source->options->encoding, text = source->bytes;
	struct guess guess = { NULL, asked, 0 };
	if (asked.n == 0)
		CDR_TRY(guess_encoding(source, &guess, err));
	if (asked.n > 0 || guess.converter) {
		if (source->spare)
			ret->converted.fd = source->spare->fds[CDR_INGEST_SPARE_TEXT];
		CDR_TRY(decode_with(source, &guess, asked.n > 0 ? asked : guess.shown, &ret->converted, err));
		CDR_TRY(cdr_spool_close(&ret->converted, err));
		text = (struct cdr_str){ ret->converted.p, ret->converted.n_bytes };
	}
	ret->text = without_mark(text);
	CDR_TRY(check_nul(source, ret, err));
	return cdr_ingest_copy(table, guess.shown, &table->encoding, err);
}

void
cdr_ingest_text_done(struct cdr_ingest_text *text)
{
	cdr_spool_done(&text->converted);
}

void
cdr_ingest_text_forget(const struct cdr_ingest_text *text, const struct cdr_ingest_source *source)
{
	cdr_file_map_forget(&text->converted.map);
	forget_source(source);
}

/* ------------------------------------------------------------------------------------------------------- short texts */

enum cdr_status
cdr_ingest_converter_open(const struct cdr_ingest_source *source, struct cdr_str name, void **ret,
                          struct cdr_error *err)
{
	UConverter *converter = NULL;
	CDR_TRY(open_converter(source, name, &converter, err));
	*ret = converter;
	return CDR_OK;
}

void *
cdr_ingest_converter_free(void *converter)
{
	ucnv_close(converter);
	return NULL;
}

bool
cdr_ingest_converter_run(void *converter, struct cdr_str bytes, struct cdr_buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t room = bytes.n * 4 + 1; /* no character takes more in UTF-8 */
	__attribute__((cleanup(cdr_freep))) char *text = cdr_alloc(room);
	if (!text) {
		out->failed = true;
		return true;
	}
	int32_t n = ucnv_toAlgorithmic(UCNV_UTF8, converter, text, (int32_t)room, bytes.p, (int32_t)bytes.n, &status);
	if (U_FAILURE(status) || memchr(text, '\0', (size_t)n))
		return false;
	cdr_buf_add(out, text, (size_t)n);
	return true;
}
