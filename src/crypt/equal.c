/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing secrets. That the lengths differ may show in the time taken; where the bytes differ may not. */

#include "candor/crypt.h"

#include <sodium.h>

bool
cdr_crypt_equal(struct cdr_str a, struct cdr_str b)
{
	return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}
