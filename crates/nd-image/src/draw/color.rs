//! Giving pixels a colour.

use crate::level::Level;
use nd_core::ViewMut;

/// Gives pixels of a picture, `(h, w)` or `(h, w, c)`, a colour of as many channels; those outside are left
/// out.
///
/// # Panics
/// If the picture has another rank, or the colour another number of channels.
///
/// # scikit-image
/// `skimage.draw.set_color(image, (rr, cc), color)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::draw::{line, set_color};
/// let mut picture = Array::<u8>::zeros([1, 3, 3]);
/// set_color(picture.view_mut(), &line([0, 1], [0, 9]), &[9, 0, 5]);
/// assert_eq!(picture.into_vec(), [0, 0, 0, 9, 0, 5, 9, 0, 5]);
/// ```
#[track_caller]
pub fn set_color<T: Level>(picture: ViewMut<'_, T>, pixels: &[[isize; 2]], color: &[T]) {
    checked("set_color", &picture, color.len());
    paint(picture, &mut pixels.iter().map(|&pixel| (pixel, 1.0)), color);
}

/// Mixes a colour into pixels, as much of it as is said for each, from 0 to 1; see [`set_color`].
///
/// Integers are rounded.
///
/// # Panics
/// As [`set_color`].
///
/// # scikit-image
/// `skimage.draw.set_color(image, (rr, cc), color, alpha)`, which cuts fractions off.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::draw::{blend_color, line_aa};
/// let mut picture = Array::<u8>::zeros([9, 9]);
/// blend_color(picture.view_mut(), &line_aa([1, 1], [7, 4]), &[255]);
/// assert!(picture.iter().any(|&x| x > 0 && x < 255));
/// ```
#[track_caller]
pub fn blend_color<T: Level>(picture: ViewMut<'_, T>, pixels: &[([isize; 2], f64)], color: &[T]) {
    checked("blend_color", &picture, color.len());
    paint(picture, &mut pixels.iter().copied(), color);
}

#[track_caller]
fn checked<T>(op: &str, picture: &ViewMut<'_, T>, channels: usize) {
    let fits = match *picture.shape() {
        [_, _] => channels == 1,
        [_, _, c] => channels == c,
        _ => false,
    };
    assert!(fits, "{op}: a colour of {channels} channels, a picture {:?}", picture.shape());
}

fn paint<T: Level>(
    mut picture: ViewMut<'_, T>,
    pixels: &mut dyn Iterator<Item = ([isize; 2], f64)>,
    color: &[T],
) {
    let (h, w) = (picture.shape()[0], picture.shape()[1]);
    let grey = picture.shape().len() == 2;
    for ([r, c], alpha) in pixels {
        let (Ok(r), Ok(c)) = (usize::try_from(r), usize::try_from(c)) else { continue };
        if r >= h || c >= w {
            continue;
        }
        for (k, &color) in color.iter().enumerate() {
            let mixed = |before: T| {
                let (before, color): (f64, f64) = (before.cast_to(), color.cast_to());
                T::level(before * (1.0 - alpha) + color * alpha)
            };
            if grey {
                picture[[r, c]] = if alpha == 1.0 { color } else { mixed(picture[[r, c]]) };
            } else {
                picture[[r, c, k]] = if alpha == 1.0 { color } else { mixed(picture[[r, c, k]]) };
            }
        }
    }
}
