/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <stdio.h>
#include <string.h>

#include <zip.h>

#include "candor/base.h"
#include "doc/doc-impl.h"
#include "doc/docx-impl.h"

/*
 * docx: a document tree as a Word package (Office Open XML): the parts put into a zip in memory. What stands in the parts is
 * made by the docx-….c beside this. The surprise: the zip's members all carry one fixed day, so that the same document is
 * the same bytes, which is what a digest in a record of evidence needs.
 */

#define MEMBER_DAY 0x21 /* 1 January 1980, the first a zip can tell */
#define MEMBER_LEVEL 6

static void
part_done(struct docx_part *part)
{
	cdr_buf_done(&part->out);
	cdr_buf_done(&part->rels);
}

static void
docx_done(struct docx *docx)
{
	part_done(&docx->document);
	part_done(&docx->endnotes);
	part_done(&docx->header);
	cdr_buf_done(&docx->comments);
	cdr_vec_done(&docx->charts);
}

/* ------------------------------------------------------------------------------------------------------ the archive */

struct package {
	zip_t *zip;
	struct cdr_arena *arena; /* members stand here until the archive is closed */
	struct cdr_error *err;
};

static enum cdr_status
fail(const struct package *package, const char *what)
{
	return cdr_fail(package->err, CDR_EINTERNAL, "doc", NULL, "the Word file could not be made (%s: %s)", what,
	                zip_strerror(package->zip));
}

static enum cdr_status
member(const struct package *package, const char *name, const struct cdr_buf *content)
{
	CDR_TRY(cdr_buf_check(content, "doc", package->err));
	struct cdr_str kept = cdr_str_copy(package->arena, cdr_buf_str(content));
	zip_source_t *source = kept.p ? zip_source_buffer(package->zip, kept.p, kept.n, 0) : NULL;
	if (!source)
		return cdr_fail_memory(package->err, "doc");
	zip_int64_t index = zip_file_add(package->zip, name, source, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(source);
		return fail(package, name);
	}
	/* Not zip_file_set_mtime, which would look at the time zone. */
	if (zip_file_set_dostime(package->zip, (zip_uint64_t)index, 0, MEMBER_DAY, 0) != 0 ||
	    zip_set_file_compression(package->zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, MEMBER_LEVEL) != 0)
		return fail(package, name);
	return CDR_OK;
}

/* A member of a root element around what was written. */
static enum cdr_status
wrapped(const struct package *package, const char *name, const char *head, const struct cdr_buf *inner,
        const char *tail)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	CDR_TRY(cdr_buf_check(inner, "doc", package->err));
	cdr_buf_puts(&out, DOCX_XML);
	cdr_buf_puts(&out, head);
	cdr_buf_add_str(&out, cdr_buf_str(inner));
	cdr_buf_puts(&out, tail);
	return member(package, name, &out);
}

/* -------------------------------------------------------------------------------------------------------- the parts */

#define NAMESPACES                                                                                                     \
	" xmlns:w=\"" DOCX_NAMESPACE "\" xmlns:r=\"" DOCX_RELATION "\" xmlns:a=\"" DOCX_DRAWING                        \
	"main\" xmlns:c=\"" DOCX_DRAWING "chart\" xmlns:wp=\"" DOCX_DRAWING "wordprocessingDrawing\">\n"
#define RELATIONS_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\n"
#define RELATIONS_TAIL "</Relationships>\n"
/* What Word writes above the notes; without these two it calls the file damaged. */
#define NOTE_SEPARATORS                                                                                                \
	"<w:endnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>\n"               \
	"<w:endnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p>"      \
	"</w:endnote>\n"

/* Paper of the places where it is not A4, told by the region of the language. */
static bool
is_letter_paper(struct cdr_str language)
{
	return cdr_str_ends_with(language, CDR_STR("-US")) || cdr_str_ends_with(language, CDR_STR("-CA"));
}

/* The end of the body: page, header and footer. */
static void
section(struct docx *docx)
{
	struct cdr_buf *out = &docx->document.out;
	cdr_buf_puts(out,
	             "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/><w:footerReference "
	             "w:type=\"default\" r:id=\"footer\"/><w:endnotePr><w:numFmt w:val=\"decimal\"/></w:endnotePr>");
	cdr_buf_puts(out, is_letter_paper(docx->doc->language) ? "<w:pgSz w:w=\"12240\" w:h=\"15840\"/>"
	                                                       : "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>");
	cdr_buf_puts(out, "<w:pgMar w:top=\"1440\" w:right=\"1304\" w:bottom=\"1304\" w:left=\"1304\" w:header=\"680\" "
	                  "w:footer=\"680\" w:gutter=\"0\"/>");
	cdr_buf_puts(out, docx->from_right ? "<w:bidi/></w:sectPr>" : "</w:sectPr>");
}

static enum cdr_status
relations(const struct package *package, const struct docx *docx)
{
	static const char *const targets[] = { "styles", "numbering", "settings", "endnotes", "comments" };
	cdr_auto(cdr_buf) all = CDR_BUF_INIT;
	for (size_t i = 0; i < CDR_LEN(targets); i++)
		cdr_buf_printf(&all, "<Relationship Id=\"%s\" Type=\"" DOCX_RELATION "/%s\" Target=\"%s.xml\"/>\n",
		               targets[i], targets[i], targets[i]);
	cdr_buf_puts(&all, "<Relationship Id=\"header\" Type=\"" DOCX_RELATION "/header\" Target=\"header1.xml\"/>\n"
	                   "<Relationship Id=\"footer\" Type=\"" DOCX_RELATION "/footer\" Target=\"footer1.xml\"/>\n");
	cdr_buf_add_str(&all, cdr_buf_str(&docx->document.rels));
	CDR_TRY(wrapped(package, "word/_rels/document.xml.rels", RELATIONS_HEAD, &all, RELATIONS_TAIL));
	CDR_TRY(wrapped(package, "word/_rels/endnotes.xml.rels", RELATIONS_HEAD, &docx->endnotes.rels, RELATIONS_TAIL));
	return wrapped(package, "word/_rels/header1.xml.rels", RELATIONS_HEAD, &docx->header.rels, RELATIONS_TAIL);
}

static enum cdr_status
fixed_parts(const struct package *package, const struct docx *docx)
{
	cdr_auto(cdr_buf) top = CDR_BUF_INIT;
	cdr_auto(cdr_buf) part = CDR_BUF_INIT;
	docx_content_types(docx, &part);
	CDR_TRY(member(package, "[Content_Types].xml", &part));
	cdr_buf_puts(&top,
	             "<Relationship Id=\"document\" Type=\"" DOCX_RELATION "/officeDocument\" "
	             "Target=\"word/document.xml\"/>\n<Relationship Id=\"core\" "
	             "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
	             "Target=\"docProps/core.xml\"/>\n");
	CDR_TRY(wrapped(package, "_rels/.rels", RELATIONS_HEAD, &top, RELATIONS_TAIL));
	cdr_buf_clear(&part);
	docx_core(docx, &part);
	CDR_TRY(member(package, "docProps/core.xml", &part));
	cdr_buf_clear(&part);
	docx_styles(docx, &part);
	CDR_TRY(member(package, "word/styles.xml", &part));
	cdr_buf_clear(&part);
	docx_numbering(&part);
	CDR_TRY(member(package, "word/numbering.xml", &part));
	cdr_buf_clear(&part);
	docx_settings(docx, &part);
	CDR_TRY(member(package, "word/settings.xml", &part));
	cdr_buf_clear(&part);
	docx_footer(&part);
	return member(package, "word/footer1.xml", &part);
}

static enum cdr_status
text_parts(const struct package *package, struct docx *docx)
{
	char name[48];
	section(docx);
	if (docx->header.out.n == 0)
		cdr_buf_puts(&docx->header.out, "<w:p/>");
	CDR_TRY(wrapped(package, "word/document.xml", "<w:document" NAMESPACES "<w:body>\n", &docx->document.out,
	                "</w:body></w:document>\n"));
	CDR_TRY(wrapped(package, "word/endnotes.xml", "<w:endnotes" NAMESPACES NOTE_SEPARATORS, &docx->endnotes.out,
	                "</w:endnotes>\n"));
	CDR_TRY(wrapped(package, "word/comments.xml", "<w:comments" NAMESPACES, &docx->comments, "</w:comments>\n"));
	CDR_TRY(wrapped(package, "word/header1.xml", "<w:hdr" NAMESPACES, &docx->header.out, "</w:hdr>\n"));
	for (size_t i = 0; i < docx->charts.n; i++) {
		cdr_auto(cdr_buf) part = CDR_BUF_INIT;
		docx_chart(*CDR_VEC_AT(&docx->charts, const struct cdr_doc_chart *, i), &part);
		(void)snprintf(name, sizeof(name), "word/charts/chart%zu.xml", i + 1);
		CDR_TRY(member(package, name, &part));
	}
	return CDR_OK;
}

/* Closing writes the archive into its source, which is kept alive for being read. */
static enum cdr_status
read_back(zip_source_t *source, struct cdr_buf *out, struct cdr_error *err)
{
	char piece[16384];
	if (zip_source_open(source) != 0)
		return cdr_fail(err, CDR_EINTERNAL, "doc", NULL, "the Word file could not be read back");
	zip_int64_t n;
	while ((n = zip_source_read(source, piece, sizeof(piece))) > 0)
		cdr_buf_add(out, piece, (size_t)n);
	(void)zip_source_close(source);
	if (n < 0)
		return cdr_fail(err, CDR_EINTERNAL, "doc", NULL, "the Word file could not be read back");
	return cdr_buf_check(out, "doc", err);
}

static enum cdr_status
write_package(struct docx *docx, zip_source_t *source, struct cdr_buf *out, struct cdr_error *err)
{
	zip_error_t reason;
	cdr_owned(cdr_arena) arena = cdr_arena_new(CDR_DOC_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, "doc");
	zip_error_init(&reason);
	zip_source_keep(source);
	struct package package = { zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &reason), arena, err };
	if (!package.zip) {
		zip_source_free(source);
		zip_error_fini(&reason);
		return cdr_fail_memory(err, "doc");
	}
	zip_error_fini(&reason);
	enum cdr_status status = fixed_parts(&package, docx);
	if (status == CDR_OK)
		status = relations(&package, docx);
	if (status == CDR_OK)
		status = text_parts(&package, docx);
	if (status == CDR_OK && zip_close(package.zip) != 0)
		status = fail(&package, "writing");
	else if (status == CDR_OK)
		return read_back(source, out, err);
	zip_discard(package.zip);
	return status;
}

/* By the language's own code; what is written in a name's script is told by its letters, in docx-run.c. */
static bool
is_from_right(struct cdr_str language)
{
	static const char *const codes[] = { "ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi" };
	struct cdr_str code = language;
	(void)cdr_str_split(&language, '-', &code);
	for (size_t i = 0; i < CDR_LEN(codes); i++) {
		if (cdr_str_equal_nocase(code, cdr_str_from(codes[i])))
			return true;
	}
	return false;
}

enum cdr_status
cdr_doc_render_docx(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err)
{
	zip_error_t reason;
	cdr_auto(cdr_doc_notes) numbers = { 0 };
	CDR_TRY(cdr_doc_notes_number(doc, &numbers, err));
	__attribute__((cleanup(docx_done))) struct docx docx = {
		.doc = doc,
		.notes = &numbers,
		.document = { CDR_BUF_INIT, CDR_BUF_INIT, 0 },
		.endnotes = { CDR_BUF_INIT, CDR_BUF_INIT, 0 },
		.header = { CDR_BUF_INIT, CDR_BUF_INIT, 0 },
		.comments = CDR_BUF_INIT,
		.charts = CDR_VEC_INIT(const struct cdr_doc_chart *, DOCX_CHARTS_MAX),
		.from_right = is_from_right(doc->language),
	};
	CDR_TRY(docx_body(&docx, err));
	zip_error_init(&reason);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &reason);
	zip_error_fini(&reason);
	if (!source)
		return cdr_fail_memory(err, "doc");
	enum cdr_status status = write_package(&docx, source, out, err);
	zip_source_free(source);
	return status;
}
