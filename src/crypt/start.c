/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Readying libsodium. The surprise: there is nothing to undo, and the "already started" answer is a success, so tests
 * and programs may both call it without knowing of each other.
 */

#include "candor/crypt.h"

#include <sodium.h>

enum cdr_status
cdr_crypt_start(struct cdr_error *err)
{
	if (sodium_init() < 0)
		return cdr_fail(err, CDR_EINTERNAL, "crypt", NULL,
		                "the system gives no randomness; check that /dev/urandom is there");
	return CDR_OK;
}
