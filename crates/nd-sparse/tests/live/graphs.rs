//! Graphs beside `scipy.sparse.csgraph`.

use crate::case::Case;
use crate::formats::held;
use crate::made::Made;
use nd_core::Array;
use nd_sparse::graph::{
    Degree, DijkstraOptions, Graph, GraphError, LaplacianOptions, columns_of_rows, maximum_flow,
    structural_rank,
};

/// Runs a case if it is one of graphs.
pub(crate) fn run(case: &Case<'_>, made: &mut Made) -> bool {
    match case.op {
        "flow" => flow(case, made),
        "matching" => {
            let a = held::<f64>(case, "a").rows();
            before(made, "columns", &[columns_of_rows(&a)]);
            made.one("rank", structural_rank(&a) as u64);
        }
        "components" | "traverse" | "dijkstra" | "lengths" | "spanning" | "laplacian" | "order"
        | "yen" => {
            let weights = held::<f64>(case, "a").rows();
            let directed = case.number::<u8>("directed") == 1;
            let graph = if directed { Graph::directed } else { Graph::undirected };
            let outcome = graph(&weights).and_then(|graph| of_graph(&graph, case, made));
            made.outcome("", outcome, |_, ()| ());
        }
        _ => return false,
    }
    true
}

/// Predecessors and partners, -1 for none: a row for each list; of a single one no rows.
fn before(made: &mut Made, name: &str, lists: &[Vec<Option<usize>>]) {
    let number = |place: &Option<usize>| place.map_or(-1, |place| place as i64);
    let all: Vec<i64> = lists.iter().flatten().map(number).collect();
    match lists {
        [_] => made.dense(name, Array::from_vec(all)),
        _ => {
            let width = lists.first().map_or(0, Vec::len);
            made.dense(name, Array::from_shape_vec([lists.len(), width], all));
        }
    }
}

fn of_graph(graph: &Graph<'_>, case: &Case<'_>, made: &mut Made) -> Result<(), GraphError> {
    match case.op {
        "components" => {
            made.places("weak", graph.weak_components().labels);
            made.places("strong", graph.strong_components().labels);
        }
        "traverse" => {
            let start = case.number("start");
            let (breadth, depth) = (graph.bfs(start)?, graph.dfs(start)?);
            made.dense("tree", graph.tree(&breadth).to_dense());
            made.places("bfs", breadth.order);
            before(made, "bfs_before", &[breadth.predecessors]);
            made.places("dfs", depth.order);
            before(made, "dfs_before", &[depth.predecessors]);
        }
        "dijkstra" => {
            let sources = case.list::<usize>("list");
            let options = DijkstraOptions::default()
                .sources(&sources)
                .limit(case.number("limit"))
                .unweighted(case.number::<u8>("unweighted") == 1);
            let paths = graph.dijkstra(&options)?;
            made.dense("distances", paths.distances);
            let mut lists = paths.predecessors;
            // One source is a row too.
            lists.push(vec![None; graph.nodes()]);
            before(made, "before", &lists);
            made.dense("near", Array::from_vec(graph.nearest_source(&options)?.distances));
        }
        "lengths" => {
            let found = graph.bellman_ford(&case.list::<usize>("list"));
            made.outcome("bellman_ford", found, |made, p| made.dense("bellman_ford", p.distances));
            made.outcome("johnson", graph.johnson(), |made, p| made.dense("johnson", p.distances));
            let table = graph.floyd_warshall();
            made.outcome("floyd_warshall", table, |made, t| made.dense("floyd_warshall", t));
        }
        "spanning" => {
            let weights = graph.minimum_spanning_tree().iter().map(|edge| edge.weight).collect();
            made.dense("", Array::<f64>::from_vec(weights));
        }
        "laplacian" => {
            let out = case.number::<u8>("out") == 1;
            let options = LaplacianOptions::default()
                .normed(case.number::<u8>("normed") == 1)
                .degree(if out { Degree::Out } else { Degree::In });
            made.sparse("", &graph.laplacian(&options));
        }
        "order" => made.places("", graph.reverse_cuthill_mckee()),
        _ => {
            let (source, target) = (case.number("start"), case.number("target"));
            let lengths = graph.shortest_paths(source, target, 4)?;
            let lengths = lengths.iter().map(|path| path.length).collect();
            made.dense("lengths", Array::<f64>::from_vec(lengths));
            let first = graph.shortest_path(source, target, |_| 0.0)?;
            made.dense(
                "first",
                Array::<f64>::from_vec(first.map(|p| p.length).into_iter().collect()),
            );
        }
    }
    Ok(())
}

fn flow(case: &Case<'_>, made: &mut Made) {
    let capacities = held::<i64>(case, "a").rows();
    let found = maximum_flow(&capacities, case.number("start"), case.number("target"));
    made.outcome("value", found, |made, flow| {
        made.one("value", flow.value);
        made.dense("edges", flow.edges.to_dense());
    });
}
