/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guard between a new copy and the one that serves: counts that are not plausible, a list that has shrunk, and contents
 * that show the publisher changed the file. Reading found it well-formed; this asks whether it is all of it and means the
 * same. The one surprise: the range counts rows of all files (a
 * missing half of a joined source shows there), the drop counts entries (that is what would vanish from screenings).
 */
#include "candor/registry.h"

#include <inttypes.h>

#include "registry/registry-impl.h"

#define MAX_ODD_PCT 10.0 /* of the entries */
#define FEW_ODD 5        /* so many are always let through: small lists have their odd rows too */
#define DAYS_AHEAD 2     /* the source's day may have begun, and its clock be wrong */
#define YEAR_AHEAD 366

enum cdr_status
cdr_registry_check_counts(const struct cdr_registry *registry, const struct cdr_registry_copy *copy,
                          int64_t previous_entries, struct cdr_error *err)
{
	int64_t n = (int64_t)copy->n_entries;
	if (copy->n_rows < registry->expected_min || (registry->expected_max && copy->n_rows > registry->expected_max))
		return cdr_fail(err, CDR_EREFUSED, REGISTRY_ROOM, NULL,
		                "%.*s: %" PRId64 " rows where %" PRId64 " to %" PRId64
		                " are plausible; look at the file, then force it if it is right",
		                CDR_STR_ARG(registry->id), copy->n_rows, registry->expected_min,
		                registry->expected_max);
	double lost = (double)(previous_entries - n);
	if (previous_entries > 0 && lost * 100.0 > registry->max_drop_pct * (double)previous_entries)
		return cdr_fail(err, CDR_EREFUSED, REGISTRY_ROOM, NULL,
		                "%.*s: %" PRId64 " entries after %" PRId64
		                ", a fall of more than %g %%; look at the file, then force it if it is right",
		                CDR_STR_ARG(registry->id), n, previous_entries, registry->max_drop_pct);
	return CDR_OK;
}

/* Odd entries: how many, and where the first stands. */
struct odd {
	int64_t n;
	const struct cdr_entry *first;
};

static void
count_odd(struct odd *odd, const struct cdr_entry *entry)
{
	if (odd->n++ == 0)
		odd->first = entry;
}

static bool
is_too_many(int64_t n, const struct cdr_registry_copy *copy)
{
	return n > FEW_ODD && (double)n * 100.0 > MAX_ODD_PCT * (double)copy->n_entries;
}

/* Only what a source says has happened: an expiry lies ahead, and so may the begin of a licence. */
static bool
is_ahead(const struct cdr_entry *entry, struct cdr_date today)
{
	if (entry->listed_on.ymd > cdr_date_add_days(today, DAYS_AHEAD).ymd)
		return true;
	for (size_t i = 0; i < entry->n_statuses; i++) {
		const struct cdr_entry_status *status = &entry->statuses[i];
		if (status->from.ymd > cdr_date_add_days(today, YEAR_AHEAD).ymd)
			return true;
	}
	return false;
}

static enum cdr_status
refuse_odd(const struct cdr_registry *registry, const struct cdr_registry_copy *copy, const struct odd *odd,
           const char *what, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EREFUSED, REGISTRY_ROOM, NULL,
	                "%.*s: %" PRId64 " of %zu entries %s, for example \"%.*s\" in row %u; look at the file, then "
	                "mend the definition, or force it if it is right",
	                CDR_STR_ARG(registry->id), odd->n, copy->n_entries, what,
	                (int)cdr_str_cut(odd->first->name, 80), odd->first->name.p ? odd->first->name.p : "",
	                odd->first->origin.row);
}

enum cdr_status
cdr_registry_check_content(const struct cdr_registry *registry, const struct cdr_registry_copy *copy,
                           struct cdr_date today, struct cdr_error *err)
{
	struct odd lost = { 0 }, ahead = { 0 };
	if (is_too_many(copy->n_unexplained, copy))
		return cdr_fail(err, CDR_EREFUSED, REGISTRY_ROOM, NULL,
		                "%.*s: the status of %" PRId64
		                " of %zu entries is not explained in the definition; look "
		                "at the file, then explain its words there, or force it",
		                CDR_STR_ARG(registry->id), copy->n_unexplained, copy->n_entries);
	for (size_t i = 0; i < copy->n_entries; i++) {
		if (cdr_str_find(copy->entries[i].name, CDR_STR("\xef\xbf\xbd")) >= 0)
			count_odd(&lost, &copy->entries[i]);
		if (is_ahead(&copy->entries[i], today))
			count_odd(&ahead, &copy->entries[i]);
	}
	if (is_too_many(lost.n, copy))
		return refuse_odd(registry, copy, &lost, "have letters that were lost to a wrong encoding", err);
	if (is_too_many(ahead.n, copy))
		return refuse_odd(registry, copy, &ahead, "tell of days that are still to come", err);
	return CDR_OK;
}
