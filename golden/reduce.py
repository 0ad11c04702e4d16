"""Writes crates/nd-ops/tests/golden/reduce.txt: reductions as NumPy makes them.

    python golden/reduce.py     (NumPy 2.4.6)

One case a line: function, type, rows, columns, layout, what is hidden among the elements, axis
(or "all"), then the results as hex of their bits (indices decimal). The elements are those of
`elements` below, which crates/nd-ops/tests/reductions.rs makes again.
"""

import pathlib
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
OUT = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME) / "reduce.txt"
SPECIAL = {
    "none": [],
    "nan": [np.nan],
    "inf": [np.inf],
    "infs": [np.inf, -np.inf],
    "zeros": [-0.0],
}
lines = []


def elements(kind, n):
    """SplitMix64 of the index, as a number in [-1, 1)."""
    z = (np.arange(n, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    if kind == "f64":
        return (z >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1.0
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-23) - np.float32(1.0)


def array(kind, rows, columns, layout, special):
    a = elements(kind, rows * columns)
    if special == "zeros":
        a[:] = -0.0
    for k, value in enumerate(SPECIAL[special]):
        a[(a.size // 2 + 7 * k) % a.size] = value
    a = a.reshape(rows, columns)
    if layout == "reversed":
        a = a[::-1, ::-1]
    if layout == "transposed":
        a = np.ascontiguousarray(a.T).T
    if layout == "stepped":
        wide = np.zeros((rows, 3 * columns), a.dtype)
        wide[:, ::3] = a
        a = wide[:, ::3]
    return a


def case(function, kind, rows, columns, layout="c", special="none", axis=None):
    a = array(kind, rows, columns, layout, special)
    with np.errstate(all="ignore"):
        out = np.atleast_1d(getattr(np, function)(a, axis=axis))
    if out.dtype == np.int64:
        words = [str(int(x)) for x in out]
    else:
        words = [f"{int(x):x}" for x in out.view(np.uint64 if kind == "f64" else np.uint32)]
    where = "all" if axis is None else axis
    lines.append(" ".join([function, kind, str(rows), str(columns), layout, special, str(where), *words]))


for kind in ("f64", "f32"):
    lengths = [*range(1, 20), 63, 64, 65, *range(120, 140), 143, 255, 256, 257, 263, 264, 271, 272, 300, 511, 513]
    lengths += [1000, 1025, 2047, 2048, 4095, 4103, 10_000, 65_535, 65_536, 65_537, 131_079, 262_143, 300_001]
    for n in lengths:
        for function in ("sum", "mean"):
            case(function, kind, 1, n)
    for function in ("sum", "mean", "var", "std", "min", "max", "argmin", "argmax"):
        for special in ("none", "infs") if function in ("mean", "std") else SPECIAL:
            for layout in ("c", "reversed", "transposed", "stepped"):
                for rows, columns in ((1, 1), (3, 5), (1, 40), (40, 1)):
                    for axis in (None, 0, 1):
                        if rows == 3 or axis is None or special == "none":
                            case(function, kind, rows, columns, layout, special, axis)
                if special in ("none", "infs"):
                    case(function, kind, 130, 12, layout, special, 0)
                    case(function, kind, 9, 300, layout, special, 1)

OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("\n".join(lines) + "\n")
print(f"{OUT}: {len(lines)} cases")
