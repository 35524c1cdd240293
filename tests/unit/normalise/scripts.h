/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* For the tests of the readers of scripts: a name folded and read, as match sees it. */

#include "normalise/normalise-impl.h"

#include "support.h"

/* Words of the folded text in Latin letters, single-spaced. */
static inline void
expect_latin(const char *text, const char *latin)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	char out[512];
	size_t n = 0;
	cdr_fold(cdr_str_from(text), CDR_FOLD_LATIN, &buf);
	assert_false(buf.failed);
	for (size_t i = 0; i < buf.n; i++) {
		size_t start = i;
		while (i < buf.n && buf.p[i] != ' ')
			i++;
		if (n)
			out[n++] = ' ';
		n += cdr_romanise((struct cdr_str){ buf.p + start, i - start }, out + n, sizeof(out) - n - 1);
	}
	if (n != strlen(latin) || memcmp(out, latin, n) != 0)
		fail_msg("\"%s\" is read \"%.*s\", not \"%s\"", text, (int)n, out, latin);
}

/* Two spellings that folding makes one. */
static inline void
expect_folded_alike(const char *one, const char *other)
{
	cdr_auto(cdr_buf) left = CDR_BUF_INIT;
	cdr_auto(cdr_buf) right = CDR_BUF_INIT;
	cdr_fold(cdr_str_from(one), CDR_FOLD_LATIN, &left);
	cdr_fold(cdr_str_from(other), CDR_FOLD_LATIN, &right);
	assert_false(left.failed || right.failed);
	if (!cdr_str_equal(cdr_buf_str(&left), cdr_buf_str(&right)))
		fail_msg("\"%.*s\" is not \"%.*s\"", (int)left.n, left.p, (int)right.n, right.p);
}
