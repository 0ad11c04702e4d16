"""What pandas has to do for the groups, windows and joins of `nd-conformance series`."""

import numpy as np
import pandas as pd

from conformance_transforms import greatest

NAT = np.iinfo(np.int64).min


def frame(a, axis):
    return pd.Series(a) if a.ndim == 1 else pd.DataFrame(a if axis == 0 else a.T)


def turned(found, a, axis):
    found = np.asarray(found)
    return found if a.ndim == 1 or axis == 0 else found.T


# Of what type nd's results are: sums of small integers in 64 bits, moments of them in double precision.
WIDE = {"i": np.int64, "u": np.uint64}


def kind_of(name, a):
    if name in ("sum", "prod"):
        return WIDE.get(a.dtype.kind, a.dtype)
    if name in ("mean", "median", "quantile", "var", "std", "sem"):
        return a.dtype if a.dtype.kind == "f" else np.float64
    return {"any": bool, "all": bool, "nunique": np.int64}.get(name, a.dtype)


def without_skipping(name, a, labels, sort):
    """Group by group: what has a NaN is NaN, as NumPy has it."""
    keys = np.unique(labels) if sort else labels[np.sort(np.unique(labels, return_index=True)[1])]
    lanes = a[:, None] if a.ndim == 1 else a
    rows = []
    for key in keys:
        part = lanes[labels == key]
        row = {
            "sum": lambda: part.sum(0), "prod": lambda: part.prod(0), "mean": lambda: part.mean(0),
            "median": lambda: np.median(part, 0), "quantile": lambda: np.quantile(part, 0.3, axis=0),
            "var": lambda: part.var(0, ddof=1), "std": lambda: part.std(0, ddof=1),
            "sem": lambda: part.std(0, ddof=1) / np.sqrt(len(part)),
            "max": lambda: part.max(0), "min": lambda: part.min(0), "first": lambda: part[0], "last": lambda: part[-1],
            "any": lambda: part.any(0), "all": lambda: part.all(0),
            "nunique": lambda: [len(np.unique(lane, equal_nan=True)) for lane in part.T],
        }[name]()
        rows.append(row)
    found = np.array(rows).reshape(len(keys), lanes.shape[1])
    return keys, found[:, 0] if a.ndim == 1 else found


def grouped(name):
    def run(a, labels, axis, skipna, min_count, sort):
        kind = kind_of(name, a)
        wide = a.astype(np.float64) if a.dtype.kind == "f" or kind == np.float64 and name != "nunique" else a.astype(kind)
        whole = wide if axis == 0 else wide.T
        if not skipna and min_count == 0:
            keys, found = without_skipping(name, whole, labels, sort)
            return keys, turned(found, a, axis).astype(kind)
        groups = frame(wide, axis).groupby(labels, sort=sort)
        keywords = {"min_count": min_count} if name in ("sum", "prod", "max", "min", "first", "last") and min_count else {}
        if name in ("any", "all") and wide.dtype.kind == "f":
            keywords["skipna"] = True
        found = groups.quantile(0.3) if name == "quantile" else getattr(groups, name)(**keywords)
        keys = np.asarray(found.index, np.int64)
        if not skipna:
            # A NaN makes a group NaN; too few numbers make it NaN too.
            keys, plain = without_skipping(name, whole, labels, sort)
            counts = frame(wide, axis).groupby(labels, sort=sort).size().to_numpy()
            few = counts < min_count
            plain = np.where(few if plain.ndim == 1 else few[:, None], np.nan, plain)
            return keys, turned(plain, a, axis).astype(kind)
        return keys, turned(found.to_numpy(), a, axis).astype(kind)

    return run


def row(name):
    def run(a, labels, axis, **keywords):
        kind = kind_of({"cumsum": "sum", "cumprod": "prod"}.get(name, name), a)
        wide = a.astype(kind if a.dtype.kind != "f" else np.float64)
        groups = frame(wide, axis).groupby(labels)
        found = getattr(groups, name)(**keywords)
        return turned(found.to_numpy(), a, axis).astype(np.float64 if name == "rank" else kind)

    return run


def by_words(a, labels, dropna, sort):
    found = pd.Series(a).groupby(pd.Series(labels, dtype=object), dropna=dropna, sort=sort).sum()
    return "|".join(found.index), found.to_numpy(float)


def by_floats(a, labels, dropna, sort):
    found = pd.Series(a).groupby(labels, dropna=dropna, sort=sort).sum()
    return np.asarray(found.index, float), found.to_numpy(float)


def by_pairs(a, labels, sort, dropna=True):
    one, other = np.array(labels, np.int64).reshape(-1, 2).T
    if len(a) == 0:
        return np.zeros(0, np.int64), np.zeros(0)
    found = pd.Series(a).groupby([one, other], sort=sort).sum()
    return np.array([x for pair in found.index for x in pair], np.int64), found.to_numpy(float)


def bins(a, seconds, width, origin, offset, closed, label):
    series = pd.Series(a, index=pd.to_datetime(seconds, unit="s"))
    found = series.resample(f"{width}s", origin=origin, closed=closed, label=label, offset=f"{offset}s").sum()
    return found.index.to_numpy().astype("M8[s]").view(np.int64), found.to_numpy(float)


def measured(windows, name, other):
    if name == "quantile":
        return windows.quantile(0.3)
    return getattr(windows, name)(other) if name in ("cov", "corr") else getattr(windows, name)()


def rolling(a, b, *seconds, name, axis, closed, center, step=None, min_periods=None, window=None, width=None):
    one, other = frame(a, axis), frame(b, axis)
    if seconds:
        index = pd.to_datetime(seconds[0], unit="s")
        one.index = other.index = index
        windows = one.rolling(f"{width}s", center=center, closed=closed, min_periods=min_periods)
    else:
        windows = one.rolling(window, center=center, closed=closed, min_periods=min_periods, step=step)
    return turned(measured(windows, name, other).to_numpy(), a, axis).astype(float)


def expanding(a, b, name):
    return measured(pd.Series(a).expanding(), name, pd.Series(b)).to_numpy().astype(float)


def ewm(a, b, name, decay, adjust, ignore_na, min_periods, bias):
    weights = pd.Series(a).ewm(**decay, adjust=adjust, ignore_na=ignore_na, min_periods=min_periods)
    keywords = {"bias": bias} if name in ("var", "std", "cov") else {}
    other = [pd.Series(b)] if name in ("cov", "corr") else []
    return getattr(weights, name)(*other, **keywords).to_numpy().astype(float)


def merged(how, words=False):
    def run(a, b):
        named = (lambda keys: [f"k{key}" for key in keys]) if words else list
        left = pd.DataFrame({"k": pd.Series(named(a), dtype=object if words else "int64"), "a": range(len(a))})
        right = pd.DataFrame({"k": pd.Series(named(b), dtype=object if words else "int64"), "b": range(len(b))})
        found = pd.merge(left, right, on="k", how=how)
        return tuple(found[side].fillna(-1).to_numpy().astype(np.int64) for side in "ab")

    return run


def asof(a, b, direction, tolerance, exact):
    left, right = pd.DataFrame({"k": a}), pd.DataFrame({"k": b, "b": range(len(b))})
    found = pd.merge_asof(left, right, on="k", direction=direction, tolerance=tolerance, allow_exact_matches=exact)
    return found.b.fillna(-1).to_numpy().astype(np.int64)


GROUPED = "sum prod mean median quantile var std sem max min first last any all nunique".split()
WINDOWED = "sum mean min max var std skew kurt count median quantile rank cov corr".split()

OPS = {
    **{f"groups.{name}": grouped(name) for name in GROUPED},
    **{f"groups.{name}": row(name) for name in ("cumsum", "cumprod", "cummax", "cummin", "rank")},
    "groups.ngroup": lambda a, labels: frame(labels, 0).groupby(labels).ngroup().to_numpy().astype(np.int64),
    "groups.cumcount": lambda a, labels: frame(labels, 0).groupby(labels).cumcount().to_numpy().astype(np.int64),
    "groups.by_words": by_words,
    "groups.by_floats": by_floats,
    "groups.by_pairs": by_pairs,
    "groups.bins": bins,
    **{f"rolling.{name}": rolling for name in WINDOWED},
    **{f"expanding.{name}": expanding for name in WINDOWED},
    **{f"ewm.{name}": ewm for name in ("mean", "sum", "var", "std", "cov", "corr")},
    **{f"joins.{how}": merged(how) for how in ("inner", "left", "outer")},
    "joins.outer_words": merged("outer", True),
    "joins.asof": asof,
}


def of_all(theirs, a, *others, **_):
    return greatest(theirs) + greatest(a)


def of_squares(theirs, a, b, *_, **__):
    """What cancels in a variance, or under the root of one."""
    return greatest(theirs) + max(greatest(a), greatest(b)) ** 2


UNITS = {
    **{f"groups.{name}": 256 for name in ("sum", "prod", "mean", "var", "std", "sem", "median", "quantile", "cumsum", "cumprod")},
    **{f"groups.{name}": 256 for name in ("by_words", "by_floats", "by_pairs", "bins")},
    **{f"{kind}.{name}": 1e3 for kind in ("rolling", "expanding", "ewm") for name in ("sum", "mean", "median", "quantile")},
    **{f"{kind}.{name}": 1e4 for kind in ("rolling", "expanding", "ewm") for name in ("var", "cov")},
    **{f"{kind}.{name}": 1e8 for kind in ("rolling", "expanding", "ewm") for name in ("std", "corr", "skew", "kurt")},
}
SCALED = {name: of_squares if name.endswith(("var", "cov", "std")) and not name.startswith("groups") else of_all for name in UNITS}
SCALED |= {f"groups.{name}": lambda theirs, a, *_, **__: greatest(theirs) + greatest(a) ** 2 for name in ("var", "std", "sem")}
SCALED |= {f"{kind}.{name}": lambda theirs, *_, **__: max(greatest(theirs), 1.0)
           for kind in ("rolling", "expanding", "ewm") for name in ("corr", "skew", "kurt")}
ELEMENTS = {}


def ranked(inputs, parameters):
    """The rank of the last value of each window, of it alone."""
    a, _, *seconds = inputs
    one = frame(a, parameters["axis"])
    keywords = {"center": parameters["center"], "closed": parameters["closed"], "min_periods": parameters.get("min_periods")}
    if seconds:
        one.index = pd.to_datetime(seconds[0], unit="s")
        windows = one.rolling(f"{parameters['width']}s", **keywords)
    else:
        windows = one.rolling(parameters["window"], step=parameters["step"], **keywords)
    last = lambda part: part.rank().iloc[-1] if len(part) else np.nan
    return turned(windows.apply(last).to_numpy(), a, parameters["axis"])


def whole_cases(case, problem, inputs, ours, theirs):
    """The reason why a whole result differs."""
    op, parameters = case["op"], case["parameters"]
    if op.startswith("ewm.") and not parameters["adjust"] and np.isnan(inputs[0]).any() and problem.startswith("values"):
        alpha = pd.Series([0.0]).ewm(**parameters["decay"], adjust=False)
        if 1 / (1 + alpha._com) == 0.5:
            return "where both weights are 1/2 pandas takes a way of its own, on which those of what is missing do not shrink"
    if op == "rolling.rank" and problem.startswith("values"):
        if np.array_equal(ours, ranked(inputs, parameters), equal_nan=True):
            return "pandas ranks among values of earlier windows too; of each window alone it has these"
    return None
