"""Reductions, for `chunked_steps.py`: over all, one or several axes, and running along one."""

import numpy as np

from chunked_steps import (
    ALL, FLOATS, NUMBERS, eps, known, require, rounding, step, zero_if_none,
)  # fmt: skip

def draw_axes(drawing, a):
    rng = drawing.rng
    keep = bool(rng.random() < 0.4)
    if a.ndim == 0 or rng.random() < 0.2:
        return {"axis": None, "keepdims": keep}
    axes = rng.permutation(a.ndim)[: 1 if rng.random() < 0.6 else rng.integers(1, a.ndim + 1)]
    return {"axis": [int(axis) - (a.ndim if rng.random() < 0.3 else 0) for axis in axes], "keepdims": keep}


def axes_of(p):
    return {"axis": None if p["axis"] is None else tuple(p["axis"]), "keepdims": p["keepdims"]}


def reduced_count(a, p):
    axes = range(a.ndim) if p["axis"] is None else p["axis"]
    return int(np.prod([a.shape[axis] for axis in axes], dtype=np.int64))


def sums_exactly(a, p):
    """Whether every order of adding gives the same bits: all are multiples of a unit, and few enough of it."""
    if a.dtype.kind != "f":
        return True
    finite = np.where(np.isfinite(a), a, 0).astype(np.float64) * 1024.0
    room = 2.0 ** (23 if a.dtype.itemsize == 4 else 52)
    return bool((np.trunc(finite) == finite).all() and np.abs(finite).sum() < room)


def adding(a, bound, p, result, keywords):
    """What a sum in another order may differ by: it grows with the root of the number of elements."""
    if known(bound) and sums_exactly(a, p):
        return None
    units = 8 * (1 + np.sqrt(reduced_count(a, p)))
    size = np.where(np.isfinite(a), np.abs(a), 0).astype(np.float64)
    inside = np.broadcast_to(np.float64(zero_if_none(bound)), a.shape)
    return np.sum(inside, **keywords) + units * eps(result) * np.sum(size, **keywords) + rounding(result)


def sum_error(of, bounds, p, result):
    return adding(of[0], bounds[0], p, result, axes_of(p))


def mean_error(of, bounds, p, result):
    a = of[0] if of[0].dtype.kind == "f" else of[0].astype(np.float64)
    error = adding(a, bounds[0], p, result, axes_of(p))
    return error if error is None else error / max(reduced_count(a, p), 1) + rounding(result)


def variance_error(of, bounds, p, result):
    require(known(*bounds))
    a = of[0].astype(np.float64)
    a = np.where(np.isfinite(a), a, 0)
    count = max(reduced_count(a, p), 1)
    scale = np.mean(np.square(a), **axes_of(p)) * count / max(count - p["ddof"], 1)
    return 8 * (1 + np.sqrt(count)) * eps(result) * scale + rounding(result)


def deviation_error(of, bounds, p, result):
    variance = np.square(np.where(np.isfinite(result), result, 0).astype(np.float64))
    error = variance_error(of, bounds, p, result)
    return error / np.maximum(np.sqrt(variance), np.sqrt(error)) + rounding(result)


def draw_moments(drawing, a):
    p = draw_axes(drawing, a)
    # What nothing is left of is told by warnings in NumPy.
    require(reduced_count(a, p) > 0)
    p["ddof"] = int(reduced_count(a, p) > 1 and drawing.rng.random() < 0.4)
    return p


def draw_mean(drawing, a):
    p = draw_axes(drawing, a)
    require(reduced_count(a, p) > 0)
    return p


step("sum", ALL, draw_axes, lambda xp, of, p: xp.sum(of[0], **axes_of(p)), sum_error, weight=6)
step("mean", NUMBERS, draw_mean, lambda xp, of, p: xp.mean(of[0], **axes_of(p)), mean_error, weight=4)
step("var", NUMBERS, draw_moments, lambda xp, of, p: xp.var(of[0], ddof=p["ddof"], **axes_of(p)), variance_error)
step("std", NUMBERS, draw_moments, lambda xp, of, p: xp.std(of[0], ddof=p["ddof"], **axes_of(p)), deviation_error)


def exact_or_moved(of, bounds, p, result):
    """Extremes move no further than what they are of."""
    if known(*bounds):
        return None
    return np.max(np.broadcast_to(np.float64(bounds[0]), of[0].shape), **axes_of(p))


def product_error(of, bounds, p, result):
    require(known(*bounds))
    a = of[0]
    if a.dtype.kind != "f":
        return None
    # Far from the ends of the range in any order of multiplying.
    size = np.abs(a[np.isfinite(a) & (a != 0)].astype(np.float64))
    require(np.abs(np.log2(size)).sum() < (100 if a.dtype.itemsize == 4 else 900))
    return rounding(result, 4 * (1 + np.sqrt(reduced_count(a, p))))


def draw_some(drawing, a):
    """Axes of which something is left."""
    p = draw_axes(drawing, a)
    require(reduced_count(a, p) > 0)
    return p


def draw_one_axis(drawing, a):
    """All of it or one axis, as NumPy has it for positions."""
    p = draw_some(drawing, a)
    require(p["axis"] is None or len(p["axis"]) == 1)
    return p


def one_axis(p):
    return {"axis": None if p["axis"] is None else p["axis"][0], "keepdims": p["keepdims"]}


def reduction(name, kinds, draw, error, **keywords):
    step(name, kinds, draw, lambda xp, of, p: getattr(xp, name)(of[0], **axes_of(p)), error, **keywords)


reduction("prod", ALL, draw_axes, product_error)
for name in ("max", "min"):
    reduction(name, NUMBERS, draw_some, exact_or_moved, weight=3)
step("ptp", NUMBERS, draw_some, lambda xp, of, p: np.ptp(of[0], **axes_of(p)), dask=False, weight=1)
for name in ("any", "all"):
    reduction(name, ALL, draw_axes, None, weight=1)


def run_count(xp, of, p):
    return np.count_nonzero(of[0], **axes_of(p))


step("count_nonzero", ALL, draw_axes, run_count, dask=lambda xp, of, p: xp.sum(of[0] != 0, **axes_of(p)))
for name in ("argmax", "argmin"):
    step(name, NUMBERS, draw_one_axis, lambda xp, of, p, name=name: getattr(xp, name)(of[0], **one_axis(p)), dask=False)

# Without NaN.


def without_nan(error):
    def of_the_rest(of, bounds, p, result):
        require(known(*bounds))
        return error([np.where(np.isnan(of[0]), 0, of[0])], bounds, p, result)

    return of_the_rest


def draw_not_all_nan(draw):
    def drawn(drawing, a):
        p = draw(drawing, a)
        require(not np.isnan(a).all(axis=axes_of(p)["axis"]).any())
        return p

    return drawn


def nan_mean_error(of, bounds, p, result):
    require(known(*bounds))
    a = np.where(np.isnan(of[0]), 0, of[0])
    error = adding(a, None, p, result, axes_of(p))
    counts = np.maximum(np.sum(~np.isnan(of[0]), **axes_of(p)), 1)
    return error if error is None else error / counts + rounding(result)


def nan_moments(error):
    def of_the_rest(of, bounds, p, result):
        bound = without_nan(error)(of, bounds, {**p, "ddof": 0}, result)
        counts = np.maximum(np.sum(~np.isnan(of[0]), **axes_of(p)) - p["ddof"], 1)
        return bound * (reduced_count(of[0], p) / counts) + rounding(result)

    return of_the_rest


def draw_nan_moments(drawing, a):
    p = draw_moments(drawing, a)
    require((np.sum(~np.isnan(a), axis=axes_of(p)["axis"]) > p["ddof"]).all())
    return p


reduction("nansum", FLOATS, draw_axes, without_nan(sum_error))
reduction("nanprod", FLOATS, draw_axes, without_nan(product_error))
reduction("nanmean", FLOATS, draw_not_all_nan(draw_some), nan_mean_error)
for name in ("nanmax", "nanmin"):
    reduction(name, FLOATS, draw_not_all_nan(draw_some), None)
for name in ("nanargmax", "nanargmin"):
    step(
        name, FLOATS, draw_not_all_nan(draw_one_axis),
        lambda xp, of, p, name=name: getattr(xp, name)(of[0], **one_axis(p)), weight=1, dask=False,
    )  # fmt: skip
step(
    "nanvar", FLOATS, draw_nan_moments, lambda xp, of, p: xp.nanvar(of[0], ddof=p["ddof"], **axes_of(p)),
    nan_moments(variance_error), weight=1,
)  # fmt: skip
step(
    "nanstd", FLOATS, draw_nan_moments, lambda xp, of, p: xp.nanstd(of[0], ddof=p["ddof"], **axes_of(p)),
    nan_moments(deviation_error), weight=1,
)  # fmt: skip

# Running results, along an axis.


def draw_axis(drawing, a):
    require(a.ndim > 0)
    return {"axis": int(drawing.rng.integers(-a.ndim, a.ndim))}


def running_error(of, bounds, p, result):
    a, axis = of[0], p["axis"]
    if known(*bounds) and sums_exactly(a, {"axis": [axis]}):
        return None
    units = 8 * (1 + np.sqrt(a.shape[axis]))
    size = np.where(np.isfinite(a), np.abs(a), 0).astype(np.float64)
    inside = np.broadcast_to(np.float64(zero_if_none(bounds[0])), a.shape)
    return np.cumsum(inside, axis) + units * eps(result) * np.cumsum(size, axis) + rounding(result)


def running_product_error(of, bounds, p, result):
    return product_error(of, bounds, {"axis": [p["axis"]], "keepdims": False}, result)


def cumulative(name, kinds, run, error, **keywords):
    step(name, kinds, draw_axis, run, error, **keywords)


cumulative("cumsum", ALL, lambda xp, of, p: xp.cumsum(of[0], axis=p["axis"]), running_error, weight=4)
cumulative("cumprod", ALL, lambda xp, of, p: xp.cumprod(of[0], axis=p["axis"]), running_product_error)
cumulative("cummax", NUMBERS, lambda xp, of, p: np.maximum.accumulate(of[0], p["axis"]), None, dask=False)
cumulative("cummin", NUMBERS, lambda xp, of, p: np.minimum.accumulate(of[0], p["axis"]), None, dask=False)
cumulative(
    "nancumsum", FLOATS, lambda xp, of, p: xp.nancumsum(of[0], axis=p["axis"]), without_nan(running_error), weight=1
)

# Order statistics: one value or the mean of two, of exact values.

METHODS = [
    "linear", "lower", "higher", "nearest", "midpoint", "inverted_cdf", "averaged_inverted_cdf",
    "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased", "normal_unbiased",
]  # fmt: skip


def draw_quantile(drawing, a):
    p = draw_some(drawing, a)
    # NumPy makes NaN of an infinity beside a number, whatever the weight of it.
    require(a.size > 0 and not np.isinf(a).any())
    # NumPy subtracts neighbours in their own type, which wraps where they are far apart.
    require(a.dtype.kind != "i" or float(a.max()) - float(a.min()) <= np.iinfo(a.dtype).max)
    return {**p, "q": drawing.pick([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]), "method": drawing.pick(METHODS)}


def quantile_error(of, bounds, p, result):
    require(known(*bounds))
    if result.dtype.kind != "f":
        return None
    size = np.abs(np.where(np.isfinite(of[0]), of[0], 0)).astype(np.float64).max(initial=0)
    return rounding(result, 4) + 4 * eps(result) * size


def mean_type(a):
    """The type of a mean. Quantiles of ours have it whatever the method, which may be chosen at run time; NumPy's of
    whole numbers have another for methods that choose an element."""
    return a.dtype if a.dtype.kind == "f" else np.float64


def run_quantile(xp, of, p):
    return np.quantile(of[0], np.float64(p["q"]), method=p["method"], **axes_of(p)).astype(mean_type(of[0]))


def run_nanquantile(xp, of, p):
    return np.nanquantile(of[0], np.float64(p["q"]), method=p["method"], **axes_of(p)).astype(mean_type(of[0]))


def median_by_dask(xp, of, p):
    """Dask has no median of everything."""
    axes = axes_of(p)
    return xp.median(of[0], **(axes if axes["axis"] is not None else {**axes, "axis": tuple(range(of[0].ndim))}))


def draw_median(drawing, a):
    p = draw_some(drawing, a)
    require(a.size > 0 and not np.isinf(a).any())
    return p


step("quantile", NUMBERS, draw_quantile, run_quantile, quantile_error, weight=4, dask=False)
step("nanquantile", FLOATS, draw_not_all_nan(draw_quantile), run_nanquantile, quantile_error, dask=False)
step(
    "median", NUMBERS, draw_median, lambda xp, of, p: np.median(of[0], **axes_of(p)), quantile_error, weight=3,
    dask=median_by_dask,
)  # fmt: skip
step(
    "nanmedian", FLOATS, draw_not_all_nan(draw_median), lambda xp, of, p: np.nanmedian(of[0], **axes_of(p)),
    quantile_error, weight=1, dask=False,
)  # fmt: skip

# Counts in bins, and how rows vary together.


def draw_histogram(drawing, a):
    # NumPy has edges of float32 for such elements, ours are float64 always.
    require(a.size > 0 and np.isfinite(a).all() and a.dtype != np.float32)
    if drawing.rng.random() < 0.5:
        return {"edges": sorted(drawing.number(np.dtype("f8")) for _ in range(int(drawing.rng.integers(2, 9))))}
    # Not so wide that the width of a bin is not a number.
    require(np.abs(a.astype(np.float64)).max() < 2**52)
    p = {"bins": int(drawing.rng.integers(1, 20))}
    if drawing.rng.random() < 0.5:
        p["range"] = [-4.0, float(drawing.pick([1.0, 4.5, 16.0]))]
    return p


def run_histogram(xp, of, p):
    if "edges" in p:
        return np.histogram(of[0], np.array(p["edges"]))[0]
    return np.histogram(of[0], p["bins"], tuple(p["range"]) if "range" in p else None)[0]


def histogram_by_dask(xp, of, p):
    """Dask wants the edges, or a range."""
    if "edges" in p:
        return xp.histogram(of[0], np.array(p["edges"]))[0]
    if "range" not in p:
        raise NotImplementedError
    return xp.histogram(of[0], p["bins"], p["range"])[0]


step("histogram", NUMBERS, draw_histogram, run_histogram, weight=3, dask=histogram_by_dask)


def draw_bincount(drawing, a):
    require(a.ndim == 1 and (a >= 0).all() and a.max(initial=0) < 1000)
    return {"least": int(drawing.rng.integers(0, 9))}


# Dask's has the length of the least, or one that is not known.
step("bincount", "u", draw_bincount, lambda xp, of, p: np.bincount(of[0], minlength=p["least"]), dask=False)


def draw_cov(drawing, a):
    require(a.ndim == 2 and 0 < a.shape[0] <= 30 and a.shape[1] > 1 and np.isfinite(a).all())
    return {}


def cov_error(of, bounds, p, result):
    require(known(*bounds))
    size = np.abs(of[0].astype(np.float64)).max(initial=0)
    return 8 * (1 + np.sqrt(of[0].shape[1])) * eps(result) * size * size + rounding(result)


# NumPy has float32 of such elements where ours has float64.
step(
    "cov", NUMBERS, draw_cov, lambda xp, of, p: np.cov(of[0].astype(np.float64)), cov_error, weight=1,
    dask=False,
)  # fmt: skip
