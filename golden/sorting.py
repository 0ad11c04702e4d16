"""Writes crates/nd-ops/tests/golden/sorting.txt: order, searches and sets as NumPy has them.

    python golden/sorting.py     (NumPy 2.4.6, pandas 3.1.1)

One case a line, in fields between "|": function, type, shape, elements, argument, axis, then the results' shape and
the results. Complex numbers are two words. Elements that are those of the line before are "=". Which of -0.0 and 0.0 a set
has is NumPy's affair of the day: signs of zero are left out.
"""

import pathlib
import sys

import numpy as np
import pandas as pd

HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
OUT = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME) / "sorting.txt"
TYPES = {
    "bool": np.bool_, "i8": np.int8, "u8": np.uint8, "i16": np.int16, "u32": np.uint32, "i64": np.int64,
    "u64": np.uint64, "f16": np.float16, "f32": np.float32, "f64": np.float64, "c64": np.complex64, "c128": np.complex128,
}
lines = []
last = None


def words(a, signs=False):
    a = np.asarray(a)
    if np.iscomplexobj(a):
        a = a.ravel().view(a.real.dtype)
    if a.dtype.kind in "biu":
        return " ".join(str(int(x)) for x in a.ravel())
    return " ".join(f"{float(x) + (0.0 if not signs else -0.0):.17g}" for x in a.ravel())


def numbers(*a):
    return " ".join(str(int(x)) for x in a)


def record(function, a, argument, axis, *results):
    global last
    kind = next(name for name, t in TYPES.items() if a.dtype == t)
    given = words(a, True)
    head = [function, kind, numbers(*a.shape), "=" if given == last else given, argument, "" if axis is None else str(axis)]
    last = given
    for result in results:
        head += [numbers(*np.shape(result)), words(result)]
    lines.append("|".join(head))


def elements(kind, n, seed):
    rng = np.random.default_rng(seed)
    t = np.dtype(TYPES[kind])
    if t.kind == "b":
        return rng.integers(0, 2, n).astype(t)
    if t.kind in "iu":
        info = np.iinfo(t)
        few = rng.integers(0, 7, n).astype(t)
        wide = rng.integers(info.min, info.max, n, dtype=t, endpoint=True)
        return np.where(rng.random(n) < 0.6, few, wide)
    special = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 1.5, -2.5])
    def real():
        x = rng.normal(size=n).round(3)
        return np.where(rng.random(n) < 0.6, rng.choice(special, n), x)
    if t.kind == "c":
        c = np.empty(n, dtype=np.complex128)
        c.real, c.imag = real(), real()
        return c.astype(t)
    return real().astype(t)


def of_axis(a, axis):
    n = a.shape[axis]
    record("sort", a, "", axis, np.sort(a, axis))
    order = np.argsort(a, axis, kind="stable")
    record("argsort", a, "", axis, order)
    for kth in {0, n // 2, -1} if n else ():
        at = kth % n
        record("partition", a, str(kth), axis, np.take(np.sort(a, axis), [at], axis))
        record("argpartition", a, str(kth), axis, np.take(order, [at], axis))
    for k in (1, 3, -2, n + 4):
        s = np.sort(a, axis)
        top = np.take(np.flip(s, axis), range(min(k, n)), axis) if k > 0 else np.take(s, range(min(-k, n)), axis)
        record("topk", a, str(k), axis, top)
        if k < 0:
            record("argtopk", a, str(k), axis, np.take(order, range(min(-k, n)), axis))


for seed, kind in enumerate(TYPES):
    for shape in [(0,), (1,), (23,), (6, 9), (3, 0), (2, 5, 3)]:
        a = elements(kind, int(np.prod(shape)), seed).reshape(shape)
        for axis in range(-1, len(shape) - 1):
            of_axis(a, axis)
        v, i, n = np.unique(a, return_inverse=True, return_counts=True)
        if a.dtype.kind != "c":
            record("unique", a, "", None, v)
            record("unique_counts_equal_nan", a, "", None, v, n)
            every = np.unique_all(a)
            record("unique_all", a, "", None, every.values, every.indices, every.inverse_indices, every.counts)
            record("unique_values", a, "", None, np.sort(np.unique_values(a)))
        test = elements(kind, 12, 100 + seed)
        record("isin", a, words(test, True), None, np.isin(a, test))
        among = np.sort(test)
        record("searchsorted", a, words(among, True), None, np.searchsorted(among, a))
        record("searchsorted_right", a, words(among, True), None, np.searchsorted(among, a, side="right"))

for seed, kind in enumerate(["i64", "u8", "f64", "f32"]):
    for n, m in [(0, 5), (5, 0), (1, 1), (20, 30), (40, 9)]:
        a, b = np.sort(elements(kind, n, 200 + seed)), np.sort(elements(kind, m, 300 + seed))
        left, right = pd.DataFrame({"key": a, "i": np.arange(n)}), pd.DataFrame({"key": b, "j": np.arange(m)})
        for how in ("inner", "left"):
            pairs = left.merge(right, on="key", how=how)
            places = pairs["j"].fillna(-1).astype(np.int64)
            record(f"{how}_join", a, words(b, True), None, pairs["i"].to_numpy(), places.to_numpy())

OUT.write_text("\n".join(lines) + "\n")
print(f"{OUT}: {len(lines)} cases")
