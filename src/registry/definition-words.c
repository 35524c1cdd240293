/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a definition that says what is written in the cells: how names are put together, what the status words mean
 * and since when, what a licence number looks like. The one surprise: `from: valid_to+1` counts days, because a licence
 * that expires on a day is still good on that day.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

static const struct cdr_decl_key names_keys[] = {
	{ "replace", CDR_DECL_ANY_MAP, false },   { "shapes", CDR_DECL_ANY_LIST, false },
	{ "split", CDR_DECL_TEXT_LIST, false },   { "alias", CDR_DECL_TEXT_LIST, false },
	{ "variants", CDR_DECL_ANY_LIST, false }, { "cut_at", CDR_DECL_INTEGER, false },
};
static const struct cdr_decl_key shape_keys[] = {
	{ "match", CDR_DECL_TEXT, true },
	{ "keep", CDR_DECL_TEXT, false },
	{ "split", CDR_DECL_TEXT_LIST, false },
	{ "type", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key variant_keys[] = {
	{ "match", CDR_DECL_TEXT, true },
	{ "forms", CDR_DECL_TEXT_LIST, true },
};
static const struct cdr_decl_key status_keys[] = {
	{ "word", CDR_DECL_TEXT, true },
	{ "status", CDR_DECL_TEXT, true },
	{ "from", CDR_DECL_TEXT_LIST, false },
	{ "to", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key licence_keys[] = {
	{ "name", CDR_DECL_TEXT, true },
	{ "pattern", CDR_DECL_TEXT, true },
	{ "pad", CDR_DECL_INTEGER, false },
};

static void
load_replace(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_names *names = &loader->private->names;
	names->replace = node->n ? registry_memory(loader, node->n, sizeof(*names->replace)) : NULL;
	for (size_t i = 0; names->replace && i < node->n; i++) {
		struct registry_replace *replace = &names->replace[names->n_replace++];
		replace->from = node->pairs[i].key;
		replace->to = node->pairs[i].value->text;
		if (replace->from.n == 0 || node->pairs[i].value->kind != CDR_DECL_SCALAR)
			registry_complain(loader, node->pairs[i].value, "replace: one text for another");
	}
}

static void
load_shape(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_shape *shape)
{
	static const char *const type_words[] = { "unsaid", "organisation", "person", "vessel", "goods", NULL };
	if (!registry_check(loader, node, shape_keys, CDR_LEN(shape_keys)))
		return;
	shape->match = registry_pattern(loader, cdr_decl_get(node, "match"), cdr_decl_text(node, "match"));
	shape->keep = cdr_decl_get(node, "keep") ? cdr_decl_text(node, "keep") : CDR_STR("$0");
	shape->split = registry_patterns(loader, node, "split", &shape->n_split);
	int type = registry_word_of(loader, node, "type", type_words, -1);
	shape->says_type = type >= 0;
	if (type > 0)
		shape->party_type = cdr_str_from(type_words[type]);
}

static void
load_shapes(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_names *names = &loader->private->names;
	names->shapes = node->n ? registry_memory(loader, node->n, sizeof(*names->shapes)) : NULL;
	for (size_t i = 0; names->shapes && i < node->n; i++)
		load_shape(loader, node->items[i], &names->shapes[names->n_shapes++]);
}

static void
load_variants(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_names *names = &loader->private->names;
	names->variants = node->n ? registry_memory(loader, node->n, sizeof(*names->variants)) : NULL;
	for (size_t i = 0; names->variants && i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		if (!registry_check(loader, item, variant_keys, CDR_LEN(variant_keys)))
			continue;
		struct registry_variant *variant = &names->variants[names->n_variants++];
		variant->match = registry_pattern(loader, cdr_decl_get(item, "match"), cdr_decl_text(item, "match"));
		size_t n = cdr_decl_count(item, "forms");
		variant->forms = n ? registry_memory(loader, n, sizeof(*variant->forms)) : NULL;
		if (!n)
			registry_complain(loader, item, "forms: at least one");
		for (size_t k = 0; variant->forms && k < n; k++)
			variant->forms[variant->n_forms++] = cdr_decl_item(item, "forms", k);
	}
}

void
registry_load_names(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_names *names = &loader->private->names;
	if (!registry_check(loader, node, names_keys, CDR_LEN(names_keys)))
		return;
	if (cdr_decl_get(node, "replace"))
		load_replace(loader, cdr_decl_get(node, "replace"));
	if (cdr_decl_get(node, "shapes"))
		load_shapes(loader, cdr_decl_get(node, "shapes"));
	names->split = registry_patterns(loader, node, "split", &names->n_split);
	names->alias = registry_patterns(loader, node, "alias", &names->n_alias);
	if (cdr_decl_get(node, "variants"))
		load_variants(loader, cdr_decl_get(node, "variants"));
	names->cut_at = cdr_decl_integer(node, "cut_at", 0);
	if (names->cut_at < 0)
		registry_complain(loader, cdr_decl_get(node, "cut_at"), "cut_at: a number of characters");
}

/* "valid_to+1" -> the slot and the days to add; false when it is no such thing. */
static bool
read_start(struct cdr_str text, struct registry_start *ret)
{
	static const struct {
		const char *word;
		enum registry_slot slot;
	} dates[] = {
		{ "status_date", REGISTRY_STATUS_DATE },
		{ "valid_from", REGISTRY_VALID_FROM },
		{ "valid_to", REGISTRY_VALID_TO },
		{ "listed_on", REGISTRY_LISTED_ON },
	};
	struct cdr_str rest = text, word = text;
	int64_t days = 0;
	if (cdr_str_find(text, CDR_STR("+")) >= 0) {
		(void)cdr_str_split(&rest, '+', &word);
		if (!cdr_str_to_i64(rest, &days) || days < 0 || days > 3660)
			return false;
	}
	for (size_t i = 0; i < CDR_LEN(dates); i++) {
		if (cdr_str_equal(word, cdr_str_from(dates[i].word))) {
			*ret = (struct registry_start){ dates[i].slot, (int32_t)days };
			return true;
		}
	}
	return false;
}

static void
load_starts(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_status *status)
{
	size_t n = cdr_decl_count(node, "from");
	for (size_t i = 0; i < n; i++) {
		struct registry_start start = { 0 };
		if (status->n_starts == REGISTRY_MAX_STARTS || !read_start(cdr_decl_item(node, "from", i), &start)) {
			registry_complain(
				loader, cdr_decl_get(node, "from"),
				"from: up to %d of status_date, valid_from, valid_to, listed_on, each with +days "
				"where wanted",
				REGISTRY_MAX_STARTS);
			return;
		}
		if (!loader->private->parts[0].fields[start.slot].set)
			registry_complain(loader, cdr_decl_get(node, "from"), "\"%.*s\" is not among the fields",
			                  CDR_STR_ARG(cdr_decl_item(node, "from", i)));
		status->starts[status->n_starts++] = start;
	}
}

static void
load_status(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct cdr_registry_private *private = loader->private;
	if (!registry_check(loader, node, status_keys, CDR_LEN(status_keys)))
		return;
	struct registry_status status = { .word = cdr_normalise_words(cdr_decl_text(node, "word"), private->arena) };
	for (size_t i = 0; i < private->n_statuses; i++) {
		if (cdr_str_equal(private->statuses[i].word, status.word))
			registry_complain(loader, node, "the word \"%.*s\" is explained twice",
			                  CDR_STR_ARG(status.word));
	}
	int value = cdr_licence_from(cdr_decl_text(node, "status"));
	if (value < 0 || value == CDR_LICENCE_ABSENT)
		registry_complain(loader, cdr_decl_get(node, "status"), "\"%.*s\" is no status a register can print",
		                  CDR_STR_ARG(cdr_decl_text(node, "status")));
	else
		status.status = (enum cdr_licence)value;
	load_starts(loader, node, &status);
	struct cdr_str to = cdr_decl_text(node, "to");
	status.expires = to.n > 0;
	if (to.n && !cdr_str_equal(to, CDR_STR("valid_to")))
		registry_complain(loader, cdr_decl_get(node, "to"), "to: only valid_to");
	else if (to.n && !private->parts[0].fields[REGISTRY_VALID_TO].set)
		registry_complain(loader, cdr_decl_get(node, "to"), "\"valid_to\" is not among the fields");
	private->statuses[private->n_statuses++] = status;
}

void
registry_load_statuses(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct cdr_registry_private *private = loader->private;
	private->statuses = node->n ? registry_memory(loader, node->n, sizeof(*private->statuses)) : NULL;
	for (size_t i = 0; private->statuses && i < node->n; i++)
		load_status(loader, node->items[i]);
}

void
registry_load_licence(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct cdr_registry_private *private = loader->private;
	if (!registry_check(loader, node, licence_keys, CDR_LEN(licence_keys)))
		return;
	loader->registry->licence_scheme =
		cdr_str_format(private->arena, "licence:%.*s", CDR_STR_ARG(cdr_decl_text(node, "name")));
	private->licence_pattern =
		registry_pattern(loader, cdr_decl_get(node, "pattern"), cdr_decl_text(node, "pattern"));
	private->licence_pad = cdr_decl_integer(node, "pad", 0);
	if (private->licence_pad < 0 || private->licence_pad > 32)
		registry_complain(loader, cdr_decl_get(node, "pad"), "pad: a number of digits, at most 32");
}
