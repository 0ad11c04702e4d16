//! Two thresholds: what lies above the lower one counts where it hangs together with what lies above the
//! higher.

use crate::pixel::Pixel;
use nd_core::{Array, ArrayLike, View};

/// Where `a` is above `low` and hangs together with a place above `high`: over faces, through places above
/// `low`. `() -> ()` of any rank.
///
/// A `low` above `high` counts as `high`. NaN is above nothing. An empty array gives an empty array.
///
/// # scikit-image
/// `skimage.filters.apply_hysteresis_threshold(a, low, high)`, the same bits.
///
/// # Examples
/// ```
/// let found = nd_image::apply_hysteresis_threshold([1, 2, 3, 2, 1, 2, 1], 1.5, 2.5);
/// assert_eq!(found.into_vec(), [false, true, true, true, false, false, false]);
/// ```
pub fn apply_hysteresis_threshold<A>(a: A, low: f64, high: f64) -> Array<bool>
where
    A: ArrayLike<Elem: Pixel>,
{
    Pixel::hysteresis(a.view(), low, high)
}

pub(crate) fn hysteresis<T: Pixel>(a: View<'_, T>, low: f64, high: f64) -> Array<bool> {
    let low = if low > high { high } else { low };
    // 0: below; 1: above low; 2: above high.
    let marks: Vec<u8> =
        a.iter().map(|x| u8::from(x.double() > low) + u8::from(x.double() > high)).collect();
    Array::from_shape_vec(a.shape(), flooded(marks, a.shape()))
}

/// The places from which a 2 is reached without a 0.
fn flooded(mut marks: Vec<u8>, shape: &[usize]) -> Vec<bool> {
    let mut found = vec![false; marks.len()];
    let mut todo = Vec::new();
    for seed in 0..marks.len() {
        if marks[seed] < 2 {
            continue;
        }
        todo.push(seed);
        while let Some(place) = todo.pop() {
            if marks[place] == 0 {
                continue;
            }
            (marks[place], found[place]) = (0, true);
            let (mut rest, mut stride) = (place, 1);
            for &len in shape.iter().rev() {
                let at = rest % len;
                if at > 0 && marks[place - stride] > 0 {
                    todo.push(place - stride);
                }
                if at + 1 < len && marks[place + stride] > 0 {
                    todo.push(place + stride);
                }
                rest /= len;
                stride *= len;
            }
        }
    }
    found
}
