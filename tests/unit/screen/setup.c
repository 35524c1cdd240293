/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include <sys/stat.h>

static void
setup_loads_rules_and_definitions_sorted_by_id(void **state)
{
	const struct cdr_screen_setup *setup = DESK->setup;
	assert_true(cdr_rulebook_count(setup->rulebook) > 0);
	assert_true(setup->n_registries > 0);
	assert_int_equal(strlen(setup->rulesets_sha256), 64);
	for (size_t i = 0; i < setup->n_registries; i++) {
		assert_ptr_equal(cdr_screen_setup_registry(setup, setup->registries[i]->id), setup->registries[i]);
		assert_holds(setup->registry_yaml[i], setup->registries[i]->id.p);
		if (i > 0)
			assert_true(cdr_str_compare(setup->registries[i - 1]->id, setup->registries[i]->id) < 0);
	}
	assert_null(cdr_screen_setup_registry(setup, CDR_STR("no-such-registry")));
}

static void
setup_from_its_own_saved_bundle_is_the_same(void **state)
{
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT;
	cdr_auto(cdr_bundle) bundle = { 0 };
	cdr_owned(cdr_screen_setup) again = NULL;
	assert_ok(cdr_bundle_save(&DESK->setup->rulesets, &saved, err));
	assert_ok(cdr_bundle_load(cdr_buf_str(&saved), &bundle, err));
	assert_ok(setup_from_bundle(&bundle, &again, err));
	assert_string_equal(again->rulesets_sha256, DESK->setup->rulesets_sha256);
	assert_int_equal(again->n_registries, DESK->setup->n_registries);
	assert_null(bundle.arena); /* taken */
}

static void
setup_for_names_alone_compares_alike_and_has_nothing_else(void **state)
{
	cdr_owned(cdr_screen_setup) names = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	struct cdr_match_subject left = { .name = CDR_STR("Quorvel Garments Ltd") },
				 right = { .name = CDR_STR("Quorvell Garments") };
	double score = 0, expected = 0;
	assert_ok(cdr_screen_setup_load_names(CDR_SOURCE_ROOT, &names, err));
	assert_int_equal(names->n_registries, 0);
	assert_null(names->rulebook);
	const struct cdr_screen_setup *all = DESK->setup;
	assert_ok(cdr_match_compare_score(names->match, names->normaliser, NULL, &left, &right, arena, &score, err));
	assert_ok(cdr_match_compare_score(all->match, all->normaliser, NULL, &left, &right, arena, &expected, err));
	assert_true(score > 0 && score == expected);
}

/* The bundle with one file's text replaced, or without it for NULL. */
static void
changed_bundle(struct desk *desk, const char *path, const char *text, struct cdr_bundle *ret)
{
	const struct cdr_bundle *old = &desk->setup->rulesets;
	assert_non_null(ret->arena = cdr_arena_new((size_t)64 << 20));
	assert_non_null(ret->files = cdr_arena_alloc(ret->arena, (old->n_files + 1) * sizeof(ret->files[0])));
	for (size_t i = 0; i < old->n_files; i++) {
		bool this_one = cdr_str_equal(old->files[i].path, cdr_str_from(path));
		if (this_one && !text)
			continue;
		struct cdr_bundle_file *file = &ret->files[ret->n_files++];
		file->path = cdr_str_copy(ret->arena, old->files[i].path);
		file->text = cdr_str_copy(ret->arena, this_one ? cdr_str_from(text) : old->files[i].text);
	}
}

static void
setup_names_the_file_and_place_that_is_wrong(void **state)
{
	cdr_auto(cdr_bundle) bundle = { 0 };
	cdr_owned(cdr_screen_setup) setup = NULL;
	struct cdr_error err = { 0 };
	changed_bundle(DESK, "registries/" BAN_LIST "/registry.yaml", "id: " BAN_LIST "\nkinde: import_ban\n", &bundle);
	assert_int_equal(setup_from_bundle(&bundle, &setup, &err), CDR_EINPUT);
	assert_null(setup);
	assert_holds(cdr_str_from(err.where), "registries/" BAN_LIST "/registry.yaml:");
}

static void
setup_refuses_a_definition_in_a_folder_of_another_name(void **state)
{
	const struct cdr_bundle_file *file =
		cdr_bundle_find(&DESK->setup->rulesets, CDR_STR("registries/" SANCTIONS_LIST "/registry.yaml"));
	cdr_auto(cdr_bundle) bundle = { 0 };
	cdr_owned(cdr_screen_setup) setup = NULL;
	assert_non_null(file);
	changed_bundle(DESK, "registries/" BAN_LIST "/registry.yaml", cdr_str_copy(DESK->arena, file->text).p, &bundle);
	assert_fails(CDR_EINPUT, BAN_LIST, setup_from_bundle(&bundle, &setup, err));
}

static void
setup_changes_its_digest_with_a_definition(void **state)
{
	cdr_auto(cdr_bundle) bundle = { 0 };
	cdr_owned(cdr_screen_setup) setup = NULL;
	changed_bundle(DESK, "registries/" BAN_LIST "/registry.yaml", NULL, &bundle);
	assert_ok(setup_from_bundle(&bundle, &setup, err));
	assert_string_not_equal(setup->rulesets_sha256, DESK->setup->rulesets_sha256);
	assert_int_equal(setup->n_registries, DESK->setup->n_registries - 1);
}

static void
setup_without_data_says_where_it_looked(void **state)
{
	cdr_owned(cdr_screen_setup) setup = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_screen_setup_load(DESK->folder, &setup, &err), CDR_EIO);
	assert_holds(cdr_str_from(err.message), DESK->folder);
	assert_null(setup);
}

static void
setup_data_folder_is_the_one_of_the_environment(void **state)
{
	(void)state;
	char folder[64];
	assert_int_equal(setenv("CANDOR_DATA", "/srv/candor-data", 1), 0);
	assert_ok(cdr_screen_data_dir(folder, sizeof(folder), err));
	assert_string_equal(folder, "/srv/candor-data");
	assert_int_equal(unsetenv("CANDOR_DATA"), 0);
}

static void
setup_data_folder_that_does_not_fit_is_an_error(void **state)
{
	(void)state;
	char folder[8] = "";
	assert_int_equal(setenv("CANDOR_DATA", "/srv/candor-data", 1), 0);
	assert_fails(CDR_EIO, "CANDOR_DATA", cdr_screen_data_dir(folder, sizeof(folder), err));
	assert_int_equal(unsetenv("CANDOR_DATA"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(setup_loads_rules_and_definitions_sorted_by_id),
		desk_test(setup_from_its_own_saved_bundle_is_the_same),
		desk_test(setup_for_names_alone_compares_alike_and_has_nothing_else),
		desk_test(setup_names_the_file_and_place_that_is_wrong),
		desk_test(setup_refuses_a_definition_in_a_folder_of_another_name),
		desk_test(setup_changes_its_digest_with_a_definition),
		desk_test(setup_without_data_says_where_it_looked),
		cmocka_unit_test(setup_data_folder_is_the_one_of_the_environment),
		cmocka_unit_test(setup_data_folder_that_does_not_fit_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
