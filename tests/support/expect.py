# SPDX-License-Identifier: Apache-2.0
"""What a scenario expects of JSON and of text, and how far what came is from it.

Paths into JSON: members and positions joined by dots (`findings.0.rule_id`); `#` is how many there are; `*` is all of
them; `[member=value]` picks the items with that member (`listings.[status=expired].#`). `$` alone is the whole.
"""
import re

ABSENT = object()


def split_path(path):
    """Dots inside brackets do not separate."""
    return re.findall(r"\[[^\]]*\]|[^.\[\]]+", path)


def step_into(value, part):
    if part == "#":
        return len(value) if isinstance(value, (list, dict)) else ABSENT
    if part.startswith("["):
        member, wanted = part[1:-1].split("=", 1)
        return [item for item in value if isinstance(item, dict) and text_of(item.get(member)) == wanted]
    if isinstance(value, list) and part.lstrip("-").isdigit():
        return value[int(part)] if -len(value) <= int(part) < len(value) else ABSENT
    if isinstance(value, list) and part != "*":
        found = [step_into(item, part) for item in value]
        return [item for item in found if item is not ABSENT]
    if part == "*":
        return list(value.values()) if isinstance(value, dict) else value
    return value.get(part, ABSENT) if isinstance(value, dict) else ABSENT


def find(value, path):
    for part in split_path(str(path)) if path != "$" else []:
        value = step_into(value, part)
        if value is ABSENT:
            return ABSENT
    return value


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def as_list(value):
    return value if isinstance(value, list) else [value]


def check_text(text, expectation):
    """Problems of a text against {contains, not_contains, matches, not_matches, equals, lines, in_order, is_empty}."""
    if not isinstance(expectation, dict):
        expectation = {"contains": expectation}
    for kind, wanted in expectation.items():
        if kind == "contains":
            yield from (f"does not contain: {item}" for item in as_list(wanted) if item not in text)
        elif kind == "not_contains":
            yield from (f"contains: {item}" for item in as_list(wanted) if item in text)
        elif kind == "matches":
            yield from (f"does not match: {item}" for item in as_list(wanted) if not re.search(item, text, re.M))
        elif kind == "not_matches":
            yield from (f"matches: {item}" for item in as_list(wanted) if re.search(item, text, re.M))
        elif kind == "equals":
            if text != wanted:
                yield f"is not: {wanted!r}"
        elif kind == "lines":
            if len(text.splitlines()) != wanted:
                yield f"has {len(text.splitlines())} lines, not {wanted}"
        elif kind == "in_order":
            at = 0
            for item in wanted:
                found = text.find(item, at)
                if found < 0:
                    yield f"does not contain, in this order: {item}"
                    break
                at = found + len(item)
        else:
            raise ValueError(f"unknown text expectation: {kind}")


def check_value(path, value, expectation):
    """Problems of one JSON value against a literal or {equals, not, at_least, at_most, one_of, absent, …text…}."""
    if not isinstance(expectation, dict):
        expectation = {"equals": expectation}
    for kind, wanted in expectation.items():
        if kind == "absent":
            if (value is ABSENT) != wanted:
                yield f"{path}: is {'absent' if value is ABSENT else repr(value)}"
        elif value is ABSENT:
            yield f"{path}: is absent, expected {kind} {wanted!r}"
        elif kind == "equals":
            if value != wanted and not (isinstance(wanted, str) and text_of(value) == wanted):
                yield f"{path}: is {value!r}, expected {wanted!r}"
        elif kind == "not":
            if text_of(value) == text_of(wanted):
                yield f"{path}: is {value!r}"
        elif kind == "one_of":
            if value not in wanted:
                yield f"{path}: is {value!r}, expected one of {wanted!r}"
        elif kind in ("at_least", "at_most"):
            if not isinstance(value, (int, float)) or (value < wanted if kind == "at_least" else value > wanted):
                yield f"{path}: is {value!r}, expected {kind.replace('_', ' ')} {wanted!r}"
        else:
            text = "\n".join(map(text_of, value)) if isinstance(value, list) else text_of(value)
            yield from (f"{path}: {problem} (is {text[:400]!r})" for problem in check_text(text, {kind: wanted}))


def check_json(value, expectations):
    for path, expectation in expectations.items():
        yield from check_value(path, find(value, path), expectation)
