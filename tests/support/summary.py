#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts what meson's test log says, down to the single check where a program reported in TAP.

Prints skipped checks by name and ends with "N passed, N failed"; exits with 1 when anything failed or nothing ran.
"""
import json
import re
import sys

OK = re.compile(r"^ok\b(?!.*# *skip)", re.IGNORECASE)
SKIP = re.compile(r"^ok\b.*# *skip *(.*)", re.IGNORECASE)
NOT_OK = re.compile(r"^not ok\b", re.IGNORECASE)


def main():
    passed = failed = 0
    skipped = []
    with open(sys.argv[1], encoding="utf-8") as log:
        tests = [json.loads(line) for line in log]
    for test in tests:
        lines = test.get("stdout", "").splitlines()
        ok = sum(1 for line in lines if OK.match(line))
        not_ok = sum(1 for line in lines if NOT_OK.match(line))
        skips = [line for line in lines if SKIP.match(line)]
        skipped += [f'{test["name"]}: {SKIP.match(line).group(1) or line}' for line in skips]
        if test["result"] == "SKIP":
            skipped.append(test["name"])
        elif test["result"] not in ("OK", "EXPECTEDFAIL"):
            # A program that crashed after its last check has failed too, whatever it had counted.
            passed += ok
            failed += max(not_ok, 1)
            print(f'FAILED {test["name"]} ({test["result"]})')
        else:
            passed += ok if ok or skips else 1
    for name in skipped:
        print(f"skipped {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
