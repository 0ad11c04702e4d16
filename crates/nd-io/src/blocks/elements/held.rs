//! Arrays whose element type is known at run time only, filled and read as bytes.

use std::sync::{Mutex, PoisonError};

use nd_core::{AnyArray, AnyView, Array, DType, Shape, Slice, SliceItem, with_dtype};

use super::stored::Codec;
use crate::error::{Error, ErrorKind, Result};

/// A new array of `shape`, whose elements in C order and in this machine's byte order `fill` writes.
///
/// Memory is asked for at once; `fill` finds zeros, and is not called where there are no elements.
///
/// # Errors
/// Those of `fill`; [`ErrorKind::AllocFailed`]; [`ErrorKind::BadBool`].
pub(crate) fn filled(
    dtype: DType,
    shape: Shape,
    fill: &mut dyn FnMut(&mut [u8]) -> Result<()>,
) -> Result<AnyArray> {
    if dtype == DType::Bool {
        let bytes = filled(DType::U8, shape, fill)?;
        return bools(bytes);
    }
    let nbytes = shape.size().saturating_mul(dtype.itemsize());
    with_dtype!(dtype, T => {
        let mut array = Array::<T>::try_zeros(shape).map_err(|_| Error::no_memory(nbytes))?;
        let bytes = array.as_slice_mut().and_then(T::as_bytes_mut);
        if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
            fill(bytes)?;
        }
        Ok(AnyArray::from(array))
    })
}

/// What [`filled_parts`] clears before it is filled: it stays in the second-level cache in between.
const PART: usize = 256 << 10;

/// As [`filled`], in parts on all threads: `fill` is told at which element its part begins.
///
/// Memory that was used before is used again, where [`filled`] has fresh pages: faster for what is not larger than
/// what is kept, [`nd_core::cache_limit`].
///
/// # Errors
/// As [`filled`]; that of the first part, by number, that has one.
pub(crate) fn filled_parts(
    dtype: DType,
    shape: Shape,
    fill: &(dyn Fn(usize, &mut [u8]) -> Result<()> + Sync),
) -> Result<AnyArray> {
    if dtype == DType::Bool {
        return bools(filled_parts(DType::U8, shape, fill)?);
    }
    let nbytes = shape.size().saturating_mul(dtype.itemsize());
    let part = (PART / dtype.itemsize()).max(1);
    let failed: Mutex<Option<(usize, Error)>> = Mutex::new(None);
    let array = with_dtype!(dtype, T => {
        let array = Array::<T>::try_from_slots_parallel(shape, part, |start, slots| {
            slots.edit(T::default(), |items| {
                let filled = T::as_bytes_mut(items).map_or(Ok(()), |bytes| fill(start, bytes));
                if let Err(error) = filled {
                    let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                    if failed.as_ref().is_none_or(|(first, _)| start < *first) {
                        *failed = Some((start, error));
                    }
                }
            })
        });
        AnyArray::from(array.map_err(|_| Error::no_memory(nbytes))?)
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None => Ok(array),
    }
}

/// Bytes as the booleans they must be.
pub(crate) fn bools(bytes: AnyArray) -> Result<AnyArray> {
    let items = bytes_of(bytes.view()).unwrap_or_default();
    check_bools(items)?;
    Ok(bytes.into_cast(DType::Bool))
}

/// Refuses bytes that are no booleans.
pub(crate) fn check_bools(items: &[u8]) -> Result<()> {
    // All at once, which is fast; where it was only if there is something to tell.
    if items.iter().fold(0, |all, &byte| all | byte) <= 1 {
        return Ok(());
    }
    let index = items.iter().position(|&byte| byte > 1).unwrap_or(0);
    Err(ErrorKind::BadBool { index, byte: items[index] }.into())
}

/// The elements in C order, if that is how they are in memory.
pub(crate) fn bytes_of(view: AnyView<'_>) -> Option<&[u8]> {
    with_dtype!(view, |view| view.as_slice().map(Codec::as_bytes))
}

/// A part of an array, as a slice says.
pub(crate) fn part_of<'a>(view: AnyView<'a>, items: &[SliceItem]) -> Result<AnyView<'a>> {
    Ok(view.try_slice(items)?)
}

/// Hands out the elements in C order, as bytes; those that are not so in memory are copied, about
/// `piece` bytes at a time.
///
/// # Errors
/// Those of `put`.
pub(crate) fn each_part(
    view: AnyView<'_>,
    piece: usize,
    put: &mut dyn FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    if let Some(bytes) = bytes_of(view) {
        return if bytes.is_empty() { Ok(()) } else { put(bytes) };
    }
    let shape = Shape::from(view.shape());
    if view.nbytes() <= piece || shape.is_empty() {
        let copy = view.to_array();
        return put(bytes_of(copy.view()).unwrap_or_default());
    }
    if shape[0] == 1 {
        return each_part(part_of(view, &[SliceItem::Index(0)])?, piece, put);
    }
    let step = (piece / (view.nbytes() / shape[0])).max(1);
    for start in (0..shape[0]).step_by(step) {
        let stop = (start + step).min(shape[0]);
        let rows = Slice { start: Some(start as isize), stop: Some(stop as isize), step: 1 };
        each_part(part_of(view, &[SliceItem::Range(rows)])?, piece, put)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use nd_core::{array, s};

    use super::*;

    #[test]
    fn parts_are_the_elements_in_c_order_whatever_their_size() {
        let a = Array::from_shape_vec([3, 4, 5], (0..60i32).collect());
        for items in [s![].to_vec(), s![..;-1, 1..3, ..;2].to_vec(), s![1, .., 2].to_vec()] {
            let view = a.slice(&items);
            let want: Vec<u8> = view.iter().flat_map(|x| x.to_ne_bytes()).collect();
            for piece in [1, 4, 7, 40, 100, 1000] {
                let mut got = Vec::new();
                each_part(AnyView::from(view), piece, &mut |bytes| {
                    got.extend_from_slice(bytes);
                    Ok(())
                })
                .unwrap();
                assert_eq!(got, want, "{items:?} {piece}");
            }
        }
    }

    #[test]
    fn bytes_become_booleans_only_if_they_are_some() {
        let shape = Shape::from([2, 2]);
        let good = filled(DType::Bool, shape, &mut |bytes| {
            bytes.copy_from_slice(&[0, 1, 1, 0]);
            Ok(())
        });
        assert_eq!(good.unwrap(), AnyArray::from(array![[false, true], [true, false]]));
        let bad = filled(DType::Bool, shape, &mut |bytes| {
            bytes.copy_from_slice(&[0, 1, 3, 0]);
            Ok(())
        });
        assert!(matches!(bad.unwrap_err().kind(), ErrorKind::BadBool { index: 2, byte: 3 }));
    }
}
