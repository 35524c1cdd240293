/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/model.h"

/*
 * facts-audits: counts over audits and certificates. An audit is of the year it was held in; a certificate counts for every
 * year its stated days touch, and one without an end for none, since nobody said that it still holds. What is known to be
 * about a party the law is not about is left out. The surprise: "audits.parties" can be smaller than "audits.suppliers",
 * because an audit of a supplier that no list names covers nobody.
 */

/* Who is counted once, however often. */
struct parties {
	struct cdr_map *ids;
	bool failed;
};

static void
parties_done(struct parties *parties)
{
	parties->ids = cdr_map_free(parties->ids);
}

static void
parties_add(struct parties *parties, struct cdr_subject *subject)
{
	if (subject && subject->party_id.p && subject->covered == CDR_TRUE)
		parties->failed |= cdr_map_put(parties->ids, subject->party_id, subject) != CDR_OK;
}

static bool
push(struct cdr_vec *counted, const struct cdr_noted *noted)
{
	const struct cdr_noted **slot = cdr_vec_push(counted);
	if (slot)
		*slot = noted;
	return slot != NULL;
}

static struct cdr_str
as_it_is(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str word)
{
	(void)words;
	(void)arena;
	return word;
}

/* ----------------------------------------------------------------------------------------------------------- audits */

/* Of the year's audits. */
struct audited {
	struct cdr_vec all, counted; /* const struct cdr_noted *; of any year, of this one */
	struct cdr_tally by, auditors, schemes;
	struct cdr_map *suppliers; /* also those no list names */
	struct parties parties;
	int64_t announced, unannounced, independent, not_independent, both, not_both, not_stated;
	int64_t with_findings, findings, left_open;
	bool failed;
};

static void
audited_done(struct audited *audited)
{
	cdr_vec_done(&audited->all);
	cdr_vec_done(&audited->counted);
	cdr_tally_done(&audited->by);
	cdr_tally_done(&audited->auditors);
	cdr_tally_done(&audited->schemes);
	audited->suppliers = cdr_map_free(audited->suppliers);
	parties_done(&audited->parties);
}

static bool
audited_init(struct audited *audited, struct cdr_arena *arena)
{
	*audited = (struct audited){ .all = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS),
		                     .counted = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS) };
	audited->suppliers = cdr_map_new(CDR_STATEMENT_MAX_RECORDS);
	audited->parties.ids = cdr_map_new(CDR_STATEMENT_MAX_RECORDS);
	return audited->suppliers && audited->parties.ids &&
	       cdr_tally_init(&audited->by, arena, CDR_STATEMENT_MAX_RECORDS) &&
	       cdr_tally_init(&audited->auditors, arena, CDR_STATEMENT_MAX_RECORDS) &&
	       cdr_tally_init(&audited->schemes, arena, CDR_STATEMENT_MAX_RECORDS);
}

/* The organisation file says who audited; of a list it is only known whether the auditor was independent. */
static struct cdr_str
by_whom(const struct cdr_noted *audit)
{
	if (audit->by.n)
		return audit->by;
	return audit->independent == 1 ? CDR_STR("third_party") : CDR_STR("not_stated");
}

/* Under two names one supplier is one, where the lists say so. */
static void
add_supplier(struct audited *audited, struct cdr_subject *subject, struct cdr_arena *arena)
{
	struct cdr_str name =
		subject->party_id.p ? subject->party_id : cdr_str_format(arena, "unlisted %p", (void *)subject);
	audited->failed |= !name.p || cdr_map_put(audited->suppliers, name, subject) != CDR_OK;
}

static void
count_audit(struct audited *audited, const struct cdr_noted *audit, struct cdr_date year_end, struct cdr_arena *arena)
{
	bool denied = audit->independent == 0 || audit->announced == 1;
	bool shown = audit->independent == 1 && audit->announced == 0;
	audited->both += shown;
	audited->not_both += denied;
	audited->not_stated += !shown && !denied;
	audited->announced += audit->announced == 1;
	audited->unannounced += audit->announced == 0;
	audited->independent += audit->independent == 1;
	audited->not_independent += audit->independent == 0;
	audited->with_findings += audit->count > 0;
	audited->findings += audit->count > 0 ? audit->count : 0;
	audited->left_open += audit->count > 0 && (!audit->to.ymd || audit->to.ymd > year_end.ymd);
	cdr_tally_add(&audited->by, by_whom(audit));
	if (audit->whom.n)
		cdr_tally_add(&audited->auditors, audit->whom);
	if (audit->what.n)
		cdr_tally_add(&audited->schemes, audit->what);
	parties_add(&audited->parties, audit->subject);
	if (audit->subject)
		add_supplier(audited, audit->subject, arena);
	audited->failed |= !push(&audited->counted, audit);
}

static void
set_audits(struct cdr_collect *collect, const struct audited *audited, struct cdr_refs refs)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	int64_t n = (int64_t)audited->counted.n;
	const struct {
		const char *name;
		int64_t value;
	} counts[] = {
		{ "audits.in_year", n },
		{ "audits.suppliers", (int64_t)cdr_map_count(audited->suppliers) },
		{ "audits.parties", (int64_t)cdr_map_count(audited->parties.ids) },
		{ "audits.independent_unannounced", audited->both },
		{ "audits.not_both", audited->not_both },
		{ "audits.not_stated", audited->not_stated },
		{ "audits.announced", audited->announced },
		{ "audits.unannounced", audited->unannounced },
		{ "audits.announcement_unstated", n - audited->announced - audited->unannounced },
		{ "audits.independent", audited->independent },
		{ "audits.not_independent", audited->not_independent },
		{ "audits.independence_unstated", n - audited->independent - audited->not_independent },
		{ "audits.with_findings", audited->with_findings },
		{ "audits.findings", audited->findings },
		{ "audits.left_open", audited->left_open },
	};
	for (size_t i = 0; i < CDR_LEN(counts); i++)
		cdr_fact_set_number(set, counts[i].name, (double)counts[i].value, refs);
	cdr_fact_set_text(set, "audits.by", cdr_tally_text(&audited->by, words, cdr_words_term), refs);
	cdr_fact_set_text(set, "audits.auditors", cdr_tally_text(&audited->auditors, words, as_it_is), refs);
	cdr_fact_set_text(set, "audits.schemes", cdr_tally_text(&audited->schemes, words, as_it_is), refs);
	cdr_fact_set_share(set, "audits.parties", "parties.covered", "audits.extent", "audits.share");
}

static enum cdr_status
count_audits(struct cdr_collect *collect, const struct cdr_records *records, struct audited *audited,
             struct cdr_error *err)
{
	struct cdr_refs refs;
	for (size_t i = 0; i < records->audits.n; i++) {
		const struct cdr_noted *audit = CDR_VEC_AT(&records->audits, struct cdr_noted, i);
		if (!cdr_noted_concerns(audit))
			continue;
		audited->failed |= !push(&audited->all, audit);
		if (cdr_year_has(&collect->year, audit->on))
			count_audit(audited, audit, collect->year.to, collect->set->arena);
	}
	if (audited->failed || audited->parties.failed || audited->by.failed || audited->auditors.failed ||
	    audited->schemes.failed)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_AUDITS, &audited->all, &refs, err));
	cdr_fact_set_number(collect->set, "audits.count", (double)audited->all.n, refs);
	if (!collect->year.from.ymd)
		return CDR_OK;
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_AUDITS, &audited->counted, &refs, err));
	set_audits(collect, audited, refs);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------- certificates */

struct certified {
	struct cdr_vec all, counted; /* const struct cdr_noted * */
	struct cdr_tally schemes;
	struct parties parties;
	int64_t no_end;
	bool failed;
};

static void
certified_done(struct certified *certified)
{
	cdr_vec_done(&certified->all);
	cdr_vec_done(&certified->counted);
	cdr_tally_done(&certified->schemes);
	parties_done(&certified->parties);
}

static bool
certified_init(struct certified *certified, struct cdr_arena *arena)
{
	*certified = (struct certified){ .all = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS),
		                         .counted = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS) };
	certified->parties.ids = cdr_map_new(CDR_STATEMENT_MAX_RECORDS);
	return certified->parties.ids && cdr_tally_init(&certified->schemes, arena, CDR_STATEMENT_MAX_RECORDS);
}

static bool
holds_in(const struct cdr_noted *certificate, const struct cdr_year *year)
{
	return year->from.ymd && certificate->to.ymd && certificate->to.ymd >= year->from.ymd &&
	       (!certificate->on.ymd || certificate->on.ymd <= year->to.ymd);
}

static void
count_certificate(struct certified *certified, const struct cdr_noted *certificate, const struct cdr_year *year)
{
	certified->failed |= !push(&certified->all, certificate);
	certified->no_end += !certificate->to.ymd;
	if (!holds_in(certificate, year))
		return;
	certified->failed |= !push(&certified->counted, certificate);
	cdr_tally_add(&certified->schemes, certificate->what);
	parties_add(&certified->parties, certificate->subject);
}

static enum cdr_status
count_certificates(struct cdr_collect *collect, const struct cdr_records *records, struct certified *certified,
                   struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	struct cdr_refs refs;
	for (size_t i = 0; i < records->certificates.n; i++) {
		const struct cdr_noted *certificate = CDR_VEC_AT(&records->certificates, struct cdr_noted, i);
		if (cdr_noted_concerns(certificate))
			count_certificate(certified, certificate, &collect->year);
	}
	if (certified->failed || certified->parties.failed || certified->schemes.failed)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_CERTIFICATES, &certified->all, &refs, err));
	cdr_fact_set_number(set, "certificates.count", (double)certified->all.n, refs);
	cdr_fact_set_number(set, "certificates.no_end", (double)certified->no_end, refs);
	if (!collect->year.from.ymd)
		return CDR_OK;
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_CERTIFICATES, &certified->counted, &refs, err));
	cdr_fact_set_number(set, "certificates.in_year", (double)certified->counted.n, refs);
	cdr_fact_set_number(set, "certificates.parties", (double)cdr_map_count(certified->parties.ids), refs);
	cdr_fact_set_text(set, "certificates.schemes", cdr_tally_text(&certified->schemes, words, as_it_is), refs);
	cdr_fact_set_share(set, "certificates.parties", "parties.covered", "certificates.extent", "certificates.share");
	return CDR_OK;
}

enum cdr_status
cdr_facts_audits(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err)
{
	__attribute__((cleanup(audited_done))) struct audited audited = { 0 };
	__attribute__((cleanup(certified_done))) struct certified certified = { 0 };
	if (!audited_init(&audited, collect->set->arena) || !certified_init(&certified, collect->set->arena))
		return cdr_fail_memory(err, "statement");
	if (records->known[CDR_RECORD_AUDITS])
		CDR_TRY(count_audits(collect, records, &audited, err));
	if (records->known[CDR_RECORD_CERTIFICATES])
		CDR_TRY(count_certificates(collect, records, &certified, err));
	return CDR_OK;
}
