"""What numpy.ma has to do for the masked arrays of `nd-conformance series`."""

import numpy as np
from numpy import ma

from conformance_operations import axes
from conformance_transforms import greatest

RENAMED = {"atan": "arctan", "asinh": "arcsinh", "asin": "arcsin", "acos": "arccos", "acosh": "arccosh", "atanh": "arctanh",
           "atan2": "arctan2", "pow": "power"}


def joined(inputs):
    """Elements and masks as masked arrays."""
    return [ma.array(a, mask=mask) for a, mask in zip(inputs[::2], inputs[1::2])]


def shown(a, dtype=None):
    """Elements, 0 where they are masked, and the mask."""
    a = ma.asarray(a)
    mask = ma.getmaskarray(a)
    data = np.array(a.data, dtype or a.dtype)
    data[mask] = 0
    return data, mask


def function(name):
    found = getattr(ma, RENAMED.get(name, name))

    def run(*inputs, **keywords):
        result = found(*joined(inputs), **keywords)
        # The constant for a single masked element is a float.
        kind = bool if name.startswith(("equal", "not_equal", "less", "greater")) else inputs[0].dtype
        return shown(result, kind if result is ma.masked else None)

    return run


def quotient(name):
    """Integers by 0 are masked in both; the quotients are NumPy's."""
    return lambda *inputs: shown(getattr(ma, name)(*joined(inputs)))


def reduced(name, kind=None):
    """In the type of the elements where all are masked: NumPy's constant is a float."""
    found = lambda a, axis, keepdims: getattr(a, name)(axis=axis, keepdims=keepdims)

    def run(data, mask, axis=None, keepdims=False):
        a = ma.array(data, mask=mask)
        result = found(a, axes(axis), keepdims)
        return shown(result, kind_of(name, data))

    return run


def kind_of(name, data):
    """The type of what a function makes of no element."""
    if name in ("any", "all"):
        return bool
    if name in ("min", "max", "ptp"):
        return data.dtype
    if name in ("sum", "prod", "cumsum", "cumprod"):
        return np.sum(data).dtype
    return np.float64 if data.dtype.kind in "iub" else data.dtype


def median(data, mask, axis=None, keepdims=False):
    a = ma.array(data, mask=mask)
    result = ma.median(a, axis=axes(axis), keepdims=keepdims)
    return shown(result, kind_of("median", data))


def ptp(data, mask, axis=None, keepdims=False):
    a = ma.array(data, mask=mask)
    top, bottom = (getattr(a, name)(axis=axes(axis), keepdims=keepdims) for name in ("max", "min"))
    return shown(ma.subtract(top, bottom), data.dtype)


def single(name):
    def run(data, mask):
        a = ma.array(data, mask=mask)
        result = ma.median(a) if name == "median" else getattr(a, name)()
        return [] if result is ma.masked else [np.asarray(result, kind_of(name, data))]

    return run


def place(name):
    """Masked where there is no element that is not."""

    def run(data, mask, axis):
        a = ma.array(data, mask=mask)
        found = np.asarray(getattr(a, name)(axis=axis), np.int64)
        none = np.asarray(a.count(axis=axis) == 0)
        return np.where(none, 0, found), none

    return run


def sort(data, mask, axis):
    return shown(ma.sort(ma.array(data, mask=mask), axis=axis, kind="stable"))


def argsort(data, mask, axis):
    """Masked elements last, in their order."""
    order = np.lexsort((data, mask), axis=axis)
    return order.astype(np.int64)


def condition(name):
    return lambda data, mask, numbers: shown(getattr(ma, name)(ma.array(data, mask=mask), numbers[0]))


def between(name):
    return lambda data, mask, numbers: shown(getattr(ma, name)(ma.array(data, mask=mask), *numbers))


def average(a, mask, w, others, axis):
    return shown(ma.average(ma.array(a, mask=mask), axis, ma.array(w, mask=others)))


def clumps(name):
    def run(data, mask):
        found = getattr(ma, name)(ma.array(data, mask=mask)) if data.size else []
        return np.array([end for run in found for end in (run.start, run.stop)], np.int64)

    return run


def where(a, am, b, bm, condition, cm):
    return shown(ma.where(ma.array(condition, mask=cm), ma.array(a, mask=am), ma.array(b, mask=bm)))


def slid(name):
    return lambda *inputs, mode, propagate_mask: shown(
        getattr(ma, name)(*joined(inputs), mode=mode, propagate_mask=propagate_mask)
    )


def corrcoef(data, mask):
    result = ma.corrcoef(ma.array(data, mask=mask))
    # Of one variable NumPy may have a single constant.
    return shown(result) if np.ndim(result) == 2 else tuple(part.reshape(1, 1) for part in shown(result))


def cov(data, mask, rowvar, ddof):
    """Of one variable, too, a matrix: NumPy has a number."""
    found = shown(ma.cov(ma.array(data, mask=mask), rowvar=rowvar, ddof=ddof))
    one = data.shape[0 if rowvar else 1] == 1
    return tuple(part.reshape(1, 1) for part in found) if one else found


ONE = "exp sin cos tan sinh cosh tanh atan asinh floor ceil sqrt log log2 log10 asin acos acosh atanh".split()

OPS = {
    **{f"ma.{name}": function(name) for name in ONE},
    "ma.round": lambda a, mask: shown(ma.array(a, mask=mask).round(), a.dtype),
    **{f"ma.{name}": function(name) for name in (
        "hypot", "atan2", "pow", "add", "subtract", "multiply", "maximum", "minimum", "equal", "not_equal", "less",
        "less_equal", "greater", "greater_equal", "floor_divide", "fmod", "remainder", "diff", "unique", "union1d",
        "intersect1d", "setxor1d", "masked_invalid", "dot", "mask_rowcols",
    )},
    **{f"ma.{name}": reduced(name) for name in ("sum", "prod", "mean", "var", "std", "any", "all", "max", "min")},
    "ma.count": lambda data, mask, axis=None, keepdims=False: np.asarray(
        ma.array(data, mask=mask).count(axis=axes(axis), keepdims=keepdims), np.int64
    ),
    "ma.median": median,
    "ma.ptp": ptp,
    **{f"ma.{name}_all": single(name) for name in ("sum", "prod", "mean", "var", "std", "median", "max", "min")},
    "ma.cumsum_all": lambda data, mask: shown(ma.array(data, mask=mask).cumsum()),
    "ma.compressed": lambda data, mask: ma.array(data, mask=mask).compressed(),
    "ma.cumsum": lambda data, mask, axis: shown(ma.array(data, mask=mask).cumsum(axis)),
    "ma.cumprod": lambda data, mask, axis: shown(ma.array(data, mask=mask).cumprod(axis)),
    "ma.argmax": place("argmax"),
    "ma.argmin": place("argmin"),
    "ma.sort": sort,
    "ma.argsort": argsort,
    "ma.diff": lambda data, mask, n, axis: shown(ma.diff(ma.array(data, mask=mask), n, axis)),
    "ma.concatenate": lambda *inputs: shown(ma.concatenate(joined(inputs))),
    **{f"ma.{name}": condition(name) for name in (
        "masked_equal", "masked_not_equal", "masked_less", "masked_less_equal", "masked_greater", "masked_greater_equal",
    )},
    **{f"ma.{name}": between(name) for name in ("masked_inside", "masked_outside")},
    "ma.average": average,
    "ma.corrcoef": corrcoef,
    "ma.cov": cov,
    "ma.compress_rows": lambda data, mask: ma.compress_rows(ma.array(data, mask=mask)),
    "ma.compress_cols": lambda data, mask: ma.compress_cols(ma.array(data, mask=mask)),
    **{f"ma.{name}": clumps(name) for name in ("clump_masked", "clump_unmasked")},
    "ma.anom": lambda data, mask, axis: shown(ma.array(data, mask=mask).anom(axis)),
    "ma.where": where,
    **{f"ma.{name}": slid(name) for name in ("convolve", "correlate")},
}

UNITS = {
    **{f"ma.{name}": 4 for name in (*ONE, "hypot", "atan2", "pow")},
    **{f"ma.{name}": 256 for name in (
        "sum", "prod", "mean", "var", "std", "sum_all", "prod_all", "mean_all", "var_all", "std_all", "cumsum", "cumprod",
        "cumsum_all", "median", "median_all", "average", "dot", "anom", "convolve", "correlate",
    )},
    "ma.cov": 1e5,
    "ma.corrcoef": 1e6,
}
SUMS = ("sum", "mean", "var", "std", "sum_all", "mean_all", "var_all", "std_all", "cumsum", "cumsum_all", "average", "dot", "anom",
        "convolve", "correlate", "cov")


def of_all(theirs, *inputs, **_):
    """Sums of products of numbers up to 20."""
    return greatest(theirs) + greatest(*inputs[::2]) ** 2 * max(inputs[0].size, 1) ** 0.5


SCALED = {f"ma.{name}": of_all for name in SUMS} | {"ma.corrcoef": lambda theirs, *_, **__: 1.0}


def not_finite(name):
    """Elements of which NumPy masks what is not finite, of those that are not masked."""
    found = getattr(np, RENAMED.get(name, name), None)

    def rule(inputs, ours, theirs, **_):
        with np.errstate(all="ignore"):
            plain = found(*inputs[::2])
        divisor = inputs[2] if len(inputs) > 2 else inputs[0]
        # The least integer is its own magnitude to NumPy, so that it takes any divisor for too small.
        least = False
        if divisor.dtype.kind == "i":
            least = (divisor == np.iinfo(divisor.dtype).min) | (inputs[0] == np.iinfo(divisor.dtype).min)
        tiny = False
        if len(inputs) > 2 and divisor.dtype.kind == "f":
            tiny = np.abs(inputs[0]) * np.finfo(divisor.dtype).tiny >= np.abs(divisor)
        return np.broadcast_to(~np.isfinite(plain) | least | tiny, ours.shape)

    return rule


# `ma` masks the results of these that are no numbers.
DOMAINS = (
    "sqrt", "log", "log2", "log10", "asin", "acos", "acosh", "atanh", "tan", "floor_divide", "fmod", "remainder", "pow",
)
# Which of 0.0 and -0.0 is the larger depends on the loop.
ZEROS = ("ma.maximum", "ma.minimum", "ma.max", "ma.min", "ma.max_all", "ma.min_all", "ma.sort", "ma.unique",
         "ma.remainder", "ma.floor_divide", "ma.fmod")
ELEMENTS = {
    f"ma.{name}": [("NaN and what overflows stay what they are; NumPy masks results that are not finite", not_finite(name))]
    for name in DOMAINS
} | {
    f"ma.{name}": [("NaN stays NaN; NumPy takes the second number, as nothing is less than NaN", lambda inputs, ours, theirs, **_: np.isnan(ours))]
    for name in ("maximum", "minimum")
}


def whole_cases(case, problem, inputs, ours, theirs):
    """The reason why a whole result differs."""
    op = case["op"]
    if op.startswith("ma.") and inputs[0].size == 0 and problem.startswith(("values", "numbers")):
        return "of no element this is what it is without a mask; NumPy masks it"
    if op in ("ma.cov", "ma.corrcoef") and problem.startswith("shape") and np.all(ours[1]):
        return "all are masked, of which NumPy has one constant"
    if op == "ma.cov" and problem.startswith("shape") and len(inputs[0]) == 1 and not case["parameters"]["rowvar"]:
        return "a single row is a variable to `np.ma.cov`, whatever it is told; not to `np.cov`"
    if op == "ma.masked_invalid" and problem == "NumPy refuses" and inputs[0].ndim == 0:
        return "NumPy fails at a single masked element"
    if op == "ma.corrcoef" and len(inputs[0]) == 1:
        return "a variable goes with itself; NumPy masks the one of one"
    if op in ("ma.compress_rows", "ma.compress_cols") and inputs[0].size and isinstance(ours, np.ndarray) and ours.size == 0:
        return "what is left of none keeps its two axes"
    if op in ("ma.min", "ma.max", "ma.ptp") and problem == "NumPy refuses" and ours[0].size == 0:
        return "an empty result needs no element"
    return None
