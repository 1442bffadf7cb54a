"""The peer of finding neighbours: `neighbours.py FOLDER TREATED CONTROLS COVARIATES` runs faiss's
IndexFlatL2 for the ten nearest rows and prints, as JSON, the seconds of arranging and searching, the
sum of the distances in double precision, and the machine's measured multiply-add rate: the best of
five products of two single-precision matrices of 4,096 rows and columns."""

import json
import resource
import sys
import time

import faiss
import numpy

folder, treated, controls, covariates = sys.argv[1], *map(int, sys.argv[2:5])
values = numpy.fromfile(f"{folder}/covariates").reshape(covariates, treated + controls).T
points = numpy.ascontiguousarray(values[:treated], dtype=numpy.float32)
rows = numpy.ascontiguousarray(values[treated:], dtype=numpy.float32)
start = time.perf_counter()
index = faiss.IndexFlatL2(covariates)
index.add(rows)
_, found = index.search(points, 10)
seconds = time.perf_counter() - start

gaps = values[treated:][found] - values[:treated][:, None, :]
total = float(numpy.sqrt((gaps**2).sum(axis=2)).sum())

square = numpy.random.default_rng(1).random((4096, 4096), dtype=numpy.float32)
rates = []
for _ in range(5):
    start = time.perf_counter()
    square @ square
    rates.append(2 * 4096**3 / (time.perf_counter() - start))
print(json.dumps({
    "seconds": seconds, "pairs": int(found.size), "total": total, "rate": max(rates),
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
