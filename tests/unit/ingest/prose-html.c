/* SPDX-License-Identifier: Apache-2.0 */
#include "prose.h"

static void
prose_html_what_a_reader_sees_is_text(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose = read_prose(
		CDR_STR("<!doctype html><html><head><title>Statement 2023</title><style>p{}</style></head><body>\n"
	                "<nav><ul><li><a href='/slavery'>Modern slavery</a></li></ul></nav>\n"
	                "<main><h2>Our <em>policies</em></h2><p>We have\n   a&nbsp;policy.<script>x()</script></p>"
	                "<p><b>Due diligence</b></p><ul><li>Audits</li><li>Contracts</li></ul>after<table>"
	                "<tr><th>Tier</th><td>One</td></tr></table>\n<div>Jo "
	                "Sample<br>Director</div></main></body></html>"),
		"s.html");
	assert_blocks(prose,
	              "h1 Statement 2023\nn Modern slavery\nh2 Our policies\np We have a policy.\n"
	              "h4 Due diligence\ni Audits\ni Contracts\np after\nc Tier\nc One\np Jo Sample\np Director\n");
	assert_int_equal(prose->blocks[2].line, 3);
}

static void
prose_html_slips_of_the_markup_are_mended(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose =
		read_prose(CDR_STR("<html><p>One<p>Two <b>x</p></b> < & y<li>Three</script>four"), "s.html");
	assert_blocks(prose, "p One\np Two x\np < & y\ni Threefour\n");
}

static void
prose_html_the_declared_encoding_is_used(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose =
		read_prose(CDR_STR("<html><meta charset=iso-8859-1><p>Caf\xE9 \x96 soci\xE9t\xE9"), "s.html");
	assert_blocks(prose, "p Caf\xC3\xA9 \xE2\x80\x93 soci\xC3\xA9t\xC3\xA9\n");
}

static void
prose_html_too_deep_is_refused(void **state)
{
	(void)state;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_PROSE };
	cdr_auto(cdr_buf) page = CDR_BUF_INIT;
	for (size_t i = 0; i < 5000; i++)
		cdr_buf_puts(&page, "<div>");
	cdr_buf_puts(&page, "x");
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read(cdr_buf_str(&page), "deep.html", &options, &table, &err), CDR_ELIMIT);
	assert_null(table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_html_what_a_reader_sees_is_text),
		cmocka_unit_test(prose_html_slips_of_the_markup_are_mended),
		cmocka_unit_test(prose_html_the_declared_encoding_is_used),
		cmocka_unit_test(prose_html_too_deep_is_refused),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
