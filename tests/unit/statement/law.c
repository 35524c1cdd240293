/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

/* Loads a law from the real files with the first `from` of its law.yaml replaced by `to`; returns the outcome. */
static enum cdr_status
load_changed(struct fixture *fixture, const char *law_id, const char *from, const char *to, struct cdr_error *err)
{
	struct cdr_bundle_file *files = cdr_arena_alloc(fixture->arena, fixture->rulesets.n_files * sizeof(*files));
	struct cdr_bundle changed = fixture->rulesets;
	struct cdr_str path = cdr_str_format(fixture->arena, "statement/%s/law.yaml", law_id);
	bool replaced = false;
	memcpy(files, changed.files, changed.n_files * sizeof(*files));
	changed.files = files;
	for (size_t i = 0; i < changed.n_files; i++) {
		struct cdr_str text = files[i].text;
		ptrdiff_t at = cdr_str_equal(files[i].path, path) ? cdr_str_find(text, cdr_str_from(from)) : -1;
		if (at < 0)
			continue;
		size_t after = (size_t)at + strlen(from);
		files[i].text = cdr_str_format(fixture->arena, "%.*s%s%.*s", (int)at, text.p, to, (int)(text.n - after),
		                               text.p + after);
		replaced = true;
	}
	assert_true(replaced);
	cdr_owned(cdr_law) law = NULL;
	enum cdr_status status = cdr_law_load(&changed, cdr_str_from(law_id), &law, err);
	assert_true((status == CDR_OK) == (law != NULL));
	return status;
}

static void
assert_refused(struct fixture *fixture, const char *from, const char *to, const char *piece)
{
	struct cdr_error err = { 0 };
	assert_int_equal(load_changed(fixture, UK, from, to, &err), CDR_EINPUT);
	if (!strstr(err.message, piece))
		fail_msg("no “%s” in “%s”", piece, err.message);
	/* file:line:column */
	assert_non_null(strstr(err.where, "law.yaml:"));
	assert_non_null(strchr(strchr(err.where, ':') + 1, ':'));
}

static void
law_list_names_all(void **state)
{
	struct fixture *fixture = *state;
	static const char *const wanted[] = { "au-msa-2018",          "ca-s211", "combined-uk-au-ca",
		                              "no-transparency-2022", UK,        CALIFORNIA };
	struct cdr_str *ids = NULL;
	size_t n = 0;
	assert_int_equal(cdr_law_list(&fixture->rulesets, fixture->arena, &ids, &n, NULL), CDR_OK);
	assert_int_equal(n, CDR_LEN(wanted));
	for (size_t i = 0; i < n; i++)
		assert_true(cdr_str_equal(ids[i], cdr_str_from(wanted[i])));
}

/* The whole criteria of a law, in an order ({NULL,0}: its first), joined by blanks. */
static struct cdr_str
wholes(struct fixture *fixture, const struct cdr_law *law, struct cdr_str order_id)
{
	const struct cdr_order *order = NULL;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	assert_int_equal(cdr_law_order(law, order_id, &order, NULL), CDR_OK);
	for (size_t i = 0; i < law->n_criteria; i++) {
		const struct cdr_criterion *criterion = cdr_law_criterion(law, order, i);
		if (!criterion->part_of.n)
			cdr_buf_printf(&text, "%s%.*s", text.n ? " " : "", CDR_STR_ARG(criterion->id));
	}
	return cdr_str_copy(fixture->arena, cdr_buf_str(&text));
}

static void
law_has_its_criteria_in_order(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) california = load_law(fixture, CALIFORNIA);
	cdr_owned(cdr_law) uk = load_law(fixture, UK);
	cdr_owned(cdr_law) australia = load_law(fixture, "au-msa-2018");
	cdr_owned(cdr_law) canada = load_law(fixture, "ca-s211");
	struct cdr_str none = { NULL, 0 };
	assert_true(cdr_str_equal(cdr_law_id(uk), CDR_STR(UK)));
	assert_true(cdr_law_title(uk).n > 0);
	assert_string_equal(wholes(fixture, california, none).p,
	                    "verification audits certification accountability training");
	for (size_t i = 0; i < california->n_criteria; i++)
		assert_true(cdr_str_equal(california->criteria[i].kind, CDR_STR("must")));
	assert_string_equal(wholes(fixture, australia, none).p,
	                    "entity structure risks actions effectiveness consultation other");
	assert_string_equal(wholes(fixture, canada, none).p,
	                    "steps structure policies risks remediation income training effectiveness");
	static const char statute[] = "steps structure policies due-diligence risk effectiveness training";
	assert_string_equal(wholes(fixture, uk, none).p, statute);
	assert_string_equal(wholes(fixture, uk, CDR_STR("gov-uk")).p, statute);
	assert_string_equal(wholes(fixture, uk, CDR_STR("guidance-2025")).p,
	                    "steps structure policies risk due-diligence training effectiveness");
}

static void
law_order_unknown_is_refused_naming_the_others(void **state)
{
	cdr_owned(cdr_law) uk = load_law(*state, UK);
	cdr_owned(cdr_law) california = load_law(*state, CALIFORNIA);
	const struct cdr_order *order = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_law_order(uk, CDR_STR("alphabet"), &order, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "statute, guidance-2025, gov-uk"));
	assert_int_equal(cdr_law_order(california, CDR_STR("statute"), &order, &err), CDR_EUSAGE);
	assert_int_equal(cdr_law_order(california, (struct cdr_str){ NULL, 0 }, &order, &err), CDR_OK);
	assert_null(order);
}

/* Parts stand after their wholes in every order, and each area of the guidance has both levels. */
static void
law_parts_follow_their_wholes_and_have_levels(void **state)
{
	static const char *const areas[] = { "structure", "policies",      "due-diligence",
		                             "risk",      "effectiveness", "training" };
	cdr_owned(cdr_law) uk = load_law(*state, UK);
	for (size_t k = 0; k < uk->n_orders; k++)
		for (size_t i = 1; i < uk->n_criteria; i++) {
			const struct cdr_criterion *own = cdr_law_criterion(uk, &uk->orders[k], i);
			const struct cdr_criterion *before = cdr_law_criterion(uk, &uk->orders[k], i - 1);
			if (own->part_of.n)
				assert_true(
					cdr_str_equal(own->part_of, before->part_of.n ? before->part_of : before->id));
		}
	for (size_t k = 0; k < CDR_LEN(areas); k++) {
		int levels = 0;
		for (size_t i = 0; i < uk->n_criteria; i++)
			if (cdr_str_equal(uk->criteria[i].part_of, cdr_str_from(areas[k]))) {
				levels |= uk->criteria[i].level;
				assert_true(cdr_str_equal(uk->criteria[i].kind, CDR_STR("should")));
			}
		assert_int_equal(levels, 3);
	}
}

static void
law_unknown_is_refused_naming_the_others(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_law_load(&fixture->rulesets, CDR_STR("xx-none-1"), &law, &err), CDR_ENOTFOUND);
	assert_non_null(strstr(err.message, UK));
	assert_non_null(strstr(err.message, CALIFORNIA));
	assert_null(law);
	assert_int_equal(cdr_law_load(&fixture->rulesets, CDR_STR(""), &law, &err), CDR_ENOTFOUND);
}

static void
law_errors_say_where(void **state)
{
	struct fixture *fixture = *state;
	assert_refused(fixture, "jurisdiction: GB", "jurisdiktion: GB", "jurisdiktion");
	assert_refused(fixture, "id: uk-msa-2015", "id: uk-msa-2016", "folder");
	assert_refused(fixture, "kind: must", "kind: shall", "shall");
	assert_refused(fixture, "{from: 2015-10-29}", "{from: 2015-10-29, to: 2014-01-01}", "before");
	assert_refused(fixture, "id: structure", "id: steps", "already");
	assert_refused(fixture, "each: policies", "each: polices", "polices");
	assert_refused(fixture, "{entity.name}[", "{entity.naam}[", "entity.naam");
	assert_refused(fixture, "{entity.name}[", "{entity.name[", "not closed");
	assert_refused(fixture, "strength: some", "strength: most", "most");
	assert_refused(fixture, "rests_on: [year.covered, steps.recorded]", "rests_on: [year.covered, steps.taken]",
	               "steps.taken");
	assert_refused(fixture, "rests_on: [year.covered, steps.recorded]", "rests_on: []", "rest on");
	assert_refused(fixture, "out_because:", "out_becos:", "out_becos");
	assert_refused(fixture, "{law.group_turnover_minor_text}", "{law.turnover_text}", "law.turnover_text");
	assert_refused(fixture, "legal_forms: [llp]", "legal_forms: [lpp]", "lpp");
	assert_refused(fixture, "months_after_year_end: 6", "months_after_year_end: 0", "1 to 60");
	assert_refused(fixture, "months_after_year_end: 6", "on: \"13-01\"", "MM-DD");
	assert_refused(fixture, "months_after_year_end: 6", "in_force: {from: 2025-01-01}", "either");
	assert_refused(fixture, "roles: [partner]", "bodies: [partners]", "no “approval”");
	assert_refused(fixture, "criteria: [steps, structure,", "criteria: [structure,", "every whole");
	assert_refused(fixture, "criteria: [steps, structure,", "criteria: [steps, steps,", "twice");
	assert_refused(fixture, "criteria: [steps, structure,", "criteria: [steps, structur,", "structur");
	assert_refused(fixture, "level: 1", "level: 3", "1 or 2");
	assert_refused(fixture, "part_of: structure", "part_of: structur", "structur");
	assert_refused(fixture, "id: none-taken", "id: voluntary", "voluntary");
	assert_refused(fixture, "type: boolean", "type: boolean\n    currency: GBP", "money");
	assert_refused(fixture, "name: law.business_here", "name: organisation.name", "already");
}

static void
law_words_file_must_exist(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_error err = { 0 };
	assert_int_equal(load_changed(fixture, UK, "words: words-en.yaml", "words: words-xx.yaml", &err),
	                 CDR_ENOTFOUND);
	assert_non_null(strstr(err.where, "words-xx.yaml"));
}

/* The one sentence no draft may hold, whatever was checked. */
static void
law_texts_never_say_there_is_no_forced_labour(void **state)
{
	struct fixture *fixture = *state;
	static const char *const banned[] = { "no forced lab",     "No forced lab", "free of forced", "free from",
		                              "no modern slavery", "slavery-free",  "no slavery" };
	size_t n_read = 0;
	for (size_t i = 0; i < fixture->rulesets.n_files; i++) {
		const struct cdr_bundle_file *file = &fixture->rulesets.files[i];
		if (!cdr_str_starts_with(file->path, CDR_STR("statement/")) ||
		    (!cdr_str_ends_with(file->path, CDR_STR("/law.yaml")) &&
		     !cdr_str_starts_with(file->path, CDR_STR("statement/words-"))))
			continue; /* what others say stands in the other files */
		n_read++;
		for (size_t k = 0; k < CDR_LEN(banned); k++)
			assert_int_equal(cdr_str_find(file->text, cdr_str_from(banned[k])), -1);
	}
	assert_true(n_read >= 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(law_list_names_all, setup, teardown),
		cmocka_unit_test_setup_teardown(law_has_its_criteria_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(law_order_unknown_is_refused_naming_the_others, setup, teardown),
		cmocka_unit_test_setup_teardown(law_parts_follow_their_wholes_and_have_levels, setup, teardown),
		cmocka_unit_test_setup_teardown(law_unknown_is_refused_naming_the_others, setup, teardown),
		cmocka_unit_test_setup_teardown(law_errors_say_where, setup, teardown),
		cmocka_unit_test_setup_teardown(law_words_file_must_exist, setup, teardown),
		cmocka_unit_test_setup_teardown(law_texts_never_say_there_is_no_forced_labour, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
