/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plain text list -> rows: a line is a record, and a pattern says which part of it is what. No column is made up here but
 * those the pattern names. Surprise: a line that is not of the pattern's form is not dropped and stops nothing, it becomes a
 * row of its own kind; and a pattern that matches only a part of a line does not match it, because what it leaves over may
 * be the word that matters ("… (123) suspended").
 */
#include "ingest/ingest-impl.h"

#include <string.h>

#define FORGET_LINES 4096

struct list {
	const struct cdr_ingest_source *source;
	struct cdr_ingest_builder *builder;
	struct cdr_ingest_column columns[CDR_REGEX_MAX_GROUPS + 1];
	size_t groups[CDR_REGEX_MAX_GROUPS]; /* whose text is the column */
	size_t n_columns, n_records;
};

static enum cdr_status
set_columns(struct list *list, const struct cdr_regex *row, struct cdr_error *err)
{
	for (size_t i = 1; row && i < CDR_REGEX_MAX_GROUPS; i++) {
		struct cdr_str name = cdr_regex_group_name(row, i);
		if (!name.n)
			continue;
		list->columns[list->n_columns].name = name;
		list->groups[list->n_columns++] = i;
	}
	if (row && list->n_columns == 0)
		return cdr_fail(err, CDR_EUSAGE, CDR_INGEST_ROOM, list->source->name,
		                "the pattern of its lines names no group: (?<name>…)");
	if (!row)
		list->columns[list->n_columns++].name = CDR_STR("name"); /* group 0: all of the line */
	list->columns[list->n_columns].name = CDR_STR("line of another form");
	return cdr_ingest_builder_names(list->builder, list->columns, list->n_columns + 1, err);
}

/* A pattern that gives up is the definition's fault, and would on another line let through what it must not. */
static enum cdr_status
find(const struct list *list, const struct cdr_regex *regex, struct cdr_str line, bool *ret,
     struct cdr_str groups[CDR_REGEX_MAX_GROUPS], struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	struct cdr_error problem = { 0 };
	enum cdr_status status = cdr_regex_find(regex, line, 0, ret, groups, &problem);
	if (status == CDR_OK || status == CDR_ENOMEM)
		return status == CDR_OK ? status : cdr_fail_memory(err, CDR_INGEST_ROOM);
	return cdr_fail(err, status, CDR_INGEST_ROOM,
	                cdr_ingest_line_place(list->source->name, list->builder->line, place),
	                "a pattern of the definition cannot be tried on this line: %s", problem.message);
}

static enum cdr_status
is_skipped(const struct list *list, struct cdr_str line, bool *ret, struct cdr_error *err)
{
	const struct cdr_ingest_options *options = list->source->options;
	*ret = false;
	for (size_t i = 0; i < options->n_skip && !*ret; i++)
		CDR_TRY(find(list, options->skip[i], line, ret, NULL, err));
	return CDR_OK;
}

static enum cdr_status
read_line(struct list *list, struct cdr_str line, struct cdr_error *err)
{
	const struct cdr_regex *row = list->source->options->row;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { line };
	bool skipped = false, found = true;
	line = groups[0] = cdr_str_trim(line);
	if (line.n == 0)
		return CDR_OK;
	CDR_TRY(is_skipped(list, line, &skipped, err));
	if (skipped)
		return CDR_OK;
	if (row)
		CDR_TRY(find(list, row, line, &found, groups, err));
	if (!found || groups[0].n != line.n) {
		CDR_TRY(cdr_ingest_builder_set(list->builder, (uint32_t)list->n_columns, CDR_CELL_TEXT, line, err));
		return cdr_ingest_builder_end_row(list->builder, err);
	}
	list->n_records++;
	for (size_t i = 0; i < list->n_columns; i++)
		CDR_TRY(cdr_ingest_builder_set(list->builder, (uint32_t)i, CDR_CELL_TEXT, groups[list->groups[i]],
		                               err));
	return cdr_ingest_builder_end_row(list->builder, err);
}

static enum cdr_status
read_lines(struct list *list, const struct cdr_ingest_text *text, struct cdr_error *err)
{
	const char *p = text->text.p, *end = text->text.p + text->text.n;
	for (uint32_t line = 1; p < end; line++) {
		const char *q = p;
		while (q < end && *q != '\n' && *q != '\r')
			q++;
		/* The names stand in row 1. */
		CDR_TRY(cdr_ingest_builder_begin_row(list->builder, line + 1, line, err));
		CDR_TRY(read_line(list, (struct cdr_str){ p, (size_t)(q - p) }, err));
		p = q + 1 < end && *q == '\r' && q[1] == '\n' ? q + 2 : q + 1;
		if (line % FORGET_LINES == 0)
			cdr_ingest_text_forget(text, list->source);
	}
	if (list->n_records > 0)
		return CDR_OK;
	return cdr_fail(
		err, CDR_EINPUT, CDR_INGEST_ROOM, list->source->name,
		"none of its lines is of the form that is expected; the list has changed its layout, or this is "
		"another file");
}

enum cdr_status
cdr_ingest_list(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	cdr_auto(cdr_ingest_text) text = CDR_INGEST_TEXT_INIT;
	cdr_auto(cdr_ingest_builder) builder = { 0 };
	struct list list = { .source = source, .builder = &builder };
	CDR_TRY(cdr_ingest_decode(source, table, &text, err));
	CDR_TRY(cdr_ingest_builder_init(&builder, table, err));
	CDR_TRY(set_columns(&list, source->options->row, err));
	CDR_TRY(read_lines(&list, &text, err));
	return cdr_ingest_builder_finish_only(&builder, err);
}
