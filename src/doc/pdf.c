/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "doc/doc-impl.h"
#include "doc/pdf-impl.h"

/*
 * pdf: a document tree as a tagged PDF with bookmarks, over Pango (any script, fallback between fonts) and cairo. What it says
 * of itself, its paper, the two passes, and the bytes are here; pages, text, tables and charts in the other pdf-*.c. No clock is
 * read: the same document with the same fonts is the same bytes. The surprise: what the library cannot write is put
 * into the finished file (pdf-finish.c).
 */

#define A4_WIDTH 595.28
#define A4_HEIGHT 841.89
#define LETTER_WIDTH 612.0
#define LETTER_HEIGHT 792.0
#define MAX_KEPT 65536
#define MAX_FIGURES 1000000

/* The library for fonts keeps what it read of its configuration until the program ends, by pointers that the check for leaks
 * cannot follow; nothing of ours is allocated below it. */
#ifdef __SANITIZE_ADDRESS__
const char *
__lsan_default_suppressions(void);
const char *
__lsan_default_options(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

static cairo_status_t
append(void *closure, const unsigned char *bytes, unsigned n)
{
	struct cdr_buf *out = closure;
	cdr_buf_add(out, bytes, n);
	return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void
pdf_done(struct pdf *pdf)
{
	if (pdf->cairo)
		cairo_destroy(pdf->cairo);
	if (pdf->surface)
		cairo_surface_destroy(pdf->surface);
	for (size_t i = 0; i < pdf->kept.n; i++)
		g_clear_object(CDR_VEC_AT(&pdf->kept, PangoLayout *, i));
	cdr_vec_done(&pdf->kept);
	cdr_vec_done(&pdf->figures);
	if (pdf->context)
		g_object_unref(pdf->context);
	if (pdf->font_map)
		g_object_unref(pdf->font_map);
	cdr_doc_notes_done(&pdf->numbers);
	pdf->arena = cdr_arena_free(pdf->arena);
}

/* The library lists families even where there are none, and would set pages without letters. */
static enum cdr_status
check_fonts(struct pdf *pdf, struct cdr_error *err)
{
	PangoFontDescription *any = pango_font_description_from_string("serif");
	PangoFont *font = pango_context_load_font(pdf->context, any);
	pango_font_description_free(any);
	if (!font)
		return cdr_fail(
			err, CDR_EIO, "doc", NULL,
			"a PDF cannot be made on this machine because no font is installed on it; install some, "
			"such as the Debian packages fonts-noto-core and fonts-wqy-microhei, or ask for another "
			"form");
	g_object_unref(font);
	return CDR_OK;
}

/* Letters as they are, whatever size a screen has. */
static enum cdr_status
open_fonts(struct pdf *pdf, struct cdr_error *err)
{
	char language[PDF_LANGUAGE_MAX + 1];
	pdf->font_map = pango_cairo_font_map_new();
	if (!pdf->font_map)
		return cdr_fail_memory(err, "doc");
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(pdf->font_map), 72);
	pdf->context = pango_font_map_create_context(pdf->font_map);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(pdf->context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(pdf->context, FALSE);
	struct cdr_str given = pdf->doc->language;
	(void)snprintf(language, sizeof(language), "%.*s", (int)cdr_str_cut(given, PDF_LANGUAGE_MAX),
	               given.p ? given.p : "");
	pango_context_set_language(pdf->context, pango_language_from_string(language[0] ? language : "und"));
	return check_fonts(pdf, err);
}

/* A copy in the arena, ending in a NUL, with nothing in it that must not be printed. */
static struct cdr_str
plain(struct pdf *pdf, struct cdr_str text)
{
	cdr_auto(pdf_text) out = { 0 };
	pdf_text_add(pdf, &out, text);
	struct cdr_str copy = cdr_str_copy(pdf->arena, cdr_str_trim(cdr_buf_str(&out.content)));
	pdf->failed = pdf->failed || !copy.p;
	return copy.p ? copy : CDR_STR("");
}

/* A banner's first sentence, without its full stop: what fits into the header of a page. The whole stands in its place. */
static struct cdr_str
first_sentence(struct cdr_str text)
{
	ptrdiff_t end = cdr_str_find(text, CDR_STR(". "));
	return end > 0 ? (struct cdr_str){ text.p, (size_t)end } : text;
}

/* The beginnings of all banners, which stand on every page. */
static void
marks(struct pdf *pdf, struct pdf_text *text, const struct cdr_doc_node *parent)
{
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next) {
		cdr_auto(pdf_text) banner = { 0 };
		if (node->kind != CDR_DOC_BANNER) {
			marks(pdf, text, node);
			continue;
		}
		for (size_t i = 0; i < node->n_spans; i++)
			pdf_text_add(pdf, &banner, node->spans[i].text);
		if (text->content.n)
			pdf_text_add(pdf, text, CDR_STR(" · "));
		pdf_text_add(pdf, text, first_sentence(cdr_buf_str(&banner.content)));
	}
}

static void
say_about(struct pdf *pdf)
{
	const struct {
		cairo_pdf_metadata_t what;
		struct cdr_str text;
	} about[] = { { CAIRO_PDF_METADATA_TITLE, pdf->doc->title },
		      { CAIRO_PDF_METADATA_AUTHOR, pdf->doc->author },
		      { CAIRO_PDF_METADATA_SUBJECT, pdf->doc->subject } };
	for (size_t i = 0; i < CDR_LEN(about); i++) {
		if (about[i].text.n)
			cairo_pdf_surface_set_metadata(pdf->surface, about[i].what, plain(pdf, about[i].text).p);
	}
	/* Else the library would take the time of day. */
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL);
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR, "Candor");
}

/* One pass over the whole document; see pdf-impl.h. */
static void
run(struct pdf *pdf, bool draws)
{
	size_t n = cdr_map_count(pdf->numbers.by_anchor);
	pdf->draws = draws;
	pdf->page = 0;
	pdf->scale = 1;
	memset(pdf->outline, 0, sizeof(pdf->outline));
	for (size_t i = 0; i <= n; i++)
		pdf->notes[i].was_marked = false;
	pdf_page_begin(pdf);
	pdf_tag(pdf, "Document", NULL);
	pdf_blocks(pdf, &pdf->doc->root);
	pdf_tag_end(pdf, "Document");
	pdf_page_end(pdf);
	pdf->n_pages = pdf->page;
}

static enum cdr_status
check(const struct pdf *pdf, struct cdr_error *err)
{
	if (pdf->failed)
		return cdr_fail_memory(err, "doc");
	if (pdf->too_long)
		return cdr_fail(err, CDR_ELIMIT, "doc", NULL,
		                "the document would have more than %d pages as PDF; ask for HTML or JSON instead",
		                PDF_MAX_PAGES);
	return CDR_OK;
}

static enum cdr_status
prepare(struct pdf *pdf, struct cdr_error *err)
{
	cdr_auto(pdf_text) mark = { 0 };
	CDR_TRY(cdr_doc_notes_number(pdf->doc, &pdf->numbers, err));
	pdf->arena = cdr_arena_new(CDR_DOC_MAX_BYTES);
	if (!pdf->arena)
		return cdr_fail_memory(err, "doc");
	pdf->notes = cdr_arena_alloc(pdf->arena, (cdr_map_count(pdf->numbers.by_anchor) + 1) * sizeof(*pdf->notes));
	if (!pdf->notes)
		return cdr_fail_memory(err, "doc");
	bool is_letter = cdr_str_equal_nocase(pdf->doc->language, CDR_STR("en-US"));
	pdf->paper_width = is_letter ? LETTER_WIDTH : A4_WIDTH;
	pdf->paper_height = is_letter ? LETTER_HEIGHT : A4_HEIGHT;
	pdf->title = plain(pdf, pdf->doc->title);
	marks(pdf, &mark, &pdf->doc->root);
	pdf->mark = plain(pdf, cdr_buf_str(&mark.content));
	return open_fonts(pdf, err);
}

static enum cdr_status
draw(struct pdf *pdf, struct cdr_buf *file, struct cdr_error *err)
{
	run(pdf, false);
	CDR_TRY(check(pdf, err));
	pdf->surface = cairo_pdf_surface_create_for_stream(append, file, pdf->paper_width, pdf->paper_height);
	pdf->cairo = cairo_create(pdf->surface);
	say_about(pdf);
	run(pdf, true);
	cairo_status_t status = cairo_status(pdf->cairo);
	cairo_surface_finish(pdf->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(pdf->surface);
	CDR_TRY(cdr_buf_check(file, "doc", err));
	CDR_TRY(check(pdf, err));
	if (status == CAIRO_STATUS_NO_MEMORY)
		return cdr_fail_memory(err, "doc");
	if (status != CAIRO_STATUS_SUCCESS)
		return cdr_fail(err, CDR_EINTERNAL, "doc", NULL, "the PDF could not be made (%s)",
		                cairo_status_to_string(status));
	return CDR_OK;
}

enum cdr_status
cdr_doc_render_pdf(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_auto(cdr_buf) file = CDR_BUF_INIT;
	cdr_auto(pdf) pdf = { .doc = doc,
		              .kept = CDR_VEC_INIT(PangoLayout *, MAX_KEPT),
		              .figures = CDR_VEC_INIT(struct cdr_str, MAX_FIGURES) };
	CDR_TRY(prepare(&pdf, err));
	CDR_TRY(draw(&pdf, &file, err));
	pdf_finish(&pdf, cdr_buf_str(&file), out);
	CDR_TRY(check(&pdf, err));
	return cdr_buf_check(out, "doc", err);
}
