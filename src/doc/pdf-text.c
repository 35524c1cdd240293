/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf-impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * pdf-text: spans -> lines of glyphs, and those lines on the page with their links and structure elements. Where lines go is
 * the business of pdf-flow.c and pdf-table.c. The surprise: only elements that hold nothing but text may hold text (the
 * library loses it otherwise), and none of these may cross a page. So every run of text stands in a Span or a Link of its own,
 * closed at the end of each stretch of lines.
 */

/* The first of these that is there is used, for each letter it has; then whatever else is installed. Those of Arabic, Hebrew and
 * East Asia stand here because others have their letters, too, or their marks and full stops, and show them worse. */
#define EAST_ASIAN "Noto Sans CJK SC,WenQuanYi Micro Hei,Droid Sans Fallback"
#define SERIF "Noto Serif,Noto Naskh Arabic,Noto Serif Hebrew,Liberation Serif,DejaVu Serif," EAST_ASIAN ",serif"
#define SANS "Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Liberation Sans,DejaVu Sans," EAST_ASIAN ",sans-serif"
#define ASCENT 1.05 /* room above and below the base line, in sizes of the type; more where letters need more */
#define DESCENT 0.37
#define MARK_SCALE 0.66
#define MARK_RISE 0.32
#define FIRST_STRONG_ISOLATE "\xE2\x81\xA8" /* U+2068 and U+2069; those of callers never get here */
#define POP_ISOLATE "\xE2\x81\xA9"
#define UNBROKEN_MAX 100
#define KEPT_MAX ((size_t)2 << 20) /* of text in kept layouts, and what each costs beside its text */
#define KEPT_COST 64
#define MAX_CONTENT ((size_t)256 << 20)
#define MAX_ITEMS 100000000
#define MAX_LINK_BYTES 8192

/* A stretch of the content, up to `end`: plain text, text with a link, or the mark of a note. */
struct pdf_piece {
	size_t end;
	const struct cdr_doc_span *span;
	int note;
};
/* A run of glyphs on the page. */
struct run {
	size_t offset;
	double x, base;
	PangoGlyphItem *glyphs;
};

void
pdf_text_done(struct pdf_text *text)
{
	if (text->iter)
		pango_layout_iter_free(text->iter);
	if (text->layout)
		g_object_unref(text->layout);
	text->iter = NULL;
	text->layout = NULL;
	cdr_buf_done(&text->content);
	cdr_vec_done(&text->pieces);
	cdr_vec_done(&text->lines);
}

/* Length of the character at the start, 0 when the bytes are none. */
static size_t
character(struct cdr_str text)
{
	for (size_t n = 1; n <= 4 && n <= text.n; n++) {
		if (cdr_str_is_utf8((struct cdr_str){ text.p, n }))
			return n;
	}
	return 0;
}

/* Text without blanks may be broken anywhere, but looking for where takes the square of its length. So a place to break is
 * offered now and then; scripts that are written without blanks have places enough. */
static void
offer_break(struct pdf_text *text, struct cdr_str character)
{
	bool is_apart = (unsigned char)character.p[0] >= 0xE3;
	text->unbroken = is_apart ? 0 : text->unbroken + 1;
	if (text->unbroken < UNBROKEN_MAX)
		return;
	cdr_buf_puts(&text->content, "\xE2\x80\x8B"); /* U+200B, a blank without width */
	text->unbroken = 0;
}

/* White space that would break a line where the document says nothing of one. */
static bool
is_blank(struct cdr_str character)
{
	return cdr_str_equal(character, CDR_STR(" ")) || cdr_str_equal(character, CDR_STR("\t")) ||
	       cdr_str_equal(character, CDR_STR("\n")) || cdr_str_equal(character, CDR_STR("\xE2\x80\xA8")) ||
	       cdr_str_equal(character, CDR_STR("\xE2\x80\xA9"));
}

void
pdf_text_add(struct pdf *pdf, struct pdf_text *text, struct cdr_str added)
{
	struct cdr_buf *out = &text->content;
	out->max = MAX_CONTENT;
	while (added.n) {
		size_t bad = cdr_doc_unprintable(added.p, added.n), n = bad ? bad : character(added);
		struct cdr_str one = { added.p, n };
		if (bad || n == 0)
			one = CDR_STR(CDR_DOC_REPLACEMENT);
		if (!is_blank(one)) {
			cdr_buf_add_str(out, one);
			offer_break(text, one);
		} else {
			if (out->n == 0 || (out->p[out->n - 1] != ' ' && out->p[out->n - 1] != '\n'))
				cdr_buf_putc(out, ' ');
			text->unbroken = 0;
		}
		n = n ? n : 1;
		added = (struct cdr_str){ added.p + n, added.n - n };
	}
	pdf->failed = pdf->failed || out->failed;
}

static void
end_piece(struct pdf *pdf, struct pdf_text *text, const struct cdr_doc_span *span, int note)
{
	text->pieces.item_size = sizeof(struct pdf_piece);
	text->pieces.max_items = MAX_ITEMS;
	struct pdf_piece *piece = cdr_vec_push(&text->pieces);
	if (piece)
		*piece = (struct pdf_piece){ text->content.n, span, note };
	pdf->failed = pdf->failed || !piece;
}

void
pdf_text_spans(struct pdf *pdf, struct pdf_text *text, const struct cdr_doc_node *node)
{
	end_piece(pdf, text, NULL, 0);
	for (size_t i = 0; i < node->n_spans; i++) {
		const struct cdr_doc_span *span = &node->spans[i];
		pdf_text_add(pdf, text, span->text);
		end_piece(pdf, text, span, 0);
		if (!span->note.n)
			continue;
		int number = cdr_doc_notes_find(&pdf->numbers, span->note)->number;
		cdr_buf_printf(&text->content, "[%d]", number);
		end_piece(pdf, text, NULL, number);
	}
}

void
pdf_text_strong(struct pdf *pdf, struct pdf_text *text, struct cdr_str added)
{
	static const struct cdr_doc_span strong = { .strong = true };
	end_piece(pdf, text, NULL, 0);
	pdf_text_add(pdf, text, added);
	end_piece(pdf, text, &strong, 0);
}

void
pdf_text_apart(struct pdf *pdf, struct pdf_text *text, struct cdr_str added)
{
	cdr_buf_puts(&text->content, FIRST_STRONG_ISOLATE);
	pdf_text_add(pdf, text, added);
	cdr_buf_puts(&text->content, POP_ISOLATE);
}

void
pdf_text_break(struct pdf *pdf, struct pdf_text *text)
{
	if (text->content.n)
		cdr_buf_putc(&text->content, '\n');
	end_piece(pdf, text, NULL, 0);
}

/* The piece a byte of the content lies in; NULL in text that has no span. */
static const struct pdf_piece *
piece_at(const struct pdf_text *text, size_t offset)
{
	const struct pdf_piece *pieces = text->pieces.items;
	size_t low = 0, high = text->pieces.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (pieces[middle].end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < text->pieces.n ? &pieces[low] : NULL;
}

/* ------------------------------------------------------------------------------------------------ setting into lines */

static void
insert(PangoAttrList *list, PangoAttribute *attribute, size_t start, size_t end)
{
	attribute->start_index = (guint)start;
	attribute->end_index = (guint)end;
	pango_attr_list_insert(list, attribute);
}

/* A note's mark: small, raised, and never parted from what it marks. */
static void
mark_attributes(PangoAttrList *list, const struct pdf_text *text, size_t start, size_t end)
{
	size_t before = start;
	while (before && ((unsigned char)text->content.p[before - 1] & 0xC0) == 0x80)
		before--;
	before -= before ? 1 : 0;
	insert(list, pango_attr_scale_new(MARK_SCALE), start, end);
	insert(list, pango_attr_rise_new((int)(text->style.size * MARK_RISE * PANGO_SCALE)), start, end);
	insert(list, pango_attr_allow_breaks_new(FALSE), before, end);
}

/* What differs along the text. A link has a colour so that its glyphs become runs of their own; pdf_text_draw paints. */
static PangoAttrList *
attributes(const struct pdf_text *text)
{
	PangoAttrList *list = pango_attr_list_new();
	const struct pdf_piece *pieces = text->pieces.items;
	/* A hyphen put in where a long word is broken would be read as a part of the number or name it stands in. */
	insert(list, pango_attr_insert_hyphens_new(FALSE), 0, text->content.n);
	for (size_t i = 0, start = 0; i < text->pieces.n; start = pieces[i++].end) {
		const struct cdr_doc_span *span = pieces[i].span;
		if (pieces[i].end == start)
			continue;
		if (pieces[i].note)
			mark_attributes(list, text, start, pieces[i].end);
		if (pieces[i].note || (span && span->link.n))
			insert(list, pango_attr_foreground_new(0, 0, 0xFFFF), start, pieces[i].end);
		if (span && span->strong)
			insert(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, pieces[i].end);
	}
	return list;
}

static PangoFontDescription *
font_of(const struct pdf_style *style)
{
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family_static(font, style->sans ? SANS : SERIF);
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	return font;
}

/* By the first letter: whether it is of a script written from right to left (blocks of The Unicode Standard: Hebrew to Arabic
 * Extended, their presentation forms, and the two ranges kept for such scripts in plane 1). */
static bool
is_right_to_left(struct cdr_str content)
{
	for (const char *at = content.p; at && at < content.p + content.n; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isalpha(c))
			return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
			       (c >= 0xFE70 && c <= 0xFEFF) || (c >= 0x10800 && c <= 0x10FFF) ||
			       (c >= 0x1E800 && c <= 0x1EFFF);
	}
	return false;
}

static PangoAlignment
alignment_of(const struct pdf_style *style, bool right_to_left)
{
	/* The library means the start and the end of a line by left and right. */
	bool to_end = style->align != PDF_ALIGN_START && right_to_left == (style->align == PDF_ALIGN_LEFT);
	return to_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static PangoLayout *
layout_new(struct pdf *pdf, const struct pdf_style *style, struct cdr_str content, double width)
{
	PangoLayout *layout = pango_layout_new(pdf->context);
	PangoFontDescription *font = font_of(style);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)((width < 1 ? 1 : width) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, content.n ? content.p : "", (int)content.n);
	pango_layout_set_auto_dir(layout, !style->left_to_right);
	pango_layout_set_alignment(layout, alignment_of(style, !style->left_to_right && is_right_to_left(content)));
	return layout;
}

/* Lines stand at equal distances, whichever fonts they are of, unless the letters of one are so high that they would touch. */
static struct pdf_line
measure_line(PangoLayoutIter *iter, double top, double size)
{
	PangoRectangle ink = { 0 };
	pango_layout_iter_get_line_extents(iter, &ink, NULL);
	double base = pango_units_to_double(pango_layout_iter_get_baseline(iter));
	double above = base - pango_units_to_double(ink.y), below = pango_units_to_double(ink.y + ink.height) - base;
	above = ink.height && above > ASCENT * size ? above : ASCENT * size;
	below = ink.height && below > DESCENT * size ? below : DESCENT * size;
	return (struct pdf_line){ top, top + above + below, above, base };
}

/* The paragraph as a layout. Setting it is most of the work, so the first pass keeps layouts for the second while they are
 * not too many. */
static PangoLayout *
layout_of(struct pdf *pdf, struct pdf_text *text)
{
	if (pdf->draws && pdf->n_taken < pdf->kept.n) {
		PangoLayout **taken = CDR_VEC_AT(&pdf->kept, PangoLayout *, pdf->n_taken);
		pdf->n_taken++;
		return cdr_steal(taken);
	}
	PangoLayout *layout = layout_new(pdf, &text->style, cdr_buf_str(&text->content), text->width);
	PangoAttrList *list = attributes(text);
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
	pdf->n_kept_bytes += text->content.n + KEPT_COST;
	PangoLayout **kept = !pdf->draws && pdf->n_kept_bytes < KEPT_MAX ? cdr_vec_push(&pdf->kept) : NULL;
	if (kept)
		*kept = g_object_ref(layout);
	else
		pdf->n_kept_bytes = KEPT_MAX; /* none after it either, or the order would be lost */
	return layout;
}

static void
measure_lines(struct pdf *pdf, struct pdf_text *text)
{
	double top = 0;
	text->lines = (struct cdr_vec)CDR_VEC_INIT(struct pdf_line, MAX_ITEMS);
	PangoLayoutIter *iter = pango_layout_get_iter(text->layout);
	do {
		struct pdf_line *line = cdr_vec_push(&text->lines);
		if (!line) {
			pdf->failed = true;
			break;
		}
		*line = measure_line(iter, top, text->style.size);
		top = line->bottom;
	} while (pango_layout_iter_next_line(iter));
	pango_layout_iter_free(iter);
}

void
pdf_text_set(struct pdf *pdf, struct pdf_text *text, const struct pdf_style *style, double width)
{
	text->style = *style;
	text->width = width;
	text->layout = layout_of(pdf, text);
	text->right_to_left = !style->left_to_right && is_right_to_left(cdr_buf_str(&text->content));
	measure_lines(pdf, text);
	text->iter = pango_layout_get_iter(text->layout);
	text->next = 0;
}

bool
pdf_text_is_over(const struct pdf_text *text)
{
	return text->next >= text->lines.n;
}

double
pdf_text_height(const struct pdf_text *text, size_t n)
{
	const struct pdf_line *lines = text->lines.items;
	if (pdf_text_is_over(text) || n == 0)
		return 0;
	size_t left = text->lines.n - text->next, last = text->next + (n < left ? n : left) - 1;
	return lines[last].bottom - lines[text->next].top;
}

size_t
pdf_text_fitting(const struct pdf_text *text, double room)
{
	const struct pdf_line *lines = text->lines.items;
	size_t n = 0;
	while (text->next + n < text->lines.n && lines[text->next + n].bottom - lines[text->next].top <= room)
		n++;
	return n;
}

double
pdf_text_end(const struct pdf_text *text, double *ret_above)
{
	const struct pdf_line *line = CDR_VEC_AT(&text->lines, struct pdf_line, text->lines.n - 1);
	PangoRectangle last = { 0 };
	int n = pango_layout_get_line_count(text->layout);
	pango_layout_line_get_extents(pango_layout_get_line_readonly(text->layout, n - 1), NULL, &last);
	*ret_above = line->bottom - line->top - line->ascent;
	return pango_units_to_double(last.width);
}

/* ----------------------------------------------------------------------------------------------------------- drawing */

static int
compare_runs(const void *a, const void *b)
{
	const struct run *left = a, *right = b;
	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

/* The runs of the line the iterator is at, in the order in which they are read; leaves the iterator at the next line. */
static void
gather(struct pdf *pdf, struct pdf_text *text, struct cdr_vec *runs)
{
	runs->n = 0;
	do {
		PangoLayoutRun *glyphs = pango_layout_iter_get_run_readonly(text->iter);
		PangoRectangle place = { 0 };
		if (!glyphs)
			break; /* the end of the line */
		struct run *run = cdr_vec_push(runs);
		if (!run) {
			pdf->failed = true;
			break;
		}
		pango_layout_iter_get_run_extents(text->iter, NULL, &place);
		run->offset = (size_t)glyphs->item->offset;
		run->x = pango_units_to_double(place.x);
		run->base = pango_units_to_double(pango_layout_iter_get_run_baseline(text->iter));
		run->glyphs = glyphs;
	} while (pango_layout_iter_next_run(text->iter));
	if (runs->n)
		qsort(runs->items, runs->n, sizeof(struct run), compare_runs);
	(void)pango_layout_iter_next_line(text->iter);
}

/* An address as the value of an attribute. Brackets delimit text in the file, so they are written as codes. */
static bool
address(struct cdr_str url, struct cdr_buf *out)
{
	out->max = MAX_LINK_BYTES;
	cdr_buf_puts(out, "uri='");
	for (size_t i = 0; i < url.n; i++) {
		if (strchr("()'\\", url.p[i]))
			cdr_buf_printf(out, "%%%02X", (unsigned)(unsigned char)url.p[i]);
		else
			cdr_buf_putc(out, url.p[i]);
	}
	cdr_buf_putc(out, '\'');
	return !out->failed;
}

/* Begins the element of a piece and returns its name. */
static const char *
open_leaf(struct pdf *pdf, const struct pdf_piece *piece, const struct pdf_text *text)
{
	char attributes[64];
	cdr_auto(cdr_buf) link = CDR_BUF_INIT;
	if (piece && piece->note && pdf->notes[piece->note].placed) {
		(void)snprintf(attributes, sizeof(attributes), "dest='note-%d'", piece->note);
		pdf_colour(pdf, PDF_LINK_INK);
		pdf_tag(pdf, CAIRO_TAG_LINK, attributes);
		return CAIRO_TAG_LINK;
	}
	if (piece && piece->span && piece->span->link.n && address(piece->span->link, &link)) {
		pdf_colour(pdf, PDF_LINK_INK);
		pdf_tag(pdf, CAIRO_TAG_LINK, link.p);
		return CAIRO_TAG_LINK;
	}
	pdf_colour(pdf, text->style.colour);
	pdf_tag(pdf, "Span", NULL);
	return "Span";
}

/* Where the first reference to a note stands, its number leads back to. */
static void
first_reference(struct pdf *pdf, const struct pdf_piece *piece, double x, double y)
{
	char attributes[96];
	struct pdf_note *note = &pdf->notes[piece->note];
	note->referred = true;
	if (note->was_marked)
		return;
	note->was_marked = true;
	(void)snprintf(attributes, sizeof(attributes), "name='ref-%d' x=%d y=%d", piece->note, (int)x, (int)y);
	pdf_tag(pdf, CAIRO_TAG_DEST, attributes);
	pdf_tag_end(pdf, CAIRO_TAG_DEST);
}

struct leaf {
	const struct pdf_piece *piece;
	const char *name; /* NULL: none is open */
};

static void
close_leaf(struct pdf *pdf, struct leaf *leaf)
{
	if (leaf->name)
		pdf_tag_end(pdf, leaf->name);
	leaf->name = NULL;
}

static bool
is_plain(const struct pdf_piece *piece)
{
	return !piece || (!piece->note && !(piece->span && piece->span->link.n));
}

static void
draw_runs(struct pdf *pdf, const struct pdf_text *text, const struct cdr_vec *runs, struct leaf *leaf, double x,
          double y)
{
	for (size_t i = 0; i < runs->n; i++) {
		const struct run *run = CDR_VEC_AT(runs, struct run, i);
		const struct pdf_piece *piece = piece_at(text, run->offset);
		bool goes_on = leaf->name && (piece == leaf->piece || (is_plain(piece) && is_plain(leaf->piece)));
		if (!goes_on) {
			close_leaf(pdf, leaf);
			if (piece && piece->note)
				first_reference(pdf, piece, x + run->x, y + run->base - 2 * text->style.size);
			*leaf = (struct leaf){ piece, open_leaf(pdf, piece, text) };
		}
		if (!pdf->draws)
			continue;
		cairo_move_to(pdf->cairo, x + run->x, y + run->base);
		pango_cairo_show_glyph_item(pdf->cairo, text->content.p, run->glyphs);
	}
	/* A link's area is one rectangle, so it must not go on in the next line. */
	if (leaf->name && !is_plain(leaf->piece))
		close_leaf(pdf, leaf);
}

void
pdf_text_draw(struct pdf *pdf, struct pdf_text *text, size_t n, double x, double y)
{
	struct cdr_vec runs = CDR_VEC_INIT(struct run, MAX_ITEMS);
	struct leaf leaf = { NULL, NULL };
	if (pdf_text_is_over(text))
		return;
	const struct pdf_line *line = CDR_VEC_AT(&text->lines, struct pdf_line, text->next);
	double top = line->top;
	for (; n && !pdf_text_is_over(text); n--, line++, text->next++) {
		gather(pdf, text, &runs);
		draw_runs(pdf, text, &runs, &leaf, x, y - top + line->top + line->ascent - line->base);
	}
	close_leaf(pdf, &leaf);
	cdr_vec_done(&runs);
}

double
pdf_text_line(struct pdf *pdf, const struct pdf_style *style, struct cdr_str content, double width,
              enum chart_anchor anchor, double x, double y)
{
	if (!pdf->draws || !content.n)
		return 0;
	PangoLayout *layout = layout_new(pdf, style, content, width);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	PangoRectangle extents = { 0 };
	pango_layout_line_get_extents(line, NULL, &extents);
	double wide = pango_units_to_double(extents.width);
	x -= anchor == CHART_ANCHOR_END ? wide : anchor == CHART_ANCHOR_MIDDLE ? wide / 2 : 0;
	pdf_colour(pdf, style->colour);
	cairo_move_to(pdf->cairo, x, y);
	pango_cairo_show_layout_line(pdf->cairo, line);
	g_object_unref(layout);
	return wide;
}
