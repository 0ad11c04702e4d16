//! What is in a picture of the sky: lights apart from what is behind them, one from the other, and measured.

use nd::image::feature::{PeakOptions, peak_local_max_with};
use nd::image::measure::{Regions, regionprops};
use nd::image::segmentation::{WatershedOptions, relabel_sequential, watershed_with};
use nd::image::{ThresholdError, gaussian_filter, median_filter, threshold_li};
use nd::prelude::*;
use std::collections::HashSet;

/// Pixels of the window whose median is the background: much larger than a galaxy.
const BACKGROUND: usize = 101;
/// How far light is spread before it is judged, in pixels: about the telescope's own blur.
const SMOOTH: f64 = 1.5;
/// Peaks that are as near as this to a higher one belong to it.
const APART: usize = 5;
/// What has fewer pixels is noise.
pub(crate) const LEAST: u64 = 12;

/// A picture, and what was found in it on the way.
pub(crate) struct Sources {
    /// The picture without its background, smoothed: `(h, w)`.
    pub(crate) light: Array<f64>,
    /// What is brighter is no sky.
    pub(crate) threshold: f64,
    /// 0 for sky, or the number of a source, the one with the brightest peak first: `(h, w)`.
    pub(crate) labels: Array<u32>,
}

impl Sources {
    /// The sources in a grey picture `(h, w)`.
    ///
    /// # Errors
    /// If there is no picture.
    pub(crate) fn find(grey: &Array<u8>) -> Result<Sources, ThresholdError> {
        let background = median_filter(grey, BACKGROUND).cast::<f64>();
        let light = gaussian_filter(grey.cast::<f64>() - background, SMOOTH);
        let threshold = threshold_li(&light)?;
        let labels = large(&split(&light, threshold));
        Ok(Sources { light, threshold, labels })
    }

    /// The table of sources.
    pub(crate) fn table(&self) -> Regions {
        regionprops(&self.labels).intensity(&self.light)
    }
}

/// What is above a threshold, cut between its peaks: the valleys are where the inverted heights would hold water apart.
fn split(light: &Array<f64>, threshold: f64) -> Array<u32> {
    let options = PeakOptions::default().min_distance(APART).threshold(threshold).exclude_border(0);
    let peaks = peak_local_max_with(light, &options);
    let mut markers = Array::<u32>::zeros(light.shape());
    for (number, peak) in (1..).zip(peaks.outer_iter()) {
        markers[[peak[[0]], peak[[1]]]] = number;
    }
    let above = WatershedOptions::default().mask(light.map(|level| level > threshold));
    watershed_with(-light, &markers, &above)
}

/// Those that have enough pixels, numbered anew.
fn large(labels: &Array<u32>) -> Array<u32> {
    let table = regionprops(labels);
    let small = table.num_pixels().map(|size| size < LEAST);
    let small: HashSet<i64> = table.label().select(&small).into_vec().into_iter().collect();
    let large = labels.map(|label| if small.contains(&label.into()) { 0 } else { label });
    relabel_sequential(&large, 1).labels
}

/// How much light each source of a table sends.
pub(crate) fn flux(table: &Regions) -> Array<f64> {
    table.intensity_mean() * table.area()
}

/// The rows of the largest, the largest first.
pub(crate) fn largest(table: &Regions, count: usize) -> Vec<usize> {
    let order = nd::argsort(-table.area());
    order.iter().take(count).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/regions/golden");

    /// A part of the picture, as Pillow decodes it: decoders of JPEG may differ by a level.
    fn part() -> Array<u8> {
        nd::load(format!("{FOLDER}/part.png")).unwrap()
    }

    #[track_caller]
    fn near(found: Array<f64>, wanted: &str) {
        let wanted: Array<f64> = nd::load(format!("{FOLDER}/{wanted}.npy")).unwrap();
        assert_eq!(found.shape(), wanted.shape());
        let most = (found - wanted).abs().max();
        assert!(most < 1e-9, "{most}");
    }

    #[test]
    fn labels_are_those_of_scikit_image() {
        let labels: Array<u8> = nd::load(format!("{FOLDER}/labels.png")).unwrap();
        assert!(Sources::find(&part()).unwrap().labels == labels.cast::<u32>());
    }

    #[test]
    fn the_table_is_that_of_scikit_image() {
        let sources = Sources::find(&part()).unwrap();
        let table = sources.table();
        near(array![sources.threshold], "threshold");
        near(table.area(), "area");
        near(table.centroid(), "centroid");
        near(table.eccentricity(), "eccentricity");
        near(table.axis_major_length(), "axis_major_length");
        near(table.perimeter(), "perimeter");
        near(table.solidity(), "solidity");
        near(flux(&table), "flux");
    }

    #[test]
    fn what_is_small_is_left_out_and_the_rest_renumbered() {
        let mut labels = Array::<u32>::zeros([3, 20]);
        labels.slice_mut(s![0, ..11]).fill(1); // 11 pixels
        labels.slice_mut(s![2, ..12]).fill(2); // 12
        assert_eq!((large(&labels).max(), large(&labels)[[0, 0]]), (1, 0));
    }
}
