/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a definition that says where a source is and how it is asked: its files, pages, what is posted, headers,
 * credentials, pauses and times. Nothing is asked here. The surprise: a credential is never written into a definition,
 * which many read; it is named, and whoever runs this keeps it in a file.
 */
#include "candor/registry.h"

#include <string.h>

#include "registry/registry-impl.h"

#define DEFAULT_HOURS 24
#define MAX_HOURS 8784
#define MAX_PAUSE_SECONDS 600.0
#define MAX_STEP 100000
#define MAX_HEADER_BYTES 500
#define EVERY_DAY 0x7FU

static const struct cdr_decl_key pages_keys[] = {
	{ "next", CDR_DECL_TEXT, false },
	{ "first", CDR_DECL_INTEGER, false },
	{ "step", CDR_DECL_INTEGER, false },
	{ "last", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key post_keys[] = {
	{ "body", CDR_DECL_TEXT, true },
	{ "type", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key credential_keys[] = {
	{ "file", CDR_DECL_TEXT, true },
	{ "as", CDR_DECL_TEXT, true },
	{ "header", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key schedule_keys[] = {
	{ "at", CDR_DECL_TEXT, true },
	{ "zone", CDR_DECL_TEXT, true },
	{ "days", CDR_DECL_TEXT_LIST, false },
};

static bool
holds_page(const struct cdr_registry *registry)
{
	bool holds = cdr_str_find(registry->fetching.body, CDR_STR("{page}")) >= 0;
	for (size_t i = 0; i < registry->n_part_urls; i++)
		holds = holds || cdr_str_find(registry->part_urls[i], CDR_STR("{page}")) >= 0;
	return holds;
}

static void
load_pages(struct registry_loader *loader, const struct cdr_decl_node *source)
{
	const struct cdr_decl_node *node = cdr_decl_get(source, "pages");
	struct cdr_registry *registry = loader->registry;
	struct cdr_registry_fetching *fetching = &registry->fetching;
	if (!node) {
		if (holds_page(registry))
			registry_complain(loader, source, "{page} stands for a number only where there are \"pages\"");
		return;
	}
	if (!registry_check(loader, node, pages_keys, CDR_LEN(pages_keys)))
		return;
	fetching->paged = true;
	fetching->records = loader->private->format.records;
	fetching->next = cdr_decl_text(node, "next");
	fetching->last = cdr_decl_text(node, "last");
	fetching->first = cdr_decl_integer(node, "first", 1);
	fetching->step = cdr_decl_integer(node, "step", 1);
	bool numbered = !fetching->next.p, counted = cdr_decl_get(node, "first") || cdr_decl_get(node, "step");
	if (!cdr_str_equal(cdr_str_from(loader->private->suffix), CDR_STR("json")) || !fetching->records.p)
		registry_complain(loader, node,
		                  "pages are put together of JSON only, and \"records\" says where their lists are");
	if (registry->n_part_urls != 1)
		registry_complain(loader, node, "pages: for a source with one URL under \"files\"");
	if (numbered != holds_page(registry) || (!numbered && (counted || fetching->last.p)))
		registry_complain(loader, node, "pages: either \"next\", or {page} in the URL or in what is posted");
	if (fetching->step < 1 || fetching->step > MAX_STEP || fetching->first < 0 || fetching->first > MAX_STEP ||
	    (fetching->last.p && fetching->step != 1))
		registry_complain(loader, node, "pages: first 0 to %d, step 1 to %d, and 1 where \"last\" is given",
		                  MAX_STEP, MAX_STEP);
}

static void
load_post(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct cdr_registry_fetching *fetching = &loader->registry->fetching;
	if (!node || !registry_check(loader, node, post_keys, CDR_LEN(post_keys)))
		return;
	fetching->body = cdr_decl_text(node, "body");
	fetching->body_type = cdr_decl_get(node, "type") ? cdr_decl_text(node, "type") : CDR_STR("application/json");
}

/* Letters, digits and hyphens: what a header may be called. */
static bool
is_header_name(struct cdr_str name)
{
	bool good = name.n > 0 && name.n < 64;
	for (size_t i = 0; i < name.n && good; i++) {
		char c = (char)(name.p[i] | 0x20);
		good = (c >= 'a' && c <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '-';
	}
	return good;
}

/* Ours to set, or the place of secrets. */
static bool
is_reserved(struct cdr_str name)
{
	static const char *const reserved[] = {
		"authorization", "proxy-authorization", "cookie",          "host",       "content-length",
		"content-type",  "transfer-encoding",   "connection",      "range",      "if-range",
		"if-none-match", "if-modified-since",   "accept-encoding", "user-agent", "expect"
	};
	for (size_t i = 0; i < CDR_LEN(reserved); i++) {
		if (cdr_str_equal_nocase(name, cdr_str_from(reserved[i])))
			return true;
	}
	return false;
}

static void
load_headers(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct cdr_registry_fetching *fetching = &loader->registry->fetching;
	if (!node)
		return;
	if (node->kind != CDR_DECL_MAP || node->n > CDR_REGISTRY_MAX_HEADERS) {
		registry_complain(loader, node, "headers: up to %d, each with its text", CDR_REGISTRY_MAX_HEADERS);
		return;
	}
	for (size_t i = 0; i < node->n; i++) {
		struct cdr_str name = node->pairs[i].key;
		const struct cdr_decl_node *value = node->pairs[i].value;
		bool good = value->kind == CDR_DECL_SCALAR && value->text.n <= MAX_HEADER_BYTES && is_header_name(name);
		for (size_t k = 0; good && k < value->text.n; k++)
			good = value->text.p[k] >= 0x20 && value->text.p[k] < 0x7F;
		if (!good || is_reserved(name)) {
			registry_complain(loader, value, "headers: \"%.*s\" cannot be set here%s", CDR_STR_ARG(name),
			                  good ? "; who asks is proved by \"credentials\"" : "");
			continue;
		}
		fetching->headers[fetching->n_headers++] = (struct cdr_registry_header){ name, value->text };
	}
}

static void
load_credentials(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	static const char *const words[] = { "none", "bearer", "basic", "header", NULL };
	struct cdr_registry *registry = loader->registry;
	struct cdr_registry_fetching *fetching = &registry->fetching;
	if (!node || !registry_check(loader, node, credential_keys, CDR_LEN(credential_keys)))
		return;
	fetching->credential = (enum cdr_registry_credential)registry_word_of(loader, node, "as", words, 0);
	fetching->credential_file = cdr_decl_text(node, "file");
	fetching->credential_header = cdr_decl_text(node, "header");
	struct cdr_str file = fetching->credential_file;
	if (file.n == 0 || file.p[0] == '.' || memchr(file.p, '/', file.n))
		registry_complain(loader, node, "credentials: the name of a file, without folders");
	bool needs_header = fetching->credential == CDR_REGISTRY_HEADER;
	if (needs_header != is_header_name(fetching->credential_header))
		registry_complain(loader, node,
		                  "credentials: \"header\" names the header for \"as: header\" and only for it");
	for (size_t i = 0; i < registry->n_part_urls; i++) {
		if (!cdr_str_starts_with(registry->part_urls[i], CDR_STR("https://")))
			registry_complain(loader, node, "credentials go over https only");
	}
}

/* "02:30" */
static bool
read_clock(struct cdr_str text, int *ret)
{
	int64_t hour = 0, minute = 0;
	if (text.n != 5 || text.p[2] != ':' || !cdr_str_to_i64((struct cdr_str){ text.p, 2 }, &hour) ||
	    !cdr_str_to_i64((struct cdr_str){ text.p + 3, 2 }, &minute) || hour < 0 || hour > 23 || minute < 0 ||
	    minute > 59)
		return false;
	*ret = (int)(hour * 60 + minute);
	return true;
}

static void
load_schedule(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	struct cdr_registry_fetching *fetching = &loader->registry->fetching;
	int32_t offset = 0;
	if (!node || !registry_check(loader, node, schedule_keys, CDR_LEN(schedule_keys)))
		return;
	fetching->scheduled = true;
	fetching->zone = cdr_decl_text(node, "zone");
	if (!read_clock(cdr_decl_text(node, "at"), &fetching->minute_of_day))
		registry_complain(loader, cdr_decl_get(node, "at"), "at: a time of the day as \"02:30\"");
	if (!cdr_normalise_zone(fetching->zone, 0, &offset))
		registry_complain(loader, cdr_decl_get(node, "zone"),
		                  "zone: \"%.*s\" is no time zone; write Asia/Manila", CDR_STR_ARG(fetching->zone));
	size_t n = cdr_decl_count(node, "days");
	fetching->weekdays = n ? 0 : EVERY_DAY;
	for (size_t i = 0; i < n; i++) {
		struct cdr_str day = cdr_decl_item(node, "days", i);
		unsigned bit = 0;
		while (bit < CDR_LEN(days) && !cdr_str_equal_nocase(day, cdr_str_from(days[bit])))
			bit++;
		if (bit == CDR_LEN(days))
			registry_complain(loader, cdr_decl_get(node, "days"),
			                  "days: mon, tue, wed, thu, fri, sat, sun");
		else
			fetching->weekdays |= 1U << bit;
	}
}

/* One URL for each part, in the same order. */
static void
load_files(struct registry_loader *loader, const struct cdr_decl_node *source)
{
	struct cdr_registry *registry = loader->registry;
	size_t n = cdr_decl_count(source, "files");
	if (n == 0)
		return;
	if (n != registry->n_parts) {
		registry_complain(loader, cdr_decl_get(source, "files"), "files: a URL for each of the %zu parts",
		                  registry->n_parts);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct cdr_str url = cdr_decl_item(source, "files", i);
		if (!cdr_str_starts_with(url, CDR_STR("https://")) && !cdr_str_starts_with(url, CDR_STR("http://")))
			registry_complain(loader, cdr_decl_get(source, "files"),
			                  "files: \"%.*s\" does not begin with https:// (or http://)",
			                  CDR_STR_ARG(url));
		registry->part_urls[i] = url;
	}
	registry->n_part_urls = n;
}

/* How often: hours between requests, or a time of the day. */
static void
load_times(struct registry_loader *loader, const struct cdr_decl_node *source)
{
	struct cdr_registry *registry = loader->registry;
	const struct cdr_decl_node *every = cdr_decl_get(source, "every_hours");
	int64_t hours = cdr_decl_integer(source, "every_hours", DEFAULT_HOURS);
	double pause = cdr_decl_number(source, "pause_seconds", 0);
	if (hours < 1 || hours > MAX_HOURS || (registry->n_part_urls == 0 && every))
		registry_complain(loader, every, "every_hours: 1 to %d, for a source with files", MAX_HOURS);
	else
		registry->fetch_every_hours = (int)hours;
	if (every && cdr_decl_get(source, "schedule"))
		registry_complain(loader, every, "either \"every_hours\" or \"schedule\"");
	if (pause < 0 || pause > MAX_PAUSE_SECONDS)
		registry_complain(loader, cdr_decl_get(source, "pause_seconds"), "pause_seconds: 0 to %d",
		                  (int)MAX_PAUSE_SECONDS);
	else
		registry->fetching.pause_ms = (int)(pause * 1000);
	load_schedule(loader, cdr_decl_get(source, "schedule"));
}

void
registry_load_source(struct registry_loader *loader, const struct cdr_decl_node *source)
{
	static const char *const only_fetched[] = { "pages",       "post",          "headers",
		                                    "credentials", "pause_seconds", "schedule" };
	load_files(loader, source);
	load_times(loader, source);
	for (size_t i = 0; loader->registry->n_part_urls == 0 && i < CDR_LEN(only_fetched); i++) {
		const struct cdr_decl_node *node = cdr_decl_get(source, only_fetched[i]);
		if (node && cdr_decl_count(source, "files") == 0)
			registry_complain(loader, node, "%s: for a source with files", only_fetched[i]);
	}
	load_post(loader, cdr_decl_get(source, "post"));
	load_headers(loader, cdr_decl_get(source, "headers"));
	load_pages(loader, source);
	load_credentials(loader, cdr_decl_get(source, "credentials"));
}
