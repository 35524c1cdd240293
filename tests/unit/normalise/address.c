/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include <stdio.h>

#include "support.h"

/* What became of an address, in one line: "CC postcode | numbers | words", a street's words with a star. */
static void
expect(const struct tables *t, const char *address, const char *country, const char *expected)
{
	struct cdr_address_key key;
	struct cdr_error err = { 0 };
	char line[1024];
	if (cdr_normalise_address(t->normaliser, cdr_str_from(address), cdr_str_from(country), t->arena, &key, &err) !=
	    CDR_OK)
		fail_msg("%s", err.message);
	size_t n = (size_t)snprintf(line, sizeof(line), "%s %.*s |", key.country, CDR_STR_ARG(key.postcode));
	for (size_t i = 0; i < key.n_numbers; i++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, " %.*s", CDR_STR_ARG(key.numbers[i]));
	n += (size_t)snprintf(line + n, sizeof(line) - n, " |");
	for (size_t i = 0; i < key.n_words; i++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, " %.*s%s", CDR_STR_ARG(key.words[i].text),
		                      key.words[i].street ? "*" : "");
	if (strcmp(line, expected) != 0)
		fail_msg("%s\n  gives %s\n  not   %s", address, line, expected);
}

static void
address_is_taken_apart(void **state)
{
	expect(*state, "No. 18, Heronlake South Rd, Falconshan, Gulfhua, Musterzhen", "CN",
	       "CN  | 18 | heronlake* south* falconshan gulfhua musterzhen");
	expect(*state, "Plot 23, Block C, Heron Industrial Estate, Gulfpur-1704, Bangladesh", "",
	       "BD 1704 | 23 c | heron* gulfpur");
	expect(*state, "12-A Falcon Road, 2nd Floor, Gulfview, Pakistan", NULL, "PK  | 12 | falcon* gulfview");
	expect(*state, "Jl. Raya Bangau No. 7, Desa Elang, Kec. Camar, 15710", "ID",
	       "ID 15710 | 7 | raya* bangau* elang camar");
	expect(*state, "Rua das Garças, 45 - Bairro Falcão, 12345-678 Novagarça", "BR",
	       "BR 12345678 | 45 | garcas* falcao novagarca");
	expect(*state, "Reiherstraße 5, D-53999 Musterstadt", "DE", "DE 53999 | 5 | reiher* d musterstadt");
}

static void
address_without_blanks_is_taken_apart(void **state)
{
	expect(*state, "鹭东省隼州市湾景区苍鹭南路18号3楼", "CN", "CN  | 18 | 鹭东 隼 湾景 苍鹭南*");
	expect(*state, "No18,Falconlu Town,Gulfdong523999", "CN", "CN 523999 | 18 | falconlu gulfdong");
}

static void
address_postcodes_are_of_the_countrys_shape(void **state)
{
	expect(*state, "3 Heron Lane, Gulfview LS1 4AB", "GB", "GB ls14ab | 3 | heron* gulfview");
	expect(*state, "3 Heron Lane, Gulfview LS1 4AB", "", "  | 3 ls1 4ab | heron* gulfview");
	expect(*state, "3 Heron Lane, Falconpuram 600 058", "IN", "IN 600058 | 3 | heron* falconpuram");
	expect(*state, "No 600058 Heron Lane, Falconpuram", "IN", "IN  | 600058 | heron* falconpuram");
	expect(*state, "Heron Lane 3, Falconpuram, 000000", "IN", "IN  | 3 | heron* falconpuram");
}

static void
address_of_nothing_is_nothing(void **state)
{
	expect(*state, "", "", "  | |");
	expect(*state, " ,, ; ", "CN", "CN  | |");
	expect(*state, "China", "CN", "CN  | |");
}

static void
address_of_any_length_is_cut(void **state)
{
	struct tables *t = *state;
	char text[6000];
	struct cdr_address_key key;
	struct cdr_error err = { 0 };
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 3 == 2 ? ' ' : (char)('a' + i % 26);
	assert_int_equal(cdr_normalise_address(t->normaliser, (struct cdr_str){ text, sizeof(text) }, S("CN"), t->arena,
	                                       &key, &err),
	                 CDR_OK);
	assert_true(key.n_words + key.n_numbers <= CDR_ADDRESS_MAX_WORDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address_is_taken_apart),
		cmocka_unit_test(address_without_blanks_is_taken_apart),
		cmocka_unit_test(address_postcodes_are_of_the_countrys_shape),
		cmocka_unit_test(address_of_nothing_is_nothing),
		cmocka_unit_test(address_of_any_length_is_cut),
	};
	return cmocka_run_group_tests_name("address", tests, load_tables, drop_tables);
}
