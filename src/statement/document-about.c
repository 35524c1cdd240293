/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/document-impl.h"

#include "candor/base.h"
#include "candor/doc.h"

/*
 * document-about: what stands behind the statement for the people who finish it (does the law apply, what it asks and whether
 * that is answered, what remains to be done and by when), and the notes that say what each sentence rests on. The surprise:
 * a note names a limited number of records; all of them stand in the annex and in the draft's JSON form.
 */

#define NOTE_REFS_SHOWN 25
#define DIGEST_SHOWN 16

static const struct cdr_str no_text = { NULL, 0 };

static void
scope(const struct page *page)
{
	const struct cdr_json *node = cdr_json_get(page->draft, "scope");
	const struct cdr_json *missing = cdr_json_get(node, "missing");
	page_heading(page, 3, page_label(page, "scope"));
	struct cdr_doc_node *text = page_add(page, NULL, CDR_DOC_PARAGRAPH, no_text);
	cdr_doc_span(page->doc, text, cdr_json_get_str(node, "text"), CDR_STR("scope"));
	for (size_t i = 0; i < cdr_json_count(missing); i++) {
		const struct cdr_json *item = cdr_json_at(missing, i);
		struct cdr_doc_node *gap = page_add(page, NULL, CDR_DOC_GAP, page_label(page, "gap"));
		page_span(page, gap, CDR_STR(" "));
		page_span(page, gap, cdr_json_get_str(item, "question"));
		struct cdr_str note = cdr_json_get_str(item, "note");
		if (note.n) {
			page_span(page, gap, CDR_STR(" "));
			page_span(page, gap, note);
		}
	}
}

static void
coverage(const struct page *page)
{
	static const char *const headers[] = { "criterion", "kind", "asked_by", "answered" };
	const struct cdr_json *all = cdr_json_get(page->draft, "criteria");
	page_heading(page, 3, page_label(page, "criteria"));
	struct cdr_doc_node *table = page_table(page, headers, CDR_LEN(headers));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		struct cdr_str cells[] = { cdr_json_get_str(item, "title"),
			                   page_label_of(page, cdr_json_get_str(item, "kind")),
			                   cdr_json_get_str(item, "source"),
			                   page_label_of(page, cdr_json_get_str(item, "answered")) };
		page_row(page, table, cells, CDR_LEN(cells));
	}
}

/* Of a draft under several laws: which part of it answers which provision. */
static void
answers(const struct page *page)
{
	static const char *const headers[] = { "criterion", "law", "provision" };
	const struct cdr_json *all = cdr_json_get(page->draft, "answers");
	if (cdr_json_count(all) == 0)
		return;
	page_heading(page, 3, page_label(page, "answers"));
	struct cdr_doc_node *table = page_table(page, headers, CDR_LEN(headers));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		struct cdr_str cells[] = { page_criterion(page, cdr_json_get_str(item, "criterion")),
			                   cdr_json_get_str(item, "law"), cdr_json_get_str(item, "provision") };
		page_row(page, table, cells, CDR_LEN(cells));
	}
}

static void
deadlines(const struct page *page)
{
	static const char *const headers[] = { "due", "deadline", "kind", "asked_by" };
	const struct cdr_json *all = cdr_json_get(page->draft, "deadlines");
	if (cdr_json_count(all) == 0)
		return;
	page_heading(page, 3, page_label(page, "deadlines"));
	struct cdr_doc_node *table = page_table(page, headers, CDR_LEN(headers));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		struct cdr_str date = cdr_json_get_str(item, "date");
		struct cdr_str cells[] = { date.n ? date : page_label(page, "date_not_known"),
			                   cdr_json_get_str(item, "text"),
			                   page_label_of(page, cdr_json_get_str(item, "kind")),
			                   cdr_json_get_str(item, "source") };
		page_row(page, table, cells, CDR_LEN(cells));
	}
}

static void
duties(const struct page *page)
{
	static const char *const headers[] = { "duty", "asked_by" };
	const struct cdr_json *all = cdr_json_get(page->draft, "duties");
	if (cdr_json_count(all) == 0)
		return;
	page_heading(page, 3, page_label(page, "duties"));
	struct cdr_doc_node *table = page_table(page, headers, CDR_LEN(headers));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		struct cdr_str cells[] = { cdr_json_get_str(cdr_json_at(all, i), "text"),
			                   cdr_json_get_str(cdr_json_at(all, i), "source") };
		page_row(page, table, cells, CDR_LEN(cells));
	}
}

static void
sources(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(cdr_json_get(page->draft, "law"), "sources");
	page_heading(page, 3, page_label(page, "sources"));
	struct cdr_doc_node *list = page_add(page, NULL, CDR_DOC_LIST, no_text);
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *source = cdr_json_at(all, i);
		struct cdr_doc_node *item = page_add(page, list, CDR_DOC_ITEM, cdr_json_get_str(source, "title"));
		struct cdr_str url = cdr_json_get_str(source, "url");
		if (url.n) {
			page_span(page, item, CDR_STR(", "));
			cdr_doc_link(page->doc, item, url, url);
		}
	}
}

void
document_about(const struct page *page)
{
	page_heading(page, 2, page_label(page, "about_draft"));
	scope(page);
	coverage(page);
	answers(page);
	deadlines(page);
	duties(page);
	sources(page);
}

/* ----------------------------------------------------------------------------------------------------------- notes */

/* "Import 3: suppliers.csv, copy of 2026-05-01 (SHA-256 0123…, evidence record 4)". */
static struct cdr_str
ref_text(const struct page *page, const struct cdr_json *ref)
{
	struct cdr_str file = cdr_json_get_str(ref, "file"), digest = cdr_json_get_str(ref, "sha256");
	struct cdr_str as_of = cdr_json_get_str(ref, "as_of");
	int64_t evidence = cdr_json_get_int(ref, "evidence", 0);
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_buf_add_str(&buf, page_label_of(page, cdr_json_get_str(ref, "kind")));
	cdr_buf_putc(&buf, ' ');
	cdr_buf_add_str(&buf, cdr_json_get_str(ref, "ref"));
	if (file.n)
		cdr_buf_printf(&buf, ": %.*s", CDR_STR_ARG(file));
	if (as_of.n)
		cdr_buf_printf(&buf, ", %.*s %.*s", CDR_STR_ARG(page_label(page, "copy_of")), CDR_STR_ARG(as_of));
	if (digest.n)
		cdr_buf_printf(&buf, ", SHA-256 %.*s…",
		               CDR_STR_ARG(((struct cdr_str){ digest.p, cdr_str_cut(digest, DIGEST_SHOWN) })));
	if (evidence)
		cdr_buf_printf(&buf, ", %.*s %lld", CDR_STR_ARG(page_label(page, "evidence")), (long long)evidence);
	return buf.failed ? no_text : cdr_str_copy(page->doc->arena, cdr_buf_str(&buf));
}

/* `notes` is NULL in a public statement, where only the check remains. */
static enum cdr_status
note(const struct page *page, struct cdr_doc_node *notes, struct cdr_str anchor, const struct cdr_json *refs,
     struct cdr_error *err)
{
	size_t n = cdr_json_count(refs);
	if (n == 0)
		return cdr_fail(err, CDR_EINPUT, "statement", NULL,
		                "the draft's sentence %.*s rests on nothing; a statement cannot be made from it",
		                CDR_STR_ARG(anchor));
	if (!notes)
		return CDR_OK;
	struct cdr_doc_node *node = page_add(page, notes, CDR_DOC_NOTE, page_label(page, "rests_on"));
	node->anchor = cdr_str_copy(page->doc->arena, anchor);
	struct cdr_doc_node *list = page_add(page, node, CDR_DOC_LIST, no_text);
	for (size_t i = 0; i < n && i < NOTE_REFS_SHOWN; i++)
		page_add(page, list, CDR_DOC_ITEM, ref_text(page, cdr_json_at(refs, i)));
	if (n > NOTE_REFS_SHOWN)
		page_add(page, list, CDR_DOC_ITEM,
		         cdr_str_format(page->doc->arena, "+%zu %.*s", n - NOTE_REFS_SHOWN,
		                        CDR_STR_ARG(page_label(page, "and_more"))));
	return CDR_OK;
}

/* One note for each of a list, in the order in which they stand in the text: by criterion. */
static enum cdr_status
notes_of(const struct page *page, struct cdr_doc_node *notes, const char *name, struct cdr_str criterion,
         struct cdr_error *err)
{
	const struct cdr_json *all = cdr_json_get(page->draft, name);
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		if (cdr_str_equal(cdr_json_get_str(item, "criterion"), criterion))
			CDR_TRY(note(page, notes, cdr_json_get_str(item, "id"), cdr_json_get(item, "rests_on"), err));
	}
	return CDR_OK;
}

enum cdr_status
document_notes(const struct page *page, struct cdr_error *err)
{
	const struct cdr_json *criteria = cdr_json_get(page->draft, "criteria");
	const struct cdr_json *scope_refs = cdr_json_get(cdr_json_get(page->draft, "scope"), "rests_on");
	struct cdr_doc_node *notes =
		page->is_public ? NULL : page_add(page, NULL, CDR_DOC_NOTES, page_label(page, "notes"));
	for (size_t i = 0; i < cdr_json_count(criteria); i++) {
		struct cdr_str id = cdr_json_get_str(cdr_json_at(criteria, i), "id");
		CDR_TRY(notes_of(page, notes, "claims", id, err));
		CDR_TRY(notes_of(page, notes, "charts", id, err));
	}
	return note(page, notes, CDR_STR("scope"), scope_refs, err);
}
