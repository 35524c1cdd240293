/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <string.h>

/*
 * lint-text: a score sheet (JSON) as plain text for a terminal: the law's sheet, then the schemes, then remarks. All of it is
 * in the JSON and more. The surprise: quotes are cut to the line here, whole in the JSON and in the document.
 */

#define MIN_COLUMNS 60
#define STATE_WIDTH 13
#define KIND_WIDTH 8
#define INDENT 4

/* Characters, not bytes, that fit into `columns`. */
static struct cdr_str
fit(struct cdr_str text, size_t columns, bool *ret_cut)
{
	size_t n = 0, width = 0;
	while (n < text.n) {
		size_t next = n + 1;
		while (next < text.n && ((unsigned char)text.p[next] & 0xC0) == 0x80)
			next++;
		if (++width > columns)
			break;
		n = next;
	}
	*ret_cut = n < text.n;
	return (struct cdr_str){ text.p, n };
}

static void
put_cut(struct cdr_buf *out, struct cdr_str text, size_t columns)
{
	bool cut;
	struct cdr_str shown = fit(text, columns > 1 ? columns - 1 : 1, &cut);
	cdr_buf_add_str(out, cut ? shown : text);
	cdr_buf_puts(out, cut ? "…" : "");
}

/* Words over several lines, each after the first moved in. */
static void
put_wrapped(struct cdr_buf *out, struct cdr_str text, size_t first_column, size_t columns)
{
	size_t column = first_column;
	struct cdr_str word;
	bool cut;
	while (cdr_str_split(&text, ' ', &word)) {
		size_t width = 0;
		while (fit(word, width, &cut).n < word.n)
			width++;
		if (column > INDENT && column + 1 + width > columns) {
			cdr_buf_printf(out, "\n%*s", INDENT, "");
			column = INDENT;
		} else if (column > INDENT) {
			cdr_buf_putc(out, ' ');
			column++;
		}
		cdr_buf_add_str(out, word);
		column += width;
	}
	cdr_buf_putc(out, '\n');
}

static void
put_padded(struct cdr_buf *out, struct cdr_str text, size_t width)
{
	cdr_buf_add_str(out, text);
	cdr_buf_printf(out, "%*s", (int)(width > text.n ? width - text.n : 1), "");
}

static struct cdr_str
shown_state(const struct cdr_json *item)
{
	struct cdr_str state = cdr_json_get_str(item, "state");
	if (cdr_json_get_bool(item, "outside", false))
		return CDR_STR("cannot tell");
	if (cdr_str_equal(state, CDR_STR("not_explicit")))
		return CDR_STR("not explicit");
	if (cdr_str_equal(state, CDR_STR("none")))
		return CDR_STR("says not");
	return cdr_str_equal(state, CDR_STR("absent")) ? CDR_STR("not found") : state;
}

static const struct cdr_json *
first_quote(const struct cdr_json *sheet, const struct cdr_json *item)
{
	const struct cdr_json *wanted = cdr_json_get(item, "elements"), *elements = cdr_json_get(sheet, "elements");
	for (size_t i = 0; i < cdr_json_count(wanted); i++) {
		struct cdr_str id = cdr_json_get_str(cdr_json_at(wanted, i), "id");
		for (size_t k = 0; k < cdr_json_count(elements); k++) {
			const struct cdr_json *element = cdr_json_at(elements, k);
			const struct cdr_json *quotes = cdr_json_get(element, "quotes");
			if (cdr_str_equal(cdr_json_get_str(element, "id"), id) && cdr_json_count(quotes) > 0)
				return cdr_json_at(quotes, 0);
		}
	}
	return NULL;
}

static void
put_place(struct cdr_buf *out, const struct cdr_json *quote)
{
	int64_t page = cdr_json_get_int(quote, "page", 0), line = cdr_json_get_int(quote, "line", 0);
	if (page || line)
		cdr_buf_printf(out, "%s %lld: ", page ? "page" : "line", (long long)(page ? page : line));
}

static void
put_quote(struct cdr_buf *out, const struct cdr_json *quote, size_t columns)
{
	cdr_auto(cdr_buf) line = CDR_BUF_INIT;
	put_place(&line, quote);
	cdr_buf_printf(&line, "“%.*s”", CDR_STR_ARG(cdr_json_get_str(quote, "text")));
	cdr_buf_printf(out, "%*s", 2 + STATE_WIDTH + KIND_WIDTH, "");
	put_cut(out, cdr_buf_str(&line), columns - 2 - STATE_WIDTH - KIND_WIDTH);
	cdr_buf_putc(out, '\n');
	out->failed = out->failed || line.failed;
}

static void
put_sheet(struct cdr_buf *out, const struct cdr_json *sheet, const struct cdr_json *one, size_t columns)
{
	const struct cdr_json *items = cdr_json_get(one, "items"), *counts = cdr_json_get(one, "counts");
	cdr_buf_printf(out, "\n%.*s\n", CDR_STR_ARG(cdr_json_get_str(one, "title")));
	cdr_buf_printf(out, "  of %lld:", (long long)cdr_json_get_int(counts, "items", 0));
	for (size_t i = CDR_LINT_N_STATES; i > 0; i--) {
		const char *word = cdr_lint_state_word((enum cdr_lint_state)(i - 1));
		int64_t n = cdr_json_get_int(counts, word, 0);
		cdr_owned(cdr_json) state = cdr_json_object();
		cdr_json_set_text(state, "state", word);
		if (n > 0)
			cdr_buf_printf(out, " %lld %.*s;", (long long)n, CDR_STR_ARG(shown_state(state)));
	}
	cdr_buf_puts(out, cdr_json_get_str(one, "unverified").n ? " (unverified scheme)\n" : "\n");
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		const struct cdr_json *item = cdr_json_at(items, i), *quote = first_quote(sheet, item);
		cdr_buf_puts(out, "  ");
		put_padded(out, shown_state(item), STATE_WIDTH);
		put_padded(out, cdr_json_get_str(item, "kind"), KIND_WIDTH);
		put_cut(out, cdr_json_get_str(item, "title"), columns - 2 - STATE_WIDTH - KIND_WIDTH);
		cdr_buf_putc(out, '\n');
		if (quote)
			put_quote(out, quote, columns);
	}
}

static void
put_remarks(struct cdr_buf *out, const struct cdr_json *remarks, size_t columns)
{
	cdr_buf_printf(out, "\nRemarks (%zu)\n", cdr_json_count(remarks));
	for (size_t i = 0; i < cdr_json_count(remarks); i++) {
		const struct cdr_json *remark = cdr_json_at(remarks, i), *quote = cdr_json_get(remark, "quote");
		struct cdr_str severity = cdr_json_get_str(remark, "severity");
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		cdr_buf_printf(&text, "%.*s: %.*s", CDR_STR_ARG(cdr_json_get_str(remark, "kind")),
		               CDR_STR_ARG(cdr_json_get_str(remark, "message")));
		if (quote) {
			cdr_buf_puts(&text, " — ");
			put_place(&text, quote);
			cdr_buf_printf(&text, "“%.*s”", CDR_STR_ARG(cdr_json_get_str(quote, "text")));
		}
		cdr_buf_printf(out, "  %.*s ", CDR_STR_ARG(severity));
		put_wrapped(out, cdr_buf_str(&text), 3 + severity.n, columns);
		out->failed = out->failed || text.failed;
	}
}

enum cdr_status
cdr_lint_print(const struct cdr_json *sheet, size_t columns, struct cdr_buf *out, struct cdr_error *err)
{
	const struct cdr_json *statement = cdr_json_get(sheet, "statement"), *sheets = cdr_json_get(sheet, "sheets");
	columns = columns < MIN_COLUMNS ? MIN_COLUMNS : columns;
	cdr_buf_printf(out, "%.*s: %.*s\n  %lld sentences", CDR_STR_ARG(cdr_json_get_str(sheet, "file")),
	               CDR_STR_ARG(cdr_json_get_str(cdr_json_get(sheet, "law"), "title")),
	               (long long)cdr_json_get_int(statement, "sentences", 0));
	if (cdr_json_get_int(statement, "pages", 0))
		cdr_buf_printf(out, " on %lld pages", (long long)cdr_json_get_int(statement, "pages", 0));
	if (cdr_json_get_int(statement, "year", 0))
		cdr_buf_printf(out, ", about %lld by its own words", (long long)cdr_json_get_int(statement, "year", 0));
	cdr_buf_puts(out, cdr_json_get_bool(statement, "records", false) ? "; compared with the records\n"
	                                                                 : "; not compared with any records\n");
	if (cdr_json_get(statement, "compared_sentences"))
		cdr_buf_printf(out,
		               "  %lld of %lld longer sentences are word for word those of the earlier statement\n",
		               (long long)cdr_json_get_int(statement, "copied_sentences", 0),
		               (long long)cdr_json_get_int(statement, "compared_sentences", 0));
	for (size_t i = 0; i < cdr_json_count(sheets); i++)
		put_sheet(out, sheet, cdr_json_at(sheets, i), columns);
	put_remarks(out, cdr_json_get(sheet, "remarks"), columns);
	return cdr_buf_check(out, CDR_LINT_ROOM, err);
}
