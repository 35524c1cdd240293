/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include "candor/base.h"

/*
 * diff: two statements compared claim by claim, by their keys: what is said anew, no longer, otherwise, more or less
 * strongly, or on other evidence. The surprise: claims of drafts older than keys are told apart by criterion and text, so
 * there a changed sentence is one removed and one added.
 */

#define ROOM "statement"

static struct cdr_str
key_of(struct cdr_arena *arena, const struct cdr_json *claim)
{
	struct cdr_str key = cdr_json_get_str(claim, "key");
	return key.n ? key
	             : cdr_str_format(arena, "%.*s: %.*s", CDR_STR_ARG(cdr_json_get_str(claim, "criterion")),
	                              CDR_STR_ARG(cdr_json_get_str(claim, "text")));
}

/* Claims by key, in their order. */
static enum cdr_status
index_claims(struct cdr_arena *arena, const struct cdr_json *claims, struct cdr_map **ret, struct cdr_error *err)
{
	size_t n = cdr_json_count(claims);
	cdr_owned(cdr_map) map = cdr_map_new(n + 1);
	if (!map)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		struct cdr_str key = key_of(arena, claim);
		if (!key.p || cdr_map_put(map, key, (void *)claim) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	*ret = cdr_steal(&map);
	return CDR_OK;
}

static bool
same_evidence(const struct cdr_json *one, const struct cdr_json *other)
{
	static const char *const members[] = { "kind", "ref", "file", "as_of", "sha256" };
	const struct cdr_json *a = cdr_json_get(one, "rests_on"), *b = cdr_json_get(other, "rests_on");
	if (cdr_json_count(a) != cdr_json_count(b))
		return false;
	for (size_t i = 0; i < cdr_json_count(a); i++)
		for (size_t k = 0; k < CDR_LEN(members); k++)
			if (!cdr_str_equal(cdr_json_get_str(cdr_json_at(a, i), members[k]),
			                   cdr_json_get_str(cdr_json_at(b, i), members[k])))
				return false;
	return true;
}

static struct cdr_json *
said(const struct cdr_json *claim)
{
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "text", cdr_json_get_str(claim, "text"));
	cdr_json_set_str(object, "strength", cdr_json_get_str(claim, "strength"));
	cdr_json_set_bool(object, "edited", cdr_json_get(claim, "edited") != NULL);
	const struct cdr_json *refs = cdr_json_get(claim, "rests_on");
	if (refs)
		cdr_json_set(object, "rests_on", cdr_json_copy(refs));
	return object;
}

static struct cdr_json *
one_sided(struct cdr_str key, const struct cdr_json *claim)
{
	struct cdr_json *object = said(claim);
	cdr_json_set_str(object, "key", key);
	cdr_json_set_str(object, "criterion", cdr_json_get_str(claim, "criterion"));
	return object;
}

static struct cdr_json *
changed(struct cdr_str key, const struct cdr_json *was, const struct cdr_json *is)
{
	bool text = !cdr_str_equal(cdr_json_get_str(was, "text"), cdr_json_get_str(is, "text"));
	bool strength = !cdr_str_equal(cdr_json_get_str(was, "strength"), cdr_json_get_str(is, "strength"));
	bool evidence = !same_evidence(was, is);
	if (!text && !strength && !evidence)
		return NULL;
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "key", key);
	cdr_json_set_str(object, "criterion", cdr_json_get_str(is, "criterion"));
	cdr_json_set_bool(object, "text", text);
	cdr_json_set_bool(object, "strength", strength);
	cdr_json_set_bool(object, "evidence", evidence);
	cdr_json_set(object, "was", said(was));
	cdr_json_set(object, "is", said(is));
	return object;
}

enum cdr_status
cdr_statement_diff(struct cdr_str old_json, struct cdr_str new_json, struct cdr_json **ret, struct cdr_error *err)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(CDR_JSON_MAX_BYTES);
	cdr_owned(cdr_json) old_draft = NULL;
	cdr_owned(cdr_json) new_draft = NULL;
	cdr_owned(cdr_map) old_claims = NULL;
	cdr_owned(cdr_map) new_claims = NULL;
	cdr_owned(cdr_json) diff = cdr_json_object();
	if (!arena || !diff)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_json_parse(old_json, "old", &old_draft, err));
	CDR_TRY(cdr_json_parse(new_json, "new", &new_draft, err));
	CDR_TRY(index_claims(arena, cdr_json_get(old_draft, "claims"), &old_claims, err));
	CDR_TRY(index_claims(arena, cdr_json_get(new_draft, "claims"), &new_claims, err));
	struct cdr_json *added = cdr_json_array(), *removed = cdr_json_array(), *others = cdr_json_array();
	int64_t n_same = 0;
	for (size_t i = 0; i < cdr_map_count(old_claims); i++) {
		struct cdr_str key;
		const struct cdr_json *was = cdr_map_at(old_claims, i, &key), *is = cdr_map_get(new_claims, key);
		struct cdr_json *change = is ? changed(key, was, is) : NULL;
		if (change)
			cdr_json_push(others, change);
		else if (!is)
			cdr_json_push(removed, one_sided(key, was));
		else
			n_same++;
	}
	for (size_t i = 0; i < cdr_map_count(new_claims); i++) {
		struct cdr_str key;
		const struct cdr_json *is = cdr_map_at(new_claims, i, &key);
		if (!cdr_map_get(old_claims, key))
			cdr_json_push(added, one_sided(key, is));
	}
	cdr_json_set(diff, "added", added);
	cdr_json_set(diff, "removed", removed);
	cdr_json_set(diff, "changed", others);
	cdr_json_set_int(diff, "same", n_same);
	*ret = cdr_steal(&diff);
	return CDR_OK;
}
