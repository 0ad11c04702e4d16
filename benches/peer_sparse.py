"""Sparse matrices and graphs as SciPy does them."""

import numpy as np

# What is compared: an expression over `result`.
COMPARED = {
    "sparse_matmul": "sorted_values(result)",
    "sparse_matmul_grid": "sorted_values(result)",
    "sparse_add": "result.data",
    "sparse_from_coo": "sorted_values(result)",
    "sparse_to_csc": "result.data",
    "sparse_every_second": "result.data",
    "eigsh_near": "np.sort(result[0])",
    "svds_10": "np.sort(result[1])[::-1]",
    "solve_cg": "result[0]",
    "solve_cg_multigrid": "result[0]",
    "graph_dijkstra_1": "np.where(np.isinf(result), 0.0, result)",
    "graph_dijkstra_8": "np.where(np.isinf(result), 0.0, result)",
    "graph_tree": "float(result.sum())",
    "graph_bfs": "len(result)",
    "graph_weak": "result[0]",
    "graph_strong": "result[0]",
    "graph_rcm": "int(reach(a, result) <= 600)",
}


def sorted_values(a):
    a.sort_indices()
    return a.data


def reach(a, order):
    """How far from the diagonal the entries lie when rows and columns are in that order."""
    place = np.empty(len(order), int)
    place[order] = np.arange(len(order))
    a = a.tocoo()
    return np.abs(place[a.row] - place[a.col]).max()


def workloads(bits, floats):
    """Name → (function that makes the names the statement uses, statement, what is compared)."""

    def coo(seed, side, entries):
        import scipy.sparse as sp

        row, col = [(bits(s, 0, entries) % np.uint64(side)).astype(np.int32) for s in (seed, seed + 1)]
        return sp.coo_array((floats(seed + 2, entries, 0.0, 1.0), (row, col)), shape=(side, side))

    def csr(*of):
        a = coo(*of).tocsr()
        a.sort_indices()
        return a

    def laplacian(side=1000):
        import scipy.sparse as sp

        line = sp.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(side, side))
        return sp.kronsum(line, line, format="csr")

    def system(columns=False):
        import scipy.sparse.linalg as sla

        a = laplacian(300)
        return {"a": a.tocsc() if columns else a, "b": floats(9, 90_000, -1.0, 1.0), "sla": sla} | names

    def large_and_random():
        import scipy.sparse.linalg as sla

        return {"a": csr(1, 100_000, 1_000_000), "sla": sla} | names

    names = {"sorted_values": sorted_values, "np": np}
    x = lambda: floats(9, 1_000_000, -1.0, 1.0)
    random = lambda: {"a": csr(1, 1_000_000, 10_000_000)} | names
    smaller = lambda: {"a": csr(1, 100_000, 1_000_000)} | names

    def grid(vectors=None):
        return {"a": laplacian(), "x": x() if vectors is None else floats(9, (1_000_000, vectors), -1.0, 1.0)} | names

    def sum_with_transpose():
        a = csr(1, 100_000, 1_000_000)
        return {"a": a, "b": a.T.tocsr()} | names

    def network():
        from scipy.sparse import csgraph

        return {"a": csr(5, 200_000, 2_000_000), "cg": csgraph} | names

    def shuffled():
        from scipy.sparse import csgraph

        order = np.argsort(bits(7, 0, 90_000), kind="stable")
        return {"a": laplacian(300)[order][:, order].tocsr(), "cg": csgraph, "reach": reach} | names

    table = {
        "sparse_matvec": (lambda: random() | {"x": x()}, "a @ x"),
        "sparse_laplacian": (grid, "a @ x"),
        "sparse_laplacian_t": (grid, "a.T @ x"),
        "sparse_laplacian_16": (lambda: grid(16), "a @ x"),
        "sparse_matmul": (smaller, "a @ a"),
        "sparse_matmul_grid": (grid, "a @ a"),
        "sparse_add": (sum_with_transpose, "a + b"),
        "sparse_from_coo": (lambda: {"a": coo(1, 100_000, 1_000_000)} | names, "a.tocsr()"),
        "sparse_to_csc": (random, "a.tocsc()"),
        "sparse_sum0": (random, "a.sum(axis=0)"),
        "sparse_every_second": (smaller, "a[::2]"),
        # SciPy has neither Cholesky's factors nor multigrid: what it has instead.
        "solve_lu": (lambda: system(True), "sla.splu(a).solve(b)"),
        "solve_cholesky": (lambda: system(True), "sla.spsolve(a, b)"),
        "solve_cg": (system, "sla.cg(a, b, rtol=1e-8)"),
        "solve_cg_multigrid": (system, "sla.cg(a, b, rtol=1e-8)"),
        "eigsh_near": (lambda: system(True), "sla.eigsh(a, 6, sigma=0.0)"),
        "svds_10": (large_and_random, "sla.svds(a, 10)"),
        "graph_dijkstra_1": (network, "cg.dijkstra(a, indices=[0])"),
        "graph_dijkstra_8": (network, "cg.dijkstra(a, indices=range(8))"),
        "graph_weak": (network, "cg.connected_components(a, connection='weak')"),
        "graph_strong": (network, "cg.connected_components(a, connection='strong')"),
        "graph_tree": (network, "cg.minimum_spanning_tree(a)"),
        "graph_rcm": (shuffled, "cg.reverse_cuthill_mckee(a, symmetric_mode=True)"),
        "graph_bfs": (network, "cg.breadth_first_order(a, 0, return_predecessors=False)"),
    }
    return {
        f"scipy/{name}": (make, statement, COMPARED.get(name, "result"))
        for name, (make, statement) in table.items()
    }
