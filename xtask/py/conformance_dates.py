"""What NumPy, pandas, cftime and zoneinfo have to do for the times of `nd-conformance series`."""

import datetime
from zoneinfo import ZoneInfo

import cftime
import numpy as np
import pandas as pd

NAT = np.iinfo(np.int64).min


def points(a, unit):
    return np.asarray(a, np.int64).view(f"M8[{unit}]")


def spans(a, unit):
    return np.asarray(a, np.int64).view(f"m8[{unit}]")


def counts(a):
    return np.asarray(a).view(np.int64)


def cast(a, kind, unit, to):
    if kind == "m" and (unit in "YM") != (to in "YM"):
        raise TypeError("a span of the calendar has no length")
    return counts((points if kind == "M" else spans)(a, unit).astype(f"{kind}8[{to}]"))


def calculated(left, right, function, to_counts=True):
    def run(a, b, unit):
        make = {"M": lambda x: points(x, unit), "m": lambda x: spans(x, unit), "i": lambda x: x, "f": lambda x: x}
        found = function(make[left](a), make[right](b))
        return counts(found) if to_counts else np.asarray(found)

    return run


def floor_divided(a, b, unit):
    """nd refuses what has no whole quotient, of which NumPy warns and says 0."""
    a, b = np.broadcast_arrays(a, b)
    if np.any((a == NAT) | (b == NAT) | (b == 0)):
        raise ZeroDivisionError("no quotient")
    return spans(a, unit) // spans(b, unit)


def part(a, unit, part):
    """In Python's whole numbers, to either end of 64 bits."""
    each = [part_of(int(count), unit, part) for count in a.ravel()]
    return np.array(each, np.int64).reshape(a.shape)


def part_of(count, unit, part):
    if count == NAT:
        return NAT
    second = LENGTHS["s"]
    if unit in "YM":
        days, rest = days_before(1970, 1 + count * (12 if unit == "Y" else 1)), 0
    else:
        days, rest = divmod(count * LENGTHS[unit], LENGTHS["D"])
    clock = {"hour": rest // (3_600 * second), "minute": rest // (60 * second) % 60, "second": rest // second % 60,
             "nanosecond": rest % second // 10**9}
    if part in clock:
        return clock[part]
    # What nd counts of dates whose days are beyond 64 bits.
    if not -(2**63) < days < 2**63:
        return NAT
    months = month_of(days)
    year, first = 1970 + months // 12, days_before(1970, 1 + months)
    thursday = days - (days + 3) % 7 + 3
    iso = 1970 + month_of(thursday) // 12
    return {
        "year": year, "month": months % 12 + 1, "quarter": months % 12 // 3 + 1, "day": days - first + 1,
        "weekday": (days + 3) % 7, "day_of_year": days - days_before(year, 1) + 1,
        "days_of_month": days_before(1970, 2 + months) - first, "iso_year": iso,
        "iso_week": (thursday - days_before(iso, 1)) // 7 + 1,
    }[part]


def parsed(texts, unit):
    return counts(np.array(texts, f"M8[{unit}]"))


def written(a, unit):
    return "|".join(str(time) for time in points(a, unit).ravel())


def printed(a, unit, kind):
    return str((points if kind == "M" else spans)(a, unit))


def rounded(a, unit, span, how):
    times = pd.DatetimeIndex(points(a, unit))
    return counts(getattr(times, how)(pd.Timedelta(np.timedelta64(span, unit))).to_numpy().astype(f"M8[{unit}]"))


def add_months(a, months):
    known = a != NAT
    moved = pd.DatetimeIndex(points(np.where(known, a, 0), "D").astype("M8[s]")) + pd.DateOffset(months=months)
    return np.where(known, counts(moved.to_numpy().astype("M8[D]")), NAT)


def arange(unit, start, stop, step):
    start, stop, step = points(start, unit)[()], points(stop, unit)[()], spans(step, unit)[()]
    return counts(np.arange(start, stop, step))


def of_seconds(function, to_counts=True):
    def run(*inputs):
        found = function(*(points(a, "s") for a in inputs))
        return counts(found) if to_counts else np.asarray(found)

    return run


def of_spans(function):
    return lambda a: counts(function(spans(a, "s")))


def median(a):
    """The middle of the two in the middle, cut off towards 0."""
    if np.any(a == NAT) or a.size == 0:
        return np.int64(NAT)
    return counts(np.median(spans(a, "s")))


def business(function):
    def run(holidays, dates, *others, weekmask, roll=None):
        calendar = np.busdaycalendar(weekmask, points(holidays, "D"))
        days = points(dates, "D")
        if function is np.busday_offset:
            return counts(np.busday_offset(days, others[0], roll, busdaycal=calendar))
        if function is np.busday_count:
            return np.asarray(np.busday_count(days, points(others[0], "D"), busdaycal=calendar))
        return np.asarray(np.is_busday(days, busdaycal=calendar))

    return run


def stamp(days):
    return pd.Timestamp(points(days, "D")[()].astype("M8[s]"))


def days_of(index):
    return counts(np.asarray(index).astype("M8[D]"))


def date_range(freq, start, end):
    return days_of(pd.date_range(stamp(start), stamp(end), freq=freq))


def date_range_periods(freq, start, periods):
    return days_of(pd.date_range(stamp(start), periods=periods, freq=freq))


def shift_dates(a, freq, steps):
    offset = pd.tseries.frequencies.to_offset(freq)
    moved = [NAT if day == NAT else days_of(stamp(day) + steps * offset)[()] for day in a]
    return np.array(moved, np.int64)


def on_offset(freq, start, end):
    offset = pd.tseries.frequencies.to_offset(freq)
    day = stamp(start)
    return np.array([offset.is_on_offset(day), days_of(offset.rollback(day))[()], days_of(offset.rollforward(day))[()]], np.int64)


def bin_labels(hours, freq):
    index = pd.DatetimeIndex(points(hours, "h").astype("M8[s]"))
    order = np.argsort(hours, kind="stable")
    numbers = pd.Series(np.arange(len(hours))[order], index=index[order])
    found = np.zeros(len(hours), np.int64)
    for label, members in numbers.resample(freq):
        found[members.to_numpy()] = days_of(label)[()]
    return found


EPOCH = datetime.datetime(1970, 1, 1)
UTC = datetime.timezone.utc


def local(minutes, zone):
    moments = [EPOCH.replace(tzinfo=UTC) + datetime.timedelta(minutes=int(minute)) for minute in minutes if minute != NAT]
    return iter([moment.astimezone(ZoneInfo(zone)) for moment in moments])


def to_local(minutes, zone):
    found = local(minutes, zone)
    naive = lambda: next(found).replace(tzinfo=None) - EPOCH
    return np.array([NAT if minute == NAT else naive() // datetime.timedelta(minutes=1) for minute in minutes], np.int64)


def utc_offsets(minutes, zone):
    found = local(minutes, zone)
    offset = lambda: next(found).utcoffset() // datetime.timedelta(seconds=1)
    return np.array([NAT if minute == NAT else offset() for minute in minutes], np.int64)


def to_utc(minutes, zone, ambiguous):
    zone = ZoneInfo(zone)

    def one(minute):
        if minute == NAT:
            return NAT
        wall = EPOCH + datetime.timedelta(minutes=int(minute))
        early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if early != late and ambiguous == "refuse":
            raise ValueError("ambiguous")
        # In a gap the first fold has the offset before it, which is later on the clock of the zone.
        gap = early.astimezone(zone).replace(tzinfo=None) != wall
        found = {"compatible": early, "refuse": early, "earlier": late if gap else early, "later": early if gap else late}[ambiguous]
        return (found.replace(tzinfo=None) - EPOCH) // datetime.timedelta(minutes=1)

    return np.array([one(minute) for minute in minutes], np.int64)


def year_zero(calendar):
    """The calendars that people lived by have no year 0, but the one that is carried on backwards."""
    return calendar not in ("standard", "julian")


def date_of(calendar, date):
    return cftime.datetime(*date, calendar=calendar, has_year_zero=year_zero(calendar))


def told(date):
    return np.array([date.year, date.month, date.day, date.hour, date.minute, date.second, date.microsecond,
                     date.dayofyr, date.dayofwk, date.daysinmonth], np.int64)


def iso(date):
    """As `isoformat`, with all four digits of years before 0."""
    fraction = f".{date.microsecond:06}" if date.microsecond else ""
    year = f"{date.year:04}" if date.year >= 0 else f"-{-date.year:04}"
    return f"{year}-{date.month:02}-{date.day:02} {date.hour:02}:{date.minute:02}:{date.second:02}{fraction}"


def changed(calendar, date, other):
    if calendar == other:
        return told(date_of(calendar, date))
    return told(date_of(calendar, date).change_calendar(other, has_year_zero=year_zero(other)))


def since(calendar, date, later):
    span = date_of(calendar, later) - date_of(calendar, date)
    return np.int64(span // datetime.timedelta(microseconds=1))


def decoded(values, calendar, units):
    found = cftime.num2date(values, units, calendar, has_year_zero=year_zero(calendar))
    return "|".join(iso(date) for date in found)


def encoded(calendar, units, dates):
    dates = [date_of(calendar, date) for date in dates]
    return np.asarray(cftime.date2num(dates, units, calendar, has_year_zero=year_zero(calendar)), float)


OPS = {
    "time.cast": cast,
    "time.M+m": calculated("M", "m", lambda a, b: a + b),
    "time.M-m": calculated("M", "m", lambda a, b: a - b),
    "time.M-M": calculated("M", "M", lambda a, b: a - b),
    "time.m+m": calculated("m", "m", lambda a, b: a + b),
    "time.m-m": calculated("m", "m", lambda a, b: a - b),
    "time.m*i": calculated("m", "i", lambda a, b: a * b),
    "time.m*f": calculated("m", "f", lambda a, b: a * b),
    "time.m/i": calculated("m", "i", lambda a, b: a / b),
    "time.m/f": calculated("m", "f", lambda a, b: a / b),
    "time.m/m": calculated("m", "m", lambda a, b: a / b, False),
    "time.m%m": calculated("m", "m", lambda a, b: a % b),
    "time.m//m": floor_divided,
    "time.part": part,
    "time.parsed": parsed,
    "time.written": written,
    "time.printed": printed,
    "time.rounded": rounded,
    "time.add_months": add_months,
    "time.arange": arange,
    "time.sort": of_seconds(np.sort),
    "time.argsort": of_seconds(lambda a: np.argsort(a, kind="stable"), False),
    "time.max": of_seconds(np.max),
    "time.min": of_seconds(np.min),
    "time.argmax": of_seconds(np.argmax, False),
    "time.argmin": of_seconds(np.argmin, False),
    "time.nanmax": of_seconds(np.nanmax),
    "time.unique": of_seconds(np.unique),
    "time.searchsorted": of_seconds(np.searchsorted, False),
    "time.less": of_seconds(np.less, False),
    "time.equal": of_seconds(np.equal, False),
    "time.isnat": of_seconds(np.isnat, False),
    "time.sum": of_spans(np.sum),
    "time.mean": of_spans(np.mean),
    "time.median": median,
    "time.is_busday": business(np.is_busday),
    "time.busday_count": business(np.busday_count),
    "time.busday_offset": business(np.busday_offset),
    "time.date_range": date_range,
    "time.date_range_periods": date_range_periods,
    "time.shift_dates": shift_dates,
    "time.on_offset": on_offset,
    "time.bin_labels": bin_labels,
    "time.to_local": to_local,
    "time.utc_offsets": utc_offsets,
    "time.to_utc": to_utc,
    "calendars.date": lambda calendar, date: told(date_of(calendar, date)),
    "calendars.text": lambda calendar, date: iso(date_of(calendar, date)),
    "calendars.add_days": lambda calendar, date, days: told(date_of(calendar, date) + datetime.timedelta(days)),
    "calendars.add_microseconds": lambda calendar, date, microseconds: told(
        date_of(calendar, date) + datetime.timedelta(microseconds=microseconds)
    ),
    "calendars.changed": changed,
    "calendars.since": since,
    "calendars.decoded": decoded,
    "calendars.encoded": encoded,
}

UNITS = {"calendars.encoded": 4}
SCALED = {"calendars.encoded": lambda theirs, *_, **__: np.max(np.abs(theirs), initial=1.0)}
ELEMENTS = {}

# Attoseconds of the units that have a length.
LENGTHS = dict(zip("W D h m s ms us ns ps fs as".split(), (
    604_800 * 10**18, 86_400 * 10**18, 3_600 * 10**18, 60 * 10**18, *(10**k for k in range(18, -1, -3)),
)))


def days_before(year, month):
    """Days from 1970 to the first of a month, of any year, in Python's whole numbers."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    y = year - (month <= 2)
    return 365 * y + y // 4 - y // 100 + y // 400 + (153 * ((month + 9) % 12) + 2) // 5 - 719_468


def month_of(days):
    """The month that a day lies in, from January 1970."""
    months = days * 4_800 // 146_097
    while days_before(1970, 1 + months) > days:
        months -= 1
    while days_before(1970, 2 + months) <= days:
        months += 1
    return months


def exact(count, kind, unit, to):
    """A count in another unit, to the last digit; `None` where 64 bits are too few."""
    count = int(count)
    if count == NAT:
        return NAT
    if unit in "YM" and to in "YM":
        found = count * 12 if unit + to == "YM" else count // 12 if unit + to == "MY" else count
    elif kind == "m":
        found = count * LENGTHS[unit] // LENGTHS[to]
    else:
        start = days_before(1970, 1 + count * (12 if unit == "Y" else 1)) * LENGTHS["D"] if unit in "YM" else count * LENGTHS[unit]
        months = month_of(start // LENGTHS["D"]) if to in "YM" else 0
        found = {"Y": months // 12, "M": months}[to] if to in "YM" else start // LENGTHS[to]
    return found if -(2**63) < found < 2**63 else None


# From where on NumPy has no years, or no days.
FARTHEST = {"Y": 2.0**63 - 4_000, "W": 2.0**63 / 7}


def overflow(case, problem, inputs, ours, theirs):
    """Where NumPy wraps, and where it stops before 64 bits are used up."""
    op, parameters = case["op"], case["parameters"]
    if op == "time.cast":
        true = [exact(x, parameters["kind"], parameters["unit"], parameters["to"]) for x in inputs[0].ravel()]
        if problem == "nd panics" and None in true:
            return "a time beyond 64 bits is an error, also where NumPy wraps around"
        if isinstance(ours, np.ndarray) and ours.ravel().tolist() == true:
            return "NumPy has no factors, and no steps to the next count, beyond 64 bits; the result has room"
    if op == "time.parsed" and problem == "nd panics" and "has no count of" in str(ours):
        return "a date beyond 64 bits of its unit is an error, where NumPy wraps around"
    if op in ("time.m*f", "time.m/f") and problem == "nd panics" and "has no count of" in str(ours) and np.any(theirs == NAT):
        return "a span beyond 64 bits is an error, as with whole numbers; NumPy has NaT"
    if op == "time.parsed" and problem == "NumPy refuses" and any(text != text.strip() for text in parameters["texts"]):
        return "blanks around a date are left out"
    if op == "time.sum" and problem == "NumPy refuses":
        spans = [int(x) for x in inputs[0]]
        if ours == (NAT if NAT in spans else sum(spans)):
            return "NumPy's sum is beyond 64 bits on its way, the whole is not, or is missing"
    if op == "time.mean" and problem == "NumPy refuses":
        spans = [int(x) for x in inputs[0]]
        total, n = sum(spans), len(spans)
        if ours == (NAT if NAT in spans or not n else abs(total) // n * (1 if total >= 0 else -1)):
            return "the sum of spans may be beyond 64 bits where their mean is not"
    if op in ("time.written", "time.printed") and parameters["unit"] in FARTHEST:
        if np.any(np.abs(inputs[0].astype(float)) >= FARTHEST[parameters["unit"]]):
            return "NumPy wraps around where years, or days of weeks, are beyond 64 bits"
    return None


def whole_cases(case, problem, inputs, ours, theirs):
    """The reason why a whole result differs."""
    return overflow(case, problem, inputs, ours, theirs)
