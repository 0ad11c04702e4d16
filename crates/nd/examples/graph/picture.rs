//! The picture: a map above, the same airports as the spectrum of the graph places them below.

use crate::routes::{Airport, Network};
use crate::svg::Svg;
use nd::sparse::Csr;
use nd::sparse::graph::Path;
use nd::{Array, s};

const WIDTH: f64 = 1280.0;
const MARGIN: f64 = 32.0;
/// Where the panels begin, and how high they are.
const MAP: f64 = 104.0;
const MAP_HEIGHT: f64 = 600.0;
const SPECTRUM: f64 = MAP + MAP_HEIGHT + 56.0;
const SPECTRUM_HEIGHT: f64 = 640.0;
const SPECTRUM_WIDTH: f64 = 860.0;
/// Degrees north of the map's ends.
const NORTH: f64 = 80.0;
const SOUTH: f64 = -56.0;
/// Airports that have their names beside them, as far as there is room.
const NAMES: usize = 70;
/// Kilometres after which a line is bent again.
const BEND: f64 = 400.0;

/// All that is drawn.
pub(crate) struct Scene<'a> {
    pub(crate) network: &'a Network,
    /// Edges that go both ways.
    pub(crate) both: &'a Csr<f64>,
    /// For each airport its community, the largest first.
    pub(crate) communities: &'a [usize],
    pub(crate) ranks: &'a [f64],
    pub(crate) journeys: [&'a Path; 2],
    /// Airports that the spectrum places, and where.
    pub(crate) core: &'a [usize],
    pub(crate) places: &'a Array<f64>,
}

impl Scene<'_> {
    /// The picture as text.
    pub(crate) fn draw(&self, title: &str, below: &str, legend: &[String]) -> String {
        let mut svg = Svg::new(WIDTH, SPECTRUM + SPECTRUM_HEIGHT + MARGIN);
        svg.words("title", [MARGIN, 48.0], title);
        svg.words("soft", [MARGIN, 72.0], below);
        self.map(&mut svg);
        self.spectrum(&mut svg);
        self.legend(&mut svg, legend);
        svg.end()
    }

    /// Airports by rank, the highest last: it lies above the others.
    fn by_rank(&self, of: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut order: Vec<usize> = of.collect();
        order.sort_by(|&a, &b| self.ranks[a].total_cmp(&self.ranks[b]));
        order
    }

    fn radius(&self, airport: usize) -> f64 {
        let most = self.ranks.iter().copied().fold(0.0, f64::max);
        1.0 + 5.0 * (self.ranks[airport] / most).sqrt()
    }

    fn map(&self, svg: &mut Svg) {
        svg.words("head", [MARGIN, MAP - 10.0], "Where they are");
        svg.frame([MARGIN, MAP], [WIDTH - 2.0 * MARGIN, MAP_HEIGHT]);
        let airports = &self.network.airports;
        let edges = || self.both.iter().filter(|&(from, to, _)| from < to);
        self.edges(svg, edges().map(|(from, to, _)| (from, to)), |from, to| {
            arc(&airports[from], &airports[to])
        });
        let order = self.by_rank(0..airports.len());
        for &airport in &order {
            svg.dot(on_map(&airports[airport]), self.radius(airport), self.communities[airport]);
        }
        for (class, journey) in ["journey dashed", "journey"].into_iter().zip(self.journeys) {
            let legs = journey.nodes.windows(2);
            let legs = legs.flat_map(|leg| arc(&airports[leg[0]], &airports[leg[1]]));
            svg.lines(class, None, legs);
        }
        for journey in self.journeys {
            for &airport in &journey.nodes {
                svg.stop(on_map(&airports[airport]));
                svg.keep(on_map(&airports[airport]), 4.0);
            }
        }
        let stops = self.journeys.into_iter().flat_map(|journey| journey.nodes.iter());
        for &airport in stops.chain(order.iter().rev().take(NAMES)) {
            svg.label(on_map(&airports[airport]), &airports[airport].city, WIDTH - MARGIN);
        }
    }

    /// Edges within communities in their colours, others below them in grey.
    fn edges(
        &self,
        svg: &mut Svg,
        edges: impl Iterator<Item = (usize, usize)>,
        line: impl Fn(usize, usize) -> Vec<Vec<[f64; 2]>>,
    ) {
        let all = crate::svg::COLOURS.len();
        let mut by_colour = vec![Vec::new(); all + 1];
        for (from, to) in edges {
            let community = self.communities[from];
            let within = community == self.communities[to];
            by_colour[if within { 1 + community.min(all - 1) } else { 0 }].extend(line(from, to));
        }
        for (at, lines) in by_colour.into_iter().enumerate() {
            let class = if at == 0 { "edges far" } else { "edges" };
            svg.lines(class, at.checked_sub(1), lines);
        }
    }

    fn spectrum(&self, svg: &mut Svg) {
        let head = "Where their flights place them: the second and third eigenvector of the normalised Laplacian";
        svg.words("head", [MARGIN, SPECTRUM - 10.0], head);
        svg.frame([MARGIN, SPECTRUM], [SPECTRUM_WIDTH, SPECTRUM_HEIGHT]);
        let points = self.points();
        let mut place = vec![None; self.ranks.len()];
        self.core.iter().zip(&points).for_each(|(&airport, &at)| place[airport] = Some(at));
        let placed = |at: usize| place[at].unwrap_or_default();
        let within = |at: usize| place[at].is_some();
        let edges = self.both.iter().filter(|&(a, b, _)| a < b && within(a) && within(b));
        self.edges(svg, edges.map(|(a, b, _)| (a, b)), |a, b| vec![vec![placed(a), placed(b)]]);
        let order = self.by_rank(self.core.iter().copied());
        for &airport in &order {
            svg.dot(placed(airport), self.radius(airport), self.communities[airport]);
        }
        for &airport in order.iter().rev().take(2 * NAMES) {
            let city = &self.network.airports[airport].city;
            svg.label(placed(airport), city, MARGIN + SPECTRUM_WIDTH);
        }
    }

    /// Places turned so that east is on the right and north above, as far as that is so, and fitted into the panel.
    fn points(&self) -> Vec<[f64; 2]> {
        let airports = &self.network.airports;
        let column =
            |at: usize| -> Vec<f64> { self.places.slice(s![.., at]).iter().copied().collect() };
        let east: Vec<f64> = self.core.iter().map(|&node| airports[node].longitude).collect();
        let north: Vec<f64> = self.core.iter().map(|&node| -airports[node].latitude).collect();
        let (mut x, mut y) = (column(0), column(1));
        if together(&x, &east).abs() < together(&y, &east).abs() {
            std::mem::swap(&mut x, &mut y);
        }
        let [x, y] = [(x, east, MARGIN, SPECTRUM_WIDTH), (y, north, SPECTRUM, SPECTRUM_HEIGHT)]
            .map(|(values, like, start, length)| {
                let sign = together(&values, &like).signum();
                fitted(
                    values.iter().map(|value| sign * value).collect(),
                    start + 36.0,
                    length - 72.0,
                )
            });
        x.into_iter().zip(y).map(|(x, y)| [x, y]).collect()
    }

    fn legend(&self, svg: &mut Svg, legend: &[String]) {
        let x = MARGIN + SPECTRUM_WIDTH + 28.0;
        svg.words("head", [x, SPECTRUM + 16.0], "Communities, by their busiest airports");
        let mut y = SPECTRUM + 44.0;
        for (community, words) in legend.iter().enumerate() {
            svg.dot([x + 6.0, y - 4.0], 6.0, community);
            svg.words("", [x + 22.0, y], words);
            y += 25.0;
        }
        y += 14.0;
        for (class, words) in [
            ("journey dashed", "the journey with the fewest flights"),
            ("journey", "the shortest journey"),
        ] {
            svg.lines(class, None, [vec![[x, y - 4.0], [x + 30.0, y - 4.0]]]);
            svg.words("", [x + 42.0, y], words);
            y += 25.0;
        }
        svg.words("soft", [x, y + 14.0], "A dot is as large as its PageRank says.");
        svg.words("soft", [x, y + 32.0], "Data: OpenFlights, Open Database License");
    }
}

/// How two lists go together: their correlation, up to a positive factor.
fn together(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (of_a, of_b) = (mean(a), mean(b));
    let sum: f64 = a.iter().zip(b).map(|(x, y)| (x - of_a) * (y - of_b)).sum();
    sum / a.iter().map(|x| (x - of_a).powi(2)).sum::<f64>().sqrt()
}

fn fitted(values: Vec<f64>, start: f64, length: f64) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.iter().map(|value| start + length * (value - low) / (high - low)).collect()
}

fn on_map(airport: &Airport) -> [f64; 2] {
    at(airport.latitude, airport.longitude)
}

fn at(latitude: f64, longitude: f64) -> [f64; 2] {
    let down = (NORTH - latitude.clamp(SOUTH, NORTH)) / (NORTH - SOUTH);
    let across = (longitude + 180.0) / 360.0;
    [MARGIN + across * (WIDTH - 2.0 * MARGIN), MAP + down * MAP_HEIGHT]
}

/// The great circle between two airports, in two pieces where it crosses the edge of the map.
fn arc(from: &Airport, to: &Airport) -> Vec<Vec<[f64; 2]>> {
    let steps = (from.kilometres(to) / BEND).ceil().max(1.0) as usize;
    let vector = |airport: &Airport| {
        let (north, east) = (airport.latitude.to_radians(), airport.longitude.to_radians());
        [north.cos() * east.cos(), north.cos() * east.sin(), north.sin()]
    };
    let (a, b) = (vector(from), vector(to));
    let angle = (0..3).map(|i| a[i] * b[i]).sum::<f64>().clamp(-1.0, 1.0).acos();
    let mut lines = vec![Vec::new()];
    let mut before = from.longitude;
    for step in 0..=steps {
        let part = step as f64 / steps as f64;
        let [p, q] = if angle > 0.0 {
            [((1.0 - part) * angle).sin(), (part * angle).sin()]
        } else {
            [1.0, 0.0]
        };
        let [x, y, z] = [0, 1, 2].map(|i| p * a[i] + q * b[i]);
        let (latitude, longitude) = (z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees());
        if (longitude - before).abs() > 180.0 {
            lines.push(Vec::new());
        }
        before = longitude;
        if let Some(line) = lines.last_mut() {
            line.push(at(latitude, longitude));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn airport(latitude: f64, longitude: f64) -> Airport {
        let [code, city, country] = ["AAA", "A", "B"].map(str::to_owned);
        Airport { code, city, country, latitude, longitude }
    }

    #[test]
    fn great_circles_begin_and_end_at_airports() {
        let (from, to) = (airport(51.5, -0.5), airport(40.6, -73.8));
        let lines = arc(&from, &to);
        assert_eq!(lines.len(), 1);
        let near = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).abs() + (a[1] - b[1]).abs() < 1e-6;
        assert!(
            near(lines[0][0], on_map(&from)) && near(lines[0][lines[0].len() - 1], on_map(&to))
        );
        // North of both on the way.
        assert!(lines[0].iter().any(|point| point[1] < on_map(&from)[1] - 1.0));
    }

    #[test]
    fn a_line_across_the_edge_of_the_map_has_two_pieces() {
        let lines = arc(&airport(35.5, 139.8), &airport(37.6, -122.4));
        assert_eq!(lines.len(), 2);
        let short =
            |line: &Vec<[f64; 2]>| line.windows(2).all(|p| (p[0][0] - p[1][0]).abs() < 50.0);
        assert!(lines.iter().all(short));
    }

    #[test]
    fn values_are_fitted() {
        assert_eq!(fitted(vec![-1.0, 3.0, 1.0], 10.0, 8.0), [10.0, 18.0, 14.0]);
        assert!(together(&[1.0, 2.0], &[5.0, 9.0]) > 0.0);
        assert!(together(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]) < 0.0);
    }
}
