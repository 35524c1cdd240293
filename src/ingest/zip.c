/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip archive, a workbook or one around a list, read from memory, with its caps. Only reading, only by name. Surprise: sizes in
 * the archive's directory are the attacker's word, so the caps are counted on the bytes that really come out, read by
 * read, and a failure waits in the member because libxml2, which does the reading, can pass on no more than "-1".
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>

#include <zip.h>

#define RATIO_FREE_BYTES ((size_t)1 << 20) /* below this, any ratio will do */
#define MAX_MEMBERS 65536

void
cdr_zip_done(struct cdr_zip *archive)
{
	if (archive->handle)
		zip_discard(archive->handle);
	archive->handle = NULL;
}

static enum cdr_status
fail_damaged(const char *place, const char *detail, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the zip archive is damaged or incomplete (%s); fetch or save it again", detail);
}

enum cdr_status
cdr_zip_open(struct cdr_zip *archive, struct cdr_str bytes, const char *name, struct cdr_error *err)
{
	zip_error_t reason;
	zip_error_init(&reason);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &reason);
	if (!source)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	zip_t *handle = zip_open_from_source(source, ZIP_RDONLY, &reason);
	if (!handle) {
		enum cdr_status status = fail_damaged(name, zip_error_strerror(&reason), err);
		zip_source_free(source);
		zip_error_fini(&reason);
		return status;
	}
	zip_error_fini(&reason);
	*archive = (struct cdr_zip){ .name = name, .handle = handle, .n_bytes = bytes.n };
	if (zip_get_num_entries(handle, 0) > MAX_MEMBERS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, name,
		                "the archive has more than %d members; unpack it and take the list alone", MAX_MEMBERS);
	return CDR_OK;
}

bool
cdr_zip_has(const struct cdr_zip *archive, const char *member)
{
	return zip_name_locate(archive->handle, member, ZIP_FL_NOCASE) >= 0;
}

void
cdr_zip_member_done(struct cdr_zip_member *member)
{
	if (member->handle)
		(void)zip_fclose(member->handle);
	member->handle = NULL;
}

static const char *
member_place(const struct cdr_zip *archive, const char *member, char out[CDR_ERROR_WHERE_MAX])
{
	(void)snprintf(out, CDR_ERROR_WHERE_MAX, "%s member %s", archive->name, member);
	return out;
}

enum cdr_status
cdr_zip_member_open(struct cdr_zip_member *member, struct cdr_zip *archive, const char *name, struct cdr_error *err)
{
	*member = (struct cdr_zip_member){ .archive = archive };
	(void)snprintf(member->name, sizeof(member->name), "%s", name);
	char place[CDR_ERROR_WHERE_MAX];
	(void)member_place(archive, name, place);
	zip_int64_t index = zip_name_locate(archive->handle, name, ZIP_FL_NOCASE);
	if (index < 0)
		return fail_damaged(place, "there is no such member", err);
	zip_stat_t stat;
	zip_stat_init(&stat);
	if (zip_stat_index(archive->handle, (zip_uint64_t)index, 0, &stat) == 0 && (stat.valid & ZIP_STAT_COMP_SIZE) &&
	    stat.comp_size < archive->n_bytes)
		member->packed = (size_t)stat.comp_size;
	else
		member->packed = archive->n_bytes;
	member->handle = zip_fopen_index(archive->handle, (zip_uint64_t)index, 0);
	if (!member->handle)
		return fail_damaged(place, zip_strerror(archive->handle), err);
	return CDR_OK;
}

static int
stop(struct cdr_zip_member *member, enum cdr_status status)
{
	member->status = status;
	return -1;
}

int
cdr_zip_member_read(struct cdr_zip_member *member, char *out, int n_bytes)
{
	struct cdr_zip *archive = member->archive;
	char place[CDR_ERROR_WHERE_MAX];
	if (member->status != CDR_OK || n_bytes < 0)
		return -1;
	zip_int64_t n = zip_fread(member->handle, out, (zip_uint64_t)n_bytes);
	if (n < 0)
		return stop(member, fail_damaged(member_place(archive, member->name, place),
		                                 zip_file_strerror(member->handle), &member->error));
	member->expanded += (size_t)n;
	archive->expanded += (size_t)n;
	if (archive->expanded > CDR_INGEST_MAX_EXPANDED_BYTES)
		return stop(member, cdr_fail(&member->error, CDR_ELIMIT, CDR_INGEST_ROOM,
		                             member_place(archive, member->name, place),
		                             "the archive unpacks to more than %zu MiB; split the list",
		                             CDR_INGEST_MAX_EXPANDED_BYTES >> 20));
	if (member->expanded > RATIO_FREE_BYTES && member->expanded / CDR_INGEST_MAX_EXPANSION_RATIO > member->packed)
		return stop(member, cdr_fail(&member->error, CDR_ELIMIT, CDR_INGEST_ROOM,
		                             member_place(archive, member->name, place),
		                             "the member unpacks to more than %d times its packed size; no list does "
		                             "that; ask whoever sent it",
		                             CDR_INGEST_MAX_EXPANSION_RATIO));
	return (int)n;
}
