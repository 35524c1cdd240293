/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layouts known by name: which one a file is of, told from its headers. The layouts are data
 * (rulesets/import/profiles/<id>.yaml). Not here: how the columns it names are read (mapping.c: like an explicit mapping
 * that only holds for the headers that are there). The surprise: a file with a header that the layout does not have is not
 * of that layout, so that a list with columns of its own is never read by somebody else's names for them.
 */
#include "candor/import.h"

#include "candor/base.h"
#include "import/import-impl.h"

#define FOLDER "import/profiles/"

static const char *const layout_words[] = { "seen", "secondary", "assumed", NULL };

static const struct cdr_decl_key profile_keys[] = {
	{ "id", CDR_DECL_TEXT, true },         { "title", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },       { "layout", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },     { "about", CDR_DECL_TEXT, false },
	{ "when", CDR_DECL_TEXT_LIST, true },  { "optional", CDR_DECL_TEXT_LIST, false },
	{ "columns", CDR_DECL_ANY_MAP, true }, { "ignore", CDR_DECL_TEXT_LIST, false },
};

void
cdr_import_profile_done(struct cdr_import_profile *profile)
{
	cdr_decl_done(&profile->decl);
	*profile = (struct cdr_import_profile){ 0 };
}

static enum cdr_status
check_columns(const struct cdr_import_profile *profile, const struct cdr_import_columns *columns, struct cdr_error *err)
{
	struct cdr_decl_key keys[CDR_IMPORT_MAX_DEFINITIONS];
	for (size_t i = 0; i < columns->n; i++)
		keys[i] = (struct cdr_decl_key){ columns->definitions[i].name.p, CDR_DECL_TEXT_LIST, false };
	return cdr_decl_check(&profile->decl, profile->columns, keys, columns->n, err);
}

/* *ret_kind: whether it is for this kind of file; only then are its columns checked. */
static enum cdr_status
load(const struct cdr_bundle_file *file, const struct cdr_import_job *job, struct cdr_import_profile *ret,
     bool *ret_kind, struct cdr_error *err)
{
	cdr_auto(cdr_import_profile) profile = { 0 };
	int layout = 0;
	const char *name = file->path.p;
	CDR_TRY(cdr_decl_parse(file->text, name, &profile.decl, err));
	const struct cdr_decl_node *root = profile.decl.root;
	CDR_TRY(cdr_decl_check(&profile.decl, root, profile_keys, CDR_LEN(profile_keys), err));
	CDR_TRY(cdr_decl_word(&profile.decl, root, "layout", layout_words, &layout, err));
	int kind = cdr_import_kind_from(cdr_decl_text(root, "kind"));
	if (kind < 0)
		return cdr_decl_fail(&profile.decl, cdr_decl_get(root, "kind"), err, "there is no such kind of file");
	*ret_kind = kind == (int)job->options->kind;
	if (!*ret_kind)
		return CDR_OK;
	profile.id = cdr_decl_text(root, "id");
	profile.title = cdr_decl_text(root, "title");
	profile.layout = cdr_decl_text(root, "layout");
	profile.when = cdr_decl_get(root, "when");
	profile.optional = cdr_decl_get(root, "optional");
	profile.columns = cdr_decl_get(root, "columns");
	profile.ignore = cdr_decl_get(root, "ignore");
	CDR_TRY(check_columns(&profile, job->columns, err));
	(void)cdr_crypt_sha256(file->text, profile.revision);
	*ret = profile;
	profile = (struct cdr_import_profile){ 0 };
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- choosing */

static bool
lists(const struct cdr_decl_node *headers, struct cdr_str header, struct cdr_arena *arena)
{
	if (headers && headers->kind == CDR_DECL_SCALAR)
		return cdr_import_same_header(headers->text, header, arena);
	for (size_t i = 0; headers && i < headers->n; i++) {
		if (cdr_import_same_header(headers->items[i]->text, header, arena))
			return true;
	}
	return false;
}

bool
cdr_import_profile_ignores(const struct cdr_decl_node *ignore, struct cdr_str header, struct cdr_arena *arena)
{
	return lists(ignore, header, arena);
}

static size_t
count(const struct cdr_decl_node *headers)
{
	if (!headers)
		return 0;
	return headers->kind == CDR_DECL_LIST ? headers->n : 1;
}

/* How many of the layout's headers the row has; 0 when one that must be is not there, or another one is. */
static size_t
fit(const struct cdr_import_profile *profile, const struct cdr_row *row, struct cdr_arena *arena)
{
	size_t n_known = 0, n_when = 0;
	size_t wanted = count(profile->when);
	for (uint32_t c = 0; c < row->n_cells; c++) {
		struct cdr_str header = cdr_str_trim(cdr_row_cell(row, c).text);
		if (header.n == 0)
			continue;
		if (header.n > CDR_ERROR_WHERE_MAX)
			return 0;
		bool when = lists(profile->when, header, arena);
		if (!when && !lists(profile->optional, header, arena))
			return 0;
		n_when += when;
		n_known++;
	}
	return n_when >= wanted ? n_known : 0;
}

static size_t
best_row(const struct cdr_import_profile *profile, const struct cdr_sheet *sheet, struct cdr_arena *arena,
         ptrdiff_t *ret_row)
{
	size_t best = 0;
	for (size_t i = 0; i < sheet->n_rows && i < CDR_IMPORT_HEADER_ROWS; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		cdr_arena_reset(arena);
		size_t n = fit(profile, &row, arena);
		if (n > best) {
			best = n;
			*ret_row = (ptrdiff_t)i;
		}
	}
	return best;
}

/* Of layouts that know equally many headers of the file the one that demands more of them, then the one that allows fewer
 * others: the tightest. */
static bool
is_tighter(const struct cdr_import_profile *one, const struct cdr_import_profile *other)
{
	if (count(one->when) != count(other->when))
		return count(one->when) > count(other->when);
	return count(one->optional) < count(other->optional);
}

enum cdr_status
cdr_import_profile_find(const struct cdr_import_job *job, const struct cdr_bundle *rulesets,
                        const struct cdr_sheet *sheet, struct cdr_import_profile *ret, ptrdiff_t *ret_row,
                        struct cdr_error *err)
{
	cdr_auto(cdr_import_profile) chosen = { 0 };
	size_t best = 0;
	*ret_row = -1;
	for (size_t i = 0; i < rulesets->n_files; i++) {
		cdr_auto(cdr_import_profile) profile = { 0 };
		bool kind = false;
		ptrdiff_t row = -1;
		if (!cdr_str_starts_with(rulesets->files[i].path, CDR_STR(FOLDER)))
			continue;
		CDR_TRY(load(&rulesets->files[i], job, &profile, &kind, err));
		size_t n = kind ? best_row(&profile, sheet, job->scratch, &row) : 0;
		if (n == 0 || n < best || (n == best && !is_tighter(&profile, &chosen)))
			continue;
		cdr_import_profile_done(&chosen);
		chosen = profile;
		profile = (struct cdr_import_profile){ 0 };
		best = n;
		*ret_row = row;
	}
	if (best) {
		*ret = chosen;
		chosen = (struct cdr_import_profile){ 0 };
	}
	return CDR_OK;
}
