/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor: finds the verb, reads its options, runs it and turns the outcome into an exit status. This is the one place
 * where an error becomes a message. Short option: -o for --output.
 */
#include "cli/cli-impl.h"

#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "candor/crypt.h"
#include "candor/ingest.h"

static int
exit_status_of(enum cdr_status status)
{
	switch (status) {
	case CDR_OK:
		return EXIT_DONE;
	case CDR_EUSAGE:
		return EXIT_USAGE;
	case CDR_EINPUT:
	case CDR_ELIMIT:
	case CDR_ENOTFOUND:
	case CDR_EREFUSED:
		return EXIT_INPUT;
	case CDR_EIO:
	case CDR_ESTORE:
	case CDR_EBUSY:
	case CDR_ECANCELLED:
		return EXIT_TROUBLE;
	case CDR_ENOMEM:
	case CDR_EINTERNAL:
		break;
	}
	return EXIT_DEFECT;
}

/* ------------------------------------------------------------------------------------------------------------ help */

static void
print_options(FILE *out, const struct cli_option *options)
{
	for (; options && options->name; options++) {
		char left[48];
		(void)snprintf(left, sizeof(left), "--%s%s%s", options->name, options->value ? " " : "",
		               options->value ? options->value : "");
		fprintf(out, "  %-22s %s\n", left, options->about);
	}
}

static void
print_verb_help(FILE *out, const struct cli_verb *verb)
{
	fprintf(out, "candor %s %s\n  %s\n", verb->name, verb->arguments, verb->about);
	if (verb->options)
		fprintf(out, "\n");
	print_options(out, verb->options);
	fprintf(out, "\nFor every verb:\n");
	print_options(out, cli_common_options);
}

static void
print_help(FILE *out)
{
	fprintf(out, "candor VERB [options]: supply-chain due diligence with proof\n\n");
	for (const struct cli_verb *verb = cli_verbs; verb->name; verb++)
		fprintf(out, "  %-10s %s\n", verb->name, verb->about);
	fprintf(out, "  %-10s %s\n  %-10s %s\n", "version", "the program's version", "help", "this page, or help VERB");
	fprintf(out, "\nFor every verb:\n");
	print_options(out, cli_common_options);
	fprintf(out, "\nExit status: 0 done; 1 done, something found at or above --fail-on; 2 usage; 3 bad input; "
	             "4 file, network or store trouble; 5 internal error.\n");
}

static const struct cli_verb *
find_verb(const char *name)
{
	for (const struct cli_verb *verb = cli_verbs; verb->name; verb++) {
		if (strcmp(verb->name, name) == 0)
			return verb;
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------------------------- options */

static size_t
count_options(const struct cli_option *options)
{
	size_t n = 0;
	while (options && options[n].name)
		n++;
	return n;
}

/* The i-th option: the verb's own first, then the common ones. */
static const struct cli_option *
option_at(const struct cli_verb *verb, size_t i)
{
	size_t n = count_options(verb->options);
	return i < n ? &verb->options[i] : &cli_common_options[i - n];
}

const char *
cli_option(const struct cli *cli, const char *name)
{
	size_t n = count_options(cli->verb->options) + count_options(cli_common_options);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(option_at(cli->verb, i)->name, name) == 0)
			return cli->values[i];
	}
	cdr_require(!"an option that its verb does not declare");
	return NULL;
}

/* "--from" may be given more than once: the values are kept together, separated by line feeds. */
static enum cdr_status
keep_value(struct cli *cli, size_t i, const char *value, struct cdr_error *err)
{
	if (!cli->values[i]) {
		cli->values[i] = value ? value : "";
		return CDR_OK;
	}
	if (strcmp(option_at(cli->verb, i)->name, "from") != 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--%s is given twice", option_at(cli->verb, i)->name);
	struct cdr_str both = cdr_str_format(cli->arena, "%s\n%s", cli->values[i], value);
	if (!both.p)
		return cdr_fail_memory(err, ROOM);
	cli->values[i] = both.p;
	return CDR_OK;
}

static enum cdr_status
parse_options(struct cli *cli, int argc, char **argv, struct cdr_error *err)
{
	struct option options[2 * CLI_MAX_OPTIONS + 1] = { 0 };
	size_t n = count_options(cli->verb->options) + count_options(cli_common_options);
	int output = -1;
	for (size_t i = 0; i < n; i++) {
		const struct cli_option *option = option_at(cli->verb, i);
		options[i] = (struct option){ option->name, option->value ? required_argument : no_argument, NULL,
			                      (int)(256 + i) };
		if (strcmp(option->name, "output") == 0)
			output = (int)i;
	}
	opterr = 0;
	optind = 1;
	int c;
	while ((c = getopt_long(argc, argv, output >= 0 ? ":o:" : ":", options, NULL)) != -1) {
		if (c == 'o')
			CDR_TRY(keep_value(cli, (size_t)output, optarg, err));
		else if (c == ':')
			return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "%s needs a value; see `candor help %s`",
			                argv[optind - 1], cli->verb->name);
		else if (c == '?')
			return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "%s does not know %s; see `candor help %s`",
			                cli->verb->name, argv[optind - 1], cli->verb->name);
		else
			CDR_TRY(keep_value(cli, (size_t)(c - 256), optarg, err));
	}
	cli->arguments = argv + optind;
	cli->n_arguments = argc - optind;
	return CDR_OK;
}

static enum cdr_status
check_arguments(const struct cli *cli, struct cdr_error *err)
{
	const struct cli_verb *verb = cli->verb;
	if (cli->n_arguments >= verb->min_arguments &&
	    (verb->max_arguments < 0 || cli->n_arguments <= verb->max_arguments))
		return CDR_OK;
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor %s %s", verb->name, verb->arguments);
}

/* ------------------------------------------------------------------------------------------------------------- run */

static enum cdr_status
start_libraries(struct cdr_error *err)
{
	CDR_TRY(cdr_crypt_start(err));
	return cdr_ingest_start(err);
}

static enum cdr_status
run_verb(struct cli *cli, int argc, char **argv, struct cdr_error *err)
{
	cli->arena = cdr_arena_new((size_t)1 << 30);
	if (!cli->arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(parse_options(cli, argc, argv, err));
	if (cli_option(cli, "help")) {
		print_verb_help(stdout, cli->verb);
		return CDR_OK;
	}
	CDR_TRY(check_arguments(cli, err));
	CDR_TRY(start_libraries(err));
	cli_progress_init(cli);
	enum cdr_status status = cli->verb->run(cli, err);
	cli_progress_clear(cli);
	return status;
}

static void
report(const struct cdr_error *err)
{
	char line[CDR_ERROR_WHERE_MAX + CDR_ERROR_MESSAGE_MAX + 16];
	(void)snprintf(line, sizeof(line), "candor: %s%s%s\n", err->where, err->where[0] ? ": " : "", err->message);
	(void)cli_write(stderr, cdr_str_from(line));
}

static int
no_such_verb(const char *name)
{
	fprintf(stderr, "candor: there is no verb \"%s\"; `candor help` lists them\n", name);
	return EXIT_USAGE;
}

/* Text is UTF-8 everywhere behind this door: names given as arguments end up in records and evidence. */
static bool
arguments_are_utf8(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (cdr_str_is_utf8(cdr_str_from(argv[i])))
			continue;
		fprintf(stderr, "candor: argument %d is not UTF-8 text\n", i);
		return false;
	}
	return true;
}

static int
help(int argc, char **argv)
{
	const struct cli_verb *verb = argc > 2 ? find_verb(argv[2]) : NULL;
	if (argc > 2 && !verb)
		return no_such_verb(argv[2]);
	if (verb)
		print_verb_help(stdout, verb);
	else
		print_help(stdout);
	return EXIT_DONE;
}

int
main(int argc, char **argv)
{
	/* A reader that closes the pipe early is seen as a failed write, not as a signal. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (!arguments_are_utf8(argc, argv))
		return EXIT_USAGE;
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help(argc, argv);
	if (strcmp(argv[1], "version") == 0 || strcmp(argv[1], "--version") == 0) {
		printf("candor %s\n", CDR_VERSION);
		return EXIT_DONE;
	}
	struct cli cli = { .verb = find_verb(argv[1]) };
	if (!cli.verb)
		return no_such_verb(argv[1]);
	struct cdr_error err = { 0 };
	enum cdr_status status = run_verb(&cli, argc - 1, argv + 1, &err);
	if (status != CDR_OK)
		report(&err);
	if (fflush(stdout) != 0 && status == CDR_OK) {
		fprintf(stderr, "candor: standard output could not be written\n");
		status = CDR_EIO;
	}
	bool found = cli.found;
	(void)cdr_screen_setup_free(cli.setup);
	(void)cdr_store_free(cli.store);
	(void)cdr_arena_free(cli.arena);
	return status == CDR_OK && found ? EXIT_FOUND : exit_status_of(status);
}
