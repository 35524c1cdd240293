#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what the programs write about the bundled sample with files kept here; README.md says which and why.

    run.py            compares, prints TAP and a unified diff of what differs   (programs: $CANDOR and $CANDORD)
    run.py --update   writes the files instead; the diff is for a person to review
"""
import difflib
import json
import pathlib
import re
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from sandbox import ROOT, Daemon, Sandbox  # noqa: E402

SAMPLE = ROOT / "src" / "demo.d"
SCREENED_ON = "2026-07-01"
# Each register's copy and its day: fixed, and in this order.
COPIES = [
    ("ph-dmw-agencies", "2026-06-28", ["sample.json"], []),
    ("hk-labd-agencies", "2026-06-26", ["sample.csv"], ["--force"]),
    ("bd-bmet-agencies", "2026-02-10", ["sample.csv"], []),
    ("ke-nea-deregistered", "2026-06-21", ["sample.csv"], []),
    ("us-cbp-wro", "2026-06-27", ["sample.csv"], []),
    ("us-ofac-sdn", "2026-06-30", ["sample.sdn.csv", "sample.add.csv", "sample.alt.csv"], ["--force"]),
    ("us-dol-goods", "2026-06-01", ["sample.xml"], []),
]
# What changes from run to run or with any edit of the rule data, and what stands for it. Nothing else is hidden. Besides,
# the day of the run, on which drafts were written and screenings made, is <today>, however it is written.
TIME = (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "<time>")
SUBSTITUTIONS = [
    (r'((?:"(?:hash|previous|head|digest|ruleset_sha256|definition_sha256|mapping_revision)": ?)")[0-9a-f]{64}"', r'\1<hash>"'),
    (r'("version": ?)"\d+\.\d+\.\d+[^"]*"', r'\1"<version>"'),
    # The sample's copies age with the day of the run; unit tests of the statement look at this remark.
    (r", out of date when the screening was run(?=\))", ""),
    # The rule data a rule book was made from.
    (r"(rule data with SHA-256 )[0-9a-f]{64}", r"\1<hash>"),
    # A screening's digest among the sources of a draft.
    (r"(Screening \d+, [^\n]*?SHA-256 )[0-9a-f]{16}…", r"\1<hash>…"),
    # The same in the annex, whole.
    (r"((?:\| |<td>)Screening \d+(?: \||</td>)[^\n]*?)\b[0-9a-f]{24}(?:<wbr>)?[0-9a-f]{24}(?:<wbr>)?[0-9a-f]{16}\b",
     r"\1<hash>"),
    # How sure a labeller is changes whenever it is trained.
    (r'("sentence": \d+,\s*"score": )[\d.]+', r'\1<score>'),
    (r'("kind": "screening",[^{}]*?"sha256": )"[0-9a-f]{64}"', r'\1"<hash>"'),
]


def today_texts(moment):
    """The day of the run as drafts write it; the draft itself tells which day that was."""
    months = ("January February March April May June July August September October November December").split()
    year, month, day = moment[:4], int(moment[5:7]), int(moment[8:10])
    return [f"{day} {months[month - 1]} {year}", f"{months[month - 1]} {day}, {year}", moment[:10]]


def normalised(text, today):
    text = re.sub(*TIME, text)
    for words in today:
        text = text.replace(words, "<today>")
    for pattern, replacement in SUBSTITUTIONS:
        text = re.sub(pattern, replacement, text)
    return text


def must(sandbox, *arguments):
    outcome = sandbox.run(["candor", *map(str, arguments)])
    if outcome.exit_status != 0:
        raise SystemExit(f"candor {' '.join(map(str, arguments))} ended with {outcome.exit_status}:\n{outcome.stderr}")
    return outcome.stdout


def load(sandbox, registry, day, files, options):
    sources = [part for file in files for part in ("--from", ROOT / "registries" / registry / file)]
    must(sandbox, "registry", "update", registry, "--as-of", day, *sources, *options)


def prepare(sandbox):
    must(sandbox, "init")
    must(sandbox, "org", "set", SAMPLE / "organisation.yaml")
    for copy in COPIES:
        load(sandbox, *copy)
    must(sandbox, "import", SAMPLE / "suppliers.csv", "--as", "suppliers")
    must(sandbox, "import", SAMPLE / "engagements.csv", "--as", "engagements")
    must(sandbox, "screen", "--as-of", SCREENED_ON)


def pretty(text):
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def ask_service(sandbox, token, path):
    """One reply with the headers a client relies on."""
    daemon = Daemon(sandbox)
    reply = daemon.ask("GET", path, {"Authorization": f"Bearer {token}"}, None)
    daemon.stop()
    headers = "".join(f"{name}: {reply.headers[name]}\n" for name in ("content-type", "x-content-type-options")
                      if name in reply.headers)
    return f"{reply.status}\n{headers}\n{pretty(reply.text)}"


def draft(sandbox, law, suffix):
    name = f"{law}.{suffix}"
    must(sandbox, "statement", "draft", law, "--year", "2026", "--output", name)
    return (sandbox.path / name).read_text(encoding="utf-8")


# The statements of six organisations of every kind a law tells apart, and the law or laws each is drafted under:
# statements.d/<organisation>.yaml with its suppliers, the copies below and, where there are suppliers, a screening.
STATEMENTS = [
    ("manufacturer", "2025", ["uk-msa-2015", "us-ca-tsca-2010"], "manufacturer-suppliers.csv", "2025-11-20"),
    ("llp", "2025", ["uk-msa-2015"], None, None),
    ("group", "2025", ["uk-msa-2015", "au-msa-2018", "ca-s211", "no-transparency-2022", "combined-uk-au-ca"],
     "suppliers.csv", "2025-06-02"),
    ("charity", "2026", ["uk-msa-2015"], None, None),
    ("public-body", "2026", ["uk-msa-2015"], None, None),
]


def draft_statements(sandbox):
    """The drafts of the organisations of statements.d; the retailer is the bundled sample."""
    made = {}
    must(sandbox, "init")
    for copy in COPIES:
        load(sandbox, *copy)
    for name, year, laws, suppliers, screened_on in STATEMENTS:
        must(sandbox, "org", "set", HERE / "statements.d" / f"{name}.yaml")
        if suppliers:
            must(sandbox, "import", HERE / "statements.d" / suppliers, "--as", "suppliers", "--org", name)
            must(sandbox, "screen", "--as-of", screened_on, "--org", name)
        for law in laws:
            must(sandbox, "statement", "draft", law, "--year", year, "--output", "draft.md", "--org", name)
            made[f"{name}.{law}.md"] = (sandbox.path / "draft.md").read_text(encoding="utf-8")
    return made


# Statements that exist (lint.d), invented: what is looked for, by which law, and the forms the score sheet is kept in.
LINTED = [
    ("full.md", "uk-msa-2015", ["txt"]),
    ("no-steps.txt", "uk-msa-2015", ["txt", "html"]),
    ("overclaim.html", "uk-msa-2015", ["txt", "json"]),
    ("california.md", "us-ca-tsca-2010", ["txt"]),
]


def lint_statements(sandbox):
    """The score sheets of the statements of lint.d; no store is needed."""
    made = {}
    for name, law, forms in LINTED:
        for form in forms:
            must(sandbox, "statement", "lint", HERE / "lint.d" / name, "--law", law, "--output", f"sheet.{form}")
            made[f"{name.rsplit('.', 1)[0]}.sheet.{form}"] = (sandbox.path / f"sheet.{form}").read_text(encoding="utf-8")
    return made


def check():
    """An answer also says which lists are stale today, so this one is asked of a store whose only copy is past its limit
    for good."""
    with Sandbox() as sandbox:
        must(sandbox, "init")
        load(sandbox, *COPIES[0])
        return must(sandbox, "check", "Hiraya Sample Resources", "--country", "PH", "--on", "2022-02-09", "--json")


def rule_book(suffix):
    """The book of two invented rules: that of all rules would change with each of them."""
    with Sandbox() as sandbox:
        data = sandbox.path / "data"
        for folder in ("rulesets", "registries"):
            shutil.copytree(ROOT / folder, data / folder)
        shutil.rmtree(data / "rulesets" / "risk")
        shutil.copytree(HERE / "rule-book.d", data / "rulesets" / "risk")
        sandbox.data = data
        must(sandbox, "rules", "book", "--output", f"book.{suffix}")
        return (sandbox.path / f"book.{suffix}").read_text(encoding="utf-8")


def produce(sandbox):
    """Every golden file's text by its name."""
    prepare(sandbox)
    made = {f"{law}.{suffix}": draft(sandbox, law, suffix)
            for law in ("uk-msa-2015", "us-ca-tsca-2010") for suffix in ("html", "md", "json")}
    made["findings.json"] = must(sandbox, "findings", "--json")
    findings = json.loads(made["findings.json"])
    ambiguous = next(finding["id"] for finding in findings if finding["rule_id"] == "LIC-106")
    made["show.txt"] = must(sandbox, "show", ambiguous)
    made["rules.txt"] = must(sandbox, "rules", "list")
    made["check.json"] = check()
    for suffix in ("html", "md"):
        made[f"rule-book.{suffix}"] = rule_book(suffix)
    made["evidence.json"] = must(sandbox, "evidence", "show", "--json")
    token = must(sandbox, "token", "new", "golden").strip()
    made["api-findings.http"] = ask_service(sandbox, token, "/v1/findings?min_severity=critical&limit=2")
    return made


def compare(made):
    failed = 0
    kept = {path.name for path in HERE.iterdir() if path.suffix in (".html", ".md", ".json", ".txt", ".http")}
    names = sorted(set(made) | (kept - {"README.md"}))
    print(f"1..{len(names)}")
    for number, name in enumerate(names, 1):
        path = HERE / name
        wanted = path.read_text(encoding="utf-8") if path.exists() else ""
        if wanted == made.get(name):
            print(f"ok {number} - {name}")
            continue
        failed += 1
        print(f"not ok {number} - {name}")
        lines = difflib.unified_diff(wanted.splitlines(), made.get(name, "").splitlines(), f"golden/{name}", "now", n=2,
                                     lineterm="")
        for line in list(lines)[:200]:
            print(f"# {line}")
    if failed:
        print("# after review: tests/golden/update")
    return 1 if failed else 0


def main():
    with Sandbox() as sandbox, Sandbox() as several:
        made = {**produce(sandbox), **draft_statements(several), **lint_statements(several)}
    today = today_texts(json.loads(made["uk-msa-2015.json"])["created_at"])
    made = {name: normalised(text, today) for name, text in made.items()}
    if "--update" not in sys.argv[1:]:
        return compare(made)
    for name, text in made.items():
        (HERE / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} files written; look at `git diff tests/golden`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
