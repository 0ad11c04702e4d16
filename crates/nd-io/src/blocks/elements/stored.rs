//! [`StoredElement`]: the element types of files, as bytes.

use half::{bf16, f16};
use nd_core::{AnyArray, Array, Typed};
use num_complex::Complex;

/// How elements are bytes, and how an array of a type known at run time becomes one of `Self`. Closed:
/// nobody outside can name it.
pub trait Codec: Typed {
    /// The elements' memory.
    fn as_bytes(items: &[Self]) -> &[u8];

    /// The elements' memory, to be overwritten; `None` where not all bytes are elements.
    fn as_bytes_mut(items: &mut [Self]) -> Option<&mut [u8]>;

    /// The array inside.
    ///
    /// # Panics
    /// If it is of another type.
    fn take(array: AnyArray) -> Array<Self>;
}

/// An element type that files hold: every one that a [`DType`](nd_core::DType) names. Closed.
///
/// # Examples
/// ```
/// fn itemsize<T: nd_io::StoredElement>() -> usize {
///     T::DTYPE.itemsize()
/// }
/// assert_eq!(itemsize::<f64>(), 8);
/// ```
#[diagnostic::on_unimplemented(
    message = "files cannot hold `{Self}`",
    note = "supported: bool, i8…i64, u8…u64, f16, bf16, f32, f64, Complex<f32>, Complex<f64>",
    note = "structs are stored with `save_records`, texts with `save_strings`"
)]
pub trait StoredElement: Codec {}

impl<T: Codec> StoredElement for T {}

/// A [`StoredElement`] that any bytes are a value of, so that a file's bytes can be used in place.
///
/// Every one of them but `bool`, whose bytes must be 0 or 1: a file that
/// another process writes cannot promise that. Boolean files can be mapped as
/// `u8` for reading. NumPy has no type code for `bf16`, so it is left out too.
///
/// # Examples
/// ```
/// /// The sum of a file of any such type, whatever its size.
/// fn sum<T: nd_io::MapElement + Into<f64>>(path: &str) -> Result<f64, nd_io::Error> {
///     // SAFETY: the caller's files are not written meanwhile.
///     let map = unsafe { nd_io::MmapArray::<T>::open(path)? };
///     Ok(map.view().iter().map(|&x| x.into()).sum())
/// }
/// assert!(sum::<f32>("no-such.npy").is_err());
/// ```
/// ```compile_fail
/// unsafe { nd_io::MmapArray::<bool>::open("mask.npy") }.unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "a file cannot be mapped as `{Self}`",
    note = "a byte of a mapped file need not be a valid bool: map boolean files as `u8`, or load them"
)]
pub trait MapElement: StoredElement + bytemuck::Pod {}

/// `take`, compiled here and not again where it is called.
macro_rules! take {
    () => {
        #[inline(never)]
        fn take(array: AnyArray) -> Array<Self> {
            Array::try_from(array).expect("read as the type that was asked for")
        }
    };
}

macro_rules! numbers {
    ($($T:ty),*) => {$(
        impl Codec for $T {
            #[inline]
            fn as_bytes(items: &[Self]) -> &[u8] {
                bytemuck::cast_slice(items)
            }

            #[inline]
            fn as_bytes_mut(items: &mut [Self]) -> Option<&mut [u8]> {
                Some(bytemuck::cast_slice_mut(items))
            }

            take!();
        }
    )*};
}

numbers!(i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64, Complex<f32>, Complex<f64>);

impl Codec for bool {
    #[inline]
    fn as_bytes(items: &[Self]) -> &[u8] {
        bytemuck::cast_slice(items)
    }

    /// A byte may become a `bool` only after it was looked at.
    #[inline]
    fn as_bytes_mut(_: &mut [Self]) -> Option<&mut [u8]> {
        None
    }

    take!();
}

macro_rules! mapped {
    ($($T:ty),*) => {$(
        impl MapElement for $T {}
    )*};
}

mapped!(i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64, Complex<f32>, Complex<f64>);
