/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row -> its entries (one for each firm its name cell names), or a problem saying why there are none; and a row of a
 * further part -> what it adds to an entry. Owns the form of an entry's key: the identifying columns as printed, small
 * letters, joined by '|'; equal keys within one copy get "~2", "~3" … in row order; a long key is cut and ends in a hash
 * of the whole. The one surprise: case is folded in ASCII only and punctuation stays, because real registers hold two
 * licences of firms whose names differ by a full stop.
 */
#include "candor/registry.h"

#include <inttypes.h>
#include <string.h>

#include "registry/registry-impl.h"

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

/* How often a key has come; the number is what a repeated key is told apart by. */
struct key_count {
	int64_t n;
};

/* What all firms of a row have in common. */
struct common {
	struct cdr_str printed, address, programme, good, name_local, licence_number, party_type;
	struct registry_texts countries, aliases;
	struct registry_day days[REGISTRY_SLOT_COUNT];
	bool cut;
};

static bool
is_text(struct cdr_str text, const char *word)
{
	return cdr_str_equal(text, cdr_str_from(word));
}

/* Only a key for people and maps; nothing rests on it being hard to forge. */
static uint64_t
hash(struct cdr_str text)
{
	uint64_t value = FNV_OFFSET;
	for (size_t i = 0; i < text.n; i++)
		value = (value ^ (unsigned char)text.p[i]) * FNV_PRIME;
	return value;
}

static void
add_key_text(struct cdr_buf *buf, struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		cdr_buf_putc(buf, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
}

static enum cdr_status
identify(const struct registry_record *record, const struct cdr_entry *entry, struct cdr_str *ret,
         struct cdr_error *err)
{
	const struct cdr_registry_private *private = record->reader->private;
	struct cdr_arena *arena = record->reader->arena;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	bool any = false;
	for (size_t i = 0; i < private->n_identity; i++) {
		int32_t column = private->identity[i].column;
		struct cdr_str text = column == REGISTRY_IDENTITY_NAME      ? entry->name
		                      : column == REGISTRY_IDENTITY_COUNTRY ? entry->country
		                                                            : registry_cell(record, (uint32_t)column);
		if (i)
			cdr_buf_putc(&buf, '|');
		if (text.n)
			add_key_text(&buf, cdr_normalise_space(text, arena));
		any = any || text.n;
	}
	if (!any) {
		cdr_buf_clear(&buf);
		add_key_text(&buf, entry->name);
	}
	if (buf.n > REGISTRY_MAX_KEY_BYTES) {
		uint64_t whole = hash(cdr_buf_str(&buf));
		buf.n = cdr_str_cut(cdr_buf_str(&buf), REGISTRY_MAX_KEY_BYTES);
		cdr_buf_printf(&buf, "#%016" PRIx64, whole);
	}
	CDR_TRY(cdr_buf_check(&buf, REGISTRY_ROOM, err));
	*ret = cdr_str_copy(arena, cdr_buf_str(&buf));
	return ret->p ? CDR_OK : cdr_fail_memory(err, REGISTRY_ROOM);
}

/* Counts a key; a text that was counted before gets the next "~n" that is free. */
static enum cdr_status
make_unique(struct registry_reader *reader, struct cdr_str *key, struct cdr_error *err)
{
	struct cdr_str base = *key;
	struct key_count *count = cdr_map_get(reader->keys, base);
	while (count) {
		*key = cdr_str_format(reader->arena, "%.*s~%" PRId64, CDR_STR_ARG(base), ++count->n);
		if (!key->p)
			return cdr_fail_memory(err, REGISTRY_ROOM);
		if (!cdr_map_get(reader->keys, *key))
			break;
	}
	struct key_count *fresh = cdr_arena_alloc(reader->arena, sizeof(*fresh));
	if (!fresh)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	fresh->n = 1;
	return cdr_map_put(reader->keys, *key, fresh) == CDR_OK ? CDR_OK : cdr_fail_memory(err, REGISTRY_ROOM);
}

static enum cdr_status
add_attribute(struct registry_reader *reader, struct registry_draft *draft, struct cdr_str name, struct cdr_str value,
              struct cdr_error *err)
{
	struct cdr_entry *entry = &draft->entry;
	void *items = entry->attributes;
	if (!registry_grow(reader->arena, &items, entry->n_attributes, &draft->attributes_cap,
	                   sizeof(*entry->attributes)))
		return cdr_fail_memory(err, REGISTRY_ROOM);
	entry->attributes = items;
	entry->attributes[entry->n_attributes++] = (struct cdr_attribute){ name, value };
	return CDR_OK;
}

static enum cdr_status
add_identifier(struct registry_reader *reader, struct registry_draft *draft, struct cdr_identifier identifier,
               struct cdr_error *err)
{
	struct cdr_entry *entry = &draft->entry;
	for (size_t i = 0; i < entry->n_identifiers; i++) {
		if (cdr_str_equal(entry->identifiers[i].scheme, identifier.scheme) &&
		    cdr_str_equal(entry->identifiers[i].value, identifier.value))
			return CDR_OK;
	}
	void *items = entry->identifiers;
	if (!registry_grow(reader->arena, &items, entry->n_identifiers, &draft->identifiers_cap,
	                   sizeof(*entry->identifiers)))
		return cdr_fail_memory(err, REGISTRY_ROOM);
	entry->identifiers = items;
	entry->identifiers[entry->n_identifiers++] = identifier;
	return CDR_OK;
}

/* A country as printed -> alpha-2 in the arena; {NULL,0} when it is not recognised, which is a warning. */
static enum cdr_status
read_country(const struct registry_record *record, struct cdr_str printed, struct cdr_str *ret, struct cdr_error *err)
{
	char code[3] = "";
	*ret = (struct cdr_str){ NULL, 0 };
	if (!printed.n)
		return CDR_OK;
	if (!cdr_normalise_country(record->reader->normaliser, printed, code))
		return registry_problem(record, false, err, "\"%.*s\" is no country known here; it is left out",
		                        (int)cdr_str_cut(printed, 60), printed.p);
	*ret = cdr_str_copy(record->reader->arena, cdr_str_from(code));
	return ret->p ? CDR_OK : cdr_fail_memory(err, REGISTRY_ROOM);
}

static enum cdr_status
read_countries(const struct registry_record *record, struct registry_texts *ret, struct cdr_error *err)
{
	struct registry_texts printed, countries = { 0 };
	CDR_TRY(registry_values(record, &record->part->fields[REGISTRY_COUNTRY], &printed, err));
	for (size_t i = 0; i < printed.n; i++) {
		struct cdr_str country;
		CDR_TRY(read_country(record, printed.items[i], &country, err));
		if (!registry_texts_add(record->reader->arena, &countries, country))
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	*ret = countries;
	return CDR_OK;
}

/* All matches of an identifier's pattern in its cell; the country of an issuer is a bonus, so no warning about it. */
static enum cdr_status
find_identifiers(const struct registry_record *record, const struct registry_identifier *rule,
                 struct registry_draft *draft, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	struct cdr_str cell =
		rule->field.n_columns ? registry_cell(record, rule->field.columns[0]) : (struct cdr_str){ NULL, 0 };
	for (size_t start = 0; start < cell.n;) {
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { { NULL, 0 } };
		char code[3] = "";
		bool found = true;
		groups[0] = groups[1] = cell;
		if (rule->field.match)
			CDR_TRY(cdr_regex_find(rule->field.match, cell, start, &found, groups, err));
		if (!found || !groups[0].n)
			break;
		struct cdr_identifier identifier = { .scheme = rule->scheme };
		identifier.value = cdr_str_copy(reader->arena, cdr_str_trim(groups[1].p ? groups[1] : groups[0]));
		if (groups[2].n && cdr_normalise_country(reader->normaliser, groups[2], code))
			identifier.country = cdr_str_copy(reader->arena, cdr_str_from(code));
		if (!identifier.value.p)
			return cdr_fail_memory(err, REGISTRY_ROOM);
		CDR_TRY(add_identifier(reader, draft, identifier, err));
		start = (size_t)(groups[0].p - cell.p) + groups[0].n;
	}
	return CDR_OK;
}

struct cdr_str
cdr_registry_licence_number(const struct cdr_registry *registry, struct cdr_str printed, struct cdr_arena *arena)
{
	struct cdr_str none = { NULL, 0 }, groups[CDR_REGEX_MAX_GROUPS];
	const struct cdr_registry_private *private = registry->private;
	struct cdr_str text = cdr_str_trim(printed);
	bool found = false;
	if (!text.n || !private->licence_pattern ||
	    cdr_regex_find(private->licence_pattern, text, 0, &found, groups, NULL) != CDR_OK || !found)
		return none;
	struct cdr_str number = groups[1].p ? groups[1] : groups[0];
	size_t zeros = (size_t) private->licence_pad > number.n ? (size_t) private->licence_pad - number.n : 0;
	return cdr_str_format(arena, "%.*s%.*s", (int)zeros, "00000000000000000000000000000000", CDR_STR_ARG(number));
}

/* A number that is not of the register's form is kept as printed: forms are inferred from examples, so a miss means
 * "look", never "forged". */
static enum cdr_status
add_licence_number(const struct registry_record *record, struct cdr_str printed, struct registry_draft *draft,
                   struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	if (!printed.n)
		return CDR_OK;
	struct cdr_identifier identifier = { .scheme = reader->registry->licence_scheme };
	identifier.value = cdr_registry_licence_number(reader->registry, printed, reader->arena);
	if (!identifier.value.p) {
		identifier.value = printed;
		CDR_TRY(registry_problem(record, false, err, "the licence number \"%.*s\" is not of the usual form",
		                         (int)cdr_str_cut(printed, 60), printed.p));
	}
	identifier.country = draft->entry.country;
	return add_identifier(reader, draft, identifier, err);
}

/* Whether the source cut the printed name off at its longest. */
static bool
is_cut(const struct cdr_registry_private *private, struct cdr_str printed)
{
	int64_t characters = 0;
	for (size_t i = 0; i < printed.n; i++)
		characters += ((unsigned char)printed.p[i] & 0xC0) != 0x80;
	return private->names.cut_at && characters >= private->names.cut_at;
}

static enum cdr_status
add_attributes(const struct registry_record *record, const struct common *common, const struct registry_name *name,
               struct registry_draft *draft, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	for (size_t i = 0; i < reader->private->n_attributes; i++) {
		const struct registry_attribute *attribute = &reader->private->attributes[i];
		struct registry_texts values;
		CDR_TRY(registry_values(record, &attribute->field, &values, err));
		for (size_t k = 0; k < values.n; k++)
			CDR_TRY(add_attribute(reader, draft, attribute->name, values.items[k], err));
	}
	for (size_t i = 0; i < name->n_asides; i++)
		CDR_TRY(add_attribute(reader, draft, name->asides[i].name, name->asides[i].value, err));
	return common->cut ? add_attribute(reader, draft, CDR_STR("name_cut"), CDR_STR("yes"), err) : CDR_OK;
}

/* People are listed by their names; where the definition says so, nothing else about them is kept. */
static bool
is_reserved(const struct registry_reader *reader, const struct cdr_entry *entry)
{
	return reader->private->persons_by_name_only && is_text(entry->party_type, "person");
}

static enum cdr_status
add_aliases(struct registry_reader *reader, const struct registry_texts *aliases, struct registry_draft *draft,
            struct cdr_error *err)
{
	for (size_t i = 0; i < aliases->n; i++) {
		if (!cdr_str_equal(aliases->items[i], draft->entry.name) &&
		    !registry_texts_add(reader->arena, &draft->aliases, aliases->items[i]))
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	return CDR_OK;
}

/* The first country an entry has stays its country; the others are remembered beside it. */
static enum cdr_status
add_countries(struct registry_reader *reader, const struct registry_texts *countries, struct registry_draft *draft,
              struct cdr_error *err)
{
	for (size_t i = 0; i < countries->n; i++) {
		if (!draft->entry.country.n)
			draft->entry.country = countries->items[i];
		else if (!cdr_str_equal(draft->entry.country, countries->items[i]) &&
		         !registry_texts_add(reader->arena, &draft->countries, countries->items[i]))
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	return CDR_OK;
}

static enum cdr_status
fill_entry(const struct registry_record *record, const struct common *common, const struct registry_name *name,
           struct registry_draft *draft, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	struct cdr_entry *entry = &draft->entry;
	entry->registry_id = reader->registry->id;
	entry->origin = record->origin;
	entry->name = name->name;
	draft->aliases = name->aliases;
	CDR_TRY(add_aliases(reader, &common->aliases, draft, err));
	entry->original_name = common->printed;
	entry->party_type = name->says_type ? name->party_type : common->party_type;
	entry->programme = common->programme;
	entry->good = common->good;
	entry->listed_on = common->days[REGISTRY_LISTED_ON].date;
	if (!cdr_str_equal(common->name_local, entry->name))
		entry->name_local = common->name_local;
	CDR_TRY(registry_standing(record, common->days, entry, err));
	if (is_reserved(reader, entry))
		return CDR_OK;
	CDR_TRY(add_countries(reader, &common->countries, draft, err));
	entry->address = common->address;
	CDR_TRY(add_licence_number(record, common->licence_number, draft, err));
	for (size_t i = 0; i < reader->private->n_identifiers; i++)
		CDR_TRY(find_identifiers(record, &reader->private->identifiers[i], draft, err));
	return add_attributes(record, common, name, draft, err);
}

static enum cdr_status
read_common(const struct registry_record *record, struct common *ret, struct cdr_error *err)
{
	const struct registry_field *fields = record->part->fields;
	struct common common = { 0 };
	CDR_TRY(read_countries(record, &common.countries, err));
	CDR_TRY(registry_value(record, &fields[REGISTRY_ADDRESS], &common.address, err));
	CDR_TRY(registry_value(record, &fields[REGISTRY_PROGRAMME], &common.programme, err));
	CDR_TRY(registry_value(record, &fields[REGISTRY_GOOD], &common.good, err));
	CDR_TRY(registry_value(record, &fields[REGISTRY_NAME_LOCAL], &common.name_local, err));
	CDR_TRY(registry_value(record, &fields[REGISTRY_LICENCE_NUMBER], &common.licence_number, err));
	CDR_TRY(registry_value(record, &fields[REGISTRY_PARTY_TYPE], &common.party_type, err));
	CDR_TRY(registry_values(record, &fields[REGISTRY_ALIASES], &common.aliases, err));
	CDR_TRY(registry_days(record, common.days, err));
	*ret = common;
	return CDR_OK;
}

static enum cdr_status
remember_join(const struct registry_record *record, struct registry_draft *draft, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	if (record->part->key < 0)
		return CDR_OK;
	struct cdr_str key = cdr_str_copy(reader->arena, registry_cell(record, (uint32_t)record->part->key));
	if (!key.n)
		return CDR_OK;
	if (cdr_map_get(reader->joins, key))
		return registry_problem(record, false, err,
		                        "the key %.*s stands here again; what other files say of it goes to the first",
		                        (int)cdr_str_cut(key, 60), key.p);
	return cdr_map_put(reader->joins, key, draft) == CDR_OK ? CDR_OK : cdr_fail_memory(err, REGISTRY_ROOM);
}

/* Whether the row gives its entry's main name, by `rows: main`. */
static enum cdr_status
is_main_row(const struct registry_record *record, bool *ret, struct cdr_error *err)
{
	const struct registry_row_match *rule = &record->reader->private->rows.main;
	*ret = false;
	return rule->column < 0 ? CDR_OK : registry_cell_matches(record, rule, ret, err);
}

static enum cdr_status
add_draft(const struct registry_record *record, const struct common *common, const struct registry_name *name,
          struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	struct registry_draft *draft = cdr_arena_alloc(reader->arena, sizeof(*draft));
	if (!draft)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	CDR_TRY(fill_entry(record, common, name, draft, err));
	CDR_TRY(is_main_row(record, &draft->has_main_name, err));
	CDR_TRY(identify(record, &draft->entry, &draft->entry.key, err));
	CDR_TRY(make_unique(reader, &draft->entry.key, err));
	CDR_TRY(remember_join(record, draft, err));
	struct registry_draft **slot = cdr_vec_push(&reader->drafts);
	if (!slot)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	*slot = draft;
	return CDR_OK;
}

/* The name's cells as printed, without blanks at the ends. */
static enum cdr_status
read_printed(const struct registry_record *record, const struct registry_field *field, struct cdr_str *ret,
             struct cdr_error *err)
{
	struct cdr_str value;
	CDR_TRY(registry_value(record, field, &value, err));
	if (field->n_columns == 1 || field->first_of) {
		for (size_t i = 0; i < field->n_columns; i++) {
			struct cdr_str cell = registry_cell(record, field->columns[i]);
			if (!cell.n)
				continue;
			value = cdr_str_copy(record->reader->arena, cell);
			if (!value.p)
				return cdr_fail_memory(err, REGISTRY_ROOM);
			break;
		}
	}
	*ret = value;
	return CDR_OK;
}

/* A row of a goods-and-countries list: no name, an entry for each country, because goods are looked up by theirs. */
static enum cdr_status
add_goods(const struct registry_record *record, struct common *common, struct cdr_error *err)
{
	struct registry_name nameless = { 0 };
	if (!common->good.n)
		return registry_problem(record, true, err, "the row names no good");
	if (!common->countries.n)
		return registry_problem(record, true, err, "the row names no country that is known here");
	CDR_TRY(read_printed(record, &record->part->fields[REGISTRY_GOOD], &common->printed, err));
	struct registry_texts countries = common->countries;
	for (size_t i = 0; i < countries.n; i++) {
		common->countries = (struct registry_texts){ &countries.items[i], 1, 1 };
		CDR_TRY(add_draft(record, common, &nameless, err));
	}
	return CDR_OK;
}

/* A name of an entry's further row: its main name where that row says so and none did before, else another name. */
static enum cdr_status
take_name(const struct registry_record *record, const struct registry_name *name, struct cdr_str printed,
          struct registry_draft *draft, struct cdr_error *err)
{
	struct cdr_str other = name->name;
	bool is_main = false;
	CDR_TRY(is_main_row(record, &is_main, err));
	if (is_main && !draft->has_main_name && !cdr_str_equal(name->name, draft->entry.name)) {
		other = draft->entry.name;
		draft->entry.name = name->name;
		draft->entry.original_name = printed;
		size_t n = 0;
		for (size_t i = 0; i < draft->aliases.n; i++) {
			if (!cdr_str_equal(draft->aliases.items[i], name->name))
				draft->aliases.items[n++] = draft->aliases.items[i];
		}
		draft->aliases.n = n;
	}
	draft->has_main_name = draft->has_main_name || is_main;
	struct registry_texts others = { &other, 1, 1 };
	CDR_TRY(add_aliases(record->reader, &others, draft, err));
	return add_aliases(record->reader, &name->aliases, draft, err);
}

/* A further row of an entry, by `rows: same`: another name of it, another address, another number. Its other fields say
 * what the first row said. */
static enum cdr_status
add_to_same(const struct registry_record *record, const struct common *common, const struct registry_name *name,
            struct registry_draft *draft, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	CDR_TRY(take_name(record, name, common->printed, draft, err));
	CDR_TRY(add_aliases(reader, &common->aliases, draft, err));
	if (!draft->entry.name_local.n && !cdr_str_equal(common->name_local, draft->entry.name))
		draft->entry.name_local = common->name_local;
	if (is_reserved(reader, &draft->entry))
		return CDR_OK;
	CDR_TRY(add_countries(reader, &common->countries, draft, err));
	if (!draft->entry.address.n)
		draft->entry.address = common->address;
	for (size_t i = 0; i < reader->private->n_identifiers; i++)
		CDR_TRY(find_identifiers(record, &reader->private->identifiers[i], draft, err));
	return CDR_OK;
}

/* The entry that an earlier row with the same key made, by `rows: same`; NULL when this is the first. */
static struct registry_draft *
find_same(const struct registry_record *record)
{
	if (!record->reader->private->rows.same)
		return NULL;
	struct cdr_str key = registry_cell(record, (uint32_t)record->part->key);
	return key.n ? cdr_map_get(record->reader->joins, key) : NULL;
}

static enum cdr_status
tell_doubts(const struct registry_record *record, const struct registry_texts *doubts, struct cdr_error *err)
{
	for (size_t i = 0; i < doubts->n; i++)
		CDR_TRY(registry_problem(
			record, false, err,
			"the other names \"%.*s\" are not as many as the cell says; they stay in one piece",
			(int)cdr_str_cut(doubts->items[i], 120), doubts->items[i].p));
	return CDR_OK;
}

enum cdr_status
registry_add_entries(const struct registry_record *record, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	struct common common;
	struct cdr_str name;
	CDR_TRY(read_common(record, &common, err));
	if (reader->registry->kind == CDR_REGISTRY_GOODS_RISK)
		return add_goods(record, &common, err);
	CDR_TRY(registry_value(record, &record->part->fields[REGISTRY_NAME], &name, err));
	if (!name.n)
		return registry_problem(record, true, err, "the row has no name");
	CDR_TRY(read_printed(record, &record->part->fields[REGISTRY_NAME], &common.printed, err));
	common.cut = is_cut(reader->private, common.printed);
	struct registry_name_list names;
	CDR_TRY(registry_split_names(&reader->private->names, reader->normaliser, name, reader->arena, &names, err));
	CDR_TRY(tell_doubts(record, &names.doubts, err));
	struct registry_draft *same = find_same(record);
	if (same && names.n)
		return add_to_same(record, &common, &names.items[0], same, err);
	if (names.n > 1 && common.aliases.n) { /* the column does not say whose they are */
		common.aliases.n = 0;
		CDR_TRY(registry_problem(
			record, false, err,
			"the other names are left out: the row names %zu firms and does not say whose they are",
			names.n));
	}
	for (size_t i = 0; i < names.n; i++)
		CDR_TRY(add_draft(record, &common, &names.items[i], err));
	return CDR_OK;
}

enum cdr_status
registry_add_joined(const struct registry_record *record, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	struct cdr_str key = registry_cell(record, (uint32_t)record->part->key), address;
	struct registry_texts aliases, countries;
	struct registry_draft *draft = key.n ? cdr_map_get(reader->joins, key) : NULL;
	if (!draft)
		return registry_problem(record, true, err, "no entry has the key \"%.*s\" this row belongs to",
		                        (int)cdr_str_cut(key, 60), key.p ? key.p : "");
	CDR_TRY(registry_values(record, &record->part->fields[REGISTRY_ALIASES], &aliases, err));
	CDR_TRY(add_aliases(reader, &aliases, draft, err));
	if (is_reserved(reader, &draft->entry))
		return CDR_OK;
	CDR_TRY(read_countries(record, &countries, err));
	CDR_TRY(add_countries(reader, &countries, draft, err));
	CDR_TRY(registry_value(record, &record->part->fields[REGISTRY_ADDRESS], &address, err));
	if (!draft->entry.address.n)
		draft->entry.address = address;
	return CDR_OK;
}
