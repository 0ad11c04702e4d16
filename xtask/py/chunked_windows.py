"""Filters with neighbourhoods, for `chunked_steps.py`: SciPy's answers."""

import numpy as np
import scipy.ndimage as nd

from chunked_arranged import draw_axis
from chunked_steps import FLOATS, eps, known, require, step


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
