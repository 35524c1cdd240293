/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement lint: what a published statement says, held against what a law asks. */
#include "cli/lint.h"

#include "cli/statement.h"

enum cdr_status
cli_statement_lint(struct cli *cli, struct cdr_error *err)
{
	const char *sentences = cli_option(cli, "sentences");
	struct cdr_str law = cli_option_str(cli, "law");
	if (!sentences || !law.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "usage: candor statement lint --sentences FILE.csv --law LAW");
	return cli_lint_sentences(law, sentences, err);
}
