//! Lengths of outlines and Euler numbers of pictures of yes and no.

use super::regions::Mask;
use nd_core::{Array, ArrayLike};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, SQRT_2};

/// Which pixels are neighbours, when it is asked which lie on the border.
///
/// # Examples
/// ```
/// use nd_image::measure::{Neighborhood, perimeter};
///
/// let bend = [[true, true], [true, false]];
/// assert_eq!(perimeter(bend, Neighborhood::Four), perimeter(bend, Neighborhood::Eight));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Neighborhood {
    /// Those that share an edge.
    #[default]
    Four,
    /// Those that touch.
    Eight,
}

/// The length of the outlines of what is true: `(h, w) -> ()`; a line through the centres of the pixels
/// that have a neighbour which is false, or beyond the picture.
///
/// # Panics
/// If there are not 2 axes.
///
/// # scikit-image
/// `skimage.measure.perimeter(image, neighborhood)`; the method is of Benkrid, Crookes and Benkrid, Design
/// and FPGA implementation of a perimeter estimator (2000).
///
/// # Examples
/// ```
/// use nd_image::measure::{Neighborhood, perimeter};
///
/// assert_eq!(perimeter([[true; 4]; 3], Neighborhood::Four), 10.0);
/// ```
#[must_use]
#[track_caller]
pub fn perimeter<A>(picture: A, neighborhood: Neighborhood) -> f64
where
    A: ArrayLike<Elem = bool>,
{
    perimeter_of(&plane("perimeter", &picture), neighborhood)
}

/// The length of the outlines of what is true by Crofton's formula: `(h, w) -> ()`, from how often lines in
/// 4 directions (2 if not `diagonals`) cross them.
///
/// # Panics
/// If there are not 2 axes.
///
/// # scikit-image
/// `skimage.measure.perimeter_crofton(image, directions)`, up to rounding.
///
/// # Examples
/// ```
/// use nd_image::measure::perimeter_crofton;
///
/// let disk = nd_core::Array::from_fn([41, 41], |i| {
///     let (y, x) = (i[0] as f64 - 20.0, i[1] as f64 - 20.0);
///     y * y + x * x < 225.0
/// });
/// let around = 30.0 * std::f64::consts::PI;
/// assert!((perimeter_crofton(&disk, true) - around).abs() < 0.03 * around);
/// ```
#[must_use]
#[track_caller]
pub fn perimeter_crofton<A>(picture: A, diagonals: bool) -> f64
where
    A: ArrayLike<Elem = bool>,
{
    transitions(&plane("perimeter_crofton", &picture)).crofton(diagonals)
}

/// How many objects there are, less how many holes are in them: `(h, w) -> ()` or `(d, h, w) -> ()`; with
/// three axes less tunnels and plus cavities.
///
/// `connectivity` says along how many axes at once a neighbour may lie: 1, or the number of axes.
///
/// # Panics
/// If there are not 2 or 3 axes, or the connectivity is neither.
///
/// # scikit-image
/// `skimage.measure.euler_number(image, connectivity)`.
///
/// # Examples
/// ```
/// use nd_image::measure::euler_number;
///
/// let corners = [[true, false], [false, true]];
/// assert_eq!((euler_number(corners, 1), euler_number(corners, 2)), (2, 1));
/// ```
#[must_use]
#[track_caller]
pub fn euler_number<A>(picture: A, connectivity: usize) -> i64
where
    A: ArrayLike<Elem = bool>,
{
    let picture = picture.view();
    let shape = picture.shape();
    let fits = matches!(shape.len(), 2 | 3) && (connectivity == 1 || connectivity == shape.len());
    assert!(fits, "euler_number: connectivity {connectivity} of a picture of shape {shape:?}");
    euler_of(&framed(&picture.to_array()), shape.len(), connectivity)
}

#[track_caller]
fn plane<A: ArrayLike<Elem = bool>>(op: &str, picture: &A) -> Mask {
    let picture = picture.view();
    let shape = picture.shape();
    assert!(shape.len() == 2, "{op}: a picture of shape {shape:?} has not 2 axes");
    framed(&picture.to_array())
}

fn framed(picture: &Array<bool>) -> Mask {
    Mask::of(picture.shape(), picture.as_slice().expect("copies are in C order"))
}

/// The length of the outlines of a plane.
pub(crate) fn perimeter_of(mask: &Mask, neighborhood: Neighborhood) -> f64 {
    let [_, height, width] = mask.shape;
    let faces = [-(width as isize), -1, 1, width as isize];
    let corners =
        [-(width as isize) - 1, 1 - width as isize, width as isize - 1, width as isize + 1];
    let mut border = vec![false; mask.pixels.len()];
    let places = || (1..height - 1).flat_map(|y| y * width + 1..(y + 1) * width - 1);
    let beside = |at: usize, step: isize| at.wrapping_add_signed(step);
    for at in places().filter(|&at| mask.pixels[at]) {
        let open = |&step: &isize| !mask.pixels[beside(at, step)];
        border[at] = faces.iter().any(open)
            || (neighborhood == Neighborhood::Eight && corners.iter().any(open));
    }
    // How many pixels count 1, √2, and the mean of both.
    let mut counts = [0u64; 3];
    for at in places().filter(|&at| border[at]) {
        let on = |steps: &[isize; 4]| steps.iter().filter(|&&s| border[beside(at, s)]).count();
        match (on(&faces), on(&corners)) {
            (2 | 3, 0..=2) => counts[0] += 1,
            (0, 2) | (1, 3) => counts[1] += 1,
            (1, 1 | 2) => counts[2] += 1,
            _ => {}
        }
    }
    counts[0] as f64 + counts[1] as f64 * SQRT_2 + counts[2] as f64 * (1.0 + SQRT_2) / 2.0
}

/// How often lines enter the foreground, by direction.
pub(crate) struct Transitions {
    straight: u64,
    diagonal: u64,
}

impl Transitions {
    /// Crofton's formula over 4 directions, or over 2.
    pub(crate) fn crofton(&self, diagonals: bool) -> f64 {
        if diagonals {
            FRAC_PI_4 * (self.straight as f64 + self.diagonal as f64 / SQRT_2)
        } else {
            FRAC_PI_2 * self.straight as f64
        }
    }
}

/// How often lines along the axes and diagonals enter what is true.
pub(crate) fn transitions(mask: &Mask) -> Transitions {
    let [_, height, width] = mask.shape;
    let mut found = Transitions { straight: 0, diagonal: 0 };
    for y in 1..height - 1 {
        for at in (y * width + 1..(y + 1) * width - 1).filter(|&at| mask.pixels[at]) {
            let enters = |step: usize| u64::from(!mask.pixels[at - step]);
            found.straight += enters(1) + enters(width);
            found.diagonal += enters(width + 1) + enters(width - 1);
        }
    }
    found
}

/// The Euler number, as an alternating sum over corners, edges, faces and cubes: of the graph whose corners
/// are pixels if neighbours share faces, of the pixels as closed squares or cubes if they touch.
pub(crate) fn euler_of(mask: &Mask, ndim: usize, connectivity: usize) -> i64 {
    let [_, height, width] = mask.shape;
    let strides = [height * width, width, 1];
    let mut sum = 0;
    for axes in 0u32..1 << ndim {
        let mut steps = vec![0];
        for axis in (0..ndim).filter(|axis| axes >> axis & 1 == 1) {
            let stride = strides[3 - ndim + axis];
            steps.extend(steps.clone().into_iter().map(|step: usize| step + stride));
        }
        let reach = *steps.last().expect("there is a first step");
        let open = connectivity == 1;
        let counts = |at: &usize| {
            let on = |step: &usize| mask.pixels[at + step];
            if open { steps.iter().all(on) } else { steps.iter().any(on) }
        };
        let count = (0..mask.pixels.len() - reach).filter(counts).count() as i64;
        let dimension = if open { axes.count_ones() } else { ndim as u32 - axes.count_ones() };
        sum += if dimension.is_multiple_of(2) { count } else { -count };
    }
    sum
}
