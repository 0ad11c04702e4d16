"""Linear algebra as NumPy and SciPy do it, over OpenBLAS with as many threads as there are processors."""

import numpy as np

# What is compared where signs, phases or orders are free: an expression over `result`.
FREE = {
    "qr": "abs(result[1])",
    "svd": "result[1]",
    "eigh": "result[0]",
    "eig": "np.sort(abs(result[0]))",
    "lstsq": "result[0]",
}


def workloads(floats):
    """Name → (function that makes the names the statement uses, statement, what is compared)."""

    def square(n, dtype=np.float64):
        return {"a": floats(1, (n, n), -1.0, 1.0, dtype), "b": floats(2, (n, n), -1.0, 1.0, dtype), "np": np}

    def complex_square(n):
        parts = [floats(seed, (n, n), -1.0, 1.0) for seed in (1, 2, 3, 4)]
        return {"a": parts[0] + 1j * parts[1], "b": parts[2] + 1j * parts[3]}

    def stack(count, n):
        return {"a": floats(1, (count, n, n), -1.0, 1.0), "b": floats(2, (count, n, n), -1.0, 1.0)}

    def heavy_stack():
        return {"a": floats(1, (10_000, 4, 4), -1.0, 1.0) + 4 * np.eye(4)}

    def definite_stack():
        a = heavy_stack()["a"]
        return {"a": a @ a.transpose(0, 2, 1)}

    def symmetric(n):
        a = floats(1, (n, n), -1.0, 1.0)
        return {"a": a + a.T}

    def definite(n):
        a = floats(1, (n, n), -1.0, 1.0)
        return {"a": a @ a.T + n * np.eye(n)}

    def system(n, columns=None):
        shape = (n,) if columns is None else (n, columns)
        return {"a": floats(1, (n, n), -1.0, 1.0) + n * np.eye(n), "b": floats(2, shape, -1.0, 1.0)}

    table = {
        "matmul_2048": (lambda: square(2048), "a @ b"),
        "matmul_2048_f32": (lambda: square(2048, np.float32), "a @ b"),
        "matmul_1024_c128": (lambda: complex_square(1024), "(a @ b).real"),
        "matmul_512": (lambda: square(512), "a @ b"),
        "matmul_64": (lambda: square(64), "a @ b"),
        "matmul_8": (lambda: square(8), "a @ b"),
        "matmul_stack": (lambda: stack(10_000, 16), "a @ b"),
        "matmul_transposed": (lambda: square(1024), "a.T @ b"),
        "matmul_strided": (lambda: square(2048), "a[::2, ::2] @ b[::2, ::-2]"),
        "matvec_4096": (lambda: {"a": floats(1, (4096, 4096), -1.0, 1.0), "b": floats(2, 4096, -1.0, 1.0)}, "a @ b"),
        "matvec_transposed": (
            lambda: {"a": floats(1, (4096, 4096), -1.0, 1.0), "b": floats(2, 4096, -1.0, 1.0)},
            "a.T @ b",
        ),
        "solve_1024_many": (lambda: system(1024, 1024), "np.linalg.solve(a, b)"),
        "solve_1024_one": (lambda: system(1024), "np.linalg.solve(a, b)"),
        "solve_stack": (
            lambda: heavy_stack() | {"b": floats(2, (10_000, 4, 1), -1.0, 1.0)},
            "np.linalg.solve(a, b)",
        ),
        "det_stack": (lambda: stack(10_000, 4), "np.linalg.det(a)"),
        "inv_stack": (heavy_stack, "np.linalg.inv(a)"),
        "cholesky_stack": (definite_stack, "np.linalg.cholesky(a)"),
        "cholesky_1024": (lambda: definite(1024), "np.linalg.cholesky(a)"),
        "inv_1024": (lambda: system(1024), "np.linalg.inv(a)"),
        "qr_1024": (lambda: square(1024), "np.linalg.qr(a)"),
        "svd_1024": (lambda: square(1024), "np.linalg.svd(a, full_matrices=False)"),
        "svdvals_1024": (lambda: square(1024), "np.linalg.svd(a, compute_uv=False)"),
        "eigh_1024": (lambda: symmetric(1024), "np.linalg.eigh(a)"),
        "eigvalsh_1024": (lambda: symmetric(1024), "np.linalg.eigvalsh(a)"),
        "eig_512": (lambda: square(512), "np.linalg.eig(a)"),
        "lstsq_4096": (
            lambda: {"a": floats(1, (4096, 512), -1.0, 1.0), "b": floats(2, 4096, -1.0, 1.0)},
            "np.linalg.lstsq(a, b)",
        ),
        "einsum_chain": (
            lambda: {name: floats(seed, (400, 400), -1.0, 1.0) for seed, name in enumerate("abc", 1)},
            "np.einsum('ij,jk,kl->il', a, b, c, optimize=True)",
        ),
        "einsum_batch": (lambda: stack(200, 64), "np.einsum('bij,bjk->bik', a, b, optimize=True)"),
        "einsum_diagonal": (lambda: square(1000), "np.einsum('ii->i', a).copy()"),
        "einsum_pairs": (
            lambda: {"a": floats(1, (60, 60, 60), -1.0, 1.0), "b": floats(2, (60, 60, 60), -1.0, 1.0)},
            "np.einsum('ijk,ikl->jl', a, b, optimize=True)",
        ),
    }
    entries = {}
    for name, (make, statement) in table.items():
        compare = FREE.get(name.split("_")[0], "result")
        entries[f"numpy/{name}"] = (make, statement, compare)
    return entries
