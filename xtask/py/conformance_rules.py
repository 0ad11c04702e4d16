"""How near nd's results have to be to NumPy's, and where they differ on purpose."""

import numpy as np

from conformance_operations import axes, lowest, operation

# The bounds that nd's documentation states, in units in the last place of the true value: that is NumPy's in the next
# wider type. Bounds of complex functions are of the longer part.
BOUNDS = {
    name: 1
    for name in (
        "exp", "exp2", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "sinh", "cosh", "tanh",
        "asin", "acos", "atan", "asinh", "acosh", "atanh", "cbrt", "atan2", "hypot", "pow", "float_power",
        "sqrt", "abs", "angle", "deg2rad", "rad2deg",
    )
} | {"expm1": 1.25}

def complex_bound(op, z, w=None):
    """That of complex numbers, which are calculated in double precision."""
    # e^(w ln z): the exponent is rounded.
    return 4 + 2 * np.nan_to_num(np.abs(w * np.log(z))) if op == "pow" else 6


WIDER = {"<f4": np.float64, "<f8": np.longdouble, "<c8": np.complex128, "<c16": np.clongdouble}

FLOATS = ("<f2", "<f4", "<f8", "<c8", "<c16")


def all_floats(units, *names):
    return {(name, kind): units for name in names for kind in FLOATS}


def complex_floats(units, *names):
    return {(name, kind): units for name in names for kind in ("<c8", "<c16")}


# How far a result may lie from NumPy's, in units in the last place of `SCALE`. Everything that is not named here or in
# BOUNDS is compared to the bit.
TOLERANCE = {
    # NumPy multiplies complex numbers with fused multiply-add where the CPU has it, so it rounds
    # once where we round twice.
    **complex_floats(4, "multiply", "square", "multiply.outer", "multiply.where"),
    # NumPy divides after Smith (1962); the roundings differ, the range must not.
    **complex_floats(8, "divide", "reciprocal", "sign"),
    # The order of a sum is ours: a fixed tree. NumPy's depends on the strides. Where NumPy's is
    # fixed too, on contiguous memory, `must_be_exact` asks for its bits.
    **all_floats(64, "sum", "prod", "cumsum", "cumprod", "mean", "cumulative_sum", "cumulative_prod"),
    **all_floats(64, "nansum", "nanprod", "nanmean", "nancumsum", "nancumprod", "averaged", "bincount"),
    **all_floats(64, "add.reduce", "add.reduceat", "multiply.reduce", "multiply.reduceat"),
    **all_floats(256, "var", "std", "nanvar", "nanstd", "cov"),
    # Their elements are within the bounds above, or NumPy's.
    **all_floats(64, *(f"{name}.{way}" for name in ("hypot", "logaddexp", "logaddexp2")
                       for way in ("reduce", "accumulate", "reduceat", "at"))),
    **all_floats(64, *(f"multiply.{way}" for way in ("accumulate", "at"))),
    **all_floats(4, *(f"{name}.{way}" for name in ("hypot", "logaddexp", "logaddexp2") for way in ("outer", "where"))),
    # 2 units of the larger operand, or of 1, each.
    **all_floats(4, "logaddexp", "logaddexp2"),
    # NumPy's has what rounding π leaves, of 1.
    **all_floats(2, "sinc"),
    # 5 units ours, as many NumPy's.
    **all_floats(10, "i0"),
    # NumPy interpolates from the nearer end, from the lower one here.
    **all_floats(4, "quantile", "nanquantile", "percentile", "nanpercentile"),
    **all_floats(16, "padded", "gradients"),
    **all_floats(4, "gradient_axis"),
    **all_floats(64, "trapezoid_over", "histogram_weighted", "points_weighted"),
    **all_floats(4, "histogram_density", "points_density"),
    **all_floats(2, "histogram_bin_edges", "points", "points_2d"),
    **all_floats(8, "bartlett", "blackman", "hamming", "hanning", "kaiser"),
    **all_floats(8, "logspaced"),
    **all_floats(64, "geomspaced"),
    **all_floats(64, "convolve", "correlate", "unwrap"),
    **all_floats(64, "polymul", "polyval", "polydiv", "poly", "vandermonde", "polyder", "integrated"),
    **all_floats(64, "dot", "vdot", "inner", "matmul", "matvec", "vecmat", "vecdot", "tensordot", "einsum"),
    **all_floats(64, "matrix_trace", "trace"),
    **all_floats(4, "crossed", "kron", "outer"),
    **all_floats(1e6, "roots_values", "polyfit_values", "corrcoef"),
}


def squares(a, **keywords):
    """What the rounding errors of a variance are proportional to."""
    return np.mean(np.square(np.abs(a.astype(np.complex128))), **keywords)


def spread(mean):
    """The scale of a variance, which may have a correction."""

    def scale(a, axis, ddof=0, **keywords):
        n = a.size if axis is None else np.prod([a.shape[k] for k in axes(axis)])
        return mean(np.square(np.abs(a.astype(np.complex128))), axis=axes(axis), **keywords) * (n / max(n - ddof, 1))

    return scale


def root(scale):
    return lambda *inputs, **keywords: np.sqrt(scale(*inputs, **keywords))


def largest(*arrays):
    """The largest finite magnitude."""
    return max(np.max(np.abs(a[np.isfinite(a)].astype(complex)), initial=0.0) for a in arrays)


def of_sizes(name):
    """The function of magnitudes: sums of products do not cancel then."""

    def scale(*inputs, **keywords):
        sizes = [np.abs(a) if a.dtype.kind in "fc" else a for a in inputs]
        return operation(name)(*sizes, **keywords)

    return scale


def every(scale):
    """One scale for all results."""
    return lambda *inputs, **keywords: scale(*inputs)


def weights(a, w, axis):
    if w.ndim < a.ndim:
        w = w.reshape([-1 if k == axis % a.ndim else 1 for k in range(a.ndim)])
    total = np.abs(np.sum(np.broadcast_to(w, a.shape), axis=axis))
    return np.sum(np.abs(a) * np.abs(w), axis=axis) / total


def correlation(a, rowvar):
    """What cancels where a variance is found."""
    a = a.astype(float) if rowvar or a.ndim < 2 else a.astype(float).T
    with np.errstate(all="ignore"):
        least = np.var(a, axis=-1)
        return 1 + largest(a) ** 2 / np.min(least[least > 0], initial=1.0)


def growth(p, q):
    """What the coefficients of a quotient and of its steps may be: nothing cancels."""
    p, q = np.abs(p).astype(float), np.abs(q).astype(float)
    quotient, _ = np.polydiv(p, np.concatenate([q[:1], -q[1:]]))
    return (largest(quotient) + 1) * largest(q) * len(q) + largest(p)


# What a unit in the last place is one of, where it is not the result itself: sums that cancel
# keep the errors of what went in.
SCALE = {
    **{name: of_sizes(name) for name in (
        "sum", "mean", "cumsum", "nansum", "nanmean", "nancumsum", "cumulative_sum", "add.reduce", "add.reduceat",
        "convolve", "correlate", "polymul", "polyval", "dot", "vdot", "inner", "matmul", "matvec", "vecmat", "vecdot",
        "tensordot", "einsum", "trace", "matrix_trace", "bincount", "gradient_axis",
    )},
    "averaged": weights,
    "nanvar": spread(np.nanmean),
    "nanstd": root(spread(np.nanmean)),
    "var": spread(np.mean),
    "std": root(spread(np.mean)),
    "cov": lambda a, **_: largest(a.astype(float)) ** 2 * (1 + a.shape[-1]),
    "corrcoef": correlation,
    **{name: every(largest) for name in ("padded", "gradients", "gradient_axis")},
    **{name: every(largest) for name in ("quantile", "nanquantile", "percentile", "nanpercentile")},
    "trapezoid_over": lambda a, spacing, axis: a.size * largest(a) * np.max(np.abs(spacing), initial=0.0),
    "unwrap": lambda a, **_: largest(a) * (1 + a.size),
    "histogram_bin_edges": lambda a, **_: max(largest(a), 1.0),
    "points": lambda a, **_: max(largest(a), 1.0),
    "points_2d": lambda a, **_: max(largest(a), 1.0),
    "points_weighted": lambda a, w, **_: max(largest(a), largest(w), 1.0),
    "histogram_weighted": lambda a, w, **_: w.size * largest(w),
    **{name: lambda **_: 1.0 for name in ("bartlett", "blackman", "hamming", "hanning", "kaiser")},
    "sinc": lambda a: 1.0,
    **{name: lambda a, b: np.maximum(np.maximum(np.abs(a), np.abs(b)), 1.0) for name in ("logaddexp", "logaddexp2")},
    "poly": lambda a: np.abs(np.poly(-np.abs(a))) if a.size else 1.0,
    "polydiv": growth,
    "roots_values": lambda p: largest(p) / np.abs(np.trim_zeros(p, "f")[0]) if np.any(p) else 1.0,
    "polyfit_values": lambda x, y, deg: largest(y),
    **{f"{name}.{way}": lambda *inputs, **_: largest(*(a for a in inputs if a.dtype.kind == "f")) + 1
       for name in ("logaddexp", "logaddexp2") for way in ("outer", "where", "reduce", "accumulate", "reduceat", "at")},
    "crossed": lambda a, b, axis: 3 * largest(a) * largest(b),
}

# The same, where it depends on the result as well.
SCALED = {}

# What is compared in the place of results that have no one order or no one value.
INSTEAD = {
    "roots_values": lambda roots, p: np.asarray(np.poly(roots)).astype(complex),
    "polyfit_values": lambda found, x, y: np.polyval(found, x),
    "polydiv": lambda found, p, q: [found[0], lowest(found[1], len(q) - 1)],
}

# Which of 0.0 and -0.0 is the larger NumPy leaves to its loop: the vector loop and the scalar one
# answer differently, so the same pair does at different places of one array.
# Its fast sorts, which are not stable, even put one in the other's place.
ZEROS_ARE_EQUAL = {
    "maximum", "minimum", "fmax", "fmin", "max", "min", "nanmax", "nanmin", "clip", "unique", "topk",
    "partition_halves", "argpartition_halves", "unique_values", "intersect1d", "union1d", "setdiff1d", "setxor1d",
    "intersection",
    *(f"{name}.{way}" for name in ("maximum", "minimum", "fmax", "fmin")
      for way in ("reduce", "accumulate", "reduceat", "at", "outer", "where")),
    "sort_complex",
    # nd sorts -0.0 before 0.0, and may: they are equal.
    "sort",
}
