/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor rules explain FINDING: the rule's condition part by part, as it came out in the screening, and for every fact the
 * row, column and cell it was read from. The tree is kept with the finding; which column a header became is kept with the
 * import. The surprise: nothing is asked anew here, so the answer does not change when rules, lists or files do.
 */
#include "cli/cli-impl.h"

#include "candor/ingest.h"
#include "candor/rules.h"

#define DEPTH_MAX (CDR_RULES_MAX_CONDITION_DEPTH + 2)

struct explaining {
	struct cli *cli;
	const struct cdr_finding *finding;
	struct cdr_json *party_columns, *engagement_columns; /* of the imports their rows came by; or NULL */
};

static void
explaining_done(struct explaining *explaining)
{
	explaining->party_columns = cdr_json_free(explaining->party_columns);
	explaining->engagement_columns = cdr_json_free(explaining->engagement_columns);
}

/* ------------------------------------------------------------------------------------------------------ which cell */

/* The mapping of the latest import of a file that the screening knew: a later file of that name may have other columns. */
struct wanted_import {
	struct cdr_str file, kind;
	int64_t through;
	struct cdr_json *mapping;
};

static enum cdr_status
take_mapping(void *context, const struct cdr_import_record *record, struct cdr_error *err)
{
	struct wanted_import *wanted = context;
	struct cdr_json *mapping = NULL;
	if (record->id > wanted->through || !cdr_str_equal(record->kind, wanted->kind) ||
	    !cdr_str_equal(record->file, wanted->file))
		return CDR_OK;
	CDR_TRY(cdr_json_parse(record->mapping_json, "mapping", &mapping, err));
	(void)cdr_json_free(wanted->mapping);
	wanted->mapping = mapping;
	return CDR_OK;
}

static enum cdr_status
find_mapping(struct cli *cli, const struct cdr_screening *screening, struct cdr_str file, const char *kind,
             struct cdr_json **ret, struct cdr_error *err)
{
	struct wanted_import wanted = { file, cdr_str_from(kind), screening->pin_import, NULL };
	enum cdr_status status = cdr_store_import_each(cli->store, screening->org, take_mapping, &wanted, err);
	if (status == CDR_OK)
		*ret = wanted.mapping;
	else
		(void)cdr_json_free(wanted.mapping);
	return status;
}

/* Puts `, column D "Country"` behind, where the import's mapping tells it. */
static void
add_column(const struct cdr_json *mapping, const char *column, struct cdr_buf *text)
{
	const struct cdr_json *columns = mapping ? cdr_json_get(mapping, "columns") : NULL;
	for (size_t i = 0; i < cdr_json_count(columns); i++) {
		const struct cdr_json *item = cdr_json_at(columns, i);
		char letters[8];
		if (!cdr_str_equal(cdr_json_get_str(item, "canonical"), cdr_str_from(column)))
			continue;
		cdr_buf_printf(text, ", column %s \"%.*s\"",
		               cdr_column_letters((uint32_t)cdr_json_get_int(item, "index", 0), letters),
		               CDR_STR_ARG(cdr_json_get_str(item, "header")));
	}
}

/* Where a fact was read; {NULL,0}: from no row of these, but a list, a table or several rows. */
static struct cdr_str
source_of(struct explaining *explaining, struct cdr_str fact)
{
	const struct cdr_finding *finding = explaining->finding;
	struct cdr_fact_columns columns = { 0 };
	bool engagement = finding->engagement_id.n > 0;
	if (!cdr_screen_fact_columns(fact, &columns))
		return (struct cdr_str){ NULL, 0 };
	size_t row = engagement && !columns.of_engagement ? 1 : 0;
	if (row >= finding->n_origins || (columns.of_engagement && !engagement))
		return (struct cdr_str){ NULL, 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_add_str(&text, cdr_origin_text(explaining->cli->arena, &finding->origins[row]));
	for (size_t i = 0; i < columns.n; i++)
		add_column(columns.of_engagement ? explaining->engagement_columns : explaining->party_columns,
		           columns.columns[i], &text);
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(explaining->cli->arena, cdr_buf_str(&text));
}

/* ------------------------------------------------------------------------------------------------------------- tree */

static enum cdr_status
print_line(struct explaining *explaining, unsigned depth, struct cdr_str text, struct cdr_error *err)
{
	CDR_TRY(cli_print(cdr_str_format(explaining->cli->arena, "%*s%.*s\n", (int)(2 * depth), "", CDR_STR_ARG(text)),
	                  err));
	return CDR_OK;
}

static enum cdr_status
print_facts(struct explaining *explaining, const struct cdr_json *part, unsigned depth, struct cdr_error *err)
{
	const struct cdr_json *facts = cdr_json_get(part, "facts");
	for (size_t i = 0; i < cdr_json_count(facts); i++) {
		struct cdr_str name = { NULL, 0 };
		struct cdr_str value = cdr_json_string(cdr_json_member(facts, i, &name));
		struct cdr_str source = source_of(explaining, name);
		struct cdr_str line = cdr_str_format(explaining->cli->arena, "%.*s = %.*s%s%.*s%s", CDR_STR_ARG(name),
		                                     CDR_STR_ARG(value), source.n ? "   (" : "", CDR_STR_ARG(source),
		                                     source.n ? ")" : "");
		CDR_TRY(print_line(explaining, depth + 3, line, err));
	}
	if (!cdr_json_get(part, "of"))
		return CDR_OK;
	return print_line(explaining, depth + 3,
	                  cdr_str_format(explaining->cli->arena, "counted: %zu of its %.*s; not known: %zu",
	                                 cdr_json_count(cdr_json_get(part, "counted")),
	                                 CDR_STR_ARG(cdr_json_get_str(part, "of")),
	                                 cdr_json_count(cdr_json_get(part, "unknown"))),
	                  err);
}

static enum cdr_status
print_part(struct explaining *explaining, const struct cdr_json *part, unsigned depth, struct cdr_error *err)
{
	static const struct {
		const char *key, *words;
	} groups[] = { { "all", "all of" }, { "any", "any of" }, { "not", "not" } };
	struct cdr_str truth = cdr_json_get_str(part, "truth");
	if (depth > DEPTH_MAX)
		return CDR_OK;
	for (size_t i = 0; i < CDR_LEN(groups); i++) {
		const struct cdr_json *inner = cdr_json_get(part, groups[i].key);
		if (!inner)
			continue;
		CDR_TRY(print_line(
			explaining, depth,
			cdr_str_format(explaining->cli->arena, "[%.*s] %s", CDR_STR_ARG(truth), groups[i].words), err));
		if (cdr_json_type(inner) == CDR_JSON_OBJECT)
			return print_part(explaining, inner, depth + 1, err);
		for (size_t k = 0; k < cdr_json_count(inner); k++)
			CDR_TRY(print_part(explaining, cdr_json_at(inner, k), depth + 1, err));
		return CDR_OK;
	}
	CDR_TRY(print_line(explaining, depth,
	                   cdr_str_format(explaining->cli->arena, "[%.*s] %.*s", CDR_STR_ARG(truth),
	                                  CDR_STR_ARG(cdr_json_get_str(part, "says"))),
	                   err));
	return print_facts(explaining, part, depth, err);
}

/* ---------------------------------------------------------------------------------------------------------- finding */

static enum cdr_status
print_lists(struct explaining *explaining, struct cdr_error *err)
{
	const struct cdr_finding *finding = explaining->finding;
	struct cdr_arena *arena = explaining->cli->arena;
	for (size_t i = 0; i < finding->n_listings; i++) {
		const struct cdr_listing *listing = &finding->listings[i];
		char as_of[CDR_DATE_TEXT_MAX];
		struct cdr_str place = cdr_origin_text(arena, &listing->origin);
		CDR_TRY(cli_print(cdr_str_format(arena, "%s\"%.*s\" in %.*s, copy of %s, %.*s\n",
		                                 i ? "" : "\nentries of lists it rests on:\n",
		                                 CDR_STR_ARG(listing->entry_name), CDR_STR_ARG(listing->registry_id),
		                                 cdr_date_text(listing->snapshot_as_of, as_of), CDR_STR_ARG(place)),
		                  err));
	}
	for (size_t i = 0; i < finding->n_origins; i++)
		CDR_TRY(cli_print(cdr_str_format(arena, "%s    %.*s\n", i ? "" : "\nrows it rests on:\n",
		                                 CDR_STR_ARG(cdr_origin_text(arena, &finding->origins[i]))),
		                  err));
	return CDR_OK;
}

static enum cdr_status
print_proof(struct explaining *explaining, const struct cdr_finding_row *row, struct cdr_error *err)
{
	const struct cdr_finding *finding = explaining->finding;
	cdr_owned(cdr_json) proof = NULL;
	if (!finding->proof.n)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "%.*s was found before proofs were kept; `candor screen` makes one",
		                CDR_STR_ARG(finding->id));
	CDR_TRY(cdr_json_parse(finding->proof, "proof", &proof, err));
	CDR_TRY(cli_print(cdr_str_format(explaining->cli->arena,
	                                 "%.*s  %.*s revision %lld  %s  screening %lld\n%.*s\n\n",
	                                 CDR_STR_ARG(finding->id), CDR_STR_ARG(finding->rule_id),
	                                 (long long)finding->rule_revision, cdr_severity_word(finding->severity),
	                                 (long long)row->last_screening, CDR_STR_ARG(finding->title)),
	                  err));
	CDR_TRY(print_part(explaining, proof, 0, err));
	return print_lists(explaining, err);
}

enum cdr_status
cli_explain_finding(struct cli *cli, struct cdr_error *err)
{
	struct cdr_finding finding = { 0 };
	struct cdr_finding_row row = { 0 };
	struct cdr_str org = { 0 };
	cdr_auto(explaining) explaining = { .cli = cli, .finding = &finding };
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_store_finding_get(cli->store, org, cdr_str_from(cli->arguments[1]), cli->arena, &finding, &row,
	                              err));
	row.finding = &finding;
	if (cli_json(cli))
		return cli_print_json(cdr_finding_row_to_json(&row), err);
	struct cdr_screening screening = { 0 };
	CDR_TRY(cdr_store_screening_get(cli->store, org, row.last_screening, cli->arena, &screening, err));
	size_t party_row = finding.engagement_id.n ? 1 : 0;
	if (finding.engagement_id.n && finding.n_origins)
		CDR_TRY(find_mapping(cli, &screening, finding.origins[0].file, "engagements",
		                     &explaining.engagement_columns, err));
	if (party_row < finding.n_origins)
		CDR_TRY(find_mapping(cli, &screening, finding.origins[party_row].file, "suppliers",
		                     &explaining.party_columns, err));
	return print_proof(&explaining, &row, err);
}
