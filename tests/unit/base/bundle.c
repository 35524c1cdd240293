/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "failing-memory.h"
#include "scratch.h"

static const char *const YAML[] = { ".yaml", ".csv", NULL };

static void
put(const char *name, const char *text)
{
	put_file(name, text, strlen(text));
}

static void
make_tree(void)
{
	assert_int_equal(mkdir(in_scratch("risk"), 0700), 0);
	assert_int_equal(mkdir(in_scratch("risk/licence"), 0700), 0);
	assert_int_equal(mkdir(in_scratch("match"), 0700), 0);
	put("risk/licence/x.yaml", "id: x\nnote: \"caf\xC3\xA9\"\n");
	put("risk.yaml", "top");
	put("risk/a.yaml", "");
	put("match/z.csv", "a,b\n");
	put("match/z.txt", "not wanted");
}

static void
bundle_reads_wanted_files_in_bytewise_order_of_paths(void **state)
{
	(void)state;
	make_tree();
	static const char *const WANT[] = { "match/z.csv", "risk.yaml", "risk/a.yaml", "risk/licence/x.yaml" };
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_OK);
	assert_int_equal(bundle.n_files, CDR_LEN(WANT));
	for (size_t i = 0; i < CDR_LEN(WANT); i++)
		assert_true(cdr_str_equal(bundle.files[i].path, cdr_str_from(WANT[i])));
	assert_str(bundle.files[3].text, "id: x\nnote: \"caf\xC3\xA9\"\n");
	assert_int_equal(bundle.files[2].text.n, 0);
}

static void
bundle_of_a_path_with_slashes_at_its_end_has_the_same_names(void **state)
{
	(void)state;
	make_tree();
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_bundle_read(in_scratch("risk//"), YAML, &bundle, NULL), CDR_OK);
	assert_int_equal(bundle.n_files, 2);
	assert_str(bundle.files[0].path, "a.yaml");
	assert_str(bundle.files[1].path, "licence/x.yaml");
}

static void
bundle_find_gives_the_file_or_null(void **state)
{
	(void)state;
	make_tree();
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_OK);
	assert_str(cdr_bundle_find(&bundle, CDR_STR("risk.yaml"))->text, "top");
	assert_null(cdr_bundle_find(&bundle, CDR_STR("risk")));
	assert_null(cdr_bundle_find(&bundle, CDR_STR("match/z.txt")));
	struct cdr_bundle_file by_hand[] = { { CDR_STR("z"), CDR_STR("") }, { CDR_STR("a"), CDR_STR("last") } };
	struct cdr_bundle unsorted = { NULL, by_hand, CDR_LEN(by_hand) };
	assert_str(cdr_bundle_find(&unsorted, CDR_STR("a"))->text, "last");
	assert_null(cdr_bundle_find(&unsorted, CDR_STR("m")));
}

static void
bundle_follows_no_links(void **state)
{
	(void)state;
	make_tree();
	assert_int_equal(symlink("../risk.yaml", in_scratch("match/link.yaml")), 0);
	assert_int_equal(symlink("../risk", in_scratch("match/risk")), 0);
	assert_int_equal(symlink(".", in_scratch("loop")), 0);
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_OK);
	assert_int_equal(bundle.n_files, 4);
}

static void
bundle_refuses_a_file_that_is_not_utf8_and_names_it(void **state)
{
	(void)state;
	make_tree();
	put_file("risk/latin.yaml", "caf\xE9\n", 5);
	cdr_auto(cdr_bundle) bundle = { 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, &err), CDR_EINPUT);
	assert_string_equal(err.where, in_scratch("risk/latin.yaml"));
	assert_null(bundle.arena);
	put_file("risk/latin.yaml", "nul\0nul", 7);
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, &err), CDR_EINPUT);
}

static void
bundle_refuses_a_name_that_is_not_utf8(void **state)
{
	(void)state;
	put("caf\xE9.yaml", "text");
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_EINPUT);
}

static void
bundle_of_an_absent_directory_is_an_error_and_of_an_empty_one_is_empty(void **state)
{
	(void)state;
	cdr_auto(cdr_bundle) bundle = { 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_bundle_read(in_scratch("absent"), YAML, &bundle, &err), CDR_EIO);
	assert_non_null(strstr(err.message, in_scratch("absent")));
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, &err), CDR_OK);
	assert_int_equal(bundle.n_files, 0);
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT;
	assert_int_equal(cdr_bundle_save(&bundle, &saved, NULL), CDR_OK);
	assert_string_equal(saved.p, "[]");
}

static void
bundle_refuses_trees_deeper_than_its_limit(void **state)
{
	(void)state;
	char path[PATH_MAX] = "d";
	for (int depth = 2; depth <= 16; depth++) {
		assert_int_equal(mkdir(in_scratch(path), 0700), 0);
		(void)snprintf(path + strlen(path), sizeof(path) - strlen(path), "/d");
	}
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_OK);
	assert_int_equal(mkdir(in_scratch(path), 0700), 0);
	cdr_bundle_done(&bundle);
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_ELIMIT);
}

static void
bundle_refuses_more_bytes_than_its_limit(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		put(i ? "b.yaml" : "a.yaml", "");
		assert_int_equal(truncate(in_scratch(i ? "b.yaml" : "a.yaml"), (off_t)CDR_BUNDLE_MAX_BYTES + i), 0);
	}
	cdr_auto(cdr_bundle) bundle = { 0 };
	static const char *const ONLY_B[] = { "b.yaml", NULL };
	assert_int_equal(cdr_bundle_read(scratch, ONLY_B, &bundle, NULL), CDR_ELIMIT);
}

static void
bundle_refuses_more_files_than_its_limit(void **state)
{
	(void)state;
	cdr_auto(cdr_bundle) bundle = { 0 };
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT;
	for (int n = CDR_BUNDLE_MAX_FILES; n <= CDR_BUNDLE_MAX_FILES + 1; n++) {
		cdr_buf_clear(&saved);
		for (int i = 0; i < n; i++)
			cdr_buf_printf(&saved, "%c{\"path\":\"%06d\",\"text\":\"\"}", i ? ',' : '[', i);
		cdr_buf_putc(&saved, ']');
		enum cdr_status want = n <= CDR_BUNDLE_MAX_FILES ? CDR_OK : CDR_ELIMIT;
		assert_int_equal(cdr_bundle_load(cdr_buf_str(&saved), &bundle, NULL), want);
		assert_int_equal(bundle.n_files, want == CDR_OK ? n : 0);
		cdr_bundle_done(&bundle);
	}
}

static void
bundle_saved_and_loaded_is_the_same(void **state)
{
	(void)state;
	make_tree();
	cdr_auto(cdr_bundle) bundle = { 0 }, loaded = { 0 };
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT, again = CDR_BUF_INIT;
	assert_int_equal(cdr_bundle_read(scratch, YAML, &bundle, NULL), CDR_OK);
	assert_int_equal(cdr_bundle_save(&bundle, &saved, NULL), CDR_OK);
	assert_true(
		cdr_str_starts_with(cdr_buf_str(&saved), CDR_STR("[{\"path\":\"match/z.csv\",\"text\":\"a,b\\n\"},{")));
	assert_int_equal(cdr_bundle_load(cdr_buf_str(&saved), &loaded, NULL), CDR_OK);
	assert_int_equal(loaded.n_files, bundle.n_files);
	for (size_t i = 0; i < bundle.n_files; i++) {
		assert_true(cdr_str_equal(loaded.files[i].path, bundle.files[i].path));
		assert_true(cdr_str_equal(loaded.files[i].text, bundle.files[i].text));
	}
	assert_int_equal(cdr_bundle_save(&loaded, &again, NULL), CDR_OK);
	assert_true(cdr_str_equal(cdr_buf_str(&saved), cdr_buf_str(&again)));
}

static void
bundle_load_accepts_nothing_but_the_saved_form(void **state)
{
	(void)state;
	static const char *const BAD[] = {
		"",
		"{}",
		"[1]",
		"[{\"path\":\"a\"}]",
		"[{\"path\":\"\",\"text\":\"\"}]",
		"[{\"path\":\"a\",\"text\":null}]",
		"[{\"path\":\"a\",\"text\":\"\",\"mode\":1}]",
		"[{\"path\":\"b\",\"text\":\"\"},{\"path\":\"a\",\"text\":\"\"}]",
		"[{\"path\":\"a\",\"text\":\"\"},{\"path\":\"a\",\"text\":\"\"}]",
		"[{\"path\":\"a\",\"text\":\"\\u0000\"}]",
	};
	for (size_t i = 0; i < CDR_LEN(BAD); i++) {
		cdr_auto(cdr_bundle) bundle = { 0 };
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_bundle_load(cdr_str_from(BAD[i]), &bundle, &err), CDR_EINPUT);
		assert_true(err.message[0] != '\0' && err.where[0] != '\0');
		assert_null(bundle.arena);
	}
}

static void
bundle_save_refuses_a_set_out_of_order(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = { { CDR_STR("b"), CDR_STR("") }, { CDR_STR("a"), CDR_STR("") } };
	struct cdr_bundle bundle = { NULL, files, 2 };
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT;
	assert_int_equal(cdr_bundle_save(&bundle, &saved, NULL), CDR_EINTERNAL);
	assert_int_equal(saved.n, 0);
}

/* Fails every allocation of a reading and a loading in turn; the sanitizer sees leaks on the way out. */
static void
bundle_survives_exhausted_memory_at_any_point(void **state)
{
	(void)state;
	make_tree();
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT;
	bool refused = true;
	for (long n = 0; refused; n++) {
		cdr_auto(cdr_bundle) bundle = { 0 };
		cdr_buf_clear(&saved);
		fail_memory_after(n);
		enum cdr_status status = cdr_bundle_read(scratch, YAML, &bundle, NULL);
		if (status == CDR_OK)
			status = cdr_bundle_save(&bundle, &saved, NULL);
		refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
	}
	refused = true;
	for (long n = 0; refused; n++) {
		cdr_auto(cdr_bundle) bundle = { 0 };
		fail_memory_after(n);
		enum cdr_status status = cdr_bundle_load(cdr_buf_str(&saved), &bundle, NULL);
		refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		assert_int_equal(bundle.n_files, refused ? 0 : 4);
	}
}

#define in_a_scratch_directory(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_a_scratch_directory(bundle_reads_wanted_files_in_bytewise_order_of_paths),
		in_a_scratch_directory(bundle_of_a_path_with_slashes_at_its_end_has_the_same_names),
		in_a_scratch_directory(bundle_find_gives_the_file_or_null),
		in_a_scratch_directory(bundle_follows_no_links),
		in_a_scratch_directory(bundle_refuses_a_file_that_is_not_utf8_and_names_it),
		in_a_scratch_directory(bundle_refuses_a_name_that_is_not_utf8),
		in_a_scratch_directory(bundle_of_an_absent_directory_is_an_error_and_of_an_empty_one_is_empty),
		in_a_scratch_directory(bundle_refuses_trees_deeper_than_its_limit),
		in_a_scratch_directory(bundle_refuses_more_bytes_than_its_limit),
		cmocka_unit_test(bundle_refuses_more_files_than_its_limit),
		in_a_scratch_directory(bundle_saved_and_loaded_is_the_same),
		cmocka_unit_test(bundle_load_accepts_nothing_but_the_saved_form),
		cmocka_unit_test(bundle_save_refuses_a_set_out_of_order),
		in_a_scratch_directory(bundle_survives_exhausted_memory_at_any_point),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
