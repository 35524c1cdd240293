/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "failing-memory.h"

static struct cdr_regex *
compiled(const char *pattern, bool ignore_case)
{
	struct cdr_regex *regex = NULL;
	assert_int_equal(cdr_regex_compile(cdr_str_from(pattern), ignore_case, &regex, NULL), CDR_OK);
	return regex;
}

static bool
finds(const struct cdr_regex *regex, struct cdr_str subject, size_t start, struct cdr_str groups[CDR_REGEX_MAX_GROUPS])
{
	bool found = false;
	assert_int_equal(cdr_regex_find(regex, subject, start, &found, groups, NULL), CDR_OK);
	return found;
}

static void
regex_find_gives_the_match_and_its_groups(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("([A-Z]+)-(\\d+)(/x)?(y)?", false);
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	assert_true(finds(regex, CDR_STR("licence ABC-123y here"), 0, groups));
	assert_str(groups[0], "ABC-123y");
	assert_str(groups[1], "ABC");
	assert_str(groups[2], "123");
	assert_null(groups[3].p);
	assert_str(groups[4], "y");
	for (int i = 5; i < CDR_REGEX_MAX_GROUPS; i++)
		assert_null(groups[i].p);
	assert_true(finds(regex, CDR_STR("ABC-1"), 0, NULL));
	assert_false(finds(regex, CDR_STR("abc-1"), 0, groups));
}

static void
regex_find_goes_on_from_its_start(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("a.", false);
	struct cdr_str subject = CDR_STR("a1 a2"), groups[CDR_REGEX_MAX_GROUPS];
	assert_true(finds(regex, subject, 1, groups));
	assert_str(groups[0], "a2");
	assert_false(finds(regex, subject, 4, groups));
	assert_false(finds(regex, subject, 5, groups));
	assert_false(finds(regex, subject, 6, groups));
	assert_false(finds(regex, cdr_str_from(NULL), 0, groups));
}

static void
regex_an_empty_match_and_an_empty_group_are_values(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("(x*)", false);
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	assert_true(finds(regex, cdr_str_from(NULL), 0, groups));
	assert_non_null(groups[0].p);
	assert_non_null(groups[1].p);
	assert_int_equal(groups[1].n, 0);
}

static void
regex_case_is_that_of_unicode_and_a_point_is_a_character(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("^\xC3\x84.\xD0\x96$", true);          /* Ä.Ж */
	assert_true(finds(regex, CDR_STR("\xC3\xA4\xE2\x82\xAC\xD0\xB6"), 0, NULL)); /* ä€ж */
	cdr_owned(cdr_regex) exact = compiled("\xC3\x84", false);
	assert_false(finds(exact, CDR_STR("\xC3\xA4"), 0, NULL));
	cdr_owned(cdr_regex) digits = compiled("\\d", false);
	assert_false(finds(digits, CDR_STR("\xD9\xA1"), 0, NULL)); /* ARABIC-INDIC DIGIT ONE */
}

static void
regex_more_groups_than_are_reported_do_no_harm(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", false);
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	assert_true(finds(regex, CDR_STR("abcdefghijk"), 0, groups));
	assert_str(groups[0], "abcdefghijk");
	assert_str(groups[9], "i");
}

static void
regex_compile_says_where_a_pattern_is_wrong(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *where;
	} CASES[] = { { "abc(", "pattern:5" }, { "a[z-a]", "pattern:5" }, { "*", "pattern:1" } };
	for (size_t i = 0; i < CDR_LEN(CASES); i++) {
		struct cdr_regex *regex = NULL;
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_regex_compile(cdr_str_from(CASES[i].pattern), false, &regex, &err), CDR_EINPUT);
		assert_string_equal(err.where, CASES[i].where);
		assert_true(strlen(err.message) > strlen("not a valid regular expression: "));
		assert_null(regex);
	}
	struct cdr_regex *regex = NULL;
	assert_int_equal(cdr_regex_compile(CDR_STR("\xFF"), false, &regex, NULL), CDR_EINPUT);
	assert_int_equal(cdr_regex_compile(CDR_STR("\\C"), false, &regex, NULL), CDR_EINPUT);
}

static void
regex_compile_limits_length_and_nesting(void **state)
{
	(void)state;
	char pattern[CDR_REGEX_MAX_PATTERN + 2];
	memset(pattern, 'a', sizeof(pattern));
	struct cdr_regex *regex = NULL;
	assert_int_equal(cdr_regex_compile((struct cdr_str){ pattern, CDR_REGEX_MAX_PATTERN + 1 }, false, &regex, NULL),
	                 CDR_ELIMIT);
	assert_int_equal(cdr_regex_compile((struct cdr_str){ pattern, CDR_REGEX_MAX_PATTERN }, false, &regex, NULL),
	                 CDR_OK);
	regex = cdr_regex_free(regex);
	memset(pattern, '(', 60);
	memset(pattern + 60, ')', 60);
	assert_int_equal(cdr_regex_compile((struct cdr_str){ pattern, 120 }, false, &regex, NULL), CDR_EINPUT);
}

/* The classic that takes time exponential in its subject. */
static void
regex_find_gives_up_at_its_limit(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("^(a+)+$", false);
	struct cdr_error err = { 0 };
	bool found = true;
	enum cdr_status status = cdr_regex_find(
		regex, CDR_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), 0, &found, NULL, &err);
	assert_int_equal(status, CDR_ELIMIT);
	assert_true(found); /* untouched */
	assert_true(err.message[0] != '\0');
	cdr_owned(cdr_regex) raised =
		compiled("(*LIMIT_MATCH=4000000000)^(a+)+$", false); /* a pattern cannot raise it */
	status = cdr_regex_find(raised, CDR_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), 0, &found,
	                        NULL, NULL);
	assert_int_equal(status, CDR_ELIMIT);
}

static void
regex_find_refuses_a_subject_that_is_not_utf8(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("x", false);
	bool found;
	assert_int_equal(cdr_regex_find(regex, CDR_STR("\xFFx"), 0, &found, NULL, NULL), CDR_EINTERNAL);
}

static void
regex_groups_are_known_by_their_names(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) regex = compiled("(?<first>a)(b)(?P<third>c)", false);
	assert_str(cdr_regex_group_name(regex, 1), "first");
	assert_null(cdr_regex_group_name(regex, 2).p);
	assert_str(cdr_regex_group_name(regex, 3), "third");
	assert_null(cdr_regex_group_name(regex, 4).p);
	cdr_owned(cdr_regex) plain = compiled("(a)", false);
	assert_null(cdr_regex_group_name(plain, 1).p);
}

static void
regex_survives_exhausted_memory_at_any_point(void **state)
{
	(void)state;
	bool refused = true;
	for (long n = 0; refused; n++) {
		fail_memory_after(n);
		cdr_owned(cdr_regex) regex = NULL;
		bool found = false;
		enum cdr_status status = cdr_regex_compile(CDR_STR("(a|b)+c"), true, &regex, NULL);
		if (status == CDR_OK)
			status = cdr_regex_find(regex, CDR_STR("xxababc"), 0, &found, NULL, NULL);
		refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		assert_int_equal(found, !refused);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regex_find_gives_the_match_and_its_groups),
		cmocka_unit_test(regex_find_goes_on_from_its_start),
		cmocka_unit_test(regex_an_empty_match_and_an_empty_group_are_values),
		cmocka_unit_test(regex_case_is_that_of_unicode_and_a_point_is_a_character),
		cmocka_unit_test(regex_more_groups_than_are_reported_do_no_harm),
		cmocka_unit_test(regex_compile_says_where_a_pattern_is_wrong),
		cmocka_unit_test(regex_compile_limits_length_and_nesting),
		cmocka_unit_test(regex_find_gives_up_at_its_limit),
		cmocka_unit_test(regex_find_refuses_a_subject_that_is_not_utf8),
		cmocka_unit_test(regex_groups_are_known_by_their_names),
		cmocka_unit_test(regex_survives_exhausted_memory_at_any_point),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
