"""Where nd differs from NumPy on purpose, with the reason: rules that say of each element what is right there."""

import numpy as np


def infinite(z):
    return np.isinf(z.real) | np.isinf(z.imag)


def rounded_by_python(inputs, ours, _, decimals):
    """Python rounds to decimals exactly."""
    (a,) = inputs
    if a.dtype.kind in "iu":
        exact = [round(int(x), decimals) for x in a.flat]
        info, step = np.iinfo(a.dtype), 10**-decimals
        exact = [x if info.min <= x <= info.max else x - step if x > 0 else x + step for x in exact]
        return np.array([int(x) == y for x, y in zip(ours.flat, exact)], bool).reshape(a.shape)
    exact = np.array([round(float(x), decimals) if np.isfinite(x) else x for x in a.flat], np.float64)
    return ours == exact.astype(ours.dtype).reshape(a.shape)


def beside(reached):
    """The rule of elements that one result alone depends on."""
    return lambda inputs, ours, theirs, **_: np.broadcast_to(reached(*inputs), ours.shape)


def both_beyond(inputs, ours, theirs, **_):
    """Neither is finite: which parts of a product of infinities are NaN depends on the order of its steps."""
    return ~np.isfinite(ours) & ~np.isfinite(theirs) & (ours.dtype.kind == "c")


def near_the_end(inputs, ours, theirs, **_):
    """Factors whose products may be out of range, or infinite."""
    largest = np.finfo(ours.dtype).max
    with np.errstate(all="ignore"):
        sizes = [np.fmax(np.abs(a.real), np.abs(a.imag)) for a in (*inputs, inputs[0])[:2]]
        size = np.broadcast_to(np.multiply(*sizes), ours.shape)
    return ~(size < largest / 4)


def gaps_upwards(inputs, ours, theirs):
    """The distance to the next number above, whatever the sign."""
    (a,) = inputs
    size = np.abs(a)
    return (a.dtype == np.float16) & (ours == np.copysign(np.nextafter(size, np.inf, dtype=a.dtype) - size, a))


def none_left(inputs, ours, theirs, axis, ddof=0, **_):
    """No degree of freedom: whether it is 0 / 0 or more depends on roundings."""
    (a,) = inputs
    n = a.size if axis is None else np.prod([a.shape[k] for k in axis])
    return (n <= ddof) & ~np.isfinite(ours) & ~np.isfinite(theirs)


def turned_far(inputs, ours, theirs):
    (a,) = inputs
    if ours.dtype.kind != "c":
        return np.zeros(ours.shape, bool)
    wide = np.exp2(a.astype(np.result_type(a.dtype, np.complex128) if a.dtype == np.complex64 else np.clongdouble))
    return np.abs(ours - wide) <= 4 * np.abs(a.imag) * np.finfo(wide.dtype).eps * np.abs(wide)


def unit_lengths(inputs, ours, theirs):
    has_one = lambda z: np.abs(np.abs(z) - 1) < 1e-6
    return has_one(ours) & (~has_one(theirs) | np.isinf(np.abs(inputs[0])))


def products_overflow(inputs, ours, theirs):
    z, w = (np.broadcast_to(a, ours.shape) for a in inputs)
    return np.isnan(theirs) & (w.imag == 0) & (w.real == np.rint(w.real)) & (np.abs(w.real) < 100)


BEYOND = ("which parts of a complex number are NaN where infinities or NaN are multiplied is left open", both_beyond)

ONE_NAN = (
    "of complex NaN, which are one here, the first in order is kept, NumPy's the first of the input",
    lambda inputs, ours, theirs: np.isnan(ours) & np.isnan(theirs) & (theirs.dtype.kind == "c"),
)

# Which elements differ, by operation: the reason, and where it holds.
ELEMENTS = {
    **{name: [ONE_NAN] for name in ("unique", "union1d", "intersect1d", "setdiff1d", "setxor1d", "intersection")},
    **{name: [BEYOND] for name in (
        "mean", "prod", "cumprod", "nanprod", "nancumprod", "cumulative_prod", "averaged", "integrated", "polydiv",
        "convolve", "correlate", "polymul", "polyval", "poly", "vandermonde", "linspace",
        "dot", "vdot", "inner", "matmul", "matvec", "vecmat", "vecdot",
        "tensordot", "einsum", "kron", "outer", "crossed", "gradients", "divide", "reciprocal", "fused",
        "sum", "cumsum", "cumulative_sum", "add.reduce", "add.reduceat",
        "multiply.reduce", "multiply.accumulate", "multiply.reduceat", "multiply.at",
    )},
    **{name: [
        BEYOND, ("one rounding and two overflow differently near the ends of the range", near_the_end),
    ] for name in ("multiply", "square", "multiply.outer", "multiply.where")},
    "pow": [BEYOND, ("NumPy multiplies for whole powers, and has NaN where a product overflows", products_overflow), (
        "a NaN in either part is NaN; NumPy may have 0 or infinity of infinite numbers",
        lambda inputs, ours, theirs: np.isnan(ours) & np.isnan(np.add(*inputs)),
    )],
    **{
        name: [("no degree of freedom is left: 0 / 0, or what roundings leave / 0", none_left)]
        for name in ("var", "std")
    },
    "exp2": [("NumPy rounds the angle as it multiplies with ln 2: of large ones fewer digits are right", turned_far)],
    "expm1": [("at infinities, NaN and where it overflows `exp(z) - 1`, where NumPy has NaN", beside(
        lambda a: (a.dtype.kind == "c") & (~np.isfinite(a) | ((a.imag == 0) & (a.real > np.log(np.finfo(a.dtype).max))))
    ))],
    "sign": [("NumPy's have not length 1 where a complex number's overflows or is subnormal", unit_lengths)],
    "sinc": [("NumPy has NaN where π times the number is out of range", beside(
        lambda a: np.isfinite(a) & (np.abs(a) > np.finfo(a.dtype).max / 4)
    ))],
    "spacing": [("NumPy's gaps of float16 are upwards; those of the other floats are away from zero", gaps_upwards)],
    "interp": [("NaN for NaN, where NumPy has the value of a single point", beside(
        lambda x, xp, fp: np.isnan(x) & (len(xp) == 1)
    ))],
    "i0": [
        ("NumPy has NaN at the infinities", beside(np.isinf)),
        (
            "NumPy's e^x overflows before it is divided",
            lambda inputs, ours, theirs: np.isinf(theirs) & (np.abs(inputs[0]) > 709),
        ),
    ],
    "round_to": [("NumPy multiplies, which rounds, overflows or wraps; here decimals are exact", rounded_by_python)],
}


def nothing(result):
    return isinstance(result, np.ndarray) and result.size == 0


def whole_cases(case, problem, inputs, ours, theirs):
    """The reason why a whole result differs."""
    op = case["op"]
    reduced = op.endswith(".reduce") or op in (
        "max", "min", "nanmax", "nanmin", "ptp", "quantile", "nanquantile", "percentile", "nanpercentile", "averaged",
        "nanargmax", "nanargmin",
    )
    if problem == "NumPy refuses" and reduced and nothing(ours):
        return "an empty result needs no element; NumPy refuses over several axes, not over one"
    if op in ("nanquantile", "nanpercentile") and inputs[0].size == 0 and problem.startswith("shape"):
        return "NumPy forgets how many quantiles of nothing are asked for"
    if problem == "NumPy refuses" and op == "sliding_window_view" and nothing(ours):
        return "where nothing is seen, windows may be longer than their axis"
    if op == "unwrap" and inputs[0].dtype.kind in "iu":
        far = np.abs(np.diff(inputs[0].astype(float), axis=case["parameters"]["axis"])) + case["parameters"]["period"]
        if np.any(far >= np.iinfo(inputs[0].dtype).max):
            return "differences wrap in NumPy's type, turns are counted in int64 here"
    if op == "unpackbits" and inputs[0].size == 0:
        return "NumPy leaves uninitialised what it has no bytes for"
    if problem == "nd panics" and op == "polyfit_values" and not all(np.isfinite(a).all() for a in inputs):
        return "points that are not finite have no fit"
    if problem == "nd panics" and op in ("take", "pairs") and nothing(theirs):
        return "nd checks indices also where nothing is taken"
    if problem == "NumPy refuses" and op == "arange" and nothing(ours):
        return "nothing lies between; NumPy's length, so far below 0, is out of its range"
    if problem == "nd panics" and op == "repeat" and len(case["parameters"]["repeats"]) == 1:
        return "one count for all positions is another function here, `repeat`"
    if problem == "nd panics" and op == "interp" and nothing(theirs):
        return "nd asks for a point also where no value is asked for"
    return None


# The rules for whole results.
WHOLE = [whole_cases]


def element_reasons(case, good, inputs, ours, theirs):
    """Why elements differ, and which are right or have a reason."""
    reasons = []
    for reason, rule in ELEMENTS.get(case["op"], []):
        there = ~good & rule(inputs, ours, theirs, **case["parameters"])
        if np.any(there):
            reasons.append(reason)
            good = good | there
    return reasons, good


def explained(case, problem, good, inputs, ours, theirs):
    """The reasons why a difference is meant, None for any other; and the elements that are right or have a reason."""
    found = (rule(case, problem, inputs, ours, theirs) for rule in WHOLE)
    reason = next(filter(None, found), None)
    if reason or good is None:
        return reason, good
    if not isinstance(good, list):
        reasons, good = element_reasons(case, good, inputs, ours, theirs)
        return "; ".join(reasons) if np.all(good) else None, good
    if any(one is None or isinstance(one, list) for one in good):
        return None, None
    found = [element_reasons(case, *one) for one in zip(good, [inputs] * len(good), ours, theirs)]
    reasons = dict.fromkeys(reason for one, _ in found for reason in one)
    return "; ".join(reasons) if all(np.all(one) for _, one in found) else None, [one for _, one in found]
