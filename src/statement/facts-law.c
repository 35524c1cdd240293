/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/rules.h"

/*
 * facts-law: the facts a law takes from the organisation file by itself. An amount in another currency than its fact's is
 * converted by a rate of the year: one the organisation file states (`exchange_rates`), else one of the rule data's
 * table; the text of the amount then says the rate, its day and its source, and the fact rests on the rate too. The
 * surprise: a rate of another year is none, and without one the fact stays unknown.
 */

#define RATE_DAYS 366     /* a stated rate is of the year that ends on the day asked about */
#define MOST_MINOR 1e17   /* more is not counted exactly, and nobody earns it */
#define NANO 1000000000.0 /* digits of a rate that are kept and shown */

/* What one of the stated currency is worth in the fact's. */
struct rate_used {
	double rate;
	struct cdr_date on;
	struct cdr_str source;
	struct cdr_refs refs;
};

/* A rate stated in the organisation file, either way round: the newest of the year. */
static bool
stated_rate(struct cdr_collect *collect, struct cdr_str from, struct cdr_str to, struct rate_used *ret)
{
	const struct cdr_json *rates = cdr_json_get(collect->organisation, "exchange_rates");
	bool found = false;
	for (size_t i = 0; i < cdr_json_count(rates); i++) {
		const struct cdr_json *entry = cdr_json_at(rates, i);
		struct cdr_str one = cdr_json_get_str(entry, "from"), other = cdr_json_get_str(entry, "to");
		struct cdr_date on = cdr_json_get_date(entry, "on");
		double rate = 0;
		bool forth = cdr_str_equal(one, from) && cdr_str_equal(other, to);
		bool back = cdr_str_equal(one, to) && cdr_str_equal(other, from);
		if ((!forth && !back) || !cdr_str_to_double(cdr_json_get_str(entry, "rate"), &rate) || !(rate > 0))
			continue;
		if (!on.ymd || on.ymd > collect->year.asked_on.ymd ||
		    cdr_date_days_between(on, collect->year.asked_on) > RATE_DAYS || (found && on.ymd <= ret->on.ymd))
			continue;
		found = true;
		*ret = (struct rate_used){ forth ? rate : 1 / rate, on, cdr_json_get_str(entry, "source"),
			                   cdr_collect_organisation_ref(collect, entry, "exchange_rates") };
	}
	return found;
}

/* A row of the table as something a fact rests on. */
static struct cdr_refs
refs_of_row(struct cdr_collect *collect, const struct cdr_rate *row)
{
	struct cdr_arena *arena = collect->set->arena;
	struct cdr_ref *ref = cdr_arena_alloc(arena, sizeof(*ref));
	struct cdr_str place = cdr_str_format(arena, "%s:%d", CDR_RATES_PATH, row->line);
	if (!ref || !place.p) {
		collect->set->failed = true;
		return (struct cdr_refs){ NULL, 0 };
	}
	*ref = (struct cdr_ref){ .kind = "table", .ref = place, .as_of = row->on };
	return (struct cdr_refs){ ref, 1 };
}

/* By way of the table's own currency. Only pairs of which it is one side are taken: a rate made of two is nobody's. */
static bool
table_rate(struct cdr_collect *collect, struct cdr_str from, struct cdr_str to, struct rate_used *ret)
{
	const struct cdr_rates *rates = &collect->set->law->rates;
	bool to_own = cdr_str_equal(to, rates->currency), from_own = cdr_str_equal(from, rates->currency);
	if (!to_own && !from_own)
		return false;
	const struct cdr_rate *row = cdr_rates_find(rates, to_own ? from : to, collect->year.asked_on);
	if (!row)
		return false;
	*ret = (struct rate_used){ to_own ? 1 / row->per : row->per, row->on,
		                   row->note.n ? row->note : CDR_STR(CDR_RATES_PATH), refs_of_row(collect, row) };
	return true;
}

static struct cdr_refs
join_refs(struct cdr_collect *collect, struct cdr_refs a, struct cdr_refs b)
{
	struct cdr_ref *items = cdr_arena_alloc(collect->set->arena, (a.n + b.n + 1) * sizeof(*items));
	if (!items) {
		collect->set->failed = true;
		return a;
	}
	for (size_t i = 0; i < a.n + b.n; i++)
		items[i] = i < a.n ? a.items[i] : b.items[i - a.n];
	return (struct cdr_refs){ items, a.n + b.n };
}

/* "€42,000,000 (converted to £36,000,000 at 1 EUR = 0.857142857 GBP, rate of 31 March 2026; source: …)". */
static struct cdr_str
converted_text(struct cdr_collect *collect, struct cdr_str stated, int64_t minor, struct cdr_str from,
               struct cdr_str to, const struct rate_used *used)
{
	const struct cdr_words *words = &collect->set->law->words;
	struct cdr_arena *arena = collect->set->arena;
	struct cdr_str amount = cdr_words_money(words, arena, minor, to);
	struct cdr_str day = cdr_words_date(words, arena, used->on);
	if (!amount.p || !day.p)
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_format(arena, "%.*s (%.*s %.*s, 1 %.*s = %.10g %.*s, %.*s %.*s; %.*s %.*s)", CDR_STR_ARG(stated),
	                      CDR_STR_ARG(cdr_words_label(words, "converted_to")), CDR_STR_ARG(amount),
	                      CDR_STR_ARG(from), (double)(int64_t)(used->rate * NANO + 0.5) / NANO, CDR_STR_ARG(to),
	                      CDR_STR_ARG(cdr_words_label(words, "rate_of")), CDR_STR_ARG(day),
	                      CDR_STR_ARG(cdr_words_label(words, "rate_source")), CDR_STR_ARG(used->source));
}

static bool
rate_of(struct cdr_collect *collect, struct cdr_str from, struct cdr_str to, struct rate_used *ret)
{
	return stated_rate(collect, from, to, ret) || table_rate(collect, from, to, ret);
}

static void
set_money(struct cdr_collect *collect, const struct cdr_law_fact *fact, const struct cdr_json *value,
          struct cdr_refs refs)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	struct cdr_str currency = cdr_json_get_str(value, "currency");
	struct cdr_str text_name = cdr_str_format(set->arena, "%.*s_text", CDR_STR_ARG(fact->name));
	if (cdr_json_type(cdr_json_get(value, "minor")) != CDR_JSON_INT)
		return;
	int64_t minor = cdr_json_get_int(value, "minor", 0);
	struct cdr_str text = cdr_words_money(words, set->arena, minor, currency);
	struct rate_used used = { 0 };
	bool same = cdr_str_equal(currency, fact->currency);
	if (!same && rate_of(collect, currency, fact->currency, &used)) {
		double whole = (double)minor / (double)cdr_words_minor_units(currency);
		double converted = whole * used.rate * (double)cdr_words_minor_units(fact->currency) + 0.5;
		if (!(converted < MOST_MINOR))
			return; /* no sum of money; the rate is wrong */
		minor = (int64_t)converted;
		text = converted_text(collect, text, minor, currency, fact->currency, &used);
		refs = join_refs(collect, refs, used.refs);
		same = true;
	}
	if (!text_name.p || !text.p) {
		set->failed = true;
		return;
	}
	cdr_fact_set_text(set, text_name.p, text, refs);
	if (same)
		cdr_fact_set_number(set, fact->name.p, (double)minor, refs);
}

static void
set_law_fact(struct cdr_collect *collect, const struct cdr_law_fact *fact)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_json *value = cdr_collect_path(collect->organisation, fact->key);
	struct cdr_str rest = fact->key, step;
	(void)cdr_str_split(&rest, '.', &step);
	struct cdr_str key = cdr_str_copy(set->arena, step);
	struct cdr_refs refs = cdr_collect_organisation_ref(collect, NULL, key.p);
	enum cdr_json_type type = cdr_json_type(value);
	if (!value ||
	    (fact->only_if.n && !cdr_json_bool(cdr_collect_path(collect->organisation, fact->only_if), false)))
		return;
	if (fact->type == CDR_LAW_FACT_MONEY)
		set_money(collect, fact, value, refs);
	else if (fact->type == CDR_LAW_FACT_BOOLEAN && type == CDR_JSON_BOOL)
		cdr_fact_set_boolean(set, fact->name.p, cdr_json_bool(value, false), refs);
	else if (fact->type == CDR_LAW_FACT_NUMBER && (type == CDR_JSON_INT || type == CDR_JSON_REAL))
		cdr_fact_set_number(set, fact->name.p, cdr_json_real(value, 0), refs);
	else if (fact->type == CDR_LAW_FACT_TEXTS)
		cdr_fact_set_text(set, fact->name.p, cdr_collect_words(collect, value, false), refs);
	else if (fact->type == CDR_LAW_FACT_TEXT)
		cdr_fact_set_text(set, fact->name.p, cdr_json_string(value), refs);
}

enum cdr_status
cdr_facts_law(struct cdr_collect *collect, struct cdr_error *err)
{
	const struct cdr_law *law = collect->set->law;
	for (size_t i = 0; i < law->n_facts; i++)
		set_law_fact(collect, &law->facts[i]);
	return collect->set->failed ? cdr_fail_memory(err, "statement") : CDR_OK;
}
