/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The status word of a row and its dates -> the statuses of an entry. What holds on a given day is worked out from them in
 * status.c; here only what is printed is written down. The one surprise: a start of which only the year is known gives two
 * statuses of the same word, one without dates (it was seen in this copy) and one from the year's last day: both are true,
 * and neither claims a day on which the licence may not yet have been granted.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

static const struct registry_status *
explain(const struct registry_record *record, struct cdr_str word)
{
	const struct cdr_registry_private *private = record->reader->private;
	struct cdr_str words = cdr_normalise_words(word, record->reader->arena);
	for (size_t i = 0; i < private->n_statuses; i++) {
		if (cdr_str_equal(private->statuses[i].word, words))
			return &private->statuses[i];
	}
	return NULL;
}

/* The first of the dates a status may begin with that the row has. */
static struct registry_day
begin(const struct registry_status *meaning, const struct registry_day days[REGISTRY_SLOT_COUNT])
{
	for (size_t i = 0; i < meaning->n_starts; i++) {
		struct registry_day day = days[meaning->starts[i].slot];
		if (!day.date.ymd)
			continue;
		if (meaning->starts[i].days)
			day.date = cdr_date_add_days(day.date, meaning->starts[i].days);
		return day;
	}
	return (struct registry_day){ 0 };
}

/* The first of the dates it may end with. A term that cannot be counted is told: without it the status looks open. */
static enum cdr_status
end(const struct registry_record *record, const struct registry_status *meaning,
    const struct registry_day days[REGISTRY_SLOT_COUNT], struct cdr_date start, struct registry_day *ret,
    struct cdr_error *err)
{
	struct registry_day day = { 0 };
	for (size_t i = 0; i < meaning->n_ends && !day.date.ymd; i++) {
		const struct registry_bound *bound = &meaning->ends[i];
		struct cdr_str term = { NULL, 0 };
		bool unreadable = days[bound->slot].unreadable;
		if (bound->slot != REGISTRY_TERM)
			day.date = days[bound->slot].date;
		else
			CDR_TRY(registry_value(record, &record->part->fields[REGISTRY_TERM], &term, err));
		if (term.n && start.ymd && !registry_term_end(term, start, &day.date)) {
			unreadable = true;
			CDR_TRY(registry_problem(record, false, err, "\"%.*s\" cannot be read as a length of time",
			                         (int)cdr_str_cut(term, 60), term.p));
		}
		if (day.date.ymd && bound->days)
			day.date = cdr_date_add_days(day.date, bound->days);
		day.unreadable = day.unreadable || unreadable;
	}
	*ret = day;
	return CDR_OK;
}

/* An unknown word is UNKNOWN: never a licence by mistake. */
static enum cdr_status
judge(const struct registry_record *record, struct cdr_str word, const struct registry_status **ret_meaning,
      struct cdr_error *err)
{
	*ret_meaning = explain(record, word);
	record->reader->copy->n_unexplained += !*ret_meaning;
	if (!word.n)
		return registry_problem(record, false, err, "no status is printed; taken as unknown");
	if (!*ret_meaning)
		return registry_problem(record, false, err,
		                        "the status \"%.*s\" is not explained in the definition; taken as unknown",
		                        (int)cdr_str_cut(word, 80), word.p);
	return CDR_OK;
}

/* So is a permission whose expiry is there but cannot be read. */
static enum cdr_status
bound_status(const struct registry_record *record, const struct registry_status *meaning,
             const struct registry_day days[REGISTRY_SLOT_COUNT], struct registry_day *ret_start,
             struct cdr_entry_status *status, struct cdr_error *err)
{
	struct registry_day last;
	*ret_start = begin(meaning, days);
	CDR_TRY(end(record, meaning, days, ret_start->date, &last, err));
	status->to = last.date;
	if (last.date.ymd || !last.unreadable || !cdr_licence_permits(status->status))
		return CDR_OK;
	status->status = CDR_LICENCE_UNKNOWN;
	return registry_problem(record, false, err,
	                        "the expiry of a licence cannot be read; its status is taken as unknown");
}

/* One status for each time in the row's intervals; none when the cell is empty. */
static enum cdr_status
standing_in_intervals(const struct registry_record *record, struct cdr_entry_status status, struct cdr_entry *entry,
                      struct cdr_error *err)
{
	struct registry_periods periods;
	CDR_TRY(registry_read_periods(record, &periods, err));
	if (!periods.n)
		return CDR_OK;
	entry->statuses = cdr_arena_alloc(record->reader->arena, periods.n * sizeof(*entry->statuses));
	if (!entry->statuses)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	for (size_t i = 0; i < periods.n; i++) {
		const struct registry_period *period = &periods.items[i];
		struct cdr_entry_status *item = &entry->statuses[entry->n_statuses++];
		*item = status;
		item->from = period->from;
		item->to = period->to;
		if (period->unreadable) {
			item->status = CDR_LICENCE_UNKNOWN;
			item->word = period->printed;
		}
	}
	return CDR_OK;
}

enum cdr_status
registry_standing(const struct registry_record *record, const struct registry_day days[REGISTRY_SLOT_COUNT],
                  struct cdr_entry *entry, struct cdr_error *err)
{
	const struct registry_field *field = &record->part->fields[REGISTRY_STATUS];
	if (!field->set)
		return CDR_OK;
	const struct registry_status *meaning;
	struct cdr_entry_status status = { 0 };
	struct registry_day start = { 0 };
	CDR_TRY(registry_value(record, field, &status.word, err));
	CDR_TRY(judge(record, status.word, &meaning, err));
	if (meaning) {
		status.status = meaning->status;
		if (meaning->in_intervals)
			CDR_TRY(standing_in_intervals(record, status, entry, err));
		CDR_TRY(bound_status(record, meaning, days, &start, &status, err));
	}
	if (entry->n_statuses)
		return CDR_OK;
	entry->statuses = cdr_arena_alloc(record->reader->arena, 2 * sizeof(*entry->statuses));
	if (!entry->statuses)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	if (start.from_year)
		entry->statuses[entry->n_statuses++] = status;
	status.from = start.date;
	entry->statuses[entry->n_statuses++] = status;
	return CDR_OK;
}
