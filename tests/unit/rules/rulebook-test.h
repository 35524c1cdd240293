/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A rulebook of one topic and rules made from a pattern, for the tests of what reads rules. */

#include "rules-test.h"

#define TOPICS "topics: [{folder: things, prefix: THG, from: 101, to: 199, title: Things}]\n"
#define TOPICS_FILE                                                                                                    \
	{                                                                                                              \
		{ "risk/topics.yaml", 16 },                                                                            \
		{                                                                                                      \
			TOPICS, sizeof(TOPICS) - 1                                                                     \
		}                                                                                                      \
	}

/* A good rule in pieces, so that a test can replace one. */
#define RULE_HEAD(id) "id: " id "\nrevision: 2\ntitle: A thing\n"
#define RULE_SOURCE                                                                                                    \
	"source: {citation: An Act, page: section 1, url: \"https://example.org/act\"}\nrationale: Because.\n"
#define RULE_SUBJECT "applies_to: engagement\nin_force: {from: 2020-01-01, to: 2030-12-31}\nseverity: high\n"
#define RULE_WHEN "when: {fact: a.hours, above: 8}\n"
#define RULE_TEXTS "message: \"{a.hours} hours\"\nremedy: Investigate.\nquestion: Why?\nstatement_criteria: [law/one]\n"
#define RULE_CASES "cases: {fires: {a.hours: 9}, near_miss: [{a.hours: 8}, {a.hours: 0}], unknown: {a.flag: true}}\n"
#define RULE(id) RULE_HEAD(id) RULE_SOURCE RULE_SUBJECT RULE_WHEN RULE_TEXTS RULE_CASES

static inline enum cdr_status
test_load(struct cdr_bundle_file *files, size_t n, struct cdr_rulebook **ret, struct cdr_error *error)
{
	struct cdr_bundle bundle = test_bundle(files, n);
	enum cdr_status status = cdr_rulebook_load(&bundle, &test_symbols, ret, error);
	return status;
}

/* One rule file of that text must be refused, at `where`, with a message that says `part`. */
static inline void
test_rule_refused(const char *path, const char *text, const char *where, const char *part)
{
	struct cdr_bundle_file files[] = { { cdr_str_from(path), cdr_str_from(text) }, TOPICS_FILE };
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(test_load(files, 2, &rulebook, &error), CDR_EINPUT);
	assert_null(rulebook);
	if (strcmp(error.where, where) != 0 || !strstr(error.message, part))
		print_error("%s: %s\n", error.where, error.message);
	assert_string_equal(error.where, where);
	assert_non_null(strstr(error.message, part));
}

/* A rule with that id and condition, whose cases are those given; both YAML. */
static inline struct cdr_bundle_file
test_rule_file(char *buffer, size_t size, const char *id, const char *when, const char *cases)
{
	static char paths[8][64];
	static size_t next;
	char *path = paths[next++ % 8];
	(void)snprintf(path, 64, "risk/things/%s.yaml", id);
	for (char *p = path; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	(void)snprintf(buffer, size, "id: %s\nrevision: 1\ntitle: A thing\n%s%swhen: %s\n%scases: %s\n", id,
	               RULE_SOURCE, "applies_to: engagement\nseverity: high\n", when, RULE_TEXTS, cases);
	return (struct cdr_bundle_file){ cdr_str_from(path), cdr_str_from(buffer) };
}

/* All cases of one rule must come out as they say. */
static inline void
test_rule_cases(const char *when, const char *cases)
{
	static char buffer[8192];
	struct cdr_bundle_file files[] = { test_rule_file(buffer, sizeof(buffer), "THG-101", when, cases),
		                           TOPICS_FILE };
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t passed = 0, failed = 0;
	enum cdr_status status = test_load(files, CDR_LEN(files), &rulebook, &error);
	if (status == CDR_OK)
		status = cdr_rulebook_test(rulebook, &report, &passed, &failed, &error);
	if (status != CDR_OK)
		print_error("%s: %s\n%s", error.where, error.message, report.n ? report.p : "");
	assert_int_equal(status, CDR_OK);
	assert_true(passed >= 2);
}
