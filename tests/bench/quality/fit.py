#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the terms of rulesets/match/weights.yaml to labelled pairs: a logistic model, drawn towards the
weights a person would give (PRIOR, so that a term seldom seen stays there), each term kept on its side of nought.

    match-quality terms PAIRS.csv > terms.csv        (one or more such files; see README.md)
    fit.py WEIGHTS.yaml TERMS.csv[:SHARE] … [--half tune] [--hold 2.0] [--calibrate] [--write]

SHARE weighs the pairs of a file (1). Pairs of the kind "partial" count a third, "other-name" none: they are the same firm, but
no name says so; pairs that differ in the kind of legal form alone count a third, because the public pairs hold firms that
changed it. Prints the fitted weights; --write puts them into the file.
"""
import argparse
import csv
import math
import re
import sys

KIND_SHARE = {"partial": 1 / 3, "other-name": 0, "other-form": 1 / 3, "homophone": 2, "near-string": 2.4}
# What is worse stays worse, however seldom the pairs show it: an exact word beats a misspelt one, a whole name its initials.
LEAST = {"spelling": -0.3, "script": -0.3, "initials": -1.2, "less_identity": -0.2, "order": -0.1, "other_script": -0.8, "less_number": -1.5}
SWEEPS = 300
PRIOR = {
    "base": -2.5, "identity": 4, "identity_more": 1, "meaning": 0.7, "complete": 1.5, "same_text": 1.5, "same_letters": 1,
    "near": 1, "numbers_agree": 0.3, "spelling": -0.5, "other_letters": -1.2, "other_word": -3, "sound": -2,
    "only_sound": -0.7, "initials": -0.5, "shortened": -0.7, "script": -1, "order": -0.3, "other_identity": -5,
    "other_generic": -1, "other_activity": -7, "other_place": -7, "other_body": -5, "other_person": -5, "other_mixed": -4,
    "other_script": -2, "other_alphabet": -3, "other_number": -3.5, "no_identity": -1.5, "less_identity": -1.5, "less_activity": -1.5,
    "less_place": -1.5, "less_body": -2, "less_person": -1.5, "less_generic": -0.5, "less_number": -1, "less_aside": -0.3,
    "form_other": -3.5, "form_foreign": -2,
}


# near ranks names that nothing else can rank; the pairs, being chosen near, would take it away. form_other: our pairs hold
# firms of another form to be other firms, public registers are full of firms that changed it; this lies between.
FIXED = {"near", "form_other"}


def read_terms(path, half):
    path, _, share = path.partition(":")
    rows = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if half and row["half"] and row["half"] != half:
                continue
            weight = float(share or 1) * KIND_SHARE.get(row["kind"], 1)
            names = [n for n in row if n not in ("same", "half", "kind")]
            found = [(n, float(row[n])) for n in names if float(row[n]) != 0]
            if weight and dict(found).get("base"):
                rows.append((int(row["same"]), weight, found))
    return rows


def fit(rows, names, start, hold):
    """One term after the other by Newton's step, until none moves: slow and sure, and the sides are easily kept."""
    columns = {name: [] for name in names}
    for k, (_, _, found) in enumerate(rows):
        for name, value in found:
            if name in columns:
                columns[name].append((k, value))
    now = dict(zip(names, start))
    odds = [sum(now.get(n, 0) * v for n, v in found) for _, _, found in rows]
    for _ in range(SWEEPS):
        moved = 0.0
        for name, first in zip(names, start):
            if name in FIXED:
                continue
            slope, curve = hold * (first - now[name]), hold
            for k, value in columns[name]:
                p = 1 / (1 + math.exp(-max(-60.0, min(60.0, odds[k]))))
                weight = rows[k][1]
                slope += weight * (rows[k][0] - p) * value
                curve += weight * p * (1 - p) * value * value
            to = now[name] + max(-1.0, min(1.0, slope / curve))
            if name != "base" and to * first < 0:
                to = 0.0
            to = min(to, LEAST.get(name, to))
            step = to - now[name]
            now[name] = to
            moved = max(moved, abs(step))
            if step:
                for k, value in columns[name]:
                    odds[k] += step * value
        if moved < 0.002:
            break
    return [now[name] for name in names]


def calibrate(rows, names, values):
    """A scale and a shift of the log-odds (Platt, "Probabilistic Outputs for Support Vector Machines", 1999)."""
    now = dict(zip(names, values))
    odds = [(same, sum(now.get(n, 0) * v for n, v in found)) for same, _, found in rows]
    scale, shift = 1.0, 0.0
    for _ in range(50):
        ga = gb = haa = hab = hbb = 0.0
        for same, z in odds:
            p = 1 / (1 + math.exp(-max(-60.0, min(60.0, scale * z + shift))))
            ga += (same - p) * z
            gb += same - p
            w = p * (1 - p)
            haa, hab, hbb = haa + w * z * z, hab + w * z, hbb + w
        det = haa * hbb - hab * hab
        scale, shift = scale + (ga * hbb - gb * hab) / det, shift + (gb * haa - ga * hab) / det
    return [value * scale + (shift if name == "base" else 0) for name, value in zip(names, values)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights")
    parser.add_argument("terms", nargs="+")
    parser.add_argument("--half", default="tune")
    parser.add_argument("--hold", type=float, default=2.0)
    parser.add_argument("--calibrate", action="store_true", help="to the pairs of the first file")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    text = open(options.weights).read()
    body = text[text.index("\nterms:"):]
    known = dict(re.findall(r"^  (\w+): (-?[\d.]+)", body, re.M))
    rows = [row for path in options.terms for row in read_terms(path, options.half)]
    names = [n for n in known if not n.startswith(("country_", "address_", "sector_"))]
    fitted = fit(rows, names, [PRIOR[n] for n in names], options.hold)
    if options.calibrate:
        fitted = calibrate(read_terms(options.terms[0], options.half), names, fitted)
    for name, value in zip(names, fitted):
        seen = sum(1 for _, _, found in rows if any(n == name for n, _ in found))
        print(f"{name:16} {float(known[name]):7.2f} -> {value:7.2f}   in {seen} pairs")
        body = re.sub(rf"^  {name}: -?[\d.]+", f"  {name}: {value:.2f}", body, flags=re.M)
    if options.write:
        open(options.weights, "w").write(text[:text.index("\nterms:")] + body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
