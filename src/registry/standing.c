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

/* An unknown word, or a permission whose expiry cannot be read, is UNKNOWN: never a licence by mistake. */
static enum cdr_status
judge(const struct registry_record *record, struct cdr_str word, const struct registry_day *days,
      const struct registry_status **ret_meaning, enum cdr_licence *ret, struct cdr_error *err)
{
	const struct registry_status *meaning = explain(record, word);
	*ret_meaning = meaning;
	*ret = meaning ? meaning->status : CDR_LICENCE_UNKNOWN;
	if (!word.n)
		return registry_problem(record, false, err, "no status is printed; taken as unknown");
	if (!meaning)
		return registry_problem(record, false, err,
		                        "the status \"%.*s\" is not explained in the definition; taken as unknown",
		                        (int)cdr_str_cut(word, 80), word.p);
	if (meaning->expires && days[REGISTRY_VALID_TO].unreadable && cdr_licence_permits(meaning->status)) {
		*ret = CDR_LICENCE_UNKNOWN;
		return registry_problem(record, false, err,
		                        "the expiry of a licence cannot be read; its status is taken as unknown");
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
	struct cdr_str word;
	const struct registry_status *meaning;
	struct cdr_entry_status status = { 0 };
	CDR_TRY(registry_value(record, field, &word, err));
	CDR_TRY(judge(record, word, days, &meaning, &status.status, err));
	status.word = word;
	struct registry_day start = meaning ? begin(meaning, days) : (struct registry_day){ 0 };
	if (meaning && meaning->expires)
		status.to = days[REGISTRY_VALID_TO].date;
	entry->statuses = cdr_arena_alloc(record->reader->arena, 2 * sizeof(*entry->statuses));
	if (!entry->statuses)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	if (start.from_year)
		entry->statuses[entry->n_statuses++] = status;
	status.from = start.date;
	entry->statuses[entry->n_statuses++] = status;
	return CDR_OK;
}
