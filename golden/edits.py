"""Writes crates/nd-core/tests/golden/edits.txt: shapes, joins, edits and indices as NumPy has them.

    python golden/edits.py FOLDER

One case a line, in fields between "|": function, arguments, and the result or "error". Arrays are shape=elements, several
of them with spaces between, rows of blocks with ";". Items as in golden/index.py.
"""

import pathlib
import sys

import numpy as np

OUT = pathlib.Path(sys.argv[1]) / "edits.txt"
lines = []


def dims(shape):
    return ",".join(map(str, shape))


def array(a):
    a = np.asarray(a)
    return f"{dims(a.shape)}=" + ",".join(str(int(x)) for x in a.ravel())


def item(x):
    if isinstance(x, int):
        return f"i{x}"
    if isinstance(x, slice):
        return "s" + ":".join("" if part is None else str(part) for part in (x.start, x.stop, x.step))
    x = np.asarray(x)
    if x.dtype == bool:
        return f"m{dims(x.shape)}=" + "".join("01"[int(v)] for v in x.ravel())
    return "a" + array(x)


def case(name, arguments, call):
    try:
        result = call()
    except (ValueError, IndexError):
        return lines.append("|".join([name, *arguments, "error"]))
    many = isinstance(result, (tuple, list))
    lines.append("|".join([name, *arguments, " ".join(map(array, result)) if many else array(result)]))


def ramp(*shape, start=1):
    return (start + np.arange(int(np.prod(shape, dtype=int)))).reshape(shape)


JOINED = [
    [ramp(2, 3), ramp(2, 3, start=10)], [ramp(2, 3), ramp(1, 3, start=10)], [ramp(2, 3), ramp(2, 1, start=10)],
    [ramp(3), ramp(3, start=7)], [ramp(3), ramp(2, start=7)], [ramp(0), ramp(2, start=7)], [ramp(), ramp(start=5)],
    [ramp(1), ramp(start=5)], [ramp(2, 3), ramp(3, start=7)], [ramp(2, 3), ramp(2, start=7)], [ramp(2, 3, 2)], [ramp(0, 3), ramp(2, 3)],
    [ramp(2, 3, 2), ramp(2, 3, start=50)], [ramp(2, 1, 4), ramp(2, 2, 4, start=50)], [ramp(4)], [ramp(2, 0), ramp(2, 2)],
]
for arrays in JOINED:
    given = [" ".join(map(array, arrays))]
    for name in ("vstack", "hstack", "dstack", "column_stack"):
        if name == "column_stack" and max(a.ndim for a in arrays) > 2:
            continue
        case(name, given, lambda: getattr(np, name)(arrays))
BLOCKS = [
    [[ramp(2, 2), ramp(2, 1, start=9)], [ramp(1, 2, start=20), ramp(1, 1, start=30)]],
    [[ramp(2), ramp(3, start=9)], [ramp(5, start=20)]], [[ramp(2, 2)], [ramp(2, 2, start=9)]], [[ramp()]], [[ramp(), ramp()]],
    [[ramp(2, 2), ramp(2, 1)], [ramp(1, 2), ramp(1, 2)]], [[ramp(2, 2), ramp(1, 2)]], [[ramp(2, 2, 2), ramp(2, 1, start=9)]],
    [[ramp(1, 2, 2), ramp(2, 1, start=9)], [ramp(3, start=30)]], [[ramp(0, 2)], [ramp(1, 2)]],
]
for rows in BLOCKS:
    case("block", [";".join(" ".join(map(array, row)) for row in rows)], lambda: np.block(rows))
for shape in ((), (3,), (0,), (2, 3), (2, 3, 4), (1, 2, 1, 2)):
    for name in ("atleast_1d", "atleast_2d", "atleast_3d", "fliplr", "flipud"):
        case(name, [array(ramp(*shape))], lambda: getattr(np, name)(ramp(*shape)))
    for name in ("hsplit", "vsplit", "dsplit"):
        for parts in (1, 2, 3):
            case(name, [array(ramp(*shape)), str(parts)], lambda: getattr(np, name)(ramp(*shape), parts))
    for axis in (0, -1, 2, -4):
        case("unstack", [array(ramp(*shape)), str(axis)], lambda: np.unstack(ramp(*shape), axis=axis))

ITEMS = [
    0, 1, -1, 3, -3, 4, -4, 7, slice(None), slice(1, 3), slice(None, None, -1), slice(5, 1, -2), slice(0, 9), slice(2, 2),
    [0], [1, 1], [2, 0], [-1, 0], [0, -3, 1], [4], [], [True, False, True], [False, False, False], [True, True], [True] * 4,
    [False, True, False, True], [[0, 1], [1, 2]],
]
for shape in ((3,), (4,), (0,), (3, 2), (2, 3), (2, 4, 3), (3, 0)):
    a = ramp(*shape)
    for axis in {0, len(shape) - 1, -1}:
        for x in ITEMS:
            x = np.asarray(x, dtype=None if x else int) if isinstance(x, list) else x
            case("delete", [array(a), item(x), str(axis)], lambda: np.delete(a, x, axis))
    case("delete", [array(a), "i0", str(len(shape))], lambda: np.delete(a, 0, len(shape)))

for shape in ((3,), (4,), (0,), (3, 2), (2, 3), (2, 4, 3)):
    a = ramp(*shape)
    for axis in {0, len(shape) - 1, -1}:
        at = axis % len(shape)
        others = shape[:at] + shape[at + 1 :]
        for x in ITEMS:
            one = isinstance(x, int)
            if isinstance(x, list):
                x = np.asarray(x, dtype=None if x else int)
                if x.ndim > 1 or (x.dtype == bool and x.size != shape[at]):
                    continue  # NumPy flattens, and takes short masks
                if x.dtype != bool and x.size and x.min() < -shape[at]:
                    continue  # NumPy counts from the end again
            if isinstance(x, slice):
                count = len(range(*x.indices(shape[at])))
            else:
                count = 1 if one else int(np.count_nonzero(x)) if x.dtype == bool else x.size
            full = shape[:at] + (count,) + shape[at + 1 :]
            values = [np.array(99)]
            values.append(ramp(*others, start=100) if one else ramp(*full, start=100))
            if one and len(shape) > 1:
                values.append(ramp(shape[-1] if at != len(shape) - 1 else shape[-2], start=100))
            if one and len(shape) == 1:
                values.append(ramp(3, start=100))
            for v in values:
                if one and len(shape) == 2 and at == 0 and v.ndim == 1 and v.size != shape[1]:
                    continue
                if one and v.ndim == 1 and len(shape) == 3:
                    continue  # NumPy turns the only axis to the one of the insertion
                if count == 1 and not one and len(shape) > 1:
                    v = np.array(99)
                case("insert", [array(a), item(x), array(v), str(axis)], lambda: np.insert(a, x, v, axis))

for shape in ((), (3,), (2, 3), (0,)):
    for to in ((), (2,), (7,), (2, 2), (0, 3), (2, 3, 2)):
        case("resize", [array(ramp(*shape)), dims(to)], lambda: np.resize(ramp(*shape), to))
TRIMMED = [
    [0, 0, 1, 2, 0, 3, 0], [1, 2], [0, 0], [], [0, 5], [5, 0], [[0, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, 1], [0, 0]], [[0, 0], [0, 0]],
    [[[0, 0], [0, 7]], [[0, 0], [3, 0]]], [[0, 1, 0, 2], [0, 0, 0, 0]],
]
for values in TRIMMED:
    a = np.array(values, dtype=int)
    for trim in ("f", "b", "fb"):
        case("trim_zeros", [array(a), trim, "-"], lambda: np.trim_zeros(a, trim))
        for axis in range(-a.ndim, a.ndim):
            case("trim_zeros", [array(a), trim, str(axis)], lambda: np.trim_zeros(a, trim, axis=axis))

for rows, columns in ((0, 0), (1, 1), (2, 3), (3, 2), (4, 4), (0, 3)):
    for k in (-9, -2, -1, 0, 1, 2, 9):
        case("tril_indices", [str(rows), str(columns), str(k)], lambda: np.tril_indices(rows, k, columns))
        case("triu_indices", [str(rows), str(columns), str(k)], lambda: np.triu_indices(rows, k, columns))
for n, ndim in ((0, 2), (3, 2), (2, 3), (2, 1)):
    case("diag_indices", [str(n), str(ndim)], lambda: np.diag_indices(n, ndim))
for a in (ramp(3), ramp(2, 2), ramp(), ramp(0)):
    for k in (-2, 0, 1):
        case("diagflat", [array(a), str(k)], lambda: np.diagflat(a, k))
for shape in ((3, 3), (2, 4), (5, 2), (7, 2), (2, 2, 2), (2, 3, 2), (3,), (0, 3), (3, 0), (1, 1), (4, 1)):
    for values in (np.array(9), np.array([7, 8]), np.array([[7, 8], [9, 10]]), np.array([], dtype=int)):
        for wrap in (False, True):
            a = np.zeros(shape, dtype=int)
            def fill():
                np.fill_diagonal(a, values, wrap)
                return a
            case("fill_diagonal", [dims(shape), array(values), str(int(wrap))], fill)
for mask in ([1, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 0]):
    for values in ([9], [7, 8], [1, 2, 3, 4, 5, 6], []):
        mask, values = np.array(mask, dtype=bool), np.array(values, dtype=int)
        for name in ("place", "putmask"):
            a = ramp(2, 2)
            def write():
                getattr(np, name)(a, mask.reshape(2, 2), values)
                return a
            case(name, [array(mask.reshape(2, 2)), array(values)], write)
for shape in ((2, 3), (4,), (2, 3, 4), (2, 0)):
    size = int(np.prod(shape))
    for places in (np.arange(size), np.array([size]), np.array([-1]), np.array([], dtype=int), np.array([[0, size - 1]])):
        case("unravel_index", [array(places), dims(shape)], lambda: np.unravel_index(places, shape))
    for seed in range(3):
        rng = np.random.default_rng(seed)
        for mode in ("raise", "wrap", "clip"):
            far = 1 if seed == 0 else 3
            indices = [rng.integers(0 if seed == 0 else -n * far, max(n, 1) * far, (2, 2)) for n in shape]
            given = [" ".join(map(array, indices)), dims(shape), mode]
            case("ravel_multi_index", given, lambda: np.ravel_multi_index(tuple(indices), shape, mode))
case("ravel_multi_index", ["2,1=0,1 3=0,1,2", "2,3", "raise"], lambda: np.ravel_multi_index(([[0], [1]], [0, 1, 2]), (2, 3)))
for shape, window in (((5,), (2,)), ((5,), (5,)), ((3, 4), (2, 2)), ((3, 4), (1, 4)), ((2, 3, 2), (2, 1, 2))):
    view = np.lib.stride_tricks.sliding_window_view(ramp(*shape), window)
    case("sliding_window_view", [array(ramp(*shape)), dims(window)], lambda: view)
OUT.write_text("\n".join(dict.fromkeys(lines)) + "\n")
