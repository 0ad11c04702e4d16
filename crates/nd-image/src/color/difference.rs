//! How far apart two colours are.

use super::step::three;
use crate::level::{FloatLevel, Level, same_shape};
use nd_core::{Array, ArrayLike};

/// The distance of colours in CIE L\*a\*b\*, by CIE's formula of 1976: `(…, 3), (…, 3) -> (…)`.
///
/// About 2.3 is just noticeable. NaN gives NaN.
///
/// # Panics
/// If the shapes differ or the last axis is not three channels.
///
/// # scikit-image
/// `skimage.color.deltaE_cie76`.
///
/// # Examples
/// ```
/// let d = nd_image::color::deltae_cie76([[50.0, 0.0, 0.0]], [[53.0, 4.0, 0.0]]);
/// assert_eq!(d.into_vec(), [5.0]);
/// ```
#[track_caller]
pub fn deltae_cie76<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    same_shape("deltae_cie76", a.shape(), b.shape());
    three("deltae_cie76", a.shape());
    A::Elem::narrowed(distances(A::Elem::wide(a), A::Elem::wide(b)))
}

fn distances(a: Array<f64>, b: Array<f64>) -> Array<f64> {
    let shape = a.shape()[..a.ndim() - 1].to_vec();
    let (x, y) = (a.into_vec(), b.into_vec());
    let pairs = x.as_chunks::<3>().0.iter().zip(y.as_chunks::<3>().0);
    let square = |p: &[f64; 3], q: &[f64; 3]| (0..3).map(|k| (p[k] - q[k]).powi(2)).sum::<f64>();
    Array::from_shape_vec(shape, pairs.map(|(p, q)| square(p, q).sqrt()).collect())
}
