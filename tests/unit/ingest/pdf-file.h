/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * PDF files of text at places (ISO 32000-1, sections 7.5 and 9.4): a page is a text of operators, "40 700 (Lotus)" a line
 * for words that begin 40 points from the left and 700 from below.
 */

#include "reading.h"

struct pdf_file {
	struct cdr_buf bytes;
	size_t offsets[64];
	int n_objects;
};

static inline void
pdf_object(struct pdf_file *pdf, const char *text)
{
	pdf->offsets[pdf->n_objects++] = pdf->bytes.n;
	cdr_buf_printf(&pdf->bytes, "%d 0 obj\n%s\nendobj\n", pdf->n_objects, text);
}

/* `attributes`: what a page has besides ("/Rotate 90"); `trailer`: what the trailer has ("/Encrypt 9 0 R"). */
static inline struct cdr_str
pdf_make(struct pdf_file *pdf, const char *const *pages, int n_pages, const char *attributes, const char *trailer)
{
	char text[8192];
	int n = 0;
	*pdf = (struct pdf_file){ .bytes = CDR_BUF_INIT };
	cdr_buf_puts(&pdf->bytes, "%PDF-1.4\n");
	pdf_object(pdf, "<< /Type /Catalog /Pages 2 0 R >>");
	n = snprintf(text, sizeof(text), "<< /Type /Pages /Count %d /Kids [", n_pages);
	for (int i = 0; i < n_pages; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, " %d 0 R", 4 + 2 * i);
	(void)snprintf(text + n, sizeof(text) - (size_t)n, " ] >>");
	pdf_object(pdf, text);
	pdf_object(pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
	for (int i = 0; i < n_pages; i++) {
		char content[4096] = "";
		struct cdr_str rest = cdr_str_from(pages[i]), line;
		size_t length = 0;
		while (cdr_str_split(&rest, '\n', &line)) {
			struct cdr_str words = line;
			ptrdiff_t at = cdr_str_find(line, CDR_STR(" ("));
			if (at < 0)
				continue;
			words = (struct cdr_str){ line.p + at + 1, line.n - (size_t)at - 1 };
			length += (size_t)snprintf(content + length, sizeof(content) - length,
			                           "BT /F1 8 Tf %.*s Td %.*s Tj ET\n", (int)at, line.p,
			                           CDR_STR_ARG(words));
		}
		(void)snprintf(
			text, sizeof(text),
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] %s /Resources << /Font << /F1 3 0 R "
			">> >> /Contents %d 0 R >>",
			attributes, 5 + 2 * i);
		pdf_object(pdf, text);
		(void)snprintf(text, sizeof(text), "<< /Length %zu >>\nstream\n%s\nendstream", length, content);
		pdf_object(pdf, text);
	}
	size_t start = pdf->bytes.n;
	cdr_buf_printf(&pdf->bytes, "xref\n0 %d\n0000000000 65535 f \n", pdf->n_objects + 1);
	for (int i = 0; i < pdf->n_objects; i++)
		cdr_buf_printf(&pdf->bytes, "%010zu 00000 n \n", pdf->offsets[i]);
	cdr_buf_printf(&pdf->bytes, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
	               pdf->n_objects + 1, trailer, start);
	return cdr_buf_str(&pdf->bytes);
}
