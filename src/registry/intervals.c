/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times: the cell of a list that tells when a firm was on it, off it and on it again -> periods; and a length of time as
 * printed -> a last day. What status a period has is standing.c's affair. The one surprise: a piece that cannot be read is
 * a period too, without dates: that something is said about the firm there is known, only not what.
 */
#include "candor/registry.h"

#include <string.h>

#include "registry/registry-impl.h"

/* The dates of one piece; false when it has none that can be read, or ends before it begins. */
static bool
read_piece(const struct registry_record *record, struct cdr_str piece, struct registry_period *period,
           struct cdr_error *err, enum cdr_status *status)
{
	const struct cdr_registry_private *private = record->reader->private;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { { NULL, 0 } };
	bool found = true;
	groups[1] = piece;
	if (private->intervals.match)
		*status = cdr_regex_find(private->intervals.match, piece, 0, &found, groups, err);
	if (*status != CDR_OK || !found || !registry_day_of(private, cdr_str_trim(groups[1]), &period->from))
		return false;
	struct cdr_str to = cdr_str_trim(groups[2]);
	if (to.n && !registry_day_of(private, to, &period->to))
		return false;
	return !period->to.ymd || period->to.ymd >= period->from.ymd;
}

/* Keeps the periods in the order of their first days; those without come first. */
static void
insert(struct registry_periods *periods, struct registry_period period)
{
	size_t at = periods->n++;
	for (; at && periods->items[at - 1].from.ymd > period.from.ymd; at--)
		periods->items[at] = periods->items[at - 1];
	periods->items[at] = period;
}

static enum cdr_status
add_piece(const struct registry_record *record, struct cdr_str piece, struct registry_periods *periods,
          struct cdr_error *err)
{
	struct registry_period period = { 0 };
	enum cdr_status status = CDR_OK;
	if (periods->n == REGISTRY_MAX_PERIODS)
		return cdr_fail(err, CDR_ELIMIT, REGISTRY_ROOM, NULL, "more than %d times in one cell",
		                REGISTRY_MAX_PERIODS);
	period.unreadable = !read_piece(record, piece, &period, err, &status);
	CDR_TRY(status);
	if (period.unreadable) {
		period.from = period.to = (struct cdr_date){ 0 };
		CDR_TRY(registry_problem(
			record, false, err,
			"\"%.*s\" cannot be read as a time on the list; its status is taken as unknown",
			(int)cdr_str_cut(piece, 80), piece.p));
	}
	period.printed = cdr_normalise_space(piece, record->reader->arena);
	if (!period.printed.p)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	insert(periods, period);
	return CDR_OK;
}

enum cdr_status
registry_read_periods(const struct registry_record *record, struct registry_periods *ret, struct cdr_error *err)
{
	const struct registry_intervals *intervals = &record->reader->private->intervals;
	struct registry_periods periods = { .n = 0 };
	struct cdr_str text;
	bool any = true;
	CDR_TRY(registry_value(record, &intervals->field, &text, err));
	for (size_t at = 0; text.n && any;) {
		struct cdr_str piece;
		CDR_TRY(registry_next_piece(intervals->split, intervals->n_split, text, &at, &piece, &any, err));
		piece = any ? cdr_str_trim(piece) : (struct cdr_str){ NULL, 0 };
		if (piece.n)
			CDR_TRY(add_piece(record, piece, &periods, err));
	}
	*ret = periods;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------ lengths of time */

struct term {
	int64_t years, months, days;
};

static bool
add_unit(struct term *term, struct cdr_str unit, int64_t n)
{
	static const struct {
		const char *word;
		int64_t years, months, days;
	} units[] = {
		{ "year", 1, 0, 0 },
		{ "month", 0, 1, 0 },
		{ "week", 0, 0, 7 },
		{ "day", 0, 0, 1 },
	};
	if (unit.n && unit.p[unit.n - 1] == 's')
		unit.n--;
	for (size_t i = 0; i < CDR_LEN(units); i++) {
		if (!cdr_str_equal(unit, cdr_str_from(units[i].word)))
			continue;
		term->years += n * units[i].years;
		term->months += n * units[i].months;
		term->days += n * units[i].days;
		return true;
	}
	return false;
}

/* Numbers, each with its unit behind it; "and" and "of" between them say nothing. */
static bool
read_term(struct cdr_str words, struct term *ret)
{
	struct term term = { 0 };
	struct cdr_str word;
	int64_t n = -1;
	while (cdr_str_split(&words, ' ', &word)) {
		if (n < 0 && cdr_str_to_i64(word, &n)) {
			if (n < 0 || n > REGISTRY_MAX_TERM_YEARS * 366)
				return false;
		} else if (n >= 0 && add_unit(&term, word, n)) {
			n = -1;
		} else if (n >= 0 || !(cdr_str_equal(word, CDR_STR("and")) || !word.n)) {
			return false;
		}
	}
	*ret = term;
	return n < 0 && term.years + term.months + term.days > 0 && term.years <= REGISTRY_MAX_TERM_YEARS;
}

bool
registry_term_end(struct cdr_str text, struct cdr_date from, struct cdr_date *ret)
{
	char folded[64];
	struct term term;
	if (!from.ymd || text.n >= sizeof(folded))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		folded[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == ',' || c == '-' ? ' ' : c;
	}
	if (!read_term((struct cdr_str){ folded, text.n }, &term))
		return false;
	int64_t months = from.ymd / 100 % 100 - 1 + term.months + 12 * term.years;
	int year = (int)(from.ymd / 10000 + months / 12), month = (int)(months % 12) + 1;
	struct cdr_date day = cdr_date_make(year, month, (int)(from.ymd % 100));
	if (!day.ymd) /* the month is too short for the day: what would follow its last */
		day = month == 12 ? cdr_date_make(year + 1, 1, 1) : cdr_date_make(year, month + 1, 1);
	if (!day.ymd)
		return false;
	*ret = cdr_date_add_days(day, (int32_t)term.days - 1); /* the first day counts */
	return ret->ymd != 0;
}
