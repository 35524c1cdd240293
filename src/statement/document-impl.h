/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * document-impl: what the files that turn a draft's JSON into a document share.
 *
 *   document.c         the statement itself: what is said, charts, sign-off
 *   document-about.c   what the people finishing it need to know; the notes
 *   document-annex.c   sentence by sentence, what it rests on, for an auditor
 */

#include "candor/base.h"
#include "candor/doc.h"

struct page {
	const struct cdr_json *draft, *labels;
	struct cdr_doc *doc;
	bool is_public; /* the statement alone, without marks, notes and annex */
};

/* A label of the draft's language; its name as words where the draft has none, as drafts of before it was needed. */
struct cdr_str
page_label(const struct page *page, const char *name);
/* The label a data word has ("must", "organisation"); the word itself when there is none. */
struct cdr_str
page_label_of(const struct page *page, struct cdr_str word);
struct cdr_doc_node *
page_add(const struct page *page, struct cdr_doc_node *parent, enum cdr_doc_kind kind, struct cdr_str text);
void
page_heading(const struct page *page, int level, struct cdr_str text);
void
page_span(const struct page *page, struct cdr_doc_node *node, struct cdr_str text);
/* A table under the document, with its header row: labels by name. */
struct cdr_doc_node *
page_table(const struct page *page, const char *const *headers, size_t n_headers);
void
page_row(const struct page *page, struct cdr_doc_node *table, const struct cdr_str *cells, size_t n_cells);
/* "2026-05-01" of "2026-05-01T10:00:00Z". */
struct cdr_str
page_day(struct cdr_str time);
/* What a JSON list holds, in words: "a, b". Strings and numbers only. */
struct cdr_str
page_list(const struct page *page, const struct cdr_json *list);
/* The title of a criterion by its id; the id when there is none. */
struct cdr_str
page_criterion(const struct page *page, struct cdr_str id);

void
document_about(const struct page *page);
/* Notes of every sentence and chart. EINPUT when one rests on nothing. */
enum cdr_status CDR_MUST_CHECK
document_notes(const struct page *page, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
document_annex(const struct page *page, struct cdr_error *err);
