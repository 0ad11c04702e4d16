//! Graphs, against what SciPy makes of them (golden/sparse.py) and against each other.

mod fixtures;

use fixtures::{Fixture, Given};
use nd_core::{Array, array};
use nd_sparse::graph::{DijkstraOptions, Graph, GraphError, PagerankOptions, maximum_flow};
use nd_sparse::{Coo, Csr};
use proptest::prelude::*;

fn labels(of: Vec<usize>) -> Array<u64> {
    Array::from_vec(of.into_iter().map(|label| label as u64).collect())
}

fn each(test: impl Fn(&Given<'_>, Csr<f64>)) {
    let cases = Fixture::graphs();
    let mut seen = 0;
    for at in 0..6 {
        let case = format!("graph.{at}");
        let weights = cases.csr(&case, "weights");
        test(&Given { cases: &cases, case: &case }, weights);
        seen += 1;
    }
    assert_eq!(seen, 6);
}

#[test]
fn components_are_those_of_scipy() {
    each(|given, weights| {
        let graph = Graph::directed(&weights).unwrap();
        given.dense("weak", &labels(graph.weak_components().labels));
        given.dense("strong", &labels(graph.strong_components().labels));
    });
}

#[test]
fn traversals_are_those_of_scipy() {
    each(|given, weights| {
        let graph = Graph::directed(&weights).unwrap();
        let (wide, deep) = (graph.bfs(0).unwrap(), graph.dfs(0).unwrap());
        given.dense("bfs", &labels(wide.order.clone()));
        given.dense("dfs", &labels(deep.order.clone()));
        for reached in [wide, deep] {
            let tree = graph.tree(&reached);
            assert_eq!(tree.nnz(), reached.order.len() - 1);
            assert!(tree.iter().all(|(from, to, _)| reached.predecessors[to] == Some(from)));
        }
    });
}

#[test]
fn distances_are_those_of_scipy() {
    each(|given, weights| {
        let graphs =
            [("directed", Graph::directed(&weights)), ("undirected", Graph::undirected(&weights))];
        for (name, graph) in graphs {
            let graph = graph.unwrap();
            let all = DijkstraOptions::default();
            let paths = graph.dijkstra(&all).unwrap();
            given.dense(&format!("dijkstra.{name}"), &paths.distances);
            let limited = graph.dijkstra(&all.clone().limit(3.5)).unwrap();
            given.dense(&format!("limit.{name}"), &limited.distances);
            let steps = graph.dijkstra(&all.unweighted(true)).unwrap();
            given.dense(&format!("unweighted.{name}"), &steps.distances);
            assert_eq!(graph.floyd_warshall().unwrap(), paths.distances);
            let sources: Vec<usize> = (0..graph.nodes()).collect();
            assert!(graph.bellman_ford(&sources).unwrap() == paths);
            assert!(graph.johnson().unwrap() == paths);
        }
        let graph = Graph::directed(&weights).unwrap();
        let sources = [0, graph.nodes() / 2, graph.nodes() - 1];
        let near = graph.nearest_source(&DijkstraOptions::default().sources(&sources)).unwrap();
        given.dense("nearest", &Array::from_vec(near.distances.clone()));
        for node in 0..graph.nodes() {
            assert_eq!(near.sources[node].is_some(), near.distances[node] < f64::INFINITY);
        }
    });
}

#[test]
fn distances_with_negative_weights_are_those_of_scipy() {
    each(|given, _| {
        let weights: Csr<f64> = given.cases.csr(given.case, "negative");
        let graph = Graph::directed(&weights).unwrap();
        let paths = graph.johnson().unwrap();
        given.dense("johnson", &paths.distances);
        given.dense("johnson", &graph.floyd_warshall().unwrap());
        for source in 0..graph.nodes() {
            for node in 0..graph.nodes() {
                let Some(path) = paths.path(source, node) else { continue };
                let length: f64 = path.windows(2).map(|step| weights.get(step[0], step[1])).sum();
                assert_eq!((path[0], length), (source, paths.distances[[source, node]]));
            }
        }
    });
}

#[test]
fn spanning_trees_weigh_what_those_of_scipy_weigh() {
    each(|given, weights| {
        let graph = Graph::undirected(&weights).unwrap();
        let tree = graph.minimum_spanning_tree();
        let weight: f64 = tree.iter().map(|edge| edge.weight).sum();
        given.dense("tree", &Array::scalar(weight));
        assert_eq!(tree.len(), graph.nodes() - graph.weak_components().count);
    });
}

#[test]
fn laplacians_are_those_of_scipy() {
    each(|given, weights| given.laplacians(&weights));
}

#[test]
fn flows_and_matchings_are_as_large_as_those_of_scipy() {
    each(|given, _| {
        let pipes: Csr<i64> = given.cases.csr(given.case, "pipes");
        let nodes = pipes.shape()[0];
        let rank = nd_sparse::graph::structural_rank(&pipes) as u64;
        given.dense("rank", &Array::scalar(rank));
        let columns = nd_sparse::graph::columns_of_rows(&pipes);
        let mut taken: Vec<usize> = columns.iter().flatten().copied().collect();
        taken.sort_unstable();
        assert!(taken.is_sorted_by(|a, b| a < b), "a column for one row only");
        let is_entry = |(row, column): (usize, &Option<usize>)| {
            column.is_none_or(|column| pipes.row(row).indices().contains(&(column as u32)))
        };
        assert!(columns.iter().enumerate().all(is_entry));
        if nodes < 2 {
            return;
        }
        let flow = maximum_flow(&pipes, 0, nodes - 1).unwrap();
        given.dense("flow", &Array::scalar(flow.value));
        assert!(flow.edges.iter().all(|(from, to, flow)| 0 < flow && flow <= pipes.get(from, to)));
        let (leaves, arrives) = (flow.edges.sum_axis(1), flow.edges.sum_axis(0));
        for node in 0..nodes {
            let kept = arrives[[node]] - leaves[[node]];
            let expected = i64::from(node == nodes - 1) - i64::from(node == 0);
            assert_eq!(kept, expected * flow.value, "node {node}");
        }
    });
}

#[test]
fn flows_that_are_refused() {
    let pipes = Csr::<i64>::from_dense([[0, -1], [0, 0]]);
    let message = |error: GraphError| error.to_string();
    assert_eq!(
        message(maximum_flow(&pipes, 0, 1).unwrap_err()),
        "maximum_flow: the edge from 0 to 1 has the negative weight -1"
    );
    assert_eq!(
        message(maximum_flow(&pipes, 1, 1).unwrap_err()),
        "maximum_flow: source and sink are two nodes"
    );
    assert_eq!(message(maximum_flow(&pipes, 0, 2).unwrap_err()), "node 2 of a graph with 2 nodes");
    let wide = Csr::<i64>::from_dense([[0, i64::MAX, 1], [0, 0, 0], [0, 0, 0]]);
    assert!(maximum_flow(&wide, 0, 2).is_err());
}

/// All paths without a node twice, by trying.
fn all_paths(
    a: &Csr<f64>,
    path: &mut Vec<usize>,
    target: usize,
    found: &mut Vec<(f64, Vec<usize>)>,
) {
    let node = path[path.len() - 1];
    if node == target {
        let length = path.windows(2).map(|step| a.get(step[0], step[1])).sum();
        found.push((length, path.clone()));
        return;
    }
    for (next, _) in a.row(node).iter() {
        if !path.contains(&next) {
            path.push(next);
            all_paths(a, path, target, found);
            path.pop();
        }
    }
}

#[test]
fn the_next_paths_are_those_that_trying_finds() {
    let cases = Fixture::graphs();
    for case in ["graph.1", "graph.2"] {
        let a: Csr<f64> = cases.csr(case, "weights");
        let graph = Graph::directed(&a).unwrap();
        for target in 1..graph.nodes() {
            let mut expected = Vec::new();
            all_paths(&a, &mut vec![0], target, &mut expected);
            expected.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
            let found = graph.shortest_paths(0, target, 5).unwrap();
            let lengths: Vec<f64> = found.iter().map(|path| path.length).collect();
            let all: Vec<f64> = expected.iter().take(5).map(|path| path.0).collect();
            assert_eq!(lengths, all, "{case} to {target}");
            assert!(found.iter().all(|p| expected.contains(&(p.length, p.nodes.clone()))));
            let one = graph.shortest_path(0, target, |_| 0.0).unwrap();
            assert_eq!(one.map(|path| path.length), all.first().copied());
        }
    }
    let a = Csr::<f64>::eye(2);
    let graph = Graph::directed(&a).unwrap();
    assert!(graph.shortest_paths(0, 1, 4).unwrap().is_empty());
    assert_eq!(graph.shortest_paths(0, 0, 4).unwrap().len(), 1);
    assert!(graph.shortest_path(1, 0, |_| 0.0).unwrap().is_none());
}

fn edges(nodes: usize, edges: &[(usize, usize, f64)]) -> Csr<f64> {
    Coo::from_triplets([nodes, nodes], edges.iter().copied()).unwrap().to_csr()
}

#[test]
fn a_stored_zero_is_an_edge() {
    let a = edges(3, &[(0, 1, 0.0), (1, 2, 5.0)]);
    let graph = Graph::directed(&a).unwrap();
    let paths = graph.dijkstra(&DijkstraOptions::default().sources(&[0])).unwrap();
    assert_eq!(paths.distances, array![[0.0, 0.0, 5.0]]);
    assert_eq!(paths.path(0, 2), Some(vec![0, 1, 2]));
    assert_eq!(graph.weak_components().count, 1);
}

#[test]
fn what_is_no_edge() {
    let a = nd_sparse::graph::from_dense([[0.0, f64::NAN], [f64::INFINITY, 2.0]]);
    assert_eq!(a.iter().collect::<Vec<_>>(), [(1, 1, 2.0)]);
    let infinite = edges(2, &[(0, 1, f64::INFINITY)]);
    let graph = Graph::directed(&infinite).unwrap();
    assert_eq!((graph.edges(), graph.weak_components().count), (0, 2));
    let error = Graph::directed(&edges(2, &[(1, 0, f64::NAN)])).err().unwrap();
    assert_eq!(error.to_string(), "the weight of the edge from 1 to 0 is NaN");
}

#[test]
fn negative_weights_and_cycles_are_errors_that_name_the_edge() {
    let a = edges(3, &[(0, 1, 1.0), (1, 2, -3.0), (2, 0, 1.0)]);
    let graph = Graph::directed(&a).unwrap();
    let error = graph.dijkstra(&DijkstraOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "dijkstra: the edge from 1 to 2 has the negative weight -3");
    assert!(matches!(graph.bellman_ford(&[0]), Err(GraphError::NegativeCycle { .. })));
    assert!(matches!(graph.johnson(), Err(GraphError::NegativeCycle { .. })));
    assert!(matches!(graph.floyd_warshall(), Err(GraphError::NegativeCycle { .. })));
    let a_loop = edges(2, &[(1, 1, -1.0)]);
    let graph = Graph::directed(&a_loop).unwrap();
    assert!(graph.johnson().is_err() && graph.floyd_warshall().is_err());
    assert!(graph.bellman_ford(&[1]).is_err());
    assert!(graph.bellman_ford(&[0]).is_ok()); // it is not reached
    let both_ways = edges(2, &[(0, 1, -1.0)]);
    assert!(Graph::undirected(&both_ways).unwrap().bellman_ford(&[0]).is_err());
}

#[test]
fn of_equal_paths_the_smallest_predecessor_counts() {
    let diamond = edges(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0)]);
    let graph = Graph::directed(&diamond).unwrap();
    let one = graph.dijkstra(&DijkstraOptions::default().sources(&[0])).unwrap();
    assert_eq!(one.predecessors[0], [None, Some(0), Some(0), Some(1)]);
    assert!(graph.bellman_ford(&[0]).unwrap() == one);
}

#[test]
fn zero_weights_in_a_circle_lead_nowhere_twice() {
    let circle = edges(4, &[(0, 3, 1.0), (3, 1, 0.0), (1, 2, 0.0), (2, 3, 0.0)]);
    let graph = Graph::directed(&circle).unwrap();
    let paths = graph.dijkstra(&DijkstraOptions::default().sources(&[0])).unwrap();
    assert_eq!(paths.path(0, 2), Some(vec![0, 3, 1, 2]));
}

#[test]
fn orders_narrow_the_band() {
    // A path whose nodes are shuffled has a band of 1 again.
    let names: Vec<usize> = (0..50).map(|i| (i * 37) % 50).collect();
    let path: Vec<_> = names.windows(2).map(|pair| (pair[0], pair[1], 1.0)).collect();
    let a = edges(50, &path);
    let order = Graph::undirected(&a).unwrap().reverse_cuthill_mckee();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..50).collect::<Vec<_>>());
    let place = |node: usize| order.iter().position(|&other| other == node).unwrap();
    assert!(path.iter().all(|&(a, b, _)| place(a).abs_diff(place(b)) == 1));
}

#[test]
fn pagerank_of_a_small_web() {
    // networkx.pagerank(DiGraph([(0, 1), (0, 2), (1, 2), (2, 0)]), tol=1e-12), nodes 0 to 3 with 3 alone.
    let a = edges(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 0, 1.0)]);
    let options = PagerankOptions::default().tolerance(1e-14);
    let graph = Graph::directed(&a).unwrap();
    let ranks = graph.pagerank(&options).unwrap();
    assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    // The equation that ranks solve.
    let (d, lost) = (0.85, ranks[3]);
    let start = (1.0 - d) / 4.0 + d * lost / 4.0;
    let expected = [
        start + d * ranks[2],
        start + d * ranks[0] / 2.0,
        start + d * (ranks[0] / 2.0 + ranks[1]),
        start,
    ];
    assert!(ranks.iter().zip(expected).all(|(rank, right)| (rank - right).abs() < 1e-12));
    let error = graph.pagerank(&options.clone().iterations(1)).unwrap_err();
    assert!(matches!(error, GraphError::NoConvergence { iterations: 1, .. }));
    assert!(graph.pagerank(&options.damping(1.5)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cores_and_triangles_by_definition(pairs in prop::collection::vec((0usize..12, 0usize..12), 0..40)) {
        let list: Vec<_> = pairs.iter().map(|&(a, b)| (a, b, 1.0)).collect();
        let a = edges(12, &list);
        let graph = Graph::undirected(&a).unwrap();
        let adjacent = |i: usize, j: usize| i != j && (pairs.contains(&(i, j)) || pairs.contains(&(j, i)));
        for (node, &found) in graph.triangles().iter().enumerate() {
            let pairs = (0..12).flat_map(|i| (0..i).map(move |j| (i, j)));
            let count = pairs.filter(|&(i, j)| adjacent(node, i) && adjacent(node, j) && adjacent(i, j)).count();
            prop_assert_eq!(found, count as u64);
        }
        let mut expected = vec![0; 12];
        for k in 1..12 {
            let mut alive = [true; 12];
            while let Some(weak) = (0..12).find(|&i| alive[i] && (0..12).filter(|&j| alive[j] && adjacent(i, j)).count() < k) {
                alive[weak] = false;
            }
            (0..12).filter(|&i| alive[i]).for_each(|i| expected[i] = k);
        }
        prop_assert_eq!(graph.core_numbers(), expected);
    }

    #[test]
    fn strong_components_are_what_reaches_each_other(pairs in prop::collection::vec((0usize..9, 0usize..9), 0..20)) {
        let list: Vec<_> = pairs.iter().map(|&(a, b)| (a, b, 1.0)).collect();
        let a = edges(9, &list);
        let graph = Graph::directed(&a).unwrap();
        let found = graph.strong_components();
        let reaches = graph.floyd_warshall().unwrap();
        for i in 0..9 {
            for j in 0..9 {
                let there = reaches[[i, j]] < f64::INFINITY;
                let back = reaches[[j, i]] < f64::INFINITY;
                prop_assert_eq!(found.labels[i] == found.labels[j], there && back);
                prop_assert!(!there || found.labels[j] <= found.labels[i]);
            }
        }
    }
}

#[test]
fn an_order_of_a_graph_whose_edges_go_one_way() {
    // A search along the edges alone comes to nodes that it has been at, and named them twice.
    for edges in [vec![(0, 1)], vec![(0, 3), (3, 1), (1, 2)], vec![(2, 0), (2, 1), (0, 1)]] {
        let weights = edges.iter().map(|&(from, to)| (from, to, 1.0));
        let a = Coo::<f64>::from_triplets([4, 4], weights).unwrap().to_csr();
        let one_way = Graph::directed(&a).unwrap().reverse_cuthill_mckee();
        assert_eq!(one_way, Graph::undirected(&a).unwrap().reverse_cuthill_mckee());
        let mut sorted = one_way.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3], "{one_way:?}");
    }
}
