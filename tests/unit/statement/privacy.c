/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

static struct cdr_privacy *
load(struct fixture *fixture)
{
	struct cdr_privacy *privacy = NULL;
	struct cdr_error err = { 0 };
	if (cdr_privacy_load(&fixture->rulesets, &privacy, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return privacy;
}

struct counter {
	size_t n;
	char last[64];
	size_t offset;
};

static enum cdr_status
count(void *context, const struct cdr_privacy_hit *hit, struct cdr_error *err)
{
	struct counter *counter = context;
	(void)err;
	counter->n++;
	counter->offset = hit->offset;
	snprintf(counter->last, sizeof(counter->last), "%.*s", CDR_STR_ARG(hit->pattern));
	return CDR_OK;
}

static struct counter
scan(const struct cdr_privacy *privacy, const char *text)
{
	struct counter counter = { 0 };
	assert_int_equal(cdr_privacy_scan(privacy, cdr_str_from(text), count, &counter, NULL), CDR_OK);
	return counter;
}

static void
privacy_finds_every_place_and_says_where(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_privacy) privacy = load(fixture);
	struct counter counter = scan(privacy, "Ask a.b@example.org or c.d@example.org.");
	assert_int_equal(counter.n, 2);
	assert_string_equal(counter.last, "email");
	assert_int_equal(counter.offset, 23);
	assert_string_equal(scan(privacy, "born 3 May 1999 in the hills").last, "date_of_birth");
	assert_string_equal(scan(privacy, "her passport, N1234567, was kept").last, "passport");
}

/* What statements are full of: none of it is about a person. */
static void
privacy_leaves_ordinary_sentences_alone(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_privacy) privacy = load(fixture);
	static const char *const texts[] = {
		"Ashlow Candle Works Ltd (company number 09999991) employs 1,240 people in 3 countries.",
		"During the year 12 audits were held, 4 of them unannounced, against SA8000 and ISO 45001:2018.",
		"On 18 June 2025 14 of 22 people attended; the next session is due by 2026-06-18.",
		"Turnover was \302\24384,500,000.00 and US$131,000,000 in receipts.",
		"Modern Slavery Act 2015 (c. 30), section 54(5)(a); SI 2015/1833; ILO C181, articles 1(1) and 8.",
		"By place in the chain: tier 1 (3), tier 2 (14) and tier not stated (120).",
		"Licence RL-0030 (17/063) was valid; register copy of 15 January 2026, evidence record 1204.",
		"share of direct suppliers with a signed code: 71 percent, 2025-26",
	};
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		struct counter counter = scan(privacy, texts[i]);
		if (counter.n)
			fail_msg("%s is found in “%s”", counter.last, texts[i]);
	}
}

/* Replaces one piece of the file in the bundle; the caller puts it back. */
static struct cdr_str
spoil(struct fixture *fixture, const char *from, const char *to)
{
	for (size_t i = 0; i < fixture->rulesets.n_files; i++) {
		struct cdr_bundle_file *file = &fixture->rulesets.files[i];
		if (!cdr_str_equal(file->path, CDR_STR("statement/personal-data.yaml")))
			continue;
		struct cdr_str before = file->text;
		ptrdiff_t at = cdr_str_find(before, cdr_str_from(from));
		assert_true(at >= 0);
		size_t tail = (size_t)at + strlen(from);
		file->text = cdr_str_format(fixture->arena, "%.*s%s%.*s", (int)at, before.p, to, (int)(before.n - tail),
		                            before.p + tail);
		return before;
	}
	fail_msg("no file of patterns");
	return (struct cdr_str){ NULL, 0 };
}

static void
privacy_refuses_patterns_that_do_not_do_what_they_say(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *from, *to, *message;
	} rows[] = {
		{ "\"a @ b.example\"", "\"a@b.example\"", "finds “a@b.example”" },
		{ "\"EC1A1BB\"", "\"EC1A1B\"", "does not find “EC1A1B”" },
		{ "  - id: email", "  - ident: email", "unknown key" },
		{ "hits: [\"SSN 219-09-9999\", \"078-05-1120\"]", "hits: []", "needs examples" },
		{ "(?!BG|GB", "(?!BG|(GB", "missing" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_privacy *privacy = NULL;
		struct cdr_error err = { 0 };
		struct cdr_str before = spoil(fixture, rows[i].from, rows[i].to);
		assert_int_equal(cdr_privacy_load(&fixture->rulesets, &privacy, &err), CDR_EINPUT);
		if (!strstr(err.message, rows[i].message) || !strstr(err.where, "personal-data.yaml:"))
			fail_msg("%s: %s", err.where, err.message);
		assert_null(privacy);
		for (size_t k = 0; k < fixture->rulesets.n_files; k++)
			if (cdr_str_equal(fixture->rulesets.files[k].path, CDR_STR("statement/personal-data.yaml")))
				fixture->rulesets.files[k].text = before;
	}
}

static void
privacy_warns_without_repeating_what_it_found(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_privacy) privacy = load(fixture);
	cdr_owned(cdr_json) warnings = cdr_json_array();
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	assert_int_equal(cdr_privacy_warn(privacy, CDR_STR("a word to \303\251lise.roy@example.org"),
	                                  CDR_STR("org.yaml:7"), warnings, NULL),
	                 CDR_OK);
	assert_int_equal(cdr_json_count(warnings), 1);
	const struct cdr_json *warning = cdr_json_at(warnings, 0);
	assert_true(cdr_str_equal(cdr_json_get_str(warning, "kind"), CDR_STR("personal_data")));
	assert_true(cdr_str_equal(cdr_json_get_str(warning, "place"), CDR_STR("org.yaml:7")));
	assert_true(cdr_str_find(cdr_json_get_str(warning, "text"), CDR_STR("an e-mail address")) >= 0);
	assert_int_equal(cdr_json_write(warnings, false, &text, NULL), CDR_OK);
	assert_null(strstr(text.p, "example.org"));
}

static void
privacy_of_the_organisation_file_reaches_the_draft_with_its_line(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"activities\":\"Makes candles; ask Mr Rai.\",\"lines\":{\"activities\":9},"
	                 "\"company_number\":\"09999991\","
	                 "\"grievance_channels\":[{\"channel\":\"ring 020 7946 0018\",\"document\":\"x@y.example\","
	                 "\"line\":14}]");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *warnings = cdr_json_get(json, "warnings");
	assert_int_equal(cdr_json_count(warnings), 2);
	assert_true(
		cdr_str_equal(cdr_json_get_str(cdr_json_at(warnings, 0), "place"), CDR_STR("org.yaml:9 (activities)")));
	assert_true(
		cdr_str_equal(cdr_json_get_str(cdr_json_at(warnings, 1), "place"), CDR_STR("org.yaml:14 (channel)")));
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(warnings, 1), "pattern"), CDR_STR("phone_trunk")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(privacy_finds_every_place_and_says_where, setup, teardown),
		cmocka_unit_test_setup_teardown(privacy_leaves_ordinary_sentences_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(privacy_refuses_patterns_that_do_not_do_what_they_say, setup, teardown),
		cmocka_unit_test_setup_teardown(privacy_warns_without_repeating_what_it_found, setup, teardown),
		cmocka_unit_test_setup_teardown(privacy_of_the_organisation_file_reaches_the_draft_with_its_line, setup,
		                                teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
