/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the parts of match-quality share. */

#include <stdbool.h>
#include <stddef.h>

#include "candor/base.h"
#include "candor/match.h"

/* One labelled pair with its score. Text lives in the program's arena; a column the file lacks is {NULL,0}. */
struct pair {
	struct cdr_str left, right, left_country, right_country;
	struct cdr_str kind, half;
	bool same;
	double score;
};

/* How a report is asked for. */
struct report_options {
	struct cdr_str half; /* only pairs of this half; {NULL,0}: all */
	bool json;
	bool country; /* countries are given to the matcher too */
};

/* Prints the figures of README.md over scored pairs, as a table or as JSON, overall and per kind. `possible` and `match`
 * are the thresholds. ENOMEM, or what writing the JSON says. */
enum cdr_status CDR_MUST_CHECK
report_print(const struct cdr_vec *pairs, double possible, double match, bool json, struct cdr_error *err);

/* Prints what the matcher finds in each pair, names alone, as CSV: same, half, kind, then the terms by name. */
enum cdr_status CDR_MUST_CHECK
terms_print(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser, const struct cdr_vec *pairs,
            struct cdr_arena *arena, struct cdr_error *err);
