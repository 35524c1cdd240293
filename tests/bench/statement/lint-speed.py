#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lint-speed.py SOURCE_ROOT: wall and processor seconds of `candor statement lint` on a PDF of thirty pages and on 1,000 statements.

The statements are made of the invented sentences that the labels were learnt from (rulesets/statement/sentences/own-*.csv), drawn
anew for each statement from a fixed seed, a hundred a statement. Three runs of each with the program named by $CANDOR; README.md
beside says what came out.
"""
import csv
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import textwrap
import time

RUNS = 3
N_STATEMENTS = 1000
N_SENTENCES = 100
N_PAGES = 30
N_LINES = 46  # on a page


class Dice:
    """A generator of our own (Knuth's MMIX constants), so that every Python makes the same data."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n


def sentences(root):
    found = []
    for path in sorted((root / "rulesets" / "statement" / "sentences").glob("own-*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            found += [row["sentence"] for row in csv.DictReader(file)]
    return found


def page_stream(lines):
    def shown(line):
        return line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    body = b"BT /F1 10 Tf 14 TL 60 780 Td\n" + b"".join(b"(" + shown(line) + b") Tj T*\n" for line in lines) + b"ET\n"
    return b"<< /Length %d >>\nstream\n%sendstream" % (len(body), body)


def pdf(lines):
    """The smallest file a PDF reader takes: a font it brings itself, and text."""
    pages = [lines[at:at + N_LINES] for at in range(0, len(lines), N_LINES)]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for i, page in enumerate(pages):
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                       b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * i))
        objects.append(page_stream(page))
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out))


def measure(name, arguments):
    for _ in range(RUNS):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run([os.environ["CANDOR"], "statement", "lint", "--law", "uk-msa-2015", "--json", *arguments],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            sys.exit(f"{name}: {done.stderr.decode(errors='replace')[:2000]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{name}: {wall:.2f} s from start to end, {cpu:.2f} s of processor time")


def main():
    pool, dice = sentences(pathlib.Path(sys.argv[1])), Dice(20261122)
    with tempfile.TemporaryDirectory() as directory:
        folder = pathlib.Path(directory)
        lines = []
        while len(lines) < N_PAGES * N_LINES:
            lines += textwrap.wrap(pool[dice.below(len(pool))] + ".", 95) + [""] * (dice.below(4) == 0)
        (folder / "thirty.pdf").write_bytes(pdf(lines[:N_PAGES * N_LINES]))
        for i in range(N_STATEMENTS):
            text = "\n\n".join(pool[dice.below(len(pool))] + "." for _ in range(N_SENTENCES))
            (folder / f"s{i:04}.txt").write_text(text + "\n", encoding="utf-8")
        measure("a PDF of 30 pages", [folder / "thirty.pdf"])
        measure("1,000 statements", [*sorted(folder.glob("s*.txt")), "--jobs", "2"])


if __name__ == "__main__":
    main()
