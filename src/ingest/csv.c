/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Separated values after RFC 4180, as found in the wild. The format as read here:
 *
 *	record  = field *(separator field), ended by CRLF, LF, CR or the end of the file
 *	field   = quoted / unquoted
 *	quoted  = DQUOTE *(anything, with DQUOTE written twice) DQUOTE [blanks]
 *	unquoted: anything up to a separator or line end; a quote in it is a character like any other
 *
 * A quoted field keeps its line breaks, each as one LF. A quote inside a quoted field that is neither doubled nor
 * followed by the end of the field is kept as a character while the field is still on the line it began on
 * ("ABC "Extra" Ltd",…). On a later line it is refused: there it nearly always means that a closing quote is missing and
 * that whole records are being swallowed as text. A first line "sep=;" (Excel's own) sets the separator. A final Ctrl-Z,
 * the end-of-file mark of CP/M and DOS, is not data. Surprise: a field is a slice of the file as it lies there; only one
 * that is written otherwise than it reads (doubled quotes, CRLF inside) is copied.
 */
#include "ingest/ingest-impl.h"

#include <string.h>

#define SNIFF_RECORDS 40
#define SNIFF_BYTES ((size_t)64 << 10)
#define CTRL_Z '\x1A'
#define FORGET_ROWS 4096

static const char separators[] = { ',', ';', '\t' };

struct csv {
	const struct cdr_ingest_source *source;
	struct cdr_ingest_builder *builder;
	const char *p, *end; /* what is still to be read */
	char separator;
	uint32_t line; /* of p */
};

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Bytes of the line end at `p`: 2 for CRLF, 1 for LF or CR, 0 when there is none. */
static size_t
line_end_length(const char *p, const char *end)
{
	if (p >= end || !is_line_end(*p))
		return 0;
	return *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
}

/* Whether a quote just before `p` closes its field: nothing but blanks may follow. Returns where the field's end is, or
 * NULL. A tab is no blank where it separates. */
static const char *
after_closing_quote(const char *p, const char *end, char separator)
{
	while (p < end && (*p == ' ' || *p == '\t') && *p != separator)
		p++;
	return p == end || *p == separator || is_line_end(*p) ? p : NULL;
}

/* ------------------------------------------------------------------------------------------------------- separator */

/* Passes a quoted field without changing anything; `p` is after its opening quote. NULL: it is not closed here. */
static const char *
pass_quoted(const char *p, const char *end, char separator)
{
	for (; p < end; p++) {
		if (*p != '"')
			continue;
		if (p + 1 < end && p[1] == '"') {
			p++;
			continue;
		}
		const char *after = after_closing_quote(p + 1, end, separator);
		if (after)
			return after;
	}
	return NULL;
}

/* Passes one record and returns its number of fields, 0 for a blank line or one that the sample cuts off. */
static size_t
pass_record(const char **p, const char *end, char separator)
{
	size_t n_fields = 1;
	const char *q = *p;
	bool blank = q < end && is_line_end(*q);
	for (;;) {
		if (q < end && *q == '"')
			q = pass_quoted(q + 1, end, separator);
		while (q && q < end && *q != separator && !is_line_end(*q))
			q++;
		if (!q || q >= end || is_line_end(*q))
			break;
		n_fields++;
		q++;
	}
	*p = q ? q + line_end_length(q, end) : end;
	return q && !blank ? n_fields : 0;
}

struct shape {
	size_t n_agreeing; /* records that have the commonest number of fields, when that is above one */
	size_t n_fields;   /* that number */
};

static struct shape
shape_with(struct cdr_str sample, char separator)
{
	size_t counts[SNIFF_RECORDS];
	size_t n = 0;
	const char *p = sample.p, *end = sample.p + sample.n;
	while (p < end && n < SNIFF_RECORDS) {
		size_t n_fields = pass_record(&p, end, separator);
		if (n_fields > 0)
			counts[n++] = n_fields;
	}
	struct shape best = { 0, 1 };
	for (size_t i = 0; i < n; i++) {
		size_t n_agreeing = 0;
		for (size_t k = 0; k < n; k++)
			n_agreeing += counts[k] == counts[i];
		if (counts[i] > 1 &&
		    (n_agreeing > best.n_agreeing || (n_agreeing == best.n_agreeing && counts[i] > best.n_fields)))
			best = (struct shape){ n_agreeing, counts[i] };
	}
	return best;
}

/* The separator with which most of the first records have the same number of fields; more fields break a tie. */
static char
sniff_separator(struct cdr_str text)
{
	struct cdr_str sample = text;
	if (sample.n > SNIFF_BYTES) {
		/* Cut at a line end, so that the last record is not a fragment. */
		sample.n = SNIFF_BYTES;
		while (sample.n > 0 && !is_line_end(sample.p[sample.n - 1]))
			sample.n--;
	}
	char found = separators[0];
	struct shape best = { 0, 1 };
	for (size_t i = 0; i < sizeof(separators); i++) {
		struct shape shape = shape_with(sample, separators[i]);
		if (shape.n_agreeing > best.n_agreeing ||
		    (shape.n_agreeing == best.n_agreeing && shape.n_fields > best.n_fields)) {
			best = shape;
			found = separators[i];
		}
	}
	return found;
}

/* ---------------------------------------------------------------------------------------------------------- fields */

static enum cdr_status
fail_quote(const struct csv *csv, uint32_t opened, struct cdr_error *err, enum cdr_status code, const char *what)
{
	char place[CDR_ERROR_WHERE_MAX];
	(void)cdr_ingest_line_place(csv->source->name, opened, place);
	return cdr_fail(err, code, CDR_INGEST_ROOM, place,
	                "the quoted field that opens in line %u %s; close it, or write each quote inside it twice",
	                opened, what);
}

/* The text between two quotes as it is meant; `n_less` bytes of it are not. */
static enum cdr_status
unescape(struct csv *csv, struct cdr_str raw, size_t n_less, struct cdr_str *ret, struct cdr_error *err)
{
	if (n_less == 0) {
		*ret = raw;
		return CDR_OK;
	}
	char *out = cdr_arena_alloc(csv->builder->text, raw.n);
	size_t n = 0;
	if (!out)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	for (const char *p = raw.p, *end = raw.p + raw.n; p < end;) {
		size_t n_line_end = line_end_length(p, end);
		bool doubled = *p == '"' && p + 1 < end && p[1] == '"';
		out[n++] = n_line_end > 0 ? '\n' : *p;
		p += n_line_end > 0 ? n_line_end : doubled ? 2 : 1;
	}
	*ret = (struct cdr_str){ out, n };
	return CDR_OK;
}

static enum cdr_status
read_quoted(struct csv *csv, struct cdr_str *ret, struct cdr_error *err)
{
	uint32_t opened = csv->line;
	const char *start = ++csv->p;
	size_t n_less = 0; /* bytes that are not part of the text */
	bool odd = false;  /* a lone CR becomes LF: as long, but another byte */
	while (csv->p < csv->end) {
		size_t n_line_end = line_end_length(csv->p, csv->end);
		bool doubled = *csv->p == '"' && csv->p + 1 < csv->end && csv->p[1] == '"';
		if (*csv->p == '"' && !doubled) {
			const char *after = after_closing_quote(csv->p + 1, csv->end, csv->separator);
			if (after) {
				struct cdr_str raw = { start, (size_t)(csv->p - start) };
				csv->p = after;
				return unescape(csv, raw, n_less + odd, ret, err);
			}
			if (csv->line != opened)
				return fail_quote(csv, opened, err, CDR_EINPUT,
				                  "has text after a closing quote on a later line");
		}
		if ((size_t)(csv->p - start) - n_less >= CDR_INGEST_MAX_CELL_BYTES)
			return fail_quote(csv, opened, err, CDR_ELIMIT, "runs on past the longest cell that is read");
		size_t n = n_line_end > 0 ? n_line_end : doubled ? 2 : 1;
		odd = odd || *csv->p == '\r';
		n_less += n - 1;
		csv->line += n_line_end > 0;
		csv->p += n;
	}
	return fail_quote(csv, opened, err, CDR_EINPUT, "is not closed before the end of the file");
}

static struct cdr_str
read_unquoted(struct csv *csv)
{
	const char *start = csv->p;
	while (csv->p < csv->end && *csv->p != csv->separator && !is_line_end(*csv->p))
		csv->p++;
	return (struct cdr_str){ start, (size_t)(csv->p - start) };
}

static enum cdr_status
read_record(struct csv *csv, uint32_t row, struct cdr_error *err)
{
	CDR_TRY(cdr_ingest_builder_begin_row(csv->builder, row, csv->line, err));
	for (uint32_t column = 0;; column++) {
		struct cdr_str text = { NULL, 0 };
		if (csv->p < csv->end && *csv->p == '"')
			CDR_TRY(read_quoted(csv, &text, err));
		else
			text = read_unquoted(csv);
		CDR_TRY(cdr_ingest_builder_set(csv->builder, column, CDR_CELL_TEXT, text, err));
		if (csv->p >= csv->end || *csv->p != csv->separator)
			break;
		csv->p++;
	}
	size_t n_line_end = line_end_length(csv->p, csv->end);
	csv->p += n_line_end;
	csv->line += n_line_end > 0;
	return cdr_ingest_builder_end_row(csv->builder, err);
}

/* Excel writes and reads "sep=;" as a first line; it is a remark to the reader, not a record. */
static bool
take_separator_line(struct csv *csv)
{
	struct cdr_str rest = { csv->p, (size_t)(csv->end - csv->p) };
	if (rest.n < 5 || !cdr_str_starts_with(rest, CDR_STR("sep=")) || is_line_end(rest.p[4]) || rest.p[4] == '"')
		return false;
	size_t n_line_end = line_end_length(csv->p + 5, csv->end);
	if (n_line_end == 0)
		return false;
	csv->separator = rest.p[4];
	csv->p += 5 + n_line_end;
	csv->line++;
	return true;
}

static enum cdr_status
read_all(struct csv *csv, const struct cdr_ingest_text *text, struct cdr_error *err)
{
	uint32_t row = take_separator_line(csv) ? 1 : 0;
	char asked = csv->source->options->separator;
	if (asked == '"' || is_line_end(asked))
		return cdr_fail(err, CDR_EUSAGE, CDR_INGEST_ROOM, NULL, "a quote or line end cannot separate fields");
	if (asked != '\0')
		csv->separator = asked;
	else if (csv->separator == '\0')
		csv->separator = sniff_separator((struct cdr_str){ csv->p, (size_t)(csv->end - csv->p) });
	while (csv->p < csv->end) {
		CDR_TRY(read_record(csv, ++row, err));
		if (row % FORGET_ROWS == 0)
			cdr_ingest_text_forget(text, csv->source);
	}
	return cdr_ingest_builder_finish_only(csv->builder, err);
}

enum cdr_status
cdr_ingest_csv(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	cdr_auto(cdr_ingest_text) decoded = CDR_INGEST_TEXT_INIT;
	CDR_TRY(cdr_ingest_decode(source, table, &decoded, err));
	struct cdr_str text = decoded.text;
	if (text.n > 0 && text.p[text.n - 1] == CTRL_Z)
		text.n--;
	cdr_auto(cdr_ingest_builder) builder = { 0 };
	CDR_TRY(cdr_ingest_builder_init(&builder, table, err));
	struct csv csv = { .source = source, .builder = &builder, .p = text.p, .end = text.p + text.n, .line = 1 };
	CDR_TRY(read_all(&csv, &decoded, err));
	table->separator = csv.separator;
	return CDR_OK;
}
