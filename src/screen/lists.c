/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pins snapshots and loads them: entries, match indexes, goods. Pins are written down before the first subject is
 * looked at; a repeat gives the same pins and must get the same lists, also when newer snapshots have arrived since.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

struct cdr_screen_lists *
cdr_screen_lists_free(struct cdr_screen_lists *lists)
{
	if (!lists)
		return NULL;
	for (size_t i = 0; i < lists->n_pinned; i++)
		(void)cdr_match_index_free(lists->pinned[i].index);
	(void)cdr_match_index_free(lists->lists_index);
	(void)cdr_map_free(lists->goods);
	(void)phoenix_free(lists->phoenix);
	(void)cdr_arena_free(lists->arena);
	cdr_free(lists);
	return NULL;
}

bool
pinned_covers(const struct pinned_registry *pinned, struct cdr_str country)
{
	struct cdr_str rest = pinned->registry->jurisdiction, code;
	while (country.n && cdr_str_split(&rest, ' ', &code)) {
		if (cdr_str_equal_nocase(code, country) || cdr_str_equal(code, CDR_STR("INT")))
			return true;
	}
	return false;
}

bool
pinned_is_stale(const struct pinned_registry *pinned, struct cdr_date day)
{
	return cdr_registry_is_stale(pinned->registry, pinned->snapshot.as_of, day);
}

/* ------------------------------------------------------------------------------------------------------------ pins */

/* The snapshot a registry is pinned to: the given one, or today's current one; *ret_found false when it has none. */
static enum cdr_status
pin_one(struct cdr_store *store, struct cdr_screen_lists *lists, const struct cdr_registry *registry,
        const struct cdr_json *pins, bool *ret_found, struct cdr_error *err)
{
	struct pinned_registry *pinned = &lists->pinned[lists->n_pinned];
	cdr_auto(cdr_buf) id = CDR_BUF_INIT;
	cdr_buf_add_str(&id, registry->id);
	*ret_found = false;
	enum cdr_status status;
	if (pins) {
		int64_t snapshot = cdr_json_get_int(pins, id.p ? id.p : "", 0);
		if (snapshot == 0)
			return cdr_buf_check(&id, ROOM, err);
		status = cdr_store_snapshot_get(store, snapshot, lists->arena, &pinned->snapshot, err);
	} else {
		struct cdr_error none = { 0 };
		status = cdr_store_snapshot_current(store, registry->id, (struct cdr_date){ 0 }, lists->arena,
		                                    &pinned->snapshot, &none);
		if (status == CDR_ENOTFOUND)
			return CDR_OK;
		if (status != CDR_OK && err)
			*err = none;
	}
	if (status != CDR_OK)
		return status;
	pinned->registry = registry;
	*ret_found = true;
	lists->n_pinned++;
	return CDR_OK;
}

static enum cdr_status
pin_all(struct cdr_store *store, struct cdr_screen_lists *lists, struct cdr_str pins_json, struct cdr_error *err)
{
	const struct cdr_screen_setup *setup = lists->setup;
	cdr_owned(cdr_json) given = NULL;
	if (pins_json.p)
		CDR_TRY(cdr_json_parse(pins_json, "pinned snapshots", &given, err));
	lists->pinned = cdr_arena_alloc(lists->arena, (setup->n_registries + 1) * sizeof(lists->pinned[0]));
	cdr_owned(cdr_json) pins = cdr_json_object();
	if (!lists->pinned || !pins)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < setup->n_registries; i++) {
		bool found = false;
		CDR_TRY(pin_one(store, lists, setup->registries[i], given, &found, err));
		if (!found)
			continue;
		struct cdr_str id = cdr_str_copy(lists->arena, setup->registries[i]->id);
		if (!id.p)
			return cdr_fail_memory(err, ROOM);
		cdr_json_set_int(pins, id.p, lists->pinned[lists->n_pinned - 1].snapshot.id);
	}
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cdr_json_write(pins, false, &text, err));
	lists->pins = cdr_str_copy(lists->arena, cdr_buf_str(&text));
	return lists->pins.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* --------------------------------------------------------------------------------------------------------- entries */

struct entry_loader {
	struct cdr_screen_lists *lists;
	struct cdr_vec entries; /* struct cdr_entry */
};

static enum cdr_status
load_entry(void *context, const struct cdr_entry *entry, struct cdr_error *err)
{
	struct entry_loader *loader = context;
	struct cdr_entry *copy = cdr_vec_push(&loader->entries);
	if (!copy || !cdr_entry_copy(loader->lists->arena, entry, copy))
		return cdr_fail_memory(err, ROOM);
	return CDR_OK;
}

/* Registers and lists of licences are asked about days gone by, so whoever has left them must still be found. */
static bool
has_history(enum cdr_registry_kind kind)
{
	return kind == CDR_REGISTRY_LICENCE_REGISTER || kind == CDR_REGISTRY_REVOCATION_LIST;
}

static enum cdr_status
load_entries(struct cdr_store *store, struct cdr_screen_lists *lists, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_vec_done))) struct cdr_vec entries =
		CDR_VEC_INIT(struct cdr_entry, CDR_MATCH_MAX_ENTRIES);
	struct entry_loader loader = { lists, entries };
	for (size_t i = 0; i < lists->n_pinned; i++) {
		lists->pinned[i].first_entry = loader.entries.n;
		int64_t snapshot = lists->pinned[i].snapshot.id;
		enum cdr_status status = cdr_store_entry_each(store, snapshot, load_entry, &loader, err);
		if (status == CDR_OK && has_history(lists->pinned[i].registry->kind))
			status = cdr_store_entry_gone_each(store, snapshot, lists->through, load_entry, &loader, err);
		entries = loader.entries; /* so that the cleanup sees the grown vector */
		CDR_TRY(status);
		lists->pinned[i].n_entries = loader.entries.n - lists->pinned[i].first_entry;
	}
	lists->n_entries = entries.n;
	lists->entries = cdr_arena_alloc(lists->arena, (entries.n + 1) * sizeof(struct cdr_entry));
	lists->owner = cdr_arena_alloc(lists->arena, (entries.n + 1) * sizeof(uint32_t));
	if (!lists->entries || !lists->owner)
		return cdr_fail_memory(err, ROOM);
	if (entries.n)
		memcpy(lists->entries, entries.items, entries.n * sizeof(struct cdr_entry));
	for (size_t i = 0; i < lists->n_pinned; i++) {
		for (size_t k = 0; k < lists->pinned[i].n_entries; k++)
			lists->owner[lists->pinned[i].first_entry + k] = (uint32_t)i;
	}
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- indexes */

/* Rows that name goods or whole regions are no firms; comparing firms with them would only make noise. */
static bool
names_a_party(const struct cdr_entry *entry)
{
	return !cdr_str_equal(entry->party_type, CDR_STR("goods")) && entry->name.n > 0;
}

static enum cdr_status
index_entries(struct cdr_match_index *index, const struct cdr_screen_lists *lists, size_t first, size_t n,
              struct cdr_error *err)
{
	for (size_t i = first; i < first + n; i++) {
		const struct cdr_entry *entry = &lists->entries[i];
		if (!names_a_party(entry))
			continue;
		cdr_auto(cdr_vec) names = CDR_VEC_INIT(struct cdr_str, 1000);
		struct cdr_str *name;
		for (size_t k = 0; k < entry->n_aliases; k++) {
			if (!(name = cdr_vec_push(&names)))
				return cdr_fail_memory(err, ROOM);
			*name = entry->aliases[k];
		}
		/* As printed, too: people copy "X (FORMERLY Y" from the register into their own files. */
		const struct cdr_str further[] = { entry->name_local, entry->original_name };
		for (size_t k = 0; k < CDR_LEN(further); k++) {
			if (!further[k].n || cdr_str_equal(further[k], entry->name))
				continue;
			if (!(name = cdr_vec_push(&names)))
				return cdr_fail_memory(err, ROOM);
			*name = further[k];
		}
		struct cdr_str sector = cdr_entry_get(entry, "sector");
		struct cdr_match_subject subject = { .name = entry->name,
			                             .aliases = names.items,
			                             .n_aliases = names.n,
			                             .country = entry->country,
			                             .identifiers = entry->identifiers,
			                             .n_identifiers = entry->n_identifiers,
			                             .addresses = &entry->address,
			                             .n_addresses = entry->address.n > 0,
			                             .sectors = &sector,
			                             .n_sectors = sector.n > 0 };
		CDR_TRY(cdr_match_index_add(index, (uint32_t)i, &subject, err));
	}
	return CDR_OK;
}

static enum cdr_status
build_indexes(struct cdr_screen_lists *lists, struct cdr_error *err)
{
	const struct cdr_screen_setup *setup = lists->setup;
	CDR_TRY(cdr_match_index_new(setup->match, setup->normaliser, &lists->lists_index, err));
	for (size_t i = 0; i < lists->n_pinned; i++) {
		struct pinned_registry *pinned = &lists->pinned[i];
		if (pinned->registry->kind == CDR_REGISTRY_GOODS_RISK)
			continue;
		struct cdr_match_index *index = lists->lists_index;
		if (pinned->registry->kind == CDR_REGISTRY_LICENCE_REGISTER) {
			CDR_TRY(cdr_match_index_new(setup->match, setup->normaliser, &pinned->index, err));
			index = pinned->index;
		}
		CDR_TRY(index_entries(index, lists, pinned->first_entry, pinned->n_entries, err));
		if (pinned->index)
			CDR_TRY(cdr_match_index_finish(pinned->index, err));
	}
	return cdr_match_index_finish(lists->lists_index, err);
}

/* ---------------------------------------------------------------------------------------------------------- public */

static enum cdr_status
newest_snapshot(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	int64_t *newest = context;
	if (snapshot->id > *newest)
		*newest = snapshot->id;
	return CDR_OK;
}

enum cdr_status
cdr_screen_lists_load(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screen_pins *pins,
                      struct cdr_screen_lists **ret, struct cdr_error *err)
{
	cdr_owned(cdr_screen_lists) lists = cdr_alloc(sizeof(*lists));
	if (!lists || !(lists->arena = cdr_arena_new(SCREEN_ARENA_MAX_BYTES)))
		return cdr_fail_memory(err, ROOM);
	lists->setup = setup;
	CDR_TRY(pin_all(store, lists, pins ? pins->snapshots_json : (struct cdr_str){ NULL, 0 }, err));
	if (pins)
		lists->through = pins->through;
	else
		CDR_TRY(cdr_store_snapshot_each(store, (struct cdr_str){ NULL, 0 }, newest_snapshot, &lists->through,
		                                err));
	CDR_TRY(load_entries(store, lists, err));
	CDR_TRY(build_indexes(lists, err));
	CDR_TRY(goods_load(lists, err));
	CDR_TRY(phoenix_load(lists, err));
	*ret = cdr_steal(&lists);
	return CDR_OK;
}

struct cdr_screen_pins
cdr_screen_lists_pins(const struct cdr_screen_lists *lists)
{
	return (struct cdr_screen_pins){ lists->pins, lists->through };
}
