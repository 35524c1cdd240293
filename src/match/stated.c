/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a subject states of itself: where it is and what it does, taken apart and written in a few bytes, and how two of
 * these compare. What the words mean is address.c's (normalise) and sectors.c's. What surprises: both sides are compared as
 * these bytes, whether they come from an index or were made a moment ago, so a query and a comparison cannot differ.
 *
 * The bytes; numbers and lengths in LEB128, a text is its length and its bytes:
 *   digest      8 bytes, of the texts as they were given: who has them again need not take them apart again
 *   sectors     a set of bits, as cdr_match_sectors_of gives it
 *   addresses   how many, and of each: country, two letters or two NULs; postcode, a text; how many numbers, and each as a
 *               text; how many words, and of each twice its length, plus one in a street's name, and its bytes
 */
#include "match/match-impl.h"

#include <string.h>

#define MAX_TEXTS 1000 /* sectors of one subject that are read */
#define DIGEST_BYTES 8

/* An address read back from its bytes, which it borrows. */
struct place {
	struct cdr_address_key key;
	struct cdr_address_word words[CDR_ADDRESS_MAX_WORDS];
	struct cdr_str numbers[CDR_ADDRESS_MAX_WORDS];
};

/* ---------------------------------------------------------------------------------------------------------- writing */

static void
put_number(struct cdr_buf *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		cdr_buf_putc(out, (char)(value | 0x80));
	cdr_buf_putc(out, (char)value);
}

static void
put_text(struct cdr_buf *out, struct cdr_str text)
{
	put_number(out, text.n);
	cdr_buf_add_str(out, text);
}

static void
put_address(struct cdr_buf *out, const struct cdr_address_key *key)
{
	cdr_buf_add(out, key->country, 2);
	put_text(out, key->postcode);
	put_number(out, key->n_numbers);
	for (size_t i = 0; i < key->n_numbers; i++)
		put_text(out, key->numbers[i]);
	put_number(out, key->n_words);
	for (size_t i = 0; i < key->n_words; i++) {
		put_number(out, key->words[i].text.n * 2 + key->words[i].street);
		cdr_buf_add_str(out, key->words[i].text);
	}
}

static uint64_t
digest_texts(const struct cdr_str *texts, size_t n, uint64_t digest)
{
	for (size_t i = 0; i < n; i++)
		digest = cdr_match_hash(texts[i], digest + texts[i].n);
	return digest + n;
}

static void
digest_of(const struct cdr_match_subject *subject, char out[DIGEST_BYTES])
{
	uint64_t digest = cdr_match_hash(subject->country, 1);
	digest = digest_texts(subject->addresses, subject->n_addresses, digest);
	digest = digest_texts(subject->sectors, subject->n_sectors, cdr_match_hash(CDR_STR("sectors"), digest));
	memcpy(out, &digest, DIGEST_BYTES);
}

/* A country the subject is said to be of anyway is no address. */
static bool
says_something(const struct cdr_address_key *key, const struct cdr_match_subject *subject)
{
	return key->postcode.n || key->n_numbers || key->n_words || (key->country[0] && !subject->country.n);
}

static enum cdr_status
put_addresses(const struct cdr_match_config *config, const struct cdr_match_subject *subject, struct cdr_arena *arena,
              struct cdr_buf *out, size_t *ret_n, struct cdr_error *err)
{
	struct cdr_address_key keys[CDR_MATCH_MAX_ADDRESSES];
	size_t n = 0;
	for (size_t i = 0; i < subject->n_addresses && n < CDR_LEN(keys); i++) {
		if (!subject->addresses[i].n)
			continue;
		CDR_TRY(cdr_normalise_address(config->normaliser, subject->addresses[i], subject->country, arena,
		                              &keys[n], err));
		n += says_something(&keys[n], subject);
	}
	put_number(out, n);
	for (size_t i = 0; i < n; i++)
		put_address(out, &keys[i]);
	*ret_n = n;
	return CDR_OK;
}

enum cdr_status
cdr_match_state(const struct cdr_match_config *config, const struct cdr_match_subject *subject, struct cdr_arena *arena,
                struct cdr_str *ret, struct cdr_error *err)
{
	uint64_t sectors = 0;
	size_t n_addresses = 0;
	struct cdr_str stated = { NULL, 0 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < subject->n_sectors && i < MAX_TEXTS; i++) {
		uint64_t more = 0;
		if (subject->sectors[i].n)
			CDR_TRY(cdr_match_sectors_of(config, subject->sectors[i], arena, &more, err));
		sectors |= more;
	}
	if (sectors || subject->n_addresses) {
		char digest[DIGEST_BYTES];
		digest_of(subject, digest);
		cdr_buf_add(&out, digest, sizeof(digest));
		put_number(&out, sectors);
		CDR_TRY(put_addresses(config, subject, arena, &out, &n_addresses, err));
	}
	if (sectors || n_addresses) {
		CDR_TRY(cdr_buf_check(&out, CDR_MATCH_ROOM, err));
		stated = cdr_str_copy(arena, cdr_buf_str(&out));
		if (!stated.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
	}
	*ret = stated;
	return CDR_OK;
}

enum cdr_status
cdr_match_states(const struct cdr_match_config *config, const struct cdr_match_subject *subject, struct cdr_str stated,
                 struct cdr_arena *arena, bool *ret, struct cdr_error *err)
{
	char digest[DIGEST_BYTES];
	struct cdr_str fresh = { NULL, 0 };
	digest_of(subject, digest);
	if (stated.n < DIGEST_BYTES)
		CDR_TRY(cdr_match_state(config, subject, arena, &fresh, err));
	*ret = stated.n < DIGEST_BYTES ? fresh.n == 0 : memcmp(stated.p, digest, sizeof(digest)) == 0;
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* Whatever is not there reads as zeros, and `short_of` says so. */
struct reading {
	struct cdr_str rest;
	bool short_of;
};

static uint64_t
get_number(struct reading *r)
{
	uint64_t value = 0;
	size_t n = 0;
	for (unsigned shift = 0; shift < 64 && n < r->rest.n; shift += 7) {
		unsigned char byte = (unsigned char)r->rest.p[n++];
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80) {
			r->rest = (struct cdr_str){ r->rest.p + n, r->rest.n - n };
			return value;
		}
	}
	*r = (struct reading){ .short_of = true };
	return 0;
}

/* Borrowed. */
static struct cdr_str
get_bytes(struct reading *r, uint64_t n)
{
	if (n > r->rest.n) {
		*r = (struct reading){ .short_of = true };
		return (struct cdr_str){ NULL, 0 };
	}
	struct cdr_str bytes = { r->rest.p, (size_t)n };
	r->rest = (struct cdr_str){ r->rest.p + n, r->rest.n - (size_t)n };
	return bytes;
}

static struct cdr_str
get_text(struct reading *r)
{
	return get_bytes(r, get_number(r));
}

/* How many texts follow: of each at least one byte, none empty. */
static size_t
get_count(struct reading *r)
{
	uint64_t n = get_number(r);
	if (n > CDR_ADDRESS_MAX_WORDS || n > r->rest.n)
		*r = (struct reading){ .short_of = true };
	return r->short_of ? 0 : (size_t)n;
}

/* False when it is no address that was written here. */
static bool
get_address(struct reading *r, struct place *ret)
{
	struct cdr_str country = get_bytes(r, 2);
	ret->key = (struct cdr_address_key){ .words = ret->words, .numbers = ret->numbers };
	if (country.n)
		memcpy(ret->key.country, country.p, country.n);
	ret->key.postcode = get_text(r);
	ret->key.n_numbers = get_count(r);
	for (size_t i = 0; i < ret->key.n_numbers; i++) {
		ret->numbers[i] = get_text(r);
		r->short_of = r->short_of || !ret->numbers[i].n;
	}
	ret->key.n_words = get_count(r);
	for (size_t i = 0; i < ret->key.n_words; i++) {
		uint64_t n = get_number(r);
		ret->words[i] = (struct cdr_address_word){ get_bytes(r, n / 2), n & 1 };
		r->short_of = r->short_of || !ret->words[i].text.n;
	}
	return !r->short_of;
}

/* -------------------------------------------------------------------------------------------------------- comparing */

/* Of two agreements the one that says most for one place; of equal ones that of more parts, so that none depends on the
 * order of addresses or sides. */
static bool
is_nearer(double agreement, struct cdr_address_parts parts, double than, struct cdr_address_parts than_parts)
{
	if (agreement != than)
		return agreement > than;
	return parts.agreed != than_parts.agreed ? parts.agreed > than_parts.agreed
	                                         : parts.conflicting < than_parts.conflicting;
}

/* Addresses lie between 0 (other places) and 1 (one place), and say nothing at a half. That the countries differ is not
 * counted once more. */
static void
compare_addresses(struct reading left, struct reading right, struct cdr_match_beside *beside)
{
	struct place ours, theirs;
	double best = CDR_ADDRESS_UNKNOWN;
	uint64_t n_left = get_number(&left), n_right = get_number(&right);
	for (uint64_t i = 0; i < n_left && i < CDR_MATCH_MAX_ADDRESSES && get_address(&left, &ours); i++) {
		struct reading rest = right;
		for (uint64_t k = 0; k < n_right && k < CDR_MATCH_MAX_ADDRESSES && get_address(&rest, &theirs); k++) {
			struct cdr_address_parts parts;
			double agreement = cdr_address_agreement(&ours.key, &theirs.key, &parts);
			if (agreement < 0 ||
			    (beside->country == CDR_AGREE_NO && (parts.conflicting & CDR_ADDRESS_COUNTRY)))
				continue;
			if (best >= 0 && !is_nearer(agreement, parts, best, beside->places))
				continue;
			best = agreement;
			beside->places = parts;
		}
	}
	beside->address = best < 0 ? 0 : 2 * best - 1;
}

void
cdr_match_compare_stated(struct cdr_str left, struct cdr_str right, struct cdr_match_beside *beside)
{
	if (left.n < DIGEST_BYTES || right.n < DIGEST_BYTES)
		return;
	left = (struct cdr_str){ left.p + DIGEST_BYTES, left.n - DIGEST_BYTES };
	right = (struct cdr_str){ right.p + DIGEST_BYTES, right.n - DIGEST_BYTES };
	struct reading ours = { left, false }, theirs = { right, false };
	uint64_t here = get_number(&ours), there = get_number(&theirs), both = here & there;
	if (here && there) {
		beside->sector = both ? 1 : -1;
		beside->sectors[0] = both ? both : here;
		beside->sectors[1] = both ? both : there;
	}
	compare_addresses(ours, theirs, beside);
}
