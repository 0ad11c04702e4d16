//! Stored bytes to decoded ones.

use nd_core::{DType, Shape};

use super::number::word_of;
use super::packing::Packing;
use crate::blocks::{bytes_of, filled};
use crate::error::Result;

impl Packing {
    /// Decodes as many elements as there are.
    pub(super) fn decode(&self, stored: &[u8], out: &mut [u8]) -> Result<()> {
        self.widen(stored, out)?;
        match self.decoded {
            DType::F32 => self.scale_f32(out),
            DType::F64 => self.scale_f64(out),
            _ => {} // no factors, then
        }
        let nan = nan(self.decoded)?;
        for &word in &self.missing {
            match self.stored.itemsize() {
                1 => mask::<1>(stored, word, &nan, out),
                2 => mask::<2>(stored, word, &nan, out),
                4 => mask::<4>(stored, word, &nan, out),
                _ => mask::<8>(stored, word, &nan, out),
            }
        }
        Ok(())
    }

    /// The numbers as they will be, not yet scaled.
    fn widen(&self, stored: &[u8], out: &mut [u8]) -> Result<()> {
        if self.stored == self.decoded {
            out.copy_from_slice(stored);
            return Ok(());
        }
        let count = Shape::from([stored.len() / self.stored.itemsize()]);
        let wide = filled(self.stored, count, &mut |bytes| {
            bytes.copy_from_slice(stored);
            Ok(())
        })?;
        let wide = wide.into_cast(self.decoded);
        out.copy_from_slice(bytes_of(wide.view()).unwrap_or_default());
        Ok(())
    }

    fn scale_f32(&self, out: &mut [u8]) {
        let (scale, offset) = (self.scale.map(|x| x as f32), self.offset.map(|x| x as f32));
        each(out, |bytes| {
            let mut x = f32::from_ne_bytes(bytes);
            x = scale.map_or(x, |scale| x * scale);
            x = offset.map_or(x, |offset| x + offset);
            x.to_ne_bytes()
        });
    }

    fn scale_f64(&self, out: &mut [u8]) {
        let (scale, offset) = (self.scale, self.offset);
        each(out, |bytes| {
            let mut x = f64::from_ne_bytes(bytes);
            x = scale.map_or(x, |scale| x * scale);
            x = offset.map_or(x, |offset| x + offset);
            x.to_ne_bytes()
        });
    }
}

/// Changes every element of a size.
fn each<const SIZE: usize>(out: &mut [u8], change: impl Fn([u8; SIZE]) -> [u8; SIZE]) {
    for bytes in out.chunks_exact_mut(SIZE) {
        let bytes: &mut [u8; SIZE] = bytes.try_into().expect("chunks of that size");
        *bytes = change(*bytes);
    }
}

/// Writes NaN where elements have the bytes of a word.
fn mask<const SIZE: usize>(stored: &[u8], word: u64, nan: &[u8], out: &mut [u8]) {
    for (bytes, out) in stored.chunks_exact(SIZE).zip(out.chunks_exact_mut(nan.len())) {
        let bytes: &[u8; SIZE] = bytes.try_into().expect("chunks of that size");
        if word_of(bytes) == word {
            out.copy_from_slice(nan);
        }
    }
}

/// The bytes of NaN.
fn nan(dtype: DType) -> Result<Vec<u8>> {
    if !dtype.is_float() {
        return Ok(vec![0; dtype.itemsize()]); // nothing is missing among integers
    }
    let one = filled(DType::F64, Shape::from(()), &mut |out| {
        out.copy_from_slice(&f64::NAN.to_ne_bytes());
        Ok(())
    })?;
    let nan = one.into_cast(dtype);
    Ok(bytes_of(nan.view()).unwrap_or_default().to_vec())
}
