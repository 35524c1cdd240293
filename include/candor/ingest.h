/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * ingest: untrusted bytes -> tables of cells, each cell with its place. Knows file formats (CSV/TSV, XLSX, XLS, ODS, JSON, XML,
 * HTML) and nothing of what the cells mean: no headers are chosen here, no domain words. Every cap that is hit is an error that
 * names the cap. Thread rule: no shared state; cdr_ingest_start() once per process before threads (libxml2);
 * cdr_ingest_read_apart() only where there are none.
 */

#include "candor/base.h"

#define CDR_INGEST_MAX_FILE_BYTES ((size_t)256 << 20)
#define CDR_INGEST_MAX_EXPANDED_BYTES ((size_t)1 << 30) /* all members of an archive together */
#define CDR_INGEST_MAX_EXPANSION_RATIO 200              /* expanded : packed, for members above 1 MiB expanded */
#define CDR_INGEST_MAX_TABLE_BYTES ((size_t)4 << 30)    /* what the rows of one file may take up, in memory or aside */
#define CDR_INGEST_MAX_TREE_BYTES ((size_t)64 << 20)    /* what is held as a tree: a record of JSON or XML, see below */
#define CDR_INGEST_MAX_ROWS 2000000
#define CDR_INGEST_MAX_COLUMNS 2048
#define CDR_INGEST_MAX_CELL_BYTES 65536
#define CDR_INGEST_MAX_ROW_BYTES (64 << 20)
#define CDR_INGEST_MAX_SHEETS 256
#define CDR_INGEST_MAX_PDF_PAGES 1999
#define CDR_INGEST_LAST_PDF_PAGE 2000 /* is not read, but shows that there are more */
#define CDR_INGEST_MAX_PDF_WORDS 4000000
#define CDR_INGEST_MAX_PROSE_BLOCKS 200000
#define CDR_INGEST_MAX_PROSE_BYTES ((size_t)16 << 20) /* of the text of one document */
#define CDR_INGEST_PDF_ROWS_A_PAGE 1000 /* fewer; how the rows of a PDF are numbered: page × this + row on the page */

/* What the process may use up that cdr_ingest_read_apart reads a file in. */
#define CDR_INGEST_MAX_READER_BYTES ((size_t)2 << 30) /* of memory, besides what it shares with its maker */
#define CDR_INGEST_MAX_READER_SECONDS 300             /* of processor time */
#define CDR_INGEST_MAX_READER_WAIT_SECONDS 900        /* by the clock on the wall */

/* Formats that can be read. */
enum cdr_ingest_format {
	CDR_INGEST_AUTO = 0, /* by content, then by file name */
	CDR_INGEST_CSV,      /* comma, semicolon or tab; sniffed, or said by a first line "sep=;" */
	CDR_INGEST_XLSX,
	CDR_INGEST_JSON, /* one document; or one record a line, which the first lines or the name (.ndjson, .jsonl) show */
	CDR_INGEST_XML,
	CDR_INGEST_HTML,   /* each table of the page a sheet, "table 1" … */
	CDR_INGEST_NDJSON, /* JSON, one record a line whatever the name; the table's format is then JSON */
	CDR_INGEST_ODS,
	CDR_INGEST_XLS,  /* Excel 5.0 to 2003 */
	CDR_INGEST_TEXT, /* a line a record; never found by looking, .txt is CSV */
	CDR_INGEST_FTM, /* FollowTheMoney entities, one a line, a row for each party; the table's format is then JSON */
	CDR_INGEST_PDF, /* each table a sheet; a table goes on over pages. Needs pdftotext (Debian: poppler-utils) */
	CDR_INGEST_PROSE /* running text of any document; never found by looking: cdr_prose_read */
};

/* What a cell is; its text is kept as the file has it. */
enum cdr_cell_kind {
	CDR_CELL_EMPTY = 0,
	CDR_CELL_TEXT,
	CDR_CELL_NUMBER,  /* text holds it as the file does ("12.50"); a workbook's binary noise is taken back
	                   * (0.10000000000000001 -> 0.1), its format "0000" shows (30 -> 0030), and a JSON number with a
	                   * fraction comes in its shortest form */
	CDR_CELL_DATE,    /* a spreadsheet date: text holds YYYY-MM-DD, with THH:MM:SS after it unless midnight. A time
	                   * without a day is TEXT "HH:MM:SS"; a number that is no day (0, 1900-02-29) stays a NUMBER */
	CDR_CELL_BOOLEAN, /* "true" or "false" */
	CDR_CELL_ERROR    /* a spreadsheet error such as #N/A; text holds it */
};
struct cdr_cell {
	struct cdr_str text; /* UTF-8, untrimmed */
	enum cdr_cell_kind kind;
};
/* One record, seen where it lies; good as long as its table. `row`: as a spreadsheet shows it, blank rows counted;
 * `line`: physical line of a text file where it begins (0 for others). Cells beyond n_cells are empty; the last one never
 * is. Of a PDF, `row` holds page and row (CDR_INGEST_PDF_ROWS_A_PAGE); cdr_row_origin takes them apart. */
struct cdr_row {
	const void *heads; /* cdr_row_cell reads these two */
	const char *text;
	uint32_t n_cells;
	uint32_t row, line;
};
struct cdr_sheet {
	struct cdr_str name; /* "" where the format has no sheets */
	bool hidden;
	size_t n_rows;      /* records with nothing but white space are left out (their numbers are not reused) */
	uint32_t n_columns; /* widest row */
	const struct cdr_spool *spool; /* cdr_sheet_row reads these two */
	const uint64_t *places;
};
/* A read file. Owns everything in it. Of a workbook: the visible sheets in the order of their tabs, then the hidden ones
 * nobody chose, flagged and without rows, so that it can be said that they were not read. A merged range reads as if its
 * value stood in each of its cells, across and down, within the columns in use; it makes no row out of a blank one. Of a web
 * page: every table, in the order in which they begin, those without rows too; one within another is a sheet of its own. */
struct cdr_table {
	struct cdr_arena *arena;
	struct cdr_str file; /* name only */
	enum cdr_ingest_format format;
	struct cdr_str encoding; /* "UTF-8", "UTF-8 with BOM", "UTF-16LE", "windows-1252" …, for messages */
	char separator;          /* CSV: the one found; else 0 */
	struct cdr_sheet *sheets;
	size_t n_sheets;
	struct cdr_spool *spool; /* where the rows are: in memory, or many of them in a file without a name */
	struct cdr_str *notes;   /* sentences the user must see: on what made no row, or is in doubt */
	size_t n_notes;
};
struct cdr_table *
cdr_table_free(struct cdr_table *table);
CDR_DEFINE_FREEP(cdr_table)

/* For JSON and XML: how records become rows. `records`: JSON: dotted path to the array ("data", "meta.rows"; "" = the
 * root itself is the array; {NULL,0} = the root, or its one member that is a list of objects); XML: an XPath 1.0
 * expression selecting one node per record (none: the root's children); it must select something. The root's namespace
 * prefixes can be used in it, "default:" for the unprefixed one. Each column: JSON: dotted path inside the record
 * ("address.city"); XML: an XPath relative to the record ("../../Good_Name"). Several values of one column, an array of
 * scalars or several nodes, become one cell, joined by '|'; deeper JSON becomes compact JSON text. The first row of the
 * sheet is then the column names. When n_columns is 0 the columns are the records' own leaves, named by their paths
 * ("address.city"; "Countries/Country/@code"), in order of first appearance.
 *
 * JSON, arrays in records: "items[].sites[]" makes a row of each site, with the fields of its item repeated; columns are
 * paths from the item, through the array as if it were the one site ("name", "sites.city"). An item without sites makes
 * one row. "[].sites[]" where the root, or each line, is the item.
 *
 * Records are read one by one, so that memory does not grow with the file: JSON always; XML where the expression only
 * goes down by names ("/list/entry", "//a | //b") and the columns look only into the record, or at attributes of the
 * elements around it ("../@day", "/list/@day"). Other XML is held as a tree. CDR_INGEST_MAX_TREE_BYTES holds for one
 * record in the first case and for the document in the second.
 *
 * FTM: columns are members of the entity ("id", "schema", "datasets"), "properties.NAME", and "addresses": its own and
 * those it refers to, wherever in the file. `records` is not used. None named: those that tell of a party. */
struct cdr_ingest_column {
	struct cdr_str name, path;
};
struct cdr_ingest_options {
	enum cdr_ingest_format format;
	struct cdr_str encoding; /* {NULL,0}: detect. A name ICU knows otherwise */
	char separator;          /* CSV: 0 = sniff */
	struct cdr_str
		sheet; /* XLSX, XLS, ODS, HTML, PDF: read only this one (by name, or "#2" by position); {NULL,0} = all visible ones.
	                       * Hidden ones count and can be chosen. An unknown one is EINPUT, listing those there are */
	struct cdr_str records;
	const struct cdr_ingest_column *columns;
	size_t n_columns;
	/* TEXT: what a line looks like that is a record; its named groups are the columns, in their order. It has to match the
	 * whole line but for the blanks around it. NULL: every line is one "name". Lines that any of `skip` is found in, and
	 * blank ones, are no records and left out. A line of another form makes a row with the line in the column after the
	 * others, and nothing else. A file none of whose lines is a record is EINPUT. */
	const struct cdr_regex *row;
	const struct cdr_regex *const *skip;
	size_t n_skip;
	const struct cdr_file_map *map; /* the mapping that the bytes are, or NULL: what was read of it is given back */
};

/* Once per process, before threads: starts libxml2 and makes it refuse every external entity. EINTERNAL when libxml2
 * lacks a part that is needed. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_start(struct cdr_error *err);

/* Reads a whole file given as bytes. `name` is used for places and for format detection by suffix. EINPUT (malformed,
 * with its place: "name:line", "name Sheet1!B17", "name table 2 row 3", "name member xl/workbook.xml"), ELIMIT, ENOMEM. A text file with a NUL
 * byte, bytes that are not of its encoding, an archive that expands too far, XML with a DOCTYPE, a web page without tables
 * or cut short within one, and things that are no table (a letter as a PDF, an encrypted workbook) are all refused by name. A PDF without text, with a password or cut
 * short is refused too; reading one forks, as cdr_ingest_read_apart does. Text without a mark or an encoding given is UTF-8 if
 * well-formed, else windows-1252; UTF-8 with a few broken bytes is refused. A file packed with gzip is unpacked, and so is
 * the one readable file of a zip archive, or the one `sheet` names ("list.csv", "book.xlsx!Sites"); its rows are then of
 * "archive.zip!list.csv". The caps on size and expansion hold for what comes out. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_read(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options,
                struct cdr_table **ret, struct cdr_error *err);

/* cdr_ingest_read in a process of its own that can do nothing but this: no file, no address, no other program or process,
 * no more memory, time and output than the constants above say (limits, landlock, seccomp). What it gives back is checked
 * row by row. This is what reads files that come from outside; the errors are those of cdr_ingest_read, and of a reader
 * that was stopped: ELIMIT for memory, time and output, EINPUT for a crash or a call it may not make. EIO where the system
 * lets no process be made or shut in. Forks: for processes with one thread, which is how candord's workers and candor read
 * files (candord's http child has many threads and reads none). */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_read_apart(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options,
                      struct cdr_table **ret, struct cdr_error *err);
/* A program that turns a file into another format, the only one it may start. */
struct cdr_ingest_program {
	const char *path;             /* absolute: "/usr/bin/pdftotext" */
	const char *const *arguments; /* as main() gets them: its name first, NULL last */
	const char *const
		*readable;  /* files and folders it needs besides its libraries, which may be missing; NULL last */
	const char *needed; /* what to install when it is missing: "the package poppler-utils" */
};
/* Runs a program on the file open at `in` (its standard input) and writes what comes out to the file open at `out`: both
 * from where they stand, and left open. The program is shut in as in cdr_ingest_read_apart, but may read its libraries and
 * what is named as readable; where the kernel lacks landlock it may read any file, and still write none and reach no
 * address. `name`: of the file, for errors. ENOTFOUND when the program is not installed; EINPUT with the program's own
 * words when it fails, and as for cdr_ingest_read_apart; ELIMIT, EIO. One thread, as above. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_convert(const struct cdr_ingest_program *program, int in, int out, const char *name, struct cdr_error *err);
/* The version of landlock that this kernel has, or 0: readers are then kept from files and addresses by seccomp alone,
 * which is worth telling the user once. */
int
cdr_ingest_landlock(void);

/* Row `i` of a sheet, from 0 to n_rows - 1. */
struct cdr_row
cdr_sheet_row(const struct cdr_sheet *sheet, size_t i);
/* Where a row is, as a record keeps it: the name of its sheet, or in a PDF "page 3", and the row there. The text lives as
 * long as the table. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_row_origin(const struct cdr_table *table, const struct cdr_sheet *sheet, const struct cdr_row *row,
               struct cdr_str *ret_sheet, uint32_t *ret_row, struct cdr_error *err);
/* The cell at a column, or an empty one; its text lives as long as the table. */
struct cdr_cell
cdr_row_cell(const struct cdr_row *row, uint32_t column);
/* Gives back the memory that rows looked at so far take up; they can be looked at again, and their text stays where it
 * is. For loops over many rows, every thousand rows or so. */
void
cdr_table_forget(const struct cdr_table *table);
/* "A", "Z", "AA" … for a 0-based column; returns `out`. */
const char *
cdr_column_letters(uint32_t column, char out[8]);
/* "list.csv row 3 (line 5), column C", "list.xlsx Sheet1!C3" or "list.pdf page 3 row 12, column C"; returns `out` (cut to fit). column UINT32_MAX: row only. */
const char *
cdr_cell_place(const struct cdr_table *table, const struct cdr_sheet *sheet, const struct cdr_row *row, uint32_t column,
               char *out, size_t out_size);

/* --------------------------------------------------------------------------------------------------- running text */

/* What a block of running text is; NAVIGATION is what leads elsewhere on a web page, and no part of its text. */
enum cdr_prose_kind { CDR_PROSE_HEADING, CDR_PROSE_PARAGRAPH, CDR_PROSE_ITEM, CDR_PROSE_CELL, CDR_PROSE_NAVIGATION };
struct cdr_prose_block {
	enum cdr_prose_kind kind;
	int level;           /* of a heading, 1 is the highest; a guess where the format does not say */
	uint32_t page, line; /* 0: the format has none; of a DOCX `line` counts paragraphs */
	struct cdr_str text; /* UTF-8, on one line, without blanks at its ends; never empty */
};
/* A document as it is read from top to bottom. Owns everything in it; `table->notes` are sentences the user must see. */
struct cdr_prose {
	struct cdr_table *table;
	struct cdr_prose_block *blocks;
	size_t n;
};
struct cdr_prose *
cdr_prose_free(struct cdr_prose *prose);
CDR_DEFINE_FREEP(cdr_prose)
/* Reads an HTML page, a PDF, a DOCX, Markdown (by its suffix) or plain text, in a process of its own as
 * cdr_ingest_read_apart does, with its errors and its thread rule. What has no text is EINPUT; more than
 * CDR_INGEST_MAX_PROSE_BYTES or _BLOCKS is ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_prose_read(struct cdr_str bytes, const char *name, struct cdr_prose **ret, struct cdr_error *err);
/* The blocks of a table that was read as CDR_INGEST_PROSE; EINPUT when it is no such table. */
enum cdr_status CDR_MUST_CHECK
cdr_prose_of_table(struct cdr_table *take_table, struct cdr_prose **ret, struct cdr_error *err);
