//! Many pictures in one.

use crate::level::Level;
use nd_core::{Array, ArrayLike, View};

/// How [`montage_with`] lays pictures out.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::draw::MontageOptions::default().padding, 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MontageOptions {
    /// How many pictures stand below and beside each other; by default a square that holds all.
    pub grid: Option<[usize; 2]>,
    /// The pixels around and between pictures; 0 by default.
    pub padding: usize,
    /// The level, or colour, of what no picture covers; by default the mean of all pictures.
    pub fill: Option<Vec<f64>>,
}

impl MontageOptions {
    /// Sets how many pictures stand below and beside each other.
    ///
    /// # Examples
    /// ```
    /// use nd_image::draw::{MontageOptions, montage_with};
    /// let row = MontageOptions::default().grid([1, 2]);
    /// assert_eq!(montage_with([[[1u8]], [[2]]], &row).into_vec(), [1, 2]);
    /// ```
    #[must_use]
    pub fn grid(self, grid: [usize; 2]) -> MontageOptions {
        MontageOptions { grid: Some(grid), ..self }
    }

    /// Sets the pixels around and between pictures.
    ///
    /// # Examples
    /// ```
    /// use nd_image::draw::{MontageOptions, montage_with};
    /// let options = MontageOptions::default().padding(1);
    /// assert_eq!(montage_with([[[1u8]]], &options).shape(), [3, 3]);
    /// ```
    #[must_use]
    pub fn padding(self, padding: usize) -> MontageOptions {
        MontageOptions { padding, ..self }
    }

    /// Sets the level, or the channels of the colour, of what no picture covers.
    ///
    /// # Examples
    /// ```
    /// use nd_image::draw::{MontageOptions, montage_with};
    /// let options = MontageOptions::default().grid([1, 2]).fill([7.0]);
    /// assert_eq!(montage_with([[[1u8]]], &options).into_vec(), [1, 7]);
    /// ```
    #[must_use]
    pub fn fill(self, fill: impl Into<Vec<f64>>) -> MontageOptions {
        MontageOptions { fill: Some(fill.into()), ..self }
    }
}

/// Pictures side by side: `(n, h, w) -> (m h, m w)` or `(n, h, w, c) -> (m h, m w, c)`, where `m` is the
/// least whole number whose square is not below `n`.
///
/// What is left over has the mean level of all pictures, rounded.
///
/// # Panics
/// If the array has another rank, or the result would be larger than memory can be.
///
/// # scikit-image
/// `skimage.util.montage(a)`.
///
/// # Examples
/// ```
/// let all = nd_image::draw::montage([[[1u8, 2]], [[3, 4]], [[5, 6]]]);
/// assert_eq!(all, nd_core::array![[1, 2, 3, 4], [5, 6, 4, 4]]);
/// ```
#[track_caller]
pub fn montage<A: ArrayLike<Elem: Level>>(a: A) -> Array<A::Elem> {
    montage_with(a, &MontageOptions::default())
}

/// [`montage`] in another grid, with padding or another filling.
///
/// # Panics
/// As [`montage`]; if the grid has no room for all pictures, or the filling has another number of channels.
///
/// # scikit-image
/// `skimage.util.montage(a, fill, grid_shape=..., padding_width=...)`.
///
/// # Examples
/// ```
/// use nd_image::draw::{MontageOptions, montage_with};
/// let column = MontageOptions::default().grid([2, 1]).padding(1).fill([0.0]);
/// let all = montage_with([[[5u8]], [[7]]], &column);
/// assert_eq!(all.shape(), [5, 3]);
/// assert_eq!((all[[1, 1]], all[[3, 1]]), (5, 7));
/// ```
#[track_caller]
pub fn montage_with<A>(a: A, options: &MontageOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    let (n, c) = match *a.shape() {
        [n, _, _] => (n, 1),
        [n, _, _, c] => (n, c),
        _ => panic!("montage: shape {:?}, must be (n, h, w) or (n, h, w, c)", a.shape()),
    };
    let side = n.isqrt() + usize::from(n.isqrt() * n.isqrt() < n);
    let grid = options.grid.unwrap_or([side, side]);
    let room = grid[0].saturating_mul(grid[1]);
    assert!(room >= n, "montage: {n} pictures in a grid {grid:?}");
    let channels = options.fill.as_ref().map_or(c, Vec::len);
    assert!(channels == c, "montage: a filling of {channels} channels, pictures of {c}");
    laid_out(a, grid, c, options)
}

fn laid_out<T: Level>(
    a: View<'_, T>,
    grid: [usize; 2],
    c: usize,
    options: &MontageOptions,
) -> Array<T> {
    let [h, w] = [a.shape()[1], a.shape()[2]];
    let padding = options.padding;
    let side = |n: usize, count: usize| {
        n.checked_add(padding)
            .and_then(|step| step.checked_mul(count))
            .and_then(|length| length.checked_add(padding))
            .expect("montage: larger than memory")
    };
    let mut shape = vec![side(h, grid[0]), side(w, grid[1])];
    shape.extend(&a.shape()[3..]);
    let fill: Vec<T> = match &options.fill {
        Some(fill) => fill.iter().map(|&x| T::level(x)).collect(),
        None => means(&T::wide(a), c).into_iter().map(T::level).collect(),
    };
    let mut out = Array::<T>::zeros(&shape[..]);
    let width = shape[1] * c;
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    if c > 0 {
        samples.chunks_mut(c).for_each(|pixel| pixel.copy_from_slice(&fill));
    }
    for (i, picture) in a.outer_iter().enumerate() {
        let (top, left) = (i / grid[1] * (h + padding), i % grid[1] * (w + padding));
        for (y, row) in picture.outer_iter().enumerate() {
            let start = (top + padding + y) * width + (left + padding) * c;
            samples[start..][..w * c].iter_mut().zip(row.iter()).for_each(|(to, &x)| *to = x);
        }
    }
    out
}

/// The mean of each channel.
fn means(samples: &Array<f64>, c: usize) -> Vec<f64> {
    let samples = samples.as_slice().expect("casts are contiguous");
    let mut sums = vec![0.0; c];
    for pixel in samples.chunks(c.max(1)) {
        sums.iter_mut().zip(pixel).for_each(|(sum, x)| *sum += x);
    }
    let pixels = samples.len() / c.max(1);
    sums.into_iter().map(|sum| sum / pixels as f64).collect()
}
