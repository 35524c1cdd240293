/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include <math.h>

#include "candor/base.h"
#include "candor/doc.h"
#include "statement/document-impl.h"
#include "statement/statement-impl.h"

/*
 * document: a stored draft's JSON -> a document tree, without the store and without the law. First the statement as it
 * would be published, every claim with a note; then the approval and signature, as far as there are any; then what the
 * people finishing it need to know and the annex for auditors (document-about.c, document-annex.c); last the notes. With
 * `audience` "public" only the statement. The surprise: a claim or a chart whose rests_on is empty is refused here too, so
 * that even an edited draft cannot render a sentence that rests on nothing.
 */

static const struct cdr_str no_text = { NULL, 0 };

struct cdr_str
page_label(const struct page *page, const char *name)
{
	struct cdr_str text = cdr_json_get_str(page->labels, name);
	if (text.p)
		return text;
	struct cdr_str words = cdr_str_copy(page->doc->arena, cdr_str_from(name));
	char *p = words.p ? cdr_arena_alloc(page->doc->arena, words.n + 1) : NULL;
	for (size_t i = 0; p && i < words.n; i++)
		p[i] = words.p[i] == '_' ? ' ' : words.p[i];
	if (p && p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	return p ? (struct cdr_str){ p, words.n } : cdr_str_from(name);
}

struct cdr_str
page_label_of(const struct page *page, struct cdr_str word)
{
	const struct cdr_json *found = cdr_collect_path(page->labels, word);
	return found ? cdr_json_string(found) : word;
}

static struct cdr_str
get(const struct cdr_json *object, const char *outer, const char *inner)
{
	return cdr_json_get_str(cdr_json_get(object, outer), inner);
}

struct cdr_doc_node *
page_add(const struct page *page, struct cdr_doc_node *parent, enum cdr_doc_kind kind, struct cdr_str text)
{
	return cdr_doc_add(page->doc, parent, kind, 0, text);
}

void
page_heading(const struct page *page, int level, struct cdr_str text)
{
	(void)cdr_doc_add(page->doc, NULL, CDR_DOC_HEADING, level, text);
}

void
page_span(const struct page *page, struct cdr_doc_node *node, struct cdr_str text)
{
	cdr_doc_span(page->doc, node, text, no_text);
}

void
page_row(const struct page *page, struct cdr_doc_node *table, const struct cdr_str *cells, size_t n_cells)
{
	struct cdr_doc_node *node = page_add(page, table, CDR_DOC_TABLE_ROW, no_text);
	for (size_t i = 0; i < n_cells; i++)
		page_add(page, node, CDR_DOC_TABLE_CELL, cells[i]);
}

struct cdr_doc_node *
page_table(const struct page *page, const char *const *headers, size_t n_headers)
{
	struct cdr_doc_node *table = page_add(page, NULL, CDR_DOC_TABLE, no_text);
	struct cdr_doc_node *node = page_add(page, table, CDR_DOC_TABLE_ROW, no_text);
	for (size_t i = 0; i < n_headers; i++)
		page_add(page, node, CDR_DOC_TABLE_CELL, page_label(page, headers[i]));
	return table;
}

struct cdr_str
page_day(struct cdr_str time)
{
	return (struct cdr_str){ time.p, time.n < 10 ? time.n : 10 };
}

struct cdr_str
page_list(const struct page *page, const struct cdr_json *list)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < cdr_json_count(list); i++) {
		const struct cdr_json *item = cdr_json_at(list, i);
		cdr_buf_puts(&out, out.n ? ", " : "");
		if (cdr_json_type(item) == CDR_JSON_STRING)
			cdr_buf_add_str(&out, page_label_of(page, cdr_json_string(item)));
		else if (cdr_json_type(item) == CDR_JSON_OBJECT)
			cdr_buf_add_str(&out, cdr_json_get_str(item, "reason"));
	}
	return out.failed || !out.n ? no_text : cdr_str_copy(page->doc->arena, cdr_buf_str(&out));
}

struct cdr_str
page_criterion(const struct page *page, struct cdr_str id)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "criteria");
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		if (cdr_str_equal(cdr_json_get_str(item, "id"), id))
			return cdr_json_get_str(item, "title");
	}
	return id;
}

/* ----------------------------------------------------------------------------------------------------------- status */

/* What is said over the whole document, by status; one that is not known is treated as a draft nobody has seen. */
static const struct {
	const char *status, *banner; /* NULL: none */
} banners[] = {
	{ "unsigned draft", "unsigned_draft" },
	{ "reviewed", "reviewed_draft" },
	{ "approved", "approved_not_signed" },
	{ "signed", NULL },
	{ "published", NULL },
	{ "superseded", "superseded_statement" },
};

static const char *
banner_of(struct cdr_str status)
{
	for (size_t i = 0; i < CDR_LEN(banners); i++) {
		if (cdr_str_equal(status, cdr_str_from(banners[i].status)))
			return banners[i].banner;
	}
	return banners[0].banner;
}

static bool
is_signed(const struct page *page)
{
	struct cdr_str status = cdr_json_get_str(page->draft, "status");
	return cdr_str_equal(status, CDR_STR("signed")) || cdr_str_equal(status, CDR_STR("published")) ||
	       cdr_str_equal(status, CDR_STR("superseded"));
}

/* Warnings stand at the top, where whoever hands the draft on sees them. */
static void
warnings(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "warnings");
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *warning = cdr_json_at(all, i);
		struct cdr_str place = cdr_json_get_str(warning, "place");
		struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_GAP, page_label(page, "warning"));
		page_span(page, node, CDR_STR(" "));
		page_span(page, node, cdr_json_get_str(warning, "text"));
		if (place.n) {
			page_span(page, node, CDR_STR(" ("));
			page_span(page, node, place);
			page_span(page, node, CDR_STR(")"));
		}
	}
}

static void
front(const struct page *page)
{
	const char *banner = banner_of(cdr_json_get_str(page->draft, "status"));
	page_heading(page, 1, page->doc->title);
	if (banner)
		page_add(page, NULL, CDR_DOC_BANNER, page_label(page, banner));
	struct cdr_doc_node *node =
		page_add(page, NULL, CDR_DOC_PARAGRAPH, page_label(page, is_signed(page) ? "made_under" : "under"));
	page_span(page, node, CDR_STR(" "));
	page_span(page, node, get(page->draft, "law", "law"));
	page_span(page, node, CDR_STR("."));
	if (!is_signed(page)) {
		page_span(page, node, CDR_STR(" "));
		page_span(page, node, page_label(page, "drafted_on"));
		page_span(page, node, CDR_STR(" "));
		page_span(page, node, page_day(cdr_json_get_str(page->draft, "created_at")));
		page_span(page, node, CDR_STR("."));
	}
	if (!page->is_public)
		warnings(page);
}

/* ---------------------------------------------------------------------------------------------------- what is said */

/* Questions are for those who still work on it: in what is published after signing they have no place. The form with the
 * annex keeps them, and the record of approval counts them. */
static bool
hides_gaps(const struct page *page)
{
	return page->is_public && is_signed(page);
}

static void
gaps_of(const struct page *page, struct cdr_str criterion)
{
	if (hides_gaps(page))
		return;
	const struct cdr_json *gaps = cdr_json_get(page->draft, "gaps");
	for (size_t i = 0; i < cdr_json_count(gaps); i++) {
		const struct cdr_json *gap = cdr_json_at(gaps, i);
		if (!cdr_str_equal(cdr_json_get_str(gap, "criterion"), criterion))
			continue;
		struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_GAP, page_label(page, "gap"));
		page_span(page, node, CDR_STR(" "));
		page_span(page, node, cdr_json_get_str(gap, "text"));
	}
}

/* "on 2026-05-01, ada: why". */
static void
act_of(const struct page *page, struct cdr_doc_node *node, const struct cdr_json *act)
{
	struct cdr_str reason = cdr_json_get_str(act, "reason");
	page_span(page, node, page_day(cdr_json_get_str(act, "at")));
	page_span(page, node, CDR_STR(", "));
	page_span(page, node, cdr_json_get_str(act, "by"));
	if (reason.n) {
		page_span(page, node, CDR_STR(": "));
		page_span(page, node, reason);
	}
	page_span(page, node, CDR_STR(". "));
}

/* Who changed the sentence and what it was; as a gap where it says more than the evidence carries and nobody has said why
 * it stands all the same. */
static void
edited_mark(const struct page *page, const struct cdr_json *edited)
{
	const struct cdr_json *confirmed = cdr_json_get(edited, "confirmed");
	struct cdr_str flags = page_list(page, cdr_json_get(edited, "flags"));
	struct cdr_str drafted = cdr_json_get_str(edited, "text_drafted");
	struct cdr_doc_node *node =
		page_add(page, NULL, flags.n && !confirmed ? CDR_DOC_GAP : CDR_DOC_PARAGRAPH, no_text);
	cdr_doc_strong(page->doc, node,
	               page_label(page, flags.n     ? "edited_beyond_evidence"
	                                : drafted.n ? "edited"
	                                            : "added"));
	page_span(page, node, CDR_STR(" "));
	if (flags.n) {
		page_span(page, node, flags);
		page_span(page, node, CDR_STR(". "));
	}
	act_of(page, node, edited);
	if (confirmed) {
		page_span(page, node, page_label(page, "confirmed"));
		page_span(page, node, CDR_STR(" "));
		act_of(page, node, confirmed);
	}
	if (!drafted.n)
		return;
	page_span(page, node, page_label(page, "as_drafted"));
	page_span(page, node, CDR_STR(" “"));
	page_span(page, node, drafted);
	page_span(page, node, CDR_STR("”"));
}

/* Edits whose sentence is no longer drafted: what people wrote is not lost unseen. */
static void
edits_lost(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "edits_lost");
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_GAP, page_label(page, "edit_lost"));
		page_span(page, node, CDR_STR(" "));
		page_span(page, node, cdr_json_get_str(cdr_json_at(all, i), "text"));
	}
}

/* A number or a text member, as text. */
static struct cdr_str
as_text(const struct page *page, const struct cdr_json *object, const char *name)
{
	struct cdr_str text = cdr_json_get_str(object, name);
	int64_t number = cdr_json_get_int(object, name, 0);
	return text.p || !number ? text : cdr_str_format(page->doc->arena, "%lld", (long long)number);
}

static void
copied_mark(const struct page *page, const struct cdr_json *copied)
{
	struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_GAP, no_text);
	cdr_doc_strong(page->doc, node, page_label(page, "carried_over"));
	page_span(page, node, CDR_STR(" "));
	page_span(page, node, as_text(page, copied, "year"));
}

static void
claim(const struct page *page, const struct cdr_json *item)
{
	const struct cdr_json *edited = cdr_json_get(item, "edited"), *copied = cdr_json_get(item, "copied_from");
	struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_PARAGRAPH, no_text);
	cdr_doc_span(page->doc, node, cdr_json_get_str(item, "text"),
	             page->is_public ? no_text : cdr_json_get_str(item, "id"));
	if (page->is_public || is_signed(page))
		return; /* what was edited still stands in the annex */
	if (cdr_json_type(edited) == CDR_JSON_OBJECT)
		edited_mark(page, edited);
	if (cdr_json_type(copied) == CDR_JSON_OBJECT)
		copied_mark(page, copied);
}

static void
chart(const struct page *page, const struct cdr_json *item)
{
	const struct cdr_json *all = cdr_json_get(item, "points");
	size_t n = cdr_json_count(all);
	struct cdr_doc_point *points = cdr_arena_alloc(page->doc->arena, (n + 1) * sizeof(*points));
	if (!points) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct cdr_json *value = cdr_json_get(cdr_json_at(all, i), "value");
		bool is_number = cdr_json_type(value) == CDR_JSON_INT || cdr_json_type(value) == CDR_JSON_REAL;
		points[i] = (struct cdr_doc_point){ cdr_json_get_str(cdr_json_at(all, i), "label"),
			                            is_number ? cdr_json_real(value, 0) : (double)NAN };
	}
	struct cdr_doc_chart given = { cdr_str_equal(cdr_json_get_str(item, "kind"), CDR_STR("line"))
		                               ? CDR_DOC_CHART_LINE
		                               : CDR_DOC_CHART_BARS,
		                       cdr_json_get_str(item, "title"), cdr_json_get_str(item, "unit"), points, n };
	cdr_doc_chart(page->doc, NULL, &given);
	if (page->is_public)
		return;
	struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_PARAGRAPH, no_text);
	cdr_doc_span(page->doc, node, page_label(page, "figures_of_chart"), cdr_json_get_str(item, "id"));
}

static void
charts_of(const struct page *page, struct cdr_str criterion)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "charts");
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(all, i), "criterion"), criterion))
			chart(page, cdr_json_at(all, i));
	}
}

static bool
has_one_of(const struct cdr_json *items, struct cdr_str criterion)
{
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(items, i), "criterion"), criterion))
			return true;
	}
	return false;
}

/* Whether anything is said under a criterion or under a part of it. */
static bool
says_something(const struct page *page, struct cdr_str criterion)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "criteria");
	const struct cdr_json *claims = cdr_json_get(page->draft, "claims");
	const struct cdr_json *charts = cdr_json_get(page->draft, "charts");
	bool found = has_one_of(claims, criterion) || has_one_of(charts, criterion);
	for (size_t i = 0; i < cdr_json_count(all) && !found; i++) {
		const struct cdr_json *part = cdr_json_at(all, i);
		struct cdr_str id = cdr_json_get_str(part, "id");
		found = cdr_str_equal(cdr_json_get_str(part, "part_of"), criterion) &&
		        (has_one_of(claims, id) || has_one_of(charts, id));
	}
	return found;
}

/* The heading of a criterion. Where its questions are not shown and nothing is said, a subject says so and a part is left
 * out: nobody is to take the silence for an answer. False when it was left out. */
static bool
criterion_heading(const struct page *page, const struct cdr_json *criterion)
{
	bool is_part = cdr_json_get_str(criterion, "part_of").n > 0;
	bool silent = hides_gaps(page) && !says_something(page, cdr_json_get_str(criterion, "id"));
	if (silent && is_part)
		return false;
	page_heading(page, is_part ? 3 : 2, cdr_json_get_str(criterion, "title")); /* a part stands one level down */
	if (silent)
		page_add(page, NULL, CDR_DOC_PARAGRAPH, page_label(page, "nothing_said"));
	return true;
}

static void
criteria(const struct page *page)
{
	const struct cdr_json *all = cdr_json_get(page->draft, "criteria");
	const struct cdr_json *claims = cdr_json_get(page->draft, "claims");
	gaps_of(page, CDR_STR("draft"));
	if (!page->is_public)
		edits_lost(page);
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		struct cdr_str id = cdr_json_get_str(cdr_json_at(all, i), "id");
		if (!criterion_heading(page, cdr_json_at(all, i)))
			continue;
		for (size_t k = 0; k < cdr_json_count(claims); k++) {
			if (cdr_str_equal(cdr_json_get_str(cdr_json_at(claims, k), "criterion"), id))
				claim(page, cdr_json_at(claims, k));
		}
		charts_of(page, id);
		gaps_of(page, id);
	}
}

/* -------------------------------------------------------------------------------------------------------- sign-off */

/* The last step of a kind; NULL when it has not been taken. */
static const struct cdr_json *
step_of(const struct page *page, const char *kind)
{
	const struct cdr_json *steps = cdr_json_get(page->draft, "steps"), *found = NULL;
	for (size_t i = 0; i < cdr_json_count(steps); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(steps, i), "step"), cdr_str_from(kind)))
			found = cdr_json_at(steps, i);
	}
	return found;
}

/* "Label: a, b, c" of those members of a step that are there; a day first. */
static void
filled(const struct page *page, struct cdr_str label, const struct cdr_json *step, const char *const *members, size_t n)
{
	struct cdr_doc_node *node = page_add(page, NULL, CDR_DOC_PARAGRAPH, no_text);
	cdr_doc_strong(page->doc, node, label);
	page_span(page, node, CDR_STR(": "));
	page_span(page, node, page_day(cdr_json_get_str(step, "at")));
	for (size_t i = 0; i < n; i++) {
		struct cdr_str value = cdr_json_get_str(step, members[i]);
		if (!value.n)
			continue;
		page_span(page, node, CDR_STR(", "));
		if (cdr_str_equal(cdr_str_from(members[i]), CDR_STR("url")))
			cdr_doc_link(page->doc, node, value, value);
		else
			page_span(page, node, page_label_of(page, value));
	}
}

static void
sign_off(const struct page *page)
{
	static const char *const approval[] = { "body", "minute" }, *const signature[] = { "name", "role" };
	static const char *const publication[] = { "url" };
	const struct cdr_json *blanks = cdr_json_get(page->draft, "blanks");
	const struct cdr_json *approved = step_of(page, "approved"), *signed_by = step_of(page, "signed");
	const struct cdr_json *published = step_of(page, "published");
	if (cdr_json_count(blanks) == 0 && !approved && !signed_by && !published)
		return;
	page_heading(page, 2, page_label(page, "sign_off"));
	gaps_of(page, CDR_STR("sign_off"));
	for (size_t i = 0; i < cdr_json_count(blanks); i++) {
		const struct cdr_json *blank = cdr_json_at(blanks, i);
		struct cdr_str kind = cdr_json_get_str(blank, "kind");
		bool is_done = (approved && cdr_str_equal(kind, CDR_STR("approval"))) ||
		               (signed_by && cdr_str_equal(kind, CDR_STR("signature")));
		if (!is_done)
			page_add(page, NULL, CDR_DOC_BLANK, cdr_json_get_str(blank, "label"));
	}
	if (approved)
		filled(page, page_label(page, "approved"), approved, approval, CDR_LEN(approval));
	if (signed_by)
		filled(page, page_label(page, "signed"), signed_by, signature, CDR_LEN(signature));
	if (published)
		filled(page, page_label(page, "published"), published, publication, CDR_LEN(publication));
}

/* ------------------------------------------------------------------------------------------------------ the whole */

/* Every claim and chart must stand under a criterion of the draft, or it would be left out unseen. */
static enum cdr_status
check_placed(const struct cdr_json *draft, const char *list, const char *what, struct cdr_error *err)
{
	const struct cdr_json *items = cdr_json_get(draft, list), *all = cdr_json_get(draft, "criteria");
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		struct cdr_str criterion = cdr_json_get_str(cdr_json_at(items, i), "criterion");
		bool found = false;
		for (size_t k = 0; k < cdr_json_count(all) && !found; k++)
			found = cdr_str_equal(cdr_json_get_str(cdr_json_at(all, k), "id"), criterion);
		if (!found)
			return cdr_fail(err, CDR_EINPUT, "statement", NULL,
			                "the draft has a %s for “%.*s”, which is none of its criteria", what,
			                CDR_STR_ARG(criterion));
	}
	return CDR_OK;
}

static enum cdr_status
check(const struct cdr_json *draft, struct cdr_error *err)
{
	struct cdr_str format = cdr_json_get_str(draft, "format");
	if (!cdr_str_equal(format, CDR_STR(CDR_STATEMENT_FORMAT)) &&
	    !cdr_str_equal(format, CDR_STR(CDR_STATEMENT_FORMAT_1)))
		return cdr_fail(err, CDR_EINPUT, "statement", NULL,
		                "this is not a draft of the format “" CDR_STATEMENT_FORMAT "”; draft again");
	CDR_TRY(check_placed(draft, "claims", "sentence", err));
	CDR_TRY(check_placed(draft, "charts", "chart", err));
	const struct cdr_json *charts = cdr_json_get(draft, "charts");
	for (size_t i = 0; i < cdr_json_count(charts); i++) {
		if (cdr_json_count(cdr_json_get(cdr_json_at(charts, i), "points")) > CDR_DOC_CHART_MAX_POINTS)
			return cdr_fail(err, CDR_EINPUT, "statement", NULL,
			                "the draft has a chart of more than %d points", CDR_DOC_CHART_MAX_POINTS);
	}
	return CDR_OK;
}

static enum cdr_status
fill(const struct page *page, struct cdr_error *err)
{
	cdr_doc_about(page->doc, get(page->draft, "organisation", "name"), get(page->draft, "law", "law"),
	              page_label(page, "skip_to_text"));
	front(page);
	criteria(page);
	sign_off(page);
	if (page->is_public) {
		/* Refuses, as the notes do, what rests on nothing. */
		return document_notes(page, err);
	}
	document_about(page);
	CDR_TRY(document_annex(page, err));
	return document_notes(page, err);
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
	struct page page = { draft, cdr_json_get(draft, "labels"), doc,
		             cdr_str_equal(cdr_json_get_str(draft, "audience"), CDR_STR("public")) };
	CDR_TRY(fill(&page, err));
	*ret = cdr_steal(&doc);
	return CDR_OK;
}
