"""The cases of matching on large cohorts: what runs beside what, and the bars."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Peer:
    """What runs beside a case.

    `key` names it in matching.py or matching.R. `bar` is how many times as fast ours is to be, and
    `tolerance` how far its total may be from ours, relatively; `None` asks nothing.
    """

    key: str
    title: str
    language: str = "python"
    bar: float | None = None
    tolerance: float | None = None


@dataclass(frozen=True)
class Case:
    """A case by CompareMatching's name: task, treated, candidates, covariates."""

    name: str
    peers: tuple[Peer, ...] = ()

    @property
    def task(self):
        return self.name.split("-")[0]

    @property
    def sizes(self):
        return [int(size) for size in self.name.split("-")[1:]]

    @property
    def spelled_sizes(self):
        return " × ".join(f"{size:,}" for size in self.sizes)


TITLES = {
    "mahalanobis": "Mahalanobis 1:1",
    "neighbours": "ten nearest",
    "score": "score given, 1:1",
    "logistic": "logistic fit and 1:1",
    "caliper": "Mahalanobis inside a caliper, 3:1",
    "national": "Mahalanobis in 300 strata, 1:1",
}

# Rows of the first table against what is not in Debian: case, title, seconds on such a machine, bar.
MEASURED_BEFORE = {
    "mahalanobis-1000-100000-20": ("MatchIt 4.7, before", 61.0, 100),
    "score-100000-1000000-1": ("MatchIt 4.7, before", 0.79, 5),
    "logistic-5000-200000-20": ("MatchIt 4.7, before", 1.15, 8),
}

EXACT, SINGLE = 1e-9, 1e-6
SHARE_BAR = 0.6
MEMORY_BAR = 3
NATIONAL_SECONDS, NATIONAL_GIGABYTES = 300, 12
EXPONENT_BAR = 1.15

FAISS = Peer("faiss", "faiss, IndexFlatL2", bar=2.5, tolerance=SINGLE)
BRUTE = Peer("sklearn-brute", "scikit-learn, brute", tolerance=EXACT)
# Its rate is the machine's; it has no row of its own.
PRODUCT = Peer("product", "numpy")
MATCHIT_CALIPER = Peer("matchit-caliper", "MatchIt", "R")
POLARS = Peer("polars", "polars, with replacement")
MATCHIT_NATIONAL = Peer("matchit-national", "MatchIt", "R", tolerance=EXACT)
NATIONAL = Case("national-100000-60000000-15")


def growth(task, covariates, peer, largest):
    """A case for 10⁴ to 10⁷ candidates, the peer up to its largest."""
    return tuple(
        Case(f"{task}-10000-{10**power}-{covariates}", (peer,) if 10**power <= largest else ())
        for power in range(4, 8))


PARTS = {
    "mahalanobis": (
        Case("mahalanobis-1000-100000-20", (
            Peer("matchit-mahalanobis", "MatchIt", "R", bar=100, tolerance=EXACT),
            Peer("matching", "Matching", "R", bar=100, tolerance=EXACT))),
    ),
    "neighbours": (
        Case("neighbours-10000-1000000-20", (FAISS, BRUTE, PRODUCT)),
        Case("neighbours-1000-100000-20", (
            Peer("scipy-kd-tree", "scipy, cKDTree", tolerance=EXACT),
            Peer("sklearn-kd-tree", "scikit-learn, kd_tree", tolerance=EXACT),
            Peer("sklearn-ball-tree", "scikit-learn, ball_tree", tolerance=EXACT))),
    ),
    "score": (Case("score-100000-1000000-1", (POLARS,)),),
    "logistic": (
        Case("logistic-5000-200000-20", (
            Peer("sklearn-newton", "scikit-learn, newton-cholesky, fit alone"),
            Peer("sklearn-lbfgs", "scikit-learn, lbfgs, fit alone"),
            Peer("statsmodels", "statsmodels, GLM, fit alone"),
            Peer("glm", "R, glm, fit alone", "R"))),
    ),
    "caliper": (
        Case("caliper-1000-50000-15", (MATCHIT_CALIPER,)),
        Case("caliper-2000-100000-15", (MATCHIT_CALIPER,)),
        Case("caliper-20000-1000000-15", (replace(MATCHIT_CALIPER, bar=100),))),
    "national": (
        Case("national-1000-600000-15"), Case("national-10000-6000000-15"), NATIONAL),
    "growth": (
        growth("score", 1, POLARS, 10**7) + growth("national", 6, MATCHIT_NATIONAL, 10**6)),
}
