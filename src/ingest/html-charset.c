/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a web page says its encoding is: a <meta> within its first bytes, or the declaration of an XHTML page. And the page's text in UTF-8 by
 * that. Surprise: labels do not mean what they say. By the Encoding Standard (https://encoding.spec.whatwg.org,
 * section 4.2) a page in "iso-8859-1" is read as windows-1252 and one in "gb2312" as GB18030, and pages are written so.
 */
#include "ingest/html-impl.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LOOKED_AT_BYTES 8192
#define LABEL_MAX_BYTES 40

static const struct {
	const char *label, *name;
} meanings[] = {
	{ "ascii", "windows-1252" },
	{ "us-ascii", "windows-1252" },
	{ "iso-8859-1", "windows-1252" },
	{ "iso8859-1", "windows-1252" },
	{ "latin1", "windows-1252" },
	{ "iso-8859-9", "windows-1254" },
	{ "iso-8859-11", "windows-874" },
	{ "tis-620", "windows-874" },
	{ "gb2312", "GB18030" },
	{ "gbk", "GB18030" },
	{ "big5", "Big5-HKSCS" },
	{ "shift_jis", "windows-31j" },
	{ "x-sjis", "windows-31j" },
	{ "euc-kr", "windows-949" },
	{ "ks_c_5601-1987", "windows-949" },
	{ "utf8", "UTF-8" },
	{ "utf-16", "UTF-8" }, /* such a page could not have been read up to here */
	{ "utf-16le", "UTF-8" },
	{ "utf-16be", "UTF-8" },
	{ "x-user-defined", "windows-1252" },
};

static struct cdr_str
from(struct cdr_str s, size_t n)
{
	return n < s.n ? (struct cdr_str){ s.p + n, s.n - n } : (struct cdr_str){ s.p + s.n, 0 };
}

static bool
begins(struct cdr_str s, struct cdr_str word)
{
	return s.n >= word.n && cdr_str_equal_nocase((struct cdr_str){ s.p, word.n }, word);
}

/* The value after `word` and "=" inside one tag, or {NULL,0}. */
static struct cdr_str
value_of(struct cdr_str tag, struct cdr_str word)
{
	while (tag.n > 0 && !begins(tag, word))
		tag = from(tag, 1);
	tag = from(tag, word.n);
	while (tag.n > 0 && isspace((unsigned char)*tag.p))
		tag = from(tag, 1);
	if (tag.n == 0 || *tag.p != '=')
		return (struct cdr_str){ NULL, 0 };
	tag = from(tag, 1);
	while (tag.n > 0 && (isspace((unsigned char)*tag.p) || *tag.p == '"' || *tag.p == '\''))
		tag = from(tag, 1);
	size_t n = 0;
	while (n < tag.n && !isspace((unsigned char)tag.p[n]) && !strchr("\"';/>?", tag.p[n]))
		n++;
	return (struct cdr_str){ tag.p, n };
}

struct cdr_str
cdr_html_charset(struct cdr_str bytes)
{
	struct cdr_str rest = { bytes.p, bytes.n < LOOKED_AT_BYTES ? bytes.n : LOOKED_AT_BYTES };
	struct cdr_str label = { NULL, 0 };
	while (rest.n > 0 && label.n == 0) {
		bool comment = begins(rest, CDR_STR("<!--")), tag = begins(rest, CDR_STR("<meta"));
		bool declaration = begins(rest, CDR_STR("<?xml"));
		if (!comment && !tag && !declaration) {
			rest = from(rest, 1);
			continue;
		}
		ptrdiff_t end = cdr_str_find(rest, comment ? CDR_STR("-->") : CDR_STR(">"));
		if (end < 0)
			break;
		if (!comment)
			label = value_of((struct cdr_str){ rest.p, (size_t)end },
			                 tag ? CDR_STR("charset") : CDR_STR("encoding"));
		rest = from(rest, (size_t)end);
	}
	for (size_t i = 0; i < CDR_LEN(meanings); i++) {
		if (cdr_str_equal_nocase(label, cdr_str_from(meanings[i].label)))
			return cdr_str_from(meanings[i].name);
	}
	return label.n <= LABEL_MAX_BYTES ? label : (struct cdr_str){ NULL, 0 };
}

enum cdr_status
cdr_html_decode(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_ingest_text *ret,
                struct cdr_error *err)
{
	struct cdr_ingest_options options = *source->options;
	struct cdr_ingest_source declaring = *source;
	bool marked = cdr_str_starts_with(source->bytes, CDR_STR("\xEF\xBB\xBF")) ||
	              cdr_str_starts_with(source->bytes, CDR_STR("\xFF\xFE")) ||
	              cdr_str_starts_with(source->bytes, CDR_STR("\xFE\xFF"));
	struct cdr_str declared = { NULL, 0 };
	if (options.encoding.n == 0 && !marked)
		declared = cdr_html_charset(source->bytes);
	if (declared.n == 0 || cdr_str_equal_nocase(declared, CDR_STR("UTF-8")))
		return cdr_ingest_decode(source, table, ret, err);
	char shown[64];
	options.encoding = declared;
	declaring.options = &options;
	CDR_TRY(cdr_ingest_decode(&declaring, table, ret, err));
	(void)snprintf(shown, sizeof(shown), "%.*s as declared", CDR_STR_ARG(declared));
	return cdr_ingest_copy(table, cdr_str_from(shown), &table->encoding, err);
}
