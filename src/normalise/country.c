/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Countries as people write them -> ISO 3166-1 alpha-2. Names in eleven languages and codes are
 * asked of ICU while building (make-tables.c), usual aliases come from tables/country-names.csv. What surprises: a name in the table may say "not in an address", because
 * "Atlanta, Georgia" and "Gary, IN" end with words that are countries in a column of their own.
 *
 * tables/country-names.csv: header "name,alpha2,in_address"; name in any case; alpha2 or "-" (looks like a country but
 * is none: "New Jersey"); in_address "yes" or "no". No quoting: names have no commas, because folding drops them.
 */
#include "normalise/normalise-impl.h"

#include <stdio.h>
#include <string.h>

#define MAX_NAMES 8192
#define NAME_BYTES 128
#define ADDRESS_TAIL_BYTES 160
#define ADDRESS_MAX_WORDS 7
#define TABLE_PATH "tables/country-names.csv"

/* country_codes: lines of alpha-2, alpha-3 and the English name, nothing between them; country_names: lines of alpha-2 and
 * a name. */
#include "normalise/countries-table.inc"

void
cdr_countries_done(struct cdr_countries *countries)
{
	countries->by_name = cdr_map_free(countries->by_name);
	countries->by_alpha2 = cdr_map_free(countries->by_alpha2);
}

struct loader {
	struct cdr_countries *countries;
	struct cdr_arena *arena;
	struct cdr_error *err;
};

/* Puts a folded name in the map. Of two countries that some languages call alike the first loaded stays, unless
 * `replace`. */
static enum cdr_status
put(struct loader *l, struct cdr_str name, struct cdr_country country, bool replace)
{
	char folded[NAME_BYTES];
	struct cdr_str key;
	if (!cdr_fold_short(name, CDR_FOLD_PLAIN, folded, sizeof(folded), &key) || !key.n)
		return CDR_OK;
	if (!replace && cdr_map_get(l->countries->by_name, key))
		return CDR_OK;
	struct cdr_country *kept = cdr_arena_alloc(l->arena, sizeof(*kept));
	key = cdr_str_copy(l->arena, key);
	if (!kept || !key.p)
		return cdr_fail_memory(l->err, CDR_NORMALISE_ROOM);
	*kept = country;
	if (cdr_map_put(l->countries->by_name, key, kept) != CDR_OK)
		return cdr_fail_memory(l->err, CDR_NORMALISE_ROOM);
	return CDR_OK;
}

static enum cdr_status
load_code(struct loader *l, struct cdr_str line)
{
	struct cdr_country *country = cdr_arena_alloc(l->arena, sizeof(*country));
	if (!country)
		return cdr_fail_memory(l->err, CDR_NORMALISE_ROOM);
	memcpy(country->alpha2, line.p, 2);
	country->name = (struct cdr_str){ line.p + 5, line.n - 5 };
	if (cdr_map_put(l->countries->by_alpha2, (struct cdr_str){ country->alpha2, 2 }, country) != CDR_OK)
		return cdr_fail_memory(l->err, CDR_NORMALISE_ROOM);
	CDR_TRY(put(l, (struct cdr_str){ line.p, 2 }, *country, false));
	return put(l, (struct cdr_str){ line.p + 2, 3 }, *country, false);
}

static enum cdr_status
load_name(struct loader *l, struct cdr_str line)
{
	struct cdr_country country = { .in_address = true };
	memcpy(country.alpha2, line.p, 2);
	return put(l, (struct cdr_str){ line.p + 2, line.n - 2 }, country, false);
}

static enum cdr_status
fail_line(struct loader *l, size_t line, const char *what)
{
	char where[64];
	(void)snprintf(where, sizeof(where), TABLE_PATH ":%zu", line);
	return cdr_fail(l->err, CDR_EINPUT, CDR_NORMALISE_ROOM, where, "%s", what);
}

static enum cdr_status
load_alias(struct loader *l, struct cdr_str row, size_t line)
{
	struct cdr_str name = { NULL, 0 }, alpha2 = { NULL, 0 }, in_address = { NULL, 0 };
	if (!cdr_str_split(&row, ',', &name) || !cdr_str_split(&row, ',', &alpha2) ||
	    !cdr_str_split(&row, ',', &in_address) || row.n)
		return fail_line(l, line, "this is not \"name,alpha2,in_address\"; write three fields");
	bool yes = cdr_str_equal(in_address, CDR_STR("yes"));
	if (!yes && !cdr_str_equal(in_address, CDR_STR("no")))
		return fail_line(l, line, "in_address is neither yes nor no");
	struct cdr_country country = { .in_address = yes };
	if (!cdr_str_equal(alpha2, CDR_STR("-"))) {
		if (!cdr_map_get(l->countries->by_alpha2, alpha2))
			return fail_line(l, line, "alpha2 is no ISO 3166-1 code in capitals; write the code or \"-\"");
		memcpy(country.alpha2, alpha2.p, 2);
	}
	return put(l, name, country, true);
}

static enum cdr_status
load_aliases(struct loader *l, const struct cdr_bundle *rulesets)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(TABLE_PATH));
	if (!file)
		return cdr_fail(
			l->err, CDR_ENOTFOUND, CDR_NORMALISE_ROOM, TABLE_PATH,
			"the rulesets have no such file, and countries cannot be recognised without it; restore it");
	struct cdr_str rest = file->text, row;
	for (size_t line = 1; cdr_str_split(&rest, '\n', &row); line++) {
		row = cdr_str_trim(row);
		if (line == 1) {
			if (!cdr_str_equal(row, CDR_STR("name,alpha2,in_address")))
				return fail_line(l, line, "the header is not \"name,alpha2,in_address\"");
			continue;
		}
		if (row.n)
			CDR_TRY(load_alias(l, row, line));
	}
	return CDR_OK;
}

enum cdr_status
cdr_countries_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_countries *ret,
                   struct cdr_error *err)
{
	ret->by_name = cdr_map_new(MAX_NAMES);
	ret->by_alpha2 = cdr_map_new(1024);
	if (!ret->by_name || !ret->by_alpha2)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	struct loader l = { .countries = ret, .arena = arena, .err = err };
	struct cdr_str rest = { country_codes, sizeof(country_codes) }, line;
	while (rest.n && cdr_str_split(&rest, '\n', &line))
		CDR_TRY(load_code(&l, line));
	rest = (struct cdr_str){ country_names, sizeof(country_names) };
	while (rest.n && cdr_str_split(&rest, '\n', &line))
		CDR_TRY(load_name(&l, line));
	return load_aliases(&l, rulesets);
}

/* ---------------------------------------------------------------------------------------------------------- look-up */

static const struct cdr_country *
look_up(const struct cdr_normaliser *normaliser, struct cdr_str key)
{
	return cdr_map_get(normaliser->countries.by_name, key);
}

bool
cdr_normalise_country(const struct cdr_normaliser *normaliser, struct cdr_str text, char ret[3])
{
	char folded[NAME_BYTES];
	struct cdr_str key;
	if (!cdr_fold_short(cdr_str_trim(text), CDR_FOLD_PLAIN, folded, sizeof(folded), &key))
		return false;
	const struct cdr_country *found = look_up(normaliser, key);
	if (!found && cdr_str_starts_with(key, CDR_STR("the ")))
		found = look_up(normaliser, (struct cdr_str){ key.p + 4, key.n - 4 });
	if (!found && cdr_str_ends_with(key, CDR_STR(" the")))
		found = look_up(normaliser, (struct cdr_str){ key.p, key.n - 4 });
	if (!found || !found->alpha2[0])
		return false;
	memcpy(ret, found->alpha2, sizeof(found->alpha2));
	return true;
}

struct cdr_str
cdr_country_name(const struct cdr_normaliser *normaliser, struct cdr_str alpha2)
{
	const struct cdr_country *found = cdr_map_get(normaliser->countries.by_alpha2, alpha2);
	return found ? found->name : alpha2;
}

/* Words that turn a country's name into part of a street or town: "Rue de France", "Port of Spain". */
static const char *const binds_name[] = { "of", "de", "du", "da", "do", "la", "rue", "new", "little", "via" };
#define MAX_LAST_PART_BYTES (ADDRESS_TAIL_BYTES * 4)

static bool
is_bound(struct cdr_str before)
{
	for (size_t i = 0; i < CDR_LEN(binds_name); i++) {
		struct cdr_str word = cdr_str_from(binds_name[i]);
		if (cdr_str_ends_with(before, word) && (before.n == word.n || before.p[before.n - word.n - 1] == ' '))
			return true;
	}
	return false;
}

/* A postcode, a telephone number, "510000": digits at the end hide no country. */
static struct cdr_str
without_last_number(struct cdr_str key)
{
	size_t start = key.n;
	bool digits = false;
	while (start && key.p[start - 1] != ' ') {
		start--;
		digits = digits || (key.p[start] >= '0' && key.p[start] <= '9');
	}
	if (!digits)
		return (struct cdr_str){ NULL, 0 };
	while (start && key.p[start - 1] == ' ')
		start--;
	return (struct cdr_str){ key.p, start };
}

/* How many bytes of the folded address stand behind its last comma. */
static size_t
last_part_length(struct cdr_str address)
{
	char folded[MAX_LAST_PART_BYTES];
	struct cdr_str part;
	address = cdr_str_trim(address);
	while (address.n && address.p[address.n - 1] == ',')
		address.n--;
	size_t start = address.n;
	while (start && address.p[start - 1] != ',')
		start--;
	part = (struct cdr_str){ address.p + start, address.n - start };
	return cdr_fold_short(part, CDR_FOLD_PLAIN, folded, sizeof(folded), &part) ? part.n : 0;
}

/* The longest run of last words that the table knows decides, also when it says that it is no country. `n_part` bytes of
 * the key are the last part between commas: a name that fills it is bound to nothing before it. */
static const struct cdr_country *
last_words(const struct cdr_normaliser *normaliser, struct cdr_str key, size_t n_part)
{
	const struct cdr_country *best = NULL;
	size_t start = key.n, best_start = 0;
	for (int words = 0; words < ADDRESS_MAX_WORDS && start; words++) {
		while (start && key.p[start - 1] != ' ')
			start--;
		const struct cdr_country *found = look_up(normaliser, (struct cdr_str){ key.p + start, key.n - start });
		if (found) {
			best = found;
			best_start = start;
		}
		while (start && key.p[start - 1] == ' ')
			start--;
	}
	if (!best || key.n - best_start >= n_part)
		return best;
	return is_bound((struct cdr_str){ key.p, best_start - 1 }) ? NULL : best;
}

bool
cdr_normalise_address_country(const struct cdr_normaliser *normaliser, struct cdr_str address, char ret[3])
{
	address = cdr_str_trim(address);
	if (address.n > ADDRESS_TAIL_BYTES) {
		size_t cut = cdr_str_cut(address, address.n - ADDRESS_TAIL_BYTES);
		address = (struct cdr_str){ address.p + cut, address.n - cut };
	}
	char folded[ADDRESS_TAIL_BYTES * 4];
	struct cdr_str key;
	if (!cdr_fold_short(address, CDR_FOLD_PLAIN, folded, sizeof(folded), &key))
		return false;
	size_t n_part = last_part_length(address), n_whole = key.n;
	const struct cdr_country *found = last_words(normaliser, key, n_part);
	for (int i = 0; !found && i < 3; i++) {
		key = without_last_number(key);
		if (!key.n)
			return false;
		size_t n_cut = n_whole - key.n;
		found = last_words(normaliser, key, n_part > n_cut ? n_part - n_cut : 0);
	}
	if (!found || !found->in_address || !found->alpha2[0])
		return false;
	memcpy(ret, found->alpha2, sizeof(found->alpha2));
	return true;
}
