/* SPDX-License-Identifier: Apache-2.0 */
/* A shell is the program here: it says at once what it may not do. What it may do with files needs landlock. */
#include "ingest/apart-impl.h"
#include "reading.h"

#include <stdlib.h>
#include <unistd.h>

static int
file_of(const char *text)
{
	struct cdr_error err = { 0 };
	int fd = -1;
	assert_int_equal(cdr_file_open_unnamed(&fd, &err), CDR_OK);
	assert_int_equal(cdr_file_write_fd(fd, cdr_str_from(text), &err), CDR_OK);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

/* Runs a line of shell on a file that says "some text"; what it wrote comes back. */
static enum cdr_status
run_line(const char *line, const char *const *readable, char out[256], struct cdr_error *err)
{
	const char *const arguments[] = { "sh", "-c", line, NULL };
	const struct cdr_ingest_program shell = { "/bin/sh", arguments, readable, "a shell" };
	int in = file_of("some text\n"), result = file_of("");
	enum cdr_status status = cdr_ingest_convert(&shell, in, result, "folder/list.pdf", err);
	ssize_t n = pread(result, out, 255, 0);
	out[n > 0 ? n : 0] = '\0';
	(void)close(in);
	(void)close(result);
	return status;
}

static void
convert_goes_from_file_to_file(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	char out[256];
	assert_int_equal(run_line("read -r a && echo \"got $a\"; echo warning >&2", NULL, out, &err), CDR_OK);
	assert_string_equal(out, "got some text\n");
}

static void
convert_failure_is_told_in_the_words_of_the_program(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	char out[256];
	assert_int_equal(run_line("echo >&2; echo '  no such table' >&2; echo more >&2; exit 3", NULL, out, &err),
	                 CDR_EINPUT);
	assert_string_equal(err.where, "list.pdf");
	assert_non_null(strstr(err.message, "cannot read the file: no such table; save it again"));
	assert_int_equal(run_line("exit 1", NULL, out, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "it does not say why"));
}

static void
convert_missing_program_is_named_with_its_package(void **state)
{
	(void)state;
	static const char *const arguments[] = { "nothing", NULL };
	const struct cdr_ingest_program missing = { "/usr/bin/candor-no-such-program", arguments, NULL,
		                                    "the package nothing-utils" };
	struct cdr_error err = { 0 };
	int in = file_of("x"), out = file_of("");
	assert_int_equal(cdr_ingest_convert(&missing, in, out, "list.pdf", &err), CDR_ENOTFOUND);
	assert_non_null(strstr(err.message, "install the package nothing-utils"));
	(void)close(in);
	(void)close(out);
}

static void
convert_other_processes_and_written_files_end_it(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"/bin/ls; echo on",  "f() { f | f & }; f", "echo x >/tmp/candor-convert-test",
		"(exit 0); echo on", "kill -9 1",          "ulimit -c 5"
	};
	for (size_t i = 0; i < CDR_LEN(lines); i++) {
		struct cdr_error err = { 0 };
		char out[256];
		if (run_line(lines[i], NULL, out, &err) != CDR_EINPUT ||
		    !strstr(err.message, "no reader has any business with"))
			fail_msg("%s: \"%s\"", lines[i], err.message);
		assert_string_equal(out, "");
	}
	assert_false(cdr_file_exists("/tmp/candor-convert-test"));
}

static void
convert_reads_what_is_named_and_becomes_nothing_else(void **state)
{
	(void)state;
	static const char *const passwords[] = { "/no/such/file", "/etc/passwd", NULL };
	static const char read_line[] = "read -r a </etc/passwd && echo read; exit 0";
	struct cdr_error err = { 0 };
	char out[256];
	if (cdr_ingest_landlock() == 0)
		skip();
	assert_int_equal(run_line(read_line, NULL, out, &err), CDR_OK);
	assert_string_equal(out, "");
	assert_int_equal(run_line(read_line, passwords, out, &err), CDR_OK);
	assert_string_equal(out, "read\n");
	assert_int_equal(run_line("exec /bin/cat", NULL, out, &err), CDR_EINPUT);
	assert_string_equal(out, "");
	assert_non_null(strstr(err.message, "ermission denied"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(convert_goes_from_file_to_file),
		cmocka_unit_test(convert_failure_is_told_in_the_words_of_the_program),
		cmocka_unit_test(convert_missing_program_is_named_with_its_package),
		cmocka_unit_test(convert_other_processes_and_written_files_end_it),
		cmocka_unit_test(convert_reads_what_is_named_and_becomes_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
