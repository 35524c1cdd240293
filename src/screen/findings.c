/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rule outcomes -> findings and gaps. A rule that holds becomes one finding for each registry whose entries it rests on,
 * or a single one where it rests on the uploaded rows alone; a rule that cannot be answered becomes a gap.
 *
 * Fingerprint: SHA-256 over, each followed by a line feed: party key (or supplier id as written), agency key (name and
 * country of the agency, for engagements), engagement key, registry id, key of the best entry, rule id. It does not hold
 * versions, dates or scores, so the same concern keeps its identity from screening to screening.
 * Material: SHA-256 over the verdict, the severity, who the party is, whom the agency sent for how many workers, the entry
 * versions and statuses of all candidates, and the facts looked at. When it changes, what a person decided before no
 * longer covers what is there now. Rows, files and record versions stay out: the same file read again changes nothing.
 */
#include "candor/screen.h"

#include <stdio.h>
#include <string.h>

#include "screen/screen-impl.h"

void
subject_result_done(struct subject_result *result)
{
	cdr_vec_done(&result->findings);
}

/* ---------------------------------------------------------------------------------- which listings a rule rests on */

/* Facts whose name begins so speak of listings of that kind: those of the subject, or, in the third group, those of
 * somebody it is linked with. */
enum { OTHERS = 2 };
static const struct {
	const char *prefix;
	enum cdr_registry_kind kind;
	bool of_others;
} listing_facts[] = {
	{ "listing.import_ban.", CDR_REGISTRY_IMPORT_BAN },
	{ "listing.debarment.", CDR_REGISTRY_DEBARMENT },
	{ "listing.sanctions.", CDR_REGISTRY_SANCTIONS },
	{ "listing.revocation_list.", CDR_REGISTRY_REVOCATION_LIST },
	{ "agency.status_", CDR_REGISTRY_LICENCE_REGISTER },
	{ "agency.status_", CDR_REGISTRY_REVOCATION_LIST },
	{ "agency.match", CDR_REGISTRY_LICENCE_REGISTER },
	{ "agency.candidates", CDR_REGISTRY_LICENCE_REGISTER },
	{ "agency.revocation_list", CDR_REGISTRY_REVOCATION_LIST },
	{ "agency.listing.sanctions", CDR_REGISTRY_SANCTIONS },
	{ "agency.listing.import_ban", CDR_REGISTRY_IMPORT_BAN },
	{ "agency.listing.debarment", CDR_REGISTRY_DEBARMENT },
	{ "listing.avoid_list.", CDR_REGISTRY_AVOID_LIST },
	{ "agency.listing.avoid_list", CDR_REGISTRY_AVOID_LIST },
	{ "goods.", CDR_REGISTRY_GOODS_RISK },
	{ "subagent.status_", CDR_REGISTRY_LICENCE_REGISTER, true },
	{ "subagent.status_", CDR_REGISTRY_REVOCATION_LIST, true },
	{ "subagent.match", CDR_REGISTRY_LICENCE_REGISTER, true },
	{ "graph.listed_", CDR_REGISTRY_IMPORT_BAN, true },
	{ "graph.listed_", CDR_REGISTRY_DEBARMENT, true },
	{ "graph.listed_", CDR_REGISTRY_SANCTIONS, true },
	{ "graph.goods_", CDR_REGISTRY_GOODS_RISK, true },
};

static bool
rests_on_kind(const struct cdr_trace *trace, enum cdr_registry_kind kind, bool of_others)
{
	for (size_t i = 0; i < trace->n_facts; i++) {
		for (size_t k = 0; k < CDR_LEN(listing_facts); k++) {
			if (listing_facts[k].kind == kind && listing_facts[k].of_others == of_others &&
			    cdr_str_starts_with(trace->facts[i].name, cdr_str_from(listing_facts[k].prefix)))
				return true;
		}
	}
	return false;
}

/* A licence status comes from the register where there is one; lists of revoked licences then speak only for rules that
 * ask for them by name. */
static bool
overruled_by_register(const struct subject *subject, const struct listings *group, const struct cdr_trace *trace,
                      const struct cdr_listing *listing)
{
	if (listing->registry_kind != CDR_REGISTRY_REVOCATION_LIST || !subject->engagement)
		return false;
	for (size_t i = 0; i < trace->n_facts; i++) {
		if (cdr_str_equal(trace->facts[i].name, CDR_STR("agency.revocation_list")))
			return false;
	}
	/* Candidates of the register come first. */
	return CDR_VEC_AT(&group->items, struct cdr_listing, 0)->registry_kind == CDR_REGISTRY_LICENCE_REGISTER;
}

/* Links to lost licences are of the same kinds of lists as the agency's own listings, so they stand apart and only rules
 * about links rest on them. */
static bool
is_about_links(const struct cdr_trace *trace)
{
	for (size_t i = 0; i < trace->n_facts; i++) {
		if (cdr_str_starts_with(trace->facts[i].name, CDR_STR("agency.linked_")))
			return true;
	}
	return false;
}

/* The listings of a subject that a rule rests on, in the order in which they were found. */
static enum cdr_status
listings_behind(const struct subject *subject, const struct cdr_trace *trace, struct listings *out,
                struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_LEN(subject->groups); i++) {
		for (size_t k = 0; subject->groups[i] && k < subject->groups[i]->items.n; k++) {
			const struct cdr_listing *listing =
				CDR_VEC_AT(&subject->groups[i]->items, struct cdr_listing, k);
			bool link = subject->engagement && i == 1;
			bool rests = rests_on_kind(trace, listing->registry_kind, i == OTHERS) &&
			             !overruled_by_register(subject, subject->groups[i], trace, listing);
			if (link ? !is_about_links(trace) : !rests)
				continue;
			struct cdr_listing *copy = cdr_vec_push(&out->items);
			if (!copy)
				return cdr_fail_memory(err, ROOM);
			*copy = *listing;
		}
	}
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------- fingerprints */

static struct cdr_str
entry_key(struct cdr_str entry_id)
{
	/* "<registry>/<key>@<version>": the version is no part of the identity. */
	for (size_t i = entry_id.n; i-- > 0;) {
		if (entry_id.p[i] == '@')
			return (struct cdr_str){ entry_id.p, i };
	}
	return entry_id;
}

static void
add_line(struct cdr_buf *buf, struct cdr_str text)
{
	cdr_buf_add_str(buf, text);
	cdr_buf_putc(buf, '\n');
}

static enum cdr_status
seal(const struct cdr_buf *text, struct cdr_arena *arena, struct cdr_str *ret, struct cdr_error *err)
{
	char hex[CDR_SHA256_TEXT_MAX];
	CDR_TRY(cdr_buf_check(text, ROOM, err));
	*ret = cdr_str_copy(arena, cdr_str_from(cdr_crypt_sha256(cdr_buf_str(text), hex)));
	return ret->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* An engagement keeps the key of the party its own row names when that was merged into another: what was decided about it
 * stays decided. */
static struct cdr_str
party_key(const struct subject *subject)
{
	const struct cdr_party *party = subject->party;
	struct cdr_str named = subject->engagement ? subject->engagement->supplier_id : (struct cdr_str){ NULL, 0 };
	for (size_t i = 0; party && i < party->n_merged; i++) {
		if (cdr_str_equal(party->merged[i].key, named) || cdr_str_equal(party->merged[i].id, named))
			return party->merged[i].key;
	}
	return party ? party->key : named;
}

static enum cdr_status
fingerprint(const struct subject *subject, struct cdr_finding *finding, struct cdr_arena *arena, struct cdr_error *err)
{
	const struct cdr_engagement *engagement = subject->engagement;
	const struct cdr_str none = { NULL, 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	add_line(&text, party_key(subject));
	add_line(&text, engagement ? engagement->agency_name : none);
	add_line(&text, engagement ? engagement->agency_country : none);
	add_line(&text, engagement ? engagement->key : none);
	add_line(&text, finding->n_listings ? finding->listings[0].registry_id : none);
	add_line(&text, finding->n_listings ? entry_key(finding->listings[0].entry_id) : none);
	add_line(&text, finding->rule_id);
	CDR_TRY(seal(&text, arena, &finding->fingerprint, err));
	finding->id = cdr_str_format(arena, "f-%.16s", finding->fingerprint.p);
	return finding->id.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* Facts that move with the calendar alone must not reopen a decision every day. */
static bool
is_calendar_fact(struct cdr_str name)
{
	static const char *const calendar_facts[] = { "party.days_since_review", "listing.import_ban.days_listed",
		                                      "goods.edition" };
	for (size_t i = 0; i < CDR_LEN(calendar_facts); i++) {
		if (cdr_str_equal(name, cdr_str_from(calendar_facts[i])))
			return true;
	}
	/* Days since something, and which edition of a table answered. */
	return cdr_str_starts_with(name, CDR_STR("awareness.days_")) || cdr_str_ends_with(name, CDR_STR(":edition")) ||
	       cdr_str_starts_with(name, CDR_STR("days from ")) || cdr_str_ends_with(name, CDR_STR(".days_ago")) ||
	       cdr_str_find(name, CDR_STR(".days_since_")) >= 0 || cdr_str_equal(name, CDR_STR("screening.day"));
}

/* Who was decided about. Identifiers stand in the order of the import's columns, whatever order the file has them in. */
static void
add_party(struct cdr_buf *text, const struct cdr_party *party)
{
	add_line(text, party->name);
	add_line(text, party->country);
	for (size_t i = 0; i < party->n_identifiers; i++) {
		add_line(text, party->identifiers[i].scheme);
		add_line(text, party->identifiers[i].value);
		add_line(text, party->identifiers[i].country);
	}
}

/* By whom, when and how many workers were recruited: the exposure that was decided about. */
static void
add_engagement(struct cdr_buf *text, const struct cdr_engagement *engagement)
{
	char recruited_on[CDR_DATE_TEXT_MAX];
	add_line(text, engagement->agency_name);
	add_line(text, engagement->agency_country);
	add_line(text, engagement->agency_licence_number);
	add_line(text, cdr_str_from(cdr_date_text(engagement->recruited_on, recruited_on)));
	add_line(text, cdr_engagement_get(engagement, "workers"));
}

static enum cdr_status
material(const struct subject *subject, struct cdr_finding *finding, struct cdr_arena *arena, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_printf(&text, "%s\n%s\n", cdr_verdict_word(finding->verdict), cdr_severity_word(finding->severity));
	if (subject->party)
		add_party(&text, subject->party);
	if (subject->engagement)
		add_engagement(&text, subject->engagement);
	for (size_t i = 0; i < finding->n_listings; i++) {
		add_line(&text, finding->listings[i].entry_id);
		cdr_buf_printf(&text, "%s %s\n", cdr_verdict_word(finding->listings[i].verdict),
		               cdr_licence_word(finding->listings[i].status));
	}
	for (size_t i = 0; i < finding->n_facts; i++) {
		if (is_calendar_fact(finding->facts[i].name))
			continue;
		add_line(&text, finding->facts[i].name);
		add_line(&text, finding->facts[i].value);
	}
	return seal(&text, arena, &finding->material, err);
}

/* -------------------------------------------------------------------------------------------------------- findings */

/* The rows of the records that a count has counted, each once. */
static void
add_counted(const struct subject *subject, const struct cdr_trace *trace, struct cdr_finding *finding)
{
	for (size_t i = 0; i < trace->n_counted; i++) {
		struct cdr_origin origin = { 0 };
		bool seen = false;
		if (!relations_origin(subject->relations, trace->counted[i].collection, trace->counted[i].index,
		                      &origin))
			continue;
		for (size_t k = 0; k < finding->n_origins && !seen; k++) {
			const struct cdr_origin *other = &finding->origins[k];
			seen = other->row == origin.row && other->line == origin.line &&
			       cdr_str_equal(other->file, origin.file) && cdr_str_equal(other->sheet, origin.sheet);
		}
		if (!seen)
			finding->origins[finding->n_origins++] = origin;
	}
}

/* Rows of the uploaded files: the engagement's, then the party's, then those of what was merged into it, then of the
 * records that were counted. */
static enum cdr_status
set_origins(const struct subject *subject, const struct cdr_trace *trace, struct cdr_finding *finding,
            struct cdr_arena *arena, struct cdr_error *err)
{
	size_t n_merged = subject->party ? subject->party->n_merged : 0;
	finding->origins = cdr_arena_alloc(arena, (2 + n_merged + trace->n_counted) * sizeof(struct cdr_origin));
	if (!finding->origins)
		return cdr_fail_memory(err, ROOM);
	if (subject->engagement)
		finding->origins[finding->n_origins++] = subject->engagement->origin;
	if (subject->party)
		finding->origins[finding->n_origins++] = subject->party->origin;
	for (size_t i = 0; i < n_merged; i++)
		finding->origins[finding->n_origins++] = subject->party->merged[i].origin;
	add_counted(subject, trace, finding);
	return CDR_OK;
}

static void
set_names(const struct subject *subject, struct cdr_finding *finding)
{
	if (subject->party) {
		finding->party_id = subject->party->id;
		finding->party_name = subject->party->name;
	} else {
		finding->party_name = subject->engagement->supplier_id;
	}
	if (subject->engagement) {
		finding->engagement_id = subject->engagement->id;
		finding->agency_name = subject->engagement->agency_name;
	}
}

/* The best verdict of the listings; a rule that rests on uploaded rows alone is established by them. */
static enum cdr_verdict
verdict_of(const struct cdr_listing *listings, size_t n)
{
	enum cdr_verdict best = n ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_MATCH;
	for (size_t i = 0; i < n; i++) {
		if (listings[i].verdict > best)
			best = listings[i].verdict;
	}
	return best;
}

static enum cdr_status
add_finding(const struct cdr_rule *rule, const struct subject *subject, const struct cdr_trace *trace,
            const struct listings *listings, struct cdr_arena *arena, struct subject_result *result,
            struct cdr_error *err)
{
	struct cdr_finding *finding = cdr_vec_push(&result->findings);
	if (!finding)
		return cdr_fail_memory(err, ROOM);
	finding->rule_id = rule->id;
	finding->rule_revision = rule->revision;
	finding->severity = rule->severity;
	finding->remedy = rule->remedy;
	finding->source = rule->source;
	finding->facts = trace->facts;
	finding->n_facts = trace->n_facts;
	if (listings->items.n) {
		finding->listings = cdr_arena_alloc(arena, listings->items.n * sizeof(struct cdr_listing));
		if (!finding->listings)
			return cdr_fail_memory(err, ROOM);
		memcpy(finding->listings, listings->items.items, listings->items.n * sizeof(struct cdr_listing));
		finding->n_listings = listings->items.n;
	}
	finding->verdict = verdict_of(finding->listings, finding->n_listings);
	set_names(subject, finding);
	CDR_TRY(set_origins(subject, trace, finding, arena, err));
	CDR_TRY(cdr_rules_fill(rule->title, subject->facts, arena, &finding->title, err));
	CDR_TRY(cdr_rules_fill(rule->message, subject->facts, arena, &finding->message, err));
	CDR_TRY(fingerprint(subject, finding, arena, err));
	return material(subject, finding, arena, err);
}

/* One finding for each registry among the listings. */
static enum cdr_status
add_findings(const struct cdr_rule *rule, const struct subject *subject, const struct cdr_trace *trace,
             const struct listings *all, struct cdr_arena *arena, struct subject_result *result, struct cdr_error *err)
{
	struct listings one = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	if (all->items.n == 0)
		return add_finding(rule, subject, trace, &one, arena, result, err);
	enum cdr_status status = CDR_OK;
	for (size_t i = 0; i < all->items.n && status == CDR_OK; i++) {
		struct cdr_str registry = CDR_VEC_AT(&all->items, struct cdr_listing, i)->registry_id;
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen = seen ||
			       cdr_str_equal(CDR_VEC_AT(&all->items, struct cdr_listing, k)->registry_id, registry);
		if (seen)
			continue;
		one.items.n = 0;
		for (size_t k = i; k < all->items.n; k++) {
			const struct cdr_listing *listing = CDR_VEC_AT(&all->items, struct cdr_listing, k);
			struct cdr_listing *copy = NULL;
			if (!cdr_str_equal(listing->registry_id, registry))
				continue;
			if (!(copy = cdr_vec_push(&one.items))) {
				status = cdr_fail_memory(err, ROOM);
				break;
			}
			*copy = *listing;
		}
		if (status == CDR_OK)
			status = add_finding(rule, subject, trace, &one, arena, result, err);
	}
	listings_done(&one);
	return status;
}

/* The condition part by part, as it came out, so that it can be read without the data of that day. */
static enum cdr_status
write_proof(const struct screener *by, size_t number, const struct subject *subject, struct cdr_arena *arena,
            struct cdr_str *ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) proof = NULL;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cdr_rule_run_proof(by->asking->run, number, subject->facts, &proof, err));
	CDR_TRY(cdr_json_write(proof, false, &text, err));
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	*ret = cdr_str_copy(arena, cdr_buf_str(&text));
	return ret->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* A rule that holds: its trace, the listings behind it, the findings. */
static enum cdr_status
tell_rule(const struct screener *by, size_t number, const struct subject *subject, struct cdr_arena *arena,
          struct subject_result *result, struct cdr_error *err)
{
	const struct cdr_rule *rule = cdr_rulebook_at(by->asking->rulebook, number);
	struct cdr_trace trace = { 0 };
	cdr_auto(listings) behind = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	size_t first = result->findings.n;
	CDR_TRY(cdr_rule_run_trace(by->asking->run, number, subject->facts, arena, &trace, err));
	CDR_TRY(listings_behind(subject, &trace, &behind, err));
	CDR_TRY(add_findings(rule, subject, &trace, &behind, arena, result, err));
	struct cdr_str proof = { NULL, 0 };
	CDR_TRY(write_proof(by, number, subject, arena, &proof, err));
	for (size_t i = first; i < result->findings.n; i++)
		CDR_VEC_AT(&result->findings, struct cdr_finding, i)->proof = proof;
	return CDR_OK;
}

enum cdr_status
findings_of_subject(const struct screener *by, const struct subject *subject, struct cdr_arena *arena,
                    struct subject_result *result, struct cdr_error *err)
{
	const struct asking *asking = by->asking;
	struct cdr_str kind = subject->engagement ? CDR_STR("engagement") : CDR_STR("party");
	CDR_TRY(cdr_rule_run_answer(asking->run, subject->facts, kind, by->today, arena, err));
	CDR_TRY(asking_gaps(by->asking, subject->facts, &result->gaps, err));
	for (size_t i = 0; i < cdr_rulebook_count(asking->rulebook); i++) {
		if (cdr_rule_run_asked(asking->run, i) && cdr_rule_run_truth(asking->run, i) == CDR_TRUE)
			CDR_TRY(tell_rule(by, i, subject, arena, result, err));
	}
	return CDR_OK;
}
