#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts how often words occur in the names of organisations and writes word-frequency.csv beside this file.

usage: make-word-frequency.py LABEL=FILE:COLUMN[:COLUMN=VALUE]…

FILE is CSV or TSV, as its first line shows, in UTF-8 or Windows-1252. COLUMN is a name of its header, or a number (from 1) in
a file without one; COLUMN=VALUE takes only rows that have VALUE there. Files under one LABEL are one source. Give lists of
organisations only: a list that also has persons or ships needs a condition. Read for the table in the tree:

    make-word-frequency.py uk=organisations.csv:OrganisationName hk=agencies.csv:"English Company Name" bd=agencies.csv:name \\
        us=sdn.csv:2:3=-0- nike=factories.csv:"Factory Name" apple=suppliers.csv:supplier_name lists=list.csv:name …

A word counts once in a name, a name once in a source. Each source weighs as the square root of its number of names, so that
the longest does not drown the others: the figure is the weighted mean of the words' shares in the sources, per million names.
Left out: legal forms, numbers, single letters, words in fewer than three different names, and the brands of corporate groups:
words of one source only that stand first in four of five of their names.
"""

import collections
import csv
import math
import pathlib
import re
import runpy
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
MIN_NAMES = 3
MAX_WORDS = 8000
HEAD = """# How often words occur in the names of organisations, per million names, two digits. Written by make-word-frequency.py, which
# says how the sources are weighted; do not edit. Counted in lists that these publish: Home Office of the United Kingdom
# (organisations with statements, company names of Companies House; MIT), Labour Department of Hong Kong (employment agencies),
# Bureau of Manpower, Employment and Training of Bangladesh (recruiting agencies), Office of Foreign Assets Control of the United
# States (listed entities without persons, ships and aircraft; public domain), and supplier lists disclosed by Nike, by Apple and
# by clothing brands (MIT). A count is a figure: no name is repeated here, and no list of persons was read.
"""


def read(path, column, condition):
    """The cells of that column, in the rows that meet the condition."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    table = list(csv.reader(text.splitlines(), delimiter="\t" if "\t" in first else ","))
    headless = column.isdigit()
    header = [cell.strip() for cell in table[0]]

    def place(name):
        if not headless and name not in header:
            sys.exit(f"{path}: no column \"{name}\"; it has: {', '.join(header)}")
        return int(name) - 1 if headless else header.index(name)

    at = place(column)
    wanted, value = (place(condition[0]), condition[1]) if condition else (0, None)
    for row in table if headless else table[1:]:
        if len(row) > max(at, wanted) and (value is None or row[wanted].strip() == value):
            yield row[at]


def parse(argument):
    found = re.fullmatch(r"(\w+)=([^:]+):([^:=]+)(?::([^:=]+)=(.*))?", argument)
    if not found:
        sys.exit(__doc__.strip())
    label, path, column, name, value = found.groups()
    return label, pathlib.Path(path), column, (name, value) if name else None


def is_word(word, forms):
    letters = all(unicodedata.category(ch)[0] in "LM" or ch.isascii() and ch.isdigit() for ch in word)
    return letters and len(word) > 1 and word[0].isalpha() and word not in forms


def is_brand(word, found):
    """`found`: (source, name) pairs that have the word."""
    first = sum(name.removeprefix("the ").startswith(word + " ") or name == word for _, name in found)
    return len({label for label, _ in found}) == 1 and first >= 0.8 * len(found)


def rounded(figure):
    digits = 1 - math.floor(math.log10(figure))
    return f"{round(figure, digits):.{max(digits, 0)}f}"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    check = runpy.run_path(str(HERE / "check-words.py"))
    fold, forms = check["native"], check["legal_forms"]()
    names = collections.defaultdict(set)
    for argument in sys.argv[1:]:
        label, path, column, condition = parse(argument)
        before = len(names[label])
        names[label] |= {fold(cell) for cell in read(path, column, condition)} - {""}
        print(f"{label}: {len(names[label]) - before} names more from {path.name}")
    total = sum(math.sqrt(len(source)) for source in names.values())
    figures, seen = collections.Counter(), collections.defaultdict(set)
    for label, source in names.items():
        share = 1e6 * math.sqrt(len(source)) / total / len(source)
        for name in source:
            for word in {word for word in name.split() if is_word(word, forms)}:
                figures[word] += share
                seen[word].add((label, name))
    kept = [word for word, _ in figures.most_common()
            if len({name for _, name in seen[word]}) >= MIN_NAMES and not is_brand(word, seen[word])][:MAX_WORDS]
    lines = [f"{word},{rounded(figures[word])}" for word in sorted(kept)]
    HERE.joinpath("word-frequency.csv").write_text(HEAD + "\n".join(["word,per_million"] + lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, names.values()))} names, {len(figures)} words, {len(kept)} kept")


if __name__ == "__main__":
    main()
