"""Systems of equations, factors, eigenvalues and singular values for xtask/py/sparse.py, judged by residuals and by
NumPy's dense answers."""

import numpy as np
import scipy.linalg as dl
import scipy.sparse as sp
import scipy.sparse.linalg as sl

from sparse_cases import FLOATS, Judged, Loose, Near, Raises, dense_text, ints_text, is_complex, sparse_text
from sparse_operations import Operation, rows

RULES = {
    "singular": "a singular matrix is an error, where SciPy answers NaN and warns",
    "triangle": "the other triangle is ignored, where SciPy's answer depends on the format",
    "order": "eigenvalues of Hermitian matrices ascend, singular values descend, others by magnitude",
}

OPERATIONS = {}


def operation(draw, dtypes=FLOATS, weight=1.0):
    def register(want):
        OPERATIONS[want.__name__] = Operation(want, draw, dtypes, ("small",), weight)
        return want
    return register


def text_of(d, a):
    """A dense matrix as text: zeros are not stored."""
    format = d.pick(["csr", "csc"])
    r, k = np.nonzero(a)
    return sparse_text(format, a.shape, r, k, a[r, k].astype(d.dtype))


def numbers(d, shape):
    a = d.rng.standard_normal(shape)
    return a + 1j * d.rng.standard_normal(shape) if is_complex(d.dtype) else a


def thin(d, a):
    return np.where(d.rng.random(a.shape) < d.pick([0.1, 0.3, 0.7]), a, 0)


def dimension(d):
    return int(d.rng.integers(1, d.pick([4, 10, 25, 60]) + 1))


def general(d):
    """Any square matrix, most with a heavy diagonal."""
    n = dimension(d)
    a = thin(d, numbers(d, (n, n)))
    if d.chance(0.85):
        a = a + np.diag(numbers(d, n) * 2 + 4)
    if d.chance(0.3):
        a = a[d.rng.permutation(n)]
    return a


def definite(d):
    n = dimension(d)
    a = thin(d, numbers(d, (n, n)))
    return a @ a.conj().T + d.pick([0.1, 1.0, 10.0]) * np.eye(n)


def right_side(d, n):
    return dense_text(numbers(d, (n,) if d.chance(0.5) else (n, int(d.rng.integers(0, 4)))).astype(d.dtype))


def system(make):
    def draw(d):
        a = make(d)
        return {"a": text_of(d, a), "b": right_side(d, len(a))}
    return draw


def doubled(c, name="a"):
    a = rows(c, name).toarray()
    return a.astype(np.complex128 if is_complex(c.dtype) else np.float64)


def residual(c, a, b, factor=64.0):
    """`A x = b` but for rounding, in the precision of the type."""
    def judge(result):
        x = result.array.astype(np.complex128)
        if x.shape != b.shape:
            return f"shape {x.shape}, not {b.shape}"
        off = np.abs(a @ x - b)
        scale = np.abs(a) @ np.abs(x) + np.abs(b)
        limit = factor * max(8, len(a)) * float(np.finfo(c.dtype).eps) * (scale.max(initial=0))
        return None if np.all(off <= limit) else f"residual {off.max()}, allowed {limit}"
    return Judged(judge)


def condition(a):
    return np.linalg.cond(a) if len(a) else 1.0


def regular(c, f):
    """An answer by `f` where the matrix is regular, an error where it is singular; in between nothing is asked."""
    a = doubled(c)
    kappa = condition(a)
    if kappa < 1e10:
        return f(a)
    if np.linalg.matrix_rank(a) < len(a) and (np.any(~a.any(axis=0)) or np.any(~a.any(axis=1))):
        c.notes.append(("singular", "no pivot"))
        return {"": Raises()}
    return None


@operation(system(general), weight=3)
def solve(c):
    def answer(a):
        theirs = sl.spsolve(sp.csc_array(a), c.dense("b").astype(a.dtype)) if c.dense("b").size else None
        if theirs is not None and not np.all(np.isfinite(theirs)):
            c.notes.append((None, "SciPy has no solution"))
        return {"": residual(c, a, c.dense("b"))}
    return regular(c, answer)


@operation(system(general), weight=3)
def lu(c):
    def answer(a):
        sign, log = np.linalg.slogdet(a)

        def product(_):
            low, up = c.given["l"].array, c.given["u"].array
            r, k = c.given["rows"].array.astype(int), c.given["columns"].array.astype(int)
            if not (np.array_equal(np.sort(r), np.arange(len(a))) and np.array_equal(np.sort(k), np.arange(len(a)))):
                return "an order is no permutation"
            if np.any(np.triu(low, 1)) or np.any(np.tril(up, -1)) or np.any(np.diag(low) != 1):
                return "not triangular"
            off = np.abs((low @ up)[np.ix_(r, k)] - a).max(initial=0)
            limit = 64 * len(a) * float(np.finfo(c.dtype).eps) * (np.abs(low) @ np.abs(up)).max(initial=0)
            return None if off <= limit else f"L U is off by {off}, allowed {limit}"

        def determinant(result):
            got = np.complex128(c.given["sign"].array[()])
            off = abs(result.array[()] - log) + abs(got - sign)
            return None if off < 1e-4 * (1 + abs(log)) else f"determinant {got} exp {result.array}, not {sign} exp {log}"
        return {"x": residual(c, a, c.dense("b")), "adjoint": residual(c, a.conj().T, c.dense("b")),
                "l": Judged(product), "log": Judged(determinant)}
    return regular(c, answer)


@operation(system(definite), weight=2)
def cholesky(c):
    a = doubled(c)
    if condition(a) > 1e10 or np.linalg.eigvalsh(a).min() <= 0:
        return None
    log = np.linalg.slogdet(a)[1]
    return {"x": residual(c, a, c.dense("b")), "ldl": residual(c, a, c.dense("b")),
            "log": Judged(lambda r: None if abs(r.array - log) < 1e-3 * (1 + abs(log)) else f"{r.array}, not {log}")}


def indefinite(d):
    a = definite(d)
    a[-1, -1] = -1
    return a


@operation(system(indefinite), weight=0.5)
def not_definite(c):
    return {"": Raises()}


def draw_tall(d):
    n = dimension(d)
    m = n + int(d.rng.integers(0, 10))
    a = thin(d, numbers(d, (m, n)))
    a[:n] += np.diag(numbers(d, n) * 2 + 4)
    return {"a": text_of(d, a), "b": dense_text(numbers(d, m).astype(d.dtype))}


def least_squares(c, a, b, x, digits):
    """The gradient vanishes."""
    r = b - a @ x
    gradient = np.abs(a.conj().T @ r).max(initial=0)
    limit = digits * np.linalg.norm(a) * (np.linalg.norm(r) + np.linalg.norm(a) * np.linalg.norm(x)) + 1e-300
    return None if gradient <= limit else f"gradient {gradient}, allowed {limit}"


@operation(draw_tall, weight=2)
def least(c):
    a, b = doubled(c), c.dense("b").astype(np.complex128)
    if condition(a) > 1e6:
        return None
    eps = float(np.finfo(c.dtype).eps)
    judge = lambda digits: Judged(lambda r: least_squares(c, a, b, r.array.astype(np.complex128), digits))
    wanted = {"qr": judge(200 * len(a) * eps), "lsqr": judge(1e-3), "lsmr": judge(1e-3)}
    if eps > 1e-10:
        # Single precision need not be enough: then that is said.
        given_up = lambda name: name in c.given and "no convergence" in getattr(c.given[name], "error", "")
        wanted = {name: want for name, want in wanted.items() if name == "qr" or not given_up(name)}
    return wanted


def draw_triangular(d):
    a = general(d)
    return {"a": text_of(d, a), "b": right_side(d, len(a)), "lower": d.pick(["0", "1"])}


@operation(draw_triangular, weight=2)
def triangular(c):
    a = doubled(c)
    a = np.tril(a) if c.int("lower") else np.triu(a)
    if np.any(np.diag(a) == 0):
        return {"": Raises()}
    x = dl.solve_triangular(a, c.dense("b").astype(a.dtype), lower=bool(c.int("lower"))) if len(a) else None
    c.notes.append(("triangle", "the other triangle has entries"))
    return {"": residual(c, a, c.dense("b"))} if np.all(np.isfinite(x)) and condition(a) < 1e10 else None


METHODS = ["cg", "minres", "bicg", "bicgstab", "cgs", "tfqmr", "qmr", "gmres", "lgmres"]
PRECONDITIONERS = ["none", "jacobi", "ssor", "ilu", "cholesky", "multigrid"]


def draw_iterative(d):
    method = d.pick(METHODS)
    a = definite(d) if method in ("cg", "minres") else general(d) + 8 * np.eye(1)
    if method not in ("cg", "minres"):
        a = thin(d, numbers(d, a.shape)) + np.diag(np.abs(numbers(d, len(a))) * len(a) + len(a))
    how = d.pick(PRECONDITIONERS if method in ("cg", "minres") else ["none", "jacobi", "ilu"])
    return {"a": text_of(d, a), "b": dense_text(numbers(d, len(a)).astype(d.dtype)), "method": method, "how": how}


@operation(draw_iterative, weight=4)
def iterate(c):
    a, b = doubled(c), c.dense("b").astype(np.complex128)
    if condition(a) > 1e4:
        return None

    def judge(result):
        off, limit = np.linalg.norm(b - a @ result.array), 1.01e-5 * np.linalg.norm(b)
        return None if off <= limit or off <= 64 * np.finfo(c.dtype).eps * np.linalg.norm(a) * np.linalg.norm(
            result.array) else f"residual {off}, allowed {limit}"
    return {"": Judged(judge)}


WHICH = ["LM", "SM", "LA", "SA", "BE"]


def hermitian(d):
    n = max(2, dimension(d))
    a = thin(d, numbers(d, (n, n)))
    return a + a.conj().T


def draw_eigsh(d):
    a = hermitian(d)
    return {"a": text_of(d, a), "k": str(int(d.rng.integers(1, min(6, len(a)) + 1))), "which": d.pick(WHICH)}


def chosen(w, k, which):
    """Which eigenvalues, ascending."""
    if which == "BE":
        return np.concatenate([w[:k // 2], w[len(w) - (k - k // 2):]])
    key = {"LM": -np.abs(w), "SM": np.abs(w), "LA": -w, "SA": w}[which]
    return np.sort(w[np.argsort(key, kind="stable")[:k]])


def eigenpairs(c, a, want, scale):
    """The values, and that the vectors are theirs."""
    eps = float(np.finfo(c.dtype).eps)
    limit = max(1e4 * eps, 1e-9) * max(scale, 1e-3)

    def values(result):
        if result.array.shape != want.shape:
            return f"{len(result.array)} values, not {len(want)}"
        off = np.abs(np.abs(result.array) - np.abs(want)).max(initial=0)
        return None if off <= limit else f"values {result.array}, not {want}"

    def vectors(result):
        v, w = result.array.astype(np.complex128), c.given["w"].array
        off = np.abs(a @ v - v * w).max(initial=0)
        norms = np.abs(np.linalg.norm(v, axis=0) - 1).max(initial=0)
        return None if off <= limit and norms <= 1e4 * eps else f"A v - w v is {off}, allowed {limit}; norms off by {norms}"
    return {"w": Judged(values), "v": Judged(vectors)}


@operation(draw_eigsh, weight=3)
def eigsh(c):
    a, k, which = doubled(c), c.int("k"), c.text("which")
    w = np.linalg.eigvalsh(a)
    want = chosen(w, k, which)
    if which in ("LM", "SM"):
        # Two of one magnitude: either is right.
        size = np.sort(np.abs(w))[::-1 if which == "LM" else 1]
        if k < len(w) and abs(size[k - 1] - size[k]) < 1e-6 * (1 + size[0]):
            return None
    # ARPACK has no start where everything is mapped to zero.
    if a.any() and k < len(a) - 1 and (which != "BE" or k > 1 and not is_complex(c.dtype)):
        theirs = np.sort(sl.eigsh(sp.csr_array(a), k, which=which, return_eigenvectors=False, v0=np.ones(len(a))))
        if np.abs(theirs - want).max() > 1e-6 * (1 + np.abs(w).max()):
            c.notes.append(("order", f"SciPy has {theirs}"))
    found = eigenpairs(c, a, want, np.abs(w).max())
    order = found["w"].judge
    found["w"] = Judged(lambda r: "not ascending" if np.any(np.diff(r.array) < 0) else order(r))
    return found


def draw_eigs(d):
    a = general(d)
    while len(a) < 2:
        a = general(d)
    return {"a": text_of(d, a), "k": str(int(d.rng.integers(1, min(5, len(a)) + 1)))}


@operation(draw_eigs, weight=2)
def eigs(c):
    a, k = doubled(c), c.int("k")
    w, v = np.linalg.eig(a)
    order = np.argsort(-np.abs(w), kind="stable")
    w = w[order]
    if np.linalg.cond(v) > 1e4 or np.any(np.abs(np.diff(np.abs(w[:k + 1]))) < 1e-6 * np.abs(w[0])) and not closed(w, k):
        return None
    return eigenpairs(c, a, w[:k], np.abs(w[0]) * np.linalg.cond(v))


def closed(w, k):
    """Whether the only ties of magnitude are conjugate pairs, and none is cut."""
    for i in range(min(k, len(w) - 1)):
        if abs(abs(w[i]) - abs(w[i + 1])) < 1e-6 * abs(w[0]):
            if abs(w[i] - w[i + 1].conj()) > 1e-9 * abs(w[0]) or i == k - 1:
                return False
    return True


def draw_svds(d):
    m, n = (max(2, dimension(d)) for _ in range(2))
    a = thin(d, numbers(d, (m, n)))
    return {"a": text_of(d, a), "k": str(int(d.rng.integers(1, min(5, m, n) + 1)))}


@operation(draw_svds, weight=2)
def svds(c):
    a, k = doubled(c), c.int("k")
    s = np.linalg.svd(a, compute_uv=False)
    eps = float(np.finfo(c.dtype).eps)
    limit = max(1e4 * eps, 1e-7) * max(s[0], 1e-3)

    def judge(result):
        u, vh = c.given["u"].array.astype(np.complex128), c.given["vh"].array.astype(np.complex128)
        if result.array.shape != (k,) or np.any(np.diff(result.array) > 0):
            return f"values {result.array}"
        if np.abs(result.array - s[:k]).max() > limit:
            return f"values {result.array}, not {s[:k]}"
        off = np.abs(a @ vh.conj().T - u * result.array).max()
        turned = max(np.abs(u.conj().T @ u - np.eye(k)).max(), np.abs(vh @ vh.conj().T - np.eye(k)).max())
        return None if off <= limit and turned <= 1e4 * eps else f"A v - s u is {off}, orthogonal to {turned}"
    if k < min(a.shape) - 1 and s[0] > 0:
        theirs = np.sort(sl.svds(sp.csr_array(a), k, return_singular_vectors=False, v0=np.ones(min(a.shape))))[::-1]
        if np.abs(theirs - s[:k]).max() > 1e-6 * s[0]:
            c.notes.append(("order", f"SciPy has {theirs}"))
    return {"s": Judged(judge)}


def draw_exponential(d):
    a = general(d)
    a = a / max(1.0, np.abs(a).sum(0).max() / 8)
    return {"a": text_of(d, a), "b": right_side(d, len(a)), "t": str(d.pick([1.0, -0.5, 0.25, 0.0]))}


@operation(draw_exponential, weight=2)
def exponential(c):
    a, t, b = doubled(c), c.float("t"), c.dense("b").astype(np.complex128)
    e = dl.expm(a * t)
    eps = float(np.finfo(c.dtype).eps)

    def near(want, scale):
        def judge(result):
            off = np.abs(result.array - want).max(initial=0)
            limit = 1e3 * len(a) * eps * max(scale, 1.0)
            return None if result.array.shape == want.shape and off <= limit else f"off by {off}, allowed {limit}"
        return Judged(judge)
    size = np.linalg.norm(e) * np.linalg.norm(b) + np.exp(np.linalg.norm(a * t, 1)) * eps
    whole = dl.expm(a)
    made = {"multiply": near(e @ b, size), "whole": near(whole, np.exp(np.linalg.norm(a, 1)))}
    if b.ndim == 1:
        made["krylov"] = near(whole @ b, np.exp(np.linalg.norm(a, 1)) * np.linalg.norm(b))
    return made


@operation(system(general))
def inverse(c):
    def answer(a):
        x = np.linalg.inv(a)

        def judge(result):
            off = np.abs(result.array - x).max(initial=0)
            limit = 64 * len(a) * float(np.finfo(c.dtype).eps) * condition(a) * np.abs(x).max(initial=0)
            return None if off <= limit else f"off by {off}, allowed {limit}"
        return {"": Judged(judge)}
    return regular(c, answer)


def draw_power(d):
    n = dimension(d)
    return {"a": d.sparse((n, n), d.pick(["csr", "csc"]), d.pick([0.02, 0.1])), "n": str(int(d.rng.integers(0, 7)))}


@operation(draw_power, dtypes=["int8", "int64", "uint16", "float64", "complex64"])
def matrix_power(c):
    a = rows(c)
    want = sl.matrix_power(a, c.int("n")).toarray().astype(c.dtype)
    size = np.linalg.matrix_power(np.abs(a.toarray().astype(float if not is_complex(c.dtype) else complex)), c.int("n"))
    if c.dtype.kind in "iu":
        return {"": Loose(want)}
    return {"": Near(want, 64 * len(want) * float(np.finfo(c.dtype).eps) * np.abs(size).max(initial=0), c.dtype)}


@operation(lambda d: {"a": d.sparse(format=d.pick(["csr", "csc"]), density=d.pick([0.0, 0.05, 0.3]))},
           dtypes=["bool", "int32", "float64"])
def pattern(c):
    a = rows(c)
    if 0 in a.shape:
        return None
    # SciPy refuses a matrix without entries.
    (low, up), (lower, upper) = (sl.spbandwidth(a), sl.is_sptriangular(a)) if a.nnz else ((0, 0), (True, True))
    return {"bandwidth": Judged(lambda r: None if r.array.tolist() == [low, up] else f"{r.array}, not {low}, {up}"),
            "triangular": Judged(lambda r: None if r.array.tolist() == [lower, upper] else f"{r.array}")}


def draw_grid(d):
    shape = [int(x) for x in d.rng.integers(2, 6, int(d.rng.integers(1, 4)))]
    return {"shape": ints_text(shape), "boundary": d.pick(["dirichlet", "neumann", "periodic"]),
            "x": dense_text(d.rng.standard_normal(int(np.prod(shape))))}


@operation(draw_grid, dtypes=["float64"])
def grid(c):
    theirs = sl.LaplacianNd(tuple(c.ints("shape")), boundary_conditions=c.text("boundary"), dtype=np.float64)
    close = lambda want: Judged(lambda r: None if np.allclose(r.array, want, rtol=1e-12, atol=1e-12) else f"{r.array}, not {want}")
    return {"matrix": close(theirs.tosparse().toarray()), "values": close(theirs.eigenvalues()),
            "product": close(theirs @ c.dense("x"))}


@operation(draw_eigs)
def one_norm(c):
    a = doubled(c)
    norm = np.abs(a).sum(0).max()
    return {"": Judged(lambda r: None if norm / 3 - 1e-6 <= r.array <= norm * (1 + 1e-6) else f"{r.array} of {norm}")}
