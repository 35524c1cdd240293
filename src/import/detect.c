/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a column's content looks like, whatever its header says: how many of its sampled values fit a type or a pattern.
 * The detectors are data (rulesets/import/detectors.yaml). Not here: what is done about it (mapping.c, question.c). The
 * surprise: a column of e-mail addresses or telephone numbers is recognised so that it can be left alone.
 */
#include "candor/import.h"

#include "candor/base.h"
#include "import/import-impl.h"

#define DETECTORS "import/detectors.yaml"
#define LOOKED_AT_BYTES 128 /* no pattern is of anything longer */

static const struct cdr_decl_key detector_keys[] = {
	{ "name", CDR_DECL_TEXT, true },        { "pattern", CDR_DECL_TEXT, false },
	{ "columns", CDR_DECL_ANY_MAP, false }, { "alone", CDR_DECL_BOOLEAN, false },
	{ "never", CDR_DECL_BOOLEAN, false },
};

void
cdr_import_detectors_done(struct cdr_import_detectors *detectors)
{
	for (size_t i = 0; i < detectors->n; i++)
		detectors->items[i].pattern = cdr_regex_free(detectors->items[i].pattern);
	cdr_decl_done(&detectors->decl);
	*detectors = (struct cdr_import_detectors){ 0 };
}

/* Columns of other kinds of file are passed over; the first one that is left stands for the type. */
static enum cdr_status
load_candidates(struct cdr_import_detectors *detectors, const struct cdr_import_columns *columns,
                const struct cdr_decl_node *map, struct cdr_import_detector *into, struct cdr_error *err)
{
	for (size_t i = 0; map && i < map->n; i++) {
		int64_t confidence = 0;
		const struct cdr_import_definition *definition = cdr_map_get(columns->by_name, map->pairs[i].key);
		if (!cdr_str_to_i64(map->pairs[i].value->text, &confidence) || confidence < 1 || confidence > 100)
			return cdr_decl_fail(&detectors->decl, map->pairs[i].value, err,
			                     "the confidence is a number from 1 to 100");
		if (!definition)
			continue;
		if (into->n_candidates == CDR_IMPORT_MAX_CANDIDATES)
			return cdr_decl_fail(&detectors->decl, map, err, "at most %d columns are allowed",
			                     CDR_IMPORT_MAX_CANDIDATES);
		into->candidates[into->n_candidates].definition = definition;
		into->candidates[into->n_candidates++].confidence = (uint8_t)confidence;
	}
	return CDR_OK;
}

static enum cdr_status
load_detector(struct cdr_import_detectors *detectors, const struct cdr_import_columns *columns,
              const struct cdr_decl_node *node, struct cdr_error *err)
{
	struct cdr_import_detector *into = &detectors->items[detectors->n];
	CDR_TRY(cdr_decl_check(&detectors->decl, node, detector_keys, CDR_LEN(detector_keys), err));
	*into = (struct cdr_import_detector){ .name = cdr_decl_text(node, "name"),
		                              .alone = cdr_decl_boolean(node, "alone", false),
		                              .never = cdr_decl_boolean(node, "never", false) };
	struct cdr_str pattern = cdr_decl_text(node, "pattern");
	const struct cdr_decl_node *candidates = cdr_decl_get(node, "columns");
	if ((candidates != NULL) == into->never || (into->never && !pattern.p))
		return cdr_decl_fail(&detectors->decl, node, err, "a detector has columns, or a pattern and never");
	CDR_TRY(load_candidates(detectors, columns, candidates, into, err));
	detectors->n++;
	return pattern.p ? cdr_regex_compile(pattern, false, &into->pattern, err) : CDR_OK;
}

enum cdr_status
cdr_import_detectors_load(const struct cdr_bundle *rulesets, const struct cdr_import_columns *columns,
                          struct cdr_import_detectors *ret, struct cdr_error *err)
{
	static const struct cdr_decl_key keys[] = { { "detectors", CDR_DECL_ANY_LIST, true } };
	cdr_auto(cdr_import_detectors) detectors = { 0 };
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(DETECTORS));
	if (!file)
		return CDR_OK;
	CDR_TRY(cdr_decl_parse(file->text, DETECTORS, &detectors.decl, err));
	CDR_TRY(cdr_decl_check(&detectors.decl, detectors.decl.root, keys, CDR_LEN(keys), err));
	const struct cdr_decl_node *list = cdr_decl_get(detectors.decl.root, "detectors");
	if (list->n > CDR_IMPORT_MAX_DETECTORS)
		return cdr_decl_fail(&detectors.decl, list, err, "at most %d detectors are allowed",
		                     CDR_IMPORT_MAX_DETECTORS);
	for (size_t i = 0; i < list->n; i++)
		CDR_TRY(load_detector(&detectors, columns, list->items[i], err));
	*ret = detectors;
	detectors = (struct cdr_import_detectors){ 0 };
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- looking */

static enum cdr_status
cell_fits(struct cdr_import_job *job, const struct cdr_import_detector *detector,
          const struct cdr_import_definition *definition, const struct cdr_cell *cell, bool *ret, struct cdr_error *err)
{
	struct cdr_import_converter converter = {
		job->columns, job->normaliser, CDR_DATE_ORDER_DAY_FIRST, job->map.list_separator, job->scratch, '.'
	};
	struct cdr_import_value value = { 0 };
	cdr_arena_reset(job->scratch);
	*ret = false;
	if (detector && detector->pattern && cell->text.n > LOOKED_AT_BYTES)
		return CDR_OK;
	if (detector && detector->pattern)
		return cdr_regex_find(detector->pattern, cdr_str_trim(cell->text), 0, ret, NULL, err);
	CDR_TRY(cdr_import_convert(&converter, definition, cell, &value, err));
	*ret = !value.reason.p && !value.unrecognised.p;
	return CDR_OK;
}

enum cdr_status
cdr_import_sample(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column,
                  const struct cdr_import_detector *detector, const struct cdr_import_definition *definition,
                  struct cdr_import_sample *ret, struct cdr_error *err)
{
	struct cdr_import_sample sample = { 0 };
	size_t end = plan->header_index + 1 + CDR_IMPORT_SAMPLE_ROWS;
	for (size_t i = plan->header_index + 1; i < plan->sheet->n_rows && i < end; i++) {
		const struct cdr_row row = cdr_sheet_row(plan->sheet, i);
		const struct cdr_cell cell = cdr_row_cell(&row, column);
		bool fit = false;
		if (cdr_str_trim(cell.text).n == 0)
			continue;
		CDR_TRY(cell_fits(job, detector, definition, &cell, &fit, err));
		sample.n++;
		sample.n_fit += fit;
		sample.n_percent += cdr_str_ends_with(cdr_str_trim(cell.text), CDR_STR("%"));
	}
	*ret = sample;
	return CDR_OK;
}

enum cdr_status
cdr_import_detect(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column,
                  const struct cdr_import_detector *detector, struct cdr_import_sample *ret, struct cdr_error *err)
{
	if (!detector->pattern && detector->n_candidates == 0) {
		*ret = (struct cdr_import_sample){ 0 };
		return CDR_OK;
	}
	return cdr_import_sample(job, plan, column, detector,
	                         detector->pattern ? NULL : detector->candidates[0].definition, ret, err);
}
