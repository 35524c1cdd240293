/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The growable byte buffer. The surprise: an append that fails adds nothing at all (never a part), and everything after
 * it is ignored until cdr_buf_clear, so what is in the buffer is always a whole prefix of what was meant.
 */

#include "candor/base.h"

#include <stdio.h>
#include <string.h>

#include "base/base-impl.h"

#define BUF_CAP_MIN ((size_t)64)

void
cdr_buf_done(struct cdr_buf *buf)
{
	if (!buf)
		return;
	cdr_free(buf->p);
	*buf = (struct cdr_buf){ .max = buf->max };
}

static bool
grow(struct cdr_buf *buf, size_t needed)
{
	size_t cap = buf->cap < BUF_CAP_MIN ? BUF_CAP_MIN : buf->cap;
	while (cap < needed)
		cap = cap > SIZE_MAX / 2 ? needed : cap * 2;
	if (cap > buf->max && cap - buf->max > 1)
		cap = buf->max + 1; /* the ceiling and its NUL; needed is within it */
	char *p = cdr_realloc(buf->p, cap);
	if (!p)
		return false;
	buf->p = p;
	buf->cap = cap;
	return true;
}

char *
cdr_buf_reserve(struct cdr_buf *buf, size_t n)
{
	if (buf->failed)
		return NULL;
	if (buf->n > buf->max || n > buf->max - buf->n || n > SIZE_MAX - 1 - buf->n) {
		buf->failed = buf->over_max = true;
		return NULL;
	}
	size_t needed = buf->n + n + 1;
	if (needed > buf->cap && !grow(buf, needed)) {
		buf->failed = true;
		return NULL;
	}
	return buf->p + buf->n;
}

void
cdr_buf_terminate(struct cdr_buf *buf)
{
	if (buf->p)
		buf->p[buf->n] = '\0';
}

void
cdr_buf_add(struct cdr_buf *buf, const void *bytes, size_t n)
{
	char *end = cdr_buf_reserve(buf, n);
	if (!end)
		return;
	if (n > 0)
		memcpy(end, bytes, n);
	buf->n += n;
	buf->p[buf->n] = '\0';
}

void
cdr_buf_add_str(struct cdr_buf *buf, struct cdr_str s)
{
	cdr_buf_add(buf, s.p, s.n);
}

void
cdr_buf_puts(struct cdr_buf *buf, const char *c_string)
{
	cdr_buf_add(buf, c_string, c_string ? strlen(c_string) : 0);
}

void
cdr_buf_putc(struct cdr_buf *buf, char c)
{
	cdr_buf_add(buf, &c, 1);
}

/* Formats into the room that is left and only once more if that was too little. */
void
cdr_buf_printf(struct cdr_buf *buf, const char *format, ...)
{
	if (!cdr_buf_reserve(buf, 0))
		return;
	size_t room = buf->cap - buf->n;
	va_list args;
	va_start(args, format);
	int length = vsnprintf(buf->p + buf->n, room, format, args);
	va_end(args);
	buf->p[buf->n] = '\0';
	if (length < 0) {
		buf->failed = true;
		return;
	}
	char *end = cdr_buf_reserve(buf, (size_t)length);
	if (!end)
		return;
	va_start(args, format);
	(void)vsnprintf(end, (size_t)length + 1, format, args);
	va_end(args);
	buf->n += (size_t)length;
}

void
cdr_buf_clear(struct cdr_buf *buf)
{
	buf->n = 0;
	buf->failed = buf->over_max = false;
	cdr_buf_terminate(buf);
}

struct cdr_str
cdr_buf_str(const struct cdr_buf *buf)
{
	return (struct cdr_str){ buf->p ? buf->p : "", buf->n };
}

enum cdr_status
cdr_buf_check(const struct cdr_buf *buf, const char *room, struct cdr_error *err)
{
	if (!buf->failed)
		return CDR_OK;
	if (buf->over_max)
		return cdr_fail(err, CDR_ELIMIT, room, NULL,
		                "the result is larger than the %zu bytes allowed; split the input", buf->max);
	return cdr_fail_memory(err, room);
}
