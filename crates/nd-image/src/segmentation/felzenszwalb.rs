//! Felzenszwalb and Huttenlocher's segmentation.

use crate::gaussian::gaussian_filter;
use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike};

/// How [`felzenszwalb_with`] cuts.
///
/// # Examples
/// ```
/// use nd_image::segmentation::FelzenszwalbOptions;
///
/// let options = FelzenszwalbOptions::default().sigma(1.0).min_size(50);
/// assert_eq!((options.sigma, options.min_size), (1.0, 50));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct FelzenszwalbOptions {
    /// The width of the Gaussian by which the picture is smoothed first; 0.8 by default.
    pub sigma: f64,
    /// Segments of fewer pixels are joined with a neighbour; 20 by default.
    pub min_size: usize,
}

impl Default for FelzenszwalbOptions {
    fn default() -> FelzenszwalbOptions {
        FelzenszwalbOptions { sigma: 0.8, min_size: 20 }
    }
}

impl FelzenszwalbOptions {
    /// Sets the width of the Gaussian by which the picture is smoothed first.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::FelzenszwalbOptions;
    /// assert_eq!(FelzenszwalbOptions::default().sigma(0.0).sigma, 0.0);
    /// ```
    #[must_use]
    pub fn sigma(self, sigma: f64) -> FelzenszwalbOptions {
        FelzenszwalbOptions { sigma, ..self }
    }

    /// Sets below how many pixels segments are joined with a neighbour.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::FelzenszwalbOptions;
    /// assert_eq!(FelzenszwalbOptions::default().min_size(1).min_size, 1);
    /// ```
    #[must_use]
    pub fn min_size(self, min_size: usize) -> FelzenszwalbOptions {
        FelzenszwalbOptions { min_size, ..self }
    }
}

/// Segments whose pixels differ less from each other than from what is around them:
/// `(h, w) or (h, w, c) -> (h, w)`, numbered from 0 by their first pixels.
///
/// `scale`, in the units of the picture, says how much a pixel alone may differ from its neighbours: the
/// larger, the larger are the segments. An empty picture gives an empty one. NaN differs from everything.
///
/// # Panics
/// If there are not 2 or 3 axes, or there are 2³⁰ pixels or more.
///
/// # scikit-image
/// `skimage.segmentation.felzenszwalb(image, 255 * scale)` on floats; integers are not turned into floats
/// from 0 to 1 here. Of pairs of pixels that differ as much, which comes first is up to the sorting there.
/// The algorithm is Felzenszwalb and Huttenlocher's (Efficient graph-based image segmentation, 2004).
///
/// # Examples
/// ```
/// use nd_image::segmentation::{FelzenszwalbOptions, felzenszwalb_with};
///
/// let halves = nd_core::Array::from_fn([4, 8], |i| if i[1] < 4 { 0.0 } else { 1.0 });
/// let sharp = FelzenszwalbOptions::default().sigma(0.0).min_size(1);
/// let segments = felzenszwalb_with(&halves, 0.5, &sharp);
/// assert_eq!((segments[[0, 0]], segments[[3, 3]], segments[[0, 4]]), (0, 0, 1));
/// ```
#[must_use]
#[track_caller]
pub fn felzenszwalb<A>(picture: A, scale: f64) -> Array<u32>
where
    A: ArrayLike<Elem: Measured>,
{
    felzenszwalb_with(picture, scale, &FelzenszwalbOptions::default())
}

/// [`felzenszwalb`] smoothed otherwise, or with other smallest segments.
///
/// # Panics
/// As [`felzenszwalb`]; also if sigma is negative or not finite.
///
/// # scikit-image
/// `skimage.segmentation.felzenszwalb(image, 255 * scale, sigma, min_size)`.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{FelzenszwalbOptions, felzenszwalb_with};
///
/// let dot = [[0, 0, 0], [0, 200, 0]];
/// let options = FelzenszwalbOptions::default().sigma(0.0).min_size(1);
/// assert_eq!(felzenszwalb_with(dot, 10.0, &options).into_vec(), [0, 0, 0, 0, 1, 0]);
/// assert_eq!(felzenszwalb_with(dot, 10.0, &options.min_size(2)).into_vec(), [0; 6]);
/// ```
#[must_use]
#[track_caller]
pub fn felzenszwalb_with<A>(picture: A, scale: f64, options: &FelzenszwalbOptions) -> Array<u32>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    let shape = picture.shape().to_vec();
    assert!(
        matches!(shape.len(), 2 | 3),
        "felzenszwalb: a picture of shape {shape:?} has not 2 or 3 axes"
    );
    let (height, width) = (shape[0], shape[1]);
    assert!(height * width < 1 << 30, "felzenszwalb: shape {shape:?} is 2^30 pixels or more");
    let sigma = options.sigma;
    assert!(sigma >= 0.0 && sigma.is_finite(), "felzenszwalb: sigma {sigma}");
    let channels = shape.get(2).copied().unwrap_or(1);
    let pixels =
        Array::from_shape_vec([height, width, channels], read_all(&Floats(contiguous(picture))));
    let pixels = if sigma > 0.0 { gaussian_filter(&pixels, [sigma, sigma, 0.0]) } else { pixels };
    let mut edges = edges(&pixels.into_vec(), [height, width, channels]);
    // Stable, so that of equal edges the first comes first.
    edges.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut forest = Forest::new(height * width);
    forest.grow(&edges, scale);
    forest.join_small(&edges, options.min_size);
    Array::from_shape_vec([height, width], forest.numbers())
}

/// Two neighbours and how much they differ.
#[derive(Clone, Copy)]
struct Edge {
    cost: f64,
    ends: [u32; 2],
}

/// All pairs of neighbours: to the right, below, and on both diagonals.
fn edges(pixels: &[f64], [height, width, channels]: [usize; 3]) -> Vec<Edge> {
    let pixel = |at: usize| &pixels[at * channels..][..channels];
    let edge = |a: usize, b: usize| {
        let square = |(x, y): (&f64, &f64)| (x - y) * (x - y);
        let cost = pixel(a).iter().zip(pixel(b)).map(square).sum::<f64>().sqrt();
        Edge { cost, ends: [a as u32, b as u32] }
    };
    let mut all = Vec::with_capacity(4 * height * width);
    let (low, right) = (height.saturating_sub(1), width.saturating_sub(1));
    let places = |height: usize, width_: usize| {
        (0..height).flat_map(move |y| (0..width_).map(move |x| y * width + x))
    };
    all.extend(places(height, right).map(|at| edge(at + 1, at)));
    all.extend(places(low, width).map(|at| edge(at + width, at)));
    all.extend(places(low, right).map(|at| edge(at + width + 1, at)));
    all.extend(places(low, right).map(|at| edge(at + 1, at + width)));
    all
}

/// Segments as trees whose roots are their first pixels.
struct Forest {
    parents: Vec<u32>,
    sizes: Vec<u32>,
    /// The largest difference inside each segment.
    inner: Vec<f64>,
}

impl Forest {
    fn new(pixels: usize) -> Forest {
        Forest {
            parents: (0..pixels as u32).collect(),
            sizes: vec![1; pixels],
            inner: vec![0.0; pixels],
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parents[at as usize] != at {
            // Halves the way for those who come later.
            let above = self.parents[self.parents[at as usize] as usize];
            self.parents[at as usize] = above;
            at = above;
        }
        at
    }

    /// The roots of an edge's ends, if they differ.
    fn roots(&mut self, edge: &Edge) -> Option<[usize; 2]> {
        let [a, b] = edge.ends.map(|end| self.root(end) as usize);
        (a != b).then_some([a.min(b), a.max(b)])
    }

    fn join(&mut self, [root, other]: [usize; 2]) {
        self.parents[other] = root as u32;
        self.sizes[root] += self.sizes[other];
    }

    fn grow(&mut self, edges: &[Edge], scale: f64) {
        for edge in edges {
            let Some(roots) = self.roots(edge) else { continue };
            // In single precision, as the original has it.
            let bound =
                |root: usize| (self.inner[root] + scale / f64::from(self.sizes[root])) as f32;
            if edge.cost < f64::from(bound(roots[0]).min(bound(roots[1]))) {
                self.join(roots);
                self.inner[roots[0]] = edge.cost;
            }
        }
    }

    fn join_small(&mut self, edges: &[Edge], min_size: usize) {
        for edge in edges {
            let Some(roots) = self.roots(edge) else { continue };
            if roots.iter().any(|&root| (self.sizes[root] as usize) < min_size) {
                self.join(roots);
            }
        }
    }

    /// The number of every pixel's segment.
    fn numbers(mut self) -> Vec<u32> {
        let mut numbers: Vec<u32> = Vec::with_capacity(self.parents.len());
        let mut count = 0;
        for at in 0..self.parents.len() as u32 {
            let root = self.root(at);
            if root == at {
                numbers.push(count);
                count += 1;
            } else {
                numbers.push(numbers[root as usize]);
            }
        }
        numbers
    }
}
