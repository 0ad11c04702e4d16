"""Writes crates/nd-ops/tests/golden/time_calendars.txt: every day of the years -100 to 3000 as cftime has it, and what
cftime adds, compares and refuses.

    python golden/time_calendars.py FOLDER

Lines of fields between "|":
"days|calendar|first|count|sum": days from the first on (since 1970-01-01), and the sum over their `mixed` year, month, day,
day of the year, day of the week and days of the month; "date|calendar|year|month|day|days or error";
"add|calendar|days|microseconds|result" from 1970-01-01 on; "change|calendar|date|other calendar|date";
"leap|calendar|first year|01…" for the years from -12 on.
"""

import datetime
import pathlib
import sys
import warnings

import cftime
import numpy as np

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "time_calendars.txt"
rng = np.random.default_rng(17)
lines = []
CALENDARS = ["standard", "proleptic_gregorian", "julian", "noleap", "all_leap", "360_day"]
BLOCK = 40_000


def mixed(x):
    x = np.asarray(x).astype(np.int64).ravel().view(np.uint64)
    x = x + np.arange(x.size, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    return int((x * np.uint64(0xBF58476D1CE4E5B9)).sum(dtype=np.uint64))


def packed(d):
    return ((((d.year * 16 + d.month) * 32 + d.day) * 512 + d.dayofyr) * 8 + d.dayofwk) * 32 + d.daysinmonth


for calendar in CALENDARS:
    units = "days since 1970-01-01"
    make = lambda *parts: cftime.datetime(*parts, calendar=calendar)
    first, last = (int(cftime.date2num(make(*parts), units, calendar)) for parts in ((-100, 1, 1), (3000, 12, 30)))
    for start in range(first, last + 1, BLOCK):
        days = np.arange(start, min(start + BLOCK, last + 1))
        dates = cftime.num2date(days, units, calendar)
        lines.append(f"days|{calendar}|{start}|{days.size}|{mixed([packed(d) for d in dates])}")
    for year in (-101, -5, -4, -1, 0, 1, 4, 100, 1500, 1582, 1600, 1900, 2000, 2001, 9999, 20000):
        for month, day in ((1, 1), (2, 28), (2, 29), (2, 30), (10, 4), (10, 5), (10, 14), (10, 15), (12, 30), (12, 31), (0, 1), (13, 1), (4, 31), (4, 0)):
            try:
                date = cftime.datetime(year, month, day, calendar=calendar, has_year_zero=calendar not in ("standard", "julian"))
                days = str(int(cftime.date2num(date, units, calendar)))
            except ValueError:
                days = "error"
            lines.append(f"date|{calendar}|{year}|{month}|{day}|{days}")
    for _ in range(40):
        days, microseconds = int(rng.integers(-600_000, 600_000)), int(rng.integers(0, 86_400_000_000))
        date = make(1970, 1, 1) + datetime.timedelta(days=days, microseconds=microseconds)
        lines.append(f"add|{calendar}|{days}|{microseconds}|{date.isoformat(' ')}")
    leaps = "".join("-" if year == 0 and calendar in ("standard", "julian") else str(int(cftime.is_leap_year(year, calendar))) for year in range(-12, 2105))
    lines.append(f"leap|{calendar}|-12|{leaps}")
for calendar in CALENDARS[:3]:
    for other in CALENDARS[:3]:
        for year in (-50, 1, 400, 1582, 1583, 1917, 2400):
            date = cftime.datetime(year, 10, 25, 6, calendar=calendar)
            lines.append(f"change|{calendar}|{date.isoformat(' ')}|{other}|{date.change_calendar(other).isoformat(' ')}")
OUT.write_text("\n".join(lines) + "\n")
