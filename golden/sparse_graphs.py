"""Writes networks.txt: small graphs of many kinds, and what SciPy and networkx find in them.

    python golden/sparse_graphs.py FOLDER     (SciPy 1.17.1, networkx 3.6.1)

A line is a case, what was asked, and either `csr` with shape, starts, indices and values, or `dense` with shape and
values. Weights are small multiples of 1/4, so that sums along paths are exact, ties are common and zeros are stored.
"""

import pathlib
import sys

import networkx as nx
import numpy as np
import scipy.sparse as sp
import scipy.sparse.csgraph as cg

OUT = pathlib.Path(sys.argv[1])
LINES = []


def numbers(values):
    texts = (repr(float(x)) if isinstance(x, (float, np.floating)) else str(int(x)) for x in np.ravel(values))
    return " ".join(text.removesuffix(".0") for text in texts)


def sparse(case, what, a):
    parts = [numbers(a.shape), numbers(a.indptr), numbers(a.indices), numbers(a.data)]
    LINES.append("\t".join([case, what, "csr", *parts]))


def dense(case, what, values):
    values = np.asarray(values)
    LINES.append("\t".join([case, what, "dense", numbers(values.shape), numbers(values)]))


def matrix(n, edges, m=None):
    """Canonical, zeros stored; of several edges between two nodes the last one."""
    unique = sorted({(i, j): w for i, j, w in edges}.items())
    starts = np.searchsorted([i for (i, _), _ in unique], np.arange(n + 1))
    columns = np.array([j for (_, j), _ in unique], np.int32)
    values = np.array([w for _, w in unique], np.float64)
    return sp.csr_array((values, columns, starts.astype(np.int32)), shape=(n, n if m is None else m))


def cases(rng):
    """Names and graphs."""
    def some(n, m, top):
        return [(int(i), int(j), int(w) / 4) for i, j, w in zip(rng.integers(0, n, m), rng.integers(0, n, m), rng.integers(0, top, m))]

    yield "single", matrix(1, [])
    yield "single_loop", matrix(1, [(0, 0, 2.0)])
    yield "no_edges", matrix(5, [])
    yield "path", matrix(7, [(i, i + 1, 1.0) for i in range(6)])
    yield "cycle", matrix(8, [(i, (i + 3) % 8, 0.5) for i in range(8)])
    yield "star", matrix(9, [(4, i, float(i % 3)) for i in range(9) if i != 4])
    yield "complete", matrix(7, [(i, j, float((i * j) % 4)) for i in range(7) for j in range(7)])
    grid = [(4 * i + j, 4 * i + j + d, 1.0) for i in range(4) for j in range(4) for d in [1, 4] if (j < 3 if d == 1 else i < 3)]
    yield "grid", matrix(16, grid + [(b, a, w) for a, b, w in grid])
    yield "zeros", matrix(10, [(i, j, 0.0) for i, j, _ in some(10, 16, 2)])
    yield "loops", matrix(8, [(i, i, 1.0) for i in range(8)] + some(8, 10, 8))
    karate = nx.karate_club_graph()
    yield "karate", matrix(34, [(i, j, float(d["weight"])) for i, j, d in karate.edges(data=True)])
    blocks = [(b + i, b + j, 1.0) for b in [0, 5, 10, 15] for i in range(5) for j in range(i)]
    yield "cliques", matrix(20, blocks + [(b, (b + 6) % 20, 0.25) for b in [0, 5, 10, 15]])
    for at in range(24):
        n = int(rng.integers(2, 15))
        m = int(n * [0.5, 1, 1.5, 2.5][at % 4])
        yield f"random.{at}", matrix(n, some(n, m, [2, 5, 17][at % 3]))


def paths(case, a, n):
    for kind in ["weak", "strong"]:
        dense(case, kind, cg.connected_components(a, directed=True, connection=kind)[1])
    for name, search in [("bfs", cg.breadth_first_order), ("dfs", cg.depth_first_order)]:
        order, before = search(a, n // 2)
        dense(case, name, order)
        dense(case, f"{name}.before", before)
    for name, directed in [("directed", True), ("undirected", False)]:
        dense(case, f"dijkstra.{name}", cg.dijkstra(a, directed=directed))
        dense(case, f"limit.{name}", cg.dijkstra(a, directed=directed, limit=1.5))
        dense(case, f"steps.{name}", cg.dijkstra(a, directed=directed, unweighted=True))
    sources = sorted({0, n // 2, n - 1})
    dense(case, "nearest", cg.dijkstra(a, indices=sources, min_only=True))
    if n > 1:
        dense(case, "yen", cg.yen(a, 0, n - 1, 5))


def structure(case, a, n):
    # Zeros would be left out.
    apart = a.copy()
    apart.data = apart.data + 1
    dense(case, "tree", np.sort(cg.minimum_spanning_tree(apart).data) - 1)
    dense(case, "rank", cg.structural_rank(apart))
    dense(case, "matching", np.count_nonzero(cg.maximum_bipartite_matching(apart, perm_type="column") >= 0))
    for normed in [False, True]:
        for out in [False, True]:
            dense(case, f"laplacian.{int(normed)}.{int(out)}", cg.laplacian(a, normed=normed, use_out_degree=out).toarray())
    if n > 1:
        pipes = apart.copy()
        pipes.data = np.ceil(pipes.data).astype(np.int32)
        dense(case, "flow", cg.maximum_flow(pipes, 0, n - 1).flow_value)


def analysis(case, a, n):
    """What networkx finds: loops are left out where it refuses them."""
    directed = nx.DiGraph()
    directed.add_nodes_from(range(n))
    rows = np.repeat(np.arange(n), np.diff(a.indptr))
    directed.add_weighted_edges_from(zip(rows.tolist(), a.indices.tolist(), a.data.tolist()))
    undirected = nx.Graph()
    undirected.add_nodes_from(range(n))
    for i, j, w in directed.edges(data="weight"):
        least = min(w, undirected[i][j]["weight"]) if undirected.has_edge(i, j) else w
        undirected.add_edge(i, j, weight=least)
    simple = undirected.copy()
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    nodes = range(n)
    # SciPy's own iteration; the sum of changes is compared with n times the tolerance there.
    ranks = nx.pagerank(directed, tol=1e-14, max_iter=10_000)
    dense(case, "pagerank", [ranks[i] for i in nodes])
    for what, found in [("triangles", nx.triangles(simple)), ("clustering", nx.clustering(simple)), ("cores", nx.core_number(simple))]:
        dense(case, what, [found[i] for i in nodes])
    thirds = [set(range(k, n, 3)) for k in range(min(3, n))]
    for name, graph in [("directed", directed), ("undirected", undirected)]:
        if sum(w for _, _, w in graph.edges(data="weight")) == 0:
            continue
        for resolution in [1.0, 0.5]:
            dense(case, f"modularity.{name}.{resolution}", nx.community.modularity(graph, thirds, resolution=resolution))
        best = [nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed)) for seed in range(10)]
        dense(case, f"louvain.{name}", [min(best), max(best)])


def assignments(rng):
    """Rectangles of costs, some negative, many of one size, some without a full matching."""
    for at in range(16):
        n, m = [(1, 1), (3, 3), (4, 6), (6, 4), (5, 5), (8, 8), (9, 12), (12, 7)][at % 8]
        kept = rng.random((n, m)) < [0.4, 0.9][at // 8]
        edges = [(i, j, float(rng.integers(-8, 9)) / 4) for i in range(n) for j in range(m) if kept[i, j]]
        a = matrix(n, edges, m)
        sparse(f"assignment.{at}", "costs", a)
        apart = a.copy()
        apart.data = apart.data + 10  # zeros would be left out
        for name, largest in [("least", False), ("most", True)]:
            try:
                rows, columns = cg.min_weight_full_bipartite_matching(apart, maximize=largest)
                total = [float(a[i, j]) for i, j in zip(rows, columns)]
                dense(f"assignment.{at}", name, [sum(total)])
            except ValueError:
                dense(f"assignment.{at}", name, np.zeros(0))


def main():
    rng = np.random.default_rng(31)
    for case, a in cases(rng):
        n = a.shape[0]
        sparse(case, "weights", a)
        paths(case, a, n)
        structure(case, a, n)
        analysis(case, a, n)
    assignments(rng)
    (OUT / "networks.txt").write_text("\n".join(LINES) + "\n")


main()
