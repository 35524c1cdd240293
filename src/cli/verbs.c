/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of verbs. A row yields the parser's options, `candor help`, and is what the manual page is checked against;
 * an option exists nowhere else.
 */
#include "cli/cli-impl.h"

#include "candor/import.h"

const struct cli_option cli_common_options[] = {
	{ "store", "FILE", "the store (else $CANDOR_STORE, else $XDG_DATA_HOME/candor/candor.db)" },
	{ "org", "ID", "the reporting organisation, where the store holds several" },
	{ "json", NULL, "results as JSON" },
	{ "help", NULL, "this verb's help" },
	{ NULL, NULL, NULL },
};

static const struct cli_option import_options[] = {
	{ "as", "KIND", "what the file holds: " CDR_IMPORT_KINDS_TEXT },
	{ "map", "FILE", "an explicit mapping of columns (YAML) instead of the automatic one" },
	{ "forget-map", NULL, "drop the mapping saved for files with these headers and map automatically" },
	{ "sheet", "NAME", "workbooks: the sheet to read, by name or \"#2\"" },
	{ "encoding", "NAME", "text files: the encoding, where the automatic choice is wrong" },
	{ "dry-run", NULL, "read and report everything, keep nothing" },
	{ "rejects", "FILE", "write every rejected row, its place and the reason as CSV" },
	{ NULL, NULL, NULL },
};
static const struct cli_option parties_options[] = {
	{ "reason", "TEXT", "merge, unmerge, distinct: why; required" },
	{ "threshold", "X", "duplicates: only pairs scored X or higher (from where a match is possible)" },
	{ "elsewhere", NULL, "duplicates: also pairs at different addresses, which may be sites of one firm" },
	{ "limit", "N", "duplicates: at most N pairs, best first (50; with --json all)" },
	{ NULL, NULL, NULL },
};
static const struct cli_option registry_options[] = {
	{ "from", "FILE", "update: a copy of the source already on disk; once for each of its files" },
	{ "as-of", "DATE", "update: the day the copy speaks for" },
	{ "force", NULL, "update: accept a copy that the guards refuse" },
	{ "due", NULL, "update: only sources whose time has come again by their definition" },
	{ "tries", "N", "update: how often a request that may pass is made before it has failed (4)" },
	{ "write", NULL, "check: rewrite expected.json from the sample" },
	{ NULL, NULL, NULL },
};
static const struct cli_option check_options[] = {
	{ "country", "CC", "the agency's country (code or name)" },
	{ "licence", "NO", "its licence number as printed" },
	{ "on", "DATE", "the day asked about; today when not given" },
	{ "fail-on", "VERDICT", "exit with 1 at possible or match" },
	{ NULL, NULL, NULL },
};
static const struct cli_option screen_options[] = {
	{ "as-of", "DATE", "the day of the screening; today when not given" },
	{ "repeat", "ID", "repeat a finished screening from its pins and compare" },
	{ "fail-on", "SEVERITY", "exit with 1 when a finding is at or above it" },
	{ "jobs", "N", "processes that compare names; 1 for none but this one (the number of processors)" },
	{ NULL, NULL, NULL },
};
static const struct cli_option findings_options[] = {
	{ "min-severity", "S", "info, low, medium, high or critical" },
	{ "state", "S", "open, confirmed, dismissed, escalated, remediated or reopened" },
	{ "screening", "ID", "of that screening instead of the latest" },
	{ "fail-on", "SEVERITY", "exit with 1 when a finding listed is at or above it" },
	{ NULL, NULL, NULL },
};
static const struct cli_option decide_options[] = {
	{ "reason", "TEXT", "why; required" },
	{ NULL, NULL, NULL },
};
static const struct cli_option statement_options[] = {
	{ "form", "NAME",
	  "export: the form, as it is called beside the law; \"public\": the statement alone; \"link\"" },
	{ "year", "Y",
	  "draft: the year the statement is about, that in which the financial year ends; list: only its" },
	{ "order", "ORDER", "draft: the order of the subjects, where the law's data have several (see its law.yaml)" },
	{ "carry-over", "ID", "draft: take texts people wrote for an earlier year where this one has none, marked" },
	{ "fresh", NULL, "draft: without the edits of the latest draft of the same law and year" },
	{ "claim", "KEY", "edit: the sentence, by its key (see show --json)" },
	{ "add", "CRITERION", "edit: add a sentence there" },
	{ "remove", "KEY", "edit: take the sentence out" },
	{ "restore", "KEY", "edit: back to what was drafted" },
	{ "text", "TEXT", "edit: the new text" },
	{ "reason", "TEXT", "edit: why; required" },
	{ "confirm", "TEXT", "edit: why a text that goes beyond its evidence stands all the same" },
	{ "file", "FILE", "edit: make the edits listed in a YAML file, all or none" },
	{ "on", "DATE", "approve, sign, publish: the day it was done" },
	{ "body", "BODY", "approve: who approved, such as \"board of directors\"" },
	{ "minute", "REFERENCE", "approve: where the approval is minuted" },
	{ "name", "NAME", "sign: who signed" },
	{ "role", "ROLE", "sign: in which role, such as director" },
	{ "title", "TITLE", "sign: the job title, where it is another than the role" },
	{ "attest", NULL, "sign: the signer confirmed the attestation that the law asks for" },
	{ "url", "URL", "publish: the address" },
	{ "with", "ID", "supersede: the later statement" },
	{ "note", "TEXT", "review and the other steps: a remark to keep with it" },
	{ "output", "FILE", "write to FILE.html, FILE.md or FILE.json instead of standard output" },
	{ "sentences", "FILE.csv", "lint: label the sentences of a file with the columns statement_id and sentence" },
	{ "law", "LAW", "lint: the law whose criteria are looked for; list: only statements under it" },
	{ "homepage", "FILE", "lint: the home page of the organisation's site, to look for the link in" },
	{ "previous", "FILE", "lint: last year's statement, to find what was taken over from" },
	{ "jobs", "N", "lint: processes that look at statements; 1 for none but this one (the number of processors)" },
	{ "fail-on", "SEVERITY", "lint: exit with 1 when a remark is at or above it" },
	{ NULL, NULL, NULL },
};
static const struct cli_option evidence_options[] = {
	{ "expect", "HASH", "verify: a head hash written down earlier, which must be in the chain" },
	{ "from", "N", "show: from record N on" },
	{ NULL, NULL, NULL },
};
static const struct cli_option index_options[] = {
	{ "output", "FILE", "build: the index file to write; update: to bring up to date" },
	{ NULL, NULL, NULL },
};
static const struct cli_option match_options[] = {
	{ "against", "ID|FILE", "a registry of the store, an index file, or a list file (CSV or NDJSON with names)" },
	{ "top", "N", "at most N results a query (5)" },
	{ "threshold", "X", "only results scored X or higher, 0 to 1" },
	{ "jobs", "N",
	  "processes that compare; 1 for none but this one (the number of processors, once much is at hand)" },
	{ NULL, NULL, NULL },
};

static const struct cli_option questionnaire_options[] = {
	{ "party", "ID", "only the questions about this party and its engagements, by id or key" },
	{ "ourselves", NULL, "the questions that we can answer and no supplier: clauses, reviews, who is responsible" },
	{ "output", "FILE", "write the questions to FILE.csv or FILE.xlsx, to be filled in" },
	{ NULL, NULL, NULL },
};
static const struct cli_option rules_options[] = {
	{ "output", "FILE", "book: write to FILE.html or FILE.md instead of standard output" },
	{ "as-of", "DATE", "diff: the day of the screening that is tried; today when not given" },
	{ "fail-on-change", NULL, "diff: exit with 1 when a finding would come, go or weigh otherwise" },
	{ NULL, NULL, NULL },
};

const struct cli_verb cli_verbs[] = {
	{ "init", "", "make the store", 0, 0, NULL, cli_init },
	{ "org", "set FILE.yaml | show", "the reporting organisation", 1, 2, NULL, cli_org_verb },
	{ "import", "FILE --as KIND", "take a file of suppliers, engagements or records in", 1, 1, import_options,
	  cli_import },
	{ "parties", "duplicates | merge A B | unmerge ID | merges | distinct A B | show ID | profile ID",
	  "which parties may be one, your word on it, and the risk profile of one", 1, 3, parties_options,
	  cli_parties },
	{ "registry", "list | show ID [ENTRY] | check [ID…] | update [ID…] | diff ID [FROM TO] | reread ID SNAPSHOT",
	  "registers and lists", 1, -1, registry_options, cli_registry },
	{ "check", "NAME", "one party against everything: licensed, on that day, listed anywhere?", 1, 1, check_options,
	  cli_check },
	{ "screen", "", "all parties and engagements against current snapshots and rules", 0, 0, screen_options,
	  cli_screen },
	{ "findings", "", "list findings", 0, 0, findings_options, cli_findings },
	{ "show", "FINDING", "one finding with its full explanation", 1, 1, NULL, cli_show },
	{ "decide", "FINDING confirm|dismiss|escalate|remediate --reason TEXT", "record a decision", 2, 2,
	  decide_options, cli_decide },
	{ "questionnaire", "", "what nobody could answer, as questions to suppliers", 0, 0, questionnaire_options,
	  cli_questionnaire },
	{ "statement",
	  "laws | draft LAW --year Y [--output FILE] | list | show ID [--output FILE] | history ID | edit ID … | "
	  "diff OLD NEW | review ID | approve ID … | sign ID … | publish ID … | supersede ID --with ID | "
	  "export ID --form NAME | "
	  "lint FILE… --law LAW",
	  "transparency statements", 1, -1, statement_options, cli_statement },
	{ "evidence", "show | verify", "what was done, when, on which bytes; is the record whole?", 1, 1,
	  evidence_options, cli_evidence },
	{ "match", "--against ID|FILE", "line filter: names on standard input, NDJSON results out", 0, 0, match_options,
	  cli_match },
	{ "index", "build|update FILE… --output FILE.cdx | stat FILE.cdx", "names to match against as one file", 2, -1,
	  index_options, cli_index },
	{ "compare", "PAIRS.csv", "score pairs of names", 1, 1, NULL, cli_compare },
	{ "rules", "list | test | show ID | explain ID|FINDING | book | diff OLD NEW", "the rule book", 1, 3,
	  rules_options, cli_rules },
	{ "token", "new NAME", "make an API token for candord; it is shown once", 2, 2, NULL, cli_token },
	{ NULL, NULL, NULL, 0, 0, NULL, NULL },
};
