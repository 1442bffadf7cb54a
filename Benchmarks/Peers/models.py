"""One peer of CompareModels: `models.py TASK FOLDER` prints seconds, estimates, errors and memory as JSON.

Each runs once to warm up (imports, compilation) and once for the time. Data are brought into the form
the peer likes best before the clock starts.
"""

import json
import os
import resource
import sys
import time

import numpy as np


def doubles(folder, name):
    return np.fromfile(os.path.join(folder, name))


def covariates(folder):
    return doubles(folder, "covariates").reshape(20, -1).T


def steepest(x, gap):
    """The largest element of the gradient of the mean log-likelihood, intercept first."""
    return float(max(abs(gap.mean()), np.abs(x.T @ gap).max() / len(gap)))


def timed(body):
    body()
    start = time.perf_counter()
    result = body()
    return time.perf_counter() - start, result


def sklearn_logistic(solver, tolerance):
    def run(folder):
        from sklearn.linear_model import LogisticRegression

        x = np.ascontiguousarray(covariates(folder))
        y = doubles(folder, "outcome")
        model = LogisticRegression(C=np.inf, solver=solver, tol=tolerance, max_iter=10_000)
        seconds, fit = timed(lambda: model.fit(x, y))
        mean = fit.predict_proba(x)[:, 1]
        return seconds, np.r_[fit.intercept_, fit.coef_[0]], [], steepest(x, y - mean)

    return run


def frame(folder):
    import pandas as pd

    x = covariates(folder)
    data = pd.DataFrame(np.ascontiguousarray(x), columns=[f"x{i + 1}" for i in range(20)])
    data["y"] = doubles(folder, "counts")
    data["g"] = doubles(folder, "clusters").astype(int)
    return x, data


def pyfixest_poisson(folder):
    import pyfixest

    x, data = frame(folder)
    formula = "y ~ " + " + ".join(f"x{i + 1}" for i in range(20))
    seconds, fit = timed(lambda: pyfixest.fepois(formula, data, vcov={"CRV1": "g"}))
    beta = fit.coef().to_numpy()
    gap = data["y"].to_numpy() - np.exp(beta[0] + x @ beta[1:])
    return seconds, beta, fit.se().to_numpy(), steepest(x, gap)


def statsmodels_poisson(folder):
    import statsmodels.api as sm

    x, data = frame(folder)
    y, groups = data["y"].to_numpy(), data["g"].to_numpy()
    design = np.column_stack([np.ones(len(y)), x])
    model = sm.GLM(y, design, family=sm.families.Poisson())
    kinds = {"groups": groups, "use_correction": True}
    seconds, fit = timed(lambda: model.fit(cov_type="cluster", cov_kwds=kinds))
    gap = y - np.exp(design @ fit.params)
    return seconds, fit.params, fit.bse, steepest(x, gap)


def set_totals(folder):
    """Weighted events and time of each set in control before, after, treated before, after."""
    columns = [doubles(folder, name) for name in ("before", "after", "timeBefore", "timeAfter")]
    before, after, time_before, time_after = [column.reshape(-1, 4) for column in columns]
    parts = []
    for early, late in ((before, after), (time_before, time_after)):
        parts += [early[:, 1:].sum(1) / 3, late[:, 1:].sum(1) / 3, early[:, 0], late[:, 0]]
    return np.column_stack(parts)


def log_ratio(cells):
    rates = np.log(cells[..., :4] / cells[..., 4:])
    return rates[..., 3] - rates[..., 2] - rates[..., 1] + rates[..., 0]


def numpy_counts(folder):
    """Multinomial counts of the sets times their totals, 1,000 replicates at a time, and the closed form."""
    totals = set_totals(folder)
    sets = len(totals)
    shares = np.full(sets, 1 / sets)

    def run():
        rng = np.random.default_rng(1)
        draws = [rng.multinomial(sets, shares, size=1000) @ totals for _ in range(10)]
        values = log_ratio(np.vstack(draws))
        return values, np.exp(np.percentile(values, [2.5, 97.5]))

    seconds, (values, _) = timed(run)
    return seconds, [log_ratio(totals.sum(0))], [values.std(ddof=1)], 0


def numpy_refit(folder):
    """Sets drawn, their totals added and the log-linear model of the four cells refitted by Newton."""
    totals = set_totals(folder)
    sets = len(totals)
    design = np.array([[1, 0, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]], float)

    def refit(cells, start):
        beta = start
        for _ in range(25):
            mean = cells[4:] * np.exp(design @ beta)
            step = np.linalg.solve(design.T @ (design * mean[:, None]), design.T @ (cells[:4] - mean))
            beta = beta + step
            if np.abs(step).max() < 1e-10:
                break
        return beta

    def run():
        rng = np.random.default_rng(1)
        whole = refit(totals.sum(0), np.array([-1.0, 0, 0, 0]))
        values = np.empty(10_000)
        for replicate in range(10_000):
            counts = np.bincount(rng.integers(0, sets, sets), minlength=sets)
            values[replicate] = refit(counts @ totals, whole)[3]
        return whole[3], values, np.exp(np.percentile(values, [2.5, 97.5]))

    seconds, (estimate, values, _) = timed(run)
    return seconds, [estimate], [values.std(ddof=1)], 0


TASKS = {
    "sklearn-lbfgs": sklearn_logistic("lbfgs", 3e-9),
    "sklearn-newton-cholesky": sklearn_logistic("newton-cholesky", 1e-9),
    "pyfixest": pyfixest_poisson,
    "statsmodels": statsmodels_poisson,
    "numpy-counts": numpy_counts,
    "numpy-refit": numpy_refit,
}

if __name__ == "__main__":
    seconds, estimates, errors, steep = TASKS[sys.argv[1]](sys.argv[2])
    print(
        json.dumps(
            {
                "seconds": seconds,
                "estimates": [float(x) for x in estimates],
                "errors": [float(x) for x in errors],
                "steepest": float(steep),
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )
