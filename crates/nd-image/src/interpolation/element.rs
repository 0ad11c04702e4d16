//! The element types that can be read between samples: numbers into doubles and back.

use super::boundary::Boundary;
use super::job::{self, Job, There};
use super::prefilter::Line;
use nd_core::{Array, Complex, Element, View, ZeroBits, bf16, f16};

mod sealed {
    pub trait Sealed {}
}
use sealed::Sealed;

/// Element types that [`zoom`](crate::zoom()), [`rotate`](crate::rotate()) and their like take: all
/// real numbers, `bool`, and complex numbers.
///
/// Everything is computed in `f64`. Integers are rounded, halves away from zero, and saturate; NaN
/// becomes 0. `bool` is true from a half on. Of complex numbers the two parts are computed each
/// by themselves; a constant outside is real. Order 0 moves elements as they are, all 64 bits
/// of them.
pub trait Interpolated: Element + Sealed {
    /// What the coefficients of a spline are: `f64`, or `Complex<f64>`.
    #[doc(hidden)]
    type Spline: Element;
    /// The array read at other places. Compiled here, once a type.
    #[doc(hidden)]
    fn sampled(a: View<'_, Self>, job: &Job<'_>) -> Array<Self>;
    /// The coefficients of splines along the axes whose flag is set. Compiled here, once a type.
    #[doc(hidden)]
    fn coefficients(
        a: View<'_, Self>,
        axes: &[bool],
        order: usize,
        boundary: Boundary,
    ) -> Array<Self::Spline>;
}

/// Element types of pictures in shades: all real numbers, and `bool`.
pub trait Intensity: Interpolated {
    /// Whether values lie between whole numbers.
    #[doc(hidden)]
    const FLOAT: bool;
    /// Whether there are values between false and true to smooth with.
    #[doc(hidden)]
    const SMOOTH: bool;
    /// A copy in doubles, in C order.
    #[doc(hidden)]
    fn doubles(a: View<'_, Self>) -> Array<f64>;
    /// The nearest elements, as [`Interpolated`] says.
    #[doc(hidden)]
    fn settled(a: Array<f64>) -> Array<Self>;
    /// A job done on a part of an array that needs no filter. Compiled here, once a type, as the two that follow.
    #[doc(hidden)]
    fn sampled_part(a: View<'_, Self>, job: &Job<'_>, there: &There) -> Array<Self>;
    /// A job done on a part of the coefficients of splines.
    #[doc(hidden)]
    fn read_part(coefficients: View<'_, f64>, job: &Job<'_>, there: &There) -> Array<Self>;
    /// Lanes along the first axis as coefficients, which become the last.
    #[doc(hidden)]
    fn spline_lanes(a: View<'_, Self>, line: &Line) -> Array<f64>;
}

/// Numbers that become doubles and come back.
pub(crate) trait Lift: Element + ZeroBits {
    /// Whether `f32` holds every value, so that what is only read may be kept in half the memory.
    const SINGLE: bool;
    /// The numbers as doubles.
    fn lift(from: &[Self], to: &mut [f64]);
    /// The elements nearest to doubles.
    fn settle(from: &[f64], to: &mut [Self]);
    /// The slice itself, if these are doubles.
    fn doubles(_: &[Self]) -> Option<&[f64]> {
        None
    }
    /// The slice itself, if these are singles.
    fn singles(_: &[Self]) -> Option<&[f32]> {
        None
    }
}

macro_rules! lifted {
    ($T:ident, $float:expr, $smooth:expr, $single:expr, $widen:expr, $narrow:expr $(, $own:ident)?) => {
        impl Lift for $T {
            const SINGLE: bool = $single;
            #[inline(always)]
            fn lift(from: &[$T], to: &mut [f64]) {
                to.iter_mut().zip(from).for_each(|(to, &x)| *to = $widen(x));
            }
            #[inline(always)]
            fn settle(from: &[f64], to: &mut [$T]) {
                to.iter_mut().zip(from).for_each(|(to, &x)| *to = $narrow(x));
            }
            $(fn $own(own: &[$T]) -> Option<&[$T]> {
                Some(own)
            })?
        }
        impl Sealed for $T {}
        impl Intensity for $T {
            const FLOAT: bool = $float;
            const SMOOTH: bool = $smooth;
            #[inline(never)]
            fn doubles(a: View<'_, $T>) -> Array<f64> {
                Array::from_shape_vec(a.shape(), a.iter().map(|&x| $widen(x)).collect())
            }
            #[inline(never)]
            fn settled(a: Array<f64>) -> Array<$T> {
                Array::from_shape_vec(a.shape(), a.iter().map(|&x| $narrow(x)).collect())
            }
            #[inline(never)]
            fn sampled_part(a: View<'_, $T>, job: &Job<'_>, there: &There) -> Array<$T> {
                job::run_part(a, job, there)
            }
            #[inline(never)]
            fn read_part(coefficients: View<'_, f64>, job: &Job<'_>, there: &There) -> Array<$T> {
                let copy = coefficients.to_array();
                job::read(copy.as_slice().expect("copies are C-ordered"), job, there)
            }
            #[inline(never)]
            fn spline_lanes(a: View<'_, $T>, line: &Line) -> Array<f64> {
                job::lanes(a, line)
            }
        }
        impl Interpolated for $T {
            type Spline = f64;
            #[inline(never)]
            fn sampled(a: View<'_, $T>, job: &Job<'_>) -> Array<$T> {
                job::run(a, job)
            }
            #[inline(never)]
            fn coefficients(
                a: View<'_, $T>,
                axes: &[bool],
                order: usize,
                boundary: Boundary,
            ) -> Array<f64> {
                job::coefficients(a, axes, order, boundary)
            }
        }
    };
}

/// Halves away from zero; `as` saturates and makes 0 of NaN.
#[inline(always)]
fn away(x: f64) -> f64 {
    x + 0.5f64.copysign(x)
}

/// As [`away`] for what fits into `i32`, which there are instructions for.
#[inline(always)]
fn small(x: f64, low: i32, high: i32) -> i32 {
    let x = if x.is_nan() { 0.0 } else { x };
    away(x).clamp(f64::from(low), f64::from(high)) as i32
}

lifted!(u8, false, true, true, f64::from, |x| small(x, 0, 255) as u8);
lifted!(u16, false, true, true, f64::from, |x| small(x, 0, 65535) as u16);
lifted!(i8, false, true, true, f64::from, |x| small(x, -128, 127) as i8);
lifted!(i16, false, true, true, f64::from, |x| small(x, -32768, 32767) as i16);
lifted!(u32, false, true, false, f64::from, |x| away(x) as u32);
lifted!(i32, false, true, false, f64::from, |x| away(x) as i32);
lifted!(u64, false, true, false, |x| x as f64, |x| away(x) as u64);
lifted!(i64, false, true, false, |x| x as f64, |x| away(x) as i64);
lifted!(usize, false, true, false, |x| x as f64, |x| away(x) as usize);
lifted!(isize, false, true, false, |x| x as f64, |x| away(x) as isize);
lifted!(bool, false, false, true, |x| f64::from(u8::from(x)), |x| x >= 0.5);
lifted!(f16, true, true, true, f64::from, f16::from_f64);
lifted!(bf16, true, true, true, f64::from, bf16::from_f64);
lifted!(f32, true, true, true, f64::from, |x| x as f32, singles);
lifted!(f64, true, true, false, |x| x, |x| x, doubles);

macro_rules! complex {
    ($T:ident) => {
        impl Sealed for Complex<$T> {}
        impl Interpolated for Complex<$T> {
            type Spline = Complex<f64>;
            #[inline(never)]
            fn sampled(a: View<'_, Self>, job: &Job<'_>) -> Array<Self> {
                let ([re, im], beside) = (parts(a), job.with_zero_outside());
                let re = <$T>::sampled(re.view(), job);
                let im = <$T>::sampled(im.view(), &beside);
                joined(&re, &im)
            }
            #[inline(never)]
            fn coefficients(
                a: View<'_, Self>,
                axes: &[bool],
                order: usize,
                boundary: Boundary,
            ) -> Array<Complex<f64>> {
                let [re, im] = parts(a);
                let part = |x: Array<$T>| <$T>::coefficients(x.view(), axes, order, boundary);
                joined(&part(re), &part(im))
            }
        }
    };
}
complex!(f32);
complex!(f64);

/// The real and the imaginary parts.
fn parts<F: Element>(a: View<'_, Complex<F>>) -> [Array<F>; 2] {
    let part =
        |of: fn(&Complex<F>) -> F| Array::from_shape_vec(a.shape(), a.iter().map(of).collect());
    [part(|z| z.re), part(|z| z.im)]
}

fn joined<F: Element>(re: &Array<F>, im: &Array<F>) -> Array<Complex<F>> {
    let both = re.iter().zip(im.iter());
    Array::from_shape_vec(re.shape(), both.map(|(&re, &im)| Complex { re, im }).collect())
}
