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
	struct cdr_str recruited = cdr_import_row_get(job, row, "recruited_on");
	struct cdr_str ended = cdr_import_row_get(job, row, "ended_on");
	if (!day_of(recruited).ymd || !day_of(ended).ymd || day_of(ended).ymd >= day_of(recruited).ymd)
		return (struct cdr_str){ NULL, 0 };
	*ret_column = "ended_on";
	return cdr_str_format(job->scratch, "ended_on: %.*s is before recruited_on, %.*s; one of the two is wrong",
	                      CDR_STR_ARG(ended), CDR_STR_ARG(recruited));
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
