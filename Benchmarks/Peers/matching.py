"""One peer of CompareMatching: `matching.py PEER FOLDER TREATED CONTROLS COVARIATES`.

Prints, as JSON, the seconds of the work alone, the largest resident memory in MiB after it, the
package's version, and what the work came to: neighbours the sum of their distances in double
precision, the matrix product its rate. Imports, and bringing the data into the form the peer likes
best, stand before the clock starts.
"""

import importlib.metadata
import json
import os
import resource
import sys
import time

import numpy as np

NEIGHBOURS = 10


class Cohort:
    """The covariates that CompareMatching wrote, the treated first."""

    def __init__(self, folder, treated, controls, covariates):
        values = np.fromfile(os.path.join(folder, "covariates"))
        self.columns = values.reshape(covariates, treated + controls)
        self.treated_count = treated

    def arms(self, dtype=np.float64):
        """The covariates of each arm, row by row."""
        rows = np.ascontiguousarray(self.columns.T, dtype=dtype)
        return rows[: self.treated_count], rows[self.treated_count :]

    def flags(self):
        """One for the treated, nought for the controls."""
        return (np.arange(self.columns.shape[1]) < self.treated_count).astype(float)


def timed(work):
    """What some work cost, and what it returned."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": memory}, result


def neighbours(cohort, search):
    """Times finding the controls nearest to each treated row, and adds up their distances."""
    report, places = timed(search)
    treated, controls = cohort.arms()
    gaps = controls[places] - treated[:, None, :]
    return report | {"total": float(np.sqrt((gaps**2).sum(axis=2)).sum())}


def faiss_flat(cohort):
    import faiss

    points, rows = cohort.arms(np.float32)

    def search():
        index = faiss.IndexFlatL2(rows.shape[1])
        index.add(rows)
        return index.search(points, NEIGHBOURS)[1]

    return neighbours(cohort, search)


def sklearn_neighbours(algorithm):
    def run(cohort):
        from sklearn.neighbors import NearestNeighbors

        points, rows = cohort.arms()
        model = NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm=algorithm, n_jobs=-1)
        return neighbours(
            cohort, lambda: model.fit(rows).kneighbors(points, return_distance=False))

    return run


def scipy_tree(cohort):
    from scipy.spatial import cKDTree

    points, rows = cohort.arms()
    return neighbours(cohort, lambda: cKDTree(rows).query(points, k=NEIGHBOURS, workers=-1)[1])


def sklearn_logistic(solver):
    """The fit alone, without penalty."""

    def run(cohort):
        from sklearn.linear_model import LogisticRegression

        x, flags = np.ascontiguousarray(cohort.columns.T), cohort.flags()
        model = LogisticRegression(C=np.inf, solver=solver, max_iter=10_000)
        return timed(lambda: model.fit(x, flags))[0]

    return run


def statsmodels_logistic(cohort):
    """The fit alone."""
    import statsmodels.api as sm

    design = np.column_stack([np.ones(cohort.columns.shape[1]), cohort.columns.T])
    model = sm.GLM(cohort.flags(), design, family=sm.families.Binomial())
    return timed(model.fit)[0]


def polars_nearest(cohort):
    """The nearest control on a score with replacement: less work than a match without."""
    import polars as pl

    score, count = cohort.columns[0], cohort.treated_count
    points = pl.DataFrame({"score": score[:count]}).with_row_index("treated")
    rows = pl.DataFrame({"score": score[count:]}).with_row_index("control")
    return timed(
        lambda: points.sort("score").join_asof(rows.sort("score"), on="score", strategy="nearest")
    )[0]


def numpy_product(_):
    """The machine's multiply-add rate: the best of five products of two single-precision matrices."""
    size = 4096
    square = np.random.default_rng(1).random((size, size), dtype=np.float32)
    reports = [timed(lambda: square @ square)[0] for _ in range(5)]
    best = min(reports, key=lambda report: report["seconds"])
    return best | {"rate": 2 * size**3 / best["seconds"]}


# Each peer's package and function of a cohort.
PEERS = {
    "faiss": ("faiss-cpu", faiss_flat),
    "sklearn-brute": ("scikit-learn", sklearn_neighbours("brute")),
    "sklearn-kd-tree": ("scikit-learn", sklearn_neighbours("kd_tree")),
    "sklearn-ball-tree": ("scikit-learn", sklearn_neighbours("ball_tree")),
    "scipy-kd-tree": ("scipy", scipy_tree),
    "sklearn-lbfgs": ("scikit-learn", sklearn_logistic("lbfgs")),
    "sklearn-newton": ("scikit-learn", sklearn_logistic("newton-cholesky")),
    "statsmodels": ("statsmodels", statsmodels_logistic),
    "polars": ("polars", polars_nearest),
    "product": ("numpy", numpy_product),
}

if __name__ == "__main__":
    package, run = PEERS[sys.argv[1]]
    report = run(Cohort(sys.argv[2], *map(int, sys.argv[3:6])))
    print(json.dumps(report | {"version": importlib.metadata.version(package)}))
