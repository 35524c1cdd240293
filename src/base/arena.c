/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bump allocator. Blocks come zeroed from cdr_alloc and pieces are cut from them front to back, so a piece is
 * zero-filled without being touched. The surprise: a piece that is large beside the next block gets a block of its own
 * *behind* the current one, so that the rest of the current block is not lost to it.
 */

#include "candor/base.h"

#include <stddef.h>
#include <string.h>

#include "base/base-impl.h"

#define BLOCK_BYTES_MIN ((size_t)64 << 10)
#define BLOCK_BYTES_MAX ((size_t)4 << 20)

struct block {
	struct block *older;
	size_t size, used;
	max_align_t bytes[];
};

struct cdr_arena {
	struct block *current; /* newest block that pieces are cut from; older ones hang off it */
	size_t next_block_bytes;
	size_t used, max_bytes;
};

struct cdr_arena *
cdr_arena_new(size_t max_bytes)
{
	struct cdr_arena *arena = cdr_alloc(sizeof(*arena));
	if (!arena)
		return NULL;
	arena->max_bytes = max_bytes;
	arena->next_block_bytes = BLOCK_BYTES_MIN;
	return arena;
}

struct cdr_arena *
cdr_arena_free(struct cdr_arena *arena)
{
	if (!arena)
		return NULL;
	for (struct block *block = arena->current; block;) {
		struct block *older = block->older;
		cdr_free(block);
		block = older;
	}
	cdr_free(arena);
	return NULL;
}

static struct block *
block_new(size_t size)
{
	struct block *block = cdr_alloc(offsetof(struct block, bytes) + size);
	if (block)
		block->size = size;
	return block;
}

/* Brings a block with `n_bytes` to spare; see the head of the file for why it is not always the new current one. */
static struct block *
add_block(struct cdr_arena *arena, size_t n_bytes)
{
	bool alone = arena->current && n_bytes > arena->next_block_bytes / 4;
	size_t size = alone || n_bytes > arena->next_block_bytes ? n_bytes : arena->next_block_bytes;
	struct block *block = block_new(size);
	if (!block)
		return NULL;
	if (alone) {
		block->older = arena->current->older;
		arena->current->older = block;
		return block;
	}
	block->older = arena->current;
	arena->current = block;
	if (arena->next_block_bytes < BLOCK_BYTES_MAX)
		arena->next_block_bytes *= 2;
	return block;
}

void *
cdr_arena_take(struct cdr_arena *arena, size_t n_bytes, size_t alignment)
{
	size_t wanted = n_bytes > 0 ? n_bytes : 1;
	if (wanted > arena->max_bytes - arena->used)
		return NULL;
	struct block *block = arena->current;
	size_t offset = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;
	if (!block || offset > block->size || wanted > block->size - offset) {
		block = add_block(arena, wanted);
		if (!block)
			return NULL;
		offset = 0;
	}
	block->used = offset + wanted;
	arena->used += wanted;
	return (char *)block->bytes + offset;
}

void *
cdr_arena_alloc(struct cdr_arena *arena, size_t n_bytes)
{
	return cdr_arena_take(arena, n_bytes, _Alignof(max_align_t));
}

/* Keeps the oldest block (the last of the chain, the smallest) and zeroes what was used of it. */
void
cdr_arena_reset(struct cdr_arena *arena)
{
	struct block *block = arena->current;
	while (block && block->older) {
		struct block *older = block->older;
		cdr_free(block);
		block = older;
	}
	if (block) {
		memset(block->bytes, 0, block->used);
		block->used = 0;
	}
	arena->current = block;
	arena->next_block_bytes = block ? 2 * BLOCK_BYTES_MIN : BLOCK_BYTES_MIN;
	arena->used = 0;
}

size_t
cdr_arena_used(const struct cdr_arena *arena)
{
	return arena->used;
}
