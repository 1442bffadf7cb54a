"""What matching on large cohorts was measured at, as Markdown, and what misses its bar."""

import math
import statistics
import textwrap

from growth_chart import Series
from matching_cases import (
    EXPONENT_BAR, MATCHIT_CALIPER, MEASURED_BEFORE, MEMORY_BAR, NATIONAL, NATIONAL_GIGABYTES,
    NATIONAL_SECONDS, PARTS, PRODUCT, SHARE_BAR, TITLES)

MIB = 2**20
WIDTH = 104
COMPARED = ("mahalanobis", "neighbours", "score", "logistic", "caliper")
COLOURS = {"score": "#0072b2", "national": "#c14900"}

MACHINE = (
    "Rounds: {rounds}, ours and every peer in turn in each; medians. A peer that takes over a "
    "minute runs once. {date}: {cores} cores of {processor}, {memory:.0f} GiB{rate}.")

SUBJECT = (
    "Sizes are treated × candidates × covariates, a quarter of the covariates 0/1. Ours is the "
    "whole of `matched(by:)`: checks of the columns, covariance or score, search, verification "
    "and weights; for neighbours, arranging the rows and finding the ten nearest. Mahalanobis 1:1 "
    "takes the treated in the order of the data, a score the largest first. The caliper is 0.2 "
    "standard deviations of a logistic score, exact on three columns (40 strata). Peers have "
    "their data in the form they like best before the clock starts, and use every core where they "
    "can. MatchIt 4.7, which Debian does not have, was measured before on such a machine. Memory "
    "is the largest resident of the process, in brackets before the match.")

NOTES = (
    "Totals are sums of distances. MatchIt 4.5.1 misjudges scores, so inside the caliper its time "
    "counts and its total is not compared. Of the logistic case the peers do the fit alone, ours "
    "the match too; polars gives a control to as many as it is nearest to, which is less than a "
    "match.")


def median(runs, key="seconds"):
    return statistics.median(run[key] for run in runs)


def slope(points):
    """The exponent of growth: the slope of logarithms by least squares."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    return statistics.linear_regression(*zip(*logs)).slope


def table(head, rows):
    lines = ["| " + " | ".join(map(str, line)) + " |" for line in [head, *rows]]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def wrapped(paragraph):
    """A paragraph in lines; tables, headings and images as they are."""
    return paragraph if paragraph[0] in "|#!" else textwrap.fill(paragraph, WIDTH)


class Report:
    """The section on matching, from what was measured of each case by its name."""

    def __init__(self, results):
        self.machine, self.measured = results["machine"], results["cases"]
        self.left_out = results["leftOut"]
        self.missed = []

    def cases(self, part):
        """The cases of a part that were measured."""
        return [case for case in PARTS[part] if case.name in self.measured]

    def ours(self, case, key="seconds"):
        return median(self.measured[case.name]["ours"], key)

    def peer(self, case, peer, key="seconds"):
        return median(self.measured[case.name]["peers"][peer.key], key)

    def peer_title(self, case, peer):
        name, *rest = peer.title.split(",", 1)
        version = self.measured[case.name]["peers"][peer.key][0]["version"]
        return ",".join([f"{name} {version}", *rest])

    def bar(self, met, words):
        if not met:
            self.missed.append(words)

    def memory(self, case):
        return f"{self.ours(case, 'megabytes'):.0f} ({self.ours(case, 'megabytesBefore'):.0f})"

    # The first table.

    def gap(self, case, peer):
        """How far the peer's total is from ours, where that is asked."""
        if peer.tolerance is None:
            return "–"
        runs = self.measured[case.name]
        gap = abs(runs["ours"][0]["total"] / runs["peers"][peer.key][0]["total"] - 1)
        self.bar(
            gap <= peer.tolerance,
            f"{case.name}: the totals of ours and {peer.title} differ by {gap:.0e}")
        return f"{gap:.0e}"

    def row(self, case, title, seconds, bar, more):
        ours = self.ours(case)
        self.bar(
            bar is None or seconds >= bar * ours,
            f"{case.name} is {seconds / ours:.1f} times as fast as {title}, not {bar}")
        return [
            title, f"{ours:.3f}", f"{seconds:.3f}", f"{seconds / ours:.1f}", bar or "–",
            self.memory(case), *more]

    def rows(self, case):
        for peer in case.peers:
            if peer != PRODUCT:
                memory = f"{self.peer(case, peer, 'megabytes'):.0f}"
                yield self.row(
                    case, self.peer_title(case, peer), self.peer(case, peer), peer.bar,
                    [memory, self.gap(case, peer)])
        if case.name in MEASURED_BEFORE:
            yield self.row(case, *MEASURED_BEFORE[case.name], ["–", "–"])

    def comparisons(self):
        rows = []
        for case in [case for part in COMPARED for case in self.cases(part)]:
            title = f"{TITLES[case.task]}, {case.spelled_sizes}"
            for number, row in enumerate(self.rows(case)):
                rows.append(["" if number else title, *row])
        if rows:
            yield table(
                ["case", "peer", "ours, s", "peer, s", "times as fast", "bar", "ours, MiB (before)",
                 "peer, MiB", "totals differ"], rows)
            yield NOTES

    # What the machine can do.

    def rate(self):
        """The measured multiply-add rate, or `None`."""
        runs = [
            run for measured in self.measured.values()
            for run in measured["peers"].get(PRODUCT.key, [])]
        return max((run["rate"] for run in runs), default=None)

    def share(self):
        for case in self.cases("neighbours"):
            if PRODUCT in case.peers:
                share = 2 * math.prod(case.sizes) / self.ours(case) / self.rate()
                self.bar(
                    share >= SHARE_BAR,
                    f"neighbours reach {share:.0%} of the measured rate, not {SHARE_BAR:.0%}")
                yield (
                    f"Neighbours of {case.spelled_sizes} reach {share:.0%} of the measured rate "
                    f"(bar {SHARE_BAR:.0%}), counting 2 operations a pair and covariate.")

    # The caliper.

    def caliper(self):
        """How MatchIt grows, and ours beside the size of its columns."""
        cases = self.cases("caliper")
        if len(cases) == len(PARTS["caliper"]):
            *smaller, full = cases
            points = [(case.sizes[1], self.peer(case, MATCHIT_CALIPER)) for case in smaller]
            exponent = slope(points)
            scaled = points[-1][1] * (full.sizes[1] / points[-1][0]) ** exponent
            yield (
                f"Inside the caliper {self.peer_title(full, MATCHIT_CALIPER)} is timed at the full "
                f"size itself. From {smaller[0].spelled_sizes} to {smaller[-1].spelled_sizes} it grows "
                f"by a power of {exponent:.2f} of the candidates, and by that growth the full size "
                f"would take {scaled:.0f} s.")
        if cases:
            times = self.ours(cases[-1], "megabytes") / self.ours(cases[-1], "inputMegabytes")
            self.bar(
                times <= MEMORY_BAR,
                f"{cases[-1].name} needs {times:.1f} times its columns, not {MEMORY_BAR}")
            yield (
                f"At {cases[-1].spelled_sizes} ours needs at most {times:.1f} times the "
                f"{self.ours(cases[-1], 'inputMegabytes'):.0f} MiB of its columns (bar {MEMORY_BAR}).")

    # A nation.

    def national_row(self, case):
        seconds = self.ours(case)
        columns, before, largest = (
            self.ours(case, key) * MIB / 1e9
            for key in ("inputMegabytes", "megabytesBefore", "megabytes"))
        whole = case == NATIONAL
        if whole:
            self.bar(seconds <= NATIONAL_SECONDS, f"{case.name} takes {seconds:.0f} s")
            self.bar(largest <= NATIONAL_GIGABYTES, f"{case.name} needs {largest:.1f} GB")
        return [
            case.spelled_sizes, f"{seconds:.1f}", NATIONAL_SECONDS if whole else "–",
            f"{columns:.2f}", f"{before:.2f}", f"{largest:.2f}",
            NATIONAL_GIGABYTES if whole else "–"]

    def national(self):
        cases = self.cases("national")
        if cases:
            yield "### A nation"
            yield (
                "Mahalanobis 1:1 in the order of the data, exact on sex, age band and region "
                "(300 strata), every column in memory.")
            yield table(
                ["treated × candidates × covariates", "s", "bar, s", "columns, GB", "before, GB",
                 "largest, GB", "bar, GB"], map(self.national_row, cases))

    # Growth.

    def growth(self):
        """Every series of times by candidates."""
        for task in COLOURS:
            cases = [case for case in self.cases("growth") if case.task == task]
            if not cases:
                continue
            points = tuple((case.sizes[1], self.ours(case)) for case in cases)
            yield Series(TITLES[task], COLOURS[task], False, points)
            (peer,) = cases[0].peers
            beside = [case for case in cases if case.peers]
            for case in beside:
                self.gap(case, peer)
            points = tuple((case.sizes[1], self.peer(case, peer)) for case in beside)
            yield Series(self.peer_title(cases[0], peer), COLOURS[task], True, points)

    def growth_row(self, series, sizes):
        seconds = dict(series.points)
        large = [point for point in series.points if point[0] >= 10**5]
        exponent = slope(large) if len(large) > 1 else None
        self.bar(
            series.is_peer or exponent is None or exponent <= EXPONENT_BAR,
            f"{series.name} grows by a power of {exponent or 0:.2f}, not {EXPONENT_BAR}")
        times = [f"{seconds[size]:.3f}" if size in seconds else "–" for size in sizes]
        return [series.name, *times, "–" if exponent is None else f"{exponent:.2f}"]

    def growth_table(self, link):
        all_series = list(self.growth())
        if all_series:
            sizes = sorted({size for series in all_series for size, _ in series.points})
            yield "### Growth"
            yield (
                "Seconds for 10,000 treated by candidates, and the exponent from 100,000 up "
                f"(least squares on logarithms; bar {EXPONENT_BAR}). The score is given; strata are "
                "matched on six covariates.")
            yield table(
                ["candidates", *(f"{size:,}" for size in sizes), "exponent"],
                [self.growth_row(series, sizes) for series in all_series])
            if link:
                yield f"![Seconds by candidates, on logarithmic axes]({link})"

    # Everything.

    def machine_facts(self):
        rate = self.rate()
        spoken = f"; a single-precision product runs at {rate / 1e9:.0f} GFLOP/s" if rate else ""
        counts = sorted({len(measured["ours"]) for measured in self.measured.values()})
        rounds = counts[-1] if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
        return MACHINE.format(**self.machine, rounds=rounds, rate=spoken)

    def section(self, chart_link=None):
        """The whole section; what misses its bar is in `missed` afterwards."""
        self.missed = list(self.left_out)
        paragraphs = [
            "## Matching on large cohorts (`make bench-matching`)", self.machine_facts(), SUBJECT,
            *self.comparisons(), *self.share(), *self.caliper(), *self.national(),
            *self.growth_table(chart_link)]
        return "\n\n".join(map(wrapped, paragraphs)) + "\n"
