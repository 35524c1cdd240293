/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candord: reads its options, loads the rule data, and keeps its children running: one that answers HTTP, one that
 * does the jobs and, when asked, one that fetches lists. The parent parses nothing that strangers send, so a crash on
 * bad input costs one child, not the service.
 */
#include "daemon/daemon-impl.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "candor/crypt.h"
#include "candor/http.h"
#include "candor/ingest.h"
#include "candor/store.h"

#define DEFAULT_ADDRESS "127.0.0.1"
#define DEFAULT_PORT 8080
#define DEFAULT_THREADS 4
#define MIN_THREADS 2 /* so that one long request does not keep monitors waiting */
#define RESTART_PAUSE_MS 1000
#define STOP_PATIENCE_MS 15000

void
daemon_log(int priority, const char *format, ...)
{
	char line[2048];
	va_list arguments;
	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (getenv("JOURNAL_STREAM"))
		fprintf(stderr, "<%d>candord: %s\n", priority, line);
	else
		fprintf(stderr, "candord: %s\n", line);
}

/* --------------------------------------------------------------------------------------------------------- options */

static const struct option long_options[] = {
	{ "store", required_argument, NULL, 's' }, { "listen", required_argument, NULL, 'l' },
	{ "unix", required_argument, NULL, 'u' },  { "threads", required_argument, NULL, 't' },
	{ "fetch", no_argument, NULL, 'f' },       { "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },     { NULL, 0, NULL, 0 },
};

static void
print_help(void)
{
	printf("candord [--store FILE] [--listen ADDRESS:PORT | --unix PATH] [--threads N] [--fetch]\n"
	       "  serves a Candor store over HTTP\n\n"
	       "  --store FILE           the store (else $CANDOR_STORE); make it with `candor init`\n"
	       "  --listen ADDRESS:PORT  where to listen (%s:%d); port 0 takes a free one\n"
	       "  --unix PATH            listen on a Unix socket instead\n"
	       "  --threads N            requests answered at once, %d to %d (%d)\n"
	       "  --fetch                fetch registers and lists when they are due, each as often as its definition\n"
	       "                         says; without it nothing goes out to the network\n"
	       "  --version, --help\n",
	       DEFAULT_ADDRESS, DEFAULT_PORT, MIN_THREADS, CDR_HTTP_MAX_THREADS, DEFAULT_THREADS);
}

/* "127.0.0.1:8080", "[::1]:8080", ":0" */
static enum cdr_status
read_listen(struct daemon_options *options, const char *text, struct cdr_error *err)
{
	const char *colon = strrchr(text, ':');
	int64_t port = -1;
	size_t n = colon ? (size_t)(colon - text) : 0;
	if (colon && n >= 2 && text[0] == '[' && colon[-1] == ']') {
		text++;
		n -= 2;
	}
	if (!colon || n >= sizeof(options->address) || !cdr_str_to_i64(cdr_str_from(colon + 1), &port) || port < 0 ||
	    port > 65535)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--listen wants ADDRESS:PORT, such as 127.0.0.1:8080");
	if (n)
		(void)snprintf(options->address, sizeof(options->address), "%.*s", (int)n, text);
	options->port = (uint16_t)port;
	return CDR_OK;
}

static enum cdr_status
read_threads(struct daemon_options *options, const char *text, struct cdr_error *err)
{
	int64_t threads = 0;
	if (!cdr_str_to_i64(cdr_str_from(text), &threads) || threads < MIN_THREADS || threads > CDR_HTTP_MAX_THREADS)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--threads wants a number from %d to %d", MIN_THREADS,
		                CDR_HTTP_MAX_THREADS);
	options->threads = (unsigned)threads;
	return CDR_OK;
}

static enum cdr_status
read_options(int argc, char **argv, struct daemon_options *options, bool *ret_ended, struct cdr_error *err)
{
	const char *store = getenv("CANDOR_STORE");
	bool listens = false;
	*options =
		(struct daemon_options){ .address = DEFAULT_ADDRESS, .port = DEFAULT_PORT, .threads = DEFAULT_THREADS };
	int c;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c == 'h' || c == 'v') {
			if (c == 'h')
				print_help();
			else
				printf("candord %s\n", CDR_VERSION);
			*ret_ended = true;
			return CDR_OK;
		}
		if (c == 's')
			store = optarg;
		else if (c == 'l')
			CDR_TRY(read_listen(options, optarg, err));
		else if (c == 'u')
			options->unix_socket = optarg;
		else if (c == 't')
			CDR_TRY(read_threads(options, optarg, err));
		else if (c == 'f')
			options->fetch = true;
		else
			return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
			                "%s: no such option, or its value is missing; see "
			                "`candord --help`",
			                argv[optind - 1]);
		listens = listens || c == 'l';
	}
	if (optind < argc)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "\"%s\" is no option; see `candord --help`", argv[optind]);
	if (listens && options->unix_socket)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--listen and --unix exclude each other");
	if (!store || !*store || strlen(store) >= sizeof(options->store))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--store FILE says which store to serve; `candor init` makes one");
	memcpy(options->store, store, strlen(store) + 1);
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------- children */

typedef int (*role_fn)(const struct daemon_options *options, const struct cdr_screen_setup *setup);
struct child {
	const char *name;
	role_fn role;
	pid_t pid;
	int64_t started_ms;
};

/* False when there is no process to be had. */
static bool
start_child(struct child *child, const struct daemon_options *options, const struct cdr_screen_setup *setup)
{
	pid_t parent = getpid();
	child->started_ms = cdr_time_monotonic_ms();
	child->pid = fork();
	if (child->pid < 0) {
		daemon_log(LOG_PRIORITY_ERROR, "%s could not be started: %s", child->name, strerrordesc_np(errno));
		child->pid = 0;
		return false;
	}
	if (child->pid > 0)
		return true;
	/* A child must not outlive its parent, not even when that is killed hard. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_TROUBLE);
	(void)prctl(PR_SET_NAME, child->name);
	_exit(child->role(options, setup));
}

/* Waits for one signal; SIGCHLD, SIGTERM and SIGINT are blocked everywhere, so none is lost. */
static int
wait_signal(int timeout_ms)
{
	sigset_t set;
	struct timespec timeout = { timeout_ms / 1000, (timeout_ms % 1000) * 1000000L };
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	return sigtimedwait(&set, NULL, &timeout);
}

/* What to do about a child that ended: -1 to go on, else our exit status. One that was killed, or told to stop by somebody
 * else, is started again; one that gave up would give up again. */
static int
mind_child(struct child *child, int state, const struct daemon_options *options, const struct cdr_screen_setup *setup)
{
	child->pid = 0;
	if (WIFEXITED(state) && WEXITSTATUS(state) != EXIT_CLEAN) {
		daemon_log(LOG_PRIORITY_ERROR, "%s gave up", child->name);
		int status = WEXITSTATUS(state);
		return status == EXIT_USAGE || status == EXIT_TROUBLE ? status : EXIT_DEFECT;
	}
	if (WIFSIGNALED(state))
		daemon_log(LOG_PRIORITY_ERROR, "%s was ended by signal %d; starting it again", child->name,
		           WTERMSIG(state));
	else
		daemon_log(LOG_PRIORITY_NOTICE, "%s ended without our asking; starting it again", child->name);
	if (cdr_time_monotonic_ms() - child->started_ms < RESTART_PAUSE_MS)
		(void)nanosleep(&(struct timespec){ .tv_sec = RESTART_PAUSE_MS / 1000 }, NULL);
	return start_child(child, options, setup) ? -1 : EXIT_TROUBLE;
}

/* Collects ended children. Returns -1 to go on. */
static int
mind_children(struct child *children, size_t n, const struct daemon_options *options,
              const struct cdr_screen_setup *setup)
{
	int state, exit_status = -1;
	pid_t pid;
	while (exit_status < 0 && (pid = waitpid(-1, &state, WNOHANG)) > 0) {
		for (size_t i = 0; i < n && exit_status < 0; i++) {
			if (children[i].pid == pid)
				exit_status = mind_child(&children[i], state, options, setup);
		}
	}
	return exit_status;
}

static void
stop_children(const struct child *children, size_t n)
{
	int64_t until = cdr_time_monotonic_ms() + STOP_PATIENCE_MS;
	for (size_t i = 0; i < n; i++) {
		if (children[i].pid > 0)
			(void)kill(children[i].pid, SIGTERM);
	}
	for (size_t i = 0; i < n; i++) {
		while (children[i].pid > 0 && waitpid(children[i].pid, NULL, WNOHANG) == 0) {
			if (cdr_time_monotonic_ms() > until)
				(void)kill(children[i].pid, SIGKILL);
			(void)wait_signal(50);
		}
	}
}

static int
supervise(const struct daemon_options *options, const struct cdr_screen_setup *setup)
{
	struct child children[] = { { "candord-http", role_http, 0, 0 },
		                    { "candord-worker", role_worker, 0, 0 },
		                    { "candord-fetch", role_fetch, 0, 0 } };
	size_t n = options->fetch ? CDR_LEN(children) : CDR_LEN(children) - 1;
	int exit_status = -1;
	for (size_t i = 0; i < n && exit_status < 0; i++)
		exit_status = start_child(&children[i], options, setup) ? -1 : EXIT_TROUBLE;
	while (exit_status < 0) {
		int signal_number = wait_signal(60000);
		if (signal_number == SIGTERM || signal_number == SIGINT)
			exit_status = EXIT_CLEAN;
		else if (signal_number == SIGCHLD)
			exit_status = mind_children(children, n, options, setup);
	}
	stop_children(children, n);
	daemon_log(LOG_PRIORITY_NOTICE, "stopped");
	return exit_status;
}

static enum cdr_status
prepare(const struct daemon_options *options, struct cdr_screen_setup **ret, struct cdr_error *err)
{
	char data[PATH_MAX];
	cdr_owned(cdr_store) store = NULL;
	CDR_TRY(cdr_crypt_start(err));
	CDR_TRY(cdr_ingest_start(err));
	CDR_TRY(cdr_store_open(options->store, false, &store, err));
	CDR_TRY(cdr_screen_data_dir(data, sizeof(data), err));
	CDR_TRY(cdr_screen_setup_load(data, ret, err));
	if ((*ret)->site_problem.p)
		daemon_log(LOG_PRIORITY_NOTICE, "the rules are used as shipped, without those of %.*s: %.*s",
		           CDR_STR_ARG((*ret)->site), CDR_STR_ARG((*ret)->site_problem));
	return CDR_OK;
}

int
main(int argc, char **argv)
{
	struct cdr_error err = { 0 };
	struct daemon_options options;
	bool ended = false;
	cdr_owned(cdr_screen_setup) setup = NULL;
	sigset_t set;
	(void)umask(027);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	enum cdr_status status = read_options(argc, argv, &options, &ended, &err);
	if (ended)
		return EXIT_CLEAN;
	if (status == CDR_OK)
		status = prepare(&options, &setup, &err);
	if (status != CDR_OK) {
		daemon_log(LOG_PRIORITY_ERROR, "%s%s%s", err.where, err.where[0] ? ": " : "", err.message);
		return status == CDR_EUSAGE ? EXIT_USAGE : EXIT_TROUBLE;
	}
	if (cdr_ingest_landlock() == 0)
		daemon_log(LOG_PRIORITY_NOTICE,
		           "this kernel has no landlock; the process that reads files is kept from "
		           "all else by its limits and seccomp alone");
	return supervise(&options, setup);
}
