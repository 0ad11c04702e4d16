"""Writes crates/nd-ops/tests/golden/masked.txt: masked arrays as numpy.ma has them.

    python golden/masked.py FOLDER

One case a line, in fields between "|": function, argument, axis, then arrays: operands, and the results behind "->".
An array is its shape, ":", and its elements in C order, "--" where it is masked. Inputs are such that numpy.ma's rules
and ours agree; where they do not, tests say so in words.
"""

import pathlib
import sys
import warnings

import numpy as np
import numpy.ma as ma

warnings.simplefilter("ignore")

OUT = pathlib.Path(sys.argv[1]) / "masked.txt"
lines = []

def words(a):
    a = ma.asarray(a)
    mask = ma.getmaskarray(a)
    each = ("--" if m else f"{float(x):.17g}" for x, m in zip(a.data.ravel(), mask.ravel()))
    return " ".join(str(n) for n in a.shape) + ":" + " ".join(each)

def record(name, argument, axis, given, *results):
    axis = "" if axis is None else str(axis)
    lines.append("|".join([name, str(argument), axis, *map(words, given), "->", *map(words, results)]))

def random(rng, shape, low=-3, high=4, part=0.35):
    """Halves from low to high, so that sums and products are exact; one row or column may be masked as a whole."""
    data = rng.integers(2 * low, 2 * high, shape) / 2
    mask = rng.random(shape) < part
    if len(shape) == 2 and shape[0] > 1:
        mask[rng.integers(shape[0])] = True
    return ma.array(data, mask=mask)

def elementwise(rng):
    for shape in [(7,), (3, 4), (2, 1, 3)]:
        a, b = random(rng, shape), random(rng, shape)
        for name in "add subtract multiply divide floor_divide remainder fmod maximum minimum hypot".split():
            record(name, "", None, [a, b], getattr(ma, name)(a, b))
        record("atan2", "", None, [a, b], ma.arctan2(a, b))
        for name in "equal not_equal less less_equal greater greater_equal".split():
            record(name, "", None, [a, b], getattr(ma, name)(a, b).astype(float))
        for name in "sqrt log log2 log10 exp sin cos tan sinh cosh tanh floor ceil abs".split():
            record(name, "", None, [a], getattr(ma, name)(a))
        c = a / 2
        for ours, name in {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh",
                           "atanh": "arctanh"}.items():
            record(ours, "", None, [c], getattr(ma, name)(c))
        record("round", "", None, [c], c.round())
        record("pow", "", None, [a, b], ma.power(a, b))
        record("where", "", None, [ma.greater(a, 0).astype(float), a, b], ma.where(ma.greater(a, 0), a, b))
        for name in "masked_equal masked_not_equal masked_less masked_less_equal masked_greater masked_greater_equal".split():
            record(name, 1, None, [a], getattr(ma, name)(a, 1))
        record("masked_inside", "2 -1", None, [a], ma.masked_inside(a, 2, -1))
        record("masked_outside", "2 -1", None, [a], ma.masked_outside(a, 2, -1))
        record("clip", "-1 2", None, [a], a.clip(-1, 2))

def reductions(rng):
    for shape in [(6,), (1,), (3, 4), (4, 3), (2, 3, 2)]:
        for part in (0.3, 0.6, 0.0):
            a, w = random(rng, shape, part=part), np.abs(random(rng, shape, low=0, part=0.1)) + 0.5
            for axis in [None, *range(len(shape))]:
                for name in "sum prod mean min max ptp any all var std".split():
                    record(name, "", axis, [a], ma.asarray(getattr(ma, name)(a, axis=axis)).astype(float))
                record("var1", "", axis, [a], a.var(axis=axis, ddof=1))
                # A count of less than 2 gives variances below 0 where there is one result.
                if np.size(a.count(axis=axis)) > 1 and len(shape) > 1 or a.count() >= 2:
                    record("std2", "", axis, [a], a.std(axis=axis, ddof=2))
                record("median", "", axis, [a], ma.median(a, axis=axis))
                record("count", "", axis, [a], a.count(axis=axis))
                record("average", "", axis, [a, w], ma.average(a, axis=axis, weights=w))
                for name in ("argmin", "argmax"):
                    found = ma.array(getattr(a, name)(axis=axis), mask=a.count(axis=axis) == 0)
                    record(name, "", axis, [a], found)
                record("anom", "", axis, [a], a.anom(axis=axis))
                if axis is not None:
                    for name in "cumsum cumprod".split():
                        record(name, "", axis, [a], getattr(a, name)(axis=axis))
                    record("sort", "", axis, [a], ma.sort(a, axis=axis, kind="stable"))
                    record("diff", 1, axis, [a], ma.diff(a, axis=axis))
                    record("diff", 2, axis, [a], ma.diff(a, n=2, axis=axis))
            record("ediff1d", "", None, [a], ma.ediff1d(a))

def sets(rng):
    for n in (0, 1, 8, 12):
        a, b = random(rng, (n,)), random(rng, (5,), part=0.2)
        record("unique", "", None, [a], ma.unique(a))
        record("union1d", "", None, [a, b], ma.union1d(a, b))
        if n:
            record("intersect1d", "", None, [a, b], ma.intersect1d(a, b))
            record("setxor1d", "", None, [a, b], ma.setxor1d(a, b))
        record("isin", "", None, [a, b.compressed()], ma.isin(a.compressed(), b.compressed()).astype(float))

def runs(rng):
    ranges = lambda found: np.array([[s.start, s.stop] for s in found], float).reshape(-1, 2)
    for n in (1, 5, 9, 9):
        a = random(rng, (n,))
        record("clump_masked", "", None, [a], ranges(ma.clump_masked(a)))
        record("clump_unmasked", "", None, [a], ranges(ma.clump_unmasked(a)))
        edges = ma.flatnotmasked_edges(a)
        record("flatnotmasked_edges", "", None, [a], [] if edges is None else edges)
    for shape in ((3, 4), (4, 4), (5, 2)):
        a = ma.array(random(rng, shape).data, mask=rng.random(shape) < 0.15)
        for name in "compress_rows compress_cols compress_rowcols mask_rows mask_cols mask_rowcols".split():
            record(name, "", None, [a], getattr(ma, name)(a))
        b = random(rng, shape)
        record("concat", "", 0, [a, b], ma.concatenate([a, b]))
        record("concat", "", 1, [a, b], ma.concatenate([a, b], axis=1))
        record("dot", "", None, [a, b.T], ma.dot(a, b.T))
        record("dot", "", None, [a, b[0]], ma.dot(a, b[0]))
        record("outer", "", None, [a[0], b[1]], ma.outer(a[0], b[1]))

def statistics(rng):
    for shape in ((2, 6), (3, 9), (4, 5)):
        a = ma.array(random(rng, shape).data, mask=rng.random(shape) < 0.25)
        record("cov", "", None, [a], ma.cov(a))
        record("cov", "0", None, [a], ma.cov(a, ddof=0))
        record("cov", "columns", None, [a.T], ma.cov(a.T, rowvar=False))
        record("corrcoef", "", None, [a], ma.corrcoef(a))
        v = ma.array([1.0, 2.0, 0.5], mask=[0, 0, shape[0] == 3])
        for mode in ("full", "same", "valid"):
            for name in ("convolve", "correlate"):
                record(name, mode + " any", None, [a[0], v], getattr(ma, name)(a[0], v, mode))
                record(name, mode + " all", None, [a[0], v], getattr(ma, name)(a[0], v, mode, propagate_mask=False))

rng = np.random.default_rng(20250731)
for part in (elementwise, reductions, sets, runs, statistics):
    part(rng)
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("\n".join(lines) + "\n")
