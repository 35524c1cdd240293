#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the hand-written lexicon: concepts.csv, places.csv, numerals.csv and word-frequency.csv beside this file.

usage: check-words.py

Tells every problem with file and line. One word must not mean two things: words are compared as src/normalise/fold.c folds
them, once in their own script (nothing may stand twice) and once in Latin letters without blanks (only words of one concept
may meet). What legal-forms.yaml, legal-forms-iso20275.csv and the noise of words.yaml know must not stand here.
"""

import pathlib
import re
import sys
import unicodedata

import yaml

HERE = pathlib.Path(__file__).parent
KINDS = ("activity", "place", "generic", "person", "structure", "quality")
MAX_BYTES = 96
# After fold.c: Cyrillic and Greek as printed on English paper; Latin letters that do not decompose.
LATIN = dict(zip("æðøþđħıĸłŋœŧƀƒǝɗəɛɲ", "ae d o th d h i k l n oe t b f e d a e n".split()))
NATIVE_ONLY = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split()))
NATIVE_ONLY |= dict(zip("абвгдежзийклмнопрстуфхцчшщыэюяёђѓєѕіїјљњћќўџґғқңүұһәө",
                        ("a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya e dj g ye dz i i j lj nj c k "
                         "u dz g g k n u u h a o").split()))
NATIVE_ONLY |= {"ъ": "", "ь": ""}
ARABIC = dict(zip("آأإٱةىیک", "اااا" "ه" "يي" "ك"))
problems = []


def tell(name, number, text):
    problems.append(f"{name}:{number}: {text}")


def fold(text, latin):
    """As cdr_fold does it: case, marks, punctuation; with `latin` Cyrillic and Greek in Latin letters."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = re.sub(r"(?<=\w)['`´‘’ʼʻ׳״ʿʾ.](?=\w)", "", text)
    out, alphabetic, last = [], False, ""
    for ch in text:
        category = unicodedata.category(ch)
        if category[0] == "M":
            if not alphabetic and not "\u064b" <= ch <= "\u065f":
                out.append(ch)
            continue
        if ch == "\u0640":
            continue
        if category[0] not in "LN":
            out.append(" ")
            last = ""
            continue
        known = ch in LATIN or ch in NATIVE_ONLY
        base = ch if known else unicodedata.normalize("NFD", ch)[0]
        foreign = base in NATIVE_ONLY
        alphabetic = foreign or base in LATIN or unicodedata.name(base, "").startswith("LATIN")
        if not alphabetic:
            out.append(ARABIC.get(ch, ch))
        elif base == "υ" and latin and last in ("ο", "α", "ε"):
            out.append("u" if last == "ο" else "v")
        elif foreign:
            out.append(NATIVE_ONLY[base] if latin else base)
        else:
            out.append(LATIN.get(base, base))
        last = base
    return " ".join("".join(out).split())


def native(text):
    return fold(text, False)


def latin(text):
    return fold(text, True)


def joined(text):
    return latin(text).replace(" ", "")


def legal_forms():
    """Keys without blanks of all forms that are no part of a name's identity."""
    keys = set()
    for entry in yaml.safe_load((HERE / "legal-forms.yaml").read_text(encoding="utf-8"))["classes"]:
        keys |= {joined(str(form)) for form in entry["forms"]}
    for line in (HERE / "legal-forms-iso20275.csv").read_text(encoding="utf-8").splitlines():
        parts = line.split(",")
        if not line.startswith("#") and len(parts) == 6 and parts[3] == "drop":
            keys.add(joined(parts[0]))
    return keys


def rows(name, header):
    """(line number, cells) behind the header; remarks are left out."""
    path, found = HERE / name, None
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if found is None:
            found = line
            if line != header:
                tell(name, number, f'the header is not "{header}"')
            continue
        cells = line.split(",")
        if len(cells) != header.count(",") + 1:
            tell(name, number, "another number of cells than the header")
            continue
        yield number, cells


def numerals():
    values = {}
    for number, (words, value) in rows("numerals.csv", "words,value"):
        if not re.fullmatch(r"[1-9][0-9]{0,3}", value):
            tell("numerals.csv", number, f"{value} is no number of 1 to 9999")
        for word in words.split("|"):
            if values.setdefault(native(word), value) != value:
                tell("numerals.csv", number, f'"{word}" has another value above')
    return values


def noise_and_numbers():
    words = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return {native(str(word)) for word in words.get("noise", [])}, set(numerals())


def scripts(word):
    kinds = set()
    for ch in word:
        if unicodedata.category(ch)[0] == "L" and ch != "ー":
            kind = unicodedata.name(ch).split()[0]
            kinds.add("CJK" if kind in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA") else kind)
    return kinds


def check_word(name, number, word):
    if not native(word) or len(native(word).encode()) > MAX_BYTES or len(word.encode()) > MAX_BYTES:
        tell(name, number, f'"{word}" is empty or longer than {MAX_BYTES} bytes')
    if word != unicodedata.normalize("NFC", word.lower().strip()):
        tell(name, number, f'"{word}" is not written in lower case and NFC')
    if len(word) == 1 and word not in "厂廠":
        tell(name, number, f'"{word}" is one character: a part of many names')
    if len(scripts(word)) > 1:
        tell(name, number, f'"{word}" mixes scripts: {", ".join(sorted(scripts(word)))}')


def check_concepts():
    forms, (noise, numbers) = legal_forms(), noise_and_numbers()
    concepts, natives, latins, previous = set(), {}, {}, ("", -1, "")
    lines = [(name, *row) for name in ("concepts.csv", "places.csv") for row in rows(name, "concept,kind,words")]
    for name, number, (concept, kind, words) in lines:
        if not re.fullmatch(r"[a-z]+", concept) or concept in concepts:
            tell(name, number, f'"{concept}" is not one lower-case ASCII word that stands once')
        concepts.add(concept)
        if kind not in KINDS:
            tell(name, number, f'"{kind}" is none of {", ".join(KINDS)}')
        elif (kind == "place") != (name == "places.csv"):
            tell(name, number, f'"{concept}" belongs into the other file')
        elif (name, KINDS.index(kind), concept) < previous:
            tell(name, number, f'"{concept}" is not in order: kinds as listed, then by concept')
        else:
            previous = (name, KINDS.index(kind), concept)
        listed = words.split("|")
        if listed[0] != concept:
            tell(name, number, f'the first word is not "{concept}"')
        for word in listed:
            check_word(name, number, word)
            key = native(word)
            if key in natives:
                tell(name, number, f'"{word}" stands twice: also for {natives[key]}')
            natives[key] = concept
            if latins.setdefault(joined(word), concept) != concept:
                tell(name, number, f'"{word}" romanised is a word of {latins[joined(word)]}')
            if joined(word) in forms:
                tell(name, number, f'"{word}" is a legal form')
            if key in noise or key in numbers:
                tell(name, number, f'"{word}" is noise or a numeral')
    return len(concepts), len(natives)


def check_frequencies():
    name, previous = "word-frequency.csv", ""
    for number, (word, figure) in rows(name, "word,per_million"):
        if word <= previous or not re.fullmatch(r"[^\W\d_]\w*", word) or word != native(word):
            tell(name, number, f'"{word}" is not folded, or not in order')
        if not re.fullmatch(r"[1-9]\d*|0\.\d+|[1-9]\.\d", figure):
            tell(name, number, f"{figure} is no rate")
        previous = word


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__.strip())
    n_concepts, n_words = check_concepts()
    check_frequencies()
    print("\n".join(problems) if problems else f"{n_concepts} concepts, {n_words} words")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
