/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/ingest-impl.h"

static void
number_text_is_the_shortest_that_gives_the_value_back(void **state)
{
	(void)state;
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0.1, "0.1" },
		{ 12.5, "12.5" },
		{ 51.507351234, "51.507351234" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ -3, "-3" },
		{ 1e300, "1e+300" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char out[CDR_INGEST_NUMBER_TEXT_MAX];
		assert_string_equal(cdr_ingest_number_text(cases[i].value, out), cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number_text_is_the_shortest_that_gives_the_value_back),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
