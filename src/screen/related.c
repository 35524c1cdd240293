/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What other rows say of a subject: the engagements and records of a party, read once as of the screening's pinned import
 * and kept small. Who is below whom is in graph.c, what costs add up to in ledger.c. Rows name their party by key or id,
 * also one that was merged into another since; all are brought under the key of who speaks for it. The surprise: rows are
 * kept as numbers of columns and texts, each text once, because most of them say the same few things.
 */
#include "candor/screen.h"

#include <stdlib.h>
#include <string.h>

#include "screen/screen-impl.h"

#define RELATED_MAX ((size_t)1 << 24)
#define SCRATCH_MAX_BYTES ((size_t)16 << 20)
#define MAX_CHAIN 64    /* merges of merges */
#define MAX_ITEM_ROWS 8 /* of a cohort told in words */
#define PARTY_ID_LENGTH 18

struct value {
	uint32_t text;
	uint16_t column; /* of term_columns */
};

/* An engagement. Texts are numbers. */
struct held {
	struct cdr_str id;
	struct cdr_date recruited_on, ended_on;
	uint32_t supplier, file, sheet, row, line;
	uint32_t first_value, n_values;
};

struct held_record {
	uint32_t subject; /* number of a text */
	const struct cdr_record *record;
};

/* The engagements of a supplier, in `by_supplier`. */
struct range {
	uint32_t first, n;
};

struct related {
	struct cdr_arena *arena, *scratch;
	struct cdr_rates rates;
	struct ledger *ledger;
	struct graph *graph;                            /* NULL: nobody names whom he supplies */
	struct cdr_map *texts_by_text, *columns, *keys; /* keys: what a party may be named by -> text of its key */
	struct cdr_vec texts, engagements, values, records;
	uint32_t *by_supplier;
	struct range *ranges; /* by number of the supplier's text */
	size_t n_ranges;
	bool engagements_known, records_known[CDR_RECORD_KIND_COUNT];
};

struct related *
related_free(struct related *related)
{
	if (!related)
		return NULL;
	(void)ledger_free(related->ledger);
	(void)graph_free(related->graph);
	(void)cdr_map_free(related->texts_by_text);
	(void)cdr_map_free(related->columns);
	(void)cdr_map_free(related->keys);
	cdr_vec_done(&related->texts);
	cdr_vec_done(&related->engagements);
	cdr_vec_done(&related->values);
	cdr_vec_done(&related->records);
	cdr_free(related->by_supplier);
	cdr_free(related->ranges);
	(void)cdr_arena_free(related->scratch);
	(void)cdr_arena_free(related->arena);
	cdr_free(related);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------------- texts */

/* 0 stands for none; UINT32_MAX when memory is short. */
static uint32_t
number_of(struct related *related, struct cdr_str text)
{
	if (!text.n)
		return 0;
	uintptr_t known = (uintptr_t)cdr_map_get(related->texts_by_text, text);
	if (known)
		return (uint32_t)known;
	struct cdr_str copy = cdr_str_copy(related->arena, text);
	struct cdr_str *slot = copy.p ? cdr_vec_push(&related->texts) : NULL;
	if (!slot)
		return UINT32_MAX;
	*slot = copy;
	uintptr_t number = related->texts.n;
	return cdr_map_put(related->texts_by_text, copy, (void *)number) == CDR_OK ? (uint32_t)number : UINT32_MAX;
}

/* 0 where no row says it. */
static uint32_t
text_number(const struct related *related, struct cdr_str text)
{
	return (uint32_t)(uintptr_t)cdr_map_get(related->texts_by_text, text);
}

static struct cdr_str
text_at(const struct related *related, uint32_t number)
{
	return number ? *CDR_VEC_AT(&related->texts, struct cdr_str, number - 1) : (struct cdr_str){ NULL, 0 };
}

/* ------------------------------------------------------------------------------------------------------------- load */

/* What a load needs besides. */
struct loading {
	struct related *related;
	struct cdr_store *store;
	struct cdr_str org;
	int64_t as_of_import;
	struct cdr_arena *arena; /* of one row */
	bool parents;            /* some file may name whom a party supplies */
};

static enum cdr_status
add_key(struct related *related, struct cdr_str name, struct cdr_str key, struct cdr_error *err)
{
	uint32_t number = number_of(related, key);
	struct cdr_str copy = cdr_str_copy(related->arena, name);
	if (!copy.p || number == UINT32_MAX || cdr_map_put(related->keys, copy, (void *)(uintptr_t)number) != CDR_OK)
		return cdr_fail_memory(err, ROOM);
	return CDR_OK;
}

static enum cdr_status
note_merge(void *context, const struct cdr_merge *merge, struct cdr_error *err)
{
	struct loading *loading = context;
	if (merge->from_import > loading->as_of_import ||
	    (merge->to_import && merge->to_import <= loading->as_of_import))
		return CDR_OK;
	CDR_TRY(add_key(loading->related, merge->merged_key, merge->kept_key, err));
	return add_key(loading->related, merge->merged_id, merge->kept_key, err);
}

/* The number of the key of the party that speaks for a name in a row. What names nobody stands for itself. */
static enum cdr_status
speaker_of(struct loading *loading, struct cdr_str name, uint32_t *ret, struct cdr_error *err)
{
	struct related *related = loading->related;
	uint32_t number = 0;
	for (size_t i = 0; i < MAX_CHAIN; i++) {
		uintptr_t next = (uintptr_t)cdr_map_get(related->keys, number ? text_at(related, number) : name);
		if (!next || next == number)
			break;
		number = (uint32_t)next;
	}
	if (!number && name.n == PARTY_ID_LENGTH && cdr_str_starts_with(name, CDR_STR("p-"))) {
		struct cdr_party party = { 0 };
		struct cdr_error none = { 0 };
		cdr_arena_reset(loading->arena);
		enum cdr_status status = cdr_store_party_get(loading->store, loading->org, loading->as_of_import, name,
		                                             loading->arena, &party, &none);
		if (status != CDR_OK && status != CDR_ENOTFOUND) {
			if (err)
				*err = none;
			return status;
		}
		CDR_TRY(add_key(related, name, status == CDR_OK ? party.key : name, err));
		number = number_of(related, status == CDR_OK ? party.key : name);
	}
	*ret = number ? number : number_of(related, name);
	return *ret == UINT32_MAX ? cdr_fail_memory(err, ROOM) : CDR_OK;
}

static enum cdr_status
add_value(struct related *related, struct cdr_str column, struct cdr_str text, struct held *held, struct terms *terms,
          struct cdr_error *err)
{
	uintptr_t known = (uintptr_t)cdr_map_get(related->columns, column);
	if (!known || !text.n || terms->values[known - 1].n)
		return CDR_OK;
	uint32_t number = number_of(related, text);
	struct value *value = number == UINT32_MAX ? NULL : cdr_vec_push(&related->values);
	if (!value)
		return cdr_fail_memory(err, ROOM);
	*value = (struct value){ number, (uint16_t)(known - 1) };
	terms->values[known - 1] = text_at(related, number);
	held->n_values++;
	return CDR_OK;
}

static enum cdr_status
load_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct loading *loading = context;
	struct related *related = loading->related;
	struct terms terms = { .recruited_on = engagement->recruited_on, .ended_on = engagement->ended_on };
	struct held held = { .id = cdr_str_copy(related->arena, engagement->id),
		             .recruited_on = engagement->recruited_on,
		             .ended_on = engagement->ended_on,
		             .file = number_of(related, engagement->origin.file),
		             .sheet = number_of(related, engagement->origin.sheet),
		             .row = engagement->origin.row,
		             .line = engagement->origin.line,
		             .first_value = (uint32_t)related->values.n };
	if (!held.id.p || held.file == UINT32_MAX || held.sheet == UINT32_MAX)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(speaker_of(loading, engagement->supplier_id, &held.supplier, err));
	CDR_TRY(add_value(related, CDR_STR("agency_name"), engagement->agency_name, &held, &terms, err));
	CDR_TRY(add_value(related, CDR_STR("agency_country"), engagement->agency_country, &held, &terms, err));
	for (size_t i = 0; i < engagement->n_attributes; i++)
		CDR_TRY(add_value(related, engagement->attributes[i].name, engagement->attributes[i].value, &held,
		                  &terms, err));
	struct held *slot = cdr_vec_push(&related->engagements);
	if (!slot)
		return cdr_fail_memory(err, ROOM);
	*slot = held;
	return ledger_enter(related->ledger, &terms, text_at(related, held.supplier), err);
}

static enum cdr_status
load_record(void *context, const struct cdr_record *record, struct cdr_error *err)
{
	struct loading *loading = context;
	struct related *related = loading->related;
	struct held_record held = { 0 };
	if (!record->subject_key.n)
		return CDR_OK; /* about nobody in particular: training */
	CDR_TRY(speaker_of(loading, record->subject_key, &held.subject, err));
	struct cdr_record *copy = cdr_arena_alloc(related->arena, sizeof(*copy));
	struct held_record *slot = cdr_vec_push(&related->records);
	if (!copy || !slot || !cdr_record_copy(related->arena, record, copy))
		return cdr_fail_memory(err, ROOM);
	held.record = copy;
	*slot = held;
	return CDR_OK;
}

static enum cdr_status
note_import(void *context, const struct cdr_import_record *record, struct cdr_error *err)
{
	struct loading *loading = context;
	(void)err;
	if (record->id > loading->as_of_import)
		return CDR_OK;
	if (cdr_str_equal(record->kind, CDR_STR("engagements")) && (record->n_accepted > 0 || record->n_read == 0))
		loading->related->engagements_known = true;
	/* Reading all parties once more is worth it only where a file had the column. */
	if (cdr_str_equal(record->kind, CDR_STR("suppliers")) &&
	    (!record->mapping_json.n || cdr_str_find(record->mapping_json, CDR_STR("\"parent_id\"")) >= 0))
		loading->parents = true;
	return CDR_OK;
}

/* Engagements of one supplier side by side, each supplier's in the order of their ids. */
static enum cdr_status
sort_engagements(struct related *related, struct cdr_error *err)
{
	size_t n = related->engagements.n;
	related->n_ranges = related->texts.n + 1;
	related->ranges = cdr_alloc(related->n_ranges * sizeof(*related->ranges));
	related->by_supplier = cdr_alloc((n + 1) * sizeof(*related->by_supplier));
	if (!related->ranges || !related->by_supplier)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++)
		related->ranges[CDR_VEC_AT(&related->engagements, struct held, i)->supplier].n++;
	for (size_t i = 0, first = 0; i < related->n_ranges; i++) {
		related->ranges[i].first = (uint32_t)first;
		first += related->ranges[i].n;
		related->ranges[i].n = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct range *range = &related->ranges[CDR_VEC_AT(&related->engagements, struct held, i)->supplier];
		related->by_supplier[range->first + range->n++] = (uint32_t)i;
	}
	return CDR_OK;
}

static int
compare_records(const void *left, const void *right)
{
	const struct held_record *a = left, *b = right;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->record->kind != b->record->kind)
		return a->record->kind < b->record->kind ? -1 : 1;
	return cdr_str_compare(a->record->id, b->record->id);
}

static enum cdr_status
load_rows(struct loading *loading, struct cdr_error *err)
{
	struct related *related = loading->related;
	CDR_TRY(cdr_store_merge_each(loading->store, loading->org, note_merge, loading, err));
	CDR_TRY(cdr_store_import_each(loading->store, loading->org, note_import, loading, err));
	CDR_TRY(cdr_store_engagement_each(loading->store, loading->org, loading->as_of_import,
	                                  (struct cdr_str){ NULL, 0 }, 0, load_engagement, loading, err));
	ledger_close(related->ledger);
	related->engagements_known = related->engagements_known || related->engagements.n > 0;
	for (size_t i = 0; i < CDR_RECORD_KIND_COUNT; i++)
		CDR_TRY(cdr_store_record_known(loading->store, loading->org, loading->as_of_import,
		                               (enum cdr_record_kind)i, &related->records_known[i], err));
	CDR_TRY(cdr_store_record_each(loading->store, loading->org, loading->as_of_import, -1, load_record, loading,
	                              err));
	if (related->records.n)
		qsort(related->records.items, related->records.n, sizeof(struct held_record), compare_records);
	if (loading->parents)
		CDR_TRY(graph_load(loading->store, loading->org, loading->as_of_import, &related->graph, err));
	return sort_engagements(related, err);
}

static enum cdr_status
related_new(const struct cdr_screen_setup *setup, struct related **ret, struct cdr_error *err)
{
	cdr_owned(related) related = cdr_alloc(sizeof(*related));
	if (!related)
		return cdr_fail_memory(err, ROOM);
	related->texts = (struct cdr_vec)CDR_VEC_INIT(struct cdr_str, RELATED_MAX);
	related->engagements = (struct cdr_vec)CDR_VEC_INIT(struct held, RELATED_MAX);
	related->values = (struct cdr_vec)CDR_VEC_INIT(struct value, 16 * RELATED_MAX);
	related->records = (struct cdr_vec)CDR_VEC_INIT(struct held_record, RELATED_MAX);
	related->arena = cdr_arena_new(SCREEN_ARENA_MAX_BYTES);
	related->scratch = cdr_arena_new(SCRATCH_MAX_BYTES);
	related->texts_by_text = cdr_map_new(RELATED_MAX);
	related->columns = cdr_map_new(TERM_COUNT + 1);
	related->keys = cdr_map_new(RELATED_MAX);
	if (!related->arena || !related->scratch || !related->texts_by_text || !related->columns || !related->keys)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < TERM_COUNT; i++) {
		if (cdr_map_put(related->columns, cdr_str_from(term_columns[i].column), (void *)(uintptr_t)(i + 1)) !=
		    CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	CDR_TRY(cdr_rates_load(&setup->rulesets, related->arena, &related->rates, err));
	CDR_TRY(ledger_new(&related->rates, related->arena, &related->ledger, err));
	*ret = cdr_steal(&related);
	return CDR_OK;
}

enum cdr_status
related_load(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org, int64_t as_of_import,
             struct related **ret, struct cdr_error *err)
{
	cdr_owned(related) related = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SCRATCH_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(related_new(setup, &related, err));
	struct loading loading = { related, store, org, as_of_import, arena, false };
	CDR_TRY(load_rows(&loading, err));
	*ret = cdr_steal(&related);
	return CDR_OK;
}

struct graph *
related_graph(const struct related *related)
{
	return related ? related->graph : NULL;
}

/* ------------------------------------------------------------------------------------------------------ one engagement */

static void
terms_at(const struct related *related, size_t number, struct terms *ret)
{
	const struct held *held = CDR_VEC_AT(&related->engagements, struct held, number);
	*ret = (struct terms){ .recruited_on = held->recruited_on, .ended_on = held->ended_on };
	for (uint32_t i = 0; i < held->n_values; i++) {
		const struct value *value = CDR_VEC_AT(&related->values, struct value, held->first_value + i);
		ret->values[value->column] = text_at(related, value->text);
	}
}

/* The number of an engagement; SIZE_MAX when it is none of those read. */
static size_t
find_engagement(const struct related *related, struct cdr_str id)
{
	size_t low = 0, high = related->engagements.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cdr_str_compare(CDR_VEC_AT(&related->engagements, struct held, middle)->id, id);
		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return SIZE_MAX;
}

/* The whole cohort in words, the row itself first. */
static struct cdr_str
items_of(const struct related *related, size_t number, struct cdr_arena *arena)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct terms terms;
	size_t n = 1;
	terms_at(related, number, &terms);
	ledger_items(related->ledger, &terms, &text);
	for (size_t i = ledger_first_of_cohort(related->ledger, number); i != SIZE_MAX;
	     i = ledger_next_of_cohort(related->ledger, i)) {
		if (i == number)
			continue;
		if (n++ == MAX_ITEM_ROWS) {
			cdr_buf_puts(&text, "; and more");
			break;
		}
		terms_at(related, i, &terms);
		ledger_items(related->ledger, &terms, &text);
	}
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&text));
}

void
related_facts_of_engagement(const struct related *related, const struct cdr_engagement *engagement,
                            struct cdr_facts *facts, struct cdr_arena *arena)
{
	size_t number = related ? find_engagement(related, engagement->id) : SIZE_MAX;
	if (number == SIZE_MAX)
		return;
	ledger_facts(related->ledger, number, facts);
	cdr_facts_set_text(facts, "ledger.items", items_of(related, number, arena));
}

/* --------------------------------------------------------------------------------------------------------- one party */

/* Engagements or records as the rules count them. */
struct collection {
	const char *name;
	const struct related *related;
	struct cdr_date today;
	const uint32_t *engagements; /* numbers; NULL for records */
	const struct held_record *records;
	size_t n;
	bool known;
};
enum { MAX_COLLECTIONS = 6 };
struct relations {
	struct collection collections[MAX_COLLECTIONS];
	size_t n;
};

static enum cdr_status
fill_engagement(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	const struct collection *collection = context;
	struct terms terms;
	(void)err;
	cdr_arena_reset(collection->related->scratch);
	terms_at(collection->related, collection->engagements[i], &terms);
	facts_of_terms(inner, &terms, collection->today, collection->related->scratch);
	ledger_facts(collection->related->ledger, collection->engagements[i], inner);
	return CDR_OK;
}

static enum cdr_status
fill_record(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	const struct collection *collection = context;
	(void)err;
	cdr_arena_reset(collection->related->scratch);
	facts_of_record(inner, collection->records[i].record, collection->today, collection->related->scratch);
	return CDR_OK;
}

/* The records of a kind about a party. */
static struct collection
records_of(const struct related *related, uint32_t subject, enum cdr_record_kind kind)
{
	struct collection collection = { .name = cdr_record_kind_word(kind),
		                         .related = related,
		                         .known = related->records_known[kind] };
	const struct held_record *items = related->records.items;
	size_t low = 0, high = subject ? related->records.n : 0;
	while (low < high) { /* the first that is not before (subject, kind) */
		size_t middle = low + (high - low) / 2;
		bool before = items[middle].subject < subject ||
		              (items[middle].subject == subject && items[middle].record->kind < kind);
		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	collection.records = items ? items + low : NULL;
	while (subject && low + collection.n < related->records.n && items[low + collection.n].subject == subject &&
	       items[low + collection.n].record->kind == kind)
		collection.n++;
	return collection;
}

static struct collection
engagements_of(const struct related *related, uint32_t supplier)
{
	struct range range =
		supplier && supplier < related->n_ranges ? related->ranges[supplier] : (struct range){ 0, 0 };
	return (struct collection){ .name = "engagements",
		                    .related = related,
		                    .engagements = related->by_supplier + range.first,
		                    .n = range.n,
		                    .known = related->engagements_known };
}

static void
set_collection(struct cdr_facts *facts, struct collection *collection)
{
	if (collection->known)
		cdr_facts_set_related(facts, collection->name, collection->n,
		                      collection->engagements ? fill_engagement : fill_record, collection);
}

/* Those of all that supply it, each supplier's side by side. */
static enum cdr_status
engagements_below(const struct related *related, const struct cdr_party *party, struct cdr_arena *arena,
                  struct collection *ret, struct cdr_error *err)
{
	struct cdr_str *keys = NULL;
	size_t n_keys = 0, n = 0;
	bool whole = false;
	CDR_TRY(graph_keys_below(related->graph, party, arena, &keys, &n_keys, &whole, err));
	for (size_t i = 0; i < n_keys; i++)
		n += engagements_of(related, text_number(related, keys[i])).n;
	uint32_t *numbers = cdr_arena_alloc(arena, (n + 1) * sizeof(*numbers));
	if (!numbers)
		return cdr_fail_memory(err, ROOM);
	*ret = (struct collection){ .name = "engagements_below",
		                    .related = related,
		                    .engagements = numbers,
		                    .known = whole && related->engagements_known };
	for (size_t i = 0; i < n_keys; i++) {
		struct collection one = engagements_of(related, text_number(related, keys[i]));
		if (one.n)
			memcpy(numbers + ret->n, one.engagements, one.n * sizeof(*numbers));
		ret->n += one.n;
	}
	return CDR_OK;
}

/* Whoever has workers through an agency uses one, whatever its own row says. Those found directly were found by the employer,
 * whose own name then stands where the agency's would. */
static void
set_labour_providers(struct cdr_facts *facts, const struct collection *engagements)
{
	for (size_t i = 0; i < engagements->n; i++) {
		struct terms terms;
		terms_at(engagements->related, engagements->engagements[i], &terms);
		if (!terms.values[TERM_AGENCY_NAME].n || cdr_str_equal(terms.values[TERM_CHANNEL], CDR_STR("direct")))
			continue;
		cdr_facts_set_boolean(facts, "party.uses_labour_providers", true);
		return;
	}
}

static enum cdr_status
set_indicators(const struct related *related, const struct relations *relations, struct cdr_facts *facts,
               struct cdr_arena *arena, struct cdr_error *err)
{
	struct indicators indicators = { 0 };
	for (size_t i = 0; i < relations->n; i++) {
		const struct collection *one = &relations->collections[i];
		for (size_t k = 0; !one->engagements && k < one->n; k++)
			indicators_add(&indicators, one->records[k].record);
	}
	return indicators_set(&indicators, related->records_known[CDR_RECORD_ALLEGATIONS], facts, arena, err);
}

enum cdr_status
related_facts_of_party(const struct related *related, const struct cdr_party *party, struct cdr_date today,
                       struct cdr_facts *facts, struct cdr_arena *arena, const struct relations **ret,
                       struct cdr_error *err)
{
	static const enum cdr_record_kind kinds[] = { CDR_RECORD_AUDITS, CDR_RECORD_CERTIFICATES, CDR_RECORD_SURVEYS,
		                                      CDR_RECORD_ALLEGATIONS };
	struct relations *relations = cdr_arena_alloc(arena, sizeof(*relations));
	if (!relations)
		return cdr_fail_memory(err, ROOM);
	if (related) {
		uint32_t own = text_number(related, party->key);
		relations->collections[relations->n++] = engagements_of(related, own);
		set_labour_providers(facts, &relations->collections[0]);
		for (size_t i = 0; i < CDR_LEN(kinds); i++)
			relations->collections[relations->n++] = records_of(related, own, kinds[i]);
		CDR_TRY(set_indicators(related, relations, facts, arena, err));
		if (related->graph)
			CDR_TRY(engagements_below(related, party, arena, &relations->collections[relations->n++], err));
	}
	for (size_t i = 0; i < relations->n; i++) {
		relations->collections[i].today = today;
		set_collection(facts, &relations->collections[i]);
	}
	*ret = relations;
	return CDR_OK;
}

bool
relations_origin(const struct relations *relations, const char *collection, size_t index, struct cdr_origin *ret)
{
	for (size_t i = 0; relations && i < relations->n; i++) {
		const struct collection *one = &relations->collections[i];
		if (strcmp(one->name, collection) != 0 || index >= one->n)
			continue;
		if (!one->engagements) {
			*ret = one->records[index].record->origin;
			return true;
		}
		const struct held *held = CDR_VEC_AT(&one->related->engagements, struct held, one->engagements[index]);
		*ret = (struct cdr_origin){ .file = text_at(one->related, held->file),
			                    .sheet = text_at(one->related, held->sheet),
			                    .row = held->row,
			                    .line = held->line };
		return true;
	}
	return false;
}

bool
relations_recruited_since(const struct relations *relations, struct cdr_date day, double *ret)
{
	const struct collection *engagements = relations && relations->n ? &relations->collections[0] : NULL;
	double n = 0;
	if (!engagements || !engagements->known)
		return false;
	for (size_t i = 0; i < engagements->n; i++) {
		const struct held *held =
			CDR_VEC_AT(&engagements->related->engagements, struct held, engagements->engagements[i]);
		n += held->recruited_on.ymd > day.ymd;
	}
	*ret = n;
	return true;
}
