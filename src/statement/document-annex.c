/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/document-impl.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "candor/doc.h"

/*
 * document-annex: for an auditor, on a page of its own: every sentence with its strength and the records it rests on, then
 * those records, each once, with its file, day, full digest and record of evidence; then what people changed, and the steps
 * of approval. The surprise: a sentence names its records by number ("E3, E7–E12"), because one that counts findings rests
 * on thousands, and a table that repeated their digests would be read by nobody.
 */

#define RECORDS_SHOWN 5000 /* more than that is read in the draft's JSON form */
#define RECORDS_MAX 4000000
#define BARE_A_ROW 10

static const struct cdr_str no_text = { NULL, 0 };

struct annex {
	const struct page *page;
	struct cdr_doc_node *sentences;
	struct cdr_map *numbers; /* "kind ref" -> struct record * */
	struct cdr_error *err;
};
/* One record, numbered in the order in which records are first named. */
struct record {
	const struct cdr_json *ref;
	size_t number;
};

static enum cdr_status
number_of(struct annex *annex, const struct cdr_json *ref, size_t *ret)
{
	struct cdr_arena *arena = annex->page->doc->arena;
	struct cdr_str kind = cdr_json_get_str(ref, "kind"), name = cdr_json_get_str(ref, "ref");
	struct cdr_str key = cdr_str_format(arena, "%.*s %.*s", CDR_STR_ARG(kind), CDR_STR_ARG(name));
	struct record *record = key.p ? cdr_map_get(annex->numbers, key) : NULL;
	if (!record) {
		record = key.p ? cdr_arena_alloc(arena, sizeof(*record)) : NULL;
		if (!record || cdr_map_put(annex->numbers, key, record) != CDR_OK)
			return cdr_fail_memory(annex->err, "statement");
		*record = (struct record){ ref, cdr_map_count(annex->numbers) };
	}
	*ret = record->number;
	return CDR_OK;
}

static void
add_range(struct cdr_buf *out, size_t from, size_t to)
{
	cdr_buf_printf(out, "%sE%zu", out->n ? ", " : "", from);
	if (to > from)
		cdr_buf_printf(out, to == from + 1 ? ", E%zu" : "–E%zu", to);
}

/* "E3, E7–E12", in the order in which the sentence names them. */
static enum cdr_status
numbers_text(struct annex *annex, const struct cdr_json *refs, struct cdr_str *ret)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	size_t from = 0, to = 0, number = 0;
	for (size_t i = 0; i < cdr_json_count(refs); i++) {
		CDR_TRY(number_of(annex, cdr_json_at(refs, i), &number));
		if (from && number == to + 1) {
			to = number;
			continue;
		}
		if (from)
			add_range(&out, from, to);
		from = to = number;
	}
	if (from)
		add_range(&out, from, to);
	CDR_TRY(cdr_buf_check(&out, "statement", annex->err));
	*ret = cdr_str_copy(annex->page->doc->arena, cdr_buf_str(&out));
	return ret->p ? CDR_OK : cdr_fail_memory(annex->err, "statement");
}

static enum cdr_status
sentence(struct annex *annex, struct cdr_str id, struct cdr_str text, struct cdr_str strength,
         const struct cdr_json *refs)
{
	struct cdr_str numbers = no_text;
	CDR_TRY(numbers_text(annex, refs, &numbers));
	struct cdr_str cells[] = { id, text, strength, numbers };
	page_row(annex->page, annex->sentences, cells, CDR_LEN(cells));
	return CDR_OK;
}

static enum cdr_status
sentences_of(struct annex *annex, const char *list, const char *text_name)
{
	const struct page *page = annex->page;
	const struct cdr_json *all = cdr_json_get(page->draft, list);
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *item = cdr_json_at(all, i);
		CDR_TRY(sentence(annex, cdr_json_get_str(item, "id"), cdr_json_get_str(item, text_name),
		                 page_label_of(page, cdr_json_get_str(item, "strength")),
		                 cdr_json_get(item, "rests_on")));
	}
	return CDR_OK;
}

/* Whether a record is a name and nothing else, as a finding is: the record of evidence it came with is its screening's. */
static bool
is_bare(const struct cdr_json *ref)
{
	return !cdr_json_get_str(ref, "file").n && !cdr_json_get_str(ref, "as_of").n &&
	       !cdr_json_get_str(ref, "sha256").n && !cdr_json_get_int(ref, "evidence", 0);
}

/* How many records from the i-th on share a row: bare ones of one kind, few enough to be found by counting. */
static size_t
n_sharing(const struct annex *annex, size_t i, size_t n)
{
	const struct record *first = cdr_map_at(annex->numbers, i, NULL);
	size_t k = i + 1;
	for (; is_bare(first->ref) && k < n && k - i < BARE_A_ROW; k++) {
		const struct record *next = cdr_map_at(annex->numbers, k, NULL);
		if (!is_bare(next->ref) ||
		    !cdr_str_equal(cdr_json_get_str(first->ref, "kind"), cdr_json_get_str(next->ref, "kind")))
			break;
	}
	return k - i;
}

/* A row for the records from the i-th on. */
static enum cdr_status
record_row(struct annex *annex, struct cdr_doc_node *table, size_t i, size_t n)
{
	const struct page *page = annex->page;
	const struct cdr_json *first = ((const struct record *)cdr_map_at(annex->numbers, i, NULL))->ref;
	int64_t evidence = cdr_json_get_int(first, "evidence", 0);
	cdr_auto(cdr_buf) numbers = CDR_BUF_INIT;
	cdr_auto(cdr_buf) names = CDR_BUF_INIT;
	add_range(&numbers, i + 1, i + n);
	cdr_buf_add_str(&names, page_label_of(page, cdr_json_get_str(first, "kind")));
	for (size_t k = i; k < i + n; k++) {
		const struct record *record = cdr_map_at(annex->numbers, k, NULL);
		cdr_buf_puts(&names, k > i ? ", " : " ");
		cdr_buf_add_str(&names, cdr_json_get_str(record->ref, "ref"));
	}
	CDR_TRY(cdr_buf_check(&numbers, "statement", annex->err));
	CDR_TRY(cdr_buf_check(&names, "statement", annex->err));
	struct cdr_str cells[] = {
		cdr_buf_str(&numbers),
		cdr_buf_str(&names),
		cdr_json_get_str(first, "file"),
		cdr_json_get_str(first, "as_of"),
		cdr_json_get_str(first, "sha256"),
		evidence ? cdr_str_format(page->doc->arena, "%lld", (long long)evidence) : no_text,
	};
	page_row(page, table, cells, CDR_LEN(cells));
	return CDR_OK;
}

/* The records behind the sentences, each once. */
static enum cdr_status
records(struct annex *annex)
{
	static const char *const headers[] = { "record_number", "record", "file", "as_of", "SHA-256", "evidence" };
	const struct page *page = annex->page;
	size_t n = cdr_map_count(annex->numbers), n_shown = n < RECORDS_SHOWN ? n : RECORDS_SHOWN, n_row = 0;
	page_heading(page, 3, page_label(page, "records_behind"));
	struct cdr_doc_node *table = page_table(page, headers, CDR_LEN(headers));
	for (size_t i = 0; i < n_shown; i += n_row) {
		n_row = n_sharing(annex, i, n_shown);
		CDR_TRY(record_row(annex, table, i, n_row));
	}
	if (n > n_shown)
		page_add(page, NULL, CDR_DOC_PARAGRAPH,
		         cdr_str_format(page->doc->arena, "+%zu %.*s", n - n_shown,
		                        CDR_STR_ARG(page_label(page, "and_more"))));
	return CDR_OK;
}

/* A row for what people did to one sentence, with the table made for the first. */
static void
edit_row(const struct page *page, struct cdr_doc_node **table, struct cdr_str id, const struct cdr_json *act,
         struct cdr_str drafted, struct cdr_str beyond)
{
	static const char *const headers[] = { "claim", "as_drafted", "reason", "edited_by", "beyond_evidence" };
	struct cdr_str day = page_day(cdr_json_get_str(act, "at"));
	if (!*table) {
		page_heading(page, 3, page_label(page, "edits"));
		*table = page_table(page, headers, CDR_LEN(headers));
	}
	struct cdr_str cells[] = { id, drafted, cdr_json_get_str(act, "reason"),
		                   cdr_str_format(page->doc->arena, "%.*s, %.*s", CDR_STR_ARG(day),
		                                  CDR_STR_ARG(cdr_json_get_str(act, "by"))),
		                   beyond };
	page_row(page, *table, cells, CDR_LEN(cells));
}

/* What an edit says beyond its evidence, and why somebody said that it stands. */
static struct cdr_str
beyond(const struct page *page, const struct cdr_json *edited)
{
	struct cdr_str flags = page_list(page, cdr_json_get(edited, "flags"));
	const struct cdr_json *confirmed = cdr_json_get(edited, "confirmed");
	if (!flags.n || !confirmed)
		return flags;
	return cdr_str_format(page->doc->arena, "%.*s. %.*s %.*s: %.*s", CDR_STR_ARG(flags),
	                      CDR_STR_ARG(page_label(page, "confirmed")),
	                      CDR_STR_ARG(cdr_json_get_str(confirmed, "by")),
	                      CDR_STR_ARG(cdr_json_get_str(confirmed, "reason")));
}

/* Sentences that people changed, added or took out, beside what was drafted. */
static void
edits(const struct page *page)
{
	const struct cdr_json *claims = cdr_json_get(page->draft, "claims");
	const struct cdr_json *removed = cdr_json_get(page->draft, "removed");
	struct cdr_doc_node *table = NULL;
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *edited = cdr_json_get(cdr_json_at(claims, i), "edited");
		if (cdr_json_type(edited) == CDR_JSON_OBJECT)
			edit_row(page, &table, cdr_json_get_str(cdr_json_at(claims, i), "id"), edited,
			         cdr_json_get_str(edited, "text_drafted"), beyond(page, edited));
	}
	for (size_t i = 0; i < cdr_json_count(removed); i++) {
		const struct cdr_json *item = cdr_json_at(removed, i);
		edit_row(page, &table, page_label(page, "removed"), item, cdr_json_get_str(item, "text"), no_text);
	}
}

/* All that a step holds besides what it is, when and by whom: "board, minute 2026/14". */
static struct cdr_str
details(const struct page *page, const struct cdr_json *step)
{
	static const char *const members[] = { "body", "minute", "name", "role", "url", "reason", "note", "hash" };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < CDR_LEN(members); i++) {
		struct cdr_str value = cdr_json_get_str(step, members[i]);
		if (!value.n)
			continue;
		cdr_buf_puts(&out, out.n ? ", " : "");
		cdr_buf_puts(&out, strcmp(members[i], "hash") == 0 ? "SHA-256 " : "");
		cdr_buf_add_str(&out, page_label_of(page, value));
	}
	return out.failed || !out.n ? no_text : cdr_str_copy(page->doc->arena, cdr_buf_str(&out));
}

static void
steps_of(const struct page *page, const char *list, const char *title)
{
	static const char *const headers[] = { "step", "date", "recorded", "details" };
	const struct cdr_json *all = cdr_json_get(page->draft, list);
	if (cdr_json_count(all) == 0)
		return;
	page_heading(page, 3, page_label(page, title));
	struct cdr_doc_node *table = page_table(page, headers, CDR_LEN(headers));
	for (size_t i = 0; i < cdr_json_count(all); i++) {
		const struct cdr_json *step = cdr_json_at(all, i);
		struct cdr_str recorded = cdr_json_get_str(step, "recorded_at"), at = cdr_json_get_str(step, "at");
		struct cdr_str cells[] = { page_label_of(page, cdr_json_get_str(step, "step")), page_day(at),
			                   cdr_str_format(page->doc->arena, "%.*s, %.*s",
			                                  CDR_STR_ARG(recorded.n ? recorded : at),
			                                  CDR_STR_ARG(cdr_json_get_str(step, "by"))),
			                   details(page, step) };
		page_row(page, table, cells, CDR_LEN(cells));
	}
}

enum cdr_status
document_annex(const struct page *page, struct cdr_error *err)
{
	static const char *const headers[] = { "claim", "sentence", "strength", "evidence_numbers" };
	const struct cdr_json *scope = cdr_json_get(page->draft, "scope");
	cdr_owned(cdr_map) numbers = cdr_map_new(RECORDS_MAX);
	if (!numbers)
		return cdr_fail_memory(err, "statement");
	page_add(page, NULL, CDR_DOC_PAGE_BREAK, no_text);
	page_heading(page, 2, page_label(page, "annex"));
	page_add(page, NULL, CDR_DOC_PARAGRAPH, page_label(page, "annex_intro"));
	page_heading(page, 3, page_label(page, "sentences_and_evidence"));
	struct annex annex = { page, page_table(page, headers, CDR_LEN(headers)), numbers, err };
	CDR_TRY(sentences_of(&annex, "claims", "text"));
	CDR_TRY(sentences_of(&annex, "charts", "title"));
	CDR_TRY(sentence(&annex, page_label(page, "scope"), cdr_json_get_str(scope, "text"), no_text,
	                 cdr_json_get(scope, "rests_on")));
	CDR_TRY(records(&annex));
	edits(page);
	steps_of(page, "steps", "steps");
	steps_of(page, "earlier_steps", "earlier_steps");
	return CDR_OK;
}
