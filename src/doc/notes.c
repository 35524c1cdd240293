/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * notes: numbers for notes and the check that every reference has one, plus the one rule about characters which both
 * renderers keep. No markup here. The surprise: a dangling reference fails the whole document, because a footnote mark
 * that leads nowhere says "there is evidence" where there is none.
 */

void
cdr_doc_notes_done(struct cdr_doc_notes *notes)
{
	notes->by_anchor = cdr_map_free(notes->by_anchor);
	notes->arena = cdr_arena_free(notes->arena);
}

static enum cdr_status
number_one(const struct cdr_doc_node *node, struct cdr_doc_notes *notes, struct cdr_error *err)
{
	if (!node->anchor.n || cdr_map_get(notes->by_anchor, node->anchor))
		return cdr_fail(err, CDR_EINTERNAL, "doc", NULL, "the anchor “%.*s” of a note is empty or used twice",
		                CDR_STR_ARG(node->anchor));
	struct cdr_doc_note_number *number = cdr_arena_alloc(notes->arena, sizeof(*number));
	if (!number)
		return cdr_fail_memory(err, "doc");
	number->number = (int)cdr_map_count(notes->by_anchor) + 1;
	enum cdr_status status = cdr_map_put(notes->by_anchor, node->anchor, number);
	if (status != CDR_OK)
		return cdr_fail(err, status, "doc", NULL, "a document cannot have more than %d notes",
		                CDR_DOC_MAX_NOTES);
	return CDR_OK;
}

static enum cdr_status
number_below(const struct cdr_doc_node *parent, int depth, struct cdr_doc_notes *notes, struct cdr_error *err)
{
	if (depth > CDR_DOC_MAX_DEPTH)
		return cdr_fail(err, CDR_EINTERNAL, "doc", NULL, "blocks are nested more than %d deep",
		                CDR_DOC_MAX_DEPTH);
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next) {
		if (node->kind == CDR_DOC_NOTE)
			CDR_TRY(number_one(node, notes, err));
		CDR_TRY(number_below(node, depth + 1, notes, err));
	}
	return CDR_OK;
}

static enum cdr_status
check_references(const struct cdr_doc_node *parent, const struct cdr_doc_notes *notes, struct cdr_error *err)
{
	for (const struct cdr_doc_node *node = parent->first_child; node; node = node->next) {
		for (size_t i = 0; i < node->n_spans; i++) {
			struct cdr_str note = node->spans[i].note;
			if (note.n && !cdr_map_get(notes->by_anchor, note))
				return cdr_fail(err, CDR_EINTERNAL, "doc", NULL,
				                "a text refers to note “%.*s”, which does not exist",
				                CDR_STR_ARG(note));
		}
		CDR_TRY(check_references(node, notes, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_doc_notes_number(const struct cdr_doc *doc, struct cdr_doc_notes *ret, struct cdr_error *err)
{
	if (doc->failed)
		return cdr_fail_memory(err, "doc");
	cdr_auto(cdr_doc_notes) notes = { cdr_arena_new(CDR_DOC_MAX_BYTES), cdr_map_new(CDR_DOC_MAX_NOTES) };
	if (!notes.arena || !notes.by_anchor)
		return cdr_fail_memory(err, "doc");
	CDR_TRY(number_below(&doc->root, 0, &notes, err));
	CDR_TRY(check_references(&doc->root, &notes, err));
	ret->arena = cdr_steal(&notes.arena);
	ret->by_anchor = cdr_steal(&notes.by_anchor);
	return CDR_OK;
}

struct cdr_doc_note_number *
cdr_doc_notes_find(const struct cdr_doc_notes *notes, struct cdr_str anchor)
{
	struct cdr_doc_note_number *number = cdr_map_get(notes->by_anchor, anchor);
	cdr_require(number);
	return number;
}

size_t
cdr_doc_unprintable(const char *p, size_t n)
{
	unsigned char c = (unsigned char)p[0];
	if (c < 0x20)
		return c == '\t' || c == '\n' ? 0 : 1;
	if (c == 0x7F)
		return 1;
	if (n >= 2 && c == 0xC2 && (unsigned char)p[1] < 0xA0)
		return 2; /* U+0080 … U+009F */
	if (n < 3 || c != 0xE2)
		return 0;
	unsigned char d = (unsigned char)p[1], e = (unsigned char)p[2];
	bool bidi = (d == 0x80 && e >= 0xAA && e <= 0xAE) || /* U+202A … U+202E */
	            (d == 0x81 && e >= 0xA6 && e <= 0xA9);   /* U+2066 … U+2069 */
	return bidi ? 3 : 0;
}
