/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor rules book: all rules as one document that needs no YAML to be read: topic by topic, what each rule looks at, why,
 * what it says and what is to be done. Everything comes from the loaded rules, so the book cannot differ from what a
 * screening does. The surprise: the condition in words comes as indented lines from the rules room and is turned into
 * lists within lists here.
 */
#include "cli/cli-impl.h"

#include "candor/doc.h"
#include "candor/rules.h"

#define MAX_DEPTH 14 /* of nested lists: conditions are nested at most CDR_RULES_MAX_CONDITION_DEPTH deep */

struct book {
	struct cdr_doc *doc;
	const struct cdr_rulebook *rulebook;
	struct cdr_arena *arena;
};

static const struct cdr_str no_text = { NULL, 0 };

/* Text that was made for the document; memory that ran short while it was made fails the document. */
static struct cdr_str
made(struct book *book, struct cdr_str text)
{
	book->doc->failed = book->doc->failed || !text.p;
	return text;
}

/* "Label: text", or only the label when there is no text. */
static struct cdr_doc_node *
labelled(struct book *book, const char *label, struct cdr_str text)
{
	struct cdr_doc_node *node = cdr_doc_add(book->doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_strong(book->doc, node, cdr_str_from(label));
	if (text.n) {
		cdr_doc_span(book->doc, node, CDR_STR(" "), no_text);
		cdr_doc_span(book->doc, node, text, no_text);
	}
	return node;
}

/* ------------------------------------------------------------------------------------------------------- conditions */

/* "    - text" -> depth 2 and "text". */
static struct cdr_str
line_text(struct cdr_str line, size_t *ret_depth)
{
	size_t blanks = 0;
	while (blanks < line.n && line.p[blanks] == ' ')
		blanks++;
	*ret_depth = blanks / 2 < MAX_DEPTH - 1 ? blanks / 2 : MAX_DEPTH - 1;
	line = (struct cdr_str){ line.p + blanks, line.n - blanks };
	if (cdr_str_starts_with(line, CDR_STR("- ")))
		line = (struct cdr_str){ line.p + 2, line.n - 2 };
	return line;
}

static void
add_condition(struct book *book, struct cdr_str words)
{
	struct cdr_doc_node *lists[MAX_DEPTH] = { NULL }, *items[MAX_DEPTH] = { NULL };
	struct cdr_str line = no_text;
	while (cdr_str_split(&words, '\n', &line)) {
		size_t depth = 0;
		struct cdr_str text = line_text(line, &depth);
		if (!text.n)
			continue;
		while (depth > 0 && !items[depth - 1]) /* never deeper than one below what stands above */
			depth--;
		if (!lists[depth])
			lists[depth] =
				cdr_doc_add(book->doc, depth ? items[depth - 1] : NULL, CDR_DOC_LIST, 0, no_text);
		items[depth] = cdr_doc_add(book->doc, lists[depth], CDR_DOC_ITEM, 0, text);
		for (size_t i = depth + 1; i < MAX_DEPTH; i++)
			lists[i] = items[i] = NULL;
	}
}

static bool
is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* The next word of the condition that is a fact's name; NULL at its end. */
static const struct cdr_symbol *
next_fact(struct cdr_str *rest)
{
	while (rest->n) {
		size_t n = 0;
		while (n < rest->n && is_name_character(rest->p[n]))
			n++;
		const struct cdr_symbol *symbol = NULL;
		if (n)
			symbol = cdr_symbol_find(cdr_screen_symbols(), (struct cdr_str){ rest->p, n });
		n += n == 0;
		*rest = (struct cdr_str){ rest->p + n, rest->n - n };
		if (symbol)
			return symbol;
	}
	return NULL;
}

/* What the names in the condition mean, each once. */
static void
add_meanings(struct book *book, struct cdr_str words)
{
	const struct cdr_symbol *told[64];
	size_t n_told = 0;
	const struct cdr_symbol *symbol;
	struct cdr_doc_node *list = NULL;
	while ((symbol = next_fact(&words)) != NULL) {
		bool again = false;
		for (size_t i = 0; i < n_told; i++)
			again = again || told[i] == symbol;
		if (again)
			continue;
		if (n_told < CDR_LEN(told))
			told[n_told++] = symbol;
		if (!list) {
			labelled(book, "What these mean:", no_text);
			list = cdr_doc_add(book->doc, NULL, CDR_DOC_LIST, 0, no_text);
		}
		cdr_doc_add(book->doc, list, CDR_DOC_ITEM, 0,
		            made(book, cdr_str_format(book->arena, "%s: %s", symbol->name, symbol->about)));
	}
}

/* ------------------------------------------------------------------------------------------------------------ rules */

static void
add_standing(struct book *book, const struct cdr_rule *rule)
{
	char from[CDR_DATE_TEXT_MAX], to[CDR_DATE_TEXT_MAX];
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_printf(&text, "Revision %lld, severity %s, asked about each %.*s", (long long)rule->revision,
	               cdr_severity_word(rule->severity), CDR_STR_ARG(rule->applies_to));
	if (rule->in_force_from.ymd)
		cdr_buf_printf(&text, ", from %s", cdr_date_text(rule->in_force_from, from));
	if (rule->in_force_to.ymd)
		cdr_buf_printf(&text, ", until %s", cdr_date_text(rule->in_force_to, to));
	cdr_buf_puts(&text, ".");
	book->doc->failed = book->doc->failed || text.failed;
	cdr_doc_add(book->doc, NULL, CDR_DOC_PARAGRAPH, 0, cdr_buf_str(&text));
}

static void
add_source(struct book *book, const struct cdr_rule *rule)
{
	struct cdr_doc_node *node = labelled(book, "Source:", no_text);
	cdr_doc_span(book->doc, node, CDR_STR(" "), no_text);
	if (rule->source_url.n)
		cdr_doc_link(book->doc, node, rule->source, rule->source_url);
	else
		cdr_doc_span(book->doc, node, rule->source, no_text);
	cdr_doc_span(book->doc, node, CDR_STR("."), no_text);
}

/* "Label: a, b"; nothing when there are none. */
static void
add_words(struct book *book, const char *label, const struct cdr_str *words, size_t n)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	if (!n)
		return;
	for (size_t i = 0; i < n; i++)
		cdr_buf_printf(&text, "%s%.*s", i ? ", " : "", CDR_STR_ARG(words[i]));
	book->doc->failed = book->doc->failed || text.failed;
	labelled(book, label, cdr_buf_str(&text));
}

/* Thresholds are a matter of policy: what each is, by whom, and what a site made of it. */
static void
add_limits(struct book *book, const struct cdr_rule *rule)
{
	if (!rule->n_limits)
		return;
	labelled(book, "Limits:", no_text);
	struct cdr_doc_node *list = cdr_doc_add(book->doc, NULL, CDR_DOC_LIST, 0, no_text);
	for (size_t i = 0; i < rule->n_limits; i++) {
		const struct cdr_limit *limit = &rule->limits[i];
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		cdr_buf_printf(&text, "%.*s: %g %.*s", CDR_STR_ARG(limit->name), limit->value,
		               CDR_STR_ARG(limit->about));
		if (limit->value < limit->shipped || limit->value > limit->shipped)
			cdr_buf_printf(&text, ", set here; %g as shipped", limit->shipped);
		if (limit->source.n)
			cdr_buf_printf(&text, " (%.*s)", CDR_STR_ARG(limit->source));
		book->doc->failed = book->doc->failed || text.failed;
		cdr_doc_add(book->doc, list, CDR_DOC_ITEM, 0, cdr_buf_str(&text));
	}
}

/* A rule that this site changed or does not ask says so before anything else. */
static void
add_override(struct book *book, const struct cdr_rule *rule)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	if (!rule->override_reason.n)
		return;
	cdr_buf_printf(&text, "Changed here: %.*s", CDR_STR_ARG(rule->override_reason));
	if (rule->off)
		cdr_buf_puts(&text, ". It is never asked here.");
	else if (rule->severity != rule->shipped_severity)
		cdr_buf_printf(&text, ". Severity as shipped: %s.", cdr_severity_word(rule->shipped_severity));
	book->doc->failed = book->doc->failed || text.failed;
	cdr_doc_add(book->doc, NULL, CDR_DOC_GAP, 0, cdr_buf_str(&text));
}

static enum cdr_status
add_rule(struct book *book, const struct cdr_rule *rule, struct cdr_error *err)
{
	cdr_auto(cdr_buf) words = CDR_BUF_INIT;
	CDR_TRY(cdr_rule_explain(rule, &words, err));
	cdr_doc_add(
		book->doc, NULL, CDR_DOC_HEADING, 3,
		made(book, cdr_str_format(book->arena, "%.*s %.*s", CDR_STR_ARG(rule->id), CDR_STR_ARG(rule->title))));
	add_override(book, rule);
	add_standing(book, rule);
	labelled(book, "Why:", rule->rationale);
	labelled(book, "It holds when:", no_text);
	add_condition(book, cdr_buf_str(&words));
	add_meanings(book, cdr_buf_str(&words));
	add_limits(book, rule);
	labelled(book, "It says:", rule->message);
	labelled(book, "What to do:", rule->remedy);
	labelled(book, "What to ask:", rule->question);
	add_source(book, rule);
	add_words(book, "Indicators it detects:", rule->indicators, rule->n_indicators);
	add_words(book, "Protects against risks in:", rule->protects, rule->n_protects);
	add_words(book, "Bears on these criteria of statements:", rule->statement_criteria, rule->n_statement_criteria);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- topics */

static size_t
count_of_topic(const struct book *book, struct cdr_str folder)
{
	size_t n = 0;
	for (size_t i = 0; i < cdr_rulebook_count(book->rulebook); i++)
		n += cdr_str_equal(cdr_rulebook_at(book->rulebook, i)->topic, folder);
	return n;
}

static enum cdr_status
add_topic(struct book *book, const struct cdr_topic *topic, struct cdr_error *err)
{
	if (count_of_topic(book, topic->folder) == 0)
		return CDR_OK;
	cdr_doc_add(book->doc, NULL, CDR_DOC_HEADING, 2, topic->title);
	for (size_t i = 0; i < cdr_rulebook_count(book->rulebook); i++) {
		const struct cdr_rule *rule = cdr_rulebook_at(book->rulebook, i);
		if (cdr_str_equal(rule->topic, topic->folder))
			CDR_TRY(add_rule(book, rule, err));
	}
	return CDR_OK;
}

static void
add_contents(struct book *book)
{
	struct cdr_doc_node *table = cdr_doc_add(book->doc, NULL, CDR_DOC_TABLE, 0, no_text);
	struct cdr_doc_node *row = cdr_doc_add(book->doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
	cdr_doc_add(book->doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("Topic"));
	cdr_doc_add(book->doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("Rules"));
	for (size_t i = 0; i < cdr_rulebook_topic_count(book->rulebook); i++) {
		const struct cdr_topic *topic = cdr_rulebook_topic_at(book->rulebook, i);
		size_t count = count_of_topic(book, topic->folder);
		if (!count)
			continue;
		row = cdr_doc_add(book->doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
		cdr_doc_add(book->doc, row, CDR_DOC_TABLE_CELL, 0, topic->title);
		cdr_doc_add(book->doc, row, CDR_DOC_TABLE_CELL, 0,
		            made(book, cdr_str_format(book->arena, "%zu", count)));
	}
}

static void
add_preface(struct book *book, const struct cdr_screen_setup *setup)
{
	cdr_doc_add(book->doc, NULL, CDR_DOC_HEADING, 1, CDR_STR("Rule book"));
	cdr_doc_add(book->doc, NULL, CDR_DOC_PARAGRAPH, 0,
	            made(book, cdr_str_format(book->arena, "%zu rules, made from rule data with SHA-256 %s.",
	                                      cdr_rulebook_count(book->rulebook), setup->rulesets_sha256)));
	cdr_doc_add(
		book->doc, NULL, CDR_DOC_PARAGRAPH, 0,
		CDR_STR("A rule that holds is a reason to investigate, never a verdict. It speaks of a supplier, an "
	                "agency or an engagement of workers, never of a person."));
	cdr_doc_add(
		book->doc, NULL, CDR_DOC_PARAGRAPH, 0,
		CDR_STR("Each rule has three answers: it holds, it does not hold, or it cannot be told from what is "
	                "known. What cannot be told is never taken for \"no\": it becomes a question to the "
	                "supplier."));
	cdr_doc_add(book->doc, NULL, CDR_DOC_PARAGRAPH, 0,
	            CDR_STR("Names in braces stand for what is known of the case at hand."));
}

static enum cdr_status
make_book(struct cli *cli, struct cdr_doc **ret, struct cdr_error *err)
{
	cdr_owned(cdr_doc) doc = NULL;
	CDR_TRY(cdr_doc_new(CDR_STR("Rule book"), CDR_STR("en"), &doc, err));
	struct book book = { doc, cli->setup->rulebook, cli->arena };
	add_preface(&book, cli->setup);
	add_contents(&book);
	for (size_t i = 0; i < cdr_rulebook_topic_count(book.rulebook); i++)
		CDR_TRY(add_topic(&book, cdr_rulebook_topic_at(book.rulebook, i), err));
	*ret = cdr_steal(&doc);
	return CDR_OK;
}

enum cdr_status
cli_rule_book(struct cli *cli, struct cdr_error *err)
{
	cdr_owned(cdr_doc) doc = NULL;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	const char *path = cli_option(cli, "output");
	struct cdr_str name = path ? cdr_str_from(path) : no_text;
	bool html = cdr_str_ends_with(name, CDR_STR(".html"));
	if (cli->n_arguments != 1)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor rules book [--output FILE]");
	if (path && !html && !cdr_str_ends_with(name, CDR_STR(".md")))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "the output's name says its format: .html or .md; \"%s\" says neither", path);
	CDR_TRY(make_book(cli, &doc, err));
	CDR_TRY(html ? cdr_doc_render_html(doc, &out, err) : cdr_doc_render_markdown(doc, &out, err));
	return path ? cdr_file_write_atomic(path, cdr_buf_str(&out), err) : cli_print(cdr_buf_str(&out), err);
}
