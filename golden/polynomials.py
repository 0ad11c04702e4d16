"""Writes crates/nd-linalg/tests/golden/polynomials.txt: roots and fits as NumPy finds them.

    python golden/polynomials.py FOLDER

One case a line, in fields between "|": roots, coefficients, and the roots in order (real and imaginary parts in turn); or
polyfit, x, y (its columns one after the other), number of columns, degree, weights, coefficients, residuals, rank, singular
values and covariance. Empty is "-".
"""

import pathlib
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "polynomials.txt"
rng = np.random.default_rng(5)
lines = []


def words(a):
    return ",".join(f"{float(x):.12g}" for x in np.asarray(a).ravel()) or "-"


POLYNOMIALS = [
    [], [0.0], [0.0, 0.0], [5.0], [0.0, 5.0], [1.0, 0.0], [0.0, 0.0, 2.0, 3.0, 0.0], [1.0, -3.0, 2.0], [1.0, 0.0, 1.0], [2.0, 4.0],
    [1.0, -6.0, 11.0, -6.0], [1.0, 0.0, 0.0, -8.0], [3.0, 0.0, 0.0, 0.0], [1.0, 1e5, 1.0], [1e-3, 1.0, 1e3], [-1.0, 0.5, 2.0, 7.0, -3.0],
]
POLYNOMIALS += [list(rng.uniform(-5, 5, n)) for n in (4, 6, 9)]
for p in POLYNOMIALS:
    found = np.array(sorted(np.roots(p).astype(complex), key=lambda z: (round(z.real, 7), z.imag)))
    lines.append("|".join(["roots", words(p), words(found.view(float))]))

for m, degree, columns, weighted in (
    (5, 1, 0, False), (5, 2, 0, False), (8, 3, 2, False), (8, 3, 0, True), (4, 3, 0, False), (3, 5, 0, False), (20, 0, 3, True), (12, 4, 1, True),
):
    x = rng.uniform(-3, 3, m)
    y = rng.uniform(-3, 3, (m, columns) if columns else m)
    w = rng.uniform(0.5, 2, m) if weighted else None
    p, residuals, rank, s, _ = np.polyfit(x, y, degree, w=w, full=True)
    cov = np.polyfit(x, y, degree, w=w, cov=True)[1] if m > degree + 1 else []
    given = [words(x), words(y.T), str(columns), str(degree), words([] if w is None else w)]
    lines.append("|".join(["polyfit", *given, words(p), words(residuals), str(rank), words(s), words(cov)]))
OUT.write_text("\n".join(lines) + "\n")
