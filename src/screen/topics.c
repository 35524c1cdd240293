/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The topics of the rule data, in the order of risk/topics.yaml: what rules are grouped by where people read about them.
 * The rules room holds rules to their topics; here only titles are read. The surprise: a rule tells its topic by the
 * folder its file stands in.
 */
#include "candor/decl.h"
#include "candor/screen.h"

#include "screen/screen-impl.h"

#define TOPICS_PATH "risk/topics.yaml"

enum cdr_status
cdr_screen_topics(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_screen_topic **ret,
                  size_t *ret_n, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(TOPICS_PATH));
	cdr_auto(cdr_decl) decl = { 0 };
	if (!file)
		return cdr_fail(err, CDR_EINPUT, ROOM, TOPICS_PATH,
		                "this file is missing: it names the topics of rules");
	CDR_TRY(cdr_decl_parse(file->text, TOPICS_PATH, &decl, err));
	const struct cdr_decl_node *list = cdr_decl_get(decl.root, "topics");
	if (!list || list->kind != CDR_DECL_LIST)
		return cdr_decl_fail(&decl, decl.root, err, "topics: a list is expected");
	struct cdr_screen_topic *topics = cdr_arena_alloc(arena, (list->n + 1) * sizeof(*topics));
	if (!topics)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < list->n; i++) {
		topics[i].folder = cdr_str_copy(arena, cdr_decl_text(list->items[i], "folder"));
		topics[i].title = cdr_str_copy(arena, cdr_decl_text(list->items[i], "title"));
		if (!topics[i].folder.n || !topics[i].title.n)
			return cdr_decl_fail(&decl, list->items[i], err, "a topic has a folder and a title");
	}
	*ret = topics;
	*ret_n = list->n;
	return CDR_OK;
}

struct cdr_str
cdr_screen_topic_of(const struct cdr_rule *rule)
{
	struct cdr_str rest = rule->path, piece = { NULL, 0 }, folder = { NULL, 0 };
	if (!cdr_str_split(&rest, '/', &piece) || !cdr_str_split(&rest, '/', &folder))
		return (struct cdr_str){ NULL, 0 };
	return folder;
}
