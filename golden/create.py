"""Writes crates/nd-core/tests/golden/create.jsonl: new arrays as NumPy makes them.

    python golden/create.py     (NumPy 2.4.6)

One case a line: function, element type, arguments, shape and elements. Floats are the hex of
their bits (real and imaginary parts in turn), integers decimal.
"""

import hashlib
import json
import os
import pathlib

# The vectorised powers of the widest CPUs round otherwise: the fixtures are to come out the same
# on every machine.
os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4 AVX512_ICL AVX512_SPR")

import numpy as np  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "crates/nd-core/tests/golden/create.jsonl"
BITS = {"f16": np.uint16, "f32": np.uint32, "f64": np.uint64}
PARTS = {"c64": "f32", "c128": "f64"}
TYPES = {
    "f16": np.float16, "f32": np.float32, "f64": np.float64, "c64": np.complex64, "c128": np.complex128,
    "i8": np.int8, "i32": np.int32, "i64": np.int64, "u8": np.uint8, "u64": np.uint64,
}
cases = []


def words(kind, values):
    a = np.ascontiguousarray(np.asarray(values, TYPES[kind]))
    if kind in PARTS:
        return words(PARTS[kind], a.view(TYPES[PARTS[kind]]))
    if kind in BITS:
        return " ".join(f"{int(x):x}" for x in a.view(BITS[kind]).ravel())
    return " ".join(str(int(x)) for x in a.ravel())


def case(function, kind, args, out, **rest):
    out = np.asarray(out)
    assert out.dtype == TYPES[kind], (function, kind, out.dtype)
    entry = {"function": function, "type": kind, "args": words(kind, args)}
    cases.append(entry | rest | {"shape": out.shape, "elements": words(kind, out)})


def aranges(random):
    for kind in ("f64", "f32", "f16"):
        t = TYPES[kind]
        given = [(0, 1, 0.1), (0, 1, 0.25), (1, 0, -0.1), (1, 0, 1), (0, 0, 1), (-0.0, 1, 0.3), (0, 1, np.inf),
                 (0, -1, np.inf), (0, 1, -np.inf), (10, 13.3, 1.1), (0, 1, 1 / 3), (0.1, 0.7, 0.1), (-3, 3, 0.2)]
        if kind == "f64":
            given += [(0, 1e-320, 1e300), (1e16, 1e16 + 20, 2), (1e16, 1e16 + 20, 3), (0, 5e-323, 5e-324)]
        for _ in range(40):
            start, step = random.normal() * 10, random.normal() * 10 ** random.uniform(-2, 1)
            given.append((start, start + step * random.uniform(-2, 40), step))
        for args in given:
            start, stop, step = (t(x) for x in args)
            with np.errstate(all="ignore"):
                case("arange", kind, [start, stop, step], np.arange(start, stop, step, dtype=t))
    for kind in ("i8", "i32", "i64", "u8", "u64"):
        info = np.iinfo(TYPES[kind])
        given = [(0, 10, 1), (0, 10, 3), (0, 9, 3), (10, 0, 1), (5, 5, 1), (info.max - 7, info.max, 2),
                 (info.min, info.min + 9, 4), (info.min, info.max, info.max // 2)]
        if info.min < 0:
            given += [(10, 0, -3), (-5, 5, 2), (5, -5, -1), (info.max, info.min, -(info.max // 3)), (0, 5, -1)]
        for args in given:
            case("arange", kind, args, np.array(range(*args), dtype=TYPES[kind]))


def spaces(random):
    ends = [(0, 1), (1, 0), (-1, 1), (0.1, 0.7), (2.5, 2.5), (0, 5e-324), (1e-3, 1e3), (-0.0, 0.0), (1, np.inf),
            (np.nan, 1)]
    ends += [tuple(random.normal(size=2) * 100) for _ in range(10)]
    for kind in ("f64", "f32", "f16", "c128", "c64"):
        t = TYPES[kind]
        more = [(1 + 2j, -3 + 0.5j), (0j, 1j), (1 / 3 + 1j / 7, 100 - 0.1j)] if kind in PARTS else []
        for start, stop in ends + more:
            if kind in PARTS and not np.isfinite(start + stop):
                continue
            for num in (0, 1, 2, 3, 7, 50 if start == 0.1 else 12):
                for end in (True, False):
                    with np.errstate(all="ignore"):
                        a, b = t(start), t(stop)
                        case("linspace", kind, [a, b], np.linspace(a, b, num, endpoint=end), num=num, end=end)
    for kind in ("f64", "f32", "f16"):
        t = TYPES[kind]
        for start, stop in ((0, 3), (-2, 2), (0.5, 0.25), (1.5, -1)):
            for base in (10, 2, np.e):
                for end in (True, False):
                    a, b, base = t(start), t(stop), t(base)
                    out = np.logspace(a, b, 9, endpoint=end, base=base, dtype=t)
                    case("logspace", kind, [a, b, base], out, num=9, end=end)
        for start, stop in ((1, 1000), (1000, 1), (-1, -256), (0.1, 7), (3, 3)):
            for num in (0, 1, 2, 5, 10):
                for end in (True, False):
                    a, b = t(start), t(stop)
                    out = np.geomspace(a, b, num, endpoint=end, dtype=t)
                    case("geomspace", kind, [a, b], out, num=num, end=end)


def matrices(random):
    for rows, columns in ((0, 0), (1, 1), (3, 3), (2, 4), (4, 2), (0, 3), (3, 0)):
        for k in (-5, -2, -1, 0, 1, 3, 9):
            rest = {"rows": rows, "columns": columns, "k": k}
            case("eye", "i64", [], np.eye(rows, columns, k, dtype=np.int64), **rest)
            case("tri", "i64", [], np.tri(rows, columns, k, dtype=np.int64), **rest)
            if rows and columns:
                a = random.integers(1, 99, size=(rows, columns))
                case("diag", "i64", a, np.diag(a, k), **rest)
            for shape in ((rows, columns), (2, rows, columns)):
                a = random.integers(1, 99, size=shape)
                case("tril", "i64", a, np.tril(a, k), given=shape, k=k)
                case("triu", "i64", a, np.triu(a, k), given=shape, k=k)
    for n in (0, 1, 3):
        for k in (-2, 0, 1):
            a = random.integers(1, 99, size=n)
            case("diag", "i64", a, np.diag(a, k), rows=n, k=k)
    for lengths in ((3,), (2, 3), (3, 1), (0, 2), (2, 3, 4), (2, 1, 3, 2)):
        vectors = [random.integers(1, 99, size=n) for n in lengths]
        for indexing in ("xy", "ij"):
            for sparse in (False, True):
                for axis, out in enumerate(np.meshgrid(*vectors, indexing=indexing, sparse=sparse)):
                    rest = {"lengths": lengths, "indexing": indexing, "sparse": sparse, "axis": axis}
                    case("meshgrid", "i64", np.concatenate(vectors), out, **rest)
    for shape in ((), (4,), (2, 3), (0, 2), (2, 1, 3)):
        case("indices", "i64", [], np.indices(shape).astype(np.int64), given=shape)


def main():
    random = np.random.default_rng(20240608)
    aranges(random)
    spaces(random)
    matrices(random)
    OUT.write_text("".join(json.dumps(c, separators=(",", ":")) + "\n" for c in cases))
    print(len(cases), "cases, sha256", hashlib.sha256(OUT.read_bytes()).hexdigest())


main()
