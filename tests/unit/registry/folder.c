/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#define REGISTRIES CDR_SOURCE_ROOT "/registries"

static void
folder_of_every_registry_gives_what_is_expected(void **state)
{
	(void)state;
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	DIR *top = opendir(REGISTRIES);
	size_t n = 0;
	assert_non_null(top);
	for (struct dirent *item; (item = readdir(top));) {
		char path[512];
		(void)snprintf(path, sizeof(path), REGISTRIES "/%s", item->d_name);
		if (item->d_name[0] == '.' || !cdr_file_is_directory(path))
			continue;
		cdr_auto(cdr_buf) report = CDR_BUF_INIT;
		struct cdr_error err = { 0 };
		if (cdr_registry_check_folder(path, normaliser, false, &report, &err) != CDR_OK)
			fail_msg("%s %s\n%.*s", err.where, err.message, (int)report.n, report.p ? report.p : "");
		/* the folder's name is the id: what refers to one finds the other */
		char yaml_path[600];
		(void)snprintf(yaml_path, sizeof(yaml_path), "%s/registry.yaml", path);
		cdr_auto(cdr_buf) yaml = CDR_BUF_INIT;
		assert_int_equal(cdr_file_read(yaml_path, &yaml, &err), CDR_OK);
		cdr_owned(cdr_registry) registry = NULL;
		assert_int_equal(cdr_registry_load(cdr_buf_str(&yaml), yaml_path, &registry, &err), CDR_OK);
		assert_true(cdr_str_equal(registry->id, cdr_str_from(item->d_name)));
		n++;
	}
	(void)closedir(top);
	assert_true(n >= 7);
}

static void
write_text(const char *folder, const char *name, const char *text)
{
	char path[600];
	struct cdr_error err = { 0 };
	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(cdr_file_write_atomic(path, cdr_str_from(text), &err), CDR_OK);
}

static void
remove_folder(const char *folder)
{
	static const char *const names[] = { "registry.yaml", "sample.csv", "expected.json" };
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		char path[600];
		(void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

static void
folder_reports_each_difference(void **state)
{
	(void)state;
	char folder[] = "/tmp/candor-registry-XXXXXX";
	assert_non_null(mkdtemp(folder));
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	write_text(folder, "registry.yaml", HEAD CSV_BODY);
	write_text(folder, "sample.csv", "Name,Status,Since,Until\nA,Valid,2020-01-02,2022-03-04\n");
	assert_int_equal(cdr_registry_check_folder(folder, normaliser, false, &report, &err), CDR_EIO);
	assert_int_equal(cdr_registry_check_folder(folder, normaliser, true, &report, &err), CDR_OK);
	assert_int_equal(cdr_registry_check_folder(folder, normaliser, false, &report, &err), CDR_OK);
	assert_int_equal(report.n, 0);
	write_text(folder, "sample.csv", "Name,Status,Since,Until\nA,Valid,2020-01-02,2022-03-05\nB,Odd,,\n");
	assert_int_equal(cdr_registry_check_folder(folder, normaliser, false, &report, &err), CDR_EREFUSED);
	cdr_buf_putc(&report, '\0');
	assert_holds(report.p, "rows: expected 1, got 2\n");
	assert_holds(report.p, "entries[0]: expected {");
	assert_holds(report.p, "entries[1]: expected nothing");
	assert_holds(report.p, "problems[0]: expected nothing");
	remove_folder(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folder_of_every_registry_gives_what_is_expected),
		cmocka_unit_test(folder_reports_each_difference),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
