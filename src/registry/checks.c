/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guard between a new copy and the one that serves: counts that are not plausible, and a list that has shrunk. Reading
 * found the file well-formed; this asks whether it is all of it. The one surprise: the range counts rows of all files (a
 * missing half of a joined source shows there), the drop counts entries (that is what would vanish from screenings).
 */
#include "candor/registry.h"

#include <inttypes.h>

#include "registry/registry-impl.h"

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
