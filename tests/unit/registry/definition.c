/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

static void
refuse(const char *yaml, const char *where, const char *message)
{
	struct cdr_error err = { 0 };
	struct cdr_registry *registry = NULL;
	assert_int_equal(cdr_registry_load(cdr_str_from(yaml), "t.yaml", &registry, &err), CDR_EINPUT);
	assert_null(registry);
	if (where)
		assert_string_equal(err.where, where);
	assert_holds(err.message, message);
}

static void
definition_carries_what_is_public(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD "expected_rows: {min: 5, max: 9}\n" CSV_BODY);
	assert_text(registry->id, "zz-test-list");
	assert_text(registry->jurisdiction, "PH");
	assert_int_equal(registry->kind, CDR_REGISTRY_LICENCE_REGISTER);
	assert_int_equal(registry->absence, CDR_ABSENCE_NOTHING);
	assert_int_equal(registry->freshness_days, 30);
	assert_int_equal(registry->expected_min, 5);
	assert_int_equal(registry->expected_max, 9);
	assert_true(registry->max_drop_pct > 9.999 && registry->max_drop_pct < 10.001);
	assert_int_equal(registry->n_parts, 1);
	assert_text(registry->part_names[0], "list.csv");
	assert_true(cdr_registry_part_matches(registry, 0, "anything.txt"));
	assert_false(cdr_registry_part_matches(registry, 1, "anything.txt"));
}

static void
definition_refuses_an_unknown_key_at_its_place(void **state)
{
	(void)state;
	refuse(HEAD "identitty: [Name]\n" CSV_BODY, "t.yaml:10:1", "identity");
	refuse(HEAD "format: {type: csv, seperator: \";\"}\nfields: {name: Name}\nidentity: [Name]\n", "t.yaml:10:21",
	       "separator");
}

static void
definition_names_all_problems(void **state)
{
	(void)state;
	const char *yaml = HEAD "format: {type: doc}\nfields: {name: Name, colour: Blue, status: {value: x}}\n"
				"identity: [Name]\n"
				"statuses: [{word: x, status: fine}, {word: x, status: valid, from: birthday}]\n";
	refuse(yaml, "t.yaml:10:16", "csv");
	refuse(yaml, NULL, "t.yaml:11:22");
	refuse(yaml, NULL, "\"fine\" is no status");
	refuse(yaml, NULL, "explained twice");
	refuse(yaml, NULL, "status_date, valid_from");
}

static void
definition_refuses_a_bad_pattern_at_its_place(void **state)
{
	(void)state;
	refuse(HEAD CSV_BODY "names:\n  split: ['(']\n", "t.yaml:18:11", "bad pattern");
}

static void
definition_refuses_a_field_over_a_column_that_is_never_kept(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: Name, address: Phone, status: {value: x}}\n"
	            "identity: [Name]\nstatuses: [{word: x, status: valid}]\nprivacy: {drop: [phone]}\n",
	       "t.yaml:11:31", "never kept");
}

static void
definition_refuses_a_column_that_is_not_listed(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv, header: false}\ncolumns: [A, B]\nfields: {name: C, status: {value: x}}\n"
	            "identity: [A]\nstatuses: [{word: x, status: valid}]\n",
	       "t.yaml:12:16", "not among the columns");
	refuse(HEAD "format: {type: csv, header: false}\nfields: {name: C, status: {value: x}}\n"
	            "identity: [C]\nstatuses: [{word: x, status: valid}]\n",
	       NULL, "listed in order");
}

#define FETCHED(files)                                                                                                 \
	"id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: licence_register\n"               \
	"source: {url: \"https://example.org/\", terms: none, cadence: daily, files: " files "}\n"                     \
	"layout_confidence: assumed\nabsence: nothing\nfreshness_days: 30\n" CSV_BODY

static void
definition_refuses_what_does_not_fit_together(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: N}\nidentity: [N]\n", NULL, "needs the field status");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S}\nidentity: [N]\n", NULL, "no statuses");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, licence_number: L}\nidentity: [N]\n"
	            "statuses: [{word: x, status: valid}]\n",
	       NULL, "needs a licence_scheme");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S}\nidentity: [N]\n"
	            "statuses: [{word: x, status: absent}]\n",
	       NULL, "no status a register can print");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S}\nidentity: [N]\n"
	            "statuses: [{word: x, status: valid, to: valid_to}]\n",
	       NULL, "not among the fields");
	static const struct {
		const char *format, *words;
	} formats[] = {
		{ "{type: csv, row: '(?<a>x)'}", "only for the type text" },
		{ "{type: text, row: '(x)'}", "named groups" },
		{ "{type: text, row: '(a)(b)(c)(d)(e)(f)(g)(h)(i)(?<j>x)'}", "first nine groups" },
		{ "{type: text, skip: ['(']}", "bad pattern" },
		{ "{type: text, header: true}", "has no header" },
	};
	for (size_t i = 0; i < CDR_LEN(formats); i++) {
		char yaml[2048];
		(void)snprintf(yaml, sizeof(yaml),
		               HEAD "format: %s\nfields: {name: N, status: S}\nidentity: [N]\n"
		                    "statuses: [{word: x, status: valid}]\n",
		               formats[i].format);
		refuse(yaml, NULL, formats[i].words);
	}
	refuse(FETCHED("[\"https://a.example/1\", \"https://a.example/2\"]"), NULL, "a URL for each of the 1 parts");
	refuse(FETCHED("\"https://a.example/1\", every_hours: 0"), NULL, "every_hours: 1 to 8784");
	refuse(FETCHED("\"ftp://a.example/1\""), NULL, "\"ftp://a.example/1\" does not begin with https://");
}

#define PAGED(format, source)                                                                                          \
	"id: zz-test-list\ntitle: A list\npublisher: A body\njurisdiction: PH\nkind: debarment\n"                      \
	"source: {url: \"https://example.org/\", terms: none, cadence: daily, " source "}\n"                           \
	"layout_confidence: assumed\nabsence: nothing\nfreshness_days: 30\n"                                           \
	"format: " format "\nfields: {name: N}\nidentity: [N]\n"
#define JSON_LIST "{type: json, records: rows}"

static void
definition_says_how_its_source_is_asked(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(PAGED(
		JSON_LIST, "files: \"https://a.example/1\", pages: {first: 0, step: 50}, pause_seconds: 2.5,\n"
			   "  post: {body: 'from={page}', type: application/x-www-form-urlencoded},\n"
			   "  headers: {X-Site: public}, credentials: {file: list-team, as: header, header: X-Key},\n"
			   "  schedule: {at: \"02:30\", zone: Asia/Manila, days: [mon, Sun]}"));
	const struct cdr_registry_fetching *fetching = &registry->fetching;
	assert_true(fetching->paged && fetching->scheduled);
	assert_true(cdr_str_equal(fetching->records, CDR_STR("rows")));
	assert_null(fetching->next.p);
	assert_int_equal(fetching->first, 0);
	assert_int_equal(fetching->step, 50);
	assert_int_equal(fetching->pause_ms, 2500);
	assert_true(cdr_str_equal(fetching->body, CDR_STR("from={page}")));
	assert_int_equal(fetching->n_headers, 1);
	assert_int_equal(fetching->credential, CDR_REGISTRY_HEADER);
	assert_true(cdr_str_equal(fetching->credential_header, CDR_STR("X-Key")));
	assert_int_equal(fetching->minute_of_day, 150);
	assert_int_equal(fetching->weekdays, 0x41);
	cdr_owned(cdr_registry) plain = load_registry(PAGED(JSON_LIST, "files: \"https://a.example/1\""));
	assert_false(plain->fetching.paged || plain->fetching.scheduled);
	assert_null(plain->fetching.body.p);
}

static void
definition_refuses_ways_of_asking_that_cannot_be(void **state)
{
	(void)state;
#define URL "files: \"https://a.example/1\", "
#define NUMBERED "files: \"https://a.example/{page}\""
	refuse(PAGED(JSON_LIST, NUMBERED), NULL, "{page} stands for a number only where");
	refuse(PAGED(JSON_LIST, URL "pages: {first: 1}"), NULL, "either \"next\", or {page}");
	refuse(PAGED(JSON_LIST, NUMBERED ", pages: {next: more}"), NULL, "either \"next\", or {page}");
	refuse(PAGED(JSON_LIST, URL "pages: {next: more, first: 2}"), NULL, "either \"next\", or {page}");
	refuse(PAGED("{type: csv}", NUMBERED ", pages: {first: 1}"), NULL, "of JSON only");
	refuse(PAGED(JSON_LIST, NUMBERED ", pages: {step: 0}"), NULL, "step 1 to");
	refuse(PAGED(JSON_LIST, NUMBERED ", pages: {step: 2, last: n}"), NULL, "and 1 where \"last\"");
	refuse(PAGED(JSON_LIST, "pages: {next: more}"), NULL, "pages: for a source with files");
	refuse(PAGED(JSON_LIST, URL "post: {type: x}"), NULL, "body");
	refuse(PAGED(JSON_LIST, URL "headers: {Authorization: x}"), NULL, "proved by \"credentials\"");
	refuse(PAGED(JSON_LIST, URL "headers: {\"X Y\": x}"), NULL, "cannot be set here");
	refuse(PAGED(JSON_LIST, URL "credentials: {file: ../x, as: bearer}"), NULL, "without folders");
	refuse(PAGED(JSON_LIST, URL "credentials: {file: x, as: header}"), NULL, "names the header");
	refuse(PAGED(JSON_LIST, URL "credentials: {file: x, as: digest}"), NULL, "bearer");
	refuse(PAGED(JSON_LIST, "files: \"http://a.example/1\", credentials: {file: x, as: bearer}"), NULL,
	       "https only");
	refuse(PAGED(JSON_LIST, URL "pause_seconds: 601"), NULL, "pause_seconds: 0 to 600");
	refuse(PAGED(JSON_LIST, URL "schedule: {at: \"2:30\", zone: UTC}"), NULL, "a time of the day");
	refuse(PAGED(JSON_LIST, URL "schedule: {at: \"24:00\", zone: UTC}"), NULL, "a time of the day");
	refuse(PAGED(JSON_LIST, URL "schedule: {at: \"02:30\", zone: Manila}"), NULL, "no time zone");
	refuse(PAGED(JSON_LIST, URL "schedule: {at: \"02:30\", zone: UTC, days: [lun]}"), NULL, "mon, tue");
	refuse(PAGED(JSON_LIST, URL "every_hours: 6, schedule: {at: \"02:30\", zone: UTC}"), NULL,
	       "either \"every_hours\"");
}

static void
definition_says_where_its_files_are_fetched_from(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) none = load_registry(HEAD CSV_BODY);
	cdr_owned(cdr_registry) one = load_registry(FETCHED("\"https://a.example/1\""));
	assert_int_equal(none->n_part_urls, 0);
	cdr_owned(cdr_registry) often = load_registry(FETCHED("\"https://a.example/1\", every_hours: 6"));
	assert_int_equal(often->fetch_every_hours, 6);
	assert_int_equal(one->fetch_every_hours, 24);
	assert_int_equal(one->n_part_urls, 1);
	assert_true(cdr_str_equal(one->part_urls[0], CDR_STR("https://a.example/1")));
}

static void
definition_needs_one_source_for_a_value(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: {columns: A, value: B}, status: {value: x}}\n"
	            "identity: [A]\nstatuses: [{word: x, status: valid}]\n",
	       "t.yaml:11:16", "exactly one of");
}

static void
definition_knows_its_parts_by_file_name(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: csv, header: false}\n"
	                           "parts:\n"
	                           "  - {name: main.csv, match: '(?i)main\\.csv$', columns: [id, name], key: id}\n"
	                           "  - {name: alt.csv, match: '(?i)alt\\.csv$', columns: [id, also], key: id, "
	                           "fields: {aliases: also}}\n"
	                           "fields: {name: name, status: {value: x}}\n"
	                           "identity: [id]\nstatuses: [{word: x, status: valid}]\n");
	assert_int_equal(registry->n_parts, 2);
	assert_text(registry->part_names[1], "alt.csv");
	assert_true(cdr_registry_part_matches(registry, 0, "/some/where/zz_MAIN.CSV"));
	assert_false(cdr_registry_part_matches(registry, 0, "/main.csv/zz_alt.csv"));
	assert_true(cdr_registry_part_matches(registry, 1, "zz_alt.csv"));
}

static void
definition_refuses_parts_without_a_key(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\n"
	            "parts:\n"
	            "  - {name: a, match: a, columns: [id, name]}\n"
	            "  - {name: b, match: b, columns: [id, also], key: id}\n"
	            "fields: {name: name, status: {value: x}}\n"
	            "identity: [id]\nstatuses: [{word: x, status: valid}]\n",
	       "t.yaml:12:5", "\"key\" is missing");
}

static void
definition_brings_licence_numbers_into_one_form(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	cdr_owned(cdr_registry) registry =
		load_registry(HEAD "format: {type: csv}\nfields: {name: N, status: {value: x}, licence_number: L}\n"
	                           "identity: [N]\nstatuses: [{word: x, status: valid}]\n"
	                           "licence_scheme: {name: zz, pattern: '^(?i:RL)?[\\s-]*(\\d{1,4})$', pad: 4}\n");
	assert_text(registry->licence_scheme, "licence:zz");
	assert_text(cdr_registry_licence_number(registry, CDR_STR(" RL-30 "), arena), "0030");
	assert_text(cdr_registry_licence_number(registry, CDR_STR("2058"), arena), "2058");
	assert_null(cdr_registry_licence_number(registry, CDR_STR("12345"), arena).p);
	assert_null(cdr_registry_licence_number(registry, CDR_STR(""), arena).p);
}

#define TAIL "identity: [N]\nstatuses: [{word: x, status: banned}]\n"

static void
definition_refuses_dates_that_no_status_uses(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, valid_to: U}\n" TAIL, "t.yaml:11:40",
	       "no status begins or ends with valid_to");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, term: U}\n" TAIL, "t.yaml:11:36", "with term");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, intervals: {columns: I}}\n" TAIL, "t.yaml:11:41",
	       "from: intervals");
}

static void
definition_refuses_intervals_with_another_end(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S}\nidentity: [N]\n"
	            "statuses: [{word: x, status: banned, from: intervals}]\n",
	       "t.yaml:13:44", "\"intervals\" is not among the fields");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, valid_to: U, intervals: {columns: I}}\n"
	            "identity: [N]\nstatuses: [{word: x, status: banned, from: intervals, to: valid_to}]\n",
	       "t.yaml:13:59", "its own end");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, intervals: {columns: I, spilt: x}}\n" TAIL,
	       "t.yaml:11:54", "split");
}

static void
definition_refuses_ends_it_does_not_know(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, term: U}\nidentity: [N]\n"
	            "statuses: [{word: x, status: banned, from: [term]}]\n",
	       "t.yaml:13:45", "from: up to 4 of");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S}\nidentity: [N]\n"
	            "statuses: [{word: x, status: banned, to: someday}]\n",
	       "t.yaml:13:42", "to: up to 4 of status_date, valid_from, valid_to, listed_on, term");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, valid_to: U}\nidentity: [N]\n"
	            "statuses: [{word: x, status: banned, to: valid_to+x}]\n",
	       "t.yaml:13:42", "to: up to 4 of");
}

static void
definition_splits_only_what_can_be_several(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, address: {columns: A, split: ';'}}\n" TAIL,
	       "t.yaml:11:59", "address has one value");
}

static void
definition_refuses_rows_that_make_no_sense(void **state)
{
	(void)state;
	const char *body = HEAD "format: {type: csv}\nfields: {name: N, status: S}\n" TAIL;
	static const struct {
		const char *rows, *where, *message;
	} table[] = {
		{ "rows: {only: {column: K}}\n", "t.yaml:14:14", "match" },
		{ "rows: {only: {column: K, match: '('}}\n", "t.yaml:14:33", "bad pattern" },
		{ "rows: {main: {column: K, match: a}}\n", "t.yaml:14:14", "the same entry" },
		{ "rows: {same: K}\nnames: {split: [';']}\n", NULL, "several rows are one entry" },
	};
	for (size_t i = 0; i < CDR_LEN(table); i++) {
		char yaml[2048];
		(void)snprintf(yaml, sizeof(yaml), "%s%s", body, table[i].rows);
		refuse(yaml, table[i].where, table[i].message);
	}
}

static void
definition_refuses_an_aside_under_a_name_that_is_taken(void **state)
{
	(void)state;
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S, attributes: {group: G}}\n" TAIL
	            "names: {asides: [{match: x, attribute: group}]}\n",
	       "t.yaml:14:40", "filled from elsewhere");
	refuse(HEAD "format: {type: csv}\nfields: {name: N, status: S}\n" TAIL "names: {alias_lists: [{match: x}]}\n",
	       "t.yaml:14:23", "split");
}

static void
definition_names_the_files_of_line_formats(void **state)
{
	(void)state;
	static const char *const types[] = { "ndjson", "ftm" };
	for (size_t i = 0; i < CDR_LEN(types); i++) {
		char yaml[2048];
		(void)snprintf(yaml, sizeof(yaml), HEAD "format: {type: %s}\nfields: {name: N, status: S}\n" TAIL,
		               types[i]);
		cdr_owned(cdr_registry) registry = load_registry(yaml);
		assert_text(registry->part_names[0], "list.ndjson");
	}
	refuse(HEAD "whole: {count: n}\nformat: {type: ndjson}\nfields: {name: N, status: S}\n" TAIL, NULL,
	       "only a JSON file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(definition_carries_what_is_public),
		cmocka_unit_test(definition_refuses_an_unknown_key_at_its_place),
		cmocka_unit_test(definition_names_all_problems),
		cmocka_unit_test(definition_refuses_a_bad_pattern_at_its_place),
		cmocka_unit_test(definition_refuses_a_field_over_a_column_that_is_never_kept),
		cmocka_unit_test(definition_refuses_a_column_that_is_not_listed),
		cmocka_unit_test(definition_refuses_what_does_not_fit_together),
		cmocka_unit_test(definition_says_how_its_source_is_asked),
		cmocka_unit_test(definition_refuses_ways_of_asking_that_cannot_be),
		cmocka_unit_test(definition_says_where_its_files_are_fetched_from),
		cmocka_unit_test(definition_needs_one_source_for_a_value),
		cmocka_unit_test(definition_knows_its_parts_by_file_name),
		cmocka_unit_test(definition_refuses_parts_without_a_key),
		cmocka_unit_test(definition_brings_licence_numbers_into_one_form),
		cmocka_unit_test(definition_refuses_dates_that_no_status_uses),
		cmocka_unit_test(definition_refuses_intervals_with_another_end),
		cmocka_unit_test(definition_refuses_ends_it_does_not_know),
		cmocka_unit_test(definition_splits_only_what_can_be_several),
		cmocka_unit_test(definition_refuses_rows_that_make_no_sense),
		cmocka_unit_test(definition_refuses_an_aside_under_a_name_that_is_taken),
		cmocka_unit_test(definition_names_the_files_of_line_formats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
