/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Memory that runs out on request. This file defines the four functions of src/base/memory.c, so the linker leaves that
 * member of the library out and everything under test allocates from here. Usage: fail_memory_after(n), call, look at
 * the outcome, memory_restore(). AddressSanitizer sees what leaks on the way out.
 */

#include <stdlib.h>
#include <sys/mman.h>

#include "candor/base.h"

/* Shared with the processes that are forked, so that what they allocate counts as well. */
static struct memory_counts {
	long left; /* -1: as many as wanted */
	long refused;
} * memory_counts;

__attribute__((constructor)) static void
share_memory_counts(void)
{
	memory_counts = mmap(NULL, sizeof(*memory_counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory_counts == MAP_FAILED)
		abort();
	memory_counts->left = -1;
}

static bool
refuse(void)
{
	if (memory_counts->left == 0) {
		memory_counts->refused++;
		return true;
	}
	if (memory_counts->left > 0)
		memory_counts->left--;
	return false;
}

static inline void
fail_memory_after(long n_allocations)
{
	memory_counts->left = n_allocations;
	memory_counts->refused = 0;
}

/* Back to plenty; true when something had been refused in between. */
static inline bool
memory_restore(void)
{
	memory_counts->left = -1;
	return memory_counts->refused > 0;
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
