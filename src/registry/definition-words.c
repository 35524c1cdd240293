/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a definition that says what is written in the cells: what the status words mean, since when and until when,
 * what a licence number looks like. The one surprise: `from: valid_to+1` counts days, because a licence
 * that expires on a day is still good on that day.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

static const struct cdr_decl_key status_keys[] = {
	{ "word", CDR_DECL_TEXT, true },
	{ "status", CDR_DECL_TEXT, true },
	{ "from", CDR_DECL_TEXT_LIST, false },
	{ "to", CDR_DECL_TEXT_LIST, false },
};
static const struct cdr_decl_key licence_keys[] = {
	{ "name", CDR_DECL_TEXT, true },
	{ "pattern", CDR_DECL_TEXT, true },
	{ "pad", CDR_DECL_INTEGER, false },
};

/* "valid_to+1" -> the slot and the days to add; false when it is no such thing. */
static bool
read_bound(struct cdr_str text, bool is_end, struct registry_bound *ret)
{
	static const struct {
		const char *word;
		enum registry_slot slot;
	} dates[] = {
		{ "status_date", REGISTRY_STATUS_DATE },
		{ "valid_from", REGISTRY_VALID_FROM },
		{ "valid_to", REGISTRY_VALID_TO },
		{ "listed_on", REGISTRY_LISTED_ON },
		{ "term", REGISTRY_TERM },
	};
	struct cdr_str word = text;
	int64_t days = 0;
	size_t sign = 0;
	while (sign < text.n && text.p[sign] != '+' && text.p[sign] != '-')
		sign++;
	if (sign < text.n) {
		word.n = sign++;
		if (!cdr_str_to_i64((struct cdr_str){ text.p + sign, text.n - sign }, &days) || days < 0 || days > 3660)
			return false;
		days = text.p[word.n] == '-' ? -days : days;
	}
	for (size_t i = 0; i < CDR_LEN(dates); i++) {
		bool term = dates[i].slot == REGISTRY_TERM;
		if (!cdr_str_equal(word, cdr_str_from(dates[i].word)) || (term && !is_end))
			continue;
		*ret = (struct registry_bound){ dates[i].slot, (int32_t)days };
		return true;
	}
	return false;
}

/* The dates under `from` or `to`, each of a field that is there. */
static void
load_bounds(struct registry_loader *loader, const struct cdr_decl_node *node, const char *key,
            struct registry_bound bounds[REGISTRY_MAX_DAYS], size_t *ret_n)
{
	bool is_end = key[0] == 't';
	const struct cdr_decl_node *list = cdr_decl_get(node, key);
	for (size_t i = 0; i < cdr_decl_count(node, key); i++) {
		struct registry_bound bound = { 0 };
		const struct cdr_decl_node *at = list->kind == CDR_DECL_LIST ? list->items[i] : list;
		if (*ret_n == REGISTRY_MAX_DAYS || !read_bound(cdr_decl_item(node, key, i), is_end, &bound)) {
			registry_complain(loader, at,
			                  "%s: up to %d of status_date, valid_from, valid_to, listed_on%s, each with "
			                  "+days or -days where wanted",
			                  key, REGISTRY_MAX_DAYS, is_end ? ", term" : "; or intervals alone");
			return;
		}
		if (!loader->private->parts[0].fields[bound.slot].set)
			registry_complain(loader, at, "\"%.*s\" is not among the fields",
			                  CDR_STR_ARG(cdr_decl_item(node, key, i)));
		bounds[(*ret_n)++] = bound;
	}
}

/* `from: intervals`, or dates and what ends them. */
static void
load_days(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_status *status)
{
	const struct cdr_decl_node *from = cdr_decl_get(node, "from");
	status->in_intervals = cdr_decl_count(node, "from") == 1 &&
	                       cdr_str_equal(cdr_decl_item(node, "from", 0), CDR_STR("intervals"));
	if (!status->in_intervals) {
		load_bounds(loader, node, "from", status->starts, &status->n_starts);
		load_bounds(loader, node, "to", status->ends, &status->n_ends);
		return;
	}
	if (!loader->private->intervals.field.set)
		registry_complain(loader, from, "\"intervals\" is not among the fields");
	if (cdr_decl_get(node, "to"))
		registry_complain(loader, cdr_decl_get(node, "to"), "to: an interval has its own end");
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
	load_days(loader, node, &status);
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
