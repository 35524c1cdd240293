#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""chart.py RESULTS.json >growth.svg: time of a query against the number of names, both axes logarithmic, a line a system.

One drawing for light and dark pages: text takes the colour of the page's scheme, lines are of a middle lightness."""
import json
import math
import sys

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 40, 60
COLOURS = {"candor": "#d1495b", "rapidfuzz": "#3d85c6", "rapidfuzz_batch": "#5fa8d3", "pg_trgm": "#7a9e3a",
           "fts5": "#b07aa1"}
STYLE = """text{font:13px system-ui,sans-serif;fill:#24292f}.grid{stroke:#8b949e;stroke-opacity:.28}
.line{fill:none;stroke-width:2}.candor{stroke-width:3.5}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}}"""
MIN_LABEL_GAP = 17


def decades(low, high):
    return range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)


def plain(value):
    """10, 0.1, 1,000, 1M"""
    if value >= 1000000:
        return f"{value / 1000000:g}M"
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def series(rows):
    """Points of each system: (names, milliseconds), rapidfuzz's batches as a line of their own."""
    lines = {}
    for row in sorted(rows, key=lambda row: row["n"]):
        lines.setdefault(row["system"], []).append((row["n"], row["mean_ms"]))
        if "batch_ms" in row:
            lines.setdefault(row["system"] + "_batch", []).append((row["n"], row["batch_ms"]))
    return lines


def place_labels(ends):
    """Heights for labels near the line ends, none over another."""
    placed = []
    for height, name in sorted(ends):
        if placed and height < placed[-1][0] + MIN_LABEL_GAP:
            height = placed[-1][0] + MIN_LABEL_GAP
        placed.append((height, name))
    return placed


def draw(rows, titles):
    lines = series(rows)
    sizes = sorted({x for points in lines.values() for x, _ in points})
    times = [y for points in lines.values() for _, y in points]
    rungs = decades(min(times), max(times))
    low, high = rungs[0], rungs[-1]
    span = math.log10(sizes[-1] / sizes[0])

    def at_x(n):
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log10(n / sizes[0]) / span

    def at_y(ms):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log10(ms) - low) / (high - low)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
           'role="img" aria-label="Time of a query against the number of names">', f"<style>{STYLE}</style>",
           f'<text x="{LEFT - 50}" y="20">milliseconds a query (mean)</text>']
    for rung in rungs:
        y = at_y(10 ** rung)
        out.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
                   f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{plain(10 ** rung)}</text>')
    for n in sizes:
        x = at_x(n)
        out.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
                   f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{plain(n)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 14}" text-anchor="middle">names in the list</text>')
    for name, points in lines.items():
        path = "L".join(f"{at_x(x):.1f} {at_y(y):.1f}" for x, y in points)
        out.append(f'<path class="line {name}" stroke="{COLOURS[name]}" d="M{path}"/>')
        out += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3.5" fill="{COLOURS[name]}"/>' for x, y in points]
    ends = [(at_y(points[-1][1]), name) for name, points in lines.items()]
    for height, name in place_labels(ends):
        weight = ' font-weight="bold"' if name == "candor" else ""
        x = at_x(lines[name][-1][0]) + 10
        out.append(f'<text x="{x:.1f}" y="{height + 4:.1f}"{weight} style="fill:{COLOURS[name]}">{titles[name]}</text>')
    return "\n".join(out + ["</svg>"]) + "\n"


if __name__ == "__main__":
    from peers import TITLES
    with open(sys.argv[1], encoding="utf-8") as results:
        sys.stdout.write(draw([row for row in json.load(results) if row["set"].endswith("invented names")], TITLES))
