/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records and answers -> the facts that rules may name (symbols.c). A value that is not given stays unknown; nothing is
 * guessed. Text values that ought to be numbers, dates or words were checked on import, so one that does not read here
 * is left unknown too.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

/* ------------------------------------------------------------------------------------------------- typed attributes */

static void
set_number(struct cdr_facts *facts, const char *fact, struct cdr_str value)
{
	double number;
	if (cdr_str_to_double(value, &number))
		cdr_facts_set_number(facts, fact, number);
}

static void
set_boolean(struct cdr_facts *facts, const char *fact, struct cdr_str value)
{
	if (cdr_str_equal(value, CDR_STR("true")))
		cdr_facts_set_boolean(facts, fact, true);
	else if (cdr_str_equal(value, CDR_STR("false")))
		cdr_facts_set_boolean(facts, fact, false);
}

static void
set_date(struct cdr_facts *facts, const char *fact, struct cdr_str value)
{
	struct cdr_date date;
	if (cdr_date_parse(value, &date))
		cdr_facts_set_date(facts, fact, date);
}

static void
set_list(struct cdr_facts *facts, const char *fact, struct cdr_str value, struct cdr_arena *arena)
{
	struct cdr_str piece, rest = value;
	size_t n = 0, max = 1;
	for (size_t i = 0; i < value.n; i++)
		max += value.p[i] == '|' ? 1 : 0;
	struct cdr_str *items = value.n ? cdr_arena_alloc(arena, max * sizeof(*items)) : NULL;
	if (!items)
		return;
	while (cdr_str_split(&rest, '|', &piece)) {
		piece = cdr_str_trim(piece);
		if (piece.n)
			items[n++] = piece;
	}
	cdr_facts_set_list(facts, fact, items, n);
}

void
facts_set_column(struct cdr_facts *facts, const struct column_fact *row, struct cdr_str value, struct cdr_arena *arena)
{
	switch (row->type) {
	case AS_TEXT:
		cdr_facts_set_text(facts, row->fact, value.n ? value : (struct cdr_str){ NULL, 0 });
		return;
	case AS_NUMBER:
		set_number(facts, row->fact, value);
		return;
	case AS_BOOLEAN:
		set_boolean(facts, row->fact, value);
		return;
	case AS_DATE:
		set_date(facts, row->fact, value);
		return;
	case AS_LIST:
		set_list(facts, row->fact, value, arena);
		return;
	}
}

/* ----------------------------------------------------------------------------------------------------------- party */

static const struct column_fact party_columns[] = {
	{ "name", "party.name", AS_TEXT },
	{ "kind", "party.kind", AS_TEXT },
	{ "country", "party.country", AS_TEXT },
	{ "sector", "party.sector", AS_TEXT },
	{ "tier", "party.tier", AS_NUMBER },
	{ "uses_labour_providers", "party.uses_labour_providers", AS_BOOLEAN },
	{ "last_review_on", "party.last_review_on", AS_DATE },
	{ "responsible_person", "party.responsible_person", AS_TEXT },
	{ "forced_labour_clause", "party.forced_labour_clause", AS_BOOLEAN },
	{ "child_labour_clause", "party.child_labour_clause", AS_BOOLEAN },
	{ "code_of_conduct", "party.code_of_conduct", AS_BOOLEAN },
	{ "public_contract", "party.public_contract", AS_BOOLEAN },
	{ "workers_migrant_pct", "party.workers_migrant_pct", AS_NUMBER },
	{ "workers_temporary_pct", "party.workers_temporary_pct", AS_NUMBER },
	{ "grievance_channel", "party.grievance_channel", AS_BOOLEAN },
	{ "region", "party.region", AS_TEXT },
	{ "product_origins", "party.product_origins", AS_LIST },
	{ "on_site_service", "party.on_site_service", AS_BOOLEAN },
	{ "tourism_code", "party.tourism_code", AS_BOOLEAN },
	{ "training_completed", "party.training_completed", AS_BOOLEAN },
	{ "subcontracts", "party.subcontracts", AS_BOOLEAN },
	{ "subcontracting_disclosed", "party.subcontracting_disclosed", AS_BOOLEAN },
	{ "officials_interest", "party.officials_interest", AS_BOOLEAN },
	{ "provenance_documented", "party.provenance_documented", AS_BOOLEAN },
	{ "price_to_peers_pct", "party.price_to_peers_pct", AS_NUMBER },
	{ "workers_total", "party.workers_total", AS_NUMBER },
	{ "workers_female_pct", "party.workers_female_pct", AS_NUMBER },
	{ "no_written_contract_pct", "party.no_written_contract_pct", AS_NUMBER },
	{ "workers_without_identity_pct", "party.workers_without_identity_pct", AS_NUMBER },
	{ "youngest_worker", "party.youngest_worker", AS_NUMBER },
	{ "age_evidence", "party.age_evidence", AS_TEXT },
	{ "union_present", "party.union_present", AS_BOOLEAN },
	{ "collective_agreement", "party.collective_agreement", AS_BOOLEAN },
	{ "complaints_last_year", "party.complaints_last_year", AS_NUMBER },
	{ "rights_information", "party.rights_information", AS_BOOLEAN },
};

/* Days from a day that a column names to the day of the screening. */
static const struct {
	const char *column, *fact;
} party_days[] = {
	{ "last_review_on", "party.days_since_review" },
	{ "code_monitored_on", "party.days_since_code_monitored" },
	{ "inspected_on", "party.days_since_inspection" },
};

void
facts_set_recorded(struct cdr_facts *facts, const char *fact, struct cdr_str value, struct cdr_str blank)
{
	if (value.n)
		cdr_facts_set_boolean(facts, fact, true);
	else if (blank.n)
		cdr_facts_set_boolean(facts, fact, false);
}

/* Columns that rules ask about as such: was there anything in them? */
static const struct {
	const char *column, *blank, *fact;
} party_recorded[] = {
	{ "last_review_on", "blank:last_review_on", "party.review_recorded" },
	{ "responsible_person", "blank:responsible_person", "party.responsible_recorded" },
	{ "code_monitored_on", "blank:code_monitored_on", "party.code_monitoring_recorded" },
};

void
facts_of_party(struct cdr_facts *facts, const struct cdr_party *party, struct cdr_date today, struct cdr_arena *arena)
{
	for (size_t i = 0; i < CDR_LEN(party_columns); i++)
		facts_set_column(facts, &party_columns[i], cdr_party_get(party, party_columns[i].column), arena);
	if (party->n_products)
		cdr_facts_set_list(facts, "party.products", party->products, party->n_products);
	for (size_t i = 0; i < CDR_LEN(party_recorded); i++)
		facts_set_recorded(facts, party_recorded[i].fact, cdr_party_get(party, party_recorded[i].column),
		                   cdr_party_get(party, party_recorded[i].blank));
	for (size_t i = 0; i < CDR_LEN(party_days); i++) {
		struct cdr_date day;
		if (cdr_date_parse(cdr_party_get(party, party_days[i].column), &day))
			cdr_facts_set_number(facts, party_days[i].fact, cdr_date_days_between(day, today));
	}
	facts_set_recorded(facts, "graph.parent_named", cdr_party_get(party, "parent_id"),
	                   cdr_party_get(party, "blank:parent_id"));
	cdr_facts_set_date(facts, "screening.day", today);
}

void
facts_set_verdict(struct cdr_facts *facts, const char *fact, enum cdr_verdict verdict)
{
	if (verdict != CDR_VERDICT_NOT_CHECKED)
		cdr_facts_set_text(facts, fact, cdr_str_from(cdr_verdict_word(verdict)));
}

void
facts_of_party_lists(struct cdr_facts *facts, const struct cdr_screen_lists *lists, const struct listings *listings,
                     const struct goods_answer *goods, struct cdr_date today)
{
	static const struct {
		enum cdr_registry_kind kind;
		const char *fact;
	} rows[] = {
		{ CDR_REGISTRY_IMPORT_BAN, "listing.import_ban.verdict" },
		{ CDR_REGISTRY_DEBARMENT, "listing.debarment.verdict" },
		{ CDR_REGISTRY_SANCTIONS, "listing.sanctions.verdict" },
		{ CDR_REGISTRY_REVOCATION_LIST, "listing.revocation_list.verdict" },
		{ CDR_REGISTRY_AVOID_LIST, "listing.avoid_list.verdict" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++)
		facts_set_verdict(facts, rows[i].fact, listings_verdict(lists, listings, rows[i].kind, today));
	struct cdr_date listed = { 0 };
	for (size_t i = 0; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->registry_kind == CDR_REGISTRY_IMPORT_BAN && listing->listed_on.ymd && !listed.ymd)
			listed = listing->listed_on;
	}
	if (listed.ymd)
		cdr_facts_set_number(facts, "listing.import_ban.days_listed", cdr_date_days_between(listed, today));
	facts_set_verdict(facts, "goods.forced_labour_listed", goods->forced);
	facts_set_verdict(facts, "goods.child_labour_listed", goods->child);
	cdr_facts_set_text(facts, "goods.listed_good", goods->good);
	cdr_facts_set_text(facts, "goods.edition", goods->edition);
}

/* ---------------------------------------------------------------------------------------------------------- agency */

static void
set_licence(struct cdr_facts *facts, const char *fact, enum cdr_licence status)
{
	if (status != CDR_LICENCE_UNKNOWN)
		cdr_facts_set_text(facts, fact, cdr_str_from(cdr_licence_word(status)));
}

/* What lost licences share with the agency's own, in words, each once. */
static struct cdr_str
links_text(const struct listings *linked, struct cdr_arena *arena)
{
	static const struct {
		const char *code, *words;
	} kinds[] = { { "link.number", "a registration number" },
		      { "link.address", "an address" },
		      { "link.name", "nearly a name" } };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t k = 0; k < CDR_LEN(kinds); k++) {
		bool told = false;
		for (size_t i = 0; i < linked->items.n && !told; i++) {
			const struct cdr_listing *listing = CDR_VEC_AT(&linked->items, struct cdr_listing, i);
			for (size_t r = 0; r < listing->n_reasons && !told; r++)
				told = cdr_str_equal(listing->reasons[r].code, cdr_str_from(kinds[k].code));
		}
		if (told)
			cdr_buf_printf(&text, "%s%s", text.n ? " and " : "", kinds[k].words);
	}
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&text));
}

/* Known wherever a register was there to be asked: an agency without a licence there has none that began after another. */
static void
set_links(struct cdr_facts *facts, const struct agency_answer *answer, struct cdr_arena *arena)
{
	const struct listings *linked = &answer->linked;
	if (!answer->register_loaded)
		return;
	cdr_facts_set_number(facts, "agency.linked_lost_licences", (double)linked->items.n);
	if (linked->items.n == 0)
		return;
	cdr_facts_set_text(facts, "agency.linked_by", links_text(linked, arena));
	cdr_facts_set_text(facts, "agency.linked_name", CDR_VEC_AT(&linked->items, struct cdr_listing, 0)->entry_name);
}

void
facts_of_agency(struct cdr_facts *facts, const struct cdr_screen_lists *lists, const struct agency_answer *answer,
                struct cdr_date today, struct cdr_arena *arena)
{
	set_licence(facts, "agency.status_on_recruitment", answer->status_on);
	set_licence(facts, "agency.status_today", answer->status_today);
	facts_set_verdict(facts, "agency.match", answer->match);
	if (answer->register_loaded) {
		char as_of[CDR_DATE_TEXT_MAX];
		cdr_facts_set_text(facts, "agency.register",
		                   cdr_str_format(arena, "%.*s, copy of %s", CDR_STR_ARG(answer->register_id),
		                                  cdr_date_text(answer->register_as_of, as_of)));
		cdr_facts_set_number(facts, "agency.candidates", (double)answer->n_candidates);
		cdr_facts_set_boolean(facts, "agency.register_stale", answer->register_stale);
		cdr_facts_set_boolean(facts, "agency.number_missing", answer->number_missing);
	}
	cdr_facts_set_boolean(facts, "agency.register_complete", answer->register_loaded && answer->register_complete);
	set_links(facts, answer, arena);
	static const struct {
		enum cdr_registry_kind kind;
		const char *fact;
	} rows[] = {
		{ CDR_REGISTRY_REVOCATION_LIST, "agency.revocation_list" },
		{ CDR_REGISTRY_SANCTIONS, "agency.listing.sanctions" },
		{ CDR_REGISTRY_IMPORT_BAN, "agency.listing.import_ban" },
		{ CDR_REGISTRY_DEBARMENT, "agency.listing.debarment" },
		{ CDR_REGISTRY_AVOID_LIST, "agency.listing.avoid_list" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++)
		facts_set_verdict(facts, rows[i].fact, listings_verdict(lists, &answer->listings, rows[i].kind, today));
}

void
facts_of_sub_agent(struct cdr_facts *facts, const struct agency_answer *answer)
{
	set_licence(facts, "subagent.status_on_recruitment", answer->status_on);
	facts_set_verdict(facts, "subagent.match", answer->match);
}
