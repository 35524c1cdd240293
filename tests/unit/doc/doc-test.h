/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "candor/doc.h"

static const struct cdr_str no_text = { NULL, 0 };

static inline struct cdr_doc *
new_doc(const char *title)
{
	struct cdr_doc *doc = NULL;
	assert_int_equal(cdr_doc_new(cdr_str_from(title), CDR_STR("en-GB"), &doc, NULL), CDR_OK);
	return doc;
}

static inline void
assert_contains(const struct cdr_buf *buf, const char *needle)
{
	if (!buf->p || !strstr(buf->p, needle))
		fail_msg("no “%s” in:\n%s", needle, buf->p ? buf->p : "(nothing)");
}

static inline void
assert_lacks(const struct cdr_buf *buf, const char *needle)
{
	if (buf->p && strstr(buf->p, needle))
		fail_msg("“%s” in:\n%s", needle, buf->p);
}

/* A note, and a paragraph that refers to it. */
static inline void
add_noted(struct cdr_doc *doc, const char *text, const char *anchor, const char *note_text)
{
	struct cdr_doc_node *paragraph = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_span(doc, paragraph, cdr_str_from(text), cdr_str_from(anchor));
	struct cdr_doc_node *notes = cdr_doc_add(doc, NULL, CDR_DOC_NOTES, 0, CDR_STR("Notes"));
	struct cdr_doc_node *note = cdr_doc_add(doc, notes, CDR_DOC_NOTE, 0, cdr_str_from(note_text));
	note->anchor = cdr_str_copy(doc->arena, cdr_str_from(anchor));
}
