//! What `scipy.sparse.csgraph` does in corner cases, observed by running it, and what this crate does: the same, or what
//! is clearer.

use nd_core::array;
use nd_sparse::graph::{
    self, Degree, DijkstraOptions, Graph, GraphError, LaplacianOptions, columns_of_rows,
    max_weight_full_bipartite_matching, maximum_flow, min_weight_full_bipartite_matching,
    rows_of_columns,
};
use nd_sparse::{Coo, Csr};

const INF: f64 = f64::INFINITY;

fn edges(nodes: usize, edges: &[(usize, usize, f64)]) -> Csr<f64> {
    Coo::from_triplets([nodes, nodes], edges.iter().copied()).unwrap().to_csr()
}

/// Edges from each node to the next.
fn path(nodes: usize) -> Csr<f64> {
    Csr::diags([nodes, nodes], &[(1, &[1.0])])
}

fn from(sources: &[usize]) -> DijkstraOptions<'_> {
    DijkstraOptions::default().sources(sources)
}

#[test]
fn a_stored_zero_is_an_edge() {
    let a = edges(3, &[(0, 1, 0.0), (1, 2, 5.0)]);
    let graph = Graph::directed(&a).unwrap();
    assert_eq!(graph.dijkstra(&from(&[0])).unwrap().distances, array![[0.0, 0.0, 5.0]]);
    assert_eq!(graph.weak_components().count, 1);
}

#[test]
fn in_dense_arrays_zero_infinity_and_nan_are_no_edges() {
    let a = graph::from_dense([[0.0, INF, 1.0], [f64::NAN, 0.0, 0.0], [-INF, 2.0, 0.0]]);
    assert_eq!(a.iter().collect::<Vec<_>>(), [(0, 2, 1.0), (2, 1, 2.0)]);
    assert_eq!(
        graph::to_dense(&a, -1.0),
        array![[-1.0, -1.0, 1.0], [-1.0, -1.0, -1.0], [-1.0, 2.0, -1.0]]
    );
}

#[test]
fn stored_infinity_is_no_edge_anywhere_and_nan_is_refused() {
    let a = edges(3, &[(0, 1, INF), (1, 2, 1.0)]);
    for graph in [Graph::directed(&a).unwrap(), Graph::undirected(&a).unwrap()] {
        assert_eq!(graph.bfs(0).unwrap().order, [0]);
        assert_eq!((graph.weak_components().count, graph.strong_components().labels[0]), (2, 0));
        let paths = graph.dijkstra(&from(&[0]).unweighted(true)).unwrap();
        assert_eq!((paths.distances[[0, 1]], paths.predecessors[0][1]), (INF, None));
        assert_eq!(graph.minimum_spanning_tree().len(), 1);
    }
    let error = Graph::undirected(&edges(2, &[(0, 1, f64::NAN)])).err().unwrap();
    assert_eq!(error, GraphError::Nan { from: 0, to: 1 });
}

#[test]
fn sums_that_overflow_are_no_paths() {
    let far = edges(3, &[(0, 1, f64::MAX), (1, 2, f64::MAX)]);
    let paths = Graph::directed(&far).unwrap().dijkstra(&from(&[0])).unwrap();
    assert_eq!(paths.distances, array![[0.0, f64::MAX, INF]]);
    assert_eq!(paths.predecessors[0], [None, Some(0), None]);
}

#[test]
fn duplicates_mean_their_sum() {
    let a = edges(2, &[(0, 1, 1.0), (0, 1, 2.0)]);
    let paths = Graph::directed(&a).unwrap().dijkstra(&from(&[0])).unwrap();
    assert_eq!(paths.distances, array![[0.0, 3.0]]);
}

#[test]
fn weak_components_are_numbered_by_their_lowest_nodes() {
    let a = edges(5, &[(4, 0, 1.0), (3, 1, 1.0)]);
    assert_eq!(Graph::directed(&a).unwrap().weak_components().labels, [0, 1, 2, 1, 0]);
}

#[test]
fn strong_components_are_numbered_in_reverse_topological_order() {
    let strong = |a: &Csr<f64>| Graph::directed(a).unwrap().strong_components().labels;
    assert_eq!(strong(&path(3)), [2, 1, 0]);
    let pair = edges(5, &[(0, 1, 1.0), (1, 0, 1.0), (1, 2, 1.0), (3, 4, 1.0)]);
    assert_eq!(strong(&pair), [1, 1, 0, 3, 2]);
    // Of two neighbours the last is looked at first.
    assert_eq!(strong(&edges(3, &[(0, 1, 1.0), (0, 2, 1.0)])), [2, 1, 0]);
}

#[test]
fn without_direction_the_smaller_of_two_weights_counts() {
    let a = edges(2, &[(0, 1, 5.0), (1, 0, 3.0)]);
    let graph = Graph::undirected(&a).unwrap();
    let expected = array![[0.0, 3.0], [3.0, 0.0]];
    assert_eq!(graph.dijkstra(&DijkstraOptions::default()).unwrap().distances, expected);
    assert_eq!(graph.bellman_ford(&[0, 1]).unwrap().distances, expected);
    assert_eq!(graph.johnson().unwrap().distances, expected);
    assert_eq!(graph.floyd_warshall().unwrap(), expected);
}

#[test]
fn a_distance_that_is_the_limit_is_within_it() {
    let line = path(4);
    let graph = Graph::directed(&line).unwrap();
    let paths = graph.dijkstra(&from(&[0]).limit(2.0)).unwrap();
    assert_eq!(paths.distances, array![[0.0, 1.0, 2.0, INF]]);
    assert_eq!(paths.predecessors, [[None, Some(0), Some(1), None]]);
    for limit in [-1.0, f64::NAN] {
        let error = graph.dijkstra(&from(&[0]).limit(limit)).unwrap_err();
        assert_eq!(error.to_string(), "dijkstra: the limit is a length, from 0 on");
    }
    let error = graph.dijkstra(&from(&[4])).unwrap_err();
    assert_eq!(error.to_string(), "node 4 of a graph with 4 nodes");
}

#[test]
fn the_nearest_of_several_sources() {
    let line = path(4);
    let graph = Graph::directed(&line).unwrap();
    for sources in [&[0, 2][..], &[2, 0, 2]] {
        let near = graph.nearest_source(&from(sources)).unwrap();
        assert_eq!(near.distances, [0.0, 1.0, 0.0, 1.0]);
        assert_eq!(near.predecessors, [None, Some(0), None, Some(2)]);
        assert_eq!(near.sources, [Some(0), Some(0), Some(2), Some(2)]);
    }
    let near = graph.nearest_source(&from(&[2])).unwrap();
    assert_eq!(near.sources, [None, None, Some(2), Some(2)]);
    assert!(graph.nearest_source(&from(&[])).unwrap().sources.iter().all(Option::is_none));
}

#[test]
fn of_equal_paths_all_algorithms_take_the_smallest_predecessor() {
    let diamond = edges(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0)]);
    let graph = Graph::directed(&diamond).unwrap();
    let expected = [None, Some(0), Some(0), Some(1)];
    assert_eq!(graph.dijkstra(&from(&[0])).unwrap().predecessors[0], expected);
    assert_eq!(graph.bellman_ford(&[0]).unwrap().predecessors[0], expected);
    assert_eq!(graph.johnson().unwrap().predecessors[0], expected);
    // The smaller one is found last.
    let late = edges(4, &[(0, 1, 2.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 2.0)]);
    let paths = Graph::directed(&late).unwrap().dijkstra(&from(&[0])).unwrap();
    assert_eq!(paths.predecessors[0][3], Some(1));
}

#[test]
fn a_negative_weight_is_an_error_of_dijkstra() {
    let a = edges(3, &[(0, 1, 1.0), (1, 2, -3.0), (2, 0, 1.0)]);
    let graph = Graph::directed(&a).unwrap();
    let negative = |error: GraphError| {
        matches!(error, GraphError::Negative { from: 1, to: 2, weight: -3.0, .. })
    };
    assert!(negative(graph.dijkstra(&from(&[0])).unwrap_err()));
    assert!(negative(graph.nearest_source(&from(&[0])).unwrap_err()));
    assert!(negative(graph.shortest_path(0, 2, |_| 0.0).unwrap_err()));
    assert!(negative(graph.shortest_paths(0, 2, 3).unwrap_err()));
    // Steps are counted all the same.
    let steps = graph.dijkstra(&from(&[0]).unweighted(true)).unwrap();
    assert_eq!(steps.distances, array![[0.0, 1.0, 2.0]]);
    assert_eq!(steps.predecessors[0], [None, Some(0), Some(1)]);
}

#[test]
fn negative_cycles_and_loops_are_errors_of_all_algorithms() {
    let cycle = edges(3, &[(0, 1, 1.0), (1, 2, -3.0), (2, 0, 1.0)]);
    let a_loop = edges(2, &[(0, 0, -1.0)]);
    for a in [cycle, a_loop] {
        let graph = Graph::directed(&a).unwrap();
        let is = |error: GraphError| matches!(error, GraphError::NegativeCycle { .. });
        assert!(is(graph.bellman_ford(&[0]).unwrap_err()));
        assert!(is(graph.johnson().unwrap_err()));
        assert!(is(graph.floyd_warshall().unwrap_err()));
    }
}

#[test]
fn a_negative_edge_both_ways_is_a_negative_cycle() {
    let a = edges(2, &[(0, 1, -1.0)]);
    assert!(Graph::directed(&a).unwrap().bellman_ford(&[0]).is_ok());
    let graph = Graph::undirected(&a).unwrap();
    assert!(graph.bellman_ford(&[0]).is_err() && graph.johnson().is_err());
    assert!(graph.floyd_warshall().is_err());
}

#[test]
fn loops_do_not_make_a_node_far_from_itself() {
    let a = edges(2, &[(0, 0, 3.0), (0, 1, 1.0), (1, 1, 0.0)]);
    let graph = Graph::directed(&a).unwrap();
    let expected = array![[0.0, 1.0], [INF, 0.0]];
    assert_eq!(graph.dijkstra(&DijkstraOptions::default()).unwrap().distances, expected);
    assert_eq!(graph.floyd_warshall().unwrap(), expected);
    assert_eq!(graph.johnson().unwrap().distances, expected);
}

#[test]
fn spanning_trees_keep_edges_of_weight_zero() {
    let list = |graph: Graph<'_>| -> Vec<(usize, usize, f64)> {
        let tree = graph.minimum_spanning_tree();
        tree.iter().map(|edge| (edge.from, edge.to, edge.weight)).collect()
    };
    let zero = edges(3, &[(0, 1, 0.0), (1, 2, 1.0), (0, 2, 1.0)]);
    let expected = [(0, 1, 0.0), (0, 2, 1.0)];
    assert_eq!(list(Graph::directed(&zero).unwrap()), expected);
    assert_eq!(list(Graph::undirected(&zero).unwrap()), expected);
    let both = edges(2, &[(0, 1, 5.0), (1, 0, 3.0)]);
    assert_eq!(list(Graph::directed(&both).unwrap()), [(1, 0, 3.0)]);
    let tie = edges(2, &[(0, 1, 3.0), (1, 0, 3.0)]);
    assert_eq!(list(Graph::directed(&tie).unwrap()), [(0, 1, 3.0)]);
    let forest = edges(5, &[(0, 1, -2.0), (3, 4, 1.0), (4, 3, -0.0), (2, 2, -7.0)]);
    assert_eq!(list(Graph::directed(&forest).unwrap()), [(0, 1, -2.0), (4, 3, 0.0)]);
}

/// Many more edges than nodes: the heavy ones are looked at apart.
#[test]
fn spanning_trees_of_many_edges() {
    let nodes = 60;
    let weight = |i: usize, j: usize| ((i * 7919 + j * 104_729) % 1009) as f64 - 500.0;
    let dense = (0..nodes * nodes).map(|at| (at / nodes, at % nodes));
    // Two halves, and few and heavy edges between them.
    let kept = dense.filter(|&(i, j)| (i < 30) == (j < 30) || (i + j) % 29 == 0);
    let list: Vec<_> = kept
        .map(|(i, j)| {
            (i, j, if (i < 30) == (j < 30) { weight(i, j) } else { 5000.0 + weight(i, j) })
        })
        .collect();
    let a = edges(nodes, &list);
    let mut sorted: Vec<_> = list.into_iter().filter(|edge| edge.0 != edge.1).collect();
    sorted.sort_by(|a, b| a.2.total_cmp(&b.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut of: Vec<usize> = (0..nodes).collect();
    sorted.retain(|&(i, j, _)| {
        let (a, b) = (of[i], of[j]);
        of.iter_mut().filter(|x| **x == b).for_each(|x| *x = a);
        a != b
    });
    let tree = Graph::directed(&a).unwrap().minimum_spanning_tree();
    let found: Vec<_> = tree.iter().map(|edge| (edge.from, edge.to, edge.weight)).collect();
    assert_eq!(found, sorted);
    assert!(found[nodes - 2].2 > 4000.0);
}

#[test]
fn neighbours_are_visited_in_ascending_order() {
    let a = edges(4, &[(0, 3, 1.0), (0, 1, 1.0), (0, 2, 1.0)]);
    let graph = Graph::directed(&a).unwrap();
    assert_eq!(graph.bfs(0).unwrap().order, [0, 1, 2, 3]);
    assert_eq!(graph.dfs(0).unwrap().order, [0, 1, 2, 3]);
    // Without direction: in and out together.
    let a = edges(4, &[(2, 3, 1.0), (2, 0, 1.0), (1, 2, 1.0)]);
    assert_eq!(Graph::undirected(&a).unwrap().bfs(2).unwrap().order, [2, 0, 1, 3]);
}

#[test]
fn matchings_from_either_side() {
    let a = Csr::<bool>::from_dense([[true, true, false], [true, false, false]]);
    assert_eq!(rows_of_columns(&a), [Some(1), Some(0), None]);
    assert_eq!(columns_of_rows(&a), [Some(1), Some(0)]);
}

#[test]
fn a_zero_is_a_weight_of_a_matching() {
    let a = edges(2, &[(0, 0, 0.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.5)]);
    let found = min_weight_full_bipartite_matching(&a).unwrap();
    assert_eq!((found.rows, found.columns, found.weight), (vec![0, 1], vec![0, 1], 1.5));
    let found = max_weight_full_bipartite_matching(&a).unwrap();
    assert_eq!((found.columns, found.weight), (vec![1, 0], 2.0));
}

#[test]
fn matchings_that_there_are_not() {
    let message = |a: &Csr<f64>| min_weight_full_bipartite_matching(a).unwrap_err().to_string();
    let narrow = Csr::<f64>::from_dense([[1.0, 0.0], [1.0, 0.0]]);
    assert_eq!(
        message(&narrow),
        "min_weight_full_bipartite_matching: no full matching: none that has the other rows has row 1 too"
    );
    let empty_column = Csr::<f64>::from_dense([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]]);
    assert_eq!(
        message(&empty_column),
        "min_weight_full_bipartite_matching: no full matching: none that has the other columns has column 1 too"
    );
    let infinite = edges(2, &[(0, 0, 1.0), (0, 1, INF), (1, 0, 2.0), (1, 1, INF)]);
    assert!(message(&infinite).ends_with("row 1 too"));
    assert_eq!(
        message(&edges(2, &[(1, 0, f64::NAN)])),
        "the weight of the edge from 1 to 0 is NaN"
    );
    // Differences of weights are larger than any number.
    let large = edges(2, &[(0, 0, 1e308), (0, 1, -1e308), (1, 0, -1e308), (1, 1, 1e308)]);
    assert_eq!(min_weight_full_bipartite_matching(&large).unwrap().columns, [1, 0]);
    assert_eq!(max_weight_full_bipartite_matching(&large).unwrap().columns, [0, 1]);
}

#[test]
fn laplacians_count_what_arrives_unless_told_otherwise() {
    let a = edges(4, &[(0, 1, 1.0), (0, 2, 2.0), (1, 1, 9.0)]);
    let graph = Graph::directed(&a).unwrap();
    let diagonal = |options: LaplacianOptions| graph.laplacian(&options).diagonal(0);
    let options = LaplacianOptions::default();
    assert_eq!(diagonal(options), array![0.0, 1.0, 2.0, 0.0]);
    assert_eq!(diagonal(options.degree(Degree::Out)), array![3.0, 0.0, 0.0, 0.0]);
    // A node of no degree has a diagonal of 0, normalised too.
    assert_eq!(diagonal(options.normed(true)), array![0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn a_flow_has_no_negative_side() {
    let pipes = Csr::<i64>::from_dense([[0, 3, 2], [0, 0, 5], [0, 0, 0]]);
    let flow = maximum_flow(&pipes, 0, 2).unwrap();
    assert_eq!(flow.value, 5);
    assert_eq!(flow.edges.to_dense(), pipes.to_dense().map(|x| x.min(3)));
}

#[test]
fn orders_are_those_of_breadth_first_from_a_far_node() {
    // Two components and a node alone; the one of the lowest degree comes last, since the order is reversed.
    let a = edges(7, &[(5, 1, 1.0), (1, 3, 1.0), (2, 6, 1.0), (6, 4, 1.0), (4, 2, 1.0)]);
    let order = Graph::undirected(&a).unwrap().reverse_cuthill_mckee();
    // From 3 the farthest is 5, from 2 it is 4, whose number is lower than that of 6.
    assert_eq!(order, [6, 2, 4, 3, 1, 5, 0]);
}
