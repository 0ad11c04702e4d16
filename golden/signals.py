"""Writes crates/nd-ops/tests/golden/signals.txt: sets, windows, signals, bits and polynomials as NumPy has them.

    python golden/signals.py FOLDER

One case a line, in fields between "|": function, arguments, and the result or "error". Arrays are type shape=elements,
complex numbers two words each.
"""

import pathlib
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "signals.txt"
rng = np.random.default_rng(31)
lines = []


def array(a, digits=15):
    a = np.asarray(a)
    kind = {"b": "b", "i": "i", "u": "i", "f": "f", "c": "c"}[a.dtype.kind]
    parts = np.ascontiguousarray(a).view(a.real.dtype) if kind == "c" else a
    words = (str(int(x)) if kind in "bi" else f"{float(x):.{digits}g}" for x in parts.ravel())
    return f"{kind}{a.dtype.itemsize * 8} {','.join(map(str, a.shape))}={','.join(words)}"


def case(name, arguments, call):
    try:
        result = call()
    except (ValueError, IndexError):
        return lines.append("|".join([name, *arguments, "error"]))
    many = isinstance(result, (tuple, list))
    lines.append("|".join([name, *arguments, ";".join(map(array, result)) if many else array(result)]))


SETS = [
    ([3, 1, 1, 2], [2, 1, 9]), ([], [1]), ([1], []), ([], []), ([5, 5, 5], [5]), ([1, 2], [3, 4]), ([[3, 1], [3, 2]], [[2], [7]]),
    ([np.nan, 1.0], [np.nan, 1.0]), ([np.nan, np.nan, 1.5], [2.5, np.nan]), ([np.inf, -np.inf, 0.0], [0.0, np.inf]), ([np.nan], [1.0]),
]
for a, b in SETS:
    kind = float if any(isinstance(x, float) for x in [*a, *b]) else int
    a, b = np.array(a, dtype=kind), np.array(b, dtype=kind)
    for name in ("intersect1d", "union1d", "setdiff1d", "setxor1d"):
        case(name, [array(a), array(b)], lambda: getattr(np, name)(a, b))
    case("intersect1d_indices", [array(a), array(b)], lambda: np.intersect1d(a, b, return_indices=True))
for n in (20, 300):
    for kind in (np.int8, np.uint16, np.int64):
        a, b = rng.integers(0, 90, n).astype(kind), rng.integers(0, 90, n // 2).astype(kind)
        for name in ("intersect1d", "union1d", "setdiff1d", "setxor1d"):
            case(name, [array(a), array(b)], lambda: getattr(np, name)(a, b))

for shape in ((6,), (0,), (1,), (3, 4), (2, 3, 4)):
    for count in (1, 2, 3):
        keys = [rng.integers(0, 3, shape) for _ in range(count)]
        if count == 2:
            keys[1] = keys[1].astype(float)
            keys[1].ravel()[: keys[1].size // 4] = np.nan
        for axis in range(-1, len(shape)):
            case("lexsort", [";".join(map(array, keys)), str(axis)], lambda: np.lexsort(keys, axis))

for name in ("bartlett", "blackman", "hamming", "hanning"):
    for n in (0, 1, 2, 3, 4, 5, 12, 51):
        case(name, [str(n)], lambda: getattr(np, name)(n))
for n in (0, 1, 2, 3, 12, 51):
    for beta in (0.0, 0.5, 5.0, 8.6, 14.0, 300.0):
        case("kaiser", [str(n), str(beta)], lambda: np.kaiser(n, beta))
x = np.concatenate([[0.0, -0.0, 8.0, 8.0000001, 7.9999999, 1e-300, 1e-8, 700.0, 709.0, -3.5, np.nan], rng.uniform(-40, 40, 60)])
case("i0", [array(x, 17)], lambda: np.i0(x))
case("i0", [array(np.float32(x[1:9]), 17)], lambda: np.i0(np.float32(x[1:9])))

for n, m in ((1, 1), (2, 1), (1, 2), (2, 2), (5, 3), (3, 5), (4, 2), (2, 4), (7, 7), (40, 6), (6, 40), (70, 33), (9, 4), (4, 9), (0, 2), (2, 0)):
    for kind in (np.int64, np.int8, np.uint8, np.float64, np.float32, np.complex128):
        if kind == np.complex128:
            a, v = (rng.integers(-9, 9, k) + 1j * rng.integers(-9, 9, k) for k in (n, m))
        else:
            a, v = (rng.integers(-9, 9, k).astype(kind) for k in (n, m))
        for mode in ("full", "same", "valid"):
            for name in ("convolve", "correlate"):
                case(name, [array(a), array(v), mode], lambda: getattr(np, name)(a, v, mode))
for values in ([1.0, np.nan, 2.0, 3.0, 4.0], [1.0, np.inf, 2.0, -np.inf, 0.0]):
    for mode in ("full", "same", "valid"):
        case("convolve", [array(values), array([1.0, 0.0, 2.0]), mode], lambda: np.convolve(values, [1.0, 0.0, 2.0], mode))

for shape in ((1,), (8,), (9,), (17,), (0,), (3, 5), (3, 8), (9, 2), (2, 9, 3), (0, 3), (3, 0), (64,)):
    bits = rng.integers(0, 2, shape).astype(bool)
    numbers = bits * rng.integers(1, 9, shape)
    packed = rng.integers(0, 256, shape).astype(np.uint8)
    for axis in range(-1, len(shape)):
        for order in ("big", "little"):
            case("packbits", [array(bits), str(axis), order], lambda: np.packbits(bits, axis, order))
            case("packbits", [array(numbers), str(axis), order], lambda: np.packbits(numbers, axis, order))
            # Of no byte, NumPy's bits are whatever is in memory.
            counts = (None, 0, 1, 7, 8, 13, 100, -1, -8, -9, -200) if len(shape) == 1 else (None, 5, 13, -3)
            for count in counts if packed.size else (None, 0):
                case("unpackbits", [array(packed), str(axis), order, str(count)], lambda: np.unpackbits(packed, axis, count, order))
for number in (0, 1, -1, 2, 3, 5, -3, -4, -8, 255, -128, 2**62, -(2**63)):
    for width in (None, 0, 1, 2, 3, 4, 8, 70):
        try:
            lines.append(f"binary_repr|{number}|{width}|{np.binary_repr(number, width)}")
        except ValueError:
            lines.append(f"binary_repr|{number}|{width}|error")
    for base in (1, 2, 3, 10, 16, 36, 37):
        for padding in (0, 1, 3):
            try:
                lines.append(f"base_repr|{number}|{base}|{padding}|{np.base_repr(number, base, padding)}")
            except ValueError:
                lines.append(f"base_repr|{number}|{base}|{padding}|error")

P = [[1.0], [1.0, 2.0], [2.0, 1.0], [3.0, 5.0, 2.0], [0.0, 0.0, 1.0, 2.0], [4.0, 0.0, 0.0], [0.5, -1.5, 2.0, 7.0], [0.0], [0.0, 0.0]]
for p in P:
    case("poly", [array(p)], lambda: np.poly(p))
    for order in (0, 1, 2, 5):
        case("polyder", [array(p), str(order)], lambda: np.polyder(p, order))
        case("polyint", [array(p), str(order)], lambda: np.polyint(p, order))
    for x in (0.0, 1.5, [0.0, 1.0, -2.0], [[1.0, 2.0], [0.5, -0.5]]):
        case("polyval", [array(p), array(x)], lambda: np.polyval(p, x))
    for q in P:
        case("polyadd", [array(p), array(q)], lambda: np.polyadd(p, q))
        case("polysub", [array(p), array(q)], lambda: np.polysub(p, q))
        case("polymul", [array(p), array(q)], lambda: np.polymul(p, q))
        if q[0] != 0.0:
            case("polydiv", [array(p), array(q)], lambda: np.polydiv(p, q))
case("polyint_with", [array([6.0, 2.0]), "3", array([5.0, 3.0, 1.0])], lambda: np.polyint([6.0, 2.0], 3, [5.0, 3.0, 1.0]))
case("poly", [array([1 + 1j, 2 - 1j])], lambda: np.poly([1 + 1j, 2 - 1j]))
for x in ([1.0, 2.0, 3.0], [], [0.5]):
    for columns in (0, 1, 3, 5):
        case("vander", [array(x), str(columns)], lambda: np.vander(x, columns))
        case("vander_increasing", [array(x), str(columns)], lambda: np.vander(x, columns, increasing=True))

CHOICES = [np.array([0, 1, 2, 3]), np.array([[10], [20]]), np.array(7)]
for indices in ([0, 1, 2, 1], [[0], [2]], [3], [-1], [0, 5, -4, 2], []):
    indices = np.array(indices, dtype=int)
    for mode in ("raise", "wrap", "clip"):
        given = [array(indices), ";".join(map(array, CHOICES)), mode]
        case("choose", given, lambda: np.choose(indices, CHOICES, mode=mode))
CONDITIONS = [np.array([True, False, True, False]), np.array([[True], [False]])]
for chosen in (CHOICES[:2], CHOICES[1:], CHOICES[:1], CHOICES):
    conditions = (CONDITIONS * 2)[: len(chosen)] if len(chosen) != 3 else CONDITIONS
    given = [";".join(map(array, conditions)), ";".join(map(array, chosen))]
    case("select_where", given, lambda: np.select(conditions, chosen, -1))
OUT.write_text("\n".join(dict.fromkeys(lines)) + "\n")
