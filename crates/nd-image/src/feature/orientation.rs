//! Where corners point, and corners by the least change.

use crate::level::{Level, plane};
use nd_core::{Array, ArrayLike, threads};

/// The directions from corners `[row, column]`, `(n, 2)`, to the centre of light around them, in radians: `(n)`.
///
/// The mask, of odd sides, says what is around; what lies outside the picture `(h, w)` is dark. Where all is dark, or as bright
/// on both sides, the direction is 0; NaN gives NaN.
///
/// # Panics
/// If the picture has not 2 axes, the corners are not `(n, 2)` within it, or the mask has not odd sides.
///
/// # scikit-image
/// `skimage.feature.corner_orientations(a, corners, mask)`.
///
/// # Examples
/// ```
/// use nd_image::feature::corner_orientations;
/// let picture = [[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]];
/// assert_eq!(corner_orientations(picture, [[1, 1]], [[true; 3]; 3]).into_vec(), [0.0]);
/// ```
#[track_caller]
pub fn corner_orientations<A, C, M>(a: A, corners: C, mask: M) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
    C: ArrayLike<Elem = usize>,
    M: ArrayLike<Elem = bool>,
{
    const OP: &str = "corner_orientations";
    let (a, corners, mask) = (a.view(), corners.view(), mask.view());
    let size = plane(OP, a.shape());
    let sides = plane(OP, mask.shape());
    assert!(sides.iter().all(|n| n % 2 == 1), "{OP}: a mask {sides:?}, must have odd sides");
    let places: Vec<usize> = corners.iter().copied().collect();
    let pairs = places.as_chunks::<2>().0;
    let fits = corners.ndim() == 2
        && corners.shape()[1] == 2
        && pairs.iter().all(|p| p[0] < size[0] && p[1] < size[1]);
    assert!(fits, "{OP}: corners {:?}, must be (n, 2) within {size:?}", corners.shape());
    turned(&A::Elem::wide(a), pairs, &mask.to_array())
}

fn turned(a: &Array<f64>, corners: &[[usize; 2]], mask: &Array<bool>) -> Array<f64> {
    let (h, w) = (mask.shape()[0], mask.shape()[1]);
    let set = mask.iter().enumerate().filter(|(_, set)| **set);
    let step = |(k, _): (usize, &bool)| [k / w, k % w].map(|i| i as isize);
    let middle = [h / 2, w / 2].map(|n| n as isize);
    let steps: Vec<[isize; 2]> =
        set.map(step).map(|[i, j]| [i - middle[0], j - middle[1]]).collect();
    let values = a.as_slice().expect("casts are contiguous");
    let (rows, width) = (a.shape()[0], a.shape()[1]);
    let angle = |corner: &[usize; 2]| {
        let (mut down, mut right) = (0.0, 0.0);
        for &[y, x] in &steps {
            let place = (corner[0].checked_add_signed(y), corner[1].checked_add_signed(x));
            if let (Some(i), Some(j)) = place
                && i < rows
                && j < width
            {
                let light = values[i * width + j];
                (down, right) = (down + light * y as f64, right + light * x as f64);
            }
        }
        down.atan2(right)
    };
    corners.iter().map(angle).collect()
}

/// How much a picture `(h, w)` changes around a pixel in the diagonal direction in which it changes least, by the squares of
/// differences of windows of `2 window_size + 1` pixels: `(h, w) -> (h, w)`, 0 near the edges (H. Moravec: Obstacle avoidance and
/// navigation in the real world, 1980). NaN spreads to all pixels whose windows meet it.
///
/// # Panics
/// If the picture has not 2 axes, or `window_size` is 0.
///
/// # scikit-image
/// `skimage.feature.corner_moravec(a, window_size)`, whose default is 1.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::corner_moravec;
/// let dot = Array::from_fn([7, 7], |i| f64::from(i == [3, 3]));
/// assert_eq!(corner_moravec(&dot, 1)[[3, 3]], 2.0);
/// ```
#[track_caller]
pub fn corner_moravec<A: ArrayLike<Elem: Level>>(a: A, window_size: usize) -> Array<f64> {
    let a = a.view();
    plane("corner_moravec", a.shape());
    assert!(window_size > 0, "corner_moravec: window_size is 0");
    least_change(&A::Elem::wide(a), window_size)
}

fn least_change(a: &Array<f64>, size: usize) -> Array<f64> {
    let (h, w) = (a.shape()[0], a.shape()[1]);
    let values = a.as_slice().expect("casts are contiguous");
    let mut out = Array::<f64>::zeros([h, w]);
    let margin = size.saturating_mul(2);
    if h <= 2usize.saturating_mul(margin) || w <= 2usize.saturating_mul(margin) {
        return out;
    }
    let reach = size as isize;
    let change = |k: usize, by: isize| {
        let row = |y: isize| k.strict_add_signed(y * w as isize - reach);
        let length = 2 * size + 1;
        let rows = (-reach..=reach).map(|y| {
            let (here, there) = (row(y), row(y).strict_add_signed(by));
            let pairs = values[here..][..length].iter().zip(&values[there..][..length]);
            pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>()
        });
        rows.sum::<f64>()
    };
    let off = |r: isize| (-reach..=reach).filter(move |&d| d != 0).map(move |c| r * w as isize + c);
    let steps: Vec<isize> = (-reach..=reach).filter(|&d| d != 0).flat_map(off).collect();
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, w, &|start, row| {
        let y = start / w;
        if y < margin || y >= h - margin {
            return;
        }
        // NaN is less than all, so that it spreads.
        let less = |a: f64, b: f64| if b < a || b.is_nan() { b } else { a };
        for (x, least) in row.iter_mut().enumerate().take(w - margin).skip(margin) {
            *least = steps.iter().map(|&by| change(start + x, by)).fold(f64::INFINITY, less);
        }
    });
    out
}
