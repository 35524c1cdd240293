/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Licences that began after another was lost, and share with it an address, a number or nearly a name: what may be the same
 * business under a new one. Links are leads for a person; nothing here says that they are more. What a link means for a
 * finding is the rules'. The surprise: how much is shared is not enough. An address or number that many entries give, as
 * those of an office tower or a formation agent, links nobody; how many give it is counted over all registers loaded.
 */
#include "candor/screen.h"

#include <stdlib.h>
#include <string.h>

#include "screen/screen-impl.h"

#define MAX_HOLDERS 4 /* firms by name that may give an address or number for it to link */
#define MAX_LOST 16   /* lost licences kept for one address or number */
#define ONE_PLACE 0.8 /* agreement of addresses from which they are one */
#define MAX_LINKS 100 /* of one entry */
#define SCRATCH_BYTES ((size_t)16 << 20)

/* An address or a number that a lost licence gives. */
struct shared {
	uint32_t lost[MAX_LOST]; /* entries */
	size_t n_lost;
	uint64_t holders[MAX_HOLDERS + 1]; /* names of the firms that give it, hashed */
	size_t n_holders;                  /* no more are counted than tell that there are too many */
};

struct phoenix {
	struct cdr_match_index *names; /* of lost licences, under the numbers of their entries */
	struct cdr_map *shared;        /* "a <address>", "n <scheme> <number>" -> struct shared */
	struct cdr_map *entries;       /* id of an entry of a licence register -> the entry */
	size_t n_lost;
	bool addresses; /* some lost licence has one */
};

struct phoenix *
phoenix_free(struct phoenix *phoenix)
{
	if (phoenix) {
		(void)cdr_match_index_free(phoenix->names);
		(void)cdr_map_free(phoenix->shared);
		(void)cdr_map_free(phoenix->entries);
		cdr_free(phoenix);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------ what was lost */

static bool
is_loss(enum cdr_licence status)
{
	return status == CDR_LICENCE_SUSPENDED || status == CDR_LICENCE_SUSPENDED_ADMIN ||
	       status == CDR_LICENCE_REVOKED || status == CDR_LICENCE_REVOKED_IMMEDIATE ||
	       status == CDR_LICENCE_BANNED || status == CDR_LICENCE_REFUSED;
}

static enum cdr_registry_kind
kind_of(const struct cdr_screen_lists *lists, size_t number)
{
	return lists->pinned[lists->owner[number]].registry->kind;
}

static bool
is_about_licences(const struct cdr_screen_lists *lists, size_t number)
{
	enum cdr_registry_kind kind = kind_of(lists, number);
	return kind == CDR_REGISTRY_LICENCE_REGISTER || kind == CDR_REGISTRY_REVOCATION_LIST;
}

/* Its last word is that the licence is gone; a list of revocations that prints no word says so by naming it. */
static bool
is_lost(const struct cdr_screen_lists *lists, size_t number)
{
	const struct cdr_entry *entry = &lists->entries[number];
	if (entry->n_statuses)
		return is_loss(entry->statuses[entry->n_statuses - 1].status);
	return kind_of(lists, number) == CDR_REGISTRY_REVOCATION_LIST;
}

static struct cdr_date
lost_on(const struct cdr_entry *entry)
{
	struct cdr_date from = { 0 };
	if (entry->n_statuses)
		from = entry->statuses[entry->n_statuses - 1].from;
	return from.ymd ? from : entry->listed_on;
}

/* --------------------------------------------------------------------------------------------------------------- keys */

static int
compare_texts(const void *left, const void *right)
{
	const struct cdr_str *a = left, *b = right;
	size_t n = a->n < b->n ? a->n : b->n;
	int order = n ? memcmp(a->p, b->p, n) : 0;
	return order ? order : (a->n > b->n) - (a->n < b->n);
}

static void
add_sorted(struct cdr_buf *out, struct cdr_str *texts, size_t n)
{
	if (n)
		qsort(texts, n, sizeof(*texts), compare_texts);
	for (size_t i = 0; i < n; i++) {
		cdr_buf_putc(out, ' ');
		cdr_buf_add_str(out, texts[i]);
	}
}

/* "a" and the numbers and street words of an address in one order, however it is written; {NULL,0} where it names no house of
 * no street, for then it is a town or a country, which links nobody. */
static enum cdr_status
key_of_address(const struct cdr_normaliser *normaliser, const struct cdr_entry *entry, struct cdr_arena *arena,
               struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_address_key key;
	struct cdr_str numbers[CDR_ADDRESS_MAX_WORDS], words[CDR_ADDRESS_MAX_WORDS];
	size_t n_words = 0;
	*ret = (struct cdr_str){ NULL, 0 };
	if (!entry->address.n)
		return CDR_OK;
	CDR_TRY(cdr_normalise_address(normaliser, entry->address, entry->country, arena, &key, err));
	for (size_t i = 0; i < key.n_words && i < CDR_ADDRESS_MAX_WORDS; i++) {
		if (key.words[i].street)
			words[n_words++] = key.words[i].text;
	}
	size_t n_numbers = key.n_numbers < CDR_ADDRESS_MAX_WORDS ? key.n_numbers : CDR_ADDRESS_MAX_WORDS;
	if (!n_numbers || !n_words)
		return CDR_OK;
	memcpy(numbers, key.numbers, n_numbers * sizeof(*numbers));
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_putc(&text, 'a');
	add_sorted(&text, numbers, n_numbers);
	add_sorted(&text, words, n_words);
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	*ret = cdr_str_copy(arena, cdr_buf_str(&text));
	return ret->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static bool
is_licence(const struct cdr_identifier *identifier)
{
	return cdr_str_starts_with(identifier->scheme, CDR_STR("licence"));
}

/* "n", scheme and number of the firm, not of its licence; {NULL,0} when there is none. */
static struct cdr_str
key_of_number(const struct cdr_identifier *identifier, struct cdr_arena *arena)
{
	struct cdr_str value = cdr_normalise_identifier(identifier->scheme, identifier->value, arena);
	if (is_licence(identifier) || !value.n)
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_format(arena, "n %.*s %.*s", CDR_STR_ARG(identifier->scheme), CDR_STR_ARG(value));
}

/* --------------------------------------------------------------------------------------------------------------- index */

/* A firm by its name, for counting: letters and digits only, in one case (FNV-1a, 64 bits). */
static uint64_t
hash_name(struct cdr_str name)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
		if (counts)
			hash = (hash ^ c) * UINT64_C(1099511628211);
	}
	return hash;
}

static void
add_holder(struct shared *shared, uint64_t name)
{
	for (size_t i = 0; i < shared->n_holders; i++) {
		if (shared->holders[i] == name)
			return;
	}
	if (shared->n_holders < CDR_LEN(shared->holders))
		shared->holders[shared->n_holders++] = name;
}

/* Notes that an entry gives what the key stands for: one that lost its licence makes it something that can be shared. */
static enum cdr_status
note_key(struct cdr_screen_lists *lists, struct cdr_str key, uint32_t number, bool lost, struct cdr_error *err)
{
	struct phoenix *phoenix = lists->phoenix;
	if (!key.p)
		return CDR_OK;
	struct shared *shared = cdr_map_get(phoenix->shared, key);
	if (!shared && lost) {
		struct cdr_str own = cdr_str_copy(lists->arena, key);
		shared = cdr_arena_alloc(lists->arena, sizeof(*shared));
		if (!own.p || !shared)
			return cdr_fail_memory(err, ROOM);
		memset(shared, 0, sizeof(*shared));
		if (cdr_map_put(phoenix->shared, own, shared) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	if (!shared)
		return CDR_OK;
	if (lost && shared->n_lost < MAX_LOST)
		shared->lost[shared->n_lost++] = number;
	add_holder(shared, hash_name(lists->entries[number].name));
	return CDR_OK;
}

static enum cdr_status
note_entry(struct cdr_screen_lists *lists, uint32_t number, bool lost, struct cdr_arena *scratch, struct cdr_error *err)
{
	const struct cdr_entry *entry = &lists->entries[number];
	struct cdr_str key = { NULL, 0 };
	cdr_arena_reset(scratch);
	if (lists->phoenix->addresses)
		CDR_TRY(key_of_address(lists->setup->normaliser, entry, scratch, &key, err));
	CDR_TRY(note_key(lists, key, number, lost, err));
	for (size_t i = 0; i < entry->n_identifiers; i++)
		CDR_TRY(note_key(lists, key_of_number(&entry->identifiers[i], scratch), number, lost, err));
	return CDR_OK;
}

static struct cdr_match_subject
subject_of(const struct cdr_entry *entry)
{
	return (struct cdr_match_subject){ .name = entry->name,
		                           .aliases = entry->aliases,
		                           .n_aliases = entry->n_aliases,
		                           .country = entry->country,
		                           .identifiers = entry->identifiers,
		                           .n_identifiers = entry->n_identifiers,
		                           .addresses = &entry->address,
		                           .n_addresses = entry->address.n > 0 };
}

/* Names alone: what else is shared is looked up by itself. */
static struct cdr_match_subject
name_of(const struct cdr_entry *entry)
{
	struct cdr_match_subject subject = subject_of(entry);
	subject.n_identifiers = subject.n_addresses = 0;
	return subject;
}

static enum cdr_status
load_lost(struct cdr_screen_lists *lists, struct cdr_error *err)
{
	struct phoenix *phoenix = lists->phoenix;
	const struct cdr_screen_setup *setup = lists->setup;
	CDR_TRY(cdr_match_index_new(setup->match, setup->normaliser, &phoenix->names, err));
	for (size_t i = 0; i < lists->n_entries; i++) {
		if (!is_about_licences(lists, i) || !is_lost(lists, i) || !lists->entries[i].name.n)
			continue;
		struct cdr_match_subject subject = name_of(&lists->entries[i]);
		CDR_TRY(cdr_match_index_add(phoenix->names, (uint32_t)i, &subject, err));
		phoenix->addresses = phoenix->addresses || lists->entries[i].address.n;
		phoenix->n_lost++;
	}
	return cdr_match_index_finish(phoenix->names, err);
}

/* Those that lost a licence first, so that the others are only counted where they share something. */
static enum cdr_status
load_shared(struct cdr_screen_lists *lists, struct cdr_error *err)
{
	cdr_owned(cdr_arena) scratch = cdr_arena_new(SCRATCH_BYTES);
	if (!scratch)
		return cdr_fail_memory(err, ROOM);
	for (int lost = 1; lost >= 0; lost--) {
		for (size_t i = 0; i < lists->n_entries; i++) {
			if (is_about_licences(lists, i) && is_lost(lists, i) == (lost == 1))
				CDR_TRY(note_entry(lists, (uint32_t)i, lost == 1, scratch, err));
		}
	}
	for (size_t i = 0; i < lists->n_entries; i++) {
		if (is_about_licences(lists, i) &&
		    cdr_map_put(lists->phoenix->entries, lists->entries[i].id, &lists->entries[i]) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	return CDR_OK;
}

enum cdr_status
phoenix_load(struct cdr_screen_lists *lists, struct cdr_error *err)
{
	struct phoenix *phoenix = lists->phoenix = cdr_alloc(sizeof(*phoenix));
	if (!phoenix || !(phoenix->shared = cdr_map_new(2 * CDR_MATCH_MAX_ENTRIES)) ||
	    !(phoenix->entries = cdr_map_new(CDR_MATCH_MAX_ENTRIES)))
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(load_lost(lists, err));
	return phoenix->n_lost ? load_shared(lists, err) : CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------------- links */

/* What is shared with one lost licence. */
struct link {
	uint32_t lost;
	bool name, address;
	struct cdr_str number;      /* the number shared, or {NULL,0} */
	size_t n_address, n_number; /* firms that give them */
};
struct linking {
	struct cdr_store *store;
	const struct cdr_screen_lists *lists;
	const struct cdr_entry *entry;
	struct cdr_date since; /* first day it is known of, so no later than its licence began; {0}: nothing says */
	struct cdr_date today;
	struct cdr_arena *arena;
	struct cdr_vec links; /* struct link */
};

/* The link to a lost licence, made when there is none; NULL when there are too many. */
static struct link *
link_to(struct linking *linking, uint32_t lost)
{
	for (size_t i = 0; i < linking->links.n; i++) {
		struct link *link = CDR_VEC_AT(&linking->links, struct link, i);
		if (link->lost == lost)
			return link;
	}
	struct link *link = cdr_vec_push(&linking->links);
	if (link)
		link->lost = lost;
	return link;
}

/* One licence under two rows is its own history. */
static bool
is_same_licence(const struct cdr_entry *a, const struct cdr_entry *b, struct cdr_arena *arena)
{
	for (size_t i = 0; i < a->n_identifiers; i++) {
		const struct cdr_identifier *one = &a->identifiers[i];
		if (!is_licence(one))
			continue;
		struct cdr_str value = cdr_normalise_identifier(one->scheme, one->value, arena);
		for (size_t k = 0; k < b->n_identifiers && value.n; k++) {
			if (cdr_str_equal(one->scheme, b->identifiers[k].scheme) &&
			    cdr_str_equal(value, cdr_normalise_identifier(one->scheme, b->identifiers[k].value, arena)))
				return true;
		}
	}
	return false;
}

/* Whether the lost licence may have come before the entry's: not when both days are known and say otherwise. */
static bool
may_precede(const struct linking *linking, uint32_t lost)
{
	const struct cdr_entry *other = &linking->lists->entries[lost];
	struct cdr_date on = lost_on(other);
	if (other == linking->entry || is_same_licence(linking->entry, other, linking->arena))
		return false;
	return !on.ymd || !linking->since.ymd || linking->since.ymd >= on.ymd;
}

static enum cdr_status
link_by_name(struct linking *linking, struct cdr_error *err)
{
	struct cdr_match_subject subject = name_of(linking->entry);
	struct cdr_match_hit *hits = NULL;
	size_t n = 0;
	double threshold = cdr_match_threshold(linking->lists->setup->match, CDR_VERDICT_MATCH);
	CDR_TRY(cdr_match_query(linking->lists->phoenix->names, &subject, CDR_SCREEN_MAX_CANDIDATES, threshold,
	                        linking->arena, &hits, &n, err));
	for (size_t i = 0; i < n; i++) {
		struct link *link = may_precede(linking, hits[i].number) ? link_to(linking, hits[i].number) : NULL;
		if (link)
			link->name = true;
	}
	return CDR_OK;
}

/* Towns that differ make two streets of one name. */
static enum cdr_status
is_one_place(const struct linking *linking, const struct cdr_entry *other, bool *ret, struct cdr_error *err)
{
	const struct cdr_normaliser *normaliser = linking->lists->setup->normaliser;
	struct cdr_address_key left, right;
	struct cdr_address_parts parts;
	CDR_TRY(cdr_normalise_address(normaliser, linking->entry->address, linking->entry->country, linking->arena,
	                              &left, err));
	CDR_TRY(cdr_normalise_address(normaliser, other->address, other->country, linking->arena, &right, err));
	*ret = cdr_address_agreement(&left, &right, &parts) >= ONE_PLACE && !parts.conflicting;
	return CDR_OK;
}

static enum cdr_status
link_by_address(struct linking *linking, struct cdr_error *err)
{
	struct cdr_str key;
	CDR_TRY(key_of_address(linking->lists->setup->normaliser, linking->entry, linking->arena, &key, err));
	const struct shared *shared = key.p ? cdr_map_get(linking->lists->phoenix->shared, key) : NULL;
	for (size_t i = 0; shared && shared->n_holders <= MAX_HOLDERS && i < shared->n_lost; i++) {
		bool one_place = false;
		CDR_TRY(is_one_place(linking, &linking->lists->entries[shared->lost[i]], &one_place, err));
		struct link *link =
			one_place && may_precede(linking, shared->lost[i]) ? link_to(linking, shared->lost[i]) : NULL;
		if (!link)
			continue;
		link->address = true;
		link->n_address = shared->n_holders;
	}
	return CDR_OK;
}

static void
link_by_numbers(struct linking *linking)
{
	for (size_t i = 0; i < linking->entry->n_identifiers; i++) {
		const struct cdr_identifier *identifier = &linking->entry->identifiers[i];
		struct cdr_str key = key_of_number(identifier, linking->arena);
		const struct shared *shared = key.p ? cdr_map_get(linking->lists->phoenix->shared, key) : NULL;
		for (size_t k = 0; shared && shared->n_holders <= MAX_HOLDERS && k < shared->n_lost; k++) {
			struct link *link =
				may_precede(linking, shared->lost[k]) ? link_to(linking, shared->lost[k]) : NULL;
			if (!link)
				continue;
			link->number = identifier->value;
			link->n_number = shared->n_holders;
		}
	}
}

/* The first day the entry is known of: one that it dates, or of a copy that shows it. */
static enum cdr_status
note_sighting(void *context, const struct cdr_snapshot *snapshot, const struct cdr_entry *entry, struct cdr_error *err)
{
	struct cdr_date *since = context;
	(void)err;
	if (!entry)
		return CDR_OK;
	struct cdr_date first = snapshot->as_of;
	for (size_t i = 0; i < entry->n_statuses; i++) {
		if (entry->statuses[i].from.ymd && entry->statuses[i].from.ymd < first.ymd)
			first = entry->statuses[i].from;
	}
	if (first.ymd && (!since->ymd || first.ymd < since->ymd))
		*since = first;
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- in listings */

static struct cdr_str
reason_text(const struct linking *linking, const struct link *link, size_t i)
{
	if (i == 0 && link->number.p)
		return cdr_str_format(linking->arena, "Both give the number %.*s, as %zu firms do in all.",
		                      CDR_STR_ARG(link->number), link->n_number);
	if (i == 1 && link->address)
		return cdr_str_format(linking->arena, "Both give the address \"%.*s\", as %zu firms do in all.",
		                      CDR_STR_ARG(linking->lists->entries[link->lost].address), link->n_address);
	if (i == 2 && link->name)
		return CDR_STR("Their names are nearly the same.");
	return (struct cdr_str){ NULL, 0 };
}

/* The comparison of both, and before it what links them, which adds nothing to its score. */
static enum cdr_status
explain(const struct linking *linking, const struct link *link, struct cdr_match_hit *ret, struct cdr_error *err)
{
	static const char *const codes[] = { "link.number", "link.address", "link.name" };
	const struct cdr_screen_setup *setup = linking->lists->setup;
	struct cdr_match_subject one = subject_of(linking->entry);
	struct cdr_match_subject other = subject_of(&linking->lists->entries[link->lost]);
	struct cdr_match_hit hit = { 0 };
	CDR_TRY(cdr_match_compare(setup->match, setup->normaliser, linking->lists->phoenix->names, &one, &other,
	                          linking->arena, &hit, err));
	struct cdr_reason *reasons =
		cdr_arena_alloc(linking->arena, (hit.n_reasons + CDR_LEN(codes)) * sizeof(*reasons));
	if (!reasons)
		return cdr_fail_memory(err, ROOM);
	size_t n = 0;
	for (size_t i = 0; i < CDR_LEN(codes); i++) {
		struct cdr_str text = reason_text(linking, link, i);
		if (text.p)
			reasons[n++] = (struct cdr_reason){ cdr_str_from(codes[i]), text, 0 };
	}
	if (hit.n_reasons)
		memcpy(&reasons[n], hit.reasons, hit.n_reasons * sizeof(*reasons));
	hit.reasons = reasons;
	hit.n_reasons += n;
	hit.number = link->lost;
	hit.verdict = CDR_VERDICT_POSSIBLE; /* a lead, however much is shared */
	hit.matched_name = linking->lists->entries[link->lost].name;
	*ret = hit;
	return CDR_OK;
}

static enum cdr_status
add_link(const struct linking *linking, const struct link *link, struct listings *out, struct cdr_error *err)
{
	struct name_query query = { .day = linking->today, .today = linking->today };
	struct cdr_match_hit hit = { 0 };
	CDR_TRY(explain(linking, link, &hit, err));
	CDR_TRY(listings_add_hit(linking->store, linking->lists, &query, &hit, linking->arena, out, err));
	struct cdr_listing *listing = CDR_VEC_AT(&out->items, struct cdr_listing, out->items.n - 1);
	char since[CDR_DATE_TEXT_MAX], on[CDR_DATE_TEXT_MAX];
	struct cdr_date lost = lost_on(&linking->lists->entries[link->lost]);
	listing->note = cdr_str_format(
		linking->arena, "%.*s%slinked with \"%.*s\" (%.*s), known since %s; this licence was lost %s%s",
		CDR_STR_ARG(listing->note), listing->note.n ? "; " : "", CDR_STR_ARG(linking->entry->name),
		CDR_STR_ARG(linking->entry->id),
		linking->since.ymd ? cdr_date_text(linking->since, since) : "a day nobody says",
		lost.ymd ? "on " : "on a day nobody says", lost.ymd ? cdr_date_text(lost, on) : "");
	return listing->note.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
link_entry(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct cdr_entry *entry,
           struct cdr_date today, struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	struct linking linking = { store, lists, entry, { 0 }, today, arena, CDR_VEC_INIT(struct link, MAX_LINKS) };
	if (!lists->phoenix->n_lost)
		return CDR_OK;
	CDR_TRY(cdr_store_sighting_each(store, entry->registry_id, entry->key, lists->through, note_sighting,
	                                &linking.since, err));
	enum cdr_status status = link_by_name(&linking, err);
	if (status == CDR_OK)
		status = link_by_address(&linking, err);
	link_by_numbers(&linking);
	for (size_t i = 0; i < linking.links.n && status == CDR_OK; i++)
		status = add_link(&linking, CDR_VEC_AT(&linking.links, struct link, i), out, err);
	cdr_vec_done(&linking.links);
	return status;
}

static const struct cdr_entry *
entry_by_id(const struct cdr_screen_lists *lists, struct cdr_str id)
{
	return cdr_map_get(lists->phoenix->entries, id);
}

static bool
holds_entry(const struct listings *listings, struct cdr_str entry_id, bool revocation_lists_only)
{
	for (size_t i = 0; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		bool counts = !revocation_lists_only || listing->registry_kind == CDR_REGISTRY_REVOCATION_LIST;
		if (counts && cdr_str_equal(listing->entry_id, entry_id))
			return true;
	}
	return false;
}

/* Drops from `first` on what the agency was found as itself on a list of revocations, or what another of its entries has
 * brought already. */
static void
drop_told(struct listings *linked, size_t first, const struct listings *told)
{
	size_t kept = first;
	for (size_t i = first; i < linked->items.n; i++) {
		struct cdr_listing listing = *CDR_VEC_AT(&linked->items, struct cdr_listing, i);
		struct listings before = { linked->items };
		before.items.n = kept;
		if (holds_entry(told, listing.entry_id, true) || holds_entry(&before, listing.entry_id, false))
			continue;
		*CDR_VEC_AT(&linked->items, struct cdr_listing, kept++) = listing;
	}
	linked->items.n = kept;
}

enum cdr_status
phoenix_ask(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct listings *found,
            struct cdr_date today, struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	double least = cdr_match_threshold(lists->setup->match, CDR_VERDICT_MATCH);
	for (size_t i = 0; i < found->items.n && lists->phoenix->n_lost; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&found->items, struct cdr_listing, i);
		if (listing->registry_kind != CDR_REGISTRY_LICENCE_REGISTER || listing->score < least ||
		    !cdr_licence_permits(listing->status))
			continue;
		const struct cdr_entry *entry = entry_by_id(lists, listing->entry_id);
		size_t first = out->items.n;
		if (entry)
			CDR_TRY(link_entry(store, lists, entry, today, arena, out, err));
		drop_told(out, first, found);
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ public */

enum cdr_status
cdr_screen_links(struct cdr_store *store, const struct cdr_screen_lists *lists, struct cdr_str registry_id,
                 struct cdr_str key, struct cdr_arena *arena, const struct cdr_entry **ret_entry,
                 struct cdr_listing **ret, size_t *ret_n, struct cdr_error *err)
{
	const struct cdr_entry *entry = NULL;
	for (size_t i = 0; i < lists->n_entries && !entry; i++) {
		const struct cdr_entry *one = &lists->entries[i];
		if (cdr_str_equal(one->registry_id, registry_id) &&
		    (cdr_str_equal(one->key, key) || cdr_str_equal(one->id, key)))
			entry = one;
	}
	if (!entry)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "%.*s has no entry \"%.*s\"; `candor check NAME` tells the entries of a name",
		                CDR_STR_ARG(registry_id), CDR_STR_ARG(key));
	cdr_auto(listings) linked = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	if (is_about_licences(lists, (size_t)(entry - lists->entries)))
		CDR_TRY(link_entry(store, lists, entry, cdr_date_today(), arena, &linked, err));
	struct cdr_listing *items = cdr_arena_alloc(arena, (linked.items.n + 1) * sizeof(*items));
	if (!items)
		return cdr_fail_memory(err, ROOM);
	if (linked.items.n)
		memcpy(items, linked.items.items, linked.items.n * sizeof(*items));
	*ret_entry = entry;
	*ret = items;
	*ret_n = linked.items.n;
	return CDR_OK;
}
