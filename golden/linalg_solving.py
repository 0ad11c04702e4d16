"""Writes linalg_solving.txt: solutions and factors by NumPy and SciPy.

    python golden/linalg_solving.py [FOLDER]     (NumPy 2.4.6, SciPy 1.17.1)

crates/nd-linalg/tests/linalg/solving_golden.rs compares with them.
One array a line: name, shape, a colon, the elements in C order, each float by its shortest
exact form, a complex one as two. Integers are written as floats.
"""

import sys
from pathlib import Path

import numpy as np
import scipy.linalg as sl

here = Path(__file__).resolve().parent.parent
out = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "crates/nd-linalg/tests/golden"
lines = []


def put(name, a):
    a = np.asarray(a)
    if np.iscomplexobj(a):
        values = np.stack([a.real, a.imag], -1).ravel()
    else:
        values = a.astype(float).ravel()
    shape = " ".join(str(n) for n in a.shape)
    lines.append(f"{name} {shape} : " + " ".join(repr(float(x)) for x in values))


def numbers(seed, shape, complex_=False):
    """Multiples of 1/64: exact in every float type, the same on every machine."""
    state = seed
    values = []
    for _ in range(int(np.prod(shape)) * 2):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append(((state >> 33) % 257 - 128) / 64)
    re, im = np.array(values[::2]).reshape(shape), np.array(values[1::2]).reshape(shape)
    return re + 1j * im if complex_ else re


for kind, complex_ in [("real", False), ("complex", True)]:
    for n in [1, 2, 4, 7]:
        key = f"{kind}_{n}"
        a, b = numbers(n, (n, n), complex_), numbers(n + 100, (n, 2), complex_)
        put(f"{key}_a", a)
        put(f"{key}_b", b)
        put(f"{key}_solve", np.linalg.solve(a, b))
        put(f"{key}_inv", np.linalg.inv(a))
        put(f"{key}_det", np.linalg.det(a))
        sign, log = np.linalg.slogdet(a)
        put(f"{key}_sign", sign)
        put(f"{key}_log", log)
        lu, piv = sl.lu_factor(a)
        put(f"{key}_lu", lu)
        put(f"{key}_piv", piv)
        p, l, u = sl.lu(a)
        put(f"{key}_p", p)
        q, r = np.linalg.qr(a)
        put(f"{key}_q", q)
        put(f"{key}_r", r)
        h, tau = np.linalg.qr(a[:, : max(1, n // 2)], mode="raw")
        put(f"{key}_raw_h", h)
        put(f"{key}_raw_tau", tau)
        q, r, perm = sl.qr(a, mode="economic", pivoting=True)
        put(f"{key}_pivoted_r", r)
        put(f"{key}_pivoted_perm", perm)
        hermitian = a + a.conj().T
        lu, d, perm = sl.ldl(hermitian)
        put(f"{key}_ldl_l", lu)
        put(f"{key}_ldl_d", d)
        put(f"{key}_ldl_perm", perm)
        lu, d, perm = sl.ldl(a + a.T, hermitian=False)
        put(f"{key}_symmetric_l", lu)
        put(f"{key}_symmetric_d", d)
        definite = a @ a.conj().T + np.eye(n)
        put(f"{key}_definite", definite)
        put(f"{key}_cholesky", np.linalg.cholesky(definite))
        put(f"{key}_cholesky_upper", np.linalg.cholesky(definite, upper=True))
        triangle = a + 4 * np.eye(n)
        put(f"{key}_triangle", triangle)
        put(f"{key}_upper", sl.solve_triangular(triangle, b))
        put(f"{key}_lower_adjoint", sl.solve_triangular(triangle, b, lower=True, trans="C"))
        put(f"{key}_unit", sl.solve_triangular(a / 8, b, lower=True, unit_diagonal=True))
        put(f"{key}_power", np.linalg.matrix_power(a, 5))
        c, r = numbers(n + 7, (n,), complex_), numbers(n + 8, (n,), complex_)
        c[0] = 5 * n
        put(f"{key}_c", c)
        put(f"{key}_row", r)
        put(f"{key}_toeplitz", sl.solve_toeplitz((c, r), b))
        put(f"{key}_toeplitz_hermitian", sl.solve_toeplitz(c, b))
        put(f"{key}_circulant", sl.circulant(c))
        wide = min(2, n - 1), min(1, n - 1)
        put(f"{key}_bands", wide)
        ab = numbers(n + 9, (sum(wide) + 1, n), complex_)
        ab[wide[1]] += 7
        put(f"{key}_ab", ab)
        put(f"{key}_banded", sl.solve_banded(wide, ab, b))
    for m, n, rank in [(6, 4, 4), (4, 6, 4), (6, 4, 2), (4, 6, 2)]:
        key = f"lstsq_{kind}_{m}_{n}_{rank}"
        a = numbers(m, (m, rank), complex_) @ numbers(n + 50, (rank, n), complex_)
        b = numbers(m + 200, (m, 2), complex_)
        x, residuals, found, s = np.linalg.lstsq(a, b)
        assert found == rank
        put(f"{key}_a", a)
        put(f"{key}_b", b)
        put(f"{key}_x", x)
        put(f"{key}_residuals", residuals)
        put(f"{key}_s", s)

a = numbers(18, (18, 18))
lu, piv = sl.lu_factor(a)
put("real_18_a", a)
put("real_18_lu", lu)
put("real_18_piv", piv)
put("real_18_det", np.linalg.det(a))
a, b = numbers(1, (2, 3, 6)), numbers(2, (2, 3))
put("tensor_a", a)
put("tensor_b", b)
put("tensor_x", np.linalg.tensorsolve(a, b))
put("tensor_inv", np.linalg.tensorinv(a))
put("hilbert", sl.hilbert(4))
put("hadamard", sl.hadamard(8))
put("toeplitz_matrix", sl.toeplitz([1, 2, 3], [1, 8, 9, 7]))

out.mkdir(parents=True, exist_ok=True)
(out / "linalg_solving.txt").write_text("\n".join(lines) + "\n")
