/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The organisation file: which keys it may have, and the walk that checks them and makes the canonical JSON the
 * statements are drafted from. Documented for people in rulesets/import/README.md. The surprise: every list item also
 * carries "line", its line in the file, and the whole its top-level keys' lines under "lines", so that a sentence of a
 * statement can be followed back to the line it rests on.
 */
#include "candor/import.h"

#include "candor/base.h"
#include "candor/evidence.h"
#include "import/import-impl.h"

#define MAX_FIELDS 64 /* of one map; a limit of the tables below */
#define MAX_ID_BYTES 64
#define MAX_MONEY_DIGITS 15
#define MAX_YEAR_DAYS 731 /* no law known to us allows more; a slip of the pen in a year does */

/* ------------------------------------------------------------------------------------------------------------- keys */

enum field_type {
	FIELD_TEXT,
	FIELD_ID, /* [a-z0-9-]{1,64} */
	FIELD_COUNT,
	FIELD_BOOLEAN,
	FIELD_DATE,
	FIELD_WORD,
	FIELD_COUNTRY,
	FIELD_COUNTRIES,
	FIELD_TEXTS,
	FIELD_MONEY, /* a map: amount and currency, and what else `fields` says */
	FIELD_MAP,
	FIELD_MAPS /* a list of maps */
};
struct field {
	const char *name;
	enum field_type type;
	bool required;
	const char *const *words;   /* WORD */
	const struct field *fields; /* MONEY, MAP, MAPS */
};
#define END                                                                                                            \
	{                                                                                                              \
		NULL, FIELD_TEXT, false, NULL, NULL                                                                    \
	}

static const char *const legal_forms[] = { "body_corporate", "llp", "limited_partnership", "partnership", "public_body",
	                                   "other",          NULL };
static const char *const trade_roles[] = { "retail_seller", "manufacturer", "neither", NULL };
static const char *const auditors[] = { "third_party", "own_staff", "supplier", NULL };
static const char *const shares[] = { "all", "some", "none", NULL };
static const char *const goal_statuses[] = { "reached", "partly_reached", "not_reached", "open", NULL };

static const char *const given_for[] = { "own", "group", "joint", NULL };
static const char *const joint_bases[] = { "each_entity", "higher_entity", "one_entity", NULL };
static const char *const risk_areas[] = { "own_business", "supply_chains", "other", NULL };

static const struct field year_fields[] = { { "start", FIELD_DATE, true, NULL, NULL },
	                                    { "end", FIELD_DATE, true, NULL, NULL },
	                                    END };
static const struct field turnover_fields[] = { { "includes_subsidiaries", FIELD_BOOLEAN, false, NULL, NULL }, END };
static const struct field receipts_fields[] = { END }; /* money with nothing beside amount and currency */
/* What the laws of single countries ask for in deciding whom they speak to; the words are the data's. */
static const struct field australia_fields[] = { { "australian_entity", FIELD_BOOLEAN, false, NULL, NULL },
	                                         { "carries_on_business", FIELD_BOOLEAN, false, NULL, NULL },
	                                         { "commonwealth_body", FIELD_BOOLEAN, false, NULL, NULL },
	                                         END };
static const struct field canada_fields[] = { { "listed", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "place_of_business", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "does_business", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "has_assets", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "goods", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "government_institution", FIELD_BOOLEAN, false, NULL, NULL },
	                                      END };
static const struct field norway_fields[] = { { "resident", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "offers_here_and_taxed", FIELD_BOOLEAN, false, NULL, NULL },
	                                      { "large_by_accounting_act", FIELD_BOOLEAN, false, NULL, NULL },
	                                      END };
static const struct field previous_fields[] = { { "turnover", FIELD_MONEY, false, NULL, receipts_fields },
	                                        { "total_assets", FIELD_MONEY, false, NULL, receipts_fields },
	                                        { "employees", FIELD_COUNT, false, NULL, NULL },
	                                        END };
static const struct field joint_fields[] = { { "basis", FIELD_WORD, true, joint_bases, NULL },
	                                     { "reason", FIELD_TEXT, false, NULL, NULL },
	                                     END };
static const struct field no_steps_fields[] = { { "confirmed_by", FIELD_TEXT, true, NULL, NULL },
	                                        { "confirmed_on", FIELD_DATE, true, NULL, NULL },
	                                        END };
static const struct field consultation_fields[] = { { "described", FIELD_TEXT, true, NULL, NULL },
	                                            { "document", FIELD_TEXT, false, NULL, NULL },
	                                            END };
static const struct field remediation_fields[] = { { "process", FIELD_TEXT, false, NULL, NULL },
	                                           { "measures", FIELD_TEXTS, false, NULL, NULL },
	                                           { "income_measures", FIELD_TEXTS, false, NULL, NULL },
	                                           { "document", FIELD_TEXT, false, NULL, NULL },
	                                           END };
static const struct field check_fields[] = { { "checked_on", FIELD_DATE, true, NULL, NULL },
	                                     { "method", FIELD_TEXT, true, NULL, NULL },
	                                     { "result", FIELD_TEXT, false, NULL, NULL },
	                                     { "document", FIELD_TEXT, false, NULL, NULL },
	                                     END };
static const struct field risk_fields[] = { { "risk", FIELD_TEXT, true, NULL, NULL },
	                                    { "area", FIELD_WORD, true, risk_areas, NULL },
	                                    { "countries", FIELD_COUNTRIES, false, NULL, NULL },
	                                    { "groups", FIELD_TEXTS, false, NULL, NULL },
	                                    { "steps", FIELD_TEXTS, false, NULL, NULL },
	                                    { "document", FIELD_TEXT, false, NULL, NULL },
	                                    END };
static const struct field rate_fields[] = {
	{ "from", FIELD_TEXT, true, NULL, NULL },   { "to", FIELD_TEXT, true, NULL, NULL },
	{ "rate", FIELD_TEXT, true, NULL, NULL },   { "on", FIELD_DATE, true, NULL, NULL },
	{ "source", FIELD_TEXT, true, NULL, NULL }, END
};
static const struct field state_fields[] = { { "does_business", FIELD_BOOLEAN, false, NULL, NULL },
	                                     { "role", FIELD_WORD, false, trade_roles, NULL },
	                                     END };
static const struct field entity_fields[] = { { "name", FIELD_TEXT, true, NULL, NULL },
	                                      { "legal_form", FIELD_WORD, false, legal_forms, NULL },
	                                      { "company_number", FIELD_TEXT, false, NULL, NULL },
	                                      { "country", FIELD_COUNTRY, false, NULL, NULL },
	                                      { "steps", FIELD_TEXTS, false, NULL, NULL },
	                                      END };
static const struct field policy_fields[] = {
	{ "title", FIELD_TEXT, true, NULL, NULL },        { "topics", FIELD_TEXTS, false, NULL, NULL },
	{ "applies_to", FIELD_TEXTS, false, NULL, NULL }, { "owner", FIELD_TEXT, false, NULL, NULL },
	{ "adopted_on", FIELD_DATE, false, NULL, NULL },  { "reviewed_on", FIELD_DATE, false, NULL, NULL },
	{ "standards", FIELD_TEXTS, false, NULL, NULL },  { "developed_with", FIELD_TEXTS, false, NULL, NULL },
	{ "document", FIELD_TEXT, false, NULL, NULL },    END
};
static const struct field assessment_fields[] = { { "held_on", FIELD_DATE, true, NULL, NULL },
	                                          { "method", FIELD_TEXT, false, NULL, NULL },
	                                          { "scope", FIELD_TEXTS, false, NULL, NULL },
	                                          { "sources", FIELD_TEXTS, false, NULL, NULL },
	                                          { "consulted", FIELD_TEXTS, false, NULL, NULL },
	                                          { "document", FIELD_TEXT, false, NULL, NULL },
	                                          END };
static const struct field verification_fields[] = { { "conducted", FIELD_BOOLEAN, true, NULL, NULL },
	                                            { "third_party", FIELD_BOOLEAN, false, NULL, NULL },
	                                            { "covers_recruiters", FIELD_BOOLEAN, false, NULL, NULL },
	                                            { "frequency", FIELD_TEXT, false, NULL, NULL },
	                                            { "document", FIELD_TEXT, false, NULL, NULL },
	                                            END };
static const struct field audit_fields[] = { { "supplier_id", FIELD_TEXT, true, NULL, NULL },
	                                     { "audited_on", FIELD_DATE, true, NULL, NULL },
	                                     { "auditor", FIELD_WORD, true, auditors, NULL },
	                                     { "independent", FIELD_BOOLEAN, false, NULL, NULL },
	                                     { "announced", FIELD_BOOLEAN, false, NULL, NULL },
	                                     { "document", FIELD_TEXT, false, NULL, NULL },
	                                     END };
static const struct field certification_fields[] = { { "required_of_direct_suppliers", FIELD_WORD, true, shares, NULL },
	                                             { "basis", FIELD_TEXT, false, NULL, NULL },
	                                             { "document", FIELD_TEXT, false, NULL, NULL },
	                                             END };
static const struct field accountability_fields[] = { { "standards", FIELD_BOOLEAN, true, NULL, NULL },
	                                              { "covers", FIELD_TEXTS, false, NULL, NULL },
	                                              { "procedure", FIELD_BOOLEAN, false, NULL, NULL },
	                                              { "document", FIELD_TEXT, false, NULL, NULL },
	                                              END };
static const struct field grievance_fields[] = { { "channel", FIELD_TEXT, true, NULL, NULL },
	                                         { "open_to", FIELD_TEXTS, false, NULL, NULL },
	                                         { "document", FIELD_TEXT, false, NULL, NULL },
	                                         END };
static const struct field training_fields[] = { { "audience", FIELD_TEXT, true, NULL, NULL },
	                                        { "topic", FIELD_TEXT, true, NULL, NULL },
	                                        { "held_on", FIELD_DATE, true, NULL, NULL },
	                                        { "people", FIELD_COUNT, false, NULL, NULL },
	                                        { "people_in_scope", FIELD_COUNT, false, NULL, NULL },
	                                        { "document", FIELD_TEXT, false, NULL, NULL },
	                                        END };
static const struct field indicator_fields[] = {
	{ "name", FIELD_TEXT, true, NULL, NULL },      { "value", FIELD_TEXT, true, NULL, NULL },
	{ "unit", FIELD_TEXT, false, NULL, NULL },     { "period", FIELD_TEXT, false, NULL, NULL },
	{ "document", FIELD_TEXT, false, NULL, NULL }, END
};
static const struct field clause_fields[] = { { "contract", FIELD_TEXT, true, NULL, NULL },
	                                      { "topics", FIELD_TEXTS, false, NULL, NULL },
	                                      { "applies_to", FIELD_TEXTS, false, NULL, NULL },
	                                      { "share", FIELD_WORD, false, shares, NULL },
	                                      { "since", FIELD_DATE, false, NULL, NULL },
	                                      { "document", FIELD_TEXT, false, NULL, NULL },
	                                      END };
static const struct field goal_fields[] = { { "goal", FIELD_TEXT, true, NULL, NULL },
	                                    { "measure", FIELD_TEXT, false, NULL, NULL },
	                                    { "set_on", FIELD_DATE, true, NULL, NULL },
	                                    { "due_on", FIELD_DATE, false, NULL, NULL },
	                                    { "status", FIELD_WORD, false, goal_statuses, NULL },
	                                    { "reached_on", FIELD_DATE, false, NULL, NULL },
	                                    { "result", FIELD_TEXT, false, NULL, NULL },
	                                    { "document", FIELD_TEXT, false, NULL, NULL },
	                                    END };
static const struct field organisation_fields[] = {
	{ "id", FIELD_ID, true, NULL, NULL },
	{ "name", FIELD_TEXT, true, NULL, NULL },
	{ "legal_form", FIELD_WORD, true, legal_forms, NULL },
	{ "registered_in", FIELD_COUNTRY, false, NULL, NULL },
	{ "company_number", FIELD_TEXT, false, NULL, NULL },
	{ "website", FIELD_TEXT, false, NULL, NULL },
	{ "financial_year", FIELD_MAP, false, NULL, year_fields },
	{ "turnover", FIELD_MONEY, false, NULL, turnover_fields },
	{ "worldwide_gross_receipts", FIELD_MONEY, false, NULL, receipts_fields },
	{ "business_in_uk", FIELD_BOOLEAN, false, NULL, NULL },
	{ "california", FIELD_MAP, false, NULL, state_fields },
	{ "full_time_equivalents", FIELD_COUNT, false, NULL, NULL },
	{ "total_assets", FIELD_MONEY, false, NULL, receipts_fields },
	{ "consolidated_revenue", FIELD_MONEY, false, NULL, receipts_fields },
	{ "previous_year", FIELD_MAP, false, NULL, previous_fields },
	{ "exchange_rates", FIELD_MAPS, false, NULL, rate_fields },
	{ "australia", FIELD_MAP, false, NULL, australia_fields },
	{ "canada", FIELD_MAP, false, NULL, canada_fields },
	{ "norway", FIELD_MAP, false, NULL, norway_fields },
	{ "given_for", FIELD_WORD, false, given_for, NULL },
	{ "joint", FIELD_MAP, false, NULL, joint_fields },
	{ "no_steps", FIELD_MAP, false, NULL, no_steps_fields },
	{ "buys", FIELD_TEXTS, false, NULL, NULL },
	{ "sourcing_list", FIELD_TEXT, false, NULL, NULL },
	{ "workforce", FIELD_TEXT, false, NULL, NULL },
	{ "consultation", FIELD_MAP, false, NULL, consultation_fields },
	{ "remediation", FIELD_MAP, false, NULL, remediation_fields },
	{ "effectiveness_checks", FIELD_MAPS, false, NULL, check_fields },
	{ "risks", FIELD_MAPS, false, NULL, risk_fields },
	{ "activities", FIELD_TEXT, false, NULL, NULL },
	{ "employees", FIELD_COUNT, false, NULL, NULL },
	{ "countries_of_operation", FIELD_COUNTRIES, false, NULL, NULL },
	{ "responsible_person", FIELD_TEXT, false, NULL, NULL },
	{ "entities", FIELD_MAPS, false, NULL, entity_fields },
	{ "policies", FIELD_MAPS, false, NULL, policy_fields },
	{ "risk_assessments", FIELD_MAPS, false, NULL, assessment_fields },
	{ "verification", FIELD_MAP, false, NULL, verification_fields },
	{ "audits", FIELD_MAPS, false, NULL, audit_fields },
	{ "certification", FIELD_MAP, false, NULL, certification_fields },
	{ "accountability", FIELD_MAP, false, NULL, accountability_fields },
	{ "grievance_channels", FIELD_MAPS, false, NULL, grievance_fields },
	{ "training", FIELD_MAPS, false, NULL, training_fields },
	{ "indicators", FIELD_MAPS, false, NULL, indicator_fields },
	{ "contract_clauses", FIELD_MAPS, false, NULL, clause_fields },
	{ "goals", FIELD_MAPS, false, NULL, goal_fields },
	END
};

/* What decl checks by itself; the rest is checked by the walk. */
static enum cdr_decl_type
decl_type(enum field_type type)
{
	switch (type) {
	case FIELD_COUNT:
		return CDR_DECL_INTEGER;
	case FIELD_BOOLEAN:
		return CDR_DECL_BOOLEAN;
	case FIELD_DATE:
		return CDR_DECL_DATE;
	case FIELD_COUNTRIES:
	case FIELD_TEXTS:
		return CDR_DECL_TEXT_LIST;
	case FIELD_MONEY:
	case FIELD_MAP:
		return CDR_DECL_ANY_MAP;
	case FIELD_MAPS:
		return CDR_DECL_ANY_LIST;
	case FIELD_TEXT:
	case FIELD_ID:
	case FIELD_WORD:
	case FIELD_COUNTRY:
		break;
	}
	return CDR_DECL_TEXT;
}

/* ------------------------------------------------------------------------------------------------------------- walk */

/* One file being checked. Problems collect; the walk goes on so that all of them are named at once. */
struct walk {
	const struct cdr_decl *decl;
	const struct cdr_normaliser *normaliser;
	struct cdr_error *err;
	size_t n_problems;
	bool exhausted; /* of memory: the one thing that ends it */
};

static struct cdr_json *
map_to_json(struct walk *walk, const struct cdr_decl_node *node, const struct field *fields);

/* Adds what another check said (possibly several lines of it) to what is known already. */
static void
collect(struct walk *walk, const struct cdr_error *found)
{
	walk->exhausted |= found->code == CDR_ENOMEM;
	if (walk->n_problems++ == 0 && walk->err)
		*walk->err = *found;
	else
		cdr_error_add(walk->err, found->where, "%s", found->message);
}

static void
complain(struct walk *walk, const struct cdr_decl_node *node, const char *text)
{
	struct cdr_error found = { 0 };
	(void)cdr_decl_fail(walk->decl, node, &found, "%s", text);
	collect(walk, &found);
}

static bool
is_id(struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return text.n >= 1 && text.n <= MAX_ID_BYTES;
}

static void
set_country(struct walk *walk, const struct cdr_decl_node *node, struct cdr_json *into, const char *key)
{
	char code[3] = "";
	if (!cdr_normalise_country(walk->normaliser, node->text, code))
		complain(walk, node, "this is not a country (write a code of ISO 3166-1, for example GB)");
	else if (key)
		cdr_json_set_str(into, key, cdr_str_from(code));
	else
		cdr_json_push_str(into, cdr_str_from(code));
}

/* "84500000.00" in a currency of two minor digits -> 8450000000; false when it does not fit. */
static bool
to_minor(struct cdr_str amount, int digits, int64_t *ret)
{
	double checked;
	char text[MAX_MONEY_DIGITS + 1];
	size_t n = 0;
	ptrdiff_t point = cdr_str_find(amount, CDR_STR("."));
	size_t fraction = point < 0 ? 0 : amount.n - (size_t)point - 1;
	if (!cdr_str_to_double(amount, &checked) || amount.p[0] == '-' || fraction > (size_t)digits ||
	    amount.n + (size_t)digits > MAX_MONEY_DIGITS)
		return false;
	for (size_t i = 0; i < amount.n; i++) {
		if (amount.p[i] != '.')
			text[n++] = amount.p[i];
	}
	for (; fraction < (size_t)digits; fraction++)
		text[n++] = '0';
	return cdr_str_to_i64((struct cdr_str){ text, n }, ret);
}

static void
set_money(struct walk *walk, const struct cdr_decl_node *node, const struct field *field, struct cdr_json *into)
{
	static const struct field money_fields[] = { { "amount", FIELD_TEXT, true, NULL, NULL },
		                                     { "currency", FIELD_TEXT, true, NULL, NULL } };
	struct field fields[MAX_FIELDS];
	size_t n = 0;
	for (; n < CDR_LEN(money_fields); n++)
		fields[n] = money_fields[n];
	for (const struct field *more = field->fields; n + 1 < MAX_FIELDS; more++) {
		fields[n++] = *more;
		if (!more->name)
			break;
	}
	cdr_owned(cdr_json) plain = map_to_json(walk, node, fields);
	struct cdr_str amount = cdr_decl_text(node, "amount"), currency = cdr_decl_text(node, "currency");
	if (!amount.p || !currency.p)
		return; /* map_to_json has said so */
	int digits = cdr_import_currency_digits(currency);
	int64_t minor = 0;
	if (digits < 0) {
		complain(walk, cdr_decl_get(node, "currency"), "this is not a currency code of ISO 4217 (GBP, USD …)");
		return;
	}
	if (!to_minor(amount, digits, &minor)) {
		complain(walk, cdr_decl_get(node, "amount"),
		         "this is not an amount in that currency: digits, a point, no more decimals than it has "
		         "(\"1234.50\")");
		return;
	}
	struct cdr_json *money = cdr_json_object();
	cdr_json_set_int(money, "minor", minor);
	cdr_json_set_str(money, "currency", currency);
	for (const struct field *more = field->fields; more->name; more++) {
		if (more->type == FIELD_BOOLEAN && cdr_json_get(plain, more->name))
			cdr_json_set_bool(money, more->name, cdr_json_get_bool(plain, more->name, false));
	}
	cdr_json_set(into, field->name, money);
}

static void
set_list(struct walk *walk, const struct cdr_decl_node *node, const struct field *field, struct cdr_json *into)
{
	struct cdr_json *list = cdr_json_array();
	size_t n = node->kind == CDR_DECL_LIST ? node->n : 1;
	for (size_t i = 0; i < n; i++) {
		const struct cdr_decl_node *item = node->kind == CDR_DECL_LIST ? node->items[i] : node;
		if (field->type == FIELD_COUNTRIES)
			set_country(walk, item, list, NULL);
		else
			cdr_json_push_str(list, item->text);
	}
	cdr_json_set(into, field->name, list);
}

static void
set_maps(struct walk *walk, const struct cdr_decl_node *node, const struct field *field, struct cdr_json *into)
{
	struct cdr_json *list = cdr_json_array();
	for (size_t i = 0; i < node->n; i++) {
		struct cdr_json *item = map_to_json(walk, node->items[i], field->fields);
		cdr_json_set_int(item, "line", node->items[i]->line);
		cdr_json_push(list, item);
	}
	cdr_json_set(into, field->name, list);
}

static void
set_word(struct walk *walk, const struct cdr_decl_node *map, const struct field *field, struct cdr_json *into)
{
	struct cdr_error found = { 0 };
	int index = 0;
	if (cdr_decl_word(walk->decl, map, field->name, field->words, &index, &found) == CDR_OK)
		cdr_json_set_text(into, field->name, field->words[index]);
	else
		collect(walk, &found);
}

static void
set_count(struct walk *walk, const struct cdr_decl_node *map, const struct field *field, struct cdr_json *into)
{
	int64_t count = cdr_decl_integer(map, field->name, 0);
	if (count < 0)
		complain(walk, cdr_decl_get(map, field->name), "a number of people is not below zero");
	else
		cdr_json_set_int(into, field->name, count);
}

static void
set_field(struct walk *walk, const struct cdr_decl_node *map, const struct field *field, struct cdr_json *into)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, field->name);
	switch (field->type) {
	case FIELD_ID:
		if (!is_id(node->text))
			complain(walk, node, "an id is 1 to 64 characters of a-z, 0-9 and -");
		cdr_json_set_str(into, field->name, node->text);
		return;
	case FIELD_TEXT:
		cdr_json_set_str(into, field->name, node->text);
		return;
	case FIELD_COUNT:
		set_count(walk, map, field, into);
		return;
	case FIELD_BOOLEAN:
		cdr_json_set_bool(into, field->name, cdr_decl_boolean(map, field->name, false));
		return;
	case FIELD_DATE:
		cdr_json_set_date(into, field->name, cdr_decl_date(map, field->name));
		return;
	case FIELD_WORD:
		set_word(walk, map, field, into);
		return;
	case FIELD_COUNTRY:
		set_country(walk, node, into, field->name);
		return;
	case FIELD_COUNTRIES:
	case FIELD_TEXTS:
		set_list(walk, node, field, into);
		return;
	case FIELD_MONEY:
		set_money(walk, node, field, into);
		return;
	case FIELD_MAP:
		cdr_json_set(into, field->name, map_to_json(walk, node, field->fields));
		return;
	case FIELD_MAPS:
		set_maps(walk, node, field, into);
		return;
	}
}

/* Whether the value of a key is of the kind its field wants; decl has complained otherwise. */
static bool
is_sound(const struct walk *walk, const struct cdr_decl_node *map, const struct field *field)
{
	struct cdr_decl_key key = { field->name, decl_type(field->type), false };
	struct cdr_decl_node one = *map;
	for (size_t i = 0; i < map->n; i++) {
		if (cdr_str_equal(map->pairs[i].key, cdr_str_from(field->name))) {
			one.pairs = &map->pairs[i];
			one.n = 1;
			return cdr_decl_check(walk->decl, &one, &key, 1, NULL) == CDR_OK;
		}
	}
	return false;
}

static struct cdr_json *
map_to_json(struct walk *walk, const struct cdr_decl_node *node, const struct field *fields)
{
	struct cdr_decl_key keys[MAX_FIELDS] = { { NULL, CDR_DECL_ANY, false } };
	struct cdr_error found = { 0 };
	size_t n = 0;
	for (; fields[n].name && n < MAX_FIELDS; n++)
		keys[n] = (struct cdr_decl_key){ fields[n].name, decl_type(fields[n].type), fields[n].required };
	if (cdr_decl_check(walk->decl, node, keys, n, &found) != CDR_OK)
		collect(walk, &found);
	struct cdr_json *json = cdr_json_object();
	for (size_t i = 0; i < n && node->kind == CDR_DECL_MAP; i++) {
		if (cdr_decl_get(node, fields[i].name) && is_sound(walk, node, &fields[i]))
			set_field(walk, node, &fields[i], json);
	}
	return json;
}

/* ------------------------------------------------------------------------------------------------ across the fields */

static void
check_year(struct walk *walk, const struct cdr_decl_node *root)
{
	const struct cdr_decl_node *year = cdr_decl_get(root, "financial_year");
	if (!year || year->kind != CDR_DECL_MAP)
		return;
	struct cdr_date start = cdr_decl_date(year, "start"), end = cdr_decl_date(year, "end");
	if (start.ymd && end.ymd && end.ymd <= start.ymd)
		complain(walk, cdr_decl_get(year, "end"), "the financial year ends before it starts");
	else if (start.ymd && end.ymd && cdr_date_days_between(start, end) > MAX_YEAR_DAYS)
		complain(walk, cdr_decl_get(year, "end"), "the financial year is longer than 24 months");
}

/* More people trained than there are to train: one of the two numbers is wrong, and a share would be published. */
static void
check_training(struct walk *walk, const struct cdr_decl_node *root)
{
	const struct cdr_decl_node *list = cdr_decl_get(root, "training");
	for (size_t i = 0; list && list->kind == CDR_DECL_LIST && i < list->n; i++) {
		const struct cdr_decl_node *item = list->items[i];
		if (item->kind == CDR_DECL_MAP && cdr_decl_get(item, "people_in_scope") &&
		    cdr_decl_integer(item, "people", 0) > cdr_decl_integer(item, "people_in_scope", 0))
			complain(walk, cdr_decl_get(item, "people"), "more people were trained than are in scope");
	}
}

static void
check_policies(struct walk *walk, const struct cdr_decl_node *root)
{
	const struct cdr_decl_node *list = cdr_decl_get(root, "policies");
	for (size_t i = 0; list && list->kind == CDR_DECL_LIST && i < list->n; i++) {
		const struct cdr_decl_node *item = list->items[i];
		if (item->kind != CDR_DECL_MAP)
			continue;
		struct cdr_date reviewed = cdr_decl_date(item, "reviewed_on");
		if (reviewed.ymd && reviewed.ymd < cdr_decl_date(item, "adopted_on").ymd)
			complain(walk, cdr_decl_get(item, "reviewed_on"),
			         "the policy was reviewed before it was adopted");
	}
}

/* A goal is set before it is due or reached, and one that says when it was reached says that it was. */
static void
check_goals(struct walk *walk, const struct cdr_decl_node *root)
{
	const struct cdr_decl_node *list = cdr_decl_get(root, "goals");
	for (size_t i = 0; list && list->kind == CDR_DECL_LIST && i < list->n; i++) {
		const struct cdr_decl_node *item = list->items[i];
		if (item->kind != CDR_DECL_MAP)
			continue;
		struct cdr_date set = cdr_decl_date(item, "set_on"), due = cdr_decl_date(item, "due_on");
		struct cdr_date reached = cdr_decl_date(item, "reached_on");
		struct cdr_str status = cdr_decl_text(item, "status");
		if (due.ymd && due.ymd < set.ymd)
			complain(walk, cdr_decl_get(item, "due_on"), "the goal is due before it was set");
		if (reached.ymd && reached.ymd < set.ymd)
			complain(walk, cdr_decl_get(item, "reached_on"), "the goal was reached before it was set");
		if (reached.ymd && status.n && !cdr_str_equal(status, CDR_STR("reached")))
			complain(walk, cdr_decl_get(item, "reached_on"),
			         "a goal with a day on which it was reached has the status \"reached\"");
	}
}

/* A rate is between two currencies, above nothing, and what it is worth stands on its day and source. */
static void
check_rates(struct walk *walk, const struct cdr_decl_node *root)
{
	const struct cdr_decl_node *list = cdr_decl_get(root, "exchange_rates");
	for (size_t i = 0; list && list->kind == CDR_DECL_LIST && i < list->n; i++) {
		const struct cdr_decl_node *item = list->items[i];
		if (item->kind != CDR_DECL_MAP)
			continue;
		static const char *const sides[] = { "from", "to" };
		for (size_t k = 0; k < CDR_LEN(sides); k++) {
			const struct cdr_decl_node *side = cdr_decl_get(item, sides[k]);
			if (side && side->kind == CDR_DECL_SCALAR && cdr_import_currency_digits(side->text) < 0)
				complain(walk, side, "this is not a currency code of ISO 4217 (GBP, USD …)");
		}
		const struct cdr_decl_node *rate = cdr_decl_get(item, "rate");
		double number = 0;
		if (rate && (rate->kind != CDR_DECL_SCALAR || !cdr_str_to_double(rate->text, &number) || !(number > 0)))
			complain(
				walk, rate,
				"a rate is a number above 0: how many of the currency \"to\" one of \"from\" is worth");
	}
}

/* That no step was taken cannot stand beside steps of the same file: one of the two is wrong. */
static void
check_no_steps(struct walk *walk, const struct cdr_decl_node *root)
{
	static const char *const steps[] = {
		"policies",         "risk_assessments",    "audits", "training", "grievance_channels",
		"contract_clauses", "effectiveness_checks"
	};
	const struct cdr_decl_node *none = cdr_decl_get(root, "no_steps");
	struct cdr_date start = cdr_decl_date(cdr_decl_get(root, "financial_year"), "start");
	for (size_t i = 0; none && i < CDR_LEN(steps); i++) {
		const struct cdr_decl_node *list = cdr_decl_get(root, steps[i]);
		if (list && list->kind == CDR_DECL_LIST && list->n)
			complain(walk, none,
			         "\"no_steps\" says that none was taken, and this file names some (policies, risk "
			         "assessments, audits, training, grievance channels, contract clauses or checks of "
			         "effectiveness): one of the two is wrong");
		if (list && list->kind == CDR_DECL_LIST && list->n)
			return;
	}
	if (none && none->kind == CDR_DECL_MAP && start.ymd && cdr_decl_date(none, "confirmed_on").ymd &&
	    cdr_decl_date(none, "confirmed_on").ymd < start.ymd)
		complain(walk, cdr_decl_get(none, "confirmed_on"),
		         "this was confirmed before the financial year began");
}

/* Lines of the top-level keys, for facts that stand there and not in a list. */
static struct cdr_json *
lines_json(const struct cdr_decl_node *root)
{
	struct cdr_json *lines = cdr_json_object();
	for (const struct field *field = organisation_fields; field->name; field++) {
		for (size_t i = 0; i < root->n; i++) {
			if (cdr_str_equal(root->pairs[i].key, cdr_str_from(field->name)))
				cdr_json_set_int(lines, field->name, root->pairs[i].line);
		}
	}
	return lines;
}

/* ------------------------------------------------------------------------------------------------------------ import */

static enum cdr_status
read_organisation(struct walk *walk, struct cdr_str yaml, const char *file_name, struct cdr_json **ret)
{
	char hash[CDR_SHA256_TEXT_MAX];
	const struct cdr_decl_node *root = walk->decl->root;
	cdr_owned(cdr_json) json = map_to_json(walk, root, organisation_fields);
	if (root->kind == CDR_DECL_MAP) {
		check_year(walk, root);
		check_policies(walk, root);
		check_training(walk, root);
		check_goals(walk, root);
		check_rates(walk, root);
		check_no_steps(walk, root);
	}
	if (!json || walk->exhausted)
		return cdr_fail_memory(walk->err, CDR_IMPORT_ROOM);
	if (walk->n_problems)
		return CDR_EINPUT;
	cdr_json_set(json, "lines", lines_json(root));
	cdr_json_set_text(json, "file", cdr_file_name(file_name));
	cdr_json_set_text(json, "sha256", cdr_crypt_sha256(yaml, hash));
	*ret = cdr_steal(&json);
	return CDR_OK;
}

/* In the caller's transaction: the new version and the record of it, when there is anything new. */
static enum cdr_status
keep(struct cdr_store *store, const struct cdr_json *json, struct cdr_str actor, int64_t *ret_version,
     struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_str id = cdr_json_get_str(json, "id");
	CDR_TRY(cdr_json_write(json, false, &text, err));
	CDR_TRY(cdr_store_org_put(store, id, cdr_buf_str(&text), ret_version, err));
	if (*ret_version == 0)
		return CDR_OK;
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_str(detail, "org", id);
	cdr_json_set_int(detail, "version", *ret_version);
	cdr_json_set_str(detail, "file", cdr_json_get_str(json, "file"));
	cdr_json_set_str(detail, "sha256", cdr_json_get_str(json, "sha256"));
	return cdr_evidence_append(store, actor, "organisation set", id, detail, NULL, err);
}

enum cdr_status
cdr_import_organisation(struct cdr_store *store, const struct cdr_normaliser *normaliser, struct cdr_str yaml,
                        const char *file_name, struct cdr_str actor, struct cdr_arena *arena, struct cdr_str *ret_id,
                        int64_t *ret_version, struct cdr_error *err)
{
	cdr_auto(cdr_decl) decl = { 0 };
	cdr_owned(cdr_json) json = NULL;
	int64_t version = 0;
	CDR_TRY(cdr_decl_parse(yaml, file_name, &decl, err));
	struct walk walk = { &decl, normaliser, err, 0, false };
	CDR_TRY(read_organisation(&walk, yaml, file_name, &json));
	struct cdr_str id = cdr_str_copy(arena, cdr_json_get_str(json, "id"));
	if (!id.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(keep(store, json, actor, &version, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret_id = id;
	*ret_version = version;
	return CDR_OK;
}
