/* SPDX-License-Identifier: Apache-2.0 */
#include "doc-test.h"

static const struct cdr_form_column columns[] = { { "id", 10, false }, { "answer", 20, true } };

static void
csv_quotes_what_would_part_cells(void **state)
{
	(void)state;
	const struct cdr_form_cell cells[] = { { .text = CDR_STR("a,b") },        { .text = CDR_STR("say \"yes\"") },
		                               { .text = CDR_STR("two\nlines") }, { .text = CDR_STR("x;y") },
		                               { .text = CDR_STR("plain") },      { .text = { NULL, 0 } } };
	const struct cdr_form form = { "Questions", columns, 2, cells, 3 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_csv(&form, &out, NULL), CDR_OK);
	assert_string_equal(out.p, "\xEF\xBB\xBFid,answer\r\n\"a,b\",\"say \"\"yes\"\"\"\r\n\"two\nlines\",\"x;y\"\r\n"
	                           "plain,\r\n");
}

static void
csv_runs_nothing(void **state)
{
	(void)state;
	static const char *const texts[] = { "=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1" };
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		const struct cdr_form_cell cells[] = { { .text = cdr_str_from(texts[i]) }, { .text = CDR_STR("1=1") } };
		const struct cdr_form form = { "Questions", columns, 2, cells, 1 };
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		assert_int_equal(cdr_doc_render_csv(&form, &out, NULL), CDR_OK);
		const char *line = strchr(out.p, '\n') + 1;
		assert_true(line[0] == '\'' || (line[0] == '"' && line[1] == '\''));
		assert_non_null(strstr(line, ",1=1"));
	}
}

static void
csv_replaces_control_characters_and_keeps_its_ceiling(void **state)
{
	(void)state;
	const struct cdr_form_cell cells[] = { { .text = CDR_STR("a\x01"
		                                                 "b") },
		                               { .text = CDR_STR("c") } };
	const struct cdr_form form = { "Questions", columns, 2, cells, 1 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_csv(&form, &out, NULL), CDR_OK);
	assert_contains(&out, "a\xEF\xBF\xBD"
	                      "b,c");
	cdr_auto(cdr_buf) small = { .max = 8 };
	assert_int_not_equal(cdr_doc_render_csv(&form, &small, NULL), CDR_OK);
}

static void
csv_keeps_line_ends_inside_a_cell(void **state)
{
	(void)state;
	const struct cdr_form_cell cells[] = { { .text = CDR_STR("one\r\ntwo") }, { .text = CDR_STR("lone\rend") } };
	const struct cdr_form form = { "Questions", columns, 2, cells, 1 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_csv(&form, &out, NULL), CDR_OK);
	assert_contains(&out, "\r\n\"one\r\ntwo\",\"lone\xEF\xBF\xBD"
	                      "end\"\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_quotes_what_would_part_cells),
		cmocka_unit_test(csv_runs_nothing),
		cmocka_unit_test(csv_replaces_control_characters_and_keeps_its_ceiling),
		cmocka_unit_test(csv_keeps_line_ends_inside_a_cell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
