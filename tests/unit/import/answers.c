/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define HEADER "subject_id,supplier,column,question,answer,note\n"

struct ids {
	char party[32], engagement[32];
};

static enum cdr_status
see_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	(void)err;
	(void)snprintf(context, 32, "%.*s", CDR_STR_ARG(party->id));
	return CDR_OK;
}

static enum cdr_status
see_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	(void)err;
	(void)snprintf(context, 32, "%.*s", CDR_STR_ARG(engagement->id));
	return CDR_OK;
}

/* One supplier and one engagement; their ids. */
static struct ids
set_out(struct desk *desk)
{
	struct ids ids = { "", "" };
	struct cdr_str none = { NULL, 0 };
	int64_t latest = 0;
	desk_import(desk, CDR_IMPORT_SUPPLIERS, "Supplier ID,Name,Country,Last review\nS-1,Alder Mill,IN,\n");
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS,
	            "Engagement ID,Supplier ID,Agency Name,Date Recruited,Hours per day\n"
	            "E-1,S-1,Oak Hands,2024-02-28,9\n");
	assert_status(CDR_OK, cdr_store_import_latest(desk->store, ORG, &latest, &desk->error), &desk->error);
	assert_status(CDR_OK,
	              cdr_store_party_each(desk->store, ORG, latest, none, 0, see_party, ids.party, &desk->error),
	              &desk->error);
	assert_status(CDR_OK,
	              cdr_store_engagement_each(desk->store, ORG, latest, none, 0, see_engagement, ids.engagement,
	                                        &desk->error),
	              &desk->error);
	return ids;
}

static struct cdr_party
party(struct desk *desk, const struct ids *ids)
{
	struct cdr_party found = { 0 };
	struct cdr_str id = cdr_str_from(ids->party);
	assert_status(CDR_OK, cdr_store_party_row_get(desk->store, ORG, id, desk->arena, &found, &desk->error),
	              &desk->error);
	return found;
}

static struct cdr_engagement
engagement(struct desk *desk, const struct ids *ids)
{
	struct cdr_engagement found = { 0 };
	struct cdr_str id = cdr_str_from(ids->engagement);
	assert_status(CDR_OK, cdr_store_engagement_row_get(desk->store, ORG, id, desk->arena, &found, &desk->error),
	              &desk->error);
	return found;
}

/* A file of answers; rows as "p column,answer" or "e column,answer". */
static void
answer(struct desk *desk, const struct ids *ids, const char *rows)
{
	cdr_auto(cdr_buf) file = CDR_BUF_INIT;
	struct cdr_str rest = cdr_str_from(rows), row;
	cdr_buf_puts(&file, HEADER);
	while (cdr_str_split(&rest, '\n', &row)) {
		struct cdr_str column = { NULL, 0 }, value = { row.p + 2, row.n - 2 };
		assert_true(cdr_str_split(&value, ',', &column));
		cdr_buf_printf(&file, "%s,X,%.*s,Q,%.*s,\n", row.p[0] == 'p' ? ids->party : ids->engagement,
		               CDR_STR_ARG(column), CDR_STR_ARG(value));
	}
	desk_import(desk, CDR_IMPORT_ANSWERS, file.p);
}

static void
answers_become_values_and_all_else_stays(void **state)
{
	struct ids ids = set_out(DESK);
	answer(DESK, &ids,
	       "p union_present,yes\np sector,Textiles\np products,yarn; cloth\ne loan_security,personal\n"
	       "e fee_amount,\"USD 1,200.50\"\ne hours_per_day,10");
	assert_int_equal(DESK->report->record.n_changed, 2);
	struct cdr_party mill = party(DESK, &ids);
	assert_text(cdr_party_get(&mill, "union_present"), "true");
	assert_text(mill.sector, "Textiles");
	assert_int_equal(mill.n_products, 2);
	assert_text(mill.products[1], "cloth");
	assert_text(mill.name, "Alder Mill");
	assert_text(mill.country, "IN");
	assert_int_equal(mill.version, 2);
	assert_text(mill.origin.file, "list.csv");
	assert_int_equal(mill.origin.row, 2);
	assert_text(cdr_party_get(&mill, "answered:sector"), "list.csv row 3");
	struct cdr_engagement hands = engagement(DESK, &ids);
	assert_text(cdr_engagement_get(&hands, "loan_security"), "personal");
	assert_text(cdr_engagement_get(&hands, "fee_amount"), "1200.5");
	assert_text(cdr_engagement_get(&hands, "fee_currency"), "USD"); /* said beside the amount */
	assert_text(cdr_engagement_get(&hands, "hours_per_day"), "10");
	assert_warned(DESK, "answer what stood there already in another way", "row 7");
	assert_int_equal(hands.recruited_on.ymd, 20240228);
}

static void
answers_take_the_place_of_a_blank(void **state)
{
	struct ids ids = set_out(DESK);
	struct cdr_party before = party(DESK, &ids);
	assert_text(cdr_party_get(&before, "blank:last_review_on"), "true");
	answer(DESK, &ids, "p last_review_on,2026-03-31");
	struct cdr_party after = party(DESK, &ids);
	assert_text(cdr_party_get(&after, "last_review_on"), "2026-03-31");
	assert_int_equal(cdr_party_get(&after, "blank:last_review_on").n, 0);
}

static void
answers_may_say_that_there_was_none(void **state)
{
	struct ids ids = set_out(DESK);
	answer(DESK, &ids, "e sub_agent_name,none\ne loan_security,none\np kind,none\np last_review_on,None");
	struct cdr_engagement hands = engagement(DESK, &ids);
	assert_text(cdr_engagement_get(&hands, "blank:sub_agent_name"), "true");
	assert_text(cdr_engagement_get(&hands, "answered:sub_agent_name"), "list.csv row 2");
	assert_text(cdr_engagement_get(&hands, "loan_security"), "none"); /* a word of that column */
	assert_int_equal(party(DESK, &ids).version, 1);
	assert_warned(DESK, "have no answer yet", "row 4");
	answer(DESK, &ids, "e sub_agent_name,Elm Hands");
	hands = engagement(DESK, &ids);
	assert_text(cdr_engagement_get(&hands, "sub_agent_name"), "Elm Hands");
	assert_int_equal(cdr_engagement_get(&hands, "blank:sub_agent_name").n, 0);
	answer(DESK, &ids, "e sub_agent_name,none");
	assert_reject(DESK, 0, "list.csv row 2, cell E2", "none is no answer");
}

static void
answers_that_are_empty_are_counted(void **state)
{
	struct ids ids = set_out(DESK);
	answer(DESK, &ids, "p union_present,\np sector,n/a\ne loan_taken,no");
	assert_int_equal(DESK->report->record.n_read, 3);
	assert_int_equal(DESK->report->record.n_accepted, 3);
	assert_int_equal(DESK->report->record.n_changed, 1);
	assert_warned(DESK, "have no answer yet", "row 2, row 3");
	struct cdr_party mill = party(DESK, &ids);
	assert_int_equal(mill.version, 1);
}

static void
answers_that_do_not_fit_are_refused_at_their_cell(void **state)
{
	struct ids ids = set_out(DESK);
	answer(DESK, &ids,
	       "p union_present,perhaps\ne recruited_on,the other day\np nothing_such,1\np name,Other Mill\n"
	       "e workers,-3\np lei,X\ne ended_on,2020-01-01\ne recruited_on,03/04/2024");
	assert_int_equal(DESK->report->record.n_rejected, 8);
	assert_int_equal(DESK->report->record.n_changed, 0);
	assert_reject(DESK, 0, "list.csv row 2, cell E2", "perhaps");
	assert_reject(DESK, 2, "list.csv row 4, cell C4", "has no column \"nothing_such\"");
	assert_reject(DESK, 3, "list.csv row 5, cell C5", "says who it is");
	assert_reject(DESK, 5, "list.csv row 7, cell C7", "says who it is");
	assert_reject(DESK, 6, "list.csv row 8, cell E8", "end before it began");
	assert_reject(DESK, 7, "list.csv row 9, cell E9", "more than one way");
	assert_int_equal(party(DESK, &ids).version, 1);
}

static void
answers_about_nobody_and_in_two_ways_are_refused(void **state)
{
	struct ids ids = set_out(DESK);
	cdr_auto(cdr_buf) file = CDR_BUF_INIT;
	cdr_buf_printf(&file,
	               HEADER "p-0000000000000000,X,sector,Q,Textiles,\nS-1,X,sector,Q,Textiles,\n"
	                      "%s,X,sector,Q,Textiles,\n%s,X,sector,Q,Pottery,\n%s,X,sector,Q,Textiles,\n",
	               ids.party, ids.party, ids.party);
	desk_import(DESK, CDR_IMPORT_ANSWERS, file.p);
	assert_int_equal(DESK->report->record.n_rejected, 3);
	assert_reject(DESK, 0, "list.csv row 2, cell A2", "there is no supplier or engagement");
	assert_reject(DESK, 1, "list.csv row 3, cell A3", "there is no supplier or engagement");
	assert_reject(DESK, 2, "list.csv row 5, cell E5", "an earlier row of this file answers");
	assert_text(party(DESK, &ids).sector, "Textiles");
}

static void
answers_again_change_nothing(void **state)
{
	struct ids ids = set_out(DESK);
	answer(DESK, &ids, "p union_present,yes\ne recruited_on,2024-02-28");
	assert_int_equal(DESK->report->record.n_changed, 1); /* the day stood there already */
	answer(DESK, &ids, "p union_present,yes\ne recruited_on,2024-02-28");
	assert_true(DESK->report->already_imported);
	assert_int_equal(party(DESK, &ids).version, 2);
}

static void
answers_stay_when_a_list_comes_that_does_not_speak_of_them(void **state)
{
	struct ids ids = set_out(DESK);
	answer(DESK, &ids, "p union_present,yes\np sector,Textiles\ne ended_on,2025-01-31");
	desk_import(DESK, CDR_IMPORT_SUPPLIERS, "Supplier ID,Name,Country,Sector\nS-1,Alder Mill,IN,Yarn\n");
	struct cdr_party mill = party(DESK, &ids);
	assert_text(cdr_party_get(&mill, "union_present"), "true");
	assert_text(cdr_party_get(&mill, "answered:union_present"), "list.csv row 2");
	assert_text(mill.sector, "Yarn"); /* the list says it, so the list holds */
	assert_int_equal(cdr_party_get(&mill, "answered:sector").n, 0);
	assert_warned(DESK, "those answers stay", "row 2");
	desk_import(DESK, CDR_IMPORT_ENGAGEMENTS,
	            "Engagement ID,Supplier ID,Agency Name,Date Recruited,Hours per day\n"
	            "E-1,S-1,Oak Hands,2024-02-28,11\n");
	struct cdr_engagement hands = engagement(DESK, &ids);
	assert_int_equal(hands.ended_on.ymd, 20250131);
	assert_text(cdr_engagement_get(&hands, "hours_per_day"), "11");
}

static void
answers_need_to_say_whose_and_what(void **state)
{
	struct desk *desk = DESK;
	(void)set_out(desk);
	struct cdr_import_options options = { .kind = CDR_IMPORT_ANSWERS };
	assert_int_equal(desk_import_with(desk, "supplier,answer\nAlder Mill,yes\n", "list.csv", options), CDR_EINPUT);
	assert_error(desk, "list.csv", "subject_id");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(answers_become_values_and_all_else_stays),
		desk_test(answers_take_the_place_of_a_blank),
		desk_test(answers_may_say_that_there_was_none),
		desk_test(answers_that_are_empty_are_counted),
		desk_test(answers_that_do_not_fit_are_refused_at_their_cell),
		desk_test(answers_about_nobody_and_in_two_ways_are_refused),
		desk_test(answers_again_change_nothing),
		desk_test(answers_stay_when_a_list_comes_that_does_not_speak_of_them),
		desk_test(answers_need_to_say_whose_and_what),
	};
	return cmocka_run_group_tests_name("import/answers", tests, NULL, NULL);
}
