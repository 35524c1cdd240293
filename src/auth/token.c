/* SPDX-License-Identifier: Apache-2.0 */
/*
 * API tokens: making one, and finding out whose an Authorization header is (RFC 6750, bearer tokens). What surprises: no
 * slow password hash. A token is 256 random bits, which nobody can guess or tabulate, so one SHA-256 protects it fully;
 * and since the digest is what is looked up, the time a look-up takes says nothing about the token.
 */
#include "candor/auth.h"

#include "candor/crypt.h"

#define ROOM "auth"
#define TOKEN_PREFIX "cdr_" /* so that secret scanners recognise a leaked one */

enum { TOKEN_BYTES = 32, TOKEN_TEXT = sizeof(TOKEN_PREFIX) - 1 + 2 * TOKEN_BYTES };

_Static_assert(TOKEN_TEXT < CDR_AUTH_TOKEN_MAX, "a token fits its buffer");

enum cdr_status
cdr_auth_token_new(struct cdr_store *store, struct cdr_str org, struct cdr_str name, char out[CDR_AUTH_TOKEN_MAX],
                   struct cdr_error *err)
{
	char token[CDR_AUTH_TOKEN_MAX], digest[CDR_SHA256_TEXT_MAX];
	if (cdr_str_trim(name).n == 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "a token needs a name: say which system will use it");
	CDR_TRY(cdr_crypt_start(err));
	cdr_crypt_random_name(TOKEN_PREFIX, TOKEN_BYTES, token, sizeof(token));
	(void)cdr_crypt_sha256(cdr_str_from(token), digest);
	CDR_TRY(cdr_store_token_add(store, org, cdr_str_trim(name), cdr_str_from(digest), err));
	for (size_t i = 0; i <= TOKEN_TEXT; i++)
		out[i] = token[i];
	return CDR_OK;
}

static bool
is_lower_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* The token of "Bearer <token>"; false on anything else, so that junk never reaches the store. */
static bool
read_bearer(struct cdr_str authorization, struct cdr_str *ret)
{
	struct cdr_str rest = cdr_str_trim(authorization), scheme = { NULL, 0 };
	if (!cdr_str_split(&rest, ' ', &scheme) || !cdr_str_equal_nocase(scheme, CDR_STR("Bearer")))
		return false;
	struct cdr_str token = cdr_str_trim(rest);
	if (token.n != TOKEN_TEXT || !cdr_str_starts_with(token, CDR_STR(TOKEN_PREFIX)))
		return false;
	for (size_t i = sizeof(TOKEN_PREFIX) - 1; i < token.n; i++) {
		if (!is_lower_hex(token.p[i]))
			return false;
	}
	*ret = token;
	return true;
}

enum cdr_status
cdr_auth_check(struct cdr_store *store, struct cdr_str authorization, struct cdr_arena *arena, struct cdr_str *ret_org,
               struct cdr_str *ret_name, struct cdr_error *err)
{
	char digest[CDR_SHA256_TEXT_MAX];
	struct cdr_str token = { NULL, 0 };
	if (authorization.n == 0)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "no token: send the header \"Authorization: Bearer cdr_…\"");
	if (!read_bearer(authorization, &token))
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "the Authorization header is not \"Bearer cdr_\" and 64 hexadecimal digits");
	(void)cdr_crypt_sha256(token, digest);
	enum cdr_status status = cdr_store_token_find(store, cdr_str_from(digest), arena, ret_org, ret_name, err);
	if (status == CDR_ENOTFOUND)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL, "the token is not known here: ask for a new one");
	return status;
}
