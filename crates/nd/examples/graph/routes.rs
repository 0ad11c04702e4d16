//! Airports of the world and the flights between them.

use crate::Result;
use nd::io::{Header, Table, TextOptions, load_table};
use nd::sparse::{Coo, Csr};
use std::collections::HashMap;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
/// What OpenFlights writes where something is not known.
const UNKNOWN: &str = "\\N";
/// The radius of a sphere with the surface of the earth, in kilometres.
const RADIUS: f64 = 6371.007;

/// A node of the graph.
#[derive(Clone, Debug)]
pub(crate) struct Airport {
    /// Three letters.
    pub(crate) code: String,
    pub(crate) city: String,
    pub(crate) country: String,
    /// Degrees north and east.
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

impl Airport {
    /// Kilometres along a great circle.
    pub(crate) fn kilometres(&self, to: &Airport) -> f64 {
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let across = self.latitude.to_radians().cos() * to.latitude.to_radians().cos();
        let chord =
            half(to.latitude - self.latitude) + across * half(to.longitude - self.longitude);
        2.0 * RADIUS * chord.min(1.0).sqrt().asin()
    }
}

/// A graph whose nodes are airports.
pub(crate) struct Network {
    pub(crate) airports: Vec<Airport>,
    /// How many airlines fly from one to another.
    pub(crate) airlines: Csr<f64>,
    /// How far that is.
    pub(crate) kilometres: Csr<f64>,
}

impl Network {
    /// Reads both files; airports that nobody flies to or from are left out.
    pub(crate) fn read() -> Result<Network> {
        let routes = table("routes.csv.gz")?;
        let all = airports()?;
        let [from, to] = [text(&routes, 2)?, text(&routes, 4)?];
        let known = from.iter().zip(&to).filter(|(from, to)| from != to);
        let known = known.filter_map(|(from, to)| Some((all.get(from)?, all.get(to)?)));
        let known: Vec<(&Airport, &Airport)> = known.collect();
        let mut airports: Vec<Airport> =
            known.iter().flat_map(|&(from, to)| [from.clone(), to.clone()]).collect();
        airports.sort_by(|a, b| a.code.cmp(&b.code));
        airports.dedup_by(|a, b| a.code == b.code);
        let numbers: HashMap<&str, usize> =
            airports.iter().enumerate().map(|(at, airport)| (&airport.code[..], at)).collect();
        let mut edges = Coo::<f64>::new([airports.len(), airports.len()]);
        for (from, to) in known {
            edges.push([numbers[&from.code[..]], numbers[&to.code[..]]], 1.0);
        }
        // Every airline has a line of its own: duplicates add up.
        let airlines = edges.to_csr();
        let mut lengths = Coo::<f64>::new(airlines.shape());
        for (from, to, _) in airlines.iter() {
            lengths.push([from, to], airports[from].kilometres(&airports[to]));
        }
        Ok(Network { kilometres: lengths.to_csr(), airlines, airports })
    }

    /// The number of an airport.
    pub(crate) fn find(&self, code: &str) -> Result<usize> {
        let found = self.airports.iter().position(|airport| airport.code == code);
        Ok(found.ok_or_else(|| format!("nobody flies to or from `{code}`"))?)
    }
}

fn table(name: &str) -> Result<Table> {
    let options = TextOptions::default().header(Header::None).missing::<&str>([]);
    Ok(load_table(format!("{FOLDER}/{name}"), &options)?)
}

/// The airports that have a code.
fn airports() -> Result<HashMap<String, Airport>> {
    let table = table("airports.csv.gz")?;
    let [cities, countries, codes] = [text(&table, 2)?, text(&table, 3)?, text(&table, 4)?];
    let [latitudes, longitudes] = [numbers(&table, 6)?, numbers(&table, 7)?];
    let mut all = HashMap::new();
    for (at, code) in codes.into_iter().enumerate().filter(|(_, code)| code != UNKNOWN) {
        let (city, country) = (cities[at].clone(), countries[at].clone());
        let (latitude, longitude) = (latitudes[at], longitudes[at]);
        let airport = Airport { code: code.clone(), city, country, latitude, longitude };
        all.insert(code, airport);
    }
    Ok(all)
}

fn text(table: &Table, column: i32) -> Result<Vec<String>> {
    let found = table.column(column).and_then(|column| column.as_text());
    let found = found.ok_or_else(|| format!("column {column} is no text"))?;
    Ok(found.iter().map(str::to_owned).collect())
}

fn numbers(table: &Table, column: i32) -> Result<Vec<f64>> {
    let found = table.column(column).and_then(|column| column.as_numbers());
    let found = found.ok_or_else(|| format!("column {column} has no numbers"))?;
    let found: nd::Array<f64> = found.cast(<f64 as nd::Typed>::DTYPE).try_into()?;
    Ok(found.into_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn airports_and_flights_are_those_of_the_files() {
        let network = Network::read().unwrap();
        assert_eq!(network.airports.len(), 3257);
        assert_eq!((network.airlines.nnz(), network.kilometres.nnz()), (37_041, 37_041));
        assert!(network.airlines.sum() > 66_000.0);
        let [keflavik, heathrow] = ["KEF", "LHR"].map(|code| network.find(code).unwrap());
        assert_eq!(network.airports[keflavik].city, "Keflavik");
        assert!(network.airlines.get(keflavik, heathrow) >= 1.0);
        assert!(network.find("XXX").is_err());
    }

    #[test]
    fn distances_on_a_sphere() {
        let at = |latitude, longitude| Airport {
            code: String::new(),
            city: String::new(),
            country: String::new(),
            latitude,
            longitude,
        };
        let quarter = RADIUS * std::f64::consts::FRAC_PI_2;
        assert!((at(90.0, 0.0).kilometres(&at(0.0, 123.0)) - quarter).abs() < 1e-6);
        assert!((at(0.0, 170.0).kilometres(&at(0.0, -100.0)) - quarter).abs() < 1e-6);
        assert_eq!(at(12.0, 34.0).kilometres(&at(12.0, 34.0)), 0.0);
    }
}
