/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of parties that somebody said are one, read as one record. Which those are is merge.c's; what a record means is
 * nobody's here. What surprises: where two rows contradict each other none wins. The value is left out under its own name,
 * so that whoever asks for it gets "unknown", and all that was said is kept as "differs:NAME"; the kept party's own name
 * and address stand, the others' become aliases and "also:address".
 */
#include "store/store-impl.h"

#include <stdlib.h>
#include <string.h>

#define MAX_ROWS 100000  /* of one party */
#define MAX_TEXTS 100000 /* aliases or products of one party */
#define MAX_IDENTIFIERS 100000
#define MAX_ATTRIBUTES 1000000

struct combining {
	struct cdr_arena *arena;
	struct cdr_party *into;
	const struct cdr_party *rows; /* the kept party first */
	size_t n_rows;
	struct cdr_vec further; /* struct cdr_attribute: what is said of differences */
};

/* ------------------------------------------------------------------------------------------------------------- lists */

static bool
add_text(struct cdr_vec *texts, struct cdr_str text)
{
	for (size_t i = 0; i < texts->n; i++) {
		if (cdr_str_equal_nocase(*CDR_VEC_AT(texts, struct cdr_str, i), text))
			return true;
	}
	struct cdr_str *slot = text.n ? cdr_vec_push(texts) : NULL;
	if (slot)
		*slot = text;
	return slot || !text.n;
}

static bool
keep_list(struct cdr_arena *arena, const struct cdr_vec *items, size_t item_size, void *ret_items, size_t *ret_n)
{
	void *copy = cdr_arena_alloc(arena, (items->n + 1) * item_size);
	if (!copy)
		return false;
	if (items->n)
		memcpy(copy, items->items, items->n * item_size);
	memcpy(ret_items, &copy, sizeof(copy));
	*ret_n = items->n;
	return true;
}

/* All names but the kept party's own. */
static bool
combine_names(struct combining *c)
{
	struct cdr_party *into = c->into;
	cdr_auto(cdr_vec) names = CDR_VEC_INIT(struct cdr_str, MAX_TEXTS);
	bool whole = add_text(&names, into->name);
	for (size_t r = 0; r < c->n_rows && whole; r++) {
		const struct cdr_party *row = &c->rows[r];
		whole = add_text(&names, row->name);
		if (!into->name_local.n)
			into->name_local = row->name_local;
		else if (!cdr_str_equal(into->name_local, row->name_local))
			whole = whole && add_text(&names, row->name_local);
		for (size_t i = 0; i < row->n_aliases && whole; i++)
			whole = add_text(&names, row->aliases[i]);
	}
	whole = whole && keep_list(c->arena, &names, sizeof(struct cdr_str), &into->aliases, &into->n_aliases);
	if (!whole || !into->name.n)
		return whole;
	into->aliases++; /* the first is its own name, there so that nobody adds it again */
	into->n_aliases--;
	return true;
}

static bool
combine_products(struct combining *c)
{
	cdr_auto(cdr_vec) products = CDR_VEC_INIT(struct cdr_str, MAX_TEXTS);
	for (size_t r = 0; r < c->n_rows; r++) {
		for (size_t i = 0; i < c->rows[r].n_products; i++) {
			if (!add_text(&products, c->rows[r].products[i]))
				return false;
		}
	}
	return keep_list(c->arena, &products, sizeof(struct cdr_str), &c->into->products, &c->into->n_products);
}

static bool
add_identifier(struct cdr_vec *identifiers, const struct cdr_identifier *identifier)
{
	for (size_t i = 0; i < identifiers->n; i++) {
		const struct cdr_identifier *other = CDR_VEC_AT(identifiers, struct cdr_identifier, i);
		if (cdr_str_equal(other->scheme, identifier->scheme) &&
		    cdr_str_equal(other->value, identifier->value) &&
		    cdr_str_equal(other->country, identifier->country))
			return true;
	}
	struct cdr_identifier *slot = cdr_vec_push(identifiers);
	if (slot)
		*slot = *identifier;
	return slot != NULL;
}

static bool
combine_identifiers(struct combining *c)
{
	cdr_auto(cdr_vec) all = CDR_VEC_INIT(struct cdr_identifier, MAX_IDENTIFIERS);
	for (size_t r = 0; r < c->n_rows; r++) {
		for (size_t i = 0; i < c->rows[r].n_identifiers; i++) {
			if (!add_identifier(&all, &c->rows[r].identifiers[i]))
				return false;
		}
	}
	return keep_list(c->arena, &all, sizeof(struct cdr_identifier), &c->into->identifiers, &c->into->n_identifiers);
}

/* ------------------------------------------------------------------------------------------------------------ values */

static bool
add_attribute(struct combining *c, struct cdr_str name, struct cdr_str value)
{
	struct cdr_attribute *attribute = name.p ? cdr_vec_push(&c->further) : NULL;
	if (attribute)
		*attribute = (struct cdr_attribute){ name, value };
	return attribute != NULL;
}

/* One value of all rows: what those that have it agree on; otherwise none, and what each says. */
static bool
combine_value(struct combining *c, size_t offset, const char *name)
{
	struct cdr_str first = { NULL, 0 };
	bool differs = false;
	for (size_t r = 0; r < c->n_rows; r++) {
		struct cdr_str value;
		memcpy(&value, (const char *)&c->rows[r] + offset, sizeof(value));
		differs = differs || (first.n && value.n && !cdr_str_equal_nocase(first, value));
		if (!first.n)
			first = value;
	}
	struct cdr_str one = differs ? (struct cdr_str){ NULL, 0 } : first;
	memcpy((char *)c->into + offset, &one, sizeof(one));
	struct cdr_str told = cdr_str_format(c->arena, "differs:%s", name);
	for (size_t r = 0; differs && r < c->n_rows; r++) {
		struct cdr_str value;
		memcpy(&value, (const char *)&c->rows[r] + offset, sizeof(value));
		if (value.n && !add_attribute(c, told, value))
			return false;
	}
	return true;
}

static bool
has_address(const struct cdr_party *party)
{
	return party->address.n || party->city.n || party->region.n || party->postcode.n;
}

static struct cdr_str
address_text(struct cdr_arena *arena, const struct cdr_party *party)
{
	const struct cdr_str parts[] = { party->address, party->city, party->region, party->postcode };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t i = 0; i < CDR_LEN(parts); i++) {
		if (parts[i].n && text.n)
			cdr_buf_puts(&text, ", ");
		cdr_buf_add_str(&text, parts[i]);
	}
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&text));
}

/* An address is told whole or not at all: a street of one row and a town of another are no place. */
static bool
combine_addresses(struct combining *c)
{
	struct cdr_party *into = c->into;
	struct cdr_str own = { NULL, 0 };
	for (size_t r = 0; r < c->n_rows; r++) {
		const struct cdr_party *row = &c->rows[r];
		if (!has_address(row))
			continue;
		struct cdr_str text = address_text(c->arena, row);
		if (!text.p)
			return false;
		if (!own.p) {
			into->address = row->address;
			into->city = row->city;
			into->region = row->region;
			into->postcode = row->postcode;
			own = text;
		} else if (!cdr_str_equal_nocase(own, text) && !add_attribute(c, CDR_STR("also:address"), text)) {
			return false;
		}
	}
	return true;
}

/* -------------------------------------------------------------------------------------------------------- attributes */

/* An attribute of one of the rows. */
struct said {
	struct cdr_str name, value;
	size_t row, place;
};

static int
compare_texts(struct cdr_str a, struct cdr_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int
compare_said(const void *left, const void *right)
{
	const struct said *a = left, *b = right;
	int order = compare_texts(a->name, b->name);
	if (order)
		return order;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

/* By name; of one name in the order they have. Nearly all are in order already. */
static void
sort_attributes(struct cdr_vec *attributes)
{
	struct cdr_attribute *items = attributes->items;
	for (size_t i = 1; i < attributes->n; i++) {
		struct cdr_attribute item = items[i];
		size_t k = i;
		for (; k > 0 && compare_texts(items[k - 1].name, item.name) > 0; k--)
			items[k] = items[k - 1];
		items[k] = item;
	}
}

/* Whether the rows that have the attribute say the same. Each row's values stand together. */
static bool
is_agreed(const struct said *said, size_t n)
{
	size_t first = 0;
	while (first < n && said[first].row == said[0].row)
		first++;
	for (size_t i = first; i < n; i++) {
		size_t start = i, k = 0;
		for (; i < n && said[i].row == said[start].row; i++, k++) {
			if (k >= first || !cdr_str_equal(said[i].value, said[k].value))
				return false;
		}
		if (k != first)
			return false;
		i--;
	}
	return true;
}

/* "blank:X" tells that a file had column X and nothing in it: no news where another row has a value. */
static bool
is_filled_blank(const struct said *all, size_t n, struct cdr_str name)
{
	const struct cdr_str prefix = CDR_STR("blank:");
	if (!cdr_str_starts_with(name, prefix))
		return false;
	struct cdr_str column = { name.p + prefix.n, name.n - prefix.n };
	for (size_t i = 0; i < n; i++) {
		if (cdr_str_equal(all[i].name, column))
			return true;
	}
	return false;
}

static bool
combine_group(struct combining *c, const struct said *group, size_t n)
{
	bool agreed = is_agreed(group, n);
	struct cdr_str name = agreed ? group->name : cdr_str_format(c->arena, "differs:%.*s", CDR_STR_ARG(group->name));
	for (size_t i = 0; i < n && (!agreed || group[i].row == group->row); i++) {
		bool told = false;
		for (size_t k = 0; k < i && !agreed; k++)
			told = told || cdr_str_equal(group[i].value, group[k].value);
		if (!told && !add_attribute(c, name, group[i].value))
			return false;
	}
	return true;
}

static bool
combine_attributes(struct combining *c)
{
	cdr_auto(cdr_vec) all = CDR_VEC_INIT(struct said, MAX_ATTRIBUTES);
	for (size_t r = 0; r < c->n_rows; r++) {
		for (size_t i = 0; i < c->rows[r].n_attributes; i++) {
			struct said *said = cdr_vec_push(&all);
			if (!said)
				return false;
			*said = (struct said){ c->rows[r].attributes[i].name, c->rows[r].attributes[i].value, r, i };
		}
	}
	struct said *said = all.items;
	if (all.n)
		qsort(said, all.n, sizeof(*said), compare_said);
	for (size_t i = 0, end; i < all.n; i = end) {
		for (end = i + 1; end < all.n && cdr_str_equal(said[end].name, said[i].name);)
			end++;
		if (!is_filled_blank(said, all.n, said[i].name) && !combine_group(c, &said[i], end - i))
			return false;
	}
	sort_attributes(&c->further);
	return keep_list(c->arena, &c->further, sizeof(struct cdr_attribute), &c->into->attributes,
	                 &c->into->n_attributes);
}

/* --------------------------------------------------------------------------------------------------------------- rows */

static bool
combine_rows(struct combining *c)
{
	struct cdr_party *into = c->into;
	into->merged = cdr_arena_alloc(c->arena, c->n_rows * sizeof(*into->merged));
	if (!into->merged)
		return false;
	into->n_merged = c->n_rows - 1;
	for (size_t r = 1; r < c->n_rows; r++) {
		const struct cdr_party *row = &c->rows[r];
		into->merged[r - 1] = (struct cdr_party_row){ row->id, row->key, row->name, row->version, row->origin };
	}
	return combine_names(c) && combine_products(c) && combine_identifiers(c) &&
	       combine_value(c, offsetof(struct cdr_party, kind), "kind") &&
	       combine_value(c, offsetof(struct cdr_party, country), "country") &&
	       combine_value(c, offsetof(struct cdr_party, sector), "sector") && combine_addresses(c) &&
	       combine_attributes(c);
}

/* Everything merged into the party, directly or by way of another, in order of id. */
static enum cdr_status
read_rows(struct cdr_store *store, int64_t subject, int64_t as_of_import, struct cdr_arena *arena, struct cdr_vec *rows,
          struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(
		store, &query,
		"WITH RECURSIVE down (id) AS (SELECT m.merged FROM merges m WHERE m.kept = $2 AND " STORE_MERGE_HOLDS
		" UNION SELECT m.merged FROM merges m JOIN down ON m.kept = down.id WHERE " STORE_MERGE_HOLDS
		") " STORE_SUBJECT_COLUMNS "JOIN down ON down.id = s.id ORDER BY s.public_id",
		STORE_VALUES(store_int(as_of_import), store_int(subject)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_party *party = cdr_vec_push(rows);
		if (!party)
			return cdr_fail(err, CDR_ELIMIT, STORE_ROOM, NULL,
			                "more than %d rows were merged into one party", MAX_ROWS);
		CDR_TRY(store_read_party(&query, arena, party, err));
		CDR_TRY(STORE_KEEP(arena, err, &party->id, &party->key, &party->origin.file, &party->origin.sheet));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
store_combine(struct cdr_store *store, int64_t subject, int64_t as_of_import, struct cdr_arena *arena,
              struct cdr_party *party, struct cdr_error *err)
{
	int64_t any = 0;
	CDR_TRY(store_run_int(store, &any, NULL,
	                      "SELECT 1 FROM merges m WHERE m.kept = $2 AND " STORE_MERGE_HOLDS " LIMIT 1",
	                      STORE_VALUES(store_int(as_of_import), store_int(subject)), err));
	if (!any)
		return CDR_OK;
	cdr_auto(cdr_vec) rows = CDR_VEC_INIT(struct cdr_party, MAX_ROWS);
	struct cdr_party *kept = cdr_vec_push(&rows);
	if (!kept)
		return cdr_fail_memory(err, STORE_ROOM);
	*kept = *party;
	CDR_TRY(read_rows(store, subject, as_of_import, arena, &rows, err));
	struct cdr_party whole = *party;
	cdr_auto(cdr_vec) further = CDR_VEC_INIT(struct cdr_attribute, MAX_ATTRIBUTES);
	struct combining combining = { arena, &whole, rows.items, rows.n, further };
	bool done = combine_rows(&combining);
	further = combining.further; /* so that the cleanup sees the grown vector */
	if (!done)
		return cdr_fail_memory(err, STORE_ROOM);
	*party = whole;
	return CDR_OK;
}
