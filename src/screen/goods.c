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

struct words {
	struct cdr_str word[GOODS_MAX_WORDS];
	size_t n;
};
struct listed_good {
	const struct cdr_entry *entry;
	const struct pinned_registry *pinned;
	struct words words;
	struct listed_good *next;
};
struct goods_of_country {
	struct listed_good *first;
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

enum cdr_status
goods_load(struct cdr_screen_lists *lists, struct cdr_error *err)
{
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
		*good = (struct listed_good){ entry, pinned, words_of(entry->good, lists->arena), slot->first };
		slot->first = good;
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- ask */

/* Adds the words that a trade term also stands for: "apparel" brings "garment". One line a pair: term,good. */
static void
add_synonyms(const struct cdr_screen_lists *lists, struct words *words, struct cdr_arena *arena)
{
	const struct cdr_bundle_file *file =
		cdr_bundle_find(&lists->setup->rulesets, CDR_STR("tables/goods-synonyms.csv"));
	if (!file)
		return;
	struct cdr_str rest = file->text, line, term;
	for (size_t i = 0; i < GOODS_MAX_SYNONYMS && cdr_str_split(&rest, '\n', &line); i++) {
		if (!cdr_str_split(&line, ',', &term) || !has_word(words, singular(term, arena)))
			continue;
		struct cdr_str good = cdr_str_trim(line);
		if (words->n < GOODS_MAX_WORDS && good.n)
			words->word[words->n++] = singular(good, arena);
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

static enum cdr_status
add_good(const struct listed_good *good, struct cdr_str product, enum cdr_verdict verdict, struct cdr_date today,
         struct cdr_arena *arena, struct goods_answer *out, struct cdr_error *err)
{
	bool forced = says_yes(good->entry, "forced_labor") || says_yes(good->entry, "forced_child_labor");
	bool child = says_yes(good->entry, "child_labor") || says_yes(good->entry, "forced_child_labor");
	struct cdr_listing *listing = cdr_vec_push(&out->listings.items);
	struct cdr_reason *reason = cdr_arena_alloc(arena, sizeof(*reason));
	if (!listing || !reason)
		return cdr_fail_memory(err, ROOM);
	double score = verdict == CDR_VERDICT_MATCH ? 1.0 : 0.5;
	reason->code = CDR_STR("goods.words");
	reason->contribution = score;
	reason->text = cdr_str_format(arena, "the supplier's product \"%.*s\" %s the listed good \"%.*s\"",
	                              CDR_STR_ARG(product), verdict == CDR_VERDICT_MATCH ? "names" : "may be",
	                              CDR_STR_ARG(good->entry->good));
	*listing = (struct cdr_listing){
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
		.note = forced ? (child ? CDR_STR("listed for forced labour and child labour")
		                        : CDR_STR("listed for forced labour"))
		               : CDR_STR("listed for child labour"),
	};
	if (forced && verdict > out->forced) {
		out->forced = verdict;
		out->good = good->entry->good;
	}
	if (child && verdict > out->child)
		out->child = verdict;
	return CDR_OK;
}

static enum cdr_status
ask_product(const struct cdr_screen_lists *lists, const struct goods_of_country *slot, struct cdr_str product,
            struct cdr_date today, struct cdr_arena *arena, struct goods_answer *out, struct cdr_error *err)
{
	struct words words = words_of(product, arena);
	add_synonyms(lists, &words, arena);
	for (const struct listed_good *good = slot ? slot->first : NULL; good; good = good->next) {
		enum cdr_verdict verdict = compare_goods(&words, &good->words);
		if (verdict != CDR_VERDICT_CLEAR)
			CDR_TRY(add_good(good, product, verdict, today, arena, out, err));
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
	struct goods_answer answer = { .listings = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) } };
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
	enum cdr_status status = CDR_OK;
	while (status == CDR_OK && cdr_str_split(&origins, '|', &country)) {
		const struct goods_of_country *slot = cdr_map_get(lists->goods, cdr_str_trim(country));
		for (size_t i = 0; i < party->n_products && status == CDR_OK; i++)
			status = ask_product(lists, slot, party->products[i], today, arena, &answer, err);
	}
	if (status != CDR_OK) {
		goods_answer_done(&answer);
		return status;
	}
	*ret = answer;
	return CDR_OK;
}
