/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a URL given or a redirect's Location means, and whether it may be followed. No request is made here. The surprise: a
 * name and password in a URL are refused rather than dropped, because a definition is read by many and a redirect is
 * written by a stranger.
 */
#include "fetch/fetch-impl.h"

#include <curl/curl.h>
#include <string.h>

struct address {
	CURLU *url;
	char *text, *scheme, *user, *password;
};

static void
address_done(struct address *address)
{
	curl_free(address->text);
	curl_free(address->scheme);
	curl_free(address->user);
	curl_free(address->password);
	curl_url_cleanup(address->url);
}

static enum cdr_status
judge(const struct address *address, const char *said, bool http, struct cdr_error *err)
{
	bool known = strcmp(address->scheme, "https") == 0 || (http && strcmp(address->scheme, "http") == 0);
	if (!known)
		return cdr_fail(err, CDR_EREFUSED, FETCH_ROOM, NULL, "%.200s: only https is fetched", said);
	if (address->user || address->password)
		return cdr_fail(err, CDR_EREFUSED, FETCH_ROOM, NULL,
		                "a URL with a user name or password in it is not followed");
	if (strlen(address->text) > CDR_FETCH_MAX_URL_BYTES)
		return cdr_fail(err, CDR_EREFUSED, FETCH_ROOM, NULL, "%.200s…: longer than %d bytes", address->text,
		                CDR_FETCH_MAX_URL_BYTES);
	return CDR_OK;
}

bool
fetch_url_same_origin(const char *a, const char *b)
{
	static const CURLUPart parts[] = { CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT };
	CURLU *one = curl_url(), *other = curl_url();
	bool same = one && other && curl_url_set(one, CURLUPART_URL, a, 0) == CURLUE_OK &&
	            curl_url_set(other, CURLUPART_URL, b, 0) == CURLUE_OK;
	for (size_t i = 0; i < CDR_LEN(parts) && same; i++) {
		char *left = NULL, *right = NULL;
		same = curl_url_get(one, parts[i], &left, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		       curl_url_get(other, parts[i], &right, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		       cdr_str_equal_nocase(cdr_str_from(left), cdr_str_from(right));
		curl_free(left);
		curl_free(right);
	}
	curl_url_cleanup(one);
	curl_url_cleanup(other);
	return same;
}

enum cdr_status
fetch_url_resolve(const char *base, const char *location, bool http, struct cdr_arena *arena, const char **ret,
                  struct cdr_error *err)
{
	__attribute__((cleanup(address_done))) struct address address = { .url = curl_url() };
	if (!address.url)
		return cdr_fail_memory(err, FETCH_ROOM);
	bool good = !base || curl_url_set(address.url, CURLUPART_URL, base, 0) == CURLUE_OK;
	good = good && curl_url_set(address.url, CURLUPART_URL, location, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
	       curl_url_set(address.url, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
	       curl_url_get(address.url, CURLUPART_URL, &address.text, 0) == CURLUE_OK &&
	       curl_url_get(address.url, CURLUPART_SCHEME, &address.scheme, 0) == CURLUE_OK;
	if (!good)
		return cdr_fail(err, base ? CDR_EREFUSED : CDR_EUSAGE, FETCH_ROOM, NULL, "\"%.200s\" is not a URL",
		                location);
	(void)curl_url_get(address.url, CURLUPART_USER, &address.user, 0);
	(void)curl_url_get(address.url, CURLUPART_PASSWORD, &address.password, 0);
	CDR_TRY(judge(&address, location, http, err));
	struct cdr_str copy = cdr_str_copy(arena, cdr_str_from(address.text));
	if (!copy.p)
		return cdr_fail_memory(err, FETCH_ROOM);
	*ret = copy.p;
	return CDR_OK;
}

enum cdr_status
cdr_fetch_follow(struct cdr_str base, struct cdr_str location, struct cdr_arena *arena, struct cdr_str *ret,
                 struct cdr_error *err)
{
	struct cdr_str from = cdr_str_copy(arena, base), to = cdr_str_copy(arena, location);
	const char *url = NULL;
	if (!from.p || !to.p)
		return cdr_fail_memory(err, FETCH_ROOM);
	CDR_TRY(fetch_url_resolve(from.p, to.p, cdr_str_starts_with(base, CDR_STR("http://")), arena, &url, err));
	if (!fetch_url_same_origin(from.p, url))
		return cdr_fail(err, CDR_EREFUSED, FETCH_ROOM, NULL, "%.200s leads to another host than %.200s", url,
		                from.p);
	*ret = cdr_str_from(url);
	return CDR_OK;
}
