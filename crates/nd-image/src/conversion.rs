//! The same picture in another element type, its range stretched to that of the type: asked for
//! by name, done nowhere else.

use nd_core::{Array, ArrayLike, Element, View};
use std::fmt;

mod sealed {
    pub trait Sealed {}
}
use sealed::Sealed;

/// A float that is no shade: below -1, above 1, or NaN.
///
/// # Examples
/// ```
/// let error = nd_image::img_as_u8([0.5, 1.5]).unwrap_err();
/// assert_eq!(error.to_string(), "img_as_u8: 1.5 is not between -1 and 1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ShadeError {
    /// The function that found it.
    pub op: &'static str,
    /// The first such value.
    pub value: f64,
}

impl fmt::Display for ShadeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} is not between -1 and 1", self.op, self.value)
    }
}

impl std::error::Error for ShadeError {}

/// Element types that hold shades: from 0 to the greatest value for `u8` and `u16`, to 1 for
/// `bool`, and through zero for `i16`, `f32` and `f64`, whose greatest shade is 1.
pub trait Shade: Element + Sealed {
    /// The picture in `u8`; compiled here, once a type, as are the others.
    #[doc(hidden)]
    fn u8s(a: View<'_, Self>) -> Result<Array<u8>, ShadeError>;
    #[doc(hidden)]
    fn u16s(a: View<'_, Self>) -> Result<Array<u16>, ShadeError>;
    #[doc(hidden)]
    fn i16s(a: View<'_, Self>) -> Result<Array<i16>, ShadeError>;
    #[doc(hidden)]
    fn f32s(a: View<'_, Self>) -> Array<f32>;
    #[doc(hidden)]
    fn f64s(a: View<'_, Self>) -> Array<f64>;
    #[doc(hidden)]
    fn bools(a: View<'_, Self>) -> Array<bool>;
}

fn each<T: Element, U>(a: View<'_, T>, f: impl Fn(T) -> U) -> Array<U> {
    Array::from_shape_vec(a.shape(), a.iter().map(|&x| f(x)).collect())
}

macro_rules! shades {
    ($T:ty, $check:expr, $u8:expr, $u16:expr, $i16:expr, $f32:expr, $f64:expr, $bool:expr) => {
        impl Sealed for $T {}
        impl Shade for $T {
            #[inline(never)]
            fn u8s(a: View<'_, $T>) -> Result<Array<u8>, ShadeError> {
                $check(a, "img_as_u8").map(|a| each(a, $u8))
            }
            #[inline(never)]
            fn u16s(a: View<'_, $T>) -> Result<Array<u16>, ShadeError> {
                $check(a, "img_as_u16").map(|a| each(a, $u16))
            }
            #[inline(never)]
            fn i16s(a: View<'_, $T>) -> Result<Array<i16>, ShadeError> {
                $check(a, "img_as_i16").map(|a| each(a, $i16))
            }
            #[inline(never)]
            fn f32s(a: View<'_, $T>) -> Array<f32> {
                each(a, $f32)
            }
            #[inline(never)]
            fn f64s(a: View<'_, $T>) -> Array<f64> {
                each(a, $f64)
            }
            #[inline(never)]
            fn bools(a: View<'_, $T>) -> Array<bool> {
                each(a, $bool)
            }
        }
    };
}

/// Whole numbers are shades all.
fn any<'a, T>(a: View<'a, T>, _: &'static str) -> Result<View<'a, T>, ShadeError> {
    Ok(a)
}

/// Floats are if none is out of range.
fn within<'a, T: Element + Into<f64>>(
    a: View<'a, T>,
    op: &'static str,
) -> Result<View<'a, T>, ShadeError> {
    match a.iter().map(|&x| x.into()).find(|x| !(-1.0..=1.0).contains(x)) {
        Some(value) => Err(ShadeError { op, value }),
        None => Ok(a),
    }
}

shades!(
    bool,
    any,
    |x| if x { u8::MAX } else { 0 },
    |x| if x { u16::MAX } else { 0 },
    |x| if x { i16::MAX } else { 0 },
    |x| f32::from(u8::from(x)),
    |x| f64::from(u8::from(x)),
    |x| x
);
shades!(
    u8,
    any,
    |x| x,
    |x| u16::from(x) * 257,
    |x| (u16::from(x) * 257 / 2) as i16,
    |x| f32::from(x) * (1.0 / 255.0),
    |x| f64::from(x) * (1.0 / 255.0),
    |x| x > 127
);
shades!(
    u16,
    any,
    |x| (x >> 8) as u8,
    |x| x,
    |x| (x >> 1) as i16,
    |x| f32::from(x) * (1.0 / 65535.0) as f32,
    |x| f64::from(x) * (1.0 / 65535.0),
    |x| x > 32767
);
shades!(
    i16,
    any,
    |x: i16| (x >> 7).max(0) as u8,
    |x: i16| ((i32::from(x.max(0)) * 32769) >> 14) as u16,
    |x| x,
    |x| (f32::from(x) * (1.0 / 32767.0) as f32).max(-1.0),
    |x| (f64::from(x) * (1.0 / 32767.0)).max(-1.0),
    |x| x > 16383
);
shades!(
    f32,
    within,
    |x: f32| (x * 255.0).round_ties_even() as u8,
    |x: f32| (x * 65535.0).round_ties_even() as u16,
    |x: f32| (x * 32767.5 - 0.5).round_ties_even() as i16,
    |x| x,
    f64::from,
    |x| x > 0.5
);
shades!(
    f64,
    within,
    |x: f64| (x * 255.0).round_ties_even() as u8,
    |x: f64| (x * 65535.0).round_ties_even() as u16,
    |x: f64| (x * 32767.5 - 0.5).round_ties_even() as i16,
    |x| x as f32,
    |x| x,
    |x| x > 0.5
);

macro_rules! conversions {
    ($($(#[$doc:meta])* $name:ident: $method:ident -> $U:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name<A>(a: A) -> $U
        where
            A: ArrayLike<Elem: Shade>,
        {
            Shade::$method(a.view())
        }
    )*};
}

conversions! {
    /// A picture in `u8`: the upper bits of wider integers, `255 x` of floats, rounded, halves to
    /// even. Negative shades become 0. The shape stays, here and in the other conversions.
    ///
    /// # Errors
    /// If a float is below -1, above 1, or NaN.
    ///
    /// # scikit-image
    /// `skimage.util.img_as_ubyte(a)`, the same bits, except that integers are always scaled: it
    /// leaves a picture alone whose greatest value happens to fit. 64-bit integers, which become
    /// all 0 there, are refused by the compiler.
    ///
    /// # Examples
    /// ```
    /// use nd_image::img_as_u8;
    /// assert_eq!(img_as_u8([0.0, 0.5, 1.0, -0.3]).unwrap().as_slice().unwrap(), [0, 128, 255, 0]);
    /// assert_eq!(img_as_u8([256u16, 65535]).unwrap().as_slice().unwrap(), [1, 255]);
    /// assert!(img_as_u8([f64::NAN]).is_err());
    /// ```
    img_as_u8: u8s -> Result<Array<u8>, ShadeError>;

    /// A picture in `u16`: `257 x` of `u8`, `65535 x` of floats, rounded, halves to even.
    ///
    /// # Errors
    /// As [`img_as_u8`].
    ///
    /// # scikit-image
    /// `skimage.util.img_as_uint(a)`, with the difference that [`img_as_u8`] tells.
    ///
    /// # Examples
    /// ```
    /// use nd_image::img_as_u16;
    /// assert_eq!(img_as_u16([1u8, 255]).unwrap().as_slice().unwrap(), [257, 65535]);
    /// ```
    img_as_u16: u16s -> Result<Array<u16>, ShadeError>;

    /// A picture in `i16`: floats from -1 to 1 to its whole range, unsigned integers to its upper
    /// half.
    ///
    /// # Errors
    /// As [`img_as_u8`].
    ///
    /// # scikit-image
    /// `skimage.util.img_as_int(a)`, with the difference that [`img_as_u8`] tells.
    ///
    /// # Examples
    /// ```
    /// use nd_image::img_as_i16;
    /// assert_eq!(img_as_i16([-1.0, 1.0]).unwrap().as_slice().unwrap(), [-32768, 32767]);
    /// ```
    img_as_i16: i16s -> Result<Array<i16>, ShadeError>;

    /// A picture in `f32`: integers divided by the greatest value of their type; of `i16` not below
    /// -1. Floats keep their values, NaN and those out of range included.
    ///
    /// # scikit-image
    /// `skimage.util.img_as_float32(a)`, the same bits.
    ///
    /// # Examples
    /// ```
    /// use nd_image::img_as_f32;
    /// assert_eq!(img_as_f32([0u8, 255]).as_slice().unwrap(), [0.0, 1.0]);
    /// ```
    img_as_f32: f32s -> Array<f32>;

    /// A picture in `f64`, as [`img_as_f32`].
    ///
    /// # scikit-image
    /// `skimage.util.img_as_float64(a)`, the same bits.
    ///
    /// # Examples
    /// ```
    /// use nd_image::img_as_f64;
    /// assert_eq!(img_as_f64([true, false]).as_slice().unwrap(), [1.0, 0.0]);
    /// assert_eq!(img_as_f64([i16::MIN, i16::MAX]).as_slice().unwrap(), [-1.0, 1.0]);
    /// ```
    img_as_f64: f64s -> Array<f64>;

    /// Where a picture is brighter than half of what its type can hold. NaN is not.
    ///
    /// # scikit-image
    /// `skimage.util.img_as_bool(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::img_as_bool;
    /// assert_eq!(img_as_bool([127u8, 128]).as_slice().unwrap(), [false, true]);
    /// ```
    img_as_bool: bools -> Array<bool>;
}
