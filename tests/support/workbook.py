# SPDX-License-Identifier: Apache-2.0
"""Builds small XLSX files (ECMA-376) cell by cell, so that tests say exactly which kind of cell they mean.

A sheet is {"name", "rows", "merge", "strings"}: cells are text, numbers, true/false, {"date": "YYYY-MM-DD"} or None;
`merge` lists ranges such as "A1:B1"; `strings` is "shared" (as spreadsheet programs write) or "inline" (as exporters do).
"""
import datetime
import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY_0 = datetime.date(1899, 12, 30)  # serial 0 of the 1900 date system, after 1900-02-28
DATE_STYLE = 1  # index into cellXfs below


def column_name(index):
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Strings:
    def __init__(self):
        self.numbers = {}

    def number(self, text):
        return self.numbers.setdefault(text, len(self.numbers))

    def xml(self):
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.numbers)
        return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(self.numbers)}">{items}</sst>'


def cell_xml(place, value, strings):
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, dict):
        serial = (datetime.date.fromisoformat(value["date"]) - DAY_0).days
        return f'<c r="{place}" s="{DATE_STYLE}"><v>{serial}</v></c>'
    if strings is None:
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{strings.number(value)}</v></c>'


def sheet_xml(sheet, strings):
    used = None if sheet.get("strings") == "inline" else strings
    rows = []
    for number, row in enumerate(sheet["rows"], 1):
        cells = "".join(cell_xml(f"{column_name(i)}{number}", value, used) for i, value in enumerate(row))
        rows.append(f'<row r="{number}">{cells}</row>')
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.get("merge", []))
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'


def book_parts(sheets):
    """Every part of the package by its name."""
    strings = Strings()
    numbered = list(enumerate(sheets, 1))
    parts = {f"xl/worksheets/sheet{n}.xml": sheet_xml(sheet, strings) for n, sheet in numbered}
    listed = "".join(f'<sheet name="{escape(sheet["name"])}" sheetId="{n}" r:id="rId{n}"/>' for n, sheet in numbered)
    related = "".join(f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                      for n, _ in numbered)
    last = len(sheets)
    related += f'<Relationship Id="rId{last + 1}" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    related += f'<Relationship Id="rId{last + 2}" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{OFFICE}.worksheet+xml"/>'
                    for n, _ in numbered)
    parts["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>{types}</Types>')
    parts["_rels/.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    parts["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    parts["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
                                f"<sheets>{listed}</sheets></workbook>")
    parts["xl/styles.xml"] = (f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
                              '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
    parts["xl/sharedStrings.xml"] = strings.xml()
    return parts


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def build(sheets, parts=None):
    """With `parts`, some of them replaced; those that are None are left out."""
    all_parts = {**book_parts(sheets), **(parts or {})}
    return pack({name: text for name, text in all_parts.items() if text is not None})


def open_document(tables, parts=None):
    """An OpenDocument spreadsheet of the elements given, or of parts of its own."""
    namespaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                          for name in ("office", "table", "text", "style"))
    content = (f"<office:document-content {namespaces}><office:body><office:spreadsheet>{tables}"
               "</office:spreadsheet></office:body></office:document-content>")
    all_parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **(parts or {})}
    return pack({name: text for name, text in all_parts.items() if text is not None})


def bomb(mebibytes):
    """A well-formed workbook whose sheet holds elements of no meaning that pack several hundredfold."""
    parts = book_parts([{"name": "Suppliers", "rows": [["Supplier name", "Country"], ["Example Ltd", "GB"]]}])
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace("</sheetData>", "<x></x>\n" * (mebibytes << 17) + "</sheetData>")
    return pack(parts)
