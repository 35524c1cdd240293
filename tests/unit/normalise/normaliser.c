/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

static void
normaliser_needs_each_of_its_tables(void **state)
{
	struct tables *t = *state;
	static const char *const needed[] = { "match/legal-forms.yaml", "match/legal-forms-iso20275.csv",
		                              "match/words.yaml", "tables/country-names.csv",
		                              "match/address-words.csv" };
	for (size_t i = 0; i < CDR_LEN(needed); i++) {
		struct cdr_bundle_file *files = cdr_alloc(t->bundle.n_files * sizeof(*files));
		assert_non_null(files);
		size_t n = 0;
		for (size_t k = 0; k < t->bundle.n_files; k++)
			if (!cdr_str_equal(t->bundle.files[k].path, cdr_str_from(needed[i])))
				files[n++] = t->bundle.files[k];
		assert_int_equal(n, t->bundle.n_files - 1);
		struct cdr_bundle without = { .files = files, .n_files = n };
		struct cdr_normaliser *normaliser = NULL;
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_normaliser_load(&without, &normaliser, &err), CDR_ENOTFOUND);
		assert_string_equal(err.where, needed[i]);
		assert_null(normaliser);
		cdr_free(files);
	}
}

static void
normaliser_free_takes_null(void **state)
{
	(void)state;
	assert_null(cdr_normaliser_free(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normaliser_needs_each_of_its_tables),
		cmocka_unit_test(normaliser_free_takes_null),
	};
	return cmocka_run_group_tests_name("normaliser", tests, load_tables, drop_tables);
}
