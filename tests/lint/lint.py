#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""House rules that a program can check. Each check is a function of the same name as in CONTRIBUTING.md; the output is TAP.

    lint.py SOURCE_ROOT [BUILD_ROOT]
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])

# Who may include whom. A room may use only rooms named here; tests and fuzzers may use anything.
LAYERS = {
    "base": [],
    "decl": ["base"],
    "model": ["base"],
    "crypt": ["base"],
    "doc": ["base", "model"],
    "ingest": ["base", "decl"],
    "normalise": ["base", "decl"],
    "fetch": ["base", "decl"],
    "store": ["base", "model", "crypt"],
    "match": ["base", "model", "decl", "normalise"],
    "rules": ["base", "decl", "model"],
    "registry": ["base", "decl", "model", "ingest", "normalise"],
    "evidence": ["base", "model", "crypt", "store"],
    "import": ["base", "decl", "model", "crypt", "fetch", "ingest", "normalise", "match", "registry", "store", "evidence"],
    "screen": ["base", "decl", "model", "crypt", "ingest", "normalise", "store", "match", "rules", "registry", "evidence"],
    "statement": ["base", "decl", "model", "doc", "rules", "store", "evidence"],
    "job": ["base", "model", "crypt", "store"],
    "auth": ["base", "model", "crypt", "store"],
    "http": ["base", "crypt"],
    "api": ["base", "model", "http", "auth", "job", "store", "crypt", "screen", "statement", "evidence", "import",
            "registry", "rules", "match", "doc"],
    "cli": ["base", "decl", "model", "crypt", "doc", "ingest", "normalise", "store", "match", "rules", "registry",
            "evidence", "import", "screen", "statement", "job", "auth", "fetch"],
    "daemon": ["base", "decl", "model", "crypt", "doc", "ingest", "fetch", "normalise", "store", "match", "rules", "registry",
               "evidence", "import", "screen", "statement", "job", "auth", "http", "api"],
}

# Third-party headers and the one room (or file) that may include them.
HOMES = {
    "sqlite3.h": ["store"],
    "zstd.h": ["store"],
    "curl/": ["fetch"],
    "libxml/": ["ingest"],
    "xlsxwriter.h": ["doc"],
    "pango/": ["doc"],
    "cairo": ["doc"],
    "zip.h": ["ingest", "doc"],
    "seccomp.h": ["ingest"],
    "unicode/": ["normalise", "ingest/charset.c"],
    "yaml.h": ["decl"],
    "microhttpd.h": ["http"],
    "sodium.h": ["crypt"],
    "jansson.h": ["base"],
    "pcre2.h": ["base"],
}

BANNED = re.compile(
    r"\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|strtol|strtoul|sscanf|gets|localtime|gmtime|strerror|setlocale"
    r"|system|popen|rand|srand|alloca)\s*\(")
BASE_ONLY = re.compile(r"(?<![\w.>])(malloc|calloc|realloc|free|open|fopen|rename)\s*\(")

MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS = 800, 80, 9

problems = []


def tell(path, line, text):
    problems.append(f"{path.relative_to(ROOT)}:{line}: {text}")


def sources(*patterns):
    for pattern in patterns:
        yield from sorted(ROOT.glob(pattern))


def code_of(text):
    """The text with comments and string literals blanked out, line numbers kept."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.S)


def without_comments(text):
    return re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def room_of(path):
    return path.relative_to(ROOT / "src").parts[0]


def check_layers():
    """Rooms include only the rooms below them, third-party headers stay at home, includes are written from the root."""
    for path in sources("src/*/*.c", "src/*/*.h"):
        room = room_of(path)
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#include\s+(?:"([^"]+)"|<([^>]+)>)', line)
            if not match:
                continue
            ours, theirs = match.groups()
            if ours and ours.startswith("candor/"):
                other = ours[len("candor/"):-len(".h")]
                if other != room and other not in LAYERS[room]:
                    tell(path, number, f"{room} must not include {ours}")
            elif ours and ours.split("/")[0] != room:
                tell(path, number, f'"{ours}": only a room\'s own files may be included besides "candor/…"')
            for prefix, homes in HOMES.items():
                if theirs and theirs.startswith(prefix):
                    place = str(path.relative_to(ROOT / "src"))
                    if not any(place == home or place.startswith(home + "/") for home in homes):
                        tell(path, number, f"<{theirs}> belongs in {' or '.join(homes)} only")
    for path in sources("include/candor/*.h"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'#include "candor/(\w+)\.h"', line)
            if match and match.group(1) not in LAYERS[path.stem]:
                tell(path, number, f"{path.stem} must not include candor/{match.group(1)}.h")


def functions_of(path):
    """(name, first line, last line, parameter count) of each function, by ctags."""
    out = subprocess.run(
        ["ctags", "--languages=C", "--kinds-C=f", "--fields=+neS", "-f", "-", str(path)],
        check=True, capture_output=True, text=True).stdout
    for row in out.splitlines():
        if row.startswith("!"):
            continue
        fields = dict(part.split(":", 1) for part in row.split("\t")[3:] if ":" in part)
        signature = fields.get("signature", "()")
        yield row.split("\t")[0], int(fields["line"]), int(fields.get("end", fields["line"])), signature.count(",") + 1


def check_sizes():
    """No file over 800 lines, no function over 80 lines or 9 parameters (aim at 6); no goto."""
    for path in sources("src/*/*.c", "src/*/*.h", "include/candor/*.h", "tests/**/*.c"):
        lines = path.read_text().splitlines()
        if len(lines) > MAX_FILE:
            tell(path, 1, f"{len(lines)} lines; at most {MAX_FILE}")
        if path.suffix != ".c":
            continue
        for name, first, last, n_parameters in functions_of(path):
            if last - first + 1 > MAX_FUNCTION:
                tell(path, first, f"{name} has {last - first + 1} lines; at most {MAX_FUNCTION}")
            if n_parameters > MAX_PARAMETERS and "tests" not in path.parts:
                tell(path, first, f"{name} has {n_parameters} parameters; at most {MAX_PARAMETERS}")
        for number, line in enumerate(code_of("\n".join(lines)).splitlines(), 1):
            if re.search(r"\bgoto\b", line):
                tell(path, number, "goto; use the cleanup attribute")


def check_contracts():
    """Every declaration group in a public header stands under a comment; every file starts with its licence and says what
    it is; every room has a README of at most 60 lines."""
    for path in sources("include/candor/*.h"):
        documented = False
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip():
                documented = False
            if "/*" in line or line.startswith(" *"):
                documented = True
            declares = re.match(r"^(struct|enum|typedef|[a-z_].*\bCDR_MUST_CHECK)\b", line)
            if declares and not documented and not re.match(r"^struct \w+;$", line):
                tell(path, number, "a declaration without a contract above it")
                documented = True
    for path in sources("src/*/*.c", "src/*/*.h", "include/candor/*.h", "tests/**/*.c"):
        text = path.read_text()
        if not text.startswith("/* SPDX-License-Identifier: Apache-2.0 */\n"):
            tell(path, 1, "the first line names the licence")
        if path.suffix == ".c" and "src" in path.parts and "/*" not in text.split("\n", 1)[1][:200]:
            tell(path, 2, "the file does not say what lives here")
    for room in LAYERS:
        readme = ROOT / "src" / room / "README.md"
        if not readme.exists():
            tell(readme, 1, "the room has no README.md")
        elif len(readme.read_text().splitlines()) > 60:
            tell(readme, 1, "a room's README has at most 60 lines")


def check_banned():
    """Functions that are never called, and those that only base may call."""
    for path in sources("src/*/*.c", "src/*/*.h"):
        code = code_of(path.read_text())
        for number, line in enumerate(code.splitlines(), 1):
            for match in BANNED.finditer(line):
                tell(path, number, f"{match.group(1)} is banned")
            if room_of(path) == "base":
                continue
            for match in BASE_ONLY.finditer(line):
                name = match.group(1)
                # Memory that getline made goes back through free; ctags cannot tell, so the file says so.
                if name == "free" and "not through cdr_free" in path.read_text():
                    continue
                if name in ("open", "rename") and re.search(r"[\w>.]\s*$", line[:match.start()]):
                    continue
                tell(path, number, f"{name} belongs in base; use cdr_…")


def wall(name, pattern, allowed, text=without_comments):
    expression = re.compile(pattern)
    for path in sources("src/*/*.c", "src/*/*.h"):
        place = str(path.relative_to(ROOT / "src"))
        if any(place.startswith(prefix) for prefix in allowed):
            continue
        for number, line in enumerate(text(path.read_text()).splitlines(), 1):
            if expression.search(line):
                tell(path, number, f"{name}: {line.strip()[:80]}")


def check_walls():
    """No SQL outside store; no HTML outside doc/html.c; no country's, law's or register's name in code; no third-party
    types in public headers."""
    wall("SQL outside store",
         r'"[^"]*\b(SELECT\b.*\bFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b', ["store/"])
    wall("HTML outside doc/html.c", r'"[^"]*</?(html|body|div|p|table|tr|td|h[1-6]|span|ul|li|style)[ >/]', ["doc/html.c"])
    registries = [path.parent.name for path in sources("registries/*/registry.yaml")]
    laws = [path.parent.name for path in sources("rulesets/statement/*/law.yaml")]
    names = "|".join(map(re.escape, registries + laws))
    if names:
        wall("a register's or law's name in code", rf'"[^"]*({names})', [])
    countries = ("Philippines|Bangladesh|Kenya|Hong Kong|California|Modern Slavery Act|POEA|DMW|OFAC|BMET|ILAB"
                 "|Customs and Border|Transparency in Supply")
    wall("a country's, law's or body's name in code", rf'"[^"]*\b({countries})\b', [])
    for path in sources("include/candor/*.h"):
        for number, line in enumerate(code_of(path.read_text()).splitlines(), 1):
            if re.search(r"\b(sqlite3|json_t|xmlDoc|UChar|MHD_|pcre2_)\w*", line):
                tell(path, number, "a third-party type in a public header")


def check_format():
    """clang-format 14 decides."""
    files = [str(path) for path in sources("src/*/*.c", "src/*/*.h", "include/candor/*.h", "tests/**/*.c", "tests/**/*.h")]
    out = subprocess.run(["clang-format-14", "--dry-run", *files], capture_output=True, text=True, cwd=ROOT).stderr
    seen = set()
    for line in out.splitlines():
        match = re.match(r"(.*?):(\d+):\d+: warning: code should be clang-formatted", line)
        if match and match.group(1) not in seen:
            seen.add(match.group(1))
            tell(pathlib.Path(match.group(1)), match.group(2), "not formatted; run clang-format-14 -i")


def check_data():
    """Every registry has its definition, sample, expected entries and README; every rule has an id of its own."""
    folders = [path for path in sorted((ROOT / "registries").iterdir()) if path.is_dir()]
    for folder in folders:
        for name in ("registry.yaml", "expected.json", "README.md"):
            if not (folder / name).exists():
                tell(folder / name, 1, "missing")
        if not list(folder.glob("sample*")):
            tell(folder / "sample.*", 1, "missing")
    ids = {}
    for path in sources("rulesets/risk/*/*.yaml"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r"id:\s*(\S+)", line)
            if match and match.group(1) in ids:
                tell(path, number, f"the id {match.group(1)} is taken by {ids[match.group(1)]}")
            elif match:
                ids[match.group(1)] = path.relative_to(ROOT)
    if len(ids) < 15:
        tell(ROOT / "rulesets/risk", 1, f"only {len(ids)} rules")


def check_documented():
    """Every verb and option of candor is in candor(1), every option of candord in candord(8), every route in the README of
    the api room; every scenario and golden file has a reader."""
    manual = (ROOT / "src/cli/candor.1").read_text().replace("\\-", "-")
    verbs = (ROOT / "src/cli/verbs.c").read_text()
    table = verbs[verbs.index("cli_verbs[]"):]
    for verb in re.findall(r'^\t\{ "(\w+)",', table, flags=re.M):
        if not re.search(rf"^\.Ss {verb}\b", manual, flags=re.M):
            tell(ROOT / "src/cli/candor.1", 1, f"the verb {verb} is not documented")
    for option in re.findall(r'^\t\{ "([\w-]+)", (?:"[^"]*"|NULL), "', verbs[:verbs.index("cli_verbs[]")], flags=re.M):
        if f"Fl -{option}" not in manual:
            tell(ROOT / "src/cli/candor.1", 1, f"the option --{option} is not documented")
    manual = (ROOT / "src/daemon/candord.8").read_text().replace("\\-", "-")
    for option in re.findall(r'\{ "(\w+)", (?:required|no)_argument', (ROOT / "src/daemon/main.c").read_text()):
        if f"Fl -{option}" not in manual:
            tell(ROOT / "src/daemon/candord.8", 1, f"the option --{option} is not documented")
    readme = (ROOT / "src/api/README.md").read_text()
    for method, route in re.findall(r'\{ "(GET|POST)", "([^"]+)"', (ROOT / "src/api/api.c").read_text()):
        if f"`{method} {route}`" not in readme:
            tell(ROOT / "src/api/README.md", 1, f"the route {method} {route} is not documented")


def check_tree():
    """The root holds what was agreed; no left-over markers, no large files."""
    allowed = re.compile(r"^(src|include|rulesets|registries|tests|build.*|meson\.build|meson_options\.txt|README\.md|LICENSE"
                         r"|CONTRIBUTING\.md|\..*)$")
    for path in sorted(ROOT.iterdir()):
        if not allowed.match(path.name):
            tell(path, 1, "does not belong in the root")
    for room in ("src", "include", "rulesets", "registries", "tests"):
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.stat().st_size > 524288:
                tell(path, 1, "larger than 512 KiB")
    for path in sources("src/**/*.[ch]", "include/candor/*.h", "tests/**/*.[ch]"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                tell(path, number, "a left-over marker")


def main():
    checks = [check_layers, check_sizes, check_contracts, check_banned, check_walls, check_format, check_data,
              check_documented, check_tree]
    print(f"1..{len(checks)}")
    failed = 0
    for number, check in enumerate(checks, 1):
        problems.clear()
        check()
        failed += 1 if problems else 0
        print(f"{'not ok' if problems else 'ok'} {number} - {check.__name__[len('check_'):]}")
        for problem in problems:
            print(f"# {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
