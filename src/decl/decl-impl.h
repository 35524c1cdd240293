/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of decl share and nobody else sees. */

#include "candor/decl.h"

#define DECL_ROOM "decl"
#define DECL_PLACE_MAX CDR_ERROR_WHERE_MAX

/* Writes "name:line:column" and returns `out`. */
const char *
decl_place(struct cdr_str name, uint32_t line, uint32_t column, char out[DECL_PLACE_MAX]);
/* True for an unquoted nothing, ~ or null: "no value". */
bool
decl_is_null(const struct cdr_decl_node *node);
/* The pair of that key, null or not; NULL when the map has none, or is no map. */
const struct cdr_decl_pair *
decl_pair(const struct cdr_decl_node *map, struct cdr_str key);
/* Typed readings of one scalar: false when it is not exactly that. */
bool
decl_to_integer(const struct cdr_decl_node *node, int64_t *ret);
bool
decl_to_number(const struct cdr_decl_node *node, double *ret);
bool
decl_to_boolean(const struct cdr_decl_node *node, bool *ret);
bool
decl_to_date(const struct cdr_decl_node *node, struct cdr_date *ret);
