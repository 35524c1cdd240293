# SPDX-License-Identifier: Apache-2.0
"""Writes small PDF files (ISO 32000-1) of text at places, so that tests say exactly where words stand.

A document is {"pages", "size", "rotate", "encrypt"}: a page is a list of [left, top, text], points from its top left corner,
or of {"table": rows, "at": [left, …], "top": 100, "line": 12, "gap": 6}: rows of cells, a cell of several lines is a list,
`line` from line to line within a row, `gap` more from row to row.
"""
SIZE = [600, 800]
FONT_SIZE = 8


def spread(item):
    """The places of an item: one text, or the cells of a table."""
    if not isinstance(item, dict):
        return [tuple(item)]
    places, top = [], item.get("top", 100)
    for row in item["table"]:
        cells = [cell if isinstance(cell, list) else [cell] for cell in row]
        for left, cell in zip(item["at"], cells):
            places += [(left, top + n * item.get("line", 10), text) for n, text in enumerate(cell) if text]
        top += max(len(cell) for cell in cells) * item.get("line", 10) + item.get("gap", 8)
    return places


def literal(text):
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("cp1252") + b")"


def content(page, height):
    lines = []
    for item in page:
        for left, top, text in spread(item):
            lines.append(b"BT /F1 %d Tf %d %d Td " % (FONT_SIZE, left, height - top) + literal(str(text)) + b" Tj ET")
    return b"\n".join(lines)


def build(document):
    width, height = document.get("size", SIZE)
    pages = document["pages"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for n, page in enumerate(pages):
        text = content(page, height)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Resources << /Font << /F1 3 0 R >> >> "
                       b"/Contents %d 0 R >>" % (width, height, document.get("rotate", 0), 5 + 2 * n))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"/Size %d /Root 1 0 R" % (len(objects) + 1)
    if document.get("encrypt"):
        # No password fits these keys.
        trailer += (b" /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard "
                    b"/V 1 /R 2 /P -4 /O (abcdefghijklmnopqrstuvwxyz012345) /U (abcdefghijklmnopqrstuvwxyz012345) >>")
    out += b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
    return bytes(out)
