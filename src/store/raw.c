/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes that copies of registries were made of, so that any of them can be read again. Tables: raw_files, copy_files.
 * The surprise: bytes are packed here and not by callers, so that what is asked for by a digest is always what has it.
 */
#include "store/store-impl.h"

#include <zstd.h>

#define PACK_LEVEL 6

static enum cdr_status
is_kept(struct cdr_store *store, struct cdr_str sha256, bool *ret, struct cdr_error *err)
{
	int64_t size = 0;
	return store_run_int(store, &size, ret, "SELECT size FROM raw_files WHERE sha256 = $1",
	                     STORE_VALUES(store_text(sha256)), err);
}

static enum cdr_status
pack(struct cdr_str bytes, char **ret, size_t *ret_n, struct cdr_error *err)
{
	size_t bound = ZSTD_compressBound(bytes.n);
	__attribute__((cleanup(cdr_freep))) char *packed = cdr_alloc(bound);
	if (!packed)
		return cdr_fail_memory(err, STORE_ROOM);
	size_t n = ZSTD_compress(packed, bound, bytes.p ? bytes.p : "", bytes.n, PACK_LEVEL);
	if (ZSTD_isError(n))
		return cdr_fail(err, CDR_ENOMEM, STORE_ROOM, NULL, "packing a file: %s", ZSTD_getErrorName(n));
	*ret = cdr_steal(&packed);
	*ret_n = n;
	return CDR_OK;
}

enum cdr_status
cdr_store_raw_put(struct cdr_store *store, struct cdr_str sha256, struct cdr_str bytes, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	__attribute__((cleanup(cdr_freep))) char *packed = NULL;
	size_t n = 0;
	bool kept = false;
	CDR_TRY(is_kept(store, sha256, &kept, err));
	if (kept)
		return CDR_OK;
	CDR_TRY(pack(bytes, &packed, &n, err));
	return store_run(store,
	                 "INSERT INTO raw_files (sha256, kept_at, size, bytes) VALUES ($1, $2, $3, $4)"
	                 " ON CONFLICT (sha256) DO NOTHING",
	                 STORE_VALUES(store_text(sha256), store_text(cdr_str_from(cdr_time_now(now))),
	                              store_int((int64_t)bytes.n), store_bytes((struct cdr_str){ packed, n })),
	                 err);
}

static enum cdr_status
unpack(struct cdr_str packed, int64_t size, struct cdr_str sha256, struct cdr_buf *ret, struct cdr_error *err)
{
	if (size < 0 || (uint64_t)size > ret->max)
		return cdr_fail(err, CDR_ELIMIT, STORE_ROOM, NULL, "the file %.*s is larger than the %zu bytes allowed",
		                CDR_STR_ARG(sha256), ret->max);
	__attribute__((cleanup(cdr_freep))) char *bytes = cdr_alloc((size_t)size + 1);
	if (!bytes)
		return cdr_fail_memory(err, STORE_ROOM);
	size_t n = ZSTD_decompress(bytes, (size_t)size, packed.p, packed.n);
	if (ZSTD_isError(n) || n != (size_t)size)
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, NULL, "the kept file %.*s is damaged",
		                CDR_STR_ARG(sha256));
	cdr_buf_add(ret, bytes, n);
	return cdr_buf_check(ret, STORE_ROOM, err);
}

enum cdr_status
cdr_store_raw_get(struct cdr_store *store, struct cdr_str sha256, struct cdr_buf *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, "SELECT size, bytes FROM raw_files WHERE sha256 = $1",
	                         STORE_VALUES(store_text(sha256)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "the file %.*s is not kept", CDR_STR_ARG(sha256));
	return unpack(store_column_text(&query, 1), store_column_int(&query, 0), sha256, ret, err);
}

enum cdr_status
cdr_store_copy_file_put(struct cdr_store *store, const struct cdr_copy_file *file, struct cdr_error *err)
{
	return store_run(store,
	                 "INSERT INTO copy_files (registry, copy_sha256, position, file, sha256)"
	                 " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
	                 STORE_VALUES(store_text(store_present(file->registry_id)),
	                              store_text(store_present(file->copy_sha256)), store_int(file->position),
	                              store_text(store_present(file->file)), store_text(store_present(file->sha256))),
	                 err);
}

enum cdr_status
cdr_store_copy_file_each(struct cdr_store *store, struct cdr_str registry_id, struct cdr_str copy_sha256,
                         cdr_copy_file_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT position, file, sha256 FROM copy_files"
	                         " WHERE registry = $1 AND copy_sha256 = $2 ORDER BY position",
	                         STORE_VALUES(store_text(registry_id), store_text(copy_sha256)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_copy_file file = { registry_id, copy_sha256, store_column_int(&query, 0),
			                      store_column_text(&query, 1), store_column_text(&query, 2) };
		CDR_TRY(fn(context, &file, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
