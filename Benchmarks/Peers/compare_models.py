"""Runs the models beside their peers, in turn, and prints one table.

`compare_models.py COMPARE [ROUNDS]`, where COMPARE is the built CompareModels. Medians of the rounds;
estimates must agree to 1e-6 of their standard error's size, standard errors to 1e-6 of themselves
(bootstrap: to 3%, the streams being different), and every gradient of the mean log-likelihood must be
below 1e-8.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Task of ours, its peers, and how many times as fast ours is to be.
TASKS = [
    ("logistic", [("sklearn-lbfgs", 2), ("sklearn-newton-cholesky", None)]),
    ("poisson", [("pyfixest", 2), ("statsmodels", 10)]),
    ("bootstrap", [("numpy-counts", None), ("numpy-refit", 20)]),
]


def output(*words):
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(found.stderr[-800:])
    return json.loads(found.stdout.strip().splitlines()[-1])


def furthest(ours, theirs):
    """The largest difference of estimates, in parts of the largest, and of standard errors."""
    size = max(abs(x) for x in ours["estimates"])
    estimates = max(abs(a - b) for a, b in zip(ours["estimates"], theirs["estimates"])) / size
    errors = [abs(a / b - 1) for a, b in zip(ours["errors"], theirs["errors"])]
    return estimates, max(errors, default=None)


def main():
    compare = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rows, slow = [], []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([compare, "write", folder], check=True)
        for task, peers in TASKS:
            runs = {name: [] for name in [task] + [name for name, _ in peers]}
            for _ in range(rounds):
                runs[task].append(output(compare, task, folder))
                for name, _ in peers:
                    runs[name].append(
                        output(sys.executable, os.path.join(HERE, "models.py"), name, folder)
                    )
            own = statistics.median(run["seconds"] for run in runs[task])
            memory = statistics.median(run["megabytes"] for run in runs[task])
            for name, bar in peers:
                peer = statistics.median(run["seconds"] for run in runs[name])
                estimates, errors = furthest(runs[task][0], runs[name][0])
                steep = max(runs[task][0]["steepest"], runs[name][0]["steepest"])
                limit = 0.03 if task == "bootstrap" else 1e-6
                if estimates > 1e-6 or (errors or 0) > limit or steep > 1e-8:
                    slow.append(f"{task} and {name} disagree: {estimates:.0e} {errors} {steep:.0e}")
                if bar and peer < bar * own:
                    slow.append(f"{task} is {peer / own:.2f} times as fast as {name}, not {bar}")
                rows.append(
                    f"| {task} | {name} | {own:.3f} | {peer:.3f} | {peer / own:.1f} | {bar or '–'}"
                    f" | {memory:.0f} | {statistics.median(r['megabytes'] for r in runs[name]):.0f}"
                    f" | {estimates:.0e} | {'–' if errors is None else format(errors, '.0e')}"
                    f" | {runs[task][0]['steepest']:.0e} / {runs[name][0]['steepest']:.0e} |"
                )
    print("| ours | peer | ours, s | peer, s | times as fast | bar | ours, MB | peer, MB"
          " | estimates differ | errors differ | gradients |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    if slow:
        raise SystemExit("\n".join(slow))


main()
