/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions over PCRE2, without its just-in-time compiler: the limits count the interpreter's steps, and a
 * pattern from a data file must stop after the same number of them everywhere. The surprise: \d, \w and \s mean ASCII
 * unless the pattern begins with (*UCP); letter case is that of Unicode.
 */

#include "candor/base.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "base/base-impl.h"

#define HEAP_LIMIT_KIB 20000
#define PARENTHESES_NEST_LIMIT 50

struct cdr_regex {
	pcre2_general_context *memory;
	pcre2_code *code;
	pcre2_match_context *limits;
};

struct cdr_regex *
cdr_regex_free(struct cdr_regex *regex)
{
	if (!regex)
		return NULL;
	pcre2_code_free(regex->code);
	pcre2_match_context_free(regex->limits);
	pcre2_general_context_free(regex->memory);
	cdr_free(regex);
	return NULL;
}

/* Not cdr_alloc: a match takes 20 KiB that PCRE2 fills itself, and zeroing them costs more than a short match. */
static void *
allocate(size_t n_bytes, void *unused)
{
	(void)unused;
	return cdr_realloc(NULL, n_bytes);
}

static void
release(void *p, void *unused)
{
	(void)unused;
	cdr_free(p);
}

/* The parts of a pattern that do not depend on its text. */
static enum cdr_status
prepare(struct cdr_regex *regex, struct cdr_error *err)
{
	regex->memory = pcre2_general_context_create(allocate, release, NULL);
	if (!regex->memory)
		return cdr_fail_memory(err, BASE_ROOM);
	regex->limits = pcre2_match_context_create(regex->memory);
	if (!regex->limits)
		return cdr_fail_memory(err, BASE_ROOM);
	(void)pcre2_set_match_limit(regex->limits, CDR_REGEX_MATCH_LIMIT);
	(void)pcre2_set_depth_limit(regex->limits, CDR_REGEX_DEPTH_LIMIT);
	(void)pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
	return CDR_OK;
}

static void
compile_context_freep(pcre2_compile_context **context)
{
	pcre2_compile_context_free(*context);
}

static void
match_data_freep(pcre2_match_data **data)
{
	pcre2_match_data_free(*data);
}

static enum cdr_status
fail_compile(int code, size_t offset, struct cdr_error *err)
{
	if (code == PCRE2_ERROR_HEAP_FAILED || code == PCRE2_ERROR_NOMEMORY)
		return cdr_fail_memory(err, BASE_ROOM);
	char where[32];
	PCRE2_UCHAR reason[256];
	(void)snprintf(where, sizeof(where), "pattern:%zu", offset + 1);
	if (pcre2_get_error_message(code, reason, sizeof(reason)) < 0)
		reason[0] = '\0';
	return cdr_fail(err, CDR_EINPUT, BASE_ROOM, where, "not a valid regular expression: %s", (const char *)reason);
}

enum cdr_status
cdr_regex_compile(struct cdr_str pattern, bool ignore_case, struct cdr_regex **ret, struct cdr_error *err)
{
	if (pattern.n > CDR_REGEX_MAX_PATTERN)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, "pattern", "longer than the %d bytes allowed",
		                CDR_REGEX_MAX_PATTERN);
	cdr_owned(cdr_regex) regex = cdr_alloc(sizeof(*regex));
	if (!regex)
		return cdr_fail_memory(err, BASE_ROOM);
	CDR_TRY(prepare(regex, err));
	__attribute__((cleanup(compile_context_freep))) pcre2_compile_context *context =
		pcre2_compile_context_create(regex->memory);
	if (!context)
		return cdr_fail_memory(err, BASE_ROOM);
	(void)pcre2_set_parens_nest_limit(context, PARENTHESES_NEST_LIMIT);
	uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (ignore_case ? PCRE2_CASELESS : 0);
	int code;
	PCRE2_SIZE offset;
	regex->code =
		pcre2_compile((PCRE2_SPTR)(pattern.p ? pattern.p : ""), pattern.n, options, &code, &offset, context);
	if (!regex->code)
		return fail_compile(code, offset, err);
	*ret = cdr_steal(&regex);
	return CDR_OK;
}

static enum cdr_status
fail_match(int code, struct cdr_error *err)
{
	switch (code) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, NULL,
		                "a regular expression needs too many steps on this text; make the pattern simpler");
	case PCRE2_ERROR_NOMEMORY:
		return cdr_fail_memory(err, BASE_ROOM);
	default:
		return cdr_fail(err, CDR_EINTERNAL, BASE_ROOM, NULL,
		                "matching a regular expression failed (PCRE2 code %d)", code);
	}
}

enum cdr_status
cdr_regex_find(const struct cdr_regex *regex, struct cdr_str subject, size_t start, bool *ret_found,
               struct cdr_str ret_groups[CDR_REGEX_MAX_GROUPS], struct cdr_error *err)
{
	if (start > subject.n) {
		*ret_found = false;
		return CDR_OK;
	}
	__attribute__((cleanup(match_data_freep))) pcre2_match_data *data =
		pcre2_match_data_create(CDR_REGEX_MAX_GROUPS, regex->memory);
	if (!data)
		return cdr_fail_memory(err, BASE_ROOM);
	const char *text = subject.p ? subject.p : "";
	int n_groups = pcre2_match(regex->code, (PCRE2_SPTR)text, subject.n, start, 0, data, regex->limits);
	if (n_groups == PCRE2_ERROR_NOMATCH) {
		*ret_found = false;
		return CDR_OK;
	}
	if (n_groups < 0)
		return fail_match(n_groups, err);
	*ret_found = true;
	if (!ret_groups)
		return CDR_OK;
	int n_set =
		n_groups == 0 ? CDR_REGEX_MAX_GROUPS : n_groups; /* 0: the pattern has more groups than are reported */
	const PCRE2_SIZE *bounds = pcre2_get_ovector_pointer(data);
	for (int i = 0; i < CDR_REGEX_MAX_GROUPS; i++) {
		PCRE2_SIZE from = bounds[2 * i], to = bounds[2 * i + 1];
		bool set = i < n_set && from != PCRE2_UNSET && to >= from;
		ret_groups[i] = set ? (struct cdr_str){ text + from, to - from } : (struct cdr_str){ NULL, 0 };
	}
	return CDR_OK;
}

/* PCRE2 keeps the names in a table: two bytes of number, the name, NUL. */
struct cdr_str
cdr_regex_group_name(const struct cdr_regex *regex, size_t i)
{
	uint32_t n = 0, entry_size = 0;
	PCRE2_SPTR table = NULL;
	(void)pcre2_pattern_info(regex->code, PCRE2_INFO_NAMECOUNT, &n);
	(void)pcre2_pattern_info(regex->code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
	(void)pcre2_pattern_info(regex->code, PCRE2_INFO_NAMETABLE, &table);
	for (uint32_t k = 0; table && k < n; k++) {
		PCRE2_SPTR entry = table + (size_t)k * entry_size;
		if (((size_t)entry[0] << 8 | entry[1]) == i)
			return cdr_str_from((const char *)entry + 2);
	}
	return (struct cdr_str){ NULL, 0 };
}
