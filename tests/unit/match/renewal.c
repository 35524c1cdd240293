/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include <stdio.h>

#include "support.h"

/* A row of a list. */
struct row {
	const char *id, *name, *alias, *country, *number, *address, *sector;
};
static const struct row before[] = {
	{ "a", "Gulfview Traders Ltd", NULL, "BD", "0004", "12 Heron Street, Dhaka 1212", NULL },
	{ "b", "Heron Garments (formerly Marisol Garments)", "Heron Bay", NULL, NULL, NULL, "garments" },
	{ "c", "Falcon Traders 2", NULL, NULL, NULL, NULL, NULL },
	{ "d", "Quillon GmbH", NULL, "DE", "77", NULL, NULL },
	{ "d", "Quillon Handels GmbH", NULL, "DE", "78", NULL, NULL },
	{ "", "Al Noor", NULL, NULL, NULL, NULL, NULL },
};

static void
add_all(struct cdr_match_index *index, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &rows[i];
		const struct cdr_str texts[] = { cdr_str_from(row->alias), cdr_str_from(row->address),
			                         cdr_str_from(row->sector) };
		const struct cdr_identifier number = { S("tax_id"), cdr_str_from(row->number), { NULL, 0 } };
		struct cdr_match_subject subject = { .name = cdr_str_from(row->name),
			                             .aliases = &texts[0],
			                             .n_aliases = row->alias != NULL,
			                             .country = cdr_str_from(row->country),
			                             .identifiers = &number,
			                             .n_identifiers = row->number != NULL,
			                             .id = cdr_str_from(row->id),
			                             .addresses = &texts[1],
			                             .n_addresses = row->address != NULL,
			                             .sectors = &texts[2],
			                             .n_sectors = row->sector != NULL };
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_match_index_add(index, (uint32_t)i, &subject, &err), CDR_OK);
	}
	assert_int_equal(cdr_match_index_finish(index, NULL), CDR_OK);
}

/* The list that was, renewed by the one that is: the same bytes as that one alone. */
static struct cdr_match_index_changes
renew(const struct tables *t, const struct row *rows, size_t n)
{
	struct cdr_match_index *made[3] = { NULL };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made[0], NULL), CDR_OK);
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made[1], NULL), CDR_OK);
	add_all(made[0], before, CDR_LEN(before));
	add_all(made[1], rows, n);
	assert_int_equal(cdr_match_index_renew(made[0], &made[2], NULL), CDR_OK);
	add_all(made[2], rows, n);
	assert_int_equal(made[1]->cdx.n_bytes, made[2]->cdx.n_bytes);
	assert_memory_equal(made[1]->cdx.image, made[2]->cdx.image, made[1]->cdx.n_bytes);
	struct cdr_match_index_changes changes = cdr_match_index_changes(made[2]);
	for (size_t i = 0; i < CDR_LEN(made); i++)
		(void)cdr_match_index_free(made[i]);
	return changes;
}

static void
expect(struct cdr_match_index_changes found, size_t added, size_t removed, size_t changed, size_t same)
{
	if (found.added != added || found.removed != removed || found.changed != changed || found.same != same)
		fail_msg("%zu added, %zu removed, %zu changed, %zu the same", found.added, found.removed, found.changed,
		         found.same);
}

static void
renewal_of_the_same_list_takes_all_over(void **state)
{
	expect(renew(*state, before, CDR_LEN(before)), 0, 0, 0, CDR_LEN(before));
}

static void
renewal_does_not_mind_the_order(void **state)
{
	struct row turned[CDR_LEN(before)];
	for (size_t i = 0; i < CDR_LEN(before); i++)
		turned[i] = before[CDR_LEN(before) - 1 - i];
	expect(renew(*state, turned, CDR_LEN(turned)), 0, 0, 0, CDR_LEN(before));
}

static void
renewal_counts_what_came_and_went(void **state)
{
	struct row rows[CDR_LEN(before)];
	memcpy(rows, before, sizeof(rows));
	rows[2] = (struct row){ "z", "Falcon Traders 2", NULL, NULL, NULL, NULL, NULL };
	expect(renew(*state, rows, CDR_LEN(rows)), 1, 1, 0, CDR_LEN(before) - 1);
	expect(renew(*state, rows, 2), 0, CDR_LEN(before) - 2, 0, 2);
	expect(renew(*state, rows, 0), 0, CDR_LEN(before), 0, 0);
}

static void
renewal_sees_a_change_in_anything(void **state)
{
	const struct row changed[] = {
		{ "a", "Gulfview Traders Limited", NULL, "BD", "0004", "12 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", "Gulf", "BD", "0004", "12 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", NULL, "IN", "0004", "12 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", NULL, NULL, "0004", "12 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", NULL, "BD", "0005", "12 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", NULL, "BD", NULL, "12 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", NULL, "BD", "0004", "13 Heron Street, Dhaka 1212", NULL },
		{ "a", "Gulfview Traders Ltd", NULL, "BD", "0004", NULL, NULL },
		{ "a", "Gulfview Traders Ltd", NULL, "BD", "0004", "12 Heron Street, Dhaka 1212", "garments" },
	};
	struct row rows[CDR_LEN(before)];
	memcpy(rows, before, sizeof(rows));
	for (size_t i = 0; i < CDR_LEN(changed); i++) {
		rows[0] = changed[i];
		expect(renew(*state, rows, CDR_LEN(rows)), 0, 0, 1, CDR_LEN(before) - 1);
	}
	memcpy(rows, before, sizeof(rows));
	rows[3].address = "..."; /* says as little as none */
	expect(renew(*state, rows, CDR_LEN(rows)), 0, 0, 0, CDR_LEN(before));
	rows[3].address = "5 Ibis Lane, Hamburg";
	expect(renew(*state, rows, CDR_LEN(rows)), 0, 0, 1, CDR_LEN(before) - 1);
	memcpy(rows, before, sizeof(rows));
	rows[1].alias = NULL;
	expect(renew(*state, rows, CDR_LEN(rows)), 0, 0, 1, CDR_LEN(before) - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(renewal_of_the_same_list_takes_all_over),
		cmocka_unit_test(renewal_does_not_mind_the_order),
		cmocka_unit_test(renewal_counts_what_came_and_went),
		cmocka_unit_test(renewal_sees_a_change_in_anything),
	};
	return cmocka_run_group_tests_name("renewal", tests, load_tables, drop_tables);
}
