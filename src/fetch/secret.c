/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A credential: one line in a file of its own, which nobody but its owner may read. What it is sent with is transfer.c's
 * business. The surprise: messages name the file and never its text, not even a part of it or its length, because
 * messages are kept, mailed and shown; and who may read the file is looked at once it is open, as a name may change.
 */
#include "fetch/fetch-impl.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OTHERS (S_IRWXG | S_IRWXO)

void
fetch_secret_done(struct fetch_secret *secret)
{
	explicit_bzero(secret, sizeof(*secret));
}

static enum cdr_status
fail(const char *path, enum cdr_status code, const char *what, struct cdr_error *err)
{
	return cdr_fail(err, code, FETCH_ROOM, path, "%s", what);
}

static enum cdr_status
check_owner(int fd, const char *path, struct cdr_error *err)
{
	struct stat is;
	if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode))
		return fail(path, CDR_EREFUSED, "a credential has to be a file", err);
	if (is.st_uid != geteuid() && is.st_uid != 0)
		return fail(
			path, CDR_EREFUSED,
			"the credential belongs to another user, who could exchange it; chown it to whoever runs this",
			err);
	if (is.st_mode & OTHERS)
		return fail(path, CDR_EREFUSED, "others than its owner may use the credential; chmod 600 it", err);
	return CDR_OK;
}

/* One line of visible characters, blanks around it aside. */
static enum cdr_status
read_line(int fd, const char *path, struct fetch_secret *out, struct cdr_error *err)
{
	char text[CDR_FETCH_MAX_CREDENTIAL_BYTES];
	ssize_t n = 0, more = 0;
	while ((size_t)n < sizeof(text) && (more = read(fd, text + n, sizeof(text) - (size_t)n)) > 0)
		n += more;
	struct cdr_str line = cdr_str_trim((struct cdr_str){ text, (size_t)n });
	bool good = more >= 0 && line.n > 0 && (size_t)n < sizeof(text) - 256;
	for (size_t i = 0; good && i < line.n; i++)
		good = line.p[i] >= 0x20 && line.p[i] < 0x7F;
	good = good && (out->scheme != CDR_FETCH_BASIC || memchr(line.p, ':', line.n));
	if (good) {
		size_t at = strlen(out->text);
		memcpy(out->text + at, line.p, line.n);
		out->text[at + line.n] = '\0';
	}
	explicit_bzero(text, sizeof(text));
	if (good)
		return CDR_OK;
	return fail(path, CDR_EINPUT,
	            out->scheme == CDR_FETCH_BASIC ? "the credential has to be one line \"user:password\" in ASCII"
	                                           : "the credential has to be one line of ASCII",
	            err);
}

enum cdr_status
fetch_secret_read(const struct cdr_fetch *fetch, const struct cdr_fetch_credential *credential,
                  struct fetch_secret *ret, struct cdr_error *err)
{
	char path[CDR_ERROR_WHERE_MAX];
	int fd = -1;
	ret->scheme = credential->scheme;
	ret->text[0] = '\0';
	if (!fetch->credentials)
		return cdr_fail(
			err, CDR_EUSAGE, FETCH_ROOM, NULL,
			"the source asks for the credential \"%.*s\": put it into a file of that name and say where "
			"with CANDOR_CREDENTIALS",
			CDR_STR_ARG(credential->file));
	int n = snprintf(path, sizeof(path), "%s/%.*s", fetch->credentials, CDR_STR_ARG(credential->file));
	if (n < 0 || (size_t)n >= sizeof(path) || memchr(credential->file.p, '/', credential->file.n))
		return fail(NULL, CDR_EUSAGE, "the path of the credential is too long or leads elsewhere", err);
	if (credential->scheme == CDR_FETCH_BEARER)
		(void)snprintf(ret->text, sizeof(ret->text), "Authorization: Bearer ");
	else if (credential->scheme == CDR_FETCH_HEADER)
		(void)snprintf(ret->text, sizeof(ret->text), "%.*s: ", (int)cdr_str_cut(credential->header, 100),
		               credential->header.p);
	CDR_TRY(cdr_file_open_read(path, &fd, err));
	enum cdr_status status = check_owner(fd, path, err);
	if (status == CDR_OK)
		status = read_line(fd, path, ret, err);
	(void)close(fd);
	return status;
}
