/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request through libcurl: its options, where its bytes go, and what its end means. No second try and no redirect is
 * made here. Two surprises: the guard sits where the socket is made, after the name was resolved, so a name that changes
 * its address between look-up and use gains nothing; and a reply that is neither the file nor a part of it is not read at
 * all.
 */
#include "fetch/fetch-impl.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STALL_BYTES_A_SECOND 64L
#define HTTP_OK 200
#define HTTP_PART 206
#define HTTP_SAME 304
#define HTTP_BAD_RANGE 416

void
fetch_transfer_done(struct fetch_transfer *transfer)
{
	cdr_buf_done(&transfer->headers);
}

struct cdr_str
fetch_header(struct cdr_str headers, const char *name)
{
	struct cdr_str line, wanted = cdr_str_from(name);
	while (cdr_str_split(&headers, '\n', &line)) {
		if (line.n > wanted.n && line.p[wanted.n] == ':' &&
		    cdr_str_equal_nocase((struct cdr_str){ line.p, wanted.n }, wanted))
			return cdr_str_trim((struct cdr_str){ line.p + wanted.n + 1, line.n - wanted.n - 1 });
	}
	return (struct cdr_str){ NULL, 0 };
}

/* -------------------------------------------------------------------------------------------------------- callbacks */

static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct fetch_transfer *transfer = context;
	uint8_t bytes[16];
	size_t n = 0;
	(void)purpose;
	if (address->family == AF_INET) {
		n = 4;
		memcpy(bytes, &((struct sockaddr_in *)(void *)&address->addr)->sin_addr, n);
	} else if (address->family == AF_INET6) {
		n = 16;
		memcpy(bytes, &((struct sockaddr_in6 *)(void *)&address->addr)->sin6_addr, n);
	}
	const char *refusal = cdr_fetch_address_refusal(bytes, n);
	if (refusal && !fetch_blocks_hold(&transfer->fetch->allowed, bytes, n)) {
		transfer->refusal = refusal;
		if (!inet_ntop(address->family, bytes, transfer->refused, sizeof(transfer->refused)))
			(void)snprintf(transfer->refused, sizeof(transfer->refused), "the address");
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t
take_header(char *bytes, size_t size, size_t n, void *context)
{
	struct fetch_transfer *transfer = context;
	size_t n_bytes = size * n;
	if (n_bytes > 5 && memcmp(bytes, "HTTP/", 5) == 0)
		cdr_buf_clear(&transfer->headers);
	cdr_buf_add(&transfer->headers, bytes, n_bytes);
	return transfer->headers.failed ? 0 : n_bytes;
}

/* Throws away what was staged: the server sends the whole file. */
static bool
start_anew(struct fetch_transfer *transfer)
{
	struct fetch_stage *stage = transfer->stage;
	if (ftruncate(stage->fd, 0) != 0 || lseek(stage->fd, 0, SEEK_SET) != 0)
		return false;
	stage->n = 0;
	return true;
}

/* Whether "bytes 100-199/200" carries on from what is there. */
static bool
carries_on(const struct fetch_transfer *transfer)
{
	char wanted[48];
	(void)snprintf(wanted, sizeof(wanted), "bytes %zu-", transfer->stage->n);
	return cdr_str_starts_with(fetch_header(cdr_buf_str(&transfer->headers), "content-range"),
	                           cdr_str_from(wanted));
}

/* The first bytes of a reply: do they belong behind what is staged, instead of it, or nowhere? */
static bool
place_first(struct fetch_transfer *transfer)
{
	(void)curl_easy_getinfo(transfer->fetch->curl, CURLINFO_RESPONSE_CODE, &transfer->status);
	if (transfer->status == HTTP_PART && transfer->range_tag.p) {
		transfer->wrong_part = !carries_on(transfer);
		return !transfer->wrong_part;
	}
	if (transfer->status != HTTP_OK)
		return false;
	transfer->not_kept = !start_anew(transfer);
	return !transfer->not_kept;
}

static size_t
take_body(char *bytes, size_t size, size_t n, void *context)
{
	struct fetch_transfer *transfer = context;
	struct fetch_stage *stage = transfer->stage;
	size_t n_bytes = size * n;
	if (!transfer->placed && !place_first(transfer))
		return 0;
	transfer->placed = true;
	if (n_bytes > transfer->fetch->policy.max_bytes - stage->n) {
		transfer->too_large = true;
		return 0;
	}
	if (cdr_file_write_fd(stage->fd, (struct cdr_str){ bytes, n_bytes }, &transfer->kept) != CDR_OK) {
		transfer->not_kept = true;
		return 0;
	}
	stage->n += n_bytes;
	return n_bytes;
}

static int
tell_progress(void *context, curl_off_t total, curl_off_t done, curl_off_t up_total, curl_off_t up)
{
	struct fetch_transfer *transfer = context;
	(void)up_total;
	(void)up;
	transfer->cancelled = !cdr_progress_tell(&transfer->fetch->policy.progress, "fetching",
	                                         (uint64_t)(done > 0 ? done : 0), (uint64_t)(total > 0 ? total : 0));
	return transfer->cancelled ? 1 : 0;
}

/* ---------------------------------------------------------------------------------------------------------- options */

struct lines {
	struct curl_slist *first;
	bool failed;
};

static void
lines_done(struct lines *lines)
{
	curl_slist_free_all(lines->first);
}

static void
add_text(struct lines *lines, const char *line)
{
	struct curl_slist *longer = curl_slist_append(lines->first, line);
	if (longer)
		lines->first = longer;
	else
		lines->failed = true;
}

static void
add_line(struct lines *lines, const char *name, struct cdr_str value)
{
	char line[1024];
	int n = snprintf(line, sizeof(line), "%s: %.*s", name, CDR_STR_ARG(value));
	/* Validators that are too long are left out: the file then comes whole. */
	if (!value.p || n < 0 || (size_t)n >= sizeof(line))
		return;
	add_text(lines, line);
}

static CURLcode
set_limits(CURL *curl, const struct cdr_fetch_policy *policy)
{
	CURLcode code = curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)policy->connect_ms);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)policy->total_ms);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES_A_SECOND);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)(policy->stall_ms + 999) / 1000);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)policy->max_bytes);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	return code;
}

/* No proxy of the environment: behind one the guard would see the proxy's address and no other. */
static CURLcode
set_trust(CURL *curl, const struct cdr_fetch *fetch, struct fetch_transfer *transfer)
{
	CURLcode code = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	code = code ? code : curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_PROXY, "");
	code = code ? code : curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (fetch->ca_file)
		code = code ? code : curl_easy_setopt(curl, CURLOPT_CAINFO, fetch->ca_file);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
	return code;
}

static CURLcode
set_sinks(CURL *curl, struct fetch_transfer *transfer)
{
	CURLcode code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell_progress);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	return code;
}

/* What is the source's own goes to its own host only. */
static CURLcode
set_own(CURL *curl, const struct fetch_transfer *transfer, struct lines *lines)
{
	const struct cdr_fetch_request *request = transfer->request;
	CURLcode code = CURLE_OK;
	if (!transfer->at_home)
		return code;
	for (size_t i = 0; i < request->n_headers; i++) {
		char name[128];
		(void)snprintf(name, sizeof(name), "%.*s", CDR_STR_ARG(request->headers[i].name));
		add_line(lines, name, request->headers[i].value);
	}
	if (transfer->secret->scheme == CDR_FETCH_BASIC) {
		code = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		code = code ? code : curl_easy_setopt(curl, CURLOPT_USERPWD, transfer->secret->text);
	} else if (transfer->secret->scheme != CDR_FETCH_NO_CREDENTIAL) {
		add_text(lines, transfer->secret->text);
	}
	if (!request->body.p)
		return code;
	add_line(lines, "Content-Type", request->body_type);
	add_text(lines, "Expect:"); /* libcurl would ask for leave first, and wait a second for it */
	code = code ? code : curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.n);
	return code ? code : curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.p);
}

/* A part can only be carried on as it lies in the server's file, so it is then asked for without compression. */
static CURLcode
set_request(CURL *curl, struct fetch_transfer *transfer, struct lines *lines)
{
	char range[32];
	CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, transfer->url);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_USERAGENT, transfer->fetch->agent);
	if (transfer->range_tag.p) {
		(void)snprintf(range, sizeof(range), "%zu-", transfer->stage->n);
		code = code ? code : curl_easy_setopt(curl, CURLOPT_RANGE, range);
		add_line(lines, "If-Range", transfer->range_tag);
	} else {
		code = code ? code : curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
		add_line(lines, "If-None-Match", transfer->etag);
		add_line(lines, "If-Modified-Since", transfer->last_modified);
	}
	code = code ? code : set_own(curl, transfer, lines);
	return code ? code : curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines->first);
}

/* --------------------------------------------------------------------------------------------------------- outcomes */

static bool
may_pass(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
	case CURLE_WEIRD_SERVER_REPLY:
		return true;
	default:
		return false;
	}
}

static bool
status_may_pass(long status)
{
	return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/* Whether the rest that came ends where the file does: "bytes 100-199/200" with 200 bytes at hand. */
static bool
part_ends_it(const struct fetch_transfer *transfer)
{
	char wanted[32];
	(void)snprintf(wanted, sizeof(wanted), "/%zu", transfer->stage->n);
	return transfer->placed &&
	       cdr_str_ends_with(fetch_header(cdr_buf_str(&transfer->headers), "content-range"), cdr_str_from(wanted));
}

/* A reply without a body never came to place_first: what is staged is then of an earlier one. */
static enum fetch_outcome
judge_complete(struct fetch_transfer *transfer, struct cdr_error *err)
{
	if (transfer->status == HTTP_PART && transfer->range_tag.p && part_ends_it(transfer))
		return FETCH_COMPLETE;
	if (transfer->status == HTTP_OK && (transfer->placed || start_anew(transfer)))
		return FETCH_COMPLETE;
	transfer->stage->whole_again = true;
	(void)cdr_fail(err, CDR_EIO, FETCH_ROOM, NULL, "%s: the server sends a part that is not the rest",
	               transfer->url);
	return FETCH_AGAIN;
}

static enum fetch_outcome
judge_status(struct fetch_transfer *transfer, struct cdr_error *err)
{
	long status = transfer->status;
	if (status == HTTP_OK || status == HTTP_PART)
		return judge_complete(transfer, err);
	if (status == HTTP_SAME && (transfer->etag.p || transfer->last_modified.p))
		return FETCH_SAME;
	if (status >= 301 && status <= 308 && fetch_header(cdr_buf_str(&transfer->headers), "location").n > 0)
		return FETCH_REDIRECTED;
	(void)cdr_fail(err, CDR_EIO, FETCH_ROOM, NULL, "%s: the server answers %ld", transfer->url, status);
	if (status == HTTP_BAD_RANGE && transfer->range_tag.p)
		transfer->stage->whole_again = true;
	return status_may_pass(status) || transfer->stage->whole_again ? FETCH_AGAIN : FETCH_FAILED;
}

/* What our own callbacks stopped comes before what libcurl makes of it. */
static enum fetch_outcome
judge_failure(struct fetch_transfer *transfer, CURLcode code, const char *text, struct cdr_error *err)
{
	const char *said = text[0] ? text : curl_easy_strerror(code);
	if (transfer->cancelled) {
		(void)cdr_fail(err, CDR_ECANCELLED, FETCH_ROOM, NULL, "stopped while fetching %s", transfer->url);
	} else if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED) {
		(void)cdr_fail(err, CDR_ELIMIT, FETCH_ROOM, NULL, "%s: larger than the %zu bytes allowed",
		               transfer->url, transfer->fetch->policy.max_bytes);
	} else if (transfer->not_kept) {
		(void)cdr_fail(err, CDR_EIO, FETCH_ROOM, NULL, "%s cannot be kept while it comes in%s%s", transfer->url,
		               transfer->kept.message[0] ? ": " : "", transfer->kept.message);
	} else if (transfer->refusal && code == CURLE_COULDNT_CONNECT) {
		(void)cdr_fail(err, CDR_EREFUSED, FETCH_ROOM, NULL,
		               "%s: %s is %s, which is not fetched from unless configuration allows that address",
		               transfer->url, transfer->refused, transfer->refusal);
	} else if (code == CURLE_PEER_FAILED_VERIFICATION) {
		(void)cdr_fail(err, CDR_EREFUSED, FETCH_ROOM, NULL, "%s: its certificate is not accepted: %s",
		               transfer->url, said);
	} else {
		(void)cdr_fail(err, CDR_EIO, FETCH_ROOM, NULL, "%s: %s", transfer->url, said);
		return transfer->wrong_part || may_pass(code) ? FETCH_AGAIN : FETCH_FAILED;
	}
	return FETCH_FAILED;
}

enum fetch_outcome
fetch_transfer_run(struct fetch_transfer *transfer, struct cdr_error *err)
{
	CURL *curl = transfer->fetch->curl;
	char text[CURL_ERROR_SIZE] = "";
	__attribute__((cleanup(lines_done))) struct lines lines = { NULL, false };
	transfer->headers.max = CDR_FETCH_MAX_HEADER_BYTES;
	curl_easy_reset(curl);
	CURLcode code = set_limits(curl, &transfer->fetch->policy);
	code = code ? code : set_trust(curl, transfer->fetch, transfer);
	code = code ? code : set_sinks(curl, transfer);
	code = code ? code : set_request(curl, transfer, &lines);
	code = code ? code : curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, text);
	if (code != CURLE_OK || lines.failed) {
		(void)cdr_fail_memory(err, FETCH_ROOM);
		return FETCH_FAILED;
	}
	code = curl_easy_perform(curl);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &transfer->status);
	/* A body that place_first turned away ends in a write error; the status says what it was. */
	bool turned_away =
		code == CURLE_WRITE_ERROR && !transfer->too_large && !transfer->not_kept && !transfer->wrong_part;
	transfer->stage->whole_again = transfer->wrong_part;
	if (code == CURLE_OK || (turned_away && transfer->status != HTTP_OK))
		return judge_status(transfer, err);
	return judge_failure(transfer, code, text, err);
}
