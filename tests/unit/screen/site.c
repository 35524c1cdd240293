/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include <sys/stat.h>

static struct cdr_bundle_file shipped_files[] = {
	{ { "risk/a.yaml", 11 }, { "a: shipped\n", 11 } },
	{ { "tables/t.csv", 12 }, { "k,v\n", 4 } },
};
static const struct cdr_bundle shipped = { NULL, shipped_files, 2 };

static void
put_file(struct desk *desk, const char *path, const char *text)
{
	char full[256], folder[256];
	(void)snprintf(full, sizeof(full), "%s/%s", desk->folder, path);
	(void)snprintf(folder, sizeof(folder), "%s", full);
	for (char *p = folder + strlen(desk->folder) + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		(void)mkdir(folder, 0700);
		*p = '/';
	}
	assert_ok(cdr_file_write_atomic(full, cdr_str_from(text), err));
}

static void
site_without_data_changes_nothing(void **state)
{
	struct cdr_bundle merged = { 0 };
	bool any = true;
	assert_ok(site_overlay(DESK->folder, &shipped, &merged, &any, err));
	assert_false(any);
	assert_ok(site_overlay("/nonexistent", &shipped, &merged, &any, err));
	assert_false(any);
}

static void
site_replaces_and_adds_files(void **state)
{
	cdr_auto(cdr_bundle) merged = { 0 };
	bool any = false;
	put_file(DESK, "override.d/tables/t.csv", "k,v\n1,ours\n");
	put_file(DESK, "rulesets.d/risk/b.yaml", "b: ours\n");
	assert_ok(site_overlay(DESK->folder, &shipped, &merged, &any, err));
	assert_true(any);
	assert_int_equal(merged.n_files, 3);
	assert_text(cdr_bundle_find(&merged, CDR_STR("risk/a.yaml"))->text, "a: shipped\n");
	assert_text(cdr_bundle_find(&merged, CDR_STR("risk/b.yaml"))->text, "b: ours\n");
	assert_text(cdr_bundle_find(&merged, CDR_STR("tables/t.csv"))->text, "k,v\n1,ours\n");
}

static void
site_files_in_the_wrong_place_are_named(void **state)
{
	struct cdr_bundle merged = { 0 };
	bool any = false;
	put_file(DESK, "override.d/risk/new.yaml", "n: 1\n");
	assert_fails(CDR_EINPUT, "belongs in rulesets.d", site_overlay(DESK->folder, &shipped, &merged, &any, err));
	put_file(DESK, "override.d/risk/a.yaml", "a: ours\n");
	char path[256];
	(void)snprintf(path, sizeof(path), "%s/override.d/risk/new.yaml", DESK->folder);
	assert_int_equal(remove(path), 0);
	put_file(DESK, "rulesets.d/tables/t.csv", "k,v\n");
	assert_fails(CDR_EINPUT, "belongs in override.d", site_overlay(DESK->folder, &shipped, &merged, &any, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(site_without_data_changes_nothing),
		desk_test(site_replaces_and_adds_files),
		desk_test(site_files_in_the_wrong_place_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
