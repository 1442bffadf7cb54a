"""Runs every case of optimal matching beside its peer, in turn, and prints one table.

`compare_optimal.py COMPARE [ROUNDS]`, where COMPARE is the built CompareOptimal. Medians of the rounds;
the bar is the peer's pair matching of the same size, times what is allowed.
"""

import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ALLOWED = {"pair": 1, "caliper": 5, "two-to-one": 5, "full": 5, "limited": 5}


def output(*words):
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    if found.returncode:
        print(found.stderr[-400:], file=sys.stderr)
        return []
    return [] if found.stdout.startswith("none") else [float(x) for x in found.stdout.split()]


def median(runs, place):
    return statistics.median(run[place] for run in runs) if runs else None


def number(value, digits):
    return "–" if value is None else f"{value:.{digits}f}"


def main():
    compare = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    names = subprocess.run([compare, "list"], capture_output=True, text=True, check=True).stdout
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names.split():
            path = os.path.join(folder, name)
            subprocess.run([compare, "write", name, path], check=True)
            ours, peers = [], []
            for _ in range(rounds):
                ours.append(output(compare, "run", name))
                peer = output(sys.executable, os.path.join(HERE, "optimal.py"), name, path)
                if peer:
                    peers.append(peer)
            results[name] = (ours, peers)
            os.remove(path)
    print("| case | ours, s | peer, s | ours / peer | bar, s | ours, MB | peer, MB | gap | totals differ |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, (ours, peers) in results.items():
        kind, size = name.rsplit("-", 3)[0], name.split("-", name.count("-") - 2)[-1]
        own, peer = median(ours, 0), median(peers, 0)
        pair = median(results.get(f"pair-{size}", ([], []))[1], 0)
        bar = 60 if kind == "sparse" else pair * ALLOWED[kind] if kind in ALLOWED else None
        ratio = own / peer if peer else None
        same = peers and peers[0][1] == ours[0][1]
        apart = (ours[0][2] - peers[0][2]) / peers[0][2] if same else None
        print(
            f"| {name} | {number(own, 3)} | {number(peer, 3)} | {number(ratio, 2)} | {number(bar, 2)}"
            f" | {number(median(ours, 4), 0)} | {number(median(peers, 3), 0)} | {ours[0][3]:.0e}"
            f" | {'–' if apart is None else format(apart, '.0e')} |")


main()
