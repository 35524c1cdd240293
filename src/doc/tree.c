/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/doc.h"

#include <string.h>

#include "candor/base.h"
#include "doc/doc-impl.h"

/*
 * tree: building a document. Nodes, spans and text lie in the document's arena; nothing is freed singly. Rendering is
 * in html.c and markdown.c. The surprise: building never fails in the caller's face. Once memory runs short `failed`
 * is set, every later addition lands nowhere, and the renderers refuse the document.
 */

struct cdr_doc *
cdr_doc_free(struct cdr_doc *doc)
{
	if (doc) {
		/* The document itself lies in its arena. */
		cdr_arena_free(doc->arena);
	}
	return NULL;
}

enum cdr_status
cdr_doc_new(struct cdr_str title, struct cdr_str language, struct cdr_doc **ret, struct cdr_error *err)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(CDR_DOC_MAX_BYTES);
	struct cdr_doc *doc = arena ? cdr_arena_alloc(arena, sizeof(*doc)) : NULL;
	if (!doc)
		return cdr_fail_memory(err, "doc");
	doc->title = cdr_str_copy(arena, title);
	doc->language = cdr_str_copy(arena, language);
	if ((title.p && !doc->title.p) || (language.p && !doc->language.p))
		return cdr_fail_memory(err, "doc");
	doc->arena = cdr_steal(&arena);
	*ret = doc;
	return CDR_OK;
}

/* Doubles the span array. The old one stays in the arena: blocks have few spans, so the waste is bounded by their
 * size. */
static bool
grow_spans(struct cdr_doc *doc, struct cdr_doc_node *node)
{
	size_t cap = node->cap_spans ? node->cap_spans * 2 : 2;
	struct cdr_doc_span *spans = cdr_arena_alloc(doc->arena, cap * sizeof(*spans));
	if (!spans)
		return false;
	if (node->n_spans)
		memcpy(spans, node->spans, node->n_spans * sizeof(*spans));
	node->spans = spans;
	node->cap_spans = cap;
	return true;
}

static void
add_span(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_doc_span given)
{
	if (doc->failed)
		return;
	struct cdr_doc_span span = { cdr_str_copy(doc->arena, given.text), cdr_str_copy(doc->arena, given.note),
		                     cdr_str_copy(doc->arena, given.link), given.strong };
	if ((given.text.p && !span.text.p) || (given.note.p && !span.note.p) || (given.link.p && !span.link.p) ||
	    (node->n_spans == node->cap_spans && !grow_spans(doc, node))) {
		doc->failed = true;
		return;
	}
	node->spans[node->n_spans++] = span;
}

void
cdr_doc_span(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_str text, struct cdr_str note)
{
	add_span(doc, node, (struct cdr_doc_span){ .text = text, .note = note });
}

bool
cdr_doc_is_address(struct cdr_str url)
{
	if (!cdr_str_starts_with(url, CDR_STR("https://")))
		return false;
	for (size_t i = 0; i < url.n; i++) {
		char c = url.p[i];
		if (c <= 0x20 || c > 0x7E || strchr("\"'<>\\`|", c) != NULL)
			return false;
	}
	return true;
}

void
cdr_doc_link(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_str text, struct cdr_str url)
{
	struct cdr_doc_span span = { .text = text };
	if (cdr_doc_is_address(url))
		span.link = url;
	add_span(doc, node, span);
}

void
cdr_doc_strong(struct cdr_doc *doc, struct cdr_doc_node *node, struct cdr_str text)
{
	add_span(doc, node, (struct cdr_doc_span){ .text = text, .strong = true });
}

struct cdr_doc_node *
cdr_doc_add(struct cdr_doc *doc, struct cdr_doc_node *parent, enum cdr_doc_kind kind, int level, struct cdr_str text)
{
	struct cdr_doc_node *node = doc->failed ? NULL : cdr_arena_alloc(doc->arena, sizeof(*node));
	if (!node) {
		doc->failed = true;
		return &doc->root; /* swallows: every addition looks at `failed` first */
	}
	node->kind = kind;
	node->level = level;
	if (!parent)
		parent = &doc->root;
	if (parent->last_child)
		parent->last_child->next = node;
	else
		parent->first_child = node;
	parent->last_child = node;
	if (text.n)
		cdr_doc_span(doc, node, text, (struct cdr_str){ NULL, 0 });
	return node;
}

/* Copies the points and the words of a chart; NULL when memory is short. */
static struct cdr_doc_chart *
copy_chart(struct cdr_arena *arena, const struct cdr_doc_chart *given)
{
	struct cdr_doc_chart *chart = cdr_arena_alloc(arena, sizeof(*chart));
	struct cdr_doc_point *points = cdr_arena_alloc(arena, (given->n_points + 1) * sizeof(*points));
	if (!chart || !points)
		return NULL;
	for (size_t i = 0; i < given->n_points; i++) {
		struct cdr_str label = given->points[i].label;
		points[i] = (struct cdr_doc_point){ cdr_str_copy(arena, label), given->points[i].value };
		if (label.p && !points[i].label.p)
			return NULL;
	}
	*chart = (struct cdr_doc_chart){ given->kind, cdr_str_copy(arena, given->title),
		                         cdr_str_copy(arena, given->unit), points, given->n_points };
	return (given->title.p && !chart->title.p) || (given->unit.p && !chart->unit.p) ? NULL : chart;
}

struct cdr_doc_node *
cdr_doc_chart(struct cdr_doc *doc, struct cdr_doc_node *parent, const struct cdr_doc_chart *chart)
{
	struct cdr_doc_node *node = cdr_doc_add(doc, parent, CDR_DOC_CHART, 0, (struct cdr_str){ NULL, 0 });
	if (doc->failed)
		return node;
	cdr_require(chart->n_points <= CDR_DOC_CHART_MAX_POINTS);
	node->chart = copy_chart(doc->arena, chart);
	doc->failed = !node->chart;
	return node;
}

void
cdr_doc_about(struct cdr_doc *doc, struct cdr_str author, struct cdr_str subject, struct cdr_str skip)
{
	doc->author = cdr_str_copy(doc->arena, author);
	doc->subject = cdr_str_copy(doc->arena, subject);
	doc->skip = cdr_str_copy(doc->arena, skip);
	doc->failed = doc->failed || (author.p && !doc->author.p) || (subject.p && !doc->subject.p) ||
	              (skip.p && !doc->skip.p);
}
