/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include "candor/base.h"
#include "candor/doc.h"
#include "statement/statement-impl.h"

/*
 * document: a stored draft's JSON -> a document tree, without the store and without the law. First the statement as it
 * would be published, every claim with a note; then the blanks to sign; then what the people finishing it need to know
 * (scope, coverage, duties); last the notes. The surprise: a claim whose rests_on is empty is refused here too, so that
 * even an edited draft cannot render a sentence that rests on nothing.
 */

#define NOTE_REFS_SHOWN 25 /* more than that is read in the draft's JSON form */
#define DIGEST_SHOWN 16

struct page {
	const struct cdr_json *draft, *labels;
	struct cdr_doc *doc;
};

static const struct cdr_str no_text = { NULL, 0 };

static struct cdr_str
label(const struct page *page, const char *name)
{
	struct cdr_str text = cdr_json_get_str(page->labels, name);
	return text.p ? text : cdr_str_from(name);
}

/* The label a data word has ("must", "organisation"); the word itself when there is none. */
static struct cdr_str
label_of(const struct page *page, struct cdr_str word)
{
	const struct cdr_json *found = cdr_collect_path(page->labels, word);
	return found ? cdr_json_string(found) : word;
}

static struct cdr_str
get(const struct cdr_json *object, const char *outer, const char *inner)
{
	return cdr_json_get_str(cdr_json_get(object, outer), inner);
}

static struct cdr_doc_node *
add(const struct page *page, struct cdr_doc_node *parent, enum cdr_doc_kind kind, struct cdr_str text)
{
	return cdr_doc_add(page->doc, parent, kind, 0, text);
}

static void
heading(const struct page *page, int level, struct cdr_str text)
{
	(void)cdr_doc_add(page->doc, NULL, CDR_DOC_HEADING, level, text);
}

static void
span(const struct page *page, struct cdr_doc_node *node, struct cdr_str text)
{
	cdr_doc_span(page->doc, node, text, no_text);
}

static void
front(const struct page *page)
{
	heading(page, 1, page->doc->title);
	add(page, NULL, CDR_DOC_BANNER, label(page, "unsigned_draft"));
	struct cdr_doc_node *node = add(page, NULL, CDR_DOC_PARAGRAPH, label(page, "under"));
	span(page, node, CDR_STR(" "));
	span(page, node, get(page->draft, "law", "law"));
	span(page, node, CDR_STR(". "));
	span(page, node, label(page, "drafted_on"));
	span(page, node, CDR_STR(" "));
	struct cdr_str at = cdr_json_get_str(page->draft, "created_at");
	span(page, node, (struct cdr_str){ at.p, at.n < 10 ? at.n : 10 });
	span(page, node, CDR_STR("."));
}

static void
gaps_of(const struct page *page, struct cdr_str criterion)
{
	const struct cdr_json *gaps = cdr_json_get(page->draft, "gaps");
	for (size_t i = 0; i < cdr_json_count(gaps); i++) {
		const struct cdr_json *gap = cdr_json_at(gaps, i);
		if (!cdr_str_equal(cdr_json_get_str(gap, "criterion"), criterion))
			continue;
		struct cdr_doc_node *node = add(page, NULL, CDR_DOC_GAP, label(page, "gap"));
		span(page, node, CDR_STR(" "));
		span(page, node, cdr_json_get_str(gap, "text"));
	}
}

static void
criteria(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "criteria");
	const struct cdr_json *claims = cdr_json_get(page->draft, "claims");
	gaps_of(page, CDR_STR("draft"));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		struct cdr_str id = cdr_json_get_str(cdr_json_at(all, i), "id");
		heading(page, 2, cdr_json_get_str(cdr_json_at(all, i), "title"));
		for (size_t k = 0; k < cdr_json_count(claims); k++) {
			const struct cdr_json *claim = cdr_json_at(claims, k);
			if (!cdr_str_equal(cdr_json_get_str(claim, "criterion"), id))
				continue;
			struct cdr_doc_node *node = add(page, NULL, CDR_DOC_PARAGRAPH, no_text);
			cdr_doc_span(page->doc, node, cdr_json_get_str(claim, "text"), cdr_json_get_str(claim, "id"));
		}
		gaps_of(page, id);
	}
}

static void
sign_off(const struct page *page)
{
	const struct cdr_json *blanks = cdr_json_get(page->draft, "blanks");
	if (cdr_json_count(blanks) == 0)
		return;
	heading(page, 2, label(page, "sign_off"));
	gaps_of(page, CDR_STR("sign_off"));
	for (size_t i = 0; i < cdr_json_count(blanks); i++)
		add(page, NULL, CDR_DOC_BLANK, cdr_json_get_str(cdr_json_at(blanks, i), "label"));
}

static void
scope(const struct page *page)
{
	const struct cdr_json *node = cdr_json_get(page->draft, "scope");
	const struct cdr_json *missing = cdr_json_get(node, "missing");
	heading(page, 3, label(page, "scope"));
	struct cdr_doc_node *text = add(page, NULL, CDR_DOC_PARAGRAPH, no_text);
	cdr_doc_span(page->doc, text, cdr_json_get_str(node, "text"), CDR_STR("scope"));
	for (size_t i = 0; i < cdr_json_count(missing); i++) {
		const struct cdr_json *item = cdr_json_at(missing, i);
		struct cdr_doc_node *gap = add(page, NULL, CDR_DOC_GAP, label(page, "gap"));
		span(page, gap, CDR_STR(" "));
		span(page, gap, cdr_json_get_str(item, "question"));
		struct cdr_str note = cdr_json_get_str(item, "note");
		if (note.n) {
			span(page, gap, CDR_STR(" "));
			span(page, gap, note);
		}
	}
}

static void
row(const struct page *page, struct cdr_doc_node *table, struct cdr_str a, struct cdr_str b, struct cdr_str c,
    struct cdr_str d)
{
	struct cdr_doc_node *node = add(page, table, CDR_DOC_TABLE_ROW, no_text);
	struct cdr_str cells[] = { a, b, c, d };
	for (size_t i = 0; i < CDR_LEN(cells) && (cells[i].p || i < 2); i++)
		add(page, node, CDR_DOC_TABLE_CELL, cells[i]);
}

static void
coverage(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "criteria");
	heading(page, 3, label(page, "criteria"));
	struct cdr_doc_node *table = add(page, NULL, CDR_DOC_TABLE, no_text);
	row(page, table, label(page, "criterion"), label(page, "kind"), label(page, "asked_by"),
	    label(page, "answered"));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		row(page, table, cdr_json_get_str(item, "title"), label_of(page, cdr_json_get_str(item, "kind")),
		    cdr_json_get_str(item, "source"), label_of(page, cdr_json_get_str(item, "answered")));
	}
}

static void
duties(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "duties");
	if (cdr_json_count(all) == 0)
		return;
	heading(page, 3, label(page, "duties"));
	struct cdr_doc_node *table = add(page, NULL, CDR_DOC_TABLE, no_text);
	row(page, table, label(page, "duty"), label(page, "asked_by"), no_text, no_text);
	for (size_t i = 0; i < cdr_json_count(all); i++)
		row(page, table, cdr_json_get_str(cdr_json_at(all, i), "text"),
		    cdr_json_get_str(cdr_json_at(all, i), "source"), no_text, no_text);
}

static void
sources(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(cdr_json_get(page->draft, "law"), "sources");
	heading(page, 3, label(page, "sources"));
	struct cdr_doc_node *list = add(page, NULL, CDR_DOC_LIST, no_text);
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *source = cdr_json_at(all, i);
		struct cdr_doc_node *item = add(page, list, CDR_DOC_ITEM, cdr_json_get_str(source, "title"));
		struct cdr_str url = cdr_json_get_str(source, "url");
		if (url.n) {
			span(page, item, CDR_STR(", "));
			span(page, item, url);
		}
	}
}

/* "Import 3: suppliers.csv, copy of 2026-05-01 (SHA-256 0123…, evidence record 4)". */
static struct cdr_str
ref_text(const struct page *page, const struct cdr_json *ref)
{
	struct cdr_str file = cdr_json_get_str(ref, "file"), digest = cdr_json_get_str(ref, "sha256");
	struct cdr_str as_of = cdr_json_get_str(ref, "as_of");
	int64_t evidence = cdr_json_get_int(ref, "evidence", 0);
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_buf_add_str(&buf, label_of(page, cdr_json_get_str(ref, "kind")));
	cdr_buf_putc(&buf, ' ');
	cdr_buf_add_str(&buf, cdr_json_get_str(ref, "ref"));
	if (file.n)
		cdr_buf_printf(&buf, ": %.*s", CDR_STR_ARG(file));
	if (as_of.n)
		cdr_buf_printf(&buf, ", %.*s %.*s", CDR_STR_ARG(label(page, "copy_of")), CDR_STR_ARG(as_of));
	if (digest.n)
		cdr_buf_printf(&buf, ", SHA-256 %.*s…",
		               CDR_STR_ARG(((struct cdr_str){ digest.p, cdr_str_cut(digest, DIGEST_SHOWN) })));
	if (evidence)
		cdr_buf_printf(&buf, ", %.*s %lld", CDR_STR_ARG(label(page, "evidence")), (long long)evidence);
	return buf.failed ? no_text : cdr_str_copy(page->doc->arena, cdr_buf_str(&buf));
}

static enum cdr_status
note(const struct page *page, struct cdr_doc_node *notes, struct cdr_str anchor, const struct cdr_json *refs,
     struct cdr_error *err)
{
	size_t n = cdr_json_count(refs);
	if (n == 0)
		return cdr_fail(err, CDR_EINPUT, "statement", NULL,
		                "the draft's sentence %.*s rests on nothing; a statement cannot be made from it",
		                CDR_STR_ARG(anchor));
	struct cdr_doc_node *node = add(page, notes, CDR_DOC_NOTE, label(page, "rests_on"));
	node->anchor = cdr_str_copy(page->doc->arena, anchor);
	struct cdr_doc_node *list = add(page, node, CDR_DOC_LIST, no_text);
	for (size_t i = 0; i < n && i < NOTE_REFS_SHOWN; i++)
		add(page, list, CDR_DOC_ITEM, ref_text(page, cdr_json_at(refs, i)));
	if (n > NOTE_REFS_SHOWN)
		add(page, list, CDR_DOC_ITEM,
		    cdr_str_format(page->doc->arena, "+%zu %.*s", n - NOTE_REFS_SHOWN,
		                   CDR_STR_ARG(label(page, "and_more"))));
	return CDR_OK;
}

static enum cdr_status
add_notes(const struct page *page, struct cdr_error *err)
{
	const struct cdr_json *claims = cdr_json_get(page->draft, "claims");
	struct cdr_doc_node *notes = add(page, NULL, CDR_DOC_NOTES, label(page, "notes"));
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		CDR_TRY(note(page, notes, cdr_json_get_str(claim, "id"), cdr_json_get(claim, "rests_on"), err));
	}
	return note(page, notes, CDR_STR("scope"), cdr_json_get(cdr_json_get(page->draft, "scope"), "rests_on"), err);
}

/* Every claim must stand under a criterion of the draft, or it would be left out unseen. */
static enum cdr_status
check(const struct cdr_json *draft, struct cdr_error *err)
{
	const struct cdr_json *claims = cdr_json_get(draft, "claims"), *all = cdr_json_get(draft, "criteria");
	struct cdr_str format = cdr_json_get_str(draft, "format");
	if (!cdr_str_equal(format, CDR_STR(CDR_STATEMENT_FORMAT)) &&
	    !cdr_str_equal(format, CDR_STR(CDR_STATEMENT_FORMAT_1)))
		return cdr_fail(err, CDR_EINPUT, "statement", NULL,
		                "this is not a draft of the format “" CDR_STATEMENT_FORMAT "”; draft again");
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		struct cdr_str criterion = cdr_json_get_str(cdr_json_at(claims, i), "criterion");
		bool found = false;
		for (size_t k = 0; k < cdr_json_count(all) && !found; k++)
			found = cdr_str_equal(cdr_json_get_str(cdr_json_at(all, k), "id"), criterion);
		if (!found)
			return cdr_fail(err, CDR_EINPUT, "statement", NULL,
			                "the draft has a sentence for “%.*s”, which is none of its criteria",
			                CDR_STR_ARG(criterion));
	}
	return CDR_OK;
}

enum cdr_status
cdr_statement_document(struct cdr_str draft_json, struct cdr_doc **ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) draft = NULL;
	cdr_owned(cdr_doc) doc = NULL;
	cdr_auto(cdr_buf) title = CDR_BUF_INIT;
	CDR_TRY(cdr_json_parse(draft_json, "draft", &draft, err));
	CDR_TRY(check(draft, err));
	cdr_buf_printf(&title, "%.*s: %.*s %.*s", CDR_STR_ARG(get(draft, "organisation", "name")),
	               CDR_STR_ARG(get(draft, "law", "title")), CDR_STR_ARG(get(draft, "year", "label")));
	CDR_TRY(cdr_buf_check(&title, "statement", err));
	CDR_TRY(cdr_doc_new(cdr_buf_str(&title), cdr_json_get_str(draft, "language"), &doc, err));
	struct page page = { draft, cdr_json_get(draft, "labels"), doc };
	front(&page);
	criteria(&page);
	sign_off(&page);
	heading(&page, 2, label(&page, "about_draft"));
	scope(&page);
	coverage(&page);
	duties(&page);
	sources(&page);
	CDR_TRY(add_notes(&page, err));
	*ret = cdr_steal(&doc);
	return CDR_OK;
}
