# SPDX-License-Identifier: Apache-2.0
"""Run by peers.py with the Python of its virtual environment: reads {"names", "queries", "seconds", "passes", "top"} as JSON and
writes what rapidfuzz finds and how long it takes, one query after another (process.extract) and in batches (process.cdist),
on one core, both with WRatio over names folded once by its default processor."""
import json
import sys
import time

import numpy
from rapidfuzz import __version__, fuzz, process, utils

MAX_BATCH, MAX_SCORES = 16, 1600000


def extract_all(queries, names, top, seconds):
    found, times, limit = [], [], time.perf_counter() + seconds
    for query in queries:
        if found and time.perf_counter() > limit:
            break
        begun = time.perf_counter()
        best = process.extract(query, names, scorer=fuzz.WRatio, processor=None, limit=top)
        times.append(time.perf_counter() - begun)
        found.append([at for _, _, at in best])
    return found, times


def main():
    task = json.load(sys.stdin)
    begun = time.perf_counter()
    names = [utils.default_process(name) for name in task["names"]]
    build = time.perf_counter() - begun
    queries = [utils.default_process(text) for text in task["queries"]]
    found, times = extract_all(queries, names, task["top"], task["seconds"])
    passes = [times]
    while len(passes) < task["passes"] and len(passes) * sum(times) < task["seconds"]:
        passes.append(extract_all(queries[:len(times)], names, task["top"], task["seconds"])[1])
    batch_times, limit = [], time.perf_counter() + task["seconds"]
    batch = max(1, min(MAX_BATCH, MAX_SCORES // len(names)))
    for start in range(0, len(queries), batch):
        if batch_times and time.perf_counter() > limit:
            break
        part = queries[start:start + batch]
        begun = time.perf_counter()
        scores = process.cdist(part, names, scorer=fuzz.WRatio, processor=None, dtype=numpy.float32, workers=1)
        for row in scores:
            numpy.argpartition(row, -min(task["top"], len(row)))[-task["top"]:]
        batch_times.append((time.perf_counter() - begun) / len(part))
    json.dump({"version": __version__, "build": build, "found": found, "passes": passes, "batch_times": batch_times},
              sys.stdout)


if __name__ == "__main__":
    main()
