/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

/* Each test tells the same records by both iterators, as text, and compares: there is one truth and a quicker way to it. */

static const char *const values[] = { "plain",
	                              "with \"quotes\" and \\",
	                              "two\nlines\tand a tab",
	                              "\x01 control",
	                              "\xe0\xa6\xa2\xe0\xa6\xbe\xe0\xa6\x95\xe0\xa6\xbe",
	                              "\xe2\x80\xae reversed",
	                              "=1+1",
	                              "<b>&amp;</b>" };

struct told {
	struct cdr_buf text;
	size_t n;
};

static void
told_done(struct told *told)
{
	cdr_buf_done(&told->text);
}
#define TOLD __attribute__((cleanup(told_done))) struct told

static void
tell_attributes(struct told *told, const struct cdr_attribute *attributes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cdr_buf_printf(&told->text, "|%.*s=%.*s", CDR_STR_ARG(attributes[i].name),
		               CDR_STR_ARG(attributes[i].value));
	cdr_buf_putc(&told->text, '\n');
	told->n++;
}

static enum cdr_status
tell_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct told *told = context;
	(void)err;
	cdr_buf_printf(&told->text, "%.*s|%.*s|%lld|%.*s|%.*s|%.*s|%.*s|%zu", CDR_STR_ARG(party->id),
	               CDR_STR_ARG(party->key), (long long)party->version, CDR_STR_ARG(party->name),
	               CDR_STR_ARG(party->kind), CDR_STR_ARG(party->country), CDR_STR_ARG(party->sector),
	               party->n_merged);
	tell_attributes(told, party->attributes, party->n_attributes);
	return CDR_OK;
}

static enum cdr_status
tell_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct told *told = context;
	(void)err;
	cdr_buf_printf(&told->text, "%.*s|%.*s|%.*s|%.*s|%.*s|%d|%d", CDR_STR_ARG(engagement->id),
	               CDR_STR_ARG(engagement->supplier_id), CDR_STR_ARG(engagement->agency_name),
	               CDR_STR_ARG(engagement->agency_country), CDR_STR_ARG(engagement->agency_licence_number),
	               (int)engagement->recruited_on.ymd, (int)engagement->ended_on.ymd);
	tell_attributes(told, engagement->attributes, engagement->n_attributes);
	return CDR_OK;
}

static enum cdr_status
tell_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct told *told = context;
	const struct cdr_finding *finding = row->finding;
	(void)err;
	cdr_buf_printf(&told->text, "%.*s|%.*s|%.*s|%.*s|%d|%d|%d|%.*s|%.*s", CDR_STR_ARG(finding->id),
	               CDR_STR_ARG(finding->party_id), CDR_STR_ARG(finding->engagement_id),
	               CDR_STR_ARG(finding->rule_id), (int)finding->verdict, (int)finding->severity, (int)row->state,
	               CDR_STR_ARG(row->first_seen_at), CDR_STR_ARG(row->decided_at));
	tell_attributes(told, finding->facts, finding->n_facts);
	return CDR_OK;
}

static int
compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Both told the same lines, in whatever order. */
static void
assert_same(struct told *one, struct told *other, size_t n)
{
	char *lines[2][64], *rest = NULL;
	assert_int_equal(one->n, n);
	assert_int_equal(other->n, n);
	for (size_t k = 0; k < 2; k++) {
		char *text = k ? other->text.p : one->text.p;
		/* A value may itself hold a line's end; lines are then pieces, and those must agree as well. */
		size_t n_lines = 0;
		for (char *line = strtok_r(text, "\n", &rest); line && n_lines < 64; line = strtok_r(NULL, "\n", &rest))
			lines[k][n_lines++] = line;
		qsort(lines[k], n_lines, sizeof(char *), compare_lines);
		lines[k][n_lines < 64 ? n_lines : 63] = NULL;
	}
	for (size_t i = 0; lines[0][i] || lines[1][i]; i++) {
		assert_non_null(lines[0][i]);
		assert_non_null(lines[1][i]);
		assert_string_equal(lines[0][i], lines[1][i]);
	}
}

static void
put_party(struct cdr_store *store, size_t i)
{
	char key[8];
	enum cdr_put_result result;
	struct cdr_str value = cdr_str_from(values[i]);
	snprintf(key, sizeof(key), "S-%zu", i);
	struct cdr_attribute attributes[] = { { CDR_STR("file:note"), value },
		                              { CDR_STR("file:several"), CDR_STR("one") },
		                              { CDR_STR("file:several"), value },
		                              { CDR_STR("tier"), CDR_STR("1") } };
	struct cdr_str aliases[] = { value };
	struct cdr_party party = { .key = cdr_str_from(key),
		                   .name = value,
		                   .kind = CDR_STR("supplier"),
		                   .country = i % 2 ? CDR_STR("BD") : (struct cdr_str){ NULL, 0 },
		                   .sector = value,
		                   .aliases = aliases,
		                   .n_aliases = 1,
		                   .attributes = attributes,
		                   .n_attributes = i % 3 ? CDR_LEN(attributes) : 1 };
	assert_ok(cdr_store_party_put(store, ORG, make_import(store), &party, &result, err));
}

static void
tally_of_parties_is_what_each_tells(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_merge merge = { 0 };
	int64_t latest = 0;
	for (size_t i = 0; i < CDR_LEN(values); i++)
		put_party(scratch->store, i);
	assert_ok(cdr_store_merge_add(scratch->store, ORG, CDR_STR("S-0"), CDR_STR("S-1"), CDR_STR("one"),
	                              CDR_STR("ida"), scratch->arena, &merge, err));
	assert_ok(cdr_store_import_latest(scratch->store, ORG, &latest, err));
	TOLD each = { CDR_BUF_INIT, 0 }, tally = { CDR_BUF_INIT, 0 };
	assert_ok(cdr_store_party_each(scratch->store, ORG, latest, (struct cdr_str){ NULL, 0 }, 0, tell_party, &each,
	                               err));
	assert_ok(cdr_store_party_tally(scratch->store, ORG, latest, tell_party, &tally, err));
	assert_same(&each, &tally, CDR_LEN(values) - 1);
	/* As of before the merge, and of before the last parties. */
	TOLD before = { CDR_BUF_INIT, 0 }, tally_before = { CDR_BUF_INIT, 0 };
	assert_ok(
		cdr_store_party_each(scratch->store, ORG, 5, (struct cdr_str){ NULL, 0 }, 0, tell_party, &before, err));
	assert_ok(cdr_store_party_tally(scratch->store, ORG, 5, tell_party, &tally_before, err));
	assert_same(&before, &tally_before, 5);
}

static void
tally_of_engagements_is_what_each_tells(void **state)
{
	struct scratch *scratch = *state;
	int64_t import = make_import(scratch->store);
	for (size_t i = 0; i < CDR_LEN(values); i++) {
		enum cdr_put_result result;
		struct cdr_attribute workers = { CDR_STR("workers"), CDR_STR("12") };
		struct cdr_engagement engagement = { .key = cdr_str_from(values[i]),
			                             .supplier_id = CDR_STR("S-1"),
			                             .agency_name = cdr_str_from(values[i]),
			                             .agency_country = CDR_STR("NP"),
			                             .recruited_on = cdr_date_make(2025, 6, 1),
			                             .attributes = &workers,
			                             .n_attributes = i % 2 };
		assert_ok(cdr_store_engagement_put(scratch->store, ORG, import, &engagement, &result, err));
	}
	TOLD each = { CDR_BUF_INIT, 0 }, tally = { CDR_BUF_INIT, 0 };
	assert_ok(cdr_store_engagement_each(scratch->store, ORG, import, (struct cdr_str){ NULL, 0 }, 0,
	                                    tell_engagement, &each, err));
	assert_ok(cdr_store_engagement_tally(scratch->store, ORG, import, tell_engagement, &tally, err));
	assert_same(&each, &tally, CDR_LEN(values));
}

static void
tally_of_findings_is_what_each_tells(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_screening screening = { .org = ORG, .state = CDR_SCREENING_DONE };
	struct cdr_finding_filter filter = { .state = -1 };
	assert_ok(cdr_store_screening_add(scratch->store, &screening, err));
	for (size_t i = 0; i < CDR_LEN(values); i++) {
		char id[16];
		snprintf(id, sizeof(id), "f-%zu", i);
		struct cdr_attribute fact = { CDR_STR("party.name"), cdr_str_from(values[i]) };
		struct cdr_finding finding = { .id = cdr_str_from(id),
			                       .fingerprint = cdr_str_from(id),
			                       .material = CDR_STR("m"),
			                       .party_id = CDR_STR("p-1"),
			                       .engagement_id = i % 2 ? CDR_STR("e-1") : (struct cdr_str){ NULL, 0 },
			                       .rule_id = CDR_STR("LIC-101"),
			                       .verdict = CDR_VERDICT_MATCH,
			                       .severity = (enum cdr_severity)(i % CDR_SEVERITY_COUNT),
			                       .message = cdr_str_from(values[i]),
			                       .facts = &fact,
			                       .n_facts = 1 };
		assert_ok(cdr_store_finding_add(scratch->store, ORG, screening.id, &finding, err));
	}
	assert_ok(cdr_store_disposition_add(scratch->store, ORG, CDR_STR("f-2"), CDR_FINDING_CONFIRMED, CDR_STR("x"),
	                                    CDR_STR("ida"), err));
	assert_ok(cdr_store_disposition_add(scratch->store, ORG, CDR_STR("f-2"), CDR_FINDING_REMEDIATED, CDR_STR("y"),
	                                    CDR_STR("ida"), err));
	TOLD each = { CDR_BUF_INIT, 0 }, tally = { CDR_BUF_INIT, 0 };
	assert_ok(cdr_store_finding_each(scratch->store, ORG, &filter, tell_finding, &each, err));
	assert_ok(cdr_store_finding_tally(scratch->store, ORG, screening.id, tell_finding, &tally, err));
	assert_string_equal(each.text.p, tally.text.p); /* here the order is promised */
	assert_same(&each, &tally, CDR_LEN(values));
}

static enum cdr_status
tell_screened(void *context, const struct cdr_screened_subject *subject, struct cdr_error *err)
{
	struct collected *out = context;
	char text[256];
	(void)err;
	snprintf(text, sizeof(text), "%.*s:%d:%.*s", CDR_STR_ARG(subject->subject_id), (int)subject->verdict,
	         CDR_STR_ARG(subject->gaps_json));
	collect(out, cdr_str_from(text));
	return CDR_OK;
}

static void
tally_of_subjects_has_the_gaps_of_engagements(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_screening screening = { .org = ORG };
	struct collected out = { 0 };
	assert_ok(cdr_store_screening_add(scratch->store, &screening, err));
	const struct cdr_screened_subject subjects[] = {
		{ CDR_STR("e-1"), CDR_VERDICT_CLEAR, CDR_STR("[1]"), { NULL, 0 } },
		{ CDR_STR("p-1"), CDR_VERDICT_MATCH, CDR_STR("[2]"), { NULL, 0 } },
	};
	for (size_t i = 0; i < CDR_LEN(subjects); i++)
		assert_ok(cdr_store_screened_add(scratch->store, screening.id, &subjects[i], err));
	assert_ok(cdr_store_screened_tally(scratch->store, screening.id, tell_screened, &out, err));
	assert_int_equal(out.n, 2);
	assert_non_null(strstr(out.text, "e-1:1:[1]"));
	assert_non_null(strstr(out.text, "p-1:3:"));
	assert_null(strstr(out.text, "[2]"));
}

static void
tally_refuses_what_is_damaged(void **state)
{
	struct scratch *scratch = *state;
	TOLD told = { CDR_BUF_INIT, 0 };
	put_party(scratch->store, 1);
	raw_run(scratch, "UPDATE subject_versions SET data = '{\"name\":'");
	assert_fails(CDR_ESTORE, "damaged", cdr_store_party_tally(scratch->store, ORG, 1000, tell_party, &told, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(tally_of_parties_is_what_each_tells),
		scratch_test(tally_of_engagements_is_what_each_tells),
		scratch_test(tally_of_findings_is_what_each_tells),
		scratch_test(tally_of_subjects_has_the_gaps_of_engagements),
		scratch_test(tally_refuses_what_is_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
