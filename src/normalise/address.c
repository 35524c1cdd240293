/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An address taken apart, to corroborate that two entries are one place: postcode, numbers, words of streets and estates,
 * words of places. No gazetteer, nothing is looked up or corrected; address-agree.c compares. What surprises: which word
 * is a street's and which a town's is guessed from the parts between commas and the words around it, so a comparison asks
 * for a street's words among all words of the other address.
 */
#include "normalise/address-impl.h"
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_TOKENS 96
#define MAX_ADDRESS_BYTES 1024 /* longer ones are cut there */
#define MAX_COUNTRY_WORDS 4
#define SPLIT_LETTERS 3 /* "guangdong523940" is two words, "d16" is one */

enum part { PART_WORD, PART_STREET, PART_NUMBER, PART_POSTCODE, PART_GONE };

struct token {
	struct cdr_str text;
	const struct cdr_address_entry *entry;
	size_t segment;
	enum part part;
};
struct taker {
	const struct cdr_normaliser *normaliser;
	struct cdr_arena *arena;
	struct token tokens[MAX_TOKENS];
	size_t n;
	char country[3];
	bool short_of_memory;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
has_digit(struct cdr_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.p[i]))
			return true;
	return false;
}

static enum cdr_address_class
class_of(const struct token *token)
{
	return token->entry ? token->entry->class : CDR_ADDRESS_PLAIN;
}

/* ---------------------------------------------------------------------------------------------------------- into words */

static void
push(struct taker *t, struct cdr_str text, size_t segment, const struct cdr_address_entry *entry)
{
	if (text.n && t->n < MAX_TOKENS)
		t->tokens[t->n++] = (struct token){ .text = text, .entry = entry, .segment = segment };
}

/* Chinese needs no blanks: what stands before 省, 市, 区 … is a place, before 路 and 街 a street. */
static void
push_han(struct taker *t, struct cdr_str run, size_t segment)
{
	static const struct cdr_address_entry way = { .class = CDR_ADDRESS_WAY },
					      place = { .class = CDR_ADDRESS_PLACE },
					      floor = { .class = CDR_ADDRESS_FLOOR },
					      none = { .class = CDR_ADDRESS_DROP };
	static const struct {
		const char *characters;
		const struct cdr_address_entry *entry;
	} marks[] = {
		{ "路街道巷大", &way },
		{ "省市区县州镇乡村區縣鎮鄉", &place },
		{ "楼层樓層", &floor },
		{ "号號栋棟室", &none },
	};
	size_t start = 0, i = 0;
	while (i < run.n) {
		size_t at = i;
		(void)cdr_next_character(run, &i);
		struct cdr_str character = { run.p + at, i - at };
		for (size_t k = 0; k < CDR_LEN(marks); k++) {
			if (cdr_str_find(cdr_str_from(marks[k].characters), character) < 0)
				continue;
			push(t, (struct cdr_str){ run.p + start, at - start }, segment, NULL);
			push(t, character, segment, marks[k].entry);
			start = i;
		}
	}
	push(t, (struct cdr_str){ run.p + start, run.n - start }, segment, NULL);
}

static void
push_word(struct taker *t, struct cdr_str word, size_t segment)
{
	size_t i = 0, letters = 0;
	if (word.n && cdr_is_han(cdr_next_character(word, &i))) {
		push_han(t, word, segment);
		return;
	}
	const struct cdr_map *words = t->normaliser->address_words;
	while (letters < word.n && !is_digit(word.p[letters]))
		letters++;
	struct cdr_str front = { word.p, letters }, back = { word.p + letters, word.n - letters };
	const struct cdr_address_entry *label = back.n ? cdr_map_get(words, front) : NULL;
	bool labelled = label && letters > 1 && (label->class == CDR_ADDRESS_LABEL || label->class == CDR_ADDRESS_UNIT);
	if (letters && back.n && (letters >= SPLIT_LETTERS || labelled)) {
		push(t, front, segment, cdr_address_word(words, front));
		push(t, back, segment, NULL);
		return;
	}
	const struct cdr_address_entry *entry = has_digit(word) ? NULL : cdr_address_word(words, word);
	if (entry && entry->class == CDR_ADDRESS_ENDING)
		word.n -= entry->text.n;
	push(t, word, segment, entry);
}

static bool
is_separator(struct cdr_str s, size_t at, size_t *ret_length)
{
	static const char *const wide[] = { "，", "、", "；" };
	*ret_length = 1;
	if (memchr(",;\n|", s.p[at], 4))
		return true;
	for (size_t i = 0; i < CDR_LEN(wide); i++)
		if (cdr_str_starts_with((struct cdr_str){ s.p + at, s.n - at }, cdr_str_from(wide[i]))) {
			*ret_length = strlen(wide[i]);
			return true;
		}
	return false;
}

static enum cdr_status
push_segment(struct taker *t, struct cdr_str text, size_t segment, struct cdr_error *err)
{
	cdr_auto(cdr_buf) folded = { .max = MAX_ADDRESS_BYTES * 8 };
	cdr_fold(text, CDR_FOLD_LATIN, &folded);
	CDR_TRY(cdr_buf_check(&folded, CDR_NORMALISE_ROOM, err));
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] == '.')
			folded.p[i] = ' ';
	struct cdr_str rest = cdr_buf_str(&folded), word;
	if (!rest.n)
		return CDR_OK;
	rest = cdr_str_copy(t->arena, rest);
	if (!rest.p)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	while (cdr_str_split(&rest, ' ', &word))
		push_word(t, word, segment);
	return CDR_OK;
}

static enum cdr_status
into_words(struct taker *t, struct cdr_str address, struct cdr_error *err)
{
	size_t start = 0, segment = 0, length = 1;
	address.n = cdr_str_cut(address, MAX_ADDRESS_BYTES);
	for (size_t i = 0; i <= address.n; i += length) {
		length = 1;
		if (i < address.n && !is_separator(address, i, &length))
			continue;
		CDR_TRY(push_segment(t, (struct cdr_str){ address.p + start, i - start }, segment++, err));
		start = i + length;
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------- country, postcode, numbers */

/* Two words written together; {NULL,0} when memory is short. */
static struct cdr_str
joined(struct taker *t, struct cdr_str a, const char *between, struct cdr_str b)
{
	struct cdr_str both = cdr_str_format(t->arena, "%.*s%s%.*s", CDR_STR_ARG(a), between, CDR_STR_ARG(b));
	t->short_of_memory = t->short_of_memory || !both.p;
	return both;
}

/* Takes the country's own name off the end, also from before a postcode. */
static void
drop_country(struct taker *t)
{
	if (!t->country[0])
		return;
	size_t end = t->n;
	while (end && has_digit(t->tokens[end - 1].text))
		end--;
	struct cdr_str text = { NULL, 0 };
	size_t drop_from = end;
	for (size_t n = 1; n <= MAX_COUNTRY_WORDS && n <= end; n++) {
		struct cdr_str word = t->tokens[end - n].text;
		text = text.n ? joined(t, word, " ", text) : word;
		char found[3];
		if (cdr_normalise_country(t->normaliser, text, found) && memcmp(found, t->country, 2) == 0)
			drop_from = end - n;
	}
	for (size_t i = drop_from; i < end; i++)
		t->tokens[i].part = PART_GONE;
}

/* Countries whose postcodes are written in two parts. */
static bool
is_parted(const char country[3])
{
	return strstr("BR CA CZ GB GR IE IN IR JP LB MT NL PL PT SE SK US", country) != NULL;
}

static void
find_postcode(struct taker *t, struct cdr_str *ret)
{
	for (size_t i = t->n; t->country[0] && i-- > 0;) {
		struct token *token = &t->tokens[i], *before = i ? token - 1 : NULL;
		if (!has_digit(token->text) || (before && class_of(before) == CDR_ADDRESS_LABEL))
			continue;
		bool neighbours = before && before->segment == token->segment && i > 1 && is_parted(t->country);
		struct cdr_str both = neighbours ? joined(t, before->text, "", token->text) : token->text;
		if (neighbours && both.p && cdr_address_is_postcode(both, t->country)) {
			*ret = both;
			before->part = token->part = PART_POSTCODE;
			return;
		}
		if (i && cdr_address_is_postcode(token->text, t->country)) {
			*ret = token->text;
			token->part = PART_POSTCODE;
			return;
		}
	}
}

/* "0018" -> "18", "2nd" -> "2". */
static struct cdr_str
plain_number(struct cdr_str number)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th" };
	for (size_t i = 0; i < CDR_LEN(ordinals); i++)
		if (number.n > 2 && is_digit(number.p[number.n - 3]) &&
		    cdr_str_ends_with(number, cdr_str_from(ordinals[i])))
			number.n -= 2;
	while (number.n > 1 && number.p[0] == '0' && is_digit(number.p[1])) {
		number.p++;
		number.n--;
	}
	return number;
}

static bool
is_single_letter(const struct token *token)
{
	return token->text.n == 1 && token->text.p[0] >= 'a' && token->text.p[0] <= 'z';
}

static void
find_numbers(struct taker *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct token *token = &t->tokens[i], *next = i + 1 < t->n ? token + 1 : NULL;
		if (token->part != PART_WORD)
			continue;
		enum cdr_address_class class = class_of(token);
		if (class == CDR_ADDRESS_FLOOR) {
			struct token *before = i && token[-1].part == PART_NUMBER ? token - 1 : NULL;
			struct token *counted = before ? before : next && has_digit(next->text) ? next : NULL;
			token->part = PART_GONE;
			if (counted && counted->part != PART_POSTCODE)
				counted->part = PART_GONE;
		} else if (class == CDR_ADDRESS_LABEL || class == CDR_ADDRESS_UNIT) {
			token->part = PART_GONE;
			if (next && next->part == PART_WORD && class == CDR_ADDRESS_UNIT && is_single_letter(next))
				next->part = PART_NUMBER;
		} else if (class == CDR_ADDRESS_NUMERAL && i) {
			token->text = token->entry->text;
			token->part = PART_NUMBER;
		} else if (has_digit(token->text)) {
			token->text = plain_number(token->text);
			token->part = cdr_str_equal(token->text, CDR_STR("0")) ? PART_GONE : PART_NUMBER;
		} else if (is_single_letter(token) && next && next->part == PART_WORD && is_digit(next->text.p[0]) &&
		           next->segment == token->segment) {
			next->text = joined(t, token->text, "", plain_number(next->text));
			token->part = PART_GONE;
		}
	}
}

/* --------------------------------------------------------------------------------------------- streets and other places */

/* Marks words in the direction of `by` from `at` as a street's, until something else begins. */
static bool
mark_street(struct taker *t, size_t at, int by)
{
	size_t segment = t->tokens[at].segment;
	bool any = false;
	for (size_t i = at + (size_t)by; i < t->n && t->tokens[i].segment == segment; i += (size_t)by) {
		struct token *token = &t->tokens[i];
		enum cdr_address_class class = class_of(token);
		if (token->part == PART_NUMBER && !any && by > 0)
			continue;
		if ((token->part != PART_WORD && token->part != PART_STREET) || class == CDR_ADDRESS_WAY ||
		    class == CDR_ADDRESS_WAY_BEFORE || class == CDR_ADDRESS_PLACE)
			break;
		if (class == CDR_ADDRESS_ESTATE || class == CDR_ADDRESS_DROP)
			continue;
		token->part = PART_STREET;
		any = true;
	}
	return any;
}

static void
find_streets(struct taker *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct token *token = &t->tokens[i];
		if (token->part != PART_WORD && token->part != PART_STREET)
			continue;
		switch (class_of(token)) {
		case CDR_ADDRESS_WAY:
		case CDR_ADDRESS_ESTATE:
			if (!mark_street(t, i, -1))
				(void)mark_street(t, i, 1);
			break;
		case CDR_ADDRESS_WAY_BEFORE:
			(void)mark_street(t, i, 1);
			break;
		case CDR_ADDRESS_ENDING:
			token->part = PART_STREET;
			break;
		default:
			break;
		}
	}
}

/* -------------------------------------------------------------------------------------------------------------- results */

static bool
is_name(const struct token *token)
{
	enum cdr_address_class class = class_of(token);
	return (token->part == PART_WORD || token->part == PART_STREET) &&
	       (class == CDR_ADDRESS_PLAIN || class == CDR_ADDRESS_ENDING || class == CDR_ADDRESS_NUMERAL);
}

static enum cdr_status
give(struct taker *t, struct cdr_address_key *ret, struct cdr_error *err)
{
	struct cdr_address_word *words = cdr_arena_alloc(t->arena, (t->n + 1) * sizeof(*words));
	struct cdr_str *numbers = cdr_arena_alloc(t->arena, (t->n + 1) * sizeof(*numbers));
	if (!words || !numbers || t->short_of_memory)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	for (size_t i = 0; i < t->n; i++) {
		const struct token *token = &t->tokens[i];
		bool renamed = token->entry && class_of(token) == CDR_ADDRESS_PLAIN;
		if (token->part == PART_NUMBER)
			numbers[ret->n_numbers++] = token->text;
		else if (is_name(token))
			words[ret->n_words++] = (struct cdr_address_word){ renamed ? token->entry->text : token->text,
				                                           token->part == PART_STREET };
	}
	ret->words = words;
	ret->numbers = numbers;
	return CDR_OK;
}

enum cdr_status
cdr_normalise_address(const struct cdr_normaliser *normaliser, struct cdr_str address, struct cdr_str country,
                      struct cdr_arena *arena, struct cdr_address_key *ret, struct cdr_error *err)
{
	struct cdr_address_key key = { .n_words = 0 };
	struct taker *t = cdr_arena_alloc(arena, sizeof(*t));
	if (!t)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	*t = (struct taker){ .normaliser = normaliser, .arena = arena };
	if (!cdr_normalise_country(normaliser, country, t->country))
		(void)cdr_normalise_address_country(normaliser, address, t->country);
	memcpy(key.country, t->country, sizeof(key.country));
	CDR_TRY(into_words(t, address, err));
	drop_country(t);
	find_postcode(t, &key.postcode);
	find_numbers(t);
	find_streets(t);
	CDR_TRY(give(t, &key, err));
	*ret = key;
	return CDR_OK;
}
