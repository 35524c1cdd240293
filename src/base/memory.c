/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one place that calls the C library's allocator. The surprise: sizes above PTRDIFF_MAX are refused here, so that
 * no caller has to wonder what pointer arithmetic would do with them.
 */

#include "candor/base.h"

#include <stdlib.h>

void *
cdr_alloc(size_t n_bytes)
{
	if (n_bytes > PTRDIFF_MAX)
		return NULL;
	return calloc(1, n_bytes > 0 ? n_bytes : 1);
}

void *
cdr_realloc(void *p, size_t n_bytes)
{
	if (n_bytes > PTRDIFF_MAX)
		return NULL;
	return realloc(p, n_bytes > 0 ? n_bytes : 1);
}

void
cdr_free(void *p)
{
	free(p);
}

void
cdr_freep(void *pointer_to_pointer)
{
	void **p = pointer_to_pointer;
	free(*p);
	*p = NULL;
}
