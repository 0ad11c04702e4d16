//! Histograms of oriented gradients.

use super::hog_options::{BlockNorm, HogOptions};
use crate::draw::line;
use crate::level::Level;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, threads};

/// Histograms of the directions of gradients, in blocks of cells:
/// `(h, w) -> (blocks down, blocks across, 3, 3, 9)`, or of a picture `(h, w, c)` (Dalal and Triggs, Conference on
/// Computer Vision and Pattern Recognition, 2005).
///
/// Cells are 8 by 8 pixels, blocks 3 by 3 cells, one for each cell that has the others beside it. Of channels, the
/// steepest counts at each pixel. Directions have no sign: nine of them from 0 to 180 degrees. What is left of the
/// picture below and beside the last whole cells does not count. The vector of features is the result, ravelled. A
/// NaN counts in no direction, but spreads over blocks if the root is taken.
///
/// # Panics
/// If the picture is neither `(h, w)` nor `(h, w, c)`, or has no room for a block.
///
/// # scikit-image
/// `skimage.feature.hog(a, feature_vector=False)`, with `channel_axis=-1` for channels.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let ramp = Array::from_fn([32, 24], |i| i[1] as f64);
/// let features = nd_image::feature::hog(&ramp);
/// assert_eq!(features.shape(), [2, 1, 3, 3, 9]);
/// assert!(features[[0, 0, 1, 1, 0]] > 0.2 && features[[0, 0, 1, 1, 4]] == 0.0);
/// ```
#[track_caller]
pub fn hog<A: ArrayLike<Elem: Level>>(a: A) -> Array<f64> {
    hog_with(a, &HogOptions::default())
}

/// [`hog`] with other cells, blocks, directions or another norm.
///
/// # Panics
/// As [`hog`]; if there are no directions or more than 360, or a cell or block has no size.
///
/// # scikit-image
/// `skimage.feature.hog(a, orientations, pixels_per_cell, cells_per_block, block_norm, transform_sqrt=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{HogOptions, hog_with};
/// let small = HogOptions::default().pixels_per_cell([4, 4]).cells_per_block([2, 2]);
/// assert_eq!(hog_with(Array::<u8>::ones([12, 12]), &small).shape(), [2, 2, 2, 2, 9]);
/// ```
#[track_caller]
pub fn hog_with<A: ArrayLike<Elem: Level>>(a: A, options: &HogOptions) -> Array<f64> {
    let a = a.view();
    let [rows, columns] = checked(a.shape(), options);
    let [b, d] = options.cells_per_block;
    let fits = rows >= b && columns >= d;
    assert!(fits, "hog: {rows} by {columns} cells, blocks of {b} by {d}");
    blocks(&cells(A::Elem::wide(a), options), options)
}

/// A picture of the directions that [`hog`] counts: `(h, w) -> (h, w)`, or of a picture `(h, w, c)`: in each cell
/// a star of lines, across the gradients, as bright as they are frequent.
///
/// # Panics
/// If the picture is neither `(h, w)` nor `(h, w, c)`.
///
/// # scikit-image
/// `skimage.feature.hog(a, visualize=True)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let ramp = Array::from_fn([16, 16], |i| i[1] as f64);
/// let stars = nd_image::feature::hog_image(&ramp);
/// assert!(stars[[2, 4]] > 0.0 && stars[[4, 1]] == 0.0); // upright
/// ```
#[track_caller]
pub fn hog_image<A: ArrayLike<Elem: Level>>(a: A) -> Array<f64> {
    hog_image_with(a, &HogOptions::default())
}

/// [`hog_image`] with other cells or directions.
///
/// # Panics
/// As [`hog_image`]; if there are no directions or more than 360, or a cell or block has no size.
///
/// # scikit-image
/// `skimage.feature.hog(a, orientations, pixels_per_cell, visualize=True)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{HogOptions, hog_image_with};
/// let options = HogOptions::default().pixels_per_cell([4, 4]);
/// assert_eq!(hog_image_with(Array::<u8>::ones([9, 7]), &options).shape(), [9, 7]);
/// ```
#[track_caller]
pub fn hog_image_with<A: ArrayLike<Elem: Level>>(a: A, options: &HogOptions) -> Array<f64> {
    let a = a.view();
    checked(a.shape(), options);
    let shape = [a.shape()[0], a.shape()[1]];
    stars(&cells(A::Elem::wide(a), options), shape, options)
}

/// Checks the arguments; how many cells there are.
#[track_caller]
fn checked(shape: &[usize], options: &HogOptions) -> [usize; 2] {
    let n = options.orientations;
    assert!((1..=360).contains(&n), "hog: {n} orientations, must be 1 to 360");
    let ([p, q], [b, d]) = (options.pixels_per_cell, options.cells_per_block);
    assert!(p * q * b * d > 0, "hog: cells of {p} by {q} pixels, blocks of {b} by {d} cells");
    match *shape {
        [h, w] | [h, w, _] => [h / p, w / q],
        _ => panic!("hog: shape {shape:?}, must be (h, w) or (h, w, c)"),
    }
}

/// The mean gradient in each direction of each cell: `(cells down, cells across, directions)`.
#[inline(never)]
fn cells(a: Array<f64>, options: &HogOptions) -> Array<f64> {
    let (h, w) = (a.shape()[0], a.shape()[1]);
    let c = if a.ndim() == 3 { a.shape()[2] } else { 1 };
    let mut levels = a.into_vec();
    if options.transform_sqrt {
        levels.iter_mut().for_each(|x| *x = x.sqrt());
    }
    let ([p, q], n) = (options.pixels_per_cell, options.orientations);
    let (down, across) = (h / p, w / q);
    let mut cells = Array::<f64>::zeros([down, across, n]);
    if cells.is_empty() || c == 0 {
        return cells;
    }
    let limits = (1..n).map(|k| (std::f64::consts::PI * k as f64 / n as f64).sin_cos());
    let limits: Vec<(f64, f64)> = limits.collect();
    let to = cells.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, across * n, &|start, to| {
        let i = start / (across * n);
        let mut row = Row::new(w);
        for y in i * p..(i + 1) * p {
            row.set(&levels, [h, w, c], y);
            dispatch(Directions { row: &mut row, limits: &limits });
            for x in 0..across * q {
                to[x / q * n + usize::from(row.bins[x])] += row.lengths[x];
            }
        }
        to.iter_mut().for_each(|sum| *sum /= (p * q) as f64);
    });
    cells
}

/// The gradients of a row of pixels, how long they are and which direction they have.
struct Row {
    down: Vec<f64>,
    along: Vec<f64>,
    lengths: Vec<f64>,
    bins: Vec<u16>,
}

impl Row {
    fn new(w: usize) -> Row {
        let zeros = || vec![0.0; w];
        Row { down: zeros(), along: zeros(), lengths: zeros(), bins: vec![0; w] }
    }

    /// The gradients, of the steepest channel.
    fn set(&mut self, levels: &[f64], [h, w, c]: [usize; 3], y: usize) {
        let row = |y: usize| &levels[y * w * c..][..w * c];
        let inner = y > 0 && y + 1 < h;
        let (above, here, below) = match inner {
            true => (row(y - 1), row(y), row(y + 1)),
            false => (row(y), row(y), row(y)),
        };
        for x in 0..w {
            let sides = if x > 0 && x + 1 < w { (x - 1, x + 1) } else { (x, x) };
            let mut steepest = -1.0;
            for k in 0..c {
                let down = below[x * c + k] - above[x * c + k];
                let along = here[sides.1 * c + k] - here[sides.0 * c + k];
                let square = down * down + along * along;
                if square > steepest {
                    (steepest, self.down[x], self.along[x]) = (square, down, along);
                }
            }
            if steepest < 0.0 {
                (self.down[x], self.along[x]) = (0.0, 0.0);
            }
        }
    }
}

/// Finds the directions of a row without an angle: by the sides of the rays between them.
struct Directions<'a> {
    row: &'a mut Row,
    limits: &'a [(f64, f64)],
}

impl Kernel for Directions<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Row { down, along, lengths, bins } = self.row;
        bins.fill(0);
        for i in 0..down.len() {
            lengths[i] = (down[i] * down[i] + along[i] * along[i]).sqrt();
            // Directions have no sign: into the upper half, where 180 degrees are 0.
            let turn = down[i] < 0.0 || (down[i] == 0.0 && along[i] < 0.0);
            let sign = if turn { -1.0 } else { 1.0 };
            (down[i], along[i]) = (sign * down[i], sign * along[i]);
        }
        for &(sin, cos) in self.limits {
            for ((bin, &y), &x) in bins.iter_mut().zip(down.iter()).zip(along.iter()) {
                *bin += u16::from(cos * y - sin * x >= 0.0 && y > 0.0);
            }
        }
    }
}

/// Neighbouring cells, normalised together.
#[inline(never)]
fn blocks(cells: &Array<f64>, options: &HogOptions) -> Array<f64> {
    let [rows, columns, n] = cells.view().dims();
    let [b, d] = options.cells_per_block;
    let (down, across) = (rows - b + 1, columns - d + 1);
    let from = cells.as_slice().expect("fresh arrays are contiguous");
    let mut out = Array::<f64>::zeros([down, across, b, d, n]);
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    for (k, block) in to.chunks_mut(b * d * n).enumerate() {
        let (i, j) = (k / across, k % across);
        for (r, part) in block.chunks_mut(d * n).enumerate() {
            part.copy_from_slice(&from[((i + r) * columns + j) * n..][..d * n]);
        }
        normalize(block, options.block_norm);
    }
    out
}

fn normalize(block: &mut [f64], norm: BlockNorm) {
    const LEAST: f64 = 1e-5;
    let sum = |block: &[f64]| block.iter().map(|x| x.abs()).sum::<f64>() + LEAST;
    let root = |block: &[f64]| (block.iter().map(|x| x * x).sum::<f64>() + LEAST * LEAST).sqrt();
    let divide = |block: &mut [f64], by: f64| block.iter_mut().for_each(|x| *x /= by);
    match norm {
        BlockNorm::L1 | BlockNorm::L1Sqrt => {
            divide(block, sum(block));
            if norm == BlockNorm::L1Sqrt {
                block.iter_mut().for_each(|x| *x = x.sqrt());
            }
        }
        BlockNorm::L2 => divide(block, root(block)),
        BlockNorm::L2Hys => {
            divide(block, root(block));
            block.iter_mut().for_each(|x| *x = if *x > 0.2 { 0.2 } else { *x });
            divide(block, root(block));
        }
    }
}

#[inline(never)]
fn stars(cells: &Array<f64>, [h, w]: [usize; 2], options: &HogOptions) -> Array<f64> {
    let ([p, q], n) = (options.pixels_per_cell, options.orientations);
    let radius = (p.min(q) / 2) as f64 - 1.0;
    let mut picture = Array::<f64>::zeros([h, w]);
    for (index, &frequent) in cells.indexed_iter() {
        let (i, j, k) = (index[0], index[1], index[2]);
        let angle = std::f64::consts::PI * (k as f64 + 0.5) / n as f64;
        let (down, along) = (radius * angle.sin(), radius * angle.cos());
        let (y, x) = ((i * p + p / 2) as f64, (j * q + q / 2) as f64);
        // Across the gradient.
        let ends = [[y - along, x + down], [y + along, x - down]];
        let [from, to] = ends.map(|end| end.map(|x| x as isize));
        for [r, c] in line(from, to) {
            let (Ok(r), Ok(c)) = (usize::try_from(r), usize::try_from(c)) else { continue };
            if r < h && c < w {
                picture[[r, c]] += frequent;
            }
        }
    }
    picture
}
