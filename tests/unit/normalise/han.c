/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
han_is_read_as_mandarin(void **state)
{
	(void)state;
	expect_latin("苏州岚禾", "suzhoulanhe");
	expect_latin("女", "nu");
}

static void
han_company_decides_between_readings(void **state)
{
	(void)state;
	expect_latin("长城", "changcheng");
	expect_latin("成长", "chengzhang");
	expect_latin("银行", "yinhang");
	expect_latin("行远", "xingyuan");
	expect_latin("重庆重工", "chongqingzhonggong");
}

static void
han_old_and_new_forms_are_one_character(void **state)
{
	(void)state;
	expect_folded_alike("寧波嵐禾貿易", "宁波岚禾贸易");
	expect_folded_alike("広島", "廣島");
	expect_folded_alike("広島", "广岛");
	expect_folded_alike("沢井桜会", "澤井櫻會");
	expect_folded_alike("髙﨑", "高崎");
	expect_folded_alike("𠮷田", "吉田");
}

static void
han_forms_are_kept_where_names_are_not_compared(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_fold(S("國際"), CDR_FOLD_PLAIN, &buf);
	assert_str(cdr_buf_str(&buf), "國際");
}

static void
han_different_characters_stay_different(void **state)
{
	(void)state;
	assert_int_not_equal(cdr_han_representative(0x4E0A), cdr_han_representative(0x4E0B));
	assert_int_equal(cdr_han_representative(0x4E0A), 0x4E0A);
	assert_int_equal(cdr_han_representative(0x41), 0x41);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(han_is_read_as_mandarin),
		cmocka_unit_test(han_company_decides_between_readings),
		cmocka_unit_test(han_old_and_new_forms_are_one_character),
		cmocka_unit_test(han_forms_are_kept_where_names_are_not_compared),
		cmocka_unit_test(han_different_characters_stay_different),
	};
	return cmocka_run_group_tests_name("han", tests, NULL, NULL);
}
