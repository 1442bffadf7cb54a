"""Reads the files of CompareExtracts to a cohort with 12 monthly lag columns with polars.

`extracts.py eager|lazy FOLDER` prints seconds, peak memory and the sum of each column. Months are
those of the library: month m before the index date holds the days d with ceil(d / 30.4375) = m.
"""

import json
import os
import resource
import sys
import time

import polars as pl


def cohort(folder, scan):
    read = pl.scan_csv if scan else pl.read_csv
    persons = read(os.path.join(folder, "persons.csv"), try_parse_dates=True).lazy()
    contacts = read(os.path.join(folder, "mdt_contacts.csv"), try_parse_dates=True).lazy()
    events = read(os.path.join(folder, "ae.csv"), try_parse_dates=True).lazy()
    index = contacts.group_by("person_id").agg(pl.col("contact_date").min())
    counted = (
        events.filter(
            (pl.col("attendance_category") != 2)
            & pl.col("arrival_date").is_between(pl.date(2014, 4, 1), pl.date(2018, 3, 31))
        )
        .join(index, on="person_id")
        .with_columns(
            days=(pl.col("contact_date") - pl.col("arrival_date")).dt.total_days()
        )
        .filter(pl.col("days").is_between(1, 365))
        .with_columns(month=(pl.col("days") / 30.4375).ceil().cast(pl.Int32))
        .group_by("person_id")
        .agg([(pl.col("month") == m).sum().alias(f"lag_{m}") for m in range(1, 13)])
    )
    lags = [f"lag_{m}" for m in range(1, 13)]
    return (
        persons.join(index, on="person_id")
        .join(counted, on="person_id", how="left")
        .with_columns(pl.col(lags).fill_null(0))
        .sort("person_id")
        .collect(engine="streaming" if scan else "auto")
    )


def main():
    scan = sys.argv[1] == "lazy"
    start = time.perf_counter()
    table = cohort(sys.argv[2], scan)
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "seconds": seconds,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "sums": [float(table[f"lag_{m}"].sum()) for m in range(1, 13)],
            }
        )
    )


main()
