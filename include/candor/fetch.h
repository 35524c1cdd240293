/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * fetch: a URL -> its bytes in a file without a name, with what the server said of them. The only room that goes out to
 * the network: conditional requests, ceilings of size and time, tries with growing waits, resumed downloads, redirects
 * looked at one by one, and a guard that lets no connection reach an address inside the operator's own network. Reads
 * nothing of what it fetches and keeps nothing. Thread rule: a session belongs to one thread.
 */

#include "candor/base.h"

#define CDR_FETCH_MAX_BYTES ((size_t)1 << 30)
#define CDR_FETCH_MAX_URL_BYTES 4096
#define CDR_FETCH_MAX_HEADER_BYTES ((size_t)64 << 10)
#define CDR_FETCH_MAX_REDIRECTS 8
#define CDR_FETCH_MAX_ALLOWED 64 /* blocks of addresses that configuration may open */
#define CDR_FETCH_MAX_CREDENTIAL_BYTES 4096

/* How a session behaves. Borrowed text must outlive the session. */
struct cdr_fetch_policy {
	struct cdr_str contact; /* whom a publisher can write to; goes out in the User-Agent */
	struct cdr_str
		allow_addresses;    /* blocks ("10.1.0.0/16 fd00::/8", commas or blanks) that the guard lets through */
	struct cdr_str ca_file;     /* certificates trusted instead of the system's, or {NULL,0} */
	struct cdr_str credentials; /* the folder of the files that requests name, or {NULL,0} */
	size_t max_bytes;           /* of one reply, after decoding */
	int connect_ms, total_ms;   /* ceilings of connecting and of one try */
	int stall_ms;               /* a try that gets fewer than 64 bytes a second for so long is given up */
	int max_tries;
	int back_off_ms; /* wait before the second try; doubles with each further one, of which a random half is waited */
	int max_wait_ms; /* no single wait is longer; a server that asks for more is not asked again */
	int interval_ms; /* between two requests of one session */
	struct cdr_progress progress;
};
/* The policy for strangers' servers: 1 GiB, 10 minutes, 4 tries from 2 s on, a second between requests. */
struct cdr_fetch_policy
cdr_fetch_policy_default(void);

/* EINPUT when `allow_addresses` is not a list of blocks, EIO when the library for transfers cannot start, ENOMEM. */
struct cdr_fetch;
struct cdr_fetch *
cdr_fetch_free(struct cdr_fetch *fetch);
CDR_DEFINE_FREEP(cdr_fetch)
enum cdr_status CDR_MUST_CHECK
cdr_fetch_new(const struct cdr_fetch_policy *policy, struct cdr_fetch **ret, struct cdr_error *err);

/* What proves to a server who asks: the text of a file in the folder of the policy, which belongs to whoever runs this or
 * to root and which nobody else may read. It goes to the host of the URL given, over https, and never along with a redirect
 * to another; it appears in no message. */
enum cdr_fetch_scheme {
	CDR_FETCH_NO_CREDENTIAL = 0,
	CDR_FETCH_BEARER, /* Authorization: Bearer TEXT */
	CDR_FETCH_BASIC,  /* Authorization: Basic, of a text "user:password" */
	CDR_FETCH_HEADER  /* HEADER: TEXT */
};
struct cdr_fetch_credential {
	enum cdr_fetch_scheme scheme;
	struct cdr_str file;   /* its name, without folders */
	struct cdr_str header; /* HEADER: its name */
};
/* A header that goes along, to the host of the URL given only. */
struct cdr_fetch_header {
	struct cdr_str name, value;
};
/* What to get. `etag` and `last_modified` are those of the copy at hand, as the server gave them, or {NULL,0}. */
struct cdr_fetch_request {
	struct cdr_str url; /* https; http is taken only when it is written here, never from a redirect off https */
	struct cdr_str etag, last_modified;
	struct cdr_str body, body_type; /* posted; {NULL,0}: a GET. A POST is not followed elsewhere */
	const struct cdr_fetch_header *headers;
	size_t n_headers;
	struct cdr_fetch_credential credential;
	int interval_ms; /* since the session's last request, where that is more than the policy says */
};
/* What came. Owns its memory and the mapping. */
struct cdr_fetch_reply {
	struct cdr_arena *arena;
	struct cdr_file_map bytes; /* empty when not modified */
	struct cdr_str url;        /* that answered, after redirects */
	struct cdr_str etag, last_modified, content_type;
	struct cdr_str headers;    /* all of the last reply, as sent */
	struct cdr_str fetched_at; /* UTC, YYYY-MM-DDTHH:MM:SSZ */
	bool not_modified;         /* the copy at hand is the present one */
	int n_tries, n_redirects;
};
struct cdr_fetch_reply *
cdr_fetch_reply_free(struct cdr_fetch_reply *reply);
CDR_DEFINE_FREEP(cdr_fetch_reply)

/* Gets one URL. EUSAGE for a URL of another kind, EREFUSED for an address, a redirect or a certificate that is not
 * accepted, or a credential that others could read, ELIMIT beyond max_bytes, EIO for all else that a network does, after the tries of the policy; ECANCELLED
 * when the progress callback says so. Every message names the URL. */
enum cdr_status CDR_MUST_CHECK
cdr_fetch_get(struct cdr_fetch *fetch, const struct cdr_fetch_request *request, struct cdr_fetch_reply **ret,
              struct cdr_error *err);

/* The URL that `location` ("/list?page=2") means on the page `base`, in arena. EREFUSED where it is none or leads to another
 * host, port or protocol. Any thread. */
enum cdr_status CDR_MUST_CHECK
cdr_fetch_follow(struct cdr_str base, struct cdr_str location, struct cdr_arena *arena, struct cdr_str *ret,
                 struct cdr_error *err);

/* What speaks against connecting to an address (4 or 16 bytes, as in a packet): "private", "loopback", … in static
 * text; NULL for one of the public internet. IPv4 inside IPv6 is judged as IPv4. Any thread. */
const char *
cdr_fetch_address_refusal(const uint8_t *address, size_t n);
