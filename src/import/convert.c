/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One cell -> one value of its column's type, or the reason why not. A refusal names the value and the form expected.
 * Not here: which cell belongs to which column (mapping.c), what a refusal does to the row (row.c). The surprise: a
 * country nobody recognises (and a misfit in a column that the data calls lenient) is not refused but handed on as
 * `unrecognised`, because real lists name regions, ports and former states there, and losing the supplier over it would
 * be worse than asking about it.
 */
#include "candor/import.h"

#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define BLANK_WORD_MAX_BYTES 32 /* no word for "not known" is longer; saves folding every cell */
#define EXPONENT_MAX 30
#define CODE_SEPARATORS ",;| \t\n"

/* One conversion under way. */
struct conversion {
	const struct cdr_import_converter *by;
	const struct cdr_import_definition *definition;
	const struct cdr_cell *cell;
	struct cdr_str text; /* trimmed */
	struct cdr_import_value *value;
	bool exhausted; /* of memory */
};

struct cdr_str
cdr_import_shown(struct cdr_str value, struct cdr_arena *arena)
{
	size_t n = cdr_str_cut(value, CDR_IMPORT_VALUE_SHOWN_BYTES);
	return cdr_str_format(arena, "\"%.*s%s\"", (int)n, value.p ? value.p : "", n < value.n ? "…" : "");
}

static struct cdr_str
keep(struct conversion *conversion, struct cdr_str made)
{
	conversion->exhausted |= !made.p;
	return made;
}

/* Refuses the cell: `expected` completes "value: …". */
static void
refuse(struct conversion *conversion, const char *expected)
{
	struct cdr_arena *arena = conversion->by->arena;
	bool quiet = conversion->definition->suppressed;
	struct cdr_str shown = quiet ? CDR_STR("the value") : cdr_import_shown(conversion->text, arena);
	conversion->value->reason =
		keep(conversion, cdr_str_format(arena, "%.*s: %.*s %s", CDR_STR_ARG(conversion->definition->name),
	                                        CDR_STR_ARG(shown), expected));
}

/* ---------------------------------------------------------------------------------------------------------- numbers */

/* "7.0E-2" -> "0.070": a spreadsheet stores some numbers so. Purely by moving the point, so nothing is rounded. */
static struct cdr_str
without_exponent(struct cdr_str text, struct cdr_arena *arena)
{
	ptrdiff_t mark = cdr_str_find(text, CDR_STR("E"));
	mark = mark < 0 ? cdr_str_find(text, CDR_STR("e")) : mark;
	int64_t exponent = 0;
	if (mark < 1)
		return text;
	struct cdr_str power = { text.p + mark + 1, text.n - (size_t)mark - 1 };
	if (power.n && power.p[0] == '+')
		power = (struct cdr_str){ power.p + 1, power.n - 1 };
	double checked;
	struct cdr_str mantissa = { text.p, (size_t)mark };
	if (!cdr_str_to_i64(power, &exponent) || exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX ||
	    !cdr_str_to_double(mantissa, &checked))
		return text;
	bool negative = mantissa.p[0] == '-';
	char *out = cdr_arena_alloc(arena, mantissa.n + 2 * EXPONENT_MAX + 4);
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	ptrdiff_t point = cdr_str_find(mantissa, CDR_STR("."));
	int64_t whole = (point < 0 ? (int64_t)mantissa.n : point) - negative + exponent;
	size_t n = 0;
	if (negative)
		out[n++] = '-';
	if (whole <= 0)
		out[n++] = '0';
	for (int64_t i = whole; i < 0; i++) {
		if (i == whole)
			out[n++] = '.';
		out[n++] = '0';
	}
	int64_t seen = 0;
	for (size_t i = negative; i < mantissa.n; i++) {
		if (mantissa.p[i] == '.')
			continue;
		if (seen == whole && whole >= 0)
			out[n++] = '.';
		out[n++] = mantissa.p[i];
		seen++;
	}
	for (; seen < whole; seen++)
		out[n++] = '0';
	return (struct cdr_str){ out, n };
}

/* "0111.50" -> "111.5", "-0.0" -> "0". */
static struct cdr_str
shortest(struct cdr_str number)
{
	if (cdr_str_find(number, CDR_STR(".")) >= 0) {
		while (number.p[number.n - 1] == '0')
			number.n--;
		if (number.p[number.n - 1] == '.')
			number.n--;
	}
	while (number.n > 1 && number.p[0] == '0' && number.p[1] != '.')
		number = (struct cdr_str){ number.p + 1, number.n - 1 };
	return cdr_str_equal(number, CDR_STR("-0")) ? CDR_STR("0") : number;
}

/* The cell stays as it is: it has two readings, and neither the column nor a mapping says which. */
static void
doubt(struct conversion *conversion, enum cdr_import_doubt doubt)
{
	*conversion->value = (struct cdr_import_value){ .unrecognised = conversion->text, .doubt = doubt };
}

/* The canonical text of a number; {NULL,0} when it is none. A lone point is taken for a decimal mark: it is one in every
 * number cell of a spreadsheet, and where "1.250" may mean thousands the caller has looked before. */
static struct cdr_str
number_of(struct conversion *conversion, struct cdr_str text, bool thousands_ok)
{
	struct cdr_arena *arena = conversion->by->arena;
	double checked;
	if (conversion->cell->kind == CDR_CELL_NUMBER)
		text = keep(conversion, without_exponent(text, arena));
	if (cdr_str_to_double(text, &checked))
		return shortest(text);
	struct cdr_str number = cdr_normalise_number(text, thousands_ok, arena);
	return number.n ? shortest(number) : (struct cdr_str){ NULL, 0 };
}

/* A number as typed, settled by what its column says. */
static struct cdr_str
settled(struct conversion *conversion, struct cdr_str text)
{
	if (conversion->cell->kind != CDR_CELL_TEXT)
		return text;
	return keep(conversion, cdr_import_settle_number(text, conversion->by->decimal_mark, conversion->by->arena));
}

/* Still with two readings: "1.250" where thousands are likely, and "1,250" where they are not. */
static bool
is_doubtful(const struct conversion *conversion, struct cdr_str text, char mark)
{
	return conversion->cell->kind == CDR_CELL_TEXT && !conversion->by->decimal_mark &&
	       cdr_import_is_two_faced(text, mark);
}

static void
convert_number(struct conversion *conversion)
{
	static const struct cdr_str percentage = { "_pct", 4 };
	struct cdr_str text = conversion->text;
	/* A percentage that may be above 100 is a plain number, with or without its sign. */
	if (cdr_str_ends_with(conversion->definition->name, percentage) && cdr_str_ends_with(text, CDR_STR("%")))
		text = cdr_str_trim((struct cdr_str){ text.p, text.n - 1 });
	text = settled(conversion, text);
	conversion->value->text = number_of(conversion, text, false);
	if (is_doubtful(conversion, text, ','))
		doubt(conversion, CDR_IMPORT_DOUBT_AMBIGUOUS);
	else if (!conversion->value->text.p)
		refuse(conversion, "is not a number (write 1234.5)");
}

static void
convert_whole(struct conversion *conversion)
{
	struct cdr_str text = settled(conversion, conversion->text);
	struct cdr_str number = number_of(conversion, text, true);
	int64_t count;
	if (is_doubtful(conversion, text, '.'))
		doubt(conversion, CDR_IMPORT_DOUBT_AMBIGUOUS);
	else if (number.p && cdr_str_to_i64(number, &count) && count >= 0)
		conversion->value->text = number;
	else
		refuse(conversion, "is not a whole number from 0 up");
}

static void
convert_percent(struct conversion *conversion)
{
	struct cdr_str text = conversion->text;
	if (cdr_str_ends_with(text, CDR_STR("%")))
		text = cdr_str_trim((struct cdr_str){ text.p, text.n - 1 });
	struct cdr_str number = number_of(conversion, text, false);
	double share;
	if (!number.p || !cdr_str_to_double(number, &share))
		refuse(conversion, "is not a percentage (write 12.5)");
	else if (share < 0 || share > 100)
		refuse(conversion, "is outside 0 to 100 per cent");
	else
		conversion->value->text = number;
}

static void
convert_money(struct conversion *conversion)
{
	struct cdr_import_amount amount;
	if (!cdr_import_amount_read(conversion->by->columns, conversion->text, &amount)) {
		refuse(conversion, conversion->text.p[0] == '(' ? "is an amount below zero"
		                                                : "is not an amount (write 1234.50, or USD 1234.50)");
		return;
	}
	struct cdr_str text = settled(conversion, amount.number), number = number_of(conversion, text, true);
	bool thousandths = amount.code.p && cdr_import_currency_digits(amount.code) == 3;
	if (is_doubtful(conversion, text, '.') && !thousandths)
		doubt(conversion, CDR_IMPORT_DOUBT_AMBIGUOUS);
	else if (!number.p)
		refuse(conversion, "is not an amount (write 1234.50, or USD 1234.50)");
	else if (number.p[0] == '-')
		refuse(conversion, "is an amount below zero");
	else
		*conversion->value = (struct cdr_import_value){
			.text = number,
			.currency = amount.code,
			.doubt = amount.shared_sign ? CDR_IMPORT_DOUBT_SIGN : CDR_IMPORT_DOUBT_NONE,
		};
}

static void
convert_currency(struct conversion *conversion)
{
	char upper[3];
	struct cdr_str code = { upper, sizeof(upper) };
	for (size_t i = 0; i < sizeof(upper); i++) {
		char c = conversion->text.n == sizeof(upper) ? conversion->text.p[i] : '?';
		upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	if (cdr_import_currency_digits(code) < 0)
		refuse(conversion, "is not a currency code of ISO 4217 (write USD, EUR …)");
	else
		conversion->value->text = keep(conversion, cdr_str_copy(conversion->by->arena, code));
}

/* ------------------------------------------------------------------------------------------------------------ words */

/* What a squashed word of a column stands for; yes and no are words of the column "". */
static const struct cdr_str *
word_of(struct conversion *conversion, struct cdr_str column)
{
	struct cdr_arena *arena = conversion->by->arena;
	struct cdr_str squashed = keep(conversion, cdr_import_squash(conversion->text, arena));
	struct cdr_str key =
		keep(conversion, cdr_str_format(arena, "%.*s=%.*s", CDR_STR_ARG(column), CDR_STR_ARG(squashed)));
	return key.p ? cdr_map_get(conversion->by->columns->words, key) : NULL;
}

static void
convert_boolean(struct conversion *conversion)
{
	const struct cdr_str *truth = word_of(conversion, CDR_STR(""));
	if (!truth)
		truth = word_of(conversion, conversion->definition->name);
	if (truth)
		conversion->value->text = *truth;
	else
		refuse(conversion, "is neither yes nor no");
}

static void
convert_word(struct conversion *conversion)
{
	struct cdr_arena *arena = conversion->by->arena;
	const struct cdr_str *word = word_of(conversion, conversion->definition->name);
	if (word) {
		conversion->value->text = *word;
		return;
	}
	struct cdr_str expected = keep(
		conversion, cdr_str_format(arena, "is none of: %.*s", CDR_STR_ARG(conversion->definition->allowed)));
	if (expected.p)
		refuse(conversion, expected.p);
}

static void
convert_date(struct conversion *conversion)
{
	char out[CDR_DATE_TEXT_MAX];
	struct cdr_date date = { 0 };
	switch (cdr_normalise_date(conversion->text, conversion->by->date_order, &date)) {
	case CDR_DATE_READ:
		conversion->value->text =
			keep(conversion, cdr_str_copy(conversion->by->arena, cdr_str_from(cdr_date_text(date, out))));
		return;
	case CDR_DATE_AMBIGUOUS:
		doubt(conversion, CDR_IMPORT_DOUBT_AMBIGUOUS);
		return;
	case CDR_DATE_UNREADABLE:
		break;
	}
	refuse(conversion, "is not a date (write YYYY-MM-DD)");
}

/* ------------------------------------------------------------------------------------------------- text and its kin */

static void
convert_text(struct conversion *conversion)
{
	struct cdr_str text = keep(conversion, cdr_normalise_space(conversion->text, conversion->by->arena));
	bool name = conversion->definition->type == CDR_IMPORT_NAME;
	if (text.n > CDR_NAME_MAX_BYTES && name)
		refuse(conversion, "is longer than 4096 bytes, too long for a name");
	else if (name && (cdr_import_is_phone(text) || cdr_import_is_mail(text)))
		refuse(conversion, "is a telephone number or an e-mail address, not a name");
	else if (text.n)
		conversion->value->text = text;
}

static void
convert_identifier(struct conversion *conversion)
{
	static const struct cdr_str lei = { "lei", 3 };
	struct cdr_str scheme = conversion->definition->scheme;
	struct cdr_str compared = cdr_normalise_identifier(scheme, conversion->text, conversion->by->arena);
	if (cdr_str_equal(scheme, lei) && !cdr_lei_is_valid(conversion->text) && !cdr_lei_is_valid(compared))
		refuse(conversion, "is not an LEI: 20 characters whose check digits agree (ISO 17442)");
	else if (!compared.n)
		refuse(conversion, "has no letters or digits");
	else
		convert_text(conversion);
}

static void
convert_country(struct conversion *conversion)
{
	char code[3];
	if (cdr_normalise_country(conversion->by->normaliser, conversion->text, code))
		conversion->value->text =
			keep(conversion, cdr_str_copy(conversion->by->arena, (struct cdr_str){ code, 2 }));
	else
		conversion->value->unrecognised = conversion->text;
}

static bool
is_separator(const struct cdr_import_converter *by, char c)
{
	return by->list_separator ? c == by->list_separator : c == '|' || c == ';' || c == '\n';
}

/* One item of a list; countries become codes, an unknown one stays as written and is told. */
static bool
add_item(struct conversion *conversion, struct cdr_str piece)
{
	struct cdr_import_value *value = conversion->value;
	char code[3];
	piece = cdr_str_trim(piece);
	if (piece.n == 0)
		return true;
	if (value->n_items == CDR_IMPORT_MAX_LIST_ITEMS)
		return false;
	if (conversion->definition->type == CDR_IMPORT_COUNTRIES) {
		if (cdr_normalise_country(conversion->by->normaliser, piece, code))
			piece = keep(conversion, cdr_str_copy(conversion->by->arena, (struct cdr_str){ code, 2 }));
		else
			value->unrecognised = piece;
	}
	value->items[value->n_items++] = keep(conversion, cdr_normalise_space(piece, conversion->by->arena));
	return true;
}

static void
convert_list(struct conversion *conversion)
{
	struct cdr_str text = conversion->text;
	size_t n = 1, start = 0;
	for (size_t i = 0; i < text.n; i++)
		n += is_separator(conversion->by, text.p[i]);
	struct cdr_import_value *value = conversion->value;
	value->items =
		cdr_arena_alloc(conversion->by->arena, (n < CDR_IMPORT_MAX_LIST_ITEMS ? n : CDR_IMPORT_MAX_LIST_ITEMS) *
	                                                       sizeof(*value->items));
	conversion->exhausted |= !value->items;
	bool fits = true;
	for (size_t i = 0; i <= text.n && !conversion->exhausted && fits; i++) {
		if (i < text.n && !is_separator(conversion->by, text.p[i]))
			continue;
		fits = add_item(conversion, (struct cdr_str){ text.p + start, i - start });
		start = i + 1;
	}
	if (conversion->exhausted)
		return;
	if (!fits) {
		refuse(conversion, "has more than 1000 items");
		return;
	}
	cdr_auto(cdr_buf) joined = CDR_BUF_INIT;
	for (size_t i = 0; i < value->n_items; i++) {
		cdr_buf_puts(&joined, i ? CDR_IMPORT_LIST_JOINT : "");
		cdr_buf_add_str(&joined, value->items[i]);
	}
	if (value->n_items)
		value->text = keep(conversion, cdr_str_copy(conversion->by->arena, cdr_buf_str(&joined)));
	conversion->exhausted |= joined.failed;
}

/* ----------------------------------------------------------------------------------------------------------- codes */

/* "d4" -> "D4" when there is such a code, else {NULL,0}. */
static struct cdr_str
code_of(struct conversion *conversion, struct cdr_str text)
{
	const struct cdr_decl_node *codes = conversion->definition->codes;
	int64_t number = 0, last = 0;
	if (text.n < 2)
		return (struct cdr_str){ NULL, 0 };
	char letter = text.p[0] >= 'a' && text.p[0] <= 'z' ? (char)(text.p[0] - 'a' + 'A') : text.p[0];
	struct cdr_str digits = { text.p + 1, text.n - 1 };
	for (size_t i = 0; i < codes->n; i++) {
		if (codes->pairs[i].key.p[0] == letter && cdr_str_to_i64(digits, &number) && number > 0 &&
		    cdr_str_to_i64(codes->pairs[i].value->text, &last) && number <= last)
			return keep(conversion,
			            cdr_str_format(conversion->by->arena, "%c%lld", letter, (long long)number));
	}
	return (struct cdr_str){ NULL, 0 };
}

static void
refuse_code(struct conversion *conversion, const char *hint)
{
	struct cdr_str expected = keep(conversion, cdr_str_format(conversion->by->arena, "is none of the codes %.*s%s",
	                                                          CDR_STR_ARG(conversion->definition->allowed), hint));
	if (expected.p)
		refuse(conversion, expected.p);
}

static void
convert_code(struct conversion *conversion)
{
	struct cdr_str code = code_of(conversion, conversion->text);
	if (code.p)
		conversion->value->text = code;
	else
		refuse_code(conversion, "");
}

static void
convert_codes(struct conversion *conversion)
{
	cdr_auto(cdr_buf) joined = CDR_BUF_INIT;
	struct cdr_str text = conversion->text;
	for (size_t start = 0, i = 0; i <= text.n; i++) {
		if (i < text.n && !strchr(CODE_SEPARATORS, text.p[i]))
			continue;
		struct cdr_str piece = { text.p + start, i - start };
		start = i + 1;
		if (piece.n == 0)
			continue;
		struct cdr_str code = code_of(conversion, piece);
		if (!code.p) {
			refuse_code(conversion, "; several are parted by commas");
			return;
		}
		cdr_buf_puts(&joined, joined.n ? CDR_IMPORT_LIST_JOINT : "");
		cdr_buf_add_str(&joined, code);
	}
	conversion->exhausted |= joined.failed;
	if (joined.n && !joined.failed)
		conversion->value->text = keep(conversion, cdr_str_copy(conversion->by->arena, cdr_buf_str(&joined)));
}

/* --------------------------------------------------------------------------------------------------------- any type */

typedef void (*convert_fn)(struct conversion *conversion);
static const convert_fn by_type[CDR_IMPORT_TYPE_COUNT] = {
	[CDR_IMPORT_TEXT] = convert_text,
	[CDR_IMPORT_KEY] = convert_text,
	[CDR_IMPORT_NAME] = convert_text,
	[CDR_IMPORT_COUNTRY] = convert_country,
	[CDR_IMPORT_COUNTRIES] = convert_list,
	[CDR_IMPORT_DATE] = convert_date,
	[CDR_IMPORT_NUMBER] = convert_number,
	[CDR_IMPORT_WHOLE] = convert_whole,
	[CDR_IMPORT_PERCENT] = convert_percent,
	[CDR_IMPORT_BOOLEAN] = convert_boolean,
	[CDR_IMPORT_MONEY] = convert_money,
	[CDR_IMPORT_CURRENCY] = convert_currency,
	[CDR_IMPORT_LIST] = convert_list,
	[CDR_IMPORT_WORD] = convert_word,
	[CDR_IMPORT_IDENTIFIER] = convert_identifier,
	[CDR_IMPORT_CODE] = convert_code,
	[CDR_IMPORT_CODES] = convert_codes,
};

/* "n/a", "-", "unknown" and the like, also a spreadsheet's #N/A. */
static bool
says_blank(struct conversion *conversion)
{
	if (conversion->text.n > BLANK_WORD_MAX_BYTES)
		return false;
	struct cdr_str squashed = keep(conversion, cdr_import_squash(conversion->text, conversion->by->arena));
	/* Only punctuation ("-", "…", "?") says nothing either. */
	return squashed.n == 0 || cdr_map_get(conversion->by->columns->blanks, squashed) != NULL;
}

/* Where "n/a" could pass for a value it is looked for first; elsewhere only when nothing else fits, so that the country
 * code NA and the language code no stay what they are. Free text is left as written. */
static bool
blank_before(enum cdr_import_type type)
{
	return type == CDR_IMPORT_NAME || type == CDR_IMPORT_KEY || type == CDR_IMPORT_IDENTIFIER ||
	       type == CDR_IMPORT_LIST || type == CDR_IMPORT_COUNTRIES;
}

/* Cells whose value was lost before the file came: formulas without their results, numbers with their digits cut off. */
static bool
as_written(const struct conversion *conversion)
{
	enum cdr_import_type type = conversion->definition->type;
	if (conversion->cell->kind != CDR_CELL_TEXT)
		return false;
	if (type == CDR_IMPORT_KEY || type == CDR_IMPORT_IDENTIFIER)
		return cdr_import_is_cut(conversion->text) || cdr_import_is_formula(conversion->text);
	return type != CDR_IMPORT_NAME && type != CDR_IMPORT_TEXT && cdr_import_is_formula(conversion->text);
}

enum cdr_status
cdr_import_convert(const struct cdr_import_converter *converter, const struct cdr_import_definition *definition,
                   const struct cdr_cell *cell, struct cdr_import_value *ret, struct cdr_error *err)
{
	struct cdr_import_value value = { 0 };
	struct cdr_str text = cdr_import_unwrap(cdr_str_trim(cell->text));
	struct conversion conversion = { converter, definition, cell, text, &value, false };
	if (text.n == 0) {
		*ret = value;
		return CDR_OK;
	}
	if (blank_before(definition->type) && says_blank(&conversion)) {
		value.said_blank = true;
	} else if (cell->kind == CDR_CELL_ERROR) {
		refuse(&conversion, "is a spreadsheet error, not a value");
	} else if (as_written(&conversion)) {
		doubt(&conversion, cdr_import_is_cut(text) ? CDR_IMPORT_DOUBT_CUT : CDR_IMPORT_DOUBT_FORMULA);
	} else {
		by_type[definition->type](&conversion);
		bool text_like = definition->type == CDR_IMPORT_TEXT || definition->type == CDR_IMPORT_NAME;
		if (text_like && !value.reason.p && cell->kind == CDR_CELL_TEXT && cdr_import_is_formula(text))
			value.doubt = CDR_IMPORT_DOUBT_FORMULA;
	}
	/* What is kept as written would be kept with the count that must not be. */
	if (definition->suppressed && value.unrecognised.p) {
		value = (struct cdr_import_value){ 0 };
		refuse(&conversion, "is not a whole number that can be read in one way only (write 1234)");
	}
	if ((value.reason.p || value.unrecognised.p) && !value.items && says_blank(&conversion))
		value = (struct cdr_import_value){ .said_blank = true };
	if (value.reason.p && definition->lenient)
		value = (struct cdr_import_value){ .unrecognised = conversion.text };
	if (conversion.exhausted)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*ret = value;
	return CDR_OK;
}
