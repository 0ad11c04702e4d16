"""Writes crates/nd-ops/tests/golden/statistics.txt: statistics as NumPy makes them.

    python golden/statistics.py     (NumPy 2.4.6)

One case a line, in fields between "|": function, type, shape, elements, arguments, axes (or "all"), whether
axes are kept, then the results' shape and the results, or "error" where NumPy refuses. Elements that are those of the
line before are "=". Results have 13 digits: the last bits are those of a CPU.
"""

import pathlib
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
OUT = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME) / "statistics.txt"
TYPES = {"f64": np.float64, "f32": np.float32, "i32": np.int32, "u8": np.uint8}
METHODS = [
    "linear", "lower", "higher", "midpoint", "nearest", "inverted_cdf", "averaged_inverted_cdf",
    "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased", "normal_unbiased",
]
lines = []


last = None


def words(a, digits=17):
    return " ".join(f"{float(x):.{digits}g}" for x in np.asarray(a).astype(np.float64).ravel())


def numbers(*a):
    return " ".join(str(int(x)) for x in a)


def record(function, a, argument, axes, keep, call):
    kind = next(name for name, t in TYPES.items() if a.dtype == t)
    where = "all" if axes is None else numbers(*np.atleast_1d(axes))
    global last
    given = words(a)
    head = [function, kind, numbers(*a.shape), "=" if given == last else given, argument, where, str(int(keep))]
    last = given
    try:
        with np.errstate(all="ignore"):
            results = call()
    except (ValueError, ZeroDivisionError, IndexError, TypeError):
        lines.append("|".join([*head, "error", ""]))
        return
    results = results if isinstance(results, tuple) else (results,)
    for result in results:
        head += [numbers(*np.shape(result)), words(result, 13)]
    lines.append("|".join(head))


def elements(kind, shape, special):
    n = int(np.prod(shape))
    k = np.arange(n)
    a = (k * 7 + 3 * (k % 5)) % 23 - 9.0
    if kind in ("f64", "f32"):
        a = a / 4 + 0.1
    if kind == "u8":
        a = a + 9
    a = a.astype(TYPES[kind])
    if special == "nan":
        a[n // 3 :: 5] = np.nan
    if special == "nans":
        a.reshape(-1)[: max(1, n // 2)] = np.nan
    if special == "inf" and n:
        a[n // 2] = np.inf
        a[0] = np.inf if n < 9 else -np.inf
    if special == "zeros":
        a[:] = -0.0
    return a.reshape(shape)


def reduced(a, axes, keep):
    for name in ("nansum", "nanprod", "nanmean", "nanmin", "nanmax", "median", "nanmedian", "ptp"):
        record(name, a, "", axes, keep, lambda: getattr(np, name)(a, axis=axes, keepdims=keep))
    for name in ("nanvar", "nanstd"):
        for ddof in (0, 1, 4):
            record(name, a, str(ddof), axes, keep, lambda: getattr(np, name)(a, axis=axes, ddof=ddof, keepdims=keep))
    if axes is None or np.ndim(axes) == 0:
        for name in ("nanargmin", "nanargmax"):
            record(name, a, "", axes, keep, lambda: getattr(np, name)(a, axis=axes, keepdims=keep))
    for name in ("quantile", "nanquantile"):
        for method in ("linear", "hazen", "lower"):
            q = np.array(0.3)
            record(name, a, f"{method} {words(q)}", axes, keep,
                   lambda: getattr(np, name)(a, q, axis=axes, method=method, keepdims=keep))


def running(a, axis):
    for name in ("cumsum", "cumprod", "nancumsum", "nancumprod"):
        record(name, a, "", axis, False, lambda: getattr(np, name)(a, axis=axis))
    if axis is not None:
        record("cummax", a, "", axis, False, lambda: np.maximum.accumulate(a, axis=axis))
        record("cummin", a, "", axis, False, lambda: np.minimum.accumulate(a, axis=axis))


SHAPES = [(1,), (2,), (7,), (3, 4), (2, 3, 4), (0,), (0, 3), (2, 0)]
for kind in TYPES:
    for special in ("none", "nan", "nans", "inf", "zeros") if kind in ("f64", "f32") else ("none",):
        for shape in SHAPES:
            if special != "none" and 0 in shape:
                continue
            a = elements(kind, shape, special)
            for axes in {1: (None, 0), 2: (None, 0, -1), 3: (None, 1, (0, 2), (-1, 1))}[len(shape)]:
                for keep in (False, True):
                    reduced(a, axes, keep)
                if np.ndim(axes) == 0:
                    running(a, axes)

for kind in TYPES:
    for n in (1, 2, 3, 4, 5, 8, 11):
        a = elements(kind, (n,), "none")
        for method in METHODS:
            for q in (0.0, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9, 1.0):
                q = np.array(q)
                record("quantile", a, f"{method} {words(q)}", None, False, lambda: np.quantile(a, q, method=method))
            q = np.array([50.0, 0.0, 12.5, 100.0])
            record("percentiles", a, f"{method} {words(q)}", 0, True,
                   lambda: np.percentile(a, q, axis=0, method=method, keepdims=True))

for kind in ("f64", "i32", "f32"):
    for shape, axes, weights in (
        ((5,), None, [1, 2, 0, 0.5, 3]),
        ((2, 3), 1, [1, 2, 3]),
        ((2, 3), 0, [0.25, 4]),
        ((2, 3), 1, [[1, 2, 3], [3, 0, 1]]),
        ((2, 3), None, [[1, 2, 3], [3, 0, 1]]),
        ((2, 3), 0, [1, -1]),
        ((2, 3, 4), (0, 2), [[1, 2, 3, 4], [4, 3, 2, 0]]),
        ((0,), None, []),
    ):
        a = elements(kind, shape, "none")
        w = np.array(weights, np.float32 if kind == "f32" else np.float64)
        record("average", a, numbers(*w.shape) + "/" + words(w), axes, False, lambda: np.average(a, axes, w))

RULES = ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"]
for kind in TYPES:
    for n in (0, 1, 2, 3, 40, 300):
        a = elements(kind, (n,), "none")
        if n >= 40:
            a = (a * np.linspace(0.1, 1, n)).astype(a.dtype)
        for bins, bounds in ((1, None), (10, None), (7, (-1.0, 2.5)), (4, (3.0, 3.0)), (3, (2.0, 1.0)), (0, None)):
            argument = f"{bins}" + ("" if bounds is None else f" {words(np.array(bounds))}")
            record("histogram", a, argument, None, False, lambda: np.histogram(a, bins, bounds))
            record("density", a, argument, None, False, lambda: np.histogram(a, bins, bounds, density=True))
            w = np.arange(n) % 7 / 4
            record("weighted", a, argument, None, False, lambda: np.histogram(a, bins, bounds, weights=w))
        for edges in ([-2.0, -1, 0, 0, 1.1, 5], [0.0, 3, 1], [1.0], [2.0, 2.0]):
            record("edges", a, words(edges), None, False, lambda: np.histogram(a, np.array(edges)))
        for rule in RULES:
            record("rule", a, rule, None, False, lambda: np.histogram_bin_edges(a, rule))
            record("rule", a, f"{rule} {words([-1.0, 2.5])}", None, False,
                   lambda: np.histogram_bin_edges(a, rule, (-1.0, 2.5)))
        for edges in ([-1.0, 0, 0.1, 2.1, 4], [4.0, 2.1, 1, 1, 0], [0.0, 2, 1], [], [1.0, 1.0]):
            for right in (False, True):
                record("digitize", a, f"{int(right)} {words(edges)}".strip(), None, False,
                       lambda: np.digitize(a, np.array(edges), right))
for special in ("nan", "inf"):
    a = elements("f64", (9,), special)
    record("histogram", a, "5", None, False, lambda: np.histogram(a, 5))
    record("histogram", a, f"5 {words([-1.0, 1.0])}", None, False, lambda: np.histogram(a, 5, (-1.0, 1.0)))
    record("edges", a, words([-1.0, 0, 1]), None, False, lambda: np.histogram(a, [-1.0, 0, 1]))
    record("digitize", a, f"0 {words([-1.0, 0, 1])}", None, False, lambda: np.digitize(a, [-1.0, 0, 1]))
    record("digitize", a, f"1 {words([1.0, 0, -1])}", None, False, lambda: np.digitize(a, [1.0, 0, -1], True))

for kind in TYPES:
    for shape in ((5, 2), (40, 3), (0, 2), (1, 1)):
        a = elements(kind, shape, "none")
        call = lambda density: np.histogramdd(a.astype(np.float64), bins=[3] * shape[1], density=density)
        record("dd", a, "3", None, False, lambda: (call(False)[0], *call(False)[1]))
        record("dd density", a, "3", None, False, lambda: (call(True)[0], *call(True)[1]))
        edges = [-1.0, 0, 0.5, 2]
        record("dd edges", a, words(edges), None, False,
               lambda: np.histogramdd(a, bins=[np.array(edges)] * shape[1])[0])

for kind in ("i32", "u8"):
    for shape, least in (((0,), 0), ((0,), 3), ((6,), 0), ((6,), 40)):
        a = abs(elements(kind, shape, "none").astype(int)).astype(TYPES[kind])
        w = np.arange(len(a)) / 8 + 1
        record("bincount", a, str(least), None, False, lambda: np.bincount(a, minlength=least))
        record("bincount weighted", a, str(least), None, False, lambda: np.bincount(a, w, least))
record("bincount", np.array([3, -1], np.int32), "0", None, False, lambda: np.bincount(np.array([3, -1])))

for kind in TYPES:
    for special in ("none", "nan", "inf") if kind in ("f64", "f32") else ("none",):
        for shape in ((7,), (1,), (3, 5), (4, 1), (2, 6), (9, 40)):
            a = elements(kind, shape, special)
            for rowvar in (True, False):
                for ddof in (0, 1, 3):
                    record("cov", a, f"{int(rowvar)} {ddof}", None, False, lambda: np.cov(a, rowvar=rowvar, ddof=ddof))
                record("corrcoef", a, f"{int(rowvar)} 1", None, False, lambda: np.corrcoef(a, rowvar=rowvar))

OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("\n".join(lines) + "\n")
print(f"{OUT}: {len(lines)} cases")
