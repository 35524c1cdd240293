/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roles. http answers requests until SIGTERM, then lets those in flight finish. worker takes jobs one after the
 * other; on SIGTERM the running job stops at its next safe point and is queued again. fetch
 * brings in what lists are due, the only one that goes out to the network.
 */
#include "daemon/daemon-impl.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "candor/api.h"
#include "candor/fetch.h"
#include "candor/import.h"

#define GRACE_MS 5000
#define IDLE_MS 250
#define TROUBLE_MS 5000 /* after a failure of the store: it will not be better at once */

static void
log_error(const char *what, const struct cdr_error *err)
{
	daemon_log(LOG_PRIORITY_ERROR, "%s: %s%s%s", what, err->where, err->where[0] ? ": " : "", err->message);
}

/* ------------------------------------------------------------------------------------------------------------ http */

static void
log_request(void *context, const char *line)
{
	(void)context;
	daemon_log(LOG_PRIORITY_INFO, "%s", line);
}

static void
wait_for_stop(void)
{
	sigset_t set;
	int number = 0;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigwait(&set, &number);
}

int
role_http(const struct daemon_options *options, const struct cdr_screen_setup *setup)
{
	struct cdr_error err = { 0 };
	struct cdr_http_server *server = NULL;
	cdr_owned(cdr_api) api = NULL;
	if (cdr_api_new(options->store, setup, &api, &err) != CDR_OK) {
		log_error("http", &err);
		return EXIT_DEFECT;
	}
	struct cdr_http_options http = { .address = options->address,
		                         .port = options->port,
		                         .unix_socket = options->unix_socket,
		                         .threads = options->threads,
		                         .routes = cdr_api_routes(),
		                         .context = api,
		                         .log = log_request };
	if (cdr_http_server_start(&http, &server, &err) != CDR_OK) {
		log_error("http", &err);
		return EXIT_TROUBLE;
	}
	if (options->unix_socket)
		daemon_log(LOG_PRIORITY_NOTICE, "listening on unix:%s", options->unix_socket);
	else
		daemon_log(LOG_PRIORITY_NOTICE,
		           strchr(options->address, ':') ? "listening on http://[%s]:%u" : "listening on http://%s:%u",
		           options->address, cdr_http_server_port(server));
	wait_for_stop();
	(void)cdr_http_server_stop(server, GRACE_MS);
	return EXIT_CLEAN;
}

/* ---------------------------------------------------------------------------------------------------------- worker */

/* The one mutable variable at file level: a signal handler has no other way to reach the running job. */
static volatile sig_atomic_t stop_requested;

static void
on_stop(int number)
{
	(void)number;
	stop_requested = 1;
}

static void
listen_for_stop(void)
{
	struct sigaction action = { .sa_handler = on_stop };
	sigset_t set;
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* A signal ends the pause early. */
static void
pause_ms(int ms)
{
	(void)nanosleep(&(struct timespec){ ms / 1000, (ms % 1000) * 1000000L }, NULL);
}

static int
work(struct cdr_store *store, const struct cdr_job_handler *handlers, size_t n_handlers)
{
	while (!stop_requested) {
		struct cdr_error err = { 0 };
		bool ran = false;
		enum cdr_status status = cdr_job_run_one(store, handlers, n_handlers, &stop_requested, &ran, &err);
		if (status != CDR_OK && status != CDR_ECANCELLED)
			log_error("worker", &err);
		if (!ran || status != CDR_OK)
			pause_ms(status == CDR_OK ? IDLE_MS : TROUBLE_MS);
	}
	return EXIT_CLEAN;
}

int
role_worker(const struct daemon_options *options, const struct cdr_screen_setup *setup)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_store) store = NULL;
	cdr_owned(cdr_api) api = NULL;
	size_t n_handlers = 0;
	listen_for_stop();
	if (cdr_store_open(options->store, false, &store, &err) != CDR_OK ||
	    cdr_api_new(options->store, setup, &api, &err) != CDR_OK) {
		log_error("worker", &err);
		return EXIT_TROUBLE;
	}
	const struct cdr_job_handler *handlers = cdr_api_job_handlers(api, &n_handlers);
	return work(store, handlers, n_handlers);
}

/* ----------------------------------------------------------------------------------------------------------- fetch */

#define FETCH_LOOK_S 60

/* A transfer is broken off when the service stops. */
static bool
go_on(void *context, const char *label, uint64_t done, uint64_t total)
{
	(void)context, (void)label, (void)done, (void)total;
	return !stop_requested;
}

static enum cdr_status
fetch_one(struct cdr_store *store, struct cdr_fetch *fetch, const struct cdr_screen_setup *setup, size_t i,
          struct cdr_error *err)
{
	const struct cdr_registry *registry = setup->registries[i];
	const struct cdr_import_source source = { registry, setup->registry_yaml[i], NULL, NULL, 0 };
	const struct cdr_import_snapshot_options options = { .actor = CDR_STR("candord") };
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	char now[CDR_TIME_TEXT_MAX], as_of[CDR_DATE_TEXT_MAX];
	bool due = false, unchanged = false;
	CDR_TRY(cdr_import_update_is_due(store, registry, cdr_time_now(now), &due, err));
	if (!due)
		return CDR_OK;
	CDR_TRY(cdr_import_update(store, setup->normaliser, &source, fetch, &options, &unchanged, &report, err));
	daemon_log(LOG_PRIORITY_INFO, "fetch: %.*s: %s copy of %s, %lld entries", CDR_STR_ARG(registry->id),
	           unchanged ? "unchanged" : "new", cdr_date_text(report->snapshot.as_of, as_of),
	           (long long)report->snapshot.n_entries);
	return CDR_OK;
}

/* One that fails, or is refused and quarantined, keeps none of the others from being fetched. */
static void
fetch_due(struct cdr_store *store, struct cdr_fetch *fetch, const struct cdr_screen_setup *setup)
{
	for (size_t i = 0; i < setup->n_registries && !stop_requested; i++) {
		struct cdr_error err = { 0 };
		enum cdr_status status = fetch_one(store, fetch, setup, i, &err);
		if (status != CDR_OK && status != CDR_ECANCELLED) {
			char what[128];
			(void)snprintf(what, sizeof(what), "fetch: %.*s", CDR_STR_ARG(setup->registries[i]->id));
			log_error(what, &err);
		}
	}
}

int
role_fetch(const struct daemon_options *options, const struct cdr_screen_setup *setup)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_store) store = NULL;
	cdr_owned(cdr_fetch) fetch = NULL;
	struct cdr_fetch_policy policy = cdr_fetch_policy_default();
	policy.contact = cdr_str_from(getenv("CANDOR_FETCH_CONTACT"));
	policy.allow_addresses = cdr_str_from(getenv("CANDOR_FETCH_ALLOW"));
	policy.ca_file = cdr_str_from(getenv("CANDOR_FETCH_CA"));
	policy.credentials = cdr_str_from(getenv("CANDOR_CREDENTIALS"));
	policy.progress = (struct cdr_progress){ .tell = go_on };
	listen_for_stop();
	if (cdr_store_open(options->store, false, &store, &err) != CDR_OK ||
	    cdr_fetch_new(&policy, &fetch, &err) != CDR_OK) {
		log_error("fetch", &err);
		return EXIT_TROUBLE;
	}
	while (!stop_requested) {
		fetch_due(store, fetch, setup);
		for (int i = 0; i < FETCH_LOOK_S && !stop_requested; i++)
			pause_ms(1000);
	}
	return EXIT_CLEAN;
}
