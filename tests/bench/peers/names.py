#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""names.py N [SEED]: N invented company names as CSV (id,name), the same on every machine.

The words of a name are drawn as in registers: stems by a long-tailed law, so that some are in thousands of names and
most in a few; what the firm does, where, and the legal form by how common they are. Nothing is taken from a list of
firms. damage() gives the name as somebody might have written it.
"""
import csv
import sys

ONSETS = ("b br c ch d dr f fl g gr h j k kr l m n p pr qu r s sh st t tr v w y z th kh bh sl cl gl".split())
VOWELS = "a e i o u a e i o ai au ea ia oo ua".split()
CODAS = ["", "", "", "", "n", "r", "l", "s", "m", "t", "k", "ng", "x", "nd", "rd", "sh"]
ACTIVITIES = ("Trading Industries International Services Group Holdings Textiles Garments Foods Construction Engineering "
              "Logistics Electronics Plastics Technology Manufacturing Import Export Chemicals Steel Shipping Marine "
              "Recruitment Manpower Rubber Furniture Packaging Leather Footwear Seafood Fisheries Farms Agro Mining Energy "
              "Metal Timber Paper Printing Ceramics Glass Machinery Tools Motors Toys Jewellery Cosmetics Pharma Medical "
              "Catering Cleaning Security Transport Travel Consulting Investment Properties Enterprises Apparel Knitwear "
              "Denim Dyeing Spinning Weaving Embroidery Accessories Cables Batteries Lighting Optical Precision").split()
PLACES = ("North South East West New Great Upper Lower Central Pacific Asia Gulf Delta Bay Coast River Island Valley "
          "Highland Lake Harbour").split()
FORMS = ("Ltd", "Limited", "LLC", "Inc", "Co., Ltd.", "GmbH", "S.A.", "Pvt Ltd", "PLC", "S.r.l.", "B.V.", "S.A. de C.V.",
         "Sdn Bhd", "JSC", "OOO", "Corp", "AG", "SARL", "Lda", "A.S.")
OTHER_FORM = {"Ltd": "Limited", "Limited": "Ltd.", "LLC": "L.L.C.", "Inc": "Incorporated", "Co., Ltd.": "Company Limited",
              "GmbH": "Gesellschaft mit beschränkter Haftung", "S.A.": "SA", "Pvt Ltd": "Private Limited",
              "PLC": "Public Limited Company", "S.r.l.": "SRL", "B.V.": "BV", "S.A. de C.V.": "SA de CV",
              "Sdn Bhd": "Sendirian Berhad", "JSC": "Joint Stock Company", "OOO": "Limited Liability Company",
              "Corp": "Corporation", "AG": "Aktiengesellschaft", "SARL": "S.A.R.L.", "Lda": "Limitada", "A.S.": "AS"}
KINDS = ("typo", "form", "dropped", "order", "several")
N_STEMS = 60000


class Dice:
    """A generator of our own (Knuth's MMIX constants), so that every Python makes the same data."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]

    def common(self, items):
        """An item, the first ones far more often: the square of an even draw."""
        n = len(items)
        at = self.below(n * 1000)
        return items[at * at // (n * 1000000)]


def make_stems(dice):
    """Words of two or three syllables, none twice, the common ones first."""
    seen = {}
    while len(seen) < N_STEMS:
        syllables = 2 + (dice.below(3) == 0)
        word = "".join(dice.pick(ONSETS) + dice.pick(VOWELS) + dice.pick(CODAS) for _ in range(syllables))
        if 4 <= len(word) <= 12:
            seen.setdefault(word.capitalize())
    return list(seen)


def pick_stem(dice, stems):
    """Long-tailed: the rank is an even draw squared."""
    draw = dice.below(1 << 20) / (1 << 20)
    return stems[int(len(stems) * draw * draw)]


def make_name(dice, stems):
    words = [pick_stem(dice, stems)]
    if dice.below(10) < 6:
        words.append(pick_stem(dice, stems))
    if dice.below(10) == 0:
        words.insert(dice.below(2), dice.pick(PLACES))
    words += [dice.common(ACTIVITIES) for _ in range(1 + (dice.below(10) < 4))]
    if dice.below(20) == 0:
        words.append(str(1 + dice.below(20)))
    return " ".join(words + [dice.common(FORMS)])


def make_names(n, seed=20261121):
    """n different names."""
    dice = Dice(seed)
    stems = make_stems(dice)
    names = {}
    while len(names) < n:
        names.setdefault(make_name(dice, stems))
    return list(names)


def split_form(name):
    for form in sorted(FORMS, key=len, reverse=True):
        if name.lower().endswith(" " + form.lower()):
            return name[:-len(form) - 1], name[-len(form):], form
    return name, "", ""


def misspell(dice, word):
    """One letter left out, doubled, exchanged with its neighbour or replaced; never the first."""
    at, how = 1 + dice.below(max(len(word) - 2, 1)), dice.below(4)
    if how == 0:
        return word[:at] + word[at + 1:]
    if how == 1:
        return word[:at] + word[at] + word[at:]
    if how == 2 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    letter = dice.pick([c for c in "aeiourstnl" if c != word[at].lower()])
    return word[:at] + letter + word[at + 1:]


def damage(dice, name, kind):
    """The name with one thing done to it, with `several` three, or None where that kind does not fit."""
    core, printed, form = split_form(name)
    words = core.split()
    if kind == "several":
        for step in ("form", "typo", "order" if dice.below(2) else "dropped"):
            name = damage(dice, name, step) or name
        return name
    if kind == "typo":
        longest = max(range(len(words)), key=lambda i: len(words[i]))
        if len(words[longest]) < 5:
            return None
        words[longest] = misspell(dice, words[longest])
        return " ".join(words + [printed]).strip()
    if kind == "form":
        if not form:
            return None
        other = OTHER_FORM[form] if dice.below(3) else ""
        return f"{core} {other}".strip()
    if kind == "dropped":
        if len(words) < 3:
            return None
        del words[1 + dice.below(len(words) - 1)]
        return " ".join(words + [printed]).strip()
    if len(words) < 2:
        return None
    words.append(words.pop(0))
    return " ".join(words + [printed]).strip()


def make_queries(names, n, seed=7):
    """n damaged names of the kinds in turn, as (kind, index of the right answer, text); none is a name of the list."""
    dice, queries, listed = Dice(seed), [], set(names)
    while len(queries) < n:
        kind, at = KINDS[len(queries) % len(KINDS)], dice.below(len(names))
        text = damage(dice, names[at], kind)
        if text and text not in listed:
            queries.append((kind, at, text))
    return queries


def main():
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("id", "name"))
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261121
    out.writerows(enumerate(make_names(int(sys.argv[1]), seed)))


if __name__ == "__main__":
    main()
