#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Opens the Word files of drafts in LibreOffice and looks for the text of every block in the pages it makes of them. TAP.

Needs soffice (libreoffice-writer-nogui) and pdftotext (poppler-utils); `./tests/run slow` installs them.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from sandbox import ROOT, Failure, Sandbox  # noqa: E402

TIMEOUT_S = 180
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAMPLE = ROOT / "src" / "demo.d"


def plain(text):
    """Without blanks and hyphens: lines end elsewhere on a page, and a page number may stand between two of them."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", unicodedata.normalize("NFKC", text))


def pages_of(sandbox, name):
    """The text of a Word file as LibreOffice sets it."""
    profile = sandbox.path / "office"
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir",
                    str(sandbox.path), str(sandbox.path / name)], check=True, capture_output=True, timeout=TIMEOUT_S)
    pdf = (sandbox.path / name).with_suffix(".pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=TIMEOUT_S)
    raw = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, timeout=TIMEOUT_S)
    return plain(text.stdout.decode()) + plain(raw.stdout.decode())


def blocks_of(draft):
    """Every text of a draft that a reader must find."""
    yield from (item["title"] for item in draft["criteria"])
    yield from (item["text"] for item in draft["claims"])
    yield from (item["text"] for item in draft["gaps"])
    yield from (item["label"] for item in draft["blanks"])
    yield from (item["text"] for item in draft["duties"])
    yield from (item["title"] for item in draft["charts"])
    yield from (point["label"] for chart in draft["charts"] for point in chart["points"])
    yield draft["scope"]["text"]
    yield draft["labels"]["unsigned_draft"]
    yield draft["labels"]["annex"]


def check_parts(path, draft):
    """What the pages do not show: the parts are well-formed, gaps are comments, headings are styles."""
    with zipfile.ZipFile(path) as package:
        if package.testzip():
            raise Failure("the package is damaged")
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    comments = ["".join(node.itertext()) for node in parts["word/comments.xml"].iter(W + "comment")]
    for gap in draft["gaps"]:
        if not any(gap["text"] in comment for comment in comments):
            raise Failure(f"no comment for the gap: {gap['text']}")
    styles = {node.get(W + "styleId") for node in parts["word/styles.xml"].iter(W + "style")}
    used = {node.get(W + "val") for name in ("word/document.xml", "word/endnotes.xml", "word/header1.xml")
            for tag in ("pStyle", "rStyle", "tblStyle") for node in parts[name].iter(W + tag)}
    if used - styles:
        raise Failure(f"styles that are not there: {used - styles}")


def draft_of(sandbox, law):
    for suffix in ("json", "docx"):
        outcome = sandbox.run(["candor", "statement", "draft", law, "--year", "2026", "-o", f"{law}.{suffix}"])
        if outcome.exit_status:
            raise Failure(outcome.stderr)
    return json.loads((sandbox.path / f"{law}.json").read_text())


def check(law):
    with Sandbox() as sandbox:
        # A name from right to left, and markup, on top of the sample.
        text = (SAMPLE / "organisation.yaml").read_text()
        (sandbox.path / "organisation.yaml").write_text(
            text.replace("Sells garden furniture", '<w:p>&amp; "شركة" sells garden furniture'))
        for line in (["init"], ["org", "set", "organisation.yaml"],
                     ["import", str(SAMPLE / "suppliers.csv"), "--as", "suppliers"]):
            outcome = sandbox.run(["candor", *line])
            if outcome.exit_status:
                raise Failure(outcome.stderr)
        draft = draft_of(sandbox, law)
        check_parts(sandbox.path / f"{law}.docx", draft)
        pages = pages_of(sandbox, f"{law}.docx")
        missing = [text for text in blocks_of(draft) if "شركة" not in text and plain(text) not in pages]
        if missing:
            raise Failure("not on the pages:\n" + "\n".join(missing))
        if any("<w:p>" in claim["text"] for claim in draft["claims"]) and "<w:p>&amp;" not in pages:
            raise Failure("markup in a text is not shown as it was written")


def main():
    laws = ("uk-msa-2015", "us-ca-tsca-2010")
    print(f"1..{len(laws)}")
    if not shutil.which("soffice"):
        for number, law in enumerate(laws, 1):
            print(f"ok {number} - {law} # SKIP soffice is not installed (libreoffice-writer-nogui)")
        return 0
    failed = 0
    for number, law in enumerate(laws, 1):
        try:
            check(law)
            print(f"ok {number} - {law} opens in LibreOffice with the text of every block")
        except (Failure, subprocess.SubprocessError) as problem:
            failed += 1
            print(f"not ok {number} - {law}")
            print("".join(f"# {line}\n" for line in str(problem).splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
