//! What is missing in a picture, filled in.

use super::banded::Banded;
use crate::laplace;
use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike, normalize_axis};
use std::collections::{HashMap, VecDeque};
use std::fmt;

/// How [`inpaint_biharmonic_with`] reads a picture.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::restoration::InpaintOptions::default().channel_axis, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct InpaintOptions {
    /// The axis of channels, which the mask has not; none by default.
    pub channel_axis: Option<isize>,
}

impl InpaintOptions {
    /// Sets the axis of channels, which the mask has not.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::restoration::InpaintOptions::default().channel_axis(-1).channel_axis, Some(-1));
    /// ```
    #[must_use]
    pub fn channel_axis(self, channel_axis: isize) -> InpaintOptions {
        InpaintOptions { channel_axis: Some(channel_axis) }
    }
}

/// Why a picture cannot be filled in.
///
/// # Examples
/// ```
/// use nd_image::restoration::{InpaintError, inpaint_biharmonic};
/// assert_eq!(inpaint_biharmonic([1.0], [true]), Err(InpaintError::NothingKnown));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InpaintError {
    /// All is missing.
    NothingKnown,
    /// A hole whose system of equations would need more memory than there should be.
    TooLarge {
        /// The pixels of the hole.
        unknown: usize,
        /// The bytes that its equations need.
        bytes: usize,
    },
    /// The equations of a hole have no solution.
    Singular,
}

impl fmt::Display for InpaintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InpaintError::NothingKnown => write!(f, "inpaint_biharmonic: all of it is missing"),
            InpaintError::TooLarge { unknown, bytes } => {
                write!(f, "inpaint_biharmonic: a hole of {unknown} pixels needs {bytes} bytes")
            }
            InpaintError::Singular => write!(f, "inpaint_biharmonic: a hole has no one solution"),
        }
    }
}

impl std::error::Error for InpaintError {}

/// Fills in what is missing where the mask is true: `(…), (…) -> (…)`, any rank. See [`inpaint_biharmonic_with`].
///
/// # Errors
/// If all is missing; if a hole is so wide that its equations need more than 2 GiB, or have no solution.
///
/// # Panics
/// If the mask has another shape.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::inpaint_biharmonic;
/// let slope = Array::from_fn([9, 9], |i| (2 * i[0] + i[1]) as f64);
/// let hole = Array::from_fn([9, 9], |i| (3..6).contains(&i[0]) && (3..5).contains(&i[1]));
/// let full = inpaint_biharmonic(&slope, &hole)?;
/// assert!(full.iter().zip(slope.iter()).all(|(a, b)| (a - b).abs() < 1e-9));
/// # Ok::<(), nd_image::restoration::InpaintError>(())
/// ```
#[track_caller]
pub fn inpaint_biharmonic<A, M>(a: A, mask: M) -> Result<Array<A::Elem>, InpaintError>
where
    A: ArrayLike<Elem: FloatLevel>,
    M: ArrayLike<Elem = bool>,
{
    inpaint_biharmonic_with(a, mask, &InpaintOptions::default())
}

/// Fills in what is missing as smoothly as a plate of metal bends that is held all around: the Laplacian of the Laplacian
/// is 0 (S. Damelin, N. Hoang: On surface completion and image inpainting by biharmonic functions, 2018). Results are kept
/// within the range of what is known. NaN that is known spreads over the hole beside it.
///
/// Each hole is solved directly, in the order of distance from one of its ends, so what counts is its width: time and memory
/// grow with the number of its pixels times the square, and once, of its width.
///
/// # Errors
/// As [`inpaint_biharmonic`].
///
/// # Panics
/// If there is no such axis, or the mask has another shape than what is left without channels.
///
/// # scikit-image
/// `skimage.restoration.inpaint_biharmonic(a, mask, channel_axis=...)`.
///
/// # Examples
/// ```
/// use nd_image::restoration::{InpaintOptions, inpaint_biharmonic_with};
/// let colours = [[1.0, 5.0], [0.0, 0.0], [1.0, 5.0], [1.0, 5.0], [1.0, 5.0]];
/// let options = InpaintOptions::default().channel_axis(-1);
/// let full = inpaint_biharmonic_with(colours, [false, true, false, false, false], &options).unwrap();
/// assert_eq!((full[[1, 0]], full[[1, 1]]), (1.0, 5.0));
/// ```
#[track_caller]
pub fn inpaint_biharmonic_with<A, M>(
    a: A,
    mask: M,
    options: &InpaintOptions,
) -> Result<Array<A::Elem>, InpaintError>
where
    A: ArrayLike<Elem: FloatLevel>,
    M: ArrayLike<Elem = bool>,
{
    const OP: &str = "inpaint_biharmonic";
    let (a, mask) = (a.view(), mask.view());
    let axis = options.channel_axis;
    let axis = axis.map(|k| normalize_axis(OP, k, a.ndim()).unwrap_or_else(|e| panic!("{e}")));
    let mut shape = a.shape().to_vec();
    let channels = axis.map_or(1, |axis| shape.remove(axis));
    let given = mask.shape();
    assert!(given == shape, "{OP}: mask {given:?}, must be {shape:?}");
    let last = axis.map_or_else(
        || a,
        |axis| {
            let others = (0..a.ndim()).filter(|&k| k != axis).chain([axis]);
            a.permute_dims(&others.map(|k| k as isize).collect::<Vec<_>>())
        },
    );
    let mask: Vec<bool> = mask.iter().copied().collect();
    let full = filled(A::Elem::wide(last).into_vec(), &mask, &shape, channels)?;
    shape.push(channels);
    let full = A::Elem::narrowed(Array::from_shape_vec(&shape[..], full));
    Ok(match axis {
        None => Array::from_shape_vec(a.shape(), full.into_vec()),
        Some(axis) => {
            let n = a.ndim() as isize;
            let axis = axis as isize;
            let back: Vec<isize> =
                (0..n).map(|k| if k == axis { n - 1 } else { k - isize::from(k > axis) }).collect();
            full.view().permute_dims(&back).to_array()
        }
    })
}

fn filled(
    mut a: Vec<f64>,
    mask: &[bool],
    shape: &[usize],
    channels: usize,
) -> Result<Vec<f64>, InpaintError> {
    if !mask.contains(&true) || channels == 0 {
        return Ok(a);
    }
    if !mask.contains(&false) {
        return Err(InpaintError::NothingKnown);
    }
    let mut ends = vec![[f64::INFINITY, f64::NEG_INFINITY]; channels];
    for (pixel, _) in a.chunks(channels).zip(mask).filter(|(_, missing)| !**missing) {
        for (end, &x) in ends.iter_mut().zip(pixel) {
            *end = [end[0].min(x), end[1].max(x)];
        }
    }
    let mut plate = Plate { shape: shape.to_vec(), stencils: HashMap::new() };
    let mut done = vec![false; mask.len()];
    for seed in 0..mask.len() {
        if mask[seed] && !done[seed] {
            // From one end of the hole to the other.
            let far = plate.spread(mask, seed);
            let hole = plate.spread(mask, far.last().copied().unwrap_or(seed));
            hole.iter().for_each(|&k| done[k] = true);
            plate.fill(&mut a, mask, &hole, channels)?;
        }
    }
    for (pixel, _) in a.chunks_mut(channels).zip(mask).filter(|(_, missing)| **missing) {
        for (x, [low, high]) in pixel.iter_mut().zip(&ends) {
            *x = if *x < *low {
                *low
            } else if *x > *high {
                *high
            } else {
                *x
            };
        }
    }
    Ok(a)
}

/// Places around a pixel, and their factors.
type Stencil = Vec<(Vec<usize>, f64)>;

/// The equations of a plate, by the sides of the box around a pixel and its place within.
struct Plate {
    shape: Vec<usize>,
    stencils: HashMap<Vec<[usize; 2]>, Stencil>,
}

impl Plate {
    /// The equation of a pixel: other pixels, and their factors.
    fn equation(&mut self, k: usize) -> Vec<(usize, f64)> {
        const REACH: usize = 2;
        let (mut rest, mut at) = (k, vec![0; self.shape.len()]);
        for (i, &n) in at.iter_mut().zip(&self.shape).rev() {
            *i = rest % n;
            rest /= n;
        }
        let low: Vec<usize> = at.iter().map(|i| i.saturating_sub(REACH)).collect();
        let bounds = at.iter().zip(&low).zip(&self.shape);
        let key: Vec<[usize; 2]> =
            bounds.map(|((i, low), n)| [(i + REACH + 1).min(*n) - low, i - low]).collect();
        let stencil = self.stencils.entry(key).or_insert_with_key(|key| stencil(key));
        let place = |step: &Vec<usize>| {
            let axes = step.iter().zip(&low).zip(&self.shape);
            axes.fold(0, |k, ((step, low), n)| k * n + low + step)
        };
        stencil.iter().map(|(step, factor)| (place(step), *factor)).collect()
    }

    /// The pixels of a hole that equations connect, by their distance from one.
    fn spread(&mut self, mask: &[bool], seed: usize) -> Vec<usize> {
        let mut seen = std::collections::HashSet::from([seed]);
        let (mut order, mut queue) = (Vec::new(), VecDeque::from([seed]));
        while let Some(k) = queue.pop_front() {
            order.push(k);
            for (next, _) in self.equation(k) {
                if mask[next] && seen.insert(next) {
                    queue.push_back(next);
                }
            }
        }
        order
    }

    fn fill(
        &mut self,
        a: &mut [f64],
        mask: &[bool],
        hole: &[usize],
        channels: usize,
    ) -> Result<(), InpaintError> {
        const MOST: usize = 2 << 30;
        let number: HashMap<usize, usize> =
            hole.iter().enumerate().map(|(row, &k)| (k, row)).collect();
        let mut band = 0;
        for (row, &k) in hole.iter().enumerate() {
            let others = self.equation(k).into_iter().filter_map(|(next, _)| number.get(&next));
            band = others.map(|other| row.abs_diff(*other)).fold(band, usize::max);
        }
        let n = hole.len();
        let bytes = n.saturating_mul(3 * band + 1).saturating_mul(8);
        if bytes > MOST {
            return Err(InpaintError::TooLarge { unknown: n, bytes });
        }
        let mut system = Banded::new(n, band);
        let mut right = vec![0.0; n * channels];
        for (row, &k) in hole.iter().enumerate() {
            let right = &mut right[row * channels..][..channels];
            for (next, factor) in self.equation(k) {
                if mask[next] {
                    system.add(row, number[&next], factor);
                } else {
                    let known = &a[next * channels..][..channels];
                    right.iter_mut().zip(known).for_each(|(sum, x)| *sum -= factor * x);
                }
            }
        }
        if !system.solve(&mut right, channels) {
            return Err(InpaintError::Singular);
        }
        for (values, &k) in right.chunks(channels).zip(hole) {
            a[k * channels..][..channels].copy_from_slice(values);
        }
        Ok(())
    }
}

/// The factors around a pixel in a box of sides and places within them, reflected at its ends.
fn stencil(key: &[[usize; 2]]) -> Stencil {
    let shape: Vec<usize> = key.iter().map(|[side, _]| *side).collect();
    let one = |i: &[usize]| f64::from(i.iter().zip(key).all(|(i, [_, at])| i == at));
    let twice = laplace(laplace(Array::from_fn(&shape[..], one)));
    let index = |mut k: usize| {
        let mut step = vec![0; shape.len()];
        for (i, &n) in step.iter_mut().zip(&shape).rev() {
            *i = k % n;
            k /= n;
        }
        step
    };
    let all = twice.iter().enumerate().filter(|(_, factor)| **factor != 0.0);
    all.map(|(k, &factor)| (index(k), factor)).collect()
}
