/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a definition that says how a name cell is put together: several firms, other names, remarks, spellings. The
 * steps themselves are in names.c. The one surprise: an aside must not share its attribute's name with a column, because
 * nobody could tell afterwards which of the two said it.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

static const struct cdr_decl_key names_keys[] = {
	{ "replace", CDR_DECL_ANY_MAP, false },      { "shapes", CDR_DECL_ANY_LIST, false },
	{ "split", CDR_DECL_TEXT_LIST, false },      { "alias", CDR_DECL_TEXT_LIST, false },
	{ "variants", CDR_DECL_ANY_LIST, false },    { "cut_at", CDR_DECL_INTEGER, false },
	{ "alias_lists", CDR_DECL_ANY_LIST, false }, { "asides", CDR_DECL_ANY_LIST, false },
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
static const struct cdr_decl_key alias_list_keys[] = {
	{ "match", CDR_DECL_TEXT, true },
	{ "split", CDR_DECL_TEXT_LIST, true },
};
static const struct cdr_decl_key aside_keys[] = {
	{ "match", CDR_DECL_TEXT, true },
	{ "attribute", CDR_DECL_TEXT, true },
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

static void
load_alias_lists(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_names *names = &loader->private->names;
	names->alias_lists = node->n ? registry_memory(loader, node->n, sizeof(*names->alias_lists)) : NULL;
	for (size_t i = 0; names->alias_lists && i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		if (!registry_check(loader, item, alias_list_keys, CDR_LEN(alias_list_keys)))
			continue;
		struct registry_alias_list *list = &names->alias_lists[names->n_alias_lists++];
		list->match = registry_pattern(loader, cdr_decl_get(item, "match"), cdr_decl_text(item, "match"));
		list->split = registry_patterns(loader, item, "split", &list->n_split);
	}
}

static bool
is_attribute(const struct cdr_registry_private *private, struct cdr_str name)
{
	for (size_t i = 0; i < private->n_attributes; i++) {
		if (cdr_str_equal(private->attributes[i].name, name))
			return true;
	}
	return cdr_str_equal(name, CDR_STR("name_cut")) || cdr_str_equal(name, CDR_STR("other_countries"));
}

static void
load_asides(struct registry_loader *loader, const struct cdr_decl_node *node)
{
	struct registry_names *names = &loader->private->names;
	names->asides = node->n ? registry_memory(loader, node->n, sizeof(*names->asides)) : NULL;
	for (size_t i = 0; names->asides && i < node->n; i++) {
		const struct cdr_decl_node *item = node->items[i];
		if (!registry_check(loader, item, aside_keys, CDR_LEN(aside_keys)))
			continue;
		struct registry_aside *aside = &names->asides[names->n_asides++];
		aside->match = registry_pattern(loader, cdr_decl_get(item, "match"), cdr_decl_text(item, "match"));
		aside->attribute = cdr_decl_text(item, "attribute");
		if (is_attribute(loader->private, aside->attribute))
			registry_complain(loader, cdr_decl_get(item, "attribute"),
			                  "the attribute \"%.*s\" is filled from elsewhere; give it a name of its own",
			                  CDR_STR_ARG(aside->attribute));
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
	if (cdr_decl_get(node, "alias_lists"))
		load_alias_lists(loader, cdr_decl_get(node, "alias_lists"));
	if (cdr_decl_get(node, "asides"))
		load_asides(loader, cdr_decl_get(node, "asides"));
	if (cdr_decl_get(node, "variants"))
		load_variants(loader, cdr_decl_get(node, "variants"));
	names->cut_at = cdr_decl_integer(node, "cut_at", 0);
	if (names->cut_at < 0)
		registry_complain(loader, cdr_decl_get(node, "cut_at"), "cut_at: a number of characters");
}
