/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The normaliser as an object: loads its tables and frees them. What they mean is in lexicon.c, country.c and
 * address-words.c. After
 * loading nothing changes, so one normaliser serves all threads.
 */
#include "normalise/normalise-impl.h"

#include "normalise/address-impl.h"

#define MAX_TABLE_BYTES ((size_t)16 << 20)

struct cdr_normaliser *
cdr_normaliser_free(struct cdr_normaliser *normaliser)
{
	if (!normaliser)
		return NULL;
	cdr_lexicon_done(&normaliser->lexicon);
	cdr_countries_done(&normaliser->countries);
	normaliser->address_words = cdr_map_free(normaliser->address_words);
	cdr_arena_free(normaliser->arena);
	cdr_free(normaliser);
	return NULL;
}

enum cdr_status
cdr_normaliser_load(const struct cdr_bundle *rulesets, struct cdr_normaliser **ret, struct cdr_error *err)
{
	cdr_owned(cdr_normaliser) normaliser = cdr_alloc(sizeof(*normaliser));
	if (!normaliser)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	normaliser->arena = cdr_arena_new(MAX_TABLE_BYTES);
	if (!normaliser->arena)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	CDR_TRY(cdr_lexicon_load(rulesets, normaliser->arena, &normaliser->lexicon, err));
	CDR_TRY(cdr_countries_load(rulesets, normaliser->arena, &normaliser->countries, err));
	CDR_TRY(cdr_address_words_load(rulesets, normaliser->arena, &normaliser->address_words, err));
	*ret = cdr_steal(&normaliser);
	return CDR_OK;
}
