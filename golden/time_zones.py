"""Writes crates/nd-ops/tests/golden/time_zones.tsv: what clocks show and what is meant by it, by Python's zoneinfo.

    python golden/time_zones.py FOLDER

One row for each time: a zone, seconds of UTC, and the offset in force; or a zone, seconds on the clocks, and the offsets
that make the earlier and the later time (fold 0 and 1: one of them twice, but for times that clocks show twice or skip).
"""

import datetime
import pathlib
import random
import sys
import zoneinfo

OUT = pathlib.Path(sys.argv[1]) / "time_zones.tsv"
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Europe/Dublin",
         "America/Sao_Paulo", "Africa/Johannesburg", "Antarctica/Troll", "UTC"]
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
random.seed(21)


def offset(zone, second):
    return int((EPOCH + datetime.timedelta(seconds=second)).astimezone(zone).utcoffset().total_seconds())


def changes(zone):
    """Seconds at which the offset changes, of the years 1970 to 2020."""
    step, end = 86400 * 7, 1_577_836_800
    for start in range(0, end, step):
        low, high = start, start + step
        if offset(zone, low) == offset(zone, high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == offset(zone, low) else (low, middle)
        yield high


def main():
    with OUT.open("w") as out:
        for name in ZONES:
            zone = zoneinfo.ZoneInfo(name)
            near = list(changes(zone))
            near = random.sample(near, min(12, len(near)))
            seconds = sorted({random.randrange(0, 1_577_836_800) for _ in range(30)} | {c + d for c in near for d in (-1, 0, 1)})
            for second in seconds:
                print("utc", name, second, offset(zone, second), sep="\t", file=out)
            shown = sorted({second + offset(zone, second) + d for second in seconds for d in (0, 1800, -1800)})
            for second in shown:
                clock = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=second)
                both = [int(clock.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds()) for fold in (0, 1)]
                print("local", name, second, *both, sep="\t", file=out)


main()
