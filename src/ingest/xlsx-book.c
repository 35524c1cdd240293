/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has to be known of a workbook before a sheet is read: which member is which (relationships), the tabs, the shared
 * strings, and what each style makes of a number. No cells here. Surprise: no member's path is taken for granted, not
 * even xl/workbook.xml; programs name their parts as they like and say so in the relationships.
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_WORKBOOK "xl/workbook.xml"
#define MAX_RELATIONS 4096
#define MAX_STRINGS (1 << 24)
#define MAX_STYLES 65536
#define MAX_PATH_BYTES 200

struct relation {
	struct cdr_str id, type;
	char *target; /* path in the archive; NULL when outside it */
};
struct number_format {
	int64_t id;
	struct cdr_xlsx_style style;
};

static void
vec_freep(struct cdr_vec *vec)
{
	cdr_vec_done(vec);
}
#define AUTO_VEC __attribute__((cleanup(vec_freep))) struct cdr_vec

void
cdr_xlsx_book_done(struct cdr_xlsx_book *book)
{
	cdr_zip_done(&book->archive);
	cdr_vec_done(&book->sheets);
	cdr_vec_done(&book->strings);
	cdr_vec_done(&book->styles);
}

/* One more item of a list that has a ceiling. */
static enum cdr_status
push(struct cdr_xlsx_book *book, struct cdr_vec *vec, const char *what, void **ret, struct cdr_error *err)
{
	*ret = cdr_vec_push(vec);
	if (*ret)
		return CDR_OK;
	if (vec->n >= vec->max_items)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, book->source->name,
		                "the workbook has more than %zu %s; save the list alone in one of its own",
		                vec->max_items, what);
	return cdr_fail_memory(err, CDR_INGEST_ROOM);
}

/* --------------------------------------------------------------------------------------------------- relationships */

static void
drop_last_part(char *path)
{
	char *slash = strrchr(path, '/');
	*(slash ? slash : path) = '\0';
}

/* The target of a relationship of the part `from`, as a path from the archive's root. */
static enum cdr_status
resolve(struct cdr_xlsx_book *book, const char *from, struct cdr_str target, char **ret, struct cdr_error *err)
{
	char path[2 * MAX_PATH_BYTES + 2] = "";
	if (target.n > MAX_PATH_BYTES || strlen(from) > MAX_PATH_BYTES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, book->source->name,
		                "a member's path is longer than %d bytes; save the list as .xlsx or CSV",
		                MAX_PATH_BYTES);
	if (!cdr_str_starts_with(target, CDR_STR("/"))) {
		(void)snprintf(path, sizeof(path), "%s", from);
		drop_last_part(path);
	}
	struct cdr_str part = { NULL, 0 };
	while (cdr_str_split(&target, '/', &part)) {
		size_t n = strlen(path);
		if (cdr_str_equal(part, CDR_STR("..")))
			drop_last_part(path);
		else if (part.n > 0 && !cdr_str_equal(part, CDR_STR(".")))
			(void)snprintf(path + n, sizeof(path) - n, "%s%.*s", n > 0 ? "/" : "", CDR_STR_ARG(part));
	}
	void *copy = NULL;
	CDR_TRY(cdr_ingest_alloc(book->table, strlen(path) + 1, &copy, err));
	memcpy(copy, path, strlen(path) + 1);
	*ret = copy;
	return CDR_OK;
}

static enum cdr_status
read_relation(struct cdr_xlsx_book *book, const char *part, struct cdr_xlsx_xml *xml, struct relation *ret,
              struct cdr_error *err)
{
	CDR_TRY(cdr_ingest_copy(book->table, cdr_xlsx_xml_attribute(xml, "Id"), &ret->id, err));
	CDR_TRY(cdr_ingest_copy(book->table, cdr_xlsx_xml_attribute(xml, "Type"), &ret->type, err));
	bool outside = cdr_str_equal_nocase(cdr_xlsx_xml_attribute(xml, "TargetMode"), CDR_STR("External"));
	struct cdr_str target = { NULL, 0 };
	CDR_TRY(cdr_ingest_copy(book->table, cdr_xlsx_xml_attribute(xml, "Target"), &target, err));
	return outside ? CDR_OK : resolve(book, part, target, &ret->target, err);
}

/* The relationships of a part stand beside it: those of xl/workbook.xml in xl/_rels/workbook.xml.rels. "" is the whole
 * package. None is no error: whoever needs one says so. */
static enum cdr_status
read_relations(struct cdr_xlsx_book *book, const char *part, struct cdr_vec *ret, struct cdr_error *err)
{
	char member[MAX_PATH_BYTES + 32];
	const char *slash = strrchr(part, '/');
	int n_folder = slash ? (int)(slash - part) + 1 : 0;
	(void)snprintf(member, sizeof(member), "%.*s_rels/%s.rels", n_folder, part, part + n_folder);
	if (!cdr_zip_has(&book->archive, member))
		return CDR_OK;
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	CDR_TRY(cdr_xlsx_xml_open(&xml, &book->archive, member, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&xml, err));
		if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "Relationship")) {
			void *relation = NULL;
			CDR_TRY(push(book, ret, "relationships", &relation, err));
			CDR_TRY(read_relation(book, part, &xml, relation, err));
		}
	} while (xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

/* By the end of its type's name: the two dialects put different addresses before it. */
static const struct relation *
relation_of_type(const struct cdr_vec *relations, struct cdr_str suffix)
{
	for (size_t i = 0; i < relations->n; i++) {
		const struct relation *relation = CDR_VEC_AT(relations, struct relation, i);
		if (relation->target && cdr_str_ends_with(relation->type, suffix))
			return relation;
	}
	return NULL;
}

static const struct relation *
relation_of_id(const struct cdr_vec *relations, struct cdr_str id)
{
	for (size_t i = 0; i < relations->n; i++) {
		const struct relation *relation = CDR_VEC_AT(relations, struct relation, i);
		if (relation->target && cdr_str_equal(relation->id, id))
			return relation;
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------------ tabs */

static enum cdr_status
read_tab(struct cdr_xlsx_book *book, struct cdr_xlsx_xml *xml, const struct cdr_vec *relations, struct cdr_error *err)
{
	const struct relation *relation = relation_of_id(relations, cdr_xlsx_xml_attribute(xml, "id"));
	struct cdr_str name = { NULL, 0 };
	CDR_TRY(cdr_ingest_copy(book->table, cdr_xlsx_xml_attribute(xml, "name"), &name, err));
	if (!relation)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, book->source->name,
		                "the workbook is damaged: nothing in it holds the sheet \"%.*s\"; save it again from "
		                "the program it "
		                "comes from",
		                CDR_STR_ARG(name));
	if (!cdr_str_ends_with(relation->type, CDR_STR("/worksheet")))
		return CDR_OK;
	struct cdr_str state = cdr_xlsx_xml_attribute(xml, "state");
	bool hidden = cdr_str_equal(state, CDR_STR("hidden")) || cdr_str_equal(state, CDR_STR("veryHidden"));
	void *sheet = NULL;
	CDR_TRY(push(book, &book->sheets, "sheets", &sheet, err));
	*(struct cdr_xlsx_sheet *)sheet = (struct cdr_xlsx_sheet){ name, relation->target, hidden };
	return CDR_OK;
}

static bool
is_true(struct cdr_str value)
{
	return cdr_str_equal(value, CDR_STR("1")) || cdr_str_equal(value, CDR_STR("true"));
}

static enum cdr_status
read_workbook(struct cdr_xlsx_book *book, const char *member, const struct cdr_vec *relations, struct cdr_error *err)
{
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	CDR_TRY(cdr_xlsx_xml_open(&xml, &book->archive, member, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&xml, err));
		if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "sheet"))
			CDR_TRY(read_tab(book, &xml, relations, err));
		else if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "workbookPr"))
			book->date_1904 = is_true(cdr_xlsx_xml_attribute(&xml, "date1904"));
	} while (xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------- shared strings */

static enum cdr_status
read_string(struct cdr_xlsx_book *book, struct cdr_xlsx_xml *xml, struct cdr_buf *text, struct cdr_error *err)
{
	void *string = NULL;
	cdr_buf_clear(text);
	CDR_TRY(cdr_xlsx_xml_gather(xml, true, text, err));
	CDR_TRY(push(book, &book->strings, "shared strings", &string, err));
	if (text->n == 0)
		return CDR_OK;
	struct cdr_str plain = { text->p, cdr_xlsx_unescape(text->p, text->n) };
	return cdr_ingest_copy(book->table, plain, string, err);
}

static enum cdr_status
read_strings(struct cdr_xlsx_book *book, const char *member, struct cdr_error *err)
{
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cdr_xlsx_xml_open(&xml, &book->archive, member, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&xml, err));
		if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "si"))
			CDR_TRY(read_string(book, &xml, &text, err));
	} while (xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- styles */

static int64_t
number_attribute(struct cdr_xlsx_xml *xml, const char *name)
{
	int64_t number = 0;
	return cdr_str_to_i64(cdr_xlsx_xml_attribute(xml, name), &number) ? number : 0;
}

static struct cdr_xlsx_style
style_of(const struct cdr_vec *formats, int64_t id)
{
	for (size_t i = 0; i < formats->n; i++) {
		const struct number_format *format = CDR_VEC_AT(formats, struct number_format, i);
		if (format->id == id)
			return format->style;
	}
	return cdr_xlsx_style_of_builtin(id > 0 && id < 1000 ? (uint32_t)id : 0);
}

/* Cells point into cellXfs; the <xf> of cellStyleXfs, which looks just like it, counts for nothing here. */
static enum cdr_status
read_styles(struct cdr_xlsx_book *book, const char *member, struct cdr_error *err)
{
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	AUTO_VEC formats = CDR_VEC_INIT(struct number_format, MAX_RELATIONS);
	bool in_cell_formats = false;
	CDR_TRY(cdr_xlsx_xml_open(&xml, &book->archive, member, err));
	do {
		void *item = NULL;
		CDR_TRY(cdr_xlsx_xml_next(&xml, err));
		if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "cellXfs")) {
			in_cell_formats = true;
		} else if (cdr_xlsx_xml_is(&xml, CDR_XLSX_END, "cellXfs")) {
			in_cell_formats = false;
		} else if (in_cell_formats && cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "xf")) {
			CDR_TRY(push(book, &book->styles, "styles", &item, err));
			*(struct cdr_xlsx_style *)item = style_of(&formats, number_attribute(&xml, "numFmtId"));
		} else if (cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "numFmt")) {
			CDR_TRY(push(book, &formats, "number formats", &item, err));
			struct number_format *format = item;
			format->id = number_attribute(&xml, "numFmtId");
			format->style = cdr_xlsx_style_of_code(cdr_xlsx_xml_attribute(&xml, "formatCode"));
		}
	} while (xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

static enum cdr_status
find_workbook(struct cdr_xlsx_book *book, const char **ret, struct cdr_error *err)
{
	AUTO_VEC relations = CDR_VEC_INIT(struct relation, MAX_RELATIONS);
	CDR_TRY(read_relations(book, "", &relations, err));
	const struct relation *relation = relation_of_type(&relations, CDR_STR("/officeDocument"));
	*ret = relation ? relation->target : DEFAULT_WORKBOOK;
	struct cdr_str name = cdr_str_from(*ret);
	if (!cdr_zip_has(&book->archive, *ret) || !cdr_str_ends_with(name, CDR_STR(".xml")))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, book->source->name,
		                "this zip archive is not an .xlsx workbook; save the list as .xlsx or CSV");
	return CDR_OK;
}

enum cdr_status
cdr_xlsx_book_open(struct cdr_xlsx_book *book, const struct cdr_ingest_source *source, struct cdr_table *table,
                   struct cdr_error *err)
{
	*book = (struct cdr_xlsx_book){
		.source = source,
		.table = table,
		.sheets = CDR_VEC_INIT(struct cdr_xlsx_sheet, CDR_INGEST_MAX_SHEETS),
		.strings = CDR_VEC_INIT(struct cdr_str, MAX_STRINGS),
		.styles = CDR_VEC_INIT(struct cdr_xlsx_style, MAX_STYLES),
	};
	const char *workbook = NULL;
	CDR_TRY(cdr_zip_open(&book->archive, source->bytes, source->name, err));
	CDR_TRY(find_workbook(book, &workbook, err));
	AUTO_VEC relations = CDR_VEC_INIT(struct relation, MAX_RELATIONS);
	CDR_TRY(read_relations(book, workbook, &relations, err));
	CDR_TRY(read_workbook(book, workbook, &relations, err));
	const struct relation *styles = relation_of_type(&relations, CDR_STR("/styles"));
	const struct relation *strings = relation_of_type(&relations, CDR_STR("/sharedStrings"));
	if (styles)
		CDR_TRY(read_styles(book, styles->target, err));
	if (strings)
		CDR_TRY(read_strings(book, strings->target, err));
	return CDR_OK;
}
