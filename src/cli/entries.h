/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Files of entries to match against: CSV with a header, NDJSON, FollowTheMoney, or any table that can be read. */

#include "cli/names.h"

/* What was read and what was not. */
struct cli_entries_count {
	size_t n, n_nameless; /* entries told; rows left out because there is nothing to compare */
	size_t n_other;       /* FollowTheMoney entities that are no organisations */
};
typedef enum cdr_status (*cli_entry_fn)(void *context, const struct cli_name *name, struct cdr_error *err);
/* Reads a file piece by piece and tells each entry, with its id or, where it has none, its number in the order of telling.
 * Names live until `fn` returns. Adds to `count`. EIO, EINPUT, ELIMIT, and what `fn` gives. */
enum cdr_status CDR_MUST_CHECK
cli_entries_read(struct cli *cli, const char *path, cli_entry_fn fn, void *context, struct cli_entries_count *count,
                 struct cdr_error *err);
