/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "statement/statement-impl.h"

/*
 * privacy: what must not become public about people. Patterns of personal data, which are data
 * (rulesets/statement/personal-data.yaml), are looked for in free texts; counts of people below five are not shown, nor
 * the counts from which they could be computed. Whether a text is taken out is for a person to decide: here are only
 * warnings. The surprise: a warning never quotes what was found, only where it begins, since warnings are stored too.
 */

#define PATTERNS_FILE "statement/personal-data.yaml"
#define MAX_PATTERNS 100
#define SHOWN_CHARACTERS 2 /* of what was found, so that it can be found again */

struct pattern {
	struct cdr_str id, title;
	struct cdr_regex *regex;
};
struct cdr_privacy {
	struct cdr_decl decl; /* owns the texts */
	struct pattern patterns[MAX_PATTERNS];
	size_t n;
};

static const struct cdr_decl_key file_keys[] = { { "patterns", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key pattern_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "pattern", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_ANY_MAP, true },
	{ "hits", CDR_DECL_TEXT_LIST, true },
	{ "misses", CDR_DECL_TEXT_LIST, true },
	{ "unverified", CDR_DECL_BOOLEAN, false },
};
static const struct cdr_decl_key source_keys[] = { { "citation", CDR_DECL_TEXT, true },
	                                           { "url", CDR_DECL_TEXT, true } };

struct cdr_privacy *
cdr_privacy_free(struct cdr_privacy *privacy)
{
	if (!privacy)
		return NULL;
	for (size_t i = 0; i < privacy->n; i++)
		privacy->patterns[i].regex = cdr_regex_free(privacy->patterns[i].regex);
	cdr_decl_done(&privacy->decl);
	cdr_free(privacy);
	return NULL;
}

/* Every example must be answered as the file says; a pattern that does not do what its author thought is refused. */
static enum cdr_status
check_examples(const struct cdr_privacy *privacy, const struct cdr_decl_node *node, const struct pattern *pattern,
               bool hits, struct cdr_error *err)
{
	const char *key = hits ? "hits" : "misses";
	for (size_t i = 0; i < cdr_decl_count(node, key); i++) {
		struct cdr_str example = cdr_decl_item(node, key, i);
		bool found = false;
		CDR_TRY(cdr_regex_find(pattern->regex, example, 0, &found, NULL, err));
		if (found != hits)
			return cdr_decl_fail(&privacy->decl, cdr_decl_get(node, key), err,
			                     "the pattern “%.*s” %s “%.*s”", CDR_STR_ARG(pattern->id),
			                     hits ? "does not find" : "finds", CDR_STR_ARG(example));
	}
	if (cdr_decl_count(node, key) == 0)
		return cdr_decl_fail(&privacy->decl, cdr_decl_get(node, key), err,
		                     "the pattern “%.*s” needs examples of what it must %s", CDR_STR_ARG(pattern->id),
		                     hits ? "find" : "leave alone");
	return CDR_OK;
}

static enum cdr_status
load_pattern(struct cdr_privacy *privacy, const struct cdr_decl_node *node, struct cdr_error *err)
{
	CDR_TRY(cdr_decl_check(&privacy->decl, node, pattern_keys, CDR_LEN(pattern_keys), err));
	CDR_TRY(cdr_decl_check(&privacy->decl, cdr_decl_get(node, "source"), source_keys, CDR_LEN(source_keys), err));
	struct pattern *pattern = &privacy->patterns[privacy->n];
	struct cdr_error wrong = { 0 };
	*pattern = (struct pattern){ .id = cdr_decl_text(node, "id"), .title = cdr_decl_text(node, "title") };
	enum cdr_status status = cdr_regex_compile(cdr_decl_text(node, "pattern"), false, &pattern->regex, &wrong);
	if (status == CDR_EINPUT || status == CDR_ELIMIT)
		return cdr_decl_fail(&privacy->decl, cdr_decl_get(node, "pattern"), err, "%s", wrong.message);
	if (status != CDR_OK)
		return cdr_fail_memory(err, "statement");
	privacy->n++;
	CDR_TRY(check_examples(privacy, node, pattern, true, err));
	return check_examples(privacy, node, pattern, false, err);
}

enum cdr_status
cdr_privacy_load(const struct cdr_bundle *rulesets, struct cdr_privacy **ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(PATTERNS_FILE));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, "statement", PATTERNS_FILE,
		                "the patterns of personal data are not among the rule data");
	cdr_owned(cdr_privacy) privacy = cdr_alloc(sizeof(*privacy));
	if (!privacy)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_decl_parse(file->text, PATTERNS_FILE, &privacy->decl, err));
	CDR_TRY(cdr_decl_check(&privacy->decl, privacy->decl.root, file_keys, CDR_LEN(file_keys), err));
	const struct cdr_decl_node *list = cdr_decl_get(privacy->decl.root, "patterns");
	if (list->n > MAX_PATTERNS)
		return cdr_decl_fail(&privacy->decl, list, err, "more than %d patterns", MAX_PATTERNS);
	for (size_t i = 0; i < list->n; i++)
		CDR_TRY(load_pattern(privacy, list->items[i], err));
	*ret = cdr_steal(&privacy);
	return CDR_OK;
}

/* A pattern that hits a limit on a hostile text has not said "nothing there": the text is reported whole. */
static enum cdr_status
find_next(const struct pattern *pattern, struct cdr_str text, size_t start, bool *ret_found, struct cdr_str *ret,
          struct cdr_error *err)
{
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	enum cdr_status status = cdr_regex_find(pattern->regex, text, start, ret_found, groups, NULL);
	if (status == CDR_ELIMIT) {
		*ret_found = true;
		*ret = (struct cdr_str){ text.p + start, text.n - start };
		return CDR_OK;
	}
	if (status != CDR_OK)
		return cdr_fail_memory(err, "statement");
	*ret = groups[0];
	return CDR_OK;
}

enum cdr_status
cdr_privacy_scan(const struct cdr_privacy *privacy, struct cdr_str text, cdr_privacy_fn fn, void *context,
                 struct cdr_error *err)
{
	for (size_t i = 0; i < privacy->n; i++) {
		const struct pattern *pattern = &privacy->patterns[i];
		for (size_t start = 0; start < text.n;) {
			bool found = false;
			struct cdr_str match = { NULL, 0 };
			CDR_TRY(find_next(pattern, text, start, &found, &match, err));
			if (!found || match.n == 0)
				break;
			struct cdr_privacy_hit hit = { pattern->id, pattern->title, match, (size_t)(match.p - text.p) };
			CDR_TRY(fn(context, &hit, err));
			start = hit.offset + match.n;
		}
	}
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- warnings */

struct warning {
	struct cdr_json *into;
	struct cdr_str place;
};

/* The first characters of a text, whole ones. */
static struct cdr_str
beginning(struct cdr_str text)
{
	size_t n = 0, characters = 0;
	for (; n < text.n; n++) {
		if (((unsigned char)text.p[n] & 0xc0) != 0x80 && characters++ == SHOWN_CHARACTERS)
			break;
	}
	return (struct cdr_str){ text.p, n };
}

static enum cdr_status
warn(void *context, const struct cdr_privacy_hit *hit, struct cdr_error *err)
{
	struct warning *warning = context;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_str shown = beginning(hit->text);
	cdr_buf_printf(&text,
	               "this reads like %.*s (it begins with “%.*s”): take it out if it can be traced to a person",
	               CDR_STR_ARG(hit->title), CDR_STR_ARG(shown));
	CDR_TRY(cdr_buf_check(&text, "statement", err));
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_text(object, "kind", "personal_data");
	cdr_json_set_str(object, "pattern", hit->pattern);
	cdr_json_set_str(object, "text", cdr_buf_str(&text));
	cdr_json_set_str(object, "place", warning->place);
	cdr_json_push(warning->into, object);
	return CDR_OK;
}

enum cdr_status
cdr_privacy_warn(const struct cdr_privacy *privacy, struct cdr_str text, struct cdr_str place, struct cdr_json *into,
                 struct cdr_error *err)
{
	struct warning warning = { into, place };
	return cdr_privacy_scan(privacy, text, warn, &warning, err);
}

/* ------------------------------------------------------------------------------------------- the organisation file */

/* Keys that hold no free text: digests and names of files, numbers of companies, words of a list, days. */
static bool
is_free_text(struct cdr_str key)
{
	static const char *const others[] = { "file",       "sha256",   "id",      "company_number", "document",
		                              "legal_form", "currency", "website", "supplier_id" };
	for (size_t i = 0; i < CDR_LEN(others); i++)
		if (cdr_str_equal(key, cdr_str_from(others[i])))
			return false;
	return true;
}

static enum cdr_status
scan_value(struct cdr_collect *collect, const struct cdr_json *value, struct cdr_str key, struct cdr_str place,
           struct cdr_error *err);

static enum cdr_status
scan_members(struct cdr_collect *collect, const struct cdr_json *object, const char *top, struct cdr_error *err)
{
	for (size_t i = 0; i < cdr_json_count(object); i++) {
		struct cdr_str key;
		const struct cdr_json *value = cdr_json_member(object, i, &key);
		if (!is_free_text(key))
			continue;
		struct cdr_str name = top ? cdr_str_from(top) : cdr_str_copy(collect->set->arena, key);
		if (!name.p)
			return cdr_fail_memory(err, "statement");
		struct cdr_refs refs = cdr_collect_organisation_ref(collect, top ? object : NULL, name.p);
		struct cdr_str place = refs.n ? cdr_str_format(collect->set->arena, "%.*s (%.*s)",
		                                               CDR_STR_ARG(refs.items[0].ref), CDR_STR_ARG(key))
		                              : (struct cdr_str){ NULL, 0 };
		if (!place.p)
			return cdr_fail_memory(err, "statement");
		CDR_TRY(scan_value(collect, value, name, place, err));
	}
	return CDR_OK;
}

static enum cdr_status
scan_value(struct cdr_collect *collect, const struct cdr_json *value, struct cdr_str key, struct cdr_str place,
           struct cdr_error *err)
{
	enum cdr_json_type type = cdr_json_type(value);
	if (type == CDR_JSON_STRING)
		return cdr_privacy_warn(collect->set->law->privacy, cdr_json_string(value), place, collect->warnings,
		                        err);
	if (type == CDR_JSON_OBJECT)
		return scan_members(collect, value, key.p, err);
	for (size_t i = 0; type == CDR_JSON_ARRAY && i < cdr_json_count(value); i++)
		CDR_TRY(scan_value(collect, cdr_json_at(value, i), key, place, err));
	return CDR_OK;
}

enum cdr_status
cdr_privacy_organisation(struct cdr_collect *collect, struct cdr_error *err)
{
	return scan_members(collect, collect->organisation, NULL, err);
}
