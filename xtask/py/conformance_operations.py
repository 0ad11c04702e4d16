"""What NumPy has to do for each operation of `nd-conformance`: those that are not called as in NumPy."""

import numpy as np


def axes(axis):
    """A list of axes as NumPy takes it: a tuple."""
    return tuple(axis) if isinstance(axis, list) else axis


def slices(items):
    def one(item):
        if item == "newaxis":
            return np.newaxis
        if item == "ellipsis":
            return Ellipsis
        return slice(*item) if isinstance(item, list) else item

    return tuple(one(item) for item in items)


STEPS = {
    "slice": lambda a, items: a[slices(items)],
    "permute": lambda a, axes: a.transpose(axes),
    "swap": lambda a, axes: np.swapaxes(a, *axes),
    "flip": np.flip,
    "expand": np.expand_dims,
    "broadcast": np.broadcast_to,
}


def truncated_divide(a, b):
    """Rust's integer `/`: rounded towards zero, wrapping for MIN / -1."""
    quotient = np.floor_divide(a, b)
    inexact = quotient * b != a
    return quotient + (inexact & ((a < 0) != (b < 0))).astype(quotient.dtype)


def divided(function):
    """nd refuses to divide an integer by 0, of which NumPy warns and says 0."""

    def run(a, b, *others, **keywords):
        wanted = others[0] if others else True
        # Of the pairs that are met: `a` may be empty.
        if a.dtype.kind in "iu" and np.any((b == 0) & (a == a) & wanted):
            raise ZeroDivisionError("an integer by 0")
        return function(a, b, *others, **keywords)

    return run


def in_place(function):
    """A function that writes to its first argument, of a copy."""

    def run(a, *others, **keywords):
        a = np.array(a)
        function(a, *others, **keywords)
        return a

    return run


def reduction(function):
    return lambda a, axis, **keywords: function(a, axis=axes(axis), **keywords)


def assign(a, b, steps):
    a[tuple(slice(None, None, step) for step in steps)] = b


def partition_halves(a, kth, axis):
    """All that is promised of a partition: either side has its elements, in no order."""
    n = a.shape[axis]
    parts = np.partition(a, kth, axis)
    at = kth % n
    halves = np.split(parts, [at, at + 1], axis)
    return np.concatenate([np.sort(half, axis, kind="stable") for half in halves], axis)


def topk(a, k, axis):
    """The greatest first; NaN is greater than all."""
    return np.flip(np.sort(a, axis, kind="stable"), axis).take(range(k), axis)


def searched(a, v, right):
    return np.searchsorted(a, v, "right" if right else "left")


def quantiles(function):
    """Of floats: NumPy subtracts small integers in their own type, and some methods answer in it."""
    numbers = lambda a: a.astype(np.float64) if a.dtype.kind in "iu" else a
    return lambda a, axis, **keywords: function(numbers(a), axis=axes(axis), **keywords)


def padded(a, width, mode):
    name, *odd = mode.split()
    keywords = {"reflect_type": "odd"} if odd else {}
    return np.pad(a, width, name, **keywords)


def wide_halves(function):
    """In `float32` for `float16`, in which the tolerances underflow."""
    wide = lambda a: a.astype(np.float32) if a.dtype == np.float16 else a
    return lambda a, b, **keywords: function(wide(a), wide(b), **keywords)


def nearly_real(a):
    real = np.real_if_close(a)
    return [] if real.dtype.kind == "c" else [real]


def sections(function):
    """A number of parts, or the places where they begin."""
    return lambda a, sections, **keywords: function(a, sections, **keywords)


def block(*blocks, columns):
    return np.block([list(blocks[at : at + columns]) for at in range(0, len(blocks), columns)])


def rolled_axis(a, source, destination):
    """`rollaxis` to where `moveaxis` goes: its `start` is counted before the axis is taken out."""
    source, destination = source % a.ndim, destination % a.ndim
    return np.rollaxis(a, source, destination + (destination > source))


def places(what):
    """What is deleted, or before what is inserted."""
    if "range" in what:
        return slice(*what["range"])
    if "mask" in what:
        return np.array(what["mask"], bool)
    return what["at"] if "at" in what else np.array(what["places"], np.int64)


def select(default, *others):
    count = len(others) // 2
    return np.select(list(others[:count]), list(others[count:]), default)


def opened(*vectors):
    """NumPy makes integers of empty vectors."""
    return [grid.astype(vector.dtype) for grid, vector in zip(np.ix_(*vectors), vectors)]


def spaced(distances):
    return np.asarray(distances) if isinstance(distances, list) else distances


def gradients(a, spacings, edge_order):
    found = np.gradient(a, *map(spaced, spacings), edge_order=edge_order)
    return list(found) if a.ndim > 1 else [found]


def trapezoid_over(a, spacing, axis):
    """Of floats: NumPy adds small integers in their own type."""
    a = a.astype(np.float64) if a.dtype.kind in "iu" else a
    keywords = {"x": np.array(spacing, a.dtype)} if isinstance(spacing, list) else {"dx": spacing}
    return np.trapezoid(a, axis=axis, **keywords)


def points_2d(a, bins):
    counts, x, y = np.histogram2d(a[:, 0], a[:, 1], bins)
    return counts, [x, y]


def in_its_type(function):
    """In the type of the elements: NumPy multiplies with `int64` and `float64`. Integers wrap."""

    def run(a, *others, **keywords):
        if a.dtype.kind not in "iu":
            return function(a, *others, **keywords).astype(a.dtype)
        exact = function(a.astype(object), *others, **keywords)
        wrapped = [int(x) % 2 ** (8 * a.dtype.itemsize) for x in exact.flat]
        return np.array(wrapped, f"u{a.dtype.itemsize}").view(a.dtype).reshape(exact.shape)

    return run


def integrated(p, constants, m):
    return np.polyint(p, m, constants if m else None)


def polydiv(p, q):
    """NumPy's remainder begins with what rounding leaves of higher powers, and drops what is below 1e-8."""
    quotient, remainder = np.polydiv(p, q)
    return quotient, lowest(remainder, len(q) - 1)


def lowest(p, count):
    """So many coefficients of the lowest powers; none of what a constant leaves."""
    padded = np.concatenate([np.zeros(count, p.dtype), p])
    return padded[len(padded) - count :]


def arange(start, stop, step, dtype):
    """Of Python's integers: scalars of NumPy's overflow."""
    plain = lambda x: x.item() if x.dtype.kind in "iu" else x[()]
    return np.arange(plain(start), plain(stop), plain(step), dtype)


def scalars(function):
    return lambda *inputs, **keywords: function(*(a[()] for a in inputs), **keywords)


def averaged(a, weights, axis):
    return np.average(a, axis, weights)


def bincount(a, *weights, minlength):
    """NumPy forgets that there were weights where there is nothing."""
    return np.bincount(a, *weights, minlength=minlength).astype(np.float64 if weights else np.int64)


def crossed(a, b, axis):
    return np.linalg.cross(a, b, axis=axis)


def log1p(a):
    """NumPy's of complex numbers has no digits near zero; its real one has."""
    if a.dtype.kind != "c":
        return np.log1p(a)
    x, y = a.real, a.imag
    whole = np.log1p(a)
    near = np.log1p(x * (2 + x) + y * y) / 2 + 1j * whole.imag
    return np.where(np.abs(a) < 0.5, near, whole)


def angle(a):
    """In `float64` of integers, of which NumPy turns small ones into small floats."""
    return np.angle(a.astype(np.float64) if a.dtype.kind in "iu" else a)


OPS = {
    "log1p": log1p,
    "angle": angle,
    "poly": lambda roots: np.atleast_1d(np.poly(roots)).astype(roots.dtype),
    "argsort_stable": lambda a, axis: np.argsort(a, axis, kind="stable"),
    "sort": lambda a, axis: np.sort(a, axis, kind="stable"),
    "partition_halves": partition_halves,
    "argpartition_halves": partition_halves,
    "topk": topk,
    "unique": np.unique,
    "unique_values": lambda a: np.unique(a, equal_nan=False),
    "unique_counts": lambda a: np.unique_counts(a).counts,
    # Of NaN, which are all different, the first is first; NumPy's own `unique_inverse` leaves their order open.
    "unique_inverse": lambda a: np.unique_all(a).inverse_indices,
    "unique_first": lambda a: np.unique_all(a).indices,
    "searched": searched,
    "lexsort": lambda *keys, axis: np.lexsort(keys, axis),
    "intersection": lambda a, b: (lambda v, i, j: (v, (i, j)))(*np.intersect1d(a, b, return_indices=True)),
    "histogram": lambda a, bins: np.histogram(a, bins)[0],
    "histogram_weighted": lambda a, w, bins, range: np.histogram(a, bins, range and tuple(range), weights=w)[0],
    "histogram_density": lambda a, bins: np.histogram(a, bins, density=True)[0],
    "points": np.histogramdd,
    "points_2d": points_2d,
    "points_weighted": lambda a, w, bins: np.histogramdd(a, bins, weights=w),
    "points_density": lambda a, bins: np.histogramdd(a, bins, density=True),
    "roll": lambda a, shift, axis: np.roll(a, shift, axis),
    "array_split": lambda a, parts, part, axis: np.array_split(a, parts, axis)[part],
    "array_split_all": sections(np.array_split),
    **{name: sections(getattr(np, name)) for name in ("split", "vsplit", "hsplit", "dsplit")},
    "joined": lambda a, b, axis: np.concatenate([a, b], axis),
    "stacked": lambda a, b, axis: np.stack([a, b], axis),
    **{
        name: lambda *arrays, function=getattr(np, name): function(arrays)
        for name in ("vstack", "hstack", "dstack", "column_stack", "concatenate")
    },
    "block": block,
    "broadcast_shapes": lambda shapes: np.array(np.broadcast_shapes(*map(tuple, shapes)), np.int64),
    "padded": padded,
    "gradient_axis": lambda a, axis: np.gradient(a, axis=axis),
    "gradients": gradients,
    "trapezoid_over": trapezoid_over,
    "diff_between": lambda a, prepend, append, n, axis: np.diff(a, n, axis, prepend, append),
    "ediff1d_between": lambda a, begin, end: np.ediff1d(a, end, begin),
    "copy": lambda a: a,
    "npy_written": lambda a: a,
    "str": str,
    "mask": lambda a, mask: a[mask],
    "take": lambda a, indices, axis: np.take(a, indices, axis),
    "take_flat": np.take,
    "compress": lambda a, mask, axis: np.compress(mask, a, axis),
    "pairs": lambda a, i, j, first: a[:, i, j] if first else a[i, j],
    "cast": lambda a, dtype: a.astype(dtype),
    "reshape": lambda a, shape: a.reshape(shape),
    "resize": lambda a, new_shape: np.resize(a, tuple(new_shape)),
    "delete": lambda a, what, axis: np.delete(a, places(what), axis),
    "insert": lambda a, values, what, axis: np.insert(a, places(what), values, axis),
    "rolled_axis": rolled_axis,
    "sliding_window_view": lambda a, window: np.lib.stride_tricks.sliding_window_view(a, tuple(window)),
    "along_axis": lambda a, axis: np.apply_along_axis(lambda lane: lane[-1], axis, a),
    "iadd": in_place(lambda a, b: np.add(a, b, out=a)),
    "isub": in_place(lambda a, b: np.subtract(a, b, out=a)),
    "imul": in_place(lambda a, b: np.multiply(a, b, out=a)),
    "assign": in_place(assign),
    "place": in_place(np.place),
    "putmask": in_place(np.putmask),
    "copyto": in_place(lambda a, mask, source: np.copyto(a, source, where=mask)),
    "put": in_place(np.put),
    "put_along_axis": in_place(np.put_along_axis),
    "fill_diagonal": in_place(np.fill_diagonal),
    "choose": lambda indices, *choices, mode: np.choose(indices, choices, mode=mode),
    "select": select,
    "ravel_multi_index": lambda *indices, dims, mode: np.ravel_multi_index(indices, dims, mode),
    "opened": opened,
    "diag_indices_from": np.diag_indices_from,
    "matrix_trace": lambda a, offset: np.trace(a, offset, -2, -1),
    "truncated_divide": divided(truncated_divide),
    **{name: divided(getattr(np, name)) for name in ("floor_divide", "remainder", "fmod", "divmod")},
    "fused": lambda a, b, c: 2.5 * a + b * b - np.sqrt(np.abs(c)),
    "round_to": lambda a, decimals: np.round(a, decimals),
    "replaced": lambda a, nan, posinf, neginf: np.nan_to_num(a, nan=nan, posinf=posinf, neginf=neginf),
    **{name: wide_halves(getattr(np, name)) for name in ("isclose", "allclose")},
    "nearly_real": nearly_real,
    "averaged": averaged,
    "bincount": bincount,
    "full": lambda x, shape: np.full(shape, x),
    "eye": lambda N, M, k, dtype: np.eye(N, M, k, dtype),
    "arange": arange,
    "linspace": scalars(np.linspace),
    "logspaced": scalars(lambda start, stop, base, **k: np.logspace(start, stop, base=base, **k)),
    "geomspaced": scalars(lambda start, stop, _, **k: np.geomspace(start, stop, dtype=start.dtype, **k)),
    "vandermonde": in_its_type(np.vander),
    "polyder": in_its_type(np.polyder),
    "polydiv": polydiv,
    # In double precision, whose errors are nothing in single.
    "i0": lambda a: np.i0(a.astype(np.float64)).astype(a.dtype),
    "integrated": in_its_type(integrated),
    "roots_values": np.roots,
    "polyfit_values": np.polyfit,
    "einsum": lambda a, b, spec: np.einsum(spec, a, b),
    "crossed": crossed,
    "binary_repr": scalars(np.binary_repr),
    "base_repr": scalars(lambda n, **k: np.base_repr(int(n), **k)),
    "format_float_positional": scalars(np.format_float_positional),
    "format_float_scientific": scalars(np.format_float_scientific),
    "castable": lambda to, casting, **origin: np.can_cast(origin["from"], to, casting),
    "promoted": lambda types: str(np.result_type(*types)),
} | {
    name: reduction(getattr(np, name))
    for name in (
        "sum", "prod", "max", "min", "any", "all", "count_nonzero", "mean", "var", "std", "median", "ptp",
        "nansum", "nanprod", "nanmean", "nanvar", "nanstd", "nanmax", "nanmin", "nanmedian",
    )
} | {name: quantiles(getattr(np, name)) for name in ("quantile", "nanquantile", "percentile", "nanpercentile")}


def method(name):
    """A method of a ufunc, in the type of the elements."""
    ufunc, way = name.split(".")
    ufunc = getattr(np, ufunc)
    if way == "where":
        where = lambda a, b, mask, out: ufunc(a, b, out=np.array(out), where=mask)
        return divided(where) if name.startswith(("floor_divide", "remainder", "fmod")) else where
    if way == "outer" and name.startswith(("floor_divide", "remainder", "fmod")):
        return lambda a, b: divided(lambda *_: ufunc.outer(a, b))(a.reshape(a.shape + (1,) * b.ndim), b)
    if way == "at":
        return in_place(ufunc.at)
    if way == "outer":
        return ufunc.outer
    if way == "reduceat":
        return lambda a, starts, axis: ufunc.reduceat(a, starts, axis, a.dtype)
    if way == "reduce":
        return lambda a, axis, **keywords: ufunc.reduce(a, axes(axis), a.dtype, **keywords)
    return lambda a, axis: ufunc.accumulate(a, axis, a.dtype)


def operation(name):
    return OPS.get(name) or (method(name) if "." in name else getattr(np, name))
