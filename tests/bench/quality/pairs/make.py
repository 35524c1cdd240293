#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes pairs.csv, the labelled pairs: invented firms from latin.py, native.py and hand.py, changed by the rules below.

    make.py            writes pairs.csv beside this file
    make.py --check    fails if pairs.csv is not what would be written, or a stem stands in both halves

No chance is involved: every choice is a digest of what it is made for, so a change of one rule changes its pairs only.
"""
import collections
import csv
import hashlib
import io
import pathlib
import re
import sys
import unicodedata

import hand
import latin
import native

HERE = pathlib.Path(__file__).parent
PER_HALF = 18  # pairs of one rule in one half, as far as there are stems
RULES = []     # (family, verdict, function)


def digest(*parts):
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:8], "big")


def half_of(stem):
    return "tune" if digest("half", stem.casefold()) % 2 else "report"


def plain(text):
    """Without diacritics, as a register without them writes it."""
    text = text.translate(str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "ı": "i", "Ł": "L", "Ø": "O", "đ": "d", "Đ": "D", "ẞ": "SS"}))
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)))


class Firm:
    """One invented firm: its group's words and a chooser that is its own for each rule."""

    def __init__(self, group, stem):
        self.group, self.stem, self.rule = group, stem, ""

    def pick(self, options, use=""):
        return options[digest(self.rule, use, self.stem) % len(options)]

    def two(self, options, use=""):
        """Two different ones."""
        first = digest(self.rule, use, self.stem) % len(options)
        second = (first + 1 + digest(self.rule, use, self.stem, 2) % (len(options) - 1)) % len(options)
        return options[first], options[second]

    @property
    def activity(self):
        return self.pick(self.group["activities"], "activity")

    def name(self, activity=None, form=None, stem=None, extra=""):
        form = self.group["short"] if form is None else form
        body = " ".join(word for word in (stem or self.stem, extra, self.activity if activity is None else activity) if word)
        if self.group.get("before"):
            return f"{form} {body}".strip()
        return f"{body} {form}".strip()

    def other_stem(self):
        """Another stem of the same country and half."""
        others = [s for s in self.group["stems"] if s != self.stem and half_of(s) == half_of(self.stem)]
        return self.pick(others, "other stem") if others else None


def rule(family, verdict):
    def register(function):
        RULES.append((family, verdict, function))
        return function
    return register


# ------------------------------------------------------------------------------------------------------ the same firm


@rule("form-spelt-out", "match")
def form_spelt_out(firm):
    return firm.name(), firm.name(form=firm.group["long"])


@rule("form-punctuation", "match")
def form_punctuation(firm):
    short = firm.group["short"]
    bare, spaced = re.sub(r"[.,]", "", short), re.sub(r"\.(?=\w)", ". ", short)
    ways = [way for way in (bare, spaced, f"({short})", ", " + short, bare.upper()) if way != short]
    return firm.name(), firm.name(form=firm.pick(ways, "way")).replace(" , ", ", ").removeprefix(", ").replace("PT ", "PT. ", 1)


@rule("form-translated", "match")
def form_translated(firm):
    return None if firm.group["foreign"] == firm.group["long"] else (firm.name(), firm.name(form=firm.group["foreign"]))


@rule("form-misspelt", "match")
def form_misspelt(firm):
    return firm.name(form=firm.pick([firm.group["short"], firm.group["long"]])), firm.name(form=firm.pick(firm.group["misspelt"]))


@rule("form-moved", "match")
def form_moved(firm):
    form, body = firm.group["short"], f"{firm.stem} {firm.activity}"
    moved = f"{body}, {form}" if firm.group.get("before") else firm.pick([f"{form} {body}", f"{firm.stem} {form} {firm.activity}"])
    return firm.name(), moved


@rule("form-dropped", "match")
def form_dropped(firm):
    return firm.name(form=""), firm.name(form=firm.pick([firm.group["short"], firm.group["long"]]))


KEYS = {"a": "s", "s": "d", "e": "r", "r": "t", "t": "y", "i": "o", "o": "p", "n": "m", "m": "n", "l": "k", "u": "i", "c": "v", "d": "f", "h": "j"}


@rule("typo-keyboard", "match")
def typo_keyboard(firm):
    """One slip in a stem of eight letters or more: neighbour key, letter lost, doubled or two swapped."""
    word = firm.stem
    if len(word) < 8:
        return None
    places = [i for i in range(2, len(word) - 1) if word[i] in KEYS and word[i] != word[i + 1]]
    i = firm.pick(places, "place")
    slip = firm.pick([KEYS[word[i]] + word[i + 1:], word[i + 1:], word[i] + word[i:], word[i + 1] + word[i] + word[i + 2:]], "slip")
    return firm.name(), firm.name(stem=word[:i] + slip)


@rule("typo-ocr", "match")
def typo_ocr(firm):
    """One shape read for another, as scanned invoices have them."""
    shapes = [("m", "rn"), ("rn", "m"), ("l", "1"), ("o", "0"), ("i", "l"), ("e", "c"), ("d", "cl"), ("g", "q"), ("B", "8"), ("h", "b"), ("u", "ii")]
    fitting = [(a, b) for a, b in shapes if a in firm.stem[1:]]
    if not fitting or len(firm.stem) < 7:
        return None
    a, b = firm.pick(fitting, "shape")
    return firm.name(), firm.name(stem=firm.stem[0] + firm.stem[1:].replace(a, b, 1))


ABBREVIATIONS = [("International", "Intl"), ("Manufacturing", "Mfg"), ("Technologies", "Tech"), ("Industries", "Inds."), ("Brothers", "Bros"),
                 ("Engineering", "Engg"), ("Enterprises", "Entps"), ("Group", "Grp"), ("Development", "Dev."), ("Corporation", "Corp"),
                 ("Import and Export", "Imp. & Exp."), ("Agricultural", "Agri"), ("Services", "Svcs"), ("Trading", "Trdg"), ("Factory", "Fty")]


@rule("abbreviation", "match")
def abbreviation(firm):
    long, short = firm.pick(ABBREVIATIONS, "word")
    return firm.name(activity=long), firm.name(activity=short)


@rule("acronym", "match")
def acronym(firm):
    """Initials of four or more words; in half of the pairs written beside a part of the name."""
    words = [firm.stem, firm.pick(["National", "Overseas", "Eastern", "Union"], "w1"), firm.pick(["Garment", "Fisheries", "Mineral", "Rubber"], "w2"),
             firm.pick(["Industries", "Exporters", "Trading", "Processing"], "w3")]
    letters = plain("".join(word[0] for word in words)).upper()
    if firm.pick([0, 1, 2], "way") == 0:
        return firm.name(activity="", stem=" ".join(words)), firm.name(activity="", stem=".".join(letters) + ".")
    short = firm.pick([f"{letters} ({firm.stem})", f"{letters} - {' '.join(words)}", f"{letters} {firm.stem}"], "beside")
    return firm.name(activity="", stem=" ".join(words)), firm.name(activity="", stem=short)


@rule("word-order", "match")
def word_order(firm):
    first, second = firm.two(firm.group["activities"], "two")
    return firm.name(activity=f"{first} {second}"), firm.pick(
        [f"{first} {second} {firm.stem} {firm.group['short']}", f"{second} {first} {firm.stem} {firm.group['short']}", f"{firm.stem}, {second} {first}"], "order")


NUMBERS = [("1", "One", "I", "First", "1st"), ("2", "Two", "II", "Second", "2nd"), ("3", "Three", "III", "Third", "3rd"), ("4", "Four", "IV", "Fourth", "4th"),
           ("5", "Five", "V", "Fifth", "5th"), ("7", "Seven", "VII", "Seventh", "7th"), ("9", "Nine", "IX", "Ninth", "9th"), ("12", "Twelve", "XII", "Twelfth", "12th")]
UNITS = ["Factory", "Unit", "Plant", "Mill", "Works"]


@rule("numeral", "match")
def numeral(firm):
    number, unit = firm.pick(NUMBERS, "number"), firm.pick(UNITS, "unit")
    left = f"{firm.stem} {unit} {number[0]}"
    return left, firm.pick([f"{firm.stem} {unit} {number[1]}", f"{firm.stem} {unit} {number[2]}", f"{firm.stem} {number[3]} {unit}",
                            f"{firm.stem} {number[4]} {unit}", f"{firm.stem} {unit} No. {number[0]}", f"{firm.stem} {unit} #0{number[0]}"], "way")


@rule("aside", "match")
def aside(firm):
    """Something said beside the name in the name field."""
    person = firm.pick(["Mr. Lim", "Ms. Okoro", "Accounts Dept.", "the Administrator"], "person")
    body = firm.name()
    return body, firm.pick([f"{body} c/o {person}", f"{body} (in liquidation)", f"Attn: {person}, {body}", f"M/s. {body}", f"{body} t/a {firm.stem}",
                            f"{body} a/k/a {firm.stem} {firm.activity} Group", f"{body} [supplier]", f"{body} - DO NOT USE", f"{body} (vendor 10{len(body)})"], "aside")


@rule("tail", "match")
def tail(firm):
    """Branch, port or address after the name."""
    body, city, street = firm.name(), firm.group["city"], firm.group["street"]
    return body, firm.pick([f"{body}, {city} Branch", f"{body} {street}, {city}", f"{body} ({city} Office)", f"{body} - Port of {city}",
                            f"{body}, {street}", f"{body}, {city}, {firm.group['country']}", f"{body} (Head Office)"], "tail")


@rule("cut-75", "match")
def cut(firm):
    first, second = firm.two(firm.group["activities"], "two")
    whole = f"{firm.stem} {first} and {second} Import Export Manufacturing and Logistics Services {firm.pick(['Development', 'Cooperation', 'Engineering'], 'w')} {firm.group['long']}"
    return (whole, whole[:75].rstrip()) if len(whole) > 78 else None


@rule("diacritics", "match")
def diacritics(firm):
    german = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "å": "aa", "Å": "Aa"})
    bare = plain(firm.stem)
    if bare == firm.stem:
        return None
    if firm.group["country"] in ("DE", "SE") and firm.pick([0, 1], "way"):
        bare = firm.stem.translate(german)
    return firm.name(), plain(firm.name(stem=bare))


ANDS = {"DE": "und", "FR": "et", "IT": "e", "ES": "y", "MX": "y", "BR": "e", "TR": "ve", "PL": "i", "NL": "en", "SE": "och", "ID": "dan"}


@rule("ampersand", "match")
def ampersand(firm):
    first, second = firm.two(firm.group["activities"], "two")
    word = ANDS.get(firm.group["country"], "and")
    return firm.name(activity=f"{first} & {second}"), firm.name(activity=firm.pick([f"{first} {word} {second}", f"{first} + {second}", f"{first} and {second}"], "and"))


@rule("plural-possessive", "match")
def plural(firm):
    left, right = firm.pick([("Garment", "Garments"), ("Brother's", "Brothers"), ("Textile", "Textiles"), ("Farmer's Choice", "Farmers Choice"), ("Carpet", "Carpets"),
                             ("Enterprise", "Enterprises"), ("Weavers'", "Weaver"), ("Spice", "Spices"), ("Toy", "Toys")], "word")
    return firm.name(activity=left), firm.name(activity=right)


@rule("duplicated-words", "match")
def duplicated(firm):
    body, form = f"{firm.stem} {firm.activity}", firm.group["short"]
    return firm.name(), firm.pick([f"{firm.stem} {body} {form}", f"{body} {form} {form}", f"{body} {form} - {body}", f"{body} {firm.activity} {form}"], "twice")


@rule("generic-word-omitted", "match")
def generic_omitted(firm):
    word = firm.pick(["Company", "The", "& Co."], "word")
    left = f"The {firm.name()}" if word == "The" else firm.name(activity=f"{firm.activity} {word}")
    return left, firm.name()


@rule("punctuation-case", "match")
def punctuation(firm):
    body = firm.name()
    return body, firm.pick([body.lower(), f"“{firm.stem}” {firm.activity} {firm.group['short']}", body.replace(" ", "-", 1), body.replace(" ", "_"),
                            f"{firm.stem} / {firm.activity}  {firm.group['short']}", body.upper() + "."], "marks")


SITES = [("Unit {0}", "(Unit-{0})"), ("Unit-{0}", "Unit {2}"), ("Factory {0}", "No. {0} Factory"), ("Plant {1}", "Plant {0}"), ("(Unit {2})", "- Unit {0}"),
         ("Factory No. {0}", "Factory #{0}"), ("Mill {0}", "Mill No. {0}")]


@rule("facility-unit", "match")
def facility_unit(firm):
    """A factory on a buyer's list and on another's: the same unit, written otherwise."""
    number, (left, right) = firm.pick(NUMBERS, "number"), firm.pick(SITES, "site")
    return f"{firm.name()} {left.format(*number)}", f"{firm.name(form=firm.pick([firm.group['short'], firm.group['long'], ''], 'form'))} {right.format(*number)}"


@rule("facility-city", "match")
def facility_city(firm):
    """The city before, behind or in brackets."""
    city = firm.group["city"]
    ways = [f"{city} {firm.name()}", firm.name(stem=f"{firm.stem} ({city})"), f"{firm.name()} {city}", f"{firm.name()} - {city}", f"{firm.name()}, {city}"]
    left, right = firm.two(ways, "ways")
    return left, right


@rule("facility-address", "match")
def facility_address(firm):
    """The address written behind the name, as buyers' lists have it."""
    city, street, number = firm.group["city"], firm.group["street"], len(firm.stem)
    return firm.name(), firm.name() + firm.pick([f", Plot No. {number}, {city}", f" {street}, {city}", f" ({street})", f", {number}/A {street}",
                                                f", {city} Industrial Zone", f", Lot {number}, {city} Export Processing Zone"], "address")


# ------------------------------------------------------------------------------------------------------ different firms


@rule("facility-other-unit", "different")
def facility_other_unit(firm):
    (one, two), (left, right) = firm.two(NUMBERS, "numbers"), firm.pick(SITES, "site")
    return f"{firm.name()} {left.format(*one)}", f"{firm.name()} {right.format(*two)}"


@rule("changed-second-word", "different")
def changed_second_word(firm):
    """One of two distinctive words is another, all else agrees."""
    first, second = firm.two(["Falcon", "Harbour", "Lotus", "Meadow", "Orchid", "Pearl", "River", "Summit", "Tiger", "Valley", "Willow", "Anchor"], "word")
    return firm.name(stem=f"{firm.stem} {first}"), firm.name(stem=f"{firm.stem} {second}")


@rule("changed-number", "different")
def changed_number(firm):
    """A number that is part of the brand."""
    number = 100 + digest("brand", firm.stem) % 800
    other = number + firm.pick([1, 5, 10, 100, -10], "step")
    return firm.name(stem=f"{firm.stem} {number}"), firm.name(stem=f"{firm.stem} {other}")


@rule("sibling-activity", "different")
def sibling(firm):
    first, second = firm.two(firm.group["activities"], "two")
    return firm.name(activity=first), firm.name(activity=second)


@rule("sibling-second-word", "different")
def sibling_second(firm):
    first, second = firm.pick([("Exports", "Imports"), ("Shipping", "Shipbuilding"), ("Spinning", "Weaving"), ("Travel", "Trading"), ("Insurance", "Finance"),
                               ("Dyeing", "Printing"), ("Foundation", "Factory"), ("Hospital", "Hotel"), ("Cement", "Ceramics"), ("Power", "Paper")], "word")
    return firm.name(activity=f"{firm.activity} {first}"), firm.name(activity=f"{firm.activity} {second}")


@rule("numbered-units", "different")
def numbered_units(firm):
    left, right = firm.two(NUMBERS, "numbers")
    unit, way, other = firm.pick(UNITS, "unit"), firm.pick([0, 1, 2], "way"), firm.pick([0, 0, 2, 4], "other")
    if way == 2:
        return f"{firm.stem} {left[3]} {firm.activity} {unit}", f"{firm.stem} {right[3]} {firm.activity} {unit}"
    return f"{firm.stem} {firm.activity} {unit} {left[2 * way]}", f"{firm.stem} {firm.activity} {unit} {right[2 * way if way else other]}"


@rule("spv", "different")
def spv(firm):
    left, right = firm.two(NUMBERS, "numbers")
    kind = firm.pick(["Funding {0}", "Capital Fund {2}", "Leasing {0}", "Shipping No. {0}", "Property SPV {1}", "Aircraft Holdings {0}", "Series {2}"], "kind")
    return firm.name(activity=kind.format(*left)), firm.name(activity=kind.format(*right))


COUNTRIES = [("UK", "GB"), ("Deutschland", "DE"), ("Lanka", "LK"), ("Bangladesh", "BD"), ("India", "IN"), ("Vietnam", "VN"), ("Kenya", "KE"),
             ("Polska", "PL"), ("Hong Kong", "HK"), ("Brasil", "BR"), ("Ireland", "IE"), ("Thailand", "TH")]


@rule("other-jurisdiction", "different")
def other_jurisdiction(firm):
    left, right = firm.two(COUNTRIES, "countries")
    form = firm.pick(["{} ({})", "{} {}"], "way")
    return (form.format(f"{firm.stem} {firm.activity}", left[0]) + " Ltd", form.format(f"{firm.stem} {firm.activity}", right[0]) + " Ltd", left[1], right[1])


@rule("other-form", "different")
def other_form(firm):
    """Another kind of company of the same country: a firm of its own."""
    return firm.name(), firm.name(form=firm.pick(firm.group["other"], "form"))


@rule("foreign-form", "different")
def foreign_form(firm):
    """The same brand as a company of another country's law. Not of "Ltd", which may be how English texts write the other form."""
    if firm.group["short"].startswith("Ltd"):
        return None
    others = [g for g in latin.GROUPS if g["country"] != firm.group["country"] and len({g["short"], g["long"], firm.group["short"], firm.group["long"]}) == 4
              and g["country"] in ("DE", "FR", "IT", "TR", "PL", "NL", "SE", "MX", "US", "IN")
              and (firm.group["country"], g["country"]) != ("ES", "IT")]  # Spanish law knows S.R.L. for S.L.
    other = firm.pick(others, "country")
    return firm.name(), f"{firm.stem} {firm.activity} {other['short']}", firm.group["country"], other["country"]


@rule("subsidiary-parent", "different")
def subsidiary(firm):
    kind, country = firm.pick(["Holding", "Group Holdings", "Investments", "Beteiligungen"], "kind"), firm.pick([c for c in COUNTRIES if c[1] != firm.group["country"]], "country")
    return (firm.name(activity=kind), f"{firm.stem} {firm.activity} {country[0]} Ltd", firm.group["country"], country[1])


@rule("other-stem", "different")
def other_stem(firm):
    other = firm.other_stem()
    return (firm.name(), firm.name(stem=other)) if other else None


@rule("other-stem-same-place", "different")
def other_stem_place(firm):
    """Place and two activity words agree, only the stem differs."""
    other, city = firm.other_stem(), firm.group["city"]
    first, second = firm.two(firm.group["activities"], "two")
    return (firm.name(stem=f"{city} {firm.stem}", activity=f"{first} {second}"), firm.name(stem=f"{city} {other}", activity=f"{first} {second}")) if other else None


@rule("opposite-word", "different")
def opposite(firm):
    left, right = firm.pick([("North", "South"), ("East", "West"), ("Upper", "Lower"), ("Old", "New"), ("Black", "White"), ("Red", "Green"), ("Gold", "Silver"),
                             ("Inner", "Outer"), ("Little", "Great"), ("Summer", "Winter")], "word")
    return firm.name(stem=f"{left} {firm.stem}"), firm.name(stem=f"{right} {firm.stem}")


@rule("other-place", "different")
def other_place(firm):
    """Sister companies, each with its place in its registered name."""
    cities = [g["city"] for g in latin.GROUPS]
    left, right = firm.two(cities, "cities")
    return firm.name(extra=left), firm.name(extra=right)


@rule("charity-union", "different")
def charity(firm):
    """A body that bears the firm's name and is not the firm."""
    return firm.name(), f"{firm.stem} {firm.activity} " + firm.pick(["Workers Union", "Pension Fund", "Employees Cooperative Bank", "Football Club", "Charitable Trust",
                                                                     "Staff Provident Fund", "Retirees Association"], "body")


# -------------------------------------------------------------------------------------------------------------- making


def latin_rows():
    firms = [Firm(group, stem) for group in latin.GROUPS for stem in group["stems"]]
    for family, verdict, function in RULES:
        left = {"tune": PER_HALF, "report": PER_HALF}
        for firm in sorted(firms, key=lambda firm: digest(family, firm.stem)):
            half = half_of(firm.stem)
            firm.rule = family
            made = function(firm) if left[half] else None
            if not made or made[0] == made[1]:
                continue
            left[half] -= 1
            one, two, *countries = made
            countries = countries or [firm.group["country"]] * 2
            if digest("capitals", family, firm.stem) % 5 == 0:
                two = two.upper()
            yield one, two, *countries, verdict, family, firm.stem


def native_rows():
    """For each stem two pairs of the same firm and one of two firms across scripts, and one each within the script."""
    for script, table in native.SCRIPTS.items():
        n_activities, country = len(table["activities"]), table["country"]
        for number, stem in enumerate(table["stems"]):
            others = [s for s in table["stems"] if s is not stem and half_of(s[2]) == half_of(stem[2])]
            activity, sibling = table["activities"][number % n_activities], table["activities"][(number + 1) % n_activities]
            place = table.get("places", [("",) * 4])[number % len(table.get("places", [0]))]

            def written(form, spelling, stem=stem, activity=activity, place=place):
                """`form` 0, 1: native; 2, 3: Latin. `spelling` 0 to 3 as the columns of the rows."""
                name = (table["native"] + table["latin"])[form].format(s=stem[spelling], a=activity[spelling], p=place[spelling])
                return name.replace("责", "責") if spelling == 1 else name
            other = others[digest("other", stem[2]) % len(others)] if others else None
            cross, within = f"native-latin-{script}", f"within-{script}"
            same, different = "match", "different"
            yield written(0, 0), written(2, 2), country, country, same, cross, stem[2]
            yield written(1, 0), written(3, 3), country, country, same, cross, stem[2]
            yield written(0, 0), written(2, 2, activity=sibling), country, country, different, cross, stem[2]
            yield written(0, 0), written(1, 1), country, country, same, within, stem[2]
            yield written(0, 0), written(0, 0, activity=sibling), country, country, different, within, stem[2]
            if other:
                yield written(0, 0), written(2, 2, stem=other), country, country, different, cross, stem[2]
                yield written(0, 0), written(1, 0, stem=other), country, country, different, within, stem[2]


def hand_rows(others):
    """The stem of a hand-written pair is its longest word that no other pair has; of a generic name, all of it."""
    everything = [("match",) + row for row in hand.rows(hand.MATCH)] + [("different",) + row for row in hand.rows(hand.DIFFERENT)]
    names = [row[:2] for row in others] + [row[2:4] for row in everything]
    used = collections.Counter(word for pair in names for word in set(re.findall(r"\w+", " ".join(pair).casefold())))
    for verdict, family, one, two, country in everything:
        own = [word for word in re.findall(r"\w+", one) if used[word.casefold()] == 1 and word[0].isupper()]
        stem = one if family == "generic-only" or not own else max(own, key=len)
        yield one, two, country, country, verdict, family, stem


def cjk_numeral_rows():
    digits = "一二三四五六七八九"
    for number, stem in enumerate(native.SCRIPTS["han"]["stems"]):
        one, two = number % 9, (number + 1 + number // 9) % 9
        unit = f"{stem[0]}第{{}}纺织厂"
        yield unit.format(digits[one]), unit.format(one + 1), "CN", "CN", "match", "numeral-cjk", stem[2]
        yield unit.format(digits[one]), f"{stem[2]} No. {one + 1} Textile Factory", "CN", "CN", "match", "numeral-cjk", stem[2]
        yield unit.format(digits[one]), unit.format(digits[two]), "CN", "CN", "different", "numeral-cjk", stem[2]


def made():
    rows = [*latin_rows(), *native_rows(), *cjk_numeral_rows()]
    rows = [row + (half_of(row[-1]),) for row in rows + list(hand_rows(rows))]
    pairs = {}
    for row in rows:
        if row[0] == row[1]:
            sys.exit(f"make.py: the two names are one: {row}")
        known = pairs.setdefault(tuple(sorted(row[:2])), row)
        if known is not row and known[4] != row[4]:
            sys.exit(f"make.py: called the same and different: {known} {row}")
    rows = list(pairs.values())
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow("left right left_country right_country verdict family stem half".split())
    writer.writerows(rows)
    return rows, out.getvalue()


def check_halves(rows):
    """No stem is on both sides: neither in its column nor as a word of a name of the other half."""
    stems = {"tune": set(), "report": set()}
    for row in rows:
        stems[row[-1]].add(row[-2].casefold())
    for row in rows:
        words = set(re.findall(r"\w+", f"{row[0]} {row[1]}".casefold())) | {row[-2].casefold()}
        both = words & (stems["report" if row[-1] == "tune" else "tune"] - stems[row[-1]])
        if both or stems["report"] & stems["tune"]:
            sys.exit(f"make.py: {both or stems['report'] & stems['tune']} in both halves: {row}")


def main():
    rows, text = made()
    check_halves(rows)
    path = HERE / "pairs.csv"
    if sys.argv[1:] == ["--check"]:
        if path.read_text(encoding="utf-8") != text:
            sys.exit("make.py: pairs.csv is not what make.py makes; run make.py")
    else:
        path.write_text(text, encoding="utf-8")
    count = collections.Counter(row[4] for row in rows) + collections.Counter(row[-1] for row in rows)
    print(len(rows), "pairs,", len({row[5] for row in rows}), "families,", dict(count), len(text.encode()), "bytes")


if __name__ == "__main__":
    main()
