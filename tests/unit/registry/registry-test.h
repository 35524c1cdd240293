/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the tests of this room share: the normaliser over the real rule data, definitions put together from a template,
 * and a copy read from text. Include after cmocka's headers. */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "candor/registry.h"

#define HEAD                                                                                                           \
	"id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: licence_register\n"               \
	"source: {url: \"https://example.org/\", terms: none, cadence: daily}\nlayout_confidence: assumed\n"           \
	"absence: nothing\nfreshness_days: 30\n"
#define CSV_BODY                                                                                                       \
	"format: {type: csv, date_order: day_first, no_dates: [1901-01-01]}\n"                                         \
	"fields: {name: Name, status: Status, status_date: Since, valid_to: Until}\n"                                  \
	"identity: [Name]\n"                                                                                           \
	"statuses:\n"                                                                                                  \
	"  - {word: Valid, status: valid, from: status_date, to: valid_to}\n"                                          \
	"  - {word: Expired, status: expired, from: [valid_to+1, status_date]}\n"                                      \
	"  - {word: Cancelled, status: revoked, from: status_date}\n"

static inline struct cdr_normaliser *
load_normaliser(void)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	struct cdr_error err = { 0 };
	struct cdr_normaliser *normaliser = NULL;
	cdr_auto(cdr_bundle) bundle = { 0 };
	assert_int_equal(cdr_ingest_start(&err), CDR_OK);
	assert_int_equal(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &bundle, &err), CDR_OK);
	if (cdr_normaliser_load(&bundle, &normaliser, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return normaliser;
}

static inline struct cdr_registry *
load_registry(const char *yaml)
{
	struct cdr_error err = { 0 };
	struct cdr_registry *registry = NULL;
	if (cdr_registry_load(cdr_str_from(yaml), "t.yaml", &registry, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return registry;
}

static inline struct cdr_registry_copy *
read_copy(const struct cdr_registry *registry, const char *text, const char *file)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	struct cdr_registry_copy *copy = NULL;
	struct cdr_str part = cdr_str_from(text);
	if (cdr_registry_read(registry, normaliser, &part, &file, 1, &copy, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return copy;
}

/* Reads what must be refused; the error is for the caller to look at. */
static inline void
refuse_copy(const struct cdr_registry *registry, const char *text, enum cdr_status expected, struct cdr_error *err)
{
	cdr_owned(cdr_normaliser) normaliser = load_normaliser();
	struct cdr_registry_copy *copy = NULL;
	struct cdr_str part = cdr_str_from(text);
	const char *file = "list.csv";
	*err = (struct cdr_error){ 0 };
	assert_int_equal(cdr_registry_read(registry, normaliser, &part, &file, 1, &copy, err), expected);
	assert_null(copy);
}

#define assert_text(str, literal)                                                                                      \
	do {                                                                                                           \
		struct cdr_str text_ = (str);                                                                          \
		if (!cdr_str_equal(text_, CDR_STR(literal)))                                                           \
			fail_msg("\"%.*s\" is not \"%s\"", CDR_STR_ARG(text_), literal);                               \
	} while (0)
#define assert_holds(haystack, needle)                                                                                 \
	do {                                                                                                           \
		if (!strstr((haystack), (needle)))                                                                     \
			fail_msg("\"%s\" is not in \"%s\"", (needle), (haystack));                                     \
	} while (0)
