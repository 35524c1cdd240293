/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
brahmic_vowels_nobody_wrote_are_spoken_where_they_are(void **state)
{
	(void)state;
	expect_latin("कमल", "kamal");
	expect_latin("हिमपंखी", "himpankhi");
	expect_latin("चंद्रवाटिका", "chandravatika");
	expect_latin("অভয়া", "abhya");
}

static void
brahmic_blocks_of_one_order_are_read_by_one_table(void **state)
{
	(void)state;
	expect_latin("ਕਮਲ", "kamal");
	expect_latin("કમલ", "kamal");
	expect_latin("কমল", "kamal");
	expect_latin("కమల", "kamala");
	expect_latin("ಕಮಲ", "kamala");
	expect_latin("കമല", "kamala");
}

static void
brahmic_sinhala_has_its_own_table(void **state)
{
	(void)state;
	expect_latin("රන්කිරණ", "rankirana");
	expect_latin("නෙලුම්වැව", "nelumwewa");
}

static void
brahmic_a_dot_stands_for_the_nasal_of_its_place(void **state)
{
	(void)state;
	expect_folded_alike("हिमपंखी", "हिमपङ्खी");
	expect_folded_alike("अंबुज", "अम्बुज");
	expect_folded_alike("चंद्र", "चन्द्र");
	expect_folded_alike("चाँद", "चांद");
}

static void
brahmic_nukta_is_dropped_where_it_makes_no_letter(void **state)
{
	(void)state;
	expect_folded_alike("इंडस्ट्रीज़", "इंडस्ट्रीज");
	expect_folded_alike("\xE0\xA7\x9F", "\xE0\xA6\xAF\xE0\xA6\xBC"); /* Bengali yya, one character and two */
	expect_latin("বড়", "bar");
}

static void
brahmic_digits_become_ascii(void **state)
{
	(void)state;
	expect_folded_alike("१२ ১২ ๑๒", "12 12 12");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brahmic_vowels_nobody_wrote_are_spoken_where_they_are),
		cmocka_unit_test(brahmic_blocks_of_one_order_are_read_by_one_table),
		cmocka_unit_test(brahmic_sinhala_has_its_own_table),
		cmocka_unit_test(brahmic_a_dot_stands_for_the_nasal_of_its_place),
		cmocka_unit_test(brahmic_nukta_is_dropped_where_it_makes_no_letter),
		cmocka_unit_test(brahmic_digits_become_ascii),
	};
	return cmocka_run_group_tests_name("brahmic", tests, NULL, NULL);
}
