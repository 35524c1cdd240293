/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pdf-speed [--sections N] [--repeat N] [--file FILE]: how long it takes to set an invented statement as PDF: headings,
 * paragraphs with notes, lists, gaps, tables and charts. 15 sections are thirty pages. Prints JSON, the quickest and the
 * slowest of the runs, and the least processor time; the first one also pays for finding the fonts. FILE is written for looking at.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "candor/doc.h"

#define SECTIONS 15
#define REPEAT 5
#define CLAIMS 6
#define ROWS 14
#define POINTS 7

static const struct cdr_str no_text = { NULL, 0 };
static const char *const countries[POINTS] = {
	"Bangladesh", "Viet Nam", "Türkiye", "India", "Portugal", "中国", "مصر"
};
static const char *const sentences[] = {
	"In the financial year the organisation and its subsidiaries bought from 412 suppliers in 23 countries, of "
	"which 371 "
	"are known by name and address; for the others only the country is on record.",
	"Of these suppliers 318 (86 %) were compared with the lists named in the notes, and 12 were found to resemble "
	"an entry "
	"closely enough to be looked at by a person.",
	"Workers at nine sites were asked about recruitment fees. At two of them fees had been charged, and the "
	"organisation "
	"has recorded what was repaid and what is still outstanding.",
};

static int64_t
now_us(clockid_t clock)
{
	struct timespec now;
	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
add_claims(struct cdr_doc *doc, int section)
{
	for (int i = 0; i < CLAIMS; i++) {
		char anchor[32];
		(void)snprintf(anchor, sizeof(anchor), "c%d-%d", section, i);
		struct cdr_doc_node *claim = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
		cdr_doc_span(doc, claim, cdr_str_from(sentences[i % 3]), cdr_str_from(anchor));
		if (i % 3 == 2)
			cdr_doc_span(doc, claim, CDR_STR(" 本报告涵盖 2026 年度。"), no_text);
	}
	cdr_doc_add(
		doc, NULL, CDR_DOC_GAP, 0,
		CDR_STR("Missing: how many of the sites were visited without notice? The records name visits, but not "
	                "whether they had been announced."));
}

static void
add_table(struct cdr_doc *doc, int section)
{
	static const char *const head[] = { "Supplier", "Country", "Screened on", "Workers" };
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, CDR_STR("Suppliers looked at"));
	for (int r = -1; r < ROWS; r++) {
		struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
		char name[64], day[16], workers[16];
		(void)snprintf(name, sizeof(name), "Amber %s Garments %d Ltd", r % 2 ? "Birch" : "Cedar",
		               section * ROWS + r);
		(void)snprintf(day, sizeof(day), "2026-05-%02d", r + 2);
		(void)snprintf(workers, sizeof(workers), "%d", 40 + r * 37);
		const char *cells[] = { name, countries[(r + POINTS) % POINTS], day, workers };
		for (int c = 0; c < 4; c++)
			cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, cdr_str_from(r < 0 ? head[c] : cells[c]));
	}
}

static void
add_chart(struct cdr_doc *doc, int section)
{
	struct cdr_doc_point points[POINTS];
	for (int i = 0; i < POINTS; i++)
		points[i] = (struct cdr_doc_point){ cdr_str_from(countries[i]), (double)(120 - 14 * i + section) };
	struct cdr_doc_chart chart = { section % 2 ? CDR_DOC_CHART_BARS : CDR_DOC_CHART_LINE,
		                       CDR_STR("Suppliers by country"), CDR_STR("suppliers"), points, POINTS };
	(void)cdr_doc_chart(doc, NULL, &chart);
}

static void
add_notes(struct cdr_doc *doc, int n_sections)
{
	struct cdr_doc_node *notes = cdr_doc_add(doc, NULL, CDR_DOC_NOTES, 0, CDR_STR("Notes"));
	for (int i = 0; i < n_sections * CLAIMS; i++) {
		struct cdr_doc_node *note = cdr_doc_add(doc, notes, CDR_DOC_NOTE, 0, CDR_STR("Rests on:"));
		struct cdr_doc_node *list = cdr_doc_add(doc, note, CDR_DOC_LIST, 0, no_text);
		note->anchor = cdr_str_format(doc->arena, "c%d-%d", i / CLAIMS, i % CLAIMS);
		cdr_doc_add(doc, list, CDR_DOC_ITEM, 0,
		            CDR_STR("Import 3: suppliers.csv, copy of 2026-05-01, SHA-256 4be1f0c26d6f7a11…, evidence "
		                    "record 4"));
		struct cdr_doc_node *item = cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("Screening 7, see "));
		cdr_doc_link(doc, item, CDR_STR("the list as it was published"),
		             CDR_STR("https://lists.example/2026-05-01"));
	}
}

static void
add_all(struct cdr_doc *doc, int n_sections)
{
	cdr_doc_about(doc, CDR_STR("Amber Birch Retail plc"), CDR_STR("Statement on forced labour"), no_text);
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, doc->title);
	cdr_doc_add(doc, NULL, CDR_DOC_BANNER, 0, CDR_STR("Unsigned draft: not for publication"));
	for (int section = 0; section < n_sections; section++) {
		cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, CDR_STR("What was done in the year"));
		add_claims(doc, section);
		cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 3, CDR_STR("Where we buy"));
		add_chart(doc, section);
		struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, no_text);
		for (int i = 0; i < 3; i++)
			cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, cdr_str_from(sentences[i]));
		add_table(doc, section);
	}
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, CDR_STR("Sign-off"));
	cdr_doc_add(doc, NULL, CDR_DOC_BLANK, 0, CDR_STR("Approved by the board on"));
	cdr_doc_add(doc, NULL, CDR_DOC_BLANK, 0, CDR_STR("Signed by a director"));
	cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	add_notes(doc, n_sections);
}

static enum cdr_status
measure(int n_sections, int repeat, const char *path, struct cdr_error *err)
{
	cdr_owned(cdr_doc) doc = NULL;
	struct rusage usage = { 0 };
	int64_t quickest = INT64_MAX, slowest = 0, processor = INT64_MAX;
	size_t n_bytes = 0;
	CDR_TRY(cdr_doc_new(CDR_STR("Amber Birch Retail plc: transparency statement 2026"), CDR_STR("en-GB"), &doc,
	                    err));
	add_all(doc, n_sections);
	for (int i = 0; i < repeat; i++) {
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		int64_t began = now_us(CLOCK_MONOTONIC), began_cpu = now_us(CLOCK_PROCESS_CPUTIME_ID);
		CDR_TRY(cdr_doc_render_pdf(doc, &out, err));
		int64_t took = now_us(CLOCK_MONOTONIC) - began, cpu = now_us(CLOCK_PROCESS_CPUTIME_ID) - began_cpu;
		processor = cpu < processor ? cpu : processor;
		quickest = took < quickest ? took : quickest;
		slowest = took > slowest ? took : slowest;
		n_bytes = out.n;
		if (i == 0 && path)
			CDR_TRY(cdr_file_write_atomic(path, cdr_buf_str(&out), err));
	}
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("{\"sections\": %d, \"bytes\": %zu, \"quickest_ms\": %" PRId64 ", \"slowest_ms\": %" PRId64
	       ", \"processor_ms\": %" PRId64 ", \"peak_kib\": %ld}\n",
	       n_sections, n_bytes, quickest / 1000, slowest / 1000, processor / 1000, usage.ru_maxrss);
	return CDR_OK;
}

int
main(int argc, char **argv)
{
	int64_t sections = SECTIONS, repeat = REPEAT;
	const char *path = NULL;
	struct cdr_error err = { 0 };
	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--file") == 0)
			path = argv[i + 1];
		else if (!cdr_str_to_i64(cdr_str_from(argv[i + 1]),
		                         strcmp(argv[i], "--sections") == 0 ? &sections : &repeat))
			return 2;
	}
	if (measure((int)sections, (int)repeat, path, &err) != CDR_OK) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	return 0;
}
