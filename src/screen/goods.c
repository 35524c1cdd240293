/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products against goods-risk lists: a listed good of a country, and what a supplier there says it makes. Words are
 * compared folded and in the singular; every word of the listed good in the product is a match, a shared head word only
 * is possible. Trade words that mean the same good are data (tables/goods-synonyms.csv).
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

#define GOODS_MAX_WORDS 12
#define GOODS_MAX_SYNONYMS 2000
#define MORE_GOODS "; further listed goods meet and are not shown"

struct words {
	struct cdr_str word[GOODS_MAX_WORDS];
	size_t n;
};
struct listed_good {
	const struct cdr_entry *entry;
	const struct pinned_registry *pinned;
	struct words words;
	bool forced, child; /* what it is listed for */
	struct listed_good *next;
};
struct goods_of_country {
	struct listed_good *first;
};
/* A trade word and the good it also stands for, both in the singular. */
struct synonym {
	struct cdr_str term, good;
};
struct synonyms {
	struct synonym *items;
	size_t n;
};

void
goods_answer_done(struct goods_answer *answer)
{
	listings_done(&answer->listings);
}

/* English plurals, roughly: "garments" -> "garment", "berries" -> "berry"; both sides go through it, so only the
 * agreement matters, not the grammar. */
static struct cdr_str
singular(struct cdr_str word, struct cdr_arena *arena)
{
	if (word.n > 4 && cdr_str_ends_with(word, CDR_STR("ies")))
		return cdr_str_format(arena, "%.*sy", (int)(word.n - 3), word.p);
	if (word.n > 3 && word.p[word.n - 1] == 's' && word.p[word.n - 2] != 's')
		word.n--;
	return word;
}

static struct words
words_of(struct cdr_str text, struct cdr_arena *arena)
{
	struct words words = { .n = 0 };
	struct cdr_str rest = cdr_normalise_words(text, arena), piece;
	while (words.n < GOODS_MAX_WORDS && cdr_str_split(&rest, ' ', &piece)) {
		if (piece.n > 1 && !cdr_str_equal(piece, CDR_STR("and")) && !cdr_str_equal(piece, CDR_STR("or")))
			words.word[words.n++] = singular(piece, arena);
	}
	return words;
}

static bool
has_word(const struct words *words, struct cdr_str word)
{
	for (size_t i = 0; i < words->n; i++) {
		if (cdr_str_equal(words->word[i], word))
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------------------------------------------------ load */

static struct goods_of_country *
country_slot(struct cdr_screen_lists *lists, struct cdr_str country)
{
	struct goods_of_country *slot = cdr_map_get(lists->goods, country);
	if (slot)
		return slot;
	slot = cdr_arena_alloc(lists->arena, sizeof(*slot));
	if (!slot || cdr_map_put(lists->goods, country, slot) != CDR_OK)
		return NULL;
	return slot;
}

/* tables/goods-synonyms.csv: a header, then one pair a line: term,good. */
static enum cdr_status
load_synonyms(struct cdr_screen_lists *lists, struct cdr_error *err)
{
	const struct cdr_bundle_file *file =
		cdr_bundle_find(&lists->setup->rulesets, CDR_STR("tables/goods-synonyms.csv"));
	struct cdr_str rest = file ? file->text : (struct cdr_str){ NULL, 0 }, line, term;
	struct synonyms *synonyms = cdr_arena_alloc(lists->arena, sizeof(*synonyms));
	lists->synonyms = synonyms;
	if (!synonyms)
		return cdr_fail_memory(err, ROOM);
	(void)cdr_str_split(&rest, '\n', &line); /* the header */
	synonyms->items = cdr_arena_alloc(lists->arena, GOODS_MAX_SYNONYMS * sizeof(synonyms->items[0]));
	if (!synonyms->items)
		return cdr_fail_memory(err, ROOM);
	while (synonyms->n < GOODS_MAX_SYNONYMS && cdr_str_split(&rest, '\n', &line)) {
		struct words good = { .n = 0 };
		if (cdr_str_split(&line, ',', &term))
			good = words_of(line, lists->arena);
		struct words terms = words_of(term, lists->arena);
		if (terms.n == 1 && good.n == 1)
			synonyms->items[synonyms->n++] = (struct synonym){ terms.word[0], good.word[0] };
	}
	return CDR_OK;
}

static bool
says_yes(const struct cdr_entry *entry, const char *attribute)
{
	for (size_t i = 0; i < entry->n_attributes; i++) {
		if (cdr_str_equal(entry->attributes[i].name, cdr_str_from(attribute)))
			return cdr_str_equal_nocase(entry->attributes[i].value, CDR_STR("yes")) ||
			       cdr_str_equal_nocase(entry->attributes[i].value, CDR_STR("true"));
	}
	return false;
}

enum cdr_status
goods_load(struct cdr_screen_lists *lists, struct cdr_error *err)
{
	CDR_TRY(load_synonyms(lists, err));
	lists->goods = cdr_map_new(1000);
	if (!lists->goods)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = lists->n_entries; i-- > 0;) { /* backwards, so that each chain is in the order of the file */
		const struct pinned_registry *pinned = &lists->pinned[lists->owner[i]];
		const struct cdr_entry *entry = &lists->entries[i];
		if (pinned->registry->kind != CDR_REGISTRY_GOODS_RISK || !entry->good.n || !entry->country.n)
			continue;
		struct goods_of_country *slot = country_slot(lists, entry->country);
		struct listed_good *good = cdr_arena_alloc(lists->arena, sizeof(*good));
		if (!slot || !good)
			return cdr_fail_memory(err, ROOM);
		*good = (struct listed_good){
			.entry = entry,
			.pinned = pinned,
			.words = words_of(entry->good, lists->arena),
			.forced = says_yes(entry, "forced_labor") || says_yes(entry, "forced_child_labor"),
			.child = says_yes(entry, "child_labor") || says_yes(entry, "forced_child_labor"),
			.next = slot->first,
		};
		slot->first = good;
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- ask */

/* Adds the words that a trade term also stands for: "apparel" brings "garment". */
static void
add_synonyms(const struct synonyms *synonyms, struct words *words)
{
	for (size_t i = 0; i < synonyms->n && words->n < GOODS_MAX_WORDS; i++) {
		if (has_word(words, synonyms->items[i].term))
			words->word[words->n++] = synonyms->items[i].good;
	}
}

/* All words of the listed good: MATCH. Its last word, the head of an English noun phrase: POSSIBLE. */
static enum cdr_verdict
compare_goods(const struct words *product, const struct words *listed)
{
	if (listed->n == 0)
		return CDR_VERDICT_CLEAR;
	size_t n_shared = 0;
	for (size_t i = 0; i < listed->n; i++)
		n_shared += has_word(product, listed->word[i]) ? 1 : 0;
	if (n_shared == listed->n)
		return CDR_VERDICT_MATCH;
	return has_word(product, listed->word[listed->n - 1]) ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_CLEAR;
}

/* The place of a listed good in the answer: each is shown once, with the product that names it best. NULL when it is shown
 * so already, or when no more can be shown, of which the last one then tells. */
static enum cdr_status
find_place(const struct listed_good *good, enum cdr_verdict verdict, struct cdr_arena *arena, struct goods_answer *out,
           struct cdr_listing **ret, struct cdr_error *err)
{
	struct cdr_vec *items = &out->listings.items;
	for (size_t i = 0; i < items->n; i++) {
		struct cdr_listing *listing = CDR_VEC_AT(items, struct cdr_listing, i);
		if (!cdr_str_equal(listing->entry_id, good->entry->id))
			continue;
		*ret = verdict > listing->verdict ? listing : NULL;
		return CDR_OK;
	}
	*ret = NULL;
	if (items->n < items->max_items)
		return (*ret = cdr_vec_push(items)) ? CDR_OK : cdr_fail_memory(err, ROOM);
	struct cdr_str *note = &CDR_VEC_AT(items, struct cdr_listing, items->n - 1)->note;
	if (!cdr_str_ends_with(*note, CDR_STR(MORE_GOODS)))
		*note = cdr_str_format(arena, "%.*s" MORE_GOODS, CDR_STR_ARG(*note));
	return note->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
show_good(const struct listed_good *good, struct cdr_str product, enum cdr_verdict verdict, struct cdr_date today,
          struct cdr_arena *arena, struct cdr_listing *ret, struct cdr_error *err)
{
	struct cdr_reason *reason = cdr_arena_alloc(arena, sizeof(*reason));
	if (!reason)
		return cdr_fail_memory(err, ROOM);
	double score = verdict == CDR_VERDICT_MATCH ? 1.0 : 0.5;
	reason->code = CDR_STR("goods.words");
	reason->contribution = score;
	reason->text = cdr_str_format(arena, "the supplier's product \"%.*s\" %s the listed good \"%.*s\"",
	                              CDR_STR_ARG(product), verdict == CDR_VERDICT_MATCH ? "names" : "may be",
	                              CDR_STR_ARG(good->entry->good));
	*ret = (struct cdr_listing){
		.registry_id = good->pinned->registry->id,
		.registry_kind = CDR_REGISTRY_GOODS_RISK,
		.snapshot_id = good->pinned->snapshot.id,
		.snapshot_as_of = good->pinned->snapshot.as_of,
		.stale = pinned_is_stale(good->pinned, today),
		.entry_id = good->entry->id,
		.entry_name = good->entry->good,
		.origin = good->entry->origin,
		.verdict = verdict,
		.score = score,
		.reasons = reason,
		.n_reasons = 1,
		.note = good->forced ? (good->child ? CDR_STR("listed for forced labour and child labour")
		                                    : CDR_STR("listed for forced labour"))
		                     : CDR_STR("listed for child labour"),
	};
	return reason->text.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* The good named in messages is one listed for forced labour where there is one, else one listed for child labour. */
static void
weigh_good(const struct listed_good *good, enum cdr_verdict verdict, struct goods_answer *out)
{
	bool none_forced = out->forced < CDR_VERDICT_POSSIBLE;
	if (good->forced ? verdict > out->forced : none_forced && good->child && verdict > out->child)
		out->good = good->entry->good;
	if (good->forced && verdict > out->forced)
		out->forced = verdict;
	if (good->child && verdict > out->child)
		out->child = verdict;
}

static enum cdr_status
ask_product(const struct cdr_screen_lists *lists, const struct goods_of_country *slot, struct cdr_str product,
            struct cdr_date today, struct cdr_arena *arena, struct goods_answer *out, struct cdr_error *err)
{
	struct words words = words_of(product, arena);
	add_synonyms(lists->synonyms, &words);
	for (const struct listed_good *good = slot->first; good; good = good->next) {
		enum cdr_verdict verdict = compare_goods(&words, &good->words);
		struct cdr_listing *place = NULL;
		if (verdict == CDR_VERDICT_CLEAR)
			continue;
		weigh_good(good, verdict, out);
		CDR_TRY(find_place(good, verdict, arena, out, &place, err));
		if (place)
			CDR_TRY(show_good(good, product, verdict, today, arena, place, err));
	}
	return CDR_OK;
}

/* The goods list's edition for messages, {NULL,0} when none is loaded; and what silence of it is worth: CLEAR, or
 * NOT_CHECKED when the copy is stale. */
static struct cdr_str
edition_of(const struct cdr_screen_lists *lists, struct cdr_date today, struct cdr_arena *arena,
           enum cdr_verdict *ret_silence)
{
	for (size_t i = 0; i < lists->n_pinned; i++) {
		const struct pinned_registry *pinned = &lists->pinned[i];
		char as_of[CDR_DATE_TEXT_MAX];
		if (pinned->registry->kind != CDR_REGISTRY_GOODS_RISK)
			continue;
		*ret_silence = pinned_is_stale(pinned, today) ? CDR_VERDICT_NOT_CHECKED : CDR_VERDICT_CLEAR;
		return cdr_str_format(arena, "%.*s of %s", CDR_STR_ARG(pinned->registry->title),
		                      cdr_date_text(pinned->snapshot.as_of, as_of));
	}
	return (struct cdr_str){ NULL, 0 };
}

enum cdr_status
goods_ask(const struct cdr_screen_lists *lists, const struct cdr_party *party, struct cdr_date today,
          struct cdr_arena *arena, struct goods_answer *ret, struct cdr_error *err)
{
	cdr_auto(goods_answer) answer = { .listings = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) } };
	enum cdr_verdict silence = CDR_VERDICT_NOT_CHECKED;
	answer.edition = edition_of(lists, today, arena, &silence);
	struct cdr_str origins = cdr_party_get(party, "product_origins"), country;
	if (!origins.n)
		origins = party->country;
	if (!answer.edition.p || party->n_products == 0 || !origins.n) {
		*ret = answer;
		return CDR_OK;
	}
	answer.forced = answer.child = silence;
	while (cdr_str_split(&origins, '|', &country)) {
		const struct goods_of_country *slot = cdr_map_get(lists->goods, cdr_str_trim(country));
		for (size_t i = 0; slot && i < party->n_products; i++)
			CDR_TRY(ask_product(lists, slot, party->products[i], today, arena, &answer, err));
	}
	*ret = answer;
	answer = (struct goods_answer){ 0 };
	return CDR_OK;
}
