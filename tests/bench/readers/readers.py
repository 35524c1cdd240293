#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""readers.py READ_SPEED BUILD_FOLDER: CSV and XLSX of invented suppliers, read by Candor and by what Python has, beside each
other. Prints seconds, processor seconds and peak memory of each, and how many times Candor's they are.

Every reader is a process of its own and looks at every cell, Candor's in the process that shuts it in. Each runs three
times, taking turns; the figures are medians. pandas and openpyxl are put into a virtual environment below BUILD_FOLDER;
without a network only Python's own csv is measured.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "speed")]
from bench import Dice, TRADES, COUNTRY_NAMES, invent_name, invent_word  # their folders have to be known first
from environment import Skip, make_environment

RUNS = 3
CSV_ROWS = int(os.environ.get("CANDOR_BENCH_CSV_ROWS", "1000000"))
XLSX_ROWS = int(os.environ.get("CANDOR_BENCH_XLSX_ROWS", "100000"))
HEADER = ("Supplier ID", "Supplier name", "Address", "Country", "Products", "Tier", "Workers", "Since")


def suppliers(n):
    dice = Dice(20261122)
    for i in range(n):
        yield (f"S-{i:07}", invent_name(dice),
               f"{1 + dice.below(400)} {invent_word(dice)} Road, {invent_word(dice)}, {invent_word(dice)} {10000 + dice.below(90000)}",
               dice.pick(COUNTRY_NAMES), f"{dice.pick(TRADES).lower()}|{dice.pick(TRADES).lower()}", str(1 + dice.below(3)),
               str(10 + dice.below(5000)), f"20{10 + dice.below(16)}-0{1 + dice.below(9)}-1{dice.below(10)}")


def write_csv(path):
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join(HEADER) + "\n")
        for row in suppliers(CSV_ROWS):
            out.write(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n")


def write_xlsx(path):
    """As spreadsheet programs save it: text once in a table of strings, numbers as numbers."""
    strings = {}

    def cell(at, text, number):
        if number:
            return f'<c r="{at}"><v>{text}</v></c>'
        return f'<c r="{at}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{head}<worksheet xmlns="{main}"><sheetData>'.encode())
            for n, row in enumerate([HEADER, *suppliers(XLSX_ROWS)], 1):
                cells = "".join(cell(f"{'ABCDEFGH'[c]}{n}", text, n > 1 and c in (5, 6)) for c, text in enumerate(row))
                sheet.write(f'<row r="{n}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        book.writestr("xl/sharedStrings.xml", f'{head}<sst xmlns="{main}" count="{len(strings)}" uniqueCount="{len(strings)}">'
                      + "".join(f"<si><t>{text}</t></si>" for text in strings) + "</sst>")
        book.writestr("[Content_Types].xml", f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      '<Default Extension="xml" ContentType="application/xml"/>'
                      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                      '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                      '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
                      '</Types>')
        book.writestr("_rels/.rels", f'{head}<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                      '<sheet name="Suppliers" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{relations}">'
                      f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
                      f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')


def run(command):
    begun = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE) as process:
        answer = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")
    return {"wall": time.perf_counter() - begun, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1000,
            **json.loads(answer)}


def measure(title, ways):
    taken = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, command in ways.items():
            taken[name].append(run(command))
    middle = {name: {figure: statistics.median(one[figure] for one in runs) for figure in ("wall", "cpu", "mb")}
              for name, runs in taken.items()}
    found = {(runs[0]["rows"], runs[0]["cells"]) for runs in taken.values()}
    print(f"\n{title}: " + (f"{next(iter(found))[0]} rows, {next(iter(found))[1]} filled cells" if len(found) == 1
                            else f"the readers differ in rows and cells: {sorted(found)}"))
    print("| reader | s | processor s | peak MB | times Candor's |\n|---|---|---|---|---|")
    own = middle["Candor"]["wall"]
    for name, one in middle.items():
        print(f"| {name} | {one['wall']:.2f} | {one['cpu']:.2f} | {one['mb']:.0f} | {one['wall'] / own:.1f} |", flush=True)


def make(folder):
    write_csv(folder / "suppliers.csv")
    write_xlsx(folder / "suppliers.xlsx")


def main():
    if sys.argv[1] == "--make":
        make(pathlib.Path(sys.argv[2]))
        return
    read_speed, build_folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    try:
        python = make_environment(build_folder / "readers-venv", HERE / "requirements.txt")
    except Skip as reason:
        python = None
        print(f"pandas and openpyxl are left out: {reason}")
    with tempfile.TemporaryDirectory(prefix="candor-readers-") as folder:
        text, book = pathlib.Path(folder) / "suppliers.csv", pathlib.Path(folder) / "suppliers.xlsx"
        # In a process of its own, for the peak memory of a child counts from that of its maker.
        subprocess.run([sys.executable, "-B", __file__, "--make", folder], check=True)
        ways = {"Candor": [read_speed, text], "Python csv": [sys.executable, "-B", HERE / "peers.py", "csv", text]}
        if python:
            ways["pandas, C engine"] = [python, "-B", HERE / "peers.py", "pandas_csv", text]
        measure(f"CSV, {text.stat().st_size / 1e6:.0f} MB", ways)
        ways = {"Candor": [read_speed, book]}
        if python:
            ways["openpyxl, read only"] = [python, "-B", HERE / "peers.py", "openpyxl", book]
            ways["pandas with openpyxl"] = [python, "-B", HERE / "peers.py", "pandas_xlsx", book]
        measure(f"XLSX, {book.stat().st_size / 1e6:.0f} MB", ways)


if __name__ == "__main__":
    main()
