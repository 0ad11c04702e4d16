"""Repeats in NumPy what `nd-conformance generate` recorded, and compares.

    python conformance.py FOLDER

Results must be equal to the bit (any NaN equals any NaN), save for the functions in TOLERANCE.
Prints the cases run and the mismatches by kind, each kind's smallest as a program that makes it
again. Exits with 1 if there is a mismatch.
"""

import io
import json
import sys
import warnings
from collections import Counter
from pathlib import Path

import numpy as np

# How far a result may lie from NumPy's, in units in the last place. Everything that is not named
# is compared to the bit.
TOLERANCE = {
    # NumPy multiplies complex numbers with fused multiply-add where the CPU has it, so it rounds
    # once where we round twice.
    ("multiply", "<c8"): 4,
    ("multiply", "<c16"): 4,
    # NumPy divides after Smith (1962); the roundings differ, the range must not.
    ("divide", "<c16"): 8,
    # The order of a sum is ours: a fixed tree. NumPy's depends on the strides. Where NumPy's is
    # fixed too, on contiguous memory, `must_be_exact` asks for its bits.
    ("sum", "<f4"): 64, ("sum", "<f8"): 64,
    ("prod", "<f4"): 64, ("prod", "<f8"): 64,
    ("cumsum", "<f4"): 64, ("cumsum", "<f8"): 64,
    ("mean", "<f4"): 64, ("mean", "<f8"): 64,
    ("var", "<f4"): 256, ("var", "<f8"): 256,
    ("std", "<f4"): 256, ("std", "<f8"): 256,
    # Each side is within 1 unit of the true value (NumPy's float32 sin and cos within 2).
    ("exp", "<f4"): 3, ("exp", "<f8"): 2,
    ("log", "<f4"): 3, ("log", "<f8"): 2,
    ("sin", "<f4"): 3, ("sin", "<f8"): 2,
    ("cos", "<f4"): 3, ("cos", "<f8"): 2,
    ("tanh", "<f4"): 3, ("tanh", "<f8"): 2,
    # NumPy's own bound of these is 4 units; ours 1.
    **{(name, kind): 4 for name in ("exp2", "expm1", "log2", "log10", "log1p", "sinh", "cosh", "tan", "pow", "hypot")
       for kind in ("<f4", "<f8")},
    # Sums in an order of one's own.
    **{(name, kind): 64 for name in ("nansum", "nanprod", "nanmean") for kind in ("<f4", "<f8")},
    **{(name, kind): 256 for name in ("nanvar", "nanstd") for kind in ("<f4", "<f8")},
    # NumPy interpolates from the nearer end, from the lower one here.
    ("quantile", "<f8"): 4, ("nanquantile", "<f8"): 4,
    ("padded", "<f8"): 16,
    ("gradient_axis", "<f8"): 4,
    ("histogram_bin_edges", "<f8"): 2,
}


def squares(a, **keywords):
    """What the rounding errors of a variance are proportional to."""
    return np.mean(np.square(a.astype(np.float64)), **keywords)


# What a unit in the last place is one of, where it is not the result itself: sums that cancel
# keep the errors of what went in.
SCALE = {
    "sum": lambda a, axis, **k: np.sum(np.abs(a), axis=axes(axis), **k),
    "mean": lambda a, axis, **k: np.mean(np.abs(a.astype(np.float64)), axis=axes(axis), **k),
    "cumsum": lambda a, axis: np.cumsum(np.abs(a), axis=axis),
    "nansum": lambda a, axis, **k: np.nansum(np.abs(a), axis=axes(axis), **k),
    "nanmean": lambda a, axis, **k: np.nanmean(np.abs(a), axis=axes(axis), **k),
    "nanvar": lambda a, axis, **k: np.nanmean(np.square(a.astype(float)), axis=axes(axis), **k),
    "nanstd": lambda a, axis, **k: np.sqrt(np.nanmean(np.square(a.astype(float)), axis=axes(axis), **k)),
    "quantile": lambda a, axis, **_: np.max(np.abs(a.astype(float))),
    "nanquantile": lambda a, axis, **_: np.nanmax(np.abs(a.astype(float))),
    "padded": lambda a, **_: np.max(np.abs(a[np.isfinite(a)]), initial=0.0),
    "gradient_axis": lambda a, **_: np.max(np.abs(a)),
    "histogram_bin_edges": lambda a, **_: np.max(np.abs(a.astype(float)), initial=1.0),
    "var": lambda a, axis, **k: squares(a, axis=axes(axis), **k),
    "std": lambda a, axis, **k: np.sqrt(squares(a, axis=axes(axis), **k)),
}


def axes(axis):
    """A list of axes as NumPy takes it: a tuple."""
    return tuple(axis) if isinstance(axis, list) else axis


def must_be_exact(case):
    """Sums of contiguous floats, all of them: the same bits as np.sum."""
    entry = case["inputs"][0]
    whole = case["parameters"].get("axis") is None or len(entry["shape"]) == 1
    return case["op"] == "sum" and not entry["steps"] and whole


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


def in_place(function):
    def run(a, b):
        a = a.copy()
        return function(a, b, out=a)

    return run


def reduction(function):
    return lambda a, axis, **keywords: function(a, axis=axes(axis), **keywords)


def assign(a, b, steps):
    a = a.copy()
    a[tuple(slice(None, None, step) for step in steps)] = b
    return a


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


OPS = {
    "argsort_stable": lambda a, axis: np.argsort(a, axis, kind="stable"),
    "sort": lambda a, axis: np.sort(a, axis, kind="stable"),
    "partition_halves": partition_halves,
    "topk": topk,
    "unique": np.unique,
    "unique_counts": lambda a: np.unique_counts(a).counts,
    # Of NaN, which are all different, the first is first; NumPy's own `unique_inverse` leaves their order open.
    "unique_inverse": lambda a: np.unique_all(a).inverse_indices,
    "unique_first": lambda a: np.unique_all(a).indices,
    "searched": searched,
    "histogram": lambda a, bins: np.histogram(a, bins)[0],
    "roll": lambda a, shift, axis: np.roll(a, shift, axis),
    "array_split": lambda a, parts, part, axis: np.array_split(a, parts, axis)[part],
    "joined": lambda a, b, axis: np.concatenate([a, b], axis),
    "stacked": lambda a, b, axis: np.stack([a, b], axis),
    "padded": padded,
    "gradient_axis": lambda a, axis: np.gradient(a, axis=axis),
    "copy": lambda a: a,
    "npy_written": lambda a: a,
    "str": str,
    "mask": lambda a, mask: a[mask],
    "take": lambda a, indices, axis: np.take(a, indices, axis),
    "compress": lambda a, mask, axis: np.compress(mask, a, axis),
    "pairs": lambda a, i, j, first: a[:, i, j] if first else a[i, j],
    "cast": lambda a, dtype: a.astype(dtype),
    "reshape": lambda a, shape: a.reshape(shape),
    "iadd": in_place(np.add),
    "isub": in_place(np.subtract),
    "imul": in_place(np.multiply),
    "truncated_divide": truncated_divide,
    "fused": lambda a, b, c: 2.5 * a + b * b - np.sqrt(np.abs(c)),
    "assign": assign,
} | {
    name: reduction(getattr(np, name))
    for name in (
        "sum", "prod", "max", "min", "any", "all", "count_nonzero", "mean", "var", "std", "median", "ptp",
        "nansum", "nanprod", "nanmean", "nanvar", "nanstd", "nanmax", "nanmin", "nanmedian",
    )
} | {name: quantiles(getattr(np, name)) for name in ("quantile", "nanquantile")}


def write_npy(path, a, fortran, big_endian, version):
    """For nd to read back."""
    if big_endian:
        a = a.astype(a.dtype.newbyteorder(">"))
    with open(path, "wb") as file:
        np.lib.format.write_array(file, np.array(a, order="F" if fortran else "C"), tuple(version))


def operation(name):
    return OPS.get(name) or getattr(np, name)


class Arrays:
    """The arrays of a run, by their place in arrays.bin."""

    def __init__(self, path):
        self.bytes = path.read_bytes()

    def get(self, entry):
        count = int(np.prod(entry["shape"], dtype=np.int64))
        flat = np.frombuffer(self.bytes, entry["dtype"], count, entry["at"])
        if entry.get("npy"):
            return np.load(io.BytesIO(flat.tobytes()))
        return flat.reshape(entry["shape"])

    def input(self, entry):
        a = self.get(entry)
        for name, argument in entry.get("steps", []):
            a = STEPS[name](a, argument)
        return a


def parts(a):
    """Real arrays that together are `a`."""
    return (a.real, a.imag) if a.dtype.kind == "c" else (a,)


# Which of 0.0 and -0.0 is the larger NumPy leaves to its loop: the vector loop and the scalar one
# answer differently, so the same pair does at different places of one array.
# Its fast sorts, which are not stable, even put one in the other's place.
ZEROS_ARE_EQUAL = {"maximum", "minimum", "max", "min", "nanmax", "nanmin", "clip", "unique", "partition_halves", "topk",
                   # nd sorts -0.0 before 0.0, and may: they are equal.
                   "sort"}


def same_bits(ours, theirs, op):
    if ours.dtype.kind not in "fc":
        return np.array_equal(ours, theirs)
    for x, y in zip(parts(ours), parts(theirs)):
        signs = (np.signbit(x) == np.signbit(y)) | (op in ZEROS_ARE_EQUAL)
        equal = (x == y) & signs | np.isnan(x) & np.isnan(y)
        if not equal.all():
            return False
    return True


def close(ours, theirs, ulps, scale):
    """Within so many units in the last place of `scale`; infinities and NaN equal."""
    info = np.finfo(ours.dtype)
    unit = info.eps * np.maximum(np.where(np.isfinite(scale), scale, 0.0), info.tiny)
    finite = np.isfinite(ours) & np.isfinite(theirs)
    for x, y in zip(parts(ours), parts(theirs)):
        near = np.abs(x - y) <= ulps * unit
        if not np.where(finite, near, (x == y) | np.isnan(x) & np.isnan(y)).all():
            return False
    return True


def compare(case, inputs, ours, theirs):
    """What is wrong, or None."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return None if ours == theirs else "text differs"
    if ours.dtype != theirs.dtype:
        return f"dtype {ours.dtype} against {theirs.dtype}"
    if ours.shape != theirs.shape:
        return f"shape {ours.shape} against {theirs.shape}"
    if same_bits(ours, theirs, case["op"]):
        return None
    if must_be_exact(case):
        return "values differ (bits asked for)"
    ulps = TOLERANCE.get((case["op"], ours.dtype.str))
    if ulps is None:
        return "values differ"
    scale = SCALE.get(case["op"], lambda *_, **__: np.abs(theirs))(*inputs, **case["parameters"])
    return None if close(ours, theirs, ulps, scale) else f"values differ by more than {ulps} units"


def replay(case, arrays, folder):
    """What is wrong with a case, what nd said, what NumPy says."""
    result = case["result"]
    inputs = [arrays.input(entry) for entry in case["inputs"]]
    if "deferred" in result:
        write_npy(folder / f"{case['id']}.npy", *inputs, **case["parameters"])
        return None, None, None
    try:
        theirs = operation(case["op"])(*inputs, **case["parameters"])
        theirs = theirs if isinstance(theirs, str) else np.asarray(theirs)
    except (ValueError, TypeError, IndexError, ZeroDivisionError) as error:
        if "panic" in result:
            return None, None, None
        ours = arrays.get(result) if "at" in result else result.get("text")
        return "NumPy refuses", ours, f"{type(error).__name__}: {error}"
    if "panic" in result:
        return "nd panics", result["panic"], theirs
    ours = result["text"] if "text" in result else arrays.get(result)
    return compare(case, inputs, ours, theirs), ours, theirs


# Operations that NumPy refuses along an axis without elements also where no result is wanted.
OF_NOTHING = {"max", "min", "nanmax", "nanmin", "ptp", "median", "nanmedian", "quantile", "nanquantile"}


def explained(case, problem, ours, theirs):
    """Differences that are meant, with the reason; None for any other."""
    nothing = lambda result: isinstance(result, np.ndarray) and result.size == 0
    if problem == "NumPy refuses" and case["op"] in OF_NOTHING and nothing(ours):
        return "an empty result needs no element; NumPy refuses over several axes, not over one"
    if problem == "nd panics" and case["op"] in ("take", "pairs") and nothing(theirs):
        return "nd checks indices also where nothing is taken"
    if case["op"] == "unique" and isinstance(theirs, np.ndarray) and theirs.dtype.kind == "c" and np.isnan(theirs).any():
        same = len(ours) == len(theirs) and same_bits(ours[:-1], theirs[:-1], "unique")
        return "of complex NaN, which are one here, the first in order is kept, NumPy's the first of the input" if same else None
    return None


def size(case):
    return sum(int(np.prod(entry["shape"], dtype=np.int64)) for entry in case["inputs"]) + 5 * sum(
        len(entry.get("steps", [])) for entry in case["inputs"]
    )


def text(a):
    """An array in short, to every digit."""
    return np.array2string(a, separator=", ", threshold=40, edgeitems=2, floatmode="unique")


def reproducer(case, arrays):
    """The case as a program."""
    lines = ["import numpy as np", "from numpy import array, inf, nan"]
    names = []
    for name, entry in zip("abcdef", case["inputs"]):
        names.append(name)
        base = text(arrays.get(entry))
        lines.append(f"{name} = np.array({base}, {entry['dtype']!r}).reshape({entry['shape']})")
        for step, argument in entry.get("steps", []):
            call = {
                "slice": f"{name}[{slices(argument) if step == 'slice' else ''}]",
                "permute": f"{name}.transpose({argument})",
                "swap": f"np.swapaxes({name}, *{argument})",
                "flip": f"np.flip({name}, {argument})",
                "expand": f"np.expand_dims({name}, {argument})",
                "broadcast": f"np.broadcast_to({name}, {argument})",
            }[step]
            lines.append(f"{name} = {call}")
    keywords = [f"{key}={value!r}" for key, value in case["parameters"].items()]
    lines.append(f"{case['op']}({', '.join(names + keywords)})")
    return "\n".join("    " + line for line in lines)


def shown(value):
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape} {text(value)}"
    return f"\n{value}" if isinstance(value, str) and "\n" in value else str(value)


def first_difference(ours, theirs, op):
    """Where two arrays of one shape begin to differ, in words."""
    if not isinstance(ours, np.ndarray) or not isinstance(theirs, np.ndarray):
        return ""
    if ours.shape != theirs.shape or ours.ndim == 0:
        return ""
    for index in np.ndindex(ours.shape):
        if not same_bits(np.asarray(ours[index]), np.asarray(theirs[index]), op):
            x, y = ours[index], theirs[index]
            return f"  first at {list(index)}: nd {x!r}, NumPy {y!r}\n"
    return ""


def main(folder):
    arrays = Arrays(folder / "arrays.bin")
    run, wrong, meant, smallest = Counter(), Counter(), Counter(), {}
    with open(folder / "cases.jsonl") as lines:
        for line in lines:
            case = json.loads(line)
            run[case["op"]] += 1
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                problem, ours, theirs = replay(case, arrays, folder)
            if problem is None:
                continue
            reason = explained(case, problem, ours, theirs)
            if reason:
                meant[f"{case['op']}: {reason}"] += 1
                continue
            kind = (case["op"], case["inputs"][0]["dtype"], problem)
            wrong[kind] += 1
            if kind not in smallest or size(case) < size(smallest[kind][0]):
                smallest[kind] = (case, ours, theirs)
    print(f"conformance: {run.total()} cases against NumPy {np.__version__}")
    print("  " + ", ".join(f"{op} {n}" for op, n in sorted(run.items())))
    for (op, dtype, problem), (case, ours, theirs) in smallest.items():
        print(f"\n{op} of {dtype}: {problem}, {wrong[op, dtype, problem]} times")
        print(f"  smallest (case {case['id']}):\n{reproducer(case, arrays)}")
        print(f"{first_difference(ours, theirs, case['op'])}  nd:    {shown(ours)}\n  NumPy: {shown(theirs)}")
    for reason, n in meant.items():
        print(f"\nmeant to differ, {n} times: {reason}")
    print(f"\n{run.total()} cases, {wrong.total()} mismatches in {len(wrong)} kinds")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
