#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the migrations into one C file: embed.py OUTPUT NNN-name.sql…

Each file becomes an array of bytes, since ISO C promises no string literal longer than 4,095. The numbers must run
1, 2, 3 … without holes; the build fails otherwise.
"""
import pathlib
import sys


def byte_rows(data, per_row=16):
    for start in range(0, len(data), per_row):
        yield "\t" + ", ".join(f"'\\{byte:03o}'" for byte in data[start : start + per_row]) + ","


def main(output, *inputs):
    files = sorted(pathlib.Path(name) for name in inputs)
    numbers = [int(file.name.split("-", 1)[0]) for file in files]
    if numbers != list(range(1, len(files) + 1)):
        sys.exit(f"embed.py: migrations must be numbered 1, 2, 3 … without holes, found {numbers}")
    lines = ["/* Made by src/store/embed.py from src/store/migrations/; do not edit. */", '#include "store/store-impl.h"', ""]
    for number, file in zip(numbers, files):
        lines += [f"static const char sql_{number}[] = {{", *byte_rows(file.read_bytes()), "\t0", "};", ""]
    lines += ["const struct store_migration store_migrations[] = {"]
    lines += [f'\t{{ {number}, "{file.name}", sql_{number} }},' for number, file in zip(numbers, files)]
    lines += ["};", f"const int store_migrations_n = {len(files)};", ""]
    pathlib.Path(output).write_text("\n".join(lines), encoding="ascii")


main(*sys.argv[1:])
