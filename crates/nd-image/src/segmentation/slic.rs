//! Superpixels by clustering colours and places.

use crate::gaussian::gaussian_filter;
use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike, threads};

/// How [`slic_with`] clusters.
///
/// # Examples
/// ```
/// use nd_image::segmentation::SlicOptions;
///
/// let options = SlicOptions::default().compactness(0.1).channels(false);
/// assert_eq!((options.compactness, options.max_num_iter), (0.1, 10));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SlicOptions {
    /// How much places count against colours, which makes superpixels square; 10 by default.
    pub compactness: f64,
    /// The most rounds; 10 by default.
    pub max_num_iter: usize,
    /// The width of the Gaussian by which the picture is smoothed first; 0, not at all, by default.
    pub sigma: f64,
    /// How far pixels are from each other along each axis; 1 by default.
    pub spacing: Option<Vec<f64>>,
    /// Whether the last axis is one of channels; by default it is if there are 3 axes or more.
    pub channels: Option<bool>,
    /// Whether superpixels are made to hang together; they are by default.
    pub enforce_connectivity: bool,
    /// Below what part of the mean size superpixels are joined with a neighbour; 0.5 by default.
    pub min_size_factor: f64,
    /// Above what multiple of the mean size they are cut; 3 by default.
    pub max_size_factor: f64,
    /// Whether compactness adapts to every superpixel by itself (SLIC-zero); not by default.
    pub slic_zero: bool,
    /// Whether values are first moved and stretched to 0 to 1; they are by default.
    pub rescale: bool,
}

impl Default for SlicOptions {
    fn default() -> SlicOptions {
        SlicOptions {
            compactness: 10.0,
            max_num_iter: 10,
            sigma: 0.0,
            spacing: None,
            channels: None,
            enforce_connectivity: true,
            min_size_factor: 0.5,
            max_size_factor: 3.0,
            slic_zero: false,
            rescale: true,
        }
    }
}

/// Setters that are named as the fields.
macro_rules! setters {
    ($($(#[$doc:meta])* $field:ident: $T:ty = $value:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Examples
        /// ```
        /// use nd_image::segmentation::SlicOptions;
        #[doc = concat!(
            "let options = SlicOptions::default().", stringify!($field), "(", stringify!($value), ");"
        )]
        #[doc = concat!("assert_ne!(options.", stringify!($field), ", SlicOptions::default().", stringify!($field), ");")]
        /// ```
        #[must_use]
        pub fn $field(self, $field: $T) -> SlicOptions {
            SlicOptions { $field, ..self }
        }
    )*};
}

impl SlicOptions {
    setters! {
        /// Sets how much places count against colours.
        compactness: f64 = 0.1;
        /// Sets the most rounds.
        max_num_iter: usize = 5;
        /// Sets the width of the Gaussian by which the picture is smoothed first.
        sigma: f64 = 1.0;
        /// Sets whether superpixels are made to hang together.
        enforce_connectivity: bool = false;
        /// Sets below what part of the mean size superpixels are joined with a neighbour.
        min_size_factor: f64 = 0.1;
        /// Sets above what multiple of the mean size superpixels are cut.
        max_size_factor: f64 = 10.0;
        /// Sets whether compactness adapts to every superpixel by itself.
        slic_zero: bool = true;
        /// Sets whether values are first moved and stretched to 0 to 1.
        rescale: bool = false;
    }

    /// Sets whether the last axis is one of channels.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::SlicOptions;
    /// assert_eq!(SlicOptions::default().channels(true).channels, Some(true));
    /// ```
    #[must_use]
    pub fn channels(self, channels: bool) -> SlicOptions {
        SlicOptions { channels: Some(channels), ..self }
    }

    /// Sets how far pixels are from each other along each axis of the picture, channels not being one.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::SlicOptions;
    /// assert_eq!(SlicOptions::default().spacing([2.0, 1.0]).spacing, Some(vec![2.0, 1.0]));
    /// ```
    #[must_use]
    pub fn spacing(self, spacing: impl Into<Vec<f64>>) -> SlicOptions {
        SlicOptions { spacing: Some(spacing.into()), ..self }
    }
}

/// About `n` superpixels of similar colour and place: `(h, w) or (h, w, c) -> (h, w)`, numbered from 1.
///
/// Values are moved and stretched to 0 to 1 first, so that compactness means the same for every range; colours
/// are compared as they are, so a picture in RGB is better turned into L\*a\*b\* first (and then not
/// stretched). An empty picture gives an empty one. NaN belongs to whichever superpixel comes first.
///
/// # Panics
/// If there are not 2 or 3 axes, or `n` is 0.
///
/// # scikit-image
/// `skimage.segmentation.slic(image, n, convert2lab=False)`. The algorithm is that of Achanta et al., SLIC
/// superpixels compared to state-of-the-art superpixel methods (2012).
///
/// # Examples
/// ```
/// let halves = nd_core::Array::from_fn([8, 16], |i| u8::from(i[1] >= 6));
/// let options = nd_image::segmentation::SlicOptions::default().compactness(0.01);
/// let parts = nd_image::segmentation::slic_with(&halves, 2, &options);
/// assert_eq!((parts[[0, 5]], parts[[0, 6]]), (1, 2));
/// ```
#[must_use]
#[track_caller]
pub fn slic<A>(picture: A, n: usize) -> Array<u32>
where
    A: ArrayLike<Elem: Measured>,
{
    slic_with(picture, n, &SlicOptions::default())
}

/// [`slic`] with other weights, for volumes, or without what follows: `(h, w) -> (h, w)`,
/// `(d, h, w) -> (d, h, w)`, channels last if there are any.
///
/// # Panics
/// If the shape does not fit the options, `n` is 0, or compactness, sigma or spacing are not finite numbers
/// above (sigma: from) zero.
///
/// # scikit-image
/// `skimage.segmentation.slic(image, n, …, convert2lab=False)`, without a mask.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{SlicOptions, slic_with};
///
/// let volume = nd_core::Array::from_fn([4, 4, 4], |i| i[0] as f64);
/// let parts = slic_with(&volume, 8, &SlicOptions::default().channels(false));
/// assert_eq!(parts.shape(), [4, 4, 4]);
/// ```
#[must_use]
#[track_caller]
pub fn slic_with<A>(picture: A, n: usize, options: &SlicOptions) -> Array<u32>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    let shape = picture.shape();
    let channels = options.channels.unwrap_or(shape.len() > 2);
    let space = &shape[..shape.len().saturating_sub(usize::from(channels))];
    assert!(
        matches!(space.len(), 2 | 3),
        "slic: a picture of shape {shape:?}, channels {channels}"
    );
    assert!(n > 0, "slic: 0 superpixels");
    let spacing = options.spacing.clone().unwrap_or_else(|| vec![1.0; space.len()]);
    let above = |x: f64| x > 0.0 && x.is_finite();
    let fits = spacing.len() == space.len() && spacing.iter().all(|&s| above(s));
    assert!(fits, "slic: spacing {spacing:?} for {} axes", space.len());
    let (compactness, sigma) = (options.compactness, options.sigma);
    assert!(above(compactness), "slic: compactness {compactness}");
    assert!(sigma == 0.0 || above(sigma), "slic: sigma {sigma}");
    if picture.is_empty() {
        return Array::zeros(space);
    }
    let mut size = [1; 3];
    size[3 - space.len()..].copy_from_slice(space);
    let depth = if channels { shape[shape.len() - 1] } else { 1 };
    let colours = prepared(read_all(&Floats(contiguous(picture))), size, depth, &spacing, options);
    let mut clusters = Clusters::new(colours, size, depth, n, &spacing);
    clusters.iterate(options);
    let mut labels = clusters.labels;
    if options.enforce_connectivity {
        let mean = labels.len() as f64 / clusters.centers.len() as f64;
        let part = |factor: f64| (factor * mean) as usize;
        labels =
            connected(&labels, size, part(options.min_size_factor), part(options.max_size_factor));
    }
    Array::from_shape_vec(space, labels)
}

/// Values stretched, smoothed, and divided by the compactness.
fn prepared(
    mut values: Vec<f64>,
    size: [usize; 3],
    depth: usize,
    spacing: &[f64],
    options: &SlicOptions,
) -> Vec<f64> {
    if options.rescale {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let range = if high > low { high - low } else { 1.0 };
        values.iter_mut().for_each(|x| *x = (*x - low) / range);
    }
    if options.sigma > 0.0 {
        let mut sigmas = vec![options.sigma; 3 - spacing.len()];
        sigmas.extend(spacing.iter().map(|spacing| options.sigma / spacing));
        sigmas.push(0.0);
        let [d, h, w] = size;
        let picture = Array::from_shape_vec([d, h, w, depth], values);
        values = gaussian_filter(&picture, sigmas).into_vec();
    }
    let ratio = 1.0 / options.compactness;
    values.iter_mut().for_each(|x| *x *= ratio);
    values
}

/// The first place and the step of a regular grid of about `n` points along each axis.
fn grid(size: [usize; 3], n: usize) -> [(usize, usize); 3] {
    let mut order = [0, 1, 2];
    order.sort_by_key(|&axis| size[axis]);
    let sorted = order.map(|axis| size[axis] as f64);
    let space: f64 = sorted.iter().product();
    if space <= n as f64 {
        return [(0, 1); 3];
    }
    let mut steps = [(space / n as f64).cbrt(); 3];
    if sorted.iter().zip(&steps).any(|(len, step)| len < step) {
        for axis in 0..3 {
            steps[axis] = sorted[axis];
            let rest: f64 = sorted[axis + 1..].iter().product();
            let root = (rest / n as f64).powf(1.0 / (2 - axis.min(1)) as f64);
            steps[axis + 1..].fill(root);
            if sorted.iter().zip(&steps).all(|(len, step)| len >= step) {
                break;
            }
        }
    }
    let mut grid = [(0, 1); 3];
    for (&axis, step) in order.iter().zip(steps) {
        grid[axis] = ((step / 2.0).floor() as usize, (step.round_ties_even() as usize).max(1));
    }
    grid
}

/// A cluster: where its middle is, and what its mean colour.
#[derive(Clone)]
struct Center {
    place: [f64; 3],
    colour: Vec<f64>,
}

struct Clusters {
    size: [usize; 3],
    depth: usize,
    colours: Vec<f64>,
    spacing: [f64; 3],
    steps: [usize; 3],
    centers: Vec<Center>,
    /// The largest difference of colours that each cluster had.
    widest: Vec<f64>,
    /// The number of each pixel's cluster, from 1 on.
    labels: Vec<u32>,
}

impl Clusters {
    fn new(
        colours: Vec<f64>,
        size: [usize; 3],
        depth: usize,
        n: usize,
        spacing: &[f64],
    ) -> Clusters {
        let grid = grid(size, n);
        let along = |axis: usize| (grid[axis].0..size[axis]).step_by(grid[axis].1);
        let mut centers = Vec::new();
        for z in along(0) {
            for y in along(1) {
                for x in along(2) {
                    let place = [z as f64, y as f64, x as f64];
                    centers.push(Center { place, colour: vec![0.0; depth] });
                }
            }
        }
        let mut all = [1.0; 3];
        all[3 - spacing.len()..].copy_from_slice(spacing);
        let (widest, labels) = (vec![1.0; centers.len()], vec![0; size.iter().product()]);
        let steps = grid.map(|(_, step)| step);
        Clusters { size, depth, colours, spacing: all, steps, centers, widest, labels }
    }

    fn iterate(&mut self, options: &SlicOptions) {
        for _ in 0..options.max_num_iter {
            self.assign(options.slic_zero);
            self.move_centers();
            if options.slic_zero {
                self.widen();
            }
        }
    }

    /// The planes, rows or columns that a cluster can reach.
    fn reach(&self, center: &Center, axis: usize) -> std::ops::Range<usize> {
        let (at, step) = (center.place[axis], 2.0 * self.steps[axis] as f64);
        let low = (at - step).max(0.0) as usize;
        low..((at + step + 1.0).min(self.size[axis] as f64) as usize)
    }

    /// Gives each pixel to the nearest of the clusters that reach it; of equals to the first.
    fn assign(&mut self, zero: bool) {
        let mut labels = std::mem::take(&mut self.labels);
        let width = self.size[2];
        threads::chunks(&mut labels, width, &|start, row| {
            let line = start / width;
            let (z, y) = (line / self.size[1], line % self.size[1]);
            self.assign_row(z, y, row, zero);
        });
        self.labels = labels;
    }

    fn assign_row(&self, z: usize, y: usize, labels: &mut [u32], zero: bool) {
        let longest = self.steps.iter().copied().max().unwrap_or(1) as f64;
        let weight = 1.0 / (longest * longest);
        let row = &self.colours[(z * self.size[1] + y) * self.size[2] * self.depth..];
        let mut nearest = vec![f64::MAX; labels.len()];
        for (k, center) in self.centers.iter().enumerate() {
            if !self.reach(center, 0).contains(&z) || !self.reach(center, 1).contains(&y) {
                continue;
            }
            let along = |axis: usize, at: usize| {
                let d = self.spacing[axis] * (center.place[axis] - at as f64);
                d * d
            };
            let outer = along(0, z) + along(1, y);
            for x in self.reach(center, 2) {
                let pixel = &row[x * self.depth..][..self.depth];
                let mut colour = 0.0;
                for (a, b) in pixel.iter().zip(&center.colour) {
                    colour += (a - b) * (a - b);
                }
                if zero {
                    colour /= self.widest[k];
                }
                let distance = (outer + along(2, x)) * weight + colour;
                if nearest[x] > distance {
                    (nearest[x], labels[x]) = (distance, k as u32 + 1);
                }
            }
        }
    }

    /// Moves the centres to the means of their pixels; those without pixels become NaN, and nearest to none.
    fn move_centers(&mut self) {
        let mut counts = vec![0.0; self.centers.len()];
        for center in &mut self.centers {
            center.place = [0.0; 3];
            center.colour.fill(0.0);
        }
        let [_, height, width] = self.size;
        for (at, &label) in self.labels.iter().enumerate().filter(|(_, label)| **label > 0) {
            let k = label as usize - 1;
            counts[k] += 1.0;
            let center = &mut self.centers[k];
            let place = [at / (height * width), at / width % height, at % width];
            center.place.iter_mut().zip(place).for_each(|(sum, at)| *sum += at as f64);
            let pixel = &self.colours[at * self.depth..][..self.depth];
            center.colour.iter_mut().zip(pixel).for_each(|(sum, x)| *sum += x);
        }
        for (center, count) in self.centers.iter_mut().zip(counts) {
            center.place.iter_mut().for_each(|sum| *sum /= count);
            center.colour.iter_mut().for_each(|sum| *sum /= count);
        }
    }

    /// Notes the largest differences of colours.
    fn widen(&mut self) {
        for (at, &label) in self.labels.iter().enumerate().filter(|(_, label)| **label > 0) {
            let k = label as usize - 1;
            let pixel = &self.colours[at * self.depth..][..self.depth];
            let square = |(a, b): (&f64, &f64)| (a - b) * (a - b);
            let colour: f64 = pixel.iter().zip(&self.centers[k].colour).map(square).sum();
            self.widest[k] = self.widest[k].max(colour);
        }
    }
}

/// Labels whose regions hang together: parts of fewer than `min` pixels go to a neighbour, parts of `max`
/// pixels are complete.
fn connected(labels: &[u32], size: [usize; 3], min: usize, max: usize) -> Vec<u32> {
    let mut new = vec![0; labels.len()];
    let mut next = 1;
    let mut part = Vec::new();
    for start in 0..labels.len() {
        if labels[start] == 0 || new[start] > 0 {
            continue;
        }
        let mut adjacent = next;
        new[start] = next;
        part.clear();
        part.push(start);
        let mut seen = 0;
        while seen < part.len() && part.len() < max {
            for to in neighbours(part[seen], size) {
                if labels[to] == labels[start] && new[to] == 0 {
                    new[to] = next;
                    part.push(to);
                    if part.len() >= max {
                        break;
                    }
                } else if new[to] > 0 && new[to] != next {
                    adjacent = new[to];
                }
            }
            seen += 1;
        }
        if part.len() < min {
            part.iter().for_each(|&at| new[at] = adjacent);
        } else {
            next += 1;
        }
    }
    new
}

/// The places to the right and left, below and above, behind and before.
fn neighbours(at: usize, [depth, height, width]: [usize; 3]) -> impl Iterator<Item = usize> {
    let (z, y, x) = (at / (height * width), at / width % height, at % width);
    let plane = height * width;
    let beside = [
        (x + 1 < width).then(|| at + 1),
        (x > 0).then(|| at - 1),
        (y + 1 < height).then(|| at + width),
        (y > 0).then(|| at - width),
        (z + 1 < depth).then(|| at + plane),
        (z > 0).then(|| at - plane),
    ];
    beside.into_iter().flatten()
}
