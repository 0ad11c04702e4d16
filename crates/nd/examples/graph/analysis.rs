//! What is asked of the network.

use crate::Result;
use crate::routes::Network;
use nd::Array;
use nd::prelude::*;
use nd::sparse::Csr;
use nd::sparse::graph::{DijkstraOptions, Graph, LaplacianOptions, Path};
use nd::sparse::linalg::eigsh_near;

/// Sources whose distances are there at once.
const SOURCES: usize = 256;
/// Less than nothing: eigenvalues near it are the least, and 0 itself does no harm.
const BELOW: f64 = -0.01;

/// The nodes of the largest component that a labelling has.
pub(crate) fn largest(count: usize, labels: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; count];
    labels.iter().for_each(|&label| sizes[label] += 1);
    let most = (0..count).rev().max_by_key(|&label| sizes[label]);
    (0..labels.len()).filter(|&node| Some(labels[node]) == most).collect()
}

/// The part of a matrix that some nodes are.
pub(crate) fn part(a: &Csr<f64>, nodes: &[usize]) -> Csr<f64> {
    let places: Vec<isize> = nodes.iter().map(|&node| node as isize).collect();
    a.take(&places, 0).take(&places, 1)
}

/// Of all shortest paths of a graph the one with most edges: where from, where to, how many; and how many it takes on
/// average.
pub(crate) fn widest(edges: &Csr<f64>) -> Result<(usize, usize, f64, f64)> {
    let graph = Graph::directed(edges)?;
    let nodes: Vec<usize> = (0..graph.nodes()).collect();
    let (mut widest, mut sum, mut count) = ((0, 0, 0.0), 0.0, 0.0);
    for sources in nodes.chunks(SOURCES) {
        let options = DijkstraOptions::default().sources(sources).unweighted(true);
        let distances = graph.dijkstra(&options)?.distances;
        for (at, &steps) in distances.iter().enumerate().filter(|(_, steps)| steps.is_finite()) {
            (sum, count) = (sum + steps, count + f64::from(u8::from(steps > 0.0)));
            if steps > widest.2 {
                widest = (sources[at / nodes.len()], at % nodes.len(), steps);
            }
        }
    }
    Ok((widest.0, widest.1, widest.2, sum / count))
}

/// The path with the fewest edges, then the shortest: `None` if there is none.
pub(crate) fn fewest_flights(network: &Network, from: usize, to: usize) -> Result<Option<Path>> {
    // A flight costs more than all the kilometres of a path that visits no airport twice.
    let flight = 1e5 * network.airports.len() as f64;
    let costs = network.kilometres.map_stored(|kilometres| flight + kilometres);
    let path = Graph::directed(&costs)?.shortest_path(from, to, |_| 0.0)?;
    Ok(path)
}

/// The shortest path, which looks first where the destination is.
pub(crate) fn fewest_kilometres(network: &Network, from: usize, to: usize) -> Result<Option<Path>> {
    let airports = &network.airports;
    // A little less than the great circle, whose length is rounded.
    let left = |airport: usize| airports[airport].kilometres(&airports[to]) * (1.0 - 1e-9);
    Ok(Graph::directed(&network.kilometres)?.shortest_path(from, to, left)?)
}

/// Kilometres along a path.
pub(crate) fn length(network: &Network, path: &Path) -> f64 {
    path.nodes.windows(2).map(|leg| network.kilometres.get(leg[0], leg[1])).sum()
}

/// Two numbers for each node, so that neighbours are near each other: `(nodes, 2)`. The graph's edges go both ways, and
/// it is in one piece.
pub(crate) fn embedding(edges: &Csr<f64>) -> Result<Array<f64>> {
    let graph = Graph::undirected(edges)?;
    let laplacian = graph.laplacian(&LaplacianOptions::default().normed(true));
    let found = eigsh_near(&laplacian, 3, BELOW)?;
    // The first vector says how many neighbours there are; divided by it, the others are places.
    let [first, rest] = [s![.., ..1], s![.., 1..]].map(|part| found.eigenvectors.slice(part));
    Ok(rest / first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd::sparse::Coo;

    fn edges(nodes: usize, pairs: &[(usize, usize)]) -> Csr<f64> {
        let edges = pairs.iter().map(|&(i, j)| (i, j, 1.0));
        Coo::from_triplets([nodes, nodes], edges).unwrap().to_csr()
    }

    #[test]
    fn the_largest_part() {
        assert_eq!(largest(3, &[0, 1, 1, 2, 2]), [1, 2]);
        let a = edges(4, &[(0, 1), (1, 3), (3, 2)]);
        assert_eq!(part(&a, &[1, 3]).to_dense(), array![[0.0, 1.0], [0.0, 0.0]]);
    }

    #[test]
    fn a_line_is_as_wide_as_it_has_edges() {
        assert_eq!(widest(&edges(4, &[(3, 2), (2, 0), (0, 1)])).unwrap(), (3, 1, 3.0, 10.0 / 6.0));
    }

    #[test]
    fn journeys_are_as_short_as_can_be() {
        let network = Network::read().unwrap();
        let [from, to] = ["LYR", "ASP"].map(|code| network.find(code).unwrap());
        let few = fewest_flights(&network, from, to).unwrap().unwrap();
        let short = fewest_kilometres(&network, from, to).unwrap().unwrap();
        // By Dijkstra's algorithm, without a guess and in one unit each.
        for (edges, unweighted, found) in [
            (&network.kilometres, false, length(&network, &short)),
            (&network.kilometres, true, (few.nodes.len() - 1) as f64),
        ] {
            let options = DijkstraOptions::default().sources(std::slice::from_ref(&from));
            let graph = Graph::directed(edges).unwrap();
            let paths = graph.dijkstra(&options.unweighted(unweighted)).unwrap();
            assert!((paths.distances[[0, to]] - found).abs() < 1e-6);
        }
        assert!(length(&network, &few) >= length(&network, &short));
        let direct = network.airports[from].kilometres(&network.airports[to]);
        assert!(length(&network, &short) >= direct);
    }

    #[test]
    fn an_embedding_keeps_neighbours_together() {
        // Two triangles and an edge between them.
        let a = edges(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)]);
        let places = embedding(&a).unwrap();
        assert_eq!(places.shape(), [6, 2]);
        let side = |node: usize| places[[node, 0]] > 0.0;
        assert!(side(0) == side(1) && side(1) == side(2) && side(2) != side(3));
        assert!(side(3) == side(4) && side(4) == side(5));
        assert!((places[[0, 0]] - places[[1, 0]]).abs() < 1e-9);
    }
}
