/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the worked cases of every law's folder (rulesets/statement/<law>/cases.yaml): an organisation, and what the draft
 * must say of it. A law without cases fails. */
#include "statement-test.h"

static const struct cdr_decl_key file_keys[] = { { "cases", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key case_keys[] = {
	{ "title", CDR_DECL_TEXT, true },
	{ "year", CDR_DECL_INTEGER, true },
	{ "organisation", CDR_DECL_ANY_MAP, true },
	{ "answer", CDR_DECL_TEXT, true },
	{ "says", CDR_DECL_TEXT_LIST, false },
	{ "asks", CDR_DECL_TEXT_LIST, false },
	{ "claims", CDR_DECL_TEXT_LIST, false },
	{ "not_claims", CDR_DECL_TEXT_LIST, false },
	{ "gaps", CDR_DECL_TEXT_LIST, false },
	{ "approved_by", CDR_DECL_TEXT_LIST, false },
	{ "not_approved_by", CDR_DECL_TEXT_LIST, false },
	{ "signed_by", CDR_DECL_TEXT_LIST, false },
	{ "not_signed_by", CDR_DECL_TEXT_LIST, false },
	{ "attested", CDR_DECL_BOOLEAN, false },
	{ "due", CDR_DECL_ANY_MAP, false },
};

/* One case being run. */
struct run {
	struct fixture *fixture;
	const struct cdr_law *law;
	const struct cdr_decl *decl;
	const struct cdr_decl_node *node;
	struct cdr_json *draft;
};

static void
fail_case(const struct run *run, const char *what, struct cdr_str detail)
{
	fail_msg("%.*s:%u “%.*s”: %s: %.*s", CDR_STR_ARG(run->decl->name), run->node->line,
	         CDR_STR_ARG(cdr_decl_text(run->node, "title")), what, CDR_STR_ARG(detail));
}

static struct cdr_json *
map_to_json(struct fixture *fixture, const struct cdr_decl_node *map);

static struct cdr_json *
list_to_json(struct fixture *fixture, const struct cdr_decl_node *list)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i]->kind != CDR_DECL_MAP) {
			cdr_json_push_str(array, list->items[i]->text);
			continue;
		}
		struct cdr_json *item = map_to_json(fixture, list->items[i]);
		cdr_json_set_int(item, "line", list->items[i]->line);
		cdr_json_push(array, item);
	}
	return array;
}

static struct cdr_json *
map_to_json(struct fixture *fixture, const struct cdr_decl_node *map)
{
	struct cdr_json *object = cdr_json_object();
	for (size_t i = 0; i < map->n; i++) {
		const struct cdr_decl_node *value = map->pairs[i].value;
		const char *key = cdr_str_copy(fixture->arena, map->pairs[i].key).p;
		bool yes = cdr_str_equal(value->text, CDR_STR("true"));
		int64_t number;
		if (value->kind == CDR_DECL_MAP)
			cdr_json_set(object, key, map_to_json(fixture, value));
		else if (value->kind == CDR_DECL_LIST)
			cdr_json_set(object, key, list_to_json(fixture, value));
		else if (!value->quoted && cdr_str_to_i64(value->text, &number))
			cdr_json_set_int(object, key, number);
		else if (!value->quoted && (yes || cdr_str_equal(value->text, CDR_STR("false"))))
			cdr_json_set_bool(object, key, yes);
		else
			cdr_json_set_str(object, key, value->text);
	}
	return object;
}

/* The organisation as the store keeps one; a name and the year 2026 where the case gives none. */
static void
keep_organisation(struct fixture *fixture, const struct cdr_decl_node *map)
{
	cdr_owned(cdr_json) json = map_to_json(fixture, map);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	int64_t version;
	cdr_json_set_text(json, "file", "cases.yaml");
	cdr_json_set_text(json, "sha256", "aa11bb22cc33dd44ee55");
	if (!cdr_json_get(json, "name"))
		cdr_json_set_text(json, "name", "Ashlow Candle Works Ltd");
	if (!cdr_json_get(json, "financial_year")) {
		struct cdr_json *year = cdr_json_object();
		cdr_json_set_text(year, "start", "2025-04-01");
		cdr_json_set_text(year, "end", "2026-03-31");
		cdr_json_set(json, "financial_year", year);
	}
	assert_int_equal(cdr_json_write(json, false, &text, NULL), CDR_OK);
	assert_int_equal(cdr_store_org_put(fixture->store, CDR_STR("ashlow"), cdr_buf_str(&text), &version, NULL),
	                 CDR_OK);
}

/* Whether any item of a list of the draft ("claims", "gaps", "missing") has that piece under a key. */
static bool
any_has(const struct cdr_json *list, const char *key, struct cdr_str piece)
{
	for (size_t i = 0; i < cdr_json_count(list); i++)
		if (cdr_str_find(cdr_json_get_str(cdr_json_at(list, i), key), piece) >= 0)
			return true;
	return false;
}

static void
check_said(const struct run *run)
{
	const struct cdr_json *scope = cdr_json_get(run->draft, "scope");
	struct cdr_str answer = cdr_json_get_str(scope, "answer"), text = cdr_json_get_str(scope, "text");
	if (!cdr_str_equal(answer, cdr_decl_text(run->node, "answer")))
		fail_case(run, "the answer is", answer);
	for (size_t i = 0; i < cdr_decl_count(run->node, "says"); i++)
		if (cdr_str_find(text, cdr_decl_item(run->node, "says", i)) < 0)
			fail_case(run, "the scope's text is", text);
	static const struct {
		const char *key, *list, *field;
		bool wanted;
	} lists[] = { { "claims", "claims", "text", true },
		      { "not_claims", "claims", "text", false },
		      { "gaps", "gaps", "text", true } };
	for (size_t k = 0; k < CDR_LEN(lists); k++)
		for (size_t i = 0; i < cdr_decl_count(run->node, lists[k].key); i++) {
			struct cdr_str piece = cdr_decl_item(run->node, lists[k].key, i);
			if (any_has(cdr_json_get(run->draft, lists[k].list), lists[k].field, piece) != lists[k].wanted)
				fail_case(run, lists[k].wanted ? "missing among the " : "stands among the claims",
				          piece);
		}
	for (size_t i = 0; i < cdr_decl_count(run->node, "asks"); i++) {
		struct cdr_str fact = cdr_decl_item(run->node, "asks", i);
		if (!any_has(cdr_json_get(scope, "missing"), "fact", fact))
			fail_case(run, "is not asked for", fact);
	}
}

static void
check_sign_off(const struct run *run)
{
	struct cdr_str form = cdr_decl_text(cdr_decl_get(run->node, "organisation"), "legal_form");
	struct cdr_date on = cdr_date_make((int)cdr_decl_integer(run->node, "year", 0), 12, 31);
	const struct cdr_sign_off *row = cdr_law_sign_off(run->law, form, on);
	static const char *const keys[] = { "approved_by", "not_approved_by", "signed_by", "not_signed_by" };
	for (size_t k = 0; k < CDR_LEN(keys); k++)
		for (size_t i = 0; i < cdr_decl_count(run->node, keys[k]); i++) {
			struct cdr_str word = cdr_decl_item(run->node, keys[k], i);
			const struct cdr_texts *texts = !row ? NULL : k < 2 ? &row->bodies : &row->roles;
			bool may = texts && (texts->n == 0 || cdr_texts_have(texts, word));
			if (may != (k % 2 == 0))
				fail_case(run, keys[k], word);
		}
	if (cdr_decl_boolean(run->node, "attested", false) && (!row || !row->attestation.n))
		fail_case(run, "there is no attestation for", form);
}

static void
check_due(const struct run *run)
{
	const struct cdr_decl_node *due = cdr_decl_get(run->node, "due");
	const struct cdr_json *deadlines = cdr_json_get(run->draft, "deadlines");
	for (size_t i = 0; due && i < due->n; i++) {
		bool found = false;
		for (size_t k = 0; k < cdr_json_count(deadlines); k++) {
			const struct cdr_json *deadline = cdr_json_at(deadlines, k);
			if (!cdr_str_equal(cdr_json_get_str(deadline, "id"), due->pairs[i].key))
				continue;
			found = true;
			if (!cdr_str_equal(cdr_json_get_str(deadline, "date"), due->pairs[i].value->text))
				fail_case(run, "is due on", cdr_json_get_str(deadline, "date"));
		}
		if (!found)
			fail_case(run, "no deadline", due->pairs[i].key);
	}
}

/* What holds of every draft of every law. */
static void
check_claims(const struct run *run)
{
	static const char *const banned[] = { "no forced lab",     "No forced lab", "free of forced", "free from",
		                              "no modern slavery", "slavery-free",  "(not known)" };
	const struct cdr_json *claims = cdr_json_get(run->draft, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		struct cdr_str text = cdr_json_get_str(cdr_json_at(claims, i), "text");
		if (cdr_json_count(cdr_json_get(cdr_json_at(claims, i), "rests_on")) == 0)
			fail_case(run, "rests on nothing", text);
		for (size_t k = 0; k < CDR_LEN(banned); k++)
			if (cdr_str_find(text, cdr_str_from(banned[k])) >= 0)
				fail_case(run, "must never be said", text);
	}
}

static void
run_case(struct run *run)
{
	struct fixture *fixture = run->fixture;
	struct cdr_error err = { 0 };
	struct cdr_str text;
	int64_t id;
	if (cdr_decl_check(run->decl, run->node, case_keys, CDR_LEN(case_keys), &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	keep_organisation(fixture, cdr_decl_get(run->node, "organisation"));
	if (cdr_statement_draft(fixture->store, run->law, CDR_STR("ashlow"), cdr_decl_text(run->node, "year"),
	                        CDR_STR("tester"), fixture->arena, &text, &id, &err) != CDR_OK)
		fail_case(run, "no draft", cdr_str_from(err.message));
	assert_int_equal(cdr_json_parse(text, "draft", &run->draft, NULL), CDR_OK);
	check_said(run);
	check_sign_off(run);
	check_due(run);
	check_claims(run);
	run->draft = cdr_json_free(run->draft);
}

/* Each answer must be among a law's cases: one that always says yes would pass otherwise. */
static void
run_law(struct fixture *fixture, struct cdr_str id)
{
	static const char *const answers[] = { "yes", "no", "cannot tell" };
	size_t seen[CDR_LEN(answers)] = { 0 };
	struct cdr_error err = { 0 };
	struct cdr_str path = cdr_str_format(fixture->arena, "statement/%.*s/cases.yaml", CDR_STR_ARG(id));
	const struct cdr_bundle_file *file = cdr_bundle_find(&fixture->rulesets, path);
	if (!file)
		fail_msg("the law %.*s has no worked cases (%s)", CDR_STR_ARG(id), path.p);
	cdr_owned(cdr_law) law = load_law(fixture, id.p);
	cdr_auto(cdr_decl) decl = { 0 };
	if (cdr_decl_parse(file->text, path.p, &decl, &err) != CDR_OK ||
	    cdr_decl_check(&decl, decl.root, file_keys, CDR_LEN(file_keys), &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	const struct cdr_decl_node *cases = cdr_decl_get(decl.root, "cases");
	for (size_t i = 0; i < cases->n; i++) {
		struct run run = { fixture, law, &decl, cases->items[i], NULL };
		run_case(&run);
		for (size_t k = 0; k < CDR_LEN(answers); k++)
			seen[k] += cdr_str_equal(cdr_decl_text(cases->items[i], "answer"), cdr_str_from(answers[k]));
	}
	for (size_t k = 0; k < CDR_LEN(answers); k++)
		if (!seen[k])
			fail_msg("%s: no case has the answer “%s”", path.p, answers[k]);
}

static void
cases_of_every_law_come_out_as_written(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_str *ids = NULL;
	size_t n = 0;
	assert_int_equal(cdr_law_list(&fixture->rulesets, fixture->arena, &ids, &n, NULL), CDR_OK);
	assert_true(n >= 6);
	for (size_t i = 0; i < n; i++)
		run_law(fixture, ids[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cases_of_every_law_come_out_as_written, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
