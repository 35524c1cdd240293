/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor questionnaire: what nobody could answer, as a list of questions to be filled in and imported back. The surprise:
 * what no supplier can answer is never in the file, which goes to suppliers, but printed here; nothing gets lost.
 */
#include "cli/cli-impl.h"

#include "candor/doc.h"

/* The columns of the file; the import finds them by these headers. */
static const struct cdr_form_column columns[] = {
	{ "subject_id", 20, false },   { "supplier", 28, false }, { "agency", 28, false },
	{ "recruited_on", 12, false }, { "column", 22, false },   { "question", 70, false },
	{ "expected", 28, false },     { "rules", 14, false },    { "answer", 24, true },
	{ "note", 36, true },
};
enum { COLUMN_COUNT = CDR_LEN(columns), ANSWER_COLUMN = 8 };

static struct cdr_str
joined(struct cli *cli, const struct cdr_str *texts, size_t n)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < n; i++)
		cdr_buf_printf(&out, "%s%.*s", i ? ", " : "", CDR_STR_ARG(texts[i]));
	return out.failed || !out.n ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(cli->arena, cdr_buf_str(&out));
}

static struct cdr_str
day_text(struct cli *cli, struct cdr_date day)
{
	char text[CDR_DATE_TEXT_MAX];
	return day.ymd ? cdr_str_copy(cli->arena, cdr_str_from(cdr_date_text(day, text))) : (struct cdr_str){ NULL, 0 };
}

static enum cdr_status
make_sheet(struct cli *cli, const struct cdr_questionnaire *from, bool ours, struct cdr_form *ret,
           struct cdr_error *err)
{
	struct cdr_form_cell *cells =
		cdr_arena_alloc(cli->arena, (from->n_questions + 1) * COLUMN_COUNT * sizeof(*cells));
	struct cdr_form sheet = { .name = "Questions", .columns = columns, .n_columns = COLUMN_COUNT, .cells = cells };
	if (!cells)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < from->n_questions; i++) {
		const struct cdr_question *question = &from->questions[i];
		if (question->ours != ours)
			continue;
		const struct cdr_str texts[ANSWER_COLUMN] = {
			question->subject_id,  question->supplier_name,
			question->agency_name, day_text(cli, question->recruited_on),
			question->column,      question->question,
			question->expected,    joined(cli, question->rules, question->n_rules)
		};
		struct cdr_form_cell *row = &cells[sheet.n_rows++ * COLUMN_COUNT];
		for (size_t c = 0; c < ANSWER_COLUMN; c++)
			row[c].text = texts[c];
		row[ANSWER_COLUMN].choices = question->choices;
		row[ANSWER_COLUMN].n_choices = question->n_choices;
	}
	*ret = sheet;
	return CDR_OK;
}

static enum cdr_status
write_file(struct cli *cli, const struct cdr_form *sheet, const char *path, struct cdr_error *err)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_str name = cdr_str_from(path);
	CDR_TRY(cdr_str_ends_with(name, CDR_STR(".xlsx")) ? cdr_doc_render_xlsx(sheet, 1, &out, err)
	                                                  : cdr_doc_render_csv(sheet, &out, err));
	CDR_TRY(cdr_file_write_atomic(path, cdr_buf_str(&out), err));
	cli_say(cli, "%zu questions written; once answered: candor import %s --as answers", sheet->n_rows, path);
	return CDR_OK;
}

static enum cdr_status
print_questions(struct cli *cli, const struct cdr_form *sheet, struct cdr_error *err)
{
	static const char *const headers[] = { "SUBJECT", "SUPPLIER", "AGENCY", "COLUMN", "EXPECTED", "RULES" };
	static const size_t shown[] = { 0, 1, 2, 4, 6, 7 };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	for (size_t r = 0; r < sheet->n_rows; r++) {
		struct cdr_str cells[CDR_LEN(shown)];
		for (size_t c = 0; c < CDR_LEN(shown); c++)
			cells[c] = sheet->cells[r * COLUMN_COUNT + shown[c]].text;
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_table_print(&table, err);
}

static enum cdr_status
print_items(struct cli *cli, const struct cdr_questionnaire *from, struct cdr_error *err)
{
	static const char *const headers[] = { "NOT FOR SUPPLIERS", "SUBJECTS", "WHAT TO DO", "RULES" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	if (from->n_items == 0)
		return CDR_OK;
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	for (size_t i = 0; i < from->n_items; i++) {
		const struct cdr_open_item *item = &from->items[i];
		struct cdr_str cells[] = { item->missing, cdr_str_format(cli->arena, "%zu", item->n_subjects),
			                   item->advice, joined(cli, item->rules, item->n_rules) };
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_table_print(&table, err);
}

/* Questions of the other side that are not in this list. */
static void
say_rest(struct cli *cli, const struct cdr_questionnaire *from, const struct cdr_form *sheet, bool ours)
{
	size_t rest = from->n_questions - sheet->n_rows;
	if (rest && ours)
		cli_say(cli, "%zu more questions are for suppliers; without --ourselves they are shown", rest);
	else if (rest)
		cli_say(cli, "%zu more questions only we can answer; --ourselves shows them", rest);
}

enum cdr_status
cli_questionnaire(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str org = { NULL, 0 };
	struct cdr_questionnaire made = { 0 };
	struct cdr_form sheet = { 0 };
	bool ours = cli_option(cli, "ourselves") != NULL;
	const char *path = cli_option(cli, "output");
	struct cdr_str name = path ? cdr_str_from(path) : (struct cdr_str){ NULL, 0 };
	if (path && !cdr_str_ends_with(name, CDR_STR(".csv")) && !cdr_str_ends_with(name, CDR_STR(".xlsx")))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "the output's name says its format: .csv or .xlsx; \"%s\" says neither", path);
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_screen_questionnaire(cli->store, cli->setup, org, cli_option_str(cli, "party"), cli->arena, &made,
	                                 err));
	CDR_TRY(make_sheet(cli, &made, ours, &sheet, err));
	if (path)
		CDR_TRY(write_file(cli, &sheet, path, err));
	if (cli_json(cli))
		return cli_print_json(cdr_questionnaire_to_json(&made), err);
	if (!path)
		CDR_TRY(print_questions(cli, &sheet, err));
	CDR_TRY(print_items(cli, &made, err));
	say_rest(cli, &made, &sheet, ours);
	return CDR_OK;
}
