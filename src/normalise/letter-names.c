/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of the Latin letters as other scripts write them: a word made of them altogether ("에스케이", "БИ ВИ ТИ") is read as
 * the letters. No other words. What surprises: Cyrillic and Greek come here in Latin letters already, because folding
 * comes first, so those names are written as folding leaves them.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_BYTES 128
#define MOST_LETTERS 30

/* One name of a letter, as CDR_FOLD_LATIN leaves it. */
struct letter_name {
	char letter;
	char n;
	char name[28];
};
#define NAMED(letter, name)                                                                                            \
	{                                                                                                              \
		letter, sizeof(name) - 1, name                                                                         \
	}

/* By letter: of two letters whose names are alike, the first is read. */
static const struct letter_name names[] = {
	NAMED('a', "에이"),     NAMED('a', "エー"),       NAMED('a', "エイ"),     NAMED('a', "エ"),
	NAMED('a', "เอ"),       NAMED('a', "ايه"),        NAMED('a', "ايي"),      NAMED('a', "اي"),
	NAMED('a', "איי"),      NAMED('a', "ei"),         NAMED('a', "ey"),       NAMED('b', "비"),
	NAMED('b', "ビー"),     NAMED('b', "บี"),          NAMED('b', "بي"),       NAMED('b', "בי"),
	NAMED('b', "bi"),       NAMED('b', "mpi"),        NAMED('c', "씨"),       NAMED('c', "시"),
	NAMED('c', "シー"),     NAMED('c', "ซี"),          NAMED('c', "سي"),       NAMED('c', "סי"),
	NAMED('c', "si"),       NAMED('d', "디"),         NAMED('d', "ディー"),   NAMED('d', "デー"),
	NAMED('d', "ดี"),        NAMED('d', "دي"),         NAMED('d', "די"),       NAMED('d', "di"),
	NAMED('e', "이"),       NAMED('e', "イー"),       NAMED('e', "อี"),        NAMED('e', "اي"),
	NAMED('e', "אי"),       NAMED('e', "i"),          NAMED('f', "에프"),     NAMED('f', "エフ"),
	NAMED('f', "เอฟ"),      NAMED('f', "اف"),         NAMED('f', "אף"),       NAMED('f', "ef"),
	NAMED('g', "지"),       NAMED('g', "ジー"),       NAMED('g', "จี"),        NAMED('g', "جي"),
	NAMED('g', "גי"),       NAMED('g', "dzhi"),       NAMED('g', "ji"),       NAMED('h', "에이치"),
	NAMED('h', "エイチ"),   NAMED('h', "エッチ"),     NAMED('h', "เอช"),      NAMED('h', "เฮช"),
	NAMED('h', "اتش"),      NAMED('h', "ايتش"),       NAMED('h', "אייץ"),     NAMED('h', "אייצ"),
	NAMED('h', "eych"),     NAMED('h', "eich"),       NAMED('i', "아이"),     NAMED('i', "アイ"),
	NAMED('i', "ไอ"),       NAMED('i', "اي"),         NAMED('i', "אי"),       NAMED('i', "ay"),
	NAMED('i', "ai"),       NAMED('j', "제이"),       NAMED('j', "ジェー"),   NAMED('j', "ジェイ"),
	NAMED('j', "ジェ"),     NAMED('j', "เจ"),         NAMED('j', "جيه"),      NAMED('j', "جاي"),
	NAMED('j', "גיי"),      NAMED('j', "dzhey"),      NAMED('j', "dzei"),     NAMED('k', "케이"),
	NAMED('k', "ケー"),     NAMED('k', "ケイ"),       NAMED('k', "เค"),       NAMED('k', "كيه"),
	NAMED('k', "كي"),       NAMED('k', "كاي"),        NAMED('k', "קיי"),      NAMED('k', "key"),
	NAMED('k', "kei"),      NAMED('l', "엘"),         NAMED('l', "エル"),     NAMED('l', "แอล"),
	NAMED('l', "ال"),       NAMED('l', "אל"),         NAMED('l', "el"),       NAMED('m', "엠"),
	NAMED('m', "エム"),     NAMED('m', "เอ็ม"),        NAMED('m', "ام"),       NAMED('m', "אם"),
	NAMED('m', "em"),       NAMED('n', "엔"),         NAMED('n', "エヌ"),     NAMED('n', "เอ็น"),
	NAMED('n', "ان"),       NAMED('n', "אן"),         NAMED('n', "en"),       NAMED('o', "오"),
	NAMED('o', "オー"),     NAMED('o', "โอ"),         NAMED('o', "او"),       NAMED('o', "או"),
	NAMED('o', "ou"),       NAMED('o', "o"),          NAMED('p', "피"),       NAMED('p', "ピー"),
	NAMED('p', "พี"),        NAMED('p', "بي"),         NAMED('p', "פי"),       NAMED('p', "pi"),
	NAMED('q', "큐"),       NAMED('q', "キュー"),     NAMED('q', "คิว"),       NAMED('q', "كيو"),
	NAMED('q', "קיו"),      NAMED('q', "kyu"),        NAMED('q', "kiou"),     NAMED('r', "알"),
	NAMED('r', "아르"),     NAMED('r', "アール"),     NAMED('r', "อาร์"),      NAMED('r', "ار"),
	NAMED('r', "אר"),       NAMED('r', "ar"),         NAMED('s', "에스"),     NAMED('s', "エス"),
	NAMED('s', "เอส"),      NAMED('s', "اس"),         NAMED('s', "אס"),       NAMED('s', "es"),
	NAMED('t', "티"),       NAMED('t', "ティー"),     NAMED('t', "ที"),        NAMED('t', "تي"),
	NAMED('t', "טי"),       NAMED('t', "ti"),         NAMED('u', "유"),       NAMED('u', "ユー"),
	NAMED('u', "ยู"),        NAMED('u', "يو"),         NAMED('u', "יו"),       NAMED('u', "yu"),
	NAMED('v', "브이"),     NAMED('v', "ブイ"),       NAMED('v', "ビー"),     NAMED('v', "วี"),
	NAMED('v', "في"),       NAMED('v', "וי"),         NAMED('v', "vi"),       NAMED('w', "더블유"),
	NAMED('w', "더블류"),   NAMED('w', "ダブリュー"), NAMED('w', "ダブリュ"), NAMED('w', "ダブル"),
	NAMED('w', "ดับเบิลยู"),   NAMED('w', "ดับบลิว"),      NAMED('w', "دبليو"),    NAMED('w', "דאבליו"),
	NAMED('w', "dabalyu"),  NAMED('w', "dablyu"),     NAMED('w', "dabulyu"),  NAMED('x', "엑스"),
	NAMED('x', "エックス"), NAMED('x', "เอ็กซ์"),       NAMED('x', "اكس"),      NAMED('x', "איקס"),
	NAMED('x', "eks"),      NAMED('x', "iks"),        NAMED('y', "와이"),     NAMED('y', "ワイ"),
	NAMED('y', "วาย"),      NAMED('y', "واي"),        NAMED('y', "וואי"),     NAMED('y', "uay"),
	NAMED('y', "vay"),      NAMED('z', "제트"),       NAMED('z', "지"),       NAMED('z', "ゼット"),
	NAMED('z', "แซด"),      NAMED('z', "زد"),         NAMED('z', "זד"),       NAMED('z', "zed"),
	NAMED('z', "zet"),
};

/* How much of `text` a name takes from its start; 0 for none. A long mark at its end may be missing, from a name of one
 * kana only at the end of the text, where folding drops it. */
static size_t
taken_by(struct cdr_str name, struct cdr_str text)
{
	if (name.n <= text.n && memcmp(name.p, text.p, name.n) == 0)
		return name.n;
	if (name.n < 6 || memcmp(name.p + name.n - 3, "ー", 3) != 0)
		return 0;
	name.n -= 3;
	bool starts = name.n <= text.n && memcmp(name.p, text.p, name.n) == 0;
	return starts && (name.n > 3 || name.n == text.n) ? name.n : 0;
}

/* Length of the longest name of one letter that `text` starts with, 0 for none; `*at`, its first name, becomes that of
 * the next letter. */
static size_t
name_length(size_t *at, struct cdr_str text)
{
	size_t best = 0, i = *at;
	for (; i < CDR_LEN(names) && names[i].letter == names[*at].letter; i++) {
		if (names[i].name[0] != text.p[0])
			continue;
		size_t taken = taken_by((struct cdr_str){ names[i].name, (size_t)names[i].n }, text);
		best = taken > best ? taken : best;
	}
	*at = i;
	return best;
}

/* A Latin spelling ends with its word; in other scripts names are written together. */
static bool
may_end(struct cdr_str text, size_t at)
{
	return (unsigned char)text.p[0] >= 0x80 || at == text.n || text.p[at] == ' ';
}

size_t
cdr_read_letter_names(struct cdr_str words, char *out, size_t cap)
{
	/* by[i]: the letter whose name ends at i on a way from the start; best way first, so few letters win */
	uint8_t from[MAX_BYTES + 1] = { 0 }, letters[MAX_BYTES + 1] = { 0 }, count[MAX_BYTES + 1] = { 0 };
	char text[MAX_BYTES];
	size_t n = 0;
	if (!words.n || words.n > MAX_BYTES)
		return 0;
	for (size_t i = 0; i < words.n; i++)
		text[n++] = (char)(words.p[i] == '.' ? ' ' : words.p[i]);
	for (size_t i = 0; i < n; i++) {
		if (i && !count[i])
			continue;
		if (text[i] == ' ' && count[i] && !count[i + 1]) {
			from[i + 1] = (uint8_t)i;
			letters[i + 1] = 0;
			count[i + 1] = count[i];
			continue;
		}
		struct cdr_str rest = { text + i, n - i };
		for (size_t at = 0; at < CDR_LEN(names);) {
			char letter = names[at].letter;
			size_t length = name_length(&at, rest);
			size_t end = i + length;
			if (!length || !may_end(rest, length) || (count[end] && count[end] <= count[i] + 1))
				continue;
			from[end] = (uint8_t)i;
			letters[end] = (uint8_t)letter;
			count[end] = (uint8_t)(count[i] + 1);
		}
	}
	if (count[n] < 2 || count[n] > cap)
		return 0;
	size_t total = count[n], k = total;
	for (size_t at = n; at; at = from[at])
		if (letters[at])
			out[--k] = (char)letters[at];
	return total;
}

bool
cdr_spells_letters(struct cdr_str words, struct cdr_str letters)
{
	uint32_t reach[MAX_BYTES + 1] = { 1 }; /* bit k: so far the first k letters are spelt */
	if (!words.n || words.n > MAX_BYTES || letters.n < 2 || letters.n > MOST_LETTERS)
		return false;
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] == ' ' || words.p[i] == '.')
			reach[i + 1] |= reach[i] & ~UINT32_C(1);
		struct cdr_str rest = { words.p + i, words.n - i };
		for (size_t at = 0; reach[i] && at < CDR_LEN(names); at++) {
			size_t length = taken_by((struct cdr_str){ names[at].name, (size_t)names[at].n }, rest);
			if (!length || !may_end(rest, length))
				continue;
			for (size_t k = 0; k < letters.n; k++)
				if ((reach[i] >> k & 1) && letters.p[k] == names[at].letter)
					reach[i + length] |= UINT32_C(1) << (k + 1);
		}
	}
	return reach[words.n] >> letters.n & 1;
}
