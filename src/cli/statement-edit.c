/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement edit, diff: what people change in a draft, by options or from a file, and what differs between two. */
#include "cli/statement.h"

#include "candor/decl.h"

/* ------------------------------------------------------------------------------------------------------------- edit */

static const struct cdr_decl_key edit_keys[] = {
	{ "claim", CDR_DECL_TEXT, false },   { "add", CDR_DECL_TEXT, false },  { "remove", CDR_DECL_TEXT, false },
	{ "restore", CDR_DECL_TEXT, false }, { "text", CDR_DECL_TEXT, false }, { "reason", CDR_DECL_TEXT, false },
	{ "confirm", CDR_DECL_TEXT, false },
};

/* The four ways to name what is edited, of which an edit uses one. */
struct target {
	struct cdr_str claim, add, removed, restored;
};

static enum cdr_status
set_target(const struct target *target, struct cdr_statement_edit *edit, struct cdr_error *err)
{
	int n = (target->claim.p != NULL) + (target->add.p != NULL) + (target->removed.p != NULL) +
	        (target->restored.p != NULL);
	if (n != 1)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "an edit has one of claim, add, remove and restore, not %s of them",
		                n ? "several" : "none");
	edit->criterion = target->add;
	edit->key = target->claim.p ? target->claim : target->removed.p ? target->removed : target->restored;
	edit->remove = target->removed.p != NULL;
	edit->restore = target->restored.p != NULL;
	return CDR_OK;
}

static enum cdr_status
read_edit(const struct cdr_decl *decl, const struct cdr_decl_node *node, struct cdr_statement_edit *ret,
          struct cdr_error *err)
{
	struct cdr_error problem = { 0 };
	CDR_TRY(cdr_decl_check(decl, node, edit_keys, CDR_LEN(edit_keys), err));
	struct target target = { cdr_decl_text(node, "claim"), cdr_decl_text(node, "add"),
		                 cdr_decl_text(node, "remove"), cdr_decl_text(node, "restore") };
	*ret = (struct cdr_statement_edit){ .text = cdr_decl_text(node, "text"),
		                            .reason = cdr_decl_text(node, "reason"),
		                            .confirm = cdr_decl_text(node, "confirm") };
	if (set_target(&target, ret, &problem) != CDR_OK)
		return cdr_decl_fail(decl, node, err, "%s", problem.message);
	return CDR_OK;
}

static enum cdr_status
read_file(struct cli *cli, const char *path, struct cdr_decl *decl, struct cdr_statement_edit **ret, size_t *ret_n,
          struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = { .max = CDR_DECL_MAX_BYTES };
	CDR_TRY(cdr_file_read(path, &text, err));
	CDR_TRY(cdr_decl_parse(cdr_buf_str(&text), cdr_file_name(path), decl, err));
	if (decl->root->kind != CDR_DECL_LIST || decl->root->n == 0)
		return cdr_decl_fail(decl, decl->root, err,
		                     "is to be a list of edits, each with claim, add, remove or restore, then text, "
		                     "reason and, where it goes beyond the evidence, confirm");
	struct cdr_statement_edit *edits = cdr_arena_alloc(cli->arena, decl->root->n * sizeof(*edits));
	if (!edits)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < decl->root->n; i++)
		CDR_TRY(read_edit(decl, decl->root->items[i], &edits[i], err));
	*ret = edits;
	*ret_n = decl->root->n;
	return CDR_OK;
}

static enum cdr_status
read_options(struct cli *cli, struct cdr_statement_edit *edit, struct cdr_error *err)
{
	struct target target = { cli_option_str(cli, "claim"), cli_option_str(cli, "add"),
		                 cli_option_str(cli, "remove"), cli_option_str(cli, "restore") };
	edit->text = cli_option_str(cli, "text");
	edit->reason = cli_option_str(cli, "reason");
	edit->confirm = cli_option_str(cli, "confirm");
	return set_target(&target, edit, err);
}

static void
say_items(struct cli *cli, const struct cdr_json *edit, const char *list, const char *text_key)
{
	const struct cdr_json *items = cdr_json_get(edit, list);
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		const struct cdr_json *item = cdr_json_at(items, i);
		struct cdr_str found = cdr_json_get_str(item, "found");
		cli_say(cli, "%.*s: %s%.*s%s%.*s", CDR_STR_ARG(cdr_json_get_str(edit, "key")), found.n ? "“" : "",
		        CDR_STR_ARG(found), found.n ? "”: " : "", CDR_STR_ARG(cdr_json_get_str(item, text_key)));
	}
}

static enum cdr_status
tell_edits(struct cli *cli, struct cdr_json *take_summary, struct cdr_error *err)
{
	cdr_owned(cdr_json) summary = take_summary;
	if (cli_json(cli))
		return cli_print_json(cdr_steal(&summary), err);
	const struct cdr_json *edits = cdr_json_get(summary, "edits");
	for (size_t i = 0; i < cdr_json_count(edits); i++) {
		const struct cdr_json *edit = cdr_json_at(edits, i);
		bool flagged = cdr_json_count(cdr_json_get(edit, "flags")) > 0;
		struct cdr_str line =
			cdr_str_format(cli->arena, "%.*s %.*s%s\n", CDR_STR_ARG(cdr_json_get_str(edit, "act")),
		                       CDR_STR_ARG(cdr_json_get_str(edit, "key")),
		                       !flagged                                      ? ""
		                       : cdr_json_get_bool(edit, "confirmed", false) ? " flagged, confirmed"
		                                                                     : " flagged");
		CDR_TRY(cli_print(line, err));
		say_items(cli, edit, "flags", "reason");
		say_items(cli, edit, "warnings", "text");
	}
	int64_t open = cdr_json_get_int(summary, "open_flags", 0);
	if (open)
		cli_say(cli, "%lld flagged %s to be confirmed before the statement can be approved", (long long)open,
		        open == 1 ? "edit is" : "edits are");
	return CDR_OK;
}

enum cdr_status
cli_statement_edit(struct cli *cli, struct cdr_error *err)
{
	struct cdr_statement_desk desk = { 0 };
	struct cdr_statement_edit single = { 0 }, *edits = &single;
	cdr_auto(cdr_decl) decl = { 0 };
	cdr_owned(cdr_json) summary = NULL;
	const char *path = cli_option(cli, "file");
	size_t n = 1;
	int64_t id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &id, err));
	if (path)
		CDR_TRY(read_file(cli, path, &decl, &edits, &n, err));
	else
		CDR_TRY(read_options(cli, &single, err));
	CDR_TRY(cli_statement_desk(cli, &desk, err));
	CDR_TRY(cdr_statement_edit(&desk, id, edits, n, &summary, err));
	return tell_edits(cli, cdr_steal(&summary), err);
}

/* ------------------------------------------------------------------------------------------------------------- diff */

static void
side(struct cdr_buf *out, char mark, const struct cdr_json *claim)
{
	cdr_buf_printf(out, "%c %.*s [%.*s]\n", mark, CDR_STR_ARG(cdr_json_get_str(claim, "text")),
	               CDR_STR_ARG(cdr_json_get_str(claim, "strength")));
}

static void
one_sided(struct cdr_buf *out, const struct cdr_json *claims, const char *word, char mark)
{
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		cdr_buf_printf(out, "%s %.*s\n", word, CDR_STR_ARG(cdr_json_get_str(claim, "key")));
		side(out, mark, claim);
	}
}

static void
changes(struct cdr_buf *out, const struct cdr_json *claims)
{
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		bool text = cdr_json_get_bool(claim, "text", false);
		bool strength = cdr_json_get_bool(claim, "strength", false);
		cdr_buf_printf(out, "changed %.*s:%s%s%s\n", CDR_STR_ARG(cdr_json_get_str(claim, "key")),
		               text ? " text" : "", strength ? " strength" : "",
		               cdr_json_get_bool(claim, "evidence", false) ? " evidence" : "");
		if (text || strength) {
			side(out, '-', cdr_json_get(claim, "was"));
			side(out, '+', cdr_json_get(claim, "is"));
		}
	}
}

enum cdr_status
cli_statement_diff(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str old_text = { 0 }, new_text = { 0 };
	cdr_owned(cdr_json) diff = NULL;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	int64_t old_id = 0, new_id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &old_id, err));
	CDR_TRY(cli_statement_id(cli, 2, &new_id, err));
	CDR_TRY(cli_statement_current(cli, old_id, &old_text, err));
	CDR_TRY(cli_statement_current(cli, new_id, &new_text, err));
	CDR_TRY(cdr_statement_diff(old_text, new_text, &diff, err));
	if (cli_json(cli))
		return cli_print_json(cdr_steal(&diff), err);
	one_sided(&out, cdr_json_get(diff, "removed"), "removed", '-');
	changes(&out, cdr_json_get(diff, "changed"));
	one_sided(&out, cdr_json_get(diff, "added"), "added", '+');
	cdr_buf_printf(&out, "%lld claims are the same\n", (long long)cdr_json_get_int(diff, "same", 0));
	CDR_TRY(cdr_buf_check(&out, ROOM, err));
	return cli_print(cdr_buf_str(&out), err);
}
