//! How many sources there are of which size, as SVG.

use crate::analysis::LEAST;
use crate::axis::Axis;
use crate::chart::{Panel, page};
use nd::image::measure::Regions;
use nd::prelude::*;

/// Bars from the smallest source to one of twice as many pixels.
const PER_OCTAVE: i32 = 2;
/// Octaves of sizes that have bars: up to 3072 pixels.
const OCTAVES: i32 = 8;

/// Sources by their pixels, in bars of equal ratios.
pub(crate) fn histogram(table: &Regions) -> String {
    let (middles, counts) = counted(&table.area());
    let ticks = [
        (12.0, "12"),
        (24.0, "24"),
        (48.0, "48"),
        (96.0, "96"),
        (192.0, "192"),
        (384.0, "384"),
        (768.0, "768"),
        (1536.0, "1536"),
    ];
    let x = Axis::logarithmic(LEAST as f64, edge(PER_OCTAVE * OCTAVES), "pixels", &ticks);
    let y = Axis::around(&counts, "sources");
    let panel = Panel::new("Sources by their size", 200.0, x, y);
    page(&[panel.bars([0, 3], &middles, &counts)])
}

/// Where a bar begins.
fn edge(bar: i32) -> f64 {
    LEAST as f64 * 2f64.powf(f64::from(bar) / f64::from(PER_OCTAVE))
}

/// The middles of the bars, and how many sizes are in them.
fn counted(sizes: &Array<f64>) -> (Array<f64>, Array<f64>) {
    let bars = 0..PER_OCTAVE * OCTAVES;
    let middles = bars.clone().map(|bar| (edge(bar) * edge(bar + 1)).sqrt()).collect::<Vec<_>>();
    let within =
        |bar| sizes.iter().filter(|&&size| edge(bar) <= size && size < edge(bar + 1)).count();
    let counts = bars.map(|bar| within(bar) as f64).collect::<Vec<_>>();
    (Array::from(middles), Array::from(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_double_every_second_time() {
        let (middles, counts) = counted(&array![12.0, 16.0, 17.0, 23.0, 24.0, 3000.0]);
        assert_eq!(counts.into_vec()[..4], [2.0, 2.0, 1.0, 0.0]);
        assert!((middles[[2]] / middles[[0]] - 2.0).abs() < 1e-12);
    }
}
