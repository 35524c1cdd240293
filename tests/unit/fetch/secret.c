/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>

#include "web.h"

#define SECRET "open-sesame-1"

/* A folder with a credential, and a server that speaks https. */
struct vault {
	char folder[64], file[96], certificate[96];
	struct web web;
	struct cdr_fetch_policy policy;
	struct cdr_error error;
};

static void
put(struct vault *vault, const char *text, mode_t mode)
{
	(void)snprintf(vault->file, sizeof(vault->file), "%s/list-team", vault->folder);
	(void)unlink(vault->file);
	assert_int_equal(cdr_file_write_atomic(vault->file, cdr_str_from(text), NULL), CDR_OK);
	assert_int_equal(chmod(vault->file, mode), 0);
}

static void
open_vault(struct vault *vault)
{
	(void)snprintf(vault->folder, sizeof(vault->folder), "/tmp/cdr-vault-XXXXXX");
	assert_non_null(mkdtemp(vault->folder));
	(void)snprintf(vault->certificate, sizeof(vault->certificate), "%s/certificate.pem", vault->folder);
	web_run_with(&vault->web, "/nowhere", vault->certificate);
	vault->policy = web_policy();
	vault->policy.ca_file = cdr_str_from(vault->certificate);
	vault->policy.credentials = cdr_str_from(vault->folder);
	put(vault, SECRET "\n", 0600);
}

static void
close_vault(struct vault *vault)
{
	web_end(&vault->web);
	(void)unlink(vault->file);
	(void)unlink(vault->certificate);
	assert_int_equal(rmdir(vault->folder), 0);
}

static enum cdr_status
get(struct vault *vault, const char *url, enum cdr_fetch_scheme scheme, struct cdr_fetch_reply **ret)
{
	static const struct cdr_fetch_header headers[] = { { { "X-Site", 6 }, { "candor", 6 } } };
	cdr_owned(cdr_fetch) fetch = NULL;
	const struct cdr_fetch_request request = {
		.url = cdr_str_from(url),
		.headers = headers,
		.n_headers = 1,
		.credential = { scheme, CDR_STR("list-team"), CDR_STR("X-Api-Key") },
	};
	vault->error = (struct cdr_error){ 0 };
	assert_int_equal(cdr_fetch_new(&vault->policy, &fetch, &vault->error), CDR_OK);
	enum cdr_status status = cdr_fetch_get(fetch, &request, ret, &vault->error);
	assert_null(strstr(vault->error.message, "sesame"));
	assert_null(strstr(vault->error.where, "sesame"));
	return status;
}

/* What the server got. */
static void
echoes(struct vault *vault, const char *url, enum cdr_fetch_scheme scheme, const char *header, const char *expected)
{
	cdr_owned(cdr_fetch_reply) reply = NULL;
	cdr_owned(cdr_json) said = NULL;
	if (get(vault, url, scheme, &reply) != CDR_OK)
		fail_msg("%s: %s", url, vault->error.message);
	assert_int_equal(cdr_json_parse(web_body(reply), "echo", &said, NULL), CDR_OK);
	struct cdr_str value = cdr_json_get_str(cdr_json_get(said, "headers"), header);
	if (!cdr_str_equal(value, cdr_str_from(expected ? expected : "")))
		fail_msg("%s: \"%.*s\"", header, CDR_STR_ARG(value));
	assert_true((value.p != NULL) == (expected != NULL));
}

static void
secret_goes_along_in_the_way_that_is_asked_for(void **state)
{
	struct vault vault;
	char url[128];
	(void)state;
	open_vault(&vault);
	(void)snprintf(url, sizeof(url), "https://127.0.0.1:%d/echo", vault.web.port);
	echoes(&vault, url, CDR_FETCH_BEARER, "authorization", "Bearer " SECRET);
	echoes(&vault, url, CDR_FETCH_BEARER, "x-site", "candor");
	echoes(&vault, url, CDR_FETCH_HEADER, "x-api-key", SECRET);
	echoes(&vault, url, CDR_FETCH_HEADER, "authorization", NULL);
	put(&vault, "ann:" SECRET, 0400);
	echoes(&vault, url, CDR_FETCH_BASIC, "authorization", "Basic YW5uOm9wZW4tc2VzYW1lLTE=");
	close_vault(&vault);
}

static void
secret_is_sent_to_no_other_host(void **state)
{
	struct vault vault;
	char url[256];
	struct web other;
	(void)state;
	open_vault(&vault);
	(void)snprintf(url, sizeof(url), "https://127.0.0.1:%d/to?url=/echo", vault.web.port);
	echoes(&vault, url, CDR_FETCH_BEARER, "authorization", "Bearer " SECRET);
	/* The other server has a certificate of its own, so both are trusted. */
	char certificate[] = "/tmp/cdr-other-XXXXXX";
	int fd = mkstemp(certificate);
	assert_true(fd >= 0);
	web_run_with(&other, "/nowhere", certificate);
	cdr_auto(cdr_buf) both = CDR_BUF_INIT;
	assert_int_equal(cdr_file_read(vault.certificate, &both, NULL), CDR_OK);
	assert_int_equal(cdr_file_read(certificate, &both, NULL), CDR_OK);
	assert_int_equal(cdr_file_write_atomic(vault.certificate, cdr_buf_str(&both), NULL), CDR_OK);
	static const enum cdr_fetch_scheme schemes[] = { CDR_FETCH_BEARER, CDR_FETCH_HEADER, CDR_FETCH_BASIC };
	put(&vault, "ann:" SECRET, 0600);
	(void)snprintf(url, sizeof(url), "https://127.0.0.1:%d/to?url=https://127.0.0.1:%d/echo", vault.web.port,
	               other.port);
	for (size_t i = 0; i < CDR_LEN(schemes); i++) {
		echoes(&vault, url, schemes[i], "authorization", NULL);
		echoes(&vault, url, schemes[i], "x-api-key", NULL);
		echoes(&vault, url, schemes[i], "x-site", NULL);
	}
	web_end(&other);
	(void)close(fd);
	(void)unlink(certificate);
	close_vault(&vault);
}

static void
secret_that_others_may_read_is_refused(void **state)
{
	struct vault vault;
	cdr_owned(cdr_fetch_reply) reply = NULL;
	char url[128];
	(void)state;
	open_vault(&vault);
	(void)snprintf(url, sizeof(url), "https://127.0.0.1:%d/echo", vault.web.port);
	static const mode_t modes[] = { 0640, 0604, 0620, 0601 };
	for (size_t i = 0; i < CDR_LEN(modes); i++) {
		put(&vault, SECRET, modes[i]);
		assert_int_equal(get(&vault, url, CDR_FETCH_BEARER, &reply), CDR_EREFUSED);
		assert_non_null(strstr(vault.error.message, "chmod 600"));
		assert_string_equal(vault.error.where, vault.file);
	}
	static const char *const texts[] = { "", "\n", SECRET "\nX-Evil: 1", "caf\xC3\xA9" };
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		put(&vault, texts[i], 0600);
		assert_int_equal(get(&vault, url, CDR_FETCH_BEARER, &reply), CDR_EINPUT);
		assert_non_null(strstr(vault.error.message, "one line of ASCII"));
	}
	put(&vault, SECRET, 0600);
	assert_int_equal(get(&vault, url, CDR_FETCH_BASIC, &reply), CDR_EINPUT);
	assert_non_null(strstr(vault.error.message, "user:password"));
	(void)unlink(vault.file);
	assert_int_equal(get(&vault, url, CDR_FETCH_BEARER, &reply), CDR_EIO);
	vault.policy.credentials = (struct cdr_str){ NULL, 0 };
	assert_int_equal(get(&vault, url, CDR_FETCH_BEARER, &reply), CDR_EUSAGE);
	assert_non_null(strstr(vault.error.message, "CANDOR_CREDENTIALS"));
	assert_null(reply);
	close_vault(&vault);
}

static void
secret_is_sent_over_https_only(void **state)
{
	struct vault vault;
	struct web plain;
	cdr_owned(cdr_fetch_reply) reply = NULL;
	char url[128];
	(void)state;
	open_vault(&vault);
	web_run(&plain, "/nowhere");
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/echo", plain.port);
	assert_int_equal(get(&vault, url, CDR_FETCH_BEARER, &reply), CDR_EREFUSED);
	assert_non_null(strstr(vault.error.message, "over https only"));
	web_end(&plain);
	close_vault(&vault);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secret_goes_along_in_the_way_that_is_asked_for),
		cmocka_unit_test(secret_is_sent_to_no_other_host),
		cmocka_unit_test(secret_that_others_may_read_is_refused),
		cmocka_unit_test(secret_is_sent_over_https_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
