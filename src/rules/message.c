/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts with facts in them ("{engagement.hours_per_day} hours a day"): checked when rules are loaded, filled when a rule
 * fires. The surprise: words such as "revoked_immediate" are spoken without the underscore here, though the facts of a
 * trace keep it, because a message is read by people and a trace is compared by machines.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

#define MESSAGE_MAX_BYTES ((size_t)1 << 20)

/* Cuts the next "{name}" out of a text: what stands before it, the name, and the rest. False when there is none; an
 * opening brace that is never closed gives the name {NULL,0}. */
static bool
next_placeholder(struct cdr_str *rest, struct cdr_str *ret_before, struct cdr_str *ret_name)
{
	ptrdiff_t open = cdr_str_find(*rest, CDR_STR("{"));
	if (open < 0)
		return false;
	*ret_before = (struct cdr_str){ rest->p, (size_t)open };
	struct cdr_str after = { rest->p + open + 1, rest->n - (size_t)open - 1 };
	ptrdiff_t close = cdr_str_find(after, CDR_STR("}"));
	*ret_name = close < 0 ? (struct cdr_str){ NULL, 0 } : (struct cdr_str){ after.p, (size_t)close };
	size_t used = close < 0 ? after.n : (size_t)close + 1;
	*rest = (struct cdr_str){ after.p + used, after.n - used };
	return true;
}

void
rules_template_check(const struct rules_reading *reading, const struct cdr_decl_node *node)
{
	struct cdr_str rest = node->text, before, name;
	while (next_placeholder(&rest, &before, &name)) {
		if (!name.p)
			rules_problem(reading->problems, reading->decl, node, "a \"{\" is never closed");
		else
			(void)rules_symbol_named(reading, node, name);
	}
}

/* A value as it is said in a sentence. */
static struct cdr_str
spoken(const struct cdr_facts *facts, struct cdr_str name, struct cdr_arena *arena)
{
	const struct cdr_symbol *symbol = cdr_symbol_find(facts->symbols, name);
	struct cdr_str text = cdr_facts_text(facts, name, arena);
	if (!text.p)
		return CDR_STR("not known");
	if (!symbol || symbol->type != CDR_FACT_WORD)
		return text;
	char *copy = cdr_arena_alloc(arena, text.n + 1);
	for (size_t i = 0; copy && i < text.n; i++)
		copy[i] = text.p[i] == '_' ? ' ' : text.p[i];
	return (struct cdr_str){ copy, copy ? text.n : 0 };
}

enum cdr_status
cdr_rules_fill(struct cdr_str text, const struct cdr_facts *facts, struct cdr_arena *arena, struct cdr_str *ret,
               struct cdr_error *err)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	out.max = MESSAGE_MAX_BYTES;
	struct cdr_str rest = text, before, name;
	while (next_placeholder(&rest, &before, &name)) {
		cdr_buf_add_str(&out, before);
		if (name.p)
			cdr_buf_add_str(&out, spoken(facts, name, arena));
	}
	cdr_buf_add_str(&out, rest);
	CDR_TRY(cdr_buf_check(&out, RULES_ROOM, err));
	struct cdr_str filled = cdr_str_trim(cdr_buf_str(&out));
	filled = cdr_str_copy(arena, filled.p ? filled : CDR_STR(""));
	if (!filled.p)
		return cdr_fail_memory(err, RULES_ROOM);
	*ret = filled;
	return CDR_OK;
}
