/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An .xls workbook. Input that begins with "#" is written in hexadecimal, a record a line ("204: 0000 0000 0000 0300 00 A"
 * is type, data; from a quotation mark on characters are themselves), first the globals, then after a line "sheet" those of a
 * sheet; "#95" makes it one of Excel 95. Anything else is the file as it is.
 */
#include "../unit/ingest/biff.h"

#include <stdint.h>

#include "table.h"

static void
read_as(struct cdr_str bytes, struct cdr_str sheet)
{
	struct cdr_ingest_options options = { .format = CDR_INGEST_XLS, .sheet = sheet };
	read_and_check(bytes, "input.xls", &options);
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "204: 00 01 \"text": the record of that type. */
static void
add_line(struct cdr_str line, struct cdr_buf *out)
{
	cdr_auto(cdr_buf) data = CDR_BUF_INIT;
	unsigned type = 0;
	size_t i = 0;
	for (; i < line.n && digit(line.p[i]) >= 0; i++)
		type = (type << 4 | (unsigned)digit(line.p[i])) & 0xFFFF;
	for (; i + 1 < line.n && line.p[i] != '"'; i++) {
		if (digit(line.p[i]) >= 0 && digit(line.p[i + 1]) >= 0) {
			cdr_buf_putc(&data, (char)(digit(line.p[i]) << 4 | digit(line.p[i + 1])));
			i++;
		}
	}
	if (i < line.n && line.p[i] == '"')
		cdr_buf_add(&data, line.p + i + 1, line.n - i - 1);
	if (data.n <= 0xFFFF)
		biff_record(out, type, cdr_buf_str(&data));
}

static void
read_written(struct cdr_str text)
{
	cdr_auto(cdr_buf) globals = CDR_BUF_INIT;
	cdr_auto(cdr_buf) records = CDR_BUF_INIT;
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	struct cdr_buf *out = &globals;
	bool old = cdr_str_starts_with(text, CDR_STR("#95"));
	struct cdr_str line;
	while (cdr_str_split(&text, '\n', &line)) {
		if (cdr_str_equal(line, CDR_STR("sheet")))
			out = &records;
		else if (line.n > 0 && line.p[0] != '#')
			add_line(line, out);
	}
	const struct biff_sheet sheets[] = { { .name = "S", .records = cdr_buf_str(&records) },
		                             { .name = "Hidden", .state = 1, .records = cdr_buf_str(&records) } };
	pack_biff_of(old ? 0x0500 : 0x0600, &stream, cdr_buf_str(&globals), sheets, CDR_LEN(sheets));
	read_as(cdr_buf_str(&stream), (struct cdr_str){ NULL, 0 });
	pack_compound(&packed, cdr_buf_str(&stream), NULL);
	read_as(cdr_buf_str(&packed), CDR_STR("#2"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str bytes = { (const char *)data, size };
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	if (size > 0 && data[0] == '#')
		read_written(bytes);
	else
		read_as(bytes, (struct cdr_str){ NULL, 0 });
	return 0;
}
