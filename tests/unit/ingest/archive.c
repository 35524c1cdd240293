/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "workbook.h"

#include <zlib.h>

static struct cdr_str
pack_gzip(struct cdr_str text)
{
	z_stream stream = { 0 };
	assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
	size_t max = deflateBound(&stream, text.n);
	char *out = malloc(max);
	assert_non_null(out);
	stream.next_in = (Bytef *)(uintptr_t)text.p;
	stream.avail_in = (uInt)text.n;
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)max;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	size_t n = max - stream.avail_out;
	(void)deflateEnd(&stream);
	return (struct cdr_str){ out, n };
}

static void
release(struct cdr_str packed)
{
	free((void *)(uintptr_t)packed.p);
}

static void
archive_gzip_is_read_as_what_it_holds(void **state)
{
	(void)state;
	struct cdr_str packed = pack_gzip(CDR_STR("{\"name\":\"Mill A\"}\n"));
	cdr_owned(cdr_table) lines = read_table(packed, "folder/list.ndjson.gz", NULL);
	assert_text(lines, 1, 0, "Mill A");
	assert_str(lines->file, "list.ndjson.gz");
	release(packed);
	packed = pack_gzip(CDR_STR("a,b\n1,2\n"));
	cdr_auto(cdr_buf) twice = CDR_BUF_INIT;
	cdr_buf_add_str(&twice, packed);
	cdr_buf_add_str(&twice, packed);
	cdr_buf_add_str(&twice, CDR_STR("\0\0\0"));
	cdr_owned(cdr_table) joined = read_table(cdr_buf_str(&twice), "list.csv.gz", NULL);
	assert_int_equal(joined->sheets[0].n_rows, 4);
	release(packed);
}

static void
archive_gzip_damage_is_refused(void **state)
{
	(void)state;
	struct cdr_str packed = pack_gzip(CDR_STR("name,country\nHarbour Mill,Alba\nBerg Works,Corin\n"));
	for (size_t n = 2; n < packed.n; n++)
		read_refused((struct cdr_str){ packed.p, n }, "list.csv.gz", NULL, CDR_EINPUT, "list.csv.gz",
		             "damaged or incomplete");
	cdr_auto(cdr_buf) changed = CDR_BUF_INIT;
	cdr_buf_add_str(&changed, packed);
	changed.p[changed.n - 6] ^= 1; /* the checksum */
	read_refused(cdr_buf_str(&changed), "list.csv.gz", NULL, CDR_EINPUT, "list.csv.gz", "incorrect data check");
	cdr_buf_clear(&changed);
	cdr_buf_add_str(&changed, packed);
	cdr_buf_puts(&changed, "behind");
	read_refused(cdr_buf_str(&changed), "list.csv.gz", NULL, CDR_EINPUT, "list.csv.gz", "incorrect header");
	struct cdr_str again = pack_gzip(packed);
	read_refused(again, "list.csv.gz.gz", NULL, CDR_EINPUT, "list.csv.gz.gz", "a gzip archive within another");
	release(again);
	release(packed);
	struct cdr_str empty = pack_gzip(CDR_STR(""));
	read_refused(empty, "list.csv.gz", NULL, CDR_EINPUT, "list.csv.gz", "packed in it is empty");
	release(empty);
}

static void
archive_bombs_are_refused(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) zeros = CDR_BUF_INIT;
	for (int i = 0; i < 4 << 20; i++)
		cdr_buf_putc(&zeros, 'a');
	struct cdr_str packed = pack_gzip(cdr_buf_str(&zeros));
	read_refused(packed, "list.csv.gz", NULL, CDR_ELIMIT, "list.csv.gz", "more than 200 times");
	release(packed);
	const struct part parts[] = { { "list.csv", cdr_buf_str(&zeros) } };
	packed = pack_parts(parts, 1, true);
	read_refused(packed, "list.zip", NULL, CDR_ELIMIT, "list.zip member list.csv", "more than 200 times");
	release(packed);
}

static void
archive_zip_of_one_list_is_that_list(void **state)
{
	(void)state;
	const struct part parts[] = { { "__MACOSX/._list.csv", CDR_STR("x") },
		                      { "notes.bin", CDR_STR("x") },
		                      { "data/.hidden.csv", CDR_STR("x") },
		                      { "data/empty.csv", CDR_STR("") },
		                      { "data/list.csv", CDR_STR("name,country\nHarbour Mill,\"Al\nba\"\n") } };
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), true);
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	cdr_owned(cdr_table) table = read_table(packed, "list.zip", &options);
	assert_text(table, 1, 0, "Harbour Mill");
	const struct cdr_row row = cdr_sheet_row(&table->sheets[0], 1);
	char place[128];
	assert_string_equal(cdr_cell_place(table, &table->sheets[0], &row, 1, place, sizeof(place)),
	                    "list.zip!data/list.csv row 2 (line 2), column B");
	release(packed);
}

static void
archive_zip_of_several_asks_which(void **state)
{
	(void)state;
	struct cdr_str book =
		pack_workbook(CDR_STR(SHEET("<row><c t=\"str\"><v>In the book</v></c></row>")),
	                      (struct cdr_str){ NULL, 0 }, (struct cdr_str){ NULL, 0 }, (struct cdr_str){ NULL, 0 });
	const struct part parts[] = { { "a/north.csv", CDR_STR("North\n") },
		                      { "south.csv", CDR_STR("South\n") },
		                      { "book.xlsx", book } };
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), true);
	struct cdr_ingest_options options = { .sheet = CDR_STR("NORTH.csv") };
	read_refused(packed, "lists.zip", NULL, CDR_EINPUT, "lists.zip",
	             "several files: \"a/north.csv\", \"south.csv\", \"book.xlsx\"");
	cdr_owned(cdr_table) north = read_table(packed, "lists.zip", &options);
	assert_text(north, 0, 0, "North");
	options.sheet = CDR_STR("book.xlsx!#1");
	cdr_owned(cdr_table) sites = read_table(packed, "lists.zip", &options);
	assert_text(sites, 0, 0, "In the book");
	options.sheet = CDR_STR("book.xlsx!East");
	read_refused(packed, "lists.zip", &options, CDR_EINPUT, "lists.zip!book.xlsx", "no such sheet");
	options.sheet = CDR_STR("east.csv");
	read_refused(packed, "lists.zip", &options, CDR_EINPUT, "lists.zip", "several files");
	release(packed);
	release(book);
}

static void
archive_zip_damage_is_refused(void **state)
{
	(void)state;
	const struct part parts[] = { { "list.csv", CDR_STR("name,country\nHarbour Mill,Alba\n") } };
	const struct part folder[] = { { "empty.csv", CDR_STR("") } };
	struct cdr_str packed = pack_parts(parts, 1, false), empty = pack_parts(folder, 1, false);
	cdr_auto(cdr_buf) changed = CDR_BUF_INIT;
	cdr_buf_add_str(&changed, packed);
	ptrdiff_t at = cdr_str_find(packed, CDR_STR("Harbour"));
	assert_true(at > 0);
	changed.p[at] = 'B';
	read_refused(cdr_buf_str(&changed), "list.zip", NULL, CDR_EINPUT, "list.zip member list.csv", "CRC");
	read_refused(empty, "list.zip", NULL, CDR_EINPUT, "list.zip", "holds no file");
	read_refused((struct cdr_str){ packed.p, packed.n - 10 }, "list.zip", NULL, CDR_EINPUT, "list.zip", "damaged");
	struct cdr_str within = pack_gzip(packed);
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	read_refused(within, "list.zip.gz", &options, CDR_EINPUT, "list.zip.gz", "zip archive");
	release(within);
	release(packed);
	release(empty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(archive_gzip_is_read_as_what_it_holds),
		cmocka_unit_test(archive_gzip_damage_is_refused),
		cmocka_unit_test(archive_bombs_are_refused),
		cmocka_unit_test(archive_zip_of_one_list_is_that_list),
		cmocka_unit_test(archive_zip_of_several_asks_which),
		cmocka_unit_test(archive_zip_damage_is_refused),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
