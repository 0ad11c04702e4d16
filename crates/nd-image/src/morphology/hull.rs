//! Convex hulls of masks.

use crate::labelling::{LabelError, LabelOptions, find_objects_up_to, label_with};
use crate::morphology::generate_binary_structure;
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike, View};

/// Marks the pixels whose centres are in the convex hull of the set ones, borders in it:
/// `(h, w) -> (h, w)`.
///
/// Pixels are taken as diamonds: a pixel's four points lie half a step away along the axes. Exact: all is
/// calculated in whole numbers.
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.morphology.convex_hull_image(a)`.
///
/// # Examples
/// ```
/// let corners = [[1, 0, 0], [0, 0, 0], [1, 0, 1]];
/// let hull = nd_image::convex_hull_image(corners);
/// assert_eq!(hull.into_vec(), [true, false, false, true, true, false, true, true, true]);
/// ```
/// ```should_panic
/// nd_image::convex_hull_image([true]);
/// ```
#[track_caller]
pub fn convex_hull_image<A>(a: A) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    assert!(a.ndim() == 2, "convex_hull_image: {} axes, must be 2", a.ndim());
    hull_of(&Ordinal::set(a))
}

fn hull_of(set: &Array<u8>) -> Array<bool> {
    let mut out = Array::<bool>::zeros(set.shape());
    fill_hull(set.view(), &|x| x != 0, &mut out, [0, 0]);
    out
}

/// Marks the pixels in the convex hull of each object by itself: `(h, w) -> (h, w)`.
///
/// Objects are connected by sides and corners.
///
/// # Errors
/// [`LabelError::TooMany`] for more objects than `u32` has numbers.
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.morphology.convex_hull_object(a)`.
///
/// # Examples
/// ```
/// let a = [[1, 0, 0, 1], [1, 1, 0, 1]];
/// let hulls = nd_image::convex_hull_object(a)?;
/// assert_eq!(hulls.into_vec(), [true, false, false, true, true, true, false, true]);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
#[track_caller]
pub fn convex_hull_object<A>(a: A) -> Result<Array<bool>, LabelError>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    assert!(a.ndim() == 2, "convex_hull_object: {} axes, must be 2", a.ndim());
    let corners = LabelOptions::default().structure(generate_binary_structure(2, 2));
    let (labels, count) = label_with(a, &corners)?;
    Ok(hulls_of(&labels, count))
}

fn hulls_of(labels: &Array<u32>, count: u32) -> Array<bool> {
    let mut out = Array::<bool>::zeros(labels.shape());
    for (i, ranges) in find_objects_up_to(labels, count as usize).iter().enumerate() {
        let Some([rows, columns]) = ranges.as_deref() else { continue };
        let part = crate::crop(labels, rows.start, columns.start, rows.len(), columns.len());
        fill_hull(part, &|label| label as usize == i + 1, &mut out, [rows.start, columns.start]);
    }
    out
}

/// Sets the hull of the pixels that count, in `out` from `corner` on.
fn fill_hull<T: Ordinal>(
    a: View<'_, T>,
    counts: &dyn Fn(T) -> bool,
    out: &mut Array<bool>,
    corner: [usize; 2],
) {
    // In half pixels, so that the points of diamonds are whole numbers; of each row the outermost pixels.
    let mut points = Vec::new();
    for (y, row) in a.outer_iter().enumerate() {
        let first = row.iter().position(|&x| counts(x));
        let last = row.iter().enumerate().filter(|(_, x)| counts(**x)).map(|(x, _)| x).last();
        for x in first.into_iter().chain(last) {
            let (y, x) = (2 * y as i128, 2 * x as i128);
            points.extend([[y - 1, x], [y, x - 1], [y, x + 1], [y + 1, x]]);
        }
    }
    points.sort_unstable();
    points.dedup();
    let hull = hull(&points);
    for y in 0..a.shape()[0] {
        let Some([from, to]) = span(&hull, 2 * y as i128) else { continue };
        for x in from.max(0)..=to.min(a.shape()[1] as i128 - 1) {
            out[[corner[0] + y, corner[1] + x as usize]] = true;
        }
    }
}

/// The corners of the convex hull of sorted points, one after another around it (Andrew's chains).
fn hull(points: &[[i128; 2]]) -> Vec<[i128; 2]> {
    let turns = |a: [i128; 2], b: [i128; 2], c: [i128; 2]| {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0
    };
    let half = |points: &mut dyn Iterator<Item = [i128; 2]>| {
        let mut chain: Vec<[i128; 2]> = Vec::new();
        for p in points {
            while let [.., a, b] = chain[..]
                && !turns(a, b, p)
            {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut around = half(&mut points.iter().copied());
    around.extend(half(&mut points.iter().rev().copied()));
    around
}

/// The first and last pixel of the row at height `y` in a hull, in half pixels.
fn span(hull: &[[i128; 2]], y: i128) -> Option<[i128; 2]> {
    let mut found: Option<[i128; 2]> = None;
    for (i, &from) in hull.iter().enumerate() {
        let to = hull[(i + 1) % hull.len()];
        let (a, b) = if from[0] <= to[0] { (from, to) } else { (to, from) };
        if y < a[0] || y > b[0] {
            continue;
        }
        // The place where the side crosses the row is `num / den`; a level side is all in it.
        let ends = if a[0] == b[0] {
            [(a[1], 1), (b[1], 1)]
        } else {
            let den = b[0] - a[0];
            [(a[1] * den + (b[1] - a[1]) * (y - a[0]), den); 2]
        };
        for (num, den) in ends {
            let (up, down) = (-(-num).div_euclid(2 * den), num.div_euclid(2 * den));
            let [lo, hi] = found.unwrap_or([up, down]);
            found = Some([lo.min(up), hi.max(down)]);
        }
    }
    found
}
