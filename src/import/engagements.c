/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of an engagement row -> an engagement: who recruited whom for whom, when, on what terms. A missing day of
 * recruitment is kept as missing; what that means for a licence is for the screening to say ("unknown").
 */
#include "candor/import.h"

#include "candor/base.h"
#include "import/import-impl.h"

/* Canonical columns that have a slot; "engagement_id" is the key. */
static const char *const slots[] = {
	"engagement_id",         "supplier_id",  "agency_name", "agency_country",
	"agency_licence_number", "recruited_on", "ended_on",    NULL,
};

/* The day in a converted value; {0} when there is none. */
static struct cdr_date
day_of(struct cdr_str text)
{
	struct cdr_date date = { 0 };
	return cdr_date_parse(text, &date) ? date : (struct cdr_date){ 0 };
}

struct cdr_str
cdr_import_engagement_contradiction(struct cdr_import_job *job, const struct cdr_import_row *row,
                                    const char **ret_column)
{
	/* What cannot have been before the workers were recruited. */
	static const char *const later[] = { "ended_on", "repaid_on" };
	struct cdr_str recruited = cdr_import_row_get(job, row, "recruited_on");
	for (size_t i = 0; i < CDR_LEN(later); i++) {
		struct cdr_str day = cdr_import_row_get(job, row, later[i]);
		if (!day_of(recruited).ymd || !day_of(day).ymd || day_of(day).ymd >= day_of(recruited).ymd)
			continue;
		*ret_column = later[i];
		return cdr_str_format(job->scratch, "%s: %.*s is before recruited_on, %.*s; one of the two is wrong",
		                      later[i], CDR_STR_ARG(day), CDR_STR_ARG(recruited));
	}
	return (struct cdr_str){ NULL, 0 };
}

enum cdr_status
cdr_import_engagement_make(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key,
                           struct cdr_engagement *ret, struct cdr_error *err)
{
	struct cdr_engagement engagement = {
		.key = key,
		.supplier_id = cdr_import_row_get(job, row, "supplier_id"),
		.agency_name = cdr_import_row_get(job, row, "agency_name"),
		.agency_country = cdr_import_row_get(job, row, "agency_country"),
		.agency_licence_number = cdr_import_row_get(job, row, "agency_licence_number"),
		.recruited_on = day_of(cdr_import_row_get(job, row, "recruited_on")),
		.ended_on = day_of(cdr_import_row_get(job, row, "ended_on")),
		.origin = row->origin,
	};
	CDR_TRY(cdr_import_row_attributes(job, row, slots, &engagement.attributes, &engagement.n_attributes, err));
	*ret = engagement;
	return CDR_OK;
}
