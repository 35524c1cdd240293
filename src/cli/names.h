/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Names as match and compare read them: CSV with a header, or NDJSON objects, with the same members. */

#include "cli/cli-impl.h"

#include "candor/ingest.h"
#include "candor/match.h"

/* One named thing of a query or list file. */
struct cli_name {
	struct cdr_str id;
	struct cdr_match_subject subject;
};

/* The columns of a CSV file that are understood; UINT32_MAX where the file has none. */
enum cli_name_column {
	NAME_ID,
	NAME_NAME,
	NAME_ALIASES,
	NAME_COUNTRY,
	NAME_LICENCE,
	NAME_IDENTIFIERS,
	NAME_ADDRESS,
	NAME_SECTOR,
	NAME_COLUMNS
};
struct cli_name_columns {
	uint32_t at[NAME_COLUMNS];
};

/* The column of that header (folded) in the first row of the sheet, or UINT32_MAX. */
uint32_t
cli_find_column(const struct cdr_sheet *sheet, const char *header);
/* What a cell lists, parted by "|", without blanks around and empty pieces. Borrowed; ELIMIT above 200. */
enum cdr_status CDR_MUST_CHECK
cli_split_list(struct cdr_str text, struct cdr_arena *arena, const struct cdr_str **ret, size_t *ret_n,
               struct cdr_error *err);
/* EINPUT when there is no column "name". */
enum cdr_status CDR_MUST_CHECK
cli_name_columns(const struct cdr_table *table, struct cli_name_columns *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cli_name_from_row(const struct cli *cli, const struct cdr_row *row, const struct cli_name_columns *columns,
                  struct cdr_arena *arena, struct cli_name *ret, struct cdr_error *err);
/* EINPUT when the object has no "name". `place` names the line for messages. */
enum cdr_status CDR_MUST_CHECK
cli_name_from_json(const struct cli *cli, const struct cdr_json *object, const char *place, struct cdr_arena *arena,
                   struct cli_name *ret, struct cdr_error *err);
