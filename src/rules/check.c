/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule book must not do, whatever its rules are about: rest on where people come from, use their sex, need a border
 * or a locked door, accuse anybody; and conditions that can never, or will always, hold. A condition is looked at without
 * any facts: which of the three truths can it come to when only some facts may be known? The surprise: this errs on the
 * side of "it can", for parts are taken as independent of each other.
 *
 * The principles: Recommended Principles and Guidelines on Human Rights and Human Trafficking (OHCHR, E/2002/68/Add.1),
 * principle 3 and guidelines 1 and 2 (do no harm, no discrimination); Protocol to Prevent, Suppress and Punish Trafficking
 * in Persons (2000), article 3 (neither movement across a border nor restraint is asked for); Operational Indicators of
 * Trafficking in Human Beings (ILO and European Commission, 2009): indicators are reasons to look, no proof.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

/* Truths a condition can come to. */
enum { MAY_NOT = 1u << CDR_FALSE, MAY = 1u << CDR_TRUE, MAY_BE_OPEN = 1u << CDR_UNKNOWN };
#define ANYTHING (MAY_NOT | MAY | MAY_BE_OPEN)

/* What is taken as known. */
enum world {
	FREE,         /* everything may be */
	ORIGIN_ONLY,  /* nothing but where firms are and people come from, and the day */
	NOTHING,      /* nothing but the day */
	NO_BORDER,    /* nobody crossed one, all else may be */
	NO_RESTRAINT, /* everybody can leave, all else may be */
};

struct checking {
	const struct cdr_rulebook *rulebook;
	const struct rules_entry *entry;
	struct cdr_buf *report;
	size_t n;
};

static void
breach(struct checking *checking, const char *key, const char *what)
{
	const struct cdr_decl_node *node = cdr_decl_get(checking->entry->decl.root, key);
	checking->n++;
	cdr_buf_printf(checking->report, "%.*s:%u:%u: %.*s: %s\n", CDR_STR_ARG(checking->entry->rule.path),
	               node ? node->line : 1, node ? node->column : 1, CDR_STR_ARG(checking->entry->rule.id), what);
}

/* ------------------------------------------------------------------------------------------------- possible truths */

static const struct cdr_symbol *
symbol_at(const struct cdr_condition *condition, size_t fact)
{
	return &condition->holder->symbols->rows[fact];
}

static bool
is_known_in(enum world world, const struct cdr_symbol *symbol)
{
	bool day = cdr_str_equal(cdr_str_from(symbol->name), CDR_STR("screening.day"));
	switch (world) {
	case ORIGIN_ONLY:
		return day || symbol->guard == CDR_GUARD_ORIGIN;
	case NOTHING:
		return day;
	default:
		return true;
	}
}

static bool
operand_is_known(enum world world, const struct cdr_condition *condition, const struct rules_operand *operand)
{
	const struct rules_lookup *lookup = operand->lookup;
	switch (operand->kind) {
	case RULES_LITERAL:
		return true;
	case RULES_FACT:
		return is_known_in(world, symbol_at(condition, operand->fact));
	case RULES_LOOKUP:
		for (size_t i = 0; i < lookup->n_where; i++) {
			if (!is_known_in(world, symbol_at(condition, lookup->facts[i])))
				return false;
		}
		return true;
	case RULES_DAYS_BETWEEN:
	case RULES_PERCENT:
		return is_known_in(world, symbol_at(condition, operand->fact)) &&
		       is_known_in(world, symbol_at(condition, operand->second));
	default:
		/* Records and other rules: known where all may be. Of records see possible_count. */
		return world != ORIGIN_ONLY && world != NOTHING;
	}
}

/* A boolean with a guard is no or yes in a world without borders or restraint. */
static unsigned
possible_guarded(const struct cdr_condition *condition, const struct cdr_symbol *symbol, bool value)
{
	if (symbol->type != CDR_FACT_BOOLEAN)
		return MAY_BE_OPEN;
	if (condition->relation == RULES_KNOWN)
		return condition->right.literal.boolean ? MAY : MAY_NOT;
	if (condition->right.kind != RULES_LITERAL)
		return ANYTHING;
	bool holds = (condition->right.literal.boolean == value) == (condition->relation == RULES_IS);
	return holds ? MAY : MAY_NOT;
}

static unsigned
possible(enum world world, const struct cdr_condition *condition);

/* Places that must differ are a border. */
static bool
compares_places(const struct cdr_condition *condition)
{
	return condition->left.kind == RULES_FACT && condition->right.kind == RULES_FACT &&
	       symbol_at(condition, condition->left.fact)->guard == CDR_GUARD_ORIGIN &&
	       symbol_at(condition, condition->right.fact)->guard == CDR_GUARD_ORIGIN;
}

static unsigned
possible_comparison(enum world world, const struct cdr_condition *condition)
{
	if (condition->left.kind == RULES_FACT) {
		const struct cdr_symbol *symbol = symbol_at(condition, condition->left.fact);
		if (world == NO_BORDER && symbol->guard == CDR_GUARD_BORDER)
			return possible_guarded(condition, symbol, false);
		if (world == NO_RESTRAINT && symbol->guard == CDR_GUARD_RESTRAINT)
			return possible_guarded(condition, symbol, true);
		if (world == NO_BORDER && compares_places(condition) && condition->relation == RULES_IS_NOT)
			return MAY_NOT | MAY_BE_OPEN;
	}
	if (condition->left.where && (world == ORIGIN_ONLY || world == NOTHING))
		return possible(world, condition->left.where) & MAY ? ANYTHING : MAY_BE_OPEN;
	if (condition->left.where)
		return possible(world, condition->left.where) & MAY ? ANYTHING : MAY_NOT | MAY_BE_OPEN;
	bool known = operand_is_known(world, condition, &condition->left);
	if (condition->relation == RULES_KNOWN && !known)
		return condition->right.literal.boolean ? MAY_NOT : MAY;
	return known && operand_is_known(world, condition, &condition->right) ? ANYTHING : MAY_BE_OPEN;
}

static unsigned
swapped(unsigned truths)
{
	return (truths & MAY_BE_OPEN) | (truths & MAY ? MAY_NOT : 0u) | (truths & MAY_NOT ? MAY : 0u);
}

static unsigned
possible(enum world world, const struct cdr_condition *condition)
{
	if (condition->kind == RULES_COMPARE)
		return possible_comparison(world, condition);
	if (condition->kind == RULES_NOT)
		return swapped(possible(world, condition->children[0]));
	/* "any" is "all" with true and false exchanged. */
	bool any = condition->kind == RULES_ANY;
	unsigned every = ANYTHING, some = 0, not_false = MAY_BE_OPEN;
	for (size_t i = 0; i < condition->n; i++) {
		unsigned part = possible(world, condition->children[i]);
		part = any ? swapped(part) : part;
		every &= part;
		some |= part;
		not_false &= part & (MAY | MAY_BE_OPEN) ? MAY_BE_OPEN : 0u;
	}
	unsigned truths = (every & MAY) | (some & MAY_NOT) | (some & not_false & MAY_BE_OPEN);
	return any ? swapped(truths) : truths;
}

/* ------------------------------------------------------------------------------------------------- never and always */

/* What the parts of an "all" leave of one number or date. */
struct range {
	double low, high;
	bool low_open, high_open;
};

static double
literal_number(const struct rules_value *value)
{
	return value->type == CDR_FACT_DATE ? (double)value->date.ymd : value->number;
}

static void
raise_low(struct range *range, double value, bool open)
{
	if (value > range->low || (open && !(value < range->low))) {
		range->low = value;
		range->low_open = open;
	}
}

static void
drop_high(struct range *range, double value, bool open)
{
	if (value < range->high || (open && !(value > range->high))) {
		range->high = value;
		range->high_open = open;
	}
}

/* Narrows the range by a comparison with a literal; others say nothing of it. */
static void
narrow(struct range *range, const struct cdr_condition *condition)
{
	const struct rules_value *right = &condition->right.literal;
	switch (condition->relation) {
	case RULES_ABOVE:
	case RULES_AFTER:
		raise_low(range, literal_number(right), true);
		return;
	case RULES_AT_LEAST:
	case RULES_ON_OR_AFTER:
		raise_low(range, literal_number(right), false);
		return;
	case RULES_BELOW:
	case RULES_BEFORE:
		drop_high(range, literal_number(right), true);
		return;
	case RULES_AT_MOST:
	case RULES_ON_OR_BEFORE:
		drop_high(range, literal_number(right), false);
		return;
	case RULES_BETWEEN:
		raise_low(range, literal_number(&right->list[0]), false);
		drop_high(range, literal_number(&right->list[1]), false);
		return;
	default:
		return;
	}
}

static bool
is_about(const struct cdr_condition *condition, size_t fact)
{
	return condition->kind == RULES_COMPARE && condition->left.kind == RULES_FACT &&
	       condition->right.kind == RULES_LITERAL && condition->left.fact == fact;
}

/* No number meets all parts of this group that speak of one fact. For an "any" its parts' opposites are asked. */
static bool
is_contradictory(const struct cdr_condition *group)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct cdr_condition *first = group->children[i];
		if (first->kind != RULES_COMPARE || !is_about(first, first->left.fact))
			continue;
		enum cdr_fact_type type = symbol_at(first, first->left.fact)->type;
		if (type != CDR_FACT_NUMBER && type != CDR_FACT_DATE)
			continue;
		struct range range = { -1e300, 1e300, false, false };
		for (size_t k = 0; k < group->n; k++) {
			if (is_about(group->children[k], first->left.fact))
				narrow(&range, group->children[k]);
		}
		bool empty = range.low > range.high;
		bool point = !(range.low < range.high) && !empty;
		if (empty || (point && (range.low_open || range.high_open)))
			return true;
	}
	return false;
}

static bool
holds_contradiction(const struct cdr_condition *condition)
{
	if (condition->kind == RULES_COMPARE)
		return condition->left.where && holds_contradiction(condition->left.where);
	if (condition->kind == RULES_ALL && is_contradictory(condition))
		return true;
	for (size_t i = 0; i < condition->n; i++) {
		if (holds_contradiction(condition->children[i]))
			return true;
	}
	return false;
}

/* One fact that is above something or not above it, so that the rest does not matter. */
static bool
covers_everything(const struct cdr_condition *group)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct cdr_condition *a = group->children[i];
		if (a->kind != RULES_COMPARE || !is_about(a, a->left.fact))
			continue;
		struct range up = { -1e300, 1e300, false, false };
		narrow(&up, a);
		for (size_t k = 0; k < group->n; k++) {
			const struct cdr_condition *b = group->children[k];
			struct range down = { -1e300, 1e300, false, false };
			if (k == i || !is_about(b, a->left.fact))
				continue;
			narrow(&down, b);
			bool meets = up.low < down.high || (!(up.low > down.high) && !(up.low_open && down.high_open));
			if (up.high > 1e299 && down.low < -1e299 && up.low > -1e299 && down.high < 1e299 && meets)
				return true;
		}
	}
	return false;
}

static void
check_sense(struct checking *checking)
{
	const struct cdr_condition *condition = checking->entry->rule.condition;
	unsigned truths = possible(FREE, condition);
	if (!(truths & MAY) || holds_contradiction(condition))
		breach(checking, "when", "a part of the condition can never hold: its bounds contradict each other");
	if (!(truths & MAY_NOT) || (condition->kind == RULES_ANY && covers_everything(condition)))
		breach(checking, "when", "the condition holds whatever the value is");
}

/* ------------------------------------------------------------------------------------------------------------ guards */

static bool
mentions(const struct cdr_condition *condition, enum cdr_guard guard)
{
	if (condition->kind != RULES_COMPARE) {
		for (size_t i = 0; i < condition->n; i++) {
			if (mentions(condition->children[i], guard))
				return true;
		}
		return false;
	}
	const struct rules_operand *sides[] = { &condition->left, &condition->right };
	for (size_t i = 0; i < CDR_LEN(sides); i++) {
		bool pair = sides[i]->kind == RULES_DAYS_BETWEEN || sides[i]->kind == RULES_PERCENT;
		if ((sides[i]->kind == RULES_FACT || pair) && symbol_at(condition, sides[i]->fact)->guard == guard)
			return true;
		if (pair && symbol_at(condition, sides[i]->second)->guard == guard)
			return true;
		for (size_t k = 0; sides[i]->lookup && k < sides[i]->lookup->n_where; k++) {
			if (symbol_at(condition, sides[i]->lookup->facts[k])->guard == guard)
				return true;
		}
	}
	return condition->left.where && mentions(condition->left.where, guard);
}

static bool
is_about_routes(const struct checking *checking)
{
	for (size_t i = 0; i < checking->rulebook->n_topics; i++) {
		if (cdr_str_equal(checking->rulebook->topics[i].folder, checking->entry->rule.topic))
			return checking->rulebook->topics[i].routes;
	}
	return false;
}

static void
check_guards(struct checking *checking)
{
	const struct cdr_condition *condition = checking->entry->rule.condition;
	if ((possible(ORIGIN_ONLY, condition) & MAY) && !(possible(NOTHING, condition) & MAY))
		breach(checking, "when", "it can hold for no other reason than where a firm is or people come from");
	if (mentions(condition, CDR_GUARD_SEX))
		breach(checking, "when",
		       "it uses the share of women; the same evidence must weigh the same for everybody");
	if (!is_about_routes(checking) && !(possible(NO_BORDER, condition) & MAY))
		breach(checking, "when", "it cannot hold unless a border was crossed");
	if (!(possible(NO_RESTRAINT, condition) & MAY))
		breach(checking, "when", "it cannot hold unless people were held");
}

/* Words that claim the offence itself of somebody, or make an offender of a worker. */
static const char *const accusing[] = {
	"raffick",         "guilty",         "criminal",        "offender",          "perpetrator", "uses slaves",
	"is using forced", "illegal worker", "illegal migrant", "illegal immigrant", "is a slave",  "slavery was",
};

static void
check_words(struct checking *checking)
{
	const struct cdr_rule *rule = &checking->entry->rule;
	const struct {
		const char *key;
		struct cdr_str text;
	} texts[] = { { "title", rule->title }, { "message", rule->message }, { "remedy", rule->remedy } };
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		for (size_t k = 0; k < CDR_LEN(accusing); k++) {
			if (cdr_str_find(texts[i].text, cdr_str_from(accusing[k])) >= 0)
				breach(checking, texts[i].key,
				       "it accuses somebody; an indicator is a reason to look, no proof");
		}
	}
	if (rule->severity >= CDR_SEVERITY_LOW && cdr_str_find(rule->remedy, CDR_STR("nvestigat")) < 0)
		breach(checking, "remedy", "it does not say what to investigate");
}

enum cdr_status
cdr_rulebook_check(const struct cdr_rulebook *rulebook, struct cdr_buf *report, size_t *ret_n, struct cdr_error *err)
{
	struct checking checking = { .rulebook = rulebook, .report = report };
	for (size_t i = 0; i < rulebook->entries.n; i++) {
		checking.entry = CDR_VEC_AT(&rulebook->entries, struct rules_entry, i);
		check_sense(&checking);
		check_guards(&checking);
		check_words(&checking);
	}
	CDR_TRY(cdr_buf_check(report, RULES_ROOM, err));
	*ret_n = checking.n;
	return CDR_OK;
}
