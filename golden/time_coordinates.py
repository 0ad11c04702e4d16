"""Writes crates/nd-ops/tests/golden/time_coordinates.txt: time coordinates as cftime and xarray read and write them.

    python golden/time_coordinates.py FOLDER

Lines of fields between "|":
"units|calendar|text|cftime's date of number 1 or error|xarray's or error";
"decode|calendar|units|number|xarray's nanoseconds or none|cftime's microseconds since 1970-01-01 of the calendar";
"encode|nanoseconds or NaT|numbers|units"; "encode_dates|calendar|dates|numbers|units";
"date2num|calendar|units|date|number"; "span|unit|number|xarray's nanoseconds or error".
"""

import pathlib
import sys
import warnings

import cftime
import numpy as np
import xarray
from xarray.coding.times import decode_cf_datetime, decode_cf_timedelta, encode_cf_datetime

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "time_coordinates.txt"
rng = np.random.default_rng(23)
lines = []
CALENDARS = ["standard", "proleptic_gregorian", "julian", "noleap", "all_leap", "360_day"]
NAT = np.iinfo(np.int64).min

DATES = """1970-01-01|1970-01-01 00:00:00 +05:00|1970-1-1 0:0:0|1970|1970-03|1970-01-01T12:30:15.5Z|1970-01-01 12
1970-01-01 12:30|1970-01-01 12:30:15.123456789|1970-01-01 -5:00|1970-01-01 00:00 -0530|1970-01-01 +05|0001-01-01|1-1-1|0-1-1
-100-01-01|1582-10-10|1582-10-04|1970-02-29|1970-02-30|1970-13-01|1970-01-01 24:00:00|1970-01-01 00:60|19700101|1970-01-01 UTC
1970-01-01 00:00:00 UTC|1970-01-01 00:00:00UTC|1970-01-01 00:00:00.0 0:00|1970-01-01 00:00:00 +5|1970-01-01 00:00:00 5
1970-01-01T00:00:00+00:00|12345-01-01|1970-01-01 00:00:00 +25:00|1970-01-01 00:00:61|1970/01/01|1970-01-01 garbage|Jan 1 1970
1970-01-01T|2000-01-01 6:00 Z|2000-02-29|2000-12-31T23:59:59.999999|2000-01-31|1850-01-01 00:00|1900-1-1 00:00:0.0|2000-01-01 00:00:00.25 -03:30""".replace("\n", "|").split("|")
UNITS = """days|Days|DAYS|day|d|D|hours|hour|hrs|hr|h|H|minutes|minute|mins|min|seconds|second|secs|sec|s|S|milliseconds|millisecond|millisecs
millisec|msecs|msec|ms|microseconds|microsecond|microsecs|microsec|us|nanoseconds|nanosecond|ns|weeks|week|months|month|years|year|common_years
common_year|Months|Common_Years|m|M|T|fortnights""".replace("\n", "|").split("|")


def iso(date):
    return str(date) if isinstance(date, np.datetime64) else date.isoformat(" ")


def attempt(call):
    try:
        return iso(call())
    except (ValueError, TypeError, KeyError):
        return "error"


def units_line(calendar, text):
    found = attempt(lambda: cftime.num2date(1, text, calendar))
    theirs = attempt(lambda: decode_cf_datetime(np.array([1]), text, calendar, None)[0])
    lines.append(f"units|{calendar}|{text}|{found}|{theirs}")


for date in DATES:
    for calendar in CALENDARS:
        units_line(calendar, f"days since {date}")
for unit in UNITS:
    for calendar in ("standard", "noleap", "360_day"):
        units_line(calendar, f"{unit} since 2000-01-01")
for text in ("days after 2000-01-01", "days", "days since", "since 2000-01-01", "", "days SINCE 2000-01-01", "  days   since   2000-01-01  ", "days\tsince\t2000-01-01"):
    units_line("standard", text)

for calendar in CALENDARS:
    for unit in ("days", "hours", "minutes", "seconds", "milliseconds"):
        for reference in ("1970-01-01", "1900-01-01 06:30:00", "0001-01-01"):
            units = f"{unit} since {reference}"
            per_day = {"days": 1, "hours": 24, "minutes": 1440, "seconds": 86400, "milliseconds": 86400000}[unit]
            start = {"1": 0, "0": 700_000}[reference[0]]
            values = (start + rng.uniform(0, 60_000, 4)) * per_day
            values = [*values, np.round(values[0]), values[1] // 1 + 0.5, (start + 5) * per_day + 1 / 3, float(np.float32(values[2])), np.round(values[3] * 8) / 8]
            for value in values:
                date = cftime.num2date(value, units, calendar)
                delta = date - cftime.datetime(1970, 1, 1, calendar=calendar)
                micro = (delta.days * 86400 + delta.seconds) * 10**6 + delta.microseconds
                nano = "none"
                if calendar in CALENDARS[:2]:
                    try:
                        nano = int(decode_cf_datetime(np.array([value]), units, calendar, None, "ns")[0].astype("M8[ns]").astype(np.int64))
                    except (ValueError, TypeError):
                        nano = "none"
                lines.append(f"decode|{calendar}|{units}|{float(value)!r}|{nano}|{micro}")

start = 946_684_800_000_000_000
STEPS = [86_400_000_000_000, 3_600_000_000_000, 60_000_000_000, 10**9, 10**6, 1000, 1]
for step in STEPS:
    for offset in (0, step // 2, 6 * 3_600_000_000_000 + 1_500_000_000, 7_000):
        for count in (1, 2, 6):
            times = start + offset + np.sort(rng.choice(50, count, replace=False)) * step
            times = np.where((rng.random(count) < 0.2) & (np.arange(count) > 0), NAT, times)
            numbers, units, calendar = encode_cf_datetime(times.astype("M8[ns]"))
            shown = ["NaT" if x == NAT else str(x) for x in times]
            if any(x == NAT for x in times):
                numbers = np.where(times == NAT, NAT, np.nan_to_num(np.asarray(numbers, dtype=float)).astype(np.int64)) if numbers.dtype.kind == "f" else numbers
            lines.append(f"encode|{','.join(shown)}|{','.join(str(int(x)) for x in numbers)}|{units}")
for calendar in CALENDARS:
    for unit in ("days", "hours", "seconds", "microseconds"):
        for reference in ("2000-01-01", "1999-12-30 12:00:01.5"):
            dates = cftime.num2date(np.sort(rng.choice(9, 3, replace=False)), f"{unit} since {reference}", calendar)
            numbers, units, found = encode_cf_datetime(np.asarray(dates))
            shown = ",".join(d.isoformat(" ") for d in dates)
            lines.append(f"encode_dates|{calendar}|{shown}|{','.join(str(int(x)) for x in numbers)}|{units}")
    for unit in ("days", "hours", "seconds"):
        for _ in range(6):
            date = cftime.num2date(int(rng.integers(0, 10**9)) * 10 ** int(rng.integers(0, 8)), "microseconds since 1900-02-01", calendar)
            number = cftime.date2num(date, f"{unit} since 1850-01-01 01:00", calendar)
            lines.append(f"date2num|{calendar}|{unit} since 1850-01-01 01:00|{date.isoformat(' ')}|{float(number)!r}")
for unit in ("days", "Day", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds", "months", "weeks", "years", "D"):
    for number in (0.0, 1.5, -3.0, 0.125, float("nan")):
        try:
            found = int(decode_cf_timedelta(np.array([number]), unit, "ns").astype("m8[ns]").astype(np.int64)[0])
        except (KeyError, ValueError):
            found = "error"
        lines.append(f"span|{unit}|{number!r}|{found}")
OUT.write_text("\n".join(lines) + "\n")
