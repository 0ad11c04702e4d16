"""Writes crates/nd-ops/tests/golden/time_parts.tsv: what dates consist of by Python's calendar, rounded and moved by pandas.

    python golden/time_parts.py FOLDER

One case a line: a date of a unit as text, and its parts; or times, a span, and the times rounded to it; or a day, months,
and the day so many months later.
"""

import datetime
import pathlib
import random
import sys

import numpy as np
import pandas as pd

OUT = pathlib.Path(sys.argv[1]) / "time_parts.tsv"
random.seed(21)
FIRST = datetime.datetime(1, 1, 1)
LAST = datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)


def parts(t):
    iso = t.isocalendar()
    length = (t.replace(year=t.year + t.month // 12, month=t.month % 12 + 1, day=1) - t.replace(day=1)).days if t.year < 9999 or t.month < 12 else 31
    return [t.year, (t.month + 2) // 3, t.month, t.day, t.weekday(), t.timetuple().tm_yday, length, iso[0], iso[1],
            t.hour, t.minute, t.second, 1000 * t.microsecond]


def moments():
    for year in [1, 4, 100, 400, 1600, 1899, 1900, 1904, 1969, 1970, 1971, 2000, 2004, 2015, 2020, 2021, 2100, 9999]:
        for month, day in [(1, 1), (1, 2), (1, 3), (2, 28), (3, 1), (12, 28), (12, 31)]:
            yield datetime.datetime(year, month, day, 23, 59, 59, 999999)
    for _ in range(400):
        yield FIRST + datetime.timedelta(microseconds=random.randrange((LAST - FIRST) // datetime.timedelta(microseconds=1)))


def main():
    with OUT.open("w") as out:
        for t in moments():
            print("date", t.isoformat(), *parts(t), sep="\t", file=out)
        for span in [1, 7, 15, 60, 1440, 1000]:
            counts = [random.randrange(-(10**9), 10**9) for _ in range(60)] + list(range(-16, 17)) + [-span, span, 3 * span // 2]
            times = pd.Series(np.array(counts, "M8[m]").astype("M8[s]"))
            made = {name: getattr(times.dt, name)(f"{span}min").to_numpy().astype("M8[m]").view("i8").tolist() for name in ("floor", "ceil", "round")}
            for name, after in made.items():
                print(name, span, " ".join(map(str, counts)), " ".join(map(str, after)), sep="\t", file=out)
        for _ in range(300):
            day = pd.Timestamp("1900-01-01") + pd.Timedelta(days=random.randrange(80000))
            months = random.randrange(-300, 300)
            later = day + pd.DateOffset(months=months)
            print("later", day.date(), months, later.date(), sep="\t", file=out)


main()
