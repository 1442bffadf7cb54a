"""Reads extracts to a cohort beside polars, in turn, and prints one table.

`compare_extracts.py COMPARE [ROUNDS]`, where COMPARE is the built CompareExtracts. Medians of the
rounds; both must come to the same sum in each of the 12 columns. The bars: at 10 million rows as fast as
the faster of polars' two ways, under 3 GB, and no more than 12 times the time of a million rows.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [(50_000, 1_000_000), (150_000, 3_000_000), (500_000, 10_000_000)]
PEERS = ["eager", "lazy"]


def output(*words):
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stderr[-800:])
    return json.loads(found.stdout.strip().splitlines()[-1])


def main():
    compare = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    missed, times = [], []
    print("| people | rows | ours, s | polars eager, s | polars streaming, s | ours / faster"
          " | ours, MB | polars, MB |")
    print("|---|---|---|---|---|---|---|---|")
    for persons, events in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([compare, "write", folder, str(persons), str(events)], check=True)
            runs = {name: [] for name in ["ours"] + PEERS}
            for _ in range(rounds):
                runs["ours"].append(output(compare, "cohort", folder))
                for name in PEERS:
                    runs[name].append(
                        output(sys.executable, os.path.join(HERE, "extracts.py"), name, folder))
            seconds = {n: statistics.median(r["seconds"] for r in rs) for n, rs in runs.items()}
            memory = {n: statistics.median(r["megabytes"] for r in rs) for n, rs in runs.items()}
            for name in PEERS:
                if runs[name][0]["sums"] != runs["ours"][0]["sums"]:
                    missed.append(f"{events} rows: the sums of {name} differ")
            faster = min(PEERS, key=lambda name: seconds[name])
            times.append(seconds["ours"])
            print(f"| {persons:,} | {events:,} | {seconds['ours']:.2f} | {seconds['eager']:.2f}"
                  f" | {seconds['lazy']:.2f} | {seconds['ours'] / seconds[faster]:.2f}"
                  f" | {memory['ours']:.0f} | {memory['eager']:.0f} / {memory['lazy']:.0f} |",
                  flush=True)
            if events == 10_000_000:
                if seconds["ours"] > seconds[faster]:
                    missed.append(f"slower than polars: {seconds['ours'] / seconds[faster]:.2f}")
                if memory["ours"] > 3000:
                    missed.append(f"{memory['ours']:.0f} MB, over 3 GB")
    growth = times[-1] / times[0]
    print(f"\nTen times the rows take {growth:.1f} times as long.")
    if growth > 12:
        missed.append(f"growth {growth:.1f} from 1 to 10 million rows")
    if missed:
        raise SystemExit("\n".join(missed))


main()
