/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between the form of a finding somebody decided about and the form it has now, in a sentence for that
 * person: verdict, severity, which entries of which registers, facts, the rule. Compares records, reads no table.
 */
#include "store/store-impl.h"

enum { CHANGE_MAX_BYTES = 4096 };

/* Starts one more part of the sentence. */
static void
begin_part(struct cdr_buf *out)
{
	if (out->n > 0)
		cdr_buf_puts(out, "; ");
}

/* "<registry>/<key>@<version>" without its version: the identity of the entry. */
static struct cdr_str
entry_identity(struct cdr_str entry_id)
{
	for (size_t i = entry_id.n; i > 0; i--) {
		if (entry_id.p[i - 1] == '@')
			return (struct cdr_str){ entry_id.p, i - 1 };
	}
	return entry_id;
}

static const struct cdr_listing *
listing_of(const struct cdr_finding *finding, struct cdr_str identity)
{
	for (size_t i = 0; i < finding->n_listings; i++) {
		if (cdr_str_equal(entry_identity(finding->listings[i].entry_id), identity))
			return &finding->listings[i];
	}
	return NULL;
}

static void
compare_listing(const struct cdr_listing *before, const struct cdr_listing *now, struct cdr_buf *out)
{
	struct cdr_str identity = entry_identity(now->entry_id);
	if (before->status != now->status) {
		begin_part(out);
		cdr_buf_printf(out, "the status of %.*s was %s, is %s", CDR_STR_ARG(identity),
		               cdr_licence_word(before->status), cdr_licence_word(now->status));
	}
	if (before->verdict != now->verdict) {
		begin_part(out);
		cdr_buf_printf(out, "%.*s was a %s match, is a %s", CDR_STR_ARG(identity),
		               before->verdict == CDR_VERDICT_MATCH ? "firm" : "possible",
		               now->verdict == CDR_VERDICT_MATCH ? "firm one" : "possible one");
	}
	if (!cdr_str_equal(before->entry_id, now->entry_id)) {
		begin_part(out);
		cdr_buf_printf(out, "the entry %.*s changed (now %.*s)", CDR_STR_ARG(before->entry_id),
		               CDR_STR_ARG(now->entry_id));
	}
}

static void
compare_listings(const struct cdr_finding *before, const struct cdr_finding *now, struct cdr_buf *out)
{
	for (size_t i = 0; i < now->n_listings; i++) {
		const struct cdr_listing *listing = &now->listings[i];
		const struct cdr_listing *old = listing_of(before, entry_identity(listing->entry_id));
		if (old) {
			compare_listing(old, listing, out);
			continue;
		}
		begin_part(out);
		cdr_buf_printf(out, "%.*s (%.*s) came up and did not before", CDR_STR_ARG(listing->entry_id),
		               CDR_STR_ARG(listing->entry_name));
	}
	for (size_t i = 0; i < before->n_listings; i++) {
		if (listing_of(now, entry_identity(before->listings[i].entry_id)))
			continue;
		begin_part(out);
		cdr_buf_printf(out, "%.*s (%.*s) no longer comes up", CDR_STR_ARG(before->listings[i].entry_id),
		               CDR_STR_ARG(before->listings[i].entry_name));
	}
}

/* Value of a fact as people read it; also where the rule did not look at it. */
static struct cdr_str
fact_value(const struct cdr_finding *finding, struct cdr_str name)
{
	for (size_t i = 0; i < finding->n_facts; i++) {
		if (cdr_str_equal(finding->facts[i].name, name) && finding->facts[i].value.p)
			return finding->facts[i].value;
	}
	return CDR_STR("not known");
}

static void
compare_fact(const struct cdr_finding *before, const struct cdr_finding *now, struct cdr_str name, struct cdr_buf *out)
{
	struct cdr_str old = fact_value(before, name), new = fact_value(now, name);
	if (cdr_str_equal(old, new))
		return;
	begin_part(out);
	cdr_buf_printf(out, "%.*s was %.*s, is %.*s", CDR_STR_ARG(name), CDR_STR_ARG(old), CDR_STR_ARG(new));
}

static bool
has_fact(const struct cdr_finding *finding, struct cdr_str name)
{
	for (size_t i = 0; i < finding->n_facts; i++) {
		if (cdr_str_equal(finding->facts[i].name, name))
			return true;
	}
	return false;
}

static void
compare_facts(const struct cdr_finding *before, const struct cdr_finding *now, struct cdr_buf *out)
{
	for (size_t i = 0; i < now->n_facts; i++)
		compare_fact(before, now, now->facts[i].name, out);
	for (size_t i = 0; i < before->n_facts; i++) {
		if (!has_fact(now, before->facts[i].name))
			compare_fact(before, now, before->facts[i].name, out);
	}
}

enum cdr_status
store_finding_change(const struct cdr_finding *before, const struct cdr_finding *now, struct cdr_arena *arena,
                     struct cdr_str *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	if (before->verdict != now->verdict) {
		begin_part(&out);
		cdr_buf_printf(&out, "the verdict was %s, is %s", cdr_verdict_word(before->verdict),
		               cdr_verdict_word(now->verdict));
	}
	if (before->severity != now->severity) {
		begin_part(&out);
		cdr_buf_printf(&out, "the severity was %s, is %s", cdr_severity_word(before->severity),
		               cdr_severity_word(now->severity));
	}
	compare_listings(before, now, &out);
	compare_facts(before, now, &out);
	if (before->rule_revision != now->rule_revision) {
		begin_part(&out);
		cdr_buf_printf(&out, "the rule was at revision %lld, is at %lld", (long long)before->rule_revision,
		               (long long)now->rule_revision);
	}
	if (out.n == 0) /* the screening says so, and nothing that is shown differs */
		cdr_buf_puts(&out, "what the decision rested on changed");
	CDR_TRY(cdr_buf_check(&out, STORE_ROOM, err));
	struct cdr_str text = cdr_buf_str(&out);
	bool long_text = text.n > CHANGE_MAX_BYTES;
	text.n = cdr_str_cut(text, CHANGE_MAX_BYTES);
	*ret = cdr_str_format(arena, "%.*s%s", CDR_STR_ARG(text), long_text ? " …" : "");
	return ret->p ? CDR_OK : cdr_fail_memory(err, STORE_ROOM);
}
