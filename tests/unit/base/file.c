/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "failing-memory.h"
#include "scratch.h"

static void
file_read_appends_the_whole_file(void **state)
{
	(void)state;
	put_file("a", "one\0two", 7);
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_buf_puts(&buf, "> ");
	assert_int_equal(cdr_file_read(in_scratch("a"), &buf, NULL), CDR_OK);
	assert_str(cdr_buf_str(&buf), "> one\0two");
	put_file("empty", "", 0);
	assert_int_equal(cdr_file_read(in_scratch("empty"), &buf, NULL), CDR_OK);
	assert_int_equal(buf.n, 9);
}

static void
file_read_of_a_large_file_needs_its_size_and_no_more(void **state)
{
	(void)state;
	const size_t n = 300001;
	char *bytes = malloc(n);
	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)(i % 253);
	put_file("large", bytes, n);
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	assert_int_equal(cdr_file_read(in_scratch("large"), &buf, NULL), CDR_OK);
	assert_int_equal(buf.n, n);
	assert_memory_equal(buf.p, bytes, n);
	assert_true(buf.cap <= (size_t)1 << 19);
	free(bytes);
}

static void
file_read_takes_exactly_its_ceiling(void **state)
{
	(void)state;
	put_file("a", "0123456789", 10);
	cdr_auto(cdr_buf) fits = { .max = 10 };
	assert_int_equal(cdr_file_read(in_scratch("a"), &fits, NULL), CDR_OK);
	assert_int_equal(fits.n, 10);
	cdr_auto(cdr_buf) small = { .max = 12 };
	cdr_buf_puts(&small, "old");
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_file_read(in_scratch("a"), &small, &err), CDR_ELIMIT);
	assert_str(cdr_buf_str(&small), "old");
	assert_int_equal(cdr_buf_check(&small, "base", NULL), CDR_OK);
	assert_non_null(strstr(err.message, in_scratch("a")));
}

static void
file_read_names_path_and_reason(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_file_read(in_scratch("absent"), &buf, &err), CDR_EIO);
	assert_non_null(strstr(err.message, in_scratch("absent")));
	assert_non_null(strstr(err.message, "No such file"));
	assert_int_equal(cdr_file_read(scratch, &buf, &err), CDR_EIO);
	assert_non_null(strstr(err.message, "directory"));
	assert_int_equal(buf.n, 0);
}

/* Standard input is a pipe here, which has no size; the ceiling must hold all the same. */
static void
file_read_of_dash_is_standard_input(void **state)
{
	(void)state;
	static const struct {
		size_t n, max;
		enum cdr_status status;
	} CASES[] = { { 0, 10, CDR_OK },
		      { 10, 10, CDR_OK },
		      { 11, 10, CDR_ELIMIT },
		      { 60000, 60001, CDR_OK },
		      { 1, 0, CDR_ELIMIT } };
	int saved = dup(STDIN_FILENO);
	for (size_t i = 0; i < CDR_LEN(CASES); i++) {
		char bytes[60000];
		int ends[2];
		memset(bytes, 'x', sizeof(bytes));
		assert_int_equal(pipe(ends), 0);
		assert_int_equal(write(ends[1], bytes, CASES[i].n), CASES[i].n);
		(void)close(ends[1]);
		assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
		(void)close(ends[0]);
		cdr_auto(cdr_buf) buf = { .max = CASES[i].max };
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_file_read("-", &buf, &err), CASES[i].status);
		if (CASES[i].status == CDR_ELIMIT)
			assert_non_null(strstr(err.message, "standard input is larger"));
		assert_int_equal(buf.n, CASES[i].status == CDR_OK ? CASES[i].n : 0);
	}
	assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
	assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); /* and reading has not closed it */
	(void)close(saved);
}

static void
assert_content(const char *name, const char *want)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	assert_int_equal(cdr_file_read(in_scratch(name), &buf, NULL), CDR_OK);
	assert_string_equal(buf.p, want);
}

static void
file_write_atomic_makes_and_replaces(void **state)
{
	(void)state;
	assert_int_equal(cdr_file_write_atomic(in_scratch("a"), CDR_STR("first"), NULL), CDR_OK);
	assert_content("a", "first");
	assert_int_equal(cdr_file_write_atomic(in_scratch("a"), CDR_STR("second, longer"), NULL), CDR_OK);
	assert_content("a", "second, longer");
	assert_int_equal(cdr_file_write_atomic(in_scratch("a"), CDR_STR(""), NULL), CDR_OK);
	assert_content("a", "");
	assert_int_equal(count_files(), 1);
}

static void
file_write_atomic_keeps_the_mode_of_the_old_file(void **state)
{
	(void)state;
	struct stat facts;
	put_file("a", "old", 3);
	assert_int_equal(chmod(in_scratch("a"), 0600), 0);
	assert_int_equal(cdr_file_write_atomic(in_scratch("a"), CDR_STR("new"), NULL), CDR_OK);
	assert_int_equal(stat(in_scratch("a"), &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
}

/* The file size limit of the process stands in for a full disk. */
static void
file_write_atomic_leaves_the_old_file_when_writing_fails(void **state)
{
	(void)state;
	put_file("a", "old", 3);
	struct rlimit before, small;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 1000;
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	char bytes[5000];
	memset(bytes, 'x', sizeof(bytes));
	struct cdr_error err = { 0 };
	enum cdr_status status = cdr_file_write_atomic(in_scratch("a"), (struct cdr_str){ bytes, sizeof(bytes) }, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	(void)signal(SIGXFSZ, handler);
	assert_int_equal(status, CDR_EIO);
	assert_non_null(strstr(err.message, "File too large"));
	assert_content("a", "old");
	assert_int_equal(count_files(), 1);
}

static void
file_write_atomic_refuses_what_is_not_a_regular_file(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	assert_int_equal(mkdir(in_scratch("directory"), 0700), 0);
	assert_int_equal(cdr_file_write_atomic(in_scratch("directory"), CDR_STR("x"), &err), CDR_EIO);
	assert_non_null(strstr(err.message, "not a regular file"));
	assert_int_equal(mkfifo(in_scratch("fifo"), 0600), 0);
	assert_int_equal(cdr_file_write_atomic(in_scratch("fifo"), CDR_STR("x"), &err), CDR_EIO);
	assert_int_equal(cdr_file_write_atomic(in_scratch("absent/a"), CDR_STR("x"), &err), CDR_EIO);
	assert_non_null(strstr(err.message, "No such file"));
}

static void
file_write_atomic_follows_a_link_and_keeps_it(void **state)
{
	(void)state;
	struct stat facts;
	put_file("target", "old", 3);
	assert_int_equal(symlink("target", in_scratch("link")), 0);
	assert_int_equal(cdr_file_write_atomic(in_scratch("link"), CDR_STR("new"), NULL), CDR_OK);
	assert_content("target", "new");
	assert_int_equal(lstat(in_scratch("link"), &facts), 0);
	assert_true(S_ISLNK(facts.st_mode));
}

static void
file_write_atomic_works_in_the_current_directory(void **state)
{
	(void)state;
	char *before = getcwd(NULL, 0);
	assert_int_equal(chdir(scratch), 0);
	enum cdr_status status = cdr_file_write_atomic("plain-name", CDR_STR("x"), NULL);
	assert_int_equal(chdir(before), 0);
	free(before);
	assert_int_equal(status, CDR_OK);
	assert_content("plain-name", "x");
}

static void
file_write_fd_reports_a_descriptor_that_cannot_be_written(void **state)
{
	(void)state;
	put_file("a", "", 0);
	int fd = open(in_scratch("a"), O_RDONLY | O_CLOEXEC);
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_file_write_fd(fd, CDR_STR("x"), &err), CDR_EIO);
	(void)close(fd);
	fd = open(in_scratch("a"), O_WRONLY | O_CLOEXEC);
	assert_int_equal(cdr_file_write_fd(fd, CDR_STR("written"), &err), CDR_OK);
	(void)close(fd);
	assert_content("a", "written");
}

static void
file_make_directories_makes_what_is_missing(void **state)
{
	(void)state;
	assert_int_equal(cdr_file_make_directories(in_scratch("a/b//c/"), NULL), CDR_OK);
	assert_true(cdr_file_is_directory(in_scratch("a/b/c")));
	assert_int_equal(cdr_file_make_directories(in_scratch("a/b/c"), NULL), CDR_OK);
	assert_int_equal(cdr_file_make_directories("/", NULL), CDR_OK);
	assert_int_equal(cdr_file_make_directories("", NULL), CDR_EIO);
	struct stat facts;
	assert_int_equal(stat(in_scratch("a/b"), &facts), 0);
	assert_int_equal(facts.st_mode & 0007, 0);
	put_file("plain", "", 0);
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_file_make_directories(in_scratch("plain/x"), &err), CDR_EIO);
	assert_int_equal(cdr_file_make_directories(in_scratch("plain"), &err), CDR_EIO);
	assert_non_null(strstr(err.message, "File exists"));
}

static void
file_exists_is_directory_and_name(void **state)
{
	(void)state;
	put_file("a", "", 0);
	assert_true(cdr_file_exists(in_scratch("a")));
	assert_false(cdr_file_exists(in_scratch("b")));
	assert_false(cdr_file_is_directory(in_scratch("a")));
	assert_true(cdr_file_is_directory(scratch));
	assert_string_equal(cdr_file_name("/x/y.csv"), "y.csv");
	assert_string_equal(cdr_file_name("y.csv"), "y.csv");
	assert_string_equal(cdr_file_name("x/"), "");
}

/* Fails every allocation in turn; the old file stays whole and nothing else is left. */
static void
file_reading_and_writing_survive_exhausted_memory(void **state)
{
	(void)state;
	put_file("a", "old", 3);
	bool refused = true;
	for (long n = 0; refused; n++) {
		fail_memory_after(n);
		enum cdr_status status = cdr_file_write_atomic(in_scratch("a"), CDR_STR("new"), NULL);
		refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		assert_int_equal(count_files(), 1);
	}
	assert_content("a", "new");
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	fail_memory_after(0);
	assert_int_equal(cdr_file_read(in_scratch("a"), &buf, NULL), CDR_ENOMEM);
	assert_int_equal(cdr_file_make_directories(in_scratch("b"), NULL), CDR_ENOMEM);
	assert_true(memory_restore());
	assert_int_equal(cdr_buf_check(&buf, "base", NULL), CDR_OK);
}

#define in_a_scratch_directory(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

static void
file_mapped_stays_what_it_was_when_replaced(void **state)
{
	(void)state;
	struct cdr_file_map map = { NULL, 0 };
	struct cdr_error err = { 0 };
	put_file("mapped", "before", 6);
	assert_int_equal(cdr_file_map_open(in_scratch("mapped"), &map, &err), CDR_OK);
	assert_int_equal(cdr_file_write_atomic(in_scratch("mapped"), CDR_STR("behind it"), &err), CDR_OK);
	assert_int_equal(map.n, 6);
	assert_memory_equal(map.p, "before", 6);
	cdr_file_map_done(&map);
	assert_null(map.p);
	put_file("mapped", "", 0);
	assert_int_equal(cdr_file_map_open(in_scratch("mapped"), &map, &err), CDR_OK);
	assert_non_null(map.p);
	assert_int_equal(map.n, 0);
	cdr_file_map_done(&map);
	assert_int_equal(cdr_file_map_open(in_scratch("nowhere"), &map, &err), CDR_EIO);
	assert_int_equal(cdr_file_map_open(in_scratch("."), &map, &err), CDR_EIO);
}

static void
file_opened_for_reading_gives_its_bytes(void **state)
{
	(void)state;
	int fd = -1;
	char bytes[8];
	struct cdr_error err = { 0 };
	put_file("opened", "bytes", 5);
	assert_int_equal(cdr_file_open_read(in_scratch("opened"), &fd, &err), CDR_OK);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 5);
	assert_int_equal(close(fd), 0);
	assert_int_equal(cdr_file_open_read(in_scratch("nowhere"), &fd, &err), CDR_EIO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_a_scratch_directory(file_mapped_stays_what_it_was_when_replaced),
		in_a_scratch_directory(file_opened_for_reading_gives_its_bytes),
		in_a_scratch_directory(file_read_appends_the_whole_file),
		in_a_scratch_directory(file_read_of_a_large_file_needs_its_size_and_no_more),
		in_a_scratch_directory(file_read_takes_exactly_its_ceiling),
		in_a_scratch_directory(file_read_names_path_and_reason),
		in_a_scratch_directory(file_read_of_dash_is_standard_input),
		in_a_scratch_directory(file_write_atomic_makes_and_replaces),
		in_a_scratch_directory(file_write_atomic_keeps_the_mode_of_the_old_file),
		in_a_scratch_directory(file_write_atomic_leaves_the_old_file_when_writing_fails),
		in_a_scratch_directory(file_write_atomic_refuses_what_is_not_a_regular_file),
		in_a_scratch_directory(file_write_atomic_follows_a_link_and_keeps_it),
		in_a_scratch_directory(file_write_atomic_works_in_the_current_directory),
		in_a_scratch_directory(file_write_fd_reports_a_descriptor_that_cannot_be_written),
		in_a_scratch_directory(file_make_directories_makes_what_is_missing),
		in_a_scratch_directory(file_exists_is_directory_and_name),
		in_a_scratch_directory(file_reading_and_writing_survive_exhausted_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
