"""Writes crates/nd-ops/tests/golden/time_business.txt: business days as NumPy counts them.

    python golden/time_business.py FOLDER

Lines of fields between "|". "calendar|week mask|holidays given|holidays kept" begins a calendar; of it come
"row|date|offset|roll|result or error", "count|begin|end|result", and "hash|function|roll|sum" over all dates of START..END
(with offsets from -70 to 70 in steps of 4, or with all other dates in steps of 7): the sum of `mixed` results, by their place. -1 stands for
an error of busday_offset with roll='raise'.
"""

import pathlib
import sys

import numpy as np

OUT = pathlib.Path(sys.argv[1]) / "time_business.txt"
rng = np.random.default_rng(5)
lines = []
START, END = -900, 1300
ROLLS = ["raise", "nat", "forward", "following", "backward", "preceding", "modifiedfollowing", "modifiedpreceding"]
NAT = np.iinfo(np.int64).min


def days(numbers):
    return np.asarray(numbers, dtype=np.int64).astype("M8[D]")


def mixed(results):
    x = np.asarray(results).astype(np.int64).ravel().view(np.uint64)
    x = x + np.arange(x.size, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    return int((x * np.uint64(0xBF58476D1CE4E5B9)).sum(dtype=np.uint64))


def offset(date, step, roll, calendar):
    try:
        return int(np.busday_offset(days(date), step, roll, busdaycal=calendar).astype(np.int64))
    except ValueError:
        return "error"


# No run of days without business is as long as a year: NumPy takes the same month of another year for the same month.
dense = rng.integers(-300, 600, 500)
CALENDARS = [
    ("1111100", []),
    ("Mon Tue Wed Thu Fri", rng.integers(-900, 1300, 60)),
    ("1111111", rng.integers(-900, 1300, 300)),
    ("1000000", 4 + 7 * np.arange(-30, 15)),
    ("Sat Sun", rng.integers(-900, 1300, 90)),
    ("0000001", []),
    ("MonWedFri", np.concatenate([dense, [NAT, NAT], dense[:40]])),
    ("1111100", np.arange(-150, 150)),
    ("0101010", rng.integers(-900, 1300, 700)),
    ("1111110", [0, 1, 4, 5, 6, 7, 8]),
]
every = np.arange(START, END)
for mask, holidays in CALENDARS:
    calendar = np.busdaycalendar(mask, days(holidays))
    kept = calendar.holidays.astype(np.int64)
    lines.append(f"calendar|{mask}|{','.join(map(str, holidays))}|{','.join(map(str, kept))}")
    for _ in range(60):
        date, step, roll = int(rng.integers(START, END)), int(rng.integers(-9, 10)) * int(10 ** rng.integers(0, 5)), str(rng.choice(ROLLS))
        lines.append(f"row|{date}|{step}|{roll}|{offset(date, step, roll, calendar)}")
    for _ in range(20):
        begin, end = (int(x) for x in rng.integers(-40_000, 60_000, 2))
        lines.append(f"count|{begin}|{end}|{np.busday_count(days(begin), days(end), busdaycal=calendar)}")
    lines.append(f"hash|is_busday||{mixed(np.is_busday(days(every), busdaycal=calendar))}")
    lines.append(f"hash|busday_count||{mixed(np.busday_count(days(every)[:, None], days(every[::7]), busdaycal=calendar))}")
    steps = np.arange(-70, 71, 4)
    for roll in ROLLS[1:]:
        lines.append(f"hash|busday_offset|{roll}|{mixed(np.busday_offset(days(every)[:, None], steps, roll, busdaycal=calendar))}")
    works = np.is_busday(days(every), busdaycal=calendar)
    lines.append(f"hash|busday_offset|raise|{mixed(np.busday_offset(days(every[works])[:, None], steps, busdaycal=calendar))}")
OUT.write_text("\n".join(lines) + "\n")
