/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names compared ahead of their turn, in worker processes. What is asked for a subject is foreseen when its chunk is
 * read; when its turn comes, listings.c finds the answers here instead of asking the index, and everything else happens
 * as ever. The surprise: nothing depends on it. An answer is found by all that was asked, byte for byte; where there is
 * none, because a worker died or because the question was not foreseen, the index is asked as if there were no workers.
 *
 * A question, as it goes to a worker: u32 which index (0: the lists, else 1 + the register's place among the pins), the
 * name, the country, the entry's id, u32 aliases and each, addresses and sectors likewise, u32 identifiers and of each
 * scheme, value, country; a text is u32 bytes and the bytes, NO_TEXT where there is none. A request is questions behind each other, each as a text. A
 * reply is for each its question, as a text, and its answer, as a text: u32 hits, and of each u32 entry, f64 score, u32
 * verdict, the name that met, u32 reasons and of each code, text, f64 contribution. All in this machine's byte order: it
 * never leaves it.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

#define WORKER_ARENA_MAX_BYTES ((size_t)256 << 20) /* of one subject's hits */
#define WORTHWHILE 64                              /* subjects for each worker, unless somebody says how many */

#define NO_TEXT UINT32_MAX

/* -------------------------------------------------------------------------------------------------------- writing */

static void
put_u32(struct cdr_buf *out, size_t n)
{
	uint32_t value = (uint32_t)n;
	cdr_buf_add(out, &value, sizeof(value));
}

static void
put_real(struct cdr_buf *out, double value)
{
	cdr_buf_add(out, &value, sizeof(value));
}

static void
put_text(struct cdr_buf *out, struct cdr_str text)
{
	put_u32(out, text.p ? text.n : NO_TEXT);
	cdr_buf_add_str(out, text);
}

static size_t
number_of_index(const struct cdr_screen_lists *lists, const struct cdr_match_index *index)
{
	for (size_t i = 0; i < lists->n_pinned; i++) {
		if (lists->pinned[i].index == index)
			return i + 1;
	}
	return 0;
}

/* Whoever adds a member to these has to add it below: what a worker is not told it does not compare. */
_Static_assert(sizeof(struct cdr_match_subject) == 3 * sizeof(struct cdr_str) + 8 * sizeof(size_t), "told in full");
_Static_assert(sizeof(struct cdr_identifier) == 3 * sizeof(struct cdr_str), "told in full");
_Static_assert(sizeof(struct cdr_reason) == 2 * sizeof(struct cdr_str) + sizeof(double), "told in full");

static void
put_texts(struct cdr_buf *out, const struct cdr_str *texts, size_t n)
{
	put_u32(out, n);
	for (size_t i = 0; i < n; i++)
		put_text(out, texts[i]);
}

static void
put_question(struct cdr_buf *out, const struct cdr_screen_lists *lists, const struct cdr_match_index *index,
             const struct cdr_match_subject *subject)
{
	put_u32(out, number_of_index(lists, index));
	put_text(out, subject->name);
	put_text(out, subject->country);
	put_text(out, subject->id);
	put_texts(out, subject->aliases, subject->n_aliases);
	put_texts(out, subject->addresses, subject->n_addresses);
	put_texts(out, subject->sectors, subject->n_sectors);
	put_u32(out, subject->n_identifiers);
	for (size_t i = 0; i < subject->n_identifiers; i++) {
		put_text(out, subject->identifiers[i].scheme);
		put_text(out, subject->identifiers[i].value);
		put_text(out, subject->identifiers[i].country);
	}
}

static void
put_answer(struct cdr_buf *out, const struct cdr_match_hit *hits, size_t n_hits)
{
	put_u32(out, n_hits);
	for (size_t i = 0; i < n_hits; i++) {
		put_u32(out, hits[i].number);
		put_real(out, hits[i].score);
		put_u32(out, (size_t)hits[i].verdict);
		put_text(out, hits[i].matched_name);
		put_u32(out, hits[i].n_reasons);
		for (size_t k = 0; k < hits[i].n_reasons; k++) {
			put_text(out, hits[i].reasons[k].code);
			put_text(out, hits[i].reasons[k].text);
			put_real(out, hits[i].reasons[k].contribution);
		}
	}
}

/* -------------------------------------------------------------------------------------------------------- reading */

/* Reads on; after the first piece that is not there it gives nothing but zeros, and `short_of` says so. */
struct reading {
	struct cdr_str rest;
	bool short_of;
};

static void
get_bytes(struct reading *reading, void *out, size_t n)
{
	memset(out, 0, n);
	if (reading->rest.n < n) {
		reading->rest.n = 0;
		reading->short_of = true;
		return;
	}
	memcpy(out, reading->rest.p, n);
	reading->rest = (struct cdr_str){ reading->rest.p + n, reading->rest.n - n };
}

static uint32_t
get_u32(struct reading *reading)
{
	uint32_t value = 0;
	get_bytes(reading, &value, sizeof(value));
	return value;
}

static double
get_real(struct reading *reading)
{
	double value = 0;
	get_bytes(reading, &value, sizeof(value));
	return value;
}

/* Borrowed. */
static struct cdr_str
get_text(struct reading *reading)
{
	uint32_t n = get_u32(reading);
	if (n == NO_TEXT)
		return (struct cdr_str){ NULL, 0 };
	if (reading->rest.n < n) {
		reading->rest.n = 0;
		reading->short_of = true;
		return (struct cdr_str){ NULL, 0 };
	}
	struct cdr_str text = { reading->rest.p, n };
	reading->rest = (struct cdr_str){ reading->rest.p + n, reading->rest.n - n };
	return text;
}

/* Room for as many as are said to follow, of which each takes at least `least` bytes. */
static void *
room_for(struct reading *reading, size_t n, size_t least, size_t size, struct cdr_arena *arena)
{
	reading->short_of = reading->short_of || n > reading->rest.n / least;
	return reading->short_of ? NULL : cdr_arena_alloc(arena, (n + 1) * size);
}

/* NULL when they cannot be read, or there is no memory. */
static const struct cdr_str *
get_texts(struct reading *reading, struct cdr_arena *arena, size_t *ret_n)
{
	size_t n = get_u32(reading);
	struct cdr_str *texts = room_for(reading, n, sizeof(uint32_t), sizeof(*texts), arena);
	for (size_t i = 0; texts && i < n; i++)
		texts[i] = get_text(reading);
	*ret_n = n;
	return texts;
}

/* False when it cannot be read, or there is no memory. */
static bool
get_question(struct cdr_str question, const struct cdr_screen_lists *lists, struct cdr_arena *arena,
             const struct cdr_match_index **ret_index, struct cdr_match_subject *ret)
{
	struct reading reading = { question, false };
	size_t number = get_u32(&reading);
	struct cdr_match_subject subject = { .name = get_text(&reading) };
	subject.country = get_text(&reading);
	subject.id = get_text(&reading);
	subject.aliases = get_texts(&reading, arena, &subject.n_aliases);
	subject.addresses = get_texts(&reading, arena, &subject.n_addresses);
	subject.sectors = get_texts(&reading, arena, &subject.n_sectors);
	subject.n_identifiers = get_u32(&reading);
	struct cdr_identifier *identifiers =
		room_for(&reading, subject.n_identifiers, 3 * sizeof(uint32_t), sizeof(*identifiers), arena);
	for (size_t i = 0; identifiers && i < subject.n_identifiers; i++) {
		identifiers[i].scheme = get_text(&reading);
		identifiers[i].value = get_text(&reading);
		identifiers[i].country = get_text(&reading);
	}
	if (reading.short_of || !subject.aliases || !subject.addresses || !subject.sectors || !identifiers ||
	    number > lists->n_pinned)
		return false;
	subject.identifiers = identifiers;
	*ret_index = number ? lists->pinned[number - 1].index : lists->lists_index;
	*ret = subject;
	return *ret_index != NULL;
}

/* False when memory is short. */
static bool
copy_text(struct reading *reading, struct cdr_arena *arena, struct cdr_str *ret)
{
	struct cdr_str text = get_text(reading);
	*ret = cdr_str_copy(arena, text);
	return ret->p || !text.p;
}

static bool
get_hit(struct reading *reading, const struct cdr_screen_lists *lists, struct cdr_arena *arena,
        struct cdr_match_hit *ret)
{
	ret->number = get_u32(reading);
	ret->score = get_real(reading);
	ret->verdict = (enum cdr_verdict)get_u32(reading);
	bool whole = copy_text(reading, arena, &ret->matched_name);
	ret->n_reasons = get_u32(reading);
	ret->reasons =
		room_for(reading, ret->n_reasons, 2 * sizeof(uint32_t) + sizeof(double), sizeof(*ret->reasons), arena);
	if (!ret->reasons || ret->number >= lists->n_entries)
		return false;
	for (size_t i = 0; whole && i < ret->n_reasons; i++) {
		struct cdr_reason *reason = &ret->reasons[i];
		whole = copy_text(reading, arena, &reason->code) && copy_text(reading, arena, &reason->text);
		reason->contribution = get_real(reading);
	}
	return whole && !reading->short_of;
}

static bool
get_answer(struct cdr_str answer, const struct cdr_screen_lists *lists, struct cdr_arena *arena,
           struct cdr_match_hit **ret, size_t *ret_n)
{
	struct reading reading = { answer, false };
	size_t n = get_u32(&reading);
	struct cdr_match_hit *hits = n <= CDR_MATCH_MAX_TOP ? cdr_arena_alloc(arena, (n + 1) * sizeof(*hits)) : NULL;
	for (size_t i = 0; hits && i < n; i++) {
		if (!get_hit(&reading, lists, arena, &hits[i]))
			return false;
	}
	if (!hits || reading.short_of)
		return false;
	*ret = hits;
	*ret_n = n;
	return true;
}

/* ----------------------------------------------------------------------------------------------------- in the worker */

/* One subject's questions. */
static enum cdr_status
answer(void *context, struct cdr_str request, struct cdr_buf *reply)
{
	struct ahead *ahead = context;
	struct reading reading = { request, false };
	while (reading.rest.n && !reading.short_of) {
		const struct cdr_match_index *index = NULL;
		struct cdr_match_subject subject;
		struct cdr_match_hit *hits = NULL;
		size_t n_hits = 0;
		struct cdr_str question = get_text(&reading);
		cdr_arena_reset(ahead->arena);
		if (!get_question(question, ahead->lists, ahead->arena, &index, &subject))
			return CDR_EINTERNAL;
		CDR_TRY(ask_index(ahead->lists, index, &subject, ahead->arena, &hits, &n_hits, NULL));
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		put_answer(&text, hits, n_hits);
		CDR_TRY(cdr_buf_check(&text, ROOM, NULL));
		put_text(reply, question);
		put_text(reply, cdr_buf_str(&text));
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------ in the maker */

void
ahead_done(struct ahead *ahead)
{
	ahead->workers = cdr_workers_free(ahead->workers);
	ahead->arena = cdr_arena_free(ahead->arena);
	cdr_buf_done(&ahead->questions);
	cdr_buf_done(&ahead->answers);
}

enum cdr_status
ahead_init(struct ahead *ahead, const struct cdr_screen_lists *lists, size_t jobs, size_t n_subjects,
           struct cdr_error *err)
{
	size_t worthwhile = n_subjects / WORTHWHILE, n = jobs ? jobs : cdr_processors();
	if (jobs == 0 && n > worthwhile)
		n = worthwhile;
	if (n > CDR_SCREEN_MAX_JOBS)
		n = CDR_SCREEN_MAX_JOBS;
	ahead->lists = lists;
	ahead->questions = ahead->answers = (struct cdr_buf)CDR_BUF_INIT;
	if (n < 2)
		return CDR_OK;
	if (!(ahead->arena = cdr_arena_new(WORKER_ARENA_MAX_BYTES)))
		return cdr_fail_memory(err, ROOM);
	return cdr_workers_new(n, answer, ahead, &ahead->workers, err);
}

bool
ahead_is_on(const struct ahead *ahead)
{
	return ahead->workers && cdr_workers_alive(ahead->workers) > 0;
}

void
ahead_foresee(struct ahead *ahead, const struct cdr_match_index *index, const struct cdr_match_subject *subject)
{
	struct cdr_buf *out = &ahead->questions;
	if (cdr_match_index_count(index) == 0)
		return;
	size_t at = out->n;
	put_u32(out, 0);
	put_question(out, ahead->lists, index, subject);
	uint32_t n = (uint32_t)(out->n - at - sizeof(n));
	if (!out->failed)
		memcpy(out->p + at, &n, sizeof(n));
}

enum cdr_status
ahead_put(struct ahead *ahead, struct cdr_error *err)
{
	enum cdr_status status = cdr_buf_check(&ahead->questions, ROOM, err);
	if (status == CDR_OK)
		status = cdr_workers_put(ahead->workers, cdr_buf_str(&ahead->questions), err);
	cdr_buf_clear(&ahead->questions);
	return status;
}

void
ahead_take(struct ahead *ahead)
{
	bool answered = false;
	cdr_buf_clear(&ahead->answers);
	if (ahead->workers && cdr_workers_pending(ahead->workers))
		cdr_workers_get(ahead->workers, &ahead->answers, &answered);
	if (!answered)
		cdr_buf_clear(&ahead->answers);
}

bool
ahead_find(const struct ahead *ahead, const struct cdr_match_index *index, const struct cdr_match_subject *subject,
           struct cdr_arena *arena, struct cdr_match_hit **ret, size_t *ret_n)
{
	if (!ahead || ahead->answers.n == 0)
		return false;
	cdr_auto(cdr_buf) asked = CDR_BUF_INIT;
	put_question(&asked, ahead->lists, index, subject);
	struct reading reading = { cdr_buf_str(&ahead->answers), false };
	while (!asked.failed && reading.rest.n) {
		struct cdr_str question = get_text(&reading), found = get_text(&reading);
		if (!reading.short_of && cdr_str_equal(question, cdr_buf_str(&asked)))
			return get_answer(found, ahead->lists, arena, ret, ret_n);
	}
	return false;
}
