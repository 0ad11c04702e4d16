//! Contours that are moved by morphology.

use super::level_set::{checkerboard_level_set, disk_level_set};
use crate::level::Level;
use nd_core::{Array, ArrayLike};

/// How [`morphological_chan_vese_with`] moves its contour.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::segmentation::MorphologicalChanVeseOptions::default().smoothing, 1);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MorphologicalChanVeseOptions {
    /// How often the contour is smoothed after each step; once by default.
    pub smoothing: usize,
    /// The weight of what is inside; 1 by default.
    pub lambda1: f64,
    /// The weight of what is outside; 1 by default.
    pub lambda2: f64,
    /// What is inside at first; by default a checkerboard of 5 × 5.
    pub level_set: Option<Array<bool>>,
}

impl Default for MorphologicalChanVeseOptions {
    fn default() -> MorphologicalChanVeseOptions {
        MorphologicalChanVeseOptions { smoothing: 1, lambda1: 1.0, lambda2: 1.0, level_set: None }
    }
}

impl MorphologicalChanVeseOptions {
    /// Sets how often the contour is smoothed after each step.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::MorphologicalChanVeseOptions::default().smoothing(3).smoothing, 3);
    /// ```
    #[must_use]
    pub fn smoothing(self, smoothing: usize) -> MorphologicalChanVeseOptions {
        MorphologicalChanVeseOptions { smoothing, ..self }
    }

    /// Sets the weight of what is inside.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::MorphologicalChanVeseOptions::default().lambda1(2.0).lambda1, 2.0);
    /// ```
    #[must_use]
    pub fn lambda1(self, lambda1: f64) -> MorphologicalChanVeseOptions {
        MorphologicalChanVeseOptions { lambda1, ..self }
    }

    /// Sets the weight of what is outside.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::MorphologicalChanVeseOptions::default().lambda2(2.0).lambda2, 2.0);
    /// ```
    #[must_use]
    pub fn lambda2(self, lambda2: f64) -> MorphologicalChanVeseOptions {
        MorphologicalChanVeseOptions { lambda2, ..self }
    }

    /// Sets what is inside at first.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::segmentation::MorphologicalChanVeseOptions::default().level_set([[true]]).level_set.is_some());
    /// ```
    #[must_use]
    pub fn level_set(self, level_set: impl ArrayLike<Elem = bool>) -> MorphologicalChanVeseOptions {
        MorphologicalChanVeseOptions { level_set: Some(level_set.view().to_array()), ..self }
    }
}

/// How [`morphological_geodesic_active_contour_with`] moves its contour.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::segmentation::GeodesicContourOptions::default().smoothing, 1);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GeodesicContourOptions {
    /// How often the contour is smoothed after each step; once by default.
    pub smoothing: usize,
    /// Where there is no edge the contour grows if positive and shrinks if negative; 0, neither, by default.
    pub balloon: f64,
    /// Below it, over the balloon's size, a picture is an edge; by default below 40 % of its values.
    pub threshold: Option<f64>,
    /// What is inside at first; by default a disk of 3/8 of the shortest side.
    pub level_set: Option<Array<bool>>,
}

impl Default for GeodesicContourOptions {
    fn default() -> GeodesicContourOptions {
        GeodesicContourOptions { smoothing: 1, balloon: 0.0, threshold: None, level_set: None }
    }
}

impl GeodesicContourOptions {
    /// Sets how often the contour is smoothed after each step.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::GeodesicContourOptions::default().smoothing(3).smoothing, 3);
    /// ```
    #[must_use]
    pub fn smoothing(self, smoothing: usize) -> GeodesicContourOptions {
        GeodesicContourOptions { smoothing, ..self }
    }

    /// Sets whether the contour grows (positive) or shrinks where there is no edge.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::GeodesicContourOptions::default().balloon(-1.0).balloon, -1.0);
    /// ```
    #[must_use]
    pub fn balloon(self, balloon: f64) -> GeodesicContourOptions {
        GeodesicContourOptions { balloon, ..self }
    }

    /// Sets below which value a picture is an edge.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::GeodesicContourOptions::default().threshold(0.5).threshold, Some(0.5));
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: f64) -> GeodesicContourOptions {
        GeodesicContourOptions { threshold: Some(threshold), ..self }
    }

    /// Sets what is inside at first.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::segmentation::GeodesicContourOptions::default().level_set([[true]]).level_set.is_some());
    /// ```
    #[must_use]
    pub fn level_set(self, level_set: impl ArrayLike<Elem = bool>) -> GeodesicContourOptions {
        GeodesicContourOptions { level_set: Some(level_set.view().to_array()), ..self }
    }
}

/// Cuts a picture in two regions of much the same values each: `(h, w)` or `(d, h, w)`, to what is inside. See
/// [`morphological_chan_vese_with`].
///
/// # Panics
/// If the array has not 2 or 3 axes.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::segmentation::morphological_chan_vese;
/// let square = Array::from_fn([16, 16], |i| f64::from((4..12).contains(&i[0]) && (4..12).contains(&i[1])));
/// let inside = morphological_chan_vese(&square, 20);
/// assert_eq!(inside[[8, 8]], !inside[[1, 1]]);
/// ```
#[track_caller]
pub fn morphological_chan_vese<A>(a: A, num_iter: usize) -> Array<bool>
where
    A: ArrayLike<Elem: Level>,
{
    morphological_chan_vese_with(a, num_iter, &MorphologicalChanVeseOptions::default())
}

/// Cuts a picture in two regions of much the same values each: pixels at the contour go to the side whose mean they are
/// nearer to, and the contour is smoothed by erosions and dilations along lines (P. Márquez-Neila, L. Baumela, L. Álvarez: A
/// morphological approach to curvature-based evolution of curves and surfaces, 2014). NaN belongs to no side.
///
/// # Panics
/// As [`morphological_chan_vese`]; if the level set has another shape.
///
/// # scikit-image
/// `skimage.segmentation.morphological_chan_vese(a, num_iter, init_level_set, smoothing, lambda1, lambda2)`, called first:
/// there, which of two smoothings comes next is remembered from call to call.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{MorphologicalChanVeseOptions, morphological_chan_vese_with};
/// let start = MorphologicalChanVeseOptions::default().level_set([[true, false], [true, false]]);
/// let inside = morphological_chan_vese_with([[1.0, 0.0], [1.0, 0.0]], 0, &start);
/// assert_eq!(inside.into_vec(), [true, false, true, false]);
/// ```
#[track_caller]
pub fn morphological_chan_vese_with<A>(
    a: A,
    num_iter: usize,
    options: &MorphologicalChanVeseOptions,
) -> Array<bool>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    let begin = options.level_set.clone();
    let begin = begin.unwrap_or_else(|| checkerboard_level_set(a.shape(), 5));
    let contour = Contour::new("morphological_chan_vese", a.shape(), &begin);
    contour.by_means(&A::Elem::wide(a), num_iter, options)
}

/// Moves a contour towards the edges of a picture, which are where it is dark: `(h, w)` or `(d, h, w)`, to what is inside. See
/// [`morphological_geodesic_active_contour_with`].
///
/// # Panics
/// If the array has not 2 or 3 axes.
///
/// # Examples
/// ```
/// use nd_image::segmentation::morphological_geodesic_active_contour;
/// let inside = morphological_geodesic_active_contour([[1.0; 9]; 9], 5);
/// assert!(inside[[4, 4]] && !inside[[0, 0]]);
/// ```
#[track_caller]
pub fn morphological_geodesic_active_contour<A>(a: A, num_iter: usize) -> Array<bool>
where
    A: ArrayLike<Elem: Level>,
{
    let options = GeodesicContourOptions::default();
    morphological_geodesic_active_contour_with(a, num_iter, &options)
}

/// Moves a contour towards the edges of a picture, as [`inverse_gaussian_gradient`](super::inverse_gaussian_gradient) shows
/// them, by its slope, a balloon's pressure and smoothing (P. Márquez-Neila et al., 2014). NaN moves nothing.
///
/// # Panics
/// As [`morphological_geodesic_active_contour`]; if the level set has another shape.
///
/// # scikit-image
/// `skimage.segmentation.morphological_geodesic_active_contour(a, num_iter, init_level_set, smoothing, threshold, balloon)`,
/// called first: there, which of two smoothings comes next is remembered from call to call.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{GeodesicContourOptions, morphological_geodesic_active_contour_with};
/// let grow = GeodesicContourOptions::default().balloon(1.0).threshold(0.5);
/// let inside = morphological_geodesic_active_contour_with([[1.0; 9]; 9], 9, &grow);
/// assert!(inside[[4, 0]]);
/// ```
#[track_caller]
pub fn morphological_geodesic_active_contour_with<A>(
    a: A,
    num_iter: usize,
    options: &GeodesicContourOptions,
) -> Array<bool>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    let begin = options.level_set.clone().unwrap_or_else(|| {
        let center: Vec<usize> = a.shape().iter().map(|n| n / 2).collect();
        let shortest = a.shape().iter().copied().min().unwrap_or(0);
        disk_level_set(a.shape(), center, shortest as f64 * 3.0 / 8.0)
    });
    let contour = Contour::new("morphological_geodesic_active_contour", a.shape(), &begin);
    contour.by_edges(&A::Elem::wide(a), num_iter, options)
}

/// What is inside, with a margin of one pixel that is not.
struct Contour {
    shape: Vec<usize>,
    /// The pixels, as places in the padded array.
    places: Vec<usize>,
    inside: Vec<bool>,
    /// The lines, or planes, of a neighbourhood, as jumps between places.
    lines: Vec<Vec<isize>>,
    /// The jumps to the next pixel along each axis, and to all neighbours.
    steps: Vec<isize>,
    around: Vec<isize>,
    turn: bool,
}

impl Contour {
    #[track_caller]
    fn new(op: &str, shape: &[usize], begin: &Array<bool>) -> Contour {
        assert!(matches!(shape.len(), 2 | 3), "{op}: shape {shape:?}, must have 2 or 3 axes");
        assert!(begin.shape() == shape, "{op}: level set {:?} of a {shape:?}", begin.shape());
        let padded: Vec<usize> = shape.iter().map(|n| n + 2).collect();
        let steps: Vec<isize> =
            (0..shape.len()).map(|k| padded[k + 1..].iter().product::<usize>() as isize).collect();
        let mut inside = vec![false; padded.iter().product()];
        let mut places = Vec::with_capacity(begin.size());
        for (k, &set) in begin.iter().enumerate() {
            let (mut rest, mut place) = (k, 0);
            for (&n, &step) in shape.iter().zip(&steps).rev() {
                place += (rest % n + 1) * step as usize;
                rest /= n;
            }
            inside[place] = set;
            places.push(place);
        }
        let jump = |step: &Vec<isize>| step.iter().zip(&steps).map(|(d, s)| d * s).sum();
        let cube: Vec<Vec<isize>> = (0..3usize.pow(shape.len() as u32))
            .map(|k| {
                (0..shape.len())
                    .map(|axis| (k / 3usize.pow(axis as u32) % 3) as isize - 1)
                    .collect()
            })
            .collect();
        let flat = |normal: &Vec<isize>| {
            let within = |step: &&Vec<isize>| {
                step.iter().zip(normal).map(|(d, n)| d * n).sum::<isize>() == 0
            };
            cube.iter().filter(within).map(jump).collect()
        };
        // Each line, or plane, by the direction at right angles to it: along axes and diagonals of two.
        let first = |n: &&Vec<isize>| {
            let parts = n.iter().filter(|&&x| x != 0).count();
            (parts == 1 || parts == 2) && n.iter().find(|&&x| x != 0) == Some(&1)
        };
        let lines = cube.iter().filter(first).map(flat).collect();
        let around = cube.iter().map(jump).collect();
        Contour { shape: shape.to_vec(), places, inside, lines, steps, around, turn: false }
    }

    fn by_means(
        mut self,
        a: &Array<f64>,
        num_iter: usize,
        options: &MorphologicalChanVeseOptions,
    ) -> Array<bool> {
        let values = a.as_slice().expect("casts are contiguous");
        for _ in 0..num_iter {
            let (mut sums, mut counts) = ([0.0; 2], [1e-8; 2]);
            for (&place, &x) in self.places.iter().zip(values) {
                let side = usize::from(self.inside[place]);
                sums[side] += x;
                counts[side] += 1.0;
            }
            let [outer, inner] = [sums[0] / counts[0], sums[1] / counts[1]];
            let mut next = self.inside.clone();
            for (k, (&place, &x)) in self.places.iter().zip(values).enumerate() {
                let slope: f64 = (0..self.shape.len()).map(|axis| self.slope(k, axis).abs()).sum();
                let force = slope
                    * (options.lambda1 * (x - inner).powi(2)
                        - options.lambda2 * (x - outer).powi(2));
                next[place] =
                    if force == 0.0 || force.is_nan() { next[place] } else { force < 0.0 };
            }
            self.inside = next;
            (0..options.smoothing).for_each(|_| self.smooth());
        }
        self.result()
    }

    fn by_edges(
        mut self,
        a: &Array<f64>,
        num_iter: usize,
        options: &GeodesicContourOptions,
    ) -> Array<bool> {
        let values = a.as_slice().expect("casts are contiguous");
        let threshold = options.threshold.unwrap_or_else(|| percentile(values, 0.4));
        let pull: Vec<Vec<f64>> =
            (0..self.shape.len()).map(|axis| gradient(values, &self.shape, axis)).collect();
        let grow = options.balloon > 0.0;
        for _ in 0..num_iter {
            if options.balloon != 0.0 {
                let before = self.inside.clone();
                for (&place, &x) in self.places.iter().zip(values) {
                    if x > threshold / options.balloon.abs() {
                        let set = |jump: &isize| before[place.strict_add_signed(*jump)];
                        let mut all = self.around.iter();
                        self.inside[place] = if grow { all.any(set) } else { all.all(set) };
                    }
                }
            }
            let mut next = self.inside.clone();
            for (k, &place) in self.places.iter().enumerate() {
                let force: f64 =
                    pull.iter().enumerate().map(|(axis, pull)| pull[k] * self.slope(k, axis)).sum();
                next[place] =
                    if force == 0.0 || force.is_nan() { next[place] } else { force > 0.0 };
            }
            self.inside = next;
            (0..options.smoothing).for_each(|_| self.smooth());
        }
        self.result()
    }

    /// The slope of what is inside along an axis, at a pixel.
    fn slope(&self, k: usize, axis: usize) -> f64 {
        let (n, place, step) = (self.shape[axis], self.places[k], self.steps[axis] as usize);
        let inner: usize = self.shape[axis + 1..].iter().product();
        let at = k / inner % n;
        let value = |place: usize| f64::from(self.inside[place]);
        match (at > 0, at + 1 < n) {
            (true, true) => (value(place + step) - value(place - step)) / 2.0,
            (false, true) => value(place + step) - value(place),
            (true, false) => value(place) - value(place - step),
            (false, false) => 0.0,
        }
    }

    /// One smoothing: the opening along lines after the closing, and the next time the other way round.
    fn smooth(&mut self) {
        for all in [self.turn, !self.turn] {
            let before = self.inside.clone();
            for &place in &self.places {
                let set = |jump: &isize| before[place.strict_add_signed(*jump)];
                self.inside[place] = if all {
                    self.lines.iter().any(|line| line.iter().all(set))
                } else {
                    self.lines.iter().all(|line| line.iter().any(set))
                };
            }
        }
        self.turn = !self.turn;
    }

    fn result(self) -> Array<bool> {
        let all = self.places.iter().map(|&place| self.inside[place]).collect();
        Array::from_shape_vec(&self.shape[..], all)
    }
}

/// Half the difference of the neighbours along an axis, and the whole at the ends.
fn gradient(values: &[f64], shape: &[usize], axis: usize) -> Vec<f64> {
    let (n, inner) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
    let slope = |k: usize| {
        let at = k / inner % n;
        match (at > 0, at + 1 < n) {
            (true, true) => (values[k + inner] - values[k - inner]) / 2.0,
            (false, true) => values[k + inner] - values[k],
            (true, false) => values[k] - values[k - inner],
            (false, false) => 0.0,
        }
    };
    (0..values.len()).map(slope).collect()
}

/// The value below which a share of all lies, between neighbours in proportion.
fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = share * last as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * at.fract()
}
