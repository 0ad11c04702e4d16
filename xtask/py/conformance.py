"""Repeats in NumPy what `nd-conformance generate` recorded, and compares.

    python conformance.py FOLDER [series | pictures]

With `series`, what `nd-conformance series` recorded, in SciPy, pandas and cftime too; with `pictures` that of pictures,
in SciPy and scikit-image.

Results must be equal to the bit (any NaN equals any NaN), save for the functions that `conformance_rules.py` names.
Prints how many cases there were of each operation, and the mismatches by kind, each kind's smallest as a program that
makes it again. Exits with 1 if there is a mismatch.
"""

import io
import json
import sys
import warnings
from collections import Counter
from pathlib import Path

import numpy as np

from conformance_meant import explained
from conformance_operations import STEPS, operation, slices
from conformance_rules import BOUNDS, INSTEAD, SCALE, SCALED, TOLERANCE, WIDER, ZEROS_ARE_EQUAL, complex_bound


def must_be_exact(case):
    """Sums of contiguous floats, all of them: the same bits as np.sum."""
    if case["op"] != "sum":
        return False
    entry = case["inputs"][0]
    whole = case["parameters"].get("axis") is None or len(entry["shape"]) == 1
    return whole and not entry["steps"] and "c" not in entry["dtype"]


def write_npy(path, a, fortran, big_endian, version):
    """For nd to read back."""
    if big_endian:
        a = a.astype(a.dtype.newbyteorder(">"))
    with open(path, "wb") as file:
        np.lib.format.write_array(file, np.array(a, order="F" if fortran else "C"), tuple(version))


class Arrays:
    """The arrays of a run, by their place in arrays.bin."""

    def __init__(self, path):
        # A run may have written more than there is memory for twice.
        self.bytes = np.memmap(path, np.uint8, "r")

    def get(self, entry):
        count = int(np.prod(entry["shape"], dtype=np.int64))
        flat = np.frombuffer(self.bytes, entry["dtype"], count, entry["at"])
        if entry.get("npy"):
            return np.load(io.BytesIO(flat.tobytes()))
        return flat.reshape(entry["shape"])

    def result(self, entry):
        """An array, a text, or a list of results."""
        if "several" in entry:
            return [self.result(one) for one in entry["several"]]
        return entry["text"] if "text" in entry else self.get(entry)

    def input(self, entry):
        a = self.get(entry)
        for name, argument in entry.get("steps", []):
            a = STEPS[name](a, argument)
        # A scalar is no array to be written to.
        return np.asarray(a)


def refused(entry):
    """The message of nd's panic, if there is one."""
    if "several" in entry:
        return next(filter(None, map(refused, entry["several"])), None)
    return entry.get("panic")


def answer(result):
    """What NumPy returned, as `Arrays.result` has ours."""
    if isinstance(result, (tuple, list)):
        return [answer(one) for one in result]
    return result if isinstance(result, str) else np.asarray(result)


def parts(a):
    """Real arrays that together are `a`."""
    return (a.real, a.imag) if a.dtype.kind == "c" else (a,)


def same_bits(ours, theirs, op):
    """Of each element, whether it is the same."""
    if ours.dtype.kind not in "fc":
        return ours == theirs
    good = True
    for x, y in zip(parts(ours), parts(theirs)):
        signs = (np.signbit(x) == np.signbit(y)) | (op in ZEROS_ARE_EQUAL)
        good = good & ((x == y) & signs | np.isnan(x) & np.isnan(y))
    return good


def close(ours, theirs, ulps, scale):
    """Of each element, whether it is within so many units in the last place of `scale`; infinities and NaN equal."""
    info = np.finfo(ours.dtype)
    scale = np.abs(scale)
    unit = info.eps * np.maximum(np.where(np.isfinite(scale), scale, 0.0), info.tiny)
    good = True
    for x, y in zip(parts(ours), parts(theirs)):
        finite = np.isfinite(x) & np.isfinite(y)
        near = np.abs(x - y) <= ulps * unit
        good = good & np.where(finite, near, (x == y) | np.isnan(x) & np.isnan(y))
    return good


def within_bound(case, inputs, ours):
    """Of each element, whether it is as near to the true one, which is NumPy's in a wider type, as is documented."""
    floats = [a if a.dtype.kind in "fc" else a.astype(ours.dtype) for a in inputs]
    wide = [a.astype(np.result_type(a.dtype, WIDER[ours.dtype.str])) for a in floats]
    true = np.asarray(operation(case["op"])(*wide, **case["parameters"]))
    rounded = true.astype(ours.dtype)
    sizes = [np.spacing(np.abs(part)) for part in parts(rounded)]
    bound = BOUNDS[case["op"]]
    if ours.dtype.kind == "c":
        bound, sizes = complex_bound(case["op"], *inputs), [np.fmax(*sizes)] * 2
    good = True
    for x, y, z, unit in zip(parts(ours), parts(true), parts(rounded), sizes):
        near = np.abs(x.astype(y.dtype) - y) <= bound * unit
        good = good & np.where(np.isfinite(x) & np.isfinite(z), near, (x == z) | np.isnan(x) & np.isnan(z))
    return good


def good_elements(case, inputs, ours, theirs):
    """Of each element of two arrays, whether it is what is asked for, and what is asked for in words."""
    op = case["op"]
    same = same_bits(ours, theirs, op)
    if np.all(same):
        return same, ""
    if must_be_exact(case):
        return same, " (bits asked for)"
    if op in BOUNDS and ours.dtype.str in WIDER:
        return same | within_bound(case, inputs, ours), " by more than the documented bound"
    ulps = TOLERANCE.get((op, ours.dtype.str))
    if ulps is None:
        return same, ""
    scale = SCALE[op](*inputs, **case["parameters"]) if op in SCALE else theirs
    if op in SCALED:
        scale = SCALED[op](theirs, *inputs, **case["parameters"])
    return same | close(ours, theirs, ulps, scale), f" by more than {ulps} units"


def compare(case, inputs, ours, theirs):
    """What is wrong, or None, and of each element whether it is right where shapes and types are."""
    if isinstance(ours, list) or isinstance(theirs, list):
        if not isinstance(ours, list) or not isinstance(theirs, list) or len(ours) != len(theirs):
            return "numbers of results differ", None
        found = [compare(case, inputs, *pair) for pair in zip(ours, theirs)]
        return next(filter(None, (problem for problem, _ in found)), None), [good for _, good in found]
    if isinstance(ours, str) or isinstance(theirs, str):
        return (None if ours == theirs else "text differs"), None
    if ours.dtype != theirs.dtype:
        return f"dtype {ours.dtype} against {theirs.dtype}", None
    if ours.shape != theirs.shape:
        return f"shape {ours.shape} against {theirs.shape}", None
    good, asked = good_elements(case, inputs, ours, theirs)
    return (None if np.all(good) else f"values differ{asked}"), good


def replay(case, arrays, folder):
    """What is wrong with a case and with which elements, its inputs, what nd said, what NumPy says."""
    result = case["result"]
    inputs = [arrays.input(entry) for entry in case["inputs"]]
    if "deferred" in result:
        write_npy(folder / f"{case['id']}.npy", *inputs, **case["parameters"])
        return None, None, inputs, None, None
    try:
        theirs = answer(operation(case["op"])(*inputs, **case["parameters"]))
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        if refused(result):
            return None, None, inputs, None, None
        return "NumPy refuses", None, inputs, arrays.result(result), f"{type(error).__name__}: {error}"
    if refused(result):
        return "nd panics", None, inputs, refused(result), theirs
    ours = arrays.result(result)
    if case["op"] in INSTEAD:
        ours, theirs = (INSTEAD[case["op"]](result, *inputs) for result in (ours, theirs))
    return *compare(case, inputs, ours, theirs), inputs, ours, theirs


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
    for name, entry in zip("abcdefghijklm", case["inputs"]):
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
    if isinstance(value, list):
        return "; ".join(map(shown, value))
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape} {text(value)}"
    return f"\n{value}" if isinstance(value, str) and "\n" in value else str(value)


def first_difference(good, inputs, ours, theirs):
    """Where two arrays of one shape begin to differ, in words, and the elements of the inputs that lead there."""
    if isinstance(good, list):
        return "".join(first_difference(one, inputs, *pair) for one, *pair in zip(good, ours, theirs))
    if good is None or np.ndim(good) == 0 or np.all(good):
        return ""
    index = tuple(map(int, np.argwhere(~good)[0]))
    try:
        origin = [np.broadcast_to(a, ours.shape)[index] for a in inputs]
    except ValueError:
        origin = []
    x, y = ours[index], theirs[index]
    return f"  {np.sum(~good)} elements, first at {list(index)}: nd {x!r}, NumPy {y!r}, of {origin}\n"


def told(run, most=80):
    """How many cases each operation had: those of the fewest by name, so that gaps are seen."""
    few = sorted(run.items(), key=lambda item: (item[1], item[0]))
    rest = few[most:]
    more = f", and {len(rest)} with {rest[0][1]} to {rest[-1][1]} each" if rest else ""
    return f"{len(few)} operations: " + ", ".join(f"{op} {n}" for op, n in few[:most]) + more


def main(folder):
    arrays = Arrays(folder / "arrays.bin")
    run, wrong, meant, smallest = Counter(), Counter(), Counter(), {}
    with open(folder / "cases.jsonl") as lines:
        for line in lines:
            case = json.loads(line)
            run[case["op"]] += 1
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                problem, good, inputs, ours, theirs = replay(case, arrays, folder)
                reason, good = explained(case, problem, good, inputs, ours, theirs) if problem else (None, None)
            if problem is None:
                continue
            if reason:
                meant[f"{case['op']}: {reason}"] += 1
                continue
            kind = (case["op"], case["inputs"][0]["dtype"] if case["inputs"] else "nothing", problem)
            wrong[kind] += 1
            if kind not in smallest or size(case) < size(smallest[kind][0]):
                smallest[kind] = (case, good, inputs, ours, theirs)
    print(f"conformance: {run.total()} cases against NumPy {np.__version__}")
    for (op, dtype, problem), (case, good, inputs, ours, theirs) in smallest.items():
        print(f"\n{op} of {dtype}: {problem}, {wrong[op, dtype, problem]} times")
        print(f"  smallest (case {case['id']}):\n{reproducer(case, arrays)}")
        print(f"{first_difference(good, inputs, ours, theirs)}  nd:    {shown(ours)}\n  NumPy: {shown(theirs)}")
    for reason, n in meant.items():
        print(f"\nmeant to differ, {n} times: {reason}")
    print(f"\n{told(run)}")
    print(f"\n{run.total()} cases, {meant.total()} explained, {wrong.total()} mismatches in {len(wrong)} kinds")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[2:] == ["series"]:
        import conformance_series

        conformance_series.load()
    if sys.argv[2:] == ["pictures"]:
        import conformance_pictures

        conformance_pictures.load()
    sys.exit(main(Path(sys.argv[1])))
