"""Optimal matching by scipy: `optimal.py CASE FILE` prints seconds, pairs, total distance and peak MB.

CASE is kind-treated-controls-columns as `CompareOptimal list` names it. The Mahalanobis cases are
`cdist` and `linear_sum_assignment` on the dense matrix, pooled covariance included; two controls each
are two copies of each treated row. The sparse case is `min_weight_full_bipartite_matching`. The other
cases have no peer in scipy.
"""

import resource
import sys
import time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from scipy.spatial.distance import cdist


def mahalanobis(treated, control):
    products = sum((arm - arm.mean(0)).T @ (arm - arm.mean(0)) for arm in (treated, control))
    covariance = products / (len(treated) + len(control) - 2)
    return cdist(treated, control, "mahalanobis", VI=np.linalg.inv(covariance))


def dense(kind, treated, control):
    distances = mahalanobis(treated, control)
    if kind == "caliper":
        together = np.concatenate([treated[:, 0], control[:, 0]])
        apart = np.abs(treated[:, :1] - control[:, 0]) > 0.2 * together.std(ddof=1)
        distances[apart] = 1e6
    if kind == "two-to-one":
        distances = np.repeat(distances, 2, axis=0)
    rows, columns = linear_sum_assignment(distances)
    matched = distances[rows, columns]
    matched = matched[matched < 1e6]
    return len(matched), matched.sum()


def sparse(treated, control, width):
    order = np.argsort(control[:, 0], kind="stable")
    scores = control[order, 0]
    first = np.searchsorted(scores, treated[:, 0] - width, "left")
    last = np.searchsorted(scores, treated[:, 0] + width, "right")
    rows = np.repeat(np.arange(len(treated)), last - first)
    columns = np.concatenate([np.arange(a, b) for a, b in zip(first, last)])
    # A distance of 0 would be no edge.
    distances = np.abs(treated[rows, 0] - scores[columns]) + 1
    graph = csr_matrix((distances, (rows, columns)), shape=(len(treated), len(control)))
    rows, columns = min_weight_full_bipartite_matching(graph)
    return len(rows), np.abs(treated[rows, 0] - scores[columns]).sum()


def main():
    case, path = sys.argv[1:]
    kind, *sizes = case.rsplit("-", 3)
    treated_count, control_count, column_count = map(int, sizes)
    values = np.fromfile(path)
    data = values[:-1].reshape(column_count, treated_count + control_count).T
    treated = np.ascontiguousarray(data[:treated_count])
    control = np.ascontiguousarray(data[treated_count:])
    if kind not in ("pair", "caliper", "two-to-one", "sparse"):
        print("none")
        return
    start = time.perf_counter()
    if kind == "sparse":
        pairs, total = sparse(treated, control, values[-1])
    else:
        pairs, total = dense(kind, treated, control)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, pairs, total, peak)


main()
