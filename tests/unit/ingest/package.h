/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Word processor documents made on the spot from readable XML, for the unit tests and the fuzzer. */

#include "workbook.h"

#define WORD_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define WORD_STYLES                                                                                                    \
	"<w:styles " WORD_NS "><w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style>"             \
	"<w:style w:styleId=\"Own\"><w:name w:val=\"Own\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>"       \
	"<w:style w:styleId=\"Plain\"><w:name w:val=\"Plain\"/><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr></w:style>"   \
	"</w:styles>"
#define WORD_DOCUMENT(body) "<w:document " WORD_NS "><w:body>" body "</w:body></w:document>"
#define WORD_P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define WORD_STYLED(style, text)                                                                                       \
	"<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

/* Freed with free(). */
static inline struct cdr_str
pack_package(struct cdr_str document)
{
	const struct part parts[] = {
		{ "[Content_Types].xml", CDR_STR("<Types/>") },
		{ "word/document.xml", document },
		{ "word/styles.xml", CDR_STR(WORD_STYLES) },
	};
	return pack_parts(parts, CDR_LEN(parts), true);
}
