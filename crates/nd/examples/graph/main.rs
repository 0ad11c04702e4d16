//! Where one can fly from where: a graph of 3,257 airports and 37,041 connections. Its components, which airports matter
//! (PageRank), how many flights there are between the two that are farthest apart, journeys between two places, which
//! airports belong together (Louvain communities), which are in the middle (cores), and where the spectrum of the graph
//! places them. As text and a picture.
//!
//! ```sh
//! cargo run --release --example graph --features sparse
//! cargo run --release --example graph --features sparse -- --from KEF --to IPC
//! ```
//!
//! The data are of OpenFlights, as of 2014; see `../data/README.md`.

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod analysis;
mod picture;
mod routes;
mod svg;

use analysis::{embedding, fewest_flights, fewest_kilometres, largest, length, part, widest};
use nd::sparse::Csr;
use nd::sparse::graph::{Graph, LouvainOptions, PagerankOptions, Path};
use picture::Scene;
use routes::{Airport, Network};
use std::process::ExitCode;
use std::time::Instant;

/// Files and graphs that do not go well.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// From Svalbard to the middle of Australia.
const FROM: &str = "LYR";
const TO: &str = "ASP";
const OUT: &str = "target/graph";
/// How many neighbours airports of the core have in it, at least: others hang on by a thread, and eigenvectors show
/// nothing but the threads.
const CORE: usize = 5;
const USAGE: &str = "usage: graph [--from CODE] [--to CODE]";

fn main() -> ExitCode {
    let Some((from, to)) = arguments(std::env::args().skip(1)) else {
        eprintln!("graph: {USAGE}");
        return ExitCode::from(2);
    };
    match run(&from, &to, std::path::Path::new(OUT)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("graph: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<(String, String)> {
    let (mut from, mut to) = (FROM.to_owned(), TO.to_owned());
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--from" => from = given.next()?.to_uppercase(),
            "--to" => to = given.next()?.to_uppercase(),
            _ => return None,
        }
    }
    Some((from, to))
}

/// Does a step, and says what it took.
fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let begun = Instant::now();
    let made = work()?;
    println!("{name:<44}{:>9.1} ms", 1e3 * begun.elapsed().as_secs_f64());
    Ok(made)
}

fn run(from: &str, to: &str, out: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let network = step("airports and flights, read", Network::read)?;
    let [source, target] = [network.find(from)?, network.find(to)?];
    let airlines = &network.airlines;
    let graph = Graph::directed(airlines)?;
    let both = Graph::undirected(airlines)?;

    let weak = step("weak components", || Ok(graph.weak_components()))?;
    let strong = step("strong components", || Ok(graph.strong_components()))?;
    let ranks = step("PageRank", || Ok(graph.pagerank(&PagerankOptions::default())?))?;
    let pieces = largest(strong.count, &strong.labels);
    let inner = part(airlines, &pieces);
    let (first, last, most, mean) = step("shortest paths between all airports", || widest(&inner))?;
    let few =
        step("the journey with the fewest flights", || fewest_flights(&network, source, target))?;
    let short = step("the shortest journey", || fewest_kilometres(&network, source, target))?;
    let (Some(few), Some(short)) = (few, short) else {
        return Err(format!("there is no way from {from} to {to}").into());
    };
    let communities =
        step("communities", || Ok(both.louvain_communities(&LouvainOptions::default())?))?;
    let cores = step("cores", || Ok(both.core_numbers()))?;
    let symmetric = airlines.maximum(airlines.t());
    let core = core_of(&symmetric, &cores)?;
    let places =
        step("spectrum of the core", || embedding(&part(&symmetric, &core).map_stored(|_| 1.0)))?;

    let order = by_size(communities.count, &communities.labels);
    let legend = legend(&network, &ranks, &order);
    let title = format!("{} airports, {} connections", network.airports.len(), airlines.nnz());
    let below = format!(
        "{} communities, modularity {:.3}. From {} to {}: {} flights, or {:.0} km.",
        communities.count,
        communities.modularity,
        network.airports[source].city,
        network.airports[target].city,
        few.nodes.len() - 1,
        length(&network, &short)
    );
    let scene = Scene {
        network: &network,
        both: &symmetric,
        communities: &order,
        ranks: &ranks,
        journeys: [&few, &short],
        core: &core,
        places: &places,
    };
    let path = out.join("airports.svg");
    step("picture", || Ok(std::fs::write(&path, scene.draw(&title, &below, &legend))?))?;

    println!("\n{title}, in {} pieces; {} can be left and come back to", weak.count, pieces.len());
    println!("most important: {}", busiest(&network, &ranks, |_| true, 8).join(", "));
    let [first, last] = [first, last].map(|at| named(&network.airports[pieces[at]]));
    println!("farthest apart: {first} and {last}, {most} flights; {mean:.2} on average");
    tell("fewest flights", &network, &few);
    tell("shortest", &network, &short);
    println!(
        "{} communities, modularity {:.3}; the largest:",
        communities.count, communities.modularity
    );
    legend.iter().take(6).for_each(|words| println!("  {words}"));
    println!("picture: {}", path.display());
    Ok(())
}

/// The largest piece of what belongs to the core.
fn core_of(both: &Csr<f64>, cores: &[usize]) -> Result<Vec<usize>> {
    let dense: Vec<usize> = (0..cores.len()).filter(|&node| cores[node] >= CORE).collect();
    let within = part(both, &dense);
    let components = Graph::undirected(&within)?.weak_components();
    let largest = largest(components.count, &components.labels);
    Ok(largest.into_iter().map(|at| dense[at]).collect())
}

/// The communities numbered by size, the largest first.
fn by_size(count: usize, labels: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; count];
    labels.iter().for_each(|&label| sizes[label] += 1);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&label| std::cmp::Reverse(sizes[label]));
    let mut place = vec![0; count];
    order.iter().enumerate().for_each(|(at, &label)| place[label] = at);
    labels.iter().map(|&label| place[label]).collect()
}

/// What the largest communities, and the rest, are called.
fn legend(network: &Network, ranks: &[f64], communities: &[usize]) -> Vec<String> {
    let coloured = svg::COLOURS.len() - 1;
    let count = communities.iter().max().map_or(0, |most| most + 1);
    let mut lines: Vec<String> = (0..count.min(coloured))
        .map(|community| {
            let names = busiest(network, ranks, |node| communities[node] == community, 3);
            let size = communities.iter().filter(|&&of| of == community).count();
            format!("{} ({size})", names.join(", "))
        })
        .collect();
    if count > coloured {
        let size = communities.iter().filter(|&&of| of >= coloured).count();
        lines.push(format!("{} smaller ones ({size})", count - coloured));
    }
    lines
}

/// The cities of the airports with the highest ranks.
fn busiest(
    network: &Network,
    ranks: &[f64],
    among: impl Fn(usize) -> bool,
    n: usize,
) -> Vec<String> {
    let mut order: Vec<usize> = (0..ranks.len()).filter(|&node| among(node)).collect();
    order.sort_by(|&a, &b| ranks[b].total_cmp(&ranks[a]));
    order.into_iter().take(n).map(|node| network.airports[node].city.clone()).collect()
}

fn named(airport: &Airport) -> String {
    format!("{} ({})", airport.city, airport.country)
}

fn tell(what: &str, network: &Network, path: &Path) {
    let stops: Vec<String> =
        path.nodes.iter().map(|&node| network.airports[node].city.clone()).collect();
    let flights = path.nodes.len() - 1;
    let kilometres = length(network, path);
    println!("{what}: {flights} flights, {kilometres:.0} km: {}", stops.join(" - "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_from_the_files_to_the_picture() {
        let out = std::env::temp_dir().join(format!("nd-graph-{}", std::process::id()));
        run("KEF", "IPC", &out).unwrap();
        let picture = std::fs::read_to_string(out.join("airports.svg")).unwrap();
        std::fs::remove_dir_all(&out).unwrap();
        assert!(picture.matches("<circle").count() > 3257 + 900);
        assert!(picture.contains(">Easter Island<"), "the destination has its name");
        assert!(!picture.contains("NaN"));
        assert!(run("KEF", "XXX", &out).is_err());
        let _ = std::fs::remove_dir_all(&out);
    }

    #[test]
    fn communities_by_size() {
        assert_eq!(by_size(3, &[0, 1, 1, 2, 2, 2]), [2, 1, 1, 0, 0, 0]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let understood = |all: &[&str]| arguments(all.iter().map(ToString::to_string));
        assert_eq!(understood(&["--from", "kef"]), Some(("KEF".into(), TO.into())));
        assert_eq!(understood(&["--from"]), None);
        assert_eq!(understood(&["KEF"]), None);
    }
}
