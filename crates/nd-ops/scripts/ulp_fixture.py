#!/usr/bin/env python3
"""Writes crates/nd-ops/tests/fixtures/elementary_f64.txt (needs mpmath).

A line is: function, the bits of x, of y for pow (else 0), the bits of the correctly rounded
value, and how far the true value lies from that, in thousandths of an ULP. The points are
spread over each function's range, with the neighbourhoods of the reductions' boundaries and, for
the periodic functions, the f64 nearest to multiples of pi/2. Deterministic. Run: python3 ulp_fixture.py
"""
import os
import random
import struct

import mpmath as mp

mp.mp.prec = 1400  # sin(1e300) needs the 1000 bits of its argument
random.seed(20)
LN2 = mp.log(2)
FUNCTIONS = {
    "exp": (mp.exp, [(-1, 1), (-708, 709), (-745, -708)]),
    "exp2": (lambda x: mp.mpf(2) ** x, [(-1, 1), (-1022, 1024), (-1074, -1022)]),
    "expm1": (mp.expm1, [(-1, 1), (-1e-5, 1e-5), (-40, 709), (0.3, 0.4), (-0.4, -0.3)]),
    "log": (mp.log, [(0.5, 2), (0.999, 1.001), (0, 1e308), (0, 1e-310)]),
    "log2": (lambda x: mp.log(x) / LN2, [(0.5, 2), (0.999, 1.001), (0, 1e308), (0, 1e-310)]),
    "log10": (mp.log10, [(0.5, 2), (0.999, 1.001), (0, 1e308), (0, 1e-310)]),
    "log1p": (mp.log1p, [(-0.5, 1), (-1e-5, 1e-5), (-1, 1e3), (0, 1e300)]),
    "sin": (mp.sin, [(-1, 1), (-10, 10), (-1e6, 1e6), (-1e300, 1e300)]),
    "cos": (mp.cos, [(-1, 1), (-10, 10), (-1e6, 1e6), (-1e300, 1e300)]),
    "tan": (mp.tan, [(-1, 1), (-10, 10), (-1e6, 1e6), (-1e300, 1e300)]),
    "tanh": (mp.tanh, [(-1, 1), (-1e-2, 1e-2), (-19, 19), (0.15, 0.2)]),
    "sinh": (mp.sinh, [(-1, 1), (-1e-2, 1e-2), (-20, 20), (-710, 710)]),
    "cosh": (mp.cosh, [(-1, 1), (18, 19), (-20, 20), (-710, 710)]),
}

# These came later: at the end, so that the lines before stay as they were.
LATER = {
    "asin": (mp.asin, [(-1, 1), (-0.5, 0.5), (0.49, 0.51), (0.99, 1), (-1e-5, 1e-5)]),
    "acos": (mp.acos, [(-1, 1), (-0.5, 0.5), (0.49, 0.51), (0.99, 1), (-1, -0.99), (-1e-5, 1e-5)]),
    "atan": (mp.atan, [(-1, 1), (0.2, 0.3), (0.7, 0.75), (-5, 5), (0.99, 1.01), (-1e5, 1e5), (-1e-5, 1e-5)]),
    "asinh": (mp.asinh, [(-1, 1), (-1e-2, 1e-2), (-40, 40), (-1e10, 1e10), (0, 1e300)]),
    "acosh": (mp.acosh, [(1, 1.01), (1, 2), (1, 40), (1, 1e10), (1, 1e300)]),
    "atanh": (mp.atanh, [(-1, 1), (-1e-2, 1e-2), (0.9, 1), (0.99999, 1), (0.1, 0.4)]),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), [(-1, 1), (0.5, 8), (1e-310, 2e-308), (0, 1e300)]),
    "sinc": (mp.sincpi, [(-1, 1), (-1e-4, 1e-4), (-10, 10), (-1e6, 1e6)]),
    "i0": (lambda x: mp.besseli(0, x), [(-1, 1), (-8, 8), (8, 10), (8, 100), (-713, 713)]),
}


def bits(x):
    return struct.unpack(">Q", struct.pack(">d", x))[0]


def line(name, x, y, true):
    mantissa, exponent = mp.frexp(true)
    unit = mp.mpf(2) ** max(exponent - 53, -1074)
    whole = mp.nint(true / unit)
    value = float(whole * unit)
    rest = int(mp.nint((true / unit - whole) * 1000))
    return f"{name} {bits(x):016x} {bits(y):016x} {bits(value):016x} {rest}"


def later():
    """The functions of LATER, and the angles of points."""
    mp.mp.prec = 400
    lines = []
    for name, (f, ranges) in LATER.items():
        for x in [random.uniform(a, b) for a, b in ranges for _ in range(60)]:
            lines.append(line(name, x, 0.0, f(mp.mpf(x))))
    for k in range(400):
        x, y = random.uniform(-1, 1), random.uniform(-1, 1)
        if k % 4 == 1:
            x *= 2.0 ** random.randrange(-20, 20)
        if k % 4 == 2:
            x, y = x * 2.0**-1020, y * 2.0 ** random.randrange(-1020, -960)
        if k % 4 == 3:
            x, y = x * 2.0**1020, y * 2.0 ** random.randrange(960, 1023)
        lines.append(line("atan2", y, x, mp.atan2(mp.mpf(y), mp.mpf(x))))
    return lines


def main():
    lines = []
    for name, (f, ranges) in FUNCTIONS.items():
        points = [random.uniform(a, b) for a, b in ranges for _ in range(60)]
        if name in ("sin", "cos", "tan"):
            # Convergents of 2/pi give the multiples of pi/2 that lie nearest to an integer.
            points += [float(mp.nint(mp.pi / 2 * n)) for n in (11, 226, 573204, 4846147)]
            points += [float(mp.pi / 2 * n) for n in (1, 2, 3, 464, 10**6 + 3, 10**14 + 1)]
            points += [5.319372648326541e255, 1e22, 2.0**1023]
        for x in points:
            true = f(mp.mpf(x))
            if abs(true) < mp.mpf(2) ** 1024 and true != 0:
                lines.append(line(name, x, 0.0, true))
    for k in range(300):
        x = random.uniform(0.01, 100) if k % 3 == 0 else 2 ** random.uniform(-1073, 1023)
        x = 1 + random.uniform(-1e-3, 1e-3) if k % 3 == 1 else x
        y = float(random.uniform(-740, 709) / mp.log(x)) if k % 2 else random.uniform(-5, 5)
        true = mp.mpf(x) ** mp.mpf(y)
        if true < mp.mpf(2) ** 1023 and true > mp.mpf(2) ** -1073:
            lines.append(line("pow", x, y, true))
    lines += later()
    folder = os.path.join(os.path.dirname(__file__), "..", "tests", "fixtures")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "elementary_f64.txt"), "w") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
