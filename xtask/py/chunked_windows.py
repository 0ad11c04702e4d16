"""Filters with neighbourhoods (SciPy's answers), windows, blocks and groups, for `chunked_steps.py`."""

import numpy as np
import scipy.ndimage as nd

from chunked_arranged import draw_axis
from chunked_reduced import mean_error, sum_error, sums_exactly, variance_error
from chunked_steps import ALL, FLOATS, NUMBERS, eps, known, require, rounding, step


def filter_error(weights):
    """Sums of so many products with weights whose sizes add up to that."""

    def error(of, bounds, p, result):
        require(known(*bounds))
        size = np.abs(of[0].astype(np.float64)).max(initial=0)
        return np.full(result.shape, 32 * eps(result) * size * weights(p) + np.finfo(result.dtype).tiny)

    return error


def finite(drawing, a):
    require(a.ndim > 0 and a.size > 0 and np.isfinite(a).all())


def draw_gaussian(drawing, a):
    finite(drawing, a)
    require(a.ndim <= 3)
    return {"sigma": drawing.pick([0.5, 1.0, 2.0])}


step(
    "gaussian_filter", FLOATS, draw_gaussian, lambda xp, of, p: nd.gaussian_filter(of[0], p["sigma"]),
    filter_error(lambda p: 1), dask=False,
)  # fmt: skip


def draw_sobel(drawing, a):
    finite(drawing, a)
    require(a.ndim <= 3)
    return {"axis": draw_axis(drawing, a)}


step(
    "sobel", FLOATS, draw_sobel, lambda xp, of, p: nd.sobel(of[0], p["axis"]), filter_error(lambda p: 32), dask=False,
    weight=1,
)  # fmt: skip


def draw_line(drawing, a):
    finite(drawing, a)
    weights = (drawing.rng.integers(-8, 9, drawing.rng.integers(1, 8)) / 4).tolist()
    return {"axis": draw_axis(drawing, a), "weights": weights}


for name in ("correlate1d", "convolve1d"):
    step(
        name, FLOATS, draw_line, lambda xp, of, p, name=name: getattr(nd, name)(of[0], p["weights"], p["axis"]),
        filter_error(lambda p: sum(map(abs, p["weights"]))), dask=False, weight=1,
    )  # fmt: skip


# Windows along an axis.


def draw_window(drawing, a):
    axis = draw_axis(drawing, a)
    n = a.shape[axis]
    require(n > 0 and a.size < 100_000)
    return {"axis": axis, "window": int(drawing.rng.integers(1, min(n, 12) + 1))}


def windows(a, p):
    return np.lib.stride_tricks.sliding_window_view(a, p["window"], p["axis"])


def window_error(power):
    """Sums that run along the axis keep what rounding added before the window."""

    def error(of, bounds, p, result):
        require(known(*bounds))
        a = of[0]
        if result.dtype.kind != "f":
            return None
        finite = np.where(np.isfinite(a), np.abs(a), 0).astype(np.float64) ** power
        n = a.shape[p["axis"]]
        size = np.sum(finite, axis=p["axis"], keepdims=True)
        exact = power == 1 and sums_exactly(a, {"axis": [p["axis"]]})
        if a.dtype.kind in "iu":  # means of integers are of floats
            exact = exact and np.max(size, initial=0) < 2**53
        return rounding(result) + (0 if exact else 8 * (1 + np.sqrt(n)) * eps(result) * size)

    return error


def rolling(name, how, error, **keywords):
    run = lambda xp, of, p: how(windows(of[0], p), axis=-1)
    step(f"rolling_{name}", NUMBERS, draw_window, run, error, dask=False, **keywords)


rolling("sum", np.sum, window_error(1))
rolling("mean", np.mean, window_error(1))
rolling("max", np.max, None)
rolling("min", np.min, None, weight=1)

# Blocks.


def draw_blocks(drawing, a):
    require(a.ndim > 0 and a.size > 0)
    return {"lengths": [drawing.pick([k for k in range(1, min(n, 20) + 1) if n % k == 0]) for n in a.shape]}


def run_coarsen(xp, of, p):
    pairs = [n for size, length in zip(of[0].shape, p["lengths"]) for n in (size // length, length)]
    return np.sum(of[0].reshape(pairs), axis=tuple(range(1, len(pairs), 2)))


def coarsen_error(of, bounds, p, result):
    require(known(*bounds))
    pairs = [n for size, length in zip(of[0].shape, p["lengths"]) for n in (size // length, length)]
    return sum_error([of[0].reshape(pairs)], bounds, {"axis": range(1, len(pairs), 2), "keepdims": False}, result)


step(
    "coarsen", NUMBERS, draw_blocks, run_coarsen, coarsen_error,
    dask=lambda xp, of, p: xp.coarsen(np.sum, of[0], dict(enumerate(p["lengths"]))),
)  # fmt: skip

# Groups of positions with the same label.


def draw_labels(drawing, a):
    axis = draw_axis(drawing, a)
    require(0 < a.shape[axis] <= 3000 and a.size > 0)
    return {"axis": axis, "labels": drawing.rng.integers(-2, 4, a.shape[axis]).tolist()}


def by_label(how):
    def run(xp, of, p):
        labels = np.array(p["labels"])
        groups = [np.compress(labels == label, of[0], p["axis"]) for label in np.unique(labels)]
        return np.stack([how(group, axis=p["axis"]) for group in groups], p["axis"])

    return run


def by_label_error(error):
    """The bound of each group."""

    def of_groups(of, bounds, p, result):
        require(known(*bounds))
        labels = np.array(p["labels"])
        axis, all_bounds = p["axis"] % of[0].ndim, []
        for at, label in enumerate(np.unique(labels)):
            group, own = np.compress(labels == label, of[0], axis), np.take(result, at, axis)
            bound = error([group], bounds, {"axis": [axis], "keepdims": False, "ddof": 0}, own)
            all_bounds.append(np.broadcast_to(np.float64(0 if bound is None else bound), own.shape))
        return np.stack(all_bounds, axis) if result.dtype.kind == "f" else None

    return of_groups


def grouped(name, kinds, how, error, **keywords):
    step(f"grouped_{name}", kinds, draw_labels, by_label(how), error, dask=False, **keywords)


grouped("sum", ALL, np.sum, by_label_error(sum_error), weight=3)
grouped("mean", NUMBERS, np.mean, by_label_error(mean_error))
grouped("var", NUMBERS, np.var, by_label_error(variance_error), weight=1)
grouped("max", NUMBERS, np.max, None)
grouped("min", NUMBERS, np.min, None, weight=1)
