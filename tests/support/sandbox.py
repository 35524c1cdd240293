# SPDX-License-Identifier: Apache-2.0
"""A fresh directory with a store of its own, in which candor and candord are run; nothing outside it is touched.

The programs are those named by $CANDOR and $CANDORD. What they find of the environment is the same on every machine:
the store, the source tree's rule data, the actor, UTC, and the sanitizers' options. `data` is the folder of rule data.
"""
import http.client
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT_S = 120
SANITIZER = re.compile(r"ERROR: \w+Sanitizer|: runtime error: |WARNING: ThreadSanitizer")


class Failure(Exception):
    """Something did not come as expected; the text says what."""


class Outcome:
    def __init__(self, exit_status, stdout, stderr):
        self.exit_status, self.stdout, self.stderr = exit_status, stdout, stderr


def check_sanitizers(text):
    """A sanitizer's report is a defect whatever the exit status is."""
    match = SANITIZER.search(text)
    if match:
        raise Failure("a sanitizer reports:\n" + text[max(0, match.start() - 200):match.start() + 4000])


def limit_file_size(kibibytes):
    """Run in the child: writes beyond the limit fail with EFBIG (SIGXFSZ is ignored), much as on a full disk."""
    def apply():
        resource.setrlimit(resource.RLIMIT_FSIZE, (kibibytes << 10, kibibytes << 10))
    return apply


def die_at_file_size(kibibytes):
    """Run in the child: the first write beyond the limit kills it at once, as a power cut would."""
    def apply():
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (kibibytes << 10, kibibytes << 10))
    return apply


class Sandbox:
    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="candor-test-"))
        self.data = ROOT
        self.store = self.path / "candor.db"
        self.programs = {"candor": os.environ.get("CANDOR", "candor"), "candord": os.environ.get("CANDORD", "candord")}
        self.running = []
        self.mounted = []
        self.variables = {}  # further ones of the environment

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()
        for place in self.mounted:
            subprocess.run(["umount", str(place)], check=False)
        for folder, _, _ in os.walk(self.path):
            os.chmod(folder, 0o700)
        shutil.rmtree(self.path, ignore_errors=True)

    def environment(self, extra=None):
        kept = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        environment.update(HOME=str(self.path), LANG="C.UTF-8", TZ="UTC", CANDOR_DATA=str(self.data),
                           CANDOR_STORE=str(self.store), CANDOR_ACTOR="tester")
        environment.update(self.variables)
        environment.update(extra or {})
        return environment

    def command(self, arguments):
        return [self.programs.get(arguments[0], arguments[0]), *arguments[1:]]

    def start(self, arguments, env=None, **options):
        """Starts a program with its output in files, so that a full pipe never stops it."""
        process = subprocess.Popen(self.command(arguments), cwd=self.path, env=self.environment(env),
                                   restore_signals=False, **options)
        self.running.append(process)
        return process

    def run(self, arguments, stdin=None, env=None, file_kib=None, timeout=TIMEOUT_S, stdout=subprocess.PIPE):
        prepare = limit_file_size(file_kib) if file_kib is not None else None
        # Python ignores SIGXFSZ; not restoring signals lets the child ignore it too, as a service manager's child may.
        done = subprocess.run(self.command(arguments), cwd=self.path, env=self.environment(env), input=stdin or b"",
                              stdout=stdout, stderr=subprocess.PIPE, timeout=timeout, check=False, preexec_fn=prepare,
                              restore_signals=False)
        outcome = Outcome(done.returncode, (done.stdout or b"").decode("utf-8", "replace"),
                          done.stderr.decode("utf-8", "replace"))
        check_sanitizers(outcome.stderr)
        return outcome

    def make_small_disk(self, name, kibibytes):
        """A file system of that size below the sandbox; False where this user may not mount one."""
        place = self.path / name
        place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "candor-test", str(place)],
                              capture_output=True, check=False)
        if done.returncode == 0:
            self.mounted.append(place)
        return done.returncode == 0


class Web:
    """A web server on loopback that serves the sandbox's files and misbehaves as asked; see web.py."""

    def __init__(self, sandbox):
        self.process = subprocess.Popen(["/usr/bin/python3", "-B", str(ROOT / "tests/support/web.py"), str(sandbox.path)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.address = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        sandbox.running.append(self.process)
        sandbox.variables["CANDOR_FETCH_ALLOW"] = "127.0.0.0/8"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


class Daemon:
    """candord on a free port, from its start to its clean end."""

    def __init__(self, sandbox, arguments=()):
        self.log = sandbox.path / "candord.log"
        with open(self.log, "ab") as log:
            self.begin = log.tell()
            self.process = sandbox.start(["candord", "--listen", "127.0.0.1:0", *arguments], stdout=log, stderr=log)
        self.port = self.wait_for_port()

    def messages(self):
        return self.log.read_bytes()[self.begin:].decode("utf-8", "replace")

    def wait_for_port(self):
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            match = re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.messages())
            if match:
                return int(match.group(1))
            time.sleep(0.02)
        raise Failure(f"candord does not listen:\n{self.messages()}")

    def ask(self, method, path, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def child(self, name):
        """The process id of the daemon's child of that name."""
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                own_name, rest = re.match(r"\d+ \((.*)\) (.*)", (folder / "stat").read_text(), re.S).groups()
            except OSError:
                continue  # it ended meanwhile
            if own_name == name and int(rest.split()[1]) == self.process.pid:
                return int(folder.name)
        raise Failure(f"candord has no child {name}")

    def stop(self):
        """Asks it to stop; it must do so soon, say so and end with 0."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            raise Failure(f"candord does not stop:\n{self.messages()}") from None
        check_sanitizers(self.messages())
        if status != 0 or "candord: stopped" not in self.messages():
            raise Failure(f"candord ended with {status}:\n{self.messages()}")
