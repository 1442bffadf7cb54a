"""Runs matching on large cohorts beside its peers, in turn, and prints tables.

`compare_matching.py COMPARE [ROUNDS]`, where COMPARE is the built CompareMatching. Ours and every peer
run once in each round; medians of the rounds. The figures of MatchIt 4.7, which Debian does not have, were measured on such a machine.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MATCHIT_47 = "MatchIt 4.7, measured before"


def output(*words):
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(f"{' '.join(words)}: {found.stderr[-800:]}")
    return json.loads(found.stdout.strip().splitlines()[-1])


def rscript(peer, folder, sizes):
    return output("Rscript", os.path.join(HERE, "matching.R"), peer, folder, *sizes)


def median(runs, key="seconds"):
    return statistics.median(run[key] for run in runs)


class Table:
    """Rows as they are measured, and what misses its bar."""

    def __init__(self, compare, rounds):
        self.compare, self.rounds = compare, rounds
        self.missed = []

    def row(self, case, peers=(), fixed=(), agree=1e-9):
        """Times a case and its peers in turn; a peer is a name, a bar and a function of a folder."""
        sizes = case.split("-")[1:]
        ours = []
        theirs = {name: [] for name, _, _ in peers}
        with tempfile.TemporaryDirectory() as folder:
            if peers:
                subprocess.run([self.compare, "write", case, folder], check=True)
            for _ in range(self.rounds):
                ours.append(output(self.compare, "run", case))
                for name, _, run in peers:
                    theirs[name].append(run(folder, sizes))
        own = median(ours)
        memory = f"{median(ours, 'megabytes'):.0f} ({median(ours, 'megabytesBefore'):.0f})"
        for name, bar, _ in peers:
            total = theirs[name][0]["total"]
            gap = abs(ours[0]["total"] / total - 1)
            if agree is not None and gap > agree:
                self.missed.append(f"{case}: the totals of ours and {name} differ by {gap:.1e}")
            self.line(case, name, own, median(theirs[name]), bar, memory, f"{gap:.0e}")
        for name, bar, seconds in fixed:
            self.line(case, name, own, seconds, bar, memory, "–")
        if not peers and not fixed:
            print(f"| {case} | – | {own:.3f} | – | – | – | {memory} | – |", flush=True)
        return ours, theirs

    def line(self, case, name, own, peer, bar, memory, gap):
        print(
            f"| {case} | {name} | {own:.3f} | {peer:.3f} | {peer / own:.1f} | {bar or '–'}"
            f" | {memory} | {gap} |", flush=True)
        if bar and peer < bar * own:
            self.missed.append(f"{case} is {peer / own:.1f} times as fast as {name}, not {bar}")


def main():
    compare = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    table = Table(compare, rounds)
    print("| case | peer | ours, s | peer, s | times as fast | bar | ours, MiB (before) | totals differ |")
    print("|---|---|---|---|---|---|---|---|")
    table.row(
        "mahalanobis-1000-100000-20",
        peers=[
            ("MatchIt", 100, lambda f, s: rscript("matchit", f, s)),
            ("Matching", None, lambda f, s: rscript("matching", f, s)),
        ],
        fixed=[(MATCHIT_47, 100, 61.0)])
    sizes = ["10000", "1000000", "20"]
    ours, theirs = table.row(
        "-".join(["neighbours"] + sizes), agree=1e-6,
        peers=[("faiss", 2.5, lambda f, s: output(
            sys.executable, os.path.join(HERE, "neighbours.py"), f, *s))])
    table.row("score-100000-1000000-1", fixed=[(MATCHIT_47, 5, 0.79)])
    table.row("logistic-5000-200000-20", fixed=[(MATCHIT_47, 8, 1.15)])
    table.row("caliper-20000-1000000-15")
    rate = max(run["rate"] for run in theirs["faiss"])
    share = 2 * math.prod(map(int, sizes)) / median(ours) / rate
    print(f"\nNeighbours: {share:.0%} of the {rate / 1e9:.0f} GFLOP/s measured.\n", flush=True)
    if share < 0.6:
        table.missed.append(f"neighbours reach {share:.0%} of the measured rate, not 60%")

    print("| case | 100,000 | 1,000,000 | 10,000,000 candidates, s | exponent |")
    print("|---|---|---|---|---|")
    # As many treated people throughout.
    for case in ["score-10000-{}-1", "strata-10000-{}-6"]:
        seconds = []
        for controls in [100_000, 1_000_000, 10_000_000]:
            name = case.format(controls)
            seconds.append(median([output(compare, "run", name) for _ in range(3)]))
        exponent = math.log10(seconds[2] / seconds[0]) / 2
        print(
            f"| {case.split('-')[0]} | " + " | ".join(f"{s:.3f}" for s in seconds)
            + f" | {exponent:.2f} |", flush=True)
        if exponent > 1.15:
            table.missed.append(f"{case} grows by a power of {exponent:.2f}")
    if table.missed:
        raise SystemExit("\n".join(table.missed))


main()
