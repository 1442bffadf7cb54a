"""Runs matching on large cohorts beside its peers, in turn, and reports on it.

`compare_matching.py COMPARE`, where COMPARE is the built CompareMatching, prints the section of
RESULTS.md on matching, with `--write` puts it there and the chart beside it, and fails with a list if
something misses its bar. `--only` measures some parts anew and takes the others from the last run.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from growth_chart import chart
from matching_cases import NATIONAL, NATIONAL_GIGABYTES, PARTS
from matching_report import Report, median

HERE = pathlib.Path(__file__).resolve().parent
MARKERS = ("<!-- matching: compare_matching.py writes this -->", "<!-- /matching -->")
SCRIPTS = {
    "python": [sys.executable, str(HERE / "matching.py")],
    "R": ["Rscript", str(HERE / "matching.R")],
}
SLOW_SECONDS = 60


def output(*words):
    """The JSON on the last line that a command prints."""
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(f"{' '.join(words)}: {found.returncode}: {found.stderr[-800:]}")
    return json.loads(found.stdout.strip().splitlines()[-1])


def measure(compare, case, rounds):
    """Runs a case and its peers in turn; a peer that takes over a minute runs once."""
    measured = {"ours": [], "peers": {peer.key: [] for peer in case.peers}}
    with tempfile.TemporaryDirectory() as folder:
        if case.peers:
            subprocess.run([compare, "write", case.name, folder], check=True)
        for _ in range(rounds):
            measured["ours"].append(output(compare, "run", case.name))
            for peer in case.peers:
                runs = measured["peers"][peer.key]
                if not runs or runs[-1]["seconds"] < SLOW_SECONDS:
                    sizes = map(str, case.sizes)
                    runs.append(output(*SCRIPTS[peer.language], peer.key, folder, *sizes))
    return measured


def proc_value(file, key):
    """What stands after a key in a file such as /proc/meminfo."""
    found = re.search(rf"^{key}\s*:\s*(.*)$", pathlib.Path("/proc", file).read_text(), re.M)
    return found[1] if found else "unknown"


def memory_bytes(key):
    return int(proc_value("meminfo", key).split()[0]) * 1024


def machine():
    return {
        "date": f"{time.localtime().tm_mday} {time.strftime('%B %Y')}",
        "cores": os.cpu_count(),
        "processor": proc_value("cpuinfo", "model name"),
        "memory": memory_bytes("MemTotal") / 2**30,
    }


def lacking_memory(case):
    """Why there is too little memory for a case, or `None`; only the nation's needs a look."""
    free = memory_bytes("MemAvailable") / 1e9
    if case != NATIONAL or free >= NATIONAL_GIGABYTES:
        return None
    return f"{case.name} was left out: {free:.1f} GB are free, it needs {NATIONAL_GIGABYTES}"


def progress(case, measured):
    seconds = {"ours": median(measured["ours"])}
    seconds |= {key: median(runs) for key, runs in measured["peers"].items()}
    words = ", ".join(f"{name} {value:.3f} s" for name, value in seconds.items())
    print(f"{case.name}: {words}", file=sys.stderr, flush=True)


def kept_cases(kept, here):
    """What the last run on this machine measured."""
    if not kept.exists():
        return {}
    last = json.loads(kept.read_text())
    same = all(last["machine"][key] == here[key] for key in ("cores", "processor"))
    return last["cases"] if same else {}


def measure_all(arguments):
    """Measures the parts asked for, and keeps every case as soon as it is measured."""
    kept, here = pathlib.Path(arguments.compare).with_name("matching.json"), machine()
    cases = kept_cases(kept, here) if arguments.only else {}
    results = {"machine": here, "cases": cases, "leftOut": []}
    for case in [case for part in arguments.only or PARTS for case in PARTS[part]]:
        cases.pop(case.name, None)
        lacking = lacking_memory(case)
        if lacking:
            results["leftOut"].append(lacking)
            continue
        cases[case.name] = measure(arguments.compare, case, arguments.rounds)
        progress(case, cases[case.name])
        kept.write_text(json.dumps(results))
    return results


def write(path, report):
    """Puts the section between its markers in a file, and the chart beside the file."""
    before, rest = path.read_text().split(MARKERS[0])
    after = rest.split(MARKERS[1])[1]
    series = list(report.growth())
    link = "growth.svg" if series else None
    path.write_text("".join(
        [before, MARKERS[0], "\n", report.section(link), MARKERS[1], after]))
    if series:
        path.with_name(link).write_text(chart("Matching 10,000 people: seconds by candidates", series))


def parts(words):
    """The names of parts, with commas between."""
    names = words.split(",")
    for name in names:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"found '{name}', expected some of {', '.join(PARTS)}")
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("compare", help="the built CompareMatching")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", type=parts, help=",".join(PARTS))
    parser.add_argument("--write", type=pathlib.Path, metavar="RESULTS.md")
    arguments = parser.parse_args()
    if arguments.write and not all(mark in arguments.write.read_text() for mark in MARKERS):
        parser.error(f"{arguments.write} lacks the lines {' and '.join(MARKERS)}")
    report = Report(measure_all(arguments))
    print(report.section())
    if arguments.write:
        write(arguments.write, report)
    if report.missed:
        raise SystemExit("\n".join(["missed:", *report.missed]))


main()
