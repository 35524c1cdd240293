/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/model.h"
#include "candor/store.h"

/*
 * facts-records: what is on record about parties, from the imported lists and from the organisation file, brought into one
 * form (struct cdr_noted) for those who count it: facts-audits.c, facts-training.c, facts-reports.c. The surprise: the
 * same audit or session may stand in both places. It is counted once, and where the two contradict each other what claims
 * less is believed.
 */

#define MAX_RECORD_REFS 100 /* more are named by their files alone */

void
cdr_records_done(struct cdr_records *records)
{
	cdr_vec_done(&records->audits);
	cdr_vec_done(&records->sessions);
	cdr_vec_done(&records->certificates);
	cdr_vec_done(&records->surveys);
	cdr_vec_done(&records->allegations);
}

bool
cdr_noted_concerns(const struct cdr_noted *noted)
{
	return !noted->subject || !noted->subject->party_id.p || noted->subject->covered != CDR_FALSE;
}

struct gathering {
	struct cdr_collect *collect;
	struct cdr_records *records;
	struct cdr_map *seen; /* what tells one from another -> index + 1 */
};

/* The party as it is named; facts-parties.c fills in who that is. */
static struct cdr_subject *
subject_of(struct cdr_collect *collect, struct cdr_str name)
{
	struct cdr_subject *subject = cdr_map_get(collect->subjects, name);
	if (subject)
		return subject;
	subject = cdr_arena_alloc(collect->set->arena, sizeof(*subject));
	struct cdr_str copy = cdr_str_copy(collect->set->arena, name);
	if (!subject || !copy.p || cdr_map_put(collect->subjects, copy, subject) != CDR_OK)
		return NULL;
	return subject;
}

static struct cdr_vec *
list_of(struct cdr_records *records, enum cdr_record_kind kind)
{
	switch (kind) {
	case CDR_RECORD_AUDITS:
		return &records->audits;
	case CDR_RECORD_TRAINING:
		return &records->sessions;
	case CDR_RECORD_CERTIFICATES:
		return &records->certificates;
	case CDR_RECORD_SURVEYS:
		return &records->surveys;
	case CDR_RECORD_ALLEGATIONS:
	case CDR_RECORD_KIND_COUNT:
		break;
	}
	return &records->allegations;
}

static int
truth_of(struct cdr_str word)
{
	return cdr_str_equal(word, CDR_STR("true")) ? 1 : cdr_str_equal(word, CDR_STR("false")) ? 0 : -1;
}

static int64_t
count_of(struct cdr_str text)
{
	int64_t count = -1;
	return cdr_str_to_i64(text, &count) && count >= 0 ? count : -1;
}

static struct cdr_date
date_of(struct cdr_str text)
{
	struct cdr_date date = { 0 };
	(void)cdr_date_parse(text, &date);
	return date;
}

/* Which columns of a record say what; NULL: it has no such thing. */
static const struct columns {
	const char *on, *to, *count, *whole, *by, *what, *whom;
} columns[CDR_RECORD_KIND_COUNT] = {
	[CDR_RECORD_AUDITS] = { "audited_on", "closed_on", "findings", NULL, NULL, "scheme", "auditor" },
	[CDR_RECORD_CERTIFICATES] = { "valid_from", "valid_to", NULL, NULL, NULL, "scheme", "issuer" },
	[CDR_RECORD_TRAINING] = { "held_on", NULL, "people", "people_in_scope", NULL, "topic", "audience" },
	[CDR_RECORD_SURVEYS] = { "held_on", NULL, "respondents", NULL, "survey_id", NULL, NULL },
	[CDR_RECORD_ALLEGATIONS] = { "published_on", NULL, NULL, NULL, NULL, "status", NULL },
};

static struct cdr_str
column(const struct cdr_record *record, const char *name)
{
	return name ? cdr_record_get(record, name) : (struct cdr_str){ NULL, 0 };
}

/* What tells an audit or a session from another, wherever it stands; {NULL,0} for kinds that only lists hold. */
static struct cdr_str
key_of(struct cdr_arena *arena, enum cdr_record_kind kind, struct cdr_str subject, const struct cdr_noted *noted)
{
	if (kind == CDR_RECORD_AUDITS)
		return cdr_str_format(arena, "a %d %.*s", (int)noted->on.ymd, CDR_STR_ARG(subject));
	if (kind == CDR_RECORD_TRAINING)
		return cdr_str_format(arena, "t %d %.*s\n%.*s", (int)noted->on.ymd, CDR_STR_ARG(noted->whom),
		                      CDR_STR_ARG(noted->what));
	return (struct cdr_str){ NULL, 0 };
}

static bool
keep_texts(struct cdr_arena *arena, struct cdr_noted *noted)
{
	struct cdr_str *texts[] = { &noted->by, &noted->what, &noted->whom };
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		if (!texts[i]->n)
			continue;
		*texts[i] = cdr_str_copy(arena, *texts[i]);
		if (!texts[i]->p)
			return false;
	}
	return true;
}

/* Said of the same thing twice: what one leaves open the other answers. Of two answers the one that claims less holds:
 * fewer people trained, more findings of an audit. */
static void
merge(struct cdr_noted *noted, const struct cdr_noted *other, bool fewer)
{
	if (noted->independent < 0 || other->independent == 0)
		noted->independent = other->independent;
	if (noted->announced < 0 || other->announced == 1)
		noted->announced = other->announced;
	if (noted->count < 0 || (other->count >= 0 && (other->count < noted->count) == fewer))
		noted->count = other->count;
	if (noted->whole < other->whole)
		noted->whole = other->whole;
	if (!noted->by.n)
		noted->by = other->by;
	if (!noted->entry)
		noted->entry = other->entry;
}

/* A row of a list and an entry of the organisation file can be the same; two of one place are two. */
static struct cdr_noted *
find_same(const struct gathering *gathering, const struct cdr_vec *list, struct cdr_str key,
          const struct cdr_noted *noted)
{
	uintptr_t before = key.p ? (uintptr_t)cdr_map_get(gathering->seen, key) : 0;
	struct cdr_noted *first = before ? CDR_VEC_AT(list, struct cdr_noted, before - 1) : NULL;
	return first && !first->entry && noted->entry ? first : NULL;
}

static enum cdr_status
add(struct gathering *gathering, enum cdr_record_kind kind, struct cdr_str subject, struct cdr_noted *noted,
    struct cdr_error *err)
{
	struct cdr_arena *arena = gathering->collect->set->arena;
	struct cdr_vec *list = list_of(gathering->records, kind);
	struct cdr_str key = key_of(arena, kind, subject, noted);
	struct cdr_noted *same = find_same(gathering, list, key, noted);
	if (same) {
		merge(same, noted, kind == CDR_RECORD_TRAINING);
		return CDR_OK;
	}
	if (subject.n && !(noted->subject = subject_of(gathering->collect, subject)))
		return cdr_fail_memory(err, "statement");
	if (list->n >= list->max_items)
		return cdr_fail(err, CDR_ELIMIT, "statement", NULL, "a draft cannot be made of more than %zu %s",
		                list->max_items, cdr_record_kind_word(kind));
	struct cdr_noted *kept = keep_texts(arena, noted) ? cdr_vec_push(list) : NULL;
	if (!kept)
		return cdr_fail_memory(err, "statement");
	*kept = *noted;
	if (key.p && cdr_map_put(gathering->seen, key, (void *)(uintptr_t)list->n) != CDR_OK)
		return cdr_fail_memory(err, "statement");
	return CDR_OK;
}

static enum cdr_status
add_record(void *context, const struct cdr_record *record, struct cdr_error *err)
{
	struct gathering *gathering = context;
	struct cdr_arena *arena = gathering->collect->set->arena;
	const struct columns *from = &columns[record->kind];
	struct cdr_noted noted = { .on = date_of(column(record, from->on)),
		                   .to = date_of(column(record, from->to)),
		                   .independent = truth_of(cdr_record_get(record, "independent")),
		                   .announced = truth_of(cdr_record_get(record, "announced")),
		                   .count = count_of(column(record, from->count)),
		                   .whole = count_of(column(record, from->whole)),
		                   .suppressed = truth_of(cdr_record_get(record, "suppressed")) == 1,
		                   .by = column(record, from->by),
		                   .what = column(record, from->what),
		                   .whom = column(record, from->whom) };
	noted.ref = (struct cdr_ref){ .kind = "record",
		                      .ref = cdr_str_copy(arena, record->id),
		                      .file = cdr_origin_text(arena, &record->origin) };
	if (!noted.ref.ref.p || !noted.ref.file.p)
		return cdr_fail_memory(err, "statement");
	return add(gathering, record->kind, record->subject_key, &noted, err);
}

static int
truth_in(const struct cdr_json *entry, const char *key)
{
	const struct cdr_json *value = cdr_json_get(entry, key);
	return value ? cdr_json_bool(value, false) : -1;
}

/* The organisation file's own audits and sessions. A key that is missing says nothing, an empty list that there are none. */
static enum cdr_status
add_entries(struct gathering *gathering, enum cdr_record_kind kind, struct cdr_error *err)
{
	struct cdr_collect *collect = gathering->collect;
	const char *list = cdr_record_kind_word(kind);
	const struct columns *from = &columns[kind];
	const struct cdr_json *entries = cdr_json_get(collect->organisation, list);
	if (!entries || cdr_json_type(entries) != CDR_JSON_ARRAY)
		return CDR_OK;
	gathering->records->known[kind] = true;
	for (size_t i = 0; i < cdr_json_count(entries); i++) {
		const struct cdr_json *entry = cdr_json_at(entries, i);
		struct cdr_refs refs = cdr_collect_organisation_ref(collect, entry, list);
		struct cdr_noted noted = { .on = cdr_json_get_date(entry, from->on),
			                   .independent = truth_in(entry, "independent"),
			                   .announced = truth_in(entry, "announced"),
			                   .count = cdr_json_get_int(entry, from->count, -1),
			                   .whole = from->whole ? cdr_json_get_int(entry, from->whole, -1) : -1,
			                   .what = cdr_json_get_str(entry, from->what),
			                   .entry = entry };
		if (!refs.n)
			return cdr_fail_memory(err, "statement");
		noted.ref = refs.items[0];
		/* Here the auditor is a word ("third_party"), in a list it is the name of a firm. */
		if (kind == CDR_RECORD_AUDITS)
			noted.by = cdr_json_get_str(entry, "auditor");
		else
			noted.whom = cdr_json_get_str(entry, from->whom);
		CDR_TRY(add(gathering, kind, cdr_json_get_str(entry, "supplier_id"), &noted, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_records_gather(struct cdr_collect *collect, struct cdr_records *ret, struct cdr_error *err)
{
	*ret = (struct cdr_records){ CDR_VEC_INIT(struct cdr_noted, CDR_STATEMENT_MAX_RECORDS),
		                     CDR_VEC_INIT(struct cdr_noted, CDR_STATEMENT_MAX_RECORDS),
		                     CDR_VEC_INIT(struct cdr_noted, CDR_STATEMENT_MAX_RECORDS),
		                     CDR_VEC_INIT(struct cdr_noted, CDR_STATEMENT_MAX_RECORDS),
		                     CDR_VEC_INIT(struct cdr_noted, CDR_STATEMENT_MAX_RECORDS),
		                     { false } };
	cdr_owned(cdr_map) seen = cdr_map_new(2 * CDR_STATEMENT_MAX_RECORDS);
	if (!seen)
		return cdr_fail_memory(err, "statement");
	struct gathering gathering = { collect, ret, seen };
	for (int kind = 0; kind < CDR_RECORD_KIND_COUNT; kind++)
		CDR_TRY(cdr_store_record_known(collect->store, collect->org, collect->as_of_import,
		                               (enum cdr_record_kind)kind, &ret->known[kind], err));
	CDR_TRY(cdr_store_record_each(collect->store, collect->org, collect->as_of_import, -1, add_record, &gathering,
	                              err));
	CDR_TRY(add_entries(&gathering, CDR_RECORD_AUDITS, err));
	return add_entries(&gathering, CDR_RECORD_TRAINING, err);
}

/* ------------------------------------------------------------------------------------------------------------- refs */

struct imports {
	struct cdr_collect *collect;
	struct cdr_str kind;
	struct cdr_vec *refs;
};

static enum cdr_status
note_import(void *context, const struct cdr_import_record *record, struct cdr_error *err)
{
	struct imports *imports = context;
	struct cdr_arena *arena = imports->collect->set->arena;
	if (!cdr_str_equal(record->kind, imports->kind) || record->id > imports->collect->as_of_import)
		return CDR_OK;
	struct cdr_ref *ref = cdr_vec_push(imports->refs);
	struct cdr_str id = cdr_str_format(arena, "%lld", (long long)record->id);
	if (!ref || !id.p)
		return cdr_fail_memory(err, "statement");
	*ref = (struct cdr_ref){ .kind = "import",
		                 .ref = id,
		                 .file = cdr_str_copy(arena, record->file),
		                 .sha256 = cdr_str_copy(arena, record->sha256),
		                 .evidence = cdr_collect_evidence(imports->collect, "import", id) };
	return CDR_OK;
}

static enum cdr_status
copy_refs(struct cdr_collect *collect, const struct cdr_vec *found, struct cdr_refs *ret, struct cdr_error *err)
{
	struct cdr_ref *items = cdr_arena_alloc(collect->set->arena, (found->n + 1) * sizeof(*items));
	if (!items)
		return cdr_fail_memory(err, "statement");
	if (found->n)
		memcpy(items, found->items, found->n * sizeof(*items));
	*ret = (struct cdr_refs){ items, found->n };
	return CDR_OK;
}

enum cdr_status
cdr_collect_imports(struct cdr_collect *collect, struct cdr_str kind, struct cdr_refs *ret, struct cdr_error *err)
{
	cdr_auto(cdr_vec) found = CDR_VEC_INIT(struct cdr_ref, CDR_STATEMENT_MAX_RECORDS);
	struct imports imports = { collect, kind, &found };
	CDR_TRY(cdr_store_import_each(collect->store, collect->org, note_import, &imports, err));
	return copy_refs(collect, &found, ret, err);
}

enum cdr_status
cdr_noted_refs(struct cdr_collect *collect, enum cdr_record_kind kind, const struct cdr_vec *counted,
               struct cdr_refs *ret, struct cdr_error *err)
{
	struct cdr_str word = cdr_str_from(cdr_record_kind_word(kind));
	cdr_auto(cdr_vec) found = CDR_VEC_INIT(struct cdr_ref, CDR_STATEMENT_MAX_RECORDS);
	struct imports imports = { collect, word, &found };
	CDR_TRY(cdr_store_import_each(collect->store, collect->org, note_import, &imports, err));
	size_t n_records = 0;
	for (size_t i = 0; i < counted->n; i++) {
		const struct cdr_noted *noted = *CDR_VEC_AT(counted, const struct cdr_noted *, i);
		bool imported = cdr_str_equal(cdr_str_from(noted->ref.kind), CDR_STR("record"));
		if (imported && n_records++ >= MAX_RECORD_REFS)
			continue;
		struct cdr_ref *ref = cdr_vec_push(&found);
		if (!ref)
			return cdr_fail_memory(err, "statement");
		*ref = noted->ref;
	}
	if (found.n == 0) {
		*ret = cdr_collect_organisation_ref(collect, NULL, word.p);
		return CDR_OK;
	}
	return copy_refs(collect, &found, ret, err);
}
