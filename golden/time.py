"""Writes crates/nd-core/tests/golden/time.jsonl: NumPy's dates and spans, from unit to unit, as text, read from text, and calculated with.

    python golden/time.py FOLDER

One case a line; the first line has the counts that are converted and written. Results are counts, null where NumPy
says that 64 bits are too few.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np

UNITS = "Y M W D h m s ms us ns ps fs as".split()
NAT = -(2**63)
OLD = np.lib.NumpyVersion(np.__version__) < "2.5.0"

SMALL = [0, 1, 6, 7, 11, 12, 13, 24, 29, 31, 59, 60, 365, 366, 1461, 3600, 36524, 86399, 86400, 146097, 719162, 719468,
         719528, 999, 10**6 - 1, 10**9, 10**12 + 1, 2**32 - 1, 10**18, 2**63 - 2, 2**63 - 1]
COUNTS = sorted({sign * n for n in SMALL for sign in (1, -1)} | {-(2**63) + 1, NAT})


SECOND = 10**18
LENGTHS = {"W": 604800 * SECOND, "D": 86400 * SECOND, "h": 3600 * SECOND, "m": 60 * SECOND}
LENGTHS |= {unit: SECOND // 1000**k for k, unit in enumerate("s ms us ns ps fs as".split())}


def days(year, month):
    """From 1970-01-01 to the first of a month, in whole numbers of any size."""
    year -= month < 3
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * ((month + 9) % 12) + 2) // 5 - 719468


def month_of(day):
    """Months from 1970-01 to that of a day."""
    month = day * 4800 // 146097 - 2
    while days(1970 + (month + 1) // 12, (month + 1) % 12 + 1) <= day:
        month += 1
    return month


def exact(kind, source, target, count):
    """As convert, in whole numbers of any size; a unit that is coarser is that in which the time lies."""
    if count == NAT:
        return NAT
    if source in "YM" and target in "YM":
        made = count * (12 if source == "Y" else 1) // (12 if target == "Y" else 1)
    else:
        if source in "YM":
            months = count * (12 if source == "Y" else 1)
            count, source = days(1970 + months // 12, months % 12 + 1), "D"
        if target in "YM":
            made = month_of(count * LENGTHS[source] // LENGTHS["D"]) // (12 if target == "Y" else 1)
        else:
            made = count * LENGTHS[source] // LENGTHS[target]
    return made if NAT < made < 2**63 else None


def convert(kind, source, target, count):
    """The count in the other unit, None where 64 bits are too few: there NumPy says so or has wrapped around."""
    want = exact(kind, source, target, count)
    value = np.array(count, "i8").view(f"{kind}8[{source}]")
    try:
        made = int(value.astype(f"{kind}8[{target}]").view("i8"))
        # From years, months and weeks NumPy wraps around without a word, before 2.5 from all.
        assert made == want or source in "YMW" or OLD, (kind, source, target, count)
    except OverflowError:
        # It also says so near the ends, and of all counts, 0 too, where the units are too far apart.
        far = abs(count) > 2**62 or "WDhms".find(target) >= 0 or target in "YM" or "WDhms".find(source) >= 0 or source in "YM"
        assert want is None or far, (kind, source, target, count)
    return want


def conversions():
    for kind in "Mm":
        for source in UNITS:
            for target in UNITS:
                if kind == "m" and (source in "YM") != (target in "YM"):
                    continue
                made = [convert(kind, source, target, count) for count in COUNTS]
                yield {"convert": kind, "from": source, "to": target, "made": made}


def texts():
    for unit in UNITS:
        dates = np.array(COUNTS, "i8").view(f"M8[{unit}]")
        made = []
        for date in dates:
            # The last years are wrong in some versions: they have more digits than NumPy counted with.
            far = unit in "YMWD" and abs(int(date.view("i8"))) > 2**62
            made.append(None if far else str(date))
        yield {"text": unit, "made": made}


TEXTS = [
    "1970", "2000", "0000", "-001", "-0001", "12345", "99999", "+2000-01-01", "-12345-02", "2000-01", "2000-12",
    "2000-13", "2000-00", "2000-1", "2000-001", "2000-02-29", "1900-02-29", "2000-02-30", "2000-04-31", "2000-01-00",
    "2000-01-32", "2000-1-1", "2000/01/01", "0000-02-29", "2000-01-01T", "2000-01-01T00", "2000-01-01 00",
    "2000-01-01T23", "2000-01-01T24", "2000-01-01T1", "2000-01-01T12:30", "2000-01-01T12:60", "2000-01-01T12:3",
    "2000-01-01T1230", "2000-01-01T12:30:15", "2000-01-01T12:30:60", "2000-01-01T12:30:15.", "2000-01-01T12:30:15.5",
    "2000-01-01T12:30:15.123456789", "1969-12-31T23:59:59.999999999", "2000-01-01T12:30:15.123456789123456789",
    "2000-01-01T12:30:15.1234567891234567891", "2000-01-01T12.5", "2000-01-01T12:30:15,5", "2000-01-01T12:30Z",
    "2000-01-01T12:30+0530", "2000-01-01T12:30+05:30", "2000-01-01T12:30+05", "2000-01-01T00:30+01:00",
    "2000-01-01T12:30-24:00", "2000-01-01T12:30+05:60", "2000-12-31T23:30-01:00", "2000-01-01Z", "2000-01-01T12:30z",
    "NaT", "nat", "NAT", "", "   ", " 2000-01-01 ", "today-ish", "abc", "-", "+", "1e3", "2000-01-01x",
    "2000-01-01T12:30:15 ", "2000-01-01t12:30", "20000101T12", "1583-01-01", "9999-12-31T23:59:59.999999",
    "-0044-03-15", "2262-04-11T23:47:16", "1677-09-22T00:12:44",
]


def read(text, unit):
    """The count, or the text "error"."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return int(np.datetime64(text, unit).view("i8"))
    except ValueError:
        return "error"


def readings():
    for text in TEXTS:
        yield {"read": text, "made": {unit: read(text, unit) for unit in UNITS}}


PAIRS = [0, 1, -1, 2, -2, 3, 7, -7, 10**9, -(10**18), 2**62, -(2**62), 2**63 - 1, -(2**63) + 1, NAT]


def floored(a, b):
    return NAT if b == 0 else a % b


def cut(a, b):
    return NAT if b == 0 else abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


OPS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "%": floored, "*": lambda a, b: a * b, "/": cut}


def arithmetic():
    for a in PAIRS:
        for b in PAIRS:
            date, span, by = (np.array(n, "i8").view(kind) for n, kind in [(a, "M8[s]"), (a, "m8[s]"), (b, "m8[s]")])
            for sign in "+-%":
                yield case(sign, "span", a, b, lambda: {"+": np.add, "-": np.subtract, "%": np.remainder}[sign](span, by))
            for sign in "+-":
                yield case(sign, "date", a, b, lambda: {"+": np.add, "-": np.subtract}[sign](date, by))
            yield {"op": "ratio", "of": "span", "a": a, "b": b, "made": repr(float(np.true_divide(span, by)))}
            if b != NAT:
                yield case("*", "span", a, b, lambda: span * np.int64(b))
                yield case("/", "span", a, b, lambda: span / np.int64(b))


def case(sign, of, a, b, make):
    missing = a == NAT or (b == NAT and sign in "+-%")
    want = NAT if missing else OPS[sign](a, b)
    want = want if missing or want == NAT and b == 0 or NAT < want < 2**63 else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            made = int(np.asarray(make()).view("i8"))
            assert made == want or OLD, (sign, a, b, made, want)
        except OverflowError:
            assert want is None, (sign, a, b)
    return {"op": sign, "of": of, "a": a, "b": b, "made": want}


def floats():
    for a in PAIRS:
        for b in [0.0, 1.5, -0.5, 1e-3, 1e300, float("inf"), float("nan"), 2.0**63]:
            span = np.array(a, "i8").view("m8[s]")
            for sign, make in [("*f", lambda: span * b), ("/f", lambda: span / b)]:
                made = float(np.float64(a) * b if sign == "*f" else np.float64(a) / np.float64(b))
                there = a != NAT and abs(made) < 2.0**63
                want = int(made) if there else NAT
                assert int(np.asarray(make()).view("i8")) == want, (sign, a, b)
                yield {"op": sign, "a": a, "b": repr(b), "made": want}


def main():
    np.seterr(all="ignore")
    out = Path(sys.argv[1]) / "time.jsonl"
    with out.open("w") as file:
        print(json.dumps({"counts": COUNTS}), file=file)
        for cases in (conversions, texts, readings, arithmetic, floats):
            for case in cases():
                print(json.dumps(case), file=file)


main()
