/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of the Latin letters as other scripts write them: a word made of them altogether ("에스케이", "БИ ВИ ТИ") is read as
 * the letters. No other words. What surprises: Cyrillic and Greek come here in Latin letters already, because folding
 * comes first, so those names are written as folding leaves them.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_BYTES 128

/* For each letter its names, parted by blanks; as CDR_FOLD_LATIN leaves them. */
static const char *const names[26] = {
	/* a */ "에이 エー エイ エ เอ ايه ايي איי ei ey",
	/* b */ "비 ビー บี بي בי bi mpi",
	/* c */ "씨 시 シー ซี سي סי si",
	/* d */ "디 ディー デー ดี دي די di",
	/* e */ "이 イー อี اي אי i",
	/* f */ "에프 エフ เอฟ اف אף ef",
	/* g */ "지 ジー จี جي גי dzhi ji",
	/* h */ "에이치 エイチ エッチ เอช เฮช اتش ايتش אייץ אייצ eych eich",
	/* i */ "아이 アイ ไอ اي אי ay ai",
	/* j */ "제이 ジェー ジェイ ジェ เจ جيه جاي גיי dzhey dzei",
	/* k */ "케이 ケー ケイ เค كيه كي كاي קיי key kei",
	/* l */ "엘 エル แอล ال אל el",
	/* m */ "엠 エム เอ็ม ام אם em",
	/* n */ "엔 エヌ เอ็น ان אן en",
	/* o */ "오 オー โอ او או ou o",
	/* p */ "피 ピー พี بي פי pi",
	/* q */ "큐 キュー คิว كيو קיו kyu kiou",
	/* r */ "알 아르 アール อาร์ ار אר ar",
	/* s */ "에스 エス เอส اس אס es",
	/* t */ "티 ティー ที تي טי ti",
	/* u */ "유 ユー ยู يو יו yu",
	/* v */ "브이 ブイ ビー วี في וי vi",
	/* w */ "더블유 더블류 ダブリュー ダブリュ ダブル ดับเบิลยู ดับบลิว دبليو דאבליו dabalyu dablyu dabulyu",
	/* x */ "엑스 エックス เอ็กซ์ اكس איקס eks iks",
	/* y */ "와이 ワイ วาย واي וואי uay vay",
	/* z */ "제트 지 ゼット แซด زد זד zed zet",
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

/* Length of the longest name of `letter` that `text` starts with; 0 for none. */
static size_t
name_length(size_t letter, struct cdr_str text)
{
	size_t best = 0;
	for (const char *name = names[letter]; *name;) {
		size_t length = strcspn(name, " ");
		size_t taken = taken_by((struct cdr_str){ name, length }, text);
		best = taken > best ? taken : best;
		name += length;
		name += *name == ' ';
	}
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
		for (size_t letter = 0; letter < CDR_LEN(names); letter++) {
			size_t length = name_length(letter, rest);
			size_t end = i + length;
			if (!length || !may_end(rest, length) || (count[end] && count[end] <= count[i] + 1))
				continue;
			from[end] = (uint8_t)i;
			letters[end] = (uint8_t)('a' + letter);
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
