//! Buffers whose size a file decides: asked for, never assumed.

use nd_core::Array;

use crate::error::{Error, ErrorKind};

/// A buffer of zeros, whose pages cost nothing until they are written, or an error instead of an abort.
///
/// # Errors
/// [`ErrorKind::AllocFailed`].
pub(crate) fn zeroed(bytes: usize) -> Result<Array<u8>, Error> {
    Array::try_zeros(bytes).map_err(|_| ErrorKind::AllocFailed { bytes }.into())
}

/// The bytes of a buffer that [`zeroed`] made.
pub(crate) fn bytes_mut(buffer: &mut Array<u8>) -> &mut [u8] {
    buffer.as_slice_mut().expect("fresh arrays are contiguous")
}
