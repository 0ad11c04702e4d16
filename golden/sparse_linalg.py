"""What SciPy's solvers answer: solvers.txt, in the lines of operations.txt (golden/sparse.py).

Matrices have small multiples of 1/4 as elements. Results are written with 12 digits: what comes after them depends
on the machine. Eigenvalues are in our order, ascending or by descending magnitude, and singular values descend.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sla

warnings.simplefilter("ignore")
OUT = Path(sys.argv[1])
LINES = []


def exact(a):
    def one(x):
        return f"{float(x.real)!r}:{float(x.imag)!r}" if isinstance(x, complex) else repr(x)

    return " ".join(one(x) for x in np.asarray(a).ravel().tolist())


def rounded(a):
    def real(x):
        return f"{0.0 if abs(x) < 1e-13 else x:.11e}"

    def one(x):
        return f"{real(x.real)}:{real(x.imag)}" if isinstance(x, complex) else real(float(x))

    return " ".join(one(x) for x in np.asarray(a).ravel().tolist())


def sparse(case, op, a):
    a = sp.csr_array(a)
    a.sort_indices()
    LINES.append("\t".join([case, op, "csr", exact(a.shape), exact(a.indptr), exact(a.indices), exact(a.data)]))


def dense(case, op, a):
    a = np.asarray(a)
    LINES.append("\t".join([case, op, "dense", exact(a.shape), rounded(a)]))


def scattered(rng, shape, each, complex_):
    """Entries anywhere, and 4 once in every row."""
    rows = np.repeat(np.arange(shape[0]), each)
    columns = rng.integers(0, shape[1], rows.size)
    data = rng.integers(-8, 9, rows.size) / 4
    if complex_:
        data = data + 1j * (rng.integers(-8, 9, rows.size) / 4)
    a = sp.coo_array((data, (rows, columns)), shape=shape).tocsr()
    some = sp.coo_array((np.full(shape[0], 4.0), (np.arange(shape[0]), np.arange(shape[0]) * 7 % shape[1])), shape=shape)
    a = sp.csr_array(a + some.tocsr())
    a.eliminate_zeros()
    return a


def by_magnitude(values):
    """Conjugate ones together, the one with the positive imaginary part first."""
    return np.array(sorted(values, key=lambda z: (-round(abs(z), 8), -round(z.real, 8), -z.imag)))


def systems(case, a, rng):
    n = a.shape[0]
    b = (rng.integers(-8, 9, n) / 4).astype(a.dtype)
    dense(case, "b", b)
    dense(case, "spsolve", sla.spsolve(a.tocsc(), b))
    lu = sla.splu(a.tocsc())
    dense(case, "solve_adjoint", lu.solve(b, "H"))
    sign, logdet = np.linalg.slogdet(a.toarray())
    dense(case, "slogdet", np.array([sign, logdet]))
    dense(case, "lower", sla.spsolve_triangular(sp.tril(a) + 4 * sp.eye_array(n), b, lower=True))
    dense(case, "expm_multiply", sla.expm_multiply(a / 4, b))
    dense(case, "norms", np.array([sla.norm(a), sla.norm(a, 1), sla.norm(a, np.inf)]))


def spectra(case, a, complex_):
    n = a.shape[0]
    h = sp.csr_array(a + a.conj().T)
    mass = sp.csr_array(sp.diags_array([np.full(n - 1, 0.5), np.full(n, 2.0), np.full(n - 1, 0.5)], offsets=[-1, 0, 1]))
    mass = mass.astype(a.dtype)
    sparse(case, "mass", mass)
    v0 = np.ones(n, a.dtype)
    for which in ["LM", "LA", "SA", "BE"]:
        # ARPACK has no BE of complex matrices.
        if not (complex_ and which == "BE"):
            dense(case, f"eigsh.{which}", np.sort(sla.eigsh(h, 6, which=which, v0=v0)[0]))
    dense(case, "eigsh.near", np.sort(sla.eigsh(h.tocsc(), 5, sigma=0.3, v0=v0)[0]))
    dense(case, "eigsh.mass", np.sort(sla.eigsh(h, 5, M=mass.tocsc(), which="LA", v0=v0)[0]))
    dense(case, "eigsh.mass.near", np.sort(sla.eigsh(h.tocsc(), 5, M=mass.tocsc(), sigma=0.3, v0=v0)[0]))
    # Of dense matrices: SciPy's may leave one of a conjugate pair out.
    values = by_magnitude(np.linalg.eigvals(a.toarray()).astype(complex))
    k = 7 if complex_ or abs(values[6] - values[7].conj()) > 1e-8 else 8
    dense(case, "eigs.LM", values[:k])
    near = by_magnitude(1 / (np.linalg.eigvals(a.toarray()).astype(complex) - 0.25))[:6]
    k = 5 if complex_ or abs(near[4] - near[5].conj()) > 1e-8 else 6
    dense(case, "eigs.near", by_magnitude(0.25 + 1 / near[:k]))


def main():
    rng = np.random.default_rng(31)
    for case, complex_ in [("float64.square", False), ("complex128.square", True)]:
        a = scattered(rng, (120, 120), 3, complex_)
        sparse(case, "a", a)
        systems(case, a, rng)
        spectra(case, a, complex_)
    for case, complex_ in [("float64.tall", False), ("complex128.tall", True)]:
        a = scattered(rng, (150, 90), 3, complex_)
        sparse(case, "a", a)
        v0 = np.ones(90, a.dtype)
        dense(case, "svds", np.sort(sla.svds(a, 6, v0=v0, return_singular_vectors=False))[::-1])
        b = (rng.integers(-8, 9, 150) / 4).astype(a.dtype)
        dense(case, "b", b)
        dense(case, "lsqr", np.linalg.lstsq(a.toarray(), b)[0])
        dense(case, "damped", sla.lsqr(a, b, damp=1.5, atol=1e-15, btol=1e-15)[0])
    (OUT / "solvers.txt").write_text("\n".join(LINES) + "\n")


main()
