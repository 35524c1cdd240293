/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding: NFKC, case, punctuation, diacritics, spelling variants within a script, and Greek and Cyrillic in Latin
 * letters. No words, no tables from data. What surprises: romanisation is a table of our own and not an ICU
 * transliterator (those take a process-wide lock and some 20 µs a name); and text whose characters cannot combine with
 * their neighbours never reaches ICU at all.
 */
#include "normalise/normalise-impl.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#define CHUNK_BYTES 2048
#define CHUNK_UNITS (CHUNK_BYTES * 4)
#define LATIN_BYTES 1536 /* longer text has time for ICU */

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

/* ---------------------------------------------------------------------------------------------------------- Unicode */

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
	const UNormalizer2 *nfkc, *nfkd;
	enum cdr_fold level;
	struct cdr_buf *out;
	size_t start;    /* of this text in out */
	bool gap;        /* a blank is due before the next character */
	bool alphabetic; /* the last letter was Latin, Greek or Cyrillic: marks after it are dropped */
	enum run run;
	UChar32 last, next; /* neighbours in the word, before romanisation; 0 at its edges */
	size_t kana;        /* of the run so far */
};

static void
emit(struct folder *f, UChar32 c)
{
	if (c < 0x80) {
		cdr_buf_putc(f->out, (char)c);
		return;
	}
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

/* Names only: carriers of hamza as the letter they carry it on, hamza alone dropped (0); Urdu forms of heh and yeh. */
static UChar32
arabic_hamza(UChar32 c)
{
	switch (c) {
	case 0x0621:
		return 0;
	case 0x0624:
		return 0x0648;
	case 0x0626:
	case 0x06D2:
	case 0x06D3:
		return 0x064A;
	case 0x06BE:
	case 0x06C0:
	case 0x06C1:
	case 0x06C2:
	case 0x06C3:
	case 0x06D5:
		return 0x0647;
	default:
		return c;
	}
}

static void
open_word(struct folder *f, enum run run)
{
	bool parted = f->level == CDR_FOLD_LATIN && run != f->run && f->out->n > f->start;
	if ((f->gap || parted) && f->out->n > f->start && f->out->p[f->out->n - 1] != '.')
		cdr_buf_putc(f->out, ' ');
	if (f->gap || parted)
		f->last = 0;
	f->gap = false;
	f->run = run;
}

static void
put_base(struct folder *f, UChar32 c)
{
	const struct cdr_letter *letter = cdr_letter_of((uint32_t)c);
	if (!letter || letter->kind == CDR_LETTER_UNKNOWN) {
		emit(f, base_letter(f->nfkd, c));
		return;
	}
	emit(f, letter->base[0]);
	if (letter->base[1])
		emit(f, letter->base[1]);
}

/* A letter of Latin beyond ASCII, folded. */
static void
put_latin(struct folder *f, UChar32 c)
{
	open_word(f, RUN_OTHER);
	f->alphabetic = true;
	f->last = c;
	if (f->level == CDR_FOLD_CASE)
		emit(f, c);
	else
		put_base(f, c);
}

/* The letter that romanisation knows: itself, or the one under its diacritics. */
static UChar32
known_letter(const struct folder *f, UChar32 c)
{
	if (cdr_letter_latin((uint32_t)c, 0, 0, CDR_CYRILLIC_RUSSIAN))
		return c;
	const struct cdr_letter *letter = cdr_letter_of((uint32_t)c);
	return letter && letter->kind == CDR_LETTER_FOREIGN ? letter->base[0] : base_letter(f->nfkd, c);
}

/* A letter of Greek or Cyrillic, which stays one: names of one script are compared in it, and read in Latin letters only
 * against a Latin name (romanise.c). Russian prints "ё" with or without its dots. */
static void
put_foreign(struct folder *f, UChar32 c)
{
	open_word(f, RUN_OTHER);
	f->alphabetic = true;
	UChar32 base = f->level == CDR_FOLD_CASE ? c : known_letter(f, c);
	if (base == 0x0451 && f->level == CDR_FOLD_LATIN)
		base = 0x0435;
	f->last = base;
	emit(f, base);
}

/* ------------------------------------------------------------------------------------------- variants of one script */

/* Voiced U as writers without it: va, vi, vu, ve, vo -> ba, bi, bu, be, bo; small ka and ke -> large. False: not one. */
static bool
put_kana_variant(struct folder *f, UChar32 c)
{
	if (c == 0x30F4) {
		static const UChar32 row[] = { 0x30D0, 0x30D3, 0x30D6, 0x30D9, 0x30DC };
		bool small = f->next >= 0x30A1 && f->next <= 0x30A9 && f->next % 2 == 1;
		emit(f, small ? row[(f->next - 0x30A1) / 2] : 0x30D6);
		return true;
	}
	if (f->last == 0x30F4 && c >= 0x30A1 && c <= 0x30A9 && c % 2 == 1)
		return true;
	if (c == 0x30F5 || c == 0x30F6) {
		emit(f, c == 0x30F5 ? 0x30AB : 0x30B1);
		return true;
	}
	return false;
}

/* JIS Z 8301: words of more than two sounds may end without their long mark. */
static bool
is_spare_long_mark(const struct folder *f, UChar32 c)
{
	return c == 0x30FC && f->kana > 2 && !(f->next >= 0x3041 && f->next <= 0x30FF && f->next != 0x30FB);
}

static const uint8_t *
tail_of(const struct folder *f, size_t n)
{
	return f->out->n >= f->start + n ? (const uint8_t *)f->out->p + f->out->n - n : NULL;
}

/* Nasal and virama before a consonant of the same place of speaking: one dot says the same. Blocks from Devanagari to
 * Malayalam, but Tamil, which has no dot. */
static void
join_nasal(struct folder *f, UChar32 c)
{
	uint32_t offset = (uint32_t)c % 0x80, block = (uint32_t)c - offset;
	if (block < 0x900 || block > 0xD00 || block == 0xB80 || offset < 0x15 || offset > 0x2D || f->out->failed)
		return;
	uint32_t row = offset < 0x29 ? (offset - 0x15) / 5 : 4;
	if ((offset < 0x29 && (offset - 0x15) % 5 == 4) || offset == 0x29)
		return;
	static const uint8_t nasals[] = { 0x19, 0x1E, 0x23, 0x28, 0x2E };
	const uint8_t *tail = tail_of(f, 6);
	struct cdr_str text = { (const char *)tail, 6 };
	size_t i = 0;
	if (!tail || (*tail & 0xF0) != 0xE0)
		return;
	if (cdr_next_character(text, &i) != block + nasals[row] || i != 3)
		return;
	if (cdr_next_character(text, &i) != block + 0x4D)
		return;
	f->out->n -= 6;
	emit(f, (UChar32)(block + 0x02));
}

/* Marks of a script that writers set or leave. True: done with it. */
static bool
put_mark_variant(struct folder *f, UChar32 c)
{
	if (c >= 0x0591 && c <= 0x05C7) /* Hebrew points */
		return true;
	if ((c >= 0x0610 && c <= 0x061A) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED))
		return true;
	uint32_t offset = (uint32_t)c % 0x80;
	if (c < 0x0900 || c >= 0x0D80)
		return false;
	if (offset == 0x3C) { /* nukta: kept where it makes another letter, dropped where it makes a foreign sound */
		bool eastern = (c >= 0x0980 && c < 0x0A00) || (c >= 0x0B00 && c < 0x0B80);
		bool makes_letter =
			f->last % 0x80 == 0x21 || f->last % 0x80 == 0x22 || (eastern && f->last % 0x80 == 0x2F);
		return !makes_letter;
	}
	if (offset == 0x01 && c < 0x0D00) { /* candrabindu */
		emit(f, c + 1);
		return true;
	}
	return false;
}

/* Kana that Japanese place names and surnames have inside: "桐ヶ浜", "井ノ口". They part no run of Han. */
static bool
joins_han(const struct folder *f, UChar32 c)
{
	bool joining = c == 0x30F5 || c == 0x30F6 || c == 0x30B1 || c == 0x30CE;
	return joining && f->run == RUN_HAN && !f->gap && f->next >= 0 && cdr_is_han((uint32_t)f->next);
}

static void
put_native(struct folder *f, UChar32 c)
{
	enum run run = RUN_OTHER;
	if (cdr_is_han((uint32_t)c) || joins_han(f, c))
		run = RUN_HAN;
	else if ((c >= 0x3041 && c <= 0x30FA) || c >= 0x30FD || (c == 0x30FC && f->run == RUN_KANA))
		run = cdr_script_of((uint32_t)c) == CDR_SCRIPT_KANA ? RUN_KANA : RUN_OTHER;
	if (f->level == CDR_FOLD_LATIN && run == RUN_KANA && is_spare_long_mark(f, c) && !f->gap && f->run == run)
		return;
	f->kana = run == RUN_KANA && f->run == run && !f->gap ? f->kana + 1 : 1;
	open_word(f, run);
	f->alphabetic = false;
	if (f->level == CDR_FOLD_CASE) {
		emit(f, c);
	} else if (f->level == CDR_FOLD_PLAIN) {
		emit(f, arabic_letter(c));
	} else if (run == RUN_HAN && cdr_is_han((uint32_t)c)) {
		emit(f, (UChar32)cdr_han_representative((uint32_t)c));
	} else if (run == RUN_OTHER || !put_kana_variant(f, c)) {
		join_nasal(f, c);
		UChar32 letter = arabic_letter(arabic_hamza(c));
		if (letter)
			emit(f, letter);
	}
	f->last = c;
}

static bool
is_hebrew(UChar32 c)
{
	return c >= 0x05D0 && c <= 0x05EA;
}

/* Punctuation and symbols: `inside` says that a letter follows at once. */
static void
put_mark(struct folder *f, UChar32 c, bool inside)
{
	inside = inside && !f->gap && f->out->n > f->start;
	bool gershayim = c == '"' && f->level == CDR_FOLD_LATIN && is_hebrew(f->last) && is_hebrew(f->next);
	if ((cdr_is_apostrophe((uint32_t)c) || gershayim) && inside)
		return;
	if (c == '.' && inside && f->level == CDR_FOLD_LATIN)
		cdr_buf_putc(f->out, '.');
	else
		f->gap = true;
}

static bool
is_word_character(UChar32 c)
{
	return c > 0 && (c < 0x80 ? cdr_is_word_byte(cdr_folded_bytes[(unsigned char)c]) : (bool)u_isalnum(c));
}

/* Letters that are themselves whatever stands around them, and no digits: Arabic and Hebrew, kana, Han, Hangul. */
static bool
is_plain_native(UChar32 c)
{
	return (c >= 0x05D0 && c <= 0x05EA) || (c >= 0x0620 && c <= 0x063F) || (c >= 0x0641 && c <= 0x064A) ||
	       (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC || c == 0x3005 ||
	       (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
}

/* What only ICU's tables tell apart: marks, digits, symbols and the letters of all other scripts. */
static void
put_unlisted(struct folder *f, UChar32 c)
{
	int8_t type = u_charType(c);
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK) {
		bool harakat = c >= 0x064B && c <= 0x065F;
		bool dropped = f->level == CDR_FOLD_LATIN && put_mark_variant(f, c);
		if (!dropped && !f->gap && (f->level == CDR_FOLD_CASE || !(f->alphabetic || harakat)))
			emit(f, c);
		return;
	}
	if (c == 0x0640) /* Arabic tatweel only stretches a word */
		return;
	int32_t digit = u_charDigitValue(c);
	if (digit >= 0 && type == U_DECIMAL_DIGIT_NUMBER) {
		open_word(f, RUN_OTHER);
		cdr_buf_putc(f->out, (char)('0' + digit));
		f->last = 0;
		return;
	}
	if (!u_isalnum(c)) {
		put_mark(f, c, is_word_character(f->next));
		return;
	}
	enum cdr_script script = cdr_script_of((uint32_t)c);
	if (script == CDR_SCRIPT_LATIN)
		put_latin(f, c);
	else if (script == CDR_SCRIPT_GREEK || script == CDR_SCRIPT_CYRILLIC)
		put_foreign(f, c);
	else
		put_native(f, c);
}

static void
put(struct folder *f, UChar32 c)
{
	if (c < 0x80) {
		char folded = cdr_folded_bytes[(unsigned char)c];
		if (!cdr_is_word_byte(folded)) {
			put_mark(f, c, is_word_character(f->next));
			return;
		}
		open_word(f, RUN_OTHER);
		f->alphabetic = true;
		f->last = c;
		cdr_buf_putc(f->out, folded);
		return;
	}
	const struct cdr_letter *letter = cdr_letter_of((uint32_t)c);
	if (cdr_is_apostrophe((uint32_t)c) || (letter && letter->kind == CDR_LETTER_MARK)) {
		put_mark(f, c, is_word_character(f->next));
	} else if (letter && letter->kind == CDR_LETTER_LATIN) {
		put_latin(f, c);
	} else if (letter && letter->kind == CDR_LETTER_FOREIGN) {
		put_foreign(f, c);
	} else if (is_plain_native(c)) {
		put_native(f, c);
	} else {
		put_unlisted(f, c);
	}
}

/* Folds text whose characters stand alone without ICU; false when there is one that may not. `folded` has room for two
 * units a byte. */
static bool
fold_listed(struct cdr_str text, UChar *folded, int32_t *ret_n)
{
	int32_t n = 0;
	for (size_t i = 0; i < text.n;) {
		unsigned char byte = (unsigned char)text.p[i];
		if (byte < 0x80) {
			folded[n++] = byte >= 'A' && byte <= 'Z' ? (UChar)(byte + 32) : byte;
			i++;
			continue;
		}
		uint32_t c = cdr_next_character(text, &i);
		const struct cdr_letter *letter = cdr_letter_of(c);
		if (letter && letter->kind != CDR_LETTER_UNKNOWN) {
			folded[n++] = letter->folded[0];
			if (letter->folded[1])
				folded[n++] = letter->folded[1];
		} else if (c < 0x10000 && is_plain_native((UChar32)c)) {
			folded[n++] = (UChar)c;
		} else {
			return false;
		}
	}
	*ret_n = n;
	return true;
}

/* The same for any text; false when it does not fit or ICU fails. */
static bool
fold_any(const struct folder *f, struct cdr_str text, UChar *folded, int32_t *ret_n, bool *ret_too_long)
{
	UChar raw[CHUNK_BYTES];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n_raw = 0;
	u_strFromUTF8WithSub(raw, CDR_LEN(raw), &n_raw, text.p, (int32_t)text.n, 0xFFFD, NULL, &status);
	if (U_FAILURE(status))
		return false;
	*ret_n = unorm2_normalize(f->nfkc, raw, n_raw, folded, CHUNK_UNITS, &status);
	*ret_too_long = status == U_BUFFER_OVERFLOW_ERROR;
	return U_SUCCESS(status);
}

/* One chunk. Compatibility forms can grow eighteenfold; a chunk that outgrows the array is folded in halves. */
static void
fold_chunk(struct folder *f, struct cdr_str text)
{
	UChar folded[CHUNK_UNITS];
	int32_t n = 0, at = 0;
	bool too_long = false;
	if (!fold_listed(text, folded, &n) && !fold_any(f, text, folded, &n, &too_long)) {
		if (too_long && text.n > 8) {
			size_t half = cdr_str_cut(text, text.n / 2);
			fold_chunk(f, (struct cdr_str){ text.p, half });
			fold_chunk(f, (struct cdr_str){ text.p + half, text.n - half });
		}
		return;
	}
	if (f->level == CDR_FOLD_LATIN)
		(void)cdr_homoglyphs_repair(folded, (size_t)n);
	UChar32 c = -1;
	f->next = -1;
	if (n > 0)
		U16_NEXT(folded, at, n, f->next);
	while (f->next >= 0) {
		c = f->next;
		f->next = -1;
		if (at < n)
			U16_NEXT(folded, at, n, f->next);
		put(f, c);
	}
}

/* ------------------------------------------------------------------------------------------------- letter for letter */

/* Letters that are folded one by one among their like. */
enum like { LIKE_NONE = 0, LIKE_ASCII, LIKE_FOREIGN, LIKE_HAN, LIKE_KANA, LIKE_NATIVE };

/* A Greek or Cyrillic letter as put_foreign writes it. */
static enum like
fold_foreign(enum cdr_fold level, const struct cdr_letter *letter, uint16_t *ret)
{
	uint16_t c = letter->folded[0];
	const struct cdr_letter *folded = cdr_letter_of(c);
	if (letter->kind != CDR_LETTER_FOREIGN || letter->folded[1] || !folded || folded->kind != CDR_LETTER_FOREIGN)
		return LIKE_NONE;
	if (level != CDR_FOLD_CASE && folded->base[0] != c && !cdr_letter_latin(c, 0, 0, CDR_CYRILLIC_RUSSIAN))
		c = folded->base[0];
	*ret = c == 0x0451 && level == CDR_FOLD_LATIN ? 0x0435 : c;
	return LIKE_FOREIGN;
}

/* What folding makes of a character among its like. */
static enum like
fold_letter(enum cdr_fold level, uint32_t c, uint16_t *ret)
{
	*ret = (uint16_t)c;
	const struct cdr_letter *letter = cdr_letter_of(c);
	if (letter)
		return fold_foreign(level, letter, ret);
	if (c > 0xFFFF || !is_plain_native((UChar32)c) || c == 0x3005)
		return LIKE_NONE;
	if (c >= 0x3400 && c < 0xA000) {
		*ret = level == CDR_FOLD_LATIN ? (uint16_t)cdr_han_representative(c) : *ret;
		return LIKE_HAN;
	}
	if (c >= 0x3041 && c <= 0x30FC) /* long marks and voiced U depend on their neighbours */
		return c < 0x30F4 || (c > 0x30F6 && c != 0x30FC) ? LIKE_KANA : LIKE_NONE;
	if (level != CDR_FOLD_CASE)
		*ret = (uint16_t)arabic_letter(level == CDR_FOLD_LATIN ? arabic_hamza((UChar32)c) : (UChar32)c);
	return *ret ? LIKE_NATIVE : LIKE_NONE;
}

/* A well-formed character of two or three bytes; 0 for all others. */
static uint32_t
two_or_three(const char *p, size_t n, size_t *ret_bytes)
{
	const unsigned char *b = (const unsigned char *)p;
	if (n >= 2 && b[0] >= 0xC2 && b[0] < 0xE0 && (b[1] & 0xC0) == 0x80) {
		*ret_bytes = 2;
		return (b[0] & 0x1FU) << 6 | (b[1] & 0x3FU);
	}
	*ret_bytes = 3;
	if (n < 3 || (b[0] & 0xF0) != 0xE0 || (b[1] & 0xC0) != 0x80 || (b[2] & 0xC0) != 0x80)
		return 0;
	uint32_t c = (b[0] & 0x0FU) << 12 | (b[1] & 0x3FU) << 6 | (b[2] & 0x3FU);
	return c >= 0x800 && (c < 0xD800 || c > 0xDFFF) ? c : 0;
}

/* Writes a character of as many bytes as it had; false when it has more. */
static bool
write_letter(char *out, uint16_t c, size_t n_bytes)
{
	if (n_bytes == 2 && c >= 0x80 && c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
	} else if (n_bytes == 3 && c >= 0x800) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
	} else {
		return false;
	}
	out[n_bytes - 1] = (char)(0x80 | (c & 0x3F));
	return true;
}

/* Folds the commonest texts of other scripts with one look at each letter: words parted by nothing but blanks, each in
 * letters of one kind, which nothing parts or repairs. False for all others. `out` has text.n bytes. */
static bool
fold_alike(struct cdr_str text, enum cdr_fold level, char *out, size_t *ret_n)
{
	enum like word = LIKE_NONE;
	size_t n = 0;
	for (size_t i = 0, n_bytes; i < text.n; i += n_bytes) {
		uint32_t c = (unsigned char)text.p[i];
		uint16_t letter = (unsigned char)cdr_folded_bytes[c];
		n_bytes = 1;
		if (c == ' ') {
			word = LIKE_NONE;
			continue;
		}
		if (c >= 0x80)
			c = two_or_three(text.p + i, text.n - i, &n_bytes);
		enum like like = c >= 0x80                        ? fold_letter(level, c, &letter)
		                 : cdr_is_word_byte((char)letter) ? LIKE_ASCII
		                                                  : LIKE_NONE;
		if (!like || (word && word != like))
			return false;
		if (!word && n)
			out[n++] = ' ';
		word = like;
		if (c < 0x80)
			out[n] = (char)letter;
		else if (!write_letter(out + n, letter, n_bytes))
			return false;
		n += n_bytes;
	}
	*ret_n = n;
	return true;
}

static void
fold_unicode(struct cdr_str text, enum cdr_fold level, struct cdr_buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	if (U_FAILURE(status)) {
		out->failed = true;
		return;
	}
	struct folder f = { .nfkc = nfkc, .nfkd = nfkd, .level = level, .out = out, .start = out->n };
	while (text.n) {
		size_t cut = cdr_str_cut(text, CHUNK_BYTES);
		cut = cut ? cut : text.n;
		fold_chunk(&f, (struct cdr_str){ text.p, cut });
		text.p += cut;
		text.n -= cut;
	}
}

bool
cdr_has_homoglyphs(struct cdr_str name)
{
	UChar folded[CHUNK_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	bool too_long = false;
	int32_t n = 0;
	name.n = cdr_str_cut(name, CHUNK_BYTES);
	if (cdr_is_ascii(name))
		return false;
	struct folder f = { .nfkc = unorm2_getNFKCCasefoldInstance(&status) };
	if (U_FAILURE(status))
		return false;
	if (!fold_listed(name, folded, &n) && !fold_any(&f, name, folded, &n, &too_long))
		return false;
	return cdr_homoglyphs_repair(folded, (size_t)n);
}

void
cdr_fold(struct cdr_str text, enum cdr_fold level, struct cdr_buf *out)
{
	if (!cdr_is_ascii(text)) {
		char folded[LATIN_BYTES];
		size_t n = 0;
		if ((text.n <= sizeof(folded) && fold_alike(text, level, folded, &n)) ||
		    cdr_fold_latin(text, level, folded, sizeof(folded), &n))
			cdr_buf_add(out, folded, n);
		else
			fold_unicode(text, level, out);
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
	size_t n = 0;
	if (fold_alike(text, level, out, &n)) {
		*ret = (struct cdr_str){ out, n };
		return true;
	}
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	buf.max = cap;
	cdr_fold(text, level, &buf);
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
	cdr_fold(text, CDR_FOLD_PLAIN, &buf);
	if (buf.failed)
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_copy(arena, buf.n ? cdr_buf_str(&buf) : CDR_STR(""));
}
