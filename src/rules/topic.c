/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Topics: which rule ids belong into which folder. They are data (risk/topics.yaml), so that a new topic needs no code;
 * here it is only checked that every rule keeps to them.
 *
 * Format of risk/topics.yaml: `topics:` and a list of {folder, prefix, from, to, title}: the rules of
 * risk/<folder>/ have ids <prefix>-<from> … <prefix>-<to>, and each file's name begins with its rule's id. Optional:
 * max_severity, which no rule of the topic may exceed; routes: true, where rules may need a border to have been crossed.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

static const struct cdr_decl_key file_keys[] = { { "topics", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key topic_keys[] = {
	{ "folder", CDR_DECL_TEXT, true },     { "prefix", CDR_DECL_TEXT, true },
	{ "from", CDR_DECL_INTEGER, true },    { "to", CDR_DECL_INTEGER, true },
	{ "title", CDR_DECL_TEXT, true },      { "max_severity", CDR_DECL_TEXT, false },
	{ "routes", CDR_DECL_BOOLEAN, false },
};

static void
read_topic(const struct rules_reading *reading, const struct cdr_decl_node *node, struct cdr_topic *topic)
{
	struct cdr_str word = cdr_decl_text(node, "max_severity");
	int severity = word.p ? cdr_severity_from(word) : CDR_SEVERITY_CRITICAL;
	if (severity < 0)
		rules_problem(reading->problems, reading->decl, cdr_decl_get(node, "max_severity"),
		              "max_severity: info, low, medium, high or critical is expected");
	*topic = (struct cdr_topic){ .folder = cdr_decl_text(node, "folder"),
		                     .title = cdr_decl_text(node, "title"),
		                     .max_severity = (enum cdr_severity)(severity < 0 ? 0 : severity),
		                     .routes = cdr_decl_boolean(node, "routes", false) };
}

const struct cdr_decl_node *
rules_topics(const struct rules_reading *reading, struct cdr_rulebook *rulebook)
{
	struct cdr_error error = { 0 };
	const struct cdr_decl_node *root = reading->decl->root;
	enum cdr_status status = cdr_decl_check(reading->decl, root, file_keys, CDR_LEN(file_keys), &error);
	rules_problem_join(reading->problems, status, &error);
	if (status != CDR_OK)
		return NULL;
	const struct cdr_decl_node *topics = cdr_decl_get(root, "topics");
	bool good = true;
	rulebook->topics = cdr_arena_alloc(reading->arena, topics->n * sizeof(*rulebook->topics) + 1);
	if (!rulebook->topics) {
		rules_problem_memory(reading->problems);
		return NULL;
	}
	for (size_t i = 0; i < topics->n; i++) {
		status = cdr_decl_check(reading->decl, topics->items[i], topic_keys, CDR_LEN(topic_keys), &error);
		rules_problem_join(reading->problems, status, &error);
		good = good && status == CDR_OK;
		if (status == CDR_OK)
			read_topic(reading, topics->items[i], &rulebook->topics[rulebook->n_topics++]);
	}
	return good ? topics : NULL;
}

/* The piece of "risk/<folder>/<file>" that is wanted: 1 the folder, 2 the file. */
static struct cdr_str
path_piece(struct cdr_str path, unsigned number)
{
	struct cdr_str piece = { NULL, 0 };
	for (unsigned i = 0; i <= number; i++) {
		if (!cdr_str_split(&path, '/', &piece))
			return (struct cdr_str){ NULL, 0 };
	}
	return piece;
}

/* True for "<prefix>-<number>" with the number in range and three digits. */
static bool
id_fits(const struct cdr_decl_node *topic, struct cdr_str id)
{
	struct cdr_str rest = id, prefix, digits;
	int64_t number = 0;
	return cdr_str_split(&rest, '-', &prefix) && cdr_str_split(&rest, '-', &digits) && rest.n == 0 &&
	       cdr_str_equal(prefix, cdr_decl_text(topic, "prefix")) && digits.n == 3 &&
	       cdr_str_to_i64(digits, &number) && number >= cdr_decl_integer(topic, "from", 0) &&
	       number <= cdr_decl_integer(topic, "to", 0);
}

void
rules_topic_check(const struct rules_reading *reading, const struct cdr_decl_node *topics, struct cdr_str path,
                  const struct cdr_decl_node *id)
{
	struct cdr_str folder = path_piece(path, 1), file = path_piece(path, 2);
	const struct cdr_decl_node *topic = NULL;
	for (size_t i = 0; i < topics->n && !topic; i++) {
		if (file.p && cdr_str_equal(cdr_decl_text(topics->items[i], "folder"), folder))
			topic = topics->items[i];
	}
	if (!topic) {
		rules_problem(reading->problems, reading->decl, id,
		              "rules stand in risk/<topic>/, and the topic must be listed in risk/topics.yaml");
		return;
	}
	if (!id_fits(topic, id->text))
		rules_problem(reading->problems, reading->decl, id,
		              "the id \"%.*s\" does not fit: rules of %.*s are %.*s-%lld to %.*s-%lld",
		              (int)cdr_str_cut(id->text, 40), id->text.p, CDR_STR_ARG(folder),
		              CDR_STR_ARG(cdr_decl_text(topic, "prefix")),
		              (long long)cdr_decl_integer(topic, "from", 0),
		              CDR_STR_ARG(cdr_decl_text(topic, "prefix")), (long long)cdr_decl_integer(topic, "to", 0));
	struct cdr_str start = { file.p, file.n < id->text.n ? file.n : id->text.n };
	if (!cdr_str_equal_nocase(start, id->text))
		rules_problem(reading->problems, reading->decl, id,
		              "the name of this file must begin with the rule's id");
}
