/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* form-impl: what form.c (reading and filling a form) and form-value.c (where values come from) share. */

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/statement.h"

#define FORM_COLUMNS_MAX 500
#define FORM_REMARKS_MAX 10000

struct form {
	struct cdr_arena *arena; /* of the caller; values and remarks stand in it */
	struct cdr_decl decl;
	struct cdr_json *statement, *organisation;
	struct cdr_vec remarks; /* struct cdr_form_remark */
	bool failed;            /* memory ran short while remarking */
};
/* The column of a name, NULL when there is none. */
const struct cdr_decl_node *
form_column(const struct form *form, struct cdr_str name);
/* Tells something of a column; `text` in the form's arena, {NULL,0} counts as exhausted memory. */
void
form_remark(struct form *form, const struct cdr_decl_node *column, struct cdr_str text);
/* Whether a column that comes from criteria is answered by yes. */
bool
form_is_yes(const struct form *form, struct cdr_str column);

/* The value of a column, in the form's arena or borrowed from what it was read from; untouched where it is not known. */
typedef enum cdr_status (*form_value_fn)(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret,
                                         struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_statement(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_organisation(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret,
                       struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_step(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_criteria(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_claims(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_amount(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_entries(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_others(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_none(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
form_from_several(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err);
