"""Writes elementwise.txt and umath.txt below crates/nd-ops/tests/golden: functions of elements as NumPy has them.

    python golden/elementwise.py     (NumPy 2.4.6)

A line of elementwise.txt, in fields between "|": function, type, argument, shape and elements of each array that
is given, ">", shape and elements of each result. Elements have as many digits as tell them apart. A line of umath.txt:
function, type, the bits of an element and of the result: every second row of all of NumPy's own tables.
"""

import csv
import pathlib
import sys
import warnings

import numpy as np
import numpy._core.tests

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
FLOATS = {"f64": np.float64, "f32": np.float32, "f16": np.float16}
INTS = {"i8": np.int8, "i32": np.int32, "i64": np.int64, "u8": np.uint8, "u64": np.uint64}
TYPES = {**FLOATS, **INTS}
rng = np.random.default_rng(31)
lines = []


def word(x):
    if isinstance(x, (bool, np.bool_)):
        return str(int(x))
    if isinstance(x, np.floating):
        return f"{float(x):.9g}" if x.dtype != np.float64 else repr(float(x))
    return str(int(x))


def array(a):
    a = np.asarray(a)
    return [",".join(map(str, a.shape)), " ".join(word(x) for x in a.ravel())]


def record(function, given, call=None, argument="", kind=None):
    given = [np.asarray(a) for a in given]
    kind = kind or next(name for name, t in TYPES.items() if given[0].dtype == t)
    call = call or getattr(np, function)
    with np.errstate(all="ignore"):
        results = call(*given)
    results = results if isinstance(results, tuple) else (results,)
    fields = [function, kind, argument]
    for a in given:
        fields += array(a)
    fields.append(">")
    for a in results:
        fields += array(a)
    lines.append("|".join(fields))


def special(t):
    f = np.finfo(t)
    one = t(1)
    return np.array(
        [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 7.0, np.inf, -np.inf, np.nan, f.max, f.min, f.tiny,
         f.smallest_subnormal, -f.smallest_subnormal, one + f.eps, one - f.epsneg, f.tiny - f.smallest_subnormal],
        dtype=t,
    )


def floats():
    for t in FLOATS.values():
        # The spacing of negative float16 is that of the number next to zero, without a sign.
        gap = () if t is np.float16 else ("spacing",)
        a = special(t)
        wide = rng.normal(size=20) * 10.0 ** rng.integers(-3, 4, 20)
        a = np.concatenate([a, wide.astype(t)])
        for name in ("signbit", *gap, "frexp", "modf", "isneginf", "isposinf", "nan_to_num"):
            record(name, [a])
        options = {"nan": 7.0, "posinf": 8.0, "neginf": -9.0}
        record("nan_to_num", [a], lambda a: np.nan_to_num(a, **options), "7 8 -9")
        column = special(t)[:, None]
        for name in ("copysign", "nextafter", "heaviside", "fmax", "fmin", "divmod"):
            record(name, [column, special(t)[None, :]])
        exponents = np.array([0, 1, -1, 10, -24, 120, -149, 1023, -1074, -1075, 2000, -2100, 40000], dtype=np.int32)
        record("ldexp", [a[:, None], exponents])
        for shape in ((), (0, 3), (2, 0), (3, 4)):
            x = rng.normal(size=shape).astype(t)
            for name in ("frexp", "modf", *gap):
                record(name, [x])
            record("divmod", [x, np.asarray(0.75, t)])


def integers():
    for name, t in INTS.items():
        low, high = int(np.iinfo(t).min), int(np.iinfo(t).max)
        ends = np.array([low, high, high - 1, 0, 1, 2, 3, 12, 30, 100, 99], dtype=t)
        more = rng.integers(low, high, 20, dtype=t, endpoint=True)
        a = np.concatenate([ends, more])
        if low < 0:
            a = np.concatenate([a, -a[3:]])
        record("bitwise_count", [a])
        for function in ("gcd", "lcm"):
            record(function, [a[:, None], a[None, :12]])
        divisors = a[a != 0]
        record("divmod", [a[:, None], divisors[None, :12]])


def lines_through_points():
    points = [
        ([0.0, 1.0, 3.0, 3.5], [1.0, -2.0, 0.5, 9.0]),
        ([0.0, 0.0, 1.0], [1.0, 2.0, 3.0]),
        ([0.0, 1.0, 1.0, 1.0, 2.0], [0.0, 1.0, 5.0, 2.0, 7.0]),
        ([0.0, 1.0, 2.0], [np.inf, np.inf, -np.inf]),
        ([-np.inf, 0.0, np.inf], [1.0, 2.0, 3.0]),
        ([0.0, 1.0, 2.0], [np.nan, 1.0, 2.0]),
        ([2.0], [5.0]),
        (np.sort(rng.uniform(0, 4, 37)), rng.normal(size=37)),
    ]
    x = np.concatenate([[np.nan, np.inf, -np.inf, -0.0, 0.1, 1.0, 2.0, 3.5, 4.0], rng.uniform(-1, 5, 24)])
    for xp, fp in points:
        # Of a single point NumPy has the value even at NaN.
        given = [x if len(xp) > 1 else x[1:], np.array(xp), np.array(fp)]
        record("interp", given)
        record("interp", given, lambda x, xp, fp: np.interp(x, xp, fp, left=-7, right=8), "-7 8 -")
    for period in (3.0, -1.0, 0.7):
        given = [x[3:], np.array([0.3, 2.9, 1.05, 4.0]), np.array([1.0, 2.0, -3.0, 5.0])]
        record("interp", given, lambda x, xp, fp: np.interp(x, xp, fp, period=period), f"- - {period}")
    record("interp", [np.zeros((2, 0)), np.array([0.0]), np.array([1.0])])
    record("interp", [np.array(0.25), np.array([0.0, 1.0]), np.array([1.0, 2.0])])


def turns():
    walk = np.cumsum(rng.uniform(-3, 3, (6, 9)), axis=1)
    wrapped = np.angle(np.exp(1j * walk))
    for axis in (0, 1):
        record("unwrap", [wrapped], lambda a: np.unwrap(a, axis=axis), f"{axis} - -")
        record("unwrap", [wrapped.astype(np.float32)], lambda a: np.unwrap(a, axis=axis), f"{axis} - -")
        record("unwrap", [wrapped], lambda a: np.unwrap(a, 5.0, axis=axis), f"{axis} 5 -")
        record("unwrap", [4 * wrapped], lambda a: np.unwrap(a, axis=axis, period=3.0), f"{axis} - 3")
        ints = rng.integers(-20, 20, (5, 7))
        for period in (4, 5, 7):
            record("unwrap", [ints], lambda a: np.unwrap(a, axis=axis, period=period), f"{axis} - {period}")
    record("unwrap", [np.array([0, 3, 6])], lambda a: np.unwrap(a, period=4), "0 - 4")
    half = np.array([0.0, 2.0, 0.0, 4.0, -2.0, 0.0])
    record("unwrap", [half], lambda a: np.unwrap(a, period=4.0), "0 - 4")
    record("unwrap", [np.array([0.0, 5.0, np.inf, 1.0, 2.0])], lambda a: np.unwrap(a, period=4.0), "0 - 4")
    record("unwrap", [np.array([0.0, np.nan, 1.0, 9.0])], lambda a: np.unwrap(a, period=4.0), "0 - 4")
    record("unwrap", [np.zeros((3, 0))], lambda a: np.unwrap(a, axis=0), "0 - -")
    record("unwrap", [np.zeros((0, 3))], lambda a: np.unwrap(a, axis=0), "0 - -")


def along_axes():
    for t in (np.float64, np.float32, np.int32, np.uint8):
        a = (rng.normal(size=(3, 5)) * 20 + 40).astype(t)
        for b in (a, a[:, :1], a[:0], a[:, :0]):
            for axis in (0, 1):
                if t is not np.uint8:  # whose neighbours are added as uint8, and wrap
                    record("trapezoid", [b], lambda b: np.trapezoid(b, dx=0.5, axis=axis), f"{axis} 0.5")
                    at = np.array([0.0, 1.0, 3.0, 2.5, 4.0])[: b.shape[axis]]
                    argument = f"{axis} x " + " ".join(map(str, at))
                    record("trapezoid", [b], lambda b: np.trapezoid(b, x=at, axis=axis), argument)
                for name in ("cumulative_sum", "cumulative_prod"):
                    if name == "cumulative_prod":
                        b = (b / 8).astype(t)
                    for initial in (False, True):
                        f = getattr(np, name)
                        record(name, [b], lambda b: f(b, axis=axis, include_initial=initial), f"{axis} {int(initial)}")
    record("cumulative_sum", [np.array([-0.0, -0.0])], lambda b: np.cumulative_sum(b), "0 0")


def elementary():
    for t in (np.float64, np.float32):
        a = np.concatenate([special(t)[:11], rng.uniform(-20, 20, 20).astype(t)])
        for name in ("deg2rad", "rad2deg", "sinc", "i0"):
            record(name, [a if name.endswith(("rad", "deg")) else a[np.isfinite(a)]])
        few = np.concatenate([special(t)[:11], rng.uniform(-3, 3, 6).astype(t)])
        for name in ("atan2", "logaddexp", "logaddexp2"):
            record(name, [few[:, None], few[None, :]])
    record("float_power", [np.arange(-4, 5)[:, None], np.arange(-3, 4)[None, :]])
    record("float_power", [special(np.float32)[:11, None], special(np.float32)[None, :11]])


def tables():
    data = pathlib.Path(numpy._core.tests.__path__[0]) / "data"
    files = sorted(data.glob("umath-validation-set-*.csv"))
    assert len(files) == 20
    rows = []
    for path in files:
        ours = path.stem.rsplit("-", 1)[1].replace("arc", "a")
        with open(path) as file:
            table = [row for row in csv.reader(file) if row and row[0].startswith("np.float")]
        for kind, x, y, _ in table[::2]:
            rows.append(f"{ours} f{kind[-2:]} {x[2:]} {y.strip()[2:]}")
    return rows


def main():
    floats()
    integers()
    lines_through_points()
    turns()
    along_axes()
    elementary()
    (FOLDER / "elementwise.txt").write_text("\n".join(lines) + "\n")
    (FOLDER / "umath.txt").write_text("\n".join(tables()) + "\n")


if __name__ == "__main__":
    main()
