/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/rules.h"

/*
 * symbols: every fact a law's conditions and sentences may name, with its type and meaning, and the lists of the
 * organisation file with their fields. One row is all it takes to offer a new fact; facts-*.c give it its value. The
 * surprise: facts peculiar to one law ("does it do business here?") are not here but declared in its law.yaml.
 */

static const char *const legal_forms[] = { "body_corporate", "llp", "limited_partnership", "partnership", "public_body",
	                                   "other",          NULL };
static const char *const scope_answers[] = { "yes", "no", "cannot_tell", NULL };
static const char *const given_for[] = { "own", "group", "joint", NULL };
static const char *const joint_bases[] = { "each_entity", "higher_entity", "one_entity", NULL };
static const char *const extents[] = { "all", "some", "none", NULL };
static const char *const goal_statuses[] = { "reached", "partly_reached", "not_reached", "open", NULL };

#define TEXT(name, about)                                                                                              \
	{                                                                                                              \
		name, CDR_FACT_TEXT, NULL, "statement", about                                                          \
	}
#define NUMBER(name, about)                                                                                            \
	{                                                                                                              \
		name, CDR_FACT_NUMBER, NULL, "statement", about                                                        \
	}
#define BOOLEAN(name, about)                                                                                           \
	{                                                                                                              \
		name, CDR_FACT_BOOLEAN, NULL, "statement", about                                                       \
	}
#define WORD(name, list, about)                                                                                        \
	{                                                                                                              \
		name, CDR_FACT_WORD, list, "statement", about                                                          \
	}

static const struct cdr_symbol rows[] = {
	TEXT("organisation.name", "name of the reporting organisation"),
	WORD("organisation.legal_form", legal_forms, "its legal form"),
	TEXT("organisation.activities", "what it does, in its own words"),
	NUMBER("organisation.employees", "people it employs"),
	TEXT("organisation.countries", "countries it operates in"),
	TEXT("organisation.responsible_person", "role answerable for the subject"),
	TEXT("organisation.website", "its website"),
	TEXT("organisation.buys", "what it buys"),
	TEXT("organisation.sourcing_list", "address of its published list of suppliers"),
	TEXT("organisation.workforce", "who works there, in its own words"),
	WORD("organisation.given_for", given_for, "for whom the statement is given"),
	WORD("joint.basis", joint_bases, "who approves a joint statement"),
	TEXT("joint.reason", "why not each entity or a higher one"),
	TEXT("no_steps.confirmed_by", "role that confirms that no step was taken"),
	TEXT("no_steps.confirmed_on", "when"),
	TEXT("consultation.described", "how entities owned or controlled were consulted"),
	TEXT("consultation.document", "the document"),
	TEXT("remediation.process", "what is done when a case is found"),
	TEXT("remediation.measures", "measures taken in the year to remediate"),
	TEXT("remediation.income_measures", "measures taken for incomes lost by them"),
	TEXT("remediation.document", "the document"),
	WORD("scope.answer", scope_answers, "whether the law asks the organisation for the statement"),
	NUMBER("entities.count", "legal entities the statement is given for"),

	TEXT("year.label", "the year asked for"),
	BOOLEAN("year.covered", "the organisation file's financial year is the year asked for"),
	TEXT("year.start", "first day of the financial year"),
	TEXT("year.end", "last day of the financial year"),
	BOOLEAN("steps.recorded", "anything at all is recorded as done for the year"),

	NUMBER("policies.count", "policies named in the organisation file"),
	NUMBER("policies.in_force", "policies adopted by the end of the year"),
	NUMBER("risk_assessments.count", "risk assessments named, whenever held"),
	NUMBER("risk_assessments.in_year", "risk assessments held in the year"),
	NUMBER("risks.count", "risks named in the organisation file"),
	NUMBER("checks.count", "checks of effectiveness named, whenever made"),
	NUMBER("checks.in_year", "checks of effectiveness made in the year"),
	NUMBER("audits.count", "audits named, whenever held"),
	NUMBER("audits.in_year", "audits held in the year"),
	NUMBER("audits.suppliers", "different suppliers audited in the year"),
	NUMBER("audits.independent_unannounced", "audits of the year recorded as independent and unannounced"),
	NUMBER("audits.not_both", "audits of the year recorded as not independent or as announced"),
	NUMBER("audits.not_stated", "audits of the year for which one of the two is not recorded and none denied"),
	NUMBER("audits.announced", "audits of the year recorded as announced"),
	NUMBER("audits.unannounced", "audits of the year recorded as unannounced"),
	NUMBER("audits.announcement_unstated", "audits of the year of which neither is recorded"),
	NUMBER("audits.independent", "audits of the year recorded as independent"),
	NUMBER("audits.not_independent", "audits of the year recorded as not independent"),
	NUMBER("audits.independence_unstated", "audits of the year of which neither is recorded"),
	TEXT("audits.by",
	     "who carried out the year's audits: third party, own staff, supplier, not stated; with counts"),
	TEXT("audits.auditors", "the auditing firms of the year's audits, with counts"),
	TEXT("audits.schemes", "what the year's audits were held against, with counts"),
	NUMBER("audits.with_findings", "audits of the year that record findings"),
	NUMBER("audits.findings", "findings those audits record"),
	NUMBER("audits.left_open", "audits of the year whose findings are not recorded as closed by its end"),
	NUMBER("audits.parties", "covered parties audited in the year"),
	WORD("audits.extent", extents, "how many of the covered parties were audited in the year"),
	TEXT("audits.share", "the same in words: of how many, and per cent"),
	NUMBER("certificates.count", "certificates on record, whenever valid"),
	NUMBER("certificates.in_year", "certificates whose stated validity overlaps the year"),
	NUMBER("certificates.no_end", "certificates without an end of validity, which are not taken for valid"),
	TEXT("certificates.schemes", "schemes of those valid in the year, with counts"),
	NUMBER("certificates.parties", "covered parties that hold one valid in the year"),
	WORD("certificates.extent", extents, "how many of the covered parties hold one"),
	TEXT("certificates.share", "the same in words"),
	NUMBER("clauses.count", "kinds of contract with a clause, named in the organisation file (contract_clauses)"),
	NUMBER("clauses.in_force", "those in use by the end of the year"),
	NUMBER("clauses.parties", "covered parties recorded as bound by a clause on forced labour"),
	NUMBER("clauses.without", "covered parties recorded as not bound by one"),
	NUMBER("clauses.parties_unstated", "covered parties of which neither is recorded"),
	WORD("clauses.extent", extents, "how many of the covered parties are recorded as bound"),
	TEXT("clauses.share", "the same in words"),
	NUMBER("training.count", "training sessions named, whenever held"),
	NUMBER("training.in_year", "training sessions held in the year"),
	NUMBER("training.people", "attendances at the year's sessions"),
	NUMBER("training.people_in_scope", "places of people in scope of the year's sessions"),
	WORD("training.extent", extents, "how many of those in scope attended"),
	TEXT("training.share", "the same in words"),
	TEXT("training.topics", "topics of the year's sessions, with counts of sessions"),
	TEXT("training.audiences", "for whom they were, with counts of sessions"),
	NUMBER("goals.count", "goals named in the organisation file"),
	NUMBER("goals.set_before", "goals set before the year began and not due before it"),
	NUMBER("goals.reached", "of those set before the year, the ones recorded as reached by its end"),
	NUMBER("goals.partly_reached", "of those, the ones recorded as reached in part"),
	NUMBER("goals.not_reached", "of those, the ones recorded as not reached"),
	WORD("goals.extent", extents, "how many of those set before the year were reached"),
	TEXT("goals.share", "the same in words"),
	NUMBER("goals.in_year", "goals set in the year"),
	NUMBER("goals.ahead", "goals due after the end of the year and not yet reached"),
	NUMBER("grievance_channels.count", "grievance channels named"),
	NUMBER("indicators.count", "performance indicators named"),

	BOOLEAN("verification.conducted", "product supply chains are verified"),
	BOOLEAN("verification.third_party", "a third party does it"),
	BOOLEAN("verification.covers_recruiters", "it covers recruiters and labour brokers"),
	TEXT("verification.frequency", "how often"),
	TEXT("verification.document", "the document that describes it"),
	WORD("certification.required_of_direct_suppliers", extents, "of how many direct suppliers it is required"),
	TEXT("certification.basis", "where it is required"),
	TEXT("certification.document", "the document that requires it"),
	BOOLEAN("accountability.standards", "written standards exist"),
	BOOLEAN("accountability.procedure", "a procedure for failing to meet them exists"),
	TEXT("accountability.covers", "whom they cover"),
	TEXT("accountability.document", "the document"),

	NUMBER("parties.listed", "suppliers and other parties in the imported lists"),
	NUMBER("parties.covered", "those the law is about"),
	NUMBER("parties.uncertain", "those of which it is not recorded whether the law is about them"),
	NUMBER("parties.outside", "those the law is not about"),
	NUMBER("parties.country_count", "countries of the covered parties"),
	TEXT("parties.countries", "the countries, with counts"),
	TEXT("parties.kinds", "kinds of covered parties, with counts"),
	TEXT("parties.tiers", "tiers of covered parties, with counts"),
	NUMBER("parties.tier_unstated", "covered parties without a tier"),
	NUMBER("parties.beyond_direct", "covered parties beyond the first tier"),
	TEXT("parties.sectors", "sectors of covered parties, with counts"),
	NUMBER("parties.sector_count", "different sectors of covered parties"),
	NUMBER("parties.sector_unstated", "covered parties without a sector"),
	NUMBER("parties.country_unstated", "covered parties without a country"),
	NUMBER("parties.mapped", "covered parties whose country and tier are both stated"),
	WORD("parties.mapped_extent", extents, "how many of the covered parties that is"),
	TEXT("parties.mapped_share", "the same in words"),
	NUMBER("engagements.count", "recruitment engagements in the imported lists"),
	NUMBER("engagements.agencies", "different agencies named in them"),
	TEXT("engagements.countries", "the agencies' countries, with counts of engagements"),
	NUMBER("engagements.without_licence_number", "engagements that name no licence number"),
	NUMBER("engagements.checked", "engagements whose agency's licence on the day of recruitment could be told"),
	NUMBER("engagements.licensed", "engagements whose agency was licensed on that day"),
	NUMBER("engagements.not_licensed", "engagements whose agency was not licensed on that day"),
	NUMBER("engagements.revoked", "of these, the ones whose licence was revoked or the agency banned"),
	NUMBER("engagements.licence_unknown", "engagements of which it cannot be told"),
	WORD("engagements.licensed_extent", extents, "in how many engagements the agency was licensed on that day"),
	TEXT("engagements.licensed_share", "the same in words"),
	NUMBER("agencies.checked", "different agencies with at least one engagement of which it could be told"),
	NUMBER("agencies.licensed", "different agencies licensed on the day of every engagement with them"),
	NUMBER("agencies.not_licensed", "different agencies not licensed on the day of some engagement"),
	NUMBER("agencies.unknown", "the other agencies"),
	NUMBER("fees.paid_by_workers", "engagements in which workers paid the recruitment fee"),
	NUMBER("fees.repaid", "of these, the ones recorded as repaid by the end of the year"),
	NUMBER("fees.repaid_in_year", "of these, the ones recorded as repaid in the year"),
	NUMBER("fees.repaid_in_part", "of these, the ones of which less than the fee was paid back"),
	NUMBER("fees.not_repaid", "of these, the ones without a recorded repayment"),
	NUMBER("fees.unstated", "engagements that do not say who paid the recruitment fee"),
	NUMBER("fees.workers_repaid", "workers of the engagements recorded as repaid"),
	WORD("fees.repaid_extent", extents, "how many of the engagements with paid fees were repaid"),
	TEXT("fees.repaid_share", "the same in words"),
	NUMBER("surveys.count", "surveys of workers on record, whenever held"),
	NUMBER("surveys.in_year", "surveys of workers held in the year"),
	NUMBER("surveys.suppliers", "different suppliers whose workers were asked in the year"),
	NUMBER("surveys.respondents", "workers who answered, over the year's surveys"),
	NUMBER("surveys.suppressed", "questions of the year whose answers were too few to keep"),
	NUMBER("allegations.count", "allegations about covered parties on record"),
	NUMBER("allegations.in_year", "those published in the year"),
	NUMBER("allegations.substantiated", "allegations on record as substantiated"),
	NUMBER("allegations.dismissed", "allegations on record as dismissed"),
	NUMBER("allegations.undecided", "the other allegations"),

	BOOLEAN("screening.done", "a screening has been finished"),
	BOOLEAN("screening.in_year", "it was finished within the year"),
	TEXT("screening.finished_on", "the day it was finished"),
	TEXT("screening.as_of", "the day it speaks for"),
	TEXT("screening.other_as_of", "the day it speaks for, where that is not the day it was finished"),
	TEXT("screening.lists", "the lists parties are compared with by name, and the date of each copy"),
	NUMBER("screening.list_count", "how many lists"),
	TEXT("screening.registers", "the registers of licences agencies were looked up in, and the date of each copy"),
	NUMBER("screening.register_count", "how many registers"),
	NUMBER("screening.engagements_checked", "engagements about whose agency a register or list gave an answer"),
	NUMBER("screening.checked", "covered parties it compared with at least one list"),
	NUMBER("screening.not_checked", "covered parties it could compare with none, or that were added later"),
	WORD("screening.extent", extents, "how many of the covered parties were compared"),
	TEXT("screening.share", "the same in words"),
	NUMBER("findings.total", "findings about covered parties in that screening"),
	TEXT("findings.severities", "their severities, with counts"),
	NUMBER("findings.open", "findings nobody has decided, or that reopened"),
	TEXT("findings.open_severities", "severities of the open ones, with counts"),
	NUMBER("findings.decided", "findings somebody has decided"),
	TEXT("findings.decisions", "the decisions, with counts"),
	NUMBER("findings.remediated", "findings decided as remediated"),
	NUMBER("findings.opened_in_year", "findings first seen in the year"),
	NUMBER("findings.confirmed", "findings decided as confirmed"),
	NUMBER("findings.dismissed", "findings decided as dismissed"),
	NUMBER("findings.escalated", "findings decided as escalated"),
	NUMBER("findings.remediated_in_year", "findings decided as remediated in the year"),
	WORD("findings.reviewed_extent", extents, "how many findings somebody has decided"),
	TEXT("findings.reviewed_share", "the same in words"),
	TEXT("findings.topics", "topics of the rules that found them, with counts"),
	NUMBER("findings.uncertain", "findings about parties not recorded as covered or not covered"),

	TEXT("previous.year", "the year before, when a draft of it is stored"),
	NUMBER("previous.parties", "covered parties then"),
	NUMBER("previous.screened", "covered parties compared with lists then"),
	NUMBER("previous.audits", "audits held in that year"),
	NUMBER("previous.training_people", "attendances at that year's sessions"),
	NUMBER("previous.findings", "findings then"),
	NUMBER("previous.findings_decided", "findings decided then"),
	NUMBER("previous.findings_remediated", "findings remediated then"),
	NUMBER("previous.fees_repaid", "engagements with fees repaid then"),
	TEXT("change.parties",
	     "covered parties against the year before: \"12 more\", \"3 fewer\", \"the same number\""),
	TEXT("change.screened", "parties compared, against the year before"),
	TEXT("change.audits", "audits, against the year before"),
	TEXT("change.training_people", "attendances, against the year before"),
	TEXT("change.findings", "findings, against the year before"),
	TEXT("change.findings_decided", "findings decided, against the year before"),
	TEXT("change.findings_remediated", "findings remediated, against the year before"),
	TEXT("change.fees_repaid", "engagements with fees repaid, against the year before"),

	TEXT("entity.name", "a legal entity: its name"),
	TEXT("entity.company_number", "its number"),
	TEXT("entity.country", "its country"),
	TEXT("entity.steps", "what it did in the year"),
	TEXT("risk.risk", "a risk: what it is"),
	TEXT("risk.area", "where: the business or the supply chains"),
	TEXT("risk.countries", "in which countries"),
	TEXT("risk.groups", "whom it may affect"),
	TEXT("risk.steps", "what was done about it"),
	TEXT("risk.document", "the document"),
	TEXT("check.checked_on", "a check of effectiveness: when"),
	TEXT("check.method", "how"),
	TEXT("check.result", "with what result"),
	TEXT("check.document", "the document"),
	BOOLEAN("check.in_year", "made in the year"),
	TEXT("policy.title", "a policy: its title"),
	TEXT("policy.topics", "what it is about"),
	TEXT("policy.applies_to", "whom it binds"),
	TEXT("policy.owner", "the role that owns it"),
	TEXT("policy.adopted_on", "when it was adopted"),
	TEXT("policy.reviewed_on", "when it was last reviewed"),
	TEXT("policy.standards", "international standards it refers to"),
	TEXT("policy.developed_with", "with whom it was developed"),
	TEXT("policy.document", "the document"),
	BOOLEAN("policy.in_force", "adopted by the end of the year"),
	TEXT("risk_assessment.held_on", "a risk assessment: when"),
	TEXT("risk_assessment.method", "how"),
	TEXT("risk_assessment.scope", "of what"),
	TEXT("risk_assessment.sources", "from which sources"),
	TEXT("risk_assessment.consulted", "who was consulted"),
	TEXT("risk_assessment.document", "the document"),
	BOOLEAN("risk_assessment.in_year", "held in the year"),
	TEXT("audit.supplier_id", "an audit: of which supplier"),
	TEXT("audit.audited_on", "when"),
	TEXT("audit.auditor", "by whom"),
	BOOLEAN("audit.independent", "the auditor was independent"),
	BOOLEAN("audit.announced", "it was announced"),
	TEXT("audit.document", "the report"),
	BOOLEAN("audit.in_year", "held in the year"),
	TEXT("channel.channel", "a grievance channel: what it is"),
	TEXT("channel.open_to", "who may use it"),
	TEXT("channel.document", "the document"),
	TEXT("session.audience", "a training session: for whom"),
	TEXT("session.topic", "about what"),
	TEXT("session.held_on", "when"),
	NUMBER("session.people", "how many came"),
	NUMBER("session.people_in_scope", "how many should have"),
	TEXT("session.document", "the record of it"),
	BOOLEAN("session.in_year", "held in the year"),
	TEXT("indicator.name", "a performance indicator: what it measures"),
	TEXT("indicator.value", "its value"),
	TEXT("indicator.unit", "its unit"),
	TEXT("indicator.period", "the period it is for"),
	TEXT("clause.contract", "a contract with a clause: which"),
	TEXT("clause.topics", "what the clause is about"),
	TEXT("clause.applies_to", "whom it binds"),
	WORD("clause.share", extents, "in how many such contracts it stands"),
	TEXT("clause.since", "since when"),
	TEXT("clause.document", "the document"),
	BOOLEAN("clause.in_force", "in use by the end of the year"),
	TEXT("goal.goal", "a goal: what is to be reached"),
	TEXT("goal.measure", "by what it is measured"),
	TEXT("goal.set_on", "when it was set"),
	TEXT("goal.due_on", "by when"),
	WORD("goal.status", goal_statuses, "what became of it"),
	TEXT("goal.reached_on", "when it was reached"),
	TEXT("goal.result", "the measured result"),
	TEXT("goal.document", "the document"),
	BOOLEAN("goal.in_year", "set in the year"),
	BOOLEAN("goal.set_before", "set before the year began and not due before it"),
	BOOLEAN("goal.ahead", "due after the end of the year and not yet reached"),
};

static const struct cdr_symbol party_rows[] = {
	{ "party.kind", CDR_FACT_TEXT, NULL, "party", "what the party is, in the word of the imported list" },
	{ "party.tier", CDR_FACT_NUMBER, NULL, "party", "1 is a direct supplier" },
	{ "party.country", CDR_FACT_TEXT, NULL, "party", "its country" },
	{ "party.sector", CDR_FACT_TEXT, NULL, "party", "its sector" },
};

static const struct cdr_field entity_fields[] = {
	{ "name", "entity.name", CDR_FIELD_TEXT },
	{ "company_number", "entity.company_number", CDR_FIELD_TEXT },
	{ "country", "entity.country", CDR_FIELD_COUNTRY },
	{ "steps", "entity.steps", CDR_FIELD_TERMS },
};
static const struct cdr_field risk_fields[] = {
	{ "risk", "risk.risk", CDR_FIELD_TEXT },
	{ "area", "risk.area", CDR_FIELD_TERM },
	{ "countries", "risk.countries", CDR_FIELD_COUNTRIES },
	{ "groups", "risk.groups", CDR_FIELD_TERMS },
	{ "steps", "risk.steps", CDR_FIELD_TERMS },
	{ "document", "risk.document", CDR_FIELD_TEXT },
};
static const struct cdr_field check_fields[] = {
	{ "checked_on", "check.checked_on", CDR_FIELD_DATE },
	{ "method", "check.method", CDR_FIELD_TEXT },
	{ "result", "check.result", CDR_FIELD_TEXT },
	{ "document", "check.document", CDR_FIELD_TEXT },
};
static const struct cdr_field policy_fields[] = {
	{ "title", "policy.title", CDR_FIELD_TEXT },
	{ "topics", "policy.topics", CDR_FIELD_TERMS },
	{ "applies_to", "policy.applies_to", CDR_FIELD_TERMS },
	{ "owner", "policy.owner", CDR_FIELD_TEXT },
	{ "adopted_on", "policy.adopted_on", CDR_FIELD_DATE },
	{ "reviewed_on", "policy.reviewed_on", CDR_FIELD_DATE },
	{ "standards", "policy.standards", CDR_FIELD_TERMS },
	{ "developed_with", "policy.developed_with", CDR_FIELD_TERMS },
	{ "document", "policy.document", CDR_FIELD_TEXT },
};
static const struct cdr_field risk_assessment_fields[] = {
	{ "held_on", "risk_assessment.held_on", CDR_FIELD_DATE },
	{ "method", "risk_assessment.method", CDR_FIELD_TEXT },
	{ "scope", "risk_assessment.scope", CDR_FIELD_TERMS },
	{ "sources", "risk_assessment.sources", CDR_FIELD_TERMS },
	{ "consulted", "risk_assessment.consulted", CDR_FIELD_TERMS },
	{ "document", "risk_assessment.document", CDR_FIELD_TEXT },
};
static const struct cdr_field audit_fields[] = {
	{ "supplier_id", "audit.supplier_id", CDR_FIELD_TEXT },
	{ "audited_on", "audit.audited_on", CDR_FIELD_DATE },
	{ "auditor", "audit.auditor", CDR_FIELD_TERM },
	{ "independent", "audit.independent", CDR_FIELD_BOOLEAN },
	{ "announced", "audit.announced", CDR_FIELD_BOOLEAN },
	{ "document", "audit.document", CDR_FIELD_TEXT },
};
static const struct cdr_field channel_fields[] = {
	{ "channel", "channel.channel", CDR_FIELD_TEXT },
	{ "open_to", "channel.open_to", CDR_FIELD_TERMS },
	{ "document", "channel.document", CDR_FIELD_TEXT },
};
static const struct cdr_field session_fields[] = {
	{ "audience", "session.audience", CDR_FIELD_TERMS },
	{ "topic", "session.topic", CDR_FIELD_TEXT },
	{ "held_on", "session.held_on", CDR_FIELD_DATE },
	{ "people", "session.people", CDR_FIELD_PEOPLE },
	{ "people_in_scope", "session.people_in_scope", CDR_FIELD_PEOPLE },
	{ "document", "session.document", CDR_FIELD_TEXT },
};
static const struct cdr_field indicator_fields[] = {
	{ "name", "indicator.name", CDR_FIELD_TEXT },
	{ "value", "indicator.value", CDR_FIELD_TEXT },
	{ "unit", "indicator.unit", CDR_FIELD_TERM },
	{ "period", "indicator.period", CDR_FIELD_TEXT },
};
static const struct cdr_field clause_fields[] = {
	{ "contract", "clause.contract", CDR_FIELD_TEXT },
	{ "topics", "clause.topics", CDR_FIELD_TERMS },
	{ "applies_to", "clause.applies_to", CDR_FIELD_TERMS },
	{ "share", "clause.share", CDR_FIELD_WORD },
	{ "since", "clause.since", CDR_FIELD_DATE },
	{ "document", "clause.document", CDR_FIELD_TEXT },
};
static const struct cdr_field goal_fields[] = {
	{ "goal", "goal.goal", CDR_FIELD_TEXT },     { "measure", "goal.measure", CDR_FIELD_TEXT },
	{ "set_on", "goal.set_on", CDR_FIELD_DATE }, { "due_on", "goal.due_on", CDR_FIELD_DATE },
	{ "status", "goal.status", CDR_FIELD_WORD }, { "reached_on", "goal.reached_on", CDR_FIELD_DATE },
	{ "result", "goal.result", CDR_FIELD_TEXT }, { "document", "goal.document", CDR_FIELD_TEXT },
};

#define FIELDS(table) table, CDR_LEN(table)
static const struct cdr_statement_list lists[] = {
	{ "entities", FIELDS(entity_fields), NULL, NULL, false, "entities.count", NULL },
	{ "policies", FIELDS(policy_fields), "adopted_on", "policy.in_force", true, "policies.count",
	  "policies.in_force" },
	{ "risk_assessments", FIELDS(risk_assessment_fields), "held_on", "risk_assessment.in_year", false,
	  "risk_assessments.count", "risk_assessments.in_year" },
	{ "audits", FIELDS(audit_fields), "audited_on", "audit.in_year", false, "audits.count", "audits.in_year" },
	{ "grievance_channels", FIELDS(channel_fields), NULL, NULL, false, "grievance_channels.count", NULL },
	{ "training", FIELDS(session_fields), "held_on", "session.in_year", false, "training.count",
	  "training.in_year" },
	{ "risks", FIELDS(risk_fields), NULL, NULL, false, "risks.count", NULL },
	{ "effectiveness_checks", FIELDS(check_fields), "checked_on", "check.in_year", false, "checks.count",
	  "checks.in_year" },
	{ "indicators", FIELDS(indicator_fields), NULL, NULL, false, "indicators.count", NULL },
	{ "contract_clauses", FIELDS(clause_fields), "since", "clause.in_force", true, "clauses.count",
	  "clauses.in_force" },
	{ "goals", FIELDS(goal_fields), "set_on", "goal.in_year", false, "goals.count", "goals.in_year" },
};

const struct cdr_statement_list *
cdr_statement_lists(size_t *ret_n)
{
	*ret_n = CDR_LEN(lists);
	return lists;
}

const struct cdr_statement_list *
cdr_statement_list_find(struct cdr_str name)
{
	for (size_t i = 0; i < CDR_LEN(lists); i++)
		if (cdr_str_equal(name, cdr_str_from(lists[i].name)))
			return &lists[i];
	return NULL;
}

const struct cdr_symbols *
cdr_statement_symbols(void)
{
	static const struct cdr_symbols symbols = { rows, CDR_LEN(rows) };
	return &symbols;
}

const struct cdr_symbols *
cdr_statement_party_symbols(void)
{
	static const struct cdr_symbols symbols = { party_rows, CDR_LEN(party_rows) };
	return &symbols;
}
