/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Five lines: scheme, country, identifier, address, another address. Whatever they hold: no crash, a canonical form that
 * is its own canonical form, agreement in range and the same both ways. What is no UTF-8 is outside the contract.
 */
#include <stddef.h>
#include <stdint.h>

#include "candor/normalise.h"

#define MAX_GUESSES 4

static void
identify(struct cdr_str scheme, struct cdr_str country, struct cdr_str value, struct cdr_arena *arena)
{
	struct cdr_identifier_key key;
	struct cdr_str guesses[MAX_GUESSES];
	cdr_require(cdr_identifier_key(scheme, country, value, arena, &key, NULL) == CDR_OK);
	cdr_require(key.check == cdr_identifier_check(scheme, country, value));
	size_t n = cdr_identifier_guess(value, guesses, MAX_GUESSES);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str once = cdr_normalise_identifier(guesses[i], value, arena);
		cdr_require(once.n > 0);
		cdr_require(cdr_str_equal(once, cdr_normalise_identifier(guesses[i], once, arena)));
		cdr_require(cdr_identifier_check(guesses[i], country, once) == CDR_IDENTIFIER_VALID);
	}
}

static void
locate(const struct cdr_normaliser *normaliser, struct cdr_str country, const struct cdr_str addresses[2],
       struct cdr_arena *arena)
{
	struct cdr_address_key keys[2];
	struct cdr_address_parts there, back;
	for (size_t i = 0; i < 2; i++)
		cdr_require(cdr_normalise_address(normaliser, addresses[i], country, arena, &keys[i], NULL) == CDR_OK);
	double value = cdr_address_agreement(&keys[0], &keys[1], &there);
	cdr_require(value == cdr_address_agreement(&keys[1], &keys[0], &back));
	cdr_require(value == CDR_ADDRESS_UNKNOWN || (value >= 0 && value <= 1));
	cdr_require(there.agreed == back.agreed && there.conflicting == back.conflicting);
	cdr_require((there.agreed & there.conflicting) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cdr_normaliser *normaliser;
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	if (!normaliser) {
		struct cdr_bundle bundle;
		cdr_require(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &bundle, NULL) == CDR_OK);
		cdr_require(cdr_normaliser_load(&bundle, &normaliser, NULL) == CDR_OK);
		cdr_bundle_done(&bundle);
	}
	struct cdr_str rest = { (const char *)data, size }, lines[5] = { { NULL, 0 } };
	if (!cdr_str_is_utf8(rest))
		return 0;
	for (size_t i = 0; i < CDR_LEN(lines); i++)
		if (!cdr_str_split(&rest, '\n', &lines[i]))
			break;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)16 << 20);
	identify(lines[0], lines[1], lines[2], arena);
	locate(normaliser, lines[1], &lines[3], arena);
	return 0;
}
