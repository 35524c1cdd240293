/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which script a character belongs to, coarsely: what is read by one set of rules is one script. No reading. What
 * surprises: digits, punctuation and marks shared by scripts are of none, so a run of a script goes on over them.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

struct range {
	uint32_t first, last;
	enum cdr_script script;
};
/* Beyond ASCII, sorted. Signs of a script that are not letters stand in its range. Blocks of The Unicode Standard, chapters 7 to 20. */
static const struct range ranges[] = {
	{ 0x41, 0x5A, CDR_SCRIPT_LATIN },        { 0x61, 0x7A, CDR_SCRIPT_LATIN },
	{ 0xAA, 0xAA, CDR_SCRIPT_LATIN },        { 0xBA, 0xBA, CDR_SCRIPT_LATIN },
	{ 0xC0, 0xD6, CDR_SCRIPT_LATIN },        { 0xD8, 0xF6, CDR_SCRIPT_LATIN },
	{ 0xF8, 0x2AF, CDR_SCRIPT_LATIN },       { 0x370, 0x3FF, CDR_SCRIPT_GREEK },
	{ 0x400, 0x52F, CDR_SCRIPT_CYRILLIC },   { 0x531, 0x58A, CDR_SCRIPT_OTHER },
	{ 0x591, 0x5F4, CDR_SCRIPT_HEBREW },     { 0x600, 0x65F, CDR_SCRIPT_ARABIC },
	{ 0x66E, 0x6EF, CDR_SCRIPT_ARABIC },     { 0x6FA, 0x6FF, CDR_SCRIPT_ARABIC },
	{ 0x700, 0x74F, CDR_SCRIPT_OTHER },      { 0x750, 0x77F, CDR_SCRIPT_ARABIC },
	{ 0x780, 0x89F, CDR_SCRIPT_OTHER },      { 0x8A0, 0x8FF, CDR_SCRIPT_ARABIC },
	{ 0x900, 0xDFF, CDR_SCRIPT_BRAHMIC },    { 0xE01, 0xE4F, CDR_SCRIPT_THAI },
	{ 0xE80, 0x109F, CDR_SCRIPT_OTHER },     { 0x10A0, 0x10FF, CDR_SCRIPT_OTHER },
	{ 0x1100, 0x11FF, CDR_SCRIPT_HANGUL },   { 0x1200, 0x1C8F, CDR_SCRIPT_OTHER },
	{ 0x1C90, 0x1CBF, CDR_SCRIPT_OTHER },    { 0x1D00, 0x1D7F, CDR_SCRIPT_LATIN },
	{ 0x1E00, 0x1EFF, CDR_SCRIPT_LATIN },    { 0x1F00, 0x1FFF, CDR_SCRIPT_GREEK },
	{ 0x2C60, 0x2C7F, CDR_SCRIPT_LATIN },    { 0x2D80, 0x2DDF, CDR_SCRIPT_OTHER },
	{ 0x3005, 0x3007, CDR_SCRIPT_HAN },      { 0x3041, 0x3096, CDR_SCRIPT_KANA },
	{ 0x309D, 0x309F, CDR_SCRIPT_KANA },     { 0x30A1, 0x30FA, CDR_SCRIPT_KANA },
	{ 0x30FC, 0x30FF, CDR_SCRIPT_KANA },     { 0x3131, 0x318E, CDR_SCRIPT_HANGUL },
	{ 0x31F0, 0x31FF, CDR_SCRIPT_KANA },     { 0x3400, 0x4DBF, CDR_SCRIPT_HAN },
	{ 0x4E00, 0x9FFF, CDR_SCRIPT_HAN },      { 0xA000, 0xA63F, CDR_SCRIPT_OTHER },
	{ 0xA640, 0xA69F, CDR_SCRIPT_CYRILLIC }, { 0xA720, 0xA7FF, CDR_SCRIPT_LATIN },
	{ 0xA800, 0xABFF, CDR_SCRIPT_OTHER },    { 0xAC00, 0xD7A3, CDR_SCRIPT_HANGUL },
	{ 0xF900, 0xFAFF, CDR_SCRIPT_HAN },      { 0xFB00, 0xFB06, CDR_SCRIPT_LATIN },
	{ 0xFB1D, 0xFB4F, CDR_SCRIPT_HEBREW },   { 0xFB50, 0xFDFF, CDR_SCRIPT_ARABIC },
	{ 0xFE70, 0xFEFE, CDR_SCRIPT_ARABIC },   { 0xFF21, 0xFF3A, CDR_SCRIPT_LATIN },
	{ 0xFF41, 0xFF5A, CDR_SCRIPT_LATIN },    { 0xFF66, 0xFF9D, CDR_SCRIPT_KANA },
	{ 0xFFA0, 0xFFDC, CDR_SCRIPT_HANGUL },   { 0x10000, 0x1AFFF, CDR_SCRIPT_OTHER },
	{ 0x1B000, 0x1B16F, CDR_SCRIPT_KANA },   { 0x1E000, 0x1EFFF, CDR_SCRIPT_OTHER },
	{ 0x20000, 0x3FFFF, CDR_SCRIPT_HAN },
};

enum cdr_script
cdr_script_of(uint32_t character)
{
	if (character < 0x80)
		return (character | 0x20) >= 'a' && (character | 0x20) <= 'z' ? CDR_SCRIPT_LATIN : CDR_SCRIPT_NONE;
	size_t low = 0, high = CDR_LEN(ranges);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (character > ranges[middle].last)
			low = middle + 1;
		else if (character < ranges[middle].first)
			high = middle;
		else
			return ranges[middle].script;
	}
	return CDR_SCRIPT_NONE;
}

size_t
cdr_decode(struct cdr_str text, uint32_t *ret, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n && n < max; n++)
		ret[n] = cdr_next_character(text, &i);
	return n;
}
