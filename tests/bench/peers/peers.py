#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""peers.py BUILD_FOLDER SOURCE_ROOT [--sizes N,N,…] [--queries N] [--seconds S] [--systems NAME,…]
         [--add]

Puts the same damaged names to Candor ($CANDOR) and to what people use instead, each on one core: rapidfuzz (WRatio),
PostgreSQL's pg_trgm with a GIN index, SQLite's FTS5 with the trigram tokenizer. Prints how often the right name comes
first or among ten, and how long a query takes; writes BUILD_FOLDER/results.json and growth.svg. Names are those of the
OFAC list where its files are ($CANDOR_TEST_DATA, else ../shared/data), and invented ones of growing number (names.py).

What is not there is skipped and said: PostgreSQL is used where its programs are installed, rapidfuzz is put into a virtual
environment below BUILD_FOLDER. Whoever is too slow is asked fewer queries (--seconds for each system and size); the
number asked is in the table.
"""
import argparse
import csv
import glob
import json
import os
import pathlib
import pwd
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import chart
import names as invented

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from environment import Skip, make_environment  # the folder has to be known first

TOP = 10
FEWEST = 100  # of fewer queries no share of right answers is told
PASSES = 3  # the figure is the median of so many runs over the queries
SIZES = "10000,30000,100000"
SYSTEMS = ("candor", "rapidfuzz", "pg_trgm", "fts5")
TITLES = {"candor": "Candor", "rapidfuzz": "rapidfuzz extract", "rapidfuzz_batch": "rapidfuzz cdist",
          "pg_trgm": "PostgreSQL pg_trgm", "fts5": "SQLite FTS5 trigram"}


def answer(version, build, found, passes):
    return {"version": version, "build": build, "found": found, "passes": passes}


# ----------------------------------------------------------------------------------------------------------------- Candor


def run_candor(task, work):
    """The program as a line filter: one query in, one line out, so that each can be timed. Reading the list is `build`."""
    program = os.environ.get("CANDOR")
    if not program:
        raise Skip("$CANDOR does not name the program")
    listed = work / "names.csv"
    with open(listed, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("id", "name"))
        rows.writerows((at, name) for at, name in enumerate(task["names"]))
    begun, against, mapped = time.perf_counter(), listed, False
    index = work / "names.cdx"
    built = subprocess.run([program, "index", "build", listed, "-o", index], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
    if built.returncode == 0 and index.exists():
        against, mapped = index, True
    build = time.perf_counter() - begun if mapped else 0.0
    with subprocess.Popen([program, "match", "--against", against, "--top", str(TOP), "--threshold", "0"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:

        def ask(text):
            process.stdin.write(json.dumps({"name": text}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                sys.exit("candor match ended early")
            return [int(hit["id"]) for hit in json.loads(line)["results"]]

        begun = time.perf_counter()
        ask(task["queries"][0])
        opened = time.perf_counter() - begun
        found, passes = timed(ask, task)
        process.stdin.close()
        process.stdout.read()
    version = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    return answer(version.strip(), build if mapped else opened, found, passes)


def timed(ask, task):
    """Asks until the queries or the seconds are over, at least one; again, for the time only, while seconds are left."""
    found, times, limit = [], [], time.perf_counter() + task["seconds"]
    for text in task["queries"]:
        if found and time.perf_counter() > limit:
            break
        begun = time.perf_counter()
        found.append(ask(text))
        times.append(time.perf_counter() - begun)
    passes = [times]
    while len(passes) < task["passes"] and len(passes) * sum(times) < task["seconds"]:
        again = []
        for text in task["queries"][:len(times)]:
            begun = time.perf_counter()
            ask(text)
            again.append(time.perf_counter() - begun)
        passes.append(again)
    return found, passes


# -------------------------------------------------------------------------------------------------------------- rapidfuzz


def run_rapidfuzz(task, _work):
    python = make_environment(task["build_folder"] / "peers-venv", HERE / "requirements.txt")
    given = {key: task[key] for key in ("names", "queries", "seconds", "passes")} | {"top": TOP}
    done = subprocess.run([python, "-B", HERE / "fuzz.py"], input=json.dumps(given), capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise Skip((done.stderr.strip().splitlines() or ["it ended with an error"])[-1])
    result = json.loads(done.stdout)
    result["version"] = "rapidfuzz " + result["version"]
    return result


# ------------------------------------------------------------------------------------------------------------- PostgreSQL


def find_postgres():
    """The folder of initdb and postgres, and who may run them: PostgreSQL refuses to be run by root."""
    places = [os.path.dirname(os.path.realpath(path)) for path in (shutil.which("postgres"),) if path]
    places += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for place in places:
        if all(os.access(os.path.join(place, name), os.X_OK) for name in ("initdb", "postgres")) and \
                shutil.which("psql", path=place + os.pathsep + os.environ.get("PATH", "")):
            break
    else:
        raise Skip("PostgreSQL is not installed (Debian: postgresql, postgresql-contrib)")
    if os.geteuid() != 0:
        return place, {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
            return place, {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        except KeyError:
            continue
    raise Skip("there is no unprivileged user to run PostgreSQL as")


class Postgres:
    """A server of our own on a Unix socket in a temporary folder, ended when done."""

    def __init__(self):
        self.place, self.run_as = find_postgres()
        self.folder = tempfile.mkdtemp(prefix="candor-peers-")
        self.server = self.client = None
        if self.run_as:
            os.chown(self.folder, self.run_as["user"], self.run_as["group"])
        self.environment = {"PATH": self.place + os.pathsep + os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8",
                            "HOME": self.folder}

    def call(self, *arguments):
        done = subprocess.run(arguments, cwd=self.folder, env=self.environment, capture_output=True, text=True,
                              check=False, **self.run_as)
        if done.returncode != 0:
            raise Skip(f"{arguments[0]}: " + ((done.stderr or done.stdout).strip().splitlines() or ["?"])[-1])
        return done.stdout

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        self.call("initdb", "-D", "data", "-U", "bench", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off",
                   "shared_buffers": "512MB", "maintenance_work_mem": "512MB", "work_mem": "64MB", "jit": "off",
                   "max_parallel_workers_per_gather": "0", "max_parallel_maintenance_workers": "0",
                   "max_wal_size": "4GB"}
        arguments = [os.path.join(self.place, "postgres"), "-D", "data"]
        for name, value in options.items():
            arguments += ["-c", f"{name}={value}"]
        with open(os.devnull, "wb") as nowhere:
            self.server = subprocess.Popen(arguments, cwd=self.folder, env=self.environment, stdout=nowhere,
                                           stderr=nowhere, **self.run_as)
        self.wait_until_ready()
        self.client = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-U", "bench", "-d", "postgres"], cwd=self.folder,
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", **self.run_as)
        self.say("SELECT 1;")

    def wait_until_ready(self):
        """The socket is there before the server answers on it."""
        question = ["psql", "-X", "-q", "-h", self.folder, "-U", "bench", "-d", "postgres", "-c", "SELECT 1"]
        limit = time.monotonic() + 60
        while subprocess.run(question, cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, check=False, **self.run_as).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > limit:
                raise Skip("PostgreSQL did not start")
            time.sleep(0.1)

    def say(self, text):
        """Runs statements (and data of COPY) in the one session; the lines they give."""
        writer = threading.Thread(target=self.write, args=(text + "\n\\echo end-of-answer\n",))
        writer.start()
        lines = []
        for line in self.client.stdout:
            if line == "end-of-answer\n":
                writer.join()
                return lines
            if line.startswith(("ERROR", "FATAL", "psql:")):
                writer.join()
                raise Skip(line.strip())
            lines.append(line.rstrip("\n"))
        raise Skip("psql ended early")

    def write(self, text):
        try:
            self.client.stdin.write(text)
            self.client.stdin.flush()
        except OSError:
            pass

    def __exit__(self, *_):
        for process in (self.client, self.server):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def run_pg_trgm(task, _work):
    with Postgres() as postgres:
        postgres.say("CREATE EXTENSION pg_trgm; CREATE TABLE names (id integer, name text);")
        rows = "\n".join(f"{at}\t{name}" for at, name in enumerate(escape_copy(task["names"])))
        begun = time.perf_counter()
        postgres.say(f"COPY names FROM STDIN;\n{rows}\n\\.\n"
                     "CREATE INDEX ON names USING gin (name gin_trgm_ops); VACUUM ANALYZE names;")
        build = time.perf_counter() - begun
        postgres.say("PREPARE find (text) AS SELECT id FROM names WHERE name % $1 "
                     f"ORDER BY similarity(name, $1) DESC, id LIMIT {TOP};")

        def ask(text):
            quoted = text.replace("'", "''")
            return [int(line) for line in postgres.say(f"EXECUTE find('{quoted}');") if line]

        ask(task["queries"][0])
        found, passes = timed(ask, task)
        version = postgres.say("SHOW server_version;")[0].split()[0]
    return answer("PostgreSQL " + version, build, found, passes)


def escape_copy(names):
    return (name.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ") for name in names)


# ----------------------------------------------------------------------------------------------------------------- SQLite


def run_fts5(task, work):
    connection = sqlite3.connect(work / "names.sqlite")
    for setting in ("cache_size=-524288", "mmap_size=2147483648", "temp_store=memory", "synchronous=off"):
        connection.execute("PRAGMA " + setting)
    try:
        connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
    except sqlite3.OperationalError as error:
        raise Skip(f"SQLite {sqlite3.sqlite_version} of this Python: {error}") from error
    begun = time.perf_counter()
    with connection:
        connection.executemany("INSERT INTO names(rowid, name) VALUES (?, ?)", enumerate(task["names"]))
        connection.execute("INSERT INTO names(names) VALUES ('optimize')")
    build = time.perf_counter() - begun

    def ask(text):
        folded = text.lower()
        trigrams = dict.fromkeys(folded[i:i + 3] for i in range(len(folded) - 2))
        query = " OR ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
        return [row[0] for row in connection.execute(
            "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (query, TOP))]

    found, passes = timed(ask, task)
    connection.close()
    return answer("SQLite " + sqlite3.sqlite_version, build, found, passes)


RUNNERS = {"candor": run_candor, "rapidfuzz": run_rapidfuzz, "pg_trgm": run_pg_trgm, "fts5": run_fts5}

# ------------------------------------------------------------------------------------------------------------------- sets


def ofac_set(source_root, n_queries):
    """Names and aliases of the OFAC list; the right answer is any name of the same entity, or the same name. None without the files."""
    named = os.environ.get("CANDOR_TEST_DATA")
    folder = (pathlib.Path(named) if named else source_root.parent / "shared" / "data") / "lists"
    if not (folder / "ofac_sdn.csv").exists() or not (folder / "ofac_alt.csv").exists():
        return None
    names, entities = [], []
    for part, column in (("ofac_sdn.csv", 1), ("ofac_alt.csv", 3)):
        with open(folder / part, encoding="latin-1", newline="") as rows:
            for row in csv.reader(rows):
                if len(row) > column and row[column].strip() not in ("", "-0-"):
                    names.append(" ".join(row[column].split()))
                    entities.append(row[0])
    return make_set("OFAC names and aliases", names, entities, n_queries)


def invented_set(n, n_queries):
    names = invented.make_names(n)
    return make_set(f"{n:,} invented names", names, range(n), n_queries)


def make_set(title, names, entities, n_queries):
    queries = invented.make_queries(names, n_queries)
    return {"title": title, "names": names, "entities": list(entities), "queries": [text for _, _, text in queries],
            "kinds": [kind for kind, _, _ in queries], "right": [at for _, at, _ in queries]}


# ---------------------------------------------------------------------------------------------------------------- figures


def judge(data, result):
    """Shares of right answers first and among ten, for all queries and by kind of damage. Another entity of the very same
    name is as right: names alone cannot tell them apart."""
    entities, names, counts = data["entities"], data["names"], {}
    for i, hits in enumerate(result["found"]):
        right, name = entities[data["right"][i]], names[data["right"][i]].casefold()
        place = next((k for k, hit in enumerate(hits) if entities[hit] == right or names[hit].casefold() == name), TOP)
        for kind in ("all", data["kinds"][i]):
            n, first, ten = counts.get(kind, (0, 0, 0))
            counts[kind] = (n + 1, first + (place == 0), ten + (place < TOP))
    return {kind: {"n": n, "at_1": first / n, "at_10": ten / n} for kind, (n, first, ten) in counts.items()}


def figures(data, result, system):
    def middle(figure):
        return statistics.median(figure(sorted(times)) for times in result["passes"]) * 1000

    row = {"system": system, "set": data["title"], "n": len(data["names"]), "version": result["version"],
           "build_s": result["build"], "queries": len(result["found"]),
           "passes": len(result["passes"]), "median_ms": middle(statistics.median), "mean_ms": middle(statistics.fmean),
           "p95_ms": middle(lambda times: times[int(len(times) * 0.95)]),
           "recall": judge(data, result)}
    if result.get("batch_times"):
        row["batch_ms"] = statistics.median(result["batch_times"]) * 1000
    return row


def tell(rows):
    """One table a set."""
    print(f"\n{rows[0]['set']}: {rows[0]['n']:,} names")
    print("| system | build s | queries | first | among ten | median ms | p95 ms | mean ms | Candor is faster by |")
    print("|---|---|---|---|---|---|---|---|---|")
    own = next((row["mean_ms"] for row in rows if row["system"] == "candor"), None)
    for row in rows:
        ratio = f"{row['mean_ms'] / own:.1f}" if own and row["system"] != "candor" else "–"
        recall = row["recall"]["all"]
        first, ten = (f"{recall[place]:.3f}" if recall["n"] >= FEWEST else "–" for place in ("at_1", "at_10"))
        print(f"| {TITLES[row['system']]} | {row['build_s']:.2f} | {row['queries']} | {first} | {ten} | {row['median_ms']:.2f} | {row['p95_ms']:.2f} | {row['mean_ms']:.2f} | {ratio} |")
        if "batch_ms" in row:
            ratio = f"{row['batch_ms'] / own:.1f}" if own else "–"
            print(f"| {TITLES['rapidfuzz_batch']} | | | | | {row['batch_ms']:.2f} | | {row['batch_ms']:.2f} | {ratio} |")
    kinds = [kind for kind in rows[0]["recall"] if kind != "all"]
    print("\n| first, by damage | " + " | ".join(kinds) + " |\n" + "|---" * (len(kinds) + 1) + "|")
    for row in (row for row in rows if row["queries"] >= FEWEST):
        shares = [row["recall"].get(kind, {"at_1": 0})["at_1"] for kind in kinds]
        print(f"| {TITLES[row['system']]} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    sys.stdout.flush()


def measure(data, systems, options, skipped):
    rows = []
    for system in systems:
        task = {key: data[key] for key in ("names", "queries")}
        task |= {"seconds": options.seconds, "passes": PASSES, "build_folder": options.build_folder}
        with tempfile.TemporaryDirectory(prefix="candor-peers-") as work:
            try:
                result = RUNNERS[system](task, pathlib.Path(work))
            except Skip as why:
                if system not in skipped:
                    print(f"{TITLES[system]}: skipped: {why}", flush=True)
                skipped.add(system)
                continue
        rows.append(figures(data, result, system))
    return rows


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))  # so that the server is ended, too
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("build_folder", type=pathlib.Path)
    parser.add_argument("source_root", type=pathlib.Path)
    parser.add_argument("--sizes", default=os.environ.get("CANDOR_BENCH_SIZES", SIZES))
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--add", action="store_true", help="keep what results.json says of other systems and sets")
    options = parser.parse_args()
    options.build_folder = options.build_folder.resolve()
    os.environ.setdefault("CANDOR_DATA", str(options.source_root.resolve()))
    options.build_folder.mkdir(parents=True, exist_ok=True)
    systems, skipped, everything = options.systems.split(","), set(), []
    real = ofac_set(options.source_root, options.queries)
    if not real:
        print("OFAC list: skipped: there are no real files (set CANDOR_TEST_DATA)", flush=True)
    for data in [real] if real else []:
        everything += measure(data, systems, options, skipped)
        if everything:
            tell(everything)
    for size in (int(text) for text in options.sizes.split(",") if text):
        rows = measure(invented_set(size, options.queries), [s for s in systems if s not in skipped], options, skipped)
        if rows:
            tell(rows)
        everything += rows
    kept = options.build_folder / "results.json"
    if options.add and kept.exists():
        measured = {(row["set"], row["system"]) for row in everything}
        everything += [row for row in json.loads(kept.read_text(encoding="utf-8"))
                       if (row["set"], row["system"]) not in measured]
        everything.sort(key=lambda row: (row["set"].endswith("invented names"), row["n"], SYSTEMS.index(row["system"])))
        for title in dict.fromkeys(row["set"] for row in everything):
            tell([row for row in everything if row["set"] == title])
    kept.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
    growth = [row for row in everything if row["set"].endswith("invented names")]
    if len({row["n"] for row in growth}) > 1:
        (options.build_folder / "growth.svg").write_text(chart.draw(growth, TITLES), encoding="utf-8")
        print(f"\nwritten: {options.build_folder / 'growth.svg'}")


if __name__ == "__main__":
    main()
