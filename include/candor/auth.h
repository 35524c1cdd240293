/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * auth: who may call. API tokens, each for one organisation; the store holds only their SHA-256 (tokens are 256 random
 * bits, so a slow hash would add nothing). Thread rule: as the store given.
 */

#include "candor/base.h"
#include "candor/store.h"

#define CDR_AUTH_TOKEN_MAX 80

/* Makes a token for an organisation and writes it to `out`: the only time it can be seen. Recorded as evidence by the
 * caller. EUSAGE on an empty name. */
enum cdr_status CDR_MUST_CHECK
cdr_auth_token_new(struct cdr_store *store, struct cdr_str org, struct cdr_str name, char out[CDR_AUTH_TOKEN_MAX],
                   struct cdr_error *err);
/* Organisation and name behind an Authorization header ("Bearer …"); EREFUSED when missing, malformed or unknown. */
enum cdr_status CDR_MUST_CHECK
cdr_auth_check(struct cdr_store *store, struct cdr_str authorization, struct cdr_arena *arena, struct cdr_str *ret_org,
               struct cdr_str *ret_name, struct cdr_error *err);
