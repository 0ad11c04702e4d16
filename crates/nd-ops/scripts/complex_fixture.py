#!/usr/bin/env python3
"""Writes crates/nd-ops/tests/fixtures/complex_f64.txt (needs mpmath).

A line is: function, and in hexadecimal bits the parts of z, of w for pow (else 0 0), and the parts of
the correctly rounded value. The points lie all over the plane in sizes from 1e-300 to 1e300, on
the axes, near the unit circle, and near the branch points. Deterministic. Run: python3
complex_fixture.py
"""
import os
import random
import struct

import mpmath as mp

mp.mp.prec = 2400  # the parts of 1 ± 1e-300i, squared
random.seed(21)
LN2 = mp.log(2)
FUNCTIONS = {
    "exp": mp.exp,
    "exp2": lambda z: mp.exp(z * LN2),
    "expm1": lambda z: mp.exp(z) - 1,
    "log": mp.log,
    "log2": lambda z: mp.log(z) / LN2,
    "log10": lambda z: mp.log(z) / mp.log(10),
    "log1p": lambda z: mp.log(1 + z),
    "sqrt": mp.sqrt,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
}
ENTIRE = {"exp", "exp2", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh"}


def bits(x):
    return struct.pack(">d", x).hex()


def signed():
    return random.choice((-1, 1))


def points(entire):
    for _ in range(12):
        yield complex(random.uniform(-2, 2), random.uniform(-2, 2))
    for _ in range(12):
        yield complex(*(signed() * 10 ** random.uniform(-9, 1.5) for _ in range(2)))
    for _ in range(10):
        angle, off = random.uniform(-3, 3), 1 + signed() * 10 ** random.uniform(-16, -1)
        yield complex(off * mp.cos(angle), off * mp.sin(angle))
    for _ in range(10):
        near = [signed() * 10 ** random.uniform(-16, -2) for _ in range(2)]
        yield random.choice((1, -1, 1j, -1j)) + complex(*near)
    for _ in range(6):
        yield complex(*(signed() * 10 ** random.uniform(-290, -5) for _ in range(2)))
    if entire:
        for _ in range(8):
            yield complex(random.uniform(-700, 700), random.uniform(-700, 700))
    else:
        for _ in range(10):
            yield complex(*(signed() * 10 ** random.uniform(-290, 290) for _ in range(2)))


lines = []
for name, f in FUNCTIONS.items():
    for z in points(name in ENTIRE):
        w = f(mp.mpc(z))
        try:
            parts = float(w.real), float(w.imag)
        except OverflowError:
            continue
        values = [z.real, z.imag, 0.0, 0.0, *parts]
        if all(abs(x) < 1e308 for x in values):
            lines.append(" ".join([name, *map(bits, values)]))
for k in range(60):
    z = complex(random.uniform(-3, 3), random.uniform(-3, 3))
    w = complex(random.uniform(-9, 9), random.uniform(-9, 9))
    if k % 3 == 0:
        w = complex(w.real, 0.0)
    if k % 3 == 1:
        w = complex(random.randrange(-9, 9) or 1, 0.0)
    power = mp.exp(mp.mpc(w) * mp.log(mp.mpc(z)))
    lines.append(" ".join(["pow", *map(bits, (z.real, z.imag, w.real, w.imag, float(power.real), float(power.imag)))]))

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../tests/fixtures/complex_f64.txt"), "w") as out:
    out.write("\n".join(lines) + "\n")
print(len(lines), "points")
