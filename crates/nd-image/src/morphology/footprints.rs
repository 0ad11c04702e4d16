//! Structuring elements by name.

use nd_core::{Array, MAX_NDIM};

/// Greatest number of elements of a footprint: more is a mistake.
const MOST: usize = 1 << 30;

#[track_caller]
fn made(op: &str, shape: &[usize], set: impl Fn(&[usize]) -> bool) -> Array<bool> {
    let size = shape.iter().try_fold(1usize, |all, &n| all.checked_mul(n));
    assert!(
        shape.len() <= MAX_NDIM && size.is_some_and(|size| size <= MOST),
        "{op}: a footprint of shape {shape:?} is too large"
    );
    Array::from_fn(shape, |at| set(at))
}

#[track_caller]
fn side(op: &str, radius: usize) -> usize {
    assert!(radius < 1 << 30, "{op}: a radius of {radius} is too large");
    2 * radius + 1
}

/// Squared distance from the middle of a footprint of side `2 radius + 1`.
fn squared(at: &[usize], radius: usize) -> u64 {
    at.iter().map(|&i| (i.abs_diff(radius) as u64).pow(2)).sum()
}

/// A disk: what is no further than `radius` from the middle, `(2r + 1, 2r + 1)`.
///
/// # Panics
/// If it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.disk(radius)`.
///
/// # Examples
/// ```
/// let d = nd_image::disk(1);
/// assert_eq!(d, nd_image::generate_binary_structure(2, 1));
/// ```
#[track_caller]
pub fn disk(radius: usize) -> Array<bool> {
    let n = side("disk", radius);
    made("disk", &[n, n], |at| squared(at, radius) <= (radius as u64).pow(2))
}

/// A ball: what is no further than `radius` from the middle, `(2r + 1, 2r + 1, 2r + 1)`.
///
/// # Panics
/// If it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.ball(radius)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::ball(1).iter().filter(|&&set| set).count(), 7);
/// ```
#[track_caller]
pub fn ball(radius: usize) -> Array<bool> {
    let n = side("ball", radius);
    made("ball", &[n, n, n], |at| squared(at, radius) <= (radius as u64).pow(2))
}

/// A diamond: what is at most `radius` steps along axes from the middle, `(2r + 1, 2r + 1)`.
///
/// # Panics
/// If it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.diamond(radius)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::diamond(2).iter().filter(|&&set| set).count(), 13);
/// ```
#[track_caller]
pub fn diamond(radius: usize) -> Array<bool> {
    let n = side("diamond", radius);
    made("diamond", &[n, n], |at| at.iter().map(|i| i.abs_diff(radius)).sum::<usize>() <= radius)
}

/// An octahedron: what is at most `radius` steps along axes from the middle, of three axes.
///
/// # Panics
/// If it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.octahedron(radius)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::octahedron(1), nd_image::generate_binary_structure(3, 1));
/// ```
#[track_caller]
pub fn octahedron(radius: usize) -> Array<bool> {
    let n = side("octahedron", radius);
    let near = |at: &[usize]| at.iter().map(|i| i.abs_diff(radius)).sum::<usize>() <= radius;
    made("octahedron", &[n, n, n], near)
}

/// A box of any number of axes, all of it set.
///
/// # Panics
/// If it has more than 2³⁰ elements or 16 axes.
///
/// # scikit-image
/// `skimage.morphology.footprint_rectangle(shape)`; for arguments named `window` the shape itself is
/// quicker.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::footprint_rectangle(&[2, 3]).into_vec(), [true; 6]);
/// ```
#[track_caller]
pub fn footprint_rectangle(shape: &[usize]) -> Array<bool> {
    made("footprint_rectangle", shape, |_| true)
}

/// An ellipse `(2 height + 1, 2 width + 1)`: its half axes reach from the middle to the far sides of the
/// outermost pixels.
///
/// # Panics
/// If it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.ellipse(width, height)`, whose order of arguments is the other one.
///
/// # Examples
/// ```
/// let e = nd_image::ellipse(2, 3);
/// assert_eq!(e.shape(), [5, 7]);
/// assert!(!e[[0, 0]] && e[[0, 1]]);
/// ```
#[track_caller]
pub fn ellipse(height: usize, width: usize) -> Array<bool> {
    let (h, w) = (side("ellipse", height), side("ellipse", width));
    made("ellipse", &[h, w], |at| {
        let part = |i: usize, half: usize| {
            let x = (i as f64 - half as f64) / (half as f64 + 1.0);
            x * x
        };
        part(at[0], height) + part(at[1], width) < 1.0
    })
}

/// An octagon with sides of `m` elements along the axes and `n` diagonal ones: `(m + 2n, m + 2n)`.
///
/// # Panics
/// If `m` is 0, or it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.octagon(m, n)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::octagon(1, 1), nd_image::diamond(1));
/// assert!(nd_image::octagon(3, 0).iter().all(|&set| set));
/// ```
#[track_caller]
pub fn octagon(m: usize, n: usize) -> Array<bool> {
    assert!(m > 0, "octagon: sides of 0 elements");
    assert!(m < 1 << 30 && n < 1 << 30, "octagon: sides of {m} and {n} elements");
    let side = m + 2 * n;
    made("octagon", &[side, side], |at| {
        // How far into a corner: no step more than n from both ends together.
        let inset = |i: usize| n.saturating_sub(i.min(side - 1 - i));
        inset(at[0]) + inset(at[1]) <= n
    })
}

/// A star of eight points: a square of side `2a + 1` and another turned by 45 degrees.
///
/// # Panics
/// If it has more than 2³⁰ elements.
///
/// # scikit-image
/// `skimage.morphology.star(a)`; one element for 0.
///
/// # Examples
/// ```
/// let s = nd_image::star(1);
/// assert_eq!(s.shape(), [3, 3]);
/// assert!(s.iter().all(|&set| set));
/// ```
#[track_caller]
pub fn star(a: usize) -> Array<bool> {
    if a == 1 {
        return footprint_rectangle(&[3, 3]);
    }
    let n = a / 2;
    let m = side("star", a);
    let side = m + 2 * n;
    let middle = side / 2;
    made("star", &[side, side], |at| {
        let square = at.iter().all(|&i| (n..n + m).contains(&i));
        let turned = at.iter().map(|&i| i.abs_diff(middle)).sum::<usize>() <= middle;
        square || turned
    })
}
