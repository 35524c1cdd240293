/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static const char *const names[] = { "Gulfview Traders Ltd",
	                             "Heron Traders Ltd",
	                             "Falcon Traders 2",
	                             "Al Noor",
	                             "",
	                             "Quillon Ltd (formerly Marisol Ltd)" };

static uint32_t
stem(const struct cdr_match_index *index, const char *text)
{
	return cdr_match_word_find(index, cdr_str_from(text), cdr_str_from(text), CDR_TOKEN_STEM);
}

static void
index_weighs_rare_words_above_common_ones(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	uint32_t rare = stem(index, "gulfview");
	assert_int_not_equal(rare, 0);
	assert_int_equal(cdr_cdx_word(&index->cdx, rare)->frequency, 1);
	struct cdr_match_name name;
	cdr_match_unpack(index, 0, &name);
	assert_int_equal(name.n_tokens, 2);
	assert_int_equal(name.tokens[0].id, rare);
	assert_true(name.tokens[0].weight > name.tokens[1].weight);
	assert_int_equal(stem(index, "nowhere"), 0);
	assert_int_equal(cdr_match_index_count(index), CDR_LEN(names));
}

static void
index_unpacks_what_was_put_in(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_name stored, fresh;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	for (uint32_t n = 0; n < 4; n++) {
		cdr_match_unpack(index, n, &stored);
		assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(names[n]), t->arena, &key, &err),
		                 CDR_OK);
		cdr_match_prepare(t->config, index, &key, 0, &fresh);
		assert_int_equal(stored.n_tokens, fresh.n_tokens);
		assert_int_equal(stored.n_forms, fresh.n_forms);
		assert_true(stored.folded_hash == fresh.folded_hash >> 32 << 32);
		assert_true(stored.joined_hash == fresh.joined_hash);
		assert_true(cdr_str_equal(stored.original, fresh.original));
		for (size_t i = 0; i < stored.n_forms; i++)
			assert_int_equal(stored.forms[i], fresh.forms[i]);
		for (size_t i = 0; i < stored.n_tokens; i++) {
			const struct cdr_match_token *a = &stored.tokens[i], *b = &fresh.tokens[i];
			assert_int_equal(a->id, b->id);
			assert_int_equal(a->kind, b->kind);
			assert_int_equal(a->flags, b->flags);
			assert_int_equal(a->n_characters, b->n_characters);
			assert_true(a->letters == b->letters);
			assert_true(a->number == b->number);
			assert_true(a->weight == b->weight);
			assert_true(cdr_str_equal(a->text, b->text) && cdr_str_equal(a->meaning, b->meaning));
		}
	}
}

static void
index_is_closed_by_finishing(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_subject subject = NAMED("Late");
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_add(index, 9, &subject, &err), CDR_EINTERNAL);
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	assert_int_equal(cdr_match_index_count(index), CDR_LEN(names));
}

static void
index_is_the_same_bytes_in_any_order_of_adding(void **state)
{
	size_t order[CDR_LEN(names)];
	for (size_t i = 0; i < CDR_LEN(names); i++)
		order[i] = CDR_LEN(names) - 1 - i;
	cdr_owned(cdr_match_index) forth = index_of(*state, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_match_index) back = index_of(*state, names, order, CDR_LEN(names));
	assert_int_equal(forth->cdx.n_bytes, back->cdx.n_bytes);
	assert_memory_equal(forth->cdx.image, back->cdx.image, forth->cdx.n_bytes);
}

/* An index with an id, a country and identifiers on each entry. */
static void
add_full(struct cdr_match_index *index, uint32_t number, const char *name)
{
	char id[16];
	struct cdr_error err = { 0 };
	const struct cdr_identifier identifiers[] = { { S("company_number"), { id, 0 }, S("GB") },
		                                      { S("licence:xx"), S("RL-7"), { NULL, 0 } } };
	struct cdr_identifier given[CDR_LEN(identifiers)];
	memcpy(given, identifiers, sizeof(given));
	(void)snprintf(id, sizeof(id), "0004%04u", number);
	given[0].value.n = strlen(id);
	const struct cdr_str aliases[] = { S("Heron Bay") };
	const struct cdr_str address = S("12 Heron Street, Dhaka 1212"), sector = S("garments");
	struct cdr_match_subject subject = { cdr_str_from(name), aliases, 1, S("GB"), given, 2, { id, 8 } };
	subject.addresses = &address;
	subject.sectors = &sector;
	subject.n_addresses = number % 2;
	subject.n_sectors = number % 3 == 0;
	assert_int_equal(cdr_match_index_add(index, number, &subject, &err), CDR_OK);
}

static void
index_updated_is_the_index_built_anew(void **state)
{
	const struct tables *t = *state;
	struct cdr_match_index *made[3] = { NULL };
	struct cdr_error err = { 0 };
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made[i], &err), CDR_OK);
	for (uint32_t i = 0; i < CDR_LEN(names); i++)
		add_full(made[0], i, names[i]);
	assert_int_equal(cdr_match_index_finish(made[0], &err), CDR_OK);
	const uint32_t removed[] = { 5, 1, 77 };
	assert_int_equal(cdr_match_index_update(made[0], removed, CDR_LEN(removed), &made[2], &err), CDR_OK);
	add_full(made[2], 1, "Corvane Fisheries");
	for (uint32_t i = 0; i < 5; i++)
		add_full(made[1], i, i == 1 ? "Corvane Fisheries" : names[i]);
	assert_int_equal(cdr_match_index_finish(made[1], &err), CDR_OK);
	assert_int_equal(cdr_match_index_finish(made[2], &err), CDR_OK);
	assert_int_equal(made[1]->cdx.n_bytes, made[2]->cdx.n_bytes);
	assert_memory_equal(made[1]->cdx.image, made[2]->cdx.image, made[1]->cdx.n_bytes);
	struct cdr_str id, name;
	assert_true(cdr_match_index_entry(made[2], 1, &id, &name));
	assert_true(cdr_str_equal(id, S("00040001")) && cdr_str_equal(name, S("Corvane Fisheries")));
	assert_false(cdr_match_index_entry(made[2], 5, &id, &name));
	for (size_t i = 0; i < CDR_LEN(made); i++)
		(void)cdr_match_index_free(made[i]);
}

/* ------------------------------------------------------------------------------------------------------------ files */

#define PATH_TEMPLATE "/tmp/candor-index-XXXXXX"

static void
make_path(char path[64])
{
	memcpy(path, PATH_TEMPLATE, sizeof(PATH_TEMPLATE));
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
}

static size_t
ask_for(const struct tables *t, const struct cdr_match_index *index, const char *name)
{
	struct cdr_match_hit *hits = NULL;
	return ask(t, index, NAMED(name), &hits);
}

static void
index_file_answers_as_the_index_it_was_written_from(void **state)
{
	const struct tables *t = *state;
	char path[64];
	struct cdr_error err = { 0 };
	struct cdr_match_index *opened = NULL;
	make_path(path);
	cdr_owned(cdr_match_index) made = index_of(t, names, NULL, CDR_LEN(names));
	assert_int_equal(cdr_match_index_write(made, path, &err), CDR_OK);
	assert_int_equal(cdr_match_index_open(path, t->config, t->normaliser, &opened, &err), CDR_OK);
	cdr_owned(cdr_match_index) index = opened;
	assert_int_equal(cdr_match_index_verify(index, path, &err), CDR_OK);
	assert_int_equal(cdr_match_index_count(index), CDR_LEN(names));
	static const char *const queries[] = { "Gulfview", "Heron Traders", "Marisol", "Factory" };
	for (size_t i = 0; i < CDR_LEN(queries); i++) {
		struct cdr_match_hit *a = NULL, *b = NULL;
		size_t n = ask(t, made, NAMED(queries[i]), &a);
		assert_int_equal(ask(t, index, NAMED(queries[i]), &b), n);
		for (size_t k = 0; k < n; k++)
			assert_true(a[k].number == b[k].number && a[k].score == b[k].score);
	}
	assert_int_equal(unlink(path), 0);
}

static void
index_file_replaced_leaves_those_who_have_it_open_alone(void **state)
{
	const struct tables *t = *state;
	char path[64];
	struct cdr_error err = { 0 };
	struct cdr_match_index *opened = NULL, *again = NULL;
	static const char *const others[] = { "Corvane Fisheries", "Marisol Foods" };
	make_path(path);
	cdr_owned(cdr_match_index) first = index_of(t, names, NULL, CDR_LEN(names));
	cdr_owned(cdr_match_index) second = index_of(t, others, NULL, CDR_LEN(others));
	assert_int_equal(cdr_match_index_write(first, path, &err), CDR_OK);
	assert_int_equal(cdr_match_index_open(path, t->config, t->normaliser, &opened, &err), CDR_OK);
	cdr_owned(cdr_match_index) old = opened;
	assert_int_equal(cdr_match_index_write(second, path, &err), CDR_OK);
	assert_int_equal(cdr_match_index_open(path, t->config, t->normaliser, &again, &err), CDR_OK);
	cdr_owned(cdr_match_index) new = again;
	assert_int_equal(ask_for(t, old, "Gulfview Traders"), 1);
	assert_int_equal(ask_for(t, old, "Corvane Fisheries"), 0);
	assert_int_equal(ask_for(t, new, "Gulfview Traders"), 0);
	assert_int_equal(ask_for(t, new, "Corvane Fisheries"), 1);
	assert_int_equal(cdr_match_index_verify(old, path, &err), CDR_OK);
	assert_int_equal(unlink(path), 0);
}

static void
index_file_that_is_missing_or_other_is_told(void **state)
{
	const struct tables *t = *state;
	char path[64];
	struct cdr_error err = { 0 };
	struct cdr_match_index *index = NULL;
	assert_int_equal(cdr_match_index_open("/nowhere/at/all.cdx", t->config, t->normaliser, &index, &err), CDR_EIO);
	assert_int_equal(cdr_match_index_open("/tmp", t->config, t->normaliser, &index, &err), CDR_EIO);
	make_path(path); /* empty */
	assert_int_equal(cdr_match_index_open(path, t->config, t->normaliser, &index, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "candor index build"));
	assert_null(index);
	assert_int_equal(unlink(path), 0);
	assert_true(cdr_match_index_is_file(S("CANDRCDX....")));
	assert_false(cdr_match_index_is_file(S("id,name")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(index_weighs_rare_words_above_common_ones),
		cmocka_unit_test(index_unpacks_what_was_put_in),
		cmocka_unit_test(index_is_closed_by_finishing),
		cmocka_unit_test(index_is_the_same_bytes_in_any_order_of_adding),
		cmocka_unit_test(index_updated_is_the_index_built_anew),
		cmocka_unit_test(index_file_answers_as_the_index_it_was_written_from),
		cmocka_unit_test(index_file_replaced_leaves_those_who_have_it_open_alone),
		cmocka_unit_test(index_file_that_is_missing_or_other_is_told),
	};
	return cmocka_run_group_tests_name("index", tests, load_tables, drop_tables);
}
