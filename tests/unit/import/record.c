/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "../base/failing-memory.h"

/* Records of a kind whose attribute `column` holds `value`; column NULL: all. The last one is kept. */
struct record_search {
	struct desk *desk;
	const char *column, *value;
	struct cdr_record found;
	int n;
};

static enum cdr_status
search_record(void *context, const struct cdr_record *record, struct cdr_error *err)
{
	struct record_search *search = context;
	(void)err;
	if (search->column && !cdr_str_equal(cdr_record_get(record, search->column), cdr_str_from(search->value)))
		return CDR_OK;
	search->n++;
	assert_true(cdr_record_copy(search->desk->arena, record, &search->found));
	return CDR_OK;
}

static int
count_records(struct desk *desk, enum cdr_record_kind kind, const char *column, const char *value,
              struct cdr_record *ret)
{
	struct record_search search = { .desk = desk, .column = column, .value = value };
	assert_status(
		CDR_OK,
		cdr_store_record_each(desk->store, ORG, INT64_MAX, (int)kind, search_record, &search, &desk->error),
		&desk->error);
	if (ret)
		*ret = search.found;
	return search.n;
}

static struct cdr_record
the_record(struct desk *desk, enum cdr_record_kind kind, const char *column, const char *value)
{
	struct cdr_record record = { 0 };
	assert_int_equal(count_records(desk, kind, column, value, &record), 1);
	return record;
}

static bool
is_known(struct desk *desk, enum cdr_record_kind kind)
{
	bool known = false;
	assert_status(CDR_OK, cdr_store_record_known(desk->store, ORG, INT64_MAX, kind, &known, &desk->error),
	              &desk->error);
	return known;
}

/* Whether the bytes stand anywhere in the store's files. */
static bool
is_in_the_store(const struct desk *desk, const char *text)
{
	static const char *const suffixes[] = { "", "-wal" };
	bool found = false;
	for (size_t i = 0; i < CDR_LEN(suffixes); i++) {
		char path[112];
		struct cdr_error error = { 0 };
		cdr_auto(cdr_buf) bytes = CDR_BUF_INIT;
		(void)snprintf(path, sizeof(path), "%s%s", desk->path, suffixes[i]);
		if (cdr_file_read(path, &bytes, &error) == CDR_OK)
			found = found || cdr_str_find(cdr_buf_str(&bytes), cdr_str_from(text)) >= 0;
	}
	return found;
}

static void
record_audits_hold_what_was_looked_at(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "id,name,country\nS-1,Alder Mill,IN\n");
	assert_false(is_known(desk, CDR_RECORD_AUDITS));
	desk_import(desk, CDR_IMPORT_AUDITS,
	            "Audit no,Supplier ID,Audit date,Audit firm,Third party audit,Audit announcement,Scope,Workers "
	            "interviewed,Non-conformances,Closure date,Indicator codes,Grade\n"
	            "A-1,S-1,5 March 2024,Oak Assurance,external,Unannounced,1 | 2,12,3,2024-06-01,\"D1, d4\",B\n"
	            "A-2,S-1,2023-02-01,Oak Assurance,self assessment,semi-announced,1,none to speak of,0,,,B\n");
	assert_counts(desk, 2, 0, 2);
	struct cdr_record first = the_record(desk, CDR_RECORD_AUDITS, "id", "A-1");
	assert_int_equal(first.kind, CDR_RECORD_AUDITS);
	assert_text(first.subject_key, "S-1");
	assert_text(cdr_record_get(&first, "audited_on"), "2024-03-05");
	assert_text(cdr_record_get(&first, "auditor"), "Oak Assurance");
	assert_text(cdr_record_get(&first, "independent"), "true");
	assert_text(cdr_record_get(&first, "announced"), "false");
	assert_text(cdr_record_get(&first, "scope_tiers"), "1|2");
	assert_text(cdr_record_get(&first, "worker_interviews"), "12");
	assert_text(cdr_record_get(&first, "findings"), "3");
	assert_text(cdr_record_get(&first, "closed_on"), "2024-06-01");
	assert_text(cdr_record_get(&first, "indicators"), "D1|D4");
	assert_text(cdr_record_get(&first, "file:Grade"), "B");
	assert_int_equal(first.origin.row, 2);
	/* What fits nothing stays as written, and what it would have said stays unknown. */
	struct cdr_record second = the_record(desk, CDR_RECORD_AUDITS, "id", "A-2");
	assert_text(cdr_record_get(&second, "independent"), "false");
	assert_null(cdr_record_get(&second, "announced").p);
	assert_text(cdr_record_get(&second, "file:Audit announcement"), "semi-announced");
	assert_text(cdr_record_get(&second, "file:Workers interviewed"), "none to speak of");
	assert_text(cdr_record_get(&second, "blank:closed_on"), "true");
	assert_true(is_known(desk, CDR_RECORD_AUDITS));
	assert_false(is_known(desk, CDR_RECORD_SURVEYS));
}

static void
record_certificates_go_by_holder_scheme_and_number(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_CERTIFICATES,
	            "Supplier ID,Certification,Certificate no,Certification body,Country of issuer,Issue date,Expiry\n"
	            "S-1,Fair Hands,C-1,Elm Cert,Portugal,2024-01-01,2026-12-31\n"
	            "S-1,Fair Hands,C-2,Elm Cert,Portugal,2024-01-01,2023-12-31\n"
	            "S-1,,C-3,,,,\n");
	assert_counts(desk, 1, 2, 1);
	assert_reject(desk, 0, "list.csv row 3, cell G3", "valid_to: 2023-12-31 is before valid_from, 2024-01-01");
	assert_reject(desk, 1, "list.csv row 4, cell B4", "no scheme");
	struct cdr_record record = the_record(desk, CDR_RECORD_CERTIFICATES, "number", "C-1");
	assert_text(cdr_record_get(&record, "issuer_country"), "PT");
	assert_text(cdr_record_get(&record, "valid_to"), "2026-12-31");
	assert_true(cdr_str_starts_with(record.key, CDR_STR("s-1/fair-hands/c-1/elm-cert/2024-01-01/")));
}

static void
record_trainings_are_of_groups_and_name_nobody(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_TRAINING,
	            "Target group,Course,Held,Participants,People required,Trainer,Employee name,Họ và tên\n"
	            "Buyers,Forced labour,2024-05-01,18,20,Quendolina Farthing,Ottoline Marsh,Thistledown\n"
	            "Managers,Forced labour,2024-05-02,9,3,,,\n"
	            "Guards,Forced labour,2024-05-03,Peregrine Oakenholt,9,,,\n");
	assert_counts(desk, 2, 1, 2);
	struct cdr_record guards = the_record(desk, CDR_RECORD_TRAINING, "audience", "Guards");
	assert_null(cdr_record_get(&guards, "people").p);
	assert_warned(desk, "may be their names", "row 4 (Participants)");
	assert_false(is_in_the_store(desk, "Oakenholt"));
	assert_reject(desk, 0, "list.csv row 3, cell D3", "people is more than people_in_scope");
	struct cdr_record record = the_record(desk, CDR_RECORD_TRAINING, "audience", "Buyers");
	assert_null(record.subject_key.p);
	assert_text(cdr_record_get(&record, "people"), "18");
	assert_text(cdr_record_get(&record, "people_in_scope"), "20");
	assert_warned(desk, "\"Trainer\" is about persons", "left out");
	assert_warned(desk, "\"Employee name\" is about persons", "left out");
	assert_false(is_in_the_store(desk, "Quendolina"));
	assert_warned(desk, "\"Họ và tên\" is about persons", "left out");
	assert_false(is_in_the_store(desk, "Ottoline"));
	assert_false(is_in_the_store(desk, "Thistledown"));
}

static void
record_surveys_keep_no_small_counts(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_SURVEYS,
	            "Supplier ID,Survey date,Question,Indicator code,Respondents,Adverse answers,Other answers\n"
	            "S-1,2024-05-01,paid,D3,120,30,90\n"
	            "S-1,2024-05-01,papers,D2,120,3,117\n"
	            "S-1,2024-05-01,leave,D1,20,18,\n"
	            "S-1,2024-05-01,safe,D5,4,0,4\n"
	            "S-1,2024-05-01,wages,D7,40,0,40\n"
	            "S-1,2024-05-01,edge,D7,10,5,5\n");
	assert_counts(desk, 6, 0, 6);
	assert_warned(desk, "from 1 to 4", "row 3, row 4, row 5");
	struct cdr_record kept = the_record(desk, CDR_RECORD_SURVEYS, "question", "paid");
	assert_text(cdr_record_get(&kept, "answers_adverse"), "30");
	assert_text(cdr_record_get(&kept, "answers_other"), "90");
	assert_text(cdr_record_get(&kept, "indicator"), "D3");
	assert_null(cdr_record_get(&kept, "suppressed").p);
	/* 117 of 120 would tell the 3; so would 18 of 20 where the others are not stated. */
	static const char *const left[] = { "papers", "leave", "safe" };
	for (size_t i = 0; i < CDR_LEN(left); i++) {
		struct cdr_record record = the_record(desk, CDR_RECORD_SURVEYS, "question", left[i]);
		assert_text(cdr_record_get(&record, "suppressed"), "true");
		assert_null(cdr_record_get(&record, "answers_adverse").p);
		assert_null(cdr_record_get(&record, "answers_other").p);
	}
	struct cdr_record four = the_record(desk, CDR_RECORD_SURVEYS, "question", "safe");
	assert_null(cdr_record_get(&four, "respondents").p);
	struct cdr_record none = the_record(desk, CDR_RECORD_SURVEYS, "question", "wages");
	assert_text(cdr_record_get(&none, "answers_adverse"), "0");
	struct cdr_record edge = the_record(desk, CDR_RECORD_SURVEYS, "question", "edge");
	assert_text(cdr_record_get(&edge, "answers_adverse"), "5");
	assert_null(cdr_record_get(&edge, "suppressed").p);
}

static void
record_surveys_quote_no_count_anywhere(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) csv = CDR_BUF_INIT;
	desk_import(
		desk, CDR_IMPORT_SURVEYS,
		"Supplier ID,Survey date,Question,Respondents,Adverse answers,Other answers,Remarks,Respondent name\n"
		"S-1,2024-05-01,a,20,3 zwiebel,17,,\n"
		"S-1,2024-05-01,b,20,=1+2,17,,\n"
		"S-1,2024-05-01,c,2.000,,,,\n"
		"S-1,2024-05-01,d,19,17,3,,\n"
		"S-1,2024-05-01,e,50,10,40,2 knoblauch said so,Petersilie\n"
		"S-1,2024-05-01,f,50,10,40,a calm day,\n");
	assert_counts(desk, 2, 4, 2);
	assert_reject(desk, 0, "list.csv row 2, cell E2", "answers_adverse: the value is not a whole number");
	assert_reject(desk, 1, "list.csv row 3, cell E3", "the value is not a whole number");
	assert_reject(desk, 2, "list.csv row 4, cell D4", "the value is not a whole number");
	assert_reject(desk, 3, "list.csv row 5, cell E5", "answers_adverse and answers_other come to more than");
	assert_warned(desk, "in columns nobody knows hold figures", "row 6 (Remarks)");
	assert_status(CDR_OK, cdr_import_rejects_csv(desk->report, &csv, &desk->error), &desk->error);
	static const char *const words[] = { "zwiebel", "knoblauch", "Petersilie", "=1+2", "2.000" };
	for (size_t i = 0; i < CDR_LEN(words); i++) {
		assert_true(cdr_str_find(cdr_buf_str(&csv), cdr_str_from(words[i])) < 0);
		assert_false(is_in_the_store(desk, words[i]));
		for (size_t k = 0; k < desk->report->n_warnings; k++)
			assert_true(cdr_str_find(desk->report->warnings[k], cdr_str_from(words[i])) < 0);
	}
	assert_true(is_in_the_store(desk, "a calm day"));
}

static void
record_allegations_say_what_is_alleged_and_what_became_of_it(void **state)
{
	struct desk *desk = DESK;
	desk_import(
		desk, CDR_IMPORT_ALLEGATIONS,
		"Case no,Supplier,Publication date,Published by,Source type,Headline,Link,Allegation type,Indicators,"
		"Minors involved,Outcome,Complainant\n"
		"G-1,S-1,2024-01-02,Harbour Herald,Newspaper,Pay withheld,https://example.org/1,Debt bondage,"
		"\"E7;D3\",unknown,Not substantiated,Ottoline Marsh\n"
		"G-2,S-1,2024-01-02,Harbour Herald,pamphlet,,,modern slavery,G9,no,whatever,\n");
	assert_counts(desk, 2, 0, 2);
	struct cdr_record first = the_record(desk, CDR_RECORD_ALLEGATIONS, "id", "G-1");
	assert_text(cdr_record_get(&first, "publisher_kind"), "media");
	assert_text(cdr_record_get(&first, "kind"), "forced_labour");
	assert_text(cdr_record_get(&first, "indicators"), "E7|D3");
	assert_text(cdr_record_get(&first, "under_18"), "uncertain");
	assert_text(cdr_record_get(&first, "status"), "examined");
	assert_false(is_in_the_store(desk, "Ottoline"));
	struct cdr_record second = the_record(desk, CDR_RECORD_ALLEGATIONS, "id", "G-2");
	assert_text(cdr_record_get(&second, "under_18"), "no");
	static const char *const open[] = { "publisher_kind", "kind", "indicators", "status" };
	for (size_t i = 0; i < CDR_LEN(open); i++)
		assert_null(cdr_record_get(&second, open[i]).p);
	assert_text(cdr_record_get(&second, "file:Indicators"), "G9");
}

static void
record_headers_of_other_languages_are_known(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_AUDITS,
	            "供应商编号,审核日期,审核机构,是否通知,不符合项数\nS-1,2024-03-05,Oak Assurance,否,3\n");
	assert_counts(desk, 1, 0, 1);
	struct cdr_record audit = the_record(desk, CDR_RECORD_AUDITS, NULL, NULL);
	assert_text(audit.subject_key, "S-1");
	assert_text(cdr_record_get(&audit, "announced"), "false");
	assert_text(cdr_record_get(&audit, "findings"), "3");
	desk_import(desk, CDR_IMPORT_CERTIFICATES,
	            "Lieferantennummer;Zertifizierung;Zertifikatsnummer;Gültig bis\nS-1;Fair Hands;C-1;31.12.2026\n");
	struct cdr_record certificate = the_record(desk, CDR_RECORD_CERTIFICATES, NULL, NULL);
	assert_text(cdr_record_get(&certificate, "valid_to"), "2026-12-31");
	desk_import(desk, CDR_IMPORT_ALLEGATIONS,
	            "Lieferantennummer;Quellenart;Art des Vorwurfs;Unter 18;Stand des Vorwurfs\n"
	            "S-1;Gewerkschaft;Zwangsarbeit;unklar;nicht erwiesen\n");
	struct cdr_record allegation = the_record(desk, CDR_RECORD_ALLEGATIONS, NULL, NULL);
	assert_text(cdr_record_get(&allegation, "publisher_kind"), "trade_union");
	assert_text(cdr_record_get(&allegation, "kind"), "forced_labour");
	assert_text(cdr_record_get(&allegation, "under_18"), "uncertain");
	assert_text(cdr_record_get(&allegation, "status"), "examined");
}

static void
record_about_nobody_is_kept_and_told(void **state)
{
	struct desk *desk = DESK;
	struct cdr_party party = { 0 };
	char text[128];
	desk_suppliers(desk, "id,name,country\nS-1,Alder Mill,IN\n");
	assert_int_equal(count_parties(desk, "Alder Mill", &party), 1);
	(void)snprintf(text, sizeof(text), "party_id,published_on\nS-1,2024-01-01\n%.*s,2024-01-02\nS-9,2024-01-03\n",
	               CDR_STR_ARG(party.id));
	desk_import(desk, CDR_IMPORT_ALLEGATIONS, text);
	assert_counts(desk, 3, 0, 3);
	assert_warned(desk, "1 row name a party that no supplier file brought", "row 4 (\"S-9\")");
}

static void
record_files_again_change_what_changed(void **state)
{
	struct desk *desk = DESK;
	static const char before[] = "supplier_id,audited_on,auditor,closed_on\nS-1,2024-03-05,Oak Assurance,\n"
				     "S-2,2024-03-06,Oak Assurance,\nS-2,2024-03-06,Oak Assurance,\n";
	desk_import(desk, CDR_IMPORT_AUDITS, before);
	assert_counts(desk, 3, 0, 2);
	assert_warned(desk, "repeat an earlier row", "row 4 (row 3)");
	int64_t n = count_evidence(desk, NULL);
	desk_import(desk, CDR_IMPORT_AUDITS, before);
	assert_true(desk->report->already_imported);
	assert_int_equal(count_evidence(desk, NULL), n);
	desk_import(desk, CDR_IMPORT_AUDITS,
	            "supplier_id,audited_on,auditor,closed_on\nS-1,2024-03-05,Oak Assurance,2024-09-09\n");
	assert_int_equal(desk->report->record.n_changed, 1);
	assert_warned(desk, "1 audit from earlier imports", "it stays");
	struct cdr_record record = the_record(desk, CDR_RECORD_AUDITS, "closed_on", "2024-09-09");
	assert_int_equal(record.version, 2);
	assert_int_equal(count_records(desk, CDR_RECORD_AUDITS, NULL, NULL, NULL), 2);
	struct cdr_evidence_row row = { 0 };
	assert_int_equal(count_evidence(desk, &row), n + 1);
	assert_holds(row.detail_json, "\"kind\":\"audits\"");
}

static void
record_ids_used_twice_are_refused(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_AUDITS,
	            "audit_id,supplier_id,audited_on\nA-1,S-1,2024-01-01\nA-1,S-2,2024-01-01\n,S-3,2024-01-01\n");
	assert_counts(desk, 2, 1, 2);
	assert_reject(desk, 0, "list.csv row 3, cell A3", "id \"A-1\" is already used in row 2");
	assert_warned(desk, "have no id although", "row 4");
}

static void
record_dry_run_keeps_nothing(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .kind = CDR_IMPORT_AUDITS, .dry_run = true };
	assert_status(CDR_OK, desk_import_with(desk, "supplier_id,audited_on\nS-1,2024-01-01\n", "a.csv", options),
	              &desk->error);
	assert_counts(desk, 1, 0, 1);
	assert_int_equal(count_records(desk, CDR_RECORD_AUDITS, NULL, NULL, NULL), 0);
	assert_false(is_known(desk, CDR_RECORD_AUDITS));
}

static void
record_list_without_rows_says_there_are_none(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_AUDITS, "supplier_id,audited_on,auditor\n");
	assert_counts(desk, 0, 0, 0);
	assert_true(is_known(desk, CDR_RECORD_AUDITS));
	desk_import(desk, CDR_IMPORT_CERTIFICATES, "supplier_id,scheme,expiry\nS-1,Fair Hands,never\n");
	assert_counts(desk, 0, 1, 0);
	assert_false(is_known(desk, CDR_RECORD_CERTIFICATES));
}

static void
record_survives_every_lack_of_memory(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .kind = CDR_IMPORT_SURVEYS };
	static const char text[] = "Supplier ID,Survey date,Question,Respondents,Adverse answers,Other answers,Name\n"
				   "S-1,2024-05-01,paid,120,3,117,x\nS-1,2024-05-01,held,20,30,1,y\n";
	enum cdr_status status = CDR_ENOMEM;
	long n = 0;
	for (; status != CDR_OK; n += n < 300 ? 1 : 7) {
		fail_memory_after(n);
		status = desk_import_with(desk, text, "list.csv", options);
		bool refused = memory_restore();
		if (!refused)
			break;
		assert_null(desk->report);
		assert_true(status == CDR_ENOMEM || status == CDR_EINTERNAL);
		assert_int_equal(count_records(desk, CDR_RECORD_SURVEYS, NULL, NULL, NULL), 0);
	}
	assert_status(CDR_OK, status, &desk->error);
	assert_counts(desk, 1, 1, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(record_audits_hold_what_was_looked_at),
		desk_test(record_certificates_go_by_holder_scheme_and_number),
		desk_test(record_trainings_are_of_groups_and_name_nobody),
		desk_test(record_surveys_keep_no_small_counts),
		desk_test(record_surveys_quote_no_count_anywhere),
		desk_test(record_allegations_say_what_is_alleged_and_what_became_of_it),
		desk_test(record_headers_of_other_languages_are_known),
		desk_test(record_about_nobody_is_kept_and_told),
		desk_test(record_files_again_change_what_changed),
		desk_test(record_ids_used_twice_are_refused),
		desk_test(record_dry_run_keeps_nothing),
		desk_test(record_list_without_rows_says_there_are_none),
		desk_test(record_survives_every_lack_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
