/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/xls-impl.h"
#include "reading.h"

#include "biff.h"

/* The stream found must be the one put in. */
static void
comes_back(struct cdr_str stream, const struct compound *as, bool copied)
{
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	cdr_auto(cdr_buf) copy = CDR_BUF_INIT;
	struct cdr_str found = { NULL, 0 };
	struct cdr_error err = { 0 };
	pack_compound(&packed, stream, as);
	if (cdr_xls_workbook(cdr_buf_str(&packed), "list.xls", &copy, &found, &err) != CDR_OK)
		fail_msg("%s", err.message);
	assert_true(cdr_str_equal(found, stream));
	assert_int_equal(copy.n > 0, copied);
}

static void
fill(struct cdr_buf *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cdr_buf_putc(out, (char)(i * 7 + i / 251));
}

static void
cfb_streams_come_back_whole(void **state)
{
	(void)state;
	static const size_t sizes[] = { 1, 63, 64, 65, 511, 4095, 4096, 4097, 70000, 300001 };
	for (size_t i = 0; i < CDR_LEN(sizes); i++) {
		cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
		fill(&stream, sizes[i]);
		bool mini = sizes[i] < BIFF_CUTOFF;
		comes_back(cdr_buf_str(&stream), NULL, mini);
		comes_back(cdr_buf_str(&stream), &(struct compound){ .backwards = true }, true);
		comes_back(cdr_buf_str(&stream), &(struct compound){ .stream = "WORKBOOK" }, mini);
		comes_back(cdr_buf_str(&stream), &(struct compound){ .stream = "Book" }, mini);
	}
}

static void
refused(struct cdr_str bytes, const char *words)
{
	cdr_auto(cdr_buf) copy = CDR_BUF_INIT;
	struct cdr_str found = { NULL, 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_xls_workbook(bytes, "list.xls", &copy, &found, &err), CDR_EINPUT);
	assert_null(found.p);
	assert_string_equal(err.where, "list.xls");
	if (!strstr(err.message, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.message);
}

static void
cfb_what_else_lies_in_such_a_file_is_named(void **state)
{
	(void)state;
	static const struct {
		struct compound as;
		const char *words;
	} cases[] = {
		{ { .stream = "EncryptedPackage" }, "protected by a password" },
		{ { .stream = "WordDocument" }, "a Word document" },
		{ { .stream = "PowerPoint Document" }, "a presentation" },
		{ { .stream = "Thumbs" }, "no workbook in this file" },
		{ { .storage = "MBD0012" }, "no workbook in this file" }, /* a sheet put into some other document */
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
		pack_compound(&packed, CDR_STR("x"), &cases[i].as);
		refused(cdr_buf_str(&packed), cases[i].words);
	}
}

static void
cfb_damage_is_refused(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	fill(&stream, 10000);
	/* Offsets in the header, and in the table of parts, which is the last sector. */
	static const struct {
		ptrdiff_t at;
		uint32_t value;
		const char *words;
	} cases[] = {
		{ 30, 0x00060004, "a size that no program writes" },
		{ 44, 0x7FFFFFFF, "larger than the file" },
		{ 48, 5000, "a part of it is missing" },
		{ 48, BIFF_END, "its directory is missing" },
		{ 76, 5000, "its table of parts is missing" },
		{ -512, 0, "in a circle" },               /* the directory follows itself */
		{ -512 + 4 * 5, 77777, "is missing" },    /* parts of the stream are nowhere */
		{ -512 + 4 * 5, BIFF_END, "is missing" }, /* or end too early */
		{ 512 + 66, 2, "its directory is missing" },
		{ 512 + 128 + 120, 200000, "is missing" }, /* longer than it is */
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
		pack_compound(&packed, cdr_buf_str(&stream), NULL);
		char *p = cases[i].at < 0 ? packed.p + packed.n + cases[i].at : packed.p + cases[i].at;
		for (size_t k = 0; k < 4; k++)
			p[k] = (char)(cases[i].value >> (8 * k) & 0xFF);
		refused(cdr_buf_str(&packed), cases[i].words);
	}
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	pack_compound(&packed, cdr_buf_str(&stream), NULL);
	refused((struct cdr_str){ packed.p, 511 }, "first 512 bytes");
	refused((struct cdr_str){ packed.p, 8 }, "first 512 bytes");
	refused((struct cdr_str){ packed.p, 6000 }, "missing");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cfb_streams_come_back_whole),
		cmocka_unit_test(cfb_what_else_lies_in_such_a_file_is_named),
		cmocka_unit_test(cfb_damage_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
