#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""bench.py import|screen|start SOURCE_ROOT: wall and CPU seconds and peak memory of what people wait for.

Runs the programs named by $CANDOR and $CANDORD on invented data that is the same on every run, and on real files where
there are any: in $CANDOR_TEST_DATA, else in ../shared/data. Each step runs three times, each time
from the same store; the figures of all are printed.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

RUNS = 3
N_PARTIES = 16000
N_LISTED = 25000
AS_OF = "2026-07-01"

SYLLABLES = ("al bar cor dun el fen gar hol im jas kel lor mar nor os pel quin ros sal tor ul ven wes yar zel "
             "bri cla dra fle gri kno pri sha sti tre").split()
ENDINGS = "ford wick mere stead gate holm ton by worth combe".split()
TRADES = ("Textiles Garments Foods Fisheries Rubber Ceramics Logistics Trading Plastics Steel Electronics Timber "
          "Packaging Chemicals Leather Glass Seafood Mining Farms Machinery").split()
FORMS = ("Ltd", "LLC", "GmbH", "Co., Ltd.", "Inc.", "S.A.", "Pvt Ltd", "PLC")
COUNTRIES = ("GB", "IN", "CN", "BD", "VN", "TR", "BR", "MX", "TH", "MY")
COUNTRY_NAMES = ("United Kingdom", "India", "China", "Bangladesh", "Vietnam", "Turkey", "Brazil", "Mexico", "Thailand",
                 "Malaysia")


class Dice:
    """A generator of our own (Knuth's MMIX constants), so that every Python makes the same data."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]


def invent_word(dice):
    return (dice.pick(SYLLABLES) + dice.pick(SYLLABLES) + dice.pick(ENDINGS)).capitalize()


def invent_name(dice):
    words = [invent_word(dice) for _ in range(2 if dice.below(4) else 1)]
    return " ".join(words + [dice.pick(TRADES), dice.pick(FORMS)])


def damage(dice, name):
    """One letter doubled: what a listed name looks like in somebody's supplier list."""
    at = 1 + dice.below(len(name) - 2)
    return name[:at] + name[at] + name[at:]


def write_invented(folder):
    """A supplier list and a sanctions list in three parts; one supplier in a hundred is listed, half misspelt."""
    dice = Dice(20260701)
    listed = [(invent_name(dice), dice.below(len(COUNTRIES))) for _ in range(N_LISTED)]
    with open(folder / "suppliers.csv", "w", encoding="utf-8", newline="") as out:
        out.write("id,name,country,city,products,tier\n")
        for i in range(N_PARTIES):
            name, country = invent_name(dice), dice.below(len(COUNTRIES))
            if i % 100 == 0:
                name, country = listed[dice.below(N_LISTED)]
                name = damage(dice, name) if i % 200 else name
            out.write(f'S{i},"{name}",{COUNTRIES[country]},{invent_word(dice)},'
                      f'{dice.pick(TRADES).lower()}|{dice.pick(TRADES).lower()},{1 + dice.below(3)}\n')
    with open(folder / "sdn.csv", "w", encoding="utf-8", newline="") as sdn, \
         open(folder / "add.csv", "w", encoding="utf-8", newline="") as add, \
         open(folder / "alt.csv", "w", encoding="utf-8", newline="") as alt:
        for i, (name, country) in enumerate(listed):
            sdn.write(f'{i + 1},"{name.upper()}",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n')
            add.write(f'{i + 1},{i + 1},-0- ,"{invent_word(dice)}","{COUNTRY_NAMES[country]}",-0- \n')
            if i % 3 == 0:
                alt.write(f'{i + 1},{i + 1},"aka","{invent_name(dice).upper()}",-0- \n')


def real_data(source_root):
    named = os.environ.get("CANDOR_TEST_DATA")
    folder = pathlib.Path(named) if named else source_root.parent / "shared" / "data"
    return folder if (folder / "suppliers" / "uk_organisations_2021.csv").exists() else None


def invented_case(folder):
    lists = [("us-ofac-sdn", [folder / part for part in ("sdn.csv", "add.csv", "alt.csv")], AS_OF)]
    return {"name": f"invented ({N_PARTIES} suppliers, {N_LISTED} listed names)",
            "suppliers": folder / "suppliers.csv", "lists": lists, "as_of": AS_OF}


def real_case(data):
    """All real copies there are, each as of its own day; the screening is of a day on which the newest is fresh."""
    ofac = [data / "lists" / f"ofac_{part}.csv" for part in ("sdn", "add", "alt")]
    lists = [
        ("hk-labd-agencies", [data / "registers" / "hk_employment_agencies_2021-12-28.csv"], "2021-12-28"),
        ("bd-bmet-agencies", [data / "registers" / "bd_recruiting_agencies_2023-04.csv"], "2023-04-01"),
        ("ph-dmw-agencies", [data / "registers" / "ph_dmw_agencies_page1_2026-07-14.json"], None),
        ("ke-nea-deregistered", [data / "lists" / "kenya_deregistered_2024-10.csv"], "2024-10-07"),
        ("us-cbp-wro", [data / "lists" / "us_cbp_wro_findings.csv"], AS_OF),
        ("us-ofac-sdn", ofac, AS_OF),
        ("us-dol-goods", [data / "risk" / "us_dol_goods_2021.xml"], "2021-06-23"),
    ]
    return {"name": "real (uk_organisations_2021.csv, all lists)",
            "suppliers": data / "suppliers" / "uk_organisations_2021.csv",
            "lists": [row for row in lists if all(path.exists() for path in row[1])], "as_of": AS_OF}


def measure(arguments, store):
    """Runs a command to its end; its last line of output, wall seconds, CPU seconds and peak memory in MB."""
    environment = dict(os.environ, CANDOR_STORE=str(store))
    begun = time.monotonic()
    process = subprocess.Popen([str(a) for a in arguments], env=environment, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}\n{output}\nended with {process.returncode}")
    lines = output.strip().splitlines() or [""]
    return lines[-1], time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def tell(what, case, figures):
    runs = "  ".join(f"{wall:.2f} s wall {cpu:.2f} s CPU {memory:.0f} MB" for wall, cpu, memory in figures)
    print(f"{what}: {case['name']}: {runs}", flush=True)


def bench_import(folder, case):
    figures = []
    for i in range(RUNS):
        store = folder / f"import{i}.db"
        measure([CANDOR, "init"], store)
        said, *figure = measure([CANDOR, "import", case["suppliers"], "--as", "suppliers"], store)
        figures.append(figure)
    tell("import", case, figures)
    print(f"  {said}", flush=True)


def prepare(folder, case):
    """A store with the lists and the suppliers of a case."""
    store = folder / "prepared.db"
    store.unlink(missing_ok=True)
    measure([CANDOR, "init"], store)
    for registry, files, as_of in case["lists"]:
        arguments = [CANDOR, "registry", "update", registry, "--force"] + (["--as-of", as_of] if as_of else [])
        for path in files:
            arguments += ["--from", path]
        _, wall, cpu, memory = measure(arguments, store)
        print(f"  load {registry}: {wall:.2f} s wall {cpu:.2f} s CPU {memory:.0f} MB", flush=True)
    measure([CANDOR, "import", case["suppliers"], "--as", "suppliers"], store)
    return store


def bench_screen(folder, case):
    prepared, figures = prepare(folder, case), []
    for i in range(RUNS):
        store = folder / f"screen{i}.db"
        shutil.copy(prepared, store)
        said, *figure = measure([CANDOR, "screen", "--as-of", case["as_of"]], store)
        figures.append(figure)
    tell("screen", case, figures)
    print(f"  {said}", flush=True)


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/openapi.json", timeout=5) as reply:
            return reply.status < 500
    except urllib.error.HTTPError as error:
        return error.code < 500  # it asks for a token: it is there
    except OSError:
        return False


def bench_start(folder, case):
    store, figures = prepare(folder, case), []
    for _ in range(RUNS):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        begun = time.monotonic()
        process = subprocess.Popen([CANDORD, "--store", str(store), "--listen", f"127.0.0.1:{port}"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            while not answers(port):
                if process.poll() is not None or time.monotonic() - begun > 60:
                    process.kill()
                    sys.exit(f"candord does not answer: {process.stderr.read()}")
                time.sleep(0.005)
            wall = time.monotonic() - begun
        finally:
            process.terminate()
            process.stderr.close()
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        figures.append((wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    tell("start to first answer", case, figures)


def main():
    what, source_root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    os.environ.setdefault("CANDOR_DATA", str(source_root))
    bench = {"import": bench_import, "screen": bench_screen, "start": bench_start}[what]
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        folder = pathlib.Path(name)
        write_invented(folder)
        bench(folder, invented_case(folder))
        data = real_data(source_root)
        if data:
            bench(folder, real_case(data))
        else:
            print(f"{what}: real files: skipped, there are none (set CANDOR_TEST_DATA)", flush=True)


CANDOR, CANDORD = os.environ.get("CANDOR"), os.environ.get("CANDORD")
if __name__ == "__main__":
    main()
