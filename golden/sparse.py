"""Operations on sparse arrays as SciPy does them: operations.txt, graphs: graphs.txt, files: *.npz, and text as it
prints them: print.txt.

A line of operations.txt is a case, an operation and its result, separated by tabs: for a sparse result `csr`, its
shape, starts, indices and values; for a dense one `dense`, its shape and values. The numbers are small multiples of
1/4, so that sums are exact in any order. Where SciPy's answer is not ours the operation is not among these: the
tests have such cases by hand.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import scipy.sparse.csgraph as cg

warnings.simplefilter("ignore")
OUT = Path(sys.argv[1])
LINES = []


def number(x):
    if isinstance(x, (bool, np.bool_)):
        return str(int(x))
    if isinstance(x, (int, np.integer)):
        return str(int(x))
    if isinstance(x, (complex, np.complexfloating)):
        return f"{float(x.real)!r}:{float(x.imag)!r}"
    return repr(float(x))


def numbers(a):
    return " ".join(number(x) for x in np.asarray(a).ravel())


def sparse(case, op, a):
    a = sp.csr_array(a)
    a.sort_indices()
    LINES.append(
        "\t".join([case, op, "csr", numbers(a.shape), numbers(a.indptr), numbers(a.indices), numbers(a.data)])
    )


def dense(case, op, a):
    a = np.asarray(a)
    LINES.append("\t".join([case, op, "dense", numbers(a.shape), numbers(a)]))


def values(rng, dtype, n, nan):
    if dtype == "bool":
        return rng.integers(0, 4, n) > 0
    if dtype.startswith("int"):
        return rng.integers(-9, 10, n).astype(dtype)
    if dtype.startswith("uint"):
        return rng.integers(0, 10, n).astype(dtype)
    x = rng.integers(-8, 9, n) / 4
    if nan and n:
        x[rng.integers(0, n, max(1, n // 8))] = np.nan
    if dtype.startswith("complex"):
        x = x + 1j * (rng.integers(-8, 9, n) / 4)
    return x.astype(dtype)


def matrix(rng, dtype, shape, nan=False):
    """A third of the places, zeros stored among them."""
    places = np.flatnonzero(rng.random(shape[0] * shape[1]) < 1 / 3)
    coords = np.unravel_index(places, shape) if places.size else (np.array([], int), np.array([], int))
    return sp.csr_array((values(rng, dtype, places.size, nan), coords), shape=shape)


def operations(case, a, b, dtype, nan):
    ordered = not dtype.startswith("complex")
    sparse(case, "a", a)
    sparse(case, "b", b)
    sparse(case, "add", a + b)
    sparse(case, "multiply", a.multiply(b))
    if dtype != "bool":
        sparse(case, "subtract", a - b)
        sparse(case, "negative", -a)
        sparse(case, "scaled", a * a.dtype.type(3))
        sparse(case, "square", a.power(2))
    if ordered and not nan:
        sparse(case, "maximum", a.maximum(b))
        sparse(case, "minimum", a.minimum(b))
    if not nan:
        sparse(case, "not_equal", a != b)
        if ordered:
            sparse(case, "less", a < b)
            sparse(case, "greater", a > b)
            sparse(case, "less_equal", a <= b)
            sparse(case, "greater_equal", a >= b)
        sparse(case, "matmul", a @ b.T)
        sparse(case, "gram", a.T @ a)
        dense(case, "matmul_dense", a @ b.T.toarray())
        dense(case, "dense_matmul", b.T.toarray() @ a)
        dense(case, "matvec", a @ b.toarray()[:1].ravel() if b.shape[0] else a @ np.ones(a.shape[1], a.dtype))
    sparse(case, "transpose", a.T)
    dense(case, "dense", a.toarray())
    dense(case, "add_dense", a + b.toarray())
    sparse(case, "backwards", a[::-1, ::-1])
    sparse(case, "steps", a[1:, ::2])
    sparse(case, "part", a[:2, 1:3])
    sparse(case, "tril", sp.tril(a, 1))
    sparse(case, "triu", sp.triu(a, -1))
    dense(case, "diagonal", a.diagonal(1) if min(a.shape) > 1 else np.zeros(max(0, min(a.shape[0], a.shape[1] - 1)), a.dtype))
    sparse(case, "vstack", sp.vstack([a, b]))
    sparse(case, "hstack", sp.hstack([a, b]))
    sparse(case, "block_diag", sp.block_diag([a, b]))
    sparse(case, "kron", sp.kron(a[:2, :3], b[:3, :2], format="csr"))
    dense(case, "sum0", a.sum(axis=0))
    dense(case, "sum1", a.sum(axis=1))
    dense(case, "sum", a.sum())
    dense(case, "count0", a.count_nonzero(axis=0))
    dense(case, "count1", a.count_nonzero(axis=1))
    if min(a.shape) > 0:
        sparse(case, "take_rows", a[[-1, 0, 0]])
        sparse(case, "take_columns", a[:, [-1, 0, 0]])
        sparse(case, "reshape", a.reshape((a.shape[1], a.shape[0])))
        dense(case, "mean0", a.mean(axis=0))
        dense(case, "mean1", a.mean(axis=1))
        dense(case, "mean", a.mean())
        if ordered:
            dense(case, "max0", a.max(axis=0).toarray())
            dense(case, "min1", a.min(axis=1).toarray())
            dense(case, "max", a.max())
            if not nan:
                dense(case, "argmax0", a.argmax(axis=0))
                dense(case, "argmin1", a.argmin(axis=1))
                dense(case, "argmax", a.argmax())
            else:
                dense(case, "nanmax0", a.nanmax(axis=0).toarray())
                dense(case, "nanmin1", a.nanmin(axis=1).toarray())


def coordinates(rng, case, dtype):
    """Entries in any order, several at one place."""
    n, shape = 40, (6, 5)
    coords = (rng.integers(0, shape[0], n), rng.integers(0, shape[1], n))
    data = values(rng, dtype, n, False)
    LINES.append("\t".join([case, "coo", "coo", numbers(coords[0]), numbers(coords[1]), numbers(data)]))
    a = sp.coo_array((data, coords), shape=shape)
    sparse(case, "tocsr", a.tocsr())
    sparse(case, "tocsc", a.tocsc().T)
    dense(case, "todense", a.toarray())


def random(seed):
    a = sp.random_array((13, 7), density=0.3, rng=np.random.default_rng(seed))
    sparse(f"random.{seed}", "random", a.tocsr())


def printed():
    rng = np.random.default_rng(5)
    a = matrix(rng, "float64", (4, 5))
    big = sp.csr_array(sp.eye_array(60, dtype="int32"))
    texts = {
        "csr": a,
        "csc": a.tocsc(),
        "coo": a.tocoo(),
        "bool": sp.csr_array(np.array([[True, False]])),
        "complex": sp.csr_array(np.array([[1 + 2j, 0], [0, -0.5j]])),
        "empty": sp.csr_array((2, 3), dtype="uint8"),
        "big": big,
        "bsr": sp.bsr_array(np.eye(4, dtype="int64"), blocksize=(2, 2)),
        "dia": sp.dia_array(np.eye(3, dtype="float32")),
    }
    sparse("print", "a", a)
    return "".join(f"== {name}\n{text}\n-- {name}\n{text!r}\n" for name, text in texts.items())


def graphs(rng):
    """Directed graphs, with edges of weight zero; each as directed and, where that means something, undirected."""
    for at, (n, density) in enumerate([(1, 0.5), (7, 0.2), (12, 0.12), (12, 0.3), (20, 0.06), (30, 0.1)]):
        case = f"graph.{at}"
        a = sp.random_array((n, n), density=density, rng=rng, format="csr")
        a.data = rng.integers(0, 9, a.nnz) / 2
        a.sort_indices()
        sparse(case, "weights", a)
        for kind in ["weak", "strong"]:
            dense(case, kind, cg.connected_components(a, directed=True, connection=kind)[1])
        dense(case, "bfs", cg.breadth_first_order(a, 0, return_predecessors=False))
        dense(case, "dfs", cg.depth_first_order(a, 0, return_predecessors=False))
        for directed, name in [(True, "directed"), (False, "undirected")]:
            dense(case, f"dijkstra.{name}", cg.dijkstra(a, directed=directed))
            dense(case, f"limit.{name}", cg.dijkstra(a, directed=directed, limit=3.5))
            dense(case, f"unweighted.{name}", cg.dijkstra(a, directed=directed, unweighted=True))
        sources = [0, n // 2, n - 1]
        dense(case, "nearest", cg.dijkstra(a, indices=sources, min_only=True))
        dense(case, "tree", cg.minimum_spanning_tree(a).sum())
        for normed in [False, True]:
            for out in [False, True]:
                l = cg.laplacian(a, normed=normed, use_out_degree=out)
                dense(case, f"laplacian.{int(normed)}.{int(out)}", l.toarray())
        pipes = sp.csr_array((np.ceil(a.data).astype(np.int32) + 1, a.indices, a.indptr), shape=a.shape)
        sparse(case, "pipes", pipes)
        if n > 1:
            dense(case, "flow", cg.maximum_flow(pipes, 0, n - 1).flow_value)
        dense(case, "rank", cg.structural_rank(pipes))
        negative = sp.triu(a, 1, format="csr")
        negative.data = negative.data - 2
        sparse(case, "negative", negative)
        dense(case, "johnson", cg.johnson(negative))


def files(rng):
    a = sp.random_array((6, 4), density=0.4, rng=rng, format="csr")
    sparse("file", "a", a)
    unsorted = sp.csr_array((a.data[::-1].copy(), a.indices[::-1].copy(), a.indptr[-1] - a.indptr[::-1]), shape=(6, 4))
    sparse("file", "unsorted", unsorted.copy())
    formats = {
        "csr": a,
        "csc": a.tocsc(),
        "coo": a.tocoo(),
        "bsr": a.tobsr(blocksize=(2, 2)),
        "dia": a.todia(),
        "matrix": sp.csr_matrix(a),
        "unsorted": unsorted,
    }
    for name, b in formats.items():
        sp.save_npz(OUT / f"{name}.npz", b)


def main():
    rng = np.random.default_rng(19)
    shapes = [(0, 3), (3, 0), (1, 1), (4, 5), (9, 6)]
    for dtype in ["bool", "int8", "int64", "uint16", "float32", "float64", "complex64", "complex128"]:
        for shape in shapes:
            a, b = matrix(rng, dtype, shape), matrix(rng, dtype, shape)
            operations(f"{dtype}.{shape[0]}x{shape[1]}", a, b, dtype, False)
        if dtype.startswith("float"):
            a, b = matrix(rng, dtype, (6, 7), True), matrix(rng, dtype, (6, 7), True)
            operations(f"{dtype}.nan", a, b, dtype, True)
        coordinates(rng, f"{dtype}.coo", dtype)
    random(7)
    files(np.random.default_rng(29))
    text = printed()
    (OUT / "operations.txt").write_text("\n".join(LINES) + "\n")
    LINES.clear()
    graphs(np.random.default_rng(23))
    (OUT / "graphs.txt").write_text("\n".join(LINES) + "\n")
    (OUT / "print.txt").write_text(text)


main()
