/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding: NFKC, case, punctuation, diacritics, and Greek and Cyrillic in Latin letters. No words, no tables from data.
 * What surprises: romanisation is a table of our own and not an ICU transliterator. Those take a process-wide lock and
 * some 20 µs a name, write Cyrillic in ISO 9 ("č") where firms write "ch", and give rubbish for Thai and kanji; scripts
 * that are not in the table stay native.
 */
#include "normalise/normalise-impl.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#define CHUNK_BYTES 2048
#define CHUNK_UNITS (CHUNK_BYTES * 4)

bool
cdr_is_ascii(struct cdr_str text)
{
	size_t i = 0;
	for (; i + 8 <= text.n; i += 8) {
		uint64_t word;
		memcpy(&word, text.p + i, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			return false;
	}
	for (; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	return true;
}

bool
cdr_is_han(uint32_t character)
{
	return (character >= 0x4E00 && character <= 0x9FFF) || (character >= 0x3400 && character <= 0x4DBF) ||
	       (character >= 0x20000 && character <= 0x3FFFF) || (character >= 0xF900 && character <= 0xFAFF) ||
	       character == 0x3005 || character == 0x3007;
}

uint32_t
cdr_next_character(struct cdr_str s, size_t *i)
{
	int32_t at = 0;
	UChar32 c;
	int32_t left = s.n - *i > 4 ? 4 : (int32_t)(s.n - *i);
	const uint8_t *bytes = (const uint8_t *)s.p + *i;
	U8_NEXT(bytes, at, left, c);
	*i += (size_t)at;
	return c < 0 ? bytes[0] : (uint32_t)c;
}

/* ------------------------------------------------------------------------------------------------------------ ASCII */

/* 0: parts words; '\'': dropped between letters; '.': see enum cdr_fold; else the folded character. */
static char
fold_byte(unsigned char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte + ('a' - 'A'));
	if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '\'' || byte == '.')
		return (char)byte;
	return byte == '`' ? '\'' : '\0';
}

static bool
is_word_byte(char folded)
{
	return folded && folded != '\'' && folded != '.';
}

size_t
cdr_fold_ascii(struct cdr_str text, enum cdr_fold level, char *out)
{
	size_t n = 0;
	bool gap = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = fold_byte((unsigned char)text.p[i]);
		if (is_word_byte(c)) {
			if (gap && n)
				out[n++] = ' ';
			gap = false;
			out[n++] = c;
			continue;
		}
		bool inside = !gap && n && i + 1 < text.n && is_word_byte(fold_byte((unsigned char)text.p[i + 1]));
		if (c == '\'' && inside)
			continue;
		if (c == '.' && inside && level == CDR_FOLD_LATIN)
			out[n++] = '.';
		else
			gap = true;
	}
	return n;
}

/* ---------------------------------------------------------------------------------------------------------- Unicode */

struct romanised {
	uint16_t character;
	char latin[6];
};
/* Sorted. Cyrillic as firms of the region print it on English paper (close to the passport romanisations), Greek after
 * ELOT 743 without its digraphs; Latin letters that do not decompose. */
static const struct romanised latin_of[] = {
	{ 0x00E6, "ae" }, { 0x00F0, "d" },  { 0x00F8, "o" },  { 0x00FE, "th" },   { 0x0111, "d" },  { 0x0127, "h" },
	{ 0x0131, "i" },  { 0x0138, "k" },  { 0x0142, "l" },  { 0x014B, "n" },    { 0x0153, "oe" }, { 0x0167, "t" },
	{ 0x0180, "b" },  { 0x0192, "f" },  { 0x01DD, "e" },  { 0x0257, "d" },    { 0x0259, "a" },  { 0x025B, "e" },
	{ 0x0272, "n" },  { 0x03B1, "a" },  { 0x03B2, "v" },  { 0x03B3, "g" },    { 0x03B4, "d" },  { 0x03B5, "e" },
	{ 0x03B6, "z" },  { 0x03B7, "i" },  { 0x03B8, "th" }, { 0x03B9, "i" },    { 0x03BA, "k" },  { 0x03BB, "l" },
	{ 0x03BC, "m" },  { 0x03BD, "n" },  { 0x03BE, "x" },  { 0x03BF, "o" },    { 0x03C0, "p" },  { 0x03C1, "r" },
	{ 0x03C2, "s" },  { 0x03C3, "s" },  { 0x03C4, "t" },  { 0x03C5, "y" },    { 0x03C6, "f" },  { 0x03C7, "ch" },
	{ 0x03C8, "ps" }, { 0x03C9, "o" },  { 0x0430, "a" },  { 0x0431, "b" },    { 0x0432, "v" },  { 0x0433, "g" },
	{ 0x0434, "d" },  { 0x0435, "e" },  { 0x0436, "zh" }, { 0x0437, "z" },    { 0x0438, "i" },  { 0x0439, "y" },
	{ 0x043A, "k" },  { 0x043B, "l" },  { 0x043C, "m" },  { 0x043D, "n" },    { 0x043E, "o" },  { 0x043F, "p" },
	{ 0x0440, "r" },  { 0x0441, "s" },  { 0x0442, "t" },  { 0x0443, "u" },    { 0x0444, "f" },  { 0x0445, "kh" },
	{ 0x0446, "ts" }, { 0x0447, "ch" }, { 0x0448, "sh" }, { 0x0449, "shch" }, { 0x044A, "" },   { 0x044B, "y" },
	{ 0x044C, "" },   { 0x044D, "e" },  { 0x044E, "yu" }, { 0x044F, "ya" },   { 0x0451, "e" },  { 0x0452, "dj" },
	{ 0x0453, "g" },  { 0x0454, "ye" }, { 0x0455, "dz" }, { 0x0456, "i" },    { 0x0457, "i" },  { 0x0458, "j" },
	{ 0x0459, "lj" }, { 0x045A, "nj" }, { 0x045B, "c" },  { 0x045C, "k" },    { 0x045E, "u" },  { 0x045F, "dz" },
	{ 0x0491, "g" },  { 0x0493, "g" },  { 0x049B, "k" },  { 0x04A3, "n" },    { 0x04AF, "u" },  { 0x04B1, "u" },
	{ 0x04BB, "h" },  { 0x04D9, "a" },  { 0x04E9, "o" },
};

/* NULL when the table does not know the letter. */
static const char *
romanise(UChar32 c)
{
	size_t low = 0, high = CDR_LEN(latin_of);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (latin_of[middle].character == c)
			return latin_of[middle].latin;
		if (latin_of[middle].character < c)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The letter under the diacritics: first character of the full canonical decomposition. */
static UChar32
base_letter(const UNormalizer2 *nfkd, UChar32 c)
{
	for (int depth = 0; depth < 4; depth++) {
		UChar parts[32];
		UErrorCode status = U_ZERO_ERROR;
		int32_t n = unorm2_getDecomposition(nfkd, c, parts, CDR_LEN(parts), &status);
		if (n <= 0 || U_FAILURE(status))
			return c;
		UChar32 first;
		int32_t at = 0;
		U16_NEXT(parts, at, n, first);
		if (first == c)
			return c;
		c = first;
	}
	return c;
}

/* What parts words inside an unspaced run: Han, kana, anything else. */
enum run { RUN_OTHER, RUN_HAN, RUN_KANA };

struct folder {
	const UNormalizer2 *nfkd;
	enum cdr_fold level;
	struct cdr_buf *out;
	bool *romanised;
	size_t start;    /* of this text in out */
	bool gap;        /* a blank is due before the next character */
	bool alphabetic; /* the last letter was Latin, Greek or Cyrillic: marks after it are dropped */
	enum run run;
	UChar32 last; /* last letter written, before romanisation: for Greek digraphs */
};

static void
emit(struct folder *f, UChar32 c)
{
	char bytes[4];
	int32_t n = 0;
	UBool failed = false;
	U8_APPEND((uint8_t *)bytes, n, 4, c, failed);
	if (!failed)
		cdr_buf_add(f->out, bytes, (size_t)n);
}

/* Arabic letters that typists exchange: alef with and without hamza or madda, teh marbuta, alef maksura, Farsi yeh and
 * kaf. */
static UChar32
arabic_letter(UChar32 c)
{
	switch (c) {
	case 0x0622:
	case 0x0623:
	case 0x0625:
	case 0x0671:
		return 0x0627;
	case 0x0629:
		return 0x0647;
	case 0x0649:
	case 0x06CC:
		return 0x064A;
	case 0x06A9:
		return 0x0643;
	default:
		return c;
	}
}

/* ου -> ou, αυ and ευ -> av and ev: what `c`, the second letter, becomes; NULL elsewhere. */
static const char *
greek_digraph(const struct folder *f, UChar32 c)
{
	if (c == 0x03C5 && f->last == 0x03BF)
		return "u";
	if (c == 0x03C5 && (f->last == 0x03B1 || f->last == 0x03B5))
		return "v";
	return NULL;
}

static void
open_word(struct folder *f, enum run run)
{
	bool parted = f->level == CDR_FOLD_LATIN && run != f->run && f->out->n > f->start;
	if ((f->gap || parted) && f->out->n > f->start && f->out->p[f->out->n - 1] != '.')
		cdr_buf_putc(f->out, ' ');
	if (f->gap)
		f->last = 0;
	f->gap = false;
	f->run = run;
}

/* A letter of Latin, Greek or Cyrillic beyond ASCII. */
static void
put_alphabetic(struct folder *f, UChar32 c, UScriptCode script)
{
	open_word(f, RUN_OTHER);
	f->alphabetic = true;
	if (f->level == CDR_FOLD_CASE) {
		emit(f, c);
		return;
	}
	bool foreign = script != USCRIPT_LATIN;
	if (foreign && f->level == CDR_FOLD_LATIN && f->romanised)
		*f->romanised = true;
	UChar32 base = romanise(c) ? c : base_letter(f->nfkd, c);
	const char *latin = greek_digraph(f, base);
	if (!latin)
		latin = romanise(base);
	f->last = base;
	if (latin && (!foreign || f->level == CDR_FOLD_LATIN))
		cdr_buf_puts(f->out, latin);
	else
		emit(f, base);
}

static void
put_native(struct folder *f, UChar32 c, UScriptCode script)
{
	enum run run = RUN_OTHER;
	if (cdr_is_han((uint32_t)c))
		run = RUN_HAN;
	else if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || (c == 0x30FC && f->run == RUN_KANA))
		run = RUN_KANA;
	open_word(f, run);
	f->alphabetic = false;
	f->last = 0;
	emit(f, f->level == CDR_FOLD_CASE ? c : arabic_letter(c));
}

static bool
is_apostrophe(UChar32 c)
{
	return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 || c == 0x02BB ||
	       c == 0x05F3 || c == 0x05F4 || c == 0x02BF || c == 0x02BE;
}

/* Punctuation and symbols: `inside` says that a letter follows at once. */
static void
put_mark(struct folder *f, UChar32 c, bool inside)
{
	inside = inside && !f->gap && f->out->n > f->start;
	if (is_apostrophe(c) && inside)
		return;
	if (c == '.' && inside && f->level == CDR_FOLD_LATIN)
		cdr_buf_putc(f->out, '.');
	else
		f->gap = true;
}

static void
put(struct folder *f, UChar32 c, UChar32 following)
{
	if (c < 0x80) {
		char folded = fold_byte((unsigned char)c);
		if (!is_word_byte(folded)) {
			put_mark(f, c, following > 0 && u_isalnum(following));
			return;
		}
		open_word(f, RUN_OTHER);
		f->alphabetic = true;
		f->last = c;
		cdr_buf_putc(f->out, folded);
		return;
	}
	int8_t type = u_charType(c);
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK) {
		bool harakat = c >= 0x064B && c <= 0x065F;
		if (!f->gap && (f->level == CDR_FOLD_CASE || !(f->alphabetic || harakat)))
			emit(f, c);
		return;
	}
	if (c == 0x0640) /* Arabic tatweel only stretches a word */
		return;
	int32_t digit = u_charDigitValue(c);
	if (digit >= 0 && type == U_DECIMAL_DIGIT_NUMBER) {
		open_word(f, RUN_OTHER);
		cdr_buf_putc(f->out, (char)('0' + digit));
		return;
	}
	if (!u_isalnum(c) || is_apostrophe(c)) {
		put_mark(f, c, following > 0 && u_isalnum(following));
		return;
	}
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript(c, &status);
	if (script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC)
		put_alphabetic(f, c, script);
	else
		put_native(f, c, script);
}

/* One chunk. Compatibility forms can grow eighteenfold; a chunk that outgrows the array is folded in halves. */
static void
fold_chunk(struct folder *f, const UNormalizer2 *nfkc, struct cdr_str text)
{
	UChar raw[CHUNK_BYTES], folded[CHUNK_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n_raw = 0;
	u_strFromUTF8WithSub(raw, CDR_LEN(raw), &n_raw, text.p, (int32_t)text.n, 0xFFFD, NULL, &status);
	if (U_FAILURE(status))
		return;
	int32_t n = unorm2_normalize(nfkc, raw, n_raw, folded, CDR_LEN(folded), &status);
	if (status == U_BUFFER_OVERFLOW_ERROR && text.n > 8) {
		size_t half = cdr_str_cut(text, text.n / 2);
		fold_chunk(f, nfkc, (struct cdr_str){ text.p, half });
		fold_chunk(f, nfkc, (struct cdr_str){ text.p + half, text.n - half });
		return;
	}
	if (U_FAILURE(status))
		return;
	int32_t at = 0;
	UChar32 c = -1, following = -1;
	if (n > 0)
		U16_NEXT(folded, at, n, following);
	while (following >= 0) {
		c = following;
		following = -1;
		if (at < n)
			U16_NEXT(folded, at, n, following);
		put(f, c, following);
	}
}

static void
fold_unicode(struct cdr_str text, enum cdr_fold level, struct cdr_buf *out, bool *ret_romanised)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	if (U_FAILURE(status)) {
		out->failed = true;
		return;
	}
	struct folder f = { .nfkd = nfkd, .level = level, .out = out, .romanised = ret_romanised, .start = out->n };
	while (text.n) {
		size_t cut = cdr_str_cut(text, CHUNK_BYTES);
		cut = cut ? cut : text.n;
		fold_chunk(&f, nfkc, (struct cdr_str){ text.p, cut });
		text.p += cut;
		text.n -= cut;
	}
}

void
cdr_fold(struct cdr_str text, enum cdr_fold level, struct cdr_buf *out, bool *ret_romanised)
{
	if (!cdr_is_ascii(text)) {
		fold_unicode(text, level, out, ret_romanised);
		return;
	}
	while (text.n && !out->failed) {
		char folded[CHUNK_BYTES];
		size_t n = text.n < sizeof(folded) ? text.n : sizeof(folded);
		cdr_buf_add(out, folded, cdr_fold_ascii((struct cdr_str){ text.p, n }, level, folded));
		text.p += n;
		text.n -= n;
		if (text.n)
			cdr_buf_putc(out, ' ');
	}
}

bool
cdr_fold_short(struct cdr_str text, enum cdr_fold level, char *out, size_t cap, struct cdr_str *ret)
{
	if (text.n > cap)
		return false;
	if (cdr_is_ascii(text)) {
		*ret = (struct cdr_str){ out, cdr_fold_ascii(text, level, out) };
		return true;
	}
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	buf.max = cap;
	fold_unicode(text, level, &buf, NULL);
	if (buf.failed)
		return false;
	memcpy(out, buf.p ? buf.p : "", buf.n);
	*ret = (struct cdr_str){ out, buf.n };
	return true;
}

struct cdr_str
cdr_normalise_words(struct cdr_str text, struct cdr_arena *arena)
{
	if (cdr_is_ascii(text)) {
		char *out = cdr_arena_alloc(arena, text.n + 1);
		if (!out)
			return (struct cdr_str){ NULL, 0 };
		return (struct cdr_str){ out, cdr_fold_ascii(text, CDR_FOLD_PLAIN, out) };
	}
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	fold_unicode(text, CDR_FOLD_PLAIN, &buf, NULL);
	if (buf.failed)
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_copy(arena, buf.n ? cdr_buf_str(&buf) : CDR_STR(""));
}
