# SPDX-License-Identifier: Apache-2.0
"""peers.py HOW FILE: reads a table with one of the ways of Python and prints how many rows, filled cells and bytes."""
import csv
import json
import sys


def sums(rows):
    n_rows = n_cells = n_bytes = 0
    for row in rows:
        n_rows += 1
        for cell in row:
            if cell is not None and cell != "":
                n_cells += 1
                n_bytes += len(str(cell).encode())
    return {"rows": n_rows, "cells": n_cells, "bytes": n_bytes}


def by_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return sums(csv.reader(file))


def by_pandas_csv(path):
    import pandas
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False, header=None)
    return {"rows": len(frame), "cells": int((frame != "").sum().sum()), "bytes": None}


def by_openpyxl(path):
    import openpyxl
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sums(row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def by_pandas_xlsx(path):
    import pandas
    frame = pandas.read_excel(path, dtype=str, keep_default_na=False, header=None, engine="openpyxl")
    return {"rows": len(frame), "cells": int((frame != "").sum().sum()), "bytes": None}


if __name__ == "__main__":
    print(json.dumps(globals()["by_" + sys.argv[1]](sys.argv[2])))
