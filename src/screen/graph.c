/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who supplies whom: the chain from a party up to us, all that supply it, and what lists say of them. A party names whom it
 * supplies (column parent_id); rows that somebody said are one party may name several. What is asked about a party for
 * another's sake is remembered for the run. The surprise: nobody below is not "clear" below, for nobody was asked; nobody
 * between us and a direct supplier is, for there the chain is known to end.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

#define GRAPH_MAX_PARTIES ((size_t)1 << 24)
#define SCRATCH_MAX_BYTES ((size_t)64 << 20) /* of one party asked for another's sake */
#define MAX_LEVELS 64                        /* beyond it a chain is not followed, and numbers are unknown */
#define MAX_PATH_NAMES 12
#define REVIEW_DAYS 365
#define NOBODY UINT32_MAX

/* Where a party's way to us is known to end: its list says so by a blank, or that it is of the first tier. */
enum way { WAY_UNKNOWN, WAY_DIRECT, WAY_THROUGH };

struct node {
	struct cdr_str id, key, name;
	struct cdr_date reviewed_on;
	uint32_t first_parent, n_parents, first_child, n_children; /* in `parents`, `children` */
	enum way way;
	bool lost; /* it names somebody who is in no list */
	/* What was asked for another's sake: a verdict + 1, 0 while it was not. */
	uint8_t listed, goods;
};

struct edge {
	uint32_t child;
	struct cdr_str parent;
};

struct graph {
	struct cdr_arena *arena, *scratch;
	struct cdr_str org;
	int64_t as_of_import;
	struct cdr_vec nodes, edges;
	struct cdr_map *by_name;       /* id or key -> number + 1 */
	uint32_t *parents, *children;  /* numbers, grouped */
	uint32_t *queue, *from, *seen; /* of the walk under way; seen: its number */
	uint16_t *level;
	uint32_t walk;
	size_t n_edges;
};

/* A walk up or down: queue[1 … n-1] are those met, in order of their distance. */
struct walk {
	size_t n;
	bool cut; /* there is more than was looked at */
};

struct graph *
graph_free(struct graph *graph)
{
	if (!graph)
		return NULL;
	(void)cdr_map_free(graph->by_name);
	cdr_vec_done(&graph->nodes);
	cdr_vec_done(&graph->edges);
	cdr_free(graph->parents);
	cdr_free(graph->children);
	cdr_free(graph->queue);
	cdr_free(graph->from);
	cdr_free(graph->seen);
	cdr_free(graph->level);
	(void)cdr_arena_free(graph->scratch);
	(void)cdr_arena_free(graph->arena);
	cdr_free(graph);
	return NULL;
}

static struct node *
node_at(const struct graph *graph, uint32_t number)
{
	return CDR_VEC_AT(&graph->nodes, struct node, number);
}

/* ------------------------------------------------------------------------------------------------------------- load */

/* `name` lives as long as the graph. */
static enum cdr_status
add_name(struct graph *graph, struct cdr_str name, uint32_t number, struct cdr_error *err)
{
	if (!name.p)
		return cdr_fail_memory(err, ROOM);
	if (cdr_map_get(graph->by_name, name))
		return CDR_OK;
	return cdr_map_put(graph->by_name, name, (void *)((uintptr_t)number + 1)) == CDR_OK
	               ? CDR_OK
	               : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
add_edge(struct graph *graph, uint32_t child, struct cdr_str parent, struct cdr_error *err)
{
	struct edge *edge = cdr_vec_push(&graph->edges);
	if (!edge)
		return cdr_fail_memory(err, ROOM);
	*edge = (struct edge){ child, cdr_str_copy(graph->arena, parent) };
	return edge->parent.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
add_edges(struct graph *graph, uint32_t child, const struct cdr_party *party, struct cdr_error *err)
{
	struct cdr_str parent = cdr_party_get(party, "parent_id"), tier = cdr_party_get(party, "tier");
	struct node *node = node_at(graph, child);
	if (parent.n)
		CDR_TRY(add_edge(graph, child, parent, err));
	for (size_t i = 0; i < party->n_attributes; i++) {
		if (cdr_str_equal(party->attributes[i].name, CDR_STR("differs:parent_id")))
			CDR_TRY(add_edge(graph, child, party->attributes[i].value, err));
	}
	bool named = graph->edges.n && CDR_VEC_AT(&graph->edges, struct edge, graph->edges.n - 1)->child == child;
	if (named)
		node->way = WAY_THROUGH;
	else if (cdr_party_get(party, "blank:parent_id").n || cdr_str_equal(tier, CDR_STR("1")))
		node->way = WAY_DIRECT;
	return CDR_OK;
}

static enum cdr_status
add_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	struct graph *graph = context;
	uint32_t number = (uint32_t)graph->nodes.n;
	struct node *node = cdr_vec_push(&graph->nodes);
	if (!node)
		return cdr_fail_memory(err, ROOM);
	node->id = cdr_str_copy(graph->arena, party->id);
	node->key = cdr_str_copy(graph->arena, party->key);
	node->name = cdr_str_copy(graph->arena, party->name);
	(void)cdr_date_parse(cdr_party_get(party, "last_review_on"), &node->reviewed_on);
	if (!node->id.p || !node->key.p || (party->name.n && !node->name.p))
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(add_name(graph, node->id, number, err));
	CDR_TRY(add_name(graph, node->key, number, err));
	for (size_t i = 0; i < party->n_merged; i++) {
		CDR_TRY(add_name(graph, cdr_str_copy(graph->arena, party->merged[i].id), number, err));
		CDR_TRY(add_name(graph, cdr_str_copy(graph->arena, party->merged[i].key), number, err));
	}
	return add_edges(graph, number, party, err);
}

static uint32_t
number_of(const struct graph *graph, struct cdr_str name)
{
	uintptr_t known = (uintptr_t)cdr_map_get(graph->by_name, name);
	return known ? (uint32_t)(known - 1) : NOBODY;
}

/* Groups the edges by child and by parent. An edge that two merged rows say alike stands twice; walks do not mind. */
static enum cdr_status
link_edges(struct graph *graph, struct cdr_error *err)
{
	size_t n = graph->edges.n, n_nodes = graph->nodes.n;
	graph->parents = cdr_alloc((n + 1) * sizeof(*graph->parents));
	graph->children = cdr_alloc((n + 1) * sizeof(*graph->children));
	graph->queue = cdr_alloc((n_nodes + 1) * sizeof(*graph->queue));
	graph->from = cdr_alloc((n_nodes + 1) * sizeof(*graph->from));
	graph->seen = cdr_alloc((n_nodes + 1) * sizeof(*graph->seen));
	graph->level = cdr_alloc((n_nodes + 1) * sizeof(*graph->level));
	if (!graph->parents || !graph->children || !graph->queue || !graph->from || !graph->seen || !graph->level)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++) {
		const struct edge *edge = CDR_VEC_AT(&graph->edges, struct edge, i);
		uint32_t parent = number_of(graph, edge->parent);
		if (parent == NOBODY) {
			node_at(graph, edge->child)->lost = true;
			continue;
		}
		node_at(graph, edge->child)->n_parents++;
		node_at(graph, parent)->n_children++;
	}
	uint32_t first_parent = 0, first_child = 0;
	for (uint32_t i = 0; i < n_nodes; i++) {
		struct node *node = node_at(graph, i);
		node->first_parent = first_parent;
		node->first_child = first_child;
		first_parent += node->n_parents;
		first_child += node->n_children;
		node->n_parents = node->n_children = 0;
	}
	for (size_t i = 0; i < n; i++) {
		const struct edge *edge = CDR_VEC_AT(&graph->edges, struct edge, i);
		uint32_t parent = number_of(graph, edge->parent);
		if (parent == NOBODY)
			continue;
		struct node *below = node_at(graph, edge->child), *above = node_at(graph, parent);
		graph->parents[below->first_parent + below->n_parents++] = parent;
		graph->children[above->first_child + above->n_children++] = edge->child;
	}
	graph->n_edges = n;
	cdr_vec_done(&graph->edges);
	return CDR_OK;
}

enum cdr_status
graph_load(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct graph **ret, struct cdr_error *err)
{
	cdr_owned(graph) graph = cdr_alloc(sizeof(*graph));
	if (!graph)
		return cdr_fail_memory(err, ROOM);
	graph->nodes = (struct cdr_vec)CDR_VEC_INIT(struct node, GRAPH_MAX_PARTIES);
	graph->edges = (struct cdr_vec)CDR_VEC_INIT(struct edge, GRAPH_MAX_PARTIES);
	graph->arena = cdr_arena_new(SCREEN_ARENA_MAX_BYTES);
	graph->scratch = cdr_arena_new(SCRATCH_MAX_BYTES);
	graph->by_name = cdr_map_new(4 * GRAPH_MAX_PARTIES);
	graph->org = graph->arena ? cdr_str_copy(graph->arena, org) : org;
	graph->as_of_import = as_of_import;
	if (!graph->arena || !graph->scratch || !graph->by_name || !graph->org.p)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_store_party_each(store, org, as_of_import, (struct cdr_str){ NULL, 0 }, 0, add_party, graph, err));
	CDR_TRY(link_edges(graph, err));
	*ret = graph->n_edges ? cdr_steal(&graph) : NULL; /* nobody names anybody: nothing is known of chains */
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- walk */

/* Meets all that can be reached, the nearest first. */
static struct walk
walk_from(struct graph *graph, uint32_t start, bool down)
{
	struct walk walk = { .n = 1 };
	graph->walk++;
	graph->queue[0] = start;
	graph->seen[start] = graph->walk;
	graph->level[start] = 0;
	graph->from[start] = NOBODY;
	for (size_t i = 0; i < walk.n; i++) {
		uint32_t at = graph->queue[i];
		const struct node *node = node_at(graph, at);
		const uint32_t *next = down ? graph->children + node->first_child : graph->parents + node->first_parent;
		uint32_t n_next = down ? node->n_children : node->n_parents;
		if (n_next && graph->level[at] == MAX_LEVELS) {
			walk.cut = true;
			continue;
		}
		for (uint32_t k = 0; k < n_next; k++) {
			if (graph->seen[next[k]] == graph->walk)
				continue;
			graph->seen[next[k]] = graph->walk;
			graph->level[next[k]] = (uint16_t)(graph->level[at] + 1);
			graph->from[next[k]] = at;
			graph->queue[walk.n++] = next[k];
		}
	}
	return walk;
}

static struct cdr_str
name_of(const struct graph *graph, uint32_t number)
{
	const struct node *node = node_at(graph, number);
	return node->name.n ? node->name : node->key;
}

/* The names from `number` back to where the walk began, in the order they are come by. */
static struct cdr_str
path_text(const struct graph *graph, uint32_t number, struct cdr_arena *arena)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	size_t n = 0;
	for (uint32_t at = number; at != NOBODY; at = graph->from[at]) {
		if (n++ == MAX_PATH_NAMES) {
			cdr_buf_puts(&text, " → …");
			break;
		}
		cdr_buf_printf(&text, "%s%.*s", text.n ? " → " : "", CDR_STR_ARG(name_of(graph, at)));
	}
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&text));
}

/* "Cedar Yarn", or "Cedar Yarn (by way of Birch Trading)" where others stand between. */
static struct cdr_str
name_and_way(const struct graph *graph, uint32_t number, struct cdr_arena *arena)
{
	uint32_t between = graph->from[number];
	struct cdr_str name = name_of(graph, number);
	if (between == NOBODY || graph->from[between] == NOBODY)
		return name;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_printf(&text, "%.*s (by way of ", CDR_STR_ARG(name));
	for (size_t n = 0; graph->from[between] != NOBODY; between = graph->from[between], n++) {
		if (n == MAX_PATH_NAMES) {
			cdr_buf_puts(&text, " and more");
			break;
		}
		cdr_buf_printf(&text, "%s%.*s", n ? ", " : "", CDR_STR_ARG(name_of(graph, between)));
	}
	cdr_buf_puts(&text, ")");
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&text));
}

/* ------------------------------------------------------------------------------------------------ asked for another */

static enum cdr_verdict
worst_of_lists(const struct cdr_screen_lists *lists, const struct listings *found, struct cdr_date today)
{
	static const enum cdr_registry_kind kinds[] = { CDR_REGISTRY_IMPORT_BAN, CDR_REGISTRY_DEBARMENT,
		                                        CDR_REGISTRY_SANCTIONS };
	enum cdr_verdict worst = CDR_VERDICT_NOT_CHECKED;
	for (size_t i = 0; i < CDR_LEN(kinds); i++) {
		enum cdr_verdict verdict = listings_verdict(lists, found, kinds[i], today);
		if (verdict > worst)
			worst = verdict;
	}
	return worst;
}

static void
remember(struct node *node, const struct screener *by, const struct listings *found, const struct goods_answer *goods)
{
	node->listed = (uint8_t)(worst_of_lists(by->lists, found, by->today) + 1);
	node->goods = (uint8_t)(goods->forced + 1);
}

void
graph_note(struct graph *graph, const struct screener *by, const struct cdr_party *party, const struct listings *found,
           const struct goods_answer *goods)
{
	uint32_t number = number_of(graph, party->id);
	if (number != NOBODY)
		remember(node_at(graph, number), by, found, goods);
}

/* Asks the lists about a party; what is found is appended to both, in the arena. */
static enum cdr_status
ask_lists_about(const struct screener *by, struct graph *graph, uint32_t number, struct cdr_arena *arena,
                struct listings *found, struct goods_answer *ret_goods, struct cdr_error *err)
{
	struct cdr_party party = { 0 };
	struct name_query query = { .day = by->today, .today = by->today };
	CDR_TRY(cdr_store_party_get(by->store, graph->org, graph->as_of_import, node_at(graph, number)->id, arena,
	                            &party, err));
	query.kind = party.kind;
	CDR_TRY(cdr_match_subject_of_party(&party, arena, &query.subject, err));
	CDR_TRY(listings_of_lists(by->store, by->lists, &query, arena, found, err));
	return goods_ask(by->lists, &party, by->today, arena, ret_goods, err);
}

static enum cdr_status
ask_once(const struct screener *by, struct graph *graph, uint32_t number, struct cdr_error *err)
{
	struct node *node = node_at(graph, number);
	cdr_auto(listings) found = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	cdr_auto(goods_answer) goods = { 0 };
	if (node->listed)
		return CDR_OK;
	cdr_arena_reset(graph->scratch);
	CDR_TRY(ask_lists_about(by, graph, number, graph->scratch, &found, &goods, err));
	remember(node, by, &found, &goods);
	return CDR_OK;
}

/* The worst over those of a walk, and who it is about first. */
struct worst {
	enum cdr_verdict verdict; /* CLEAR only where all are */
	uint32_t number;
	bool unchecked; /* of somebody nothing is known */
};

static void
weigh(struct worst *worst, uint8_t remembered, uint32_t number)
{
	enum cdr_verdict verdict = (enum cdr_verdict)(remembered - 1);
	worst->unchecked = worst->unchecked || verdict == CDR_VERDICT_NOT_CHECKED;
	if (verdict > worst->verdict) {
		worst->verdict = verdict;
		worst->number = number;
	}
}

static void
set_worst(struct cdr_facts *facts, const char *fact, const struct worst *worst, bool cut)
{
	if (worst->verdict > CDR_VERDICT_CLEAR || (!worst->unchecked && !cut))
		facts_set_verdict(facts, fact, worst->verdict);
}

/* The evidence for what is said of another: listings of these kinds, each with the name of who it is about. */
static enum cdr_status
show(const struct screener *by, struct graph *graph, uint32_t number, bool goods_too, struct cdr_arena *arena,
     struct listings *out, struct cdr_error *err)
{
	cdr_auto(listings) found = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	cdr_auto(goods_answer) goods = { 0 };
	CDR_TRY(ask_lists_about(by, graph, number, arena, &found, &goods, err));
	struct cdr_str about = name_and_way(graph, number, arena);
	const struct listings *from = goods_too ? &goods.listings : &found;
	for (size_t i = 0; i < from->items.n; i++) {
		struct cdr_listing *copy = cdr_vec_push(&out->items);
		if (!copy)
			return cdr_fail_memory(err, ROOM);
		*copy = *CDR_VEC_AT(&from->items, struct cdr_listing, i);
		copy->note = cdr_str_format(arena, "about %.*s%s%.*s", CDR_STR_ARG(about), copy->note.n ? "; " : "",
		                            CDR_STR_ARG(copy->note));
		if (!copy->note.p)
			return cdr_fail_memory(err, ROOM);
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ facts */

static bool
reviewed(const struct node *node, struct cdr_date today)
{
	return node->reviewed_on.ymd && cdr_date_days_between(node->reviewed_on, today) <= REVIEW_DAYS;
}

static enum cdr_status
set_below(const struct screener *by, struct graph *graph, uint32_t start, struct cdr_facts *facts,
          struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	struct worst listed = { .number = NOBODY }, goods = { .number = NOBODY };
	struct walk walk = walk_from(graph, start, true);
	size_t n_unreviewed = 0;
	for (size_t i = 1; i < walk.n; i++) {
		uint32_t number = graph->queue[i];
		CDR_TRY(ask_once(by, graph, number, err));
		const struct node *node = node_at(graph, number);
		n_unreviewed += !reviewed(node, by->today);
		weigh(&listed, node->listed, number);
		weigh(&goods, node->goods, number);
	}
	if (!walk.cut) {
		cdr_facts_set_number(facts, "graph.below", (double)(walk.n - 1));
		cdr_facts_set_number(facts, "graph.levels_below", graph->level[graph->queue[walk.n - 1]]);
		cdr_facts_set_number(facts, "graph.unreviewed_below", (double)n_unreviewed);
	}
	set_worst(facts, "graph.listed_below", &listed, walk.cut);
	set_worst(facts, "graph.goods_listed_below", &goods, walk.cut);
	if (listed.verdict > CDR_VERDICT_CLEAR) {
		cdr_facts_set_text(facts, "graph.listed_below_name", name_and_way(graph, listed.number, arena));
		CDR_TRY(show(by, graph, listed.number, false, arena, out, err));
	}
	return goods.verdict > CDR_VERDICT_CLEAR ? show(by, graph, goods.number, true, arena, out, err) : CDR_OK;
}

/* Where the chain upwards ends. */
struct ends {
	uint32_t top; /* the nearest direct supplier, or NOBODY */
	bool open;    /* somebody of whom it is not known whether we buy from him directly */
	bool back;    /* it comes back to where it began */
};

static struct ends
find_ends(const struct graph *graph, uint32_t start, const struct walk *walk)
{
	struct ends ends = { .top = NOBODY, .open = walk->cut };
	for (size_t i = 0; i < walk->n; i++) {
		const struct node *node = node_at(graph, graph->queue[i]);
		if (node->way == WAY_DIRECT && ends.top == NOBODY)
			ends.top = graph->queue[i];
		ends.open = ends.open || node->way == WAY_UNKNOWN || node->lost;
		for (uint32_t k = 0; k < node->n_parents; k++)
			ends.back = ends.back || graph->parents[node->first_parent + k] == start;
	}
	return ends;
}

static enum cdr_status
set_above(const struct screener *by, struct graph *graph, uint32_t start, struct cdr_facts *facts,
          struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	struct worst listed = { .number = NOBODY };
	struct walk walk = walk_from(graph, start, false);
	struct ends ends = find_ends(graph, start, &walk);
	for (size_t i = 1; i < walk.n; i++) {
		CDR_TRY(ask_once(by, graph, graph->queue[i], err));
		weigh(&listed, node_at(graph, graph->queue[i])->listed, graph->queue[i]);
	}
	/* Nobody in between, and known to be: that is clear. */
	if (walk.n == 1 && ends.top == start)
		listed.verdict = CDR_VERDICT_CLEAR;
	if (ends.top != NOBODY) {
		cdr_facts_set_number(facts, "graph.depth", graph->level[ends.top] + 1);
		cdr_facts_set_text(facts, "graph.path", path_text(graph, ends.top, arena));
	}
	/* A chain that ends neither with us nor anywhere else runs in a circle, if not through this party. */
	bool circular = ends.back || (ends.top == NOBODY && !ends.open);
	if (circular || !ends.open)
		cdr_facts_set_boolean(facts, "graph.circular", circular);
	set_worst(facts, "graph.listed_above", &listed, ends.open);
	if (listed.verdict <= CDR_VERDICT_CLEAR)
		return CDR_OK;
	cdr_facts_set_text(facts, "graph.listed_above_name", name_of(graph, listed.number));
	return show(by, graph, listed.number, false, arena, out, err);
}

enum cdr_status
graph_facts(struct graph *graph, const struct screener *by, const struct cdr_party *party, struct cdr_facts *facts,
            struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	uint32_t start = number_of(graph, party->id);
	if (start == NOBODY)
		return CDR_OK;
	CDR_TRY(set_above(by, graph, start, facts, arena, out, err));
	return set_below(by, graph, start, facts, arena, out, err);
}

enum cdr_status
graph_keys_below(struct graph *graph, const struct cdr_party *party, struct cdr_arena *arena, struct cdr_str **ret,
                 size_t *ret_n, bool *ret_whole, struct cdr_error *err)
{
	uint32_t start = number_of(graph, party->id);
	struct walk walk = start == NOBODY ? (struct walk){ 1, true } : walk_from(graph, start, true);
	struct cdr_str *keys = cdr_arena_alloc(arena, walk.n * sizeof(*keys));
	if (!keys)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 1; i < walk.n; i++)
		keys[i - 1] = node_at(graph, graph->queue[i])->key;
	*ret = keys;
	*ret_n = walk.n - 1;
	*ret_whole = !walk.cut;
	return CDR_OK;
}
