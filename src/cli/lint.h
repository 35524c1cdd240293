/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of `candor statement lint` share. */

#include "cli/names.h"

/* Labels the sentences of a CSV file (columns statement_id and sentence) and prints its rows with a column a label. */
enum cdr_status CDR_MUST_CHECK
cli_lint_sentences(struct cdr_str law, const char *path, struct cdr_error *err);
