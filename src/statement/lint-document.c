/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

/*
 * lint-document: a score sheet (JSON) -> document tree, for every renderer there is. Nothing is judged here. The surprise: what
 * the sheet quotes comes from a stranger's document and is text here like any other; the renderers see to it that it stays
 * text.
 */

#define LANGUAGE "en-GB"

static const struct {
	const char *state, *shown;
} state_names[] = {
	{ "present", "present" },           { "partly", "in part" },
	{ "none", "says it is not so" },    { "weak", "weak" },
	{ "not_explicit", "not explicit" }, { "absent", "not found" },
};

static struct cdr_str
state_name(const struct cdr_json *holder)
{
	struct cdr_str state = cdr_json_get_str(holder, "state");
	if (cdr_json_get_bool(holder, "outside", false))
		return CDR_STR("not told by a statement");
	for (size_t i = 0; i < CDR_LEN(state_names); i++) {
		if (cdr_str_equal(state, cdr_str_from(state_names[i].state)))
			return cdr_str_from(state_names[i].shown);
	}
	return state;
}

static struct cdr_str
place_of(const struct cdr_json *quote, struct cdr_arena *arena)
{
	int64_t page = cdr_json_get_int(quote, "page", 0), line = cdr_json_get_int(quote, "line", 0);
	struct cdr_str section = cdr_json_get_str(quote, "section");
	const char *unit = page ? "page" : line ? "line" : "sentence";
	int64_t number = page ? page : line ? line : cdr_json_get_int(quote, "sentence", 0);
	if (section.n)
		return cdr_str_format(arena, "%s %lld, under “%.*s”", unit, (long long)number, CDR_STR_ARG(section));
	return cdr_str_format(arena, "%s %lld", unit, (long long)number);
}

/* “Quoted text” (page 3, under “Risk”). */
static struct cdr_str
quoted(const struct cdr_json *quote, struct cdr_arena *arena)
{
	struct cdr_str place = place_of(quote, arena);
	return cdr_str_format(arena, "“%.*s%s” (%.*s)", CDR_STR_ARG(cdr_json_get_str(quote, "text")),
	                      cdr_json_get_bool(quote, "cut", false) ? " …" : "", CDR_STR_ARG(place));
}

static const struct cdr_json *
element_of(const struct cdr_json *sheet, struct cdr_str id)
{
	const struct cdr_json *elements = cdr_json_get(sheet, "elements");
	for (size_t i = 0; i < cdr_json_count(elements); i++) {
		const struct cdr_json *element = cdr_json_at(elements, i);
		if (cdr_str_equal(cdr_json_get_str(element, "id"), id))
			return element;
	}
	return NULL;
}

/* The places of an item's first quotes. */
static struct cdr_str
places_of(const struct cdr_json *sheet, const struct cdr_json *item, struct cdr_arena *arena)
{
	const struct cdr_json *elements = cdr_json_get(item, "elements");
	struct cdr_str all = CDR_STR("");
	for (size_t i = 0; i < cdr_json_count(elements); i++) {
		const struct cdr_json *element = element_of(sheet, cdr_json_get_str(cdr_json_at(elements, i), "id"));
		const struct cdr_json *quote = cdr_json_at(cdr_json_get(element, "quotes"), 0);
		if (!quote)
			continue;
		struct cdr_str place = place_of(quote, arena);
		all = cdr_str_format(arena, "%.*s%s%.*s", CDR_STR_ARG(all), all.n ? "; " : "", CDR_STR_ARG(place));
	}
	return all;
}

/* “12 items: 7 present, 2 weak, 3 not found”. */
static struct cdr_str
counts_of(const struct cdr_json *one, struct cdr_arena *arena)
{
	const struct cdr_json *counts = cdr_json_get(one, "counts");
	struct cdr_str text =
		cdr_str_format(arena, "%lld asked for: ", (long long)cdr_json_get_int(counts, "items", 0));
	bool first = true;
	for (size_t i = 0; i < CDR_LEN(state_names); i++) {
		long long n = (long long)cdr_json_get_int(counts, state_names[i].state, 0);
		if (n == 0)
			continue;
		text = cdr_str_format(arena, "%.*s%s%lld %s", CDR_STR_ARG(text), first ? "" : ", ", n,
		                      state_names[i].shown);
		first = false;
	}
	return cdr_str_format(arena, "%.*s.", CDR_STR_ARG(text));
}

static void
add_row(struct cdr_doc *doc, struct cdr_doc_node *table, const struct cdr_str *cells, size_t n)
{
	struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, (struct cdr_str){ NULL, 0 });
	for (size_t i = 0; i < n; i++)
		(void)cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, cells[i]);
}

static void
add_sheet(struct cdr_doc *doc, const struct cdr_json *sheet, const struct cdr_json *one)
{
	static const struct cdr_str head[] = {
		{ "Asked for", 9 }, { "Force", 5 }, { "Answer", 6 }, { "Where", 5 }, { "Source", 6 }
	};
	const struct cdr_json *items = cdr_json_get(one, "items");
	struct cdr_str unverified = cdr_json_get_str(one, "unverified");
	(void)cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, cdr_json_get_str(one, "title"));
	struct cdr_doc_node *about = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, counts_of(one, doc->arena));
	cdr_doc_span(doc, about, CDR_STR(" Source: "), (struct cdr_str){ NULL, 0 });
	if (cdr_json_get_str(one, "url").n)
		cdr_doc_link(doc, about, cdr_json_get_str(one, "source"), cdr_json_get_str(one, "url"));
	else
		cdr_doc_span(doc, about, cdr_json_get_str(one, "source"), (struct cdr_str){ NULL, 0 });
	if (unverified.n)
		(void)cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0,
		                  cdr_str_format(doc->arena, "Unverified: %.*s", CDR_STR_ARG(unverified)));
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, (struct cdr_str){ NULL, 0 });
	add_row(doc, table, head, CDR_LEN(head));
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		const struct cdr_json *item = cdr_json_at(items, i);
		struct cdr_str cells[] = { cdr_json_get_str(item, "title"), cdr_json_get_str(item, "kind"),
			                   state_name(item), places_of(sheet, item, doc->arena),
			                   cdr_json_get_str(item, "source") };
		if (cdr_json_get_str(item, "unverified").n)
			cells[4] = cdr_str_format(doc->arena, "%.*s (unverified)", CDR_STR_ARG(cells[4]));
		add_row(doc, table, cells, CDR_LEN(cells));
	}
}

static void
add_quotes(struct cdr_doc *doc, const struct cdr_json *quotes)
{
	if (cdr_json_count(quotes) == 0)
		return;
	struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, (struct cdr_str){ NULL, 0 });
	for (size_t i = 0; i < cdr_json_count(quotes); i++)
		(void)cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, quoted(cdr_json_at(quotes, i), doc->arena));
}

static void
add_remarks(struct cdr_doc *doc, const struct cdr_json *remarks)
{
	(void)cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, CDR_STR("Remarks"));
	if (cdr_json_count(remarks) == 0)
		(void)cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("None."));
	for (size_t i = 0; i < cdr_json_count(remarks); i++) {
		const struct cdr_json *remark = cdr_json_at(remarks, i), *quote = cdr_json_get(remark, "quote");
		struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, (struct cdr_str){ NULL, 0 });
		cdr_doc_strong(doc, node,
		               cdr_str_format(doc->arena,
		                              "%.*s, %.*s:", CDR_STR_ARG(cdr_json_get_str(remark, "severity")),
		                              CDR_STR_ARG(cdr_json_get_str(remark, "kind"))));
		struct cdr_str source = cdr_json_get_str(remark, "source");
		cdr_doc_span(doc, node,
		             cdr_str_format(doc->arena, " %.*s%s%.*s%s",
		                            CDR_STR_ARG(cdr_json_get_str(remark, "message")), source.n ? " [" : "",
		                            CDR_STR_ARG(source), source.n ? "]" : ""),
		             (struct cdr_str){ NULL, 0 });
		if (quote)
			cdr_doc_span(doc, node,
			             cdr_str_format(doc->arena, " %.*s", CDR_STR_ARG(quoted(quote, doc->arena))),
			             (struct cdr_str){ NULL, 0 });
		add_quotes(doc, cdr_json_get(remark, "quotes"));
	}
}

static void
add_elements(struct cdr_doc *doc, const struct cdr_json *elements)
{
	(void)cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, CDR_STR("What was looked for, and what shows it"));
	for (size_t i = 0; i < cdr_json_count(elements); i++) {
		const struct cdr_json *element = cdr_json_at(elements, i);
		struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, (struct cdr_str){ NULL, 0 });
		cdr_doc_strong(doc, node, state_name(element));
		cdr_doc_span(doc, node,
		             cdr_str_format(doc->arena, ": %.*s [%.*s; %.*s]",
		                            CDR_STR_ARG(cdr_json_get_str(element, "question")),
		                            CDR_STR_ARG(cdr_json_get_str(element, "id")),
		                            CDR_STR_ARG(cdr_json_get_str(element, "source"))),
		             (struct cdr_str){ NULL, 0 });
		add_quotes(doc, cdr_json_get(element, "quotes"));
	}
}

static void
add_head(struct cdr_doc *doc, const struct cdr_json *sheet)
{
	const struct cdr_json *statement = cdr_json_get(sheet, "statement");
	int64_t year = cdr_json_get_int(statement, "year", 0);
	(void)cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, doc->title);
	struct cdr_str text =
		cdr_str_format(doc->arena, "Looked at under: %.*s. %lld sentences.%s",
	                       CDR_STR_ARG(cdr_json_get_str(cdr_json_get(sheet, "law"), "title")),
	                       (long long)cdr_json_get_int(statement, "sentences", 0),
	                       cdr_json_get_bool(statement, "records", false) ? " Compared with the records."
	                                                                      : " Not compared with any records.");
	if (year)
		text = cdr_str_format(doc->arena, "%.*s About the year %lld by its own words.", CDR_STR_ARG(text),
		                      (long long)year);
	(void)cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, text);
	(void)cdr_doc_add(
		doc, NULL, CDR_DOC_PARAGRAPH, 0,
		CDR_STR("This sheet tells what the text says, not whether it is true. “Not found” means that no "
	                "sentence of the form looked for was found; read the statement before relying on it."));
}

enum cdr_status
cdr_lint_document(const struct cdr_json *sheet, struct cdr_doc **ret, struct cdr_error *err)
{
	cdr_owned(cdr_doc) doc = NULL;
	const struct cdr_json *sheets = cdr_json_get(sheet, "sheets");
	CDR_TRY(cdr_doc_new(CDR_STR("Score sheet"), CDR_STR(LANGUAGE), &doc, err));
	doc->title = cdr_str_format(doc->arena, "Score sheet: %.*s", CDR_STR_ARG(cdr_json_get_str(sheet, "file")));
	if (!doc->title.p)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	add_head(doc, sheet);
	for (size_t i = 0; i < cdr_json_count(sheets); i++)
		add_sheet(doc, sheet, cdr_json_at(sheets, i));
	add_remarks(doc, cdr_json_get(sheet, "remarks"));
	add_elements(doc, cdr_json_get(sheet, "elements"));
	if (doc->failed)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	*ret = cdr_steal(&doc);
	return CDR_OK;
}
