//! Dense descriptors, like the petals of a daisy.

use super::tensor::gaussian;
use crate::Mode;
use crate::level::{Level, plane};
use nd_core::{Array, ArrayLike, threads};
use std::f64::consts::PI;

/// The most numbers of a descriptor.
const MOST: usize = 1 << 16;

/// What the descriptors of [`daisy`] are divided by.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::DaisyNorm::default(), nd_image::feature::DaisyNorm::L1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DaisyNorm {
    /// The sum of each descriptor.
    #[default]
    L1,
    /// The root of the sum of squares of each descriptor.
    L2,
    /// The root of the sum of squares of each histogram.
    Each,
    /// Nothing.
    Off,
}

/// What the descriptors of [`daisy_with`] consist of.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::DaisyOptions::default().step, 4);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct DaisyOptions {
    /// The distance of descriptors; 4 by default.
    pub step: usize,
    /// The radius of the outermost ring; 15 by default.
    pub radius: usize,
    /// The number of rings; 3 by default.
    pub rings: usize,
    /// The number of histograms of a ring; 8 by default.
    pub histograms: usize,
    /// The number of directions of a histogram; 8 by default.
    pub orientations: usize,
    /// What descriptors are divided by; their sum by default.
    pub normalization: DaisyNorm,
}

impl Default for DaisyOptions {
    fn default() -> DaisyOptions {
        DaisyOptions {
            step: 4,
            radius: 15,
            rings: 3,
            histograms: 8,
            orientations: 8,
            normalization: DaisyNorm::L1,
        }
    }
}

impl DaisyOptions {
    /// Sets the distance of descriptors.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::DaisyOptions::default().step(8).step, 8);
    /// ```
    #[must_use]
    pub fn step(self, step: usize) -> DaisyOptions {
        DaisyOptions { step, ..self }
    }

    /// Sets the radius of the outermost ring.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::DaisyOptions::default().radius(9).radius, 9);
    /// ```
    #[must_use]
    pub fn radius(self, radius: usize) -> DaisyOptions {
        DaisyOptions { radius, ..self }
    }

    /// Sets the number of rings.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::DaisyOptions::default().rings(2).rings, 2);
    /// ```
    #[must_use]
    pub fn rings(self, rings: usize) -> DaisyOptions {
        DaisyOptions { rings, ..self }
    }

    /// Sets the number of histograms of a ring.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::DaisyOptions::default().histograms(6).histograms, 6);
    /// ```
    #[must_use]
    pub fn histograms(self, histograms: usize) -> DaisyOptions {
        DaisyOptions { histograms, ..self }
    }

    /// Sets the number of directions of a histogram.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::DaisyOptions::default().orientations(4).orientations, 4);
    /// ```
    #[must_use]
    pub fn orientations(self, orientations: usize) -> DaisyOptions {
        DaisyOptions { orientations, ..self }
    }

    /// Sets what descriptors are divided by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::feature::DaisyOptions::default().normalization(nd_image::feature::DaisyNorm::Off).normalization, nd_image::feature::DaisyNorm::Off);
    /// ```
    #[must_use]
    pub fn normalization(self, normalization: DaisyNorm) -> DaisyOptions {
        DaisyOptions { normalization, ..self }
    }
}

/// Dense descriptors of a picture `(h, w)`: `(rows, columns, (rings · histograms + 1) · orientations)`. See [`daisy_with`].
///
/// # Panics
/// If the picture has not 2 axes, or none of its pixels is 15 pixels and more from all edges.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let picture = Array::from_fn([40, 44], |i| ((i[0] * i[1]) % 7) as f64);
/// assert_eq!(nd_image::feature::daisy(&picture).shape(), [3, 4, 200]);
/// ```
#[track_caller]
pub fn daisy<A: ArrayLike<Elem: Level>>(a: A) -> Array<f64> {
    daisy_with(a, &DaisyOptions::default())
}

/// Dense descriptors of a picture `(h, w)`: how steep it is in which directions, in circles around a place that are blurred
/// the more the farther they are (E. Tola, V. Lepetit, P. Fua: DAISY, 2010). NaN spreads to all descriptors that it reaches.
///
/// # Panics
/// As [`daisy`], with twice its radius; if the step, the rings or the orientations are 0, or a descriptor would have more than
/// 65,536 numbers.
///
/// # scikit-image
/// `skimage.feature.daisy(a, step, radius, rings, histograms, orientations, normalization)`, which reads whole numbers as
/// fractions of white.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{DaisyOptions, daisy_with};
/// let picture = Array::from_fn([20, 20], |i| ((i[0] * i[1]) % 7) as f64);
/// let small = DaisyOptions::default().radius(5).rings(1);
/// let sums: f64 = daisy_with(&picture, &small).iter().take(72).sum();
/// assert!((sums - 1.0).abs() < 1e-6);
/// ```
#[track_caller]
pub fn daisy_with<A: ArrayLike<Elem: Level>>(a: A, options: &DaisyOptions) -> Array<f64> {
    let a = a.view();
    let [h, w] = plane("daisy", a.shape());
    let DaisyOptions { step, radius, rings, orientations, .. } = *options;
    assert!(step > 0 && rings > 0 && orientations > 0, "daisy: something is 0 of {options:?}");
    let parts = rings.saturating_mul(options.histograms.max(1)).saturating_add(1);
    let fits = parts.saturating_mul(orientations) <= MOST;
    assert!(fits, "daisy: more than {MOST} numbers a descriptor: {options:?}");
    let margin = radius.saturating_mul(2);
    assert!(h > margin && w > margin, "daisy: a radius of {radius} in a picture {:?}", [h, w]);
    described(&A::Elem::wide(a), options)
}

/// How steep the picture is in each direction.
fn petals(a: &Array<f64>, orientations: usize) -> Vec<Array<f64>> {
    let (h, w) = (a.shape()[0], a.shape()[1]);
    let v = a.as_slice().expect("casts are contiguous");
    let slope = |k: usize| {
        let right = if k % w + 1 < w { v[k + 1] - v[k] } else { 0.0 };
        let down = if k / w + 1 < h { v[k + w] - v[k] } else { 0.0 };
        ((right * right + down * down).sqrt(), down.atan2(right))
    };
    let slopes: Vec<(f64, f64)> = (0..v.len()).map(slope).collect();
    let kappa = orientations as f64 / PI;
    threads::collect(orientations, &|o| {
        let angle = 2.0 * o as f64 * PI / orientations as f64 - PI;
        let part = |&(steep, way): &(f64, f64)| (kappa * (way - angle).cos()).exp() * steep;
        Array::from_shape_vec([h, w], slopes.iter().map(part).collect())
    })
}

fn described(a: &Array<f64>, options: &DaisyOptions) -> Array<f64> {
    let DaisyOptions { step, radius, rings, histograms, orientations, .. } = *options;
    let sigma = |ring: usize| (radius * (ring + 1)) as f64 / (2 * rings) as f64;
    let petals = petals(a, orientations);
    let smooth = |ring: usize| -> Vec<Array<f64>> {
        let sigmas = [sigma(ring); 2];
        petals.iter().map(|p| gaussian(p, &sigmas, &[0, 0], 4.0, Mode::Reflect)).collect()
    };
    // The centre is blurred as the innermost ring.
    let blurred: Vec<Vec<Array<f64>>> = (0..rings).map(smooth).collect();
    let mut flowers = vec![(0, [0, 0])];
    for ring in 0..rings {
        let far = (radius * (ring + 1)) as f64 / rings as f64;
        for k in 0..histograms {
            let (s, c) = (2.0 * PI * k as f64 / histograms as f64).sin_cos();
            flowers.push((ring, [s, c].map(|x| (far * x).round_ties_even() as isize)));
        }
    }
    let [rows, columns] = [0, 1].map(|axis| (a.shape()[axis] - 2 * radius).div_ceil(step));
    let length = flowers.len() * orientations;
    let descriptors = threads::collect(rows, &|i| {
        let mut all = Vec::with_capacity(columns * length);
        for j in 0..columns {
            let place = [i, j].map(|k| k * step + radius);
            let start = all.len();
            for (ring, away) in &flowers {
                let at = [0, 1].map(|axis| place[axis].strict_add_signed(away[axis]));
                all.extend(blurred[*ring].iter().map(|plane| plane[at]));
            }
            normalise(&mut all[start..], options);
        }
        all
    });
    Array::from_shape_vec([rows, columns, length], descriptors.into_iter().flatten().collect())
}

fn normalise(descriptor: &mut [f64], options: &DaisyOptions) {
    if options.normalization == DaisyNorm::Off {
        return;
    }
    descriptor.iter_mut().for_each(|x| *x += 1e-10);
    let part = match options.normalization {
        DaisyNorm::Each => options.orientations,
        _ => descriptor.len(),
    };
    for part in descriptor.chunks_mut(part) {
        let sum: f64 = match options.normalization {
            DaisyNorm::L1 => part.iter().sum(),
            _ => part.iter().map(|x| x * x).sum::<f64>().sqrt(),
        };
        part.iter_mut().for_each(|x| *x /= sum);
    }
}
