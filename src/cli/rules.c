/* SPDX-License-Identifier: Apache-2.0 */
/* candor rules: the rule book, its own test cases, a rule in words. */
#include "cli/cli-impl.h"

#include <string.h>

#include "candor/rules.h"

static enum cdr_status
list(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "ID", "REV", "SEVERITY", "ABOUT", "TITLE" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) array = cdr_json_array();
	const struct cdr_rulebook *rulebook = cli->setup->rulebook;
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	for (size_t i = 0; i < cdr_rulebook_count(rulebook); i++) {
		const struct cdr_rule *rule = cdr_rulebook_at(rulebook, i);
		struct cdr_str cells[] = { rule->id, cdr_str_format(cli->arena, "%lld", (long long)rule->revision),
			                   cdr_str_from(cdr_severity_word(rule->severity)), rule->applies_to,
			                   rule->title };
		struct cdr_json *item = cdr_json_object();
		cdr_json_set_str(item, "id", rule->id);
		cdr_json_set_int(item, "revision", rule->revision);
		cdr_json_set_str(item, "severity", cells[2]);
		cdr_json_set_str(item, "applies_to", rule->applies_to);
		cdr_json_set_str(item, "title", rule->title);
		cdr_json_set_str(item, "source", rule->source);
		if (rule->override_reason.n) {
			cdr_json_set_text(item, "shipped_severity", cdr_severity_word(rule->shipped_severity));
			cdr_json_set_str(item, "override_reason", rule->override_reason);
			cdr_json_set_bool(item, "off", rule->off);
		}
		cdr_json_push(array, item);
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_json(cli) ? cli_print_json(cdr_steal(&array), err) : cli_table_print(&table, err);
}

/* Every rule's own cases, and what no rule may do. */
static enum cdr_status
test(struct cli *cli, struct cdr_error *err)
{
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t n_passed = 0, n_failed = 0, n_breaches = 0;
	const struct cdr_rulebook *rulebook = cli->setup->rulebook;
	enum cdr_status status = cdr_rulebook_test(rulebook, &report, &n_passed, &n_failed, err);
	if (status != CDR_OK && status != CDR_EREFUSED)
		return status;
	CDR_TRY(cdr_rulebook_check(rulebook, &report, &n_breaches, err));
	CDR_TRY(cli_print(cdr_buf_str(&report), err));
	if (n_breaches)
		CDR_TRY(cli_print(cdr_str_format(cli->arena, "%zu breach%s of what a rule may say\n", n_breaches,
		                                 n_breaches == 1 ? "" : "es"),
		                  err));
	CDR_TRY(cli_print(cdr_str_format(cli->arena, "%zu rules, %zu cases passed, %zu failed\n",
	                                 cdr_rulebook_count(rulebook), n_passed, n_failed),
	                  err));
	if (status == CDR_OK && n_breaches)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL, "the rule book does what no rule may");
	return status;
}

static enum cdr_status
explain(struct cli *cli, struct cdr_error *err)
{
	if (cli->n_arguments != 2)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor rules %s ID", cli->arguments[0]);
	const struct cdr_rule *rule = cdr_rulebook_find(cli->setup->rulebook, cdr_str_from(cli->arguments[1]));
	if (!rule)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "there is no rule \"%s\"; `candor rules list` names them", cli->arguments[1]);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_buf_printf(&out,
	               "%.*s revision %lld, %s, about each %.*s\n%.*s\n\n%.*s\n\nafter %.*s\n%.*s\n\nholds when\n",
	               CDR_STR_ARG(rule->id), (long long)rule->revision, cdr_severity_word(rule->severity),
	               CDR_STR_ARG(rule->applies_to), CDR_STR_ARG(rule->title), CDR_STR_ARG(rule->rationale),
	               CDR_STR_ARG(rule->source), CDR_STR_ARG(rule->source_url));
	CDR_TRY(cdr_rule_explain(rule, &out, err));
	if (rule->override_reason.n)
		cdr_buf_printf(&out, "\nchanged by this site%s (shipped as %s)\n    %.*s\n",
		               rule->off ? ": never asked" : "", cdr_severity_word(rule->shipped_severity),
		               CDR_STR_ARG(rule->override_reason));
	cdr_buf_printf(&out, "\nsays\n    %.*s\nwhat to do\n    %.*s\nquestion to ask\n    %.*s\nrule file\n    %.*s\n",
	               CDR_STR_ARG(rule->message), CDR_STR_ARG(rule->remedy), CDR_STR_ARG(rule->question),
	               CDR_STR_ARG(rule->path));
	CDR_TRY(cdr_buf_check(&out, ROOM, err));
	return cli_print(cdr_buf_str(&out), err);
}

enum cdr_status
cli_rules(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_load_setup(cli, err));
	if (strcmp(cli->arguments[0], "list") == 0)
		return list(cli, err);
	if (strcmp(cli->arguments[0], "test") == 0)
		return test(cli, err);
	if (strcmp(cli->arguments[0], "diff") == 0)
		return cli_rules_diff(cli, err);
	/* Ids of findings begin with "f-", those of rules with their topic. */
	if (strcmp(cli->arguments[0], "explain") == 0 && cli->n_arguments == 2 &&
	    strncmp(cli->arguments[1], "f-", 2) == 0)
		return cli_explain_finding(cli, err);
	if (strcmp(cli->arguments[0], "explain") == 0 || strcmp(cli->arguments[0], "show") == 0)
		return explain(cli, err);
	if (strcmp(cli->arguments[0], "book") == 0)
		return cli_rule_book(cli, err);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor rules %s", cli->verb->arguments);
}
