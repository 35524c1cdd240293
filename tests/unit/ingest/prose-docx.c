/* SPDX-License-Identifier: Apache-2.0 */
#include "prose.h"

#include <stdlib.h>

#include "package.h"

static void
check_body(struct cdr_str document, const char *expected)
{
	struct cdr_str packed = pack_package(document);
	cdr_owned(cdr_prose) prose = read_prose(packed, "s.docx");
	assert_blocks(prose, expected);
	free((void *)(uintptr_t)packed.p);
}

static void
prose_docx_headings_are_told_by_their_style(void **state)
{
	(void)state;
	check_body(CDR_STR(WORD_DOCUMENT(WORD_STYLED("Title", "Statement") WORD_STYLED("berschrift2", "Policies")
	                                         WORD_STYLED("Own", "Mine") WORD_STYLED("Plain", "Plain text.")
	                                                 WORD_STYLED("Heading3", "Steps") WORD_P("We did."))),
	           "h1 Statement\nh2 Policies\nh1 Mine\np Plain text.\nh3 Steps\np We did.\n");
}

static void
prose_docx_runs_are_one_paragraph(void **state)
{
	(void)state;
	check_body(CDR_STR(WORD_DOCUMENT(
			   "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Aud</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
			   "<w:t xml:space=\"preserve\">its </w:t><w:tab/><w:t>too</w:t></w:r></w:p>"
			   "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Due diligence</w:t></w:r></w:p>"
			   "<w:p><w:r><w:t>Jo Sample</w:t><w:br/><w:t>Director</w:t></w:r></w:p>"
			   "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Tier</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" WORD_P(
				   "After."))),
	           "i Audits too\nh4 Due diligence\np Jo Sample\np Director\nc Tier\np After.\n");
}

static void
prose_docx_struck_out_text_is_not_read(void **state)
{
	(void)state;
	check_body(CDR_STR(WORD_DOCUMENT(
			   "<w:p><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r>"
			   "</w:ins></w:p><w:p><w:r><w:Choice><w:t>boxed</w:t></w:Choice><w:Fallback><w:t>boxed</w:t>"
			   "</w:Fallback></w:r></w:p><w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>")),
	           "p new\np boxed\n");
}

static void
prose_docx_damage_is_refused_as_a_document(void **state)
{
	(void)state;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_PROSE };
	struct cdr_str cut = pack_package(CDR_STR("<w:document " WORD_NS "><w:body><w:p>"));
	read_refused(cut, "s.docx", &options, CDR_EINPUT, "s.docx member word/document.xml:1",
	             "the document is damaged");
	free((void *)(uintptr_t)cut.p);
	struct cdr_str typed = pack_package(CDR_STR("<!DOCTYPE x><x/>"));
	read_refused(typed, "s.docx", &options, CDR_EINPUT, "s.docx member word/document.xml", "DOCTYPE");
	free((void *)(uintptr_t)typed.p);
	struct cdr_str blank = pack_package(CDR_STR(WORD_DOCUMENT("<w:p/>")));
	read_refused(blank, "s.docx", &options, CDR_EINPUT, "s.docx", "no text");
	free((void *)(uintptr_t)blank.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_docx_headings_are_told_by_their_style),
		cmocka_unit_test(prose_docx_runs_are_one_paragraph),
		cmocka_unit_test(prose_docx_struck_out_text_is_not_read),
		cmocka_unit_test(prose_docx_damage_is_refused_as_a_document),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
