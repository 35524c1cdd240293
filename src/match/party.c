/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A party as it is compared: its names, where it is, what it does. Whoever compares parties does it by this, so that a
 * screening and a search for duplicates look at the same things. How they are compared is the rest of the room's. The
 * surprise: of a party that others were merged into, their addresses are compared as well.
 */
#include "match/match-impl.h"

/* Address, town, region and postcode as one text; a part that the address has already is not said twice. {NULL,0} when memory
 * is short; empty when there is none of them. */
static struct cdr_str
whole_address(const struct cdr_party *party, struct cdr_arena *arena)
{
	const struct cdr_str further[] = { party->city, party->region, party->postcode };
	struct cdr_str whole = party->address.p ? party->address : CDR_STR("");
	for (size_t i = 0; i < CDR_LEN(further) && whole.p; i++) {
		if (!further[i].n || cdr_str_find(whole, further[i]) >= 0)
			continue;
		whole = whole.n ? cdr_str_format(arena, "%.*s, %.*s", CDR_STR_ARG(whole), CDR_STR_ARG(further[i]))
		                : further[i];
	}
	return whole;
}

static enum cdr_status
add_addresses(const struct cdr_party *party, struct cdr_arena *arena, struct cdr_match_subject *subject,
              struct cdr_error *err)
{
	struct cdr_str *addresses = cdr_arena_alloc(arena, CDR_MATCH_MAX_ADDRESSES * sizeof(*addresses));
	struct cdr_str address = whole_address(party, arena);
	if (!addresses || !address.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	if (address.n)
		addresses[subject->n_addresses++] = address;
	for (size_t i = 0; i < party->n_attributes && subject->n_addresses < CDR_MATCH_MAX_ADDRESSES; i++) {
		if (cdr_str_equal(party->attributes[i].name, CDR_STR("also:address")))
			addresses[subject->n_addresses++] = party->attributes[i].value;
	}
	subject->addresses = addresses;
	return CDR_OK;
}

static enum cdr_status
add_sectors(const struct cdr_party *party, struct cdr_arena *arena, struct cdr_match_subject *subject,
            struct cdr_error *err)
{
	struct cdr_str *sectors = cdr_arena_alloc(arena, (party->n_products + 1) * sizeof(*sectors));
	if (!sectors)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	if (party->sector.n)
		sectors[subject->n_sectors++] = party->sector;
	for (size_t i = 0; i < party->n_products; i++)
		sectors[subject->n_sectors++] = party->products[i];
	subject->sectors = sectors;
	return CDR_OK;
}

enum cdr_status
cdr_match_subject_of_party(const struct cdr_party *party, struct cdr_arena *arena, struct cdr_match_subject *ret,
                           struct cdr_error *err)
{
	struct cdr_str *names = cdr_arena_alloc(arena, (party->n_aliases + 1) * sizeof(*names));
	if (!names)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	size_t n = 0;
	for (size_t i = 0; i < party->n_aliases; i++)
		names[n++] = party->aliases[i];
	if (party->name_local.n)
		names[n++] = party->name_local;
	struct cdr_match_subject subject = { .name = party->name,
		                             .aliases = names,
		                             .n_aliases = n,
		                             .country = party->country,
		                             .identifiers = party->identifiers,
		                             .n_identifiers = party->n_identifiers };
	CDR_TRY(add_addresses(party, arena, &subject, err));
	CDR_TRY(add_sectors(party, arena, &subject, err));
	*ret = subject;
	return CDR_OK;
}
