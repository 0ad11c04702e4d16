"""The operations that random programs on chunked arrays are made of: the table of `chunked.py`.

A `Step` says how to draw its parameters for an array, how NumPy (and Dask, whose functions have the same names) does
it, and how far the result may lie from ours. An error bound is an array beside each value, or None where every bit is
certain: what is moved keeps its bound, sums add bounds and what rounding adds; what jumps (a comparison, a floor, an
index) is only drawn for values without a bound.
"""

from dataclasses import dataclass

import numpy as np

FLOATS, NUMBERS, WHOLES, ALL, SIGNED = "f", "iuf", "biu", "biuf", "if"
TYPES = ["bool", "uint8", "int32", "int64", "float32", "float64"]


class Unfit(Exception):
    """This step cannot be drawn for these operands."""


def require(condition):
    if not condition:
        raise Unfit


@dataclass
class Step:
    """One operation."""

    kinds: str  # of the element types of the first operand
    draw: object  # (Drawing, array) -> parameters; further operands under "of"
    run: object  # (module, operands, parameters) -> array
    error: object = None  # (operands, bounds, parameters, result) -> bound; None: exact of exact operands only
    dask: object = True  # whether Dask has it; or how it does it, as `run`
    weight: int = 2
    zeros: bool = False  # whether the sign of a zero shows in the result


STEPS = {}


def step(name, *arguments, **keywords):
    STEPS[name] = Step(*arguments, **keywords)


def eps(result):
    return np.finfo(result.dtype).eps if result.dtype.kind == "f" else 0.0


def rounding(result, units=1.0):
    """What some units in the last place are; whole numbers have none."""
    if result.dtype.kind != "f":
        return None
    size = np.abs(np.where(np.isfinite(result), result, 0)).astype(np.float64)
    return units * eps(result) * np.maximum(size, np.finfo(result.dtype).tiny)


def zero_if_none(bound):
    return 0.0 if bound is None else bound


def known(*bounds):
    return all(bound is None for bound in bounds)


# Element by element.


def no_parameters(drawing, a):
    return {}


def elementary(units):
    """A function that each side computes within some units; of exact values only."""

    def error(of, bounds, p, result):
        require(known(*bounds))
        return rounding(result, units)

    return error


def same_size(of, bounds, p, result):
    """A function that moves no two values further apart."""
    return None if known(*bounds) else sum(zero_if_none(bound) for bound in bounds)


for name, units in {
    "exp": 4, "exp2": 4, "expm1": 4, "log": 4, "log2": 4, "log10": 4, "log1p": 4, "sin": 4, "cos": 4, "tan": 6,
    "sinh": 6, "cosh": 6, "tanh": 6,
}.items():  # fmt: skip
    run = lambda xp, of, p, name=name: getattr(xp, name)(of[0])
    step(name, FLOATS, no_parameters, run, elementary(units), weight=1)
for name in ("sqrt", "floor", "ceil", "trunc", "rint", "isnan", "isinf", "isfinite"):
    step(name, FLOATS, no_parameters, lambda xp, of, p, name=name: getattr(xp, name)(of[0]), weight=1)
step("reciprocal", FLOATS, no_parameters, lambda xp, of, p: xp.reciprocal(of[0]), weight=1, zeros=True)
step("sign", SIGNED, no_parameters, lambda xp, of, p: xp.sign(of[0]), weight=1)
step("negative", NUMBERS, no_parameters, lambda xp, of, p: xp.negative(of[0]), same_size)
step("absolute", SIGNED, no_parameters, lambda xp, of, p: xp.absolute(of[0]), same_size)
step("invert", WHOLES, no_parameters, lambda xp, of, p: xp.invert(of[0]), weight=1)


def product(of, bounds, p, result):
    if known(*bounds):
        return None
    a, b = (np.where(np.isfinite(x), np.abs(x), 0).astype(np.float64) for x in (of[0], of[-1]))
    ea, eb = zero_if_none(bounds[0]), zero_if_none(bounds[-1])
    return a * eb + b * ea + ea * eb + rounding(result)


def total(of, bounds, p, result):
    return None if known(*bounds) else sum(zero_if_none(b) for b in bounds) + rounding(result)


step("square", NUMBERS, no_parameters, lambda xp, of, p: xp.square(of[0]), product)


def beside(drawing, a):
    return {"of": [drawing.beside(a)]}


def binary(name, kinds, error=None, **keywords):
    step(name, kinds, beside, lambda xp, of, p: getattr(xp, name)(of[0], of[1]), error, **keywords)


binary("add", NUMBERS, total, weight=4)
binary("subtract", NUMBERS, total, weight=4)
binary("multiply", NUMBERS, product, weight=4)
binary("divide", FLOATS, weight=3, zeros=True)
binary("maximum", NUMBERS, same_size)
binary("minimum", NUMBERS, same_size)
binary("hypot", FLOATS, elementary(4), weight=1)
for name in ("bitwise_and", "bitwise_or", "bitwise_xor"):
    binary(name, WHOLES, weight=1)
for name in ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"):
    binary(name, ALL, weight=1)


def beside_no_zero(drawing, a):
    """A divisor: a number, or an array in which there is no zero."""
    other = drawing.beside(a)
    values = drawing.value(other, a.dtype)
    require(a.dtype.kind == "f" or (values != 0).all() and not (values == -1).any())
    return {"of": [other]}


for name in ("floor_divide", "remainder", "fmod"):
    run = lambda xp, of, p, name=name: getattr(xp, name)(of[0], of[1])
    step(name, NUMBERS, beside_no_zero, run, weight=1, zeros=True)


def cast_error(of, bounds, p, result):
    if result.dtype.kind == "f":
        return None if known(*bounds) else bounds[0] + rounding(result)
    require(known(*bounds))
    return None


def draw_cast(drawing, a):
    dtype = np.dtype(drawing.pick([name for name in TYPES if name != a.dtype.name]))
    if a.dtype.kind == "f" and dtype.kind in "iu":
        # Elsewhere C leaves the result open.
        info = np.iinfo(dtype)
        require(np.isfinite(a).all() and (a > max(info.min, -(2**53))).all() and (a < min(info.max, 2**53)).all())
        require(dtype.kind == "i" or (a >= 0).all())
    return {"dtype": dtype.name}


step("astype", ALL, draw_cast, lambda xp, of, p: of[0].astype(p["dtype"]), cast_error, weight=4)


def draw_where(drawing, a):
    condition = drawing.condition(a)
    # The condition goes first.
    return {"of": [drawing.beside(a)], "first": condition}


def where_error(of, bounds, p, result):
    require(bounds[0] is None)
    if known(*bounds):
        return None
    return np.where(of[0], zero_if_none(bounds[1]), zero_if_none(bounds[2]))


step("where", ALL, draw_where, lambda xp, of, p: xp.where(of[0], of[1], of[2]), where_error)


def draw_clip(drawing, a):
    low, high = sorted(drawing.number(a.dtype) for _ in range(2))
    return {"of": [{"scalar": low}, {"scalar": high}]}


def run_clip(xp, of, p):
    return xp.clip(of[0], of[1], of[2])


step("clip", NUMBERS, draw_clip, run_clip, lambda of, bounds, p, result: bounds[0])


# Arrangements: what is done to the elements is done to their bounds.


def moved(name, draw, run, kinds=ALL, **keywords):
    def error(of, bounds, p, result):
        if known(*bounds):
            return None
        bounds = [np.broadcast_to(np.float64(zero_if_none(b)), a.shape) for a, b in zip(of, bounds)]
        return run(np, bounds, p)

    step(name, kinds, draw, run, error, **keywords)


def draw_slice(drawing, a):
    items, rng = [], drawing.rng
    for n in a.shape:
        if rng.random() < 0.1:
            items.append("newaxis")
        kind = rng.random()
        if kind < 0.15 and n:
            items.append(int(rng.integers(-n, n)))
        elif kind < 0.3:
            items.append([None, None, 1])
        else:
            end = lambda: None if rng.random() < 0.4 else int(rng.integers(-n - 1, n + 2))
            items.append([end(), end(), int(drawing.pick([1, 1, 1, 2, 3, -1, -1, -2, -5]))])
    if rng.random() < 0.2:
        items = items[: rng.integers(0, len(items) + 1)] + ["ellipsis"]
    return {"items": items}


def slices(items):
    one = {"newaxis": np.newaxis, "ellipsis": Ellipsis}
    return tuple(one[i] if isinstance(i, str) else slice(*i) if isinstance(i, list) else i for i in items)


def slice_by_dask(xp, of, p):
    """Dask takes a start before the first element as the first, where a slice goes backwards: a[-9::-1] of five
    elements is all of them, not none."""
    sizes = iter(of[0].shape)
    for item in p["items"]:
        if item == "ellipsis":
            break
        size = None if item == "newaxis" else next(sizes)
        if isinstance(item, list) and item[2] < 0 and item[0] is not None and item[0] < -size:
            raise NotImplementedError
    return of[0][slices(p["items"])]


moved("slice", draw_slice, lambda xp, of, p: of[0][slices(p["items"])], weight=8, dask=slice_by_dask)


def draw_permute(drawing, a):
    require(a.ndim > 1)
    axes = drawing.rng.permutation(a.ndim)
    return {"axes": [int(axis) - (a.ndim if drawing.rng.random() < 0.3 else 0) for axis in axes]}


moved("permute_dims", draw_permute, lambda xp, of, p: xp.transpose(of[0], p["axes"]), weight=6)
