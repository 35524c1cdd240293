/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collecting everything that is wrong with rule data before giving up, and finding the symbol a name means. No rule
 * semantics here. The surprise: once memory ran out nothing further is added, since the rest would be noise.
 */
#include "candor/rules.h"

#include <stdarg.h>
#include <stdio.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

static void
add(struct rules_problems *problems, enum cdr_status status, const char *where, const char *message)
{
	if (problems->status == CDR_ENOMEM)
		return;
	if (problems->status == CDR_OK)
		problems->status = cdr_fail(problems->err, status, RULES_ROOM, where, "%s", message);
	else
		cdr_error_add(problems->err, where, "%s", message);
}

void
rules_problem(struct rules_problems *problems, const struct cdr_decl *decl, const struct cdr_decl_node *node,
              const char *format, ...)
{
	char where[CDR_ERROR_WHERE_MAX], message[1024];
	(void)snprintf(where, sizeof(where), "%.*s:%u:%u", CDR_STR_ARG(decl->name), node->line, node->column);
	va_list args;
	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	add(problems, CDR_EINPUT, where, message);
}

void
rules_problem_join(struct rules_problems *problems, enum cdr_status status, const struct cdr_error *other)
{
	if (status == CDR_ENOMEM)
		rules_problem_memory(problems);
	else if (status != CDR_OK)
		add(problems, status, other->where, other->message);
}

void
rules_problem_memory(struct rules_problems *problems)
{
	problems->status = cdr_fail_memory(problems->err, RULES_ROOM);
}

static bool
serves(const struct cdr_symbol *symbol, struct cdr_str subject)
{
	struct cdr_str rest = cdr_str_from(symbol->subjects), one;
	while (subject.p && cdr_str_split(&rest, ' ', &one)) {
		if (cdr_str_equal(one, subject))
			return true;
	}
	return !subject.p;
}

const struct cdr_symbol *
cdr_symbol_find(const struct cdr_symbols *symbols, struct cdr_str name)
{
	for (size_t i = 0; i < symbols->n; i++) {
		if (cdr_str_equal(cdr_str_from(symbols->rows[i].name), name))
			return &symbols->rows[i];
	}
	return NULL;
}

const struct cdr_symbol *
rules_symbol_named(const struct rules_reading *reading, const struct cdr_decl_node *node, struct cdr_str name)
{
	const struct cdr_symbol *symbol = cdr_symbol_find(reading->symbols, name);
	int shown = (int)cdr_str_cut(name, 80);
	if (symbol && serves(symbol, reading->subject))
		return symbol;
	if (symbol) {
		rules_problem(reading->problems, reading->decl, node,
		              "the fact \"%s\" is about: %s; here the subject is: %.*s", symbol->name, symbol->subjects,
		              CDR_STR_ARG(reading->subject));
		return NULL;
	}
	struct cdr_decl_guess guess = { .word = name };
	for (size_t i = 0; i < reading->symbols->n; i++)
		cdr_decl_guess(&guess, reading->symbols->rows[i].name);
	if (guess.nearest)
		rules_problem(reading->problems, reading->decl, node,
		              "no fact is called \"%.*s\": did you mean \"%s\"?", shown, name.p, guess.nearest);
	else
		rules_problem(reading->problems, reading->decl, node,
		              "no fact is called \"%.*s\": the facts are listed in rulesets/README.md", shown, name.p);
	return NULL;
}
