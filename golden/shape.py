"""Writes pad.txt, groups.txt, rolling.txt and differences.txt below crates/nd-ops/tests/golden: padding,
windows, differences and gradients as NumPy has them, reductions of
groups and of windows at the ends of an axis as pandas does them (with NaN that propagate, as NumPy's do).

    python golden/shape.py     (NumPy 2.4.6, pandas 3.1.1)

A line of pad.txt: mode, type, shape, elements, widths, numbers of the mode (or "-"), shape and
elements of the result. A line of groups.txt: function, axis, shape, elements, labels, the labels of
the result, its elements. Of rolling.txt: function, axis, shape, elements, window, which windows, fewest
elements, result. Of differences.txt: function, type, shape, elements, axis, n or edge order, shape of the
result or spacing, result. Elements are decimal, and exact.
"""

import pathlib
import sys
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
rng = np.random.default_rng(20)


def words(a):
    return ",".join(repr(x) for x in np.asarray(a).astype(np.float64).ravel().tolist()) or "-"


def numbers(a):
    return ",".join(str(int(x)) for x in np.asarray(a).ravel()) or "-"


def elements(kind, shape):
    n = int(np.prod(shape))
    if kind == "i64":
        return rng.integers(-50, 50, n).reshape(shape)
    if kind == "u8":
        return rng.integers(0, 256, n).astype(np.uint8).reshape(shape)
    if kind == "bool":
        return (rng.integers(0, 2, n) > 0).reshape(shape)
    return rng.uniform(-9, 9, n).astype(kind).reshape(shape)


KINDS = {"f64": "f8", "f32": "f4", "i64": "i64", "u8": "u8", "bool": "bool"}
lines = []


def pad(name, kind, shape, widths, mode, given=None, **keywords):
    a = elements(KINDS[kind] if kind in ("f64", "f32") else kind, shape)
    if kind.startswith("f") and name in ("maximum", "median") and a.size > 5 and rng.integers(0, 4) == 0:
        a.ravel()[a.size // 2] = np.nan
    out = np.pad(a, widths, mode, **keywords)
    assert out.dtype == a.dtype
    given = "-" if given is None else words(given)
    lines.append(" ".join([name, kind, numbers(shape), words(a), numbers(widths), given, numbers(out.shape), words(out)]))


SHAPES = [(5,), (1,), (2,), (3, 4), (1, 3), (2, 3, 2)]
for kind in KINDS:
    for shape in SHAPES:
        for most in (1, 3, 14) if len(shape) == 1 else (4,):
            widths = rng.integers(0, most + 1, (len(shape), 2))
            for mode in ("edge", "wrap", "reflect", "symmetric"):
                pad(mode, kind, shape, widths, mode)
            if kind != "bool":
                for mode in ("reflect", "symmetric"):
                    pad(mode + "_odd", kind, shape, widths, mode, reflect_type="odd")
            values = rng.integers(0, 9, (len(shape), 2))
            if kind != "bool":
                pad("constant", kind, shape, widths, "constant", values, constant_values=values.tolist())
                pad("linear_ramp", kind, shape, widths, "linear_ramp", values, end_values=values.tolist())
            for mode in ("maximum", "minimum", "mean", "median"):
                pad(mode, kind, shape, widths, mode)
                lengths = rng.integers(1, 6, (len(shape), 2))
                pad(mode, kind, shape, widths, mode, lengths, stat_length=lengths.tolist())
(OUT / "pad.txt").write_text("\n".join(lines) + "\n")

lines = []
for n in (1, 2, 7, 20):
    for spread in (1, 3, 10**12):
        for axis in (0, 1):
            shape = (n, 3) if axis == 0 else (3, n)
            for special in (None, np.nan, np.inf):
                a = rng.uniform(-9, 9, shape)
                if special is not None:
                    a.ravel()[a.size // 2] = special
                labels = rng.integers(-1, 2, n) * spread
                frame = pd.DataFrame(a if axis == 0 else a.T)
                groups = frame.groupby(labels)
                for name in ("sum", "prod", "mean", "var", "std", "min", "max", "first", "last"):
                    out = getattr(groups, name)(skipna=False)
                    values = out.to_numpy() if axis == 0 else out.to_numpy().T
                    given = [name, str(axis), numbers(shape), words(a), numbers(labels)]
                    lines.append(" ".join([*given, numbers(out.index), words(values)]))
(OUT / "groups.txt").write_text("\n".join(lines) + "\n")

lines = []
for n in (1, 5, 9):
    for window in (1, 2, 3, 4, 5, 12):
        for axis in (0, 1):
            shape = (n, 2) if axis == 0 else (2, n)
            for special in (None, np.nan, np.inf):
                a = rng.uniform(-9, 9, shape)
                if special is not None:
                    a.ravel()[a.size // 2] = special
                given = [str(axis), numbers(shape), words(a), str(window)]
                for name in ("sum", "mean", "max", "min", "var", "std") if window <= n else ():
                    windows = np.lib.stride_tricks.sliding_window_view(a, window, axis)
                    ddof = {"ddof": 1} if name in ("var", "std") else {}
                    out = getattr(np, name)(windows, axis=-1, **ddof)
                    lines.append(" ".join([name, *given, "valid", "-", words(out)]))
                frame = pd.DataFrame(a if axis == 0 else a.T)
                for align in ("trailing", "centred") if special is None else ():
                    least = int(rng.integers(1, window + 1))
                    rolling = frame.rolling(window, least, center=align == "centred")
                    for name in ("sum", "mean", "max", "min", "var", "std"):
                        out = getattr(rolling, name)().to_numpy()
                        lines.append(" ".join([name, *given, align, str(least), words(out if axis == 0 else out.T)]))
(OUT / "rolling.txt").write_text("\n".join(lines) + "\n")

lines = []
for kind in ("f8", "f4", "i64"):
    for shape in ((3,), (6,), (4, 3), (3, 2, 5)):
        for axis in range(len(shape)):
            a = elements(kind, shape)
            name = {"f8": "f64", "f4": "f32"}.get(kind, kind)
            given = [name, numbers(shape), words(a), str(axis)]
            for n in (0, 1, 2, 7):
                out = np.diff(a, n, axis)
                lines.append(" ".join(["diff", *given, str(n), numbers(out.shape), words(out)]))
            for order in (1, 2):
                if shape[axis] <= order:
                    continue
                for where in ([0.5], np.cumsum(rng.uniform(0.1, 2, shape[axis])), np.arange(shape[axis]) * 3.0):
                    spacing = where[0] if len(where) == 1 else where
                    out = np.gradient(a, spacing, axis=axis, edge_order=order)
                    kept = ["gradient", *given, str(order), words(where), words(out)]
                    lines.append(" ".join(kept))
(OUT / "differences.txt").write_text("\n".join(lines) + "\n")
