//! [`Halver`]: a picture of half the size, made while the rows of the whole one pass by.

use half::f16;
use nd_core::{DType, threads, with_dtype};
use num_complex::Complex;

use super::options::TiffReduction;
use crate::blocks::StoredElement;

/// Rows of the half that a thread makes at once, by bytes.
const PIECE: usize = 128 << 10;

/// Makes of pairs of rows one each.
#[derive(Debug)]
pub(super) struct Halver {
    width: usize,
    samples: usize,
    dtype: DType,
    reduction: TiffReduction,
    /// An element that is no data.
    nodata: Option<Vec<u8>>,
    /// A row that waits for the next.
    odd: Vec<u8>,
}

impl Halver {
    pub(super) fn new(
        [width, samples]: [usize; 2],
        dtype: DType,
        reduction: TiffReduction,
        nodata: Option<Vec<u8>>,
    ) -> Self {
        let reduction = if dtype == DType::Bool { TiffReduction::Nearest } else { reduction };
        Self { width, samples, dtype, reduction, nodata, odd: Vec::new() }
    }

    fn row_bytes(&self) -> usize {
        self.width * self.samples * self.dtype.itemsize()
    }

    /// Bytes of a row of the half.
    fn half_bytes(&self) -> usize {
        self.width.div_ceil(2) * self.samples * self.dtype.itemsize()
    }

    /// Takes rows and returns those that they make; the last row of an odd number only at the end.
    pub(super) fn push(&mut self, mut rows: &[u8], end: bool) -> Vec<u8> {
        let row = self.row_bytes();
        let mut out = Vec::new();
        if !self.odd.is_empty() && !rows.is_empty() {
            let (first, rest) = rows.split_at(row);
            let mut pair = std::mem::take(&mut self.odd);
            pair.extend_from_slice(first);
            rows = rest;
            out = self.halved(&pair);
        }
        let even = rows.len() / (2 * row) * (2 * row);
        let mut more = self.halved(&rows[..even]);
        match out.is_empty() {
            true => out = more,
            false => out.append(&mut more),
        }
        self.odd.extend_from_slice(&rows[even..]);
        if end && !self.odd.is_empty() {
            let last = std::mem::take(&mut self.odd);
            out.append(&mut self.halved(&last));
        }
        out
    }

    /// Pairs of rows, and of one at the end that has none, in half the size.
    fn halved(&self, rows: &[u8]) -> Vec<u8> {
        let (row, half) = (self.row_bytes(), self.half_bytes());
        let pairs = rows.len().div_ceil(2 * row);
        let mut out = vec![0; pairs * half];
        let each = (PIECE / half).max(1);
        threads::chunks(&mut out, each * half, &|start, out| {
            let rows = &rows[start / half * 2 * row..];
            for (out, pair) in out.chunks_exact_mut(half).zip(rows.chunks(2 * row)) {
                self.pair(pair, out);
            }
        });
        out
    }

    /// One pair of rows, or a single one.
    fn pair(&self, pair: &[u8], out: &mut [u8]) {
        let row = self.row_bytes();
        let (upper, lower) = (&pair[..row], if pair.len() > row { &pair[row..] } else { pair });
        if self.reduction == TiffReduction::Nearest {
            return nearest(upper, self.samples * self.dtype.itemsize(), out);
        }
        let nodata = self.nodata.as_deref();
        with_dtype!(self.dtype, T => <T as Reduce>::reduce(upper, lower, self.samples, nodata, out));
    }
}

/// Every second pixel of a row.
fn nearest(row: &[u8], pixel: usize, out: &mut [u8]) {
    for (out, pair) in out.chunks_exact_mut(pixel).zip(row.chunks(2 * pixel)) {
        out.copy_from_slice(&pair[..pixel]);
    }
}

/// Elements of which there is a mean.
trait Reduce: StoredElement {
    /// Puts the means of two by two pixels into `out`; of one by two at the end of an odd row.
    fn reduce(upper: &[u8], lower: &[u8], samples: usize, nodata: Option<&[u8]>, out: &mut [u8]);
}

/// The walk over a pair of rows of elements of `SIZE` bytes.
#[inline(always)]
fn walk<const SIZE: usize>(
    [upper, lower]: [&[u8]; 2],
    samples: usize,
    out: &mut [u8],
    mean: impl Fn([[u8; SIZE]; 4]) -> [u8; SIZE],
) {
    let (upper, lower) = (upper.as_chunks::<SIZE>().0, lower.as_chunks::<SIZE>().0);
    let out = out.as_chunks_mut::<SIZE>().0;
    match samples {
        1 => pixels::<SIZE, 1>([upper, lower], out, &mean),
        3 => pixels::<SIZE, 3>([upper, lower], out, &mean),
        4 => pixels::<SIZE, 4>([upper, lower], out, &mean),
        _ => {
            let pairs = upper.chunks(2 * samples).zip(lower.chunks(2 * samples));
            for (out, (upper, lower)) in out.chunks_exact_mut(samples).zip(pairs) {
                // An odd pixel at the end stands for two.
                let right = upper.len() - samples;
                for (k, out) in out.iter_mut().enumerate() {
                    *out = mean([upper[k], upper[right + k], lower[k], lower[right + k]]);
                }
            }
        }
    }
}

#[inline(always)]
fn pixels<const SIZE: usize, const N: usize>(
    [upper, lower]: [&[[u8; SIZE]]; 2],
    out: &mut [[u8; SIZE]],
    mean: &impl Fn([[u8; SIZE]; 4]) -> [u8; SIZE],
) {
    let (upper, lower) = (upper.as_chunks::<N>().0, lower.as_chunks::<N>().0);
    let (pairs, last) = upper.as_chunks::<2>();
    let (out, rest) = out.as_chunks_mut::<N>().0.split_at_mut(pairs.len());
    for (out, (upper, lower)) in out.iter_mut().zip(pairs.iter().zip(lower.as_chunks::<2>().0)) {
        for k in 0..N {
            out[k] = mean([upper[0][k], upper[1][k], lower[0][k], lower[1][k]]);
        }
    }
    if let ([out], [upper], Some(lower)) = (rest, last, lower.last()) {
        for k in 0..N {
            out[k] = mean([upper[k], upper[k], lower[k], lower[k]]);
        }
    }
}

macro_rules! reduce {
    ($($T:ident $size:literal: $mean:expr;)*) => {$(
        impl Reduce for $T {
            #[inline(never)]
            fn reduce(
                upper: &[u8],
                lower: &[u8],
                samples: usize,
                nodata: Option<&[u8]>,
                out: &mut [u8],
            ) {
                let mean: fn(&[$T]) -> $T = $mean;
                let four = |four: [[u8; $size]; 4]| {
                    mean(&four.map($T::from_ne_bytes)).to_ne_bytes()
                };
                let Some(none) = nodata.and_then(|bytes| <[u8; $size]>::try_from(bytes).ok()) else {
                    return walk([upper, lower], samples, out, four);
                };
                let (missing, nan) = ($T::from_ne_bytes(none), $T::from_ne_bytes(none));
                // NaN is no data where no data is NaN.
                #[allow(clippy::eq_op, reason = "NaN alone is not itself")]
                let is_none = |x: $T| x == missing || missing != nan && x != x;
                walk([upper, lower], samples, out, |four: [[u8; $size]; 4]| {
                    let mut some = [missing; 4];
                    let mut count = 0;
                    for x in four.map($T::from_ne_bytes).into_iter().filter(|&x| !is_none(x)) {
                        some[count] = x;
                        count += 1;
                    }
                    if count == 0 { none } else { mean(&some[..count]).to_ne_bytes() }
                });
            }
        }
    )*};
}

/// The mean of whole numbers, halves up.
macro_rules! whole {
    ($wide:ty) => {
        |few| {
            let n = few.len() as $wide;
            let sum: $wide = few.iter().map(|&x| x as $wide).sum();
            (sum + n / 2).div_euclid(n) as _
        }
    };
}

reduce! {
    u8 1: whole!(u32);
    u16 2: whole!(u32);
    u32 4: whole!(u64);
    u64 8: whole!(u128);
    i8 1: whole!(i32);
    i16 2: whole!(i32);
    i32 4: whole!(i64);
    i64 8: whole!(i128);
    f16 2: |few| f16::from_f32(few.iter().map(|x| x.to_f32()).sum::<f32>() / few.len() as f32);
    f32 4: |few| few.iter().sum::<f32>() / few.len() as f32;
    f64 8: |few| few.iter().sum::<f64>() / few.len() as f64;
}

impl Reduce for half::bf16 {
    /// TIFF has none of these.
    fn reduce(upper: &[u8], _: &[u8], samples: usize, _: Option<&[u8]>, out: &mut [u8]) {
        nearest(upper, samples * size_of::<Self>(), out);
    }
}

impl Reduce for bool {
    fn reduce(upper: &[u8], _: &[u8], samples: usize, _: Option<&[u8]>, out: &mut [u8]) {
        nearest(upper, samples, out);
    }
}

macro_rules! parts {
    ($($T:ident),*) => {$(
        impl Reduce for Complex<$T> {
            /// Parts as two samples.
            fn reduce(
                upper: &[u8],
                lower: &[u8],
                samples: usize,
                _: Option<&[u8]>,
                out: &mut [u8],
            ) {
                $T::reduce(upper, lower, 2 * samples, None, out);
            }
        }
    )*};
}

parts!(f32, f64);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::bytes_of;
    use nd_core::{AnyArray, Array};

    /// Halves rows that come `step` at a time.
    fn half<T: StoredElement>(
        a: &Array<T>,
        samples: usize,
        nodata: Option<T>,
        step: usize,
    ) -> Vec<u8> {
        let size = [a.shape()[1] / samples, samples];
        let nodata = nodata.map(|x| T::as_bytes(&[x]).to_vec());
        let mut halver = Halver::new(size, T::DTYPE, TiffReduction::Mean, nodata);
        let bytes = bytes_of(a.view().into()).unwrap();
        let row = a.shape()[1] * T::DTYPE.itemsize();
        let pieces = bytes.chunks(step * row);
        let last = pieces.len() - 1;
        pieces.enumerate().flat_map(|(k, piece)| halver.push(piece, k == last)).collect()
    }

    fn bytes<T: StoredElement>(items: &[T]) -> Vec<u8> {
        T::as_bytes(items).to_vec()
    }

    #[test]
    fn means_of_two_by_two() {
        let a = Array::from_shape_vec([3, 3], vec![1u8, 2, 3, 4, 6, 250, 255, 254, 7]);
        for step in 1..4 {
            // 13/4 and 253/2, halves up; 509/2; 7.
            assert_eq!(half(&a, 1, None, step), [3, 127, 255, 7]);
        }
        let a = Array::from_shape_vec([2, 2], vec![-1i16, -2, -1, -2]);
        assert_eq!(half(&a, 1, None, 2), bytes(&[-1i16]));
        let a = Array::from_shape_vec([2, 2], vec![i64::MAX; 4]);
        assert_eq!(half(&a, 1, None, 2), bytes(&[i64::MAX]));
        let a = Array::from_shape_vec([1, 4], vec![1.0f32, 10.0, 2.0, 20.0]);
        assert_eq!(half(&a, 2, None, 1), bytes(&[1.5f32, 15.0]));
        // Five samples a pixel, and an odd pixel.
        let a = Array::from_shape_vec([2, 15], (0..30u16).collect());
        assert_eq!(half(&a, 5, None, 2), bytes(&[10u16, 11, 12, 13, 14, 18, 19, 20, 21, 22]));
    }

    #[test]
    fn no_data_is_left_out() {
        let a = Array::from_shape_vec([2, 4], vec![-9i16, 3, -9, -9, 4, -9, -9, -9]);
        assert_eq!(half(&a, 1, Some(-9), 2), bytes(&[4i16, -9]));
        let nan = f32::NAN;
        let a = Array::from_shape_vec([2, 4], vec![nan, 3.0, nan, nan, 4.0, nan, nan, nan]);
        let got = half(&a, 1, Some(nan), 2);
        assert_eq!(got[..4], 3.5f32.to_ne_bytes());
        assert!(f32::from_ne_bytes(got[4..].try_into().unwrap()).is_nan());
    }

    #[test]
    fn all_elements_have_a_half() {
        for dtype in [DType::Bool, DType::F16, DType::C64, DType::U64, DType::BF16] {
            let a = with_dtype!(dtype, T => AnyArray::from(Array::<T>::zeros([3, 5])));
            let mut halver = Halver::new([5, 1], dtype, TiffReduction::Mean, None);
            let out = halver.push(bytes_of(a.view()).unwrap(), true);
            assert_eq!(out, vec![0; 6 * dtype.itemsize()]);
        }
    }
}
