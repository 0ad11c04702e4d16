"""Arrangements, for `chunked_steps.py`: what is done to the elements is done to their bounds."""

import numpy as np

from chunked_steps import ALL, NUMBERS, eps, known, moved, require, rounding, step, total, zero_if_none


def draw_axis(drawing, a, new=0):
    require(a.ndim + new > 0)
    axis = int(drawing.rng.integers(a.ndim + new))
    return axis - (a.ndim + new if drawing.rng.random() < 0.3 else 0)


def on_axis(draw=lambda drawing, a, axis: {}, new=0):
    """Parameters of which one is an axis."""

    def drawn(drawing, a):
        axis = draw_axis(drawing, a, new)
        return {"axis": axis, **draw(drawing, a, axis)}

    return drawn


def some(drawing, low, high):
    return int(drawing.rng.integers(low, high + 1))


moved("flip", on_axis(), lambda xp, of, p: xp.flip(of[0], p["axis"]))
moved("flip_all", lambda drawing, a: {}, lambda xp, of, p: xp.flip(of[0], None), weight=1)
moved(
    "roll",
    on_axis(lambda drawing, a, axis: {"shift": some(drawing, -2 * a.shape[axis] - 1, 2 * a.shape[axis] + 1)}),
    lambda xp, of, p: xp.roll(of[0], p["shift"], p["axis"]),
    weight=3,
)


def draw_rolls(drawing, a):
    require(a.ndim > 0)
    pairs = [(some(drawing, -9, 9), draw_axis(drawing, a)) for _ in range(some(drawing, 1, 3))]
    return {"shifts": [shift for shift, _ in pairs], "axes": [axis for _, axis in pairs]}


def run_rolls(xp, of, p):
    return xp.roll(of[0], tuple(p["shifts"]), tuple(p["axes"]))


moved("roll_axes", draw_rolls, run_rolls, weight=1, dask=False)


def draw_reshape(drawing, a):
    left, shape = a.size, []
    require(left > 0)
    while left > 1 and len(shape) < 4:
        factors = [f for f in range(2, min(left, 1000) + 1) if left % f == 0]
        factor = drawing.pick(factors) if factors else left
        shape.append(factor)
        left //= factor
    shape = [*shape, left] if left > 1 or drawing.rng.random() < 0.2 else shape
    shape = [int(n) for n in drawing.rng.permutation(shape)]
    if drawing.rng.random() < 0.3:
        shape.insert(some(drawing, 0, len(shape)), 1)
    if shape and drawing.rng.random() < 0.3:
        shape[some(drawing, 0, len(shape) - 1)] = -1
    return {"shape": shape}


moved("reshape", draw_reshape, lambda xp, of, p: xp.reshape(of[0], tuple(p["shape"])), weight=6)
moved("ravel", lambda drawing, a: {}, lambda xp, of, p: xp.ravel(of[0]), weight=1)
moved("expand_dims", on_axis(new=1), lambda xp, of, p: xp.expand_dims(of[0], p["axis"]), weight=1)
moved("squeeze", lambda drawing, a: {}, lambda xp, of, p: xp.squeeze(of[0]), weight=1)


def draw_pair(names):
    def draw(drawing, a):
        return {name: draw_axis(drawing, a) for name in names}

    return draw


moved("swapaxes", draw_pair("mn"), lambda xp, of, p: xp.swapaxes(of[0], p["m"], p["n"]), weight=1)
moved("moveaxis", draw_pair("mn"), lambda xp, of, p: xp.moveaxis(of[0], p["m"], p["n"]), weight=1)


def draw_broadcast(drawing, a):
    shape = [some(drawing, 0, 5) if n == 1 else n for n in a.shape]
    return {"shape": [some(drawing, 1, 4) for _ in range(some(drawing, 0, 2))] + shape}


moved("broadcast_to", draw_broadcast, lambda xp, of, p: xp.broadcast_to(of[0], tuple(p["shape"])))


def draw_chunks(drawing, a):
    return {"chunks": drawing.layout(a.shape)["chunks"]}


moved("rechunk", draw_chunks, lambda xp, of, p: of[0], dask=lambda xp, of, p: of[0].rechunk(tuple(p["chunks"])))


def alike(drawing, a, axis):
    """Arrays that can stand beside this one."""
    of = []
    for _ in range(some(drawing, 1, 2)):
        found = [p for p in drawing.all_values() if joins(drawing.value(p, None), a, axis)]
        if found and drawing.rng.random() < 0.5:
            of.append(drawing.pick(found))
        else:
            shape = list(a.shape)
            if axis is not None:
                shape[axis] = some(drawing, 0, 9)
            of.append(drawing.input(tuple(shape), a.dtype.name))
    return of


def joins(b, a, axis):
    if b.dtype != a.dtype or b.ndim != a.ndim:
        return False
    free = None if axis is None else axis % a.ndim
    return all(n == m or k == free for k, (n, m) in enumerate(zip(b.shape, a.shape)))


def draw_concat(drawing, a):
    axis = draw_axis(drawing, a)
    return {"axis": axis, "of": alike(drawing, a, axis)}


def draw_stack(drawing, a):
    return {"axis": draw_axis(drawing, a, 1), "of": alike(drawing, a, None)}


moved("concat", draw_concat, lambda xp, of, p: xp.concatenate(of, p["axis"]), weight=6)
moved("stack", draw_stack, lambda xp, of, p: xp.stack(of, p["axis"]), weight=3)

COPIES = ["edge", "reflect", "symmetric", "wrap"]


def draw_widths(drawing, a):
    require(a.ndim > 0 and a.size > 0)
    most = [0, 1, 2, 3, 2 * max(a.shape[-1:]) + 1] if drawing.rng.random() < 0.3 else [0, 1, 2, 3]
    widths = [[min(drawing.pick(most), 200), min(drawing.pick(most), 200)] for _ in a.shape]
    require(np.prod([n + before + after for n, (before, after) in zip(a.shape, widths)], dtype=float) < 1e6)
    return widths


def draw_pad(drawing, a):
    return {"widths": draw_widths(drawing, a), "mode": drawing.pick(COPIES)}


def run_pad(xp, of, p):
    return np.pad(of[0], p["widths"], p["mode"])


def draw_pad_constant(drawing, a):
    ends = [[drawing.number(a.dtype), drawing.number(a.dtype)] for _ in a.shape]
    return {"widths": draw_widths(drawing, a), "values": ends}


def run_pad_constant(xp, of, p):
    values = p["values"] if of[0].dtype.kind != "b" else [[bool(v) for v in pair] for pair in p["values"]]
    return xp.pad(of[0], p["widths"], "constant", constant_values=values)


# Dask pads no further than the axis is long, and a constant of one value only.
moved("pad", draw_pad, run_pad, weight=6, dask=False)
step(
    "pad_constant", ALL, draw_pad_constant, run_pad_constant,
    lambda of, bounds, p, result: None if known(*bounds) else np.pad(bounds[0], p["widths"]), dask=False,
)  # fmt: skip


def draw_pad_extreme(drawing, a):
    widths = draw_widths(drawing, a)
    return {"widths": widths, "mode": drawing.pick(["maximum", "minimum"])}


step("pad_extreme", NUMBERS, draw_pad_extreme, run_pad, weight=1, dask=False)

moved(
    "repeat",
    on_axis(lambda drawing, a, axis: {"times": some(drawing, 0, 4)}),
    lambda xp, of, p: xp.repeat(of[0], p["times"], p["axis"]),
)


def draw_counts(drawing, a, axis):
    require(a.shape[axis] <= 3000)
    return {"counts": drawing.rng.integers(0, 4, a.shape[axis]).tolist()}


moved(
    "repeat_each",
    on_axis(draw_counts),
    lambda xp, of, p: xp.repeat(of[0], np.array(p["counts"], np.int64), p["axis"]),
    weight=1,
    dask=False,
)


def draw_tile(drawing, a):
    least = 0 if drawing.rng.random() < 0.1 else 1
    return {"reps": [some(drawing, least, 3) for _ in range(max(a.ndim + some(drawing, -1, 1), 1))]}


moved("tile", draw_tile, lambda xp, of, p: xp.tile(of[0], tuple(p["reps"])))


def draw_take(drawing, a):
    axis = draw_axis(drawing, a)
    n = a.shape[axis]
    shape = drawing.pick([(), (5,), (n,), (3 * n // 2,), (2, 3)])
    require(n > 0 and np.prod(shape) < 3000)
    return {"axis": axis, "indices": drawing.rng.integers(-n, n, shape).tolist()}


def run_take(xp, of, p):
    return xp.take(of[0], np.array(p["indices"], np.int64), p["axis"])


moved("take", draw_take, run_take, weight=5, dask=lambda xp, of, p: xp.take(of[0], p["indices"], p["axis"]))


def diff_error(of, bounds, p, result):
    if known(*bounds) and p["n"] <= 1:
        return None
    bound = np.broadcast_to(np.float64(zero_if_none(bounds[0])), of[0].shape)
    for _ in range(p["n"]):
        size, axis = bound.shape[p["axis"]], p["axis"]
        bound = np.take(bound, range(1, size), axis) + np.take(bound, range(size - 1), axis)
    return None if known(*bounds) else bound + p["n"] * rounding(result)


def draw_diff(drawing, a, axis):
    n = drawing.pick([1, 1, 1, 2, 3])
    require(a.shape[axis] > n)
    return {"n": n}


step("diff", NUMBERS, on_axis(draw_diff), lambda xp, of, p: xp.diff(of[0], p["n"], p["axis"]), diff_error, weight=3)


def gradient_error(of, bounds, p, result):
    require(known(*bounds))
    size = np.abs(np.where(np.isfinite(of[0]), of[0], 0)).astype(np.float64).max(initial=0)
    return 8 * rounding(result) + 8 * eps(result) * size


def draw_gradient(drawing, a, axis):
    require(a.shape[axis] >= 2)
    return {"spacing": drawing.pick([1.0, 0.5, 2.0])}


step(
    "gradient", "if", on_axis(draw_gradient), lambda xp, of, p: xp.gradient(of[0], p["spacing"], axis=p["axis"]),
    gradient_error, dask=False,
)  # fmt: skip
