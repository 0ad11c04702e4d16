"""Writes frames.txt below crates/nd-ops/tests/golden: groups, windows, exponential weights, bins and joins as
pandas makes them.

    python golden/frames.py     (NumPy 2.5.5, pandas 3.1.1)

Words of a line are apart by blanks, elements by commas; "nan" is NaN, "-" nothing.

    group    function, values, labels, result (by rising labels, or by rows)
    roll     function, values, second values, kind ("elements", "width", "expanding"), window, coordinate,
             fewest numbers (or "-"), centred, closed, step, result
    ewm      function, values, second values, alpha, adjust, ignore_na, fewest, bias, result
    bins     coordinate, values, width, origin, closed, label, labels of bins, sums, means
    join     kind, left, right, positions in left, positions in right
    asof     left, right, direction, tolerance (or "-"), exact, positions
"""

import pathlib
import sys
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
rng = np.random.default_rng(31)
lines = []


def words(a):
    return ",".join(repr(float(x)) for x in np.asarray(a, dtype=float).ravel().tolist()) or "-"


def whole(a):
    return ",".join(str(int(x)) for x in a) or "-"


def places(a):
    return ",".join("nan" if pd.isna(x) else str(int(x)) for x in a) or "-"


def line(*all_words):
    lines.append(" ".join(str(w) for w in all_words))


def values(n, holes=True):
    a = np.round(rng.normal(size=n), 3)
    a[rng.random(n) < 0.2] = 0.5  # equal ones
    if holes:
        a[rng.random(n) < 0.25] = np.nan
    return a


# Groups.
REDUCED = "sum prod mean min max var std sem median first last count nunique any all".split()
ROWS = "cumsum cumprod cummax cummin".split()
for n in (1, 7, 30):
    for holes in (False, True):
        v, k = values(n, holes), rng.integers(-2, 3, n)
        g = pd.Series(v).groupby(k)
        for f in REDUCED:
            line("group", f, words(v), whole(k), words(getattr(g, f)()))
        line("group", "quantile", words(v), whole(k), words(g.quantile(0.3)))
        for f in ROWS:
            line("group", f, words(v), whole(k), words(getattr(g, f)()))
        for method in ("average", "min", "max", "dense", "first"):
            line("group", "rank_" + method, words(v), whole(k), words(g.rank(method=method)))

# Windows.
ONE = "sum mean min max var std skew kurt count median quantile rank".split()


def measured(r, f, w):
    if f == "quantile":
        return r.quantile(0.3)
    return getattr(r, f)(w) if f in ("cov", "corr") else getattr(r, f)()


for n, window in ((9, 3), (9, 4), (6, 1)):
    for holes in (False, True):
        for least, centre, closed, step in ((None, False, "right", 1), (1, False, "left", 1), (1, True, "right", 1),
                                            (1, False, "both", 2), (1, False, "neither", 1)):
            if least == 1 and not holes and closed != "right":
                continue
            v, w = pd.Series(values(n, holes)), pd.Series(values(n, holes))
            given = lambda s: s.rolling(window, min_periods=least, center=centre, closed=closed, step=None if step == 1 else step)
            head = ("elements", window, "-", "-" if least is None else least, int(centre), closed, step)
            for f in ONE + ([] if step > 1 else ["cov", "corr"]):
                line("roll", f, words(v), words(w), *head, words(measured(given(v), f, w)))
for falls in (False, True):
    for closed in ("right", "left", "both", "neither"):
        for centre in (False, True):
            t = np.sort(rng.integers(0, 12, 10))
            t = t[::-1] if falls else t
            index = pd.to_datetime(t, unit="s")
            v, w = pd.Series(values(10), index=index), pd.Series(values(10), index=index)
            head = ("width", 3, whole(t), "-", int(centre), closed, 1)
            for f in ("sum", "min", "median", "std"):
                r = v.rolling("3s", center=centre, closed=closed)
                line("roll", f, words(v), words(w), *head, words(getattr(r, f)()))
for holes in (False, True):
    v, w = pd.Series(values(8, holes)), pd.Series(values(8, holes))
    for f in ONE + ["cov", "corr"]:
        out = measured(v.expanding(), f, w)
        line("roll", f, words(v), words(w), "expanding", 0, "-", "-", 0, "right", 1, words(out))

# Exponential weights.
for alpha in (0.25, 0.125):  # not 0.5, where adjust=False takes a way of its own
    for holes in (False, True):
        for adjust in (True, False):
            for ignore in (True, False):
                v, w = pd.Series(values(9, holes)), pd.Series(values(9, holes))
                for f in ("mean", "sum", "var", "std", "cov", "corr"):
                    if f == "sum" and not adjust:
                        continue
                    for bias in (True, False) if f in ("var", "std", "cov") else (False,):
                        e = v.ewm(alpha=alpha, adjust=adjust, ignore_na=ignore, min_periods=2)
                        other = [w] if f in ("cov", "corr") else []
                        extra = {"bias": bias} if f in ("var", "std", "cov") else {}
                        out = getattr(e, f)(*other, **extra)
                        line("ewm", f, words(v), words(w), alpha, int(adjust), int(ignore), 2, int(bias), words(out))

# Bins of one width.
for n in (1, 6):
    for width in (5, 7):
        for origin in ("epoch", "start", "start_day"):
            for closed in ("left", "right"):
                for label in ("left", "right"):
                    t = 86400 * 3 + np.sort(rng.integers(0, 40, n)) * 1
                    s = pd.Series(values(n, False), index=pd.to_datetime(t, unit="s"))
                    r = s.resample(f"{width}s", origin=origin, closed=closed, label=label)
                    total, mean = r.sum(), r.mean()
                    edges = total.index.astype("datetime64[s]").astype("int64")
                    line("bins", whole(t), words(s), width, origin, closed, label, whole(edges), words(total), words(mean))

# Joins.
for n, m in ((0, 3), (5, 4), (12, 9)):
    a, b = rng.integers(0, 6, n), rng.integers(0, 6, m)
    left, right = pd.DataFrame({"k": a, "a": range(n)}), pd.DataFrame({"k": b, "b": range(m)})
    for how in ("inner", "left", "outer"):
        out = pd.merge(left, right, on="k", how=how)
        line("join", how, whole(a), whole(b), places(out.a), places(out.b))
    a, b = np.sort(a), np.sort(b)
    left, right = pd.DataFrame({"k": a}), pd.DataFrame({"k": b, "b": range(m)})
    for direction in ("backward", "forward", "nearest"):
        for tolerance in (None, 1):
            for exact in (True, False):
                out = pd.merge_asof(left, right, on="k", direction=direction, tolerance=tolerance, allow_exact_matches=exact)
                line("asof", whole(a), whole(b), direction, "-" if tolerance is None else tolerance, int(exact), places(out.b))

(OUT / "frames.txt").write_text("\n".join(lines) + "\n")
