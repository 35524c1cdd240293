/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file packed with gzip, or one of the files in a zip archive, unpacked for the reader of what it holds. Archives that
 * are documents themselves (.xlsx, .ods) are left to their readers, and one within another is not unpacked. Surprise: an
 * archive with several files that could be the list is refused with their names, for reading the first would be a guess.
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>
#include <string.h>

#include <zip.h>
#include <zlib.h>

#define CHUNK_BYTES 65536
#define RATIO_FREE_BYTES ((size_t)1 << 20)
#define NAMES_SHOWN_BYTES 300

void
cdr_ingest_unpacked_done(struct cdr_ingest_unpacked *unpacked)
{
	cdr_spool_done(&unpacked->bytes);
}

static enum cdr_status
check_size(const char *place, size_t packed, size_t expanded, struct cdr_error *err)
{
	if (expanded > CDR_INGEST_MAX_FILE_BYTES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, place,
		                "it unpacks to more than %zu MiB; split the list", CDR_INGEST_MAX_FILE_BYTES >> 20);
	if (expanded > RATIO_FREE_BYTES && expanded / CDR_INGEST_MAX_EXPANSION_RATIO > packed)
		return cdr_fail(
			err, CDR_ELIMIT, CDR_INGEST_ROOM, place,
			"it unpacks to more than %d times its packed size; no list does that; ask whoever sent it",
			CDR_INGEST_MAX_EXPANSION_RATIO);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ gzip */

static void
inflater_freep(z_stream *stream)
{
	(void)inflateEnd(stream);
}

static enum cdr_status
fail_gzip(const char *name, const char *what, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, name,
	                "the gzip archive is damaged or incomplete (%s); fetch it again", what);
}

/* Several members one after another are one file (RFC 1952, section 2.2); zeros behind the last are padding. */
static bool
next_member(z_stream *stream)
{
	while (stream->avail_in > 0 && *stream->next_in == 0) {
		stream->next_in++;
		stream->avail_in--;
	}
	return stream->avail_in > 0;
}

static enum cdr_status
unpack_gzip(const struct cdr_ingest_source *source, struct cdr_ingest_unpacked *ret, struct cdr_error *err)
{
	__attribute__((cleanup(inflater_freep))) z_stream stream = { 0 };
	__attribute__((cleanup(cdr_freep))) char *chunk = cdr_alloc(CHUNK_BYTES);
	if (!chunk || inflateInit2(&stream, MAX_WBITS + 16) != Z_OK)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	stream.next_in = (Bytef *)(uintptr_t)source->bytes.p;
	stream.avail_in = (uInt)source->bytes.n; /* at most CDR_INGEST_MAX_FILE_BYTES */
	for (int outcome = Z_OK;;) {
		stream.next_out = (Bytef *)chunk;
		stream.avail_out = CHUNK_BYTES;
		outcome = inflate(&stream, Z_NO_FLUSH);
		CDR_TRY(cdr_spool_write(&ret->bytes, (struct cdr_str){ chunk, CHUNK_BYTES - stream.avail_out }, err));
		CDR_TRY(check_size(source->name, source->bytes.n, ret->bytes.n_bytes, err));
		if (outcome == Z_STREAM_END && !next_member(&stream))
			return CDR_OK;
		if (outcome == Z_STREAM_END)
			outcome = inflateReset(&stream);
		if (outcome == Z_MEM_ERROR)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
		if (outcome == Z_BUF_ERROR || (outcome == Z_OK && stream.avail_in == 0 && stream.avail_out > 0))
			return fail_gzip(source->name, "it ends too early", err);
		if (outcome != Z_OK)
			return fail_gzip(source->name, stream.msg ? stream.msg : "not gzip", err);
	}
}

/* ------------------------------------------------------------------------------------------------------------- zip */

/* Folders, empty files and what some programs put beside the files proper. */
static bool
is_beside(const char *name, zip_uint64_t n_bytes)
{
	struct cdr_str s = cdr_str_from(name);
	return n_bytes == 0 || cdr_str_ends_with(s, CDR_STR("/")) || cdr_str_starts_with(s, CDR_STR("__MACOSX/")) ||
	       cdr_file_name(name)[0] == '.';
}

/* What is known of an archive's files, and the one to be read. */
struct choice {
	struct cdr_str wanted; /* before a "!" of the sheet asked for */
	struct cdr_buf names;
	const char *any, *readable, *asked_for;
	size_t n_any, n_readable;
};

static void
choice_done(struct choice *choice)
{
	cdr_buf_done(&choice->names);
}

static void
look_at(struct choice *choice, const char *name)
{
	choice->any = name;
	choice->n_any++;
	if (cdr_ingest_knows_suffix(name)) {
		choice->readable = name;
		choice->n_readable++;
	}
	if (choice->wanted.n > 0 && (cdr_str_equal_nocase(choice->wanted, cdr_str_from(name)) ||
	                             cdr_str_equal_nocase(choice->wanted, cdr_str_from(cdr_file_name(name)))))
		choice->asked_for = name;
	if (choice->names.n < NAMES_SHOWN_BYTES)
		cdr_buf_printf(&choice->names, "%s\"%s\"", choice->n_any > 1 ? ", " : "", name);
	else if (!cdr_str_ends_with(cdr_buf_str(&choice->names), CDR_STR("…")))
		cdr_buf_puts(&choice->names, " …");
}

static enum cdr_status
choose(struct choice *choice, const struct cdr_ingest_source *source, struct cdr_zip *archive, const char **ret,
       struct cdr_error *err)
{
	zip_int64_t n = zip_get_num_entries(archive->handle, 0);
	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t stat;
		zip_stat_init(&stat);
		if (zip_stat_index(archive->handle, (zip_uint64_t)i, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME))
			continue;
		if (!is_beside(stat.name, stat.valid & ZIP_STAT_SIZE ? stat.size : 1))
			look_at(choice, stat.name);
	}
	CDR_TRY(cdr_buf_check(&choice->names, CDR_INGEST_ROOM, err));
	if (choice->n_any == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "the zip archive holds no file; ask whoever sent it");
	*ret = choice->asked_for         ? choice->asked_for
	       : choice->n_readable == 1 ? choice->readable
	       : choice->n_any == 1      ? choice->any
	                                 : NULL;
	if (*ret)
		return CDR_OK;
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
	                "the zip archive holds several files: %.*s; unpack it, or choose one by its name as the sheet",
	                CDR_STR_ARG(cdr_buf_str(&choice->names)));
}

static enum cdr_status
unpack_member(struct cdr_zip *archive, const char *name, struct cdr_ingest_unpacked *ret, struct cdr_error *err)
{
	cdr_auto(cdr_zip_member) member = { 0 };
	__attribute__((cleanup(cdr_freep))) char *chunk = cdr_alloc(CHUNK_BYTES);
	if (!chunk)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	CDR_TRY(cdr_zip_member_open(&member, archive, name, err));
	for (int n; (n = cdr_zip_member_read(&member, chunk, CHUNK_BYTES)) > 0;) {
		CDR_TRY(cdr_spool_write(&ret->bytes, (struct cdr_str){ chunk, (size_t)n }, err));
		CDR_TRY(check_size(ret->name, archive->n_bytes, ret->bytes.n_bytes, err));
	}
	if (member.status != CDR_OK && err)
		*err = member.error;
	return member.status;
}

static enum cdr_status
unpack_zip(const struct cdr_ingest_source *source, struct cdr_ingest_unpacked *ret, struct cdr_error *err)
{
	cdr_auto(cdr_zip) archive = { 0 };
	cdr_auto(choice) choice = { .names = CDR_BUF_INIT };
	struct cdr_str rest = source->options->sheet;
	const char *name = NULL;
	CDR_TRY(cdr_zip_open(&archive, source->bytes, source->name, err));
	if (rest.n > 0)
		(void)cdr_str_split(&rest, '!', &choice.wanted);
	CDR_TRY(choose(&choice, source, &archive, &name, err));
	/* What is asked for and is no file of the archive is a sheet of the one file in it. */
	if (choice.asked_for)
		ret->options.sheet = rest;
	(void)snprintf(ret->name, sizeof(ret->name), "%s!%s", source->name, name);
	return unpack_member(&archive, name, ret, err);
}

static bool
is_workbook_name(const char *name)
{
	static const char *const suffixes[] = { ".xlsx", ".xlsm", ".ods" };
	struct cdr_str s = cdr_str_from(name);
	for (size_t i = 0; i < CDR_LEN(suffixes); i++) {
		struct cdr_str suffix = cdr_str_from(suffixes[i]);
		if (s.n > suffix.n && cdr_str_equal_nocase((struct cdr_str){ s.p + s.n - suffix.n, suffix.n }, suffix))
			return true;
	}
	return false;
}

/* Workbooks are zip archives too; so is one that is too damaged to say, which their readers name better. */
static bool
is_plain_zip(const struct cdr_ingest_source *source)
{
	cdr_auto(cdr_zip) archive = { 0 };
	bool zip = cdr_str_starts_with(source->bytes, (struct cdr_str){ "PK\x03\x04", 4 }) ||
	           cdr_str_starts_with(source->bytes, (struct cdr_str){ "PK\x05\x06", 4 });
	if (!zip || is_workbook_name(source->name) || source->options->format == CDR_INGEST_XLSX ||
	    source->options->format == CDR_INGEST_ODS ||
	    cdr_zip_open(&archive, source->bytes, source->name, NULL) != CDR_OK)
		return false;
	return !cdr_zip_has(&archive, "[Content_Types].xml") && !cdr_zip_has(&archive, "_rels/.rels") &&
	       !cdr_zip_has(&archive, "mimetype") && !cdr_zip_has(&archive, "content.xml");
}

enum cdr_status
cdr_ingest_unpack(const struct cdr_ingest_source *source, struct cdr_ingest_unpacked *ret, struct cdr_error *err)
{
	bool gzip = cdr_str_starts_with(source->bytes, CDR_STR("\x1F\x8B"));
	ret->source = *source;
	if (!gzip && !is_plain_zip(source))
		return CDR_OK;
	ret->options = *source->options;
	(void)snprintf(ret->name, sizeof(ret->name), "%s", source->name);
	if (source->spare)
		ret->bytes.fd = source->spare->fds[CDR_INGEST_SPARE_BYTES];
	CDR_TRY(gzip ? unpack_gzip(source, ret, err) : unpack_zip(source, ret, err));
	CDR_TRY(cdr_spool_close(&ret->bytes, err));
	ret->options.map = ret->bytes.on_disk ? &ret->bytes.map : NULL;
	ret->source.bytes = (struct cdr_str){ ret->bytes.p, ret->bytes.n_bytes };
	ret->source.name = ret->name;
	ret->source.options = &ret->options;
	return CDR_OK;
}
