/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML text -> tree, by way of libyaml's events. The only file that includes <yaml.h>. What a tree means is not known
 * here: check.c compares it with declared keys, read.c reads values from it. The surprise: far less than YAML is
 * accepted. Anchors, aliases, tags, complex keys and second documents are refused, because in a file that states law a
 * reader must see what is meant without resolving anything.
 */
#include "candor/decl.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "candor/base.h"
#include "decl/decl-impl.h"

/* One parse: the two libraries' states and where to complain. */
struct reading {
	yaml_parser_t *parser;
	struct cdr_arena *arena;
	struct cdr_str name;
	size_t n_nodes;
	struct cdr_error *err;
};

/* An event of libyaml as an embedded owner, so that every way out of a function releases it. */
struct reading_event {
	yaml_event_t yaml;
};

static void
reading_event_done(struct reading_event *event)
{
	yaml_event_delete(&event->yaml);
}

struct yaml_owner {
	yaml_parser_t yaml;
};

static void
yaml_owner_done(struct yaml_owner *owner)
{
	yaml_parser_delete(&owner->yaml);
}

const char *
decl_place(struct cdr_str name, uint32_t line, uint32_t column, char out[DECL_PLACE_MAX])
{
	(void)snprintf(out, DECL_PLACE_MAX, "%.*s:%u:%u", CDR_STR_ARG(name), line, column);
	return out;
}

static enum cdr_status
fail_at(struct reading *reading, yaml_mark_t mark, enum cdr_status code, const char *message)
{
	char place[DECL_PLACE_MAX];
	return cdr_fail(reading->err, code, DECL_ROOM,
	                decl_place(reading->name, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1, place), "%s",
	                message);
}

/* libyaml's complaint with its own place; its "context" says what it was reading at the time. */
static enum cdr_status
fail_syntax(struct reading *reading)
{
	const yaml_parser_t *parser = reading->parser;
	if (parser->error == YAML_MEMORY_ERROR)
		return cdr_fail_memory(reading->err, DECL_ROOM);
	char message[256];
	(void)snprintf(message, sizeof(message), "not valid YAML: %s%s%s", parser->problem ? parser->problem : "syntax",
	               parser->context ? " " : "", parser->context ? parser->context : "");
	yaml_mark_t mark = parser->problem_mark;
	if (parser->error == YAML_READER_ERROR)
		mark = parser->mark;
	return fail_at(reading, mark, CDR_EINPUT, message);
}

static enum cdr_status
next_event(struct reading *reading, struct reading_event *event)
{
	return yaml_parser_parse(reading->parser, &event->yaml) ? CDR_OK : fail_syntax(reading);
}

/* Anchors, aliases and tags: the three things that make a YAML file say something other than what it shows. */
static enum cdr_status
refuse_indirection(struct reading *reading, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;
	bool untyped = false;
	if (event->type == YAML_ALIAS_EVENT)
		return fail_at(reading, event->start_mark, CDR_EINPUT, "aliases (*name) are not allowed: write it out");
	if (event->type == YAML_SCALAR_EVENT) {
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
		untyped = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !event->data.scalar.plain_implicit;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
	}
	if (anchor)
		return fail_at(reading, event->start_mark, CDR_EINPUT, "anchors (&name) are not allowed: write it out");
	if (tag || untyped)
		return fail_at(reading, event->start_mark, CDR_EINPUT, "tags (!name) are not allowed: remove the tag");
	return CDR_OK;
}

static enum cdr_status
copy_scalar(struct reading *reading, const yaml_event_t *event, struct cdr_str *ret)
{
	struct cdr_str text = { (const char *)event->data.scalar.value, event->data.scalar.length };
	if (text.n > CDR_DECL_MAX_SCALAR_BYTES)
		return fail_at(reading, event->start_mark, CDR_ELIMIT, "text is longer than 65,536 bytes: shorten it");
	/* An escape such as "\0" can put in what the file's own bytes did not contain. */
	if (!cdr_str_is_utf8(text))
		return fail_at(reading, event->start_mark, CDR_EINPUT, "text holds a NUL or half a character");
	struct cdr_str copy = cdr_str_copy(reading->arena, text);
	if (!copy.p)
		return cdr_fail_memory(reading->err, DECL_ROOM);
	*ret = copy;
	return CDR_OK;
}

static enum cdr_status
new_node(struct reading *reading, const yaml_event_t *event, enum cdr_decl_kind kind, struct cdr_decl_node **ret)
{
	if (++reading->n_nodes > CDR_DECL_MAX_NODES)
		return fail_at(reading, event->start_mark, CDR_ELIMIT,
		               "more than 200,000 values in one file: split it");
	struct cdr_decl_node *node = cdr_arena_alloc(reading->arena, sizeof(*node));
	if (!node)
		return cdr_fail_memory(reading->err, DECL_ROOM);
	node->kind = kind;
	node->line = (uint32_t)event->start_mark.line + 1;
	node->column = (uint32_t)event->start_mark.column + 1;
	*ret = node;
	return CDR_OK;
}

static enum cdr_status
read_node(struct reading *reading, const yaml_event_t *event, unsigned depth, struct cdr_decl_node **ret);

static enum cdr_status
read_list(struct reading *reading, struct cdr_decl_node *list, unsigned depth)
{
	cdr_auto(cdr_vec) items = CDR_VEC_INIT(struct cdr_decl_node *, CDR_DECL_MAX_NODES);
	for (;;) {
		cdr_auto(reading_event) event = { 0 };
		CDR_TRY(next_event(reading, &event));
		if (event.yaml.type == YAML_SEQUENCE_END_EVENT)
			break;
		struct cdr_decl_node *item = NULL;
		CDR_TRY(read_node(reading, &event.yaml, depth + 1, &item));
		struct cdr_decl_node **slot = cdr_vec_push(&items);
		if (!slot)
			return cdr_fail_memory(reading->err, DECL_ROOM);
		*slot = item;
	}
	list->items = cdr_arena_alloc(reading->arena, items.n * sizeof(*list->items) + 1);
	if (!list->items)
		return cdr_fail_memory(reading->err, DECL_ROOM);
	if (items.n)
		memcpy(list->items, items.items, items.n * sizeof(*list->items));
	list->n = items.n;
	return CDR_OK;
}

/* Reads one key into the pair; a key seen before in this map is refused, since one of the two would be ignored. */
static enum cdr_status
read_key(struct reading *reading, const yaml_event_t *event, struct cdr_map *seen, struct cdr_decl_pair *pair)
{
	CDR_TRY(refuse_indirection(reading, event));
	if (event->type != YAML_SCALAR_EVENT)
		return fail_at(reading, event->start_mark, CDR_EINPUT, "a key must be plain text");
	CDR_TRY(copy_scalar(reading, event, &pair->key));
	pair->line = (uint32_t)event->start_mark.line + 1;
	pair->column = (uint32_t)event->start_mark.column + 1;
	const struct cdr_decl_node *earlier = cdr_map_get(seen, pair->key);
	if (earlier) {
		char message[160];
		(void)snprintf(message, sizeof(message), "duplicate key \"%.*s\": it is already given on line %u",
		               (int)cdr_str_cut(pair->key, 60), pair->key.p, earlier->line);
		return fail_at(reading, event->start_mark, CDR_EINPUT, message);
	}
	return CDR_OK;
}

static enum cdr_status
read_map(struct reading *reading, struct cdr_decl_node *map, unsigned depth)
{
	cdr_auto(cdr_vec) pairs = CDR_VEC_INIT(struct cdr_decl_pair, CDR_DECL_MAX_NODES);
	cdr_owned(cdr_map) seen = cdr_map_new(CDR_DECL_MAX_NODES);
	if (!seen)
		return cdr_fail_memory(reading->err, DECL_ROOM);
	for (;;) {
		cdr_auto(reading_event) key = { 0 }, value = { 0 };
		CDR_TRY(next_event(reading, &key));
		if (key.yaml.type == YAML_MAPPING_END_EVENT)
			break;
		struct cdr_decl_pair pair = { 0 };
		CDR_TRY(read_key(reading, &key.yaml, seen, &pair));
		CDR_TRY(next_event(reading, &value));
		CDR_TRY(read_node(reading, &value.yaml, depth + 1, &pair.value));
		struct cdr_decl_pair *slot = cdr_vec_push(&pairs);
		if (!slot || cdr_map_put(seen, pair.key, pair.value) != CDR_OK)
			return cdr_fail_memory(reading->err, DECL_ROOM);
		*slot = pair;
	}
	map->pairs = cdr_arena_alloc(reading->arena, pairs.n * sizeof(*map->pairs) + 1);
	if (!map->pairs)
		return cdr_fail_memory(reading->err, DECL_ROOM);
	if (pairs.n)
		memcpy(map->pairs, pairs.items, pairs.n * sizeof(*map->pairs));
	map->n = pairs.n;
	return CDR_OK;
}

static enum cdr_status
read_node(struct reading *reading, const yaml_event_t *event, unsigned depth, struct cdr_decl_node **ret)
{
	CDR_TRY(refuse_indirection(reading, event));
	if (depth > CDR_DECL_MAX_DEPTH)
		return fail_at(reading, event->start_mark, CDR_ELIMIT, "nested deeper than 32 levels: flatten it");
	struct cdr_decl_node *node = NULL;
	switch ((int)event->type) {
	case YAML_SCALAR_EVENT:
		CDR_TRY(new_node(reading, event, CDR_DECL_SCALAR, &node));
		CDR_TRY(copy_scalar(reading, event, &node->text));
		node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		break;
	case YAML_SEQUENCE_START_EVENT:
		CDR_TRY(new_node(reading, event, CDR_DECL_LIST, &node));
		CDR_TRY(read_list(reading, node, depth));
		break;
	case YAML_MAPPING_START_EVENT:
		CDR_TRY(new_node(reading, event, CDR_DECL_MAP, &node));
		CDR_TRY(read_map(reading, node, depth));
		break;
	default:
		return fail_at(reading, event->start_mark, CDR_EINPUT, "a value was expected here");
	}
	*ret = node;
	return CDR_OK;
}

static enum cdr_status
expect_event(struct reading *reading, yaml_event_type_t type, const char *otherwise)
{
	cdr_auto(reading_event) event = { 0 };
	CDR_TRY(next_event(reading, &event));
	if (event.yaml.type != type)
		return fail_at(reading, event.yaml.start_mark, CDR_EINPUT, otherwise);
	if (type == YAML_DOCUMENT_START_EVENT &&
	    event.yaml.data.document_start.tag_directives.start != event.yaml.data.document_start.tag_directives.end)
		return fail_at(reading, event.yaml.start_mark, CDR_EINPUT, "%TAG directives are not allowed");
	return CDR_OK;
}

static enum cdr_status
read_stream(struct reading *reading, struct cdr_decl_node **ret_root)
{
	CDR_TRY(expect_event(reading, YAML_STREAM_START_EVENT, "a file was expected here"));
	CDR_TRY(expect_event(reading, YAML_DOCUMENT_START_EVENT, "the file is empty"));
	cdr_auto(reading_event) event = { 0 };
	CDR_TRY(next_event(reading, &event));
	struct cdr_decl_node *root = NULL;
	CDR_TRY(read_node(reading, &event.yaml, 1, &root));
	CDR_TRY(expect_event(reading, YAML_DOCUMENT_END_EVENT, "the document should end here"));
	CDR_TRY(expect_event(reading, YAML_STREAM_END_EVENT, "a second document starts here: one file holds one"));
	*ret_root = root;
	return CDR_OK;
}

/* Checked before libyaml sees a byte, for the message: line by line, so that the bad line is named. */
static enum cdr_status
check_encoding(struct cdr_str text, struct cdr_str name, struct cdr_error *err)
{
	if (cdr_str_is_utf8(text))
		return CDR_OK;
	struct cdr_str rest = text, line;
	uint32_t number = 0;
	do {
		number++;
	} while (cdr_str_split(&rest, '\n', &line) && cdr_str_is_utf8(line));
	char place[DECL_PLACE_MAX];
	return cdr_fail(err, CDR_EINPUT, DECL_ROOM, decl_place(name, number, 1, place),
	                "this line is not UTF-8 text: save the file as UTF-8");
}

void
cdr_decl_done(struct cdr_decl *decl)
{
	if (!decl)
		return;
	decl->arena = cdr_arena_free(decl->arena);
	*decl = (struct cdr_decl){ 0 };
}

enum cdr_status
cdr_decl_parse(struct cdr_str text, const char *name, struct cdr_decl *ret, struct cdr_error *err)
{
	struct cdr_str title = cdr_str_from(name ? name : "");
	if (text.n > CDR_DECL_MAX_BYTES)
		return cdr_fail(err, CDR_ELIMIT, DECL_ROOM, name, "larger than 8 MiB: split the file");
	CDR_TRY(check_encoding(text, title, err));
	/* The tree is a small multiple of the text, plus what its nodes take. */
	cdr_auto(cdr_decl) decl = { .arena = cdr_arena_new((size_t)96 << 20) };
	cdr_auto(yaml_owner) owner = { 0 };
	if (!decl.arena || !yaml_parser_initialize(&owner.yaml))
		return cdr_fail_memory(err, DECL_ROOM);
	decl.name = cdr_str_copy(decl.arena, title);
	if (!decl.name.p)
		return cdr_fail_memory(err, DECL_ROOM);
	yaml_parser_set_encoding(&owner.yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&owner.yaml, (const unsigned char *)(text.p ? text.p : ""), text.n);
	struct reading reading = { &owner.yaml, decl.arena, decl.name, 0, err };
	CDR_TRY(read_stream(&reading, &decl.root));
	*ret = decl;
	decl = (struct cdr_decl){ 0 };
	return CDR_OK;
}
