/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * docx-impl: what the files of the Word renderer share. A package (Office Open XML, ECMA-376) is a zip of parts that refer to
 * each other by relationship:
 *
 *   word/document.xml   the blocks                         docx-body.c
 *   word/endnotes.xml   the notes that are referred to     docx-body.c
 *   word/comments.xml   a comment for each gap             docx-body.c
 *   word/header1.xml    the banners, on every page         docx-body.c
 *   word/charts/…       a chart each                       docx-chart.c
 *   the others          styles, numbering, settings, …     docx-parts.c
 *
 * All text goes through docx-run.c, which escapes it and marks what is written from right to left.
 */

#include "candor/base.h"
#include "candor/doc.h"
#include "doc/doc-impl.h"

/* One part that holds blocks, while it is written. */
struct docx_part {
	struct cdr_buf out, rels;
	int n_rels;
};
struct docx {
	const struct cdr_doc *doc;
	const struct cdr_doc_notes *notes;
	struct docx_part document, endnotes, header;
	struct cdr_buf comments;
	struct cdr_vec charts; /* const struct cdr_doc_chart *, in their order */
	bool from_right;       /* the document's own language is written from right to left */
	bool has_title;        /* its one heading of level 1 comes first and is its title; all others move up by one */
	int n_comments, n_notes, n_bookmarks;
};
#define DOCX_CHARTS_MAX 1000

/* How a run looks. */
enum docx_look {
	DOCX_PLAIN = 0,
	DOCX_STRONG = 1,
	DOCX_LINK = 2,
	DOCX_RAISED = 4 /* like the mark of a note */
};
/* Text as character data, with everything escaped that could be markup and U+FFFD for what XML cannot hold. */
void
docx_escape(struct cdr_buf *out, struct cdr_str text);
/* Text as runs: one, or several where its direction changes. */
void
docx_runs(struct cdr_buf *out, struct cdr_str text, unsigned look);
/* Of a text's first letter: 1 from right to left, -1 from left to right; 0 when it has none. */
int
docx_direction(struct cdr_str text);

/* Fills all parts that depend on the document's blocks. */
enum cdr_status CDR_MUST_CHECK
docx_body(struct docx *docx, struct cdr_error *err);
/* Part of a chart. */
void
docx_chart(const struct cdr_doc_chart *chart, struct cdr_buf *out);
/* Parts that are the same for all documents but for a few words. */
#define DOCX_NAMESPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOCX_DRAWING "http://schemas.openxmlformats.org/drawingml/2006/"
#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
void
docx_styles(const struct docx *docx, struct cdr_buf *out);
void
docx_numbering(struct cdr_buf *out);
void
docx_settings(const struct docx *docx, struct cdr_buf *out);
void
docx_footer(struct cdr_buf *out);
void
docx_core(const struct docx *docx, struct cdr_buf *out);
void
docx_content_types(const struct docx *docx, struct cdr_buf *out);
