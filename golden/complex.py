"""Writes complex.txt below crates/nd-ops/tests/golden: complex functions at zeros, infinities and NaN, and
which elements NumPy calls close.

    python golden/complex.py     (NumPy 2.4.6)

Powers are of finite numbers: where a product overflows on the way NumPy has NaN.

A line of complex.txt: function, the parts of z, the parts of the second argument (0 0 where there is
none), the parts of the result. A line of close.txt: type, the elements (for complex numbers with their
parts), rtol, atol, equal_nan, the result as 0 or 1. Numbers are decimal, and exact.
"""

import pathlib
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-ops/tests/golden"
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
INF, NAN = float("inf"), float("nan")
PARTS = [-INF, -2.0, -0.0, 0.0, 1.0, 700.5, INF, NAN]


def parts(z):
    # The sign of a NaN says nothing.
    return " ".join("nan" if x != x else repr(float(x)) for x in (z.real, z.imag))


lines = []
FUNCTIONS = {
    "exp": np.exp, "exp2": np.exp2, "expm1": np.expm1, "log": np.log, "log2": np.log2, "log10": np.log10,
    "log1p": np.log1p, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tan": np.tan, "sinh": np.sinh,
    "cosh": np.cosh, "tanh": np.tanh, "asin": np.asin, "acos": np.acos, "atan": np.atan, "asinh": np.asinh,
    "acosh": np.acosh, "atanh": np.atanh, "sign": np.sign, "square": np.square, "reciprocal": np.reciprocal,
    "abs": np.abs, "conj": np.conj, "angle": np.angle,
}
for name, function in FUNCTIONS.items():
    for re in PARTS:
        for im in PARTS:
            z = complex(re, im)
            # Of an array: NumPy's scalars go other ways.
            lines.append(f"{name} {parts(z)} 0 0 {parts(function(np.array([z]))[0])}")
SOME = [complex(x, y) for x in (-INF, -0.0, 1.5, NAN) for y in (0.0, -1.0, INF)]
for name, function in {"multiply": np.multiply, "divide": np.divide, "pow": np.pow}.items():
    finite = [1.5 + 0j, -0.0 - 1j, -2 + 0.5j, 0j, complex(0, -0.0)]
    for z in finite if name == "pow" else SOME:
        for w in (finite if name == "pow" else SOME) + [0j, 1 + 0j, 2 + 0j, -1 + 0j, 0.5 + 0j, 101 + 0j]:
            out = function(np.array([z]), np.array([w]))[0]
            lines.append(f"{name} {parts(z)} {parts(w)} {parts(out)}")
(OUT / "complex.txt").write_text("\n".join(lines) + "\n")

lines = []
FLOATS = [0.0, -0.0, 1.0, 1.0 + 9e-6, 1.0 + 2e-5, 1e-9, 1e10, 1e10 + 9e4, INF, -INF, NAN]
TOLERANCES = [(1e-5, 1e-8), (0.0, 0.0), (INF, 0.0), (0.0, INF), (NAN, 0.0), (0.5, 0.25), (-1.0, 0.5)]
for rtol, atol in TOLERANCES:
    for equal_nan in (0, 1):
        def add(kind, a, b, words):
            close = np.isclose(np.array([a], kind), np.array([b], kind), rtol, atol, bool(equal_nan))[0]
            lines.append(f"{kind} {words} {rtol!r} {atol!r} {equal_nan} {int(close)}")

        for a in FLOATS:
            for b in FLOATS:
                add("f8", a, b, f"{a!r} {b!r}")
                add("f4", a, b, f"{float(np.float32(a))!r} {float(np.float32(b))!r}")
        for a in (complex(1, 1), complex(1, 1.3), complex(INF, 1), complex(NAN, 1), complex(INF, NAN)):
            for b in (complex(1, 1), complex(INF, 1), complex(INF, 2), complex(1, NAN), complex(INF, NAN)):
                add("c16", a, b, f"{parts(a)} {parts(b)}")
        for a in (-128, -1, 0, 1, 127):
            for b in (-128, 0, 1, 127):
                add("i1", a, b, f"{a} {b}")
(OUT / "close.txt").write_text("\n".join(lines) + "\n")
