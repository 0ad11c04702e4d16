"""Writes crates/nd-ops/tests/golden/time_frequencies.txt: days that come again, as pandas has them, in other calendars by cftime's days.

    python golden/time_frequencies.py FOLDER

Lines of fields between "|", days since 1970-01-01:
"range|frequency|start|end|days"; "shift|frequency|day|steps|day"; "bins|frequency|days|labels";
"fixed|every n minutes|minutes|labels"; "months|day|months|day"; "round|floor, ceil or round|seconds|days";
"cf|calendar|frequency|start|end|days since 1970-01-01 of the calendar"; "text|frequency|yes or no".
"""

import pathlib
import sys
import warnings

import cftime
import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "time_frequencies.txt"
rng = np.random.default_rng(41)
lines = []
NAMES = ["D", "B", "W", "W-MON", "W-THU", "MS", "ME", "QS", "QS-FEB", "QS-DEC", "QE", "QE-NOV", "YS", "YS-JUL", "YE", "YE-JUN", "2MS", "3ME", "2W-WED", "2QS-MAR", "2B", "15D", "5YE-FEB", "7QE"]


def stamp(day):
    return pd.Timestamp(np.datetime64(int(day), "D").astype("M8[s]"))


def number(stamp):
    return int(np.datetime64(stamp, "s").astype("M8[D]").astype(np.int64))


def listed(days):
    return ",".join(str(number(day)) for day in days)


for name in NAMES:
    offset = pd.tseries.frequencies.to_offset(name)
    for _ in range(5):
        start = int(rng.integers(-9000, 20000))
        end = start + int(rng.integers(0, 60 * max(1, offset.n) * (366 if "Y" in name else 92 if "Q" in name else 31 if "M" in name else 3) / 10))
        lines.append(f"range|{name}|{start}|{end}|{listed(pd.date_range(stamp(start), stamp(end), freq=name))}")
        for steps in (-3, -1, 0, 1, 2):
            day = stamp(start)
            if steps == 0:
                found = offset.rollforward(day) if "D" not in name or name.endswith("DEC") else day
            else:
                found = day + steps * offset
            lines.append(f"shift|{name}|{start}|{steps}|{number(found)}")
            start = number(found) if steps == -1 else start
    for _ in range(3):
        days = np.sort(rng.integers(0, 900, 12)) + int(rng.integers(-9000, 20000))
        series = pd.Series(1, index=pd.DatetimeIndex([stamp(day) for day in days]))
        counts = series.resample(name).count()
        labels = [label for label, count in counts.items() for _ in range(count)]
        lines.append(f"bins|{name}|{','.join(map(str, days))}|{listed(labels)}")
for every in (1, 7, 13, 60, 90, 360, 1440, 3000):
    minutes = np.sort(rng.integers(0, 20_000, 10)) + int(rng.integers(-(10**7), 10**7))
    counts = pd.Series(1, index=pd.DatetimeIndex(minutes.astype("M8[m]").astype("M8[s]"))).resample(f"{every}min").count()
    labels = [int(np.datetime64(label, "m").astype(np.int64)) for label, count in counts.items() for _ in range(count)]
    lines.append(f"fixed|{every}|{','.join(map(str, minutes))}|{','.join(map(str, labels))}")
for _ in range(60):
    day, months = int(rng.integers(-40_000, 40_000)), int(rng.integers(-60, 60))
    lines.append(f"months|{day}|{months}|{number(stamp(day) + pd.DateOffset(months=months))}")
seconds = np.concatenate([rng.integers(-(10**9), 10**9, 20), 43_200 * np.arange(-6, 7)])
index = pd.DatetimeIndex(seconds.astype("M8[s]"))
for way in ("floor", "ceil", "round"):
    lines.append(f"round|{way}|{','.join(map(str, seconds))}|{listed(getattr(index, way)('D'))}")
ANCHORS = {"MS": (range(1, 13), 1), "ME": (range(1, 13), None), "QS-FEB": ((2, 5, 8, 11), 1), "QE": ((3, 6, 9, 12), None), "YS": ((1,), 1), "YE-NOV": ((11,), None), "2ME": (range(1, 13), None)}
for calendar in ("standard", "noleap", "all_leap", "360_day", "julian"):
    # xarray raises for some ends of months that do not exist: each day of the range is asked instead.
    start, end = (int(cftime.date2num(cftime.datetime(*day, calendar=calendar), "days since 1970-01-01", calendar)) for day in ((1999, 11, 15), (2004, 3, 30)))
    every = cftime.num2date(np.arange(start, end + 1), "days since 1970-01-01", calendar)
    for name, (months, first) in ANCHORS.items():
        days = [start + i for i, d in enumerate(every) if d.month in months and d.day == (first or d.daysinmonth)]
        lines.append(f"cf|{calendar}|{name}|{start}|{end}|{','.join(map(str, days[::2] if name[0] == '2' else days))}")
for name in [*NAMES, "M", "Q", "A", "Y", "W-XXX", "QS-XXX", "1.5MS", "AS", "YS-jan", "me", "qs", ""]:
    try:
        pd.tseries.frequencies.to_offset(name)
        lines.append(f"text|{name}|yes")
    except ValueError:
        lines.append(f"text|{name}|no")
OUT.write_text("\n".join(lines) + "\n")
