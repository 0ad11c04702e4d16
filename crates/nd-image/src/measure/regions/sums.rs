//! Moments of regions, from their runs.
//!
//! Powers of coordinates are added up about the pixel next to the region's centroid, without rounding in
//! pixels; moments about other points follow by the binomial theorem, over a distance that is as small as
//! the region, so that nothing is lost to cancellation far from the origin.

use super::runs::Run;
use super::{Brightness, Regions};
use crate::measure::moments;
use nd_core::Array;

/// The sums of powers 0 to 3 of the coordinates along every axis, about a pixel.
#[derive(Clone, Debug)]
pub(super) struct Powers {
    about: Vec<f64>,
    /// C order; four along every axis.
    table: Vec<f64>,
}

/// The highest power.
const ORDER: usize = 3;

/// The sums of `c^k` over whole numbers `c` from `start` to before `end`.
fn power_sums(start: i64, end: i64) -> [f64; 4] {
    let below = |m: i64| {
        let m = i128::from(m);
        let (first, second) = (m * (m - 1) / 2, m * (m - 1) * (2 * m - 1) / 6);
        [m, first, second, first * first]
    };
    let (low, high) = (below(start), below(end));
    std::array::from_fn(|k| (high[k] - low[k]) as f64)
}

/// The sums of `w·c^k` over the weights `w` at `c = start, start + 1, …`.
fn weighted_sums(start: i64, weights: &[f64]) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for (i, &weight) in weights.iter().enumerate() {
        let c = (start + i as i64) as f64;
        let mut term = weight;
        for sum in &mut sums {
            *sum += term;
            term *= c;
        }
    }
    sums
}

impl Regions {
    /// The pixel next to the centroid of a region.
    fn middle(&self, region: usize) -> [i64; 3] {
        let mut sums = [0u128; 4];
        for run in self.runs_of(region) {
            let [z, y] = self.outer(run.line);
            let n = run.len() as u128;
            sums[0] += n;
            sums[1] += n * z as u128;
            sums[2] += n * y as u128;
            sums[3] += n * u128::from(run.start) + n * (n - 1) / 2;
        }
        [sums[1], sums[2], sums[3]].map(|sum| ((sum + sums[0] / 2) / sums[0]) as i64)
    }

    fn powers_of(&self, region: usize, line: &dyn Fn(&Run, i64) -> [f64; 4]) -> Powers {
        let about = self.middle(region);
        let mut table = [0.0; 64];
        for run in self.runs_of(region) {
            let [z, y] = self.outer(run.line);
            let (dz, dy) = ((z as i64 - about[0]) as f64, (y as i64 - about[1]) as f64);
            let along = line(run, about[2]);
            let mut outer = 1.0;
            for planes in table.chunks_mut(16).take(if self.ndim() == 3 { 4 } else { 1 }) {
                let mut factor = outer;
                for cells in planes.chunks_mut(4) {
                    cells.iter_mut().zip(along).for_each(|(cell, sum)| *cell += factor * sum);
                    factor *= dy;
                }
                outer *= dz;
            }
        }
        let skip = 3 - self.ndim();
        let about = about[skip..].iter().map(|&at| at as f64).collect();
        Powers { about, table: table[..if skip == 1 { 16 } else { 64 }].to_vec() }
    }

    fn powers(&self) -> &[Powers] {
        self.powers.get_or_init(|| {
            self.each(&|region| {
                self.powers_of(region, &|run, about| {
                    power_sums(i64::from(run.start) - about, i64::from(run.end) - about)
                })
            })
        })
    }

    #[track_caller]
    fn weighted_powers(&self, op: &str) -> &[Powers] {
        let picture = self.brightness(op);
        self.weighted.get_or_init(|| {
            self.each(&|region| {
                self.powers_of(region, &|run, about| {
                    weighted_sums(i64::from(run.start) - about, self.pixels(run, picture))
                })
            })
        })
    }

    /// The pixels of a run in a picture.
    pub(super) fn pixels<'p>(&self, run: &Run, picture: &'p Brightness) -> &'p [f64] {
        match picture {
            Brightness::Whole(picture) => {
                let width = self.shape[self.ndim() - 1];
                &picture[run.line * width..][run.start as usize..run.end as usize]
            }
            Brightness::Runs(places, pixels) => {
                let at = places.binary_search_by_key(&(run.line, run.start), |p| (p.0, p.1));
                &pixels[places[at.expect("the pixels of every run")].2..][..run.len()]
            }
        }
    }

    /// Moments about a point `away` (in pixels) from the one that powers are about, lengths measured in
    /// `spacing`.
    fn about(&self, powers: &Powers, away: &[f64]) -> Vec<f64> {
        let mut table = powers.table.clone();
        for (axis, &away) in away.iter().enumerate() {
            moments::shift(&mut table, self.ndim(), ORDER, axis, away);
        }
        moments::scale(&mut table, ORDER, &self.spacing);
        table
    }

    /// How far the corner of a region's box is from the point that powers are about.
    fn corner(&self, region: usize, powers: &Powers) -> Vec<f64> {
        let low = self.boxes[region].0.iter();
        low.zip(&powers.about).map(|(&low, about)| low as f64 - about).collect()
    }

    /// How far the centroid is from the point that powers are about.
    fn center(&self, powers: &Powers) -> Vec<f64> {
        let first = |axis: usize| powers.table[1 << (2 * (self.ndim() - 1 - axis))];
        (0..self.ndim()).map(|axis| first(axis) / powers.table[0]).collect()
    }

    /// The centroid in the picture, in its lengths.
    fn place(&self, powers: &Powers) -> Vec<f64> {
        let center = self.center(powers);
        self.spaced(powers.about.iter().zip(center).map(|(about, away)| about + away).collect())
    }

    fn square(&self) -> Vec<usize> {
        vec![ORDER + 1; self.ndim()]
    }

    fn central_of(&self, powers: &Powers) -> Vec<f64> {
        self.about(powers, &self.center(powers))
    }

    fn raw(&self, region: usize, powers: &Powers) -> Vec<f64> {
        self.about(powers, &self.corner(region, powers))
    }

    /// The central moments of a region.
    pub(super) fn central(&self, region: usize) -> Vec<f64> {
        self.central_of(&self.powers()[region])
    }

    /// The centroid of each region: `(n, ndim)`, in the picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 0], [0, 1]]);
    /// assert_eq!(table.centroid().into_vec(), [1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn centroid(&self) -> Array<f64> {
        let powers = self.powers();
        self.cells(&[self.ndim()], &|region| self.place(&powers[region]))
    }

    /// The centroid of each region: `(n, ndim)`, in its box.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 0], [0, 1]]);
    /// assert_eq!(table.centroid_local().into_vec(), [0.0, 0.0]);
    /// ```
    #[must_use]
    pub fn centroid_local(&self) -> Array<f64> {
        let powers = self.powers();
        self.cells(&[self.ndim()], &|region| self.local(region, &powers[region]))
    }

    /// The centroid in a region's box, in the picture's lengths.
    fn local(&self, region: usize, powers: &Powers) -> Vec<f64> {
        let (center, corner) = (self.center(powers), self.corner(region, powers));
        self.spaced(center.iter().zip(corner).map(|(center, corner)| center - corner).collect())
    }

    fn spaced(&self, point: Vec<f64>) -> Vec<f64> {
        point.iter().zip(&self.spacing).map(|(x, spacing)| x * spacing).collect()
    }

    /// The centroid of each region's brightness: `(n, ndim)`, in the picture.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1]]).intensity([[1.0, 3.0]]);
    /// assert_eq!(table.centroid_weighted().into_vec(), [0.0, 0.75]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn centroid_weighted(&self) -> Array<f64> {
        let powers = self.weighted_powers("centroid_weighted");
        self.cells(&[self.ndim()], &|region| self.place(&powers[region]))
    }

    /// The centroid of each region's brightness: `(n, ndim)`, in its box.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[0, 1, 1]]).intensity([[9.0, 1.0, 3.0]]);
    /// assert_eq!(table.centroid_weighted_local().into_vec(), [0.0, 0.75]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn centroid_weighted_local(&self) -> Array<f64> {
        let powers = self.weighted_powers("centroid_weighted_local");
        self.cells(&[self.ndim()], &|region| self.local(region, &powers[region]))
    }

    /// The moments of each region up to order 3 about the corner of its box: `(n, 4, 4)` or `(n, 4, 4, 4)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.moments()[[0, 0, 2]], 0.0 + 1.0 + 4.0);
    /// ```
    #[must_use]
    pub fn moments(&self) -> Array<f64> {
        let powers = self.powers();
        self.cells(&self.square(), &|region| self.raw(region, &powers[region]))
    }

    /// The moments of each region up to order 3 about its centroid: `(n, 4, 4)` or `(n, 4, 4, 4)`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.moments_central()[[0, 0, 2]], 2.0);
    /// ```
    #[must_use]
    pub fn moments_central(&self) -> Array<f64> {
        let powers = self.powers();
        self.cells(&self.square(), &|region| self.central_of(&powers[region]))
    }

    /// The central moments of each region, without its size: `(n, 4, 4)` or `(n, 4, 4, 4)`; NaN of the
    /// orders 0 and 1.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.moments_normalized()[[0, 0, 2]], 2.0 / 9.0);
    /// ```
    #[must_use]
    pub fn moments_normalized(&self) -> Array<f64> {
        let powers = self.powers();
        self.cells(&self.square(), &|region| self.normalized(&powers[region]))
    }

    fn normalized(&self, powers: &Powers) -> Vec<f64> {
        moments::normalized(&self.central_of(powers), ORDER, &self.spacing)
    }

    /// Hu's seven moments of each region, which turns, moves and sizes leave as they are: `(n, 7)`.
    ///
    /// # Panics
    /// If the regions have 3 axes.
    ///
    /// # scikit-image
    /// The same for a spacing of 1; it refuses others.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 1]]);
    /// assert_eq!(table.moments_hu()[[0, 0]], 2.0 / 9.0);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn moments_hu(&self) -> Array<f64> {
        self.plane("moments_hu");
        let powers = self.powers();
        self.cells(&[7], &|region| moments::hu(&self.normalized(&powers[region]), 4).to_vec())
    }

    /// The moments of each region's brightness up to order 3 about the corner of its box: `(n, 4, 4)` or
    /// `(n, 4, 4, 4)`.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1]]).intensity([[1.0, 3.0]]);
    /// assert_eq!(table.moments_weighted()[[0, 0, 1]], 3.0);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn moments_weighted(&self) -> Array<f64> {
        let powers = self.weighted_powers("moments_weighted");
        self.cells(&self.square(), &|region| self.raw(region, &powers[region]))
    }

    /// The moments of each region's brightness up to order 3 about their centroid: `(n, 4, 4)` or
    /// `(n, 4, 4, 4)`.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1]]).intensity([[1.0, 3.0]]);
    /// assert_eq!(table.moments_weighted_central()[[0, 0, 2]], 0.75);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn moments_weighted_central(&self) -> Array<f64> {
        let powers = self.weighted_powers("moments_weighted_central");
        self.cells(&self.square(), &|region| self.central_of(&powers[region]))
    }

    /// The central moments of each region's brightness, without its sum: `(n, 4, 4)` or `(n, 4, 4, 4)`;
    /// NaN of the orders 0 and 1.
    ///
    /// # Panics
    /// If there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1]]).intensity([[1.0, 3.0]]);
    /// assert_eq!(table.moments_weighted_normalized()[[0, 0, 2]], 0.75 / 16.0);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn moments_weighted_normalized(&self) -> Array<f64> {
        let powers = self.weighted_powers("moments_weighted_normalized");
        self.cells(&self.square(), &|region| self.normalized(&powers[region]))
    }

    /// Hu's seven moments of each region's brightness: `(n, 7)`.
    ///
    /// # Panics
    /// If the regions have 3 axes, or there is no picture.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1]]).intensity([[1.0, 3.0]]);
    /// assert_eq!(table.moments_weighted_hu()[[0, 0]], 0.75 / 16.0);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn moments_weighted_hu(&self) -> Array<f64> {
        self.plane("moments_weighted_hu");
        let powers = self.weighted_powers("moments_weighted_hu");
        self.cells(&[7], &|region| moments::hu(&self.normalized(&powers[region]), 4).to_vec())
    }
}
