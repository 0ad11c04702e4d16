//! Sums over rectangles in a few additions.

use nd_core::{Array, ArrayLike, Number, View};

mod sealed {
    pub trait Sealed {}
}

/// Element types of which [`integral_image`] makes sums: integers, `bool`, and floats.
pub trait Cumulative: nd_core::Element + sealed::Sealed {
    /// What sums are: `u64`, `i64` or `f64`.
    type Total: Number;
    #[doc(hidden)]
    fn integral(a: View<'_, Self>) -> Array<Self::Total>;
}

macro_rules! cumulative {
    ($($T:ty => $Total:ty),*) => {$(
        impl sealed::Sealed for $T {}
        impl Cumulative for $T {
            type Total = $Total;
            #[inline(never)]
            fn integral(a: View<'_, $T>) -> Array<$Total> {
                accumulate(a.shape(), a.iter().map(|&x| x.into()).collect())
            }
        }
    )*};
}
cumulative!(bool => u64, u8 => u64, u16 => u64, u32 => u64, u64 => u64);
cumulative!(i8 => i64, i16 => i64, i32 => i64, i64 => i64, f32 => f64, f64 => f64);

/// Running sums along one axis after another.
fn accumulate<N: Number>(shape: &[usize], mut sums: Vec<N>) -> Array<N> {
    for axis in 0..shape.len() {
        let inner: usize = shape[axis + 1..].iter().product();
        for plane in sums.chunks_mut((inner * shape[axis]).max(1)) {
            for at in inner..plane.len() {
                plane[at] = plane[at - inner].plus(plane[at]);
            }
        }
    }
    Array::from_shape_vec(shape, sums)
}

/// For each element of an array the sum of all those before it along every axis, its own
/// included: `(…) -> (…)`.
///
/// Sums of integers are in 64 bits and wrap, those of floats in `f64`; NaN spreads to all that
/// follows. [`integrate`] takes sums of rectangles out of it.
///
/// # scikit-image
/// `skimage.transform.integral_image(a)`, the same bits.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::integral_image;
/// assert_eq!(integral_image([[1u8, 2], [3, 250]]), array![[1u64, 3], [4, 256]]);
/// ```
pub fn integral_image<A>(a: A) -> Array<<A::Elem as Cumulative>::Total>
where
    A: ArrayLike<Elem: Cumulative>,
{
    Cumulative::integral(a.view())
}

/// The sum of the elements from `start` to `end`, both included, of the array of which `integral`
/// is the [`integral_image`].
///
/// # Panics
/// If `start` and `end` have not as many indices as `integral` has axes, or an index of `end` is out
/// of bounds or below that of `start`.
///
/// # scikit-image
/// `skimage.transform.integrate(integral, start, end)` for one window; it allows negative indices.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{integral_image, integrate};
///
/// let a = Array::from_fn([4, 5], |i| (i[0] * 5 + i[1]) as u32);
/// assert_eq!(integrate(integral_image(&a), [1, 1], [2, 3]), 7 + 8 + 9 + 17 - 5 + 13 + 13 - 5);
/// ```
/// ```should_panic
/// use nd_image::{integral_image, integrate};
/// integrate(integral_image([1u8, 2]), [0], [2]);
/// ```
#[track_caller]
pub fn integrate<A>(integral: A, start: impl AsRef<[usize]>, end: impl AsRef<[usize]>) -> A::Elem
where
    A: ArrayLike<Elem: Number>,
{
    let (integral, start, end) = (integral.view(), start.as_ref(), end.as_ref());
    let (shape, ndim) = (integral.shape(), integral.ndim());
    let ranges = || start.iter().zip(end).zip(shape);
    assert!(
        start.len() == ndim
            && end.len() == ndim
            && ranges().all(|((start, end), n)| start <= end && end < n),
        "integrate: from {start:?} to {end:?} is no part of shape {shape:?}"
    );
    let mut sum = <A::Elem as Default>::default();
    let mut corner = vec![0; ndim];
    for side in 0..1usize << ndim {
        let low = |axis: usize| side >> axis & 1 == 1;
        if (0..ndim).any(|axis| low(axis) && start[axis] == 0) {
            continue;
        }
        for axis in 0..ndim {
            corner[axis] = if low(axis) { start[axis] - 1 } else { end[axis] };
        }
        let mut part = integral;
        for &i in &corner {
            part = part.outer_iter().nth(i).expect("checked above");
        }
        let value = *part.iter().next().expect("no axis is left");
        sum = if side.count_ones() % 2 == 0 { sum.plus(value) } else { sum.minus(value) };
    }
    sum
}
