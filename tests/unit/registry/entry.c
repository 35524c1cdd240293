/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#define PLAIN                                                                                                          \
	HEAD "format: {type: csv}\nfields: {name: Name, country: Country, status: {value: x}}\n"                       \
	     "identity: [Name]\nstatuses: [{word: x, status: valid}]\n"

static void
entry_keys_tell_near_names_apart(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(PLAIN);
	cdr_owned(cdr_registry_copy) copy = read_copy(
		registry, "Name,Country\nA INC,PH\nA INC.,PH\na  inc,PH\nA INC~2,PH\nA Inc,PH\nA Inc,PH\n", "list.csv");
	assert_int_equal(copy->n_entries, 6);
	assert_text(copy->entries[0].key, "a inc");
	assert_text(copy->entries[1].key, "a inc.");
	assert_text(copy->entries[2].key, "a inc~2");
	for (size_t i = 0; i < copy->n_entries; i++) {
		for (size_t k = 0; k < i; k++)
			assert_false(cdr_str_equal(copy->entries[i].key, copy->entries[k].key));
	}
}

static void
entry_keys_step_over_a_number_that_is_taken(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(PLAIN);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry, "Name,Country\nA~2,PH\nA,PH\nA,PH\n", "list.csv");
	assert_text(copy->entries[0].key, "a~2");
	assert_text(copy->entries[1].key, "a");
	assert_text(copy->entries[2].key, "a~3");
}

static void
entry_keys_that_are_long_end_in_a_hash(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(PLAIN);
	char text[2048], name[400];
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	(void)snprintf(text, sizeof(text), "Name,Country\n%s1,PH\n%s2,PH\n", name, name);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry, text, "list.csv");
	assert_int_equal(copy->entries[0].key.n, 217);
	assert_int_equal(copy->entries[0].key.p[200], '#');
	assert_false(cdr_str_equal(copy->entries[0].key, copy->entries[1].key));
}

static void
entry_country_that_is_not_known_is_told(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(PLAIN);
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, "Name,Country\nA,Philippines\nB,Atlantis\nC,\n", "list.csv");
	assert_text(copy->entries[0].country, "PH");
	assert_null(copy->entries[1].country.p);
	assert_null(copy->entries[2].country.p);
	assert_int_equal(copy->n_problems, 1);
	assert_int_equal(copy->problems[0].origin.row, 3);
}

static void
entry_name_falls_back_to_the_second_language(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: csv}\n"
	                           "fields: {name: {first_of: [En, Zh]}, name_local: Zh, status: {value: x}}\n"
	                           "identity: [En, Zh]\nstatuses: [{word: x, status: valid}]\n");
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, "En,Zh\nA,\xe7\x8e\x89\n\xc2\xa0,\xe7\x8e\x89\n", "list.csv");
	assert_text(copy->entries[0].name, "A");
	assert_text(copy->entries[0].name_local, "\xe7\x8e\x89");
	assert_text(copy->entries[1].name, "\xe7\x8e\x89");
	assert_null(copy->entries[1].name_local.p);
}

static void
entry_notes_a_name_that_was_cut(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(PLAIN "names: {cut_at: 5}\n");
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, "Name,Country\nABCD,PH\nABCDE,PH\n\xc3\xa9\xc3\xa9\xc3\xa9,PH\n", "list.csv");
	assert_int_equal(copy->entries[0].n_attributes, 0);
	assert_int_equal(copy->entries[1].n_attributes, 1);
	assert_text(copy->entries[1].attributes[0].name, "name_cut");
	assert_int_equal(copy->entries[2].n_attributes, 0);
}

#define JOINED                                                                                                         \
	HEAD "format: {type: csv, header: false}\n"                                                                    \
	     "parts:\n"                                                                                                \
	     "  - {name: main, match: main, columns: [id, name, type, note], key: id}\n"                               \
	     "  - {name: more, match: more, columns: [id, also, town, land], key: id,\n"                               \
	     "     fields: {aliases: also, address: [town, land], country: land}}\n"                                   \
	     "fields:\n"                                                                                               \
	     "  name: name\n"                                                                                          \
	     "  party_type: {columns: type, words: {i: person}, else: organisation}\n"                                 \
	     "  status: {value: x}\n"                                                                                  \
	     "  identifiers: [{scheme: tax_id, column: note, match: 'Tax ([0-9]+)(?: \\(([^()]+)\\))?'}]\n"            \
	     "identity: [id]\nstatuses: [{word: x, status: valid}]\nprivacy: {persons: name_only}\n"

static void
entry_parts_are_joined_by_their_key(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(JOINED);
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	cdr_owned(cdr_registry_copy) copy = NULL;
	struct cdr_error err = { 0 };
	const struct cdr_str parts[] = { CDR_STR("1,Firm,,Tax 11 (Panama); Tax 12\n2,Person,i,Tax 13\n"),
		                         CDR_STR("1,Firma,Colon,Panama\n1,Firma,Rome,Italy\n2,Persona,Rome,Italy\n"
		                                 "1,,Oslo,Norway\n9,Nobody,Rome,Italy\n") };
	const char *const names[] = { "main.csv", "more.csv" };
	if (cdr_registry_read(registry, normaliser, parts, names, 2, &copy, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	assert_int_equal(copy->n_rows, 7);
	assert_int_equal(copy->n_entries, 2);
	assert_int_equal(copy->n_rejected, 1);
	const struct cdr_entry *firm = &copy->entries[0], *person = &copy->entries[1];
	assert_int_equal(firm->n_aliases, 1);
	assert_text(firm->aliases[0], "Firma");
	assert_text(firm->country, "PA");
	assert_text(firm->address, "Colon, Panama");
	assert_int_equal(firm->n_identifiers, 2);
	assert_text(firm->identifiers[0].country, "PA");
	assert_text(firm->identifiers[1].value, "12");
	assert_text(firm->attributes[0].name, "other_countries");
	assert_text(firm->attributes[0].value, "IT|NO");
	assert_text(person->party_type, "person");
	assert_text(person->aliases[0], "Persona");
	assert_null(person->country.p);
	assert_null(person->address.p);
	assert_int_equal(person->n_identifiers, 0);
	assert_text(copy->problems[0].origin.file, "more.csv");
}

static void
entry_values_of_one_cell_are_told_apart(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: csv}\n"
	                           "fields:\n"
	                           "  name: Name\n"
	                           "  aliases: {columns: Also, split: ['\\s*;\\s*']}\n"
	                           "  country: {columns: Land, split: ['\\|'], words: {Holland: NL}}\n"
	                           "  status: {value: x}\n"
	                           "  attributes: {topic: {columns: Topic, split: ['\\|'], match: '^[a-z]+$'}}\n"
	                           "identity: [Name]\nstatuses: [{word: x, status: valid}]\nnames: {split: [' & ']}\n");
	cdr_owned(cdr_registry_copy) copy = read_copy(registry,
	                                              "Name,Also,Land,Topic\n"
	                                              "A,B; C;;A,Kenya|Holland|Atlantis|Kenya,x|9|y\n"
	                                              "D & E,F,,\n",
	                                              "list.csv");
	const struct cdr_entry *a = &copy->entries[0];
	assert_int_equal(a->n_aliases, 2);
	assert_text(a->aliases[0], "B");
	assert_text(a->aliases[1], "C");
	assert_text(a->country, "KE");
	assert_int_equal(a->n_attributes, 3);
	assert_text(a->attributes[0].value, "x");
	assert_text(a->attributes[1].value, "y");
	assert_text(a->attributes[2].name, "other_countries");
	assert_text(a->attributes[2].value, "NL");
	assert_int_equal(copy->n_entries, 3);
	assert_int_equal(copy->entries[1].n_aliases, 0);
	assert_int_equal(copy->n_problems, 2);
	assert_true(cdr_str_find(copy->problems[0].text, CDR_STR("\"Atlantis\" is no country")) >= 0);
	assert_true(cdr_str_find(copy->problems[1].text, CDR_STR("does not say whose they are")) >= 0);
}

#define SAME                                                                                                           \
	HEAD "format: {type: csv}\n"                                                                                   \
	     "rows: {same: Id, main: {column: Sort, match: '(?i)^primary'}}\n"                                         \
	     "fields: {name: Name, name_local: Own, country: Land, address: Town, status: {value: x}, party_type: "    \
	     "Type,\n"                                                                                                 \
	     "  identifiers: [{scheme: tax_id, column: Tax}]}\n"                                                       \
	     "identity: [Id]\nstatuses: [{word: x, status: banned}]\nprivacy: {persons: name_only}\n"

static void
entry_of_several_rows_has_all_their_names(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(SAME);
	cdr_owned(cdr_registry_copy) copy = read_copy(registry,
	                                              "Id,Sort,Name,Land,Town,Type,Tax,Own\n"
	                                              "1,alias,Beta,Kenya,Nairobi,,7\n"
	                                              "1,primary name,Alpha,Malta,Valletta,,8,Alfa\n"
	                                              "1,primary name,Gamma,Kenya,,,7\n"
	                                              "2,alias,Solo,Kenya,,person,9\n"
	                                              "1,alias,Beta,,,,\n"
	                                              "2,alias,Zwei,Malta,Here,person,9\n"
	                                              ",alias,Nobody,,,,\n"
	                                              ",alias,Nobody Else,,,,\n",
	                                              "list.csv");
	assert_int_equal(copy->n_rows, 8);
	assert_int_equal(copy->n_rejected, 0);
	assert_int_equal(copy->n_entries, 4);
	const struct cdr_entry *one = &copy->entries[0], *two = &copy->entries[1];
	assert_text(one->name, "Alpha");
	assert_text(one->original_name, "Alpha");
	assert_text(one->name_local, "Alfa");
	assert_int_equal(one->n_aliases, 2);
	assert_text(one->aliases[0], "Beta");
	assert_text(one->aliases[1], "Gamma");
	assert_text(one->country, "KE");
	assert_text(one->address, "Nairobi");
	assert_int_equal(one->n_identifiers, 2);
	assert_text(one->attributes[0].value, "MT");
	assert_int_equal(one->origin.row, 2);
	assert_text(two->name, "Solo");
	assert_text(two->aliases[0], "Zwei");
	assert_null(two->country.p);
	assert_int_equal(two->n_identifiers, 0);
	assert_text(copy->entries[2].name, "Nobody");
}

static void
entry_of_goods_is_made_for_each_country(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry =
		load_registry("id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: goods_risk\n"
	                      "source: {url: \"https://example.org/\", terms: none, cadence: daily}\n"
	                      "layout_confidence: assumed\nabsence: nothing\nfreshness_days: 30\n"
	                      "format: {type: csv}\n"
	                      "fields: {good: Good, country: {columns: Lands, split: [',\\s*']}, party_type: {value: "
	                      "goods}}\n"
	                      "identity: [Good, {field: country}]\n");
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, "Good,Lands\nBricks,\"Kenya, Atlantis, Malta\"\nTin,Atlantis\n", "list.csv");
	assert_int_equal(copy->n_entries, 2);
	assert_text(copy->entries[0].key, "bricks|ke");
	assert_text(copy->entries[0].country, "KE");
	assert_text(copy->entries[1].key, "bricks|mt");
	assert_text(copy->entries[1].good, "Bricks");
	assert_int_equal(copy->entries[1].n_attributes, 0);
	assert_int_equal(copy->n_rejected, 1);
	assert_int_equal(copy->n_problems, 3);
}

static void
entry_type_can_be_told_from_a_number(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(
		HEAD "format: {type: csv}\n"
		     "fields: {name: Name, address: Town, status: {value: x}, party_type: {columns: No, cases: [\n"
		     "  {match: '^\\d{3}$', value: person}, {match: '^\\d+$', value: organisation}], else: vessel}}\n"
		     "identity: [Name]\nstatuses: [{word: x, status: banned}]\nprivacy: {persons: name_only}\n");
	cdr_owned(cdr_registry_copy) copy =
		read_copy(registry, "Name,Town,No\nA,Rome,123\nB,Rome,1234\nC,Rome,x\nD,Rome,\n", "list.csv");
	static const char *const types[] = { "person", "organisation", "vessel", "vessel" };
	for (size_t i = 0; i < CDR_LEN(types); i++)
		assert_true(cdr_str_equal(copy->entries[i].party_type, cdr_str_from(types[i])));
	assert_null(copy->entries[0].address.p);
	assert_text(copy->entries[1].address, "Rome");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entry_keys_tell_near_names_apart),
		cmocka_unit_test(entry_keys_step_over_a_number_that_is_taken),
		cmocka_unit_test(entry_keys_that_are_long_end_in_a_hash),
		cmocka_unit_test(entry_country_that_is_not_known_is_told),
		cmocka_unit_test(entry_name_falls_back_to_the_second_language),
		cmocka_unit_test(entry_notes_a_name_that_was_cut),
		cmocka_unit_test(entry_parts_are_joined_by_their_key),
		cmocka_unit_test(entry_values_of_one_cell_are_told_apart),
		cmocka_unit_test(entry_of_several_rows_has_all_their_names),
		cmocka_unit_test(entry_of_goods_is_made_for_each_country),
		cmocka_unit_test(entry_type_can_be_told_from_a_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
