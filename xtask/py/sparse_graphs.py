"""Graphs for xtask/py/sparse.py, beside scipy.sparse.csgraph."""

import numpy as np
import scipy.sparse as sp
import scipy.sparse.csgraph as cg

from sparse_cases import Judged, Raises, sparse_text
from sparse_operations import Operation, rows

RULES = {
    "neighbours": "neighbours are visited in ascending order, whichever way their edges were given",
    "ties": "of several predecessors on shortest paths the smallest is named",
    "loops": "negative loops are negative cycles in every algorithm",
    "spanning": "edges of weight zero are part of the spanning tree",
}

OPERATIONS = {}


def operation(draw, dtypes=("float64",), weight=1.0):
    def register(want):
        OPERATIONS[want.__name__] = Operation(want, draw, list(dtypes), ("small",), weight)
        return want
    return register


def graph(d, low=0, negative=0.0):
    n = int(d.rng.integers(1, d.pick([4, 8, 16, 40]) + 1))
    places = np.flatnonzero(d.rng.random(n * n) < d.pick([0.02, 0.1, 0.25, 0.6]))
    weights = d.rng.integers(low, 9, len(places)) / d.pick([1, 4])
    weights[d.rng.random(len(places)) < negative] *= -1
    return n, sparse_text("csr", (n, n), places // n, places % n, weights.astype(d.dtype))


def plain(d):
    n, a = graph(d)
    return {"a": a, "directed": d.pick(["0", "1"]), "start": str(int(d.rng.integers(0, n))),
            "target": str(int(d.rng.integers(0, n)))}


def both_ways(a):
    """Edges both ways, the smaller weight of two, zeros kept."""
    coo = a.tocoo()
    best = {}
    for i, j, w in zip(coo.row, coo.col, coo.data):
        for edge in ((int(i), int(j)), (int(j), int(i))):
            best[edge] = min(w, best.get(edge, np.inf))
    edges = sorted(best)
    r, k = [e[0] for e in edges], [e[1] for e in edges]
    return sp.csr_array((np.array([best[e] for e in edges], float), (np.array(r, int), np.array(k, int))), shape=a.shape)


def edges(c):
    """The graph as one whose edges go one way each."""
    a = rows(c)
    return a if c.int("directed") else both_ways(a)


def exactly(want):
    want = np.asarray(want)
    return Judged(lambda r: None if r.array.shape == want.shape and np.array_equal(r.array, want)
                  else f"{r.array.tolist()}, not {want.tolist()}")


def short(a):
    """With indices of 32 bits, which some of SciPy's algorithms ask for."""
    return sp.csr_matrix((a.data, a.indices.astype(np.int32), a.indptr.astype(np.int32)), shape=a.shape)


def nothing(predecessors):
    """SciPy's -9999 as -1."""
    return np.where(predecessors < 0, -1, predecessors)


@operation(plain)
def components(c):
    a = rows(c)
    weak = cg.connected_components(a, connection="weak")[1]
    strong = cg.connected_components(a, connection="strong")[1] if c.int("directed") else weak
    r, k = edges(c).tocoo().coords

    def judge(result):
        """The same components, in one of the orders in which edges lead to smaller numbers."""
        if not same_sets(result.array, strong):
            return f"{result.array.tolist()}, not {strong.tolist()}"
        wrong = result.array[r].astype(int) < result.array[k].astype(int)
        return "an edge leads to a larger number" if np.any(wrong) else None
    return {"weak": exactly(weak), "strong": Judged(judge)}


def same_sets(x, y):
    return len(x) == len(y) and len(set(zip(x.tolist(), y.tolist()))) == len(set(x.tolist())) == len(set(y.tolist()))


@operation(plain)
def traverse(c):
    a, start = edges(c), c.int("start")
    if not c.int("directed"):
        c.notes.append(("neighbours", "both ways"))
    breadth, depth = (f(a, start) for f in (cg.breadth_first_order, cg.depth_first_order))
    return {"bfs": exactly(breadth[0]), "bfs_before": exactly(nothing(breadth[1])), "dfs": exactly(depth[0]),
            "dfs_before": exactly(nothing(depth[1])),
            "tree": Judged(lambda r: None if np.array_equal(r.array, tree(a, breadth[1])) else "another tree")}


def tree(a, before):
    made = np.zeros(a.shape)
    for node, previous in enumerate(before):
        if previous >= 0:
            made[previous, node] = a[previous, node]
    return made


def draw_dijkstra(d):
    n, a = graph(d)
    k = int(d.rng.integers(1, 4))
    return {"a": a, "directed": d.pick(["0", "1"]), "list": d.list(0, n, k), "unweighted": d.pick(["0", "0", "1"]),
            "limit": str(d.pick([np.inf, np.inf, 3.0, 7.5]))}


def paths_of(c, a, distances, sources, unweighted):
    """That each predecessor is one: the smallest of those that are on a shortest path."""
    weights = {(int(i), int(j)): 1.0 if unweighted else float(w) for i, j, w in zip(*a.tocoo().coords, a.tocoo().data)}

    def judge(result):
        got = result.array
        for at, source in enumerate(sources):
            for node in range(a.shape[0]):
                before, far = int(got[at, node]), distances[at, node]
                if node == source or not np.isfinite(far):
                    if before != -1:
                        return f"node {node} from {source} has the predecessor {before}"
                elif before == -1 or (before, node) not in weights or distances[at, before] + weights[before, node] != far:
                    return f"node {node} from {source}: {before} is on no shortest path"
        for at, source in enumerate(sources):
            for node in range(a.shape[0]):
                seen, step = 0, node
                while step != -1 and seen <= a.shape[0]:
                    seen, step = seen + 1, int(got[at, step])
                if seen > a.shape[0]:
                    return f"the predecessors of node {node} go round"
        return None
    return Judged(judge)


@operation(draw_dijkstra, weight=2)
def dijkstra(c):
    a, sources, unweighted = rows(c), c.ints("list"), bool(c.int("unweighted"))
    directed, limit = bool(c.int("directed")), c.float("limit")
    want = cg.dijkstra(a, directed=directed, indices=sources, unweighted=unweighted, limit=limit)
    near = cg.dijkstra(a, directed=directed, indices=sources, unweighted=unweighted, limit=limit, min_only=True)
    return {"distances": exactly(want), "before": paths_of(c, edges(c), want, sources, unweighted), "near": exactly(near)}


def draw_negative(d):
    n, a = graph(d, negative=d.pick([0.0, 0.05, 0.3]))
    return {"a": a, "directed": d.pick(["1", "1", "0"]), "list": d.list(0, n, 2)}


@operation(draw_negative, weight=2)
def lengths(c):
    a, directed = rows(c), bool(c.int("directed"))
    made = {}
    loops = bool(np.any(edges(c).diagonal() < 0))
    for name, f in (("bellman_ford", lambda: cg.bellman_ford(a, directed=directed, indices=c.ints("list"))),
                    ("johnson", lambda: cg.johnson(a, directed=directed)),
                    ("floyd_warshall", lambda: cg.floyd_warshall(a, directed=directed))):
        try:
            made[name] = exactly(f())
        except cg.NegativeCycleError:
            made[name] = Raises()
        if loops and name == "floyd_warshall":
            c.notes.append(("loops", "a negative loop"))
            made[name] = Raises()
    return made


@operation(plain)
def spanning(c):
    a = edges(c)
    count = cg.connected_components(rows(c), directed=False)[0]
    shifted = rows(c).copy()
    shifted.data = shifted.data + 1.0
    total = cg.minimum_spanning_tree(shifted).sum() - (a.shape[0] - count)
    c.notes.append(("spanning", "zeros"))

    def judge(result):
        if len(result.array) != a.shape[0] - count:
            return f"{len(result.array)} edges, not {a.shape[0] - count}"
        off = abs(result.array.sum() - total)
        return None if off < 1e-9 else f"weight {result.array.sum()}, not {total}"
    return {"": Judged(judge)}


@operation(lambda d: plain(d) | {"normed": d.pick(["0", "1"]), "out": d.pick(["0", "1"])})
def laplacian(c):
    a = edges(c)
    want = cg.laplacian(a, normed=bool(c.int("normed")), use_out_degree=bool(c.int("out")))
    want = want.toarray()
    return {"": Judged(lambda r: None if np.allclose(r.array, want, rtol=1e-13, atol=1e-13) else f"{r.array}\nnot\n{want}")}


@operation(plain, dtypes=("int64",))
def flow(c):
    a, s, t = rows(c).astype(np.int32), c.int("start"), c.int("target")
    if s == t:
        return {"value": Raises()}
    want = cg.maximum_flow(short(a), s, t).flow_value
    dense = a.toarray()

    def judge(result):
        f = result.array
        if np.any(f < 0) or np.any(f > dense):
            return "a flow that is negative, or more than the capacity"
        balance = f.sum(0) - f.sum(1)
        balance[s] += want
        balance[t] -= want
        return "what flows in does not flow out" if np.any(balance) else None
    return {"value": exactly(np.int64(want)), "edges": Judged(judge)}


@operation(lambda d: {"a": d.sparse(d.shape(1), "csr", kind="small")})
def matching(c):
    a = rows(c)
    size = int((cg.maximum_bipartite_matching(short(a), perm_type="column") >= 0).sum())

    def judge(result):
        pairs = [(i, int(j)) for i, j in enumerate(result.array) if j >= 0]
        if len(pairs) != size or len({j for _, j in pairs}) != size:
            return f"{len(pairs)} pairs, not {size}"
        at = set(zip(*(x.tolist() for x in a.tocoo().coords)))
        return None if all(pair in at for pair in pairs) else "a pair that is no entry"
    return {"columns": Judged(judge), "rank": exactly(np.uint64(cg.structural_rank(short(a))))}


@operation(plain)
def order(c):
    n = rows(c).shape[0]
    return {"": Judged(lambda r: None if np.array_equal(np.sort(r.array), np.arange(n)) else "no permutation")}


@operation(plain, weight=2)
def yen(c):
    a, s, t = rows(c), c.int("start"), c.int("target")
    if s == t:
        return None
    # SciPy takes stored zeros for edges too.
    want = cg.yen(short(a), s, t, 4, directed=bool(c.int("directed")))
    return {"lengths": exactly(want), "first": exactly(want[:1])}
