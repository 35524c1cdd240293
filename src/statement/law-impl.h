/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * law-impl: what the files that read a law share. law.c reads the head and calls the others, in the order in which the
 * parts need each other: facts (they are symbols), scope, criteria, sign-off.
 */

#include "statement/statement-impl.h"

#define CDR_LAW_CHECK(law, node, keys, err) cdr_decl_check(&(law)->decl, node, keys, CDR_LEN(keys), err)

/* An arena array for the items of a list of the law's root; EINPUT when there are too many. */
enum cdr_status CDR_MUST_CHECK
cdr_law_items(struct cdr_law *law, const char *key, size_t max, size_t item_size, void *ret_items,
              struct cdr_error *err);
/* Brackets and braces closed, every name a fact. */
enum cdr_status CDR_MUST_CHECK
cdr_law_check_text(const struct cdr_law *law, const struct cdr_decl_node *map, const char *key, struct cdr_error *err);
/* `in_force: {from, to}` of a map; both {0} when it has none. */
enum cdr_status CDR_MUST_CHECK
cdr_law_in_force(const struct cdr_law *law, const struct cdr_decl_node *map, struct cdr_date *ret_from,
                 struct cdr_date *ret_to, struct cdr_error *err);
/* Whether two blocks hold on a common day. */
bool
cdr_in_force_together(struct cdr_date from, struct cdr_date to, struct cdr_date other_from, struct cdr_date other_to);
/* A list of texts into the arena. */
enum cdr_status CDR_MUST_CHECK
cdr_law_texts(struct cdr_law *law, const struct cdr_decl_node *map, const char *key, struct cdr_texts *ret,
              struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_law_read_facts(struct cdr_law *law, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_law_read_scope(struct cdr_law *law, const struct cdr_bundle *rulesets, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_law_read_criteria(struct cdr_law *law, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_law_read_sign_offs(struct cdr_law *law, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_law_read_deadlines(struct cdr_law *law, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_law_read_orders(struct cdr_law *law, struct cdr_error *err);
