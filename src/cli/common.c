/* SPDX-License-Identifier: Apache-2.0 */
/* What verbs ask for: typed options, the store, the rule data, who acts, and writing results and messages. */
#include "cli/cli-impl.h"

#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "candor/store.h"

#define SAY_MAX_BYTES 4096

struct cdr_str
cli_option_str(const struct cli *cli, const char *name)
{
	return cdr_str_from(cli_option(cli, name));
}

enum cdr_status
cli_option_date(const struct cli *cli, const char *name, struct cdr_date *ret, struct cdr_error *err)
{
	struct cdr_str value = cli_option_str(cli, name);
	*ret = (struct cdr_date){ 0 };
	if (!value.p || (value.n == 10 && cdr_date_parse(value, ret)))
		return CDR_OK;
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--%s wants a day as YYYY-MM-DD, not \"%.*s\"", name,
	                CDR_STR_ARG(value));
}

enum cdr_status
cli_option_int(const struct cli *cli, const char *name, int64_t min, int64_t max, int64_t *ret, struct cdr_error *err)
{
	struct cdr_str value = cli_option_str(cli, name);
	int64_t number;
	if (!value.p)
		return CDR_OK;
	if (!cdr_str_to_i64(value, &number) || number < min || number > max)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--%s wants a whole number from %lld to %lld, not \"%.*s\"", name, (long long)min,
		                (long long)max, CDR_STR_ARG(value));
	*ret = number;
	return CDR_OK;
}

bool
cli_json(const struct cli *cli)
{
	return cli_option(cli, "json") != NULL;
}

/* --store, $CANDOR_STORE, $XDG_DATA_HOME/candor/candor.db, ~/.local/share/candor/candor.db */
static enum cdr_status
store_path(const struct cli *cli, char *out, size_t out_size, struct cdr_error *err)
{
	const char *given = cli_option(cli, "store");
	if (!given)
		given = getenv("CANDOR_STORE");
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	int n;
	if (given && *given)
		n = snprintf(out, out_size, "%s", given);
	else if (data && *data)
		n = snprintf(out, out_size, "%s/candor/candor.db", data);
	else if (home && *home)
		n = snprintf(out, out_size, "%s/.local/share/candor/candor.db", home);
	else
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "no place for the store: give --store FILE or set CANDOR_STORE");
	if (n < 0 || (size_t)n >= out_size)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the path of the store is too long");
	return CDR_OK;
}

enum cdr_status
cli_open_store(struct cli *cli, bool create, struct cdr_error *err)
{
	char path[PATH_MAX];
	if (cli->store)
		return CDR_OK;
	CDR_TRY(store_path(cli, path, sizeof(path), err));
	enum cdr_status status = cdr_store_open(path, create, &cli->store, err);
	return status == CDR_ENOTFOUND ? CDR_ESTORE : status; /* a store that is not there is store trouble */
}

enum cdr_status
cli_load_setup(struct cli *cli, struct cdr_error *err)
{
	char directory[PATH_MAX];
	if (cli->setup)
		return CDR_OK;
	CDR_TRY(cdr_screen_data_dir(directory, sizeof(directory), err));
	CDR_TRY(cdr_screen_setup_load(directory, &cli->setup, err));
	if (cli->setup->site_problem.p)
		cli_say(cli, "warning: the rules are used as shipped, without those of %.*s: %.*s",
		        CDR_STR_ARG(cli->setup->site), CDR_STR_ARG(cli->setup->site_problem));
	return CDR_OK;
}

enum cdr_status
cli_load_names(struct cli *cli, struct cdr_error *err)
{
	char directory[PATH_MAX];
	CDR_TRY(cdr_screen_data_dir(directory, sizeof(directory), err));
	return cdr_screen_setup_load_names(directory, &cli->setup, err);
}

enum cdr_status
cli_org(struct cli *cli, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_str given = cli_option_str(cli, "org");
	if (given.p) {
		*ret = given;
		return CDR_OK;
	}
	return cdr_store_org_default(cli->store, cli->arena, ret, err);
}

struct cdr_str
cli_actor(struct cli *cli)
{
	const char *given = getenv("CANDOR_ACTOR");
	if (given && *given && cdr_str_is_utf8(cdr_str_from(given)))
		return cdr_str_from(given);
	struct passwd record, *found = NULL;
	char *text = cdr_arena_alloc(cli->arena, 16384);
	if (text && getpwuid_r(getuid(), &record, text, 16384, &found) == 0 && found)
		return cdr_str_from(record.pw_name);
	return CDR_STR("unknown");
}

/* Whether a control character that could move a cursor or colour a screen stands at `at`: C0 but for line feed and tab,
 * DEL, and C1, which are two bytes in UTF-8. Sets its length. */
static bool
is_control(struct cdr_str text, size_t at, size_t *ret_n)
{
	unsigned char first = (unsigned char)text.p[at];
	unsigned char second = at + 1 < text.n ? (unsigned char)text.p[at + 1] : 0;
	bool c1 = first == 0xC2 && second >= 0x80 && second <= 0x9F;
	*ret_n = c1 ? 2 : 1;
	return c1 || first == 0x7F || (first < 0x20 && first != '\n' && first != '\t');
}

bool
cli_write(FILE *out, struct cdr_str text)
{
	size_t start = 0, n;
	if (!isatty(fileno(out)))
		return text.n == 0 || fwrite(text.p, 1, text.n, out) == text.n;
	for (size_t at = 0; at < text.n; at += n) {
		if (!is_control(text, at, &n))
			continue;
		if (fwrite(text.p + start, 1, at - start, out) != at - start || fputc(' ', out) == EOF)
			return false;
		start = at + n;
	}
	return start == text.n || fwrite(text.p + start, 1, text.n - start, out) == text.n - start;
}

enum cdr_status
cli_print(struct cdr_str text, struct cdr_error *err)
{
	if (cli_write(stdout, text))
		return CDR_OK;
	return cdr_fail(err, CDR_EIO, ROOM, NULL, "standard output could not be written");
}

enum cdr_status
cli_print_json(struct cdr_json *take_value, struct cdr_error *err)
{
	cdr_owned(cdr_json) value = take_value;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	if (!value)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_json_write(value, true, &text, err));
	cdr_buf_putc(&text, '\n');
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	return cli_print(cdr_buf_str(&text), err);
}

void
cli_tell_reader(struct cli *cli)
{
	if (cdr_ingest_landlock() == 0)
		cli_say(cli, "note: this kernel has no landlock; the process that reads files is kept from all else by "
		             "its limits and seccomp alone");
}

void
cli_say(struct cli *cli, const char *format, ...)
{
	cli_progress_clear(cli);
	(void)fflush(stdout); /* so that messages stand where they were said, also when both go to one file */
	char line[SAY_MAX_BYTES];
	va_list arguments;
	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line) - 1, format, arguments);
	va_end(arguments);
	size_t n = cdr_str_cut(cdr_str_from(line), sizeof(line) - 2);
	line[n] = '\n';
	(void)cli_write(stderr, (struct cdr_str){ line, n + 1 });
}

void
cli_add_csv_cell(struct cdr_buf *out, struct cdr_str text, bool first)
{
	bool quote = false;
	for (size_t i = 0; i < text.n; i++)
		quote = quote || text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' || text.p[i] == '\r';
	if (!first)
		cdr_buf_putc(out, ',');
	if (quote)
		cdr_buf_putc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			cdr_buf_putc(out, '"');
		cdr_buf_putc(out, text.p[i]);
	}
	if (quote)
		cdr_buf_putc(out, '"');
}
