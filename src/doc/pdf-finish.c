/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/pdf-impl.h"

#include <stdlib.h>
#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * pdf-finish: puts into a finished file what the library has no call for and people who listen to a document need: its
 * language, that a window is to show its title, words for each figure, and that headers of tables are those of columns. The
 * file (ISO 32000-1, 7.5) is copied object by object, entries are added behind the beginning of some dictionaries, and the table
 * of objects is written anew. The surprise: a file of any other form than that of cairo 1.16 is left as it is, without these
 * entries; the tests would tell.
 */

#define ENTRY_BYTES 20 /* of the table of objects */
#define OFFSET_DIGITS 10
#define MAX_OBJECTS 50000000

struct object {
	size_t at, number, moved;
};
struct file {
	struct cdr_str bytes;
	size_t table;     /* where the table of objects begins */
	size_t entries;   /* where its entries begin */
	size_t n_entries; /* the first is of no object */
	struct object *objects;
	struct cdr_str trailer; /* from behind the table to the number that says where the table is */
};

static struct cdr_str
from(struct cdr_str text, size_t at)
{
	return at > text.n ? (struct cdr_str){ text.p + text.n, 0 } : (struct cdr_str){ text.p + at, text.n - at };
}

/* A number at the start of the text; goes past it. */
static bool
take_number(struct cdr_str *text, size_t *ret)
{
	struct cdr_str digits = { text->p, 0 };
	int64_t value = 0;
	while (digits.n < text->n && text->p[digits.n] >= '0' && text->p[digits.n] <= '9')
		digits.n++;
	if (!cdr_str_to_i64(digits, &value))
		return false;
	*text = from(*text, digits.n);
	*ret = (size_t)value;
	return true;
}

static int
by_place(const void *a, const void *b)
{
	const struct object *left = a, *right = b;
	return left->at < right->at ? -1 : left->at > right->at;
}

/* Reads the table of objects; false when the file is of another form. */
static bool
read_table(struct file *file, struct cdr_arena *arena)
{
	static const char last[] = "startxref\n";
	size_t n = sizeof(last) - 1, at = file->bytes.n > n ? file->bytes.n - n : 0, first = 1;
	while (at && memcmp(file->bytes.p + at - 1, last, n) != 0)
		at--;
	struct cdr_str rest = from(file->bytes, at - 1 + n);
	if (!at || !take_number(&rest, &file->table) || file->table >= at)
		return false;
	rest = from(file->bytes, file->table);
	if (!cdr_str_starts_with(rest, CDR_STR("xref\n0 ")))
		return false;
	rest = from(rest, sizeof("xref\n0 ") - 1);
	if (!take_number(&rest, &file->n_entries) || file->n_entries < 2 || file->n_entries > MAX_OBJECTS ||
	    rest.n == 0)
		return false;
	file->entries = (size_t)(rest.p - file->bytes.p) + 1;
	size_t end = file->entries + file->n_entries * ENTRY_BYTES;
	if (end >= at)
		return false;
	file->trailer = (struct cdr_str){ file->bytes.p + end, at - 1 + n - end };
	file->objects = cdr_arena_alloc(arena, file->n_entries * sizeof(*file->objects));
	for (; file->objects && first < file->n_entries; first++) {
		struct cdr_str entry = from(file->bytes, file->entries + first * ENTRY_BYTES);
		struct object *object = &file->objects[first - 1];
		object->number = first;
		if (!take_number(&entry, &object->at) || object->at >= file->table)
			return false;
	}
	if (file->objects)
		qsort(file->objects, file->n_entries - 1, sizeof(*file->objects), by_place);
	return file->objects != NULL;
}

/* "en-GB" and the like; anything else is not put into the file. */
static bool
is_language(struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return text.n && text.n <= PDF_LANGUAGE_MAX;
}

static void
add_words(struct cdr_buf *out, struct cdr_str words)
{
	glong n = 0;
	gunichar2 *units = words.p ? g_utf8_to_utf16(words.p, (glong)words.n, NULL, &n, NULL) : NULL;
	cdr_buf_puts(out, "   /Alt <FEFF");
	for (glong i = 0; units && i < n; i++)
		cdr_buf_printf(out, "%04X", (unsigned)units[i]);
	cdr_buf_puts(out, ">\n");
	g_free(units);
}

/* What is added to an object, by how it begins; returns where, counted from its start, or 0. */
static size_t
addition(struct pdf *pdf, struct cdr_str object, size_t *n_figures, struct cdr_buf *out)
{
	const struct cdr_str figure = CDR_STR(" 0 obj\n<< /Type /StructElem\n   /S /Figure\n");
	const struct cdr_str header = CDR_STR(" 0 obj\n<< /Type /StructElem\n   /S /TH\n");
	const struct cdr_str catalogue = CDR_STR(" 0 obj\n<< /Type /Catalog\n");
	size_t number = 0;
	struct cdr_str rest = object;
	if (!take_number(&rest, &number))
		return 0;
	size_t digits = object.n - rest.n;
	if (cdr_str_starts_with(rest, figure)) {
		if (*n_figures < pdf->figures.n)
			add_words(out, *CDR_VEC_AT(&pdf->figures, struct cdr_str, *n_figures));
		(*n_figures)++;
		return digits + figure.n;
	}
	if (cdr_str_starts_with(rest, header)) {
		cdr_buf_puts(out, "   /A << /O /Table /Scope /Column >>\n");
		return digits + header.n;
	}
	if (!cdr_str_starts_with(rest, catalogue))
		return 0;
	cdr_buf_puts(out, "   /ViewerPreferences << /DisplayDocTitle true >>\n");
	if (is_language(pdf->doc->language))
		cdr_buf_printf(out, "   /Lang (%.*s)\n", CDR_STR_ARG(pdf->doc->language));
	return digits + catalogue.n;
}

static void
copy_objects(struct pdf *pdf, struct file *file, struct cdr_buf *out, size_t start)
{
	size_t n = file->n_entries - 1, n_figures = 0;
	cdr_buf_add(out, file->bytes.p, file->objects[0].at);
	for (size_t i = 0; i < n; i++) {
		struct object *object = &file->objects[i];
		size_t end = i + 1 < n ? file->objects[i + 1].at : file->table;
		struct cdr_str bytes = { file->bytes.p + object->at, end - object->at };
		cdr_auto(cdr_buf) added = CDR_BUF_INIT;
		size_t at = addition(pdf, bytes, &n_figures, &added);
		object->moved = out->n - start;
		cdr_buf_add(out, bytes.p, at);
		cdr_buf_add_str(out, cdr_buf_str(&added));
		cdr_buf_add(out, bytes.p + at, bytes.n - at);
		pdf->failed = pdf->failed || added.failed;
	}
}

void
pdf_finish(struct pdf *pdf, struct cdr_str bytes, struct cdr_buf *out)
{
	struct file file = { .bytes = bytes };
	size_t start = out->n;
	if (!read_table(&file, pdf->arena)) {
		cdr_buf_add_str(out, bytes);
		return;
	}
	copy_objects(pdf, &file, out, start);
	size_t table = out->n - start, *places = cdr_arena_alloc(pdf->arena, file.n_entries * sizeof(*places));
	if (!places) {
		pdf->failed = true;
		return;
	}
	for (size_t i = 0; i + 1 < file.n_entries; i++)
		places[file.objects[i].number] = file.objects[i].moved;
	cdr_buf_add(out, bytes.p + file.table, file.entries - file.table + ENTRY_BYTES);
	for (size_t i = 1; i < file.n_entries; i++)
		cdr_buf_printf(out, "%0*zu 00000 n \n", OFFSET_DIGITS, places[i]);
	cdr_buf_add_str(out, file.trailer);
	cdr_buf_printf(out, "%zu\n%%%%EOF\n", table);
}
