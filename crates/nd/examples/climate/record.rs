//! The large record: yearly means of a climate model, made daily and finer between their points.

use nd::io::Region;
use nd::ooc::Chunked;
use nd::prelude::*;
use std::f64::consts::TAU;

/// Days of the model's year: twelve months of thirty. The first one is 1 June.
pub(crate) const DAYS: usize = 360;

/// What is put between the points of the data, which have neither seasons nor weather.
#[derive(Clone, Copy)]
pub(crate) struct Refinement {
    /// How many points are made of one, along both axes of space.
    pub(crate) finer: usize,
    /// Half the difference between July and January at the pole, in kelvin; elsewhere it goes with the sine of the
    /// latitude.
    pub(crate) season: f64,
    /// The greatest deviation of a day, in kelvin.
    pub(crate) noise: f64,
}

/// Points that there are between the first and the last one, both included.
pub(crate) fn fine(points: usize, parts: usize) -> usize {
    (points - 1) * parts + 1
}

/// `(years, h, w)` at latitudes `(h,)` as daily fields `(days, h', w')`, linear between the points, with seasons and
/// seeded noise.
pub(crate) fn daily(yearly: Array<f64>, latitude: &Array<f64>, with: Refinement) -> Chunked<f32> {
    let (shape, finer) = (yearly.shape().to_vec(), with.finer);
    let large = [fine(shape[0], DAYS), fine(shape[1], finer), fine(shape[2], finer)];
    let tilts: Vec<f64> =
        latitudes(latitude, finer).iter().map(|degrees| degrees.to_radians().sin()).collect();
    Chunked::from_region(large, move |region: &Region| {
        let at = |axis: usize, k: usize| region.start()[axis] + k * region.step()[axis];
        let mut part = Array::zeros(region.shape());
        let mut points = vec![0.0; shape[2]];
        for (day, mut field) in part.outer_iter_mut().enumerate() {
            let day = at(0, day);
            // Coldest in the middle of January, which is day 225.
            let season = -with.season * (TAU * (day as f64 - 225.0) / DAYS as f64).cos();
            for (row, mut row_of) in field.outer_iter_mut().enumerate() {
                let row = at(1, row);
                at_row(&yearly, [day, row], finer, &mut points);
                let season = season * tilts[row];
                for (column, value) in row_of.iter_mut().enumerate() {
                    let column = at(2, column);
                    let noise = with.noise * deviation([day, row, column]);
                    *value = (at_column(&points, column, finer) + season + noise) as f32;
                }
            }
        }
        part
    })
}

/// Latitudes of the finer grid.
pub(crate) fn latitudes(of: &Array<f64>, finer: usize) -> Array<f64> {
    let points = of.view().to_array().into_vec();
    Array::from_fn([fine(points.len(), finer)], |at| at_column(&points, at[0], finer))
}

/// Between two values; where the weight is 0, there may be no second one.
fn between(from: f64, to: impl FnOnce() -> f64, rest: usize, parts: usize) -> f64 {
    if rest == 0 {
        return from;
    }
    let weight = rest as f64 / parts as f64;
    (1.0 - weight) * from + weight * to()
}

/// The field of a day along a row of the finer grid, at the columns of the data.
fn at_row(yearly: &Array<f64>, [day, row]: [usize; 2], finer: usize, points: &mut [f64]) {
    let (year, y) = (day / DAYS, row / finer);
    for (x, point) in points.iter_mut().enumerate() {
        let in_year =
            |k: usize| between(yearly[[k, y, x]], || yearly[[k, y + 1, x]], row % finer, finer);
        *point = between(in_year(year), || in_year(year + 1), day % DAYS, DAYS);
    }
}

/// A column of the finer grid, between those of the data.
fn at_column(points: &[f64], column: usize, finer: usize) -> f64 {
    let x = column / finer;
    between(points[x], || points[x + 1], column % finer, finer)
}

/// A number from -1 to 1 that depends on a place alone (the finisher of SplitMix64).
fn deviation(place: [usize; 3]) -> f64 {
    let mut bits = place.iter().fold(1860u64, |bits, &n| {
        (bits ^ n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    });
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ bits >> 31) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::{golden, yearly};

    #[test]
    fn between_the_points_it_is_what_numpy_finds() {
        let (points, values) = (golden::<i64>("points"), golden::<f32>("values"));
        let (yearly, latitude) = yearly();
        let bare = Refinement { finer: 8, season: 0.0, noise: 0.0 };
        let field = daily(yearly, &latitude, bare);
        for (point, value) in points.outer_iter().zip(values.iter()) {
            let at = |axis: usize| point[[axis]] as isize;
            let here = field.slice(s![at(0), at(1), at(2)]).value().unwrap();
            // Rounded once more where the order of the axes differs: an ulp.
            assert!((here - value).abs() < 3.1e-5, "{point:?}: {here}, NumPy {value}");
        }
    }

    #[test]
    fn every_part_is_that_of_the_whole() {
        let (yearly, latitude) = yearly();
        let with = Refinement { finer: 2, season: 20.0, noise: 4.0 };
        let field = daily(yearly, &latitude, with);
        let whole = field.slice(s![355..365, .., ..]).compute().unwrap();
        let part = field.slice(s![355..365;3, 7..60;5, 90..]).compute().unwrap();
        assert_eq!(part, whole.slice(s![..;3, 7..60;5, 90..]));
        assert!(whole.min() > 200.0 && whole.max() < 340.0);
    }

    #[test]
    fn noise_is_even_and_has_no_mean() {
        let all = Array::from_fn([60, 60, 60], |at| deviation([at[0], at[1], at[2]]));
        assert!(all.mean().abs() < 0.01 && (all.std() - 1.0 / 3f64.sqrt()).abs() < 0.01);
        assert!(all.min() >= -1.0 && all.max() <= 1.0);
    }
}
