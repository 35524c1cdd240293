/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of addresses that are no names: loads rulesets/match/address-words.csv and answers what a word is, and knows
 * what postcodes look like. What surprises: endings ("…strasse") are kept in the same map, under a leading '~'.
 *
 * rulesets/match/address-words.csv: header "word,class,text"; word in lower case without diacritics; class way,
 * way_before, ending, estate, place, label, unit, floor, numeral, drop or word; text what a numeral or word stands for,
 * for the others a remark. Shapes of postcodes: Universal Postal Union, "Postal addressing systems in member countries".
 */
#include "normalise/address-impl.h"
#include "normalise/normalise-impl.h"

#include <stdio.h>
#include <string.h>

#define TABLE_PATH "match/address-words.csv"
#define TABLE_HEADER "word,class,text"
#define MAX_WORDS 4096
#define MIN_BEFORE_ENDING 3

static const char *const classes[] = { "word",  "way",  "way_before", "ending",  "estate", "place",
	                               "label", "unit", "floor",      "numeral", "drop" };

static enum cdr_status
fail_line(struct cdr_error *err, size_t line, const char *what)
{
	char where[64];
	(void)snprintf(where, sizeof(where), TABLE_PATH ":%zu", line);
	return cdr_fail(err, CDR_EINPUT, CDR_NORMALISE_ROOM, where, "%s", what);
}

static enum cdr_status
load_word(struct cdr_map *words, struct cdr_arena *arena, struct cdr_str row, size_t line, struct cdr_error *err)
{
	struct cdr_str word = { NULL, 0 }, class = { NULL, 0 };
	if (!cdr_str_split(&row, ',', &word) || !cdr_str_split(&row, ',', &class) || !word.n ||
	    cdr_str_find(row, CDR_STR(",")) >= 0)
		return fail_line(err, line, "this is not \"word,class,text\"; write three fields");
	size_t k = 0;
	while (k < CDR_LEN(classes) && !cdr_str_equal(class, cdr_str_from(classes[k])))
		k++;
	if (k == CDR_LEN(classes))
		return fail_line(err, line, "the class is none of those the head of address-words.c names");
	enum cdr_address_class known = (enum cdr_address_class)k;
	if ((known == CDR_ADDRESS_PLAIN || known == CDR_ADDRESS_NUMERAL) && !row.n)
		return fail_line(err, line, "a word or numeral needs the text it stands for");
	if (known == CDR_ADDRESS_ENDING)
		row = word;
	struct cdr_address_entry *entry = cdr_arena_alloc(arena, sizeof(*entry));
	struct cdr_str key = cdr_str_format(arena, "%s%.*s", known == CDR_ADDRESS_ENDING ? "~" : "", CDR_STR_ARG(word));
	if (!entry || !key.p)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	if (cdr_map_get(words, key))
		return fail_line(err, line, "this word is there already; keep one line");
	*entry = (struct cdr_address_entry){ .text = cdr_str_copy(arena, row), .class = known };
	if ((row.n && !entry->text.p) || cdr_map_put(words, key, entry) != CDR_OK)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	return CDR_OK;
}

enum cdr_status
cdr_address_words_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_map **ret,
                       struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(TABLE_PATH));
	if (!file)
		return cdr_fail(
			err, CDR_ENOTFOUND, CDR_NORMALISE_ROOM, TABLE_PATH,
			"the rulesets have no such file, and addresses cannot be compared without it; restore it");
	cdr_owned(cdr_map) words = cdr_map_new(MAX_WORDS);
	if (!words)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	struct cdr_str rest = file->text, row;
	for (size_t line = 1; cdr_str_split(&rest, '\n', &row); line++) {
		row = cdr_str_trim(row);
		if (line == 1 && !cdr_str_equal(row, CDR_STR(TABLE_HEADER)))
			return fail_line(err, line, "the header is not \"" TABLE_HEADER "\"");
		if (line > 1 && row.n)
			CDR_TRY(load_word(words, arena, row, line, err));
	}
	*ret = cdr_steal(&words);
	return CDR_OK;
}

const struct cdr_address_entry *
cdr_address_word(const struct cdr_map *words, struct cdr_str word)
{
	const struct cdr_address_entry *found = cdr_map_get(words, word);
	char key[32] = "~";
	for (size_t n = word.n; !found && n > MIN_BEFORE_ENDING; n--) {
		struct cdr_str ending = { word.p + (word.n - n + MIN_BEFORE_ENDING), n - MIN_BEFORE_ENDING };
		if (ending.n >= sizeof(key))
			continue;
		memcpy(key + 1, ending.p, ending.n);
		found = cdr_map_get(words, (struct cdr_str){ key, ending.n + 1 });
	}
	return found;
}

/* ----------------------------------------------------------------------------------------------------------- postcodes */

static const struct {
	const char *shape, *countries; /* '#' a digit, '@' a letter */
} shapes[] = {
	{ "####", "AF AM AT AU BD BE BG CH CY DK GE HU LI LU LV MD MK NO NZ PH PY SI TN ZA AR SV GT HN" },
	{ "#####", "CR CU CZ DE DO DZ EE EG ES FI FR GR GT HN HR ID IQ IT JO KE KH KR KW LA LK LT MA ME MM MN MX MY "
	           "NP PE PK RS SA SE SK SV TH TR UA US UY VN ZM BA" },
	{ "######", "BY CN CO EC IN KG KZ NG RO RU SG TJ TM TT TW UZ VN KH" },
	{ "###", "TW" },
	{ "#######", "CL IL JP" },
	{ "########", "BR" },
	{ "##########", "IR" },
	{ "#########", "US" },
	{ "#######", "PT" },
	{ "#####", "PL TW" },
	{ "####@@", "NL" },
	{ "@####@@@", "AR" },
	{ "@#@#@#", "CA" },
	{ "@##@@@@", "IE" },
	{ "@##@@", "GB" },
	{ "@###@@", "GB" },
	{ "@@##@@", "GB" },
	{ "@@###@@", "GB" },
	{ "@#@#@@", "GB" },
	{ "@@#@#@@", "GB" },
};

static bool
has_shape(struct cdr_str text, const char *shape)
{
	if (text.n != strlen(shape))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (shape[i] == '#' ? c < '0' || c > '9' : c < 'a' || c > 'z')
			return false;
	}
	return true;
}

bool
cdr_address_is_postcode(struct cdr_str text, const char country[3])
{
	bool zeros = true; /* "00000": there is none */
	for (size_t i = 0; i < text.n; i++)
		zeros = zeros && text.p[i] == '0';
	if (zeros)
		return false;
	for (size_t i = 0; i < CDR_LEN(shapes); i++)
		if (has_shape(text, shapes[i].shape) && strstr(shapes[i].countries, country))
			return true;
	return false;
}
