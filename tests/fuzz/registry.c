/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list as CSV, read with a definition that uses all of the format. Whatever it holds: it is refused with a reason, or
 * rows and their outcome add up, no entry lacks a name or shares its key, and no time on a list ends before it begins.
 */
#include <stddef.h>
#include <stdint.h>

#include "candor/registry.h"

static const char definition[] =
	"id: zz-any\ntitle: A list\npublisher: A body\njurisdiction: INT\nkind: debarment\n"
	"source: {url: \"https://example.org/\", terms: none, cadence: daily}\nlayout_confidence: assumed\n"
	"absence: nothing\nfreshness_days: 30\nformat: {type: csv, date_order: day_first}\n"
	"rows: {only: {column: Sort, match: '^(?:firm|person|)$'}, same: Id, main: {column: Kind, match: '^main$'}}\n"
	"fields:\n"
	"  name: Name\n"
	"  aliases: {columns: Also, split: ['\\s*;\\s*']}\n"
	"  country: {columns: Land, split: ['\\|', '\\s+and\\s+']}\n"
	"  status: Status\n"
	"  listed_on: From\n"
	"  valid_to: To\n"
	"  term: For\n"
	"  intervals: {columns: On, split: ['\\s+e\\s+', ';'], match: '^(\\d\\S*)(?:\\s+a\\s+(\\d\\S*))?$'}\n"
	"  party_type: {columns: Sort, cases: [{match: '^p', value: person}, {match: '^f', value: organisation}]}\n"
	"  attributes: {topic: {columns: Topic, split: ['\\|'], match: '[a-z]+'}}\n"
	"  identifiers: [{scheme: company_number, column: Number, match: '(\\d+)(?: \\(([^()]+)\\))?'}]\n"
	"identity: [Id, {field: name}, {field: country}]\n"
	"names:\n"
	"  shapes: [{match: '^(.+?)(\\s+and its \\w+ subsidiaries), which include (.+)$', keep: '$1$2; $3'}]\n"
	"  asides: [{match: '\\s+and its (\\w+ subsidiaries)', attribute: group}]\n"
	"  alias_lists: [{match: '\\((?:and|including) (\\w+) alias(?:es)?: ([^()]*)\\)', split: [';', ' and ']}]\n"
	"  alias: [',?\\s*a/k/a\\s+(.+?)(?=,?\\s*a/k/a|$)']\n"
	"  variants: [{match: '(\\S+)\\s*\\(or\\s+([^()]+)\\)', forms: ['$1', '$2']}]\n"
	"  cut_at: 75\n"
	"statuses:\n"
	"  - {word: listed, status: banned, from: intervals}\n"
	"  - {word: barred, status: banned, from: listed_on, to: [valid_to-1, term]}\n"
	"  - {word: valid, status: valid, to: valid_to}\n"
	"privacy: {persons: name_only}\n";

static void
check_entry(const struct cdr_entry *entry)
{
	cdr_require(entry->name.n > 0 && entry->key.n > 0);
	bool person = cdr_str_equal(entry->party_type, CDR_STR("person"));
	cdr_require(!person || (!entry->country.n && !entry->n_identifiers && !entry->n_attributes));
	for (size_t i = 0; i < entry->n_aliases; i++)
		cdr_require(entry->aliases[i].n > 0 && !cdr_str_equal(entry->aliases[i], entry->name));
	for (size_t i = 0; i < entry->n_statuses; i++) {
		const struct cdr_entry_status *status = &entry->statuses[i];
		cdr_require(i == 0 || status->from.ymd >= status[-1].from.ymd);
		if (cdr_str_equal_nocase(status->word, CDR_STR("listed")) && status->to.ymd)
			cdr_require(status->from.ymd && status->to.ymd >= status->from.ymd);
	}
}

static void
check_copy(const struct cdr_registry_copy *copy)
{
	int64_t n_rejected = 0;
	cdr_owned(cdr_map) keys = cdr_map_new(1000000);
	cdr_require(keys);
	for (size_t i = 0; i < copy->n_entries; i++) {
		check_entry(&copy->entries[i]);
		cdr_require(!cdr_map_get(keys, copy->entries[i].key));
		cdr_require(cdr_map_put(keys, copy->entries[i].key, &copy->entries[i]) == CDR_OK);
	}
	for (size_t i = 0; i < copy->n_problems; i++) {
		cdr_require(copy->problems[i].text.n > 0);
		n_rejected += copy->problems[i].rejected;
	}
	cdr_require(n_rejected == copy->n_rejected && n_rejected <= copy->n_rows);
	cdr_require((int64_t)copy->n_entries <= copy->n_rows * 64);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cdr_normaliser *normaliser;
	static struct cdr_registry *registry;
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	const char *name = "list.csv";
	struct cdr_str part = { (const char *)data, size };
	struct cdr_error err = { 0 };
	if (!normaliser) {
		struct cdr_bundle bundle;
		cdr_require(cdr_ingest_start(&err) == CDR_OK);
		cdr_require(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &bundle, NULL) == CDR_OK);
		cdr_require(cdr_normaliser_load(&bundle, &normaliser, NULL) == CDR_OK);
		cdr_bundle_done(&bundle);
		cdr_require(cdr_registry_load(cdr_str_from(definition), "any.yaml", &registry, &err) == CDR_OK);
	}
	cdr_owned(cdr_registry_copy) copy = NULL;
	enum cdr_status status = cdr_registry_read(registry, normaliser, &part, &name, 1, &copy, &err);
	cdr_require(status == CDR_OK || ((status == CDR_EINPUT || status == CDR_ELIMIT) && err.message[0]));
	if (status == CDR_OK)
		check_copy(copy);
	return 0;
}
