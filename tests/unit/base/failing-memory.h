/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Memory that runs out on request. This file defines the four functions of src/base/memory.c, so the linker leaves that
 * member of the library out and everything under test allocates from here. Usage: fail_memory_after(n), call, look at
 * the outcome, memory_restore(). AddressSanitizer sees what leaks on the way out.
 */

#include <stdlib.h>

#include "candor/base.h"

static long allocations_left = -1; /* -1: as many as wanted */
static long allocations_refused;

static bool
refuse(void)
{
	if (allocations_left == 0) {
		allocations_refused++;
		return true;
	}
	if (allocations_left > 0)
		allocations_left--;
	return false;
}

static inline void
fail_memory_after(long n_allocations)
{
	allocations_left = n_allocations;
	allocations_refused = 0;
}

/* Back to plenty; true when something had been refused in between. */
static inline bool
memory_restore(void)
{
	allocations_left = -1;
	return allocations_refused > 0;
}

void *
cdr_alloc(size_t n_bytes)
{
	return refuse() ? NULL : calloc(1, n_bytes > 0 ? n_bytes : 1);
}

void *
cdr_realloc(void *p, size_t n_bytes)
{
	return refuse() ? NULL : realloc(p, n_bytes > 0 ? n_bytes : 1);
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
