/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exchange rates, from tables/exchange-rates.csv of the rule data, so that a repetition converts as the first time did. A
 * rate that is too old for the day asked is none: an amount that cannot be converted is unknown, never zero and never left
 * out of a sum. The surprise: which currency a ledger is in is no option but the table's own header.
 *
 * The table: lines that begin with "#" are comments, of which "# market_days: N" is read; a header "currency,on,per_ABC,…",
 * ABC in any case being the ledger's currency; rows "CCC,YYYY-MM-DD,figure,parity|market,…", the figure how many CCC one
 * ABC is worth. What follows the fourth column, the note, is for people: a source, quoted where an amount is.
 */
#include "candor/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/rules-impl.h"

#define RATES_MAX 100000
#define MARKET_DAYS 31 /* where the table does not say */

/* Reading one line after the other. */
struct reading {
	struct cdr_rates *rates;
	struct cdr_vec rows; /* struct cdr_rate */
	struct cdr_str ledger_currency;
	int line;
};

static enum cdr_status
complain(const struct reading *reading, const char *what, struct cdr_error *err)
{
	char where[64];
	(void)snprintf(where, sizeof(where), CDR_RATES_PATH ":%d", reading->line);
	return cdr_fail(err, CDR_EINPUT, RULES_ROOM, where, "%s", what);
}

static bool
is_currency(struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < 'A' || text.p[i] > 'Z')
			return false;
	}
	return text.n == 3;
}

static struct cdr_str
upper(struct cdr_str text, struct cdr_arena *arena)
{
	char *copy = cdr_arena_alloc(arena, text.n + 1);
	for (size_t i = 0; copy && i < text.n; i++)
		copy[i] = text.p[i] >= 'a' && text.p[i] <= 'z' ? (char)(text.p[i] - 'a' + 'A') : text.p[i];
	return (struct cdr_str){ copy, copy ? text.n : 0 };
}

static enum cdr_status
read_comment(struct reading *reading, struct cdr_str line, struct cdr_error *err)
{
	const struct cdr_str key = CDR_STR("# market_days:");
	int64_t days = 0;
	if (!cdr_str_starts_with(line, key))
		return CDR_OK;
	struct cdr_str value = { line.p + key.n, line.n - key.n };
	if (!cdr_str_to_i64(cdr_str_trim(value), &days) || days < 0 || days > 3660)
		return complain(reading, "market_days is a number of days from 0 to 3660", err);
	reading->rates->market_days = (int32_t)days;
	return CDR_OK;
}

static enum cdr_status
read_header(struct reading *reading, struct cdr_str line, struct cdr_arena *arena, struct cdr_error *err)
{
	struct cdr_str currency, on, per, kind;
	bool whole = cdr_str_split(&line, ',', &currency) && cdr_str_split(&line, ',', &on) &&
	             cdr_str_split(&line, ',', &per) && cdr_str_split(&line, ',', &kind);
	if (!whole || !cdr_str_equal(currency, CDR_STR("currency")) || !cdr_str_equal(on, CDR_STR("on")) ||
	    !cdr_str_starts_with(per, CDR_STR("per_")) || per.n != 7 || !cdr_str_equal(kind, CDR_STR("kind")))
		return complain(reading,
		                "the header must begin with currency,on,per_ABC,kind where ABC is the ledger's "
		                "currency",
		                err);
	reading->ledger_currency = upper((struct cdr_str){ per.p + 4, 3 }, arena);
	if (!reading->ledger_currency.p)
		return cdr_fail_memory(err, RULES_ROOM);
	if (!is_currency(reading->ledger_currency))
		return complain(reading, "per_… must name a currency by its three letters (ISO 4217)", err);
	return CDR_OK;
}

static enum cdr_status
read_row(struct reading *reading, struct cdr_str line, struct cdr_error *err)
{
	struct cdr_str currency, on, figure, kind;
	struct cdr_rate rate = { 0 };
	bool whole = cdr_str_split(&line, ',', &currency) && cdr_str_split(&line, ',', &on) &&
	             cdr_str_split(&line, ',', &figure) && cdr_str_split(&line, ',', &kind);
	if (!whole || !is_currency(currency = cdr_str_trim(currency)))
		return complain(reading, "a row is CCC,YYYY-MM-DD,figure,kind with CCC a currency (ISO 4217)", err);
	if (!cdr_date_parse(cdr_str_trim(on), &rate.on))
		return complain(reading, "the second column must be a day, YYYY-MM-DD", err);
	if (!cdr_str_to_double(cdr_str_trim(figure), &rate.per) || !(rate.per > 0))
		return complain(reading, "the third column must be a number above 0", err);
	kind = cdr_str_trim(kind);
	rate.parity = cdr_str_equal(kind, CDR_STR("parity"));
	if (!rate.parity && !cdr_str_equal(kind, CDR_STR("market")))
		return complain(reading, "the fourth column must be parity or market", err);
	rate.currency = currency;
	rate.note = cdr_str_trim(line);
	rate.line = reading->line;
	struct cdr_rate *slot = cdr_vec_push(&reading->rows);
	if (!slot)
		return cdr_fail_memory(err, RULES_ROOM);
	*slot = rate;
	return CDR_OK;
}

static int
compare_rates(const void *left, const void *right)
{
	const struct cdr_rate *a = left, *b = right;
	int order = cdr_str_compare(a->currency, b->currency);
	return order ? order : (a->on.ymd > b->on.ymd) - (a->on.ymd < b->on.ymd);
}

static enum cdr_status
read_lines(struct reading *reading, struct cdr_str text, struct cdr_arena *arena, struct cdr_error *err)
{
	struct cdr_str line;
	while (cdr_str_split(&text, '\n', &line)) {
		reading->line++;
		line = cdr_str_trim(line);
		if (!line.n)
			continue;
		if (line.p[0] == '#')
			CDR_TRY(read_comment(reading, line, err));
		else if (!reading->ledger_currency.p)
			CDR_TRY(read_header(reading, line, arena, err));
		else
			CDR_TRY(read_row(reading, line, err));
	}
	return reading->ledger_currency.p ? CDR_OK : complain(reading, "the table has no header", err);
}

enum cdr_status
cdr_rates_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_rates *ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(CDR_RATES_PATH));
	struct cdr_rates rates = { .market_days = MARKET_DAYS };
	struct reading reading = { .rates = &rates, .rows = CDR_VEC_INIT(struct cdr_rate, RATES_MAX) };
	enum cdr_status status = file ? read_lines(&reading, file->text, arena, err) : CDR_OK;
	rates.currency = reading.ledger_currency;
	rates.n = reading.rows.n;
	if (status == CDR_OK && rates.n) {
		rates.items = cdr_arena_alloc(arena, rates.n * sizeof(*rates.items));
		status = rates.items ? CDR_OK : cdr_fail_memory(err, RULES_ROOM);
	}
	if (status == CDR_OK && rates.n) {
		memcpy(rates.items, reading.rows.items, rates.n * sizeof(*rates.items));
		qsort(rates.items, rates.n, sizeof(*rates.items), compare_rates);
	}
	cdr_vec_done(&reading.rows);
	if (status == CDR_OK)
		*ret = rates;
	return status;
}

/* The newest rate of a currency on or before a day, or NULL. */
static const struct cdr_rate *
newest(const struct cdr_rates *rates, struct cdr_str currency, struct cdr_date day)
{
	const struct cdr_rate sought = { .currency = currency, .on = day };
	size_t low = 0, high = rates->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_rates(&rates->items[middle], &sought) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && cdr_str_equal(rates->items[low - 1].currency, currency) ? &rates->items[low - 1] : NULL;
}

const struct cdr_rate *
cdr_rates_find(const struct cdr_rates *rates, struct cdr_str currency, struct cdr_date day)
{
	const struct cdr_rate *best = day.ymd ? newest(rates, currency, day) : NULL;
	if (!best || (!best->parity && cdr_date_days_between(best->on, day) > rates->market_days))
		return NULL;
	return best;
}

bool
cdr_rates_convert(const struct cdr_rates *rates, double amount, struct cdr_str currency, struct cdr_date day,
                  double *ret, struct cdr_date *ret_on)
{
	if (!rates->currency.n || !currency.n)
		return false;
	if (cdr_str_equal(currency, rates->currency)) {
		*ret = amount;
		*ret_on = (struct cdr_date){ 0 };
		return true;
	}
	const struct cdr_rate *best = cdr_rates_find(rates, currency, day);
	if (!best)
		return false;
	*ret = amount / best->per;
	*ret_on = best->on;
	return true;
}
