/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registry.yaml -> a definition. This file reads the document's top level, its source, format and parts; fields are read
 * in definition-fields.c, words in definition-words.c. The format is written down in registries/README.md. The one
 * surprise: a problem does not stop the loading. Each is noted and the next key is read, so that whoever writes a
 * definition sees all mistakes at once; the status is looked at when everything has been read.
 */
#include "candor/registry.h"

#include <stdio.h>

#include "registry/registry-impl.h"

#define ARENA_BYTES ((size_t)16 << 20)
#define MAX_ROW_GROUPS 200
#define DEFAULT_DROP_PCT 10.0

static const char *const absence_words[] = { "nothing", "not_licensed", NULL };
static const char *const confidence_words[] = { "seen", "secondary", "assumed", NULL };
/* What a definition may call its format, the reader for it, and what its files end in where that is another word. */
static const char *const type_words[] = { "csv", "xlsx", "json", "xml", "html", "ndjson",
	                                  "ftm", "xls",  "text", "pdf", NULL };
static const struct {
	enum cdr_ingest_format format;
	const char *suffix;
} types[] = {
	{ CDR_INGEST_CSV, "csv" },    { CDR_INGEST_XLSX, "xlsx" }, { CDR_INGEST_JSON, "json" },
	{ CDR_INGEST_XML, "xml" },    { CDR_INGEST_HTML, "html" }, { CDR_INGEST_JSON, "ndjson" },
	{ CDR_INGEST_FTM, "ndjson" }, { CDR_INGEST_XLS, "xls" },   { CDR_INGEST_TEXT, "txt" },
	{ CDR_INGEST_PDF, "pdf" },
};
_Static_assert(CDR_LEN(types) + 1 == CDR_LEN(type_words), "a reader for each word");
static const char *const order_words[] = { "unknown", "day_first", "month_first", NULL };

static const struct cdr_decl_key top_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "publisher", CDR_DECL_TEXT, true },
	{ "jurisdiction", CDR_DECL_TEXT_LIST, true },
	{ "kind", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_ANY_MAP, true },
	{ "layout_confidence", CDR_DECL_TEXT, true },
	{ "absence", CDR_DECL_TEXT, true },
	{ "freshness_days", CDR_DECL_INTEGER, true },
	{ "expected_rows", CDR_DECL_ANY_MAP, false },
	{ "max_drop_pct", CDR_DECL_NUMBER, false },
	{ "format", CDR_DECL_ANY_MAP, true },
	{ "columns", CDR_DECL_ANY_LIST, false },
	{ "parts", CDR_DECL_ANY_LIST, false },
	{ "rows", CDR_DECL_ANY_MAP, false },
	{ "fields", CDR_DECL_ANY_MAP, true },
	{ "identity", CDR_DECL_ANY_LIST, true },
	{ "names", CDR_DECL_ANY_MAP, false },
	{ "statuses", CDR_DECL_ANY_LIST, false },
	{ "licence_scheme", CDR_DECL_ANY_MAP, false },
	{ "as_of", CDR_DECL_ANY_MAP, false },
	{ "whole", CDR_DECL_ANY_MAP, false },
	{ "privacy", CDR_DECL_ANY_MAP, false },
};
static const struct cdr_decl_key source_keys[] = {
	{ "url", CDR_DECL_TEXT, true },
	{ "page", CDR_DECL_TEXT, false },
	{ "terms", CDR_DECL_TEXT, true },
	{ "cadence", CDR_DECL_TEXT, true },
	{ "layout_on", CDR_DECL_DATE, false },
	{ "files", CDR_DECL_TEXT_LIST, false },
	{ "every_hours", CDR_DECL_INTEGER, false },
	{ "pages", CDR_DECL_ANY_MAP, false },
	{ "post", CDR_DECL_ANY_MAP, false },
	{ "headers", CDR_DECL_ANY_MAP, false },
	{ "credentials", CDR_DECL_ANY_MAP, false },
	{ "pause_seconds", CDR_DECL_NUMBER, false },
	{ "schedule", CDR_DECL_ANY_MAP, false },
};
static const struct cdr_decl_key rows_keys[] = {
	{ "min", CDR_DECL_INTEGER, false },
	{ "max", CDR_DECL_INTEGER, false },
};
static const struct cdr_decl_key format_keys[] = {
	{ "type", CDR_DECL_TEXT, true },
	{ "encoding", CDR_DECL_TEXT, false },
	{ "separator", CDR_DECL_TEXT, false },
	{ "header", CDR_DECL_BOOLEAN, false },
	{ "sheet", CDR_DECL_TEXT, false },
	{ "records", CDR_DECL_TEXT, false },
	{ "null_values", CDR_DECL_TEXT_LIST, false },
	{ "date_order", CDR_DECL_TEXT, false },
	{ "no_dates", CDR_DECL_TEXT_LIST, false },
	{ "row", CDR_DECL_TEXT, false },
	{ "skip", CDR_DECL_TEXT_LIST, false },
};
static const struct cdr_decl_key part_keys[] = {
	{ "name", CDR_DECL_TEXT, true }, { "match", CDR_DECL_TEXT, true },      { "columns", CDR_DECL_ANY_LIST, true },
	{ "key", CDR_DECL_TEXT, false }, { "fields", CDR_DECL_ANY_MAP, false },
};
static const struct cdr_decl_key as_of_keys[] = {
	{ "column", CDR_DECL_TEXT, false },
	{ "file_name", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key whole_keys[] = {
	{ "count", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key privacy_keys[] = {
	{ "drop", CDR_DECL_TEXT_LIST, false },
	{ "persons", CDR_DECL_TEXT, false },
};

void
registry_note(struct registry_loader *loader, enum cdr_status status, const struct cdr_error *problem)
{
	bool first = loader->status == CDR_OK;
	if (first || (status != CDR_EINPUT && loader->status == CDR_EINPUT))
		loader->status = status;
	if (!loader->err)
		return;
	if (first)
		*loader->err = *problem;
	else
		cdr_error_add(loader->err, problem->where, "%s", problem->message);
}

void
registry_complain(struct registry_loader *loader, const struct cdr_decl_node *node, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	struct cdr_error problem = { 0 };
	registry_note(loader, cdr_decl_fail(loader->decl, node, &problem, "%s", text), &problem);
}

bool
registry_check(struct registry_loader *loader, const struct cdr_decl_node *node, const struct cdr_decl_key *keys,
               size_t n_keys)
{
	struct cdr_error problem = { 0 };
	enum cdr_status status = cdr_decl_check(loader->decl, node, keys, n_keys, &problem);
	if (status != CDR_OK)
		registry_note(loader, status, &problem);
	return status == CDR_OK;
}

int
registry_word_of(struct registry_loader *loader, const struct cdr_decl_node *map, const char *key,
                 const char *const *words, int fallback)
{
	if (!cdr_decl_get(map, key))
		return fallback;
	int index = fallback;
	struct cdr_error problem = { 0 };
	enum cdr_status status = cdr_decl_word(loader->decl, map, key, words, &index, &problem);
	if (status != CDR_OK)
		registry_note(loader, status, &problem);
	return status == CDR_OK ? index : fallback;
}

void *
registry_memory(struct registry_loader *loader, size_t n, size_t size)
{
	void *memory = cdr_arena_alloc(loader->private->arena, n * size);
	if (!memory) {
		struct cdr_error problem = { 0 };
		registry_note(loader, cdr_fail_memory(&problem, REGISTRY_ROOM), &problem);
	}
	return memory;
}

const struct cdr_regex *
registry_pattern(struct registry_loader *loader, const struct cdr_decl_node *node, struct cdr_str pattern)
{
	struct cdr_error problem = { 0 };
	struct cdr_regex **slot = cdr_vec_push(&loader->private->regexes);
	if (!slot) {
		registry_note(loader, cdr_fail_memory(&problem, REGISTRY_ROOM), &problem);
		return NULL;
	}
	enum cdr_status status = cdr_regex_compile(pattern, false, slot, &problem);
	if (status == CDR_EINPUT)
		registry_complain(loader, node, "bad pattern at %s: %s", problem.where, problem.message);
	else if (status != CDR_OK)
		registry_note(loader, status, &problem);
	return status == CDR_OK ? *slot : NULL;
}

const struct cdr_regex **
registry_patterns(struct registry_loader *loader, const struct cdr_decl_node *map, const char *key, size_t *ret_n)
{
	size_t n = cdr_decl_count(map, key);
	const struct cdr_regex **patterns = n ? registry_memory(loader, n, sizeof(*patterns)) : NULL;
	if (!patterns)
		return NULL;
	const struct cdr_decl_node *list = cdr_decl_get(map, key);
	for (size_t i = 0; i < n; i++)
		patterns[i] = registry_pattern(loader, list->kind == CDR_DECL_LIST ? list->items[i] : list,
		                               cdr_decl_item(map, key, i));
	*ret_n = n;
	return patterns;
}

static void
load_id(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	struct cdr_str id = cdr_decl_text(root, "id");
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
			registry_complain(loader, cdr_decl_get(root, "id"),
			                  "\"%.*s\": an id has only small letters, digits and hyphens",
			                  CDR_STR_ARG(id));
			return;
		}
	}
	loader->registry->id = id;
}

/* Alpha-2 codes, or INT for bodies above countries. */
static void
load_jurisdiction(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	size_t n = cdr_decl_count(root, "jurisdiction");
	struct cdr_str joined = { NULL, 0 };
	for (size_t i = 0; i < n; i++) {
		struct cdr_str code = cdr_decl_item(root, "jurisdiction", i);
		bool alpha2 =
			code.n == 2 && code.p[0] >= 'A' && code.p[0] <= 'Z' && code.p[1] >= 'A' && code.p[1] <= 'Z';
		if (!alpha2 && !cdr_str_equal(code, CDR_STR("INT"))) {
			registry_complain(loader, cdr_decl_get(root, "jurisdiction"),
			                  "\"%.*s\" is neither an ISO 3166-1 alpha-2 code nor INT", CDR_STR_ARG(code));
			return;
		}
		joined = joined.n ? cdr_str_format(loader->private->arena, "%.*s %.*s", CDR_STR_ARG(joined),
		                                   CDR_STR_ARG(code))
		                  : code;
	}
	loader->registry->jurisdiction = joined;
}

static void
load_about(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	struct cdr_registry *registry = loader->registry;
	load_id(loader, root);
	load_jurisdiction(loader, root);
	registry->title = cdr_decl_text(root, "title");
	registry->publisher = cdr_decl_text(root, "publisher");
	registry->absence = (enum cdr_absence)registry_word_of(loader, root, "absence", absence_words, 0);
	(void)registry_word_of(loader, root, "layout_confidence", confidence_words, 0);
	registry->layout_confidence = cdr_decl_text(root, "layout_confidence");
	const char *kinds[CDR_REGISTRY_KIND_COUNT + 1] = { NULL };
	for (int i = 0; i < CDR_REGISTRY_KIND_COUNT; i++)
		kinds[i] = cdr_registry_kind_word((enum cdr_registry_kind)i);
	registry->kind = (enum cdr_registry_kind)registry_word_of(loader, root, "kind", kinds, 0);
	const struct cdr_decl_node *source = cdr_decl_get(root, "source");
	if (registry_check(loader, source, source_keys, CDR_LEN(source_keys))) {
		registry->url = cdr_decl_text(source, "url");
		registry->terms = cdr_decl_text(source, "terms");
		registry->cadence = cdr_decl_text(source, "cadence");
	}
}

static void
load_guards(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	struct cdr_registry *registry = loader->registry;
	int64_t days = cdr_decl_integer(root, "freshness_days", 0);
	if (days < 1 || days > 36500)
		registry_complain(loader, cdr_decl_get(root, "freshness_days"),
		                  "freshness_days is between 1 and 36500");
	else
		registry->freshness_days = (int)days;
	registry->max_drop_pct = cdr_decl_number(root, "max_drop_pct", DEFAULT_DROP_PCT);
	if (registry->max_drop_pct < 0 || registry->max_drop_pct > 100)
		registry_complain(loader, cdr_decl_get(root, "max_drop_pct"), "max_drop_pct is between 0 and 100");
	const struct cdr_decl_node *rows = cdr_decl_get(root, "expected_rows");
	if (!rows || !registry_check(loader, rows, rows_keys, CDR_LEN(rows_keys)))
		return;
	registry->expected_min = cdr_decl_integer(rows, "min", 0);
	registry->expected_max = cdr_decl_integer(rows, "max", 0);
	if (registry->expected_min < 0 || registry->expected_max < 0 ||
	    (registry->expected_max && registry->expected_max < registry->expected_min))
		registry_complain(loader, rows, "expected_rows: 0 <= min <= max");
}

static void
load_no_dates(struct registry_loader *loader, const struct cdr_decl_node *format)
{
	struct cdr_registry_private *private = loader->private;
	size_t n = cdr_decl_count(format, "no_dates");
	private->no_dates = n ? registry_memory(loader, n, sizeof(*private->no_dates)) : NULL;
	for (size_t i = 0; private->no_dates && i < n; i++) {
		if (!cdr_date_parse(cdr_decl_item(format, "no_dates", i), &private->no_dates[i]))
			registry_complain(loader, cdr_decl_get(format, "no_dates"), "no_dates: days as YYYY-MM-DD");
	}
	private->n_no_dates = private->no_dates ? n : 0;
}

static void
load_null_values(struct registry_loader *loader, const struct cdr_decl_node *format)
{
	struct cdr_registry_private *private = loader->private;
	size_t n = cdr_decl_count(format, "null_values");
	private->null_values = n ? registry_memory(loader, n, sizeof(*private->null_values)) : NULL;
	for (size_t i = 0; private->null_values && i < n; i++)
	private->null_values[i] = cdr_str_trim(cdr_decl_item(format, "null_values", i));
	private->n_null_values = private->null_values ? n : 0;
}

/* What the lines of a plain text list look like. */
static void
load_lines(struct registry_loader *loader, const struct cdr_decl_node *format)
{
	struct cdr_ingest_options *options = &loader->private->format;
	const struct cdr_decl_node *row = cdr_decl_get(format, "row");
	bool named = false;
	if (options->format != CDR_INGEST_TEXT) {
		if (row || cdr_decl_get(format, "skip"))
			registry_complain(loader, row ? row : cdr_decl_get(format, "skip"),
			                  "row, skip: only for the type text");
		return;
	}
	if (cdr_decl_get(format, "header"))
		registry_complain(loader, cdr_decl_get(format, "header"),
		                  "a text list has no header; the named groups of \"row\" are its columns");
	options->skip = registry_patterns(loader, format, "skip", &options->n_skip);
	options->row = row ? registry_pattern(loader, row, row->text) : NULL;
	for (size_t i = 1; options->row && i < CDR_REGEX_MAX_GROUPS; i++)
		named = named || cdr_regex_group_name(options->row, i).n > 0;
	for (size_t i = CDR_REGEX_MAX_GROUPS; options->row && i < MAX_ROW_GROUPS; i++) {
		if (cdr_regex_group_name(options->row, i).n > 0)
			registry_complain(
				loader, row,
				"row: only its first nine groups are told; write (?:…) where there is no name");
	}
	if (options->row && !named)
		registry_complain(loader, row, "row: the columns are its named groups, (?<name>…); it has none");
}

static void
load_format(struct registry_loader *loader, const struct cdr_decl_node *format)
{
	struct cdr_registry_private *private = loader->private;
	private->suffix = types[0].suffix;
	if (!registry_check(loader, format, format_keys, CDR_LEN(format_keys)))
		return;
	int type = registry_word_of(loader, format, "type", type_words, 0);
	private->format.format = types[type].format;
	private->suffix = types[type].suffix;
	private->date_order = (enum cdr_date_order)registry_word_of(loader, format, "date_order", order_words, 0);
	private->format.encoding = cdr_decl_text(format, "encoding");
	private->format.sheet = cdr_decl_text(format, "sheet");
	private->format.records = cdr_decl_text(format, "records");
	private->headed = cdr_decl_boolean(format, "header", true);
	struct cdr_str separator = cdr_decl_text(format, "separator");
	if (cdr_str_equal(separator, CDR_STR("tab")))
		separator = CDR_STR("\t");
	if (separator.n > 1)
		registry_complain(loader, cdr_decl_get(format, "separator"), "separator: one character, or tab");
	else if (separator.n == 1)
	private->format.separator = separator.p[0];
	load_lines(loader, format);
	load_null_values(loader, format);
	load_no_dates(loader, format);
}

static void
load_part(struct registry_loader *loader, const struct cdr_decl_node *node, size_t i)
{
	struct registry_part *part = &loader->private->parts[i];
	if (!registry_check(loader, node, part_keys, CDR_LEN(part_keys)))
		return;
	part->name = cdr_decl_text(node, "name");
	part->pattern = registry_pattern(loader, cdr_decl_get(node, "match"), cdr_decl_text(node, "match"));
	registry_load_columns(loader, cdr_decl_get(node, "columns"), part);
	if (!cdr_decl_get(node, "key"))
		registry_complain(loader, node, "\"key\" is missing: the column that joins the parts");
	else
		part->key = registry_column_of(loader, part, cdr_decl_get(node, "key"), cdr_decl_text(node, "key"));
	const struct cdr_decl_node *fields = cdr_decl_get(node, "fields");
	if (i == 0 && fields)
		registry_complain(loader, fields, "the first part has the entries; its fields stand at the top level");
	else if (i > 0 && !fields)
		registry_complain(loader, node, "\"fields\" is missing: what this part adds to an entry");
	else if (fields)
		registry_load_fields(loader, fields, part, true);
}

/* A source in one file needs no `parts`; its only part is then made up here, named after the format. */
static void
load_parts(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	struct cdr_registry *registry = loader->registry;
	struct cdr_registry_private *private = loader->private;
	for (size_t i = 0; i < CDR_REGISTRY_MAX_PARTS; i++)
	private->parts[i].key = -1;
	const struct cdr_decl_node *parts = cdr_decl_get(root, "parts");
	const struct cdr_decl_node *columns = cdr_decl_get(root, "columns");
	registry->n_parts = 1;
	if (!parts) {
		private->parts[0].name = cdr_str_format(private->arena, "list.%s", private->suffix);
		if (columns)
			registry_load_columns(loader, columns, &private->parts[0]);
	} else if (columns) {
		registry_complain(loader, columns, "with parts, each part has its own columns");
	} else if (parts->n < 2 || parts->n > CDR_REGISTRY_MAX_PARTS) {
		registry_complain(loader, parts, "parts: 2 to %d of them; a source in one file needs none",
		                  CDR_REGISTRY_MAX_PARTS);
	} else {
		registry->n_parts = parts->n;
		for (size_t i = 0; i < parts->n; i++)
			load_part(loader, parts->items[i], i);
	}
	if (!private->headed && !private->parts[0].declared)
		registry_complain(loader, root, "without a header line the columns must be listed in order");
	for (size_t i = 0; i < registry->n_parts; i++)
		registry->part_names[i] = private->parts[i].name;
}

static void
load_as_of(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	loader->private->as_of_column = -1;
	if (!node || !registry_check(loader, node, as_of_keys, CDR_LEN(as_of_keys)))
		return;
	const struct cdr_decl_node *column = cdr_decl_get(node, "column");
	const struct cdr_decl_node *file_name = cdr_decl_get(node, "file_name");
	if (column)
		loader->private->as_of_column =
			registry_column_of(loader, &loader->private->parts[0], column, column->text);
	if (file_name)
		loader->private->as_of_file_name = registry_pattern(loader, file_name, file_name->text);
}

/* Where a file says how many rows the source has in all, so that a part of it is not taken for the whole. */
static void
load_whole(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	if (!node || !registry_check(loader, node, whole_keys, CDR_LEN(whole_keys)))
		return;
	if (!cdr_str_equal(cdr_str_from(loader->private->suffix), CDR_STR("json")))
		registry_complain(loader, node, "only a JSON file has a member to count by");
	loader->private->whole_count = cdr_decl_text(node, "count");
}

static void
load_privacy(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	static const char *const persons_words[] = { "all", "name_only", NULL };
	if (!node || !registry_check(loader, node, privacy_keys, CDR_LEN(privacy_keys)))
		return;
	loader->dropped = node;
	loader->private->persons_by_name_only = registry_word_of(loader, node, "persons", persons_words, 0) == 1;
}

static bool
is_used(const struct registry_bound *bounds, size_t n, enum registry_slot slot)
{
	for (size_t i = 0; i < n; i++) {
		if (bounds[i].slot == slot)
			return true;
	}
	return false;
}

/* A date that no status begins or ends with would be read and thrown away; so would intervals. */
static void
check_dates(struct registry_loader *loader, const struct cdr_decl_node *fields)
{
	static const struct {
		enum registry_slot slot;
		const char *word;
	} dates[] = {
		{ REGISTRY_STATUS_DATE, "status_date" },
		{ REGISTRY_VALID_FROM, "valid_from" },
		{ REGISTRY_VALID_TO, "valid_to" },
		{ REGISTRY_TERM, "term" },
	};
	const struct cdr_registry_private *private = loader->private;
	bool in_intervals = false;
	for (size_t k = 0; k < private->n_statuses; k++)
		in_intervals = in_intervals || private->statuses[k].in_intervals;
	if (private->intervals.field.set && !in_intervals)
		registry_complain(loader, cdr_decl_get(fields, "intervals"), "no status says \"from: intervals\"");
	for (size_t i = 0; i < CDR_LEN(dates); i++) {
		bool used = !private->parts[0].fields[dates[i].slot].set;
		for (size_t k = 0; k < private->n_statuses && !used; k++) {
			const struct registry_status *status = &private->statuses[k];
			used = is_used(status->starts, status->n_starts, dates[i].slot) ||
			       is_used(status->ends, status->n_ends, dates[i].slot);
		}
		if (!used)
			registry_complain(
				loader, cdr_decl_get(fields, dates[i].word),
				"no status begins or ends with %s; say so under statuses, or make it an attribute",
				dates[i].word);
	}
}

/* What only shows when everything has been read: a licence without words for its status, an entry without a name. */
static void
check_whole(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	const struct registry_field *fields = loader->private->parts[0].fields;
	const struct cdr_decl_node *node = cdr_decl_get(root, "fields");
	if (loader->registry->kind == CDR_REGISTRY_GOODS_RISK) {
		if (!fields[REGISTRY_GOOD].set || !fields[REGISTRY_COUNTRY].set)
			registry_complain(loader, node, "a goods_risk registry needs the fields good and country");
	} else if (!fields[REGISTRY_NAME].set) {
		registry_complain(loader, node, "the field name is missing");
	}
	if (fields[REGISTRY_STATUS].set && !loader->private->n_statuses)
		registry_complain(loader, node, "there is a field status but no statuses to say what its words mean");
	if (!fields[REGISTRY_STATUS].set && loader->private->n_statuses)
		registry_complain(loader, cdr_decl_get(root, "statuses"), "there are statuses but no field status");
	bool licences = loader->registry->kind == CDR_REGISTRY_LICENCE_REGISTER ||
	                loader->registry->kind == CDR_REGISTRY_REVOCATION_LIST;
	if (licences && !fields[REGISTRY_STATUS].set)
		registry_complain(loader, node, "a registry of licences needs the field status, if only a fixed one");
	if (fields[REGISTRY_LICENCE_NUMBER].set && !loader->registry->licence_scheme.n)
		registry_complain(loader, node, "the field licence_number needs a licence_scheme");
	if (loader->registry->n_parts > 1 && loader->private->names.n_split)
		registry_complain(loader, cdr_decl_get(root, "names"), "split cannot be used with several parts");
	if (loader->private->rows.same && loader->private->names.n_split)
		registry_complain(loader, cdr_decl_get(root, "names"),
		                  "split cannot be used where several rows are one entry");
	check_dates(loader, node);
}

static void
load_document(struct registry_loader *loader, const struct cdr_decl_node *root)
{
	if (!registry_check(loader, root, top_keys, CDR_LEN(top_keys)))
		return;
	load_about(loader, root);
	load_guards(loader, root);
	load_privacy(loader, cdr_decl_get(root, "privacy"));
	load_format(loader, cdr_decl_get(root, "format"));
	load_parts(loader, root);
	registry_load_rows(loader, cdr_decl_get(root, "rows"));
	registry_load_source(loader, cdr_decl_get(root, "source"));
	registry_load_fields(loader, cdr_decl_get(root, "fields"), &loader->private->parts[0], false);
	registry_load_identity(loader, cdr_decl_get(root, "identity"));
	load_as_of(loader, cdr_decl_get(root, "as_of"));
	load_whole(loader, cdr_decl_get(root, "whole"));
	if (cdr_decl_get(root, "names"))
		registry_load_names(loader, cdr_decl_get(root, "names"));
	if (cdr_decl_get(root, "statuses"))
		registry_load_statuses(loader, cdr_decl_get(root, "statuses"));
	if (cdr_decl_get(root, "licence_scheme"))
		registry_load_licence(loader, cdr_decl_get(root, "licence_scheme"));
	check_whole(loader, root);
}

struct cdr_registry *
cdr_registry_free(struct cdr_registry *registry)
{
	if (!registry)
		return NULL;
	if (registry->private) {
		struct cdr_vec *regexes = &registry->private->regexes;
		for (size_t i = 0; i < regexes->n; i++)
			(void)cdr_regex_free(*CDR_VEC_AT(regexes, struct cdr_regex *, i));
		cdr_vec_done(regexes);
		cdr_decl_done(&registry->private->decl);
		(void)cdr_arena_free(registry->private->arena);
		cdr_free(registry->private);
	}
	cdr_free(registry);
	return NULL;
}

enum cdr_status
cdr_registry_load(struct cdr_str yaml, const char *name, struct cdr_registry **ret, struct cdr_error *err)
{
	cdr_owned(cdr_registry) registry = cdr_alloc(sizeof(*registry));
	if (!registry || !(registry->private = cdr_alloc(sizeof(*registry->private))))
		return cdr_fail_memory(err, REGISTRY_ROOM);
	struct cdr_registry_private *private = registry->private;
	private->regexes = (struct cdr_vec)CDR_VEC_INIT(struct cdr_regex *, REGISTRY_MAX_PATTERNS);
	private->arena = cdr_arena_new(ARENA_BYTES);
	if (!private->arena)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	CDR_TRY(cdr_decl_parse(yaml, name, &private->decl, err));
	struct registry_loader loader = {
		.registry = registry, .private = private, .decl = &private->decl, .err = err
	};
	load_document(&loader, private->decl.root);
	if (loader.status != CDR_OK)
		return loader.status;
	*ret = cdr_steal(&registry);
	return CDR_OK;
}

bool
cdr_registry_part_matches(const struct cdr_registry *registry, size_t i, const char *file_name)
{
	if (i >= registry->n_parts || !file_name)
		return false;
	const struct cdr_regex *pattern = registry->private->parts[i].pattern;
	if (!pattern)
		return true;
	bool found = false;
	struct cdr_str name = cdr_str_from(cdr_file_name(file_name));
	return cdr_regex_find(pattern, name, 0, &found, NULL, NULL) == CDR_OK && found;
}
