/* SPDX-License-Identifier: Apache-2.0 */
#include "../store/scratch.h"

#include "candor/crypt.h"
#include "candor/evidence.h"

static struct cdr_evidence_row
sample_row(void)
{
	return (struct cdr_evidence_row){ .number = 1,
		                          .at = CDR_STR("2025-01-02T03:04:05Z"),
		                          .actor = CDR_STR("ann"),
		                          .act = CDR_STR("imported"),
		                          .subject = { NULL, 0 },
		                          .detail_json = CDR_STR("{}"),
		                          .previous = CDR_STR(CDR_EVIDENCE_GENESIS) };
}

/* The bytes are written out here once more, by hand from the specification. */
static void
chain_hash_is_as_specified(void **state)
{
	char hash[CDR_EVIDENCE_HASH_MAX], expected[CDR_SHA256_TEXT_MAX];
	struct cdr_evidence_row row = sample_row();
	(void)state;
	assert_ok(cdr_evidence_hash(&row, hash, err));
	(void)cdr_crypt_sha256(CDR_STR("candor evidence 1\n1:1\n20:2025-01-02T03:04:05Z\n3:ann\n8:imported\n-\n2:{}\n"
	                               "64:" CDR_EVIDENCE_GENESIS "\n"),
	                       expected);
	assert_string_equal(hash, expected);
}

static void
chain_hash_tells_records_apart_whose_fields_run_together(void **state)
{
	char one[CDR_EVIDENCE_HASH_MAX], two[CDR_EVIDENCE_HASH_MAX];
	struct cdr_evidence_row left = sample_row(), right = sample_row();
	(void)state;
	left.actor = CDR_STR("an");
	left.act = CDR_STR("nimported");
	assert_ok(cdr_evidence_hash(&left, one, err));
	assert_ok(cdr_evidence_hash(&right, two, err));
	assert_string_not_equal(one, two);
	right.subject = CDR_STR("");
	left = sample_row();
	assert_ok(cdr_evidence_hash(&left, one, err));
	assert_ok(cdr_evidence_hash(&right, two, err));
	assert_string_not_equal(one, two);
}

static void
chain_record_as_json_holds_its_detail(void **state)
{
	struct cdr_evidence_row row = sample_row();
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	(void)state;
	row.detail_json = CDR_STR("{\"rows\":2}");
	row.previous = CDR_STR("p");
	row.hash = CDR_STR("h");
	cdr_owned(cdr_json) json = cdr_evidence_to_json(&row);
	assert_ok(cdr_json_write(json, false, &out, err));
	assert_string_equal(out.p, "{\"number\":1,\"at\":\"2025-01-02T03:04:05Z\",\"actor\":\"ann\","
	                           "\"act\":\"imported\",\"subject\":null,\"detail\":{\"rows\":2},"
	                           "\"previous\":\"p\",\"hash\":\"h\"}");
}

static void
chain_record_with_a_broken_detail_shows_what_stands_there(void **state)
{
	struct cdr_evidence_row row = sample_row();
	(void)state;
	row.detail_json = CDR_STR("{\"rows\":");
	cdr_owned(cdr_json) json = cdr_evidence_to_json(&row);
	assert_text(cdr_json_get_str(json, "detail"), "{\"rows\":");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chain_hash_is_as_specified),
		cmocka_unit_test(chain_hash_tells_records_apart_whose_fields_run_together),
		cmocka_unit_test(chain_record_as_json_holds_its_detail),
		cmocka_unit_test(chain_record_with_a_broken_detail_shows_what_stands_there),
	};
	return cmocka_run_group_tests_name("evidence/chain", tests, NULL, NULL);
}
