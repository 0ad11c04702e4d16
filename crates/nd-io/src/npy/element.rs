//! [`NpyElement`]: the element types that `.npy` files hold, as bytes.

use half::{bf16, f16};
use nd_core::Typed;
use num_complex::Complex;

use super::error::NpyErrorKind;
use crate::error::{Error, ErrorKind};
use crate::memory::{bytes_mut, zeroed};

/// An element type that `.npy` files can hold.
///
/// Implemented for `bool`, `i8` … `i64`, `u8` … `u64`, `f16`, `f32`, `f64`,
/// `Complex<f32>` and `Complex<f64>`, and closed: records (structured dtypes)
/// are not supported, and bfloat16 has no NumPy type code.
///
/// # Examples
/// ```
/// fn name<T: nd_io::NpyElement>() -> &'static str {
///     T::DTYPE.name()
/// }
/// assert_eq!(name::<f32>(), "float32");
/// ```
/// ```compile_fail
/// // No NumPy type code exists for bfloat16.
/// nd_io::load::<half::bf16>("weights.npy");
/// ```
#[diagnostic::on_unimplemented(
    message = "`.npy` files cannot hold `{Self}`",
    note = "supported: bool, i8…i64, u8…u64, f16, f32, f64, Complex<f32>, Complex<f64>",
    note = "bf16 has no NumPy type code: cast to f32, which is exact, or save the bits as u16"
)]
pub trait NpyElement: Codec {}

/// Reads bytes from wherever they come: fills the whole slice, or fails.
pub(crate) type Source<'a> = &'a mut dyn FnMut(&mut [u8]) -> Result<(), NpyErrorKind>;

/// How elements become bytes and back, bfloat16 too: where the element type is known at run time
/// only, the file's header says what cannot be. Closed: nobody outside can name it.
pub trait Codec: Typed {
    /// The elements' memory.
    fn as_bytes(items: &[Self]) -> &[u8];

    /// Overwrites the elements with bytes from the source, unchanged in order.
    ///
    /// `first` is the position of `items[0]` in the file, for messages.
    ///
    /// # Errors
    /// The source's, and [`NpyErrorKind::BadBool`].
    fn fill(items: &mut [Self], first: usize, source: Source<'_>) -> Result<(), NpyErrorKind>;

    /// Overwrites the elements with bytes that `read` provides all at once.
    ///
    /// # Errors
    /// Those of `read`, and [`ErrorKind::BadBool`].
    fn fill_block(
        items: &mut [Self],
        read: impl FnOnce(&mut [u8]) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Reverses the bytes of every number (of both parts of a complex one).
    fn swap(items: &mut [Self]);
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
pub trait StoredElement: Codec {}

impl<T: Codec> StoredElement for T {}

/// An [`NpyElement`] that any bytes are a value of, so that a file's bytes can be used in place.
///
/// Every one of them but `bool`, whose bytes must be 0 or 1: a file that
/// another process writes cannot promise that. Boolean files can be mapped as
/// `u8` for reading.
///
/// # Examples
/// ```
/// /// The sum of a file of any such type, whatever its size.
/// fn sum<T: nd_io::MapElement + Into<f64>>(path: &str) -> Result<f64, nd_io::NpyError> {
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
pub trait MapElement: NpyElement + bytemuck::Pod {}

macro_rules! pod_elements {
    ($($ty:ty, $word:ty;)*) => {$(
        impl Codec for $ty {
            fn as_bytes(items: &[Self]) -> &[u8] {
                bytemuck::cast_slice(items)
            }

            fn fill(items: &mut [Self], _: usize, source: Source<'_>) -> Result<(), NpyErrorKind> {
                source(bytemuck::cast_slice_mut(items))
            }

            fn fill_block(
                items: &mut [Self],
                read: impl FnOnce(&mut [u8]) -> Result<(), Error>,
            ) -> Result<(), Error> {
                read(bytemuck::cast_slice_mut(items))
            }

            fn swap(items: &mut [Self]) {
                // As integers: a float's signalling NaN would not survive being moved as a float everywhere.
                for word in bytemuck::cast_slice_mut::<$ty, $word>(items) {
                    *word = word.swap_bytes();
                }
            }
        }
    )*};
}

pod_elements! {
    i8, u8;
    i16, u16;
    i32, u32;
    i64, u64;
    u8, u8;
    u16, u16;
    u32, u32;
    u64, u64;
    f16, u16;
    bf16, u16;
    f32, u32;
    f64, u64;
    Complex<f32>, u32;
    Complex<f64>, u64;
}

macro_rules! npy_elements {
    ($($ty:ty),*) => {$(
        impl NpyElement for $ty {}
        impl MapElement for $ty {}
    )*};
}

npy_elements!(i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64, Complex<f32>, Complex<f64>);

impl NpyElement for bool {}

impl Codec for bool {
    fn as_bytes(items: &[Self]) -> &[u8] {
        bytemuck::cast_slice(items)
    }

    /// Through a small buffer: a byte may become a `bool` only after it was looked at.
    fn fill(items: &mut [Self], first: usize, source: Source<'_>) -> Result<(), NpyErrorKind> {
        const BLOCK: usize = 32 << 10;
        let mut buffer = vec![0u8; BLOCK.min(items.len())];
        for (block, items) in items.chunks_mut(BLOCK).enumerate() {
            let bytes = &mut buffer[..items.len()];
            source(bytes)?;
            let all = bytes.iter().fold(0, |all, &byte| all | byte);
            if all > 1 {
                let at = bytes.iter().position(|&byte| byte > 1).expect("one has a high bit");
                return Err(NpyErrorKind::BadBool {
                    index: first + block * BLOCK + at,
                    byte: bytes[at],
                });
            }
            for (item, &byte) in items.iter_mut().zip(&*bytes) {
                *item = byte != 0;
            }
        }
        Ok(())
    }

    fn fill_block(
        items: &mut [Self],
        read: impl FnOnce(&mut [u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut bytes = zeroed(items.len())?;
        let bytes = bytes_mut(&mut bytes);
        read(bytes)?;
        if let Some(index) = bytes.iter().position(|&byte| byte > 1) {
            return Err(ErrorKind::BadBool { index, byte: bytes[index] }.into());
        }
        for (item, &byte) in items.iter_mut().zip(&*bytes) {
            *item = byte != 0;
        }
        Ok(())
    }

    fn swap(_: &mut [Self]) {}
}
