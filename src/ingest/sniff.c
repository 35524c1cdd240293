/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells what the bytes are: one of the formats read here, or something that people often hand over by mistake and that
 * deserves its name in the message (an RTF document; a web page or a PDF, where another format is expected). Content decides
 * before the name does, because names lie more often. Surprise: a file that fits nothing is CSV, the one format with no mark of
 * its own; so whatever must not be read as text has to be refused here.
 */
#include "ingest/xls-impl.h"

#include <ctype.h>
#include <string.h>

#define HEAD_BYTES 1024

/* The first bytes with byte-order marks and NULs left out, so that one look serves UTF-8 and UTF-16 alike. */
struct head {
	char text[HEAD_BYTES];
	size_t n;
};

/* Files that begin with these bytes are refused, saying what they are. */
static const struct {
	const char *bytes;
	size_t n;
	const char *what;
} refused[] = {
	{ "\x09\x00\x04\x00", 4, "a worksheet of Excel 2; open it and save it as .xlsx or CSV" },
	{ "\x09\x02\x06\x00", 4, "a worksheet of Excel 3; open it and save it as .xlsx or CSV" },
	{ "\x09\x04\x06\x00", 4, "a worksheet of Excel 4; open it and save it as .xlsx or CSV" },
	{ "\x1F\x8B", 2, "a gzip archive within another; unpack it first" },
	{ "7z\xBC\xAF\x27\x1C", 6, "a 7-Zip archive; unpack it first" },
	{ "Rar!\x1A\x07", 6, "a RAR archive; unpack it first" },
	{ "{\\rtf", 5, "an RTF document; save the list as CSV or .xlsx" },
};

static const struct {
	const char *suffix;
	enum cdr_ingest_format format;
} suffixes[] = {
	{ ".csv", CDR_INGEST_CSV },      { ".tsv", CDR_INGEST_CSV },       { ".txt", CDR_INGEST_CSV },
	{ ".xlsx", CDR_INGEST_XLSX },    { ".xlsm", CDR_INGEST_XLSX },     { ".json", CDR_INGEST_JSON },
	{ ".jsonl", CDR_INGEST_NDJSON }, { ".ndjson", CDR_INGEST_NDJSON }, { ".xml", CDR_INGEST_XML },
	{ ".html", CDR_INGEST_HTML },    { ".htm", CDR_INGEST_HTML },      { ".ods", CDR_INGEST_ODS },
	{ ".xls", CDR_INGEST_XLS },      { ".pdf", CDR_INGEST_PDF },
};

static const char *const expected_words[] = {
	[CDR_INGEST_AUTO] = "a table",
	[CDR_INGEST_CSV] = "a CSV file",
	[CDR_INGEST_XLSX] = "an .xlsx workbook",
	[CDR_INGEST_JSON] = "a JSON document",
	[CDR_INGEST_XML] = "an XML list",
	[CDR_INGEST_HTML] = "an HTML page",
	[CDR_INGEST_NDJSON] = "JSON, one record a line",
	[CDR_INGEST_ODS] = "an .ods workbook",
	[CDR_INGEST_XLS] = "an .xls workbook",
	[CDR_INGEST_TEXT] = "a plain text list",
	[CDR_INGEST_FTM] = "FollowTheMoney entities, one a line",
	[CDR_INGEST_PDF] = "a PDF document",
	[CDR_INGEST_PROSE] = "a document",
};

static void
read_head(struct cdr_str bytes, struct head *head)
{
	head->n = 0;
	for (size_t i = 0; i < bytes.n && i < (size_t)2 * HEAD_BYTES && head->n < HEAD_BYTES; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		bool is_mark = i < 3 && (c == 0xEF || c == 0xBB || c == 0xBF || c == 0xFE || c == 0xFF);
		if (c != 0 && !is_mark)
			head->text[head->n++] = (char)c;
	}
}

static struct cdr_str
skip(struct cdr_str s, size_t n)
{
	return n < s.n ? (struct cdr_str){ s.p + n, s.n - n } : (struct cdr_str){ "", 0 };
}

/* What follows white space, and before an element also comments and processing instructions. */
static struct cdr_str
skip_prolog(struct cdr_str s)
{
	for (;;) {
		while (s.n > 0 && isspace((unsigned char)*s.p))
			s = skip(s, 1);
		struct cdr_str end;
		if (cdr_str_starts_with(s, CDR_STR("<!--")))
			end = CDR_STR("-->");
		else if (cdr_str_starts_with(s, CDR_STR("<?")))
			end = CDR_STR("?>");
		else
			return s;
		ptrdiff_t at = cdr_str_find(s, end);
		if (at < 0)
			return (struct cdr_str){ "", 0 };
		s = skip(s, (size_t)at + end.n);
	}
}

static bool
starts_with_nocase(struct cdr_str s, struct cdr_str prefix)
{
	return s.n >= prefix.n && cdr_str_equal_nocase((struct cdr_str){ s.p, prefix.n }, prefix);
}

static bool
is_html(struct cdr_str head)
{
	struct cdr_str s = skip_prolog(head);
	static const struct cdr_str marks[] = {
		{ "<!doctype html", 14 }, { "<html", 5 }, { "<head>", 6 }, { "<body", 5 }, { "<meta ", 6 },
	};
	for (size_t i = 0; i < CDR_LEN(marks); i++) {
		if (starts_with_nocase(s, marks[i]))
			return true;
	}
	return false;
}

static bool
is_xml(struct cdr_str head)
{
	while (head.n > 0 && isspace((unsigned char)*head.p))
		head = skip(head, 1);
	return head.n >= 2 && head.p[0] == '<' &&
	       (isalpha((unsigned char)head.p[1]) || head.p[1] == '?' || head.p[1] == '!' || head.p[1] == '_');
}

/* An opening bracket alone proves nothing ("[ID],name" is a header too); what comes after it does. */
static bool
is_json(struct cdr_str head)
{
	while (head.n > 0 && isspace((unsigned char)*head.p))
		head = skip(head, 1);
	if (head.n == 0 || (*head.p != '{' && *head.p != '['))
		return false;
	bool is_object = *head.p == '{';
	head = skip(head, 1);
	while (head.n > 0 && isspace((unsigned char)*head.p))
		head = skip(head, 1);
	return head.n > 0 && strchr(is_object ? "\"}" : "{[]\"", *head.p) != NULL;
}

static enum cdr_ingest_format
format_of_name(const char *name)
{
	struct cdr_str s = cdr_str_from(name);
	if (s.n > 3 && starts_with_nocase(skip(s, s.n - 3), CDR_STR(".gz")))
		s.n -= 3;
	for (size_t i = 0; i < CDR_LEN(suffixes); i++) {
		struct cdr_str suffix = cdr_str_from(suffixes[i].suffix);
		if (s.n > suffix.n && starts_with_nocase(skip(s, s.n - suffix.n), suffix))
			return suffixes[i].format;
	}
	return CDR_INGEST_AUTO;
}

bool
cdr_ingest_knows_suffix(const char *name)
{
	return format_of_name(name) != CDR_INGEST_AUTO;
}

static bool
is_zip(struct cdr_str bytes)
{
	return cdr_str_starts_with(bytes, (struct cdr_str){ "PK\x03\x04", 4 }) ||
	       cdr_str_starts_with(bytes, (struct cdr_str){ "PK\x05\x06", 4 });
}

/* A compound file, or the records of a workbook without one around them, as some programs write them. */
static bool
is_xls(struct cdr_str bytes)
{
	return cdr_xls_is_compound(bytes) || cdr_str_starts_with(bytes, (struct cdr_str){ "\x09\x08\x10\x00", 4 }) ||
	       cdr_str_starts_with(bytes, (struct cdr_str){ "\x09\x08\x08\x00", 4 });
}

static enum cdr_status
refuse(const struct cdr_ingest_source *source, enum cdr_ingest_format wanted, struct cdr_str head,
       struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_LEN(refused); i++) {
		if (cdr_str_starts_with(source->bytes, (struct cdr_str){ refused[i].bytes, refused[i].n }))
			return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name, "this is %s", refused[i].what);
	}
	if (wanted != CDR_INGEST_AUTO && wanted != CDR_INGEST_HTML && is_html(head))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is an HTML page, not %s; the download probably failed", expected_words[wanted]);
	if (is_zip(source->bytes) && wanted != CDR_INGEST_AUTO && wanted != CDR_INGEST_XLSX && wanted != CDR_INGEST_ODS)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is a zip archive or an .xlsx workbook, not %s", expected_words[wanted]);
	if (is_xls(source->bytes) && wanted != CDR_INGEST_AUTO && wanted != CDR_INGEST_XLS)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is an Excel 97-2003 workbook (.xls) or an encrypted one, not %s",
		                expected_words[wanted]);
	if (wanted != CDR_INGEST_AUTO && wanted != CDR_INGEST_PDF && cdr_pdf_is(source->bytes))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name, "this is a PDF document, not %s",
		                expected_words[wanted]);
	if (wanted == CDR_INGEST_PDF && !cdr_pdf_is(source->bytes))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is not a PDF document; the download probably failed");
	return CDR_OK;
}

enum cdr_status
cdr_ingest_sniff(const struct cdr_ingest_source *source, enum cdr_ingest_format wanted, enum cdr_ingest_format *ret,
                 struct cdr_error *err)
{
	if ((size_t)wanted >= CDR_LEN(expected_words))
		return cdr_fail(err, CDR_EUSAGE, CDR_INGEST_ROOM, source->name, "no such format: %d", (int)wanted);
	if (wanted == CDR_INGEST_PROSE) { /* which kind of document it is, its reader tells */
		*ret = wanted;
		return CDR_OK;
	}
	struct head head;
	read_head(source->bytes, &head);
	struct cdr_str text = { head.text, head.n };
	enum cdr_ingest_format by_name = format_of_name(source->name);
	CDR_TRY(refuse(source, wanted, text, err));
	if (wanted == CDR_INGEST_JSON && by_name == CDR_INGEST_NDJSON)
		*ret = by_name;
	else if (wanted != CDR_INGEST_AUTO)
		*ret = wanted;
	else if (cdr_pdf_is(source->bytes))
		*ret = CDR_INGEST_PDF;
	else if (is_zip(source->bytes))
		*ret = cdr_ingest_is_ods(source) ? CDR_INGEST_ODS : CDR_INGEST_XLSX;
	else if (is_xls(source->bytes))
		*ret = CDR_INGEST_XLS;
	else if (is_html(text) || (by_name == CDR_INGEST_HTML && is_xml(text)))
		*ret = CDR_INGEST_HTML; /* a page may begin with any of its elements */
	else if (is_xml(text))
		*ret = CDR_INGEST_XML;
	else if (is_json(text) && cdr_ingest_is_ftm(source))
		*ret = CDR_INGEST_FTM;
	else if (is_json(text))
		*ret = by_name == CDR_INGEST_NDJSON ? by_name : CDR_INGEST_JSON;
	else /* many a program calls its text .xls, so that it opens there */
		*ret = by_name == CDR_INGEST_AUTO || by_name == CDR_INGEST_XLS ? CDR_INGEST_CSV : by_name;
	if (*ret == CDR_INGEST_PDF && !cdr_pdf_is(source->bytes))
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, source->name,
		                "this is not a PDF document, whatever its name says; fetch it again");
	return CDR_OK;
}
