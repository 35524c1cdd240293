/* SPDX-License-Identifier: Apache-2.0 */
#include "../store/scratch.h"

#include "candor/auth.h"

static void
assert_refused(const struct scratch *scratch, const char *authorization, const char *part)
{
	struct cdr_str org = { NULL, 0 }, name = { NULL, 0 };
	assert_fails(CDR_EREFUSED, part,
	             cdr_auth_check(scratch->store, cdr_str_from(authorization), scratch->arena, &org, &name, err));
	assert_null(org.p);
}

static void
token_opens_the_organisation_it_was_made_for(void **state)
{
	struct scratch *scratch = *state;
	char token[CDR_AUTH_TOKEN_MAX], other[CDR_AUTH_TOKEN_MAX], header[128];
	struct cdr_str org = { NULL, 0 }, name = { NULL, 0 };
	assert_ok(cdr_auth_token_new(scratch->store, ORG, CDR_STR(" procurement "), token, err));
	assert_ok(cdr_auth_token_new(scratch->store, CDR_STR("zenith"), CDR_STR("x"), other, err));
	assert_int_equal(strlen(token), 4 + 64);
	assert_int_equal(strncmp(token, "cdr_", 4), 0);
	assert_string_not_equal(token, other);
	(void)snprintf(header, sizeof(header), "bearer   %s ", token);
	assert_ok(cdr_auth_check(scratch->store, cdr_str_from(header), scratch->arena, &org, &name, err));
	assert_text(org, "acme");
	assert_text(name, "procurement");
}

static void
token_itself_is_nowhere_in_the_store(void **state)
{
	struct scratch *scratch = *state;
	char token[CDR_AUTH_TOKEN_MAX];
	cdr_auto(cdr_buf) file = CDR_BUF_INIT;
	assert_ok(cdr_auth_token_new(scratch->store, ORG, CDR_STR("procurement"), token, err));
	scratch->store = cdr_store_free(scratch->store); /* moves everything into the main file */
	assert_ok(cdr_file_read(scratch->path, &file, err));
	assert_true(cdr_str_find(cdr_buf_str(&file), CDR_STR("procurement")) >= 0);
	assert_int_equal(cdr_str_find(cdr_buf_str(&file), cdr_str_from(token)), -1);
	assert_int_equal(cdr_str_find(cdr_buf_str(&file), cdr_str_from(token + 4)), -1);
}

static void
token_that_is_wrong_is_refused(void **state)
{
	struct scratch *scratch = *state;
	char token[CDR_AUTH_TOKEN_MAX], header[128];
	assert_ok(cdr_auth_token_new(scratch->store, ORG, CDR_STR("procurement"), token, err));
	token[10] = token[10] == '0' ? '1' : '0';
	(void)snprintf(header, sizeof(header), "Bearer %s", token);
	assert_refused(scratch, header, "not known here");
	header[strlen(header) - 1] = '\0';
	assert_refused(scratch, header, "64 hexadecimal digits");
}

static void
token_that_is_missing_or_malformed_is_refused(void **state)
{
	struct scratch *scratch = *state;
	assert_refused(scratch, NULL, "no token");
	assert_refused(scratch, "", "no token");
	assert_refused(scratch, "Bearer", "64 hexadecimal digits");
	assert_refused(scratch, "Bearer cdr_", "64 hexadecimal digits");
	assert_refused(scratch, "Basic YWRtaW46YWRtaW4=", "64 hexadecimal digits");
	assert_refused(scratch, "Bearer cdr_zz11223344556677889900aabbccddeeff00112233445566778899aabbccddeeff",
	               "64 hexadecimal digits");
}

static void
token_needs_a_name(void **state)
{
	struct scratch *scratch = *state;
	char token[CDR_AUTH_TOKEN_MAX];
	assert_fails(CDR_EUSAGE, "needs a name", cdr_auth_token_new(scratch->store, ORG, CDR_STR("  "), token, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(token_opens_the_organisation_it_was_made_for),
		scratch_test(token_itself_is_nowhere_in_the_store),
		scratch_test(token_that_is_wrong_is_refused),
		scratch_test(token_that_is_missing_or_malformed_is_refused),
		scratch_test(token_needs_a_name),
	};
	return cmocka_run_group_tests_name("auth/token", tests, NULL, NULL);
}
