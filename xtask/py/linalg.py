"""Random matrices for nd's linear algebra, and NumPy's and SciPy's opinion of the results.

    python linalg.py make FOLDER COUNT SEED     writes COUNT cases: operation, operands
    python linalg.py check FOLDER               compares what nd made of them

What has one right answer is compared with NumPy's and SciPy's, in units of epsilon × size × condition;
what has several (factors, eigenvectors) by what defines it: residuals, orthogonality, triangles.
Where NumPy raises LinAlgError, nd must have an error, and the other way round, but for the two things
that nd promises more: an error for NaN and infinities, and an answer at any scale.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import scipy.linalg as sl

DTYPES = {"f32": np.float32, "f64": np.float64, "c64": np.complex64, "c128": np.complex128, "i64": np.int64}
SQUARE = [
    "solve", "solve_vector", "inv", "det", "slogdet", "cholesky", "lu", "ldl", "eigh", "eigvalsh", "eig", "eigvals",
    "schur", "expm", "sqrtm", "logm", "matrix_power", "solve_triangular", "eigh_pair",
]
ANY = [
    "matmul", "matvec", "vecmat", "inner", "outer", "kron", "tensordot", "einsum", "qr", "svd", "svdvals", "pinv",
    "matrix_rank", "cond", "norm_fro", "norm_2", "norm_1", "norm_inf", "norm_nuc", "lstsq", "null_space", "orth", "trace",
]
EINSUMS = ["ij,jk->ik", "ij,kj->ik", "...ij,...jk->...ik", "ij,jk", "ij,jk->", "ij,jk->ki", "ij,jl->jil"]


def matrix(rng, m, n, kind, dtype, batch=()):
    shape = (*batch, m, n)
    complex_ = np.issubdtype(dtype, np.complexfloating)

    def numbers():
        a = rng.standard_normal(shape)
        return a + 1j * rng.standard_normal(shape) if complex_ else a

    if np.issubdtype(dtype, np.integer):
        return rng.integers(-9, 10, shape).astype(dtype)
    a = numbers()
    if kind == "graded":
        a = a * 10.0 ** -np.arange(n)[None, :].clip(0, 6)
    elif kind == "deficient" and min(m, n) > 1:
        r = min(m, n) - 1
        a = a[..., :, :r] @ numbers()[..., :r, :]
    elif kind == "hilbert":
        a = np.broadcast_to(1.0 / (np.arange(m)[:, None] + np.arange(n)[None, :] + 1), shape)
    elif kind == "large":
        a = a * (1e15 if np.finfo(dtype).bits == 32 else 1e140)
    elif kind == "small":
        a = a * (1e-15 if np.finfo(dtype).bits == 32 else 1e-140)
    elif kind == "integer":
        a = np.round(a * 3)
    return np.ascontiguousarray(a.astype(dtype))


def make(folder, count, seed):
    rng = np.random.default_rng(seed)
    lines = []
    for i in range(count):
        op = str(rng.choice(SQUARE + ANY))
        name = str(rng.choice(list(DTYPES), p=[0.2, 0.35, 0.15, 0.2, 0.1]))
        if name == "i64" and op in ("cholesky", "eigh_pair"):
            name = "f64"  # those matrices are made by products and shifts
        dtype = DTYPES[name]
        kind = str(rng.choice(["random", "random", "graded", "deficient", "hilbert", "large", "small", "integer"]))
        batch = [(), (), (), (3,), (2, 2), (0,)][rng.integers(6)]
        top = int(rng.choice([3, 8, 20, 50]))
        m, n, k = (int(x) for x in rng.integers(0 if rng.random() < 0.1 else 1, top + 1, 3))
        if op in SQUARE:
            n = m
        if op in ("expm", "sqrtm", "logm", "null_space", "orth", "ldl", "schur", "hessenberg", "polar", "eigh_pair", "lu"):
            batch, m, n = (), max(m, 1), max(n, 1)
        if op in ("expm", "sqrtm", "logm", "matrix_power"):
            kind, name = "random", "c128" if name.startswith("c") else "f64"
            dtype = DTYPES[name]
        if op in ("kron", "outer", "tensordot", "lstsq"):
            batch = ()
        arrays = {"a": matrix(rng, m, n, kind, dtype, batch)}
        a = arrays["a"]
        if op in ("cholesky", "sqrtm", "logm", "eigh_pair") and dtype != np.int64:
            h = a @ a.conj().swapaxes(-1, -2)
            shift = 0 if op == "cholesky" and rng.random() < 0.2 else 1
            scale = abs(a).max(initial=0) ** 2 or 1
            arrays["a"] = (h / scale + shift * np.eye(m)).astype(dtype)
        if op in ("eigh", "eigvalsh", "ldl", "eigh_pair") and op != "eigh_pair":
            arrays["a"] = (a + a.conj().swapaxes(-1, -2)).astype(dtype)
        if op == "eigh_pair":
            b = matrix(rng, m, m, "random", dtype)
            arrays["b"], arrays["a"] = arrays["a"], (b + b.conj().T).astype(dtype)
        if op in ("solve", "matmul", "einsum", "solve_triangular", "tensordot"):
            arrays["b"] = matrix(rng, n, k, kind, dtype, batch)
        if op == "einsum":
            spec = str(rng.choice(EINSUMS))
            if "..." not in spec and batch:
                arrays = {key: matrix(rng, *x.shape[-2:], kind, dtype) for key, x in arrays.items()}
            if spec == "ij,kj->ik":
                arrays["b"] = np.ascontiguousarray(arrays["b"].swapaxes(-1, -2))
        if op in ("solve_vector", "matvec"):
            arrays["b"] = matrix(rng, n, 1, kind, dtype)[..., 0]
        if op == "lstsq":
            arrays["b"] = matrix(rng, m, 1, kind, dtype)[..., 0]
        if op == "vecmat":
            arrays["b"] = matrix(rng, m, 1, kind, dtype)[..., 0]
        if op in ("inner", "kron", "outer"):
            arrays["b"] = matrix(rng, k, n, kind, dtype)
        if op == "outer":
            arrays = {key: x[:, :1].ravel() for key, x in arrays.items()}
        case = {"id": i, "op": op, "dtype": name, "kind": kind}
        if op == "einsum":
            case["spec"] = spec
        if op == "matrix_power":
            case["power"] = int(rng.integers(-3, 6))
        np.savez(folder / f"in{i}.npz", **arrays)
        lines.append(json.dumps(case) + "\n")
    (folder / "cases.jsonl").write_text("".join(lines))


class Judge:
    """The limits of one case."""

    def __init__(self, case, arrays, out):
        self.case, self.out = case, out
        a = arrays["a"]
        floats = a.astype(np.float64) if np.issubdtype(a.dtype, np.integer) else a
        self.a = floats
        self.b = arrays.get("b")
        self.eps = float(np.finfo(floats.dtype).eps)
        self.size = max(8, *a.shape, *(self.b.shape if self.b is not None else (0,)))

    def unit(self, factor=40):
        return factor * self.eps * self.size

    def close(self, what, got, want, scale=None, factor=40):
        got, want = np.asarray(got), np.asarray(want)
        if got.shape != want.shape:
            return f"{what}: shape {got.shape}, not {want.shape}"
        if got.size == 0:
            return None
        if scale is None:
            scale = np.abs(want.astype(np.complex128)).max()
        error = np.abs(got.astype(np.complex128) - want.astype(np.complex128)).max()
        limit = self.unit(factor) * float(scale)
        tiny = float(np.finfo(self.a.dtype).tiny) * self.size
        if not error <= limit + tiny:
            return f"{what}: off by {error:.2e}, allowed {limit:.2e}"
        return None

    def unitary(self, what, q):
        q = np.asarray(q)
        eye = np.broadcast_to(np.eye(q.shape[-1]), (*q.shape[:-2], q.shape[-1], q.shape[-1]))
        return self.close(what + " orthogonal", herm(q) @ q, eye, 1.0)

    def is_zero(self, what, part):
        return None if not np.any(part) else f"{what} is not zero"


def herm(a):
    return a.conj().swapaxes(-1, -2)


def exact(a):
    """The operand in the widest type, so that scales do not overflow."""
    return a.astype(np.clongdouble if np.iscomplexobj(a) else np.longdouble)


def product(x, y):
    return exact(x) @ exact(y)


def condition(a):
    """The condition number by a singular value decomposition of the scaled matrix."""
    if min(a.shape[-2:]) == 0 or a.size == 0:
        return 1.0
    scale = np.abs(a).max()
    s = np.linalg.svd((a / scale if scale else a).astype(np.complex128), compute_uv=False)
    with np.errstate(all="ignore"):
        return float(np.max(s[..., 0] / s[..., -1]))


def opinion(j):
    """None, or what is wrong with the results `j.out` of one case."""
    op, a, b, out = j.case["op"], j.a, j.b, j.out
    get = lambda name="x": out[name]
    top = np.abs(a).max() if a.size else 1.0
    if op in ("matmul", "matvec", "vecmat", "inner", "outer", "kron", "tensordot", "einsum", "trace"):
        x, y = exact(a), None if b is None else exact(b)
        want = {
            "matmul": lambda: x @ y, "matvec": lambda: x @ y, "vecmat": lambda: np.vecmat(y, x),
            "inner": lambda: np.inner(x, y), "outer": lambda: np.outer(x, y), "kron": lambda: np.kron(x, y),
            "tensordot": lambda: np.tensordot(x, y, axes=1), "einsum": lambda: np.einsum(j.case["spec"], x, y),
            "trace": lambda: np.trace(x, axis1=-2, axis2=-1),
        }[op]()
        scale = top * (np.abs(b).max() if b is not None and b.size else 1.0) * a.shape[-1]
        if op == "einsum":
            scale *= max(1, a.size)
        return j.close(op, get(), want, scale)
    if op in ("solve", "solve_vector", "solve_triangular", "inv"):
        if op == "inv":
            b, x = np.eye(a.shape[-1]), get()
        else:
            x = get()
        left = np.tril(a) if op == "solve_triangular" else a
        y, z = (b[..., None], x[..., None]) if op == "solve_vector" else (b, x)
        scale = np.abs(left).max(initial=0) * np.abs(z).max(initial=0) * a.shape[-1] + np.abs(y).max(initial=0)
        if not np.isfinite(scale):
            return None
        limit = scale * (condition(a) if op == "inv" and np.isfinite(condition(a)) else 1)
        return j.close(op, product(left, z), np.broadcast_to(exact(np.asarray(y)), z.shape[:-2] + y.shape[-2:]), limit)
    if op in ("det", "slogdet"):
        sign, log = np.linalg.slogdet(exact(a).astype(np.complex128) if top < 1e100 else a)
        kappa = condition(a)
        if not np.isfinite(kappa) or kappa * j.eps > 1e-3:
            return None
        if op == "slogdet":
            return j.close("log", get("logabsdet"), log.real, 1 + np.abs(log).max(initial=0), 40 * kappa) or j.close(
                "sign", get("sign").astype(np.complex128), sign, 1.0, 40 * kappa)
        with np.errstate(all="ignore"):
            want = sign * np.exp(log.real)
        if not np.all(np.isfinite(want.astype(a.dtype))):
            return None
        return j.close("det", get(), want, None, 40 * kappa)
    if op == "cholesky":
        low = get()
        return j.is_zero("above", np.triu(low, 1)) or j.close("L Lᴴ", product(low, herm(low)), a, top * a.shape[-1])
    if op == "lu":
        p, low, up = get("p"), get("l"), get("u")
        return j.close("P L U", exact(p) @ product(low, up), a, top * a.shape[-1] * 8) or j.is_zero("below", np.tril(up, -1))
    if op == "ldl":
        return j.close("L D Lᴴ", product(get("l"), get("d")) @ herm(exact(get("l"))), a, top * a.shape[-1] * 8)
    if op == "qr":
        return j.close("Q R", product(get("q"), get("r")), a, top * a.shape[-1]) or j.unitary("Q", get("q")) or j.is_zero(
            "below", np.tril(get("r"), -1))
    if op in ("svd", "svdvals"):
        scale = np.abs(a).max(initial=0) or 1
        want = np.linalg.svd((a / scale).astype(np.complex128), compute_uv=False) * float(scale)
        bad = j.close("s", get("s"), want, None if want.size == 0 else max(want.max(), 1e-300))
        if bad or op == "svdvals":
            return bad
        return j.close("U S Vᴴ", exact(get("u")) * exact(get("s"))[..., None, :] @ exact(get("vh")), a, top * a.shape[-1]) or j.unitary(
            "U", get("u")) or j.unitary("V", herm(get("vh")))
    if op in ("eigh", "eigvalsh"):
        scale = float(np.abs(a).max(initial=0) or 1)
        want = np.linalg.eigvalsh((a / scale).astype(np.complex128)) * scale
        bad = j.close("w", get("w"), want, scale * a.shape[-1])
        if bad or op == "eigvalsh":
            return bad
        v = get("v")
        return j.close("A V", product(a, v), exact(v) * exact(get("w"))[..., None, :], scale * a.shape[-1]) or j.unitary("V", v)
    if op in ("eig", "eigvals"):
        w = get("w")
        scale = float(np.abs(a).max(initial=0) or 1) * a.shape[-1]
        bad = j.close("sum of w", w.sum(-1), np.trace(exact(a), axis1=-2, axis2=-1), scale * a.shape[-1])
        if bad or op == "eigvals":
            return bad
        v = get("v")
        return j.close("A V", product(a.astype(v.dtype), v), exact(v) * exact(w)[..., None, :], scale) or j.close(
            "norms", np.linalg.norm(v, axis=-2), np.ones(v.shape[:-2] + v.shape[-1:]), 1.0)
    if op in ("schur", "hessenberg"):
        t, z = get("t"), get("z")
        below = np.tril(t, -2) if not np.iscomplexobj(t) or op == "hessenberg" else np.tril(t, -1)
        return j.close("Z T Zᴴ", product(z, t) @ herm(exact(z)), a, top * a.shape[-1]) or j.unitary("Z", z) or j.is_zero("below", below)
    if op == "polar":
        u, p = get("u"), get("p")
        return j.close("U P", product(u, p), a, top * a.shape[-1]) or j.unitary("U", u) or j.close("P", p, herm(p), top * a.shape[-1])
    if op in ("expm", "sqrtm", "logm"):
        want = getattr(sl, op)(a)
        kappa = 1e3 if op == "expm" else 1e2 * condition(a)
        return j.close(op, get(), want, None, kappa)
    if op == "matrix_power":
        want = np.linalg.matrix_power(a, j.case["power"])
        kappa = condition(a) ** abs(j.case["power"]) if j.case["power"] < 0 else 1e2
        if not np.isfinite(kappa) or kappa * j.eps > 1e-3:
            return None
        return j.close(op, get(), want, None if want.size == 0 else float(np.linalg.norm(a.reshape(-1)) ** max(j.case["power"], 0)) + np.abs(want).max(), kappa)
    if op == "eigh_pair":
        w, v = get("w"), get("v")
        want = sl.eigvalsh(a, b)
        kappa = condition(b)
        return j.close("w", w, want, np.abs(want).max() + 1, 40 * kappa) or j.close(
            "A V", a @ v, (b @ v) * w, np.abs(a).max() * np.abs(v).max() * len(a), 40 * kappa)
    if op == "pinv":
        x = get()
        kappa = condition(a)
        if not np.isfinite(kappa) or kappa * j.eps > 1e-4:
            return None
        return j.close("A X A", product(a, x) @ exact(a), a, top * a.shape[-1], 40 * kappa)
    if op == "matrix_rank":
        scale = float(np.abs(a).max(initial=0) or 1)
        want = np.linalg.matrix_rank(a / scale, rtol=None)
        s = np.linalg.svd(a / scale, compute_uv=False)
        edge = j.eps * max(a.shape[-2:]) * (s.max(-1, initial=0) if s.size else 0)
        if s.size and np.any((s > edge[..., None] / 30) & (s < edge[..., None] * 30)):
            return None  # at the tolerance itself either rank is right
        return None if np.array_equal(get(), want) else f"rank {get()}, not {want}"
    if op == "cond":
        kappa = condition(a)
        if a.size == 0 or not np.isfinite(kappa) or kappa * j.eps > 1e-2:
            return None
        return j.close("cond", get(), np.linalg.cond((a / top).astype(np.complex128)), None, 40 * kappa)
    if op.startswith("norm"):
        order = {"norm_fro": "fro", "norm_2": 2, "norm_1": 1, "norm_inf": np.inf, "norm_nuc": "nuc"}[op]
        scale = float(top) or 1.0
        want = np.linalg.norm((a / scale).astype(np.complex128), ord=order, axis=(-2, -1)) * scale
        return j.close("norm", get(), want, None)
    if op == "lstsq":
        kappa = condition(a)
        if not np.isfinite(kappa) or kappa * j.eps > 1e-4:
            return None
        scale = float(top) or 1.0
        want = np.linalg.lstsq(a / scale, b.astype(a.dtype) / scale, rcond=None)
        return j.close("x", get("x"), want[0], np.abs(want[0]).max(initial=0) + 1e-300, 40 * kappa**2) or (
            None if int(get("rank")) == want[2] else f"rank {get('rank')}, not {want[2]}")
    if op in ("null_space", "orth"):
        q = get()
        bad = j.unitary(op, q)
        if bad or op == "orth":
            return bad
        return j.close("A N", a @ q, np.zeros((a.shape[0], q.shape[1])), top * a.shape[-1])
    raise ValueError(op)


def numpy_refuses(case, a, b):
    """Whether NumPy has no answer for what all would call the same reason."""
    try:
        with np.errstate(all="ignore"):
            if case["op"] in ("solve", "solve_vector"):
                np.linalg.solve(a, b)
            elif case["op"] == "inv":
                np.linalg.inv(a)
            elif case["op"] == "cholesky":
                np.linalg.cholesky(a)
            elif case["op"] == "matrix_power":
                np.linalg.matrix_power(a, case["power"])
            else:
                return None
    except np.linalg.LinAlgError:
        return True
    return False


def doubtful(case, a):
    """Whether rounding decides if the matrix is singular or definite."""
    if case["op"] == "cholesky":
        w = np.linalg.eigvalsh(a) if a.size else np.ones(1)
        return bool(np.any(w.min(-1) < 1e-3 * np.abs(w).max(-1)))
    return condition(a) > 1e4


def check(folder):
    wrong = counted = errors = 0
    per_op = {}
    for line in (folder / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        arrays = dict(np.load(folder / f"in{case['id']}.npz"))
        result = folder / f"out{case['id']}.npz"
        failed = folder / f"out{case['id']}.txt"
        counted += 1
        per_op[case["op"]] = per_op.get(case["op"], 0) + 1
        verdict = None
        if failed.exists():
            errors += 1
            refuses = numpy_refuses(case, arrays["a"], arrays.get("b"))
            a = arrays["a"]
            if refuses is False and not doubtful(case, a) or refuses is None and case["op"] not in ("solve_triangular", "logm"):
                verdict = "an error: " + failed.read_text()
        elif result.exists():
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                verdict = opinion(Judge(case, arrays, dict(np.load(result))))
                refuses = numpy_refuses(case, arrays["a"], arrays.get("b"))
            if refuses and not doubtful(case, arrays["a"]):
                verdict = "an answer, where NumPy has none"
        else:
            verdict = "no result"
        if verdict:
            wrong += 1
            shapes = {key: x.shape for key, x in arrays.items()}
            print(f"case {case}: {shapes}: {verdict}")
    ops = ", ".join(f"{op} {n}" for op, n in sorted(per_op.items()))
    print(f"linear algebra: {counted} cases ({ops}), {errors} of them errors as in NumPy; {wrong} mismatches")
    return wrong == 0


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(0 if check(folder) else 1)
