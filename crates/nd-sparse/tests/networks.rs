//! Graphs of many kinds, against what SciPy and networkx find in them (golden/sparse_graphs.py).

mod fixtures;

use fixtures::{Fixture, Given};
use nd_core::Array;
use nd_sparse::graph::{
    Components, DijkstraOptions, Graph, GraphError, LaplacianOptions, LouvainOptions,
    PagerankOptions, PropagationOptions, Traversal, columns_of_rows,
    max_weight_full_bipartite_matching, maximum_flow, min_weight_full_bipartite_matching,
    rows_of_columns, structural_rank,
};
use nd_sparse::{Coo, Csr};
use proptest::prelude::*;

/// Every graph, and how many there were.
fn each(test: impl Fn(&Given<'_>, &Csr<f64>)) {
    let cases = Fixture::networks();
    let names = cases.cases_with("weights");
    assert_eq!(names.len(), 36);
    for case in &names {
        let weights = cases.csr(case, "weights");
        test(&Given { cases: &cases, case }, &weights);
    }
}

fn both(weights: &Csr<f64>) -> [(&'static str, Graph<'_>); 2] {
    let [there, back] = [Graph::directed(weights), Graph::undirected(weights)];
    [("directed", there.unwrap()), ("undirected", back.unwrap())]
}

/// The weight of an edge, if there is one.
fn stored(a: &Csr<f64>, from: usize, to: usize) -> Option<f64> {
    a.row(from).iter().find(|edge| edge.0 == to).map(|edge| edge.1)
}

fn counts(of: impl IntoIterator<Item = usize>) -> Array<u64> {
    Array::from_vec(of.into_iter().map(|count| count as u64).collect())
}

fn scalar(of: usize) -> Array<u64> {
    Array::scalar(of as u64)
}

#[test]
fn components_have_the_numbers_of_scipy() {
    each(|given, weights| {
        let graph = Graph::directed(weights).unwrap();
        for (what, found) in
            [("weak", graph.weak_components()), ("strong", graph.strong_components())]
        {
            let Components { count, labels, .. } = found;
            assert_eq!(count, labels.iter().max().unwrap() + 1, "{} {what}", given.case);
            given.dense(what, &counts(labels));
        }
    });
}

#[test]
fn traversals_go_where_scipy_goes() {
    each(|given, weights| {
        let graph = Graph::directed(weights).unwrap();
        let start = graph.nodes() / 2;
        for (what, found) in [("bfs", graph.bfs(start)), ("dfs", graph.dfs(start))] {
            let Traversal { order, predecessors, .. } = found.unwrap();
            given.dense(what, &counts(order));
            let before = predecessors.iter().map(|node| node.map_or(-9999, |node| node as i64));
            given.dense(&format!("{what}.before"), &Array::from_vec(before.collect()));
        }
    });
}

#[test]
fn distances_are_those_of_scipy_by_every_algorithm() {
    each(|given, weights| {
        for (name, graph) in both(weights) {
            let options = DijkstraOptions::default();
            let paths = graph.dijkstra(&options).unwrap();
            given.dense(&format!("dijkstra.{name}"), &paths.distances);
            let near = graph.dijkstra(&options.clone().limit(1.5)).unwrap();
            given.dense(&format!("limit.{name}"), &near.distances);
            let steps = graph.dijkstra(&options.unweighted(true)).unwrap();
            given.dense(&format!("steps.{name}"), &steps.distances);
            let sources: Vec<usize> = (0..graph.nodes()).collect();
            assert!(graph.bellman_ford(&sources).unwrap() == paths, "{}", given.case);
            assert!(graph.johnson().unwrap() == paths, "{}", given.case);
            assert_eq!(graph.floyd_warshall().unwrap(), paths.distances, "{}", given.case);
        }
        let nodes = weights.shape()[0];
        let sources = [0, nodes / 2, nodes - 1];
        let options = DijkstraOptions::default().sources(&sources);
        let near = Graph::directed(weights).unwrap().nearest_source(&options).unwrap();
        given.dense("nearest", &Array::from_vec(near.distances));
    });
}

#[test]
fn predecessors_are_the_smallest_that_are_nearer() {
    each(|given, weights| {
        for (name, graph) in both(weights) {
            let paths = graph.dijkstra(&DijkstraOptions::default()).unwrap();
            let table = |from: usize, to: usize| match name {
                "directed" => stored(weights, from, to),
                _ => match (stored(weights, from, to), stored(weights, to, from)) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                },
            };
            for (source, to) in pairs(graph.nodes()) {
                let far = |node: usize| paths.distances[[source, node]];
                let leads = |from: &usize| {
                    far(*from) < far(to)
                        && table(*from, to).is_some_and(|w| far(*from) + w == far(to))
                };
                let found = paths.predecessors[source][to];
                match (0..graph.nodes()).find(leads).filter(|_| far(to) < f64::INFINITY) {
                    Some(nearer) => assert_eq!(found, Some(nearer), "{} {source} {to}", given.case),
                    // By edges of no length, or not at all.
                    None => {
                        let path = paths.path(source, to);
                        assert_eq!(path.is_some(), far(to) < f64::INFINITY);
                        let ends = path.map(|path| (path[0], path[path.len() - 1]));
                        assert!(ends.is_none_or(|ends| ends == (source, to)));
                    }
                }
            }
        }
    });
}

fn pairs(nodes: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..nodes).flat_map(move |i| (0..nodes).map(move |j| (i, j)))
}

#[test]
fn paths_between_two_nodes_are_as_long_as_those_of_scipy() {
    each(|given, weights| {
        if !given.has("yen") {
            return assert_eq!(weights.shape(), [1, 1]);
        }
        let graph = Graph::directed(weights).unwrap();
        let found = graph.shortest_paths(0, graph.nodes() - 1, 5).unwrap();
        given.dense("yen", &Array::from_vec(found.iter().map(|path| path.length).collect()));
    });
}

#[test]
fn spanning_trees_have_the_weights_of_those_of_scipy() {
    each(|given, weights| {
        for (_, graph) in both(weights) {
            let tree = graph.minimum_spanning_tree();
            let found: Vec<f64> = tree.iter().map(|edge| edge.weight).collect();
            assert!(found.is_sorted(), "{}", given.case);
            given.dense("tree", &Array::from_vec(found));
        }
    });
}

#[test]
fn matchings_ranks_and_flows_are_as_large_as_those_of_scipy() {
    each(|given, weights| {
        given.dense("rank", &scalar(structural_rank(weights)));
        let columns = columns_of_rows(weights);
        given.dense("matching", &scalar(columns.iter().flatten().count()));
        let rows = rows_of_columns(weights);
        for (row, column) in columns.iter().enumerate() {
            assert!(column.is_none_or(|column| rows[column] == Some(row)));
        }
        assert_eq!(rows.iter().flatten().count(), columns.iter().flatten().count());
        if weights.shape()[0] > 1 {
            let pipes = weights.map_stored(|weight| (weight + 1.0).ceil() as i64);
            let flow = maximum_flow(&pipes, 0, weights.shape()[0] - 1).unwrap();
            given.dense("flow", &Array::scalar(flow.value));
        }
    });
}

#[test]
fn laplacians_are_those_of_scipy() {
    each(|given, weights| given.laplacians(weights));
}

#[test]
fn what_networkx_finds() {
    each(|given, weights| {
        let [(_, directed), (_, graph)] = both(weights);
        given.dense("triangles", &Array::from_vec(graph.triangles()));
        given.near("clustering", &Array::from_vec(graph.clustering()));
        given.dense("cores", &counts(graph.core_numbers()));
        let options = PagerankOptions::default().tolerance(1e-14).iterations(10_000);
        let ranks = directed.pagerank(&options).unwrap();
        for (rank, expected) in ranks.iter().zip(given.list::<f64>("pagerank")) {
            assert!((rank - expected).abs() < 1e-12, "{}: {rank}, networkx {expected}", given.case);
        }
    });
}

#[test]
fn modularities_are_those_of_networkx() {
    let mut seen = 0;
    let seen_one = std::cell::RefCell::new(&mut seen);
    each(|given, weights| {
        for (name, graph) in both(weights) {
            let thirds: Vec<usize> = (0..graph.nodes()).map(|node| node % 3).collect();
            for resolution in [1.0, 0.5] {
                let found = graph.modularity(&thirds, resolution).unwrap();
                let what = format!("modularity.{name}.{resolution:?}");
                if given.has(&what) {
                    **seen_one.borrow_mut() += 1;
                    given.near(&what, &Array::scalar(found));
                } else {
                    assert_eq!(found, 0.0); // without weights
                }
            }
        }
    });
    assert!(seen > 100, "{seen}");
}

#[test]
fn communities_are_about_as_good_as_those_of_networkx() {
    each(|given, weights| {
        for (name, graph) in both(weights) {
            let what = format!("louvain.{name}");
            let found = |options: &LouvainOptions| graph.louvain_communities(options).unwrap();
            let first = found(&LouvainOptions::default());
            assert_eq!(first, found(&LouvainOptions::default()));
            let best = (0..10).map(|seed| found(&LouvainOptions::default().seed(seed)).modularity);
            let best = best.fold(first.modularity, f64::max);
            let modularity = graph.modularity(&first.labels, 1.0).unwrap();
            assert_eq!(first.modularity, modularity);
            if !given.has(&what) {
                assert_eq!(first.count, graph.nodes());
                continue;
            }
            let theirs = given.list::<f64>(&what);
            assert!(best > theirs[1] - 1e-9, "{} {name}: {best}, networkx {theirs:?}", given.case);
            assert!(
                first.modularity > theirs[0] - 0.03,
                "{} {name}: {first:?}, {theirs:?}",
                given.case
            );
        }
    });
}

#[test]
fn cliques_are_communities() {
    let cases = Fixture::networks();
    let cliques: Csr<f64> = cases.csr("cliques", "weights");
    let expected: Vec<usize> = (0..20).map(|node| node / 5).collect();
    let graph = Graph::undirected(&cliques).unwrap();
    for seed in 0..20 {
        let louvain = graph.louvain_communities(&LouvainOptions::default().seed(seed)).unwrap();
        let spread =
            graph.label_propagation_communities(&PropagationOptions::default().seed(seed)).unwrap();
        assert_eq!((&louvain.labels, &spread.labels), (&expected, &expected), "seed {seed}");
        assert!(louvain.modularity == spread.modularity && louvain.count == 4);
    }
    let coarse = graph.louvain_communities(&LouvainOptions::default().resolution(0.0)).unwrap();
    assert_eq!(coarse.count, 1);
    let fine = graph.louvain_communities(&LouvainOptions::default().resolution(50.0)).unwrap();
    assert_eq!(fine.count, 20);
}

#[test]
fn labels_are_those_of_most_neighbours() {
    each(|given, weights| {
        for (_, graph) in both(weights) {
            let options = PropagationOptions::default();
            let found = graph.label_propagation_communities(&options).unwrap();
            let both_ways = weights.add(weights.t());
            for node in 0..graph.nodes() {
                let mut sums = vec![0.0; found.count];
                for (to, weight) in both_ways.row(node).iter().filter(|&(to, _)| to != node) {
                    let loops =
                        if graph.is_directed() { weight } else { min_both(weights, node, to) };
                    sums[found.labels[to]] += loops;
                }
                let most = sums.iter().copied().fold(0.0, f64::max);
                assert_eq!(sums[found.labels[node]], most, "{} {node}", given.case);
            }
        }
    });
}

fn min_both(weights: &Csr<f64>, i: usize, j: usize) -> f64 {
    match (stored(weights, i, j), stored(weights, j, i)) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b).unwrap_or(0.0),
    }
}

#[test]
fn what_communities_refuse() {
    let negative = Coo::<f64>::from_triplets([2, 2], [(0, 1, -1.0)]).unwrap().to_csr();
    let graph = Graph::undirected(&negative).unwrap();
    let options = LouvainOptions::default();
    let message = |error: Result<_, GraphError>| error.err().unwrap().to_string();
    assert_eq!(
        message(graph.louvain_communities(&options).map(drop)),
        "louvain_communities: the edge from 0 to 1 has the negative weight -1"
    );
    assert!(graph.label_propagation_communities(&PropagationOptions::default()).is_err());
    assert!(graph.modularity(&[0, 0], 1.0).is_err());
    let pair = Coo::<f64>::from_triplets([2, 2], [(0, 1, 1.0)]).unwrap().to_csr();
    let graph = Graph::undirected(&pair).unwrap();
    assert_eq!(
        message(graph.louvain_communities(&options.resolution(f64::NAN)).map(drop)),
        "louvain_communities: the resolution is a finite number, from 0 on"
    );
    assert_eq!(
        message(graph.louvain_communities(&options.threshold(-1.0)).map(drop)),
        "louvain_communities: the threshold is a number, from 0 on"
    );
    assert_eq!(
        message(graph.modularity(&[0], 1.0).map(drop)),
        "modularity: there is one label for each node"
    );
    let none = PropagationOptions::default().rounds(0);
    assert_eq!(
        message(graph.label_propagation_communities(&none).map(drop)),
        "label_propagation_communities: no convergence in 0 iterations: the last change was 1e0"
    );
}

#[test]
fn assignments_weigh_what_those_of_scipy_weigh() {
    let cases = Fixture::networks();
    let names = cases.cases_with("costs");
    assert_eq!(names.len(), 16);
    let mut full = 0;
    for case in &names {
        let given = Given { cases: &cases, case };
        let costs = rectangle(&cases, case);
        let least = min_weight_full_bipartite_matching(&costs);
        let most = max_weight_full_bipartite_matching(&costs);
        for (what, found) in [("least", least), ("most", most)] {
            let theirs = given.list::<f64>(what);
            match found {
                Ok(found) => {
                    assert_eq!(theirs, [found.weight], "{case} {what}");
                    assert!(found.rows.is_sorted_by(|a, b| a < b));
                    let mut columns = found.columns.clone();
                    columns.sort_unstable();
                    assert!(columns.is_sorted_by(|a, b| a < b));
                    assert_eq!(columns.len(), *costs.shape().iter().min().unwrap());
                    let pairs = found.rows.iter().zip(&found.columns);
                    let of_pairs = |(&row, &column)| stored(&costs, row, column).unwrap();
                    assert_eq!(found.weight, pairs.map(of_pairs).sum::<f64>());
                    full += 1;
                }
                Err(error) => {
                    assert!(theirs.is_empty(), "{case} {what}: {error}");
                    assert!(matches!(error, GraphError::Unmatched { .. }), "{error}");
                }
            }
        }
    }
    assert!(full > 10, "{full}");
}

fn rectangle(cases: &Fixture, case: &str) -> Csr<f64> {
    cases.csr(case, "costs")
}

#[test]
fn a_graph_without_nodes() {
    let nothing = Csr::<f64>::zeros([0, 0]);
    for (_, graph) in both(&nothing) {
        assert_eq!((graph.weak_components().count, graph.strong_components().count), (0, 0));
        assert_eq!(graph.dijkstra(&DijkstraOptions::default()).unwrap().distances.shape(), [0, 0]);
        assert_eq!(graph.floyd_warshall().unwrap().shape(), [0, 0]);
        assert!(graph.johnson().unwrap().predecessors.is_empty());
        assert!(
            graph.minimum_spanning_tree().is_empty() && graph.reverse_cuthill_mckee().is_empty()
        );
        assert!(graph.bfs(0).is_err() && graph.dfs(0).is_err());
        assert!(graph.pagerank(&PagerankOptions::default()).unwrap().is_empty());
        assert!(graph.triangles().is_empty() && graph.core_numbers().is_empty());
        let none = graph.louvain_communities(&LouvainOptions::default()).unwrap();
        assert_eq!((none.count, none.modularity), (0, 0.0));
        let labels = graph.label_propagation_communities(&PropagationOptions::default());
        assert_eq!(labels.unwrap().count, 0);
        assert_eq!(graph.laplacian(&LaplacianOptions::default()).nnz(), 0);
    }
    let pairs = min_weight_full_bipartite_matching(&Csr::<f64>::zeros([0, 3])).unwrap();
    assert!(pairs.rows.is_empty() && pairs.weight == 0.0);
    assert!(
        min_weight_full_bipartite_matching(&Csr::<f64>::zeros([3, 0])).unwrap().columns.is_empty()
    );
    assert_eq!(structural_rank(&nothing), 0);
}

/// Graphs whose weights differ in the first digits and in the last, zeros among them.
fn any_graph() -> impl Strategy<Value = Csr<f64>> {
    let weight = prop_oneof![
        Just(0.0),
        0.0..1.0f64,
        Just(1e-300),
        (0..6i32).prop_map(|p| 10f64.powi(p * 60 - 150))
    ];
    let edges = prop::collection::vec((0usize..25, 0usize..25, weight), 0..120);
    edges.prop_map(|edges| {
        let mut unique = std::collections::BTreeMap::new();
        edges.into_iter().for_each(|(i, j, w)| _ = unique.insert((i, j), w));
        let triplets = unique.into_iter().map(|((i, j), w)| (i, j, w));
        Coo::from_triplets([25, 25], triplets).unwrap().to_csr()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn distances_do_not_depend_on_the_algorithm(weights in any_graph()) {
        for (_, graph) in both(&weights) {
            let sources: Vec<usize> = (0..25).collect();
            let dijkstra = graph.dijkstra(&DijkstraOptions::default()).unwrap();
            prop_assert!(dijkstra == graph.bellman_ford(&sources).unwrap());
        }
    }

    #[test]
    fn a_tree_of_many_edges_is_that_of_all_in_order(weights in any_graph()) {
        // Kruskal's algorithm by the book, over all edges.
        let mut edges: Vec<_> = weights.iter().filter(|edge| edge.0 != edge.1).collect();
        edges.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)).then(a.1.cmp(&b.1)));
        let mut of: Vec<usize> = (0..25).collect();
        edges.retain(|&(from, to, _)| {
            let (a, b) = (of[from], of[to]);
            of.iter_mut().filter(|x| **x == b).for_each(|x| *x = a);
            a != b
        });
        let tree = Graph::directed(&weights).unwrap().minimum_spanning_tree();
        let found: Vec<_> = tree.iter().map(|edge| (edge.from, edge.to, edge.weight)).collect();
        prop_assert_eq!(found, edges);
    }

    #[test]
    fn assignments_are_the_best_that_trying_finds(
        costs in prop::collection::vec(prop::option::weighted(0.7, -9i32..10), 20),
    ) {
        let entries = costs.iter().enumerate();
        let stored = entries.filter_map(|(at, cost)| Some((at / 5, at % 5, f64::from((*cost)?))));
        let a = Coo::<f64>::from_triplets([4, 5], stored).unwrap().to_csr();
        let best = tried(&costs, 0, 0);
        let found = min_weight_full_bipartite_matching(&a).map(|found| found.weight).ok();
        prop_assert_eq!(found, best);
        let back = min_weight_full_bipartite_matching(&a.t().to_csr());
        prop_assert_eq!(back.map(|found| found.weight).ok(), best);
    }
}

fn tried(costs: &[Option<i32>], row: usize, taken: u32) -> Option<f64> {
    if row == 4 {
        return Some(0.0);
    }
    let with = |column: usize| {
        let free = taken & (1 << column) == 0;
        let cost = costs[row * 5 + column].filter(|_| free)?;
        Some(f64::from(cost) + tried(costs, row + 1, taken | 1 << column)?)
    };
    (0..5).filter_map(with).min_by(f64::total_cmp)
}
