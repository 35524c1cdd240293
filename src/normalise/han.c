/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Han characters: one form for all forms of a character, and readings. No words. What surprises: every text is read as
 * Mandarin, because a string of characters does not say of which country it is; what firms of Hong Kong (Cantonese) or
 * Japan print is another reading, so for them a likeness says something and its absence nothing.
 */
#include "normalise/normalise-impl.h"

#define HAN_FIRST 0x3400
#define HAN_END 0xA000
struct han_character {
	uint16_t representative;
	uint16_t syllable;
};
struct kanji {
	uint16_t character;
	char readings[46];
};
#include "normalise/han-table.inc"

/* Beyond the table: characters of the compatibility block and of the second plane that are other forms of common ones. */
static const struct {
	uint32_t form, representative;
} far_forms[] = {
	{ 0xFA0E, 0x5FA7 },  { 0xFA11, 0x5D0E },  { 0xFA1F, 0x8598 },  { 0xFA23, 0x8D76 },
	{ 0x20BB7, 0x5409 }, { 0x2123D, 0x6803 }, { 0x216B4, 0x59EC }, { 0x29FCE, 0x9F9C },
};

/* Characters that are read otherwise in company of another: the word in two characters, which of them, its reading. */
struct special {
	uint16_t first, second;
	uint8_t which;
	char reading[7];
};
static const struct special specials[] = {
	{ 0x91CD, 0x5E86, 0, "chong" },                                /* Chongqing */
	{ 0x94F6, 0x884C, 1, "hang" },                                 /* bank */
	{ 0x5546, 0x884C, 1, "hang" },                                 /* trading house */
	{ 0x8F66, 0x884C, 1, "hang" },                                 /* car dealer */
	{ 0x6D0B, 0x884C, 1, "hang" },                                 /* firm, of old */
	{ 0x91D1, 0x884C, 1, "hang" },                                 /* goldsmith */
	{ 0x7535, 0x884C, 1, "hang" },                                 /* electrical shop */
	{ 0x884C, 0x4E1A, 0, "hang" },                                 /* trade */
	{ 0x97F3, 0x4E50, 1, "yue" },                                  /* music */
	{ 0x4E50, 0x5668, 0, "yue" },                                  /* musical instruments */
	{ 0x6210, 0x957F, 1, "zhang" },                                /* growth */
	{ 0x589E, 0x957F, 1, "zhang" },                                /* increase */
	{ 0x751F, 0x957F, 1, "zhang" },                                /* growth */
	{ 0x5927, 0x53A6, 1, "sha" },                                  /* building */
	{ 0x5E7F, 0x53A6, 1, "sha" },   { 0x4F1A, 0x8BA1, 0, "kuai" }, /* accounting */
	{ 0x4EBA, 0x53C2, 1, "shen" },                                 /* ginseng */
	{ 0x8C03, 0x8282, 0, "tiao" },                                 /* to adjust */
	{ 0x7A7A, 0x8C03, 1, "tiao" },                                 /* air conditioning */
	{ 0x756A, 0x79BA, 0, "pan" },                                  /* Panyu */
	{ 0x516D, 0x5B89, 0, "lu" },                                   /* Lu'an */
	{ 0x86CC, 0x57E0, 0, "beng" },                                 /* Bengbu */
	{ 0x57E0, 0x0000, 0, "bu" },    { 0x53F0, 0x5DDE, 0, "tai" },  { 0x671D, 0x9633, 0, "chao" }, /* Chaoyang */
	{ 0x5927, 0x57D4, 1, "bu" },                                                                  /* Tai Po */
	{ 0x897F, 0x85CF, 1, "zang" },                                                                /* Tibet */
	{ 0x5BBF, 0x8FC1, 0, "su" },                                                                  /* Suqian */
	{ 0x91CD, 0x65B0, 0, "chong" },                                                               /* anew */
};

uint32_t
cdr_han_representative(uint32_t character)
{
	if (character >= HAN_FIRST && character < HAN_END)
		return han_characters[character - HAN_FIRST].representative;
	for (size_t i = 0; i < CDR_LEN(far_forms); i++)
		if (far_forms[i].form == character)
			return cdr_han_representative(far_forms[i].representative);
	return character;
}

const char *
cdr_kanji_readings(uint32_t character)
{
	uint32_t wanted = cdr_han_representative(character);
	size_t low = 0, high = CDR_LEN(kanji);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (kanji[middle].character == wanted)
			return kanji[middle].readings;
		if (kanji[middle].character < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static const char *
special_reading(uint32_t before, uint32_t here, uint32_t after)
{
	for (size_t i = 0; i < CDR_LEN(specials); i++) {
		const struct special *s = &specials[i];
		if (s->which == 0 && s->first == here && (!s->second || s->second == after))
			return s->reading;
		if (s->which == 1 && s->second == here && s->first == before)
			return s->reading;
	}
	return NULL;
}

void
cdr_romanise_han(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	uint32_t before = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t here = run[i] == 0x3005 && before ? before : cdr_han_representative(run[i]);
		uint32_t after = i + 1 < n ? cdr_han_representative(run[i + 1]) : 0;
		const char *reading = special_reading(before, here, after);
		if (reading)
			cdr_latin_put(out, reading);
		else if (here >= HAN_FIRST && here < HAN_END)
			cdr_latin_put(out, han_syllables[han_characters[here - HAN_FIRST].syllable]);
		else if (here == 0x3007)
			cdr_latin_put(out, "ling");
		before = here;
	}
}
