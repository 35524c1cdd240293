#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one scenario: steps as data against the real programs in a fresh directory. README.md describes the steps.

    run.py [--keep-going] FILE.yaml          (programs: $CANDOR and $CANDORD)
    run.py --complete NAME…                  are these all the scenarios there are?

Prints TAP, one check a step. The first step that fails ends the scenario, unless it is to be kept going; what was expected
and what came follow it.
"""
import csv
import datetime
import gzip
import io
import json
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import expect  # noqa: E402
import pdf  # noqa: E402
import workbook  # noqa: E402
from sandbox import ROOT, TIMEOUT_S, Daemon, Failure, Sandbox, Web, check_sanitizers, die_at_file_size  # noqa: E402

SHOWN = 4000  # characters of output shown when a step fails
NEWLINES = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


class Skip(Exception):
    """The step cannot be tried here; the text says why."""


# --------------------------------------------------------------------------------------------------------- the file


class Loader(yaml.SafeLoader):
    """Values stay as written: no dates, and only true and false are truth values."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def find_data():
    """The folder of real published files, or None."""
    named = os.environ.get("CANDOR_TEST_DATA")
    place = pathlib.Path(named) if named else ROOT.parent / "shared" / "data"
    return place if place.is_dir() else None


# ------------------------------------------------------------------------------------------------------ real rows


def read_rows(path):
    """Rows of a real file as dictionaries: CSV with a header, or the "data" array of a JSON file."""
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))["data"]
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return list(csv.DictReader(io.StringIO(text)))


def row_fits(row, where):
    return all(str(row.get(column, "") or "").startswith(wanted[1:]) if wanted.startswith("^")
               else str(row.get(column, "") or "") == wanted for column, wanted in where.items())


def near_twins(rows, column):
    """Rows whose value differs from another's only in punctuation and case."""
    groups = {}
    for row in rows:
        groups.setdefault(re.sub(r"\W", "", row[column]).casefold(), []).append(row)
    return [row for group in groups.values() if len(group) > 1 for row in group]


def misspell(name):
    """Two letters of the longest word change places: a slip that a person makes and that no list contains."""
    longest = max(name.split(), key=len)
    for at in range(len(longest) // 2, len(longest) - 1):
        if longest[at] != longest[at + 1]:
            return name.replace(longest, longest[:at] + longest[at + 1] + longest[at] + longest[at + 2:], 1)
    return name.replace(longest, longest + longest[-1], 1)


def day_text(days):
    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days)).isoformat()


# --------------------------------------------------------------------------------------------------------- scenario


class Scenario:
    def __init__(self, sandbox, data):
        self.sandbox = sandbox
        self.data = data
        self.saved = {"root": str(ROOT), "here": str(sandbox.path), "data": str(data or "")}
        self.daemon = None
        self.shown = []  # what a failure shows besides its reason

    # ---- values

    def fill(self, value):
        """${name} in texts, at any depth, becomes what was saved under that name; ${today-30} a day."""
        if isinstance(value, str):
            value = re.sub(r"\$\{today([+-]\d+)?\}", lambda match: day_text(int(match.group(1) or 0)), value)
            return re.sub(r"\$\{(\w+)\}", lambda match: str(self.saved[match.group(1)]), value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {self.fill(key): self.fill(item) for key, item in value.items()}
        return value

    def place(self, name):
        return self.sandbox.path / name

    def remember(self, names, value, text):
        for name, path in (names or {}).items():
            found = text.strip() if path == "text" else expect.find(value, path)
            if found is expect.ABSENT:
                raise Failure(f"nothing to save as {name}: {path} is absent")
            self.saved[name] = found

    def judge(self, problems):
        problems = list(problems)
        if problems:
            raise Failure("\n".join(problems))

    def read_json(self, text, what):
        try:
            return json.loads(text)
        except ValueError as error:
            raise Failure(f"{what} is not JSON: {error}") from None

    # ---- files

    def step_write(self, name, step):
        path = self.place(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content(step))

    def content(self, step):
        if "workbook" in step:
            content = workbook.build(step["workbook"], self.parts(step))
        elif "open_document" in step:
            content = workbook.open_document(step["open_document"], self.parts(step))
        elif "zip" in step:
            content = workbook.pack({name: self.content(member) for name, member in step["zip"].items()})
        elif "pdf" in step:
            content = pdf.build(step["pdf"])
        elif "bomb_mib" in step:
            content = workbook.bomb(step["bomb_mib"])
        elif "hex" in step:
            content = bytes.fromhex(step["hex"])
        elif "copy" in step:
            content = pathlib.Path(step["copy"]).read_bytes()
        else:
            text = step.get("text", "") + "".join(step["each"].format(n=n) for n in range(step.get("count", 0)))
            text = text.replace("\n", NEWLINES[step.get("newline", "lf")])
            content = bytes.fromhex(step.get("before_hex", "")) + text.encode(step.get("encoding", "utf-8"))
        for old, new in step.get("replace", []):
            if old.encode() not in content:
                raise Failure(f"there is no {old!r} to replace")
            content = content.replace(old.encode(), new.encode())
        if step.get("gzip"):
            content = gzip.compress(content)
        for place, patch in step.get("patch", {}).items():
            patch = bytes.fromhex(patch)
            content = content[:place] + patch + (content[place + len(patch):] if place >= 0 else b"")
        return content[:step["keep_bytes"]] if "keep_bytes" in step else content

    def parts(self, step):
        return {name: self.content(part) if isinstance(part, dict) else part
                for name, part in step.get("parts", {}).items()}

    def step_file(self, name, step):
        path = self.place(name)
        if step.get("absent"):
            self.judge([f"{name} is there"] if path.exists() else [])
            return
        if not path.exists():
            raise Failure(f"{name} is not there")
        text = path.read_text(encoding=step.get("encoding", "utf-8"))
        self.shown = [("file", text)]
        self.judge(expect.check_text(text, step.get("text", {})))
        if "json" in step or "save" in step:
            value = self.read_json(text, name) if name.endswith(".json") else None
            self.judge(expect.check_json(value, step.get("json", {})))
            self.remember(step.get("save"), value, text)

    def step_same_files(self, names, _step):
        first, *others = [self.place(name).read_bytes() for name in names]
        self.judge(["they differ"] if any(other != first for other in others) else [])

    def step_own_data(self, name, step):
        """Rule data of this scenario's own, with changes, in force from here on."""
        place = self.place(name)
        if not place.exists():
            for folder in ("rulesets", "registries"):
                shutil.copytree(ROOT / folder, place / folder)
        for folder in (place / "registries").iterdir():
            if "only" in step and folder.is_dir() and folder.name not in step["only"]:
                shutil.rmtree(folder)
        for file, changes in step.get("change", {}).items():
            text = (place / file).read_text(encoding="utf-8")
            for old, new in changes:
                if old not in text:
                    raise Failure(f"{file}: there is no {old!r} to replace")
                text = text.replace(old, new)
            (place / file).write_text(text, encoding="utf-8")
        self.sandbox.data = place

    def step_mode(self, name, step):
        for file, mode in {name: step["to"], **step.get("and", {})}.items():
            os.chmod(self.place(file), int(mode, 8))

    def step_refused(self, names, step):
        """Files that must not be taken in: each with one message that names it, says the words expected and what to do."""
        problems = []
        for number, case in enumerate(step["files"], 1):
            name = names.format(n=number)
            like = step.get("like", {})
            case = {**{key: like[key] for key in like if not (MAKERS & set(case) and key in MAKERS)}, **case}
            unknown = set(case) - WRITTEN - {"what", "with", "says"}
            if unknown:
                raise Failure(f"a file has no {sorted(unknown)}")
            self.place(name).write_bytes(self.content(case))
            outcome = self.sandbox.run(["candor", "import", name, "--as", "suppliers", *case.get("with", [])])
            wanted = {"exit": 3, "one_message": True,
                      "stderr": {"contains": [name, *expect.as_list(case["says"])], "matches": step["advice"],
                                 "not_matches": "(?i)internal|assert"}}
            problems += [f"{name}, {case['what']}: {problem}\n    {outcome.stderr.strip()}"
                         for problem in self.outcome_problems(outcome, wanted)]
        self.judge(problems)

    # ---- programs

    def step_run(self, command, step):
        arguments = shlex.split(command) if isinstance(command, str) else [str(part) for part in command]
        if step.get("without_override") and os.geteuid() == 0:
            # The superuser writes everywhere unless that capability is given up.
            arguments = ["setpriv", "--bounding-set=-dac_override", *self.sandbox.command(arguments)]
        stdin = step["in"].encode(step.get("in_encoding", "utf-8")) if "in" in step else None
        full = open("/dev/full", "wb") if step.get("to_full_device") else None
        try:
            outcome = self.sandbox.run(arguments, stdin, step.get("env"), step.get("file_kib"),
                                       stdout=full or subprocess.PIPE)
        finally:
            if full:
                full.close()
        self.shown = [("command", shlex.join(arguments)), ("exit", str(outcome.exit_status)),
                      ("stdout", outcome.stdout), ("stderr", outcome.stderr)]
        self.judge(self.outcome_problems(outcome, step))
        if "json" in step or "save" in step:
            value = self.parsed(outcome.stdout, step)
            self.judge(expect.check_json(value, step.get("json", {})))
            self.remember(step.get("save"), value, outcome.stdout)

    def parsed(self, text, step):
        if step.get("ndjson"):
            return [self.read_json(line, "a line") for line in text.splitlines()]
        if step.get("csv"):
            return list(csv.DictReader(io.StringIO(text)))
        if "json" in step or any(path != "text" for path in step["save"].values()):
            return self.read_json(text, "standard output")
        return None

    def outcome_problems(self, outcome, step):
        wanted = step.get("exit", 0)
        if outcome.exit_status not in expect.as_list(wanted):
            yield f"ended with {outcome.exit_status}, expected {wanted}"
        for stream in ("stdout", "stderr"):
            for problem in expect.check_text(getattr(outcome, stream), step.get(stream, {})):
                yield f"{stream} {problem}"
        if step.get("one_message"):
            messages = [line for line in outcome.stderr.splitlines() if line.startswith("candor: ")]
            if len(messages) != 1:
                yield f"{len(messages)} messages, expected one"

    def step_together(self, commands, step):
        """All at once; each must end in one of the ways allowed, and at least `done` of them with 0."""
        outcomes = [None] * len(commands)

        def run_one(number):
            outcomes[number] = self.sandbox.run(shlex.split(commands[number]))

        threads = [threading.Thread(target=run_one, args=(number,)) for number in range(len(commands))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for number, outcome in enumerate(outcomes):
            self.shown.append((commands[number], f"exit {outcome.exit_status}\n{outcome.stdout}{outcome.stderr}"))
        statuses = [outcome.exit_status for outcome in outcomes]
        if any(status not in step.get("exits", [0]) for status in statuses) or \
                statuses.count(0) < step.get("done", len(commands)):
            raise Failure(f"ended with {statuses}")

    def step_kill(self, command, step):
        """Starts a command that is killed hard half-way. `writing_kib` has the kernel do it, at the first write beyond that
        place of a file. With `when`, a query on the store, we do it: that needs luck on a busy machine, so where the query
        no longer holds once the command is dead, the store is put back and it is tried again."""
        if "writing_kib" in step:
            self.killed_by_kernel(command, step["writing_kib"])
            return
        before = self.sandbox.store.read_bytes()
        for _attempt in range(20):
            if self.killed_in_time(command, step):
                return
            for path in self.sandbox.store.parent.glob(self.sandbox.store.name + "-*"):
                path.unlink()
            self.sandbox.store.write_bytes(before)
        raise Failure("it was always further by the time it was dead")

    def killed_by_kernel(self, command, kibibytes):
        process = self.sandbox.start(shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                     preexec_fn=die_at_file_size(kibibytes))
        if process.wait(TIMEOUT_S) != -signal.SIGXFSZ:
            raise Failure(f"it ended with {process.returncode} and wrote no file of {kibibytes} KiB")

    def killed_in_time(self, command, step):
        process = self.sandbox.start(shlex.split(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + TIMEOUT_S
        while process.poll() is None and not self.holds(step["when"]) and time.monotonic() < until:
            time.sleep(0.001)
        process.kill()
        return process.wait() == -signal.SIGKILL and self.holds(step["when"])

    def holds(self, sql):
        try:
            return bool(self.query(sql))
        except sqlite3.OperationalError:
            return False  # the table is not there yet, or the store is locked

    def query(self, sql):
        store = sqlite3.connect(f"file:{urllib.parse.quote(str(self.sandbox.store))}?mode=rw", uri=True, timeout=5)
        try:
            with store:
                return [list(row) for row in store.execute(sql)]
        finally:
            store.close()

    def step_sql(self, sql, step):
        """Looks into the store, or tampers with it, behind the program's back."""
        rows = self.query(sql)
        self.shown = [("rows", json.dumps(rows))]
        if "rows" in step and rows != step["rows"]:
            raise Failure(f"expected {step['rows']}")
        self.remember(step.get("save"), rows, "")

    # ---- saved values

    def step_same(self, values, _step):
        if len({expect.text_of(value) for value in values}) != 1:
            raise Failure(f"they differ: {values}")

    def step_differ(self, values, _step):
        if len({expect.text_of(value) for value in values}) != len(values):
            raise Failure(f"some are the same: {values}")

    def step_sum(self, values, step):
        if sum(map(int, values)) != int(step["is"]):
            raise Failure(f"{values} add up to {sum(map(int, values))}, not {step['is']}")

    def step_data_row(self, name, step):
        """Looks a real row up by what it is like; its values are never written into a scenario."""
        rows = read_rows(self.data / name)
        if "near_twins_of" in step:
            rows = near_twins(rows, step["near_twins_of"])
        rows = [row for row in rows if row_fits(row, step.get("where", {}))]
        if len(rows) < step.get("at_least", 1):
            raise Failure(f"{len(rows)} rows of {name} are like that")
        self.remember_row(rows[step.get("pick", 0)], step["take"])

    def remember_row(self, row, names):
        for name, column in names.items():
            value = " ".join(row[column].split())
            self.saved[name] = value
            if re.match(r"\d{4}-\d\d-\d\d", value):
                day = datetime.date.fromisoformat(value[:10])
                self.saved[name + "_day"] = day.isoformat()
                self.saved[name + "_before"] = (day - datetime.timedelta(1)).isoformat()
            else:
                self.saved[name + "_misspelt"] = misspell(value)

    # ---- a publisher

    def step_web(self, name, _step):
        """A web server on the scenario's files; its address is saved under the name."""
        self.saved[name] = Web(self.sandbox).address

    # ---- the service

    def step_serve(self, arguments, _step):
        self.daemon = Daemon(self.sandbox, arguments if isinstance(arguments, list) else ())

    def step_stop(self, _value, _step):
        daemon, self.daemon = self.daemon, None
        daemon.stop()

    def step_kill_child(self, name, _step):
        os.kill(self.daemon.child(name), signal.SIGKILL)

    def step_http(self, request, step):
        method, path = request.split(" ", 1)
        headers = dict(step.get("headers", {}))
        if "token" in step:
            headers["Authorization"] = f"Bearer {step['token']}"
        reply = self.daemon.ask(method, path, headers, self.body(step, headers))
        self.shown = [("request", request), ("status", str(reply.status)), ("reply", reply.text)]
        if reply.status != step.get("status", 200):
            raise Failure(f"answered {reply.status}, expected {step.get('status', 200)}")
        for name, expectation in step.get("reply_headers", {}).items():
            self.judge(expect.check_value(name, reply.headers.get(name, expect.ABSENT), expectation))
        self.judge(expect.check_text(reply.text, step.get("reply", {})))
        if "json" in step or "save" in step:
            only_text = all(path == "text" for path in step.get("save", {}).values()) and "json" not in step
            value = None if only_text else self.read_json(reply.text, "the reply")
            self.judge(expect.check_json(value, step.get("json", {})))
            self.remember(step.get("save"), value, reply.text)

    def body(self, step, headers):
        if "send" in step:
            headers.setdefault("Content-Type", "application/json")
            return json.dumps(step["send"]).encode()
        if "send_text" in step:
            headers.setdefault("Content-Type", "application/json")
            return step["send_text"].encode()
        if "send_items" in step:
            headers.setdefault("Content-Type", "application/json")
            return json.dumps([step["send_items"]["each"]] * step["send_items"]["count"]).encode()
        if "send_bytes" in step:
            return b"x" * step["send_bytes"]
        if "send_file" in step:
            return self.place(step["send_file"]).read_bytes()
        if "form" in step:
            return self.form(step["form"], headers)
        return None

    def form(self, fields, headers):
        """multipart/form-data after RFC 7578; {"file": name} is a file of the sandbox."""
        boundary = f"candor-{random.getrandbits(64):016x}"
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        parts = []
        for name, value in fields.items():
            disposition = f'Content-Disposition: form-data; name="{name}"'
            if isinstance(value, dict):
                disposition += f'; filename="{value["file"]}"\r\nContent-Type: application/octet-stream'
                content = self.place(value["file"]).read_bytes()
            else:
                content = str(value).encode()
            parts.append(f"--{boundary}\r\n{disposition}\r\n\r\n".encode() + content + b"\r\n")
        return b"".join(parts) + f"--{boundary}--\r\n".encode()

    def step_wait_job(self, job, step):
        until = time.monotonic() + step.get("seconds", 60)
        headers = {"Authorization": f"Bearer {step['token']}"}
        while True:
            reply = self.daemon.ask("GET", f"/v1/jobs/{job}", headers, None)
            self.shown = [("reply", reply.text)]
            value = self.read_json(reply.text, "the reply")
            if value.get("state") in ("done", "failed") or time.monotonic() > until:
                break
            time.sleep(0.05)
        if value.get("state") != step.get("state", "done"):
            raise Failure(f"the job is {value.get('state')}, expected {step.get('state', 'done')}")
        self.judge(expect.check_json(value, step.get("json", {})))
        self.remember(step.get("save"), value, reply.text)

    def step_wait_row(self, sql, _step):
        """Until a query on the store finds something."""
        until = time.monotonic() + 30
        while not self.query(sql):
            if time.monotonic() > until:
                raise Failure("it never came")
            time.sleep(0.005)

    # ---- the machine

    def step_small_disk(self, name, step):
        if not self.sandbox.make_small_disk(name, step["kib"]):
            raise Skip("this user may not mount a small disk")

    def step_store(self, name, _step):
        """The store used from here on."""
        self.sandbox.store = self.place(name)

    # ---- all of it

    def do(self, step):
        verb = verb_of(step)
        method = getattr(self, "step_" + verb, None)
        if method is None:
            raise Failure(f"there is no step {verb!r}; README.md lists them")
        unknown = set(step) - KEYS[verb] - {verb, "what"}
        if unknown:
            raise Failure(f"a step {verb!r} has no {sorted(unknown)}")
        method(self.fill(step[verb]), self.fill({key: value for key, value in step.items() if key != verb}))


WRITTEN = {"text", "each", "count", "newline", "encoding", "before_hex", "hex", "copy", "workbook", "pdf", "bomb_mib", "replace",
           "keep_bytes", "open_document", "parts", "zip", "gzip", "patch"}
MAKERS = {"text", "each", "hex", "copy", "workbook", "pdf", "open_document", "zip", "bomb_mib"}
SENT = {"token", "headers", "send", "send_text", "send_items", "send_bytes", "send_file", "form"}
KEYS = {
    "write": WRITTEN, "file": {"text", "json", "absent", "encoding", "save"}, "same_files": set(), "mode": {"to", "and"},
    "own_data": {"change", "only"}, "refused": {"files", "like", "advice"},
    "run": {"exit", "stdout", "stderr", "json", "ndjson", "csv", "save", "in", "in_encoding", "env", "file_kib",
            "one_message", "without_override", "to_full_device"},
    "together": {"exits", "done"}, "kill": {"when", "writing_kib"}, "sql": {"rows", "save"},
    "same": set(), "differ": set(), "sum": {"is"}, "data_row": {"where", "take", "pick", "at_least", "near_twins_of"},
    "web": set(), "serve": set(), "stop": set(), "kill_child": set(), "store": set(), "small_disk": {"kib"}, "wait_row": set(),
    "http": SENT | {"status", "json", "reply", "reply_headers", "save"},
    "wait_job": {"token", "state", "seconds", "json", "save"},
}


def verb_of(step):
    """The first key that is not a comment."""
    return next(key for key in step if key != "what")


def title(step):
    verb = verb_of(step)
    value = step[verb]
    text = step.get("what") or f"{verb} {shlex.join(map(str, value)) if isinstance(value, list) else value}"
    return re.sub(r"\s+", " ", str(text)).replace("#", "no.")[:160]


def show_failure(scenario, step, error):
    print(f"# step: {json.dumps(step, ensure_ascii=False)[:SHOWN]}")
    for what, text in [("problem", str(error)), *scenario.shown]:
        for line in f"{what}: {text[:SHOWN]}".splitlines():
            print(f"#   {line}")


def run_steps(scenario, steps, keep_going):
    failed = False
    for number, step in enumerate(steps, 1):
        scenario.shown = []
        if failed and not keep_going:
            print(f"ok {number} - {title(step)} # SKIP an earlier step failed")
            continue
        try:
            scenario.do(step)
            print(f"ok {number} - {title(step)}", flush=True)
        except Skip as reason:
            print(f"ok {number} - {title(step)} # SKIP {reason}")
            return run_skipped(number, steps, reason)
        except (Failure, OSError, ValueError, KeyError, sqlite3.Error, subprocess.SubprocessError) as error:
            failed = True
            problem = error if isinstance(error, Failure) else f"{type(error).__name__}: {error}"
            print(f"not ok {number} - {title(step)}")
            show_failure(scenario, step, problem)
    return failed


def run_skipped(number, steps, reason):
    for later, step in enumerate(steps[number:], number + 1):
        print(f"ok {later} - {title(step)} # SKIP {reason}")
    return False


def load(path):
    with open(path, encoding="utf-8") as file:
        scenario = yaml.load(file, Loader)  # a SafeLoader
    unknown = set(scenario) - {"name", "needs", "about", "steps", "anchors"}
    if unknown:
        raise SystemExit(f"{path}: a scenario has no {sorted(unknown)}")
    return scenario


def flatten(steps):
    """A list among the steps is a group written once and used by its anchor."""
    for step in steps:
        if isinstance(step, list):
            yield from flatten(step)
        else:
            yield step


def check_complete(names):
    """A scenario that nobody runs is worse than none."""
    present = {path.stem for path in pathlib.Path(__file__).parent.glob("*.yaml")}
    print("1..1")
    print(f"{'ok' if present == set(names) else 'not ok'} 1 - every scenario is listed in tests/meson.build")
    for name in sorted(present ^ set(names)):
        print(f"# {name}")
    return 0 if present == set(names) else 1


def main():
    if sys.argv[1] == "--complete":
        return check_complete(sys.argv[2:])
    keep_going = "--keep-going" in sys.argv[1:]
    declared = load(sys.argv[-1])
    steps = list(flatten(declared["steps"]))
    data = find_data()
    if "data" in declared.get("needs", []) and not data:
        print("1..0 # SKIP the folder of real published files is not here")
        return 0
    serves = any("serve" in step for step in steps)
    with Sandbox() as sandbox:
        scenario = Scenario(sandbox, data)
        print(f"# {declared['name']}")
        print(f"1..{len(steps) + serves}")
        failed = run_steps(scenario, steps, keep_going)
        if serves:
            failed = not stop_at_end(scenario, len(steps) + 1) or failed
    return 1 if failed else 0


def stop_at_end(scenario, number):
    """A daemon still running must end cleanly."""
    try:
        if scenario.daemon:
            scenario.daemon.stop()
        print(f"ok {number} - the service has ended cleanly")
        return True
    except Failure as error:
        print(f"not ok {number} - the service has ended cleanly")
        show_failure(scenario, {}, error)
        return False


if __name__ == "__main__":
    sys.exit(main())
