/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"
#include "doc/docx-impl.h"

/*
 * docx-parts: the parts of a package that are the same for every document but for its language and its names. The surprise:
 * nothing says when the document was made. The same document is the same bytes, and the day of a draft stands in its text.
 */

/* id, name, based on, next, properties of the paragraph, properties of the run. Colours hold 4.5:1 on white. */
struct style {
	const char *id, *name, *paragraph, *run;
};
static const struct style paragraph_styles[] = {
	{ "Title", "Title", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"240\"/>",
	  "<w:b/><w:bCs/><w:sz w:val=\"40\"/><w:szCs w:val=\"40\"/>" },
	{ "Heading1", "heading 1",
	  "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
	  "<w:b/><w:bCs/><w:color w:val=\"0B4A8F\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>" },
	{ "Heading2", "heading 2",
	  "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"100\"/><w:outlineLvl w:val=\"1\"/>",
	  "<w:b/><w:bCs/><w:color w:val=\"0B4A8F\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>" },
	{ "Heading3", "heading 3",
	  "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
	  "<w:b/><w:bCs/>" },
	{ "Heading4", "heading 4",
	  "<w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" w:after=\"80\"/><w:outlineLvl w:val=\"3\"/>",
	  "<w:i/><w:iCs/>" },
	{ "ListBullet", "List Bullet",
	  "<w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"60\"/><w:contextualSpacing/>", "" },
	{ "Caption", "caption", "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/>", "<w:b/><w:bCs/>" },
	{ "TableText", "Table Text", "<w:spacing w:after=\"0\"/>", "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>" },
	{ "Banner", "Banner",
	  "<w:pBdr><w:top w:val=\"single\" w:sz=\"18\" w:space=\"4\" w:color=\"8A1C1C\"/><w:left w:val=\"single\" "
	  "w:sz=\"18\" "
	  "w:space=\"4\" w:color=\"8A1C1C\"/><w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"4\" "
	  "w:color=\"8A1C1C\"/><w:right "
	  "w:val=\"single\" w:sz=\"18\" w:space=\"4\" w:color=\"8A1C1C\"/></w:pBdr>",
	  "<w:b/><w:bCs/><w:color w:val=\"8A1C1C\"/>" },
	{ "Gap", "Gap",
	  "<w:pBdr><w:left w:val=\"single\" w:sz=\"36\" w:space=\"6\" w:color=\"B35900\"/></w:pBdr><w:shd "
	  "w:val=\"clear\" "
	  "w:color=\"auto\" w:fill=\"FFF4E5\"/>",
	  "" },
	{ "Blank", "Blank",
	  "<w:tabs><w:tab w:val=\"right\" w:leader=\"underscore\" w:pos=\"9000\"/></w:tabs><w:spacing "
	  "w:before=\"240\"/>",
	  "" },
	{ "Header", "header", "<w:spacing w:after=\"120\"/>",
	  "<w:b/><w:bCs/><w:color w:val=\"8A1C1C\"/><w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>" },
	{ "Footer", "footer", "<w:spacing w:after=\"0\"/><w:jc w:val=\"center\"/>",
	  "<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>" },
	{ "EndnoteText", "endnote text", "<w:spacing w:after=\"60\"/>", "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>" },
	{ "EndnoteBullet", "Endnote Bullet",
	  "<w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"0\"/><w:contextualSpacing/>",
	  "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>" },
	{ "CommentText", "annotation text", "", "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>" },
};
static const char other_styles[] =
	"<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default "
	"Paragraph Font\"/>"
	"</w:style>\n"
	"<w:style w:type=\"character\" w:styleId=\"EndnoteReference\"><w:name w:val=\"endnote "
	"reference\"/><w:rPr><w:vertAlign "
	"w:val=\"superscript\"/></w:rPr></w:style>\n"
	"<w:style w:type=\"character\" w:styleId=\"CommentReference\"><w:name w:val=\"annotation "
	"reference\"/><w:rPr><w:sz "
	"w:val=\"16\"/><w:szCs w:val=\"16\"/></w:rPr></w:style>\n"
	"<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color "
	"w:val=\"0B4A8F\"/><w:u "
	"w:val=\"single\"/></w:rPr></w:style>\n"
	"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal "
	"Table\"/><w:tblPr><w:tblInd "
	"w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" "
	"w:type=\"dxa\"/><w:bottom "
	"w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\n"
	"<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"CandorTable\"><w:name w:val=\"Candor "
	"Table\"/><w:basedOn "
	"w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
	"w:color=\"767676\"/><w:left "
	"w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"767676\"/><w:bottom w:val=\"single\" w:sz=\"4\" "
	"w:space=\"0\" "
	"w:color=\"767676\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"767676\"/><w:insideH "
	"w:val=\"single\" "
	"w:sz=\"4\" w:space=\"0\" w:color=\"767676\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" "
	"w:color=\"767676\"/></w:tblBorders><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"80\" "
	"w:type=\"dxa\"/><w:bottom w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"80\" "
	"w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
	"<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val=\"clear\" "
	"w:color=\"auto\" "
	"w:fill=\"F0F0F0\"/></w:tcPr></w:tblStylePr></w:style>\n";

/* The language, where its letters come from the left as that of those, else of these. */
void
docx_styles(const struct docx *docx, struct cdr_buf *out)
{
	struct cdr_str language = docx->doc->language.n ? docx->doc->language : CDR_STR("en");
	cdr_buf_puts(out,
	             DOCX_XML "<w:styles xmlns:w=\"" DOCX_NAMESPACE "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts "
	                      "w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Arial\"/><w:sz "
	                      "w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"");
	docx_escape(out, language);
	if (docx->from_right) {
		cdr_buf_puts(out, "\" w:bidi=\"");
		docx_escape(out, language);
	}
	cdr_buf_puts(out, "\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" "
	                  "w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\n"
	                  "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
	                  "w:val=\"Normal\"/><w:qFormat/>"
	                  "</w:style>\n");
	for (size_t i = 0; i < CDR_LEN(paragraph_styles); i++) {
		const struct style *style = &paragraph_styles[i];
		cdr_buf_printf(out,
		               "<w:style w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn "
		               "w:val=\"Normal\"/><w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>\n",
		               style->id, style->name, style->paragraph, style->run);
	}
	cdr_buf_puts(out, other_styles);
	cdr_buf_puts(out, "</w:styles>\n");
}

void
docx_numbering(struct cdr_buf *out)
{
	cdr_buf_puts(out, DOCX_XML "<w:numbering xmlns:w=\"" DOCX_NAMESPACE "\"><w:abstractNum w:abstractNumId=\"0\">"
	                           "<w:multiLevelType w:val=\"hybridMultilevel\"/>");
	for (int level = 0; level < 9; level++)
		cdr_buf_printf(out,
		               "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/>%s<w:lvlText "
		               "w:val=\"%s\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%d\" "
		               "w:hanging=\"284\"/></w:pPr></w:lvl>",
		               level, level ? "" : "<w:pStyle w:val=\"ListBullet\"/>", level % 2 ? "–" : "•",
		               284 * (level + 1));
	cdr_buf_puts(out,
	             "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>\n");
}

void
docx_settings(const struct docx *docx, struct cdr_buf *out)
{
	cdr_buf_puts(out, DOCX_XML
	             "<w:settings xmlns:w=\"" DOCX_NAMESPACE "\"><w:zoom w:percent=\"100\"/>"
	             "<w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
	             "<w:endnotePr><w:numFmt w:val=\"decimal\"/><w:endnote w:id=\"-1\"/><w:endnote w:id=\"0\"/>"
	             "</w:endnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
	             "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang "
	             "w:val=\"");
	docx_escape(out, docx->doc->language.n ? docx->doc->language : CDR_STR("en"));
	cdr_buf_puts(out, "\"/></w:settings>\n");
}

void
docx_footer(struct cdr_buf *out)
{
	cdr_buf_puts(out, DOCX_XML
	             "<w:ftr xmlns:w=\"" DOCX_NAMESPACE "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
	             "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"
	             "<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>"
	             "<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>\n");
}

static void
property(struct cdr_buf *out, const char *name, struct cdr_str value)
{
	if (!value.n)
		return;
	cdr_buf_printf(out, "<dc:%s>", name);
	docx_escape(out, value);
	cdr_buf_printf(out, "</dc:%s>", name);
}

void
docx_core(const struct docx *docx, struct cdr_buf *out)
{
	cdr_buf_puts(out,
	             DOCX_XML "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
	                      "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
	property(out, "title", docx->doc->title);
	property(out, "subject", docx->doc->subject);
	property(out, "creator", docx->doc->author);
	property(out, "language", docx->doc->language);
	cdr_buf_puts(out, "</cp:coreProperties>\n");
}

void
docx_content_types(const struct docx *docx, struct cdr_buf *out)
{
	static const char *const parts[][2] = {
		{ "document", "document.main" }, { "styles", "styles" },     { "numbering", "numbering" },
		{ "settings", "settings" },      { "endnotes", "endnotes" }, { "comments", "comments" },
		{ "header1", "header" },         { "footer1", "footer" },
	};
	cdr_buf_puts(out, DOCX_XML
	             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
	             "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	             "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "
	             "PartName=\"/docProps/core.xml\" "
	             "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\n");
	for (size_t i = 0; i < CDR_LEN(parts); i++)
		cdr_buf_printf(
			out,
			"<Override PartName=\"/word/%s.xml\" "
			"ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml\"/>\n",
			parts[i][0], parts[i][1]);
	for (size_t i = 1; i <= docx->charts.n; i++)
		cdr_buf_printf(out,
		               "<Override PartName=\"/word/charts/chart%zu.xml\" "
		               "ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>\n",
		               i);
	cdr_buf_puts(out, "</Types>\n");
}
