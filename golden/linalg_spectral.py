"""Writes crates/nd-linalg/tests/golden/spectral.txt: eigenvalues, singular values, norms and
functions of matrices, as NumPy and SciPy have them.

    python golden/linalg_spectral.py     (NumPy 2.4.6, SciPy 1.17.1)

An array a line: name, its shape, a colon, its elements in C order, complex ones as two numbers.
What is unique only up to signs is not here: the tests check it against the matrix.
"""

import pathlib
import sys
import warnings

import numpy as np
import scipy.linalg as sl

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-linalg/tests/golden"
OUT = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME) / "spectral.txt"
lines = []


def record(name, a):
    a = np.asarray(a)
    flat = a.astype(np.complex128).ravel()
    parts = flat.view(np.float64) if np.iscomplexobj(a) else flat.real
    shape = "".join(f" {n}" for n in a.shape)
    lines.append(f"{name}{shape}: " + " ".join(repr(float(x)) for x in parts))


def by_size(w):
    """Eigenvalues in an order that both sides can bring them to."""
    w = np.asarray(w, dtype=np.complex128)
    return w[np.lexsort((w.imag, w.real))]


def table(n, seed):
    """Numbers that need no generator: sines."""
    i = np.arange(n * n, dtype=np.float64)
    return np.round(np.sin(seed + 1.7 * i + 0.01 * i * i), 6).reshape(n, n)


for n in (1, 2, 3, 6, 12):
    a, b = table(n, 1.0), table(n, 2.0)
    c = a + 1j * b
    for name, m in ((f"real{n}", a), (f"complex{n}", c)):
        record(f"{name}.a", m)
        record(f"{name}.svdvals", np.linalg.svdvals(m))
        record(f"{name}.eigvals", by_size(np.linalg.eigvals(m)))
        record(f"{name}.eigvalsh", np.linalg.eigvalsh(m))
        record(f"{name}.eigvalsh_upper", np.linalg.eigvalsh(m, "U"))
        record(f"{name}.pinv", np.linalg.pinv(m))
        record(f"{name}.expm", sl.expm(m))
        record(f"{name}.sqrtm", sl.sqrtm(m @ m.conj().T + np.eye(n)))
        record(f"{name}.logm", sl.logm(m @ m.conj().T + np.eye(n)))
        record(f"{name}.polar", sl.polar(m)[0])
        pairs = sl.eigh(m + m.conj().T, m @ m.conj().T + np.eye(n), eigvals_only=True)
        record(f"{name}.eigh_pair", pairs)
        record(f"{name}.eig_pair", by_size(sl.eigvals(m, b + 3 * np.eye(n))))
        kinds = {"fro": "fro", "nuc": "nuc", "2": 2, "-2": -2, "1": 1, "-1": -1, "inf": np.inf, "-inf": -np.inf}
        record(f"{name}.matrix_norms", [np.linalg.norm(m, kind) for kind in kinds.values()])
        orders = (2, 1, np.inf, -np.inf, 0, 3, 0.5, -1)
        record(f"{name}.vector_norms", [np.linalg.norm(m.ravel(), order) for order in orders])
        record(f"{name}.conds", [np.linalg.cond(m, p) for p in (2, -2, 1, np.inf, "fro")])

OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("\n".join(lines) + "\n")
