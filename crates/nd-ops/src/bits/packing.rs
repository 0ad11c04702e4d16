//! `packbits` and `unpackbits`.

use crate::truth::Truth;
use nd_core::{
    Array, ArrayLike, CowArray, Element, Shape, ShapeError, View, normalize_axis, threads,
};

/// Elements that one task reads.
const TASK: usize = 1 << 16;

/// Which bit of a byte belongs to the first of eight elements.
///
/// # NumPy
/// `bitorder`: `"big"` and `"little"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BitOrder {
    /// The highest.
    #[default]
    Big,
    /// The lowest.
    Little,
}

impl BitOrder {
    fn shift(self, k: usize) -> usize {
        match self {
            BitOrder::Big => 7 - k % 8,
            BitOrder::Little => k % 8,
        }
    }
}

/// How [`unpackbits_with`] makes elements of bits.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{UnpackOptions, unpackbits_with};
///
/// let three = UnpackOptions::default().count(3);
/// assert_eq!(unpackbits_with(&[0b1010_0000_u8], 0, &three), array![1, 0, 1]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnpackOptions {
    /// How many bits of each lane: beyond the bytes they are 0; a negative number is how many are left out at the
    /// end; `None`, the default, is all.
    pub count: Option<isize>,
    /// Which bit is the first.
    pub order: BitOrder,
}

impl UnpackOptions {
    /// How many bits of each lane.
    ///
    /// # NumPy
    /// `count`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{UnpackOptions, unpackbits_with};
    ///
    /// let bits = |count| unpackbits_with(&[0b1110_0000_u8], 0, &UnpackOptions::default().count(count));
    /// assert_eq!(bits(4), array![1, 1, 1, 0]);
    /// assert_eq!(bits(-6), array![1, 1]); // without the last six
    /// assert_eq!(bits(9), array![1, 1, 1, 0, 0, 0, 0, 0, 0]); // there is no ninth bit: 0
    /// ```
    #[must_use]
    pub fn count(self, count: impl Into<Option<isize>>) -> Self {
        Self { count: count.into(), ..self }
    }

    /// Which bit is the first.
    ///
    /// # NumPy
    /// `bitorder`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{BitOrder, UnpackOptions, unpackbits_with};
    ///
    /// let low_first = UnpackOptions::default().order(BitOrder::Little).count(4);
    /// assert_eq!(unpackbits_with(&[0b0011_u8], 0, &low_first), array![1, 1, 0, 0]);
    /// ```
    #[must_use]
    pub fn order(self, order: BitOrder) -> Self {
        Self { order, ..self }
    }
}

/// Elements along an axis as the bits of bytes, the first of eight the highest; what is not zero is 1.
///
/// `a: (…, n, …)` → `(…, ⌈n / 8⌉, …)`; bits that are left over are 0.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.packbits(a, axis)`; without an axis it is of `a.ravel()`. NumPy refuses floats, of which here NaN is 1, too.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::packbits(&[1, 0, 1], 0), array![0b1010_0000]);
/// assert_eq!(nd_ops::packbits(&[[true, false], [true, true]], 0), array![[0b1100_0000, 0b0100_0000]]);
/// ```
/// ```should_panic
/// nd_ops::packbits(&[true], 1);
/// ```
#[track_caller]
pub fn packbits<A: ArrayLike<Elem: Truth>>(a: A, axis: isize) -> Array<u8> {
    try_packbits(a, axis).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`packbits`], for axes that come from users.
///
/// # Errors
/// [`ShapeError::Axis`].
///
/// # Examples
/// ```
/// let error = nd_ops::try_packbits(&[true], 1).unwrap_err();
/// assert_eq!(error.to_string(), "packbits: axis 1 is out of bounds for 1 dimensions");
/// ```
pub fn try_packbits<A: ArrayLike<Elem: Truth>>(a: A, axis: isize) -> Result<Array<u8>, ShapeError> {
    try_packbits_with(a, axis, BitOrder::Big)
}

/// As [`packbits`], told which bit the first of eight elements is.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.packbits(a, axis, bitorder)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{BitOrder, packbits_with};
///
/// assert_eq!(packbits_with(&[1, 0, 1], 0, BitOrder::Little), array![0b101]);
/// ```
#[track_caller]
pub fn packbits_with<A: ArrayLike<Elem: Truth>>(a: A, axis: isize, order: BitOrder) -> Array<u8> {
    try_packbits_with(a, axis, order).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`packbits_with`], for axes that come from users.
///
/// # Errors
/// [`ShapeError::Axis`].
///
/// # Examples
/// ```
/// assert!(nd_ops::try_packbits_with(&[true], -2, nd_ops::BitOrder::Big).is_err());
/// ```
pub fn try_packbits_with<A: ArrayLike<Elem: Truth>>(
    a: A,
    axis: isize,
    order: BitOrder,
) -> Result<Array<u8>, ShapeError> {
    let a = a.view();
    let axis = normalize_axis("packbits", axis, a.ndim())?;
    Ok(packed(&<A::Elem as Truth>::truths_of(a), axis, order))
}

/// Bits of bytes along an axis as elements that are 0 or 1, the highest bit first.
///
/// `a: (…, n, …)` → `(…, 8 n, …)`.
///
/// # Panics
/// If there is no such axis, or the size overflows.
///
/// # NumPy
/// `np.unpackbits(a, axis)`; without an axis it is of `a.ravel()`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::unpackbits(&[0b0100_0001], 0), array![0, 1, 0, 0, 0, 0, 0, 1]);
/// ```
/// ```should_panic
/// nd_ops::unpackbits(&[1], 1);
/// ```
#[track_caller]
pub fn unpackbits<A: ArrayLike<Elem = u8>>(a: A, axis: isize) -> Array<u8> {
    try_unpackbits(a, axis).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`unpackbits`], for axes that come from users.
///
/// # Errors
/// [`ShapeError::Axis`], [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// assert!(nd_ops::try_unpackbits(&[1], 1).is_err());
/// ```
pub fn try_unpackbits<A: ArrayLike<Elem = u8>>(a: A, axis: isize) -> Result<Array<u8>, ShapeError> {
    try_unpackbits_with(a, axis, &UnpackOptions::default())
}

/// As [`unpackbits`], told how many bits there are, and which is the first.
///
/// # Panics
/// If there is no such axis, more bits are to be left out than there are, or the size overflows.
///
/// # NumPy
/// `np.unpackbits(a, axis, count, bitorder)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{BitOrder, UnpackOptions, unpackbits_with};
///
/// let options = UnpackOptions::default().count(-5).order(BitOrder::Little);
/// assert_eq!(unpackbits_with(&[0b110], 0, &options), array![0, 1, 1]);
/// ```
#[track_caller]
pub fn unpackbits_with<A: ArrayLike<Elem = u8>>(
    a: A,
    axis: isize,
    options: &UnpackOptions,
) -> Array<u8> {
    try_unpackbits_with(a, axis, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`unpackbits_with`], for axes and counts that come from users.
///
/// # Errors
/// [`ShapeError::Axis`], [`ShapeError::Index`] if more bits are to be left out than there are,
/// [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_ops::{UnpackOptions, try_unpackbits_with};
///
/// let error = try_unpackbits_with(&[7], 0, &UnpackOptions::default().count(-9)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unpackbits: index -9 is out of bounds for axis 0 with length 8"
/// );
/// ```
pub fn try_unpackbits_with<A: ArrayLike<Elem = u8>>(
    a: A,
    axis: isize,
    options: &UnpackOptions,
) -> Result<Array<u8>, ShapeError> {
    let (op, a) = ("unpackbits", a.view());
    let axis = normalize_axis(op, axis, a.ndim())?;
    let mut shape = *a.layout().shape();
    let len = shape[axis].saturating_mul(8);
    shape[axis] = match options.count {
        None => len,
        Some(count) if count >= 0 => count as usize,
        Some(index) => match len.checked_sub(index.unsigned_abs()) {
            Some(count) => count,
            None => return Err(ShapeError::Index { op, index, axis, len }),
        },
    };
    let mut out = Array::try_zeros(shape)?;
    unpacked(a, &mut out, axis, options.order);
    Ok(out)
}

/// An array's elements in C order.
fn gapless<T: Element>(a: View<'_, T>) -> CowArray<'_, T> {
    if a.is_c_contiguous() { CowArray::View(a) } else { CowArray::Owned(a.to_array()) }
}

fn packed(bits: &Array<bool>, axis: usize, order: BitOrder) -> Array<u8> {
    let mut shape: Shape = *bits.layout().shape();
    let n = shape[axis];
    let inner: usize = shape[axis + 1..].iter().product();
    shape[axis] = n.div_ceil(8);
    let mut out = Array::zeros(shape);
    let bits = gapless(bits.view());
    let (Some(bits), Some(bytes)) = (bits.as_slice(), out.as_slice_mut()) else { return out };
    if inner == 1 && (n.is_multiple_of(8) || bits.len() == n) {
        // Lanes of whole bytes, or only one: as one lane.
        threads::chunks(bytes, TASK / 8, &|start, bytes| {
            let eights = bits[8 * start..].chunks(8);
            bytes.iter_mut().zip(eights).for_each(|(byte, eight)| *byte = gathered(eight, order));
        });
    } else if !bytes.is_empty() {
        let lanes = bytes.chunks_mut(n.div_ceil(8) * inner).zip(bits.chunks(n * inner));
        threads::items(lanes.collect(), &|_, (bytes, bits): (&mut [u8], &[bool])| {
            for (k, row) in bits.chunks(inner).enumerate() {
                let bytes = &mut bytes[k / 8 * inner..][..inner];
                for (byte, &bit) in bytes.iter_mut().zip(row) {
                    *byte |= u8::from(bit) << order.shift(k);
                }
            }
        });
    }
    out
}

/// Up to eight elements as a byte.
#[inline]
fn gathered(bits: &[bool], order: BitOrder) -> u8 {
    let Ok(eight) = <[bool; 8]>::try_from(bits) else {
        let bit = |(k, &bit)| u8::from(bit) << order.shift(k);
        return bits.iter().enumerate().map(bit).fold(0, |byte, bit| byte | bit);
    };
    let bytes = u64::from_le_bytes(eight.map(u8::from));
    // Gathers the lowest bit of each byte in the top byte, the first one lowest.
    let byte = (bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8;
    if order == BitOrder::Big { byte.reverse_bits() } else { byte }
}

fn unpacked(a: View<'_, u8>, out: &mut Array<u8>, axis: usize, order: BitOrder) {
    let (bytes, n) = (gapless(a), a.shape()[axis]);
    let inner: usize = a.shape()[axis + 1..].iter().product();
    let count = out.shape()[axis];
    let (Some(bytes), Some(bits)) = (bytes.as_slice(), out.as_slice_mut()) else { return };
    if bits.is_empty() || bytes.is_empty() {
        return;
    }
    if inner == 1 && (count == 8 * n || bytes.len() == n) {
        let bits = &mut bits[..count.min(8 * n) * (bytes.len() / n)];
        threads::chunks(bits, TASK, &|start, bits| {
            for (eight, &byte) in bits.chunks_mut(8).zip(&bytes[start / 8..]) {
                for (k, bit) in eight.iter_mut().enumerate() {
                    *bit = byte >> order.shift(k) & 1;
                }
            }
        });
        return;
    }
    let lanes = bits.chunks_mut(count * inner).zip(bytes.chunks(n * inner));
    threads::items(lanes.collect(), &|_, (bits, bytes): (&mut [u8], &[u8])| {
        for (k, row) in bits.chunks_mut(inner).take(8 * n).enumerate() {
            let bytes = &bytes[k / 8 * inner..][..inner];
            for (bit, &byte) in row.iter_mut().zip(bytes) {
                *bit = byte >> order.shift(k) & 1;
            }
        }
    });
}
