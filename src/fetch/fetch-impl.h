/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of this room share: the blocks a session may reach in spite of the guard, and one request. */

#include "candor/fetch.h"

#define FETCH_ROOM "fetch"
#define FETCH_ADDRESS_TEXT_MAX 64

/* The first `bits` of `bytes`; `n` is 4 or 16. */
struct fetch_block {
	uint8_t bytes[16];
	size_t n;
	unsigned bits;
};
struct fetch_blocks {
	struct fetch_block blocks[CDR_FETCH_MAX_ALLOWED];
	size_t n;
};
/* EINPUT names the piece that is not a block. */
enum cdr_status CDR_MUST_CHECK
fetch_blocks_read(struct cdr_str text, struct fetch_blocks *ret, struct cdr_error *err);
bool
fetch_blocks_hold(const struct fetch_blocks *blocks, const uint8_t *address, size_t n);

struct cdr_fetch {
	void *curl; /* CURL *, kept for its open connections */
	bool started;
	struct cdr_fetch_policy policy;
	struct fetch_blocks allowed;
	struct cdr_arena *arena; /* texts that the library wants ended by NUL */
	const char *agent, *ca_file, *credentials;
	int64_t last_request_ms; /* 0: none yet */
};

/* A staged reply: grows over several requests when a download is carried on. */
struct fetch_stage {
	int fd;
	size_t n;
	bool whole_again; /* what is there cannot be carried on */
};

enum fetch_outcome {
	FETCH_FAILED = 0, /* for good; the error is set */
	FETCH_AGAIN,      /* may succeed another time; the error is set */
	FETCH_REDIRECTED,
	FETCH_SAME,
	FETCH_COMPLETE
};
/* A credential read from its file; wiped by done. */
struct fetch_secret {
	enum cdr_fetch_scheme scheme;
	char text[CDR_FETCH_MAX_CREDENTIAL_BYTES + 1]; /* "user:password" or a whole header line */
};
void
fetch_secret_done(struct fetch_secret *secret);
/* EUSAGE without a folder, EREFUSED when others than its owner may read it, EINPUT when it is not one line of text, EIO. No
 * message holds any of it. */
enum cdr_status CDR_MUST_CHECK
fetch_secret_read(const struct cdr_fetch *fetch, const struct cdr_fetch_credential *credential,
                  struct fetch_secret *ret, struct cdr_error *err);

/* One request and its reply. */
struct fetch_transfer {
	struct cdr_fetch *fetch;
	const char *url;
	const struct cdr_fetch_request *request; /* its body; its headers where `at_home` */
	const struct fetch_secret *secret;       /* goes along where `at_home` */
	bool at_home;                            /* the URL is of the host that was asked for */
	struct cdr_str etag, last_modified;      /* of the copy at hand */
	struct cdr_str range_tag;                /* what the part at hand is of, for If-Range; {NULL,0}: start anew */
	struct fetch_stage *stage;
	struct cdr_buf headers; /* of the last reply */
	long status;
	bool placed; /* the body's first bytes were, where they belong */
	bool too_large, not_kept, cancelled, wrong_part;
	char refused[FETCH_ADDRESS_TEXT_MAX]; /* address the guard turned down */
	const char *refusal;
	struct cdr_error kept; /* why bytes could not be staged */
};
void
fetch_transfer_done(struct fetch_transfer *transfer);
enum fetch_outcome
fetch_transfer_run(struct fetch_transfer *transfer, struct cdr_error *err);
/* A header of the last reply without blanks around it, borrowed; {NULL,0} when it is not there. */
struct cdr_str
fetch_header(struct cdr_str headers, const char *name);

/* The absolute URL that `location` means on the page `base`, without a fragment, in arena. EREFUSED when it may not be
 * followed: another protocol than https (or http, where `http`), a name and password in it. EUSAGE when `base` is NULL. */
enum cdr_status CDR_MUST_CHECK
fetch_url_resolve(const char *base, const char *location, bool http, struct cdr_arena *arena, const char **ret,
                  struct cdr_error *err);
/* Whether both have the same protocol, host and port. */
bool
fetch_url_same_origin(const char *a, const char *b);
/* How long to wait before try n + 1 (n from 1): `random` is any number. Never longer than the policy's max_wait_ms. */
int
fetch_wait_ms(const struct cdr_fetch_policy *policy, int n_tries, uint32_t random);
